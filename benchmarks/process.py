"""Runs a command as a whole process, and measures how long it takes and how much memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

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
