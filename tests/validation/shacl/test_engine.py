"""Asks of the engine as a whole; its helpers serve the tests of the other modules as well."""

from __future__ import annotations

import random
import threading

import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.validation.shacl import engine
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph
from tests.support.shacl import found, line, parse, show, validate

DATA = """
:a a :C ; :p :b, 1, "x"@en .
:b a :D ; :p :a .
:D rdfs:subClassOf :C .
:c a :C ; :q "01"^^xsd:integer .
"""
SHAPES = """
:S sh:targetClass :C ;
    sh:property [ sh:path :p ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path :q ; sh:maxCount 0 ] .
:T sh:targetObjectsOf :p ; sh:not [ sh:nodeKind sh:Literal ] .
"""
# Of :C are :a, :b (by :D) and :c. :a has the literals 1 and "x"@en, :c has no :p and a :q.
FOUND = ["MaxCount :c", "MinCount :c", 'Not "x"@en "x"@en', "Not 1 1", 'NodeKind :a "x"@en', "NodeKind :a 1"]


def test_results_are_those_of_all_shapes():
    assert sorted(FOUND) == found(DATA, SHAPES)


@pytest.mark.parametrize("seed", range(5))
def test_order_of_triples_does_not_matter(seed):
    data, shapes = parse(DATA), parse(SHAPES)
    random.Random(seed).shuffle(data)
    random.Random(seed).shuffle(shapes)

    assert sorted(FOUND) == sorted(map(line, engine.validate(engine.DataGraph(data), ShapesGraph(shapes))))


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_number_of_threads_does_not_matter(threads, monkeypatch):
    alone = validate(DATA, SHAPES)
    monkeypatch.setattr(engine, "_THREADS", threads)

    results = validate(DATA, SHAPES)

    order = [result.component for result in results]
    assert sorted(FOUND) == sorted(map(line, results))
    assert [result.component for result in alone] == order


@pytest.mark.parametrize("threads", [1, 2])
def test_error_while_asking_is_raised_whichever_thread_asks(threads, monkeypatch):
    class Broken(engine.DataGraph):
        def rows(self, query, *, by_value=False):
            if "subClassOf" in query:  # the hierarchy, before threads start
                return super().rows(query, by_value=by_value)
            raise OSError("gone")

    monkeypatch.setattr(engine, "_THREADS", threads)

    with pytest.raises(OSError, match="gone"):
        engine.validate(Broken(parse(DATA)), ShapesGraph(parse(SHAPES)))


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_data_may_come_in_several_batches(batch, monkeypatch):
    # :a has one value of the three twice, in batches of their own where these are small.
    data = ':a :p 01 . :a :p 1 . :a :p 1.50 . :b :p "x" . :a :p 01 .'
    monkeypatch.setattr(engine, "_BATCH", batch)
    asked = engine.DataGraph(parse(data))

    results = engine.validate(asked, ShapesGraph(parse(":S sh:targetNode :a, :b ; sh:path :p ; sh:in () .")))

    assert ["In :a 01", "In :a 1", "In :a 1.50", 'In :b "x"'] == sorted(map(line, results))
    assert asked.size == 4


def test_named_graphs_are_one_graph():
    one, two = (ox.NamedNode(f"urn:g{number}") for number in (1, 2))
    quads = parse(":a :p 1 . :a :p 1 . :a :p 01 . :a :q 2 .")
    placed = [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad, graph in zip(quads, (one, two, ox.BlankNode("g"), ox.DefaultGraph()), strict=True)
    ]
    shapes = ShapesGraph(parse(":S sh:targetNode :a ; sh:closed true ; sh:ignoredProperties () ."))

    results = engine.validate(engine.DataGraph(placed), shapes)

    # 1 is there once, though two graphs have it.
    assert ["Closed :a 01", "Closed :a 1", "Closed :a 2"] == sorted(map(line, results))


@pytest.mark.parametrize(
    ("data", "size"),
    [("", 0), (":a :p 1 . :a :p 1 .", 1), (":a :p 1, 01, 1.0 .", 3), (":a :p 1.50 . :a :q 1.50 . :b :p :a .", 3)],
)
def test_size_is_the_number_of_triples_as_written(data, size):
    assert size == engine.DataGraph(parse(data)).size


def test_triples_come_back_as_written():
    quads = parse(':a :p 1, 01, 1.50, "1"^^xsd:byte, "x"@en, [] , :b .')

    assert {quad.triple for quad in quads} == set(engine.DataGraph(quads).triples())


