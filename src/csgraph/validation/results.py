"""Turns results of shapes and checks into findings: with labels, locations, hints and links to the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.publication.resources import choose_label
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import BASE, CSGS, SH
from csgraph.rdf.vocab import RDF_TYPE, RDFS_COMMENT, RDFS_SEE_ALSO
from csgraph.validation import checks, locate
from csgraph.validation.findings import Finding, show
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    from csgraph.rdf.source_index import SourceIndex
    from csgraph.validation.shacl.graph import ShapesGraph
    from csgraph.validation.shacl.report import Result
    from csgraph.validation.shacl.terms import Term

_SOURCED = f"{CSGS}Sourced-"
"""The start of the names of rules that demand the words of the report."""

_MESSAGE_LANGUAGE = "en"
_SPARQL = sh("SPARQLConstraintComponent")


class FindingBuilder:
    """Makes findings of results.

    Args:
        store: The data, for labels.
        shapes: The shapes, for hints and documentation.
        index: The files of the data, for locations.
        is_whole: Whether the store has all data, so that a node without triples in it is described nowhere.
    """

    def __init__(self, store: ox.Store, shapes: ShapesGraph, index: SourceIndex, *, is_whole: bool = True) -> None:
        self._is_whole = is_whole
        self._store, self._shapes, self._index = store, shapes, index
        self._known: dict[str, list[str]] = {}
        self._owners: dict[Term, Term] | None = None

    def of_result(self, result: Result) -> Finding:
        """Return a result of a shape as a finding."""
        rule = rule_of(result)
        node, value = self.about(result)
        return Finding(
            severity=result.severity.value.removeprefix(SH),
            node=show(node),
            label=self._label(node),
            shape=self._name(rule),
            component=show(result.component),
            path=None if result.path is None else result.path.text(show),
            value=None if value is None else turtle.to_turtle(value),
            message=_message(result),
            expected=result.expected if result.component != _SPARQL else None,
            hint=self._hint(result, node, value, rule),
            documentation=self._documentation(rule),
            place=locate.result(result, node, value, self._shapes, self._index),
        )

    def of_check(self, result: checks.CheckResult) -> Finding:
        """Return a row of a check as a finding."""
        [finding] = checks.findings([result], self._store)
        path = result.path
        is_known = path is None or path == RDF_TYPE or self.is_described(path)
        values = () if path is None else (quad.object for quad in self._quads(result.node, path))
        location = locate.check_result(result, values, is_known, self._index)
        return replace(finding, place=location, hint=self._similar(path, result.value, result.node) or finding.hint)

    def about(self, result: Result) -> tuple[Term, Term | None]:
        """Return the node that a result is about, and its value at fault, if any.

        A SPARQL constraint whose target is one node that the shape names returns the node at fault as its value, and
        perhaps the property at fault as its path.
        """
        focus, value = result.focus, result.value
        if isinstance(focus, ox.NamedNode) and value == focus:
            return focus, None
        has_one_target = result.component == _SPARQL and focus in self._shapes.values(result.shape, sh("targetNode"))
        if has_one_target and isinstance(value, ox.NamedNode | ox.BlankNode):
            return value, None
        return focus, value

    def is_policy(self, result: Result) -> bool:
        """Whether a result is about how we name our nodes, or quote the report, and the node is not one of ours."""
        rule, node = rule_of(result), self.about(result)[0]
        if not isinstance(rule, ox.NamedNode) or not rule.value.startswith(CSGS) or str(node).startswith(f"<{BASE}"):
            return False
        is_name = result.path is None and result.component == sh("PatternConstraintComponent")
        return is_name or rule.value.startswith(_SOURCED)

    def is_described(self, node: Term) -> bool:
        """Whether a node is the subject of a triple."""
        return any(True for _ in self._quads(node, None))

    def _name(self, rule: Term) -> str:
        """Return the name of a rule; of a shape without IRI, that of the shape it is part of."""
        if isinstance(rule, ox.BlankNode):
            if self._owners is None:
                self._owners = {one.object: one.subject for one in self._shapes.triples()}
            above, done = self._owners.get(rule), {rule}
            while isinstance(above, ox.BlankNode) and above not in done:
                done.add(above)
                above = self._owners.get(above)
            rule = above if isinstance(above, ox.NamedNode) else rule
        return show(rule)

    def _label(self, node: Term) -> str:
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return show(node)
        return choose_label(lambda each: (quad.object for quad in self._quads(node, each))) or show(node)

    def _hint(self, result: Result, node: Term, value: Term | None, rule: Term) -> str | None:
        """Return the known term similar to an unknown one, or else the comment of the rule."""
        is_closed = result.component == sh("ClosedConstraintComponent") and result.path is not None
        texts = [text.value for text in self._shapes.values(rule, RDFS_COMMENT) if isinstance(text, ox.Literal)]
        return self._similar(result.path.iri if is_closed and result.path else None, value, node) or min(
            texts, default=None
        )

    def _similar(self, *suspects: Term | None) -> str | None:
        """Return the known term similar to the first of some terms that is described nowhere, as a question."""
        for suspect in suspects:
            if self._is_whole and isinstance(suspect, ox.NamedNode) and not self.is_described(suspect):
                from csgraph.util.suggest import did_you_mean, nearest

                if near := nearest(show(suspect), self._siblings(suspect)):
                    return did_you_mean([near])
        return None

    def _quads(self, node: Term, predicate: ox.NamedNode | None) -> Iterator[ox.Quad]:
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            yield from self._store.quads_for_pattern(node, predicate, None, ox.DefaultGraph())

    def _siblings(self, node: ox.NamedNode) -> list[str]:
        """Return the described nodes with the prefix of a node."""
        prefix = show(node).partition(":")[0]
        if prefix not in self._known:
            query = "SELECT DISTINCT ?node WHERE { ?node ?p ?o FILTER (isIRI(?node)) }"
            solutions = self._store.query(query)
            assert isinstance(solutions, ox.QuerySolutions)
            for solution in solutions:
                name = show(solution["node"])
                self._known.setdefault(name.partition(":")[0], []).append(name)
            self._known.setdefault(prefix, [])
        return self._known[prefix]

    def _documentation(self, rule: Term) -> str | None:
        for page in self._shapes.values(rule, RDFS_SEE_ALSO):
            if isinstance(page, ox.NamedNode):
                return page.value
        if isinstance(rule, ox.NamedNode) and rule.value.startswith(CSGS):
            return f"docs/shapes.md#{rule.value.removeprefix(CSGS).lower()}"
        return None


def rule_of(result: Result) -> Term:
    """Return the node of the rule that was not met: the constraint, where it has one, or the shape."""
    return result.constraint if result.constraint is not None else result.shape


def result_key(result: Result) -> tuple[str, ...]:
    """Return a key that sorts results of shapes: by focus node, rule, component, path, value and messages."""
    path = str(result.path) if result.path is not None else ""
    rule, value = str(rule_of(result)), str(result.value)
    return (str(result.focus), rule, result.component.value, path, value, *map(str, result.messages))


def _message(result: Result) -> str:
    """Return the English message of the rule, or what the constraint demands, as one line."""
    texts = sorted(result.messages, key=lambda text: (text.language != _MESSAGE_LANGUAGE, text.value))
    if texts:
        return " ".join(texts[0].value.split())
    return f"{show(result.component).removeprefix('sh:').removesuffix('ConstraintComponent')}: {result.expected or ''}"
