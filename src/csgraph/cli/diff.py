"""Compares two publications or releases."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS, format_option, output_option


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path), required=False)
@format_option("text", "md", "json", default="text")
@click.option("is_whole", "--all", is_flag=True, help="List every change, also where many of one kind are alike.")
@output_option
@click.pass_context
def diff(ctx: click.Context, old: Path, new: Path | None, format: str, is_whole: bool, output: Path | None) -> None:
    """Report what changed from OLD to NEW.

    Each is a release, a checkout or an RDF file; without NEW, it is the publication. Changes of terms, resources,
    statements, shapes and views are named by label: added, removed, renamed, relabelled, deprecated, annotated
    differently. The last line is the version that the changes require, by the rules of CONTRIBUTING.md. The format md
    is for the changelog. Exit status 1: a breaking change.

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
