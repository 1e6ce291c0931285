"""Knows how a graph is checked against shapes, and what a finding is.

pySHACL does the checking, without inference, without imports and without what it calls advanced, so that shapes are
rules and never programs. The ontology is always part of what is checked, since it says which class is below which.

Rules in SPARQL are questions to all of the data, over which rdflib takes seconds. Of the published graphs, pySHACL asks
them of Oxigraph, which takes a tenth of one; of data that is given as an rdflib graph, it asks rdflib. Both must answer
alike: the tests ask rdflib what each change to the published graphs breaks, and Oxigraph as well.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from csgraph import dataset, paths, turtle
from csgraph.errors import InputError
from csgraph.namespaces import compress

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib
    from rdflib.query import Result
    from rdflib.term import Node

SEVERITIES = ("Violation", "Warning", "Info")
"""The severities of SHACL (section 2.1.4), the gravest first. What has a Violation must not be published."""

_SHAPES_PLACE = "shapes"


@dataclass(frozen=True)
class Finding:
    """What one rule says of one node.

    Attributes:
        severity: One of ``SEVERITIES``.
        node: The node that was checked: a CURIE, or an IRI where no prefix of ours fits.
        label: Its label, or ``node`` again where it has none.
        shape: The rule: the shape, or the SPARQL constraint, that the node does not meet, as a CURIE.
        component: The kind of rule, such as ``sh:MinCountConstraintComponent``.
        path: The property that was looked at, in SPARQL's notation of paths; None when it was the node itself.
        value: The value that offends, as it would stand in Turtle; None when one is missing or there are too many.
        message: The rule in words.
    """

    severity: str
    node: str
    label: str
    shape: str
    component: str
    path: str | None
    value: str | None
    message: str

    @property
    def is_violation(self) -> bool:
        """Whether what was checked must not be published as it is."""
        return self.severity == SEVERITIES[0]

    def line(self) -> str:
        """Return the finding as one line: severity, label of the node, rule and value, with two blanks between."""
        parts = (self.severity, self.label, f"{self.shape}: {self.message}", self.value or "")
        return "  ".join(part for part in parts if part)

    def __str__(self) -> str:
        return self.line()


def load_shapes() -> rdflib.Graph:
    """Load our shapes, all files of ``shapes/``, into one graph.

    Raises:
        InputError: A file is not usable.
    """
    files = sorted(paths.SHAPES.glob("*.ttl"))
    return _to_graph(quad for path in files for quad in turtle.parse(path, rename_blank_nodes=True))


def load_ontology() -> rdflib.Graph:
    """Load the ontology, without its links to other vocabularies.

    Raises:
        InputError: A file is not usable.
    """
    files = [path for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem != dataset.ALIGNMENTS]
    return _to_graph(quad for path in files for quad in turtle.parse(path, rename_blank_nodes=True))


def published_graphs() -> list[str]:
    """Return the names of the graphs that are checked: all, also those that are not loaded by default.

    But for the alignments, which say of our terms what other vocabularies have to answer for. The shapes tell what the
    report says from what others say of the same things by the properties that only the latter have.
    """
    return [name for name in dataset.graph_files() if name != dataset.ALIGNMENTS]


def validate(data: rdflib.Graph | None = None, shapes: rdflib.Graph | None = None) -> list[Finding]:
    """Check data against shapes.

    Named graphs are checked as one. Neither argument is changed.

    Args:
        data: What to check, an rdflib graph or dataset, with literals as written (see ``load_dataset``); the ontology
            is added to it. When not given, the published graphs (see ``published_graphs``).
        shapes: The rules; those of ``shapes/`` when not given.

    Returns:
        What is wrong, the gravest first, then by node, rule and value; nothing when all is well.

    Raises:
        InputError: The shapes are not usable, or a file of the publication is not.
    """
    rules = load_shapes() if shapes is None else _flat(shapes)
    _refuse_foreign_graphs(rules)
    if data is None:
        quads = list(dataset.load_quads(published_graphs()))
        checked, store = _to_graph(quads), _to_store(quads)
    else:
        checked, store = _flat(data, load_ontology()), None
    report = _run(checked, rules, store)
    return sorted(_findings(report, checked), key=_order)


def _to_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """Return quads as one rdflib graph, literals as written."""
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    to_rdflib = dataset.Converter()
    graph = rdflib.Graph()
    for quad in quads:
        # To the store, since Graph.add looks again at terms that are known to be right.
        graph.store.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)), graph)
    return graph


def _to_store(quads: Iterable[ox.Quad]) -> ox.Store:
    """Return quads as one graph for querying: the default graph of a store."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def _flat(*graphs: rdflib.Graph) -> rdflib.Graph:
    """Return the triples of graphs and datasets as one graph of its own."""
    import rdflib

    flat = rdflib.Graph()
    for graph in graphs:
        for subject, predicate, value, *_ in graph.quads() if isinstance(graph, rdflib.Dataset) else graph:
            flat.add((subject, predicate, value))
    return flat


def _refuse_foreign_graphs(shapes: rdflib.Graph) -> None:
    """Refuse queries that read other graphs: rdflib would fetch what FROM names, and pySHACL lets it."""
    from rdflib.namespace import SH

    for predicate in (SH.select, SH.ask):
        for shape, query in shapes.subject_objects(predicate):
            words = re.sub(r"""#[^\n]*|<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""", " ", str(query))
            if found := re.search(r"(?<![\w?$:-])(?:FROM|SERVICE)(?![\w:-])", words, re.IGNORECASE):
                problem = f"a rule must not read other graphs; take {found[0].upper()} out of its query"
                raise InputError(problem, place=_curie(shape))


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


