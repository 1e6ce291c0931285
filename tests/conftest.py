"""Fixtures shared by several files."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

from csgraph import paths
from csgraph.curation import links
from csgraph.release import build as building
from csgraph.release.build import build
from tests.support import stores
from tests.support.folders import SOURCES

PREFIXES = """\
@prefix csg: <https://w3id.org/csgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix passage: <https://w3id.org/csgraph/id/cs2020/passage/> .
@prefix pillar: <https://w3id.org/csgraph/scheme/pillar/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

FILES = {
    "ontology/text.ttl": """
        csg:Pillar rdfs:label "pillar"@en .
        csg:position rdfs:label "position"@en .
        csg:supports rdfs:label "supports"@en .
        """,
    "ontology/alignments.ttl": "csg:Pillar rdfs:seeAlso skos:Concept .",
    "data/dataset.ttl": '<https://w3id.org/csgraph/dataset> rdfs:label "dataset"@en .',
    "data/passages.ttl": 'passage:1-p1 schema:text "States agree. Norms matter, and so does law. The end."@en .',
    "data/report/facts.ttl": """
        pillar:law a csg:Pillar ; rdfs:label "law"@en ; csg:position 2 ; dcterms:source passage:1-p1 .
        pillar:norms a csg:Pillar ; rdfs:label "norms"@en ; csg:position 1 ; skos:definition "What States expect."@en ;
            csg:supports pillar:law ; dcterms:source passage:1-p1 ; csg:anchor passage:anchor .
        """,
    "data/report/text.ttl": """
        passage:1-p1 rdfs:label "1-p1: States agree."@en ; dcterms:isPartOf passage:section .
        passage:section rdfs:label "1 Introduction"@en ; schema:pageStart 3 .
        passage:anchor oa:hasSource passage:1-p1 ; oa:hasSelector passage:quote .
        passage:quote oa:prefix "" ; oa:exact "Norms matter"@en ; oa:suffix ", and so does law." .
        """,
    "data/vocabulary/pillar.ttl": 'csg:elsewhere rdfs:label "law"@en .',
    "data/editorial.ttl": 'pillar:norms rdfs:comment "ours"@en .',
    "data/source/stray.ttl": "this is no Turtle",
}

TESTS_DONE = pytest.StashKey[int]()
VIEW = """\
#+ summary: What are the pillars?
#+ description: One row per pillar.
#+   None is left out.
#+ returns:
#+   position: its number
#+   label: its name
#+ graph: report
#+ tags: [framework]

PREFIX csg: <https://w3id.org/csgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?position ?label WHERE {
  ?pillar a csg:Pillar ;
    csg:position ?position ;
    rdfs:label ?label .
}
ORDER BY ?position
"""


def sampled(values: Iterable[object], every: int, start: int = 0) -> list[object]:
    """Return values of a parameter of which but one in some is for every day, and the others are slow."""
    return [
        value if number % every == start else pytest.param(value, marks=pytest.mark.slow)
        for number, value in enumerate(values)
    ]


some_examples = pytest.mark.parametrize("examples", [20, pytest.param(200, marks=pytest.mark.slow)])
"""How many examples `tried` takes: few on every day, many where there is time."""


def tried(check: Callable[..., None], examples: int, *strategies: SearchStrategy[Any]) -> None:
    """Call a check with so many examples."""
    settings(max_examples=examples, deadline=None)(given(*strategies)(check))()


COLLECTED_EVERY = 100
"""After how many tests what is held in cycles is let go."""


# No test asserts how long something takes, and Hypothesis would of each example.
hypothesis.settings.register_profile("csgraph", deadline=None)
hypothesis.settings.load_profile("csgraph")


def pytest_configure() -> None:
    """Have nothing collected in a thread that happens to run, such as that of a server.

    Answers of pyoxigraph can be dropped only by the thread that asked, and one that an exception holds, which a test has
    caught, waits in a cycle for the collector.
    """
    gc.disable()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Collect here what tests have left."""
    count = item.config.stash[TESTS_DONE] = item.config.stash.get(TESTS_DONE, 0) + 1
    if count % COLLECTED_EVERY == 0:
        gc.collect()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden; read the difference as code")


@pytest.fixture
def publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small publication in place of the real one."""
    root = tmp_path / "publication"
    for name, body in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PREFIXES + body)
    (root / "queries").mkdir()
    (root / "queries" / "pillars.rq").write_text(VIEW)
    monkeypatch.setattr(paths, "ROOT", root)
    for name in ("ontology", "data", "queries"):
        monkeypatch.setattr(paths, name.upper(), root / name)
    monkeypatch.setattr(paths, "SOURCE", root / "data" / "source")
    monkeypatch.setattr(links, "SOURCE", root / "data" / "source" / "links.sssom.tsv")
    return root


@pytest.fixture
def small(publication, monkeypatch) -> Path:
    """A small publication that can be built within a moment."""
    (publication / "ontology" / "context.jsonld").write_text(
        '{"@context": {"@version": 1.1, "id": "@id", "type": "@type", "pillars": "@included", "others": "@included"}}'
    )
    monkeypatch.setattr(building._Builder, "_check", lambda self: None)
    return publication


@contextmanager
def one_for_all(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """Give a folder that the workers of a run share, to one after the other; what one has made there the next finds.

    The temporary folders of the workers of a run stand in one of the run
    (https://docs.pytest.org/en/stable/how-to/tmp_path.html, as of pytest-xdist).
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / name
    folder.mkdir(exist_ok=True)
    with FileLock(base / f"{name}.lock"):
        yield folder


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of what we publish, in a folder ``release`` with nothing beside it, made once for all workers."""
    with one_for_all(tmp_path_factory, "built") as folder:
        if not (folder / "release").exists():
            build(folder / "release")
    return folder / "release"


def contents(folder: Path) -> dict[str, bytes]:
    """Return what each file of a folder holds, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    """Return what stands in a folder."""
    return sorted(path.name for path in folder.iterdir())


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``csgraph`` in a process of its own, in an empty folder."""

    def run(*arguments: str | Path, stdin: bytes = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONWARNINGS": "error"}
        command = [sys.executable, "-m", "csgraph", *map(str, arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, env=environment, **options)

    return run


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Oxigraph]:
    """A real store, empty at first, one for each file of tests: Oxigraph's server."""
    with stores.start_oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Virtuoso]:
    """Another one: Virtuoso, which takes some ten seconds to start, so that its tests are slow."""
    with stores.start_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the publication, built once for all workers; nothing is changed in it."""
    from csgraph.site.build import site as build_site

    with one_for_all(tmp_path_factory, "site") as folder:
        if not (folder / "public").exists():
            build_site(folder / "public")
    return folder / "public"
