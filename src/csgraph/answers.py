"""Runs queries: text in, ``Rows``, ``Boolean`` or ``Triples`` out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.namespaces import PREFIXES
from csgraph.results import Boolean, Rows, Triples

if TYPE_CHECKING:
    from csgraph.results import Answer, Term

MAX_DEPTH = 64
"""How deeply brackets may nest: the engine recurses, and too deep ends the process. Real queries need 10 levels."""

MAX_LENGTH = 100_000
"""How many characters a query may have, for the same reason: ``1+1+1…`` nests too. Real queries have some thousands."""

MAX_BRACKETS = 10_000
"""How many opening brackets a query may have, wherever they stand, for the same reason."""

# Bytes of stack for the engine, such that no query within these bounds exhausts it.
_STACK = 256 * 1024 * 1024

# Brackets, and what to skip because brackets in it mean nothing: strings, IRIs, comments.
_SCAN = re.compile(
    r"""(?P<skip>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*"
    |<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*)|(?P<open>[\[({])|(?P<close>[\])}])""",
    re.VERBOSE | re.DOTALL,
)


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
        from csgraph import sparql

        raise sparql.explain(error, text, place=place, prefixes=prefixes) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(f"the query cannot be run: {str(error).rstrip('.')}", place=place) from error


def _bound(text: str, terms: Mapping[str, Sequence[Term]] | None) -> str:
    if not terms:
        return text
    from csgraph import parameters

    return parameters.bind(text, terms)


def _ask(text: str, store: ox.Store, prefixes: Mapping[str, str]) -> Answer:
    # Solutions belong to the thread they were made in, so they are read here, to the last.
    result = store.query(text, prefixes=dict(prefixes), use_default_graph_as_union=True)
    if isinstance(result, ox.QuerySolutions):
        return Rows([variable.value for variable in result.variables], with_counted_blank_nodes(result))
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


def query(
    question: str,
    /,
    *,
    graphs: Iterable[str] = (),
    data: Iterable[Path] = (),
    store: ox.Store | None = None,
    endpoint: str | None = None,
    timeout: float = 60,
    **parameters: object,
) -> Answer:
    """Ask the publication: run a view, a query file, or a query.

    Args:
        question: The name of a view such as ``pillars``, the path of a file, ``-`` for standard input, or SPARQL.
        graphs: Names of graphs to ask besides the default ones; of an endpoint, also IRIs of graphs to ask instead.
        data: RDF files to ask as well.
        store: What to ask instead of the publication, such as ``load_store`` gives; for asking it more than once.
        endpoint: The address of a SPARQL endpoint to ask instead of the publication that is here.
        timeout: Seconds to wait for each of its answers.
        parameters: Values for parameters of the view: text, a number, a term, or several of these, of which any may
            hold. None is as good as not given.

    Raises:
        InputError: There is no such view, file or graph, or one is not usable, or the query is not SPARQL, or has no
            such parameter, or a parameter takes no such value, or an endpoint gives no answer.
    """
    given = {name: _several(value) for name, value in parameters.items() if value is not None}
    return ask(question, given, graphs=graphs, data=data, store=store, endpoint=endpoint, timeout=timeout)


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def ask(
    question: str,
    given: Mapping[str, Iterable[object]],
    *,
    graphs: Iterable[str] = (),
    data: Iterable[Path] = (),
    store: ox.Store | None = None,
    endpoint: str | None = None,
    timeout: float = 60,
    when_empty: Callable[[Callable[[], list[str]]], None] | None = None,
) -> Answer:
    """Ask the publication as ``query`` does, with the values of parameters by name, each a list.

    Where nothing is found in the publication that is here, ``when_empty`` is given what tells why. An endpoint is not
    asked why: each of the many questions would be a request.
    """
    from csgraph import views

    text, place = views.read_query(question)
    if endpoint is not None:
        from csgraph import remote

        asked = remote.connect_for(text, endpoint, graphs=graphs, data=data, timeout=timeout)
        terms = _terms(text, given, lambda: remote.names(asked, *_values(given)), place)
        return asked.answer(_bound(text, terms), prefixes=PREFIXES)
    from csgraph.dataset import load_store

    names = [*graphs, *views.named_graphs(text)]
    known = load_store(names, data) if store is None else store
    terms = _terms(text, given, lambda: known, place)
    answer = run(text, known, place=place, terms=terms)
    if when_empty is not None and not (answer if isinstance(answer, Boolean) else len(answer)):
        when_empty(lambda: _explained(text, known, terms, place, names if store is None else None))
    return answer


def _explained(
    text: str, store: ox.Store, terms: Mapping[str, Sequence[Term]], place: str, names: Sequence[str] | None
) -> list[str]:
    """Return why a query finds nothing; ``names`` are those of the graphs that were asked, None if they are not ours."""
    from csgraph import dataset, explanation

    others = None if names is None else (lambda: dataset.load_others(names))
    return explanation.explain(text, store, terms=terms, place=place, elsewhere=others)


def _values(given: Mapping[str, Iterable[object]]) -> list[str]:
    return [str(getattr(value, "value", value)) for values in given.values() for value in values]


def _terms(
    text: str, given: Mapping[str, Iterable[object]], names: Callable[[], ox.Store], place: str
) -> dict[str, list[Term]]:
    """Return the terms that the parameters of a query are to be; ``names`` gives what values are looked up in."""
    from csgraph import views

    if not given and not views.declares_parameters(text):
        return {}
    from csgraph import parameters

    if not views.has_header(text):
        problem = f"{place} declares no parameters; they need a header with '#+ parameters:'"
        raise InputError(problem, place=next(iter(given)))
    known = views.read_parameters(text, place)
    is_looked_up = any(each.is_looked_up and (each.name in given or each.default is not None) for each in known)
    return parameters.resolve(known, given, names() if is_looked_up else ox.Store(), place=place)


def render(answer: Answer, format: str | None = None, *, for_terminal: bool = False) -> str:
    """Return an answer in a format, or else as what suits it best: a table or Turtle.

    Args:
        answer: The answer.
        format: One of ``FORMATS`` or None.
        for_terminal: Draw a table as wide as the terminal and wrap its cells.

    Raises:
        InputError: The answer has no such format.
    """
    if for_terminal and isinstance(answer, Rows) and format in (None, "table"):
        from csgraph import tables

        return tables.draw(answer)
    return answer.to() if format is None else answer.to(format)


def check(text: str, place: str) -> None:
    """Refuse a query that would exhaust the engine's stack and so end the process.

    Raises:
        InputError: It is such a query.
    """
    depth = 0
    for found in _SCAN.finditer(text):
        depth += (found.lastgroup == "open") - (found.lastgroup == "close")
        if depth > MAX_DEPTH:
            line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
            problem = f"brackets nested deeper than {MAX_DEPTH} levels are not run"
            raise InputError(problem, place=place, line=line, column=column)
    # The scan may be led astray by what is no SPARQL; these bounds hold for any text.
    if len(text) > MAX_LENGTH:
        raise InputError(f"a query longer than {MAX_LENGTH} characters is not run; load data by --data", place=place)
    if sum(map(text.count, "([{")) > MAX_BRACKETS:
        raise InputError(f"a query with more than {MAX_BRACKETS} opening brackets is not run", place=place)


def with_counted_blank_nodes(solutions: Iterable[Iterable[Term | None]]) -> list[list[Term | None]]:
    """Return the rows with blank nodes named by the order they appear in, because their own labels change by run."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}
    rows: list[list[Term | None]] = []
    for solution in solutions:
        row: list[Term | None] = list(solution)
        for place, term in enumerate(row):
            if isinstance(term, ox.BlankNode):
                row[place] = names.setdefault(term, ox.BlankNode(f"b{len(names)}"))
        rows.append(row)
    return rows
