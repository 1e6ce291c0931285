"""Measures whole processes side by side: our commands, bare scripts that do the same, and Python doing nothing.

Each round runs every command once, in turn, so that whatever else the machine does slows all of them alike.
Prints a table of medians; writes nothing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
SCRIPT = Path(sys.executable).with_name("csgraph")
CSGRAPH = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "csgraph"]

OURS = "csgraph query pillars.rq"
PYOXIGRAPH = "bare script with pyoxigraph"
RDFLIB = "bare script with rdflib"
VALIDATE = "csgraph validate"

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    PYOXIGRAPH: [sys.executable, str(HERE / "bare_pyoxigraph.py")],
    OURS: [*CSGRAPH, "query", "pillars.rq"],
    RDFLIB: [sys.executable, str(HERE / "bare_rdflib.py")],
    VALIDATE: [*CSGRAPH, "validate"],
}


def seconds(command: list[str]) -> float:
    """Run a command with its output into a pipe, and return how long it took."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True)
    taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with status {done.returncode}:\n{done.stderr or done.stdout}")
    return taken


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the times of each command over some rounds, after one that is not counted."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, command in COMMANDS.items():
            taken = seconds(command)
            if number:
                times[name].append(taken)
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=15, help="how often each command is run and counted")
    times = measure(parser.parse_args().rounds)
    medians = {name: median(taken) for name, taken in times.items()}
    print(f"{'whole process':29} {'median s':>9} {'fastest':>9} {'slowest':>9} {'ratio':>7}")
    for name, taken in times.items():
        ratio = medians[name] / medians[PYOXIGRAPH]
        print(f"{name:29} {medians[name]:9.3f} {min(taken):9.3f} {max(taken):9.3f} {ratio:7.2f}")
    targets = [
        ("csgraph query / bare pyoxigraph, at most 3.5", medians[OURS] / medians[PYOXIGRAPH], True),
        ("bare rdflib / csgraph query, at least 4", medians[RDFLIB] / medians[OURS], False),
        ("csgraph validate, at most 3 s", medians[VALIDATE], True),
    ]
    print()
    for (what, value, is_upper), bound in zip(targets, (3.5, 4, 3), strict=True):
        met = value <= bound if is_upper else value >= bound
        print(f"{what:46} {value:7.2f}  {'met' if met else 'NOT MET'}")


if __name__ == "__main__":
    main()
