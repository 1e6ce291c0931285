"""Reads and writes the named graphs of a store: by SPARQL 1.1 Graph Store Protocol, Query and Update."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.sparql.endpoint import Endpoint
from csgraph.sparql.http import PATIENTLY, Body, Connection, RefusedError, Retries, checked, refused
from csgraph.util.streams import Stream

TRIPLES = "application/n-triples"


class Upload(Protocol):
    """A graph to upload, as N-Triples."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def size(self) -> int:
        """An upper bound of its length, in bytes."""

    @property
    def length(self) -> int:
        """Its length, in bytes."""

    @property
    def has_blank_nodes(self) -> bool:
        """Whether any of its triples has a blank node."""

    def pieces(self, size: int = ..., /) -> Iterator[bytes]:
        """Yield it in pieces of about ``size`` bytes that end where a line does."""


LEAST = 1 << 14
"""Pieces of an upload are not made smaller than this, in bytes."""

_NOT_THERE = frozenset({404, 405, 501})

# Where well-known stores have their three addresses: the path for queries, those for updates and for graphs, the store.
_LAYOUTS = (
    (r"/query", "/update", "/store", "Oxigraph"),
    (r"/sparql(?:-auth)?", "/sparql-auth", "/sparql-graph-crud-auth", "Virtuoso"),
    (r"(/[^/]+)/(?:sparql|query)", r"\1/update", r"\1/data", "Fuseki"),
    (r"(.*/repositories/[^/]+)", r"\1/statements", r"\1/rdf-graphs/service", "RDF4J and GraphDB"),
)


@dataclass(frozen=True)
class StoreUrls:
    """Where a store is asked and told.

    Attributes:
        query: For queries (SPARQL 1.1 Protocol, section 2.1).
        update: For updates (section 2.2).
        graphs: For whole graphs (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2, indirect identification).
        guess: The store of which the addresses were taken to be that were not given; None where all were.
    """

    query: str
    update: str
    graphs: str
    guess: str | None = None

    @classmethod
    def of(cls, query: str, update: str | None = None, graphs: str | None = None) -> StoreUrls:
        """Return the addresses of a store, those that are not given as well-known stores have them.

        Raises:
            InputError: They cannot be told from that for queries, or one is not usable.
        """
        query = checked(query)
        update, graphs = (url and checked(url) for url in (update, graphs))
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
        raise InputError(
            f"this is the address of no store that we know by it; give {missing} too", place=refused(query)
        )


