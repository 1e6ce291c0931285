"""Validates a graph: runs the compiled queries, and turns their solutions into results (SHACL, section 3)."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol, TypeVar

import pyoxigraph as ox

from csgraph.errors import InputError, StoreError
from csgraph.rdf.vocab import RDFS_SUB_CLASS_OF
from csgraph.validation.shacl import reader, targets
from csgraph.validation.shacl.components import Ask
from csgraph.validation.shacl.graph import ShapesGraph, name
from csgraph.validation.shacl.model import Compiler, Constraint, Scope, Shape, Values
from csgraph.validation.shacl.paths import Path
from csgraph.validation.shacl.report import Result
from csgraph.validation.shacl.shape_based import PropertyConstraint
from csgraph.validation.shacl.sparql import SHAPES_GRAPH, Sparql, fill
from csgraph.validation.shacl.terms import WRITTEN, as_meant, as_written, is_kept, sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

Answer = TypeVar("Answer")

_WRITTEN_GRAPH = ox.NamedNode(f"{WRITTEN}literals")
_STORED_GRAPH = ox.NamedNode(f"{WRITTEN}values")

_BATCH = 1 << 16
"""Number of triples that are loaded into the store at once: enough to be fast, and few in memory."""

_THREADS = 2
"""Number of queries that run at the same time. Oxigraph releases the GIL."""


class Queryable(Protocol):
    """The target of queries: a data graph in memory, or an endpoint."""

    is_local: bool
    has_written: bool

    def rows(self, query: str, *, by_value: bool = False) -> Iterator[Mapping[str, Term]]:
        """Yield the solutions of a SELECT query: terms by variable, as they stand in the data.

        Args:
            query: The query.
            by_value: Let the query see literals as the store has them, and not as they are written.
        """
        ...


class DataGraph:
    """The data graph, in memory.

    Literals that Oxigraph would rewrite are there twice, in graphs of their own: as they are written, for SHACL Core,
    and by value, for queries of the shapes graph. All else is in the default graph.
    """

    is_local = True

    def __init__(self, quads: Iterable[ox.Quad] = ()) -> None:
        self.store = ox.Store()
        self.has_written = False
        self.add(quads)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add triples to the data graph; SHACL ignores named graphs."""
        rest = iter(quads)
        while batch := list(islice(rest, _BATCH)):
            odd = [quad for quad in batch if not _is_plain(quad)]
            self.store.bulk_extend(self._placed(batch) if odd else batch)

    @property
    def size(self) -> int:
        """The number of distinct triples."""
        beside = (_STORED_GRAPH, SHAPES_GRAPH)
        return len(self.store) - sum(
            1 for graph in beside for _ in self.store.quads_for_pattern(None, None, None, graph)
        )

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples, literals as written."""
        for graph in (ox.DefaultGraph(), _WRITTEN_GRAPH):
            for quad in self.store.quads_for_pattern(None, None, None, graph):
                yield ox.Triple(quad.subject, quad.predicate, as_meant(quad.object))

    def keep_shapes(self, graph: ShapesGraph) -> None:
        """Keep the shapes where queries with $shapesGraph look for them: in a graph beside the data."""
        self.store.clear_graph(SHAPES_GRAPH)
        self.store.extend(ox.Quad(one.subject, one.predicate, one.object, SHAPES_GRAPH) for one in graph.triples())

    def _placed(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        for quad in quads:
            value = quad.object
            if isinstance(value, ox.Literal) and not is_kept(value):
                self.has_written = True
                yield ox.Quad(quad.subject, quad.predicate, as_written(value), _WRITTEN_GRAPH)
                yield ox.Quad(quad.subject, quad.predicate, value, _STORED_GRAPH)
            elif isinstance(quad.graph_name, ox.DefaultGraph):
                yield quad
            else:
                yield ox.Quad(quad.subject, quad.predicate, value)

    def rows(self, query: str, *, by_value: bool = False) -> Iterator[Mapping[str, Term]]:
        """Yield the solutions of a SELECT query; see ``Queryable``."""
        graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        if self.has_written:
            graphs = [ox.DefaultGraph(), _STORED_GRAPH if by_value else _WRITTEN_GRAPH]
        try:
            # The only graph beside the data is that of the shapes, not those in which the data are kept.
            solutions = self.store.query(query, default_graph=graphs, named_graphs=[SHAPES_GRAPH])
            assert isinstance(solutions, ox.QuerySolutions)
            names = [variable.value for variable in solutions.variables]
            for solution in solutions:
                terms = zip(names, solution, strict=True)
                yield {variable: as_meant(term) for variable, term in terms if term is not None}
        except RuntimeError as error:
            # Well-formed SPARQL with a function that Oxigraph does not have.
            raise InputError(" ".join(str(error).split())) from None


def validate(data: Queryable, graph: ShapesGraph) -> list[Result]:
    """Validate a data graph.

    Args:
        data: The data graph.
        graph: The shapes graph.

    Returns:
        The results, in the order of the shapes.

    Raises:
        IllFormedError: The shapes graph is not usable.
        UnsupportedError: It has a feature that is not compiled, or not for these data.
    """
    works = [partial(query.run, data) for query in compiled(data, graph)]
    return list(chain.from_iterable(side_by_side(works, threads=_THREADS if data.is_local else 1)))


def compiled(data: Queryable, graph: ShapesGraph) -> list[CompiledQuery]:
    """Return the queries that validate a data graph; their arguments and errors are those of ``validate``."""
    shapes = reader.read(graph)
    if isinstance(data, DataGraph) and any("shapesGraph" in str(triple.object) for triple in _queries_of(graph)):
        data.keep_shapes(graph)
    to = _compiler(data, graph)
    return [query for shape in shapes for query in queries(shape, targets.scope(shape.targets, to), to)]


def side_by_side(works: Sequence[Callable[[], list[Answer]]], *, threads: int = _THREADS) -> list[list[Answer]]:
    """Call functions in several threads, and return their results in order.

    Args:
        works: The functions to call, such as queries to a local store; each reads its solutions to the end, because
            they belong to the thread that ran the query.
        threads: The number of threads, this one included.
    """
    answers: list[list[Answer]] = [[] for _ in works]
    errors: list[Exception] = []
    # Taking the next from a list's iterator is one step of Python's, so that threads can share it.
    rest = iter(list(enumerate(works)))

    def work() -> None:
        try:
            for number, one in rest:
                answers[number] = one()
        except Exception as error:
            # Solutions that the error still holds must be dropped in their own thread: Oxigraph forbids it elsewhere.
            held: BaseException | None = error
            while held is not None:
                traceback.clear_frames(held.__traceback__)
                held = held.__context__
            errors.append(error)

    others = [threading.Thread(target=work, daemon=True) for _ in range(threads - 1)]
    for thread in others:
        thread.start()
    work()
    for thread in others:
        thread.join()
    if errors:
        raise errors[0]
    return answers


def idle(data: Queryable, graph: ShapesGraph) -> list[Shape]:
    """Return the shapes whose targets match no node.

    Args:
        data: The data graph.
        graph: The shapes graph.

    Raises:
        IllFormedError: The shapes graph is not usable.
        UnsupportedError: It has a feature that is not compiled.
    """
    to = _compiler(data, graph)
    found = []
    for shape in reader.read(graph):
        scope = targets.scope(shape.targets, to)
        if not any(True for _ in data.rows(f"SELECT {scope.node} WHERE {{ {scope.pattern} }} LIMIT 1")):
            found.append(shape)
    return found


def _compiler(data: Queryable, graph: ShapesGraph) -> Compiler:
    # A node that only the shapes name may be such a literal as well.
    of_shapes = (triple.object for triple in graph.triples() if isinstance(triple.object, ox.Literal))
    has_written = data.is_local and (data.has_written or not all(map(is_kept, of_shapes)))
    return Compiler(_hierarchy(data), is_local=data.is_local, has_written=has_written)


def _queries_of(graph: ShapesGraph) -> Iterator[ox.Triple]:
    return (triple for triple in graph.triples() if triple.predicate in (sh("select"), sh("ask")))


def _hierarchy(data: Queryable) -> dict[Term, list[Term]]:
    """Return the classes below each class, as stated."""
    below: dict[Term, list[Term]] = {}
    for row in data.rows(f"SELECT ?lower ?upper WHERE {{ ?lower {RDFS_SUB_CLASS_OF} ?upper }}"):
        below.setdefault(row["upper"], []).append(row["lower"])
    return below


def _is_plain(quad: ox.Quad) -> bool:
    """Whether a quad can go into the store as it is."""
    value = quad.object
    return (type(value) is not ox.Literal or is_kept(value)) and type(quad.graph_name) is ox.DefaultGraph


@dataclass(frozen=True)
class CompiledQuery:
    """One query, each solution of which is a result of one constraint.

    Attributes:
        constraint: The constraint.
        text: The query.
        focus: The variable of the focus node, without question mark.
        value: The variable of the value; None where there is none.
        path: The variable of the property; None where the path is the shape's.
        by_value: Whether it is to see literals by value.
    """

    constraint: Constraint
    text: str
    focus: str
    value: str | None
    path: str | None
    by_value: bool = False

    def run(self, data: Queryable) -> list[Result]:
        """Return the results; if the store cannot run the query, raise an error that names the rule.

        Raises:
            InputError: The store does not answer the query.
        """
        try:
            return list(self.results(data))
        except (InputError, StoreError) as error:
            rule = self.constraint.constraint or self.constraint.shape.node
            raise error.reworded(f"{name(rule)} cannot be run there: {error.problem}") from None

    def results(self, data: Queryable) -> Iterator[Result]:
        """Yield the results."""
        constraint, shape = self.constraint, self.constraint.shape
        for row in data.rows(self.text, by_value=self.by_value):
            focus = row[self.focus]
            value = row.get(self.value) if self.value else None
            if constraint.is_by_hand and value is None and shape.path is None:
                value = focus
            path = shape.path
            if self.path and isinstance(predicate := row.get(self.path), ox.NamedNode):
                path = Path("predicate", predicate)
            messages = constraint.messages
            if isinstance(constraint, Sparql | Ask):
                bound = {**constraint.bound, **row, "this": focus, **({"value": value} if value is not None else {})}
                texts = {variable: _shown(term) for variable, term in bound.items()}
                messages = tuple(fill(message, texts) for message in messages)
                # Messages of the query itself come first (section 5.3.2).
                if isinstance(message := row.get("message"), ox.Literal):
                    messages = (message,)
            yield Result(
                focus,
                path,
                value,
                constraint.component,
                shape.node,
                constraint.constraint,
                shape.severity,
                messages,
                constraint.expected,
            )


def _shown(term: Term) -> str:
    """Return a term as messages show it: the text of a literal, other terms in Turtle."""
    return term.value if isinstance(term, ox.Literal) else name(term)


def queries(shape: Shape, scope: Scope, to: Compiler) -> Iterator[CompiledQuery]:
    """Yield the queries that find what in a scope does not conform to a shape.

    Property shapes within report results of their own (SHACL, section 4.7.2), so they are compiled for the value nodes.
    """
    if shape.is_deactivated:
        return
    values = shape.values(scope, to)
    for constraint in shape.constraints:
        if isinstance(constraint, PropertyConstraint):
            yield from queries(constraint.inner, values.inner(), to)
        elif isinstance(constraint, Sparql):
            text = _by_value(constraint.text(scope, to))
            selected = constraint.query.syntax.columns
            yield CompiledQuery(
                constraint,
                text,
                "this",
                "value" if "value" in selected else None,
                "path" if "path" in selected else None,
                by_value=True,
            )
        else:
            yield from _core(constraint, values, to)


def _core(constraint: Constraint, values: Values, to: Compiler) -> Iterator[CompiledQuery]:
    for failure in constraint.failures(values, to):
        names = dict.fromkeys(
            variable
            for variable in (*values.scope.outer, values.focus, failure.value, failure.path, *failure.apart)
            if variable
        )
        text = f"SELECT DISTINCT {' '.join(names)} WHERE {{ {failure.pattern} }}"
        value = failure.value[1:] if failure.value else None
        path = failure.path[1:] if failure.path else None
        text = _by_value(text) if constraint.is_by_hand else text
        yield CompiledQuery(constraint, text, values.focus[1:], value, path, by_value=constraint.is_by_hand)


def _by_value(query: str) -> str:
    """Return a query with the literals that shapes name (as their targets) as the queries of a shapes graph see them."""
    return query.replace(f"<{WRITTEN}", "<")
