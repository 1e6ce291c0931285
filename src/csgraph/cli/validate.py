"""Validates data, the ontology, or an endpoint."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

import os
from pathlib import Path

import click

from csgraph.cli.options import FOUND_PROBLEMS, format_option, output_option, timeout_option
from csgraph.util.terminal import is_bold_known, terminal_safe, write


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option(
    "shapes",
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also validate against the shapes in FILE.",
)
@click.option("--alone", is_flag=True, help="Validate only FILEs against only --shapes, without the publication.")
@click.option("--ontology", is_flag=True, help="Validate the ontology and the shapes themselves.")
@click.option("--endpoint", metavar="URL", help="Validate the data of a SPARQL endpoint, by queries.")
@click.option(
    "graphs",
    "--graph",
    multiple=True,
    metavar="IRI",
    help="Validate this graph of the endpoint. [default: those of the publication, else its default graph]",
)
@timeout_option()
@click.option(
    "--engine",
    type=click.Choice(["auto", "sparql", "pyshacl"]),
    default="auto",
    help="SHACL engine: sparql compiles shapes to queries. [default: auto: sparql; pyshacl if a shape cannot be compiled]",
)
@format_option("text", "json", "sarif", "github", "junit", "turtle", default="text")
@click.option(
    "--severity",
    type=click.Choice(["violation", "warning", "info"]),
    help="Minimum severity to report; exit 1 if anything is reported. [default: report all, exit 1 on violations]",
)
@click.option(
    "only", "--shape", multiple=True, metavar="NAME", help="Report only this rule, or all rules of this shape."
)
@click.option("--summary", is_flag=True, help="Count the findings of each rule.")
@click.option(
    "limit",
    "--max",
    type=click.IntRange(0),
    metavar="N",
    help="Show at most N findings. [default: 50 as text, else all]",
)
@output_option
@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    alone: bool,
    ontology: bool,
    endpoint: str | None,
    graphs: tuple[str, ...],
    timeout: int,
    engine: str,
    format: str,
    severity: str | None,
    only: tuple[str, ...],
    summary: bool,
    limit: int | None,
    output: Path | None,
) -> None:
    """Validate data against shapes and checks.

    Without FILE, the publication is validated; otherwise FILEs are, together with the publication. A finding has its
    location, severity, rule and message. With FILEs, only findings about them are reported. Exit status 1: violations
    found, 2: could not validate.

    \b
    csgraph validate
    csgraph validate my-panel.ttl --shapes my-shapes.ttl
    csgraph validate --alone data.ttl --shapes shapes.ttl --format sarif -o findings.sarif
    csgraph validate --summary --severity warning
    """
    from csgraph.validation import reports
    from csgraph.validation.validate import check, check_endpoint, check_ontology

    if sum((bool(files), ontology, endpoint is not None)) > 1:
        raise click.UsageError("FILEs, --ontology and --endpoint exclude each other")
    if ontology and (shapes or alone):
        raise click.UsageError("--ontology takes neither --shapes nor --alone")
    if graphs and endpoint is None:
        raise click.UsageError("--graph needs --endpoint")
    if endpoint is not None and engine == "pyshacl":
        raise click.UsageError("--endpoint takes no --engine pyshacl, which needs the data in memory")
    if ontology:
        checked = check_ontology(engine=engine)
    elif endpoint is not None:
        checked = check_endpoint(endpoint, shapes=shapes, alone=alone, graphs=graphs, timeout=timeout)
    else:
        checked = check(files, shapes=shapes, alone=alone, engine=engine, is_located=format != "turtle")
    checked = checked.only(severity=severity, rules=only)
    if summary:
        text = reports.summary(checked.findings)
    elif format == "turtle":
        text = checked.to_turtle()
    else:
        color = output is None and is_bold_known() and not os.environ.get("NO_COLOR")
        text = reports.render(checked.findings, format, limit=limit, color=color, checked=checked.place)
    write(text, output, is_safe=format == "text" and output is None)
    for note in (*checked.notes, checked.summary()):
        click.echo(terminal_safe(note), err=True)
    is_failed = any(finding.is_violation or severity for finding in checked.findings)
    ctx.exit(FOUND_PROBLEMS if is_failed else 0)
