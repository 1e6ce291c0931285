"""Of a body, a page says where the report names it, and in which capacity."""

from __future__ import annotations

import pytest

from csgraph.site.entities.organizations import summarize
from tests.support.entities import block, description, entity, lead, rows, words


def test_a_state_has_the_speakers_printed_with_it(corpus):
    found = description("state:CHE", corpus)

    expected = "Printed with 2 persons, in 2 places of the lists under “Featuring:” in the programme."
    assert expected == lead(found, corpus)[0]
    assert {"Amb. Nadine Olivieri Lozano", "Amb. Jurg Lauber"} == {
        row[0] for row in rows(block(found, "Persons printed with it"), corpus)
    }
    assert "is not to speak for it" in words(block(found, "Persons printed with it").note, corpus)


def test_who_is_printed_twice_is_one_person(corpus):
    """Renata Dwan is listed for the Moderated Discussion and for Panel V, both times with UNIDIR."""
    found = lead(description("organization:unidir", corpus), corpus)

    assert "Printed with 5 persons, in 6 places of the lists under “Featuring:” in the programme." == found[0]


def test_support_is_told_as_the_front_matter_does(corpus):
    assert any("further supporter" in sentence for sentence in lead(description("state:RUS", corpus), corpus))


def test_an_affiliation_in_a_caption_is_not_in_the_programme(corpus):
    found = rows(block(description("organization:first", corpus), "Persons printed with it"), corpus)

    assert {("Serge Droz", "Chair", "not in the programme")} == {row[:3] for row in found if row[1]}


def test_a_publisher_has_its_documents(corpus):
    found = rows(block(description("organization:unidir", corpus), "Documents printed under its name"), corpus)

    assert "publisher" in {how for _, how in found}


def test_nothing_is_printed_under_the_name_of_a_group_that_has_none(corpus):
    found = description("group:individual-authors", corpus)

    assert ["Documents whose views are said to be its own"] == [
        each.heading for each in found.blocks if each.heading.startswith("Documents")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("state:CHE", "Country"),
        ("organization:unidir", "Organization"),
        ("group:individual-authors", "Thing"),
        ("group:russian-delegation", "Thing"),
    ],
)
def test_search_engines_read_a_state_as_a_country_and_an_unnamed_group_as_a_thing(body, expected, corpus):
    assert expected == description(body, corpus).schema["@type"]


def test_a_place_is_told_by_what_was_held_there_and_who_is_based_there_as_printed(corpus):
    assert lead(description("place:geneva", corpus), corpus) == [
        "The report says where 2020 Cyber Stability Conference (CS2020) was held: "
        "“hosted online and in Geneva” (cap-4) and “held in Geneva on 28 September 2020” (bc-p1).",
        "The report says where UNIDIR is based: “Based in Geneva, UNIDIR” (fm-about-1).",
    ]


def test_lists_say_how_often_it_is_named(corpus):
    assert (
        "printed with 2 persons, in 2 places of the lists; supporter or contributor; subject of 1 statement"
        == words(summarize(entity("state:CHE", corpus)), corpus)
    )
