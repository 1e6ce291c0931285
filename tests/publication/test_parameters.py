"""Typed parameters: what headers may declare, what values mean, and that bound queries say the same in both engines."""

import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import csgraph
from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import dataset, parameters, views
from csgraph.rdf.terms import to_text
from csgraph.sparql import binding, engine, header, outline
from tests.conftest import PREFIXES, VIEW

STATEMENTS = """\
#+ summary: What is stated?
#+ description: One row per statement.
#+ returns:
#+   statement: its name
#+   count: how many topics it has
#+ graph: report
#+ tags: [text]
#+ parameters:
#+   type: {type: concept statement-type, description: what it does}
#+   section: {type: section, description: where it stands}
#+   topic:
#+     type: node
#+     description: what it is about
#+   year: {type: year, description: when}
#+   number: {type: integer, description: its number}
#+   words: {type: text, description: its words}

PREFIX csg: <https://w3id.org/csgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?statement (COUNT(?topic) AS ?count) WHERE {
  ?node a csg:Statement ;
        rdfs:label ?label ;
        csg:statementType ?type ;
        dcterms:isPartOf ?section ;
        csg:position ?number .
  BIND(STR(?label) AS ?words)
  BIND(STR(?label) AS ?statement)
  OPTIONAL { ?node csg:about ?topic }
  OPTIONAL { ?node csg:year ?year }
}
GROUP BY ?statement
ORDER BY ?statement
"""
DATA = """
@prefix scheme: <https://w3id.org/csgraph/scheme/> .
@prefix section: <https://w3id.org/csgraph/id/cs2020/section/> .
@prefix type: <https://w3id.org/csgraph/scheme/statement-type/> .
type:challenge skos:inScheme scheme:statement-type ; rdfs:label "challenge"@en ; skos:altLabel "hurdle"@en, "both"@en .
type:need skos:inScheme scheme:statement-type ; rdfs:label "need or recommendation"@en ; skos:altLabel "both"@en .
section:1 a csg:Section ; rdfs:label "1 Introduction"@en ; dcterms:identifier "1" .
section:3.2 a csg:Section ; rdfs:label "3.2 Café “{talk}”"@en ; dcterms:identifier "3.2" .
csg:a a csg:Statement ; rdfs:label "A"@en ; csg:statementType type:challenge ; dcterms:isPartOf section:1 ;
    csg:about pillar:norms, pillar:law ; csg:position 1 ; csg:year 2020 .
csg:b a csg:Statement ; rdfs:label "B"@en ; csg:statementType type:need ; dcterms:isPartOf section:3.2 ;
    csg:about pillar:norms ; csg:position 2 .
csg:c a csg:Statement ; rdfs:label "C"@en ; csg:statementType type:challenge ; dcterms:isPartOf section:3.2 ;
    csg:position 3 .
"""


@pytest.fixture
def statements(publication):
    """The small publication, with statements and a view of them that takes a parameter of each type."""
    (publication / "queries" / "statements.rq").write_text(STATEMENTS)
    (publication / "data" / "report" / "statements.ttl").write_text(PREFIXES + DATA)
    return publication


def told(rows):
    return " ".join(f"{row.statement.value}{row['count'].value}" for row in rows)


# -- What values mean --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "A2 B1 C0"),
        ({"type": "challenge"}, "A2 C0"),
        ({"type": "CHALLENGE"}, "A2 C0"),
        ({"type": "hurdle"}, "A2 C0"),
        ({"type": " Need  or recommendation "}, "B1"),
        ({"type": "statement-type:need"}, "B1"),
        ({"type": "https://w3id.org/csgraph/scheme/statement-type/need"}, "B1"),
        ({"type": ox.NamedNode("https://w3id.org/csgraph/scheme/statement-type/need")}, "B1"),
        ({"type": ["need", "challenge", "hurdle"]}, "A2 B1 C0"),
        ({"type": None}, "A2 B1 C0"),
        ({"section": "3.2"}, "B1 C0"),
        ({"section": 1}, "A2"),
        ({"section": "introduction"}, "A2"),
        ({"section": "3.2 café “{TALK}”"}, "B1 C0"),
        ({"section": "section:3.2"}, "B1 C0"),
        ({"section": "3.2", "type": "challenge"}, "C0"),
        ({"section": ["3.2", "1"], "type": "challenge"}, "A2 C0"),
        # Only what is about norms is counted, and what is about nothing is not about norms.
        ({"topic": "norms"}, "A1 B1"),
        ({"topic": "pillar:law"}, "A1"),
        ({"year": 2020}, "A2"),
        ({"year": "1999"}, ""),
        ({"number": "+02"}, "B1"),
        ({"number": -2}, ""),
        ({"words": "A"}, "A2"),
        ({"words": "a"}, ""),
        ({"words": ""}, ""),
    ],
)
def test_values_filter_the_rows(statements, given, expected):
    assert expected == told(csgraph.query("statements", **given))


