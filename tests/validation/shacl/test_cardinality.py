"""Section 4.2 of SHACL: sh:minCount and sh:maxCount."""

from __future__ import annotations

import pytest

from csgraph.validation.shacl.cardinality import MaxCount, MinCount
from csgraph.validation.shacl.model import Shape
from tests.support.shacl import found

DATA = """
:a :p 1, 2, :b . :b :p 3 ; :q :a . :c :q :a, :b . :d a :D .
:e :p 1, 01, 1.0, "1"^^xsd:byte .
:f :p "x"@en, "x", "x"^^xsd:token .
"""


@pytest.mark.parametrize(
    ("path", "counts", "expected"),
    [
        # Values of :p: three of :a, one of :b, none of :c and :nowhere.
        (":p", "sh:minCount 0", []),
        (":p", "sh:minCount 1", ["MinCount :c", "MinCount :nowhere"]),
        (":p", "sh:minCount 2", ["MinCount :b", "MinCount :c", "MinCount :nowhere"]),
        (":p", "sh:minCount 4", ["MinCount :a", "MinCount :b", "MinCount :c", "MinCount :nowhere"]),
        (":p", "sh:maxCount 0", ["MaxCount :a", "MaxCount :b"]),
        (":p", "sh:maxCount 1", ["MaxCount :a"]),
        (":p", "sh:maxCount 3", []),
        (":p", "sh:minCount 2 ; sh:maxCount 1", ["MaxCount :a", "MinCount :b", "MinCount :c", "MinCount :nowhere"]),
        # Backwards along :q: to :a from :b and :c, to :b from :c.
        ("[ sh:inversePath :q ]", "sh:minCount 2", ["MinCount :b", "MinCount :c", "MinCount :nowhere"]),
        ("[ sh:inversePath :q ]", "sh:maxCount 0", ["MaxCount :a", "MaxCount :b"]),
        # :q/:p leads from :b to the three values of :a, and from :c to those and to 3.
        ("( :q :p )", "sh:maxCount 3", ["MaxCount :c"]),
        ("( :q :p )", "sh:minCount 1", ["MinCount :a", "MinCount :nowhere"]),
        # Both :p and :q lead from :b: to 3 and to :a.
        ("[ sh:alternativePath ( :p :q ) ]", "sh:minCount 3", ["MinCount :b", "MinCount :c", "MinCount :nowhere"]),
        # In no step each node leads to itself, even one that the data do not have.
        ("[ sh:zeroOrMorePath :q ]", "sh:minCount 2", ["MinCount :a", "MinCount :nowhere"]),
        ("[ sh:zeroOrMorePath :q ]", "sh:maxCount 2", ["MaxCount :c"]),
        (
            "[ sh:zeroOrOnePath :q ]",
            "sh:maxCount 0",
            ["MaxCount :a", "MaxCount :b", "MaxCount :c", "MaxCount :nowhere"],
        ),
        ("[ sh:oneOrMorePath :q ]", "sh:minCount 1", ["MinCount :a", "MinCount :nowhere"]),
        ("[ sh:oneOrMorePath :q ]", "sh:maxCount 1", ["MaxCount :c"]),
    ],
)
def test_values_are_counted(path, counts, expected):
    shapes = f":S sh:targetNode :a, :b, :c, :nowhere ; sh:path {path} ; {counts} ."

    assert expected == found(DATA, shapes)


def test_value_that_a_path_reaches_twice_is_one_value():
    """Value nodes are a set (section 2.3.2)."""
    data = ":a :p :b, :c . :b :q 1 . :c :q 1 ."

    assert [] == found(data, ":S sh:targetNode :a ; sh:path ( :p :q ) ; sh:maxCount 1 .")
    assert ["MinCount :a"] == found(data, ":S sh:targetNode :a ; sh:path ( :p :q ) ; sh:minCount 2 .")


@pytest.mark.parametrize(("node", "count"), [(":e", 4), (":f", 3)])
def test_forms_of_one_value_are_several_values(node, count):
    """Value nodes are terms, and terms with other lexical forms are others (RDF 1.1 Concepts, section 3.3)."""
    assert [] == found(DATA, f":S sh:targetNode {node} ; sh:path :p ; sh:minCount {count} ; sh:maxCount {count} .")
    assert [f"MaxCount {node}"] == found(DATA, f":S sh:targetNode {node} ; sh:path :p ; sh:maxCount {count - 1} .")
    assert [f"MinCount {node}"] == found(DATA, f":S sh:targetNode {node} ; sh:path :p ; sh:minCount {count + 1} .")


def test_blank_nodes_are_values_and_focus_nodes():
    data = ":a :p [], [] . _:b :p 1 ."

    assert ["MaxCount :a"] == found(data, ":S sh:targetNode :a ; sh:path :p ; sh:maxCount 1 .")
    assert ["MinCount _:b"] == found("_:b a :C ." + data, ":S sh:targetClass :C ; sh:path :p ; sh:minCount 2 .")


def test_literal_has_no_properties_and_may_be_a_value_of_some():
    data = ":a :p 1 . :b :p 1 ."

    assert ["MinCount 1"] == found(data, ":S sh:targetNode 1 ; sh:path :p ; sh:minCount 1 .")
    assert ["MaxCount 1"] == found(data, ":S sh:targetNode 1 ; sh:path [ sh:inversePath :p ] ; sh:maxCount 1 .")


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        (MinCount(Shape(None), 1), "at least 1 value"),
        (MinCount(Shape(None), 2), "at least 2 values"),
        (MaxCount(Shape(None), 0), "no value"),
        (MaxCount(Shape(None), 1), "at most 1 value"),
        (MaxCount(Shape(None), 2), "at most 2 values"),
    ],
)
def test_what_is_expected_is_said_in_words(constraint, expected):
    assert expected == constraint.expected
