"""Binds variables of a query to terms.

Binding a variable adds a filter to the WHERE group: ``{ …WHERE… FILTER(?name IN (…)) }``. A trailing VALUES clause is not
equivalent: it is joined after grouping (SPARQL 1.1, section 18.2.4.3), so counts do not change, and it binds variables that
OPTIONAL left unbound (section 18.3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csgraph.sparql import outline

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term


def bind(text: str, terms: Mapping[str, Sequence[Term]]) -> str:
    """Return a query whose variables can only have given terms as values.

    The engine serializes the terms, so nothing in them is read as syntax.

    Args:
        text: The query.
        terms: The terms by variable.
    """
    group = outline.where(text)
    if group is None or not terms:
        return text
    start, end = group
    filters = "".join(f" FILTER(?{name} IN ({', '.join(map(str, each))}))" for name, each in terms.items())
    return f"{text[:start]}{{ {text[start:end]}{filters} }}{text[end:]}"
