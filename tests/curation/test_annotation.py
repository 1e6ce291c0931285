"""The annotation tables are read strictly, and the published ones are complete and within the closed lists."""

import re

import pytest

from csgraph import paths
from csgraph.curation import agreement, annotation, extract
from csgraph.curation.passages import SourcePassage
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import expand

PASSAGES = [
    SourcePassage("1-p1", "lead-in", "1", 1, "Talks would help if they:", (1,)),
    SourcePassage("1-b1", "bullet", "1", 2, "Include all", (2,)),
    SourcePassage("1-p2", "paragraph", "1", 3, "States agree. Norms matter, and law, they say, may help.", (3,)),
]
SEGMENTS = (
    "statement\tbefore\tquote\tafter\town\n"
    "1-b1-s1\tTalks would help if they:\tInclude all\t\t\n"
    "1-p2-s2-b\tlaw … may\thelp\t\t\n"
    "1-p2-s2-a\t\tNorms matter\t\town\n"
)
READINGS = (
    "statement\ttypes\tmodality\tvoice\tnegated\tforms\tfunctions\tabout\taddressees\n"
    "1-p1-s1\tcondition,lead-in\tconditional\treport\t\t\t\ttopic:dialogue\t\n"
    "1-b1-s1\tcondition\tconditional\treport\t\t\t\ttopic:inclusivity\t\n"
    "1-p2-s1\tobservation\tasserted\treport\t\t\t\ttopic:dialogue\t\n"
    "1-p2-s2\tassessment,gap\tpossible\tnamed-source\tyes\tbilateral\tbuild-capacity\ttopic:dialogue\t\n"
    "1-p2-s2-a\tassessment\tasserted\t\t\t\t\tpillar:norms\t\n"
    "1-p2-s2-b\tfunction\tpossible\t\t\ttrack-2\tprevent-conflict\ttopic:dialogue\tstate:DEU\n"
)
DETAILS = "statement\tdetail\tvalue\n1-p2-s2\tattributed\torganization:interpol\n1-p2-s2-a\tfigure\tNorms\n"


def read(segments=SEGMENTS, readings=READINGS, details=DETAILS):
    tables = annotation.Tables((segments, "s.tsv"), (readings, "r.tsv"), (details, "d.tsv"))
    return {each.key: each for each in annotation.read_statements(tables, PASSAGES)}


def table(name):
    return turtle.read(paths.ANNOTATION / f"{name}.tsv").decode()


def published(name):
    return annotation.read_readings(table(name), place=name)


def test_sentences_and_parts_become_statements_in_reading_order():
    found = read()
    sentence, part = found["1-p2-s2"], found["1-p2-s2-b"]

    assert ["1-p1-s1", "1-b1-s1", "1-p2-s1", "1-p2-s2", "1-p2-s2-a", "1-p2-s2-b"] == list(found)
    assert (("assessment", "gap"), "possible", True, None) == (
        sentence.types,
        sentence.modality,
        sentence.negated,
        sentence.whole,
    )
    assert ("1-p2-s2", "possible", False, "help", 51) == (part.whole, part.modality, part.own, part.quote, part.start)
    assert found["1-p2-s2-a"].own


def test_words_that_complete_a_text_are_in_brackets():
    found = read()

    assert "[law … may] help" == found["1-p2-s2-b"].text
    assert "[Talks would help if they:] Include all" == found["1-b1-s1"].text
    assert "States agree." == found["1-p2-s1"].text


def test_a_sentence_is_about_all_that_its_parts_are_about_and_names_a_function_once():
    sentence = read()["1-p2-s2"]

    assert ("topic:dialogue", "pillar:norms") == sentence.about
    assert ("bilateral", "track-2") == sentence.forms
    assert () == sentence.functions


def test_a_part_has_voice_and_source_of_its_sentence():
    part = read()["1-p2-s2-a"]

    assert ("named-source", ("organization:interpol",), ("Norms",)) == (part.voice, part.attributed, part.figures)


