"""Search finds on a page what the command finds, as somebody types, with no server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from csgraph.publication.resources import TYPE
from csgraph.publication.search import find_hits
from csgraph.rdf.turtle import iri
from csgraph.site.graph import SiteGraph
from csgraph.site.pages import search
from csgraph.site.templating import script_json
from tests.support.browser import Visit, needs_browser, until

LIMIT = 600_000


@pytest.fixture(scope="module")
def publication() -> SiteGraph:
    return SiteGraph.load()


@pytest.fixture(scope="module")
def index(publication: SiteGraph) -> dict[str, Any]:
    return search.index(publication)


def count(publication: SiteGraph, kind: str) -> int:
    """Return how many nodes of a class there are."""
    return len(publication.having(TYPE, iri(kind)))


def test_the_index_has_every_passage_and_the_words_of_every_statement(
    publication: SiteGraph, index: dict[str, Any]
) -> None:
    assert len(index["passages"]) == count(publication, "csg:Passage") > 0
    assert len(index["statements"]) == count(publication, "csg:Statement") > 0
    words = {}
    for passage, key, start, end, _ in index["statements"]:
        text = index["passages"][passage][2].encode("utf-16-le")
        words[key] = text[2 * start : 2 * end].decode("utf-16-le")
    assert words["2-kt4-s2"] == "Without it, dialogue will not succeed, regardless of the form or the function."
    assert all(words.values())


def test_the_index_has_each_thing_once_under_its_kind(index: dict[str, Any]) -> None:
    paths = [path for _, path, *_ in index["things"]]
    assert len(paths) == len(set(paths))
    found = {path: (index["kinds"][kind], label, rest) for kind, path, label, *rest in index["things"]}
    assert found["scheme/pillar/capacity-building"][:2] == ("pillar", "capacity building")
    assert found["id/person/serge-droz"][:2] == ("person", "Serge Droz")
    assert found["scheme/topic/conducive-environment"][0] == "topic"
    assert found["id/cs2020/erratum/resolution-72-237"][0] == "doubt"
    assert found["query/pillars"][0] == "question"
    assert not [path for path in paths if "/anchor/" in path or "/statement/" in path or path.startswith("http")]


def test_the_index_is_small_and_the_same_each_time(publication: SiteGraph, index: dict[str, Any]) -> None:
    text = script_json(index)
    assert len(text.encode()) < LIMIT
    assert script_json(search.index(publication)) == text


@pytest.mark.slow
def test_the_index_is_a_script_that_nothing_in_it_can_end(site: Path, index: dict[str, Any]) -> None:
    text = (site / search.INDEX).read_text("utf-8")
    body = re.fullmatch(r"\(globalThis\.csgraph \?\?= \{\}\)\.search=(.*);\n", text, re.DOTALL)
    assert body
    assert "<" not in text
    assert len(json.loads(body[1])["passages"]) == len(index["passages"])


# -- In a browser --------------------------------------------------------------------------------------------------------


def found_on(page: Any, group: str) -> list[str]:
    """Return the addresses in a group of results, from the root, all of them shown."""
    section = page.locator("#results section", has=page.locator(f"h2:has-text('{group} (')"))
    if section.count() == 0:
        return []
    if section.locator("button").count():
        section.locator("button").click()
    links = section.locator("li a").evaluate_all("(all) => all.map((each) => each.href)")
    root = page.url.partition("search.html")[0]
    return [link.removeprefix(root) for link in links]


@pytest.mark.slow
@needs_browser
def test_search_finds_names_statements_and_passages(visit: Visit, address: str) -> None:
    page = visit.open(f"{address}search.html?q=capacity+building")
    page.wait_for_selector("#results h2")
    assert {"scheme/pillar/capacity-building.html", "scheme/core-issue/capacity-building.html"} == set(
        found_on(page, "Things")[:2]
    )
    assert "id/cs2020/section/3.1.html#3.1-p3-s2" in found_on(page, "Statements")
    assert "id/cs2020/section/3.3.html#3.3-p5" in found_on(page, "Passages")
    assert page.locator("#results mark").first.inner_text() == "capacity building"
    page.locator("#words").fill("DROZ")
    until(page, "document.querySelector('#found').textContent.startsWith('2 things')")
    assert page.url.endswith("?q=DROZ")
    assert "id/person/serge-droz.html" in found_on(page, "Things")


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize(
    "query",
    ["capacity building", "norm", "GGEs", "karoly dan", "forms of dialogue", '"resolution 72"', "jurg", "polic"],
)
def test_search_finds_what_the_command_finds(
    browser: Any, site: Path, publication: SiteGraph, index: dict[str, Any], query: str
) -> None:
    indexed = {path for _, path, *_ in index["things"]}
    all_of_it = [hit for hit in find_hits(query, publication.store) if not hit.missing and hit.kind != "text"]
    paths = [
        publication.addresses.href(hit.iri, "index.html").replace(".html", "", 1)
        for hit in all_of_it
        if hit.iri in publication.addresses
    ]
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/search.html")
    page.locator("#words").fill(query)
    page.wait_for_selector("#results h2")
    found = [link.replace(".html", "", 1) for group in ("Things", "Terms and notes") for link in found_on(page, group)]
    # A view has no name in the graph, so that the command does not find it.
    assert sorted(each for each in found if not each.startswith("query/")) == sorted(set(paths) & indexed)
    page.close()


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("3.2-p6-s2", "id/cs2020/section/3.2.html#3.2-p6-s2"),
        ("statement:3.2-p6-s2", "id/cs2020/section/3.2.html#3.2-p6-s2"),
        ("3.1-p3", "id/cs2020/section/3.1.html#3.1-p3"),
        ("1-P6 ", "id/cs2020/section/1.html#1-p6"),
        ("Panel II", "id/cs2020/event/panel-2.html"),
    ],
)
def test_a_key_and_the_name_of_a_session_come_first(query: str, first: str, site: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/search.html")
    page.locator("#words").fill(query)
    page.wait_for_selector("#results h2")
    assert page.locator("#results a").first.evaluate("(link) => link.href") == f"{site.as_uri()}/{first}"
    page.locator("#find").fill(query)
    page.wait_for_selector("#find-list [role=option]")
    page.locator("#find").press("ArrowDown")
    page.locator("#find").press("Enter")
    page.wait_for_url(f"{site.as_uri()}/{first}")
    page.close()


@pytest.mark.slow
@needs_browser
def test_terms_and_notes_come_last(site: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/search.html?q=capacity")
    page.wait_for_selector("#results h2")
    assert page.locator("#results h2").last.inner_text().startswith("Terms and notes (")
    assert "ontology/inCapacity.html" in found_on(page, "Terms and notes")
    page.locator("#find").fill("capacity")
    page.wait_for_selector("#find-list [role=option]")
    found = page.locator("#find-list [role=option]").evaluate_all("(all) => all.map((each) => each.dataset.href)")
    is_term = ["ontology/" in link or "/erratum/" in link or "/restatement/" in link for link in found]
    assert not is_term[0]
    assert is_term == sorted(is_term)
    page.close()


@pytest.mark.slow
@needs_browser
def test_one_is_told_in_the_singular(site: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/search.html?q=3.1-p3")
    page.wait_for_selector("#results h2")
    told = page.locator("#found").inner_text()
    assert told.startswith("1 passage, "), told
    assert not re.search(r"\b1 (things|statements|passages|terms)\b", told), told
    page.close()


@pytest.mark.slow
@needs_browser
def test_what_is_not_there_gets_the_nearest_words(visit: Visit, address: str) -> None:
    page = visit.open(f"{address}search.html?q=capaccity")
    page.wait_for_selector("#found a")
    assert page.locator("#found").inner_text() == "Nothing has all these words. The nearest words are: capacity"
    page.locator("#found a").click()
    page.wait_for_selector("#results h2")
    assert page.locator("#words").input_value() == "capacity"


@pytest.mark.slow
@needs_browser
def test_markup_in_a_query_stays_text(visit: Visit, address: str) -> None:
    page = visit.open(f"{address}search.html?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    until(page, "document.querySelector('#found').textContent !== ''")
    assert page.locator("main img").count() == 0


@pytest.mark.slow
@needs_browser
def test_the_box_suggests_and_keys_choose(visit: Visit, address: str) -> None:
    page = visit.open(f"{address}id/cs2020/section/3.1.html")
    box = page.locator("#find")
    box.press_sequentially("capacity bui")
    page.wait_for_selector("#find-list [role=option]")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "capacity bui"
    box.press("ArrowDown")
    href = page.locator("#find-list [aria-selected=true]").get_attribute("data-href")
    box.press("Enter")
    page.wait_for_url(lambda url: url.endswith("capacity-building.html"))
    assert href.endswith("capacity-building.html")


@pytest.mark.slow
@needs_browser
def test_enter_in_the_box_leads_to_all_results(visit: Visit, address: str) -> None:
    page = visit.open(f"{address}index.html")
    page.locator("#find").fill("norms")
    page.locator("#find").press("Enter")
    page.wait_for_selector("#results h2")
    assert page.locator("#words").input_value() == "norms"


@pytest.mark.slow
@needs_browser
@pytest.mark.parametrize("path", ["index.html", "query/pillars.html", "search.html"])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_box_is_there_where_it_works_and_else_a_link(
    site: Path, browser: Any, path: str, has_scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=has_scripts)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{path}")

    assert page.locator("#find").is_visible() == has_scripts
    assert page.locator("header a[href$='search.html']").is_visible() != has_scripts
    if path == "search.html":
        assert page.locator("#words").is_visible() == has_scripts
        assert page.locator("noscript a[href='things.html']").is_visible() != has_scripts
    context.close()
