"""The report as its pages read it is the whole report, each thing in one place."""

from __future__ import annotations

import pytest

from csgraph.publication.resources import TYPE
from csgraph.rdf.turtle import iri
from csgraph.site.graph import SiteGraph
from csgraph.site.model import marks
from csgraph.site.model.report import Report, Statement, in_place
from csgraph.site.model.text import code
from csgraph.site.pages import reading


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(SiteGraph.load())


def statement(report: Report, key: str) -> Statement:
    return next(each for each in report.statements.values() if each.key == key)


def test_each_passage_is_in_one_section_in_the_order_of_the_report(report: Report) -> None:
    passages = [passage for section in report.sections for passage in section.passages]
    assert [passage.order for passage in passages] == list(range(1, 200))
    assert set(report.passages.values()) == set(passages)


def test_each_statement_is_a_sentence_of_its_passage_or_a_part_of_one(report: Report) -> None:
    told = [each for section in report.sections for each in section.statements]
    assert sorted(each.key for each in told) == sorted(each.key for each in report.statements.values())
    assert len(told) == len(set(told)) == len(report.graph.having(TYPE, iri("csg:Statement")))
    assert sum(each.whole is None for each in told) == 178


def test_words_stand_where_they_are_said_to(report: Report) -> None:
    for section in report.sections:
        for passage in section.passages:
            for each in (*passage.statements, *passage.doubts):
                assert each.span is not None
                assert passage.text[slice(*each.span)] == each.words


def test_every_type_and_modality_of_the_vocabulary_has_a_mark(report: Report) -> None:
    graph = report.graph
    types = {code(node) for node in graph.having(TYPE, iri("csg:StatementType"))}
    modalities = {code(node) for node in graph.having(TYPE, iri("csg:Modality"))}
    assert types == {kind for _, _, kinds in marks.FAMILIES.values() for kind in kinds}
    assert modalities == {each for _, each_of in marks.LINES.values() for each in each_of}


def test_a_statement_is_told_whole(report: Report) -> None:
    found = statement(report, "2-kt4-s2")
    assert found.words == "Without it, dialogue will not succeed, regardless of the form or the function."
    assert ([code(kind) for kind in found.types], code(found.modality)) == (["condition"], "conditional")
    assert found.negated
    assert [code(node) for node in found.about] == [
        "conducive-environment",
        "dialogue",
        "form-of-dialogue",
        "purposes-and-goals",
    ]
    assert found.readable == f"[A conducive environment …] {found.words}"
    assert [report.key(each.other) for each in found.later] == ["3.1-p6-s2"]
    assert "it will be difficult" in found.later[0].drift


def test_parts_doubts_answers_and_notes_are_with_what_they_belong_to(report: Report) -> None:
    assert [part.words for part in statement(report, "3.3-p6-s1").parts] == [
        "Beyond bilateral and regional dialogues, para-diplomatic activity such as track 1.5 and track 2 dialogues can also "
        "contribute to international security and stability",
        "can bring alternative voices to the table",
        "provide a space for interaction between actors that do not traditionally engage with each other",
    ]
    sentence = statement(report, "3.1-p3-s2")
    assert not sentence.parts
    assert [report.key(each.other) for each in sentence.earlier] == ["1-p6-s3", "2-kt3-s2"]
    assert {code(doubt.node) for doubt in sentence.doubts} == {"they-have-led", "first-and-second-lists"}
    assert code(statement(report, "1-p6-s4").doubts[-1].node) == "resolution-72-237"
    assert "2-kt1-s2-c" in [report.key(node) for node in statement(report, "5-p2-s1-a").answers]
    assert "5-p2-s1-a" in [report.key(node) for node in statement(report, "2-kt1-s2-c").questions]
    introduction = next(section for section in report.sections if section.key == "1")
    assert [note.number for passage in introduction.passages for _, note in passage.notes] == ["1", "2", "3"]


def test_what_would_meet_a_challenge_and_who_is_to_act_are_with_both(report: Report) -> None:
    lack, need = statement(report, "3.2-p3-s3"), statement(report, "3.2-p3-s5")
    assert need.node in lack.remedies
    assert lack.node in need.challenges
    assert (lack.is_unaddressed, lack.acting) == (False, [])
    named, unnamed = statement(report, "2-kt6-s1"), statement(report, "3.1-p4-s5")
    assert [code(node) for node in named.acting] == ["experts-within-and-beyond-government"]
    assert (named.is_unaddressed, unnamed.is_unaddressed, unnamed.acting) == (False, True, [])


def test_every_recommendation_says_who_is_to_act_or_that_nobody_is_named(report: Report) -> None:
    for each in report.statements.values():
        is_recommendation = "recommendation" in map(code, each.types)
        assert is_recommendation == (bool(each.acting) != each.is_unaddressed), each.key


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
def test_a_doubt_is_worded_as_strongly_as_it_is(kind: str, confidence: str, words: str) -> None:
    assert words == in_place(iri(f"erratum-kind:{kind}"), iri(f"confidence:{confidence}"))


def test_a_doubt_of_which_nothing_is_known_is_worded_weakly() -> None:
    assert "perhaps meant" == in_place(None, None)


def test_each_doubt_is_told_once_in_its_passage(report: Report) -> None:
    doubts = [doubt.node for passage in report.passages.values() for doubt in passage.doubts]
    assert (
        len(doubts)
        == len(set(doubts))
        == len({q.subject for q in report.graph.store.quads_for_pattern(None, iri("csg:erratumKind"), None)})
    )
    for passage in report.passages.values():
        told = {doubt.node for each in passage.sentences for doubt in each.doubts}
        assert told | {doubt.node for doubt in passage.loose_doubts} == {doubt.node for doubt in passage.doubts}


def test_nothing_is_put_on_anybody_with_a_slot_in_the_programme(report: Report) -> None:
    graph = report.graph
    slots = graph.having(TYPE, iri("csg:Participation"))
    speakers = {graph.value(slot, iri("csg:participant")) for slot in slots}
    assert len(speakers) == 30
    assert not [each.key for each in report.statements.values() if speakers & set(each.source)]


def test_lines_of_the_programme_are_those_of_their_session_person_and_bodies(report: Report) -> None:
    things = {passage.key: [code(node) for node in passage.things] for passage in report.passages.values()}
    assert things["5-item-3"] == ["panel-1"]
    assert things["5-panel-2-n4"] == ["serge-droz"]
    assert things["5-panel-2-a4"] == ["first", "proton-technologies"]
    assert [key for key, found in things.items() if len(found) > 1] == ["5-panel-2-a4"]


def test_marks_leave_the_text_as_it_is(report: Report) -> None:
    assert len(report.passages) == 199
    for passage in report.passages.values():
        assert reading.marked(passage).striptags() == " ".join(passage.text.split())
