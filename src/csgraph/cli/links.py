"""Writes or checks the links to other datasets."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS, format_option, output_option
from csgraph.util.terminal import terminal_safe, write


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@format_option("sssom", "turtle", default="sssom")
@click.option("is_checked", "--check", is_flag=True, help="Check the links instead of writing them.")
@click.option("is_online", "--online", is_flag=True, help="Check, and request each record from its authority.")
@click.option("--timeout", type=click.IntRange(1), default=30, help="Timeout for each record in seconds. [default: 30]")
@output_option
@click.pass_context
def links(
    ctx: click.Context,
    file: Path | None,
    format: str,
    is_checked: bool,
    is_online: bool,
    timeout: int,
    output: Path | None,
) -> None:
    """Write or check the links to other datasets.

    They are written as SSSOM/TSV mappings or as Turtle. With --check, check them, or those of FILE (SSSOM/TSV or RDF):
    IRIs not in the spelling of their authority, with the right one; several links of a resource to one authority;
    unsuitable properties. --check uses no network, --online does and is slow. Exit status 1: violations found.

    \b
    csgraph links
    csgraph links --format turtle -o links.ttl
    csgraph links --check my-links.sssom.tsv
    csgraph links --online
    """
    from csgraph.curation import authorities
    from csgraph.curation import links as library
    from csgraph.validation import reports

    if not (is_checked or is_online):
        if file is not None:
            raise click.UsageError("FILE needs --check or --online")
        write(library.published(format), output)
        return
    if ctx.get_parameter_source("format") is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--format cannot be combined with --check or --online")
    known = authorities.known()
    found = library.read(file or library.SOURCE)
    findings = library.check(found, known)
    if is_online:
        from csgraph.curation import link_check
        from csgraph.util.terminal import progress

        with progress("requesting") as tell:
            findings += link_check.check(found, timeout=timeout, tell=tell)
    write(reports.render(findings), output)
    click.echo(terminal_safe(library.summary(found, known, findings)), err=True)
    ctx.exit(FOUND_PROBLEMS if any(finding.is_violation for finding in findings) else 0)
