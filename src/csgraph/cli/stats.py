"""Counts triples, nodes, concepts and passages."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click

from csgraph.cli.options import data_option, format_option, graph_option, output_option
from csgraph.sparql.formats import ROW_FORMATS
from csgraph.util.terminal import is_terminal, terminal_safe, write


@click.command()
@format_option(*ROW_FORMATS, default="table")
@output_option
@graph_option
@data_option
def stats(format: str, output: Path | None, graphs: tuple[str, ...], data: tuple[Path, ...]) -> None:
    """Count triples, nodes, concepts and passages.

    Triples are counted by graph, nodes by class, concepts by scheme, passages by kind. The folder of the publication is
    printed to standard error.

    \b
    csgraph stats
    csgraph stats --graph alignments --format csv
    """
    from csgraph import paths
    from csgraph.publication import describe, query

    click.echo(f"publication: {terminal_safe(str(paths.ROOT))}", err=True)
    rows = describe.stats(graphs=graphs, data=data)
    write(query.render(rows, format, for_terminal=output is None and is_terminal()), output)
