"""The shapes and the checks: that our data meets them, that each change is told once, and that each rule is needed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSGS
from csgraph.rdf.vocab import RDF_TYPE
from csgraph.validation import inputs, validate
from csgraph.validation.findings import show as curie
from csgraph.validation.shacl import targets
from csgraph.validation.shacl.model import Shape
from csgraph.validation.shacl.shape_based import PropertyConstraint
from csgraph.validation.shacl.terms import sh
from tests.support.mutations import EVERYDAY, MUTATIONS, expected, name_of, name_of_mutation, outcome, rules

# A change that breaks two rules which know nothing of each other says so by `also`. This may only become less.
MOST_WITH_TWO_CAUSES = 0

# Constraints that no mutation shows to be needed yet, by the reason why each change also breaks another rule.
# This may only become less: a constraint that proves redundant goes.
NOT_ALONE: dict[str, list[str]] = {
    "words that are added or left out need an anchor, or lose one": [
        "csgs:Membership-statusAsPrinted MaxCount",
        "csgs:NamedDialogue-asPrinted MinCount",
        "csgs:Erratum-asPrinted MinCount",
        "csgs:Erratum-asPrinted MaxCount",
        "csgs:Found-asPrinted MinCount",
        "csgs:Participation-affiliation-line QualifiedMaxCount",
        "csgs:Participation-affiliationAsPrinted MaxCount",
        "csgs:Participation-honorificAsPrinted MaxCount",
        "csgs:Participation-name-line QualifiedMaxCount",
        "csgs:Participation-nameAsPrinted MaxCount",
        "csgs:ProgrammeItem-temporalText Pattern",
        "csgs:ProgrammeItem-temporalText MaxCount",
        "csgs:DirectQuestion-sentence Pattern",
        "csgs:DirectQuestion-sentence MinCount",
        "csgs:Quotation-asPrinted MinCount",
        "csgs:Quotation-asPrinted MaxCount",
        "csgs:Statement-anchor MaxCount",
        "csgs:Statement-asPrinted MaxCount",
        "csgs:Statement-isPartOf MaxCount",
        "csgs:Statement-statedIn Class",
        "csgs:ResourceSelection-hasSelector MaxCount",
        "csgs:ResourceSelection-hasSource Class",
        "csgs:ResourceSelection-hasSource MaxCount",
        "csgs:TextQuoteSelector-exact MaxCount",
        "csgs:TextQuoteSelector-suffix MaxCount",
    ],
    "two rules look at one link from its two ends": [
        "csgs:Collection-member MinCount",
        "csgs:ConceptScheme-concepts Class",
        "csgs:NamedDialogue Or",
        "csgs:DialogueForm-collection MaxCount",
        "csgs:Restatement-laterStatement MaxCount",
        "csgs:OriginAccount-accountOf MaxCount",
        "csgs:Pillar-hasPillar Class",
        "csgs:Pillar-hasPillar MaxCount",
        "csgs:Pillar-passage In",
        "csgs:Precondition-position HasValue",
        "csgs:Session-participation Class",
        "csgs:PublishedDataset-source MaxCount",
        "csgs:DirectQuestion MaxCount",
        "csgs:Footnote-noteNumber MaxCount",
        "csgs:Footnote-passageKind HasValue",
        "csgs:Footnote-type Class",
        "csgs:KeyTakeaway-passageKind HasValue",
        "csgs:Paragraph-passageKind HasValue",
        "csgs:Paragraph-type Class",
    ],
    "an IRI is that of a wider class too, or named by another rule": [
        "csgs:Pillar Pattern",
        "csgs:ConceptScheme Pattern",
        "csgs:Dialogue Pattern",
        "csgs:Forum Pattern",
        "csgs:Procedure Pattern",
        "csgs:Restatement Pattern",
        "csgs:Participation Pattern",
        "csgs:Statement Pattern",
        "csgs:Passage-identifier Pattern",
        "csgs:DateMention-preciseDate Pattern",
    ],
    "a member more or less of what the report counts changes what refers to it, or an order, as well": [
        "csgs:Acronym-count MinCount",
        "csgs:Acronym-inAcronymList-count QualifiedMinCount",
        "csgs:Modality-count MinCount",
        "csgs:Modality-count MaxCount",
        "csgs:Passage-acronym-row-count MinCount",
        "csgs:Passage-affiliation-count MinCount",
        "csgs:Passage-bullet-count MaxCount",
        "csgs:Passage-caption-count MaxCount",
        "csgs:Passage-footnote-count MinCount",
        "csgs:Passage-footnote-count MaxCount",
        "csgs:Passage-lead-in-count MaxCount",
        "csgs:Passage-paragraph-count MaxCount",
        "csgs:Passage-speaker-name-count MinCount",
        "csgs:Passage-toc-entry-count MinCount",
        "csgs:Passage-toc-entry-count MaxCount",
        "csgs:Pillar-count MinCount",
        "csgs:Section-count MinCount",
        "csgs:Session-count MinCount",
        "csgs:State-count MinCount",
    ],
    "a number that is none, or one of two, also breaks the rule that compares it": [
        "csgs:Participation-affiliation-printed",
        "csgs:Participation-name-printed",
        "csgs:FoundProcess-endYear MinInclusive",
        "csgs:Passage-readingOrder MaxCount",
        "csgs:TextPositionSelector-end MinInclusive",
        "csgs:DateMention-latestYear MinInclusive",
    ],
}

CROSS_CHECKS = ox.NamedNode(f"{CSGS}CrossChecks")
PUBLICATION = ox.NamedNode(f"{CSGS}Publication")

# What may not be said of anybody; rules name these terms in order to forbid them.
FORBIDDEN = {"foaf:gender", "schema:gender", "schema:nationality"}

# Terms of RDF and RDFS that need no declaration.
BUILT_IN = {"rdf:type", "rdfs:label", "rdfs:seeAlso"}

# -- How shapes are written --------------------------------------------------------------------------------------------


def written_rules() -> list[ox.NamedNode]:
    """Return everything that can object to something: property shapes, node shapes with a message, and constraints."""
    graph = rules().graph
    found = {*graph.instances(sh("PropertyShape")), *graph.instances(sh("SPARQLConstraint"))}
    found |= {triple.subject for triple in graph.triples() if triple.predicate == sh("message")}
    return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=str)


def test_shapes_mirror_the_ontology():
    themes = {path.stem for path in paths.ONTOLOGY.glob("*.ttl")} - {"csgraph", "foreign", "alignments"}

    assert themes | {"dataset", "publication", "release", "style"} == {path.stem for path in paths.SHAPES.glob("*.ttl")}


def test_every_rule_has_iri_message_and_severity():
    graph = rules().graph
    incomplete = [
        curie(rule)
        for rule in written_rules()
        if not rule.value.startswith(CSGS)
        or [message.language for message in graph.values(rule, sh("message"))] != ["en"]
        or len(graph.values(rule, sh("severity"))) != 1
    ]

    assert incomplete == []


def test_messages_are_sentences_and_no_two_are_the_same():
    messages = [triple.object.value for triple in rules().graph.triples() if triple.predicate == sh("message")]

    assert len(messages) == len(set(messages))
    assert [message for message in messages if not (message[0].isupper() and message.endswith("."))] == []


def test_advice_is_one_line_in_small_letters_without_full_stop():
    comment = turtle.iri("rdfs:comment")
    advice = [triple.object.value for triple in rules().graph.triples() if triple.predicate == comment]

    assert advice
    assert [text for text in advice if text[0].isupper() or text.endswith(".") or "\n" in text] == []


@pytest.mark.parametrize(
    "rule",
    """AnswersChallenge-answersChallenge AnswersChallenge-statementType Concept-definition Conditional-statementType
    Fact-asserted-modality FactOfProse FactOfThing Necessary-statementType OwnStrength-isPartOf Part-about Part-modality
    Part-readable Proposal-modality Proposed-statementType Question-modality Question-questionKind Question-statementType
    Recommendation-addressee Recommendation-modality Recommended-statementType Restatement-order Statement-position
    Statement-readableText Statement-sentence""".split(),
)
def test_a_rule_on_readings_says_what_to_do(rule: str):
    assert rules().graph.values(ox.NamedNode(f"{CSGS}{rule}"), turtle.iri("rdfs:comment"))


def test_a_constraint_has_the_severity_of_its_shape():
    """SHACL reports the severity of the shape; one written at a constraint must not contradict it."""
    graph = rules().graph
    for shape in (CROSS_CHECKS, PUBLICATION):
        severities = {
            severity for one in graph.values(shape, sh("sparql")) for severity in graph.values(one, sh("severity"))
        }

        assert severities == {sh("Violation")}
        assert graph.values(shape, sh("severity")) in ([], [sh("Violation")])


def test_every_path_and_class_is_declared():
    graph = rules().graph
    kinds = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    store = rules().data.store
    declared = {
        curie(quad.subject)
        for kind in kinds
        for quad in store.quads_for_pattern(None, RDF_TYPE, turtle.iri(f"owl:{kind}"))
    }
    naming = {sh(name) for name in ("class", "targetClass", "targetSubjectsOf", "targetObjectsOf", "disjoint")}
    naming |= {sh(name) for name in ("lessThan", "lessThanOrEquals", "path", "inversePath", "zeroOrMorePath")}
    used = {
        curie(triple.object)
        for triple in graph.triples()
        if triple.predicate in naming and isinstance(triple.object, ox.NamedNode)
    }

    assert used - declared - BUILT_IN - FORBIDDEN == set()


def test_every_target_of_a_shape_selects_a_node():
    """A target without a node is never asked of, and its rule is only a wish."""
    silent = [
        f"{curie(shape.node)} {kind} {curie(value)}"
        for shape in rules().shapes
        for kind, value in shape.targets
        if kind != "targetNode" and curie(value) not in FORBIDDEN
        if not any(True for _ in rules().data.rows(_nodes(targets.scope(((kind, value),), rules().to))))
    ]

    assert silent == []


def _nodes(scope: Any) -> str:
    return f"SELECT {scope.node} WHERE {{ {scope.pattern} }} LIMIT 1"


# -- The data ----------------------------------------------------------------------------------------------------------


def test_our_data_meets_all_rules():
    assert [finding.line() for finding in validate.check().findings] == []


def test_the_rules_left_out_for_others_are_those_of_the_publication():
    assert set(inputs.shape_files()) - set(inputs.shape_files(of_others=True)) == {paths.SHAPES / "publication.ttl"}


# -- Mutations ---------------------------------------------------------------------------------------------------------


def test_every_theme_has_mutations_with_names_of_their_own():
    themes = {path.stem for path in paths.SHAPES.glob("*.ttl")} - {"release", "style"}
    names = [(mutation["theme"], mutation["name"]) for mutation in MUTATIONS]

    assert themes | {"checks"} == {mutation["theme"] for mutation in MUTATIONS}
    assert len(names) == len(set(names))


@pytest.mark.parametrize("number", EVERYDAY, ids=name_of_mutation)
def test_one_change_gives_one_finding(number: int):
    found, _ = outcome(number)

    assert {(finding.rule, finding.node) for finding in found} == expected(number)
    assert len(found) == len(expected(number))


def test_few_changes_break_two_rules():
    both = [mutation for mutation in MUTATIONS if "also" in mutation]

    assert [mutation["name"] for mutation in both if not mutation.get("why")] == []
    assert len(both) <= MOST_WITH_TWO_CAUSES


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, len(MUTATIONS), 40))
def test_no_rule_is_touched_that_was_not_asked(number: int):
    """Asked of every fortieth mutation, since all rules are asked of each."""
    removed, added = rules().change(MUTATIONS[number]["update"])

    assert rules().told(rules().answers(removed, added, all_of_them=True)) == outcome(number)[0]


# -- Every rule is needed ----------------------------------------------------------------------------------------------


def constraints() -> list[str]:
    """Return what can object: each parameter of a shape, each SPARQL constraint, each check."""
    found: dict[str, None] = {}

    def walk(shape: Shape) -> None:
        for constraint in shape.constraints:
            if isinstance(constraint, PropertyConstraint):
                walk(constraint.inner)
            else:
                found[name_of(constraint)] = None

    for shape in rules().shapes:
        walk(shape)
    return [*found, *(asked.name for asked in rules().asked if asked.name.startswith("check:"))]


def excused() -> list[str]:
    return [name for names in NOT_ALONE.values() for name in names]


@pytest.mark.slow
def test_every_change_gives_one_finding_and_every_constraint_is_needed():
    """A constraint is needed if all findings about some mutation come from it alone."""
    found = {name_of_mutation(number): outcome(number)[0] for number in range(len(MUTATIONS))}
    wrong = {
        name_of_mutation(number): sorted((finding.rule, finding.node) for finding in findings)
        for number, findings in enumerate(found.values())
        if {(finding.rule, finding.node) for finding in findings} != expected(number)
        or len(findings) != len(expected(number))
    }
    alone = {next(iter(names)) for _, names in map(outcome, range(len(MUTATIONS))) if len(names) == 1}

    assert wrong == {}
    assert [name for name in constraints() if name not in alone and name not in excused()] == []
    assert [name for name in excused() if name in alone or name not in constraints()] == []


# -- Where it stands ---------------------------------------------------------------------------------------------------

PLACED = [mutation for mutation in MUTATIONS if "at" in mutation]


def rewrite(folder: Path, removed: list[ox.Quad], added: list[ox.Quad]) -> None:
    """Make a change in the files of a copy of the data: a triple goes where its subject, and its property, stand."""
    files = {path: turtle.parse(path) for path in sorted(folder.rglob("*.ttl"))}
    for quad in added:
        removed_here = [path for path, quads in files.items() for gone in removed if gone in quads]
        home = max(
            files,
            key=lambda path: (
                path in removed_here,
                any(one.subject == quad.subject and one.predicate == quad.predicate for one in files[path]),
                sum(one.subject == quad.subject for one in files[path]),
            ),
        )
        files[home] = [*files[home], quad]
    for path, quads in files.items():
        kept = [quad for quad in quads if quad not in removed]
        if kept != turtle.parse(path):
            heading = [line.removeprefix("# ") for line in path.read_text().split("\n") if line.startswith("# ")]
            triples = [(quad.subject, quad.predicate, quad.object) for quad in kept]
            path.write_text(turtle.write_turtle(triples, heading=heading))


@pytest.mark.parametrize(
    "mutation",
    [
        pytest.param(mutation, id=mutation["name"], marks=[pytest.mark.slow] if number % 24 else [])
        for number, mutation in enumerate(PLACED)
    ],
)
def test_a_change_in_a_file_is_told_at_its_line(
    mutation: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    shutil.copytree(paths.DATA, tmp_path / "data")
    rewrite(tmp_path / "data", *rules().change(mutation["update"]))
    monkeypatch.setattr(paths, "DATA", tmp_path / "data")
    monkeypatch.setattr(paths, "ROOT", tmp_path)

    findings = validate.check().findings

    [finding] = findings
    assert (finding.shape, finding.node) == (mutation["rule"], mutation["node"])
    assert finding.place is not None
    file, _, text = mutation["at"].partition(": ")
    assert finding.place.file == file
    assert text in finding.place.text


def test_each_kind_of_rule_has_a_mutation_through_files():
    themes = {mutation["theme"] for mutation in MUTATIONS}

    assert {mutation["theme"] for mutation in PLACED} == themes
