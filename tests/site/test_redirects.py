"""The redirects: the text of the rules, and what real servers do with them.

The expected target of an IRI is computed here from the table in ``docs/publishing.md``, not by the code that writes rules.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.rdf.namespaces import BASE
from csgraph.site import redirects
from csgraph.version import __version__
from tests.support.webservers import get, start_apache, start_pages

MEDIA = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}

# What clients send, and the format that they get.
ACCEPTS: list[tuple[str | None, str]] = [
    # Firefox, Chrome, Safari, and old browsers that named XML first
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
     "application/signed-exchange;v=b3;q=0.7", "html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
    ("text/xml,application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,image/png,*/*;q=0.5", "html"),
    # curl and wget; no header, and an empty one
    ("*/*", "html"),
    (None, "html"),
    ("", "html"),
    # rdflib: any format, Turtle, N3, JSON-LD, N-Triples, RDF/XML
    ("application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1", "rdf"),
    ("text/turtle, application/x-turtle, */*;q=0.1", "ttl"),
    ("text/n3, */*;q=0.1", "ttl"),
    ("application/ld+json, application/json;q=0.9, */*;q=0.1", "jsonld"),
    ("text/plain, */*;q=0.1", "nt"),
    ("application/rdf+xml, */*;q=0.1", "rdf"),
    # Jena's RDFDataMgr; OWL API, so Protégé; Java's HttpURLConnection
    ("text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,application/n-quads,"
     "application/trig;q=0.9,*/*;q=0.3", "ttl"),
    ("application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09", "rdf"),
    ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "html"),
    # axios and Angular; jsonld.js; N3.js and Comunica
    ("application/json, text/plain, */*", "jsonld"),
    ("application/ld+json;profile=http://www.w3.org/ns/json-ld#context, application/ld+json, application/json", "jsonld"),
    ("application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,*/*;q=0.1", "jsonld"),
    # One format, in letters of any case
    *((media, ending) for ending, media in MEDIA.items()),
    ("Text/TURTLE;Q=1", "ttl"),
    ("text/html;q=0.5, text/turtle", "ttl"),
    # Formats that there are not: the page, as w3id.org recommends, and no error
    ("image/png", "html"),
    ("application/sparql-results+json, application/hal+json", "html"),
    ("turtle", "html"),
    # Qualities are not compared (decision 34)
    ("text/html, text/turtle;q=0.5", "ttl"),
    ("text/turtle;q=0", "ttl"),
]  # fmt: skip


# -- The text of the rules ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("https://example.org/csgraph", "https://example.org/csgraph"),
        ("https://example.org/csgraph/", "https://example.org/csgraph"),
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
def test_address_of_a_host_is_normalized(host, expected):
    assert redirects.normalized(host) == expected
    assert f" {expected}/index.html [R=303,L]" in redirects.w3id(host)
    assert f"<{expected}/>" in redirects.readme(host)


@pytest.mark.parametrize(
    "host",
    [
        "", "example.org", "ftp://example.org", "//example.org", "https://", "https:///a", "javascript:alert(1)", "file:///srv",
        "https://ann:word@example.org", "https://ann@example.org", "https://example.org?a", "https://example.org/a?b=c",
        "https://example.org/#a", "https://example.org/a b", "https://example.org/a%20b", "https://example.org/%{ENV:x}",
        "https://example.org/$1", "https://example.org/a,E=b:c", "https://example.org/a]", "https://example.org/a\nRewriteRule",
        "https://example.org/a\\b", "https://example.org/../a", "https://example.org//a", 'https://example.org/"', "https://-a.org",
        "https://a..b", "https://exa_mple.org", "https://example.org:0", "https://example.org:99999", "https://[::1%25eth0]",
        "https://exämple.org", "https://w3id.org/csgraph/", "http://w3id.org", "https://W3ID.org:0443", "http://w3id.org:80",
        " https://example.org", "https://example.org\n",
    ],
)  # fmt: skip
def test_what_is_not_an_address_of_a_host_is_refused(host):
    with pytest.raises(InputError, match=r"^--host: (w3id\.org would redirect|not the address|the path)"):
        redirects.w3id(host)


def test_without_a_host_the_rules_say_what_to_replace():
    assert f"# Replace {redirects.HOST} by" in redirects.w3id()
    assert redirects.HOST in redirects.readme()
    assert "host.invalid" not in redirects.w3id("https://example.org") + redirects.readme("https://example.org")


def test_rules_for_w3id_follow_its_guide():
    """https://w3id.org/docs/guides/content-negotiation: literal hosts, no 406, no Options, and an unconditional default."""
    lines = [line for line in redirects.w3id("https://example.org/a").splitlines() if line and not line.startswith("#")]
    targets = [line.split()[2] for line in lines if line.endswith("[R=303,L]")]

    assert {line.split()[0] for line in lines} == {"Header", "RewriteEngine", "RewriteCond", "RewriteRule"}
    assert len(targets) == sum(line.startswith("RewriteRule") and "E=FORMAT" not in line for line in lines)
    assert all(target.startswith("https://example.org/a/") for target in targets)
    assert lines[-2].startswith("RewriteRule")
    assert lines[-1] == "RewriteRule ^$ https://example.org/a/index.html [R=303,L]"


