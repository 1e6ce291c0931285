"""Section 4.6 of SHACL: sh:not, sh:and, sh:or and sh:xone."""

from __future__ import annotations

import pytest

from csgraph.validation.shacl import model
from csgraph.validation.shacl.graph import UnsupportedError
from csgraph.validation.shacl.logical import And, Or, Xone
from csgraph.validation.shacl.model import Shape
from tests.support.shacl import found

# The same two rules, once to be told from the node alone and once by sets of nodes (see csgraph.validation.shacl.model): a path
# of one step that is said in two, and a count of one that is said as one of two.
QUICK = {"p": "sh:path :p ; sh:minCount 1", "q": "sh:path :q ; sh:minCount 1"}
SETS = {
    "p": "sh:path [ sh:alternativePath ( :p :p ) ] ; sh:minCount 1",
    "q": "sh:path [ sh:alternativePath ( :q :q ) ] ; sh:minCount 1",
}
DATA = ":none :x 1 . :p :p 1 . :q :q 1 . :both :p 1 ; :q 1 ."
TARGETS = "sh:targetNode :none, :p, :q, :both"

CASES = {
    "sh:not [ {p} ]": (":both", ":p"),
    "sh:not [ {p} ], [ {q} ]": (":both", ":both", ":p", ":q"),
    "sh:and ( [ {p} ] [ {q} ] )": (":none", ":p", ":q"),
    "sh:or ( [ {p} ] [ {q} ] )": (":none",),
    "sh:xone ( [ {p} ] [ {q} ] )": (":both", ":none"),
    "sh:xone ( [ {p} ] [ {p} ] )": (":both", ":none", ":p", ":q"),
    "sh:and ( [ {p} ] )": (":none", ":q"),
    "sh:or ( [ {p} ] )": (":none", ":q"),
    "sh:xone ( [ {p} ] )": (":none", ":q"),
    # All of none conform, and none of none (section 4.6.2 to 4.6.4).
    "sh:and ()": (),
    "sh:or ()": (":both", ":none", ":p", ":q"),
    "sh:xone ()": (":both", ":none", ":p", ":q"),
    # Not within, or within not, and one level more.
    "sh:not [ sh:not [ {p} ] ]": (":none", ":q"),
    "sh:not [ sh:and ( [ {p} ] [ {q} ] ) ]": (":both",),
    "sh:not [ sh:or ( [ {p} ] [ {q} ] ) ]": (":both", ":p", ":q"),
    "sh:not [ sh:xone ( [ {p} ] [ {q} ] ) ]": (":p", ":q"),
    "sh:and ( [ sh:not [ {p} ] ] [ sh:not [ {q} ] ] )": (":both", ":p", ":q"),
    "sh:or ( [ sh:not [ {p} ] ] [ sh:not [ {q} ] ] )": (":both",),
    "sh:xone ( [ sh:not [ {p} ] ] [ {q} ] )": (":p", ":q"),
    "sh:not [ sh:not [ sh:not [ {p} ] ] ]": (":both", ":p"),
    "sh:or ( [ sh:and ( [ {p} ] [ sh:not [ {q} ] ] ) ] [ sh:and ( [ {q} ] [ sh:not [ {p} ] ] ) ] )": (":both", ":none"),
    "sh:not [ sh:property [ {p} ] ]": (":both", ":p"),
    "sh:not [ sh:property [ {p} ], [ {q} ] ]": (":both",),
    "sh:and ( [ {p} ] ), ( [ {q} ] )": (":none", ":none", ":p", ":q"),
    "sh:not [ ]": (":both", ":none", ":p", ":q"),
    "sh:xone ( [ {p} ] [ {q} ] [ sh:and ( [ {p} ] [ {q} ] ) ] )": (":both", ":none"),
}


@pytest.mark.parametrize("shape", CASES)
@pytest.mark.parametrize("rules", [QUICK, SETS], ids=["quick", "sets"])
def test_nodes_that_do_not_conform_are_found(rules, shape):
    component = shape[3:].split()[0].capitalize()

    assert [f"{component} {node} {node}" for node in CASES[shape]] == found(
        DATA, f":S {TARGETS} ; {shape.format(**rules)} ."
    )


@pytest.mark.parametrize("shape", CASES)
@pytest.mark.parametrize("path", [":r", "( :s :r )"])
def test_each_value_of_a_path_is_combined_for_itself(path, shape):
    """In a property shape the value nodes are what must conform, and the focus node is where they are found."""
    component = shape[3:].split()[0].capitalize()
    data = DATA + " :start :r :none, :p, :q, :both ; :s :start ."

    assert [f"{component} :start {node}" for node in CASES[shape]] == found(
        data, f":S sh:targetNode :start ; sh:path {path} ; {shape.format(**SETS)} ."
    )


def test_node_that_two_members_refuse_is_one_result():
    shapes = ":S sh:targetNode :a ; sh:and ( [ sh:nodeKind sh:Literal ] [ sh:class :C ] [ sh:in () ] ) ."

    assert ["And :a :a"] == found("", shapes)


def test_results_of_members_are_none_of_the_report():
    """They are details of the one result, if anything (section 3.6.2.5)."""
    shapes = ":S sh:targetNode :a ; sh:or ( [ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:class :C ] ) ."

    assert ["Or :a :a"] == found("", shapes)


def test_literals_and_blank_nodes_are_combined_like_others():
    data = ":a :p 1, 01, _:b ."
    shapes = ":S sh:targetNode :a ; sh:path :p ; sh:xone ( [ sh:in ( 1 ) ] [ sh:nodeKind sh:BlankNode ] ) ."

    assert ["Xone :a 01"] == found(data, shapes)


def test_shapes_that_make_too_long_a_query_are_not_compiled(monkeypatch):
    shape = SETS["p"]
    for _ in range(40):  # some 2 to the power of 40 patterns
        shape = f"sh:xone ( [ {shape} ] [ {SETS['q']} ] )"
    monkeypatch.setattr(model, "MAX_PATTERN", 20_000)

    with pytest.raises(UnsupportedError, match="too long"):
        found(DATA, f":S {TARGETS} ; {shape} .")


@pytest.mark.parametrize(("kind", "words"), [(And, "all of"), (Or, "at least one of"), (Xone, "exactly one of")])
def test_what_is_expected_is_said_in_words(kind, words):
    assert kind(Shape(None), (Shape(None), Shape(None))).expected == f"{words} 2 shapes"
