"""The folders that tests read."""

from __future__ import annotations

from pathlib import Path

from csgraph import paths

TESTS = Path(__file__).parents[1]
FIXTURES = TESTS / "fixtures"
GOLDEN = TESTS / "golden"
NPM = TESTS / "npm"

SOURCES = Path(paths.__file__).parents[1]
"""The folder that a process needs on its path to import csgraph."""

ASSETS = SOURCES / "csgraph" / "site" / "assets"
