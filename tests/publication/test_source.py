"""One choice of what is queried, for queries, descriptions, evidence and search alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import csgraph
from csgraph.errors import InputError
from csgraph.publication.source import Source
from csgraph.publication.views import QueryText
from csgraph.rdf.turtle import iri

COMMENTS = QueryText("SELECT ?c { ?s rdfs:comment ?c } ORDER BY ?c", "query")


def comments(source: Source) -> list[str]:
    return [row.c.value for row in source.query(COMMENTS)]


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(
        "<http://e.org/a> <http://www.w3.org/2000/01/rdf-schema#comment> 'mine' ; "
        "<http://www.w3.org/2000/01/rdf-schema#label> 'sample' ."
    )
    return path


def test_graphs_and_files_are_added_to_the_publication(publication, mine):
    assert comments(Source()) == []
    assert comments(Source(graphs=["editorial"], data=[mine])) == ["mine", "ours"]


def test_a_query_adds_the_graphs_of_its_header(publication):
    query = QueryText(f"#+ graph: report, editorial\n{COMMENTS.text}", "query")

    assert [row.c.value for row in Source().query(query)] == ["ours"]


def test_a_store_is_read_in_place_of_the_publication(publication, mine):
    store = ox.Store()
    store.load(path=mine, format=ox.RdfFormat.TURTLE)

    assert comments(Source(store=store)) == ["mine"]
    assert csgraph.show("sample", store=store).iri == "http://e.org/a"
    assert [hit.iri for hit in csgraph.search("sample", store=store)] == ["http://e.org/a"]
    assert csgraph.evidence("sample", store=store).label == "sample"
    with pytest.raises(InputError, match="norms: no such"):
        csgraph.show("norms", store=store)


def test_a_resource_is_found_in_all_that_is_read(publication, mine):
    node, store = Source(data=[mine]).about("SAMPLE")

    assert node == ox.NamedNode("http://e.org/a")
    assert ox.Literal("mine") in {quad.object for quad in store.quads_for_pattern(node, None, None)}
    assert len(Source(data=[mine]).texts([], iri("csg:wordsOfReport"))) == len(store)


def test_a_query_text_knows_what_its_header_declares(publication):
    text = (
        "#+ graph: report\n#+ picture: timeline\n#+ parameters: {n: {type: integer, description: d}}\nASK { ?n ?p ?o }"
    )
    query = QueryText(text, "mine.rq")

    assert (query.has_header, query.graphs, query.chart()) == (True, ["report"], "timeline")
    assert [parameter.name for parameter in query.parameters] == ["n"]
    assert (COMMENTS.has_header, COMMENTS.graphs, COMMENTS.parameters) == (False, [], ())
    with pytest.raises(InputError, match="query: this query has no chart"):
        COMMENTS.chart()


def test_one_name_and_one_path_need_no_list(tmp_path: Path):
    (tmp_path / "mine.ttl").write_text("<http://e.org/a> <http://e.org/p> 1 .")
    query = "SELECT ?o { <http://e.org/a> ?p ?o }"

    for data in (str(tmp_path / "mine.ttl"), tmp_path / "mine.ttl", [str(tmp_path / "mine.ttl")]):
        assert len(csgraph.query(query, data=data)) == 1
    assert csgraph.query("ASK { GRAPH graph:editorial { ?s ?p ?o } }", graphs="editorial")


@pytest.mark.parametrize("more", [{"graphs": ["facts"]}, {"data": ["a.ttl"]}, {"endpoint": "http://localhost:9/"}])
def test_a_store_is_queried_alone(more: dict[str, Any]):
    with pytest.raises(InputError, match="store: a store is queried as it is"):
        csgraph.query("ASK {}", store=ox.Store(), **more)
