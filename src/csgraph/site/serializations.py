"""Serializes the description of one resource in each syntax, for the data files beside its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph import paths
from csgraph.rdf import turtle_writer
from csgraph.rdf.blank_nodes import Nesting, canonical, has_blank_node
from csgraph.rdf.turtle import prefixes_in
from csgraph.release import jsonld
from csgraph.release.serialize import is_xml, xml_prefixes
from csgraph.site.graph import WITH_DATA, SiteGraph

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term


class Documents:
    """Serializes the descriptions of resources.

    Args:
        publication: The publication of the site.
    """

    def __init__(self, publication: SiteGraph) -> None:
        self._publication = publication
        self._context = jsonld.read_context(paths.ONTOLOGY / jsonld.CONTEXT)

    def triples(self, iri: str) -> list[ox.Triple]:
        """Return the description of a resource and of those that share its page, in the order of N-Triples.

        A description consists of the triples with this subject in the graphs ``graph.WITH_DATA``; for a resource that is
        only in other graphs, such as an erratum, of those in these graphs.
        """
        found: list[ox.Triple] = []
        for node in (iri, *self._publication.addresses.parts(iri)):
            said = self._publication.said(ox.NamedNode(node))
            graphs = [name for name in said if name in WITH_DATA] or list(said)
            triples = sorted({triple for name in graphs for triple in said[name]}, key=str)
            found += self._publication.with_blank_nodes(triples)
        return stable(found)

    def serialize(self, triples: list[ox.Triple], heading: str) -> dict[str, str]:
        """Return triples in each syntax that can represent them, by file extension.

        XML cannot represent some characters; then there is no RDF/XML.

        Args:
            triples: The triples, in the order of the output.
            heading: The comment in the first line of the Turtle.
        """
        nesting = Nesting([triple for triple in triples if has_blank_node(triple)])
        body = "".join(turtle_writer.write(_by_subject(triples), nesting))
        found = {
            "ttl": turtle_writer.heading([heading], prefixes_in(body)) + body,
            "jsonld": jsonld.document(_by_subject(triples), self._context, nesting),
            "nt": "".join(f"{triple} .\n" for triple in triples),
        }
        if all(is_xml(getattr(triple.object, "value", "")) for triple in triples):
            prefixes = xml_prefixes(triple.predicate.value for triple in triples)
            content: bytes = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes) or b""
            found["rdf"] = content.decode().replace("\r", "&#xD;") + "\n"
        return found


def stable(triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return triples in the order of N-Triples, with blank nodes labelled by their triples."""
    if any(map(has_blank_node, triples)):
        triples = [quad.triple for quad in canonical(ox.Quad(*triple) for triple in triples)]
    return sorted(triples, key=str)


def _by_subject(triples: Iterable[ox.Triple]) -> Iterator[tuple[Term, list[ox.Triple]]]:
    found: dict[Term, list[ox.Triple]] = {}
    for triple in triples:
        found.setdefault(triple.subject, []).append(triple)
    yield from found.items()
