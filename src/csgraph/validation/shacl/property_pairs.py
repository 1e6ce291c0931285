"""Compiles the constraints that compare two properties of a node (SHACL, section 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pyoxigraph as ox

from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, name
from csgraph.validation.shacl.model import Compiler, Constraint, FailurePattern, Shape, Values
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term


@dataclass(eq=False)
class Pair(Constraint):
    """A constraint with another property as its parameter."""

    other: ox.NamedNode


@dataclass(eq=False)
class Equals(Pair):
    """The value nodes are exactly the values of the other property (section 4.5.1)."""

    parameter, name = "equals", "Equals"

    @property
    def expected(self) -> str:
        """The other property."""
        return f"the same values as {name(self.other)}"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes that the other property lacks, and its values that are not value nodes."""
        focus, node = values.focus, values.node
        yield FailurePattern(f"{values.pattern} FILTER NOT EXISTS {{ {focus} {self.other} {node} }}", node)
        value = to.fresh()
        if values.path is None:
            lacks = f"FILTER (!sameTerm({focus}, {value}))"
        elif values.path.step:
            lacks = f"FILTER NOT EXISTS {{ {values.path.triple(focus, value)} }}"
        else:
            lacks = f"MINUS {{ SELECT {focus} {value} WHERE {{ {values.scope.along(values.path, value)} }} }}"
        yield FailurePattern(f"{values.scope.pattern} {focus} {self.other} {value} . {lacks}", value)


@dataclass(eq=False)
class Disjoint(Pair):
    """No value node is a value of the other property (section 4.5.2)."""

    parameter, name = "disjoint", "Disjoint"

    @property
    def expected(self) -> str:
        """The other property."""
        return f"no value of {name(self.other)}"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes that are also values of the other property."""
        yield FailurePattern(f"{values.pattern} {values.focus} {self.other} {values.node} .", values.node)


@dataclass(eq=False)
class Less(Pair):
    """Each value node is less than each value of the other property (sections 4.5.3 and 4.5.4)."""

    operator: ClassVar[str]

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes that are not less than some value, one result for each such pair."""
        value = to.fresh()
        less = f"COALESCE({to.meant(values.node)} {self.operator} {to.meant(value)}, false)"
        pattern = f"{values.pattern} {values.focus} {self.other} {value} . FILTER (!{less})"
        yield FailurePattern(pattern, values.node, apart=(value,))


@dataclass(eq=False)
class LessThan(Less):
    """Each value node is less than each value of the other property (section 4.5.3)."""

    parameter, name, operator = "lessThan", "LessThan", "<"

    @property
    def expected(self) -> str:
        """The other property."""
        return f"less than {name(self.other)}"


@dataclass(eq=False)
class LessThanOrEquals(Less):
    """Each value node is at most each value of the other property (section 4.5.4)."""

    parameter, name, operator = "lessThanOrEquals", "LessThanOrEquals", "<="

    @property
    def expected(self) -> str:
        """The other property."""
        return f"at most {name(self.other)}"


def _reader(kind: type[Pair]) -> Callable[[ShapesGraph, Shape, list[Term]], Iterator[Constraint]]:
    def read(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
        if issubclass(kind, Less) and shape.path is None:
            problem = f"sh:{kind.parameter} compares the values of a path, and {name(shape.node)} has none"
            raise IllFormedError(problem, shape.node, sh(kind.parameter))
        for value in values:
            if not isinstance(value, ox.NamedNode):
                raise IllFormedError(f"sh:{kind.parameter} takes a property", shape.node, sh(kind.parameter), value)
            yield kind(shape, value)

    return read


READERS = {kind.parameter: _reader(kind) for kind in (Equals, Disjoint, LessThan, LessThanOrEquals)}
"""The readers of the parameters of these components."""
