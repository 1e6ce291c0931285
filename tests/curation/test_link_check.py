"""Asking for records: one at a time, with a pause, by HEAD before GET, and nothing told of who asks but our name."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from csgraph.curation import link_check
from csgraph.curation.links import Link
from csgraph.rdf.namespaces import PREFIXES


@dataclass
class Server:
    """A server on this machine, and what it was asked."""

    address: str
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)

    def link(self, path: str) -> Link:
        """Return a link to a path of the server."""
        return Link(PREFIXES["state"] + "DEU", PREFIXES["rdfs"] + "seeAlso", f"{self.address}{path}")


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            known.asked.append((self.command, self.path, self.headers["User-Agent"]))
            status = {"/gone": 410, "/missing": 404, "/broken": 500, "/moved": 303}.get(self.path, 200)
            if self.path == "/get-only" and self.command == "HEAD":
                status = 405
            self.send_response(status)
            if status == 303:
                self.send_header("Location", "/there")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    http = HTTPServer(("127.0.0.1", 0), Handler)
    known = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield known
    http.shutdown()
    thread.join()
    http.server_close()


def told(server: Server, *names: str) -> list[tuple[str, str | None]]:
    return [
        (finding.severity, finding.hint)
        for finding in link_check.check([server.link(name) for name in names], timeout=5, pause=0)
    ]


def test_a_record_that_is_there_is_asked_for_by_head_and_by_our_name(server: Server):
    assert told(server, "/there") == []
    assert server.asked == [("HEAD", "/there", link_check.USER_AGENT)]
    assert link_check.USER_AGENT.startswith("csgraph/")


def test_a_record_is_asked_for_once(server: Server):
    assert [severity for severity, _ in told(server, "/gone", "/gone")] == ["Violation", "Violation"]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("path", "severity", "hint"),
    [
        ("/gone", "Violation", "HTTP 410 Gone"),
        ("/missing", "Violation", "HTTP 404 Not Found"),
        ("/broken", "Warning", "HTTP 500 Internal Server Error"),
    ],
)
def test_what_is_gone_is_a_violation_and_what_may_pass_is_a_warning(
    server: Server, path: str, severity: str, hint: str
):
    assert told(server, path) == [(severity, hint)]


def test_what_is_not_on_the_web_is_not_asked_for():
    link = Link(PREFIXES["state"] + "DEU", PREFIXES["rdfs"] + "seeAlso", "file:///nowhere/at/all")

    assert link_check.check([link], pause=0) == []


def test_a_redirect_is_followed(server: Server):
    assert told(server, "/moved") == []
    assert [path for _, path, _ in server.asked] == ["/moved", "/there"]


def test_get_is_tried_where_head_is_not_known(server: Server):
    assert told(server, "/get-only") == []
    assert [method for method, *_ in server.asked] == ["HEAD", "GET"]


def test_between_two_requests_to_one_host_there_is_a_pause(server: Server, monkeypatch: pytest.MonkeyPatch):
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)

    link_check.check([server.link("/one"), server.link("/two")], pause=60)

    assert len(slept) == 1
    assert 0 < slept[0] <= 60


def test_a_host_that_is_not_there_is_a_warning(server: Server):
    closed = Server("http://127.0.0.1:1")

    ((severity, hint),) = told(closed, "/there")

    assert severity == "Warning"
    assert hint is not None
    assert hint.startswith("cannot connect: ")
