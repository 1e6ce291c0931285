"""Organizations, States, groups and places: where the report names them, and their names elsewhere."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from csgraph.publication import resources
from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Hyperlink, counted, listed, tabled
from csgraph.site.entities.entity import FEATURING, NOBODY, Entity, about, t

_CLASSES = {"csg:State": "Country", "foaf:Group": "Thing"}
"""The classes of schema.org for bodies that are not organizations: States, and groups without named members."""


def body(entity: Entity) -> EntityDescription:
    """Describe an organization, a State or a group."""
    slots = _slots(entity)
    given = entity.pointing("csg:contributor")
    lead: list[Cell] = []
    if slots:
        lead.append((f"Printed with {_places(entity, slots)} under {FEATURING} in the programme.",))
    lead += [("The report credits: ", each, ".") for each in given]
    blocks = [*_printed(entity), *_documents(entity), *_dialogues(entity), *about(entity)]
    shown_inverse = (
        "org:organization csg:contributor csg:about schema:author schema:publisher csg:takesPlaceWithin "
        "csg:workingUnder"
    )
    kinds = [_CLASSES[curie] for curie in map(resources.curie, entity.types) if curie in _CLASSES]
    schema: dict[str, Any] = {"@type": kinds[0] if kinds else "Organization", "name": entity.name}
    if names := [each.value for each in entity.values("skos:altLabel")]:
        schema["alternateName"] = names
    return EntityDescription(tuple(lead), tuple(blocks), schema, shown_inverse=frozenset(map(t, shown_inverse.split())))


def place(entity: Entity) -> EntityDescription:
    """Describe a place: what was held there and who is based there, each in the words of the report."""
    return EntityDescription(
        tuple(_located(entity, each) for each in entity.pointing("schema:location")),
        about(entity),
        {"@type": "Place", "name": entity.name},
        shown_inverse=frozenset({t("schema:location")}),
    )


def _located(entity: Entity, other: ox.NamedNode) -> Cell:
    """Return what was held at a place, or who is based there, with the words of the report."""
    others = {each: entity.evidence_of(each) for each in entity.pointing("schema:location")}
    found: dict[str, Hyperlink] = {}
    for words in entity.evidence:
        owners = [each for each, own in others.items() if any(words.overlaps(one) for one in own)]
        if not owners:
            owners = [each for each, own in others.items() if words.source in [one.source for one in own]]
        if other in owners and words.anchor:
            found.setdefault(words.quote, Hyperlink(words.source.key, words.source.iri))
    is_event = t("schema:Event") in entity.values("rdf:type", other)
    lead: Cell = ("The report says where ", other, " was held" if is_event else " is based")
    if not found:
        return (*lead, ".")
    return (*lead, ": ", *listed([(f"“{exact}” (", where, ")") for exact, where in found.items()]), ".")


def _slots(entity: Entity) -> list[ox.NamedNode]:
    memberships = entity.pointing("org:organization")
    return sorted({slot for each in memberships for slot in entity.pointing("csg:asAffiliatedWith", each)}, key=str)


def _places(entity: Entity, slots: list[ox.NamedNode]) -> str:
    """Return the number of persons that a body is printed with, and of its places in the lists of the programme."""
    people = {entity.value("csg:participant", slot) or slot for slot in slots}
    return f"{counted(len(people), 'person')}, in {counted(len(slots), 'place')} of the lists"


def _printed(entity: Entity) -> list[Block]:
    rows = []
    for each in entity.pointing("org:organization"):
        who = entity.value("org:member", each)
        slots: list[ox.NamedNode | None] = [*entity.pointing("csg:asAffiliatedWith", each)]
        for slot in slots or [None]:
            session = entity.value("csg:inEvent", slot) if slot else None
            rows.append(
                (
                    (entity.corpus.name_in(slot),) if slot else (who,) if who else (),
                    entity.cells("org:role", each),
                    tuple(entity.corpus.session_name(session)) if session else ("not in the programme",),
                    entity.cells("csg:affiliationAsPrinted", slot) if slot else (),
                    entity.printed_in(each),
                    (Hyperlink("the words", each.value),),
                )
            )
    columns = ("Name as printed", "Role printed", "Session", "Affiliation as printed", "Passage", "Rests on")
    note = ("To be printed under a name is not to speak for it. ", NOBODY)
    return [Block("Persons printed with it", "report", table=tabled(columns, tuple(rows)), note=note)] if rows else []


def _documents(entity: Entity) -> list[Block]:
    is_unnamed = t("foaf:Group") in entity.types
    rows = tuple(
        ((each,), (word,))
        for curie, word in (
            ("schema:author", "authors, not named" if is_unnamed else "author"),
            ("schema:publisher", "publisher"),
        )
        for each in entity.pointing(curie)
    )
    heading = "Documents whose views are said to be its own" if is_unnamed else "Documents printed under its name"
    return [Block(heading, "report", table=tabled(("Document", "As"), rows))] if rows else []


def _dialogues(entity: Entity) -> list[Block]:
    rows = tuple(
        ((each,), (word,))
        for curie, word in (("csg:takesPlaceWithin", "takes place within it"), ("csg:workingUnder", "works under it"))
        for each in entity.pointing(curie)
    )
    return [Block("Dialogues and processes", "report", table=tabled(("Which", "How"), rows))] if rows else []


def summarize(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of bodies."""
    slots, said, given = _slots(entity), len(entity.report.about(entity.node)), len(entity.pointing("csg:contributor"))
    parts = [
        f"printed with {_places(entity, slots)}" if slots else "",
        "supporter or contributor" if given else "",
        f"subject of {counted(said, 'statement')}" if said else "",
    ]
    return ("; ".join(filter(None, parts)),)
