"""Where the publication is found, and what is not written to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from csgraph import paths
from csgraph.errors import InputError
from tests.support.folders import SOURCES

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONWARNINGS": "error"}


def made(folder: Path, *names: str) -> Path:
    for name in names or paths.FOLDERS:
        (folder / name).mkdir(parents=True)
    return folder


def used(folder: Path, *options: str, **variables: str) -> tuple[int, str, str]:
    """Return the status, the publication and the messages of ``csgraph --version`` in a folder."""
    command = [sys.executable, "-m", "csgraph", *options, "--version"]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT | variables, capture_output=True, text=True)
    return done.returncode, done.stdout.partition("publication: ")[2].rstrip("\n"), done.stderr


@pytest.fixture
def restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `use` sets is set back."""
    for name in (*(name for name in vars(paths) if name.isupper()), "_given"):
        monkeypatch.setattr(paths, name, getattr(paths, name))


def test_checkout_is_found():
    assert (paths.ROOT / "pyproject.toml").is_file()
    assert paths.SOURCE_TEXT.is_file()


def test_root_comes_before_the_variable_and_that_before_the_working_directory_and_that_before_the_checkout(tmp_path):
    near, named, given = (made(tmp_path / name) for name in ("near", "named", "given"))
    (near / "a" / "b").mkdir(parents=True)

    assert used(near / "a" / "b", "--root", str(given), CSGRAPH_ROOT=str(named)) == (0, str(given), "")
    assert used(tmp_path, CSGRAPH_ROOT=str(named)) == (0, str(named), "")
    assert used(near / "a" / "b") == (0, str(near), "")
    assert used(tmp_path) == (0, str(SOURCES.parent), "")


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "csgraph", *arguments]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT | variables, capture_output=True, text=True)


def test_a_publication_nearby_that_is_not_used_is_named_in_one_line(tmp_path):
    near, named = made(tmp_path / "near"), made(tmp_path / "named")
    lacking = made(tmp_path / "lacking", "ontology", "data", "queries")

    assert run(near, "queries", CSGRAPH_ROOT=str(named)).stderr == f"using {named} (CSGRAPH_ROOT), not {near}\n"
    assert run(near, "--root", str(named), "queries").stderr == ""
    assert run(lacking, "queries").stderr == f"using {SOURCES.parent}, not {lacking}, which lacks shapes/\n"
    assert run(made(tmp_path / "other", "data", "queries"), "queries").stderr == ""


def test_python_uses_the_publication_of_the_working_directory(tmp_path):
    near = made(tmp_path / "near")
    (near / "queries" / "mine.rq").write_text("SELECT ?a { VALUES ?a { 1 } }")
    code = "import csgraph; print(*csgraph.query('mine')[0]); print(len(csgraph.list_views()))"

    done = subprocess.run([sys.executable, "-c", code], cwd=near, env=ENVIRONMENT, capture_output=True, text=True)

    assert done.stdout.startswith('"1"')
    assert "the header is missing" in done.stderr


@pytest.mark.parametrize("name", ["nope", "file", "folder", "partial"])
def test_what_is_no_publication_is_an_error_that_says_what_makes_one(tmp_path, name):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    made(tmp_path / "partial", "ontology", "data")
    problem = {"folder": "not a publication", "partial": "not a publication"}.get(name, "no such folder")
    missing = "; missing: shapes/, queries/" if name == "partial" else ""
    expected = f"{problem}; a publication has ontology/, data/, shapes/ and queries/{missing}\n"

    given = run(tmp_path, "--root", name, "query", "pillars")
    named = run(tmp_path, "query", "pillars", CSGRAPH_ROOT=name)

    assert (given.returncode, given.stdout, given.stderr) == (2, "", f"Error: --root={name}: {expected}")
    assert (named.returncode, named.stdout, named.stderr) == (2, "", f"Error: CSGRAPH_ROOT={name}: {expected}")


def test_use_sets_all_paths(tmp_path, restored):
    paths.use(made(tmp_path / "root"))

    inside = [value for name, value in vars(paths).items() if isinstance(value, Path) and name[0].isupper()]
    assert {path for path in inside if not path.is_relative_to(tmp_path)} == {paths.BUNDLED}
    assert paths.ANNOTATION == tmp_path / "root" / "data" / "source" / "annotation"
    with pytest.raises(InputError, match="no such folder"):
        paths.use(tmp_path / "none")


def test_nothing_is_written_to_the_copy_in_the_package(tmp_path):
    package = tmp_path / "csgraph"
    shutil.copytree(SOURCES / "csgraph", package, ignore=shutil.ignore_patterns("__pycache__"))
    bundled = made(package / "bundled")
    variables = {"PYTHONPATH": str(tmp_path)}

    built = ((command, str(bundled / "new")) for command in ("build", "site"))
    for command in (("extract",), ("fmt",), ("fmt", str(bundled / "data")), *built):
        done = run(tmp_path, *command, **variables)

        assert (done.returncode, done.stdout) == (2, "")
        assert "the copy of the publication in the installed package is not written to" in done.stderr
        assert "csgraph --root DIR" in done.stderr
        assert "Traceback" not in done.stderr
    assert sorted(path.name for path in bundled.iterdir()) == sorted(paths.FOLDERS)


def test_path_below_the_working_folder_is_shown_relative_to_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert paths.shown(Path.cwd() / "a" / "b.ttl") == "a/b.ttl"


def test_path_below_our_root_is_shown_relative_to_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert paths.shown(paths.DATA / "report" / "a.ttl") == "data/report/a.ttl"


def test_other_paths_are_shown_as_they_are(tmp_path):
    assert paths.shown(tmp_path / "a.ttl") == str(tmp_path / "a.ttl")
    assert paths.shown(Path("a.ttl")) == "a.ttl"
