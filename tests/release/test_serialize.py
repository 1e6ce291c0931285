"""Each syntax says the same, and what was written otherwise than it should be is found out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from csgraph.errors import OutputError
from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import canonical, has_blank_node
from csgraph.rdf.namespaces import PREFIXES
from csgraph.release import jsonld, serialize
from csgraph.release.serialize import Graph
from csgraph.release.sorting import Sorted

TEXT = """
e:a a csg:Pillar ; rdfs:label "law"@en , "a \\" mark, a \\\\ and two\\nlines\\r\\n"@fr ; csg:position 1 , 01 ;
    e:day "2020-09-28"^^xsd:date ; e:some [ a owl:Restriction ; owl:unionOf ( e:b [ e:p e:c ] 3 ) ] ; e:none () .
e:b e:p _:x , "<&>]]>" . e:c e:p _:x , 1.50 , true , <https://e.org/p?q=1&r=(2)> . _:x e:q _:y . _:y e:q _:x .
"""
CONTEXT = jsonld.Context({"id": "@id", "type": "@type", "others": "@included", "pillars": "@included"})


def graph(folder, text=TEXT, name="kept") -> Graph:
    prefixes = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    content = f"{prefixes}@prefix e: <https://e.org/> .\n{text}".encode()
    quads = turtle.parse_bytes(content, ox.RdfFormat.TURTLE, place="x")
    anonymous = [quad.triple for quad in canonical(quad for quad in quads if has_blank_node(quad))]
    plain = [quad.triple for quad in quads if not has_blank_node(quad)]
    return Graph((Sorted(folder / name).write([*plain, *anonymous]),), anonymous)


def write(given: Graph, path) -> None:
    serialize.write(given, path, ["A heading."], CONTEXT)


@pytest.mark.parametrize("ending", serialize.TRIPLES)
def test_each_syntax_says_what_it_was_given(tmp_path, ending):
    given, path = graph(tmp_path), tmp_path / f"x.{ending}"
    write(given, path)

    assert 25 == serialize.verify(path, serialize.digest({None: given}))
    assert ["kept", path.name] == sorted(found.name for found in tmp_path.iterdir())


@pytest.mark.parametrize("ending", serialize.TRIPLES)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_another_reader_than_ours_finds_the_same_graph(tmp_path, ending, monkeypatch):
    # Else it takes 01 for 1, unless something else has told it not to.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    given, path = graph(tmp_path), tmp_path / f"x.{ending}"
    write(given, path)
    expected = rdflib.Graph().parse(data="".join(given.lines()), format="nt")

    assert 25 == len(expected)
    assert isomorphic(expected, rdflib.Graph().parse(path))


@pytest.mark.parametrize("ending", serialize.QUADS)
def test_named_graphs_stay_apart(tmp_path, ending):
    graphs = {
        "https://e.org/one": graph(tmp_path, name="one"),
        "https://e.org/two": graph(tmp_path, "e:a e:p e:b .", name="two"),
    }
    path = tmp_path / f"x.{ending}"
    serialize.write_graphs(graphs, path, ["A heading."])

    assert 26 == serialize.verify(path, serialize.digest(graphs))
    assert 1 == sum(quad.graph_name.value == "https://e.org/two" for quad in ox.parse(path=str(path)))


@given(values=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=4))
def test_any_text_that_xml_can_hold_survives_in_each_syntax(tmp_path_factory, values):
    folder = tmp_path_factory.mktemp("forms")
    literals = [ox.Literal(value) for value in values if serialize.is_xml(value)]
    triples = [ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("https://e.org/p"), one) for one in literals]
    given = Graph((Sorted(folder / "kept").write(triples),))

    for ending in serialize.TRIPLES:
        write(given, folder / f"x.{ending}")
        assert len(set(literals)) == serialize.verify(folder / f"x.{ending}", serialize.digest({None: given}))


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_named(tmp_path, character):
    triples = [ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:e:p"), ox.Literal(f"a{character}b"))]
    given = Graph((Sorted(tmp_path / "kept").write(triples),))

    with pytest.raises(OutputError) as caught:
        write(given, tmp_path / "x.rdf")
    expected = (
        f"x.rdf: RDF/XML cannot hold the character U+{ord(character):04X}, which is in a text of <urn:s>; take it out"
    )
    assert expected == str(caught.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("1.50", "1.51"), "25 of 25 triples were read back"),
        (lambda text: text.replace('"law"@en', '"law"@de'), "25 of 25 triples were read back"),
        (lambda text: text + "<urn:s> <urn:p> <urn:o> .\n", "26 of 25 triples were read back"),
        (lambda text: "", "0 of 25 triples were read back"),
        (lambda text: text.replace("_:c14n0", "_:c14n1"), "of 25"),
        (lambda text: text[:-5], "what was written is not valid"),
    ],
    ids="value language more nothing blank-node cut".split(),
)
def test_what_is_written_otherwise_is_found_out(tmp_path, change, told):
    given, path = graph(tmp_path), tmp_path / "x.nt"
    write(given, path)
    path.write_text(change(path.read_text()))

    with pytest.raises(OutputError, match=f"x.nt: .*{told}"):
        serialize.verify(path, serialize.digest({None: given}))


def test_a_digest_knows_no_order_but_tells_two_that_are_swapped():
    assert serialize.Digest.of(["a", "b"]) == serialize.Digest.of(["b", "a"])
    assert serialize.Digest.of(["a", "b"]) == serialize.Digest.of(["a"]) + serialize.Digest.of(["b"])
    assert serialize.Digest.of(["a", "b"]) != serialize.Digest.of(["a", "c"])
