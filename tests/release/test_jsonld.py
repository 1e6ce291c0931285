"""JSON-LD of a release is pleasant as JSON, and says what it was given, whatever names its context has."""

from __future__ import annotations

import io
import json

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import Nesting, canonical, has_blank_node
from csgraph.rdf.namespaces import PREFIXES
from csgraph.release import jsonld, ontology
from csgraph.release.sorting import Sorted
from csgraph.release.sorting import subjects as subjects_of
from csgraph.util.streams import Stream

CONTEXT = jsonld.Context(
    {
        "@version": 1.1,
        "id": "@id",
        "type": {"@id": "@type", "@container": "@set"},
        "e": "urn:e:#",
        "ee": "https://e.org/",
        "eee": "https://e.org/more/",
        "xsd": PREFIXES["xsd"],
        "pillars": "@included",
        "others": "@included",
        "Pillar": PREFIXES["csg"] + "Pillar",
        "label": {"@id": "https://e.org/label", "@language": "en"},
        "of": {"@id": "https://e.org/of", "@type": "@id"},
        "all": {"@id": "https://e.org/all", "@type": "@id", "@container": "@set"},
        "day": {"@id": "https://e.org/day", "@type": "xsd:date"},
        "value": "https://e.org/value",
    }
)


def parse(text: str) -> list[ox.Triple]:
    prefixes = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    quads = turtle.parse_bytes(
        f"{prefixes}@prefix e: <https://e.org/> .\n{text}".encode(), ox.RdfFormat.TURTLE, place="x"
    )
    plain = [quad.triple for quad in quads if not has_blank_node(quad)]
    return plain + [quad.triple for quad in canonical(quad for quad in quads if has_blank_node(quad))]


def write(triples, tmp_path, context=CONTEXT) -> str:
    path = tmp_path / "x.jsonld"
    with path.open("w", encoding="utf-8") as file:
        nesting = Nesting(one for one in triples if has_blank_node(one))
        jsonld.write(subjects_of(Sorted(tmp_path / "x").write(triples).lines()), file, context, nesting)
    assert ["x", "x.jsonld"] == sorted(found.name for found in tmp_path.iterdir())
    return path.read_text(encoding="utf-8")


def node(text: str, tmp_path):
    """Return the one node that some Turtle says something of, as it is in JSON."""
    document = json.loads(write(parse(text), tmp_path))
    [[found]] = [value for name, value in document.items() if name != "@context"]
    return found


@pytest.mark.parametrize(
    ("said", "member"),
    [
        ('e:label "law"@en', {"label": "law"}),
        ('e:label "loi"@fr', {"label": {"@value": "loi", "@language": "fr"}}),
        ('e:label "law"', {"label": {"@value": "law"}}),
        ("e:of e:b", {"of": "ee:b"}),
        ("e:of <https://e.org/more/b>", {"of": "eee:b"}),
        ("e:of <https://e.org/a(b)>", {"of": "https://e.org/a(b)"}),
        ("e:all e:b", {"all": ["ee:b"]}),
        ("e:value e:b", {"value": {"id": "ee:b"}}),
        ('e:day "2020-09-28"^^xsd:date', {"day": "2020-09-28"}),
        ('e:value "2020-09-28"^^xsd:date', {"value": {"@type": "xsd:date", "@value": "2020-09-28"}}),
        ("e:value 3", {"value": 3}),
        ("e:value 1 , 2", {"value": [1, 2]}),
        ("e:value 03", {"value": {"@type": "xsd:integer", "@value": "03"}}),
        ("e:value 12345678901234567890", {"value": {"@type": "xsd:integer", "@value": "12345678901234567890"}}),
        ("e:value 1.5", {"value": {"@type": "xsd:decimal", "@value": "1.5"}}),
        ("e:value true", {"value": True}),
        ('e:value "1"^^xsd:boolean', {"value": {"@type": "xsd:boolean", "@value": "1"}}),
        ("e:other 1", {"ee:other": 1}),
        ("e:value [ e:value 1 ]", {"value": {"value": 1}}),
        ("e:value ( 1 e:b )", {"value": {"@list": [1, {"id": "ee:b"}]}}),
    ],
)
def test_a_value_is_as_short_as_it_can_be_said(tmp_path, said, member):
    assert {"id": "ee:a", **member} == node(f"e:a {said} .", tmp_path)
    assert set(map(str, parse(f"e:a {said} ."))) == _reread(tmp_path / "x.jsonld")


