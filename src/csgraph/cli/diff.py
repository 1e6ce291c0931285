"""Says what changed between two editions."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS, format_option, output_option


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path), required=False)
@format_option("text", "md", "json", default="text")
@click.option("is_whole", "--all", is_flag=True, help="Name each thing, also where many of a kind changed alike.")
@output_option
@click.pass_context
def diff(ctx: click.Context, old: Path, new: Path | None, format: str, is_whole: bool, output: Path | None) -> None:
    """Say in words what changed from OLD to NEW: each a release, a checkout or an RDF file; NEW is ours if left out.

    Terms, things, statements, shapes and views are told by their labels: added, gone, renamed, relabelled, deprecated,
    read otherwise. Last comes what the next version must be, as CONTRIBUTING.md says. As md it is for the changelog.
    Exits with status 1 if something changed that others must adapt to.

    \b
    csgraph diff release-0.1.0
    csgraph diff release-0.1.0 release-0.2.0 --format md -o changes.md
    csgraph diff old.ttl new.ttl --all
    """
    from csgraph import paths
    from csgraph.release.diff.compare import compare
    from csgraph.release.diff.report import render
    from csgraph.util.terminal import write

    comparison = compare(old, new or paths.ROOT)
    write(render(comparison, format, is_whole=is_whole), output)
    ctx.exit(FOUND_PROBLEMS if comparison.is_breaking else 0)
