"""Finds, from the query of a view, the columns that hold names of entities, and the entity of each name.

A view returns text and not IRIs, and text of the report is often equal to the name of an entity: "legitimacy" is printed,
and is a topic. So links cannot be found from the text of a cell. They follow from the query: if it binds a column as the
object of a naming property, each cell is the name of the subject and links to it; a column bound in any other way holds
text as printed, readings or figures, and has no links.
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
"""The naming properties: in a view, their value stands for their subject.

Not among them: printed text such as ``oa:exact`` and ``csg:nameAsPrinted``, and other names such as ``csg:shortName``.
"""

_Edit: TypeAlias = tuple[int, int, str]
# An aggregate that joins several names in one cell.
_JOINED = re.compile(
    r'GROUP_CONCAT\s*\(\s*(?:DISTINCT\s+)?(?:STR\s*\(\s*(\?\w+)\s*\)|(\?\w+))\s*;\s*SEPARATOR\s*=\s*"([^"\\]+)"\s*\)',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Naming:
    """How a column of a view gets its names.

    Attributes:
        group: The group of the query in which the names are bound.
        name: The variable of a name.
        node: The variable to add, for the entity with that name.
        edits: The edits that make the query bind ``node``: start and end offset, and the new text.
        separator: The separator of several names in one cell; empty if each cell has one.
    """

    group: GroupPattern
    name: str
    node: str
    edits: tuple[_Edit, ...]
    separator: str = ""


@dataclass(frozen=True)
class ColumnNames:
    """The names in a column.

    Attributes:
        iris: The IRI of the entity by its name, without the names that several entities have in this column.
        separator: As in ``Naming``.
    """

    iris: Mapping[str, str]
    separator: str = ""

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the text of a cell in pieces, each with the IRI of the entity that it names, or an empty string."""
        for number, part in enumerate(text.split(self.separator) if self.separator else [text]):
            if number:
                yield self.separator, ""
            yield part, self.iris.get(part, "")


def names(text: str, store: ox.Store, *, place: str = "query") -> dict[str, ColumnNames]:
    """Return the names in the results of a view, by column.

    Args:
        text: The query of the view.
        store: The store that it is run on.
        place: The name of the query in messages.

    Raises:
        InputError: The query cannot be parsed.
    """
    query = _read(text, place)
    known = _namings(text, query)
    groups: dict[int, list[Naming]] = {}
    for naming in known.values():
        groups.setdefault(naming.group.start, []).append(naming)
    entities: dict[tuple[int, str], dict[str, set[str]]] = {}
    for start, together in groups.items():
        answer = engine.run(_query(text, query, together), store, place=place)
        assert isinstance(answer, Rows)
        at = {variable: number for number, variable in enumerate(answer.variables)}
        for naming in together:
            found = entities.setdefault((start, naming.name), {})
            for row in answer:
                name, node = row[at[naming.name[1:]]], row[at[naming.node[1:]]]
                if isinstance(name, ox.Literal) and isinstance(node, ox.NamedNode):
                    found.setdefault(name.value, set()).add(node.value)
    return {
        column: ColumnNames(
            {
                name: min(nodes)
                for name, nodes in sorted(entities[naming.group.start, naming.name].items())
                if len(nodes) == 1
            },
            naming.separator,
        )
        for column, naming in known.items()
    }


def columns(text: str, place: str = "query") -> frozenset[str]:
    """Return the columns of a query that hold names of entities.

    Raises:
        InputError: The query cannot be parsed.
    """
    return frozenset(_namings(text, _read(text, place)))


def _read(text: str, place: str) -> QuerySyntax:
    try:
        return parse(text)
    except UnreadableError:
        raise InputError("the query is not SPARQL 1.1", place=place) from None


def _namings(text: str, query: QuerySyntax) -> dict[str, Naming]:
    prefixes = {**PREFIXES, **query.prefixes}
    found = {column: _naming(text, query.select, f"?{column}", prefixes) for column in query.select.columns}
    return {column: naming for column, naming in found.items() if naming}


def _query(text: str, query: QuerySyntax, together: list[Naming]) -> str:
    """Return the query for the names bound in one group, and the entities with these names."""
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
    """Return how a variable of a query or sub-select gets names of entities; None if it does not."""
    expression = unspaced(select.columns.get(name[1:], ()))
    if expression:
        # Names that are joined twice cannot be separated again.
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
        # A value that names two entities at once has no link.
        if each[0].start in groups:
            return None
        groups.add(each[0].start)
        edits += found
    return Naming(select.group, name, node, tuple(edits), separator) if edits else None


def _edits(
    text: str, group: GroupPattern, part: GroupElement, name: str, node: str, prefixes: Mapping[str, str]
) -> list[_Edit]:
    """Return the edits that bind the entity whose name a triple pattern binds; none if it binds no name."""
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
        # The path is cut before its last step, which costs no time.
        return [(start, start, named), (verb[0].start, end, f"{path} {node}")]
    return [(start, start, f"{subject[0].text} {path} {node} . {named}")]


def _iri(token: Token, prefixes: Mapping[str, str]) -> ox.NamedNode | None:
    if token.kind == "IRIREF":
        return ox.NamedNode(token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    namespace = prefixes.get(prefix)
    return ox.NamedNode(namespace + local) if colon and namespace else None


def _bindings(group: GroupPattern, name: str) -> Iterator[tuple[GroupPattern, GroupElement] | SelectSyntax | None]:
    """Yield each binding of a variable: a triple pattern with it as object, and its group; a sub-select; None for any other."""
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
