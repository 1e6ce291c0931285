"""The style of ontology and shapes: ours is right, and each change for the worse is noticed by the rules it breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
import yaml
from rdflib.namespace import RDF, SH

from csgraph import paths
from csgraph.publication import dataset
from csgraph.rdf import rdflib_terms, turtle
from csgraph.rdf.namespaces import CSG, CSGS, PREFIXES, compress, expand
from csgraph.sparql.tokens import tokenize
from csgraph.validation import inputs, validate
from tests.support.folders import FIXTURES

MUTATIONS = yaml.safe_load((FIXTURES / "style-mutations.yaml").read_text(encoding="utf-8"))

STYLE = paths.SHAPES / "style.ttl"
WRITTEN = [
    *(path for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem != dataset.ALIGNMENTS),
    *sorted(paths.SHAPES.glob("*.ttl")),
]

# Shapes that others ask of a value, whose finding is then that of the other.
HELPERS = {"csgs:Inline-plain", "csgs:KnownClass", "csgs:KnownProperty"}


def curie(node: object) -> str:
    return compress(str(node)) or str(node)


def to_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    rdflib.NORMALIZE_LITERALS = False
    convert, graph = rdflib_terms.Converter(), rdflib.Graph()
    for quad in quads:
        graph.add((convert(quad.subject), convert(quad.predicate), convert(quad.object)))
    return graph


def objections(data: rdflib.Graph, style: rdflib.Graph) -> list[tuple[str, str, str]]:
    """Rule, node and value of each result."""
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=style, advanced=False, inference="none", inplace=True)
    finally:
        rdflib.NORMALIZE_LITERALS = False  # pySHACL switches it on
    return sorted(
        (
            curie(report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)),
            curie(report.value(result, SH.focusNode)),
            curie(report.value(result, SH.value)),
        )
        for result in report.objects(None, SH.result)
    )


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return [quad for path in WRITTEN for quad in turtle.parse(path, rename_blank_nodes=True)]


@pytest.fixture(scope="module")
def data(quads) -> rdflib.Graph:
    return to_graph(quads)


@pytest.fixture(scope="module")
def style() -> rdflib.Graph:
    return to_graph(turtle.parse(STYLE, rename_blank_nodes=True))


# -- Ours --------------------------------------------------------------------------------------------------------------


def test_our_ontology_and_shapes_meet_all_rules_of_style():
    shapes, _ = inputs.load_shapes([STYLE])

    results, _, _ = validate.run(inputs.load_data(WRITTEN), shapes, "sparql")

    assert results == []


# It takes some ten seconds; every day it finds the mutations below, and our own engine checks all that is written.
@pytest.mark.slow
def test_they_do_by_pyshacl_too(data, style):
    assert objections(data, style) == []


def test_style_is_checked_against_itself():
    assert STYLE in WRITTEN


@pytest.mark.parametrize("path", sorted(paths.SHAPES.glob("*.ttl")), ids=lambda path: path.stem)
def test_blocks_of_a_file_of_shapes_are_in_order_and_never_reopened(path: Path):
    subjects = re.findall(r"^(csgs:[\w-]*)$", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert subjects == sorted(set(subjects))


@pytest.mark.parametrize("path", sorted(paths.SHAPES.glob("*.ttl")), ids=lambda path: path.stem)
def test_prefixes_of_a_file_of_shapes_are_those_it_uses(path: Path):
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE)
    strings = r'"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"'
    body = re.sub(rf"{strings}|<[^>]*>|#.*", "", re.sub(r"^(?:#|@prefix).*$", "", text, flags=re.MULTILINE))
    used = sorted(set(re.findall(r"(?<![\w-])([A-Za-z][\w-]*):", body)))

    assert declared == [(prefix, PREFIXES[prefix]) for prefix in used]


def test_terms_of_ours_in_the_queries_of_the_shapes_are_declared(data):
    """What SHACL cannot ask: queries are text to it."""
    used = {
        (curie(rule), token.text)
        for rule, query in data.subject_objects(SH.select)
        for token in tokenize(str(query))
        if token.kind == "PNAME" and token.text.startswith("csg:")
    }

    assert used
    assert {(rule, name) for rule, name in used if (rdflib.URIRef(expand(name)), RDF.type, None) not in data} == set()


def test_prefixes_of_the_queries_are_those_of_our_table(data):
    declared = {
        str(data.value(node, SH.prefix)): str(data.value(node, SH.namespace)) for node in data.objects(None, SH.declare)
    }

    assert declared.items() <= PREFIXES.items()
    assert {curie(node) for node in data.objects(None, SH.declare)} == {f"csgs:prefix-{name}" for name in declared}


# -- Mutations ---------------------------------------------------------------------------------------------------------


def surroundings(data: rdflib.Graph, triples: Iterable[tuple[rdflib.term.Node, ...]]) -> set[rdflib.term.Node]:
    """The nodes of triples and those that lead to them; from a node without name, up to the one it belongs to.

    Nothing is looked up that leads to terms of SHACL, numbers and the like, which all shapes share.
    """
    near = {node for subject, _, value in triples for node in (subject, value)}
    own = [
        node
        for node in near
        if isinstance(node, rdflib.BNode) or getattr(node, "language", None) or str(node).startswith((CSG, CSGS))
    ]
    near |= {other for node in own for other in data.subjects(None, node)}
    todo = [node for node in near if isinstance(node, rdflib.BNode)]
    while todo:
        above = set(data.subjects(None, todo.pop())) - near
        near |= above
        todo += [node for node in above if isinstance(node, rdflib.BNode)]
    return near


def aimed(style: rdflib.Graph, data: rdflib.Graph, near: set[rdflib.term.Node]) -> rdflib.Graph:
    """The rules of style, asked of those of their focus nodes that are near: a tenth of a second, and not three."""
    graph = rdflib.Graph()
    for shape, predicate, value in style:
        if predicate == SH.targetClass:
            focus = {node for node in near if (node, RDF.type, value) in data}
        elif predicate == SH.targetSubjectsOf:
            focus = {node for node in near if (node, value, None) in data}
        elif predicate == SH.targetObjectsOf:
            focus = {node for node in near if (None, value, node) in data}
        else:
            graph.add((shape, predicate, value))
            continue
        for node in focus:
            graph.add((shape, SH.targetNode, node))
    return graph


def test_every_name_of_a_mutation_of_style_is_its_own():
    names = [mutation["name"] for mutation in MUTATIONS]

    assert len(names) == len(set(names))


def test_every_rule_of_style_has_a_mutation(style):
    rules = {curie(rule) for rule in style.subjects(SH.message) if str(rule).startswith(CSGS)}
    named = {rule for mutation in MUTATIONS for rule in mutation["rules"]}

    assert rules - named == HELPERS
    assert named - rules == set()


@pytest.mark.parametrize(
    "mutation",
    [
        pytest.param(mutation, id=mutation["name"], marks=[pytest.mark.slow] if number % 8 else [])
        for number, mutation in enumerate(MUTATIONS)
    ],
)
def test_mutation_of_style_is_noticed_by(mutation, quads, data, style):
    store = ox.Store()
    store.bulk_extend(quads)
    before = set(store)
    store.update(mutation["update"], prefixes=PREFIXES)
    after = set(store)
    removed, added = set(to_graph(before - after)), set(to_graph(after - before))
    assert removed or added, "the update changes nothing"

    try:
        for triple in removed:
            data.remove(triple)
        for triple in added:
            data.add(triple)
        found = objections(data, aimed(style, data, surroundings(data, removed | added)))
    finally:
        for triple in added:
            data.remove(triple)
        for triple in removed:
            data.add(triple)

    assert {rule for rule, _, _ in found} == set(mutation["rules"])


@pytest.mark.slow
def test_every_mutation_of_style_is_noticed_by_our_own_engine(quads):
    shapes, _ = inputs.load_shapes([STYLE])
    told = {}
    for mutation in MUTATIONS:
        data = inputs.load_data(WRITTEN)
        data.store.clear()
        data.store.bulk_extend(quads)
        data.store.update(mutation["update"], prefixes=PREFIXES)
        results, _, _ = validate.run(data, shapes, "sparql")
        told[mutation["name"]] = {curie((result.constraint or result.shape).value) for result in results}

    assert told == {mutation["name"]: set(mutation["rules"]) for mutation in MUTATIONS}
