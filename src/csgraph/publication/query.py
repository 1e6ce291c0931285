"""Runs queries and draws their charts: the facade behind ``csgraph.query`` and ``csgraph query``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.publication.source import Source
from csgraph.publication.views import read_query
from csgraph.sparql.results import Rows

if TYPE_CHECKING:
    from csgraph.publication.charts.svg import Href
    from csgraph.sparql.results import Answer


def query(
    query: str,
    /,
    *,
    graphs: Iterable[str] = (),
    data: Iterable[str | Path] = (),
    store: ox.Store | None = None,
    endpoint: str | None = None,
    timeout: float = 60,
    **parameters: object,
) -> Answer:
    """Run a view, a query file, or a SPARQL query.

    Args:
        query: The name of a view such as ``pillars``, the path of a file, ``-`` for standard input, or SPARQL.
        graphs: Names of graphs to query besides the default ones; of an endpoint, also IRIs of graphs to query instead.
        data: RDF files to query as well.
        store: A store to query instead of the publication, as ``load_store`` returns it; loads once for many queries.
        endpoint: The URL of a SPARQL endpoint to query instead of the publication here.
        timeout: Seconds to wait for each response of the endpoint.
        parameters: Values for parameters of the view: text, a number, a term, or several of these, of which any may
            match. None is the same as no value.

    Returns:
        ``Rows`` for SELECT, ``Boolean`` for ASK, ``Triples`` for CONSTRUCT and DESCRIBE.

    Raises:
        InputError: There is no such view, file or graph, or one is not usable; or the query is not SPARQL, or has no
            such parameter, or a parameter takes no such value; or the endpoint's URL or one of its graphs is not usable.
        StoreError: An endpoint fails, or gives no answer.

    Example:
        >>> rows = csgraph.query("statements", section="3.2", type=["challenge", "gap"])
        >>> {row["where"].value for row in rows}
        {'3.2 Inclusivity in Dialogue'}
        >>> csgraph.query("SELECT ?label { ?p a csg:Pillar ; csg:position 3 ; rdfs:label ?label }")[0].label.value
        'norms'
        >>> print(csgraph.query("SELECT ?s { ?s a csg:Piller }").explain()[0])
        query:1:18: csg:Piller has no instances; did you mean csg:Pillar?
    """
    given = {name: _several(value) for name, value in parameters.items() if value is not None}
    source = Source(graphs=graphs, data=data, store=store, endpoint=endpoint, timeout=timeout)
    return source.query(read_query(query), given)


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def render(answer: Answer, format: str | None = None, *, for_terminal: bool = False) -> str:
    """Return an answer in a format, by default a table or Turtle.

    Args:
        answer: The answer.
        format: One of ``csgraph.sparql.formats.FORMATS`` or None.
        for_terminal: Draw a table as wide as the terminal and wrap its cells.

    Raises:
        InputError: The answer has no such format.
    """
    if for_terminal and isinstance(answer, Rows) and format in (None, "table"):
        from csgraph.sparql import tables

        return tables.draw(answer.variables, list(answer))
    return answer.to() if format is None else answer.to(format)


def draw(
    query: str,
    given: Mapping[str, Iterable[object]],
    source: Source,
    *,
    href: Href | None = None,
    alone: bool = False,
) -> str:
    """Run a view, or another query whose header declares a chart, and return the chart as SVG.

    Args:
        query: The name of a view, the path of a file, ``-`` for standard input, or SPARQL with a header.
        given: Values of parameters by name.
        source: What is queried.
        href: As in ``csgraph.draw``.
        alone: As in ``csgraph.draw``.

    Raises:
        InputError: The query declares no chart, cannot be run, or its rows lack what the chart needs.
        StoreError: An endpoint fails, or gives no answer.
    """
    from csgraph.publication import charts

    text = read_query(query)
    chart = text.chart()
    answer = source.query(text, given)
    if not isinstance(answer, Rows):
        raise InputError("a chart is drawn from rows, and this query returns none", place=text.place)
    return charts.draw(chart, answer, href=href, alone=alone)
