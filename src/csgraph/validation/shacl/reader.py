"""Reads the shapes of a shapes graph (SHACL, section 2), and refuses what is not well-formed (section 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.namespaces import SH
from csgraph.util.suggest import did_you_mean, similar
from csgraph.validation.shacl import (
    cardinality,
    components,
    logical,
    other,
    paths,
    property_pairs,
    shape_based,
    sparql,
    strings,
    targets,
    value_range,
    value_type,
)
from csgraph.validation.shacl.graph import MAX_DEPTH, IllFormedError, ShapesGraph, name
from csgraph.validation.shacl.model import Constraint, Shape
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

_READERS: dict[str, Callable[[ShapesGraph, Shape, list[Term]], Iterator[Constraint]]] = {
    **value_type.READERS,
    **cardinality.READERS,
    **value_range.READERS,
    **strings.READERS,
    **property_pairs.READERS,
    **other.READERS,
    "sparql": sparql.read_constraints,
}

_OF_SHAPES = ("node", "property", "not", "qualifiedValueShape")
_OF_LISTS = ("and", "or", "xone")

_BESIDE = {
    *("path", "message", "severity", "deactivated", *targets.DECLARED),
    # They belong to another parameter: sh:pattern, sh:closed and sh:qualifiedValueShape.
    *("flags", "ignoredProperties", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"),
    # Non-validating properties (section 2.3.3).
    *("name", "description", "order", "group", "defaultValue"),
    # A shape may at the same time be its own constraint, and what its queries take their prefixes from.
    *("select", "prefixes", "declare", "shapesGraph", "entailment"),
}
"""Properties of a shape that are not parameters."""

_ADVANCED = {"rule", "target", "values", "expression", "js", "condition", "filterShape", "nodes"}
"""Properties of SHACL Advanced Features and SHACL JavaScript Extensions, which are not part of the recommendation."""


def read(graph: ShapesGraph) -> list[Shape]:
    """Return the shapes that have targets, in the order of the text, with all that they refer to.

    Raises:
        IllFormedError: A shape is not well-formed, or recursive (section 3.4.3).
        UnsupportedError: A shape has a feature that is not compiled.
    """
    reader = _ShapesReader(graph)
    nodes = reader.find()
    # Before a feature is refused as not compiled, since pySHACL would ignore an unknown term.
    for node in nodes:
        reader.refuse_unknown(node)
    shapes = [reader.shape(node) for node in nodes]
    reader.refuse_recursion()
    return [shape for shape in shapes if shape.targets]


class _ShapesReader:
    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph
        self._shapes: dict[Term, Shape] = {}
        self._node_shapes = set(graph.instances(sh("NodeShape")))
        self._property_shapes = set(graph.instances(sh("PropertyShape")))
        self._components = components.read_components(graph)
        self._parents: dict[Term, list[Term]] = {}
        self._depth = 0
        self._entailment()

    def _entailment(self) -> None:
        """Refuse sh:entailment (section 1.5): data are validated without inference."""
        for node in self._graph.subjects():
            if values := self._graph.values(node, sh("entailment")):
                problem = "sh:entailment requires inference, which is not supported; infer first, and remove it"
                raise IllFormedError(problem, node, sh("entailment"), values[0])

    def find(self) -> list[Term]:
        """Return the nodes that are shapes (section 2.1, "a shape is"), in the order of the text."""
        kinds = (sh("NodeShape"), sh("PropertyShape"), sh("Shape"))
        typed = {node for kind in kinds for node in self._graph.instances(kind)}
        parameters = {sh(parameter) for parameter in (*_READERS, *_OF_SHAPES, *_OF_LISTS, *targets.DECLARED)}
        own = {parameter for component in self._components for parameter in component.required}
        inner = {sh(parameter) for parameter in (*_OF_SHAPES, *_OF_LISTS)}
        found: dict[Term, None] = {}
        in_components = {
            value for component in self._components for value in self._graph.values(component.node, sh("parameter"))
        }
        for node in self._graph.subjects():
            properties = self._graph.properties(node)
            if node in in_components:
                continue
            if node in typed or not properties.keys().isdisjoint(parameters | own):
                found[node] = None
            for predicate in inner & properties.keys():
                for value in properties[predicate]:
                    for member in self._members(node, predicate, value):
                        self._parents.setdefault(member, []).append(node)
                        found[member] = None
        return list(found)

    def _members(self, node: Term, predicate: ox.NamedNode, value: Term) -> list[Term]:
        if name(predicate).removeprefix("sh:") in _OF_LISTS:
            return self._graph.items(value, node, predicate)
        return [value]

    def shape(self, node: Term) -> Shape:
        """Return the shape of a node, which is read on first use."""
        if node in self._shapes:
            return self._shapes[node]
        graph = self._graph
        if isinstance(node, ox.Literal):
            raise IllFormedError(f"a shape is an IRI or a blank node, not {node}", self._parents[node][0])
        path_node = graph.value(node, sh("path"))
        if path_node is None and node in self._property_shapes:
            raise IllFormedError("a property shape has a sh:path", node)
        if path_node is not None and node in self._node_shapes:
            raise IllFormedError("a node shape has no sh:path", node, sh("path"), path_node)
        severity = graph.value(node, sh("severity"))
        if severity is not None and not isinstance(severity, ox.NamedNode):
            problem = "sh:severity takes an IRI, such as sh:Violation"
            raise IllFormedError(problem, node, sh("severity"), severity)
        shape = self._shapes[node] = Shape(
            node,
            paths.read(graph, path_node, node) if path_node is not None else None,
            targets.read(graph, node, is_shape=bool(graph.properties(node))),
            severity or sh("Violation"),
            sparql.read_messages(graph, node),
            graph.flag(node, sh("deactivated")),
        )
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise IllFormedError(f"shapes are nested more than {MAX_DEPTH} levels deep here", node)
        for constraint in self._constraints(shape):
            shape.constraints.append(constraint)
        self._depth -= 1
        return shape

    def _constraints(self, shape: Shape) -> Iterator[Constraint]:
        graph = self._graph
        for predicate, values in graph.properties(shape.node).items():
            if not predicate.value.startswith(SH):
                continue
            parameter = predicate.value.removeprefix(SH)
            if parameter in _READERS:
                yield from _READERS[parameter](graph, shape, values)
            elif parameter == "node":
                yield from (shape_based.Node(shape, self._node(shape, value)) for value in values)
            elif parameter == "property":
                yield from (shape_based.PropertyConstraint(shape, self._property(shape, value)) for value in values)
            elif parameter == "not":
                yield from (logical.Not(shape, self.shape(value)) for value in values)
            elif parameter == "qualifiedValueShape":
                yield from self._qualified(shape)
            elif parameter in _OF_LISTS:
                kind = next(kind for kind in logical.KINDS if kind.parameter == parameter)
                for value in values:
                    members = graph.items(value, shape.node, predicate)
                    yield kind(shape, tuple(self.shape(member) for member in members))
        for component in self._components:
            yield from components.apply(graph, shape, component)

    def _node(self, shape: Shape, node: Term) -> Shape:
        if self._graph.values(node, sh("path")):
            raise IllFormedError("sh:node takes a shape without a sh:path", shape.node, sh("node"), node)
        return self.shape(node)

    def _property(self, shape: Shape, node: Term) -> Shape:
        if self._graph.value(node, sh("path")) is None:
            raise IllFormedError("sh:property takes a shape with a sh:path", shape.node, sh("property"), node)
        return self.shape(node)

    def _qualified(self, shape: Shape) -> Iterator[Constraint]:
        """Read sh:qualifiedValueShape with what goes with it (section 4.7.3)."""
        graph = self._graph
        if shape.path is None:
            problem = f"sh:qualifiedValueShape counts the values of a path, and {name(shape.node)} has none"
            raise IllFormedError(problem, shape.node, sh("qualifiedValueShape"))
        values = graph.values(shape.node, sh("qualifiedValueShape"))
        kinds = (shape_based.QualifiedMinCount, shape_based.QualifiedMaxCount)
        counts = [(kind, graph.number(shape.node, sh(kind.parameter))) for kind in kinds if self._has(shape, kind)]
        if not counts:
            problem = "sh:qualifiedValueShape needs sh:qualifiedMinCount or sh:qualifiedMaxCount"
            raise IllFormedError(problem, shape.node, sh("qualifiedValueShape"), values[0])
        if len(values) > 1:
            raise IllFormedError(
                "sh:qualifiedValueShape has at most one value here", shape.node, sh("qualifiedValueShape"), values[1]
            )
        siblings: dict[Term, None] = {}
        if graph.flag(shape.node, sh("qualifiedValueShapesDisjoint")):
            for parent in self._parents.get(shape.node, ()):
                property_shapes = graph.values(parent, sh("property"))
                if shape.node not in property_shapes:
                    continue
                for property_shape in property_shapes:
                    siblings.update(dict.fromkeys(graph.values(property_shape, sh("qualifiedValueShape"))))
            siblings.pop(values[0], None)
        inner, others = self.shape(values[0]), tuple(self.shape(sibling) for sibling in siblings)
        for kind, count in counts:
            yield kind(shape, inner, count, others)

    def _has(self, shape: Shape, kind: type[shape_based.Qualified]) -> bool:
        return bool(self._graph.values(shape.node, sh(kind.parameter)))

    def refuse_unknown(self, node: Term) -> None:
        """Refuse an unknown term in SHACL's namespace, so that a misspelt parameter is never ignored."""
        known = {*_READERS, *_OF_SHAPES, *_OF_LISTS, *_BESIDE}
        for predicate, values in self._graph.properties(node).items():
            if not predicate.value.startswith(SH):
                continue
            parameter = predicate.value.removeprefix(SH)
            if parameter in known:
                continue
            if parameter in _ADVANCED:
                problem = f"sh:{parameter} belongs to the extensions of SHACL, which are not supported; remove it"
                raise IllFormedError(problem, node, predicate, values[0])
            hint = f"; {did_you_mean([f'sh:{one}' for one in similar(parameter, known, 1)])}".removesuffix("; ")
            raise IllFormedError(f"a shape has no sh:{parameter}{hint}", node, predicate, values[0])

    def refuse_recursion(self) -> None:
        """Refuse a shape that refers to itself (section 3.4.3 leaves open what it would mean)."""
        done: set[Term] = set()

        def inner(shape: Shape) -> Iterable[Shape]:
            for constraint in shape.constraints:
                if isinstance(constraint, shape_based.Node | logical.Not | shape_based.Qualified):
                    yield constraint.inner
                    if isinstance(constraint, shape_based.Qualified):
                        yield from constraint.siblings
                elif isinstance(constraint, logical.Combination):
                    yield from constraint.members

        for start in self._shapes.values():
            stack: list[tuple[Shape, Iterator[Shape]]] = [(start, iter(inner(start)))]
            above = {start.node}
            while stack:
                shape, rest = stack[-1]
                following = next(rest, None)
                if following is None:
                    stack.pop()
                    above.discard(shape.node)
                    done.add(shape.node)
                elif following.node in above:
                    problem = f"a shape must not refer to itself, and this one does by {name(shape.node)}"
                    raise IllFormedError(problem, following.node)
                elif following.node not in done:
                    above.add(following.node)
                    stack.append((following, iter(inner(following))))
