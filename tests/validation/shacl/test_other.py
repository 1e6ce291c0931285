"""Section 4.8 of SHACL: sh:closed, sh:hasValue and sh:in."""

from __future__ import annotations

import pytest

from tests.support.shacl import found, show, validate


def closed(data: str, shape: str) -> list[str]:
    """Return property and value of each result."""
    return sorted(
        f"{show(result.path.iri)} {show(result.value)}" for result in validate(data, f":S sh:targetNode :a ; {shape} .")
    )


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("sh:closed true", [":p 1", ":p 2", ":q 01", "rdf:type :C"]),
        ("sh:closed false", []),
        ("sh:closed true ; sh:ignoredProperties ()", [":p 1", ":p 2", ":q 01", "rdf:type :C"]),
        ("sh:closed true ; sh:ignoredProperties ( rdf:type )", [":p 1", ":p 2", ":q 01"]),
        ("sh:closed true ; sh:property [ sh:path :p ]", [":q 01", "rdf:type :C"]),
        ("sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path :p ], [ sh:path :q ]", []),
        # Only a path of one property is one that is listed (section 4.8.1).
        ("sh:closed true ; sh:ignoredProperties ( rdf:type :q ) ; sh:property [ sh:path ( :p :p ) ]", [":p 1", ":p 2"]),
        (
            "sh:closed true ; sh:ignoredProperties ( rdf:type :q ) ; sh:property [ sh:path [ sh:inversePath :p ] ]",
            [":p 1", ":p 2"],
        ),
        (
            "sh:closed true ; sh:ignoredProperties ( rdf:type :q ) ; sh:property [ sh:path :p ; sh:deactivated true ]",
            [],
        ),
        # Properties of a shape within are not those of the shape.
        (
            "sh:closed true ; sh:ignoredProperties ( rdf:type :q ) ; sh:node [ sh:property [ sh:path :p ] ]",
            [":p 1", ":p 2"],
        ),
    ],
)
def test_closed_shape_lists_its_properties(shape, expected):
    assert expected == closed(":a a :C ; :p 1, 2 ; :q 01 . :b :x :a .", shape)


def test_closed_property_shape_is_about_its_values():
    data = ":a :p :b, 1, _:b . :b :q 1 . _:b :r 2 ."

    assert [":q 1", ":r 2"] == closed(data, "sh:path :p ; sh:closed true")
    assert ["Closed :a 1", "Closed :a 2"] == found(data, ":S sh:targetNode :a ; sh:path :p ; sh:closed true .")


def test_closed_shape_may_be_within_another():
    data = ":a :p 1 . :b :q 1 ."
    shapes = ":S sh:targetNode :a, :b, :c ; sh:not [ sh:closed true ; sh:property [ sh:path :p ] ] ."

    assert ["Not :a :a", "Not :c :c"] == found(data, shapes)


@pytest.mark.parametrize(
    ("data", "value", "has"),
    [
        (":b", ":b", True),
        (":b, :c", ":c", True),
        (":b", ":c", False),
        ("1", "1", True),
        # A term, and not a value (section 4.8.2).
        ("1", "01", False),
        ("01", "1", False),
        ("01", "01", True),
        ("1.5", "1.50", False),
        ("1.50", "1.50", True),
        ('"1"^^xsd:byte', '"1"^^xsd:byte', True),
        ('"1"^^xsd:byte', "1", False),
        ("1", '"1"^^xsd:byte', False),
        ("true", '"1"^^xsd:boolean', False),
        ('"1"^^xsd:boolean', '"1"^^xsd:boolean', True),
        ('"2020-01-01T00:00:00.000Z"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTime', False),
        ('"2020-01-01T00:00:00.000Z"^^xsd:dateTime', '"2020-01-01T00:00:00.000Z"^^xsd:dateTime', True),
        ('"x"', '"x"@en', False),
        ('"x"@EN', '"x"@en', True),  # tags are in small letters once they are parsed
        ('"x"', '"x"^^xsd:token', False),
        ('"NaN"^^xsd:double', '"NaN"^^xsd:double', True),
        ('"x"^^xsd:integer', '"x"^^xsd:integer', True),
    ],
)
def test_has_value_and_in_compare_terms(data, value, has):
    triples = f":a :p {data} ."

    for path in (":p", "[ sh:alternativePath ( :p :q ) ]"):
        assert found(triples, f":S sh:targetNode :a ; sh:path {path} ; sh:hasValue {value} .") == (
            [] if has else ["HasValue :a"]
        )
    if "," not in data:
        lines = found(triples, f":S sh:targetNode :a ; sh:path :p ; sh:in ( :other {value} 99 ) .")
        assert has == (not lines)
        assert has == bool(found(triples, f":S sh:targetObjectsOf :p ; sh:not [ sh:hasValue {value} ] ."))


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("[ sh:inversePath :p ]", ":z", ["HasValue :b", "HasValue :nowhere"]),
        ("[ sh:inversePath :p ]", "1", ["HasValue :a", "HasValue :b", "HasValue :nowhere"]),
        ("( :p :q )", "1", ["HasValue :b", "HasValue :nowhere"]),
        ("[ sh:zeroOrMorePath :p ]", ":nowhere", ["HasValue :a", "HasValue :b"]),
        ("[ sh:oneOrMorePath :p ]", ":a", ["HasValue :a", "HasValue :b", "HasValue :nowhere"]),
        ("[ sh:alternativePath ( :p [ sh:inversePath :p ] ) ]", ":z", ["HasValue :b", "HasValue :nowhere"]),
    ],
)
def test_has_value_of_a_path(path, value, expected):
    data = ":z :p :a . :a :p :b . :b :q 1 ."

    assert expected == found(data, f":S sh:targetNode :a, :b, :nowhere ; sh:path {path} ; sh:hasValue {value} .")


def test_all_values_that_are_asked_for_must_be_there():
    assert ["HasValue :a", "HasValue :a"] == found(
        ":a :p 1 .", ":S sh:targetNode :a ; sh:path :p ; sh:hasValue 1, 01, 1.0 ."
    )


def test_has_value_of_a_node_shape_is_the_focus_node():
    assert ["HasValue :b"] == found("", ":S sh:targetNode :a, :b ; sh:hasValue :a .")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("", ["In :a 01", "In :a 1", "In :a :b", "In :a _:b"]),
        (":b", ["In :a 01", "In :a 1", "In :a _:b"]),
        ("1", ["In :a 01", "In :a :b", "In :a _:b"]),
        ("01 1 :b :c", ["In :a _:b"]),
        ('1.0 "1" "1"@en', ["In :a 01", "In :a 1", "In :a :b", "In :a _:b"]),
    ],
)
def test_in(members, expected):
    assert expected == found(":a :p 1, 01, :b, _:b .", f":S sh:targetNode :a ; sh:path :p ; sh:in ( {members} ) .")


def test_members_are_shown_and_many_are_counted():
    ten = " ".join(map(str, range(10)))
    (few,) = validate("", ':S sh:targetNode :a ; sh:in ( 1 "x"@en ) .')
    (many,) = validate("", f":S sh:targetNode :a ; sh:in ( {ten} ) .")

    assert few.expected == 'one of 1, "x"@en'
    assert many.expected == "one of 0, 1, 2, 3, 4, 5, 6, 7 and 2 more"
