import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.util import suggest

KNOWN = [
    "csg:Pillar",
    "csg:anchor",
    "csg:source",
    "csgs:Pillar",
    "passage:3.1-p3",
    "passage:3.1-p4",
    "pillar:international-law",
    "pillar:norms",
    "state:CHE",
]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("csg:anchr", "csg:anchor"),  # 5 of 5 and 6 letters in common: 10/11
        ("csg:achnor", "csg:anchor"),  # two letters the other way round
        ("pillar:norm", "pillar:norms"),
        ("pillar:internatonal-law", "pillar:international-law"),
        ("https://example.org/terms#anchr", "https://example.org/terms#anchor"),
        ("norm", "norms"),
    ],
)
def test_name_with_a_slip_means_the_one_that_is_known(term, expected):
    assert expected == suggest.nearest(term, [*KNOWN, "https://example.org/terms#anchor", "norms"])


@pytest.mark.parametrize(
    ("term", "expected"),
    [("csg:pillar", "csg:Pillar"), ("CSG:ANCHOR", "csg:anchor"), ("state:che", "state:CHE")],
)
def test_case_makes_no_difference(term, expected):
    assert expected == suggest.nearest(term, KNOWN)


def test_same_name_but_for_case_comes_before_one_that_is_nearly_the_same():
    assert "csg:PILLAR" == suggest.nearest("csg:pillar", ["csg:pillars", "csg:PILLAR"])


@pytest.mark.parametrize(
    ("term", "expected"),
    [("pilar:norms", "pillar:norms"), ("cgs:anchor", "csg:anchor"), ("csgs:anchor", "csg:anchor")],
)
def test_last_part_may_be_right_and_the_prefix_wrong(term, expected):
    assert expected == suggest.nearest(term, KNOWN)


def test_name_with_the_same_prefix_comes_first():
    assert "csgs:Pillar" == suggest.nearest("csgs:Pilar", KNOWN)
    assert "csg:Pillar" == suggest.nearest("csg:Pilar", KNOWN)


@pytest.mark.parametrize(
    "term",
    [
        "csg:label",
        "pillar:forest",
        "person:norm",  # the prefix is another, and so is the rest
        "oewg:norms",  # the prefix is nothing like pillar:
        "state:CHN",  # 2 of 3 letters
        '"Norway"',
        "",
        ":",
    ],
)
def test_nothing_is_said_where_no_name_is_near(term):
    assert suggest.nearest(term, KNOWN) is None


def test_name_that_is_known_needs_no_hint():
    assert suggest.nearest("passage:3.1-p3", KNOWN) is None


def test_names_that_differ_in_numbers_alone_are_not_near():
    assert suggest.nearest("passage:3.1-p33", KNOWN) is None
    assert "passage:3.1-p3" == suggest.nearest("pasage:3.1-p3", KNOWN)


def test_of_names_that_are_equally_near_the_first_by_name_is_meant():
    assert "csg:NORM" == suggest.nearest("csg:norm", ["csg:Norm", "csg:NORM"])
    assert "csg:NORMS" == suggest.nearest("csg:norm", ["csg:Norms", "csg:NORMS"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pilars", ["pillars"]),
        ("PILLAR", ["pillars", "the pillars of the report"]),  # contained in both
        ("States agre: norms", ["States agree: norms"]),  # a label with a colon has no prefix
        ("the pillars", ["the pillars of the report"]),
        ("norms", []),  # known
        ("forest", []),
        ("", []),
        (" ", []),
    ],
)
def test_several_names_are_suggested_the_similar_ones_first(name, expected):
    known = ["the pillars of the report", "pillars", "norms", "States agree: norms", f"pillar {'x' * 80}"]

    assert expected == suggest.similar(name, known)


def test_no_more_names_are_suggested_than_the_limit():
    known = [f"pillars{letter}" for letter in "abcdef"]

    assert 3 == len(suggest.similar("pillars", known))
    assert 1 == len(suggest.similar("pillars", known, limit=1))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["a"], "did you mean a?"),
        (["a", "b"], "did you mean a or b?"),
        (["a", "b", "c"], "did you mean a, b or c?"),
    ],
)
def test_names_are_suggested_as_a_question(names, expected):
    assert expected == suggest.did_you_mean(names)


names = st.lists(st.text("ab:/#1É", max_size=8), max_size=8)


@given(st.text("ab:/#1É", max_size=8), names)
def test_hint_is_a_known_name_whatever_their_order(term, known):
    hint = suggest.nearest(term, known)

    assert hint is None or (hint in known and hint != term)
    assert hint == suggest.nearest(term, reversed(known))
    assert hint == suggest.nearest(term, iter(known * 2))
