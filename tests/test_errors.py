import pytest

from csgraph.errors import CsgraphError, InputError, OutputError


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, "wrong"),
        ({"place": "a.ttl"}, "a.ttl: wrong"),
        ({"place": "a.ttl", "line": 3}, "a.ttl:3: wrong"),
        ({"place": "a.ttl", "line": 3, "column": 7}, "a.ttl:3:7: wrong"),
    ],
)
def test_message_begins_with_the_place(where, expected):
    assert expected == str(InputError("wrong", **where))


@pytest.mark.parametrize("kind", [InputError, OutputError])
def test_all_errors_are_of_one_kind(kind):
    assert issubclass(kind, CsgraphError)


def test_error_keeps_its_parts():
    error = InputError("wrong", place="a.ttl", line=3, column=7)

    assert ("wrong", "a.ttl", 3, 7) == (error.problem, error.place, error.line, error.column)
