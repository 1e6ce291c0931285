"""The pages of the views: each question with its answer as a table, its query, and the files of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from markupsafe import Markup, escape

from csgraph.errors import InputError
from csgraph.publication import charts, dataset, parameters
from csgraph.publication.parameters import Parameter
from csgraph.publication.resources import ResourceReader
from csgraph.publication.views import View
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import BASE
from csgraph.rdf.terms import is_number, to_text
from csgraph.rdf.turtle import natural_key
from csgraph.release import query_catalog
from csgraph.site import entity_links, highlight, serializations
from csgraph.site.data_files import ANSWERS, write_data
from csgraph.site.entity_links import ColumnNames
from csgraph.site.serializations import Documents
from csgraph.site.templating import script_json, seen
from csgraph.site.writer import Here, Site
from csgraph.sparql import engine
from csgraph.sparql.results import Rows

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term

ROOM = 72_000
"""Maximum number of bytes of the chart and the rows of a view on its page; a script loads the other rows."""

INLINE = 32_000
"""Maximum number of bytes of a chart that is part of its page, with links; a larger one is a file of its own."""

FORMATS = {ending: ANSWERS[ending][0] for ending in ("csv", "json")}
"""The files of an answer, by the ending of their names, with their media types (SPARQL 1.1 Query Results)."""

LONG = 80
"""Minimum number of characters of a long text, whose column gets more room."""

# The approximate size of the markup of a row, of a cell, and of a link in it.
_ROW, _CELL, _LINK = 10, 12, 16


@dataclass(frozen=True)
class TableCell:
    """A cell of a table.

    Attributes:
        parts: Its text in pieces, each with its link or an empty string.
        value: Its value in the CSV, if different.
        language: The language of its text, if not English.
    """

    parts: tuple[tuple[str, str], ...]
    value: str | None = None
    language: str = ""

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(text for text, _ in self.parts)

    @property
    def size(self) -> int:
        """Its approximate size on a page, in bytes."""
        texts = sum(len(escape(text).encode()) + (len(href) + _LINK if href else 0) for text, href in self.parts)
        return texts + len((self.value or "").encode()) + _CELL


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: The variable.
        meaning: Its description.
        is_number: Whether it has only numbers.
        is_long: Whether any of its texts is long.
    """

    name: str
    meaning: str
    is_number: bool
    is_long: bool = False


@dataclass(frozen=True)
class ParameterOption:
    """A value that a parameter takes.

    Attributes:
        value: The node, in N-Triples.
        label: Its label.
        is_default: Whether it is the default.
    """

    value: str
    label: str
    is_default: bool


@dataclass(frozen=True)
class Field:
    """A field of the form for the parameters of a view.

    Attributes:
        parameter: The parameter.
        choices: The values that it takes; empty where it takes any.
    """

    parameter: Parameter
    choices: tuple[ParameterOption, ...] = ()


def write(site: Site) -> None:
    """Write the page of each view, its files, and the page that lists the views."""
    made = Documents(site.publication)
    counts: dict[str, int] = {}
    # A store of only the graphs that a view queries answers twice as fast; views of the same graphs share one.
    for further, asking in groupby(sorted(site.publication.views, key=_further), _further):
        store = dataset.load_store(further)
        counts |= {view.name: _write(site, view, made, store) for view in asking}
    site.page(
        "views.html",
        "views.html",
        title="The questions it answers",
        themes=_themes(site.publication.views, counts),
        query=query_catalog.QUERY,
        kind_of=kind_of,
    )


def _themes(known: Iterable[View], counts: Mapping[str, int]) -> dict[str, list[tuple[View, int]]]:
    """Return the views by their themes, both in order."""
    found: dict[str, list[tuple[View, int]]] = {}
    for view in known:
        for tag in view.tags:
            found.setdefault(tag, []).append((view, counts[view.name]))
    return dict(sorted(found.items()))


def kind_of(parameter: Parameter) -> str:
    """Return the kind of value of a parameter, in a word or two."""
    return parameter.scheme.replace("-", " ") or {"node": "thing"}.get(parameter.type, parameter.type)


def _further(view: View) -> list[str]:
    """Return the graphs that a view queries besides the default ones."""
    return sorted({*view.graphs} - {*dataset.DEFAULT_GRAPHS})


def _write(site: Site, view: View, made: Documents, store: ox.Store) -> int:
    """Write the page and the files of one view; return its number of rows."""
    publication = site.publication
    iri = query_catalog.QUERY + view.name
    file = publication.addresses.file(iri)
    page = f"{file}.html"
    text = turtle.read(view.path).decode()
    terms = parameters.resolve(view.parameters, {}, publication.store, place=view.name)
    answer = engine.run(text, store, place=view.name, terms=terms)
    if not isinstance(answer, Rows):
        raise InputError("a view gives rows: SELECT is missing", place=view.name)
    for ending in FORMATS:
        site.file(f"{file}.{ending}", answer.to(ending))
    site.file(f"{file}.rq", text)
    links = CellLinks(entity_links.names(text, store, place=view.name), Here(page, publication))
    rows = [[_cell(term, name, links) for term, name in zip(row, answer.variables, strict=True)] for row in answer]
    picture = _picture(site, view, answer, links, page)
    shown = fitting(rows, ROOM - len(picture.encode()))
    if shown < len(rows):
        site.file(f"{file}.rows.js", _script("rows", [[_packed(cell) for cell in row] for row in rows[shown:]]))
    if shown < len(rows) or view.parameters:
        site.file(f"{file}.links.js", _script("links", links.table()))
    triples = serializations.stable(list(query_catalog.triples([view])))
    fields = [field(parameter, publication.store) for parameter in view.parameters]
    site.page(
        page,
        "view.html",
        title=view.summary,
        view=view,
        file=file.rpartition("/")[2],
        picture=picture,
        columns=columns(view, answer),
        rows=rows[:shown],
        total=len(rows),
        fields=fields,
        query=highlight.parts(highlight.without_header(text), publication.addresses, page),
        data=write_data(
            site, made, iri, _island(view, file.rpartition("/")[2]), label=view.summary.rstrip("?"), triples=triples
        ),
    )
    return len(rows)


