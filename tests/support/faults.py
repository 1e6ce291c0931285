"""A fault-injecting store: an HTTP server with pyoxigraph behind it and faults in front of it.

``Server`` handles queries at ``/query``, updates at ``/update`` and graphs at ``/store``, as Oxigraph does, and records all
requests. A fault handles the requests that it matches instead, a given number of times.
"""

from __future__ import annotations

import hashlib
import json
import socket
import struct
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

Act = Callable[["Handler"], None]


@dataclass
class Fault:
    """A fault.

    Attributes:
        act: Handles a request instead of the store.
        at: The beginning of the method and path of requests that it matches, such as ``PUT /store``.
        times: How many requests it handles at most.
        when: Whether it matches a request, as a further condition.
    """

    act: Act
    at: str = ""
    times: int = 1_000_000
    when: Callable[[Request], bool] = lambda request: True


@dataclass
class Request:
    """A request as it was received.

    Attributes:
        method: Its method.
        target: Its path and query.
        headers: Its headers, with names in lower case.
        body: Its content, as far as it was read.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the query component, and of a form."""
        text = urlsplit(self.target).query
        if self.headers.get("content-type") == "application/x-www-form-urlencoded":
            text += "&" + self.body.decode()
        return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


@dataclass(frozen=True)
class Login:
    """The credentials that a server requires.

    Attributes:
        scheme: ``Basic``, ``Bearer``, ``Digest`` (MD5) or ``Digest-SHA-256``.
        user: The user name.
        secret: The password or token.
    """

    scheme: str
    user: str
    secret: str


class Server(ThreadingHTTPServer):
    """A store that may fail.

    Attributes:
        store: Its content.
        faults: Its faults; the first that matches a request handles it.
        login: The credentials that it requires; None if it requires none.
        requests: The requests that it has received.
    """

    daemon_threads = True

    def __init__(self, *faults: Fault, login: Login | None = None, host: str = "127.0.0.1") -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), Handler)
        self.store, self.faults, self.login = ox.Store(), list(faults), login
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self.nonces = 0

    @property
    def url(self) -> str:
        """Its URL, without a slash at the end."""
        return f"http://{self.server_address[0]}:{self.server_address[1]}"

    @property
    def query(self) -> str:
        """The URL for queries."""
        return f"{self.url}/query"

    def requests_to(self, at: str) -> list[Request]:
        """Return the requests whose method and path begin with a text."""
        return [request for request in self.requests if f"{request.method} {request.target}".startswith(at)]

    def held(self) -> dict[str, set[str]]:
        """Return the triples of each named graph, in N-Triples."""
        found: dict[str, set[str]] = {}
        for quad in self.store:
            found.setdefault(getattr(quad.graph_name, "value", ""), set()).add(str(quad.triple))
        return found

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore connections that ended."""


@contextmanager
def serve(*faults: Fault, login: Login | None = None) -> Iterator[Server]:
    """Run a server."""
    server = Server(*faults, login=login)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """Handles a request."""

    protocol_version = "HTTP/1.1"
    server: Server
    request_read: Request

    def answer(self) -> None:
        """Handle a request by a fault, or as a store does."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = self.request_read = Request(self.command, self.path, headers)
        self.server.requests.append(request)
        for fault in self.server.faults:
            fits = f"{request.method} {request.target}".startswith(fault.at) and fault.times > 0
            if fits and not getattr(fault.act, "is_early", False):
                self.read_body()
            if fits and fault.when(request):
                fault.times -= 1
                fault.act(self)
                return
        self.work()

    do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815  the names that the class looks for

    def read_body(self, length: int | None = None) -> None:
        """Read the content of the request, or a number of bytes of it."""
        left = int(self.headers.get("Content-Length", 0)) - len(self.request_read.body)
        self.request_read.body += self.rfile.read(left if length is None else min(left, length))

    def work(self) -> None:
        """Handle a request as a store does."""
        self.respond(*self.process())

    def process(self) -> tuple[int, bytes, dict[str, str]]:
        """Carry out a request, and return status, content and headers of the response."""
        self.read_body()
        if refusal := self._unauthorized():
            return refusal
        request, store = self.request_read, self.server.store
        path = urlsplit(request.target).path
        try:
            if path == "/query":
                return 200, *self._queried(request)
            if path == "/update":
                store.update(request.parameters["update"])
                return 204, b"", {}
            return self._graph(request, ox.NamedNode(request.parameters["graph"]))
        except (SyntaxError, ValueError, RuntimeError, OSError, KeyError) as error:
            return 400, f"{error}\n".encode(), {"Content-Type": "text/plain"}

    def _queried(self, request: Request) -> tuple[bytes, dict[str, str]]:
        found = self.server.store.query(request.parameters["query"])
        if isinstance(found, ox.QueryTriples):
            return found.serialize(format=ox.RdfFormat.N_TRIPLES), {"Content-Type": "application/n-triples"}
        return found.serialize(format=ox.QueryResultsFormat.JSON), {"Content-Type": "application/sparql-results+json"}

    def _graph(self, request: Request, graph: ox.NamedNode) -> tuple[int, bytes, dict[str, str]]:
        store = self.server.store
        is_there = store.contains_named_graph(graph)
        if request.method in ("GET", "DELETE") and not is_there:
            return 404, b"no such graph", {"Content-Type": "text/plain"}
        if request.method == "GET":
            content = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
            return 200, content, {"Content-Type": "application/n-triples"}
        if request.method == "DELETE":
            store.remove_graph(graph)
            return 204, b"", {}
        given = [ox.Quad(*quad.triple, graph) for quad in ox.parse(request.body, format=ox.RdfFormat.N_TRIPLES)]
        if request.method == "PUT":
            store.remove_graph(graph)
        store.extend(given)
        return 204 if is_there else 201, b"", {}

    def respond(self, status: int, content: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Send a response."""
        self.head(status, len(content), headers)
        self.wfile.write(content)

    def head(self, status: int, length: int, headers: dict[str, str] | None = None) -> None:
        """Send the head of a response, after which the connection is closed."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def cut(self) -> None:
        """Reset the connection."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def _unauthorized(self) -> tuple[int, bytes, dict[str, str]] | None:
        login = self.server.login
        if login is None or self._is_authorized(login):
            return None
        self.server.nonces += 1
        algorithm = f", algorithm={login.scheme.partition('-')[2] or 'MD5'}" if "Digest" in login.scheme else ""
        more = f', nonce="n{self.server.nonces}", qop="auth", opaque="o"{algorithm}' if algorithm else ""
        challenge = f'{login.scheme.partition("-")[0]} realm="store, \\"ours\\""{more}'
        return 401, b"who asks?", {"WWW-Authenticate": challenge, "Content-Type": "text/plain"}

    def _is_authorized(self, login: Login) -> bool:
        scheme, _, value = self.request_read.headers.get("authorization", "").partition(" ")
        if login.scheme == "Basic":
            return scheme == "Basic" and b64decode(value).decode() == f"{login.user}:{login.secret}"
        if login.scheme == "Bearer":
            return (scheme, value) == ("Bearer", login.secret)
        if scheme != "Digest":
            return False
        # RFC 7616, section 3.4.1, independently of the client.
        values = {part.partition("=")[0].strip(): part.partition("=")[2].strip('"') for part in value.split(", ")}
        hashed = hashlib.sha256 if "SHA" in login.scheme else hashlib.md5
        first = hashed(f'{login.user}:store, "ours":{login.secret}'.encode()).hexdigest()
        second = hashed(f"{self.command}:{self.path}".encode()).hexdigest()
        whole = f"{first}:{values['nonce']}:{values['nc']}:{values['cnonce']}:auth:{second}"
        return (
            values["response"] == hashed(whole.encode()).hexdigest()
            and values["uri"] == self.path
            and int(values["nonce"].removeprefix("n")) <= self.server.nonces
            and values["opaque"] == "o"
        )

    def log_message(self, *_: object) -> None:
        """Log nothing."""


# -- Faults -------------------------------------------------------------------------------------------------------------


def status(code: int, text: str = "", **headers: str) -> Act:
    """Respond with a status; header names have underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.respond(code, text.encode(), {"Content-Type": "text/plain", **named})


def early(code: int, text: str = "") -> Act:
    """Respond with a status before the request has been read, and close the connection."""

    def act(handler: Handler) -> None:
        handler.respond(code, text.encode(), {"Content-Type": "text/plain"})
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_WR)
        time.sleep(0.2)

    act.is_early = True  # type: ignore[attr-defined]
    return act


