"""The import rules of ``pyproject.toml``: packages import in one direction, no circles, the SHACL compiler stands alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter

from csgraph import paths
from tests.support.folders import SOURCES, TESTS

MOST_AT_THE_TOP = 8


def test_every_import_contract_is_kept():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_few_files_are_at_the_top():
    assert len(list((SOURCES / "csgraph").glob("*.py"))) <= MOST_AT_THE_TOP


def test_every_package_has_one_sentence_that_says_what_is_in_it():
    packages = sorted((SOURCES / "csgraph").rglob("__init__.py"))

    assert [path for path in packages if not path.read_text(encoding="utf-8").startswith('"""')] == []


def test_no_docstring_begins_with_knows():
    modules = sorted((SOURCES / "csgraph").rglob("*.py"))

    assert [paths.shown(path) for path in modules if '"""Knows' in path.read_text(encoding="utf-8")] == []


def test_no_class_name_has_two_meanings():
    names = Counter(
        node.name
        for path in sorted((SOURCES / "csgraph").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )

    assert [name for name, count in names.items() if count > 1] == []
