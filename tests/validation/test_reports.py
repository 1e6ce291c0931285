import json
import re
from dataclasses import fields, replace
from hashlib import sha256
from importlib import metadata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.errors import InputError
from csgraph.rdf.location import Location
from csgraph.util import terminal
from csgraph.validation import reports
from csgraph.validation.findings import Finding
from csgraph.version import __version__

LINE = "    csg:participant person:jane-doe ;"

TWO = Finding(
    severity="Violation",
    node="participation:3-2",
    label="Second panel, third speaker",
    shape="csgs:Participation-participant",
    component="sh:MaxCountConstraintComponent",
    path="csg:participant",
    value="person:jane-doe",
    message="A participation has exactly one participant.",
    expected="at most 1 value",
    hint="did you mean person:jane-do?",
    documentation="docs/shapes.md#participation-participant",
    place=Location("data/actors.ttl", 412, 21, 15, LINE),
)
LABEL = Finding(
    severity="Warning",
    node="pillar:norms",
    label="pillar:norms",
    shape="csgs:Pillar-label",
    component="sh:MinCountConstraintComponent",
    path="rdfs:label",
    value=None,
    message="A pillar has a label.",
)
LONG = replace(LABEL, severity="Info", shape="csgs:Text-length", message="A text is short.", value='"too long"')
OWN = replace(LABEL, severity="https://example.org/Grave")


def at(text, column, width, line=7):
    """Return the finding with another place: some characters of a text."""
    return replace(TWO, place=Location("data/a.ttl", line, column, width, text))


# Text


def test_text_reads_like_a_compiler():
    expected = """\
data/actors.ttl:412:21: violation [Participation-participant] A participation has exactly one participant. (found person:jane-doe)
  412 |     csg:participant person:jane-doe ;
      |                     ^^^^^^^^^^^^^^^
      = node: participation:3-2 "Second panel, third speaker"
      = expected: at most 1 value
      = help: did you mean person:jane-do?
      = see: docs/shapes.md#participation-participant

warning [Pillar-label] A pillar has a label.
  = node: pillar:norms
  = path: rdfs:label
"""
    assert expected == reports.render([TWO, LABEL])


def test_text_is_the_default():
    assert reports.render([TWO]) == reports.render([TWO], "text")


def test_path_is_told_where_the_line_does_not_show_it():
    shown = reports.render([at("    a csg:Participation ;", 5, 1)])

    assert "= path: csg:participant\n" in shown


def test_label_is_not_said_where_it_is_the_node_again_however_long():
    node = f"https://example.org/{'x' * 60}"

    assert reports.render([replace(LABEL, node=node, label=node)]).split("\n")[1] == f"  = node: {node}"
    assert reports.render([replace(LABEL, node=node, label="")]).split("\n")[1] == f"  = node: {node}"


def test_severity_of_somebodys_own_stays_as_it_is():
    assert reports.render([OWN]).startswith("https://example.org/Grave [Pillar-label] ")


def excerpt(finding):
    """Return what the text shows of the line and below it, less line number and gutter."""
    _, line, mark, *_ = reports.render([finding]).split("\n")
    return line.partition("| ")[2], mark.partition("| ")[2]


@pytest.mark.parametrize(
    ("text", "column", "width", "line", "mark"),
    [
        # A tab takes four columns, each of 日 and 本 two, an accent of its own none.
        ("\tx 日本 e\u0301 ;", 7, 2, "    x 日本 e\u0301 ;", "           ^"),
        ("日本 x", 1, 2, "日本 x", "^^^^"),
        ("a\tb", 2, 1, "a    b", " ^^^^"),
        ("a\x1b[31mb c", 9, 1, r"a\u{1b}[31mb c", "             ^"),
        ("a\u202eb", 2, 1, r"a\u{202e}b", " ^^^^^^^^"),
        ("a\nb", 3, 1, r"a\u{a}b", "      ^"),
        # What is meant may be missing at the end of the line.
        ("a .", 4, 1, "a .", "   ^"),
        ("a .", 9, 5, "a .", "   ^"),
        ("a .", 3, 9, "a .", "  ^"),
        ("", 1, 1, "", "^"),
    ],
)
def test_mark_is_below_the_characters_that_are_meant(text, column, width, line, mark):
    assert (line, mark) == excerpt(at(text, column, width))


