"""Gives the site's scripts what they read and explain queries by."""

from __future__ import annotations

from typing import Any

from csgraph import hints, sparql
from csgraph.explanation import likeness, patterns, probes, shown, words
from csgraph.namespaces import GRAPH, LOCAL_NAME


def tables() -> dict[str, Any]:
    """Return what they need as JSON can hold it: their ``csgraph.grammar``."""
    limits = {
        "choices": words.CHOICES,
        "examples": words.EXAMPLES,
        "letters": words.LENGTH,
        "likeness": hints.NEAR,
        "likeness of prefixes": hints.NEAR_PREFIX,
        "near": likeness.NEAR,
        "parts in pairs": probes.MANY_PARTS,
        "queries": probes.MAX_QUERIES,
        "reasons": words.MAX_REASONS,
        "rows": probes.MANY_ROWS,
        "seconds": words.SECONDS,
        "spaces": likeness.SPACES,
    }
    return {
        **sparql.tables(),
        "bare": {datatype: form.pattern for datatype, form in shown.BARE.items()},
        "ends": patterns.ENDS,
        "explanations": words.WORDS,
        "graph": GRAPH,
        "joined": patterns.JOINED,
        "limits": limits,
        "local name": LOCAL_NAME.pattern,
        "modifiers": patterns.MODIFIERS,
        "removers": patterns.REMOVERS,
    }
