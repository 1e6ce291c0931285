"""The generated files of ``data/``: up to date, the same bytes each time, and never from words that are not printed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.curation import extract, links
from csgraph.curation import passages as passages_
from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES
from tests.support.folders import SOURCES

NODE = ox.NamedNode(PREFIXES["pillar"] + "norms")

PRINT_BUILD = """
import hashlib
from csgraph.curation import extract
for path, text in extract.build().items():
    print(path.name, hashlib.sha256(text.encode()).hexdigest())
"""


def passage(text: str, key: str = "1-p1", kind: str = "paragraph") -> passages_.SourcePassage:
    return passages_.SourcePassage(key, kind, "1", 1, text, (1,))


def spans(quotes: list[str], passages: list[passages_.SourcePassage]) -> list[tuple[str, int, int]]:
    return [(unit.key, start, end) for unit, start, end in extract.node_anchors(NODE, quotes, passages)]


def values(triples: Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]) -> dict[str, str]:
    return {predicate.value.rpartition("#")[2]: value.value for _, predicate, value in triples}


# -- The files ---------------------------------------------------------------------------------------------------------


FILES = [
    extract.PASSAGES,
    extract.STRUCTURE,
    extract.STATEMENTS,
    extract.ANCHORS,
    extract.EDITORIAL_ANCHORS,
    extract.LINKS,
    extract.STATES,
]


@pytest.mark.parametrize("path", FILES, ids=paths.shown)
def test_the_files_are_up_to_date(path: Path):
    built = extract.build()[path]

    assert path.read_bytes() == built.encode(), f"{paths.shown(path)} is not up to date; run `csgraph extract`"


def test_twice_gives_the_same():
    assert extract.build() == extract.build()


@pytest.mark.parametrize(
    "surroundings", [{"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C"}]
)
def test_other_surroundings_give_the_same_bytes(surroundings: dict[str, str], tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), **surroundings}
    command = [sys.executable, "-c", PRINT_BUILD]

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)

    plain = {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONHASHSEED": "0", "TZ": "UTC"}
    expected = subprocess.run(command, cwd=tmp_path, env=plain, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == len(FILES)
    assert done.stdout == expected.stdout


# -- Quotes ------------------------------------------------------------------------------------------------------------


def test_a_quote_is_placed_where_it_stands():
    assert spans(["norms"], [passage("On norms."), passage("None.", "1-p2")]) == [("1-p1", 3, 8)]


def test_a_quote_that_stands_in_two_passages_is_placed_in_both():
    assert spans(["norms"], [passage("On norms."), passage("norms", "1-p2")]) == [("1-p1", 3, 8), ("1-p2", 0, 5)]


def test_positions_count_code_points():
    text = "𝒜 “norms” á"

    ((_, start, end),) = spans(["norms"], [passage(text)])

    assert (start, end, text[start:end]) == (3, 8, "norms")


@pytest.mark.parametrize("quote", ["Norms", "norm s", "norms.", "“norms”"])
def test_a_quote_with_a_letter_changed_is_refused(quote: str):
    with pytest.raises(InputError, match="occur in none of its dcterms:source passages") as caught:
        spans([quote], [passage("On norms and law.")])

    assert caught.value.place == "pillar:norms"


def test_a_quote_whose_passage_is_not_named_is_refused():
    with pytest.raises(InputError, match="occur in none of its dcterms:source passages") as caught:
        spans(["norms"], [])

    assert caught.value.place == "pillar:norms"


def test_a_quote_found_more_than_once_is_refused():
    with pytest.raises(InputError, match="occur more than once in 1-p1; quote more of the sentence") as caught:
        spans(["norms"], [passage("On norms and norms.")])

    assert caught.value.place == "pillar:norms"


def test_a_quote_found_more_than_once_is_let_be_where_another_settles_the_passage():
    assert spans(["norms", "other norms"], [passage("On norms and other norms.")]) == [("1-p1", 13, 24)]


def test_a_curated_quote_that_is_not_printed_stops_the_making(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    file = tmp_path / "wrong.ttl"
    file.write_text(
        f"@prefix csg: <{PREFIXES['csg']}> .\n@prefix dcterms: <{PREFIXES['dcterms']}> .\n"
        f'<{NODE.value}> csg:asPrinted "six Pillars"@en ; dcterms:source <{PREFIXES["passage"]}3.1-p3> .\n'
    )
    monkeypatch.setattr(extract, "curated_files", lambda *graphs: [file])

    with pytest.raises(InputError) as caught:
        extract.build()

    assert caught.value.place == "pillar:norms"


def test_a_link_that_its_authority_spells_otherwise_stops_the_making(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    file = tmp_path / "links.sssom.tsv"
    text = links.SOURCE.read_text(encoding="utf-8")
    file.write_text(text.replace("geonames:2921044/", "https://sws.geonames.org/2921044"), encoding="utf-8")
    monkeypatch.setattr(links, "SOURCE", file)

    with pytest.raises(InputError) as caught:
        extract.build()

    line = next(number for number, row in enumerate(text.splitlines(), 1) if "geonames:2921044/" in row)
    assert (caught.value.place, caught.value.line) == (str(file), line)
    assert "write https://sws.geonames.org/2921044/; the slash at the end belongs to it" in caught.value.problem


def test_the_properties_that_quote_are_those_below_as_printed():
    names = {node.value.removeprefix(PREFIXES["csg"]) for node in extract.quoting_properties()}

    assert names >= {"asPrinted", "temporalText", "nameAsPrinted", "affiliationAsPrinted", "statusAsPrinted"}
    assert all(name == "asPrinted" or name.endswith(("AsPrinted", "Text", "Form")) for name in names)


# -- Anchors -----------------------------------------------------------------------------------------------------------


def test_prefix_quote_and_suffix_make_the_sentence_whole():
    text = "Before it. On norms and law. After it."

    said = values(extract.anchor_triples(passage(text), 14, 19))

    assert (said["prefix"], said["exact"], said["suffix"]) == ("On ", "norms", " and law.")
    assert (said["start"], said["end"]) == ("14", "19")


def test_a_quote_across_sentences_has_the_rest_of_both():
    said = values(extract.anchor_triples(passage("On norms. And law. More."), 3, 13))

    assert (said["prefix"], said["exact"], said["suffix"]) == ("On ", "norms. And", " law.")


def test_what_is_no_prose_is_quoted_within_the_whole_of_it():
    said = values(extract.anchor_triples(passage("One. Two. Three.", kind="caption"), 5, 9))

    assert (said["prefix"], said["suffix"]) == ("One. ", " Three.")


def test_the_selectors_of_an_anchor_share_its_key():
    nodes = {subject.value for subject, *_ in extract.anchor_triples(passage("On norms."), 3, 8)}

    assert nodes == {f"{PREFIXES[kind]}1-p1_3-8" for kind in ("anchor", "quote", "span")}


def test_a_long_passage_is_labelled_by_its_first_words():
    label = values(extract.passage_triples(passage("word " * 40)))["label"]

    assert label.startswith("1-p1: word word")
    assert label.endswith(" …")
    assert len(label) < 80


def test_a_footnote_is_tied_to_the_sentence_with_its_mark():
    text = passages_.SourcePassage("1-p1", "paragraph", "1", 1, "One. Two.", (1,), notes=(("1", 9),))
    note = passages_.SourcePassage("fn-1", "footnote", "1", 2, "See.", (2,), number="1")

    first = next(extract.note_anchors([text, note]))

    assert [term.value.rpartition("/")[2].rpartition("#")[2] for term in first] == ["fn-1", "noteTo", "1-p1_5-9"]
