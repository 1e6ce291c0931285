"""What ``csgraph.errors`` promises: one line that begins with the place, and a class for each kind of failure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import csgraph
from csgraph.errors import AccessError, CsgraphError, InputError, OutputError, RefusedError, StoreError
from tests.support.faults import Login, serve
from tests.support.stores import free_port


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


@pytest.mark.parametrize("kind", [InputError, OutputError, StoreError])
def test_all_errors_are_of_one_kind(kind):
    assert issubclass(kind, CsgraphError)


def test_error_keeps_its_parts():
    error = InputError("wrong", place="a.ttl", line=3, column=7)

    assert ("wrong", "a.ttl", 3, 7) == (error.problem, error.place, error.line, error.column)


def test_reworded_error_is_the_same_but_for_its_problem():
    error = AccessError("no", place="http://e.org/", status=403)
    other = error.reworded("never")

    assert (type(other), str(other), other.status) == (AccessError, "http://e.org/: never", 403)
    assert str(error) == "http://e.org/: no"
    assert str(InputError("wrong", place="a.ttl", line=3).reworded("odd")) == "a.ttl:3: odd"


@pytest.fixture(params=["dead store", "refused login", "mistyped name", "malformed query"])
def mistake(request: pytest.FixtureRequest) -> Iterator[tuple[type[CsgraphError], str, list[str], str]]:
    """What goes wrong: the class of the error, a view, the options of the command, and what the message names."""
    with serve(login=Login("Basic", "ann", "word") if request.param == "refused login" else None) as server:
        dead = f"http://127.0.0.1:{free_port()}/query"
        yield {
            "dead store": (StoreError, "pillars", ["--endpoint", dead], f"{dead}: cannot connect"),
            "refused login": (AccessError, "pillars", ["--endpoint", server.query], f"{server.query}: HTTP 401"),
            "mistyped name": (InputError, "pilars", [], "pillars"),
            "malformed query": (InputError, "ASK { ?s ?p", ["--endpoint", server.query], f"{server.query}: HTTP 400"),
        }[request.param]


def test_what_fails_is_known_by_its_class(mistake, run, monkeypatch):
    """A dead store, a refused login and a mistyped name are three errors; the status of a command is 2 for all."""
    for name in ("USER", "PASSWORD", "TOKEN", "CREDENTIALS"):
        monkeypatch.delenv(f"CSGRAPH_{name}", raising=False)
    kind, query, options, message = mistake

    with pytest.raises(CsgraphError) as caught:
        csgraph.query(query, endpoint=options[-1] if options else None)
    assert type(caught.value) is kind
    assert message in str(caught.value)

    done = run("query", "-", *options, stdin=query.encode()) if " " in query else run("query", query, *options)
    assert done.returncode == 2
    assert message in done.stderr.decode()


def test_a_store_error_is_no_input_error():
    assert not issubclass(StoreError, InputError)
    assert issubclass(AccessError, RefusedError)
    assert (csgraph.StoreError, csgraph.AccessError) == (StoreError, AccessError)
