"""What ``csgraph.sparql.auth`` promises: from the environment or a file, for one host, never shown."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode, urlsafe_b64encode
from contextlib import suppress
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx
import pytest

from csgraph.errors import InputError
from csgraph.sparql import auth
from csgraph.sparql.auth import Authorization, Credentials

SECRET = "s3cret-word"
URL = "https://e.org/sparql"

ODD = "pä\"/ \\'&😀+=%<"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    path.write_text(
        f"machine e.org login ann password {SECRET}\nmachine token.org password abc=\ndefault login x password y\n"
    )
    path.chmod(0o600)
    return path


def test_there_are_none_unless_given():
    assert auth.find(URL, environment={"CSGRAPH_USER": "", "CSGRAPH_TOKEN": "", "CSGRAPH_CREDENTIALS": ""}) is None


def test_a_user_with_a_password_is_found():
    found = auth.find(URL, environment={"CSGRAPH_USER": "ann", "CSGRAPH_PASSWORD": SECRET})

    assert found == Credentials("CSGRAPH_USER and CSGRAPH_PASSWORD", "ann", SECRET)


def test_a_token_is_found():
    assert auth.find(URL, environment={"CSGRAPH_TOKEN": "abc"}) == Credentials("CSGRAPH_TOKEN", None, "abc")


@pytest.mark.parametrize(
    "said",
    [
        ODD,
        ODD.upper(),
        quote(ODD, safe=""),
        quote(ODD, safe="").lower(),
        quote_plus(ODD),
        json.dumps(ODD)[1:-1],
        json.dumps(ODD, ensure_ascii=False)[1:-1].replace("/", r"\/"),
        escape(ODD),
        repr(ODD.encode())[2:-1],
        ODD.encode().decode("latin-1"),
        b64encode(ODD.encode()).decode(),
        b64encode(f"ann:{ODD}".encode()).decode(),
        urlsafe_b64encode(f"ann:{ODD}".encode()).decode().rstrip("="),
        quote(b64encode(f"ann:{ODD}".encode()), safe=""),
    ],
)
def test_what_gives_credentials_away_is_hidden_however_it_is_written(said):
    hidden = Credentials("here", "ann", ODD).redact(f"who is {said}?")

    assert re.fullmatch(r"who is \*\*\*(=|%3D)*\?", hidden), hidden


def test_the_end_of_a_text_that_is_cut_is_left_out_as_far_as_a_secret_reaches():
    credentials_given = Credentials("here", None, "abcdef")

    assert credentials_given.redact("x" * 200 + "abcde", is_cut=True) == "x" * (205 - credentials_given.reach)


def test_the_secret_is_not_in_what_python_shows():
    assert SECRET not in repr(Credentials("here", "ann", SECRET))


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"CSGRAPH_USER": "ann"}, "CSGRAPH_PASSWORD: CSGRAPH_USER is set but CSGRAPH_PASSWORD is not; set both"),
        ({"CSGRAPH_PASSWORD": SECRET}, "CSGRAPH_USER: CSGRAPH_PASSWORD is set but CSGRAPH_USER is not; set both"),
        (
            {"CSGRAPH_TOKEN": SECRET, "CSGRAPH_USER": "ann"},
            "CSGRAPH_TOKEN: set either CSGRAPH_USER and CSGRAPH_PASSWORD",
        ),
        (
            {"CSGRAPH_TOKEN": f"{SECRET}\r\nX-Other: 1"},
            "CSGRAPH_TOKEN: credentials must not contain control characters",
        ),
        ({"CSGRAPH_TOKEN": f"{SECRET}é"}, "CSGRAPH_TOKEN: a token consists of letters, digits and"),
        (
            {"CSGRAPH_USER": "ann", "CSGRAPH_PASSWORD": f"{SECRET}\n"},
            "CSGRAPH_USER and CSGRAPH_PASSWORD: credentials must not contain",
        ),
    ],
)
def test_what_does_not_belong_together_is_told(environment, problem):
    with pytest.raises(InputError) as caught:
        auth.find(URL, environment=environment)

    assert str(caught.value).startswith(problem)
    assert SECRET not in str(caught.value)


def test_those_of_the_environment_are_for_the_host_of_the_endpoint():
    environment = {"CSGRAPH_TOKEN": "abc"}

    assert auth.find("https://e.org:8443/store", meant_for=URL, environment=environment)
    assert auth.find("https://graphs.e.org/store", meant_for=URL, environment=environment) is None


def test_those_of_a_file_are_for_the_host_it_names(file):
    environment = {"CSGRAPH_CREDENTIALS": str(file)}
    place = f"CSGRAPH_CREDENTIALS={file}"

    assert auth.find("https://E.org/x", environment=environment) == Credentials(place, "ann", SECRET)
    assert auth.find("https://token.org/x", meant_for=URL, environment=environment) == Credentials(place, None, "abc=")
    assert auth.find("https://www.e.org/x", environment=environment) is None
    assert auth.find("https://default/x", environment=environment) is None


def test_a_file_goes_before_the_rest_of_the_environment(file):
    environment = {"CSGRAPH_CREDENTIALS": str(file), "CSGRAPH_TOKEN": "abc"}

    assert auth.find(URL, environment=environment).user == "ann"  # type: ignore[union-attr]
    assert auth.find("https://other.org", environment=environment).source == "CSGRAPH_TOKEN"  # type: ignore[union-attr]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_file_that_others_may_read_or_write_is_refused(mode, file):
    file.chmod(mode)

    with pytest.raises(InputError, match=f"others may read or write this file .its mode is {mode:o}.; run chmod 600"):
        auth.find(URL, environment={"CSGRAPH_CREDENTIALS": str(file)})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("machine e.org login ann", "password"),
        (
            f"machine e.org login ann pasword {SECRET}",
            ":1: invalid line; expected: machine HOST login USER password WORD",
        ),
        ("machine e.org login ann password \xff", "the file is not UTF-8"),
    ],
    ids=["no-password", "typo", "latin-1"],
)
def test_a_file_in_another_form_is_told(text, problem, file):
    file.write_bytes(text.encode("latin-1"))

    with pytest.raises(InputError) as caught:
        auth.find(URL, environment={"CSGRAPH_CREDENTIALS": str(file)})

    assert problem in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read: no such file or directory"):
        auth.find(URL, environment={"CSGRAPH_CREDENTIALS": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://e.org/", True),
        ("http://e.org/", False),
        ("http://localhost:3030/", True),
        ("http://store.localhost/", True),
        ("http://127.9.9.9/", True),
        ("http://[::1]:3030/", True),
        ("http://localhost.e.org/", False),
        ("http://127.0.0.1.e.org/", False),
        ("http://10.0.0.1/", False),
        ("http://virtuoso:8890/", True),
        ("http://virtuoso.e.org/", False),
    ],
)
def test_over_plain_http_they_are_sent_only_to_this_machine_and_to_allowed_hosts(url, may):
    assert auth.may_send(url, {"CSGRAPH_PLAIN_HTTP": "other Virtuoso"}) is may


# -- Sending them ------------------------------------------------------------------------------------------------------

MUFASA = Credentials("here", "Mufasa", "Circle of Life")
CHALLENGE = 'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, nonce="7ypf", opaque="FQhe"'


def exchange(authorization: Authorization, *responses: tuple[int, list[str]]) -> list[str | None]:
    """Send a request, answered by statuses with challenges; return the header ``Authorization`` of each try."""
    flow = authorization.auth_flow(httpx.Request("GET", "http://e.org/dir/index.html"))
    sent = [next(flow).headers.get("Authorization")]
    with suppress(StopIteration):
        for status, challenges in responses:
            headers = httpx.Headers([("WWW-Authenticate", challenge) for challenge in challenges], encoding="utf-8")
            sent.append(flow.send(httpx.Response(status, headers=headers)).headers.get("Authorization"))
    return sent


def scheme(header: str | None) -> str:
    return (header or "").partition(" ")[0]


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_digest_is_computed_as_in_the_standard(algorithm):
    """RFC 7616, section 3.4.1, with the values of section 3.9.1 but for the client's nonce, which is not fixed."""
    [_, header] = exchange(Authorization(MUFASA), (401, [CHALLENGE.format(algorithm)]))

    assert header is not None
    assert header.startswith(
        'Digest username="Mufasa", realm="http-auth@example.org", nonce="7ypf", uri="/dir/index.html"'
    )
    values = dict(re.findall(r'(\w+)="?([^",]*)"?', header))
    assert (values["qop"], values["nc"], values["opaque"]) == ("auth", "00000001", "FQhe")

    def digest(text: str) -> str:
        return hashlib.new(algorithm.replace("-", ""), text.encode()).hexdigest()

    first, second = digest("Mufasa:http-auth@example.org:Circle of Life"), digest("GET:/dir/index.html")
    assert values["response"] == digest(f"{first}:7ypf:00000001:{values['cnonce']}:auth:{second}")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (['Basic realm="a, \\"b\\""'], "Basic"),
        (["Basic"], "Basic"),
        (["Negotiate, Basic realm=x"], "Basic"),
        (['Basic realm="x"', 'Digest realm="x", nonce="n"'], "Digest"),
        (['Basic realm="x", Digest realm="x", nonce="n", algorithm=MD5-sess'], "Digest"),
        (['Digest realm="Genève, \\"x\\"", NONCE="n", opaque=, stale='], "Digest"),
        (['Digest realm="x", nonce="n", qop="auth-int"', "Basic realm=x"], "Basic"),
        (['Digest realm="x", nonce="n", algorithm=SHA-512-256', "Basic realm=x"], "Basic"),
        (['Digest realm="x"'], None),
        (["Negotiate"], None),
        ([], None),
    ],
)
def test_the_strongest_scheme_that_can_be_used_is_chosen(headers, expected):
    authorization = Authorization(MUFASA)

    assert [scheme(header) for header in exchange(authorization, (401, headers))] == ["", *filter(None, [expected])]
    # And remembered.
    assert scheme(exchange(authorization)[0]) == (expected or "")


def test_a_challenge_is_answered_once_for_each_request():
    authorization = Authorization(MUFASA)
    refused = (401, [CHALLENGE.format("MD5")])

    assert list(map(scheme, exchange(authorization, refused, refused))) == ["", "Digest"]
    assert list(map(scheme, exchange(authorization, (200, [])))) == ["Digest"]
    # A nonce that the server has forgotten.
    [before, after] = exchange(authorization, (401, [CHALLENGE.format("MD5").replace("7ypf", "8ypf")]), refused)
    assert 'nonce="7ypf"' in str(before)
    assert 'nonce="8ypf"' in str(after)


@pytest.mark.parametrize("status", [200, 403, 500])
def test_nothing_is_sent_unless_asked_for(status):
    assert exchange(Authorization(MUFASA), (status, ["Basic"])) == [None]


def test_a_user_name_with_a_colon_is_not_sent_by_basic():
    assert exchange(Authorization(Credentials("here", "a:b", "c")), (401, ["Basic"])) == [None]


def test_a_token_that_is_refused_is_not_sent_again():
    token = Authorization(Credentials("here", None, "abc"))

    assert exchange(token, (401, ['Bearer error="invalid_token"'])) == ["Bearer abc"]
