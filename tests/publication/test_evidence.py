"""Evidence: for each kind of node the words it rests on, in their sentences, in every format."""

import json

import pytest

import csgraph
from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.publication.report import Report
from csgraph.rdf.turtle import iri
from tests.conftest import PREFIXES

TEXT = "States agree. Norms matter, and so does law. The end."
MORE = """
@prefix section: <https://w3id.org/csgraph/id/cs2020/section/> .
@prefix person: <https://w3id.org/csgraph/id/person/> .
passage:2-p1 rdfs:label "2-p1"@en ; dcterms:isPartOf section:2 ; csg:readingOrder 2 ;
    schema:text "<b>Ada</b> said: “é 日 norms”. Then *nothing*. Norms again & norms."@en .
passage:2-p2 rdfs:label "2-p2"@en ; dcterms:isPartOf section:2 ; csg:readingOrder 10 ; schema:text "Unquoted."@en .
section:2 rdfs:label "2 <i>Talk</i>"@en ; dcterms:isPartOf section:1 .
section:1 rdfs:label "1 Above"@en ; schema:pageStart 1 .
person:ada a csg:Person ; rdfs:label "Ada"@en ; dcterms:source passage:2-p1 ; csg:anchor csg:anchor-1 .
csg:anchor-1 oa:hasSource passage:2-p1 ; oa:hasSelector csg:quote-1, csg:span-1 .
csg:quote-1 oa:prefix "<b>" ; oa:exact "Ada" ; oa:suffix "</b> said: “é 日 norms”." .
csg:span-1 oa:start 3 ; oa:end 6 .
csg:b a csg:Statement ; rdfs:label "twice"@en ; csg:anchor csg:anchor-2, csg:anchor-3, csg:anchor-4 ;
    dcterms:source passage:1-p1, passage:2-p1, passage:2-p2 .
csg:anchor-2 oa:hasSource passage:2-p1 ; oa:hasSelector csg:quote-2, csg:span-2 .
csg:quote-2 oa:prefix "" ; oa:exact "Norms again" ; oa:suffix " & norms." .
csg:span-2 oa:start 47 ; oa:end 58 .
csg:anchor-3 oa:hasSource passage:2-p1 ; oa:hasSelector csg:quote-3, csg:span-3 .
csg:quote-3 oa:prefix "Norms again & " ; oa:exact "norms" ; oa:suffix "." .
csg:span-3 oa:start 61 ; oa:end 66 .
csg:anchor-4 oa:hasSource passage:1-p1 ; oa:hasSelector csg:quote-4 .
csg:quote-4 oa:prefix "" ; oa:exact "States agree. Norms matter" ; oa:suffix ", and so does law." .
csg:c a csg:Statement ; rdfs:label "part of twice"@en ; dcterms:isPartOf csg:b .
csg:d a csg:Statement ; rdfs:label "lost"@en ; csg:anchor csg:anchor-5 .
csg:anchor-5 oa:hasSource passage:2-p1 ; oa:hasSelector csg:quote-5 .
csg:quote-5 oa:prefix "Not " ; oa:exact "in the" ; oa:suffix " passage." .
"""


@pytest.fixture
def more(publication):
    (publication / "data" / "report" / "more.ttl").write_text(PREFIXES + MORE)
    return publication


def shown(thing, **options):
    return csgraph.evidence(thing).to(**options)


def test_words_stand_in_their_sentence_with_section_page_and_passage(publication):
    expected = """\
norms (pillar:norms)

  1 Introduction, from page 3, passage:1-p1
    «Norms matter», and so does law.
"""
    for thing in ("pillar:norms", "NORMS", "<https://w3id.org/csgraph/scheme/pillar/norms>"):
        assert expected == shown(thing)


def test_context_of_the_passage_shows_the_other_sentences(publication):
    assert "    States agree. «Norms matter», and so does law. The end.\n" in shown("norms", context="passage")


def test_quotes_of_a_sentence_are_shown_in_it_and_passages_in_the_order_of_the_report(more):
    expected = """\
twice (csg:b)
1 statement is part of it

  1 Introduction, from page 3, passage:1-p1
    «States agree. Norms matter», and so does law.

  2 <i>Talk</i>, passage:2-p1
    «Norms again» & «norms».

  2 <i>Talk</i>, passage:2-p2
    Unquoted.
"""
    assert expected == shown("twice")


