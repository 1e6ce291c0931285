"""What changed: each kind of change made in a small checkout, and told in the one sentence that it must be told in."""

from __future__ import annotations

import json
import re
import shutil
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from csgraph import paths
from csgraph.cli import cli
from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import GRAPH, PREFIXES
from csgraph.rdf.turtle import iri
from csgraph.release.description import checksum
from csgraph.release.diff.change import LEVELS, MAJOR, MINOR, PATCH
from csgraph.release.diff.compare import Comparison, compare, next_version
from csgraph.release.diff.report import render

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())

FILES = {
    "ontology/text.ttl": """
csg:Challenge a owl:Class ; rdfs:label "challenge"@en ; skos:definition "What makes dialogue hard."@en ;
    owl:equivalentClass [ a owl:Restriction ; owl:onProperty csg:statementType ; owl:hasValue statement-type:challenge ] .
csg:Pillar a owl:Class ; rdfs:label "pillar"@en ; skos:definition "A part of the framework."@en ; skos:example "pillar:law."@en .
csg:Forum a owl:Class ; rdfs:label "forum"@en ; owl:deprecated true ; dcterms:isReplacedBy csg:Pillar .
csg:supports a owl:ObjectProperty ; rdfs:label "supports"@en ; skos:definition "Leads to what is supported."@en ;
    rdfs:domain csg:Pillar ; schema:rangeIncludes csg:Pillar, csg:Challenge .
csg:position a owl:DatatypeProperty ; rdfs:label "position"@en .
[] a owl:AllDisjointClasses ; owl:members ( csg:Challenge csg:Pillar ) .
foaf:Group a owl:Class .
""",
    "ontology/alignments.ttl": "csg:Pillar rdfs:seeAlso skos:Concept .",
    "data/passages.ttl": 'passage:1-p1 schema:text "States may agree. Law matters."@en .',
    "data/report/things.ttl": """
passage:1-p1 a csg:Passage ; rdfs:label "1-p1: States may agree."@en ; csg:sha256 "0" .
pillar:law a csg:Pillar ; rdfs:label "law"@en ; csg:position 1 ; csg:asPrinted "Law"@en ; csg:anchor anchor:1-p1_18-21 .
pillar:norms a csg:Pillar ; rdfs:label "norms"@en ; csg:position 2 ; csg:supports pillar:law ; skos:scopeNote "Old."@en .
statement:1-p1-s1 a csg:Statement ; rdfs:label "1-p1-s1: States may agree."@en ; csg:asPrinted "States may agree."@en ;
    csg:statementType statement-type:challenge ; csg:modality modality:possible ; csg:voice voice:report .
anchor:1-p1_18-21 a oa:ResourceSelection ; oa:hasSource passage:1-p1 .
""",
    "data/vocabulary/words.ttl": """
modality:possible a csg:Modality, skos:Concept ; rdfs:label "possible"@en ; skos:prefLabel "possible"@en .
modality:necessary a csg:Modality, skos:Concept ; rdfs:label "necessary"@en ; skos:prefLabel "necessary"@en .
modality:hoped a csg:Modality, skos:Concept ; rdfs:label "hoped"@en ; skos:prefLabel "hoped"@en .
modality:necessary csg:strongerThan modality:hoped, modality:possible .
statement-type:challenge a csg:StatementType, skos:Concept ; rdfs:label "challenge"@en .
statement-type:threat a csg:StatementType, skos:Concept ; rdfs:label "threat"@en .
""",
    "data/facts/law.ttl": 'pillar:law rdfs:comment "Of old."@en .',
    "shapes/text.ttl": """
csgs:Pillar a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:property csgs:Pillar-position .
csgs:Pillar-position a sh:PropertyShape ; sh:path csg:position ; sh:minCount 1 ; sh:maxCount 2 ; sh:in ( 1 2 ) ;
    sh:severity sh:Violation ; sh:message "A pillar has a position."@en .
csgs:Pillar-label a sh:PropertyShape ; sh:targetClass csg:Pillar ; sh:path rdfs:label ; sh:minCount 1 ;
    sh:severity sh:Warning ; sh:message "A pillar has a label."@en .
csgs:Closed-note a sh:PropertyShape ; sh:targetClass csg:Pillar ; sh:path skos:note ; sh:pattern "^a" ; sh:flags "i" .
csgs:Closed-comment a sh:PropertyShape ; sh:targetClass csg:Pillar ; sh:path rdfs:comment ; sh:pattern "^b" .
csgs:Closed a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:property csgs:Closed-note ;
    sh:closed true ; sh:ignoredProperties ( rdf:type ) .
csgs:Strict a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:closed true .
csgs:Style a sh:PropertyShape ; sh:targetClass sh:NodeShape ; sh:path rdfs:label ; sh:maxCount 1 .
""",
    "queries/pillars.rq": """\
#+ summary: What are the pillars?
#+ description: One row per pillar.
#+ returns:
#+   position: its number
#+   label: its name
#+ parameters:
#+   position: {type: integer, description: a number, default: 1}
#+ graph: report
#+ tags: [framework]

SELECT ?position ?label WHERE { ?pillar csg:position ?position ; rdfs:label ?label } ORDER BY ?position
""",
    "src/csgraph/version.py": '__version__ = "0.1.0"\n',
}


def checkout(folder: Path) -> Path:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text if path.suffix == ".ttl" else text, encoding="utf-8")
    return folder