@pytest.mark.parametrize(
    ("given", "place", "problem"),
    [
        (
            {"typ": "x"},
            "typ",
            "no such parameter; did you mean type? queries/statements.rq takes type, section, topic,",
        ),
        ({"zzz": "x"}, "zzz", "no such parameter; queries/statements.rq takes type"),
        ({"type": "chalenge"}, "type=chalenge", "type takes a concept of the scheme statement-type, by its code,"),
        ({"type": "chalenge"}, "type=chalenge", "did you mean challenge?"),
        ({"type": ""}, "type=", "one of: challenge, need"),
        ({"type": "section:1"}, "type=section:1", "one of: challenge, need"),
        ({"type": "need> } DELETE"}, "type=need> } DELETE", "no such value"),
        ({"type": "need> } DELETE"}, "type=need> } DELETE", "takes a concept"),
        (
            {"type": "both"},
            "type=both",
            "several resources have this name; give the CURIE of one: statement-type:chall",
        ),
        (
            {"section": "3.3"},
            "section=3.3",
            "section takes a section, by its number such as 3.2, its title or CURIE, one of: 1, 3.2",
        ),
        ({"topic": "nroms"}, "topic=nroms", "no such resource in the graph; did you mean norms?"),
        ({"topic": "law"}, "topic=law", "several resources have this name; give the CURIE of one: csg:elsewhere"),
        ({"topic": "<http://e.org/a> } DELETE { ?s ?p ?o"}, None, "no such resource in the graph"),
        ({"topic": "\ud800"}, "topic=\ud800", "no such value"),
        ({"words": "\ud800"}, "words=\ud800", "no such value; words takes a text"),
        ({"year": "20"}, "year=20", "year takes a year of four digits, such as 2020"),
        ({"year": "٢٠٢٠"}, None, "year takes a year"),
        ({"number": "many"}, "number=many", "no such value; number takes a whole number"),
        ({"number": "1 } UNION { ?s ?p ?o"}, None, "takes a whole number"),
        ({"number": 2**63}, None, "takes a whole number"),
        ({"number": "9" * 5000}, None, "takes a whole number"),
        ({"number": 1.5}, "number=1.5", "takes a whole number"),
    ],
)
def test_wrong_value_is_named_with_what_is_taken(statements, given, place, problem):
    with pytest.raises(InputError) as caught:
        csgraph.query("statements", **given)

    assert problem in caught.value.problem
    assert place in (None, caught.value.place)


def test_view_without_parameters_says_so(statements):
    with pytest.raises(InputError, match=r"type: no such parameter; queries/pillars\.rq takes none"):
        csgraph.query("pillars", type="x")


def test_query_without_header_says_that_parameters_need_one(statements):
    with pytest.raises(InputError, match="label: query declares no parameters; they need a header"):
        csgraph.query("SELECT ?label { ?s rdfs:label ?label }", label="norms")


def test_own_query_needs_no_more_of_a_header_than_its_parameters(statements):
    query = "#+ parameters: {p: {type: node, description: a thing}}\nSELECT ?l { ?p a csg:Pillar ; rdfs:label ?l }"

    assert ["law"] == [row.l.value for row in csgraph.query(query, p="pillar:law")]


@pytest.fixture
def with_default(statements):
    text = STATEMENTS.replace("description: where it stands}", "description: where it stands, default: '3.2'}")
    (statements / "queries" / "statements.rq").write_text(text)
    return statements


