"""Section 2.3.1 of SHACL: property paths, as they are read, written and followed."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csgraph.validation.shacl import paths
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph
from csgraph.validation.shacl.terms import sh
from tests.support.shacl import found, parse

S = ox.NamedNode("urn:x#S")


def read(text: str) -> paths.Path:
    """Return the path that Turtle says."""
    graph = ShapesGraph(parse(f":S sh:path {text} ."))
    return paths.read(graph, graph.value(S, sh("path")), S)


PATHS = {
    ":p": ":p",
    "[ sh:inversePath :p ]": "^:p",
    "( :p :q )": ":p/:q",
    "( :p :q :r )": ":p/:q/:r",
    "[ sh:alternativePath ( :p :q ) ]": "(:p|:q)",
    "[ sh:zeroOrMorePath :p ]": "(:p)*",
    "[ sh:oneOrMorePath :p ]": "(:p)+",
    "[ sh:zeroOrOnePath :p ]": "(:p)?",
    "[ sh:inversePath ( :p :q ) ]": "^((:p/:q))",
    "[ sh:inversePath [ sh:inversePath :p ] ]": "^(^:p)",
    "[ sh:inversePath [ sh:zeroOrMorePath :p ] ]": "^((:p)*)",
    "[ sh:zeroOrMorePath [ sh:inversePath :p ] ]": "(^:p)*",
    "[ sh:oneOrMorePath [ sh:alternativePath ( :p ( :q [ sh:zeroOrOnePath :r ] ) ) ] ]": "((:p|(:q/(:r)?)))+",
    "( [ sh:zeroOrMorePath rdf:rest ] rdf:first )": "(rdf:rest)*/rdf:first",
}


def short(iri: ox.NamedNode) -> str:
    return iri.value.replace("urn:x#", ":").replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:")


@pytest.mark.parametrize("text", PATHS)
def test_path_is_written_as_sparql_does(text):
    path = read(text)

    assert PATHS[text] == path.text(short)
    # SPARQL reads it; an invalid one would be a SyntaxError.
    assert not list(ox.Store().query(f"SELECT * {{ ?s {path} ?o FILTER (?s != ?o) }}"))


def test_path_of_one_step_is_said_without_brackets():
    assert read(":p").triple("?a", "?b") == "?a <urn:x#p> ?b ."
    assert read("[ sh:inversePath :p ]").triple("?a", "?b") == "?b <urn:x#p> ?a ."
    assert read("( :p :q )").triple("?a", "?b") == "?a (<urn:x#p>/<urn:x#q>) ?b ."


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (":p", ("<urn:x#p>", False)),
        ("[ sh:inversePath :p ]", ("<urn:x#p>", True)),
        ("( :p :q )", None),
        ("[ sh:inversePath [ sh:inversePath :p ] ]", None),
    ],
)
def test_step(text, step):
    assert step == read(text).step


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        (":p", False),
        ("[ sh:zeroOrMorePath :p ]", True),
        ("[ sh:zeroOrOnePath :p ]", True),
        ("[ sh:oneOrMorePath :p ]", False),
        ("[ sh:oneOrMorePath [ sh:zeroOrOnePath :p ] ]", True),
        ("( [ sh:zeroOrOnePath :p ] :q )", False),
        ("( [ sh:zeroOrOnePath :p ] [ sh:zeroOrMorePath :q ] )", True),
        ("[ sh:alternativePath ( :p [ sh:zeroOrOnePath :q ] ) ]", True),
        ("[ sh:alternativePath ( :p :q ) ]", False),
        ("[ sh:inversePath [ sh:zeroOrOnePath :p ] ]", True),
        ("[ sh:inversePath :p ]", False),
    ],
)
def test_path_may_stay_where_it_begins(text, stays):
    assert stays == read(text).may_stay
    # So it does at a node that the data do not have, an IRI or a literal (section 2.3.2 and SPARQL 1.1, section 9.3).
    for node in (":nowhere", "01"):
        shapes = f":S sh:targetNode {node} ; sh:path {text} ; sh:in () ."
        assert found(":z :z :z .", shapes) == ([f"In {node} {node}"] if stays else [])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # :a -p-> :b -p-> :c -p-> :a, :b -q-> 1, :c -q-> 01
        (":p", [":b"]),
        ("[ sh:inversePath :p ]", [":c"]),
        ("( :p :p )", [":c"]),
        ("( :p :p :q )", ["01"]),
        ("[ sh:zeroOrMorePath :p ]", [":a", ":b", ":c"]),
        ("[ sh:oneOrMorePath :p ]", [":a", ":b", ":c"]),
        ("[ sh:zeroOrOnePath :p ]", [":a", ":b"]),
        ("( [ sh:oneOrMorePath :p ] :q )", ["01", "1"]),
        ("[ sh:alternativePath ( :p [ sh:inversePath :p ] ) ]", [":b", ":c"]),
        ("( :p [ sh:inversePath :p ] )", [":a"]),
        ("[ sh:inversePath ( :p :p ) ]", [":b"]),
        ("( :p [ sh:alternativePath ( :q :p ) ] )", ["1", ":c"]),
        ("( [ sh:zeroOrOnePath :p ] :q )", ["1"]),
        (":q", []),
    ],
)
def test_value_nodes(text, values):
    data = ":a :p :b . :b :p :c ; :q 1 . :c :p :a ; :q 01 ."

    assert [f"In :a {value}" for value in values] == found(data, f":S sh:targetNode :a ; sh:path {text} ; sh:in () .")


def test_blank_node_with_a_list_and_more_is_a_list():
    """W3C's test path-strange-001: such a node is used for its list."""
    graph = ShapesGraph(parse(":S sh:path _:l . _:l rdf:first :p ; rdf:rest ( :q ) ; sh:inversePath :r ."))

    assert paths.read(graph, ox.BlankNode("l"), S).text(short) == ":p/:q"


@pytest.mark.parametrize(
    "text",
    [
        '"p"',
        "1",
        "[]",
        "[ :other :p ]",
        "( :p )",
        "( :p 1 )",
        "( :p [] )",
        "[ rdf:first :p ]",
        "[ rdf:first :p, :q ; rdf:rest ( :r ) ]",
        "[ sh:alternativePath :p ]",
        "[ sh:alternativePath ( :p ) ]",
        "[ sh:alternativePath () ]",
        "[ sh:alternativePath ( :p 1 ) ]",
        "[ sh:inversePath 1 ]",
        "[ sh:zeroOrMorePath [] ]",
        "_:c . _:c sh:inversePath _:c",
        "_:c . _:c sh:zeroOrMorePath [ sh:inversePath _:c ]",
        "_:c . _:c rdf:first :p ; rdf:rest _:c",
        "_:c . _:c rdf:first _:c ; rdf:rest ( :p )",
        "[ sh:inversePath " * 101 + ":p" + " ]" * 101,
    ],
)
def test_what_is_no_path_is_refused(text):
    with pytest.raises(IllFormedError) as raised:
        read(text)

    assert raised.value.shape == S
    assert raised.value.predicate == sh("path")
    assert raised.value.value is not None
    assert "\n" not in str(raised.value)


def test_path_of_a_hundred_steps_is_followed():
    text = "[ sh:inversePath " * 100 + ":p" + " ]" * 100

    assert ["In :a :b"] == found(":a :p :b .", f":S sh:targetNode :a ; sh:path {text} ; sh:in () .")
