"""Writes SVG as text: elements, wrapped text, links, and an accessible root element.

There is neither a ``style`` attribute nor a ``style`` element, which the content security policy of the pages would
block: all style is in presentation attributes (SVG 2, section 6.6). Lines and text inherit the colour of the text around
them (``currentColor``); areas have one of two colours with enough contrast to both white and near black.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from csgraph.util.terminal import page_safe, terminal_safe

if TYPE_CHECKING:
    from typing import TypeAlias

    Href: TypeAlias = Callable[[str, str], str | None]

FIRM, OTHER = "#3f83c4", "#c06a1a"
"""The two colours of areas: at least 3:1 against white and against #121212 (WCAG 2.2, success criterion 1.4.11)."""

FAINT = 0.2
"""Opacity of areas behind text, which keeps a contrast of at least 4.5:1 (WCAG 2.2, success criterion 1.4.3)."""

TEXT, SMALL = 14, 12
"""Font sizes in pixels: of main and of secondary text."""

LINE = 1.3
"""Line height, as a multiple of the font size."""

_MARGIN = 16
_FONT = "system-ui, Verdana, DejaVu Sans, sans-serif"

# Widths in sizes of the letters, at least those of DejaVu Sans and Verdana, the widest common faces without serifs.
_WIDTHS = {
    letter: size
    for letters, size in {
        "ijl'| ": 0.36, "Ifrt()[]/:;-!.,‘’": 0.45, "csz–“”": 0.53, "aekvxy?": 0.61, "bdghnopqu0123456789": 0.65,
        "ABCEFJKLPRSTXYZ": 0.7, "DGHNOQUVw": 0.82,
    }.items()
    for letter in letters
}  # fmt: skip
_LETTER, _WIDEST = 0.68, 1.02
_BOLD = 1.14

# Where a word may be broken: after a hyphen or slash within it.
_JOINT = re.compile(r"(?<=[-–/])(?=\w)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:")


@dataclass(frozen=True)
class Drawing:
    """What a chart shows.

    Attributes:
        title: Its title.
        description: Its content in words, for readers who cannot see it.
        width: Its width, in pixels.
        height: Its height.
        content: Its elements, as text.
    """

    title: str
    description: str
    width: float
    height: float
    content: str


class ChartLinks:
    """Wraps drawn content in links to the targets that ``href`` returns."""

    def __init__(self, href: Href | None = None) -> None:
        self._href = href

    def __call__(self, variable: str, value: str, content: str) -> str:
        """Return content as a link to the target of a value; unchanged if there is none."""
        address = self._href(variable, value) if self._href else None
        # Browsers drop some characters from a scheme, so an address with any of them gets no link.
        if not address or terminal_safe(address) != address or re.search(r"[\s\\]", address):
            return content
        scheme = _SCHEME.match(address)
        if scheme and scheme[0].lower() not in _SAFE_SCHEMES:
            return content
        return element("a", content, href=address, class_="picture-link")


def shown(text: str) -> str:
    """Return text on one line, with invisible and reordering characters escaped."""
    return " ".join(page_safe(text).split())


def escaped(text: str) -> str:
    """Return such text escaped, as the content of an element."""
    return escape(shown(text), quote=False)


