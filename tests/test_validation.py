"""What ``csgraph.validation`` promises."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

import csgraph
from csgraph import turtle, validation
from csgraph.dataset import load_dataset
from csgraph.errors import InputError
from csgraph.namespaces import PREFIXES
from csgraph.validation import Finding, validate

HEAD = "".join(
    f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n"
    for prefix in ("csg", "csgs", "foaf", "person", "rdfs", "sh", "skos", "state", "xsd")
)

SHAPES = """
csgs:State a sh:NodeShape ; sh:targetClass csg:State ; sh:property csgs:State-label , csgs:State-year .
csgs:State-label a sh:PropertyShape ; sh:path rdfs:label ; sh:datatype xsd:string ; sh:maxCount 1 ;
    sh:severity sh:Violation ; sh:message "A State has at most one label, an xsd:string."@en .
csgs:State-year a sh:PropertyShape ; sh:path csg:establishedYear ; sh:datatype xsd:integer ; sh:minCount 1 ;
    sh:severity sh:Warning ; sh:message "A State has a year, an xsd:integer."@en .
"""


def graph(text: str) -> rdflib.Graph:
    quads = turtle.parse_bytes((HEAD + text).encode(), ox.RdfFormat.TURTLE, place="test")
    return validation._to_graph(quads)


def select(query: str) -> rdflib.Graph:
    return graph(
        f'csgs:x a sh:NodeShape ; sh:targetNode state:NOR ; sh:sparql csgs:y . csgs:y sh:select """{query}""" .'
    )


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return graph(SHAPES)


def test_finding_has_all_that_a_reader_needs(shapes):
    data = graph('state:NOR a csg:State ; rdfs:label "Norway" ; csg:establishedYear "old" .')

    assert [
        Finding(
            severity="Warning",
            node="state:NOR",
            label="Norway",
            shape="csgs:State-year",
            component="sh:DatatypeConstraintComponent",
            path="csg:establishedYear",
            value='"old"',
            message="A State has a year, an xsd:integer.",
        )
    ] == validate(data, shapes)


def test_line_gives_severity_label_rule_and_value(shapes):
    [finding] = validate(graph('state:NOR a csg:State ; rdfs:label "Norway" ; csg:establishedYear "old" .'), shapes)

    assert 'Warning  Norway  csgs:State-year: A State has a year, an xsd:integer.  "old"' == finding.line()
    assert finding.line() == str(finding)


def test_line_of_a_finding_without_value_ends_with_the_rule(shapes):
    [finding] = validate(graph("state:NOR a csg:State ."), shapes)

    assert "Warning  state:NOR  csgs:State-year: A State has a year, an xsd:integer." == finding.line()
    assert finding.value is None


def test_warning_is_no_violation(shapes):
    [finding] = validate(graph("state:NOR a csg:State ."), shapes)

    assert not finding.is_violation


def test_findings_are_sorted_by_severity_node_rule_and_value(shapes):
    data = graph(
        'state:B2 a csg:State ; rdfs:label "b"@en , "a"@en . state:B10 a csg:State ; rdfs:label 1 ; '
        "csg:establishedYear 1 ."
        'state:A a csg:State ; rdfs:label "x" .'
    )

    assert [
        ("Violation", "state:B2", "csgs:State-label", None),
        ("Violation", "state:B2", "csgs:State-label", '"a"@en'),
        ("Violation", "state:B2", "csgs:State-label", '"b"@en'),
        ("Violation", "state:B10", "csgs:State-label", "1"),
        ("Warning", "state:A", "csgs:State-year", None),
        ("Warning", "state:B2", "csgs:State-year", None),
    ] == [(found.severity, found.node, found.shape, found.value) for found in validate(data, shapes)]


def test_order_of_triples_does_not_matter(shapes):
    statements = [f'state:S{number} a csg:State ; rdfs:label "a" , "b" .' for number in range(9)]

    assert validate(graph("\n".join(statements)), shapes) == validate(graph("\n".join(reversed(statements))), shapes)


def test_data_and_shapes_stay_as_they_are(shapes):
    data = graph('state:NOR a csg:State ; csg:establishedYear "01"^^xsd:integer .')
    before = set(data), set(shapes)

    validate(data, shapes)

    assert before == (set(data), set(shapes))


def test_literals_stay_as_written(shapes):
    """PySHACL switches rdflib's rewriting of literals on; we do not let it."""
    data = graph('state:NOR a csg:State ; rdfs:label "01"^^xsd:integer ; csg:establishedYear 1 .')

    assert ["01"] == [finding.value for finding in validate(data, shapes)]
    assert rdflib.NORMALIZE_LITERALS is False


@pytest.mark.parametrize("literal", ['"old"^^xsd:integer', '"1.5"^^xsd:integer', '""^^xsd:integer'])
def test_ill_formed_literal_is_a_finding_and_nothing_else(literal, shapes, capfd):
    data = graph(f"state:NOR a csg:State ; csg:establishedYear {literal} .")

    assert ["sh:DatatypeConstraintComponent"] == [finding.component for finding in validate(data, shapes)]
    assert ("", "") == capfd.readouterr()


