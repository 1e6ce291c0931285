import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.rdf.namespaces import GRAPH, PREFIXES
from csgraph.sparql import engine

DEFAULT = [f"{GRAPH}{name}" for name in ("dataset", "passages", "report", "vocabulary")]


def names(store):
    return sorted(graph.value for graph in store.named_graphs())


def test_files_belong_to_graphs_by_their_place(publication):
    files = {name: [path.name for path in paths] for name, paths in dataset.graph_files().items()}

    expected = {
        "alignments": ["alignments.ttl"],
        "dataset": ["dataset.ttl"],
        "editorial": ["editorial.ttl"],
        "passages": ["passages.ttl"],
        "report": ["facts.ttl", "text.ttl"],
        "vocabulary": ["pillar.ttl", "text.ttl"],
    }
    assert expected == files


def test_only_the_default_graphs_are_loaded(publication):
    assert names(dataset.load_store()) == DEFAULT


def test_a_graph_is_added_to_the_default_ones(publication):
    store = dataset.load_store(["editorial"])

    assert names(store) == sorted([*DEFAULT, f"{GRAPH}editorial"])


def test_unknown_graph_names_the_nearest(publication):
    with pytest.raises(InputError) as caught:
        dataset.load_store(["alignment"])

    assert "alignment: no such graph; did you mean alignments?" in str(caught.value)
    assert "editorial" in str(caught.value)


def test_own_triples_go_to_the_default_graph_and_quads_keep_theirs(publication, tmp_path):
    turtle, quads = tmp_path / "mine.ttl", tmp_path / "mine.nq"
    turtle.write_text("<http://example.com/a> <http://example.com/b> 1 .")
    quads.write_text("<http://example.com/a> <http://example.com/b> <http://example.com/c> <http://example.com/g> .")

    store = dataset.load_store(data=[turtle, quads])

    assert [quad.graph_name for quad in store.quads_for_pattern(ox.NamedNode("http://example.com/a"), None, None)] in (
        [ox.DefaultGraph(), ox.NamedNode("http://example.com/g")],
        [ox.NamedNode("http://example.com/g"), ox.DefaultGraph()],
    )


def test_blank_nodes_of_two_files_do_not_meet(publication, tmp_path):
    for name in ("one.ttl", "two.ttl"):
        (tmp_path / name).write_text("_:same <http://example.com/p> 1 .")

    store = dataset.load_store(data=[tmp_path / "one.ttl", tmp_path / "two.ttl"])

    found = store.quads_for_pattern(None, ox.NamedNode("http://example.com/p"), None)
    assert len({quad.subject for quad in found}) == 2


def test_broken_file_of_ours_is_named_with_its_line(publication):
    (publication / "data" / "report" / "facts.ttl").write_text("<http://example.com/a>\n  b:c 1 .\n")

    with pytest.raises(InputError) as caught:
        dataset.load_store()

    assert (caught.value.place, caught.value.line) == ("data/report/facts.ttl", 2)
    assert "the prefix b: is not declared" in caught.value.problem


def test_byte_order_mark_is_no_error(publication):
    path = publication / "data" / "editorial.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert len(dataset.load_store(["editorial"])) == len(dataset.load_store()) + 1


def test_rdflib_has_what_the_store_has(publication):
    store, data = dataset.load_store(), dataset.load()

    expected = sorted((str(quad.graph_name.value), *map(str, quad.triple)) for quad in store)
    actual = sorted((str(g), s.n3(), p.n3(), o.n3()) for s, p, o, g in data.quads())
    # N-Triples writes the datatype of a number, as rdflib does too.
    assert expected == actual


def test_rdflib_keeps_literals_as_written(publication, tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <http://example.com/a> <http://example.com/b> 1.50, "
        '"01"^^xsd:integer, "yes"^^xsd:boolean, "2020-01-01Z"^^xsd:date, "plain"^^xsd:string, "x"@en-GB .'
    )

    values = {
        str(value)
        for _, _, value, _ in dataset.load(data=[path]).quads((None, None, None, None))
        if str(value) in {"1.50", "01", "yes", "2020-01-01Z", "plain", "x"}
    }

    assert values == {"1.50", "01", "yes", "2020-01-01Z", "plain", "x"}


def test_a_short_file_that_makes_a_huge_number_costs_nothing(publication, tmp_path):
    path = tmp_path / "bomb.ttl"
    path.write_text('<http://e.org/a> <http://e.org/b> "1e999999999"^^<http://www.w3.org/2001/XMLSchema#decimal> .')

    assert "1e999999999" in {str(value) for *_, value, _ in dataset.load(data=[path]).quads()}


def test_rdflib_knows_our_prefixes(publication):
    data = dataset.load()

    assert data.namespace_manager.qname("https://w3id.org/csgraph/scheme/pillar/norms") == "pillar:norms"


def test_plain_patterns_of_rdflib_see_all_graphs(publication):
    rows = dataset.load().query("SELECT ?l { ?p a csg:Pillar ; rdfs:label ?l } ORDER BY ?l")

    assert [str(row.l) for row in rows] == ["law", "norms"]


def test_what_a_graph_has_already_is_not_counted_twice(tmp_path):
    """The graphs are asked as one, and a triple is in it or not (RDF 1.1 Concepts, section 3)."""
    again, named = tmp_path / "again.ttl", tmp_path / "named.nq"
    node, kind = PREFIXES["pillar"] + "norms", PREFIXES["csg"] + "Pillar"
    again.write_text(f"<{node}> a <{kind}> . <urn:mine> a <{kind}> .")
    named.write_text(f"<{node}> <{PREFIXES['rdf']}type> <{kind}> <{PREFIXES['graph']}vocabulary> .\n")
    query = "SELECT (COUNT(*) AS ?count) { ?pillar a csg:Pillar }"

    found = engine.run(query, dataset.load_store(data=[again, again, named]))

    assert ["7"] == [row[0].value for row in found]
