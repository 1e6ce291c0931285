"""Draws a matrix of functions and forms of dialogue: one letter for each mention, which gives its modality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from csgraph.publication.charts import svg
from csgraph.publication.charts.matrix import MatrixCell, Name, matrix

TITLE = "Which functions stand with which forms of dialogue, and how strongly"

_NAMES, _COLUMN = 200, 46
_NO_FORM = "of no one form"
_ACROSS, _LETTER, _RAISED = 42, 14, 7
_OWN_VOICE = "the report"
# A question claims nothing, so it has a sign instead of a letter.
_SIGNS = {"interrogative": "?"}


def draw(rows: Sequence[dict[str, str]], link: svg.ChartLinks) -> svg.Drawing:
    """Return the chart, with functions in the order of the rows and forms by number of mentions."""
    letters = signs(row["modality"] for row in rows)
    voices = {voice: str(number) for number, voice in enumerate(
        (voice for voice in dict.fromkeys(row["voice"] for row in rows) if voice != _OWN_VOICE), 1)}  # fmt: skip
    often = Counter(row["form"] for row in rows)
    forms = sorted(often, key=lambda form: (bool(form), -often[form], form))
    functions = list(dict.fromkeys(row["function"] for row in rows))
    marks: dict[tuple[str, str], list[_Mark]] = {}
    for row in rows:
        mark = _Mark(row, letters[row["modality"]], voices.get(row["voice"], ""))
        marks.setdefault((row["function"], row["form"]), []).append(mark)
    cells = [[_cell(marks.get((function, form), []), link) for form in forms] for function in functions]
    drawn, width, below = matrix(
        [Name(function, "function") for function in functions],
        [Name(form or _NO_FORM, "form" if form else "") for form in forms], cells, link,
        names=_NAMES, column=_COLUMN, upright=True, empty="",
    )  # fmt: skip
    content = [drawn]
    below = _legend(letters, voices, content, below + 12, width)
    return svg.Drawing(TITLE, _told(rows, functions, forms), width, below, "\n".join(content))


def signs(modalities: Iterable[str]) -> dict[str, str]:
    """Return the shortest unambiguous prefix of each modality, in their order."""
    found: dict[str, str] = {}
    for modality in sorted(set(modalities)):
        sign, size = _SIGNS.get(modality, modality[:1].upper()), 1
        while sign in found.values() and size < len(modality):
            size += 1
            sign = modality[:size].capitalize()
        found[modality] = sign
    return found


@dataclass(frozen=True)
class _Mark:
    """A mention: its letter, and a raised number for a voice that is not the report's own."""

    row: dict[str, str]
    letter: str
    voice: str

    @property
    def width(self) -> float:
        return max(_LETTER, svg.width(self.letter, bold=True)) + _RAISED * len(self.voice)

    def draw(self, middle: float, y: float, link: svg.ChartLinks) -> str:
        row, at = self.row, middle - _RAISED * len(self.voice) / 2
        # The tooltip of the letter.
        said = f"{row['text']} ({row['modality']}; {row['voice']}; {row['statement']})"
        words = [svg.element("title", svg.escaped(said)), svg.text(at, y, self.letter, bold=True, anchor="middle")]
        if self.voice:
            words.append(svg.text(at + 6, y - 1, self.voice, size=svg.SMALL - 2))
        return link("statement", row["statement"], svg.group(*words, class_="mention"))


def _cell(marks: Sequence[_Mark], link: svg.ChartLinks) -> MatrixCell | None:
    lines: list[list[_Mark]] = []
    for mark in marks:
        if not lines or sum(each.width for each in (*lines[-1], mark)) > _ACROSS:
            lines.append([])
        lines[-1].append(mark)

    def draw(middle: float, y: float) -> str:
        drawn = []
        for number, line in enumerate(lines):
            x = middle - sum(mark.width for mark in line) / 2
            for mark in line:
                drawn.append(mark.draw(x + mark.width / 2, y + number * svg.TEXT * svg.LINE, link))
                x += mark.width
        return "\n".join(drawn)

    return MatrixCell(len(lines) * svg.TEXT * svg.LINE, draw) if marks else None


def _legend(letters: dict[str, str], voices: dict[str, str], content: list[str], y: float, width: float) -> float:
    def item(sign: str, words: str) -> tuple[float, Callable[[float, float], str]]:
        room = svg.width(sign, bold=True) + 8

        def pen(x: float, y: float) -> str:
            return svg.group(svg.text(x, y, sign, bold=True), svg.text(x + room, y, words))

        return room + svg.width(words), pen

    items = [item(sign, modality) for modality, sign in letters.items()]
    items += [item(number, f"raised: in the voice of {voice}") for voice, number in voices.items()]
    drawn, y = svg.flow(items, y, width)
    content.append(svg.group(drawn, class_="legend"))
    note = (
        "One letter for each mention: how strongly the report puts it; a question claims nothing. A mention "
        "said of several forms stands under each of them. The functions and their names are ours."
    )
    lines = svg.wrap(note, width, svg.SMALL)
    content.append(svg.text(0, y, lines, size=svg.SMALL, quiet=True))
    return y + svg.height(lines, svg.SMALL)


def _told(rows: Sequence[dict[str, str]], functions: Sequence[str], forms: Sequence[str]) -> str:
    mentions = {(row["function"], row["statement"]): row for row in rows}.values()
    strengths = Counter(row["modality"] for row in mentions)
    told = ", ".join(f"{count} {modality}" for modality, count in sorted(strengths.items()))
    named = len([form for form in forms if form])
    without = len([row for row in mentions if not row["form"]])
    return (
        f"A matrix of {len(functions)} functions and {named} forms of dialogue with a letter for each of "
        f"{len(mentions)} mentions: {told}. {without} of them are said of no one form."
    )
