"""The model of the report is the whole report, each element once and in one place."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import csgraph
from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.publication.report import Quote, Report, Statement, code
from csgraph.publication.resources import TYPE
from csgraph.rdf.turtle import iri


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(dataset.load_store(dataset.graph_files()))


def statement(report: Report, key: str) -> Statement:
    found = report.statement(key)
    assert found
    return found


def test_the_report_of_the_publication_can_be_read_from_python() -> None:
    found = csgraph.report()

    assert isinstance(found, csgraph.Report)
    section = found.section("3.2")
    assert isinstance(section, csgraph.Section)
    assert ("3.2 Inclusivity in Dialogue", "7", "3") == (
        section.label,
        section.page,
        section.whole and section.whole.key,
    )
    assert all(isinstance(each, csgraph.Passage) and each.section is section for each in section.passages)
    assert all(isinstance(each, csgraph.Statement) and each.section is section for each in section.statements)
    (hoped,) = found.annotated("modality:hoped")
    assert ("3.2-p3-s4", "hoped") == (hoped.key, hoped.modality and found.label(hoped.modality))
    assert () == statement(found, "3.1-p3-s2").earlier
    assert statement(csgraph.report(graphs=["editorial"]), "3.1-p3-s2").earlier


def test_elements_are_found_by_key_and_node_and_nothing_else_is(report: Report) -> None:
    for found in (report.section("3.1"), report.passage("3.1-p3"), report.statement("3.1-p3-s2")):
        assert found
        assert "3.1" in repr(found)
    assert report.passage(iri("passage:3.1-p3")) is report.passage("3.1-p3")
    assert report.section(iri("section:3.1")) is report.section("3.1")
    for lookup in (report.section, report.passage, report.statement):
        for unknown in ("3.9", "", None, iri("pillar:norms"), ox.Literal("x")):
            assert lookup(unknown) is None
    for method in (report.about, report.annotated, report.quotes):
        with pytest.raises(InputError, match="pillar:nrms"):
            method("pillar:nrms")


def test_each_passage_is_in_one_section_in_the_reading_order(report: Report) -> None:
    passages = [passage for section in report.sections for passage in section.passages]
    assert [passage.order for passage in passages] == list(range(1, 200))
    assert passages == list(report.passages)
    assert {passage.node for passage in passages} == set(report.graph.having(TYPE, iri("csg:Passage")))


def test_each_statement_is_a_sentence_of_its_passage_or_a_part_of_one(report: Report) -> None:
    inside = [each for section in report.sections for each in section.statements]
    assert inside == list(report.statements)
    assert {each.node for each in inside} == set(report.graph.having(TYPE, iri("csg:Statement")))
    assert sum(each.whole is None for each in inside) == 178
    assert all(each in each.whole.parts for each in inside if each.whole)


def test_words_stand_where_they_are_said_to(report: Report) -> None:
    for passage in report.passages:
        for each in (*passage.statements, *passage.errata):
            assert each.quote
            assert each.quote.span
            assert passage.text[slice(*each.quote.span)] == each.words
        for quote in passage.quotes:
            assert quote.source is passage
            assert passage.text[quote.start : quote.end] == quote.quote


def test_a_statement_has_all_that_is_annotated(report: Report) -> None:
    found = statement(report, "2-kt4-s2")
    assert found.words == "Without it, dialogue will not succeed, regardless of the form or the function."
    assert ([code(kind) for kind in found.types], code(found.modality)) == (["condition"], "conditional")
    assert (code(found.voice), found.negated) == ("report", True)
    assert [code(node) for node in found.about] == [
        "conducive-environment",
        "dialogue",
        "form-of-dialogue",
        "purposes-and-goals",
    ]
    assert found.text == f"[A conducive environment …] {found.words}"
    assert found.is_completed
    assert [(each.later.key, each.earlier) for each in found.later] == [("3.1-p6-s2", found)]
    assert "it will be difficult" in found.later[0].change


def test_a_statement_that_needs_no_other_words_is_read_as_printed(report: Report) -> None:
    found = statement(report, "2-kt3-s1")
    assert "Form should follow function." == found.words == found.text
    assert not found.is_completed


def test_parts_errata_answers_and_footnotes_are_with_what_they_belong_to(report: Report) -> None:
    assert [part.words for part in statement(report, "3.3-p6-s1").parts] == [
        "Beyond bilateral and regional dialogues, para-diplomatic activity such as track 1.5 and track 2 dialogues can also "
        "contribute to international security and stability",
        "can bring alternative voices to the table",
        "provide a space for interaction between actors that do not traditionally engage with each other",
    ]
    sentence = statement(report, "3.1-p3-s2")
    assert not sentence.parts
    assert [each.earlier.key for each in sentence.earlier] == ["1-p6-s3", "2-kt3-s2"]
    assert {each.key for each in sentence.errata} == {"they-have-led", "first-and-second-lists"}
    assert statement(report, "1-p6-s4").errata[-1].key == "resolution-72-237"
    assert "2-kt1-s2-c" in [each.key for each in statement(report, "5-p2-s1-a").answers]
    assert "5-p2-s1-a" in [each.key for each in statement(report, "2-kt1-s2-c").questions]
    introduction = report.section("1")
    assert introduction
    assert [note.number for passage in introduction.passages for _, note in passage.footnotes] == ["1", "2", "3"]


def test_what_would_meet_a_challenge_and_who_is_to_act_are_with_both(report: Report) -> None:
    lack, need = statement(report, "3.2-p3-s3"), statement(report, "3.2-p3-s5")
    assert need in lack.remedies
    assert lack in need.challenges
    assert (lack.is_unaddressed, lack.addressees) == (False, ())
    named, unnamed = statement(report, "2-kt6-s1"), statement(report, "3.1-p4-s5")
    assert [code(node) for node in named.addressees] == ["experts-within-and-beyond-government"]
    assert (named.is_unaddressed, unnamed.is_unaddressed, unnamed.addressees) == (False, True, ())


def test_every_recommendation_says_who_is_to_act_or_that_nobody_is_named(report: Report) -> None:
    for each in report.statements:
        is_recommendation = "recommendation" in map(code, each.types)
        assert is_recommendation == (bool(each.addressees) != each.is_unaddressed), each.key


def test_each_erratum_is_once_in_its_passage(report: Report) -> None:
    errata = [erratum.node for passage in report.passages for erratum in passage.errata]
    quads = report.graph.store.quads_for_pattern(None, iri("csg:erratumKind"), None)
    assert len(errata) == len(set(errata)) == len({quad.subject for quad in quads})


def test_nothing_is_put_on_anybody_with_a_slot_in_the_programme(report: Report) -> None:
    slots = report.graph.having(TYPE, iri("csg:Participation"))
    speakers = {report.graph.value(slot, iri("csg:participant")) for slot in slots}
    assert len(speakers) == 30
    assert not [each.key for each in report.statements if speakers & set(each.attributed_to)]


def test_quotes_overlap_only_in_one_passage(report: Report) -> None:
    first, second, *_ = report.passages
    one, next_to, inside = (Quote(first, "", words, "", start) for words, start in (("abc", 0), ("d", 3), ("bcd", 1)))
    assert one.overlaps(inside)
    assert inside.overlaps(next_to)
    assert not one.overlaps(next_to)
    assert not one.overlaps(Quote(second, "", "abc", "", 0))
    assert not one.overlaps(Quote(first))


def test_statements_are_found_by_what_they_are_about_and_how_they_are_annotated(report: Report) -> None:
    found = report.about(iri("pillar:capacity-building"))
    assert "3.2-p6-s2" in {each.key for each in found}
    assert found == report.about("pillar:capacity-building") == [each for each in report.statements if each in found]
    assert [] == report.about(iri("pillar:nothing"))
    assert ["3.2-p3-s4"] == [each.key for each in report.annotated(iri("modality:hoped"))]


def test_evidence_is_words_and_else_the_whole_passage(report: Report) -> None:
    found = report.quotes("event:panel-2")
    assert ["INCLUSIVITY IN DIALOGUE", "11:30", "Panel II", ""] == [each.quote for each in found]
    assert ["5-item-4", "5-p4"] == list(dict.fromkeys(each.source.key for each in found))
    assert iri("event:panel-2") in report.based_on(iri("passage:5-p4"))


def test_elements_and_quotes_of_two_reports_are_equal_if_they_are_of_the_same_words() -> None:
    one, other = csgraph.report(), csgraph.report()
    assert one.passage("3.1-p3") == other.passage("3.1-p3") != other.passage("3.1-p4")
    assert one.passage("3.1-p3") is not other.passage("3.1-p3")
    assert one.quotes("pillar:norms") == other.quotes("pillar:norms")
    assert csgraph.evidence("pillar:norms") == csgraph.evidence("pillar:norms")


def test_sections_have_the_sessions_that_they_sum_up(report: Report) -> None:
    section = report.section("3.3")
    assert section
    assert (iri("event:panel-3"), iri("event:panel-4")) == section.sessions


def test_what_a_graph_leaves_out_is_left_out() -> None:
    store = ox.Store()
    triples = b"""
        @prefix csg: <https://w3id.org/csgraph/ontology#> .
        @prefix oa: <http://www.w3.org/ns/oa#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        <https://e.org/s> csg:modality <https://e.org/m> .
        <https://e.org/t> csg:statedIn <https://e.org/p> ; dcterms:isPartOf <https://e.org/t> .
        <https://e.org/p> csg:readingOrder "first" .
        <https://e.org/a> oa:hasSelector <https://e.org/q> .
        <https://e.org/b> oa:hasSource <https://e.org/p> ; oa:hasSelector [ oa:exact "gone" ; oa:start 0 ] .
    """
    store.load(triples, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://w3id.org/csgraph/graph/report"))
    report = Report(store)

    (passage,) = report.passages
    assert ("p", "", None, "", ()) == (passage.key, passage.text, passage.section, passage.number, passage.errata)
    nowhere, here = report.statements
    assert ("t", passage, "", None, None) == (here.key, here.passage, here.words, here.span, here.whole)
    assert ("s", None, None, "", ()) == (nowhere.key, nowhere.passage, nowhere.quote, nowhere.text, nowhere.errata)
    assert report.quote(ox.NamedNode("https://e.org/a")) is None
    assert [("gone", None)] == [(each.quote, each.start) for each in passage.quotes]
    assert "https://e.org/p, https://e.org/p" == passage.quotes[0].where
    assert () == report.sections


def test_no_more_is_read_than_is_looked_at() -> None:
    class Counting:
        """A store that counts the patterns that are looked up."""

        def __init__(self) -> None:
            self.store, self.count = dataset.load_store(), 0

        def quads_for_pattern(self, *pattern: object) -> object:
            self.count += 1
            return self.store.quads_for_pattern(*pattern)  # type: ignore[arg-type]

    store = Counting()
    report = Report(store)  # type: ignore[arg-type]
    assert store.count == 0
    assert len(report.quotes(iri("pillar:norms"))) == 1
    assert store.count < 20
