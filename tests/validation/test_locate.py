"""Which triple a finding's line is that of, by the kind of constraint."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from csgraph.rdf.source_index import SourceIndex
from csgraph.validation import locate
from csgraph.validation.checks import Check, CheckResult
from csgraph.validation.inputs import load_shapes
from csgraph.validation.shacl.graph import IllFormedError
from csgraph.validation.shacl.model import VIOLATION
from csgraph.validation.shacl.paths import Path as ShaclPath
from csgraph.validation.shacl.report import Result
from csgraph.validation.shacl.terms import sh

DATA = """\
@prefix : <urn:x#> .
:a a :C ;
    :p 1, 2,
        3 .
:b :p :a .
"""
SHAPES = """\
@prefix : <urn:x#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
:S a sh:PropertyShape ; sh:path :p ;
    sh:maxCount 2 .
"""


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:x#{name}")


P = ShaclPath("predicate", node("p"))
INVERSE = ShaclPath("inversePath", None, (P,))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SourceIndex:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.ttl").write_text(DATA)
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    return SourceIndex([Path("data.ttl")])


@pytest.mark.parametrize(
    ("component", "path", "value", "expected"),
    [
        ("Datatype", P, ox.Literal(2), "data.ttl:3:11"),  # the value
        ("Closed", P, ox.Literal(2), "data.ttl:3:5"),  # the property that is not allowed
        ("MaxCount", P, None, "data.ttl:4:9"),  # the first value beyond the maximum, which is 2
        ("MinCount", P, None, "data.ttl:2:1"),  # the node
        ("SPARQL", P, None, "data.ttl:3:8"),  # the first value
        ("Class", INVERSE, node("b"), "data.ttl:5:1"),  # the subject that leads there
        ("Pattern", None, None, "data.ttl:2:1"),
    ],
)
def test_a_result_is_located_at_the_triple_that_is_wrong(component, path, value, expected, index):
    shapes, _ = load_shapes([Path("shapes.ttl")])
    result = Result(node("a"), path, value, sh(f"{component}ConstraintComponent"), node("S"), None, VIOLATION)

    assert expected == str(locate.result(result, node("a"), value, shapes, index))


@pytest.mark.parametrize(
    ("path", "value", "values", "is_known", "expected"),
    [
        (node("p"), ox.Literal(3), [], True, "data.ttl:4:9"),
        (node("p"), ox.Literal(3), [], False, "data.ttl:3:5"),  # the unknown property
        (node("p"), None, [ox.Literal(1)], True, "data.ttl:3:5"),
        (node("q"), None, [], True, "data.ttl:2:1"),
        (None, None, [], True, "data.ttl:2:1"),
    ],
)
def test_a_row_of_a_check_is_located_at_its_value_property_or_node(path, value, values, is_known, expected, index):
    check = Check("x", Path("x.rq"), "X.", "", "Violation", "", (), (), None, "")

    assert expected == str(locate.check_result(CheckResult(check, node("a"), path, value), values, is_known, index))


def test_an_ill_formed_shape_is_located_at_the_wrong_value(index):
    _, places = load_shapes([Path("shapes.ttl")])
    known = IllFormedError("wrong", node("S"), sh("maxCount"), ox.Literal(2))

    assert "shapes.ttl:4:17: urn:x#S: wrong" == str(locate.ill_formed(known, places))
    assert "shapes.ttl:3:1: urn:x#S: wrong" == str(locate.ill_formed(IllFormedError("wrong", node("S")), places))
    assert "urn:x#T: wrong" in str(locate.ill_formed(IllFormedError("wrong", node("T")), places))
