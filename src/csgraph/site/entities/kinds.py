"""The kinds of resource that have pages: the classes of each, and how its resources are described, listed and ordered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from csgraph.publication.resources import TYPE
from csgraph.rdf.turtle import natural_key
from csgraph.site.entities import (
    concepts,
    dialogues,
    documents,
    editorial,
    organizations,
    passages,
    persons,
    programme,
    statements,
)
from csgraph.site.entities.blocks import Cell, EntityDescription
from csgraph.site.entities.entity import Corpus, Entity, about, t

_LAST = ((1 << 30,),)
"""Sort key of resources without a place in the report."""


def _nothing(entity: Entity) -> Cell:
    return ()


def _by_name(entity: Entity) -> Any:
    return natural_key(entity.name.casefold())


def _by_position(entity: Entity) -> Any:
    return natural_key(entity.words("csg:position"))


def _by_place(entity: Entity) -> Any:
    place = next(iter(entity.evidence), None)
    return place.place if place else _LAST


def _by_passage(entity: Entity) -> Any:
    known = entity.report.passage(entity.node)
    return known.place if known else (1 << 30,)


def _by_statement(entity: Entity) -> Any:
    known = entity.report.statement(entity.node)
    return known.place if known else (1 << 30, natural_key(entity.name))


def _by_words(entity: Entity) -> Any:
    words = entity.report.quote(entity.node)
    return words.place if words else _LAST


def _by_slot(entity: Entity) -> Any:
    session = entity.value("csg:inEvent")
    return (
        natural_key(entity.words("csg:position", session) if session else ""),
        natural_key(entity.words("csg:position")),
    )


def other(entity: Entity) -> EntityDescription:
    """Describe a resource of a kind without a description of its own."""
    return EntityDescription(
        (), about(entity), {"@type": "Thing", "name": entity.name}, shown_inverse=frozenset({t("csg:about")})
    )


@dataclass(frozen=True)
class Kind:
    """A kind of resource.

    Attributes:
        key: Its name in addresses.
        title: Its name in headings.
        group: Its heading in the index.
        classes: CURIEs of the classes whose resources are of this kind, unless they are of one before it.
        intro: The first sentence of its list.
        describe: Returns the description of a resource.
        summarize: Returns the summary of a resource in its list.
        key_of: Returns the sort key of a resource.
        ordered: Whether pages link to the resource before and after.
    """

    key: str
    title: str
    group: str
    classes: tuple[str, ...]
    intro: str
    describe: Callable[[Entity], EntityDescription]
    summarize: Callable[[Entity], Cell] = _nothing
    key_of: Callable[[Entity], Any] = _by_name
    ordered: bool = False


_WHO, _WHAT, _TEXT = "Who the report names", "What it speaks of", "The text and what it states"
_VOCABULARY, _OURS = "The vocabulary", "What is ours"

KINDS = (
    Kind(
        "people",
        "People",
        _WHO,
        ("foaf:Person",),
        "Persons whom the report prints, with what it prints of them and nothing else.",
        persons.person,
        persons.summarize,
    ),
    Kind(
        "states",
        "States",
        _WHO,
        ("csg:State",),
        "States that the report names.",
        organizations.body,
        organizations.summarize,
    ),
    Kind(
        "organizations",
        "Organizations and groups",
        _WHO,
        ("org:Organization", "foaf:Group"),
        "Bodies that the report names.",
        organizations.body,
        organizations.summarize,
    ),
    Kind("places", "Places", _WHO, ("schema:Place",), "Places that the report names.", organizations.place),
    Kind(
        "affiliations",
        "Affiliations",
        _WHO,
        ("org:Membership",),
        "A person with an organization or a State, as printed together.",
        persons.membership,
    ),
    Kind(
        "contributions",
        "Contributions",
        _WHO,
        ("csg:Contribution",),
        "What the front matter thanks for or credits.",
        persons.contribution,
    ),
    Kind(
        "programme",
        "Conference and programme",
        _WHAT,
        ("csg:Session", "csg:ProgrammeItem", "schema:Event"),
        "The conference and the items of its programme.",
        programme.describe,
        programme.summarize,
        _by_position,
        True,
    ),
    Kind(
        "slots",
        "Slots in the programme",
        _WHAT,
        ("csg:Participation",),
        "Each name that the programme lists for a session.",
        persons.participation,
        key_of=_by_slot,
        ordered=True,
    ),
    Kind(
        "dialogues",
        "Processes and dialogues",
        _WHAT,
        ("csg:Process", "csg:Forum", "csg:Dialogue"),
        "Arrangements through which actors meet, discuss and exchange perspectives.",
        dialogues.dialogue,
        dialogues.summarize,
    ),
    Kind(
        "engagements",
        "Engagements",
        _WHAT,
        ("csg:Engagement",),
        "How a process involves a category of actors, or that it does not.",
        dialogues.engagement,
    ),
    Kind(
        "procedures",
        "Procedures",
        _WHAT,
        ("csg:Procedure",),
        "Formal courses of action at a body.",
        dialogues.procedure,
    ),
    Kind(
        "framework",
        "The framework",
        _WHAT,
        ("csg:Framework",),
        "The framework for responsible behaviour of States, of six pillars.",
        dialogues.framework,
    ),
    Kind(
        "accounts",
        "Accounts of origin",
        _WHAT,
        ("csg:OriginAccount",),
        "What a passage says of where the framework came from.",
        dialogues.account,
    ),
    Kind(
        "documents",
        "Documents",
        _WHAT,
        ("csg:Report", "csg:Instrument"),
        "What the report is, cites or names, and a few documents that other sources name.",
        documents.document,
        documents.summarize,
    ),
    Kind(
        "dates",
        "Dates",
        _WHAT,
        ("csg:DateMention",),
        "Places where the report says when something was, as vaguely as it says it.",
        documents.mention,
        documents.summarize_mention,
    ),
    Kind(
        "sections",
        "Sections",
        _TEXT,
        ("csg:Section",),
        "Parts of the report under a heading of their own.",
        other,
        key_of=_by_position,
    ),
    Kind(
        "passages",
        "Passages",
        _TEXT,
        ("csg:Passage", "csg:KeyTakeaway"),
        "Paragraphs, bullets, headings, captions and other units of the text, in their order.",
        passages.passage,
        passages.summarize,
        _by_passage,
        True,
    ),
    Kind(
        "statements",
        "Statements",
        _TEXT,
        ("csg:Statement",),
        "What sentences of the report, and parts of them, say, in their order.",
        statements.statement,
        statements.summarize,
        _by_statement,
        True,
    ),
    Kind(
        "quotations",
        "Words in quotation marks",
        _TEXT,
        ("csg:Quotation",),
        "Words that the report sets between quotation marks.",
        passages.quotation,
        key_of=_by_place,
    ),
    Kind(
        "anchors",
        "Words that things rest on",
        _TEXT,
        ("oa:ResourceSelection",),
        "The exact words of the report that statements and things rest on, in their order.",
        passages.anchor,
        passages.summarize_anchor,
        _by_words,
    ),
    Kind(
        "schemes",
        "Schemes",
        _VOCABULARY,
        ("skos:ConceptScheme",),
        "Closed lists of concepts: pillars, topics, forms of dialogue, functions and so on.",
        concepts.scheme,
        concepts.summarize_scheme,
    ),
    Kind(
        "concepts",
        "Concepts",
        _VOCABULARY,
        ("skos:Concept", "skos:Collection"),
        "All concepts of all schemes.",
        concepts.describe,
        concepts.summarize,
    ),
    Kind(
        "errata",
        "Errata",
        _OURS,
        ("oa:Annotation",),
        "Words of the report that are wrong or doubtful, with why. The text itself stays as printed.",
        editorial.erratum,
        editorial.summarize_erratum,
        _by_place,
    ),
    Kind(
        "restatements",
        "Restatements",
        _OURS,
        ("csg:Restatement",),
        "Pairs of statements of which the later says the earlier again.",
        editorial.restatement,
    ),
    Kind(
        "links",
        "Links elsewhere",
        _OURS,
        ("csg:Link",),
        "Records of others to which our things lead, with what speaks for each link.",
        editorial.link,
    ),
    Kind(
        "data",
        "The dataset and its graphs",
        _OURS,
        ("dcat:Dataset",),
        "What is published, by who says it.",
        editorial.dataset,
    ),
)
"""The kinds, in the order of the index."""

OTHER = Kind("others", "Other things", _OURS, (), "Things of no other kind.", other)
"""The kind of all other resources."""

_BY_CLASS = {t(curie): kind for kind in reversed(KINDS) for curie in kind.classes}


def kind_of(types: Iterable[ox.NamedNode]) -> Kind:
    """Return the kind of a resource of some classes."""
    found = {_BY_CLASS[each] for each in types if each in _BY_CLASS}
    return min(found, key=KINDS.index) if found else OTHER


def by_kind(corpus: Corpus, iris: Iterable[str]) -> dict[Kind, list[ox.NamedNode]]:
    """Return the resources among some IRIs by their kind, in order."""
    found: dict[Kind, list[tuple[Any, str]]] = {}
    for each in iris:
        node = ox.NamedNode(each)
        kind = kind_of(corpus.publication.values(node, TYPE))
        found.setdefault(kind, []).append((kind.key_of(Entity(node, corpus)), each))
    return {kind: [ox.NamedNode(each) for _, each in sorted(found[kind])] for kind in (*KINDS, OTHER) if kind in found}