@pytest.mark.parametrize(
    "iri", ['id/a"b', "id/a'b", "id/a\\b", "id/a%0ab", "id/a b", "id/é", "id/%C3%A9", "id/a$1", "id/a%{ENV:x}", "id/(.*)", "id/]"]
)  # fmt: skip
def test_no_name_breaks_out_of_its_rule(iri):
    (line,) = set(redirects.own([(BASE + iri, "id/x~0")]).splitlines()) - set(redirects.own().splitlines())

    rule = (
        r"RewriteRule '\^((?:[A-Za-z0-9_/-]|\\x[0-9a-f]{2})+)/\?\$' /%\{ENV:BASE\}id/x~0\.%\{ENV:FORMAT\} \[R=303,L\]"
    )
    match = re.fullmatch(rule, line)
    assert match, line
    assert re.fullmatch(match[1], urllib.parse.unquote_to_bytes(iri).decode("latin-1"))


@pytest.mark.parametrize(
    ("iri", "file"), [(f"{BASE}id/a?b", "id/x"), (f"{BASE}id/a%2Fb", "id/x"), ("urn:a", "id/x"), (f"{BASE}id/a", "id/x y")]
)  # fmt: skip
def test_name_that_no_request_can_have_gets_no_rule(iri, file):
    assert redirects.own([(iri, file)]) == redirects.own()


def test_rules_do_not_depend_on_the_order_of_names():
    names = [(f"{BASE}id/{name}", f"id/{name}~1") for name in "abc"]

    assert redirects.w3id(exceptions=names) == redirects.w3id(exceptions=names[::-1])


# -- A small site ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def public() -> Iterator[Path]:
    """A folder that others can read, as root does not run the server."""
    with tempfile.TemporaryDirectory(prefix="csgraph-") as name:
        os.chmod(name, 0o755)
        yield Path(name)


SPECIAL = [
    (f"{BASE}id/person/x%20y", "id/person/x~20y"),
    (f"{BASE}id/person/{chr(0xE9)}", "id/person/~C3~A9"),
    (f"{BASE}id/person/a.json", "id/person/a~2Ejson"),
]
ANCHOR = "3.1-p3_351-356"
FILES = [
    "index", "about", "dataset", "ontology", "ontology/Pillar", "shapes", "scheme/pillar", "scheme/pillar/norms",
    "id/person/a.b", "id/person/x~20y", "id/person/~C3~A9", "id/person/a~2Ejson", "query/pillars", f"id/cs2020/anchor/{ANCHOR}",
]  # fmt: skip
OTHERS = ["404.html", "release/0.1.0/ontology.ttl", "release/0.1.0/description.ttl", "release/0.1.0/graphs/report.ttl",
    "release/0.1.0/SHA256SUMS", "assets/engine.wasm", "redirects/w3id.htaccess", ".well-known/x", ".hidden"]  # fmt: skip
NAMES = {
    **{name: name for name in ("ontology", "shapes", "dataset", "query/pillars", "scheme/pillar", "id/person/a.b")},
    "ontology/": "ontology",
    "scheme/pillar/norms/": "scheme/pillar/norms",
    **{f"id/cs2020/{kind}/{ANCHOR}": f"id/cs2020/anchor/{ANCHOR}" for kind in ("anchor", "quote", "span")},
    "id/person/x%20y": "id/person/x~20y",
    "id/person/%c3%a9/": "id/person/~C3~A9",
    "id/person/a.json": "id/person/a~2Ejson",
    "%6Fntology": "ontology",
}  # fmt: skip