@pytest.fixture
def old(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return checkout(tmp_path / "old")


@pytest.fixture
def new(tmp_path, old) -> Path:
    return checkout(tmp_path / "new")


def alter(folder: Path, name: str, *replacements: tuple[str, str]) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for before, after in replacements:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def told(comparison: Comparison) -> list[str]:
    """Each change in a line: its level, and what is said."""
    return [
        f"{change.level}: {change.kind} {f'“{change.label}” ({change.node})' if change.label else change.node} {change.text}"
        for change in comparison.changes
    ]


TEXT, DATA, RULES, VIEW = "ontology/text.ttl", "data/report/things.ttl", "shapes/text.ttl", "queries/pillars.rq"
FORUM = """csg:Forum a owl:Class ; rdfs:label "forum"@en ; owl:deprecated true ; dcterms:isReplacedBy csg:Pillar ."""

# What is changed where, by a single replacement; and all that must be told of it.
SINGLE = {
    # The ontology.
    "a class is added": (
        TEXT,
        "foaf:Group",
        'csg:New a owl:Class ; rdfs:label "new"@en .\nfoaf:Group',
        "minor: class “new” (csg:New) is new",
    ),
    "a foreign term is declared": (
        TEXT,
        "foaf:Group a",
        "foaf:Agent a owl:Class . foaf:Group a",
        "minor: class foaf:Agent is declared",
    ),
    "a foreign term is not declared": (TEXT, "foaf:Group a owl:Class .", "", "minor: class foaf:Group is no longer declared"),
    "a property is removed": (
        TEXT,
        'csg:position a owl:DatatypeProperty ; rdfs:label "position"@en .',
        "",
        "major: property “position” (csg:position) is gone, and was not deprecated before",
    ),
    "a deprecated class is removed": (
        TEXT,
        FORUM,
        "",
        "major: class “forum” (csg:Forum) is gone, after it was deprecated; “pillar” (csg:Pillar) has replaced it",
    ),
    "a class is restored": (
        TEXT,
        "; owl:deprecated true ; dcterms:isReplacedBy csg:Pillar",
        "; dcterms:isReplacedBy csg:Pillar",
        "minor: class “forum” (csg:Forum) is no longer deprecated",
    ),
    "a property is deprecated": (
        TEXT,
        '"position"@en .',
        '"position"@en ; owl:deprecated true ; dcterms:isReplacedBy csg:supports ; skos:changeNote "Why."@en .',
        "minor: property “position” (csg:position) is deprecated; use “supports” (csg:supports)",
    ),
    "a class is relabelled": (
        TEXT,
        '"forum"@en',
        '"a forum"@en',
        "patch: class “a forum” (csg:Forum) is labelled “a forum”, was “forum”",
    ),
    "a class is redefined": (
        TEXT,
        "A part of the framework.",
        "A part of any framework.",
        "patch: class “pillar” (csg:Pillar) is defined as “A part of any framework.”, was “A part of the framework.”",
    ),
    "an example is gone": (
        TEXT,
        ' ; skos:example "pillar:law."@en',
        "",
        "patch: class “pillar” (csg:Pillar) example: “pillar:law.” is gone",
    ),
    "a domain is another": (
        TEXT,
        "rdfs:domain csg:Pillar",
        "rdfs:domain csg:Challenge",
        "major: property “supports” (csg:supports) domain: “challenge” (csg:Challenge), was “pillar” (csg:Pillar)",
    ),
    "a range is added": (
        TEXT,
        '"position"@en',
        '"position"@en ; rdfs:range xsd:integer',
        "major: property “position” (csg:position) range: xsd:integer came",
    ),
    "a use is no longer documented": (
        TEXT,
        "schema:rangeIncludes csg:Pillar, csg:Challenge",
        "schema:rangeIncludes csg:Pillar",
        "major: property “supports” (csg:supports) is no longer documented for use with values of “challenge” (csg:Challenge)",
    ),
    "a use is documented": (
        TEXT,
        "rdfs:domain csg:Pillar",
        "rdfs:domain csg:Pillar ; schema:domainIncludes csg:Forum",
        "minor: property “supports” (csg:supports) may be used of “forum” (csg:Forum) too",
    ),
    "a property becomes functional": (
        TEXT,
        "csg:position a owl:DatatypeProperty",
        "csg:position a owl:DatatypeProperty, owl:FunctionalProperty",
        "major: property “position” (csg:position) type: owl:FunctionalProperty came",
    ),
    "a property becomes one of another kind": (
        TEXT,
        "csg:position a owl:DatatypeProperty",
        "csg:position a owl:ObjectProperty",
        "major: property “position” (csg:position) is of another type: owl:ObjectProperty, was owl:DatatypeProperty",
    ),
    "a restriction is another": (
        TEXT,
        "owl:hasValue statement-type:challenge",
        "owl:hasValue statement-type:threat",
        "major: class “challenge” (csg:Challenge) equivalent class: "
        "[ a owl:Restriction ; owl:hasValue statement-type:threat ; owl:onProperty csg:statementType ], "
        "was [ a owl:Restriction ; owl:hasValue statement-type:challenge ; owl:onProperty csg:statementType ]",
    ),
    "classes become disjoint": (
        TEXT,
        "( csg:Challenge csg:Pillar )",
        "( csg:Challenge csg:Forum csg:Pillar )",
        "major: class “challenge” (csg:Challenge) and “forum” (csg:Forum) may have no member in common now",
        "major: class “forum” (csg:Forum) and “pillar” (csg:Pillar) may have no member in common now",
    ),
    "classes are no longer disjoint": (
        TEXT,
        "[] a owl:AllDisjointClasses ; owl:members ( csg:Challenge csg:Pillar ) .",
        "",
        "major: class “challenge” (csg:Challenge) and “pillar” (csg:Pillar) may have members in common",
    ),
    "an alignment is added": (
        "ontology/alignments.ttl",
        "skos:Concept .",
        "skos:Concept, skos:Collection .",
        "minor: class “pillar” (csg:Pillar) links to skos:Collection as see also",
    ),
    # Things.
    "a pillar is added": (
        DATA,
        "anchor:1-p1_18-21 a",
        'pillar:new a csg:Pillar ; rdfs:label "new"@en .\nanchor:1-p1_18-21 a',
        "minor: pillar “new” (pillar:new) is new",
    ),
    "a concept is removed": (
        "data/vocabulary/words.ttl",
        'statement-type:threat a csg:StatementType, skos:Concept ; rdfs:label "threat"@en .',
        "",
        "major: statement type “threat” (statement-type:threat) is gone",
    ),
    "a concept is deprecated": (
        "data/vocabulary/words.ttl",
        '"threat"@en .',
        '"threat"@en ; owl:deprecated true ; dcterms:isReplacedBy statement-type:challenge .',
        "minor: statement type “threat” (statement-type:threat) is deprecated; "
        "“challenge” (statement-type:challenge) replaces it",
    ),
    "a concept is relabelled": (
        "data/vocabulary/words.ttl",
        '"hoped"@en',
        '"hoped for"@en',
        "patch: modality “hoped for” (modality:hoped) is labelled “hoped for”, was “hoped”",
    ),
    "a note is another": (
        DATA,
        '"Old."@en',
        '"New."@en',
        "patch: pillar “norms” (pillar:norms) scope note: “New.”, was “Old.”",
    ),
    "a number is another": (
        DATA,
        "csg:position 1",
        "csg:position 3",
        "minor: pillar “law” (pillar:law) position: 3, was 1",
    ),
    "a link is gone": (
        DATA,
        "csg:supports pillar:law ; ",
        "",
        "minor: pillar “norms” (pillar:norms) supports: “law” (pillar:law) is gone",
    ),
    "a thing is of another class": (
        DATA,
        "pillar:norms a csg:Pillar",
        "pillar:norms a csg:Forum",
        "major: pillar “norms” (pillar:norms) type: “forum” (csg:Forum), was “pillar” (csg:Pillar)",
    ),
    "words are others": (
        DATA,
        '"Law"@en',
        '"Law matters"@en',
        "minor: pillar “law” (pillar:law) as printed: “Law matters”, was “Law”",
    ),
    "words are anchored elsewhere": (
        DATA,
        "csg:anchor anchor:1-p1_18-21",
        "csg:anchor anchor:1-p1_99-101",
        "minor: pillar “law” (pillar:law) has the same words at another place",
    ),
    "a passage has another checksum": (
        DATA,
        'csg:sha256 "0"',
        'csg:sha256 "1"',
        "patch: passage “1-p1: States may agree.” (passage:1-p1) is made from other lines of the source",
    ),
    "a text is another": (
        "data/passages.ttl",
        "Law matters.",
        "Law counts.",
        "minor: passage “1-p1: States may agree.” (passage:1-p1) text: "
        "“States may agree. Law counts.”, was “States may agree. Law matters.”",
    ),
    "something else is said by another source": (
        "data/facts/law.ttl",
        '"Of old."@en',
        '"Of late."@en',
        "patch: pillar “law” (pillar:law) comment: “Of late.”, was “Of old.”",
    ),
    # Readings.
    "a modality is stronger": (
        DATA,
        "modality:possible",
        "modality:necessary",
        "major: statement “1-p1-s1: States may agree.” (statement:1-p1-s1) is put more strongly: "
        "its modality is “necessary” (modality:necessary), was “possible” (modality:possible)",
    ),
    "a modality is neither stronger nor weaker": (
        DATA,
        "modality:possible",
        "modality:hoped",
        "major: statement “1-p1-s1: States may agree.” (statement:1-p1-s1) is given another modality: "
        "its modality is “hoped” (modality:hoped), was “possible” (modality:possible)",
    ),
    "a statement is re-typed": (
        DATA,
        "csg:statementType statement-type:challenge",
        "csg:statementType statement-type:threat",
        "major: statement “1-p1-s1: States may agree.” (statement:1-p1-s1) "
        "is typed “threat” (statement-type:threat), was “challenge” (statement-type:challenge)",
    ),
    "a statement is denied": (
        DATA,
        "csg:voice voice:report",
        "csg:voice voice:report ; csg:negated true",
        "major: statement “1-p1-s1: States may agree.” (statement:1-p1-s1) is a denial now",
    ),
    "a voice is another": (
        DATA,
        "voice:report",
        "voice:speakers",
        "major: statement “1-p1-s1: States may agree.” (statement:1-p1-s1) is in the voice voice:speakers, was voice:report",
    ),
    # Shapes.
    "a rule is added": (
        RULES,
        "csgs:Style a",
        'csgs:Pillar-note a sh:PropertyShape ; sh:targetClass csg:Pillar ; sh:path skos:note ; sh:maxCount 1 ; '
        'sh:message "One."@en . csgs:Style a',
        "major: property shape csgs:Pillar-note is a new requirement: One.",
    ),
    "a rule of style is added": (
        RULES,
        "csgs:Style a",
        "csgs:New a sh:PropertyShape ; sh:targetClass owl:Class ; sh:path skos:note ; sh:maxCount 1 . csgs:Style a",
        "minor: property shape csgs:New is a new requirement",
    ),
    "a rule is removed": (
        RULES,
        "csgs:Style a sh:PropertyShape ; sh:targetClass sh:NodeShape ; sh:path rdfs:label ; sh:maxCount 1 .",
        "",
        "minor: property shape csgs:Style no longer applies",
    ),
    "a rule asks for more": (
        RULES,
        "sh:minCount 1 ; sh:maxCount 2",
        "sh:minCount 2 ; sh:maxCount 2",
        "major: property shape csgs:Pillar-position is stricter: minCount: 2, was 1",
    ),
    "a rule asks for less": (
        RULES,
        "sh:maxCount 2",
        "sh:maxCount 3",
        "minor: property shape csgs:Pillar-position is less strict: maxCount: 3, was 2",
    ),
    "a list is longer": (
        RULES,
        "( 1 2 )",
        "( 1 2 3 )",
        "minor: property shape csgs:Pillar-position is less strict: in: ( 1 2 3 ), was ( 1 2 )",
    ),
    "a list is another": (
        RULES,
        "( 1 2 )",
        "( 2 3 )",
        "major: property shape csgs:Pillar-position is different, perhaps stricter: in: ( 2 3 ), was ( 1 2 )",
    ),
    "a constraint is gone": (
        RULES,
        "sh:in ( 1 2 ) ;",
        "",
        "minor: property shape csgs:Pillar-position is less strict: in: ( 1 2 ) is gone",
    ),
    "a warning becomes a violation": (
        RULES,
        "sh:severity sh:Warning",
        "sh:severity sh:Violation",
        "major: property shape csgs:Pillar-label is stricter: severity: sh:Violation, was sh:Warning",
    ),
    "a violation becomes a warning": (
        RULES,
        "sh:severity sh:Violation",
        "sh:severity sh:Warning",
        "minor: property shape csgs:Pillar-position is less strict: severity: sh:Warning, was sh:Violation",
    ),
    "a severity that was a violation anyway is told": (
        RULES,
        "sh:severity sh:Violation ;",
        "",
        "minor: property shape csgs:Pillar-position is less strict: severity: sh:Violation is gone",
    ),
    "a warning becomes a violation by having no severity": (
        RULES,
        "sh:severity sh:Warning ;",
        "",
        "major: property shape csgs:Pillar-label is stricter: severity: sh:Warning is gone",
    ),
    "a rule is deactivated": (
        RULES,
        "sh:in ( 1 2 ) ;",
        "sh:in ( 1 2 ) ; sh:deactivated true ;",
        "minor: property shape csgs:Pillar-position is less strict: deactivated: true came",
    ),
    "a constraint is added": (
        RULES,
        "sh:in ( 1 2 ) ;",
        "sh:in ( 1 2 ) ; sh:datatype xsd:integer ;",
        "major: property shape csgs:Pillar-position is stricter: datatype: xsd:integer came",
    ),
    "a warning asks for more": (
        RULES,
        "rdfs:label ; sh:minCount 1",
        "rdfs:label ; sh:minCount 2",
        "minor: property shape csgs:Pillar-label is stricter: minCount: 2, was 1",
    ),
    "a rule of style asks for more": (
        RULES,
        "rdfs:label ; sh:maxCount 1",
        "rdfs:label ; sh:maxCount 0",
        "minor: property shape csgs:Style is stricter: maxCount: 0, was 1",
    ),
    "flags are gone": (
        RULES,
        'sh:pattern "^a" ; sh:flags "i"',
        'sh:pattern "^a"',
        "major: property shape csgs:Closed-note is different, perhaps stricter: flags: “i” is gone",
    ),
    "flags are added": (
        RULES,
        'sh:pattern "^b"',
        'sh:pattern "^b" ; sh:flags "i"',
        "major: property shape csgs:Closed-comment is different, perhaps stricter: flags: “i” came",
    ),
    "a closed shape allows nothing besides": (
        RULES,
        "sh:closed true ; sh:ignoredProperties ( rdf:type )",
        "sh:closed true",
        "major: node shape csgs:Closed is stricter: ignoredProperties: ( rdf:type ) is gone",
    ),
    "a closed shape allows something besides": (
        RULES,
        "csgs:Strict a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:closed true",
        "csgs:Strict a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:closed true ; sh:ignoredProperties ( rdf:type )",
        "minor: node shape csgs:Strict is less strict: ignoredProperties: ( rdf:type ) came",
    ),
    "a closed shape allows a property no more": (
        RULES,
        "sh:property csgs:Closed-note ;",
        "",
        "major: node shape csgs:Closed is stricter: property: csgs:Closed-note is gone",
    ),
    "a message is another": (
        RULES,
        "A pillar has a position.",
        "Each pillar has a position.",
        "patch: property shape csgs:Pillar-position message: “Each pillar has a position.”, was “A pillar has a position.”",
    ),
    # Views.
    "a column is called otherwise": (
        VIEW,
        "?label",
        "?name",
        "major: view pillars calls its column label name now",
    ),
    "a column is gone": (VIEW, "SELECT ?position ?label", "SELECT ?position", "major: view pillars has no column label any more"),
    "a column is added at the end": (
        VIEW,
        "SELECT ?position ?label",
        "SELECT ?position ?label ?pillar",
        "minor: view pillars has a new column pillar",
    ),
    "a column is added before others": (
        VIEW,
        "SELECT ?position ?label",
        "SELECT ?pillar ?position ?label",
        "major: view pillars has a new column pillar before others, whose place changes",
    ),
    "columns change places": (
        VIEW,
        "SELECT ?position ?label",
        "SELECT ?label ?position",
        "major: view pillars has its columns in another order: label, position",
    ),
    "a parameter is gone": (
        VIEW,
        "#+ parameters:\n#+   position: {type: integer, description: a number, default: 1}\n",
        "",
        "major: view pillars takes no parameter position any more",
    ),
    "a parameter is added": (
        VIEW,
        "default: 1}\n",
        "default: 1}\n#+   label: {type: text, description: a name}\n",
        "minor: view pillars takes a parameter label",
    ),
    "a default is another": (
        VIEW,
        "default: 1",
        "default: 2",
        "major: view pillars has 2 as the default of its parameter position, was 1",
    ),
    "a parameter is of another type": (
        VIEW,
        "type: integer",
        "type: year",
        "major: view pillars takes a year of four digits, such as 2020 as its parameter position, and no longer a whole number",
    ),
    "a view asks another graph": (
        VIEW,
        "graph: report",
        "graph: facts",
        "minor: view pillars queries the graphs facts, and no longer report",
    ),
    "a view asks a further graph": (
        VIEW,
        "graph: report",
        "graph: facts, report",
        "minor: view pillars queries the graphs facts too",
    ),
    "a view says no more which graphs it asks": (
        VIEW,
        "#+ graph: report\n",
        "",
        "minor: view pillars no longer declares its graphs, which were report",
    ),
    "a view is rewritten": (
        VIEW,
        "ORDER BY ?position",
        "ORDER BY ?label ?position",
        "minor: view pillars has another query; its columns are the same",
    ),
    "a view is described differently": (
        VIEW,
        "One row per pillar.",
        "A row for each.",
        "patch: view pillars is described differently",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_a_change_is_told_with_its_level_and_nothing_else(name, old, new):
    file, before, after, *expected = SINGLE[name]
    alter(new, file, (before, after))

    assert told(compare(old, new)) == expected


def test_nothing_changed_where_nothing_did(old, new):
    comparison = compare(old, new)

    assert comparison.changes == ()
    assert comparison.level is None
    assert comparison.next_version is None
    assert render(comparison) == "nothing changed from old to new\n"
    assert render(comparison, "md") == "Nothing changed.\n"


def test_a_term_of_the_same_definition_is_renamed(old, new):
    alter(new, TEXT, ("csg:supports a", "csg:backs a"), ('"supports"', '"backs"'))
    alter(new, DATA, ("csg:supports", "csg:backs"))

    assert told(compare(old, new)) == [
        "major: property “supports” (csg:supports) has another IRI: it is “backs” (csg:backs) now, "
        "and the old one was not kept as deprecated",
        "patch: property “backs” (csg:backs) is labelled “backs”, was “supports”",
    ]


def test_a_class_that_is_renamed_is_told_of_the_class_alone_and_so_is_what_else_changed_of_it(old, new):
    for file in (TEXT, DATA, RULES):
        alter(new, file, ("csg:Pillar", "csg:Column"))
    alter(new, TEXT, ('skos:example "pillar:law."@en', 'skos:example "pillar:norms."@en'))

    assert told(compare(old, new))[:2] == [
        "major: class “pillar” (csg:Pillar) has another IRI: it is “pillar” (csg:Column) now, "
        "and the old one was not kept as deprecated",
        "patch: class “pillar” (csg:Column) example: “pillar:norms.”, was “pillar:law.”",
    ]
    assert {change.part for change in compare(old, new).changes} == {"Ontology"}


def test_a_term_that_is_kept_as_deprecated_is_not_renamed(old, new):
    alter(
        new,
        TEXT,
        (
            'csg:position a owl:DatatypeProperty ; rdfs:label "position"@en .',
            'csg:position a owl:DatatypeProperty ; rdfs:label "position"@en ; owl:deprecated true ; '
            'dcterms:isReplacedBy csg:place . csg:place a owl:DatatypeProperty ; rdfs:label "place"@en .',
        ),
    )

    assert told(compare(old, new)) == [
        "minor: property “place” (csg:place) is new",
        "minor: property “position” (csg:position) is deprecated; use “place” (csg:place)",
    ]


def test_terms_of_one_definition_are_not_taken_for_each_other(old, new):
    text = "a owl:Class ; skos:definition 'The same.'@en ."
    alter(old, TEXT, ("foaf:Group", f"csg:A {text} csg:B {text} foaf:Group"))
    alter(new, TEXT, ("foaf:Group", f"csg:C {text} foaf:Group"))

    assert told(compare(old, new)) == [
        "major: class csg:A is gone, and was not deprecated before",
        "major: class csg:B is gone, and was not deprecated before",
        "minor: class csg:C is new",
    ]


def test_a_thing_of_the_same_name_and_words_is_renamed_and_links_to_it_are_not_told(old, new):
    alter(new, DATA, ("pillar:law", "pillar:international-law"))
    alter(new, "data/facts/law.ttl", ("pillar:law", "pillar:international-law"))

    assert told(compare(old, new)) == [
        "major: pillar “law” (pillar:law) has another IRI: it is “law” (pillar:international-law) now"
    ]


def test_a_statement_of_another_key_is_renamed(old, new):
    alter(new, DATA, ("1-p1-s1", "1-p1-s2"))

    assert told(compare(old, new)) == [
        "major: statement “1-p1-s1: States may agree.” (statement:1-p1-s1) has another IRI: "
        "it is “1-p1-s2: States may agree.” (statement:1-p1-s2) now"
    ]


def test_a_thing_of_which_only_an_anchor_is_left_is_gone(old, new):
    alter(new, DATA, ('pillar:norms a csg:Pillar ; rdfs:label "norms"@en ; csg:position 2 ;', "pillar:norms"))

    assert told(compare(old, new)) == ["major: pillar “norms” (pillar:norms) is gone"]


# As docs/annotation.md orders them: nothing else can be compared.
WEAKER = {
    "asserted": "conditional hoped intended interrogative possible proposed recommended uncertain",
    "necessary": "conditional hoped intended interrogative possible proposed recommended uncertain",
    "recommended": "hoped intended interrogative proposed",
    **dict.fromkeys("conditional hoped intended possible proposed uncertain".split(), "interrogative"),
}
IN_ORDER = [(one, other) for other, ones in WEAKER.items() for one in ones.split()]
NOT_IN_ORDER = [
    (one, other)
    for one, other in combinations(sorted({*WEAKER, "interrogative"}), 2)
    if (one, other) not in IN_ORDER and (other, one) not in IN_ORDER
]


def put(old: Path, new: Path, pair: tuple[str, str]) -> None:
    """Put a statement otherwise, in editions that have our modalities."""
    for folder, modality in zip((old, new), pair, strict=True):
        shutil.copy(paths.DATA / "vocabulary" / "modality.ttl", folder / "data" / "vocabulary")
        alter(folder, DATA, ("modality:possible", f"modality:{modality}"))


@pytest.mark.parametrize("pair", IN_ORDER, ids=" ".join)
def test_what_the_vocabulary_puts_above_another_is_stronger_and_the_other_weaker(pair, old, new):
    put(old, new, pair)

    assert [change.action for change in compare(old, new).changes] == ["put more strongly"]
    assert [change.action for change in compare(new, old).changes] == ["put less strongly"]


@pytest.mark.parametrize("pair", NOT_IN_ORDER, ids=" ".join)
def test_modalities_that_the_vocabulary_does_not_put_in_order_are_not_compared(pair, old, new):
    put(old, new, pair)

    assert [change.action for change in compare(old, new).changes] == ["given another modality"]
    assert [change.action for change in compare(new, old).changes] == ["given another modality"]


def test_the_order_of_the_vocabulary_is_that_of_the_guide_and_each_pair_is_there():
    stronger = iri("csg:strongerThan")
    pairs = {
        tuple(node.value.rpartition("/")[2] for node in (quad.object, quad.subject))
        for quad in turtle.parse(paths.DATA / "vocabulary" / "modality.ttl")
        if quad.predicate == stronger
    }

    assert (len(IN_ORDER), len(NOT_IN_ORDER)) == (26, 19)
    assert pairs == set(IN_ORDER)
    assert {(one, last) for one, other in pairs for middle, last in pairs if other == middle} <= pairs


ORDER = "modality:necessary csg:strongerThan modality:hoped, modality:possible ."


@pytest.mark.parametrize(
    ("before", "after", "action"),
    [
        (ORDER, "", "put more strongly"),
        ("", ORDER, "put more strongly"),
        ("", "", "given another modality"),
        (ORDER, "modality:possible csg:strongerThan modality:necessary .", "put less strongly"),
    ],
    ids=["only the older has one", "only the newer has one", "none has one", "the newer has another"],
)
def test_the_order_is_that_of_the_newer_edition_or_of_the_older_where_it_has_none(before, after, action, old, new):
    for folder, order in ((old, before), (new, after)):
        alter(folder, "data/vocabulary/words.ttl", (ORDER, order))
    alter(new, DATA, ("modality:possible", "modality:necessary"))

    assert action in [change.action for change in compare(old, new).changes]


def test_statements_put_more_strongly_are_counted_as_such(old, new):
    one = "csg:Statement ; csg:modality modality:possible ."
    alter(
        old,
        DATA,
        ("anchor:1-p1_18-21 a", "".join(f"statement:s{n} a {one} " for n in range(11)) + "anchor:1-p1_18-21 a"),
    )
    (new / DATA).write_text((old / DATA).read_text().replace("modality:possible", "modality:necessary"))

    text = render(compare(old, new))

    assert (
        "    12 statements put more strongly, such as “1-p1-s1: States may agree.” (statement:1-p1-s1), statement:s0"
        in text
    )
    assert "Review how 12 statements changed, 12 of them put more strongly: their reading is" in text


def test_the_folder_one_is_in_is_called_so(old, new, monkeypatch):
    monkeypatch.chdir(new)

    assert compare(old, Path()).new.place == compare(old, new).new.place == "this folder"


def test_what_else_changed_of_a_statement_of_another_key_is_told_too(old, new):
    alter(new, DATA, ("1-p1-s1", "1-p1-s2"), ("modality:possible", "modality:necessary"))

    assert [line.partition(")")[2] for line in told(compare(old, new))] == [
        " has another IRI: it is “1-p1-s2: States may agree.” (statement:1-p1-s2) now",
        " is put more strongly: its modality is “necessary” (modality:necessary), was “possible” (modality:possible)",
    ]


@pytest.mark.parametrize("knowing", ["old", "new", "both"])
def test_words_of_a_property_below_as_printed_are_words_of_the_report(knowing, old, new):
    for folder in (old, new):
        alter(folder, DATA, ('csg:asPrinted "Law"@en', 'csg:nameAsPrinted "Law"@en'))
        if knowing in (folder.name, "both"):
            term = "csg:nameAsPrinted a owl:DatatypeProperty ; rdfs:subPropertyOf csg:asPrinted ."
            alter(folder, TEXT, ("foaf:Group", f"{term} foaf:Group"))
    alter(new, DATA, ('"Law"@en', '"Law matters"@en'), ("csg:anchor anchor:1-p1_18-21", "csg:anchor anchor:1-p1_18-29"))

    assert [line for line in told(compare(old, new)) if "pillar" in line] == [
        "minor: pillar “law” (pillar:law) name as printed: “Law matters”, was “Law”"
    ]


def test_what_another_graph_says_now_is_told(old, new):
    alter(new, DATA, ("csg:supports pillar:law ; ", ""))
    alter(new, "data/facts/law.ttl", ("pillar:law", "pillar:norms csg:supports pillar:law . pillar:law"))

    assert told(compare(old, new)) == [
        "major: pillar “norms” (pillar:norms) 1 triple is in the graph facts now, and not in report"
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["report"], ["report", "facts"], "minor: {} 2 triples are in the graph facts too"),
        (
            ["report", "facts"],
            ["report"],
            "minor: {} 2 triples are no longer in the graph facts, but still elsewhere",
        ),
        (["facts"], ["report", "facts"], "major: {} 2 triples are in the graph report too"),
        (
            ["report", "facts"],
            ["facts"],
            "major: {} 2 triples are no longer in the graph report, but still elsewhere",
        ),
        (["facts"], ["editorial"], "minor: {} 2 triples are in the graph editorial now, and not in facts"),
        (
            ["report"],
            ["editorial", "facts"],
            "major: {} 2 triples are in the graphs editorial, facts now, and not in report",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(value),
)
def test_in_which_graphs_the_same_is_said_is_told(before, after, expected, old, new):
    for folder, graphs in ((old, before), (new, after)):
        for graph in graphs:
            path = folder / "data" / graph / "more.ttl"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f'{HEAD} pillar:x a csg:Pillar ; rdfs:label "x"@en .')

    assert told(compare(old, new)) == [expected.format("pillar “x” (pillar:x)")]


def test_a_rule_that_is_no_longer_deactivated_asks_more(old, new):
    alter(old, RULES, ("sh:in ( 1 2 ) ;", "sh:in ( 1 2 ) ; sh:deactivated true ;"))

    assert told(compare(old, new)) == [
        "major: property shape csgs:Pillar-position is stricter: deactivated: true is gone"
    ]


def test_a_rule_that_is_gone_from_a_closed_shape_forbids_its_property(old, new):
    start = "csgs:Closed-note a sh:PropertyShape ; sh:targetClass csg:Pillar ; sh:path skos:note"
    alter(new, RULES, (f'{start} ; sh:pattern "^a" ; sh:flags "i" .', ""), ("sh:property csgs:Closed-note ;", ""))

    assert told(compare(old, new)) == [
        "major: node shape csgs:Closed is stricter: property: csgs:Closed-note is gone",
        "minor: property shape csgs:Closed-note no longer applies",
    ]


def test_a_rule_of_a_class_that_is_new_is_not_breaking(old, new):
    alter(new, TEXT, ("foaf:Group", "csg:New a owl:Class . foaf:Group"))
    alter(
        new,
        RULES,
        (
            "csgs:Style a",
            "csgs:New a sh:NodeShape ; sh:targetClass csg:New ; sh:property csgs:New-label . "
            "csgs:New-label a sh:PropertyShape ; sh:path rdfs:label ; sh:minCount 1 . csgs:Style a",
        ),
    )

    assert [line.partition(":")[0] for line in told(compare(old, new))] == [MINOR, MINOR, MINOR]


def test_a_rule_that_becomes_part_of_a_shape_is_told_once(old, new):
    alter(
        new,
        RULES,
        (
            "csgs:Style a",
            "csgs:Pillar-note a sh:PropertyShape ; sh:path skos:note ; sh:maxCount 1 ; sh:severity sh:Info . csgs:Style a",
        ),
        ("csgs:Pillar-position .", "csgs:Pillar-position, csgs:Pillar-note ."),
    )

    assert told(compare(old, new)) == ["minor: property shape csgs:Pillar-note is a new requirement"]


def test_a_rule_that_is_asked_of_another_shape_too_makes_that_stricter(old, new):
    alter(new, RULES, ("csgs:Pillar-position .", "csgs:Pillar-position, csgs:Style ."))

    assert told(compare(old, new)) == ["major: node shape csgs:Pillar is stricter: property: csgs:Style came"]


def test_a_view_of_the_same_text_is_renamed_and_others_come_and_go(old, new):
    (new / "queries" / "pillars.rq").rename(new / "queries" / "framework.rq")
    (new / "queries" / "other.rq").write_text("#+ summary: What else?\nSELECT ?a { ?a ?b ?c }")
    (old / "queries" / "gone.rq").write_text("SELECT ?x { ?x ?y ?z }")

    assert told(compare(old, new)) == [
        "major: view gone is gone",
        "major: view pillars is called framework now",
        "minor: view other is new: What else?",
    ]


def test_a_view_that_asks_fewer_graphs_is_told(old, new):
    alter(old, VIEW, ("graph: report", "graph: facts, report"))

    assert told(compare(old, new)) == ["minor: view pillars no longer queries the graphs facts"]


def test_a_view_that_says_now_which_graphs_it_asks_is_told(old, new):
    alter(old, VIEW, ("#+ graph: report\n", ""))
    alter(new, VIEW, ("graph: report", "graph: report, vocabulary"))

    assert told(compare(old, new)) == [
        "minor: view pillars declares the graphs report, vocabulary, and declared none before"
    ]


def test_a_view_that_says_its_graphs_in_another_order_is_described_otherwise(old, new):
    for folder, graphs in ((old, "facts, report"), (new, "report, facts")):
        alter(folder, VIEW, ("graph: report", f"graph: {graphs}"))

    assert told(compare(old, new)) == ["patch: view pillars is described differently"]


def test_the_gravest_comes_first(old, new):
    alter(new, TEXT, ('"forum"', '"a forum"'), ("rdfs:domain csg:Pillar", "rdfs:domain csg:Forum"))
    alter(new, VIEW, ("?label", "?name"))
    alter(new, DATA, ("csg:position 1", "csg:position 4"))

    levels = [change.level for change in compare(old, new).changes]

    assert levels == sorted(levels, key=LEVELS.index) == [MAJOR, MAJOR, MINOR, PATCH]


def quads(folder: Path) -> list[ox.Quad]:
    """All that the data and ontology of a checkout say."""
    files = dataset.graph_files(data=folder / "data", ontology=folder / "ontology")
    files[""] = [folder / RULES]
    return [
        ox.Quad(*quad.triple, ox.NamedNode(GRAPH + name) if name else ox.DefaultGraph())
        for name, members in files.items()
        for path in members
        for quad in turtle.parse(path, rename_blank_nodes=True)
    ]


def test_no_triple_goes_or_comes_untold(old, tmp_path):
    """Whatever single triple is missing is told, but for what anchors consist of, and for how a list ends."""
    whole, files = quads(old), [tmp_path / "whole.nq", tmp_path / "less.nq"]
    ox.serialize(whole, files[0], format=ox.RdfFormat.N_QUADS)
    untold = []
    for quad in whole:
        ox.serialize([other for other in whole if other != quad], files[1], format=ox.RdfFormat.N_QUADS)
        if not compare(*files).changes or not compare(*reversed(files)).changes:
            untold.append(quad)

    assert len(whole) > 80
    assert {quad.subject for quad in untold if quad.object != turtle.iri("rdf:nil")} == {
        ox.NamedNode(f"{PREFIXES['anchor']}1-p1_18-21")
    }


def test_long_texts_are_told_where_they_differ(old, new):
    words = "word " * 60
    for folder, end in ((old, "first end"), (new, "second end")):
        alter(folder, TEXT, ("A part of the framework.", f"{words}{end}."))

    assert told(compare(old, new)) == [
        "patch: class “pillar” (csg:Pillar) is defined as "
        "“… word word word word word word word word second end.”, was “… word word word word word word word word first end.”"
    ]


# -- What is compared --------------------------------------------------------------------------------------------------


def test_a_file_is_compared_in_what_it_has(old, new):
    alter(new, TEXT, ('"forum"@en', '"a forum"@en'))

    comparison = compare(old, new / TEXT)

    assert told(comparison) == ["patch: class “a forum” (csg:Forum) is labelled “a forum”, was “forum”"]
    assert comparison.notes == tuple(
        f"the {part} are not compared: new/ontology/text.ttl has none" for part in ("data", "shapes", "views")
    )


def test_two_files_are_compared_in_all_that_they_have(old, new):
    alter(new, DATA, ("csg:position 1", "csg:position 3"))

    assert told(compare(old / DATA, new / DATA)) == ["minor: pillar “law” (pillar:law) position: 3, was 1"]


def test_blank_nodes_are_compared_by_what_is_said_of_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.ttl").write_text("<http://e/a> <http://e/p> [ <http://e/q> 1, 2 ], _:x . _:x <http://e/r> _:x .")
    Path("b.ttl").write_text("<http://e/a> <http://e/p> _:z, [ <http://e/q> 2, 1 ] . _:z <http://e/r> _:z .")
    Path("c.ttl").write_text("<http://e/a> <http://e/p> [ <http://e/q> 1, 3 ], _:x . _:x <http://e/r> _:x .")

    assert told(compare(Path("a.ttl"), Path("b.ttl"))) == []
    assert len(compare(Path("a.ttl"), Path("c.ttl")).changes) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<http://e/a> <http://e/p> _:n0 . " + "".join(f"_:n{n} <http://e/p> _:n{n + 1} . " for n in range(2000)),
        "<http://e/a> <http://e/p> _:n0 . "
        + "".join(f"_:n{n} <http://e/p> _:n{n + 1} ; <http://e/q> _:n{n + 1} . " for n in range(60)),
    ],
    ids=["deep", "many ways"],
)
def test_blank_nodes_that_would_take_for_ever_are_refused(text, tmp_path):
    (tmp_path / "a.ttl").write_text(text)

    with pytest.raises(InputError, match=r"a\.ttl: blank nodes nested deeper than 256 levels, or in too many ways"):
        compare(tmp_path / "a.ttl", tmp_path / "a.ttl")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (
            lambda folder: folder.mkdir(),
            "x: this folder is neither a release (csgraph.nq, SHA256SUMS, description.ttl) nor a checkout",
        ),
        (lambda folder: folder.write_text("x"), "x: unknown syntax"),
        (lambda folder: None, "x: "),
        (lambda folder: [(folder / name).mkdir(parents=True) for name in ("data", "ontology")], "there are no files"),
    ],
)
def test_what_is_no_edition_is_told_in_one_line(make, problem, old, tmp_path):
    make(tmp_path / "x")

    with pytest.raises(InputError) as caught:
        compare(old, Path("x"))

    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_checkout_with_a_file_that_is_no_turtle_is_told(old, new):
    (new / TEXT).write_text("no Turtle")

    with pytest.raises(InputError, match=r"new/ontology/text\.ttl:1:"):
        compare(old, new)


