"""What ``csgraph.validation.validate`` promises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

import csgraph
from csgraph.errors import InputError
from csgraph.publication.dataset import load
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import PREFIXES
from csgraph.validation import inputs
from csgraph.validation import validate as validating
from csgraph.validation.findings import SEVERITIES
from csgraph.validation.shacl.graph import UnsupportedError
from csgraph.validation.shacl.reference import to_rdflib
from csgraph.validation.validate import Finding, check, validate

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
    return to_rdflib(quads)


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
            expected="a literal of xsd:integer",
            documentation="docs/shapes.md#state-year",
        )
    ] == validate(data, shapes)


def test_line_gives_severity_rule_label_message_and_value(shapes):
    [finding] = validate(graph('state:NOR a csg:State ; rdfs:label "Norway" ; csg:establishedYear "old" .'), shapes)

    assert 'warning [State-year] Norway: A State has a year, an xsd:integer. (found "old")' == finding.line()
    assert finding.line() == str(finding)


def test_line_of_a_finding_without_value_ends_with_the_rule(shapes):
    [finding] = validate(graph("state:NOR a csg:State ."), shapes)

    assert "warning [State-year] state:NOR: A State has a year, an xsd:integer." == finding.line()
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
        f"csgs:x a sh:PropertyShape ; sh:targetNode state:NOR ; sh:path csg:preciseDate ; sh:datatype xsd:{datatype} ."
    )
    data = graph(f'state:NOR csg:preciseDate "{literal}"^^xsd:{datatype} .')

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


def test_rule_without_message_says_what_was_asked_for():
    [finding] = validate(
        graph("state:NOR a csg:State ."),
        graph("csgs:x a sh:PropertyShape ; sh:targetNode state:NOR ; sh:path rdfs:label ; sh:minCount 1 ."),
    )

    assert "MinCount: at least 1 value" == finding.message


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
    with pytest.raises(InputError, match=r"^(shapes|csgs:[xy]|a shape without IRI): \S.*") as caught:
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
    with pytest.raises(InputError, match=r"must not read other graphs|SHACL allows no SERVICE"):
        validate(graph("state:NOR a csg:State ."), select(query))


def test_words_like_from_are_no_other_graphs():
    shapes = select("SELECT $this ?value WHERE { $this ?from ?value . FILTER (STR(?value) = 'from <x>') } # FROM <x>")

    assert [] == validate(graph("state:NOR a csg:State ."), shapes)


def test_unusable_shapes_file_is_an_input_error(monkeypatch, tmp_path):
    (tmp_path / "bad.ttl").write_text("csgs:x a")
    monkeypatch.setattr(validating.paths, "SHAPES", tmp_path)

    with pytest.raises(InputError, match=r"bad\.ttl:1"):
        check()


# -- The published graphs ----------------------------------------------------------------------------------------------


def pillars(query: str) -> rdflib.Graph:
    """A rule in SPARQL that is asked of one node of the small publication."""
    return graph(
        "csgs:x a sh:NodeShape ; sh:targetNode <https://w3id.org/csgraph/scheme/pillar/norms> ; sh:sparql csgs:y . "
        f'csgs:y sh:message "No."@en ; sh:select """{query}""" .'
    )


def test_published_graphs_are_all_but_the_alignments(publication):
    assert ["dataset", "editorial", "passages", "report", "vocabulary"] == inputs.published_graphs()


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
    assert validate(load(inputs.published_graphs()), shapes) == [
        replace(finding, place=None) for finding in validate(shapes=shapes)
    ]


# -- Files -------------------------------------------------------------------------------------------------------------

RULES = """
csgs:Pillar a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:property csgs:Pillar-label , csgs:Pillar-supports .
csgs:Pillar-label a sh:PropertyShape ; sh:path rdfs:label ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:severity sh:Violation ; sh:message "A pillar has exactly one label."@en ;
    rdfs:comment "look into the report"@en .
csgs:Pillar-supports a sh:PropertyShape ; sh:path csg:supports ; sh:class csg:Pillar ;
    sh:severity sh:Violation ; sh:message "A pillar supports pillars."@en ; rdfs:seeAlso <https://e.org/rule> .
"""


@pytest.fixture
def own(publication, tmp_path, monkeypatch):
    """The small publication with rules, in the working directory, and a way to write a file of somebody's own."""
    (publication / "shapes").mkdir()
    (publication / "shapes" / "pillars.ttl").write_text(HEAD + RULES)
    monkeypatch.setattr(validating.paths, "SHAPES", publication / "shapes")
    monkeypatch.chdir(tmp_path)

    def write(text: str, name: str = "own.ttl") -> Path:
        (tmp_path / name).write_text(HEAD + text)
        return tmp_path / name

    return write


