"""Every thing is of one kind, and kinds are in the order that their things have."""

from __future__ import annotations

import pytest

from csgraph.site.portraits.kinds import KINDS, OTHER, by_kind, kind_of
from csgraph.site.portraits.thing import t


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
    names = [corpus.publication.curie(node) for node in things["programme"] if node != t("event:cs2020")]

    assert [
        "event:formal-opening",
        "event:moderated-discussion",
        "event:panel-1",
        "event:panel-2",
        "event:lunch-break",
    ] == names[:5]


def test_statements_are_in_the_order_of_the_report_each_before_its_parts(corpus, things):
    keys = [corpus.text.statements[node].key for node in things["statements"]]

    assert keys.index("1-p1-s1") < keys.index("2-kt4-s1") < keys.index("2-kt4-s2") < keys.index("3.1-p3-s2")
    assert keys[keys.index("3.1-p3-s2") + 1] == "3.1-p3-s2-a"
    assert 450 == len(keys)


def test_the_slots_are_in_the_order_of_the_sessions(corpus, things):
    names = [corpus.publication.curie(node) for node in things["slots"]]

    assert (31, "participation:moderated-discussion-1") == (len(names), names[0])
    assert names.index("participation:panel-1-5") + 1 == names.index("participation:panel-2-1")
