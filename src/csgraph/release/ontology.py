"""Makes the ontology of a release: all its files as one, with version, dates and ``rdfs:isDefinedBy``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.namespaces import CSG, ONTOLOGY
from csgraph.rdf.turtle import iri
from csgraph.rdf.vocab import RDF_TYPE
from csgraph.version import RELEASED, __version__

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

VERSION = f"{ONTOLOGY}/{__version__}"
"""The version IRI (OWL 2 Structural Specification, section 3.1)."""

_DEFINED_BY = iri("rdfs:isDefinedBy")
_TERMS = frozenset(map(iri, ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")))
_DATE = iri("xsd:date")


def complete(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield an ontology with its version and dates, and ``rdfs:isDefinedBy`` for each term.

    Args:
        quads: The ontology as its files have it.
    """
    own: set[Term] = set()
    for quad in quads:
        yield quad
        is_term = quad.predicate == RDF_TYPE and quad.object in _TERMS
        if is_term and isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(CSG):
            own.add(quad.subject)
    header, day = ox.NamedNode(ONTOLOGY), ox.Literal(RELEASED, datatype=_DATE)
    yield ox.Quad(header, iri("owl:versionIRI"), ox.NamedNode(VERSION))
    yield ox.Quad(header, iri("owl:versionInfo"), ox.Literal(__version__))
    yield ox.Quad(header, iri("dcterms:issued"), day)
    yield ox.Quad(header, iri("dcterms:modified"), day)
    for term in sorted(own, key=str):
        yield ox.Quad(term, _DEFINED_BY, header)  # type: ignore[arg-type]  # a set of named nodes
