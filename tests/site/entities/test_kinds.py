"""Every thing is of one kind, and kinds are in the order that their things have."""

from __future__ import annotations

from itertools import permutations

import pyoxigraph as ox
import pytest

from csgraph.publication.report import ABOUT
from csgraph.publication.resources import TYPE, curie
from csgraph.site.entities.blocks import Hyperlink
from csgraph.site.entities.entity import Entity, t
from csgraph.site.entities.kinds import KINDS, OTHER, by_kind, kind_of


@pytest.fixture(scope="module")
def things(corpus):
    return {kind.key: nodes for kind, nodes in by_kind(corpus, corpus.publication.addresses).items()}


def test_each_thing_is_of_one_kind(corpus, things):
    assert sorted(corpus.publication.addresses) == sorted(node.value for nodes in things.values() for node in nodes)


def test_kinds_have_names_of_their_own():
    assert len({kind.key for kind in KINDS}) == len({kind.title for kind in KINDS}) == len(KINDS)


def test_the_most_telling_class_decides():
    assert "concepts" == kind_of([t("skos:Concept"), t("csg:Pillar")]).key
    assert "passages" == kind_of([t("csg:KeyTakeaway"), t("csg:Passage")]).key
    assert OTHER is kind_of([])


def test_the_programme_is_in_its_order(corpus, things):
    names = [curie(node) for node in things["programme"] if node != t("event:cs2020")]

    assert [
        "event:formal-opening",
        "event:moderated-discussion",
        "event:panel-1",
        "event:panel-2",
        "event:lunch-break",
    ] == names[:5]


def test_statements_are_in_the_order_of_the_report_each_before_its_parts(corpus, things):
    keys = [corpus.report.statement(node).key for node in things["statements"]]

    assert keys.index("1-p1-s1") < keys.index("2-kt4-s1") < keys.index("2-kt4-s2") < keys.index("4-p3-s1")
    assert keys[keys.index("4-p3-s1") + 1] == "4-p3-s1-a"
    assert 178 + 177 == len(keys)


def test_the_slots_are_in_the_order_of_the_sessions(corpus, things):
    names = [curie(node) for node in things["slots"]]

    assert (31, "participation:moderated-discussion-1") == (len(names), names[0])
    assert names.index("participation:panel-1-5") + 1 == names.index("participation:panel-2-1")


OURS = frozenset(map(t, ("csg:StatementType", "csg:Modality", "csg:Voice")))
"""Classes of what a statement is annotated with."""

ANNOTATED = frozenset({*ABOUT, *map(t, ("csg:statementType", "csg:modality", "csg:voice"))})
"""Properties of the graph ``report`` that are our annotation of its sentences."""


def cells(block):
    """Yield what stands together in a block: the cells of each row, of each fact, and each sentence."""
    for table in filter(None, (block.table, *(inner for _, inner in block.folded))):
        for row in table.rows:
            yield [piece for cell in row for piece in cell]
    for name, inner in block.facts:
        yield [name, *(piece for cell in inner for piece in cell)]
    yield from block.text


def node_of(piece):
    """Return the thing that a piece names; None for words."""
    if isinstance(piece, Hyperlink):
        return ox.NamedNode(piece.iri) if piece.iri else None
    return piece if isinstance(piece, ox.NamedNode) else None


def is_report(quad):
    return quad.graph_name == t("graph:report") and quad.predicate not in ANNOTATED


def is_of_ours(quad):
    return quad.predicate != t("dcterms:source") and not is_report(quad)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*KINDS, OTHER], ids=lambda kind: kind.key)
def test_what_we_annotate_or_read_is_never_told_as_what_the_report_says(kind, corpus, things):
    """Nothing that stands in such a block is related to its thing or its row only by what is ours or of others."""
    store = corpus.publication.store
    for node in things.get(kind.key, []):
        for block in kind.describe(Entity(node, corpus)).blocks:
            if block.graph != "report":
                continue
            for row in cells(block):
                found = {each for each in map(node_of, row) if each}
                for each in found:
                    assert OURS.isdisjoint(corpus.publication.values(each, TYPE)), (node, block.heading, each)
                for one, other in permutations({node, *found}, 2):
                    quads = list(store.quads_for_pattern(one, None, other))
                    assert any(map(is_report, quads)) or not any(map(is_of_ours, quads)), (node, block.heading, quads)
                for each in row:
                    if isinstance(each, ox.Literal):
                        graphs = {quad.graph_name for quad in store.quads_for_pattern(None, None, each)}
                        assert graphs & {t("graph:report"), t("graph:passages")}, (node, block.heading, each)
