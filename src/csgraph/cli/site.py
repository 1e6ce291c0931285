"""Defines ``csgraph site``: builds the static site, or checks one."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("is_checked", "--check", is_flag=True, help="Check the site in FOLDER; build nothing.")
@click.option(
    "--host", metavar="URL", help="Address of the site on the web, for the redirects of w3id.org and for 404.html."
)
@click.option("--force", is_flag=True, help="Build the site even if the graph has violations.")
@click.pass_context
def site(ctx: click.Context, folder: Path, is_checked: bool, host: str | None, force: bool) -> None:
    """Build the static site in FOLDER: a page and data files for each IRI, and a SPARQL workbench.

    The site needs no server: open index.html. An existing site is replaced when the new one is complete; a folder with any
    other file is left alone. The output is the same, byte by byte, for the same version.

    With --check, report dead links, inline scripts and other active content, content that would be loaded from elsewhere,
    IRIs of the graph without a page or data, and files that do not match their checksums. The exit status is 1 if there are
    findings, and 2 if FOLDER is not a site.

    \b
    csgraph site public
    csgraph site public --host https://example.org/csgraph
    csgraph site --check public
    """
    from csgraph.paths import check_writable, shown
    from csgraph.site.build import site as make
    from csgraph.site.redirects import normalized
    from csgraph.util.terminal import progress, terminal_safe
    from csgraph.validation import reports, validate

    if is_checked:
        if host is not None or force:
            raise click.UsageError("--check builds nothing; omit --host and --force")
        _check(ctx, folder)
        return
    if host is not None:
        normalized(host)
    check_writable(folder)
    with progress("site") as tell:
        if not force:
            tell("checking")
            checked = validate.check()
            if any(finding.is_violation for finding in checked.findings):
                tell("")
                click.echo(terminal_safe(reports.render(checked.findings, "text")), err=True, nl=False)
                click.echo("no site was built, as the graph has violations; correct them, or use --force", err=True)
                ctx.exit(FOUND_PROBLEMS)
        count = make(folder, host=host, tell=tell)
    click.echo(f"{shown(folder)}: {count} files written; open {shown(folder / 'index.html')}", err=True)


def _check(ctx: click.Context, folder: Path) -> None:
    from csgraph.site.lint.check import check
    from csgraph.util.terminal import progress, terminal_safe, write
    from csgraph.validation import reports

    with progress("checking") as tell:
        checked = check(folder, tell=tell)
    write(reports.render(checked.findings), is_safe=True)
    click.echo(terminal_safe(checked.summary()), err=True)
    ctx.exit(FOUND_PROBLEMS if checked.findings else 0)
