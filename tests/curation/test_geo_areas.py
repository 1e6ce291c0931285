"""Codes and names of States, from the United Nations list of areas."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csgraph.curation import geo_areas, links
from csgraph.curation.links import Link
from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.turtle import to_turtle

AREA = "http://metadata.un.org/sdg/codes/geoArea/"
SEE_ALSO = PREFIXES["rdfs"] + "seeAlso"


def link(code: str, area: str) -> Link:
    return Link(PREFIXES["state"] + code, SEE_ALSO, AREA + area)


def said(*found: Link) -> set[tuple[str, str]]:
    """Return what is said of States."""
    return {
        (to_turtle(predicate), to_turtle(value))
        for node, predicate, value in geo_areas.state_triples(geo_areas.known(), found)
        if node.value.startswith(PREFIXES["state"])
    }


def lies_in(code: str, area: str) -> list[str]:
    """Return the names of the regions of a State, from the smallest to the largest."""
    triples = list(geo_areas.state_triples(geo_areas.known(), [link(code, area)]))
    names = {node: value.value for node, predicate, value in triples if to_turtle(predicate) == "rdfs:label"}
    wider = {
        node: value for node, predicate, value in triples if to_turtle(predicate) in ("csg:inRegion", "skos:broader")
    }
    found: list[str] = []
    node: object = ox.NamedNode(PREFIXES["state"] + code)
    while node in wider:
        node = wider[node]
        found.append(names[node])
    return found


def test_a_state_has_the_codes_and_the_names_of_its_area():
    # Read off the list.
    assert said(link("KOR", "410")) == {
        ("csg:inRegion", "<http://metadata.un.org/sdg/codes/geoArea/030>"),
        ("csg:m49", '"410"'),
        ("csg:isoAlpha2", '"KR"'),
        ("csg:isoAlpha3", '"KOR"'),
        ("schema:name", '"كوريا الجنوبية"@ar'),
        ("schema:name", '"Republic of Korea"@en'),
        ("schema:name", '"Corea del Sur"@es'),
        ("schema:name", '"Corée (la République de)"@fr'),
        ("schema:name", '"Республика Корея"@ru'),
        ("schema:name", '"大韩民国"@zh'),
    }


def test_only_links_to_areas_matter():
    assert said(Link(PREFIXES["state"] + "KOR", SEE_ALSO, "http://eurovoc.europa.eu/235")) == set()


@pytest.mark.parametrize(("code", "area"), [("KOR", "408"), ("NLD", "578")])
def test_a_state_with_the_area_of_another_is_refused(code: str, area: str):
    with pytest.raises(InputError, match=rf"geoArea/{area} is not the area of {code} in data/source/sdg-geoarea.nt"):
        said(link(code, area))


@pytest.mark.parametrize(
    ("code", "area", "regions"),
    [
        ("CHE", "756", ["Western Europe", "Europe"]),
        ("EGY", "818", ["Northern Africa", "Africa"]),
        ("HUN", "348", ["Eastern Europe", "Europe"]),
        ("KEN", "404", ["Eastern Africa", "Sub-Saharan Africa", "Africa"]),
        ("KOR", "410", ["Eastern Asia", "Asia"]),
        ("NOR", "578", ["Northern Europe", "Europe"]),
        ("USA", "840", ["Northern America", "Americas"]),
    ],
)
def test_a_state_lies_in_the_regions_of_the_m49_list_but_for_the_world(code: str, area: str, regions: list[str]):
    assert lies_in(code, area) == regions


def test_a_region_that_the_copy_of_the_list_does_not_have_is_refused():
    with pytest.raises(InputError, match=r"geoArea/034 is not an area of data/source/sdg-geoarea.nt"):
        said(link("IND", "356"))


def test_every_state_of_the_report_has_three_codes_a_region_and_six_names():
    found: dict[ox.NamedNode, list[str]] = {}
    for state, predicate, value in geo_areas.state_triples(geo_areas.known(), links.read(links.SOURCE)):
        if state.value.startswith(PREFIXES["state"]):
            language = value.language if isinstance(value, ox.Literal) else None
            found.setdefault(state, []).append(language or to_turtle(predicate))

    assert len(found) == 14
    assert {tuple(sorted(values)) for values in found.values()} == {
        tuple(sorted((*geo_areas.LANGUAGES, "csg:inRegion", "csg:isoAlpha2", "csg:isoAlpha3", "csg:m49")))
    }


def test_the_copy_of_the_list_says_how_to_cite_it():
    text = geo_areas.SOURCE.read_text(encoding="utf-8")

    assert "Amit Joshi, Luis Gonzalez Morales, Szymon Klarman, and Aaron Helton. 2019." in text