def test_default_holds_unless_a_value_is_given(with_default):
    assert "B1 C0" == told(csgraph.query("statements"))
    assert "A2" == told(csgraph.query("statements", section="1"))
    assert "C0" == told(csgraph.query("statements", type="challenge"))


def test_parameters_are_listed_shortly_and_in_json_whole(with_default):
    listed = views.write_list(views.list_views()).splitlines()

    assert listed[1] == "statements  What is stated?  [type, section=3.2, topic, year, number, words]"
    content = json.loads(views.write_list(views.list_views(), "json"))[1]["parameters"][1]
    expected = {"name": "section", "type": "section", "description": "where it stands", "default": "3.2"}
    assert expected == content


# -- What headers may declare ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("type: node", "type: nod", 12, "there is no type 'nod'; the types are concept SCHEME, section, node, integer"),
        ("type: node", "type: concept", 12, "there is no type 'concept'"),
        ("type: node", "type: section 3", 12, "there is no type 'section 3'"),
        (
            "concept statement-type",
            "concept statement-typ",
            9,
            "no scheme 'statement-typ'; did you mean statement-type?",
        ),
        ("#+     type: node\n", "", 11, "topic needs a type, which is text"),
        ("description: what it is about", "description: 7", 13, "topic needs a description, which is text"),
        ("description: what it is about", "descripton: x", 13, "no key 'descripton'; its keys are type, description"),
        ("{type: year, description: when}", "2020", 14, "year must be a mapping with the keys type, description"),
        ("#+   year:", "#+   yaer:", 14, "WHERE has no variable ?yaer"),
        ("#+   year:", "#+   data:", 14, "'data' cannot be the name of a parameter"),
        ("#+   year:", "#+   on:", 8, "True cannot be the name of a parameter"),
        ("#+   year:", "#+   'a b':", 14, "'a b' cannot be the name"),
        ("description: when}", "description: when, default: 3.10}", 14, "must be text, in quotation marks, or a whole"),
        ("description: when}", "description: when, default: true}", 14, "must be text, in quotation marks, or a whole"),
        ("description: when}", "description: when, default: }", 14, "must be text, in quotation marks, or a whole"),
    ],
)
def test_wrong_declaration_is_named_with_its_line(statements, old, new, line, problem):
    assert old in STATEMENTS
    text = STATEMENTS.replace(old, new, 1)

    for read in (
        lambda: views.read_parameters(text, "q.rq"),
        lambda: views.parse_view(text, paths.QUERIES, place="q.rq"),
    ):
        with pytest.raises(InputError) as caught:
            read()

        assert problem in caught.value.problem
        assert ("q.rq", line) == (caught.value.place, caught.value.line)


@pytest.mark.parametrize("value", ["[type]", "type", "3"])
def test_parameters_must_be_a_mapping(value):
    with pytest.raises(InputError, match=r"q\.rq:1: parameters must be a mapping"):
        views.read_parameters(f"#+ parameters: {value}\nASK {{ ?type ?p ?o }}", "q.rq")


@pytest.mark.parametrize(
    "query", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <http://e.org/s>", "not a query", "ASK { ?s ?p ?o"]
)
def test_query_that_cannot_be_bound_cannot_declare_parameters(query):
    with pytest.raises(InputError, match="needs a WHERE with braces"):
        views.read_parameters(f"#+ parameters: {{s: {{type: node, description: x}}}}\n{query}", "q.rq")


# -- How queries are bound ---------------------------------------------------------------------------------------------

