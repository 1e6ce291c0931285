"""The annotation tables are read strictly, and the published ones are complete and within the closed lists."""

import re

import pytest

from csgraph import generate, paths, statements, turtle
from csgraph.errors import InputError
from csgraph.source import Passage

PASSAGE = Passage("1-p1", "paragraph", "1", 1, "States agree. Norms matter, and so does law.", (1,))
READINGS = (
    "sentence\ttypes\tmodality\tvoice\tnegated\n"
    "1-p1-s1\tobservation\tasserted\treport\t\n"
    "1-p1-s2\tassessment,gap\tpossible\treport\tyes\n"
)
SUBJECTS = (
    "sentence\tforms\tabout\tattributed\n"
    "1-p1-s1\t\ttopic:dialogue\t\n"
    "1-p1-s2\ttrack-2\tpillar:norms\torganization:interpol\n"
)
PARTS = (
    "part\tquote\ttypes\tmodality\tnegated\tfunctions\tforms\tabout\textra\n"
    "1-p1-s2-a\tNorms matter\tassessment\tasserted\t\t\t\tpillar:norms\tquestion:direct\n"
)


def read(readings=READINGS, subjects=SUBJECTS, parts=PARTS):
    return statements.read_statements(readings, subjects, parts, [PASSAGE], places=("r.tsv", "s.tsv", "p.tsv"))


def table(name):
    return turtle.read(paths.ANNOTATION / f"{name}.tsv").decode()


def published(name):
    return statements.read_readings(table(name), place=name)


def test_sentences_and_parts_become_statements():
    first, second, part = read()

    assert ("1-p1-s1", "States agree.", ("observation",), False) == (first.key, first.quote, first.types, first.negated)
    assert (("assessment", "gap"), True, ("organization:interpol",)) == (
        second.types,
        second.negated,
        second.attributed,
    )
    assert ("1-p1-s2-a", "1-p1-s2", "report", "asserted") == (part.key, part.whole, part.voice, part.modality)
    assert (("questionKind", "question-kind:direct"),) == part.extra


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"readings": READINGS.replace("modality", "mood")}, "r.tsv:1: the heading must be"),
        (
            {"readings": READINGS.replace("\treport\t\n", "\treport\n", 1)},
            "r.tsv:2: a row needs 5 columns split by tabs, not 4",
        ),
        ({"readings": READINGS + "1-p1-s1\tgap\tasserted\treport\t\n"}, "r.tsv:4: 1-p1-s1 has two rows"),
        (
            {"readings": READINGS.replace("1-p1-s2", "1-p1-s9")},
            "r.tsv: there must be one row for each sentence; see 1-p1-s",
        ),
        (
            {"subjects": SUBJECTS.replace("1-p1-s2", "1-p1-s9")},
            "s.tsv: there must be one row for each sentence; see 1-p1-s",
        ),
        ({"parts": PARTS.replace("1-p1-s2-a", "1-p1-s3-a")}, "p.tsv:2: 1-p1-s3-a is a part of no sentence"),
        ({"parts": PARTS.replace("Norms", "Names")}, "p.tsv:2: the words of 1-p1-s2-a do not stand in 1-p1-s2"),
        ({"parts": PARTS.replace("question:", "riddle:")}, "p.tsv:2: extra must begin with one of"),
        (
            {"parts": PARTS.replace("question:direct", "trait-of:nowhere")},
            "p.tsv:2: nowhere has no prefix of the table",
        ),
    ],
)
def test_tables_that_are_wrong_are_refused_at_their_place(change, message):
    with pytest.raises(InputError, match=re.escape(message)):
        read(**change)


@pytest.mark.parametrize("name", ["first", "second", "adjudicated"])
def test_each_annotation_reads_all_178_sentences_once(name):
    assert 178 == len(published(name))
    assert list(statements.sentences(generate.read_passages())) == list(published(name))


@pytest.mark.parametrize("name", ["first", "second", "adjudicated"])
def test_each_annotation_uses_the_closed_lists_of_the_schemes(name):
    schemes = {
        scheme: {
            quad.subject.value.rpartition("/")[2]
            for quad in turtle.parse(paths.DATA / "vocabulary" / f"{scheme}.ttl")
            if quad.predicate.value.endswith("inScheme")
        }
        for scheme in ("statement-type", "modality", "voice")
    }

    for row in published(name).values():
        assert set(row["types"].split(",")) <= schemes["statement-type"]
        assert row["modality"] in schemes["modality"]
        assert row["voice"] in schemes["voice"]
        assert row["negated"] in ("", "yes")


def test_what_both_annotations_say_stands():
    first, second, settled = map(published, ("first", "second", "adjudicated"))

    for field in ("modality", "voice", "negated"):
        assert [] == [key for key in settled if first[key][field] == second[key][field] != settled[key][field]]
    same = [key for key in settled if set(first[key]["types"].split(",")) == set(second[key]["types"].split(","))]
    assert [] == [key for key in same if set(first[key]["types"].split(",")) != set(settled[key]["types"].split(","))]


def test_the_guide_and_the_schemes_say_the_same():
    guide = (paths.ROOT / "docs" / "annotation.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*([a-z-]+)\*\* \| ([^|]+?) \| ([^|]+?) \|", guide, re.MULTILINE)
    said = {
        (code, name): value
        for scheme in ("statement-type", "modality", "voice")
        for code, name, value in _notes(scheme)
    }

    expected = {}
    for code, second, third in rows:
        if code in _codes("statement-type"):
            expected[code, "definition"] = f"{second[:1].upper()}{second[1:]}."
            second = third
        expected[code, "scopeNote"] = f"Words that decide: {second.rstrip('.')}."

    assert 20 + 10 + 7 == len(rows)
    assert expected == {key: value for key, value in said.items() if key in expected}


def _notes(scheme):
    for quad in turtle.parse(paths.DATA / "vocabulary" / f"{scheme}.ttl"):
        if f"/{scheme}/" in quad.subject.value and quad.predicate.value.startswith("http://www.w3.org/2004/02/skos/"):
            yield quad.subject.value.rpartition("/")[2], quad.predicate.value.rpartition("#")[2], quad.object.value


def _codes(scheme):
    return {code for code, *_ in _notes(scheme)}
