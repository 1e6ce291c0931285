"""One page of every kind in a real browser: quiet, inside its folder, as wide as a telephone, and usable by everybody.

Each is opened from its folder in the dark on a telephone, and from a web host in the light on a desk; what a reader does on
it is done. ``tests/site/test_reading.py``, ``test_search.py``, ``test_view_pages.py`` and ``test_workbench.py`` test what
comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from csgraph.rdf.namespaces import BASE
from tests.support.browser import Visit, needs_browser, served, until
from tests.support.folders import NPM

AXE = NPM / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.slow,
    needs_browser,
    pytest.mark.skipif(not AXE.is_file(), reason="axe-core, of npm, is not installed; run `npm ci --prefix tests/npm`"),
]

READERS = {
    "file": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True},
    "http": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
}

FINDINGS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 4).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary}`))"""
"""What the rules find that axe has on by default: of each, the first elements, and what to do."""

OPEN = "document.querySelectorAll('details:not(.notes)').forEach((each) => { each.open = true; })"
"""Opens all that folds, but for notes, of which only one is meant to be open, as they would lie on each other."""


def notes_opened(page: Any) -> None:
    page.locator('[id="3.1-p3-s2"]').click()
    page.wait_for_selector('[id="about-3.1-p3-s2"]:visible')


def asked(text: str, shown: str) -> Callable[[Any], None]:
    """Return what asks a query in the workbench and waits for what comes of it."""

    def ask(page: Any) -> None:
        page.locator("#query").fill(text)
        page.locator("#run").click()
        page.wait_for_selector(shown)
        until(page, "!document.querySelector('#answer').hasAttribute('aria-busy')")

    return ask


def completing(page: Any) -> None:
    page.locator("#query").fill("SELECT ?s { ?s csg:pos")
    page.locator("#query").press("Control+Space")
    page.wait_for_selector("[role=listbox] [role=option]")


def form_sent(page: Any) -> None:
    page.locator("#param-section").select_option(index=1)
    page.locator(".view-form button[type=submit]").click()
    page.wait_for_selector("#own-answer table")


def suggested(page: Any) -> None:
    page.locator("#find").fill("capacity")
    page.wait_for_selector("[role=option]")


def results(page: Any) -> None:
    page.wait_for_selector("#results h2")


SECTION = "id/cs2020/section/3.1.html"
PILLARS = "SELECT ?label { ?p a csg:Pillar ; rdfs:label ?label }"
PAGES: dict[str, tuple[str, Callable[[Any], None] | None]] = {
    "home": ("index.html", None),
    "home, suggesting": ("index.html", suggested),
    "report": ("report.html", None),
    "section": (SECTION, None),
    "section with notes": (SECTION, notes_opened),
    "statement": ("id/cs2020/statement/4-p3-s1-b.html", None),
    "passage": ("id/cs2020/passage/3.1-p3.html", None),
    "quotation": ("id/cs2020/quotation/difficult.html", None),
    "anchor": ("id/cs2020/anchor/1-h_0-15.html", None),
    "person": ("id/person/serge-droz.html", None),
    "State": ("id/state/CHE.html", None),
    "organization": ("id/organization/access-now.html", None),
    "group": ("id/group/unidir-core-funders.html", None),
    "procedure": ("id/procedure/ecosoc-accreditation.html", None),
    "place": ("id/place/geneva.html", None),
    "session": ("id/cs2020/event/panel-2.html", None),
    "conference": ("id/cs2020/event/cs2020.html", None),
    "slot": ("id/cs2020/participation/panel-2-4.html", None),
    "affiliation": ("id/membership/andrey-krutskikh--rus.html", None),
    "contribution": ("id/cs2020/contribution/germany.html", None),
    "process": ("id/process/oewg.html", None),
    "form of dialogue": ("id/dialogue/internet-governance-forum.html", None),
    "engagement": ("id/cs2020/engagement/gge-6--non-state-actors.html", None),
    "account": ("id/cs2020/account/gges.html", None),
    "document": ("id/document/a-65-201.html", None),
    "framework": ("id/framework/responsible-state-behaviour.html", None),
    "date": ("id/cs2020/date/conference.html", None),
    "erratum": ("id/cs2020/erratum/university-college-london.html", None),
    "restatement": ("id/cs2020/restatement/3.1-p3-s2--1-p6-s3.html", None),
    "link": ("id/link/actor-category-civil-society-organizations--unbis-1001012.html", None),
    "scheme": ("scheme/pillar.html", None),
    "concept": ("scheme/pillar/norms.html", None),
    "dataset": ("dataset.html", None),
    "graph": ("graph/report.html", None),
    "ontology": ("ontology.html", None),
    "class": ("ontology/Process.html", None),
    "property": ("ontology/asPrinted.html", None),
    "rules": ("shapes.html", None),
    "rules of a theme": ("shapes/statements.html", None),
    "views": ("views.html", None),
    "view": ("query/pillars.html", None),
    "view with a form": ("query/statements.html", form_sent),
    "view with a picture": ("query/timeline.html", None),
    "pictures": ("pictures.html", None),
    "workbench": ("workbench.html", None),
    "workbench, completing": ("workbench.html", completing),
    "workbench, answered": ("workbench.html", asked(PILLARS, "#answer table")),
    "workbench, in error": ("workbench.html", asked("SELECT ?x {\n  ?x a nope:Pillar }", "#query-problem:visible")),
    "workbench, explaining": ("workbench.html", asked("SELECT ?x { ?x a csg:Piller }", "#explanation:visible")),
    "search": ("search.html", None),
    "search, found": ("search.html?q=capacity+building", results),
    "things": ("things.html", None),
    "list of things": ("things/people.html", None),
    "downloads": ("downloads.html", None),
    "about": ("about.html", None),
    "missing": ("404.html", None),
}
"""The kinds of page by their names: where one is, and what is done on it."""


