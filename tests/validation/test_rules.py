"""The rules of the shapes are told in words: of what each is asked, and what must be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csgraph.publication import themes
from csgraph.validation import rules
from csgraph.validation.rules import ShapeRule

HEADING = """\
# Dialogues: what dialogues must look like.

@prefix csg: <https://w3id.org/csgraph/ontology#> .
@prefix csgs: <https://w3id.org/csgraph/shapes#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
SHAPES = """
csgs:Dialogue a sh:NodeShape ;
    sh:targetClass csg:Dialogue ;
    sh:pattern "^https:" ;
    sh:severity sh:Warning ;
    sh:message "A dialogue has an IRI."@en ;
    sh:property csgs:Dialogue-hasForm, [ sh:path csg:heldBy ; sh:maxCount 1 ] .

csgs:Dialogue-hasForm a sh:PropertyShape ;
    sh:path ( csg:hasForm [ sh:inversePath csg:inEvent ] ) ;
    sh:class csg:DialogueForm ;
    sh:minCount 1 ;
    sh:message "A dialogue has a form."@en ;
    rdfs:comment "give it one" .

csgs:Held a sh:PropertyShape ;
    sh:targetSubjectsOf csg:heldBy ;
    sh:path csg:hasForm ;
    sh:maxCount 0 ;
    sh:message "What is held has no form."@en .
"""


@pytest.fixture
def told(tmp_path: Path) -> dict[str, ShapeRule]:
    path = tmp_path / "dialogues.ttl"
    path.write_text(HEADING + SHAPES)
    return {rule.name: rule for rule in rules.read([themes.of(path)])}


def test_each_shape_with_a_message_is_a_rule(told):
    assert ["Dialogue", "Dialogue-hasForm", "Held"] == list(told)
    assert {"dialogues"} == {rule.theme for rule in told.values()}


def test_a_rule_says_what_must_be(told):
    assert ("text that matches ^https:",) == told["Dialogue"].asked
    assert {"an instance of csg:DialogueForm", "at least 1 value"} == set(told["Dialogue-hasForm"].asked)
    assert ("no value",) == told["Held"].asked


def test_a_rule_says_how_severe_it_is_and_what_to_do(told):
    assert ["Warning", "Violation"] == [told[name].severity for name in ("Dialogue", "Held")]
    assert ["", "give it one"] == [told[name].advice for name in ("Dialogue", "Dialogue-hasForm")]


def test_the_shape_of_a_property_is_asked_of_what_the_shape_around_it_is(told):
    assert told["Dialogue"].targets == told["Dialogue-hasForm"].targets
    assert [("targetClass", "csg:Dialogue")] == [(kind, rules.name(node)) for kind, node in told["Dialogue"].targets]


def test_a_rule_looks_along_its_path_and_at_what_tells_its_nodes(told):
    assert "csg:hasForm/^csg:inEvent" == told["Dialogue-hasForm"].of
    assert {"csg:hasForm", "csg:inEvent"} == {rules.name(node) for node in told["Dialogue-hasForm"].predicates()}
    assert {"csg:hasForm", "csg:heldBy"} == {rules.name(node) for node in told["Held"].predicates()}


def test_every_rule_of_ours_is_told():
    told = {rule.name for rule in rules.read(themes.of_rules())}
    written = {
        name
        for theme in themes.of_rules()
        for name in re.findall(r"^csgs:([\w-]+)$", theme.path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert len(told) > 400
    # Shapes that only declare prefixes, or only hold others together, say nothing themselves.
    assert told <= written
    assert {"Dialogue-heldBy", "DirectQuestion-sentence", "Quote-anchored"} <= told


def test_a_theme_is_told_by_the_first_line_of_its_file():
    assert {theme.title: theme.content for theme in themes.of_terms()}["Links"].startswith("To which records of other")
    assert not {"foreign", "alignments", "csgraph"} & {theme.name for theme in themes.of_terms()}
