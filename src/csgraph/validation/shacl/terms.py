"""The terms of SHACL, and the form of a term in SPARQL that keeps its lexical form.

Oxigraph's store keeps numbers, dates and the like by their value: ``1.50`` becomes ``1.5``, ``"1"^^xsd:byte`` becomes
an xsd:integer. SHACL compares terms (sections 4.5, 4.8), so a literal that the store would rewrite is kept under a
datatype of ours, which the store does not know, and is converted back where values are compared.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.namespaces import SH, XSD

if TYPE_CHECKING:
    from typing import TypeAlias

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

WRITTEN = "urn:csgraph:written:"
"""The start of the datatype of a literal whose lexical form the store must keep."""

# The lexical forms that Oxigraph 0.5 gives back unchanged, or a few less: all others are kept under a datatype of
# ours, which costs time and alters nothing. A property test compares them with the store.
_KEPT = {
    "boolean": re.compile(r"true|false"),
    "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    "decimal": re.compile(r"0|-?[1-9][0-9]{0,14}|-?(?:0|[1-9][0-9]{0,9})\.[0-9]{0,8}[1-9]"),
    "date": re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}Z?"),
    "dateTime": re.compile(
        r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3])(?::[0-9]{2}){2}(?:\.[0-9]{0,5}[1-9])?Z?"
    ),
    "gYear": re.compile(r"[1-9][0-9]{3}Z?"),
    "gYearMonth": re.compile(r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])Z?"),
}
_KEPT_BY_IRI = {f"{XSD}{name}": pattern for name, pattern in _KEPT.items()}

# The datatypes that Oxigraph 0.5 stores by value; literals of all others it keeps as written.
_VALUED = frozenset(
    f"{XSD}{name}"
    for name in (
        "boolean float double decimal integer byte short int long unsignedByte unsignedShort unsignedInt unsignedLong "
        "positiveInteger negativeInteger nonPositiveInteger nonNegativeInteger date time dateTime dateTimeStamp gYear "
        "gYearMonth gMonth gMonthDay gDay duration yearMonthDuration dayTimeDuration"
    ).split()
)


@cache
def sh(name: str) -> ox.NamedNode:
    """Return a term of SHACL by its local name."""
    return ox.NamedNode(SH + name)


@cache
def nothing() -> ox.Store:
    """Return a store without data, for parsing queries."""
    return ox.Store()


def is_valued(literal: ox.Literal) -> bool:
    """Whether a store may keep a literal by its value and not as written."""
    return literal.datatype.value in _VALUED


def is_kept(literal: ox.Literal) -> bool:
    """Whether Oxigraph's store gives back a literal as written."""
    if not is_valued(literal):
        return True
    pattern = _KEPT_BY_IRI.get(literal.datatype.value)
    return pattern is not None and pattern.fullmatch(literal.value) is not None


def as_written(term: Term) -> Term:
    """Return a term in the form from which the store can give it back as written."""
    if isinstance(term, ox.Literal) and not is_kept(term):
        return ox.Literal(term.value, datatype=ox.NamedNode(WRITTEN + term.datatype.value))
    return term


def as_meant(term: Term) -> Term:
    """Return a term of the store as it is in the data: the inverse of ``as_written``."""
    if isinstance(term, ox.Literal) and term.datatype.value.startswith(WRITTEN):
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype.value.removeprefix(WRITTEN)))
    return term


def to_sparql(term: Term, *, written: bool = True) -> str:
    """Return a term as a query writes it.

    Args:
        term: The term; not a blank node, which no query can name.
        written: Write it as ``as_written`` does, to match this lexical form only.
    """
    return str(as_written(term) if written else term)
