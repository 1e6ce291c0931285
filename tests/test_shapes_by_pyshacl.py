"""pySHACL, the reference, finds in the published data, and in each change of them, what the compiled queries find.

pySHACL takes half a minute for all of the data, most of it for the cross-checks, which ask of everything at once. So of a
change it is asked for the nodes near it only, and a cross-check only once for each mutation that is there for it.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from csgraph.rdf.namespaces import CSG, PREFIXES
from csgraph.validation.findings import show as curie
from csgraph.validation.shacl import reference
from csgraph.validation.shacl.report import Result
from csgraph.validation.shacl.terms import sh
from tests.support.mutations import MUTATIONS, rules

pytestmark = pytest.mark.slow

_SPARQL = sh("SPARQLConstraintComponent")


@cache
def published() -> rdflib.Graph:
    return reference.to_rdflib(rules().data.triples())


@cache
def shapes() -> rdflib.Graph:
    return reference.to_rdflib(rules().graph.triples())


def signature(result: Result) -> tuple[str, ...]:
    return (
        str(result.focus),
        str(result.path),
        str(result.value),
        result.component.value,
        str(result.shape) if isinstance(result.shape, ox.NamedNode) else "",
        str(result.constraint),
    )


def test_pyshacl_finds_nothing_in_the_published_data_either():
    assert [curie(result.focus) for result in reference.validate(published(), shapes())] == []


def near(data: rdflib.Graph, touched: set[rdflib.term.Node]) -> set[rdflib.term.Node]:
    """Return the nodes of changed triples, and those one step away; what a class or property says of others is no step."""
    found = {*touched}
    for node in touched:
        found |= set(data.objects(node))
        if isinstance(node, rdflib.URIRef) and not node.startswith((CSG, PREFIXES["skos"])):
            found |= set(data.subjects(None, node))
    return found


def aimed(data: rdflib.Graph, nodes: set[rdflib.term.Node], checks: set[rdflib.term.Node]) -> rdflib.Graph:
    """Return the shapes with those of their focus nodes that are among some, and with some of the cross-checks."""
    graph = rdflib.Graph()
    classes = {
        node: {
            upper for kind in data.objects(node, RDF.type) for upper in data.transitive_objects(kind, RDFS.subClassOf)
        }
        for node in nodes
    }
    asked_once = {shape for shape, _ in shapes().subject_objects(SH.sparql)}
    for shape, predicate, value in shapes():
        if predicate == SH.targetClass:
            focus = {node for node in nodes if value in classes[node]}
        elif predicate == SH.targetNode:
            focus = {value} & (nodes | ({value} if shape in asked_once and checks else set()))
        elif predicate == SH.targetSubjectsOf:
            focus = {node for node in nodes if (node, value, None) in data}
        elif predicate == SH.targetObjectsOf:
            focus = {node for node in nodes if (None, value, node) in data}
        else:
            if predicate != SH.sparql or value in checks:
                graph.add((shape, predicate, value))
            continue
        for node in focus:
            graph.add((shape, SH.targetNode, node))
    return graph


def asked_about(number: int) -> bool:
    """Tell whether a mutation is the first of those for its cross-check, or is for a constraint that is none."""
    rule = MUTATIONS[number]["rule"]
    first = next(place for place, mutation in enumerate(MUTATIONS) if mutation["rule"] == rule)
    is_cross_check = any(True for _ in shapes().objects(rdflib.URIRef(_expand(rule)), SH.select))
    return number == first or not is_cross_check


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES.get(prefix, "urn:none:") + local


# Every sixth, since rdflib takes minutes for all of them, and a minute and a half for a single one.
ASKED = [
    number
    for number, mutation in enumerate(MUTATIONS)
    if number % 6 == 0 and mutation["name"] != "a statement that restates without a pair"
]


@pytest.mark.parametrize(
    "number", ASKED, ids=[f"{MUTATIONS[number]['theme']}: {MUTATIONS[number]['name']}" for number in ASKED]
)
def test_pyshacl_finds_the_same_in(number: int):
    data = published()
    removed, added = rules().change(MUTATIONS[number]["update"])
    gone, new = (list(reference.to_rdflib(quads)) for quads in (removed, added))
    found = [answer for _, answer in rules().answers(removed, added) if isinstance(answer, Result)]
    checks = {
        rdflib.URIRef(result.constraint.value)
        for result in found
        if result.component == _SPARQL and isinstance(result.constraint, ox.NamedNode)
    }
    if checks and not asked_about(number):
        checks = set()
        found = [result for result in found if result.component != _SPARQL]

    try:
        for triple in gone:
            data.remove(triple)
        for triple in new:
            data.add(triple)
        touched = {term for subject, _, value in gone + new for term in (subject, value)}
        report = reference.validate(data, aimed(data, near(data, touched), checks))
    finally:
        for triple in new:
            data.remove(triple)
        for triple in gone:
            data.add(triple)

    assert {signature(result) for result in report} == {signature(result) for result in found}
