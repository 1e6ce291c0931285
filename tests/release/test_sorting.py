"""Triples come in one order, each once, however many there are and however they came."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.rdf import turtle
from csgraph.rdf.namespaces import PREFIXES
from csgraph.release import sorting
from csgraph.release.sorting import Sorted

PILLAR = PREFIXES["pillar"]
names = st.text(alphabet="ab-079.", min_size=1, max_size=6)


def triple(subject: str, predicate: str = "urn:p", value: str = "urn:o") -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))


def sorted_file(tmp_path, triples, *, run=sorting.RUN, name="x") -> Sorted:
    return Sorted(tmp_path / name).write(triples, run=run)


@given(st.lists(names, max_size=12))
def test_text_sorts_as_our_natural_order_does(texts):
    assert sorted(texts, key=turtle.natural_key) == sorted(texts, key=sorting.natural)


@given(names, names)
def test_no_two_texts_have_one_key(one, other):
    assert (one == other) == (sorting.natural(one) == sorting.natural(other))


def test_subjects_by_number_predicates_by_rank_objects_by_number(tmp_path):
    label, kind = PREFIXES["rdfs"] + "label", PREFIXES["rdf"] + "type"
    given = [
        triple(f"{PILLAR}p10", kind),
        triple(f"{PILLAR}p2", label),
        triple(f"{PILLAR}p2", PREFIXES["dcterms"] + "source"),
        triple(f"{PILLAR}p2", "urn:p", "urn:o10"),
        triple(f"{PILLAR}p2", "urn:p", "urn:o9"),
        triple(f"{PILLAR}p2", kind),
    ]

    lines = [line.split(" ") for line in sorted_file(tmp_path, given).lines()]

    assert [
        (f"<{PILLAR}p2>", f"<{kind}>", "<urn:o>"),
        (f"<{PILLAR}p2>", f"<{label}>", "<urn:o>"),
        (f"<{PILLAR}p2>", "<urn:p>", "<urn:o9>"),
        (f"<{PILLAR}p2>", "<urn:p>", "<urn:o10>"),
        (f"<{PILLAR}p2>", f"<{PREFIXES['dcterms']}source>", "<urn:o>"),
        (f"<{PILLAR}p10>", f"<{kind}>", "<urn:o>"),
    ] == [tuple(line[:3]) for line in lines]


@pytest.mark.parametrize("run", [1, 2, 7, 1_000])
def test_runs_merge_to_the_same_file_and_leave_nothing(tmp_path, run):
    given = [triple(f"urn:s{number % 9}", "urn:p", f"urn:o{number % 13}") for number in range(200)]
    whole = sorted_file(tmp_path, given, name="whole").path.read_text()
    random.Random(7).shuffle(given)

    assert whole == sorted_file(tmp_path, given, run=run, name="runs").path.read_text()
    assert ["runs", "whole"] == sorted(path.name for path in tmp_path.iterdir())
    assert 9 * 13 == len(whole.splitlines())


def test_files_are_read_as_one_with_each_triple_once(tmp_path):
    one = sorted_file(tmp_path, [triple("urn:s1"), triple("urn:s3")], name="one")
    other = sorted_file(tmp_path, [triple("urn:s2"), triple("urn:s3")], name="other")

    found = [line.split(" ")[0] for line in sorting.lines([one, other])]

    assert ["<urn:s1>", "<urn:s2>", "<urn:s3>"] == found
    assert [] == list(sorting.lines([]))


def test_each_subject_comes_once_also_where_only_zeros_tell_two_apart(tmp_path):
    given = [triple(f"urn:{name}", f"urn:{predicate}") for name in ("p7", "p07", "p007") for predicate in "abc"]

    found = [
        (subject.value, len(triples)) for subject, triples in sorting.subjects(sorted_file(tmp_path, given).lines())
    ]

    assert [("urn:p7", 3), ("urn:p07", 3), ("urn:p007", 3)] == found


def test_literals_come_back_as_they_were(tmp_path):
    values = [
        ox.Literal('two\nlines\tand "marks" \\ \x01 é'),
        ox.Literal("1.50", datatype=turtle.iri("xsd:decimal")),
        ox.Literal("01", datatype=turtle.iri("xsd:integer")),
        ox.Literal("mot", language="fr"),
    ]
    subject, predicate = ox.NamedNode("urn:s"), ox.NamedNode("urn:p")
    [(_, found)] = sorting.subjects(
        sorted_file(tmp_path, [ox.Triple(subject, predicate, value) for value in values]).lines()
    )

    assert set(values) == {one.object for one in found}