def test_a_view_whose_header_is_wrong_is_told(old, new):
    alter(new, VIEW, ("type: integer", "type: nonsense"))

    with pytest.raises(InputError, match=r"new/queries/pillars\.rq:\d+"):
        compare(old, new)


@pytest.fixture
def small_release(old, tmp_path) -> Path:
    """What is read of a release, made of the small checkout."""
    folder = tmp_path / "release"
    (folder / "queries").mkdir(parents=True)
    ox.serialize(
        (quad for quad in quads(old) if quad.graph_name != ox.DefaultGraph()),
        folder / "csgraph.nq",
        format=ox.RdfFormat.N_QUADS,
    )
    for name in (VIEW, RULES):
        shutil.copyfile(old / name, folder / ("shapes.ttl" if name == RULES else name))
    (folder / "description.ttl").write_text("# nothing\n")
    sums = [f"{checksum(path)}  {path.relative_to(folder)}\n" for path in sorted(folder.rglob("*")) if path.is_file()]
    (folder / "SHA256SUMS").write_text("".join(sums))
    return folder


def test_a_release_is_compared_in_all_that_it_has(small_release, new):
    assert told(compare(small_release, new)) == []


@pytest.mark.parametrize("name", ["csgraph.nq", "description.ttl", "SHA256SUMS"])
def test_a_release_without_a_file_that_each_has_is_none(name, small_release, new):
    (small_release / name).unlink()

    with pytest.raises(
        InputError, match=r"neither a release \(csgraph\.nq, SHA256SUMS, description\.ttl\) nor a checkout"
    ):
        compare(small_release, new)


