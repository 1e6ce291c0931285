"""Fixtures of the tests of the site."""

from __future__ import annotations

import pytest

from csgraph.site.portraits.thing import Corpus
from csgraph.site.publication import Publication


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The publication, read once for each worker."""
    return Corpus(Publication.load())
