"""What the Tab key offers, as bash asks for it and, for the options with ``=``, the other shells."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from csgraph import cli
from tests.conftest import PREFIXES, VIEW
from tests.support.folders import SOURCES

HEADER = """\
#+ parameters:
#+   pillar: {type: concept pillar, description: which}
#+   order: {type: integer, description: where}
"""
BODY = VIEW.replace("?pillar a", "?pillar csg:readingOrder ?order ; a")


@pytest.fixture
def views(publication):
    queries = publication / "queries"
    (queries / "ordered.rq").write_text(HEADER + BODY)
    (queries / "broken.rq").write_text("#+ parameters: {\nASK {}")
    (publication / "data" / "vocabulary" / "scheme.ttl").write_text(
        f"{PREFIXES} @prefix scheme: <https://w3id.org/csgraph/scheme/> ."
        "pillar:norms skos:inScheme scheme:pillar . pillar:law skos:inScheme scheme:pillar ."
    )
    return publication


def offered(words, place=None):
    place = len(words) - 1 if place is None else place
    environment = {
        "_CSGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": "\n".join(words), "COMP_CWORD": str(place),
    }  # fmt: skip
    lines = CliRunner().invoke(cli.cli, prog_name="csgraph", env=environment).stdout.splitlines()
    return [line.partition(",")[2] for line in lines if line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("csgraph query pil", ["pillars"]),
        ("csgraph query pillars --graph ed", ["editorial"]),
        ("csgraph query pillars --graph = ed", ["editorial"]),
        ("csgraph query pillars --format ht", ["html"]),
        ("csgraph sho", ["show"]),
        ("csgraph sea", ["search"]),
        ("csgraph evidence x --context pa", ["passage"]),
        ("csgraph query ordered --param p", ["pillar=law", "pillar=norms"]),
        ("csgraph query ordered --param o", ["order="]),
        ("csgraph query ordered.rq --param pillar =", ["law", "norms"]),
        ("csgraph query ordered --param pillar = n", ["norms"]),
        ("csgraph query ordered --param = pillar = n", ["norms"]),
        ("csgraph query ordered --param pillar = law --param pillar = n", ["norms"]),
        ("csgraph query ordered --param order = 1", []),
        ("csgraph query ordered --param other = 1", []),
        ("csgraph query pillars --param p", []),
        ("csgraph query none --param p", []),
        ("csgraph query broken --param p", []),
        ("csgraph query - --param p", []),
    ],
)
def test_bash_is_offered_what_can_follow(views, words, expected):
    assert expected == offered(words.split())


def test_bash_is_offered_all_where_nothing_is_begun(views):
    assert ["pillar=", "order="] == offered(["csgraph", "query", "ordered", "--param"], 4)


@pytest.mark.parametrize(
    ("incomplete", "expected"), [("", ["pillar=", "order="]), ("pillar=", ["pillar=law", "pillar=norms"])]
)
def test_zsh_is_offered_name_and_value_as_one_word(views, incomplete, expected):
    environment = {
        "_CSGRAPH_COMPLETE": "zsh_complete",
        "COMP_WORDS": f"csgraph query ordered --param {incomplete}",
        "COMP_CWORD": "4",
    }

    lines = CliRunner().invoke(cli.cli, prog_name="csgraph", env=environment).stdout.splitlines()

    assert expected == lines[1::3]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_the_script_for_bash_completes(tmp_path):
    program = tmp_path / "csgraph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m csgraph "$@"\n')
    program.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    script = """eval "$(_CSGRAPH_COMPLETE=bash_source csgraph)" 2>/dev/null
    COMP_WORDS=(csgraph query timel); COMP_CWORD=2; _csgraph_completion csgraph; echo "${COMPREPLY[@]}"
    COMPREPLY=(); COMP_WORDS=(csgraph query statements --param section = 3.); COMP_CWORD=6
    _csgraph_completion csgraph; echo "${COMPREPLY[@]}" """

    done = subprocess.run(["bash", "--norc", "-c", script], env=environment, capture_output=True, text=True)

    assert "timeline\n3.1 3.2 3.3\n" == done.stdout, done.stderr
    assert Path(program).exists()
