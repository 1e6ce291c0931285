"""What pages ask of the graph is told graph by graph and in order."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csgraph.publication import dataset, resources
from csgraph.rdf.namespaces import expand
from csgraph.site.graph import SiteGraph
from tests.conftest import PREFIXES


@pytest.fixture(scope="module")
def known() -> SiteGraph:
    return SiteGraph(dataset.load_store(dataset.graph_files()))


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie) or "")


def test_it_knows_its_graphs(known):
    expected = ["alignments", "dataset", "editorial", "facts", "links", "passages", "report", "vocabulary"]
    assert expected == known.graphs


def test_blank_nodes_have_the_same_names_each_time(publication):
    (publication / "ontology" / "more.ttl").write_text(
        f"{PREFIXES}csg:inSection rdfs:seeAlso [ rdfs:label 'b' ] , [ rdfs:label 'a' ] , [ rdfs:label 'c' ] ."
    )
    found = [SiteGraph.load().values(node("csg:inSection"), node("rdfs:seeAlso")) for _ in range(5)]

    assert 3 == len(found[0])
    assert all(each == found[0] for each in found)


def test_what_is_said_of_a_thing_is_told_graph_by_graph(known):
    said = known.said(node("process:oewg"))

    assert {"facts", "report"} <= said.keys()
    assert all(triple.subject == node("process:oewg") for triples in said.values() for triple in triples)


def test_what_points_to_a_thing_is_told_by_property(known):
    pointing = known.pointing(node("event:panel-2"))

    slots = [resources.curie(each) for each in pointing[node("csg:inEvent")]]
    assert [f"participation:panel-2-{slot}" for slot in range(1, len(slots) + 1)] == slots


def test_labels_are_those_that_people_read(known):
    assert "Serge Droz" == known.label(node("person:serge-droz"))
    assert "person:nobody" == known.label(node("person:nobody"))
    assert "https://example.org/x" == resources.curie(ox.NamedNode("https://example.org/x"))


def test_everything_of_ours_that_a_graph_names_has_an_address(known):
    for curie in ("person:serge-droz", "csg:Process", "graph:report", "scheme:pillar", "quote:3.1-p3_351-356"):
        assert node(curie).value in known.addresses
    assert "https://w3id.org/csgraph/query/pillars" in known.addresses


def test_blank_nodes_come_with_what_is_said_of_them(publication):
    store = ox.Store()
    text = b"<https://e.org/a> <https://e.org/p> [ <https://e.org/q> [ <https://e.org/r> 1 ] ] ."
    store.load(text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://w3id.org/csgraph/graph/x"))
    known = SiteGraph(store)

    assert 3 == len(list(known.with_blank_nodes(known.said(ox.NamedNode("https://e.org/a"))["x"])))
    ring = b"_:a <https://e.org/p> _:b . _:b <https://e.org/p> _:a . <https://e.org/r> <https://e.org/p> _:a ."
    store.load(ring, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://w3id.org/csgraph/graph/x"))
    assert 3 == len(list(known.with_blank_nodes(known.said(ox.NamedNode("https://e.org/r"))["x"])))
