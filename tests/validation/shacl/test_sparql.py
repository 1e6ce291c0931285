"""Section 5 of SHACL: constraints in SPARQL, asked of all focus nodes at once as if of each by itself (appendix A)."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.validation.shacl import engine, sparql
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError
from csgraph.validation.shacl.model import Compiler, Scope
from csgraph.validation.shacl.terms import sh
from tests.support.shacl import found, parse, show, validate


def constraint(query: str, more: str = "") -> str:
    """Return the Turtle of a shape of :a, :b, :c and :d with a query."""
    return f':S sh:targetNode :a, :b, :c, :d {more} ; sh:sparql [ sh:select """{query}""" ] .'


# -- What is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "row", "words"),
    [
        ("", None, "not SPARQL"),
        ("SELECT $this", None, "not SPARQL"),
        ("SELECT $this WHERE {\n  $this ?p .\n}", 2, "not SPARQL"),
        ("SELECT $this { } } {", 1, "not SPARQL"),
        ("ASK { }", 1, "takes a SELECT query"),
        ("DESCRIBE $this", 1, "takes a SELECT query"),
        ("CONSTRUCT { $this a ?c } WHERE { $this a ?c }", 1, "takes a SELECT query"),
        ("INSERT DATA { }", None, "not SPARQL"),
        # Appendix A
        ("SELECT $this WHERE {\n $this ?p ?o\n MINUS { $this a ?c } }", 3, "no MINUS"),
        ("SELECT $this WHERE {\n VALUES ?x { 1 } }", 2, "no VALUES"),
        ("SELECT $this WHERE { SERVICE <urn:x> { ?s ?p ?o } }", 1, "no SERVICE"),
        ("SELECT $this FROM <urn:x> WHERE { }", 1, "remove FROM"),
        ("SELECT $this WHERE {\n BIND (1 AS ?this) }", 2, "is pre-bound"),
        ("SELECT $this WHERE {\n BIND (1 AS $this) }", 2, "is pre-bound"),
        ("SELECT (?x AS ?this) WHERE { ?x ?p ?o }", 1, "is pre-bound"),
        ("SELECT ?this (1 AS ?shapesGraph) WHERE { }", 1, "is pre-bound"),
        ("SELECT ?this (1 AS ?currentShape) WHERE { }", 1, "is pre-bound"),
        ("SELECT ?x WHERE { ?x ?p ?o }", 1, "must select $this, by name"),
        ("SELECT $this WHERE {\n $this ?p ?o\n { SELECT ?o { ?o ?q ?z } } }", 3, "each sub-select in the query"),
        # Prefixes
        ("SELECT $this WHERE {\n  $this no:p ?o }", 2, "prefix no: of the query is not declared"),
    ],
)  # fmt: skip
def test_query_that_is_not_allowed_is_refused_by_line(query, row, words):
    with pytest.raises(IllFormedError) as raised:
        validate("", constraint(query))

    error = raised.value
    assert words in str(error)
    assert error.row == row or row is None
    assert error.predicate == sh("select")
    assert error.value == ox.Literal(query)
    assert "\n" not in str(error)


@pytest.mark.parametrize("word", ['"MINUS"', "<urn:MINUS>", "1 # MINUS", "?MINUS"])
def test_forbidden_word_is_allowed_in_other_tokens(word):
    assert "MINUS" in query_of(f"SELECT $this {{ $this ?p ?o . $this ?q ?x FILTER (?x IN ({word} \n)) }}").text


@pytest.mark.parametrize(
    ("node", "predicate"),
    [
        ("[ ]", "select"),
        ("[ sh:select 1 ]", "select"),
        ("[ sh:select :q ]", "select"),
        ('[ sh:select "SELECT $this {}"@en ]', "select"),
        ('[ sh:select "SELECT $this {}", "SELECT ?this {}" ]', "select"),
        ('[ sh:ask "ASK {}" ]', "select"),
        ('[ sh:select "SELECT $this {}" ; sh:message :m ]', "message"),
        ('[ sh:select "SELECT $this {}" ; sh:message 1 ]', "message"),
        ('[ sh:select "SELECT $this {}" ; sh:deactivated "no" ]', "deactivated"),
        ('[ sh:select "SELECT $this {}" ; sh:prefixes [ sh:declare [ ] ] ]', "declare"),
        ('[ sh:select "SELECT $this {}" ; sh:prefixes [ sh:declare [ sh:prefix "a" ] ] ]', "declare"),
        (
            '[ sh:select "SELECT $this {}" ; sh:prefixes [ sh:declare [ sh:prefix "a", "b" ; sh:namespace "urn:a" ] ] ]',
            "prefix",
        ),
        (
            '[ sh:select "SELECT $this {}" ; sh:prefixes [ sh:declare [ sh:prefix "a" ; sh:namespace "urn:a" ],'
            ' [ sh:prefix "a" ; sh:namespace "urn:b" ] ] ]',
            "prefixes",
        ),
    ],
)
def test_constraint_that_is_ill_formed_is_refused(node, predicate):
    with pytest.raises(IllFormedError) as raised:
        validate("", f":S sh:targetNode :a ; sh:sparql {node} .")

    assert raised.value.predicate == sh(predicate)


# -- Prefixes and what is bound ----------------------------------------------------------------------------------------

ONTOLOGY = """
:o owl:imports :more ; sh:declare [ sh:prefix "ex" ; sh:namespace "urn:x#"^^xsd:anyURI ] .
:more sh:declare [ sh:prefix "more" ; sh:namespace "urn:x#p"^^xsd:anyURI ] .
:more sh:declare [ sh:prefix "ex" ; sh:namespace "urn:x#"^^xsd:anyURI ] ;
    owl:imports :o .
