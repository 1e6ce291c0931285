"""Section 2.1.3 of SHACL: which nodes a shape is asked of."""

from __future__ import annotations

import pytest

from csgraph.validation.shacl import targets
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError
from tests.support.shacl import found, parse

DATA = """
:a a :C ; :p :b, 1, 01, _:x . _:x a :C .
:d a :D . :D rdfs:subClassOf :C . :e a :E . :E rdfs:subClassOf :D .
:c a :Other ; :q :a .
"""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("sh:targetNode :a", [":a"]),
        ("sh:targetNode :nowhere, 1, 01, 1.50", ["01", "1", "1.50", ":nowhere"]),
        ("sh:targetClass :C", [":a", ":d", ":e", "_:x"]),
        ("sh:targetClass :D", [":d", ":e"]),
        ("sh:targetClass :E", [":e"]),
        ("sh:targetClass :Nothing", []),
        ("sh:targetClass :E, :Other", [":c", ":e"]),
        ("sh:targetSubjectsOf :p", [":a"]),
        ("sh:targetSubjectsOf :p, :q", [":a", ":c"]),
        ("sh:targetObjectsOf :p", ["01", "1", ":b", "_:x"]),
        ("sh:targetObjectsOf :p, :q", ["01", "1", ":a", ":b", "_:x"]),
        ("sh:targetNode :b ; sh:targetClass :E ; sh:targetSubjectsOf :q", [":b", ":c", ":e"]),
        ("sh:targetNode 01, :a ; sh:targetObjectsOf :p, :q", ["01", "1", ":a", ":b", "_:x"]),
    ],
)
def test_focus_nodes(target, expected):
    assert [f"In {node} {node}" for node in expected] == found(DATA, f":S {target} ; sh:in () .")


@pytest.mark.parametrize(
    "hierarchy",
    [
        ":D rdfs:subClassOf :C . :C rdfs:subClassOf :D .",
        ":D rdfs:subClassOf :D, :C . :C rdfs:subClassOf :C .",
        ":D rdfs:subClassOf :E . :E rdfs:subClassOf :C . :C rdfs:subClassOf :E, :D .",
    ],
)
def test_cycle_of_subclasses_ends(hierarchy):
    data = ":a a :C . :b a :D ." + hierarchy

    assert ["In :a :a", "In :b :b"] == found(data, ":S sh:targetClass :C ; sh:in () .")


def test_subclass_may_have_no_iri():
    data = ":a a [ rdfs:subClassOf [ rdfs:subClassOf :C ] ] . :b a [ ] ."

    assert ["In :a :a"] == found(data, ":S sh:targetClass :C ; sh:in () .")


def test_node_with_several_types_is_checked_once():
    data = ":a a :C, :D, :E . :D rdfs:subClassOf :C . :E rdfs:subClassOf :C, :D ."

    assert ["In :a :a"] == found(data, ":S sh:targetClass :C ; sh:in () .")


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        (":C a rdfs:Class, sh:NodeShape ; sh:in () .", ["In :a :a"]),
        (":C a rdfs:Class ; sh:in () .", ["In :a :a"]),
        # An owl:Class is an rdfs:Class (OWL 2 RDF-Based Semantics, table 5.2).
        (":C a owl:Class, sh:NodeShape ; sh:in () .", ["In :a :a"]),
        (":C a :Meta, sh:NodeShape ; sh:in () . :Meta rdfs:subClassOf [ rdfs:subClassOf rdfs:Class ] .", ["In :a :a"]),
        (":C a :Meta, sh:NodeShape ; sh:in () . :Meta rdfs:subClassOf :Meta .", []),
        (":C a sh:NodeShape ; sh:in () .", []),
        (":C a rdfs:Class, sh:NodeShape ; sh:targetNode :b ; sh:in () .", ["In :a :a", "In :b :b"]),
        (":C a rdfs:Class, sh:PropertyShape ; sh:path :p ; sh:minCount 1 .", ["MinCount :a"]),
        # A class that some shape is about is no shape by that.
        (":C a rdfs:Class . :S sh:class :C .", []),
    ],
)
def test_shape_that_is_a_class_is_asked_of_its_instances(shapes, expected):
    assert expected == found(":a a :C .", shapes)


def test_shape_without_target_is_asked_of_nothing():
    assert [] == found(":a a :C .", ":S a sh:NodeShape ; sh:in () . [] sh:in () .")


@pytest.mark.parametrize(
    ("target", "value"),
    [
        ("sh:targetClass", '"C"'),
        ("sh:targetClass", "[]"),
        ("sh:targetSubjectsOf", "1"),
        ("sh:targetObjectsOf", "[]"),
    ],
)
def test_target_that_is_none_is_refused(target, value):
    graph = ShapesGraph(parse(f":S {target} {value} ."))
    (node,) = graph.subjects()

    with pytest.raises(IllFormedError, match=f"{target} takes a") as raised:
        targets.read(graph, node, is_shape=True)

    assert f"{target[3:]}>" in str(raised.value.predicate).replace("#", "#") + ">"
    assert raised.value.shape == node


def test_blank_node_of_the_shapes_is_none_of_the_data():
    graph = ShapesGraph(parse(":S sh:targetNode [] ."))
    (node,) = graph.subjects()

    with pytest.raises(UnsupportedError) as raised:
        targets.read(graph, node, is_shape=True)

    assert raised.value.feature == "sh:targetNode with a blank node"
    assert raised.value.shape == node


def test_targets_are_read_in_order_and_once():
    graph = ShapesGraph(parse(":S sh:targetClass :S, :B ; sh:targetNode :a ; a rdfs:Class ."))
    (node,) = graph.subjects()

    read = targets.read(graph, node, is_shape=True)

    assert [(kind, value.value[-1]) for kind, value in read] == [
        ("targetNode", "a"),
        ("targetClass", "S"),
        ("targetClass", "B"),
    ]
    assert [pair[0] for pair in targets.read(graph, node, is_shape=False)] == [
        "targetNode",
        "targetClass",
        "targetClass",
    ]
