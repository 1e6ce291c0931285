"""Formats texts and files: all are read and verified before the first is written, and each is replaced atomically."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pyoxigraph as ox

from csgraph import paths
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import canonical
from csgraph.util.files import write_file


@dataclass(frozen=True)
class Formatted:
    """A file and its formatted content.

    Attributes:
        path: The file.
        before: Its bytes.
        after: Its bytes when formatted.
    """

    path: Path
    before: bytes
    after: bytes

    @property
    def is_formatted(self) -> bool:
        """Whether the file is formatted already."""
        return self.before == self.after

    @property
    def line(self) -> int:
        """The first line that differs from its formatted form, from 1; 0 where there is none."""
        pairs = enumerate(zip_longest(self.before.split(b"\n"), self.after.split(b"\n")), 1)
        return next((number for number, (old, new) in pairs if old != new), 0)


def our_files() -> list[Path]:
    """Return the Turtle files of data, ontology and shapes, in the order of their names."""
    folders = (paths.DATA, paths.ONTOLOGY, paths.SHAPES)
    return [path for folder in folders for path in sorted(folder.rglob("*.ttl")) if paths.SOURCE not in path.parents]


def format_files(files: Iterable[Path]) -> list[Formatted]:
    """Return files with their formatted content; none is written.

    Args:
        files: The files, or folders with Turtle in them.

    Raises:
        InputError: A file is not Turtle, or cannot be formatted, or a folder has no Turtle.
    """
    return [_formatted(path) for given in files for path in _files(given)]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*.ttl"))
    if not found:
        raise InputError("there is no Turtle in this folder: no file name ends in .ttl", place=paths.shown(path))
    return found


def _formatted(path: Path) -> Formatted:
    if turtle.syntax_of(path) != ox.RdfFormat.TURTLE:
        raise InputError("only Turtle is formatted, in files whose names end in .ttl", place=paths.shown(path))
    content = turtle.read(path)
    after = format_text(content, place=paths.shown(path))
    return Formatted(path, path.read_bytes(), after)


def format_input(content: bytes) -> bytes:
    """Return the formatted text of standard input; the errors are those of ``format_text``."""
    place = "standard input"
    return format_text(turtle.checked(content, place=place), place=place)


def replace(file: Formatted) -> None:
    """Replace a file by its formatted content; its permissions, and symbolic links to it, are kept.

    Raises:
        OutputError: It cannot be written.
    """
    write_file(file.after.decode(), Path(os.path.realpath(file.path)))


def format_text(content: bytes, *, place: str) -> bytes:
    """Return a formatted text of Turtle, with the same triples and comments.

    Args:
        content: The text, in UTF-8 and without a byte order mark.
        place: Its name in messages.

    Raises:
        InputError: The text is not Turtle, has syntax of RDF 1.2, or is nested too deeply.
    """
    from csgraph.rdf.fmt.parser import read_document
    from csgraph.rdf.fmt.printer import write_document

    before = turtle.parse_bytes(content, ox.RdfFormat.TURTLE, place=place)
    after = write_document(read_document(content.decode(), place=place)).encode() or content
    if not _is_same(before, turtle.parse_bytes(after, ox.RdfFormat.TURTLE, place=place)):
        raise InputError("formatting would change its triples; it is left as it is", place=place)
    return after


def _is_same(before: list[ox.Quad], after: list[ox.Quad]) -> bool:
    """Whether two texts have the same triples, whatever labels the parser gives to blank nodes without one."""
    # Labelled blank nodes keep their labels; matching them by RDFC-1.0 as well could take exponential time.
    labelled = _blank_nodes(before) & _blank_nodes(after)
    one, other = ({_named(quad, labelled) for quad in quads} for quads in (before, after))
    return one == other or set(canonical(one)) == set(canonical(other))


def _blank_nodes(quads: Iterable[ox.Quad]) -> set[ox.BlankNode]:
    terms = (term for quad in quads for term in (quad.subject, quad.object))
    return {term for term in terms if isinstance(term, ox.BlankNode)}


def _named(quad: ox.Quad, labelled: set[ox.BlankNode]) -> ox.Quad:
    """Return a quad with IRIs in the place of some blank nodes."""
    subject, value = quad.subject, quad.object
    if isinstance(subject, ox.BlankNode) and subject in labelled:
        subject = ox.NamedNode(f"urn:label:{subject.value}")
    if isinstance(value, ox.BlankNode) and value in labelled:
        value = ox.NamedNode(f"urn:label:{value.value}")
    return ox.Quad(subject, quad.predicate, value)
