from hypothesis import given
from hypothesis import strategies as st

from csgraph import tables

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
