"""Results as other tools take them: notebooks, data frames, rdflib."""

from __future__ import annotations

import sys

import pyoxigraph as ox
import pytest

import csgraph
from csgraph.errors import InputError
from csgraph.sparql import results
from csgraph.sparql.engine import run

VALUES = """SELECT * { VALUES (?text ?whole ?number ?truth ?mixed ?large ?none) {
  ("norms"@en 2 10.5 true 1 9223372036854775808 UNDEF) (pillar:norms UNDEF 1e3 UNDEF "one" 1 UNDEF) } }"""
COLUMNS = {
    "text": ("string", ["norms", "https://w3id.org/csgraph/scheme/pillar/norms"]),
    "whole": ("int", [2, None]),
    "number": ("float", [10.5, 1000.0]),
    "truth": ("bool", [True, None]),
    "mixed": ("string", ["1", "one"]),
    "large": ("string", ["9223372036854775808", "1"]),
    "none": ("string", [None, None]),
}


def rows(query: str = VALUES) -> results.Rows:
    found = run(query, ox.Store())
    assert isinstance(found, results.Rows)
    return found


def counted(count: int) -> results.Rows:
    return results.Rows(["n"], [[ox.Literal(number)] for number in range(count)])


def triples(count: int) -> results.Triples:
    node = ox.NamedNode("http://e.org/b")
    return results.Triples([ox.Triple(node, node, ox.Literal(f"{number:02}")) for number in range(count)])


def test_a_slice_of_rows_is_rows():
    assert counted(5)[1:3].to("csv") == "n\r\n1\r\n2\r\n"
    assert counted(5)[-1].n.value == "4"


def test_pandas_has_numbers_as_numbers_and_text_as_text():
    pandas = pytest.importorskip("pandas")
    types = {"string": "string", "int": "Int64", "float": "Float64", "bool": "boolean"}

    frame = rows().to_pandas()

    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {n: types[k] for n, (k, _) in COLUMNS.items()}
    for name, (_, values) in COLUMNS.items():
        assert [None if value is pandas.NA else value for value in frame[name]] == values
    assert list(rows("SELECT ?a { FILTER(false) }").to_pandas().columns) == ["a"]


def test_polars_has_numbers_as_numbers_and_text_as_text():
    polars = pytest.importorskip("polars")
    types = {"string": polars.String, "int": polars.Int64, "float": polars.Float64, "bool": polars.Boolean}

    frame = rows().to_polars()

    assert dict(frame.schema) == {name: types[kind] for name, (kind, _) in COLUMNS.items()}
    assert frame.to_dict(as_series=False) == {name: values for name, (_, values) in COLUMNS.items()}


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_package_that_is_missing_is_named(name, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(ImportError, match=f"{name} is not installed: pip install {name}"):
        getattr(rows(), f"to_{name}")()


def test_columns_know_the_types_of_their_values():
    names = {str: "string", int: "int", float: "float", bool: "bool"}

    assert {name: (names[kind], values) for name, kind, values in rows()._columns()} == COLUMNS


def test_rdflib_has_the_rows_as_a_result_and_the_triples_as_a_graph():
    import rdflib

    first, second = rows().to_rdflib()
    graph = triples(2).to_rdflib()

    assert (first.text, first.none) == (rdflib.Literal("norms", lang="en"), None)
    assert second.text == rdflib.URIRef("https://w3id.org/csgraph/scheme/pillar/norms")
    assert {value.toPython() for value in graph.objects()} == {"00", "01"}
    assert ("pillar", rdflib.URIRef("https://w3id.org/csgraph/scheme/pillar/")) in set(graph.namespaces())
    with pytest.raises(InputError, match="rdflib has no triple terms"):
        rows("SELECT ?t { BIND(<<( pillar:a pillar:b pillar:c )>> AS ?t) }").to_rdflib()


@pytest.mark.parametrize(("answer", "kind"), [(counted(62), "rows"), (triples(62), "triples")], ids=["rows", "triples"])
def test_str_and_a_notebook_show_the_first_sixty(answer, kind):
    for shown in (str(answer), answer._repr_html_()):
        assert f"… and 2 more {kind}" in shown
        assert "59" in shown
        assert "61" not in shown
        assert "<b>" not in shown


def test_a_notebook_shows_no_markup_of_the_data(publication):
    for answer in (
        rows("SELECT ?a { VALUES ?a { '<script>' } }"),
        run("CONSTRUCT { pillar:a pillar:b '<script>' } {}", ox.Store()),
        csgraph.show("norms"),
        csgraph.evidence("norms"),
        csgraph.evidence("csg:Pillar"),
        csgraph.search("norms"),
        run("ASK {}", ox.Store()),
    ):
        assert "<script>" not in answer._repr_html_()
        assert answer._repr_html_().startswith("<")
        assert str(answer).strip()


def test_an_answer_explains_why_it_is_empty(publication):
    (why,) = csgraph.query("SELECT ?s { ?s a csg:Piller }").explain()

    assert "csg:Piller has no instances; did you mean csg:Pillar?" in why
    assert csgraph.query("ASK { ?s a csg:Piller }").explain()
    assert csgraph.query("ASK { ?s a csg:Pillar }").explain() == []
    assert csgraph.query("pillars").explain() == []
