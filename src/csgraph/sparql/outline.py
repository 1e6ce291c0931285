"""Reads the outline of a query from its tokens: its form, the columns it returns, and the span of its WHERE group.

This needs no parse, so it is cheap, and it also works for text that is not (yet) correct SPARQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csgraph.sparql.tokens import QUERY_FORMS, UPDATES, Token, tokenize


def form(text: str) -> str | None:
    """Return the keyword of a query or an update, such as SELECT or INSERT; None if there is none."""
    return next((token.word for token in tokenize(text) if token.word in QUERY_FORMS + UPDATES), None)


def projection(text: str) -> list[str]:
    """Return the variables that a SELECT query returns, in order, without their sign; none for ``*`` and other forms."""
    tokens = tokenize(text)
    at = next((at for at, token in enumerate(tokens) if token.word in QUERY_FORMS), len(tokens) - 1)
    return list(columns(tokens[at + 1 :])) if tokens[at].word == "SELECT" else []


def columns(tokens: Sequence[Token]) -> dict[str, tuple[Token, ...]]:
    """Return the variables that a SELECT clause names, without their sign, each with its expression.

    Args:
        tokens: The tokens after SELECT.

    Returns:
        For ``(expression AS ?name)`` the tokens of the expression; for a plain variable none.
    """
    found: dict[str, tuple[Token, ...]] = {}
    depth = start = 0
    for at, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and (token.text in ("{", "*") or token.word in ("WHERE", "FROM")):
            break
        if depth == 1 and token.text == "(":
            start = at + 1
        elif depth == 0 and token.text == ")":
            found[tokens[at - 1].text[1:]] = tuple(tokens[start : at - 2])
        elif depth == 0 and token.kind == "VAR":
            found[token.text[1:]] = ()
    return found


def where(text: str) -> tuple[int, int] | None:
    """Return the offsets of the WHERE group of a query, braces included; None if it has no such group of its own.

    The group of ``CONSTRUCT WHERE { … }`` is also the template (SPARQL 1.1, section 16.2.4), so it does not count.
    """
    tokens = tokenize(text)
    at = next((at for at, token in enumerate(tokens) if token.word in QUERY_FORMS), None)
    if at is None:
        return None
    braces = iter(_braces(tokens[at + 1 :]))
    if tokens[at].word == "CONSTRUCT" and (tokens[at + 1].text != "{" or next(braces, None) is None):
        return None
    return next(braces, None)


def _braces(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each outermost pair of braces outside round brackets."""
    brackets, braces, start = 0, 0, 0
    for token in tokens:
        if not braces:
            brackets += (token.text == "(") - (token.text == ")")
        if not brackets and token.text in ("{", "}"):
            start = start if braces else token.start
            braces += 1 if token.text == "{" else -1
            if braces == 0:
                yield start, token.end
