"""Fixtures of the tests of the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from csgraph.site.entities.entity import Corpus
from csgraph.site.graph import SiteGraph
from tests.support.browser import Visit, browsing, served


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The publication, read once for each worker."""
    return Corpus(SiteGraph.load())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser; each ``new_context(...)`` of it is a reader of its own."""
    with browsing() as started:
        yield started


@pytest.fixture(scope="module", params=["file", "http"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Where the site begins, with a slash at its end: its folder, and a plain host."""
    with ExitStack() as stack:
        yield f"{site.as_uri()}/" if request.param == "file" else stack.enter_context(served(site))


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Visit]:
    """A new reader, for whom nothing goes wrong and who is sent nowhere else."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    found = Visit(context.new_page())
    yield found
    assert found.problems == []
    assert found.outside(address) == []
    context.close()
