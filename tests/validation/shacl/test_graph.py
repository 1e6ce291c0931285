from __future__ import annotations

import pyoxigraph as ox
import pytest

from csgraph.errors import CsgraphError, InputError
from csgraph.rdf.vocab import RDF_NIL
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError, name
from csgraph.validation.shacl.terms import sh
from tests.support.shacl import parse, show

S, P, L = ox.NamedNode("urn:x#S"), ox.NamedNode("urn:x#p"), ox.BlankNode("l")


def test_values_are_in_the_order_of_the_text_and_each_once():
    graph = ShapesGraph(parse(":S :p :z, :a, 1 . :T :p :z . :S :p :a, 01 ."))

    assert [":z", ":a", "1", "01"] == list(map(show, graph.values(S, P)))
    assert [":S", ":T"] == list(map(show, graph.subjects()))
    assert len(list(graph.triples())) == 5
    assert graph.values(P, P) == []
    assert graph.properties(P) == {}


def test_instances_are_those_of_subclasses_too():
    graph = ShapesGraph(
        parse(":a a :C . :b a :D . :D rdfs:subClassOf :E . :E rdfs:subClassOf :C, :D . :x a :Other . :a a :D .")
    )

    assert [":a", ":b"] == list(map(show, graph.instances(ox.NamedNode("urn:x#C"))))
    assert [":b", ":a"] == list(map(show, graph.instances(ox.NamedNode("urn:x#E"))))
    assert graph.instances(P) == []


def test_one_value_is_given_and_more_are_refused():
    graph = ShapesGraph(parse(":S :p 1 ; :q 1, 2 ."))

    assert show(graph.value(S, P)) == "1"
    assert graph.value(P, P) is None
    with pytest.raises(IllFormedError, match="at most one value") as raised:
        graph.value(S, ox.NamedNode("urn:x#q"))
    assert (raised.value.shape, show(raised.value.value)) == (S, "2")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("false", False), ('"1"^^xsd:boolean', False), ('"0"^^xsd:boolean', False)],
)
def test_flag(value, expected):
    assert expected == ShapesGraph(parse(f":S :p {value} .")).flag(S, P)
    assert not ShapesGraph([]).flag(S, P)


@pytest.mark.parametrize("value", ['"yes"', "1", ":true", '"true"', "[]", '"true"@en'])
def test_flag_that_is_neither_true_nor_false_is_refused(value):
    with pytest.raises(IllFormedError, match="is true or false") as raised:
        ShapesGraph(parse(f":S :p {value} .")).flag(S, P)

    assert (raised.value.shape, raised.value.predicate) == (S, P)


@pytest.mark.parametrize(
    ("value", "expected"), [("0", 0), ("1", 1), ("+2", 2), ("007", 7), ("999999999999", 999999999999)]
)
def test_number(value, expected):
    assert expected == ShapesGraph(parse(f":S :p {value} .")).number(S, P)


@pytest.mark.parametrize(
    "value",
    ["-1", "1.5", "1.0", "1e0", '"1"', '"one"', ":one", "[]", '"1"^^xsd:int', '"٣"^^xsd:integer', '""^^xsd:integer',
     '"++1"^^xsd:integer', '" 1"^^xsd:integer', "9999999999999999999"],
)  # fmt: skip
def test_number_that_is_none_is_refused(value):
    with pytest.raises(IllFormedError, match="is an xsd:integer of 0 or more") as raised:
        ShapesGraph(parse(f":S :p {value} .")).number(S, P)

    assert (raised.value.shape, raised.value.predicate) == (S, P)


@pytest.mark.parametrize(
    ("text", "items"), [("( 1 :a 1 )", ["1", ":a", "1"]), ("()", []), ("( ( 1 ) )", None), ("rdf:nil", [])]
)
def test_items_of_a_list(text, items):
    graph = ShapesGraph(parse(f":S :p {text} ."))

    found = graph.items(graph.value(S, P), S, P)

    assert len(found) == 1 if items is None else items == list(map(show, found))


@pytest.mark.parametrize(
    "text",
    [
        ":S :p :a .",
        ":S :p 1 .",
        ":S :p [] .",
        ":S :p [ rdf:first 1 ] .",
        ":S :p [ rdf:rest () ] .",
        ":S :p [ rdf:first 1, 2 ; rdf:rest () ] .",
        ":S :p [ rdf:first 1 ; rdf:rest (), ( 2 ) ] .",
        ":S :p [ rdf:first 1 ; rdf:rest 2 ] .",
        ":S :p [ rdf:first 1 ; rdf:rest [ rdf:first 2 ] ] .",
        ":S :p _:l . _:l rdf:first 1 ; rdf:rest _:l .",
        ":S :p _:l . _:l rdf:first 1 ; rdf:rest _:m . _:m rdf:first 2 ; rdf:rest _:l .",
    ],
)
def test_list_that_is_not_well_formed_is_refused(text):
    graph = ShapesGraph(parse(text))
    head = graph.value(S, P)

    with pytest.raises(IllFormedError, match="takes a list") as raised:
        graph.items(head, S, P)

    assert (raised.value.shape, raised.value.predicate, raised.value.value) == (S, P, head)


def test_empty_list_has_no_items():
    assert ShapesGraph([]).items(RDF_NIL, S, P) == []


def test_errors_are_of_the_kinds_that_callers_catch():
    ill, unsupported = IllFormedError("no good", S, P, L, 3), UnsupportedError("sh:js", S)

    assert isinstance(ill, InputError)
    assert isinstance(unsupported, CsgraphError)
    assert not isinstance(unsupported, InputError)
    assert (str(ill), ill.row) == ("urn:x#S: no good", 3)
    assert (str(unsupported), unsupported.feature, unsupported.shape) == ("urn:x#S: sh:js", "sh:js", S)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (sh("path"), "sh:path"),
        (S, "urn:x#S"),
        (L, "a shape without IRI"),
        (ox.Literal("x", language="en"), '"x"@en'),
    ],
)
def test_name(term, expected):
    assert expected == name(term)
