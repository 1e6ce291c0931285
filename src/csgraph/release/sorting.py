"""Sorts triples for release files: one order for the same triples, in bounded memory.

Each triple is one line of text, its sort key and its N-Triples. Lines are sorted as text, in runs that are written aside
once there are too many to hold, and merged when they are read. Nothing of the order depends on the machine: text is
compared by its code points, whatever the locale.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf import turtle

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

RUN = 100_000
"""Number of triples in memory; a run of as many takes some 50 MB."""

_KEY_END = "\x1f"
_PART_END = "\x00"
_BATCH = 1 << 20
_DIGITS = re.compile("[0-9]+")
_PADDED = re.compile("(?<![0-9])0[0-9]")


class Order:
    """The order of triples in release files, which is that of all our Turtle.

    Subjects in natural order of how they are written, so that ``p2`` comes before ``p10``; then predicates as
    ``csgraph.rdf.turtle`` orders them, then objects, in natural order again.
    """

    def __init__(self) -> None:
        self._subjects: dict[Term, str] = {}
        self._predicates: dict[Term, str] = {}

    def line(self, triple: ox.Triple) -> str:
        """Return a triple as a line that sorts, with a line feed at its end."""
        subject, predicate, value = triple
        # One subject has its triples side by side in most files.
        if (first := self._subjects.get(subject)) is None:
            self._subjects.clear()
            first = self._subjects[subject] = natural(turtle.to_turtle(subject))
        if (second := self._predicates.get(predicate)) is None:
            rank, last, name = turtle.predicate_key(turtle.to_turtle(predicate))
            second = self._predicates[predicate] = f"{rank}{last:03}{name}"
        key = _PART_END.join((first, second, natural(turtle.to_turtle(value))))
        return f"{key}{_KEY_END}{subject} {predicate} {value} .\n"


def natural(text: str) -> str:
    """Return a text so that text is compared in natural order: digits by their value, and before letters.

    A number is written after its length. It is the order of ``csgraph.rdf.turtle.natural_key``, also where two texts differ
    in nothing but zeros before a number; these come side by side.

    Args:
        text: A term in Turtle, which has no control characters.
    """
    key = _DIGITS.sub(lambda found: f"\x02{len(found[0].lstrip('0')):04}{found[0].lstrip('0')}", text)
    return f"{key}\x01{len(text):08}{text}" if _PADDED.search(text) else key


class Sorted:
    """Triples in the order of release files, each once, to be read as often as one likes.

    Args:
        path: The file that keeps them; runs are written beside it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, triples: Iterable[ox.Triple], *, run: int = RUN) -> Sorted:
        """Sort triples into the file.

        Args:
            triples: The triples, in any order.
            run: How many to hold in memory.
        """
        order, lines, runs = Order(), list[str](), list[Path]()
        for triple in triples:
            lines.append(order.line(triple))
            if len(lines) == run:
                runs.append(self._write_run(lines, len(runs)))
                lines.clear()
        lines.sort()
        with ExitStack() as stack:
            parts = [stack.enter_context(part.open(encoding="utf-8", newline="\n")) for part in runs]
            with self.path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(_once(heapq.merge(*parts, lines) if parts else lines))
        for part in runs:
            part.unlink()
        return self

    def _write_run(self, lines: list[str], number: int) -> Path:
        path = self.path.with_name(f"{self.path.name}.{number}")
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(sorted(lines))
        return path

    def lines(self) -> Iterator[str]:
        """Yield the lines of N-Triples."""
        return lines([self])


def lines(parts: Iterable[Sorted]) -> Iterator[str]:
    """Yield the lines of N-Triples of several sorted files as one: each triple once, in order."""
    with ExitStack() as stack:
        files = [stack.enter_context(part.path.open(encoding="utf-8", newline="\n")) for part in parts]
        for line in _once(heapq.merge(*files) if len(files) > 1 else files[0] if files else ()):
            yield line[line.index(_KEY_END) + 1 :]


def subjects(lines: Iterable[str]) -> Iterator[tuple[Term, list[ox.Triple]]]:
    """Yield each subject of sorted N-Triples with its triples."""
    yield from (
        (subject, [*triples]) for subject, triples in groupby(_parsed(lines), key=lambda triple: triple.subject)
    )


def _parsed(lines: Iterable[str]) -> Iterator[ox.Triple]:
    """Yield the triples of lines, which are parsed some thousands at a time."""
    batch, size = list[str](), 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if size > _BATCH:
            yield from _parse(batch)
            batch, size = [], 0
    yield from _parse(batch)


def _parse(batch: list[str]) -> Iterator[ox.Triple]:
    for quad in ox.parse(BytesIO("".join(batch).encode()), format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


def _once(lines: Iterable[str]) -> Iterator[str]:
    for line, _ in groupby(lines):
        yield line
