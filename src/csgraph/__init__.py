"""The report of UNIDIR's 2020 Cyber Stability Conference as linked data, to load, ask, check and show.

    >>> import csgraph
    >>> for row in csgraph.query("pillars"):
    ...     print(row.label.value)  # doctest: +SKIP

What is heavy is imported at first use, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csgraph.version import __version__

if TYPE_CHECKING:
    from csgraph.errors import AccessError, CsgraphError, InputError, OutputError, StoreError
    from csgraph.publication.charts import draw
    from csgraph.publication.dataset import load_dataset as load
    from csgraph.publication.dataset import load_store
    from csgraph.publication.describe import Description, show, stats
    from csgraph.publication.evidence import Evidence, evidence
    from csgraph.publication.parameters import Parameter
    from csgraph.publication.query import query
    from csgraph.publication.report import Passage, Quote, Report, Section, Statement, report
    from csgraph.publication.search import Hit, Hits, search
    from csgraph.publication.views import View, find_view, list_views
    from csgraph.sparql.results import Boolean, Row, Rows, Triples
    from csgraph.validation.validate import Finding, validate

__all__ = [
    "AccessError",
    "Boolean",
    "CsgraphError",
    "Description",
    "Evidence",
    "Finding",
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
    "validation.findings": ("Finding",),
    "validation.validate": ("validate",),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for (PEP 562)."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"csgraph.{module}"), {"load": "load_dataset"}.get(name, name))
    raise AttributeError(f"module 'csgraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
