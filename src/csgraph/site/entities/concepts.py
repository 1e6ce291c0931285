"""Concepts and their schemes: what they mean, where they stand, and what the report says of them."""

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
from csgraph.site.entities.entity import Thing, about, having_query, how, sections_of, sessions, statements, t

if TYPE_CHECKING:
    from csgraph.site.model.text import Statement

_INTERROGATIVE = t("modality:interrogative")
_PUT = {"csg:StatementType": "csg:statementType", "csg:Modality": "csg:modality", "csg:Voice": "csg:voice"}


def portray(thing: Thing) -> EntityDescription:
    """Portray a concept, or a collection of them."""
    return collection(thing) if t("skos:Collection") in thing.types else concept(thing)


def concept(thing: Thing) -> EntityDescription:
    """Portray a concept."""
    lead = [*_place(thing), *_correspondence(thing)]
    said = thing.text.about(thing.node)
    blocks: list[Block] = [*about(thing), *sessions(thing, sections_of(said)), *_pairs(thing)]
    told = {
        t("skos:broader"),
        t("skos:hasTopConcept"),
        *(t(f"csg:{name}") for name in "about aboutForm aboutFunction hasPillar correspondsTo".split()),
    }
    for each in thing.types:
        curie = _PUT.get(resources.curie(each))
        if curie and (found := thing.text.having(thing.node)):
            told.add(t(curie))
            blocks.insert(0, _having(thing, curie, found))
    if narrower := thing.pointing("skos:broader"):
        rows = tuple(((each,), (_meaning(thing, each)), (str(_count(thing, each)),)) for each in narrower)
        blocks.insert(0, Block("What it includes", table=tabled(("Narrower", "What it is", "Used by"), rows)))
    schema: dict[str, Any] = {"@type": "DefinedTerm", "name": thing.name}
    if definition := thing.words("skos:definition"):
        schema["description"] = definition
    if scheme := thing.value("skos:inScheme"):
        schema["inDefinedTermSet"] = {
            "@type": "DefinedTermSet",
            "@id": scheme.value,
            "name": thing.corpus.label(scheme),
        }
    if code := thing.words("skos:notation"):
        schema["termCode"] = code
    return EntityDescription(
        tuple(lead), tuple(blocks), schema, shown=frozenset({t("skos:topConceptOf")}), told=frozenset(told)
    )


def _place(thing: Thing) -> list[Cell]:
    """Return where a concept stands in its scheme and under what."""
    found: list[Cell] = []
    for framework in thing.pointing("csg:hasPillar"):
        total = len(thing.values("csg:hasPillar", framework))
        place = thing.words("csg:position")
        found.append(
            (
                f"Pillar {place} of {total} of the ",
                framework,
                ", in the order in which the report lists them.",
            )
        )
    for scheme in thing.values("skos:inScheme") if not found else []:
        total = len(thing.pointing("skos:inScheme", scheme))
        found.append((f"One of {counted(total, 'concept')} in the scheme “", scheme, "”."))
    if wider := thing.values("skos:broader"):
        found.append(("It belongs to ", *listed([(each,) for each in wider]), "."))
    if collections := thing.pointing("skos:member"):
        found.append(("Listed under ", *listed([(each,) for each in collections]), "."))
    return found


def _correspondence(thing: Thing) -> list[Cell]:
    found: list[Cell] = []
    for each in thing.values("csg:correspondsTo"):
        found.append(
            (
                "As we read it, it concerns the same matter as the core issue ",
                each,
                "; the report does not compare its two lists.",
            )
        )
    for each in thing.pointing("csg:correspondsTo"):
        found.append(
            (
                "As we read it, the pillar ",
                each,
                " concerns the same matter; the report does not compare its two lists.",
            )
        )
    return found


def _having(thing: Thing, curie: str, found: list[Statement]) -> Block:
    lead = "{} of the report; the words are the report’s, and how we annotate them is ours."
    return statements(thing, found, "Statements that we annotate so", having_query(curie, thing.node), lead)


