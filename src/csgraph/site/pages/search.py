"""Writes the search page and its index: names of resources, statements and passages."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from csgraph.publication import search
from csgraph.publication.report import code
from csgraph.publication.resources import TYPE
from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.turtle import iri
from csgraph.release.query_catalog import QUERY
from csgraph.site import marks
from csgraph.site.graph import SiteGraph
from csgraph.site.templating import script_json, units
from csgraph.site.writer import Site

INDEX = "assets/search-index.js"
"""The file of the index; a script, because a page that is opened from a disk cannot load other files."""

_APART = tuple(PREFIXES[kind] for kind in ("anchor", "quote", "span", "passage", "statement", "link", "membership"))
"""What is found under its own words, or what has no name of its own."""

_NOTES = tuple(PREFIXES[kind] for kind in ("csg", "erratum", "restatement"))
"""Resources that describe the graph or comment on the report, which few search for: they come last."""

_FUNCTIONAL, _CONCEPT, _IN_SCHEME = iri("owl:FunctionalProperty"), iri("skos:Concept"), iri("skos:inScheme")


def write(site: Site) -> None:
    """Write the page and the index."""
    report = site.publication.report
    site.page("search.html", "search.html", title="Search", report=report)
    site.file(INDEX, f"(globalThis.csgraph ??= {{}}).search={script_json(index(site.publication))};\n")


def index(publication: SiteGraph) -> dict[str, Any]:
    """Return the index for ``search.js``.

    ``kinds`` are the kinds of resource, ``notes`` the numbers of those that come last; a resource is its kind by number, its
    path less ``.html``, its label, and its other texts, each after the number of its kind (``hits.KINDS``).
    ``sections`` are label and path; a passage is the number of its section, its identifier and its text; a statement
    the number of its passage, its identifier, where in the passage its words begin and end in UTF-16 code units, as
    JavaScript counts, and what it does. ``rules`` are those of ``hits`` by which words are compared.
    """
    kinds: dict[str, int] = {}
    notes: set[int] = set()
    things = _things(publication, kinds, notes)
    passages: list[tuple[Any, ...]] = []
    statements: list[tuple[Any, ...]] = []
    for number, section in enumerate(publication.report.sections):
        for passage in section.passages:
            at = len(passages)
            passages.append((number, passage.key, passage.text))
            for statement in passage.statements:
                if statement.span:
                    start, end = (units(passage.text[:place]) for place in statement.span)
                    types = ", ".join(publication.label(kind) for kind in marks.by_rank(statement.types))
                    statements.append((at, statement.key, start, end, types))
    return {
        "rules": {
            "common": sorted(search.COMMON),
            "plurals": search.PLURALS,
            "singulars": search.SINGULARS,
            "prefix": search.LEAST_PREFIX,
        },
        "kinds": list(kinds),
        "notes": sorted(notes),
        "things": things,
        "sections": [
            (section.label, publication.addresses.file(section.node.value)) for section in publication.report.sections
        ],
        "passages": passages,
        "statements": statements,
    }


def _things(publication: SiteGraph, kinds: dict[str, int], notes: set[int]) -> list[tuple[Any, ...]]:
    found: dict[str, dict[str, int]] = {}
    for node, kind, text in search.texts(publication.store):
        if node.value in publication.addresses and not node.value.startswith(_APART):
            texts = found.setdefault(node.value, {})
            texts[text] = min(kind, texts.get(text, kind))
    things = []
    for name in sorted(found):
        node = ox.NamedNode(name)
        label = publication.label(node)
        others = sorted((kind, text) for text, kind in found[name].items() if text != label)
        path = publication.addresses.href(name, "index.html").replace(".html", "", 1)
        kind = kinds.setdefault(_kind(node, publication), len(kinds))
        if name.startswith(_NOTES):
            notes.add(kind)
        things.append((kind, path, label, *(part for each in others for part in each)))
    for view in publication.views:
        path = publication.addresses.file(QUERY + view.name)
        things.append((kinds.setdefault("question", len(kinds)), path, view.summary, 1, view.name))
    return things


def _kind(node: ox.NamedNode, publication: SiteGraph) -> str:
    """Return the kind of a resource in the most specific words: its class, or for a mere concept its scheme."""
    if node.value.startswith(PREFIXES["erratum"]):
        return "doubt"
    types = [kind for kind in publication.values(node, TYPE) if kind != _FUNCTIONAL]
    if types == [_CONCEPT] and (scheme := publication.value(node, _IN_SCHEME)):
        return code(scheme).replace("-", " ")
    return publication.word(types[0]) if types else "thing"
