import os
import re
from functools import cache
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph import paths
from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import numbered_quads
from csgraph.rdf.location import Location
from csgraph.rdf.source_index import SourceIndex

E = "http://e/"
HEAD = f"@prefix : <{E}> .\n"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE, FIRST, REST = (ox.NamedNode(RDF + name) for name in ("type", "first", "rest"))


def node(name):
    return ox.NamedNode(E + name)


def integer(digits):
    return ox.Literal(digits, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write files a, b and c; their places are told by these names. In Turtle and TriG, line 1 declares ``:``."""
    monkeypatch.chdir(tmp_path)

    def write(*texts, ending="ttl"):
        files = [tmp_path / f"{name}.{ending}" for name in "abc"[: len(texts)]]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(((HEAD if ending in ("ttl", "trig") else "") + text).encode())
        return files

    return write


def places_of_triples(file):
    """Return where subject, predicate and object of each triple are told to stand, and how wide the latter is."""
    places = SourceIndex([file])
    for subject, predicate, value, _ in numbered_quads(turtle.parse(file), 0):
        told = [
            places.subject(subject),
            places.predicate(subject, predicate, value),
            places.value(subject, predicate, value),
        ]
        yield " ".join(f"{place.line}:{place.column}" if place else "-" for place in told) + (
            f"+{told[2].width}" if told[2] else ""
        )


# All worked out by hand.
TURTLE = {
    "dots": (":a.b :p 1.5.:c.d :q :e.f.", ["2:1 2:6 2:9+3", "2:13 2:18 2:21+4"]),
    "semicolons": (":a a :C;;\n\t; :p true;\n;.", ["2:1 2:4 2:6+2", "2:1 3:4 3:7+4"]),
    "numbers": (
        ":a :p -.5e-3,+1 , 1.e3,01, 1.",
        ["2:1 2:4 2:7+6", "2:1 2:4 2:14+2", "2:1 2:4 2:19+4", "2:1 2:4 2:24+2", "2:1 2:4 2:28+1"],
    ),
    "the empty name before numbers": (":a :-1 .:b :.5 .", ["2:1 2:4 2:5+2", "2:9 2:12 2:13+2"]),
    "strings": (
        r""":a :p 'it\'s', "" , "\\" , '''a'b''c''' .""",
        ["2:1 2:4 2:7+7", "2:1 2:4 2:16+2", "2:1 2:4 2:21+4", "2:1 2:4 2:28+12"],
    ),
    "strings over lines": (
        ':a :p """x # no comment\n. :b :q """ ; :r 1 .',
        ["2:1 2:4 2:7+17", "2:1 3:15 3:18+1"],
    ),
    "quotes at the ends of strings": (
        ':a :p """"x\\"""" , ' + "'''''y''' .",
        ["2:1 2:4 2:7+10", "2:1 2:4 2:20+9"],
    ),
    "languages and datatypes": (
        ':a :p "x"@en-gb, "y"^^:t , "z" ^^ # why\n :t .',
        ["2:1 2:4 2:7+9", "2:1 2:4 2:18+7", "2:1 2:4 2:28+12"],
    ),
    "IRIs": ("@base <http://e/b> .<#s><http://e/#p><http://e/o#>#c\n.", ["2:21 2:25 2:38+13"]),
    "dots in IRIs": ("@base <http://e/b/c> .\n<.> <..> <../a/.?q> .", ["3:1 3:5 3:10+10"]),
    "no blanks": ("BASE<http://z/>PREFIX a.b:<http://y/>@prefix:<http://x/>.:s a.b:p<o>.", ["2:58 2:61 2:66+3"]),
    "words as prefixes": (
        "@prefix prefix: <http://e/>. @prefix base: <http://e/>.\nprefix:a a base:a.",
        ["3:1 3:10 3:12+6"],
    ),
    "versions": ("VERSION '1.2'\n@version '1.2' .\n:a :p 1 .", ["4:1 4:4 4:7+1"]),
    "escapes in names": (r":a\-b :\~p :%41\, , _:x.y.", ["2:1 2:7 2:12+6", "2:1 2:7 2:21+5"]),
    "brackets": (
        ":a :p [ :q [] ; :r [ :s 'x' ] ] .",
        ["2:1 2:4 2:7+1", "2:7 2:9 2:12+1", "2:7 2:17 2:20+1", "2:20 2:22 2:25+3"],
    ),
    "brackets as subjects": (
        "[ :p 1 ] :q [ ] . [ a :C ] .",
        ["2:1 2:3 2:6+1", "2:1 2:10 2:13+1", "2:19 2:21 2:23+2"],
    ),
    "collections": (
        ":a :p ( 1 'x' ) , () .",
        [
            *("2:1 2:4 2:7+1", "2:7 2:9 2:9+1", "2:7 2:11 2:11+3", "2:11 2:11 2:11+3"),
            *("2:11 2:15 2:15+1", "2:1 2:4 2:19+1"),
        ],
    ),
    "collections as subjects": (
        "( ( :x ) [ :p 'y' ] ) :q 1 . () :r 2 .",
        [
            *("2:1 2:3 2:3+1", "2:3 2:5 2:5+2", "2:3 2:8 2:8+1", "2:1 2:10 2:10+1", "2:10 2:10 2:10+1"),
            *("2:10 2:12 2:15+3", "2:10 2:21 2:21+1", "2:1 2:23 2:26+1", "2:30 2:33 2:36+1"),
        ],
    ),
    "ends of lines": (":a\r\n:p\r\n1.#\r:b :q 2\r\n.", ["2:1 3:1 4:1+1", "4:5 4:8 4:11+1"]),
    "tabs and wide characters": ("\t:a :p '😀', 'é' .", ["2:2 2:5 2:8+3", "2:2 2:5 2:13+3"]),
    "comments": ("# :a :p 0 .\n:a # 'x\n:p# \"\n1 .", ["3:1 4:1 5:1+1"]),
    "one subject twice": (":a :p 1 .\n:b :p 2 .\n:a :q 3 .", ["2:1 2:4 2:7+1", "3:1 3:4 3:7+1", "2:1 4:4 4:7+1"]),
}
OTHERS = {
    "graphs": (
        "trig",
        ":g { :a :p 1 . :b :q 2 } GRAPH _:h {[ :r 3 ]} { :c :s [] ; }:d :t 4 .",
        ["2:6 2:9 2:12+1", "2:16 2:19 2:22+1", "2:37 2:39 2:42+1", "2:49 2:52 2:55+1", "2:61 2:64 2:67+1"],
    ),
    "graphs without names": (
        "trig",
        "[] { :a :p 1 }graph[]{}{:b :q (2).}",
        ["2:6 2:9 2:12+1", "2:25 2:28 2:31+1", "2:31 2:32 2:32+1", "2:31 2:33 2:33+1"],
    ),
    "words as prefixes in TriG": (
        "trig",
        "@prefix graph: <http://g/> .\ngraph:g {graph:a a graph:b.}",
        ["3:10 3:18 3:20+7"],
    ),
    "N-Quads": (
        "nq",
        '<http://e/a><http://e/p>"x"@en<http://e/g>.#c\n\n_:a <http://e/q> "y"^^<http://e/t> _:g .',
        ["1:1 1:13 1:25+6", "3:1 3:5 3:18+17"],
    ),
    "N-Triples": (
        "nt",
        '_:a <http://e/#p> "\\u0041 . #" .\n<http://e/a> <http://e/p> _:a.# c',
        ["1:1 1:5 1:19+12", "2:1 2:14 2:27+3"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TURTLE.values(), ids=TURTLE)
def test_triples_are_found_where_turtle_has_them(text, expected, write):
    assert sorted(expected) == sorted(places_of_triples(write(text)[0]))


@pytest.mark.parametrize(("ending", "text", "expected"), OTHERS.values(), ids=OTHERS)
def test_triples_are_found_where_other_syntaxes_have_them(ending, text, expected, write):
    assert sorted(expected) == sorted(places_of_triples(write(text, ending=ending)[0]))


def test_nesting_may_be_deep(write):
    files = write(":a :p " + "[ :p ( " * 5000 + ":last" + " ) ]" * 5000 + " .")

    assert "a.ttl:2:35007" == str(SourceIndex(files).subject(node("last")))


# -- A writer that knows what it has written ---------------------------------------------------------------------------

NAMES = [":n{}", ":n\\-{}", ":n.{}.x", "<n{}>", "<#n{}>", "<\\u006E{}>", "a.b:%41{}", ":é:{}", ":{}", "a.b:n{}-"]
STRINGS = ['"v{}"', "'v{}'", '"\\"{}#"', '"""\n"" {}"""', "'''{}\r\n'#'''", '"""{}\\""""', "'<{}> .'"]
SUFFIXES = ["", "", "@en", "^^:t", "^^<t>", " @en-gb", "\n^^ # t\n :t", " ^^ <#t>"]
NUMBERS = ["{}", "-{}.5", ".5e{}", "{}.e1", "+{}"]
BLANKS = [" ", " ", "\n", "\t ", "\r\n", "  # no \"'<[({ token\n", " #\r"]


class Writer:
    """Writes random Turtle or TriG, and notes where each triple stands."""

    def __init__(self, random: Random, *, graphs: bool) -> None:
        self.random, self.count = random, 0
        self.text = f"@base <{E}> .\n{HEAD}@prefix a.b: <{E}> .\n"
        # Of each triple: what identifies its subject, where the three terms stand, the object's token, whether a type.
        self.triples: list[tuple[object, int, int, int, str, bool]] = []
        for _ in range(random.randint(1, 4)):
            in_graph = graphs and random.random() < 0.5
            if in_graph:
                self._put(random.choice(["GRAPH :g", "graph _:g", ":g", "[]", ""]), random.choice(BLANKS), "{")
                self._blank(False)
            self._statement()
            self._blank(False)
            if not in_graph or random.random() < 0.5:
                self._put(".", random.choice(BLANKS))
            if in_graph:
                self._put("}")
                self._blank(False)

    def expected(self):
        """Return what ``places_of_triples`` should."""
        for key, _, verb, value, token, _ in self.triples:
            places = [(not is_type, start) for other, start, _, _, _, is_type in self.triples if other == key]
            width = len(re.split("\r?\n", token)[0])
            yield f"{self._place(min(places)[1])} {self._place(verb)} {self._place(value)}+{width}"

    def _place(self, start):
        before = self.text[:start].split("\n")
        return f"{len(before)}:{len(before[-1]) + 1}"

    def _put(self, *tokens):
        start = len(self.text)
        self.text += "".join(tokens)
        return start

    def _blank(self, needed):
        self._put(self.random.choice(BLANKS if needed else [*BLANKS, "", "", "", ""]))

    def _one_of(self, *forms):
        self.count += 1
        return self.random.choice(forms).format(self.count)

    def _statement(self):
        kind = self.random.choice(["name", "name", "again", "[]", "[", "[ .", "("])
        known = [key for key, *_ in self.triples if isinstance(key, str)]
        if kind == "(":
            start = self._collection(self.random.randint(1, 3), depth=3)
            key = ("cell", start)
        elif kind == "[ .":
            self._brackets(depth=3)
            return
        elif kind == "[":
            key = start = self._brackets(depth=3)
        elif kind == "[]":
            key = start = self._put("[]")
        else:
            key = self.random.choice(known) if kind == "again" and known else self._one_of(*NAMES, "_:n{}.x")
            start = self._put(key)
        self._blank(isinstance(key, str))
        self._properties(key, start, depth=3)

    def _properties(self, key, subject, depth):
        for number in range(self.random.randint(1, 3)):
            if number:
                self._put(*";;"[self.random.randint(0, 1) :])
                self._blank(False)
            is_type = self.random.random() < 0.2
            verb = self._put("a" if is_type else self._one_of(*NAMES))
            self._blank(True)
            for other in range(self.random.randint(1, 3)):
                if other:
                    self._put(",")
                    self._blank(False)
                # One triple twice would be found once.
                start, token = self._value(depth, nil=not is_type and not other)
                self.triples.append((key, subject, verb, start, token, is_type))
                self._blank(False)
        self._put(*";;"[self.random.randint(0, 2) :])

    def _value(self, depth, *, nil):
        """Write an object, and return where it begins and what of it counts as its token."""
        kind = self.random.choice(["[", "[]", "(", "()", "name", "number", "string"][0 if depth else 4 :])
        if kind == "[":
            return self._brackets(depth - 1), "["
        if kind == "[]":
            return self._put("[", self.random.choice(["", *BLANKS]), "]"), "["
        if kind == "(" or (kind == "()" and not nil):
            return self._collection(self.random.randint(1, 3), depth - 1), "("
        if kind == "()":
            return self._put("(", self.random.choice(["", *BLANKS]), ")"), "("
        forms = {"name": [*NAMES, "_:n{}.x"], "number": NUMBERS, "string": STRINGS}[kind]
        token = self._one_of(*forms) + (self.random.choice(SUFFIXES) if kind == "string" else "")
        return self._put(token), token

    def _brackets(self, depth):
        start = self._put("[")
        self._blank(False)
        self._properties(start, start, depth)
        self._blank(False)
        self._put("]")
        return start

    def _collection(self, size, depth):
        start = cell = self._put("(")
        for number in range(size):
            self._blank(number > 0)
            item, token = self._value(depth, nil=True)
            if number:
                self.triples.append((("cell", cell), cell, item, item, token, False))
                cell = item
            self.triples.append((("cell", cell), cell, item, item, token, False))
        self._blank(False)
        end = self._put(")")
        self.triples.append((("cell", cell), cell, end, end, ")", False))
        return start


@given(st.randoms(use_true_random=False), st.sampled_from(["ttl", "trig"]))
def test_triples_are_found_wherever_they_are_written(tmp_path_factory, random, ending):
    written = Writer(random, graphs=ending == "trig")
    file = tmp_path_factory.getbasetemp() / f"written.{ending}"
    file.write_bytes(written.text.encode())

    assert sorted(written.expected()) == sorted(places_of_triples(file))


# -- The publication ---------------------------------------------------------------------------------------------------


@cache
def means(token, prefixes):
    """Return the term that a token of Turtle means by itself."""
    [quad] = ox.parse(f"{prefixes} [] a {token} .", format=ox.RdfFormat.TURTLE)
    return quad.object


def stands_at(place, term, prefixes):
    token = place.text[place.column - 1 :][: place.width]
    if isinstance(term, ox.BlankNode):
        return token in ("[", "(")
    if token.count('"""') == 1:
        return term.value.startswith(token[3:] + "\n")
    return term == (TYPE if token == "a" else means(token, prefixes))


@pytest.mark.parametrize("folder", ["DATA", "ONTOLOGY", "SHAPES"])
def test_what_stands_at_each_place_of_the_publication_means_the_term(folder):
    files = sorted(getattr(paths, folder).rglob("*.ttl"))
    assert files
    for file in files:
        prefixes = "".join(re.findall("^@prefix .*\n", file.read_text(), re.MULTILINE))
        places = SourceIndex([file])
        for subject, predicate, value, _ in numbered_quads(turtle.parse(file), 0):
            # The cells of collections are not written, nor are their properties.
            if predicate != REST:
                assert stands_at(places.value(subject, predicate, value), value, prefixes)
            if predicate not in (FIRST, REST):
                assert stands_at(places.predicate(subject, predicate, value), predicate, prefixes)
                assert stands_at(places.subject(subject), subject, prefixes)


# -- Questions ---------------------------------------------------------------------------------------------------------


def test_a_place_knows_its_file_and_its_line(write):
    [file] = write(':a :p \'x\'@en ;\r\n\t:q """y\r\nz""" .\r\n')
    places = SourceIndex([file])

    x, yz = ox.Literal("x", language="en"), ox.Literal("y\r\nz")
    assert Location("a.ttl", 2, 7, 6, ":a :p 'x'@en ;") == places.value(node("a"), node("p"), x)
    assert Location("a.ttl", 3, 5, 4, '\t:q """y') == places.value(node("a"), node("q"), yz)
    assert Location("a.ttl", 3, 2, 2, '\t:q """y') == places.predicate(node("a"), node("q"), yz)


def test_a_byte_order_mark_is_not_counted(write):
    [file] = write("\ufeff<http://e/a> <http://e/p> _:b .", ending="nt")

    assert Location("a.nt", 1, 1, 12, "<http://e/a> <http://e/p> _:b .") == SourceIndex([file]).subject(node("a"))


def test_a_triple_is_found_in_the_first_file_that_has_it(write):
    places = SourceIndex(write(":a :p :x .", "\n:a :p :x, :y .", ":a :p :y ."))

    assert "a.ttl:2:7" == str(places.value(node("a"), node("p"), node("x")))
    assert "b.ttl:3:11" == str(places.value(node("a"), node("p"), node("y")))
    assert "b.ttl:3:4" == str(places.predicate(node("a"), node("p"), node("y")))
    assert places.value(node("a"), node("p"), node("z")) is None
    assert places.value(node("x"), node("p"), node("a")) is None


def test_literals_are_found_as_they_are_written(write):
    places = SourceIndex(write(":a :p 01, 1, '1', '1'@en ."))

    assert "a.ttl:2:7" == str(places.value(node("a"), node("p"), integer("01")))
    assert "a.ttl:2:11" == str(places.value(node("a"), node("p"), integer("1")))
    assert "a.ttl:2:14" == str(places.value(node("a"), node("p"), ox.Literal("1")))
    assert "a.ttl:2:19" == str(places.value(node("a"), node("p"), ox.Literal("1", language="en")))
    assert places.value(node("a"), node("p"), integer("001")) is None


def test_a_triple_that_is_written_twice_is_found_at_the_first(write):
    places = SourceIndex(write(":a :p 2, 1 .\n:a :p 1, 2 ."))

    assert "a.ttl:2:10" == str(places.value(node("a"), node("p"), integer("1")))
    assert "a.ttl:2:7" == str(places.value(node("a"), node("p"), integer("2")))


def test_a_node_is_found_where_its_type_is_or_else_where_it_is_first_described(write):
    places = SourceIndex(write(":c :p :d .\n:a :p :b .\n:b :p :c .", ":a :q 1 .\n:a :r 2 ; a :C .\n:a a :D ."))

    assert "b.ttl:3:1" == str(places.subject(node("a")))
    assert "a.ttl:4:1" == str(places.subject(node("b")))


def test_a_node_that_is_only_an_object_is_found_there(write):
    places = SourceIndex(write(":a :p 1 .", ":a :p :x, 'y' ;\n:q :x ."))

    assert "b.ttl:2:7" == str(places.subject(node("x")))
    assert "b.ttl:2:11" == str(places.subject(ox.Literal("y")))
    assert places.subject(node("p")) is None
    assert places.subject(node("nowhere")) is None
    assert places.subject(ox.Literal("nowhere")) is None


def test_different_values_are_counted_over_all_files(write):
    places = SourceIndex(write(":a :p 1, 1, 2 ; :q 0 .", ":a :p 2, _:x .", ":a :p _:x ."))

    found = [places.nth_value(node("a"), node("p"), n) for n in range(5)]
    assert ["a.ttl:2:7", "a.ttl:2:13", "b.ttl:2:10", "c.ttl:2:7", "None"] == [str(place) for place in found]


def test_blank_nodes_are_those_of_the_file_with_that_number(write):
    places = SourceIndex(write("_:x :p [ :q 1 ] .", "[] :p _:x ."))

    # The parser has the inner triple first.
    assert "a.ttl:2:8" == str(places.subject(ox.BlankNode("f0b0")))
    assert "a.ttl:2:1" == str(places.subject(ox.BlankNode("f0b1")))
    assert "b.ttl:2:1" == str(places.subject(ox.BlankNode("f1b0")))
    assert "b.ttl:2:7" == str(places.subject(ox.BlankNode("f1b1")))
    assert "b.ttl:2:7" == str(places.value(ox.BlankNode("f1b0"), node("p"), ox.BlankNode("f1b1")))
    assert places.subject(ox.BlankNode("f1b2")) is None
    assert places.subject(ox.BlankNode("x")) is None


# Each describes http://e/ab-c without its last word.
HIDDEN = {
    "escape in a name": r":ab\-c :p 1 .",
    "escape in an IRI": r"<http://e/\u0061b-c> :p 1 .",
    "long escape in an IRI": r"<http://e/a\U00000062-c> :p 1 .",
    "prefix within the word": "@prefix x: <http://e/ab-> . x:c :p 1 .",
    "escape in a prefix": r"@prefix x: <http://e/\u0061b> . x:\-c :p 1 .",
    "relative prefix": "@base <http://e/ab-> . @prefix x: <> . x:c :p 1 .",
    "relative prefix with a word": "@base <http://e/d/f> . @prefix x: <../ab-> . x:c :p 1 .",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_node_is_found_however_it_is_written(text, write):
    assert "ab-c" not in text
    assert "a.ttl" == SourceIndex(write(text)).subject(node("ab-c")).file


def test_many_nodes_are_found_as_few_are(write):
    text = "".join(f":n{n} :p {n} .\n" for n in range(0, 300, 3))
    places = SourceIndex(write(text, text.replace(":n", ":m")))

    found = [str(places.subject(node(f"m{n}"))) for n in range(300)]
    assert [f"b.ttl:{n // 3 + 2}:1" if n % 3 == 0 else "None" for n in range(300)] == found


def test_only_files_that_may_have_a_node_are_parsed_and_once(write, monkeypatch):
    files, parsed, parse = write(":a :p 1 .", ":b :p 2 .", ":c :p :b ."), [], turtle.parse_bytes
    monkeypatch.setattr(turtle, "parse_bytes", lambda *given, place: parsed.append(place) or parse(*given, place=place))
    places = SourceIndex(files)

    assert "b.ttl:2:1" == str(places.subject(node("b")))
    assert "b.ttl:2:7" == str(places.value(node("b"), node("p"), integer("2")))
    assert ["b.ttl", "c.ttl"] == sorted(parsed)


def test_only_the_file_of_a_blank_node_is_parsed(write, monkeypatch):
    files, parsed, parse = write(":a :p 1 .", "[] :p 2 ."), [], turtle.parse_bytes
    monkeypatch.setattr(turtle, "parse_bytes", lambda *given, place: parsed.append(place) or parse(*given, place=place))

    assert "b.ttl:2:1" == str(SourceIndex(files).subject(ox.BlankNode("f1b0")))
    assert ["b.ttl"] == parsed


# -- What has no places ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<< :a :p 1 >> .",
        "<< :a :p 1 >> :q 2 .",
        ":x :q << :a :p 1 >> .",
        ":x :q <<( :a :p 1 )>> .",
        ":a :p 1 {| :q 2 |} .",
        ":a :p 1 ~ :r .",
        ":x :q << :a :p [] >> .",
        ":a :p 1 ~ .",
    ],
)
def test_what_only_rdf_1_2_can_say_has_no_places(text, write):
    [file] = write(f":a :p 1 .\n{text}\n:b :p :c .")
    places = SourceIndex([file])

    assert turtle.parse(file)
    assert [None, None] == [places.subject(node("a")), places.value(node("b"), node("p"), node("c"))]


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        ("jsonld", '{"@id": "http://e/a", "http://e/p": "x"}'),
        ("rdf", f'<r:RDF xmlns:r="{RDF}" xmlns="{E}"><r:Description r:about="{E}a"><p>x</p></r:Description></r:RDF>'),
    ],
)
def test_other_syntaxes_have_no_places(ending, text, write):
    [other], [file] = write(text, ending=ending), write(":a :q 'x' .")
    places = SourceIndex([other, file])

    assert turtle.parse(other)
    assert places.value(node("a"), node("p"), ox.Literal("x")) is None
    assert "a.ttl:2:7" == str(places.value(node("a"), node("q"), ox.Literal("x")))


