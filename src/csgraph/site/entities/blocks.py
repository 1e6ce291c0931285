"""The parts of an entity page: sentences, tables, facts and quoted statements, with links to the resources they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from csgraph.publication.report import Quote


@dataclass(frozen=True)
class Hyperlink:
    """A link to a resource or to a page of the site.

    Attributes:
        text: The words.
        iri: The resource that they lead to; empty if it is a page.
        path: The page, from the root of the site.
    """

    text: str
    iri: str = ""
    path: str = ""


Piece = str | ox.NamedNode | ox.Literal | Hyperlink
"""A piece of a sentence: text, a resource (shown by its label, linked to its page), a literal, or a link."""

Cell = tuple[Piece, ...]
"""A sentence, or the content of a table cell."""

ANNOTATION = "annotation"
"""Pseudo-name for the part of the graph ``report`` that is our annotation of its sentences."""

ORIGINS = {
    "report": ("What the report says", ""),
    "passages": ("The words of the report", ""),
    ANNOTATION: (
        "Our annotation",
        "The words are the report’s; in square brackets we complete them with words printed before. Types, modality, voice and "
        "subjects are how we annotate them; the guide to that is public.",
    ),
    "vocabulary": (
        "In our vocabulary",
        "Names and definitions are ours, where no words of the report are quoted for them.",
    ),
    "editorial": ("Our reading", "The report does not say this; it is how we read it."),
    "facts": ("From outside the report", "Other sources say this, and the report does not."),
    "links": (
        "Links elsewhere",
        "Records that others keep on the same matter, or on one close to it; the links are ours.",
    ),
    "dataset": ("About the data", ""),
    "alignments": ("In other vocabularies", "For those who work with these; not loaded by default."),
}
"""The heading and a note for the source of each named graph, in the order of a page."""


def origin(graph: str) -> tuple[str, str]:
    """Return the heading and a note for the source of a named graph."""
    return ORIGINS.get(graph, (f"In the graph {graph}", ""))


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        columns: The headings of its columns.
        rows: Its rows, each with a cell for each column.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tabled(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """Return a table without empty columns."""
    found = list(rows)
    kept = [place for place in range(len(columns)) if any("".join(map(_seen, row[place])) for row in found)]
    return Table(tuple(columns[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in found))


def _seen(piece: Piece) -> str:
    return piece if isinstance(piece, str) else "x"


@dataclass(frozen=True)
class Item:
    """A statement in a list.

    Attributes:
        key: Its identifier.
        iri: The statement.
        words: Its words in their sentence; None where the graph has none.
        how: Its types and modality, and whether it denies.
        path: The path to it in the pages of the report.
        parts: Those of its parts that are listed with it.
        readable: Its words as they can be read alone.
    """

    key: str
    iri: str
    words: Quote | None
    how: Cell
    path: str = ""
    parts: tuple[Item, ...] = ()
    readable: str = ""


@dataclass(frozen=True)
class StatementGroup:
    """Statements of one section.

    Attributes:
        heading: The section.
        items: The statements.
    """

    heading: Cell
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Block:
    """A part of a page under a heading of its own.

    Attributes:
        heading: The heading.
        graph: The named graph that the content is from; empty if it is the report's, or if the text names the source.
        text: Paragraphs.
        facts: Pairs of a name and its values.
        table: A table.
        folded: Collapsed tables, each with a summary.
        quotes: Quotes of the report.
        groups: Statements by section.
        note: A note, or a link to more.
        is_doubt: Whether it lists errata.
    """

    heading: str
    graph: str = ""
    text: tuple[Cell, ...] = ()
    facts: tuple[tuple[Piece, tuple[Cell, ...]], ...] = ()
    table: Table | None = None
    folded: tuple[tuple[str, Table], ...] = ()
    quotes: tuple[Quote, ...] = ()
    groups: tuple[StatementGroup, ...] = ()
    note: Cell = ()
    is_doubt: bool = False

    @property
    def origin(self) -> tuple[str, str]:
        """The heading and note for the source of the content; both empty where the block names it."""
        heading, note = origin(self.graph) if self.graph else ("", "")
        return ("" if heading == self.heading else heading, note)


@dataclass(frozen=True)
class EntityDescription:
    """The description of a resource on its page.

    Attributes:
        lead: The first sentences.
        blocks: What follows.
        schema: Its description with terms of schema.org.
        shown: The properties of the resource whose values all stand in these sentences and blocks.
        shown_inverse: The properties whose subjects, where the resource is the object, all stand in them.
        heading: The heading of its page; empty for its label.
    """

    lead: tuple[Cell, ...] = ()
    blocks: tuple[Block, ...] = ()
    schema: dict[str, Any] = field(default_factory=dict)
    shown: frozenset[ox.NamedNode] = frozenset()
    shown_inverse: frozenset[ox.NamedNode] = frozenset()
    heading: str = ""


def listed(cells: list[Cell], last: str = " and ") -> Cell:
    """Return cells as one, with commas between them and a word before the last."""
    found: list[Piece] = []
    for place, cell in enumerate(cells):
        if place:
            found.append(last if place == len(cells) - 1 else ", ")
        found += cell
    return tuple(found)


def lines(cells: list[Cell]) -> Cell:
    """Return cells as one, with semicolons between them."""
    return tuple(piece for place, cell in enumerate(cells) for piece in (*(("; ",) if place else ()), *cell))


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with the word for what it counts."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
