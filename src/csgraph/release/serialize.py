"""Writes one set of triples in each syntax, and parses each file again to verify its triples."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader, BufferedWriter, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import OutputError
from csgraph.rdf import turtle_writer
from csgraph.rdf.blank_nodes import Nesting, canonical, has_blank_node
from csgraph.rdf.namespaces import PREFIXES
from csgraph.release import jsonld
from csgraph.release.sorting import Sorted, lines, subjects
from csgraph.util.streams import Stream
from csgraph.util.terminal import NOT_XML

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

SYNTAXES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
"""The syntaxes by the ending of a file's name; with name and media type."""

TRIPLES, QUADS = ("ttl", "nt", "jsonld", "rdf"), ("nq", "trig")

_MASK = (1 << 64) - 1


def is_xml(text: str) -> bool:
    """Whether a text can stand in an XML 1.0 document."""
    return NOT_XML.search(text) is None


@dataclass(frozen=True)
class Digest:
    """A fingerprint of a set of triples or quads: their number, and the sum of their checksums, in any order."""

    count: int = 0
    total: int = 0

    def __add__(self, other: Digest) -> Digest:
        return Digest(self.count + other.count, (self.total + other.total) & _MASK)

    @classmethod
    def of(cls, lines: Iterable[str]) -> Digest:
        """Return the digest of lines of N-Triples or N-Quads, of which no two are the same."""
        count = total = 0
        for line in lines:
            count += 1
            total += int.from_bytes(hashlib.blake2b(line.encode(), digest_size=8).digest())
        return cls(count, total & _MASK)


@dataclass
class Graph:
    """Triples to be written.

    Attributes:
        parts: Where they are kept, in order.
        anonymous: Those of them that have blank nodes.
    """

    parts: tuple[Sorted, ...]
    anonymous: Sequence[ox.Triple] = ()

    @cached_property
    def nesting(self) -> Nesting:
        """The properties of the blank nodes."""
        return Nesting(self.anonymous)

    def lines(self) -> Iterator[str]:
        """Yield the lines of N-Triples."""
        return lines(self.parts)

    def subjects(self) -> Iterator[tuple[Term, list[ox.Triple]]]:
        """Yield each subject with its triples."""
        return subjects(self.lines())


def digest(graphs: Mapping[str | None, Graph]) -> Digest:
    """Return the digest of named graphs by IRI, or of one graph without a name, as ``reread`` gives that of a file."""
    found = Digest()
    for name, graph in graphs.items():
        lines = graph.lines() if name is None else (quad_line(line, name) for line in graph.lines())
        # In N-Triples a blank node is recognized by the start of a subject or object.
        found += Digest.of(line for line in lines if not line.startswith("_:") and line.split(" ", 2)[2][:2] != "_:")
    quads = (
        ox.Quad(*triple) if name is None else ox.Quad(*triple, ox.NamedNode(name))  # type: ignore[call-arg]
        for name, graph in graphs.items()
        for triple in graph.anonymous
    )
    return found + Digest.of(map(_line, canonical(quads)))


def write(graph: Graph, path: Path, heading: Iterable[str], context: jsonld.Context) -> None:
    """Write triples in the syntax of the file's ending.

    Args:
        graph: The triples.
        path: The file.
        heading: Lines of comment to begin with, where the syntax has comments.
        context: The names for JSON-LD.

    Raises:
        OutputError: A text cannot be said in XML.
    """
    writers: dict[str, Callable[[], None]] = {
        ".ttl": lambda: _write_turtle([(None, graph)], path, heading),
        ".nt": lambda: _write_lines(graph.lines(), path),
        ".jsonld": lambda: _write_jsonld(graph, path, context),
        ".rdf": lambda: _write_rdf_xml(graph, path),
    }
    writers[path.suffix]()


def write_graphs(graphs: Mapping[str | None, Graph], path: Path, heading: Iterable[str]) -> None:
    """Write named graphs, by IRI, as N-Quads or TriG."""
    if path.suffix == ".nq":
        _write_lines((quad_line(line, iri) for iri, graph in graphs.items() if iri for line in graph.lines()), path)
    else:
        _write_turtle(graphs.items(), path, heading)


def quad_line(line: str, graph: str) -> str:
    """Return a line of N-Triples as one of N-Quads."""
    return f"{line[:-3]} <{graph}> .\n"


