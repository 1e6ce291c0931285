"""Documents are told as the report cites and names them, dates as vaguely as it says them."""

from __future__ import annotations

from csgraph.site.entities.documents import summarize, summarize_mention
from tests.support.entities import block, description, entity, lead, moved, rows, words


def test_a_document_that_is_cited_says_where(corpus):
    found = lead(description("document:2-years-of-digital-transformation", corpus), corpus)

    assert any(each.startswith("Cited in fn-1") for each in found)
    assert "dated 30 April 2020" in found[0]
    assert "As we read it, a document of the type “web article”." in found


def test_a_resolution_says_what_the_report_says_of_it(corpus):
    found = rows(block(description("document:a-res-72-237", corpus), "Processes"), corpus)

    assert [("groups of governmental experts (GGE)", "had its results endorsed by it", "the report")] == found


def test_a_document_that_only_others_name_says_so(corpus):
    found = description("document:a-70-174", corpus)

    assert "The report does not name it; other sources do." == lead(found, corpus)[0]
    assert [("fourth GGE", "brought it forth", "other sources")] == rows(block(found, "Processes"), corpus)


def test_the_report_has_its_sections_in_order(corpus):
    found = description("document:cs2020-report", corpus)

    assert "Report" == found.schema["@type"]
    sections = [row[0] for row in rows(block(found, "Its sections"), corpus)]
    numbered = [each for each in sections if each[0].isdigit()]
    assert ["1 Introduction", "2 Key Takeaways", "3 Summary of Discussions"] == numbered[:3]


def test_what_only_others_say_of_a_document_is_told_as_theirs(corpus):
    """Footnote 1 has "J. Spataro … Microsoft, 30 April 2020"; were the day from elsewhere, it would be told apart."""
    cited = "document:2-years-of-digital-transformation"
    other = moved(corpus, (cited, "dcterms:issued", "facts"))

    told = lead(description(cited, other), other)
    assert "printed under the name of J. Spataro" in told[0]
    assert "2020" not in told[0]
    assert "As other sources have it, a document, dated 30 April 2020." == told[1]
    named = lead(description("document:a-70-174", corpus), corpus)
    assert "As other sources have it, a document of the type “group report”, dated 22 July 2015." in named


def test_the_report_names_no_author(corpus):
    """The note says "the sole responsibility of the individual authors", and no name is printed anywhere."""
    found = description("document:cs2020-report", corpus)

    told = [each for each in lead(found, corpus) if "author" in each]
    assert ["It prints no author’s name; the views in it, it says, are those of “the individual authors”."] == told
    assert "author" not in found.schema
    cited = description("document:2-years-of-digital-transformation", corpus)
    assert "printed under the name of J. Spataro" in lead(cited, corpus)[0]
    assert ["J. Spataro"] == [each["name"] for each in cited.schema["author"]]


def test_a_vague_date_stays_vague_and_its_years_are_a_reading(corpus):
    found = lead(description("date:agenda-item", corpus), corpus)

    assert "The report says when by the words “since the late 2000s”." == found[0]
    assert found[1].startswith("As we read them")


def test_lists_say_type_and_date(corpus):
    assert "resolution, A/RES/72/237" == words(summarize(entity("document:a-res-72-237", corpus)), corpus)
    assert "“since the late 2000s”" == words(summarize_mention(entity("date:agenda-item", corpus)), corpus)
