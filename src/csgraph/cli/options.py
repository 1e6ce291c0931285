"""The options that several commands share, and the exit statuses."""

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
    "graphs", "--graph", multiple=True, metavar="NAME", help="Add a named graph to those asked.",
    shell_complete=completion.names(completion.graph_names),
)  # fmt: skip
asked_graph_option = click.option(
    "graphs", "--graph", multiple=True, metavar="NAME",
    help="Add a named graph to those asked. Of an endpoint, also an IRI: then only such graphs are asked.",
    shell_complete=completion.names(completion.graph_names),
)  # fmt: skip
data_option = click.option(
    "data", "--data", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Add an RDF file.",
)  # fmt: skip
param_option = click.option(
    "params", "--param", multiple=True, metavar="NAME=VALUE", shell_complete=completion.assignments,
    help="Give a parameter of the view a value; several times for several values, of which any may hold.",
)  # fmt: skip
output_option = click.option(
    "output", "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Write to FILE, which is replaced whole or not at all.",
)  # fmt: skip

endpoint_option = click.option(
    "--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of our own data; credentials as `csgraph push --help` says.",
)  # fmt: skip


def format_option(*formats: str, default: str | None = None) -> Callable[..., Any]:
    """Return an option that takes one of some formats."""
    told = f"[default: {default}]" if default else "[default: table for rows, turtle for triples]"
    return click.option(
        "format", "--format", type=click.Choice(formats), default=default, help=f"How to write it. {told}"
    )


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what is asked: graphs, files, or an endpoint and how long to wait for it.

    The command takes them together, as keywords that the library's functions take as they are.
    """
    for option in (timeout_option(), endpoint_option, data_option, asked_graph_option):
        command = option(command)
    return command


def timeout_option(default: int = 60) -> Callable[..., Any]:
    """Return an option for how many seconds to wait for each answer of an endpoint."""
    told = f"Seconds to wait for an endpoint's answers. [default: {default}]"
    return click.option("--timeout", type=click.IntRange(1), default=default, help=told)
