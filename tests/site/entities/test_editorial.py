"""What is ours says so: errata with why, restatements with the drift, links with what speaks for them."""

from __future__ import annotations

from csgraph.publication.resources import curie
from csgraph.site.entities.editorial import dataset, summarize_erratum
from csgraph.site.entities.entity import Entity, t
from tests.support.entities import block, description, entity, facts, lead, rows, said, words


def test_an_erratum_says_what_is_printed_what_may_be_meant_and_why(corpus):
    found = description("erratum:wield-progress", corpus)

    assert lead(found, corpus) == [
        "The report prints “are likely to wield most progress in dialogue”; "
        "probably meant: “are likely to yield most progress in dialogue”."
    ]
    reasons = facts(block(found, "What is doubtful, and why"), corpus)
    assert ["Issue areas yield progress; they do not wield it."] == reasons["Why"]
    assert reasons["How sure we are"][0].startswith("certain: ")
    assert ["2"] == reasons["How much it matters, from 1, the most, to 3"]


def test_a_variant_is_not_told_as_a_slip(corpus):
    """The programme writes "CS20", the list of acronyms "CS2020"; whoever wrote either meant it."""
    for erratum in corpus.publication.having(t("csg:erratumKind"), t("erratum-kind:variant")):
        text = said(description(curie(erratum), corpus), corpus)
        assert "meant" not in text, erratum
        if corpus.publication.values(erratum, t("oa:bodyValue")):
            assert "; elsewhere written: “" in text, erratum


def test_an_erratum_leads_to_its_statement(corpus):
    (sentence,) = block(description("erratum:wield-progress", corpus), "The statement that it stands in").text

    assert words(sentence, corpus).startswith("5-p7-s3: “Under current circumstances")


def test_a_restatement_has_both_and_the_drift(corpus):
    found = description("restatement:3.1-p6-s2--2-kt4-s2", corpus)

    assert "becomes" in lead(found, corpus)[0]
    assert ["Earlier", "Later"] == [row[0] for row in rows(block(found, "Both statements"), corpus)]


def test_a_link_says_from_to_whose_how_sure_and_when(corpus):
    found = facts(
        block(description("link:state-deu--wikidata-q183", corpus), "The link, and what speaks for it"), corpus
    )

    assert (["Germany"], ["same as"], ["http://www.wikidata.org/entity/Q183"]) == (
        found["From"],
        found["How it is related"],
        found["To"],
    )
    assert ["0.95"] == found["Confidence, from 0 to 1"]
    assert all(each.startswith("https://") for each in found["Seen in"])


def test_the_dataset_has_its_graphs_with_their_sizes(corpus):
    whole = Entity(entity("graph:report", corpus).value("dcterms:isPartOf"), corpus)

    found = rows(block(dataset(whole), "Its graphs"), corpus)
    assert "what the report says" in {row[0] for row in found}
    assert {"derived"} == {row[0] for row in found if not row[2].replace(",", "").isdecimal()}
    assert [""] == [row[2] for row in found if row[0] == "derived"]


def test_a_link_is_headed_in_words(corpus):
    key = "link:actor-category-civil-society-organizations--unbis-1001012"

    assert description(key, corpus).heading == "civil society organizations in the UNBIS Thesaurus: 1001012"
    assert description("link:state-deu--wikidata-q183", corpus).heading == "Germany in Wikidata: Q183"
    for link in corpus.publication.having(t("rdf:type"), t("csg:Link")):
        name = curie(link)
        assert description(name, corpus).heading, name


def test_lists_say_kind_and_confidence(corpus):
    assert "wording, certain" == words(summarize_erratum(entity("erratum:wield-progress", corpus)), corpus)
