"""A release is whole, the same everywhere, written in one step or not at all, and loads as the publication does."""

from __future__ import annotations

import hashlib
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

import csgraph
from csgraph import paths
from csgraph.errors import InputError, OutputError
from csgraph.publication import dataset, views
from csgraph.release.build import DERIVED, build
from csgraph.release.manifest import SUMS, is_release
from tests.conftest import PREFIXES, contents, names
from tests.support.folders import SOURCES

NAMES = {
    *(f"csgraph.{ending}" for ending in ("ttl", "nt", "jsonld", "rdf", "nq", "trig")),
    *(f"ontology.{ending}" for ending in ("ttl", "nt", "jsonld", "rdf")),
    *(
        "context.jsonld",
        "description.ttl",
        "queries.ttl",
        "shapes.ttl",
        SUMS,
        "README.md",
        "LICENSE-DATA",
        "same-as.ttl",
        "links.sssom.tsv",
    ),
}


# -- What is in it -----------------------------------------------------------------------------------------------------


def test_it_has_all_its_files_and_no_other(release):
    graphs = {f"graphs/{name}.ttl" for name in (*dataset.graph_files(), DERIVED)}
    queries = {f"queries/{view.path.name}" for view in views.list_views()}

    assert NAMES <= {*contents(release)}
    assert NAMES | graphs | queries == {*contents(release)}


def test_the_sums_are_those_of_the_files(release):
    sums = dict(reversed(line.split("  ")) for line in (release / SUMS).read_text().splitlines())

    found = {name: hashlib.sha256(content).hexdigest() for name, content in contents(release).items() if name != SUMS}
    assert found == sums


def test_the_graph_is_that_of_the_publication(release):
    """The files of the checkout and the one file of the release say the same."""
    merged = ox.Dataset(ox.parse(path=str(release / "csgraph.ttl")))
    ours = ox.Dataset(ox.Quad(*quad.triple) for quad in dataset.load_quads())

    for one in (merged, ours):
        one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert ours == merged


def test_each_named_graph_is_in_the_quads_and_in_a_file_of_its_own(release):
    counts: dict[str, int] = {}
    for quad in ox.parse(path=str(release / "csgraph.nq"), format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value.rpartition("/")[2]
        counts[name] = counts.get(name, 0) + 1

    files = {path.stem: sum(1 for _ in ox.parse(path=str(path))) for path in (release / "graphs").glob("*.ttl")}
    assert files == counts


@pytest.mark.parametrize("name", ["pillars", "speakers", "coverage"])
def test_a_view_of_the_release_is_the_view_of_the_checkout(release, name):
    store = ox.Store()
    store.bulk_load(path=str(release / "csgraph.ttl"))
    text = (release / "queries" / f"{name}.rq").read_text(encoding="utf-8")

    found = [tuple(row) for row in store.query(text)]
    assert [tuple(row) for row in csgraph.query(name)] == found
    assert len(found) > 5


def test_names_of_the_context_are_those_of_each_json_file(release):
    import json

    context = json.loads((release / "context.jsonld").read_text(encoding="utf-8"))["@context"]

    for name in ("csgraph.jsonld", "ontology.jsonld"):
        assert context == json.loads((release / name).read_text(encoding="utf-8"))["@context"]


def test_nothing_of_it_names_the_place_where_it_was_built(release):
    for name, content in contents(release).items():
        assert str(release.parent).encode() not in content, name
        assert str(paths.ROOT).encode() not in content, name


def test_links_are_told_as_sssom_as_owl_and_by_authority(release):
    """To Wikidata lead as many links by schema:sameAs as the table has rows that say so."""
    rows = [line.split("\t") for line in (release / "links.sssom.tsv").read_text().splitlines() if line[0] != "#"]
    same = sum("schema:sameAs" in row and any(cell.startswith("wikidata:Q") for cell in row) for row in rows)
    described = ox.Store()
    described.load(path=str(release / "description.ttl"))
    query = """
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?triples WHERE {
          ?linkset void:linkPredicate <https://schema.org/sameAs> ; void:triples ?triples ;
            void:objectsTarget <http://www.wikidata.org/entity/>
        }"""

    assert "subject_label" in rows[0]
    assert "object_label" in rows[0]
    assert 25 == same
    assert ["25"] == [row["triples"].value for row in described.query(query)]
    assert 25 == sum(1 for _ in ox.parse(path=str(release / "same-as.ttl")))


# -- The same everywhere -----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_machine(release, tmp_path):
    settings = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    command = [sys.executable, "-m", "csgraph", "build", str(tmp_path / "elsewhere")]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), **settings}
    subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True)

    assert contents(release) == contents(tmp_path / "elsewhere")


# -- Whole or not at all -----------------------------------------------------------------------------------------------


def test_a_release_is_replaced_by_one_that_says_the_same(small, tmp_path):
    build(tmp_path / "release")
    first = contents(tmp_path / "release")
    build(tmp_path / "release")

    assert first == contents(tmp_path / "release")
    assert ["publication", "release"] == names(tmp_path)


