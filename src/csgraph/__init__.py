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
    from csgraph.answers import query
    from csgraph.dataset import load_dataset as load
    from csgraph.dataset import load_store
    from csgraph.describe import Description, show, stats
    from csgraph.errors import CsgraphError, InputError, OutputError
    from csgraph.hits import Hit, Hits, search
    from csgraph.parameters import Parameter
    from csgraph.pictures import draw
    from csgraph.quotes import Evidence, Quote, evidence
    from csgraph.results import Boolean, Row, Rows, Triples
    from csgraph.validation import Finding, validate
    from csgraph.views import View, find_view, list_views

__all__ = [
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
    "Quote",
    "Row",
    "Rows",
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
    "search",
    "show",
    "stats",
    "validate",
]

_HOMES = {
    "answers": ("query",),
    "dataset": ("load", "load_store"),
    "describe": ("Description", "show", "stats"),
    "errors": ("CsgraphError", "InputError", "OutputError"),
    "hits": ("Hit", "Hits", "search"),
    "parameters": ("Parameter",),
    "pictures": ("draw",),
    "quotes": ("Evidence", "Quote", "evidence"),
    "results": ("Boolean", "Row", "Rows", "Triples"),
    "validation": ("Finding", "validate"),
    "views": ("View", "find_view", "list_views"),
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
