"""The page on joining the graph with other data: every step runs as pasted, and prints what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from csgraph import paths
from tests.support.folders import SOURCES

PAGE = (paths.ROOT / "docs" / "integrating.md").read_text(encoding="utf-8")


def steps(heading: str) -> list[tuple[str, str | None]]:
    """Return the steps below a heading: what is pasted, and what the page says that it prints."""
    (section,) = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    found = re.findall(r"^```sh\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", section, re.MULTILINE | re.DOTALL)
    return [(step, printed or None) for step, printed in found]


HEADINGS = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
FEDERATED = "Two stores, by a federated query"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with our data in it, and a ``csgraph`` that is the one under test."""
    (tmp_path / "data").symlink_to(paths.DATA)
    command = tmp_path / "bin" / "csgraph"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{SOURCES}" exec "{sys.executable}" -m csgraph "$@"\n')
    command.chmod(0o755)
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    path = os.pathsep.join([str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"}


def assert_prints(step: str, printed: str | None, folder: Path) -> None:
    command = ["bash", "-e", "-c", step]
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    if printed is not None:
        assert done.stdout == printed, done.stderr


@pytest.mark.parametrize("heading", [heading for heading in HEADINGS if heading != FEDERATED])
def test_each_step_runs_as_pasted_and_prints_what_is_shown(heading: str, folder: Path):
    assert steps(heading)
    for step, printed in steps(heading):
        assert_prints(step, printed, folder)


def free_port() -> str:
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return str(one.getsockname()[1])


@pytest.fixture
def ports() -> dict[str, str]:
    """Ports that are free, in place of those of the page."""
    first, second = free_port(), free_port()
    return {"7878": first, "7879": second}


@pytest.fixture
def servers(folder: Path, ports: dict[str, str]) -> Iterator[list[tuple[str, str | None]]]:
    """The two stores of the page, running; and the steps that come after."""
    if not all(shutil.which(program, path=environment(folder)["PATH"]) for program in ("oxigraph", "curl")):
        pytest.skip("the server oxigraph, or curl, is not installed")
    found = [(re.sub("787[89]", lambda port: ports[port[0]], step), printed) for step, printed in steps(FEDERATED)]
    started = subprocess.Popen(
        ["bash", "-c", f"{found[0][0]}wait"], cwd=folder, env=environment(folder), start_new_session=True
    )
    try:
        yield found[1:]
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait()


def test_a_query_over_two_stores_gives_what_is_shown(servers: list[tuple[str, str | None]], folder: Path):
    assert [printed is not None for _, printed in servers] == [False, True]
    for step, printed in servers:
        assert_prints(step, printed, folder)
