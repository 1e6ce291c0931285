"""Processes are told as the report tells them, and what other sources say of them is told apart."""

from __future__ import annotations

from csgraph.site.entities.dialogues import summarize
from tests.support.entities import block, description, entity, lead, moved, rows, words


def test_what_is_not_provided_is_told_as_not_provided(corpus):
    found = rows(block(description("process:gge-6", corpus), "Whom it engages"), corpus)

    refused = ("non-State actors", "direct engagement", "not provided")
    words_of_it = "It has not, however, provided for direct engagement with non-State actors."
    assert (*refused, words_of_it) in found


def test_what_the_report_counts_is_counted(corpus):
    assert "There are 6, the report says: 5 past and 1 on-going." == lead(description("process:gge", corpus), corpus)[0]
    assert "Established, the report says, in 2018." == lead(description("process:oewg", corpus), corpus)[0]


def test_iterations_say_who_names_them(corpus):
    found = {row[0]: row[1] for row in rows(block(description("process:gge", corpus), "Its iterations"), corpus)}

    assert "the report" == found["sixth GGE"]
    assert {"other sources"} == {who for name, who in found.items() if name != "sixth GGE"}


def test_who_says_it_is_told_by_the_graph_that_says_it(corpus):
    """The report itself has "established in 2018" and "six GGEs (five past and one on-going)"; were it others, that is told."""
    framework = "framework:responsible-state-behaviour"
    other = moved(
        corpus,
        ("process:oewg", "csg:establishedYear", "facts"),
        ("process:gge", "csg:iterationCount", "facts"),
        ("process:gge", "csg:workingUnder", "facts"),
        ("dialogue:gge-6-consultations", "csg:heldBy", "facts"),
        (framework, "csg:resultsFrom", "facts"),
        ("process:gge-4", "csg:startYear", "report"),
    )

    assert "Established, other sources say, in 2018." in lead(description("process:oewg", other), other)
    told = lead(description("process:gge", other), other)
    assert "There are 6, other sources say." in told
    assert any(each.startswith("It works under") and each.endswith("other sources say.") for each in told)
    assert "It takes place within United Nations, the report says." in told
    assert "facts" == block(description("process:gge-6", other), "Dialogues that it holds").graph
    assert "report" == block(description("process:gge-6", corpus), "Dialogues that it holds").graph
    assert ["Other sources say that it results from groups of governmental experts (GGE)."] == lead(
        description(framework, other), other
    )
    years = {row[0]: row[2] for row in rows(block(description("process:gge", other), "Its iterations"), other)}
    assert ("2014 (the report)", "2016") == (years["fourth GGE"], years["fifth GGE"])


def test_a_process_that_the_report_does_not_name_says_so(corpus):
    assert ["The report does not name it; other sources do."] == lead(description("process:gge-4", corpus), corpus)


def test_the_framework_has_six_pillars_in_the_order_of_the_report(corpus):
    found = rows(block(description("framework:responsible-state-behaviour", corpus), "Its pillars"), corpus)

    assert [row[1] for row in found] == [
        "information sharing on threats",
        "international law",
        "norms",
        "confidence-building measures (CBMs)",
        "international cooperation",
        "capacity building",
    ]
    assert "" == found[4][2]


def test_the_framework_results_from_the_groups_alone_and_both_accounts_are_kept(corpus):
    found = description("framework:responsible-state-behaviour", corpus)

    assert ["The report says that it “has resulted from” groups of governmental experts (GGE)."] == lead(found, corpus)
    assert 2 == len(rows(block(found, "Where the report says it came from"), corpus))
    assert "came from; it names" in lead(description("account:gges", corpus), corpus)[0]


def test_an_engagement_and_a_procedure_are_sentences(corpus):
    assert "not provided" in lead(description("engagement:gge-6--non-state-actors", corpus), corpus)[0]
    assert "ECOSOC" in lead(description("procedure:ecosoc-accreditation", corpus), corpus)[0]


def test_lists_say_years_and_statements(corpus):
    assert words(summarize(entity("process:gge-4", corpus)), corpus).startswith("2014–2015 (other sources)")
