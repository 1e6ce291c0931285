"""Takes codes and names of States from the United Nations list of areas for the Sustainable Development Goals.

What of the list is needed stands in ``data/source/sdg-geoarea.nt``, with the citation that its licence asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from csgraph import paths, turtle
from csgraph.errors import InputError
from csgraph.links import Link
from csgraph.namespaces import PREFIXES

SOURCE = paths.SOURCE / "sdg-geoarea.nt"

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
"""The official languages of the United Nations, in which the list gives names."""

_SPACE = "http://metadata.un.org/sdg/codes/geoArea/"
_CODES = {
    "http://metadata.un.org/sdg/codes/geoArea#m49code": "csg:m49",
    "http://metadata.un.org/sdg/codes/geoArea#iso2code": "csg:isoAlpha2",
    "http://metadata.un.org/sdg/codes/geoArea#iso3code": "csg:isoAlpha3",
}
_NAME = PREFIXES["skos"] + "prefLabel"


def state_triples(
    areas: Iterable[tuple[object, object, object]], links: Iterable[Link]
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.Literal]]:
    """Yield the codes of the States, and their names in six languages, as the list gives them.

    Args:
        areas: What the list says.
        links: The links, of which those to areas say which State has which.

    Raises:
        InputError: A State is linked to an area that the list does not have, or to one with another code.
    """
    said: dict[str, list[tuple[str, ox.Literal]]] = {}
    for area, predicate, value in areas:
        if isinstance(area, ox.NamedNode) and isinstance(predicate, ox.NamedNode) and isinstance(value, ox.Literal):
            said.setdefault(area.value, []).append((predicate.value, value))
    for link in links:
        if not link.object.startswith(_SPACE):
            continue
        code = link.subject.removeprefix(PREFIXES["state"])
        codes = {
            _CODES[predicate]: value.value for predicate, value in said.get(link.object, ()) if predicate in _CODES
        }
        if codes.get("csg:isoAlpha3") != code:
            problem = f"{link.object} is not the area of {code} in {paths.shown(SOURCE)}"
            place = link.place
            raise InputError(problem, place=place.file if place else None, line=place.line if place else None)
        state = ox.NamedNode(link.subject)
        for name, found in codes.items():
            yield state, turtle.iri(name), ox.Literal(found)
        for predicate, value in said[link.object]:
            if predicate == _NAME and value.language in LANGUAGES:
                yield state, turtle.iri("schema:name"), value


def known() -> list[tuple[object, object, object]]:
    """Return what the list says of the areas that we need.

    Raises:
        InputError: The file is not usable.
    """
    return [(quad.subject, quad.predicate, quad.object) for quad in turtle.parse(SOURCE)]
