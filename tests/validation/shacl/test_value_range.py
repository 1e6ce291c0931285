"""Section 4.3 of SHACL: bounds, which are compared by value as SPARQL's operators do."""

from __future__ import annotations

import pytest

from tests.support.shacl import found

DAY = '"2020-06-01"^^xsd:date'


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        # Of 1, 02, 2.0 and 3.
        ("sh:minExclusive 2", ["MinExclusive :a 02", "MinExclusive :a 1", "MinExclusive :a 2.0"]),
        ("sh:minInclusive 2", ["MinInclusive :a 1"]),
        ("sh:maxExclusive 2", ["MaxExclusive :a 02", "MaxExclusive :a 2.0", "MaxExclusive :a 3"]),
        ("sh:maxInclusive 2", ["MaxInclusive :a 3"]),
        ("sh:maxInclusive 2.00", ["MaxInclusive :a 3"]),
        ("sh:maxInclusive 2e0", ["MaxInclusive :a 3"]),
        ('sh:maxInclusive "2"^^xsd:byte', ["MaxInclusive :a 3"]),
        ("sh:minInclusive 1 ; sh:maxInclusive 3", []),
        ("sh:minInclusive 3 ; sh:maxExclusive 3", sorted([
            "MinInclusive :a 02", "MinInclusive :a 1", "MinInclusive :a 2.0", "MaxExclusive :a 3",
        ])),
    ],
)  # fmt: skip
def test_numbers(bound, expected):
    assert expected == found(":a :p 1, 02, 2.0, 3 .", f":S sh:targetNode :a ; sh:path :p ; {bound} .")


@pytest.mark.parametrize(
    ("value", "bound", "fails"),
    [
        ('"2020-05-31"^^xsd:date', f"sh:minInclusive {DAY}", True),
        ('"2020-06-01"^^xsd:date', f"sh:minInclusive {DAY}", False),
        ('"2020-06-02"^^xsd:date', f"sh:minInclusive {DAY}", False),
        # The same moment, written in three ways.
        ('"2020-01-01T00:00:00.000Z"^^xsd:dateTime', 'sh:maxInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime', False),
        ('"2020-01-01T01:00:00+01:00"^^xsd:dateTime', 'sh:maxInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime', False),
        ('"2019-12-31T24:00:00Z"^^xsd:dateTime', 'sh:minInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime', False),
        ('"2020-01-01T00:00:00.001Z"^^xsd:dateTime', 'sh:maxInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime', True),
        # With a time zone on one side only, moments within 14 hours have no order (XSD 1.1, part 2, section 3.3.7).
        ('"2020-01-01T00:00:00"^^xsd:dateTime', 'sh:maxInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime', True),
        ('"2020-01-01T00:00:00"^^xsd:dateTime', 'sh:minInclusive "2020-01-01T00:00:00Z"^^xsd:dateTime', True),
        ('"2020-01-01T00:00:00"^^xsd:dateTime', 'sh:maxInclusive "2020-01-03T00:00:00Z"^^xsd:dateTime', False),
        # Text, in the order of its characters.
        ('"b"', 'sh:minExclusive "a"', False),
        ('"B"', 'sh:minExclusive "a"', True),
        # What cannot be compared fails (section 4.3: "or if the two cannot be compared").
        ('"2"', "sh:maxInclusive 9", True),
        ('"x"^^xsd:integer', "sh:maxInclusive 9", True),
        (":b", "sh:maxInclusive 9", True),
        ("_:b", "sh:maxInclusive 9", True),
        ('"NaN"^^xsd:double', "sh:maxInclusive 9", True),
        ('"-INF"^^xsd:double', "sh:maxInclusive 9", False),
        (DAY, "sh:maxInclusive 9", True),
        # A bound that is ill-typed compares with nothing.
        ("1", 'sh:maxInclusive "x"^^xsd:integer', True),
        # Beyond what a double can tell apart.
        ("9007199254740993", "sh:maxInclusive 9007199254740992", True),
        ("9007199254740993.0", "sh:minInclusive 9007199254740992", False),
    ],
)
def test_value_fails_what_it_does_not_compare_with_so(value, bound, fails):
    assert fails == bool(found(f":a :p {value} .", f":S sh:targetNode :a ; sh:path :p ; {bound} ."))


def test_result_has_the_value_as_it_is_written():
    data = ':a :p 1.50, "007"^^xsd:byte, true .'

    assert ['MinExclusive :a "007"^^xsd:byte', "MinExclusive :a 1.50", "MinExclusive :a true"] == found(
        data, ":S sh:targetNode :a ; sh:path :p ; sh:minExclusive 10 ."
    )


def test_node_shape_compares_the_focus_node():
    assert ["MaxInclusive 010 010"] == found(":a :p 010, 9 .", ":S sh:targetObjectsOf :p ; sh:maxInclusive 9 .")