NORMS, LAW = (ox.NamedNode(f"https://w3id.org/csgraph/scheme/pillar/{name}") for name in ("norms", "law"))
P = """PREFIX csg: <https://w3id.org/csgraph/ontology#> PREFIX pillar: <https://w3id.org/csgraph/scheme/pillar/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> # { a comment with a brace
"""
QUERIES = {
    "plain": "SELECT ?s ?l { ?s a csg:Pillar ; rdfs:label ?l } ORDER BY ?l",
    "not returned": "SELECT ?l WHERE { ?s a csg:Pillar ; rdfs:label ?l } ORDER BY ?l",
    "count": "SELECT (COUNT(*) AS ?n) { ?s a csg:Pillar }",
    "groups": "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c HAVING (?n > 0)",
    "own values": "SELECT ?s ?l { ?s a csg:Pillar ; rdfs:label ?l } ORDER BY ?l VALUES ?l { 'norms'@en 'law'@en }",
    "sub-select": "SELECT ?s ?n { { SELECT ?s (COUNT(*) AS ?n) { ?s a csg:Pillar } GROUP BY ?s } } ORDER BY ?s",
    "only a sub-select": "SELECT ?s { SELECT ?s { ?s a csg:Pillar } }",
    "sub-select with values": "SELECT ?s { SELECT ?s { ?s a csg:Pillar } VALUES ?s { pillar:norms } }",
    "optional": "SELECT ?o ?l { ?o a csg:Pillar ; rdfs:label ?l OPTIONAL { ?s csg:supports ?o } } ORDER BY ?l",
    "union": "SELECT ?s ?l { { ?s csg:position 1 } UNION { ?s csg:position 2 } ?s rdfs:label ?l FILTER(?l != 'x') }",
    "braces in strings": "SELECT ?s { ?s a csg:Pillar FILTER('}' != \"{{\" && <http://e.org/a> != ?s) # }\n}",
    "in the head": "SELECT (EXISTS { ?x a csg:Pillar } AS ?e) ?s { ?s a csg:Pillar }",
    "limit": "SELECT ?s { ?s a csg:Pillar } ORDER BY ?s LIMIT 1",
    "comment at the end": "SELECT ?s { ?s a csg:Pillar } # }",
    "construct": "CONSTRUCT { ?s rdfs:label 'x{' } WHERE { ?s a csg:Pillar }",
    "ask": "ASK { ?s csg:position 3 }",
    "describe": "DESCRIBE ?s { ?s a csg:Pillar }",
}
UNBOUND = ox.NamedNode("http://e.org/nothing")


def solutions(answer):
    if isinstance(answer, csgraph.Boolean):
        return bool(answer)
    return sorted(tuple(to_text(term) for term in row) for row in answer)


def in_rdflib(query, graph):
    result = graph.query(query)
    if result.type == "ASK":
        return result.askAnswer
    return sorted(tuple(to_text(term and _term(term)) for term in row) for row in result)


def _term(term):
    return ox.NamedNode(str(term)) if isinstance(term, rdflib.URIRef) else ox.Literal(str(term))


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("terms", [[NORMS], [LAW], [NORMS, LAW], [UNBOUND]], ids=["norms", "law", "both", "neither"])
def test_bound_query_gives_the_same_in_both_engines_and_just_the_rows_meant(publication, name, terms):
    query, store = P + QUERIES[name], dataset.load_store()

    bound = binding.bind(query, {"s": terms})

    answer = solutions(engine.run(query, store, terms={"s": terms}))
    # rdflib has no order of its own for DESCRIBE, and cannot evaluate EXISTS in SELECT.
    if name not in ("describe", "in the head"):
        assert answer == in_rdflib(bound, dataset.load())
    if UNBOUND in terms:
        assert answer in (False, [], [("0",)])
    if name == "count":
        assert answer == [(str(len(set(terms) - {UNBOUND})),)]
    if name in ("plain", "not returned", "sub-select", "union"):
        assert len(answer) == len(set(terms) - {UNBOUND})


def test_what_is_wrong_with_a_query_is_told_by_its_own_lines(statements):
    query = "#+ parameters: {s: {type: node, description: x}}\nSELECT ?s { ?s ?p }"

    with pytest.raises(InputError) as caught:
        csgraph.query(query, s="norms")

    assert (2, 19) == (caught.value.line, caught.value.column)


words = st.text(st.characters(exclude_categories=["Cs"]))


@given(words)
def test_any_text_is_bound_as_the_literal_it_is(text):
    query = "#+ parameters: {t: {type: text, description: x}}\nSELECT ?t ?rest { ?s ?p ?t . BIND('rest' AS ?rest) }"
    store, literal = ox.Store(), ox.Literal(text)
    for value in (literal, ox.Literal(text + "x"), ox.Literal(text, language="en")):
        store.add(ox.Quad(ox.NamedNode("http://e.org/s"), ox.NamedNode("http://e.org/p"), value))

    (row,) = csgraph.query(query, store=store, t=text)

    assert (literal, "rest") == (row.t, row.rest.value)


