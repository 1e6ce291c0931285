"""The model of shapes and constraints, and the SPARQL patterns of the nodes that fail them (SHACL, section 2).

Patterns describe sets: a ``Scope`` is a pattern that binds every node to check, ``Values`` adds the value nodes of a shape,
and a constraint returns patterns that bind those that fail. One pattern is one query, however many nodes there are.

Where failure can be decided for each node alone, by an expression that never is an error, shapes within shapes become
filters; where not, the failing nodes of the inner shape are a set of their own that is joined (``sh:node``, ``sh:and``,
``sh:or``) or taken away (``sh:not``, ``sh:xone``) by MINUS: Oxigraph evaluates FILTER NOT EXISTS over several patterns
once for each node, MINUS only once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import pyoxigraph as ox

from csgraph.rdf.vocab import RDF_TYPE, RDFS_SUB_CLASS_OF
from csgraph.validation.shacl.graph import UnsupportedError
from csgraph.validation.shacl.terms import WRITTEN, is_valued, sh, to_sparql

if TYPE_CHECKING:
    from csgraph.validation.shacl.paths import Path
    from csgraph.validation.shacl.terms import Term

VIOLATION = sh("Violation")

MAX_PATTERN = 1 << 24
"""Maximum length of the pattern of a shape, in characters: nested ``sh:xone`` doubles it at each level."""


@dataclass(frozen=True)
class Scope:
    """Nodes to check.

    Attributes:
        node: The variable that is bound to each, such as ``?sh_1``.
        pattern: The group graph pattern that binds it, perhaps to one node several times.
        outer: The variables of the nodes that led here, for a shape within a shape: each way has results of its own.
    """

    node: str
    pattern: str
    outer: tuple[str, ...] = ()

    def along(self, path: Path, node: str) -> str:
        """Return the pattern of the nodes to check with the nodes to which a path leads from them."""
        steps = f"{self.pattern} {path.triple(self.node, node)}"
        if not path.may_stay:
            return steps
        # SPARQL lets a path of no step stay only at nodes that the graph has (section 18.4), SHACL at each focus node.
        return f"{{ {{ {steps} }} UNION {{ {self.pattern} BIND ({self.node} AS {node}) }} }}"

    @property
    def key(self) -> str:
        """The variables that identify a node to check together with the path that led to it."""
        return " ".join(dict.fromkeys((*self.outer, self.node)))


@dataclass(frozen=True)
class Values:
    """The focus nodes of a shape with their value nodes (SHACL, section 2.3.2).

    Attributes:
        scope: The focus nodes.
        path: The path of the shape; None for a node shape, each focus node of which is its own value node.
        node: The variable of the value nodes.
        pattern: The pattern that binds both.
    """

    scope: Scope
    path: Path | None
    node: str
    pattern: str

    @property
    def focus(self) -> str:
        """The variable of the focus nodes."""
        return self.scope.node

    def inner(self) -> Scope:
        """Return the value nodes as nodes to check."""
        return Scope(self.node, self.pattern, (*self.scope.outer, self.focus))


@dataclass(frozen=True)
class FailurePattern:
    """Focus nodes that fail a constraint.

    Attributes:
        pattern: The pattern that binds them, by the variable of the focus nodes.
        value: The variable of the failing value node; None where there is none.
        path: The variable of the failing property, if it is not the path of the shape.
        apart: Variables that distinguish results that are otherwise the same, such as one for each language.
    """

    pattern: str
    value: str | None = None
    path: str | None = None
    apart: tuple[str, ...] = ()


class Compiler:
    """The state of compiling constraints to queries: the class hierarchy, the target store, and fresh variables.

    Attributes:
        is_local: Whether the queries run in Oxigraph, and not in any SPARQL 1.1 store.
        has_written: Whether the data has literals under datatypes of ours (see ``terms``).
    """

    def __init__(
        self, hierarchy: Mapping[Term, Sequence[Term]], *, is_local: bool = True, has_written: bool = False
    ) -> None:
        self.is_local, self.has_written = is_local, has_written
        self._hierarchy = hierarchy
        self._count = 0

    def fresh(self) -> str:
        """Return a variable that is not in use."""
        self._count += 1
        return f"?sh_{self._count}"

    def below(self, kind: Term) -> list[Term]:
        """Return a class and all below it in the data (SHACL, section 1.1: SHACL subclass), in order of their names."""
        found, todo = {kind}, [kind]
        while todo:
            for lower in self._hierarchy.get(todo.pop(), ()):
                if lower not in found:
                    found.add(lower)
                    todo.append(lower)
        return sorted(found, key=str)

    def instances(self, node: str, kind: Term) -> str:
        """Return the pattern of the SHACL instances of a class."""
        below = self.below(kind)
        if len(below) == 1:
            return f"{node} {RDF_TYPE} {kind} ."
        if any(isinstance(lower, ox.BlankNode) for lower in below):
            return f"{node} {RDF_TYPE}/{RDFS_SUB_CLASS_OF}* {kind} ."
        kinds = self.fresh()
        return f"VALUES {kinds} {{ {' '.join(map(str, below))} }} {node} {RDF_TYPE} {kinds} ."

    def is_instance(self, node: str, kind: Term) -> str:
        """Return the expression that is true of the SHACL instances of a class."""
        below = self.below(kind)
        if len(below) == 1:
            return f"EXISTS {{ {node} {RDF_TYPE} {kind} }}"
        kinds = self.fresh()
        if any(isinstance(lower, ox.BlankNode) for lower in below):
            return f"EXISTS {{ {node} {RDF_TYPE}/{RDFS_SUB_CLASS_OF}* {kind} }}"
        return f"EXISTS {{ {node} {RDF_TYPE} {kinds} FILTER ({kinds} IN ({', '.join(map(str, below))})) }}"

    def meant(self, node: str) -> str:
        """Return the expression of a value as it is meant, for comparing it by value."""
        if not self.has_written:
            return node
        datatype = f"STR(DATATYPE({node}))"
        meant = f'STRDT(STR({node}), IRI(STRAFTER({datatype}, "{WRITTEN}")))'
        return f'COALESCE(IF(STRSTARTS({datatype}, "{WRITTEN}"), {meant}, {node}), {node})'

    def is_same(self, node: str, term: Term) -> str:
        """Return the expression that a value is a term; it may be an error."""
        same = f"sameTerm({node}, {self.term(term)})"
        if self.is_local or not isinstance(term, ox.Literal) or not is_valued(term):
            return same
        # Virtuoso keeps values, of which sameTerm is never true; its = ignores the datatype.
        return f"({same} || (DATATYPE({node}) = {term.datatype} && {node} = {term}))"

    def term(self, term: Term) -> str:
        """Return a term as a query must write it to match this lexical form only."""
        return to_sparql(term, written=self.is_local)


@dataclass(eq=False)
class Constraint(ABC):
    """One parameter of a shape, or some that belong together, with their values (SHACL, section 2.1.1).

    Attributes:
        shape: Its shape.
        parameter: The property of the shape that brings it; messages and removals name it.
        is_by_hand: Whether it is a query in the shapes graph, which sees literals by value and not as written.
    """

    shape: Shape
    parameter: ClassVar[str] = ""
    name: ClassVar[str] = ""
    is_by_hand: ClassVar[bool] = False

    @property
    def component(self) -> ox.NamedNode:
        """The constraint component, such as ``sh:MinCountConstraintComponent``."""
        return sh(f"{self.name}ConstraintComponent")

    @property
    def constraint(self) -> Term | None:
        """The node of the constraint, for those that have one of their own (``sh:sparql``); else None."""
        return None

    @property
    def messages(self) -> tuple[ox.Literal, ...]:
        """The messages of its own, or else of its shape."""
        return self.shape.messages

    @property
    @abstractmethod
    def expected(self) -> str:
        """The requirement in words: ``at least 1 value``."""

    def condition(self, node: str, to: Compiler) -> str | None:
        """Return an expression that is true of a value node that meets it, false of others, and never an error.

        None if the constraint is not about each value node by itself, or cannot be decided from it.
        """
        return None

    def holds(self, focus: str, to: Compiler) -> str | None:
        """Return such an expression about a focus node; None if there is none that is quick to evaluate."""
        path = self.shape.path
        if path is None:
            return self.condition(focus, to)
        if path.step is None:
            return None
        node = to.fresh()
        condition = self.condition(node, to)
        return None if condition is None else f"NOT EXISTS {{ {path.triple(focus, node)} FILTER (!({condition})) }}"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the patterns of those that fail it: here, of each value node that does not meet the condition."""
        condition = self.condition(values.node, to)
        assert condition is not None, f"{type(self).__name__} has neither condition nor failures of its own"
        yield FailurePattern(f"{values.pattern} FILTER (!({condition}))", values.node)


