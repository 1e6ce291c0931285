"""Defines the options that several commands share, and the exit statuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from csgraph.cli import completion

FOUND_PROBLEMS = 1
COULD_NOT_RUN = 2
INTERRUPTED = 130

graph_option = click.option(
    "graphs", "--graph", multiple=True, metavar="NAME", help="Also query this named graph.",
    shell_complete=completion.names(completion.graph_names),
)  # fmt: skip
source_graph_option = click.option(
    "graphs", "--graph", multiple=True, metavar="NAME",
    help="Also query this named graph. With --endpoint, IRIs restrict the query to exactly those graphs.",
    shell_complete=completion.names(completion.graph_names),
)  # fmt: skip
data_option = click.option(
    "data", "--data", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Also query this RDF file.",
)  # fmt: skip
param_option = click.option(
    "params", "--param", multiple=True, metavar="NAME=VALUE", shell_complete=completion.assignments,
    help="Set a parameter of the view; repeat it for several values, of which any may match.",
)  # fmt: skip
output_option = click.option(
    "output", "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Write to FILE, atomically.",
)  # fmt: skip

endpoint_option = click.option(
    "--endpoint", metavar="URL", help="Query a SPARQL endpoint instead of the publication (credentials: see `csgraph push`).",
)  # fmt: skip


def format_option(*formats: str, default: str | None = None) -> Callable[..., Any]:
    """Return an option that takes one of some formats."""
    default_text = f"[default: {default}]" if default else "[default: table for rows, turtle for triples]"
    return click.option(
        "format", "--format", type=click.Choice(formats), default=default, help=f"Output format. {default_text}"
    )


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose what is queried: graphs, files, or an endpoint with its timeout.

    The command receives them as keyword arguments of ``csgraph.publication.source.Source``.
    """
    for option in (timeout_option(), endpoint_option, data_option, source_graph_option):
        command = option(command)
    return command


def timeout_option(default: int = 60) -> Callable[..., Any]:
    """Return an option for the timeout of an endpoint in seconds."""
    text = f"Timeout for each response of the endpoint in seconds. [default: {default}]"
    return click.option("--timeout", type=click.IntRange(1), default=default, help=text)
