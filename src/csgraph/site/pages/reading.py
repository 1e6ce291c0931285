"""Writes the report for reading: its contents, and a page for each section with each statement marked in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from markupsafe import Markup, escape

from csgraph.publication.report import SOURCE, Erratum, Passage, Report, Section, Statement, code
from csgraph.publication.resources import TYPE
from csgraph.rdf.turtle import iri
from csgraph.site import marks
from csgraph.site.data_files import write_data
from csgraph.site.graph import SiteGraph
from csgraph.site.serializations import Documents
from csgraph.site.templating import seen
from csgraph.site.writer import Here, Site

LISTS = {
    "bullet": "bullets",
    "toc-entry": "contents",
    "acronym-row": "rows",
    "speaker-name": "names",
    "affiliation": "names",
}
"""Kinds of passage that are items of a list, with the class of the list."""

_LINES = {
    "programme-item": ("csg:Session", "csg:ProgrammeItem"),
    "speaker-name": ("foaf:Person",),
    "affiliation": ("csg:State", "org:Organization"),
}
"""The classes of the resources that a line of the programme can name, by the kind of passage."""

_ALIKE = {"list-label": "names", "speaker-name": "names", "affiliation": "names"}


@dataclass(frozen=True)
class FilterOption:
    """A value to filter statements by: its concept, and the number of statements in the section that have it."""

    node: ox.NamedNode
    code: str
    label: str
    meaning: str
    count: int


@dataclass(frozen=True)
class FilterGroup:
    """A group of values to filter by: the types of a hue, the modalities of a line, or all voices."""

    key: str
    name: str
    meaning: str
    choices: tuple[FilterOption, ...]


def write(site: Site) -> None:
    """Write the contents of the report, and the page and data of each section."""
    publication = site.publication
    report, documents = publication.report, Documents(publication)
    site.page(
        "report.html",
        "report.html",
        title="The report",
        report=report,
        depth={section.node: _depth(section) for section in report.sections},
        prose={
            section.node: sum(bool(passage.sentences) for passage in section.passages) for section in report.sections
        },
        hues=_hues(report.statements, publication),
        lines=_lines(report.statements, publication),
        voices=_voices(report.statements, publication),
        sentences=sum(not statement.whole for statement in report.statements),
        doubts=sum(len(passage.errata) for passage in report.passages),
    )
    shared = {"entries": _entries(publication), "listed": _listed(report, publication)}
    for at, section in enumerate(report.sections):
        _write_section(site, documents, report, at, section, shared)


def _write_section(
    site: Site, documents: Documents, report: Report, at: int, section: Section, shared: Mapping[str, Any]
) -> None:
    """Write the page and data of a section; ``shared`` is the context that the pages of all sections share."""
    publication = site.publication
    path = f"{publication.addresses.file(section.node.value)}.html"
    here = Here(path, publication)
    statements, lines = section.statements, _lines(section.statements, publication)
    subjects = {passage: line_of(passage, publication) for passage in section.passages}
    site.page(
        path,
        "section.html",
        title=section.label,
        section=section,
        blocks=list(_blocks(section.passages)),
        marked=marked,
        linked=lambda passage: linked(passage, subjects[passage], here),
        subjects=subjects,
        place=lambda each: place(each, here),
        within=section.whole,
        inside=section.inside,
        before=report.sections[at - 1] if at else None,
        after=report.sections[at + 1] if at + 1 < len(report.sections) else None,
        hues=_hues(statements, publication),
        lines=lines,
        voices=_voices(statements, publication),
        meanings={group.node: group.meaning for line in lines for group in line.choices},
        code=code,
        fragment=fragment,
        slots=slots,
        summed={
            node: [each for each in report.sections if node in each.sessions]
            for nodes in subjects.values()
            for node in nodes
        },
        loose_errata=loose_errata,
        data=write_data(site, documents, section.node.value, _island(section)),
        **shared,
    )


def _island(section: Section) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "CreativeWork", "name": section.label, "inLanguage": "en"}
    return {**found, "pageStart": section.page} if section.page else found


def _depth(section: Section) -> int:
    """Return the number of sections that a section is nested in."""
    wholes: set[Section] = set()
    at = section.whole
    while at is not None and at not in wholes:
        wholes.add(at)
        at = at.whole
    return len(wholes)


def _entries(publication: SiteGraph) -> dict[Passage, Section]:
    """Return the section that each line of the table of contents is about."""
    found = {}
    for section in publication.report.sections:
        for passage in map(publication.report.passage, publication.values(section.node, SOURCE)):
            if passage and passage.kind == "toc-entry":
                found[passage] = section
    return found


def line_of(passage: Passage, publication: SiteGraph) -> list[ox.NamedNode]:
    """Return the item, person or bodies that a line of the programme names; nothing for other passages."""
    wanted = set(map(iri, _LINES.get(passage.kind, ())))
    based = publication.having(SOURCE, passage.node) if wanted else []
    return [each for each in based if wanted & set(publication.values(each, TYPE))]


def loose_errata(passage: Passage) -> list[Erratum]:
    """Return the errata of words that are in no sentence of the passage."""
    inside = {each.node for sentence in passage.sentences for each in sentence.errata}
    return [each for each in passage.errata if each.node not in inside]


def place(each: Passage | Statement, here: Here) -> str:
    """Return the link to where a passage or statement is read; empty if that is on no page."""
    section = each.report.section(each.section.node) if each.section else None
    return (here.href(section.iri) or "") + fragment(each.key) if section else ""


def _listed(report: Report, publication: SiteGraph) -> dict[ox.NamedNode, list[tuple[str, ox.NamedNode]]]:
    """Return the names and persons listed for each session that a section sums up, in the order printed."""
    found: dict[ox.NamedNode, list[tuple[str, ox.NamedNode]]] = {}
    for section in report.sections:
        for session in section.sessions:
            names = ((slot, publication.name_in(slot)) for slot in publication.slots(session))
            found[session] = [named for slot, named in names if named[1] != slot]
    return found


def _blocks(passages: Iterable[Passage]) -> Iterator[tuple[str, list[Passage]]]:
    """Yield passages in order, grouped into lists: the class of the list, and its items."""
    for name, group in groupby(passages, lambda passage: _ALIKE.get(passage.kind) or LISTS.get(passage.kind, "")):
        if name:
            yield name, list(group)
        else:
            yield from (("", [passage]) for passage in group)


def slots(passages: Iterable[Passage]) -> list[tuple[Passage | None, list[Passage]]]:
    """Return lists as printed: each label with the items below it, in order."""
    found: list[tuple[Passage | None, list[Passage]]] = []
    for passage in passages:
        if passage.kind == "list-label":
            found.append((passage, []))
        elif found:
            found[-1][1].append(passage)
        else:
            found.append((None, [passage]))
    return found


# -- What to filter by ---------------------------------------------------------------------------------------------------


def _choices(
    codes: Iterable[str], nodes: dict[str, ox.NamedNode], counts: Counter[str], publication: SiteGraph
) -> Iterator[FilterOption]:
    for each in codes:
        meaning = publication.value(nodes[each], iri("skos:definition"))
        yield FilterOption(
            nodes[each], each, publication.label(nodes[each]), getattr(meaning, "value", ""), counts[each]
        )


def _hues(statements: Iterable[Statement], publication: SiteGraph) -> list[FilterGroup]:
    """Return the types of statements by their hues."""
    nodes = {code(kind): kind for statement in statements for kind in statement.types}
    counts = Counter(code(kind) for statement in statements for kind in statement.types)
    found = []
    for key, (name, why, _) in marks.FAMILIES.items():
        known = marks.codes_by_rank(tuple(kind for kind in nodes if marks.family((kind,)) == key))
        if choices := tuple(_choices(known, nodes, counts, publication)):
            found.append(FilterGroup(key, name, why, choices))
    return found


def _lines(statements: Iterable[Statement], publication: SiteGraph) -> list[FilterGroup]:
    """Return the modalities of statements by the lines under them."""
    nodes = {code(each.modality): each.modality for each in statements if each.modality}
    counts = Counter(code(statement.modality) for statement in statements)
    found = []
    for key, (name, _) in marks.LINES.items():
        known = sorted((each for each in nodes if marks.line_of(each) == key), key=lambda each: (-counts[each], each))
        if choices := tuple(_choices(known, nodes, counts, publication)):
            found.append(FilterGroup(key, name, "", choices))
    return found


def _voices(statements: Iterable[Statement], publication: SiteGraph) -> list[FilterOption]:
    nodes = {code(each.voice): each.voice for each in statements if each.voice}
    counts = Counter(code(statement.voice) for statement in statements)
    known = sorted(nodes, key=lambda each: (-counts[each], each))
    return list(_choices(known, nodes, counts, publication))


# -- Text with its marks -------------------------------------------------------------------------------------------------


def fragment(key: str) -> str:
    """Return the fragment of a link that leads to the element of an identifier."""
    return f"#{quote(key, safe='')}"


def marked(passage: Passage) -> Markup:
    """Return the text of a passage as HTML with each statement marked, and its footnotes.

    The text of the HTML is exactly the text of the passage. A sentence is one link, to the note on it; its parts are
    marked inside it.
    """
    statements = {f"s{at}": each for at, each in enumerate(passage.statements) if each.span}
    spans = {key: each.span for key, each in statements.items() if each.span}
    spans |= {f"d{at}": span for at, doubt in enumerate(passage.errata) if (span := doubt.quote and doubt.quote.span)}
    tops = {f"s{at}" for at, each in enumerate(passage.statements) if each in passage.sentences}
    placed: set[str] = {passage.key}
    notes = list(passage.footnotes)
    found = Markup("")
    pieces = marks.segments(len(passage.text), spans)
    for top, group in groupby(pieces, lambda piece: next((key for key in piece.keys if key in tops), "")):
        inside, end = Markup(""), 0
        for piece in group:
            inside += _piece(passage.text, piece, top, statements, placed)
            end = piece.end
        if top:
            statement = statements[top]
            name = _id(statement, placed)
            inside = Markup('<a class="s {} {}"{} href="{}"{}>{}</a>').format(
                marks.hue(statement),
                marks.line(statement),
                name,
                fragment(f"about-{statement.key}"),
                _strength(statement),
                inside,
            )
        found += inside
        while notes and notes[0][0] <= end:
            found += _reference(notes.pop(0)[1])
    return found + Markup("").join(_reference(note) for _, note in notes)


def _piece(text: str, piece: marks.Segment, top: str, statements: dict[str, Statement], placed: set[str]) -> Markup:
    words = escape(seen(text[piece.start : piece.end]))
    if any(key.startswith("d") for key in piece.keys):
        words = Markup('<span class="d">{}</span>').format(words)
    parts = [statements[key] for key in piece.keys if key in statements and key != top]
    if not parts:
        return Markup("<span>{}</span>").format(words) if top else words
    last = parts[-1]
    names = [name for part in parts if (name := _id(part, placed))]
    for name in names[1:]:
        words = Markup("<span{}>{}</span>").format(name, words)
    of = " ".join(part.key for part in parts)
    return Markup('<span class="p {} {}"{} data-of="{}">{}</span>').format(
        marks.hue(last), marks.line(last), names[0] if names else "", of, words
    )


def _id(statement: Statement, placed: set[str]) -> Markup:
    """Return the identifier of a statement as an attribute, for the first of the elements that hold its words."""
    if statement.key in placed:
        return Markup("")
    placed.add(statement.key)
    return Markup(' id="{}"').format(statement.key)


def _strength(statement: Statement) -> Markup:
    """Return the word that is shown after a statement: how strongly it is put, unless it is plainly asserted."""
    modality = code(statement.modality)
    return Markup("") if modality in ("", "asserted") else Markup(' data-as="{}"').format(modality)


def _reference(note: Passage) -> Markup:
    """Return the link to a footnote; its number is drawn by the style sheet, since it is not in the text of the passage."""
    return Markup('<a class="ref" href="{}" data-number="{}" aria-label="Footnote {}"></a>').format(
        fragment(note.key), note.number, note.number
    )


def linked(passage: Passage, subjects: list[ox.NamedNode], here: Here) -> Markup:
    """Return the text of a line of the programme as HTML, a link to the resource that it names if that is just one."""
    text = marked(passage)
    if len(subjects) == 1 and not passage.sentences and (href := here.href(subjects[0].value)):
        return Markup('<a href="{}">{}</a>').format(href, text)
    return text
