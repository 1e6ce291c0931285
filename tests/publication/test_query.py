import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from html.parser import HTMLParser
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import csgraph
from csgraph.errors import InputError, OutputError
from csgraph.rdf.namespaces import PREFIXES
from csgraph.sparql import engine, formats, results
from csgraph.util import terminal

QUERY = """SELECT ?label ?number ?thing { VALUES (?label ?number ?thing) {
  ("norms"@en 2 pillar:norms) ("two\\nlines, \\"quoted\\"" 10.5 UNDEF) (UNDEF 1 <http://example.com/x>) } }"""

words = st.text(st.characters(exclude_categories=["Cs"]))
terms = st.one_of(
    st.none(),
    words.map(ox.Literal),
    st.builds(lambda text: ox.Literal(text, language="en"), words),
    st.integers().map(ox.Literal),
    st.just(ox.NamedNode("http://example.com/é?a=b,c")),
    st.just(ox.BlankNode("b0")),
)
tables = st.lists(st.tuples(terms, terms), max_size=4)


def ask(query, store=None):
    return engine.run(query, store or ox.Store())


def test_rows_know_their_variables_and_terms():
    rows = ask(QUERY)

    assert (("label", "number", "thing"), 3) == (rows.variables, len(rows))
    assert rows[0].label.value == rows[0]["label"].value == rows[0][0].value == "norms"
    assert rows[1].thing is None
    assert dict(rows[0])["number"].value == "2"


def test_rows_give_python_values():
    assert ask(QUERY)[1].to_dict() == {"label": 'two\nlines, "quoted"', "number": Decimal("10.5"), "thing": None}
    assert ask(QUERY)[0].to_dict()["number"] == 2


@pytest.mark.parametrize("wrong", ["lable", "count"])
def test_unknown_variable_is_an_error_that_names_the_known_ones(wrong):
    with pytest.raises(AttributeError, match="label, number, thing"):
        getattr(ask(QUERY)[0], wrong)
    with pytest.raises(KeyError):
        ask(QUERY)[0][wrong]


def test_plain_table_is_aligned_with_one_line_per_row():
    expected = """\
label                number  thing
-------------------  ------  --------------------
norms                     2  pillar:norms
two lines, "quoted"    10.5
                          1  http://example.com/x
"""
    assert expected == ask(QUERY).to()


def test_wide_letters_count_twice_and_combining_ones_not():
    table = ask('SELECT ?a ?b { VALUES (?a ?b) { ("日本" "x") ("e\\u0301" "x") } }').to().splitlines()

    assert ["日本  x", "e\u0301     x"] == table[2:]


def test_markdown_has_nothing_of_the_data_as_markup():
    row = ask(r'SELECT ?a { VALUES ?a { "a|b <script> ![x](y) *b* `c`\nd" } }').to("md").splitlines()[2]

    assert r"| a\|b &lt;script&gt; !\[x\](y) \*b\* \`c\`<br>d |" == row


class _Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.mark.parametrize(
    "term",
    ['"<script>alert(1)</script>"', "<javascript:alert(1)>", "<http://e.org/'onclick=x>", '"\\"><img src=x>"@en'],
)
def test_html_has_nothing_of_the_data_as_markup(term):
    elements = _Elements()
    elements.feed(ask(f"SELECT ?a {{ VALUES ?a {{ {term} }} }}").to("html"))

    tags = {tag for tag, _ in elements.found}
    assert tags <= {"table", "thead", "tbody", "tr", "th", "td", "a"}
    for _, attributes in elements.found:
        assert set(attributes) <= {"scope", "href", "lang"}
        assert attributes.get("href", "http://").startswith(("http://", "https://"))


@given(tables)
def test_csv_round_trips_the_words(rows):
    written = results.Rows(["a", "b"], rows).to("csv")

    expected = [
        ["a", "b"],
        *[["" if t is None else "_:b0" if isinstance(t, ox.BlankNode) else t.value for t in row] for row in rows],
    ]
    assert expected == list(csv.reader(io.StringIO(written, newline="")))


@given(tables)
def test_tsv_round_trips_the_terms(rows):
    written = results.Rows(["a", "b"], rows).to("tsv")

    assert [list(row) for row in rows] == [list(s) for s in ox.parse_query_results(written, ox.QueryResultsFormat.TSV)]


