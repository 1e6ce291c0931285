"""``csgraph links``: writes them, and checks them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from csgraph import cli
from csgraph.curation import link_check, links


def invoke(*arguments: object):
    return CliRunner().invoke(cli.cli, list(map(str, arguments)), prog_name="csgraph")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "mine.sssom.tsv"
    path.write_text(
        "#curie_map:\n#  wiki: https://www.wikidata.org/wiki/\n"
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "state:DEU\tschema:sameAs\twiki:Q183\tsemapv:LexicalMatching\n"
    )
    return path


@pytest.mark.parametrize("format", ["sssom", "turtle"])
def test_the_links_are_the_same_bytes_each_time_in_every_format(run, format: str):
    first, second = (run("links", "--format", format) for _ in range(2))

    assert (0, b"") == (first.returncode, first.stderr)
    assert first.stdout == second.stdout != b""


def test_links_go_to_the_file(tmp_path: Path):
    done = invoke("links", "-o", tmp_path / "links.tsv")

    assert (done.exit_code, done.stdout) == (0, "")
    assert (tmp_path / "links.tsv").read_text(encoding="utf-8") == links.published("sssom")


def test_our_links_are_right():
    done = invoke("links", "--check")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"no problems in {len(links.read(links.SOURCE))} links\n"


def test_a_wrong_link_is_told_with_its_line_and_the_right_iri(wrong: Path):
    done = invoke("links", "--check", wrong)

    assert done.exit_code == cli.FOUND_PROBLEMS
    assert f"{wrong}:4:25: violation [link-spelling]" in done.stdout
    assert "write http://www.wikidata.org/entity/Q183" in done.stdout
    assert done.stderr == "1 problem in 1 link\n"


def test_what_is_checked_is_not_written_in_a_format():
    done = invoke("links", "--check", "--format", "turtle")

    assert done.exit_code == cli.COULD_NOT_RUN
    assert "--format cannot be combined with --check or --online" in done.stderr


def test_a_file_that_is_no_table_cannot_be_checked(tmp_path: Path):
    (tmp_path / "mine.tsv").write_text("a\tb\n")

    done = invoke("links", "--check", tmp_path / "mine.tsv")

    assert done.exit_code == cli.COULD_NOT_RUN
    assert "mine.tsv:1: the heading has no column subject_id; is this a table in SSSOM/TSV?" in done.stderr


def test_a_file_is_only_checked(wrong: Path):
    done = invoke("links", wrong)

    assert done.exit_code == cli.COULD_NOT_RUN
    assert "FILE needs --check or --online" in done.stderr


def test_nobody_is_asked_unless_told_to(monkeypatch: pytest.MonkeyPatch, wrong: Path):
    asked: list[str] = []

    def check(found, **options):
        asked.extend(link.object for link in found)
        return []

    monkeypatch.setattr(link_check, "check", check)

    invoke("links", "--check", wrong)
    assert asked == []

    done = invoke("links", "--online", wrong)
    assert asked == ["https://www.wikidata.org/wiki/Q183"]
    assert done.exit_code == cli.FOUND_PROBLEMS