@pytest.mark.parametrize("name", ["csgraph.nq", "shapes.ttl", VIEW])
def test_a_file_of_a_release_that_is_not_as_it_was_built_is_told(name, small_release, new):
    path = small_release / name
    path.write_text(path.read_text() + "# more\n")

    with pytest.raises(InputError, match=f"{name}: it is not as SHA256SUMS has it; build the release anew"):
        compare(small_release, new)


@pytest.mark.parametrize("name", ["csgraph.nq", "shapes.ttl", VIEW])
def test_a_file_of_a_release_without_a_checksum_is_told(name, small_release, new):
    alter(small_release, "SHA256SUMS", (f"{checksum(small_release / name)}  {name}\n", ""))

    with pytest.raises(InputError, match=f"SHA256SUMS: there is no checksum of {name}; build the release anew"):
        compare(small_release, new)


@pytest.mark.parametrize("name", ["shapes.ttl", VIEW])
def test_a_file_that_is_gone_from_a_release_is_told(name, small_release, new):
    (small_release / name).unlink()

    with pytest.raises(InputError, match=f"{name}: cannot be read: no such file or directory; build the release anew"):
        compare(small_release, new)


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Path:
    from csgraph.release.build import build

    folder = tmp_path_factory.mktemp("built") / "release"
    build(folder)
    return folder


