"""The pages of the views: each question with its answer as a table, its query, and the files of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from markupsafe import Markup, escape

from csgraph import answers, dataset, parameters, pictures, turtle, views
from csgraph.errors import InputError
from csgraph.namespaces import BASE, CSG, GRAPH, expand
from csgraph.nodes import LABELS, Graph
from csgraph.parameters import Parameter
from csgraph.release import catalogue
from csgraph.results import Rows, is_number, to_text
from csgraph.site import documents, listing
from csgraph.site.data import write_data
from csgraph.site.documents import Documents
from csgraph.site.publication import Publication
from csgraph.site.templating import script_json, seen
from csgraph.site.writer import Here, Site
from csgraph.turtle import iri, natural_key
from csgraph.views import View

if TYPE_CHECKING:
    from csgraph.results import Term

ROOM = 72_000
"""How many bytes the picture and the rows of a view may take on its page; a script brings the other rows."""

INLINE = 32_000
"""How many bytes a picture may have to stand in its page, with links; a larger one is a file that the page shows."""

FORMATS = {"csv": "text/csv", "json": "application/sparql-results+json"}
"""The files of an answer, by the ending of their names, with their media types (SPARQL 1.1 Query Results)."""

LONG = 80
"""How many letters make a text long, so that its column is given room."""

SEPARATOR = "; "
"""What stands between several names in one cell."""

_IDENTIFIER = iri("dcterms:identifier")
_OTHERS = tuple(map(iri, ("skos:altLabel", "foaf:name", "csg:shortName")))
# The markup of a row, of a cell and of a link in it, about.
_ROW, _CELL, _LINK = 10, 12, 16


class Names:
    """What the things of a publication are called, for telling of which thing a cell of a table is the name.

    A view gives words and not IRIs. Where exactly one thing has an identifier, or else a label, or else another name, the
    cell with it means that. What is named by the report goes before what is named, after it, by us.

    Args:
        publication: What they are things of.
    """

    def __init__(self, publication: Publication) -> None:
        self._addresses = publication.addresses
        self._found: dict[str, str] = {}
        asked = {ox.NamedNode(GRAPH + name) for name in dataset.DEFAULT_GRAPHS}
        for predicates in ((_IDENTIFIER,), LABELS, _OTHERS):
            quads = [quad for each in predicates for quad in publication.store.quads_for_pattern(None, each, None)]
            self._add(quad for quad in quads if quad.graph_name in asked)
            self._add(quads)

    def _add(self, quads: Iterable[ox.Quad]) -> None:
        """Add what is a name of nothing yet."""
        called: dict[str, set[str]] = {}
        for quad in quads:
            node, name = quad.subject, quad.object
            # What is called like a term of the ontology is not the term: "challenge" is a type of statement.
            if isinstance(node, ox.NamedNode) and node.value.startswith(BASE) and isinstance(name, ox.Literal):
                if not node.value.startswith(CSG):
                    called.setdefault(name.value, set()).add(node.value)
        for text, nodes in called.items():
            # An identifier that several things have is the name of none of them, whatever else is called so.
            self._found.setdefault(text, next(iter(nodes)) if len(nodes) == 1 else "")

    def __call__(self, text: str) -> str:
        """Return the IRI of the thing that has a name, an IRI or a CURIE; empty where there is not exactly one."""
        if (found := self._found.get(text)) is None:
            found = text if text.startswith(BASE) else expand(text) or ""
        return found if found in self._addresses else ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        parts: What it shows, each piece with a link or none.
        value: What the CSV has, where that is something else.
        language: The language of its words, where it is not English.
    """

    parts: tuple[tuple[str, str], ...]
    value: str | None = None
    language: str = ""

    @property
    def text(self) -> str:
        """What it shows."""
        return "".join(text for text, _ in self.parts)

    @property
    def size(self) -> int:
        """How many bytes it takes on a page, about."""
        texts = sum(len(escape(text).encode()) + (len(href) + _LINK if href else 0) for text, href in self.parts)
        return texts + len((self.value or "").encode()) + _CELL


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: The variable.
        meaning: What it is.
        is_number: Whether it has numbers and nothing else.
        is_long: Whether any of its texts is long.
    """

    name: str
    meaning: str
    is_number: bool
    is_long: bool = False


@dataclass(frozen=True)
class Choice:
    """A value that a parameter takes.

    Attributes:
        value: The node, in N-Triples.
        label: What it is called.
        is_default: Whether the parameter has it unless another is chosen.
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
    choices: tuple[Choice, ...] = ()


def write(site: Site) -> None:
    """Write the page of each view, its files, and the page that lists the views."""
    names, made = Names(site.publication), Documents(site.publication)
    stores: dict[frozenset[str], ox.Store] = {}
    counts: dict[str, int] = {}
    for view in site.publication.views:
        text = turtle.read(view.path).decode()
        graphs = frozenset(views.named_graphs(text)) - {*dataset.DEFAULT_GRAPHS}
        if graphs not in stores:
            stores[graphs] = dataset.load_store(sorted(graphs))
        counts[view.name] = _write(site, view, text, stores[graphs], names, made)
    site.page(
        "views.html", "views.html", title="The questions it answers", themes=_themes(site.publication.views, counts)
    )


