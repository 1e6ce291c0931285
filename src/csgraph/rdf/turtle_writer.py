"""Writes Turtle and TriG that people can read and diff, subject by subject, in the order of all our Turtle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import Nesting
from csgraph.rdf.namespaces import PREFIXES, XSD

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

_LONG = re.compile(r'[\\\r]|"(?="")|"$')
_INTEGER = f"{XSD}integer"
# Readers such as rdflib lose the lexical form of any other bare number.
_PLAIN = re.compile(r"0|-?[1-9][0-9]*")
_INDENT = "    "


def write(subjects: Iterable[tuple[Term, list[ox.Triple]]], nesting: Nesting | None = None) -> Iterator[str]:
    """Yield the blocks of subjects, in the given order.

    Args:
        subjects: Each subject with its triples.
        nesting: The blank nodes.
    """
    writer = _TurtleWriter(nesting or Nesting())
    for subject, triples in subjects:
        if subject not in writer.nesting:
            yield turtle.block(
                turtle.to_turtle(subject), writer.properties(((one.predicate, one.object) for one in triples), 2)
            )


def heading(comment: Iterable[str], prefixes: Iterable[str]) -> str:
    """Return the head of a file: comment and declarations of prefixes."""
    lines = [*(f"# {line}\n" for line in comment), "\n"]
    return "".join([*lines, *(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(prefixes))])


class _TurtleWriter:
    """Writes terms, blank nodes with their properties."""

    def __init__(self, nesting: Nesting) -> None:
        self.nesting = nesting

    def properties(self, pairs: Iterable[tuple[Term, Term]], depth: int) -> dict[str, list[str]]:
        """Return objects by predicate, as ``turtle.block`` takes them."""
        found: dict[str, list[str]] = {}
        for predicate, value in pairs:
            name = turtle.to_turtle(predicate)
            found.setdefault(name, []).append(self.term(value, depth))
        return found

    def term(self, term: Term, depth: int) -> str:
        """Return a term in Turtle; the properties of a blank node are indented to its depth."""
        if isinstance(term, ox.Literal) and "\n" in term.value:
            return _long(term)
        if isinstance(term, ox.Literal) and term.datatype.value == _INTEGER and not _PLAIN.fullmatch(term.value):
            return f'"{term.value}"^^xsd:integer'
        if term not in self.nesting:
            return turtle.to_turtle(term)
        if (items := self.nesting.items(term)) is not None:
            members = [self.term(item, depth + 1) for item in items]
            if not any("\n" in member for member in members):
                return f"( {' '.join(members)} )"
            lines = [f"{_INDENT * depth}{member}\n" for member in members]
            return f"(\n{''.join(lines)}{_INDENT * (depth - 1)})"
        inner = self.properties(self.nesting.of(term), depth + 1)
        lines = [
            f"{_INDENT * depth}{'a' if name == 'rdf:type' else name} {', '.join(inner[name])} ;\n"
            for name in sorted(inner, key=turtle.predicate_key)
        ]
        return f"[\n{''.join(lines)}{_INDENT * (depth - 1)}]"


def _long(literal: ox.Literal) -> str:
    """Return a literal of several lines as a long string (Turtle 1.1, section 2.5.1)."""
    short = turtle.to_turtle(ox.Literal("", language=literal.language) if literal.language else ox.Literal(""))
    if not literal.language and literal.datatype.value != f"{XSD}string":
        return turtle.to_turtle(literal)
    escaped = _LONG.sub(lambda found: {"\r": "\\r"}.get(found[0], "\\" + found[0]), literal.value)
    return f'"""{escaped}"""{short[2:]}'
