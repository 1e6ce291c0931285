"""Whatever a graph holds, nothing of it becomes active in a page, and no file is written outside the folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5rdf
import pyoxigraph as ox
import pytest

from csgraph.errors import OutputError
from csgraph.rdf.namespaces import BASE
from csgraph.site.build import site as build_site
from csgraph.site.graph import SiteGraph
from csgraph.site.templating import seen
from tests.conftest import PREFIXES
from tests.support.browser import Visit, browsing, needs_browser
from tests.support.hostile import LITERALS, RUN

NAMES = [
    "../../../etc/passwd",
    "..",
    ".",
    ".htaccess",
    "con",
    "NUL.txt",
    "x.html",
    "x.ttl",
    "index",
    "a/../b",
    "a//b",
    "%2e%2e%2fpasswd",
    "a%00b",
    "a'onmouseover='pwned=1",
    "a&lt;script&gt;",
    "javascript:pwned=1",
    "a(b)",
    "a;b=c,d",
    "é",
    "e\u0301",
    "Case",
    "case",
    "CASE",
    "\u4e2d",
    "x" * 400,
    "y/" * 150 + "z",
    "~2E",
]
RESERVED = [
    "assets/site.css",
    "Assets/site",
    "index",
    "redirects/w3id.htaccess",
    "release/0.1.0/ontology",
    "release/0.1.0/SHA256SUMS",
    "shapes/statements",
    "shapes/text",
    "things/passages",
    "things",
    "workbench",
]
"""Names from the root of the publication, where pages and folders of the site are."""
FOREIGN = [
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"vbscript:{RUN}",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    f"view-source:javascript:{RUN}",
    f"https://example.org/'onmouseover='{RUN}",
    f"https://example.org/?a=b&{RUN}",
    "urn:x:y",
]
ALLOWED = re.compile(r"(?:https?://|mailto:)|[^:]*$")


def hostile() -> str:
    """Return a graph of what others might write, in which each literal and each IRI stands in several places."""
    lines = [PREFIXES, "@prefix thing: <https://w3id.org/csgraph/id/thing/> ."]
    for number, text in enumerate(LITERALS):
        word = str(ox.Literal(text, language="en"))
        lines.append(
            f"thing:l{number} a csg:Pillar ; rdfs:label {word} ; skos:definition {word} ; csg:position {number} ; "
            f"skos:scopeNote {word} ; csg:asPrinted {word} ; dcterms:source passage:1-p1 ; "
            f"rdfs:seeAlso <{BASE}id/name/{number}> ; schema:text {word} ; dcterms:identifier {ox.Literal(text)} ."
        )
    for number, name in enumerate(NAMES):
        node = ox.NamedNode(f"{BASE}id/{name}")
        lines.append(f'{node} a csg:Pillar ; rdfs:label "name {number}"@en ; csg:supports thing:l{number} .')
    for number, name in enumerate(RESERVED):
        lines.append(
            f'<{BASE}{name}> a csg:Pillar ; rdfs:label "reserved {number}"@en ; csg:supports thing:l{number} .'
        )
    for number, address in enumerate(FOREIGN):
        lines.append(f"thing:l{number} rdfs:seeAlso <{address}> ; <{address}> thing:l0 ; a <{address}> .")
        lines.append(f'thing:l{number} skos:note "x"^^<{address}> .')
    lines.append('thing:tag rdfs:label "x"@en-x-onload .')
    return "\n".join(lines)


@pytest.fixture
def public(small: Path, tmp_path: Path) -> Path:
    (small / "data" / "report" / "hostile.ttl").write_text(hostile(), encoding="utf-8")
    build_site(tmp_path / "out" / "public")
    return tmp_path / "out" / "public"


def elements(page: Path) -> Iterator[Any]:
    tree = html5rdf.parse(page.read_bytes(), treebuilder="etree", namespaceHTMLElements=False)
    yield from (element for element in tree.iter() if isinstance(element.tag, str))


def active(element: Any) -> str:
    """Return what in an element could do something that we did not write; empty if nothing could."""
    name, attributes = element.tag.rpartition("}")[2].lower(), {str(key): value for key, value in element.items()}
    if name in ("iframe", "object", "embed", "base", "frame", "applet", "style"):
        return name
    if name == "script":
        source = attributes.get("src", "")
        is_data = attributes.get("type") in ("application/ld+json", "application/json")
        return "" if is_data or re.fullmatch(r"(?:\.\./|\./)*[\w./~-]+\.js", source) else f"script {source}"
    if name == "meta" and attributes.get("http-equiv", "").lower() not in ("", "content-security-policy"):
        return "meta"
    for key, value in attributes.items():
        local = key.rpartition("}")[2].lower()
        if local.startswith("on") or local in ("style", "srcdoc", "formaction"):
            return f"{name} {local}"
        if local in ("href", "src", "action", "data", "poster", "cite", "xlink:href") and not ALLOWED.match(value):
            return f"{name} {local}={value}"
    return ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p onclick=x>", "p onclick"),
        ("<a href=javascript:x>", "a href=javascript:x"),
        ("<script>x</script>", "script "),
        ("<script src=https://e.org/x.js></script>", "script https://e.org/x.js"),
        ("<svg onload=x>", "svg onload"),
        ("<p style='x'>", "p style"),
        ("<a href=x.html>", ""),
        ("<script src=../assets/site.js></script>", ""),
    ],
)
def test_what_is_active_is_known(tmp_path, text, found):
    (tmp_path / "x.html").write_text(f"<!doctype html><title>x</title>{text}")

    assert [found] == [each for each in map(active, elements(tmp_path / "x.html")) if each] or not found


def test_there_are_enough_of_them():
    assert 60 <= len(LITERALS)
    assert len(LITERALS) == len(set(LITERALS))
    assert 30 <= len(NAMES) + len(FOREIGN)


def test_what_no_xml_can_hold_has_no_site_and_the_reason_is_one_line(small, tmp_path):
    text = ox.Literal("\x1b[31mred")
    (small / "data" / "report" / "hostile.ttl").write_text(f"{PREFIXES}pillar:law rdfs:comment {text} .")

    with pytest.raises(OutputError, match=r"cannot hold the character U\+001B.*pillar/law>; take it out$"):
        build_site(tmp_path / "public")
    assert ["publication"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.slow
def test_nothing_in_any_page_is_active_and_nothing_is_outside(public):
    assert ["public"] == [path.name for path in public.parent.iterdir()]
    pages = list(public.rglob("*.html"))
    assert len(pages) > len(LITERALS) + len(NAMES)
    for page in pages:
        assert [] == [found for found in map(active, elements(page)) if found], page
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f]", page.read_text(encoding="utf-8"))
    for path in public.rglob("*"):
        assert re.fullmatch(r"[\w.~-]+|\.htaccess|\.nojekyll", path.name, re.ASCII), path
    lower = [str(path.relative_to(public)).lower() for path in public.rglob("*")]
    assert len(lower) == len(set(lower))


@pytest.mark.slow
def test_each_text_is_shown_as_the_text_it_is(public):
    for number, text in enumerate(LITERALS):
        page = public / f"id/thing/l{number}.html"
        (heading,) = [each for each in elements(page) if each.tag == "h1"]
        shown = " ".join("".join(heading.itertext()).split())
        assert " ".join(seen(text).split()) == shown


@pytest.mark.slow
def test_what_search_engines_read_is_json_that_says_the_same(public):
    for number, text in enumerate(LITERALS):
        islands = [
            json.loads("".join(each.itertext()))
            for each in elements(public / f"id/thing/l{number}.html")
            if each.tag == "script" and each.get("type") == "application/ld+json"
        ]
        assert [seen(text)] == [island["name"] for island in islands]


@pytest.mark.slow
def test_every_name_has_its_page_and_its_data(public):
    """Of a thing with a hostile name, the page is where the addresses say, and its Turtle says what it is."""
    store = ox.Store()
    store.load(path=public / next(iter(public.glob("release/*"))) / "csgraph.nq", format=ox.RdfFormat.N_QUADS)
    addresses = SiteGraph(store).addresses
    for iri in [*(f"{BASE}id/{name}" for name in NAMES), *(BASE + name for name in RESERVED)]:
        file = addresses.file(iri)
        assert (public / f"{file}.html").is_file()
        subjects = {quad.subject.value for quad in ox.parse(path=public / f"{file}.ttl", format=ox.RdfFormat.TURTLE)}
        assert iri in subjects


@pytest.mark.slow
@needs_browser
def test_nothing_runs_in_a_browser(public):
    with browsing() as browser:
        visit = Visit(browser.new_context().new_page())
        visit.page.on("dialog", lambda dialog: visit.problems.append(f"dialog: {dialog.message}"))
        for page in sorted(public.rglob("*.html")):
            visit.open(page.as_uri())
            assert visit.page.evaluate("globalThis.pwned") is None, page
        assert [] == visit.problems
        assert [] == visit.outside(public.as_uri())
