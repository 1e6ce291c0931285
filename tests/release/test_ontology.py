"""The ontology of a release has its version, and each of its terms says where it is defined."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph import paths
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSG, ONTOLOGY
from csgraph.rdf.turtle import iri
from csgraph.release import ontology
from csgraph.version import RELEASED, __version__


def files() -> list[ox.Quad]:
    paths_ = [path for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem != "alignments"]
    return [quad for path in paths_ for quad in turtle.parse(path, rename_blank_nodes=True)]


def test_what_the_files_say_is_all_there_and_first():
    given = files()

    assert given == list(ontology.complete(given))[: len(given)]


def test_the_header_has_a_version_of_its_own_and_the_days():
    added = list(ontology.complete(files()))[len(files()) :]
    header = ox.NamedNode(ONTOLOGY)

    found = {quad.predicate: quad.object for quad in added if quad.subject == header}
    assert {
        iri("owl:versionIRI"): ox.NamedNode(f"{ONTOLOGY}/{__version__}"),
        iri("owl:versionInfo"): ox.Literal(__version__),
        iri("dcterms:issued"): ox.Literal(RELEASED, datatype=iri("xsd:date")),
        iri("dcterms:modified"): ox.Literal(RELEASED, datatype=iri("xsd:date")),
    } == found


def test_each_of_our_terms_is_defined_by_it_and_no_other():
    complete = list(ontology.complete(files()))

    defined = {quad.subject.value for quad in complete if quad.predicate == iri("rdfs:isDefinedBy")}
    labelled = {
        quad.subject.value
        for quad in files()
        if quad.predicate == iri("rdfs:label") and quad.subject.value.startswith(CSG)
    }
    assert labelled == defined
    assert len(defined) > 100
