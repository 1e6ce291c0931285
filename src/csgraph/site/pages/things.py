"""The page of each of our IRIs: what is said of it, what it rests on, what points to it; and the lists that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.publication.resources import TYPE, curie
from csgraph.rdf.namespaces import CSG, ONTOLOGY
from csgraph.rdf.terms import to_text
from csgraph.site.data_files import write_data
from csgraph.site.entities.blocks import ORIGINS, Block, Cell, EntityDescription, Hyperlink, origin
from csgraph.site.entities.entity import Corpus, Thing, doubts, links, makers, t, workbench
from csgraph.site.entities.kinds import KINDS, OTHER, Kind, by_kind
from csgraph.site.graph import LINKS, SiteGraph
from csgraph.site.model.report import SECTION
from csgraph.site.serializations import Documents
from csgraph.site.writer import Site

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term

SHOWN = 40
"""How many of the things that point to another by one property are listed on its page."""

ROWS = 120
"""How many things a page of a list has."""

CLASSES_ELSEWHERE: frozenset[ox.NamedNode] = frozenset({SECTION})
"""Classes whose things have pages that another module writes, with their data (``csgraph.site.data_files``)."""

_NAMES = frozenset(map(t, ("rdfs:label", "skos:prefLabel", "foaf:name", "dcterms:title")))
OURS = ("report", "passages", "vocabulary", "editorial")
"""The graphs of which what is quoted on a page is not said again; what others say always is."""

_DEFINITION, _SOURCE, _ANCHOR = t("skos:definition"), t("dcterms:source"), t("csg:anchor")
_STATED_BY = t("csg:statedBy")


@dataclass(frozen=True)
class GraphRows:
    """What a named graph says of a thing besides its portrait.

    Attributes:
        heading: Who says it.
        note: What is to be known of that.
        values: The values by their property.
    """

    heading: str
    note: str
    values: dict[ox.NamedNode, list[Term]]


@dataclass(frozen=True)
class Pointing:
    """Things that point to another by one property.

    Attributes:
        property: The property.
        nodes: The first of them.
        more: How many more there are.
        path: The workbench with the query for all of them.
    """

    property: ox.NamedNode
    nodes: list[ox.NamedNode]
    more: int
    path: str


def write(site: Site) -> None:
    """Write the page and the documents of every thing that no other module writes, and the lists of all things."""
    corpus, documents = Corpus(site.publication), Documents(site.publication)
    own = [iri for iri in site.publication.addresses if not is_reference(iri, site.publication)]
    things = by_kind(corpus, own)
    _write_lists(site, corpus, things)
    for kind, nodes in things.items():
        for before, node, after in _neighbours(nodes):
            if not is_elsewhere(node.value, site.publication):
                _write(site, documents, Thing(node, corpus), kind, (before, after) if kind.ordered else (None, None))


def is_elsewhere(iri: str, publication: SiteGraph) -> bool:
    """Tell whether another module writes the page of an IRI."""
    if is_reference(iri, publication):
        return True
    return not CLASSES_ELSEWHERE.isdisjoint(publication.values(ox.NamedNode(iri), TYPE))


def is_reference(iri: str, publication: SiteGraph) -> bool:
    """Tell whether an IRI is the ontology's, of one of its terms, or of a view: pages of the reference, and no things."""
    return iri == ONTOLOGY or iri.startswith(CSG) or iri in publication.queries


def _neighbours(nodes: list[ox.NamedNode]) -> Iterator[tuple[ox.NamedNode | None, ox.NamedNode, ox.NamedNode | None]]:
    for place, node in enumerate(nodes):
        yield nodes[place - 1] if place else None, node, nodes[place + 1] if place + 1 < len(nodes) else None


# -- The page of a thing -----------------------------------------------------------------------------------------------


def _write(
    site: Site, documents: Documents, thing: Thing, kind: Kind, near: tuple[ox.NamedNode | None, ox.NamedNode | None]
) -> None:
    publication, node = site.publication, thing.node
    portrait = kind.portray(thing)
    elsewhere, records = links(thing)
    definition = publication.value(node, _DEFINITION)
    quoted = {(words.anchor, words.passage.node) for block in portrait.blocks for words in block.quotes}
    evidence = thing.evidence
    site.page(
        f"{publication.addresses.file(node.value)}.html",
        "thing.html",
        title=thing.name,
        node=node,
        curie=curie(node),
        trail=_trail(thing, kind),
        near=near,
        types=thing.types,
        definition=to_text(definition) if definition else "",
        portrait=portrait,
        said=said(thing, portrait, records),
        others=[*makers(thing), *([elsewhere] if records else []), *_doubts(thing, portrait)],
        evidence=[each for each in evidence if (each.anchor, each.passage.node) not in quoted],
        read=thing.corpus.read,
        pointing=pointing(thing, portrait),
        data=write_data(site, documents, node.value, portrait.schema, label=thing.name),
    )


