"""Cuts the text of the report into passages, and passages into sentences.

``data/source/cs2020-report.txt`` is the text as extracted from the report's PDF; ``data/source/layout.tsv`` assigns
its lines, by number, to passages. Each line that has words is named there exactly once, so the
cutting loses nothing; ``tests/curation/test_passages.py`` puts the report together again and compares.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csgraph.errors import InputError

FURNITURE = "furniture"
"""The kind of lines that are page furniture: repeated banners that are not part of the report's text."""

PROSE_KINDS = frozenset({"paragraph", "lead-in", "bullet"})
"""The kinds of passage that are made of sentences; any other is one unit."""

# The extraction wrote the layout of the page as Markdown and a little HTML, which is not part of the report's words.
_FOOTNOTE_MARK = re.compile(r"<sup>(\d+)</sup>")
_MARKUP = re.compile(r"</?(?:b|sup)>|\*+|^#+\s+|^[-▲]\s+|(?<=<)(?=https?:)|<(?=https?:)|(?<=\S)>(?=\.?$)")
_SPACE = re.compile(r"\s+")
# A footnote's own number, at its head: "<sup>1</sup> J. Spataro" and, once, "4 General Assembly".
_FOOTNOTE_NUMBER = re.compile(r"^(?:<sup>(\d+)</sup>|(\d+))\s+")

# A full stop that ends no sentence in this text: initials ("J. Spataro", "Eric M. Schulz"), "e.g.", "Amb.".
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\be\.g|\bAmb)\.$")
_SENTENCE_END = re.compile(r"[.?!][”\"’)]?(?=\s+[A-Z“\"\[])")


@dataclass(frozen=True)
class SourcePassage:
    """A unit of the report's text.

    Attributes:
        key: Its identifier within the report, such as ``3.1-p3``.
        kind: The code of its kind in the scheme ``passage-kind``.
        section: The key of the section it stands in.
        order: Its place in the report's reading order, from 1.
        text: Its text: lines joined by one space, layout marks taken out, runs of white space made one space.
        lines: The lines of the source text that it was printed on, counted from 1.
        resumes: Offsets in ``text`` (code points) at which it goes on after an interruption by another passage.
        notes: Footnote marks in it: the note's number and the offset in ``text`` it stands at.
        number: For a footnote its printed number, else None.
    """

    key: str
    kind: str
    section: str
    order: int
    text: str
    lines: tuple[int, ...]
    resumes: tuple[int, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()
    number: str | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def sentences(self) -> list[tuple[int, int]]:
        """Return start and end (code points, end exclusive) of each sentence; one for all that is not prose."""
        if self.kind not in PROSE_KINDS:
            return [(0, len(self.text))]
        return split_sentences(self.text)

    def sentence_at(self, start: int, end: int) -> tuple[int, int]:
        """Return the run of whole sentences that the span ``start`` to ``end`` lies in."""
        spans = [span for span in self.sentences() if span[0] < end and start < span[1]]
        return spans[0][0], spans[-1][1]


def clean(line: str) -> str:
    """Return the words of one source line: layout marks and footnote marks out, white space collapsed."""
    return _SPACE.sub(" ", _MARKUP.sub("", _FOOTNOTE_MARK.sub("", line.strip()))).strip()


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end (code points, end exclusive) of each sentence of ``text``, in order.

    A sentence ends at a full stop, question or exclamation mark (with a closing quotation mark or bracket, if any)
    that is followed by white space and a capital, a quotation mark or a bracket, unless it ends an abbreviation.
    """
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[: match.start() + 1]):
            continue
        spans.append((start, match.end()))
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    return [*spans, (start, len(text))]


def _notes(raw: str) -> list[tuple[str, int]]:
    """Return the footnote marks of one raw line with the offset each has in the cleaned line."""
    return [(match[1], len(clean(raw[: match.start()]))) for match in _FOOTNOTE_MARK.finditer(raw)]


def _interrupted(before: int, after: int, others: frozenset[int]) -> bool:
    return any(before < line < after for line in others)


def read_layout(layout: str, *, place: str) -> Iterator[tuple[str, str, str, tuple[int, ...]]]:
    """Yield key, kind, section and line numbers of each row of a layout table.

    Raises:
        InputError: A row does not have four columns, or its lines are not numbers.
    """
    for number, row in enumerate(layout.splitlines()[1:], 2):
        columns = row.split("\t")
        if len(columns) != 4 or not re.fullmatch(r"\d+( \d+)*", columns[3]):
            raise InputError(
                "a row needs passage, kind, section and line numbers, separated by tabs", place=place, line=number
            )
        yield columns[0], columns[1], columns[2], tuple(int(part) for part in columns[3].split())


def cut(text: str, layout: str, *, place: str = "layout.tsv") -> list[SourcePassage]:
    """Cut the source text into passages, in reading order.

    Args:
        text: The source text.
        layout: The layout table: a heading row, then passage, kind, section and lines, separated by tabs.
        place: The name of the layout table in messages.

    Raises:
        InputError: The layout does not name each line with words exactly once.
    """
    rows = list(read_layout(layout, place=place))
    lines = text.split("\n")
    named = [line for *_, numbers in rows for line in numbers]
    worded = {number for number, line in enumerate(lines, 1) if re.search(r"\w", line)}
    if wrong := sorted(worded.symmetric_difference(named)) or sorted(line for line in named if named.count(line) > 1):
        raise InputError(f"line {wrong[0]} of the source text must be named exactly once", place=place)
    units = [row for row in rows if row[1] != FURNITURE]
    return [
        _passage(key, kind, section, order, numbers, lines, frozenset(worded.difference(numbers)))
        for order, (key, kind, section, numbers) in enumerate(units, 1)
    ]


def _passage(
    key: str, kind: str, section: str, order: int, numbers: Sequence[int], lines: Sequence[str], others: frozenset[int]
) -> SourcePassage:
    text, resumes, notes, number = "", [], [], None
    for previous, line in zip((None, *numbers), numbers, strict=False):
        raw = lines[line - 1].strip()
        if kind == "footnote" and (head := _FOOTNOTE_NUMBER.match(raw)):
            number, raw = head[1] or head[2], raw[head.end() :]
        text += " " if text else ""
        if previous and _interrupted(previous, line, others):
            resumes.append(len(text))
        notes += [(mark, len(text) + offset) for mark, offset in _notes(raw)]
        text += clean(raw)
    return SourcePassage(key, kind, section, order, text, tuple(numbers), tuple(resumes), tuple(notes), number)


def furniture(layout: str, *, place: str = "layout.tsv") -> list[int]:
    """Return the line numbers of the source text that are page furniture."""
    return [line for _, kind, _, numbers in read_layout(layout, place=place) if kind == FURNITURE for line in numbers]
