"""Generates files of ``data/``."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

import click

from csgraph.cli.options import FOUND_PROBLEMS


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with status 1 if a file is not up to date.")
@click.pass_context
def extract(ctx: click.Context, check: bool) -> None:
    """Generate the derived files of data/.

    Passages are made from the source text, anchors from quotes, statements from annotations, links from mappings.

    \b
    csgraph extract
    csgraph extract --check
    """
    from csgraph import paths
    from csgraph.curation.extract import build
    from csgraph.util.files import write_file

    if not check:
        paths.check_writable(paths.ROOT)
    stale = {path: text for path, text in build().items() if not path.exists() or path.read_text() != text}
    for path, text in stale.items():
        if not check:
            write_file(text, path)
        click.echo(f"{paths.shown(path)}: {'not up to date; run `csgraph extract`' if check else 'written'}", err=True)
    ctx.exit(FOUND_PROBLEMS if check and stale else 0)
