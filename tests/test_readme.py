"""The README's first line, run as a stranger would: in a clean copy, with nothing installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from csgraph import paths

PILLARS = [
    "information sharing on threats",
    "international law",
    "norms",
    "confidence-building measures (CBMs)",
    "international cooperation",
    "capacity building",
]

# How this machine reaches a package registry is no part of what is tested.
KEPT = re.compile(r"PATH|PIP_.*|.*_PROXY|SSL_CERT_.*|REQUESTS_CA_BUNDLE", re.IGNORECASE)


def line_below(heading: str) -> str:
    """Return the line of shell in the first code block below a heading of the README."""
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^## {re.escape(heading)}\n\n```sh\n(.+)\n```$", readme, re.MULTILINE)
    return line


def shell(line: str, folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if KEPT.fullmatch(name)}
    environment |= {"HOME": str(home), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def assert_pillars(table: str) -> None:
    places = [table.find(pillar) for pillar in PILLARS]

    assert -1 not in places, table
    assert places == sorted(places), table
    assert "3.1-p3" in table


def test_both_lines_make_the_virtual_environment_and_use_a_lock_file():
    ask, test = line_below("Ask it"), line_below("Test it")

    assert re.match(r"python3 -m venv \.venv && .*-r requirements\.lock .*csgraph query pillars\.rq$", ask)
    assert re.match(r"python3 -m venv \.venv && .*-r requirements-dev\.lock .*pytest$", test)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is in the checkout and not ignored, as a clone of it would be."""
    if not shutil.which("git") or not (paths.ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so what belongs to it is not known")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=paths.ROOT, capture_output=True, check=True).stdout.decode()
    folder = tmp_path_factory.mktemp("clone") / "csgraph"
    for name in filter(None, listed.split("\0")):
        if (paths.ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(paths.ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def asked(copy: Path, home: Path) -> subprocess.CompletedProcess[str]:
    return shell(line_below("Ask it"), copy, home)


@pytest.mark.slow
def test_the_first_line_ends_with_the_pillars(asked: subprocess.CompletedProcess[str]):
    assert asked.returncode == 0, asked.stderr
    assert_pillars(asked.stdout)


@pytest.mark.slow
def test_pasted_again_it_does_the_same(asked: subprocess.CompletedProcess[str], copy: Path, home: Path):
    again = shell(line_below("Ask it"), copy, home)

    assert (again.returncode, again.stdout) == (0, asked.stdout), again.stderr


@pytest.mark.slow
def test_from_the_checkout_it_reads_the_files_of_the_checkout(asked, copy: Path, home: Path, tmp_path: Path):
    label = 'rdfs:label "norms"@en'
    pillars = copy / "data" / "vocabulary" / "pillar.ttl"
    before = pillars.read_text(encoding="utf-8")
    pillars.write_text(before.replace(label, 'rdfs:label "changed here"@en'), encoding="utf-8")

    shown = shell(f"{copy}/.venv/bin/csgraph query pillars", tmp_path, home)

    pillars.write_text(before, encoding="utf-8")
    assert label in before
    assert "changed here" in shown.stdout, shown.stderr


@pytest.mark.slow
def test_the_wheel_carries_all_that_it_needs(asked, copy: Path, home: Path, tmp_path: Path):
    made = shell(f".venv/bin/pip wheel -qq --no-deps --wheel-dir {tmp_path}/dist .", copy, home)
    assert made.returncode == 0, made.stderr
    installed = shell(f".venv/bin/pip install -qq --no-deps --force-reinstall {tmp_path}/dist/*.whl", copy, home)
    assert installed.returncode == 0, installed.stderr
    for folder in ("src", "ontology", "data", "shapes", "queries"):
        shutil.rmtree(copy / folder)
    (tmp_path / "empty").mkdir()

    asked_elsewhere = shell(f"{copy}/.venv/bin/csgraph query pillars.rq", tmp_path / "empty", home)
    validated = shell(f"{copy}/.venv/bin/csgraph validate", tmp_path / "empty", home)

    assert asked_elsewhere.returncode == 0, asked_elsewhere.stderr
    assert asked_elsewhere.stdout == asked.stdout
    assert validated.returncode == 0, validated.stdout + validated.stderr
