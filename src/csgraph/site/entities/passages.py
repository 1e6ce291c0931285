"""Passages, the words in them that resources rest on, and words in quotation marks."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.publication import resources
from csgraph.publication.report import Passage, Quote
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
from csgraph.site.entities.entity import NONE_OF_THEM, SHOWN, Entity, dates, how, t, workbench


def passage(entity: Entity) -> EntityDescription:
    """Describe a passage: its text, what it states, and what rests on it."""
    known = entity.report.passage(entity.node)
    if known is None:
        return EntityDescription(schema={"@type": "CreativeWork", "name": entity.name})
    lead: list[Piece] = [*_kind(entity)]
    if known.section:
        page = known.section.page
        lead += [", in section “", known.section.node, f"”{f', which begins on page {page}' if page else ''}"]
        if path := entity.corpus.read(Quote(known)):
            lead += [". ", Hyperlink("Read it in its place", path=path)]
    blocks = [
        *([Block("Its text", "passages", quotes=(Quote(known),))] if known.text else []),
        *_notes(entity, known),
        *_stated(known),
        *session_of(entity, known),
        *_errata(entity),
        *_resting(entity, known),
        *_anchors(known),
    ]
    schema = (
        {"@type": "CreativeWork", "name": entity.name, "text": known.text} if known.text else {"@type": "CreativeWork"}
    )
    shown = frozenset(map(t, ("schema:text", "csg:passageKind", "dcterms:identifier", "cito:cites")))
    shown_inverse = frozenset(map(t, ("csg:statedIn", "dcterms:source", "oa:hasSource")))
    return EntityDescription(
        (((*lead, "."),) if lead else ()), tuple(blocks), schema, shown=shown, shown_inverse=shown_inverse
    )


def _kind(entity: Entity) -> Cell:
    kind = entity.value("csg:passageKind")
    return ("A passage of the kind “", kind, "”") if kind else ("A passage",)


def _notes(entity: Entity, known: Passage) -> list[Block]:
    """Return where a footnote belongs and what it cites, or which footnotes a passage has."""
    text: list[Cell] = []
    if cited := entity.cells("cito:cites"):
        text.append(("It cites ", *cited, "."))
    for anchor in entity.values("csg:noteTo"):
        for each in filter(None, map(entity.report.statement, entity.report.based_on(anchor))):
            text.append(("It is a note to statement ", Hyperlink(each.key, each.iri), "."))
    for words in known.quotes:
        text += [("Footnote: ", note, ".") for note in entity.pointing("csg:noteTo", words.anchor)]
    return [Block("Notes", "report", text=tuple(text))] if text else []


def _stated(known: Passage) -> list[Block]:
    rows = tuple(
        (
            (Hyperlink(each.key, each.iri),),
            ("— " if each.whole else "", each.text),
            how(each),
        )
        for each in known.statements
    )
    note = ("A line with a dash is a part of the statement above it.",)
    columns = ("Statement", "Words", "Type and modality")
    return [Block("What it states", ANNOTATION, table=tabled(columns, rows), note=note)] if rows else []


def session_of(entity: Entity, known: Passage) -> list[Block]:
    """Return the sessions of a passage, with the persons listed for them: by the programme itself, or by our reading."""
    corpus = entity.corpus
    if events := [each for each in entity.report.based_on(known.node) if entity.pointing("csg:inEvent", each)]:
        heading, graph = "The session", "report"
        lead: Cell = ("The programme prints this for ",)
    else:
        events = list(known.section.sessions) if known.section else []
        heading = f"The session{'s' if len(events) > 1 else ''} that its section sums up"
        graph = "editorial"
        lead = ("As we read it, section “", known.section.node, "” sums up ") if known.section else ()
    if not events:
        return []
    named = tuple((*corpus.session_name(each), f", {corpus.start(each)}") for each in events)
    return [
        Block(
            heading,
            graph,
            text=((NONE_OF_THEM,), (*lead, *listed(list(named), "; and "), ".")),
            folded=tuple((_names_of(entity, each), _listed(entity, each)) for each in events),
        )
    ]


def _names_of(entity: Entity, session: ox.NamedNode) -> str:
    """Return the label of the list of a session, with the number of its names."""
    name = entity.words("csg:sessionForm", session) or entity.corpus.label(session)
    return f"{counted(len(entity.corpus.publication.slots(session)), 'name')} listed for {name}"


def _listed(entity: Entity, session: ox.NamedNode) -> Table:
    rows = tuple(
        (
            (entity.corpus.name_in(slot),),
            entity.cells("csg:affiliationAsPrinted", slot),
        )
        for slot in entity.corpus.publication.slots(session)
    )
    return tabled(("Name listed", "Affiliation as printed"), rows)


def _errata(entity: Entity) -> list[Block]:
    rows = tuple(
        ((each,), entity.cells("csg:erratumKind", each), entity.cells("csg:erratumConfidence", each))
        for each in entity.report.based_on(entity.node)
        if entity.values("csg:erratumKind", each)
    )
    table = tabled(("Words", "What is doubtful", "How sure we are"), rows)
    return [Block("What is doubtful in it", "editorial", table=table, is_doubt=True)] if rows else []


def _resting(entity: Entity, known: Passage) -> list[Block]:
    """Return what rests on a passage besides its statements and errata, by class."""
    found = [
        each
        for each in entity.report.based_on(known.node)
        if not entity.report.statement(each) and not entity.values("csg:erratumKind", each)
    ]
    kinds: dict[str, list[ox.NamedNode]] = {}
    for each in found:
        kinds.setdefault(entity.corpus.publication.word((entity.values("rdf:type", each) or [each])[0]), []).append(
            each
        )
    facts = tuple((kind, tuple((each,) for each in kinds[kind])) for kind in sorted(kinds))
    return [Block("What rests on it", facts=facts)] if facts else []


def _anchors(known: Passage) -> list[Block]:
    rows = tuple(((Hyperlink(f"{each.start}–{each.end}", each.anchor.value),), (each.quote,)) for each in known.quotes)
    if not rows:
        return []
    more = len(rows) - SHOWN
    query = f"SELECT ?anchor WHERE {{ ?anchor oa:hasSource <{known.iri}> }}"
    note: Cell = (
        (f"And {more} more: ", Hyperlink("all of them in the workbench", path=workbench(query)), ".")
        if more > 0
        else ()
    )
    table = tabled(("Anchor, by its characters", "Words"), rows[:SHOWN])
    return [Block("Words that something rests on", table=table, note=note)]


def anchor(entity: Entity) -> EntityDescription:
    """Describe an anchor: the words in their sentence, their place, and the resources that rest on them."""
    words = entity.report.quote(entity.node)
    if words is None:
        return EntityDescription(schema={"@type": "Thing", "name": entity.name})
    lead: Cell = ("Words of passage ", Hyperlink(words.source.key, words.source.iri))
    lead += (f", characters {words.start} to {words.end}" if words.start is not None else "",)
    if path := entity.corpus.read(words):
        lead += (". ", Hyperlink("Read them in their place", path=path))
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    for selector in entity.values("oa:hasSelector"):
        name = resources.curie(selector)
        for curie in ("rdf:type", "oa:exact", "oa:prefix", "oa:suffix", "oa:start", "oa:end"):
            for value in filter(to_text, entity.values(curie, selector)):
                word = entity.corpus.publication.word(t(curie)) if curie != "rdf:type" else "selector"
                said = (
                    (Hyperlink(f"{entity.corpus.publication.word(value)}, {name}", value.value),)
                    if curie == "rdf:type"
                    else (value,)
                )
                facts.append((Hyperlink(word, t(curie).value), (said,)))
    resting = entity.report.based_on(entity.node)
    kinds = tuple(
        (entity.corpus.publication.word((entity.values("rdf:type", each) or [each])[0]), ((each,),)) for each in resting
    )
    notes = tuple(("footnote", ((each,),)) for each in entity.pointing("csg:noteTo"))
    blocks = [
        Block("The words", "report", quotes=(words,)),
        *([Block("What rests on them", facts=(*kinds, *notes))] if kinds or notes else []),
        Block("How they are found", facts=tuple(facts)),
    ]
    return EntityDescription(
        ((*lead, "."),),
        tuple(blocks),
        {"@type": "Quotation", "text": words.quote},
        shown=frozenset(map(t, ("oa:hasSource", "oa:hasSelector"))),
        shown_inverse=frozenset(map(t, ("csg:anchor", "csg:noteTo"))),
    )


def quotation(entity: Entity) -> EntityDescription:
    """Describe words in quotation marks."""
    kind, source, speaker = (
        entity.value("csg:quotationKind"),
        entity.cells("prov:wasQuotedFrom"),
        entity.cells("prov:wasAttributedTo"),
    )
    lead: list[Cell] = []
    if kind:
        definition = entity.words("skos:definition", kind)
        lead.append((kind, f": {definition}" if definition else "."))
    if speaker:
        lead.append(("The report gives them as words of ", *speaker, "."))
    if source:
        lead.append(("Quoted from ", *source, "."))
    return EntityDescription(
        tuple(lead),
        dates(entity),
        {"@type": "Quotation", "text": entity.name},
        shown_inverse=frozenset({t("csg:dateOf")}),
    )


def summarize(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of passages: the number of its statements."""
    known = entity.report.passage(entity.node)
    count = len(known.statements) if known else 0
    kind = entity.value("csg:passageKind")
    return (*((kind,) if kind else ()), f", {counted(count, 'statement')}" if count else "")


def summarize_anchor(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of anchors."""
    words = entity.report.quote(entity.node)
    return (words.quote if len(words.quote) <= 90 else f"{words.quote[:85].rpartition(' ')[0]} …",) if words else ()
