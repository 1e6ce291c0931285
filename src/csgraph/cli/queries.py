"""Lists the views."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

import click

from csgraph.cli.options import format_option
from csgraph.util.terminal import write


@click.command()
@format_option("table", "json", default="table")
def queries(format: str) -> None:
    """List the views: what each answers, and [in brackets] the parameters it takes, with their defaults.

    Those with (picture) are drawn by `csgraph query --format svg`.
    As JSON with all that is known of each: its parameters with their types, and what it returns.

    \b
    csgraph queries
    csgraph queries --format json
    """
    from csgraph.publication import views

    write(views.write_list(views.list_views(), format))
