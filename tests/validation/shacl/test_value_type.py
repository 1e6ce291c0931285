"""Section 4.1 of SHACL: classes, datatypes with their lexical forms, and kinds of node."""

from __future__ import annotations

import pytest

from csgraph.validation.shacl.value_type import FORMS, RANGES
from tests.support.shacl import found

# Worked out from XML Schema Definition Language 1.1, part 2, sections 3.3 and 3.4.
GOOD = {
    "boolean": "true false 1 0",
    "decimal": "0 1 -1 +1 01 1.5 1.50 .5 5. -.5 +5. 123456789012345678901234567890.1 -0 0.0",
    "float": "0 1 -1.5 1e5 1E5 1e+5 1.5e-05 .5e1 5.e1 INF -INF +INF NaN -0",
    "double": "1e5 .5 5. INF -INF +INF NaN 1e999",
    "date": "2020-02-29 2000-02-29 2020-12-31 0000-01-01 0001-01-01 -0001-12-31 12020-01-01 2020-01-01Z 2020-01-01+14:00 "
    "2020-01-01-13:59 0000-02-29 -0004-02-29 12004-02-29 10000-02-29 2004-02-29 1996-02-29 2016-02-29 2012-02-29",
    "time": "00:00:00 23:59:59 23:59:59.999 24:00:00 24:00:00.000 12:00:00Z 12:00:00-14:00",
    "dateTime": "2020-01-01T00:00:00 2020-01-01T00:00:00.000Z 2020-12-31T24:00:00 2020-02-29T12:00:00+14:00 -0044-03-15T12:00:00",
    "dateTimeStamp": "2020-01-01T00:00:00Z 2020-01-01T00:00:00.5-05:00",
    "gYear": "2020 0000 -0001 12020 2020Z 2020+01:00",
    "gYearMonth": "2020-01 2020-12 -0001-12 2020-06Z",
    "gMonth": "--01 --12 --12Z",
    "gMonthDay": "--02-29 --12-31 --04-30 --01-31+14:00",
    "gDay": "---01 ---31 ---15Z",
    "duration": "P1Y P1M P1D PT1H PT1M PT1S PT1.5S P1Y2M3DT4H5M6.7S -P1D P0Y PT36H P1Y3D P1MT1S PT1H1S P13M",
    "yearMonthDuration": "P1Y P1M P1Y2M -P0M",
    "dayTimeDuration": "P1D PT1H P1DT1H PT1M1S -PT0S",
    "integer": "0 1 -1 +1 01 -0 123456789012345678901234567890",
    "hexBinary": "00 0aF0",
    "language": "en en-GB de-CH-1996 x-klingon",
    "long": "9223372036854775807 -9223372036854775808 01",
    "int": "2147483647 -2147483648",
    "short": "32767 -32768",
    "byte": "127 -128 -0 +1 007",
    "unsignedLong": "18446744073709551615 0",
    "unsignedInt": "4294967295 0",
    "unsignedShort": "65535 0",
    "unsignedByte": "255 0 -0 +255",
    "nonNegativeInteger": "0 -0 +0 1 007 99999999999999999999999",
    "positiveInteger": "1 +1 01 99999999999999999999999",
    "nonPositiveInteger": "0 -0 +0 -1 -99999999999999999999999",
    "negativeInteger": "-1 -01 -99999999999999999999999",
}
BAD = {
    "boolean": "True TRUE yes 01 2",
    "decimal": "1e5 . + 1.2.3 1,5 INF x --1 ١",
    "float": "inf -NaN +NaN e5 1e 1e1.5 Infinity 0x1",
    "double": "x 1d0 1e++5",
    "date": "2020-02-30 2019-02-29 1900-02-29 2100-02-29 2020-13-01 2020-00-01 2020-01-00 2020-04-31 2020-1-1 20-01-01 "
    "02020-01-01 02004-02-29 +2020-01-01 2020-01-01+14:01 2020-01-01+15:00 2020-01-01z 2020-01-01+1:00 2020/01/01 "
    "2020-01-01T00:00:00 00400-02-29 1800-02-29 2018-02-29",
    "time": "24:00:01 24:01:00 25:00:00 12:60:00 12:00:60 12:00 1:00:00 12:00:00. 24:00:00.1",
    "dateTime": "2020-01-01 2020-02-30T00:00:00 2019-02-29T00:00:00Z 2020-01-01T24:00:01 2020-01-01t00:00:00 2020-01-01T00:00",
    "dateTimeStamp": "2020-01-01T00:00:00",
    "gYear": "20 02020 +2020 2020-01 20200101x",
    "gYearMonth": "2020-13 2020-00 2020-1 2020",
    "gMonth": "--13 --00 --1 -01 01 --01--",
    "gMonthDay": "--02-30 --04-31 --13-01 02-29 --2-29",
    "gDay": "---32 ---00 ---1 --01",
    "duration": "P PT P1S P1YT 1Y P-1Y P1.5Y PT1.S PT.5S P1D1Y P1M1Y PT1S1M p1y +P1D P1DT",
    "yearMonthDuration": "P P1D P1YT1S P1Y1D P1M1Y",
    "dayTimeDuration": "P PT P1Y P1DT P1M",
    "integer": "1.0 1. 1e0 x + - --1 ٣",
    "hexBinary": "0 0g 000",
    "language": "en_GB e1 abcdefghi en- -en",
    "long": "9223372036854775808 -9223372036854775809 1.0 999999999999999999999999999999999999999999999999999",
    "int": "2147483648 -2147483649",
    "short": "32768 -32769",
    "byte": "128 -129 1.0 x",
    "unsignedLong": "18446744073709551616 -1",
    "unsignedInt": "4294967296 -1",
    "unsignedShort": "65536 -1",
    "unsignedByte": "256 -1",
    "nonNegativeInteger": "-1 1.0 x",
    "positiveInteger": "0 -1 -0 +0 1.0",
    "nonPositiveInteger": "1 +1 -1.0",
    "negativeInteger": "0 -0 1 +1",
}


