"""What ``csgraph push`` promises: the store has the old graphs or the new, whatever goes wrong, and twice is once."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from csgraph.errors import AccessError, CsgraphError, InputError, StoreError
from csgraph.rdf.namespaces import GRAPH
from csgraph.release import manifest
from csgraph.release import push as pushing
from csgraph.sparql.graph_store import GraphStore, StoreUrls
from csgraph.sparql.http import UPLOAD_RETRIES
from tests.support import faults, stores
from tests.support.faults import Fault, Login, serve
from tests.support.folders import SOURCES

XSD = "http://www.w3.org/2001/XMLSchema#"
SECRET = "s3cret-word"


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN", "CREDENTIALS", "PLAIN_HTTP"):
        monkeypatch.delenv(f"CSGRAPH_{name}", raising=False)


def write_release(folder: Path, graphs: dict[str, list[str]]) -> Path:
    """A release that is no more than its named graphs, of which lines of N-Triples are given."""
    folder.mkdir(exist_ok=True)
    lines = [f"{line} <{GRAPH}{name}> .\n" for name in sorted(graphs) for line in graphs[name]]
    for name, text in (("csgraph.nq", "".join(lines)), ("description.ttl", "# nothing\n")):
        (folder / name).write_text(text, encoding="utf-8")
    write_sums(folder)
    return folder


def write_sums(folder: Path) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "SHA256SUMS"]
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


FACTS = ['<urn:a> <urn:p> "a b"@en', '<urn:a> <urn:p> "say <urn:x> .\\n"', '<urn:b> <urn:p> "ü"']
TERMS = ["<urn:c> <urn:q> _:one", '_:one <urn:p> "1"', "<urn:c> <urn:q> _:two", '_:two <urn:p> "2"']
OLD = {f"{GRAPH}facts": {'<urn:old> <urn:p> "old"'}, "urn:other": {"<urn:x> <urn:y> <urn:z>"}}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return write_release(tmp_path / "release", {"facts": FACTS, "terms": TERMS})


def fill(server: faults.Server, graphs: dict[str, set[str]] = OLD) -> None:
    for name, lines in graphs.items():
        text = "".join(f"{line} <{name}> .\n" for line in lines)
        server.store.extend(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def push(release: Path, server: faults.Server | str, **options: float) -> list[str]:
    """Push, and return what is said of each graph."""
    url = server if isinstance(server, str) else server.query
    store = GraphStore(StoreUrls.of(url), retries=replace(UPLOAD_RETRIES, pause=lambda seconds: None), **options)
    return [finding.pushed() for finding in pushing.push(manifest.read(release), store)]


def failure(release: Path, server: faults.Server, kind: type[CsgraphError] = StoreError, **options: float) -> str:
    with pytest.raises(kind) as caught:
        push(release, server, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def state(server: faults.Server) -> str:
    """Tell of the graphs of the release what is there, and that all else is as it was."""
    held = server.held()
    assert held.pop("urn:other") == OLD["urn:other"]
    assert {name.removesuffix("/staging") for name in held} <= {f"{GRAPH}facts", f"{GRAPH}terms"}
    names = {GRAPH + "facts": "facts", GRAPH + "terms": "terms"}
    told = []
    for iri, name in names.items():
        lines = held.get(iri, set())
        if lines == OLD.get(iri, set()):
            told.append(f"{name} old")
        elif name == "facts":
            told.append(f"{name} {'new' if lines == set(FACTS) else 'mixed'}")
        else:
            told.append(f"{name} {'new' if len(lines) == len(TERMS) else 'mixed'}")
    if any(name.endswith("/staging") for name in held):
        told.append("staging")
    return ", ".join(told)


OLD_STATE, NEW_STATE = "facts old, terms old", "facts new, terms new"


# -- When all is well --------------------------------------------------------------------------------------------------


def test_graphs_take_the_place_of_the_old_and_others_stay(release):
    with serve() as server:
        fill(server)

        assert push(release, server) == ["facts: replaced, 3 triples for 1", "terms: added, 4 triples"]
        assert state(server) == NEW_STATE


def test_twice_is_once(release):
    with serve() as server:
        fill(server)
        push(release, server)
        before, asked = server.held(), len(server.requests)

        assert push(release, server) == ["facts: unchanged, 3 triples", "terms: unchanged, 4 triples"]
        assert server.held() == before
        assert {request.method for request in server.requests[asked:]} == {"POST", "GET"}
        assert not [request for request in server.requests[asked:] if request.target.startswith("/update")]


def test_all_graphs_are_put_in_their_places_by_one_request_after_all_are_counted(release):
    with serve() as server:
        push(release, server)

        writing = [f"{request.method} {request.target.partition('?')[0]}" for request in server.requests]
        assert writing.count("POST /update") == 1
        assert "PUT /store" not in writing[writing.index("POST /update") :]


@pytest.mark.parametrize("value", ['"b a"@en', '"a b"@de', '"a b"', "<urn:a>"])
def test_a_graph_with_as_many_other_triples_is_replaced(value, release):
    with serve() as server:
        push(release, server)
        server.store.update(
            f'DELETE DATA {{ GRAPH <{GRAPH}facts> {{ <urn:a> <urn:p> "a b"@en }} }} ;'
            f"INSERT DATA {{ GRAPH <{GRAPH}facts> {{ <urn:a> <urn:p> {value} }} }}"
        )

        assert push(release, server) == ["facts: replaced, 3 triples for 3", "terms: unchanged, 4 triples"]
        assert server.held()[f"{GRAPH}facts"] == set(FACTS)


def test_what_is_said_of_a_blank_node_is_compared(release):
    with serve() as server:
        push(release, server)
        # Both values of one node, and none of the other: as many triples, and the same but for names of nodes.
        server.store.update(
            f"WITH <{GRAPH}terms> DELETE {{ ?two <urn:p> '2' }} INSERT {{ ?one <urn:p> '2' }}"
            "WHERE { ?two <urn:p> '2' . ?one <urn:p> '1' }"
        )

        assert push(release, server)[1] == "terms: replaced, 4 triples for 4"


def test_a_push_that_was_broken_off_goes_on(release):
    with serve() as server:
        fill(server)
        fill(server, {f"{GRAPH}facts/staging": {"<urn:half> <urn:p> <urn:o>"}, f"{GRAPH}terms/staging": set(TERMS[:1])})

        push(release, server)
        assert state(server) == NEW_STATE


def test_a_graph_without_triples_that_can_be_counted_is_read_in_bounded_pieces(tmp_path):
    lines = [f'<urn:{number}> <urn:p> "{"x" * 100}"' for number in range(5_000)]
    part = manifest.read(write_release(tmp_path / "release", {"facts": lines}))[0]

    pieces = list(part.pieces())
    assert max(map(len, pieces)) < 1 << 18
    assert b"".join(pieces).decode() == "".join(f"{line} .\n" for line in lines)
    assert (sum(map(len, pieces)), part.count) == (part.length, 5_000)


def cut_graphs(after: int) -> Fault:
    """Give only so many triples of a graph, as if they were all."""

    def act(handler: faults.Handler) -> None:
        code, said, headers = handler.process()
        handler.respond(code, b"".join(said.splitlines(keepends=True)[:after]), headers)

    return Fault(act, "GET /store")


def test_a_graph_that_is_given_in_part_is_read_by_queries(tmp_path):
    lines = [f'<urn:{number}> <urn:p> "{number}"' for number in range(100)]
    release = write_release(tmp_path / "release", {"terms": [*lines, *TERMS]})
    with serve(cut_graphs(after=20)) as server:
        push(release, server)

        assert push(release, server) == ["terms: unchanged, 104 triples"]
        # The count, blank nodes, and one for each of sixteen digits; then what may be left.
        assert len(server.requests_to("POST /query")) == 4 + 1 + 17 + 1
        server.store.update(
            f"WITH <{GRAPH}terms> DELETE {{ ?s ?p '99' }} INSERT {{ ?s ?p '98' }} WHERE {{ ?s ?p '99' }}"
        )
        assert push(release, server) == ["terms: replaced, 104 triples for 104"]


# -- When something goes wrong -----------------------------------------------------------------------------------------

WRONG = {
    "upload-cut": Fault(faults.cut_request(10), "PUT /store"),
    "upload-cut-at-once": Fault(faults.cut_request(0), "PUT /store"),
    "upload-silent": Fault(faults.silence(), "PUT /store"),
    "upload-refused": Fault(faults.status(400, "no"), "PUT /store"),
    "upload-forbidden": Fault(faults.status(403, "no"), "PUT /store"),
    "upload-too-large": Fault(faults.early(413), "PUT /store"),
    "upload-500-always": Fault(faults.status(500, "disk full"), "PUT /store"),
    "upload-429-always": Fault(faults.status(429, Retry_After="1"), "PUT /store"),
    "upload-hangs": Fault(faults.hang(), "PUT /store"),
    "upload-hangs-done": Fault(faults.hang(is_done=True), "PUT /store"),
    "upload-sent-elsewhere": Fault(faults.status(307, Location="http://e.invalid/"), "PUT /store"),
    "upload-page": Fault(faults.content("<html>Welcome", "text/html"), "PUT /store"),
    "drop-refused": Fault(faults.status(405, "read only"), "DELETE /store"),
    "count-lies": Fault(faults.lie(-1), "POST /query", when=lambda request: b"staging" in request.body),
    "count-lies-more": Fault(faults.lie(1), "POST /query", when=lambda request: b"staging" in request.body),
    "count-breaks-off": Fault(faults.cut_answer(20), "POST /query"),
    "count-is-no-answer": Fault(faults.content("<html>", "text/html"), "POST /query"),
    "count-is-no-number": Fault(faults.content('{"head":{"vars":["x"]},"results":{"bindings":[{}]}}'), "POST /query"),
    "query-refused": Fault(faults.status(500, "no"), "POST /query"),
    "copy-refused": Fault(faults.status(400, "no COPY here"), "POST /update"),
    "copy-500-always": Fault(faults.status(500, "no"), "POST /update"),
    "copy-cut": Fault(faults.cut_request(5), "POST /update"),
    "copy-hangs": Fault(faults.hang(), "POST /update"),
    "copy-sent-elsewhere": Fault(faults.status(302, Location="http://e.invalid/"), "POST /update"),
    "copy-said-only": Fault(faults.content("done", "text/plain"), "POST /update"),
}


@pytest.mark.parametrize("name", WRONG)
def test_after_a_failure_the_store_has_the_old_graphs_and_the_next_push_does_it(name, release):
    with serve(WRONG[name]) as server:
        fill(server)

        told = failure(release, server, timeout=0.5)
        assert told.startswith(server.url)
        assert state(server).removesuffix(", staging") == OLD_STATE

        server.faults.clear()
        push(release, server)
        assert state(server) == NEW_STATE


DONE = {
    "copy-silent": Fault(faults.silence(), "POST /update", times=1),
    "copy-hangs-done": Fault(faults.hang(is_done=True), "POST /update", times=1),
    "copy-502-done": Fault(lambda handler: (handler.process(), handler.respond(502))[1], "POST /update", times=1),
    "copy-500-done": Fault(lambda handler: (handler.process(), handler.respond(500))[1], "POST /update", times=1),
    "copy-500-thrice": Fault(faults.status(500), "POST /update", times=3),
    "copy-503-once": Fault(faults.status(503, Retry_After="2"), "POST /update", times=1),
    "upload-500-thrice": Fault(faults.status(500), "PUT /store", times=3),
    "upload-cut-twice": Fault(faults.cut_request(10), "PUT /store", times=2),
    "upload-silent-twice": Fault(faults.silence(), "PUT /store", times=2),
    "upload-429-once": Fault(faults.status(429, Retry_After="1"), "PUT /store", times=1),
    "query-503-twice": Fault(faults.status(503), "POST /query", times=2),
    "drop-500-once": Fault(faults.status(500), "DELETE /store", times=1),
}


@pytest.mark.parametrize("name", DONE)
def test_what_can_be_overcome_is(name, release):
    with serve(DONE[name]) as server:
        fill(server)

        push(release, server, timeout=0.5)
        assert state(server) == NEW_STATE


def test_an_update_that_is_still_under_way_keeps_what_it_needs(release):
    with serve(Fault(faults.hang(), "POST /update")) as server:
        fill(server)

        told = failure(release, server, timeout=0.5)
        assert told.endswith("raise --timeout; not known to be replaced: facts, terms; push again")
        # What it is to copy must stay where it is.
        assert state(server) == f"{OLD_STATE}, staging"


def test_a_graph_that_lost_triples_on_the_way_replaces_nothing_and_is_dropped(release):
    with serve(
        Fault(faults.lie(-1), "POST /query", when=lambda request: "facts/staging" in request.parameters["query"])
    ) as server:
        fill(server)

        assert failure(release, server).endswith(
            "/store: the store has 2 triples of facts after 3 were sent; nothing was replaced"
        )
        assert state(server) == OLD_STATE


def test_a_store_that_loses_triples_in_copying_is_told_of(release):
    act = faults.content("", "text/plain")

    def lose(handler: faults.Handler) -> None:
        handler.process()
        handler.server.store.update(f"DELETE WHERE {{ GRAPH <{GRAPH}facts> {{ <urn:b> ?p ?o }} }}")
        act(handler)

    with serve(Fault(lose, "POST /update")) as server:
        assert failure(release, server).endswith(
            "/update: facts has 2 triples instead of 3 after it was copied; push again"
        )


def test_a_graph_that_is_refused_for_its_length_goes_up_in_pieces(tmp_path):
    lines = [f'<urn:{number}> <urn:p> "{"x" * 50}"' for number in range(2_000)]
    release = write_release(tmp_path / "release", {"facts": lines})
    with serve(faults.too_large(40_000)) as server:
        fill(server)

        assert push(release, server) == ["facts: replaced, 2,000 triples for 1"]
        assert server.held()[f"{GRAPH}facts"] == set(lines)
        assert len(server.requests_to("POST /store")) >= 3


def test_a_graph_with_blank_nodes_does_not_go_up_in_pieces(tmp_path):
    lines = [f'<urn:{number}> <urn:p> "{"x" * 50}"' for number in range(2_000)]
    release = write_release(tmp_path / "release", {"terms": [*lines, *TERMS]})
    with serve(faults.too_large(40_000)) as server:
        fill(server)

        assert (
            "413 Request Entity Too Large: too large; terms has blank nodes and is sent as a whole: let the server accept "
            in (failure(release, server))
        )
        assert state(server) == OLD_STATE


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_a_store_that_asks_for_a_password_is_told_it(scheme, release, monkeypatch):
    monkeypatch.setenv("CSGRAPH_USER", "ann")
    monkeypatch.setenv("CSGRAPH_PASSWORD", SECRET)
    with serve(login=Login(scheme, "ann", SECRET)) as server:
        fill(server)

        push(release, server)
        assert state(server) == NEW_STATE
        # Nothing is uploaded before it is known how to tell it.
        assert all("authorization" in request.headers for request in server.requests_to("PUT /store"))


def test_a_wrong_password_changes_nothing(release, monkeypatch):
    monkeypatch.setenv("CSGRAPH_USER", "ann")
    monkeypatch.setenv("CSGRAPH_PASSWORD", SECRET)
    with serve(login=Login("Basic", "ann", "another")) as server:
        fill(server)

        told = failure(release, server, AccessError)
        assert "401 Unauthorized" in told
        assert SECRET not in told
        assert state(server) == OLD_STATE


QUAD = f"<urn:s> <urn:p> <urn:o> <{GRAPH}terms> .\n"

# -- Releases ----------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_no_release_is_refused(tmp_path):
    with pytest.raises(InputError, match="this is no release; csgraph build makes one"):
        manifest.read(tmp_path)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda folder: (folder / "csgraph.nq").write_text(QUAD), "csgraph.nq: it is not as SHA256SUMS has it"),
        (lambda folder: (folder / "description.ttl").write_text(""), "description.ttl: it is not as SHA256SUMS has it"),
        (lambda folder: (folder / "extra.nt").unlink(), "extra.nt: cannot be read: no such file or directory"),
        (lambda folder: (folder / "SHA256SUMS").write_text("hello\n"), "SHA256SUMS:1: this is no line of checksums"),
        (lambda folder: (folder / "SHA256SUMS").write_text(f"{'0' * 64}  ../x\n"), "SHA256SUMS:1: this is no line"),
        (lambda folder: (folder / "SHA256SUMS").write_text(f"{'0' * 64}  x\n"), "SHA256SUMS: there is no checksum of"),
    ],
    ids=["graphs", "file", "missing", "no-sums", "outside", "other-sums"],
)
def test_a_release_that_is_not_as_it_was_made_is_refused(change, problem, release):
    (release / "extra.nt").write_text("")
    write_sums(release)
    change(release)

    with pytest.raises(InputError) as caught:
        manifest.read(release)
    assert problem in str(caught.value)
    assert "build the release anew" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> <urn:c> <urn:h> .\n<urn:x> <urn:b> <urn:c> <urn:g> .\n",
            3,
        ),
        ('<urn:a> <urn:b> "c" .\n', 1),
        ("<urn:a> <urn:b> <urn:c> <no iri> .\n", 1),
        ("\n", 1),
    ],
    ids=["scattered", "no-graph", "no-iri", "empty"],
)
def test_graphs_of_a_release_stand_in_one_place(text, line, release):
    (release / "csgraph.nq").write_text(text)
    write_sums(release)

    with pytest.raises(InputError, match=f"csgraph.nq:{line}: each line is in a named graph"):
        manifest.read(release)


def test_a_release_with_anything_but_quads_is_told(release):
    with serve() as server:
        push(release, server)
        lines = (release / "csgraph.nq").read_text().replace("<urn:b> <urn:p>", "<urn:b>  urn:p")
        (release / "csgraph.nq").write_text(lines)
        write_sums(release)

        assert "csgraph.nq: facts is not N-Quads: " in failure(release, server, InputError)


def test_a_graph_that_the_release_has_not_is_told(release):
    with pytest.raises(InputError, match="--graph: the release has no graph fact; it has facts, terms"):
        manifest.choose(manifest.read(release), ("fact",))


# -- Addresses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "update", "graphs"),
    [
        ("http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        ("https://h/sparql", "https://h/sparql-auth", "https://h/sparql-graph-crud-auth"),
        ("https://h/sparql-auth", "https://h/sparql-auth", "https://h/sparql-graph-crud-auth"),
        ("http://h:3030/ds/sparql", "http://h:3030/ds/update", "http://h:3030/ds/data"),
        ("http://h:3030/ds/query/", "http://h:3030/ds/update", "http://h:3030/ds/data"),
        (
            "http://h:7200/repositories/r",
            "http://h:7200/repositories/r/statements",
            "http://h:7200/repositories/r/rdf-graphs/service",
        ),
    ],
)
def test_addresses_of_well_known_stores_are_known(query, update, graphs):
    found = StoreUrls.of(query)

    assert (found.query, found.update, found.graphs) == (query, update, graphs)
    assert found.guess


def test_addresses_that_are_given_are_taken():
    assert StoreUrls.of("http://h/a", "http://h/b", "http://h/c") == StoreUrls("http://h/a", "http://h/b", "http://h/c")
    assert StoreUrls.of("http://h/query", graphs="http://h/c").graphs == "http://h/c"


@pytest.mark.parametrize("place", range(3))
def test_a_password_in_an_address_is_refused_before_all_else(place):
    given = ["http://h/foo", "http://h/b", None]
    given[place] = f"https://ann:{SECRET}@e.org/foo"

    with pytest.raises(InputError, match=r"^the URL: a URL must not contain a user or password"):
        StoreUrls.of(*given)


def test_an_address_that_no_store_has_is_not_repeated_where_it_may_have_a_password():
    with pytest.raises(InputError, match=r"^the URL: this is not the default URL of a known store"):
        StoreUrls.of(f"https://ann:1/{SECRET}@e.org/foo")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "--update and --graph-store"),
        ({"update": "http://h/b"}, "--graph-store"),
        ({"graphs": "http://h/c"}, "--update"),
    ],
)
def test_addresses_that_cannot_be_told_are_asked_for(given, missing):
    with pytest.raises(InputError, match=f"not the default URL of a known store; give {missing} too$"):
        StoreUrls.of("http://h/blazegraph/namespace/kb/sparql", **given)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("GET /store", 405),
        ("DELETE /store", 405),
        ("PUT /store", 404),
        ("PUT /store", 405),
        ("PUT /store", 501),
        ("POST /update", 404),
    ],
)
def test_where_a_store_is_not_the_one_it_was_taken_for_its_addresses_are_asked_for(at, code, release):
    with serve(Fault(faults.status(code), at)) as server:
        # As many triples as in the release, so that they are read.
        fill(server, {f"{GRAPH}facts": {f'<urn:old> <urn:p> "{number}"' for number in range(len(FACTS))}})
        told = "; its URLs are assumed to be those of Oxigraph: give --update and --graph-store if it is another"
        assert f": HTTP {code}" in (problem := failure(release, server))
        assert told in problem


def test_addresses_that_were_given_are_not_doubted(release):
    with serve(Fault(faults.status(404), "PUT /store")) as server:
        store = GraphStore(StoreUrls.of(server.query, f"{server.url}/update", f"{server.url}/store"))
        with pytest.raises(StoreError, match=r"HTTP 404 Not Found$"):
            pushing.push(manifest.read(release), store)


# -- What it gives -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("media", ["text/turtle", SECRET], ids=["content", "type"])
def test_a_graph_that_repeats_the_token_does_not_make_us_show_it(media, monkeypatch):
    monkeypatch.setenv("CSGRAPH_TOKEN", SECRET)
    with serve(Fault(faults.content(f"<urn:a> <urn:b> {SECRET}", media), "GET /store")) as server:
        with pytest.raises(StoreError) as caught:
            list(GraphStore(StoreUrls.of(server.query)).quads("urn:g"))

    assert SECRET not in str(caught.value)


# -- Values ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("01", "1", "integer"),
        ("+1", "1", "int"),
        ("-0", "0", "integer"),
        ("1.50", "1.5", "decimal"),
        ("100.0", "100", "decimal"),
        ("1e3", "1000.0", "double"),
        ("1", "true", "boolean"),
        ("0", "false", "boolean"),
        ("2020-01-01T00:00:00.500Z", "2020-01-01T00:00:00.5+00:00", "dateTime"),
        ("2020-01-01T00:00:00.000", "2020-01-01T00:00:00", "dateTime"),
    ],
)
def test_ways_to_write_one_value_are_one(one, other, kind):
    datatype = ox.NamedNode(XSD + kind)

    assert pushing.by_value(ox.Literal(one, datatype=datatype)) == pushing.by_value(
        ox.Literal(other, datatype=datatype)
    )


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("1", "10", "integer"),
        ("1", "2", "decimal"),
        ("1.5", "1.05", "decimal"),
        ("true", "false", "boolean"),
        ("01", "1", "string"),
        ("2020-01-01T00:00:10", "2020-01-01T00:00:1", "dateTime"),
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00", "dateTime"),
        ("2020-01-01T00:00:00.050Z", "2020-01-01T00:00:00.5Z", "dateTime"),
        ("2020", "02020", "gYear"),
        ("one", "two", "integer"),
        ("1" * 30, "1" * 29 + "2", "integer"),
    ],
)
def test_other_values_are_others(one, other, kind):
    datatype = ox.NamedNode(XSD + kind)

    assert pushing.by_value(ox.Literal(one, datatype=datatype)) != pushing.by_value(
        ox.Literal(other, datatype=datatype)
    )


# -- The command -------------------------------------------------------------------------------------------------------


def test_the_command_tells_of_each_graph(run, release):
    with serve() as server:
        fill(server)

        done = run("push", release, "--endpoint", server.query, "--graph", "facts")
        assert (done.returncode, done.stdout) == (0, b"facts: replaced, 3 triples for 1\n")
        told = f"assuming Oxigraph: updates to {server.url}/update, graphs to {server.url}/store\n"
        assert done.stderr.decode() == told
        assert state(server) == "facts new, terms old"


def test_a_dry_run_tells_and_writes_nothing(run, release):
    with serve() as server:
        fill(server)

        done = run("push", release, "--endpoint", server.query, "--dry-run")
        assert (done.returncode, done.stdout.decode().splitlines()) == (
            0,
            [
                "facts: differs, 1 triple in the store and 3 in the release",
                "terms: missing, 4 triples in the release",
            ],
        )
        assert {request.target.partition("?")[0] for request in server.requests} == {"/query"}


def test_verifying_fails_where_something_differs_and_writes_nothing(run, release):
    with serve() as server:
        fill(server)
        push(release, server)
        assert run("push", release, "--endpoint", server.query, "--verify").returncode == 0
        server.store.update(f"WITH <{GRAPH}facts> DELETE {{ ?s ?p 'ü' }} INSERT {{ ?s ?p 'u' }} WHERE {{ ?s ?p 'ü' }}")
        asked = len(server.requests)

        done = run("push", release, "--endpoint", server.query, "--verify")
        assert (done.returncode, done.stdout.decode().splitlines()) == (
            1,
            ["facts: differs, though both have 3 triples", "terms: the same, 4 triples"],
        )
        assert {request.method for request in server.requests[asked:]} == {"POST", "GET"}


def test_what_cannot_be_done_is_one_line_and_status_2(run, release):
    with serve(Fault(faults.status(500, "no room"), "PUT")) as server:
        done = run("push", release, "--endpoint", f"http://ann:{SECRET}@127.0.0.1/query")
        assert (done.returncode, done.stdout) == (2, b"")
        assert SECRET not in done.stderr.decode()
        assert run("push", release, "--endpoint", server.query, "--verify", "--dry-run").returncode == 2
        assert run("push", release / "none", "--endpoint", server.query).returncode == 2
        assert run("push", release).returncode == 2
        assert server.requests == []


def test_without_a_release_one_is_built(publication, monkeypatch):
    from click.testing import CliRunner

    from csgraph.cli import cli

    built: list[Path] = []

    def build(folder: Path, tell: object) -> None:
        built.append(write_release(folder, {"facts": FACTS}))

    monkeypatch.setattr("csgraph.release.build.build", build)
    with serve() as server:
        done = CliRunner().invoke(cli, ["push", "--endpoint", server.query])
        assert (done.exit_code, done.stdout) == (0, "facts: added, 3 triples\n")
    assert [path.exists() for path in built] == [False]


# -- Real stores -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = [f'<urn:{number}> <urn:p> "{number}"' for number in range(20_000)]
    return write_release(tmp_path_factory.mktemp("large") / "release", {"facts": lines, "terms": TERMS})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("small") / "release", {"facts": FACTS, "terms": TERMS})


def check_store(query: str, small: Path, large: Path) -> None:
    """Push one release, then another, then again, and compare."""
    assert push(small, query) == ["facts: added, 3 triples", "terms: added, 4 triples"]
    assert push(large, query) == ["facts: replaced, 20,000 triples for 3", "terms: unchanged, 4 triples"]
    assert push(large, query) == ["facts: unchanged, 20,000 triples", "terms: unchanged, 4 triples"]
    store = GraphStore(StoreUrls.of(query))
    assert [store.count(f"{GRAPH}{name}/staging") for name in ("facts", "terms")] == [0, 0]
    assert [finding.is_same for finding in pushing.compare(manifest.read(small), store)] == [False, True]


def test_oxigraph_takes_a_release(oxigraph, small, large):
    check_store(oxigraph.query, small, large)


@pytest.mark.slow
def test_virtuoso_takes_a_release(virtuoso, small, large, monkeypatch):
    """By Digest, which is what it asks for."""
    monkeypatch.setenv("CSGRAPH_USER", virtuoso.user)
    monkeypatch.setenv("CSGRAPH_PASSWORD", virtuoso.password)

    check_store(virtuoso.query, small, large)


@pytest.mark.slow
def test_virtuoso_that_cuts_its_answers_is_read_whole(small, tmp_path, monkeypatch):
    monkeypatch.setenv("CSGRAPH_USER", "dba")
    monkeypatch.setenv("CSGRAPH_PASSWORD", "dba")
    folder = tmp_path / "store"
    folder.mkdir()
    lines = [f'<urn:{number // 3}> <urn:{number % 3}> "ü {number}"@en' for number in range(3_000)]
    release = write_release(tmp_path / "release", {"terms": [*lines, *TERMS]})
    with stores.start_virtuoso(folder, rows=1_000) as virtuoso:
        push(release, virtuoso.query)

        assert push(release, virtuoso.query) == ["terms: unchanged, 3,004 triples"]


def kill_while_pushing(release: Path, query: str, seconds: float) -> int:
    command = [sys.executable, "-m", "csgraph", "push", str(release), "--endpoint", query]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(SOURCES)}, stdout=-3, stderr=-3) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    return process.returncode


@pytest.mark.slow
def test_a_push_that_is_killed_leaves_the_old_or_the_new(small, large, tmp_path):
    with stores.start_oxigraph(tmp_path) as oxigraph:
        store = GraphStore(StoreUrls.of(oxigraph.query))
        ended = set()
        for seconds in (0.3, 0.6, 1.2):
            push(small, oxigraph.query)
            ended.add(kill_while_pushing(large, oxigraph.query, seconds))
            # The server may still be at what it was told last.
            for _ in range(100):
                held = store.count(f"{GRAPH}facts")
                assert held in (3, 20_000)
                if held == 20_000:
                    break
                time.sleep(0.01)
            assert store.count(f"{GRAPH}terms") == 4
            push(large, oxigraph.query)
            assert [finding.is_same for finding in pushing.compare(manifest.read(large), store)] == [True, True]
    assert -signal.SIGKILL in ended


@pytest.mark.slow
@pytest.mark.parametrize("start", [stores.start_oxigraph, stores.start_virtuoso], ids=["oxigraph", "virtuoso"])
def test_a_store_that_is_killed_while_it_copies_has_the_old_or_the_new(start, small, large, tmp_path, monkeypatch):
    monkeypatch.setenv("CSGRAPH_USER", "dba")
    monkeypatch.setenv("CSGRAPH_PASSWORD", "dba")
    for seconds in (0.05, 0.3):
        with start(tmp_path) as server:
            push(small, server.query)
            [facts, _] = manifest.read(large)
            store = GraphStore(StoreUrls.of(server.query))
            store.put(facts, facts.iri + pushing.STAGING)
            graphs = [(facts.iri + pushing.STAGING, facts.iri)]
            # It will be cut off, unless it is done before.
            copying = threading.Thread(target=try_to_copy, args=(store, graphs))
            copying.start()
            time.sleep(seconds)
        copying.join()
        (tmp_path / "v.lck").unlink(missing_ok=True)
        with start(tmp_path) as server:
            store = GraphStore(StoreUrls.of(server.query))
            found = {finding.part.count: finding.is_same for finding in pushing.compare(manifest.read(small), store)}
            found |= {finding.part.count: finding.is_same for finding in pushing.compare(manifest.read(large), store)}
            assert found.pop(len(TERMS))
            assert sorted(found.values()) == [False, True]
            push(small, server.query)


def try_to_copy(store: GraphStore, graphs: list[tuple[str, str]]) -> None:
    with suppress(StoreError):
        store.copy(graphs)


def swallow(server: faults.Server, release: Path) -> None:
    """Let a server count what it is sent, and give it back from the release, without keeping it."""
    [part] = manifest.read(release)
    moved: list[bool] = []

    def count(handler: faults.Handler) -> None:
        is_full = (b"staging" in handler.request_read.body) != bool(moved)
        row = {"count": {"type": "literal", "value": str(part.count if is_full else 0)}}
        handler.respond(200, json.dumps({"head": {"vars": ["count"]}, "results": {"bindings": [row]}}).encode())

    def move(handler: faults.Handler) -> None:
        moved.append(True)
        handler.respond(204)

    def give(handler: faults.Handler) -> None:
        handler.head(200, part.length, {"Content-Type": "application/n-triples"})
        for piece in part.pieces():
            handler.wfile.write(piece)

    acts = {"POST /query": count, "POST /update": move, "GET /store": give}
    server.faults = [Fault(act, at) for at, act in acts.items()]
    server.faults += [Fault(faults.status(204), f"{method} /store") for method in ("PUT", "DELETE")]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_release(tmp_path):
    """200,000 triples, and a tenth of that."""
    if not Path("/proc/self/status").exists():
        pytest.skip("only Linux tells the most memory that a process has had, and not also its parents")
    code = "import re, sys; from csgraph.cli import cli\ntry: cli(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "print(re.search('VmHWM:.*?([0-9]+)', open('/proc/self/status').read())[1], file=sys.stderr)"
    most = dict[int, int]()
    for size in (20_000, 200_000):
        lines = [f'<urn:{number // 10}> <urn:p> "some words on {number}"' for number in range(size)]
        release = write_release(tmp_path / str(size), {"facts": lines})
        with serve() as server:
            swallow(server, release)
            for expected in (f"facts: added, {size:,} triples\n", f"facts: unchanged, {size:,} triples\n"):
                command = [sys.executable, "-c", code, "push", str(release), "--endpoint", server.query]
                environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
                done = subprocess.run(command, capture_output=True, text=True, env=environment)
                assert done.stdout == expected, done.stderr
                most[size] = max(most.get(size, 0), int(done.stderr.split()[-1]))
    # In units of 1024 bytes.
    assert most[200_000] - most[20_000] < 5_000