def _doubts(thing: Thing, portrait: EntityDescription) -> tuple[Block, ...]:
    """Return what is doubtful in the words that a thing rests on, if its portrait does not tell."""
    if any(block.is_doubt for block in portrait.blocks):
        return ()
    return doubts(thing, [words for words in thing.evidence if words.anchor])


def _trail(thing: Thing, kind: Kind) -> tuple[Hyperlink, ...]:
    """Return the way from the index to a thing: its kind, and the passage that it stands in."""
    found = [Hyperlink("Things", path="things.html"), Hyperlink(kind.title, path=f"things/{kind.key}.html")]
    statement = thing.text.statements.get(thing.node)
    words = statement.words if statement else thing.text.words.get(thing.node)
    if words:
        found.append(Hyperlink(words.passage.key, words.passage.node.value))
    if scheme := thing.value("skos:inScheme"):
        found.append(Hyperlink(thing.corpus.label(scheme), scheme.value))
    return tuple(found)


def said(thing: Thing, portrait: EntityDescription, records: frozenset[Term]) -> list[GraphRows]:
    """Return what is said of a thing and does not stand elsewhere on its page, by the graph that says it.

    Args:
        thing: The thing.
        portrait: What stands on its page.
        records: The records elsewhere that are listed there.
    """
    shown = {words.exact for words in thing.evidence}
    shown |= {words.exact for block in portrait.blocks for words in block.quotes}
    shown |= {to_text(value) for value in thing.values("skos:definition")[:1]}
    found = []
    order = list(ORIGINS)
    graphs = thing.corpus.publication.said(thing.node)
    for graph in sorted(graphs, key=lambda each: (order.index(each) if each in order else len(order), each)):
        rows: dict[ox.NamedNode, list[Term]] = {}
        for triple in graphs[graph]:
            is_listed = graph == LINKS and triple.object in records
            if not is_listed and not _is_shown(triple, thing, portrait, shown if graph in OURS else set()):
                rows.setdefault(triple.predicate, []).append(triple.object)
        if rows:
            heading, note = origin(graph)
            if graph == LINKS and records:
                heading, note = "Codes and names elsewhere", "As others give them."
            found.append(GraphRows(heading, note, rows))
    return found


def _is_shown(triple: ox.Triple, thing: Thing, portrait: EntityDescription, shown: set[str]) -> bool:
    """Tell whether a triple stands elsewhere on the page: in the portrait, the heading or what the thing rests on."""
    if triple.predicate == TYPE or triple.predicate in portrait.shown or isinstance(triple.object, ox.BlankNode):
        return True
    if triple.predicate == _SOURCE:
        return triple.object in thing.text.passages
    if triple.predicate == _ANCHOR:
        return triple.object in thing.text.words
    if triple.predicate == _STATED_BY:
        return triple.object in thing.text.statements
    if not isinstance(triple.object, ox.Literal):
        return False
    is_heading = triple.object.value == (portrait.heading or thing.name)
    return triple.object.value in shown or (is_heading and triple.predicate in _NAMES)


def pointing(thing: Thing, portrait: EntityDescription) -> list[Pointing]:
    """Return what points to a thing and does not stand elsewhere on its page."""
    found = []
    for predicate, nodes in thing.corpus.publication.pointing(thing.node).items():
        if predicate in portrait.told or predicate == t("csg:linkFrom"):
            continue
        query = f"SELECT ?thing WHERE {{ ?thing <{predicate.value}> <{thing.node.value}> }} ORDER BY ?thing\n"
        path = workbench(query, "editorial,facts,links") if len(nodes) > SHOWN else ""
        found.append(Pointing(predicate, nodes[:SHOWN], max(0, len(nodes) - SHOWN), path))
    return found


# -- The lists ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A thing in a list, and what the list says of it."""

    node: ox.NamedNode
    told: Cell


@dataclass(frozen=True)
class Sheet:
    """A page of a list: its path, and the first and the last of its things."""

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
        entries = [Entry(node, kind.described(Thing(node, corpus))) for node in nodes[start : start + ROWS]]
        site.page(
            sheet.path,
            "things-list.html",
            title=kind.title,
            kind=kind,
            entries=entries,
            sheets=sheets,
            count=len(nodes),
        )
