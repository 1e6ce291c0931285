"""Formats Turtle."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

import sys
from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True), metavar="[FILE]...")
@click.option("--check", is_flag=True, help="Write nothing; exit with status 1 if a file is not formatted.")
@click.pass_context
def fmt(ctx: click.Context, files: tuple[Path, ...], check: bool) -> None:
    """Format Turtle FILEs or folders.

    Without FILE, all of data/, ontology/ and shapes/ is formatted. Prefixes are sorted, and unused ones removed. Each
    subject has one block, each predicate and each of several objects a line, in a fixed order. Comments stay with the
    line they are on, or else with what follows; blocks stay below their heading, which is lines of comment with an
    empty line after them. Relative IRIs are resolved. A file is replaced only if its triples are unchanged; if any file
    is not Turtle, none is written. With -, standard input is formatted to standard output.

    \b
    csgraph fmt
    csgraph fmt --check
    csgraph fmt my-panel.ttl
    csgraph fmt - < my-panel.ttl
    """
    from csgraph import paths
    from csgraph.rdf.fmt import files as formatting
    from csgraph.util.terminal import write

    if Path("-") in files:
        if len(files) > 1:
            raise click.UsageError("- cannot be combined with FILEs")
        content = sys.stdin.buffer.read()
        formatted = formatting.format_input(content)
        if not check:
            write(formatted.decode())
        elif formatted != content:
            click.echo("standard input: not formatted")
        ctx.exit(FOUND_PROBLEMS if check and formatted != content else 0)
    if not check:
        for path in files or (paths.ROOT,):
            paths.check_writable(path)
    changed = [file for file in formatting.format_files(files or formatting.our_files()) if not file.is_formatted]
    for file in changed:
        if check:
            click.echo(f"{paths.shown(file.path)}:{file.line}: not formatted")
        else:
            formatting.replace(file)
            click.echo(f"{paths.shown(file.path)}: formatted", err=True)
    if check and changed:
        click.echo(f"{len(changed)} not formatted; run the same command without --check to format them", err=True)
    ctx.exit(FOUND_PROBLEMS if check and changed else 0)
