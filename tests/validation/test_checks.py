"""Checks: how they are read and asked, and those of the ontology: ours passes, and each change for the worse is found."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.rdf.namespaces import PREFIXES, compress
from csgraph.rdf.turtle import iri
from csgraph.sparql.tokens import tokenize
from csgraph.validation import checks
from csgraph.validation.checks import CheckResult
from tests.support.folders import FIXTURES

CHECK = """\
#+ summary: A pillar has a position.
#+ description: >-
#+   One row per pillar
#+   without one.
#+ severity: Warning
#+ solution: Add csg:position.
#+ id: [OOPS! P11, SEMIC GC-R3]
#+ source: https://example.org/rule
#+ tags: [framework]

PREFIX csg: <https://w3id.org/csgraph/ontology#>

SELECT ?node WHERE {
  ?node a csg:Pillar .
  FILTER NOT EXISTS { ?node csg:position ?position }
}
ORDER BY ?node
"""

HEADER = "".join(f"{line}\n" for line in CHECK.splitlines() if line.startswith("#+"))


def parse(text: str) -> checks.Check:
    return checks.parse(text, Path("pillar-without-position.rq"), place="pillar-without-position.rq")


def asking(query: str) -> checks.Check:
    return parse(f"{HEADER}\n{query}\n")


def stored(statements: str) -> ox.Store:
    store = ox.Store()
    heading = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    store.load(heading + statements, format=ox.RdfFormat.TRIG)
    return store


# -- Reading -----------------------------------------------------------------------------------------------------------


def test_a_header_is_read():
    check = parse(CHECK)

    assert (check.name, check.path) == ("pillar-without-position", Path("pillar-without-position.rq"))
    assert check.summary == "A pillar has a position."
    assert check.description == "One row per pillar without one."
    assert (check.severity, check.solution) == ("Warning", "Add csg:position.")
    assert check.ids == ("OOPS! P11", "SEMIC GC-R3")
    assert (check.source, check.tags) == ("https://example.org/rule", ("framework",))


@pytest.mark.parametrize(("line", "attribute", "empty"), [("id: ", "ids", ()), ("source: ", "source", None)])
def test_ids_and_source_may_be_left_out(line: str, attribute: str, empty: object):
    text = re.sub(rf"#\+ {line}.*\n", "", CHECK)

    assert getattr(parse(text), attribute) == empty


@pytest.mark.parametrize("key", ["summary", "severity", "solution", "tags"])
def test_a_header_without_a_key_is_refused(key: str):
    text = re.sub(rf"#\+ {key}: .*\n", "", CHECK)

    with pytest.raises(InputError, match=rf"^pillar-without-position\.rq:1: the header needs a line '#\+ {key}: …'$"):
        parse(text)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("#+ tags", "#+ colour: red\n#+ tags", 9, "no key 'colour'"),
        ("has a position.", "has a position", 1, "as a sentence"),
        ("A pillar has a position.", "Has a pillar a position?", 1, "as a sentence"),
        ("A pillar has a position.", "", 1, "summary must be text"),
        ("Warning", "warning", 5, "one of Violation, Warning, Info"),
        ("[framework]", "framework", 9, "tags must be a list"),
        ("[framework]", "[]", 9, "tags must be a list"),
        ("[framework]", "[2]", 9, "tags must be a list of texts"),
        ("[OOPS! P11, SEMIC GC-R3]", "OOPS! P11", 7, "id must be a list"),
        ("https://example.org/rule", "a book", 8, "source must be an IRI"),
        ("[framework]", "[framework", 9, "not YAML"),
        ("SELECT ?node WHERE", "SELECT ?pillar WHERE", 1, "this query returns [?]pillar"),
        ("SELECT ?node WHERE", "SELECT ?node ?position WHERE", 1, "this query returns [?]node, [?]position"),
        ("SELECT ?node WHERE", "ASK WHERE", 1, "this query returns no variables"),
        ("SELECT ?node WHERE", "SELECT * WHERE", 1, "this query returns no variables"),
    ],
)
def test_a_check_that_is_not_right_is_refused_with_its_line(old: str, new: str, line: int, problem: str):
    assert old in CHECK

    with pytest.raises(InputError, match=rf"^pillar-without-position\.rq:{line}: .*{problem}"):
        parse(CHECK.replace(old, new))


def test_a_query_without_header_is_refused():
    with pytest.raises(InputError, match="the header is missing"):
        parse("SELECT ?node WHERE { ?node a ?kind }")


def test_a_folder_gives_its_checks_in_order_and_not_those_of_folders_in_it(tmp_path: Path):
    (tmp_path / "deeper").mkdir()
    for name in ("b.rq", "a.rq", "deeper/c.rq", "notes.txt"):
        (tmp_path / name).write_text(CHECK, encoding="utf-8")

    assert [check.name for check in checks.load(tmp_path)] == ["a", "b"]


def test_a_folder_without_checks_is_an_error_and_not_a_success(tmp_path: Path):
    with pytest.raises(InputError, match="no checks here"):
        checks.load(tmp_path)


# -- Asking ------------------------------------------------------------------------------------------------------------


def test_a_row_is_a_finding():
    store = stored(
        'pillar:law a csg:Pillar ; rdfs:label "the law"@en, "le droit"@fr . pillar:norms a csg:Pillar ; csg:position 3 .'
    )

    (finding,) = checks.run([parse(CHECK)], store)

    assert (finding.severity, finding.shape, finding.component) == (
        "Warning",
        "check:pillar-without-position",
        "csgraph:check",
    )
    assert (finding.node, finding.label) == ("pillar:law", "the law")
    assert (finding.path, finding.value, finding.expected, finding.place) == (None, None, None, None)
    assert (finding.message, finding.hint) == ("A pillar has a position.", "Add csg:position.")
    assert (finding.documentation, finding.is_violation) == ("https://example.org/rule", False)


def test_a_hit_has_the_terms_themselves():
    check = asking("SELECT ?node ?path ?value WHERE { ?node ?path ?value FILTER isLiteral(?value) }")

    (hit,) = checks.hits([check], stored('pillar:law csg:position "first"@en .'))

    assert hit == CheckResult(check, iri("pillar:law"), iri("csg:position"), ox.Literal("first", language="en"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('"first"@en', '"first"@en'),
        ("3", "3"),
        ("csg:Pillar", "csg:Pillar"),
        ("<https://example.org/>", "<https://example.org/>"),
        ("[]", "[]"),
    ],
)
def test_a_value_is_shown_as_turtle_has_it(value: str, shown: str):
    check = asking("SELECT ?node ?path ?value WHERE { ?node ?path ?value }")

    (finding,) = checks.run([check], stored(f"pillar:law csg:position {value} ."))

    assert (finding.path, finding.value) == ("csg:position", shown)


@pytest.mark.parametrize(
    ("node", "shown"),
    [("<https://example.org/x>", "https://example.org/x"), ("[]", "[]"), ("pillar:law", "pillar:law")],
)
def test_a_node_without_label_goes_by_its_name(node: str, shown: str):
    check = asking("SELECT ?node WHERE { ?node a ?kind }")

    (finding,) = checks.run([check], stored(f"{node} a csg:Pillar ."))

    assert (finding.node, finding.label) == (shown, shown)


def test_findings_come_the_gravest_first_and_then_by_node():
    grave = asking("SELECT ?node WHERE { ?node a <https://w3id.org/csgraph/ontology#State> }")
    grave = checks.parse(grave.query.replace("Warning", "Violation"), Path("state.rq"), place="state.rq")
    store = stored("pillar:p10 a csg:Pillar . pillar:p9 a csg:Pillar . state:NOR a csg:State .")

    findings = checks.run([parse(CHECK), grave], store)

    assert [finding.node for finding in findings] == ["state:NOR", "pillar:p9", "pillar:p10"]


def test_the_default_graph_is_asked_and_named_graphs_only_by_name():
    store = stored("GRAPH graph:report { pillar:law a csg:Pillar } GRAPH graph:facts { pillar:law csg:position 1 }")
    by_graph = asking("SELECT ?node ?value WHERE { GRAPH ?value { ?node a ?kind } }")

    assert checks.run([parse(CHECK)], store) == []
    assert [finding.value for finding in checks.run([by_graph], store)] == ["graph:report"]


def test_nothing_wrong_is_no_finding():
    assert checks.run([parse(CHECK)], stored("pillar:norms a csg:Pillar ; csg:position 3 .")) == []


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("SELECT ?node WHERE { ?other a ?kind }", "a row has no [?]node"),
        ("SELECT ?node ?path WHERE { ?node a ?kind BIND (1 AS ?path) }", "[?]path must be the IRI of a property"),
        ("SELECT ?node WHERE { ?node a }", "unexpected"),
        ("SELECT ?node WHERE { ?node a csg:Pillar }", "the prefix csg: is not declared"),
    ],
)
def test_a_query_that_cannot_be_asked_is_an_input_error_at_its_file(query: str, problem: str):
    with pytest.raises(InputError, match=rf"^pillar-without-position\.rq:.*{problem}"):
        checks.run([asking(query)], stored("pillar:law a csg:Pillar ."))


# -- The checks of the ontology ----------------------------------------------------------------------------------------

FOLDER = paths.QUERIES / "checks" / "ontology"
CHECKS = checks.load(FOLDER)
MUTATIONS = yaml.safe_load((FIXTURES / "ontology-mutations.yaml").read_text(encoding="utf-8"))

each_check = pytest.mark.parametrize("check", CHECKS, ids=[check.name for check in CHECKS])


@pytest.fixture(scope="module")
def quads() -> frozenset[ox.Quad]:
    names = [name for name in dataset.graph_files() if name != dataset.ALIGNMENTS]
    return frozenset(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in dataset.load_quads(names))


@pytest.fixture(scope="module")
def published(quads) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads)
    return store


@each_check
def test_our_ontology_passes(check: checks.Check, published: ox.Store):
    assert [finding.line() for finding in checks.run([check], published)] == []


@each_check
def test_the_name_of_a_check_says_the_mistake_in_a_few_words(check: checks.Check):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)
    assert len(check.name) <= 40


def test_no_two_checks_state_the_same_rule():
    assert len({check.summary for check in CHECKS}) == len(CHECKS)


@each_check
def test_a_check_is_deterministic(check: checks.Check):
    words = [token.text.upper() for token in tokenize(check.query) if token.kind == "WORD"]

    assert "ORDER" in words
    assert {"SAMPLE", "NOW", "RAND", "UUID", "STRUUID", "BNODE", "GROUP_CONCAT", "SERVICE", "FROM"} & set(
        words
    ) == set()


@each_check
def test_prefixes_of_a_check_are_those_it_uses_in_order(check: checks.Check):
    declared = re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", check.query, re.MULTILINE)
    tokens = tokenize(check.query)
    used = {
        token.text.partition(":")[0]
        for before, token in pairwise(tokens)
        if token.kind == "PNAME" and before.text != "PREFIX"
    }

    # Of the ontology of bibliography a release uses one term, which is not worth a prefix in our table.
    table = {**PREFIXES, "bibo": "http://purl.org/ontology/bibo/"}
    assert declared == [(prefix, table[prefix]) for prefix in sorted(used)]


def test_every_name_of_a_mutation_of_the_ontology_is_its_own():
    names = [mutation["name"] for mutation in MUTATIONS]

    assert len(names) == len(set(names))


def test_every_check_of_the_ontology_has_a_mutation():
    assert {name for mutation in MUTATIONS for name in mutation["finds"]} == {check.name for check in CHECKS}


@pytest.mark.parametrize(
    "mutation",
    [
        pytest.param(mutation, id=mutation["name"], marks=[pytest.mark.slow] if number % 8 else [])
        for number, mutation in enumerate(MUTATIONS)
    ],
)
def test_mutation_of_the_ontology_is_found_by(mutation, quads, published: ox.Store):
    published.update(mutation["update"], prefixes=PREFIXES)
    after = set(published)
    assert after != quads, "the update changes nothing"

    try:
        findings = checks.run(CHECKS, published)
    finally:
        for quad in after - quads:
            published.remove(quad)
        for quad in quads - after:
            published.add(quad)

    found: dict[str, set[str]] = {}
    for finding in findings:
        found.setdefault(finding.shape.removeprefix("check:"), set()).add(finding.node)
    assert found == {name: set(nodes) for name, nodes in mutation["finds"].items()}


def test_a_release_lacks_each_property_by_name(quads):
    store = ox.Store()
    store.bulk_extend(quads)
    store.update('INSERT DATA { <https://w3id.org/csgraph/ontology> owl:versionInfo "0.1.0" }', prefixes=PREFIXES)

    missing = [finding.path for finding in checks.run(CHECKS, store)]

    assert missing == [
        "dcterms:bibliographicCitation",
        "dcterms:created",
        "dcterms:issued",
        "dcterms:publisher",
        "dcterms:source",
        "http://purl.org/ontology/bibo/status",
        "owl:versionIRI",
    ]


# -- The page that tells of them ---------------------------------------------------------------------------------------

PAGE = (paths.ROOT / "docs" / "ontology-checks.md").read_text(encoding="utf-8")

IDS = {
    "FOOPS!": """CN1 DOC1 FIND1 FIND2 FIND3 FIND_3_BIS HTTP1 OM1 OM2 OM3 OM4.1 OM4.2 OM5.1 OM5.2 PURL1 RDF1 URI1 URI2
        VER1 VER2 VOC1 VOC2 VOC3 VOC4""".split(),
    "OOPS!": [f"P{number:02}" for number in range(1, 42)],
    "SEMIC": [
        f"{kind}-R{number}"
        for kind, last in (("MC", 3), ("GC", 7), ("CMC", 18), ("SC", 5), ("DSC", 5), ("PC", 6))
        for number in range(1, last + 1)
    ],
}
"""The rules of each checker: https://w3id.org/foops, https://oops.linkeddata.es/catalogue.jsp,
https://semiceu.github.io/style-guide/1.0.0/index-of-rules.html."""


