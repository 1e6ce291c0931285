"""Asks a SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1): with a time limit, and only the address that was named.

SPARQLWrapper writes the requests, ``csgraph.sparql.http`` sends them, and an answer is read whole before anything is made
of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.sparql import outline
from csgraph.sparql.http import WHEN_ASKED, Body, Connection, Response, Retries
from csgraph.sparql.results import Boolean, Rows, Triples
from csgraph.sparql.tokens import QUERY_FORMS, tokenize

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term
    from csgraph.sparql.results import Answer

MAX_DEPTH = 100
"""How deeply an answer in JSON may nest: triples in triples would exhaust the stack of its parser."""

# Virtuoso names blank nodes by what is no name of one (SPARQL 1.1 Query Results JSON Format, section 3.2.2).
_VIRTUOSO_BLANK_NODE = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')

_GRAPHS = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.3"
_ROWS = "application/sparql-results+json, application/json;q=0.8"


class Endpoint:
    """A SPARQL endpoint.

    Args:
        url: Its address: http or https.
        graphs: IRIs of the named graphs that plain patterns ask, as one; none for the endpoint's own default graph.
        named_graphs: IRIs of those that ``GRAPH`` asks. With ``graphs`` and without these, ``GRAPH`` finds nothing
            (SPARQL 1.1 Protocol, section 2.1.4); without both it asks all that the endpoint has.
        timeout: Seconds to wait for an answer.
        retries: When a question is asked again.

    Raises:
        InputError: The address is none of http or https, or has credentials in it.
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
        retries: Retries = WHEN_ASKED,
    ) -> None:
        self._connection = Connection(url, timeout=timeout, retries=retries)
        self.url, self.timeout = self._connection.url, timeout
        self._graphs, self._named_graphs = tuple(graphs), tuple(named_graphs)

    def rows(self, query: str, *, by_value: bool = False) -> Iterator[Mapping[str, Term]]:
        """Yield the solutions of a SELECT query: terms by variable.

        Args:
            query: The query.
            by_value: Of no use here: the store decides how it keeps literals.

        Raises:
            InputError: There is no answer, or it is none to the query.
        """
        found = self._results(query)
        if isinstance(found, bool):
            raise InputError("the answer has no rows", place=self.url)
        names, solutions = found
        for solution in solutions:
            yield {name: term for name, term in zip(names, solution, strict=True) if term is not None}

    def is_so(self, query: str) -> bool:
        """Return the answer to an ASK query.

        Raises:
            InputError: There is no answer, or it is none to the query.
        """
        found = self._results(query)
        if not isinstance(found, bool):
            raise InputError("the answer is neither yes nor no", place=self.url)
        return found

    def triples(self, query: str) -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query, each once.

        Raises:
            InputError: There is no answer, or it is none to the query.
        """
        with self.ask(query) as response:
            media = response.media
            content = response.read()
        syntax = ox.RdfFormat.from_media_type(media)
        if syntax is None:
            raise self._not("RDF", f"its type is {media!r}" if media else "it has no type", content)
        try:
            found = turtle.parse_bytes(content, syntax, place=self.url)
        except InputError as error:
            raise self._not("RDF", error.problem, content) from None
        return list(dict.fromkeys(quad.triple for quad in found))

    def answer(self, query: str, *, prefixes: Mapping[str, str] | None = None) -> Answer:
        """Ask a query of any form.

        Args:
            query: The query.
            prefixes: Prefixes that it need not declare.

        Raises:
            InputError: There is no answer, or it is none to the query.
        """
        text = with_prefixes(query, prefixes or {})
        if outline.form(text) in ("CONSTRUCT", "DESCRIBE"):
            return Triples(self.triples(text))
        found = self._results(text)
        if isinstance(found, bool):
            return Boolean(found)
        from csgraph.rdf.blank_nodes import numbered_rows

        names, solutions = found
        return Rows(names, numbered_rows(solutions))

    def ask(self, query: str) -> Response:
        """Send a query, and return the answer as it comes.

        Raises:
            InputError: There is no answer, or not the whole of it, or it is no query.
        """
        form = outline.form(query)
        if form not in QUERY_FORMS:
            names = f"{', '.join(QUERY_FORMS[:-1])} or {QUERY_FORMS[-1]}"
            raise InputError(f"only queries are sent, which have {names} in them", place=self.url)
        from SPARQLWrapper import POST, SPARQLWrapper

        wrapper: Any = SPARQLWrapper(self.url)
        _set_query(wrapper, query, form)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        for graph in self._graphs:
            wrapper.addDefaultGraph(graph)
        for graph in self._named_graphs:
            wrapper.addNamedGraph(graph)
        # As the Protocol has it (section 2.1.2): the parameters as those of a form.
        body = Body.of(wrapper._createRequest().data, "application/x-www-form-urlencoded")
        accept = _GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else _ROWS
        response = self._connection.send("POST", headers={"Accept": accept}, body=body, is_repeatable=True)
        # Virtuoso answers with the first rows, and success, where there are more than it is set to give.
        if limit := response.header("X-SPARQL-MaxRows"):
            response.close()
            rows = f"{self._connection.hidden(limit)} rows"
            problem = f"the server has cut the answer after {rows}, the most it gives; raise ResultSetMaxRows there"
            raise InputError(problem, place=self.url)
        return response

    def _results(self, query: str) -> tuple[list[str], list[list[Term | None]]] | bool:
        """Return variables and rows, or yes or no."""
        content = self.ask(query).read()
        if (b'"triple"' in content or b"\\u" in content) and _depth(content) > MAX_DEPTH:
            raise InputError(f"the answer nests deeper than {MAX_DEPTH} levels", place=self.url)
        if b"nodeID://" in content:
            content = _VIRTUOSO_BLANK_NODE.sub(rb"\1", content)
        try:
            found = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                # What is wrong in a row is told when it is read.
                return [variable.value for variable in found.variables], [list(solution) for solution in found]
        except (SyntaxError, ValueError) as error:
            raise self._not("SPARQL's JSON", str(error), content) from None
        assert isinstance(found, ox.QueryBoolean)
        return bool(found)

    def _not(self, syntax: str, problem: str, content: bytes) -> InputError:
        begin = self._connection.beginning(content, 80)
        told = f"the answer is not in {syntax}: {self._connection.hidden(problem)}; it begins {begin!r}"
        return InputError(told, place=self.url)


def _set_query(wrapper: Any, query: str, form: str) -> None:
    """Give SPARQLWrapper a query, which it would take for an update or for nothing where a comment says so."""
    wrapper.queryString, wrapper.queryType = query, form


def _depth(content: bytes) -> int:
    depth = deepest = 0
    for bracket in re.findall(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', content, re.DOTALL):
        depth += (bracket in b"[{") - (bracket in b"]}")
        deepest = max(deepest, depth)
    return deepest


def with_prefixes(query: str, prefixes: Mapping[str, str]) -> str:
    """Return a query that declares the prefixes it uses, each in front of it, so that its lines keep their numbers."""
    tokens = tokenize(query)
    names = {token.text.partition(":")[0] for token in tokens if token.kind == "PNAME"}
    declared = {token.text.partition(":")[0] for before, token in pairwise(tokens) if before.text.upper() == "PREFIX"}
    added = [f"PREFIX {name}: <{prefixes[name]}>" for name in sorted(names - declared) if name in prefixes]
    return " ".join([*added, query])
