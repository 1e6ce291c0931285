"""A statement is told with its words, how it is put, and what repeats it; nothing is made stronger."""

from __future__ import annotations

from portraying import block, facts, lead, portrait, rows, said, thing, words

from csgraph.nodes import curie
from csgraph.site.portraits.blocks import ANNOTATION
from csgraph.site.portraits.statements import described
from csgraph.turtle import iri

PUT = "How it is put, and what it is about"


def test_its_words_are_marked_in_their_passage(corpus):
    (found,) = block(portrait("statement:2-kt4-s2", corpus), "Its words, in their passage").quotes

    assert "Without it, dialogue will not succeed, regardless of the form or the function." == found.exact
    assert found.before.startswith("A conducive environment is critical")
    assert found.before + found.exact + found.after == found.passage.text


def test_how_it_is_put_is_told_in_the_words_of_the_schemes(corpus):
    found = block(portrait("statement:2-kt4-s2", corpus), PUT)

    assert ANNOTATION == found.graph
    assert ["conditional: Put as holding if something else does."] == facts(found, corpus)["has modality"]
    assert ["true: its main claim denies"] == facts(found, corpus)["negated"]
    assert "conducive environment (topic)" in facts(found, corpus)["about"]


def test_what_repeats_it_comes_with_how_the_words_changed(corpus):
    ((how, other, drift),) = rows(block(portrait("statement:2-kt4-s2", corpus), "Said more than once"), corpus)

    assert "repeated by" == how
    assert other.startswith("3.1-p6-s2: “Without these elements, it will be difficult for dialogue to succeed")
    assert "will not succeed" in drift
    ((how, other, _),) = rows(block(portrait("statement:3.1-p6-s2", corpus), "Said more than once"), corpus)
    assert ("it repeats", "2-kt4-s2") == (how, other.partition(":")[0])


def test_a_part_has_its_sentence_and_a_sentence_its_parts(corpus):
    part, whole = portrait("statement:3.1-p3-s2-f", corpus), portrait("statement:3.1-p3-s2", corpus)

    (sentence,) = block(part, "The sentence that it is a part of").text
    assert words(sentence, corpus).startswith("3.1-p3-s2: “They have led to the structuring")
    assert ("3.1-p3-s2-f", "capacity building", "definition · asserted") in rows(block(whole, "Its parts"), corpus)


def test_a_doubt_in_its_words_is_told_as_ours(corpus):
    found = block(portrait("statement:1-p6-s4", corpus), "What is doubtful in the words of the report")

    assert "editorial" == found.graph
    assert ("“resolution 72/237”", "probably meant: resolution 70/237", "factual doubt", "certain") in rows(
        found, corpus
    )


def test_a_named_source_is_the_one_that_the_report_names(corpus):
    found = facts(block(portrait("statement:1-p2-s3", corpus), PUT), corpus)

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
    for statement in corpus.text.statements:
        found = portrait(curie(statement), corpus)
        sources = facts(block(found, PUT), corpus).get("source that the report names", [])
        assert not names & set(sources)
        if "Name listed" in str(found.blocks):
            assert "attributes no statement to any of them" in said(found, corpus)


def test_it_leads_to_its_place_in_the_report(corpus):
    found = portrait("statement:3.1-p3-s2-f", corpus)

    assert "Read it in its place" in lead(found, corpus)[0]
    paths = [getattr(piece, "path", "") for piece in found.lead[0]]
    assert "id/cs2020/section/3.1.html#3.1-p3-s2-f" in paths


def test_lists_say_how_it_is_put(corpus):
    assert "condition · conditional · denies" == words(described(thing("statement:2-kt4-s2", corpus)), corpus)
