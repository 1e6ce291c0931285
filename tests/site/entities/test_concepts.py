"""A concept is told with what the report says about it, quoted and counted; a scheme with its concepts."""

from __future__ import annotations

from csgraph.publication.resources import TYPE, curie
from csgraph.site.entities.blocks import ANNOTATION
from csgraph.site.entities.concepts import _put, summarize, summarize_scheme
from csgraph.site.entities.entity import SHOWN, t
from tests.support.entities import block, description, entity, facts, lead, rows, words


def test_capacity_building_has_what_the_report_says_of_it(corpus):
    found = description("pillar:capacity-building", corpus)
    said = block(found, "What the report says about it")
    items = [item for group in said.groups for item in group.items]

    assert "In this regard, capacity building plays an important role in fostering greater inclusivity." in [
        item.words.quote for item in items if item.words
    ]
    (item,) = [item for item in items if item.key == "3.2-p6-s2"]
    assert "assessment · asserted" == words(item.how, corpus)
    assert "id/cs2020/section/3.2.html#3.2-p6-s2" == item.path


def test_it_leads_to_whom_the_programme_lists(corpus):
    found = block(
        description("pillar:capacity-building", corpus),
        "Who is listed for the sessions behind these sections",
    )

    (row,) = [row for row in rows(found, corpus) if row[0].startswith("3.2")]
    assert row[1:3] == ("Panel II, “Inclusivity in Dialogue”", "11:30")
    assert "Serge Droz (Proton Technologies and FIRST)" in row[3]
    assert "our reading" in words(found.note, corpus)


def test_a_pillar_has_its_place_and_its_counterpart_as_a_reading(corpus):
    found = lead(description("pillar:capacity-building", corpus), corpus)

    assert found[0].startswith("Pillar 6 of 6 of the framework for responsible behaviour of States")
    assert found[1].startswith("As we read it, it concerns the same matter as the core issue capacity building")
    assert not any(
        "core issue" in each for each in lead(description("pillar:international-cooperation", corpus), corpus)
    )


def test_types_and_modalities_are_counted(corpus):
    found = facts(block(description("pillar:capacity-building", corpus), "What the report says about it"), corpus)

    assert {"By type", "By modality"} == set(found)
    assert "asserted" in found["By modality"][0]


def test_what_is_said_too_often_is_cut_and_asked_for(corpus):
    found = block(description("modality:asserted", corpus), "Statements that we annotate so")

    shown = sum(1 + len(item.parts) for group in found.groups for item in group.items)
    assert 0 < shown <= SHOWN
    assert words(found.note, corpus).startswith("And ")
    assert any(getattr(piece, "path", "").startswith("workbench.html#query=") for piece in found.note)


FUNCTIONS = "Functions that we annotate it with, and how each is put"
FORMS = "Forms of dialogue that we annotate it with, and how each is put"
ASKED = "What is asked of it"


def test_a_form_has_the_functions_that_it_is_annotated_with_and_how_they_are_put(corpus):
    found = block(description("dialogue-form:track-2", corpus), FUNCTIONS)

    # "Importantly, they can also serve to keep much-needed channels of dialogue open": can, not do.
    assert ANNOTATION == found.graph
    assert ("keep channels open", "3.3-p6-s3 (function · possible)") in rows(found, corpus)
    forms = rows(block(description("dialogue-function:keep-channels-open", corpus), FORMS), corpus)
    assert any("3.3-p6-s3 (function · possible)" in where for _, where in forms)


def test_what_the_programme_only_asks_of_a_form_stands_apart(corpus):
    """The programme asks "whether a more formalized dialogue … would serve as a precursor to a more formal agreement"."""
    found = description("dialogue-form:formal", corpus)

    (asked,) = [each for each in rows(block(found, ASKED), corpus) if each[0] == "advance norms and agreement"]
    assert asked[1] == "5-p3-s3-a (example, question · interrogative)"
    assert FUNCTIONS not in [each.heading for each in found.blocks]
    function = description("dialogue-function:advance-norms-and-agreement", corpus)
    assert [name for name, _ in rows(block(function, ASKED), corpus)] == ["more formal dialogue"]


def test_how_each_pair_is_put_says_what_is_asked_and_what_is_denied(corpus):
    """Whatever a statement is, a pair that it makes says; what is put as a question is in no table but that of questions."""
    seen = set()
    for kind in ("csg:DialogueForm", "csg:DialogueFunction"):
        for node in corpus.publication.having(TYPE, t(kind)):
            for each in description(curie(node), corpus).blocks:
                if each.heading not in (FUNCTIONS, FORMS, ASKED):
                    continue
                for _, where in rows(each, corpus):
                    for put in where.split("; "):
                        key, _, how = put.partition(" ")
                        statement = corpus.report.statement(key)
                        assert ("interrogative" in how) == (each.heading == ASKED), put
                        assert ("denies" in how) == statement.negated, put
                        seen.add(key)
    assert {"5-p3-s3-a", "5-p3-s3-b"} <= seen


def test_a_denial_is_told_with_the_pair(corpus):
    denied = corpus.report.statement("3.2-p3-s3")

    assert "denies" in words(_put(denied), corpus)


def test_a_wider_concept_has_the_narrower(corpus):
    found = rows(block(description("dialogue-form:para-diplomatic", corpus), "What it includes"), corpus)

    assert {"track 1.5 dialogue", "track 2 dialogue"} == {row[0] for row in found}


def test_a_scheme_has_its_concepts_in_their_order(corpus):
    found = rows(block(description("scheme:pillar", corpus), "Its concepts"), corpus)

    assert 6 == len(found)
    assert ("information sharing on threats", "capacity building") == (found[0][0], found[-1][0])


def test_a_collection_has_its_members(corpus):
    assert (
        "hybrid format" == rows(block(description("dialogue-form:by-attendance", corpus), "Its concepts"), corpus)[0][0]
    )


def test_search_engines_read_terms_of_sets(corpus):
    found = description("pillar:norms", corpus).schema

    assert ("DefinedTerm", "DefinedTermSet") == (found["@type"], found["inDefinedTermSet"]["@type"])


def test_lists_say_scheme_and_number(corpus):
    assert "Modalities" == words(summarize(entity("modality:hoped", corpus)), corpus)
    assert words(summarize_scheme(entity("scheme:pillar", corpus)), corpus).startswith("6 concepts. The six pillars")
