"""Measures ``csgraph validate`` beside other SHACL processors: how long, how much memory, what is found and what is not.

Each is run as a whole process that reads the data and the shapes and writes a report, each round once and in turn, so
that whatever else the machine does slows all of them alike. First on what we publish, with our shapes, in one file each;
then on the corpora that ``corpus.py`` makes, with ``shapes.ttl``. Prints Markdown; writes nothing but temporary files.

A result is found when the report has one with the focus node, path, value and component that are expected; each counts
once, and what is left over is false. Literals are compared as written, and blank nodes are all alike. A path is compared
by what it says, not by its nodes. Where a report gives no more of a path than a blank node, it is taken to be the one
that is expected, if that is more than a property; how many these are is said. Messages, severities and source shapes are
not compared, nor is what a report says below a result (``sh:detail``).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata, util
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from corpus import PREFIXES
from process import CSGRAPH, HERE, ROOT, Run, run

if TYPE_CHECKING:
    from typing import TypeAlias

    import pyoxigraph as ox

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Said: TypeAlias = dict[Term, dict[str, list[Term]]]


OURS = "csgraph"
QUERY = "csgraph-query"
JENA = "jena"
PEERS = {
    "pyshacl-as-shipped": ("pyshacl", "pyshacl"),
    "pyshacl-parsed-once": ("pyshacl", "pyshacl"),
    "pyrudof-native": ("pyrudof", "pyrudof"),
    "pyshifty-native": ("shifty", "pyshifty"),
}
"""The processors in Python, each with the module it needs and the name under which that is installed."""

ENGINES = (OURS, *PEERS, JENA, QUERY)

ONE_ROUND_FROM = 100
"""From this many reports on, each processor is run once."""

SHOWN = 5
"""So many missed and so many false results are shown of each processor, at most."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SH = "http://www.w3.org/ns/shacl#"

# How SHACL says the paths of SPARQL that have a sign after them (section 2.3.1).
_REPEATED = {f"{_SH}zeroOrMorePath": "*", f"{_SH}oneOrMorePath": "+", f"{_SH}zeroOrOnePath": "?"}

UNSAID = "[]"
"""The path of a result whose report says no more than that there is one."""

Result = tuple[str, str, str, str]
"""Focus node, path, value and component, terms as in N-Triples, each empty where there is none."""


# -- What a report says ------------------------------------------------------------------------------------------------


def results(report: bytes) -> list[Result]:
    """Return the results of a SHACL report (section 3.6), those below others left out.

    Args:
        report: Turtle or N-Triples.

    Raises:
        SyntaxError: It is neither.
        ValueError: It holds no ``sh:ValidationReport``.
    """
    import pyoxigraph as ox

    said: Said = {}
    for quad in ox.parse(report, format=ox.RdfFormat.TURTLE):
        said.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    kind = ox.NamedNode(f"{_SH}ValidationReport")
    reports = [node for node, properties in said.items() if kind in properties.get(f"{_RDF}type", ())]
    if not reports:
        raise ValueError("it printed no sh:ValidationReport")
    found = [result for node in reports for result in said[node].get(f"{_SH}result", ())]
    return sorted(_result(said, said.get(result, {})) for result in found)


def _result(said: Said, properties: Mapping[str, list[Term]]) -> Result:
    def one(name: str) -> Term | None:
        return next(iter(properties.get(f"{_SH}{name}", ())), None)

    path = one("resultPath")
    return (
        _term(one("focusNode")),
        "" if path is None else _path(said, path),
        _term(one("value")),
        _term(one("sourceConstraintComponent")),
    )


def _term(term: Term | None) -> str:
    import pyoxigraph as ox

    return "" if term is None else "_:" if isinstance(term, ox.BlankNode) else str(term)


