"""Completes names and values by the Tab key, and knows what the shells make of ``NAME=VALUE``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string

from csgraph.errors import CsgraphError

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def names(known: Callable[[], Iterable[str]]) -> Completer:
    """Return a completer that offers names, which it looks up only when asked, and files where none fits."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found = [CompletionItem(name) for name in known() if name.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]

    return complete


def view_names() -> list[str]:
    """Return the names of the views."""
    from csgraph.publication import views

    return views.view_names()


def graph_names() -> list[str]:
    """Return the names of the graphs that must be asked for."""
    from csgraph.publication.dataset import DEFAULT_GRAPHS, graph_files

    return [name for name in graph_files() if name not in DEFAULT_GRAPHS]


def assignments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer ``NAME=`` for the parameters of the query given, and then ``NAME=VALUE`` for the values of one."""
    try:
        return [CompletionItem(text) for text in _assignments(ctx, incomplete) if text.startswith(incomplete)]
    except CsgraphError:
        # What is wrong is said when the command is run.
        return []


def _assignments(ctx: click.Context, incomplete: str) -> list[str]:
    from csgraph.publication import views
    from csgraph.publication.dataset import load_store
    from csgraph.publication.parameters import choices

    # Where the option to complete lacks its value, click leaves the arguments unread.
    question = ctx.params.get("query") or next(iter(ctx.args), "-")
    if question == "-":
        return []
    known = views.read_query(question).parameters
    name, equals, _ = incomplete.partition("=")
    if not equals:
        return [f"{parameter.name}=" for parameter in known]
    chosen = [parameter for parameter in known if parameter.name == name]
    return [f"{name}={code}" for parameter in chosen for code in choices(parameter, load_store())]


class _Bash(BashComplete):
    """Completion for bash, which takes ``NAME=VALUE`` for three words and completes but the last."""

    # No space after NAME=, where the value is to follow.
    source_template = BashComplete.source_template.replace(
        "    return 0", "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n\n    return 0"
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one, with what belongs to one option as one word."""
        words = split_arg_string(os.environ["COMP_WORDS"])[: int(os.environ["COMP_CWORD"]) + 1]
        if len(words) <= int(os.environ["COMP_CWORD"]):
            words.append("")
        joined = words[:1]
        for word in words[1:]:
            if word == "=" or joined[-1].endswith("="):
                joined[-1] += word
            else:
                joined.append(word)
        return joined[1:-1], joined[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """Return an item as the shell reads it, less what stands before ``=`` already."""
        _, equals, value = item.value.partition("=")
        return f"{item.type},{value if equals and value else item.value}"


add_completion_class(_Bash)
