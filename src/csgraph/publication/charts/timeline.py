"""Draws a timeline: dates as precisely as the words state them, and vague words beside it.

A day is a point, a month a diamond, a year a bar as long as it; where the words name only a first year, only a last
one or two different ones, the bar fades to where they leave it open. Words that name no year have no place on the
line: they stand below it, in the order of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from csgraph.errors import InputError
from csgraph.publication.charts import svg, whole_number

TITLE = "When what happened, as precisely or as vaguely as the report says"

_WIDTH, _LABELS, _AXIS = 640, 234, (250, 604)
# A date of XML Schema: year, and month and day if known; the time zone is ignored.
_DATE = re.compile(
    r"(-?[0-9]{4,9})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII
)
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
_LEAST_STEP = 44
_PAD = 8

_KINDS = {
    "day": "a day",
    "month": "a month",
    "year": "a year, no more exactly",
    "from": "from a year on: no end is named",
    "until": "until a year: no beginning is named",
    "range": "between two years, no more exactly",
}


class _Entry:
    """A row, and what it states: one of ``_KINDS`` or vague, with years from and to (exclusive) as numbers."""

    def __init__(self, row: dict[str, str]) -> None:
        self.row = row
        found = _DATE.fullmatch(row["date"].strip())
        first, last = (whole_number("timeline", row, name) if row[name] else None for name in ("fromYear", "toYear"))
        if first is not None and last is not None and last < first:
            raise InputError(f"the years of {row['when']!r} are in the wrong order: {first}, {last}", place="timeline")
        self.kind, self.start, self.end = "vague", 0.0, 0.0
        if found:
            year, month, day = (int(part) if part else None for part in found.groups())
            assert year is not None
            self.kind = "day" if day else "month" if month else "year"
            # Months as twelfths and days as thirty-firsts: no pixel's difference, and later is always further right.
            self.start = year + ((month or 1) - 1) / 12 + ((day or 1) - 1) / 372
            self.end = self.start + {"day": 1 / 372, "month": 1 / 12, "year": 1}[self.kind]
        elif first is not None or last is not None:
            self.kind = "from" if last is None else "until" if first is None else "year" if first == last else "range"
            self.start = float(last if first is None else first)  # type: ignore[arg-type]
            self.end = float(first if last is None else last) + 1  # type: ignore[arg-type]


def draw(rows: Sequence[dict[str, str]], link: svg.ChartLinks) -> svg.Drawing:
    """Return the chart."""
    entries = [_Entry(row) for row in rows]
    dated = [entry for entry in entries if entry.kind != "vague"]
    vague = [entry for entry in entries if entry.kind == "vague"]
    content: list[str] = []
    y = 0.0
    if dated:
        y = _legend(dated, content)
        y = _line(dated, content, link, y + 10)
    if vague:
        y = _vague(vague, content, link, y + (20 if dated else 0))
    return svg.Drawing(TITLE, _told(dated, vague), _WIDTH, y, "\n".join(content))


def _told(dated: Sequence[_Entry], vague: Sequence[_Entry]) -> str:
    counts = [(len([entry for entry in dated if entry.kind == kind]), words) for kind, words in _KINDS.items()]
    parts = [f"{len(dated)} dates on a line of years"]
    if dated:
        parts[0] += f" from {_first(dated)} to {_last(dated) - 1}"
        parts[0] += f" ({'; '.join(f'{count} {words}' for count, words in counts if count)})"
    parts.append(f"{len(vague)} in words that name no year, listed below the line without a place on it")
    return "; ".join(parts) + "."


def _first(dated: Sequence[_Entry]) -> int:
    return min(int(entry.start // 1) for entry in dated)


def _last(dated: Sequence[_Entry]) -> int:
    """Return the year after the last one that is drawn."""
    return max(int(-(-entry.end // 1)) for entry in dated)


def _legend(dated: Sequence[_Entry], content: list[str]) -> float:
    kinds = {entry.kind for entry in dated}

    def item(kind: str, words: str) -> tuple[float, Callable[[float, float], str]]:
        # The width of the line in the legend, and where the mark begins and ends on it.
        room, start, end = {"from": (44, 0, 14), "until": (44, 30, 44), "range": (44, 0, 44)}.get(kind, (14, 0, 14))

        def pen(x: float, y: float) -> str:
            mark = _mark(kind, x + start, x + end, y + 10, (x, x + room))
            return svg.group(mark, svg.text(x + room + 8, y, words, size=svg.SMALL))

        return room + 8 + svg.width(words, svg.SMALL), pen

    drawn, below = svg.flow([item(kind, words) for kind, words in _KINDS.items() if kind in kinds], 0, _WIDTH)
    content.append(_gradients())
    content.append(svg.group(drawn, class_="legend"))
    return below


def _gradients() -> str:
    def gradient(name: str, *stops: tuple[float, float]) -> str:
        return svg.element(
            "linearGradient",
            *(svg.element("stop", offset=at, stop_color=svg.FIRM, stop_opacity=opacity) for at, opacity in stops),
            id=f"picture-timeline-{name}",
        )

    return svg.element(
        "defs", gradient("from", (0, 0.8), (1, 0.05)), gradient("until", (0, 0.05), (1, 0.8)),
        gradient("range", (0, 0.05), (0.3, 0.9), (0.7, 0.9), (1, 0.05)),
    )  # fmt: skip


def _mark(kind: str, start: float, end: float, y: float, edges: tuple[float, float]) -> str:
    """Return the mark of a date from start to end, within the edges of the axis."""
    middle = (start + end) / 2
    if kind == "day":
        return svg.element("circle", cx=middle, cy=y, r=5.5, fill=svg.FIRM)
    if kind == "month":
        return svg.element("path", d=f"M{svg.number(middle)} {svg.number(y - 7)}l7 7l-7 7l-7 -7z", fill=svg.FIRM)

    def bar(left: float, right: float, fill: str) -> str:
        return svg.element("rect", x=left, y=y - 6, width=max(right - left, 3), height=12, fill=fill)

    if kind == "year":
        return bar(start, end, svg.FIRM)
    if kind == "range":
        dashes = svg.line(start, y, end, y, stroke_dasharray="2 3")
        return svg.group(bar(start, end, "url(#picture-timeline-range)"), dashes)
    far = edges[1] if kind == "from" else edges[0]
    sign = 1 if kind == "from" else -1
    near = end if kind == "from" else start
    tail = bar(min(near, far), max(near, far), f"url(#picture-timeline-{kind})")
    arrow = svg.element("path", d=f"M{svg.number(far - sign * 6)} {svg.number(y - 5)}l{sign * 6} 5l{-sign * 6} 5",
                        fill="none", stroke="currentColor")  # fmt: skip
    dashes = svg.line(near, y, far, y, stroke_dasharray="2 3")
    return svg.group(tail, dashes, arrow, bar(start, end, svg.FIRM))


def _words(entry: _Entry, available: float) -> tuple[list[str], list[str], str]:
    when = svg.wrap(entry.row["when"], available, bold=True)
    return when, svg.wrap(entry.row["what"], available, svg.SMALL + 1), entry.row["passage"]


def _write(entry: _Entry, x: float, y: float, available: float, link: svg.ChartLinks) -> tuple[str, float]:
    """Return the text of a date and its bottom edge."""
    when, what, passage = _words(entry, available)
    at = y + svg.height(when)
    below = at + svg.height(what, svg.SMALL + 1)
    source = svg.wrap(passage, available, svg.SMALL)
    drawn = [
        svg.text(x, y, when, bold=True),
        svg.text(x, at, what, size=svg.SMALL + 1),
        link("passage", passage, svg.text(x, below, source, size=svg.SMALL, quiet=True)),
    ]
    return "\n".join(drawn), below + svg.height(source, svg.SMALL)


def _line(dated: Sequence[_Entry], content: list[str], link: svg.ChartLinks, y: float) -> float:
    """Draw the dates on the axis; return its bottom edge."""
    first, last, step = _years(dated)
    left, right = _AXIS

    def at(year: float) -> float:
        return left + (right - left) * (year - first) / (last - first)

    top = y + 24
    entries, below = [], top + _PAD
    for entry in dated:
        words, end = _write(entry, 0, below, _LABELS, link)
        mark = _mark(entry.kind, at(entry.start), at(entry.end), (below + end) / 2, _AXIS)
        entries.append(svg.group(words, svg.group(mark, class_="mark"), class_=f"entry {entry.kind}"))
        below = end + 2 * _PAD
        entries.append(svg.line(0, below - _PAD, _WIDTH, below - _PAD, stroke_opacity=0.2))
    below -= _PAD
    ticks = []
    for year in range(first, last, step):
        x = at(year)
        ticks.append(svg.line(x, top, x, below, stroke_opacity=0.35))
        ticks += [svg.text(x, place, str(year), size=svg.SMALL) for place in (top - 18, below + 2)]
    ends = [svg.line(left, place, right, place) for place in (top, below)]
    content.append(svg.group(*ticks, *ends, class_="years"))
    content.extend(entries)
    return below + 24


def _years(dated: Sequence[_Entry]) -> tuple[int, int, int]:
    """Return the first and last year of the axis, and the step of its ticks."""
    first, last = _first(dated), _last(dated)
    step = next((step for step in _STEPS if (_AXIS[1] - _AXIS[0]) * step / (last - first) >= _LEAST_STEP), 0)
    step = step or 10 ** len(str(last - first))
    return first // step * step, last, step


def _vague(vague: Sequence[_Entry], content: list[str], link: svg.ChartLinks, y: float) -> float:
    """Draw the words without a year in a box; return its bottom edge."""
    head = svg.wrap("Words that name no year: they have no place on the line", _WIDTH - 32, bold=True)
    below = y + 12 + svg.height(head) + 10
    entries = []
    for entry in vague:
        words, end = _write(entry, 44, below, _WIDTH - 60, link)
        # A wave, for what has no edges.
        wave = svg.element(
            "path", d=f"M12 {svg.number(below + 9)}q4 -6 8 0t8 0", fill="none", stroke=svg.OTHER, stroke_width=3
        )
        entries.append(svg.group(wave, words, class_="entry vague"))
        below = end + 2 * _PAD
    box = svg.element("rect", x=0, y=y, width=_WIDTH, height=below - y, rx=6, fill="none", stroke="currentColor",
                      stroke_dasharray="4 4", stroke_opacity=0.7)  # fmt: skip
    content.append(svg.group(box, svg.text(16, y + 10, head, bold=True), *entries, class_="vague-words"))
    return below