@pytest.mark.parametrize(
    ("text", "column", "width", "line", "mark"),
    [
        # Of 120 columns, line number and gutter take 6.
        ("a" * 114, 1, 1, "a" * 114, "^"),
        (
            "a" * 200 + "b" * 10 + "c" * 200,
            201,
            10,
            "…" + "a" * 51 + "b" * 10 + "c" * 51 + "…",
            " " * 52 + "^" * 10,
        ),
        ("b" * 10 + "c" * 200, 1, 10, "b" * 10 + "c" * 103 + "…", "^" * 10),
        ("a" * 200 + "bb", 201, 2, "…" + "a" * 111 + "bb", " " * 112 + "^^"),
        ("b" * 300, 1, 300, "b" * 111 + "…", "^" * 112),
        ("a" * 9 + "b" * 300 + "c", 10, 300, "…" + "b" * 111 + "…c", " " + "^" * 112),
        # A wide letter that has but one column left is left out.
        ("b" + "日" * 90, 1, 1, "b" + "日" * 56 + "…", "^"),
        ("日" * 90 + "b", 91, 1, "…" + "日" * 56 + "b", " " * 113 + "^"),
    ],
)
def test_long_line_is_cut_around_the_mark(text, column, width, line, mark):
    assert (line, mark) == excerpt(at(text, column, width))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x" * 60, "x" * 60),
        ("abcdefghij" * 7, "abcdefghij" * 3 + "…" + "bcdefghij" + "abcdefghij" * 2),
        ("日" * 40, "日" * 15 + "…" + "日" * 14),
        ("two\n\n  lines", "two lines"),
        ("\x1b[31mred", r"\u{1b}[31mred"),
    ],
)
def test_value_and_label_are_shortened_in_the_middle(value, expected):
    head, node, *_ = reports.render([replace(LONG, value=value, label=value)]).split("\n")

    assert f"info [Text-length] A text is short. (found {expected})" == head
    assert f'  = node: pillar:norms "{expected}"' == node


def test_long_note_is_shortened_and_the_page_is_not():
    page = f"https://example.org/{'x' * 150}"
    shown = reports.render([replace(LONG, expected="0123456789" * 12, documentation=page)]).split("\n")

    # 120 columns less the 14 of "  = expected: ": 53 before the sign, 52 after it.
    assert [f"  = expected: {'0123456789' * 5}012…89{'0123456789' * 5}", f"  = see: {page}", ""] == shown[-3:]


def test_text_in_colour_differs_in_colours_alone():
    bold, red, yellow, blue, end = "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[0m"
    shown = reports.render([TWO, LABEL, LONG, OWN], color=True)

    assert f"{bold}data/actors.ttl:412:21{end}: {red}violation{end} [Participation-participant] A part" in shown
    assert f"\n      |                     {red}^^^^^^^^^^^^^^^{end}\n" in shown
    assert f"\n{yellow}warning{end} [Pillar-label]" in shown
    assert f"\n{blue}info{end} [Text-length]" in shown
    assert f"\n{red}https://example.org/Grave{end} [Pillar-label]" in shown
    assert reports.render([TWO, LABEL, LONG, OWN]) == re.sub(r"\x1b\[[0-9;]*m", "", shown)


def test_many_findings_are_summarized():
    findings = [TWO] * 3 + [LABEL] * 60_000 + [LONG] * 39_997
    shown = reports.render(findings)

    expected = """
… and 99,950 more; the rules that all 100,000 break:

count  rule
-----  -------------------------
60000  Pillar-label
39997  Text-length
    3  Participation-participant
"""
    assert shown.startswith(reports.render([TWO] * 3 + [LABEL] * 47))
    assert shown.endswith(expected)
    assert 50 == shown.count(" [")


def test_rules_that_are_broken_equally_often_come_by_name():
    expected = """\
… and 3 more; the rules that all 3 break:

count  rule
-----  -------------------------
    1  Participation-participant
    1  Pillar-label
    1  Text-length
"""
    assert expected == reports.render([LONG, LABEL, TWO], limit=0)


