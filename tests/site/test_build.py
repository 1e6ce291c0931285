"""A site is written whole or not at all, over nothing that is not ours, and is the same everywhere."""

from __future__ import annotations

import gc
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner

from csgraph import paths
from csgraph.cli import cli
from csgraph.errors import InputError, OutputError
from csgraph.rdf.namespaces import BASE
from csgraph.site.build import README, RELEASE, is_site
from csgraph.site.build import site as build_site
from csgraph.site.lint.check import check
from csgraph.site.writer import Site
from tests.conftest import PREFIXES, contents, names, sampled
from tests.support.folders import SOURCES


def command(*arguments: str | Path, **options) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), **options.pop("settings", {})}
    line = [sys.executable, "-m", "csgraph", "site", *map(str, arguments)]
    return subprocess.Popen(line, env=environment, **{"stderr": subprocess.DEVNULL, **options})


def test_the_smallest_publication_has_a_site(small, tmp_path):
    count = build_site(tmp_path / "public")
    made = contents(tmp_path / "public")

    assert count == len(made)
    assert {"index.html", "404.html", README, "SHA256SUMS", ".nojekyll", f"{RELEASE}/csgraph.ttl"} <= made.keys()
    assert {"scheme/pillar/norms.html", "scheme/pillar/norms.ttl", "query/pillars.html"} <= made.keys()
    assert is_site(tmp_path / "public")
    assert ["public", "publication"] == names(tmp_path)


def test_the_sums_are_those_of_the_files(small, tmp_path):
    build_site(tmp_path / "public")
    made = contents(tmp_path / "public")
    lines = [line.split("  ", 1) for line in made.pop("SHA256SUMS").decode().splitlines()]

    assert {name: hashlib.sha256(content).hexdigest() for name, content in made.items()} == {
        name: total for total, name in lines
    }


def test_a_site_is_replaced_by_one_that_is_the_same(small, tmp_path):
    build_site(tmp_path / "public")
    first = contents(tmp_path / "public")
    build_site(tmp_path / "public")

    assert first == contents(tmp_path / "public")
    assert ["public", "publication"] == names(tmp_path)


def test_a_folder_that_is_no_site_is_left_alone(small, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "index.html").write_text("dear")

    with pytest.raises(OutputError, match="thesis: this folder has other content; name a new folder, or a site"):
        build_site(tmp_path / "thesis")
    assert {"index.html": b"dear"} == contents(tmp_path / "thesis")


def test_what_somebody_put_into_a_site_is_not_lost(small, tmp_path):
    build_site(tmp_path / "public")
    (tmp_path / "public" / "query" / "mine.html").write_text("dear")
    before = contents(tmp_path / "public")

    with pytest.raises(OutputError, match="this folder has other content"):
        build_site(tmp_path / "public")
    assert before == contents(tmp_path / "public")


@pytest.mark.parametrize("name", sampled(["ontology/context.jsonld", "data/report/facts.ttl", "queries/pillars.rq"], 3))
def test_an_error_leaves_the_old_site_and_nothing_else(small, tmp_path, name):
    build_site(tmp_path / "public")
    before = contents(tmp_path / "public")
    (small / name).write_text("this is none")

    with pytest.raises(InputError, match=Path(name).name):
        build_site(tmp_path / "public")
    assert before == contents(tmp_path / "public")
    assert ["public", "publication"] == names(tmp_path)


def test_the_page_for_what_is_missing_finds_its_style_wherever_a_host_shows_it(small, tmp_path):
    build_site(tmp_path / "public", host="https://example.org/cs/")

    assert 'href="/cs/assets/site.css"' in (tmp_path / "public" / "404.html").read_text(encoding="utf-8")
    assert 'href="assets/site.css"' in (tmp_path / "public" / "index.html").read_text(encoding="utf-8")
    assert not [flaw for flaw in check(tmp_path / "public").findings if flaw.place and "404" in flaw.place.file]


