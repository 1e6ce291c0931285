"""Tells from a view's query which cells of its answer are names, and of which thing each is the name.

A view gives words and not IRIs, and the words of the report are often those that some thing is called by: "legitimacy" is
printed, and is a topic. So nothing is told from what a cell says. The query itself tells: where it binds a column as the
object of a property that names, the cell is the name of the subject and leads to it; a column that is bound by anything
else holds words as printed, readings or figures, and leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.publication.resources import LABELS
from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.turtle import iri
from csgraph.sparql import engine
from csgraph.sparql.explain import patterns
from csgraph.sparql.parser import UnreadableError, parse
from csgraph.sparql.results import Rows
from csgraph.sparql.syntax import GroupElement, GroupPattern, QuerySyntax, SelectSyntax
from csgraph.sparql.tokens import Token, unspaced

PROPERTIES = frozenset((*LABELS, *map(iri, ("dcterms:identifier", "skos:notation"))))
"""The properties whose value, in a view, means the thing that has it.

What is printed is none, such as ``oa:exact`` and ``csg:nameAsPrinted``, nor are other names, such as ``csg:shortName``.
"""

_Edit: TypeAlias = tuple[int, int, str]
# How a view joins several names in one cell.
_JOINED = re.compile(
    r'GROUP_CONCAT\s*\(\s*(?:DISTINCT\s+)?(?:STR\s*\(\s*(\?\w+)\s*\)|(\?\w+))\s*;\s*SEPARATOR\s*=\s*"([^"\\]+)"\s*\)',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Naming:
    """How a column of a view names things.

    Attributes:
        group: The group of the query in which the names are bound.
        name: The variable that holds one name.
        node: The variable that is to hold the thing that has it.
        edits: How the query is altered to bind that variable: where a piece of it begins and ends, and what stands there then.
        separator: What stands between several names in one cell; empty where each cell has one.
    """

    group: GroupPattern
    name: str
    node: str
    edits: tuple[_Edit, ...]
    separator: str = ""


@dataclass(frozen=True)
class ColumnNames:
    """The names that a column has.

    Attributes:
        iris: The IRI of the thing by its name; a name that several things have in this column is none.
        separator: As in ``Naming``.
    """

    iris: Mapping[str, str]
    separator: str = ""

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the text of a cell in pieces, each with the IRI of the thing that it names; what names none with nothing."""
        for number, part in enumerate(text.split(self.separator) if self.separator else [text]):
            if number:
                yield self.separator, ""
            yield part, self.iris.get(part, "")


def names(text: str, store: ox.Store, *, place: str = "query") -> dict[str, ColumnNames]:
    """Return the names in the answer of a view by their columns.

    Args:
        text: The query of the view.
        store: What it asks.
        place: What messages call the query.

    Raises:
        InputError: The query cannot be read.
    """
    query = _read(text, place)
    known = _namings(text, query)
    groups: dict[int, list[Naming]] = {}
    for naming in known.values():
        groups.setdefault(naming.group.start, []).append(naming)
    things: dict[tuple[int, str], dict[str, set[str]]] = {}
    for start, together in groups.items():
        answer = engine.run(_query(text, query, together), store, place=place)
        assert isinstance(answer, Rows)
        at = {variable: number for number, variable in enumerate(answer.variables)}
        for naming in together:
            found = things.setdefault((start, naming.name), {})
            for row in answer:
                name, node = row[at[naming.name[1:]]], row[at[naming.node[1:]]]
                if isinstance(name, ox.Literal) and isinstance(node, ox.NamedNode):
                    found.setdefault(name.value, set()).add(node.value)
    return {
        column: ColumnNames(
            {
                name: min(nodes)
                for name, nodes in sorted(things[naming.group.start, naming.name].items())
                if len(nodes) == 1
            },
            naming.separator,
        )
        for column, naming in known.items()
    }


def columns(text: str, place: str = "query") -> frozenset[str]:
    """Return the columns of a query that name things.

    Raises:
        InputError: The query cannot be read.
    """
    return frozenset(_namings(text, _read(text, place)))


def _read(text: str, place: str) -> QuerySyntax:
    try:
        return parse(text)
    except UnreadableError:
        raise InputError("the query has something beyond SPARQL 1.1", place=place) from None


