"""The page on sources, method, rights and reliability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from csgraph import paths
from csgraph.curation import agreement
from csgraph.curation.agreement import Agreement, in_words
from csgraph.publication import query
from csgraph.publication.resources import TYPE
from csgraph.rdf.namespaces import BASE, GRAPH
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri
from csgraph.release.description import VERSION
from csgraph.release.query_catalog import QUERY
from csgraph.site import vendored
from csgraph.site.graph import SiteGraph
from csgraph.site.pages.downloads import dataset
from csgraph.site.templating import script_json
from csgraph.site.writer import Site
from csgraph.sparql.results import Rows

_COVERAGE = "coverage"
_ABOUT, _IDENTIFIER = iri("dcterms:description"), iri("dcterms:identifier")


@dataclass(frozen=True)
class Citation:
    """How to cite the report, from ``CITATION.cff``.

    Attributes:
        authors: Its authors.
        title: Its title.
        conference: The conference, its place and its day.
        notes: Notes, such as on the rights in its text.
    """

    authors: str
    title: str
    conference: str
    notes: str


@dataclass(frozen=True)
class Coverage:
    """How much of the report the statements cover.

    Attributes:
        sentences: The number of sentences in the prose of the report.
        statements: The number of these with a statement.
        parts: The number of further statements, of parts.
        sections: The number of sections with prose.
    """

    sentences: int
    statements: int
    parts: int
    sections: int


@dataclass(frozen=True)
class Agreed:
    """How far the two annotations of the sentences, or of the parts, agree.

    Attributes:
        what: What was annotated: sentences or parts.
        count: The number of them.
        alike: The number of them that were read alike in types, modality, voice and negation.
        items: The agreement on each choice.
        differing: Those that were read differently: each with the readings of both, and what was settled.
    """

    what: str
    count: int
    alike: int
    items: list[Agreement]
    differing: list[tuple[str, ...]]


def write(site: Site) -> None:
    """Write the page."""
    publication = site.publication
    kinds = ("csg:Passage", "oa:TextQuoteSelector", "csg:Link", "foaf:Person")
    site.page(
        "about.html",
        "about.html",
        title="About",
        citation=citation(),
        coverage=coverage(publication),
        coverage_query=QUERY + _COVERAGE,
        agreed=agreed(),
        caveat=agreement.CAVEAT,
        statements=_statements(publication),
        graphs=[(name, to_text(publication.value(ox.NamedNode(GRAPH + name), _ABOUT))) for name in publication.graphs],
        counts={kind: len(publication.having(TYPE, iri(kind))) for kind in kinds},
        errata=publication.errata,
        version_iri=VERSION,
        report=f"{BASE}id/document/cs2020-report",
        engine=vendored.package("oxigraph"),
        island=script_json(dataset(publication)),
    )


def citation() -> Citation | None:
    """Return how to cite the report; None without ``CITATION.cff``, or if it has no report."""
    import yaml

    if not paths.CITATION.is_file():
        return None
    content: dict[str, Any] = yaml.safe_load(paths.CITATION.read_text(encoding="utf-8"))
    found = next((each for each in content.get("references", []) if each.get("type") == "report"), None)
    if found is None:
        return None
    meeting = found.get("conference", {})
    return Citation(
        "; ".join(author["name"] for author in found["authors"]),
        found["title"],
        ", ".join(str(meeting[key]) for key in ("name", "city", "date-start") if key in meeting),
        found.get("notes", ""),
    )


def coverage(publication: SiteGraph) -> Coverage | None:
    """Return how much of the report the statements cover, by the view of that name; None without the view."""
    if _COVERAGE not in (view.name for view in publication.views):
        return None
    rows = query.query(_COVERAGE, store=publication.store)
    if not isinstance(rows, Rows) or not rows:
        return None
    total = {name: sum(row.to_dict()[name] for row in rows) for name in ("sentences", "statements", "parts")}
    return Coverage(total["sentences"], total["statements"], total["parts"], len(rows))


def agreed() -> list[Agreed]:
    """Return how far the two annotations of the sentences agree, and those of the parts; nothing where there are none."""
    if not paths.ANNOTATION.is_dir():
        return []
    found, read = [], agreement.read()
    for what in ("sentences", "parts"):
        these = read.only(parts=what == "parts")
        differing = agreement.differences(these.first, these.second)
        readings = (these.first, these.second, these.settled)
        found.append(
            Agreed(
                what,
                len(these.first),
                len(these.first) - len(differing),
                agreement.compare(these.first, these.second),
                [(key, *(in_words(each[key]) for each in readings)) for key in differing],
            )
        )
    return found


def _statements(publication: SiteGraph) -> dict[str, str]:
    """Return the IRIs of statements by their identifiers."""
    return {
        to_text(quad.object): quad.subject.value
        for quad in publication.store.quads_for_pattern(None, _IDENTIFIER, None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(f"{BASE}id/cs2020/statement/")
    }