def failing(datatype: str, forms: list[str]) -> list[str]:
    """Return those of some forms that the engine finds to be none of a datatype."""
    data = "".join(f':a{number} :p "{form}"^^xsd:{datatype} .' for number, form in enumerate(forms))
    lines = found(data, f":S sh:targetSubjectsOf :p ; sh:path :p ; sh:datatype xsd:{datatype} .")
    places = sorted(int(text.split()[1].removeprefix(":a")) for text in lines)
    return [forms[place] for place in places]


@pytest.mark.parametrize("datatype", GOOD)
def test_lexical_form_of_a_datatype_passes(datatype):
    assert [] == failing(datatype, GOOD[datatype].split())


@pytest.mark.parametrize("datatype", BAD)
def test_text_that_is_no_lexical_form_fails(datatype):
    forms = BAD[datatype].split()

    assert forms == failing(datatype, forms)


@pytest.mark.parametrize("datatype", sorted(BAD.keys() - {"hexBinary"}))
def test_whitespace_and_nothing_are_no_lexical_forms(datatype):
    good = GOOD[datatype].split()[0]
    forms = ["", f" {good}", f"{good} ", f"{good}\\n", f"{good}\\n{good}"]

    assert forms == failing(datatype, forms)


def test_every_form_and_range_is_tried():
    assert FORMS.keys() | RANGES.keys() <= GOOD.keys() == BAD.keys()


