"""Text is split into the tokens of SPARQL, in linear time, whatever the text."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import strategies as st

from csgraph.sparql.tokens import Token, brackets, replaced, tokenize, unspaced
from tests.conftest import some_examples, tried


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?x $this", [("VAR", "?x"), ("VAR", "$this")]),
        # Strings of all four kinds, with what would be tokens elsewhere.
        ('"{ ?x # }"', [("STRING", '"{ ?x # }"')]),
        ("'}'", [("STRING", "'}'")]),
        ('"a\\"}b"', [("STRING", '"a\\"}b"')]),
        ('"""a"b""}\n"""', [("STRING", '"""a"b""}\n"""')]),
        ("'''it's {'''", [("STRING", "'''it's {'''")]),
        ('"" ?x', [("STRING", '""'), ("VAR", "?x")]),
        # A comment ends with its line, and begins neither in an IRI nor in a string.
        ("?x # } ?y\n?z", [("VAR", "?x"), ("VAR", "?z")]),
        ("<urn:x#a> ?x", [("IRIREF", "<urn:x#a>"), ("VAR", "?x")]),
        # An IRI or an operator.
        ("?a < ?b", [("VAR", "?a"), ("MARK", "<"), ("VAR", "?b")]),
        ("?a<?b", [("VAR", "?a"), ("MARK", "<"), ("VAR", "?b")]),
        ("?a <= ?b", [("VAR", "?a"), ("MARK", "<="), ("VAR", "?b")]),
        ("?a < 3 && ?b > 4", [("VAR", "?a"), ("MARK", "<"), ("INTEGER", "3"), ("MARK", "&&"), ("VAR", "?b"),
                              ("MARK", ">"), ("INTEGER", "4")]),
        ("!?a || ?b != ?c", [("MARK", "!"), ("VAR", "?a"), ("MARK", "||"), ("VAR", "?b"), ("MARK", "!="),
                             ("VAR", "?c")]),
        # Names with what a name may have (SPARQL 1.1, section 19.8).
        ("ex:a-b.c", [("PNAME", "ex:a-b.c")]),
        ("ex:a.", [("PNAME", "ex:a"), ("MARK", ".")]),
        (":a", [("PNAME", ":a")]),
        ("ex:", [("PNAME", "ex:")]),
        ("ex:a\\,b", [("PNAME", "ex:a\\,b")]),
        ("ex:%20x", [("PNAME", "ex:%20x")]),
        ("ex:a:b", [("PNAME", "ex:a:b")]),
        ("e-x.y:z", [("PNAME", "e-x.y:z")]),
        ("_:b1", [("BLANK", "_:b1")]),
        # A path's question mark is no variable's.
        ("ex:p? / ex:q", [("PNAME", "ex:p"), ("MARK", "?"), ("MARK", "/"), ("PNAME", "ex:q")]),
        ("(ex:p)? ?x", [("MARK", "("), ("PNAME", "ex:p"), ("MARK", ")"), ("MARK", "?"), ("VAR", "?x")]),
        ("^ex:p*|ex:q+", [("MARK", "^"), ("PNAME", "ex:p"), ("MARK", "*"), ("MARK", "|"), ("PNAME", "ex:q"), ("MARK", "+")]),
        # Numbers and literals
        ("1 1.5 .5 1e5 1.5E-3", [("INTEGER", "1"), ("NUMBER", "1.5"), ("NUMBER", ".5"), ("NUMBER", "1e5"), ("NUMBER", "1.5E-3")]),
        ("?x-1", [("VAR", "?x"), ("MARK", "-"), ("INTEGER", "1")]),
        ('"x"@en-GB', [("STRING", '"x"'), ("LANGTAG", "@en-GB")]),
        ('"1"^^ex:i', [("STRING", '"1"'), ("MARK", "^^"), ("PNAME", "ex:i")]),
        ("COUNT(*)", [("WORD", "COUNT"), ("MARK", "("), ("MARK", "*"), ("MARK", ")")]),
    ],
)  # fmt: skip
def test_tokens(text, expected):
    assert [*expected, ("END", "")] == [(token.kind, token.text) for token in tokenize(text)]


PIECES = ["?x", "$this", '"{"', "'''}'''", "<urn:x#y>", "ex:a\\,b", ".", "{", "}", "(", ")", "1.5", "<", "# c }\n", "@en",
          "a", "?", "^^", "\n", "_:b", "()", "[ ]", "é", "\x00"]  # fmt: skip


@some_examples
def test_tokens_cover_the_text(examples):
    tried(tokens_cover_the_text, examples, st.lists(st.sampled_from(PIECES), max_size=12))


def tokens_cover_the_text(pieces):
    """Each token is where it says, and only white space is between tokens and comments."""
    text = "".join(pieces)
    end = 0
    for token in tokenize(text, comments=True):
        assert text[token.start : token.end] == token.text
        assert not text[end : token.start].strip()
        end = token.end
    assert [token for token in tokenize(text, comments=True) if token.kind != "COMMENT"] == tokenize(text)


def test_brackets_are_those_outside_strings_iris_and_comments():
    text = "SELECT (1 AS ?a) { ?s <a:(> '{', '''}''' # (\n ; ?p [] }"

    assert "".join(bracket for bracket, _ in brackets(text)) == "(){[]}"
    assert all(text[offset] == bracket for bracket, offset in brackets(text))


@pytest.mark.parametrize(
    "piece", ["a.", "a-", "1", "(", "( ", "_:a.", "'''", "''' '", "<", ":a.", "?", "[ ", "\\", "a:%", "#", '"""\\']
)
def test_hostile_text_takes_no_longer_than_its_length_allows(piece):
    text = (piece * 100_000)[:100_000]
    begin = process_time()

    tokenize(text)
    list(brackets(text))

    assert process_time() - begin < 10


def test_tokens_are_joined_with_a_space_where_there_was_any():
    assert unspaced(tokenize("HAVING # why\n  (?a   > 1)")) == "HAVING (?a > 1)"


def test_tokens_are_replaced_in_place():
    text = "ASK { ?a  =  'x'@en }"
    tokens = tokenize(text)[2:-2]

    assert replaced(text[6:-2], 6, tokens, {tokens[2]: '"longer"', tokens[3]: ""}) == '?a  =  "longer"'


def test_token_has_its_end_and_its_keyword():
    assert Token("WORD", "select", 2).end == 8
    assert [Token(kind, "select", 0).word for kind in ("WORD", "PNAME")] == ["SELECT", ""]
