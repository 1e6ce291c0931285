"""The authorities that links lead to: the form of their IRIs, and the properties for links to them.

They are described in ``data/vocabulary/authority.ttl``, which the shapes use as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from csgraph import paths
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import PREFIXES

SOURCE = paths.DATA / "vocabulary" / "authority.ttl"

_IDENTIFIER = "$1"
"""The placeholder of the identifier in a template; in XPath's fn:replace, the first group."""


@dataclass(frozen=True)
class Authority:
    """An authority.

    Attributes:
        code: Its code in the scheme ``authority``, which is also the prefix of its CURIEs in tables of mappings.
        label: Its name.
        spelling: The regular expression that all spellings of its IRIs match, with the identifier as its group.
        template: The right spelling, with ``$1`` for the identifier.
        properties: IRIs of the properties by which we link to it.
    """

    code: str
    label: str
    spelling: str
    template: str
    properties: frozenset[str]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.spelling)

    @property
    def namespace(self) -> str:
        """The start of its IRIs."""
        return self.template.partition(_IDENTIFIER)[0]

    def identifier(self, iri: str) -> str | None:
        """Return the identifier in an IRI of any spelling; None if it is not an IRI of the authority."""
        found = self._pattern.search(iri)
        return found[1] if found else None

    def canonical(self, iri: str) -> str | None:
        """Return an IRI in the spelling of the authority; None if it is not an IRI of the authority."""
        identifier = self.identifier(iri)
        return None if identifier is None else self.template.replace(_IDENTIFIER, identifier)


def of_triples(triples: Iterable[tuple[object, object, object]]) -> list[Authority]:
    """Return the authorities that a graph describes, in the order of their codes."""
    said: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, value in triples:
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            said.setdefault(subject.value, {}).setdefault(turtle.to_turtle(predicate), []).append(value.value)  # type: ignore[arg-type]
    space = PREFIXES["authority"]
    return [
        Authority(
            iri.removeprefix(space),
            facts["rdfs:label"][0],
            facts["csg:spellingPattern"][0],
            facts["csg:iriTemplate"][0],
            frozenset(facts.get("csg:linksBy", ())),
        )
        for iri, facts in sorted(said.items())
        if iri.startswith(space) and "csg:iriTemplate" in facts and "csg:spellingPattern" in facts
    ]


def known() -> list[Authority]:
    """Return the authorities of the publication.

    Raises:
        InputError: The file is not usable.
    """
    return of_triples((quad.subject, quad.predicate, quad.object) for quad in turtle.parse(SOURCE))
