"""Explains why a query has no results, and what to do.

Parts of the query run on their own, as written: a part without solutions is a reason, and nothing is claimed that has not
been run. ``queries``, ``groups``, ``filters`` and ``triples`` search ever smaller parts of the syntax tree, each with
``probes``; ``suggestions`` finds what may be meant, ``rendering`` formats it, and ``messages`` has the text. The scripts
``site/assets/explanation*.js`` do the same in a browser, with the tables of ``browser``.
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
from csgraph.sparql.explain.queries import QueryReasons
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
    """Return why a query has no results, as lines with the place, the reason and what to do.

    After ``seconds`` it returns the reasons found so far. A query that is still running then goes on in a daemon thread,
    because the engine cannot be interrupted.

    Args:
        text: The query, which has no results.
        store: The store that it was run on.
        terms: The terms that its parameters are bound to, by variable.
        place: The name of the query in messages.
        prefixes: The prefixes that it need not declare.
        elsewhere: Loads the named graphs that were not queried.
        seconds: The longest time it may take.

    Returns:
        The reasons, possibly none.
    """
    found: list[Reason] = []

    def work() -> None:
        # The answer is right all the same, and an explanation is optional.
        with suppress(Exception):
            for so_far in _so_far(text, store, terms or {}, prefixes, elsewhere, seconds):
                found[:] = so_far

    engine.in_thread(work, seconds)
    return [line(reason, text, place) for reason in list(found)]


def line(reason: Reason, text: str, place: str) -> str:
    """Return a reason as a line ``place:line:column: message``; columns count characters from 1."""
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
    """Return why a query has no results; the arguments are those of ``explain``.

    Raises:
        UnreadableError: The query is not SPARQL 1.1.
        InputError: A part of it cannot be run.
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
    """Yield the list of reasons found so far, each reason once, whenever it grows."""
    query = parse(text)
    probes = Probes(query, store, prefixes, elsewhere, seconds)
    found: list[Reason] = []
    with suppress(EnoughError):
        for reason in QueryReasons(text, query, probes, terms).reasons():
            if reason.is_first_word:
                yield [*found, reason]
                continue
            # One reason to add a graph is enough.
            if reason not in found and not (reason.graph and reason.graph in {other.graph for other in found}):
                found.append(reason)
            yield [*found]
            if len(found) == MAX_REASONS:
                return
