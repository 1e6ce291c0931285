"""Writes the page of each resource: its description, evidence and references to it; and the lists of resources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.publication.report import SECTION
from csgraph.publication.resources import LABEL_PROPERTIES, TYPE, curie
from csgraph.rdf.namespaces import CSG, ONTOLOGY
from csgraph.rdf.terms import to_text
from csgraph.site.data_files import write_data
from csgraph.site.entities.blocks import ORIGINS, Block, Cell, EntityDescription, Hyperlink, origin
from csgraph.site.entities.entity import Corpus, Entity, doubts, links, makers, t, workbench
from csgraph.site.entities.kinds import KINDS, OTHER, Kind, by_kind
from csgraph.site.graph import LINKS, SiteGraph
from csgraph.site.serializations import Documents
from csgraph.site.writer import Site

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term

SHOWN = 40
"""Maximum number of references by one property that a page lists."""

ROWS = 120
"""Number of resources on a page of a list."""

CLASSES_ELSEWHERE: frozenset[ox.NamedNode] = frozenset({SECTION})
"""Classes whose pages and data files (``csgraph.site.data_files``) another module writes."""

# schema:name holds the name of a resource elsewhere, which is shown even where it is the heading.
_NAMES = frozenset(LABEL_PROPERTIES) - {t("schema:name")}
OURS = ("report", "passages", "vocabulary", "editorial")
"""The graphs whose values are not repeated where the page quotes them; those of others are."""

_DEFINITION, _SOURCE, _ANCHOR = t("skos:definition"), t("dcterms:source"), t("csg:anchor")
_STATED_BY = t("csg:statedBy")


@dataclass(frozen=True)
class GraphRows:
    """The values of a resource in one named graph that its description does not show.

    Attributes:
        heading: The source.
        note: A note on the source.
        values: The values by their property.
    """

    heading: str
    note: str
    values: dict[ox.NamedNode, list[Term]]


@dataclass(frozen=True)
class Pointing:
    """Resources that refer to another by one property.

    Attributes:
        property: The property.
        nodes: The first of them.
        more: The number of further ones.
        path: The workbench with the query for all of them.
    """

    property: ox.NamedNode
    nodes: list[ox.NamedNode]
    more: int
    path: str


def write(site: Site) -> None:
    """Write the page and data files of every resource that no other module writes, and the lists of resources."""
    corpus, documents = Corpus(site.publication), Documents(site.publication)
    own = [iri for iri in site.publication.addresses if not is_reference(iri, site.publication)]
    things = by_kind(corpus, own)
    _write_lists(site, corpus, things)
    for kind, nodes in things.items():
        for before, node, after in _neighbours(nodes):
            if not is_elsewhere(node.value, site.publication):
                _write(site, documents, Entity(node, corpus), kind, (before, after) if kind.ordered else (None, None))


def is_elsewhere(iri: str, publication: SiteGraph) -> bool:
    """Whether another module writes the page of an IRI."""
    if is_reference(iri, publication):
        return True
    return not CLASSES_ELSEWHERE.isdisjoint(publication.values(ox.NamedNode(iri), TYPE))


def is_reference(iri: str, publication: SiteGraph) -> bool:
    """Whether an IRI is that of the ontology, of a term of it, or of a view: these have pages of the reference."""
    return iri == ONTOLOGY or iri.startswith(CSG) or iri in publication.queries


def _neighbours(nodes: list[ox.NamedNode]) -> Iterator[tuple[ox.NamedNode | None, ox.NamedNode, ox.NamedNode | None]]:
    for place, node in enumerate(nodes):
        yield nodes[place - 1] if place else None, node, nodes[place + 1] if place + 1 < len(nodes) else None


# -- The page of a resource -----------------------------------------------------------------------------------------------


def _write(
    site: Site, documents: Documents, entity: Entity, kind: Kind, near: tuple[ox.NamedNode | None, ox.NamedNode | None]
) -> None:
    publication, node = site.publication, entity.node
    description = kind.describe(entity)
    elsewhere, records = links(entity)
    definition = publication.value(node, _DEFINITION)
    quoted = {(words.anchor, words.source) for block in description.blocks for words in block.quotes}
    evidence = entity.evidence
    site.page(
        f"{publication.addresses.file(node.value)}.html",
        "thing.html",
        title=entity.name,
        node=node,
        curie=curie(node),
        trail=_trail(entity, kind),
        near=near,
        types=entity.types,
        definition=to_text(definition) if definition else "",
        description=description,
        said=said(entity, description, records),
        others=[*makers(entity), *([elsewhere] if records else []), *_doubts(entity, description)],
        evidence=[each for each in evidence if (each.anchor, each.source) not in quoted],
        read=entity.corpus.read,
        pointing=pointing(entity, description),
        data=write_data(site, documents, node.value, description.schema, label=entity.name),
    )


def _doubts(entity: Entity, description: EntityDescription) -> tuple[Block, ...]:
    """Return the errata in the evidence for a resource, if its description does not list errata."""
    if any(block.is_doubt for block in description.blocks):
        return ()
    return doubts(entity, [words for words in entity.evidence if words.anchor])


def _trail(entity: Entity, kind: Kind) -> tuple[Hyperlink, ...]:
    """Return the breadcrumbs of a resource: the index, its kind, and the passage or scheme that it is in."""
    found = [Hyperlink("Things", path="things.html"), Hyperlink(kind.title, path=f"things/{kind.key}.html")]
    statement = entity.report.statement(entity.node)
    words = statement.quote if statement else entity.report.quote(entity.node)
    if words:
        found.append(Hyperlink(words.source.key, words.source.iri))
    if scheme := entity.value("skos:inScheme"):
        found.append(Hyperlink(entity.corpus.label(scheme), scheme.value))
    return tuple(found)


def said(entity: Entity, description: EntityDescription, records: frozenset[Term]) -> list[GraphRows]:
    """Return the values of a resource that are not elsewhere on its page, by named graph.

    Args:
        entity: The resource.
        description: Its description.
        records: The linked records that the page lists.
    """
    shown = {words.quote for words in entity.evidence}
    shown |= {words.quote for block in description.blocks for words in block.quotes}
    shown |= {to_text(value) for value in entity.values("skos:definition")[:1]}
    found = []
    order = list(ORIGINS)
    graphs = entity.corpus.publication.said(entity.node)
    for graph in sorted(graphs, key=lambda each: (order.index(each) if each in order else len(order), each)):
        rows: dict[ox.NamedNode, list[Term]] = {}
        for triple in graphs[graph]:
            is_listed = graph == LINKS and triple.object in records
            if not is_listed and not _is_shown(triple, entity, description, shown if graph in OURS else set()):
                rows.setdefault(triple.predicate, []).append(triple.object)
        if rows:
            heading, note = origin(graph)
            if graph == LINKS and records:
                heading, note = "Codes and names elsewhere", "As others give them."
            found.append(GraphRows(heading, note, rows))
    return found


def _is_shown(triple: ox.Triple, entity: Entity, description: EntityDescription, shown: set[str]) -> bool:
    """Whether a triple is elsewhere on the page: in the description, the heading or the evidence."""
    if triple.predicate == TYPE or triple.predicate in description.shown or isinstance(triple.object, ox.BlankNode):
        return True
    if triple.predicate == _SOURCE:
        return entity.report.passage(triple.object) is not None
    if triple.predicate == _ANCHOR:
        return entity.report.quote(triple.object) is not None
    if triple.predicate == _STATED_BY:
        return entity.report.statement(triple.object) is not None
    if not isinstance(triple.object, ox.Literal):
        return False
    is_heading = triple.object.value == (description.heading or entity.name)
    return triple.object.value in shown or (is_heading and triple.predicate in _NAMES)


def pointing(entity: Entity, description: EntityDescription) -> list[Pointing]:
    """Return the references to a resource that are not elsewhere on its page."""
    found = []
    for predicate, nodes in entity.corpus.publication.pointing(entity.node).items():
        if predicate in description.shown_inverse or predicate == t("csg:linkFrom"):
            continue
        query = f"SELECT ?thing WHERE {{ ?thing <{predicate.value}> <{entity.node.value}> }} ORDER BY ?thing\n"
        path = workbench(query, "editorial,facts,links") if len(nodes) > SHOWN else ""
        found.append(Pointing(predicate, nodes[:SHOWN], max(0, len(nodes) - SHOWN), path))
    return found


# -- The lists ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A resource in a list, with its summary."""

    node: ox.NamedNode
    summary: Cell


