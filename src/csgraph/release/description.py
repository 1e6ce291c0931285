"""Describes a release in RDF, by DCAT 3, VoID and PROV-O, with all numbers counted in the files of the release.

The description of the dataset and its graphs in ``data/dataset.ttl``, such as licences and rights, is repeated, so that the
file can be read alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph import paths
from csgraph.rdf.namespaces import BASE, GRAPH, ONTOLOGY, shorten
from csgraph.rdf.turtle import iri
from csgraph.rdf.vocab import RDF_TYPE
from csgraph.version import RELEASED, __version__

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

DATASET = f"{BASE}dataset"
VERSION = f"{DATASET}/{__version__}"
"""The start of the IRIs of files and partitions of a release."""

_MEDIA = "https://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_ENGLISH = ox.NamedNode("http://id.loc.gov/vocabulary/iso639-1/en")
_SOURCE = iri("dcterms:source")
_KEYWORDS = ("cyber diplomacy", "institutional dialogue", "international security", "norms", "UNIDIR")


@dataclass
class Counts:
    """Counts of a set of triples.

    Attributes:
        triples: How many triples.
        subjects: How many different subjects.
        classes: How many nodes are of each class.
        properties: How many triples have each property.
    """

    triples: int = 0
    subjects: int = 0
    classes: Counter[Term] = field(default_factory=Counter)
    properties: Counter[Term] = field(default_factory=Counter)

    @classmethod
    def of(cls, subjects: Iterable[tuple[Term, list[ox.Triple]]]) -> Counts:
        """Count the triples of subjects, each of which comes once."""
        counts = cls()
        for _, triples in subjects:
            counts.subjects += 1
            counts.triples += len(triples)
            counts.properties.update(triple.predicate for triple in triples)
            counts.classes.update(triple.object for triple in triples if triple.predicate == RDF_TYPE)
        return counts


@dataclass(frozen=True)
class File:
    """A file of a release.

    Attributes:
        name: Its path within the release.
        title: What it is.
        media: Its media type.
        graphs: The named graphs that it holds; empty for what is none of them.
        triples: How many triples it has; None where it is no RDF.
    """

    name: str
    title: str
    media: str
    graphs: tuple[str, ...] = ()
    triples: int | None = None


@dataclass(frozen=True)
class Content:
    """The content of a description.

    Attributes:
        folder: The release.
        files: Its files.
        whole: What all named graphs hold, as one.
        graphs: What each named graph holds.
        said: The graph ``dataset``: what is said of the dataset and its graphs.
        links: How many links lead to each authority, by the beginning of its IRIs and by property.
    """

    folder: Path
    files: tuple[File, ...]
    whole: Counts
    graphs: Mapping[str, Counts]
    said: tuple[ox.Triple, ...]
    links: Mapping[tuple[str, ox.NamedNode], int] = field(default_factory=dict)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(content: Content) -> Iterator[ox.Triple]:
    """Yield the description of a release, without blank nodes; in no order, and some of it twice."""
    yield from content.said
    yield from _dataset(content)
    for name, counts in content.graphs.items():
        yield from _graph(name, counts)
    for file in content.files:
        yield from _file(file, content)
    yield from _links(content)
    yield from _provenance(content)


def _about(node: ox.NamedNode, *pairs: tuple[str, Term]) -> Iterator[ox.Triple]:
    for name, value in pairs:
        yield ox.Triple(node, RDF_TYPE if name == "a" else iri(name), value)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=iri("xsd:integer"))


def _text(value: str) -> ox.Literal:
    return ox.Literal(value, language="en")


def _day() -> ox.Literal:
    return ox.Literal(RELEASED, datatype=iri("xsd:date"))


def _dataset(content: Content) -> Iterator[ox.Triple]:
    node = ox.NamedNode(DATASET)
    yield from _about(
        node,
        ("a", iri("dcat:Dataset")),
        ("a", iri("void:Dataset")),
        ("a", iri("prov:Entity")),
        ("dcat:version", ox.Literal(__version__)),
        ("dcterms:issued", _day()),
        ("dcterms:modified", _day()),
        ("dcterms:language", _ENGLISH),
        ("dcterms:conformsTo", ox.NamedNode(f"{ONTOLOGY}/{__version__}")),
        ("void:uriSpace", ox.Literal(BASE)),
        *(("dcat:keyword", _text(word)) for word in _KEYWORDS),
        *(("void:vocabulary", ox.NamedNode(space)) for space in _vocabularies(content)),
        *(("void:subset", ox.NamedNode(GRAPH + name)) for name in content.graphs),
        *(("dcat:distribution", _node(file)) for file in content.files),
        *(("void:dataDump", _node(file)) for file in content.files if set(file.graphs) == set(content.graphs)),
    )
    yield from _counted(node, "all", content.whole)


def _vocabularies(content: Content) -> list[str]:
    """Return the namespaces of the properties and classes that are used; a name without slash or hash is in none."""
    used = {str(getattr(term, "value", "")) for term in (*content.whole.properties, *content.whole.classes)}
    return sorted({name[: max(name.rfind("/"), name.rfind("#")) + 1] for name in used} - {""})


def _node(file: File) -> ox.NamedNode:
    return ox.NamedNode(f"{VERSION}/{file.name}")


def _graph(name: str, counts: Counts) -> Iterator[ox.Triple]:
    node = ox.NamedNode(GRAPH + name)
    yield from _about(node, ("a", iri("void:Dataset")), ("dcat:version", ox.Literal(__version__)))
    yield from _counted(node, name, counts)


def _counted(node: ox.NamedNode, name: str, counts: Counts) -> Iterator[ox.Triple]:
    """Yield the counts of a set of triples, with a partition for each of its classes and properties (VoID, section 4)."""
    yield from _about(
        node,
        ("void:triples", _number(counts.triples)),
        ("void:distinctSubjects", _number(counts.subjects)),
        ("void:classes", _number(len(counts.classes))),
        ("void:properties", _number(len(counts.properties))),
    )
    for kind, what, counted, found in (
        ("class", "void:class", "void:entities", counts.classes),
        ("property", "void:property", "void:triples", counts.properties),
    ):
        for term, count in found.items():
            if isinstance(term, ox.NamedNode):
                label = shorten(term.value).replace(":", "-", 1)
                part = ox.NamedNode(f"{VERSION}#{name}-{kind}-{label}")
                yield ox.Triple(node, iri(f"void:{kind}Partition"), part)
                yield from _about(part, (what, term), (counted, _number(count)))


def _file(file: File, content: Content) -> Iterator[ox.Triple]:
    node, path = _node(file), content.folder / file.name
    summed = ox.NamedNode(f"{node.value}#checksum")
    yield from _about(
        node,
        ("a", iri("dcat:Distribution")),
        ("dcterms:title", _text(file.title)),
        ("dcat:mediaType", ox.NamedNode(_MEDIA + file.media)),
        ("dcat:byteSize", ox.Literal(str(path.stat().st_size), datatype=iri("xsd:nonNegativeInteger"))),
        ("dcat:downloadURL", node),
        ("spdx:checksum", summed),
    )
    yield from _checksum(summed, checksum(path))
    if file.triples is not None:
        yield from _about(node, ("void:triples", _number(file.triples)))
    for predicate in ("dcterms:license", "dcterms:rights", "dcterms:rightsHolder"):
        for value in _said(content, file, predicate):
            yield ox.Triple(node, iri(predicate), value)


def _said(content: Content, file: File, predicate: str) -> set[Term]:
    """Return the rights statements of the graphs in a file; for a file without graphs, those of the dataset."""
    nodes = {ox.NamedNode(GRAPH + name) for name in file.graphs} or {ox.NamedNode(DATASET)}
    return {one.object for one in content.said if one.predicate == iri(predicate) and one.subject in nodes}


def _checksum(node: ox.NamedNode, value: str) -> Iterator[ox.Triple]:
    yield from _about(
        node,
        ("a", iri("spdx:Checksum")),
        ("spdx:algorithm", ox.NamedNode(_SHA256)),
        ("spdx:checksumValue", ox.Literal(value, datatype=iri("xsd:hexBinary"))),
    )


def _links(content: Content) -> Iterator[ox.Triple]:
    """Yield a linkset for each authority and property (VoID, section 5)."""
    for (space, predicate), count in content.links.items():
        target = ox.NamedNode(space)
        part = ox.NamedNode(f"{VERSION}#links-{hashlib.sha256(f'{space} {predicate}'.encode()).hexdigest()[:12]}")
        yield ox.Triple(ox.NamedNode(DATASET), iri("void:subset"), part)
        yield from _about(
            part,
            ("a", iri("void:Dataset")),
            ("a", iri("void:Linkset")),
            ("dcterms:isPartOf", ox.NamedNode(f"{GRAPH}links")),
            ("void:subjectsTarget", ox.NamedNode(DATASET)),
            ("void:objectsTarget", target),
            ("void:linkPredicate", predicate),
            ("void:triples", _number(count)),
        )
        yield from _about(target, ("a", iri("void:Dataset")), ("void:uriSpace", ox.Literal(space)))


def _provenance(content: Content) -> Iterator[ox.Triple]:
    dataset, build = ox.NamedNode(DATASET), ox.NamedNode(f"{VERSION}#build")
    software = ox.NamedNode(f"{VERSION}#software")
    yield from _about(dataset, ("prov:wasGeneratedBy", build))
    yield from _about(
        build,
        ("a", iri("prov:Activity")),
        ("rdfs:label", _text("building of the release")),
        ("prov:wasAssociatedWith", software),
    )
    yield from _about(
        software,
        ("a", iri("prov:SoftwareAgent")),
        ("rdfs:label", _text("csgraph")),
        ("dcat:version", ox.Literal(__version__)),
    )
    if paths.SOURCE_TEXT.is_file():
        text = ox.NamedNode(f"{VERSION}/{paths.SOURCE_TEXT.name}")
        summed = ox.NamedNode(f"{text.value}#checksum")
        yield from _about(dataset, ("prov:wasDerivedFrom", text))
        yield from _about(build, ("prov:used", text))
        yield from _about(
            text,
            ("a", iri("prov:Entity")),
            ("rdfs:label", _text("text of the report, as extracted from its PDF")),
            ("spdx:checksum", summed),
        )
        yield from _checksum(summed, checksum(paths.SOURCE_TEXT))
        for report in (one.object for one in content.said if one.subject == dataset and one.predicate == _SOURCE):
            yield from _about(text, ("prov:wasDerivedFrom", report))
