"""Shell completion of views, graphs, and parameters with their values.

Commands, options, formats and files are completed by click (https://click.palletsprojects.com/en/stable/shell-completion/),
which calls the functions of this module for the rest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string

from csgraph.errors import CsgraphError

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def names(known: Callable[[], Iterable[str]]) -> Completer:
    """Return a completer that offers names, or files where no name begins with the word; ``known`` is called lazily."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found = [CompletionItem(name) for name in known() if name.startswith(incomplete)]
        return found or [CompletionItem(incomplete, type="file")]

    return complete


def view_names() -> list[str]:
    """Return the names of the views."""
    from csgraph.publication import views

    return views.view_names()


def graph_names() -> list[str]:
    """Return the names of the graphs that are not queried by default."""
    from csgraph.publication.dataset import DEFAULT_GRAPHS, graph_files

    return [name for name in graph_files() if name not in DEFAULT_GRAPHS]


def assignments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer ``NAME=`` for the parameters of the query; once only one fits, ``NAME=VALUE`` for its values."""
    try:
        return [CompletionItem(text) for text in _assignments(ctx, incomplete) if text.startswith(incomplete)]
    except CsgraphError:
        # The error is reported when the command is run.
        return []


def _assignments(ctx: click.Context, incomplete: str) -> list[str]:
    from csgraph.publication import views
    from csgraph.publication.dataset import load_store
    from csgraph.publication.parameters import choices

    # Where the option to complete lacks its value, click leaves the arguments unread.
    query = ctx.params.get("query") or next(iter(ctx.args), "-")
    if query == "-":
        return []
    name, equals, _ = incomplete.partition("=")
    known = [each for each in views.read_query(query).parameters if each.name.startswith(name)]
    if len(known) > 1 and not equals:
        return [f"{parameter.name}=" for parameter in known]
    store = load_store() if any(parameter.is_looked_up for parameter in known) else None
    return [
        f"{parameter.name}={value}"
        for parameter in known
        for value in (choices(parameter, store) if store is not None else ()) or ([] if equals else [""])
    ]


class _Bash(BashComplete):
    """Completion for bash, which splits ``NAME=VALUE`` into three words and replaces only the last."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one, with ``NAME=VALUE`` as one word."""
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
        """Return an item without ``NAME=``, if bash has split that off already."""
        words = split_arg_string(os.environ["COMP_WORDS"])[: int(os.environ["COMP_CWORD"]) + 1]
        _, equals, value = item.value.partition("=")
        return f"{item.type},{value if equals and '=' in words[-2:] else item.value}"


add_completion_class(_Bash)
