"""Draws charts of the rows of views, as SVG that is the same for the same rows.

A view says by ``picture: NAME`` in its header which picture its rows make. A picture shows what its rows say and
nothing else: what is vague in them is drawn as vague, what is counted is printed as a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csgraph.errors import InputError
from csgraph.publication.chart_columns import CHARTS

if TYPE_CHECKING:
    from csgraph.publication.charts.svg import Href
    from csgraph.sparql.results import Rows


def draw(picture: str, rows: Rows, *, href: Href | None = None, alone: bool = False) -> str:
    """Return the chart of some rows, as one ``svg`` element.

    In a page it takes the colour of the text around it, has no style of its own, and its ids begin with
    ``picture-`` and its name.

    Args:
        picture: One of ``CHARTS``, such as the ``picture`` of a view.
        rows: The rows of the view.
        href: Gives the address that a value of a variable leads to, or None; without it the picture has no links.
        alone: Draw it for a file of its own, with its title and on white ground.

    Raises:
        InputError: There is no such picture, or the rows lack what it needs.

    Example:
        >>> svg = csgraph.draw("timeline", csgraph.query("timeline"), alone=True)
        >>> svg[:39]
        '<svg xmlns="http://www.w3.org/2000/svg"'
    """
    from importlib import import_module

    from csgraph.publication.charts import svg

    if picture not in CHARTS:
        raise InputError(f"there is no such picture; there are {', '.join(CHARTS)}", place=picture)
    lacking = [f"?{name}" for name in CHARTS[picture].needs if name not in rows.variables]
    if lacking:
        has = ", ".join(f"?{name}" for name in rows.variables) or "none"
        problem = f"the picture needs the columns {', '.join(lacking)}, which the rows lack; they have {has}"
        raise InputError(problem, place=picture)
    module = import_module(f"csgraph.publication.charts.{picture}")
    drawing = module.draw(_values(picture, rows), svg.ChartLinks(href)) if rows else svg.nothing(module.TITLE)
    return svg.document(picture, drawing, linked=href is not None, alone=alone)


def _values(picture: str, rows: Rows) -> list[dict[str, str]]:
    """Return the values that a chart needs, as text by variable; empty text for unbound ones."""
    known = CHARTS[picture]
    content = []
    for number, row in enumerate(rows, 1):
        values = {name: "" if row[name] is None else str(getattr(row[name], "value", row[name]))
                  for name in known.needs}  # fmt: skip
        for name in known.columns:
            if not values[name].strip():
                raise InputError(f"row {number} has nothing in ?{name}, which the picture needs", place=picture)
        content.append(values)
    return content


def whole_number(picture: str, row: Mapping[str, str], name: str) -> int:
    """Return a value of a row as a whole number, at most of nine digits.

    Raises:
        InputError: It is none.
    """
    import re

    if not re.fullmatch(r"-?[0-9]{1,9}", row[name].strip(), re.ASCII):
        raise InputError(f"?{name} must be a whole number, not {row[name]!r}", place=picture)
    return int(row[name])
