"""The report can be read on its pages, to the letter; statements are marked, opened and filtered."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.publication.report import Erratum, Passage, Quote, Report, Statement, code
from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.turtle import iri
from csgraph.site.graph import SiteGraph
from csgraph.site.pages import reading
from csgraph.site.pages.reading import fragment, marked
from csgraph.site.templating import seen
from csgraph.site.writer import Site
from tests.support.browser import Visit, needs_browser, until

NODE = ox.NamedNode("https://w3id.org/csgraph/id/cs2020/statement/x")
SECTIONS = "id/cs2020/section"
LIMIT = 100_000


class Reader(HTMLParser):
    """Reads a page: the text of each element of the class ``text``, identifiers, links, and links within links.

    Attributes:
        texts: The text of each passage, by its identifier, in order.
        ids: The identifiers.
        links: The addresses linked to.
        nested: Whether a link is in a link.
        active: What could do something that no page of ours does: elements and attributes.
    """

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, str] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.nested = False
        self.active: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take an element in."""
        found = dict(attributes)
        self.active += [name for name in found if name.startswith("on") or name in ("style", "autofocus", "srcdoc")]
        if tag in ("img", "svg", "iframe", "style") or (tag == "script" and not {"src", "type"} & found.keys()):
            self.active.append(tag)
        name = found.get("id") or ""
        if name:
            self.ids.append(name)
        if tag == "a":
            self.nested |= any(each == "a" for each, _ in self._open)
            self.links.append(found.get("href") or "")
        here = name if "text" in (found.get("class") or "").split() else ""
        if here:
            self.texts[here] = ""
        if tag not in ("meta", "link", "input", "br"):
            self._open.append((tag, here))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Add text to the passages it is in."""
        for _, name in self._open:
            if name:
                self.texts[name] += data


def passage(text: str, *spans: tuple[int, int], doubts: tuple[tuple[int, int], ...] = ()) -> Passage:
    """Return a passage that is one sentence with parts, and errata."""
    report = Report(ox.Store())
    found = Passage(NODE, report)
    found.key, found.text = "p", text

    def quoted(start: int, end: int) -> Quote:
        return Quote(found, "", text[start:end], "", start)

    def said(key: str, span: tuple[int, int]) -> Statement:
        statement = Statement(NODE, report)
        statement.key, statement.quote = key, quoted(*span)
        return statement

    def doubtful(span: tuple[int, int]) -> Erratum:
        erratum = Erratum(NODE, report)
        erratum.quote = quoted(*span)
        return erratum

    sentence = said("p-s1", (0, len(text)))
    sentence.parts = tuple(said(f"p-s1-{at}", span) for at, span in enumerate(spans))
    found.sentences, found.errata = (sentence,), tuple(map(doubtful, doubts))
    return found


def placed(length: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda span: (min(span), max(span)))


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1, max_size=30)


@given(st.data())
def test_marks_change_no_letter_wherever_parts_and_doubts_stand(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    spans = data.draw(st.lists(placed(len(text)), max_size=5))
    doubts = tuple(data.draw(st.lists(placed(len(text)), max_size=2)))
    reader = Reader(f'<p class="text" id="p">{marked(passage(text, *spans, doubts=doubts))}</p>')
    assert reader.texts == {"p": text}
    assert not reader.nested
    assert Counter(reader.ids).most_common(1)[0][1] == 1
    assert set(reader.ids) == {"p", "p-s1", *(f"p-s1-{at}" for at, (start, end) in enumerate(spans) if start < end)}


def test_a_sentence_is_one_link_and_its_parts_are_marked_in_it() -> None:
    found = str(marked(passage("One <b> two", (0, 3), (8, 11))))
    assert found.count("<a ") == 1
    assert found.startswith('<a class="s frame dotted" id="p-s1" href="#about-p-s1">')
    assert '<span class="p frame dotted" id="p-s1-1" data-of="p-s1-1">two</span>' in found
    assert "&lt;b&gt;" in found


def test_a_segment_of_two_parts_knows_both() -> None:
    found = str(marked(passage("abcdef", (0, 4), (2, 6))))
    assert 'data-of="p-s1-0 p-s1-1">cd<' in found


def test_characters_that_hide_or_reorder_text_are_shown() -> None:
    assert "\u202e" not in marked(passage("a\u202eb"))
    assert "\\u{202e}" in marked(passage("a\u202eb"))


def test_fragments_are_escaped() -> None:
    assert fragment("3.1-p3") == "#3.1-p3"
    assert fragment('a"b c%') == "#a%22b%20c%25"


def test_the_names_of_a_session_are_in_the_order_printed_whatever_their_slots_are_called() -> None:
    publication = SiteGraph.load()
    section = next(each for each in publication.report.sections if each.key == "3.2")
    printed = [
        "Orla Tunney",
        "Katherine Getao",
        "Jean-Yves Art",
        "Serge Droz",
        "Lu Chuanying",
        "Renata Hessmann Dalaqua",
    ]

    def names() -> list[str]:
        (session,) = section.sessions
        return [name for name, _ in reading._listed(publication.report, publication)[session]]

    assert names() == printed
    first, last = (iri(f"participation:panel-2-{place}") for place in (1, 6))
    for slot, place in ((first, 6), (last, 1)):
        (quad,) = publication.store.quads_for_pattern(slot, iri("csg:position"), None)
        publication.store.remove(quad)
        publication.store.add(ox.Quad(slot, quad.predicate, ox.Literal(place), quad.graph_name))
    assert names() == [printed[-1], *printed[1:-1], printed[0]]


def test_the_names_of_a_session_are_as_printed() -> None:
    publication = SiteGraph.load()
    listed = reading._listed(publication.report, publication)

    printed = dict(listed[iri("event:panel-3")])
    assert iri("person:henri-verdier") == printed["Amb. Henri Verdier"]
    assert "Henri Verdier" not in printed


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "</a></p></span><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "</script><!--",
    "a b\tc",
    "\u202egnp.exe",
]
HOSTILE_REPORT = """
section:x a csg:Section ; rdfs:label LITERAL ; dcterms:identifier LITERAL ; csg:position LITERAL ; schema:pageStart LITERAL .
section:y a csg:Section ; rdfs:label LITERAL ; dcterms:isPartOf section:x, section:y .
passage:x a csg:Passage ; dcterms:isPartOf section:x ; dcterms:identifier LITERAL ; schema:text LITERAL ; rdfs:label LITERAL ;
    csg:passageKind passage-kind:paragraph ; csg:readingOrder 1 .
