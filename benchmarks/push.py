"""Measures ``csgraph push`` beside what the stores themselves offer for loading: how long, how much memory.

Each round starts an empty store and loads the release into it, whole processes in turn: ``csgraph push``, which stages,
counts and copies; the same again, which finds it there; ``--verify``; ``curl``, which puts each graph in its place at
once, with nothing staged; and for Virtuoso its own ``isql``. Prints Markdown; writes nothing but temporary files.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from process import CSGRAPH, ROOT, run

sys.path.insert(0, str(ROOT / "tests"))
from csgraph.rdf.namespaces import GRAPH
from csgraph.release import manifest
from tests.support import stores

STORES: dict[str, Callable[[Path], AbstractContextManager[Any]]] = {
    "oxigraph": stores.start_oxigraph,
    "virtuoso": stores.start_virtuoso,
}


@dataclass
class Measured:
    """The runs of one way to load a release.

    Attributes:
        seconds: How long each took.
        megabytes: The most memory that any had, resident set size, in 10^6 bytes.
    """

    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0


def run_all(commands: list[list[str]], measured: Measured, settings: dict[str, str], limit: float) -> None:
    """Run commands one after the other, and take note of the time and the memory of all.

    Args:
        commands: The commands.
        measured: What to note it in.
        settings: Variables of their environment.
        limit: After how many seconds each is ended.

    Raises:
        SystemExit: One does not end as it should.
    """
    taken = 0.0
    for command in commands:
        done = run(command, limit, (0,), settings)
        if done.problem:
            raise SystemExit(f"{' '.join(command)}: {done.problem}; it said: {done.last_words}")
        taken += done.seconds
        measured.megabytes = max(measured.megabytes, done.megabytes)
    measured.seconds.append(taken)


def ways(store: Any, release: Path, split: Path) -> Iterator[tuple[str, list[list[str]], bool]]:
    """Yield the ways to load a release into a store: a name, the commands, and whether the store is to be empty."""
    push = [*CSGRAPH, "push", str(release), "--endpoint", store.query, "--timeout", "600"]
    yield "csgraph push", [push], True
    yield "csgraph push, again", [push], False
    yield "csgraph push --verify", [[*push, "--verify"]], False
    if shutil.which("curl"):
        login = ["--digest", "--user", f"{store.user}:{store.password}"] if store.user else []
        put = ["curl", "--silent", "--fail", *login, "--header", "Content-Type: application/n-triples", "--upload-file"]
        files = sorted(split.glob("*.nt"))
        yield "curl", [[*put, str(path), f"{store.graphs}?graph={GRAPH}{path.stem}"] for path in files], True
    if isinstance(store, stores.Virtuoso):
        script = store.folder / "load.sql"
        load = f"DB.DBA.TTLP(file_to_string_output('{release / manifest.QUADS}'), '', 'urn:x', 512);\ncheckpoint;\n"
        script.write_text(load, encoding="utf-8")
        yield "isql", [["isql-vt", store.sql, store.user, store.password, str(script)]], True


def measure(name: str, release: Path, split: Path, rounds: int, limit: float) -> dict[str, Measured]:
    """Measure all ways to load a release into a store; the first round is not counted where there are more."""
    found: dict[str, Measured] = {}
    for number in range(rounds):
        done = 0
        while True:
            with tempfile.TemporaryDirectory() as folder, STORES[name](Path(folder)) as store:
                settings = {"CSGRAPH_USER": store.user or "", "CSGRAPH_PASSWORD": store.password or ""}
                waiting = list(ways(store, release, split))[done:]
                for way, commands, is_empty in waiting:
                    if is_empty and way != waiting[0][0]:
                        break
                    measured = found.setdefault(way, Measured())
                    run_all(commands, measured, settings, limit)
                    print(f"{name}: {way}: {measured.seconds[-1]:.2f} s", file=sys.stderr, flush=True)
                    if number == 0 and rounds > 1:
                        measured.seconds.pop()
                    done += 1
                else:
                    break
    return found


def made(folder: Path, triples: int) -> Path:
    """Return a release of one graph, of so many triples."""
    import hashlib

    folder.mkdir()
    with (folder / manifest.QUADS).open("w", encoding="utf-8", newline="\n") as file:
        for number in range(triples):
            subject, predicate = f"<https://example.org/{number // 10}>", f"<https://example.org/p{number % 10}>"
            file.write(f'{subject} {predicate} "some words on {number}"@en <{GRAPH}made> .\n')
    (folder / "description.ttl").write_text("# made\n", encoding="utf-8")
    names = ("csgraph.nq", "description.ttl")
    sums = (f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return folder


def table(name: str, triples: int, found: dict[str, Measured]) -> list[str]:
    """Return what was measured of a store as lines of Markdown."""
    ours = median(found["csgraph push"].seconds)
    lines = [
        f"## {name}: {triples:,} triples",
        "",
        "| way | runs | median s | fastest s | slowest s | peak MB of the client | beside csgraph push |",
        "|---|---|---|---|---|---|---|",
    ]
    for way, measured in found.items():
        values = (median(measured.seconds), min(measured.seconds), max(measured.seconds))
        cells = [f"`{way}`", str(len(measured.seconds)), *(f"{value:.2f}" for value in values)]
        lines.append(f"| {' | '.join([*cells, f'{measured.megabytes:.0f}', f'{values[0] / ours:.2f}'])} |")
    return [*lines, ""]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=4, help="how often each is run; the first is not counted (4)")
    parser.add_argument("--triples", type=int, default=0, help="load so many made triples instead of the release")
    parser.add_argument("--limit", type=float, default=600, help="seconds after which a run is ended (600)")
    parser.add_argument("--store", action="append", choices=sorted(STORES), help="only this store; repeatable")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        release, split = Path(work, "release"), Path(work, "split")
        if asked.triples:
            made(release, asked.triples)
        else:
            subprocess.run([*CSGRAPH, "build", str(release)], check=True, cwd=ROOT, capture_output=True)
        split.mkdir()
        parts = manifest.read(release)
        for part in parts:
            with (split / f"{part.name}.nt").open("wb") as file:
                file.writelines(part.pieces())
        for name in asked.store or sorted(STORES):
            try:
                found = measure(name, release, split, asked.rounds, asked.limit)
            except pytest.skip.Exception as skipped:
                print(f"{name} was not run: {skipped}.", end="\n\n", flush=True)
                continue
            print(*table(name, sum(part.count for part in parts), found), sep="\n", flush=True)


if __name__ == "__main__":
    main()
