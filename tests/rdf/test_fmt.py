"""Formatting: one order, one form, the same graph, every comment; files replaced whole or not at all."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph import paths
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.fmt import files
from csgraph.rdf.fmt.files import Formatted, format_text, our_files
from csgraph.rdf.namespaces import PREFIXES

CSG = "@prefix csg: <https://w3id.org/csgraph/ontology#> .\n"
RDFS = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


def formatted(text: str) -> str:
    """Return a text formatted; that twice is as good as once is stated on the way."""
    once = format_text(text.encode(), place="x.ttl").decode()
    assert format_text(once.encode(), place="x.ttl").decode() == once
    return once


# -- Ours --------------------------------------------------------------------------------------------------------------


def test_our_files_are_those_of_data_ontology_and_shapes():
    folders = {path.relative_to(paths.ROOT).parts[0] for path in our_files()}

    assert folders == {"data", "ontology", "shapes"}
    assert paths.ONTOLOGY / "csgraph.ttl" in our_files()
    assert paths.DATA / "report" / "persons.ttl" in our_files()


# -- Order -------------------------------------------------------------------------------------------------------------


def test_prefixes_are_those_used_sorted_and_called_as_in_our_table():
    text = """
        @prefix c: <https://w3id.org/csgraph/ontology#> . @prefix ex: <http://e/> . PREFIX skos: <http://never/>
        <http://www.w3.org/2000/01/rdf-schema#x> c:b <http://e/y>, ex:z, <http://other/z>, <http://e/a/b> .
        """

    assert (
        formatted(text)
        == f"""{CSG}@prefix ex: <http://e/> .
{RDFS}
rdfs:x
    csg:b
        <http://e/a/b>,
        <http://other/z>,
        ex:y,
        ex:z ;
.
"""
    )


def test_a_prefix_that_the_text_uses_otherwise_keeps_its_meaning():
    text = "@prefix csg: <http://e/> . csg:a csg:b <https://w3id.org/csgraph/ontology#Pillar> ."

    expected = """@prefix csg: <http://e/> .

csg:a
    csg:b <https://w3id.org/csgraph/ontology#Pillar> ;
.
"""
    assert formatted(text) == expected


def test_a_prefix_that_is_declared_twice_means_what_it_meant_where_it_stood():
    text = "@prefix p: <http://one/> . p:a p:b p:c . @prefix p: <http://two/> . p:a p:b p:c ."

    expected = """@prefix p: <http://one/> .

<http://two/a>
    <http://two/b> <http://two/c> ;
.

p:a
    p:b p:c ;
.
"""
    assert formatted(text) == expected


def test_relative_iris_are_written_in_full():
    text = "@base <http://e/a/b> . <c> <../d> <#f> . BASE <http://f/> <g> <\\u0068> <> ."

    expected = """<http://e/a/c>
    <http://e/d> <http://e/a/b#f> ;
.

<http://f/g>
    <http://f/h> <http://f/> ;
.
"""
    assert formatted(text) == expected


def test_each_subject_has_one_block_in_natural_order_and_each_predicate_one_place():
    text = f"{CSG}{RDFS}csg:p10 csg:z 1 . csg:p9 rdfs:seeAlso csg:x ; rdfs:label 'b' ; csg:z 2 . csg:p9 rdfs:label 'a', 'a' ."

    expected = f"""{CSG}{RDFS}
csg:p9
    rdfs:label
        "a",
        "b" ;
    csg:z 2 ;
    rdfs:seeAlso csg:x ;
.

csg:p10
    csg:z 1 ;
.
"""
    assert formatted(text) == expected


def test_blocks_stay_below_their_heading():
    text = f"""# What this is.
{CSG}
# -- Second ---

csg:y a csg:B .
csg:x a csg:B .

# -- First ---
# in two lines

csg:b a csg:A .
# about a
csg:a a csg:A ."""

    expected = f"""# What this is.

{CSG}
# -- Second ---

