"""Exports the tables of tokens, grammar and messages that the site's scripts need."""

from __future__ import annotations

from typing import Any

from csgraph.rdf.namespaces import GRAPH, LOCAL_NAME
from csgraph.sparql import diagnostics, parser, syntax
from csgraph.sparql.explain import messages, patterns, probes, rendering, suggestions
from csgraph.util import suggest


def tables() -> dict[str, Any]:
    """Return the tables as JSON values; the scripts have them as ``csgraph.grammar``."""
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
        "ends": parser.ENDS,
        "explanations": messages.WORDS,
        "graph": GRAPH,
        "joined": patterns.JOINED,
        "limits": limits,
        "local name": LOCAL_NAME.pattern,
        "modifiers": syntax.MODIFIERS,
        "removers": patterns.REMOVERS,
    }
