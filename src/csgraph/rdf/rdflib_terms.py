"""Converts pyoxigraph's terms into rdflib's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES

if TYPE_CHECKING:
    import rdflib

_STRING = PREFIXES["xsd"] + "string"


class Converter:
    """Turns pyoxigraph's terms into rdflib's, each IRI once, literals as written."""

    def __init__(self) -> None:
        self._iris: dict[str, rdflib.URIRef] = {}

    def __call__(self, term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
        """Return a term as rdflib's.

        Raises:
            InputError: It is a triple term, of which rdflib has none.
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
            # A plain literal and an xsd:string are one in RDF 1.1, but two in rdflib, which makes plain ones of both.
            datatype = None if term.datatype.value == _STRING else self(term.datatype)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
        raise InputError(f"rdflib has no triple terms: {term}")
