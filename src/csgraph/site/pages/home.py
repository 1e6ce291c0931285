"""Writes the home page, the 404 page, and the README of the folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from csgraph.publication.report import Section, Statement
from csgraph.publication.resources import TYPE
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.release import manifest
from csgraph.release.query_catalog import QUERY
from csgraph.site.graph import SiteGraph
from csgraph.site.pages.reading import place
from csgraph.site.writer import Here, Site
from csgraph.version import RELEASED, __version__

START = (
    "functions",
    "conditions",
    "recommendations",
    "challenges",
    "gaps",
    "lessons",
    "forms",
    "restatements",
    "errata",
    "timeline",
    "states",
    "balance",
)
"""The views that the home page offers."""

README = """\
csgraph {version}, {released}: what the report says, as linked data
{line}

This folder is a site that csgraph has made, of UNIDIR's report on its 2020 Cyber Stability Conference.

To read it, open index.html in a browser. It needs no server, no installation and no network: it works from a disk or a
memory stick, and connects to no other computer.

To publish it, put the whole folder on any web host that serves files. On Apache the file .htaccess in it answers each
address of ours with a page or with data, as asked; other hosts serve the pages and files under their full names. The
folder redirects/ has the rules for w3id.org.

{sums} has the SHA-256 of every file; `sha256sum -c {sums}` in this folder checks them all.

The text of the report is UNIDIR's, and no licence is claimed for it; about.html has the sources and rights. Do not put
files of your own here: csgraph replaces the folder only where it finds nothing else in it.
"""

_POSITION, _MEANT = iri("csg:position"), iri("csg:correspondsTo")


@dataclass(frozen=True)
class Subject:
    """A subject of statements.

    Attributes:
        node: The subject.
        count: The number of statements about it.
        places: The sections of these, each with the first statement and their number.
        alike: Subjects on the same matter by our reading, with the number of statements about them; not in ``count``.
    """

    node: ox.NamedNode
    count: int
    places: tuple[tuple[Section, Statement, int], ...]
    alike: tuple[tuple[ox.NamedNode, int], ...]


def write(site: Site) -> None:
    """Write the pages."""
    publication = site.publication
    report = publication.report
    here = Here("index.html", publication)
    takeaways = [found for node in _in_order(publication, "csg:KeyTakeaway") if (found := report.passage(node))]
    site.page(
        "index.html",
        "home.html",
        title="What a report says, sentence by sentence",
        report=report,
        sentences=sum(not each.whole for each in report.statements),
        pillars=[_subject(node, publication) for node in _in_order(publication, "csg:Pillar")],
        takeaways=[
            (each, to_text(publication.value(each.node, iri("csg:shortName")) or each.node)) for each in takeaways
        ],
        sessions=[(node, *_session(node, publication)) for node in _in_order(publication, "csg:Session")],
        people=len(
            {publication.value(slot, iri("csg:participant")) for slot in _having(publication, "csg:Participation")}
        ),
        doubts=publication.errata,
        views=[view for name in START for view in publication.views if view.name == name],
        view_of=lambda name: here.href(QUERY + name),
        place=lambda each: place(each, here),
    )
    site.page("404.html", "404.html", title="Not found", base=site.base)
    site.file(".nojekyll", "")
    title = f"csgraph {__version__}, {RELEASED}: what the report says, as linked data"
    site.file(
        "README.txt",
        README.format(version=__version__, released=RELEASED, line="=" * len(title), sums=manifest.SUMS),
    )


def _having(publication: SiteGraph, kind: str) -> list[ox.NamedNode]:
    return publication.having(TYPE, iri(kind))


def _in_order(publication: SiteGraph, kind: str) -> list[ox.NamedNode]:
    """Return the resources of a class in the order of their positions."""
    return sorted(_having(publication, kind), key=lambda node: natural_key(to_text(publication.value(node, _POSITION))))


def _text(publication: SiteGraph, node: Any, predicate: ox.NamedNode) -> str:
    found = publication.value(node, predicate)
    return to_text(found) if found else ""


def _session(node: ox.NamedNode, publication: SiteGraph) -> tuple[str, str, int]:
    """Return the form and the time of a session as printed, and the number of names listed for it."""
    form, time = (_text(publication, node, iri(name)) for name in ("csg:sessionForm", "csg:temporalText"))
    return form, time, len(publication.having(iri("csg:inEvent"), node))


def _subject(node: ox.NamedNode, publication: SiteGraph) -> Subject:
    """Return a subject with its statements by section."""
    report = publication.report
    found = report.about(node)
    places = []
    for section in report.sections:
        inside = [statement for statement in section.statements if statement in found]
        if inside:
            places.append((section, inside[0], len(inside)))
    alike = tuple((each, len(report.about(each))) for each in publication.values(node, _MEANT))
    return Subject(node, len(found), tuple(places), alike)