passage:y a csg:Passage ; dcterms:isPartOf section:x ; schema:text LITERAL ; csg:passageKind <https://example.org/strange> .
passage:z a csg:Passage ; schema:text LITERAL .
statement:x a csg:Statement ; csg:statedIn passage:x ; dcterms:identifier LITERAL ; csg:anchor anchor:x ; csg:about topic:x ;
    csg:statementType topic:x ; csg:modality topic:x ; csg:voice topic:x ; csg:negated LITERAL ; prov:wasAttributedTo LITERAL ;
    csg:readableText LITERAL ; csg:addressee topic:x ; csg:addressesQuestion statement:x ; csg:answersChallenge statement:z .
statement:y a csg:Statement ; csg:statedIn passage:x ; dcterms:isPartOf statement:y .
statement:x-a a csg:Statement ; csg:statedIn passage:x ; dcterms:isPartOf statement:x ; csg:anchor anchor:x ;
    csg:readableText LITERAL ; csg:addresseeNamed LITERAL ; csg:answersChallenge statement:x, statement:z .
statement:z a csg:Statement ; csg:statedIn passage:z .
anchor:x oa:hasSource passage:x ; oa:hasSelector span:x .
span:x oa:start 0 ; oa:end 3 .
topic:x rdfs:label LITERAL ; skos:definition LITERAL .
erratum:x csg:erratumKind topic:x ; csg:erratumReason LITERAL ; oa:bodyValue LITERAL ; dcterms:source passage:x ;
    csg:anchor anchor:x .
