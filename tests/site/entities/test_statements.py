"""A statement is told with its words, how it is put, and what repeats it; nothing is made stronger."""

from __future__ import annotations

from csgraph.publication.resources import curie
from csgraph.rdf.turtle import iri
from csgraph.site.entities.blocks import ANNOTATION
from csgraph.site.entities.statements import summarize
from tests.support.entities import block, description, entity, facts, lead, rows, said, words

PUT = "How it is put, and what it is about"


def test_its_words_are_marked_in_their_passage(corpus):
    (found,) = block(description("statement:2-kt4-s2", corpus), "Its words, in their passage").quotes

    assert "Without it, dialogue will not succeed, regardless of the form or the function." == found.quote
    assert found.before.startswith("A conducive environment is critical")
    assert found.before + found.quote + found.after == found.source.text


def test_how_it_is_put_is_told_in_the_words_of_the_schemes(corpus):
    found = block(description("statement:2-kt4-s2", corpus), PUT)

    assert ANNOTATION == found.graph
    assert ["conditional: Put as holding if something else does."] == facts(found, corpus)["has modality"]
    assert ["true: its main claim denies"] == facts(found, corpus)["negated"]
    assert "conducive environment (topic)" in facts(found, corpus)["about"]


def test_what_repeats_it_comes_with_how_the_words_changed(corpus):
    ((how, other, drift),) = rows(block(description("statement:2-kt4-s2", corpus), "Said more than once"), corpus)

    assert "repeated by" == how
    assert other.startswith(
        "3.1-p6-s2: “[Political will and a conducive environment …] Without these elements, it will be"
    )
    assert "will not succeed" in drift
    ((how, other, _),) = rows(block(description("statement:3.1-p6-s2", corpus), "Said more than once"), corpus)
    assert ("it repeats", "2-kt4-s2") == (how, other.partition(":")[0])


def test_a_part_has_its_sentence_and_a_sentence_its_parts(corpus):
    """4-p3-s1 is "existing channels … need to be strengthened, streamlined and made more inclusive if they are to …"."""
    part, whole = description("statement:4-p3-s1-b", corpus), description("statement:4-p3-s1", corpus)

    (sentence,) = block(part, "The sentence that it is a part of").text
    assert words(sentence, corpus).startswith("4-p3-s1: “Looking towards the future, existing channels of and")
    alone = "[existing channels of and platforms for dialogue … need to be] streamlined [… if they are to meet these objectives]"
    assert ("4-p3-s1-b", alone, "condition, recommendation · necessary") in rows(block(whole, "Its parts"), corpus)


def test_words_that_need_others_to_be_read_are_completed(corpus):
    part, sentence = (
        facts(block(description(f"statement:{key}", corpus), PUT), corpus) for key in ("4-p3-s1-b", "2-kt3-s1")
    )

    (alone,) = part["readable text"]
    assert alone.startswith("[existing channels of and platforms for dialogue … need to be] streamlined")
    # "Form should follow function." needs nothing.
    assert "readable text" not in sentence


def test_a_recommendation_says_who_is_to_act_or_that_nobody_is_named(corpus):
    """2-kt6-s1 needs to be "informed by experts"; 3.1-p4-s5 is "It will thus be important to identify"."""
    named, unnamed, told = (
        facts(block(description(f"statement:{key}", corpus), PUT), corpus)
        for key in ("2-kt6-s1", "3.1-p4-s5", "2-kt4-s2")
    )

    assert ["experts from within and beyond government"] == named["addressee"]
    assert ["false: the words name nobody to act"] == unnamed["addressee named"]
    assert {"addressee", "addressee named"}.isdisjoint(told)


def test_a_challenge_has_what_would_meet_it_and_that_has_the_challenge_as_our_reading(corpus):
    """3.2-p3-s3: no direct engagement with non-State actors; s5: barriers to participation will have to be addressed."""
    lack, need = (
        block(description(f"statement:{key}", corpus), "Challenges and what would meet them")
        for key in ("3.2-p3-s3", "3.2-p3-s5")
    )

    assert "editorial" == lack.graph == need.graph
    assert any(words(each, corpus).startswith("It would be met by 3.2-p3-s5: “") for each in lack.text)
    assert any(words(each, corpus).startswith("It would meet 3.2-p3-s3: “[The GGE …] It has not") for each in need.text)


def test_a_statement_has_what_is_recorded_from_it(corpus):
    found = rows(block(description("statement:3.2-p3-s3", corpus), "What is recorded from it"), corpus)

    assert ("sixth GGE: no provision for direct engagement with non-State actors", "engagement") in found


def test_a_doubt_in_its_words_is_told_as_ours(corpus):
    found = block(description("statement:1-p6-s4", corpus), "What is doubtful in the words of the report")

    assert "editorial" == found.graph
    assert ("“resolution 72/237”", "probably meant: resolution 70/237", "factual doubt", "certain") in rows(
        found, corpus
    )


def test_a_named_source_is_the_one_that_the_report_names(corpus):
    found = facts(block(description("statement:1-p2-s3", corpus), PUT), corpus)

    assert [
        ["a named source: A source that the report names: a person quoted, an organization, a document."],
        ["INTERPOL"],
    ] == [
        found["has voice"],
        [each.upper() for each in found["source that the report names"]],
    ]


def test_no_statement_is_put_on_a_speaker(corpus):
    speakers = {quad.object for quad in corpus.publication.store.quads_for_pattern(None, iri("csg:participant"), None)}
    names = {corpus.label(each) for each in speakers}
    assert 30 == len(names)
    for statement in corpus.report.statements:
        found = description(curie(statement.node), corpus)
        sources = facts(block(found, PUT), corpus).get("source that the report names", [])
        assert not names & set(sources)
        if "Name listed" in str(found.blocks):
            assert "attributes no statement to any of them" in said(found, corpus)


def test_it_leads_to_its_place_in_the_report(corpus):
    found = description("statement:4-p3-s1-b", corpus)

    assert "Read it in its place" in lead(found, corpus)[0]
    paths = [getattr(piece, "path", "") for piece in found.lead[0]]
    assert "id/cs2020/section/4.html#4-p3-s1-b" in paths


def test_lists_say_how_it_is_put(corpus):
    assert "condition · conditional · denies" == words(summarize(entity("statement:2-kt4-s2", corpus)), corpus)
