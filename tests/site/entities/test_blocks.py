"""Sentences and tables are put together as people read them."""

from __future__ import annotations

import pytest

from csgraph.site.entities.blocks import ANNOTATION, Block, Table, counted, lines, listed, origin, tabled


@pytest.mark.parametrize(("number", "expected"), [(0, "0 speakers"), (1, "1 speaker"), (1234, "1,234 speakers")])
def test_what_is_counted_has_its_number(number, expected):
    assert expected == counted(number, "speaker")


def test_cells_are_listed_with_a_word_before_the_last():
    assert ("a", ", ", "b", " and ", "c") == listed([("a",), ("b",), ("c",)])
    assert ("a", "; ", "b") == lines([("a",), ("b",)])
    assert () == listed([])


def test_a_column_that_is_empty_is_left_out():
    assert Table(("A", "C"), ((("a",), ("c",)),)) == tabled(("A", "B", "C"), [(("a",), ("",), ("c",))])


def test_who_says_it_is_told_once():
    assert ("What the report says", "") == origin("report")
    assert ("", "The report does not say this; it is how we read it.") == Block("Our reading", "editorial").origin
    assert "Our annotation" == Block("How it is put", ANNOTATION).origin[0]
    assert ("In the graph of-mine", "") == origin("of-mine")
    assert ("", "") == Block("Its concepts").origin
