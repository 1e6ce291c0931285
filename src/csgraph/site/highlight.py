"""Shows the text of a query with what its words are, and with its terms linked to their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from csgraph.rdf.namespaces import PREFIXES
from csgraph.site.urls import PageUrls
from csgraph.sparql.grammar import Token, tokenize

_KINDS = {
    "STRING": "string",
    "LANGTAG": "string",
    "NUMBER": "number",
    "INTEGER": "number",
    "VAR": "variable",
    "WORD": "keyword",
    "PNAME": "name",
    "IRIREF": "name",
}
_HEADER = re.compile(r"\A(?:#\+[^\n]*\n)+\s*")


@dataclass(frozen=True)
class HighlightedPiece:
    """A piece of a query.

    Attributes:
        text: What stands there.
        kind: What it is: ``comment``, ``keyword``, ``name``, ``number``, ``string`` or ``variable``; empty if none of these.
        href: The link to the page of the thing that it names; empty where there is none.
    """

    text: str
    kind: str = ""
    href: str = ""


def without_header(text: str) -> str:
    """Return a query without the lines that describe it, which begin with ``#+``."""
    return _HEADER.sub("", text)


def parts(text: str, addresses: PageUrls, page: str) -> list[HighlightedPiece]:
    """Return the pieces of a query, which together are its text.

    Args:
        text: The query.
        addresses: Where the things are that it may name.
        page: The path of the page that shows it.
    """
    found: list[HighlightedPiece] = []
    tokens, end = tokenize(text), 0
    prefixes = {**PREFIXES, **_declared(tokens)}
    for token in tokens:
        found += _between(text[end : token.start])
        end = token.start + len(token.text)
        iri = _iri(token, prefixes)
        href = addresses.href(iri, page) if iri and iri in addresses else ""
        if token.text:
            found.append(HighlightedPiece(token.text, _KINDS.get(token.kind, ""), href))
    found += _between(text[end:])
    return found


def _between(text: str) -> Iterator[HighlightedPiece]:
    """Yield what stands between two words: white space and comments."""
    for piece in re.split(r"(#[^\n\r]*)", text):
        if piece:
            yield HighlightedPiece(piece, "comment" if piece.startswith("#") else "")


def _declared(tokens: list[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares."""
    three = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return {
        name.text.removesuffix(":"): namespace.text[1:-1]
        for word, name, namespace in three
        if word.text.upper() == "PREFIX" and name.kind == "PNAME" and namespace.kind == "IRIREF"
    }


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    """Return the IRI that a word is; empty if it is none."""
    if token.kind == "IRIREF":
        return token.text[1:-1]
    prefix, colon, local = token.text.partition(":")
    return prefixes.get(prefix, "") + local if token.kind == "PNAME" and colon and local and prefix in prefixes else ""
