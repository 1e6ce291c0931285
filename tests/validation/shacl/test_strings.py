"""Section 4.4 of SHACL: lengths, patterns and languages."""

from __future__ import annotations

import pytest

from tests.support.shacl import found


def values(data: str, constraint: str) -> list[str]:
    """Return the results for the values of :p of :a."""
    return found(f":a :p {data} .", f":S sh:targetNode :a ; sh:path :p ; {constraint} .")


@pytest.mark.parametrize(
    ("data", "constraint", "expected"),
    [
        ('"", "x", "xy"', "sh:minLength 0", []),
        ('"", "x", "xy"', "sh:minLength 1", ['MinLength :a ""']),
        ('"", "x", "xy"', "sh:maxLength 1", ['MaxLength :a "xy"']),
        ('"", "x", "xy"', "sh:maxLength 0", ['MaxLength :a "x"', 'MaxLength :a "xy"']),
        # Characters are code points (SPARQL 1.1, section 17.4.3.2): neither bytes nor UTF-16.
        ('"é", "\\U0001F600"', "sh:maxLength 1", []),
        # The text of an IRI is the IRI: urn:x#b has seven characters.
        (":b", "sh:maxLength 7", []),
        (":b", "sh:maxLength 6", ["MaxLength :a :b"]),
        # A blank node has no text, and fails whatever the length is.
        ("_:b", "sh:minLength 0", ["MinLength :a _:b"]),
        ("_:b", "sh:maxLength 9", ["MaxLength :a _:b"]),
        # Text as written: 01 has two characters, 1.50 has four.
        ("1, 01, 1.50", "sh:maxLength 1", ["MaxLength :a 01", "MaxLength :a 1.50"]),
        ("1, 01, 1.50", "sh:minLength 4", ["MinLength :a 01", "MinLength :a 1"]),
        ('"tag"@en-gb', "sh:maxLength 3", []),
    ],
)
def test_length(data, constraint, expected):
    assert expected == values(data, constraint)


@pytest.mark.parametrize(
    ("data", "constraint", "expected"),
    [
        # A pattern need not match the whole text (SPARQL 1.1, section 17.4.3.14).
        ('"abc"', 'sh:pattern "b"', []),
        ('"abc"', 'sh:pattern "^b"', ['Pattern :a "abc"']),
        ('"abc"', 'sh:pattern "B"', ['Pattern :a "abc"']),
        ('"abc"', 'sh:pattern "B" ; sh:flags "i"', []),
        ('"a\\nb"', 'sh:pattern "^b$"', ['Pattern :a "a\\nb"']),
        ('"a\\nb"', 'sh:pattern "^b$" ; sh:flags "m"', []),
        ('"a\\nb"', 'sh:pattern "a.b"', ['Pattern :a "a\\nb"']),
        ('"a\\nb"', 'sh:pattern "a.b" ; sh:flags "s"', []),
        ('"ab"', 'sh:pattern "a b" ; sh:flags "x"', []),
        ('"a.b", "axb"', 'sh:pattern "a.B" ; sh:flags "qi"', ['Pattern :a "axb"']),
        ('"a.b", "axb"', 'sh:pattern "a\\\\.b"', ['Pattern :a "axb"']),
        ('"a\\"b"', 'sh:pattern "^a\\"b$"', []),
        ('""', 'sh:pattern ""', []),
        (":b", 'sh:pattern "^urn:x#b$"', []),
        ("_:b", 'sh:pattern ""', ["Pattern :a _:b"]),
        ('"x"@de', 'sh:pattern "^x$"', []),
        # The text as written.
        ("1.5, 1.50", 'sh:pattern "^[0-9.]{3}$"', ["Pattern :a 1.50"]),
        ('true, "1"^^xsd:boolean', 'sh:pattern "true"', ['Pattern :a "1"^^xsd:boolean']),
        ('"2020-01-01T00:00:00.000Z"^^xsd:dateTime', 'sh:pattern "[.]000Z$"', []),
    ],
)
def test_pattern(data, constraint, expected):
    assert expected == values(data, constraint)


@pytest.mark.parametrize(
    ("data", "languages", "expected"),
    [
        ('"x"@en, "x"@de, "x"', '"en"', ['LanguageIn :a "x"', 'LanguageIn :a "x"@de']),
        ('"x"@en, "x"@de', '"en" "de"', []),
        # A range matches what is more special than it (RFC 4647, section 3.3.1), in any case.
        ('"x"@en-GB', '"EN"', []),
        ('"x"@en', '"en-GB"', ['LanguageIn :a "x"@en']),
        ('"x"@eng', '"en"', ['LanguageIn :a "x"@eng']),
        (":b, 1, _:b", '"en"', ["LanguageIn :a 1", "LanguageIn :a :b", "LanguageIn :a _:b"]),
        ('"x"@en, "x"', "", ['LanguageIn :a "x"', 'LanguageIn :a "x"@en']),
        ('"x"', '"*"', ['LanguageIn :a "x"']),
    ],
)
def test_language(data, languages, expected):
    assert expected == values(data, f"sh:languageIn ( {languages} )")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('"x"@en, "y"@de, "z"', []),
        ('"x", "y", 1, 2', []),
        ('"x"@en, "y"@en', ["UniqueLang :a"]),
        ('"x"@en, "y"@EN', ["UniqueLang :a"]),
        ('"x"@en, "y"@en, "z"@en', ["UniqueLang :a"]),
        # One result for each language (section 4.4.5).
        ('"x"@en, "y"@en, "x"@de, "y"@de, "x"@fr', ["UniqueLang :a", "UniqueLang :a"]),
        ('"x"@en, "y"@en-GB', []),
    ],
)
def test_language_that_two_values_have(data, expected):
    assert expected == values(data, "sh:uniqueLang true")
    assert [] == values(data, "sh:uniqueLang false")
    # Only the literal true switches it on (W3C's test uniqueLang-002).
    assert [] == values(data, 'sh:uniqueLang "1"^^xsd:boolean')


def test_languages_are_told_apart_by_focus_node():
    data = ':a :p "x"@en . :b :p "y"@en . :c :q :a, :b .'

    assert [] == found(data, ":S sh:targetSubjectsOf :p ; sh:path :p ; sh:uniqueLang true .")
    assert ["UniqueLang :c"] == found(data, ":S sh:targetNode :c ; sh:path ( :q :p ) ; sh:uniqueLang true .")