@given(words, st.sampled_from(["concept pillar", "section", "node", "integer", "year"]))
def test_any_text_as_a_value_of_any_other_type_is_a_number_or_an_error_in_words(text, kind):
    known = [parameters.Parameter("x", kind, "x")]
    try:
        ((term,),) = parameters.resolve(known, {"x": [text]}, ox.Store(), place="q").values()
    except InputError as error:
        place = error.place
    else:
        place = f"x={text}" if int(term.value) == int(text) else None

    assert place == f"x={text}"


@pytest.mark.parametrize("text", ['"} #', "\\", "\n\r\t", "'''", "\u2028", "?s", "{}", "\x01", "é日"])
def test_hard_text_is_the_same_in_rdflib(text):
    graph = rdflib.Graph()
    graph.add((rdflib.URIRef("http://e.org/s"), rdflib.URIRef("http://e.org/p"), rdflib.Literal(text)))

    bound = binding.bind("SELECT ?t { ?s ?p ?t }", {"t": [ox.Literal(text)]})

    assert [(rdflib.Literal(text),)] == [tuple(row) for row in graph.query(bound)]


@given(words)
def test_where_is_found_or_not_in_any_text(text):
    group = outline.where(f"{text} SELECT {text}")

    assert group is None or group[0] < group[1]


# -- The published views -----------------------------------------------------------------------------------------------

PUBLISHED = [view for view in views.list_views() if view.parameters]
each_parameter = pytest.mark.parametrize(
    ("view", "parameter"),
    [(view, parameter) for view in PUBLISHED for parameter in view.parameters],
    ids=lambda value: value.name,
)


@pytest.fixture(scope="module")
def store():
    return dataset.load_store(["facts", "links"])


def run(view, store, terms):
    return engine.run(view.path.read_text(encoding="utf-8"), store, place=view.name, terms=terms)


@each_parameter
def test_parameter_is_in_scope_so_that_a_term_which_occurs_nowhere_leaves_no_row(view, parameter, store):
    rows = run(view, store, {parameter.name: [UNBOUND]})

    # Without GROUP BY, a count has one row even so.
    assert [] == [row for row in rows if any(term is not None and to_text(term) != "0" for term in row)]


@each_parameter
def test_some_value_leaves_some_rows_and_some_value_leaves_others(view, parameter, store):
    text = view.path.read_text(encoding="utf-8")
    start, end = outline.where(text)
    prologue = "".join(line for line in text.splitlines(True) if line.startswith("PREFIX"))
    found = engine.run(f"{prologue}SELECT DISTINCT ?{parameter.name} {text[start:end]}", store)
    values = [row[0] for row in found if row[0] is not None]

    assert len(values) > 1
    every, some = (solutions(run(view, store, {parameter.name: terms})) for terms in (values, values[:1]))
    assert every != some != []


@each_parameter
def test_values_found_in_a_view_are_such_as_its_parameter_takes(view, parameter, store):
    text = view.path.read_text(encoding="utf-8")
    start, end = outline.where(text)
    prologue = "".join(line for line in text.splitlines(True) if line.startswith("PREFIX"))
    found = engine.run(f"{prologue}SELECT DISTINCT ?{parameter.name} {text[start:end]}", store)
    values = {row[0] for row in found if row[0] is not None}
    known = values & set(parameters.choices(parameter, store).values()) if parameter.type != "node" else values

    assert known
    # What a section lies in need not be a section.
    assert known == values or not parameter.scheme
    for value in known:
        assert {parameter.name: [value]} == parameters.resolve([parameter], {parameter.name: [value]}, store, place="q")


def test_header_with_parameters_is_told_from_one_without(publication):
    assert header.declares_parameters(STATEMENTS)
    assert not header.declares_parameters(VIEW)
    assert header.declares_parameters("#+  parameters :\n")
    assert not header.declares_parameters("# parameters:\n#+ tags: [parameters]\n")