"""


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this ex:pq ?value }",
        "SELECT $this ?value WHERE { $this more:q ?value }",  # of an ontology that is imported (section 5.2.1)
        "SELECT $this ?value WHERE { $this ex:p\\\\u0071 ?value }".replace("\\\\u0071", "q"),
        "PREFIX my: <urn:x#> SELECT $this ?value WHERE { $this my:pq ?value }",
        "PREFIX ex: <urn:y#> PREFIX : <urn:x#> SELECT $this ?value WHERE { $this :pq ?value }",
        "prefix ex: <urn:x#>\nselect $this ?value\nwhere { $this ex:pq ?value . # all }\n }",
    ],
)
def test_prefixes_are_those_that_are_declared(query):
    shapes = ONTOLOGY + f':S sh:targetNode :a ; sh:sparql [ sh:prefixes :o ; sh:select """{query}""" ] .'

    assert ["SPARQL :a 1"] == found(":a :pq 1 .", shapes)


def test_path_is_that_of_the_shape():
    data = ":a :p [ :q 1, 2 ] ."
    query = "SELECT $this ?value WHERE { $this $PATH ?value FILTER (?value > 1) }"

    assert ["SPARQL :a 2"] == found(data, constraint(query, "; sh:path ( :p :q )"))


def test_current_shape_and_shapes_graph_are_bound():
    shapes = '''
    :S sh:targetNode :a ; :limit 2 ;
        sh:sparql [ sh:select """SELECT $this ?value {
            $this ?p ?value FILTER (?value > ?n)
            GRAPH $shapesGraph { $currentShape <urn:x#limit> ?n } }""" ] .
    '''

    assert ["SPARQL :a 3"] == found(":a :p 1, 2, 3 . :S :limit 0 .", shapes)


def test_store_that_is_not_here_has_no_shapes():
    query = sparql.read_query(
        ShapesGraph(parse(':q sh:select "SELECT $this { GRAPH $shapesGraph { $this ?p ?o } }" .')),
        ox.NamedNode("urn:x#q"),
        sh("select"),
    )
    scope = Scope("?_0", "VALUES ?_0 { <urn:x#a> }")

    with pytest.raises(UnsupportedError, match="shapesGraph"):
        sparql.join(
            query, scope, {"shapesGraph": sparql.SHAPES_GRAPH}, Compiler({}, is_local=False), ox.NamedNode("urn:x#S")
        )


# -- Results (section 5.3.2) -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "more", "expected"),
    [
        # value, path
        ("SELECT $this ?value { $this ?p ?value }", "", [(":a", "1", None)]),
        ("SELECT $this { $this ?p ?o }", "", [(":a", ":a", None)]),  # of a node shape the focus node is the value
        ("SELECT $this ?path { $this ?path ?o }", "", [(":a", ":a", "<urn:x#p>")]),
        ("SELECT $this { $this ?p ?o }", "; sh:path :q", [(":a", None, "<urn:x#q>")]),
        ("SELECT $this ?path { $this ?path ?o }", "; sh:path :q", [(":a", None, "<urn:x#p>")]),
        # A path that is no IRI is none.
        ("SELECT $this ?path { $this ?p ?path }", "; sh:path :q", [(":a", None, "<urn:x#q>")]),
        # Each solution is a result.
        ("SELECT $this { { $this ?p ?o } UNION { $this ?p ?o } }", "", [(":a", ":a", None)] * 2),
        ("SELECT DISTINCT $this { { $this ?p ?o } UNION { $this ?p ?o } }", "", [(":a", ":a", None)]),
        (
            "SELECT $this ?value { $this ?p ?o OPTIONAL { $this ?none ?value FILTER (false) } }",
            "",
            [(":a", ":a", None)],
        ),
    ],
)
def test_solution_makes_a_result(query, more, expected):
    results = validate(":a :p 1 .", constraint(query, more))

    assert expected == [
        (show(result.focus), result.value and show(result.value), result.path and str(result.path))
        for result in results
    ]
    assert {result.component for result in results} == {sh("SPARQLConstraintComponent")}
    assert {type(result.constraint) for result in results} == {ox.BlankNode}


@pytest.mark.parametrize(
    ("select", "messages", "expected"),
    [
        ("$this ?value", '"no {?value} at {$this}"', ['"no x at urn:x#a"']),
        ("$this ?value", '"{$value}{?value} {?none} {value} {?}"@en', ['"xx {?none} {value} {?}"@en']),
        ("$this ?value (1 AS ?n)", '"{?n}", "{?n}!"@de', ['"1"', '"1!"@de']),
        # What the query says comes first.
        ('$this ("mine" AS ?message)', '"yours"', ['"mine"']),
        ("$this (1 / 0 AS ?message)", '"yours"', ['"yours"']),
    ],
)
def test_messages_have_what_the_solution_binds(select, messages, expected):
    shapes = f""":S sh:targetNode :a ; sh:message "of the shape" ;
        sh:sparql [ sh:message {messages} ; sh:select '''SELECT {select} {{ $this ?p ?value }}''' ] ."""

    (result,) = validate(':a :p "x" .', shapes)

    assert expected == list(map(show, result.messages))


def test_message_of_the_shape_is_said_where_the_constraint_has_none():
    shapes = ':S sh:targetNode :a ; sh:message "{?value}" ; sh:sparql [ sh:select "SELECT $this ?value { $this ?p ?value }" ] .'

    (result,) = validate(":a :p 1 .", shapes)

    assert ['"1"'] == list(map(show, result.messages))


def test_constraint_that_is_deactivated_asks_nothing():
    shapes = ':S sh:targetNode :a ; sh:sparql [ sh:deactivated true ; sh:select "SELECT $this {}" ] .'

    assert [] == found("", shapes)


# -- Literals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "filter", "expected"),
    [
        ("1.50, 01, 1e0", "?value >= 1", ["1", '"1"^^xsd:double', "1.5"]),
        ('"1"^^xsd:byte', "DATATYPE(?value) = <http://www.w3.org/2001/XMLSchema#integer>", ["1"]),
        ("1.50", 'STR(?value) = "1.5"', ["1.5"]),
        ('"1"^^xsd:boolean', "?value", ["true"]),
    ],
)
def test_query_sees_literals_as_the_store_has_them(data, filter, expected):
    """Unlike SHACL Core, which compares them as they are written; so Oxigraph reads numbers as numbers."""
    shapes = constraint(f"SELECT $this ?value {{ $this ?p ?value FILTER ({filter}) }}")

    results = validate(f":a :p {data} .", shapes)

    as_turtle = {"1e0": '"1"^^xsd:double'}
    assert sorted(expected) == sorted(as_turtle.get(show(result.value), show(result.value)) for result in results)


def test_literal_that_is_a_target_is_one_of_the_store_too():
    shapes = ':S sh:targetNode 01, 2.50 ; sh:sparql [ sh:select "SELECT $this { FILTER ($this > 2) }" ] .'

    assert ["SPARQL 2.5 2.5"] == found("", shapes)


NESTED = ':S sh:targetNode :a, :b ; sh:not [ sh:sparql [ sh:select "SELECT $this { $this ?p ?value FILTER (?value > 1) }" ] ] .'


def test_query_may_be_in_a_shape_within_a_shape():
    assert ["Not :b :b"] == found(":a :p 1.5 . :b :p 1 .", NESTED)


def test_query_within_a_shape_is_not_compiled_where_literals_must_be_kept():
    """Whatever is within sees them as written, and the query must not."""
    with pytest.raises(UnsupportedError, match="literals"):
        validate(":a :p 1.50 . :b :p 1 .", NESTED)


# -- Asking for all at once --------------------------------------------------------------------------------------------

DATA = """
:a :p 1, 2, 5 ; :q :b ; :r "x" ; a :C .
:b :p 2 ; :q :a, :c .
:c :p 3, 4 ; a :C, :D .
:e :p 9 ; :q :a, :b .
"""

# Whether the focus nodes can be joined, by query; where not, each is asked for by itself.
QUERIES = {
    "SELECT $this { $this <urn:x#p> ?o }": True,
    "SELECT $this ?value { $this <urn:x#p> ?value FILTER (?value > 2) }": True,
    "SELECT $this { FILTER NOT EXISTS { $this <urn:x#q> ?o } }": True,
    "SELECT $this { FILTER EXISTS { ?o <urn:x#q> $this } }": True,
    "SELECT $this { ?x <urn:x#q> $this . FILTER EXISTS { ?x a ?c . FILTER (?x != $this) } }": True,
    "SELECT $this ?value { OPTIONAL { $this <urn:x#q> ?value } }": True,
    "SELECT $this ?value { OPTIONAL { ?value <urn:x#p> ?o FILTER (?value != $this && ?o = 9) } }": True,
    "SELECT $this ?value { { $this <urn:x#p> ?value } UNION { $this <urn:x#q> ?value } }": True,
    # A filter in a group of its own does not see what is joined from outside.
    "SELECT $this { { FILTER ($this = <urn:x#a>) } }": False,
    "SELECT $this { { FILTER (BOUND($this)) } UNION { $this a <urn:x#D> } }": False,
    "SELECT $this { { $this a ?c FILTER ($this = <urn:x#a>) } UNION { $this a <urn:x#D> } }": True,
    "SELECT $this { $this a ?c { FILTER (!BOUND($this)) } }": False,
    "SELECT $this ?value { { BIND ($this AS ?value) } }": False,
    "SELECT $this ?value { BIND (STR($this) AS ?value) }": True,
    "SELECT $this ?value { $this <urn:x#p> ?o BIND (?o + 1 AS ?value) }": True,
    "SELECT $this ?value { { $this <urn:x#p> ?o BIND (STR($this) AS ?value) } UNION { ?s a <urn:x#D> BIND (1 AS ?n) } }": True,
    # A group that says nothing of $this
    "SELECT $this ?value { { ?value a <urn:x#C> } UNION { ?value a <urn:x#D> } }": True,
    # Cut, counted or ordered over all, and not for each
    "SELECT $this ?value { $this <urn:x#p> ?value } ORDER BY ?value LIMIT 1": False,
    "SELECT $this ?value { $this <urn:x#p> ?value } ORDER BY ?value OFFSET 1": False,
    "SELECT $this (COUNT(?o) AS ?value) { $this <urn:x#p> ?o } GROUP BY $this": True,
    "SELECT $this (COUNT(?o) AS ?value) { $this <urn:x#p> ?o } GROUP BY $this HAVING (COUNT(?o) > 1)": True,
    "SELECT $this ?value { { SELECT $this (COUNT(?o) AS ?value) { $this <urn:x#p> ?o } GROUP BY $this } }": True,
    "SELECT $this ?value { { SELECT $this (MAX(?o) AS ?value) { $this <urn:x#p> ?o } GROUP BY $this } }": True,
    "SELECT $this ?value { { SELECT $this ?value { $this <urn:x#p> ?value } ORDER BY DESC(?value) LIMIT 1 } }": False,
    "SELECT $this ?value { $this <urn:x#q> ?x { SELECT $this ?value { $this <urn:x#p> ?value FILTER (?value > 1) } } }": True,
    "SELECT $this ?value { { SELECT $this ?value { $this <urn:x#p> ?value FILTER ($this = <urn:x#a>) } } }": True,
    "SELECT $this ?value { { SELECT $this ?value { ?value <urn:x#p> ?o FILTER ($this = ?value) } } }": False,
    "SELECT $this ?value { $this <urn:x#q>+ ?value }": True,
    "SELECT $this ?value { $this (<urn:x#q>|^<urn:x#q>)* ?value FILTER (?value != $this) }": True,
    "SELECT $this ?value { $this <urn:x#q>? ?value . }": True,
    "SELECT DISTINCT $this { $this <urn:x#p> ?o . $this <urn:x#q> ?x }": True,
    "SELECT $this ?value { ?value <urn:x#p> ?o OPTIONAL { ?value <urn:x#r> ?z } FILTER (BOUND(?z) && $this = <urn:x#b>) }": True,
    "SELECT $this ?value { $this <urn:x#p> ?o OPTIONAL { $this <urn:x#q> ?value { FILTER (?o > 1) } } }": True,
    "SELECT $this ?value { ?value <urn:x#p> ?o OPTIONAL { { $this a ?c FILTER ($this != ?value) } } FILTER (!BOUND(?c)) }": True,
    "SELECT $this ?value { $this <urn:x#q> [ <urn:x#p> ?value ] ; <urn:x#p> ?o . FILTER (?o < ?value) }": True,
    "SELECT $this ?value { $this <urn:x#p> ?value FILTER NOT EXISTS { $this <urn:x#p> ?more FILTER (?more > ?value) } }": True,
    "SELECT $this ?value { { { { $this <urn:x#p> ?value FILTER (STR($this) > \"\") } } } }": True,
    "SELECT $this ?value { $this <urn:x#p> ?value } GROUP BY $this ?value HAVING (?value > 1)": True,
}  # fmt: skip

NODES = [ox.NamedNode(f"urn:x#{name}") for name in "abcd"]


def query_of(text: str) -> sparql.ConstraintQuery:
    node = ox.NamedNode("urn:x#q")
    return sparql.read_query(ShapesGraph([ox.Triple(node, sh("select"), ox.Literal(text))]), node, sh("select"))


@pytest.mark.parametrize("text", QUERIES)
def test_queries_that_can_be_joined_are_told_from_others(text):
    """One that is taken not to be costs time; one that wrongly is taken to be is found by the next test."""
    assert QUERIES[text] == sparql.is_joinable(query_of(text), frozenset({"this"}))


# pyoxigraph's substitutions take BOUND of such a variable for false, where appendix A says that it is true.
BOUND = {
    "SELECT $this { { FILTER (BOUND($this)) } UNION { $this a <urn:x#D> } }": [":a", ":b", ":c", ":c", ":d"],
    "SELECT $this { $this a ?c { FILTER (!BOUND($this)) } }": [],
    "SELECT $this { FILTER (BOUND($this)) }": [":a", ":b", ":c", ":d"],
    "SELECT $this { { { FILTER (BOUND($this)) } } }": [":a", ":b", ":c", ":d"],
}


@pytest.mark.parametrize("text", BOUND)
def test_variable_that_is_bound_beforehand_is_bound_in_every_group(text):
    assert [f"SPARQL {node} {node}" for node in BOUND[text]] == found(DATA, constraint(text))


@pytest.mark.parametrize("text", [text for text in QUERIES if text not in BOUND])
def test_asking_for_all_is_asking_for_each(text):
    data = parse(DATA)
    store = ox.Store()
    store.extend(data)
    # Each node by itself, as SHACL says it (section 5.3.1 and appendix A): $this bound before the query is evaluated.
    expected = Counter()
    for node in NODES:
        rows = store.query(text.replace("$this", "?this"), substitutions={ox.Variable("this"): node})
        names = [variable.value for variable in rows.variables]
        for row in rows:
            value = row["value"] if "value" in names else None
            expected[str(node), str(value or node)] += 1

    results = engine.validate(engine.DataGraph(data), ShapesGraph(parse(constraint(text.replace('"', '\\"')))))

    assert expected == Counter((str(result.focus), str(result.value)) for result in results)


@pytest.mark.parametrize("text", [text for text, joins in QUERIES.items() if not joins])
def test_store_that_cannot_ask_for_each_is_not_asked(text):
    scope = Scope("?_0", "VALUES ?_0 { <urn:x#a> }")

    with pytest.raises(UnsupportedError, match="node by node"):
        sparql.join(query_of(text), scope, {}, Compiler({}, is_local=False), ox.NamedNode("urn:x#S"))


def test_node_that_the_data_do_not_have_is_asked_for_too():
    assert ["SPARQL :nowhere :nowhere"] == found(
        "", ':S sh:targetNode :nowhere ; sh:sparql [ sh:select "SELECT $this { FILTER NOT EXISTS { $this ?p ?o } }" ] .'
    )


def test_graphs_in_which_data_are_kept_are_not_seen():
    """With 1.50 the store has literals as written in a graph beside (see csgraph.validation.shacl.engine)."""
    assert [] == found(":a :p 1.50 .", constraint("SELECT $this ?value { GRAPH ?graph { $this ?p ?value } }"))


def test_function_that_the_store_does_not_have_is_named():
    with pytest.raises(InputError, match="urn:f") as raised:
        validate(
            ":a :p 1 .",
            ':S sh:targetNode :a ; sh:sparql :q . :q sh:select "SELECT $this { FILTER (<urn:f>($this)) }" .',
        )

    assert "urn:x#q" in str(raised.value)
    assert "\n" not in str(raised.value)
