"""Concepts and their schemes: definitions, hierarchy, and statements of the report about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.publication import resources
from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.turtle import natural_key
from csgraph.site.entities.blocks import (
    ANNOTATION,
    Block,
    Cell,
    EntityDescription,
    Hyperlink,
    Piece,
    Table,
    counted,
    lines,
    listed,
    tabled,
)
from csgraph.site.entities.entity import Entity, about, having_query, how, sections_of, sessions, statements, t

if TYPE_CHECKING:
    from csgraph.publication.report import Statement

_INTERROGATIVE = t("modality:interrogative")
_PUT = {"csg:StatementType": "csg:statementType", "csg:Modality": "csg:modality", "csg:Voice": "csg:voice"}


def describe(entity: Entity) -> EntityDescription:
    """Describe a concept, or a collection of them."""
    return collection(entity) if t("skos:Collection") in entity.types else concept(entity)


def concept(entity: Entity) -> EntityDescription:
    """Describe a concept."""
    lead = [*_place(entity), *_correspondence(entity)]
    said = entity.report.about(entity.node)
    blocks: list[Block] = [*about(entity), *sessions(entity, sections_of(said)), *_pairs(entity)]
    shown_inverse = {
        t("skos:broader"),
        t("skos:hasTopConcept"),
        *(t(f"csg:{name}") for name in "about aboutForm aboutFunction hasPillar correspondsTo".split()),
    }
    for each in entity.types:
        curie = _PUT.get(resources.curie(each))
        if curie and (found := entity.report.annotated(entity.node)):
            shown_inverse.add(t(curie))
            blocks.insert(0, _having(entity, curie, found))
    if narrower := entity.pointing("skos:broader"):
        rows = tuple(((each,), (_meaning(entity, each)), (str(_count(entity, each)),)) for each in narrower)
        blocks.insert(0, Block("What it includes", table=tabled(("Narrower", "What it is", "Used by"), rows)))
    schema: dict[str, Any] = {"@type": "DefinedTerm", "name": entity.name}
    if definition := entity.words("skos:definition"):
        schema["description"] = definition
    if scheme := entity.value("skos:inScheme"):
        schema["inDefinedTermSet"] = {
            "@type": "DefinedTermSet",
            "@id": scheme.value,
            "name": entity.corpus.label(scheme),
        }
    if code := entity.words("skos:notation"):
        schema["termCode"] = code
    return EntityDescription(
        tuple(lead),
        tuple(blocks),
        schema,
        shown=frozenset({t("skos:topConceptOf")}),
        shown_inverse=frozenset(shown_inverse),
    )


def _place(entity: Entity) -> list[Cell]:
    """Return the place of a concept in its scheme, its broader concepts, and its collections."""
    found: list[Cell] = []
    for framework in entity.pointing("csg:hasPillar"):
        total = len(entity.values("csg:hasPillar", framework))
        place = entity.words("csg:position")
        found.append(
            (
                f"Pillar {place} of {total} of the ",
                framework,
                ", in the order in which the report lists them.",
            )
        )
    for scheme in entity.values("skos:inScheme") if not found else []:
        total = len(entity.pointing("skos:inScheme", scheme))
        found.append((f"One of {counted(total, 'concept')} in the scheme “", scheme, "”."))
    if wider := entity.values("skos:broader"):
        found.append(("It belongs to ", *listed([(each,) for each in wider]), "."))
    if collections := entity.pointing("skos:member"):
        found.append(("Listed under ", *listed([(each,) for each in collections]), "."))
    return found


def _correspondence(entity: Entity) -> list[Cell]:
    found: list[Cell] = []
    for each in entity.values("csg:correspondsTo"):
        found.append(
            (
                "As we read it, it concerns the same matter as the core issue ",
                each,
                "; the report does not compare its two lists.",
            )
        )
    for each in entity.pointing("csg:correspondsTo"):
        found.append(
            (
                "As we read it, the pillar ",
                each,
                " concerns the same matter; the report does not compare its two lists.",
            )
        )
    return found


def _having(entity: Entity, curie: str, found: list[Statement]) -> Block:
    lead = "{} of the report; the words are the report’s, and how we annotate them is ours."
    return statements(entity, found, "Statements that we annotate so", having_query(curie, entity.node), lead)


def _pairs(entity: Entity) -> list[Block]:
    """Return the functions annotated with a form of dialogue, or the forms with a function; questions are listed apart."""
    forms = t("csg:DialogueForm") in entity.types
    if not forms and t("csg:DialogueFunction") not in entity.types:
        return []
    column, others = ("Function", "Functions") if forms else ("Form", "Forms of dialogue")
    other = "csg:aboutFunction" if forms else "csg:aboutForm"
    found = entity.report.about(entity.node)
    asked = [each for each in found if each.modality == _INTERROGATIVE]
    blocks = []
    for heading, some in (
        (f"{others} that we annotate it with, and how each is put", [each for each in found if each not in asked]),
        ("What is asked of it", asked),
    ):
        pairs: dict[ox.NamedNode, list[Statement]] = {}
        for each in some:
            for value in entity.values(other, each.node):
                pairs.setdefault(value, []).append(each)
        order = sorted(pairs, key=lambda each: natural_key(entity.corpus.label(each).casefold()))
        rows = tuple(((value,), lines([_put(each) for each in pairs[value]])) for value in order)
        if rows:
            blocks.append(Block(heading, ANNOTATION, table=tabled((column, "Where, and how it is put"), rows)))
    return blocks


def _put(statement: Statement) -> Cell:
    """Return a statement by its key, with how it is put."""
    put = how(statement)
    return (Hyperlink(statement.key, statement.iri), *((" (", *put, ")") if put else ()))


def scheme(entity: Entity) -> EntityDescription:
    """Describe a scheme: its concepts in their order, with what they mean and how often they are used."""
    members = entity.pointing("skos:inScheme")
    ordered = sorted(
        members,
        key=lambda each: (
            natural_key(entity.words("csg:position", each)),
            natural_key(entity.corpus.label(each).casefold()),
        ),
    )
    rows = [
        (
            (*entity.cells("skos:notation", each), *((": ",) if entity.values("skos:notation", each) else ()), each),
            _meaning(entity, each),
            entity.cells("skos:broader", each),
            (str(_count(entity, each)),),
        )
        for each in ordered
    ]
    names = ("Concept", "What it is", "Belongs to", "Used by")
    kept = [place for place in range(len(names)) if any(row[place] for row in rows)]
    table = Table(tuple(names[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows))
    note: Cell = (
        "Used by: the number of statements and other resources of the graph; links elsewhere are not counted.",
    )
    blocks = (Block("Its concepts", table=table, note=note),) if rows else ()
    schema = {"@type": "DefinedTermSet", "name": entity.name, "description": entity.words("skos:definition")}
    lead: Cell = (f"A scheme of {counted(len(members), 'concept')}.",)
    shown_inverse = frozenset(map(t, ("skos:inScheme", "skos:topConceptOf")))
    return EntityDescription(
        (lead,), blocks, schema, shown=frozenset({t("skos:hasTopConcept")}), shown_inverse=shown_inverse
    )


def collection(entity: Entity) -> EntityDescription:
    """Describe a collection of concepts."""
    rows = tuple(
        ((each,), _meaning(entity, each), (str(_count(entity, each)),)) for each in entity.values("skos:member")
    )
    table = tabled(("Concept", "What it is", "Used by"), rows)
    schema = {"@type": "DefinedTermSet", "name": entity.name}
    return EntityDescription(
        (), (Block("Its concepts", table=table),) if rows else (), schema, shown=frozenset({t("skos:member")})
    )


def _meaning(entity: Entity, node: ox.NamedNode) -> Cell:
    """Return the definition of a concept, in quotation marks if it is the report's, or the words of the report for it."""
    if definition := entity.words("skos:definition", node):
        return ("“", definition, "”") if entity.words("csg:definedInReport", node) == "true" else (definition,)
    words = entity.values("csg:asPrinted", node)
    return tuple(piece for place, each in enumerate(words) for piece in (*((", ",) if place else ()), "“", each, "”"))


_NOT_COUNTED = (PREFIXES["skos"], PREFIXES["csg"] + "linkFrom", PREFIXES["owl"])


def _count(entity: Entity, node: ox.NamedNode) -> int:
    """Return the number of resources that have a concept as a value."""
    quads = entity.corpus.publication.store.quads_for_pattern(None, None, node)
    return len({quad.subject for quad in quads if not quad.predicate.value.startswith(_NOT_COUNTED)})


def summarize(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of concepts: its scheme."""
    pieces: list[Piece] = []
    for each in entity.values("skos:inScheme"):
        pieces += ["; " if pieces else "", each]
    return tuple(pieces) or (entity.words("skos:definition"),)


def summarize_scheme(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of schemes."""
    return (f"{counted(len(entity.pointing('skos:inScheme')), 'concept')}. {entity.words('skos:definition')}",)
