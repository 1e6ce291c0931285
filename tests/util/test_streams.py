"""Bytes in pieces are read as one file, whatever their lengths, and the error that ends them is kept."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.errors import InputError
from csgraph.util.streams import Stream


@given(st.lists(st.binary(min_size=1, max_size=9), max_size=9), st.integers(1, 5))
def test_pieces_are_read_as_one(pieces, size):
    assert b"".join(pieces) == io.BufferedReader(Stream(pieces), buffer_size=size).read()


def test_an_error_on_the_way_ends_the_file_and_is_kept():
    broken = InputError("the answer breaks off", place="https://e.org/")

    def pieces():
        yield b"one"
        raise broken

    content = Stream(pieces())

    with pytest.raises(OSError, match="the answer breaks off"):
        io.BufferedReader(content).read()
    assert broken is content.error