@pytest.fixture(scope="module")
def small(public: Path) -> Iterator[dict[str, str]]:
    """The addresses of an Apache with a small site in several folders, and of one that stands for w3id.org."""
    root, w3id = public / "small", public / "small-w3id" / "csgraph"
    for place in ("csgraph", "deep/er/site", "."):
        for name in [*(f"{name}.{ending}" for name in FILES for ending in MEDIA), *OTHERS]:
            path = root / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        (root / place / ".htaccess").write_text(redirects.own(SPECIAL), encoding="utf-8")
    w3id.mkdir(parents=True)
    with start_apache(public / "small-host", root) as host:
        (w3id / ".htaccess").write_text(redirects.w3id(f"{host}/csgraph", SPECIAL), encoding="utf-8")
        with start_apache(public / "small-redirects", w3id.parent) as server:
            yield {"host": host, "w3id": server}


@pytest.mark.slow
@pytest.mark.parametrize("server", ["w3id", "host"])
def test_each_client_is_redirected_to_the_format_it_can_read(small, server):
    for name, stem in NAMES.items():
        for accept, ending in ACCEPTS:
            response = get(small[server], f"/csgraph/{name}", accept, "HEAD")
            target = f"{small['host']}/csgraph/{stem}.{ending}"
            assert (response.status, response.location) == (303, target), (name, accept)
            assert "accept" in response.headers["vary"].lower()


@pytest.mark.slow
@pytest.mark.parametrize("place", ["/csgraph", "/deep/er/site", ""])
def test_rules_of_a_host_work_in_any_folder(small, place):
    host = small["host"]

    assert get(host, f"{place}/").body == b"index.html"
    assert get(host, f"{place}/").headers["vary"] == "Accept"
    assert get(host, f"{place}/", "text/turtle").location == f"{host}{place}/dataset.ttl"
    assert get(host, f"{place}/id/person/a.b", "text/turtle").location == f"{host}{place}/id/person/a.b.ttl"
    assert get(host, f"{place}/ontology/0.1.0", "text/turtle").location == f"{host}{place}/release/0.1.0/ontology.ttl"
    missing = get(host, urllib.parse.urlsplit(get(host, f"{place}/nothing").location).path)
    assert (missing.status, missing.body) == (404, b"404.html")
    assert get(host, f"{place}/.well-known/x").body == b".well-known/x"
    assert get(host, f"{place}/.hidden").status == 404


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "accept", "expected"),
    [
        ("", None, "index.html"),
        ("", "application/ld+json", "dataset.jsonld"),
        ("ontology/0.1.0", "text/html", "ontology.html"),
        ("ontology/0.1.0", "text/turtle", "release/0.1.0/ontology.ttl"),
        ("dataset/0.1.0", None, "dataset.html"),
        ("dataset/0.1.0/", "text/turtle", "release/0.1.0/description.ttl"),
        ("dataset/0.1.0", "application/ld+json", "release/0.1.0/description.ttl"),
        ("dataset/0.1.0/graphs/report.ttl", "text/html", "release/0.1.0/graphs/report.ttl"),
        ("dataset/0.1.0/SHA256SUMS", "image/png", "release/0.1.0/SHA256SUMS"),
        ("ontology/0.0.9", "text/turtle", "release/0.0.9/ontology.ttl"),
        ("query/pillars.csv", "image/png", "query/pillars.csv"),
        ("id/person/a.b.ttl", "text/html", "id/person/a.b.ttl"),
        ("query/pillars?section=3.2&to=http://evil.example/", None, "query/pillars.html?section=3.2&to=http://evil.example/"),
    ],
)  # fmt: skip
def test_versions_files_and_parameters_are_redirected(small, name, accept, expected):
    assert get(small["w3id"], f"/csgraph/{name}", accept).location == f"{small['host']}/csgraph/{expected}"
    response = get(small["host"], f"/csgraph/{name}", accept)
    if response.status == 303:
        assert response.location == f"{small['host']}/csgraph/{expected}"
    else:
        # A file is served as it is, and the first page for the folder.
        assert (response.status, response.body.decode()) in ((200, expected), (404, "404.html"))


