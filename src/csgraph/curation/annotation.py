"""Reads the annotation tables, and returns the statements of the report graph that they make.

The tables are in ``data/source/annotation/``; ``docs/annotation.md`` is the guide. ``segments.tsv`` cuts sentences
into parts and completes what cannot be read alone, ``adjudicated.tsv`` has a row for each sentence and each part, and
``details.tsv`` the sources and figures that the report gives for some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from csgraph.curation.passages import PROSE_KINDS, SourcePassage
from csgraph.errors import InputError
from csgraph.rdf.namespaces import expand

SEGMENT_COLUMNS = ("statement", "before", "quote", "after", "own")
READING_COLUMNS = (
    "statement", "types", "modality", "voice", "negated", "forms", "functions", "about", "addressees",
)  # fmt: skip
OVERRULED_COLUMNS = ("statement", "field", "reason")
DETAIL_COLUMNS = ("statement", "detail", "value")
DETAILS = ("attributed", "figure")
"""The kinds of detail: a source that the report names, as a CURIE, or a figure in the words of the report."""


@dataclass(frozen=True)
class AnnotatedStatement:
    """A statement: an identified span of the report with its annotation.

    Attributes:
        key: Its identifier: that of the sentence, such as ``2-kt4-s2``, or of a part of it, ``2-kt4-s2-a``.
        passage: The key of its passage.
        start: Where its words begin in the text of the passage, in code points.
        quote: Its words.
        text: Its words as they can be read alone, with the words that complete them in square brackets.
        types: Codes of the scheme ``statement-type``, the most specific first.
        modality: A code of the scheme ``modality``.
        voice: A code of the scheme ``voice``; a part has that of its sentence, unless it stands outside its frame.
        negated: Whether its main claim is a denial.
        whole: For a part, the key of its sentence.
        own: For a part, whether the words that weaken the rest of its sentence do not reach it.
        question: For a question, a code of the scheme ``question-kind``.
        functions: Codes of the scheme ``dialogue-function``.
        forms: Codes of the scheme ``dialogue-form``; a sentence has those of its parts too.
        about: CURIEs of what it is about; a sentence is about all that its parts are about.
        addressees: For a recommendation, CURIEs of those that the report names to act on it.
        attributed: CURIEs of the sources the report names for it; a part has those of its sentence.
        figures: Figures that it gives, in words of the report.
    """

    key: str
    passage: str
    start: int
    quote: str
    text: str
    types: tuple[str, ...]
    modality: str
    voice: str
    negated: bool
    whole: str | None = None
    own: bool = False
    question: str | None = None
    functions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    attributed: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """Where its words end in the text of the passage, exclusive."""
        return self.start + len(self.quote)


@dataclass(frozen=True)
class Tables:
    """The annotation tables, each with the text of the table and its name in messages.

    Attributes:
        segments: Which parts the sentences have, and which words complete them.
        readings: How each sentence and part is read.
        details: Sources and figures.
    """

    segments: tuple[str, str]
    readings: tuple[str, str]
    details: tuple[str, str]


@dataclass(frozen=True)
class _Segment:
    """A span and the words that complete it; ``start`` is its offset in the text of its passage."""

    passage: str
    start: int
    quote: str
    before: str = ""
    after: str = ""
    own: bool = False
    whole: str | None = None

    @property
    def text(self) -> str:
        words = (f"[{self.before}]" if self.before else "", self.quote, f"[{self.after}]" if self.after else "")
        return " ".join(word for word in words if word)


def is_part(key: str) -> bool:
    """Whether a key is that of a part of a sentence, such as ``2-kt4-s2-a``."""
    return re.search(r"-s[0-9]+$", key) is None


def sentences(passages: Iterable[SourcePassage]) -> dict[str, tuple[str, int, str]]:
    """Return the key of each sentence of the prose with its passage, its offset there and its words, in reading order."""
    return {
        f"{passage.key}-s{number}": (passage.key, start, passage.text[start:end])
        for passage in passages
        if passage.kind in PROSE_KINDS
        for number, (start, end) in enumerate(passage.sentences(), 1)
    }


def read_table(text: str, columns: tuple[str, ...], *, place: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table, each with its line number.

    Args:
        text: The table: a heading row, then one row a line, columns separated by tabs.
        columns: The columns it must have.
        place: Its name in messages.

    Raises:
        InputError: The heading is not that of the columns, or a row has more or fewer.
    """
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if number == 1 and tuple(cells) != columns:
            raise InputError(f"the heading must be: {', '.join(columns)}", place=place, line=1)
        if len(cells) != len(columns):
            raise InputError(
                f"a row needs {len(columns)} columns separated by tabs, not {len(cells)}", place=place, line=number
            )
        if number > 1:
            yield number, dict(zip(columns, cells, strict=True))


def read_readings(text: str, *, place: str) -> dict[str, dict[str, str]]:
    """Return the readings of an annotation by sentence or part.

    Raises:
        InputError: The table is not well formed, or has a statement twice.
    """
    readings: dict[str, dict[str, str]] = {}
    for number, row in read_table(text, READING_COLUMNS, place=place):
        if row["statement"] in readings:
            raise InputError(f"{row['statement']} has two rows", place=place, line=number)
        readings[row["statement"]] = row
    return readings


