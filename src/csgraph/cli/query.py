"""Runs views and queries."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from csgraph.cli import completion
from csgraph.cli.options import format_option, output_option, param_option, source_options
from csgraph.sparql.formats import CHART_FORMATS, FORMATS, format_of
from csgraph.util.terminal import is_terminal, tell, write


@click.command()
@click.argument("query", shell_complete=completion.names(completion.view_names))
@param_option
@format_option(*FORMATS)
@output_option
@source_options
def query(query: str, params: tuple[str, ...], format: str | None, output: Path | None, **source: Any) -> None:
    """Run a view, a query file, or a query.

    QUERY is the name of a view, a file, - for standard input, or SPARQL. The format table is wrapped on a terminal, and
    aligned with one row a line in a pipe. With -o the extension of the file sets the format, unless --format is given.
    The format svg draws the chart of a view that has one. `csgraph queries` lists the views with their parameters and
    charts. The prefixes of the publication need no declaration. Only --endpoint and SERVICE use the network. If a local
    query returns nothing, standard error explains why.

    \b
    csgraph query pillars.rq
    csgraph query statements --param section=3.2 --param type=challenge
    csgraph query speakers --format csv -o speakers.csv
    csgraph query timeline -o timeline.svg
    csgraph query mine.rq --data mine.ttl --graph alignments
    csgraph query pillars --endpoint http://localhost:7878/query
    echo 'SELECT ?p { ?p a csg:Pillar }' | csgraph query - --format json
    """
    from csgraph.publication.query import draw, render
    from csgraph.publication.source import Source
    from csgraph.publication.views import read_query

    given: dict[str, list[str | None]] = {}
    if params:
        from csgraph.publication.parameters import assigned

        given = assigned(params)
    format = format or format_of(output)
    if format in CHART_FORMATS:
        write(draw(query, given, Source(**source), alone=True), output)
        return
    answer = Source(**source).query(read_query(query), given)
    write(render(answer, format, for_terminal=output is None and is_terminal()), output)
    tell(answer.explain())
