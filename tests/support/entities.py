"""Renders the descriptions of resources as plain text, for tests."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.rdf.turtle import iri
from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Hyperlink
from csgraph.site.entities.entity import Corpus, Entity
from csgraph.site.entities.kinds import kind_of
from csgraph.site.graph import SiteGraph


def entity(curie: str, corpus: Corpus) -> Entity:
    """Return a resource by its CURIE."""
    return Entity(iri(curie), corpus)


def description(curie: str, corpus: Corpus) -> EntityDescription:
    """Return the description on the page of a resource."""
    found = entity(curie, corpus)
    return kind_of(found.types).describe(found)


def moved(corpus: Corpus, *triples: tuple[str, str, str]) -> Corpus:
    """Return a publication in which the values of some properties are in another named graph.

    Args:
        corpus: The publication, which is not changed.
        triples: CURIEs of the resource and of the property, and the name of the graph to move them to.
    """
    store = ox.Store()
    store.extend(corpus.publication.store)
    for subject, predicate, graph in triples:
        found = list(store.quads_for_pattern(iri(subject), iri(predicate), None))
        assert found, (subject, predicate)
        for quad in found:
            store.remove(quad)
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, iri(f"graph:{graph}")))
    return Corpus(SiteGraph(store))


def words(cell: Cell, corpus: Corpus) -> str:
    """Return a cell as text."""
    return "".join(
        each
        if isinstance(each, str)
        else each.text
        if isinstance(each, Hyperlink)
        else each.value
        if isinstance(each, ox.Literal)
        else corpus.label(each)
        for each in cell
    )


def lead(found: EntityDescription, corpus: Corpus) -> list[str]:
    """Return the first sentences as text."""
    return [words(each, corpus) for each in found.lead]


def block(found: EntityDescription, heading: str) -> Block:
    """Return the block of a heading."""
    (each,) = [each for each in found.blocks if each.heading == heading]
    return each


def rows(found: Block, corpus: Corpus) -> list[tuple[str, ...]]:
    """Return the rows of the table of a block as text."""
    assert found.table
    return [tuple(words(cell, corpus) for cell in row) for row in found.table.rows]


def folded(found: Block, corpus: Corpus) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of the folded tables of a block as text."""
    return {name: [tuple(words(cell, corpus) for cell in row) for row in table.rows] for name, table in found.folded}


def facts(found: Block, corpus: Corpus) -> dict[str, list[str]]:
    """Return the facts of a block as text."""
    return {words((name,), corpus): [words(cell, corpus) for cell in cells] for name, cells in found.facts}


def said(found: EntityDescription, corpus: Corpus) -> str:
    """Return all words of a description in one text."""
    parts = lead(found, corpus)
    for each in found.blocks:
        parts += [each.heading, *(words(cell, corpus) for cell in (*each.text, each.note))]
        parts += [words(cell, corpus) for _, cells in each.facts for cell in cells]
        parts += [cell for row in (rows(each, corpus) if each.table else []) for cell in row]
        parts += [
            text for name, table in folded(each, corpus).items() for text in (name, *(c for r in table for c in r))
        ]
    return "\n".join(parts)