def test_nothing_is_said_of_the_rest_where_there_is_none():
    assert reports.render([TWO] * 50) == reports.render([TWO] * 50, limit=50) == reports.render([TWO] * 50, limit=51)
    assert "" == reports.render([])


def test_summary_has_one_row_per_rule():
    later = replace(LABEL, place=Location("data/z.ttl", 3, 1, 1, "x"), message="Another message.")
    long = replace(LONG, message="abcdefghij" * 7)

    short = "abcdefghij" * 3 + "…" + "bcdefghij" + "abcdefghij" * 2
    expected = f"""\
count  severity   rule                       message{" " * 53}  first
-----  ---------  -------------------------  {"-" * 60}  ----------------------
    2  warning    Pillar-label               {"A pillar has a label.":60}  data/z.ttl:3:1
    1  violation  Participation-participant  {TWO.message:60}  data/actors.ttl:412:21
    1  info       Text-length                {short}
"""
    assert expected == reports.summary([TWO, LABEL, later, long])


def test_summary_of_nothing_is_empty():
    assert "" == reports.summary([])


# JSON


def test_json_has_all_that_a_finding_has():
    expected = """\
{
 "findings": [
  {"severity": "Warning", "node": "pillar:norms", "label": "pillar:norms", "shape": "csgs:Pillar-label", \
"component": "sh:MinCountConstraintComponent", "path": "rdfs:label", "value": null, \
"message": "A pillar has a “label”.", "expected": null, "hint": null, "documentation": null, \
"place": {"file": "data/é.ttl", "line": 3, "column": 2, "width": 1}},
  {"severity": "Info", "node": "pillar:norms", "label": "pillar:norms", "shape": "csgs:Text-length", \
"component": "sh:MinCountConstraintComponent", "path": "rdfs:label", "value": "\\"too long\\"", \
"message": "A text is short.", "expected": null, "hint": null, "documentation": null, "place": null}
 ],
 "counts": {"Violation": 0, "Warning": 1, "Info": 1},
 "conforms": false
}
"""
    placed = replace(LABEL, message="A pillar has a “label”.", place=Location("data/é.ttl", 3, 2, 1, "x y"))
    assert expected == reports.render([placed, LONG], "json")


def test_json_of_nothing_conforms():
    expected = '{\n "findings": [],\n "counts": {"Violation": 0, "Warning": 0, "Info": 0},\n "conforms": true\n}\n'
    assert expected == reports.render([], "json")


def test_json_counts_what_it_does_not_show():
    content = json.loads(reports.render([TWO, TWO, LABEL, OWN], "json", limit=1))

    assert ["Violation"] == [finding["severity"] for finding in content["findings"]]
    assert {"Violation": 2, "Warning": 1, "Info": 0, "https://example.org/Grave": 1} == content["counts"]


def test_json_can_be_written_as_utf8_whatever_it_holds():
    shown = reports.render([replace(LABEL, message="\ud800 and \udc80")], "json")

    assert "\ud800 and \udc80" == json.loads(shown.encode())["findings"][0]["message"]


# SARIF: sections are of SARIF 2.1.0, "GitHub" is "SARIF support for code scanning" in GitHub's documentation.


def sarif(findings, **options):
    return json.loads(reports.render(findings, "sarif", **options))


def test_sarif_has_tool_rules_and_results():
    rule = {
        "id": "Participation-participant",
        "shortDescription": {"text": "A participation has exactly one participant."},
        "fullDescription": {"text": "A participation has exactly one participant."},
        "help": {"text": "A participation has exactly one participant.\nsee: docs/shapes.md#participation-participant"},
        "defaultConfiguration": {"level": "error"},
    }
    result = {
        "ruleId": "Participation-participant",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "A participation has exactly one participant. (found person:jane-doe)\n"
            'node: participation:3-2 "Second panel, third speaker"\n'
            "path: csg:participant\n"
            "expected: at most 1 value\n"
            "help: did you mean person:jane-do?\n"
            "see: docs/shapes.md#participation-participant"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "data/actors.ttl"},
                    # Section 3.30.8: the end is one more than the column of the last character, which is 35.
                    "region": {"startLine": 412, "startColumn": 21, "endLine": 412, "endColumn": 36},
                },
                "logicalLocations": [
                    {"name": "Second panel, third speaker", "fullyQualifiedName": "participation:3-2"}
                ],
            }
        ],
        # sha256sum of ["csgs:Participation-participant", "participation:3-2", "csg:participant", "person:jane-doe"]
        "partialFingerprints": {"csgraphFinding/v1": "476405df4200ae6a56558cdc2a71f507:1"},
    }
    driver = {"name": "csgraph", "version": __version__, "semanticVersion": __version__, "rules": [rule]}
    expected = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [result]}],
    }
    assert expected == sarif([TWO])


