"""The command line: options in, one library call, text and exit status out.

Each command is the module of its name, imported when it is called.
"""

# ruff: noqa: D301 - click reads \b in a docstring as "do not wrap", which needs the character itself

from __future__ import annotations

from importlib import import_module
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
"""The commands, which are modules of this package, in the order that ``--help`` lists them."""


class CommandError(click.ClickException):
    """What ends a command that could not be done: one line on standard error."""

    exit_code = COULD_NOT_RUN


class Cli(click.Group):
    """The command group; the one place where library errors become exit statuses."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"csgraph.cli.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; say in one line why it could not be done."""
        try:
            paths.check()
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except CsgraphError as error:
            if ctx.params.get("debug"):
                import traceback

                traceback.print_exc()
            raise CommandError(terminal_safe(str(error))) from error


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
