"""Reads a shapes graph: its nodes, their properties and lists, and the errors of an ill-formed one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import CsgraphError, InputError
from csgraph.rdf.namespaces import shorten
from csgraph.rdf.vocab import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, RDFS_SUB_CLASS_OF, XSD_BOOLEAN, XSD_INTEGER

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

MAX_DEPTH = 100
"""Maximum nesting of shapes and of paths. Compiling recurses; some hundreds of levels would end in an error."""


class IllFormedError(InputError):
    """A shapes graph is not usable (SHACL, section 3.4: a failure, not a finding).

    Attributes:
        shape: The node that is not well-formed.
        predicate: Its property with the error; None if the error is in no property.
        value: The value of that property with the error; None if the error is in no value.
        row: For a query, the line within the value, counted from 1; None if not known.
    """

    def __init__(
        self,
        problem: str,
        shape: Term,
        predicate: ox.NamedNode | None = None,
        value: Term | None = None,
        row: int | None = None,
    ) -> None:
        super().__init__(problem, place=name(shape))
        self.shape, self.predicate, self.value, self.row = shape, predicate, value, row


class UnsupportedError(CsgraphError):
    """A shapes graph uses a feature that is not compiled to SPARQL.

    Attributes:
        feature: What it uses, such as ``sh:js``.
        shape: The shape that uses it.
    """

    def __init__(self, feature: str, shape: Term) -> None:
        super().__init__(f"{name(shape)}: {feature}")
        self.feature, self.shape = feature, shape


def name(term: Term) -> str:
    """Return the name of a node in messages: a CURIE where a prefix of ours fits, or its IRI."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return "a shape without IRI" if isinstance(term, ox.BlankNode) else str(term)


class ShapesGraph:
    """The triples of a shapes graph by subject and predicate."""

    def __init__(self, triples: Iterable[ox.Quad | ox.Triple]) -> None:
        self._triples: dict[Term, dict[ox.NamedNode, list[Term]]] = {}
        self._types: dict[Term, list[Term]] = {}
        self._predicates: set[ox.NamedNode] = set()
        for triple in triples:
            self._predicates.add(triple.predicate)
            values = self._triples.setdefault(triple.subject, {}).setdefault(triple.predicate, [])
            if triple.object not in values:
                values.append(triple.object)
                if triple.predicate == RDF_TYPE:
                    self._types.setdefault(triple.object, []).append(triple.subject)

    def subjects(self) -> Iterable[Term]:
        """Yield all subjects, in the order of their first triples."""
        return self._triples.keys()

    def instances(self, kind: ox.NamedNode) -> list[Term]:
        """Return the SHACL instances of a class (SHACL, section 1.1), in the order of the text."""
        found = dict.fromkeys(self._types.get(kind, ()))
        if RDFS_SUB_CLASS_OF in self._predicates:
            todo: list[Term] = [kind]
            done: set[Term] = {kind}
            while todo:
                upper = todo.pop()
                for lower, properties in self._triples.items():
                    if upper in properties.get(RDFS_SUB_CLASS_OF, ()) and lower not in done:
                        done.add(lower)
                        todo.append(lower)
                        found.update(dict.fromkeys(self._types.get(lower, ())))
        return list(found)

    def properties(self, node: Term) -> dict[ox.NamedNode, list[Term]]:
        """Return the properties of a node: values by predicate."""
        return self._triples.get(node, {})

    def values(self, node: Term, predicate: ox.NamedNode) -> list[Term]:
        """Return the values of a property, in the order of the text."""
        return self._triples.get(node, {}).get(predicate, [])

    def value(self, node: Term, predicate: ox.NamedNode) -> Term | None:
        """Return the value of a property that has at most one.

        Raises:
            IllFormedError: It has more.
        """
        values = self.values(node, predicate)
        if len(values) > 1:
            raise IllFormedError(f"{name(predicate)} has at most one value here", node, predicate, values[1])
        return values[0] if values else None

    def flag(self, node: Term, predicate: ox.NamedNode) -> bool:
        """Return the value of a property that is true or false; false if it is not given.

        Raises:
            IllFormedError: Its value is neither.
        """
        value = self.value(node, predicate)
        if value is None:
            return False
        # SHACL requires the literal true (section 4.4.5); "1"^^xsd:boolean is another term and has no effect.
        if isinstance(value, ox.Literal) and value.datatype == XSD_BOOLEAN:
            return value.value == "true"
        raise IllFormedError(f"{name(predicate)} is true or false", node, predicate, value)

    def number(self, node: Term, predicate: ox.NamedNode) -> int:
        """Return the value of a property that is a count.

        Raises:
            IllFormedError: It is not an xsd:integer of at least 0.
        """
        value = self.value(node, predicate)
        if (
            isinstance(value, ox.Literal)
            and value.datatype == XSD_INTEGER
            and value.value.isascii()
            and value.value.removeprefix("+").isdecimal()
            and len(value.value) < 19
        ):
            return int(value.value)
        raise IllFormedError(f"{name(predicate)} is an xsd:integer of 0 or more", node, predicate, value)

    def items(self, head: Term, shape: Term, predicate: ox.NamedNode) -> list[Term]:
        """Return the members of a list.

        Args:
            head: The list.
            shape: The shape to name in messages.
            predicate: The property that leads to it.

        Raises:
            IllFormedError: It is not a well-formed list (SHACL, section 1.3: each node one rdf:first, one rdf:rest, no cycle).
        """
        members: list[Term] = []
        node = head
        done: set[Term] = set()
        while node != RDF_NIL:
            first, rest = self.values(node, RDF_FIRST), self.values(node, RDF_REST)
            if len(first) != 1 or len(rest) != 1 or node in done:
                problem = f"{name(predicate)} takes a list, written in round brackets"
                raise IllFormedError(problem, shape, predicate, head)
            done.add(node)
            members.append(first[0])
            node = rest[0]
        return members

    def triples(self) -> Iterator[ox.Triple]:
        """Yield all triples."""
        for subject, properties in self._triples.items():
            assert not isinstance(subject, ox.Literal)
            for predicate, values in properties.items():
                for value in values:
                    yield ox.Triple(subject, predicate, value)
