"""Pushes a release into a remote store, and compares what a store holds with a release.

Each graph is put beside the one that it is to replace, under a name of its own (its staging graph), and counted there; if
all have as many triples as in the release, one request copies them to their places, and what was staged is dropped. Up to
that request the places hold the old graphs, and after it the new; where a store does not do all of it at once, each graph
for itself. Staging graphs can be seen meanwhile: a query that names no graph finds them too in a store that then asks the
union of all. A graph that a store has already is not sent, so that a push that was broken off goes on where it was, and
twice is once. One push at a time: two would share their staging graphs.
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

from csgraph.errors import InputError
from csgraph.paths import shown
from csgraph.rdf.namespaces import XSD
from csgraph.release.serialize import Digest, digest_of
from csgraph.sparql.http import RefusedError
from csgraph.util.streams import Stream

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term
    from csgraph.release.manifest import ReleaseGraph
    from csgraph.sparql.graph_store import GraphStore

STAGING = "/staging"
"""What the name of a graph ends with while it waits to be put in its place."""

_MOST_DIGITS = 3


@dataclass(frozen=True)
class GraphDifference:
    """How a graph of a store compares with that of a release.

    Attributes:
        part: The graph of the release.
        held: How many triples the store has in it.
        is_same: Whether these are those of the release.
    """

    part: ReleaseGraph
    held: int
    is_same: bool

    def compared(self) -> str:
        """Return in a line how they compare."""
        if self.is_same:
            return f"{self.part.name}: the same, {_triples(self.held)}"
        if not self.held:
            return f"{self.part.name}: missing, {_triples(self.part.count)} in the release"
        if self.held != self.part.count:
            held = _triples(self.held)
            return f"{self.part.name}: differs, {held} in the store and {self.part.count:,} in the release"
        return f"{self.part.name}: differs, though both have {_triples(self.held)}"

    def pushed(self) -> str:
        """Return in a line what pushing has done, where this is how they compared before."""
        if self.is_same:
            return f"{self.part.name}: unchanged, {_triples(self.held)}"
        if self.held:
            return f"{self.part.name}: replaced, {_triples(self.part.count)} for {self.held:,}"
        return f"{self.part.name}: added, {_triples(self.part.count)}"


def _triples(count: int) -> str:
    return f"{count:,} triple{'' if count == 1 else 's'}"


def compare(
    parts: Iterable[ReleaseGraph], store: GraphStore, *, tell: Callable[[str], None] = lambda text: None
) -> list[GraphDifference]:
    """Compare the graphs of a release with those of a store; nothing is written.

    Literals are compared by value where they are numbers, truth values or times, since stores may write these otherwise;
    blank nodes by what is said of them.

    Raises:
        InputError: The store does not say what it has.
    """
    findings = []
    for part in parts:
        tell(f"comparing {part.name}")
        held = store.count(part.iri)
        # What has another number of triples need not be read.
        is_same = held == part.count and _read(part, store, held) == _digest(_quads(part))
        findings.append(GraphDifference(part, held, is_same))
    return findings


def _read(part: ReleaseGraph, store: GraphStore, held: int) -> Digest:
    """Return the digest of what a store has of a graph."""
    found = _digest(store.quads(part.iri))
    if found.count >= held:
        return found
    # Virtuoso cuts what it gives after so many rows, and does not say so. Half as many are asked for then, as subjects
    # are not spread evenly.
    digits = 1
    while held * 2 > max(found.count, 1) * 16**digits and digits < _MOST_DIGITS:
        digits += 1
    return _digest(store.quads_in_parts(part.iri, digits))


def push(
    parts: Sequence[ReleaseGraph], store: GraphStore, *, tell: Callable[[str], None] = lambda text: None
) -> list[GraphDifference]:
    """Push graphs of a release into a store.

    Args:
        parts: The graphs.
        store: The store.
        tell: Is told what is being done.

    Returns:
        What the store had before; what differs in it has been replaced.

    Raises:
        InputError: It could not be done, or whether is not known. The store then has of each graph the old one or the
            new one, and pushing again does the rest.
    """
    before = compare(parts, store, tell=tell)
    changed = [finding.part for finding in before if not finding.is_same]
    try:
        for part in changed:
            _stage(part, store, tell)
    except InputError as error:
        # A server that has answered will hear this too; one that has not would only keep us waiting.
        if isinstance(error, (RefusedError, _MiscountedError)):
            with suppress(InputError):
                _drop_staged(parts, store)
        raise
    if changed:
        tell("putting the graphs in their places")
        _replace(changed, store)
    _drop_staged(parts, store)
    return before


class _MiscountedError(InputError):
    """A store does not have what it was given."""


def _stage(part: ReleaseGraph, store: GraphStore, tell: Callable[[str], None]) -> None:
    """Put a graph beside the one it is to replace, and count it there."""
    staging = part.iri + STAGING
    # What was left from before is of no use; and the server asks now for credentials, before it is sent much.
    store.drop(staging)
    store.put(part, staging, lambda sent: tell(f"{part.name}, {sent / 1e6:.1f} of {part.length / 1e6:.1f} MB"))
    tell(f"counting {part.name}")
    held = store.count(staging)
    if held != part.count:
        problem = (
            f"of {part.name} the store has {_triples(held)} after it was sent {part.count:,}; nothing was replaced"
        )
        raise _MiscountedError(problem, place=store.addresses.graphs)


def _replace(parts: Sequence[ReleaseGraph], store: GraphStore) -> None:
    """Put staged graphs in their places, all by one request; they stay where they are as well."""
    try:
        store.copy((part.iri + STAGING, part.iri) for part in parts)
    except InputError as error:
        # What failed may have been done all the same; the store knows. If it is still at it, what is staged must stay:
        # a graph that is not there leaves nothing in the place of the other.
        waiting = [part.name for part in parts]
        with suppress(InputError):
            waiting = [finding.part.name for finding in compare(parts, store) if not finding.is_same]
        if waiting:
            if isinstance(error, RefusedError) and error.status < 500:
                with suppress(InputError):
                    _drop_staged(parts, store)
            problem = f"{error.problem}; not known to be replaced: {', '.join(waiting)}; push again"
            raise InputError(problem, place=error.place) from None
    for part in parts:
        held = store.count(part.iri)
        if held != part.count:
            problem = f"{part.name} has {_triples(held)} in its place, of {part.count:,}; push again"
            raise InputError(problem, place=store.addresses.update)


def _drop_staged(parts: Iterable[ReleaseGraph], store: GraphStore) -> None:
    """Drop what was staged, now or by a push before that did not come to its end."""
    for part in parts:
        if store.count(part.iri + STAGING):
            store.drop(part.iri + STAGING)


# -- Comparing ---------------------------------------------------------------------------------------------------------


def _quads(part: ReleaseGraph) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(io.BufferedReader(Stream(part.pieces())), format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        problem = f"{part.name} is not N-Quads: {error}; build the release anew"
        raise InputError(problem, place=shown(part.path)) from None


def _digest(quads: Iterable[ox.Quad]) -> Digest:
    """Return the digest of triples, with literals by value and blank nodes named by what is said of them."""
    return digest_of(ox.Quad(quad.subject, quad.predicate, by_value(quad.object)) for quad in quads)


def by_value(term: Term) -> Term:
    """Return a literal in one way of writing its value; all else as it is.

    Source:
        XML Schema 1.1 part 2, on the canonical representations of decimals, doubles, truth values and times
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
            # Adding nothing takes the sign off a nought.
            number = Decimal(text) + 0
            written = f"{number.normalize():f}" if number.is_finite() and len(text) < _LONGEST else text
    return term if written == text else ox.Literal(written, datatype=term.datatype)


_INTEGERS = frozenset(
    {"integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"}
    | {"negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"}
)
_LONGEST = 28
