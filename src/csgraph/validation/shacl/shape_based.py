"""Compiles the constraints that are about other shapes (SHACL, section 4.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from csgraph.validation.shacl.model import Compiler, Constraint, FailurePattern, Shape, Values
from csgraph.validation.shacl.terms import sh


@dataclass(eq=False)
class Node(Constraint):
    """Value nodes conform to a node shape (section 4.7.1)."""

    inner: Shape
    parameter, name = "node", "Node"

    @property
    def expected(self) -> str:
        """The shape."""
        from csgraph.validation.shacl.graph import name

        return f"what {name(self.inner.node)} describes"

    def condition(self, node: str, to: Compiler) -> str | None:
        """Return the condition that the shape holds."""
        return self.inner.holds(node, to)

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes that do not conform."""
        fails = self.inner.fails(values, to)
        if fails is not None:
            yield FailurePattern(fails, values.node)


@dataclass(eq=False)
class PropertyConstraint(Node):
    """Value nodes conform to a property shape (section 4.7.2), the results of which are reported as its own."""

    parameter, name = "property", "Property"


@dataclass(eq=False)
class Qualified(Constraint):
    """A number of value nodes conform to a shape (section 4.7.3).

    Attributes:
        inner: The shape.
        count: The minimum or the maximum.
        siblings: The shapes to which values that count must not conform; none unless the shapes are disjoint.
    """

    inner: Shape
    count: int
    siblings: tuple[Shape, ...] = field(default=())

    def _counted(self, values: Values, to: Compiler, having: str) -> str:
        """Return the query for the focus nodes with a number of values that conform."""
        keeps = [self.inner.conforms(values, to)]
        for sibling in self.siblings:
            holds = sibling.holds(values.node, to)
            if holds is not None:
                keeps.append(f"FILTER (!({holds}))")
            else:
                # None conforms to no sibling where all conform to this one.
                keeps.append(sibling.failing(values.inner(), to) or "FILTER (false)")
        key = values.scope.key
        group = f"SELECT {key} WHERE {{ {values.pattern} {' '.join(keeps)} }} GROUP BY {key}"
        return f"{group} HAVING (COUNT(DISTINCT {values.node}) {having} {self.count})"


@dataclass(eq=False)
class QualifiedMinCount(Qualified):
    """At least ``count`` value nodes conform to a shape."""

    parameter, name = "qualifiedMinCount", "QualifiedMinCount"

    @property
    def component(self) -> ox.NamedNode:
        """The component."""
        return sh("QualifiedMinCountConstraintComponent")

    @property
    def expected(self) -> str:
        """The minimum, in words."""
        return f"at least {self.count} value{'s' if self.count != 1 else ''} of the kind that is counted"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the focus nodes except those with enough such values."""
        if self.count:
            yield FailurePattern(f"{values.scope.pattern} MINUS {{ {self._counted(values, to, '>=')} }}")


@dataclass(eq=False)
class QualifiedMaxCount(Qualified):
    """At most ``count`` value nodes conform to a shape."""

    parameter, name = "qualifiedMaxCount", "QualifiedMaxCount"

    @property
    def component(self) -> ox.NamedNode:
        """The component."""
        return sh("QualifiedMaxCountConstraintComponent")

    @property
    def expected(self) -> str:
        """The maximum, in words."""
        return f"at most {self.count} value{'s' if self.count != 1 else ''} of the kind that is counted"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the focus nodes with too many such values."""
        yield FailurePattern(f"{{ {self._counted(values, to, '>')} }}")
