"""Selects and loads what is validated: the published graphs, other files, shapes and checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from csgraph import paths
from csgraph.publication import dataset
from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import numbered_quads
from csgraph.rdf.source_index import SourceIndex
from csgraph.validation.shacl.engine import DataGraph
from csgraph.validation.shacl.graph import ShapesGraph

STYLE = "style"
"""The file of ``shapes/`` with rules for the ontology and the shapes themselves."""

PUBLICATION = "publication"
"""The file of ``shapes/`` with rules for our own files only."""

RELEASE = "release"
"""The file of ``shapes/`` with rules for the description of a release, which is not part of the data."""


def published_graphs() -> list[str]:
    """Return the names of the graphs that are validated, including those that are not loaded by default.

    The alignments are left out: they describe our terms with vocabularies that our shapes have no rules for.
    """
    return [name for name in dataset.graph_files() if name != dataset.ALIGNMENTS]


def published_files() -> list[Path]:
    """Return the files of the graphs that are validated, in the order of graphs and names."""
    files = dataset.graph_files()
    return [path for name in published_graphs() for path in files[name]]


def ontology_files() -> list[Path]:
    """Return the files of the ontology, less the alignments."""
    return [path for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem != dataset.ALIGNMENTS]


def shape_files(*, of_others: bool = False) -> list[Path]:
    """Return the files of our shapes, less the rules for ontology and shapes themselves, and for releases.

    Args:
        of_others: Leave out the rules for our own files as well.
    """
    left_out = {STYLE, RELEASE, *([PUBLICATION] if of_others else [])}
    return [path for path in sorted(paths.SHAPES.glob("*.ttl")) if path.stem not in left_out]


def check_files() -> list[Path]:
    """Return the files of the checks of the data: SPARQL queries for rules that SHACL cannot express well."""
    return sorted((paths.QUERIES / "checks").glob("*.rq"))


def read(path: Path, number: int) -> Iterator[ox.Quad]:
    """Yield the quads of a file, with blank nodes labelled for the file of that number in a ``SourceIndex``.

    Raises:
        InputError: The file is not usable.
    """
    content, syntax = turtle.read(path), turtle.syntax_of(path)
    quads = turtle.stream_bytes(content, syntax, place=paths.shown(path))
    return numbered_quads(quads, number) if turtle.may_have_blank_nodes(content, syntax) else quads


def load_data(files: Sequence[Path]) -> DataGraph:
    """Return files as one data graph.

    Raises:
        InputError: A file is not usable.
    """
    return DataGraph(quad for number, path in enumerate(files) for quad in read(path, number))


def load_shapes(files: Sequence[Path]) -> tuple[ShapesGraph, SourceIndex]:
    """Return files as one shapes graph, and the index of their source locations.

    Raises:
        InputError: A file is not usable.
    """
    quads = [quad for number, path in enumerate(files) for quad in numbered_quads(turtle.parse(path), number)]
    return ShapesGraph(quads), SourceIndex(files)
