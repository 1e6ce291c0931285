"""Turtle of a release reads as all our Turtle, with blank nodes where they stand, and says what it was given."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.rdf import turtle as written
from csgraph.rdf import turtle_writer
from csgraph.rdf.blank_nodes import Nesting, canonical, has_blank_node
from csgraph.rdf.namespaces import PREFIXES
from csgraph.release.sorting import Sorted
from csgraph.release.sorting import subjects as subjects_of

TURTLE = ox.RdfFormat.TURTLE
subjects = st.sampled_from([ox.NamedNode(PREFIXES["pillar"] + name) for name in ("a", "a2", "a10", "é", "a(b)")])
predicates = st.sampled_from([ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.NamedNode("urn:p"), written.iri("rdf:type")])
literals = st.builds(ox.Literal, st.text(st.characters(exclude_categories=["Cs"]), max_size=12)) | st.builds(
    ox.Literal, st.text(alphabet='"\\\n\r\t x', max_size=8), language=st.just("en")
)
triples = st.lists(st.builds(ox.Triple, subjects, predicates, literals | subjects), max_size=8)


def parse(text: str) -> list[ox.Quad]:
    prefixes = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    return written.parse_bytes(f"{prefixes}@prefix e: <urn:e:> .\n{text}".encode(), TURTLE, place="x")


def whole(triples, tmp_path) -> str:
    nesting = Nesting(one for one in triples if has_blank_node(one))
    body = "".join(turtle_writer.write(subjects_of(Sorted(tmp_path / "x").write(triples).lines()), nesting))
    return turtle_writer.heading(["A heading."], written.prefixes_in(body)) + body


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("turtle")


@given(given=triples)
def test_it_says_what_it_was_given(folder, given):
    assert set(given) == {quad.triple for quad in ox.parse(whole(given, folder), format=TURTLE)}


@given(given=triples)
def test_it_is_what_we_write_elsewhere_but_for_texts_of_several_lines(folder, given):
    given = [one for one in given if "\n" not in one.object.value]

    assert written.write_turtle(given, heading=["A heading."]).strip() == whole(given, folder).strip()


def test_blank_nodes_stand_where_they_are_mentioned(tmp_path):
    given = [
        quad.triple
        for quad in canonical(
            parse(
                """
                e:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty e:p ; owl:someValuesFrom e:B ] ;
                    owl:unionOf ( e:A [ owl:complementOf e:B ] ) ; e:list ( 1 2 ) ; e:empty () .
                """
            )
        )
    ] + [ox.Triple(ox.NamedNode("urn:e:A"), ox.NamedNode("urn:e:empty"), written.iri("rdf:nil"))]

    assert """\
# A heading.

@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<urn:e:A>
    rdfs:subClassOf [
        a owl:Restriction ;
        owl:onProperty <urn:e:p> ;
        owl:someValuesFrom <urn:e:B> ;
    ] ;
    <urn:e:empty> rdf:nil ;
    <urn:e:list> ( 1 2 ) ;
    owl:unionOf (
        <urn:e:A>
        [
            owl:complementOf <urn:e:B> ;
        ]
    ) ;
.
""" == whole(given, tmp_path)


def test_a_blank_node_with_two_mentions_has_a_label(tmp_path):
    text = whole([quad.triple for quad in canonical(parse("e:a e:p _:x . e:b e:p _:x . _:x e:q 1 ."))], tmp_path)

    assert "\n_:c14n0\n    <urn:e:q> 1 ;\n.\n" in text
    assert 2 == text.count("<urn:e:p> _:c14n0 ;")


@pytest.mark.parametrize("text", ['one\ntwo"', '"""\n\\', "\r\n", 'a\n""', "\n\t\x01"])
def test_a_text_of_several_lines_stays_so(tmp_path, text):
    given = [ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal(text, language="en"))]
    found = whole(given, tmp_path)

    assert {*given} == {quad.triple for quad in ox.parse(found, format=TURTLE)}
    assert '"""' in found
    assert text.count("\n") == found[found.index('"""') : found.rindex('"""')].count("\n")
