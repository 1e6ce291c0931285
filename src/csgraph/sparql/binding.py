"""Binds variables of a query to terms.

A query with a bound variable is the query whose WHERE gives just the solutions in which the variable is one of the terms:
``{ …WHERE… FILTER(?name IN (…)) }``. A trailing VALUES clause would not do: it is joined after grouping (SPARQL 1.1,
section 18.2.4.3), so that counts stay as they are, and it fills in what OPTIONAL left unbound (section 18.3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csgraph.sparql import outline

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term


def bind(text: str, terms: Mapping[str, Sequence[Term]]) -> str:
    """Return a query whose variables are bound: each to one of its terms.

    The terms are written by the engine's own serialiser, so nothing in them is syntax.

    Args:
        text: The query.
        terms: Terms by variable.
    """
    group = outline.where(text)
    if group is None or not terms:
        return text
    start, end = group
    filters = "".join(f" FILTER(?{name} IN ({', '.join(map(str, each))}))" for name, each in terms.items())
    return f"{text[:start]}{{ {text[start:end]}{filters} }}{text[end:]}"