def test_files_that_cannot_be_read_again_have_no_places(write, tmp_path):
    broken, file = write(":a :p", ":a :p 1 .")
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "empty.ttl").touch()
    others = [tmp_path / name for name in ("none.ttl", "folder.ttl", "empty.ttl", "none.txt")]

    assert "b.ttl:2:1" == str(SourceIndex([*others, broken, file]).subject(node("a")))
    assert SourceIndex([*others, broken]).subject(node("a")) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.ttl")

    assert SourceIndex([tmp_path / "pipe.ttl"]).subject(node("a")) is None


def test_another_order_of_the_parser_leads_to_no_wrong_place(write, monkeypatch):
    [file] = write(":a a :C . :b :p 1 . :c :q ( 'x' ) . :d :p 'y' . :e :p [] . :f :p :g .")
    parse = turtle.parse_bytes
    monkeypatch.setattr(turtle, "parse_bytes", lambda *arguments, **options: parse(*arguments, **options)[::-1])

    assert ["- - -"] * 8 == list(places_of_triples(file))


ALTERED = {
    "subject": (":a :p 'x' .", (node("p"), node("p"), ox.Literal("x"))),
    "predicate": (":a :p 'x' .", (node("a"), node("q"), ox.Literal("x"))),
    "predicate that is no type": (":a a :C .", (node("a"), node("p"), node("C"))),
    "kind of object": (":a :p 'x' .", (node("a"), node("p"), node("x"))),
    "string": (":a :p 'x' .", (node("a"), node("p"), ox.Literal("xy"))),
    "string before an escape": (r":a :p 'x\ty' .", (node("a"), node("p"), ox.Literal("y\ty"))),
    "number": (":a :p 1 .", (node("a"), node("p"), integer("01"))),
    "IRI": (":a :p <http://e/x> .", (node("a"), node("p"), node("y"))),
    "name": (":a :p :x .", (node("a"), node("p"), node("y"))),
    "collection that is not empty": (":a :p () .", (node("a"), node("p"), node("x"))),
    "brackets": (":a :p [] .", (node("a"), node("p"), node("x"))),
    "predicate of an item": (":a :p (1) .", (ox.BlankNode("x"), REST, integer("1"))),
    "subject of an item": (":a :p (1) .", (node("x"), FIRST, integer("1"))),
}


@pytest.mark.parametrize(("text", "triple"), ALTERED.values(), ids=ALTERED)
def test_a_term_that_cannot_be_what_is_written_leads_to_no_wrong_place(text, triple, write, monkeypatch):
    files, parse = write(text), turtle.parse_bytes
    others = parse((HEAD + text).encode(), ox.RdfFormat.TURTLE, place="")[1:]
    monkeypatch.setattr(turtle, "parse_bytes", lambda *_, **__: [ox.Quad(*triple), *others])

    [asked] = numbered_quads([ox.Quad(*triple)], 0)
    assert SourceIndex(files).value(asked.subject, asked.predicate, asked.object) is None


def test_another_number_of_triples_leads_to_no_wrong_place(write, monkeypatch):
    files, parse = write(":a :p 1 . :b :p 2 ."), turtle.parse_bytes
    monkeypatch.setattr(turtle, "parse_bytes", lambda *arguments, **options: parse(*arguments, **options)[:1])

    assert SourceIndex(files).subject(node("a")) is None


# -- Blank nodes -------------------------------------------------------------------------------------------------------
