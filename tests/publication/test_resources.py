"""Resources have one label everywhere, and are found by it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csgraph.publication.resources import LABEL_PROPERTIES, ResourceReader, choose_label, find_node
from csgraph.rdf.turtle import iri

NODE = ox.NamedNode("https://example.org/x")


def literal(text: str) -> ox.Literal:
    """Return ``text@language`` as a literal."""
    value, _, language = text.partition("@")
    return ox.Literal(value, language=language or None)


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"rdfs:label": ["Ein@de", "One@en", "Un"], "skos:prefLabel": ["other@en"]}, "One"),
        ({"rdfs:label": ["Ein@de"], "skos:prefLabel": ["one@en"]}, "Ein"),
        ({"rdfs:label": ["z@fr", "colour@en-GB"]}, "colour"),
        ({"rdfs:label": ["part 10", "part 2"]}, "part 2"),
        ({"schema:name": ["s"], "foaf:name": ["f"], "dcterms:title": ["t"]}, "t"),
        ({"schema:name": ["s"], "foaf:name": ["f"]}, "f"),
        ({"schema:name": [" s \n s "]}, " s \n s "),
        ({"skos:altLabel": ["alt"]}, ""),
        ({}, ""),
    ],
)
def test_the_label_is_of_the_first_property_and_in_english_if_it_can_be(
    values: dict[str, list[str]], label: str
) -> None:
    known = {iri(name): [*map(literal, texts)] for name, texts in values.items()}
    assert label == choose_label(lambda predicate: known.get(predicate, ()))

    store = ox.Store()
    store.extend(ox.Quad(NODE, name, text) for name, texts in known.items() for text in texts)
    assert (label or NODE.value) == ResourceReader(store).label(NODE)


def test_what_is_no_literal_is_no_label() -> None:
    assert "" == choose_label(lambda _: [NODE])
    assert "a" == choose_label(lambda predicate: [NODE, ox.Literal("a")] if predicate == LABEL_PROPERTIES[1] else [])


def test_a_finding_a_diff_and_a_description_have_the_same_label() -> None:
    """Each of them names a resource by ``choose_label``; here is a resource with three names."""
    from csgraph.release.diff.labels import label_of

    values = {"dcterms:title": {literal("Title@en")}, "foaf:name": {literal("Name@en")}}
    store = ox.Store()
    store.extend(ox.Quad(NODE, iri(name), each) for name, texts in values.items() for each in texts)
    assert "Title" == label_of(values) == ResourceReader(store).label(find_node(NODE.value, store))
