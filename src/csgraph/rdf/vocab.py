"""The terms of RDF, RDFS and XSD that the code uses, as nodes; any other term is ``iri("dcterms:source")`` where it is used.

The namespaces themselves, as text, are in ``csgraph.rdf.namespaces``.
"""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.rdf.namespaces import RDF, RDFS, XSD

RDF_TYPE = ox.NamedNode(f"{RDF}type")
RDF_FIRST = ox.NamedNode(f"{RDF}first")
RDF_REST = ox.NamedNode(f"{RDF}rest")
RDF_NIL = ox.NamedNode(f"{RDF}nil")
RDF_LANG_STRING = ox.NamedNode(f"{RDF}langString")

RDFS_COMMENT = ox.NamedNode(f"{RDFS}comment")
RDFS_LABEL = ox.NamedNode(f"{RDFS}label")
RDFS_SEE_ALSO = ox.NamedNode(f"{RDFS}seeAlso")
RDFS_SUB_CLASS_OF = ox.NamedNode(f"{RDFS}subClassOf")
RDFS_SUB_PROPERTY_OF = ox.NamedNode(f"{RDFS}subPropertyOf")

XSD_BOOLEAN = ox.NamedNode(f"{XSD}boolean")
XSD_INTEGER = ox.NamedNode(f"{XSD}integer")
XSD_STRING = ox.NamedNode(f"{XSD}string")
