"""What a page is made of: sentences, tables, facts and quoted statements, whose words lead to the resources they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from csgraph.publication.report import Quote


@dataclass(frozen=True)
class Hyperlink:
    """Words that lead to a entity, or to a page of the site.

    Attributes:
        text: The words.
        iri: The resource that they lead to; empty if it is a page.
        path: The page, from the root of the site.
    """

    text: str
    iri: str = ""
    path: str = ""


Piece = str | ox.NamedNode | ox.Literal | Hyperlink
"""A piece of a sentence: words, a resource (which is shown by its label and leads to its page), a value, or a link."""

Cell = tuple[Piece, ...]
"""A sentence, or what stands in a cell of a table."""

ANNOTATION = "annotation"
"""What stands for the part of the graph ``report`` that is our annotation of its sentences."""

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
"""Who says what the named graphs say, as headings in the order of a page, and what is to be known of it."""


def origin(graph: str) -> tuple[str, str]:
    """Return the heading for what a named graph says, and what is to be known of it."""
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
    """Return a table without the columns that nothing stands in."""
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
        how: Its types, its modality, and whatever else tells how it is put.
        path: Where in the report it is read.
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
        graph: The named graph that says what stands here; empty if that is the report's, or is said in words.
        text: Paragraphs.
        facts: What is called what.
        table: A table.
        folded: Tables that are opened by a click, by what is in each.
        quotes: Words of the report in their sentences.
        groups: Statements by section.
        note: What is to be known of it, or where there is more.
        is_doubt: Whether it tells what is doubtful in words of the report.
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
        """Who says what stands here, and what is to be known of that; both empty where the heading or a note tells."""
        heading, note = origin(self.graph) if self.graph else ("", "")
        return ("" if heading == self.heading else heading, note)


@dataclass(frozen=True)
class EntityDescription:
    """What a page says of a entity, in the way that fits its class.

    Attributes:
        lead: The first sentences.
        blocks: What follows.
        schema: What it is in the words of schema.org.
        shown: The properties of the resource whose values all stand in these sentences and blocks.
        shown_inverse: The properties whose subjects, where the resource is the object, all stand in them.
        heading: What its page is headed by; empty if by its label.
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