def _path(said: Said, path: Term) -> str:
    """Return a path (SHACL, section 2.3.1) as SPARQL writes it, in brackets where it is more than a property."""
    import pyoxigraph as ox

    if isinstance(path, ox.NamedNode):
        return str(path)
    properties: Mapping[str, list[Term]] = said.get(path, {})
    for name, (step,) in ((name, steps) for name, steps in properties.items() if len(steps) == 1):
        if name == f"{_RDF}first":
            return "/".join(_path(said, member) for member in _members(said, path))
        if name == f"{_SH}alternativePath":
            return f"({'|'.join(_path(said, member) for member in _members(said, step))})"
        if name == f"{_SH}inversePath":
            return f"^{_path(said, step)}"
        if name in _REPEATED:
            return f"({_path(said, step)}){_REPEATED[name]}"
    return UNSAID


def _members(said: Said, items: Term) -> Iterable[Term]:
    while items in said:
        yield said[items][f"{_RDF}first"][0]
        items = said[items][f"{_RDF}rest"][0]


def expected_results(expected: Mapping[str, Any]) -> list[Result]:
    """Return the results that ``expected.json`` lists."""
    return [
        (result["focusNode"], result["path"] or "", result["value"] or "", result["component"])
        for fault in expected["faults"]
        for result in fault["results"]
    ]


@dataclass(frozen=True)
class Comparison:
    """How a report compares with what is expected.

    Attributes:
        found: How many of the expected results it has.
        unsaid: How many of these have a path of which it says nothing.
        missed: The expected results that it has not.
        false: The results that it has besides.
    """

    found: int
    unsaid: int
    missed: list[Result]
    false: list[Result]


def compare(expected: Iterable[Result], found: Iterable[Result]) -> Comparison:
    """Compare results as the docstring of this module says."""
    wanted, had = Counter(expected), Counter(found)
    same = wanted & had
    missed, false = wanted - same, had - same
    unsaid = 0
    for result in list(missed.elements()):
        focus, path, value, component = result
        without_path = (focus, UNSAID, value, component)
        if false[without_path] and not re.fullmatch("<[^>]*>|", path):
            missed[result] -= 1
            false[without_path] -= 1
            unsaid += 1
    return Comparison(same.total() + unsaid, unsaid, sorted(missed.elements()), sorted(false.elements()))


# -- Whole processes ---------------------------------------------------------------------------------------------------


def absent() -> dict[str, str]:
    """Return the processors that this machine does not have, each with the reason."""
    without = {name: f"no module {module}" for name, (module, _) in PEERS.items() if util.find_spec(module) is None}
    shacl = shutil.which("shacl")
    if shacl is None:
        without[JENA] = "no command shacl"
    else:
        told = subprocess.run([shacl, "--version"], capture_output=True, text=True)
        if "Jena" not in told.stdout + told.stderr:
            without[JENA] = "the command shacl is not that of Jena"
    return without


@dataclass
class Case:
    """Data that all processors are run on.

    Attributes:
        title: What it is.
        data: One file of Turtle.
        shapes: Another.
        reports: How many reports it is made of; 0 for what we publish.
        triples: How many triples the data are.
        expected: What is to be found.
        runs: The runs that count, by the name of the processor.
    """

    title: str
    data: Path
    shapes: Path
    reports: int
    triples: int
    expected: list[Result]
    runs: dict[str, list[Run]] = field(default_factory=dict)

    def commands(self) -> dict[str, list[str]]:
        """Return the command of each processor."""
        data, shapes = str(self.data), str(self.shapes)
        alone = ["--alone", "--shapes", shapes, data] if self.reports else []
        commands = {
            OURS: [*CSGRAPH, "validate", "--format", "turtle", *alone],
            **{
                name: [sys.executable, str(HERE / "peers" / f"{name.replace('-', '_')}.py"), data, shapes]
                for name in PEERS
            },
            JENA: ["shacl", "validate", "--shapes", shapes, "--data", data],
        }
        return commands if self.reports else {**commands, QUERY: [*CSGRAPH, "query", "pillars.rq"]}


