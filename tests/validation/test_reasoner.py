"""Ontology and data are consistent OWL 2 DL, and what contradicts them is found and named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import PREFIXES
from csgraph.validation import reasoner

CONTRADICTIONS = {
    "a passage that is a statement": "passage:x a csg:Passage, csg:Statement .",
    "a State that is an instrument": "state:x a csg:State, csg:Instrument .",
    "a pillar that is a core issue": "pillar:x a csg:Pillar, csg:CoreIssue .",
    "a process that is the framework": "process:x a csg:Process, csg:Framework .",
    "a slot with two persons": (
        "participation:x csg:participant person:x, person:y . person:x owl:differentFrom person:y ."
    ),
    "a slot in two sessions": "participation:x csg:inEvent event:x, event:y . event:x owl:differentFrom event:y .",
    "an engagement by two processes": (
        "engagement:x csg:engagementBy process:x, process:y . process:x owl:differentFrom process:y ."
    ),
    "a contribution by two": "contribution:x csg:contributor state:x, state:y . state:x owl:differentFrom state:y .",
    "a position in words": 'pillar:x csg:position "first" .',
    "a checksum with a language": 'passage:x csg:sha256 "0"@en .',
    "a core issue for a pillar": "framework:x csg:hasPillar core-issue:x . core-issue:x a csg:CoreIssue .",
    "a statement made by a State": "person:x csg:statedIn state:x . state:x a csg:State .",
    "a passage as somebody's slot": "event:x csg:hasParticipation passage:x . passage:x a csg:Passage .",
}
"""What contradicts the ontology, each alone."""

HARMLESS = """
    participation:x csg:participant person:x, person:y ; csg:inEvent event:x ; csg:position 1 .
    passage:x a csg:Passage, csg:KeyTakeaway . process:x a csg:Process, foaf:Agent .
    membership:x csg:attestedOn "2020-09-28"^^xsd:date . date:x csg:preciseDate "1998"^^xsd:gYear .
    """

needs_hermit = pytest.mark.skipif(reasoner.missing() is not None, reason=reasoner.missing() or "")


def quads(statements: str) -> list[ox.Quad]:
    heading = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    return list(ox.parse(heading + statements, format=ox.RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def ontology() -> list[ox.Quad]:
    files = [path for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem != "alignments"]
    return [quad for path in files for quad in turtle.parse(path, rename_blank_nodes=True)]


def told(ontology, data=()) -> list[tuple[str, str]]:
    return [(finding.shape, finding.node) for finding in reasoner.check(ontology, data)]


# -- With HermiT -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@needs_hermit
def test_our_ontology_and_data_are_consistent_and_every_term_can_be_used():
    assert reasoner.check() == []


@pytest.mark.slow
@needs_hermit
@pytest.mark.parametrize("seed", CONTRADICTIONS)
def test_the_reasoner_finds(seed: str, ontology):
    assert [rule for rule, _ in told(ontology, quads(CONTRADICTIONS[seed]))] == ["reasoner:consistency"]


@pytest.mark.slow
@needs_hermit
def test_the_reasoner_lets_be_what_is_no_contradiction(ontology):
    assert told(ontology, quads(HARMLESS)) == []


@pytest.mark.slow
@needs_hermit
def test_a_contradiction_is_found_at_the_first_node_that_makes_one(ontology):
    data = quads(
        """
        pillar:norms a csg:Pillar . pillar:law a csg:Pillar . passage:x a csg:Passage .
        state:x rdfs:label "the culprit"@en ; a csg:State, csg:Instrument .
        process:x a csg:Process . passage:y a csg:Passage, csg:Statement .
        """
    )

    (finding,) = reasoner.check(ontology, data)

    assert (finding.shape, finding.node, finding.label) == ("reasoner:consistency", "state:x", "the culprit")
    assert finding.is_violation


@pytest.mark.slow
@needs_hermit
def test_an_ontology_that_contradicts_itself_is_told_at_its_header(ontology):
    seeded = [*ontology, *quads("pillar:x a csg:Pillar, csg:CoreIssue .")]

    (finding,) = reasoner.check(seeded, quads("passage:x a csg:Passage ."))

    assert (finding.shape, finding.node) == ("reasoner:consistency", "https://w3id.org/csgraph/ontology")
    assert finding.label == "csgraph ontology"


@pytest.mark.slow
@needs_hermit
def test_classes_and_properties_that_can_have_nothing_are_named(ontology):
    seeded = quads(
        """
        csg:Mixed a owl:Class ; rdfs:subClassOf csg:Passage, csg:Statement ; rdfs:label "mixed"@en .
        csg:mixes a owl:ObjectProperty ; rdfs:domain csg:Mixed .
        csg:mixture a owl:DatatypeProperty ; rdfs:domain csg:Mixed .
        """
    )

    findings = reasoner.check([*ontology, *seeded], [])

    assert [(finding.shape, finding.node) for finding in findings] == [
        ("reasoner:satisfiability", "csg:Mixed"),
        ("reasoner:satisfiability", "csg:mixes"),
        ("reasoner:satisfiability", "csg:mixture"),
    ]
    assert findings[0].label == "mixed"


@pytest.mark.slow
@needs_hermit
def test_a_datatype_that_owl_does_not_have_stops_the_reasoner_with_its_name(ontology):
    data = quads('@prefix ex: <https://example.org/> . pillar:x csg:position "3"^^ex:ordinal .')

    with pytest.raises(InputError, match=r"HermiT stopped: .*'https://example\.org/ordinal'"):
        reasoner.check(ontology, data)


# -- Without -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def hermit(monkeypatch) -> list[list[str]]:
    """Commands that would be run; each is answered by nothing found."""
    commands: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, stdout="", stderr="")

    monkeypatch.setattr(reasoner, "missing", lambda: None)
    monkeypatch.setattr(subprocess, "run", run)
    return commands


def answering(monkeypatch, stdout: str = "", stderr: str = "", status: int = 0) -> None:
    done = subprocess.CompletedProcess([], status, stdout=stdout, stderr=stderr)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)


def test_nothing_is_missing_where_owlready2_and_java_are_there(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(reasoner, "_hermit", lambda: tmp_path)
    monkeypatch.setattr(reasoner.shutil, "which", lambda _: "/usr/bin/java")

    assert reasoner.missing() is None


def test_missing_owlready2_is_named_with_the_extra_that_brings_it(monkeypatch):
    monkeypatch.setattr(reasoner, "find_spec", lambda _: None)

    assert "extra 'owl'" in reasoner.missing()
    with pytest.raises(InputError, match="HermiT is not installed"):
        reasoner.check([], [])


def test_missing_java_is_named(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(reasoner, "_hermit", lambda: tmp_path)
    monkeypatch.setattr(reasoner.shutil, "which", lambda _: None)

    assert "no java on the PATH" in reasoner.missing()
    with pytest.raises(InputError, match="no java"):
        reasoner.check([], [])


def test_the_ontology_is_classified_without_the_data_and_both_are_asked_for_contradictions(hermit, ontology):
    reasoner.check(ontology, quads("pillar:x a csg:Pillar ."))

    asked = [[word for word in command if word.startswith("--")] for command in hermit]
    assert asked == [["--classify", "--classifyOPs", "--classifyDPs"], ["--consistency"]]


def test_without_data_only_the_ontology_is_asked(hermit, ontology):
    reasoner.check(ontology, [])

    assert len(hermit) == 1


def test_dates_and_imports_are_left_out_of_what_the_reasoner_reads(monkeypatch, hermit):
    read = []
    run = subprocess.run

    def keep(command, **options):
        read.append(Path(command[-1].removeprefix("file://")).read_text(encoding="utf-8"))
        return run(command, **options)

    monkeypatch.setattr(subprocess, "run", keep)
    axioms = quads(
        '<urn:o> owl:imports <urn:p> ; dcterms:created "2020-09-28"^^xsd:date ; dcterms:issued "2020"^^xsd:gYear ; '
        'dcterms:modified "2020-09-28T09:00:00"^^xsd:dateTime .'
    )
    reasoner.check(axioms, [])

    assert read == [
        '<urn:o> <http://purl.org/dc/terms/modified> "2020-09-28T09:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n'
    ]


def test_what_has_nothing_is_read_from_the_answer(monkeypatch, hermit):
    answering(
        monkeypatch,
        stdout=(
            "SubClassOf( <https://example.org/A> <https://example.org/B> )\n"
            "EquivalentClasses( <https://example.org/A> <https://example.org/C> )\n"
            "EquivalentClasses( <http://www.w3.org/2002/07/owl#Nothing> <https://example.org/D> <https://example.org/E> )\n"
            "EquivalentDataProperties( <http://www.w3.org/2002/07/owl#bottomDataProperty> >https://example.org/d> )\n"
        ),
    )

    assert told([]) == [
        ("reasoner:satisfiability", "https://example.org/D"),
        ("reasoner:satisfiability", "https://example.org/E"),
        ("reasoner:satisfiability", "https://example.org/d"),
    ]


@pytest.mark.parametrize(
    ("stderr", "status", "problem"),
    [
        (
            'Exception in thread "main" org.x.OddException: no\n such thing\n\tat org.x',
            1,
            "OddException: no such thing",
        ),
        ("", 137, "no output"),
    ],
)
def test_a_reasoner_that_stops_is_an_input_error_of_one_line(monkeypatch, hermit, stderr, status, problem):
    answering(monkeypatch, stderr=stderr, status=status)

    with pytest.raises(InputError) as caught:
        reasoner.check([], [])

    assert str(caught.value) == f"reasoner: HermiT stopped: {problem}"


def test_a_reasoner_that_takes_too_long_is_stopped(monkeypatch, hermit):
    def run(command, **options):
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", run)

    with pytest.raises(InputError, match="no answer after 300 seconds"):
        reasoner.check([], [])


def test_a_java_that_cannot_be_run_is_an_input_error(monkeypatch, hermit):
    def run(command, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(subprocess, "run", run)

    with pytest.raises(InputError, match="java cannot be run: Permission denied"):
        reasoner.check([], [])
