"""Passages and anchors show the words, and what is stated in them and rests on them."""

from __future__ import annotations

from csgraph.publication.resources import curie
from csgraph.site.entities.passages import summarize, summarize_anchor
from tests.support.entities import block, description, entity, folded, lead, rows, words


def test_a_passage_shows_its_text_and_its_statements_in_order(corpus):
    found = description("passage:2-kt4", corpus)

    assert block(found, "Its text").quotes[0].source.text.startswith("A conducive environment is critical")
    assert ["2-kt4-s1", "2-kt4-s2"] == [row[0] for row in rows(block(found, "What it states"), corpus)]


def test_a_passage_says_where_it_stands(corpus):
    assert "section “2 Key Takeaways”, which begins on page 3" in lead(description("passage:2-kt4", corpus), corpus)[0]


def test_the_session_of_a_summary_is_a_reading_and_that_of_the_programme_is_not(corpus):
    read = block(description("passage:3.2-p6", corpus), "The session that its section sums up")
    printed = block(description("passage:5-p4", corpus), "The session")

    assert ("editorial", "report") == (read.graph, printed.graph)
    assert ("Serge Droz", "Proton Technologies and FIRST") in folded(read, corpus)["6 names listed for Panel II"]
    assert folded(read, corpus) == folded(printed, corpus)


def test_sessions_of_one_section_stand_under_one_heading_and_that_nobody_is_quoted_before_their_names(corpus):
    for key in ("passage:3.3-p1", "statement:3.3-p1-s1"):
        found = block(description(key, corpus), "The sessions that its section sums up")

        first, second = (words(each, corpus) for each in found.text)
        assert first.endswith("The report attributes no statement to any of them.")
        assert second.startswith("As we read it, section “3.3 ")
        assert "sums up Panel III, “" in second
        assert "; and Panel IV, “" in second
        assert ["5 names listed for Panel III", "5 names listed for Panel IV"] == list(folded(found, corpus))
        assert not found.note
        assert not found.table


def test_a_footnote_says_what_it_cites_and_to_what_it_is_a_note(corpus):
    found = [words(each, corpus) for each in block(description("passage:fn-1", corpus), "Notes").text]

    assert ["It cites 2 Years of Digital Transformation in 2 Months.", "It is a note to statement 1-p1-s2."] == found


def test_a_doubt_stands_with_its_passage(corpus):
    found = rows(block(description("passage:1-p6", corpus), "What is doubtful in it"), corpus)

    assert ("resolution 72/237", "factual doubt", "certain") in found


def test_an_anchor_shows_its_words_and_how_they_are_found(corpus):
    found = description("anchor:1-p1_179-398", corpus)

    assert "characters 179 to 398" in lead(found, corpus)[0]
    assert block(found, "The words").quotes[0].quote.startswith("In April 2020, Microsoft’s CEO")
    assert ["statement", "footnote"] == [name for name, _ in block(found, "What rests on them").facts]


def test_words_in_quotation_marks_say_what_the_marks_do(corpus):
    found = lead(description("quotation:world-of-remote-everything", corpus), corpus)

    assert "The report gives them as words of Satya Nadella." in found
    assert not any("as words of" in each for each in lead(description("quotation:cyber-dialogues", corpus), corpus))


def test_lists_are_short(corpus):
    assert "bullet, 2 statements" == words(summarize(entity("passage:2-kt4", corpus)), corpus)
    for quote in (each for passage in corpus.report.passages for each in passage.quotes):
        assert 90 >= len(words(summarize_anchor(entity(curie(quote.anchor), corpus)), corpus))
