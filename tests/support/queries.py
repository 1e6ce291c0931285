"""Queries with mistakes and their messages, and valid queries, for the tests of both languages."""

from __future__ import annotations

BROKEN = {
    "SELEC ?s WHERE { ?s ?p ?o }": "1:1: unexpected 'SELEC': did you mean SELECT?",
    "SELECT ?s WHER { ?s ?p ?o }": "1:11: unexpected 'WHER': did you mean WHERE?",
    "SELECT DISTNCT ?s WHERE { ?s ?p ?o }": "1:8: unexpected 'DISTNCT': did you mean DISTINCT?",
    "SELECT ?s WHERE {\n ?s ?p ?o\n OPTINAL { ?s ?p 1 } }": "3:2: unexpected 'OPTINAL': did you mean OPTIONAL?",
    "SELECT ?s { ?s ?p ?o FILTR(?o > 1) }": "1:22: unexpected 'FILTR': did you mean FILTER?",
    "SELECT ?s { {?s ?p 1} UNIN {?s ?p 2} }": "1:23: unexpected 'UNIN': did you mean UNION?",
    "SELECT ?s { ?s ?p ?o FILTER NOT EXIST { ?s ?p 1 } }": "1:33: unexpected 'EXIST': did you mean EXISTS?",
    "SELECT ?s { ?s ?p ?o } ORDR BY ?s": "1:24: unexpected 'ORDR': did you mean ORDER?",
    "SELECT ?s { ?s ?p ?o } ORDER ?s": "1:30: unexpected '?s': expected BY",
    "SELECT ?s { ?s ?p ?o } LIMIT ten": "1:30: unexpected 'ten': expected a whole number",
    "SELECT ?s {\n ?s ?p ?o": "2:10: the query ends too early: expected ',', ';', '.', a keyword such as OPTIONAL or "
    "FILTER or '}'; '{' in line 1 is not closed",
    "SELECT ?s WHERE ?s ?p ?o }": "1:17: unexpected '?s': expected '{'",
    "SELECT ?s { ?s ?p ?o } }": "1:24: unexpected '}': no bracket is open here",
    "SELECT ?s { ?s ?p }": "1:19: unexpected '}': expected a value (a variable, an IRI, a literal)",
    "SELECT ?s { ?s foo:bar 1 }": "1:16: the prefix foo: is not declared; add PREFIX foo: <…>",
    "SELECT ?s { ?s a pilar:law }": "1:18: the prefix pilar: is not declared; add PREFIX pilar: <…>, or did you mean "
    "pillar:?",
    'SELECT ?s { ?s ?p "abc }': "1:19: the string that begins here is not closed",
    "SELECT ?s { ?s ?p “abc” }": "1:19: unexpected '“': strings need straight quotation marks, \" or '",
    "SELECT ?s { ?s <http://x y> ?o }": "1:16: the IRI that begins here has no closing '>', or has a space or "
    "another character that IRIs cannot have",
    "SELECT ?s { ?s <x> ?o }": "1:16: the IRI <x> is relative, and there is no BASE; write the full IRI",
    "SELECT ?s { ?s ?p ?o FILTER(?o > 1 }": "1:36: unexpected '}': expected an operator or ')'",
    "SELECT ?s { ?s ?p ?o FILTER(WEIGHT(?o)) }": "1:29: unknown function 'WEIGHT'",
    "SELECT ?s { ?s ?p ?o FILTER(CONTANS(?o, 'a')) }": "1:29: unexpected 'CONTANS': did you mean CONTAINS?",
    "SELECT ?s { ?s ?p ?o FILTER(REGEX(?o)) }": "1:37: unexpected ')': expected an operator or ','",
    "SELECT COUNT(?o) { ?s ?p ?o }": "1:8: a calculated column needs brackets and a name, such as (COUNT(…) AS ?n)",
    "SELECT (COUNT(?o)) { ?s ?p ?o }": "1:18: unexpected ')': expected an operator or AS",
    "SELECT ?a, ?b { ?a ?p ?b }": "1:10: unexpected ',': expected a variable, '(', FROM, WHERE or '{'",
    "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?p": "1:1: with an aggregate or GROUP BY, SELECT "
    "can name only the variables of GROUP BY; add the others there",
    "SELECT ?s { ?s ?p ?o BIND(1 AS ?s) }": "1:32: ?s is already bound; choose another name after AS",
    "SELECT ?s { VALUES (?s ?o) { (1) } }": "1:30: this row of VALUES must have 2 values, one for each variable",
    "SELECT ?s { { _:a ?p 1 } { _:a ?q 2 } }": "1:28: the blank node _:a is used in two groups; use a variable",
    "@prefix csg: <http://x/> .": "1:1: '@prefix' is Turtle; in SPARQL write PREFIX without the @, and without a full "
    "stop at the end",
    "PREFIX csg <http://x/> ASK {}": "1:8: unexpected 'csg': expected a prefix with its colon",
    "INSERT DATA { <http://a/> <http://b/> 1 }": "1:1: this is an update, but csgraph only reads; use SELECT, ASK, "
    "CONSTRUCT or DESCRIBE",
    "PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }": "1:23: this is an update, but csgraph only reads; use SELECT, "
    "ASK, CONSTRUCT or DESCRIBE",
    "": "1:1: the query is empty",
    "# only a comment": "1:17: the query is empty",
    "MATCH (n) RETURN n": "1:1: unexpected 'MATCH': expected BASE, PREFIX, SELECT, CONSTRUCT, DESCRIBE or ASK",
}

VALID = [
    "SELECT * WHERE { ?s (csg:a/^csg:b|!(rdf:type|^csg:c))* ?o ; a [] , () . FILTER(?o IN (1, -2.5) && !BOUND(?s)) }",
    "SELECT (GROUP_CONCAT(DISTINCT ?o; SEPARATOR=', ') AS ?all) WHERE { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1)",
    "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } MINUS { ?s a csg:X } } ORDER BY DESC(?s) LIMIT 5 OFFSET 2",
    "DESCRIBE <http://x/> ?s WHERE { VALUES (?s) { (UNDEF) ('a'@en) } }",
    "BASE <http://x/> ASK { { SELECT ?s { ?s ?p '''a''' } } UNION { BIND(IF(1, STR('a'), xsd:integer('1')) AS ?x) } }",
    "SELECT ?s { ?s csg:a+/csg:b? ?o FILTER EXISTS { ?s ?p true } FILTER REGEX(?o, 'a', 'i') } VALUES ?s { csg:a }",
]  # fmt: skip
