"""Reads and writes the named graphs of a store, by SPARQL 1.1 Graph Store HTTP Protocol, Query and Update."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import pyoxigraph as ox

from csgraph.errors import InputError, RefusedError, StoreError
from csgraph.sparql.endpoint import Endpoint
from csgraph.sparql.http import UPLOAD_RETRIES, Body, Connection, Retries, checked_url, quoted
from csgraph.util.streams import Stream

TRIPLES = "application/n-triples"


class Upload(Protocol):
    """A graph to upload, as N-Triples."""

    @property
    def name(self) -> str:
        """Its name in messages."""

    @property
    def size(self) -> int:
        """An upper bound of its length in bytes."""

    @property
    def length(self) -> int:
        """Its length in bytes."""

    @property
    def has_blank_nodes(self) -> bool:
        """Whether any of its triples has a blank node."""

    def pieces(self, size: int = ..., /) -> Iterator[bytes]:
        """Yield it in chunks of about ``size`` bytes, each of whole lines."""


MIN_CHUNK = 1 << 14
"""Smallest chunk in which a graph is uploaded, in bytes."""

_UNKNOWN_URL = frozenset({404, 405, 501})

# Default URLs of well-known stores: the paths for queries, updates and graphs, and the name of the store.
_LAYOUTS = (
    (r"/query", "/update", "/store", "Oxigraph"),
    (r"/sparql(?:-auth)?", "/sparql-auth", "/sparql-graph-crud-auth", "Virtuoso"),
    (r"(/[^/]+)/(?:sparql|query)", r"\1/update", r"\1/data", "Fuseki"),
    (r"(.*/repositories/[^/]+)", r"\1/statements", r"\1/rdf-graphs/service", "RDF4J and GraphDB"),
)


@dataclass(frozen=True)
class StoreUrls:
    """The URLs of a store.

    Attributes:
        query: For queries (SPARQL 1.1 Protocol, section 2.1).
        update: For updates (section 2.2).
        graphs: For whole graphs (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2, indirect identification).
        guess: The store whose defaults complete the URLs that were not given; None if all were.
    """

    query: str
    update: str
    graphs: str
    guess: str | None = None

    @classmethod
    def of(cls, query: str, update: str | None = None, graphs: str | None = None) -> StoreUrls:
        """Return the URLs of a store; those that are not given are the defaults of the store that ``query`` looks like.

        Raises:
            InputError: ``query`` looks like that of no known store, or a URL is not usable.
        """
        query = checked_url(query)
        update, graphs = (url and checked_url(url) for url in (update, graphs))
        if update and graphs:
            return cls(query, update, graphs)
        parts = urlsplit(query)
        for pattern, for_update, for_graphs, name in _LAYOUTS:
            if found := re.fullmatch(pattern, parts.path.rstrip("/")):
                base = f"{parts.scheme}://{parts.netloc}"
                return cls(
                    query, update or base + found.expand(for_update), graphs or base + found.expand(for_graphs), name
                )
        missing = " and ".join(
            name for name, given in (("--update", update), ("--graph-store", graphs)) if given is None
        )
        raise InputError(f"this is not the default URL of a known store; give {missing} too", place=quoted(query))


class GraphStore:
    """The named graphs of a store.

    Args:
        urls: Its URLs.
        timeout: Seconds to wait for each response.
        retries: When an idempotent request is repeated.

    Raises:
        InputError: A URL is not usable, or credentials are not.
    """

    def __init__(self, urls: StoreUrls, *, timeout: float = 60, retries: Retries = UPLOAD_RETRIES) -> None:
        self.urls = urls
        query = urls.query
        self._endpoint = Endpoint(query, timeout=timeout, retries=retries)
        self._updates = Connection(urls.update, timeout=timeout, meant_for=query, retries=retries)
        self._graphs = Connection(urls.graphs, timeout=timeout, meant_for=query, retries=retries)

    def count(self, graph: str) -> int:
        """Return the number of triples of a named graph; 0 if there is no such graph."""
        query = f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"
        for row in self._endpoint.rows(query):
            with suppress(KeyError, ValueError):
                return int(row["count"].value)  # type: ignore[union-attr]
        raise StoreError("the response has no number of triples", place=self.urls.query)

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """Yield the triples of a named graph as they arrive; nothing if there is no such graph.

        Raises:
            StoreError: There is no response, or it is not RDF.
        """
        try:
            with self._doubting_guess():
                response = self._graphs.send(
                    "GET", parameters={"graph": graph}, headers={"Accept": TRIPLES}, is_repeatable=True
                )
        except RefusedError as error:
            if error.status == 404:
                return
            raise
        with response:
            syntax = ox.RdfFormat.from_media_type(response.media_type)
            if syntax not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE):
                media_type = self._graphs.redact(response.media_type) or "missing"
                problem = f"the graph is neither N-Triples nor Turtle: its media type is {media_type}"
                raise StoreError(problem, place=self._graphs.url)
            content = Stream(response.chunks())
            try:
                yield from ox.parse(io.BufferedReader(content), format=syntax)
            except (SyntaxError, ValueError, OSError) as error:
                if content.error:
                    raise content.error from None
                problem = f"the graph is not RDF: {self._graphs.redact(str(error))}"
                raise StoreError(problem, place=self._graphs.url) from None

    def quads_in_parts(self, graph: str, digits: int) -> Iterator[ox.Quad]:
        """Yield the triples of a named graph by many queries, for a store that cuts long responses.

        Triples are distributed to the queries by the first hexadecimal digits of the MD5 of their subject. Those with
        blank nodes are read by one query, since blank node labels hold in one response only.

        Args:
            graph: IRI of the graph.
            digits: How many digits; each makes sixteen times as many queries.

        Raises:
            StoreError: There is no response, or it is cut as well.
        """
        pattern = f"GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }}"
        filters = ["isBlank(?s) || isBlank(?o)"]
        for number in range(16**digits):
            filters.append(f'!isBlank(?s) && !isBlank(?o) && STRSTARTS(MD5(STR(?s)), "{number:0{digits}x}")')
        for condition in filters:
            for row in self._endpoint.rows(f"SELECT ?s ?p ?o WHERE {{ {pattern} FILTER({condition}) }}"):
                try:
                    yield ox.Quad(row["s"], row["p"], row["o"])  # type: ignore[arg-type]
                except (KeyError, TypeError):
                    raise StoreError("the response has no triples of a graph", place=self.urls.query) from None

    def put(self, part: Upload, graph: str, on_progress: Callable[[int], None] = lambda sent: None) -> None:
        """Upload a graph of a release as a named graph, and replace what is there.

        If the server refuses so much at once (413), it is sent in chunks, unless it has blank nodes: one that occurs in two
        chunks would become two.

        Args:
            part: The graph of the release.
            graph: IRI of the named graph.
            on_progress: Called with the number of bytes sent so far.

        Raises:
            StoreError: The server does not accept it.
        """

        def chunks() -> Iterator[bytes]:
            sent = 0
            for chunk in part.pieces():
                on_progress(sent)
                yield chunk
                sent += len(chunk)

        try:
            self._send("PUT", graph, Body(TRIPLES, part.length, chunks))
        except RefusedError as error:
            if error.status != 413:
                raise
            if part.has_blank_nodes:
                problem = (
                    f"{part.name} has blank nodes and is sent as a whole: let the server accept {part.length:,} bytes"
                )
                raise error.reworded(f"{error.problem}; {problem}") from None
            self._put_in_chunks(part, graph, on_progress, error)

    def _put_in_chunks(
        self, part: Upload, graph: str, on_progress: Callable[[int], None], refusal: RefusedError
    ) -> None:
        size = part.size // 2
        while size >= MIN_CHUNK:
            with suppress(_TooLargeError):
                sent = 0
                for chunk in part.pieces(size):
                    # The first replaces what is there. Adding triples without blank nodes is idempotent.
                    try:
                        self._send("POST" if sent else "PUT", graph, Body.of(chunk, TRIPLES))
                    except RefusedError as error:
                        if error.status == 413:
                            raise _TooLargeError from None
                        raise
                    sent += len(chunk)
                    on_progress(sent)
                return
            size //= 2
        raise refusal.reworded(f"{refusal.problem}; let the server accept at least {MIN_CHUNK:,} bytes")

    def _send(self, method: str, graph: str, body: Body | None = None) -> None:
        with (
            self._doubting_guess(),
            self._graphs.send(method, parameters={"graph": graph}, body=body, is_repeatable=True) as response,
        ):
            response.read()

    @contextmanager
    def _doubting_guess(self) -> Iterator[None]:
        """Add to the error of a server that does not know a URL that the store may not be the one assumed."""
        try:
            yield
        except RefusedError as error:
            guess = self.urls.guess
            if guess is None or error.status not in _UNKNOWN_URL:
                raise
            advice = f"its URLs are assumed to be those of {guess}: give --update and --graph-store if it is another"
            raise error.reworded(f"{error.problem}; {advice}") from None

    def drop(self, graph: str) -> None:
        """Drop a named graph, if there is one."""
        try:
            self._send("DELETE", graph)
        except RefusedError as error:
            if error.status != 404:
                raise

    def copy(self, graphs: Iterable[tuple[str, str]]) -> None:
        """Replace named graphs by copies of others, all in one request.

        This is idempotent, so that it is repeated after a failure; the originals must be kept until it is known to be done.

        Args:
            graphs: Pairs of IRIs: the original, and the graph that is replaced.

        Raises:
            StoreError: It was not done, or whether it was is not known.
        """
        copies = (f"COPY {ox.NamedNode(source)} TO {ox.NamedNode(target)}" for source, target in graphs)
        # "Update via POST with URL-encoded parameters", SPARQL 1.1 Protocol, section 2.2.1.
        body = Body.form(("update", " ;\n".join(copies)))
        with self._doubting_guess(), self._updates.send("POST", body=body, is_repeatable=True) as response:
            response.read()


class _TooLargeError(Exception):
    """A chunk is larger than the server accepts."""
