"""Only names lead anywhere from a table: what a query binds by a property that names, and never words as printed."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.publication import dataset, views
from csgraph.publication.resources import ResourceReader
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import GRAPH, PREFIXES, expand
from csgraph.site import entity_links

VIEWS = {view.name: turtle.read(view.path).decode() for view in views.list_views()}

# What the report prints, or we add, and what is the name of nothing.
WORDS = re.compile(
    r"(?:oa:exact|oa:prefix|oa:suffix|oa:bodyValue|schema:text|csg:\w*AsPrinted|csg:temporalText|csg:shortName|csg:sessionForm"
    r"|csg:wordingChange|csg:erratumReason|skos:scopeNote|skos:editorialNote|skos:altLabel|csg:inSection\d)\s+\?(\w+)"
)

DATA = """
ex:a rdfs:label "one"@en ; skos:notation "I" ; csg:shortName "a short one" ; dcterms:identifier "1" ; csg:next ex:b .
ex:b rdfs:label "two"@en ; dcterms:identifier "2" ; csg:next ex:c .
ex:c rdfs:label "two"@en ; dcterms:identifier "3" ; csg:next ex:a .
ex:said oa:exact "one"@en ; csg:about ex:b, ex:a .
"""
PROLOGUE = "".join(f"PREFIX {each}: <{PREFIXES[each]}>\n" for each in ("rdfs", "skos", "csg", "dcterms", "oa"))
EX = "https://w3id.org/csgraph/id/group/"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, "ex": EX}.items())
    store.load((prefixes + DATA).encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"{GRAPH}report"))
    return store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?c { ?x rdfs:label ?c }", {"one": "a"}),
        ("SELECT ?c { ?x dcterms:identifier ?c }", {"1": "a", "2": "b", "3": "c"}),
        ("SELECT ?c { ?x skos:notation ?c }", {"I": "a"}),
        ("SELECT ?c { ?x csg:next/rdfs:label ?c }", {"one": "a"}),
        ("SELECT ?c { ?x dcterms:identifier '1' ; csg:next/rdfs:label ?c }", {"two": "b"}),
        ("SELECT ?c { ?x csg:next ?y . OPTIONAL { ?y csg:next/rdfs:label ?c } }", {"one": "a"}),
        ("SELECT ?c { { ?x skos:notation ?c } UNION { ?y csg:next/dcterms:identifier ?c } }",
         {"I": "a", "1": "a", "2": "b", "3": "c"}),
        ("SELECT ?c (COUNT(?x) AS ?n) { ?x csg:next/dcterms:identifier ?c . FILTER(?c != '1') } GROUP BY ?c",
         {"2": "b", "3": "c"}),
        ("SELECT ?c { { SELECT ?x ?c { ?x dcterms:identifier ?c } ORDER BY ?c LIMIT 9 } }", {"1": "a", "2": "b", "3": "c"}),
        ("SELECT ?c { GRAPH ?g { ?x dcterms:identifier ?c } }", {"1": "a", "2": "b", "3": "c"}),
    ],
)  # fmt: skip
def test_a_column_that_a_property_names_leads_to_what_has_it(store, query, expected):
    (found,) = entity_links.names(PROLOGUE + query, store).values()

    assert {name: EX + key for name, key in expected.items()} == found.iris
    assert not found.separator


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?c { ?x oa:exact ?c }",
        "SELECT ?c { ?x csg:shortName ?c }",
        "SELECT ?c { ?x oa:exact ?c ; csg:about/rdfs:label ?c }",
        "SELECT ?c { ?x rdfs:label ?l . BIND(STR(?l) AS ?c) }",
        "SELECT ?c { { ?x rdfs:label ?c } UNION { BIND('one' AS ?c) } }",
        "SELECT ?c { { ?x rdfs:label ?c } UNION { VALUES ?c { 'one' } } }",
        "SELECT ?c { ?x rdfs:label|oa:exact ?c }",
        "SELECT ?c { ?x (rdfs:label|oa:exact) ?c }",
        "SELECT ?c { ?x rdfs:label? ?c }",
        "SELECT ?c { ?x ?p ?c }",
        "SELECT ?c { ?x rdfs:label ?c . ?y rdfs:label ?c }",
        "SELECT ?c { [] rdfs:label ?c }",
        "SELECT (MIN(?l) AS ?c) { ?x rdfs:label ?l }",
        "SELECT (CONCAT('a ', ?l) AS ?c) { ?x rdfs:label ?l }",
        "PREFIX rdfs: <http://example.org/>\nSELECT ?c { ?x rdfs:label ?c }",
    ],
)
def test_a_column_that_anything_else_binds_leads_nowhere(query):
    prologue = "\n".join(line for line in PROLOGUE.splitlines() if not (query.startswith("PREFIX") and "rdfs:" in line))

    assert not entity_links.columns(f"{prologue}\n{query}")


def test_several_names_in_one_cell_are_told_apart(store):
    query = """SELECT ?x (GROUP_CONCAT(STR(?name); SEPARATOR="; ") AS ?c) {
        { SELECT ?x ?name { ?x csg:about/rdfs:label ?name } ORDER BY ?x ?name } } GROUP BY ?x"""
    found = entity_links.names(PROLOGUE + query, store)

    assert ["c"] == list(found)
    assert [("one", f"{EX}a"), ("; ", ""), ("two", f"{EX}b"), ("; ", ""), ("three", "")] == [
        *found["c"].parts("one; two; three")
    ]


def test_what_cannot_be_read_is_told():
    with pytest.raises(InputError, match="is not SPARQL 1"):
        entity_links.columns("SELECT ?c { SERVICE <http://example.org/> { ?x rdfs:label ?c } }", "v")


@pytest.mark.parametrize("name", VIEWS)
def test_no_column_of_words_is_one_of_names(name):
    words = set(WORDS.findall(VIEWS[name]))

    assert not words & entity_links.columns(VIEWS[name])


def test_the_views_that_were_misread_are_read():
    words = {
        "conditions": {"text"}, "takeaways": {"takeaway", "text"}, "functions": {"text"},
        "statements": {"text"}, "errata": {"words", "likelyForm"}, "criteria": {"inSection2", "inSection4"},
        "restatements": {"laterText", "earlierText"}, "speakers": {"name", "affiliation"},
    }  # fmt: skip
    for name, columns in words.items():
        assert columns <= set(views.find_view(name).returns), name
        assert not columns & entity_links.columns(VIEWS[name]), name


@pytest.mark.slow
def test_a_name_in_a_view_is_that_of_the_thing_and_of_no_erratum():
    graph = ResourceReader(dataset.load_store(dataset.graph_files()))
    for name, text in VIEWS.items():
        for column, names in entity_links.names(text, graph.store, place=name).items():
            assert names.iris, (name, column)
            for word, iri in names.iris.items():
                own = {
                    value.value
                    for each in entity_links.PROPERTIES
                    for value in graph.values(ox.NamedNode(iri), each)
                }  # fmt: skip
                assert word in own, (name, column)
                assert not iri.startswith(expand("erratum:")), (name, column)