def number(value: float) -> str:
    """Return a number rounded to a tenth of a pixel; to a hundredth below 1, as opacities are."""
    written = f"{value:.{2 if abs(value) < 1 else 1}f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def element(name: str, *content: str, **attributes: object) -> str:
    """Return an element. ``class_`` is class, other underscores are hyphens; what is None is left out.

    Args:
        name: Its name.
        content: Elements, or text that is escaped already.
        attributes: Its attributes: numbers, or text.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value) if isinstance(value, int | float) else str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


def width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """Return an upper estimate of the width of a text in pixels, for any font."""
    units = 0.0
    for letter in text:
        if combining(letter):
            continue
        if letter in _WIDTHS:
            units += _WIDTHS[letter]
        elif east_asian_width(letter) in "WF":
            units += _WIDEST
        else:
            units += _LETTER if letter.isalpha() and letter.islower() and letter not in "mæœ" else _WIDEST
    return units * size * (_BOLD if bold else 1)


def wrap(text: str, available: float, size: float = TEXT, *, bold: bool = False) -> list[str]:
    """Wrap text to a width; words are broken only if they are wider."""

    def fits(line: str) -> bool:
        return width(line, size, bold=bold) <= available

    lines = [""]
    for word in shown(text).split(" "):
        space = " " if lines[-1] else ""
        if fits(lines[-1] + space + word):
            lines[-1] += space + word
            continue
        if lines[-1] and fits(word):
            lines.append(word)
            continue
        for piece in _JOINT.split(word):
            if fits(lines[-1] + space + piece):
                lines[-1] += space + piece
                space = ""
                continue
            if lines[-1]:
                lines.append("")
            space = ""
            for letter in piece:
                if lines[-1] and not fits(lines[-1] + letter):
                    lines.append("")
                lines[-1] += letter
    return lines


def height(lines: Sequence[str], size: float = TEXT) -> float:
    """Return the height of lines of text."""
    return len(lines) * size * LINE


def text(
    x: float, y: float, lines: str | Sequence[str], *, size: float = TEXT, bold: bool = False, anchor: str | None = None,
    quiet: bool = False, turn: str | None = None,
) -> str:  # fmt: skip
    """Return text in lines.

    Args:
        x: The beginning, middle or end of the lines.
        y: The upper edge of the first line.
        lines: The lines, as ``wrap`` returns them.
        size: The font size.
        bold: Whether they are bold.
        anchor: Which point ``x`` is: ``middle`` or ``end``; None for the beginning.
        quiet: Whether they are secondary text, drawn paler.
        turn: The value of the attribute ``transform``; None if the text is not rotated.
    """
    rows = [lines] if isinstance(lines, str) else list(lines)
    at = [y + size * (LINE * place + 1) for place in range(len(rows))]
    if len(rows) == 1:
        content = [escaped(rows[0])]
    else:
        # The line ends become spaces when the text is copied or read aloud.
        content = ["\n".join(element("tspan", escaped(row), x=x, y=y) for row, y in zip(rows, at, strict=True))]
    return element(
        "text", *content, x=x, y=at[0], font_size=None if size == TEXT else size, font_weight="bold" if bold else None,
        text_anchor=anchor, fill_opacity=0.8 if quiet else None, transform=turn,
    )  # fmt: skip


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """Return a straight line in the colour of the text."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **{"stroke": "currentColor", **attributes})


def group(*content: str, **attributes: object) -> str:
    """Join elements, one on each line."""
    return element("g", "\n", *(f"{each}\n" for each in content), **attributes)


def flow(
    items: Iterable[tuple[float, Callable[[float, float], str]]], y: float, right: float, *, row: float = TEXT * 1.7
) -> tuple[str, float]:
    """Lay out items one after another in lines; return them and their bottom edge.

    Args:
        items: The width of each, and what draws it at a place.
        y: The upper edge of the first line.
        right: The right edge, which no item crosses.
        row: The distance between lines.
    """
    drawn, at = [], 0.0
    for size, pen in items:
        if at and at + size > right:
            at, y = 0.0, y + row
        drawn.append(pen(at, y))
        at += size + 20
    return "\n".join(drawn), (y + row if drawn else y)


def nothing(title: str) -> Drawing:
    """Return the chart for no rows: a message."""
    said = "There is nothing to show: the query gave no rows."
    return Drawing(title, said, 400, 40, text(0, 8, said))


def document(name: str, drawing: Drawing, *, linked: bool, alone: bool) -> str:
    """Return a chart as one ``svg`` element with title and description.

    The role ``img`` hides all parts from screen readers (WAI-ARIA 1.2, "Children Presentational"), so a chart with links
    has the role ``group``.
    """
    above, content = 0.0, drawing.content
    ground = []
    if alone:
        heading = wrap(drawing.title, drawing.width, TEXT + 4, bold=True)
        above = height(heading, TEXT + 4) + 12
        ground = [
            element("rect", x=-_MARGIN, y=-_MARGIN, width=drawing.width + 2 * _MARGIN,
                    height=drawing.height + above + 2 * _MARGIN, fill="#ffffff"),
            text(0, 0, heading, size=TEXT + 4, bold=True),
        ]  # fmt: skip
        content = group(content, transform=f"translate(0 {number(above)})")
    left, full, tall = -_MARGIN, drawing.width + 2 * _MARGIN, drawing.height + above + 2 * _MARGIN
    ids = [f"picture-{name}-{part}" for part in ("title", "desc")]
    box = " ".join(number(value) for value in (left, left, full, tall))
    return element(
        "svg", "\n", f"{element('title', escaped(drawing.title), id=ids[0])}\n",
        f"{element('desc', escaped(drawing.description), id=ids[1])}\n", *(f"{each}\n" for each in ground), content, "\n",
        xmlns="http://www.w3.org/2000/svg", viewBox=box, width=full, height=tall, role="group" if linked else "img",
        aria_labelledby=" ".join(ids), class_=f"picture picture-{name}", font_family=_FONT, font_size=TEXT, fill="currentColor",
        color="#1a1a1a" if alone else None,
    ) + "\n"  # fmt: skip
