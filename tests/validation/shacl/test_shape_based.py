"""Section 4.7 of SHACL: sh:node, sh:property, and the qualified counts."""

from __future__ import annotations

import pytest

from tests.support.shacl import found, validate

DATA = """
:a :p :b, :c, 1 . :b :q 1, 2 . :c :q :d . :d :r :a .
:z :p :b .
"""


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("sh:targetNode :a ; sh:node [ sh:in ( :b ) ]", ["Node :a :a"]),
        ("sh:targetNode :a ; sh:node [ sh:in ( :a ) ]", []),
        ("sh:targetNode :a ; sh:node [ ]", []),
        ("sh:targetNode :a ; sh:path :p ; sh:node [ sh:nodeKind sh:IRI ]", ["Node :a 1"]),
        ("sh:targetNode :a ; sh:node [ sh:property [ sh:path :p ; sh:nodeKind sh:IRI ] ]", ["Node :a :a"]),
        # One result, however many constraints fail within.
        ("sh:targetNode :a ; sh:node [ sh:in ( :b ) ; sh:class :C ; sh:closed true ]", ["Node :a :a"]),
        ("sh:targetNode :a ; sh:node [ sh:in ( :b ) ], [ sh:class :C ]", ["Node :a :a", "Node :a :a"]),
        (
            "sh:targetNode :a ; sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:minCount 2 ] ]",
            ["Node :a 1", "Node :a :c"],
        ),
        (
            "sh:targetNode :a ; sh:path :p ; sh:node [ sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ] ]",
            ["Node :a 1"],
        ),
        # Property shapes report for themselves (section 4.7.2), at whatever depth.
        ("sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount 4 ]", ["MinCount :a"]),
        (
            "sh:targetNode :a ; sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 2 ] ]",
            ["MinCount 1", "MinCount :c"],
        ),
        (
            "sh:targetNode :a ; sh:path :p ; sh:property [ sh:path :q ; sh:property [ sh:path :r ; sh:minCount 1 ] ]",
            ["MinCount 1", "MinCount 2"],  # of :b's values; :d has a :r
        ),
        (
            "sh:targetNode :a ; sh:path :p ; sh:property [ sh:path :q ; sh:not [ sh:property [ sh:path :r ; sh:minCount 1 ] ] ]",
            ["Not :c :d"],
        ),
        (
            "sh:targetNode :a ; sh:property [ sh:path ( :p :q ) ; sh:property [ sh:path :r ; sh:hasValue :a ] ]",
            ["HasValue 1", "HasValue 2"],
        ),
        # Within a shape that is only conformed to or not, a property shape reports nothing.
        (
            "sh:targetNode :a ; sh:node [ sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 2 ] ] ]",
            ["Node :a :a"],
        ),
        ("sh:targetNode :z ; sh:node [ sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 2 ] ] ]", []),
    ],
)
def test_shape_within_a_shape(shape, expected):
    assert expected == found(DATA, f":S {shape} .")


def test_property_shape_that_two_shapes_have_is_asked_of_both():
    shapes = (
        ":S sh:targetNode :a ; sh:property :P . :T sh:targetNode :z ; sh:property :P . :P sh:path :p ; sh:maxCount 0 ."
    )

    results = validate(DATA, shapes)

    assert [":P", ":P"] == [str(result.shape).replace("<urn:x#", ":").rstrip(">") for result in results]
    assert ["<urn:x#a>", "<urn:x#z>"] == sorted(str(result.focus) for result in results)


HAND = """
:hand :digit :t, :f1, :f2, :f3, :f4 . :t a :Thumb . :f1 a :Finger . :f2 a :Finger . :f3 a :Finger . :f4 a :Finger .
:odd :digit :t, :x, :f1 . :x a :Thumb, :Finger .
:none :digit 1 .
"""


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ("sh:qualifiedMinCount 0", []),
        ("sh:qualifiedMinCount 1", ["QualifiedMinCount :none"]),
        ("sh:qualifiedMinCount 3", ["QualifiedMinCount :none", "QualifiedMinCount :odd"]),
        ("sh:qualifiedMaxCount 4", []),
        ("sh:qualifiedMaxCount 3", ["QualifiedMaxCount :hand"]),
        ("sh:qualifiedMaxCount 0", ["QualifiedMaxCount :hand", "QualifiedMaxCount :odd"]),
        (
            "sh:qualifiedMinCount 3 ; sh:qualifiedMaxCount 3",
            ["QualifiedMaxCount :hand", "QualifiedMinCount :none", "QualifiedMinCount :odd"],
        ),
    ],
)
@pytest.mark.parametrize(
    "kind", ["sh:class :Finger", "sh:path [ sh:alternativePath ( rdf:type rdf:type ) ] ; sh:hasValue :Finger"]
)
def test_values_that_conform_are_counted(kind, counts, expected):
    """Of :hand four are fingers, of :odd two, of :none none."""
    shape = f":S sh:targetSubjectsOf :digit ; sh:path :digit ; sh:qualifiedValueShape [ {kind} ] ; {counts} ."

    assert expected == found(HAND, shape)


@pytest.mark.parametrize(
    "kind", ["sh:class :{}", "sh:path [ sh:alternativePath ( rdf:type rdf:type ) ] ; sh:hasValue :{}"]
)
def test_value_of_a_sibling_shape_is_not_counted_where_they_are_disjoint(kind):
    """:x is thumb and finger: of :odd, :t and :x are thumbs, and only :t is no finger (section 4.7.3)."""
    shapes = f"""
    :S sh:targetNode :hand, :odd ; sh:property
        [ sh:path :digit ; sh:qualifiedValueShape [ {kind.format("Thumb")} ] ;
            sh:qualifiedMinCount 2 ; sh:qualifiedMaxCount 2 DISJOINT ],
        [ sh:path :digit ; sh:qualifiedValueShape [ {kind.format("Finger")} ] ; sh:qualifiedMaxCount 9 ] .
    """

    assert ["QualifiedMinCount :hand"] == found(HAND, shapes.replace("DISJOINT", ""))
    assert ["QualifiedMinCount :hand"] == found(
        HAND, shapes.replace("DISJOINT", "; sh:qualifiedValueShapesDisjoint false")
    )
    assert ["QualifiedMinCount :hand", "QualifiedMinCount :odd"] == found(
        HAND, shapes.replace("DISJOINT", "; sh:qualifiedValueShapesDisjoint true")
    )


def test_siblings_are_those_that_are_properties_of_one_shape():
    """A shape that names it otherwise (here by sh:not) makes no siblings (section 4.7.3)."""
    shapes = """
    :S sh:targetNode :odd ; sh:not :P ; sh:property :Q .
    :P sh:path :digit ; sh:qualifiedValueShape [ sh:class :Thumb ] ; sh:qualifiedMinCount 2 ;
        sh:qualifiedValueShapesDisjoint true .
    :Q sh:path :digit ; sh:qualifiedValueShape [ sh:class :Finger ] ; sh:qualifiedMinCount 1 .
    """

    assert ["Not :odd :odd"] == found(HAND, shapes)


def test_value_that_a_path_reaches_twice_counts_once():
    data = ":a :p :b, :c . :b :q :d . :c :q :d ."
    shape = ":S sh:targetNode :a ; sh:path ( :p :q ) ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualified{} ."

    assert [] == found(data, shape.format("MaxCount 1"))
    assert ["QualifiedMinCount :a"] == found(data, shape.format("MinCount 2"))
