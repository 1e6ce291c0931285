"""Asks Comunica, a SPARQL engine in JavaScript, every view of a release that needs no other graph, and csgraph beside it.

Each view is asked by both in turn, as whole processes: ``comunica-sparql-file`` reads ``csgraph.ttl`` of a release that is
built first. Prints a table of seconds and rows; writes nothing. Comunica is installed by ``npm ci --prefix benchmarks/npm``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from process import CSGRAPH, HERE, run

COMUNICA = HERE / "npm" / "node_modules" / ".bin" / "comunica-sparql-file"
OTHER_GRAPHS = {"editorial", "facts", "links"}
TARGET = 10.0
"""Seconds in which Comunica is to answer each view."""


def graphs(query: Path) -> set[str]:
    """Return the graphs that the header of a view names."""
    (line,) = (line for line in query.read_text(encoding="utf-8").splitlines() if line.startswith("#+ graph:"))
    return {name.strip() for name in line.partition(":")[2].split(",")}


def rows(answer: bytes) -> int:
    """Return how many rows a TSV answer has below its heading."""
    return len(answer.decode().rstrip("\n").splitlines()) - 1


def main() -> int:
    """Measure and print; 1 if a view is too slow or has other rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("views", nargs="*", help="names of views; all that need no other graph if left out")
    parser.add_argument("--limit", type=float, default=60, help="seconds after which Comunica is ended")
    options = parser.parse_args()
    if not COMUNICA.exists():
        print("skipped: Comunica is not installed; run: npm ci --prefix benchmarks/npm")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "release"
        subprocess.run([*CSGRAPH, "build", str(release)], check=True, capture_output=True)
        missed = 0
        print(f"{'view':24}{'Comunica':>10}{'csgraph':>10}{'rows':>7}")
        for query in sorted((release / "queries").glob("*.rq")):
            if graphs(query) & OTHER_GRAPHS or (options.views and query.stem not in options.views):
                continue
            file = str(release / "csgraph.ttl")
            theirs = run([str(COMUNICA), file, "-f", str(query), "-t", "text/tab-separated-values"], options.limit)
            ours = run([*CSGRAPH, "query", query.stem, "--format", "tsv"], options.limit)
            wrong = theirs.problem or ("" if rows(theirs.report) == rows(ours.report) else "other rows")
            late = "" if theirs.seconds <= TARGET else f"more than {TARGET:g} s"
            missed += bool(wrong or late)
            print(f"{query.stem:24}{theirs.seconds:10.2f}{ours.seconds:10.2f}{rows(ours.report):7}  {wrong or late}")
    print(f"{missed} views were not answered within {TARGET:g} s with the same rows")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
