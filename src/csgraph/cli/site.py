"""Makes the site of the publication, and checks one."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Make the site of a graph that does not meet our rules, too.")
@click.pass_context
def site(ctx: click.Context, folder: Path, force: bool) -> None:
    """Make the publication in FOLDER: pages for people and files for machines, with a query workbench.

    The folder needs no server: open index.html in it. A site that is there already is replaced once the new one is whole; a
    folder with anything else in it is left alone. The same version gives the same bytes everywhere.

    \b
    csgraph site public
    """
    from csgraph import reports, validation
    from csgraph.output import progress, terminal_safe
    from csgraph.paths import shown
    from csgraph.site.build import site as make

    with progress("site") as tell:
        if not force:
            tell("checking")
            checked = validation.check()
            if any(finding.is_violation for finding in checked.findings):
                tell("")
                click.echo(terminal_safe(reports.render(checked.findings, "text")), err=True, nl=False)
                click.echo("no site is made of a graph with violations; mend them, or give --force", err=True)
                ctx.exit(FOUND_PROBLEMS)
        count = make(folder, tell=tell)
    click.echo(f"{shown(folder)}: {count} files written; open {shown(folder / 'index.html')}", err=True)