def content(text: str, media: str = "application/sparql-results+json") -> Act:
    """Respond with success and some content."""
    return lambda handler: handler.respond(200, text.encode(), {"Content-Type": media})


def cut_request(after: int) -> Act:
    """Reset the connection after a number of bytes of the request's content."""

    def act(handler: Handler) -> None:
        handler.read_body(after)
        handler.cut()

    act.is_early = True  # type: ignore[attr-defined]
    return act


def cut_answer(after: int) -> Act:
    """Carry out the request, and reset the connection after a number of bytes of the response's content."""

    def act(handler: Handler) -> None:
        code, content, headers = handler.process()
        handler.head(code, len(content), headers)
        handler.wfile.write(content[:after])
        handler.cut()

    return act


def silence() -> Act:
    """Carry out the request, and reset the connection without a response."""

    def act(handler: Handler) -> None:
        handler.process()
        handler.cut()

    return act


def hang(is_done: bool = False) -> Act:
    """Send no response until the server ends; carry out the request or not."""

    def act(handler: Handler) -> None:
        if is_done:
            handler.process()
        handler.server.closing.wait(30)
        handler.close_connection = True

    return act


def drip(code: int = 200, **headers: str) -> Act:
    """Respond with one byte at a time, without end; header names have underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def act(handler: Handler) -> None:
        handler.head(code, 1 << 20, {"Content-Type": "application/sparql-results+json", **named})
        with suppress(OSError):
            while not handler.server.closing.wait(0.02):
                handler.wfile.write(b" ")

    return act


def gibberish(text: str = "SSH-2.0-OpenSSH_9.2\r\n") -> Act:
    """Respond with something that is not HTTP, and reset the connection."""

    def act(handler: Handler) -> None:
        handler.wfile.write(text.encode())
        handler.cut()

    return act


def lie(by: int) -> Act:
    """Respond with wrong counts."""

    def act(handler: Handler) -> None:
        code, content, headers = handler.process()
        answer = json.loads(content)
        for row in answer["results"]["bindings"]:
            row["count"]["value"] = str(int(row["count"]["value"]) + by)
        handler.respond(code, json.dumps(answer).encode(), headers)

    return act


def too_large(limit: int) -> Fault:
    """Refuse requests with content of more than a number of bytes."""
    return Fault(early(413, "too large"), when=lambda request: int(request.headers.get("content-length", 0)) > limit)
