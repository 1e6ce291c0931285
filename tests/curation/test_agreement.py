"""Agreement is measured as Cohen defined it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.curation import agreement
from csgraph.errors import InputError

# Counts of 200 items by the choice of the first (rows) and of the second (columns). Worked by hand: alike are
# 88 + 40 + 12 = 140, so 0.70; by chance 0.6 * 0.5 + 0.3 * 0.3 + 0.1 * 0.2 = 0.41; (0.70 - 0.41) / 0.59 = 0.4915.
COUNTS = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]


def reading(types="observation", modality="asserted", voice="report", negated="", about=""):
    return {
        "types": types, "modality": modality, "voice": voice, "negated": negated,
        "forms": "", "functions": "", "about": about, "addressees": "",
    }  # fmt: skip


def test_kappa_of_an_example_worked_by_hand():
    pairs = [
        (row, column) for row, line in enumerate(COUNTS) for column, count in enumerate(line) for _ in range(count)
    ]

    observed, kappa = agreement.cohen(*zip(*pairs, strict=True))

    assert observed == pytest.approx(0.70)
    assert kappa == pytest.approx(0.29 / 0.59)


def test_agreement_below_chance_is_negative():
    assert agreement.cohen("aabb", "bbaa") == (0, -1)


def test_kappa_is_not_defined_where_there_is_no_choice():
    assert agreement.cohen("aaa", "aaa") == (1, None)


@pytest.mark.parametrize(("first", "second"), [("", ""), ("a", "ab")])
def test_annotations_that_cannot_be_compared_are_refused(first, second):
    with pytest.raises(InputError, match="same items"):
        agreement.cohen(first, second)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_symmetric_and_at_most_one(pairs):
    first, second = zip(*pairs, strict=True)
    observed, kappa = agreement.cohen(first, second)

    assert agreement.cohen(second, first) == (pytest.approx(observed), kappa if kappa is None else pytest.approx(kappa))
    assert 0 <= observed <= 1
    assert kappa is None or kappa <= 1


def test_types_are_compared_one_by_one():
    first = {"a": reading("challenge,gap"), "b": reading("gap")}
    second = {"a": reading("gap"), "b": reading("gap")}

    results = {item.name: (item.first, item.second, item.observed) for item in agreement.compare(first, second)}

    assert {
        "modality": (2, 2, 1),
        "voice": (2, 2, 1),
        "negated": (2, 2, 1),
        "forms": (0, 0, 1),
        "functions": (0, 0, 1),
        "about": (0, 0, 1),
        "addressees": (0, 0, 1),
        "challenge": (1, 0, 0.5),
        "gap": (2, 2, 1),
    } == results


def test_what_a_statement_is_about_is_given_or_not_given_for_each_value_that_occurs():
    # Three values and two statements make six choices, of which "law" for b and "talks" for a differ. By hand: observed
    # 4/6; given 3 of 6 by the first and 3 of 6 by the second, so by chance 1/2; kappa (2/3 - 1/2) / (1/2) = 1/3.
    first = {"a": reading(about="norms,talks"), "b": reading(about="norms")}
    second = {"a": reading(about="norms"), "b": reading(about="norms,law")}

    (about,) = (item for item in agreement.compare(first, second) if item.name == "about")

    assert (3, 3) == (about.first, about.second)
    assert about.observed == pytest.approx(4 / 6)
    assert about.kappa == pytest.approx(1 / 3)


def test_the_order_of_rows_is_no_matter():
    first = {"a": reading("gap"), "b": reading("challenge")}
    second = {"b": reading("challenge"), "a": reading("gap")}

    assert {1} == {item.observed for item in agreement.compare(first, second)}


def test_order_of_types_is_no_difference_but_modality_is():
    first = {"a": reading("challenge,gap"), "b": reading()}
    second = {"a": reading("gap,challenge"), "b": reading(modality="possible")}

    assert ["b"] == agreement.differences(first, second)


def test_different_sentences_cannot_be_compared():
    with pytest.raises(InputError, match="only one annotation has b"):
        agreement.compare({"a": reading()}, {"a": reading(), "b": reading()})