HOSTILE = [
    "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd", "id/../../../etc/passwd", "id/..;/x", "a%00b",
    "a%0d%0aSet-Cookie:%20a=b", "%0d%0aLocation:%20http://evil.example/", "//evil.example/", "/%2f%2fevil.example/",
    "\\\\evil.example", "%5c%5cevil.example", "http://evil.example/", "@evil.example", ".evil.example", "%40evil.example/a",
    ":80@evil.example", "a%20b", "a%3fb", "a%23b", "id/person/%ff", "id/person/a*b", "id/person/%24%7Bx%7D", "id/person/a~20b",
    "%25%7BENV:BASE%7D", "ontology%2f0.1.0", ".htaccess", ".git/config", "id/.hidden", "redirects/.htaccess", "release/",
    "release/0.1.0/", "assets/", "id/", "id/person/", "a" * 5000, "a/" * 900, "%", "%zz", "ontology/0.1.0/../../x", "ONTOLOGY",
    "Ontology", "id/Person/a.b", "ontology.TTL", "ontology/pillar", "id/person/a.b/c", "index.html/x",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40])
def test_no_path_leads_to_another_host_or_a_hidden_file(small, path):
    for server in small.values():
        for accept in (None, "text/turtle"):
            response = get(server, f"/csgraph/{path}", accept)
            assert response.status in (303, 400, 403, 404)
            assert "set-cookie" not in response.headers
            assert b"root:" not in response.body
            if response.status == 303:
                assert re.fullmatch(rf"{small['host']}/csgraph/[A-Za-z0-9_.~/-]+", response.location), response.location
                assert not {"", ".", ".."} & {*response.location.removeprefix("http://").split("/")}
                followed = get(small["host"], urllib.parse.urlsplit(response.location).path)
                assert followed.status in (403, 404)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "//csgraph/ontology", "/csgraph//ontology", "//evil.example/ontology", "///evil.example/%2e%2e/ontology", "//ontology",
        "/x/../csgraph/ontology", "/%2fevil.example/ontology", "/./csgraph/./ontology", "/\\evil.example/ontology",
        "/csgraph/x/%2e%2e/ontology",
    ],
)  # fmt: skip
def test_slashes_and_dots_lead_nowhere_else(small, path):
    allowed = {f"{small['host']}{place}/ontology.ttl" for place in ("/csgraph", "", "/evil.example")}
    for server in small.values():
        response = get(server, path, "text/turtle")
        assert response.location in allowed if response.status == 303 else response.status in (400, 404)


