"""Compiles the constraints on the range of value nodes (SHACL, section 4.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pyoxigraph as ox

from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph
from csgraph.validation.shacl.model import Compiler, Constraint, Shape
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term


@dataclass(eq=False)
class Range(Constraint):
    """Value nodes compare with a bound by SPARQL's operators; a value that cannot be compared fails."""

    bound: ox.Literal
    operator: ClassVar[str]
    words: ClassVar[str]

    @property
    def expected(self) -> str:
        """The bound."""
        return f"{self.words} {self.bound.value}"

    def condition(self, node: str, to: Compiler) -> str:
        """Return the comparison of the value with the bound; an error counts as false."""
        return f"COALESCE({to.meant(node)} {self.operator} {self.bound}, false)"


@dataclass(eq=False)
class MinExclusive(Range):
    """Value nodes are greater than a bound (section 4.3.1)."""

    parameter, name, operator, words = "minExclusive", "MinExclusive", ">", "more than"


@dataclass(eq=False)
class MinInclusive(Range):
    """Value nodes are a bound or more (section 4.3.2)."""

    parameter, name, operator, words = "minInclusive", "MinInclusive", ">=", "at least"


@dataclass(eq=False)
class MaxExclusive(Range):
    """Value nodes are less than a bound (section 4.3.3)."""

    parameter, name, operator, words = "maxExclusive", "MaxExclusive", "<", "less than"


@dataclass(eq=False)
class MaxInclusive(Range):
    """Value nodes are a bound or less (section 4.3.4)."""

    parameter, name, operator, words = "maxInclusive", "MaxInclusive", "<=", "at most"


def _reader(kind: type[Range]) -> Callable[[ShapesGraph, Shape, list[Term]], Iterator[Constraint]]:
    def read(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
        value = graph.value(shape.node, sh(kind.parameter))
        if not isinstance(value, ox.Literal):
            raise IllFormedError(f"sh:{kind.parameter} takes a literal", shape.node, sh(kind.parameter), value)
        yield kind(shape, value)

    return read


READERS = {kind.parameter: _reader(kind) for kind in (MinExclusive, MinInclusive, MaxExclusive, MaxInclusive)}
"""The readers of the parameters of these components."""
