"""Section 4.5 of SHACL: sh:equals, sh:disjoint, sh:lessThan and sh:lessThanOrEquals."""

from __future__ import annotations

import pytest

from tests.support.shacl import found


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (":a :p 1, 2 ; :q 2, 1 .", []),
        ("", []),
        # One result for each value that only one of the two has (section 4.5.1).
        (":a :p 1, 2 ; :q 2, 3 .", ["Equals :a 1", "Equals :a 3"]),
        (":a :p 1 .", ["Equals :a 1"]),
        (":a :q 1 .", ["Equals :a 1"]),
        # Terms, and not values.
        (":a :p 1 ; :q 01 .", ["Equals :a 01", "Equals :a 1"]),
        (":a :p 1.5 ; :q 1.50 .", ["Equals :a 1.5", "Equals :a 1.50"]),
        (':a :p "1"^^xsd:byte ; :q "1"^^xsd:byte .', []),
        (':a :p true ; :q "1"^^xsd:boolean .', ['Equals :a "1"^^xsd:boolean', "Equals :a true"]),
        (":a :p _:b ; :q _:b .", []),
        (":a :p _:b ; :q _:c .", ["Equals :a _:b", "Equals :a _:c"]),
    ],
)
def test_equals(data, expected):
    assert expected == found(data, ":S sh:targetNode :a ; sh:path :p ; sh:equals :q .")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # :a :p/:q leads to 1 and 2, and :r of :a is 2 and 3.
        ("( :p :q )", ["Equals :a 1", "Equals :a 3"]),
        # In no step to :a itself, in one to :b and :c.
        ("[ sh:zeroOrOnePath :p ]", ["Equals :a 2", "Equals :a 3", "Equals :a :a", "Equals :a :b", "Equals :a :c"]),
        ("[ sh:inversePath :p ]", ["Equals :a 2", "Equals :a 3", "Equals :a :z"]),
    ],
)
def test_equals_of_a_path(path, expected):
    data = ":a :p :b, :c ; :r 2, 3 . :b :q 1, 2 . :c :q 2 . :z :p :a ."

    assert expected == found(data, f":S sh:targetNode :a ; sh:path {path} ; sh:equals :r .")


@pytest.mark.parametrize(
    ("data", "equals", "disjoint"),
    [
        (":a :p :a .", [], ["Disjoint :a :a"]),
        (":a :p :b .", ["Equals :a :a", "Equals :a :b"], []),
        (":a :p :a, :b .", ["Equals :a :b"], ["Disjoint :a :a"]),
        ("", ["Equals :a :a"], []),
    ],
)
def test_node_shape_has_its_focus_node_as_value(data, equals, disjoint):
    assert equals == found(data, ":S sh:targetNode :a ; sh:equals :p .")
    assert disjoint == found(data, ":S sh:targetNode :a ; sh:disjoint :p .")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (":a :p 1, 2 ; :q 3 .", []),
        (":a :p 1, 2 ; :q 2, 3 .", ["Disjoint :a 2"]),
        (":a :p 1.50 ; :q 1.5 .", []),
        (":a :p 1.50 ; :q 1.50 .", ["Disjoint :a 1.50"]),
        (':a :p "x"@en ; :q "x" .', []),
        (":a :p _:b ; :q _:b .", ["Disjoint :a _:b"]),
    ],
)
def test_disjoint(data, expected):
    assert expected == found(data, ":S sh:targetNode :a ; sh:path :p ; sh:disjoint :q .")


@pytest.mark.parametrize(
    ("data", "less", "at_most"),
    [
        (":a :p 1 ; :q 2 .", [], []),
        (":a :p 1 .", [], []),
        (":a :q 1 .", [], []),
        # By value, whatever the form.
        (":a :p 01 ; :q 1.0 .", ["01"], []),
        (":a :p 10 ; :q 9 .", ["10"], ["10"]),
        # One result for each pair (section 4.5.3): 2 is neither less than 1 nor than 2.
        (":a :p 2 ; :q 1, 2, 3 .", ["2", "2"], ["2"]),
        (":a :p 1, 2 ; :q 2, 1 .", ["1", "2", "2"], ["2"]),
        # What cannot be compared is not less.
        (':a :p 1 ; :q "2" .', ["1"], ["1"]),
        (":a :p :b ; :q :c .", [":b"], [":b"]),
        (':a :p "x"^^xsd:integer ; :q 2 .', ['"x"^^xsd:integer'], ['"x"^^xsd:integer']),
        (
            ':a :p "2020-01-01T00:00:00.000Z"^^xsd:dateTime ; :q "2020-01-01T00:00:00Z"^^xsd:dateTime .',
            ['"2020-01-01T00:00:00.000Z"^^xsd:dateTime'],
            [],
        ),
    ],
)
def test_less_than(data, less, at_most):
    shape = ":S sh:targetNode :a ; sh:path :p ; sh:"

    assert [f"LessThan :a {value}" for value in less] == found(data, f"{shape}lessThan :q .")
    assert [f"LessThanOrEquals :a {value}" for value in at_most] == found(data, f"{shape}lessThanOrEquals :q .")


def test_several_properties_are_compared_each_for_itself():
    data = ":a :p 2 ; :q 1 ; :r 2 ."

    assert ["LessThan :a 2", "LessThan :a 2"] == found(data, ":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q, :r .")
    assert ["Disjoint :a 2"] == found(data, ":S sh:targetNode :a ; sh:path :p ; sh:disjoint :q, :r .")
    assert ["Equals :a 1", "Equals :a 2"] == found(data, ":S sh:targetNode :a ; sh:path :p ; sh:equals :q, :r .")
