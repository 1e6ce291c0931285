"""The cutting of the report's text: nothing lost, nothing moved, sentences counted by hand."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from csgraph import paths
from csgraph.curation import passages as passages_
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import compress

# Counted by hand in the report.
KINDS = {
    "acronym-row": 6,
    "affiliation": 31,
    "bullet": 7 + 6 + 5,
    "caption": 7,
    "footnote": 4,
    "heading": 16,
    "imprint": 2,
    "lead-in": 3,
    "list-label": 12,
    "paragraph": 52,
    "programme-item": 9,
    "speaker-name": 31,
    "toc-entry": 8,
}

# Counted by hand in the report: the sentences of each passage of prose.
SENTENCES = """
    fm-ack-1 3, fm-ack-2 1, fm-ack-3 2, fm-about-1 3, fm-note-1 3,
    1-p1 2, 1-p2 3, 1-p3 1, 1-p4 3, 1-p5 1, 1-p6 5, 1-p7 2, 1-p8 7, 1-p9 1, 1-p10 3,
    2-p1 2, 2-p2 1, 2-kt1 2, 2-kt2 2, 2-kt3 3, 2-kt4 2, 2-kt5 3, 2-kt6 2, 2-kt7 3,
    2-p3 1, 2-ec1 1, 2-ec2 1, 2-ec3 1, 2-ec4 1, 2-ec5 1, 2-ec6 1,
    3.1-p1 3, 3.1-p2 3, 3.1-p3 4, 3.1-p4 5, 3.1-p5 3, 3.1-p6 2,
    3.2-p1 3, 3.2-p2 2, 3.2-p3 5, 3.2-p4 3, 3.2-p5 3, 3.2-p6 2,
    3.2-p7 1, 3.2-ft1 1, 3.2-ft2 1, 3.2-ft3 1, 3.2-ft4 1, 3.2-ft5 1, 3.2-p8 3,
    3.3-p1 3, 3.3-p2 2, 3.3-p3 2, 3.3-p4 4, 3.3-p5 3, 3.3-p6 3, 3.3-p7 2, 3.3-p8 3, 3.3-p9 4,
    4-p1 2, 4-p2 4, 4-p3 2, 4-p4 5,
    5-p1 2, 5-p2 1, 5-p3 4, 5-p4 2, 5-p5 2, 5-p6 3, 5-p7 4, 5-p8 3,
    bc-p1 1, bc-p2 3"""

# The banner that the extraction repeats on three pages of the programme; its first printing is the heading 5-h.
FURNITURE = [293, 295, 297, 369, 371, 373]

TEXT = paths.SOURCE_TEXT.read_text(encoding="utf-8")
LAYOUT = paths.SOURCE_LAYOUT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def passages() -> list[passages_.SourcePassage]:
    return passages_.cut(TEXT, LAYOUT)


# -- Cutting -----------------------------------------------------------------------------------------------------------


def test_there_are_as_many_passages_of_each_kind_as_counted_by_hand(passages: list[passages_.SourcePassage]):
    assert Counter(passage.kind for passage in passages) == KINDS


def test_there_are_73_passages_of_prose_with_178_sentences():
    counts = [int(entry.split()[1]) for entry in SENTENCES.split(",")]

    assert (len(counts), sum(counts)) == (73, 178)


def test_each_passage_of_prose_has_as_many_sentences_as_counted_by_hand(passages: list[passages_.SourcePassage]):
    expected = {key: int(count) for key, count in (entry.split() for entry in SENTENCES.split(","))}

    actual = {passage.key: len(passage.sentences()) for passage in passages if passage.kind in passages_.PROSE_KINDS}

    assert actual == expected


def test_what_is_no_prose_is_one_unit(passages: list[passages_.SourcePassage]):
    others = [passage for passage in passages if passage.kind not in passages_.PROSE_KINDS]

    assert {len(passage.sentences()) for passage in others} == {1}


def test_page_furniture_is_the_repeated_banner_and_nothing_else():
    lines = TEXT.split("\n")
    banner = [lines[number - 1] for number in (217, 219, 221)]

    assert passages_.furniture(LAYOUT) == FURNITURE
    assert [lines[number - 1] for number in FURNITURE] == banner * 2


def test_no_layout_mark_is_left_in_a_text(passages: list[passages_.SourcePassage]):
    marks = ("<", ">", "*", "#", "▲", "\t", "\n", "  ")

    assert [passage.key for passage in passages if any(mark in passage.text for mark in marks)] == []


def test_texts_have_no_white_space_at_their_ends(passages: list[passages_.SourcePassage]):
    assert [passage.key for passage in passages if passage.text != passage.text.strip() or not passage.text] == []


def test_footnotes_have_their_printed_numbers(passages: list[passages_.SourcePassage]):
    assert [(p.key, p.number) for p in passages if p.number] == [
        ("fn-1", "1"),
        ("fn-2", "2"),
        ("fn-3", "3"),
        ("fn-4", "4"),
    ]


def test_footnote_marks_stand_where_they_are_printed(passages: list[passages_.SourcePassage]):
    marks = {number: passage.text[:offset] for passage in passages for number, offset in passage.notes}

    assert {number: text.split()[-1] for number, text in marks.items()} == {
        "1": "everything”.",
        "2": "target.",
        "3": "building.",
        "4": "want.”",
    }


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1-p1\tparagraph\t1", "a row needs"),
        ("1-p1\tparagraph\t1\tone", "a row needs"),
        ("1-p1\tparagraph\t1\t", "a row needs"),
        ("1-p1 paragraph 1 1", "a row needs"),
        ("1-p1\tparagraph\t1\t1", "line 3 of the source text must be named exactly once"),
        ("1-p1\tparagraph\t1\t1 2 3", "line 2 of the source text must be named exactly once"),
        ("1-p1\tparagraph\t1\t1 3 3", "line 3 of the source text must be named exactly once"),
        ("1-p1\tparagraph\t1\t1 3 9", "line 9 of the source text must be named exactly once"),
    ],
)
def test_a_layout_that_does_not_fit_is_refused(row: str, problem: str):
    layout = f"passage\tkind\tsection\tlines\n{row}\n"

    with pytest.raises(InputError, match=problem) as caught:
        passages_.cut("One.\n\nTwo.\n", layout, place="layout.tsv")

    assert caught.value.place == "layout.tsv"


def test_a_row_that_is_no_row_is_told_by_its_line():
    with pytest.raises(InputError) as caught:
        passages_.cut("One.\n", "passage\tkind\tsection\tlines\n1-p1\tparagraph\t1\t1\nodd\n", place="layout.tsv")

    assert caught.value.line == 3


def test_a_text_interrupted_by_another_passage_says_where_it_resumes():
    layout = "passage\tkind\tsection\tlines\na\tparagraph\t1\t1 5\nb\tcaption\t1\t3\nc\tparagraph\t1\t7 9\n"

    first, second, third = passages_.cut("One\n\nb\n\ntwo.\n\nThree\n\nfour.\n", layout)

    assert (first.text, first.resumes) == ("One two.", (4,))
    assert (second.text, second.resumes) == ("b", ())
    assert (third.text, third.resumes) == ("Three four.", ())


# -- Sentences ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? Three! Four", ["One.", "Two?", "Three!", "Four"]),
        ("By J. Spataro and Eric M. Schulz.", ["By J. Spataro and Eric M. Schulz."]),
        ("He spoke (e.g. The law). Amb. Gill did too.", ["He spoke (e.g. The law).", "Amb. Gill did too."]),
        ("It is “hard”. So is this.”  “Yes.”", ["It is “hard”.", "So is this.”", "“Yes.”"]),
        ("In 3.1 it is 72/237. no capital follows", ["In 3.1 it is 72/237. no capital follows"]),
        ("", [""]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]):
    assert [text[start:end] for start, end in passages_.split_sentences(text)] == sentences


@given(st.text(alphabet=st.sampled_from('aB .?!”"’)(“\n\t'), max_size=60))
@example("A.  B")
@example("One. Two. ")
def test_sentences_cover_a_text_but_for_white_space(text: str):
    spans = passages_.split_sentences(text)

    gaps = [text[before:after] for (_, before), (after, _) in pairwise(spans)]
    assert (spans[0][0], spans[-1][1]) == (0, len(text))
    assert all(start <= end for start, end in spans)
    assert all(gap and not gap.strip() for gap in gaps)


@given(st.data())
def test_a_span_lies_in_the_sentences_found_for_it(data: st.DataObject):
    text = "One is here. Two is there? Three! And four."
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = passages_.SourcePassage("p", "paragraph", "1", 1, text, (1,))
    before, after = passage.sentence_at(start, end) if text[start:end].strip() else (start, end)

    assert before <= start + (len(text[start:end]) - len(text[start:end].lstrip()))
    assert after >= start + len(text[start:end].rstrip())


# -- The report, put together again from the graph ---------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """What the graph says of one passage, as far as it takes to print it again."""

    text: str
    lines: tuple[int, ...]
    resumes: tuple[int, ...]
    number: int | None
    marks: tuple[tuple[int, int], ...]


def read_units() -> dict[str, Unit]:
    """Read the passages from the Turtle files alone."""
    said: dict[str, dict[str, list[str]]] = {}
    for path in (paths.DATA / "passages.ttl", *sorted((paths.DATA / "report").glob("*.ttl"))):
        for quad in turtle.parse(path):
            values = said.setdefault(compress(quad.subject.value) or "", {})
            value = quad.object.value
            values.setdefault(compress(quad.predicate.value) or "", []).append(
                compress(value) or value if isinstance(quad.object, ox.NamedNode) else value
            )
    marks: dict[str, list[tuple[int, int]]] = {}
    for values in said.values():
        for anchor in values.get("csg:noteTo", ()):
            (place,) = said[anchor]["oa:hasSource"]
            (end,) = (said[node]["oa:end"][0] for node in said[anchor]["oa:hasSelector"] if "oa:end" in said[node])
            marks.setdefault(place, []).append((int(end), int(values["csg:noteNumber"][0])))
    return {
        name: Unit(
            text=values["schema:text"][0],
            lines=tuple(sorted(map(int, values["csg:sourceLine"]))),
            resumes=tuple(sorted(map(int, values.get("csg:resumesAt", ())))),
            number=int(values["csg:noteNumber"][0]) if "csg:noteNumber" in values else None,
            marks=tuple(sorted(marks.get(name, ()))),
        )
        for name, values in said.items()
        if "schema:text" in values
    }


def reassemble(units: dict[str, Unit]) -> list[str]:
    """Return the words of the report in the order of the source, as the graph has them."""
    parts: list[tuple[int, str]] = []
    for unit in units.values():
        text, resumes = unit.text, list(unit.resumes)
        for offset, mark in reversed(unit.marks):
            text = f"{text[:offset]}{mark}{text[offset:]}"
            resumes = [resume + len(str(mark)) * (resume >= offset) for resume in resumes]
        if unit.number is not None:
            text = f"{unit.number} {text}"
        # A passage that is interrupted has one part on each of its lines; any other begins on its first line.
        assert len(unit.lines) == len(resumes) + 1 or not resumes
        cuts = [0, *resumes, len(text)]
        parts += [(line, text[start:end]) for line, start, end in zip(unit.lines, cuts, cuts[1:], strict=False)]
    return [word for _, text in sorted(parts) for word in text.split()]


def words_of_the_source() -> list[str]:
    """Return the words of the source text, without the marks by which the extraction wrote the layout of a page."""
    words = []
    for number, line in enumerate(TEXT.split("\n"), 1):
        for mark in ("<b>", "</b>", "<sup>", "</sup>", "*"):
            line = line.replace(mark, "")
        found = line.split()
        if found and found[0] in ("#", "##", "###", "####", "-", "▲", "---"):
            found = found[1:]
        if number not in FURNITURE:
            words += [word[1:].replace(">", "") if word.startswith("<http") else word for word in found]
    return words


UNITS = read_units()
WORDS = words_of_the_source()


def test_the_report_put_together_from_the_graph_is_the_report():
    assert reassemble(UNITS) == WORDS


def test_no_passage_is_missing():
    assert len(UNITS) == sum(KINDS.values())


@pytest.mark.parametrize(
    "damage",
    [
        lambda words, at: [*words[:at], *words[at + 1 :]],
        lambda words, at: [*words[:at], f"{words[at]}x", *words[at + 1 :]],
        lambda words, at: [*words[:at], words[at], words[at], *words[at + 1 :]],
    ],
    ids=["dropped", "changed", "doubled"],
)
def test_one_word_amiss_is_noticed_in_any_passage(damage: Callable[[list[str], int], list[str]]):
    unnoticed = []
    for name, unit in UNITS.items():
        words = unit.text.split()
        for at in sorted({0, len(words) // 2, len(words) - 1}):
            damaged = replace(unit, text=" ".join(damage(words, at)))
            if reassemble({**UNITS, name: damaged}) == WORDS:
                unnoticed.append((name, words[at]))

    assert unnoticed == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"passage:3.1-p3": {"resumes": (), "lines": (138,)}}, id="interruption forgotten"),
        pytest.param({"passage:3.1-p3": {"resumes": (640,)}}, id="interruption elsewhere"),
        pytest.param({"passage:1-p1": {"marks": ()}}, id="footnote mark forgotten"),
        pytest.param({"passage:1-p1": {"marks": ((395, 1),)}}, id="footnote mark elsewhere"),
        pytest.param({"passage:fn-4": {"number": None}}, id="footnote without its number"),
        pytest.param({"passage:1-p1": {"lines": (72,)}, "passage:1-p2": {"lines": (70,)}}, id="passages exchanged"),
    ],
)
def test_a_unit_out_of_place_is_noticed(change: dict[str, dict[str, object]]):
    units = {name: replace(unit, **change.get(name, {})) for name, unit in UNITS.items()}

    assert reassemble(units) != WORDS


def test_each_line_with_words_is_on_one_passage_or_furniture():
    worded = [number for number, line in enumerate(TEXT.split("\n"), 1) if any(map(str.isalnum, line))]

    assert sorted([*FURNITURE, *(line for unit in UNITS.values() for line in unit.lines)]) == worded


def test_reading_order_is_that_of_the_first_lines(passages: list[passages_.SourcePassage]):
    by_line = sorted(passages, key=lambda passage: passage.lines[0])

    assert [passage.order for passage in by_line] == list(range(1, len(passages) + 1))


def test_the_checksums_in_the_graph_are_those_of_the_texts():
    stated = {
        compress(quad.subject.value): quad.object.value
        for quad in turtle.parse(paths.DATA / "report" / "passages.ttl")
        if compress(quad.predicate.value) == "csg:sha256"
    }

    assert stated == {name: hashlib.sha256(unit.text.encode()).hexdigest() for name, unit in UNITS.items()}
