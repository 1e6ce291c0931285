"""Describes the rules of the shapes in words: targets, path, constraints, severity and advice.

A rule is a shape, or a SPARQL constraint of one, that has an IRI and a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.publication.themes import Theme
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSGS, compress
from csgraph.rdf.vocab import RDFS_COMMENT
from csgraph.validation.shacl import reader
from csgraph.validation.shacl.graph import ShapesGraph
from csgraph.validation.shacl.shape_based import PropertyConstraint
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term
    from csgraph.validation.shacl.model import Shape
    from csgraph.validation.shacl.paths import Path


@dataclass(frozen=True)
class ShapeRule:
    """A rule.

    Attributes:
        node: The shape or the SPARQL constraint.
        theme: The name of its theme.
        message: The rule, stated positively.
        severity: ``Violation``, ``Warning`` or ``Info``.
        advice: What to do; empty where the message is enough.
        targets: Its targets, or those of the shape it is part of, each with the local name of the target property.
        path: The property path; None for a node shape.
        asked: The constraints in words: ``at most 1 value``.
    """

    node: ox.NamedNode
    theme: str
    message: str
    severity: str
    advice: str
    targets: tuple[tuple[str, Term], ...] = ()
    path: Path | None = None
    asked: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name without namespace."""
        return self.node.value.removeprefix(CSGS)

    @property
    def of(self) -> str:
        """The path with CURIEs; empty where there is none."""
        return self.path.text(name) if self.path else ""

    def predicates(self) -> set[ox.NamedNode]:
        """Return the properties of its path and of its targets."""
        found = {value for kind, value in self.targets if kind in ("targetSubjectsOf", "targetObjectsOf")}
        todo = [self.path] if self.path else []
        while todo:
            path = todo.pop()
            todo += path.parts
            if path.iri is not None:
                found.add(path.iri)
        return {value for value in found if isinstance(value, ox.NamedNode)}


def name(term: object) -> str:
    """Return a node by its CURIE or IRI, a literal by its text."""
    return (isinstance(term, ox.NamedNode) and compress(term.value)) or str(getattr(term, "value", term))


def read(known: Iterable[Theme]) -> list[ShapeRule]:
    """Return the rules of some themes, by theme and name.

    Raises:
        InputError: The shapes are not well-formed.
        UnsupportedError: A shape has a feature that is not compiled.
    """
    quads: dict[str, list[ox.Quad]] = {
        theme.name: list(turtle.parse(theme.path, rename_blank_nodes=True)) for theme in known
    }
    # A shape may stand in one file and be referred to in another.
    graph = ShapesGraph(quad for each in quads.values() for quad in each)
    known_shapes = {node: (part, targets) for shape in reader.read(graph) for node, part, targets in _parts(shape)}
    found: list[ShapeRule] = []
    for theme, each in quads.items():
        nodes = {quad.subject for quad in each if isinstance(quad.subject, ox.NamedNode)}
        for node in sorted(nodes, key=lambda node: node.value):
            found += _rule(graph, node, theme, known_shapes)
    return found


def _parts(
    shape: Shape, targets: tuple[tuple[str, Term], ...] = ()
) -> Iterator[tuple[Term, Shape | None, tuple[tuple[str, Term], ...]]]:
    """Yield a shape, its queries, and the shapes of its properties, each with its targets."""
    targets = shape.targets or targets
    yield shape.node, shape, targets
    for constraint in shape.constraints:
        if isinstance(constraint, PropertyConstraint):
            yield from _parts(constraint.inner, targets)
        elif constraint.constraint is not None:
            yield constraint.constraint, None, targets


def _rule(
    graph: ShapesGraph,
    node: ox.NamedNode,
    theme: str,
    shapes: Mapping[Term, tuple[Shape | None, tuple[tuple[str, Term], ...]]],
) -> Iterator[ShapeRule]:
    """Yield the rule of a node; nothing if it has none."""
    messages = [message.value for message in graph.values(node, sh("message")) if isinstance(message, ox.Literal)]
    if not messages:
        return
    shape, targets = shapes.get(node, (None, ()))
    severity = next((name(value).removeprefix("sh:") for value in graph.values(node, sh("severity"))), "Violation")
    asked = ["nothing that its query finds"] if graph.values(node, sh("select")) else []
    for constraint in shape.constraints if shape else ():
        if not isinstance(constraint, PropertyConstraint) and constraint.constraint is None:
            asked.append(constraint.expected)
    yield ShapeRule(
        node,
        theme,
        messages[0],
        severity,
        next((name(text) for text in graph.values(node, RDFS_COMMENT)), ""),
        targets,
        shape.path if shape else None,
        tuple(dict.fromkeys(asked)),
    )
