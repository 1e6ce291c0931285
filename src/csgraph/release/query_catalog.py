"""Describes the views in RDF, so that a store with the release can be queried for its example queries.

The form is that of the query collections of the SIB Swiss Institute of Bioinformatics: a view is a
``sh:SPARQLExecutable`` (SHACL Advanced Features, section 5) with its whole text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from csgraph.publication.views import View
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import BASE
from csgraph.rdf.turtle import iri
from csgraph.rdf.vocab import RDF_TYPE, RDFS_COMMENT, RDFS_LABEL

QUERY = f"{BASE}query/"
"""The start of the IRIs of views."""

_KEYWORDS, _SELECT, _PARAMETER = iri("schema:keywords"), iri("sh:select"), iri("sh:parameter")


def triples(views: Iterable[View]) -> Iterator[ox.Triple]:
    """Yield the description of some views, without blank nodes.

    Raises:
        InputError: The file of a view is not usable.
    """
    for view in views:
        node = ox.NamedNode(QUERY + view.name)
        yield ox.Triple(node, RDF_TYPE, iri("sh:SPARQLExecutable"))
        yield ox.Triple(node, RDF_TYPE, iri("sh:SPARQLSelectExecutable"))
        yield ox.Triple(node, RDFS_LABEL, ox.Literal(view.summary, language="en"))
        yield ox.Triple(node, RDFS_COMMENT, ox.Literal(view.description, language="en"))
        yield ox.Triple(node, _SELECT, ox.Literal(turtle.read(view.path).decode()))
        for tag in view.tags:
            yield ox.Triple(node, _KEYWORDS, ox.Literal(tag, language="en"))
        for parameter in view.parameters:
            given = ox.NamedNode(f"{node.value}#{parameter.name}")
            yield ox.Triple(node, _PARAMETER, given)
            yield ox.Triple(given, RDF_TYPE, iri("sh:Parameter"))
            yield ox.Triple(given, iri("sh:name"), ox.Literal(parameter.name))
            yield ox.Triple(given, iri("sh:path"), given)
            yield ox.Triple(given, iri("sh:optional"), ox.Literal(True))
            described = f"{parameter.description}; takes {parameter.takes}"
            yield ox.Triple(given, iri("sh:description"), ox.Literal(described, language="en"))
            if parameter.default is not None:
                yield ox.Triple(given, iri("sh:defaultValue"), ox.Literal(parameter.default))