@pytest.mark.slow
def test_a_release_says_what_the_checkout_says_that_it_is_built_from(release):
    comparison = compare(release, paths.ROOT)

    assert told(comparison) == []
    assert comparison.old.version == comparison.new.version


@pytest.mark.slow
def test_a_release_that_is_not_as_it_was_built_is_told(release, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    with (copy / "csgraph.nq").open("a") as file:
        file.write("<http://e/a> <http://e/b> <http://e/c> .\n")

    with pytest.raises(InputError, match=r"csgraph\.nq: it is not as SHA256SUMS has it; build the release anew"):
        compare(copy, paths.ROOT)


# -- Versions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "level", "expected"),
    [
        ("1.2.3", MAJOR, "2.0.0"),
        ("1.2.3", MINOR, "1.3.0"),
        ("1.2.3", PATCH, "1.2.4"),
        ("0.2.3", MAJOR, "0.3.0"),
        ("0.2.3", MINOR, "0.2.4"),
        ("0.2.3", PATCH, "0.2.4"),
        ("2020-11", MAJOR, None),
    ],
)
def test_the_next_version_is_that_of_semantic_versioning(version, level, expected):
    assert next_version(version, level) == expected


@pytest.mark.parametrize(
    ("own", "expected"), [("0.1.0", None), ("0.2.0", True), ("0.1.1", False), ("1.0.0", True), ("0.10.0", True)]
)
def test_a_version_of_its_own_is_held_against_what_changed(own, expected, old, new):
    alter(new, "src/csgraph/version.py", ("0.1.0", own))
    alter(new, TEXT, ("rdfs:domain csg:Pillar", "rdfs:domain csg:Forum"))

    assert compare(old, new).is_enough is expected


