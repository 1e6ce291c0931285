"""Highlights the text of a query, and links its terms to their pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from csgraph.rdf.namespaces import PREFIXES
from csgraph.site.urls import PageUrls
from csgraph.sparql.tokens import Token, tokenize

_KINDS = {
    "COMMENT": "comment",
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
        text: Its text.
        kind: ``comment``, ``keyword``, ``name``, ``number``, ``string`` or ``variable``; empty for other text.
        href: The link to the page of the resource that it names; empty if there is none.
    """

    text: str
    kind: str = ""
    href: str = ""


def without_header(text: str) -> str:
    """Return a query without its header, the lines that begin with ``#+``."""
    return _HEADER.sub("", text)


def parts(text: str, addresses: PageUrls, page: str) -> list[HighlightedPiece]:
    """Return the pieces of a query, which together are its text.

    Args:
        text: The query.
        addresses: The pages of resources.
        page: The path of the page on which the query is shown.
    """
    found: list[HighlightedPiece] = []
    tokens, end = tokenize(text, comments=True), 0
    prefixes = {**PREFIXES, **_declared(tokens)}
    for token in tokens:
        if token.start > end:
            found.append(HighlightedPiece(text[end : token.start]))
        end = token.end
        iri = _iri(token, prefixes)
        href = addresses.href(iri, page) if iri and iri in addresses else ""
        if token.text:
            found.append(HighlightedPiece(token.text, _KINDS.get(token.kind, ""), href))
    if text[end:]:
        found.append(HighlightedPiece(text[end:]))
    return found


def _declared(tokens: list[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares."""
    words = [token for token in tokens if token.kind != "COMMENT"]
    three = zip(words, words[1:], words[2:], strict=False)
    return {
        name.text.removesuffix(":"): namespace.text[1:-1]
        for word, name, namespace in three
        if word.text.upper() == "PREFIX" and name.kind == "PNAME" and namespace.kind == "IRIREF"
    }


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    """Return the IRI of a token; empty if it is not an IRI."""
    if token.kind == "IRIREF":
        return token.text[1:-1]
    prefix, colon, local = token.text.partition(":")
    return prefixes.get(prefix, "") + local if token.kind == "PNAME" and colon and local and prefix in prefixes else ""