def _pairs(thing: Thing) -> list[Block]:
    """Return which functions a form of dialogue is annotated with, or which forms a function; what is asked stands apart."""
    forms = t("csg:DialogueForm") in thing.types
    if not forms and t("csg:DialogueFunction") not in thing.types:
        return []
    column, others = ("Function", "Functions") if forms else ("Form", "Forms of dialogue")
    other = "csg:aboutFunction" if forms else "csg:aboutForm"
    found = thing.text.about(thing.node)
    asked = [each for each in found if each.modality == _INTERROGATIVE]
    blocks = []
    for heading, some in (
        (f"{others} that we annotate it with, and how each is put", [each for each in found if each not in asked]),
        ("What is asked of it", asked),
    ):
        pairs: dict[ox.NamedNode, list[Statement]] = {}
        for each in some:
            for value in thing.values(other, each.node):
                pairs.setdefault(value, []).append(each)
        order = sorted(pairs, key=lambda each: natural_key(thing.corpus.label(each).casefold()))
        rows = tuple(((value,), lines([_put(each) for each in pairs[value]])) for value in order)
        if rows:
            blocks.append(Block(heading, ANNOTATION, table=tabled((column, "Where, and how it is put"), rows)))
    return blocks


def _put(statement: Statement) -> Cell:
    """Return a statement by its key, with how it is put."""
    put = how(statement)
    return (Hyperlink(statement.key, statement.node.value), *((" (", *put, ")") if put else ()))


def scheme(thing: Thing) -> EntityDescription:
    """Portray a scheme: its concepts in their order, with what they mean and how often they are used."""
    members = thing.pointing("skos:inScheme")
    ordered = sorted(
        members,
        key=lambda each: (
            natural_key(thing.words("csg:position", each)),
            natural_key(thing.corpus.label(each).casefold()),
        ),
    )
    rows = [
        (
            (*thing.cells("skos:notation", each), *((": ",) if thing.values("skos:notation", each) else ()), each),
            _meaning(thing, each),
            thing.cells("skos:broader", each),
            (str(_count(thing, each)),),
        )
        for each in ordered
    ]
    names = ("Concept", "What it is", "Belongs to", "Used by")
    kept = [place for place in range(len(names)) if any(row[place] for row in rows)]
    table = Table(tuple(names[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows))
    note: Cell = ("Used by so many statements, or other things of the graph; links elsewhere are not counted.",)
    blocks = (Block("Its concepts", table=table, note=note),) if rows else ()
    schema = {"@type": "DefinedTermSet", "name": thing.name, "description": thing.words("skos:definition")}
    lead: Cell = (f"A scheme of {counted(len(members), 'concept')}.",)
    told = frozenset(map(t, ("skos:inScheme", "skos:topConceptOf")))
    return EntityDescription((lead,), blocks, schema, shown=frozenset({t("skos:hasTopConcept")}), told=told)


def collection(thing: Thing) -> EntityDescription:
    """Portray a collection of concepts."""
    rows = tuple(((each,), _meaning(thing, each), (str(_count(thing, each)),)) for each in thing.values("skos:member"))
    table = tabled(("Concept", "What it is", "Used by"), rows)
    schema = {"@type": "DefinedTermSet", "name": thing.name}
    return EntityDescription(
        (), (Block("Its concepts", table=table),) if rows else (), schema, shown=frozenset({t("skos:member")})
    )


def _meaning(thing: Thing, node: ox.NamedNode) -> Cell:
    """Return the definition of a concept, in quotation marks if it is the report's, or the words of the report for it."""
    if definition := thing.words("skos:definition", node):
        return ("“", definition, "”") if thing.words("csg:definedInReport", node) == "true" else (definition,)
    words = thing.values("csg:asPrinted", node)
    return tuple(piece for place, each in enumerate(words) for piece in (*((", ",) if place else ()), "“", each, "”"))


_NOT_COUNTED = (PREFIXES["skos"], PREFIXES["csg"] + "linkFrom", PREFIXES["owl"])


def _count(thing: Thing, node: ox.NamedNode) -> int:
    """Return how many things say a concept."""
    quads = thing.corpus.publication.store.quads_for_pattern(None, None, node)
    return len({quad.subject for quad in quads if not quad.predicate.value.startswith(_NOT_COUNTED)})


def described(thing: Thing) -> Cell:
    """Return what a list of concepts says of one: its scheme."""
    pieces: list[Piece] = []
    for each in thing.values("skos:inScheme"):
        pieces += ["; " if pieces else "", each]
    return tuple(pieces) or (thing.words("skos:definition"),)


def scheme_described(thing: Thing) -> Cell:
    """Return what a list of schemes says of one."""
    return (f"{counted(len(thing.pointing('skos:inScheme')), 'concept')}. {thing.words('skos:definition')}",)
