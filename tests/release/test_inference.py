"""What follows from the graph: each rule on its own, all of them against a reasoner, and their headers."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib

from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.rdf import rdflib_terms, turtle
from csgraph.rdf.blank_nodes import has_blank_node
from csgraph.rdf.namespaces import PREFIXES
from csgraph.release import inference

HEADER = "#+ summary: What is so is so.\n#+ rule: x\n#+ source: https://e.org/\n#+ tags: [derived]\n"


def quads(text: str) -> list[ox.Quad]:
    prefixes = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    return turtle.parse_bytes(f"{prefixes}@prefix e: <urn:e:> .\n{text}".encode(), ox.RdfFormat.TURTLE, place="x")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("e:p rdfs:domain e:C . e:a e:p 1 .", "e:a a e:C ."),
        ("e:p rdfs:range e:C . e:a e:p e:b , 1 .", "e:b a e:C ."),
        ("e:C rdfs:subClassOf e:D , [] . e:D rdfs:subClassOf e:E . e:a a e:C .", "e:a a e:D , e:E ."),
        ("e:p owl:propertyChainAxiom ( e:q e:r ) . e:a e:q e:b . e:b e:r e:c .", "e:a e:p e:c ."),
        ("e:p owl:propertyChainAxiom ( e:q e:r e:q ) . e:a e:q e:b . e:b e:r e:c . e:c e:q e:d .", "e:a e:p e:d ."),
        ("e:p owl:inverseOf e:q . e:a e:p e:b . e:c e:q e:d .", "e:b e:q e:a . e:d e:p e:c ."),
        ("e:p rdfs:subPropertyOf e:q . e:a e:p 1 , e:b .", "e:a e:q 1 , e:b ."),
        ("e:p a owl:SymmetricProperty . e:a e:p e:b .", "e:b e:p e:a ."),
        ("e:p owl:propertyChainAxiom ( e:p e:q ) . e:a e:p e:b . e:b e:q e:c . e:c e:q e:d .", "e:a e:p e:c , e:d ."),
        ("e:a e:p e:b .", ""),
    ],
    ids="domain range superclass chain chain-of-three inverse subproperty symmetry recursion nothing".split(),
)
def test_what_follows_and_nothing_else(given, expected):
    found = {triple for triple in inference.derive(quads(given)) if not has_blank_node(triple)}

    assert {quad.triple for quad in quads(expected)} == found


@pytest.mark.slow
def test_each_rule_is_needed():
    """Without any one rule, less follows from our graph."""
    known, graph = inference.load_rules(), list(dataset.load_quads())
    whole = set(inference.derive(graph))

    idle = [rule.name for rule in known if set(inference.derive(graph, [one for one in known if one != rule])) == whole]

    # Each thing is asserted to be of the class that is its property's domain, and what is symmetric from both ends.
    assert ["types-from-domains", "values-from-symmetry"] == idle


def test_nothing_that_follows_is_left_out_of_what_is_read_for_it():
    graph = list(dataset.load_quads())
    premises = inference.premises(graph)

    part = [quad for quad in graph if quad.predicate.value in premises]

    assert len(part) < len(graph)
    assert set(inference.derive(part)) == set(inference.derive(graph))


ANCHORS = tuple(PREFIXES[name] for name in ("anchor", "quote", "span"))


@pytest.mark.slow
def test_it_is_what_a_reasoner_infers_of_the_things_of_the_graph():
    """But for what is true of all things, what literals are, and what follows for the ontology's own axioms."""
    convert = rdflib_terms.Converter()
    # Where quotes stand is most of the graph, and alike for each.
    quads = [quad for quad in dataset.load_quads() if not quad.subject.value.startswith(ANCHORS)]
    asserted = {tuple(convert(term) for term in quad.triple) for quad in quads}
    ours = {tuple(convert(term) for term in triple) for triple in inference.derive(quads)}
    closed = rdflib.Graph()
    for triple in asserted:
        closed.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(closed)

    schema = (PREFIXES["owl"], PREFIXES["rdfs"])
    theirs = {
        (subject, predicate, value)
        for subject, predicate, value in closed
        if not str(predicate).startswith(schema)
        and isinstance(subject, rdflib.URIRef)
        and not subject.startswith(PREFIXES["xsd"])
        and not isinstance(value, rdflib.BNode)
        and not (predicate == rdflib.RDF.type and str(value).startswith((*schema, PREFIXES["rdf"], PREFIXES["xsd"])))
    }
    assert len(ours) > 3_000
    assert theirs - asserted == {triple for triple in ours if isinstance(triple[0], rdflib.URIRef)}


def test_every_rule_says_which_of_owl_it_is():
    rules = inference.load_rules()

    assert rules
    assert [] == [rule.name for rule in rules if not rule.source.startswith("https://www.w3.org/TR/owl2-profiles/")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("CONSTRUCT WHERE { ?a ?b ?c }", "x.rq:1: the header is missing"),
        ("#+ summary: Yes.\n", "x.rq:1: the header needs a line '#+ rule: …'"),
        (HEADER + "#+ more: x\n", "x.rq:5: the header has no key 'more'"),
        (HEADER.replace("[derived]", "derived"), "x.rq:4: tags must be a list"),
    ],
)
def test_a_wrong_header_is_one_line(text, problem):
    with pytest.raises(InputError) as caught:
        inference.parse(text, Path("x.rq"), place="x.rq")

    assert str(caught.value).startswith(problem)


def test_a_rule_that_is_no_query_names_its_file(publication):
    rules = publication / "queries" / "derive"
    rules.mkdir()
    (rules / "wrong.rq").write_text(f"{HEADER}CONSTRUCT {{ ?a }} WHERE {{ ?a ?b ?c }}")

    with pytest.raises(InputError, match=r"wrong\.rq: the rule is not SPARQL"):
        list(inference.derive([]))
