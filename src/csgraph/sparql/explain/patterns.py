"""Questions about the parts of a query: which are joined, which properties a path needs, which values are given.

``site/assets/explanation-patterns.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from csgraph.sparql.syntax import GroupElement, GroupPattern, is_iri
from csgraph.sparql.tokens import Token

JOINED = ("TRIPLE", "GRAPH", "UNION", "SELECT", "VALUES", "BIND")
"""Kinds of part whose solutions are joined: if one has none, the group has none."""

REMOVERS = ("FILTER", "MINUS")
"""Kinds of part that remove solutions."""


def steps(verb: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Return the steps of a sequence path (``a/b``); one step for any other path."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in verb:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text == "|":
            return [tuple(verb)]
        if depth == 0 and token.text == "/":
            found.append([])
        else:
            found[-1].append(token)
    return [tuple(step) for step in found]


def needed(verb: Sequence[Token]) -> list[Token]:
    """Return the properties that each match of a path needs: none that is optional or negated."""
    found: list[Token] = []
    starts: list[int] = []
    at = 0
    while at < len(verb):
        token = verb[at]
        following = verb[at + 1].text if at + 1 < len(verb) else ""
        if token.text == "!":
            at = _after(verb, at + 1)
            continue
        if token.text == "(":
            starts.append(len(found))
        elif token.text == ")":
            start = starts.pop()
            if following in ("*", "?"):
                del found[start:]
        elif (is_iri(token) or token.text == "a") and following not in ("*", "?"):
            found.append(token)
        at += 1
    return found


def _after(verb: Sequence[Token], at: int) -> int:
    """Return the number of the token after the negated property set that begins at ``at``."""
    if verb[at].text == "^":
        at += 1
    depth = 0
    while True:
        depth += (verb[at].text == "(") - (verb[at].text == ")")
        at += 1
        if depth == 0:
            return at


def joined(group: GroupPattern) -> list[GroupElement]:
    """Return the parts of a group whose solutions are joined, without BIND expressions over optional values."""
    parts = [part for part in group.parts if part.kind in JOINED]
    sure = frozenset().union(*(part.names for part in parts if part.kind != "BIND"))
    optional = frozenset().union(*(part.names for part in group.parts if part.kind == "OPTIONAL")) - sure
    return [part for part in parts if part.kind != "BIND" or not part.names & optional]


def given(parts: Iterable[GroupElement]) -> frozenset[str]:
    """Return the variables that parts may bind."""
    return frozenset().union(*(part.names for part in parts if part.kind not in REMOVERS))


def free(part: GroupElement) -> str:
    """Return the text of a triple pattern with the variable ``?csgraph`` as its object."""
    value = part.terms[2]
    size = value[-1].start + len(value[-1].text) - value[0].start
    return f"{part.query[: -size - len(' .')]}?csgraph ."


def is_constant(term: Sequence[Token]) -> bool:
    """Whether a term is an IRI or a literal; true and false are WORD tokens, and a number may have a sign."""
    return is_iri(term[0]) or term[0].kind in ("INTEGER", "NUMBER", "STRING", "WORD") or term[0].text in ("+", "-")


def variables(tokens: Sequence[Token]) -> list[str]:
    """Return the variables outside braces, each once, with a question mark."""
    found: dict[str, None] = {}
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if token.kind == "VAR" and depth == 0:
            found["?" + token.text[1:]] = None
    return list(found)


def literals(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield the literals among tokens, each as its tokens."""
    for at, token in enumerate(tokens):
        if token.kind in ("INTEGER", "NUMBER"):
            yield (token,)
        elif token.kind == "STRING":
            following = tokens[at + 1] if at + 1 < len(tokens) else token
            size = {"LANGTAG": 2, "MARK": 3 if following.text == "^^" else 1}.get(following.kind, 1)
            yield tuple(tokens[at : at + size])
