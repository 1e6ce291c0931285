"""A store that fails as it is told: over HTTP, with pyoxigraph behind it, and faults in front of it.

``Server`` answers queries at ``/query``, updates at ``/update`` and graphs at ``/store``, as Oxigraph does, and remembers
what it was asked. A fault takes the place of that for the requests that it is for, as often as it is to happen.
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
    """Something that goes wrong.

    Attributes:
        act: What is done instead of an answer.
        at: The method and the path of requests that it is for, such as ``PUT /store``, or the beginning of these.
        times: How often it happens; then all is well.
        when: What else must be so of a request.
    """

    act: Act
    at: str = ""
    times: int = 1_000_000
    when: Callable[[Request], bool] = lambda request: True


@dataclass
class Request:
    """A request as it was read.

    Attributes:
        method: Its method.
        target: Its path and query.
        headers: Its headers, with names in small letters.
        body: What it carried, as far as it was read.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the path, and of a form."""
        text = urlsplit(self.target).query
        if self.headers.get("content-type") == "application/x-www-form-urlencoded":
            text += "&" + self.body.decode()
        return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


@dataclass(frozen=True)
class Login:
    """What a server wants to be told.

    Attributes:
        scheme: ``Basic``, ``Bearer``, ``Digest`` (MD5) or ``Digest-SHA-256``.
        user: The name.
        secret: The password or token.
    """

    scheme: str
    user: str
    secret: str


class Server(ThreadingHTTPServer):
    """A store that may fail.

    Attributes:
        store: What it has.
        faults: What goes wrong; the first that fits a request happens.
        login: What it wants to be told; None where anybody may ask.
        requests: What it was asked.
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
        """Its address, without a slash at the end."""
        return f"http://{self.server_address[0]}:{self.server_address[1]}"

    @property
    def query(self) -> str:
        """The address for queries."""
        return f"{self.url}/query"

    def asked(self, at: str) -> list[Request]:
        """Return the requests whose method and path begin so."""
        return [request for request in self.requests if f"{request.method} {request.target}".startswith(at)]

    def held(self) -> dict[str, set[str]]:
        """Return the triples of each named graph, as lines."""
        found: dict[str, set[str]] = {}
        for quad in self.store:
            found.setdefault(getattr(quad.graph_name, "value", ""), set()).add(str(quad.triple))
        return found

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of connections that ended."""


@contextmanager
def serve(*faults: Fault, login: Login | None = None) -> Iterator[Server]:
    """Give a server that runs."""
    server = Server(*faults, login=login)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers a request."""

    protocol_version = "HTTP/1.1"
    server: Server
    request_read: Request

    def answer(self) -> None:
        """Answer as told, or as a store does."""
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
        """Read what the request carries, or so much of it."""
        left = int(self.headers.get("Content-Length", 0)) - len(self.request_read.body)
        self.request_read.body += self.rfile.read(left if length is None else min(left, length))

    def work(self) -> None:
        """Answer as a store does."""
        self.say(*self.done())

    def done(self) -> tuple[int, bytes, dict[str, str]]:
        """Do what is asked, and return status, content and headers of the answer."""
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

    def say(self, status: int, content: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Send an answer."""
        self.head(status, len(content), headers)
        self.wfile.write(content)

    def head(self, status: int, length: int, headers: dict[str, str] | None = None) -> None:
        """Send the head of an answer, after which the connection ends."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def cut(self) -> None:
        """End the connection at once, without the courtesies of TCP."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def _unauthorized(self) -> tuple[int, bytes, dict[str, str]] | None:
        login = self.server.login
        if login is None or self._is_told(login):
            return None
        self.server.nonces += 1
        algorithm = f", algorithm={login.scheme.partition('-')[2] or 'MD5'}" if "Digest" in login.scheme else ""
        more = f', nonce="n{self.server.nonces}", qop="auth", opaque="o"{algorithm}' if algorithm else ""
        challenge = f'{login.scheme.partition("-")[0]} realm="store, \\"ours\\""{more}'
        return 401, b"who asks?", {"WWW-Authenticate": challenge, "Content-Type": "text/plain"}

    def _is_told(self, login: Login) -> bool:
        scheme, _, told = self.request_read.headers.get("authorization", "").partition(" ")
        if login.scheme == "Basic":
            return scheme == "Basic" and b64decode(told).decode() == f"{login.user}:{login.secret}"
        if login.scheme == "Bearer":
            return (scheme, told) == ("Bearer", login.secret)
        if scheme != "Digest":
            return False
        # As RFC 7616 has it (section 3.4.1), written down anew.
        values = {part.partition("=")[0].strip(): part.partition("=")[2].strip('"') for part in told.split(", ")}
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
        """Say nothing."""


# -- What may go wrong -------------------------------------------------------------------------------------------------


def status(code: int, said: str = "", **headers: str) -> Act:
    """Answer with a status; headers have underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.say(code, said.encode(), {"Content-Type": "text/plain", **named})


def early(code: int, said: str = "") -> Act:
    """Answer with a status before the request has been read, and end the connection."""

    def act(handler: Handler) -> None:
        handler.say(code, said.encode(), {"Content-Type": "text/plain"})
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_WR)
        time.sleep(0.2)

    act.is_early = True  # type: ignore[attr-defined]
    return act


def content(text: str, media: str = "application/sparql-results+json") -> Act:
    """Answer well, with something of our own."""
    return lambda handler: handler.say(200, text.encode(), {"Content-Type": media})


def cut_request(after: int) -> Act:
    """End the connection after so many bytes of what the request carries."""

    def act(handler: Handler) -> None:
        handler.read_body(after)
        handler.cut()

    act.is_early = True  # type: ignore[attr-defined]
    return act


def cut_answer(after: int) -> Act:
    """Do what is asked, and end the connection after so many bytes of the answer's content."""

    def act(handler: Handler) -> None:
        code, said, headers = handler.done()
        handler.head(code, len(said), headers)
        handler.wfile.write(said[:after])
        handler.cut()

    return act


def silence() -> Act:
    """Do what is asked, and end the connection without an answer."""

    def act(handler: Handler) -> None:
        handler.done()
        handler.cut()

    return act


def hang(is_done: bool = False) -> Act:
    """Answer nothing, whether what is asked is done or not, until the server ends."""

    def act(handler: Handler) -> None:
        if is_done:
            handler.done()
        handler.server.closing.wait(30)
        handler.close_connection = True

    return act


def drip(code: int = 200, **headers: str) -> Act:
    """Answer with one byte at a time, and never come to an end; headers have underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def act(handler: Handler) -> None:
        handler.head(code, 1 << 20, {"Content-Type": "application/sparql-results+json", **named})
        with suppress(OSError):
            while not handler.server.closing.wait(0.02):
                handler.wfile.write(b" ")

    return act


def gibberish(text: str = "SSH-2.0-OpenSSH_9.2\r\n") -> Act:
    """Answer with something that is not HTTP, and end the connection."""

    def act(handler: Handler) -> None:
        handler.wfile.write(text.encode())
        handler.cut()

    return act


def lie(by: int) -> Act:
    """Count otherwise than is right."""

    def act(handler: Handler) -> None:
        code, said, headers = handler.done()
        answer = json.loads(said)
        for row in answer["results"]["bindings"]:
            row["count"]["value"] = str(int(row["count"]["value"]) + by)
        handler.say(code, json.dumps(answer).encode(), headers)

    return act


def too_large(limit: int) -> Fault:
    """Refuse what carries more than so many bytes."""
    return Fault(early(413, "too large"), when=lambda request: int(request.headers.get("content-length", 0)) > limit)