def test_source_without_words_is_shown_whole(publication):
    expected = f"law (pillar:law)\n\n  1 Introduction, from page 3, passage:1-p1\n    {TEXT}\n"

    assert expected == shown("pillar:law")


@pytest.mark.parametrize("thing", ["passage:1-p1", "1-p1: States agree."])
def test_passage_rests_on_itself(publication, thing):
    assert shown(thing).endswith(f"passage:1-p1\n    {TEXT}\n")


def test_anchor_rests_on_its_words(publication):
    assert shown("passage:anchor").endswith("    «Norms matter», and so does law.\n")


def test_words_that_are_not_in_the_passage_are_shown_without_offsets(more):
    found = csgraph.evidence("csg:d")

    assert found.to().endswith("  2 <i>Talk</i>, passage:2-p1\n    Not «in the» passage.\n")
    assert [(None, None)] == [(quote.start, quote.end) for quote in found.quotes]


def test_offsets_count_code_points_and_lead_to_the_words(more):
    for thing in ("person:ada", "csg:b", "pillar:norms"):
        found = csgraph.evidence(thing)
        for quote in found.quotes:
            if quote.quote:
                assert quote.quote == found.texts[quote.passage][quote.start : quote.end]


def test_markdown_escapes_what_is_not_ours(more):
    expected = """\
## Ada (person:ada)

> &lt;b&gt;**Ada**&lt;/b&gt; said: “é 日 norms”.

— 2 &lt;i&gt;Talk&lt;/i&gt;, passage:2-p1
"""
    assert expected == shown("Ada", format="md")


def test_markdown_keeps_the_sentences_of_a_passage_apart(more):
    text = csgraph.evidence("csg:b").to("md")

    assert "1 statement is part of it.\n\n> **States agree. Norms matter**, and so does law.\n\n— 1 Intro" in text


def test_html_escapes_what_is_not_ours(more):
    text = shown("Ada", format="html")

    assert "<blockquote><p>&lt;b&gt;<mark>Ada</mark>&lt;/b&gt; said: “é 日 norms”.</p></blockquote>" in text
    assert "<figcaption>2 &lt;i&gt;Talk&lt;/i&gt;, passage:2-p1</figcaption>" in text


def test_json_has_all_whatever_the_context(publication):
    content = json.loads(shown("norms", format="json"))

    expected = {
        "passage": "passage:1-p1",
        "section": "1 Introduction",
        "page": "3",
        "before": "",
        "quote": "Norms matter",
        "after": ", and so does law.",
        "start": 14,
        "end": 26,
    }
    assert ([expected], {"passage:1-p1": TEXT}, []) == (content["quotes"], content["texts"], content["parts"])
    assert shown("norms", format="json") == shown("norms", format="json", context="passage")


@pytest.mark.parametrize("thing", ["csg:Pillar", "passage:section", "csg:c"])
def test_thing_without_evidence_is_ours(more, thing):
    found = csgraph.evidence(thing)

    assert not found
    assert found.problem.startswith("no evidence: ")
    assert found.problem.endswith(f"({thing}) is editorial, not from the report")


def test_name_of_several_things_lists_them(publication):
    with pytest.raises(InputError, match="several resources have this name; give the CURIE of one: csg:elsewhere"):
        csgraph.evidence("law")


# -- The publication ---------------------------------------------------------------------------------------------------


def test_each_thing_that_rests_on_words_shows_them_in_text_and_passage():
    store = dataset.load_store()
    report = Report(store)
    nodes = {quad.subject for quad in store.quads_for_pattern(None, iri("csg:anchor"), None)}
    passages = {quad.subject: quad.object.value for quad in store.quads_for_pattern(None, iri("schema:text"), None)}

    assert nodes
    for node in nodes:
        found = report.quotes(node)
        assert any(quote.quote for quote in found)
        for quote in found:
            text = passages[iri(quote.passage)]
            if quote.quote:
                first = quote.start - len(quote.before)
                assert text.startswith(quote.before + quote.quote + quote.after, first), quote


def test_pages_are_those_of_the_table_of_contents():
    assert {"3.1 The Purposes and Goals of Dialogue, from page 5, passage:3.1-p3"} == {
        quote.where for quote in csgraph.evidence("pillar:norms").quotes
    }
    assert paths.DATA.is_dir()
