"""Finds the source location of a result: the ``file:line:column`` of a finding.

Which triple a result is about is decided here, by the kind of constraint; where that triple stands in its file is looked up
in a ``SourceIndex`` (``csgraph.rdf.source_index``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.namespaces import shorten
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.rdf.location import Location
    from csgraph.rdf.source_index import SourceIndex
    from csgraph.validation.checks import CheckResult
    from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph
    from csgraph.validation.shacl.report import Result
    from csgraph.validation.shacl.terms import Term

_CLOSED = sh("ClosedConstraintComponent")
_SPARQL = sh("SPARQLConstraintComponent")
_MAXIMA = {
    sh("MaxCountConstraintComponent"): sh("maxCount"),
    sh("QualifiedMaxCountConstraintComponent"): sh("qualifiedMaxCount"),
}


def result(found: Result, node: Term, value: Term | None, shapes: ShapesGraph, index: SourceIndex) -> Location | None:
    """Return the location of a result of a shape.

    That is the value; for a closed shape, the property that is not allowed; for too many values, the first beyond the
    maximum; for a missing value, the node.

    Args:
        found: The result.
        node: The node that it is about.
        value: The value that it is about, if any.
        shapes: The shapes, for the maximum of a constraint.
        index: The files of the data.
    """
    path = found.path
    step = path.iri if path is not None else None
    location = None
    if value is not None and step is not None:
        location = (index.predicate if found.component == _CLOSED else index.value)(node, step, value)
    elif value is not None and path is not None and path.kind == "inversePath":
        location = index.subject(value)
    elif value is None and step is not None and found.component == _SPARQL:
        location = index.nth_value(node, step, 0)
    elif value is None and step is not None and found.component in _MAXIMA:
        for maximum in shapes.values(found.shape, _MAXIMA[found.component]):
            location = index.nth_value(node, step, int(getattr(maximum, "value", "0")))
    return location or index.subject(node)


def check_result(found: CheckResult, values: Iterable[Term], is_known: bool, index: SourceIndex) -> Location | None:
    """Return the location of a row of a check: the value, the property, or else the node.

    Args:
        found: The row.
        values: The values that the node has for the property of the row.
        is_known: Whether the property is described; one that is not is itself the mistake.
        index: The files of the data.
    """
    location = None
    if found.path is not None and found.value is not None:
        location = (index.value if is_known else index.predicate)(found.node, found.path, found.value)
    elif found.path is not None and (ordered := sorted(values, key=str)):
        location = index.predicate(found.node, found.path, ordered[0])
    return location or index.subject(found.node)


def ill_formed(error: IllFormedError, index: SourceIndex) -> InputError:
    """Return the error of a shapes graph with its location in the file of the shape."""
    location = None
    if error.predicate is not None and error.value is not None:
        location = index.value(error.shape, error.predicate, error.value)
    location = location or index.subject(error.shape)
    if location is None:
        return error
    # Of a query of several lines, the error has the row within it.
    row = error.row - 1 if error.row else 0
    column = location.column if not row else 1
    name = f"{shorten(error.shape.value)}: " if isinstance(error.shape, ox.NamedNode) else ""
    return InputError(f"{name}{error.problem}", place=location.file, line=location.line + row, column=column)