def test_sarif_has_a_level_for_each_severity():
    [run] = sarif([OWN, TWO, LABEL, LONG])["runs"]

    assert ["error", "error", "warning", "note"] == [result["level"] for result in run["results"]]
    # The rules come by name, so that they stay where they are when findings come and go (section 3.27.6).
    assert ["Participation-participant", "Pillar-label", "Text-length"] == [
        rule["id"] for rule in run["tool"]["driver"]["rules"]
    ]
    assert [1, 0, 1, 2] == [result["ruleIndex"] for result in run["results"]]


def test_sarif_fingerprint_stays_when_lines_move():
    moved = replace(TWO, place=Location("data/actors.ttl", 9, 1, 15, LINE.strip()), message="In other words.")

    assert fingerprints([TWO]) == fingerprints([moved])


def fingerprints(findings):
    [run] = sarif(findings)["runs"]
    return [result["partialFingerprints"]["csgraphFinding/v1"] for result in run["results"]]


def test_sarif_fingerprints_tell_findings_apart():
    others = [replace(TWO, **{name: "other"}) for name in ("shape", "node", "path", "value")]
    found = fingerprints([TWO, *others, TWO])

    assert 6 == len(set(found))
    assert (found[0][:-1] + "2") == found[-1]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("https://example.org/é?a=%20#top", "https://example.org/%C3%A9?a=%20#top"),
        ("docs/shapes.md#x", None),
        (None, None),
    ],
)
def test_sarif_help_is_an_absolute_uri_or_none(page, expected):
    """Section 3.49.12."""
    [rule] = sarif([replace(TWO, documentation=page)])["runs"][0]["tool"]["driver"]["rules"]

    assert expected == rule.get("helpUri")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("data/a b#1%.ttl", "data/a%20b%231%25.ttl"),
        ("a:b/é.ttl", "a%3Ab/%C3%A9.ttl"),
        ("/data/a.ttl", "file:///data/a.ttl"),
        # A byte of a name that is not UTF-8 (PEP 383).
        ("\udcff.ttl", "%FF.ttl"),
    ],
)
def test_sarif_file_is_a_uri_reference(file, expected):
    """RFC 3986, sections 2.1 and 4.2."""
    [result] = sarif([replace(TWO, place=Location(file, 1, 1, 1, "x"))])["runs"][0]["results"]

    assert expected == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_sarif_finding_without_place_has_its_node():
    [result] = sarif([LABEL])["runs"][0]["results"]

    assert [{"logicalLocations": [{"name": "pillar:norms", "fullyQualifiedName": "pillar:norms"}]}] == result[
        "locations"
    ]


def test_sarif_finding_without_place_is_put_to_what_was_checked():
    [result] = sarif([LABEL], checked="data/my data.ttl")["runs"][0]["results"]

    assert {
        "artifactLocation": {"uri": "data/my%20data.ttl"},
        "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1},
    } == result["locations"][0]["physicalLocation"]


def test_sarif_braces_are_no_placeholders():
    """Section 3.11.5."""
    [result] = sarif([replace(LABEL, message="Not {0}.")])["runs"][0]["results"]

    assert result["message"]["text"].startswith("Not {{0}}.\n")