@pytest.mark.parametrize(
    ("sentence", "types", "expected"),
    [
        ("Does law help?", "question", "direct"),
        ("The panel will discuss what helps.", "question,document-note", "subject"),
        ("They discuss whether law helps.", "question", "indirect"),
    ],
)
def test_the_kind_of_a_question_follows_from_its_sentence(sentence, types, expected):
    readings = READINGS.splitlines()[0] + f"\n1-p1-s1\t{types}\tinterrogative\treport\t\t\t\ttopic:dialogue\t\n"
    tables = annotation.Tables((SEGMENTS.splitlines()[0], "s"), (readings, "r"), (DETAILS.splitlines()[0], "d"))
    (found,) = annotation.read_statements(tables, [SourcePassage("1-p1", "paragraph", "1", 1, sentence, (1,))])

    assert expected == found.question


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"readings": READINGS.replace("modality", "mood")}, "r.tsv:1: the heading must be"),
        (
            {"readings": READINGS.replace("topic:dialogue\t\n", "topic:dialogue\n", 1)},
            "r.tsv:2: a row needs 9 columns separated by tabs, not 8",
        ),
        ({"readings": READINGS + READINGS.splitlines()[1]}, "r.tsv:8: 1-p1-s1 has two rows"),
        (
            {"readings": READINGS.replace("1-p2-s2-b", "1-p2-s9")},
            "r.tsv: there must be one row for each sentence and each part; see 1-p2-s",
        ),
        ({"segments": SEGMENTS.replace("1-p2-s2-a", "1-p2-s3-a")}, "s.tsv:4: 1-p2-s3-a is not a part of any sentence"),
        (
            {"segments": SEGMENTS.replace("Norms", "Names")},
            "s.tsv:4: the words of 1-p2-s2-a must occur exactly once in 1-p2-s2",
        ),
        (
            {"segments": SEGMENTS.replace("\tNorms matter\t", "\tm\t")},
            "s.tsv:4: the words of 1-p2-s2-a must occur exactly once in 1-p2-s2",
        ),
        (
            {"segments": SEGMENTS.replace("law … may", "law … must")},
            "s.tsv:3: 1-p2-s2-b is completed by a word that is not printed in or before its sentence: must",
        ),
        (
            {"segments": SEGMENTS.replace("matter\t\town", "matter\t\tyes")},
            "s.tsv:4: the column own must be own or empty",
        ),
        ({"details": DETAILS.replace("1-p2-s2-a", "1-p2-s2-z")}, "d.tsv:3: 1-p2-s2-z is neither a sentence nor a part"),
        ({"details": DETAILS.replace("\tfigure", "\tnumber")}, "d.tsv:3: a detail is one of: attributed, figure"),
        (
            {"details": DETAILS.replace("organization:interpol", "interpol")},
            "d.tsv:2: the prefix of interpol is not in the prefix table",
        ),
        ({"details": DETAILS.replace("\tNorms", "\tlaw")}, "d.tsv:3: the figure does not occur in 1-p2-s2-a"),
    ],
)
def test_tables_that_are_wrong_are_refused_at_their_place(change, message):
    with pytest.raises(InputError, match=re.escape(message)):
        read(**change)


TABLES = ["first", "second", "adjudicated"]
_LISTS = {"types": "statement-type", "forms": "dialogue-form", "functions": "dialogue-function"}


@pytest.mark.parametrize("name", TABLES)
def test_each_annotation_reads_all_sentences_and_all_parts_once(name):
    sentences = list(annotation.sentences(extract.read_passages()))
    segments = [
        row["statement"] for _, row in annotation.read_table(table("segments"), annotation.SEGMENT_COLUMNS, place="")
    ]

    assert 178 == len(sentences)
    assert {*sentences, *segments} == published(name).keys()


@pytest.mark.parametrize("name", TABLES)
def test_each_annotation_uses_the_closed_lists_of_the_schemes(name):
    lists = {field: _codes(scheme) for field, scheme in _LISTS.items()}

    for key, row in published(name).items():
        for field, codes in lists.items():
            assert set(filter(None, row[field].split(","))) <= codes, (key, field)
        assert row["types"]
        assert row["modality"] in _codes("modality")
        own = {"3.3-p8-s2-e", "3.3-p8-s2-f"} if name == "adjudicated" else set()
        assert row["voice"] in ({""} if annotation.is_part(key) and key not in own else _codes("voice")), key
        assert row["negated"] in ("", "yes")
        assert all(expand(each) for field in ("about", "addressees") for each in row[field].split(",") if each)


def test_what_both_annotations_say_stands_unless_it_is_overruled_with_a_reason():
    first, second, settled = map(published, TABLES)
    overruled = {(row["statement"], row["field"]): row["reason"] for row in agreement.overruled()}
    changed = set()

    for key, row in settled.items():
        for field in ("modality", "voice", "negated"):
            if first[key][field] == second[key][field] != row[field]:
                changed.add((key, field))
        for field in ("types", "forms", "functions", "about", "addressees"):
            one, other, now = ({*filter(None, each[field].split(","))} for each in (first[key], second[key], row))
            if one & other != now & one & other or now - (one | other) or (field == "types" and one == other != now):
                changed.add((key, field))

    assert overruled.keys() == changed
    assert all(len(reason) > 10 for reason in overruled.values())


@pytest.mark.parametrize("name", TABLES)
def test_types_and_modalities_go_together_as_the_guide_says(name):
    for key, row in published(name).items():
        types, modality = set(row["types"].split(",")), row["modality"]

        assert ("recommendation" in types) == (modality in ("necessary", "recommended")), key
        assert ("question" in types) == (modality == "interrogative"), key
        assert ("proposal" in types) == (modality == "proposed"), key
        assert "condition" in types or modality != "conditional", key
        assert "question" not in types or types <= {"question", "document-note", "example"}, key
        assert "recommendation" in types or not row["addressees"], key


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


def test_what_views_say_was_read_twice_was():
    # A view that says so shows what both annotations have a row for: each sentence and part, each field that it names.
    fields = {"Types": "types", "modality": "modality", "voice": "voice", "What a statement is about": "about"}
    claiming = {path: path.read_text(encoding="utf-8") for path in paths.QUERIES.glob("*.rq")}
    claims = {
        path.stem: " ".join(line.removeprefix("#+").strip() for line in text.splitlines() if line.startswith("#+"))
        for path, text in claiming.items()
    }
    twice = {name: header for name, header in claims.items() if "twice" in header}
    first, second, settled = map(published, TABLES)

    assert 10 < len(twice)
    assert first.keys() == second.keys() == settled.keys()
    for name, header in twice.items():
        said = [field for words, field in fields.items() if words in header]
        assert said, name
        for table in (first, second):
            for key, row in table.items():
                assert row["types"], key
                assert row["modality"], key
                assert row["voice"] or annotation.is_part(key), key
    assert all(any(row["about"] for row in annotation.values()) for annotation in (first, second))
    for name in ("restatements", "questions", "challenge-answers", "errata", "core-issues"):
        assert "reading" in claims[name], name