def measure(case: Case, skipped: dict[str, str], rounds: int, limit: float) -> None:
    """Run all processors on a case, and keep the runs in it.

    Args:
        case: What to run them on.
        skipped: Those not to run, with the reason. One that takes longer than the limit is added.
        rounds: How often each is run and counted. What we publish comes first, and once more, not counted.
        limit: After how many seconds a run is ended.
    """
    commands = {name: command for name, command in case.commands().items() if name not in skipped}
    for number in range(rounds) if case.reports else range(-1, rounds):
        for name, command in commands.items():
            if any(done.problem for done in case.runs.get(name, ())):
                continue
            done = run(command, limit, statuses=(0,) if name == QUERY else (0, 1))
            print(f"{case.title}: {name}: {done.problem or f'{done.seconds:.2f} s'}", file=sys.stderr, flush=True)
            if number >= 0 or done.problem:
                case.runs.setdefault(name, []).append(done)
            if done.seconds >= limit:
                skipped[name] = f"took more than {limit:g} s on {case.title}"


# -- The table ---------------------------------------------------------------------------------------------------------


def short(result: Result) -> str:
    """Return a result with prefixes, for reading."""
    line = " ".join(part for part in result if part)
    for prefix, namespace in PREFIXES.items():
        line = re.sub(rf"<{re.escape(namespace)}([\w.-]*)>", rf"{prefix}:\1", line)
    return line


def table(case: Case, skipped: Mapping[str, str], limit: float) -> list[str]:
    """Return the measurements of a case as lines of Markdown.

    Args:
        case: What was measured.
        skipped: What was not run, with the reason.
        limit: After how many seconds a run was ended.
    """
    outcomes = {name: _outcome(case, name, runs) for name, runs in case.runs.items()}
    ours = median(done.seconds for done in case.runs[OURS]) if isinstance(outcomes.get(OURS), Comparison) else None
    lines = [
        f"## {case.title}: {case.triples:,} triples, {len(case.expected)} results expected",
        "",
        "| whole process, started cold | runs | median s | fastest s | slowest s | peak MB | beside csgraph | found | false |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    notes: list[str] = []
    for name in case.commands():
        if name not in outcomes:
            notes.append(f"- `{name}` was not run: {skipped[name]}.")
            continue
        runs, outcome = case.runs[name], outcomes[name]
        seconds, megabytes = [done.seconds for done in runs], max(done.megabytes for done in runs)
        cells = [f"`{name}`", str(len(runs))]
        if isinstance(outcome, str):
            notes.append(f"- `{name}` gave no report: {outcome}.")
            is_late = max(seconds) >= limit
            ratio = f"> {limit / ours:.2f}" if ours and is_late else "–"
            cells += [f"> {limit:g}" if is_late else "–", "–", "–", "–", ratio, "–", "–"]
        else:
            cells += [f"{value:.2f}" for value in (median(seconds), min(seconds), max(seconds))]
            cells += [f"{megabytes:.0f}", f"{median(seconds) / ours:.2f}" if ours else "–"]
            cells += ["–", "–"] if outcome is None else [str(outcome.found), str(len(outcome.false))]
            notes += [] if outcome is None else _differences(name, outcome)
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, "", *notes, *([""] if notes else [])]


def _outcome(case: Case, name: str, runs: list[Run]) -> Comparison | str | None:
    """Return how what was reported compares, or why nothing was; None for a command that checks nothing."""
    last = runs[-1]
    if last.problem:
        return f"{last.problem}; it said: {last.last_words}"
    if name == QUERY:
        return None
    try:
        return compare(case.expected, results(last.report))
    except (SyntaxError, ValueError) as error:
        return f"{' '.join(str(error).split())}; it said: {last.last_words}"


def _differences(name: str, compared: Comparison) -> Iterable[str]:
    if compared.unsaid:
        yield f"- `{name}` leaves {compared.unsaid} paths unsaid."
    for what, which in (("misses", compared.missed), ("has besides", compared.false)):
        for result in which[:SHOWN]:
            yield f"- `{name}` {what}: `{short(result)}`"
        if len(which) > SHOWN:
            yield f"- `{name}` {what} {len(which) - SHOWN} more."