def test_a_folder_that_is_no_release_is_left_alone(small, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter").write_text("dear")

    with pytest.raises(OutputError, match="thesis: this folder has other content; name a new folder, or a release"):
        build(tmp_path / "thesis")
    assert {"chapter": b"dear"} == contents(tmp_path / "thesis")


def test_a_release_whose_sums_are_something_else_is_left_alone(small, tmp_path):
    build(tmp_path / "release")
    (tmp_path / "release" / SUMS).write_text("dear diary\n")
    before = contents(tmp_path / "release")

    with pytest.raises(OutputError, match="other content"):
        build(tmp_path / "release")
    assert before == contents(tmp_path / "release")


def test_what_somebody_put_into_a_release_is_not_lost(small, tmp_path):
    build(tmp_path / "release")
    (tmp_path / "release" / "queries" / "mine.rq").write_text("dear")
    before = contents(tmp_path / "release")

    with pytest.raises(OutputError, match="this folder has other content"):
        build(tmp_path / "release")
    assert before == contents(tmp_path / "release")


@pytest.mark.parametrize("name", ["data/report/facts.ttl", "ontology/context.jsonld", "queries/pillars.rq"])
def test_an_error_leaves_the_old_release_and_nothing_else(small, tmp_path, name):
    build(tmp_path / "release")
    before = contents(tmp_path / "release")
    (small / name).write_text("this is none")

    with pytest.raises(InputError, match=Path(name).name):
        build(tmp_path / "release")
    assert before == contents(tmp_path / "release")
    assert ["publication", "release"] == names(tmp_path)


def test_a_description_that_breaks_a_rule_is_not_released(publication, tmp_path):
    """The small publication says nothing of its licence, for one."""
    (publication / "ontology" / "context.jsonld").write_text('{"@context": {"id": "@id", "type": "@type"}}')

    with pytest.raises(InputError, match=r"description\.ttl: the description is wrong: .*: A "):
        build(tmp_path / "release")
    assert ["publication"] == names(tmp_path)


def test_a_publication_without_files_is_none(tmp_path, monkeypatch):
    for name in ("ROOT", "DATA", "ONTOLOGY"):
        monkeypatch.setattr(paths, name, tmp_path / "nothing")

    with pytest.raises(InputError, match="there is nothing to build from"):
        build(tmp_path / "release")
    assert [] == names(tmp_path)


def test_a_folder_is_told_to_be_a_release_by_what_each_has(release, tmp_path):
    assert is_release(release)
    assert not is_release(tmp_path)
    assert not is_release(paths.ROOT)


# -- As a command ------------------------------------------------------------------------------------------------------


def command(folder: Path, **options) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    arguments = [sys.executable, "-m", "csgraph", "build", str(folder)]
    return subprocess.Popen(arguments, env=environment, **{"stderr": subprocess.DEVNULL, **options})


def test_a_full_disk_is_one_line_and_the_old_release_stays(small, tmp_path):
    """A limit on the size of files is what a full disk is to a program."""
    build(tmp_path / "release")
    before = contents(tmp_path / "release")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    done = command(tmp_path / "release", preexec_fn=limit, stderr=subprocess.PIPE)
    _, errors = done.communicate()

    assert 2 == done.returncode
    assert "release: cannot be written: file too large" in errors.decode()
    assert 1 == len(errors.decode().splitlines())
    assert before == contents(tmp_path / "release")
    assert ["publication", "release"] == names(tmp_path)


@pytest.mark.slow
def test_a_second_build_waits_for_nobody_and_says_so(release, tmp_path):
    first = command(tmp_path / "release")
    while not (tmp_path / ".release.new").exists():
        time.sleep(0.01)
    second = command(tmp_path / "release", stderr=subprocess.PIPE)

    _, errors = second.communicate()
    assert 2 == second.returncode
    assert "another process is writing a release there; wait for it" in errors.decode()
    assert 0 == first.wait()
    assert contents(release) == contents(tmp_path / "release")


@pytest.mark.slow
@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_is_killed_leaves_the_old_release_and_the_next_clears_up(release, tmp_path, signal_):
    assert 0 == command(tmp_path / "release").wait()
    killed = command(tmp_path / "release")
    while not (tmp_path / ".release.new" / "csgraph.ttl").exists():
        time.sleep(0.01)
    killed.send_signal(signal_)
    assert 0 != killed.wait()

    assert contents(release) == contents(tmp_path / "release")
    assert 0 == command(tmp_path / "release").wait()
    assert ["release"] == names(tmp_path)


def test_what_is_wrong_with_the_data_is_told_with_its_line(small, tmp_path):
    (small / "data" / "report" / "facts.ttl").write_text(f"{PREFIXES}pillar:law a csg:Pillar ; unknown:x 1 .")

    with pytest.raises(InputError, match=r"data/report/facts\.ttl:10:\d+: the prefix unknown: is not declared; add"):
        build(tmp_path / "release")


def test_the_json_of_the_page_about_releases_is_as_pleasant_as_it_says(release):
    page = (paths.ROOT / "docs" / "releases.md").read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=release.parent, capture_output=True, text=True, check=True
    )

    assert [
        "1 information sharing on threats",
        "2 international law",
        "3 norms",
        "4 confidence-building measures (CBMs)",
        "5 international cooperation",
        "6 capacity building",
    ] == done.stdout.splitlines()
