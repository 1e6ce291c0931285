"""Section 6 of SHACL: constraint components that a shapes graph defines itself."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csgraph.validation.shacl import engine
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError
from csgraph.validation.shacl.terms import sh
from tests.support.shacl import found, line, parse, show, validate


def component(validators: str, parameters: str = "[ sh:path :max ]") -> str:
    """Return the Turtle of a component."""
    return f":C a sh:ConstraintComponent ; sh:parameter {parameters} ; {validators} .\n"


def ask(query: str) -> str:
    return f'sh:validator [ sh:ask """{query}""" ]'


AT_MOST = component(ask("ASK { FILTER ($value <= $max) }"))


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("sh:targetNode :a ; sh:path :p ; :max 2", [":C :a 3"]),
        ("sh:targetNode :a ; sh:path :p ; :max 0", [":C :a 1", ":C :a 2", ":C :a 3"]),
        ("sh:targetNode 1, 2, 3 ; :max 2", [":C 3 3"]),
        # Each value of the one parameter is a constraint of its own (section 6.3).
        ("sh:targetNode :a ; sh:path :p ; :max 1, 2", [":C :a 2", ":C :a 3", ":C :a 3"]),
        ("sh:targetNode :a ; sh:path :p", []),
        ("sh:targetNode :a ; sh:path :p ; :max 0 ; sh:deactivated true", []),
        # What is no number is not less.
        ('sh:targetNode :a ; sh:path :p ; :max "x"', [":C :a 1", ":C :a 2", ":C :a 3"]),
        # Within another shape
        ("sh:targetNode :a ; sh:node [ sh:property [ sh:path :p ; :max 2 ] ]", ["Node :a :a"]),
        ("sh:targetNode :a ; sh:property [ sh:path :p ; :max 2 ]", [":C :a 3"]),
        ("sh:targetNode :a ; sh:path :p ; sh:not [ :max 2 ]", ["Not :a 1", "Not :a 2"]),
        ("sh:targetNode :a ; sh:path :p ; sh:xone ( [ :max 1 ] [ :max 2 ] )", ["Xone :a 1", "Xone :a 3"]),
    ],
)
def test_ask_is_true_of_each_value(shape, expected):
    assert expected == found(":a :p 1, 2, 3 .", f"{AT_MOST} :S {shape} .")


def test_ask_sees_literals_by_value():
    data = ':a :p 1.50, "07"^^xsd:byte, 1e0 .'

    assert [":C :a 7"] == found(data, f"{AT_MOST} :S sh:targetNode :a ; sh:path :p ; :max 2 .")
    assert [] == found(data, f"{AT_MOST} :S sh:targetNode :a ; sh:path :p ; :max 07.0 .")


def test_ask_within_a_shape_is_not_compiled_where_literals_must_be_kept():
    with pytest.raises(UnsupportedError, match="literals"):
        validate(":a :p 1.50 .", f"{AT_MOST} :S sh:targetNode :a ; sh:path :p ; sh:not [ :max 2 ] .")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { $this <urn:x#q> $value }", [":C :a 2", ":C :a 3"]),
        ("ASK { { $this <urn:x#q> $value } UNION { FILTER ($value = 2) } }", [":C :a 3"]),
        ("ASK { FILTER NOT EXISTS { $this <urn:x#q> $value } }", [":C :a 1"]),
        ("ASK { $this <urn:x#q> ?q FILTER (?q < $value && $value < $max) }", [":C :a 1"]),
        ("ASK { }", []),
        ("ASK { FILTER (1 = 2) }", [":C :a 1", ":C :a 2", ":C :a 3"]),
        ("PREFIX x: <urn:x#>\nASK WHERE { $this x:q ?q . FILTER (?q = $value) }", [":C :a 2", ":C :a 3"]),
    ],
)
def test_ask_may_look_around(query, expected):
    shapes = component(ask(query)) + ":S sh:targetNode :a ; sh:path :p ; :max 9 ."

    assert expected == found(":a :p 1, 2, 3 ; :q 1 .", shapes)


ASKS = [
    "ASK { $this <urn:x#q> $value }",
    "ASK { $this <urn:x#q> ?q FILTER (?q < $value) }",
    "ASK { { FILTER ($value > $max) } }",
    "ASK { { FILTER ($value > $max) } UNION { $this <urn:x#r> $value } }",
    "ASK { { { FILTER ($value = $max) } } UNION { { $this <urn:x#q> ?q FILTER (?q = $value) } } }",
    "ASK { OPTIONAL { $this <urn:x#r> ?r FILTER (?r = $value) } FILTER (!BOUND(?r)) }",
    "ASK { OPTIONAL { $this <urn:x#r> ?r { FILTER ($value > 1) } } FILTER (BOUND(?r)) }",
    "ASK { BIND ($value + 1 AS ?more) $this <urn:x#p> ?more }",
    "ASK { $this <urn:x#p> ?more FILTER (?more > $value) FILTER NOT EXISTS { $this <urn:x#q> ?more } }",
    "ASK { FILTER EXISTS { { $this <urn:x#q> ?q } UNION { $this <urn:x#r> ?q } FILTER (?q = $value) } }",
    "ASK { { SELECT $this (COUNT(?o) AS ?n) { $this <urn:x#p> ?o } GROUP BY $this } FILTER (?n > $value) }",
    "ASK { { SELECT $this $value { $this <urn:x#p> $value } ORDER BY $value LIMIT 1 } }",
    "ASK { ?other <urn:x#p> $value FILTER (?other != $this) }",
    "ASK { $this <urn:x#s>* ?end . ?end <urn:x#q> $value }",
]


@pytest.mark.parametrize("text", ASKS)
def test_asking_for_all_is_asking_for_each(text):
    data = parse(":a :p 1, 2, 3 ; :q 1 ; :r 2, 3 ; :s :b . :b :p 2 ; :q 2, 3 ; :r 2 .")
    store = ox.Store()
    store.extend(data)
    maximum = ox.Literal(2)
    expected = []
    for focus, value in ((":a", 1), (":a", 2), (":a", 3), (":b", 2)):
        node = ox.NamedNode(f"urn:x#{focus[1:]}")
        bound = {"this": node, "value": ox.Literal(value), "max": maximum}
        substitutions = {ox.Variable(name): term for name, term in bound.items()}
        # pyoxigraph substitutes variables of a SELECT query only.
        query = text.replace("ASK", "SELECT $this $value $max", 1).replace("$", "?")
        if not any(True for _ in store.query(query, substitutions=substitutions)):
            expected.append(f":C {focus} {value}")

    shapes = component(ask(text)) + ":S sh:targetNode :a, :b ; sh:path :p ; :max 2 ."

    assert expected == sorted(map(line, engine.validate(engine.DataGraph(data), ShapesGraph(parse(shapes)))))


SELECT = 'sh:{}Validator [ sh:select "SELECT $this ?value {{ $this {} ?value FILTER (?value > $max) }}" ]'


def test_select_is_taken_by_the_kind_of_shape():
    """Section 6.3.1: sh:nodeValidator in node shapes, sh:propertyValidator in property shapes, else sh:validator."""
    shapes = component(
        f"{SELECT.format('node', '<urn:x#n>')} ; {SELECT.format('property', '$PATH')} ; {ask('ASK { FILTER (false) }')}"
    )

    data = ":a :n 1, 2 ; :p 3, 4 ."

    assert [":C :a 2"] == found(data, f"{shapes} :S sh:targetNode :a ; :max 1 .")
    assert [":C :a 4"] == found(data, f"{shapes} :S sh:targetNode :a ; sh:path :p ; :max 3 .")
    # Along a path that is none of one step
    assert [":C :z 4"] == found(data + ":z :y :a .", f"{shapes} :S sh:targetNode :z ; sh:path ( :y :p ) ; :max 3 .")


def test_ask_is_taken_where_there_is_no_select_for_the_kind_of_shape():
    shapes = component(f"{SELECT.format('node', '<urn:x#n>')} ; {ask('ASK { FILTER (false) }')}")

    assert [":C :a 3", ":C :a 4"] == found(":a :p 3, 4 .", f"{shapes} :S sh:targetNode :a ; sh:path :p ; :max 9 .")


def test_select_may_be_in_a_shape_within_a_shape():
    shapes = component(SELECT.format("node", "<urn:x#n>")) + ":S sh:targetNode :a, :b ; sh:not [ :max 1 ] ."

    assert ["Not :b :b"] == found(":a :n 2 . :b :n 1 .", shapes)


OPTIONAL = component(
    ask("ASK { FILTER (($value >= $min) && (!BOUND($max) || $value <= $max)) }"),
    "[ sh:path :min ], [ sh:path :max ; sh:optional true ]",
)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (":min 2", [":C :a 1"]),
        (":min 2 ; :max 2", [":C :a 1", ":C :a 3"]),
        (":max 2", []),  # the one that is not optional is missing
        ("", []),
    ],
)
def test_optional_parameter_may_be_missing(parameters, expected):
    assert expected == found(":a :p 1, 2, 3 .", f"{OPTIONAL} :S sh:targetNode :a ; sh:path :p ; {parameters} .")


def test_component_needs_all_parameters_that_are_not_optional():
    shapes = component(ask("ASK { FILTER ($value >= $min && $value <= $max) }"), "[ sh:path :min ], [ sh:path :max ]")

    assert [] == found(":a :p 1, 2, 3 .", f"{shapes} :S sh:targetNode :a ; sh:path :p ; :min 2 .")
    assert [":C :a 1", ":C :a 3"] == found(
        ":a :p 1, 2, 3 .", f"{shapes} :S sh:targetNode :a ; sh:path :p ; :min 2 ; :max 2 ."
    )


def test_component_may_be_of_a_subclass():
    shapes = AT_MOST.replace("a sh:ConstraintComponent", "a :Mine") + ":Mine rdfs:subClassOf sh:ConstraintComponent ."

    assert [":C :a 3"] == found(":a :p 3 .", f"{shapes} :S sh:targetNode :a ; sh:path :p ; :max 2 .")


@pytest.mark.parametrize(
    ("validator", "of_component", "of_shape", "expected"),
    [
        ('"{?value} is over {$max} at {$this}"', '"c"', None, ['"3 is over 2 at urn:x#a"']),
        ('"v {?max}"@en, "w"', '"c"', None, ['"v 2"@en', '"w"']),
        (None, '"c {?max}"', None, ['"c 2"']),
        ('"v"', '"c"', '"s {?max}"', ['"s 2"']),
        (None, None, None, []),
    ],
)
@pytest.mark.parametrize(
    "query",
    [
        'sh:validator [ sh:ask "ASK { FILTER ($value <= $max) }" MESSAGE ]',
        'sh:propertyValidator [ sh:select "SELECT $this ?value { $this $PATH ?value FILTER (?value > $max) }" MESSAGE ]',
    ],
    ids=["ask", "select"],
)
def test_messages_have_parameters_and_values(query, validator, of_component, of_shape, expected):
    def message(text: str | None) -> str:
        return f"; sh:message {text}" if text else ""

    shapes = component(query.replace("MESSAGE", message(validator)) + message(of_component))

    (result,) = validate(":a :p 3 .", f"{shapes} :S sh:targetNode :a ; sh:path :p ; :max 2 {message(of_shape)} .")

    assert expected == list(map(show, result.messages))
    assert (show(result.component), show(result.shape), result.constraint) == (":C", ":S", None)


@pytest.mark.parametrize(
    ("definition", "shape", "node", "predicate"),
    [
        (":C a sh:ConstraintComponent .", "", ":C", "parameter"),
        (component(ask("ASK {}"), "[ sh:path :max ; sh:optional true ]"), "", ":C", "parameter"),
        (component(ask("ASK {}"), "[ ]"), "", ":C", "parameter"),
        (component(ask("ASK {}"), '[ sh:path "max" ]'), "", ":C", "parameter"),
        (component(ask("ASK {}"), "[ sh:path ( :p :q ) ]"), "", ":C", "parameter"),
        (component(ask("ASK {}"), "[ sh:path <urn:x#a-b> ]"), "", ":C", "parameter"),
        (component(ask("ASK {}"), "[ sh:path <urn:x#1a> ]"), "", ":C", "parameter"),
        (component(ask("ASK {}"), "[ sh:path :this ]"), "", ":C", "parameter"),
        (component(ask("ASK {}"), "[ sh:path :value ]"), "", ":C", "parameter"),
        (component(ask("ASK {}"), '[ sh:path :max ; sh:optional "no" ]'), "", None, "optional"),
        # A component that a shape uses
        (component("sh:labelTemplate 1"), ":max 1", ":C", None),
        (component('sh:nodeValidator [ sh:select "SELECT $this {}" ]'), "sh:path :p ; :max 1", ":C", None),
        (component(ask("SELECT $this {}")), ":max 1", None, "ask"),
        (component(ask("ASK { $value ?p }")), ":max 1", None, "ask"),
        (component(ask("ASK { BIND (1 AS ?value) }")), ":max 1", None, "ask"),
        (component("sh:validator [ sh:ask 1 ]"), ":max 1", None, "ask"),
        (component('sh:nodeValidator [ sh:ask "ASK {}" ]'), ":max 1", None, "select"),
        (component('sh:nodeValidator [ sh:select "SELECT ?x { ?x ?y $max }" ]'), ":max 1", None, "select"),
        # Several values where parameters go together (section 6.2.1)
        (OPTIONAL, ":min 1, 2", ":S", "min"),
        (OPTIONAL, ":min 1 ; :max 1, 2", ":S", "max"),
    ],
)
def test_what_is_ill_formed_is_refused(definition, shape, node, predicate):
    with pytest.raises(IllFormedError) as raised:
        validate("", f"{definition} :S sh:targetNode :a ; sh:nodeKind sh:IRI ; {shape} .")

    error = raised.value
    assert node is None or node == show(error.shape)
    own = ("min", "max")
    expected = None if predicate is None else ox.NamedNode(f"urn:x#{predicate}") if predicate in own else sh(predicate)
    assert error.predicate == expected
    assert "\n" not in str(error)


def test_component_without_iri_cannot_be_named_in_results():
    shapes = AT_MOST.replace(":C a", "[] a")

    with pytest.raises(UnsupportedError) as raised:
        engine.validate(engine.DataGraph(), ShapesGraph(parse(shapes)))

    assert raised.value.feature == "a constraint component without IRI"
