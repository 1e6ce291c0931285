"""Measures ``csgraph site`` beside a program that writes a bare page and four documents of each thing, and on copies.

Each is run as a whole process, in turn. The peer is given one file with the named graphs; it draws no picture, marks no
sentence, answers no view and checks nothing. A corpus of N reports is our own data N times over, each time with IRIs of
their own. Prints Markdown; writes nothing but temporary files.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from process import CSGRAPH, HERE, ROOT, Run, run, table

OURS = "csgraph site"
FORCED = "csgraph site --force"
RDFLIB = "rdflib and Jinja2: a page and four documents of each thing"
SECONDS = 20
"""What the site of what we publish may take."""
_OURS = "https://w3id.org/csgraph/id/"


def copied(folder: Path, reports: int) -> Path:
    """Return a folder that publishes what we do so many times over, each copy with IRIs of its own."""
    root = folder / "root"
    for name in ("ontology", "shapes", "queries", "data"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "LICENSE-DATA", root)
    for path in sorted((root / "data").rglob("*.ttl")):
        graph = path.relative_to(root / "data").parts[0].removesuffix(".ttl")
        if graph not in ("dataset", "vocabulary", "source"):
            text = path.read_text(encoding="utf-8")
            place = root / "data" / graph
            place.mkdir(exist_ok=True)
            for number in range(1, reports):
                named = text.replace(_OURS, f"{_OURS}copy{number}/")
                (place / f"copy{number}-{path.name}").write_text(named, encoding="utf-8")
    return root


def measure(root: Path, folder: Path, rounds: int, names: list[str]) -> tuple[int, int, dict[str, list[Run]]]:
    """Return how many pages and bytes ours has, and the runs of each."""
    runs: dict[str, list[Run]] = {}
    site, peer = folder / "site", folder / "peer"
    pages = size = 0
    for _ in range(rounds):
        for name in names:
            shutil.rmtree(site, ignore_errors=True)
            shutil.rmtree(peer, ignore_errors=True)
            peer.mkdir()
            command = [*CSGRAPH, "site", str(site), *(["--force"] if name == FORCED else [])]
            if name == RDFLIB:
                command = [sys.executable, str(HERE / "peers" / "rdflib_pages.py"), str(folder / "data.nq"), str(peer)]
            done = run(command, 3_600, (0,), {"CSGRAPH_ROOT": str(root)})
            print(f"{name}: {done.problem or f'{done.seconds:.2f} s'}", file=sys.stderr, flush=True)
            runs.setdefault(name, []).append(done)
            if name != RDFLIB and not done.problem:
                files = [path for path in site.rglob("*") if path.is_file()]
                pages, size = sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files)
                shutil.copy(next(site.glob("release/*/csgraph.nq")), folder / "data.nq")
    return pages, size, runs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sizes", default="10", help="how many reports each corpus has (10)")
    parser.add_argument("--rounds", type=int, default=3, help="counted runs of each; 1 of corpora (3)")
    asked = parser.parse_args()
    ours = 0.0
    for reports in (1, *(int(size) for size in asked.sizes.split(",") if size)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            root = ROOT if reports == 1 else copied(folder, reports)
            # The rules say that there is one report, so that copies are forced.
            names = [OURS, FORCED, RDFLIB] if reports == 1 else [FORCED]
            pages, size, runs = measure(root, folder, asked.rounds if reports == 1 else 1, names)
            title = "what we publish" if reports == 1 else f"{reports} reports"
            heading = f"{title}: {pages:,} pages, {size / 1e6:,.0f} MB in all"
            counts = dict.fromkeys((OURS, FORCED), pages)
            print(*table(heading, runs, "pages", counts), sep="\n", flush=True)
            ours = ours or median(done.seconds for done in runs[OURS])
    print(
        f"the site of what we publish is made within {SECONDS} s: {ours:.2f} s  {'met' if ours <= SECONDS else 'NOT MET'}"
    )


if __name__ == "__main__":
    main()
