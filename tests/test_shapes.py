"""The shapes and the checks: that our data meets them, that each change is told once, and that each rule is needed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

from csgraph import paths
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSG, CSGS, PREFIXES, SH, expand
from csgraph.rdf.source_index import SourceIndex
from csgraph.rdf.vocab import RDF_TYPE
from csgraph.sparql.tokens import tokenize
from csgraph.validation import checks, inputs, validate
from csgraph.validation.findings import show as curie
from csgraph.validation.results import FindingBuilder
from csgraph.validation.shacl import engine, reader, targets
from csgraph.validation.shacl.model import Compiler, Constraint, Shape
from csgraph.validation.shacl.report import Result
from csgraph.validation.shacl.shape_based import PropertyConstraint
from csgraph.validation.shacl.terms import sh
from tests.support.folders import FIXTURES

MUTATIONS = [
    {**mutation, "theme": path.stem}
    for path in sorted((FIXTURES / "mutations").glob("*.yaml"))
    for mutation in yaml.safe_load(path.read_text())
]

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

# -- Asking the rules of changed data ----------------------------------------------------------------------------------


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
    if number % 4 == 0 and not re.match(r"\w+(?:-[\w-]+)?: ", mutation["name"])
]


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
@pytest.mark.parametrize("number", range(0, len(MUTATIONS), 20))
def test_no_rule_is_touched_that_was_not_asked(number: int):
    """Asked of every twentieth mutation, since all rules are asked of each."""
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
        pytest.param(mutation, id=mutation["name"], marks=[pytest.mark.slow] if number % 8 else [])
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