# -- How it is told ----------------------------------------------------------------------------------------------------


def several(new: Path) -> None:
    alter(new, TEXT, ("rdfs:domain csg:Pillar", "rdfs:domain csg:Forum"), ('"forum"', '"a_forum"'))
    pillars = "".join(f'pillar:p{number} a csg:Pillar ; rdfs:label "p{number}"@en . ' for number in range(1, 13))
    alter(
        new,
        DATA,
        ("modality:possible", "modality:necessary"),
        ("anchor:1-p1_18-21 a", f"{pillars} anchor:1-p1_18-21 a"),
    )
    alter(new, "src/csgraph/version.py", ("0.1.0", "0.1.1"))


def test_text_is_for_people(old, new):
    several(new)

    assert (
        render(compare(old, new))
        == """\
15 changes: 2 breaking, 12 added or corrected, 1 editorial, from old to new

Breaking
  Ontology
    property “supports” (csg:supports) domain: “a_forum” (csg:Forum), was “pillar” (csg:Pillar)
  Data
    statement “1-p1-s1: States may agree.” (statement:1-p1-s1) is put more strongly: \
its modality is “necessary” (modality:necessary), was “possible” (modality:possible)

Additions and corrections
  Data
    12 pillars added, such as “p1” (pillar:p1), “p2” (pillar:p2), “p3” (pillar:p3)

Editorial changes
  Ontology
    class “a_forum” (csg:Forum) is labelled “a_forum”, was “forum”

Review how 1 statement changed, 1 of them put more strongly: their reading is attributed to the report.
A redefined or relabelled term is assumed to keep its meaning; if one does not, the change is breaking.
The next version is major: 0.2.0 after 0.1.0 \
(before 1.0.0 a breaking change raises the second number, all else the third); \
new is 0.1.1, which is not enough.
"""
    )


