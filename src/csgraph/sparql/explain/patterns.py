"""Questions about the parts of a query: which are joined, which properties a path needs, which values are given.

``site/assets/explanation-patterns.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from csgraph.sparql.syntax import GroupElement, GroupPattern, is_iri, names_of
from csgraph.sparql.tokens import Token

JOINED = ("TRIPLE", "GRAPH", "UNION", "SELECT", "VALUES", "BIND")
"""Kinds of part whose solutions are joined: if one has none, the group has none."""

REMOVERS = ("FILTER", "MINUS")
"""Kinds of part that remove solutions."""


def inlined(parts: Sequence[GroupElement]) -> list[GroupElement]:
    """Return parts with those of groups in them that are only joined: what is in ``{ … }`` or ``GRAPH ?g { … }``."""
    return [each for part in parts for each in _inlined(part)]


def _inlined(part: GroupElement) -> Iterator[GroupElement]:
    if part.kind not in ("GRAPH", "UNION") or len(part.groups) != 1:
        yield part
        return
    inner = inlined(part.groups[0].parts)
    # A value that BIND calculates is seen in its own group only, and an empty group asks whether there is a graph.
    if not inner or any(each.kind not in ("TRIPLE", "GRAPH", "UNION", "SELECT", "VALUES") for each in inner):
        yield part
        return
    head = part.tokens[:2] if part.kind == "GRAPH" else ()
    for each in inner:
        if not head or each.within:
            yield each
        else:
            yield replace(each, names=each.names | names_of(head), within=head)


def steps(verb: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Return the steps of a path that follow each other (``a/b``); one where it is no such path."""
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
    """Return the properties of a path without which it could match less: none that may be left out or is negated."""
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
    """Return the place after the set of properties that begins here."""
    if verb[at].text == "^":
        at += 1
    depth = 0
    while True:
        depth += (verb[at].text == "(") - (verb[at].text == ")")
        at += 1
        if depth == 0:
            return at


def joined(group: GroupPattern) -> list[GroupElement]:
    """Return the parts of a group whose solutions are joined, less what is calculated from what is optional."""
    parts = [part for part in inlined(group.parts) if part.kind in JOINED]
    sure = frozenset().union(*(part.names for part in parts if part.kind != "BIND"))
    optional = frozenset().union(*(part.names for part in group.parts if part.kind == "OPTIONAL")) - sure
    return [part for part in parts if part.kind != "BIND" or not part.names & optional]


def given(parts: Iterable[GroupElement]) -> frozenset[str]:
    """Return the variables that parts may give values."""
    return frozenset().union(*(part.names for part in parts if part.kind not in REMOVERS))


def free(part: GroupElement) -> str:
    """Return the text of a triple pattern with the variable ``?csgraph`` for its object."""
    value = part.terms[2]
    size = value[-1].start + len(value[-1].text) - value[0].start
    return f"{part.query[: -size - len(' .')]}?csgraph ."


def is_constant(term: Sequence[Token]) -> bool:
    """Tell whether a term is an IRI or a literal; true and false are words, and a number may have a sign."""
    return is_iri(term[0]) or term[0].kind in ("INTEGER", "NUMBER", "STRING", "WORD") or term[0].text in ("+", "-")


def is_variable(term: Sequence[Token]) -> bool:
    """Tell whether a term stands for any: a blank node does too."""
    return term[0].kind in ("VAR", "BLANK", "ANON")


def variables(tokens: Sequence[Token]) -> list[str]:
    """Return the variables outside of braces, each once."""
    found: dict[str, None] = {}
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if token.kind == "VAR" and depth == 0:
            found["?" + token.text[1:]] = None
    return list(found)


def literals(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield the literals among words, each as the words that make it."""
    for at, token in enumerate(tokens):
        if token.kind in ("INTEGER", "NUMBER"):
            yield (token,)
        elif token.kind == "STRING":
            following = tokens[at + 1] if at + 1 < len(tokens) else token
            size = {"LANGTAG": 2, "MARK": 3 if following.text == "^^" else 1}.get(following.kind, 1)
            yield tuple(tokens[at : at + size])
