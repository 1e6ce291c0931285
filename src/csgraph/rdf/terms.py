"""Converts RDF terms to text and to Python values. Inside csgraph a term is pyoxigraph's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.rdf.namespaces import XSD, shorten
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from typing import TypeAlias

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def to_ntriples(term: Term) -> str:
    """Serialize a term as N-Triples 1.2; ``str`` omits the delimiters of a triple term (section 2.5)."""
    if not isinstance(term, ox.Triple):
        return str(term)
    return f"<<( {term.subject} {term.predicate} {to_ntriples(term.object)} )>>"


def words(term: Term | None) -> Iterator[str]:
    """Yield the text of a term, and of the terms in a triple term."""
    if isinstance(term, ox.Triple):
        yield from (*words(term.subject), *words(term.object))
    else:
        yield getattr(term, "value", "")


def to_python(term: Term | None) -> Any:
    """Convert a term to a Python value: numbers and booleans as such, other terms as text, unbound as None."""
    if not isinstance(term, ox.Literal):
        return to_ntriples(term) if isinstance(term, ox.Triple) else getattr(term, "value", None)
    name = term.datatype.value.removeprefix(XSD)
    try:
        if name == "integer":
            return int(term.value)
        if name in ("double", "float"):
            return float(term.value)
        if name == "decimal":
            from decimal import Decimal

            return Decimal(term.value)
    except (ValueError, ArithmeticError):
        return term.value
    return term.value in ("true", "1") if name == "boolean" else term.value


def to_text(term: Term | None) -> str:
    """Return a term as readable text, safe for a terminal: literals plain, IRIs as CURIEs if a prefix fits."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return terminal_safe(shorten(term.value))
    return terminal_safe(term.value if isinstance(term, ox.Literal) else to_ntriples(term))


def is_number(term: Term | None) -> bool:
    """Whether a term is a number of a numeric datatype of SPARQL (SPARQL 1.1 Query, section 17.1)."""
    return isinstance(term, ox.Literal) and term.datatype.value.removeprefix(XSD) in (
        "integer",
        "decimal",
        "double",
        "float",
    )
