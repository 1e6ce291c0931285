"""The page of each of our IRIs: what is said of it, what it rests on, and what points to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.nodes import LABELS, TYPE
from csgraph.quotes import RESTING, quotes_of
from csgraph.results import to_text
from csgraph.site.data import write_data
from csgraph.site.documents import Documents
from csgraph.site.publication import Publication
from csgraph.site.report import SECTION
from csgraph.site.writer import Site
from csgraph.turtle import iri as node_of

if TYPE_CHECKING:
    from csgraph.results import Term

SHOWN = 40
"""How many of the things that point to another by one property are listed on its page."""

_DEFINITION = node_of("skos:definition")
_APART = frozenset({TYPE, _DEFINITION, *RESTING, *LABELS})


CLASSES_ELSEWHERE: frozenset[ox.NamedNode] = frozenset({SECTION})
"""Classes whose things have pages that another module writes, with their data (``csgraph.site.data``)."""

PREFIXES_ELSEWHERE: tuple[str, ...] = ()
"""What the IRIs begin with whose pages another module writes, with their data."""


def write(site: Site) -> None:
    """Write the page and the documents of every thing that no other module writes."""
    documents = Documents(site.publication)
    for iri in site.publication.addresses:
        if not is_elsewhere(iri, site.publication):
            _write(site, documents, iri)


def is_elsewhere(iri: str, publication: Publication) -> bool:
    """Tell whether another module writes the page of an IRI."""
    if iri.startswith(PREFIXES_ELSEWHERE):
        return True
    return not CLASSES_ELSEWHERE.isdisjoint(publication.values(ox.NamedNode(iri), TYPE))


def _write(site: Site, documents: Documents, iri: str) -> None:
    publication, node = site.publication, ox.NamedNode(iri)
    label = publication.label(node)
    definition = publication.value(node, _DEFINITION)
    site.page(
        f"{publication.addresses.file(iri)}.html",
        "thing.html",
        title=label,
        node=node,
        curie=publication.curie(node),
        types=publication.values(node, TYPE),
        definition=to_text(definition) if definition else "",
        said={graph: _rows(triples) for graph, triples in publication.said(node).items()},
        quotes=quotes_of(node, publication),
        pointing=publication.pointing(node),
        shown=SHOWN,
        data=write_data(site, documents, iri, {"@type": "Thing", "name": label}),
    )


def _rows(triples: list[ox.Triple]) -> dict[ox.NamedNode, list[Term]]:
    """Return objects by property, less what stands elsewhere on the page."""
    found: dict[ox.NamedNode, list[Term]] = {}
    for triple in triples:
        if triple.predicate not in _APART and not isinstance(triple.object, ox.BlankNode):
            found.setdefault(triple.predicate, []).append(triple.object)
    return found
