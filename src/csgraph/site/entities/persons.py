"""Persons, their slots in the programme and their affiliations: nothing but what the report prints of them."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Hyperlink, Piece, counted, lines, tabled
from csgraph.site.entities.entity import FEATURING, NOBODY, Entity, about, doubts, t

ONLY = "Of a person this says what the report prints and nothing else. "
"""The note on the page of each person."""


def person(entity: Entity) -> EntityDescription:
    """Describe a person."""
    slots = entity.pointing("csg:participant")
    lead = tuple(_printed(entity, slot) for slot in slots)
    lead += tuple((*_caption(entity, passage), ".") for passage in entity.pointing("schema:about"))
    lead += tuple(("The report credits: ", contribution, ".") for contribution in entity.pointing("csg:contributor"))
    lead += tuple(("Printed as an author of ", document, ".") for document in entity.pointing("schema:author"))
    attributed = entity.pointing("prov:wasAttributedTo")
    sourced = {each: said for each in attributed if (said := entity.report.statement(each))}
    quoted = [each for each in attributed if each not in sourced]
    lead += tuple(("The report quotes as words of this person: ", quotation, ".") for quotation in quoted)
    lead += tuple(
        ("The report names this person as the source of what statement ", Hyperlink(said.key, each.value), " says.")
        for each, said in sourced.items()
        if said.whole not in sourced.values()
    )
    blocks = [*_slots(entity, slots), *_affiliations(entity), *_others(entity, slots), *about(entity, "this person")]
    blocks += _doubts(entity)
    blocks.append(Block("What is not said here", text=((ONLY, NOBODY if slots else ""),)))
    schema = {"@type": "Person", "name": entity.name}
    shown_inverse = (
        "csg:participant",
        "schema:about",
        "csg:contributor",
        "schema:author",
        "prov:wasAttributedTo",
        "org:member",
    )
    return EntityDescription(
        lead, tuple(blocks), schema, shown_inverse=frozenset(map(t, (*shown_inverse, "csg:about")))
    )


def _doubts(entity: Entity) -> tuple[Block, ...]:
    """Return what is doubtful in the words that a person rests on, or that the report names the person as the source of."""
    found = [
        words
        for each in (entity.node, *entity.pointing("prov:wasAttributedTo"))
        for words in entity.evidence_of(each)
        if words.anchor
    ]
    return doubts(entity, found)


def _printed(entity: Entity, slot: ox.NamedNode) -> Cell:
    session = entity.value("csg:inEvent", slot)
    affiliation = entity.value("csg:affiliationAsPrinted", slot)
    found: list[Piece] = [f"Listed under {FEATURING}"]
    if session:
        found += [" for ", *entity.corpus.session_name(session)]
        if start := entity.corpus.start(session):
            found.append(f", {start}")
    if affiliation:
        found += [", with the affiliation “", affiliation, "”"]
    return (*found, ".")


def _caption(entity: Entity, passage: ox.NamedNode) -> Cell:
    known = entity.report.passage(passage)
    if known is None:
        return ("Named in ", passage)
    return ("Named in a caption (", Hyperlink(known.key, passage.value), f"): “{known.text}”")


def _slots(entity: Entity, slots: list[ox.NamedNode]) -> list[Block]:
    rows = tuple(
        (
            entity.cells("csg:inEvent", slot),
            (entity.corpus.start(entity.value("csg:inEvent", slot)) if entity.value("csg:inEvent", slot) else "",),
            (Hyperlink(entity.words("csg:nameAsPrinted", slot) or entity.name, slot.value),),
            entity.cells("csg:affiliationAsPrinted", slot),
            entity.cells("csg:position", slot),
        )
        for slot in slots
    )
    columns = ("Session", "Time printed", "Name as printed", "Affiliation as printed", "Place in the list")
    return [Block("In the programme", "report", table=tabled(columns, rows))] if rows else []


def _affiliations(entity: Entity) -> list[Block]:
    rows = tuple(
        (
            entity.cells("org:organization", each),
            entity.cells("org:role", each),
            entity.cells("csg:statusAsPrinted", each),
            entity.printed_in(each),
            (Hyperlink("the words", each.value),),
        )
        for each in entity.pointing("org:member")
    )
    columns = ("Organization or State, as we read it", "Role printed", "Status printed", "Passage", "Rests on")
    return [Block("Printed affiliations", "report", table=tabled(columns, rows))] if rows else []


def _others(entity: Entity, slots: list[ox.NamedNode]) -> list[Block]:
    found = []
    for session in filter(None, (entity.value("csg:inEvent", slot) for slot in slots)):
        table = tabled(
            ("Name as printed", "Affiliation as printed"),
            tuple(
                (
                    (entity.corpus.name_in(slot),),
                    entity.cells("csg:affiliationAsPrinted", slot),
                )
                for slot in entity.corpus.publication.slots(session)
                if slot not in slots and entity.value("csg:participant", slot)
            ),
        )
        if table.rows:
            name = entity.words("csg:sessionForm", session) or entity.corpus.label(session)
            found.append(Block(f"Also printed for {name}", "report", table=table))
    return found


def participation(entity: Entity) -> EntityDescription:
    """Describe a slot in a session."""
    session, who = entity.value("csg:inEvent"), entity.value("csg:participant")
    count = len(entity.corpus.publication.slots(session)) if session else 0
    lead: list[Cell] = []
    if session and who:
        place = f"place {entity.words('csg:position')} of {count}"
        lead.append(
            (
                entity.corpus.name_in(entity.node),
                f": {place} in the list that the programme prints under {FEATURING} for ",
                *entity.corpus.session_name(session),
                ".",
            )
        )
    memberships = entity.cells("csg:asAffiliatedWith")
    note: Cell = (
        "The programme prints names and affiliations as two lists; that this line belongs to this name is a reading.",
    )
    facts = tuple(
        (label, (cell,))
        for label, cell in (
            ("Name line", entity.cells("csg:nameAsPrinted")),
            ("Title before the name", entity.cells("csg:honorificAsPrinted")),
            ("Affiliation line", entity.cells("csg:affiliationAsPrinted")),
            ("Affiliation that it stands for", memberships),
            ("Session", entity.cells("csg:inEvent")),
            ("Person", entity.cells("csg:participant")),
            ("Place in the list", entity.cells("csg:position")),
        )
        if cell
    )
    shown = (
        "inEvent participant position asAffiliatedWith nameAsPrinted honorificAsPrinted affiliationAsPrinted".split()
    )
    return EntityDescription(
        tuple(lead),
        (Block("As printed", "report", facts=facts, note=note),),
        {"@type": "Role", "name": entity.name},
        shown=frozenset(t(f"csg:{name}") for name in shown),
    )


def membership(entity: Entity) -> EntityDescription:
    """Describe an affiliation."""
    who, body, role = entity.value("org:member"), entity.value("org:organization"), entity.value("org:role")
    status = entity.words("csg:statusAsPrinted")
    lead: list[Piece] = []
    slots = [each for each in entity.pointing("csg:asAffiliatedWith") if entity.value("csg:inEvent", each)]
    if who and body:
        lead = [entity.corpus.name_in(slots[0]) if slots else who, " is printed "]
        lead += [f"as {f'“{status}” ' if status else ''}", role, " of "] if role else ["under the affiliation "]
        lead += [body, "."]
    rows = tuple(
        (
            (*entity.corpus.session_name(entity.value("csg:inEvent", slot)),),
            (Hyperlink(entity.words("csg:affiliationAsPrinted", slot), slot.value),),
        )
        for slot in slots
    )
    table = tabled(("Session", "Affiliation as printed"), rows)
    blocks = (Block("Where it is printed in the programme", "report", table=table),) if rows else ()
    schema = {"@type": "OrganizationRole" if role else "Role", "name": entity.name}
    if role:
        schema["roleName"] = entity.corpus.label(role)
    return EntityDescription(
        (tuple(lead),) if lead else (), blocks, schema, shown_inverse=frozenset({t("csg:asAffiliatedWith")})
    )


def contribution(entity: Entity) -> EntityDescription:
    """Describe a contribution."""
    who, what, capacity = (
        entity.value("csg:contributor"),
        entity.value("csg:contributedTo"),
        entity.value("csg:inCapacity"),
    )
    lead: Cell = ()
    if who and what and capacity:
        lead = ("The front matter of the report names ", who, " in the capacity “", capacity, "”, for ", what, ".")
    return EntityDescription((lead,) if lead else (), schema={"@type": "Role", "name": entity.name})


def summarize(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of persons: the sessions, or where else the report names the person."""
    found: list[Cell] = []
    for slot in entity.pointing("csg:participant"):
        if session := entity.value("csg:inEvent", slot):
            affiliation = entity.words("csg:affiliationAsPrinted", slot)
            form = entity.words("csg:sessionForm", session) or entity.corpus.label(session)
            found.append((Hyperlink(form, session.value), f", “{affiliation}”" if affiliation else ""))
    if found:
        return lines(found)
    count = len(entity.evidence)
    return (f"named in {counted(count, 'place')} of the report, not in its programme",) if count else ()
