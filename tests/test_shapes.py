"""The shapes: how they are written, that our data meets them, and that each change to the data is noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from rdflib.namespace import OWL, RDF, RDFS, SH

from csgraph import dataset, paths, validation
from csgraph.namespaces import CSG, CSGS, PREFIXES, compress, expand

MUTATIONS = yaml.safe_load((Path(__file__).parent / "fixtures" / "mutations.yaml").read_text())

DATASET = ox.NamedNode("https://w3id.org/csgraph/dataset")
CROSS_CHECKS = rdflib.URIRef(f"{CSGS}CrossChecks")

# What may not be said of anybody; rules name these terms in order to forbid them.
FORBIDDEN = {"foaf:gender", "schema:gender", "schema:nationality"}

# Terms of RDF and RDFS that need no declaration.
BUILT_IN = {"rdf:type", "rdfs:label", "rdfs:seeAlso"}


def curie(node: object) -> str:
    return compress(str(node)) or str(node)


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return validation.load_shapes()


@pytest.fixture(scope="module")
def data() -> rdflib.Graph:
    return validation._to_graph(dataset.load_quads(validation.published_graphs()))


@pytest.fixture(scope="module")
def quads() -> frozenset[ox.Quad]:
    published = dataset.load_quads(validation.published_graphs())
    return frozenset(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in published)


@pytest.fixture(scope="module")
def declared() -> set[str]:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    ontology = validation.load_ontology()
    return {curie(term) for kind in kinds for term in ontology.subjects(RDF.type, kind)}


def rules(shapes: rdflib.Graph) -> list[rdflib.URIRef]:
    """Everything that can object to something: property shapes, node shapes with a message, and constraints."""
    found = {
        *shapes.subjects(RDF.type, SH.PropertyShape),
        *shapes.subjects(RDF.type, SH.SPARQLConstraint),
        *shapes.subjects(SH.message),
    }
    return sorted(found)


# -- How shapes are written --------------------------------------------------------------------------------------------


def test_shapes_mirror_the_ontology():
    themes = {path.stem for path in paths.ONTOLOGY.glob("*.ttl")} - {"csgraph", "foreign", "alignments"}

    assert themes | {"dataset"} == {path.stem for path in paths.SHAPES.glob("*.ttl")}


def test_every_rule_has_iri_message_and_severity(shapes):
    incomplete = [
        curie(rule)
        for rule in rules(shapes)
        if not isinstance(rule, rdflib.URIRef)
        or not str(rule).startswith(CSGS)
        or [message.language for message in shapes.objects(rule, SH.message)] != ["en"]
        or len(list(shapes.objects(rule, SH.severity))) != 1
    ]

    assert [] == incomplete


def test_messages_are_sentences_and_no_two_are_the_same(shapes):
    messages = [str(message) for message in shapes.objects(None, SH.message)]

    assert len(messages) == len(set(messages))
    assert [] == [message for message in messages if not (message[0].isupper() and message.endswith("."))]


def test_a_constraint_has_the_severity_of_its_shape(shapes):
    """SHACL reports the severity of the shape; one written at a constraint must not contradict it."""
    of_shape = {shapes.value(constraint, SH.severity) for constraint in shapes.objects(CROSS_CHECKS, SH.sparql)}

    assert {SH.Violation} == of_shape
    assert shapes.value(CROSS_CHECKS, SH.severity) in (None, SH.Violation)


def test_only_declared_shacl_terms_occur(shapes):
    used = {term for triple in shapes for term in triple if str(term).startswith(str(SH))}

    assert set() == {str(term) for term in used if term not in SH and str(term) != str(SH)}


def test_every_path_and_class_is_declared(shapes, declared):
    used = {
        *shapes.objects(None, SH["class"]),
        *shapes.objects(None, SH.targetClass),
        *shapes.objects(None, SH.targetSubjectsOf),
    }
    used |= {
        *shapes.objects(None, SH.targetObjectsOf),
        *shapes.objects(None, SH.equals),
        *shapes.objects(None, SH.disjoint),
    }
    used |= {*shapes.objects(None, SH.lessThan), *shapes.objects(None, SH.lessThanOrEquals)}
    used |= {term for path in shapes.objects(None, SH.path) for term in path_terms(shapes, path)}

    assert set() == {curie(term) for term in used} - declared - BUILT_IN - FORBIDDEN


def path_terms(shapes: rdflib.Graph, path: rdflib.term.Node) -> Iterator[rdflib.URIRef]:
    if isinstance(path, rdflib.URIRef):
        if path != RDF.nil:
            yield path
        return
    for predicate, value in shapes.predicate_objects(path):
        if predicate != RDF.type:
            yield from path_terms(shapes, value)


def test_declared_properties_are_those_of_the_ontology(shapes):
    ontology = validation.load_ontology()
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    properties = {curie(term) for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    listed = shapes.items(shapes.value(rdflib.URIRef(f"{CSGS}DeclaredProperty"), SH.ignoredProperties))

    assert properties | BUILT_IN == {curie(term) for term in listed}


def test_all_object_properties_lead_to_what_is_described(shapes):
    """But for those that lead elsewhere by design, and those that are inferred and never asserted."""
    ontology = validation.load_ontology()
    inferred = {
        str(term)
        for term, note in ontology.subject_objects(rdflib.URIRef(expand("skos:scopeNote")))
        if "never asserted" in str(note)
    }
    targets = {curie(term) for term in shapes.objects(rdflib.URIRef(f"{CSGS}Described-type"), SH.targetObjectsOf)}
    properties = {curie(term) for term in ontology.subjects(RDF.type, OWL.ObjectProperty) if str(term) not in inferred}

    # A source may be a page elsewhere; what a source must be is said class by class.
    assert {"dcterms:source", "oa:motivatedBy", "schema:url", "skos:closeMatch"} == properties - targets
    assert set() == targets - properties - {"dcterms:rightsHolder"}


def test_every_shape_has_a_focus_node(shapes, data):
    """A shape without one is never asked, and its rule is only a wish."""
    graph, data_graph = ShapesGraph(shapes), DataGraph.from_rdflib(data)
    graph.shapes  # noqa: B018  reading it makes pySHACL look for the shapes
    asked = {shape.node for shape in graph.shapes if shape.focus_nodes(data_graph)}
    while (
        further := {
            value
            for shape in asked
            for predicate in (SH.property, SH.qualifiedValueShape, SH.sparql)
            for value in shapes.objects(shape, predicate)
        }
        - asked
    ):
        asked |= further

    assert set() == {curie(rule) for rule in rules(shapes) if rule not in asked}


# -- The data ----------------------------------------------------------------------------------------------------------


def test_our_data_meets_all_rules():
    assert [] == [finding.line() for finding in validation.validate()]


# -- Mutations ---------------------------------------------------------------------------------------------------------


def run_cross_checks(store: ox.Store, shapes: rdflib.Graph) -> set[str]:
    """Names of the cross-checks that have a row, by pyoxigraph: faster, and a second opinion on each query."""
    prefixes = {prefix: PREFIXES[prefix] for prefix in PREFIXES}
    return {
        curie(constraint)
        for constraint in shapes.objects(CROSS_CHECKS, SH.sparql)
        if any(True for _ in store.query(str(shapes.value(constraint, SH.select)), prefixes=prefixes))
    }


def neighbourhood(data: rdflib.Graph, touched: set[rdflib.term.Node]) -> set[rdflib.term.Node]:
    """The nodes of changed triples, and those one step away; what a class or property says of others is no step."""
    near = {*touched}
    for node in touched:
        if isinstance(node, rdflib.URIRef):
            near |= set(data.objects(node))
            near |= set(data.subjects(None, node)) if not str(node).startswith((CSG, PREFIXES["skos"])) else set()
    return near


def aimed(shapes: rdflib.Graph, data: rdflib.Graph, near: set[rdflib.term.Node], checks: set[str]) -> rdflib.Graph:
    """The shapes with those of their focus nodes that are near, and with the cross-checks named.

    This and nothing else is why a mutation takes a tenth of a second, and not the two that all focus nodes take.
    """
    graph = rdflib.Graph()
    classes = {
        node: {
            upper for kind in data.objects(node, RDF.type) for upper in data.transitive_objects(kind, RDFS.subClassOf)
        }
        for node in near
    }
    for shape, predicate, value in shapes:
        if predicate == SH.targetClass:
            focus = {node for node in near if value in classes[node]}
        elif predicate == SH.targetNode:
            focus = {value} & near if shape != CROSS_CHECKS else {value} if checks else set()
        elif predicate == SH.targetSubjectsOf:
            focus = {node for node in near if (node, value, None) in data}
        elif predicate == SH.targetObjectsOf:
            focus = {node for node in near if (None, value, node) in data}
        else:
            if shape != CROSS_CHECKS or predicate != SH.sparql or curie(value) in checks:
                graph.add((shape, predicate, value))
            continue
        for node in focus:
            graph.add((shape, SH.targetNode, node))
    return graph


def test_every_name_of_a_mutation_is_its_own():
    names = [mutation["name"] for mutation in MUTATIONS]

    assert len(names) == len(set(names))


def test_every_cross_check_has_a_mutation(shapes):
    named = {rule for mutation in MUTATIONS for rule in mutation["rules"]}
    checks = {curie(constraint) for constraint in shapes.objects(CROSS_CHECKS, SH.sparql)}

    assert set() == checks - named


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[mutation["name"] for mutation in MUTATIONS])
def test_mutation_is_noticed_by(mutation, shapes, data, quads):
    """All rules that object to one change; the cross-checks are asked by pyoxigraph first, and then by pySHACL."""
    store = ox.Store()
    store.bulk_extend(quads)
    before = set(store)
    # Oxigraph 0.5 reads no prefixed name with two full stops in SPARQL, such as anchor:3.1-p3_351-356.
    update = re.sub(
        r"\b(anchor|quote|span):([\w.-]*\w)", lambda name: f"<{PREFIXES[name[1]]}{name[2]}>", mutation["update"]
    )
    store.update(update, prefixes=PREFIXES)
    after = set(store)
    to_rdflib = dataset.Converter()
    removed, added = (
        [(to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)) for quad in side]
        for side in (before - after, after - before)
    )
    assert removed or added, "the update changes nothing"

    try:
        for triple in removed:
            data.remove(triple)
        for triple in added:
            data.add(triple)
        touched = {term for subject, _, value in removed + added for term in (subject, value)}
        checks = run_cross_checks(store, shapes)
        report = validation._run(data, aimed(shapes, data, neighbourhood(data, touched), checks))
        findings = list(validation._findings(report, data))
    finally:
        for triple in added:
            data.remove(triple)
        for triple in removed:
            data.add(triple)

    found = {finding.shape for finding in findings}
    assert set(mutation["rules"]) == found
    assert checks <= found
    assert set(mutation.get("nodes", ())) <= {finding.node for finding in findings}


# -- Every parameter of every rule -------------------------------------------------------------------------------------

NOWHERE = rdflib.URIRef("urn:nowhere")
BAD_VALUES = {
    SH["class"]: NOWHERE,
    SH.datatype: NOWHERE,
    SH.equals: NOWHERE,
    SH["in"]: NOWHERE,
    SH.languageIn: rdflib.Literal("mot", lang="fr"),
    SH.lessThan: rdflib.Literal(10**9),
    SH.lessThanOrEquals: rdflib.Literal(10**9),
    SH.maxInclusive: rdflib.Literal(10**9),
    SH.minInclusive: rdflib.Literal(-1),
    SH.minLength: rdflib.Literal(""),
    SH.nodeKind: rdflib.Literal("no IRI"),
    SH["or"]: rdflib.Literal("none of these"),
    SH.pattern: rdflib.Literal(" not\nof the pattern "),
}
"""A value that no rule with this parameter takes."""

TOO_FEW = (SH.minCount, SH.hasValue, SH.qualifiedMinCount)
TOO_MANY = (SH.maxCount, SH.qualifiedMaxCount)

# Shapes that say which values another shape counts; they have no target of their own.
HELPERS = {"AffiliationLine", "Anchored", "Attested", "Listed", "NameLine", "Titled"}


# Broken by a mutation above, since not by a value of the one property alone.
BY_MUTATION = {
    ("csgs:DateMention-earliestYear", SH.lessThanOrEquals),
    ("csgs:FoundProcess-startYear", SH.lessThanOrEquals),
    ("csgs:Function-aboutFunction", SH.minCount),
    ("csgs:ResourceSelection-use", SH.minCount),
}


def steps(shapes: rdflib.Graph, path: rdflib.term.Node) -> tuple[rdflib.URIRef, bool]:
    """The first property of a path, and whether it is followed backwards."""
    if isinstance(path, rdflib.URIRef):
        return path, False
    if inverse := shapes.value(path, SH.inversePath):
        return steps(shapes, inverse)[0], True
    for predicate in (SH.alternativePath, SH.oneOrMorePath, SH.zeroOrMorePath, RDF.first):
        if inner := shapes.value(path, predicate):
            return steps(shapes, inner)
    raise AssertionError(path)


def parameters() -> list[tuple[rdflib.URIRef, rdflib.URIRef]]:
    """Rules over one step, with each parameter that can be broken mechanically."""
    shapes = validation.load_shapes()
    known = {*BAD_VALUES, *TOO_FEW, *TOO_MANY}
    found = []
    for rule in sorted(shapes.subjects(RDF.type, SH.PropertyShape)):
        path = shapes.value(rule, SH.path)
        single = isinstance(path, rdflib.URIRef) or (
            shapes.value(path, SH.inversePath) or shapes.value(path, SH.alternativePath)
        )
        names = [name for name in sorted(set(shapes.predicates(rule))) if name in known and (single or name in TOO_FEW)]
        found += [(rule, name) for name in names if (curie(rule), name) not in BY_MUTATION]
    return found


def focus_of(shapes: rdflib.Graph, data: rdflib.Graph, rule: rdflib.URIRef) -> rdflib.term.Node | None:
    """A node that the rule is asked of in our data; the first in order."""
    holders = [rule, *shapes.subjects(SH.property, rule), *shapes.subjects(SH.qualifiedValueShape, rule)]
    nodes: set[rdflib.term.Node] = set()
    for holder in holders:
        nodes |= set(shapes.objects(holder, SH.targetNode))
        for kind in shapes.objects(holder, SH.targetClass):
            below = set(data.transitive_subjects(RDFS.subClassOf, kind))
            nodes |= {node for one in below for node in data.subjects(RDF.type, one)}
        nodes |= {node for term in shapes.objects(holder, SH.targetSubjectsOf) for node in data.subjects(term)}
        nodes |= {node for term in shapes.objects(holder, SH.targetObjectsOf) for node in data.objects(None, term)}
        path = shapes.value(holder, SH.path)
        if holder != rule and path is not None:
            term, backwards = steps(shapes, path)
            for target in shapes.objects(holder, SH.targetNode):
                nodes |= set(data.subjects(term, target) if backwards else data.objects(target, term))
    return min((node for node in nodes if isinstance(node, rdflib.URIRef)), default=None)


def alone(shapes: rdflib.Graph, rule: rdflib.URIRef, node: rdflib.URIRef) -> rdflib.Graph:
    """A rule and what it is made of, asked of one node."""
    graph, todo, done = rdflib.Graph(), [rule], set()
    while todo:
        done.add(part := todo.pop())
        for predicate, value in shapes.predicate_objects(part):
            if predicate not in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf):
                graph.add((part, predicate, value))
                todo += [value] if (value, None, None) in shapes and value not in done else []
    graph.add((rule, SH.targetNode, node))
    return graph


@pytest.mark.parametrize(("rule", "name"), parameters(), ids=lambda term: curie(term))
def test_each_parameter_of_a_rule_can_object(rule, name, shapes, data):
    """One focus node of a rule is broken in the way that the parameter is there to notice."""
    path = shapes.value(rule, SH.path)
    term, backwards = steps(shapes, path)
    node = focus_of(shapes, data, rule)
    if node is None:
        assert curie(rule).split(":")[1].split("-")[0] in HELPERS
        node = rdflib.URIRef(expand("pillar:norms"))
    removed = set(data.triples((None, term, node) if backwards else (node, term, None)))
    if isinstance(path, rdflib.BNode) and (choices := shapes.value(path, SH.alternativePath)):
        removed = {
            triple
            for choice in shapes.items(choices)
            if isinstance(choice, rdflib.URIRef)
            for triple in data.triples((node, choice, None))
        }
    most = max((int(value) for bound in TOO_MANY for value in shapes.objects(rule, bound)), default=0)
    if name in TOO_FEW:
        added = set()
    elif name in TOO_MANY:
        fresh = [rdflib.URIRef(f"urn:fresh:{number}") for number in range(most + 1)]
        removed = set()
        added = {(other, term, node) if backwards else (node, term, other) for other in fresh}
        if wanted := shapes.value(rule, SH.qualifiedValueShape):
            inner = shapes.value(shapes.value(wanted, SH.property), SH.path)
            given = shapes.value(shapes.value(wanted, SH.property), SH.hasValue) or NOWHERE
            added |= {(other, inner, given) for other in fresh}
    else:
        bad = BAD_VALUES[name]
        added = {(bad, term, node) if backwards else (node, term, bad)}
        if backwards and isinstance(bad, rdflib.Literal):
            pytest.skip("a literal is no subject")

    try:
        for triple in removed:
            data.remove(triple)
        for triple in added - removed:
            data.add(triple)
        report = validation._run(data, alone(shapes, rule, node))
        found = {(finding.shape, finding.component) for finding in validation._findings(report, data)}
    finally:
        for triple in added - removed:
            data.remove(triple)
        for triple in removed:
            data.add(triple)

    component = {SH.qualifiedMinCount: "QualifiedMinCount", SH.qualifiedMaxCount: "QualifiedMaxCount"}.get(name)
    local = component or str(name).removeprefix(str(SH))
    assert (curie(rule), f"sh:{local[0].upper()}{local[1:]}ConstraintComponent") in found
