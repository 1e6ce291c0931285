"""Each file of a release is read by whatever people load RDF with, and says the same to all of them.

What is compared is the SHA-256 of the canonical N-Quads (RDF Dataset Canonicalization) of what each has read.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest
import rdflib

from tests.support.folders import NPM
from tests.support.stores import start_virtuoso

pytestmark = pytest.mark.slow

MEDIA = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
}
RAPPER = {"ttl": "turtle", "nt": "ntriples", "nq": "nquads", "trig": "trig", "rdf": "rdfxml"}


def files(release: Path, *endings: str) -> list[Path]:
    return sorted(path for ending in endings for path in release.rglob(f"*.{ending}") if path.name != "context.jsonld")


def fingerprint(quads: bytes) -> tuple[int, str]:
    """Return how many quads there are in some N-Quads, and the hash of their canonical form."""
    found = ox.Dataset(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(ox.serialize(found, format=ox.RdfFormat.N_QUADS).splitlines(keepends=True))
    return len(lines), hashlib.sha256(b"".join(lines)).hexdigest()


def differences(release: Path, load: Callable[[Path], bytes], *endings: str) -> list[str]:
    """Return the files that a loader reads otherwise than the plainest file that says the same."""
    found = [path for path in files(release, *endings) if fingerprint(load(path)) != expected(path)]
    assert files(release, *endings)
    return [path.name for path in found]


def expected(path: Path) -> tuple[int, str]:
    plain = path.with_suffix(".nq" if path.suffix in (".nq", ".trig") else ".nt")
    return fingerprint(by_pyoxigraph(plain if plain.exists() else path))


def by_pyoxigraph(path: Path) -> bytes:
    syntax = ox.RdfFormat.from_extension(path.suffix[1:])
    return ox.serialize(ox.parse(path=str(path), format=syntax), format=ox.RdfFormat.N_QUADS)


def test_what_is_one_thing_in_several_syntaxes_is_the_same_in_each(release):
    assert [] == differences(release, by_pyoxigraph, "ttl", "nt", "jsonld", "rdf", "nq", "trig")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_rdflib(release, monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)

    def load(path: Path) -> bytes:
        if path.suffix in (".nq", ".trig"):
            return rdflib.Dataset().parse(path).serialize(format="nquads", encoding="utf-8")
        return rdflib.Graph().parse(path).serialize(format="nt", encoding="utf-8")

    assert [] == differences(release, load, "ttl", "nt", "jsonld", "rdf", "nq", "trig")


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper, of Debian's raptor2-utils, is not installed")
def test_rapper(release):
    """Which reads no JSON-LD."""

    def load(path: Path) -> bytes:
        syntax = RAPPER[path.suffix[1:]]
        target = "nquads" if syntax in ("nquads", "trig") else "ntriples"
        command = ["rapper", "-q", "-i", syntax, "-o", target, path]
        done = subprocess.run(command, capture_output=True, check=True)
        assert b"" == done.stderr
        return done.stdout

    assert [] == differences(release, load, "ttl", "nt", "rdf", "nq", "trig")


def test_virtuoso(release, tmp_path):
    """Which reads no JSON-LD by this way. Virtuoso gives back the graphs it is asked for by name."""
    with start_virtuoso(tmp_path) as store:

        def load(path: Path) -> bytes:
            if path.suffix not in (".nq", ".trig"):
                store.load(path, "urn:loaded")
                return graph("urn:loaded", ox.DefaultGraph())
            store.load(path)
            names = {quad.graph_name for quad in ox.parse(path=str(path))}
            return b"".join(graph(name.value, name) for name in names)

        def graph(name: str, kept: ox.NamedNode | ox.DefaultGraph) -> bytes:
            query = urlencode({"query": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"})
            request = Request(f"{store.query}?{query}", headers={"Accept": "application/n-triples"})
            with urlopen(request, timeout=60) as answer:
                triples = ox.parse(answer.read(), format=ox.RdfFormat.N_TRIPLES)
            store.run(f"SPARQL CLEAR GRAPH <{name}>;\n")
            return ox.serialize((ox.Quad(*one.triple, kept) for one in triples), format=ox.RdfFormat.N_QUADS)

        assert [] == differences(release, load, "ttl", "nt", "nq", "trig")
        # White space that begins a text is lost by Virtuoso's reader of RDF/XML where its buffer ends after it.
        assert [] == [path.name for path in files(release, "rdf") if fingerprint(load(path))[0] != expected(path)[0]]


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node, of Node.js, is not installed")
    if not (NPM / "node_modules").is_dir():
        pytest.skip("what tests/npm/package.json names is not installed; run `npm ci` in tests/npm")
    return found


def by_node(node: str) -> Callable[[Path], bytes]:
    def load(path: Path) -> bytes:
        command = [node, NPM / "loads.mjs", path, MEDIA[path.suffix[1:]]]
        return subprocess.run(command, capture_output=True, check=True).stdout

    return load


def test_n3_js(release, node):
    assert [] == differences(release, by_node(node), "ttl", "nt", "nq", "trig")


def test_jsonld_js(release, node):
    assert [] == differences(release, by_node(node), "jsonld")