def test_things_that_changed_in_one_way_are_told_together(old, new):
    pillars = "".join(f'pillar:p{number} a csg:Pillar ; rdfs:label "p{number}"@en . ' for number in (1, 2))
    alter(new, DATA, ("anchor:1-p1_18-21 a", f"{pillars} anchor:1-p1_18-21 a"))

    assert "\n    2 pillars added: “p1” (pillar:p1), “p2” (pillar:p2)\n" in render(compare(old, new))


def test_nodes_that_changed_in_several_ways_are_counted_once(old, new):
    extra = "".join(
        f"csgs:S{n} a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:minLength 1 ; sh:maxLength 9 . " for n in range(6)
    )
    for folder in (old, new):
        alter(folder, RULES, ("csgs:Style a", f"{extra} csgs:Style a"))
    alter(new, RULES, ("sh:minLength 1 ; sh:maxLength 9", "sh:minLength 2 ; sh:maxLength 8"))

    assert "\n    6 node shapes made stricter: csgs:S0, " in render(compare(old, new))


def test_the_newer_edition_is_ours_unless_one_is_named(old, new, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", new)
    alter(new, TEXT, ("rdfs:domain csg:Pillar", "rdfs:domain csg:Forum"))

    done = CliRunner().invoke(cli, ["diff", str(old)])

    assert done.exit_code == 1
    assert done.stdout.startswith("1 change: 1 breaking, from old to ")


def test_all_names_each(old, new):
    several(new)

    text = render(compare(old, new), is_whole=True)

    assert [f"    pillar “p{number}” (pillar:p{number}) is new" for number in range(1, 13)] == [
        line for line in text.split("\n") if "is new" in line
    ]


def test_markdown_is_for_the_changelog(old, new):
    several(new)
    alter(new, TEXT, ('"position"@en .', '"position"@en ; owl:deprecated true .'))
    (new / "queries" / "pillars.rq").unlink()

    text = render(compare(old, new), "md")

    assert re.findall("^### .*$", text, re.MULTILINE) == ["### Added", "### Changed", "### Deprecated", "### Removed"]
    assert "- **Data** 12 pillars added, such as “p1” (`pillar:p1`), “p2” (`pillar:p2`), “p3” (`pillar:p3`).\n" in text
    assert "- **Queries** **Breaking:** view `pillars` is gone.\n" in text
    assert "- **Ontology** class “a\\_forum” (`csg:Forum`) is labelled “a\\_forum”, was “forum”.\n" in text
    assert "- **Ontology** property “position” (`csg:position`) is deprecated, without a replacement.\n" in text


def test_json_holds_all(old, new):
    several(new)

    content = json.loads(render(compare(old, new), "json"))

    assert content["old"] == {"place": "old", "kind": "checkout", "version": "0.1.0"}
    assert (content["level"], content["next"], content["enough"]) == ("major", "0.2.0", False)
    assert len(content["changes"]) == 15
    assert content["changes"][0] == {
        "level": "major",
        "part": "Ontology",
        "heading": "Changed",
        "action": "given other axioms",
        "kind": "property",
        "node": "csg:supports",
        "label": "supports",
        "text": "domain: “a_forum” (csg:Forum), was “pillar” (csg:Pillar)",
    }


def test_diff_exits_by_what_changed(run, old, new, tmp_path):
    assert run("diff", old, new).returncode == 0

    alter(new, TEXT, ('"forum"', '"a forum"'))
    done = run("diff", old, new, "--format", "md", "-o", "changes.md")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "changes.md").read_text().startswith("### Changed\n")

    alter(new, TEXT, ("rdfs:domain csg:Pillar", "rdfs:domain csg:Forum"))
    assert run("diff", old, new).returncode == 1


def test_diff_of_what_is_no_edition_exits_2_and_writes_nothing(run, old, tmp_path):
    (tmp_path / "x").mkdir()

    done = run("diff", old, "x", "-o", "changes.txt")

    assert done.returncode == 2
    assert done.stderr.startswith(b"Error: x: this folder is neither a release")
    assert not (tmp_path / "changes.txt").exists()


def test_our_checkout_has_not_changed_from_itself():
    assert compare(paths.ROOT, paths.ROOT).changes == ()
