"""The page of each of our IRIs: what is said of it, what it rests on, and what points to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from markupsafe import Markup

from csgraph.namespaces import CSG, ONTOLOGY
from csgraph.nodes import LABELS, TYPE
from csgraph.quotes import RESTING, quotes_of
from csgraph.release.catalogue import QUERY
from csgraph.results import to_text
from csgraph.site import documents as data
from csgraph.site.documents import Documents
from csgraph.site.publication import Publication
from csgraph.site.templating import script_json
from csgraph.site.writer import Site
from csgraph.turtle import iri as node_of

if TYPE_CHECKING:
    from csgraph.results import Term

SHOWN = 40
"""How many of the things that point to another by one property are listed on its page."""

_DEFINITION = node_of("skos:definition")
_APART = frozenset({TYPE, _DEFINITION, *RESTING, *LABELS})


def write(site: Site) -> None:
    """Write the page and the documents of every thing."""
    documents = Documents(site.publication)
    for iri in site.publication.addresses:
        if not is_elsewhere(iri, site.publication):
            _write(site, documents, iri)


def is_elsewhere(iri: str, publication: Publication) -> bool:
    """Tell whether another module writes the page of an IRI: the ontology and its terms, and the views."""
    return iri == ONTOLOGY or iri.startswith(CSG) or iri in {QUERY + view.name for view in publication.views}


def _write(site: Site, documents: Documents, iri: str) -> None:
    publication, node = site.publication, ox.NamedNode(iri)
    file = publication.addresses.file(iri)
    label = publication.label(node)
    texts = documents.of(documents.triples(iri), f"{label}: {iri}")
    definition = publication.value(node, _DEFINITION)
    site.page(
        f"{file}.html",
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
        turtle=texts["ttl"],
        alternates=data.write(site, file, texts),
        island=_island(site, node, label),
    )


def _rows(triples: list[ox.Triple]) -> dict[ox.NamedNode, list[Term]]:
    """Return objects by property, less what stands elsewhere on the page."""
    found: dict[ox.NamedNode, list[Term]] = {}
    for triple in triples:
        if triple.predicate not in _APART and not isinstance(triple.object, ox.BlankNode):
            found.setdefault(triple.predicate, []).append(triple.object)
    return found


def _island(site: Site, node: ox.NamedNode, label: str) -> Markup:
    """Return what search engines read of a page, in the words of schema.org."""
    return script_json({"@context": "https://schema.org/", "@id": node.value, "@type": "Thing", "name": label})
