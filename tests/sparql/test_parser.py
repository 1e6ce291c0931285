"""A query is parsed into its groups and parts."""

import pytest

from csgraph import paths
from csgraph.sparql import outline, parser
from csgraph.sparql.tokens import tokenize, unspaced

VIEWS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(paths.QUERIES.glob("**/*.rq"))}


def shapes(group):
    """What a group has in it, in short."""
    told = []
    for part in group.parts:
        inner = [*part.groups, *([part.select.group] if part.select else [])]
        told.append((part.kind, *map(shapes, inner)) if inner else part.shown)
    return told


def read(text):
    return parser.parse(text).select


def test_triple_patterns_have_their_subject_each():
    group = read("SELECT * { ?s a csg:A ; csg:p 1 , -2 ;; . csg:x csg:q/^csg:r '''a\nb'''@en }").group

    assert shapes(group) == ["?s a csg:A", "?s csg:p 1", "?s csg:p -2", "csg:x csg:q/^csg:r '''a\nb'''@en"]
    assert [part.query for part in group.parts][1:3] == ["?s csg:p 1 .", "?s csg:p -2 ."]
    assert [part.start for part in group.parts] == [11, 24, 34, 42]


def test_node_without_name_is_one_in_all_its_triples():
    first, second, other = read("ASK { [] csg:p 1 ; csg:q 2 . [] csg:p 3 }").group.parts

    assert first.names == second.names != other.names
    assert "[] csg:q 2" == second.shown


def test_properties_in_brackets_stay_together():
    group = read("ASK { [ csg:p 1 ; csg:q ?x ] csg:r ?y ; csg:s 3 . ?s csg:t [ csg:p ']' ] , ( 1 ?z ) }").group

    assert shapes(group) == ["[ csg:p 1 ; csg:q ?x ] csg:r ?y ; csg:s 3", "?s csg:t [ csg:p ']' ]", "?s csg:t ( 1 ?z )"]
    assert [sorted(part.names) for part in group.parts] == [["?x", "?y"], ["?s"], ["?s", "?z"]]


def test_groups_have_their_parts():
    text = """SELECT * {
      { ?a ?b 1 } UNION { GRAPH ?g { ?a ?b 2 } }
      OPTIONAL { ?a ?b 3 FILTER(?a > 1) } MINUS { ?a ?b 4 }
      FILTER NOT EXISTS { ?a ?b 5 } FILTER EXISTS { ?a ?b 6 } FILTER REGEX(?a, "x")
      BIND(?a + 1 AS ?z) VALUES (?y) { (1) } { SELECT (COUNT(?b) AS ?n) ?a { ?a ?b 7 } GROUP BY ?a }
    }"""

    assert shapes(read(text).group) == [
        ("UNION", ["?a ?b 1"], [("GRAPH", ["?a ?b 2"])]),
        ("OPTIONAL", ["?a ?b 3", "FILTER(?a > 1)"]),
        ("MINUS", ["?a ?b 4"]),
        "FILTER NOT EXISTS { ?a ?b 5 }",
        ("FILTER", ["?a ?b 6"]),
        'FILTER REGEX(?a, "x")',
        "BIND(?a + 1 AS ?z)",
        "VALUES (?y) { (1) }",
        ("UNION", [("SELECT", ["?a ?b 7"])]),
    ]


@pytest.mark.parametrize(
    ("clause", "names"),
    [("?a (COUNT(?b) AS ?n)", {"?a", "?n"}), ("*", {"?a", "?b", "?c"}), ("DISTINCT $a", {"?a"}), ("(1 AS ?x)", {"?x"})],
)
def test_sub_select_gives_what_it_selects(clause, names):
    (part,) = read(f"ASK {{ SELECT {clause} {{ ?a ?b ?c }} }}").group.parts

    assert part.names == names


def test_clauses_after_a_group_are_by_keyword():
    text = (
        "SELECT ?a { ?a ?b ?c } GROUP BY ?a (1 AS ?x) HAVING (MIN(?b) > 1) ORDER BY ?a LIMIT 1 OFFSET 2 VALUES ?a { 1 }"
    )

    select = read(text)

    assert " ".join(map(unspaced, select.modifiers.values())) == text.partition("} ")[2]
    assert [*select.modifiers] == ["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"]
    assert all(text[tokens[0].start :].startswith(word) for word, tokens in select.modifiers.items())


@pytest.mark.parametrize(
    ("text", "template", "dataset"),
    [
        ("CONSTRUCT { ?a ?b 1 } FROM <a:> FROM NAMED <b:> WHERE { ?a ?b ?c }", "?a ?b 1", "FROM <a:> FROM NAMED <b:>"),
        ("CONSTRUCT FROM <a:> WHERE { ?a ?b ?c }", "?a ?b ?c", "FROM <a:>"),
        ("DESCRIBE csg:x ?a LIMIT 1", "csg:x ?a", ""),
        ("DESCRIBE ?a FROM <a:> { ?a ?b ?c }", "?a", "FROM <a:>"),
        ("BASE <x:/> PREFIX select: <a:> ASK { }", "", ""),
    ],
)
def test_template_and_dataset_of_a_query(text, template, dataset):
    query = parser.parse(text)

    assert (template, dataset) == (unspaced(query.select.template), query.dataset)


def test_prefixes_of_a_query():
    assert {"": "a:", "b": "c:"} == parser.parse("BASE <x:/> PREFIX : <a:> PREFIX b: <c:> ASK { }").prefixes


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <a:> { ?a ?b ?c } }",
        "ASK { ?a ?b ?c LATERAL { ?a ?b ?c } }",
        "ASK { <<( ?a ?b ?c )>> ?p ?o }",
        "ASK { ?a ?b ?c ~ ?r }",
        "INSERT DATA { <a:> <b:> <c:> }",
        "ASK { ?a ?b }",
        "ASK {",
        "ASK }",
        "",
    ],
)
def test_text_that_is_not_sparql_1_1_is_refused(text):
    with pytest.raises(parser.UnreadableError):
        parser.parse(text)


@pytest.mark.parametrize("name", VIEWS)
def test_view_is_read_to_its_last_part(name):
    query = parser.parse(VIEWS[name])

    def parts_of(group):
        for part in group.parts:
            yield part
            for inner in (*part.groups, *([part.select.group] if part.select else [])):
                yield from parts_of(inner)

    read = [token for part in parts_of(query.select.group) for token in part.tokens if token.kind == "VAR"]
    written = tokenize(VIEWS[name][slice(*outline.where(VIEWS[name]))])

    assert {token.text for token in written if token.kind == "VAR"} == {token.text for token in read}
