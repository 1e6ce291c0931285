"""Says why a query finds nothing, and what to do.

Parts of the query, as they stand in it, are asked by themselves: what already finds nothing is the reason. Nothing is said
that has not been asked. ``reading`` reads a query into ``patterns``; ``queries``, ``groups``, ``conditions`` and ``triples``
look for reasons in ever smaller parts, each by ``probes``; ``likeness`` finds what may be meant, ``shown`` shows it, and
``words`` has what is said. The scripts ``site/assets/explanation*.js`` say the same in a browser, by what ``scripts`` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.namespaces import PREFIXES
from csgraph.sparql import engine
from csgraph.sparql.explain.messages import MAX_REASONS, SECONDS, Reason
from csgraph.sparql.explain.probes import EnoughError, Probes
from csgraph.sparql.explain.queries import Queries
from csgraph.sparql.parser import UnreadableError, parse

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term

__all__ = ["Reason", "UnreadableError", "explain", "line", "reasons"]


def explain(
    text: str,
    store: ox.Store,
    *,
    terms: Mapping[str, Sequence[Term]] | None = None,
    place: str = "query",
    prefixes: Mapping[str, str] = PREFIXES,
    elsewhere: Callable[[], ox.Store] | None = None,
    seconds: float = SECONDS,
) -> list[str]:
    """Return why a query finds nothing: lines that say where, what, and what to do.

    It takes no longer than some seconds, and says then what it has found until then. A query of the engine that takes
    longer goes on in a thread that ends with the process, because it cannot be stopped.

    Args:
        text: The query, which finds nothing.
        store: What was asked.
        terms: What its parameters are bound to, by variable.
        place: What messages call the query.
        prefixes: The prefixes that it need not declare.
        elsewhere: Loads the named graphs that were not asked.
        seconds: How long it may take.

    Returns:
        The reasons; none where none is found.
    """
    found: list[Reason] = []

    def work() -> None:
        # Whatever is wrong in here, the answer is right, and that no more is said of it does no harm.
        with suppress(Exception):
            for so_far in _so_far(text, store, terms or {}, prefixes, elsewhere, seconds):
                found[:] = so_far

    engine.in_thread(work, seconds)
    return [line(reason, text, place) for reason in list(found)]


def line(reason: Reason, text: str, place: str) -> str:
    """Return a reason as a line that begins with its place, counted in letters."""
    if reason.start is None:
        return f"{reason.about or place}: {reason.message}"
    line = text.count("\n", 0, reason.start) + 1
    return f"{place}:{line}:{reason.start - text.rfind(chr(10), 0, reason.start)}: {reason.message}"


def reasons(
    text: str,
    store: ox.Store,
    *,
    terms: Mapping[str, Sequence[Term]] | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    elsewhere: Callable[[], ox.Store] | None = None,
    seconds: float = SECONDS,
) -> list[Reason]:
    """Return why a query finds nothing, as ``explain`` does.

    Raises:
        UnreadableError: The query has something that is not understood.
        InputError: A part of it cannot be asked.
    """
    found: list[Reason] = []
    for found in _so_far(text, store, terms or {}, prefixes, elsewhere, seconds):  # noqa: B007 - the last is it
        pass
    return found


def _so_far(
    text: str,
    store: ox.Store,
    terms: Mapping[str, Sequence[Term]],
    prefixes: Mapping[str, str],
    elsewhere: Callable[[], ox.Store] | None,
    seconds: float,
) -> Iterator[list[Reason]]:
    """Yield the reasons that are found so far, each once, as often as there are more."""
    query = parse(text)
    asked = Probes(query, store, prefixes, elsewhere, seconds)
    found: list[Reason] = []
    with suppress(EnoughError):
        for reason in Queries(text, query, asked, terms).reasons():
            if reason.is_first_word:
                yield [*found, reason]
                continue
            # That a graph is to be added need be said once.
            if reason not in found and not (reason.graph and reason.graph in {other.graph for other in found}):
                found.append(reason)
            yield [*found]
            if len(found) == MAX_REASONS:
                return