@pytest.mark.parametrize(
    ("literal", "datatype"),
    [("2020-13-45", "date"), ("yes", "boolean"), ("soon", "dateTime"), ("1e", "decimal")],
)
def test_ill_formed_literal_of_other_types_is_a_finding(literal, datatype):
    shapes = graph(
        f"csgs:x a sh:PropertyShape ; sh:targetNode state:NOR ; sh:path csg:precisely ; sh:datatype xsd:{datatype} ."
    )
    data = graph(f'state:NOR csg:precisely "{literal}"^^xsd:{datatype} .')

    assert [f'"{literal}"^^xsd:{datatype}'] == [finding.value for finding in validate(data, shapes)]


def test_named_graphs_are_checked_as_one(shapes):
    data = rdflib.Dataset()
    for name, triples in (("urn:one", "state:NOR a csg:State ."), ("urn:two", "state:NOR csg:establishedYear 1905 .")):
        for triple in graph(triples):
            data.graph(rdflib.URIRef(name)).add(triple)

    assert [] == validate(data, shapes)


def test_ontology_says_what_is_below_what():
    shapes = graph(
        "csgs:x a sh:PropertyShape ; sh:targetNode person:a ; sh:path csg:knows ; "
        'sh:class skos:Concept ; sh:message "No."@en .'
    )

    assert [] == validate(graph("person:a csg:knows state:pillar . state:pillar a csg:Pillar ."), shapes)


def test_nothing_is_inferred():
    """A domain must not repair what lacks a type."""
    shapes = graph(
        "csgs:x a sh:PropertyShape ; sh:targetNode person:a ; sh:path rdfs:seeAlso ; "
        'sh:class csg:Session ; sh:message "No."@en .'
    )

    assert 1 == len(validate(graph('person:a rdfs:seeAlso person:b . person:b csg:sessionForm "Panel"@en .'), shapes))


def test_offender_of_a_query_is_what_the_finding_is_about():
    shapes = graph(
        'csgs:x a sh:NodeShape ; sh:targetNode state:NOR ; sh:sparql csgs:y . csgs:y sh:message "No person."@en ; '
        'sh:select "SELECT $this ?value WHERE { ?value a <http://xmlns.com/foaf/0.1/Person> }" .'
    )
    [finding] = validate(graph('person:a a foaf:Person ; rdfs:label "A. Person"@en .'), shapes)

    assert ("person:a", "A. Person", "csgs:y", None) == (finding.node, finding.label, finding.shape, finding.value)


def test_message_of_pyshacl_is_one_line():
    [finding] = validate(
        graph("state:NOR a csg:State ."),
        graph("csgs:x a sh:PropertyShape ; sh:targetNode state:NOR ; sh:path rdfs:label ; sh:minCount 1 ."),
    )

    assert finding.message
    assert "\n" not in finding.line()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("rdfs:label", "rdfs:label"),
        ("[ sh:inversePath rdfs:label ]", "^rdfs:label"),
        ("( rdfs:seeAlso rdfs:label )", "rdfs:seeAlso/rdfs:label"),
        ("[ sh:alternativePath ( rdfs:seeAlso rdfs:label ) ]", "(rdfs:seeAlso|rdfs:label)"),
        ("( [ sh:zeroOrMorePath skos:broader ] rdfs:label )", "(skos:broader)*/rdfs:label"),
        ("( [ sh:oneOrMorePath skos:broader ] rdfs:label )", "(skos:broader)+/rdfs:label"),
        ("( [ sh:zeroOrOnePath skos:broader ] rdfs:label )", "(skos:broader)?/rdfs:label"),
    ],
)
def test_path_is_that_of_sparql(path, expected):
    shapes = graph(f"csgs:x a sh:PropertyShape ; sh:targetNode state:NOR ; sh:path {path} ; sh:minCount 1 .")

    assert [expected] == [finding.path for finding in validate(graph("state:SWE a csg:State ."), shapes)]


