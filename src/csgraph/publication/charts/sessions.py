"""Draws the persons listed for each session with their affiliations: one card for each slot, in the order printed."""

from __future__ import annotations

from collections.abc import Sequence

from csgraph.publication.charts import svg, whole_number

TITLE = "Who is printed for which session, and under which affiliation"

_WIDTH, _ACROSS, _GAP, _PAD = 660, 3, 12, 10
_CARD = (_WIDTH - (_ACROSS - 1) * _GAP) / _ACROSS


def draw(rows: Sequence[dict[str, str]], link: svg.ChartLinks) -> svg.Drawing:
    """Return the chart, with sessions in the order of the rows and in each the persons listed."""
    sessions: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        sessions.setdefault((row["session"], row["title"]), []).append(row)
    content: list[str] = []
    y = 0.0
    for (form, title), slots in sessions.items():
        head = svg.wrap(f"{form}: {title}", _WIDTH, bold=True)
        drawn = [link("title", title, svg.text(0, y, head, bold=True))]
        y += svg.height(head) + 6
        for start in range(0, len(slots), _ACROSS):
            cards = [_Card(row) for row in slots[start : start + _ACROSS]]
            tall = max(card.height for card in cards)
            drawn += [card.draw(place * (_CARD + _GAP), y, tall, link) for place, card in enumerate(cards)]
            y += tall + _GAP
        content.append(svg.group(*drawn, class_="session"))
        y += _PAD
    note = svg.wrap(
        "Names and affiliations as printed, numbered in the order printed; that the first name goes with the first "
        "affiliation, and so on, is a reading of two parallel lists.",
        _WIDTH, svg.SMALL,
    )  # fmt: skip
    content.append(svg.text(0, y - _PAD, note, size=svg.SMALL, quiet=True))
    told = f"{len(sessions)} sessions with {len(rows)} speaker slots, each a card with name and affiliation."
    for (form, title), slots in sessions.items():
        names = "; ".join(f"{row['name']}, {row['affiliation']}" for row in slots)
        told += f" {form}, {title}: {names}."
    return svg.Drawing(TITLE, told, _WIDTH, y - _PAD + svg.height(note, svg.SMALL), "\n".join(content))


class _Card:
    def __init__(self, row: dict[str, str]) -> None:
        self.row, self.slot = row, str(whole_number("sessions", row, "slot"))
        self.left = _PAD + svg.width(self.slot, svg.SMALL) + 8
        room = _CARD - self.left - _PAD
        self.name = svg.wrap(row["name"], room, bold=True)
        self.affiliation = svg.wrap(row["affiliation"], room, svg.SMALL + 1)
        self.height = 2 * _PAD + svg.height(self.name) + svg.height(self.affiliation, svg.SMALL + 1)

    def draw(self, x: float, y: float, tall: float, link: svg.ChartLinks) -> str:
        box = svg.element("rect", x=x, y=y, width=_CARD, height=tall, rx=4, fill=svg.FIRM, fill_opacity=0.12,
                          stroke=svg.FIRM)  # fmt: skip
        below = y + _PAD + svg.height(self.name)
        return svg.group(
            box,
            svg.text(x + _PAD, y + _PAD + 1, self.slot, size=svg.SMALL, quiet=True),
            link("name", self.row["name"], svg.text(x + self.left, y + _PAD, self.name, bold=True)),
            link("affiliation", self.row["affiliation"],
                 svg.text(x + self.left, below, self.affiliation, size=svg.SMALL + 1)),
            class_="slot",
        )  # fmt: skip
