"""Runs a command as a whole process, and measures how long it takes and how much memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SCRIPT = Path(sys.executable).with_name("csgraph")
CSGRAPH = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "csgraph"]

# The most memory that a process has had counts that of the one that started it, so a small one starts it.
LAUNCHER = """
import os, sys, time
start = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ), 0)
with open(sys.argv[1], "w") as file:
    print(time.perf_counter() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status), file=file)
"""


@dataclass(frozen=True)
class Run:
    """One run of one command.

    Attributes:
        seconds: From its start to its end.
        megabytes: The most memory that it had at one time, resident set size, in 10^6 bytes.
        problem: Why it did not end as it should; None when it did.
        report: What it printed.
        last_words: The last line of what it said on standard error.
    """

    seconds: float
    megabytes: float
    problem: str | None
    report: bytes
    last_words: str


def run(
    command: list[str], limit: float, statuses: Container[int] = (0, 1), settings: Mapping[str, str] | None = None
) -> Run:
    """Run a command, with its output into files, and end it after a limit.

    Args:
        command: The command and its arguments.
        limit: In seconds.
        statuses: With which it may end; processors that find something end with 1.
        settings: Variables of its environment, besides ours.
    """
    with (
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
        tempfile.NamedTemporaryFile() as measured,
    ):
        launcher = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", LAUNCHER, measured.name, *command],
            cwd=ROOT,
            env={**os.environ, **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            start_new_session=True,
        )
        taken, memory, problem = limit, 0.0, None
        try:
            launcher.wait(limit)
        except subprocess.TimeoutExpired:
            problem = f"more than {limit:g} s"
        else:
            seconds, most, status = measured.read().split()
            # Kibibytes on Linux, bytes on macOS.
            taken, memory = float(seconds), int(most) * (1 if sys.platform == "darwin" else 1024) / 1e6
            if int(status) not in statuses:
                problem = f"it ended with status {int(status)}"
        finally:
            if launcher.poll() is None:
                os.killpg(launcher.pid, signal.SIGKILL)
                launcher.wait()
        output.seek(0)
        errors.seek(0)
        lines = errors.read().decode("utf-8", "replace").splitlines()
        return Run(taken, memory, problem, output.read(), lines[-1] if lines else "nothing")


def table(title: str, runs: Mapping[str, Sequence[Run]], what: str, counts: Mapping[str, int]) -> list[str]:
    """Return the runs of each as lines of Markdown.

    Args:
        title: The heading.
        runs: The runs by what was run.
        what: What is counted by the second, such as quads.
        counts: How many of these each makes, by what was run; none is told of what is not in it.
    """
    lines = [
        f"## {title}",
        "",
        f"| whole process, started cold | runs | median s | fastest s | slowest s | peak MB | {what} a second |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, found in runs.items():
        if problem := next((done.problem for done in found if done.problem), None):
            lines.append(f"| {name} | {len(found)} | {problem}: {found[-1].last_words} | – | – | – | – |")
            continue
        seconds = [done.seconds for done in found]
        cells = [f"{value:.2f}" for value in (median(seconds), min(seconds), max(seconds))]
        rate = f"{counts[name] / median(seconds):,.0f}" if name in counts else "–"
        cells += [f"{max(done.megabytes for done in found):.0f}", rate]
        lines.append(f"| {name} | {len(found)} | {' | '.join(cells)} |")
    return [*lines, ""]
