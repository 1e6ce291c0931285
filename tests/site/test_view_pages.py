"""The page of a view has the rows that the command line gives, what they name linked, and the same as files."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import html5rdf
import pyoxigraph as ox
import pytest
from markupsafe import escape

from csgraph import paths
from csgraph.publication import dataset, query, views
from csgraph.publication.resources import ResourceReader
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import PREFIXES
from csgraph.site import entity_links
from csgraph.site.graph import SiteGraph
from csgraph.site.pages.views import TableCell, columns, field, fitting, kind_of
from csgraph.sparql import engine
from csgraph.sparql.results import Rows
from tests.support.browser import needs_browser, until

NAMES = views.view_names()


@pytest.fixture(scope="module")
def publication() -> SiteGraph:
    return SiteGraph(dataset.load_store(dataset.graph_files()))


def test_as_many_rows_are_shown_as_fit():
    row = [TableCell((("x" * 100, ""),)), TableCell((("é", "a.html"),))]

    assert 10 == fitting([row] * 10, 10_000)
    assert 0 < fitting([row] * 100, 1000) < 10
    assert 0 == fitting([row], 10)


def test_a_column_is_told_to_be_of_numbers_or_of_long_texts():
    answer = engine.run('SELECT ?n ?t { VALUES (?n ?t) { (1 "a") (2.5 "%s") (UNDEF "c") } }' % ("b" * 99), ox.Store())
    assert isinstance(answer, Rows)
    view = views.find_view("pillars")

    assert [("n", True, False), ("t", False, True)] == [
        (column.name, column.is_number, column.is_long) for column in columns(view, answer)
    ]


def test_a_field_has_the_choices_of_its_parameter(publication):
    fields = {each.name: field(each, publication.store) for each in views.find_view("statements").parameters}

    assert ["asserted", "interrogative"] == [
        choice.label for choice in fields["withModality"].choices if choice.label in ("asserted", "interrogative")
    ]
    assert "<https://w3id.org/csgraph/scheme/modality/asserted>" in {c.value for c in fields["withModality"].choices}
    (topic,) = (field(each, publication.store) for each in views.find_view("mentions").parameters)
    assert () == topic.choices


def test_a_parameter_is_told_by_what_it_takes_one_of():
    kinds = {(view, each.name): kind_of(each) for view in NAMES for each in views.find_view(view).parameters}

    assert ("section", "statement type") == (kinds["statements", "section"], kinds["statements", "type"])
    assert ("authority", "thing") == (kinds["links", "to"], kinds["mentions", "topic"])


def golden_rows(name: str) -> int:
    """Return how many rows a view has."""
    return (paths.ROOT / "tests/golden" / f"{name}.tsv").read_text(encoding="utf-8").count("\n") - 1


# -- On a whole site ---------------------------------------------------------------------------------------------------


def table(page: Path) -> tuple[list[str], list[list[str]]]:
    """Return the heading and the rows of the table on a page, each cell as the CSV would have it."""
    tree = html5rdf.parse(page.read_text(encoding="utf-8"), treebuilder="etree", namespaceHTMLElements=False)
    (found,) = (each for each in tree.iter("table") if "answer" in each.get("class", ""))
    heading = ["".join(each.itertext()) for each in found.find("thead").iter("th")]
    rows = [
        [cell.get("data-value", "".join(cell.itertext())) for cell in row.iter("td")]
        for row in found.find("tbody").iter("tr")
    ]
    return heading, rows


def rest(page: Path) -> list[list[str]]:
    """Return the rows that a script brings to a page."""
    script = page.with_suffix(".rows.js")
    if not script.exists():
        return []
    content = json.loads(script.read_text(encoding="utf-8").partition(" = ")[2].rstrip(";\n"))
    return [[cell if isinstance(cell, str) else cell[1] for cell in row] for row in content]


def links(page: Path) -> dict[str, tuple[str, dict[str, str]]]:
    """Return what a script tells a page of the links in its columns."""
    script = page.with_suffix(".links.js")
    if not script.exists():
        return {}
    return json.loads(script.read_text(encoding="utf-8").partition(" = ")[2].rstrip(";\n"))


def cells(page: Path) -> dict[str, list[list[tuple[str, str]]]]:
    """Return the cells on a page by their columns, each as its pieces that stand between separators, with their links."""
    tree = html5rdf.parse(page.read_text(encoding="utf-8"), treebuilder="etree", namespaceHTMLElements=False)
    (found,) = (each for each in tree.iter("table") if "answer" in each.get("class", ""))
    heading = ["".join(each.itertext()) for each in found.find("thead").iter("th")]
    columns: dict[str, list[list[tuple[str, str]]]] = {name: [] for name in heading}
    for row in found.find("tbody").iter("tr"):
        for name, cell in zip(heading, row.iter("td"), strict=True):
            pieces = [(piece, "") for piece in re.split("[,;] ", cell.text or "") if piece]
            for link in cell:
                pieces.append(("".join(link.itertext()), link.get("href")))
                pieces += [(piece, "") for piece in re.split("[,;] ", link.tail or "") if piece]
            columns[name].append(pieces)
    for row in rest(page):
        for name, text in zip(heading, row, strict=True):
            separator, known = links(page).get(name, ("", {}))
            parts = text.split(separator) if separator else [text]
            columns[name].append([(part, known.get(part, "")) for part in parts if part])
    return columns


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_table_and_the_files_are_what_the_command_gives(site, run, name):
    page = site / f"query/{name}.html"
    for format in ("csv", "json"):
        done = run("query", name, "--format", format)
        assert 0 == done.returncode, done.stderr
        assert done.stdout == (site / f"query/{name}.{format}").read_bytes(), format
    heading, rows = table(page)
    given = list(csv.reader(io.StringIO((site / f"query/{name}.csv").read_text(encoding="utf-8"), newline="")))

    assert given == [heading, *rows, *rest(page)]
    assert paths.QUERIES.joinpath(f"{name}.rq").read_bytes() == (site / f"query/{name}.rq").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_rows_are_the_golden_ones(site, name):
    content = json.loads((site / f"query/{name}.json").read_text(encoding="utf-8"))

    assert golden_rows(name) == len(content["results"]["bindings"])


@pytest.fixture(scope="module")
def keys(publication) -> dict[str, str]:
    """The files of the statements and passages, by their identifiers."""
    graph = ResourceReader(publication.store)
    found = {}
    for kind in ("statement", "passage"):
        for quad in graph.store.quads_for_pattern(None, turtle.iri("dcterms:identifier"), None):
            if quad.subject.value.startswith(PREFIXES[kind]):
                found[quad.object.value] = f"../{publication.addresses.file(quad.subject.value)}.html"
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_identifiers_are_linked_and_words_as_printed_are_not(site, keys, name):
    page = site / f"query/{name}.html"
    for column, found in cells(page).items():
        pieces = [piece for cell in found for piece in cell]
        if pieces and all(text in keys for text, _ in pieces):
            assert all(keys[text] == href for text, href in pieces), column
        if column not in columns_of_names(name):
            ours = [piece for piece in pieces if piece[1] and "://" not in piece[1]]
            assert not ours, column
        assert not [piece for piece in pieces if "/erratum/" in piece[1]], column


def columns_of_names(name: str) -> frozenset[str]:
    return entity_links.columns(turtle.read(views.find_view(name).path).decode())


@pytest.mark.slow
def test_pages_of_views_are_small_and_say_what_they_are(site):
    listed = (site / "views.html").read_text(encoding="utf-8")
    assert "; can be asked for one authority (<code>to</code>)</span>" in listed
    assert "modality (<code>withModality</code>) or voice (<code>inVoice</code>)</span>" in listed
    for name in NAMES:
        page = site / f"query/{name}.html"
        text = page.read_text(encoding="utf-8")
        assert page.stat().st_size <= 100_000, name
        for column, meaning in views.find_view(name).returns.items():
            assert f' title="{escape(meaning)}"' in text, (name, column)
        assert f'href="query/{name}.html"' in listed
        assert f'href="../workbench.html#view={name}"' in text
        for ending in ("ttl", "jsonld", "nt", "rdf"):
            assert f'href="{name}.{ending}"' in text
            assert (site / f"query/{name}.{ending}").stat().st_size
        view = views.find_view(name)
        assert ("<svg" in text or f'src="{name}.svg"' in text) == bool(view.picture), name
        assert (f'data-view="{name}"' in text) == bool(view.parameters)


@pytest.mark.slow
def test_a_picture_is_what_the_command_draws(site, run):
    drawn = [name for name in NAMES if views.find_view(name).picture]
    gallery = (site / "pictures.html").read_text(encoding="utf-8")

    assert drawn
    for name in drawn:
        assert run("query", name, "--format", "svg").stdout == (site / f"query/{name}.svg").read_bytes()
        assert f'src="query/{name}.svg"' in gallery
    assert (site / "pictures.html").stat().st_size <= 100_000


# -- In a browser ------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(visit):
    return visit.page


def column(page, place: int) -> list[str]:
    script = "place => [...document.querySelectorAll('table.answer tbody tr:not([hidden])')].map(r => r.cells[place].textContent)"
    return page.evaluate(script, place)


@pytest.mark.slow
@needs_browser
def test_columns_sort_up_down_and_back(page, address):
    page.goto(f"{address}query/pillars.html")
    before = column(page, 1)
    head = page.locator("table.answer th").nth(1)
    head.get_by_role("button").click()

    assert sorted(before, key=str.lower) == column(page, 1)
    assert "ascending" == head.get_attribute("aria-sort")
    head.get_by_role("button").click()
    assert sorted(before, key=str.lower, reverse=True) == column(page, 1)
    assert "descending" == head.get_attribute("aria-sort")
    head.get_by_role("button").click()
    assert before == column(page, 1)
    assert "none" == head.get_attribute("aria-sort")


@pytest.mark.slow
@needs_browser
def test_numbers_sort_as_numbers(page, address):
    page.goto(f"{address}query/sections.html")
    (place,) = (number for number, name in enumerate(column_names(page)) if name == next(iter(numeric_columns(page))))
    page.locator("table.answer th").nth(place).get_by_role("button").click()
    shown = [float(text) for text in column(page, place) if text]

    assert sorted(shown) == shown
    assert len(set(shown)) > 1


def column_names(page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('table.answer th')].map(h => h.textContent)")


def numeric_columns(page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('table.answer th.number')].map(h => h.textContent)")


@pytest.mark.slow
@needs_browser
def test_all_rows_come_when_asked_for(page, address):
    page.goto(f"{address}query/statements.html")
    total = golden_rows("statements")
    assert len(column(page, 0)) < total
    assert re.fullmatch(rf"\d+ of {total} rows", page.locator(".count").inner_text())
    page.get_by_role("button", name=f"Show all {total}").click()
    until(page, f"document.querySelectorAll('table.answer tbody tr').length === {total}")

    assert f"{total} rows" == page.locator(".count").inner_text()
    assert page.get_by_role("button", name=f"Show all {total}").is_hidden()
    last = page.locator("table.answer tbody tr").last.locator("td").first.locator("a")
    assert last.get_attribute("href").startswith("../id/cs2020/statement/")


@pytest.mark.slow
@needs_browser
def test_a_filter_looks_at_all_rows_and_what_it_shows_can_be_saved(site, page, address):
    page.goto(f"{address}query/statements.html")
    page.get_by_label("Show rows with").fill("interrogative whether")
    until(page, "!document.querySelector('table.answer').dataset.rest")
    expected = [
        row
        for row in csv.reader(io.StringIO((site / "query/statements.csv").read_text(encoding="utf-8"), newline=""))
        if "interrogative" in " ".join(row).lower() and "whether" in " ".join(row).lower()
    ]

    assert expected
    assert [row[0] for row in expected] == column(page, 0)
    assert f"{len(expected)} of {golden_rows('statements')} rows" == page.locator(".count").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Rows shown, as CSV").click()
    saved = Path(waiting.value.path()).read_bytes().decode()
    lines = (site / "query/statements.csv").read_bytes().decode().split("\r\n")
    assert [
        lines[0],
        *[line for line in lines if line.split(",")[0] in {row[0] for row in expected}],
        "",
    ] == saved.split("\r\n")


@pytest.mark.slow
@needs_browser
def test_without_scripts_a_page_says_where_the_other_rows_are(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/query/statements.html")

    assert page.get_by_text("all of them in the CSV").is_visible()
    assert page.locator("form.view-form").is_hidden()
    assert page.get_by_text("The form needs JavaScript").is_visible()
    assert page.locator("#filter").is_hidden()
    context.close()


@pytest.mark.slow
@needs_browser
def test_the_form_asks_in_the_browser(page, address):
    page.goto(f"{address}query/statements.html")
    page.get_by_label("A modality").select_option(label="interrogative")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector("#own-answer table", timeout=30_000)
    expected = query.query("statements", withModality="interrogative")

    assert len(expected) == page.locator("#own-answer tbody tr").count()


@pytest.mark.slow
@needs_browser
def test_names_lead_to_the_same_in_rows_that_come_later_and_in_answers_of_the_form(page, address):
    page.goto(f"{address}query/statements.html")
    until(page, "csgraph.element")
    columns = column_names(page)
    words = columns.index("text")
    cells = "selector => [...document.querySelectorAll(selector)].map(r => [...r.cells].map(c => c.innerHTML))"
    first = page.evaluate(cells, "table.answer tbody tr")
    page.get_by_role("button", name="Show all").click()
    until(page, "!document.querySelector('table.answer').dataset.rest")
    whole = page.evaluate(cells, "table.answer tbody tr")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector("#own-answer table", timeout=30_000)
    while page.locator("#own-answer .more").is_visible():
        page.locator("#own-answer .more").click()
    own = page.evaluate(cells, "#own-answer tbody tr")

    assert first == whole[: len(first)]
    assert all("<a" in row[0] and "<a" not in row[words] for row in whole)
    assert whole == own
