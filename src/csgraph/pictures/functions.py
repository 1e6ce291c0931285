"""Draws which functions are said of which forms of dialogue: a letter for each mention, that tells how strongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from csgraph.pictures import svg
from csgraph.pictures.matrix import Cell, Name, matrix

TITLE = "Which functions are said of which forms of dialogue, and how strongly"

_NAMES, _COLUMN = 200, 42
_NO_FORM = "of no one form"
_ACROSS, _LETTER = 3, 13
_SEPARATOR = "; "
_OWN_VOICE = "the report"
# A question is no claim, so it gets no letter among those that are.
_SIGNS = {"interrogative": "?"}


def draw(rows: Sequence[dict[str, str]], link: svg.Links) -> svg.Drawing:
    """Return the picture: functions in the order of the rows, the forms that most is said of first."""
    letters = signs(row["modality"] for row in rows)
    voices = {voice: str(number) for number, voice in enumerate(
        (voice for voice in dict.fromkeys(row["voice"] for row in rows) if voice != _OWN_VOICE), 1)}  # fmt: skip
    said = [(row, form) for row in rows for form in (row["forms"].split(_SEPARATOR) if row["forms"] else [""])]
    often = Counter(form for _, form in said)
    forms = sorted(often, key=lambda form: (not form, -often[form], form))
    functions = list(dict.fromkeys(row["function"] for row in rows))
    marks: dict[tuple[str, str], list[Callable[[float, float], str]]] = {}
    for row, form in said:
        pen = _letter(row, letters[row["modality"]], voices.get(row["voice"], ""), link)
        marks.setdefault((row["function"], form), []).append(pen)
    cells = [[_cell(marks.get((function, form), [])) for form in forms] for function in functions]
    drawn, width, below = matrix(
        [Name(name, lambda content, name=name: link("function", name, content)) for name in functions],
        [Name(form or _NO_FORM, lambda content, form=form: link("forms", form, content) if form else content) for form in forms],
        cells, names=_NAMES, column=_COLUMN, upright=True, empty="",
    )  # fmt: skip
    content = [drawn]
    below = _legend(letters, voices, content, below + 12, width)
    return svg.Drawing(TITLE, _told(rows, functions, forms), width, below, "\n".join(content))


def signs(modalities: Iterable[str]) -> dict[str, str]:
    """Return a sign for each modality, in their order: as few of its letters as tell it from the others."""
    found: dict[str, str] = {}
    for modality in sorted(set(modalities)):
        sign, size = _SIGNS.get(modality, modality[:1].upper()), 1
        while sign in found.values() and size < len(modality):
            size += 1
            sign = modality[:size].capitalize()
        found[modality] = sign
    return found


def _letter(row: dict[str, str], letter: str, voice: str, link: svg.Links) -> Callable[[float, float], str]:
    def pen(middle: float, y: float) -> str:
        said = f"{row['wording']} ({row['modality']}; {row['voice']}; {row['statement']})"
        words = svg.text(middle, y, letter, bold=True, anchor="middle")
        if voice:
            at = middle + svg.width(letter, bold=True) / 2
            words = svg.group(words, svg.text(at, y - 1, voice, size=svg.SMALL - 2))
        # The words that a letter stands for, for who points at it.
        return link("statement", row["statement"], svg.group(svg.element("title", svg.escape(svg.shown(said))), words,
                                                             class_="mention"))  # fmt: skip

    return pen


def _cell(pens: Sequence[Callable[[float, float], str]]) -> Cell | None:
    if not pens:
        return None
    lines = [pens[start : start + _ACROSS] for start in range(0, len(pens), _ACROSS)]

    def draw(middle: float, y: float) -> str:
        drawn = []
        for number, line in enumerate(lines):
            for place, pen in enumerate(line):
                drawn.append(pen(middle + (place - (len(line) - 1) / 2) * _LETTER, y + number * svg.TEXT * svg.LINE))
        return svg.group(*drawn)

    return Cell(len(lines) * svg.TEXT * svg.LINE, draw)


def _legend(letters: dict[str, str], voices: dict[str, str], content: list[str], y: float, width: float) -> float:
    def item(sign: str, words: str) -> tuple[float, Callable[[float, float], str]]:
        room = svg.width(sign, bold=True) + 8

        def pen(x: float, y: float) -> str:
            return svg.group(svg.text(x, y, sign, bold=True), svg.text(x + room, y, words))

        return room + svg.width(words), pen

    items = [item(sign, modality) for modality, sign in letters.items()]
    items += [item(number, f"raised: in the voice of {voice}") for voice, number in voices.items()]
    drawn, y = svg.flow(items, 0, y, width)
    content.append(svg.group(drawn, class_="legend"))
    note = (
        "One letter for each mention: how strongly the report puts it. A mention that is said of several forms stands "
        "under each of them. The functions and their names are ours."
    )
    lines = svg.wrap(note, width, svg.SMALL)
    content.append(svg.text(0, y, lines, size=svg.SMALL, quiet=True))
    return y + svg.height(lines, svg.SMALL)


def _told(rows: Sequence[dict[str, str]], functions: Sequence[str], forms: Sequence[str]) -> str:
    strengths = Counter(row["modality"] for row in rows)
    told = ", ".join(f"{count} {modality}" for modality, count in sorted(strengths.items()))
    named = len([form for form in forms if form])
    without = len([row for row in rows if not row["forms"]])
    return (
        f"A matrix of {len(functions)} functions and {named} forms of dialogue with a letter for each of {len(rows)} mentions: "
        f"{told}. {without} of them are said of no one form."
    )
