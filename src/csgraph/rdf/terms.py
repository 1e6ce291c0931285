"""RDF terms as text and as Python values. Inside csgraph a term is pyoxigraph's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.rdf.namespaces import XSD, compress
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from typing import TypeAlias

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def to_ntriples(term: Term) -> str:
    """Return a term in N-Triples 1.2; ``str`` leaves out the marks around a triple term (section 2.5)."""
    if not isinstance(term, ox.Triple):
        return str(term)
    return f"<<( {term.subject} {term.predicate} {to_ntriples(term.object)} )>>"


def words(term: Term | None) -> Iterator[str]:
    """Yield the words of a term, and of the terms in it."""
    if isinstance(term, ox.Triple):
        yield from (*words(term.subject), *words(term.object))
    else:
        yield getattr(term, "value", "")


def to_python(term: Term | None) -> Any:
    """Return a term as a Python value: numbers and truth values as such, all else as text, unbound as None."""
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
    """Return a term as people read it: words plain, IRIs as CURIEs where one fits, safe for a terminal."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return terminal_safe(compress(term.value) or term.value)
    return terminal_safe(term.value if isinstance(term, ox.Literal) else to_ntriples(term))


def is_number(term: Term | None) -> bool:
    """Tell whether a term is a number that SPARQL can calculate with."""
    return isinstance(term, ox.Literal) and term.datatype.value.removeprefix(XSD) in (
        "integer",
        "decimal",
        "double",
        "float",
    )