def _query(store: ox.Store, query: str, initBindings: Mapping[str, Node]) -> Result:  # noqa: N803
    """Answer a query as the ``query`` of an rdflib graph does; the last parameter has the name that pySHACL gives it."""
    import pyoxigraph as ox
    from rdflib.query import Result
    from rdflib.term import Variable

    bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
        ox.Variable(name): ox.NamedNode(str(node)) for name, node in initBindings.items()
    }
    solutions: Any = store.query(query, substitutions=bound)
    to_rdflib = dataset.Converter()
    names = [Variable(variable.value) for variable in solutions.variables]
    result = Result("SELECT")
    result.vars = names
    result.bindings = [
        {name: to_rdflib(term) for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in solutions
    ]
    return result


def _run(data: rdflib.Graph, shapes: rdflib.Graph, store: ox.Store | None = None) -> rdflib.Graph:
    """Return pySHACL's report.

    ``pyshacl.Validator`` and not ``pyshacl.validate``: the latter switches rdflib's rewriting of literals back on,
    and writes to standard error on its own.

    Args:
        data: What to check.
        shapes: The rules.
        store: The same data, to answer queries in place of rdflib.
    """
    import rdflib
    from pyparsing.exceptions import ParseException
    from pyshacl import Validator
    from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError, ValidationFailure
    from pyshacl.graph_abstraction import DataGraph

    log = logging.getLogger("csgraph.pyshacl")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    options = {"inference": "none", "advanced": False, "use_js": False, "inplace": True, "logger": log}
    rdflib.NORMALIZE_LITERALS = False
    try:
        with _quiet():
            graph: Any = DataGraph.from_rdflib(data)
            if store is not None:
                graph.query = partial(_query, store)
            validator: Any = Validator(graph, shacl_graph=shapes, options=options)
            _, report, _ = validator.run()
    except (ParseException, SyntaxError) as error:
        problem = " ".join(str(error).split())
        raise InputError(f"a query of a rule is not SPARQL: {problem}", place=_SHAPES_PLACE) from error
    except re.error as error:
        raise InputError(f"a sh:pattern is no regular expression: {error}", place=_SHAPES_PLACE) from error
    except (ConstraintLoadError, ReportableRuntimeError, ShapeLoadError, ValidationFailure) as error:
        raise InputError(" ".join(str(error).split()), place=_SHAPES_PLACE) from error
    except Exception as error:
        # rdflib has no class of its own for the prefix of a query that is not declared.
        if type(error) is not Exception:
            raise
        raise InputError(" ".join(str(error).split()), place=_SHAPES_PLACE) from error
    found: rdflib.Graph = report
    return found


def _findings(report: rdflib.Graph, data: rdflib.Graph) -> Iterator[Finding]:
    """Yield the results of a SHACL report (section 3.6.2) as findings."""
    from rdflib.namespace import SH

    for result in report.subjects(SH.resultSeverity):
        node = report.value(result, SH.focusNode)
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        rule = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
        component = _curie(report.value(result, SH.sourceConstraintComponent))
        # A query's row names the offender as its value; it is what the finding is about.
        if component == "sh:SPARQLConstraintComponent" and value is not None:
            node, value = value, None
        yield Finding(
            severity=str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
            node=_term(node),
            label=_label(node, data),
            shape=_term(rule),
            component=component,
            path=None if path is None else _path(path, report),
            value=None if value is None else _term(value),
            message=_message(result, report),
        )


def _order(finding: Finding) -> tuple[object, ...]:
    rank = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)
    node = turtle.natural_key(finding.node)
    return (rank, node, finding.shape, finding.value or "", finding.component, finding.path or "", finding.message)


def _curie(iri: Node | None) -> str:
    return compress(str(iri)) or str(iri)


def _term(term: Node | None) -> str:
    """Return a term as it would stand in Turtle, with our prefixes."""
    import pyoxigraph as ox
    import rdflib

    if not isinstance(term, rdflib.Literal):
        return _curie(term)
    if term.language:
        return turtle.to_turtle(ox.Literal(str(term), language=term.language))
    return turtle.to_turtle(ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None))


def _label(node: Node | None, data: rdflib.Graph) -> str:
    from rdflib.namespace import RDFS

    labels = sorted(str(label) for label in data.objects(node, RDFS.label))
    return labels[0] if labels else _term(node)


def _message(result: Node, report: rdflib.Graph) -> str:
    """Return the English message of the rule, or else of pySHACL, as one line."""
    from rdflib.namespace import SH

    messages = sorted(
        report.objects(result, SH.resultMessage), key=lambda text: (getattr(text, "language", None) != "en", text)
    )
    return " ".join(str(messages[0]).split()) if messages else ""


def _path(path: Node, report: rdflib.Graph) -> str:
    """Return a SHACL path (section 2.3.1) as SPARQL writes it."""
    import rdflib
    from rdflib.namespace import RDF, SH

    if isinstance(path, rdflib.URIRef):
        return _curie(path)
    if (path, RDF.first, None) in report:
        return "/".join(_path(step, report) for step in report.items(path))
    if choices := report.value(path, SH.alternativePath):
        return f"({'|'.join(_path(choice, report) for choice in report.items(choices))})"
    if inverse := report.value(path, SH.inversePath):
        return f"^{_path(inverse, report)}"
    for predicate, sign in ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?")):
        if repeated := report.value(path, predicate):
            return f"({_path(repeated, report)}){sign}"
    return _term(path)