def _write_lines(lines: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def _write_turtle(graphs: Iterable[tuple[str | None, Graph]], path: Path, heading: Iterable[str]) -> None:
    """Write Turtle, or TriG where graphs have names; the prefixes are known once the rest is written."""
    from csgraph.rdf.turtle import prefixes_in, to_turtle

    body = path.with_name(f"{path.name}.body")
    prefixes: set[str] = set()
    with body.open("w", encoding="utf-8", newline="\n") as file:
        for name, graph in graphs:
            if name is not None:
                opening = to_turtle(ox.NamedNode(name))
                prefixes |= prefixes_in(opening)
                file.write(f"\n{opening} {{\n")
            for block in turtle_writer.write(graph.subjects(), graph.nesting):
                prefixes |= prefixes_in(block)
                file.write(block)
            if name is not None:
                file.write("}\n")
    with path.open("wb") as whole, body.open("rb") as rest:
        whole.write(turtle_writer.heading(heading, prefixes).encode())
        while piece := rest.read(1 << 20):
            whole.write(piece)
    body.unlink()


def _write_jsonld(graph: Graph, path: Path, context: jsonld.Context) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        jsonld.write(graph.subjects(), file, context, graph.nesting)


def _write_rdf_xml(graph: Graph, path: Path) -> None:
    used: set[str] = set()

    def triples() -> Iterator[ox.Triple]:
        for subject, found in graph.subjects():
            for triple in found:
                value = getattr(triple.object, "value", "")
                if wrong := NOT_XML.search(value):
                    problem = (
                        f"RDF/XML cannot hold the character U+{ord(wrong[0]):04X}, which is in a text of {subject}"
                    )
                    raise OutputError(f"{path.name}: {problem}; take it out")
                yield triple

    for line in graph.lines():
        used.add(line.split(" ", 2)[1][1:-1])
    with BufferedWriter(_XmlFile(path, "w"), buffer_size=1 << 20) as file:
        ox.serialize(triples(), output=file, format=ox.RdfFormat.RDF_XML, prefixes=xml_prefixes(used))


def xml_prefixes(predicates: Iterable[str]) -> dict[str, str]:
    """Return the prefixes that RDF/XML needs for some predicates; that of RDF itself is always there."""
    used = set(predicates)
    return {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if any(name.startswith(namespace) for name in used) and prefix != "rdf"
    }


class _XmlFile(FileIO):
    """Writes carriage returns by reference; a reader takes any other for the end of a line (XML 1.0, section 2.11)."""

    def write(self, content: Any) -> int:
        """Write bytes of XML, all of them."""
        rest = memoryview(bytes(content).replace(b"\r", b"&#13;"))
        while rest:
            rest = rest[super().write(rest) :]
        return len(content)


# -- Reading again -----------------------------------------------------------------------------------------------------


def reread(path: Path) -> Digest:
    """Return the digest of a file, with canonical labels for its blank nodes.

    Raises:
        OutputError: The file is not what it should be.
    """
    try:
        return digest_of(_parsed(path))
    except (SyntaxError, ValueError) as error:
        raise OutputError(f"{path.name}: what was written is not valid: {error}") from error


def digest_of(quads: Iterable[ox.Quad]) -> Digest:
    """Return the digest of quads, of which no two are the same, with canonical labels for blank nodes."""
    anonymous: list[ox.Quad] = []

    def plain() -> Iterator[str]:
        for quad in quads:
            if has_blank_node(quad):
                anonymous.append(quad)
            else:
                yield _line(quad)

    digest = Digest.of(plain())
    return digest + Digest.of(map(_line, canonical(anonymous)))


def _parsed(path: Path) -> Iterator[ox.Quad]:
    if path.suffix == ".jsonld":
        with path.open(encoding="utf-8", newline="\n") as file:
            yield from ox.parse(BufferedReader(Stream(jsonld.ungrouped(file))), format=ox.RdfFormat.STREAMING_JSON_LD)
    else:
        yield from ox.parse(path=str(path), format=SYNTAXES[path.suffix[1:]])


def _line(quad: ox.Quad) -> str:
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else f" {quad.graph_name}"
    return f"{quad.subject} {quad.predicate} {quad.object}{graph} .\n"


def verify(path: Path, expected: Digest) -> int:
    """Return how many triples or quads a file has, which must be those that were to be written.

    Raises:
        OutputError: They are others.
    """
    found = reread(path)
    if found != expected:
        with suppress(OSError):
            path.unlink()
        counts = f"{found.count:,} of {expected.count:,} triples were read back"
        raise OutputError(
            f"{path.name}: the triples differ from those that were to be written: {counts}; please report this"
        )
    return found.count
