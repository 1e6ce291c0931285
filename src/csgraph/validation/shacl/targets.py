"""Compiles targets: the focus nodes of a shape (SHACL, section 2.1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.namespaces import OWL, RDFS
from csgraph.rdf.vocab import RDF_TYPE, RDFS_SUB_CLASS_OF
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError
from csgraph.validation.shacl.model import Compiler, Scope
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

DECLARED = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
"""The properties of a shape that declare targets."""

_CLASS = ox.NamedNode(f"{RDFS}Class")


def read(graph: ShapesGraph, node: Term, *, is_shape: bool) -> tuple[tuple[str, Term], ...]:
    """Return the targets of a shape: pairs of the local name of the property that declares them, and its value.

    A shape that is a class is its own target (section 2.1.3.3).

    Raises:
        IllFormedError: A target is not valid.
        UnsupportedError: A target cannot be named in a query.
    """
    found: list[tuple[str, Term]] = []
    for kind in DECLARED:
        for value in graph.values(node, sh(kind)):
            if kind == "targetNode" and isinstance(value, ox.BlankNode):
                raise UnsupportedError("sh:targetNode with a blank node", node)
            if kind != "targetNode" and not isinstance(value, ox.NamedNode):
                what = "a class" if kind == "targetClass" else "a property"
                raise IllFormedError(f"sh:{kind} takes {what}", node, sh(kind), value)
            found.append((kind, value))
    if is_shape and isinstance(node, ox.NamedNode) and _is_class(graph, node):
        found.append(("targetClass", node))
    return tuple(dict.fromkeys(found))


def _is_class(graph: ShapesGraph, node: Term) -> bool:
    """Whether a node is a SHACL instance of rdfs:Class in the shapes graph; an owl:Class is one by OWL 2 (table 5)."""
    todo, done = list(graph.values(node, RDF_TYPE)), set()
    while todo:
        kind = todo.pop()
        if kind in (_CLASS, ox.NamedNode(f"{OWL}Class")):
            return True
        if kind not in done:
            done.add(kind)
            todo += graph.values(kind, RDFS_SUB_CLASS_OF)
    return False


def scope(targets: tuple[tuple[str, Term], ...], to: Compiler) -> Scope:
    """Return the focus nodes of some targets, each once."""
    node = to.fresh()
    patterns = [_pattern(kind, value, node, to) for kind, value in targets]
    nodes = [to.term(value) for kind, value in targets if kind == "targetNode"]
    if len(nodes) == len(targets) or (len(targets) == 1 and patterns[0].startswith(f"{node} {RDF_TYPE}")):
        return Scope(node, f"VALUES {node} {{ {' '.join(nodes)} }}" if nodes else patterns[0])
    union = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
    return Scope(node, f"{{ SELECT DISTINCT {node} WHERE {{ {union} }} }}")


def _pattern(kind: str, value: Term, node: str, to: Compiler) -> str:
    if kind == "targetNode":
        return f"VALUES {node} {{ {to.term(value)} }}"
    if kind == "targetClass":
        return to.instances(node, value)
    if kind == "targetSubjectsOf":
        return f"{node} {value} {to.fresh()} ."
    return f"{to.fresh()} {value} {node} ."
