"""Compiles the constraints on the number of value nodes (SHACL, section 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, name
from csgraph.validation.shacl.model import Compiler, Constraint, FailurePattern, Shape, Values
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term


@dataclass(eq=False)
class MinCount(Constraint):
    """There are at least ``count`` value nodes (section 4.2.1)."""

    count: int
    parameter, name = "minCount", "MinCount"

    @property
    def expected(self) -> str:
        """The minimum, in words."""
        return f"at least {self.count} value{'s' if self.count != 1 else ''}"

    def holds(self, focus: str, to: Compiler) -> str | None:
        """Return the condition that there is a value; None unless that is enough, and the path one step."""
        path = self.shape.path
        assert path is not None
        if self.count == 0:
            return "true"
        return f"EXISTS {{ {path.triple(focus, to.fresh())} }}" if self.count == 1 and path.step else None

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the focus nodes except those with enough values."""
        if self.count == 0:
            return
        holds = self.holds(values.focus, to)
        if holds is not None:
            yield FailurePattern(f"{values.scope.pattern} FILTER (!({holds}))")
            return
        key = values.scope.key
        enough = f"SELECT {key} WHERE {{ {values.pattern} }}"
        if self.count > 1:
            enough += f" GROUP BY {key} HAVING (COUNT(DISTINCT {values.node}) >= {self.count})"
        yield FailurePattern(f"{values.scope.pattern} MINUS {{ {enough} }}")


@dataclass(eq=False)
class MaxCount(Constraint):
    """There are at most ``count`` value nodes (section 4.2.2)."""

    count: int
    parameter, name = "maxCount", "MaxCount"

    @property
    def expected(self) -> str:
        """The maximum, in words."""
        return f"at most {self.count} value{'s' if self.count != 1 else ''}" if self.count else "no value"

    def holds(self, focus: str, to: Compiler) -> str | None:
        """Return the condition that there is no value; None unless that is required, and the path one step."""
        path = self.shape.path
        assert path is not None
        return f"NOT EXISTS {{ {path.triple(focus, to.fresh())} }}" if self.count == 0 and path.step else None

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the focus nodes with too many values."""
        if self.count == 0:
            yield FailurePattern(values.pattern)
            return
        key = values.scope.key
        many = f"SELECT {key} WHERE {{ {values.pattern} }} GROUP BY {key}"
        yield FailurePattern(f"{{ {many} HAVING (COUNT(DISTINCT {values.node}) > {self.count}) }}")


def _min_count(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    yield MinCount(shape, _count(graph, shape, "minCount"))


def _max_count(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    yield MaxCount(shape, _count(graph, shape, "maxCount"))


def _count(graph: ShapesGraph, shape: Shape, parameter: str) -> int:
    if shape.path is None:
        problem = f"sh:{parameter} counts the values of a path, and {name(shape.node)} has none"
        raise IllFormedError(problem, shape.node, sh(parameter))
    return graph.number(shape.node, sh(parameter))


READERS = {"minCount": _min_count, "maxCount": _max_count}
"""The readers of the parameters of these components."""
