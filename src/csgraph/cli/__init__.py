"""The command line: parses options, calls the library, writes text, and sets the exit status.

Each command is the module of its name, imported when it is called.
"""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from csgraph import paths
from csgraph.cli.options import COULD_NOT_RUN, FOUND_PROBLEMS, INTERRUPTED
from csgraph.errors import CsgraphError
from csgraph.util.terminal import terminal_safe
from csgraph.version import __version__

__all__ = ["COMMANDS", "COULD_NOT_RUN", "FOUND_PROBLEMS", "INTERRUPTED", "Cli", "cli"]

COMMANDS = (
    "build",
    "diff",
    "evidence",
    "extract",
    "fmt",
    "links",
    "push",
    "queries",
    "query",
    "search",
    "show",
    "site",
    "stats",
    "validate",
)
"""The commands, which are modules of this package, in the order of ``--help``."""


class CommandError(click.ClickException):
    """An error that ends a command, with one line on standard error."""

    exit_code = COULD_NOT_RUN


class Cli(click.Group):
    """The command group, which turns library errors into exit statuses."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"csgraph.cli.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; report an error in one line."""
        try:
            paths.check()
            if notice := paths.notice():
                click.echo(terminal_safe(notice), err=True)
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except CsgraphError as error:
            if ctx.params.get("debug"):
                import traceback

                traceback.print_exc()
            raise CommandError(terminal_safe(str(error))) from error


def _use_root(ctx: click.Context, param: click.Parameter, root: Path | None) -> None:
    if root is not None:
        try:
            paths.use(root)
        except CsgraphError as error:
            raise CommandError(terminal_safe(str(error))) from error


def _print_version(ctx: click.Context, param: click.Parameter, is_given: bool) -> None:
    if is_given and not ctx.resilient_parsing:
        click.echo(f"csgraph, version {__version__}\npublication: {terminal_safe(str(paths.ROOT))}")
        ctx.exit()


@click.group(cls=Cli, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
# Eager, so that the folder is known before a command is imported and before --version names it.
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    is_eager=True,
    expose_value=False,
    callback=_use_root,
    help="Use the publication in DIR. [default: CSGRAPH_ROOT; else the working directory or the nearest folder above it "
    "that is one; else the one csgraph is installed with]",
)
@click.option("--debug", is_flag=True, help="Print tracebacks of errors.")
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and the folder of the publication, and exit.",
)
def cli(debug: bool) -> None:
    """Query, search, validate and publish the report of UNIDIR's 2020 Cyber Stability Conference as linked data.

    \b
    csgraph queries                 list the views
    csgraph query pillars           run one
    csgraph show pillar:international-law

    Results go to standard output, messages to standard error.

    Exit status: 0 success, 1 problems found, 2 error, 130 interrupted.

    \b
    Shell completion of commands, views, graphs, parameters and formats: add the line of your shell to its start file.
    bash   eval "$(_CSGRAPH_COMPLETE=bash_source csgraph)"
    zsh    eval "$(_CSGRAPH_COMPLETE=zsh_source csgraph)"
    fish   _CSGRAPH_COMPLETE=fish_source csgraph | source
    """
