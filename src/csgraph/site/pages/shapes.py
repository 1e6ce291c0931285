"""The pages of the rules: one with all rules, and one for each theme with each of its rules in full."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from csgraph.publication import themes
from csgraph.publication.resources import curie
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSGS
from csgraph.site import serializations
from csgraph.site.data_files import write_texts
from csgraph.site.ontology import Piece, pieces
from csgraph.site.serializations import Documents
from csgraph.site.urls import RELEASE, SHAPES
from csgraph.site.writer import Site
from csgraph.validation.rules import ShapeRule

_TARGETS = {
    "targetClass": "each {}",
    "targetNode": "{}",
    "targetSubjectsOf": "whatever has {}",
    "targetObjectsOf": "each value of {}",
}
"""The targets of a rule in words, by the property of SHACL that declares them."""


def write(site: Site) -> None:
    """Write the pages and their data."""
    known = themes.of_rules()
    rules = site.publication.rules
    by_theme = [(theme, [rule for rule in rules if rule.theme == theme.name]) for theme in known]
    by_theme = [(theme, found) for theme, found in by_theme if found]
    content = (site.folder / RELEASE / "shapes.ttl").read_bytes()
    triples = serializations.stable([quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)])
    own = {rule.node.value for rule in rules}
    subjects = {triple.subject.value for triple in triples if isinstance(triple.subject, ox.NamedNode)}
    others = sorted(each.removeprefix(CSGS) for each in subjects - own if each.startswith(CSGS) and each != CSGS)
    texts = {**Documents(site.publication).serialize(triples, "The rules"), "ttl": content.decode()}
    site.page(
        "shapes.html",
        "shapes.html",
        title="The rules that the data meet",
        themes=by_theme,
        others=others,
        data=write_texts(site, "shapes", SHAPES, {"@type": "CreativeWork", "name": "The rules, in SHACL"}, texts),
    )
    for theme, found in by_theme:
        site.page(
            f"shapes/{theme.name}.html",
            "shapes-theme.html",
            title=f"Rules: {theme.title}",
            theme=theme,
            rules=[(rule, pieces(rule.message, site.publication), list(_asked(rule, site))) for rule in found],
            start=CSGS,
        )


def _asked(rule: ShapeRule, site: Site) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the targets and the requirement of a rule in words, each under a heading."""
    publication = site.publication
    if rule.targets:
        targets = [
            _TARGETS[kind].format(curie(value) if isinstance(value, ox.NamedNode) else turtle.to_turtle(value))
            for kind, value in rule.targets
        ]
        yield "Asked of", pieces("; ".join(targets), publication)
    if rule.of:
        yield "Looks at", pieces(rule.of, publication)
    if rule.asked:
        yield "Asks for", pieces("; ".join(rule.asked), publication)
    if rule.advice:
        yield "What to do", pieces(f"{rule.advice}.", publication)
