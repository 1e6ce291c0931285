"""Runs one query on one store, within limits that keep the engine from ending the process."""

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
"""How deeply brackets may nest: the engine recurses, and too deep ends the process. Real queries need 10 levels."""


MAX_LENGTH = 100_000
"""How many characters a query may have, for the same reason: ``1+1+1…`` nests too. Real queries have some thousands."""


MAX_BRACKETS = 10_000
"""How many opening brackets a query may have, wherever they stand, for the same reason."""


# Bytes of stack for the engine, such that no query within these bounds exhausts it.
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

    Plain patterns see all graphs of the store; ``GRAPH ?g { … }`` tells them apart.

    Args:
        text: The query, in SPARQL 1.1.
        store: What to ask.
        place: What messages call the query.
        prefixes: Prefixes that the query need not declare.
        terms: For variables of the query, the terms of which each is to be one.

    Raises:
        InputError: The text is no query, or cannot be run.
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
    # Solutions belong to the thread they were made in, so they are read here, to the last.
    result = store.query(text, prefixes=dict(prefixes), use_default_graph_as_union=True)
    if isinstance(result, ox.QuerySolutions):
        return Rows([variable.value for variable in result.variables], numbered_rows(result))
    return Triples(list(result)) if isinstance(result, ox.QueryTriples) else Boolean(bool(result))


def _interruptibly(work: Callable[[], Answer]) -> Answer:
    """Return what ``work`` does, in a thread: waiting can be interrupted, the engine itself cannot."""
    answers: list[Answer] = []
    errors: list[Exception] = []

    def attempt() -> None:
        try:
            answers.append(work())
        except Exception as error:  # raised again below, in the thread that asked
            # Less its traceback, which would keep solutions beyond the life of the thread they belong to.
            errors.append(error.with_traceback(None))

    in_thread(attempt)
    if errors:
        raise errors[0]
    return answers[0]


def in_thread(work: Callable[[], None], seconds: float | None = None) -> None:
    """Do something in a thread with a stack for the engine, and wait until it is done, or for some seconds."""
    import threading

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join(seconds)


def check(text: str, place: str) -> None:
    """Refuse a query that would exhaust the engine's stack and so end the process.

    Raises:
        InputError: It is such a query.
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
