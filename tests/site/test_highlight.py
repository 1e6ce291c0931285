"""A query is shown as it is written, with its terms linked."""

from __future__ import annotations

import pytest

from csgraph.publication import views
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import expand
from csgraph.site import highlight
from csgraph.site.urls import PageUrls

ADDRESSES = PageUrls([expand("csg:Pillar") or "", expand("pillar:norms") or ""])
QUERY = """\
#+ summary: What?

# Mine.
PREFIX my: <https://w3id.org/csgraph/ontology#>
SELECT ?label { ?p a my:Pillar ; my:other "<b>"@en . <https://w3id.org/csgraph/scheme/pillar/norms> ?q 12 } # end"""


def test_terms_are_linked_by_the_prefixes_of_the_query():
    found = {part.text: part.href for part in highlight.parts(QUERY, ADDRESSES, "query/mine.html") if part.href}

    assert {
        "my:Pillar": "../ontology/Pillar.html",
        "<https://w3id.org/csgraph/scheme/pillar/norms>": "../scheme/pillar/norms.html",
    } == found


def test_words_are_told_apart():
    kinds = {part.text: part.kind for part in highlight.parts(QUERY, ADDRESSES, "query/mine.html")}

    assert ["keyword", "variable", "string", "number", "comment", "comment", "name"] == [
        kinds[text] for text in ("SELECT", "?label", '"<b>"', "12", "# Mine.", "# end", "my:other")
    ]


def test_the_header_can_be_left_out():
    assert highlight.without_header(QUERY).startswith("# Mine.\nPREFIX")
    assert "SELECT #+ x" == highlight.without_header("SELECT #+ x")


@pytest.mark.parametrize("name", views.view_names())
def test_the_parts_of_a_view_are_its_text(name):
    text = turtle.read(views.find_query(name)).decode()

    assert text == "".join(part.text for part in highlight.parts(text, ADDRESSES, "query/x.html"))
