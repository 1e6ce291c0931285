"""The pages of the ontology: one with all its terms, and one for each term."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from csgraph.publication.charts.model import model_diagram
from csgraph.publication.resources import in_order
from csgraph.rdf.namespaces import BASE, ONTOLOGY, SCHEMES, expand
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri
from csgraph.site.data_files import write_data, write_texts
from csgraph.site.graph import SiteGraph
from csgraph.site.ontology import HEADER, Definition, Vocabulary, pieces
from csgraph.site.serializations import Documents
from csgraph.site.urls import DATA, RELEASE
from csgraph.site.writer import Site
from csgraph.version import RELEASED, __version__

SHOWN = 40
"""Number of instances of a class that its page shows at first; the others are folded."""

LIMIT = 400
"""Maximum number of instances of a class that its page lists."""

_TITLE, _ABOUT = iri("dcterms:title"), iri("dcterms:description")
_DEFINITION, _IN_SCHEME = iri("skos:definition"), iri("skos:inScheme")


def write(site: Site) -> None:
    """Write the pages and their data."""
    vocabulary, made = Vocabulary(site.publication), Documents(site.publication)
    _write_whole(site, vocabulary)
    for term in vocabulary.terms.values():
        _write_term(site, vocabulary, term, made)


def _write_whole(site: Site, vocabulary: Vocabulary) -> None:
    publication = site.publication
    file = publication.addresses.file(ONTOLOGY)
    # The data files are the whole ontology, as in the release.
    texts = {ending: (site.folder / RELEASE / f"ontology.{ending}").read_text(encoding="utf-8") for ending in DATA}
    title = to_text(publication.value(HEADER, _TITLE)) or "The ontology"
    site.page(
        f"{file}.html",
        "ontology.html",
        title=title,
        about=to_text(publication.value(HEADER, _ABOUT)),
        vocabulary=vocabulary,
        themes=[(theme, vocabulary.of_theme(theme)) for theme in vocabulary.themes],
        classes=vocabulary.tree(of_classes=True),
        properties=vocabulary.tree(of_classes=False),
        schemes=_schemes(publication),
        diagram=Markup(model_diagram(publication.store, href=_href(publication, f"{file}.html"))),
        data=write_texts(site, file, ONTOLOGY, _island(publication, title), texts),
        node=HEADER,
    )


def _href(publication: SiteGraph, page: str) -> Callable[[str, str], str | None]:
    """Return the function for the links of the diagram, to the pages of our own terms."""

    def href(variable: str, value: str) -> str | None:
        found = expand(value)
        return publication.addresses.href(found, page) if found and found in publication.addresses else None

    return href


def _schemes(publication: SiteGraph) -> list[tuple[ox.NamedNode, str, int]]:
    """Return the schemes, each with its definition and its number of concepts."""
    nodes = in_order(ox.NamedNode(f"{BASE}scheme/{name}") for name in SCHEMES)
    known = [node for node in nodes if node.value in publication.addresses]
    return [
        (node, to_text(publication.value(node, _DEFINITION)), len(publication.having(_IN_SCHEME, node)))
        for node in known
    ]


def _write_term(site: Site, vocabulary: Vocabulary, term: Definition, made: Documents) -> None:
    publication = site.publication
    file = publication.addresses.file(term.node.value)
    instances = vocabulary.instances(term) if term.is_class else []
    theme = next((theme for theme in vocabulary.themes if theme.name == term.theme), None)
    site.page(
        f"{file}.html",
        "term.html",
        title=f"{term.label} ({term.kinds[0] if term.kinds else 'term'})",
        term=term,
        theme=theme,
        told=_told(term, publication),
        examples=[pieces(example, publication) for example in term.examples],
        rules=[(rule, pieces(rule.message, publication)) for rule in vocabulary.rules_of(term)],
        uses=vocabulary.uses(term) if term.is_class else [],
        instances=instances,
        shown=SHOWN,
        limit=LIMIT,
        times=vocabulary.times(term),
        data=write_data(site, made, term.node.value, _term_island(term), label=term.label),
    )


def _told(term: Definition, publication: SiteGraph) -> list[tuple[str, list[list[Any]]]]:
    """Return the axioms of a term: each in words, with its values, each a list of nodes and words."""

    def one(nodes: tuple[ox.NamedNode, ...]) -> list[list[Any]]:
        return [[node] for node in nodes]

    found: list[tuple[str, list[list[Any]]]] = []
    if term.is_class:
        found.append(("Is a kind of", one(term.above)))
        found.append(("Kinds of it", one(term.below)))
        found.append(("Is whatever has", [[on, ": ", value] for on, value in term.same]))
        found.append(("Nothing is also", [_joined(term.apart, ", ")] if term.apart else []))
    else:
        found.append(("Is a case of", one(term.above)))
        found.append(("Cases of it", one(term.below)))
        found.append(("Whatever has it is", one(term.domain)))
        found.append(("Is said of", one(term.used_of)))
        found.append(("Whatever is its value is", one(term.range)))
        found.append(("Its values are", one(term.values)))
        found.append(("Inverse of", one(term.inverse)))
        found.append(("Follows from", [_joined(chain, ", then ") for chain in term.chains]))
    for predicate, nodes in term.elsewhere.items():
        found.append((f"Elsewhere: {publication.word(predicate)}", one(tuple(nodes))))
    return [(words, values) for words, values in found if values]


def _joined(nodes: tuple[ox.NamedNode, ...], words: str) -> list[Any]:
    """Return nodes as one value, with words between them."""
    found: list[Any] = []
    for number, node in enumerate(nodes):
        found += [words, node] if number else [node]
    return found


def _island(publication: SiteGraph, title: str) -> dict[str, Any]:
    return {
        "@type": "DefinedTermSet",
        "name": title,
        "description": to_text(publication.value(HEADER, _ABOUT)),
        "version": __version__,
        "datePublished": RELEASED,
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def _term_island(term: Definition) -> dict[str, Any]:
    return {
        "@type": "DefinedTerm",
        "name": term.label,
        "termCode": term.name,
        "description": term.definition,
        "inDefinedTermSet": {"@id": ONTOLOGY},
    }
