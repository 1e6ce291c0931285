"""Parses literals and writes each in one form."""

from __future__ import annotations

import re

import pyoxigraph as ox

from csgraph.rdf.fmt.tree import Literal
from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.turtle import to_turtle

_STRING = PREFIXES["xsd"] + "string"

# ECHAR and UCHAR of Turtle 1.1 (section 6.4).
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def value(literal: Literal) -> str:
    """Return the string between the quotation marks, without escapes."""
    quotes = 3 if literal.written[:3] in ('"""', "'''") else 1
    return _ESCAPE.sub(_unescaped, literal.written[quotes:-quotes])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(found[3], found[3])


def datatype(literal: Literal) -> str | None:
    """Return the datatype that has to be written; none for a string (Turtle 1.1, section 2.5.1)."""
    named = literal.datatype.value if literal.datatype else None
    return None if named == _STRING else named


def language(literal: Literal) -> str | None:
    """Return the language tag in lower case; one with a direction, which is case-sensitive (RDF 1.2), as it is."""
    tag = literal.language
    return tag.lower() if tag and "--" not in tag else tag


def bare(literal: Literal) -> str | None:
    """Return a number or a boolean in its form without quotation marks; None if it has none."""
    named = datatype(literal)
    if named is None:
        return None
    short = to_turtle(ox.Literal(value(literal), datatype=ox.NamedNode(named)))
    return None if short.startswith('"') else short


def string(literal: Literal) -> str:
    """Return the string with its quotation marks; one over several lines stays as it is written."""
    has_lines = "\n" in literal.written or "\r" in literal.written
    return literal.written if has_lines else to_turtle(ox.Literal(value(literal)))
