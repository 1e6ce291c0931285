"""What several descriptions say alike: dates, queries for the workbench, lists of statements, links elsewhere."""

from __future__ import annotations

from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from csgraph.publication import dataset
from csgraph.site.entities.blocks import ANNOTATION
from csgraph.site.entities.entity import (
    SHOWN,
    Entity,
    about,
    about_query,
    date,
    dates,
    doubts,
    given,
    having_query,
    links,
    makers,
    sessions,
    t,
    whole_first,
    workbench,
)
from tests.support.entities import entity, rows, words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2020-09-28", "28 September 2020"),
        ("2020-09-28T11:30:00", "28 September 2020, 11:30"),
        ("2019-12", "December 2019"),
        ("2015", "2015"),
        ("2020-13-01", "2020-13-01"),
        ("since the late 2000s", "since the late 2000s"),
        ("-44", "-44"),
        ("", ""),
    ],
)
def test_dates_are_as_precise_as_they_are(value, expected):
    assert expected == date(ox.Literal(value))
    assert "" == date(None)


def asked(path: str) -> str:
    address, _, rest = path.partition("#query=")
    assert "workbench.html" == address
    return unquote(rest.partition("&")[0])


def test_the_workbench_has_a_row_for_each_statement_that_the_page_counts(corpus):
    store = dataset.load_store()
    for curie in (
        "pillar:capacity-building",
        "dialogue-form:para-diplomatic",
        "topic:dialogue",
        "person:satya-nadella",
    ):
        node = t(curie)
        found = answered(about_query(node), store)
        assert sorted(each.node.value for each in corpus.report.about(node)) == [
            row["statement"].value for row in found
        ]
        assert all(row["types"].value and row["text"].value for row in found)
    for property, curie in (
        ("csg:modality", "modality:hoped"),
        ("csg:statementType", "statement-type:condition"),
        ("csg:voice", "voice:programme"),
    ):
        node = t(curie)
        found = answered(having_query(property, node), store)
        assert sorted(each.node.value for each in corpus.report.annotated(node)) == [
            row["statement"].value for row in found
        ]


def test_the_workbench_has_a_row_for_a_statement_of_which_little_is_said():
    store = ox.Store()
    store.add(
        ox.Quad(t("statement:x"), t("csg:about"), t("topic:x"), ox.NamedNode("https://w3id.org/csgraph/graph/report"))
    )
    (row,) = answered(about_query(t("topic:x")), store)

    assert (t("statement:x"), None, None) == (row["statement"], row["types"], row["modality"])


def answered(query, store):
    return list(store.query(asked(workbench(query)), use_default_graph_as_union=True))


def test_what_is_dated_has_the_words_that_say_when(corpus):
    """Section 1 has "which was established in 2018", the OEWG that is."""
    (found,) = dates(entity("process:oewg", corpus))

    assert any("2018" in when for _, when, *_ in rows(found, corpus))
    assert () == dates(entity("topic:dialogue", corpus))


def test_who_contributed_to_the_report_has_a_capacity(corpus):
    (found,) = given(entity("document:cs2020-report", corpus))

    assert "Eric M. Schulz" in {row[0] for row in rows(found, corpus)}
    assert () == given(entity("topic:dialogue", corpus))


def test_a_query_for_other_graphs_says_which():
    assert workbench("SELECT ?x WHERE { ?x a csg:Link }", "links").endswith("&graphs=links&run")


def test_statements_are_shown_up_to_a_number_and_parts_with_their_whole(corpus):
    (found,) = about(entity("topic:dialogue", corpus))

    assert 0 < sum(1 + len(item.parts) for group in found.groups for item in group.items) <= SHOWN
    keys = [item.key for group in found.groups for item in group.items]
    assert len(keys) == len(set(keys))
    assert () == about(entity("topic:nothing", corpus))


def test_sections_without_a_session_have_none(corpus):
    assert () == sessions(entity("pillar:norms", corpus), [corpus.report.section("1")])
    (found,) = sessions(entity("pillar:norms", corpus), [corpus.report.section("3.1")])
    assert "10:15" == rows(found, corpus)[0][2]


def test_links_come_with_what_speaks_for_them(corpus):
    found, records = links(entity("state:DEU", corpus))

    assert ox.NamedNode("http://www.wikidata.org/entity/Q183") in records
    assert any(row[:2] == ("Wikidata", "same as") for row in rows(found, corpus))
    assert frozenset() == links(entity("topic:dialogue", corpus))[1]


def test_a_fact_has_the_statement_that_makes_it_and_how_strongly(corpus):
    """3.2-p3-s3: "It has not, however, provided for direct engagement with non-State actors."."""
    (found,) = makers(entity("engagement:gge-6--non-state-actors", corpus))

    assert ("The statement that makes it", ANNOTATION) == (found.heading, found.graph)
    alone = "[The GGE …] It has not, however, provided for direct engagement with non-State actors."
    assert [("3.2-p3-s3", alone, "gap · asserted · denies")] == rows(found, corpus)
    # What stands in lines of the programme, and what is no fact, has none.
    assert () == makers(entity("participation:panel-2-1", corpus)) == makers(entity("topic:dialogue", corpus))


def test_a_fact_that_several_statements_make_has_them_in_the_order_of_the_report(corpus):
    several = [quad.subject for quad in corpus.publication.store.quads_for_pattern(None, t("csg:statedBy"), None)]
    node = next(each for each in several if several.count(each) > 1)
    (found,) = makers(Entity(node, corpus))

    assert "The statements that make it" == found.heading
    order = [each.key for each in corpus.report.statements]
    keys = [key for key, *_ in rows(found, corpus)]
    assert keys == sorted(keys, key=order.index)


def test_doubts_are_those_of_the_words_themselves(corpus):
    document = entity("document:a-res-72-237", corpus)
    (found,) = doubts(document, document.evidence)

    assert "editorial" == found.graph
    norway = entity("contribution:norway", corpus)
    assert all(
        "72/237" not in words(row[0], corpus) for each in doubts(norway, norway.evidence) for row in each.table.rows
    )


def test_parts_are_with_their_whole_only_where_that_is_there(corpus):
    whole, part = corpus.report.statement("4-p3-s1"), corpus.report.statement("4-p3-s1-b")

    assert [(whole, [part])] == whole_first([whole, part])
    assert [(part, [])] == whole_first([part])
