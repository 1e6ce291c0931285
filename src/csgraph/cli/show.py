"""Describes a resource."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from typing import Any

import click

from csgraph.cli.options import format_option, source_options
from csgraph.util.terminal import terminal_width, write


@click.command()
@click.argument("resource")
@format_option("text", "turtle", "json", default="text")
@source_options
def show(resource: str, format: str, **source: Any) -> None:
    """Describe RESOURCE: its properties, links and evidence.

    RESOURCE is an IRI, a CURIE or a label.

    \b
    csgraph show pillar:norms
    csgraph show "framework for responsible behaviour of States"
    csgraph show passage:3.1-p3 --format turtle
    csgraph show pillar:norms --endpoint http://localhost:7878/query
    """
    from csgraph.publication import describe

    shown = describe.show(resource, **source)
    write(shown.to(format, width=terminal_width()))
