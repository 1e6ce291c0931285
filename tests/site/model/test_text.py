"""The text is read once: passages and statements in their order, the words that things rest on, and who sat where."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csgraph.site.entities.entity import t
from csgraph.site.graph import SiteGraph
from csgraph.site.model.text import Statement, Text, Words, whole_first


@pytest.fixture
def text(corpus) -> Text:
    return corpus.text


def test_passages_are_in_the_order_of_the_report(text):
    keys = [passage.key for passage in text.passages.values()]

    assert "cover-h" == keys[0]
    assert keys.index("1-p1") < keys.index("2-kt1") < keys.index("3.1-p1") < keys.index("5-p4")


def test_words_stand_where_they_are_said_to(text):
    for words in text.words.values():
        assert words.start is not None
        assert words.exact == words.passage.text[words.start : words.end]


def test_a_statement_has_all_that_is_said_of_it(text):
    found = text.statements[t("statement:3.2-p3-s3")]

    assert "It has not, however, provided for direct engagement with non-State actors." == found.words.exact
    assert (t("modality:asserted"), t("voice:report"), True) == (found.modality, found.voice, found.negated)
    assert {t("process:gge-6"), t("actor-category:non-state-actors")} <= set(found.subjects)
    assert "[The GGE …] It has not, however, provided for direct engagement with non-State actors." == found.alone
    assert found.is_completed


def test_a_statement_that_needs_no_other_words_is_read_as_printed(text):
    found = text.statements[t("statement:2-kt3-s1")]

    assert "Form should follow function." == found.words.exact == found.alone
    assert not found.is_completed
    assert "words" == Statement(found.node, "x", Words(None, found.words.passage, "", "words")).alone
    assert "" == Statement(found.node, "x", None).alone


def test_words_overlap_only_in_one_passage(text):
    passages = list(text.passages.values())
    one, next_to, inside = (
        Words(None, passages[0], "", words, "", start) for words, start in (("abc", 0), ("d", 3), ("bcd", 1))
    )

    assert one.overlaps(inside)
    assert inside.overlaps(next_to)
    assert not one.overlaps(next_to)
    assert not one.overlaps(Words(None, passages[1], "", "abc", "", 0))
    assert not one.overlaps(Words(None, passages[0]))


def test_what_is_about_a_thing_is_found_by_it(text):
    assert t("statement:3.2-p6-s2") in {each.node for each in text.about(t("pillar:capacity-building"))}
    assert [] == text.about(t("pillar:nothing"))
    assert ["3.2-p3-s4"] == [each.key for each in text.having(t("modality:hoped"))]
    assert ["2-kt4-s1", "2-kt4-s2"] == [each.key for each in text.inside(t("passage:2-kt4"))]


def test_parts_are_with_their_whole_only_where_that_is_there(text):
    whole, part = text.statements[t("statement:4-p3-s1")], text.statements[t("statement:4-p3-s1-b")]

    assert [(whole, [part])] == whole_first([whole, part])
    assert [(part, [])] == whole_first([part])
    assert part in text.parts(whole.node)


def test_evidence_is_words_and_else_the_whole_passage(text):
    found = text.evidence(t("event:panel-2"))

    assert ["INCLUSIVITY IN DIALOGUE", "11:30", "Panel II", ""] == [words.exact for words in found]
    assert ["5-item-4", "5-p4"] == list(dict.fromkeys(words.passage.key for words in found))


def test_sections_have_the_sessions_that_they_sum_up(text):
    assert {t("section:3.3"): [t("event:panel-3"), t("event:panel-4")]}.items() <= text.sessions.items()


def test_what_a_graph_leaves_out_is_left_out():
    store = ox.Store()
    said = b"""
        @prefix csg: <https://w3id.org/csgraph/ontology#> .
        <https://e.org/s> csg:modality <https://e.org/m> .
        <https://e.org/p> csg:readingOrder "first" .
        <https://e.org/a> <http://www.w3.org/ns/oa#hasSelector> <https://e.org/q> .
    """
    store.load(said, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://w3id.org/csgraph/graph/report"))
    text = Text(SiteGraph(store))

    (statement,) = text.statements.values()
    assert ("s", None, ()) == (statement.key, statement.words, statement.types)
    assert ["p"] == [passage.key for passage in text.passages.values()]
    assert {} == text.words
