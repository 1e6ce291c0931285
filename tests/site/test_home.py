"""The first page leads whoever has never heard of RDF to the sentences in at most three steps."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from csgraph import paths
from csgraph.rdf.turtle import iri
from csgraph.release import manifest
from csgraph.site.graph import SiteGraph
from csgraph.site.pages import home
from csgraph.site.pages.home import _subject

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def text(site: Path) -> str:
    return (site / "index.html").read_text("utf-8")


PILLARS = (
    "information-sharing-on-threats",
    "international-law",
    "norms",
    "confidence-building-measures",
    "international-cooperation",
    "capacity-building",
)
"""The six pillars, as section 3.1 lists them."""


@pytest.mark.parametrize("pillar", PILLARS)
def test_a_card_counts_what_the_page_of_its_pillar_counts(pillar: str, text: str, site: Path) -> None:
    page = (site / f"scheme/pillar/{pillar}.html").read_text("utf-8")
    (said,) = re.findall(r"<p>(\d+) statements? of the report (?:is|are) about it, as we annotate", page)
    card = text.partition(f'<a href="scheme/pillar/{pillar}.html">…')[2].partition("</h3>")[2]
    counted, _, rest = card.partition("</p>")
    assert counted.strip().removeprefix("<p>").split()[0] == said
    assert sum(map(int, re.findall(r">(\d+) in ", rest.partition("</ul>")[0]))) == int(said)


def test_what_is_said_of_a_core_issue_is_counted_apart() -> None:
    publication = SiteGraph.load()
    found = _subject(iri("pillar:capacity-building"), publication)
    # 1-p6-s3 has "confidence and capacity building" as a core issue, 3.1-p3-s2 as a pillar.
    assert [node for node, _ in found.alike] == [iri("core-issue:capacity-building")]
    sections = [section.key for section, _, _ in found.places]
    assert "3.1" in sections
    assert "1" not in sections
    ours = [each for each in publication.report.statements if each.key.startswith("1-p6-s3")]
    assert any(iri("core-issue:capacity-building") in each.about for each in ours)


def test_capacity_building_is_one_step_from_its_page_and_from_its_sentences(text: str, site: Path) -> None:
    assert '<a href="scheme/pillar/capacity-building.html">… capacity building?</a>' in text
    links = re.findall(r'<a href="(id/cs2020/section/[^"#]+\.html)#([^"]+)">\d+ in ', text)
    assert len(links) > 10
    for path, key in links:
        assert f'id="{unquote(key)}"' in (site / path).read_text("utf-8")


def test_what_the_first_page_quotes_the_report_prints(text: str) -> None:
    report = SiteGraph.load().report
    printed = " ".join(passage.text for passage in report.passages).casefold()
    main = re.sub(r"<[^>]*>", "", text[text.index("<main") : text.index("</main>")])
    quoted = re.findall("“([^”]+)”", main)
    assert "online and in Geneva" in quoted
    assert "Featuring:" in quoted
    assert [] == [each for each in [*quoted, "28 September 2020"] if each.casefold() not in printed]
    (title,) = re.findall(r"<cite>(.*?)</cite>", text)
    assert title.casefold() in printed


def test_it_is_told_that_both_annotators_are_language_models(text: str, site: Path) -> None:
    """Where two readings are spoken of, so is whose they are, as ``agreement.CAVEAT`` asks, and what was read once."""
    for page in (text, (site / "report.html").read_text("utf-8")):
        assert re.search(r"both (of them|annotators were) language models", page)
    # The tables of annotation: two readings of each sentence and each part, one of where the parts begin and end, and
    # what a third reader overruled.
    tables = {path.stem for path in paths.ANNOTATION.glob("*.tsv")}
    assert {"first", "second", "adjudicated", "overruled", "segments", "details"} == tables
    for name in ("report.html", "about.html"):
        assert re.search(r"[Ww]here parts begin and end, [^.]*was read once", (site / name).read_text("utf-8")), name


def test_the_first_page_has_what_the_report_has(text: str) -> None:
    assert text.count("?</a></h3>") == 6
    assert len(re.findall(r'<a href="id/cs2020/section/2\.html#2-kt\d">', text)) == 7
    assert "178 sentences" in text
    assert "6 sessions, for which the programme lists 30 people" in text
    assert f"All {len(SiteGraph.load().views)} questions" in text


def test_the_views_to_begin_with_are_views(text: str) -> None:
    assert {f"query/{name}.html" for name in home.START} <= set(re.findall(r'href="([^"]+)"', text))


def test_no_link_of_the_first_page_is_to_the_web(text: str) -> None:
    assert not re.findall(r'(?:href|src)="(?:[a-z]+:)?//', text)


def test_the_folder_says_what_it_is_and_how_to_check_it(site: Path) -> None:
    told = (site / "README.txt").read_text("utf-8")
    assert told.startswith("csgraph ")
    assert "index.html" in told
    assert manifest.SUMS in told
    assert max(map(len, told.splitlines())) <= 120
    assert (site / "404.html").is_file()
