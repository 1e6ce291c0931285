"""Gives the site's scripts what they read and explain queries by."""

from __future__ import annotations

from typing import Any

from csgraph.rdf.namespaces import GRAPH, LOCAL_NAME
from csgraph.sparql import diagnostics
from csgraph.sparql.explain import messages, probes, rendering, suggestions, syntax
from csgraph.util import suggest


def tables() -> dict[str, Any]:
    """Return what they need as JSON can hold it: their ``csgraph.sparql.grammar``."""
    limits = {
        "choices": messages.CHOICES,
        "examples": messages.EXAMPLES,
        "letters": messages.LENGTH,
        "likeness": suggest.CUTOFF,
        "likeness of prefixes": suggest.PREFIX_CUTOFF,
        "near": suggestions.NEAR,
        "parts in pairs": probes.MANY_PARTS,
        "queries": probes.MAX_QUERIES,
        "reasons": messages.MAX_REASONS,
        "rows": probes.MANY_ROWS,
        "seconds": messages.SECONDS,
        "spaces": suggestions.SPACES,
    }
    return {
        **diagnostics.tables(),
        "bare": {datatype: form.pattern for datatype, form in rendering.BARE.items()},
        "ends": syntax.ENDS,
        "explanations": messages.WORDS,
        "graph": GRAPH,
        "joined": syntax.JOINED,
        "limits": limits,
        "local name": LOCAL_NAME.pattern,
        "modifiers": syntax.MODIFIERS,
        "removers": syntax.REMOVERS,
    }
