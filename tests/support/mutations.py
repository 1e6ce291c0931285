"""The changes of the data in ``fixtures/mutations/``, and what the shapes and checks find in the changed data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pyoxigraph as ox
import yaml

from csgraph import paths
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSG, PREFIXES, SH, expand
from csgraph.rdf.source_index import SourceIndex
from csgraph.rdf.vocab import RDF_TYPE
from csgraph.sparql.tokens import tokenize
from csgraph.validation import checks, inputs
from csgraph.validation.findings import show as curie
from csgraph.validation.results import FindingBuilder
from csgraph.validation.shacl import engine, reader, targets
from csgraph.validation.shacl.model import Compiler, Constraint
from csgraph.validation.shacl.report import Result
from tests.support.folders import FIXTURES

MUTATIONS = [
    {**mutation, "theme": path.stem}
    for path in sorted((FIXTURES / "mutations").glob("*.yaml"))
    for mutation in yaml.safe_load(path.read_text())
]


def name_of(constraint: Constraint) -> str:
    """Return what a constraint is called here: its rule, and its kind where a rule has several."""
    rule = curie(constraint.constraint if constraint.constraint is not None else constraint.shape.node)
    kind = constraint.component.value.removeprefix(SH).removesuffix("ConstraintComponent")
    return f"{rule} {kind}".removesuffix(" SPARQL")


@dataclass(frozen=True)
class Asked:
    """A query, compiled or of a check, with what a change must touch for its answer to change.

    Attributes:
        name: The constraint or the check.
        ask: The compiled query, or the check.
        iris: The terms that it names.
        has_open_class: Whether it asks for types that it does not name.
        has_open_property: Whether it asks for properties that it does not name.
    """

    name: str
    ask: engine.CompiledQuery | checks.Check
    iris: frozenset[str]
    has_open_class: bool
    has_open_property: bool

    @classmethod
    def of(cls, name: str, ask: engine.CompiledQuery | checks.Check, text: str) -> Asked:
        """Return a query with what its text names."""
        tokens = tokenize(text)
        iris = {token.text[1:-1] for token in tokens if token.kind == "IRIREF"}
        iris |= {expand(token.text) or "" for token in tokens if token.kind == "PNAME"}
        verbs = [token for before, token in pairwise(tokens) if before.text in ("a", "rdf:type", str(RDF_TYPE))]
        open_property = re.search(r"[{.;)]\s*(?:\?\w+|<[^>]*>)\s+\?\w+\s+(?:\?\w+|<[^>]*>)", text) is not None
        return cls(name, ask, frozenset(iris), any(token.kind == "VAR" for token in verbs), open_property)

    def is_touched(self, properties: set[str], types: set[str], is_unknown: bool) -> bool:
        """Return whether a change of triples with these properties, or types, may change the answer."""
        if self.iris & properties or (self.has_open_property and is_unknown):
            return True
        return bool(types) and (self.has_open_class or self.has_open_property or bool(self.iris & types))


@dataclass(frozen=True)
class Told:
    """One finding: what one rule says of one node, one property of it, and one value.

    Attributes:
        rule: The rule: a shape, a SPARQL constraint, or a check as ``check:NAME``.
        node: The node.
        path: The property; empty where the node itself is meant.
        value: The value; empty where none is named.
    """

    rule: str
    node: str
    path: str
    value: str


BEFORE = ox.NamedNode("urn:before")
"""A graph of the store in which the published data stay as they are."""


class Rules:
    """All shapes and checks, compiled once, asked of the published data with one change or none."""

    def __init__(self) -> None:
        self.graph, _ = inputs.load_shapes(inputs.shape_files())
        self.data = inputs.load_data(inputs.published_files())
        self.to = Compiler(engine._hierarchy(self.data))
        self.shapes = reader.read(self.graph)
        self.asked = [
            Asked.of(name_of(query.constraint), query, query.text)
            for shape in self.shapes
            for query in engine.queries(shape, targets.scope(shape.targets, self.to), self.to)
        ]
        self.asked += [
            Asked.of(f"check:{check.name}", check, check.query) for check in checks.load(paths.QUERIES / "checks")
        ]
        self.properties = {quad.predicate.value for quad in self.data.store}
        words = ox.NamedNode(f"{CSG}wordsOfReport")
        below = self.data.store.quads_for_pattern(None, turtle.iri("rdfs:subPropertyOf"), words)
        self.words = {quad.subject.value for quad in below}
        self.data.store.update(f"INSERT {{ GRAPH {BEFORE} {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}")

    def _only_in(self, one: str, other: str) -> list[ox.Quad]:
        rows: Any = self.data.store.query(f"SELECT * WHERE {{ {one} FILTER NOT EXISTS {{ {other} }} }}")
        return [ox.Quad(row["s"], row["p"], row["o"]) for row in rows]

    def change(self, update: str) -> tuple[list[ox.Quad], list[ox.Quad]]:
        """Return the triples that an update takes away and those that it adds; the data stay as they are."""
        # Oxigraph 0.5 reads no prefixed name with two full stops in SPARQL, such as anchor:3.1-p3_351-356.
        dotted = r"\b(anchor|quote|restatement|span|statement):([\w.-]*\w)"
        update = re.sub(dotted, lambda name: f"<{PREFIXES[name[1]]}{name[2]}>", update)
        store = self.data.store
        if not re.search(r"\bWHERE\b", update):
            # Only DELETE DATA and INSERT DATA: the triples are those of the text, and comparing all data is not needed.
            added, named = _inserted(update), _inserted(update.replace("DELETE DATA", "INSERT DATA"))
            return [quad for quad in named - added if quad in store], [quad for quad in added if quad not in store]
        store.update(update, prefixes=PREFIXES)
        before, after = f"GRAPH {BEFORE} {{ ?s ?p ?o }}", "?s ?p ?o"
        removed, added = self._only_in(before, after), self._only_in(after, before)
        self._apply(added, removed)
        return removed, added

    def _apply(self, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        for quad in removed:
            self.data.store.remove(quad)
        for quad in added:
            self.data.store.add(quad)

    def answers(
        self, removed: list[ox.Quad], added: list[ox.Quad], *, all_of_them: bool = False
    ) -> list[tuple[str, Result | checks.CheckResult]]:
        """Return what each rule answers about the changed data, only asking those that the change touches."""
        types = {quad.object.value for quad in removed + added if quad.predicate == RDF_TYPE}
        properties = {quad.predicate.value for quad in removed + added if quad.predicate != RDF_TYPE}
        is_unknown = bool(properties - self.properties or properties & self.words)
        self._apply(removed, added)
        try:
            return [
                (asked.name, answer)
                for asked in self.asked
                if all_of_them or asked.is_touched(properties, types, is_unknown)
                for answer in self._ask(asked.ask)
            ]
        finally:
            self._apply(added, removed)

    def _ask(self, ask: engine.CompiledQuery | checks.Check) -> Iterator[Result | checks.CheckResult]:
        return ask.results(self.data) if isinstance(ask, engine.CompiledQuery) else checks.hits([ask], self.data.store)

    def told(self, answers: Iterable[tuple[str, Result | checks.CheckResult]]) -> set[Told]:
        """Return answers as findings: what several parameters of one rule say of one value is one finding."""
        told = FindingBuilder(self.data.store, self.graph, SourceIndex([]))
        found = set()
        for name, answer in answers:
            node, value = told.about(answer) if isinstance(answer, Result) else (answer.node, answer.value)
            path = (
                ""
                if answer.path is None
                else answer.path.text(curie)
                if isinstance(answer, Result)
                else curie(answer.path)
            )
            found.add(Told(name.split()[0], curie(node), path, "" if value is None else turtle.to_turtle(value)))
        return found


def _inserted(update: str) -> set[ox.Quad]:
    """Return the triples that an update leaves in an empty store."""
    empty = ox.Store()
    empty.update(update, prefixes=PREFIXES)
    return set(empty)


@cache
def rules() -> Rules:
    return Rules()


@cache
def outcome(number: int) -> tuple[frozenset[Told], frozenset[str]]:
    """Return the findings about a mutation, and the constraints that they come from."""
    removed, added = rules().change(MUTATIONS[number]["update"])
    assert removed or added, "the update changes nothing"
    answers = rules().answers(removed, added)
    return frozenset(rules().told(answers)), frozenset(name for name, _ in answers)


def expected(number: int) -> set[tuple[str, str]]:
    """Return the rule and the node of each finding that a mutation must give."""
    mutation = MUTATIONS[number]
    return {(one["rule"], one["node"]) for one in (mutation, *mutation.get("also", ()))}


def name_of_mutation(number: int) -> str:
    return f"{MUTATIONS[number]['theme']}: {MUTATIONS[number]['name']}"


# A mutation that is named by a constraint is one of many of its kind.
EVERYDAY = [
    number
    for number, mutation in enumerate(MUTATIONS)
    if number % 8 == 0 and not re.match(r"\w+(?:-[\w-]+)?: ", mutation["name"])
]
