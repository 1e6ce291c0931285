"""What ``csgraph.sparql.endpoint`` promises, of a server that answers as it is told; real ones are in ``test_stores.py``."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest

from csgraph.errors import InputError, StoreError
from csgraph.sparql.endpoint import Endpoint
from csgraph.sparql.results import Boolean, Rows
from tests.support import faults

ROWS = json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "urn:x"}}]}})


class Server(ThreadingHTTPServer):
    """Answers as it is told, and remembers what it was asked."""

    def __init__(
        self, status: int = 200, body: str = ROWS, headers: dict[str, str] | None = None, wait: float = 0
    ) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.body, self.headers, self.wait = status, body, headers or {}, wait
        self.asked: list[tuple[str, str, bytes]] = []

    @property
    def url(self) -> str:
        """The address of it."""
        return f"http://127.0.0.1:{self.server_address[1]}/query"


class Handler(BaseHTTPRequestHandler):
    """Answers each request alike."""

    def do_POST(self) -> None:
        """Answer as told."""
        server = self.server
        assert isinstance(server, Server)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server.asked.append((self.command, self.path, body))
        time.sleep(server.wait)
        self.send_response(server.status)
        for name, value in {"Content-Type": "application/sparql-results+json", **server.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(server.body.encode())))
        self.end_headers()
        self.wfile.write(server.body.encode())

    do_GET = do_POST  # noqa: N815  the name that the class looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[object]:
    servers = []

    def start(**options: object) -> Server:
        server = Server(**options)  # type: ignore[arg-type]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_rows_are_terms_by_variable(serve):
    server = serve()

    assert [{"a": ox.NamedNode("urn:x")}] == list(Endpoint(server.url).rows("SELECT ?a ?b { ?a a ?b }"))
    assert ["POST"] == [method for method, *_ in server.asked]


def test_graphs_are_asked_as_one(serve):
    server = serve()

    list(Endpoint(server.url, graphs=["urn:one", "urn:two"]).rows("SELECT ?a { ?a a ?b }"))

    [(_, _, body)] = server.asked
    assert b"default-graph-uri=urn%3Aone&default-graph-uri=urn%3Atwo" in body


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"status": 500, "body": "Out of\n  memory"}, "HTTP 500 Internal Server Error: Out of memory"),
        ({"status": 404, "body": ""}, "HTTP 404 Not Found"),
        ({"body": "<html>Welcome</html>"}, "the response is not SPARQL JSON results"),
        ({"body": ""}, "the response is not SPARQL JSON results"),
        ({"body": '{"head": {}, "boolean": true}'}, "the response has no rows"),
    ],
    ids=["error", "missing", "page", "empty", "boolean"],
)
def test_what_is_no_answer_is_one_line(options, problem, serve):
    server = serve(**options)

    with pytest.raises(StoreError) as caught:
        list(Endpoint(server.url).rows("SELECT ?a { ?a a ?b }"))

    assert str(caught.value).startswith(f"{server.url}: {problem}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status, serve):
    target = serve()
    server = serve(status=status, headers={"Location": target.url})

    with pytest.raises(StoreError, match=f"the server redirects to {target.url}; redirects are not followed"):
        list(Endpoint(server.url).rows("SELECT ?a { ?a a ?b }"))
    assert [] == target.asked


def test_a_slow_answer_is_not_waited_for(serve):
    server = serve(wait=3)

    with pytest.raises(StoreError, match=r"no response within 0\.2 seconds; raise --timeout"):
        list(Endpoint(server.url, timeout=0.2).rows("SELECT ?a { ?a a ?b }"))


def test_an_endpoint_that_is_not_there_is_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"

        with pytest.raises(StoreError, match="cannot connect: connection refused"):
            list(Endpoint(url).rows("SELECT ?a { ?a a ?b }"))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://e.org/", "e.org/sparql", ""])
def test_only_http_is_an_endpoint(url):
    with pytest.raises(InputError, match="begins with http"):
        Endpoint(url)


# -- Questions of every form -------------------------------------------------------------------------------------------


@pytest.fixture
def store() -> Iterator[faults.Server]:
    with faults.serve() as server:
        graph = ox.NamedNode("urn:g")
        for number in (1, 2):
            name, value = ox.NamedNode(f"urn:{number}"), ox.Literal(f"{number}")
            server.store.add(ox.Quad(name, ox.NamedNode("urn:p"), value, graph))
        yield server


def test_rows_are_an_answer(store):
    found = Endpoint(store.query).answer("SELECT ?s (BNODE() AS ?b) { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s")

    terms = [[ox.NamedNode("urn:1"), ox.BlankNode("b0")], [ox.NamedNode("urn:2"), ox.BlankNode("b1")]]
    assert [*found] == [*Rows(["s", "b"], terms)]


def test_yes_and_no_are_an_answer(store):
    endpoint = Endpoint(store.query)

    assert endpoint.answer("ASK { GRAPH ?g { ?s ?p '2' } }").to("csv") == Boolean(True).to("csv")
    assert endpoint.is_so("ASK { GRAPH ?g { ?s ?p '3' } }") is False


def test_triples_are_an_answer_each_once(store):
    found = Endpoint(store.query).answer("CONSTRUCT { <urn:x> ?p 1 } WHERE { GRAPH ?g { ?s ?p ?o } }")

    assert found.to("ntriples") == '<urn:x> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'


def test_a_description_is_an_answer(store):
    Endpoint(store.query).answer("# about\nDESCRIBE <urn:1>")

    [request] = store.requests
    assert "application/n-triples" in request.headers["accept"]


def test_prefixes_need_not_be_declared_and_lines_keep_their_numbers(store):
    text = "PREFIX a: <urn:a> # b:x\nSELECT ?s { GRAPH ?g { ?s p:p ?o } FILTER(?s != c:none && ?s != a:none) }"

    Endpoint(store.query).answer(text, prefixes={"p": "urn:", "c": "urn:c:", "b": "urn:b:"})

    [request] = store.requests
    assert request.parameters["query"] == f"PREFIX c: <urn:c:> PREFIX p: <urn:> {text}"


def test_graphs_for_patterns_and_for_graph_are_told_apart(store):
    list(Endpoint(store.query, graphs=["urn:a"], named_graphs=["urn:b"]).rows("SELECT * { ?s ?p ?o }"))

    [request] = store.requests
    assert b"default-graph-uri=urn%3Aa&named-graph-uri=urn%3Ab" in request.body


@pytest.mark.parametrize("text", ["DROP ALL", "INSERT DATA { <urn:a> <urn:b> 1 }", "# SELECT\nCLEAR ALL", "hello", ""])
def test_nothing_but_queries_is_sent(text, store):
    with pytest.raises(InputError, match="not a query: only SELECT, ASK, CONSTRUCT or DESCRIBE are sent"):
        Endpoint(store.query).answer(text)
    assert store.requests == []


@pytest.mark.parametrize(
    ("media", "text", "problem"),
    [
        (
            "text/html; charset=utf-8",
            "<html>",
            "the response is not RDF: its media type is 'text/html'; it begins '<html>'",
        ),
        ("", "x", "the response is not RDF: it has no media type; it begins 'x'"),
        ("text/turtle", "<urn:a> <urn:b> .", "the response is not RDF: "),
        ("application/n-triples", '<urn:a> <urn:b> "half', "the response is not RDF: "),
    ],
)
def test_what_is_no_graph_is_one_line(media, text, problem, store):
    store.faults.append(faults.Fault(faults.content(text, media)))

    with pytest.raises(StoreError) as caught:
        Endpoint(store.query).triples("CONSTRUCT WHERE { ?s ?p ?o }")
    assert str(caught.value).startswith(f"{store.query}: {problem}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "media"),
    [
        ("who is {}", "text/turtle"),
        ("who is {}", "{}"),
        ("<urn:a> <urn:b> {}", "text/turtle"),
        (f"{'x' * 75}{{}}", "text/turtle"),
    ],
    ids=["answer", "type", "problem", "cut"],
)
def test_an_answer_that_repeats_the_token_does_not_make_us_show_it(said, media, store, monkeypatch):
    monkeypatch.setenv("CSGRAPH_TOKEN", "s3cret-word")
    store.faults.append(faults.Fault(faults.content(said.format("s3cret-word"), media.format("s3cret-word"))))

    for ask in (
        lambda: Endpoint(store.query).triples("CONSTRUCT WHERE { ?s ?p ?o }"),
        lambda: list(Endpoint(store.query).rows("SELECT ?a {}")),
    ):
        with pytest.raises(StoreError) as caught:
            ask()
        assert "s3c" not in str(caught.value)


@pytest.mark.parametrize(
    "row",
    [
        '{"a": {"type": "bnode", "value": "not a name"}}',
        '{"a": {"type": "uri", "value": "a b"}}',
        '{"a": {"type": "uri", ',
    ],
    ids=["blank-node", "iri", "cut"],
)
def test_what_is_wrong_in_a_row_is_one_line(row, store):
    answer = f'{{"head": {{"vars": ["a"]}}, "results": {{"bindings": [{{}}, {row}'
    store.faults.append(faults.Fault(faults.content(f"{answer}]}}}}")))

    for ask in (
        lambda: list(Endpoint(store.query).rows("SELECT ?a {}")),
        lambda: Endpoint(store.query).answer("SELECT ?a {}"),
    ):
        with pytest.raises(StoreError) as caught:
            ask()
        assert str(caught.value).startswith(f"{store.query}: the response is not SPARQL JSON results: ")
        assert "\n" not in str(caught.value)


def test_blank_nodes_as_virtuoso_names_them_are_read(store):
    node = '{"a": {"type": "bnode", "value": "nodeID://b10"}}'
    other = '{"a": {"type": "literal", "value": "nodeID://b10"}}'
    store.faults.append(
        faults.Fault(faults.content(f'{{"head": {{"vars": ["a"]}}, "results": {{"bindings": [{node}, {other}]}}}}'))
    )

    found = [row["a"] for row in Endpoint(store.query).rows("SELECT ?a {}")]
    assert found == [ox.BlankNode("b10"), ox.Literal("nodeID://b10")]


def test_triples_in_triples_without_end_are_refused(store):
    """Oxigraph's parser would exhaust its stack and end the process."""
    term = '{"type":"uri","value":"urn:x"}'
    opening = f'{{"type":"triple","value":{{"subject":{term},"predicate":{term},"object":'
    nested = opening * 60_000 + term + "}}" * 60_000
    answer = f'{{"head":{{"vars":["a"]}},"results":{{"bindings":[{{"a":{nested}}}]}}}}'
    store.faults.append(faults.Fault(faults.content(answer)))

    with pytest.raises(StoreError, match="the response nests deeper than 100 levels"):
        list(Endpoint(store.query).rows("SELECT ?a { ?a ?b ?c }"))


def test_answer_that_was_cut_is_none(serve):
    server = serve(headers={"X-SPARQL-MaxRows": "10000"})

    with pytest.raises(StoreError, match="the server has cut the response after 10000 rows, its limit"):
        list(Endpoint(server.url).rows("SELECT ?a { ?a a ?b }"))
