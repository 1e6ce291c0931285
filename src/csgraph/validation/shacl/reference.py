"""Runs pySHACL, the reference engine: for shapes that are not compiled, and to compare results in tests.

Inference, imports and SHACL Advanced Features are off, so that shapes are rules and never programs.
Each query of the shapes is parsed once, not once for each focus node.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.namespaces import shorten
from csgraph.rdf.rdflib_terms import Converter
from csgraph.sparql.tokens import tokenize
from csgraph.validation.shacl import paths
from csgraph.validation.shacl.graph import ShapesGraph
from csgraph.validation.shacl.report import Result
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    import rdflib
    from rdflib.query import Result as Answer
    from rdflib.term import Node

    from csgraph.validation.shacl.terms import Term

_SHAPES_PLACE = "shapes"


def validate(data: rdflib.Graph, shapes: rdflib.Graph) -> list[Result]:
    """Validate a data graph with pySHACL; results come in no particular order.

    Args:
        data: The data graph, literals as written.
        shapes: The shapes graph; if it is the same object, one graph is both.

    Raises:
        InputError: The shapes are not usable.
    """
    _refuse_foreign_graphs(shapes)
    report = list(from_rdflib(_run(data, shapes)))
    graph = ShapesGraph(report)
    # Results of nested shapes, which pySHACL gives as details, are not results of the report itself.
    reports = graph.instances(sh("ValidationReport"))
    return [_result(graph, node) for one in reports for node in graph.values(one, sh("result"))]


def _result(graph: ShapesGraph, node: Term) -> Result:
    def one(predicate: str) -> Term | None:
        values = graph.values(node, sh(predicate))
        return values[0] if values else None

    path, focus, shape = one("resultPath"), one("focusNode"), one("sourceShape")
    component, severity = one("sourceConstraintComponent"), one("resultSeverity")
    assert focus is not None
    assert shape is not None
    assert isinstance(component, ox.NamedNode)
    assert isinstance(severity, ox.NamedNode)
    messages = tuple(text for text in graph.values(node, sh("resultMessage")) if isinstance(text, ox.Literal))
    read = None if path is None else paths.read(graph, path, shape)
    return Result(focus, read, one("value"), component, shape, one("sourceConstraint"), severity, messages)


def to_rdflib(triples: Iterable[ox.Quad | ox.Triple]) -> rdflib.Graph:
    """Return triples as one rdflib graph, literals as written."""
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    convert = Converter()
    graph = rdflib.Graph()
    with _quiet():
        for triple in triples:
            # To the store, since Graph.add would check valid terms again.
            graph.store.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)), graph)
    return graph


def from_rdflib(*graphs: rdflib.Graph) -> Iterator[ox.Triple]:
    """Yield the triples of rdflib graphs and datasets.

    Raises:
        InputError: A term is not valid RDF, such as an IRI with a space.
    """
    import rdflib

    for graph in graphs:
        quads = graph.quads() if isinstance(graph, rdflib.Dataset) else graph
        for subject, predicate, value, *_ in quads:
            try:
                yield ox.Triple(_from_rdflib(subject), _from_rdflib(predicate), _from_rdflib(value))  # type: ignore[arg-type]
            except (ValueError, TypeError) as error:
                raise InputError(f"not RDF: {error}", place="data") from None


def _from_rdflib(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language.lower())
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    raise TypeError(f"{term!r} is neither IRI nor blank node nor literal")


def _refuse_foreign_graphs(shapes: rdflib.Graph) -> None:
    """Refuse queries that read other graphs: rdflib would fetch what FROM names, and pySHACL allows it."""
    from rdflib.namespace import SH

    for predicate in (SH.select, SH.ask):
        for shape, query in shapes.subject_objects(predicate):
            for token in tokenize(str(query)):
                if token.word in ("FROM", "SERVICE"):
                    problem = f"a rule must not read other graphs; remove {token.word} from its query"
                    raise InputError(problem, place=shorten(str(shape)))


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence rdflib's warnings with tracebacks about ill-formed literals: each becomes a finding."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


class _Prepared:
    """Runs the queries of shapes on a graph, each parsed once."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self._graph = graph
        self._queries: dict[str, Any] = {}

    def __call__(self, query: str, initBindings: Mapping[str, Node] | None = None) -> Answer:  # noqa: N803  pySHACL's name
        from rdflib.plugins.sparql import prepareQuery

        if query not in self._queries:
            self._queries[query] = prepareQuery(query)
        bindings: Any = initBindings or {}
        return self._graph.query(self._queries[query], initBindings=bindings)


def _run(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Return pySHACL's report.

    ``pyshacl.Validator``, not ``pyshacl.validate``: the latter switches rdflib's rewriting of literals back on,
    and writes to standard error on its own.
    """
    import rdflib
    from pyparsing.exceptions import ParseException
    from pyshacl import Validator
    from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError, ValidationFailure
    from pyshacl.graph_abstraction import DataGraph

    log = logging.getLogger("csgraph.pyshacl")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    options = {
        "inference": "none",
        "advanced": False,
        "use_js": False,
        "inplace": True,
        "logger": log,
        "max_validation_depth": 100,
    }
    rdflib.NORMALIZE_LITERALS = False
    try:
        with _quiet():
            graph: Any = DataGraph.from_rdflib(data)
            graph.query = _Prepared(data)
            validator: Any = Validator(graph, shacl_graph=shapes, options=options)
            _, report, _ = validator.run()
    except (ParseException, SyntaxError) as error:
        problem = " ".join(str(error).split())
        raise InputError(f"a query of a rule is not SPARQL: {problem}", place=_SHAPES_PLACE) from error
    except re.error as error:
        raise InputError(f"a sh:pattern is not a regular expression: {error}", place=_SHAPES_PLACE) from error
    except (
        ConstraintLoadError,
        ReportableRuntimeError,
        ShapeLoadError,
        ValidationFailure,
        NotImplementedError,
    ) as error:
        raise InputError(" ".join(str(error).split()), place=_SHAPES_PLACE) from error
    except Exception as error:
        # rdflib has no class of its own for the prefix of a query that is not declared.
        if type(error) is not Exception:
            raise
        raise InputError(" ".join(str(error).split()), place=_SHAPES_PLACE) from error
    found: rdflib.Graph = report
    return found