@given(tables)
def test_json_round_trips_the_terms(rows):
    written = results.Rows(["a", "b"], rows).to("json")

    assert [list(row) for row in rows] == [list(s) for s in ox.parse_query_results(written, ox.QueryResultsFormat.JSON)]


def test_json_is_that_of_the_engine():
    expected = json.loads(ox.Store().query(QUERY, prefixes=PREFIXES).serialize(format=ox.QueryResultsFormat.JSON))

    assert expected == json.loads(ask(QUERY).to("json"))


def test_xml_is_well_formed_or_refused():
    assert ElementTree.fromstring(ask(QUERY).to("xml")).tag.endswith("sparql")
    with pytest.raises(OutputError, match=r"U\+001B, which is in \?a; take json"):
        ask('SELECT ?a { VALUES ?a { "\\u001b" } }').to("xml")


TRIPLE_TERM = 'BIND(<<( csg:a rdfs:label <<( <b:> csg:n "x\\ty"@en )>> )>> AS ?t)'


@pytest.mark.parametrize(("format", "syntax"), [("json", "JSON"), ("xml", "XML"), ("tsv", "TSV")])
def test_triple_term_is_read_back_as_it_was(format, syntax):
    rows = ask(f"SELECT ?t {{ {TRIPLE_TERM} }}")

    (read,) = ox.parse_query_results(rows.to(format), getattr(ox.QueryResultsFormat, syntax))

    assert isinstance(rows[0].t, ox.Triple)
    assert list(read) == list(rows[0])


@pytest.mark.parametrize("format", [*formats.ROW_FORMATS, "python"])
def test_triple_term_is_told_from_three_terms_in_every_format(format):
    rows = ask(f"SELECT ?t {{ {TRIPLE_TERM} }}")

    written = rows[0].to_dict()["t"] if format == "python" else rows.to(format)

    assert "label" in written
    assert format in ("json", "xml") or written.replace("&lt;", "<").replace("&gt;", ">").count("<<( ") == 2


def test_xml_refuses_what_it_cannot_hold_in_a_triple_term_too():
    with pytest.raises(OutputError, match=r"U\+001B, which is in \?t"):
        ask('SELECT ?t { BIND(<<( csg:a csg:b "\\u001b" )>> AS ?t) }').to("xml")


def test_triple_of_a_triple_is_written_or_refused():
    triples = ask(f"CONSTRUCT {{ csg:a csg:b ?t }} {{ {TRIPLE_TERM} }}")

    for format, syntax in (("turtle", ox.RdfFormat.TURTLE), ("ntriples", ox.RdfFormat.N_TRIPLES)):
        declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
        text = (declared if format == "turtle" else "") + triples.to(format)
        assert [quad.triple for quad in ox.parse(text, syntax)] == list(triples)
    with pytest.raises(OutputError, match="take turtle or ntriples"):
        triples.to("jsonld")


@pytest.mark.parametrize("format", formats.ROW_FORMATS)
def test_no_rows_are_written_in_every_format(format):
    assert ask("SELECT ?a { ?a ?b ?c }").to(format).endswith("\n")


@pytest.mark.parametrize("format", ["table", "md", "html"])
@given(words)
def test_text_formats_have_no_control_characters(format, word):
    written = results.Rows(["a"], [[ox.Literal(word)]]).to(format)

    assert terminal.terminal_safe(written) == written


@pytest.mark.parametrize(("query", "word"), [("ASK {}", "true"), ("ASK { ?a ?b ?c }", "false")])
def test_yes_and_no_are_written_in_every_format(query, word):
    answer = ask(query)

    assert bool(answer) is (word == "true")
    assert answer.to() == answer.to("csv") == answer.to("tsv") == f"{word}\n"
    assert json.loads(answer.to("json")) == {"head": {}, "boolean": word == "true"}
    assert all(word in answer.to(format) for format in formats.ROW_FORMATS)


GRAPH = 'CONSTRUCT { pillar:b rdfs:label "b"@en . pillar:a rdfs:label "a"@en ; csg:position 1 } {}'


def test_triples_are_sorted_turtle():
    expected = """\
@prefix csg: <https://w3id.org/csgraph/ontology#> .
@prefix pillar: <https://w3id.org/csgraph/scheme/pillar/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

pillar:a
    rdfs:label "a"@en ;
    csg:position 1 ;
.

pillar:b
    rdfs:label "b"@en ;
.
"""
    assert expected == ask(GRAPH).to()


