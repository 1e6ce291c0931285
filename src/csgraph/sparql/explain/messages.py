"""The messages about a query without results, and their limits.

``site/assets/explanation-messages.js`` takes them from here, by ``browser``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

SECONDS = 2.0
"""The longest time that an explanation may take, in seconds: the answer itself is already known."""

MAX_REASONS = 4
"""The highest number of reasons given."""

EXAMPLES = 3
"""The number of values shown as examples."""

CHOICES = 6
"""The number of values shown as choices."""

LENGTH = 100
"""The number of characters of a query that are quoted."""

WORDS = {
    "change": "; change one, or make it OPTIONAL",
    "choices": "; {name} can be {values}",
    "class": "{term} has no instances{hint}",
    "class below": "; its subclasses have: write a/rdfs:subClassOf* instead of a",
    "elsewhere": "; found in the graph {graph}, which is not queried: add it (--graph {graph})",
    "examples": "; {variable} is {values}",
    "folded": "; to ignore case, write {filter}",
    "graph": "the graph {term} is empty or does not exist; check its spelling",
    "graph to add": "the graph {term} is not queried; add it (--graph {graph})",
    "instead": "; {pattern} has {values}",
    "instead beside": "; with the rest, {pattern} has {values}",
    "leave out": "; loosen it, or leave it out",
    "line": " (line {line})",
    "many": "more than {count}",
    "near": "; did you mean {near}?",
    "no row": "no row passes {filter} (rows before: {count}){hint}",
    "object": "{term} is never a subject, only an object; query `?s ?p {term}`",
    "other property": "; the property {property} has this value",
    "outside": "; outside {graph} there is a match: name another graph, or leave GRAPH out",
    "parameter": "no row has this value (rows without it: {count}); leave it out, or change it{choices}",
    "parameters": "each value has rows, but no row has all of them; leave one out, or change it{choices}",
    "parts of path": "; each step of the path matches, but not the whole path",
    "path": "nothing matches {pattern}, because nothing matches {part}",
    "properties below": "; its subproperties are used: {names}",
    "property": "no triple has the property {term}{hint}",
    "reversed": "; with subject and object swapped it matches: {pattern}",
    "spelling": "; check its spelling",
    "term": "{term} is not in the graph{hint}",
    "together": "{patterns} match separately, but not together{hint}",
    "triple": "nothing matches {pattern}{hint}",
    "unbound": "; no pattern in this group binds {variable}{hint}",
    "unused": "; leave it out, or make it OPTIONAL",
}
"""All messages and hints, with placeholders."""


class Reason(NamedTuple):
    """A reason why a query has no results.

    Attributes:
        message: The reason, and what to do.
        start: Its offset in the query; None if it is not in the query.
        about: The parameter and its value; empty if it is in the query.
        graph: The name of the graph to add; empty if that does not help.
        is_first_word: Whether the next reason replaces this one and adds a hint, unless that takes too long.
    """

    message: str
    start: int | None = None
    about: str = ""
    graph: str = ""
    is_first_word: bool = False


def hinted(name: str, start: int, hint: Callable[[], tuple[str, str]], **words: str) -> Iterator[Reason]:
    """Yield a reason without a hint, and then with its hint and the graph to add, which may take long to find."""
    yield Reason(WORDS[name].format(**words, hint=""), start, is_first_word=True)
    found, graph = hint()
    yield Reason(WORDS[name].format(**words, hint=found), start, graph=graph)


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
