"""The rules for servers: what they are made of, and what real servers do with them.

What a client is to get is reckoned here anew (``choice``), by RFC 9110, and held against a table made by hand.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.rdf.namespaces import BASE
from csgraph.site import redirects
from csgraph.version import __version__
from tests.support import webservers
from tests.support.webservers import ask, get

ENDINGS = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
ALSO = {
    "application/xhtml+xml": "html",
    "application/x-turtle": "ttl",
    "text/n3": "ttl",
    "application/json": "jsonld",
    "text/plain": "nt",
}

# What clients send, and what they are to get; None is 406. Those with a name are as they are sent.
ACCEPTS: list[tuple[str | None, str | None]] = [
    # Firefox, Chrome, Safari, and browsers of old that named XML first
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
     "application/signed-exchange;v=b3;q=0.7", "html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
    ("text/xml,application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,image/png,*/*;q=0.5", "html"),
    ("application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,image/png,*/*;q=0.5", "html"),
    ("image/gif, image/jpeg, application/x-ms-application, */*", "html"),
    # curl and wget; a client that sends nothing, or nothing in it
    ("*/*", "html"),
    (None, "html"),
    ("", "html"),
    # rdflib: of any format, of Turtle, of JSON-LD, of N-Triples
    ("application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1", "rdf"),
    ("text/turtle, application/x-turtle", "ttl"),
    ("application/ld+json, application/json;q=0.9, */*;q=0.1", "jsonld"),
    ("text/plain, */*;q=0.1", "nt"),
    # Jena's RDFDataMgr; OWL API, so Protégé; Java's HttpURLConnection, whose *; q=.2 is none
    ("text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,application/n-quads,"
     "application/trig;q=0.9,*/*;q=0.3", "ttl"),
    ("application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09", "rdf"),
    ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "html"),
    # axios and Angular; jsonld.js; N3.js and Comunica
    ("application/json, text/plain, */*", "jsonld"),
    ("application/ld+json;profile=http://www.w3.org/ns/json-ld#context, application/ld+json, application/json", "jsonld"),
    ("application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,*/*;q=0.1", "jsonld"),
    # One each, and in letters of any size
    ("text/html", "html"),
    ("text/turtle", "ttl"),
    ("application/ld+json", "jsonld"),
    ("application/n-triples", "nt"),
    ("application/rdf+xml", "rdf"),
    ("Text/TURTLE;Q=1", "ttl"),
    ("application/xhtml+xml", "html"),
    ("text/n3", "ttl"),
    # Qualities
    ("text/html;q=0.5, text/turtle", "ttl"),
    ("text/html, text/turtle;q=0.5", "html"),
    ("text/turtle;q=0.8,application/ld+json;q=0.81", "jsonld"),
    ("text/turtle;q=0.8,application/ld+json;q=0.801", "jsonld"),
    ("text/turtle;q=0.80,application/rdf+xml;q=0.8", "ttl"),
    ("application/rdf+xml;q=0.001,image/png", "rdf"),
    ("text/turtle;q=1.000,text/html;q=0.999", "ttl"),
    ("text/turtle;q=0", None),
    ("text/turtle;q=0.000, application/rdf+xml;q=0.1", "rdf"),
    ("*/*, text/html;q=0", "ttl"),
    ("*/*, text/*;q=0", "jsonld"),
    ("*/*;q=0", None),
    ("*/*;q=0, application/n-triples;q=0.2", "nt"),
    # What is named more exactly counts, and settles ties
    ("text/*;q=0.3, text/html;q=0.7, text/html;level=1, text/html;level=2;q=0.4, */*;q=0.5", "html"),
    ("text/*, text/html;q=0.2", "ttl"),
    ("text/*", "html"),
    ("application/*", "jsonld"),
    ("application/*;q=0.9, text/*;q=0.8", "jsonld"),
    ("text/turtle, */*", "ttl"),
    ("application/rdf+xml, */*", "rdf"),
    ("text/turtle, application/rdf+xml", "ttl"),
    ("application/rdf+xml, text/turtle", "ttl"),
    ("text/turtle;q=0.4, application/x-turtle, text/html;q=0.5", "html"),
    # Parameters, extensions, white space, empty elements, commas in quotes
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
    ('application/ld+json ; profile="a, text/html;q=1" ; q=0.7 , text/turtle;q=0.6', "jsonld"),
    ("text/turtle;charset=utf-8;q=0.9;ext=1", "ttl"),
    (" , ,text/turtle\t;\tq=0.9 ,", "ttl"),
    ("text/turtle;;q=0.5;", "ttl"),
    # What nobody can read is passed over; where nothing else is there, it is as if there were no header
    ("text/turtle;q=2, application/rdf+xml;q=0.1", "rdf"),
    ("text/turtle;q=0.5.5, application/rdf+xml;q=0.1", "rdf"),
    ("text/turtle;q=0.1234, application/rdf+xml;q=0.1", "rdf"),
    ("text/turtle;q=x", "html"),
    ("turtle", "html"),
    ("*", "html"),
    (";;;", "html"),
    ("text/turtleish", None),
    ("xtext/turtle", None),
    ("text/turtle/html", "html"),
    ('"text/turtle', "html"),
    # What we do not have
    ("image/png", None),
    ("application/sparql-results+json, application/hal+json", None),
    ("application/xml", None),
    ("image/*", None),
]  # fmt: skip

# With these every IRI is asked for: what programs send, and one of each kind of the rest.
MATRIX = (
    [accept for accept, _ in ACCEPTS[:20:2]]
    + [accept for accept, _ in ACCEPTS[7:17:2]]
    + [
        "text/html;q=0.5, text/turtle",
        "text/turtle;q=0",
        "*/*, text/html;q=0",
        "text/*;q=0.3, text/html;q=0.7, text/html;level=1, text/html;level=2;q=0.4, */*;q=0.5",
        'application/ld+json ; profile="a, text/html;q=1" ; q=0.7 , text/turtle;q=0.6',
        "application/n-triples",
        "application/rdf+xml;q=0.001,image/png",
        ";;;",
        "image/png",
    ]
)
AT_HOST = MATRIX[::6]


# -- What a client is to get -------------------------------------------------------------------------------------------


def elements(header: str, mark: str) -> list[str]:
    """The parts of a header between marks, of which those in quotes are none."""
    found, quoted = [""], False
    for letter in header:
        quoted ^= letter == '"'
        if letter == mark and not quoted:
            found.append("")
        else:
            found[-1] += letter
    return [] if quoted and mark == "," and len(found) == 1 else [part.strip(" \t") for part in found]


def ranges(header: str) -> dict[str, float]:
    """The media ranges of a header Accept with their qualities; of one that is there twice, the first."""
    found: dict[str, float] = {}
    for element in elements(header, ","):
        media, *parameters = elements(element, ";")
        qualities = [value for value in parameters if re.match(r"q\s*=", value, re.IGNORECASE)]
        is_read = media.count("/") == 1 and all(media.split("/")) and not re.search(r'[\s"=]', media)
        if not is_read or any(not re.fullmatch(r"[qQ]=(0(\.\d{0,3})?|1(\.0{0,3})?)", value) for value in qualities[:1]):
            continue
        found.setdefault(media.lower(), float(qualities[0][2:]) if qualities else 1.0)
    return found


def choice(header: str | None, available: tuple[str, ...] = tuple(ENDINGS)) -> str | None:
    """The form that a client is to get, of those that are available; None where it accepts none."""
    accepted = ranges(header or "") or {"*/*": 1.0}
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for ending in available:
        media = ENDINGS[ending]
        also = [accepted[name] for name in accepted if ALSO.get(name) == ending]
        named = [
            (accepted.get(media), 3),
            (also[0] if also else None, 2),
            (accepted.get(f"{media.split('/')[0]}/*"), 1),
            (accepted.get("*/*"), 0),
        ]
        quality, rank = next(((quality, rank) for quality, rank in named if quality is not None), (0.0, 0))
        if quality > 0 and (quality, rank) > best:
            best, chosen = (quality, rank), ending
    return chosen


CHOICES = {accept: choice(accept) for accept in MATRIX}


@pytest.mark.parametrize(("accept", "expected"), ACCEPTS)
def test_what_is_reckoned_here_is_what_was_reckoned_by_hand(accept, expected):
    assert choice(accept) == expected


# -- What the rules are made of ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("https://example.org/csgraph", "https://example.org/csgraph"),
        ("https://example.org/csgraph/", "https://example.org/csgraph"),
        ("https://example.org", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("http://127.0.0.1:8000/a/b.c/~d", "http://127.0.0.1:8000/a/b.c/~d"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://Example.ORG/Csgraph", "https://example.org/Csgraph"),
        ("https://example.org:443/csgraph", "https://example.org/csgraph"),
        ("http://example.org:080", "http://example.org"),
        ("http://example.org:443/", "http://example.org:443"),
        ("https://[2001:DB8::1]:443", "https://[2001:db8::1]"),
        ("https://w3id.org:8443/csgraph", "https://w3id.org:8443/csgraph"),
    ],
)
def test_address_of_a_host_is_taken(host, expected):
    assert redirects.checked(host) == expected
    assert f"E=csg_host:{expected}]" in redirects.w3id(host)


@pytest.mark.parametrize(
    "host",
    [
        "", "example.org", "ftp://example.org", "//example.org", "https://", "https:///a", "javascript:alert(1)", "file:///srv",
        "https://ann:word@example.org", "https://ann@example.org", "https://example.org?a", "https://example.org/a?b=c",
        "https://example.org/#a", "https://example.org/a b", "https://example.org/a%20b", "https://example.org/%{ENV:x}",
        "https://example.org/$1", "https://example.org/a,E=b:c", "https://example.org/a]", "https://example.org/a\nRewriteRule",
        "https://example.org/a\\b", "https://example.org/../a", "https://example.org//a", 'https://example.org/"', "https://-a.org",
        "https://a..b", "https://exa_mple.org", "https://example.org:0", "https://example.org:99999", "https://[::1%25eth0]",
        "https://exämple.org", "https://w3id.org/csgraph/", "http://w3id.org", "https://w3id.org:443/csgraph",
        "https://W3ID.org/csgraph", "https://w3id.org:0443", "http://w3id.org:80", "https://w3id.org:80", " https://example.org", "https://example.org\n",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_host_is_refused(host):
    with pytest.raises(InputError, match=r"^--host: (w3id\.org would redirect|this is no address|the path)"):
        redirects.w3id(host)


def test_without_a_host_one_line_says_what_to_replace():
    lines = redirects.w3id().splitlines()
    (at,) = [number for number, line in enumerate(lines) if redirects.HOST in line]

    assert lines[at] == "RewriteRule ^ - [E=csg_host:https://host.invalid/csgraph]"
    assert "Put the address of the host" in lines[at - 1]
    assert (
        redirects.w3id("https://example.org/a").splitlines()[at] == "RewriteRule ^ - [E=csg_host:https://example.org/a]"
    )


@pytest.mark.parametrize(
    "iri", ['id/a"b', "id/a'b", "id/a\\b", "id/a%0ab", "id/a b", "id/é", "id/%C3%A9", "id/a$1", "id/a%{ENV:x}", "id/(.*)", "id/]"]
)  # fmt: skip
def test_no_name_breaks_out_of_its_rule(iri):
    (line,) = set(redirects.own(exceptions=[(BASE + iri, "id/x~0")]).splitlines()) - set(redirects.own().splitlines())

    match = re.fullmatch(r"RewriteRule '\^((?:[A-Za-z0-9_/-]|\\x[0-9a-f]{2})+)/\?\$' id/x~0 \[DPI,S=[0-9]+\]", line)
    assert match, line
    path = urllib.parse.unquote_to_bytes(iri).decode("latin-1")
    assert re.fullmatch(match[1], path)


@pytest.mark.parametrize(
    ("iri", "file"), [(f"{BASE}id/a?b", "id/x"), (f"{BASE}id/a%2Fb", "id/x"), ("urn:a", "id/x"), (f"{BASE}id/a", "id/x y")]
)  # fmt: skip
def test_name_that_no_server_can_be_asked_for_has_no_rule(iri, file):
    assert redirects.own(exceptions=[(iri, file)]) == redirects.own()


def test_rules_are_the_same_each_time():
    names = [(f"{BASE}id/{name}", f"id/{name}~1") for name in "abc"]

    assert redirects.w3id(exceptions=names) == redirects.w3id(exceptions=names[::-1])
    assert redirects.own(exceptions=names) == redirects.own(exceptions=set(names))


# -- Servers -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def public() -> Iterator[Path]:
    """A folder that others can read, as a server has to, which is not run by root."""
    with tempfile.TemporaryDirectory(prefix="csgraph-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


def served(folder: Path, host: str, **options) -> Path:
    """A folder that plays w3id.org, with nothing in it but our rules."""
    (folder / "csgraph").mkdir(parents=True)
    (folder / "csgraph" / ".htaccess").write_text(redirects.w3id(f"{host}/csgraph", **options), encoding="utf-8")
    return folder


SPECIAL = [
    (f"{BASE}id/person/x%20y", "id/person/x~20y"),
    (f"{BASE}id/person/{chr(0xE9)}", "id/person/~C3~A9"),
    (f"{BASE}id/person/a.json", "id/person/a~2Ejson"),
]
SMALL = [
    "index", "about", "dataset", "ontology", "ontology/Pillar", "shapes", "scheme/pillar", "scheme/pillar/norms",
    "id/person/a.b", "id/person/x~20y", "id/person/~C3~A9", "id/person/a~2Ejson", "query/pillars", "graph/report",
    "id/cs2020/anchor/3.1-p3_351-356",
]  # fmt: skip
OTHERS = ["404.html", "release/0.1.0/ontology.ttl", "release/0.1.0/description.ttl", "release/0.1.0/graphs/report.ttl",
    "release/0.1.0/SHA256SUMS", "assets/engine.wasm", "redirects/w3id.htaccess", ".well-known/x", ".hidden"]  # fmt: skip
PLACES = ["csgraph", "deep/er/site"]


@pytest.fixture(scope="module")
def small(public: Path) -> Iterator[dict[str, str]]:
    """The addresses of a small site on a host of Apache, in several places there, and of what plays w3id.org."""
    root = public / "small"
    for place in (*PLACES, "."):
        for name in [*(f"{name}.{ending}" for name in SMALL for ending in ENDINGS), *OTHERS]:
            path = root / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        (root / place / "graph" / "report.rdf").unlink()
        (root / place / ".htaccess").write_text(redirects.own(exceptions=SPECIAL, version="0.1.0"), encoding="utf-8")
    with webservers.start_apache(public / "small-host", root) as host:
        w3id = served(public / "small-w3id", host, exceptions=SPECIAL, version="0.1.0")
        with webservers.start_apache(public / "small-redirects", w3id) as redirecting:
            yield {"host": host, "w3id": redirecting}


PERSONS = {"x%20y": "x~20y", "a.json": "a~2Ejson", "%C3%A9": "~C3~A9", "%c3%a9/": "~C3~A9", "a.b": "a.b"}
ANCHOR = "3.1-p3_351-356"
NAMES = [
    *((name, name.rstrip("/")) for name in ("ontology", "ontology/", "shapes", "dataset", "query/pillars")),
    *((name, name.rstrip("/")) for name in ("scheme/pillar", "scheme/pillar/", "scheme/pillar/norms")),
    *((f"id/cs2020/{kind}/{ANCHOR}", f"id/cs2020/anchor/{ANCHOR}") for kind in ("anchor", "quote", "span")),
    *((f"id/person/{name}", f"id/person/{file}") for name, file in PERSONS.items()),
    ("%6Fntology", "ontology"),
]


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_each_wish_is_met(small, method):
    wishes = [(name, stem, accept, expected) for name, stem in NAMES for accept, expected in ACCEPTS]
    requests = [(method, f"/csgraph/{name}", accept) for name, _, accept, _ in wishes]
    for server, prefix in ((small["w3id"], f"{small['host']}/csgraph"), (small["host"], f"{small['host']}/csgraph")):
        for (name, stem, accept, expected), answer in zip(wishes, ask(server, requests), strict=True):
            where = f"{server} {name} {accept}"
            assert answer.status == (303 if expected else 406), where
            assert answer.location == (f"{prefix}/{stem}.{expected}" if expected else None), where
            assert "accept" in answer.headers["vary"].lower(), where


def made_up(random: Random) -> str:
    """A header that nobody has written."""
    media = [
        *ENDINGS.values(),
        *ALSO,
        "text/*",
        "application/*",
        "*/*",
        "image/png",
        "a/b",
        "text",
        "*",
        "",
        "text/html/x",
        "/html",
    ]
    qualities = [
        "0",
        "1",
        "0.5",
        "0.50",
        "0.500",
        "0.501",
        "1.0",
        "1.000",
        "0.",
        "1.",
        "1.1",
        "2",
        "0.1234",
        "",
        "x",
        ".5",
        "-1",
        "0,5",
    ]
    parameters = [
        "a=b",
        'a="b"',
        'a="b, text/html"',
        'a="b;q=1"',
        "a",
        "",
        "charset=utf-8",
        'profile="http://a.example/#b"',
        "a=",
        "qq=1",
    ]
    elements = []
    for _ in range(random.randint(0, 5)):
        parts = [random.choice(media)]
        parts += random.sample(parameters, random.choice([0, 0, 0, 1, 2]))
        if random.random() < 0.7:
            parts.append(f"{random.choice('qqqQ')}={random.choice(qualities)}")
            parts += random.sample(parameters, random.choice([0, 0, 0, 0, 1]))
        elements.append(random.choice([";", "; ", " ; ", ";\t"]).join(parts))
    return random.choice([",", ", ", " , "]).join(elements)


@pytest.mark.slow
def test_wishes_that_are_made_up_are_met(small):
    random = Random(28)
    accepts = [made_up(random) for _ in range(5_000)]

    answers = ask(small["w3id"], [("HEAD", "/csgraph/ontology", accept) for accept in accepts])

    found = [answer.location and answer.location.rpartition(".")[2] for answer in answers]
    expected = [choice(accept) for accept in accepts]
    assert {*expected} == {*ENDINGS, None}
    assert [case for case in zip(accepts, found, expected, strict=True) if case[1] != case[2]] == []


@pytest.mark.slow
@pytest.mark.parametrize("place", ["/csgraph", "/deep/er/site", ""])
def test_rules_of_a_host_do_under_any_address(small, place):
    host = small["host"]

    assert get(host, f"{place}/").body == b"index.html"
    assert get(host, f"{place}/").headers["vary"] == "Accept"
    assert get(host, f"{place}/", "text/turtle").location == f"{host}{place}/dataset.ttl"
    assert get(host, f"{place}/id/person/a.b", "text/turtle").location == f"{host}{place}/id/person/a.b.ttl"
    assert get(host, f"{place}/ontology/0.1.0", "text/turtle").location == f"{host}{place}/release/0.1.0/ontology.ttl"
    assert (get(host, f"{place}/nothing").status, get(host, f"{place}/nothing").body) == (404, b"404.html")
    assert get(host, f"{place}/.well-known/x").body == b".well-known/x"
    assert get(host, f"{place}/.hidden").status == 404


@pytest.mark.slow
def test_the_whole_is_shown_by_the_first_page(small):
    assert get(small["w3id"], "/csgraph/").location == f"{small['host']}/csgraph/index.html"
    assert get(small["w3id"], "/csgraph/", "application/ld+json").location == f"{small['host']}/csgraph/dataset.jsonld"
    assert get(small["w3id"], "/csgraph").location == f"{small['w3id']}/csgraph/"
    assert get(small["w3id"], "/csgraph/", "image/png").status == 406


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "accept", "expected", "status"),
    [
        ("ontology/0.1.0", "text/html", "ontology.html", 200),
        ("ontology/0.1.0", "text/turtle", "release/0.1.0/ontology.ttl", 200),
        ("dataset/0.1.0", None, "dataset.html", 200),
        ("dataset/0.1.0/", "text/turtle", "release/0.1.0/description.ttl", 200),
        ("dataset/0.1.0", "text/turtle;q=0.5, application/ld+json", "release/0.1.0/description.ttl", 200),
        ("dataset/0.1.0", "application/ld+json", None, 406),
        ("dataset/0.1.0/graphs/report.ttl", "text/html", "release/0.1.0/graphs/report.ttl", 200),
        ("dataset/0.1.0/SHA256SUMS", "image/png", "release/0.1.0/SHA256SUMS", 200),
        ("ontology/0.0.9", "text/turtle", "release/0.0.9/ontology.ttl", 404),
        ("ontology/0.0.9", "text/html", "release/0.0.9/ontology.html", 404),
        ("ontology/0.0.9", "text/html,*/*;q=0.1", "release/0.0.9/ontology.ttl", 404),
        ("dataset/0.0.9", "text/turtle", "release/0.0.9/description.ttl", 404),
        ("dataset/0.0.9/csgraph.ttl", None, "release/0.0.9/csgraph.ttl", 404),
    ],
)
def test_versions_lead_into_their_release(small, name, accept, expected, status):
    answer = get(small["w3id"], f"/csgraph/{name}", accept)
    if expected is None:
        assert (answer.status, answer.location) == (status, None)
        assert get(small["host"], f"/csgraph/{name}", accept).status == status
        return
    assert answer.location == f"{small['host']}/csgraph/{expected}"
    assert get(small["host"], f"/csgraph/{expected}").status == status

    direct = get(small["host"], f"/csgraph/{name}", accept)

    assert (direct.status, direct.location) == ((303, answer.location) if status == 200 else (404, None))


@pytest.mark.slow
def test_what_a_document_has_not_is_not_offered_by_its_host(small):
    host = small["host"]

    assert get(host, "/csgraph/graph/report", "application/rdf+xml, text/turtle;q=0.1").location.endswith(
        "graph/report.ttl"
    )
    assert get(host, "/csgraph/graph/report", "application/rdf+xml").status == 406


@pytest.mark.slow
def test_files_are_had_by_their_own_names(small):
    for name in ("query/pillars.rq", "query/pillars.csv", "id/person/a.b.ttl", "shapes.html"):
        assert get(small["w3id"], f"/csgraph/{name}", "image/png").location == f"{small['host']}/csgraph/{name}"
    for name in ("id/person/a.b.ttl", "shapes.html", "redirects/w3id.htaccess"):
        assert get(small["host"], f"/csgraph/{name}", "image/png").body == name.encode()


@pytest.mark.slow
def test_what_is_asked_for_behind_a_question_mark_goes_along(small):
    answer = get(small["w3id"], "/csgraph/query/pillars?section=3.2&to=http://evil.example/")

    assert answer.location == f"{small['host']}/csgraph/query/pillars.html?section=3.2&to=http://evil.example/"


HOSTILE = [
    "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd", "id/../../../etc/passwd", "id/..;/x", "a%00b",
    "a%0d%0aSet-Cookie:%20a=b", "%0d%0aLocation:%20http://evil.example/", "//evil.example/", "/%2f%2fevil.example/",
    "\\\\evil.example", "%5c%5cevil.example", "http://evil.example/", "@evil.example", ".evil.example", "%40evil.example/a",
    ":80@evil.example", "a%20b", "a%3fb", "a%23b", "id/person/%ff", "id/person/a*b", "id/person/%24%7Bx%7D", "id/person/a~20b",
    "%25%7BENV:csg_host%7D", "ontology%2f0.1.0", ".htaccess", ".git/config", "id/.hidden", "redirects/.htaccess", "release/",
    "release/0.1.0/", "assets/", "id/", "id/person/", "a" * 5000, "a/" * 900, "%", "%zz", "ontology/0.1.0/../../x", "ONTOLOGY",
    "Ontology", "id/Person/a.b", "ontology.TTL", "ontology/pillar", "id/person/a.b/c", "index.html/x",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40])
def test_nothing_hostile_leads_out(small, path):
    for accept in (None, "text/turtle", "text/html;q=0.1,*/*"):
        answer = get(small["w3id"], f"/csgraph/{path}", accept)
        assert answer.status in (303, 400, 403, 404), path
        assert "set-cookie" not in answer.headers
        if answer.status == 303:
            assert re.fullmatch(rf"{small['host']}/csgraph/[A-Za-z0-9_.~/-]+", answer.location), answer.location
            assert not {"", ".", ".."} & {*answer.location.removeprefix("http://").split("/")}
        direct = get(small["host"], f"/csgraph/{path}", accept)
        assert direct.status in (400, 403, 404), path
        assert direct.location is None
        assert b"root:" not in direct.body


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "//csgraph/ontology",
        "/csgraph//ontology",
        "//evil.example/ontology",
        "///evil.example/%2e%2e/ontology",
        "/x/../csgraph/ontology",
        "/%2fevil.example/ontology",
        "/./csgraph/./ontology",
        "/\\evil.example/ontology",
        "//ontology",
        "/csgraph/x/%2e%2e/ontology",
    ],
)
def test_slashes_and_dots_lead_nowhere_else(small, path):
    for server in small.values():
        answer = get(server, path, "text/turtle")
        if answer.status == 303:
            assert answer.location in {
                f"{host}{place}/ontology.ttl" for host in [small["host"]] for place in ("/csgraph", "")
            }
        else:
            assert answer.status in (400, 404)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"])
def test_what_is_no_reading_changes_nothing(small, method):
    answer = get(small["host"], "/csgraph/ontology.ttl", None, method)

    assert answer.status in ((200, 405) if method in ("POST", "OPTIONS", "TRACE") else (405, 501))
    assert get(small["host"], "/csgraph/ontology.ttl").body == b"ontology.ttl"


@pytest.mark.slow
@pytest.mark.parametrize(
    "accept",
    [
        "a/b," * 1500 + "text/turtle",
        "text/turtle" + ";a=b" * 1500,
        'text/turtle;a="' + "," * 6000 + '"',
        "," * 7000 + "text/turtle",
        '"' * 7001,
        "text/" * 1500,
    ],
    ids=lambda accept: accept[:12],
)
def test_long_header_is_read_or_passed_over(small, accept):
    expected = choice(accept)

    answer = get(small["w3id"], "/csgraph/ontology", accept)

    assert answer.location == f"{small['host']}/csgraph/ontology.{expected}"


@pytest.mark.slow
def test_headers_keep_pages_from_what_they_need_not_do(small):
    for path in ("/csgraph/", "/csgraph/about.html", "/csgraph/ontology.ttl", "/csgraph/nothing", "/csgraph/ontology"):
        headers = get(small["host"], path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert headers["content-security-policy"].endswith("; frame-ancestors 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "media", "is_shared"),
    [
        ("ontology.html", "text/html; charset=utf-8", False),
        ("ontology.ttl", "text/turtle; charset=utf-8", True),
        ("ontology.jsonld", "application/ld+json", True),
        ("ontology.nt", "application/n-triples", True),
        ("ontology.rdf", "application/rdf+xml", True),
        ("assets/engine.wasm", "application/wasm", True),
        ("release/0.1.0/SHA256SUMS", "text/plain", False),
        ("redirects/w3id.htaccess", "text/plain", True),
    ],
)
def test_files_have_their_media_types(small, path, media, is_shared):
    headers = get(small["host"], f"/csgraph/{path}").headers

    assert headers["content-type"] == media
    assert headers.get("access-control-allow-origin") == ("*" if is_shared else None)


@pytest.mark.slow
def test_scripts_of_others_may_follow_a_name(small):
    assert get(small["w3id"], "/csgraph/ontology", "text/turtle").headers["access-control-allow-origin"] == "*"


@pytest.mark.slow
def test_who_accepts_nothing_of_ours_is_told_what_there_is(small):
    for server in small.values():
        answer = get(server, "/csgraph/ontology", "image/png")
        assert answer.status == 406
        assert all(media in answer.body.decode() for media in ENDINGS.values())


@pytest.mark.slow
def test_without_the_module_of_headers_names_resolve_as_well(small, public):
    with webservers.start_apache(public / "bare", public / "small-w3id", without=["headers"]) as server:
        answer = get(server, "/csgraph/ontology", "text/html;q=0.1,text/turtle")

    assert answer.location == f"{small['host']}/csgraph/ontology.ttl"


@pytest.mark.slow
def test_a_host_without_modules_serves_files(small, public):
    without = ["headers", "rewrite", "negotiation", "mime", "autoindex", "alias"]
    with webservers.start_apache(public / "poor", public / "small", without=without) as server:
        assert get(server, "/csgraph/id/person/a.b.ttl").body == b"id/person/a.b.ttl"
        assert get(server, "/csgraph/id/person/a.b").status == 404


@pytest.mark.slow
def test_a_host_that_negotiates_by_itself_does_not_get_in_between(small, public):
    more = f"<Directory {public / 'small'}>\n    Options +MultiViews\n</Directory>"
    with webservers.start_apache(public / "views", public / "small", more=more) as server:
        for accept in ("text/turtle", "text/html;q=0.5,application/ld+json"):
            answer = get(server, "/csgraph/ontology", accept)
            assert answer.location == f"{server}/csgraph/ontology.{choice(accept)}"
            answer = get(server, "/csgraph/id/person/a.b", accept)
            assert (answer.status, answer.media) == (200, ENDINGS[choice(accept)])


# -- The whole site ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def iris(site: Path) -> list[str]:
    """All IRIs of ours that the graph has, and those of the views."""
    found = {f"{BASE}query/{path.stem}" for path in (site / "release" / __version__ / "queries").iterdir()}
    for quad in ox.parse(path=str(site / "release" / __version__ / "csgraph.nq")):
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        found.update(term.value for term in terms if isinstance(term, ox.NamedNode) and term.value.startswith(BASE))
    return sorted(found)


@pytest.fixture(scope="module")
def hosted(site: Path, public: Path) -> Path:
    """The site in a folder that others can read."""

    def link(start: str, end: str) -> None:
        try:
            os.link(start, end)
        except OSError:
            shutil.copyfile(start, end)

    shutil.copytree(site, public / "hosted" / "csgraph", copy_function=link)
    return public / "hosted"


@pytest.fixture(scope="module")
def w3id(site: Path, public: Path) -> Path:
    """A folder that plays w3id.org, with the rules of the site and a host that is known at the end."""
    (public / "w3id" / "csgraph").mkdir(parents=True)
    return public / "w3id"


def redirect_to(w3id: Path, site: Path, host: str) -> None:
    """Write the rules of the site as somebody would who follows its advice: with another host in the one line."""
    text = (site / "redirects" / "w3id.htaccess").read_text(encoding="utf-8")
    assert text.count(redirects.HOST) == 1
    (w3id / "csgraph" / ".htaccess").write_text(text.replace(redirects.HOST, f"{host}/csgraph"), encoding="utf-8")


def path_of(iri: str) -> str:
    """What a client asks for: the IRI without its host and fragment."""
    return urllib.parse.urlsplit(iri).path


def stem(iri: str) -> str:
    """The path of the files of an IRI, less their ending: by the table of the design, and not by the code."""
    path = path_of(iri).removeprefix("/csgraph/")
    assert re.fullmatch(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", path), iri
    return re.sub("^id/cs2020/(quote|span)/", "id/cs2020/anchor/", path)


@pytest.mark.slow
def test_every_name_leads_to_its_file_in_the_form_that_is_asked_for(site, iris, hosted, w3id):
    """All IRIs with all headers, at w3id.org and at a host of Apache, and all files that this leads to."""
    names = sorted({path_of(iri) for iri in iris})
    leading: dict[str, str] = {}
    with webservers.start_apache(hosted.parent / "hosted-host", hosted) as host:
        redirect_to(w3id, site, host)
        with webservers.start_apache(hosted.parent / "hosted-w3id", w3id) as server:
            for asked, accepts in ((server, MATRIX), (host, AT_HOST)):
                wishes = [(name, accept) for name in names for accept in accepts]
                told = ask(asked, [("HEAD", name, accept) for name, accept in wishes])
                for (name, accept), answer in zip(wishes, told, strict=True):
                    ending = CHOICES[accept]
                    target = f"{host}/csgraph/{stem(name)}.{ending}"
                    assert (answer.status, answer.location) == ((303, target) if ending else (406, None)), (
                        name,
                        accept,
                    )
                    if ending:
                        leading[target] = ending
        assert len(leading) == len({stem(name) for name in names}) * len(ENDINGS)
        files = ask(host, [("GET", urllib.parse.urlsplit(target).path, None) for target in leading])
    for (target, ending), answer in zip(leading.items(), files, strict=True):
        path = urllib.parse.urlsplit(target).path
        assert (answer.status, answer.media) == (200, ENDINGS[ending]), target
        assert answer.body == (hosted / path[1:]).read_bytes(), target


@pytest.mark.slow
def test_every_version_leads_to_its_file(site, hosted, w3id):
    release = site / "release" / __version__
    names = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    endings = {"ontology": tuple(ENDINGS), "dataset": ("html", "ttl")}
    with webservers.start_apache(hosted.parent / "versions-host", hosted) as host:
        redirect_to(w3id, site, host)
        with webservers.start_apache(hosted.parent / "versions-w3id", w3id) as server:
            for name in names:
                for accept in ("text/html", "application/rdf+xml;q=0.5", None, "image/png"):
                    target = get(server, f"/csgraph/dataset/{__version__}/{name}", accept).location
                    assert target == f"{host}/csgraph/release/{__version__}/{name}"
                answer = get(host, urllib.parse.urlsplit(target).path)
                assert (answer.status, answer.body) == (200, (release / name).read_bytes())
            for kind, available in endings.items():
                file = {"ontology": "ontology", "dataset": "description"}[kind]
                for accept, _ in ACCEPTS:
                    ending = choice(accept, available)
                    page = f"{kind}.html" if ending == "html" else f"release/{__version__}/{file}.{ending}"
                    expected = (303, f"{host}/csgraph/{page}") if ending else (406, None)
                    answers = [get(each, f"/csgraph/{kind}/{__version__}", accept) for each in (server, host)]
                    assert [(each.status, each.location) for each in answers] == [expected, expected], (kind, accept)
                    if ending:
                        assert get(host, f"/csgraph/{page}").body == (hosted / "csgraph" / page).read_bytes()
                for accept in ("text/html", "text/turtle", None):
                    target = get(server, f"/csgraph/{kind}/9.9.9", accept).location
                    assert get(host, urllib.parse.urlsplit(target).path).status == 404
                    assert get(host, f"/csgraph/{kind}/9.9.9", accept).status == 404


@pytest.mark.slow
def test_what_a_name_leads_to_speaks_of_it(site, iris, hosted, w3id):
    """A sample of each kind, followed as a client does."""
    by_kind: dict[str, list[str]] = {}
    for iri in iris:
        by_kind.setdefault(iri[: max(iri.rfind("/"), iri.rfind("#")) + 1], []).append(iri)
    sample = [iri for found in by_kind.values() for iri in found[:: max(1, len(found) // 4)]]
    with webservers.start_apache(hosted.parent / "sample-host", hosted) as host:
        redirect_to(w3id, site, host)
        with webservers.start_apache(hosted.parent / "sample-w3id", w3id) as server:
            for iri in sample:
                for ending, media in ENDINGS.items():
                    answer = get(host, urllib.parse.urlsplit(get(server, path_of(iri), media).location).path)
                    assert (answer.status, answer.media) == (200, media), iri
                    if ending == "html":
                        page, fragment = answer.body.decode(), iri.partition("#")[2]
                        said = f'id="{fragment}"' if fragment else re.sub("/(quote|span)/", "/anchor/", iri)
                        assert said in page, iri
                        continue
                    triples = list(ox.parse(answer.body, format=ox.RdfFormat.from_media_type(media)))
                    assert any(getattr(triple.subject, "value", None) == iri for triple in triples), (iri, ending)


@pytest.mark.slow
def test_a_host_that_negotiates_nothing_does_as_well(site, iris, hosted, w3id):
    """GitHub Pages: what w3id.org leads to has its ending, so nothing is left to choose."""
    pages = webservers.Pages(hosted, "csgraph")
    names = sorted({path_of(iri) for iri in iris})
    with webservers.start_pages(hosted, "csgraph") as host:
        redirect_to(w3id, site, host)
        with webservers.start_apache(hosted.parent / "pages-w3id", w3id) as server:
            wishes = [(name, ending) for name in names for ending in ENDINGS]
            told = ask(server, [("HEAD", name, ENDINGS[ending]) for name, ending in wishes])
            for (name, ending), answer in zip(wishes, told, strict=True):
                status, file, media = pages.find(urllib.parse.urlsplit(answer.location).path)
                assert (status, media) == (200, ENDINGS[ending]), name
                assert file == hosted / "csgraph" / f"{stem(name)}.{ending}"
            for name in names[::100]:
                target = get(server, name, "text/turtle").location
                answer = get(host, urllib.parse.urlsplit(target).path)
                assert (answer.media, answer.body) == (
                    "text/turtle",
                    (hosted / "csgraph" / f"{stem(name)}.ttl").read_bytes(),
                )
                # Who goes there without w3id.org has the page, whatever was asked for.
                assert (
                    get(host, name.replace("/quote/", "/anchor/").replace("/span/", "/anchor/"), "text/turtle").media
                    == "text/html"
                )
        missing = get(host, "/csgraph/nothing")
        assert (missing.status, missing.body) == (404, (site / "404.html").read_bytes())