@pytest.mark.parametrize(
    ("value", "datatype", "fails"),
    [
        # The datatype itself counts: neither one that is derived from it, nor one that it is derived from.
        ("1", "xsd:integer", False),
        ("1", "xsd:decimal", True),
        ("1.0", "xsd:integer", True),
        ('"1"^^xsd:byte', "xsd:byte", False),
        ('"1"^^xsd:byte', "xsd:integer", True),
        ('"01"^^xsd:integer', "xsd:integer", False),
        ('"x"', "xsd:string", False),
        ('"x"@en', "xsd:string", True),
        ('"x"@en', "rdf:langString", False),
        ('"x"', "rdf:langString", True),
        # A datatype that nothing is known of takes any text.
        ('"x"^^:own', ":own", False),
        ('"x"^^:own', ":other", True),
        ('" any "^^xsd:anyURI', "xsd:anyURI", False),
        (":b", "xsd:string", True),
        ("_:b", "xsd:string", True),
    ],
)
def test_datatype_is_that_of_the_literal(value, datatype, fails):
    assert fails == bool(found(f":a :p {value} .", f":S sh:targetNode :a ; sh:path :p ; sh:datatype {datatype} ."))


def test_node_that_only_the_shapes_name_has_its_datatype_too():
    assert [] == found("", ':S sh:targetNode "01"^^xsd:byte ; sh:datatype xsd:byte .')
    assert ['Datatype "999"^^xsd:byte "999"^^xsd:byte'] == found(
        "", ':S sh:targetNode "999"^^xsd:byte ; sh:datatype xsd:byte .'
    )


@pytest.mark.parametrize(
    ("kind", "failing"),
    [
        ("sh:IRI", ["1", "_:b"]),
        ("sh:BlankNode", ["1", ":b"]),
        ("sh:Literal", [":b", "_:b"]),
        ("sh:BlankNodeOrIRI", ["1"]),
        ("sh:BlankNodeOrLiteral", [":b"]),
        ("sh:IRIOrLiteral", ["_:b"]),
    ],
)
def test_kind_of_node(kind, failing):
    expected = [f"NodeKind :a {value}" for value in failing]

    assert expected == found(":a :p :b, _:b, 1 .", f":S sh:targetNode :a ; sh:path :p ; sh:nodeKind {kind} .")


@pytest.mark.parametrize(
    ("triples", "fails"),
    [
        ("", True),
        (":b a :C .", False),
        (":b a :D .", True),
        (":b a :D . :D rdfs:subClassOf :C .", False),
        (":b a :E . :E rdfs:subClassOf :D . :D rdfs:subClassOf :C .", False),
        # A class is a SHACL subclass of itself (section 1.1), and one of a cycle of all of them.
        (":b a :D . :D rdfs:subClassOf :E . :E rdfs:subClassOf :D, :C . :C rdfs:subClassOf :E .", False),
        (":b a :D . :C rdfs:subClassOf :D .", True),
        (":b a [ rdfs:subClassOf :C ] .", False),
        (":b a [ rdfs:subClassOf [ rdfs:subClassOf :C ] ] .", False),
        (":b a [ rdfs:subClassOf :D ] .", True),
    ],
)
def test_class(triples, fails):
    expected = ["Class :a :b"] if fails else []
    unlike = [] if fails else ["Not :b :b"]

    assert expected == found(f":a :p :b . {triples}", ":S sh:targetNode :a ; sh:path :p ; sh:class :C .")
    assert unlike == found(f":a :p :b . {triples}", ":S sh:targetNode :b ; sh:not [ sh:class :C ] .")


def test_literal_is_of_no_class_and_a_value_must_be_of_all():
    data = ":a :p 1, :b . :b a :C ."

    assert ["Class :a 1"] == found(data, ":S sh:targetNode :a ; sh:path :p ; sh:class :C .")
    assert ["Class :a 1", "Class :a 1", "Class :a :b"] == found(
        data, ":S sh:targetNode :a ; sh:path :p ; sh:class :C, :D ."
    )


def test_subclasses_are_those_of_the_data():
    """SHACL instances are those of the data graph (section 4.1.1), so the shapes graph adds no subclass."""
    shapes = ":S sh:targetNode :b ; sh:class :C . :D rdfs:subClassOf :C ."

    assert ["Class :b :b"] == found(":b a :D .", shapes)