csg:x a csg:B .
csg:y a csg:B .

# -- First ---
# in two lines

# about a
csg:a a csg:A .
csg:b a csg:A .
"""
    assert formatted(text) == expected


def test_only_what_is_a_mere_declaration_stands_in_a_line():
    text = f"{CSG}csg:a a csg:A . csg:b a csg:A, csg:B . csg:c csg:p csg:o . csg:d\na csg:A ."

    expected = f"""{CSG}
csg:a a csg:A .

csg:b
    a
        csg:A,
        csg:B ;
.

csg:c
    csg:p csg:o ;
.

csg:d
    a csg:A ;
.
"""
    assert formatted(text) == expected


# -- Terms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("'it'", '"it"'),
        ("'''a\"b'''", '"a\\"b"'),
        ('"""one line"""', '"one line"'),
        ('"""two\nlines"""@EN-gb', '"""two\nlines"""@en-gb'),
        ("'''two\r\nlines'''", "'''two\r\nlines'''"),
        (r'"a\n\u00e9\t\\"', r'"a\né\t\\"'),
        ('"x" @en', '"x"@en'),
        ('"01"^^<http://www.w3.org/2001/XMLSchema#integer>', "01"),
        ('"x"^^<http://www.w3.org/2001/XMLSchema#integer>', '"x"^^xsd:integer'),
        ('"s"^^<http://www.w3.org/2001/XMLSchema#string>', '"s"'),
        ("1.0e3", "1.0e3"),
        ("-.5", "-.5"),
        ("true", "true"),
        ("()", "()"),
        ("[]", "[]"),
        ("( 1\n2 )", "(\n        1\n        2\n    )"),
        ("(1 2)", "( 1 2 )"),
        ("[ csg:q 1; ]", "[ csg:q 1 ]"),
        ("[\ncsg:q 1\n]", "[ csg:q 1 ]"),
        ("[ csg:r 2 ; csg:q 1 ]", "[ csg:q 1 ; csg:r 2 ]"),
        ("[ csg:r 2 ;\ncsg:q 1 ]", "[\n        csg:q 1 ;\n        csg:r 2 ;\n    ]"),
        ("[ csg:q ( 1\n2 ) ]", "[ csg:q (\n        1\n        2\n    ) ]"),
    ],
)
def test_a_term_is_written_in_one_way(written: str, expected: str):
    assert f"    csg:p {expected} ;\n" in formatted(f"{CSG}csg:a csg:p {written} .")


def test_brackets_that_do_not_fit_their_line_are_broken():
    name = "x" * 40
    text = f"{CSG}csg:a csg:p [ csg:{name} 1 ; csg:{name}y 2 ] ."

    expected = f"""    csg:p [
        csg:{name} 1 ;
        csg:{name}y 2 ;
    ] ;
"""
    assert expected in formatted(text)


def test_a_subject_in_brackets_has_a_block_of_its_own():
    text = f"{CSG}[ csg:q 1 ] csg:r 2 . [] csg:s 3 . [ csg:t 4 ] . ( 1 ) csg:u 5 . csg:a csg:p 6 ."

    expected = f"""{CSG}
csg:a
    csg:p 6 ;
.

[]
    csg:q 1 ;
    csg:r 2 ;
.

[]
    csg:s 3 ;
.

[]
    csg:t 4 ;
.

( 1 )
    csg:u 5 ;
.
"""
    assert formatted(text) == expected


def test_what_is_said_twice_is_written_once():
    text = f"""{CSG}@prefix xsd: <{PREFIXES["xsd"]}> .
csg:a csg:p 1, "1"^^xsd:integer, "x", "x"^^xsd:string, '''x''', "y"@EN, "y"@en, [], [], ( 1 1 ) ."""

    expected = """    csg:p
        1,
        "x",
        "y"@en,
        [],
        [],
        ( 1 1 ) ;
