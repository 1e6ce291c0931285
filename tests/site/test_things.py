"""The page of every thing says all that is said of it, and every thing is reached from the index."""

from __future__ import annotations

import json
import re
from collections import deque
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest

from csgraph.publication.resources import curie
from csgraph.rdf.terms import to_text
from csgraph.site.entities.blocks import EntityDescription
from csgraph.site.entities.entity import t
from csgraph.site.pages.things import is_elsewhere, pointing, said
from csgraph.site.templating import seen
from tests.support.entities import description, entity

SCHEMA = {
    "Comment",
    "Country",
    "CreativeWork",
    "Dataset",
    "DefinedTerm",
    "DefinedTermSet",
    "Event",
    "Organization",
    "OrganizationRole",
    "Person",
    "Place",
    "Quotation",
    "Report",
    "Role",
    "Thing",
}
"""The classes of schema.org that pages use (https://schema.org/docs/full.html)."""


def test_who_says_what_is_kept_apart(corpus):
    found = said(entity("process:oewg", corpus), EntityDescription(), frozenset())

    assert ["What the report says", "From outside the report"] == [rows.heading for rows in found]
    outside = found[1].values
    assert [ox.Literal("2021", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))] == outside[
        t("csg:endYear")
    ]
    assert t("csg:establishedYear") in found[0].values


def test_what_is_quoted_is_not_said_again_but_what_others_say_is(corpus):
    switzerland = entity("state:CHE", corpus)
    found = {rows.heading: rows.values for rows in said(switzerland, EntityDescription(), frozenset())}

    assert t("csg:asPrinted") not in found.get("What the report says", {})
    assert "Switzerland" in {to_text(each) for each in found["Links elsewhere"][t("schema:name")]}


def test_what_the_portrait_tells_is_not_told_again(corpus):
    droz = entity("person:serge-droz", corpus)

    assert {t("csg:participant"), t("org:member")} <= {each.property for each in pointing(droz, EntityDescription())}
    assert [] == pointing(droz, description("person:serge-droz", corpus))


def test_what_makes_a_fact_is_told_once(corpus):
    found = said(entity("engagement:gge-6--non-state-actors", corpus), EntityDescription(), frozenset())

    assert t("csg:statedBy") in {
        triple.predicate for triple in corpus.publication.said(t("engagement:gge-6--non-state-actors"))["report"]
    }
    assert all(t("csg:statedBy") not in rows.values for rows in found)


def test_what_points_too_often_is_cut_and_asked_for(corpus):
    (found,) = [
        each
        for each in pointing(entity("voice:report", corpus), EntityDescription())
        if each.property == t("csg:voice")
    ]

    assert 40 == len(found.nodes)
    assert found.more > 100
    assert found.path.startswith("workbench.html#query=")


# -- The pages as they are written ---------------------------------------------------------------------------------------


def shown(page: Path) -> str:
    """Return the text of the main part of a page, without the fold of the triples, and where its links lead."""
    text = page.read_text(encoding="utf-8")
    main = text[text.index("<main") : text.index("</main>")]
    main = main.partition('<section class="data"')[0]
    targets = " ".join(re.findall(r'href="([^"]*)"', main))
    return unescape(re.sub(r"<[^>]*>", "", main) + " " + targets)


@pytest.mark.slow
def test_all_that_is_said_of_a_thing_stands_on_its_page(site, corpus):
    publication, missing = corpus.publication, []
    for iri in publication.addresses:
        if is_elsewhere(iri, publication) or iri.startswith("https://w3id.org/csgraph/ontology"):
            continue
        file = publication.addresses.file(iri)
        text = shown(site / f"{file}.html")
        for node in (iri, *publication.addresses.parts(iri)):
            for quad in publication.store.quads_for_pattern(ox.NamedNode(node), None, None):
                if isinstance(quad.object, ox.BlankNode):
                    continue
                words = quad.object.value if isinstance(quad.object, ox.Literal) else publication.label(quad.object)
                names = [words, publication.word(quad.object)]
                if isinstance(quad.object, ox.NamedNode):
                    names.append(curie(quad.object))
                    if quad.object.value in publication.addresses:
                        names.append(publication.addresses.href(quad.object.value, f"{file}.html"))
                if not any(seen(name) in text for name in names):
                    missing.append((node, quad.predicate.value, words))
    assert [] == missing


@pytest.mark.slow
def test_no_page_is_larger_than_a_hundred_kilobytes(site):
    assert [] == [path for path in site.rglob("*.html") if path.stat().st_size > 100_000]


@pytest.mark.slow
def test_every_thing_is_reached_from_the_index_of_things(site, corpus):
    start = (site / "things.html").resolve()
    reached, waiting = {start}, deque([start])
    while waiting:
        page = waiting.popleft()
        for target in re.findall(r'href="([^"#]+\.html)', page.read_text(encoding="utf-8")):
            path = (page.parent / target).resolve()
            if "://" not in target and path not in reached and path.is_file():
                reached.add(path)
                waiting.append(path)
    for iri in corpus.publication.addresses:
        if "/query/" not in iri:
            assert (site / f"{corpus.publication.addresses.file(iri)}.html").resolve() in reached, iri


@pytest.mark.slow
def test_what_search_engines_read_is_of_classes_that_they_know(site, corpus):
    found = set()
    for iri in corpus.publication.addresses:
        if is_elsewhere(iri, corpus.publication):
            continue
        text = (site / f"{corpus.publication.addresses.file(iri)}.html").read_text(encoding="utf-8")
        (island,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        content = json.loads(island)
        assert iri == content["@id"]
        found.add(content["@type"])
    assert found <= SCHEMA
    assert {"Person", "Event", "Quotation", "DefinedTerm", "Dataset", "Report"} <= found


@pytest.mark.slow
def test_statements_and_passages_lead_to_the_one_before_and_the_one_after(site):
    text = (site / "id/cs2020/statement/2-kt4-s2.html").read_text(encoding="utf-8")

    assert 'before: <a href="2-kt4-s1.html">' in text
    assert 'after: <a href="2-kt5-s1.html">' in text
