"""The document of a thing says the same in each syntax, and whose word it is."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from csgraph.publication import dataset
from csgraph.rdf.namespaces import expand
from csgraph.release.serialize import SYNTAXES
from csgraph.site.graph import SiteGraph
from csgraph.site.serializations import Documents, stable

THINGS = [
    "statement:2-kt4-s2",
    "passage:3.1-p3",
    "person:serge-droz",
    "state:CHE",
    "process:oewg",
    "pillar:norms",
    "scheme:pillar",
    "erratum:divider-not-in-contents",
    "anchor:3.1-p3_351-356",
    "csg:Process",
    "csg:modality",
]


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(SiteGraph(dataset.load_store(dataset.graph_files())))


def iri(curie: str) -> str:
    found = expand(curie)
    assert found is not None
    return found


def read(text: str, ending: str) -> set[ox.Quad]:
    found = ox.Dataset(ox.parse(text.encode(), format=SYNTAXES[ending]))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


@pytest.mark.parametrize("thing", THINGS)
def test_each_syntax_says_the_same(documents, thing):
    triples = documents.triples(iri(thing))
    texts = documents.serialize(triples, "heading")

    assert ["ttl", "jsonld", "nt", "rdf"] == list(texts)
    expected = read("".join(f"{triple} .\n" for triple in triples), "nt")
    assert expected
    for ending, text in texts.items():
        assert expected == read(text, ending), ending
        assert text.endswith("\n")


def test_turtle_is_as_all_our_turtle(documents):
    assert documents.serialize(documents.triples(iri("voice:report")), "the report")["ttl"].startswith(
        "# the report\n\n@prefix "
    )


def test_json_has_the_names_it_uses_and_no_others(documents):
    content = json.loads(documents.serialize(documents.triples(iri("person:serge-droz")), "")["jsonld"])

    assert "Serge Droz" == content["name"]
    assert "void" not in content["@context"]
    assert "statements" not in content["@context"]


def test_outside_facts_and_readings_are_not_mixed_with_what_the_report_says(documents):
    """In data/facts/ the OEWG has the resolution that established it, and an official name; the report prints neither."""
    said = documents.triples(iri("process:oewg"))
    outside: set[ox.Triple] = set()
    for path in dataset.graph_files()["facts"]:
        outside |= {quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}

    assert any(triple.subject.value == iri("process:oewg") for triple in outside)
    assert not outside & set(said)


def test_links_to_other_datasets_are_among_what_is_said(documents):
    values = [triple.object.value for triple in documents.triples(iri("state:CHE"))]

    assert any(value.startswith("http://metadata.un.org/") for value in values)


def test_an_anchor_comes_with_its_quote_and_its_span(documents):
    subjects = {triple.subject.value for triple in documents.triples(iri("anchor:3.1-p3_351-356"))}

    assert {iri(f"{kind}:3.1-p3_351-356") for kind in ("anchor", "quote", "span")} == subjects


def test_what_xml_cannot_hold_has_no_rdf_xml(documents):
    node, name = ox.NamedNode("https://example.org/x"), ox.NamedNode("https://example.org/y")
    assert ["ttl", "jsonld", "nt"] == list(documents.serialize([ox.Triple(node, name, ox.Literal("a\x01b"))], ""))


def test_a_carriage_return_stays_in_each_syntax(documents):
    node, name = ox.NamedNode("https://example.org/x"), ox.NamedNode("https://example.org/y")
    triples = [ox.Triple(node, name, ox.Literal("a\r\nb"))]

    for ending, text in documents.serialize(triples, "").items():
        assert {ox.Quad(*triples[0])} == read(text, ending), ending


def test_blank_nodes_are_named_by_what_is_said_of_them():
    node, name = ox.NamedNode("https://example.org/x"), ox.NamedNode("https://example.org/y")

    def made(label: str) -> list[ox.Triple]:
        blank = ox.BlankNode(label)
        return [ox.Triple(node, name, blank), ox.Triple(blank, name, ox.Literal("z"))]

    assert stable(made("a")) == stable(list(reversed(made("b"))))