def _namings(text: str, query: QuerySyntax) -> dict[str, Naming]:
    prefixes = {**PREFIXES, **query.prefixes}
    found = {column: _naming(text, query.select, f"?{column}", prefixes) for column in query.select.columns}
    return {column: naming for column, naming in found.items() if naming}


def _query(text: str, query: QuerySyntax, together: list[Naming]) -> str:
    """Return the query for the names that are bound in one group, with the things that have them."""
    group = together[0].group
    body, at = "", group.start
    for start, end, piece in sorted({edit for naming in together for edit in naming.edits}):
        body += text[at:start] + piece
        at = end
    body += text[at : group.end]
    given = sorted({variable for naming in together for variable in (naming.name, naming.node)})
    return f"{query.prologue}\nSELECT DISTINCT {' '.join(given)}\n{query.dataset}\nWHERE {body}"


def _naming(
    text: str, select: SelectSyntax, name: str, prefixes: Mapping[str, str], separator: str = ""
) -> Naming | None:
    """Return how a variable that a query or sub-query gives names things; None where it does not."""
    expression = unspaced(select.columns.get(name[1:], ()))
    if expression:
        # Names that are joined twice could not be told apart.
        joined = None if separator else _JOINED.fullmatch(expression)
        if not joined:
            return None
        name, separator = joined[1] or joined[2], joined[3]
    if not select.group:
        return None
    bound = list(_bindings(select.group, name))
    if len(bound) == 1 and isinstance(bound[0], SelectSyntax):
        return _naming(text, bound[0], name, prefixes, separator)
    node = f"?csgraph_{name[1:]}"
    edits: list[_Edit] = []
    groups = set()
    for each in bound:
        if not isinstance(each, tuple) or not (found := _edits(text, *each, name, node, prefixes)):
            return None
        # What is the name of two things at once is left alone.
        if each[0].start in groups:
            return None
        groups.add(each[0].start)
        edits += found
    return Naming(select.group, name, node, tuple(edits), separator) if edits else None


def _edits(
    text: str, group: GroupPattern, part: GroupElement, name: str, node: str, prefixes: Mapping[str, str]
) -> list[_Edit]:
    """Return what binds the thing that a triple pattern gives the name of; nothing where it gives no name."""
    subject, verb, value = part.terms
    *before, last = patterns.steps(verb)
    if len(last) != 1 or _iri(last[0], prefixes) not in PROPERTIES or len(subject) != 1 or subject[0].kind != "VAR":
        return []
    if not before:
        end = group.end - 1
        return [(end, end, f" BIND({subject[0].text} AS {node}) ")]
    path = "/".join(unspaced(step) for step in before)
    named, start = f"{node} {last[0].text} {name} . ", subject[0].start
    after, end = verb[-1].end, value[0].end
    if not text[after : value[0].start].strip() and not text[end:].lstrip().startswith(","):
        # The path is cut before its last step, which costs the engine nothing.
        return [(start, start, named), (verb[0].start, end, f"{path} {node}")]
    return [(start, start, f"{subject[0].text} {path} {node} . {named}")]


def _iri(token: Token, prefixes: Mapping[str, str]) -> ox.NamedNode | None:
    if token.kind == "IRIREF":
        return ox.NamedNode(token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    namespace = prefixes.get(prefix)
    return ox.NamedNode(namespace + local) if colon and namespace else None


def _bindings(group: GroupPattern, name: str) -> Iterator[tuple[GroupPattern, GroupElement] | SelectSyntax | None]:
    """Yield what binds a variable: a triple pattern whose object it is with its group, a sub-query, or None for all else."""
    for part in group.parts:
        if name not in part.names or part.kind in patterns.REMOVERS:
            continue
        if part.select:
            yield part.select
        elif part.groups:
            for each in part.groups:
                yield from _bindings(each, name)
        elif part.kind == "BIND":
            # BIND ( expression AS ?name )
            if part.tokens[-2].text == name:
                yield None
        elif part.terms and part.terms[2][0].text == name and len(part.terms[2]) == 1:
            yield group, part
        else:
            yield None