@pytest.mark.parametrize(
    ("format", "syntax"),
    [("turtle", ox.RdfFormat.TURTLE), ("ntriples", ox.RdfFormat.N_TRIPLES), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_triples_are_the_same_in_every_format(format, syntax):
    assert set(ask(GRAPH)) == {quad.triple for quad in ox.parse(ask(GRAPH).to(format), format=syntax)}


def test_blank_nodes_have_the_same_labels_each_time():
    query = "CONSTRUCT { [] csg:position 1 . [] csg:position 2 } {}"
    rows = "SELECT ?a ?b ?c { BIND(BNODE() AS ?a) BIND(BNODE() AS ?b) BIND(?a AS ?c) }"

    assert ask(query).to("ntriples") == ask(query).to("ntriples")
    assert ask(rows).to("tsv") == "?a\t?b\t?c\n_:b0\t_:b1\t_:b0\n"


@pytest.mark.parametrize(
    ("query", "format", "kind"),
    [
        (QUERY, "turtle", "rows"),
        (GRAPH, "csv", "triples"),
        (GRAPH, "table", "triples"),
        ("ASK {}", "jsonld", "yes or no"),
    ],
)
def test_format_of_another_kind_of_answer_is_refused(query, format, kind):
    with pytest.raises(InputError, match=f"this query returns {kind}, which have no format {format}; take one of"):
        ask(query).to(format)


def test_plain_patterns_see_all_graphs_and_graph_tells_them_apart():
    store = ox.Store()
    for name in ("one", "two"):
        store.add(
            ox.Quad(
                ox.NamedNode("http://e.org/s"),
                ox.NamedNode("http://e.org/p"),
                ox.Literal(name),
                ox.NamedNode(f"http://e.org/{name}"),
            )
        )

    assert len(ask("SELECT ?o { ?s ?p ?o }", store)) == 2
    assert len(ask('SELECT ?g { GRAPH ?g { ?s ?p "one" } }', store)) == 1


def test_query_takes_a_view_a_file_or_sparql(publication, tmp_path):
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?position ?label { ?p csg:position ?position ; rdfs:label ?label } ORDER BY ?position")

    expected = [{"position": 1, "label": "norms"}, {"position": 2, "label": "law"}]
    for question in ("pillars", "pillars.rq", str(path), path.read_text()):
        assert expected == [row.to_dict() for row in csgraph.query(question)]


@pytest.mark.parametrize(
    "question",
    [
        "DESCRIBE pillar:law",
        "describe <https://w3id.org/csgraph/scheme/pillar/law>",
        "# a pillar\nBASE <x:> PREFIX p: <https://w3id.org/csgraph/scheme/pillar/>\nDESCRIBE\tp:law",
        "DESCRIBE ?pillar { ?pillar csg:position 2 }",
    ],
)
def test_query_that_describes_needs_no_brace(question, publication):
    described = csgraph.query(question)

    assert "pillar:law" in described.to()
    assert len(described) == 4


@pytest.mark.parametrize("name", ["describe", "describe.rq", "DESCRIBE pillars.rq", "pillars describe ?x", "DESCRIBE"])
def test_name_that_holds_the_word_is_a_name(name, publication):
    with pytest.raises(InputError, match="no such view"):
        csgraph.query(name)


def test_query_can_be_asked_of_a_store_at_hand(publication):
    assert not csgraph.query("ASK { ?s ?p ?o }", store=ox.Store())


def test_unknown_function_and_service_are_errors_of_the_query():
    with pytest.raises(InputError, match=r"q: the query cannot be run: The custom function <http://e\.org/f>"):
        engine.run("SELECT * { FILTER(<http://e.org/f>(1)) }", ox.Store(), place="q")
    with pytest.raises(InputError, match="cannot be run"):
        engine.run("SELECT * { SERVICE <ftp://e.org/> { ?s ?p ?o } }", ox.Store(), place="q")


def test_importing_the_package_imports_nothing_heavy():
    heavy = {"rdflib", "pyoxigraph", "pyshacl", "yaml", "click", "rich"}
    code = f"import csgraph, sys; print(sorted({heavy} & set(sys.modules)))"
    root = csgraph.__path__[0].removesuffix("csgraph")

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": root})

    assert done.stdout == "[]\n"


def test_public_names_are_all_there():
    missing = [name for name in csgraph.__all__ if not hasattr(csgraph, name)]

    assert missing == []
    with pytest.raises(AttributeError, match="no attribute 'quary'"):
        csgraph.quary  # noqa: B018
