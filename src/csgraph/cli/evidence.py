"""Shows the words that a thing rests on."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from typing import Any

import click

from csgraph.cli.options import FOUND_PROBLEMS, format_option, source_options
from csgraph.util.terminal import is_bold_known, terminal_safe, terminal_width, write


@click.command()
@click.argument("thing")
@click.option(
    "context",
    "--context",
    type=click.Choice(["sentence", "passage"]),
    default="sentence",
    help="How much to show around the words. [default: sentence]",
)
@format_option("text", "md", "json", "html", default="text")
@source_options
@click.pass_context
def evidence(ctx: click.Context, /, thing: str, context: str, format: str, **source: Any) -> None:
    """Show the words of the report that THING rests on, an IRI, a CURIE or a label, in their sentences.

    With section, page and passage of each. Exits with status 1 when it rests on none, being ours, not the report's.

    \b
    csgraph evidence pillar:norms
    csgraph evidence "Satya Nadella" --context passage
    csgraph evidence section:3.2 --format md
    csgraph evidence pillar:norms --endpoint http://localhost:7878/query
    """
    import csgraph

    found = csgraph.evidence(thing, **source)
    if found or format == "json":
        text = found.to(format, context=context, width=terminal_width(), bold=is_bold_known())
        write(text, is_safe=format == "text")
    if not found:
        click.echo(terminal_safe(found.problem), err=True)
        ctx.exit(FOUND_PROBLEMS)
