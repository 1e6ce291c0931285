"""The benchmark's corpus, what is expected of it, and how reports are compared with that."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from csgraph import paths

BENCHMARKS = paths.ROOT / "benchmarks"
SHAPES = BENCHMARKS / "shapes.ttl"
sys.path.insert(0, str(BENCHMARKS))

import corpus  # noqa: E402
import validate  # noqa: E402

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

# The constraint components of SHACL that a result can have (sections 4 and 5), less those of sh:property.
COMPONENTS = """
    Class Datatype NodeKind MinCount MaxCount MinExclusive MinInclusive MaxExclusive MaxInclusive MinLength MaxLength
    Pattern LanguageIn UniqueLang Equals Disjoint LessThan LessThanOrEquals Not And Or Xone Node QualifiedMinCount
    QualifiedMaxCount Closed HasValue In SPARQL
""".split()

# What has no component of its own: nested shapes, targets (section 2.1.3) and paths (section 2.3.1).
KINDS = {
    "property",
    "qualifiedValueShapesDisjoint",
    "subclass",
    "implicitClassTarget",
    "targetNode",
    "targetObjectsOf",
    "targetSubjectsOf",
    "alternativePath",
    "inversePath",
    "oneOrMorePath",
    "sequencePath",
    "zeroOrMorePath",
}

# rdflib compares an ill-formed decimal with an integer by the IRIs of their datatypes; so it is the lesser of them.
MISSED_BY_PYSHACL = [
    (
        "<https://example.org/corpus#r0-organization-30>",
        "<https://schema.org/location>/<https://schema.org/latitude>",
        '"high"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        f"<{SH}MaxInclusiveConstraintComponent>",
    )
]

# SPARQL compares no time with a string (SPARQL 1.1, section 17.3); rdflib does, by the IRIs of their datatypes.
FALSE_IN_PYSHACL = [
    (
        "<https://example.org/corpus#r0-session-5>",
        "<https://schema.org/endDate>",
        '"in the evening"',
        f"<{SH}SPARQLConstraintComponent>",
    )
]

Said = dict[object, dict[str, list[object]]]


def said(content: bytes) -> Said:
    """Return what a graph says, by subject and predicate."""
    found: Said = {}
    for quad in ox.parse(content, format=ox.RdfFormat.TURTLE):
        found.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    corpus.write(folder, 1, corpus.FEWEST_PASSAGES)
    return folder


@pytest.fixture(scope="module")
def expected(small: Path) -> list[dict[str, str | None]]:
    faults = json.loads((small / "expected.json").read_text("utf-8"))["faults"]
    return [result for fault in faults for result in fault["results"]]


@pytest.fixture(scope="module")
def shapes() -> Said:
    return said(SHAPES.read_bytes())


@cache
def report_of(peer: str, data: Path) -> bytes:
    command = [sys.executable, str(BENCHMARKS / "peers" / f"{peer}.py"), str(data), str(SHAPES)]
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


# -- The corpus --------------------------------------------------------------------------------------------------------


def test_the_same_options_give_the_same_bytes(tmp_path: Path):
    for seed in ("1", "2"):
        command = [sys.executable, str(BENCHMARKS / "corpus.py"), "--reports", "2", str(tmp_path / seed)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})

    for name in ("corpus.ttl", "expected.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_a_report_has_some_5500_triples(tmp_path: Path):
    sizes = []
    for reports in (1, 2):
        corpus.write(tmp_path, reports)
        sizes.append(len(set(ox.parse(path=tmp_path / "corpus.ttl"))))
        assert json.loads((tmp_path / "expected.json").read_text("utf-8"))["triples"] == sizes[-1]

    assert sizes[0] == pytest.approx(5_700, abs=100)
    assert sizes[1] - sizes[0] == pytest.approx(5_500, abs=100)


def test_faults_change_the_first_report_only_and_what_all_share(tmp_path: Path):
    triples = []
    for faults in (True, False):
        corpus.write(tmp_path, 2, corpus.FEWEST_PASSAGES, faults=faults)
        triples.append(set(ox.parse(path=tmp_path / "corpus.ttl")))

    changed = {quad.subject.value.removeprefix("https://example.org/corpus#") for quad in triples[0] ^ triples[1]}
    assert {name.partition("-")[0] for name in changed} == {"r0", "scheme"}
    assert {name for name in changed if name.startswith("scheme")} == {"scheme-topic"}


@pytest.mark.parametrize("option", [["--reports", "0"], ["--passages", "59"]])
def test_too_few_reports_or_passages_are_refused(tmp_path: Path, option: list[str]):
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / "corpus.py"), *option, str(tmp_path / "new")], capture_output=True, text=True
    )

    assert done.returncode == 2
    assert f"{option[0]} must be at least" in done.stderr
    assert not (tmp_path / "new").exists()


# -- The shapes --------------------------------------------------------------------------------------------------------


def test_each_property_shape_has_an_iri_one_message_and_one_severity(shapes: Said):
    kind = ox.NamedNode(f"{SH}PropertyShape")
    rules = {node: of for node, of in shapes.items() if kind in of.get(f"{RDF}type", ())}
    messages = [of[f"{SH}message"] for of in rules.values()]

    assert all(isinstance(node, ox.NamedNode) for node in rules)
    assert {(len(of[f"{SH}message"]), len(of[f"{SH}severity"])) for of in rules.values()} == {(1, 1)}
    assert len({str(message) for message in messages}) == len(rules)
    assert {str(of[f"{SH}severity"][0])[len(SH) + 1 : -1] for of in rules.values()} == {"Violation", "Warning", "Info"}


def test_queries_of_shapes_have_nothing_that_shacl_forbids(shapes: Said):
    queries = [query.value for of in shapes.values() for query in of.get(f"{SH}select", ())]

    assert len(queries) == 6
    assert [] == [query for query in queries if re.search(r"\b(MINUS|VALUES|SERVICE)\b|AS \?this\b", query)]


# -- What is expected --------------------------------------------------------------------------------------------------


def test_all_components_kinds_of_target_paths_and_severities_are_tried(small: Path, expected: list):
    faults = json.loads((small / "expected.json").read_text("utf-8"))["faults"]

    assert {result["component"] for result in expected} == {f"<{SH}{name}ConstraintComponent>" for name in COMPONENTS}
    assert {fault["kind"] for fault in faults} >= KINDS
    assert {result["severity"] for result in expected} == {f"<{SH}{name}>" for name in ("Violation", "Warning", "Info")}


def test_no_result_is_expected_twice_and_no_fault_is_without(small: Path, expected: list):
    faults = json.loads((small / "expected.json").read_text("utf-8"))["faults"]

    assert all(fault["results"] for fault in faults)
    assert max(Counter(map(str, expected)).values()) == 1
    assert 40 <= len(faults) <= len(expected)


def test_expected_shapes_have_the_path_the_severity_and_the_constraint_that_is_expected(shapes: Said, expected: list):
    for result in expected:
        shape = shapes[ox.NamedNode(result["shape"][1:-1])]
        parameter = result["component"][len(SH) + 1 : -len("ConstraintComponent>")]
        parameter = "sparql" if parameter == "SPARQL" else f"{parameter[0].lower()}{parameter[1:]}"

        assert str(shape[f"{SH}severity"][0]) == result["severity"], result
        assert f"{SH}{parameter}" in shape, result
        if f"{SH}path" in shape:
            assert validate._path(shapes, shape[f"{SH}path"][0]) == result["path"]
        elif parameter not in ("sparql", "closed"):
            assert result["path"] is None, result


def test_each_query_of_the_shapes_has_a_fault(shapes: Said, expected: list):
    with_queries = {
        str(node): len(of[f"{SH}sparql"])
        for node, of in shapes.items()
        if isinstance(node, ox.NamedNode) and f"{SH}sparql" in of
    }
    tried = Counter(result["shape"] for result in expected if "SPARQL" in result["component"])

    assert sum(with_queries.values()) == 6
    assert all(tried[shape] >= queries for shape, queries in with_queries.items())


# -- What pySHACL finds ------------------------------------------------------------------------------------------------


def test_without_faults_the_corpus_meets_its_shapes(tmp_path: Path):
    corpus.write(tmp_path, 1, corpus.FEWEST_PASSAGES, faults=False)

    assert validate.results(report_of("pyshacl_parsed_once", tmp_path / "corpus.ttl")) == []


@pytest.mark.parametrize(
    "peer", ["pyshacl_parsed_once", pytest.param("pyshacl_as_shipped", marks=pytest.mark.slow)], ids=str
)
def test_pyshacl_finds_what_is_expected_but_for_what_rdflib_compares_wrongly(small: Path, expected: list, peer: str):
    report = report_of(peer, small / "corpus.ttl")
    wanted = validate.expected_results({"faults": [{"results": expected}]})

    compared = validate.compare(wanted, validate.results(report))

    assert compared.missed == MISSED_BY_PYSHACL
    assert compared.false == FALSE_IN_PYSHACL
    assert compared.found == len(expected) - 1
    assert compared.unsaid == 0


def test_pyshacl_names_the_shapes_and_severities_that_are_expected(small: Path, expected: list):
    graph = said(report_of("pyshacl_parsed_once", small / "corpus.ttl"))
    (report,) = [of for of in graph.values() if f"{SH}result" in of]
    found = {
        tuple(
            str(graph[result][f"{SH}{name}"][0])
            for name in ("focusNode", "sourceConstraintComponent", "sourceShape", "resultSeverity")
        )
        for result in report[f"{SH}result"]
    }

    wanted = {tuple(result[name] for name in ("focusNode", "component", "shape", "severity")) for result in expected}
    missed = {(focus, component) for focus, _, _, component in MISSED_BY_PYSHACL}
    false = {(focus, component) for focus, _, _, component in FALSE_IN_PYSHACL}
    assert {row[:2] for row in wanted - found} == missed
    assert {row[:2] for row in found - wanted} == false


# -- How reports are compared ------------------------------------------------------------------------------------------

REPORT = """
@prefix ex: <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
[] a sh:ValidationReport ; sh:conforms false ; sh:result %s .
"""


@pytest.mark.parametrize(
    ("path", "said_as"),
    [
        ("ex:p", "<http://e/p>"),
        ("[ sh:inversePath ex:p ]", "^<http://e/p>"),
        ("( ex:p ex:q ex:p )", "<http://e/p>/<http://e/q>/<http://e/p>"),
        ("[ sh:alternativePath ( ex:p ex:q ) ]", "(<http://e/p>|<http://e/q>)"),
        ("( ex:p [ sh:zeroOrMorePath ex:q ] )", "<http://e/p>/(<http://e/q>)*"),
        ("[ sh:oneOrMorePath ex:p ]", "(<http://e/p>)+"),
        ("[ sh:zeroOrOnePath [ sh:inversePath ex:p ] ]", "(^<http://e/p>)?"),
        ("[]", "[]"),
    ],
)
def test_a_path_is_read_as_sparql_writes_it(path: str, said_as: str):
    report = REPORT % f"[ sh:focusNode ex:a ; sh:resultPath {path} ; sh:sourceConstraintComponent ex:C ]"

    assert validate.results(report.encode()) == [("<http://e/a>", said_as, "", "<http://e/C>")]


def test_what_a_report_says_below_a_result_is_no_result():
    below = "[ a sh:ValidationResult ; sh:focusNode ex:b ; sh:sourceConstraintComponent ex:D ]"
    report = REPORT % f'[ sh:focusNode ex:a ; sh:value "x"@en ; sh:sourceConstraintComponent ex:C ; sh:detail {below} ]'

    assert validate.results(report.encode()) == [("<http://e/a>", "", '"x"@en', "<http://e/C>")]


def test_literals_are_read_as_written():
    value = '"007"^^<http://www.w3.org/2001/XMLSchema#integer>'
    result = f"[ sh:focusNode ex:a ; sh:value {value} ; sh:sourceConstraintComponent ex:C ]"

    assert validate.results((REPORT % result).encode()) == [("<http://e/a>", "", value, "<http://e/C>")]


@pytest.mark.parametrize("text", ["", "<http://e/a> <http://e/b> <http://e/c> ."])
def test_a_report_that_is_none_is_not_taken_for_one_without_results(text: str):
    with pytest.raises(ValueError, match="no sh:ValidationReport"):
        validate.results(text.encode())


def test_each_result_counts_once():
    one, two, three = (("<a>", "<p>", value, "<C>") for value in ('"1"', '"2"', '"3"'))

    compared = validate.compare([one, two], [one, one, three])

    assert compared == validate.Comparison(found=1, unsaid=0, missed=[two], false=[one, three])


def test_a_path_that_is_not_said_is_the_one_expected_unless_that_is_a_property():
    inverse, plain = ("<a>", "^<p>", "", "<C>"), ("<a>", "<p>", "", "<D>")
    unsaid = [("<a>", "[]", "", "<C>"), ("<a>", "[]", "", "<D>")]

    compared = validate.compare([inverse, plain], unsaid)

    assert compared == validate.Comparison(found=1, unsaid=1, missed=[plain], false=[unsaid[1]])


# -- How processes are measured ----------------------------------------------------------------------------------------


def python(program: str) -> list[str]:
    return [sys.executable, "-S", "-c", program]


def test_a_process_that_finds_something_has_no_problem():
    done = validate.run(python("print('found'); raise SystemExit(1)"), limit=60)

    assert (done.problem, done.report) == (None, b"found\n")
    assert done.megabytes > 1


def test_the_memory_of_a_process_is_its_own():
    big, small = (validate.run(python(f"bytearray({size})"), limit=60).megabytes for size in (200_000_000, 1))

    assert big - small > 190
    assert small < 100


def test_a_process_that_fails_is_told_by_its_last_words():
    done = validate.run(python("import sys; print('so it goes', file=sys.stderr); sys.exit(2)"), limit=60)

    assert (done.problem, done.last_words) == ("it ended with status 2", "so it goes")


def test_a_process_is_ended_at_the_limit():
    done = validate.run(python("import time; time.sleep(600)"), limit=0.5)

    assert done.problem == "more than 0.5 s"


def fake(seconds: float, report: bytes = b"", problem: str | None = None) -> validate.Run:
    return validate.Run(seconds, 30.0, problem, report, "oh dear")


def test_the_table_tells_medians_ratios_what_was_found_and_what_was_late():
    report = (REPORT % "[ sh:focusNode ex:a ; sh:sourceConstraintComponent ex:C ]").encode()
    case = validate.Case(
        "two reports", Path("d.ttl"), Path("s.ttl"), 2, 11_000, [("<http://e/a>", "", "", "<http://e/C>")]
    )
    case.runs["csgraph"] = [fake(3, report), fake(1, report), fake(2, report)]
    case.runs["pyshacl-as-shipped"] = [fake(60, problem="more than 60 s")]
    case.runs["pyrudof-native"] = [fake(1, b"")]
    case.runs["pyshifty-native"] = [fake(5, REPORT.replace("; sh:result %s", "").encode())]
    reason = {"pyshacl-parsed-once": "left out", "jena": "no command shacl"}

    lines = validate.table(case, reason, limit=60)

    assert lines[0] == "## two reports: 11,000 triples, 1 results expected"
    assert lines[4:8] == [
        "| `csgraph` | 3 | 2.00 | 1.00 | 3.00 | 30 | 1.00 | 1 | 0 |",
        "| `pyshacl-as-shipped` | 1 | > 60 | – | – | – | > 30.00 | – | – |",
        "| `pyrudof-native` | 1 | – | – | – | – | – | – | – |",
        "| `pyshifty-native` | 1 | 5.00 | 5.00 | 5.00 | 30 | 2.50 | 0 | 0 |",
    ]
    assert lines[9:] == [
        "- `pyshacl-as-shipped` gave no report: more than 60 s; it said: oh dear.",
        "- `pyshacl-parsed-once` was not run: left out.",
        "- `pyrudof-native` gave no report: it printed no sh:ValidationReport; it said: oh dear.",
        "- `pyshifty-native` misses: `<http://e/a> <http://e/C>`",
        "- `jena` was not run: no command shacl.",
        "",
    ]


def test_a_processor_that_was_too_slow_is_not_run_on_more(monkeypatch: pytest.MonkeyPatch):
    def run(command: list[str], limit: float, statuses: object) -> validate.Run:
        return fake(limit, problem=f"more than {limit:g} s") if "parsed" in command[1] else fake(1)

    monkeypatch.setattr(validate, "run", run)
    case = validate.Case("ten reports", Path("d.ttl"), Path("s.ttl"), 10, 1, [])
    skipped = {"jena": "no command shacl"}

    validate.measure(case, skipped, rounds=3, limit=60)

    assert skipped == {"jena": "no command shacl", "pyshacl-parsed-once": "took more than 60 s on ten reports"}
    assert {name: len(runs) for name, runs in case.runs.items()} == {
        "csgraph": 3,
        "pyshacl-as-shipped": 3,
        "pyshacl-parsed-once": 1,
        "pyrudof-native": 3,
        "pyshifty-native": 3,
    }