@dataclass(frozen=True)
class Sheet:
    """A page of a list: its path, and the first and the last of its resources."""

    path: str
    first: ox.NamedNode
    last: ox.NamedNode


def _write_lists(site: Site, corpus: Corpus, things: dict[Kind, list[ox.NamedNode]]) -> None:
    groups: dict[str, list[tuple[Kind, int]]] = {}
    for kind in (*KINDS, OTHER):
        if nodes := things.get(kind):
            groups.setdefault(kind.group, []).append((kind, len(nodes)))
            _write_list(site, corpus, kind, nodes)
    site.page("things.html", "things.html", title="Everything that has a page", groups=groups)


def _write_list(site: Site, corpus: Corpus, kind: Kind, nodes: list[ox.NamedNode]) -> None:
    starts = range(0, len(nodes), ROWS)
    sheets = [
        Sheet(f"things/{kind.key}{f'-{place}' if place > 1 else ''}.html", nodes[start], nodes[min(start + ROWS, len(nodes)) - 1])
        for place, start in enumerate(starts, 1)
    ]  # fmt: skip
    for sheet, start in zip(sheets, starts, strict=True):
        entries = [Entry(node, kind.summarize(Entity(node, corpus))) for node in nodes[start : start + ROWS]]
        site.page(
            sheet.path,
            "things-list.html",
            title=kind.title,
            kind=kind,
            entries=entries,
            sheets=sheets,
            count=len(nodes),
        )
