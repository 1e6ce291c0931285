"""Sessions and the conference are told as the programme prints them."""

from __future__ import annotations

from csgraph.site.entities.programme import summarize
from tests.support.entities import block, description, entity, lead, rows, words


def test_a_session_has_its_time_and_its_speakers_as_printed(corpus):
    found = description("event:panel-2", corpus)

    assert "printed for 11:30 on 28 September 2020, with 6 names listed under “Featuring:”." in lead(found, corpus)[0]
    assert rows(block(found, "Who is listed for it"), corpus) == [
        ("1", "Orla Tunney", "Ireland"),
        ("2", "Katherine Getao", "Kenya"),
        ("3", "Jean-Yves Art", "Microsoft"),
        ("4", "Serge Droz", "Proton Technologies and FIRST"),
        ("5", "Lu Chuanying", "Shanghai Institutes for International Security"),
        ("6", "Renata Hessmann Dalaqua", "UNIDIR"),
    ]


def test_which_bodies_are_meant_is_a_reading_of_ours(corpus):
    """The programme prints "Proton Technologies and FIRST" on one line."""
    found = block(description("event:panel-2", corpus), "Whom the affiliations mean")

    assert found.graph != "report"
    assert "our reading" in words(found.note, corpus)
    meant = dict(rows(found, corpus))
    assert "Forum of Incident Response" in meant["Proton Technologies and FIRST"]
    assert "Proton Technologies" in meant["Proton Technologies and FIRST"]


def test_which_section_sums_it_up_is_told_as_our_reading(corpus):
    found = block(description("event:panel-2", corpus), "Where the report sums it up")

    assert "editorial" == found.graph
    assert words(found.text[0], corpus).startswith("As we read it, 3.2 Inclusivity in Dialogue sums it up")


def test_its_questions_come_with_what_speaks_to_them(corpus):
    found = rows(block(description("event:panel-2", corpus), "Its questions, and what speaks to them"), corpus)

    assert found[0][0].startswith("5-p4-s2-a: “[the United Nations and other multilateral organizations have placed")
    assert "This panel will explore] the relevance and purpose of this emphasis" in found[0][0]
    assert any("a window into how these efforts are bearing fruit" in answer for _, answer in found)


def test_the_conference_has_its_programme_in_order(corpus):
    found = description("event:cs2020", corpus)

    assert ["Held on 28 September 2020 in Geneva, organized by UNIDIR."] == lead(found, corpus)
    times = [row[0] for row in rows(block(found, "The programme"), corpus)]
    assert ["9:00", "9:00", "10:15", "11:30", "no time", "13:45", "15:15", "16:30", "17:30"] == times


def test_who_contributed_stands_with_the_capacity(corpus):
    found = rows(block(description("event:cs2020", corpus), "Who contributed to it"), corpus)

    donors = {who for who, capacity, _ in found if capacity.startswith("core donor")}
    assert {"Germany", "Netherlands", "Norway", "Switzerland", "Microsoft"} == donors
    assert ("Russian Federation", "further supporter of the conference", "the words") in found


def test_an_item_without_a_time_says_so(corpus):
    assert "printed without a time." in lead(description("event:lunch-break", corpus), corpus)[0]


def test_search_engines_read_an_event(corpus):
    found = description("event:panel-2", corpus).schema

    assert ("Event", "2020-09-28T11:30:00") == (found["@type"], found["startDate"])
    assert "performer" not in found


def test_lists_say_form_and_time(corpus):
    assert "Panel II, 11:30, 6 names listed" == words(summarize(entity("event:panel-2", corpus)), corpus)
