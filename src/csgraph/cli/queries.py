"""Lists the views."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

import click

from csgraph.cli.options import format_option
from csgraph.util.terminal import write


@click.command()
@format_option("table", "json", default="table")
def queries(format: str) -> None:
    """List the views with their parameters.

    Each is listed with the question it answers and, in [brackets], its parameters with their defaults. A view marked
    (chart) is drawn by `csgraph query NAME --format svg`. JSON has the full headers: types of parameters, columns,
    graphs.

    \b
    csgraph queries
    csgraph queries --format json
    """
    from csgraph.publication import views

    write(views.write_list(views.list_views(), format))
