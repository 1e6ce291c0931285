"""Draws the number of sentences on each pillar in each section.

Apart from them stands the number of further sentences, about the core issue that is read as corresponding.
"""

from __future__ import annotations

from collections.abc import Sequence

from csgraph.publication.charts import svg, whole_number
from csgraph.publication.charts.matrix import MatrixCell, Name, matrix

TITLE = "In which sections the report speaks of which pillar"

_NAMES, _COLUMN = 170, 126


def draw(rows: Sequence[dict[str, str]], link: svg.ChartLinks) -> svg.Drawing:
    """Return the chart, with pillars in the order printed and sections in that of the report."""
    pillars = _ordered(rows, "order", "pillar")
    sections = _ordered(rows, "place", "section")
    found: dict[tuple[str, str], MatrixCell | None] = {}
    total = 0
    for row in rows:
        direct, further = (whole_number("pillars", row, name) for name in ("aboutPillar", "aboutCoreIssue"))
        found[row["pillar"], row["section"]] = _cell(direct, further)
        total += direct
    cells = [[found.get((pillar, section)) for section in sections] for pillar in pillars]
    drawn, width, below = matrix(
        [Name(pillar, "pillar") for pillar in pillars], [Name(section, "section") for section in sections], cells, link,
        names=_NAMES, column=_COLUMN,
    )  # fmt: skip
    notes = [
        "Large: sentences about the pillar. + core issue: further sentences, about the core issue that is read as "
        "corresponding to it. –: no such sentence; sections without any are left out.",
        "What a sentence is about is a reading. A sentence about two pillars counts for each, so the numbers do not add up.",
    ]
    content = [drawn]
    below += 10
    for note in notes:
        lines = svg.wrap(note, width, svg.SMALL)
        content.append(svg.text(0, below, lines, size=svg.SMALL, quiet=True))
        below += svg.height(lines, svg.SMALL) + 4
    told = (
        f"A matrix of {len(pillars)} pillars and {len(sections)} sections; each cell has the number of sentences about the "
        "pillar, and of further ones about the corresponding core issue. "
    )
    return svg.Drawing(TITLE, told + " ".join(_told(row) for row in rows), width, below, "\n".join(content))


def _ordered(rows: Sequence[dict[str, str]], order: str, name: str) -> list[str]:
    places = {(whole_number("pillars", row, order), row[name]): None for row in rows}
    return list(dict.fromkeys(label for _, label in sorted(places)))


def _told(row: dict[str, str]) -> str:
    further = row["aboutCoreIssue"].strip()
    more = f" and {further} about the core issue" if further != "0" else ""
    return f"{row['pillar']}, {row['section']}: {row['aboutPillar'].strip()}{more}."


def _cell(direct: int, further: int) -> MatrixCell:
    second = f"+{further} core issue" if further else ""
    tall = 18 * svg.LINE + (svg.SMALL * svg.LINE if second else 0)

    def pen(middle: float, y: float) -> str:
        words = [svg.text(middle, y, str(direct), size=18, bold=True, anchor="middle")]
        if second:
            words.append(svg.text(middle, y + 18 * svg.LINE, second, size=svg.SMALL, anchor="middle"))
        return svg.group(*words)

    return MatrixCell(tall, pen)
