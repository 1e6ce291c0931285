"""The other engine, pySHACL, held to the same manners as the engine."""

from __future__ import annotations

import logging

import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.validation.shacl import reference
from tests.support.shacl import line, parse


def validate(data: str, shapes: str) -> list[str]:
    found = reference.validate(reference.to_rdflib(parse(data)), reference.to_rdflib(parse(shapes)))
    return sorted(map(line, found))


def test_results_are_those_of_pyshacl():
    shapes = ':S sh:targetNode :a ; sh:property [ sh:path ( :p [ sh:inversePath :q ] ) ; sh:maxCount 0 ; sh:message "m"@en ] .'
    data = reference.to_rdflib(parse(":a :p 01 . :b :q 01 ."))

    (result,) = reference.validate(data, reference.to_rdflib(parse(shapes)))

    assert line(result) == "MaxCount :a"
    assert str(result.path) == "(<urn:x#p>/^<urn:x#q>)"
    assert result.messages == (ox.Literal("m", language="en"),)
    assert isinstance(result.shape, ox.BlankNode)
    assert result.severity.value.endswith("#Violation")
    assert result.expected is None


def test_literals_are_compared_as_they_are_written():
    assert ["In :a 01", "In :a 1.50"] == validate(
        ":a :p 1, 01, 1.50 .", ":S sh:targetNode :a ; sh:path :p ; sh:in ( 1 1.5 ) ."
    )


def test_details_are_no_results():
    """The report says why a value does not conform to sh:node by results within the result (section 3.6.2.5)."""
    shapes = ":S sh:targetNode :a ; sh:node :T . :T sh:property [ sh:path :p ; sh:minCount 1 ] ; sh:class :C ."

    assert ["Node :a :a"] == validate(":b :p 1 .", shapes)


def test_one_graph_may_be_data_and_shapes():
    graph = reference.to_rdflib(parse(":S sh:targetSubjectsOf sh:path ; sh:in () . :T sh:path :p ."))

    assert ["In :T :T"] == sorted(map(line, reference.validate(graph, graph)))


@pytest.mark.parametrize(
    "shapes",
    [
        ":S sh:targetNode :a ; sh:path :p ; sh:minCount 1, 2 .",
        ':S sh:targetNode :a ; sh:pattern "(" .',
        ":S a sh:PropertyShape ; sh:targetNode :a .",
        ':S sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this WHERE { $this ?p }" ] .',
        ':S sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this WHERE { $this no:p ?o }" ] .',
        ':S sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this WHERE { GRAPH $shapesGraph { $this ?p ?o } }" ] .',
    ],
)
def test_shapes_that_are_not_usable_are_an_input_error(shapes):
    with pytest.raises(InputError) as raised:
        validate(":a :p 1 .", shapes)

    assert raised.value.place == "shapes"
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "query", ["SELECT $this FROM <urn:g> WHERE {}", "SELECT $this { SERVICE <urn:g> { $this ?p ?o } }"]
)
def test_query_that_reads_elsewhere_is_refused(query):
    with pytest.raises(InputError, match="must not read other graphs") as raised:
        validate("", f':S sh:targetNode :a ; sh:sparql :q . :q sh:select "{query}" .')

    assert raised.value.place == "urn:x#q"


def test_ask_that_reads_elsewhere_is_refused():
    with pytest.raises(InputError, match="must not read other graphs"):
        validate("", ':v sh:ask "ASK FROM <urn:g> {}" .')


def test_word_in_a_string_reads_nothing():
    assert [] == validate(
        "", ":S sh:targetNode :a ; sh:sparql [ sh:select \"SELECT $this { FILTER (STR($this) = 'FROM <urn:g>') }\" ] ."
    )


def test_triples_survive_rdflib():
    quads = parse(':a :p 01, 1.50, "x"@en-gb, "x", "x"^^:own, "no number"^^xsd:integer, _:b, <urn:é> .')

    there = reference.to_rdflib(quads)

    assert {quad.triple for quad in quads} == set(reference.from_rdflib(there))


def test_iri_that_is_none_is_an_input_error():
    import rdflib

    graph = rdflib.Graph()
    with _no_logging():
        graph.add((rdflib.URIRef("urn:x y"), rdflib.RDF.type, rdflib.RDFS.Class))

    with pytest.raises(InputError, match="not RDF"):
        list(reference.from_rdflib(graph))


class _no_logging:  # noqa: N801  used like a function
    def __enter__(self) -> None:
        logging.disable(logging.CRITICAL)

    def __exit__(self, *error: object) -> None:
        logging.disable(logging.NOTSET)


def test_datasets_give_the_triples_of_all_their_graphs():
    import rdflib

    dataset = rdflib.Dataset()
    for name in ("urn:g", "urn:h"):
        dataset.graph(rdflib.URIRef(name)).add((rdflib.URIRef("urn:s"), rdflib.RDF.type, rdflib.URIRef(f"{name}:C")))

    found = sorted(triple.object.value for triple in reference.from_rdflib(dataset))

    assert found == ["urn:g:C", "urn:h:C"]


def test_ill_typed_literals_are_findings_and_no_warnings(caplog):
    shapes = ":S sh:targetNode :a ; sh:path :p ; sh:datatype xsd:integer ."

    assert ['Datatype :a "x"^^xsd:integer'] == validate(':a :p "x"^^xsd:integer .', shapes)
    assert not caplog.records