"""
    assert expected in formatted(text)


# -- Comments ----------------------------------------------------------------------------------------------------------


def test_comments_stay_with_what_they_stand_beside_or_above():
    text = f"""# Head.

{RDFS}# of csg
{CSG}# of a
csg:a # the subject
  # of z
  csg:z
     # of y
     csg:y, # y itself
     csg:x ; # x itself
  # of the label
  rdfs:label "a" # the label
     ;
  # nothing follows
. # the end"""

    expected = f"""# Head.

# of csg
{CSG}{RDFS}
# of a
csg:a  # the subject
    # of the label
    rdfs:label "a" ;  # the label
    # of z
    csg:z
        csg:x,  # x itself
        # of y
        csg:y ;  # y itself
    # nothing follows
.  # the end
"""
    assert formatted(text) == expected


def test_comments_within_brackets_stay_there_and_break_them():
    text = f"""# Head.

{CSG}csg:a csg:p [ # of q
csg:q 1 ; # one
# last
] , ( # of 2
2 # two
# end
) ."""

    expected = """    csg:p
        [
            # of q
            csg:q 1 ;  # one
            # last
        ],
        (
            # of 2
            2  # two
            # end
        ) ;
"""
    assert expected in formatted(text)


def test_the_comment_of_a_prefix_that_goes_stays_in_the_head():
    text = f"# Head.\n\n# gone\n@prefix ex: <http://e/> . # too\n{CSG}csg:a a csg:A ."

    assert formatted(text) == f"# Head.\n\n# gone\n# too\n\n{CSG}\ncsg:a a csg:A .\n"


def test_what_looks_like_a_comment_within_a_term_is_none():
    text = '<http://e/#a> <http://e/#b> "# c" , """\n# d\n""" .'

    assert formatted(text).count("#") == 4


# -- Laws --------------------------------------------------------------------------------------------------------------

NAMES = [
    ":n{}",
    ":n\\-{}",
    "<n{}>",
    "<#n{}>",
    "<http://z/n{}>",
    "csg:n{}",
    "o:n{}",
    "<https://w3id.org/csgraph/ontology#n{}>",
]
SUBJECTS = [*NAMES, "_:n{}", "[]", "[", "("]
STRINGS = ['"{}"', '"v{}"', "'v{}'", '"\\"{}#"', '"""\n"" {}"""', "'''{}\r\n'#'''", '"\\u00e9{}"']
TYPES = [f"^^<{PREFIXES['xsd']}{name}>" for name in ("integer", "string")]
SUFFIXES = ["", "", "@en", "^^:t", "^^<t>", " @EN-gb", "@EN", "^^ csg:t", *TYPES]
NUMBERS = ["{}", "-{}.5", "{}.e1"]


