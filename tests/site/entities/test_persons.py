"""Of a person, a page says what the report prints of them, and attributes nothing to them."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.publication.resources import curie
from csgraph.rdf.turtle import iri
from csgraph.site.entities.entity import NOBODY
from csgraph.site.entities.persons import summarize
from tests.support.entities import block, description, entity, facts, lead, rows, said, words


def test_a_speaker_has_a_slot_with_time_and_affiliation_as_printed(corpus):
    found = description("person:serge-droz", corpus)

    assert lead(found, corpus)[0] == (
        "Listed under “Featuring:” for Panel II, “Inclusivity in Dialogue”, 11:30, "
        "with the affiliation “Proton Technologies and FIRST”."
    )
    slot = ("Inclusivity in Dialogue", "11:30", "Serge Droz", "Proton Technologies and FIRST", "4")
    assert [slot] == rows(block(found, "In the programme"), corpus)


def test_each_list_of_names_is_printed_under_featuring(corpus):
    passages = corpus.report.passages
    for slot in corpus.publication.having(iri("rdf:type"), iri("csg:Participation")):
        (name,) = {each.source for each in corpus.report.quotes(slot) if "-n" in each.source.key}
        labels = [each.text for each in passages[: passages.index(name)] if each.text.endswith(":")]
        assert "Featuring:" == labels[-1], slot


def test_a_caption_is_told_as_a_caption(corpus):
    found = description("person:serge-droz", corpus)

    printed = (
        "“Serge Droz, Security Lead, Proton Technologies; Chair, Forum of Incident Response and Security Teams (FIRST)”"
    )
    assert f"Named in a caption (cap-5): {printed}." == lead(found, corpus)[1]
    roles = {(row[0], row[1]) for row in rows(block(found, "Printed affiliations"), corpus)}
    assert ("Proton Technologies", "Security Lead") in roles


def test_who_else_is_printed_for_the_session_is_told_in_the_order_of_the_programme(corpus):
    found = rows(block(description("person:serge-droz", corpus), "Also printed for Panel II"), corpus)

    assert [name for name, _ in found] == [
        "Orla Tunney",
        "Katherine Getao",
        "Jean-Yves Art",
        "Lu Chuanying",
        "Renata Hessmann Dalaqua",
    ]
    assert ("Katherine Getao", "Kenya") in found


def test_who_has_two_slots_has_both(corpus):
    found = lead(description("person:renata-dwan", corpus), corpus)

    assert any("Moderated Discussion" in sentence for sentence in found)
    assert any("Panel V," in sentence for sentence in found)


def test_words_are_put_on_a_person_only_where_the_report_quotes_them(corpus):
    people = [
        each.subject for each in corpus.publication.store.quads_for_pattern(None, iri("rdf:type"), iri("foaf:Person"))
    ]
    assert 30 < len(people)
    for person in people:
        text = said(description(curie(person), corpus), corpus)
        quoted = "as words of this person" in text
        named = "names this person as the source" in text
        assert quoted == named == (corpus.label(person) == "Satya Nadella"), person
        is_speaker = bool(corpus.publication.having(iri("csg:participant"), person))
        assert is_speaker == (NOBODY in text), person


def test_what_a_person_is_the_source_of_comes_with_what_is_doubtful_in_it(corpus):
    """Of 1-p1-s2 only "We've seen two years' worth …" and "world of remote everything" are in quotation marks."""
    found = description("person:satya-nadella", corpus)

    told = [each for each in lead(found, corpus) if "1-p1-s2" in each]
    assert ["The report names this person as the source of what statement 1-p1-s2 says."] == told
    (row,) = rows(block(found, "What is doubtful in the words of the report"), corpus)
    assert "“We’ve seen two years’ worth of digital transformation in two months”" == row[0]


def test_who_is_only_thanked_is_credited(corpus):
    found = lead(description("person:camino-kavanagh", corpus), corpus)

    assert [
        "The report credits: Camino Kavanagh: contribution to the preparation and delivery of the conference."
    ] == found


def test_a_slot_says_what_is_printed_and_that_pairing_is_a_reading(corpus):
    found = description("participation:panel-3-1", corpus)
    printed = block(found, "As printed")

    assert ["Amb. Henri Verdier"] == facts(printed, corpus)["Name line"]
    assert ["France"] == facts(printed, corpus)["Affiliation line"]
    assert "a reading" in words(printed.note, corpus)
    assert [
        "Amb. Henri Verdier: place 1 of 5 in the list that the programme prints under “Featuring:” for "
        "Panel III, “Institutional Dialogues with the UN: Lessons and Opportunities”."
    ] == lead(found, corpus)


def test_an_affiliation_says_role_and_status_as_printed(corpus):
    found = description("membership:renata-dwan--unidir--director", corpus)

    assert ["Renata Dwan is printed as “Former” Director of UNIDIR."] == lead(found, corpus)
    assert {"@type": "OrganizationRole", "roleName": "Director"}.items() <= found.schema.items()


def test_an_affiliation_has_the_name_as_printed(corpus):
    membership = curie(corpus.publication.value(iri("participation:panel-3-1"), iri("csg:asAffiliatedWith")))

    assert ["Amb. Henri Verdier is printed under the affiliation France."] == lead(
        description(membership, corpus), corpus
    )


def test_a_contribution_says_in_which_capacity(corpus):
    (sentence,) = lead(description("contribution:norway", corpus), corpus)

    assert "Norway" in sentence
    assert "core donor of the Security and Technology Programme" in sentence


def test_lists_say_where_a_person_is_printed(corpus):
    assert "Panel II, “Kenya”" == words(summarize(entity("person:katherine-getao", corpus)), corpus)
    assert "not in its programme" in words(summarize(entity("person:satya-nadella", corpus)), corpus)
    assert () == summarize(entity("person:nobody", corpus))


def test_nothing_is_said_of_a_person_that_nothing_is_known_of(corpus):
    assert () == description("person:nobody", corpus).lead
    assert isinstance(entity("person:nobody", corpus).node, ox.NamedNode)
