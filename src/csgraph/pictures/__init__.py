"""Draws pictures of the rows of views, as SVG that is the same for the same rows.

A view says by ``picture: NAME`` in its header which picture its rows make. A picture shows what its rows say and
nothing else: what is vague in them is drawn as vague, what is counted is printed as a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from csgraph.errors import InputError

if TYPE_CHECKING:
    from csgraph.pictures.svg import Href
    from csgraph.results import Rows


@dataclass(frozen=True)
class Picture:
    """A picture that rows may make.

    Attributes:
        columns: The variables that it needs a value of in each row.
        optional: The variables that it needs, and that a row may leave empty.
    """

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """All variables that it needs."""
        return (*self.columns, *self.optional)


PICTURES: Mapping[str, Picture] = {
    "balance": Picture(("session", "title", "slots", "state", "unidir", "other", "affiliations")),
    "functions": Picture(("function", "text", "modality", "voice", "statement"), ("form",)),
    "pillars": Picture(("order", "pillar", "place", "section", "aboutPillar", "aboutCoreIssue")),
    "sessions": Picture(("session", "title", "slot", "name", "affiliation")),
    "timeline": Picture(("when", "what", "passage"), ("date", "fromYear", "toYear")),
}
"""The pictures by name. Each is drawn by the module of its name."""


def draw(picture: str, rows: Rows, *, href: Href | None = None, alone: bool = False) -> str:
    """Return the picture that rows make, as one ``svg`` element.

    In a page it takes the colour of the text around it, has no style of its own, and its ids begin with
    ``picture-`` and its name.

    Args:
        picture: One of ``PICTURES``, such as the ``picture`` of a view.
        rows: The rows of the view.
        href: Gives the address that a value of a variable leads to, or None; without it the picture has no links.
        alone: Draw it for a file of its own, with its title and on white ground.

    Raises:
        InputError: There is no such picture, or the rows lack what it needs.
    """
    from importlib import import_module

    from csgraph.pictures import svg

    if picture not in PICTURES:
        raise InputError(f"there is no such picture; there are {', '.join(PICTURES)}", place=picture)
    lacking = [f"?{name}" for name in PICTURES[picture].needs if name not in rows.variables]
    if lacking:
        has = ", ".join(f"?{name}" for name in rows.variables) or "none"
        problem = f"the picture needs the columns {', '.join(lacking)}, which the rows lack; they have {has}"
        raise InputError(problem, place=picture)
    module = import_module(f"csgraph.pictures.{picture}")
    drawing = module.draw(_values(picture, rows), svg.Links(href)) if rows else svg.nothing(module.TITLE)
    return svg.document(picture, drawing, linked=href is not None, alone=alone)


def ask(
    question: str,
    given: Mapping[str, Iterable[object]],
    *,
    href: Href | None = None,
    alone: bool = False,
    **source: Any,
) -> str:
    """Ask a view, or another query whose header declares a picture, and return its picture.

    Args:
        question: The name of a view, the path of a file, ``-`` for standard input, or SPARQL with a header.
        given: Values of parameters by name.
        href: As in ``draw``.
        alone: As in ``draw``.
        source: What is asked, as ``csgraph.query`` takes it: graphs, data, store, endpoint, timeout.

    Raises:
        InputError: The query declares no picture, cannot be answered, or its rows lack what the picture needs.
    """
    from csgraph import answers, views
    from csgraph.results import Rows

    text, place = views.read_query(question)
    picture = views.picture_of(text, place)
    answer = answers.ask(text if question == "-" else question, given, **source)
    if not isinstance(answer, Rows):
        raise InputError("a picture is drawn of rows, and this query gives none", place=place)
    return draw(picture, answer, href=href, alone=alone)


def _values(picture: str, rows: Rows) -> list[dict[str, str]]:
    """Return the values that a picture needs, as text by variable, an unbound one as empty text."""
    known = PICTURES[picture]
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
