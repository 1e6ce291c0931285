"""Persons, their slots in the programme and their affiliations: nothing but what the report prints of them."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Hyperlink, Piece, counted, lines, tabled
from csgraph.site.entities.entity import FEATURING, NOBODY, Thing, about, doubts, t

ONLY = "Of a person this says what the report prints and nothing else. "
"""What stands on the page of each person."""


def person(thing: Thing) -> EntityDescription:
    """Portray a person."""
    slots = thing.pointing("csg:participant")
    lead = tuple(_printed(thing, slot) for slot in slots)
    lead += tuple((*_caption(thing, passage), ".") for passage in thing.pointing("schema:about"))
    lead += tuple(("The report credits: ", contribution, ".") for contribution in thing.pointing("csg:contributor"))
    lead += tuple(("Printed as an author of ", document, ".") for document in thing.pointing("schema:author"))
    attributed = thing.pointing("prov:wasAttributedTo")
    sourced = {each: thing.text.statements[each] for each in attributed if each in thing.text.statements}
    quoted = [each for each in attributed if each not in sourced]
    lead += tuple(("The report quotes as words of this person: ", quotation, ".") for quotation in quoted)
    lead += tuple(
        ("The report names this person as the source of what statement ", Hyperlink(said.key, each.value), " says.")
        for each, said in sourced.items()
        if said.whole not in sourced
    )
    blocks = [*_slots(thing, slots), *_affiliations(thing), *_others(thing, slots), *about(thing, "this person")]
    blocks += _doubts(thing)
    blocks.append(Block("What is not said here", text=((ONLY, NOBODY if slots else ""),)))
    schema = {"@type": "Person", "name": thing.name}
    told = ("csg:participant", "schema:about", "csg:contributor", "schema:author", "prov:wasAttributedTo", "org:member")
    return EntityDescription(lead, tuple(blocks), schema, told=frozenset(map(t, (*told, "csg:about"))))


def _doubts(thing: Thing) -> tuple[Block, ...]:
    """Return what is doubtful in the words that a person rests on, or that the report names the person as the source of."""
    found = [
        words
        for each in (thing.node, *thing.pointing("prov:wasAttributedTo"))
        for words in thing.text.evidence(each)
        if words.anchor
    ]
    return doubts(thing, found)


def _printed(thing: Thing, slot: ox.NamedNode) -> Cell:
    session = thing.value("csg:inEvent", slot)
    affiliation = thing.value("csg:affiliationAsPrinted", slot)
    found: list[Piece] = [f"Listed under {FEATURING}"]
    if session:
        found += [" for ", *thing.corpus.session_name(session)]
        if start := thing.corpus.start(session):
            found.append(f", {start}")
    if affiliation:
        found += [", with the affiliation “", affiliation, "”"]
    return (*found, ".")


def _caption(thing: Thing, passage: ox.NamedNode) -> Cell:
    known = thing.text.passages.get(passage)
    if known is None:
        return ("Named in ", passage)
    return ("Named in a caption (", Hyperlink(known.key, passage.value), f"): “{known.text}”")


def _slots(thing: Thing, slots: list[ox.NamedNode]) -> list[Block]:
    rows = tuple(
        (
            thing.cells("csg:inEvent", slot),
            (thing.corpus.start(thing.value("csg:inEvent", slot)) if thing.value("csg:inEvent", slot) else "",),
            (Hyperlink(thing.words("csg:nameAsPrinted", slot) or thing.name, slot.value),),
            thing.cells("csg:affiliationAsPrinted", slot),
            thing.cells("csg:position", slot),
        )
        for slot in slots
    )
    columns = ("Session", "Time printed", "Name as printed", "Affiliation as printed", "Place in the list")
    return [Block("In the programme", "report", table=tabled(columns, rows))] if rows else []


def _affiliations(thing: Thing) -> list[Block]:
    rows = tuple(
        (
            thing.cells("org:organization", each),
            thing.cells("org:role", each),
            thing.cells("csg:statusAsPrinted", each),
            thing.printed_in(each),
            (Hyperlink("the words", each.value),),
        )
        for each in thing.pointing("org:member")
    )
    columns = ("Organization or State, as we read it", "Role printed", "Status printed", "Passage", "Rests on")
    return [Block("Printed affiliations", "report", table=tabled(columns, rows))] if rows else []


def _others(thing: Thing, slots: list[ox.NamedNode]) -> list[Block]:
    found = []
    for session in filter(None, (thing.value("csg:inEvent", slot) for slot in slots)):
        table = tabled(
            ("Name as printed", "Affiliation as printed"),
            tuple(
                (
                    (thing.corpus.name_in(slot),),
                    thing.cells("csg:affiliationAsPrinted", slot),
                )
                for slot in thing.corpus.publication.slots(session)
                if slot not in slots and thing.value("csg:participant", slot)
            ),
        )
        if table.rows:
            name = thing.words("csg:sessionForm", session) or thing.corpus.label(session)
            found.append(Block(f"Also printed for {name}", "report", table=table))
    return found


def participation(thing: Thing) -> EntityDescription:
    """Portray a slot in a session."""
    session, who = thing.value("csg:inEvent"), thing.value("csg:participant")
    count = len(thing.corpus.publication.slots(session)) if session else 0
    lead: list[Cell] = []
    if session and who:
        place = f"place {thing.words('csg:position')} of {count}"
        lead.append(
            (
                thing.corpus.name_in(thing.node),
                f": {place} in the list that the programme prints under {FEATURING} for ",
                *thing.corpus.session_name(session),
                ".",
            )
        )
    memberships = thing.cells("csg:asAffiliatedWith")
    note: Cell = (
        "The programme prints names and affiliations as two lists; that this line belongs to this name is a reading.",
    )
    facts = tuple(
        (label, (cell,))
        for label, cell in (
            ("Name line", thing.cells("csg:nameAsPrinted")),
            ("Title before the name", thing.cells("csg:honorificAsPrinted")),
            ("Affiliation line", thing.cells("csg:affiliationAsPrinted")),
            ("Affiliation that it stands for", memberships),
            ("Session", thing.cells("csg:inEvent")),
            ("Person", thing.cells("csg:participant")),
            ("Place in the list", thing.cells("csg:position")),
        )
        if cell
    )
    shown = (
        "inEvent participant position asAffiliatedWith nameAsPrinted honorificAsPrinted affiliationAsPrinted".split()
    )
    return EntityDescription(
        tuple(lead),
        (Block("As printed", "report", facts=facts, note=note),),
        {"@type": "Role", "name": thing.name},
        shown=frozenset(t(f"csg:{name}") for name in shown),
    )


def membership(thing: Thing) -> EntityDescription:
    """Portray an affiliation."""
    who, body, role = thing.value("org:member"), thing.value("org:organization"), thing.value("org:role")
    status = thing.words("csg:statusAsPrinted")
    lead: list[Piece] = []
    slots = [each for each in thing.pointing("csg:asAffiliatedWith") if thing.value("csg:inEvent", each)]
    if who and body:
        lead = [thing.corpus.name_in(slots[0]) if slots else who, " is printed "]
        lead += [f"as {f'“{status}” ' if status else ''}", role, " of "] if role else ["under the affiliation "]
        lead += [body, "."]
    rows = tuple(
        (
            (*thing.corpus.session_name(thing.value("csg:inEvent", slot)),),
            (Hyperlink(thing.words("csg:affiliationAsPrinted", slot), slot.value),),
        )
        for slot in slots
    )
    table = tabled(("Session", "Affiliation as printed"), rows)
    blocks = (Block("Where it is printed in the programme", "report", table=table),) if rows else ()
    schema = {"@type": "OrganizationRole" if role else "Role", "name": thing.name}
    if role:
        schema["roleName"] = thing.corpus.label(role)
    return EntityDescription(
        (tuple(lead),) if lead else (), blocks, schema, told=frozenset({t("csg:asAffiliatedWith")})
    )


def contribution(thing: Thing) -> EntityDescription:
    """Portray a contribution."""
    who, what, capacity = (
        thing.value("csg:contributor"),
        thing.value("csg:contributedTo"),
        thing.value("csg:inCapacity"),
    )
    lead: Cell = ()
    if who and what and capacity:
        lead = ("The front matter of the report names ", who, " in the capacity “", capacity, "”, for ", what, ".")
    return EntityDescription((lead,) if lead else (), schema={"@type": "Role", "name": thing.name})


def described(thing: Thing) -> Cell:
    """Return what a list of persons says of one: the sessions, or where else the report names the person."""
    found: list[Cell] = []
    for slot in thing.pointing("csg:participant"):
        if session := thing.value("csg:inEvent", slot):
            affiliation = thing.words("csg:affiliationAsPrinted", slot)
            form = thing.words("csg:sessionForm", session) or thing.corpus.label(session)
            found.append((Hyperlink(form, session.value), f", “{affiliation}”" if affiliation else ""))
    if found:
        return lines(found)
    count = len(thing.evidence)
    return (f"named in {counted(count, 'place')} of the report, not in its programme",) if count else ()
