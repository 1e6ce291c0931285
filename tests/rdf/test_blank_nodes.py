"""Blank nodes are written where they stand if one place mentions them, and else keep a label that is the same each time."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import Nesting, canonical, has_blank_node, numbered_quads, numbered_rows
from csgraph.rdf.namespaces import PREFIXES


def quads(text: str) -> list[ox.Quad]:
    prefixes = f"@prefix e: <urn:e:> .\n@prefix rdf: <{PREFIXES['rdf']}> .\n"
    return turtle.parse_bytes(f"{prefixes}{text}".encode(), ox.RdfFormat.TURTLE, place="x")


def nesting(text: str) -> Nesting:
    return Nesting(quad.triple for quad in quads(text) if has_blank_node(quad))


def nodes(*labels: str) -> list[ox.BlankNode]:
    return [ox.BlankNode(label) for label in labels]


def test_labels_do_not_depend_on_those_of_the_file_nor_on_its_order():
    one = quads("e:a e:p _:x , _:y . _:x e:q 1 . _:y e:q 2 . _:x e:r _:y .")
    other = quads("_:b e:q 1 . e:a e:p _:a . _:b e:r _:a . _:a e:q 2 . e:a e:p _:b .")
    random.Random(3).shuffle(one)

    assert {str(quad) for quad in canonical(one)} == {str(quad) for quad in canonical(other)}


@pytest.mark.parametrize(
    ("text", "nested", "labelled"),
    [
        ("e:a e:p _:x .", "x", ""),
        ("e:a e:p _:x . _:x e:q _:y .", "xy", ""),
        ("e:a e:p _:x . e:b e:p _:x .", "", "x"),
        ("e:a e:p _:x . e:b e:p _:x . _:x e:q _:y .", "y", "x"),
        ("_:x e:p 1 .", "", "x"),
        ("_:x e:p _:x .", "", "x"),
        ("_:x e:p _:y . _:y e:p _:x .", "", "xy"),
        ("_:x e:p _:y . _:y e:p _:x . _:x e:q _:z .", "", "xyz"),
        ("e:a e:p _:x , _:x ; e:q _:x .", "", "x"),
    ],
    ids="one chain shared below-shared root itself ring below-ring twice-by-one".split(),
)
def test_which_blank_nodes_stand_in_their_place(text, nested, labelled):
    found = nesting(text)

    assert [True] * len(nested) == [node in found for node in nodes(*nested)]
    assert [False] * len(labelled) == [node in found for node in nodes(*labelled)]


def test_a_list_is_told_from_what_only_looks_like_one():
    lists = nesting("e:a e:p _:x . _:x rdf:first 1 ; rdf:rest _:y . _:y rdf:first 2 ; rdf:rest () .")
    longer = nesting("e:a e:p _:x . _:x rdf:first 1 , 2 ; rdf:rest () .")

    assert ["1", "2"] == [item.value for item in lists.items(ox.BlankNode("x"))]
    assert longer.items(ox.BlankNode("x")) is None
    assert nesting("e:a e:p _:x . _:x e:q 1 .").items(ox.BlankNode("x")) is None


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:e:{name}")


def test_blank_nodes_of_rows_are_numbered_as_they_come_up():
    x, y = ox.BlankNode("x"), ox.BlankNode("y")
    b0, b1 = nodes("b0", "b1")

    assert [[b0, None], [node("a"), b1], [b0, b1]] == numbered_rows([[x, None], [node("a"), y], [x, y]])


def test_blank_nodes_are_numbered_as_they_come_up():
    x, y, z, p = ox.BlankNode("x"), ox.BlankNode("y"), ox.BlankNode("z"), node("p")
    given = [ox.Quad(x, p, y, z), ox.Quad(node("a"), p, z), ox.Quad(y, p, node("a"), x)]
    f3b0, f3b1, f3b2 = (ox.BlankNode(f"f3b{number}") for number in range(3))

    expected = [ox.Quad(f3b0, p, f3b1, f3b2), ox.Quad(node("a"), p, f3b2), ox.Quad(f3b1, p, node("a"), f3b0)]
    assert expected == list(numbered_quads(given, 3))


def test_blank_nodes_within_triple_terms_are_renamed():
    x, y, p = ox.BlankNode("x"), ox.BlankNode("y"), node("p")
    given = [ox.Quad(node("a"), p, ox.Triple(x, p, ox.Triple(node("a"), p, y))), ox.Quad(y, p, x)]
    f0b0, f0b1 = ox.BlankNode("f0b0"), ox.BlankNode("f0b1")

    expected = [ox.Quad(node("a"), p, ox.Triple(f0b0, p, ox.Triple(node("a"), p, f0b1))), ox.Quad(f0b1, p, f0b0)]
    assert expected == list(numbered_quads(given, 0))


def test_quads_without_blank_nodes_stay_the_same_objects():
    given = [ox.Quad(node("a"), node("p"), node("b"), node("g")), ox.Quad(node("a"), node("p"), ox.Literal("x"))]

    assert all(old is new for old, new in zip(given, numbered_quads(given, 1), strict=True))
