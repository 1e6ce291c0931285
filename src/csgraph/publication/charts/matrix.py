"""Lays out a matrix: row labels at the left, column labels above, cells drawn by the caller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from csgraph.publication.charts import svg

_PAD = 6


@dataclass(frozen=True)
class MatrixCell:
    """The content of a cell.

    Attributes:
        height: Its height.
        draw: Draws it, given the middle and the upper edge of the cell.
    """

    height: float
    draw: Callable[[float, float], str]


@dataclass(frozen=True)
class Name:
    """The name of a row or column.

    Attributes:
        words: The name.
        variable: The variable whose value it is; empty if it is not a value.
    """

    words: str
    variable: str

    def draw(self, content: str, link: svg.ChartLinks) -> str:
        """Return the name as SVG, as a link if it has a target."""
        return link(self.variable, self.words, content) if self.variable else content


def matrix(
    rows: Sequence[Name], columns: Sequence[Name], cells: Sequence[Sequence[MatrixCell | None]], link: svg.ChartLinks, *,
    names: float, column: float, upright: bool = False, empty: str = "–",
) -> tuple[str, float, float]:  # fmt: skip
    """Return a matrix, its width and its height.

    Args:
        rows: The names of the rows.
        columns: The names of the columns.
        cells: The cells of each row; None for an empty one.
        link: Makes links of the names.
        names: The maximum width of the names of the rows.
        column: The width of a column.
        upright: Whether the names of the columns run upwards.
        empty: The text of an empty cell.
    """
    room = 150.0 if upright else column - 2 * _PAD
    heads = [svg.wrap(name.words, room, svg.SMALL + 1, bold=True) for name in columns]
    if upright:
        column = max(column, *(svg.height(lines, svg.SMALL + 1) + 4 for lines in heads))
        top = max(svg.width(line, svg.SMALL + 1, bold=True) for lines in heads for line in lines) + _PAD
    else:
        top = max(svg.height(lines, svg.SMALL + 1) for lines in heads) + _PAD
    full = names + column * len(columns)
    content = []
    for place, (name, lines) in enumerate(zip(columns, heads, strict=True)):
        middle = names + column * (place + 0.5)
        if upright:
            start = middle - svg.height(lines, svg.SMALL + 1) / 2
            turn = f"rotate(-90 {svg.number(start)} {svg.number(top - _PAD)})"
            word = svg.text(start, top - _PAD, lines, size=svg.SMALL + 1, bold=True, turn=turn)
        else:
            start = top - _PAD - svg.height(lines, svg.SMALL + 1)
            word = svg.text(middle, start, lines, size=svg.SMALL + 1, bold=True, anchor="middle")
        content.append(svg.group(name.draw(word, link), class_="column"))
    y = top
    for name, across in zip(rows, cells, strict=True):
        lines = svg.wrap(name.words, names - 12)
        tall = max([svg.height(lines) + 2 * _PAD, 30, *(cell.height + 2 * _PAD for cell in across if cell)])
        drawn = [
            svg.line(0, y, full, y, stroke_opacity=0.3),
            name.draw(svg.text(0, y + (tall - svg.height(lines)) / 2, lines), link),
        ]
        for place, cell in enumerate(across):
            left = names + column * place
            if cell is None and not empty:
                continue
            if cell is None:
                middle = y + tall / 2 - svg.TEXT * svg.LINE / 2
                drawn.append(svg.text(left + column / 2, middle, empty, anchor="middle", quiet=True))
                continue
            area = svg.element("rect", x=left + 2, y=y + 2, width=column - 4, height=tall - 4, rx=3, fill=svg.FIRM,
                               fill_opacity=svg.FAINT)  # fmt: skip
            drawn.append(svg.group(area, cell.draw(left + column / 2, y + (tall - cell.height) / 2), class_="cell"))
        content.append(svg.group(*drawn, class_="row"))
        y += tall
    content.append(svg.line(0, y, full, y, stroke_opacity=0.3))
    return "\n".join(content), full, y
