"""The outline of a query is read from its tokens, also of text that is not SPARQL."""

import pytest

from csgraph.sparql import outline
from csgraph.sparql.tokens import tokenize, unspaced


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PREFIX select: <a:> # ASK\nselect * { }", "SELECT"),
        ("ASK { { SELECT * { } } }", "ASK"),
        ("PREFIX a: <a:> delete where { }", "DELETE"),
        ("'SELECT' <ASK> ?SELECT", None),
        ("", None),
    ],
)
def test_form_is_the_first_keyword_of_a_query_or_update(text, expected):
    assert outline.form(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT DISTINCT ?this $value WHERE { }", ["this", "value"]),
        ("SELECT ?a (COUNT(?x) AS ?n) ?b { }", ["a", "n", "b"]),
        ("SELECT (STRLEN(STR(?x)) + 1 AS ?n) ?a FROM <a:> { }", ["n", "a"]),
        ("SELECT * { { SELECT ?a { } } }", []),
        ("ASK { { SELECT ?a { } } }", []),
        ("SELECT ?a ( ?b", ["a"]),
        ("", []),
    ],
)
def test_projection_is_the_named_variables_in_order(text, expected):
    assert outline.projection(text) == expected


def test_columns_have_their_expressions():
    found = outline.columns(tokenize("?a (STR( ?b ) AS ?c) { ?d ?e ?f }"))

    assert {name: unspaced(tokens) for name, tokens in found.items()} == {"a": "", "c": "STR( ?b )"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT (IF(EXISTS { ?a ?b 1 }, 1, 2) AS ?x) { ?a ?b ?c } LIMIT 1", "{ ?a ?b ?c }"),
        ("CONSTRUCT { ?a ?b 1 } WHERE { ?a ?b 2 }", "{ ?a ?b 2 }"),
        ("CONSTRUCT WHERE { ?a ?b 2 }", None),
        ("ASK { '}' <a:x> # }\n }", "{ '}' <a:x> # }\n }"),
        ("DESCRIBE <a:>", None),
        ("SELECT * {", None),
        ("{ }", None),
    ],
)
def test_where_is_the_group_of_the_query(text, expected):
    found = outline.where(text)

    assert (text[slice(*found)] if found else None) == expected