LINE = HEAD.count("\n") + 1


def test_published_files_meet_the_rules(own):
    assert () == check().findings


def test_files_of_others_are_checked_together_with_ours(own):
    """What they refer to is described by us, and what their classes are below is said by our ontology."""
    path = own('<urn:Own> rdfs:subClassOf csg:Pillar .\n<urn:x> a <urn:Own> ; rdfs:label "x" ; csg:supports <urn:y> .')

    [finding] = check([path]).findings

    assert ("<urn:x>", "x", "csgs:Pillar-supports") == (f"<{finding.node}>", finding.label, finding.shape)
    assert ("https://e.org/rule", "<urn:y>") == (finding.documentation, finding.value)
    assert f"own.ttl:{LINE + 1}:53" == str(finding.place)


def test_only_what_is_wrong_in_the_files_of_others_is_told(own, publication):
    (publication / "data" / "report" / "more.ttl").write_text(HEAD + "<urn:ours> a csg:Pillar .")

    assert ["urn:ours"] == [finding.node for finding in check().findings]
    assert ["urn:theirs"] == [finding.node for finding in check([own("<urn:theirs> a csg:Pillar .")]).findings]


def test_a_node_that_nobody_describes_is_told_where_it_is_referred_to(own, publication):
    rule = (
        "csgs:Known a sh:PropertyShape ; sh:targetObjectsOf rdfs:seeAlso ; sh:path rdf:type ; sh:minCount 1 ; "
        'sh:message "It is described."@en .'
    )
    shapes = publication / "shapes" / "known.ttl"
    shapes.write_text("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n" + HEAD + rule)

    path = own("<urn:x> rdfs:seeAlso <https://w3id.org/csgraph/scheme/pillar/norm> .")
    [finding] = check([path]).findings

    assert ("pillar:norm", f"own.ttl:{LINE}:22") == (finding.node, str(finding.place))
    assert "did you mean pillar:norms?" == finding.hint


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("<urn:x> a csg:Pillar .", 1, "look into the report"),
        ('<urn:x> a csg:Pillar ; rdfs:label "a" , "b" .', 41, "look into the report"),
        ("<urn:x> rdfs:label 'x' ; a csg:Pillar ; csg:supports 1 .", 54, None),
    ],
    ids=["missing", "too-many", "wrong"],
)
def test_place_is_the_node_the_value_too_many_or_the_wrong_value(text, column, hint, own):
    [finding] = check([own(text)]).findings

    assert (LINE, column, hint) == (finding.place.line, finding.place.column, finding.hint)


def test_shapes_of_others_are_added(own):
    data = own('<urn:x> rdfs:label "x" .')
    shapes = own("csgs:x a sh:NodeShape ; sh:targetSubjectsOf rdfs:label ; sh:class csg:Pillar .", "shapes.ttl")

    assert ["urn:x"] == [finding.node for finding in check([data], shapes=[shapes]).findings]


def test_alone_leaves_our_data_and_shapes_out(own):
    data = own("<urn:x> a csg:Pillar .")
    shapes = own("csgs:x a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:nodeKind sh:Literal .", "shapes.ttl")

    checked = check([data], shapes=[shapes], alone=True)

    assert (["csgs:x"], 1) == ([finding.shape for finding in checked.findings], checked.size)


def test_a_target_that_selects_nothing_is_a_warning_at_its_place(own):
    shapes = own("csgs:x a sh:NodeShape ;\n  sh:targetClass csg:Pilar ; sh:nodeKind sh:IRI .", "shapes.ttl")

    [finding] = check([own("<urn:x> <urn:y> 1 .")], shapes=[shapes]).findings

    assert ("Warning", "csgs:x", "csg:Pilar") == (finding.severity, finding.node, finding.value)
    assert f"shapes.ttl:{LINE + 1}:18" == str(finding.place)


@pytest.mark.parametrize(
    ("shapes", "place", "problem"),
    [
        ("csgs:x a sh:NodeShape ;\n  sh:minCont 1 .", (LINE + 1, 14), "sh:minCont; did you mean sh:minCount?"),
        ("csgs:x a sh:NodeShape ; sh:targetClass csg:Pillar ;\n  sh:node csgs:x .", (LINE, 1), "refer to itself"),
        (
            'csgs:x a sh:NodeShape ; sh:sparql csgs:y .\ncsgs:y sh:select """\nSELECT $this\nWHERE { $this a }""" .',
            (LINE + 3, 1),
            "not SPARQL",
        ),
        ("csgs:x a sh:NodeShape", (LINE, 22), ""),
        ("csgs:x a sh:PropertyShape .", (LINE, 1), "sh:path"),
    ],
    ids=["parameter", "recursive", "query", "syntax", "no-path"],
)
def test_unusable_shapes_are_told_at_their_place(shapes, place, problem, own):
    path = own(shapes, "shapes.ttl")

    with pytest.raises(InputError) as caught:
        check([own("<urn:x> <urn:y> 1 .")], shapes=[path])

    assert str(caught.value).startswith(f"shapes.ttl:{place[0]}:{place[1]}: ")
    assert problem in str(caught.value)


