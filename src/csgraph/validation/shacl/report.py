"""The validation result, and its serialization as a SHACL validation report (SHACL, section 3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.turtle import to_turtle

if TYPE_CHECKING:
    from csgraph.validation.shacl.paths import Path
    from csgraph.validation.shacl.terms import Term


@dataclass(frozen=True)
class Result:
    """One validation result (section 3.6.2).

    Attributes:
        focus: The focus node.
        path: The path; None for the node itself.
        value: The value node; None where there is none.
        component: The constraint component.
        shape: The node of the shape.
        constraint: The node of the constraint, for those that have one of their own; else None.
        severity: The severity.
        messages: The messages.
        expected: The requirement in words; None where the engine gives none.
    """

    focus: Term
    path: Path | None
    value: Term | None
    component: ox.NamedNode
    shape: Term
    constraint: Term | None
    severity: ox.NamedNode
    messages: tuple[ox.Literal, ...] = ()
    expected: str | None = None


def write(results: Iterable[Result]) -> str:
    """Return results as a ``sh:ValidationReport`` in Turtle, in their order."""
    blocks = ["[\n" + "".join(f"        {line} ;\n" for line in _lines(result)) + "    ]" for result in results]
    conforms = "false" if blocks else "true"
    found = f" ;\n    sh:result {', '.join(blocks)}" if blocks else ""
    body = f"[]\n    a sh:ValidationReport ;\n    sh:conforms {conforms}{found} .\n"
    prefixes = "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items() if f"{prefix}:" in body or prefix == "sh"
    )
    return f"{prefixes}\n{body}"


def _lines(result: Result) -> Iterator[str]:
    yield "a sh:ValidationResult"
    yield f"sh:focusNode {to_turtle(result.focus)}"
    if result.path is not None:
        yield f"sh:resultPath {path_to_turtle(result.path)}"
    if result.value is not None:
        yield f"sh:value {to_turtle(result.value)}"
    yield f"sh:sourceConstraintComponent {to_turtle(result.component)}"
    yield f"sh:sourceShape {to_turtle(result.shape)}"
    if result.constraint is not None:
        yield f"sh:sourceConstraint {to_turtle(result.constraint)}"
    yield f"sh:resultSeverity {to_turtle(result.severity)}"
    for message in result.messages:
        yield f"sh:resultMessage {to_turtle(message)}"


def path_to_turtle(path: Path) -> str:
    """Return a path as a shapes graph writes it (section 2.3.1)."""
    if path.iri is not None:
        return to_turtle(path.iri)
    parts = [path_to_turtle(part) for part in path.parts]
    if path.kind == "sequence":
        return f"( {' '.join(parts)} )"
    if path.kind == "alternativePath":
        return f"[ sh:alternativePath ( {' '.join(parts)} ) ]"
    return f"[ sh:{path.kind} {parts[0]} ]"
