import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.rdf.namespaces import CSG, PREFIXES, compress, expand, shorten

local_names = st.from_regex(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?", fullmatch=True)


@given(st.sampled_from(sorted(PREFIXES)), local_names)
def test_expanding_a_compressed_iri_gives_it_back(prefix, local):
    iri = PREFIXES[prefix] + local

    assert iri == expand(compress(iri))


@given(st.sampled_from(sorted(PREFIXES)), local_names)
def test_every_curie_is_turtle_for_its_iri(prefix, local):
    iri = PREFIXES[prefix] + local
    declared = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())

    (quad,) = ox.parse(f"{declared}{compress(iri)} a 1 .", format=ox.RdfFormat.TURTLE)

    assert iri == quad.subject.value


@pytest.mark.parametrize(
    "iri", [CSG, f"{CSG}a/b", f"{CSG}a b", f"{CSG}a.", f"{CSG}-a", f"{CSG}é", "http://example.com/a"]
)
def test_iri_that_no_curie_fits_has_none(iri):
    assert compress(iri) is None


@pytest.mark.parametrize("text", ["norms", "http://example.com/", "nobody:norms", ""])
def test_text_that_is_no_curie_has_no_iri(text):
    assert expand(text) is None


def test_longest_namespace_wins():
    assert compress("https://w3id.org/csgraph/scheme/pillar/norms") == "pillar:norms"


def test_no_namespace_has_two_prefixes():
    assert len(PREFIXES) == len(set(PREFIXES.values()))


def test_each_namespace_ends_where_a_local_name_begins():
    assert [namespace for namespace in PREFIXES.values() if namespace[-1] not in "/#"] == []


def test_prefixes_are_in_order():
    assert sorted(PREFIXES) == list(PREFIXES)


@pytest.mark.parametrize(
    ("iri", "short"),
    [("https://w3id.org/csgraph/scheme/pillar/norms", "pillar:norms"), ("http://e.org/a", "http://e.org/a")],
)
def test_an_iri_is_shortened_where_a_prefix_fits(iri: str, short: str):
    assert shorten(iri) == short
