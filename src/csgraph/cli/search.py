"""Finds things by words."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from typing import Any

import click

from csgraph.cli.options import FOUND_PROBLEMS, format_option, source_options
from csgraph.util.terminal import is_terminal, terminal_safe, write


@click.command()
@click.argument("text")
@click.option(
    "limit",
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    metavar="N",
    help="How many to show, the best first. [default: 20]",
)
@format_option("table", "json", default="table")
@source_options
@click.pass_context
def search(ctx: click.Context, /, text: str, limit: int, format: str, **source: Any) -> None:
    """Find things and passages by the words of TEXT in their names, definitions and sentences, the best first.

    Case, accents and plurals do not matter, a beginning of a word will do, and words in quotation marks are found side
    by side. What has all words comes before what has some, names before sentences. Exits with status 1 when nothing
    is found.

    \b
    csgraph search "capacity building"
    csgraph search '"track 2" dialogue' --limit 5
    csgraph search norms --endpoint http://localhost:7878/query
    """
    import csgraph

    found = csgraph.search(text, **source)
    write(found.first(limit).to(format, for_terminal=is_terminal()))
    if notice := found.notice(text, limit):
        click.echo(terminal_safe(notice), err=True)
    ctx.exit(0 if found else FOUND_PROBLEMS)
