"""Shows the evidence of a resource."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from typing import Any

import click

from csgraph.cli.options import FOUND_PROBLEMS, format_option, source_options
from csgraph.util.terminal import is_bold_known, terminal_safe, terminal_width, write


@click.command()
@click.argument("resource")
@click.option(
    "context",
    "--context",
    type=click.Choice(["sentence", "passage"]),
    default="sentence",
    help="How much to show around each quote. [default: sentence]",
)
@format_option("text", "md", "json", "html", default="text")
@source_options
@click.pass_context
def evidence(ctx: click.Context, /, resource: str, context: str, format: str, **source: Any) -> None:
    """Show the quotes that RESOURCE rests on.

    RESOURCE is an IRI, a CURIE or a label. Each quote is shown in its sentence, with section, page and passage. Exit
    status 1: no evidence, because the resource is editorial.

    \b
    csgraph evidence pillar:norms
    csgraph evidence "Satya Nadella" --context passage
    csgraph evidence section:3.2 --format md
    csgraph evidence pillar:norms --endpoint http://localhost:7878/query
    """
    import csgraph

    found = csgraph.evidence(resource, **source)
    if found or format == "json":
        text = found.to(format, context=context, width=terminal_width(), bold=is_bold_known())
        write(text, is_safe=format == "text")
    if not found:
        click.echo(terminal_safe(found.problem), err=True)
        ctx.exit(FOUND_PROBLEMS)