def _themes(known: Iterable[View], counts: Mapping[str, int]) -> dict[str, list[tuple[View, int]]]:
    """Return the views by their themes, both in order."""
    found: dict[str, list[tuple[View, int]]] = {}
    for view in known:
        for tag in view.tags:
            found.setdefault(tag, []).append((view, counts[view.name]))
    return dict(sorted(found.items()))


def _write(site: Site, view: View, text: str, store: ox.Store, names: Names, made: Documents) -> int:
    """Write the page and the files of one view; return how many rows it has."""
    publication = site.publication
    iri = catalogue.QUERY + view.name
    file = publication.addresses.file(iri)
    page = f"{file}.html"
    answer = answers.ask(view.name, {}, store=store)
    if not isinstance(answer, Rows):
        raise InputError("a view gives rows: SELECT is missing", place=view.name)
    for ending in FORMATS:
        site.file(f"{file}.{ending}", answer.to(ending))
    site.file(f"{file}.rq", text)
    rows = [[_cell(term, publication, names, page) for term in row] for row in answer]
    picture = _picture(site, view, answer, names, page)
    shown = fitting(rows, ROOM - len(picture.encode()))
    if shown < len(rows):
        site.file(f"{file}.rows.js", _script(rows[shown:]))
    triples = documents.stable(list(catalogue.triples([view])))
    fields = [field(parameter, store) for parameter in view.parameters]
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
        query=listing.parts(listing.without_header(text), publication.addresses, page),
        data=write_data(
            site, made, iri, _island(view, file.rpartition("/")[2]), label=view.summary.rstrip("?"), triples=triples
        ),
    )
    return len(rows)


def _picture(site: Site, view: View, answer: Rows, names: Names, page: str) -> Markup:
    """Write the picture of a view, and return what its page shows of it; nothing where the view has none."""
    if not view.picture:
        return Markup("")
    publication = site.publication
    name = page.removesuffix(".html")
    alone = pictures.draw(view.picture, answer, alone=True)
    site.file(f"{name}.svg", alone)

    def href(variable: str, value: str) -> str | None:
        found = names(value)
        return publication.addresses.href(found, page) if found else None

    linked = pictures.draw(view.picture, answer, href=href)
    return Markup(linked) if len(linked.encode()) <= INLINE else image(f"{name.rpartition('/')[2]}.svg", alone)


def image(address: str, picture: str) -> Markup:
    """Return what shows a picture that is a file of its own."""
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


def fitting(rows: list[list[Cell]], room: int = ROOM) -> int:
    """Return how many of the rows fit into so many bytes of a page."""
    taken = 0
    for number, row in enumerate(rows):
        taken += _ROW + sum(cell.size for cell in row)
        if taken > room:
            return number
    return len(rows)


def _cell(term: Term | None, publication: Publication, names: Names, page: str) -> Cell:
    if term is None:
        return Cell(())
    text = seen(to_text(term))
    plain = str(getattr(term, "value", term))
    language = (getattr(term, "language", None) or "") if isinstance(term, ox.Literal) else ""
    language = "" if language == "en" else language
    if is_number(term):
        pieces = [(text, "")]
    elif isinstance(term, ox.NamedNode):
        pieces = [(text, Here(page, publication).href(term.value) or "")]
    else:
        pieces = list(_linked(text, publication, names, page))
    return Cell(tuple(pieces), None if plain == text else plain, language)


def _linked(text: str, publication: Publication, names: Names, page: str) -> Iterator[tuple[str, str]]:
    """Yield a text in pieces, each name of a thing with a link: the whole, or what stands between semicolons."""
    for number, part in enumerate([text] if names(text) else text.split(SEPARATOR)):
        if number:
            yield SEPARATOR, ""
        found = names(part)
        yield part, publication.addresses.href(found, page) if found else ""


def _script(rows: list[list[Cell]]) -> str:
    """Return the rows that are not on the page, as a script that a page loads when they are asked for."""
    links: dict[str, str] = {}
    for row in rows:
        for cell in row:
            links.update({text: href for text, href in cell.parts if href})
    content = [[_packed(cell) for cell in row] for row in rows]
    return f"(globalThis.csgraph ??= {{}}).rows = {script_json({'links': links, 'rows': content})};\n"


def _packed(cell: Cell) -> str | list[str]:
    """Return a cell for a script: what it shows; or that, what the CSV has, and the language of the words."""
    if cell.value is None and not cell.language:
        return cell.text
    return [cell.text, cell.text if cell.value is None else cell.value, cell.language]


def field(parameter: Parameter, store: ox.Store) -> Field:
    """Return the field for a parameter, with the values to choose from in the order of their labels."""
    graph = Graph(store)
    found = parameters.choices(parameter, store)
    default = parameters.resolve([parameter], {}, store, place=parameter.name).get(parameter.name, ())
    choices = (Choice(str(node), graph.label(node), node in default) for node in found.values())
    return Field(parameter, tuple(sorted(choices, key=lambda choice: natural_key(choice.label))))


def _island(view: View, file: str) -> dict[str, Any]:
    """Return what search engines read of the page, in the words of schema.org."""
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