@pytest.mark.parametrize("literal", ["1", "01"])
def test_shapes_that_queries_ask_for_are_no_data(literal):
    query = "SELECT $this ?value WHERE { GRAPH $shapesGraph { ?value a <urn:x#Mark> } }"
    data = engine.DataGraph(parse(f":a :p {literal} ."))
    first = parse(f':S sh:targetNode :a ; sh:sparql [ sh:select "{query}" ] . :one a :Mark .')
    second = parse(f':S sh:targetNode :a ; sh:sparql [ sh:select "{query}" ] . :two a :Mark .')

    assert ["SPARQL :a :one"] == list(map(line, engine.validate(data, ShapesGraph(first))))
    assert ["SPARQL :a :two"] == list(map(line, engine.validate(data, ShapesGraph(second))))
    assert data.size == 1
    assert len(list(data.triples())) == 1


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        (":S sh:targetNode :a ; sh:deactivated true ; sh:in () .", []),
        (":S sh:targetNode :a ; sh:deactivated false ; sh:in () .", ["In :a :a"]),
        # To a shape that is switched off every node conforms (section 2.1.6).
        (":S sh:targetNode :a ; sh:not [ sh:deactivated true ; sh:in () ] .", ["Not :a :a"]),
        (":S sh:targetNode :a ; sh:node [ sh:deactivated true ; sh:in () ] .", []),
        (":S sh:targetNode :a ; sh:property [ sh:deactivated true ; sh:path :p ; sh:minCount 9 ] .", []),
        (":S sh:targetNode :a ; sh:xone ( [ sh:deactivated true ; sh:in () ] [ sh:in ( :a ) ] ) .", ["Xone :a :a"]),
    ],
)
def test_shape_that_is_deactivated_asks_for_nothing(shapes, expected):
    assert expected == found("", shapes)


@pytest.mark.parametrize("term", ["sh:Violation", "sh:Warning", "sh:Info", ":Grave"])
def test_severity_is_that_of_the_shape(term):
    results = validate(
        "", f":S sh:targetNode :a ; sh:severity {term} ; sh:property [ sh:path :p ; sh:minCount 1 ] ; sh:in () ."
    )

    # A property shape has a severity of its own; without one, its results are violations (section 2.1.4).
    assert {("In", term), ("MinCount", "sh:Violation")} == {
        (line(result).split()[0], show(result.severity)) for result in results
    }


def test_messages_are_all_those_of_the_shape():
    (result,) = validate("", ':S sh:targetNode :a ; sh:in () ; sh:message "one"@en, "eins"@de, "1" .')

    assert ['"1"', '"eins"@de', '"one"@en'] == sorted(map(show, result.messages))


def test_shape_is_asked_of_all_its_targets_together():
    """A node that two targets select is checked once (section 2.1.3)."""
    data = ":a a :C ; :p :b ."
    shapes = ":S sh:targetNode :a ; sh:targetClass :C ; sh:targetSubjectsOf :p ; sh:targetObjectsOf :p ; sh:in () ."

    assert ["In :a :a", "In :b :b"] == found(data, shapes)


@pytest.mark.parametrize(
    ("targets", "is_idle"),
    [
        ("sh:targetClass :C", False),
        ("sh:targetClass :D", True),
        ("sh:targetNode :nowhere", False),  # a node is a target whether the data has it or not (section 2.1.3.1)
        ("sh:targetSubjectsOf :p", False),
        ("sh:targetSubjectsOf :q", True),
        ("sh:targetObjectsOf :p", False),
        ("sh:targetObjectsOf :q ; sh:targetClass :C", False),
    ],
)
def test_shape_that_is_asked_of_no_node_is_idle(targets, is_idle):
    shapes = ShapesGraph(parse(f":S {targets} ; sh:in () ."))

    idle = engine.idle(engine.DataGraph(parse(":a a :C ; :p 1 .")), shapes)

    assert is_idle == ([ox.NamedNode("urn:x#S")] == [shape.node for shape in idle])


def test_idle_refuses_what_validate_refuses():
    with pytest.raises(IllFormedError):
        engine.idle(engine.DataGraph(), ShapesGraph(parse(":S sh:targetNode :a ; sh:minCount 1 .")))


def test_results_of_shapes_within_are_told_apart_by_the_way_that_leads_to_them():
    """Each value node is validated for its focus node (section 4.7.2), so one node may have the same result twice."""
    data = ":a :p :n . :b :p :n ."
    shapes = ":S sh:targetNode :a, :b ; sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ] ] ."

    assert ["MinCount :n", "MinCount :n"] == found(data, shapes)


def test_an_error_lets_go_of_its_answer_in_the_thread_that_asked():
    """Else Oxigraph complains of an answer that another thread drops, and pytest of what nobody catches."""
    store = engine.DataGraph(parse(":a :p :b , :c .")).store
    here = threading.get_ident()
    done = threading.Event()

    def fail() -> list[None]:
        solutions = store.query("SELECT * { ?s ?p ?o }")
        assert isinstance(solutions, ox.QuerySolutions)
        next(solutions)
        if threading.get_ident() == here:
            done.wait(10)
            return []
        done.set()
        raise InputError("no more")

    with pytest.raises(InputError, match="no more"):
        engine.side_by_side([fail, fail], threads=2)
