"""Runs a query on a store, within limits that keep the engine from exhausting its stack and ending the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.blank_nodes import numbered_rows
from csgraph.rdf.namespaces import PREFIXES
from csgraph.sparql.results import Boolean, Rows, Triples
from csgraph.sparql.tokens import brackets

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term
    from csgraph.sparql.results import Answer

MAX_DEPTH = 64
"""The deepest nesting of brackets: the engine recurses, and exhausts its stack. Real queries need 10 levels."""


MAX_LENGTH = 100_000
"""The longest query, in characters, for the same reason: ``1+1+1…`` nests too. Real queries have some thousands."""


MAX_BRACKETS = 10_000
"""The highest number of opening brackets, for the same reason, also in strings and comments."""


# The stack of the engine in bytes, which no query within these limits exhausts.
_STACK = 256 * 1024 * 1024


def run(
    text: str,
    store: ox.Store,
    *,
    place: str = "query",
    prefixes: Mapping[str, str] = PREFIXES,
    terms: Mapping[str, Sequence[Term]] | None = None,
) -> Answer:
    """Run a query.

    The default graph is the union of all graphs of the store; ``GRAPH ?g { … }`` distinguishes them.

    Args:
        text: The query, in SPARQL 1.1.
        store: The store.
        place: The name of the query in messages.
        prefixes: Prefixes that the query need not declare.
        terms: The allowed terms of variables of the query.

    Raises:
        InputError: The text is not a query, or cannot be run.
    """
    bound = _bound(text, terms)
    check(bound, place)
    try:
        return _interruptibly(lambda: _ask(bound, store, prefixes))
    except SyntaxError as error:
        from csgraph.sparql import diagnostics

        raise diagnostics.explain(error, text, place=place, prefixes=prefixes) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(f"the query cannot be run: {str(error).rstrip('.')}", place=place) from error


def _bound(text: str, terms: Mapping[str, Sequence[Term]] | None) -> str:
    if not terms:
        return text
    from csgraph.sparql import binding

    return binding.bind(text, terms)


def _ask(text: str, store: ox.Store, prefixes: Mapping[str, str]) -> Answer:
    # Solutions belong to the thread that made them, so all are read here.
    result = store.query(text, prefixes=dict(prefixes), use_default_graph_as_union=True)
    if isinstance(result, ox.QuerySolutions):
        return Rows([variable.value for variable in result.variables], numbered_rows(result))
    return Triples(list(result)) if isinstance(result, ox.QueryTriples) else Boolean(bool(result))


def _interruptibly(work: Callable[[], Answer]) -> Answer:
    """Return the result of ``work``, run in a thread: waiting can be interrupted, the engine cannot."""
    answers: list[Answer] = []
    errors: list[Exception] = []

    def attempt() -> None:
        try:
            answers.append(work())
        except Exception as error:  # raised again below, in the calling thread
            # Without its traceback, which would keep solutions longer than the thread that they belong to.
            errors.append(error.with_traceback(None))

    in_thread(attempt)
    if errors:
        raise errors[0]
    return answers[0]


def in_thread(work: Callable[[], None], seconds: float | None = None) -> None:
    """Run ``work`` in a thread with a stack for the engine, and wait until it ends, at most for some seconds."""
    import threading

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join(seconds)


def check(text: str, place: str) -> None:
    """Check that a query cannot exhaust the stack of the engine, which would end the process.

    Raises:
        InputError: It is nested too deep, too long, or has too many brackets.
    """
    depth = 0
    for bracket, offset in brackets(text):
        depth += 1 if bracket in "([{" else -1
        if depth > MAX_DEPTH:
            line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
            problem = f"brackets nested deeper than {MAX_DEPTH} levels are not run"
            raise InputError(problem, place=place, line=line, column=column)
    # Text that is not SPARQL may mislead the scan; these bounds hold for any text.
    if len(text) > MAX_LENGTH:
        raise InputError(f"a query longer than {MAX_LENGTH} characters is not run; load data by --data", place=place)
    if sum(map(text.count, "([{")) > MAX_BRACKETS:
        raise InputError(f"a query with more than {MAX_BRACKETS} opening brackets is not run", place=place)
