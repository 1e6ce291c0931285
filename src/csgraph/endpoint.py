"""Asks a SPARQL endpoint (SPARQL 1.1 Protocol): with a time limit, and only the address that was named.

SPARQLWrapper writes the requests. They are sent without following redirects, since urllib would carry passwords along to
wherever it is sent, and turn a POST into a GET; and an answer is read whole before anything is made of it.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError

if TYPE_CHECKING:
    from csgraph.turtle import Term

MAX_BYTES = 1 << 28
"""How long an answer may be: 256 MiB."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Lets a redirect be an answer like others, of which the status tells that it is none."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nothing."""


class Endpoint:
    """A SPARQL endpoint.

    Args:
        url: Its address: http or https.
        graphs: IRIs of the named graphs to ask, as one; none for the endpoint's own default graph.
        timeout: Seconds to wait for an answer.

    Raises:
        InputError: The address is none of http or https.
    """

    is_local = False
    has_written = False

    def __init__(self, url: str, *, graphs: Sequence[str] = (), timeout: float = 60) -> None:
        if not url.startswith(("http://", "https://")):
            raise InputError("an endpoint's address begins with http:// or https://", place=url)
        self.url, self.timeout, self._graphs = url, timeout, tuple(graphs)
        self._opener = urllib.request.build_opener(_NoRedirect)

    def rows(self, query: str, *, by_value: bool = False) -> Iterator[Mapping[str, Term]]:
        """Yield the solutions of a SELECT query: terms by variable.

        Args:
            query: The query.
            by_value: Of no use here: the store decides how it keeps literals.

        Raises:
            InputError: There is no answer, or it is none to the query.
        """
        solutions = self._solutions(query)
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: term for name, term in zip(names, solution, strict=True) if term is not None}

    def _solutions(self, query: str) -> ox.QuerySolutions:
        content = self._answer(query)
        try:
            found = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            begin = " ".join(content[:80].decode(errors="replace").split())
            raise InputError(
                f"the answer is not in SPARQL's JSON: {error}; it begins {begin!r}", place=self.url
            ) from None
        if not isinstance(found, ox.QuerySolutions):
            raise InputError("the answer has no rows", place=self.url)
        return found

    def _answer(self, query: str) -> bytes:
        from SPARQLWrapper import JSON, POST, SPARQLWrapper

        wrapper = SPARQLWrapper(self.url)
        wrapper.setQuery(query)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(JSON)
        wrapper.setOnlyConneg(True)
        for graph in self._graphs:
            wrapper.addDefaultGraph(graph)
        try:
            with self._opener.open(wrapper._createRequest(), timeout=self.timeout) as response:
                content: bytes = response.read(MAX_BYTES + 1)
        except urllib.error.HTTPError as error:
            raise self._refused(error) from None
        except TimeoutError:
            raise InputError(f"no answer within {self.timeout:g} seconds; raise --timeout", place=self.url) from None
        except (urllib.error.URLError, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                problem = f"no answer within {self.timeout:g} seconds; raise --timeout"
                raise InputError(problem, place=self.url) from None
            text = (getattr(reason, "strerror", None) or str(reason)).lower()
            raise InputError(f"cannot be reached: {text}", place=self.url) from None
        if len(content) > MAX_BYTES:
            raise InputError(f"the answer is longer than {MAX_BYTES >> 20} MiB", place=self.url)
        return content

    def _refused(self, error: urllib.error.HTTPError) -> InputError:
        if 300 <= error.code < 400:
            target = error.headers.get("Location", "elsewhere")
            return InputError(f"it sends on to {target}; if you trust that address, name it", place=self.url)
        lines = error.read(4096).decode(errors="replace").split()
        said = " ".join(lines)[:200]
        return InputError(f"it answers {error.code} {error.reason}{f': {said}' if said else ''}", place=self.url)
