"""Makes the site of the publication, and checks one."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("is_checked", "--check", is_flag=True, help="Make nothing; say what is wrong with the site in FOLDER.")
@click.option("--host", metavar="URL", help="Where it will be on the web, for w3id.org and 404.html.")
@click.option("--force", is_flag=True, help="Make the site of a graph that does not meet our rules, too.")
@click.pass_context
def site(ctx: click.Context, folder: Path, is_checked: bool, host: str | None, force: bool) -> None:
    """Make the publication in FOLDER: pages for people and files for machines, with a query workbench.

    The folder needs no server: open index.html in it. A site that is there already is replaced once the new one is whole; a
    folder with anything else in it is left alone. The same version gives the same bytes everywhere.

    With --check, say what is wrong with a site that is there: dead links, what would be loaded from elsewhere, pages that are
    not valid, IRIs of the graph without a page or data, files that are not as they were written. Exits with status 1 if
    there is something wrong, and with 2 if FOLDER is no site.

    \b
    csgraph site public
    csgraph site public --host https://example.org/csgraph
    csgraph site --check public
    """
    from csgraph.paths import check_writable, shown
    from csgraph.site.build import site as make
    from csgraph.site.redirects import checked as checked_host
    from csgraph.util.terminal import progress, terminal_safe
    from csgraph.validation import reports, validate

    if is_checked:
        if host is not None or force:
            raise click.UsageError("--check makes nothing; leave out --host and --force")
        _check(ctx, folder)
        return
    if host is not None:
        checked_host(host)
    check_writable(folder)
    with progress("site") as tell:
        if not force:
            tell("checking")
            checked = validate.check()
            if any(finding.is_violation for finding in checked.findings):
                tell("")
                click.echo(terminal_safe(reports.render(checked.findings, "text")), err=True, nl=False)
                click.echo("no site is made of a graph with violations; mend them, or give --force", err=True)
                ctx.exit(FOUND_PROBLEMS)
        count = make(folder, host=host, tell=tell)
    click.echo(f"{shown(folder)}: {count} files written; open {shown(folder / 'index.html')}", err=True)


def _check(ctx: click.Context, folder: Path) -> None:
    import os

    from csgraph.site.lint.check import check
    from csgraph.util.terminal import progress, terminal_safe, write
    from csgraph.validation import reports

    with progress("checking") as tell:
        checked = check(folder, processes=os.cpu_count() or 1, tell=tell)
    write(reports.render(checked.findings), is_safe=True)
    click.echo(terminal_safe(checked.summary()), err=True)
    ctx.exit(FOUND_PROBLEMS if checked.findings else 0)
