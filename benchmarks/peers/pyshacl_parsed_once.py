"""Validates with pySHACL, each query parsed once: ``pyshacl_parsed_once.py DATA SHAPES`` prints its report as N-Triples.

pySHACL hands rdflib the text of a query for each node that is checked, and rdflib parses it each time. Here rdflib keeps
what it made of a text, with the prefixes that came with it; nothing else differs from ``pyshacl_as_shipped.py``.
"""

import functools
import sys
from collections.abc import Mapping
from typing import Any

import pyshacl
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.sparql import Query


@functools.cache
def parsed(text: str, base: str | None, prefixes: tuple[tuple[str, Any], ...]) -> Query:
    """Return what rdflib makes of the text of a query."""
    return translateQuery(parseQuery(text), base, dict(prefixes))


def parsed_once(text: str, base: str | None = None, prefixes: Mapping[str, Any] | None = None) -> Query:
    """Return the same from the second time on."""
    return parsed(text, base, tuple(sorted((prefixes or {}).items())))


# ``SPARQLProcessor.query`` calls translateQuery(parseQuery(text), base, prefixes).
processor.parseQuery = lambda text: text
processor.translateQuery = parsed_once

_, report, _ = pyshacl.validate(sys.argv[1], shacl_graph=sys.argv[2], advanced=False, inference="none")
sys.stdout.buffer.write(report.serialize(format="nt", encoding="utf-8"))