def test_sarif_says_what_it_leaves_out():
    [run] = sarif([TWO, LABEL, LONG], limit=1)["runs"]

    assert [TWO.rule] == [result["ruleId"] for result in run["results"]]
    assert [TWO.rule] == [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    note = {"level": "note", "message": {"text": "… and 2 more"}}
    assert [{"executionSuccessful": True, "toolExecutionNotifications": [note]}] == run["invocations"]


def test_sarif_has_what_github_requires():
    """GitHub: each of these is marked as required there, and none may be empty."""
    [run] = sarif([TWO, LABEL, OWN, LONG], checked="data")["runs"]

    for rule in run["tool"]["driver"]["rules"]:
        assert all([rule["id"], *(rule[name]["text"] for name in ("shortDescription", "fullDescription", "help"))])
    for result in run["results"]:
        physical = result["locations"][0]["physicalLocation"]
        assert all([result["message"]["text"], result["partialFingerprints"], physical["artifactLocation"]["uri"]])
        assert {"startLine", "startColumn", "endLine", "endColumn"} == physical["region"].keys()
        assert all(physical["region"].values())


@pytest.fixture(scope="module")
def schema():
    """The schema of the standard, from a package that carries it, byte by byte as OASIS has it."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: it checks SARIF")
    try:
        carrier = metadata.distribution("linceo")
    except metadata.PackageNotFoundError:
        pytest.skip("linceo is not installed: it carries the JSON schema of SARIF")
    content = carrier.locate_file("linceo/data/sarif-schema-2.1.0.json").read_bytes()
    # sarif-2.1/schema/sarif-schema-2.1.0.json of github.com/oasis-tcs/sarif-spec.
    assert "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e" == sha256(content).hexdigest()
    return jsonschema.Draft4Validator(json.loads(content))


@pytest.mark.parametrize(
    ("findings", "options"),
    [
        ([], {}),
        ([TWO, OWN, LABEL, LONG], {}),
        ([TWO, OWN, LABEL, LONG], {"checked": "data", "limit": 2}),
        ([replace(TWO, documentation="https://example.org/é")], {}),
    ],
)
def test_sarif_is_valid(findings, options, schema):
    schema.validate(sarif(findings, **options))


def test_schema_refuses_what_is_no_sarif(schema):
    log = sarif([TWO])
    log["runs"][0]["results"][0]["level"] = "grave"

    assert not schema.is_valid(log)


# GitHub


def test_github_has_one_command_per_finding():
    expected = (
        "::error file=data/actors.ttl,line=412,col=21,endColumn=36,title=Participation-participant::"
        "A participation has exactly one participant. (found person:jane-doe)"
        '%0Anode: participation:3-2 "Second panel, third speaker"'
        "%0Apath: csg:participant"
        "%0Aexpected: at most 1 value"
        "%0Ahelp: did you mean person:jane-do?"
        "%0Asee: docs/shapes.md#participation-participant\n"
        "::warning title=Pillar-label::A pillar has a label.%0Anode: pillar:norms%0Apath: rdfs:label\n"
        '::notice title=Text-length::A text is short. (found "too long")%0Anode: pillar:norms%0Apath: rdfs:label\n'
        "::error title=Pillar-label::A pillar has a label.%0Anode: pillar:norms%0Apath: rdfs:label\n"
    )
    assert expected == reports.render([TWO, LABEL, LONG, OWN], "github")


def test_github_escapes_what_would_end_a_command_or_a_property():
    found = replace(LABEL, message="100% \r\n::error::,", place=Location("a,b:c%.ttl", 1, 2, 3, "x"))

    assert (
        "::warning file=a%2Cb%3Ac%25.ttl,line=1,col=2,endColumn=5,title=Pillar-label::"
        "100%25 %0D%0A::error::,%0Anode: pillar:norms%0Apath: rdfs:label\n"
    ) == reports.render([found], "github")


def test_github_says_what_it_leaves_out():
    assert reports.render([LABEL], "github") + "::notice::… and 1 more\n" == reports.render(
        [LABEL, TWO], "github", limit=1
    )


def command(line):
    """Read a workflow command as actions/runner does: ``::NAME KEY=VALUE,KEY=VALUE::DATA``."""
    _, head, data = line.split("::", 2)
    name, _, listed = head.partition(" ")
    properties = dict(item.split("=", 1) for item in listed.split(","))
    escapes = {"%0D": "\r", "%0A": "\n", "%25": "%"}
    of_properties = {"%3A": ":", "%2C": ",", **escapes}
    return (
        name,
        {
            key: re.sub("%(3A|2C|0D|0A|25)", lambda found: of_properties[found[0]], value)
            for key, value in properties.items()
        },
        re.sub("%(0D|0A|25)", lambda found: escapes[found[0]], data),
    )


# JUnit


def test_junit_has_a_test_per_finding():
    expected = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="csgraph" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="shapes" name="Participation-participant participation:3-2" file="data/actors.ttl" line="412">
      <failure message="A participation has exactly one participant." type="Violation">\
data/actors.ttl:412:21: violation [Participation-participant] A participation has exactly one participant. \
(found person:jane-doe)
node: participation:3-2 "Second panel, third speaker"
path: csg:participant
expected: at most 1 value
help: did you mean person:jane-do?
see: docs/shapes.md#participation-participant</failure>
    </testcase>
    <testcase classname="shapes" name="Pillar-label pillar:norms">
      <system-out>warning [Pillar-label] A pillar has a label.
node: pillar:norms
path: rdfs:label</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""
    assert expected == reports.render([TWO, LABEL], "junit")


def test_junit_of_nothing_is_a_test_that_passed():
    expected = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="csgraph" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="shapes" name="conforms"/>
  </testsuite>
</testsuites>
"""
    assert expected == reports.render([], "junit")


def test_junit_tests_have_names_of_their_own():
    """GitLab, "Unit test reports": of tests with the same name, only the first is used."""
    suite = ElementTree.fromstring(reports.render([LABEL, TWO, LABEL, LABEL], "junit"))

    assert [
        "Pillar-label pillar:norms",
        "Participation-participant participation:3-2",
        "Pillar-label pillar:norms (2)",
        "Pillar-label pillar:norms (3)",
    ] == [case.get("name") for case in suite.iter("testcase")]


def test_junit_counts_severities_of_somebodys_own_as_failures():
    suite = ElementTree.fromstring(reports.render([OWN, TWO, LABEL, LONG], "junit")).find("testsuite")

    assert ("4", "2") == (suite.get("tests"), suite.get("failures"))
    assert ["https://example.org/Grave", "Violation"] == [failure.get("type") for failure in suite.iter("failure")]


def test_junit_says_what_it_leaves_out():
    suite = ElementTree.fromstring(reports.render([TWO, LABEL], "junit", limit=0)).find("testsuite")

    assert ("0", "0") == (suite.get("tests"), suite.get("failures"))
    assert ["… and 2 more"] == [told.text for told in suite]


def test_junit_shows_what_xml_cannot_hold():
    found = replace(TWO, message="a\x00b\x1b\ud800\uffff\r\n\t<&>\"'")

    [failure] = ElementTree.fromstring(reports.render([found], "junit")).iter("failure")

    expected = "a\\u{0}b\\u{1b}\\u{d800}\\u{ffff}\r\n\t<&>\"'"
    assert expected == failure.get("message")
    assert f"] {expected} (found" in failure.text


# All of them


def test_unknown_format_is_refused():
    with pytest.raises(InputError, match=r"^pdf: findings have no such format; take one of: text, json, sarif, "):
        reports.render([], "pdf")


anything = st.text(st.characters(), max_size=30)
places = st.builds(
    Location, st.text(max_size=9), st.integers(1, 10**6), st.integers(1, 40), st.integers(1, 40), anything
)


def found(words):
    return st.builds(
        Finding,
        **{field.name: words for field in fields(Finding) if field.name not in ("severity", "place")}
        | {name: st.none() | words for name in ("path", "value", "expected", "hint", "documentation")},
        severity=st.sampled_from(["Violation", "Warning", "Info"]) | words,
        place=st.none() | places,
    )


@given(st.lists(found(anything), max_size=3), st.integers(0, 3))
def test_text_has_no_control_characters_and_a_line_for_each_thing(findings, limit):
    shown = reports.render(findings, limit=limit) + reports.summary(findings)

    assert terminal.terminal_safe(shown) == shown
    assert "\t" not in shown
    assert shown.splitlines() == shown.split("\n")[:-1]


@given(found(anything))
def test_text_begins_with_one_line_per_finding_and_indents_the_rest(finding):
    first, *rest, end = reports.render([finding]).split("\n")

    assert "[" in first
    assert all(re.match(r"  ", line) for line in rest)
    assert sum("= node: " in line for line in rest) >= 1
    assert "" == end


# Letters, what is shown of them, and how many columns that takes.
SHOWN = {
    "a": ("a", 1),
    " ": (" ", 1),
    "é": ("é", 1),
    "日": ("日", 2),
    "ｗ": ("ｗ", 2),
    "\t": ("    ", 4),
    "\x1b": (r"\u{1b}", 6),
    "\u202e": (r"\u{202e}", 8),
}


@given(st.text(SHOWN, min_size=1, max_size=150), st.data())
def test_mark_is_exactly_below_what_is_meant_however_wide_it_is(text, data):
    column = data.draw(st.integers(1, len(text)))
    width = data.draw(st.integers(1, len(text) - column + 1))
    line, mark = excerpt(at(text, column, width))

    columns = [letter for letter in line for _ in range(2 if letter in "日ｗ" else 1)]
    below = range(len(mark) - len(mark.strip()), len(mark))
    meant = [letter for one in text[column - 1 : column - 1 + width] for letter in SHOWN[one][0]]
    meant = [letter for letter in meant for _ in range(2 if letter in "日ｗ" else 1)]
    marked = [columns[at] if at < len(columns) else " " for at in below]
    if marked[-1] == "…":
        del marked[-1]
        meant = meant[: len(marked)]
    assert meant == marked
    assert {"^"} == set(mark.strip())
    assert len(columns) <= 114
    assert ("…" in line) == (sum(SHOWN[letter][1] for letter in text) > 114)


@given(st.lists(found(anything), max_size=3))
def test_json_holds_all_as_it_is(findings):
    content = json.loads(reports.render(findings, "json"))

    for finding, read in zip(findings, content["findings"], strict=True):
        place = read.pop("place")
        assert {name: getattr(finding, name) for name in read} == read
        assert place == (finding.place and {name: getattr(finding.place, name) for name in place})
    assert len(findings) == sum(content["counts"].values())
    assert content["conforms"] is (not findings)


@given(st.lists(found(st.text(max_size=30)), max_size=3), st.none() | st.integers(0, 3))
def test_sarif_of_anything_is_valid(schema, findings, limit):
    schema.validate(sarif(findings, limit=limit))


@given(st.lists(found(anything), max_size=3))
def test_github_commands_read_back(findings):
    lines = reports.render(findings, "github").split("\n")

    for finding, line in zip(findings, lines, strict=False):
        name, properties, data = command(line)
        assert {"Warning": "warning", "Info": "notice"}.get(finding.severity, "error") == name
        expected = {"title": finding.rule}
        if place := finding.place:
            end = place.column + place.width
            expected |= {"file": place.file, "line": f"{place.line}", "col": f"{place.column}", "endColumn": f"{end}"}
        assert expected == properties
        assert data.startswith(finding.message)
        assert f"\nnode: {finding.node}" in data
        assert (finding.hint or "") in data
    assert len(findings) + 1 == len(lines)


def visible(text):
    """Return a text with what XML 1.0 cannot hold (section 2.2, production 2) as its code."""

    def allowed(code):
        return code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000

    return "".join(letter if allowed(ord(letter)) else f"\\u{{{ord(letter):x}}}" for letter in text)


@given(st.lists(found(anything), min_size=1, max_size=3))
def test_junit_is_xml_that_holds_all(findings):
    suite = ElementTree.fromstring(reports.render(findings, "junit").encode()).find("testsuite")

    for finding, case in zip(findings, suite.iter("testcase"), strict=True):
        [told] = case
        assert ("failure" if finding.is_violation else "system-out") == told.tag
        assert visible(finding.message) in told.text
        assert visible(f"\nnode: {finding.node}") in told.text
        assert (finding.place and visible(finding.place.file)) == case.get("file")
    assert str(sum(finding.is_violation for finding in findings)) == suite.get("failures")
