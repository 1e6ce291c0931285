"""What is said of a query that finds nothing: reasons, and all their words.

The site's scripts have the words from here (``scripts``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

SECONDS = 2.0
"""How long it may take to find out: as long as people wait who have an answer already."""

MAX_REASONS = 4
"""How many reasons are given at most."""

EXAMPLES = 3
"""How many values are told of what stands in a query."""

CHOICES = 6
"""How many values are told that may be chosen."""

LENGTH = 100
"""How many letters of a query are quoted."""

WORDS = {
    "a row": "the only row",
    "rows": "all {count} rows",
    "many rows": "all of more than {count} rows",
    "beyond": "OFFSET {number} skips {rows}; take a lower one",
    "class": "nothing has the class {term}{hint}",
    "class below": "; things of classes below it are there: write a/rdfs:subClassOf* for a",
    "describe": "no row has a value for {variable}, so that nothing is described{hint}",
    "described": "nothing is said of what {variable} is: {values}",
    "each": "{filter} removes {rows}{hint}",
    "elsewhere": "; the graph {graph} has it, and is not asked: add it (--graph {graph})",
    "examples": "; {variable} is {values}",
    "folded": "; without regard to case it does not: write {filter}",
    "graph": "there is nothing in a graph {term}; check how it is spelled",
    "graph to add": "the graph {term} is not asked; add it (--graph {graph})",
    "HAVING": "{quoted} removes {rows} that grouping gives; ask for less",
    "LIMIT": "LIMIT 0 asks for no rows; raise it or leave it out",
    "leave out": "; leave it out, or make it narrower",
    "line": " (line {line})",
    "in no graph": "nothing matches {pattern} in a single graph, but in all together something does; ask without GRAPH",
    "instead": "; {pattern} has {values}",
    "instead beside": "; beside the rest, {pattern} has {values}",
    "near": "; did you mean {near}?",
    "none of": "none of {count} rows has",
    "none of many": "none of more than {count} rows has",
    "not the only": "the only row does not have",
    "parts of path": "; each part of the path matches, but not all of it",
    "none given": "VALUES has no values; give it some",
    "not in one graph": ", in no single graph; ask without GRAPH what may stand in several",
    "object": "nothing is said of {term}, it is only pointed to; ask for `?s ?p {term}`",
    "other property": "; {property} has it: is that meant?",
    "outside": "nothing matches {pattern} in {graph}, but in other graphs something does; name another, or none",
    "parameter": "{none} it; leave it out{choices}",
    "parameters": "each has rows, but they have none in common; leave one out{choices}",
    "change": "; change one, or make it OPTIONAL",
    "choices beside": ", or take for {name} one of: {values}",
    "choices": ", or take one of: {values}",
    "path": "{pattern} finds nothing, because {part} in it already does not",
    "properties below": "; properties below it are used: {names}",
    "property": "nothing has the property {term}{hint}",
    "reversed": "; the other way round there is something: {pattern}",
    "spelling": "; check how it is spelled",
    "template": "no row has a value for {variable}, so that the template makes no triple with it{hint}",
    "term": "the graph does not know {term}{hint}",
    "together": "{patterns} match, each by itself, but not together{hint}",
    "together removed": "{patterns} remove {rows} together, though none does by itself; leave one out",
    "triple": "nothing matches {pattern}{hint}",
    "unbound": "; no pattern beside it gives {variable} a value{hint}",
    "unused": "; leave it out, or put it into OPTIONAL",
    "VALUES": "{none} a value of {quoted} at the end; give others",
}
"""What is said, with places for what it is said of."""


class Reason(NamedTuple):
    """Why a query finds nothing.

    Attributes:
        message: The reason, and what to do.
        start: Where in the query it stands; None where it is no part of it.
        about: The parameter that it is; empty where it is a part of the query.
        graph: The graph to add; empty where that does not help.
        is_first_word: Whether the next reason says the same and more, unless finding that out takes too long.
    """

    message: str
    start: int | None = None
    about: str = ""
    graph: str = ""
    is_first_word: bool = False


def hinted(name: str, start: int, hint: Callable[[], tuple[str, str]], **words: str) -> Iterator[Reason]:
    """Yield a reason, and once more with what to do, and the graph to add, which may take long to find out."""
    yield Reason(WORDS[name].format(**words, hint=""), start, is_first_word=True)
    told, graph = hint()
    yield Reason(WORDS[name].format(**words, hint=told), start, graph=graph)


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
