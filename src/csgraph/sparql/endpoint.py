"""Queries a SPARQL endpoint by SPARQL 1.1 Protocol, section 2.1, and reads each response whole before parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError, RefusedError, StoreError
from csgraph.rdf import turtle
from csgraph.sparql import outline
from csgraph.sparql.http import QUERY_RETRIES, Body, Connection, Response, Retries
from csgraph.sparql.results import Boolean, Rows, Triples
from csgraph.sparql.tokens import QUERY_FORMS, tokenize

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term
    from csgraph.sparql.results import Answer

MAX_DEPTH = 100
"""Greatest nesting of a response in JSON: quoted triples in quoted triples would exhaust the stack of its parser."""

# Virtuoso gives blank nodes labels that are not valid (SPARQL 1.1 Query Results JSON Format, section 3.2.2).
_VIRTUOSO_BLANK_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')

_ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.3"
_ACCEPT_RESULTS = "application/sparql-results+json, application/json;q=0.8"


class Endpoint:
    """A SPARQL endpoint.

    Args:
        url: Its URL: http or https.
        graphs: IRIs of the named graphs whose union is the default graph of queries; none for the endpoint's own default
            graph.
        named_graphs: IRIs of the named graphs of queries, for ``GRAPH``. With ``graphs`` and without these there are none
            (SPARQL 1.1 Protocol, section 2.1.4); without both, all graphs of the endpoint.
        timeout: Seconds to wait for each response.
        retries: When a query is repeated.

    Raises:
        InputError: The URL is not http or https, or contains credentials.
    """

    is_local = False
    has_written = False

    def __init__(
        self,
        url: str,
        *,
        graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        timeout: float = 60,
        retries: Retries = QUERY_RETRIES,
    ) -> None:
        self._connection = Connection(url, timeout=timeout, retries=retries)
        self.url, self.timeout = self._connection.url, timeout
        self._graphs, self._named_graphs = tuple(graphs), tuple(named_graphs)

    def rows(self, query: str, *, by_value: bool = False) -> Iterator[Mapping[str, Term]]:
        """Yield the solutions of a SELECT query: terms by variable.

        Args:
            query: The query.
            by_value: Has no effect: the store decides whether it keeps literals by value.

        Raises:
            StoreError: There is no response, or it does not have rows.
        """
        results = self._results(query)
        if isinstance(results, bool):
            raise StoreError("the response has no rows", place=self.url)
        names, solutions = results
        for solution in solutions:
            yield {name: term for name, term in zip(names, solution, strict=True) if term is not None}

    def is_so(self, query: str) -> bool:
        """Return the result of an ASK query.

        Raises:
            StoreError: There is no response, or it is not a boolean.
        """
        result = self._results(query)
        if not isinstance(result, bool):
            raise StoreError("the response is not a boolean", place=self.url)
        return result

    def triples(self, query: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query, without duplicates.

        Raises:
            StoreError: There is no response, or it is not RDF.
        """
        with self.send(query) as response:
            media_type = response.media_type
            content = response.read()
        syntax = ox.RdfFormat.from_media_type(media_type)
        if syntax is None:
            problem = f"its media type is {media_type!r}" if media_type else "it has no media type"
            raise self._invalid("RDF", problem, content)
        try:
            quads = turtle.parse_bytes(content, syntax, place=self.url)
        except InputError as error:
            raise self._invalid("RDF", error.problem, content) from None
        return list(dict.fromkeys(quad.triple for quad in quads))

    def answer(self, query: str, *, prefixes: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a query of any form.

        Args:
            query: The query.
            prefixes: Prefixes that it need not declare.

        Raises:
            InputError: The endpoint responds that the query is malformed (HTTP 400; SPARQL 1.1 Protocol, section 2.1.7).
            StoreError: There is no response, or it is not an answer to such a query.
        """
        text = with_prefixes(query, prefixes or {})
        try:
            if outline.form(text) in ("CONSTRUCT", "DESCRIBE"):
                return Triples(self.triples(text))
            results = self._results(text)
        except RefusedError as error:
            if error.status == 400:
                raise InputError(error.problem, place=error.place) from None
            raise
        if isinstance(results, bool):
            return Boolean(results)
        from csgraph.rdf.blank_nodes import numbered_rows

        names, solutions = results
        return Rows(names, numbered_rows(solutions))

    def send(self, query: str) -> Response:
        """Send a query, and return the response once its head is there.

        Raises:
            InputError: It is not a query, but an update or not SPARQL.
            StoreError: There is no response, or the server has cut it.
        """
        form = outline.form(query)
        if form not in QUERY_FORMS:
            names = f"{', '.join(QUERY_FORMS[:-1])} or {QUERY_FORMS[-1]}"
            raise InputError(f"not a query: only {names} are sent", place=self.url)
        # "Query via POST with URL-encoded parameters", section 2.1.2.
        body = Body.form(
            ("query", query),
            *(("default-graph-uri", graph) for graph in self._graphs),
            *(("named-graph-uri", graph) for graph in self._named_graphs),
        )
        accept = _ACCEPT_GRAPH if form in ("CONSTRUCT", "DESCRIBE") else _ACCEPT_RESULTS
        response = self._connection.send("POST", headers={"Accept": accept}, body=body, is_repeatable=True)
        # Virtuoso responds with success and the first rows where there are more than its limit.
        if limit := response.header("X-SPARQL-MaxRows"):
            response.close()
            rows = f"{self._connection.redact(limit)} rows"
            problem = f"the server has cut the response after {rows}, its limit; raise ResultSetMaxRows there"
            raise StoreError(problem, place=self.url)
        return response

    def _results(self, query: str) -> tuple[list[str], list[list[Term | None]]] | bool:
        """Return variables and rows, or a boolean."""
        content = self.send(query).read()
        if (b'"triple"' in content or b"\\u" in content) and _depth(content) > MAX_DEPTH:
            raise StoreError(f"the response nests deeper than {MAX_DEPTH} levels", place=self.url)
        if b"nodeID://" in content:
            content = _VIRTUOSO_BLANK_NODE.sub(rb"\1", content)
        try:
            results = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
            if isinstance(results, ox.QuerySolutions):
                # Errors in a row are raised when it is read.
                return [variable.value for variable in results.variables], [list(solution) for solution in results]
        except (SyntaxError, ValueError) as error:
            raise self._invalid("SPARQL JSON results", str(error), content) from None
        assert isinstance(results, ox.QueryBoolean)
        return bool(results)

    def _invalid(self, syntax: str, problem: str, content: bytes) -> StoreError:
        begin = self._connection.excerpt(content, 80)
        text = f"the response is not {syntax}: {self._connection.redact(problem)}; it begins {begin!r}"
        return StoreError(text, place=self.url)


def _depth(content: bytes) -> int:
    """Return the greatest nesting of brackets in JSON."""
    depth = deepest = 0
    for bracket in re.findall(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', content, re.DOTALL):
        depth += (bracket in b"[{") - (bracket in b"]}")
        deepest = max(deepest, depth)
    return deepest


def with_prefixes(query: str, prefixes: Mapping[str, str]) -> str:
    """Return a query with declarations of the prefixes it uses, on its first line, so that line numbers stay the same."""
    tokens = tokenize(query)
    names = {token.text.partition(":")[0] for token in tokens if token.kind == "PNAME"}
    declared = {token.text.partition(":")[0] for before, token in pairwise(tokens) if before.text.upper() == "PREFIX"}
    added = [f"PREFIX {name}: <{prefixes[name]}>" for name in sorted(names - declared) if name in prefixes]
    return " ".join([*added, query])
