"""Converts pyoxigraph's terms to rdflib's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES

if TYPE_CHECKING:
    import rdflib

_STRING = PREFIXES["xsd"] + "string"


def new_graph() -> rdflib.Graph:
    """Return an empty rdflib graph with the prefixes of the publication."""
    import rdflib

    graph = rdflib.Graph()
    bind_prefixes(graph)
    return graph


def bind_prefixes(graph: rdflib.Graph) -> None:
    """Bind the prefixes of the publication in an rdflib graph or dataset."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)


class Converter:
    """Converts pyoxigraph's terms to rdflib's: each IRI once, literals as written."""

    def __init__(self) -> None:
        self._iris: dict[str, rdflib.URIRef] = {}

    def __call__(self, term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
        """Convert a term.

        Raises:
            InputError: It is a triple term, which rdflib does not have.
        """
        import rdflib

        if isinstance(term, ox.NamedNode):
            if (iri := self._iris.get(term.value)) is None:
                iri = self._iris[term.value] = rdflib.URIRef(term.value)
            return iri
        if isinstance(term, ox.BlankNode):
            return rdflib.BNode(term.value)
        if isinstance(term, ox.Literal):
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            # A plain literal and an xsd:string are equal in RDF 1.1 but not in rdflib; both become plain literals.
            datatype = None if term.datatype.value == _STRING else self(term.datatype)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
        raise InputError(f"rdflib has no triple terms: {term}")