def rows(checker: str) -> list[tuple[str, str]]:
    section = PAGE.split(f"\n## {checker}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| (\S+) \| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE)[1:]


def linked(text: str) -> set[str]:
    return set(re.findall(r"\]\(\.\./queries/checks/ontology/([\w-]+)\.rq\)", text))


@pytest.mark.parametrize("checker", IDS)
def test_the_page_has_each_rule_of(checker: str):
    assert [name for name, _ in rows(checker)] == IDS[checker]


@pytest.mark.parametrize("checker", IDS)
def test_a_rule_on_the_page_names_the_checks_that_have_its_id(checker: str):
    having = {name: {check.name for check in CHECKS if f"{checker} {name}" in check.ids} for name in IDS[checker]}

    assert {name: linked(here) for name, here in rows(checker)} == having


def test_ids_of_checks_are_those_of_rules():
    known = {f"{checker} {name}" for checker, names in IDS.items() for name in names}

    assert {name for check in CHECKS for name in check.ids} - known == set()


def test_the_page_names_every_check():
    assert linked(PAGE) == {check.name for check in CHECKS}


def test_terms_in_solutions_are_known(quads):
    known = {
        compress(term.value)
        for quad in quads
        for term in (quad.subject, quad.predicate)
        if isinstance(term, ox.NamedNode)
    }
    built_in = ("owl:", "rdf:", "rdfs:")
    named = {name for check in CHECKS for name in re.findall(r"\b[a-z]+:[A-Za-z]+\b", check.solution)}

    assert {name for name in named - known if not name.startswith(built_in)} == set()
