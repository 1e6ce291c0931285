"""Builds a release."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def build(folder: Path) -> None:
    """Build a release in FOLDER.

    It has the graph in all serializations, a description and checksums. An existing release is replaced once the new
    one is complete; a folder with other content is refused. Builds are reproducible: the same version gives the same
    bytes.

    \b
    csgraph build release
    """
    from csgraph import paths
    from csgraph.release.build import build
    from csgraph.util.terminal import progress

    paths.check_writable(folder)
    with progress("building") as tell:
        files = build(folder, tell=tell)
    click.echo(f"{paths.shown(folder)}: {len(files)} files written", err=True)
