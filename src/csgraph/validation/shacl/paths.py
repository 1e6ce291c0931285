"""Reads property paths (SHACL, section 2.3.1) and writes them as SPARQL does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.vocab import RDF_FIRST
from csgraph.validation.shacl.graph import MAX_DEPTH, IllFormedError, ShapesGraph
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

_REPEATED = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


@dataclass(frozen=True)
class Path:
    """A property path.

    Attributes:
        kind: ``predicate``, or the local name of the SHACL term that makes the path: ``inversePath``,
            ``alternativePath``, ``zeroOrMorePath``, ``oneOrMorePath``, ``zeroOrOnePath``; or ``sequence``.
        iri: The predicate; None where the kind is another.
        parts: The paths that it consists of.
    """

    kind: str
    iri: ox.NamedNode | None = None
    parts: tuple[Path, ...] = ()

    @property
    def step(self) -> tuple[str, bool] | None:
        """The one predicate that the path follows, and whether backwards; None where it is not a single step."""
        if self.iri is not None:
            return str(self.iri), False
        if self.kind == "inversePath" and self.parts[0].iri is not None:
            return str(self.parts[0].iri), True
        return None

    @property
    def may_stay(self) -> bool:
        """Whether it leads from a node to itself in no step."""
        if self.kind in ("zeroOrMorePath", "zeroOrOnePath"):
            return True
        parts = [part.may_stay for part in self.parts]
        return any(parts) if self.kind == "alternativePath" else bool(parts) and all(parts)

    def triple(self, subject: str, value: str) -> str:
        """Return the SPARQL pattern that leads from one node or variable to another by this path."""
        if self.step:
            predicate, is_inverse = self.step
            return f"{value} {predicate} {subject} ." if is_inverse else f"{subject} {predicate} {value} ."
        return f"{subject} {self} {value} ."

    def __str__(self) -> str:
        """The path in SPARQL's notation (SPARQL 1.1, section 9.1), IRIs in full."""
        return self._text(str)

    def text(self, name: Callable[[ox.NamedNode], str]) -> str:
        """Return the path in SPARQL's notation, for people: with each predicate as ``name`` writes it."""
        written = self._text(name)
        return written[1:-1] if self.kind == "sequence" else written

    def _text(self, name: Callable[[ox.NamedNode], str]) -> str:
        if self.iri is not None:
            return name(self.iri)
        parts = [part._text(name) for part in self.parts]
        if self.kind == "sequence":
            return f"({'/'.join(parts)})"
        if self.kind == "alternativePath":
            return f"({'|'.join(parts)})"
        if self.kind == "inversePath":
            # A path after "^" is one property or in brackets (SPARQL 1.1, section 19.8, PathElt).
            return f"^{parts[0]}" if self.parts[0].iri is not None else f"^({parts[0]})"
        return f"({parts[0]}){_REPEATED[self.kind]}"


def read(graph: ShapesGraph, node: Term, shape: Term) -> Path:
    """Return the path that a node of a shapes graph stands for.

    Args:
        graph: The shapes graph.
        node: The value of ``sh:path``.
        shape: The shape to name in messages.

    Raises:
        IllFormedError: It is not a path.
    """
    return _read(graph, node, shape, ())


def _read(graph: ShapesGraph, node: Term, shape: Term, above: tuple[Term, ...]) -> Path:
    def refuse(problem: str) -> IllFormedError:
        return IllFormedError(problem, shape, sh("path"), node)

    if isinstance(node, ox.NamedNode):
        return Path("predicate", node)
    if not isinstance(node, ox.BlankNode):
        raise refuse(f"a path is a property or made of properties, not {node}")
    if node in above:
        raise refuse("a path must not contain itself")
    if len(above) == MAX_DEPTH:
        raise refuse(f"paths are nested more than {MAX_DEPTH} levels deep here")
    above = (*above, node)
    # A blank node with more than one of these is "strange": W3C's tests take the list.
    if graph.values(node, RDF_FIRST):
        parts = tuple(_read(graph, part, shape, above) for part in graph.items(node, shape, sh("path")))
        if len(parts) < 2:
            raise refuse("a sequence of paths has at least two members")
        return Path("sequence", None, parts)
    if choices := graph.values(node, sh("alternativePath")):
        members = graph.items(choices[0], shape, sh("path"))
        parts = tuple(_read(graph, part, shape, above) for part in members)
        if len(parts) < 2:
            raise refuse("sh:alternativePath is a list of at least two paths")
        return Path("alternativePath", None, parts)
    for kind in ("inversePath", *_REPEATED):
        if inner := graph.values(node, sh(kind)):
            return Path(kind, None, (_read(graph, inner[0], shape, above),))
    raise refuse("a path is a property, a list, or a blank node with sh:inversePath, sh:alternativePath or the like")
