import json

import pyoxigraph as ox
import pytest

import csgraph
from csgraph.errors import InputError
from csgraph.publication import describe

NORMS = """\
norms (pillar:norms)
pillar
What States expect.

  position
    1
  supports
    law (pillar:law)

Evidence

  1 Introduction, from page 3, passage:1-p1
    «Norms matter», and so does law.
"""


@pytest.mark.parametrize(
    "thing",
    [
        "pillar:norms",
        "https://w3id.org/csgraph/scheme/pillar/norms",
        "<https://w3id.org/csgraph/scheme/pillar/norms>",
        "norms",
        "  NORMS ",
    ],
)
def test_thing_is_found_by_iri_curie_and_label(publication, thing):
    assert NORMS == csgraph.show(thing).to()


def test_ambiguous_label_lists_the_candidates(publication):
    with pytest.raises(InputError) as caught:
        csgraph.show("Law")

    expected = (
        "Law: several resources have this name; give the CURIE of one: csg:elsewhere (untyped), pillar:law (pillar)"
    )
    assert expected == str(caught.value)


@pytest.mark.parametrize(("thing", "near"), [("norm", "norms"), ("nroms", "norms"), ("pillar:norm", "pillar:norms")])
def test_unknown_thing_names_the_nearest(publication, thing, near):
    with pytest.raises(InputError, match=rf"no such resource in the graph; did you mean {near}\?"):
        csgraph.show(thing)


@pytest.mark.parametrize("thing", ["xyzzy", "http://not an iri", ""])
def test_thing_like_nothing_is_told_what_to_give(publication, thing):
    with pytest.raises(InputError, match="no such resource in the graph"):
        csgraph.show(thing)


def test_what_points_to_a_thing_is_shown_and_its_sources_without_anchor(publication):
    text = csgraph.show("pillar:law").to()

    assert "Referenced by\n  supports\n    norms (pillar:norms)\n" in text
    assert text.endswith("Evidence\n\n  1 Introduction, from page 3, passage:1-p1\n")


def test_many_links_are_cut_and_counted(publication, tmp_path):
    many = tmp_path / "many.ttl"
    many.write_text("".join(f"<http://e.org/{n}> <http://e.org/likes> <http://e.org/x> ." for n in range(20)))

    text = csgraph.show("http://e.org/x", data=[many]).to()

    assert text.endswith("http://e.org/10\n    http://e.org/11\n    … and 8 more\n")


def test_text_wraps_at_the_width(publication):
    assert max(len(line) for line in csgraph.show("norms").to("text", width=40).splitlines()) <= 40


def test_json_has_all_that_is_shown(publication):
    content = json.loads(csgraph.show("norms").to("json"))

    assert content["label"] == "norms"
    assert content["types"] == ["pillar"]
    assert content["properties"] == {"position": ["1"], "supports": ["law (pillar:law)"]}
    assert content["evidence"] == [
        {
            "passage": "passage:1-p1",
            "section": "1 Introduction",
            "page": "3",
            "before": "",
            "quote": "Norms matter",
            "after": ", and so does law.",
            "start": 14,
            "end": 26,
        }
    ]


def test_turtle_is_what_the_graph_says(publication):
    quads = ox.parse(csgraph.show("norms").to("turtle"), format=ox.RdfFormat.TURTLE)

    assert {quad.triple for quad in quads} == set(csgraph.show("norms").triples)


def test_control_characters_of_the_data_are_told_by_their_number(publication, tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(
        '<http://e.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "\\u001b[31mred" ; <http://e.org/p> "\\u009b" .'
    )

    text = csgraph.show("http://e.org/x", data=[path]).to()

    assert "\x1b" not in text
    assert "\x9b" not in text
    assert r"\u{1b}[31mred" in text


def test_stats_count_graphs_classes_schemes_and_kinds(publication):
    rows = [tuple(row.to_dict().values()) for row in describe.stats()]

    assert ("nodes of class", "pillar", 2) in rows
    assert ("triples in graph", "https://w3id.org/csgraph/graph/report", 20) in rows
    assert [count for part, _, count in rows if part == "triples in graph"] == [20, 4, 1, 1]


def test_property_and_class_without_label_are_told_by_their_local_names(publication):
    text = csgraph.show("passage:1-p1").to()

    assert "\n  is part of\n    1 Introduction (passage:section)\n" in text
