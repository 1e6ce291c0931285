"""What a person reads first of a release names each of its files."""

from __future__ import annotations

import pytest

from csgraph.release.description import File
from csgraph.release.readme import readme
from csgraph.version import RELEASED, __version__

FILES = [
    File("queries/pillars.rq", "Which are the pillars?", "application/sparql-query"),
    File("csgraph.ttl", "The graph, as Turtle", "text/turtle", ("report",), 23192),
    File("LICENSE-DATA", "Which rights there are in what", "text/plain"),
]


def test_files_are_in_the_order_of_their_names_with_their_counts():
    text = readme(FILES)

    assert text.endswith(
        "| file | holds | triples |\n|---|---|---|\n"
        "| `LICENSE-DATA` | Which rights there are in what |  |\n"
        "| `csgraph.ttl` | The graph, as Turtle | 23,192 |\n"
        "| `queries/` | Queries in SPARQL, each with its question | |\n"
    )
    assert text.startswith(f"# csgraph {__version__}, {RELEASED}\n")


def test_a_licence_that_is_not_there_is_not_named():
    assert "LICENSE-DATA` in words" in readme(FILES)
    assert "LICENSE-DATA" not in readme(FILES[:2])


def test_queries_that_ask_for_more_are_named():
    assert "only a part of it: `errata`, `links`.\n" in readme(FILES, ["links", "errata"])
    assert "only a part" not in readme(FILES)


@pytest.mark.slow
def test_the_queries_that_need_more_than_one_file_are_those_whose_headers_say_so(release):
    text = (release / "README.md").read_text(encoding="utf-8")

    # What we read into the report, what is found elsewhere and what is linked are graphs of their own.
    needy = """challenge-answers core-issues documents errata gge-reports groups instruments links pillar-sections
        questions regions restatements state-codes"""
    assert f"only a part of it: {', '.join(f'`{name}`' for name in needy.split())}.\n" in text
