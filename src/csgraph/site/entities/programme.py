"""The conference, the items of its programme, and the sessions with whom it lists for them."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import natural_key
from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Hyperlink, Piece, counted, lines, tabled
from csgraph.site.entities.entity import FEATURING, NOBODY, Thing, about, date, given, t
from csgraph.site.model.text import Statement


def portray(thing: Thing) -> EntityDescription:
    """Portray an event: the conference, or an item of its programme."""
    return session(thing) if thing.values("schema:superEvent") else conference(thing)


def session(thing: Thing) -> EntityDescription:
    """Portray a session, or another item of the programme."""
    slots = thing.corpus.publication.slots(thing.node)
    blocks = [*_listed(thing, slots), *_programme_text(thing), *_summary(thing), *_questions(thing), *about(thing)]
    lead: list[Piece] = []
    conference = thing.value("schema:superEvent")
    form, start = thing.words("csg:sessionForm"), thing.words("csg:temporalText")
    lead.append(f"“{form}” in the programme" if form else "An item in the programme")
    if conference:
        lead += [" of the ", conference]
    lead.append(f", printed for {start}" if start else ", printed without a time")
    if day := date(thing.value("schema:startDate")).partition(",")[0]:
        lead.append(f" on {day}")
    lead.append(f", with {counted(len(slots), 'name')} listed under {FEATURING}." if slots else ".")
    return EntityDescription(
        (tuple(lead),), tuple(blocks), _event(thing), told=frozenset({t("csg:inEvent"), t("csg:about")})
    )


def _event(thing: Thing) -> dict[str, Any]:
    schema: dict[str, Any] = {"@type": "Event", "name": thing.name}
    if start := thing.words("schema:startDate"):
        schema["startDate"] = start
    if whole := thing.value("schema:superEvent"):
        schema["superEvent"] = {"@type": "Event", "@id": whole.value, "name": thing.corpus.label(whole)}
    return schema


def _listed(thing: Thing, slots: list[ox.NamedNode]) -> list[Block]:
    rows, read = [], []
    for slot in slots:
        who = thing.value("csg:participant", slot)
        bodies = [thing.value("org:organization", each) for each in thing.values("csg:asAffiliatedWith", slot)]
        affiliation = thing.cells("csg:affiliationAsPrinted", slot)
        rows.append(
            (
                (Hyperlink(thing.words("csg:position", slot) or "slot", slot.value),),
                (
                    Hyperlink(
                        thing.words("csg:nameAsPrinted", slot) or thing.corpus.label(who or slot), (who or slot).value
                    ),
                ),
                affiliation,
            )
        )
        if any(bodies):
            read.append((affiliation, lines([(body,) for body in bodies if body])))
    if not rows:
        return []
    table = tabled(("Place", "Name as printed", "Affiliation as printed"), rows)
    note = ("The programme prints names and affiliations as two lists; which belong together is a reading. ", NOBODY)
    blocks = [Block("Who is listed for it", "report", table=table, note=note)]
    if read:
        table = tabled(("Affiliation as printed", "Organization or State"), read)
        told: Cell = ("The lines are the report’s; which organization or State each of them means is our reading.",)
        blocks.append(Block("Whom the affiliations mean", table=table, note=told))
    return blocks


def _programme_text(thing: Thing) -> list[Block]:
    words = [each for each in thing.evidence if each.anchor is None]
    return [Block("What the programme says of it", "report", quotes=tuple(words))] if words else []


def _summary(thing: Thing) -> list[Block]:
    sections = thing.values("csg:summedUpIn")
    if not sections:
        return []
    found = [each for each in thing.text.statements.values() if each.words and each.words.passage.section in sections]
    text: Cell = (
        "As we read it, ",
        *thing.cells("csg:summedUpIn"),
        f" sums it up, in {counted(len(found), 'statement')}.",
    )
    return [Block("Where the report sums it up", "editorial", text=(text,), note=(NOBODY,))]


def _questions(thing: Thing) -> list[Block]:
    """Return the questions that the programme puts for a session, and which statements speak to them, as we read it."""
    rows: list[tuple[Cell, Cell]] = []
    for passage in (each.passage for each in thing.evidence if each.anchor is None):
        for question in thing.text.inside(passage.node):
            answers = thing.pointing("csg:addressesQuestion", question.node)
            found = [each for each in map(thing.text.statements.get, answers) if each]
            asked = [_words(question), *[(Hyperlink(question.key, question.node.value),)] * len(found)]
            rows += [(question_cell, _words(each)) for question_cell, each in zip(asked, found, strict=False)]
    table = tabled(("Question of the programme", "Statements that, as we read them, speak to it"), tuple(rows))
    return [Block("Its questions, and what speaks to them", "editorial", table=table)] if rows else []


def _words(statement: Statement) -> Cell:
    return (Hyperlink(statement.key, statement.node.value), f": “{statement.alone}”" if statement.alone else "")


def conference(thing: Thing) -> EntityDescription:
    """Portray the conference."""
    items = sorted(
        thing.pointing("schema:superEvent"), key=lambda each: natural_key(to_text(thing.value("csg:position", each)))
    )
    rows = tuple(
        (
            (thing.corpus.start(each) or "no time",),
            (each,),
            thing.cells("csg:sessionForm", each),
            thing.corpus.listed(each),
        )
        for each in items
    )
    blocks = []
    if rows:
        columns = ("Time printed", "Item", "Form printed", "Names listed, with their affiliations")
        blocks.append(Block("The programme", "report", table=tabled(columns, rows), note=(NOBODY,)))
    lead: list[Piece] = []
    if start := date(thing.value("schema:startDate")):
        lead.append(f"Held on {start}")
        if place := thing.value("schema:location"):
            lead += [" in ", place]
        if organizer := thing.value("schema:organizer"):
            lead += [", organized by ", organizer]
        lead.append(".")
    schema = _event(thing)
    if place := thing.value("schema:location"):
        schema["location"] = {"@type": "Place", "name": thing.corpus.label(place)}
    if organizer := thing.value("schema:organizer"):
        schema["organizer"] = {"@type": "Organization", "name": thing.corpus.label(organizer)}
    told = frozenset(map(t, ("schema:superEvent", "csg:contributedTo", "csg:about")))
    return EntityDescription((tuple(lead),) if lead else (), (*blocks, *given(thing), *about(thing)), schema, told=told)


def described(thing: Thing) -> Cell:
    """Return what a list of events says of one."""
    form, start = thing.words("csg:sessionForm"), thing.words("csg:temporalText")
    count = len(thing.corpus.publication.slots(thing.node))
    parts = [form, start or date(thing.value("schema:startDate")), f"{counted(count, 'name')} listed" if count else ""]
    return (", ".join(filter(None, parts)),)