@pytest.fixture(scope="module", params=READERS)
def reader(request: pytest.FixtureRequest, browser: Any, site: Path) -> Iterator[tuple[str, Visit]]:
    """Where the site begins, and a reader with one tab."""
    context = browser.new_context(**READERS[request.param])
    visit = Visit(context.new_page())
    if request.param == "file":
        yield f"{site.as_uri()}/", visit
    else:
        with served(site) as address:
            yield address, visit
    context.close()


def overflow(page: Any) -> int:
    """Return by how much a page is wider than its window."""
    return page.evaluate("document.scrollingElement.scrollWidth - innerWidth")


def found_by_axe(page: Any) -> list[str]:
    """Return what axe finds on a page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(FINDINGS)


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_of_each_kind_is_quiet_inside_narrow_and_accessible(kind: str, reader: tuple[str, Visit]) -> None:
    start, visit = reader
    path, act = PAGES[kind]
    visit.problems.clear()
    visit.requests.clear()
    page = visit.open("about:blank") and visit.open(f"{start}{path}")
    if act is not None:
        act(page)
    told = {"wider than the window": overflow(page), "h1": page.locator("h1").count()}
    page.evaluate(OPEN)
    told["wider with all opened"] = overflow(page)
    told |= {"console": list(visit.problems), "outside": visit.outside(start, "about:blank")}
    # After that, since axe reads style sheets as well, and complains where it may not.
    told["axe"] = found_by_axe(page)

    assert told == {
        "wider than the window": 0,
        "h1": 1,
        "wider with all opened": 0,
        "axe": [],
        "console": [],
        "outside": [],
    }


def test_what_is_wrong_is_found(reader: tuple[str, Visit], tmp_path: Path) -> None:
    """Each of the checks can fail."""
    _, visit = reader
    text = "<title>x</title><link rel=stylesheet href=x.css><h1>a</h1><h1>b</h1><img src=x.png><pre>grey on grey"
    (tmp_path / "x.css").write_text("pre { color: #777; background: #888 } pre { width: 3000px }")
    (tmp_path / "x.html").write_text(f"<!doctype html>{text}<script>console.warn(1)</script>")
    visit.problems.clear()
    visit.requests.clear()
    page = visit.open((tmp_path / "x.html").as_uri())
    rules = {each.partition(":")[0] for each in found_by_axe(page)}

    assert overflow(page) > 1_000
    assert "1" in visit.problems
    assert [(tmp_path / "x.png").as_uri()] == visit.outside(f"{tmp_path.as_uri()}/x.html", f"{tmp_path.as_uri()}/x.css")
    assert {"color-contrast", "html-has-lang", "image-alt"} <= rules


def test_every_kind_of_thing_is_among_them(corpus: Any) -> None:
    """As the first parts of IRIs tell kinds: what all have up to their last one."""
    kinds = {iri.rpartition("/")[0] for iri in corpus.publication.addresses if "#" not in iri}
    kinds = {kind for kind in kinds if not kind.startswith(f"{BASE}scheme/")}
    seen = {f"{BASE}{path.partition('?')[0].removesuffix('.html')}".rpartition("/")[0] for path, _ in PAGES.values()}

    assert kinds - seen == set()
