"""A text is cut where statements begin and end; each type and modality has its mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.publication.report import code
from csgraph.publication.resources import TYPE
from csgraph.rdf.turtle import iri
from csgraph.site import marks
from csgraph.site.marks import Segment, segments

SPANS = st.dictionaries(st.text("abcd", min_size=1), st.tuples(st.integers(-3, 50), st.integers(-3, 50)), max_size=8)


@given(st.integers(0, 45), SPANS)
def test_segments_are_the_text_and_none_is_empty(length: int, spans: dict[str, tuple[int, int]]) -> None:
    found = segments(length, spans)
    assert [place for piece in found for place in range(piece.start, piece.end)] == list(range(length))
    assert all(piece.start < piece.end for piece in found)


@given(st.integers(0, 45), SPANS)
def test_each_code_point_has_the_statements_that_it_stands_in(length: int, spans: dict[str, tuple[int, int]]) -> None:
    for piece in segments(length, spans):
        for place in range(piece.start, piece.end):
            assert set(piece.keys) == {key for key, (start, end) in spans.items() if start <= place < end}


def test_what_holds_another_comes_before_it() -> None:
    found = segments(20, {"part": (5, 9), "whole": (0, 15), "across": (8, 12)})
    assert found == [
        Segment(0, 5, ("whole",)),
        Segment(5, 8, ("whole", "part")),
        Segment(8, 9, ("whole", "part", "across")),
        Segment(9, 12, ("whole", "across")),
        Segment(12, 15, ("whole",)),
        Segment(15, 20, ()),
    ]


def test_one_span_alone_is_one_segment_and_the_rest_of_the_text() -> None:
    assert segments(4, {"a": (1, 3)}) == [Segment(0, 1, ()), Segment(1, 3, ("a",)), Segment(3, 4, ())]
    assert segments(4, {}) == [Segment(0, 4, ())]
    assert segments(0, {"a": (0, 0)}) == []


def test_no_type_or_modality_has_two_marks() -> None:
    types = [kind for _, _, kinds in marks.FAMILIES.values() for kind in kinds]
    modalities = [each for _, each_of in marks.LINES.values() for each in each_of]
    assert len(types) == len(set(types)) == 20
    assert len(modalities) == len(set(modalities)) == 10


def test_the_hue_is_that_of_the_type_that_tells_most() -> None:
    assert marks.family(("function", "condition")) == "asked"
    assert marks.family(("observation", "gap")) == "hard"
    assert marks.family(("lead-in",)) == marks.family(("unheard-of",)) == marks.family(()) == "frame"
    assert marks.codes_by_rank(("zzz", "observation", "gap", "aaa")) == ("gap", "observation", "aaa", "zzz")
    assert marks.line_of("necessary") == "double"
    assert marks.line_of("unheard-of") == "dotted"


def test_every_type_and_modality_of_the_vocabulary_has_a_mark(corpus) -> None:
    graph = corpus.publication
    types = {code(node) for node in graph.having(TYPE, iri("csg:StatementType"))}
    modalities = {code(node) for node in graph.having(TYPE, iri("csg:Modality"))}
    assert types == {kind for _, _, kinds in marks.FAMILIES.values() for kind in kinds}
    assert modalities == {each for _, each_of in marks.LINES.values() for each in each_of}


@pytest.mark.parametrize(
    ("kind", "confidence", "words"),
    [
        ("wording", "certain", "probably meant"),
        ("wording", "likely", "perhaps meant"),
        ("factual", "certain", "probably meant"),
        ("ambiguity", "certain", "perhaps meant"),
        ("variant", "certain", "elsewhere written"),
        ("variant", "likely", "elsewhere written"),
        ("name", "certain", "elsewhere written"),
        ("list", "likely", "elsewhere written"),
    ],
)
def test_an_erratum_is_worded_as_strongly_as_it_is(kind: str, confidence: str, words: str) -> None:
    assert words == marks.in_place_of(iri(f"erratum-kind:{kind}"), iri(f"confidence:{confidence}"))


def test_an_erratum_of_which_nothing_is_known_is_worded_weakly() -> None:
    assert "perhaps meant" == marks.in_place_of(None, None)
