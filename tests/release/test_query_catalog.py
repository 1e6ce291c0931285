"""The views can be found and run by one who has the RDF and nothing else."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph import paths
from csgraph.publication import dataset, views
from csgraph.rdf.turtle import iri
from csgraph.release import query_catalog
from csgraph.release.query_catalog import QUERY


def described() -> ox.Dataset:
    return ox.Dataset(ox.Quad(*triple) for triple in query_catalog.triples(views.list_views()))


def value(name: str, predicate: str) -> str:
    view = ox.NamedNode(QUERY + name)
    [quad] = [quad for quad in described() if quad.subject == view and quad.predicate == iri(predicate)]
    return quad.object.value


def test_each_view_is_there_with_its_question():
    found = {
        quad.subject.value: quad.object.value
        for quad in described()
        if quad.predicate == iri("rdfs:label") and "#" not in quad.subject.value
    }

    assert {f"{QUERY}{path.stem}" for path in paths.QUERIES.glob("*.rq")} == {*found}
    expected = "Which are the six pillars of the framework for responsible State behaviour?"
    assert expected == found[f"{QUERY}pillars"]


def test_the_text_that_it_gives_can_be_asked_and_gives_rows():
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in dataset.load_quads())

    assert 6 == len(list(store.query(value("pillars", "sh:select"))))


def test_parameters_are_told_with_what_they_take():
    of_section = [quad for quad in described() if quad.subject == ox.NamedNode(f"{QUERY}statements#section")]

    said = {quad.predicate: quad.object.value for quad in of_section}
    assert "section" == said[iri("sh:name")]
    assert "true" == said[iri("sh:optional")]
    assert "; takes " in said[iri("sh:description")]


def test_nothing_has_no_name():
    assert not [
        quad for quad in described() if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    ]