class Writer:
    """Writes random Turtle, with a numbered comment at random places."""

    def __init__(self, random: Random) -> None:
        self.random, self.comments = random, 0
        self.words = ["@base <http://e/> ."]
        declarations = ["@prefix : <http://e/> .", "prefix csg: <https://w3id.org/csgraph/ontology#>"]
        declarations += ["@prefix o: <https://w3id.org/csgraph/ontology#> .", "@prefix rdfs: <http://e/rdfs#> ."]
        self.words += random.sample(declarations, len(declarations))
        for _ in range(random.randint(0, 4)):
            if random.random() < 0.1:
                self.words.append("@prefix o: <http://o/> .")
            self._block()
        self.text = "".join(word + self._blank() for word in ["", *self.words])

    def _blank(self) -> str:
        blanks = [" ", " ", " ", "\n", "\n", "\r\n", "\n\n", "\t"]
        text = self.random.choice(blanks)
        while self.random.random() < 0.2:
            self.comments += 1
            text += f"# {self.comments} \"'<[({{ .{self.random.choice(['', ' '])}" + self.random.choice(
                ["\n", "\n\n", "\r\n"]
            )
        return text

    def _one_of(self, forms: list[str]) -> str:
        return self.random.choice(forms).format(self.random.randint(1, 4))

    def _block(self) -> None:
        subject = self._one_of(SUBJECTS)
        if subject in ("[", "("):
            self._nested(subject, 2)
        else:
            self.words.append(subject)
        if subject != "[" or self.random.random() < 0.5:
            self._properties(2)
        self.words.append(".")

    def _properties(self, depth: int) -> None:
        for number in range(self.random.randint(1, 3)):
            self.words += [";"] * bool(number)
            self.words.append(self._one_of([*NAMES, "a"]))
            for other in range(self.random.randint(1, 3)):
                self.words += [","] * bool(other)
                self._object(depth)
        self.words += [";"] * self.random.randint(0, 2)

    def _object(self, depth: int) -> None:
        kind = self.random.choice([*"[(", "name", "name", "string", "number"][0 if depth else 2 :])
        if kind in "[(":
            self._nested(kind, depth - 1)
        elif kind == "string":
            self.words.append(self._one_of(STRINGS) + self.random.choice(SUFFIXES))
        else:
            self.words.append(self._one_of([*NAMES, "_:n{}"] if kind == "name" else NUMBERS))

    def _nested(self, bracket: str, depth: int) -> None:
        self.words.append(bracket)
        if bracket == "[":
            if self.random.random() < 0.8 or depth == 2:
                self._properties(depth)
            self.words.append("]")
        else:
            for _ in range(self.random.randint(0, 3)):
                self._object(depth)
            self.words.append(")")


