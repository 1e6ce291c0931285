"""Takes codes, names and regions of States from the United Nations list of areas for the Sustainable Development Goals.

The part of the list that is needed is in ``data/source/sdg-geoarea.nt``, with the citation that its licence requires.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from csgraph import paths
from csgraph.curation.links import Link
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.vocab import RDF_TYPE, RDFS_LABEL

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
_BROADER = PREFIXES["skos"] + "broader"
_WORLD = f"{_SPACE}001"
# A region has a number as a code; any other broader concept is a group of States, such as the developing ones.
_REGION = re.compile(re.escape(_SPACE) + "[0-9]{3}")

_Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def state_triples(areas: Iterable[tuple[object, object, object]], links: Iterable[Link]) -> Iterator[_Triple]:
    """Yield the codes of the States, their names in six languages and their regions, as the list gives them.

    A State is in the smallest region that the list puts it into. A region has its name in English and the region that
    it is part of, up to the continents.

    Args:
        areas: The triples of the list.
        links: The links; those to areas give the area of each State.

    Raises:
        InputError: A State is linked to an area that the list does not have, or to one with another code; or a region
            is not in the list.
    """
    said: dict[str, list[tuple[str, ox.NamedNode | ox.Literal]]] = {}
    for area, predicate, value in areas:
        if isinstance(area, ox.NamedNode) and isinstance(predicate, ox.NamedNode):
            assert isinstance(value, ox.NamedNode | ox.Literal)
            said.setdefault(area.value, []).append((predicate.value, value))
    regions: dict[str, None] = {}
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
            if predicate == _NAME and isinstance(value, ox.Literal) and value.language in LANGUAGES:
                yield state, turtle.iri("schema:name"), value
        for region in _broader(said[link.object]):
            yield state, turtle.iri("csg:inRegion"), ox.NamedNode(region)
            regions[region] = None
    yield from _region_triples(regions, said)


def _region_triples(
    smallest: Iterable[str], said: Mapping[str, list[tuple[str, ox.NamedNode | ox.Literal]]]
) -> Iterator[_Triple]:
    """Yield the triples of regions and of those that they are part of, each once."""
    waiting = list(smallest)
    done: set[str] = set()
    while waiting:
        region = waiting.pop()
        if region in done:
            continue
        done.add(region)
        if region not in said:
            raise InputError(f"{region} is not an area of {paths.shown(SOURCE)}")
        yield ox.NamedNode(region), RDF_TYPE, turtle.iri("csg:Region")
        for predicate, value in said[region]:
            if predicate == _NAME and isinstance(value, ox.Literal) and value.language == "en":
                yield ox.NamedNode(region), RDFS_LABEL, value
        for wider in _broader(said[region]):
            yield ox.NamedNode(region), turtle.iri("skos:broader"), ox.NamedNode(wider)
            waiting.append(wider)


def _broader(said: Iterable[tuple[str, ox.NamedNode | ox.Literal]]) -> list[str]:
    """Return the regions, short of the world, that an area is part of."""
    found = [value.value for predicate, value in said if predicate == _BROADER]
    return [iri for iri in found if iri != _WORLD and _REGION.fullmatch(iri)]


def known() -> list[tuple[object, object, object]]:
    """Return the triples of the areas that we need.

    Raises:
        InputError: The file is not usable.
    """
    return [(quad.subject, quad.predicate, quad.object) for quad in turtle.parse(SOURCE)]
