"""Real stores: every view returns the same rows as locally, and every command writes the same.

A store has the publication as named graphs (``named``), or as one graph that is asked by default (``single``).
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from csgraph import paths
from csgraph.errors import AccessError, InputError, StoreError
from csgraph.publication import dataset, describe, evidence, remote, search, views
from csgraph.publication import query as querying
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import GRAPH, PREFIXES
from csgraph.sparql.endpoint import Endpoint
from csgraph.validation import inputs, validate
from tests.conftest import Run, sampled
from tests.support import stores
from tests.support.folders import SOURCES

VIEWS = views.view_names()
# What views ask besides the graphs that are asked by default, which are what csgraph.ttl has.
NEEDS = {name: sorted({*views.read_query(name).graphs} - {*dataset.DEFAULT_GRAPHS}) for name in VIEWS}
NEEDY = [name for name in VIEWS if NEEDS[name]]
PARAMETERS = [
    ("statements", {"section": "3.2", "type": "challenge"}),
    ("statements", {"inVoice": ["the report", "speakers, collectively"], "withModality": "necessary"}),
]
THINGS = [
    "pillar:norms", "norms", "passage:3.1-p3", "section:3.2", "statement:2-kt4-s2", "Satya Nadella", "process:oewg",
    "scheme:pillar", "csg:asPrinted", "state:CHE", "anchor:3.1-p3_351-356", f"<{PREFIXES['pillar']}norms>",
]  # fmt: skip
WORDS = ["norms", "capacity building", '"track 2" dialogue', "café", "xyzzy", "regoinal"]


@pytest.fixture(scope="module")
def here() -> ox.Store:
    return dataset.load_store({graph for graphs in NEEDS.values() for graph in graphs})


@pytest.fixture(scope="module")
def asked() -> ox.Store:
    return dataset.load_store()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The publication as named graphs, and as the one graph of those asked by default."""
    folder = tmp_path_factory.mktemp("files")
    quads = list(dataset.load_quads(dataset.graph_files()))
    triples = [ox.Triple(*quad.triple) for quad in dataset.load_quads()]
    found = {"named": folder / "csgraph.nq", "single": folder / "csgraph.ttl"}
    ox.serialize(quads, output=str(found["named"]), format=ox.RdfFormat.N_QUADS)
    ox.serialize(triples, output=str(found["single"]), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return found


@pytest.fixture(scope="module")
def oxigraphs(
    files: dict[str, Path], oxigraph: stores.Oxigraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The addresses of two stores: one for each way to hold the publication."""
    oxigraph.load(files["named"])
    with stores.start_oxigraph(tmp_path_factory.mktemp("single")) as single:
        single.load(files["single"])
        yield {"named": oxigraph.query, "single": single.query}


@pytest.fixture(params=["named", "single"])
def endpoint(request: pytest.FixtureRequest, oxigraphs: dict[str, str]) -> str:
    return oxigraphs[request.param]


def rows(answer: object) -> list[querying.Rows]:
    """The rows of an answer, with truth values by value.

    Virtuoso writes ``1`` for true, which is the same value (XML Schema 1.1 part 2, section 3.3.2).
    """
    assert isinstance(answer, querying.Rows)
    assert len(answer) > 0

    def plain(term):
        is_truth = isinstance(term, ox.Literal) and term.datatype.value == f"{PREFIXES['xsd']}boolean"
        return term.value in ("1", "true") if is_truth else term

    return [tuple(plain(term) for term in row) for row in answer]


# -- Oxigraph ----------------------------------------------------------------------------------------------------------


# What differs from store to store is how it is asked, which a few views show; all of them are asked where there is time.
@pytest.mark.parametrize("name", sampled(VIEWS, 8))
def test_view_gives_the_same_rows_of_named_graphs(name, oxigraphs, here):
    assert rows(querying.query(name, store=here)) == rows(querying.query(name, endpoint=oxigraphs["named"]))


@pytest.mark.parametrize("name", sampled([name for name in VIEWS if name not in NEEDY], 12, 2))
def test_view_gives_the_same_rows_of_one_graph(name, oxigraphs, here):
    assert rows(querying.query(name, store=here)) == rows(querying.query(name, endpoint=oxigraphs["single"]))


@pytest.mark.parametrize("name", NEEDY)
def test_view_that_needs_a_graph_says_that_it_is_missing(name, oxigraphs):
    missing = " or ".join(GRAPH + graph for graph in NEEDS[name])

    with pytest.raises(StoreError, match=f"the store has no graph {missing}; load csgraph.nq"):
        querying.query(name, endpoint=oxigraphs["single"])


@pytest.mark.parametrize(("name", "parameters"), PARAMETERS)
def test_parameters_go_along(name, parameters, endpoint, here):
    asked = querying.query(name, endpoint=endpoint, **parameters)

    assert rows(querying.query(name, store=here, **parameters)) == rows(asked)
    assert len(asked) < len(querying.query(name, store=here))


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"section": "3.9"}, "section=3.9: no such value; section takes a section"),
        ({"type": "chalenge"}, "did you mean challenge?"),
        ({"sort": "x"}, "sort: no such parameter"),
    ],
)
def test_values_are_looked_up_there(parameters, problem, endpoint, asked):
    with pytest.raises(InputError) as here:
        querying.query("statements", store=asked, **parameters)
    with pytest.raises(InputError, match=problem) as there:
        querying.query("statements", endpoint=endpoint, **parameters)

    assert str(here.value) == str(there.value)


@pytest.mark.parametrize("thing", sampled(THINGS, 3))
def test_thing_is_shown_alike(thing, endpoint, asked):
    here, there = describe.show(thing, store=asked), describe.show(thing, endpoint=endpoint)

    assert [here.to(each) for each in ("text", "turtle", "json")] == [
        there.to(each) for each in ("text", "turtle", "json")
    ]


@pytest.mark.parametrize("thing", sampled(THINGS, 3, 1))
def test_thing_has_the_same_evidence(thing, endpoint, asked):
    assert evidence.evidence(thing, store=asked) == evidence.evidence(thing, endpoint=endpoint)


@pytest.mark.parametrize(
    "thing", ["pillar:normz", "anchor:3.1-p3_351-357", "responsible behavior", "urn:nothing", "UK"]
)
def test_what_is_not_there_has_the_same_nearest_names(thing, endpoint, asked):
    with pytest.raises(InputError) as here:
        describe.show(thing, store=asked)
    with pytest.raises(InputError) as there:
        describe.show(thing, endpoint=endpoint)

    assert str(here.value) == str(there.value)


@pytest.mark.parametrize(
    "words", [pytest.param(words, marks=[pytest.mark.slow] if number % 6 else []) for number, words in enumerate(WORDS)]
)
def test_words_are_found_alike(words, endpoint, asked):
    here, there = search.find_hits(words, asked), search.search(words, endpoint=endpoint)

    assert (here, here.nearest) == (there, there.nearest)


# One of each command, and of each way to end; others are slow, since each is two processes.
@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "statements", "--param", "section=3.2", "--format", "json"],
        ["show", "nothing"],
        ["evidence", "Satya Nadella", "--context", "passage", "--format", "md"],
        ["search", "capacity building", "--limit", "3"],
        *(
            pytest.param(arguments, marks=pytest.mark.slow)
            for arguments in (
                ["query", "pillars.rq"],
                ["query", "pillars", "--format", "csv"],
                ["show", "pillar:norms"],
                ["search", "xyzzy"],
                ["evidence", "csg:Pillar"],
            )
        ),
    ],
    ids=" ".join,
)
def test_command_writes_the_same_bytes(arguments, oxigraphs, run: Run):
    here, there = run(*arguments), run(*arguments, "--endpoint", oxigraphs["named"])

    assert (here.returncode, here.stdout, here.stderr) == (there.returncode, there.stdout, there.stderr)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { pillar:norms a csg:Pillar }",
        "CONSTRUCT { ?p rdfs:label ?l } WHERE { ?p a csg:Pillar ; rdfs:label ?l }",
        "DESCRIBE ?p WHERE { ?p a csg:Pillar }",
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    ],
)
def test_queries_of_every_form_need_no_prefixes_and_see_the_same(query, endpoint, asked):
    assert querying.query(query, store=asked).to() == querying.query(query, endpoint=endpoint).to()


def test_graph_patterns_see_the_named_graphs_that_are_seen_here(oxigraphs):
    query = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"

    for graphs in ((), ["editorial"]):
        asked = querying.query(query, graphs=graphs, endpoint=oxigraphs["named"])
        assert list(querying.query(query, graphs=graphs)) == list(asked)


def test_all_graphs_as_the_default_one_are_not_asked_where_they_have_names(files, tmp_path):
    with stores.start_oxigraph(tmp_path, "--union-default-graph") as server:
        server.load(files["named"])

        asked = querying.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", endpoint=server.query)

    assert list(querying.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")) == list(asked)


def test_the_error_of_the_server_is_shown(endpoint):
    with pytest.raises(InputError, match=f"{endpoint}: HTTP 400 Bad Request: error at 1:21"):
        querying.query("SELECT ?s { ?s SELEC ?o }", endpoint=endpoint)


@pytest.mark.slow
def test_named_graphs_are_checked_as_they_are_here(oxigraphs):
    checked = validate.check_endpoint(oxigraphs["named"])

    assert () == checked.findings


@pytest.mark.parametrize("name", sampled([name for name in VIEWS if name not in NEEDY], 20))
@pytest.mark.parametrize("held", ["named", "single"])
def test_sparqlwrapper_gets_the_same_rows(name, held, oxigraphs, here):
    client = SPARQLWrapper(oxigraphs[held])
    # It takes "addressee" in a comment for ADD, an update; the page leaves the header out too.
    client.setQuery(re.sub("(?m)^#.*\n", "", views.read_query(name).text))
    for graph in dataset.DEFAULT_GRAPHS if held == "named" else ():
        client.addDefaultGraph(GRAPH + graph)
    client.setReturnFormat(JSON)

    found = ox.parse_query_results(json.dumps(client.query().convert()), format=ox.QueryResultsFormat.JSON)
    expected = querying.query(name, store=here)
    assert [variable.value for variable in found.variables] == [*expected.variables]
    assert [tuple(solution) for solution in found] == [tuple(row) for row in expected]


# -- Virtuoso ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def loaded(virtuoso: stores.Virtuoso, files: dict[str, Path]) -> str:
    """The address of a Virtuoso with the named graphs."""
    virtuoso.load(files["named"])
    return virtuoso.query


@pytest.mark.slow
@pytest.mark.parametrize("name", VIEWS)
def test_view_gives_the_same_rows_in_virtuoso(name, loaded, here):
    assert rows(querying.query(name, store=here)) == rows(querying.query(name, endpoint=loaded))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "parameters"), PARAMETERS)
def test_parameters_go_along_to_virtuoso(name, parameters, loaded, here):
    expected = rows(querying.query(name, store=here, **parameters))

    assert expected == rows(querying.query(name, endpoint=loaded, **parameters))


@pytest.mark.slow
@pytest.mark.parametrize("thing", THINGS)
def test_thing_is_shown_alike_in_virtuoso(thing, loaded, asked):
    here, there = describe.show(thing, store=asked), describe.show(thing, endpoint=loaded)

    assert here.to() == there.to()
    assert evidence.evidence(thing, store=asked) == evidence.evidence(thing, endpoint=loaded)


@pytest.mark.slow
@pytest.mark.parametrize("words", WORDS)
def test_words_are_found_alike_in_virtuoso(words, loaded, asked):
    here, there = search.find_hits(words, asked), search.search(words, endpoint=loaded)

    assert (here, here.nearest) == (there, there.nearest)


@pytest.mark.slow
def test_triples_of_virtuoso_are_the_same(loaded):
    query = "CONSTRUCT { ?p ?any ?value } WHERE { ?p a csg:Pillar ; ?any ?value }"

    assert querying.query(query).to() == querying.query(query, endpoint=loaded).to()


@pytest.mark.slow
def test_virtuoso_is_told_who_asks(loaded, virtuoso, monkeypatch):
    with pytest.raises(AccessError, match="401"):
        querying.query("pillars", endpoint=virtuoso.update)
    monkeypatch.setenv("CSGRAPH_USER", virtuoso.user)
    monkeypatch.setenv("CSGRAPH_PASSWORD", virtuoso.password)

    assert list(querying.query("pillars")) == list(querying.query("pillars", endpoint=virtuoso.update))


@pytest.fixture(scope="module")
def single_virtuoso(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso with the publication as one graph, which gives no more rows than Debian's."""
    with stores.start_virtuoso(tmp_path_factory.mktemp("single-virtuoso"), rows=10_000) as server:
        server.load(files["single"], "urn:csgraph")
        yield server.query


@pytest.mark.slow
@pytest.mark.parametrize("graphs", [[], ["urn:csgraph"]], ids=["by default", "by name"])
@pytest.mark.parametrize("name", ["pillars", "sections", "statements"])
def test_view_gives_the_same_rows_of_one_graph_in_virtuoso(name, graphs, single_virtuoso, here):
    asked = querying.query(name, graphs=graphs, endpoint=single_virtuoso)

    assert rows(querying.query(name, store=here)) == rows(asked)


@pytest.mark.slow
def test_answer_that_virtuoso_has_cut_is_none(single_virtuoso):
    with pytest.raises(StoreError, match="the server has cut the response after 10000 rows"):
        list(Endpoint(single_virtuoso).rows("SELECT * { ?s ?p ?o }"))
    # For triples there is no header, as docs/stores.md says.
    asked = Endpoint(single_virtuoso, graphs=["urn:csgraph"])
    [whole] = asked.rows("SELECT (COUNT(*) AS ?count) { ?s ?p ?o }")
    assert len(asked.triples("CONSTRUCT WHERE { ?s ?p ?o }")) < int(whole["count"].value)
    assert len(remote.names(remote.connect(single_virtuoso))) > 1000


# -- Checking there ----------------------------------------------------------------------------------------------------

WRONG = b"""
<https://w3id.org/csgraph/scheme/pillar/norms> <http://www.w3.org/2000/01/rdf-schema#label> "another label"@en .
<urn:x> a <https://w3id.org/csgraph/ontology#Pillar> .
"""


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published data, with two mistakes, as one file of N-Triples."""
    quads = [quad for path in inputs.published_files() for quad in turtle.parse(path, rename_blank_nodes=True)]
    lines = sorted({f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads})
    path = tmp_path_factory.mktemp("wrong") / "published.nt"
    mistakes = ox.serialize(ox.parse(WRONG, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    path.write_text("".join(lines) + mistakes.decode(), encoding="utf-8")
    return path


def found(checked: validate.ValidationResult) -> set[tuple[str, str, str | None]]:
    return {(finding.shape, finding.node, finding.value) for finding in checked.findings}


@pytest.fixture(scope="module")
def found_here(wrong: Path) -> set[tuple[str, str, str | None]]:
    checked = validate.check([wrong], shapes=inputs.shape_files(), alone=True, is_located=False)
    return {finding for finding in found(checked) if finding[1] != finding[0]}


@pytest.mark.slow
def test_oxigraph_finds_there_what_is_found_here(wrong, found_here, tmp_path):
    with stores.start_oxigraph(tmp_path) as server:
        server.load(wrong)

        assert found_here == found(validate.check_endpoint(server.query))
    assert {"urn:x", "pillar:norms"} <= {node for _, node, _ in found_here}


@pytest.mark.slow
def test_virtuoso_finds_there_what_is_found_here(wrong, found_here, virtuoso):
    """But for checksums of passages with letters beyond ASCII, of which Virtuoso 7 computes others."""
    virtuoso.load(wrong, "urn:wrong")

    there = found(validate.check_endpoint(virtuoso.query, graphs=["urn:wrong"]))

    assert found_here - there == set()
    assert {rule for rule, *_ in there - found_here} <= {"csgs:Passage-checksum"}


# -- The page on stores ------------------------------------------------------------------------------------------------


def blocks(heading: str, language: str = "sh") -> list[str]:
    """The code blocks of a language below a heading of the page."""
    page = (paths.ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## )", page, re.MULTILINE | re.DOTALL)
    return re.findall(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def shell(script: str, folder: Path, replaced: dict[str, str]) -> str:
    """Run a script in a folder, with addresses replaced by those of the test."""
    for old, new in replaced.items():
        assert old in script
        script = script.replace(old, new)
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run(["bash", "-euc", script], cwd=folder, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release in it, made as the page says."""
    folder = tmp_path_factory.mktemp("page")
    first, *_ = blocks("Oxigraph")[0].splitlines()
    assert first == "csgraph build release"
    shell(first, folder, {})
    return folder


@pytest.fixture
def served(workplace: Path) -> Iterator[Callable[[str, str], str]]:
    """Load and serve as a block of the page does, at a port that is free, and return that address."""
    running = []

    def serve(block: str, address: str) -> str:
        *before, last = (line for line in block.splitlines() if line != "csgraph build release")
        assert last.startswith("oxigraph serve")
        shell("\n".join(before), workplace, {})
        free = f"localhost:{stores.free_port()}"
        program = f"{sysconfig.get_path('scripts')}/{last.replace(address, free)}"
        running.append(subprocess.Popen(program.split(), cwd=workplace, stderr=subprocess.DEVNULL))
        stores.wait_for(f"http://{free}/", running[-1])
        return free

    yield serve
    for process in running:
        process.kill()
        process.wait()


def test_the_page_says_how_large_a_report_is(here):
    page = (paths.ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
    report, passages, vocabulary = (
        f"{round(len(list(here.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH + name)))), -2):,}"
        for name in ("report", "passages", "vocabulary")
    )

    assert f"{report} triples in `graph:report` and {passages} in `graph:passages`" in page
    assert f"the vocabulary, {vocabulary}, is needed once" in page


@pytest.mark.slow
def test_stranger_gets_the_pillars_of_oxigraph_as_the_page_says(workplace, served):
    with_names, single, by_curl = blocks("Oxigraph")
    expected = querying.query("pillars").to("csv")
    page = (paths.ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^Then, in another terminal, `(csgraph query .*)`\.$", page, re.MULTILINE)

    asked = shell(f"{command} --format csv", workplace, {"localhost:7878": served(with_names, "localhost:7878")})
    fetched = shell(by_curl, workplace, {"localhost:7879": served(single, "localhost:7879")})

    assert expected == asked
    assert list(csv.reader(io.StringIO(expected))) == list(csv.reader(io.StringIO(fetched)))


@pytest.mark.slow
def test_stranger_gets_the_pillars_by_sparqlwrapper_as_the_page_says(workplace, served):
    free = served(blocks("Oxigraph")[0], "localhost:7878")
    [script] = blocks("Query it with SPARQLWrapper", "python")
    assert "localhost:7878" in script

    command = [sys.executable, "-c", script.replace("localhost:7878", free)]
    done = subprocess.run(command, cwd=workplace, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    expected = [f"{row.order.value} {row.pillar.value}" for row in querying.query("pillars")]
    assert done.stdout.splitlines() == expected


@pytest.mark.slow
def test_every_command_of_the_page_runs(workplace, served):
    free = served(blocks("Oxigraph")[0], "localhost:7878")
    commands = blocks("Query it")[0].splitlines()

    assert [command.split()[1] for command in commands] == ["query", "query", "show", "evidence", "search", "validate"]
    for command in commands[:-1]:
        assert shell(command, workplace, {"localhost:7878": free}) == shell(
            command.partition(" --endpoint")[0], workplace, {}
        )
    assert shell(commands[-1], workplace, {"localhost:7878": free}) == ""


@pytest.mark.slow
def test_stranger_gets_the_pillars_of_virtuoso_as_the_page_says(workplace, tmp_path):
    load, ask = blocks("Virtuoso")
    with stores.start_virtuoso(tmp_path) as server:
        shell(load, workplace, {"localhost:1111": server.sql})

        asked = shell(ask, workplace, {"http://localhost:8890": server.url})

    assert querying.query("pillars").to() == asked
