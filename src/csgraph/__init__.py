"""The report of UNIDIR's 2020 Cyber Stability Conference as linked data: query, search, describe, validate, draw.

    >>> import csgraph
    >>> for row in csgraph.query("pillars")[:3]:
    ...     print(row.order.value, row.pillar.value)
    1 information sharing on threats
    2 international law
    3 norms

``docs/python.md`` documents all names. They are imported at first use, so that ``import csgraph`` is fast.

The publication is that of the working directory or the nearest folder above it that is one, else the copy installed with
the package; the environment variable CSGRAPH_ROOT names another (see ``csgraph.paths``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csgraph.version import __version__

if TYPE_CHECKING:
    from csgraph.errors import AccessError, CsgraphError, InputError, OutputError, StoreError
    from csgraph.publication.charts import draw
    from csgraph.publication.dataset import load, load_store
    from csgraph.publication.describe import Description, show, stats
    from csgraph.publication.evidence import Evidence, evidence
    from csgraph.publication.parameters import Parameter
    from csgraph.publication.query import query
    from csgraph.publication.report import Passage, Quote, Report, Section, Statement, report
    from csgraph.publication.search import Hit, Hits, search
    from csgraph.publication.views import View, find_view, list_views
    from csgraph.sparql.results import Boolean, Row, Rows, Triples
    from csgraph.validation.findings import Finding, FindingList
    from csgraph.validation.validate import validate

__all__ = [
    "AccessError",
    "Boolean",
    "CsgraphError",
    "Description",
    "Evidence",
    "Finding",
    "FindingList",
    "Hit",
    "Hits",
    "InputError",
    "OutputError",
    "Parameter",
    "Passage",
    "Quote",
    "Report",
    "Row",
    "Rows",
    "Section",
    "Statement",
    "StoreError",
    "Triples",
    "View",
    "__version__",
    "draw",
    "evidence",
    "find_view",
    "list_views",
    "load",
    "load_store",
    "query",
    "report",
    "search",
    "show",
    "stats",
    "validate",
]

_HOMES = {
    "errors": ("AccessError", "CsgraphError", "InputError", "OutputError", "StoreError"),
    "publication.dataset": ("load", "load_store"),
    "publication.describe": ("Description", "show", "stats"),
    "publication.evidence": ("Evidence", "evidence"),
    "publication.charts": ("draw",),
    "publication.parameters": ("Parameter",),
    "publication.query": ("query",),
    "publication.report": ("Passage", "Quote", "Report", "Section", "Statement", "report"),
    "publication.search": ("Hit", "Hits", "search"),
    "publication.views": ("View", "find_view", "list_views"),
    "sparql.results": ("Boolean", "Row", "Rows", "Triples"),
    "validation.findings": ("Finding", "FindingList"),
    "validation.validate": ("validate",),
}


def __getattr__(name: str) -> Any:
    """Import a public name at first use (PEP 562)."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"csgraph.{module}"), name)
    raise AttributeError(f"module 'csgraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
