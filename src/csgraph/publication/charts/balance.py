"""Draws the number of slots of each session by kind of affiliation, State, UNIDIR or other: one square for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csgraph.errors import InputError
from csgraph.publication.charts import svg, whole_number

TITLE = "How many slots of each session are printed under a State, under UNIDIR and under other names"

_WIDTH, _LABELS, _SQUARE, _GAP = 640, 270, 30, 6
_KINDS = {"state": ("S", "a State"), "unidir": ("U", "UNIDIR"), "other": ("O", "another name")}
_MOST = 100


def draw(rows: Sequence[dict[str, str]], link: svg.ChartLinks) -> svg.Drawing:
    """Return the chart, with sessions in the order of the rows."""

    def item(kind: str) -> tuple[float, Callable[[float, float], str]]:
        words = f"a slot under {_KINDS[kind][1]}"
        return 38 + svg.width(words), lambda x, y: svg.group(_square(kind, x, y - 6), svg.text(x + 38, y, words))

    drawn, y = svg.flow([item(kind) for kind in _KINDS], 6, _WIDTH, row=_SQUARE + _GAP)
    content = [svg.group(drawn, class_="legend")]
    y += 10
    told = []
    for row in rows:
        counts = {kind: whole_number("balance", row, kind) for kind in (*_KINDS, "slots")}
        if not all(0 <= count <= _MOST for count in counts.values()):
            raise InputError(f"a number of {row['session']} is not from 0 to {_MOST}", place="balance")
        words, below = _words(row, y, link)
        squares = [kind for kind in _KINDS for _ in range(counts[kind])]
        across = int((_WIDTH - _LABELS - 110) // (_SQUARE + _GAP))
        marks = [
            _square(kind, _LABELS + 20 + place % across * (_SQUARE + _GAP), y + place // across * (_SQUARE + _GAP))
            for place, kind in enumerate(squares)
        ]
        right = _LABELS + 20 + min(across, max(len(squares), 1)) * (_SQUARE + _GAP) + 6
        marks.append(svg.text(right, y + 5, f"{counts['slots']} slots"))
        numbers = ", ".join(f"{counts[kind]} {sign}" for kind, (sign, _) in _KINDS.items())
        high = -(-len(squares) // across) * (_SQUARE + _GAP)
        marks.append(svg.text(_LABELS + 20, y + high, numbers))
        tall = max(below - y, high + svg.TEXT * svg.LINE)
        content.append(svg.group(words, *marks, class_="session"))
        y += tall + 10
        content.append(svg.line(0, y - 5, _WIDTH, y - 5, stroke_opacity=0.2))
        told.append(f"{row['session']}: {', '.join(f'{counts[kind]} {name}' for kind, (_, name) in _KINDS.items())}.")
        y += 6
    return svg.Drawing(TITLE, "Sessions with a square for each slot. " + " ".join(told), _WIDTH, y, "\n".join(content))


def _words(row: dict[str, str], y: float, link: svg.ChartLinks) -> tuple[str, float]:
    head = svg.wrap(f"{row['session']}: {row['title']}", _LABELS, bold=True)
    names = svg.wrap(row["affiliations"], _LABELS, svg.SMALL)
    below = y + svg.height(head)
    drawn = [
        link("title", row["title"], svg.text(0, y, head, bold=True)),
        svg.text(0, below, names, size=svg.SMALL, quiet=True),
    ]
    return svg.group(*drawn), below + svg.height(names, svg.SMALL)


def _square(kind: str, x: float, y: float) -> str:
    """Return the square of a slot, identified by its letter and by a plain, double or dashed border."""
    colour = svg.OTHER if kind == "other" else svg.FIRM
    rim = {"state": None, "unidir": None, "other": "4 3"}[kind]
    box = svg.element("rect", x=x, y=y, width=_SQUARE, height=_SQUARE, rx=15 if kind == "unidir" else 3, fill=colour,
                      fill_opacity=svg.FAINT, stroke=colour, stroke_width=2, stroke_dasharray=rim)  # fmt: skip
    letter = svg.text(x + _SQUARE / 2, y + 4, _KINDS[kind][0], bold=True, anchor="middle")
    return svg.group(box, letter, class_=f"slot {kind}")
