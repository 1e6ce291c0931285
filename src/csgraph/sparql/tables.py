"""Formats rows as tables: plain text, Markdown, HTML, and wrapped for a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol
from unicodedata import combining, east_asian_width

import pyoxigraph as ox

from csgraph.rdf.terms import is_number, to_text
from csgraph.util import markup
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term


class TableRow(Protocol):
    """The terms of a row, in the order of the variables."""

    def __getitem__(self, place: int, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...


def width(text: str) -> int:
    """Return the width of a text in columns of a terminal (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _numeric(variables: Sequence[str], rows: Sequence[TableRow]) -> list[bool]:
    """Return for each column whether all its values are numbers."""
    bound = [[row[place] for row in rows if row[place] is not None] for place in range(len(variables))]
    return [bool(terms) and all(is_number(term) for term in terms) for terms in bound]


def write_plain(variables: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Return an aligned table with one line per row, however long."""
    cells = [[" ".join(to_text(term).split()) for term in row] for row in rows]
    numeric = _numeric(variables, rows)
    widths = [max(width(name), *(width(row[place]) for row in cells), 0) for place, name in enumerate(variables)]

    def line(texts: Sequence[str]) -> str:
        padded = [
            " " * (widths[place] - width(text)) + text if numeric[place] else text + " " * (widths[place] - width(text))
            for place, text in enumerate(texts)
        ]
        return "  ".join(padded).rstrip() + "\n"

    return "".join([line(variables), line(["-" * size for size in widths]), *map(line, cells)])


def write_markdown(variables: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Return a table of GitHub Flavored Markdown (section 4.10) in which the data are escaped."""

    def line(texts: Sequence[str]) -> str:
        return f"| {' | '.join(texts)} |\n" if texts else ""

    def cell(term: Term | None) -> str:
        escaped = markup.escape_markdown(to_text(term))
        return "<br>".join(" ".join(part.split()) for part in escaped.strip().split("\n"))

    marks = ["---:" if number else "---" for number in _numeric(variables, rows)]
    return line(variables) + line(marks) + "".join(line([cell(term) for term in row]) for row in rows)


def write_html(variables: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Return a ``table`` element in which the data are escaped; only http and https IRIs are links."""
    from html import escape

    def cell(term: Term | None) -> str:
        text = escape(to_text(term)).replace("\n", "<br>")
        if isinstance(term, ox.NamedNode) and re.match(r"https?://", term.value):
            return f'<td><a href="{escape(terminal_safe(term.value))}">{text}</a></td>'
        if isinstance(term, ox.Literal) and term.language:
            return f'<td lang="{escape(term.language)}">{text}</td>'
        return f"<td>{text}</td>"

    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in variables)
    body = "".join(f"<tr>{''.join(cell(term) for term in row)}</tr>\n" for row in rows)
    return f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n"


WRITERS: dict[str, Callable[[Sequence[str], Sequence[TableRow]], str]] = {
    "table": write_plain,
    "md": write_markdown,
    "html": write_html,
}


_LONGEST_WORD = 16
"""The width that a column on a terminal keeps for a long word, such as an IRI, before it is broken."""


def draw(variables: Sequence[str], rows: Sequence[TableRow]) -> str:
    """Return the rows as a table of the width of the terminal, with long cells wrapped."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Without colours no control sequence is ours, so that every one can be escaped.
    console = Console(color_system=None, highlight=False, markup=False, emoji=False)
    cells = [[to_text(term) for term in row] for row in rows]
    same = repeated(variables, cells)
    shown = [place for place, name in enumerate(variables) if name not in same]
    names = [variables[place] for place in shown]
    numeric = _numeric(variables, rows)
    cells = [[row[place] for place in shown] for row in cells]
    widths = fit([names, *cells], console.width - 3 * len(names))
    wraps = any(width(text) > size for row in cells for text, size in zip(row, widths, strict=True))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, leading=int(wraps))
    for name, size, place in zip(names, widths, shown, strict=True):
        table.add_column(Text(name), width=size, justify="right" if numeric[place] else "left", overflow="fold")
    for row in cells:
        # Text, never str: rich would read [bold] and [link=…] in a str as markup.
        table.add_row(*(Text(text) for text in row))
    with console.capture() as capture:
        console.print(table)
    drawn = "\n".join(line.rstrip() for line in capture.get().split("\n")).strip("\n") + "\n"
    below = [line for name, text in same.items() for line in markup.lines(f"{name}: {text}", width=console.width)]
    return "\n".join([drawn, *below]) + "\n" if below else drawn


_REPEATED = 30
"""A value of more than so many letters that is the same in all rows is shown once, below the table."""


def repeated(variables: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the columns with the same long value in each of at least two rows; never all columns."""
    if len(rows) < 2:
        return {}
    columns = zip(variables, zip(*rows, strict=True), strict=True)
    same = {name: column[0] for name, column in columns if len(column[0]) > _REPEATED and len(set(column)) == 1}
    return same if len(same) < len(variables) else {}


def fit(rows: Sequence[Sequence[str]], available: int) -> list[int]:
    """Return widths for columns that together take at most the available width and keep the rows low.

    Each column begins with the width of its longest word, or less if there is no room; the rest is added, letter by
    letter, to the column that needs most lines.
    """
    columns = list(zip(*rows, strict=True))
    wanted = [max(width(text) for text in column) for column in columns]
    words = [max((width(word) for text in column for word in text.split()), default=1) for column in columns]
    widths = [max(1, min(longest, want, _LONGEST_WORD)) for longest, want in zip(words, wanted, strict=True)]
    while sum(widths) > max(available, len(widths)):
        widths[widths.index(max(widths))] -= 1
    for _ in range(available - sum(widths)):
        lines = [want / size if want > size else 0 for want, size in zip(wanted, widths, strict=True)]
        if not any(lines):
            break
        widths[lines.index(max(lines))] += 1
    return widths
