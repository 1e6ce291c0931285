"""How authorities spell their IRIs: each right spelling stays, and each known wrong one leads to it."""

from __future__ import annotations

import re

import pytest

from csgraph.curation import authorities, links
from csgraph.curation.authorities import Authority

KNOWN = {authority.code: authority for authority in authorities.known()}

# From the page of each authority's own record, or the files that the links rest on.
RIGHT = {
    "bnf": "http://data.bnf.fr/ark:/12148/cb121109171",
    "eurovoc": "http://eurovoc.europa.eu/c_04ae3ba8",
    "geoarea": "http://metadata.un.org/sdg/codes/geoArea/004",
    "geonames": "https://sws.geonames.org/2921044/",
    "gnd": "https://d-nb.info/gnd/814309-2",
    "isni": "https://isni.org/isni/000000012195883X",
    "lcnaf": "http://id.loc.gov/authorities/names/n83161133",
    "unbis": "http://metadata.un.org/thesaurus/1003337",
    "undl": "https://digitallibrary.un.org/record/1655128",
    "undocs": "https://undocs.org/A/RES/75/1",
    "ror": "https://ror.org/02jx3x895",
    "unesco": "http://vocabularies.unesco.org/thesaurus/concept545",
    "unms": "http://metadata.un.org/UNMS/276",
    "viaf": "http://viaf.org/viaf/159478896",
    "wikidata": "http://www.wikidata.org/entity/Q183",
}

# Spellings that people have used in public data, each with the authority and the right one.
WRONG = [
    ("unbis", "https://metadata.un.org/thesaurus/1003337", "http://metadata.un.org/thesaurus/1003337"),
    ("unbis", "http://metadata.un.org/thesaurus#1003337", "http://metadata.un.org/thesaurus/1003337"),
    ("unbis", "http://metadata.un.org/thesaurus/1003337?lang=fr", "http://metadata.un.org/thesaurus/1003337"),
    ("unbis", "http://metadata.un.org/thesaurus/1003337.ttl", "http://metadata.un.org/thesaurus/1003337"),
    ("unms", "https://metadata.un.org/unms/276", "http://metadata.un.org/UNMS/276"),
    ("geoarea", "http://data.un.org/codes/sdg/geoArea/276", "http://metadata.un.org/sdg/codes/geoArea/276"),
    ("eurovoc", "https://eurovoc.europa.eu/1318", "http://eurovoc.europa.eu/1318"),
    ("wikidata", "https://www.wikidata.org/wiki/Q183", "http://www.wikidata.org/entity/Q183"),
    ("wikidata", "https://www.wikidata.org/entity/Q183", "http://www.wikidata.org/entity/Q183"),
    ("wikidata", "https://m.wikidata.org/wiki/Q183#P31", "http://www.wikidata.org/entity/Q183"),
    ("wikidata", "https://www.wikidata.org/wiki/Special:EntityData/Q183.ttl", "http://www.wikidata.org/entity/Q183"),
    ("geonames", "http://sws.geonames.org/2921044/", "https://sws.geonames.org/2921044/"),
    ("geonames", "https://www.geonames.org/2921044", "https://sws.geonames.org/2921044/"),
    ("geonames", "https://sws.geonames.org/2921044", "https://sws.geonames.org/2921044/"),
    ("geonames", "http://www.geonames.org/2921044/germany.html", "https://sws.geonames.org/2921044/"),
    ("undocs", "http://undocs.org/A/RES/70/237", "https://undocs.org/A/RES/70/237"),
    ("ror", "http://ror.org/02jx3x895", "https://ror.org/02jx3x895"),
    ("undocs", "https://undocs.org/en/A/RES/70/237", "https://undocs.org/A/RES/70/237"),
    ("undl", "https://digitallibrary.un.org/record/1655128?ln=en", "https://digitallibrary.un.org/record/1655128"),
    ("viaf", "https://viaf.org/viaf/159478896/", "http://viaf.org/viaf/159478896"),
    ("isni", "http://www.isni.org/000000012195883X", "https://isni.org/isni/000000012195883X"),
]


def test_every_authority_has_an_example():
    assert RIGHT.keys() == KNOWN.keys()


def test_every_authority_is_led_to():
    leading = {
        authority.code
        for link in links.read(links.SOURCE)
        for authority in KNOWN.values()
        if authority.identifier(link.object)
    }

    assert leading == KNOWN.keys()


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("undocs", "https://undocs.org/A/79/442/Add.2"),
        ("undocs", "https://undocs.org/A/C.1/75/L.8/Rev.1"),
        ("undocs", "https://undocs.org/A/RES/ES-10/1"),
        ("unesco", "http://vocabularies.unesco.org/thesaurus/domain1"),
        ("unesco", "http://vocabularies.unesco.org/thesaurus/mt1.05"),
        ("gnd", "https://d-nb.info/gnd/11850553X"),
    ],
)
def test_no_part_of_an_identifier_is_taken_for_what_may_follow_it(code: str, right: str):
    assert KNOWN[code].canonical(right) == right


@pytest.mark.parametrize("code", RIGHT)
def test_a_right_spelling_is_its_own(code: str):
    claiming = [authority.code for authority in KNOWN.values() if authority.identifier(RIGHT[code]) is not None]

    assert claiming == [code]
    assert KNOWN[code].canonical(RIGHT[code]) == RIGHT[code]


@pytest.mark.parametrize(("code", "wrong", "right"), WRONG)
def test_a_wrong_spelling_leads_to_the_right_one(code: str, wrong: str, right: str):
    claiming = [authority.code for authority in KNOWN.values() if authority.identifier(wrong) is not None]

    assert claiming == [code]
    assert KNOWN[code].canonical(wrong) == right != wrong


@pytest.mark.parametrize(
    ("code", "iri"),
    [
        ("wikidata", "http://www.wikidata.org/entity/P31"),
        ("wikidata", "http://www.wikidata.org/entity/Q0"),
        ("unms", "http://metadata.un.org/UNMS/76"),
        ("geoarea", "http://metadata.un.org/sdg/codes/geoArea/4"),
        ("unbis", "http://metadata.un.org/thesaurus/10033"),
        ("eurovoc", "http://eurovoc.europa.eu/c_04ae3b"),
        ("geonames", "https://sws.geonames.org/germany/"),
        ("undocs", "https://undocs.org/a-res-75-1"),
        ("isni", "https://isni.org/isni/0000 0001 2195 8830"),
    ],
)
def test_what_has_no_identifier_of_the_authority_is_none_of_its_iris(code: str, iri: str):
    assert KNOWN[code].canonical(iri) is None


def test_each_pattern_has_one_group_and_the_template_one_place_for_it():
    for authority in KNOWN.values():
        assert re.compile(authority.spelling).groups == 1, authority.code
        assert authority.template.count("$1") == 1, authority.code


def test_the_beginning_is_that_of_the_template():
    authority = Authority("x", "X", "^https?://e[.]org/([0-9]+)/?$", "https://e.org/$1/", frozenset())

    assert authority.namespace == "https://e.org/"
    assert authority.canonical("http://e.org/7") == "https://e.org/7/"
