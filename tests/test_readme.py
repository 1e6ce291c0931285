"""The README's first line, run as a stranger would: in a clean copy, with nothing installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
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
    ask, test = line_below("Try it"), line_below("Test it")

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
    return shell(line_below("Try it"), copy, home)


@pytest.mark.slow
def test_the_first_line_ends_with_the_pillars(asked: subprocess.CompletedProcess[str]):
    assert asked.returncode == 0, asked.stderr
    assert_pillars(asked.stdout)


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


@pytest.fixture(scope="module")
def built(asked, copy: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of the copy, and in ``again`` the wheel of that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    need = re.search(r'^requires = \["(.+)"\]$', (copy / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    for line in (
        f".venv/bin/pip wheel -qq --no-deps --wheel-dir {folder} .",
        f"python3 -m venv {folder}/venv && {folder}/venv/bin/pip install -qq '{need[1]}'",
        f"{folder}/venv/bin/python -m hatchling build -t sdist -d {folder}",
        f".venv/bin/pip wheel -qq --no-deps --wheel-dir {folder}/again {folder}/*.tar.gz",
    ):
        made = shell(line, copy, home)
        assert made.returncode == 0, made.stderr
    return folder


def wheel_files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
def test_the_wheel_has_all_files_and_licences(copy: Path, built: Path):
    """Those of the package, below its name, and those of the publication, which stand beside it in the checkout."""
    (wheel,) = built.glob("*.whl")
    files = wheel_files(wheel)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "src", "ontology", "data", "shapes", "queries", "LICENSE-DATA", "CITATION.cff"],
        cwd=paths.ROOT, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    expected = {
        name.removeprefix("src/") if name.startswith("src/") else f"csgraph/bundled/{name}": paths.ROOT / name
        for name in filter(None, listed.split("\0"))
    }
    for name in (
        "csgraph/bundled/CITATION.cff",
        "csgraph/site/assets/site.css",
        "csgraph/site/templates/base.html",
        "csgraph/site/vendored/oxigraph/LICENSE-MIT",
        "csgraph/site/vendored/oxigraph/vendored.json",
        "csgraph/site/vendored/oxigraph/web_bg.wasm",
    ):
        assert name in expected

    assert [name for name, path in expected.items() if files.get(name) != path.read_bytes()] == []
    licences = {name.partition(".dist-info/licenses/")[2] for name in files if ".dist-info/licenses/" in name}
    vendored = {f"src/csgraph/site/vendored/oxigraph/LICENSE-{name}" for name in ("APACHE", "MIT")}
    assert licences == {"LICENSE", "LICENSE-DATA", *vendored}


@pytest.mark.slow
def test_the_wheel_of_the_sdist_is_the_same(built: Path):
    (wheel,), (again,) = built.glob("*.whl"), (built / "again").glob("*.whl")

    assert wheel_files(wheel) == wheel_files(again)


@pytest.fixture(scope="module")
def installed(copy: Path, home: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a virtual environment with the wheel, and with what the copy's has besides."""
    folder = tmp_path_factory.mktemp("installed")
    made = shell(f"python3 -m venv v && v/bin/pip install -qq --no-deps {built}/*.whl", folder, home)
    assert made.returncode == 0, made.stderr
    (dependencies,) = copy.glob(".venv/lib/*/site-packages")
    (packages,) = folder.glob("v/lib/*/site-packages")
    # The path file of the editable installation in that folder is not read (https://docs.python.org/3/library/site.html).
    (packages / "dependencies.pth").write_text(f"{dependencies}\n")
    return folder / "v" / "bin"


@pytest.mark.slow
def test_the_wheel_carries_all_that_it_needs(asked, installed: Path, home: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    csgraph = installed / "csgraph"

    version = shell(f"{csgraph} --version", tmp_path / "empty", home)
    asked_elsewhere = shell(f"{csgraph} query pillars.rq", tmp_path / "empty", home)
    validated = shell(f"{csgraph} validate", tmp_path / "empty", home)
    # Whether the rules are met has been asked just before.
    made = shell(f"{csgraph} site public --force", tmp_path / "empty", home)

    assert re.search(rf"^publication: {installed.parent}/lib/.*/csgraph/bundled$", version.stdout, re.MULTILINE)
    assert asked_elsewhere.returncode == 0, asked_elsewhere.stderr
    assert asked_elsewhere.stdout == asked.stdout
    assert validated.returncode == 0, validated.stdout + validated.stderr
    assert made.returncode == 0, made.stderr
    assert "public/index.html" in made.stderr
    assert (tmp_path / "empty" / "public" / "id" / "person" / "serge-droz.html").is_file()
    assert [path.name for path in (tmp_path / "empty").iterdir()] == ["public"]


@pytest.mark.slow
def test_in_a_checkout_the_wheel_validates_the_checkout(installed: Path, copy: Path, home: Path, tmp_path: Path):
    pillars = copy / "data" / "vocabulary" / "pillar.ttl"
    before = pillars.read_text(encoding="utf-8")
    pillars.write_text(before.replace("csg:position 3 ;", ""), encoding="utf-8")

    inside = shell(f"{installed}/csgraph validate", copy / "data", home)
    named = shell(f"{installed}/csgraph --root {copy} validate", tmp_path, home)

    pillars.write_text(before, encoding="utf-8")
    assert (inside.returncode, named.returncode) == (1, 1), inside.stderr + named.stderr
    assert re.match(r"(data/)?vocabulary/pillar\.ttl:\d+:\d+: violation", inside.stdout)
    assert re.match(r"data/vocabulary/pillar\.ttl:\d+:\d+: violation", named.stdout)


TYPED = """\
import csgraph

reveal_type(csgraph.show("pillar:norms").label)
reveal_type(csgraph.evidence("pillar:norms").quotes[0].page)
reveal_type(csgraph.validate()[0].severity)
answer = csgraph.query("pillars")
if isinstance(answer, csgraph.Rows):
    reveal_type(answer[0])
csgraph.draw("timeline", "no rows")
"""


@pytest.mark.slow
def test_mypy_sees_the_types_of_the_wheel(installed: Path, tmp_path: Path):
    pytest.importorskip("mypy")
    (tmp_path / "mine.py").write_text(TYPED)

    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", installed / "python", "mine.py"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)

    for line, seen in {
        3: 'note: Revealed type is "str"',
        4: 'note: Revealed type is "str | None"',
        5: 'note: Revealed type is "str"',
        8: 'note: Revealed type is "csgraph.sparql.results.Row"',
        9: 'error: Argument 2 to "draw" has incompatible type "str"; expected "Rows"',
    }.items():
        assert f"mine.py:{line}: {seen}" in done.stdout
    assert "Found 1 error in 1 file" in done.stdout


@pytest.mark.slow
def test_extract_and_fmt_do_not_write_to_the_wheel(installed: Path, home: Path, tmp_path: Path):
    for command in ("extract", "fmt"):
        done = shell(f"{installed}/csgraph {command}", tmp_path, home)

        assert (done.returncode, done.stdout) == (2, "")
        assert "the copy of the publication in the installed package is not written to" in done.stderr