@dataclass(eq=False)
class Shape:
    """A shape (SHACL, section 2).

    Attributes:
        node: Its node in the shapes graph.
        path: Its path; None for a node shape.
        targets: Its targets: pairs of a SHACL property and its value; see ``targets``.
        severity: Its severity.
        messages: Its messages.
        is_deactivated: Whether it is switched off (section 2.1.6): all nodes conform to it then.
        constraints: Its constraints.
    """

    node: Term
    path: Path | None = None
    targets: tuple[tuple[str, Term], ...] = ()
    severity: ox.NamedNode = VIOLATION
    messages: tuple[ox.Literal, ...] = ()
    is_deactivated: bool = False
    constraints: list[Constraint] = field(default_factory=list)

    def values(self, scope: Scope, to: Compiler) -> Values:
        """Return its value nodes for nodes to check."""
        if self.path is None:
            return Values(scope, None, scope.node, scope.pattern)
        node = to.fresh()
        return Values(scope, self.path, node, scope.along(self.path, node))

    def holds(self, node: str, to: Compiler) -> str | None:
        """Return an expression that is true of a node that conforms; None where there is none (see ``Constraint``)."""
        if self.is_deactivated:
            return "true"
        parts = []
        for constraint in self.constraints:
            part = constraint.holds(node, to)
            if part is None:
                return None
            parts.append(part)
        return " && ".join(f"({part})" for part in parts) or "true"

    def failing(self, scope: Scope, to: Compiler) -> str | None:
        """Return the pattern of the nodes of a scope that do not conform, each once; None where all do.

        Raises:
            UnsupportedError: It has a query that must see literals by value, within one that sees them as written.
                Or its pattern would be too long.
        """
        if self.is_deactivated:
            return None
        holds = self.holds(scope.node, to)
        if holds is not None:
            return f"{{ SELECT DISTINCT {scope.node} WHERE {{ {scope.pattern} FILTER (!({holds})) }} }}"
        if to.has_written and any(constraint.is_by_hand for constraint in self.constraints):
            raise UnsupportedError("a query in a shape within a shape, with literals to be kept as written,", self.node)
        values = self.values(scope, to)
        found = [failure.pattern for constraint in self.constraints for failure in constraint.failures(values, to)]
        union = " UNION ".join(f"{{ {pattern} }}" for pattern in found)
        if len(union) > MAX_PATTERN:
            raise UnsupportedError("shapes within shapes that make a query too long", self.node)
        return f"{{ SELECT DISTINCT {scope.node} WHERE {{ {union} }} }}" if found else None

    def fails(self, values: Values, to: Compiler) -> str | None:
        """Return the pattern of value nodes, with their focus nodes, that do not conform; None where all do."""
        if self.is_deactivated:
            return None
        holds = self.holds(values.node, to)
        if holds is not None:
            return f"{values.pattern} FILTER (!({holds}))"
        failing = self.failing(values.inner(), to)
        return f"{values.pattern} {failing}" if failing else None

    def conforms(self, values: Values, to: Compiler) -> str:
        """Return the pattern that keeps the conforming ones of value nodes that are bound before."""
        holds = self.holds(values.node, to)
        if holds is not None:
            return f"FILTER ({holds})"
        failing = self.failing(values.inner(), to)
        return f"MINUS {failing}" if failing else ""
