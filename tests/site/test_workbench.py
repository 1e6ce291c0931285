"""SPARQL in the reader's own browser, in a real one: the same answers as on the command line, from a folder and a host."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import dataset, views
from csgraph.publication import query as querying
from csgraph.sparql import engine, explain
from csgraph.sparql.results import Triples
from tests.support.browser import Visit, needs_browser
from tests.support.folders import GOLDEN

pytestmark = [pytest.mark.slow, needs_browser]


RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

NASTY = r"""SELECT ?a ?b ?c ?d ?e ?f ?g ?h {
  VALUES (?a ?b ?c ?d ?e ?f ?g ?h) {
    ("\u0001\u001b\u007f\u0080\u2028\b\f\t\n\r\"\\é𝒳"@en-US <http://a.example/é?x=1&y,z> 5 5.0 1e0 true UNDEF "a,b\"c\nd")
    (UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF)
    ("" " " "01"^^xsd:integer "2020-01-01"^^xsd:date "x"^^csg:made "<b>&amp;" "'" "\r")
  }
}"""

QUERIES = {
    "nasty terms": NASTY,
    "no rows": "SELECT ?x ?y { FILTER(false) }",
    "one empty column": 'SELECT ?x { VALUES ?x { UNDEF "" } }',
    "no columns": "SELECT * {}",
    "blank nodes": "SELECT ?y ?x { VALUES ?n { 1 2 } BIND(BNODE() AS ?x) BIND(BNODE() AS ?y) }",
    "yes": "ASK { ?pillar a csg:Pillar }",
    "no": "ASK { csg:Pillar a csg:Pillar }",
    "order of columns": "SELECT ?label ?pillar { ?pillar a csg:Pillar ; rdfs:label ?label } ORDER BY ?pillar",
    "default graphs": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "named graphs": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "its own prefix": "PREFIX csg: <http://other.example/> SELECT (STR(csg:a) AS ?a) (STR(skos:b) AS ?b) {}",
    "a further graph": "#+ graph: editorial\nSELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "triples": "CONSTRUCT { ?pillar rdfs:label ?label ; csg:n 5 } { ?pillar a csg:Pillar ; rdfs:label ?label }",
    "no triples": "CONSTRUCT { ?s ?p ?o } { FILTER(false) }",
    "a description": "DESCRIBE pillar:norms {}",
    "the same triple twice": "CONSTRUCT { csg:a csg:b ?c } { VALUES ?c { 1 1 } }",
}

SUMS = """1-1-1; 1 - ?x - ?x; 8/2/2; 2*3/2*2; 1 - 2 + 3; 1+2-3+4; 8 - 2*2 - 1; 10 - 1 - 1 - 1; ?x -1 -1; 8/2*4;
    2 - 8/2/2 - 3*4/6*2 + 1; -?x - 1 - 1; (1 - 2) - (3 - 4 - 5); 1 - -1 - -?x; STRLEN("a-b-c") - 1 - 1; 9-1-1 = 8-1;
    IF(?x - 1 - 1 = 1 && 4/2/2 > 0.5, ?x - 1 - 1, 8/2/2); 7 - 1 - 1 IN (5, 8-1-1); 1 NOT IN (3-1-1, 2) || 5-2-2 = 1;
    xsd:decimal(9) - 2 - 1; (1 - 2 - 3) - 4 - 5; COALESCE(1 - 1 - 1, 2)""".split(";")

WRONG = [
    "SELECT ?x {\n  ?x a csg:Pillar\n",
    "SELECT ?x {\n  ?x a nope:Pillar }",
    "SELECT ?x { ?x a csg:Pillar . FLTER(true) }",
    "SELECT ?x {\n\n  ?x a “Pillar” }",
    "SELECT ?x (COUNT(*) AS ?n) { ?x ?y ?z }",
    "SELECT ?x { BIND(1 AS ?x) BIND(2 AS ?x) }",
    "SELECT ?𝒳 { <relative> ?b ?c }",
    "DELETE WHERE { ?s ?p ?o }",
    "SELECT ?x { VALUES (?x ?y) { (1) } }",
]


@pytest.fixture(scope="module")
def workbench(browser: Any, address: str) -> Iterator[Visit]:
    """The workbench, opened once; nothing may have gone wrong in it when the tests are done."""
    visit = Visit(browser.new_context(accept_downloads=True).new_page())
    visit.open(f"{address}workbench.html").click("summary:has(#asked)")
    yield visit
    assert visit.problems == []
    assert visit.outside(address) == []


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return dataset.load_store()


ASK = """async ([text, graphs]) => {
    const answer = await csgraph.engine.query(text, { graphs });
    return Object.fromEntries(csgraph.formats(answer).map(({ name, write }) => [name, write()]));
}"""


def ask(page: Any, text: str, *graphs: str) -> dict[str, str]:
    """What the browser answers, by format."""
    return page.evaluate(ASK, [text, list(graphs)])


def shown(page: Any) -> list[list[str]]:
    """The cells of the table, row by row."""
    rows = page.locator("#answer tbody tr").all()
    return [row.locator("td").all_inner_texts() for row in rows]


def until(page: Any, condition: str, seconds: float = 10) -> None:
    """Wait until something is so; Playwright's own way would need ``eval``, which the page does not allow."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)


def run(page: Any, text: str) -> str:
    """Run a query as a reader does, and return what is said of it."""
    page.fill("#query", text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#stop:disabled")
    until(page, "!document.getElementById('answer').hasAttribute('aria-busy')")
    return page.inner_text("#status")


def test_every_view_gives_its_golden_answer(workbench):
    found = workbench.page.evaluate(
        """async () => {
            await csgraph.script("views.js");
            const found = {};
            for (const { name, query } of csgraph.views) {
                const answer = await csgraph.engine.query(query);
                found[name] = csgraph.formats(answer).find((format) => format.name === "TSV").write();
            }
            return found;
        }"""
    )

    assert sorted(found) == views.view_names()
    for name, rows in found.items():
        assert rows == (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8"), name


@pytest.mark.parametrize("name", QUERIES)
def test_each_format_has_the_bytes_of_the_command_line(name, workbench):
    """After all graphs have been loaded by the views, so that those not asked must be left out."""
    answer = querying.query(QUERIES[name])
    formats = {"N-Triples": "ntriples"} if isinstance(answer, Triples) else {"CSV": "csv", "TSV": "tsv", "JSON": "json"}
    found = ask(workbench.page, QUERIES[name])

    assert {ours: found[ours] for ours in formats} == {ours: answer.to(theirs) for ours, theirs in formats.items()}


def test_sums_are_calculated_from_the_left(workbench):
    """Which the engine gets wrong by itself."""
    columns = " ".join(f"({each.strip()} AS ?v{number})" for number, each in enumerate(SUMS))
    query = f"SELECT {columns} {{ BIND(3 AS ?x) FILTER(9-1-1 = 7) ?a rdfs:subClassOf*/rdfs:label/(^rdfs:label/a) ?b }} LIMIT 1"

    assert ask(workbench.page, query)["CSV"] == querying.query(query).to("csv")


def test_turtle_says_the_triples(workbench):
    query = (
        "CONSTRUCT { ?s ?p ?o ; csg:made [ csg:n 1, 1.5, true ] } { VALUES ?s { pillar:norms pillar:law } ?s ?p ?o }"
    )
    found = ask(workbench.page, query)
    read, told = (
        ox.Dataset(ox.parse(found[name], format=syntax))
        for name, syntax in (("Turtle", ox.RdfFormat.TURTLE), ("N-Triples", ox.RdfFormat.N_TRIPLES))
    )
    for each in (read, told):
        each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    assert len(read) > 10
    assert read == told


def test_a_graph_is_asked_when_it_is_ticked_and_not_after(workbench):
    page = workbench.page
    query = "SELECT (COUNT(*) AS ?n) { GRAPH graph:alignments { ?s ?p ?o } }"
    run(page, query)
    before = shown(page)
    page.check("#graphs input[value=alignments]")
    run(page, query)
    ticked = shown(page)
    page.uncheck("#graphs input[value=alignments]")
    run(page, query)

    assert [before, shown(page)] == [[["0"]], [["0"]]]
    assert ticked == [[str(querying.query(query, graphs=["alignments"])[0].n.value)]]


def test_the_header_of_a_query_ticks_its_graphs(workbench):
    page = workbench.page
    page.fill("#query", "#+ graph: report, links\nASK {}")

    assert page.is_checked("#graphs input[value=links]")
    assert page.is_disabled("#graphs input[value=links]")
    page.fill("#query", "ASK {}")
    assert not page.is_checked("#graphs input[value=links]")


def test_a_graph_that_is_not_there_is_told(workbench):
    said = run(workbench.page, "#+ graph: nope\nASK {}")

    assert "no such graph: nope" in said


def test_an_address_opens_a_view_and_runs_it(browser, address, store):
    visit = Visit(browser.new_context().new_page())
    page = visit.open(f"{address}workbench.html#view=pillars&run")
    page.wait_for_selector("#answer table")
    answer = engine.run((paths.QUERIES / "pillars.rq").read_text(encoding="utf-8"), store)

    # What is the same in each row stands below.
    assert page.locator("#answer thead th").all_inner_texts() == list(answer.variables[:-2])
    assert shown(page) == [[term.value if term else "" for term in row][:-2] for row in answer]
    assert page.locator("#answer .repeated").all_inner_texts() == [
        f"In each row, {name}: {answer[0][name].value}" for name in ("section", "sentence")
    ]
    assert page.inner_text("#status").startswith("6 rows in ")
    assert visit.problems == []
    assert visit.outside(address) == []


def test_a_view_that_is_opened_needs_but_a_key_to_run(browser, address):
    page = browser.new_context().new_page()
    page.goto(f"{address}workbench.html#view=pillars")
    until(page, "document.activeElement.id === 'run'")
    page.keyboard.press("Enter")
    until(page, "document.getElementById('status').textContent.startsWith('6 rows in ')")
    page.close()


def test_an_address_opens_a_query_with_its_graphs(browser, address):
    page = browser.new_context().new_page()
    page.goto(f"{address}workbench.html#query=ASK%20%7B%20%3Fa%20%3Fb%20%22%23%26%3D%22%20%7D&graphs=links,facts")
    until(page, "document.getElementById('query').value.startsWith('ASK')")

    assert page.input_value("#query") == 'ASK { ?a ?b "#&=" }'
    assert page.locator("#graphs input:checked:enabled").count() == 2
    assert page.inner_text("#status") == ""


def test_an_address_that_is_wrong_is_told(browser, address):
    for fragment, said in (("#view=nope", "there is no view nope"), ("#query=%E0%A4%A", "is not valid")):
        page = browser.new_context().new_page()
        page.goto(f"{address}workbench.html{fragment}")
        page.wait_for_selector("#status.failed")
        assert said in page.inner_text("#status")


def test_a_runaway_query_is_stopped_at_once_and_the_next_one_runs(workbench):
    page = workbench.page
    page.fill("#query", RUNAWAY)
    page.click("#run")
    until(page, "document.getElementById('status').textContent.startsWith('Running')")
    time.sleep(0.5)
    # Measured in the page, where no other process counts.
    stopped = page.evaluate(
        """async () => {
            const began = performance.now();
            document.getElementById("stop").click();
            while (document.getElementById("status").textContent !== "Stopped.") await new Promise((next) => setTimeout(next, 5));
            return performance.now() - began;
        }"""
    )

    assert stopped < 1000
    assert page.is_disabled("#stop")
    assert run(page, "SELECT ?pillar { ?pillar a csg:Pillar }").startswith("6 rows")


def test_a_query_can_have_a_limit_of_time(workbench):
    said = workbench.page.evaluate(
        "(text) => csgraph.engine.query(text, { timeout: 300 }).then(String, (error) => error.message)", RUNAWAY
    )

    assert said == "the query was stopped after 0.3 s"
    assert ask(workbench.page, "ASK {}")["CSV"] == "true\n"


def test_a_query_that_nests_too_deep_is_refused_and_the_next_one_runs(workbench):
    said = run(workbench.page, f"SELECT ?x {{ BIND({'(' * 30000}1{')' * 30000} AS ?x) }}")

    assert "the query" in said
    assert ask(workbench.page, "ASK {}")["CSV"] == "true\n"


@pytest.mark.parametrize("query", WRONG)
def test_an_error_is_told_and_marked_at_its_place(query, workbench, store):
    page = workbench.page
    with pytest.raises(InputError) as refused:
        engine.run(query, store)
    error = refused.value
    said = run(page, query)

    stop = "" if error.problem.endswith("?") else "."
    assert said == f"Line {error.line}, column {error.column}: {error.problem}{stop}"
    assert page.inner_text("#query-problem") == said
    assert page.get_attribute("#query", "aria-invalid") == "true"
    assert page.locator(".colours .mark").count() == 1
    before = query.split("\n")[error.line - 1][: error.column - 1]
    start = page.evaluate("document.getElementById('query').selectionStart")
    assert query.encode("utf-16-le")[: 2 * start].decode("utf-16-le").split("\n")[-1] == before


def test_an_error_is_marked_while_one_writes(workbench):
    page = workbench.page
    page.fill("#query", "SELECT ?x { ?x a csg:Pillar ) }")
    page.wait_for_selector("#query-problem:not([hidden])")

    assert page.inner_text(".colours .mark") == ")"
    page.fill("#query", "SELECT ?x { ?x a csg:Pillar }")
    page.wait_for_selector("#query-problem", state="hidden")
    until(page, "!document.querySelector('.colours .mark')")


def test_the_editor_is_as_high_as_its_text(workbench):
    page = workbench.page
    rows = {}
    for lines in (1, 9, 50):
        page.fill("#query", "\n".join(["# a line"] * lines))
        rows[lines] = page.evaluate("document.getElementById('query').rows")
        heights = [page.locator(each).bounding_box()["height"] for each in ("#query", ".colours")]
        assert abs(heights[0] - heights[1]) < 1, lines

    assert rows == {1: 6, 9: 10, 50: 20}


def test_the_colours_lie_under_the_text(workbench):
    page = workbench.page
    text = '# a comment\nSELECT ?x WHERE {\n  ?x a csg:Pillar ; rdfs:label "é𝒳"@en , 5 .\n}'
    page.fill("#query", text)
    until(page, "document.querySelector('.colours').textContent.startsWith('# a comment')")
    spans = page.locator(".colours span").evaluate_all("(all) => all.map((each) => [each.className, each.textContent])")

    assert page.text_content(".colours") == f"{text}\n"
    assert ["comment", "# a comment"] in spans
    assert ["keyword", "SELECT"] in spans
    assert ["variable", "?x"] in spans
    assert ["curie", "csg:Pillar"] in spans
    assert ["string", '"é𝒳"'] in spans
    assert page.evaluate(
        """() => {
            const [one, other] = [".colours", "#query"].map((name) => document.querySelector(name));
            const same = ["font", "lineHeight", "padding", "width", "height", "whiteSpace", "letterSpacing", "tabSize"];
            const [a, b] = [one, other].map((each) => getComputedStyle(each));
            return same.filter((name) => a[name] !== b[name]);
        }"""
    ) == []  # fmt: skip


# -- Answers that are empty ---------------------------------------------------------------------------------------------

EMPTY = [
    "SELECT ?x { ?x a csg:Piller }",
    "SELECT ?x {\n  ?x a csg:Pillar ; rdfs:label ?name .\n  FILTER(?name = 'norms')\n}",
    'SELECT ?x { ?x rdfs:label "norms" }',
    "SELECT ?x { ?x a csg:Pillar ; csg:position ?n . FILTER(?n - 1 - 1 > 9) }",
    "ASK { graph:editorial ?p ?o . GRAPH graph:editorial { ?s csg:nope ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s a csg:Nothing }",
]


@pytest.mark.parametrize("query", EMPTY)
def test_an_empty_answer_is_explained_as_on_the_command_line(query, workbench, store):
    others = dataset.load_others(dataset.DEFAULT_GRAPHS)
    expected = explain.explain(query, store, elsewhere=lambda: others)
    found = workbench.page.evaluate("(text) => csgraph.engine.explain(text)", query)

    assert found
    assert found == [line.removeprefix("query:") for line in expected]


def test_the_explanation_stands_in_the_place_of_the_answer(workbench):
    page = workbench.page
    assert run(page, "SELECT ?x { ?x a csg:Piller }").startswith("0 rows")

    assert "did you mean csg:Pillar" in page.inner_text("#explanation")
    assert page.inner_text("#explanation").startswith("Line 1, column ")
    assert page.inner_text("#explanation").endswith("?")
    assert page.locator("#answer > *").count() == 0
    run(page, "SELECT ?x { ?x a csg:Pillar }")
    assert page.is_hidden("#explanation")


# -- Completion --------------------------------------------------------------------------------------------------------


def write(page: Any, text: str) -> None:
    """Write a query by the keyboard; a bar is where the cursor stays."""
    before, _, after = text.partition("|")
    page.fill("#query", after)
    page.evaluate("document.getElementById('query').setSelectionRange(0, 0)")
    page.focus("#query")
    until(page, "csgraph.terms")
    page.keyboard.insert_text(before)


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("SELECT ?thing { ?th| }", "SELECT ?thing { ?thing }"),
        ("SELECT ?x { ?x a csg:Pill| }", "SELECT ?x { ?x a csg:Pillar }"),
        ("SELECT ?x { ?x csg:about pillar:nor| }", "SELECT ?x { ?x csg:about pillar:norms }"),
        ("SELECT ?x { ?x csg:about capacity buildi| }", "SELECT ?x { ?x csg:about core-issue:capacity-building }"),
        ("SELECT ?x { OPTI| }", "SELECT ?x { OPTIONAL }"),
        ("SELECT ?x { ?x dcte| }", "SELECT ?x { ?x dcterms: }"),
    ],
)
def test_a_word_is_completed_by_the_keyboard(text, completed, workbench):
    page = workbench.page
    write(page, text)
    page.keyboard.press("Control+Space")
    page.wait_for_selector("#query-completions:visible")

    active = page.get_attribute("#query", "aria-activedescendant")
    assert page.get_attribute(f"#{active}", "role") == "option"
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("Enter")
    assert page.input_value("#query") == completed
    assert page.is_hidden("#query-completions")


def test_completions_that_show_by_themselves_take_no_key_before_one_is_chosen(workbench):
    page = workbench.page
    write(page, "SELECT ?x { ?x a |\n}")
    page.keyboard.type("csg:Pil")
    page.wait_for_selector("#query-completions:visible")
    page.keyboard.press("Enter")

    assert page.input_value("#query") == "SELECT ?x { ?x a csg:Pil\n\n}"
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("l")
    page.wait_for_selector("#query-completions:visible")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.input_value("#query") == "SELECT ?x { ?x a csg:Pillar\n}"


def test_escape_closes_the_completions_and_tab_leaves_the_field(workbench):
    page = workbench.page
    write(page, "SELECT ?x { ?x a csg:|\n}")
    page.keyboard.press("Control+Space")
    page.wait_for_selector("#query-completions:visible")
    page.keyboard.press("Escape")

    assert page.is_hidden("#query-completions")
    assert page.get_attribute("#query", "aria-activedescendant") is None
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "query"


def test_nothing_is_completed_in_strings_and_comments(workbench):
    page = workbench.page
    for text in ('SELECT ?x { ?x rdfs:label "capa|" }', "# capa|\nASK {}", "ASK { <http://capa|> ?b ?c }"):
        write(page, text)
        page.keyboard.press("Control+Space")
        assert page.is_hidden("#query-completions")


# -- Answers -----------------------------------------------------------------------------------------------------------


def test_a_long_answer_is_drawn_in_pieces_and_sorted_whole(workbench):
    page = workbench.page
    said = run(
        page,
        "SELECT ?n ?word { { SELECT DISTINCT ?s { ?s ?p ?o FILTER(ISIRI(?s)) } LIMIT 1500 }"
        " BIND(STRLEN(STR(?s)) AS ?n) BIND(STR(?s) AS ?word) }",
    )

    assert said.startswith("1,500 rows")
    assert page.locator("#answer tbody tr").count() == 200
    page.click("#answer .more")
    assert page.locator("#answer tbody tr").count() == 1200
    page.click("#answer th button >> nth=0")
    numbers = [int(row[0]) for row in page.evaluate(
        "[...document.querySelectorAll('#answer tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
    )]  # fmt: skip
    assert numbers == sorted(numbers)
    assert page.get_attribute("#answer th >> nth=0", "aria-sort") == "ascending"
    page.click("#answer th button >> nth=0")
    assert int(page.inner_text("#answer tbody td >> nth=0")) > numbers[-1] - 1
    page.click("#answer th button >> nth=0")
    assert page.get_attribute("#answer th >> nth=0", "aria-sort") == "none"


def test_an_answer_is_downloaded_copied_and_read_as_text(workbench):
    page = workbench.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    query = "SELECT ?pillar ?label { ?pillar a csg:Pillar ; rdfs:label ?label } ORDER BY ?label"
    answer = querying.query(query)
    run(page, query)
    for name, format in (("CSV", "csv"), ("JSON", "json"), ("TSV", "tsv")):
        page.select_option("#answer .offers select", name)
        with page.expect_download() as started:
            page.click("#answer .download")
        assert started.value.suggested_filename == f"answer.{format}"
        assert Path(started.value.path()).read_bytes() == answer.to(format).encode()
    page.click("#answer .copy")
    until(page, "document.querySelector('#answer .told').textContent")
    assert page.inner_text("#answer .told") == "Copied."
    page.click("#answer summary")
    until(page, "document.querySelector('#answer pre').textContent")
    assert page.text_content("#answer pre").replace("\\u{", "") == answer.to("tsv")


def test_things_of_ours_lead_to_their_pages(workbench, site):
    page = workbench.page
    things = "pillar:norms csg:Pillar csg:about section:3.2 csgs:Pillar-position graph:report <https://w3id.org/csgraph/dataset>"
    run(page, f"SELECT ?thing {{ VALUES ?thing {{ {things} csg:Modality csg:modality }} }}")
    links = page.locator("#answer td a").evaluate_all("(all) => all.map((each) => each.href)")

    assert len(links) == 9
    start = page.url.partition("workbench.html")[0]
    files = [link.removeprefix(start).partition("#")[0] for link in links]
    assert [file for file in files if not (site / file).is_file() and file != "shapes.html"] == []
    assert files[:3] == ["scheme/pillar/norms.html", "ontology/Pillar.html", "ontology/about.html"]
    assert len(set(files)) == len(files)


def test_every_address_in_the_scripts_is_that_of_the_site(workbench, site):
    from csgraph.site.graph import SiteGraph

    addresses = SiteGraph.load().addresses
    expected = {iri: addresses.href(iri, "workbench.html") for iri in addresses}
    found = workbench.page.evaluate("(iris) => iris.map((iri) => csgraph.href(iri))", list(expected))
    start = workbench.page.url.partition("workbench.html")[0]

    assert dict(zip(expected, (str(link).removeprefix(start) for link in found), strict=True)) == expected


def test_what_data_say_never_becomes_active(workbench):
    page = workbench.page
    hostile = [
        "<img src=x onerror=window.hit=1>",
        "</td><script>window.hit=1</script>",
        "\\u202Egnp.exe",
        "\\u0000\\u001b[31m",
    ]
    iris = [
        "javascript:window.hit=1",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://a.example/\\u202Ex",
        "vbscript:x",
    ]
    values = " ".join([*(f'"{text}"' for text in hostile), *(f"<{iri}>" for iri in iris)])
    run(page, f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")

    assert page.locator("#answer td").count() == len(hostile) + len(iris)
    assert page.locator("#answer :is(img, script, iframe)").count() == 0
    assert [link.get_attribute("href")[:16] for link in page.locator("#answer a").all()] == ["https://a.exampl"]
    assert "\\u{202e}gnp.exe" in page.inner_text("#answer tbody")
    assert "\u202e" not in page.inner_text("#answer tbody")
    assert page.evaluate("window.hit") is None


def test_yes_and_triples_are_shown(workbench):
    page = workbench.page
    assert run(page, "ASK { ?pillar a csg:Pillar }").startswith("yes")
    assert page.inner_text("#answer .yes-no") == "Yes."

    assert run(page, "CONSTRUCT WHERE { ?pillar a csg:Pillar }").startswith("6 triples")
    assert page.locator("#answer thead th").all_inner_texts() == ["subject", "predicate", "object"]
    assert page.locator("#answer .offers option").all_inner_texts() == ["Turtle", "N-Triples"]


# -- Forms of views ----------------------------------------------------------------------------------------------------

FORM = """async ([view, values]) => {
    await csgraph.script("views.js");
    await csgraph.script("forms.js");
    document.getElementById("try")?.remove();
    document.body.insertAdjacentHTML("beforeend", `<div id="try"><form class="view-form" data-target="there">
        <button type="submit">Run</button></form><div id="there"></div></div>`);
    const form = document.querySelector("form.view-form");
    form.dataset.view = view;
    for (const [name, value] of values) form.append(Object.assign(document.createElement("input"), { name, value }));
    csgraph.viewForm(form);
    const answered = new Promise((resolve) => form.addEventListener("answered", ({ detail }) => resolve(detail.answer)));
    const failed = new Promise((resolve) => {
        new MutationObserver(() => form.classList.contains("failed") && resolve(null)).observe(form, { attributes: true });
    });
    form.requestSubmit();
    const answer = await Promise.race([answered, failed]);
    if (!answer) return { said: form.querySelector("[role=status]").textContent };
    return { TSV: csgraph.formats(answer).find(({ name }) => name === "TSV").write() };
}"""

CHOSEN = [
    ("statements", {}, {}),
    ("statements", {"section": ["<https://w3id.org/csgraph/id/cs2020/section/3.2>"]}, {"section": "3.2"}),
    (
        "statements",
        {
            "type": [
                "<https://w3id.org/csgraph/scheme/statement-type/challenge>",
                "<https://w3id.org/csgraph/scheme/statement-type/opportunity>",
            ],
            "inVoice": ["", "<https://w3id.org/csgraph/scheme/voice/report>"],
        },
        {"type": ["challenge", "opportunity"], "inVoice": "report"},
    ),
    ("mentions", {"topic": ["norms"]}, {"topic": "pillar:norms"}),
    ("mentions", {"topic": [" CAPACITY   building "]}, {"topic": "capacity building"}),
    ("mentions", {"topic": ["pillar:norms", "pillar:law"]}, {"topic": ["pillar:norms", "pillar:law"]}),
    ("mentions", {"topic": ["https://w3id.org/csgraph/scheme/pillar/norms"]}, {"topic": "pillar:norms"}),
    ("links", {"to": ["<https://w3id.org/csgraph/scheme/authority/wikidata>"]}, {"to": "wikidata"}),
]


@pytest.mark.parametrize(("view", "values", "given"), CHOSEN)
def test_a_form_gives_the_rows_of_the_command_line(view, values, given, workbench):
    try:
        expected: dict[str, str] = {"TSV": querying.query(view, **given).to("tsv")}
    except InputError as error:
        expected = {"said": error.problem}
    fields = [(name, value) for name, several in values.items() for value in several]
    found = workbench.page.evaluate(FORM, [view, fields])

    assert found.keys() == expected.keys()
    if "TSV" in expected:
        assert found == expected
        assert workbench.page.locator("#there table").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("topic", "nothing like it", "no such resource in the graph"),
        ("topic", "pillar:nope", "no such resource in the graph"),
        ("topic", 'http://x/"> } #', "this is no IRI"),
        ("topic", '") } # ', "no such resource in the graph"),
    ],
)
def test_a_value_that_is_wrong_is_told(field, value, said, workbench):
    found = workbench.page.evaluate(FORM, ["mentions", [(field, value)]])

    assert said in found["said"]