# -- As a command ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_graph_that_breaks_our_rules_has_no_site(tmp_path):
    root = tmp_path / "root"
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(paths.ROOT / name, root / name)
    pillars = root / "data" / "vocabulary" / "pillar.ttl"
    pillars.write_text(pillars.read_text(encoding="utf-8").replace("csg:position 3 ;", ""), encoding="utf-8")
    done = command(tmp_path / "public", settings={"CSGRAPH_ROOT": str(root)}, stderr=subprocess.PIPE)
    lines = done.communicate()[1].decode().splitlines()

    assert 1 == done.returncode
    assert any("pillar.ttl" in line for line in lines)
    assert "no site was built, as the graph has violations; correct them, or use --force" == lines[-1]
    assert ["root"] == names(tmp_path)


@pytest.mark.slow
def test_unless_it_is_forced(small, tmp_path):
    refused = CliRunner().invoke(cli, ["site", str(tmp_path / "public")])
    before = names(tmp_path)
    forced = CliRunner().invoke(cli, ["site", str(tmp_path / "public"), "--force"])

    assert (1, ["publication"]) == (refused.exit_code, before)
    assert 0 == forced.exit_code
    assert is_site(tmp_path / "public")


def test_a_full_disk_is_one_line_and_the_old_site_stays(small, tmp_path):
    """A limit on the size of files is what a full disk is to a program."""
    build_site(tmp_path / "public")
    before = contents(tmp_path / "public")

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    done = command(tmp_path / "public", "--force", preexec_fn=limit, stderr=subprocess.PIPE)
    _, errors = done.communicate()

    assert 2 == done.returncode
    assert "cannot be written: file too large" in errors.decode()
    assert 1 == len(errors.decode().splitlines())
    assert before == contents(tmp_path / "public")
    assert ["public", "publication"] == names(tmp_path)


def test_where_nothing_can_be_written_is_one_line(run):
    done = run("site", "/proc/public", "--force")

    assert 2 == done.returncode
    assert b"cannot be written" in done.stderr
    assert 1 == len(done.stderr.splitlines())


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_machine(site, tmp_path):
    settings = {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    assert 0 == command(tmp_path / "elsewhere", "--force", settings=settings, cwd=tmp_path).wait()

    assert contents(site) == contents(tmp_path / "elsewhere")


@pytest.mark.slow
@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGINT])
def test_a_site_that_is_interrupted_leaves_the_old_one(tmp_path, signal_):
    """That the next clears up what a killed one has left is tested of folders."""
    (tmp_path / "public").mkdir()
    old = tmp_path / "public" / README
    old.write_text("old")
    (tmp_path / "public" / "SHA256SUMS").write_text(f"{hashlib.sha256(b'old').hexdigest()}  {README}\n")
    before = contents(tmp_path / "public")
    killed = command(tmp_path / "public", "--force")
    while not (tmp_path / ".public.new" / "id").exists():
        time.sleep(0.01)
        assert killed.poll() is None
    killed.send_signal(signal_)

    assert 0 != killed.wait()
    assert before == contents(tmp_path / "public")


@pytest.mark.slow
def test_what_has_been_written_is_not_kept(small, tmp_path, monkeypatch):
    """From one page to another a hundred later, memory grows by less than a fifth of what is written in between."""
    (small / "data" / "report" / "things.ttl").write_text(
        PREFIXES
        + "".join(
            f'<{BASE}id/thing/{number}> a csg:Pillar ; rdfs:label "thing {number}"@en ; skos:definition "A thing."@en ; '
            f"csg:position {number} ; csg:supports pillar:law ; dcterms:source passage:1-p1 .\n"
            for number in range(150)
        ),
        encoding="utf-8",
    )
    write, held, written = Site.file, [], []

    def measured(self: Site, path: str, content: str | bytes) -> None:
        write(self, path, content)
        if path.startswith("id/thing/"):
            written.append(len(content))
            if path.endswith(".html"):
                if len(held) in (20, 120):
                    gc.collect()
                held.append((tracemalloc.get_traced_memory()[0], sum(written)))

    monkeypatch.setattr(Site, "file", measured)
    tracemalloc.start()
    try:
        build_site(tmp_path / "public")
    finally:
        tracemalloc.stop()
    (early, before), (late, after) = held[20], held[120]

    assert after - before > 500_000
    assert late - early < (after - before) / 5
