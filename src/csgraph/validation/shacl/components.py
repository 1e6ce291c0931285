"""Compiles constraint components that a shapes graph defines itself, in SPARQL (SHACL, section 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError, name
from csgraph.validation.shacl.model import Compiler, Constraint, FailurePattern, Shape, Values
from csgraph.validation.shacl.sparql import ConstraintQuery, Sparql, given_to, is_joinable, read_messages, read_query
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term


@dataclass(frozen=True)
class Component:
    """A constraint component of a shapes graph (section 6.2).

    Attributes:
        node: Its node.
        required: Its parameters that a shape must have for it to apply: variable by property.
        optional: Its other parameters.
    """

    node: Term
    required: Mapping[ox.NamedNode, str]
    optional: Mapping[ox.NamedNode, str]


@dataclass(eq=False)
class OfComponent(Constraint):
    """The constraint of a shape by a component of the shapes graph.

    Attributes:
        node: The node of the component.
        query: The query of its validator.
        own_messages: The messages of its validator.
        bound: The parameters: values by variable.
    """

    node: Term
    query: ConstraintQuery
    own_messages: tuple[ox.Literal, ...]
    bound: Mapping[str, Term] = field(default_factory=dict)

    @property
    def component(self) -> ox.NamedNode:
        """The component."""
        assert isinstance(self.node, ox.NamedNode)
        return self.node

    @property
    def messages(self) -> tuple[ox.Literal, ...]:
        """The messages of the shape, or else of the validator (section 6.4)."""
        return self.shape.messages or self.own_messages

    @property
    def expected(self) -> str:
        """The requirement in words."""
        return f"the requirement of {name(self.node)}"


@dataclass(eq=False)
class Ask(OfComponent):
    """An ASK query is true for each value node (section 6.3.2)."""

    is_by_hand = True

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the value nodes for which it is false."""
        names = ("this", "value", *self.bound)
        if not is_joinable(self.query, names) and not to.is_local:
            raise UnsupportedError("a query whose parts need $value node by node", self.shape.node)
        given = " ".join(f"VALUES ?{variable} {{ {term} }}" for variable, term in self.bound.items())
        named = f"BIND ({values.focus} AS ?this) BIND ({values.node} AS ?value) {given}"
        found = f"{values.pattern} {named} FILTER NOT EXISTS {{ {self.query.body}\n }}"
        names_of = " ".join(dict.fromkeys((values.focus, values.node)))
        yield FailurePattern(f"{{ SELECT DISTINCT {names_of} WHERE {{ {found} }} }}", values.node)


@dataclass(eq=False)
class SelectConstraint(OfComponent, Sparql):
    """A SELECT query has no solution for the focus node (section 6.3.1)."""

    @property
    def constraint(self) -> None:
        """None: the shape has only the values of its parameters."""


def read_components(graph: ShapesGraph) -> list[Component]:
    """Return the constraint components that a shapes graph defines.

    Raises:
        IllFormedError: One is not usable.
        UnsupportedError: One has no IRI, by which results could name it.
    """
    found = []
    for node in graph.instances(sh("ConstraintComponent")):
        if not isinstance(node, ox.NamedNode):
            raise UnsupportedError("a constraint component without IRI", node)
        required: dict[ox.NamedNode, str] = {}
        optional: dict[ox.NamedNode, str] = {}
        for parameter in graph.values(node, sh("parameter")):
            path = graph.value(parameter, sh("path"))
            if not isinstance(path, ox.NamedNode):
                raise IllFormedError("a parameter has a property as its sh:path", node, sh("parameter"), parameter)
            local = re.split(r"[/#]", path.value)[-1]
            if not re.fullmatch(r"[A-Za-z_]\w*", local) or local in ("this", "value", "path", "PATH"):
                problem = (
                    f"a parameter is a variable of the query, and {local or path.value} is not a valid name of one"
                )
                raise IllFormedError(problem, node, sh("parameter"), parameter)
            (optional if graph.flag(parameter, sh("optional")) else required)[path] = local
        if not required:
            raise IllFormedError("a constraint component has a parameter that is not optional", node, sh("parameter"))
        found.append(Component(node, required, optional))
    return found


def apply(graph: ShapesGraph, shape: Shape, component: Component) -> Iterator[Constraint]:
    """Yield the constraints that a component makes of a shape: none where the shape lacks a parameter.

    Raises:
        IllFormedError: The shape gives several values to a parameter that goes with others, or there is no validator.
        UnsupportedError: A parameter or the query cannot be compiled.
    """
    given = graph.properties(shape.node)
    if not all(parameter in given for parameter in component.required):
        return
    parameters = {**component.required, **component.optional}
    choices: list[dict[str, Term]]
    if len(parameters) == 1:
        (parameter, variable) = next(iter(parameters.items()))
        choices = [{variable: value} for value in given[parameter]]
    else:
        values = {variable: graph.value(shape.node, parameter) for parameter, variable in parameters.items()}
        choices = [{variable: value for variable, value in values.items() if value is not None}]
    own = sh("nodeValidator") if shape.path is None else sh("propertyValidator")
    validator = graph.value(component.node, own)
    is_select = validator is not None
    if validator is None:
        validators = graph.values(component.node, sh("validator"))
        if not validators:
            raise IllFormedError(f"a constraint component has a {name(own)} or sh:validator", component.node)
        validator = validators[0]
    path = str(shape.path) if shape.path else None
    query = read_query(graph, validator, sh("select" if is_select else "ask"), path=path)
    messages = read_messages(graph, validator) or read_messages(graph, component.node)
    for bound in choices:
        for variable, term in bound.items():
            if isinstance(term, ox.BlankNode):
                raise UnsupportedError(f"${variable} with a blank node", shape.node)
        everything = {**bound, **given_to(query, shape)}
        if is_select:
            yield SelectConstraint(shape, component.node, query, messages, everything)
        else:
            yield Ask(shape, component.node, query, messages, everything)
