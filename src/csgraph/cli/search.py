"""Searches resources by words."""

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
    help="Show at most N hits. [default: 20]",
)
@format_option("table", "json", default="table")
@source_options
@click.pass_context
def search(ctx: click.Context, /, text: str, limit: int, format: str, **source: Any) -> None:
    """Search resources and passages by words.

    The words of TEXT are looked up in names, definitions and sentences; the best hits come first. Case, accents and
    plurals are ignored; prefixes of words match; words in quotation marks match as a phrase. Hits with all words rank
    before hits with some, names before sentences. Exit status 1: no hits.

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
