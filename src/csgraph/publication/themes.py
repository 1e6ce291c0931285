"""Lists the themes of the ontology and the shapes, one for each file, and names the kinds of ontology terms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from csgraph import paths

FOREIGN = "foreign"
"""The file of the ontology that declares terms of other vocabularies."""

KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "object property",
    "owl:DatatypeProperty": "datatype property",
    "owl:AnnotationProperty": "annotation property",
    "owl:FunctionalProperty": "functional",
    "owl:SymmetricProperty": "symmetric",
}
"""The name of the kind of a term, by its type."""

PROPERTIES = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
"""The types that make a term a property."""

_UNTHEMED = ("csgraph", "alignments", FOREIGN)


@dataclass(frozen=True)
class Theme:
    """A theme of the ontology or of the shapes.

    Attributes:
        name: The stem of its file.
        title: Its title.
        content: Its content, in a sentence.
        path: Its file.
    """

    name: str
    title: str
    content: str
    path: Path


def of(path: Path) -> Theme:
    """Return the theme of a file, read from its first line: ``# Title: content``."""
    title, _, content = path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ").partition(": ")
    return Theme(path.stem, title, f"{content[:1].upper()}{content[1:]}", path)


def of_terms() -> list[Theme]:
    """Return the themes of the ontology's own terms, in the order of their names."""
    return [of(path) for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem not in _UNTHEMED]


def of_rules() -> list[Theme]:
    """Return the themes of the shapes, in the order of their names."""
    return [of(path) for path in sorted(paths.SHAPES.glob("*.ttl"))]