def test_values_of_each_type_are_bound_as_by_the_command_line(workbench):
    """No view of ours has all types of parameters."""
    query = "SELECT ?text ?number ?year { VALUES (?text ?number ?year) { ('a\"b' -7 2020) ('c' 8 1999) } }"
    view = {
        "query": query,
        "where": [query.index("{"), len(query)],
        "graphs": [],
        "parameters": [
            {"name": name, "type": type, "default": []}
            for name, type in (("text", "text"), ("number", "integer"), ("year", "year"))
        ],
    }
    bind = """async ([view, values]) => {
        await csgraph.script("forms.js");
        return csgraph.termsOf(view, values).then((terms) => csgraph.bind(view, terms), (error) => error.message);
    }"""
    bound = workbench.page.evaluate(bind, [view, {"text": ['a"b'], "number": ["-07"], "year": ["2020"]}])

    assert json.loads(ask(workbench.page, bound)["JSON"])["results"]["bindings"][0]["text"]["value"] == 'a"b'
    assert ask(workbench.page, bound)["CSV"] == 'text,number,year\r\n"a""b",-7,2020\r\n'
    assert "a whole number" in workbench.page.evaluate(bind, [view, {"number": ["7)"]}])
    assert "a year" in workbench.page.evaluate(bind, [view, {"year": ["20"]}])