class CellLinks:
    """The links in the answer of a view on its page: of the names in it, and of IRIs.

    Args:
        names: The names by their columns.
        here: The page.
    """

    def __init__(self, names: Mapping[str, ColumnNames], here: Here) -> None:
        self._names, self._here = names, here

    def parts(self, column: str, text: str) -> list[tuple[str, str]]:
        """Return the text of a cell in pieces, each with its link or an empty string."""
        names = self._names.get(column)
        parts = names.parts(text) if names else [(text, "")]
        return [(part, self.iri(iri)) for part, iri in parts]

    def name(self, column: str, text: str) -> str:
        """Return the link of one name in a column; empty if it has none."""
        names = self._names.get(column)
        return self.iri(names.iris.get(text, "")) if names else ""

    def iri(self, iri: str) -> str:
        """Return the link of an IRI; empty if it has none."""
        return (self._here.href(iri) or "") if iri else ""

    def table(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Return the separator of names in a cell, and the links of the names, by column, for the scripts."""
        found = {}
        for column, names in self._names.items():
            links = {name: self.iri(iri) for name, iri in names.iris.items()}
            found[column] = (names.separator, {name: link for name, link in links.items() if link})
        return found


def _picture(site: Site, view: View, answer: Rows, links: CellLinks, page: str) -> Markup:
    """Write the chart of a view, and return its markup for the page; empty if the view has none."""
    if not view.picture:
        return Markup("")
    name = page.removesuffix(".html")
    alone = charts.draw(view.picture, answer, alone=True)
    site.file(f"{name}.svg", alone)
    linked = charts.draw(view.picture, answer, href=lambda variable, value: links.name(variable, value) or None)
    return Markup(linked) if len(linked.encode()) <= INLINE else image(f"{name.rpartition('/')[2]}.svg", alone)


def image(address: str, picture: str) -> Markup:
    """Return the element that shows a chart from its file."""
    size = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', picture)
    title = re.search(r"<title[^>]*>(.*?)</title>", picture, re.DOTALL)
    width, height = (str(round(float(each))) for each in size.groups()) if size else ("", "")
    markup = Markup('<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">')
    return markup.format(address, Markup(title[1]).unescape() if title else "", width, height)


def columns(view: View, answer: Rows) -> list[Column]:
    """Return the columns of an answer."""
    found = []
    for place, name in enumerate(answer.variables):
        bound = [row[place] for row in answer if row[place] is not None]
        numeric = bool(bound) and all(map(is_number, bound))
        long = any(len(to_text(term)) > LONG for term in bound)
        found.append(Column(name, view.returns.get(name, ""), numeric, long))
    return found


def fitting(rows: list[list[TableCell]], room: int = ROOM) -> int:
    """Return the number of rows that fit into a number of bytes of a page."""
    taken = 0
    for number, row in enumerate(rows):
        taken += _ROW + sum(cell.size for cell in row)
        if taken > room:
            return number
    return len(rows)


def _cell(term: Term | None, column: str, links: CellLinks) -> TableCell:
    if term is None:
        return TableCell(())
    text = seen(to_text(term))
    plain = str(getattr(term, "value", term))
    language = (getattr(term, "language", None) or "") if isinstance(term, ox.Literal) else ""
    language = "" if language == "en" else language
    if isinstance(term, ox.NamedNode):
        pieces = [(text, links.iri(term.value))]
    elif is_number(term) or plain != text:
        pieces = [(text, "")]
    else:
        pieces = links.parts(column, text)
    return TableCell(tuple(pieces), None if plain == text else plain, language)


def _script(name: str, content: object) -> str:
    """Return a script that assigns data, which a page loads when needed."""
    return f"(globalThis.csgraph ??= {{}}).{name} = {script_json(content)};\n"


def _packed(cell: TableCell) -> str | list[str]:
    """Return a cell for a script: its text; or its text, its value in the CSV, and its language."""
    if cell.value is None and not cell.language:
        return cell.text
    return [cell.text, cell.text if cell.value is None else cell.value, cell.language]


def field(parameter: Parameter, store: ox.Store) -> Field:
    """Return the field for a parameter, with the values to choose from in the order of their labels."""
    graph = ResourceReader(store)
    found = parameters.choices(parameter, store)
    default = parameters.resolve([parameter], {}, store, place=parameter.name).get(parameter.name, ())
    choices = (ParameterOption(str(node), graph.label(node), node in default) for node in found.values())
    return Field(parameter, tuple(sorted(choices, key=lambda choice: natural_key(choice.label))))


def _island(view: View, file: str) -> dict[str, Any]:
    """Return the description of the page for search engines, in terms of schema.org."""
    return {
        "@type": "Dataset",
        "name": view.summary,
        "description": view.description,
        "keywords": list(view.tags),
        "isPartOf": {"@id": f"{BASE}dataset"},
        "variableMeasured": list(view.returns),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{file}.{ending}", "encodingFormat": media}
            for ending, media in FORMATS.items()
        ],
    }
