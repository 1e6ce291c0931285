"""What ``csgraph.sparql.auth`` promises: from the environment or a file, for one host, never shown."""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from html import escape
from pathlib import Path
from urllib.parse import quote, quote_plus

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
    hidden = Credentials("here", "ann", ODD).hidden(f"who is {said}?")

    assert re.fullmatch(r"who is \*\*\*(=|%3D)*\?", hidden), hidden


def test_the_end_of_a_text_that_is_cut_is_left_out_as_far_as_a_secret_reaches():
    credentials_given = Credentials("here", None, "abcdef")

    assert credentials_given.hidden("x" * 200 + "abcde", is_cut=True) == "x" * (205 - credentials_given.reach)


def test_the_secret_is_not_in_what_python_shows():
    assert SECRET not in repr(Credentials("here", "ann", SECRET))


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"CSGRAPH_USER": "ann"}, "CSGRAPH_PASSWORD: CSGRAPH_USER is nothing without it"),
        ({"CSGRAPH_PASSWORD": SECRET}, "CSGRAPH_USER: CSGRAPH_PASSWORD is nothing without it"),
        (
            {"CSGRAPH_TOKEN": SECRET, "CSGRAPH_USER": "ann"},
            "CSGRAPH_TOKEN: give either CSGRAPH_USER and CSGRAPH_PASSWORD",
        ),
        ({"CSGRAPH_TOKEN": f"{SECRET}\r\nX-Other: 1"}, "CSGRAPH_TOKEN: credentials hold no line feed"),
        ({"CSGRAPH_TOKEN": f"{SECRET}é"}, "CSGRAPH_TOKEN: a token has letters, digits and"),
        (
            {"CSGRAPH_USER": "ann", "CSGRAPH_PASSWORD": f"{SECRET}\n"},
            "CSGRAPH_USER and CSGRAPH_PASSWORD: credentials hold no",
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
        (f"machine e.org login ann pasword {SECRET}", ":1: a line has the form: machine HOST login USER password WORD"),
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
def test_unencrypted_they_go_no_farther_than_this_machine_and_the_hosts_that_are_allowed(url, may):
    assert auth.may_go(url, {"CSGRAPH_PLAIN_HTTP": "other Virtuoso"}) is may


# -- Telling them ------------------------------------------------------------------------------------------------------

MUFASA = Credentials("here", "Mufasa", "Circle of Life")
QUESTION = 'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, nonce="7ypf", opaque="FQhe"'


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_digest_is_that_of_the_example_of_its_standard(algorithm, response, monkeypatch):
    """RFC 7616, section 3.9.1."""
    nonce, own = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    monkeypatch.setattr(auth.secrets, "token_hex", lambda size: own)
    authorization = Authorization(MUFASA)

    assert authorization.header("GET", "/dir/index.html") is None
    assert authorization.is_asked_anew(401, [QUESTION.format(algorithm).replace("7ypf", nonce)])
    told = authorization.header("GET", "/dir/index.html") or ""
    assert told.startswith('Digest username="Mufasa", realm="http-auth@example.org", ')
    assert f'response="{response}"' in told
    assert told.endswith("qop=auth, nc=00000001")
    assert "nc=00000002" in (authorization.header("GET", "/dir/index.html") or "")


@pytest.mark.parametrize(
    ("headers", "scheme"),
    [
        (['Basic realm="a, \\"b\\""'], "Basic"),
        (["Basic"], "Basic"),
        (["Negotiate, Basic realm=x"], "Basic"),
        (['Basic realm="x"', 'Digest realm="x", nonce="n"'], "Digest"),
        (['Basic realm="x", Digest realm="x", nonce="n", algorithm=MD5-sess'], "Digest"),
        (['Digest realm="x", nonce="n", qop="auth-int"', "Basic realm=x"], "Basic"),
        (['Digest realm="x", nonce="n", algorithm=SHA-512-256', "Basic realm=x"], "Basic"),
        (['Digest realm="x"'], None),
        (["Negotiate"], None),
        ([], None),
    ],
)
def test_the_best_is_chosen_of_what_a_server_understands(headers, scheme):
    authorization = Authorization(MUFASA)

    assert authorization.is_asked_anew(401, headers) is (scheme is not None)
    assert (authorization.header("GET", "/") or " ").partition(" ")[0] == (scheme or "")


def test_a_challenge_is_answered_once_unless_its_nonce_was_too_old():
    authorization = Authorization(MUFASA)

    assert authorization.is_asked_anew(401, [QUESTION.format("MD5")])
    assert not authorization.is_asked_anew(401, [QUESTION.format("MD5")])
    assert authorization.is_asked_anew(401, [QUESTION.format("MD5") + ', stale="true"'])


def test_a_server_that_forgets_a_nonce_it_has_taken_is_answered_again():
    authorization = Authorization(MUFASA)

    assert authorization.is_asked_anew(401, [QUESTION.format("MD5")])
    assert not authorization.is_asked_anew(200, [])
    assert authorization.is_asked_anew(401, [QUESTION.format("MD5").replace("7ypf", "8ypf")])
    assert not authorization.is_asked_anew(401, [QUESTION.format("MD5").replace("7ypf", "9ypf")])


def test_a_token_that_is_refused_is_not_told_again():
    assert not Authorization(Credentials("here", None, "abc")).is_asked_anew(401, ['Bearer error="invalid_token"'])