# -- Around the query --------------------------------------------------------------------------------------------------


def test_a_view_that_is_chosen_runs_and_a_link_leads_back_to_it(workbench):
    page = workbench.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.select_option("#view", "takeaways")
    until(page, "document.getElementById('status').textContent.includes(' rows in ')")
    assert page.url.endswith("workbench.html#view=takeaways")
    assert page.locator("#answer caption").inner_text().startswith("takeaways: ")

    page.focus("#query")
    page.keyboard.type("# mine: #&=é\n")
    assert page.input_value("#view") == ""
    text = page.input_value("#query")
    page.click("#share")
    until(page, "document.getElementById('status').textContent === 'The link is copied.'")
    link = page.evaluate("navigator.clipboard.readText()")
    other = page.context.new_page()
    other.goto(link)
    until(other, "document.getElementById('query').value.includes('mine')")
    assert other.input_value("#query") == text
    other.close()


def test_what_is_missing_is_told(browser, site, tmp_path):
    """A folder of which a part was not copied."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "workbench.html").write_bytes((site / "workbench.html").read_bytes())
    for path in (site / "assets").iterdir():
        if path.name != "graph-report.js":
            (tmp_path / "assets" / path.name).symlink_to(path)
    page = browser.new_context().new_page()
    page.goto(f"{tmp_path.as_uri()}/workbench.html#view=pillars&run")
    page.wait_for_selector("#status.failed")

    assert page.inner_text("#status") == "assets/graph-report.js cannot be loaded: the folder is not complete."
