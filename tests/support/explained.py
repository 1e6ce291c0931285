"""The queries of ``fixtures/explanations.yaml`` and their graphs, for the tests of both languages."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import yaml

from csgraph.rdf.namespaces import GRAPH, PREFIXES
from csgraph.sparql import explain
from tests.support.folders import FIXTURES

FIXTURE = yaml.safe_load((FIXTURES / "explanations.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = FIXTURE["cases"]
DECLARED = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def store(graphs: dict[str, str], default: str = "") -> ox.Store:
    loaded = ox.Store()
    for name, text in graphs.items():
        loaded.load(DECLARED + text, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPH + name))
    loaded.load(DECLARED + default, ox.RdfFormat.TURTLE)
    return loaded


ASKED = store(FIXTURE["graphs"], FIXTURE["default"])
ELSEWHERE = store(FIXTURE["elsewhere"])


def terms(case: dict[str, Any]) -> dict[str, list[Any]]:
    """The terms of the parameters of a case, written as in N-Triples."""
    written = {name: [f"<a:> <a:> {term} ." for term in each] for name, each in case.get("terms", {}).items()}
    return {
        name: [quad.object for line in lines for quad in ox.parse(line, ox.RdfFormat.N_TRIPLES)]
        for name, lines in written.items()
    }


def reasons(case: dict[str, Any]) -> list[explain.Reason]:
    """The reasons of a case; none if the query cannot be parsed. Other errors are raised."""
    given = terms(case)
    try:
        return explain.reasons(case["query"], ASKED, terms=given, elsewhere=lambda: ELSEWHERE, seconds=60)
    except explain.UnreadableError:
        return []


def lines(case: dict[str, Any]) -> list[str]:
    return [explain.line(reason, case["query"], "q") for reason in reasons(case)]
