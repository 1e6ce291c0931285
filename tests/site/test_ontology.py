"""What there is to say of a term is what the ontology says, and how the data use it."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.publication import dataset
from csgraph.publication.resources import curie
from csgraph.rdf.namespaces import expand
from csgraph.site.graph import SiteGraph
from csgraph.site.ontology import Branch, Piece, Vocabulary, pieces


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(SiteGraph(dataset.load_store(dataset.graph_files())))


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(expand(name) or "")


def names(nodes: object) -> list[str]:
    return [curie(each) for each in nodes]  # type: ignore[attr-defined]


def test_every_term_of_the_ontology_is_there_once(vocabulary):
    written = {
        term
        for path in paths.ONTOLOGY.glob("*.ttl")
        for term in re.findall(r"^(csg:\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert sorted(written) == sorted(names(vocabulary.terms))
    by_theme = [term.name for theme in vocabulary.themes for term in vocabulary.of_theme(theme)]
    assert sorted(by_theme) == sorted(term.name for term in vocabulary.terms.values())


def test_a_class_says_what_it_is_a_kind_of_and_what_it_is_not(vocabulary):
    process = vocabulary.terms[node("csg:Process")]

    assert process.is_class
    assert ("class",) == process.kinds
    assert "dialogues" == process.theme
    assert ["csg:Dialogue"] == names(process.above)
    assert "csg:Process" in names(vocabulary.terms[node("csg:Dialogue")].below)
    contribution = vocabulary.terms[node("csg:Contribution")]
    assert contribution.apart
    assert contribution.node not in contribution.apart


def test_a_class_that_follows_from_a_value_says_so_and_has_what_has_it():
    """No class of ours does; one that is written does."""
    store = dataset.load_store(dataset.graph_files())
    restriction = ox.BlankNode()
    for subject, name, value in (
        (node("csg:Lack"), "rdf:type", node("owl:Class")),
        (node("csg:Lack"), "owl:equivalentClass", restriction),
        (restriction, "owl:onProperty", node("csg:statementType")),
        (restriction, "owl:hasValue", node("statement-type:gap")),
    ):
        store.add(ox.Quad(subject, node(name), value, node("graph:vocabulary")))
    vocabulary = Vocabulary(SiteGraph(store))
    lack = vocabulary.terms[node("csg:Lack")]

    assert [["csg:statementType", "statement-type:gap"]] == [names(pair) for pair in lack.same]
    having = vocabulary._publication.having(node("csg:statementType"), node("statement-type:gap"))
    assert having
    assert having == vocabulary.instances(lack)


def test_a_property_says_from_what_it_follows(vocabulary):
    participant = vocabulary.terms[node("csg:hasParticipant")]

    assert ["csg:participatesIn"] == names(participant.inverse)
    assert ["csg:hasParticipation", "csg:participant"] == names(participant.chains[0])
    assert ["foaf:Person"] == names(participant.range)


def test_the_things_of_a_class_are_counted_with_those_below_it(vocabulary):
    dialogues = set(vocabulary.instances(vocabulary.terms[node("csg:Dialogue")]))

    assert set(vocabulary.instances(vocabulary.terms[node("csg:Process")])) < dialogues


def test_uses_are_counted(vocabulary):
    uses = {curie(use.property): use for use in vocabulary.uses(vocabulary.terms[node("csg:Pillar")])}

    assert (6, 6) == (uses["csg:position"].things, uses["csg:position"].times)
    assert "rdf:type" not in uses
    assert (6, 6) == vocabulary.times(vocabulary.terms[node("csg:pillarOf")]) or (1, 6) == vocabulary.times(
        vocabulary.terms[node("csg:hasPillar")]
    )


def test_rules_are_those_of_the_class_and_of_the_property(vocabulary):
    of_class = {rule.name for rule in vocabulary.rules_of(vocabulary.terms[node("csg:Dialogue")])}
    of_property = {rule.name for rule in vocabulary.rules_of(vocabulary.terms[node("csg:heldBy")])}

    assert {"Dialogue", "Dialogue-heldBy", "Dialogue-hasForm"} <= of_class
    assert "Dialogue-heldBy" in of_property
    assert "Dialogue-hasForm" not in of_property


def test_trees_have_every_term(vocabulary):
    def flat(branches: list[Branch] | tuple[Branch, ...]) -> set[ox.NamedNode]:
        return {each.node for each in branches} | {inner for each in branches for inner in flat(each.branches)}

    found = flat(vocabulary.tree(of_classes=True)) | flat(vocabulary.tree(of_classes=False))
    assert vocabulary.terms.keys() <= found


def test_what_a_text_names_is_told_from_what_looks_like_it(vocabulary):
    text = "process:oewg csg:iterationOf process:nothing, at 12:30."

    assert [
        Piece("process:oewg", expand("process:oewg") or ""),
        Piece(" "),
        Piece("csg:iterationOf", expand("csg:iterationOf") or ""),
        Piece(" process:nothing, at 12:30."),
    ] == pieces(text, vocabulary._publication)
