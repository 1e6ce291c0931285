"""Measures ``csgraph build`` beside programs that write the same graph in the same syntaxes, and on growing corpora.

Each is run as a whole process, in turn. The peers are given one file with the named graphs and write Turtle, N-Triples,
JSON-LD, RDF/XML, N-Quads and TriG; they derive, sort, describe and check nothing, and what they write is no Turtle to be
read or compared. Prints Markdown; writes nothing but temporary files.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from process import CSGRAPH, HERE, ROOT, Run, run, table

OURS = "csgraph build"
RDFLIB = "rdflib: parse, and serialize six times"
OXIGRAPH = "oxigraph convert, six times"
ENDINGS = ("ttl", "nt", "jsonld", "rdf", "nq", "trig")
SECONDS = 5
"""What a build of what we publish may take."""


def commands(root: Path, folder: Path) -> dict[str, list[str]]:
    """Return the command of each, of what a folder publishes."""
    data, target = folder / "data.nq", folder / "peers"
    target.mkdir(exist_ok=True)
    found = {OURS: [*CSGRAPH, "build", str(folder / "release")]}
    found[RDFLIB] = [sys.executable, str(HERE / "peers" / "rdflib_serialize.py"), str(data), str(target)]
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program:
        # A syntax without named graphs takes the graphs as one only where they are none.
        source = {ending: data if ending in ("nq", "trig") else folder / "data.nt" for ending in ENDINGS}
        lines = [f"{program} convert -f {source[ending]} -t {target}/oxigraph.{ending}" for ending in ENDINGS]
        found[OXIGRAPH] = ["sh", "-ec", "\n".join(lines)]
    return found


def published(root: Path, folder: Path) -> int:
    """Write what a folder publishes as the peers are to have it, and return how many triples its graphs have."""
    release = folder / "given"
    done = run([*CSGRAPH, "build", str(release)], 3_600, (0,), {"CSGRAPH_ROOT": str(root)})
    if done.problem:
        sys.exit(f"csgraph build: {done.problem}: {done.last_words}")
    shutil.move(release / "csgraph.nq", folder / "data.nq")
    shutil.move(release / "csgraph.nt", folder / "data.nt")
    shutil.rmtree(release)
    with (folder / "data.nq").open("rb") as file:
        return sum(1 for _ in file)


def made(folder: Path, reports: int) -> Path:
    """Return a folder that publishes our ontology, shapes and queries with a corpus in place of our data."""
    root = folder / "root"
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(ROOT / name, root / name)
    (root / "data" / "report").mkdir(parents=True)
    (root / "data" / "source").mkdir()
    for name in ("dataset.ttl", "source/cs2020-report.txt"):
        shutil.copy(ROOT / "data" / name, root / "data" / name)
    command = [
        sys.executable,
        str(HERE / "corpus.py"),
        "--no-faults",
        "--reports",
        str(reports),
        str(folder / "corpus"),
    ]
    subprocess.run(command, check=True)
    shutil.move(folder / "corpus" / "corpus.ttl", root / "data" / "report")
    return root


def measure(root: Path, folder: Path, rounds: int, skipped: set[str]) -> tuple[int, dict[str, list[Run]]]:
    """Return how many quads there are, and the runs of each."""
    quads = published(root, folder)
    runs: dict[str, list[Run]] = {}
    for _ in range(rounds):
        for name, command in commands(root, folder).items():
            if name not in skipped:
                done = run(command, 3_600, (0,), {"CSGRAPH_ROOT": str(root)})
                print(f"{name}: {done.problem or f'{done.seconds:.2f} s'}", file=sys.stderr, flush=True)
                runs.setdefault(name, []).append(done)
    return quads, runs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sizes", default="10,100", help="how many reports each corpus has (10,100)")
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; 1 of corpora (3)")
    parser.add_argument("--skip-rdflib", type=int, default=100, help="leave rdflib out from so many reports on (100)")
    asked = parser.parse_args()
    ours = 0.0
    for reports in (0, *(int(size) for size in asked.sizes.split(",") if size)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            root = made(folder, reports) if reports else ROOT
            skipped = {RDFLIB} if reports >= asked.skip_rdflib else set()
            quads, runs = measure(root, folder, 1 if reports else asked.rounds, skipped)
            title = f"a corpus of {reports} reports" if reports else "what we publish"
            print(*table(f"{title}: {quads:,} quads", runs, "quads", dict.fromkeys(runs, quads)), sep="\n", flush=True)
            ours = ours or median(done.seconds for done in runs[OURS])
    print(f"what we publish is built within {SECONDS} s: {ours:.2f} s  {'met' if ours <= SECONDS else 'NOT MET'}")


if __name__ == "__main__":
    main()