restatement:x a csg:Restatement ; csg:laterStatement statement:x ; csg:earlierStatement statement:z ; csg:wordingChange LITERAL .
"""


@pytest.mark.parametrize("literal", HOSTILE)
def test_whatever_a_report_says_stays_text_and_what_is_missing_stops_nothing(tmp_path: Path, literal: str) -> None:
    text = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    text += HOSTILE_REPORT.replace("LITERAL", str(ox.Literal(literal)))
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in ox.parse(text, format=ox.RdfFormat.TURTLE))
    site = Site(tmp_path, SiteGraph(store), lambda _: None)
    reading.write(site)
    page = (tmp_path / "id/cs2020/section/x.html").read_text("utf-8")
    reader = Reader(page)
    assert seen(literal) in reader.texts.values()
    assert reader.active == []
    assert Reader((tmp_path / "report.html").read_text("utf-8")).active == []


def test_lines_of_the_programme_are_those_of_their_session_person_and_bodies() -> None:
    publication = SiteGraph.load()
    lines = {
        passage.key: [code(node) for node in reading.line_of(passage, publication)]
        for passage in publication.report.passages
    }
    assert lines["5-item-3"] == ["panel-1"]
    assert lines["5-panel-2-n4"] == ["serge-droz"]
    assert lines["5-panel-2-a4"] == ["first", "proton-technologies"]
    assert [key for key, found in lines.items() if len(found) > 1] == ["5-panel-2-a4"]


def test_each_erratum_is_shown_once_with_its_sentence_or_its_passage() -> None:
    for passage in SiteGraph.load().report.passages:
        inside = {erratum.node for each in passage.sentences for erratum in each.errata}
        loose = {erratum.node for erratum in reading.loose_errata(passage)}
        assert inside | loose == {erratum.node for erratum in passage.errata}
        assert not inside & loose


def test_marks_leave_the_text_of_the_report_as_it_is() -> None:
    passages = SiteGraph.load().report.passages
    assert len(passages) == 199
    for passage in passages:
        assert marked(passage).striptags() == " ".join(passage.text.split())


# -- The pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report() -> Report:
    return SiteGraph.load().report


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Reader]:
    return {path.stem: Reader(path.read_text("utf-8")) for path in sorted((site / SECTIONS).glob("*.html"))}


@pytest.mark.slow
def test_the_pages_together_are_the_report_word_by_word(pages: dict[str, Reader], report: Report) -> None:
    assert sorted(pages) == sorted(section.key for section in report.sections)
    for section in report.sections:
        assert pages[section.key].texts == {each.key: each.text for each in section.passages}, section.key
        assert list(pages[section.key].texts) == [each.key for each in section.passages], section.key
    assert sum(len(page.texts) for page in pages.values()) == 199


@pytest.mark.slow
def test_each_statement_has_its_place_and_its_note(pages: dict[str, Reader], report: Report) -> None:
    for section in report.sections:
        ids = Counter(pages[section.key].ids)
        assert not [name for name, count in ids.items() if count > 1], section.key
        for statement in section.statements:
            assert ids[statement.key] == ids[f"about-{statement.key}"] == 1


@pytest.mark.slow
def test_links_lead_somewhere_and_none_is_in_another(pages: dict[str, Reader], site: Path) -> None:
    for name, page in pages.items():
        assert not page.nested, name
        for link in page.links:
            path, _, anchor = link.partition("#")
            assert "://" not in link, link
            target = (site / SECTIONS / path).resolve() if path else site / SECTIONS / f"{name}.html"
            if target.parent == (site / SECTIONS).resolve() and target.suffix == ".html":
                assert not anchor or unquote(anchor) in pages[target.stem].ids or anchor == "main", link


@pytest.mark.slow
def test_pages_are_small_and_have_one_heading_and_their_data_beside_them(site: Path, pages: dict[str, Reader]) -> None:
    for name in pages:
        text = (site / SECTIONS / f"{name}.html").read_text("utf-8")
        assert len(text.encode()) <= LIMIT, name
        assert text.count("<h1") == 1
        assert len(re.findall(r'<link rel="alternate"', text)) == 4
        assert all((site / SECTIONS / f"{name}.{ending}").is_file() for ending in ("ttl", "jsonld", "nt", "rdf"))
        assert " style=" not in text


@pytest.mark.slow
def test_the_contents_have_each_section_with_its_page(site: Path) -> None:
    text = (site / "report.html").read_text("utf-8")
    rows = re.findall(r'<th scope="row"[^>]*><a href="([^"]*)">([^<]*)</a></th><td[^>]*>([^<]*)</td>', text)
    assert len(rows) == 16
    assert ("id/cs2020/section/3.1.html", "3.1 The Purposes and Goals of Dialogue", "5") in rows
    assert "178 sentences" in text


def note(site: Path, section: str, key: str) -> str:
    """Return the words of the note on a statement, as people read them."""
    text = (site / SECTIONS / f"{section}.html").read_text("utf-8")
    found = text.partition(f'id="about-{key}"')[2].partition('<p class="ways">')[0].partition(">")[2]
    return " ".join(unescape(re.sub("<[^>]*>", " ", found)).split())


@pytest.mark.slow
def test_a_note_has_the_words_that_can_be_read_alone_where_they_differ(site: Path) -> None:
    told = note(site, "2", "2-kt4-s2")
    assert "To be read as [A conducive environment …] Without it, dialogue will not succeed" in told
    assert "To be read as" not in note(site, "2", "2-kt3-s1")
    assert "[existing channels of and platforms for dialogue … need to be] streamlined" in note(site, "4", "4-p3-s1")


@pytest.mark.slow
def test_a_note_says_who_is_to_act_or_that_nobody_is_named(site: Path) -> None:
    assert "Who is to act experts from within and beyond government" in note(site, "2", "2-kt6-s1")
    assert "Who is to act the words name nobody to act" in note(site, "3.1", "3.1-p4-s5")
    assert "to act" not in note(site, "2", "2-kt4-s2")


@pytest.mark.slow
def test_a_note_has_what_would_meet_a_challenge_as_our_reading(site: Path) -> None:
    assert "What would meet this challenge our reading 3.2-p3-s5" in note(site, "3.2", "3.2-p3-s3")
    assert "Would meet the challenge our reading 3.2-p3-s3" in note(site, "3.2", "3.2-p3-s5")
    # Of a part it is told in its line: 2-kt2-s1-a, "existing platforms for dialogue are strengthened".
    assert "; would meet 2-kt1-s2-c , 2-kt1-s2-f , 3.1-p4-s2-a , 5-p1-s2-c , 5-p1-s2-f" in note(site, "2", "2-kt2-s1")


# -- In a browser --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@needs_browser
def test_a_click_opens_what_a_statement_is_about_and_another_closes_it(visit: Visit, address: str) -> None:
    page = visit.open(f"{address}{SECTIONS}/2.html")
    sentence = page.locator('[id="2-kt4-s2"]')
    note = page.locator('[id="about-2-kt4-s2"]')
    assert not note.is_visible()
    sentence.click()
    assert note.is_visible()
    assert sentence.get_attribute("aria-expanded") == "true"
    assert "conducive environment" in note.inner_text()
    assert "it will be difficult for dialogue to succeed" in note.inner_text()
    assert not page.locator('[id="about-2-kt4-s1"]').is_visible()
    assert page.url.endswith("#2-kt4-s2")
    sentence.click()
    assert not note.is_visible()


@pytest.mark.slow
@needs_browser
def test_the_keyboard_opens_a_note_goes_into_it_and_comes_back(visit: Visit, address: str) -> None:
    page = visit.open(f"{address}{SECTIONS}/3.1.html")
    page.locator('[id="3.1-p6-s2"]').focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "about-3.1-p6-s2"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "3.1-p6-s2"
    assert not page.locator('[id="about-3.1-p6-s2"]').is_visible()


@pytest.mark.slow
@needs_browser
def test_addresses_lead_to_passages_statements_and_parts(visit: Visit, address: str) -> None:
    page = visit.open(f"{address}{SECTIONS}/3.3.html#3.3-p6-s1-c")
    assert page.locator('[id="about-3.3-p6-s1"]').is_visible()
    assert page.locator('[id="about-3.3-p6-s1-c"]').get_attribute("class") == "use chosen"
    assert "chosen" in page.locator('[id="3.3-p6-s1-c"]').get_attribute("class")
    until(
        page,
        "(() => { const at = document.getElementById('3.3-p6-s1-c').getBoundingClientRect();"
        " return at.top > 0 && at.bottom < innerHeight; })()",
    )
    page = visit.open(f"{address}{SECTIONS}/3.1.html#3.1-p6")
    until(
        page,
        "(() => { const at = document.getElementById('3.1-p6').getBoundingClientRect();"
        " return at.top > 0 && at.top < innerHeight; })()",
    )
    assert page.locator(".notes[open]").count() == 0


@pytest.mark.slow
@needs_browser
def test_the_filter_dims_what_does_not_fit_and_is_in_the_address(visit: Visit, address: str, report: Report) -> None:
    section = next(each for each in report.sections if each.key == "3.2")
    fitting = [
        each.key for each in section.statements if any(kind.value.endswith("/recommendation") for kind in each.types)
    ]
    page = visit.open(f"{address}{SECTIONS}/3.2.html")
    page.locator(".filter > summary").click()
    page.locator("input[value=recommendation]").check()
    assert page.locator("#told").inner_text().startswith(f"{len(fitting)} of {len(section.statements)} ")
    hits = page.evaluate(
        "[...document.querySelectorAll('.hit')].flatMap((each) => each.dataset.of?.split(' ') ?? [each.id])"
    )
    assert set(fitting) <= set(hits)
    assert page.url.endswith("?type=recommendation")
    again = visit.open(page.url)
    assert again.locator("input[value=recommendation]").is_checked()
    assert again.locator(".hit").count() > 0
    again.locator(".filter > summary").click()
    again.locator("input[value=necessary]").check()
    assert again.url.endswith("?type=recommendation&modality=necessary")
    again.locator("button[type=reset]").click()
    assert again.locator(".hit").count() == 0
    assert again.locator("#told").inner_text() == ""
    assert "?" not in again.url


@pytest.mark.slow
@needs_browser
def test_all_can_be_read_without_scripts(browser: Any, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{SECTIONS}/2.html")
    page.locator('[id="2-kt4-s2"]').click()
    assert page.locator('[id="about-2-kt4-s2"]').is_visible()
    assert not page.locator("input[value=function]").is_visible()
    context.close()


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(browser: Any, site: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for path in (
        f"{SECTIONS}/3.3.html#3.3-p4-s4",
        f"{SECTIONS}/5.html",
        "report.html",
        "index.html",
        "search.html?q=law",
    ):
        page.goto(f"{site.as_uri()}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


@pytest.mark.slow
@needs_browser
def test_on_paper_there_is_the_text_and_no_note(browser: Any, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{SECTIONS}/3.1.html#3.1-p3-s2")
    page.emulate_media(media="print")
    assert page.locator('[id="3.1-p3"]').is_visible()
    assert page.locator(".notes:visible, .filter:visible, .here:visible").count() == 0
    context.close()