@pytest.mark.slow
@pytest.mark.parametrize(
    "accept", ["a/b," * 1500 + "text/turtle", "text/turtle" + ";a=b" * 1500, "text/" * 1500], ids=len
)
def test_long_header_is_read(small, accept):
    ending = "ttl" if "turtle" in accept else "html"

    assert get(small["w3id"], "/csgraph/ontology", accept).location == f"{small['host']}/csgraph/ontology.{ending}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "media", "is_shared"),
    [
        ("", "text/html; charset=utf-8", False),
        ("ontology.html", "text/html; charset=utf-8", False),
        ("ontology.ttl", "text/turtle; charset=utf-8", True),
        ("ontology.jsonld", "application/ld+json", True),
        ("ontology.nt", "application/n-triples", True),
        ("ontology.rdf", "application/rdf+xml", True),
        ("assets/engine.wasm", "application/wasm", True),
        ("release/0.1.0/SHA256SUMS", "text/plain", False),
        ("redirects/w3id.htaccess", "text/plain", True),
        ("nothing.html", "text/html; charset=utf-8", False),
    ],
)
def test_responses_have_their_media_type_and_headers(small, path, media, is_shared):
    headers = get(small["host"], f"/csgraph/{path}").headers

    assert headers["content-type"] == media
    assert headers.get("access-control-allow-origin") == ("*" if is_shared else None)
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert headers["content-security-policy"].endswith("; frame-ancestors 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.slow
def test_scripts_of_other_sites_may_follow_a_redirect(small):
    """The CORS check applies to redirects too (Fetch Standard, HTTP fetch)."""
    assert get(small["w3id"], "/csgraph/ontology", "text/turtle").headers["access-control-allow-origin"] == "*"


@pytest.mark.slow
def test_host_without_modules_serves_files(small, public):
    without = ("headers", "rewrite", "negotiation", "mime", "autoindex", "alias")
    with start_apache(public / "poor", public / "small", without=without) as server:
        assert get(server, "/csgraph/id/person/a.b.ttl").body == b"id/person/a.b.ttl"
        assert get(server, "/csgraph/id/person/a.b").status == 404


# -- The whole site ----------------------------------------------------------------------------------------------------


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
def sample(site: Path) -> list[str]:
    """Up to four IRIs of each kind that the graph has, and of the views."""
    iris = {f"{BASE}query/{path.stem}" for path in (site / "release" / __version__ / "queries").iterdir()}
    for quad in ox.parse(path=str(site / "release" / __version__ / "csgraph.nq")):
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        iris.update(term.value for term in terms if isinstance(term, ox.NamedNode) and term.value.startswith(BASE))
    by_kind: dict[str, list[str]] = {}
    for iri in sorted(iris):
        by_kind.setdefault(iri[: max(iri.rfind("/"), iri.rfind("#")) + 1], []).append(iri)
    assert len(by_kind) > 40
    return [iri for found in by_kind.values() for iri in found[:: max(1, len(found) // 4)][:4]]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["apache", "pages"])
def test_each_kind_of_iri_leads_by_w3id_to_a_file_that_describes_it(site, hosted, public, sample, kind):
    """A host that negotiates, and one that does not, as w3id.org redirects to files with their extensions."""
    w3id = public / f"w3id-{kind}"
    (w3id / "csgraph").mkdir(parents=True)
    start = start_apache(public / "hosted-apache", hosted) if kind == "apache" else start_pages(hosted, "csgraph")
    with start as host, start_apache(public / f"w3id-{kind}-own", w3id) as server:
        rules = (site / "redirects" / "w3id.htaccess").read_text(encoding="utf-8")
        (w3id / "csgraph" / ".htaccess").write_text(rules.replace(redirects.HOST, f"{host}/csgraph"), encoding="utf-8")
        for iri in sample:
            name = urllib.parse.urlsplit(iri).path
            stem = re.sub("^/csgraph/id/cs2020/(quote|span)/", "/csgraph/id/cs2020/anchor/", name)
            for ending, media in MEDIA.items():
                redirect = get(server, name, media)
                assert (redirect.status, redirect.location) == (303, f"{host}{stem}.{ending}"), iri
                if kind == "apache":
                    assert get(host, name, media).location == redirect.location
                response = get(host, f"{stem}.{ending}")
                assert (response.status, response.media) == (200, media), iri
                assert_describes(response.body, iri, media)


def assert_describes(body: bytes, iri: str, media: str) -> None:
    if media == "text/html":
        fragment = iri.partition("#")[2]
        expected = f'id="{fragment}"' if fragment else re.sub("/(quote|span)/", "/anchor/", iri)
        assert expected in body.decode(), iri
    else:
        triples = ox.parse(body, format=ox.RdfFormat.from_media_type(media))
        assert any(getattr(triple.subject, "value", None) == iri for triple in triples), (iri, media)


@pytest.mark.slow
def test_each_file_of_a_release_is_reached_by_its_name(site, hosted, public):
    release = site / "release" / __version__
    with start_apache(public / "release-host", hosted) as host:
        for path in sorted(path for path in release.rglob("*") if path.is_file()):
            name = path.relative_to(release).as_posix()
            target = get(host, f"/csgraph/dataset/{__version__}/{name}", "text/html").location
            assert target == f"{host}/csgraph/release/{__version__}/{name}"
            assert get(host, urllib.parse.urlsplit(target).path).body == path.read_bytes()


@pytest.mark.slow
def test_static_host_serves_pages_for_names_and_404_for_others(site, hosted):
    with start_pages(hosted, "csgraph") as host:
        assert get(host, "/csgraph/ontology", "text/turtle").media == "text/html"
        missing = get(host, "/csgraph/nothing")
        assert (missing.status, missing.body) == (404, (site / "404.html").read_bytes())
