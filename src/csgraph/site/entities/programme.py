"""The conference, the items of its programme, and its sessions with the persons listed for them."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from csgraph.publication.report import Statement
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import natural_key
from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Hyperlink, Piece, counted, lines, tabled
from csgraph.site.entities.entity import FEATURING, NOBODY, Entity, about, date, given, t


def describe(entity: Entity) -> EntityDescription:
    """Describe an event: the conference, or an item of its programme."""
    return session(entity) if entity.values("schema:superEvent") else conference(entity)


def session(entity: Entity) -> EntityDescription:
    """Describe a session, or another item of the programme."""
    slots = entity.corpus.publication.slots(entity.node)
    blocks = [*_listed(entity, slots), *_programme_text(entity), *_summary(entity), *_questions(entity), *about(entity)]
    lead: list[Piece] = []
    conference = entity.value("schema:superEvent")
    form, start = entity.words("csg:sessionForm"), entity.words("csg:temporalText")
    lead.append(f"“{form}” in the programme" if form else "An item in the programme")
    if conference:
        lead += [" of the ", conference]
    lead.append(f", printed for {start}" if start else ", printed without a time")
    if day := date(entity.value("schema:startDate")).partition(",")[0]:
        lead.append(f" on {day}")
    lead.append(f", with {counted(len(slots), 'name')} listed under {FEATURING}." if slots else ".")
    return EntityDescription(
        (tuple(lead),), tuple(blocks), _event(entity), shown_inverse=frozenset({t("csg:inEvent"), t("csg:about")})
    )


def _event(entity: Entity) -> dict[str, Any]:
    schema: dict[str, Any] = {"@type": "Event", "name": entity.name}
    if start := entity.words("schema:startDate"):
        schema["startDate"] = start
    if whole := entity.value("schema:superEvent"):
        schema["superEvent"] = {"@type": "Event", "@id": whole.value, "name": entity.corpus.label(whole)}
    return schema


def _listed(entity: Entity, slots: list[ox.NamedNode]) -> list[Block]:
    rows, read = [], []
    for slot in slots:
        who = entity.value("csg:participant", slot)
        bodies = [entity.value("org:organization", each) for each in entity.values("csg:asAffiliatedWith", slot)]
        affiliation = entity.cells("csg:affiliationAsPrinted", slot)
        rows.append(
            (
                (Hyperlink(entity.words("csg:position", slot) or "slot", slot.value),),
                (
                    Hyperlink(
                        entity.words("csg:nameAsPrinted", slot) or entity.corpus.label(who or slot), (who or slot).value
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
        reading: Cell = ("The lines are the report’s; which organization or State each of them means is our reading.",)
        blocks.append(Block("Whom the affiliations mean", table=table, note=reading))
    return blocks


def _programme_text(entity: Entity) -> list[Block]:
    words = [each for each in entity.evidence if each.anchor is None]
    return [Block("What the programme says of it", "report", quotes=tuple(words))] if words else []


def _summary(entity: Entity) -> list[Block]:
    sections = entity.values("csg:summedUpIn")
    if not sections:
        return []
    found = [each for each in entity.report.statements if each.section and each.section.node in sections]
    text: Cell = (
        "As we read it, ",
        *entity.cells("csg:summedUpIn"),
        f" sums it up, in {counted(len(found), 'statement')}.",
    )
    return [Block("Where the report sums it up", "editorial", text=(text,), note=(NOBODY,))]


def _questions(entity: Entity) -> list[Block]:
    """Return the questions of the programme for a session, and the statements that address them, by our reading."""
    rows: list[tuple[Cell, Cell]] = []
    for passage in (each.source for each in entity.evidence if each.anchor is None):
        for question in passage.statements:
            asked = [_words(question), *[(Hyperlink(question.key, question.iri),)] * len(question.answers)]
            rows += [(cell, _words(each)) for cell, each in zip(asked, question.answers, strict=False)]
    table = tabled(("Question of the programme", "Statements that, as we read them, speak to it"), tuple(rows))
    return [Block("Its questions, and what speaks to them", "editorial", table=table)] if rows else []


def _words(statement: Statement) -> Cell:
    return (Hyperlink(statement.key, statement.iri), f": “{statement.text}”" if statement.text else "")


def conference(entity: Entity) -> EntityDescription:
    """Describe the conference."""
    items = sorted(
        entity.pointing("schema:superEvent"), key=lambda each: natural_key(to_text(entity.value("csg:position", each)))
    )
    rows = tuple(
        (
            (entity.corpus.start(each) or "no time",),
            (each,),
            entity.cells("csg:sessionForm", each),
            entity.corpus.listed(each),
        )
        for each in items
    )
    blocks = []
    if rows:
        columns = ("Time printed", "Item", "Form printed", "Names listed, with their affiliations")
        blocks.append(Block("The programme", "report", table=tabled(columns, rows), note=(NOBODY,)))
    lead: list[Piece] = []
    if start := date(entity.value("schema:startDate")):
        lead.append(f"Held on {start}")
        if place := entity.value("schema:location"):
            lead += [" in ", place]
        if organizer := entity.value("schema:organizer"):
            lead += [", organized by ", organizer]
        lead.append(".")
    schema = _event(entity)
    if place := entity.value("schema:location"):
        schema["location"] = {"@type": "Place", "name": entity.corpus.label(place)}
    if organizer := entity.value("schema:organizer"):
        schema["organizer"] = {"@type": "Organization", "name": entity.corpus.label(organizer)}
    shown_inverse = frozenset(map(t, ("schema:superEvent", "csg:contributedTo", "csg:about")))
    return EntityDescription(
        (tuple(lead),) if lead else (), (*blocks, *given(entity), *about(entity)), schema, shown_inverse=shown_inverse
    )


def summarize(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of events."""
    form, start = entity.words("csg:sessionForm"), entity.words("csg:temporalText")
    count = len(entity.corpus.publication.slots(entity.node))
    parts = [form, start or date(entity.value("schema:startDate")), f"{counted(count, 'name')} listed" if count else ""]
    return (", ".join(filter(None, parts)),)
