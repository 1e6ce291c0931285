"""What is no shape, or none that can be compiled, is refused by name (section 3.4), and never with a traceback."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csgraph.validation.shacl import engine, reader
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError

from .test_engine import line, parse, show

LIST = "_:l rdf:first :a ."  # no rdf:rest
CYCLE = "_:l rdf:first :a ; rdf:rest _:l ."
FORKED = "_:l rdf:first :a, :b ; rdf:rest () ."

# What stands at :S, the property that is meant, and its value; None where there is none to name.
ILL_FORMED = {
    # Names that SHACL does not have.
    "sh:minCont 1": ("minCont", "1"),
    "sh:Class :C": ("Class", ":C"),
    "sh:select1 true": ("select1", "true"),
    # Section 4.1
    'sh:class "C"': ("class", '"C"'),
    "sh:class []": ("class", None),
    'sh:datatype "xsd:string"': ("datatype", '"xsd:string"'),
    "sh:datatype []": ("datatype", None),
    "sh:datatype :x, :y": ("datatype", ":y"),
    "sh:nodeKind :x": ("nodeKind", ":x"),
    "sh:nodeKind sh:Iri": ("nodeKind", "sh:Iri"),
    'sh:nodeKind "sh:IRI"': ("nodeKind", '"sh:IRI"'),
    "sh:nodeKind sh:IRI, sh:Literal": ("nodeKind", "sh:Literal"),
    # Section 4.2
    'sh:path :p ; sh:minCount "one"': ("minCount", '"one"'),
    "sh:path :p ; sh:minCount -1": ("minCount", "-1"),
    "sh:path :p ; sh:maxCount 1.5": ("maxCount", "1.5"),
    "sh:path :p ; sh:maxCount 1, 2": ("maxCount", "2"),
    "sh:minCount 1": ("minCount", None),
    "sh:maxCount 1": ("maxCount", None),
    # Section 4.3
    "sh:minInclusive :x": ("minInclusive", ":x"),
    "sh:maxExclusive 1, 2": ("maxExclusive", "2"),
    # Section 4.4
    "sh:minLength 1.0": ("minLength", "1.0"),
    "sh:maxLength 1, 2": ("maxLength", "2"),
    'sh:pattern "("': ("pattern", '"("'),
    "sh:pattern 1": ("pattern", "1"),
    'sh:pattern "a"@en': ("pattern", '"a"@en'),
    'sh:pattern "a", "b"': ("pattern", '"b"'),  # with sh:flags it is a component of two parameters (section 2.1.1)
    'sh:pattern "a" ; sh:flags 1': ("flags", "1"),
    'sh:pattern "a" ; sh:flags "i", "s"': ("flags", '"s"'),
    'sh:pattern "a" ; sh:flags "g"': ("flags", '"g"'),
    "sh:languageIn ( 1 )": ("languageIn", "1"),
    'sh:languageIn "en"': ("languageIn", '"en"'),
    'sh:languageIn ( "en" ), ( "de" )': ("languageIn", None),
    "sh:uniqueLang true": ("uniqueLang", None),
    'sh:path :p ; sh:uniqueLang "yes"': ("uniqueLang", '"yes"'),
    "sh:path :p ; sh:uniqueLang true, false": ("uniqueLang", "false"),
    # Section 4.5
    'sh:equals "p"': ("equals", '"p"'),
    "sh:disjoint []": ("disjoint", None),
    "sh:path :p ; sh:lessThan 1": ("lessThan", "1"),
    "sh:lessThan :p": ("lessThan", None),
    "sh:lessThanOrEquals :p": ("lessThanOrEquals", None),
    # Section 4.6
    "sh:or :x": ("or", ":x"),
    'sh:and "x"': ("and", '"x"'),
    f"sh:or _:l . {LIST} :z :z :z": ("or", "_:l"),
    f"sh:and _:l . {CYCLE} :z :z :z": ("and", "_:l"),
    f"sh:xone _:l . {FORKED} :z :z :z": ("xone", "_:l"),
    # Section 4.7
    "sh:node [ sh:path :p ]": ("node", None),
    "sh:property [ sh:minCount 1 ]": ("property", None),
    "sh:property :P . :P sh:nodeKind sh:IRI": ("property", ":P"),
    "sh:property 1": ("property", "1"),
    "sh:path :p ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ]": ("qualifiedValueShape", None),
    "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1": ("qualifiedValueShape", None),
    "sh:path :p ; sh:qualifiedValueShape [], [] ; sh:qualifiedMinCount 1": ("qualifiedValueShape", None),
    "sh:path :p ; sh:qualifiedValueShape [] ; sh:qualifiedMinCount -1": ("qualifiedMinCount", "-1"),
    "sh:path :p ; sh:qualifiedValueShape [] ; sh:qualifiedMaxCount 1, 2": ("qualifiedMaxCount", "2"),
    # Section 4.8
    'sh:closed "yes"': ("closed", '"yes"'),
    "sh:closed true ; sh:ignoredProperties ( 1 )": ("ignoredProperties", "1"),
    "sh:closed true ; sh:ignoredProperties :p": ("ignoredProperties", ":p"),
    "sh:closed true ; sh:ignoredProperties ( :p ), ( :q )": ("ignoredProperties", None),
    "sh:in :x": ("in", ":x"),
    "sh:in (), ( 1 )": ("in", None),
    f"sh:in _:l . {LIST} :z :z :z": ("in", "_:l"),
    f"sh:in _:l . {CYCLE} :z :z :z": ("in", "_:l"),
    f"sh:in _:l . {FORKED} :z :z :z": ("in", "_:l"),
    # Section 2
    'sh:path "p" ; sh:minCount 1': ("path", '"p"'),
    "a sh:NodeShape ; sh:path :p": ("path", ":p"),
    "sh:path :p, :q ; sh:minCount 1": ("path", ":q"),
    "sh:path _:l ; sh:minCount 1 . _:l sh:inversePath _:l": ("path", "_:l"),
    "sh:path ( :p ) ; sh:minCount 1": ("path", None),
    'sh:severity "Warning"': ("severity", '"Warning"'),
    "sh:severity sh:Info, sh:Warning": ("severity", "sh:Warning"),
    "sh:message :x": ("message", ":x"),
    "sh:message 1": ("message", "1"),
    'sh:deactivated "yes"': ("deactivated", '"yes"'),
    "sh:deactivated true, false": ("deactivated", "false"),
    'sh:targetClass "C"': ("targetClass", '"C"'),
    # Section 5
    'sh:sparql "SELECT $this {}"': ("sparql", '"SELECT $this {}"'),
}


def refusal(text: str) -> IllFormedError:
    with pytest.raises(IllFormedError) as raised:
        engine.validate(engine.DataGraph(), ShapesGraph(parse(text)))
    return raised.value


@pytest.mark.parametrize("text", ILL_FORMED)
def test_shape_that_is_ill_formed_is_refused_by_property_and_value(text):
    predicate, value = ILL_FORMED[text]

    error = refusal(f":S sh:targetNode :a ; {text} .")

    assert (show(error.shape), show(error.predicate)) == (":S", f"sh:{predicate}")
    assert value is None or value == show(error.value)
    assert str(error).startswith("urn:x#S: ")
    assert "\n" not in str(error)


def test_name_that_is_nearly_right_is_proposed():
    assert str(refusal(":S sh:targetNode :a ; sh:minCont 1 .")) == (
        "urn:x#S: a shape has no sh:minCont; did you mean sh:minCount?"
    )
    assert str(refusal(":S sh:targetNode :a ; sh:zzzz 1 .")) == "urn:x#S: a shape has no sh:zzzz"


@pytest.mark.parametrize("property_of", ["sh:node", "sh:property", "sh:not"])
@pytest.mark.parametrize("text", ["sh:path :p ; sh:minCount -1", "sh:minCount 1", "sh:in :x", "sh:datatype 1"])
def test_shape_within_a_shape_is_refused_alike(property_of, text):
    error = refusal(f":S sh:targetNode :a ; {property_of} :T . :T {text} .")

    assert isinstance(error.shape, ox.NamedNode)


def test_shape_without_target_is_refused_alike():
    assert show(refusal(":S a sh:NodeShape ; sh:minCount 1 .").shape) == ":S"


@pytest.mark.parametrize(
    "text",
    [
        'sh:node "x"',
        'sh:not "x"',
        'sh:or ( "x" )',
        'sh:and ( [] 1 )',
        'sh:path :p ; sh:qualifiedValueShape 1 ; sh:qualifiedMinCount 1',
    ],
)  # fmt: skip
def test_literal_is_no_shape(text):
    error = refusal(f":S sh:targetNode :a ; {text} .")

    assert show(error.shape) == ":S"
    assert "a shape is an IRI or a blank node" in str(error)


def test_property_shape_has_a_path():
    assert "sh:path" in str(refusal(":S a sh:PropertyShape ; sh:targetNode :a ."))


@pytest.mark.parametrize(
    "text",
    [
        ":S sh:node :S",
        ":S sh:not :S",
        ":S sh:and ( :S )",
        ":S sh:or ( [ sh:nodeKind sh:IRI ] :S )",
        ":S sh:xone ( [ sh:not :S ] )",
        ":S sh:path :p ; sh:property :S",
        ":S sh:path :p ; sh:qualifiedValueShape :S ; sh:qualifiedMinCount 1",
        ":S sh:property [ sh:path :p ; sh:node :S ]",
        ":S sh:node :T . :T sh:and ( :U ) . :U sh:not :S",
        ":S sh:node :T, :U . :T sh:node :V . :U sh:node :V . :V sh:property [ sh:path :p ; sh:or ( :U ) ]",
        ":S sh:deactivated true ; sh:node :S",
        # By what must not conform to a sibling: to :V at :P only what is no :U counts, and :U has :P
        ":S sh:property :P, :Q . :U sh:property :P . :Q sh:path :q ; sh:qualifiedValueShape :U ; sh:qualifiedMinCount 1 ."
        " :P sh:path :p ; sh:qualifiedValueShape [] ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true",
        # A shape that nothing is asked of
        ":S sh:node [ sh:in () ] . :T sh:not :T",
    ],
)
def test_recursive_shape_is_refused(text):
    error = refusal(f":S sh:targetNode :a . {text} .")

    assert "must not refer to itself" in str(error)


def test_shape_that_two_refer_to_is_not_recursive():
    shapes = ":S sh:targetNode :a ; sh:node :T, :U . :T sh:node :V . :U sh:node :V . :V sh:nodeKind sh:IRI ."

    assert engine.validate(engine.DataGraph(), ShapesGraph(parse(shapes))) == []


@pytest.mark.parametrize("depth", [101, 3000])
@pytest.mark.parametrize("form", ["sh:not [ {} ]", "sh:and ( [ {} ] )", "sh:property [ sh:path :p ; {} ]"])
def test_shapes_that_stand_too_deep_in_shapes_are_refused(form, depth):
    before, after = form.split("{}")
    text = f":S sh:targetNode :a ; {before * depth} sh:nodeKind sh:IRI {after * depth} ."

    assert "more than 100 levels deep" in str(refusal(text))


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("sh:targetNode []", "sh:targetNode with a blank node"),
        ("sh:in ( _:b )", "sh:in with a blank node"),
        ("sh:hasValue []", "sh:hasValue with a blank node"),
        ('sh:sparql [ sh:select "SELECT * { $this a ?x }" ]', "SELECT *"),
        ('sh:sparql [ sh:select "BASE <urn:x:> SELECT $this { $this a <y> }" ]', "a query with BASE"),
        ('sh:pattern "a(?=b)"', "sh:pattern with what SPARQL's regular expressions do not have, such as look-around"),
        ('sh:pattern "(?<!a)b"', "sh:pattern with what SPARQL's regular expressions do not have, such as look-around"),
        ('sh:pattern "(a)\\\\1"', "sh:pattern with what SPARQL's regular expressions do not have, such as look-around"),
        (
            'sh:nodeKind sh:IRI . [] a sh:ConstraintComponent ; sh:parameter [ sh:path :k ] ; sh:validator [ sh:ask "ASK {}" ]',
            "a constraint component without IRI",
        ),
        (
            ':k _:b . :C a sh:ConstraintComponent ; sh:parameter [ sh:path :k ] ; sh:validator [ sh:ask "ASK {}" ]',
            "$k with a blank node",
        ),
    ],
)
def test_what_cannot_be_compiled_is_named(text, feature):
    with pytest.raises(UnsupportedError) as raised:
        engine.validate(engine.DataGraph(), ShapesGraph(parse(f":S sh:targetNode :a ; {text} .")))

    assert raised.value.feature == feature
    assert "\n" not in str(raised.value)


def test_shapes_are_those_with_targets_in_the_order_of_the_text():
    shapes = ":Z sh:targetNode :a ; sh:node :M . :M sh:targetNode :b ; sh:in () . :A sh:in () . :B sh:targetClass :C ."

    assert [":Z", ":M", ":B"] == [show(shape.node) for shape in reader.read(ShapesGraph(parse(shapes)))]


def test_what_only_describes_asks_for_nothing():
    text = ':S sh:targetNode :a ; sh:path :p ; sh:name "n" ; sh:description "d" ; sh:order 1 ; sh:group :G ; sh:defaultValue 1 .'

    assert engine.validate(engine.DataGraph(), ShapesGraph(parse(text))) == []


# -- Whatever is wrong -------------------------------------------------------------------------------------------------

VALID = parse("""
:S a sh:NodeShape ; sh:targetClass :C ; sh:targetNode :a, 01 ; sh:severity sh:Warning ; sh:message "m"@en ; sh:closed true ;
    sh:ignoredProperties ( rdf:type ) ; sh:in ( :a :b 1 ) ; sh:nodeKind sh:IRI ; sh:not [ sh:class :D ] ;
    sh:or ( [ sh:datatype xsd:byte ] [ sh:node :T ] ) ; sh:equals :p ; :max 3 ;
    sh:property :P, [ sh:path ( :p [ sh:inversePath :q ] ) ; sh:maxCount 1 ; sh:pattern "a" ; sh:flags "i" ] ;
    sh:sparql [ sh:select "SELECT $this ?value WHERE { $this p:q ?value FILTER (?value > 1) }" ;
        sh:prefixes :ns ; sh:message "{?value}" ] .
