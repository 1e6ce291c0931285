"""Chooses the prefixed name of each IRI, and the prefixes to declare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from csgraph.rdf.fmt.tree import Iri
from csgraph.rdf.namespaces import PREFIXES, compress

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""A local name that needs no escapes: a part of PN_LOCAL (Turtle 1.1, section 6.5)."""


class PrefixTable:
    """Shortens IRIs to prefixed names, by our table of prefixes or else by the text's own.

    Args:
        own: The prefixes of the text with their namespaces.

    Attributes:
        used: The prefixes that were used, with their namespaces.
    """

    def __init__(self, own: Mapping[str, str]) -> None:
        self._own = own
        self._longest = sorted(own.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        self._prefixes = {namespace: prefix for prefix, namespace in PREFIXES.items()}
        self._known: dict[Iri, str] = {}
        self.used: dict[str, str] = {}

    def __call__(self, iri: Iri) -> str:
        """Return an IRI in Turtle."""
        if (name := self._known.get(iri)) is None:
            name = self._known[iri] = self._name(iri)
        return name

    def _name(self, iri: Iri) -> str:
        for prefix, namespace, local in self._choices(iri):
            if self._own.get(prefix, namespace) == namespace:
                self.used[prefix] = namespace
                return f"{prefix}:{local}"
        return f"<{iri.value}>"

    def _choices(self, iri: Iri) -> Iterator[tuple[str, str, str]]:
        """Yield the prefixes that fit an IRI, with their namespaces and the local name."""
        if curie := compress(iri.value):
            prefix, _, local = curie.partition(":")
            yield prefix, PREFIXES[prefix], local
        if iri.prefix is not None:
            if iri.namespace in self._prefixes:
                yield self._prefixes[iri.namespace], iri.namespace, iri.local
            if iri.prefix in self._own:
                yield iri.prefix, iri.namespace, iri.local
        for prefix, namespace in self._longest:
            if iri.value.startswith(namespace) and _LOCAL_NAME.fullmatch(iri.value, len(namespace)):
                yield prefix, namespace, iri.value[len(namespace) :]