@pytest.mark.parametrize(
    "shapes",
    [
        graph("csgs:x a sh:PropertyShape ; sh:targetNode state:NOR ; sh:path rdfs:label ; sh:minCount 1 , 2 ."),
        graph('csgs:x a sh:PropertyShape ; sh:targetNode state:NOR ; sh:path rdfs:label ; sh:pattern "(" .'),
        graph("csgs:x a sh:NodeShape ; sh:targetNode state:NOR ; sh:property csgs:nowhere ."),
        graph("csgs:x a sh:NodeShape ; sh:targetNode state:NOR ; sh:sparql csgs:y ."),
        select("SELECT $this WHERE { $this a }"),
        select("SELECT $this WHERE { $this <http://e/p> ?value MINUS { ?value ?p ?o } }"),
        select("SELECT $this WHERE { $this none:such ?value }"),
    ],
    ids=["two-counts", "pattern", "no-such-shape", "no-query", "no-sparql", "minus", "prefix"],
)
def test_unusable_shapes_are_one_line(shapes):
    with pytest.raises(InputError, match=r"^shapes: \S.*") as caught:
        validate(graph('state:NOR a csg:State ; rdfs:label "Norway" .'), shapes)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this FROM <http://127.0.0.1:9/> WHERE { $this ?p ?value }",
        "SELECT $this from named <file:///etc/passwd> WHERE { $this ?p ?value }",
        "SELECT $this WHERE { SERVICE <http://127.0.0.1:9/> { $this ?p ?value } }",
    ],
)
def test_rules_that_read_other_graphs_are_refused(query):
    with pytest.raises(InputError, match="must not read other graphs"):
        validate(graph("state:NOR a csg:State ."), select(query))


def test_words_like_from_are_no_other_graphs():
    shapes = select("SELECT $this ?value WHERE { $this ?from ?value . FILTER (STR(?value) = 'from <x>') } # FROM <x>")

    assert [] == validate(graph("state:NOR a csg:State ."), shapes)


def test_unusable_shapes_file_is_an_input_error(monkeypatch, tmp_path):
    (tmp_path / "bad.ttl").write_text("csgs:x a")
    monkeypatch.setattr(validation.paths, "SHAPES", tmp_path)

    with pytest.raises(InputError, match=r"bad\.ttl:1"):
        validation.load_shapes()


# -- The published graphs ----------------------------------------------------------------------------------------------


def pillars(query: str) -> rdflib.Graph:
    """A rule in SPARQL that is asked of one node of the small publication."""
    return graph(
        "csgs:x a sh:NodeShape ; sh:targetNode <https://w3id.org/csgraph/scheme/pillar/norms> ; sh:sparql csgs:y . "
        f'csgs:y sh:message "No."@en ; sh:select """{query}""" .'
    )


def test_published_graphs_are_all_but_the_alignments(publication):
    assert ["dataset", "editorial", "passages", "report", "vocabulary"] == validation.published_graphs()


def test_graphs_that_are_not_loaded_by_default_are_checked(publication):
    shapes = graph(
        "csgs:x a sh:PropertyShape ; sh:targetSubjectsOf rdfs:comment ; sh:path rdfs:comment ; sh:maxCount 0 ."
    )

    assert ["pillar:norms"] == [finding.node for finding in validate(shapes=shapes)]


def test_alignments_are_not_checked(publication):
    shapes = graph(
        "csgs:x a sh:PropertyShape ; sh:targetSubjectsOf rdfs:seeAlso ; sh:path rdfs:seeAlso ; sh:maxCount 0 ."
    )

    assert [] == validate(shapes=shapes)


@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ("SELECT $this ?value WHERE { $this <https://w3id.org/csgraph/ontology#supports> ?value }", ["pillar:law"]),
        ("SELECT $this WHERE { $this a <https://w3id.org/csgraph/ontology#Pillar> }", ["pillar:norms"]),
        (
            "SELECT $this ?value ?none WHERE { ?value a <https://w3id.org/csgraph/ontology#Pillar> "
            "OPTIONAL { ?value <urn:x> ?none } }",
            ["pillar:law", "pillar:norms"],
        ),
        ("SELECT $this WHERE { $this a <https://w3id.org/csgraph/ontology#State> }", []),
        (
            "SELECT $this WHERE { { SELECT $this (COUNT(*) AS ?count) WHERE { "
            "?pillar a <https://w3id.org/csgraph/ontology#Pillar> } GROUP BY $this } FILTER (?count = 2) }",
            ["pillar:norms"],
        ),
    ],
    ids=["value", "this", "unbound", "nothing", "count"],
)
def test_rules_in_sparql_find_the_same_in_the_published_graphs_and_in_data(query, nodes, publication):
    shapes = pillars(query)

    assert nodes == [finding.node for finding in validate(shapes=shapes)]
    assert validate(load_dataset(validation.published_graphs()), shapes) == validate(shapes=shapes)


@pytest.mark.parametrize("query", ["SELECT $this WHERE { $this a }", "SELECT $this WHERE { $this none:such ?value }"])
def test_unusable_query_over_the_published_graphs_is_one_line(query, publication):
    with pytest.raises(InputError, match=r"^shapes: a query of a rule is not SPARQL: \S.*") as caught:
        validate(shapes=pillars(query))

    assert "\n" not in str(caught.value)


def test_no_findings_where_there_are_no_rules():
    assert [] == validate(graph("state:NOR a csg:State ."), rdflib.Graph())


def test_library_offers_validate_and_finding():
    assert (csgraph.validate, csgraph.Finding) == (validate, Finding)


def test_severities_are_those_of_shacl():
    assert [SH.Violation, SH.Warning, SH.Info] == [SH[severity] for severity in validation.SEVERITIES]
