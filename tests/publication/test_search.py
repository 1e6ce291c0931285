"""Search: what is found, in which order, and what it says when nothing is."""

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import csgraph
from csgraph.errors import InputError
from csgraph.publication import dataset, search
from csgraph.publication.resources import iri
from tests.conftest import PREFIXES

DATA = """
csg:asPrintedHere rdfs:subPropertyOf csg:asPrinted .
csg:n1 a csg:Thing ; rdfs:label "capacity building"@en .
csg:n2 rdfs:label "capacity building and more"@en .
csg:n3 rdfs:label "more capacity building"@en .
csg:n4 rdfs:label "more capacities building"@en .
csg:n5 rdfs:label "building of more capacity"@en .
csg:n10 rdfs:label "x"@en ; skos:altLabel "Capacity Building"@en .
csg:n9 rdfs:label "y"@en ; skos:notation "capacity building" .
csg:n11 rdfs:label "z"@en ; csg:asPrintedHere "capacity building"@en ; skos:definition "capacity building"@en .
csg:n12 rdfs:label "w"@en ; skos:definition "capacity building"@en .
passage:2-p1 rdfs:label "2-p1: The capacity building"@en ; dcterms:identifier "2-p1" ;
    schema:text "The capacity building of Café Ünal’s States."@en .
csg:n13 rdfs:label "capacity"@en .
csg:n14 rdfs:label "building"@en .
csg:n15 rdfs:label "cap"@en .
passage:2-p2 schema:text "Only building, building and buildings."@en .
"""


@pytest.fixture
def store(publication):
    (publication / "data" / "report" / "more.ttl").write_text(PREFIXES + DATA)
    return dataset.load_store()


def found(text, store):
    return [hit.curie.removeprefix("csg:") for hit in search.find_hits(text, store)]


def test_best_come_first(store):
    # The label, as it is; names that are it; labels begun by it; with it; plural; apart; words; definition; text; one word.
    expected = "n1 n9 n10 n2 n3 n4 n5 n11 n12 passage:2-p1 n13 n14 passage:2-p2"

    assert expected == " ".join(found("capacity building", store))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CAPACITY", "n13 n1 n2 n3 n5 n4"),
        ("capacities", "n4 n13"),
        ("capac", "n13 n1 n2 n3 n4 n5"),
        ("cap", "n15"),
        ('"building more"', ""),
        ('"building capacity"', ""),
        ('"building of more"', "n5"),
        ("“more capacity”", "n3 n5"),
        ("cafe", "passage:2-p1"),
        ("CAFÉ", "passage:2-p1"),
        ("cafe\u0301", "passage:2-p1"),
        ("unals", "passage:2-p1"),
        ("state's", "passage:1-p1 pillar:norms passage:2-p1"),
        ("the buildings of", "n14"),
    ],
)
def test_words_are_found(store, text, expected):
    known = found(text, store)

    wanted = expected.split()
    assert (
        wanted == [each for each in known if each in wanted]
        if "capac" in text.lower()
        else wanted == known[: len(wanted)]
    )
    assert known or not wanted


def test_words_side_by_side_are_marked_as_one_and_long_texts_cut(store, tmp_path):
    long = tmp_path / "long.ttl"
    long.write_text(
        f'<http://e.org/a> <https://schema.org/text> "{"word " * 50}of norm shaping the norms {"tail " * 50}" .'
    )

    hit = csgraph.search("norm shaping norms", data=[long])[0]

    expected = "… word word word word word of «norm shaping the norms» tail tail tail tail tail tail tail tail tail …"
    assert expected == hit.excerpt
    assert "norm shaping the norms" == hit.text[slice(*hit.marks[0])]


def test_hit_tells_what_it_is_and_where_the_words_are(store):
    assert search.Hit(
        "https://w3id.org/csgraph/ontology#n1", "csg:n1", "capacity building", ("thing",), "label",
        "capacity building", ((0, 17),), 0,
    ) == search.find_hits("capacity building", store)[0]  # fmt: skip
    assert json.loads(search.find_hits("n", store).to("json")) == []
    assert ["label", "name"] == [
        json.loads(search.find_hits("building", store).to("json"))[at]["kind"] for at in (0, -5)
    ]


def test_table_has_a_line_for_each(publication):
    expected = """\
resource      type    words
------------  ------  -------------------------------------
pillar:norms  pillar  «norms»
passage:1-p1          States agree. «Norms» matter, and so…
"""
    lines = csgraph.search("norms").to().splitlines()

    assert expected.splitlines()[0].split() == lines[0].split()
    assert "pillar:norms  pillar  «norms»" in lines
    assert any(line.startswith("passage:1-p1") and "«Norms» matter" in line for line in lines)


@pytest.mark.parametrize(("text", "near"), [("normz", "norms"), ("matterz statesx", "matter")])
def test_nothing_found_names_the_nearest_words(publication, text, near):
    nothing = csgraph.search(text)

    assert [] == nothing
    assert near in nothing.nearest
    assert nothing.notice(text, 20).startswith(f"{text}: nothing found; the nearest words are: ")


@pytest.mark.parametrize("text", ["", "  ", "«»", "?!"])
def test_no_word_to_search_for_is_said(publication, text):
    with pytest.raises(InputError, match="there is no word to search for"):
        csgraph.search(text)


def test_common_words_count_only_where_there_are_no_others(publication):
    assert ["passage:1-p1"] == [hit.curie for hit in csgraph.search("the")]
    assert ["pillar:norms", "passage:1-p1"] == [hit.curie for hit in csgraph.search("the norms")]


@given(st.text(max_size=30), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_is_searched_for_in_any_text_and_marks_lie_in_it(text, other):
    store = ox.Store()
    for number, content in enumerate((other, "States agree. Norms matter, and so does Café É日́.")):
        store.add(ox.Quad(ox.NamedNode(f"http://e.org/{number}"), iri("rdfs:label"), ox.Literal(content)))

    try:
        known = search.find_hits(text, store)
    except InputError:
        return
    for hit in known:
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.marks)
        assert hit.excerpt


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_each_text_is_found_by_itself(text):
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://e.org/a"), iri("rdfs:label"), ox.Literal(text)))

    try:
        missing = [hit.missing for hit in search.find_hits(text, store)]
    except InputError:
        # It has no word.
        missing = [0]

    assert [0] == missing


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("norms", "pillar:norms"),
        ("track 2 dialogue", "dialogue-form:track-2"),
        ("Satya Nadella", "person:satya-nadella"),
        ("CBM", "acronym:cbm"),
    ],
)
def test_best_hit_of_the_publication(text, best):
    assert best in [hit.curie for hit in csgraph.search(text)[:2]]
