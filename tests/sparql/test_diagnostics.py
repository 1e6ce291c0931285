import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.sparql import engine, grammar
from csgraph.sparql.outline import projection
from csgraph.sparql.tokens import tokenize
from tests.support.queries import BROKEN, VALID


def problem_of(query):
    with pytest.raises(InputError) as caught:
        engine.run(query, ox.Store(), place="q.rq")
    return str(caught.value)


@pytest.mark.parametrize(("query", "expected"), BROKEN.items(), ids=BROKEN.values())
def test_broken_query_is_told_in_words_with_its_place(query, expected):
    assert f"q.rq:{expected}" == problem_of(query)


def test_undeclared_prefix_of_our_table_is_told_with_its_line():
    with pytest.raises(InputError) as caught:
        engine.run("ASK { ?s skos:prefLabel ?o }", ox.Store(), place="q.rq", prefixes={})

    expected = "q.rq:1:10: the prefix skos: is not declared; add PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
    assert expected == str(caught.value)


def test_the_first_of_two_problems_is_told():
    assert "1:10: the prefix one: is not declared" in problem_of("ASK { ?s one:p 1 . ?s ?p }")


def test_control_characters_of_a_query_do_not_reach_the_message():
    assert "\x1b" not in problem_of("ASK { ?s ?p ?o \x1b[31m }")


@pytest.mark.parametrize("pair", ["{}", "()"])
def test_deep_nesting_is_refused_and_does_not_end_the_process(pair):
    query = "ASK { ?s ?p ?o FILTER" + "(" * 5000 + "1" + ")" * 5000 + "}" if pair == "()" else "ASK " + "{" * 5000

    assert "brackets nested deeper than 64 levels are not run" in problem_of(query)


@pytest.mark.parametrize("link", ["1+", "!", "1||"])
def test_long_chains_of_operators_are_refused(link):
    assert "a query longer than 100000 characters is not run" in problem_of(f"ASK {{ FILTER({link * 100_000}1) }}")


def test_chains_that_would_exhaust_the_usual_stack_are_run():
    assert engine.run(f"ASK {{ FILTER({'!' * 20_000}1) }}", ox.Store())


def test_brackets_beyond_count_are_refused():
    assert "more than 10000 opening brackets" in problem_of(f"ASK {{ VALUES (?a) {{ {'(1)' * 10_000} }} }}")


def test_brackets_in_strings_iris_and_comments_do_not_nest():
    query = f"ASK {{ # {'(' * 100}\n VALUES ?x {{ '{'{' * 100}' '''{'[' * 100}''' <http://x/{'(' * 100}> }} }}"

    assert engine.run(query, ox.Store())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?a ?b { ?a ?b ?c }", ["a", "b"]),
        ("SELECT DISTINCT ?a (COUNT(?c) AS ?n) WHERE { ?a ?b ?c } GROUP BY ?a", ["a", "n"]),
        ("SELECT (IF(?a, (1), ?c) AS ?x) ?y FROM <http://x/> { }", ["x", "y"]),
        ("# SELECT ?no\nSELECT ?yes { SELECT ?inner { } }", ["yes"]),
        ("SELECT * { ?a ?b ?c }", []),
        ("CONSTRUCT WHERE { ?a ?b ?c }", []),
    ],
)
def test_projection_is_read_off_the_query(query, expected):
    assert expected == projection(query)


def test_words_and_space_make_up_the_query():
    query = "SELECT ?a { ?a csg:b.c 'd'@en-GB, 1.5e3 ; <http://x/#y> [] . } # end"

    assert [token.text for token in tokenize(query)][4:] == [
        "csg:b.c", "'d'", "@en-GB", ",", "1.5e3", ";", "<http://x/#y>", "[]", ".", "}", "",
    ]  # fmt: skip


def test_what_nests_too_deep_for_the_grammar_is_still_told(monkeypatch):
    def read(reader, node, at):
        raise RecursionError

    monkeypatch.setattr(grammar.Recognizer, "read", read)

    assert problem_of("ASK {\n SELECT }").startswith("q.rq:1:1: the engine refuses this query near line ")


@pytest.mark.parametrize("inner", ["", "?s ?p"])
def test_deep_but_allowed_nesting_is_told_whatever_is_wrong(inner):
    assert problem_of("ASK " + "{" * 63 + inner + "}" * 62).startswith("q.rq:1:")


@pytest.mark.parametrize("query", VALID)
def test_the_grammar_agrees_with_the_engine_on_what_is_right(query):
    from csgraph.rdf.namespaces import PREFIXES
    from csgraph.sparql.diagnostics import _ungrammatical

    ox.Store().query(query, prefixes=PREFIXES)

    assert list(_ungrammatical(tokenize(query), query)) == []