:ns sh:declare [ sh:prefix "p" ; sh:namespace "urn:x#"^^xsd:anyURI ] .
:P a sh:PropertyShape ; sh:path [ sh:alternativePath ( :p [ sh:zeroOrMorePath :q ] ) ] ; sh:minCount 1 ; sh:uniqueLang true ;
    sh:languageIn ( "en" ) ; sh:minLength 1 ; sh:hasValue 01 ; sh:lessThan :q ; sh:minInclusive 1 ;
    sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true .
:T sh:xone ( [ sh:in ( 1 ) ] [ sh:deactivated true ] ) .
:Max a sh:ConstraintComponent ; sh:parameter [ sh:path :max ], [ sh:path :least ; sh:optional true ] ;
    sh:nodeValidator [ sh:select "SELECT $this WHERE { $this ?p ?o FILTER (?o > $max) }" ] ;
    sh:validator [ sh:ask "ASK { FILTER ($value < $max) }" ; sh:message "{$max}" ] .
""")
DATA = parse(':a a :C ; :p 01, "x"@en ; :q :b . :b :p 1.50 .')

replacements = st.sampled_from(
    [
        *(
            ox.Literal(value)
            for value in (1, -1, True, 1.5, "", "x", "ASK {}", "SELECT $this {}", "DESCRIBE $this", "(")
        ),
        ox.Literal("x", language="en"),
        ox.Literal("01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        ox.NamedNode("urn:x#S"),
        ox.NamedNode("urn:x#new"),
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"),
        ox.BlankNode("new"),
    ]
)
changes = st.tuples(st.sampled_from(["drop", "replace", "add", "move"]), st.integers(0, len(VALID) - 1), replacements)


def change(
    quads: list[ox.Quad], kind: str, place: int, value: ox.NamedNode | ox.BlankNode | ox.Literal
) -> list[ox.Quad]:
    """Return triples with one that is dropped, has another value, a value more, or another's value."""
    quad = quads[place % len(quads)]
    if kind == "move":
        value = quads[(place * 7 + 3) % len(quads)].object
    rest = [other for other in quads if other is not quad]
    if kind == "drop":
        return rest
    changed = ox.Quad(quad.subject, quad.predicate, value)
    return [*quads, changed] if kind == "add" else [*rest, changed]


def test_shapes_to_change_are_valid():
    results = engine.validate(engine.DataGraph(DATA), ShapesGraph(VALID))

    assert {"Closed", "Equals", "In", "NodeKind"} <= {line(result).split()[0] for result in results}


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.lists(changes, min_size=1, max_size=3))
def test_shapes_with_whatever_mistakes_are_checked_or_refused(mistakes):
    shapes = VALID
    for mistake in mistakes:
        shapes = change(shapes, *mistake)

    try:
        engine.validate(engine.DataGraph(DATA), ShapesGraph(shapes))
    except (IllFormedError, UnsupportedError) as error:
        assert "\n" not in str(error)  # noqa: PT017  most are refused, and some are valid still


@pytest.mark.parametrize("name", ["js", "rule", "target", "values", "expression", "entailment"])
def test_extensions_are_refused_and_not_left_to_an_engine_that_passes_over_them(name):
    rules = f"sh:{name} [ ]" if name != "entailment" else "sh:entailment :RDFS"

    with pytest.raises(IllFormedError, match=f"sh:{name}") as caught:
        reader.read(ShapesGraph(parse(f":S sh:targetNode :a ; sh:targetNode [ ] ; {rules} .")))

    assert show(caught.value.predicate) == f"sh:{name}"
