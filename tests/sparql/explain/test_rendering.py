"""Terms are shown as they would be written in the query."""

import pyoxigraph as ox
import pytest

from csgraph.rdf.namespaces import PREFIXES
from csgraph.sparql.explain import rendering
from csgraph.sparql.explain.probes import Probes
from csgraph.sparql.explain.rendering import Renderer
from csgraph.sparql.parser import parse

TEXT = "PREFIX c: <https://w3id.org/csgraph/ontology#> PREFIX owl: <x:>\nASK { c:a <c:b> owl:c\\,d ; <e> un:f , 1 }"


@pytest.fixture
def shown():
    query = parse(TEXT)
    return Renderer(TEXT, query, Probes(query, ox.Store(), PREFIXES, None, 60))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (ox.NamedNode("https://w3id.org/csgraph/ontology#Pillar"), "c:Pillar"),
        (ox.NamedNode("http://www.w3.org/2004/02/skos/core#note"), "skos:note"),
        (ox.NamedNode("http://www.w3.org/2002/07/owl#Class"), "<http://www.w3.org/2002/07/owl#Class>"),
        (ox.Literal("a\x1bb"), '"a\\u001Bb"'),
        (ox.Literal("a", language="en"), '"a"@en'),
        (ox.Literal(-1), "-1"),
        (ox.Literal("1.50", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal")), "1.50"),
        (ox.Literal("1e0", datatype=ox.NamedNode(PREFIXES["xsd"] + "double")), '"1e0"^^xsd:double'),
        (ox.Literal("one", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer")), '"one"^^xsd:integer'),
    ],
)
def test_term_is_shown_as_it_would_be_written(term, expected, shown):
    assert shown.term(term) == expected


def test_iris_of_the_query_are_read_by_its_prefixes(shown):
    tokens = [part.terms[at][0] for part in shown.query.select.group.parts for at in range(3)]

    assert [shown.iri(token) for token in tokens if token.kind in ("IRIREF", "PNAME")] == [
        "https://w3id.org/csgraph/ontology#a",
        "c:b",
        "x:c,d",
        "https://w3id.org/csgraph/ontology#a",
        None,
        None,
        "https://w3id.org/csgraph/ontology#a",
        None,
    ]


def test_long_line_is_cut_and_stays_one_line(shown):
    assert shown.quoted("a\n\tb") == "`a b`"
    assert shown.quoted("x" * 101) == f"`{'x' * 100}…`"


def test_more_terms_than_are_told_are_hinted_at(shown):
    terms = [ox.Literal(number) for number in range(3)]

    assert (shown.values(terms, 3), shown.values(terms, 2)) == ("0, 1, 2", "0, 1, …")


def test_count_says_so_if_there_are_more_rows_than_are_counted(shown, monkeypatch):
    monkeypatch.setattr(rendering, "MANY_ROWS", 1)
    monkeypatch.setattr(Probes, "count", lambda _, body: int(body))

    assert [shown.count(number) for number in ("0", "1", "2")] == ["0", "1", "more than 1"]