def graph(text: str) -> ox.Dataset:
    found = ox.Dataset(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


@given(st.randoms(use_true_random=True))
def test_formatting_is_idempotent_and_keeps_graph_and_comments(random: Random):
    written = Writer(random)

    text = formatted(written.text)

    comment = r"# (\d+) \"'<\[\({ \."
    assert graph(text) == graph(written.text)
    assert Counter(re.findall(comment, text)) == Counter(str(number) for number in range(1, written.comments + 1))


@given(st.randoms(use_true_random=True))
def test_formatted_text_has_the_form_that_the_guide_asks_for(random: Random):
    text = formatted(Writer(random).text)

    lines = re.sub(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'', '""', text, flags=re.DOTALL).split("\n")
    declared = [line.split()[1] for line in lines if line.startswith("@prefix")]
    assert declared == sorted(declared)
    assert not any(re.search(r"\t|\r| $|^@base", line) for line in lines)
    assert "\n\n\n" not in "\n".join(lines)


def test_labelled_blank_nodes_that_are_all_alike_take_no_longer():
    """A canonical form of these would take minutes; nothing more than ending is stated."""
    nodes = [f"_:b{number}" for number in range(12)]
    text = "".join(f"{one} <http://e/p> {other} ." for one in nodes for other in nodes if one != other)

    assert formatted(f"[] <http://e/p> [] . {text}").count("_:b") == 12 * 12


# -- Bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<http://e/a> <http://e/b>", "x.ttl:1"),
        ("", "the file is empty"),
        (
            "<http://e/a> <http://e/b> <<( <http://e/c> <http://e/d> 1 )>> .",
            "x.ttl:1: syntax of RDF 1.2 is not formatted",
        ),
        ("VERSION '1.2'\n<http://e/a> <http://e/b> 1 .", "syntax of RDF 1.2 is not formatted"),
        (f"{CSG}csg:a csg:p {'(' * 300}{')' * 300} .", "x.ttl:2: Turtle nested deeper than 256 levels"),
    ],
)
def test_what_cannot_be_formatted_is_told_in_one_line(text: str, problem: str, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("x.ttl").write_text(text)

    with pytest.raises(InputError) as caught:
        files.format_files([Path("x.ttl")])

    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_of_another_syntax_is_refused(tmp_path):
    (tmp_path / "a.nt").write_text("<http://e/a> <http://e/b> 1 .")

    with pytest.raises(InputError, match="only Turtle is formatted"):
        files.format_files([tmp_path / "a.nt"])


def test_a_folder_stands_for_the_turtle_in_it(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/c.ttl", "a.ttl", "a.txt"):
        (tmp_path / name).write_text("<http://e/a> a <http://e/b> .")

    assert [file.path for file in files.format_files([tmp_path])] == [tmp_path / "a.ttl", tmp_path / "b" / "c.ttl"]
    (tmp_path / "b" / "c.ttl").unlink()
    with pytest.raises(InputError, match="there is no Turtle in this folder"):
        files.format_files([tmp_path / "b"])


def test_what_would_say_something_else_is_refused(monkeypatch):
    from csgraph.rdf.fmt import printer

    monkeypatch.setattr(printer, "write_document", lambda document: "<http://e/a> <http://e/b> 2 .\n")

    with pytest.raises(InputError, match="would change its triples; it is left as it is"):
        format_text(b"<http://e/a> <http://e/b> 1 .", place="x")


# -- Files -------------------------------------------------------------------------------------------------------------

UNFORMATTED = f"{CSG}csg:a a csg:A.".encode()
FORMATTED = f"{CSG}\ncsg:a a csg:A .\n".encode()


def test_first_line_that_differs_is_told():
    assert Formatted(Path("a"), b"x\ny\nz\n", b"x\nw\nz\n").line == 2
    assert Formatted(Path("a"), b"x\n", b"x\n").line == 0
    assert Formatted(Path("a"), b"x", b"x\n").line == 2


def test_fmt_replaces_files_and_keeps_permissions_and_links(run, tmp_path):
    path, link = tmp_path / "a.ttl", tmp_path / "b.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + UNFORMATTED.replace(b"\n", b"\r\n"))
    path.chmod(0o640)
    link.symlink_to("a.ttl")

    done = run("fmt", "b.ttl")

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"b.ttl: formatted\n")
    assert path.read_bytes() == FORMATTED
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(os.listdir(tmp_path)) == ["a.ttl", "b.ttl"]


def test_fmt_check_lists_what_is_not_formatted_and_writes_nothing(run, tmp_path):
    (tmp_path / "a.ttl").write_bytes(UNFORMATTED)
    (tmp_path / "b.ttl").write_bytes(FORMATTED)

    done = run("fmt", "--check", "a.ttl", "b.ttl")

    assert done.returncode == 1
    assert done.stdout == b"a.ttl:2: not formatted\n"
    assert done.stderr == b"1 not formatted; run the same command without --check to format them\n"
    assert (tmp_path / "a.ttl").read_bytes() == UNFORMATTED


def test_fmt_says_nothing_where_all_is_formatted(run, tmp_path):
    (tmp_path / "b.ttl").write_bytes(FORMATTED)

    done = run("fmt", "b.ttl")

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_fmt_writes_no_file_if_one_is_no_turtle(run, tmp_path):
    (tmp_path / "a.ttl").write_bytes(UNFORMATTED)
    (tmp_path / "b.ttl").write_bytes(b"no Turtle")

    done = run("fmt", "a.ttl", "b.ttl")

    assert done.returncode == 2
    assert done.stderr.startswith(b"Error: b.ttl:1:")
    assert (tmp_path / "a.ttl").read_bytes() == UNFORMATTED


def test_fmt_formats_standard_input(run):
    assert run("fmt", "-", stdin=UNFORMATTED).stdout == FORMATTED
    assert run("fmt", "-", "--check", stdin=UNFORMATTED).returncode == 1
    assert run("fmt", "-", "--check", stdin=FORMATTED).returncode == 0
    assert run("fmt", "-", "a.ttl", stdin=FORMATTED).returncode == 2


def test_our_generated_turtle_is_as_fmt_writes_it():
    node, text = ox.NamedNode("https://w3id.org/csgraph/ontology#a"), ox.Literal("b", language="en")
    written = turtle.write_turtle([(node, turtle.iri("rdfs:label"), text)], heading=["Head."])

    assert formatted(written) == written