def test_what_cannot_be_compiled_goes_to_pyshacl_and_is_noted(own):
    data = own("<urn:ab> a csg:Pillar ; rdfs:label 'x' . <urn:ac> a csg:Pillar ; rdfs:label 'y' .")
    shapes = own('<urn:s> a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:pattern "a(?!b)" .', "shapes.ttl")

    checked = check([data], shapes=[shapes])

    assert ["urn:ab"] == [finding.node for finding in checked.findings]
    assert checked.notes[0].startswith("all shapes are run by pySHACL, because one cannot be compiled: ")
    assert "sh:pattern" in checked.notes[0]
    with pytest.raises(UnsupportedError, match="look-around"):
        check([data], shapes=[shapes], engine="sparql")


def test_extensions_of_shacl_are_refused_by_every_engine(own):
    shapes = own("csgs:x a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:js csgs:y .", "shapes.ttl")

    for engine in validating.ENGINES:
        with pytest.raises(InputError, match=r"^shapes\.ttl:\d+:\d+: csgs:x: sh:js belongs to the extensions of SHACL"):
            check([own("<urn:x> <urn:y> 1 .")], shapes=[shapes], engine=engine)


def test_how_our_nodes_are_named_is_nothing_to_others(own, publication):
    pattern = (
        'csgs:Name a sh:NodeShape ; sh:targetClass csg:Pillar ; sh:pattern "^https://w3id.org/csgraph/.*/[a-z]+$" .'
    )
    (publication / "shapes" / "names.ttl").write_text(HEAD + pattern)
    path = own(
        '<urn:x> a csg:Pillar ; rdfs:label "x" .\n'
        '<https://w3id.org/csgraph/scheme/pillar/X> a csg:Pillar ; rdfs:label "x" .'
    )

    assert ["pillar:X"] == [finding.node for finding in check([path]).findings]


def test_rule_without_iri_has_the_name_of_its_shape(own):
    shapes = own("csgs:x sh:targetClass csg:Pillar ; sh:property [ sh:path csg:supports ; sh:minCount 1 ] .", "s.ttl")

    [finding] = check([own("<urn:x> a csg:Pillar .")], shapes=[shapes], alone=True).findings

    assert ("csgs:x", "csg:supports") == (finding.shape, finding.path)


def test_engines_say_the_same(own):
    path = own("<urn:x> a csg:Pillar ; csg:supports 1 . <urn:y> a csg:Pillar ; rdfs:label 'a' , 'b' .")

    by_queries, by_pyshacl = (check([path], engine=engine).findings for engine in ("sparql", "pyshacl"))

    assert 3 == len(by_queries)
    assert by_queries == tuple(
        replace(found, expected=asked.expected) for found, asked in zip(by_pyshacl, by_queries, strict=True)
    )


def test_blank_nodes_have_the_same_names_and_places_each_time(own):
    path = own("[] a csg:Pillar .\n[] a csg:Pillar .")

    first, second = (check([path]).findings for _ in range(2))

    assert first == second
    assert [LINE, LINE + 1] == [finding.place.line for finding in first]


def test_report_is_a_validation_report(own):
    checked = check([own("<urn:x> a csg:Pillar .")])

    report = rdflib.Graph().parse(data=checked.to_turtle(), format="turtle")
    assert [rdflib.URIRef("urn:x")] == list(report.objects(None, SH.focusNode))
    assert [rdflib.Literal(False)] == list(report.objects(None, SH.conforms))


def test_of_our_own_files_some_can_be_checked(own, publication):
    """As a hook before a commit does; the file is not added a second time."""
    for name in ("more", "other"):
        (publication / "data" / "report" / f"{name}.ttl").write_text(HEAD + f"<urn:{name}> a csg:Pillar .")

    checked = check([publication / "data" / "report" / "more.ttl"])

    assert ["urn:more"] == [finding.node for finding in checked.findings]
    assert check().size == checked.size


def test_no_findings_where_there_are_no_rules():
    assert [] == validate(graph("state:NOR a csg:State ."), rdflib.Graph())


def test_library_offers_validate_and_finding():
    assert (csgraph.validate, csgraph.Finding) == (validate, Finding)


def test_severities_are_those_of_shacl():
    assert [SH.Violation, SH.Warning, SH.Info] == [SH[severity] for severity in SEVERITIES]
