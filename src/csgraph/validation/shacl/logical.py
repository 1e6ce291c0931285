"""Compiles the constraints that combine shapes (SHACL, section 4.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from csgraph.validation.shacl.model import Compiler, Constraint, FailurePattern, Shape, Values


@dataclass(eq=False)
class Not(Constraint):
    """Value nodes do not conform to a shape (section 4.6.1)."""

    inner: Shape
    parameter, name = "not", "Not"

    @property
    def expected(self) -> str:
        """The requirement in words."""
        return "not what another shape describes"

    def condition(self, node: str, to: Compiler) -> str | None:
        """Return the condition that the shape does not hold."""
        holds = self.inner.holds(node, to)
        return None if holds is None else f"!({holds})"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes that conform."""
        yield FailurePattern(f"{values.pattern} {self.inner.conforms(values, to)}", values.node)


@dataclass(eq=False)
class Combination(Constraint):
    """A constraint with a list of shapes."""

    members: tuple[Shape, ...]

    def _all_hold(self, node: str, to: Compiler) -> list[str] | None:
        found = []
        for member in self.members:
            holds = member.holds(node, to)
            if holds is None:
                return None
            found.append(f"({holds})")
        return found


@dataclass(eq=False)
class And(Combination):
    """Value nodes conform to all shapes (section 4.6.2)."""

    parameter, name = "and", "And"

    @property
    def expected(self) -> str:
        """The requirement in words."""
        return f"all of {len(self.members)} shapes"

    def condition(self, node: str, to: Compiler) -> str | None:
        """Return the condition that all hold."""
        parts = self._all_hold(node, to)
        return None if parts is None else " && ".join(parts) or "true"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes that fail one."""
        found = [fails for member in self.members if (fails := member.fails(values, to))]
        if found:
            yield FailurePattern(" UNION ".join(f"{{ {fails} }}" for fails in found), values.node)


@dataclass(eq=False)
class Or(Combination):
    """Value nodes conform to one shape at least (section 4.6.3)."""

    parameter, name = "or", "Or"

    @property
    def expected(self) -> str:
        """The requirement in words."""
        return f"at least one of {len(self.members)} shapes"

    def condition(self, node: str, to: Compiler) -> str | None:
        """Return the condition that one holds."""
        parts = self._all_hold(node, to)
        return None if parts is None else " || ".join(parts) or "false"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes that fail all."""
        pattern = _fail_all(self.members, values, to)
        if pattern is not None:
            yield FailurePattern(pattern, values.node)


@dataclass(eq=False)
class Xone(Combination):
    """Value nodes conform to exactly one shape (section 4.6.4)."""

    parameter, name = "xone", "Xone"

    @property
    def expected(self) -> str:
        """The requirement in words."""
        return f"exactly one of {len(self.members)} shapes"

    def condition(self, node: str, to: Compiler) -> str | None:
        """Return the condition that exactly one holds."""
        parts = self._all_hold(node, to)
        return None if parts is None else f"({' + '.join(f'IF({part}, 1, 0)' for part in parts) or '0'}) = 1"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes that fail all, or conform to any two."""
        found = [
            f"{values.pattern} {first.conforms(values, to)} {second.conforms(values, to)}"
            for first, second in combinations(self.members, 2)
        ]
        none = _fail_all(self.members, values, to)
        if none is not None:
            found.append(none)
        if found:
            yield FailurePattern(" UNION ".join(f"{{ {pattern} }}" for pattern in found), values.node)


def _fail_all(members: tuple[Shape, ...], values: Values, to: Compiler) -> str | None:
    """Return the pattern of the value nodes that conform to none of some shapes; None where each conforms to one."""
    parts = [values.pattern]
    for member in members:
        holds = member.holds(values.node, to)
        if holds is not None:
            parts.append(f"FILTER (!({holds}))")
        elif failing := member.failing(values.inner(), to):
            parts.append(failing)
        else:
            return None
    return " ".join(parts)


KINDS = (And, Or, Xone)
"""The constraints that take a list of shapes; ``sh:not`` takes one."""
