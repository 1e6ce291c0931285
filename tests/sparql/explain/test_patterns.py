"""The parts of a query are told from one another."""

import pytest

from csgraph.sparql.explain import patterns
from csgraph.sparql.parser import parse
from csgraph.sparql.tokens import tokenize, unspaced


def parts_of(text):
    return parse(text).select.group.parts


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("csg:a/^csg:b/(csg:c/csg:d)*", ["csg:a", "^csg:b", "(csg:c/csg:d)*"]),
        ("csg:a/csg:b|csg:c", ["csg:a/csg:b|csg:c"]),
        ("(csg:a|csg:b)/!(csg:c|csg:d)", ["(csg:a|csg:b)", "!(csg:c|csg:d)"]),
    ],
)
def test_steps_of_a_path_are_those_that_follow_each_other(path, expected):
    (part,) = parts_of(f"ASK {{ ?s {path} ?o }}")

    assert [unspaced(step) for step in patterns.steps(part.terms[1])] == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("csg:a/csg:b*/csg:c?/csg:d+", ["csg:a", "csg:d"]),
        ("(csg:a/csg:b)*/^csg:c", ["csg:c"]),
        ("!csg:a/!^csg:b/!(csg:c|^a)/a", ["a"]),
        ("(csg:a|(csg:b/csg:c)?)+", ["csg:a"]),
    ],
)
def test_properties_that_a_path_needs_are_those_that_cannot_be_left_out(path, expected):
    (part,) = parts_of(f"ASK {{ ?s {path} ?o }}")

    assert [token.text for token in patterns.needed(part.terms[1])] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "?a ?b 1 . { ?a ?b 2 } OPTIONAL { ?a ?b ?c } BIND(?a AS ?x) FILTER(?a)",
            ["?a ?b 1", "{ ?a ?b 2 }", "BIND(?a AS ?x)"],
        ),
        ("?a ?b 1 OPTIONAL { ?a ?b ?c } BIND(?c AS ?x) MINUS { ?a ?b 3 }", ["?a ?b 1"]),
    ],
)
def test_joined_is_what_is_neither_optional_nor_calculated_from_that(text, expected):
    group = parse(f"ASK {{ {text} }}").select.group

    assert [part.shown for part in patterns.joined(group)] == expected


def test_variables_that_parts_give_are_not_those_of_conditions():
    parts = parts_of("ASK { ?a ?b 1 OPTIONAL { ?c ?b 2 } MINUS { ?d ?b 3 } FILTER(?e) }")

    assert patterns.given(parts) == {"?a", "?b", "?c"}


def test_object_of_a_pattern_is_set_free():
    parts = parts_of("ASK { ?a ?b 'x'@en , 2 ; <c:> -3 }")

    assert [patterns.free(part) for part in parts] == ["?a ?b ?csgraph .", "?a ?b ?csgraph .", "?a <c:> ?csgraph ."]


def test_words_of_a_part_are_changed_where_they_stand():
    (part,) = parts_of("ASK { FILTER(?a  =  'x'@en ) }")
    quoted, tag = next(patterns.literals(part.tokens))

    assert part.replaced({quoted: '"longer"', tag: ""}) == 'FILTER(?a  =  "longer" )'


def test_variables_and_literals_of_words_are_told():
    tokens = tokenize("FILTER(?a = 'x'@en || $b IN (1, 'y'^^xsd:string, '2') || EXISTS { ?c ?d ?e })")

    assert patterns.variables(tokens) == ["?a", "?b"]
    assert [unspaced(each) for each in patterns.literals(tokens)] == ["'x'@en", "1", "'y'^^xsd:string", "'2'"]
