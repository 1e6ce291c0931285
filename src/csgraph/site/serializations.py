"""Writes what the graph says of one thing, for machines: the files of data beside its page."""

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
    """Makes the documents of things, in each syntax.

    Args:
        publication: What they are things of.
    """

    def __init__(self, publication: SiteGraph) -> None:
        self._publication = publication
        self._context = jsonld.read_context(paths.ONTOLOGY / jsonld.CONTEXT)

    def triples(self, iri: str) -> list[ox.Triple]:
        """Return what is said of a thing and of what is described with it, in the order of N-Triples.

        That is what the report, our vocabulary and the links to other datasets say of it. What is only in another graph,
        as an erratum is, has what that graph says.
        """
        found: list[ox.Triple] = []
        for node in (iri, *self._publication.addresses.parts(iri)):
            said = self._publication.said(ox.NamedNode(node))
            graphs = [name for name in said if name in WITH_DATA] or list(said)
            triples = sorted({triple for name in graphs for triple in said[name]}, key=str)
            found += self._publication.with_blank_nodes(triples)
        return stable(found)

    def of(self, triples: list[ox.Triple], heading: str) -> dict[str, str]:
        """Return some triples as text in each syntax that can hold them, by the ending of a file's name.

        Args:
            triples: What they say.
            heading: A line of comment for Turtle to begin with.
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
    """Return triples in the order of N-Triples, their blank nodes named by what is said of them."""
    if any(map(has_blank_node, triples)):
        triples = [quad.triple for quad in canonical(ox.Quad(*triple) for triple in triples)]
    return sorted(triples, key=str)


def _by_subject(triples: Iterable[ox.Triple]) -> Iterator[tuple[Term, list[ox.Triple]]]:
    found: dict[Term, list[ox.Triple]] = {}
    for triple in triples:
        found.setdefault(triple.subject, []).append(triple)
    yield from found.items()
