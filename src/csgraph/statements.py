"""Reads the annotation tables and says what they make of each sentence: the statements of the report graph.

The tables are in ``data/source/annotation/``; ``docs/annotation.md`` says what decides. ``adjudicated.tsv`` has a row
for each sentence, ``subjects.tsv`` what it is about, and ``parts.tsv`` the claims within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from csgraph.errors import InputError
from csgraph.namespaces import expand
from csgraph.source import PROSE_KINDS, Passage

READING_COLUMNS = ("sentence", "types", "modality", "voice", "negated")
SUBJECT_COLUMNS = ("sentence", "forms", "about", "attributed")
PART_COLUMNS = ("part", "quote", "types", "modality", "negated", "functions", "forms", "about", "extra")

# What the column "extra" of a part may begin with, and the property that holds the rest.
_EXTRA = {
    "attack-target": "about",
    "figure": "figure",
    "harm-object": "about",
    "question": "questionKind",
    "trait-of": "traitOf",
}


@dataclass(frozen=True)
class Statement:
    """What an identified span of the report says, as annotated.

    Attributes:
        key: Its identifier: that of the sentence, such as ``2-kt4-s2``, or of a part of it, ``2-kt4-s2-a``.
        passage: The key of its passage.
        quote: Its words.
        types: Codes of the scheme ``statement-type``, the most telling first.
        modality: A code of the scheme ``modality``.
        voice: A code of the scheme ``voice``; a part has that of its sentence.
        negated: Whether its main claim is a denial.
        whole: For a part, the key of its sentence.
        functions: Codes of the scheme ``dialogue-function``.
        forms: Codes of the scheme ``dialogue-form``.
        about: CURIEs of what it is about.
        attributed: CURIEs of the sources the report names for it.
        extra: Further properties: name of the property and its value, a CURIE or, for a figure, words.
    """

    key: str
    passage: str
    quote: str
    types: tuple[str, ...]
    modality: str
    voice: str
    negated: bool
    whole: str | None = None
    functions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    attributed: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


def sentences(passages: Iterable[Passage]) -> dict[str, tuple[str, str]]:
    """Return the key of each sentence of the prose with its passage and its words, in reading order."""
    return {
        f"{passage.key}-s{number}": (passage.key, passage.text[start:end])
        for passage in passages
        if passage.kind in PROSE_KINDS
        for number, (start, end) in enumerate(passage.sentences(), 1)
    }


def read_table(text: str, columns: tuple[str, ...], *, place: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table, each with its line number.

    Args:
        text: The table: a heading row, then one row a line, columns split by tabs.
        columns: The columns it must have.
        place: What messages call it.

    Raises:
        InputError: The heading is not that of the columns, or a row has more or fewer.
    """
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if number == 1 and tuple(cells) != columns:
            raise InputError(f"the heading must be: {', '.join(columns)}", place=place, line=1)
        if len(cells) != len(columns):
            raise InputError(
                f"a row needs {len(columns)} columns split by tabs, not {len(cells)}", place=place, line=number
            )
        if number > 1:
            yield number, dict(zip(columns, cells, strict=True))


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(",")) if cell else ()


def read_readings(text: str, *, place: str) -> dict[str, dict[str, str]]:
    """Return the readings of an annotation by sentence.

    Raises:
        InputError: The table is not well formed, or has a sentence twice.
    """
    readings: dict[str, dict[str, str]] = {}
    for number, row in read_table(text, READING_COLUMNS, place=place):
        if row["sentence"] in readings:
            raise InputError(f"{row['sentence']} has two rows", place=place, line=number)
        readings[row["sentence"]] = row
    return readings


def read_statements(
    readings: str, subjects: str, parts: str, passages: Iterable[Passage], *, places: tuple[str, str, str]
) -> list[Statement]:
    """Return the statements that the tables make of the passages: each sentence, then its parts.

    Args:
        readings: The table of readings.
        subjects: The table of subjects.
        parts: The table of parts.
        passages: The passages of the report.
        places: What messages call the three tables.

    Raises:
        InputError: A table is not well formed, a sentence has no row or an unknown one has, or a part does not stand
            in its sentence.
    """
    known = sentences(passages)
    read = read_readings(readings, place=places[0])
    told = {row["sentence"]: row for _, row in read_table(subjects, SUBJECT_COLUMNS, place=places[1])}
    for place, rows in ((places[0], read), (places[1], told)):
        if wrong := [*(known.keys() - rows.keys()), *(rows.keys() - known.keys())]:
            raise InputError(f"there must be one row for each sentence; see {min(wrong)}", place=place)
    statements = [
        Statement(
            key,
            passage,
            quote,
            _codes(read[key]["types"]),
            read[key]["modality"],
            read[key]["voice"],
            read[key]["negated"] == "yes",
            forms=_codes(told[key]["forms"]),
            about=_codes(told[key]["about"]),
            attributed=_codes(told[key]["attributed"]),
        )
        for key, (passage, quote) in known.items()
    ]
    return [*statements, *_read_parts(parts, known, read, place=places[2])]


def _read_parts(
    parts: str, known: Mapping[str, tuple[str, str]], readings: Mapping[str, Mapping[str, str]], *, place: str
) -> Iterator[Statement]:
    for number, row in read_table(parts, PART_COLUMNS, place=place):
        whole = row["part"].rpartition("-")[0]
        if whole not in known:
            raise InputError(f"{row['part']} is a part of no sentence", place=place, line=number)
        passage, sentence = known[whole]
        if row["quote"] not in sentence:
            raise InputError(f"the words of {row['part']} do not stand in {whole}", place=place, line=number)
        yield Statement(
            row["part"],
            passage,
            row["quote"],
            _codes(row["types"]),
            row["modality"],
            readings[whole]["voice"],
            row["negated"] == "yes",
            whole=whole,
            functions=_codes(row["functions"]),
            forms=_codes(row["forms"]),
            about=_codes(row["about"]),
            extra=(_extra(row["extra"], place=place, line=number),) if row["extra"] else (),
        )


def _extra(cell: str, *, place: str, line: int) -> tuple[str, str]:
    kind, colon, value = cell.partition(":")
    if not colon or kind not in _EXTRA:
        raise InputError(f"extra must begin with one of: {', '.join(sorted(_EXTRA))}", place=place, line=line)
    # A figure is words, a trait names what it is a trait of; the others are concepts of the scheme of that name.
    curie = {"figure": value, "trait-of": value, "question": f"question-kind:{value}"}.get(kind, cell)
    if kind != "figure" and expand(curie) is None:
        raise InputError(f"{curie} has no prefix of the table", place=place, line=line)
    return _EXTRA[kind], curie
