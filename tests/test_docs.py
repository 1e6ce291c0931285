"""What the documentation shows is so: pages are up to date, code in them runs, links lead somewhere."""

from __future__ import annotations

import doctest
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
import yaml

import csgraph
from csgraph import paths
from csgraph.cli import COMMANDS, cli, reference
from csgraph.curation import annotation
from csgraph.curation import passages as passages_
from csgraph.publication import dataset, views
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSG, PREFIXES, expand

ROOT = paths.ROOT
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CHANGELOG", "CONTRIBUTING", "benchmarks/README")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
# Pages whose code needs a release, other data or a store; tests of their own run it.
ELSEWHERE = {"releases.md", "integrating.md", "stores.md"}
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))

each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())


def blocks(path: Path, language: str) -> list[str]:
    """Return the code blocks of a page that are in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def code(language: str, name: str) -> pytest.MarkDecorator:
    found = [(path, block) for path in PAGES if path.name not in ELSEWHERE for block in blocks(path, language)]
    ids = [f"{path.relative_to(ROOT).as_posix()}-{number}" for number, (path, _) in enumerate(found, 1)]
    return pytest.mark.parametrize(name, [block for _, block in found], ids=ids)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return dataset.load_store()


def turtle_quads(block: str) -> list[ox.Quad]:
    declared = set(re.findall(r"^@prefix ([\w-]+):", block, re.MULTILINE))
    missing = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in declared}
    heading = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in missing.items())
    return list(ox.parse(heading + block, format=ox.RdfFormat.TURTLE))


# -- Pages made from what they describe --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", reference.build(), ids=lambda path: path.name)
def test_reference_pages_are_up_to_date(path: Path):
    expected = reference.build()[path]

    assert path.read_text(encoding="utf-8") == expected, (
        f"{path.name} is not up to date; run `python -m csgraph.cli.reference`"
    )


def test_every_command_is_documented_and_has_an_example():
    page = reference.cli_page()

    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert f"## csgraph {name}\n" in page
        assert f"\n  csgraph {name}" in page, name
        assert command.help, name


@pytest.mark.parametrize("name", [name for name in csgraph.__all__ if name != "__version__"])
def test_every_public_name_is_documented_with_an_example_that_runs(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    value = getattr(csgraph, name)
    found = doctest.DocTestFinder().find(value, name, module=False, globs={"csgraph": csgraph})
    failures: list[str] = []

    for example in found:
        doctest.DocTestRunner().run(example, out=failures.append)

    assert [example.name for example in found if example.examples][:1] == [name]
    assert failures == []
    assert f"\n### {name}\n" in reference.python_page()


def test_the_public_interface_is_documented_as_it_is():
    """Signatures, sections and examples in the form that readers of Markdown expect."""
    page = reference.python_page()

    assert ") -> Answer\n```\n\nRun a view, a query file, or a SPARQL query.\n" in page
    assert "\n    timeout: float = 60,\n    **parameters: object,\n)" in page
    assert "\nRaises:\n\n- `InputError`: There is no such view" in page
    assert "- `Rows.explain() -> list[str]`: Return why the answer is empty" in page
    assert "- `View.graphs`: The names in `graph`." in page


def test_every_view_and_every_term_is_documented():
    questions, terms = reference.queries_page(), reference.ontology_page()

    for path in paths.QUERIES.glob("*.rq"):
        assert f"\n## {path.stem}\n" in questions
    for path in paths.ONTOLOGY.glob("*.ttl"):
        for term in re.findall(r"^(csg:\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert terms.count(f"\n### {term}\n") == 1, term


# -- Code in the pages -------------------------------------------------------------------------------------------------


@code("turtle", "block")
def test_turtle_in_the_pages_is_what_the_graph_says(block: str, store: ox.Store):
    missing = [
        str(q) for q in turtle_quads(block) if not list(store.quads_for_pattern(q.subject, q.predicate, q.object))
    ]

    assert missing == []


@code("sparql", "block")
def test_sparql_in_the_pages_runs_and_has_answers(block: str, store: ox.Store):
    assert list(store.query(block, use_default_graph_as_union=True))


@code("python", "block")
def test_python_in_the_pages_runs_as_pasted(block: str, release: Path):
    """Beside a release, and with no checkout."""
    done = subprocess.run([sys.executable, "-c", block], cwd=release.parent, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    pillars = [line.split(" | ")[1] for line in done.stdout.splitlines()]
    assert pillars[:3] == ["information sharing on threats", "international law", "norms"]
    assert len(pillars) == 6


@each_page
def test_commands_in_the_pages_exist(path: Path):
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"(?:^|`|/)csgraph ([a-z]+)\b", text, re.MULTILINE)

    assert set(used) - set(COMMANDS) == set()


@pytest.mark.parametrize("path", [path for path in PAGES if path.parent.name != "decisions"], ids=str)
def test_files_in_the_pages_exist(path: Path):
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"`((?:ontology|data|shapes|queries|src|tests|docs|benchmarks)/[\w./-]*\w/?)`", text)
    made_up = {"data/NAME.ttl", "docs/decisions/NNNN-verb-phrase.md", "queries/NAME.rq", "tests/golden/NAME.tsv"}

    assert [name for name in named if name not in made_up and not (ROOT / name).exists()] == []


@each_page
def test_links_to_files_lead_somewhere(path: Path):
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))

    assert [t for t in targets if not re.match(r"https?:", t) and not (path.parent / t).exists()] == []


@each_page
def test_names_in_code_are_in_the_graph(path: Path, store: ox.Store):
    own = {prefix for prefix, namespace in PREFIXES.items() if "w3id.org/csgraph" in namespace and prefix != "csgs"}
    named = set(re.findall(r"`([a-z][a-z-]*:[A-Za-z0-9][\w.-]*)`", path.read_text(encoding="utf-8")))

    unknown = [
        curie
        for curie in sorted(named)
        if curie.partition(":")[0] in own
        and not list(store.quads_for_pattern(ox.NamedNode(str(expand(curie))), None, None))
    ]
    assert unknown == []


# -- README ------------------------------------------------------------------------------------------------------------


def test_the_readme_is_short():
    assert README.count("\n") < 120


def test_every_folder_is_on_the_map():
    mapped = {name.split("/")[0] for name in re.findall(r"^\| `([\w/]+)/` \|", README, re.MULTILINE)}
    made = {"build", "dist", "node_modules"}
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "." and path.name not in made}

    assert mapped == {folder for folder in folders if not folder.endswith("egg-info")}


def test_every_kind_of_iri_is_in_the_table():
    table = README.split("## IRIs")[1].split("\n## ")[0]
    namespaces = {namespace.removeprefix("https://w3id.org/csgraph/") for namespace in (CSG, PREFIXES["graph"])}

    assert all(namespace in table for namespace in namespaces)
    assert "do not resolve" in table


def test_the_tour_names_the_graphs_that_there_are():
    tour = (ROOT / "docs" / "index.md").read_text(encoding="utf-8").split("## Named graphs")[1]
    rows = dict(re.findall(r"^\| `([\w-]+)` \| .* \| (yes|no).* \|$", tour, re.MULTILINE))

    assert rows == {name: "yes" if name in dataset.DEFAULT_GRAPHS else "no" for name in dataset.graph_files()}


def test_the_tour_counts_right():
    tour = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    passages = passages_.cut(paths.SOURCE_TEXT.read_text("utf-8"), paths.SOURCE_LAYOUT.read_text("utf-8"))
    prose = [passage for passage in passages if passage.kind in passages_.PROSE_KINDS]

    assert f"{len(passages)} in all" in tour
    assert f"{len(prose)} of them are prose and have {sum(len(p.sentences()) for p in prose)} sentences" in tour


def test_the_statements_and_errata_are_counted_right(store: ox.Store):
    tour = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n## [0")[0]
    keys = [
        row["statement"]
        for _, row in annotation.read_table(
            turtle.read(paths.ANNOTATION / "adjudicated.tsv").decode(), annotation.READING_COLUMNS, place=""
        )
    ]
    parts = sum(map(annotation.is_part, keys))
    graph = dataset.load_store(["editorial"])
    errata = len(list(graph.quads_for_pattern(None, ox.NamedNode(f"{CSG}erratumKind"), None)))

    assert f"Each of the {len(keys) - parts} sentences is a `csg:Statement`, and so is each of {parts} parts" in tour
    assert f"All {len(keys) - parts} sentences as statements, and {parts} parts" in changes
    assert f"({errata} errata" in changes


def test_the_views_that_need_more_than_one_graph_are_named():
    stores = (ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w-]+)`", stores.partition("the views ")[2].partition(" need `editorial` too")[0])

    assert named == [view.name for view in views.list_views() if "editorial" in view.graph.split(", ")]


# -- Decisions ---------------------------------------------------------------------------------------------------------


def test_decisions_are_numbered_without_gap():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_the_form_of_one(path: Path):
    text = path.read_text(encoding="utf-8")
    title = text.split("\n", 1)[0]

    assert re.match(rf"# {int(path.name[:4])}\. [A-Z]", title)
    assert re.sub(r"[^a-z]+", "-", title.split(". ", 1)[1].lower()).strip("-") == path.stem[5:]
    assert re.search(r"^Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert re.search(
        r"^Status: (?:proposed|accepted(?:, in part superseded by \d{4})?|superseded by \d{4})$", text, re.MULTILINE
    )
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "References"]


# -- Licences, locks, citation -----------------------------------------------------------------------------------------


def test_the_licence_of_the_code_is_unaltered():
    # https://www.apache.org/licenses/LICENSE-2.0.txt
    expected = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"

    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == expected


def test_the_licence_of_the_data_names_the_files_with_the_text_of_the_report():
    text = (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")

    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in text
    assert "UNIDIR" in text
    for name in ("data/source/cs2020-report.txt", "data/passages.ttl"):
        assert name in text
        assert (ROOT / name).is_file()


def requirements(lock: str) -> Iterator[tuple[str, str]]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for name, rest in re.findall(r"^([\w.-]+)==(.*?)(?=^\w|\Z)", text, re.MULTILINE | re.DOTALL):
        # Which Python a package is needed for may differ between the two.
        yield name.lower(), re.sub(r" ; .* \\$", r" \\", rest, count=1, flags=re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_hashes_and_names_no_place(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert [name for name, rest in requirements(lock) if "--hash=sha256:" not in rest] == []
    assert re.findall(r"^--?[a-z].*|https?:|file:", text, re.MULTILINE) == []


@pytest.mark.parametrize(("lock", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev", "owl"))])
def test_a_lock_file_has_all_that_the_package_needs(lock: str, extras: tuple[str, ...]):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(need for extra in extras for need in project["optional-dependencies"][extra])]

    names = {re.split(r"[<>=!~\[; ]", need)[0].lower() for need in wanted}
    assert names - {name for name, _ in requirements(lock)} == set()


def test_the_lock_files_agree():
    plain, dev = dict(requirements("requirements.lock")), dict(requirements("requirements-dev.lock"))

    assert {name: rest for name, rest in plain.items() if dev.get(name) != rest} == {}


def test_the_citation_is_complete():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert [(reference["type"], "UNIDIR" in str(reference["authors"])) for reference in citation["references"]] == [
        ("report", True)
    ]


def test_the_changelog_begins_with_what_is_not_released():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)

    assert headings[0] == "[Unreleased]"
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed"}


# -- Benchmarks --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_benchmark_runs_and_prints_its_table():
    command = [sys.executable, str(ROOT / "benchmarks" / "cold_query.py"), "--rounds", "1"]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"met$", done.stdout, re.MULTILINE | re.IGNORECASE)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("script", ["bare_pyoxigraph.py", "bare_rdflib.py"])
def test_the_bare_scripts_give_the_answer_of_the_view(script: str):
    command = [sys.executable, str(ROOT / "benchmarks" / script)]

    done = subprocess.run(command, capture_output=True, text=True)

    ours = dataset.load_store().query(
        (paths.QUERIES / "pillars.rq").read_text("utf-8"), use_default_graph_as_union=True
    )
    expected = ["\t".join("" if term is None else term.value for term in row) for row in ours]
    assert done.stdout.splitlines() == expected, done.stderr