class GraphStore:
    """The named graphs of a store.

    Args:
        addresses: Where it is.
        timeout: Seconds to wait for each answer.
        retries: When what does no harm if done twice is asked again.

    Raises:
        InputError: An address is not usable, or credentials are not.
    """

    def __init__(self, addresses: StoreUrls, *, timeout: float = 60, retries: Retries = PATIENTLY) -> None:
        self.addresses = addresses
        query = addresses.query
        self._endpoint = Endpoint(query, timeout=timeout, retries=retries)
        self._updates = Connection(addresses.update, timeout=timeout, meant_for=query, retries=retries)
        self._graphs = Connection(addresses.graphs, timeout=timeout, meant_for=query, retries=retries)

    def count(self, graph: str) -> int:
        """Return how many triples a named graph has; none where there is none."""
        query = f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }} }}"
        for row in self._endpoint.rows(query):
            with suppress(KeyError, ValueError):
                return int(row["count"].value)  # type: ignore[union-attr]
        raise InputError("it does not say how many triples a graph has", place=self.addresses.query)

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """Yield the triples of a named graph as they come; nothing where there is none.

        Raises:
            InputError: The store does not give them, or not as RDF.
        """
        try:
            with self._doubting_the_guess():
                response = self._graphs.send(
                    "GET", parameters={"graph": graph}, headers={"Accept": TRIPLES}, is_repeatable=True
                )
        except RefusedError as error:
            if error.status == 404:
                return
            raise
        with response:
            syntax = ox.RdfFormat.from_media_type(response.media)
            if syntax not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE):
                media = self._graphs.hidden(response.media) or "nothing"
                raise InputError(f"it gives a graph as {media}, and not as RDF", place=self._graphs.url)
            content = Stream(response.pieces())
            try:
                yield from ox.parse(io.BufferedReader(content), format=syntax)
            except (SyntaxError, ValueError, OSError) as error:
                if content.error:
                    raise content.error from None
                problem = f"what it gives as a graph is not RDF: {self._graphs.hidden(str(error))}"
                raise InputError(problem, place=self._graphs.url) from None

    def quads_in_parts(self, graph: str, digits: int) -> Iterator[ox.Quad]:
        """Yield the triples of a named graph by many queries, for a store that cuts long answers.

        Which query gives a triple is told by the first digits of the MD5 of its subject. Triples with blank nodes come by
        one query, since their names hold in one answer only.

        Args:
            graph: The name of the graph.
            digits: How many of the digits; each makes sixteen times as many queries.

        Raises:
            InputError: The store does not give them, or cuts these as well.
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
                    raise InputError("it does not give the triples of a graph", place=self.addresses.query) from None

    def put(self, part: Upload, graph: str, tell: Callable[[int], None] = lambda sent: None) -> None:
        """Put a graph of a release in the place of a named graph, or of nothing.

        Where a server refuses so much at once, it is sent in pieces, which takes a graph without blank nodes: one that
        stands in two pieces would become two.

        Args:
            part: The graph of the release.
            graph: The name that it gets.
            tell: Is told how many bytes have been sent.

        Raises:
            InputError: The server does not take it.
        """

        def pieces() -> Iterator[bytes]:
            sent = 0
            for piece in part.pieces():
                tell(sent)
                yield piece
                sent += len(piece)

        try:
            self._send("PUT", graph, Body(TRIPLES, part.length, pieces))
        except RefusedError as error:
            if error.status != 413:
                raise
            if part.has_blank_nodes:
                problem = f"{error.problem}; {part.name} has blank nodes and goes up as a whole: let the server take"
                raise InputError(f"{problem} {part.length:,} bytes", place=error.place) from None
            self._put_in_pieces(part, graph, tell, error)

    def _put_in_pieces(self, part: Upload, graph: str, tell: Callable[[int], None], refusal: RefusedError) -> None:
        size = part.size // 2
        while size >= LEAST:
            with suppress(_TooLargeError):
                sent = 0
                for piece in part.pieces(size):
                    # The first takes the place of what is there; none has blank nodes, so that twice is once.
                    try:
                        self._send("POST" if sent else "PUT", graph, Body.of(piece, TRIPLES))
                    except RefusedError as error:
                        if error.status == 413:
                            raise _TooLargeError from None
                        raise
                    sent += len(piece)
                    tell(sent)
                return
            size //= 2
        raise InputError(
            f"{refusal.problem}; let the server take at least {LEAST:,} bytes at once", place=refusal.place
        )

    def _send(self, method: str, graph: str, body: Body | None = None) -> None:
        with (
            self._doubting_the_guess(),
            self._graphs.send(method, parameters={"graph": graph}, body=body, is_repeatable=True) as response,
        ):
            response.read()

    @contextmanager
    def _doubting_the_guess(self) -> Iterator[None]:
        """Have it said, where a server knows nothing of an address, that it may be that of another store."""
        try:
            yield
        except RefusedError as error:
            guess = self.addresses.guess
            if guess is None or error.status not in _NOT_THERE:
                raise
            taken = f"its addresses are taken to be as in {guess}: give --update and --graph-store if it is another"
            problem = f"{error.problem}; {taken}"
            raise RefusedError(problem, place=error.place or "", status=error.status) from None

    def drop(self, graph: str) -> None:
        """Drop a named graph, if it is there."""
        try:
            self._send("DELETE", graph)
        except RefusedError as error:
            if error.status != 404:
                raise

    def copy(self, graphs: Iterable[tuple[str, str]]) -> None:
        """Put copies of named graphs in the place of others, all by one request.

        Twice is once, so that it is sent again where it fails; the originals must be there until it is known to be done.

        Args:
            graphs: Pairs of graphs, the original first.

        Raises:
            InputError: It was not done, or whether is not known.
        """
        from SPARQLWrapper import POST, SPARQLWrapper

        wrapper: Any = SPARQLWrapper(self._endpoint.url, updateEndpoint=self._updates.url)
        wrapper.setMethod(POST)
        copies = (f"COPY {ox.NamedNode(source)} TO {ox.NamedNode(target)}" for source, target in graphs)
        wrapper.setQuery(" ;\n".join(copies))
        body = Body.of(wrapper._createRequest().data, "application/x-www-form-urlencoded")
        with self._doubting_the_guess(), self._updates.send("POST", body=body, is_repeatable=True) as response:
            response.read()


class _TooLargeError(Exception):
    """A piece is larger than the server takes."""
