"""What ``csgraph.sparql.http`` promises: one answer or one line, and nothing sent to anybody else."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from csgraph.errors import AccessError, CsgraphError, InputError, RefusedError, StoreError
from csgraph.sparql.http import QUERY_RETRIES, UPLOAD_RETRIES, Body, Connection, NoResponseError, Retries, checked_url
from tests.support import faults
from tests.support.faults import Fault, Login, serve
from tests.support.folders import SOURCES
from tests.support.stores import free_port

SECRET = "s3cret-word"


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "PASSWORD", "TOKEN", "CREDENTIALS", "PLAIN_HTTP"):
        monkeypatch.delenv(f"CSGRAPH_{name}", raising=False)
    for name in (
        *("http_proxy", "https_proxy", "all_proxy", "no_proxy"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def with_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSGRAPH_USER", "ann")
    monkeypatch.setenv("CSGRAPH_PASSWORD", SECRET)


def connect(url: str, *, retries: Retries = QUERY_RETRIES, **options: object) -> tuple[Connection, list[float]]:
    """A connection that does not wait, and how long it would have."""
    waits: list[float] = []
    return Connection(url, retries=replace(retries, pause=waits.append), **options), waits  # type: ignore[arg-type]


def failure(send: Callable[[], object], kind: type[CsgraphError] = StoreError) -> str:
    with pytest.raises(kind) as caught:
        send()
    assert "\n" not in str(caught.value)
    return str(caught.value)


# -- Addresses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://e.org/", "e.org/sparql", "", "javascript:alert(1)"])
def test_only_http_is_an_address(url):
    with pytest.raises(InputError, match=r"begins with http:// or https://"):
        Connection(url)


@pytest.mark.parametrize(
    "url", ["http://", "http:///x", "http://e.org:port/", "http://e.org:99999/", "http://e.org/a b"]
)
def test_an_address_has_a_host_and_no_blanks(url):
    with pytest.raises(InputError, match="this is not a URL"):
        Connection(url)


@pytest.mark.parametrize(
    "url",
    [
        f"https://ann:{SECRET}@e.org/x",
        f"https://{SECRET}@e.org",
        f"http://ann:{SECRET}@e.org:port/",
        f"ann:{SECRET}@e.org",
        f"https://ann:a/{SECRET}@e.org/x",
        f"https://ann:a@/{SECRET}@e.org/x",
        f"https://ann:a?{SECRET}@e.org/x",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(url):
    told = failure(lambda: Connection(url), InputError)

    assert SECRET not in told


def test_letters_beyond_ascii_are_escaped_and_escapes_are_kept():
    assert checked_url("https://e.org/Genève?a=%C3%A9#part") == "https://e.org/Gen%C3%A8ve?a=%C3%A9"


def test_parameters_come_after_those_of_the_address():
    with serve() as server:
        connect(f"{server.url}/store?x=1")[0].send(
            "PUT", parameters={"graph": "urn:a&b"}, body=Body.of(b"", "text/plain")
        ).read()

        assert [request.target for request in server.requests] == ["/store?x=1&graph=urn%3Aa%26b"]


def test_a_query_without_an_endpoint_does_not_import_the_client(tmp_path):
    (tmp_path / "pillars.rq").write_text("SELECT ?s { ?s a csg:Pillar }")
    code = (
        "import sys; sys.argv = ['csgraph', 'query', 'pillars.rq']\n"
        "from csgraph.__main__ import main\n"
        "try: main()\n"
        "finally: print([name for name in sys.modules if name in ('httpx', 'ssl')], file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "[]\n")


# -- No answer ---------------------------------------------------------------------------------------------------------


def test_a_server_that_is_not_there_is_told_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        connection, waits = connect(f"http://127.0.0.1:{taken.getsockname()[1]}/", retries=UPLOAD_RETRIES)

        assert failure(lambda: connection.send("GET", is_repeatable=True)).endswith(
            "cannot connect: connection refused"
        )
    assert waits == []


def test_a_name_that_nobody_has_is_told():
    assert "cannot connect: " in failure(lambda: connect("http://nobody.invalid/")[0].send("GET"))


def test_a_server_without_encryption_is_told_where_https_is_named():
    with serve(Fault(faults.gibberish())) as server:
        told = failure(lambda: connect(server.url.replace("http", "https"))[0].send("GET"))

    assert told.endswith(": cannot connect by https; is it an http URL?")


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path):
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl, which makes certificates, is not installed")
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
    subprocess.run([*command, "-subj", "/CN=localhost", "-days", "2"], check=True, capture_output=True)
    with serve() as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = f"https://localhost:{server.server_address[1]}/"

        # As versions of OpenSSL have it: self-signed, or self signed.
        told = f"{re.escape(url)}: its certificate is not trusted: self.signed certificate"
        assert re.fullmatch(told, failure(lambda: connect(url)[0].send("GET")))
        assert server.requests == []


@pytest.mark.parametrize("act", [faults.hang(), faults.drip()], ids=["hangs", "drips"])
def test_an_answer_that_does_not_come_is_not_waited_for_nor_asked_for_again(act):
    with serve(Fault(act)) as server:
        connection, waits = connect(server.query, timeout=0.3, retries=UPLOAD_RETRIES)

        assert "response within 0.3 seconds; raise --timeout" in failure(
            lambda: connection.send("GET", is_repeatable=True).read(), NoResponseError
        )
        assert (len(server.requests), waits) == (1, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            "invalid HTTP response: illegal status line: bytearray(b'SSH-2.0-OpenSSH_9.2')",
        ),
        ("SSH-2.0-OpenSSH_9.2\r\n", "connection lost: connection reset by peer"),
    ],
)
def test_a_response_that_is_not_http_is_an_error(text, problem):
    with serve(Fault(faults.gibberish(text))) as server:
        message = failure(lambda: connect(server.query)[0].send("GET"), NoResponseError)

    assert message == f"{server.query}: {problem}"


@pytest.mark.parametrize("coding", ["gzip", "deflate, gzip", "x-other"])
def test_a_compressed_response_which_could_fill_the_memory_is_refused(coding):
    content = gzip.compress(bytes(1 << 20))
    act: faults.Act = lambda handler: handler.respond(200, content, {"Content-Encoding": coding})  # noqa: E731
    with serve(Fault(act)) as server:
        message = failure(lambda: connect(server.query)[0].send("GET"))

        assert server.requests[0].headers["accept-encoding"] == "identity"
    assert message == f"{server.query}: the response is compressed ({coding}), although that was not requested"


def test_an_error_page_without_end_is_not_waited_for():
    with serve(Fault(faults.drip(500))) as server:
        message = failure(lambda: connect(server.query, timeout=0.3)[0].send("GET"), RefusedError)

    assert message == f"{server.query}: HTTP 500 Internal Server Error"


@pytest.mark.usefixtures("with_password")
def test_the_page_of_a_challenge_is_not_read():
    challenge = Fault(faults.drip(401, WWW_Authenticate="Basic"), times=1)
    with serve(challenge, login=Login("Basic", "ann", SECRET)) as server:
        connection, _ = connect(f"{server.url}/store", timeout=5)

        connection.send("PUT", parameters={"graph": "urn:g"}, body=Body.of(b"", "text/plain")).read()
        assert ["authorization" in request.headers for request in server.requests] == [False, True]


def test_cookies_are_not_kept():
    with serve(Fault(faults.status(204, Set_Cookie="a=b"))) as server:
        connection, _ = connect(server.query)
        for _ in range(2):
            connection.send("GET").read()

        assert ["cookie" in request.headers for request in server.requests] == [False, False]


def test_a_server_is_reached_by_ipv6():
    try:
        server = faults.Server(Fault(faults.content("{}")), host="::1")
    except OSError:
        pytest.skip("there is no IPv6 here")
    threading.Thread(target=server.handle_request).start()
    with server:
        port = server.server_address[1]
        assert connect(f"http://[::1]:{port}/query")[0].send("GET").read() == b"{}"
        assert server.requests[0].headers["host"] == f"[::1]:{port}"


@pytest.mark.parametrize("length", [0, 1, 20])
def test_an_answer_that_breaks_off_is_none(length):
    with serve(Fault(faults.cut_answer(length))) as server:
        body = Body.of(b"query=ASK+%7B%7D", "application/x-www-form-urlencoded")
        told = failure(lambda: connect(server.query)[0].send("POST", body=body).read(), NoResponseError)

    assert "connection lost: connection reset by peer" in told or "without sending" in told, told


def test_an_answer_that_is_too_long_is_not_read_on():
    with serve(Fault(faults.content("x" * 3_000_000))) as server:
        told = failure(lambda: connect(server.query)[0].send("GET").read(1 << 20))

    assert told == f"{server.query}: the response is longer than 1 MiB"


# -- Refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "headers", "told"),
    [
        ("Out of\n  memory\n", {}, ": Out of memory"),
        ("", {}, ""),
        (
            "<html><head><title>500</title><style>a{}</style></head><body><h1>No</h1> room</body></html>",
            {"Content_Type": "text/html; charset=utf-8"},
            ": No room",
        ),
        (
            '{"status": "ERROR", "exception": "no such\\nfunction"}',
            {"Content_Type": "application/json"},
            ": no such function",
        ),
        ("[1", {"Content_Type": "application/json"}, ": [1"),
        ("y" * 500, {}, f": {'y' * 200}…"),
    ],
    ids=["text", "nothing", "page", "json", "broken-json", "long"],
)
def test_what_the_server_says_is_told_in_one_line(said, headers, told):
    with serve(Fault(faults.status(500, said, **headers))) as server:
        assert failure(lambda: connect(server.query)[0].send("GET"), RefusedError) == (
            f"{server.query}: HTTP 500 Internal Server Error{told}"
        )


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.usefixtures("with_password")
def test_redirects_are_told_and_not_followed(code):
    with serve() as other:
        target = other.query.replace("127.0.0.1", "localhost")
        with serve(Fault(faults.status(code, Location=target))) as server:
            told = failure(
                lambda: connect(server.query)[0].send("POST", body=Body.of(b"x", "text/plain")), RefusedError
            )

        assert told == (
            f"{server.query}: the server redirects to {target}; redirects are not followed: use that URL if you trust it"
        )
        assert other.requests == []


def test_a_redirect_to_an_address_with_a_password_does_not_show_it():
    with serve(Fault(faults.status(302, Location=f"http://ann:{SECRET}@e.org/x"))) as server:
        assert "the server redirects to http://e.org/x; redirects" in failure(
            lambda: connect(server.query)[0].send("GET")
        )


@pytest.mark.parametrize("length", [5, 7])
def test_a_body_of_another_length_than_announced_is_not_sent_again(length):
    with serve(Fault(faults.content("{}"), times=1)) as server:
        connection, waits = connect(f"{server.url}/store", retries=UPLOAD_RETRIES, timeout=2)
        connection.send("GET").read()
        body = Body("text/plain", 6, lambda: (b"x" * length,))

        assert "has changed while it was sent; try again" in failure(
            lambda: connection.send("PUT", body=body, is_repeatable=True), InputError
        )
        assert waits == []


def test_a_body_that_cannot_be_read_is_an_input_error(tmp_path):
    with serve() as server:
        body = Body("text/plain", 6, lambda: (tmp_path / "none").open("rb"))
        message = failure(lambda: connect(f"{server.url}/store")[0].send("PUT", body=body), InputError)

    assert message == "the content of the request cannot be read: no such file or directory"


def test_a_refusal_before_the_end_of_an_upload_is_heard():
    with serve(faults.too_large(1000)) as server:
        body = Body("text/plain", 1 << 24, lambda: (b"x" * (1 << 16) for _ in range(1 << 8)))
        told = failure(lambda: connect(server.query)[0].send("PUT", body=body), RefusedError)

    assert ": HTTP 413 " in told


# -- Again -------------------------------------------------------------------------------------------------------------


def test_what_may_be_repeated_is_with_longer_and_longer_pauses():
    with serve(Fault(faults.status(500), times=3), Fault(faults.content("{}"))) as server:
        connection, waits = connect(server.query, retries=UPLOAD_RETRIES)

        assert connection.send("GET", is_repeatable=True).read() == b"{}"
        assert (len(server.requests), waits) == (4, [1, 2, 4])


def test_it_is_given_up_in_the_end():
    with serve(Fault(faults.status(503, "busy"))) as server:
        connection, waits = connect(server.query, retries=UPLOAD_RETRIES)

        assert failure(lambda: connection.send("GET", is_repeatable=True)).endswith("503 Service Unavailable: busy")
        assert (len(server.requests), waits) == (5, [1, 2, 4, 8])


@pytest.mark.parametrize("code", [500, 503, 429])
def test_what_may_not_be_repeated_is_not(code):
    with serve(Fault(faults.status(code))) as server:
        connection, _ = connect(server.query, retries=UPLOAD_RETRIES)

        failure(lambda: connection.send("POST", body=Body.of(b"x", "text/plain")), RefusedError)
        assert len(server.requests) == 1


@pytest.mark.parametrize("code", [400, 401, 403, 404, 409, 413, 415])
def test_a_refusal_for_good_is_not_asked_again(code):
    with serve(Fault(faults.status(code))) as server:
        connection, waits = connect(server.query, retries=UPLOAD_RETRIES)

        failure(lambda: connection.send("GET", is_repeatable=True), RefusedError)
        assert (len(server.requests), waits) == (1, [])


def test_the_server_says_how_long_to_wait():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    first = Fault(faults.status(429, Retry_After="7"), times=1)
    with serve(first, Fault(faults.status(503, Retry_After=soon), times=1), Fault(faults.content("{}"))) as server:
        connection, waits = connect(server.query, retries=QUERY_RETRIES)

        assert connection.send("GET", is_repeatable=True).read() == b"{}"
        assert waits[0] == 7
        assert 30 <= waits[1] <= 40


def test_a_server_that_wants_too_long_a_pause_is_told_of():
    with serve(Fault(faults.status(429, "slow down", Retry_After="3600"))) as server:
        connection, waits = connect(server.query)

        assert failure(lambda: connection.send("GET", is_repeatable=True)).endswith(
            "HTTP 429 Too Many Requests: slow down; Retry-After: 3600 s"
        )
        assert waits == []


def test_a_connection_that_is_cut_is_made_again_to_a_server_that_has_answered():
    with serve(
        Fault(faults.content("{}"), times=1), Fault(faults.cut_request(0), times=2), Fault(faults.content("[]"))
    ) as server:
        connection, waits = connect(server.query, retries=UPLOAD_RETRIES)
        connection.send("GET", is_repeatable=True).read()

        assert connection.send("GET", is_repeatable=True).read() == b"[]"
        assert waits == [1, 2]


@pytest.mark.parametrize(("code", "kind"), [(401, AccessError), (403, AccessError), (404, RefusedError)])
def test_refused_access_is_an_error_of_its_own(code, kind):
    with serve(Fault(faults.status(code))) as server:
        with pytest.raises(RefusedError) as caught:
            connect(server.query)[0].send("GET")

    assert (type(caught.value), caught.value.status, caught.value.place) == (kind, code, server.query)


# -- Credentials -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["Basic", "Digest", "Digest-SHA-256"])
@pytest.mark.usefixtures("with_password")
def test_a_password_is_told_as_the_server_asks_for_it(scheme):
    with serve(login=Login(scheme, "ann", SECRET)) as server:
        connection, _ = connect(f"{server.url}/store")
        for _ in range(2):
            body = Body.of(b"<urn:a> <urn:b> <urn:c> .\n", "application/n-triples")
            connection.send("PUT", parameters={"graph": "urn:g"}, body=body).read()

        told = [request.headers.get("authorization", "").partition(" ")[0] for request in server.requests]
        # Once unasked without, and then always with.
        assert told == ["", scheme.partition("-")[0], scheme.partition("-")[0]]
        assert len(server.store) == 1


def test_a_token_is_told_at_once(monkeypatch):
    monkeypatch.setenv("CSGRAPH_TOKEN", "abc.def==")
    with serve(Fault(faults.content("{}"))) as server:
        connect(server.query)[0].send("GET").read()

        assert [request.headers["authorization"] for request in server.requests] == ["Bearer abc.def=="]


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
@pytest.mark.usefixtures("with_password")
def test_credentials_that_are_wrong_are_told_once_and_never_shown(scheme):
    with serve(login=Login(scheme, "ann", "another")) as server:
        told = failure(lambda: connect(server.query)[0].send("GET"), RefusedError)

        assert told.endswith(": who asks?; the credentials from CSGRAPH_USER and CSGRAPH_PASSWORD were rejected")
        assert len(server.requests) == 2
    assert SECRET not in told


def test_a_server_that_wants_credentials_says_where_to_give_them():
    with serve(login=Login("Basic", "ann", SECRET)) as server:
        assert failure(lambda: connect(server.query)[0].send("GET")).endswith(
            "; set CSGRAPH_USER and CSGRAPH_PASSWORD, or CSGRAPH_TOKEN, or CSGRAPH_CREDENTIALS to the name of a file"
        )


@pytest.mark.usefixtures("with_password")
def test_a_server_that_repeats_credentials_does_not_make_us_show_them():
    with serve(Fault(faults.status(400, f"password {SECRET} and YW5uOnMzY3JldC13b3Jk"))) as server:
        assert failure(lambda: connect(server.query)[0].send("GET")).endswith("Bad Request: password *** and ***")


def test_a_redirect_that_repeats_the_token_does_not_make_us_show_it(monkeypatch):
    monkeypatch.setenv("CSGRAPH_TOKEN", SECRET)
    with serve(Fault(faults.status(302, Location=f"http://e.org/login?token={SECRET}"))) as server:
        told = failure(lambda: connect(server.query)[0].send("GET"), RefusedError)

    assert "the server redirects to http://e.org/login?token=***; redirects" in told


@pytest.mark.usefixtures("with_password")
def test_a_status_line_that_repeats_the_password_does_not_make_us_show_it():
    with serve(Fault(lambda handler: handler.wfile.write(f"who is {SECRET}\r\n\r\n".encode()))) as server:
        told = failure(lambda: connect(server.query)[0].send("GET"), NoResponseError)

    assert told.endswith(": invalid HTTP response: illegal status line: bytearray(b'who is ***')")


@pytest.mark.parametrize("before", [195, 4096 - 6, 4096 + 2], ids=["shown", "read", "not-read"])
@pytest.mark.usefixtures("with_password")
def test_a_password_that_is_cut_is_not_shown(before):
    """Of a page, what is shown may stand as far back as is read."""
    page = f"<style>{'x' * (before - 15)}</style>{SECRET}{'y' * 9000}"
    plain = f"{'x' * before}{SECRET}{'y' * 9000}"
    for said, media in ((plain, "text/plain"), (page, "text/html")):
        with serve(Fault(faults.status(500, said, Content_Type=media))) as server:
            told = failure(lambda: connect(server.query)[0].send("GET"), RefusedError)

        assert SECRET[:4] not in told


def test_what_is_no_address_is_no_place_to_go_on_to():
    with serve(Fault(faults.status(302, Location="http://["))) as server:
        assert "the server redirects to another URL; redirects" in failure(
            lambda: connect(server.query)[0].send("GET"), RefusedError
        )


@pytest.mark.usefixtures("with_password")
def test_credentials_do_not_go_to_another_host_than_the_endpoint():
    with serve(login=Login("Basic", "ann", SECRET)) as server:
        connection, _ = connect(f"{server.url}/store", meant_for="https://e.org/sparql")

        failure(lambda: connection.send("GET"), RefusedError)
        assert ["authorization" in request.headers for request in server.requests] == [False]


@pytest.mark.usefixtures("with_password")
def test_a_proxy_gets_nothing_that_is_for_this_machine(monkeypatch):
    with serve() as proxy, serve(Fault(faults.content("{}"))) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        connect(server.query)[0].send("GET").read()

        assert proxy.requests == []


def test_a_proxy_is_asked_for_what_is_elsewhere(monkeypatch):
    with serve(Fault(faults.content("{}"))) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//ann:word@"))
        connection, _ = connect("http://e.invalid:81/query?x=1")

        assert connection.send("GET").read() == b"{}"
        [request] = proxy.requests
    assert (request.target, request.headers["host"]) == ("http://e.invalid:81/query?x=1", "e.invalid:81")
    assert request.headers["proxy-authorization"] == "Basic YW5uOndvcmQ="


@pytest.mark.parametrize("name", ["http_proxy", "all_proxy"])
def test_a_host_of_no_proxy_is_reached_without_one(name, monkeypatch):
    with serve(Fault(faults.content("{}"))) as proxy:
        monkeypatch.setenv(name, proxy.url.removeprefix("http://"))
        monkeypatch.setenv("no_proxy", "e.invalid")
        assert connect("http://other.invalid/")[0].send("GET").read() == b"{}"
        assert "cannot connect: " in failure(lambda: connect("http://e.invalid/")[0].send("GET"))

        assert [request.target for request in proxy.requests] == ["http://other.invalid/"]


def test_a_proxy_that_refuses_is_an_error(monkeypatch):
    with serve() as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        message = failure(lambda: connect("https://e.invalid/")[0].send("GET"))

    assert message.startswith("https://e.invalid/: cannot connect: the proxy responds 501 Unsupported method")


@pytest.mark.parametrize(
    ("proxy", "problem"),
    [
        (f"http://ann:{SECRET}/x@h:1", "http_proxy: the proxy is not usable; expected http://HOST:PORT"),
        (f"ftp://ann:{SECRET}@h", "http_proxy: the proxy is not usable; expected http://HOST:PORT"),
    ],
)
def test_a_proxy_that_is_not_usable_is_an_input_error(proxy, problem, monkeypatch):
    monkeypatch.setenv("http_proxy", proxy)

    assert failure(lambda: connect("http://e.invalid/"), InputError) == problem


@pytest.mark.usefixtures("with_password")
def test_a_password_does_not_go_unencrypted_to_another_machine(monkeypatch):
    with serve(login=Login("Basic", "ann", SECRET)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        told = failure(lambda: connect("http://e.invalid/query")[0].send("GET"), RefusedError)
        assert told.endswith(
            "credentials are not sent over plain http: use the https URL, or set CSGRAPH_PLAIN_HTTP=e.invalid"
        )

        monkeypatch.setenv("CSGRAPH_PLAIN_HTTP", "e.invalid")
        failure(lambda: connect("http://e.invalid/query")[0].send("GET"), RefusedError)
        assert ["authorization" in request.headers for request in proxy.requests] == [False, False, True]


def test_what_is_ours_in_a_message_is_not_hidden(monkeypatch):
    """Else a short password could be read off what is missing."""
    monkeypatch.setenv("CSGRAPH_USER", "a")
    monkeypatch.setenv("CSGRAPH_PASSWORD", "b")
    url = f"http://127.0.0.1:{free_port()}/"

    with pytest.raises(StoreError, match=r"cannot connect: connection refused$"):
        Connection(url).send("GET")
