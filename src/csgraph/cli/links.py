"""Writes the links to other datasets, or checks them."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS, format_option, output_option
from csgraph.util.terminal import terminal_safe, write


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@format_option("sssom", "turtle", default="sssom")
@click.option("is_checked", "--check", is_flag=True, help="Write no links; say what is wrong with them.")
@click.option("is_online", "--online", is_flag=True, help="Check, and ask the authorities for each record, one by one.")
@click.option("--timeout", type=click.IntRange(1), default=30, help="Seconds to wait for a record. [default: 30]")
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
    """Write the links to other datasets: as a table of mappings in SSSOM/TSV, or as Turtle.

    With --check, say what is wrong with them, or with those of FILE, which is such a table, or RDF: which IRIs are not as
    their authority spells them, with the right spelling; which node has two links to one authority; which property does
    not suit. Nobody is asked for anything: --online does that, and takes its time. Exits with status 1 if there is
    something wrong.

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
            raise click.UsageError("FILE is only checked; give --check")
        write(library.published(format), output)
        return
    if ctx.get_parameter_source("format") is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--format is for links that are written; leave out --check and --online, or --format")
    known = authorities.known()
    found = library.read(file or library.SOURCE)
    findings = library.check(found, known)
    if is_online:
        from csgraph.curation import link_check
        from csgraph.util.terminal import progress

        with progress("asking") as tell:
            findings += link_check.check(found, timeout=timeout, tell=tell)
    write(reports.render(findings), output)
    click.echo(terminal_safe(library.summary(found, known, findings)), err=True)
    ctx.exit(FOUND_PROBLEMS if any(finding.is_violation for finding in findings) else 0)
