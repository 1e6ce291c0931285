"""Section 3.6 of SHACL: the validation report, as it reads back."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csgraph.rdf.vocab import RDF_TYPE
from csgraph.validation.shacl import paths, report
from csgraph.validation.shacl.graph import ShapesGraph
from csgraph.validation.shacl.report import Result
from csgraph.validation.shacl.terms import sh

A, P, S = (ox.NamedNode(f"urn:x#{name}") for name in "apS")
STEP, OTHER = paths.Path("predicate", P), paths.Path("predicate", ox.NamedNode("http://www.w3.org/ns/shacl#path"))


def read(text: str) -> tuple[bool, list[Result]]:
    """Return whether a report conforms, and its results."""
    quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    graph = ShapesGraph(quads)
    (node,) = graph.instances(sh("ValidationReport"))
    found = []
    for one in graph.values(node, sh("result")):
        assert graph.values(one, RDF_TYPE) == [sh("ValidationResult")]
        path = graph.value(one, sh("resultPath"))
        found.append(
            Result(
                graph.value(one, sh("focusNode")),
                None if path is None else paths.read(graph, path, one),
                graph.value(one, sh("value")),
                graph.value(one, sh("sourceConstraintComponent")),
                graph.value(one, sh("sourceShape")),
                graph.value(one, sh("sourceConstraint")),
                graph.value(one, sh("resultSeverity")),
                tuple(graph.values(one, sh("resultMessage"))),
            )
        )
    return graph.flag(node, sh("conforms")), found


def result(**parts: object) -> Result:
    given = {"focus": A, "path": None, "value": None, "component": sh("InConstraintComponent"), "shape": S,
             "constraint": None, "severity": sh("Violation")}  # fmt: skip
    return Result(**{**given, **parts})


def test_report_without_results_conforms():
    assert read(report.write([])) == (True, [])
    assert "sh:result " not in report.write([])


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"value": ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))},
        {"value": ox.Literal(1.5), "focus": ox.Literal("x", language="en-gb")},
        {"value": ox.BlankNode("b1"), "focus": ox.BlankNode("b2"), "shape": ox.BlankNode("b1")},
        {"constraint": ox.BlankNode("c")},
        {"constraint": ox.NamedNode("urn:x#constraint")},
        {"severity": ox.NamedNode("urn:x#Grave"), "component": ox.NamedNode("urn:x#C")},
        {"focus": ox.NamedNode("http://e.org/a,b;c(d)'")},
        {"messages": (ox.Literal('say "so"\nand\tso\\ """'), ox.Literal("it's", language="en"), ox.Literal(""))},
    ],
)
def test_result_reads_back_the_same(parts):
    given = result(**parts)

    assert read(report.write([given])) == (False, [given])


PATHS = [
    STEP,
    OTHER,
    *(paths.Path(kind, None, (STEP,)) for kind in ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")),
    paths.Path("sequence", None, (STEP, OTHER, STEP)),
    paths.Path("alternativePath", None, (STEP, OTHER)),
    paths.Path(
        "sequence", None, (paths.Path("inversePath", None, (paths.Path("sequence", None, (STEP, OTHER)),)), STEP)
    ),
    paths.Path(
        "zeroOrMorePath",
        None,
        (paths.Path("alternativePath", None, (paths.Path("oneOrMorePath", None, (STEP,)), OTHER)),),
    ),
]


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_path_reads_back_the_same(path):
    assert read(report.write([result(path=path)])) == (False, [result(path=path)])


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
literals = texts.map(ox.Literal) | st.builds(lambda text: ox.Literal(text, language="de-ch"), texts)
nodes = st.sampled_from([A, P, ox.BlankNode("b"), ox.BlankNode("c"), sh("in")])
results = st.builds(
    Result,
    focus=nodes | literals,
    path=st.none() | st.sampled_from(PATHS),
    value=st.none() | nodes | literals,
    component=st.sampled_from([sh("InConstraintComponent"), A]),
    shape=nodes,
    constraint=st.none() | nodes,
    severity=st.sampled_from([sh("Violation"), sh("Info"), P]),
    messages=st.lists(literals, max_size=3, unique_by=str).map(tuple),
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(results, max_size=5))
def test_results_read_back_the_same(given):
    conforms, found = read(report.write(given))

    assert conforms == (not given)
    assert Counter(given) == Counter(found)


def test_prefixes_are_those_that_are_used():
    text = report.write([result(component=ox.NamedNode("http://www.w3.org/2004/02/skos/core#Concept"))])

    assert [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")] == ["sh:", "skos:"]
