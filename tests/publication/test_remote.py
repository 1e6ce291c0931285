"""What ``csgraph.publication.remote`` promises: which graphs of a store are queried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csgraph.errors import InputError, StoreError
from csgraph.publication import describe, query, search
from csgraph.rdf.namespaces import GRAPH, PREFIXES
from csgraph.validation import validate
from tests.support import faults, stores


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Oxigraph]:
    """A store that has something else: by default, and in a graph of its own that has a pillar."""
    folder = tmp_path_factory.mktemp("other")
    with stores.start_oxigraph(folder) as server:
        (folder / "else.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
        (folder / "pillar.ttl").write_text(f"<urn:p> a <{PREFIXES['csg']}Pillar> ; <{PREFIXES['rdfs']}label> 'p'@en .")
        server.load(folder / "else.ttl")
        server.load(folder / "pillar.ttl", "urn:mine")
        server.load(folder / "pillar.ttl", f"{GRAPH}report")
        yield server


def test_graphs_are_asked_by_iri(other):
    found = query.query("SELECT ?s { ?s a csg:Pillar }", graphs=["urn:mine"], endpoint=other.query)

    assert ["urn:p"] == [row.s.value for row in found]
    assert "p" == describe.show("p", graphs=["<urn:mine>"], endpoint=other.query).label
    assert "urn:p" == search.search("p", graphs=["urn:mine"], endpoint=other.query)[0].iri


def test_a_graph_that_is_not_there_is_an_error_and_no_empty_table(other):
    with pytest.raises(InputError, match=f"{other.query}: the store has no graph urn:nope$"):
        query.query("SELECT ?s { ?s a csg:Pillar }", graphs=["urn:mine", "urn:nope"], endpoint=other.query)


def test_from_says_itself_what_is_asked(other):
    found = query.query("SELECT ?s FROM <urn:mine> { ?s ?p ?o } LIMIT 1", endpoint=other.query)

    assert ["urn:p"] == [row.s.value for row in found]


def test_store_with_some_of_the_graphs_is_told_which_are_missing(other):
    missing = " or ".join(GRAPH + name for name in ("dataset", "passages", "vocabulary"))

    with pytest.raises(StoreError, match=f"{other.query}: the store has no graph {missing}; load"):
        query.query("pillars", endpoint=other.query)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    with stores.start_oxigraph(tmp_path) as server:
        yield server.query


def test_store_without_the_publication_is_told_so_unless_the_query_is_free(empty):
    for ask in (lambda: query.query("pillars", endpoint=empty), lambda: describe.show("norms", endpoint=empty)):
        with pytest.raises(StoreError, match=f"{empty}: the default graph has nothing of the publication"):
            ask()

    assert 0 == len(query.query("SELECT ?s { ?s a csg:Pillar }", endpoint=empty))


def test_a_store_without_the_publication_is_not_checked_for_what_it_lacks(empty):
    with pytest.raises(StoreError, match=f"{empty}: the default graph has nothing of the publication"):
        validate.check_endpoint(empty)


def test_files_are_not_added_to_an_endpoint(empty, tmp_path):
    with pytest.raises(InputError, match=r"mine\.ttl: files cannot be queried together with an endpoint"):
        query.query("pillars", data=[tmp_path / "mine.ttl"], endpoint=empty)


@pytest.mark.parametrize("graph", ["urn:a b", "urn:a> <urn:b", "a> { }", "a b"])
def test_what_is_no_iri_is_no_graph(graph, empty):
    with pytest.raises(InputError, match="this is not an IRI"):
        query.query("pillars", graphs=[graph], endpoint=empty)


def test_store_that_knows_no_named_graphs_is_asked_what_is_free():
    refused = faults.Fault(
        faults.status(400, "quads are unknown"), when=lambda request: "GRAPH" in request.parameters["query"]
    )
    with faults.serve(refused) as server:
        assert 0 == len(query.query("SELECT ?s { ?s a csg:Pillar }", endpoint=server.query))
        with pytest.raises(StoreError, match="HTTP 400 Bad Request: quads are unknown"):
            query.query("pillars", endpoint=server.query)
