"""The page of downloads: each file of the release, its purpose, how to load it, and how to verify it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.publication.resources import ResourceReader
from csgraph.rdf.namespaces import BASE
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri
from csgraph.release import description, manifest
from csgraph.release.manifest import DESCRIPTION, SUMS
from csgraph.site.graph import SiteGraph
from csgraph.site.templating import script_json
from csgraph.site.urls import RELEASE
from csgraph.site.writer import Site
from csgraph.version import RELEASED, __version__

if TYPE_CHECKING:
    from markupsafe import Markup

_MEDIA = "https://www.iana.org/assignments/media-types/"
_TITLE, _TRIPLES, _TYPE = iri("dcterms:title"), iri("void:triples"), iri("dcat:mediaType")
_ABOUT = iri("dcterms:description")
_QUERIES = "queries/"


@dataclass(frozen=True)
class Download:
    """A file of the release.

    Attributes:
        name: Its path in the release.
        title: Its title.
        media: Its media type.
        size: Its size in bytes.
        checksum: Its SHA-256.
        triples: The number of its triples; None if it is not RDF.
    """

    name: str
    title: str
    media: str
    size: int
    checksum: str
    triples: int | None = None

    @property
    def shown(self) -> str:
        """Its size in bytes, kB or MB."""
        if self.size < 1000:
            return f"{self.size} bytes"
        return f"{self.size / 1000:.0f} kB" if self.size < 1_000_000 else f"{self.size / 1_000_000:.1f} MB"


@dataclass(frozen=True)
class Loading:
    """How to load a file with a tool, in a folder that has the release in its folder ``release``.

    Attributes:
        tool: The tool.
        text: The program or the command.
    """

    tool: str
    text: str


LOADING = (
    Loading(
        "rdflib, in Python",
        """\
from pathlib import Path

import rdflib

graph = rdflib.Graph().parse("release/csgraph.ttl")
for row in graph.query(Path("release/queries/pillars.rq").read_text(encoding="utf-8")):
    print(*row, sep=" | ")
""",
    ),
    Loading(
        "pyoxigraph, in Python",
        """\
from pathlib import Path

import pyoxigraph

store = pyoxigraph.Store()
store.load(path="release/csgraph.ttl")
for row in store.query(Path("release/queries/pillars.rq").read_text(encoding="utf-8")):
    print(*(term.value for term in row if term), sep=" | ")
""",
    ),
    Loading(
        "Plain JSON, in Python: no RDF needed",
        """\
import json
from pathlib import Path

document = json.loads(Path("release/csgraph.jsonld").read_text(encoding="utf-8"))
for pillar in sorted(document["pillars"], key=lambda pillar: pillar["position"]):
    print(pillar["position"], pillar["label"])
""",
    ),
    Loading(
        "Oxigraph, the server",
        """\
oxigraph load --location store --file release/csgraph.nq
oxigraph serve-read-only --location store --bind localhost:7878
""",
    ),
    Loading("Apache Jena", "arq --data release/csgraph.ttl --query release/queries/pillars.rq\n"),
    Loading(
        "N3.js, in Node.js",
        """\
import { createReadStream } from "node:fs";
import N3 from "n3";

const store = new N3.Store();
const quads = createReadStream("release/csgraph.ttl").pipe(new N3.StreamParser());
for await (const quad of quads) store.add(quad);
console.log(store.size);
""",
    ),
    Loading(
        "jsonld.js, in Node.js",
        """\
import { readFileSync } from "node:fs";
import jsonld from "jsonld";

const document = JSON.parse(readFileSync("release/csgraph.jsonld", "utf8"));
const quads = await jsonld.toRDF(document);
console.log(quads.length);
""",
    ),
)
"""Those of the README and of the pages on releases and stores, and two for JavaScript; the tests compare them."""


def write(site: Site) -> None:
    """Write the page."""
    files = downloads(site.folder / RELEASE)
    by_name = {file.name: file for file in files}
    site.page(
        "downloads.html",
        "downloads.html",
        title="Downloads",
        files=[file for file in files if not file.name.startswith(_QUERIES)],
        queries=[file for file in files if file.name.startswith(_QUERIES)],
        by_name=by_name,
        folder=RELEASE,
        sums=SUMS,
        loading=LOADING,
        island=_island(site.publication, files),
    )


def downloads(folder: Path) -> list[Download]:
    """Return the files of a release, in the order of their names.

    Raises:
        InputError: Its checksums or its description cannot be read.
    """
    store = ox.Store()
    store.load(path=folder / DESCRIPTION, format=ox.RdfFormat.TURTLE)
    graph = ResourceReader(store)
    sums: Mapping[str, str] = manifest.sums(folder)
    found = [_download(folder, name, checksum, graph) for name, checksum in sums.items()]
    own = Download(SUMS, "The checksum of each file", "text/plain", (folder / SUMS).stat().st_size, "")
    return sorted([*found, own], key=lambda file: file.name)


def _download(folder: Path, name: str, checksum: str, graph: ResourceReader) -> Download:
    node = ox.NamedNode(f"{description.VERSION}/{name}")
    triples, media = graph.value(node, _TRIPLES), graph.value(node, _TYPE)
    # The description does not describe itself: it would have to hold its own checksum.
    title = "The release, described by DCAT, VoID and PROV-O" if name == DESCRIPTION else name
    return Download(
        name,
        to_text(graph.value(node, _TITLE)) or title,
        str(media.value).removeprefix(_MEDIA) if media else "text/turtle",
        (folder / name).stat().st_size,
        checksum,
        int(triples.value) if triples else None,
    )


def dataset(publication: SiteGraph) -> dict[str, Any]:
    """Return the description of the dataset for search engines, in terms of schema.org."""
    node = ox.NamedNode(description.DATASET)
    return {
        "@context": "https://schema.org/",
        "@id": node.value,
        "@type": "Dataset",
        "name": to_text(publication.value(node, _TITLE)) or "csgraph",
        "description": to_text(publication.value(node, _ABOUT)),
        "version": __version__,
        "datePublished": RELEASED,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator": {"@type": "Organization", "name": "The csgraph contributors"},
        "isBasedOn": {"@id": f"{BASE}id/document/cs2020-report"},
        "inLanguage": "en",
    }


def _island(publication: SiteGraph, files: list[Download]) -> Markup:
    shown = [file for file in files if file.triples is not None and "/" not in file.name]
    distribution = [
        {
            "@type": "DataDownload",
            "name": file.title,
            "contentUrl": f"{RELEASE}/{file.name}",
            "encodingFormat": file.media,
            "contentSize": str(file.size),
        }
        for file in shown
    ]
    return script_json({**dataset(publication), "distribution": distribution})
