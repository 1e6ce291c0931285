"""Splits SPARQL text into tokens with their positions (SPARQL 1.1, section 19.8).

Every reader of SPARQL in this project starts here: diagnostics, the parser, parameter binding, the nesting check of the
engine, SHACL's SPARQL constraints and the highlighting of the site; ``site/assets/sparql.js`` has the patterns from here.
Each function takes time linear in the length of the text, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """A token.

    Attributes:
        kind: A key of ``PATTERNS`` other than SPACE; COMMENT; or END for the last token of a text.
        text: The token as written; empty for END.
        start: Its offset in the text.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after the token."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """A keyword or function name in capitals; empty for any other token."""
        return self.text.upper() if self.kind == "WORD" else ""


_LONG_STRING = r"""'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\""""
_STRING = rf"""{_LONG_STRING}|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*\""""
_IRIREF = r"""<[^<>"{}|^`\\\x00-\x20]*>"""
# The standard does not limit the length of a prefix; without a limit, a text such as "a.a.a…" takes quadratic time.
_PREFIX = r"[^\W\d_][\w.-]{0,255}"
_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^\w\s]|\.(?=[\w:.%\\-]))*"

PATTERNS = {
    "SPACE": r"\s+|#[^\n\r]*",
    "STRING": _STRING,
    "IRIREF": _IRIREF,
    "VAR": r"[?$]\w+",
    "BLANK": r"_:\w(?:[\w.-]*[\w-])?",
    "PNAME": f"(?:{_PREFIX})?:(?:{_LOCAL})?",
    "LANGTAG": "@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "NUMBER": r"(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+|\d*\.\d+",
    "INTEGER": r"\d+",
    "WORD": r"[^\W\d]\w*",
    "NIL": r"\(\s*\)",
    "ANON": r"\[\s*\]",
    "MARK": r"\^\^|\|\||&&|!=|<=|>=|[{}()\[\].,;=<>!+*/|^?-]",
    "OTHER": ".",
}
"""A regular expression for each kind of token, in the order in which they are tried. Every character is matched."""

QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
"""The keywords that begin a query after its prologue."""

UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
"""The keywords that begin an update (SPARQL 1.1 Update, section 3) after its prologue."""

_TOKEN = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS.items())
# Brackets, and the tokens in which a bracket is only a character.
_BRACKET = rf"{_STRING}|{_IRIREF}|#[^\n\r]*|([{{}}()\[\]])"


def tokenize(text: str, *, comments: bool = False) -> list[Token]:
    """Return the tokens of a text without white space, and without comments unless ``comments``; the last is END."""
    return [*_tokens(text, comments)]


# The outline, the parser and the SHACL compiler take the tokens of one text in turn.
@lru_cache(maxsize=4)
def _tokens(text: str, comments: bool) -> tuple[Token, ...]:
    tokens = []
    for found in re.finditer(_TOKEN, text, re.DOTALL):
        kind = found.lastgroup or ""
        if kind != "SPACE":
            tokens.append(Token(kind, found[0], found.start()))
        elif comments and found[0][0] == "#":
            tokens.append(Token("COMMENT", found[0], found.start()))
    return (*tokens, Token("END", "", len(text.rstrip())))


def brackets(text: str) -> Iterator[tuple[str, int]]:
    """Yield each bracket outside strings, IRIs and comments, with its offset. Several times faster than ``tokenize``."""
    return ((found[1], found.start()) for found in re.finditer(_BRACKET, text, re.DOTALL) if found[1])


def unspaced(tokens: Iterable[Token]) -> str:
    """Return tokens as one line: a space where there was white space or a comment, none elsewhere."""
    line, end = "", None
    for token in tokens:
        line += (" " if end is not None and token.start > end else "") + token.text
        end = token.end
    return line


def replaced(text: str, start: int, tokens: Iterable[Token], texts: Mapping[Token, str]) -> str:
    """Return a piece of a query with some of its tokens replaced.

    Args:
        text: The piece.
        start: Its offset in the query.
        tokens: Its tokens, in order.
        texts: The replacements.
    """
    found, end = "", 0
    for token in tokens:
        if token in texts:
            found += text[end : token.start - start] + texts[token]
            end = token.end - start
    return found + text[end:]
