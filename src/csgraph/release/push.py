"""Uploads a release to a remote store, and compares a store with a release.

Each graph is uploaded under a name of its own (its staging graph) and counted there; if all have as many triples as in the
release, one request copies them over the graphs that they replace, and the staging graphs are dropped. Before that request
a store has the old graphs, and after it the new; if it is not atomic there, each graph for itself. Staging graphs are
visible meanwhile: a query that names no graph matches them too where the default graph is the union of all graphs. Graphs
that a store already has are not uploaded, so that a push is idempotent, and an interrupted one resumes where it stopped.
One push at a time: two would share their staging graphs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError, RefusedError, StoreError
from csgraph.paths import shown
from csgraph.rdf.namespaces import XSD
from csgraph.release.serialize import Digest, digest_of
from csgraph.util.streams import Stream

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term
    from csgraph.release.manifest import ReleaseGraph
    from csgraph.sparql.graph_store import GraphStore

STAGING = "/staging"
"""Suffix of the name of a staging graph."""

_MAX_DIGITS = 3  # 4,096 queries for one graph


@dataclass(frozen=True)
class GraphDifference:
    """How a graph of a store compares with that of a release.

    Attributes:
        part: The graph of the release.
        held: The number of triples that the store has in it.
        is_same: Whether the store has the same triples.
    """

    part: ReleaseGraph
    held: int
    is_same: bool

    def compared(self) -> str:
        """Return a line on how they differ."""
        if self.is_same:
            return f"{self.part.name}: the same, {_triples(self.held)}"
        if not self.held:
            return f"{self.part.name}: missing, {_triples(self.part.count)} in the release"
        if self.held != self.part.count:
            held = _triples(self.held)
            return f"{self.part.name}: differs, {held} in the store and {self.part.count:,} in the release"
        return f"{self.part.name}: differs, though both have {_triples(self.held)}"

    def pushed(self) -> str:
        """Return a line on what a push has done, if this was the difference before it."""
        if self.is_same:
            return f"{self.part.name}: unchanged, {_triples(self.held)}"
        if self.held:
            return f"{self.part.name}: replaced, {_triples(self.part.count)} for {self.held:,}"
        return f"{self.part.name}: added, {_triples(self.part.count)}"


def _triples(count: int) -> str:
    return f"{count:,} triple{'' if count == 1 else 's'}"


def compare(
    parts: Iterable[ReleaseGraph], store: GraphStore, *, on_progress: Callable[[str], None] = lambda text: None
) -> list[GraphDifference]:
    """Compare the graphs of a release with those of a store; nothing is written.

    Numbers, booleans and times are compared by value, since stores may write them in another lexical form; blank nodes by
    their canonical labels.

    Raises:
        StoreError: The store does not give its graphs.
    """
    differences = []
    for part in parts:
        on_progress(f"comparing {part.name}")
        held = store.count(part.iri)
        # A graph with another number of triples need not be read.
        is_same = held == part.count and _read(part, store, held) == _digest(_quads(part))
        differences.append(GraphDifference(part, held, is_same))
    return differences


def _read(part: ReleaseGraph, store: GraphStore, held: int) -> Digest:
    """Return the digest of a graph in a store."""
    found = _digest(store.quads(part.iri))
    if found.count >= held:
        return found
    # Virtuoso cuts graphs at a number of triples without notice. Each query is to return half as many, since subjects are
    # not distributed evenly.
    digits = 1
    while held * 2 > max(found.count, 1) * 16**digits and digits < _MAX_DIGITS:
        digits += 1
    return _digest(store.quads_in_parts(part.iri, digits))


def push(
    parts: Sequence[ReleaseGraph], store: GraphStore, *, on_progress: Callable[[str], None] = lambda text: None
) -> list[GraphDifference]:
    """Upload graphs of a release to a store.

    Args:
        parts: The graphs.
        store: The store.
        on_progress: Called with a line on each step.

    Returns:
        How the graphs differed before. Those that did have been replaced.

    Raises:
        StoreError: A step failed, or whether it did is not known. Each graph in the store is then the old one or the new
            one, and another push completes the work.
        InputError: The release is not usable.
    """
    before = compare(parts, store, on_progress=on_progress)
    changed = [difference.part for difference in before if not difference.is_same]
    try:
        for part in changed:
            _stage(part, store, on_progress)
    except (RefusedError, _MiscountedError):
        # The server responds; after a timeout or a lost connection it would only cost more time.
        with suppress(StoreError):
            _drop_staged(parts, store)
        raise
    if changed:
        on_progress("replacing the graphs")
        _replace(changed, store)
    _drop_staged(parts, store)
    return before


class _MiscountedError(StoreError):
    """A store does not have as many triples as were uploaded."""


def _stage(part: ReleaseGraph, store: GraphStore, on_progress: Callable[[str], None]) -> None:
    """Upload a graph as its staging graph, and count it there."""
    staging = part.iri + STAGING
    # Remains of an earlier push; and a request without content, to which the server responds if it wants credentials.
    store.drop(staging)
    store.put(part, staging, lambda sent: on_progress(f"{part.name}, {sent / 1e6:.1f} of {part.length / 1e6:.1f} MB"))
    on_progress(f"counting {part.name}")
    held = store.count(staging)
    if held != part.count:
        problem = f"the store has {_triples(held)} of {part.name} after {part.count:,} were sent; nothing was replaced"
        raise _MiscountedError(problem, place=store.urls.graphs)


def _replace(parts: Sequence[ReleaseGraph], store: GraphStore) -> None:
    """Replace graphs by copies of their staging graphs, all in one request."""
    try:
        store.copy((part.iri + STAGING, part.iri) for part in parts)
    except StoreError as error:
        # It may have been done in spite of the error; the store knows. While it may still be copying, the staging graphs
        # must stay: to copy a graph that does not exist empties the other.
        pending = [part.name for part in parts]
        with suppress(StoreError):
            pending = [difference.part.name for difference in compare(parts, store) if not difference.is_same]
        if pending:
            if isinstance(error, RefusedError) and error.status < 500:
                with suppress(StoreError):
                    _drop_staged(parts, store)
            problem = f"{error.problem}; not known to be replaced: {', '.join(pending)}; push again"
            raise error.reworded(problem) from None
    for part in parts:
        held = store.count(part.iri)
        if held != part.count:
            problem = f"{part.name} has {_triples(held)} instead of {part.count:,} after it was copied; push again"
            raise StoreError(problem, place=store.urls.update)


def _drop_staged(parts: Iterable[ReleaseGraph], store: GraphStore) -> None:
    """Drop staging graphs, of this push or of an earlier one that did not finish."""
    for part in parts:
        if store.count(part.iri + STAGING):
            store.drop(part.iri + STAGING)


# -- Comparing ---------------------------------------------------------------------------------------------------------


def _quads(part: ReleaseGraph) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(io.BufferedReader(Stream(part.pieces())), format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        problem = f"{part.name} is not N-Quads: {error}; build the release again"
        raise InputError(problem, place=shown(part.path)) from None


def _digest(quads: Iterable[ox.Quad]) -> Digest:
    """Return the digest of triples, with literals by value and blank nodes by canonical label."""
    return digest_of(ox.Quad(quad.subject, quad.predicate, by_value(quad.object)) for quad in quads)


def by_value(term: Term) -> Term:
    """Return a literal in one lexical form for its value; other terms unchanged.

    Source:
        XML Schema 1.1 part 2, on the canonical representations of decimals, doubles, booleans and times
    """
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
        return term
    kind, text = term.datatype.value.removeprefix(XSD), term.value
    written = text
    if kind == "boolean":
        written = {"1": "true", "0": "false"}.get(text, text)
    elif kind in ("dateTime", "time"):
        written = re.sub(r"\.(\d*?)0*(?=[Z+-]|$)", lambda found: f".{found[1]}" if found[1] else "", text)
        written = re.sub(r"[+-]00:00$", "Z", written)
    elif kind in ("double", "float"):
        with suppress(ValueError):
            written = repr(float(text.replace("INF", "inf")))
    elif kind == "decimal" or kind in _INTEGERS:
        with suppress(InvalidOperation):
            # Adding 0 turns -0 into 0.
            number = Decimal(text) + 0
            written = f"{number.normalize():f}" if number.is_finite() and len(text) < _LONGEST else text
    return term if written == text else ox.Literal(written, datatype=term.datatype)


_INTEGERS = frozenset(
    {"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"}
    | {"negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"}
)
_LONGEST = 28
