"""Passages, the words in them that things rest on, and words in quotation marks."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.publication import resources
from csgraph.rdf.terms import to_text
from csgraph.site.entities.blocks import (
    ANNOTATION,
    Block,
    Cell,
    EntityDescription,
    Hyperlink,
    Piece,
    Table,
    counted,
    listed,
    tabled,
)
from csgraph.site.entities.entity import NONE_OF_THEM, SHOWN, Thing, dates, how, t, workbench
from csgraph.site.model.text import Passage, Words


def passage(thing: Thing) -> EntityDescription:
    """Portray a passage: its text, what it states, and what rests on it."""
    known = thing.text.passages.get(thing.node)
    if known is None:
        return EntityDescription(schema={"@type": "CreativeWork", "name": thing.name})
    lead: list[Piece] = [*_kind(thing)]
    if known.section:
        page = to_text(thing.value("schema:pageStart", known.section))
        lead += [", in section “", known.section, f"”{f', which begins on page {page}' if page else ''}"]
        if path := thing.corpus.read(Words(None, known)):
            lead += [". ", Hyperlink("Read it in its place", path=path)]
    words = Words(None, known)
    blocks = [
        *([Block("Its text", "passages", quotes=(words,))] if known.text else []),
        *_notes(thing),
        *_stated(thing),
        *session_of(thing, known),
        *_errata(thing),
        *_resting(thing, known),
        *_anchors(thing, known),
    ]
    schema = (
        {"@type": "CreativeWork", "name": thing.name, "text": known.text} if known.text else {"@type": "CreativeWork"}
    )
    shown = frozenset(map(t, ("schema:text", "csg:passageKind", "dcterms:identifier", "cito:cites")))
    told = frozenset(map(t, ("csg:statedIn", "dcterms:source", "oa:hasSource")))
    return EntityDescription((((*lead, "."),) if lead else ()), tuple(blocks), schema, shown=shown, told=told)


def _kind(thing: Thing) -> Cell:
    kind = thing.value("csg:passageKind")
    return ("A passage of the kind “", kind, "”") if kind else ("A passage",)


def _notes(thing: Thing) -> list[Block]:
    """Return where a footnote belongs and what it cites, or which footnotes a passage has."""
    text: list[Cell] = []
    if cited := thing.cells("cito:cites"):
        text.append(("It cites ", *cited, "."))
    for anchor in thing.values("csg:noteTo"):
        for each in thing.text.resting.get(anchor, []):
            if each in thing.text.statements:
                text.append(("It is a note to statement ", Hyperlink(thing.text.statements[each].key, each.value), "."))
    for words in thing.text.words_in.get(thing.node, []):
        if words.anchor:
            text += [("Footnote: ", note, ".") for note in thing.pointing("csg:noteTo", words.anchor)]
    return [Block("Notes", "report", text=tuple(text))] if text else []


def _stated(thing: Thing) -> list[Block]:
    rows = tuple(
        (
            (Hyperlink(each.key, each.node.value),),
            ("— " if each.whole else "", each.alone),
            how(each),
        )
        for each in thing.text.inside(thing.node)
    )
    note = ("A line with a dash is a part of the statement above it.",)
    columns = ("Statement", "Words", "Type and modality")
    return [Block("What it states", ANNOTATION, table=tabled(columns, rows), note=note)] if rows else []


def session_of(thing: Thing, known: Passage) -> list[Block]:
    """Return the sessions that a passage belongs to, with whom they list: by the programme itself, or as we read it."""
    corpus = thing.corpus
    if events := [each for each in thing.text.sources.get(known.node, []) if thing.pointing("csg:inEvent", each)]:
        heading, graph = "The session", "report"
        lead: Cell = ("The programme prints this for ",)
    else:
        events = thing.text.sessions.get(known.section, []) if known.section else []
        heading = f"The session{'s' if len(events) > 1 else ''} that its section sums up"
        graph = "editorial"
        lead = ("As we read it, section “", known.section, "” sums up ") if known.section else ()
    if not events:
        return []
    told = tuple((*corpus.session_name(each), f", {corpus.start(each)}") for each in events)
    return [
        Block(
            heading,
            graph,
            text=((NONE_OF_THEM,), (*lead, *listed(list(told), "; and "), ".")),
            folded=tuple((_names_of(thing, each), _listed(thing, each)) for each in events),
        )
    ]


def _names_of(thing: Thing, session: ox.NamedNode) -> str:
    """Return what the list of a session is called, with how many names it has."""
    name = thing.words("csg:sessionForm", session) or thing.corpus.label(session)
    return f"{counted(len(thing.corpus.publication.slots(session)), 'name')} listed for {name}"


def _listed(thing: Thing, session: ox.NamedNode) -> Table:
    rows = tuple(
        (
            (thing.corpus.name_in(slot),),
            thing.cells("csg:affiliationAsPrinted", slot),
        )
        for slot in thing.corpus.publication.slots(session)
    )
    return tabled(("Name listed", "Affiliation as printed"), rows)


def _errata(thing: Thing) -> list[Block]:
    rows = tuple(
        ((each,), thing.cells("csg:erratumKind", each), thing.cells("csg:erratumConfidence", each))
        for each in thing.text.sources.get(thing.node, [])
        if thing.values("csg:erratumKind", each)
    )
    table = tabled(("Words", "What is doubtful", "How sure we are"), rows)
    return [Block("What is doubtful in it", "editorial", table=table, is_doubt=True)] if rows else []


def _resting(thing: Thing, known: Passage) -> list[Block]:
    """Return what rests on a passage besides its statements and errata, by class."""
    found = [
        each
        for each in thing.text.sources.get(known.node, [])
        if each not in thing.text.statements and not thing.values("csg:erratumKind", each)
    ]
    kinds: dict[str, list[ox.NamedNode]] = {}
    for each in found:
        kinds.setdefault(thing.corpus.publication.word((thing.values("rdf:type", each) or [each])[0]), []).append(each)
    facts = tuple((kind, tuple((each,) for each in kinds[kind])) for kind in sorted(kinds))
    return [Block("What rests on it", facts=facts)] if facts else []


def _anchors(thing: Thing, known: Passage) -> list[Block]:
    rows = tuple(
        ((Hyperlink(f"{each.start}–{each.end}", each.anchor.value),), (each.exact,))
        for each in thing.text.words_in.get(known.node, [])
        if each.anchor
    )
    if not rows:
        return []
    more = len(rows) - SHOWN
    query = f"SELECT ?anchor WHERE {{ ?anchor oa:hasSource <{thing.node.value}> }}"
    note: Cell = (
        (f"And {more} more: ", Hyperlink("all of them in the workbench", path=workbench(query)), ".")
        if more > 0
        else ()
    )
    table = tabled(("Anchor, by its characters", "Words"), rows[:SHOWN])
    return [Block("Words that something rests on", table=table, note=note)]


def anchor(thing: Thing) -> EntityDescription:
    """Portray an anchor: the words in their sentence, where they stand, and what rests on them."""
    words = thing.text.words.get(thing.node)
    if words is None:
        return EntityDescription(schema={"@type": "Thing", "name": thing.name})
    lead: Cell = ("Words of passage ", Hyperlink(words.passage.key, words.passage.node.value))
    lead += (f", characters {words.start} to {words.end}" if words.start is not None else "",)
    if path := thing.corpus.read(words):
        lead += (". ", Hyperlink("Read them in their place", path=path))
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    for selector in thing.values("oa:hasSelector"):
        name = resources.curie(selector)
        for curie in ("rdf:type", "oa:exact", "oa:prefix", "oa:suffix", "oa:start", "oa:end"):
            for value in filter(to_text, thing.values(curie, selector)):
                word = thing.corpus.publication.word(t(curie)) if curie != "rdf:type" else "selector"
                said = (
                    (Hyperlink(f"{thing.corpus.publication.word(value)}, {name}", value.value),)
                    if curie == "rdf:type"
                    else (value,)
                )
                facts.append((Hyperlink(word, t(curie).value), (said,)))
    resting = thing.text.resting.get(thing.node, [])
    kinds = tuple(
        (thing.corpus.publication.word((thing.values("rdf:type", each) or [each])[0]), ((each,),)) for each in resting
    )
    notes = tuple(("footnote", ((each,),)) for each in thing.pointing("csg:noteTo"))
    blocks = [
        Block("The words", "report", quotes=(words,)),
        *([Block("What rests on them", facts=(*kinds, *notes))] if kinds or notes else []),
        Block("How they are found", facts=tuple(facts)),
    ]
    return EntityDescription(
        ((*lead, "."),),
        tuple(blocks),
        {"@type": "Quotation", "text": words.exact},
        shown=frozenset(map(t, ("oa:hasSource", "oa:hasSelector"))),
        told=frozenset(map(t, ("csg:anchor", "csg:noteTo"))),
    )


def quotation(thing: Thing) -> EntityDescription:
    """Portray words in quotation marks."""
    kind, source, speaker = (
        thing.value("csg:quotationKind"),
        thing.cells("prov:wasQuotedFrom"),
        thing.cells("prov:wasAttributedTo"),
    )
    lead: list[Cell] = []
    if kind:
        definition = thing.words("skos:definition", kind)
        lead.append((kind, f": {definition}" if definition else "."))
    if speaker:
        lead.append(("The report gives them as words of ", *speaker, "."))
    if source:
        lead.append(("Quoted from ", *source, "."))
    return EntityDescription(
        tuple(lead), dates(thing), {"@type": "Quotation", "text": thing.name}, told=frozenset({t("csg:dateOf")})
    )


def described(thing: Thing) -> Cell:
    """Return what a list of passages says of one: how many statements it makes."""
    count = len(thing.text.inside(thing.node))
    kind = thing.value("csg:passageKind")
    return (*((kind,) if kind else ()), f", {counted(count, 'statement')}" if count else "")


def anchor_described(thing: Thing) -> Cell:
    """Return what a list of anchors says of one."""
    words = thing.text.words.get(thing.node)
    return (words.exact if len(words.exact) <= 90 else f"{words.exact[:85].rpartition(' ')[0]} …",) if words else ()
