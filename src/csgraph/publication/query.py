"""Runs queries: text in, ``Rows``, ``Boolean`` or ``Triples`` out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES
from csgraph.sparql import binding, engine, header
from csgraph.sparql.results import Boolean, Rows

if TYPE_CHECKING:
    from csgraph.publication.charts.svg import Href
    from csgraph.rdf.terms import Term
    from csgraph.sparql.results import Answer


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
    from csgraph.publication import views

    text, place = views.read_query(question)
    if endpoint is not None:
        from csgraph.publication import remote

        asked = remote.connect_for(text, endpoint, graphs=graphs, data=data, timeout=timeout)
        terms = _terms(text, given, lambda: remote.names(asked, *_values(given)), place)
        return asked.answer(binding.bind(text, terms), prefixes=PREFIXES)
    from csgraph.publication.dataset import load_store

    names = [*graphs, *header.named_graphs(text)]
    known = load_store(names, data) if store is None else store
    terms = _terms(text, given, lambda: known, place)
    answer = engine.run(text, known, place=place, terms=terms)
    if when_empty is not None and not (answer if isinstance(answer, Boolean) else len(answer)):
        when_empty(lambda: _explained(text, known, terms, place, names if store is None else None))
    return answer


def _explained(
    text: str, store: ox.Store, terms: Mapping[str, Sequence[Term]], place: str, names: Sequence[str] | None
) -> list[str]:
    """Return why a query finds nothing; ``names`` are those of the graphs that were asked, None if they are not ours."""
    from csgraph.publication import dataset
    from csgraph.sparql import explain

    others = None if names is None else (lambda: dataset.load_others(names))
    return explain.explain(text, store, terms=terms, place=place, elsewhere=others)


def _values(given: Mapping[str, Iterable[object]]) -> list[str]:
    return [str(getattr(value, "value", value)) for values in given.values() for value in values]


def _terms(
    text: str, given: Mapping[str, Iterable[object]], names: Callable[[], ox.Store], place: str
) -> dict[str, list[Term]]:
    """Return the terms that the parameters of a query are to be; ``names`` gives what values are looked up in."""
    from csgraph.publication import views

    if not given and not header.declares_parameters(text):
        return {}
    from csgraph.publication import parameters

    if not header.exists(text):
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
        from csgraph.sparql import tables

        return tables.draw(answer.variables, list(answer))
    return answer.to() if format is None else answer.to(format)


def draw(
    question: str,
    given: Mapping[str, Iterable[object]],
    *,
    href: Href | None = None,
    alone: bool = False,
    **source: Any,
) -> str:
    """Ask a view, or another query whose header declares a picture, and return its picture.

    Args:
        question: The name of a view, the path of a file, ``-`` for standard input, or SPARQL with a header.
        given: Values of parameters by name.
        href: As in ``draw``.
        alone: As in ``draw``.
        source: What is asked, as ``csgraph.query`` takes it: graphs, data, store, endpoint, timeout.

    Raises:
        InputError: The query declares no picture, cannot be answered, or its rows lack what the picture needs.
    """
    from csgraph.publication import charts, views

    text, place = views.read_query(question)
    picture = views.picture_of(text, place)
    answer = ask(text if question == "-" else question, given, **source)
    if not isinstance(answer, Rows):
        raise InputError("a picture is drawn of rows, and this query gives none", place=place)
    return charts.draw(picture, answer, href=href, alone=alone)
