"""Draws the charts of views as SVG: the same bytes for the same rows.

The key ``picture: NAME`` in the header of a view names its chart. A chart shows what is in the rows and nothing
else: what is vague in them is drawn as vague, what is counted is printed as a number.
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
    """Return the chart of rows as one ``svg`` element.

    In a page it inherits the colour of the text around it and has no style of its own; its ids begin with
    ``picture-`` and its name.

    Args:
        picture: One of ``CHARTS``, such as the ``picture`` of a view.
        rows: The rows of the view.
        href: Returns the link target for a variable and its value, or None; without it the chart has no links.
        alone: Draw a standalone file, with the title and a white background.

    Raises:
        InputError: There is no such chart, or the rows lack a column or a value that it needs.

    Example:
        >>> svg = csgraph.draw("timeline", csgraph.query("timeline"), alone=True)
        >>> svg[:39]
        '<svg xmlns="http://www.w3.org/2000/svg"'
    """
    from importlib import import_module

    from csgraph.publication.charts import svg

    if picture not in CHARTS:
        raise InputError(f"no such chart; the charts are {', '.join(CHARTS)}", place=picture)
    lacking = [f"?{name}" for name in CHARTS[picture].needs if name not in rows.variables]
    if lacking:
        has = ", ".join(f"?{name}" for name in rows.variables) or "none"
        problem = f"the chart needs the columns {', '.join(lacking)}, which the rows lack; they have {has}"
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
                raise InputError(f"row {number} has no value for ?{name}, which the chart needs", place=picture)
        content.append(values)
    return content


def whole_number(picture: str, row: Mapping[str, str], name: str) -> int:
    """Return a value of a row as a whole number of at most nine digits.

    Raises:
        InputError: The value is not such a number.
    """
    import re

    if not re.fullmatch(r"-?[0-9]{1,9}", row[name].strip(), re.ASCII):
        raise InputError(f"?{name} must be a whole number, not {row[name]!r}", place=picture)
    return int(row[name])