def _reread(path):
    quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.JSON_LD))
    plain = {str(quad.triple) for quad in quads if not has_blank_node(quad)}
    return plain | {str(quad.triple) for quad in canonical(quad for quad in quads if has_blank_node(quad))}


def test_things_stand_with_their_kind_type_first(tmp_path):
    triples = parse("e:b a csg:Pillar ; e:label 'law'@en . e:a e:value 1 . e:c a csg:Pillar , e:More .")
    document = json.loads(write(triples, tmp_path))

    assert ["@context", "pillars", "others"] == list(document)
    assert {"type": ["Pillar"], "id": "ee:b", "label": "law"} == document["pillars"][0]
    assert ["type", "id", "label"] == list(document["pillars"][0])
    assert ["ee:More", "Pillar"] == document["pillars"][1]["type"]


def test_a_parser_that_takes_it_as_it_comes_is_told_the_same(tmp_path):
    triples = parse("e:b a csg:Pillar ; e:label 'a\"],\\n  ],'@en . e:a e:value 1 , ( 1 2 ) .")
    text = write(triples, tmp_path)

    streamed = io.BufferedReader(Stream(jsonld.ungrouped(io.StringIO(text))))
    found = ox.Dataset(ox.parse(streamed, format=ox.RdfFormat.STREAMING_JSON_LD))
    expected = ox.Dataset(ox.Quad(*one) for one in triples)

    for one in (found, expected):
        one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert expected == found


def test_our_context_has_a_name_for_whatever_is_said():
    """So that no reader of the JSON meets an IRI where a word could be."""
    context = jsonld.read_context(paths.ONTOLOGY / jsonld.CONTEXT)
    used = set()
    for quad in ontology.complete(dataset.load_quads()):
        if quad.predicate == turtle.iri("rdf:type") and isinstance(quad.object, ox.NamedNode):
            used.add(quad.object.value)
        used.add(quad.predicate.value)

    unnamed = {iri for iri in used if not context.name(iri)[1]}
    missing = {iri for iri in unnamed if not iri.startswith((PREFIXES["owl"], PREFIXES["rdf"]))}
    assert set() == missing


def test_our_context_has_a_group_for_each_of_the_names_and_no_other():
    content = json.loads((paths.ONTOLOGY / jsonld.CONTEXT).read_text())["@context"]

    assert list(jsonld.GROUPS) == [name for name, value in content.items() if value == "@included"]


def test_our_context_takes_nothing_for_a_text_that_is_a_thing():
    """A property whose values are IRIs is of type @id; another would turn a text into a thing, or a thing into a text."""
    context = jsonld.read_context(paths.ONTOLOGY / jsonld.CONTEXT)
    kinds: dict[str, set[type]] = {}
    for quad in dataset.load_quads():
        kinds.setdefault(quad.predicate.value, set()).add(type(quad.object))

    wrong = [
        iri
        for iri, found in kinds.items()
        if ox.BlankNode not in found
        and (context.name(iri)[1].get("@type") == "@id") != (ox.Literal not in found)
        and context.name(iri)[1]
        and iri != PREFIXES["rdf"] + "type"
    ]
    assert [] == wrong


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "x:1: not JSON"),
        ("{}", 'x: not a context: it needs an object "@context"'),
        ("[]", "x: not a context"),
        ('{"@context": []}', "x: not a context"),
    ],
)
def test_what_is_no_context_is_one_line(tmp_path, text, problem, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").write_text(text)

    with pytest.raises(InputError) as caught:
        jsonld.read_context(tmp_path / "x")
    assert str(caught.value).startswith(problem)
