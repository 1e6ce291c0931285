import shutil
import subprocess

import pyoxigraph as ox
import pytest
from hypothesis import strategies as st

from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import PREFIXES
from tests.conftest import some_examples, tried

words = st.text(st.characters(exclude_categories=["Cs"]))
names = st.from_regex(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?", fullmatch=True)
iris = st.builds(lambda prefix, name: ox.NamedNode(PREFIXES[prefix] + name), st.sampled_from(sorted(PREFIXES)), names)
iris |= st.sampled_from(["http://e.org/a,b;c", "urn:x:y", "http://e.org/é(1)", "http://e.org/'"]).map(ox.NamedNode)
XSD = PREFIXES["xsd"]
typed = st.tuples(
    words | st.sampled_from(["1", "-01", "1.50", ".5", "5.", "1e3", "true", "1", "+.0", ""]),
    st.sampled_from(["integer", "decimal", "double", "boolean", "string", "date"]),
)
literals = words.map(ox.Literal) | typed.map(lambda pair: ox.Literal(pair[0], datatype=ox.NamedNode(XSD + pair[1])))
literals |= words.map(lambda text: ox.Literal(text, language="en-gb"))
triples = st.lists(st.tuples(iris | st.just(ox.BlankNode("b")), iris, iris | literals), max_size=6)


@some_examples
def test_what_is_written_reads_back_the_same(examples):
    def check(given):
        written = turtle.write_turtle(given)

        read = {tuple(quad.triple) for quad in turtle.parse_bytes(written.encode(), ox.RdfFormat.TURTLE, place="x")}
        assert set(given) == read

    tried(check, examples, triples)


@some_examples
def test_order_of_triples_does_not_matter(examples):
    def check(given, random):
        other = list(given)
        random.shuffle(other)

        assert turtle.write_turtle(given) == turtle.write_turtle(other)

    tried(check, examples, triples, st.randoms())


@some_examples
def test_only_prefixes_that_are_used_are_declared(examples):
    def check(given):
        head, _, body = turtle.write_turtle(given).partition("\n\n")

        for line in head.splitlines():
            if line.startswith("@prefix"):
                assert line.split()[1] in body

    tried(check, examples, triples)


def test_written_turtle_is_for_people():
    pillar, label = ox.NamedNode(PREFIXES["pillar"] + "norms"), ox.NamedNode(PREFIXES["rdfs"] + "label")
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")
    given = [(pillar, label, ox.Literal("b", language="en")), (pillar, label, ox.Literal("a", language="en"))]

    expected = """\
# Norms.

@prefix csg: <https://w3id.org/csgraph/ontology#> .
@prefix pillar: <https://w3id.org/csgraph/scheme/pillar/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

pillar:norms
    a csg:Pillar ;
    rdfs:label
        "a"@en,
        "b"@en ;
.
"""
    written = turtle.write_turtle(
        [*given, (pillar, kind, ox.NamedNode(PREFIXES["csg"] + "Pillar"))], heading=["Norms."]
    )
    assert expected == written


def test_digits_are_ordered_by_their_value():
    assert sorted(["p10", "p9", "p2a"], key=turtle.natural_key) == ["p2a", "p9", "p10"]


@pytest.mark.skipif(not shutil.which("rapper"), reason="rapper (raptor2-utils) is not installed")
def test_raptor_reads_what_is_written(tmp_path):
    path = tmp_path / "a.ttl"
    text = ox.Literal('“quoted” \\ "x"\n\t', language="en")
    path.write_text(
        turtle.write_turtle([(ox.NamedNode("http://e.org/a"), ox.NamedNode(PREFIXES["rdfs"] + "label"), text)])
    )

    done = subprocess.run(["rapper", "-q", "-i", "turtle", "-o", "ntriples", path], capture_output=True, check=True)

    assert text in {quad.object for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)}


BROKEN = {
    "a.ttl": (b"<http://e.org/a>\n  e:b 1 .", ":2:", "the prefix e: is not declared; add @prefix e: <…> ."),
    "b.ttl": (
        b"<http://e.org/a>\n  skos:note 1 .",
        ":2:",
        "add @prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    ),
    "c.ttl": (b"<a> <b> <c> .", ":1:", "a relative IRI has no base here; write the IRI in full"),
    "d.ttl": (b"<http://e.org/a> <http://e.org/b> 1", ":1:", ""),
    "e.ttl": (b"", ": ", "the file is empty"),
    "f.ttl": (b" \n\t", ": ", "the file is empty"),
    "g.ttl": (
        "<http://e.org/a> <http://e.org/b> 'é' .".encode("latin-1"),
        ":1:36: ",
        "not UTF-8; save the file as UTF-8",
    ),
    "h.ttl": ("\ufeff".encode("utf-16"), ":1:1: ", "not UTF-8"),
    "i.jsonld": (b'{"@context": "http://127.0.0.1:9/x", "a": 1}', ":", "a remote @context is not fetched"),
    "j.jsonld": (b"[" * 5000, ": ", "nested deeper than 256 levels"),
    "k.rdf": (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>',
        ": ",
        "document type declaration is not read",
    ),
    "l.nt": (b"<http://e.org/a> <http://e.org/b> e:c .\n", ":1:", ""),
    "m.txt": (b"x", ": ", "unknown syntax; use one of the endings .ttl"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_unusable_file_is_told_in_one_line_with_its_place(tmp_path, monkeypatch, name):
    content, place, problem = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError) as caught:
        turtle.parse(turtle.Path(name))

    message = str(caught.value)
    assert message.startswith(f"{name}{place}")
    assert problem in message
    assert "\n" not in message


def test_missing_file_and_folder_are_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        turtle.parse(tmp_path / "a.ttl")
    with pytest.raises(InputError, match="this is a folder; name a file"):
        turtle.read(tmp_path)


def test_one_byte_order_mark_is_left_out(tmp_path):
    (tmp_path / "a.ttl").write_bytes(b"\xef\xbb\xbf<http://e.org/a> a 1 .")

    assert len(turtle.parse(tmp_path / "a.ttl")) == 1


def test_literals_are_kept_as_written():
    content = (
        b'<http://e.org/a> <http://e.org/b> 1.50, 01, "yes"^^<http://www.w3.org/2001/XMLSchema#boolean>, "a\\r\\nb" .'
    )

    values = [quad.object.value for quad in turtle.parse_bytes(content, ox.RdfFormat.TURTLE, place="x")]

    assert values == ["1.50", "01", "yes", "a\r\nb"]


def test_what_looks_like_a_prefix_in_a_text_or_an_iri_is_none():
    assert {"a", "b"} == turtle.prefixes_in('a:x b:y "c:z" """d:z\n"e:z" """ <f:g> . "\\"h:i"')
