"""The site's scripts say of a query what the command line says: the same cases, in Python and in JavaScript."""

from __future__ import annotations

import json
import shutil
import subprocess

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES
from csgraph.site.browser_engine import EXPLAINING
from csgraph.sparql import engine
from csgraph.sparql.explain import browser
from csgraph.sparql.tokens import tokenize
from tests.support import explained, queries
from tests.support.folders import ASSETS, NPM

RUN = NPM / "scripts.cjs"
QUERIES = [
    *queries.BROKEN,
    *queries.VALID,
    "ASK { ?s ?p ?o \x1b[31m }",
    "SELECT ?é { ?é a 'ünï' # c\n }",
    *(path.read_text(encoding="utf-8") for path in sorted(paths.QUERIES.glob("**/*.rq"))),
]


def test_tables_are_json():
    tables = browser.tables()

    assert json.loads(json.dumps(tables))["prefixes"] == PREFIXES


def in_javascript(task: str, given: object, *stores: ox.Store) -> object:
    """What the scripts make of something that is given, in node."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed; install Debian's nodejs")
    if stores and not (RUN.parent / "node_modules" / "oxigraph").is_dir():
        pytest.skip("what tests/npm/package.json names is not installed; run `npm ci` in tests/npm")
    quads = [store.dump(format=ox.RdfFormat.N_QUADS).decode() for store in stores]
    told = json.dumps(
        {
            "task": task,
            "given": given,
            "tables": browser.tables(),
            "assets": str(ASSETS),
            "scripts": EXPLAINING,
            "stores": quads,
        }
    )
    done = subprocess.run(["node", str(RUN)], input=told, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def said_by_engine(query: str) -> str | None:
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        return str(error)
    return None


def problem(query: str) -> dict[str, object] | None:
    try:
        engine.run(query, ox.Store())
    except InputError as error:
        return {"line": error.line, "column": error.column, "message": error.problem}
    return None


@pytest.mark.slow
def test_words_of_a_query_are_the_same_in_javascript():
    assert in_javascript("tokenize", QUERIES) == [
        [{"kind": kind, "text": text, "start": start} for kind, text, start in tokenize(query)] for query in QUERIES
    ]


@pytest.mark.slow
def test_problems_of_a_query_are_the_same_in_javascript():
    given = [[query, said_by_engine(query)] for query in QUERIES]

    assert in_javascript("syntaxProblem", given) == [problem(query) for query in QUERIES]


@pytest.mark.slow
def test_queries_that_find_nothing_are_explained_alike_in_javascript():
    said = in_javascript("explain", explained.CASES, explained.ASKED, explained.ELSEWHERE)

    assert dict(zip([case["name"] for case in explained.CASES], said, strict=True)) == {
        case["name"]: case["lines"] for case in explained.CASES
    }


@pytest.mark.slow
def test_parts_of_reasons_are_the_same_in_javascript():
    cases = [case for case in explained.CASES if case["lines"] and case["query"].isascii()]

    said = in_javascript("reasons", cases, explained.ASKED, explained.ELSEWHERE)

    assert [
        [(each["message"], each["start"], each["about"], each["graph"]) for each in reasons] for reasons in said
    ] == [[reason[:4] for reason in explained.reasons(case)] for case in cases]