# -- The cases ---------------------------------------------------------------------------------------------------------


def published(folder: Path) -> Case:
    """Return what we publish as a case: all graphs but the alignments, and the ontology, in one file."""
    data, shapes = folder / "published.ttl", folder / "published-shapes.ttl"
    files = [*ROOT.glob("ontology/*.ttl"), *ROOT.glob("data/*.ttl"), *ROOT.glob("data/*/*.ttl")]
    for path, parts in ((data, files), (shapes, [path for path in ROOT.glob("shapes/*.ttl") if path.stem != "style"])):
        texts = (part.read_text(encoding="utf-8") for part in sorted(parts) if part.stem != "alignments")
        path.write_text("\n".join(texts), encoding="utf-8")
    count = "import sys, pyoxigraph; print(len(set(pyoxigraph.parse(path=sys.argv[1]))))"
    done = subprocess.run([sys.executable, "-c", count, str(data)], check=True, capture_output=True, text=True)
    return Case("what we publish", data, shapes, 0, int(done.stdout), [])


def made(folder: Path, reports: int) -> Case:
    """Return a corpus of some reports as a case."""
    folder = folder / str(reports)
    subprocess.run([sys.executable, str(HERE / "corpus.py"), "--reports", str(reports), str(folder)], check=True)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    title = f"a corpus of {reports} report{'s' if reports > 1 else ''}"
    wanted = expected_results(expected)
    return Case(title, folder / "corpus.ttl", HERE / "shapes.ttl", reports, expected["triples"], wanted)


def versions() -> str:
    """Return the versions of what is measured, as one line."""
    names = ["pyoxigraph", "rdflib", *dict.fromkeys(name for _, name in PEERS.values())]
    found = []
    for name in names:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return f"Python {sys.version.split()[0]}, {', '.join(found)}; {os.cpu_count()} cores."


def _reports(text: str) -> list[int]:
    sizes = [int(size) for size in text.split(",") if size]
    if not all(size > 0 for size in sizes):
        raise argparse.ArgumentTypeError("a corpus has at least one report")
    return sorted(sizes)


def _skip(text: str) -> tuple[str, int]:
    name, _, reports = text.partition(":")
    if name not in ENGINES:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(ENGINES)}")
    return name, int(reports or 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=f"{__doc__.split(chr(10), 1)[0]} NAME is one of: {', '.join(ENGINES)}.",
    )
    parser.add_argument("--sizes", type=_reports, default=[10, 100], help="how many reports each corpus has (10,100)")
    parser.add_argument(
        "--published", action=argparse.BooleanOptionalAction, default=True, help="measure what we publish"
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help=f"counted runs of each; 1 from {ONE_ROUND_FROM} reports on (3)"
    )
    parser.add_argument("--limit", type=float, default=600, help="seconds after which a run is ended (600)")
    parser.add_argument(
        "--skip",
        type=_skip,
        action="append",
        default=[],
        metavar="NAME[:REPORTS]",
        help="leave a processor out of the corpora, or of those from so many reports on; repeatable",
    )
    asked = parser.parse_args()
    without = absent()
    print(versions(), end="\n\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.published:
            case, skipped = published(folder), dict(without)
            measure(case, skipped, asked.rounds, asked.limit)
            print(*table(case, skipped, asked.limit), sep="\n", flush=True)
        skipped = dict(without)
        for reports in asked.sizes:
            skipped |= {name: f"left out by `--skip {name}:{first}`" for name, first in asked.skip if first <= reports}
            case = made(folder, reports)
            measure(case, skipped, asked.rounds if reports < ONE_ROUND_FROM else 1, asked.limit)
            print(*table(case, skipped, asked.limit), sep="\n", flush=True)


if __name__ == "__main__":
    main()