def read_statements(tables: Tables, passages: Iterable[SourcePassage]) -> list[AnnotatedStatement]:
    """Return the statements that the tables make of the passages, in reading order, each sentence before its parts.

    Args:
        tables: The annotation.
        passages: The passages of the report.

    Raises:
        InputError: A table is not well formed, a sentence or part has no row or an unknown one has, the words of a
            part are not in its sentence, or it is completed by words that are not printed beside it.
    """
    segments = _read_segments(*tables.segments, sentences(passages))
    text, place = tables.readings
    readings = read_readings(text, place=place)
    if wrong := segments.keys() ^ readings.keys():
        raise InputError(f"there must be one row for each sentence and each part; see {min(wrong)}", place=place)
    details = _read_details(*tables.details, segments)
    parts: dict[str, list[AnnotatedStatement]] = {key: [] for key, segment in segments.items() if not segment.whole}
    for key, segment in sorted(segments.items(), key=lambda item: item[1].start):
        if segment.whole:
            parts[segment.whole].append(_statement(key, segments, readings, details))
    return [
        each
        for key, of_it in parts.items()
        for each in (_with_parts(_statement(key, segments, readings, details), of_it), *of_it)
    ]


def _statement(
    key: str,
    segments: Mapping[str, _Segment],
    readings: Mapping[str, Mapping[str, str]],
    details: Mapping[tuple[str, str], tuple[str, ...]],
) -> AnnotatedStatement:
    """Return the annotation of a sentence or part itself."""
    segment, row = segments[key], readings[key]
    sentence = segment.whole or key
    types = _codes(row["types"])
    return AnnotatedStatement(
        key,
        segment.passage,
        segment.start,
        segment.quote,
        segment.text,
        types,
        row["modality"],
        row["voice"] or readings[sentence]["voice"],
        row["negated"] == "yes",
        segment.whole,
        segment.own,
        _question_kind(segments[sentence].quote, _codes(readings[sentence]["types"])) if "question" in types else None,
        _codes(row["functions"]),
        _codes(row["forms"]),
        _codes(row["about"]),
        _codes(row["addressees"]),
        details.get((sentence, "attributed"), ()),
        details.get((key, "figure"), ()),
    )


def _question_kind(sentence: str, types: tuple[str, ...]) -> str:
    """Return how a question is put: directly, as a subject that a sentence on the conference sets, or indirectly."""
    if sentence.endswith("?"):
        return "direct"
    return "subject" if "document-note" in types else "indirect"


def _with_parts(statement: AnnotatedStatement, parts: list[AnnotatedStatement]) -> AnnotatedStatement:
    """Return a sentence with the subjects and forms of its parts; a function and a question are named once, by the part."""
    return replace(
        statement,
        about=tuple(dict.fromkeys([*statement.about, *(each for part in parts for each in part.about)])),
        forms=tuple(dict.fromkeys([*statement.forms, *(each for part in parts for each in part.forms)])),
        functions=() if any(part.functions for part in parts) else statement.functions,
        question=None if any(part.question for part in parts) else statement.question,
    )


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(",")) if cell else ()


def _read_segments(text: str, place: str, known: Mapping[str, tuple[str, int, str]]) -> dict[str, _Segment]:
    """Return the span of each sentence and each part, by key: sentences in reading order, then parts."""
    segments = {key: _Segment(*sentence) for key, sentence in known.items()}
    around = _surroundings(known)
    for number, row in read_table(text, SEGMENT_COLUMNS, place=place):
        key, quote = row["statement"], row["quote"]
        whole = None if key in known else key.rpartition("-")[0]
        if (whole or key) not in known:
            raise InputError(f"{key} is not a part of any sentence", place=place, line=number)
        passage, start, sentence = known[whole or key]
        if sentence.count(quote) != 1 or not quote:
            problem = f"the words of {key} must occur exactly once in {whole or key}"
            raise InputError(problem, place=place, line=number)
        if added := {*_words(row["before"]), *_words(row["after"])} - around[whole or key]:
            problem = f"{key} is completed by a word that is not printed in or before its sentence: {min(added)}"
            raise InputError(problem, place=place, line=number)
        if row["own"] not in ("", "own"):
            raise InputError("the column own must be own or empty", place=place, line=number)
        segments[key] = _Segment(
            passage, start + sentence.index(quote), quote, row["before"], row["after"], row["own"] == "own", whole
        )
    return segments


def _surroundings(known: Mapping[str, tuple[str, int, str]]) -> dict[str, set[str]]:
    """Return the words that may complete a sentence: its own, those before it there and in the passage before, a lead-in's."""
    around: dict[str, set[str]] = {}
    place, here, before, lead_in = "", set[str](), set[str](), set[str]()
    for key, (passage, _, sentence) in known.items():
        if passage != place:
            place, before, here = passage, here, set()
        here = here | _words(sentence)
        around[key] = here | before | lead_in
        if sentence.endswith(":"):
            lead_in = _words(sentence)
    return around


def _words(text: str) -> set[str]:
    """Return the words of a text in lower case, without punctuation around them."""
    return {word for token in text.split() if (word := token.strip("…,;:.?!()[]–-“”‘’'\"").lower())}


def _read_details(text: str, place: str, segments: Mapping[str, _Segment]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the values of each detail by statement and name."""
    details: dict[tuple[str, str], tuple[str, ...]] = {}
    for number, row in read_table(text, DETAIL_COLUMNS, place=place):
        key, name, value = row["statement"], row["detail"], row["value"]
        if key not in segments:
            raise InputError(f"{key} is neither a sentence nor a part", place=place, line=number)
        if name not in DETAILS:
            raise InputError(f"a detail is one of: {', '.join(DETAILS)}", place=place, line=number)
        if name == "attributed" and expand(value) is None:
            raise InputError(f"the prefix of {value} is not in the prefix table", place=place, line=number)
        if name == "figure" and value not in segments[key].quote:
            raise InputError(f"the figure does not occur in {key}", place=place, line=number)
        details[key, name] = (*details.get((key, name), ()), value)
    return details
