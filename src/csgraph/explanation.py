"""Says why a query finds nothing."""

from __future__ import annotations

from typing import Any

from csgraph import sparql


def tables() -> dict[str, Any]:
    """Return what the site's scripts read and explain queries by, as JSON can hold it: their ``csgraph.grammar``."""
    return sparql.tables()
