"""The command line: options in, one library call, text and exit status out."""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from csgraph import completion
from csgraph.errors import CsgraphError
from csgraph.output import (
    FORMATS,
    ROW_FORMATS,
    format_of,
    is_bold_known,
    is_terminal,
    terminal_safe,
    terminal_width,
    write,
)
from csgraph.version import __version__

FOUND_PROBLEMS = 1
COULD_NOT_RUN = 2
INTERRUPTED = 130


class Failure(click.ClickException):
    """What ends a command that could not be done: one line on standard error."""

    exit_code = COULD_NOT_RUN


class Cli(click.Group):
    """The command group; the one place where library errors become exit statuses."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in one line why it could not be done."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except CsgraphError as error:
            if ctx.params.get("debug"):
                import traceback

                traceback.print_exc()
            raise Failure(terminal_safe(str(error))) from error


graph_option = click.option(
    "graphs", "--graph", multiple=True, metavar="NAME", help="Add a named graph to those asked.",
    shell_complete=completion.names(completion.graph_names),
)  # fmt: skip
data_option = click.option(
    "data", "--data", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Add an RDF file.",
)  # fmt: skip
param_option = click.option(
    "params", "--param", multiple=True, metavar="NAME=VALUE", shell_complete=completion.assignments,
    help="Give a parameter of the view a value; several times for several values, of which any may hold.",
)  # fmt: skip
output_option = click.option(
    "output", "-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
    help="Write to FILE, which is replaced whole or not at all.",
)  # fmt: skip


def _format_option(*formats: str, default: str | None = None) -> Callable[..., Any]:
    told = f"[default: {default}]" if default else "[default: table for rows, turtle for triples]"
    return click.option(
        "format", "--format", type=click.Choice(formats), default=default, help=f"How to write it. {told}"
    )


@click.group(cls=Cli, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, help="Print tracebacks of errors.")
@click.version_option(__version__)
def cli(debug: bool) -> None:
    """Ask, check and show the report of UNIDIR's 2020 Cyber Stability Conference as linked data.

    \b
    csgraph queries                 the questions it answers
    csgraph query pillars           one of the answers
    csgraph show pillar:international-law

    Results go to standard output, all else to standard error.

    Exit status: 0 done, 1 done and problems found, 2 could not be done, 130 interrupted.

    \b
    To complete names of views, graphs and formats by the Tab key, put into your shell's start file:
    bash   eval "$(_CSGRAPH_COMPLETE=bash_source csgraph)"
    zsh    eval "$(_CSGRAPH_COMPLETE=zsh_source csgraph)"
    fish   _CSGRAPH_COMPLETE=fish_source csgraph | source
    """


@cli.command()
@click.argument("query", shell_complete=completion.names(completion.view_names))
@param_option
@_format_option(*FORMATS)
@output_option
@graph_option
@data_option
def query(
    query: str,
    params: tuple[str, ...],
    format: str | None,
    output: Path | None,
    graphs: tuple[str, ...],
    data: tuple[Path, ...],
) -> None:
    """Run QUERY: a view by its name, a file, or - for standard input.

    A table is for people: drawn on a terminal, aligned and unwrapped in a pipe. The other formats are for programs.
    The prefixes of our table need no declaration. `csgraph queries` tells which view takes which parameters.
    With -o the file's ending tells the format, unless --format does. A query with SERVICE asks the network; no other does.

    \b
    csgraph query pillars.rq
    csgraph query statements --param section=3.2 --param type=challenge
    csgraph query speakers --format csv -o speakers.csv
    csgraph query mine.rq --data mine.ttl --graph alignments
    echo 'SELECT ?p { ?p a csg:Pillar }' | csgraph query - --format json
    """
    from csgraph import answers

    given: dict[str, list[str | None]] = {}
    if params:
        from csgraph.parameters import assigned

        given = assigned(params)
    answer = answers.ask(query, given, graphs=graphs, data=data)
    format = format or format_of(output)
    write(answers.render(answer, format, for_terminal=output is None and is_terminal()), output)


@cli.command()
@_format_option("table", "json", default="table")
def queries(format: str) -> None:
    """List the views: what each answers, and [in brackets] the parameters it takes, with their defaults.

    As JSON with all that is known of each: its parameters with their types, and what it returns.

    \b
    csgraph queries
    csgraph queries --format json
    """
    from csgraph import views

    write(views.write_list(views.list_views(), format))


@cli.command()
@click.argument("thing")
@_format_option("text", "turtle", "json", default="text")
@graph_option
@data_option
def show(thing: str, format: str, graphs: tuple[str, ...], data: tuple[Path, ...]) -> None:
    """Show what is said of THING, an IRI, a CURIE or a label, and by which sentences.

    \b
    csgraph show pillar:norms
    csgraph show "framework for responsible behaviour of States"
    csgraph show passage:3.1-p3 --format turtle
    """
    from csgraph import describe

    write(describe.show(thing, graphs=graphs, data=data).to(format, width=terminal_width()))


@cli.command()
@click.argument("thing")
@click.option(
    "context",
    "--context",
    type=click.Choice(["sentence", "passage"]),
    default="sentence",
    help="How much to show around the words. [default: sentence]",
)
@_format_option("text", "md", "json", "html", default="text")
@graph_option
@data_option
@click.pass_context
def evidence(
    ctx: click.Context, thing: str, context: str, format: str, graphs: tuple[str, ...], data: tuple[Path, ...]
) -> None:
    """Show the words of the report that THING rests on, an IRI, a CURIE or a label, in their sentences.

    With section, page and passage of each. Exits with status 1 when it rests on none, being ours, not the report's.

    \b
    csgraph evidence pillar:norms
    csgraph evidence "Satya Nadella" --context passage
    csgraph evidence section:3.2 --format md
    """
    from csgraph import quotes

    found = quotes.evidence(thing, graphs=graphs, data=data)
    if found or format == "json":
        text = found.to(format, context=context, width=terminal_width(), bold=is_bold_known())
        write(text, is_safe=format == "text")
    if not found:
        click.echo(terminal_safe(found.problem), err=True)
        ctx.exit(FOUND_PROBLEMS)


@cli.command()
@click.argument("text")
@click.option(
    "limit",
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    metavar="N",
    help="How many to show, the best first. [default: 20]",
)
@_format_option("table", "json", default="table")
@graph_option
@data_option
@click.pass_context
def search(
    ctx: click.Context, text: str, limit: int, format: str, graphs: tuple[str, ...], data: tuple[Path, ...]
) -> None:
    """Find things and passages by the words of TEXT in their names, definitions and sentences, the best first.

    Case, accents and plurals do not matter, a beginning of a word will do, and words in quotation marks are found side
    by side. What has all words comes before what has some, names before sentences. Exits with status 1 when nothing
    is found.

    \b
    csgraph search "capacity building"
    csgraph search '"track 2" dialogue' --limit 5
    """
    from csgraph import hits

    found = hits.search(text, graphs=graphs, data=data)
    write(found.first(limit).to(format, for_terminal=is_terminal()))
    if told := found.told(text, limit):
        click.echo(terminal_safe(told), err=True)
    ctx.exit(0 if found else FOUND_PROBLEMS)


@cli.command()
@_format_option(*ROW_FORMATS, default="table")
@output_option
@graph_option
@data_option
def stats(format: str, output: Path | None, graphs: tuple[str, ...], data: tuple[Path, ...]) -> None:
    """Tell what the graph holds: triples, nodes by class, concepts by scheme, passages by kind.

    \b
    csgraph stats
    csgraph stats --graph alignments --format csv
    """
    from csgraph import answers, describe

    rows = describe.stats(graphs=graphs, data=data)
    write(answers.render(rows, format, for_terminal=output is None and is_terminal()), output)


@cli.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option(
    "shapes",
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Add a file of shapes.",
)
@click.option("--alone", is_flag=True, help="Leave our data and shapes out: only FILEs against only --shapes.")
@click.option("--ontology", is_flag=True, help="Check the ontology and the shapes themselves, and nothing else.")
@click.option("--endpoint", metavar="URL", help="Check what a SPARQL endpoint holds, there.")
@click.option("graphs", "--graph", multiple=True, metavar="IRI", help="The graph of the endpoint to check.")
@click.option("--timeout", type=click.IntRange(1), default=60, help="Seconds to wait for its answers. [default: 60]")
@click.option(
    "--engine",
    type=click.Choice(["auto", "sparql", "pyshacl"]),
    default="auto",
    help="What checks shapes: compiled queries, or pySHACL. [default: queries, and pySHACL where they do not do]",
)
@_format_option("text", "json", "sarif", "github", "junit", "turtle", default="text")
@click.option(
    "--severity",
    type=click.Choice(["violation", "warning", "info"]),
    help="Report only what is so grave or graver, and fail on it. [default: report all, fail on violations]",
)
@click.option(
    "only", "--shape", multiple=True, metavar="NAME", help="Report only this rule, or the rules of this shape."
)
@click.option("--summary", is_flag=True, help="Count the findings of each rule.")
@click.option(
    "limit", "--max", type=click.IntRange(0), metavar="N", help="Show N at most. [default: 50 as text, or all]"
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
    """Check the published data against the shapes, or your own FILEs together with them.

    Each finding says where it is, how grave, which rule, and what to do. Of your own files, only what is wrong in them
    is reported. Exits with status 1 if there are violations, and with 2 if something could not be checked.

    \b
    csgraph validate
    csgraph validate my-panel.ttl --shapes my-shapes.ttl
    csgraph validate --alone data.ttl --shapes shapes.ttl --format sarif -o findings.sarif
    csgraph validate --summary --severity warning
    """
    from csgraph import reports, validation

    if sum((bool(files), ontology, endpoint is not None)) > 1:
        raise click.UsageError("name FILEs, or give --ontology, or --endpoint")
    if ontology:
        checked = validation.check_ontology(engine=engine)
    elif endpoint is not None:
        checked = validation.check_endpoint(endpoint, shapes=shapes, alone=alone, graphs=graphs, timeout=timeout)
    else:
        checked = validation.check(files, shapes=shapes, alone=alone, engine=engine, is_located=format != "turtle")
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


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with status 1 if a file is not up to date.")
@click.pass_context
def extract(ctx: click.Context, check: bool) -> None:
    """Make the generated files of data/: the passages from the source text, the anchors from the quotes.

    \b
    csgraph extract
    csgraph extract --check
    """
    from csgraph import generate, paths
    from csgraph.output import write_file

    stale = {path: text for path, text in generate.build().items() if not path.exists() or path.read_text() != text}
    for path, text in stale.items():
        if not check:
            write_file(text, path)
        click.echo(f"{paths.shown(path)}: {'not up to date; run `csgraph extract`' if check else 'written'}", err=True)
    ctx.exit(FOUND_PROBLEMS if check and stale else 0)
