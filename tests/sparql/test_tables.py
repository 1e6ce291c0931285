import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.sparql import results, tables

SENTENCE = "States agree that norms matter, [bold]and so does law."

cells = st.text("ab é日", max_size=60)


@given(
    st.integers(1, 6).flatmap(lambda n: st.lists(st.tuples(*[cells] * n), min_size=1, max_size=4)), st.integers(1, 120)
)
def test_widths_fit_what_is_available(rows, available):
    widths = tables.fit(rows, available)

    assert all(size >= 1 for size in widths)
    assert sum(widths) <= max(available, len(widths))


def test_what_fits_is_not_wrapped():
    assert tables.fit([("name", "number"), ("a", "1"), ("long words here", "2")], 80) == [15, 6]


def test_room_goes_to_the_column_that_needs_it():
    short, long = tables.fit([("key", "sentence"), ("3.1-p3", "word " * 50)], 60)

    assert short == 6
    assert long == 54


def rows(*values):
    return results.Rows(["order", "label", "sentence"], [[ox.Literal(value) for value in row] for row in values])


def test_long_value_that_is_the_same_in_every_row_is_shown_once_beneath(monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")

    expected = """\
 order   label
 ─────────────
     1   norms
     2   law

sentence: States agree that norms matter,
[bold]and so does law.
"""
    answer = rows((1, "norms", SENTENCE), (2, "law", SENTENCE))

    assert expected == tables.draw(answer.variables, list(answer))


def test_other_formats_stay_complete():
    answer = rows((1, "norms", SENTENCE), (2, "law", SENTENCE))

    assert [2, 2, 2, 2] == [answer.to(format).count("so does law") for format in ("table", "csv", "html", "json")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([(1, "a", SENTENCE)], []),
        ([(1, "a", SENTENCE), (2, "a", SENTENCE)], ["sentence"]),
        ([(1, "a", SENTENCE), (2, "a", SENTENCE), (3, "a", SENTENCE + "!")], []),
        ([(1, "a", "x" * 30), (1, "a", "x" * 30)], []),
        ([(1, "a", "x" * 31), (1, "a", "x" * 31)], ["sentence"]),
        # A table without columns would not tell how many rows there are.
        ([("y" * 31, "z" * 31, "x" * 31)] * 2, []),
    ],
)
def test_what_is_shown_once_is_long_and_in_two_rows_or_more(values, expected):
    cells = [[str(cell) for cell in row] for row in values]

    assert expected == list(tables.repeated(["order", "label", "sentence"], cells))
