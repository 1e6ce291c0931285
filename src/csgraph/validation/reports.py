"""Renders findings: as text like that of a compiler, and as JSON, SARIF, GitHub annotations and JUnit XML.

All functions are pure: they take findings sorted by ``csgraph.validation.findings.order`` and return text.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.location import Location
from csgraph.sparql.results import Rows
from csgraph.sparql.tables import width
from csgraph.util.markup import plain
from csgraph.util.terminal import NOT_XML, terminal_safe
from csgraph.validation.findings import SEVERITIES, Finding
from csgraph.version import __version__

FORMATS = ("text", "json", "sarif", "github", "junit")
"""The formats of findings; the first is the default."""

TEXT_LIMIT = 50
"""Number of findings that the text shows one by one by default."""

_COLUMNS = 120
"""Width of the text in columns; only messages, IRIs and file names may be wider."""

_VALUE_COLUMNS = 60
"""Width of a value or a label in the text, in columns."""

_TAB = " " * 4

# Select Graphic Rendition (ECMA-48, section 8.3.117): 1 is bold, 31 red, 33 yellow, 34 blue, 0 ends them all.
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_COLORS = {"Warning": "\x1b[1;33m", "Info": "\x1b[1;34m"}
_RED = "\x1b[1;31m"

_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SARIF_LEVELS = {"Warning": "warning", "Info": "note"}
_GITHUB_COMMANDS = {"Warning": "warning", "Info": "notice"}

# A scheme and its colon (RFC 3987, section 2.2): what an absolute IRI begins with, and a page of ours does not.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")

_SURROGATE = re.compile("[\ud800-\udfff]")


def render(
    findings: Sequence[Finding],
    format: str = "text",
    *,
    limit: int | None = None,
    color: bool = False,
    checked: str | None = None,
) -> str:
    """Return findings in one of ``FORMATS``.

    Args:
        findings: All findings, sorted.
        format: The format.
        limit: Number of findings to show, from 0; the text counts the rest by rule, the other formats give the number
            left out. None for ``TEXT_LIMIT`` in the text, and for all in the other formats.
        color: Use bold and colours, for a terminal that supports them.
        checked: The file or folder that was validated, as messages show it: in SARIF the location of findings without
            one, since GitHub refuses all results for one that has no file.

    Raises:
        InputError: There is no such format.
    """
    if format == "text":
        return _text(findings, TEXT_LIMIT if limit is None else limit, color=color)
    shown = findings[:limit]
    if format == "json":
        return _json(findings, shown)
    if format == "sarif":
        return _sarif(shown, len(findings) - len(shown), checked)
    if format == "github":
        return _github(shown, len(findings) - len(shown))
    if format == "junit":
        return _junit(shown, len(findings) - len(shown))
    raise InputError(f"findings have no such format; take one of: {', '.join(FORMATS)}", place=format)


def summary(findings: Sequence[Finding]) -> str:
    """Return a table with one row per rule: number of findings, severity, message and first location.

    The rules with most findings come first, then by name; the empty string without findings.
    """
    first: dict[str, Finding] = {}
    places: dict[str, Location] = {}
    for finding in findings:
        first.setdefault(finding.rule, finding)
        if finding.place:
            places.setdefault(finding.rule, finding.place)
    rows = [
        [
            ox.Literal(count),
            ox.Literal(_severity(first[rule])),
            ox.Literal(_line(rule)),
            ox.Literal(_shortened(_line(first[rule].message), _VALUE_COLUMNS)),
            ox.Literal(_visible(str(places[rule]))) if rule in places else None,
        ]
        for rule, count in _by_rule(findings)
    ]
    return Rows(["count", "severity", "rule", "message", "first"], rows).to("table") if rows else ""


def _by_rule(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Return the rules with their number of findings, most findings first, then by name."""
    counts = Counter(finding.rule for finding in findings)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _severity(finding: Finding) -> str:
    """Return the severity in lower case; the IRI of another severity stays as it is."""
    return finding.severity.lower() if finding.severity in SEVERITIES else _line(finding.severity)


def _notes(finding: Finding) -> list[tuple[str, str]]:
    """Return the notes of a finding beside its message and node, by name."""
    notes = [
        ("path", finding.path),
        ("expected", finding.expected),
        ("help", finding.hint),
        ("see", finding.documentation),
    ]
    return [(name, text) for name, text in notes if text]


def _labelled(node: str, label: str) -> str:
    return node if label in ("", node) else f'{node} "{label}"'


def _paragraph(finding: Finding) -> str:
    """Return message, value and notes, one per line, for formats that have the rule and the place elsewhere."""
    found = f" (found {finding.value})" if finding.value else ""
    notes = [("node", _labelled(finding.node, finding.label)), *_notes(finding)]
    return "\n".join([f"{finding.message}{found}", *(f"{name}: {text}" for name, text in notes)])


def _more(omitted: int) -> str:
    return f"… and {omitted:,} more"


# Text


def _text(findings: Sequence[Finding], limit: int, *, color: bool) -> str:
    """Return findings with their source lines, an empty line between two; beyond the limit, counts by rule."""
    blocks = [_block(finding, color=color) for finding in findings[:limit]]
    if omitted := len(findings) - len(blocks):
        blocks.append(f"{_more(omitted)}; the rules that all {len(findings):,} break:\n\n{_counts(findings)}")
    return "\n".join(blocks)


def _counts(findings: Sequence[Finding]) -> str:
    rows = [[ox.Literal(count), ox.Literal(_line(rule))] for rule, count in _by_rule(findings)]
    return Rows(["count", "rule"], rows).to("table")


def _block(finding: Finding, *, color: bool) -> str:
    """Return a finding as text: the message, the source line with a mark below it, and notes."""
    place, style = finding.place, _COLORS.get(finding.severity, _RED)
    where = _painted(_visible(str(place)), _BOLD, color) + ": " if place else ""
    found = f" (found {_shortened(_line(finding.value), _VALUE_COLUMNS)})" if finding.value else ""
    severity = _painted(_severity(finding), style, color)
    lines = [f"{where}{severity} [{_line(finding.rule)}] {_line(finding.message)}{found}"]
    gutter = "  "
    if place:
        gutter = " " * (len(str(place.line)) + 3)
        line, indent, mark = _excerpt(place, _COLUMNS - len(gutter) - 2)
        lines.append(f"  {place.line} | {line}".rstrip())
        lines.append(f"{gutter}| {indent}{_painted(mark, style, color)}")
    lines.append(f"{gutter}= node: {_node(finding)}")
    for name, text in _notes(finding):
        if name == "path" and place and text in place.text:
            continue
        # Links are for opening, so they are not shortened.
        shown = _line(text) if name == "see" else _shortened(_line(text), _COLUMNS - len(f"{gutter}= {name}: "))
        lines.append(f"{gutter}= {name}: {shown}")
    return "\n".join(lines) + "\n"


def _node(finding: Finding) -> str:
    """Return the node with its shortened label, unless they are the same."""
    label = "" if finding.label == finding.node else _shortened(_line(finding.label), _VALUE_COLUMNS)
    return _labelled(_line(finding.node), label)


def _painted(text: str, style: str, color: bool) -> str:
    return f"{style}{text}{_PLAIN}" if color else text


def _line(text: str) -> str:
    """Return a text as one line that is safe for a terminal, each run of white space as one space."""
    return plain(text)


def _visible(text: str) -> str:
    """Return a text as one line that is safe for a terminal, with all its spaces, and four of them for a tab."""
    return terminal_safe(text).replace("\n", r"\u{a}").replace("\t", _TAB)


def _excerpt(place: Location, columns: int) -> tuple[str, str, str]:
    """Return the line of a location, cut to columns around the marked part, and the indent and mark to put below it."""
    start = min(place.column - 1, len(place.text))
    end = start + place.width
    before, marked, after = map(_visible, (place.text[:start], place.text[start:end], place.text[end:]))
    # One column is kept on either side for an ellipsis.
    marked = _beginning(marked, columns - 2)
    room = columns - width(marked)
    before = _ending(before, max(room // 2, room - width(after)))
    after = _beginning(after, room - width(before))
    return before + marked + after, " " * width(before), "^" * max(width(marked), 1)


def _beginning(text: str, columns: int) -> str:
    """Return a text cut at its end to so many columns."""
    return text if width(text) <= columns else f"{_fitting(text, columns - 1)}…"


def _ending(text: str, columns: int) -> str:
    """Return a text cut at its beginning to so many columns."""
    return text if width(text) <= columns else f"…{_fitting(text[::-1], columns - 1)[::-1]}"


def _shortened(text: str, columns: int) -> str:
    """Return a text cut in its middle to so many columns."""
    if width(text) <= columns:
        return text
    return f"{_fitting(text, columns // 2)}…{_fitting(text[::-1], (columns - 1) // 2)[::-1]}"


def _fitting(text: str, columns: int) -> str:
    """Return as much of the beginning of a text as so many columns hold."""
    used = 0
    for at, letter in enumerate(text):
        used += width(letter)
        if used > columns:
            return text[:at]
    return text


# JSON


def _json(findings: Sequence[Finding], shown: Sequence[Finding]) -> str:
    """Return findings as one JSON object, each finding in a line of its own.

    ``findings`` has an object per finding that is shown, with all attributes of ``Finding`` in their order, null where
    there is none; ``place`` is an object of ``file``, ``line``, ``column`` and ``width``. ``counts`` has the number of
    all findings by severity, also those that are not shown, and ``conforms`` is true where there are none at all, as
    ``sh:conforms`` is (SHACL, section 3.6.1.1).
    """
    counts = dict.fromkeys(SEVERITIES, 0) | dict(sorted(Counter(finding.severity for finding in findings).items()))
    lines = ",\n".join(f"  {_to_json(_attributes(finding))}" for finding in shown)
    body = f"[\n{lines}\n ]" if lines else "[]"
    return f'{{\n "findings": {body},\n "counts": {_to_json(counts)},\n "conforms": {_to_json(not findings)}\n}}\n'


def _attributes(finding: Finding) -> dict[str, Any]:
    place = finding.place
    where = place and {"file": place.file, "line": place.line, "column": place.column, "width": place.width}
    return {field.name: getattr(finding, field.name) for field in fields(finding)} | {"place": where}


def _to_json(value: object) -> str:
    """Return a value as JSON in UTF-8, in which no surrogate stands alone (RFC 8259, sections 7 and 8.2)."""
    text = json.dumps(value, ensure_ascii=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


# SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/; the sections are of this standard.


def _sarif(shown: Sequence[Finding], omitted: int, checked: str | None) -> str:
    """Return findings as a SARIF log of one run (sections 3.13 and 3.14).

    It has all that GitHub's code scanning requires ("SARIF support for code scanning", in GitHub's documentation),
    which is more than the standard does: a full description and a help text per rule, a whole region per place.
    """
    first: dict[str, Finding] = {}
    for finding in shown:
        first.setdefault(finding.rule, finding)
    rules = {rule: index for index, rule in enumerate(sorted(first))}
    seen: Counter[str] = Counter()
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "csgraph",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_sarif_rule(first[rule]) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, rules[finding.rule], seen, checked) for finding in shown],
    }
    if omitted:
        note = {"level": "note", "message": _sarif_message(_more(omitted))}
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [note]}]
    return _to_json({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _sarif_rule(finding: Finding) -> dict[str, Any]:
    """Return a rule as a reporting descriptor (section 3.49), from the first finding that breaks it."""
    from urllib.parse import quote

    page = finding.documentation
    rule: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": _sarif_message(finding.message),
        "fullDescription": _sarif_message(finding.message),
        "help": _sarif_message(f"{finding.message}\nsee: {page}" if page else finding.message),
        "defaultConfiguration": {"level": _SARIF_LEVELS.get(finding.severity, "error")},
    }
    if page and _SCHEME.match(page):
        # An IRI as a URI (RFC 3987, section 3.1): what is reserved (RFC 3986, section 2.2) or escaped stays.
        rule["helpUri"] = quote(page, safe=":/?#[]@!$&'()*+,;=%")
    return rule


def _sarif_result(finding: Finding, index: int, seen: Counter[str], checked: str | None) -> dict[str, Any]:
    """Return a finding as a result (section 3.27).

    Its fingerprint stays the same when lines move (section 3.27.17). It has a name of ours: under the name that GitHub
    knows, ``primaryLocationLineHash``, GitHub's upload warns of each value that it has not calculated itself.

    Args:
        finding: The finding.
        index: The place of its rule in the list of rules.
        seen: How often each fingerprint came before, which keeps those of like findings apart.
        checked: The file of a finding without place.
    """
    from hashlib import sha256

    identity = json.dumps([finding.shape, finding.node, finding.path, finding.value])
    fingerprint = sha256(identity.encode()).hexdigest()[:32]
    seen[fingerprint] += 1
    location: dict[str, Any] = {}
    if finding.place or checked:
        location["physicalLocation"] = _sarif_location(finding.place, checked)
    location["logicalLocations"] = [{"name": finding.label or finding.node, "fullyQualifiedName": finding.node}]
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _SARIF_LEVELS.get(finding.severity, "error"),
        "message": _sarif_message(_paragraph(finding)),
        "locations": [location],
        "partialFingerprints": {"csgraphFinding/v1": f"{fingerprint}:{seen[fingerprint]}"},
    }


def _sarif_location(place: Location | None, checked: str | None) -> dict[str, Any]:
    """Return a place as a physical location (section 3.29); its region ends after the last character (3.30.8)."""
    if not place:
        start = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
        return {"artifactLocation": {"uri": _uri(checked or "")}, "region": start}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.column + place.width,
    }
    return {"artifactLocation": {"uri": _uri(place.file)}, "region": region}


def _uri(path: str) -> str:
    """Return a path as a URI reference (RFC 3986, section 4.1; RFC 8089 for a path from the root)."""
    from urllib.parse import quote

    # Bytes of a name that are not UTF-8 come as surrogates (PEP 383).
    escaped = quote(path, errors="surrogateescape")
    return f"file://{escaped}" if path.startswith("/") else escaped


def _sarif_message(text: str) -> dict[str, str]:
    """Return a text as a plain text message, in which braces would be placeholders (section 3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


# GitHub Actions, "Workflow commands for GitHub Actions"; escapes as in packages/core/src/command.ts of actions/toolkit.


def _github(shown: Sequence[Finding], omitted: int) -> str:
    """Return findings as workflow commands; GitHub shows up to ten of each kind beside the code, and all in the log."""
    lines = []
    for finding in shown:
        properties: dict[str, object] = {}
        if place := finding.place:
            properties = {"file": place.file, "line": place.line, "col": place.column}
            # After the last character, as linters and SARIF have it.
            properties["endColumn"] = place.column + place.width
        properties["title"] = finding.rule
        joined = ",".join(f"{name}={_github_property(str(value))}" for name, value in properties.items())
        command = _GITHUB_COMMANDS.get(finding.severity, "error")
        lines.append(f"::{command} {joined}::{_github_data(_paragraph(finding))}\n")
    if omitted:
        lines.append(f"::notice::{_github_data(_more(omitted))}\n")
    return "".join(lines)


def _github_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_data(text).replace(":", "%3A").replace(",", "%2C")


# JUnit XML, as GitLab ("Unit test reports") and Jenkins (the schema of its xUnit plugin) read it.


def _junit(shown: Sequence[Finding], omitted: int) -> str:
    """Return findings as a report of tests, of which each violation is one that failed; no finding is one that passed.

    Each test has a name of its own, since GitLab drops all but the first of those with the same.
    """
    seen: Counter[str] = Counter()
    cases = [_junit_case(finding, seen) for finding in shown]
    if not cases and not omitted:
        cases = ['    <testcase classname="shapes" name="conforms"/>\n']
    failures = sum(finding.is_violation for finding in shown)
    rest = f"    <system-out>{_xml(_more(omitted))}</system-out>\n" if omitted else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<testsuites>\n"
        f'  <testsuite name="csgraph" tests="{len(cases)}" failures="{failures}" errors="0" skipped="0">\n'
        f"{''.join(cases)}{rest}"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def _junit_case(finding: Finding, seen: Counter[str]) -> str:
    name = f"{finding.rule} {finding.node}"
    seen[name] += 1
    if seen[name] > 1:
        name += f" ({seen[name]})"
    attributes = {"classname": "shapes", "name": name}
    where = ""
    if place := finding.place:
        attributes |= {"file": place.file, "line": str(place.line)}
        where = f"{place}: "
    text = _xml(f"{where}{_severity(finding)} [{finding.rule}] {_paragraph(finding)}")
    if finding.is_violation:
        reason = _xml_attributes({"message": finding.message, "type": finding.severity})
        content = f"<failure{reason}>{text}</failure>"
    else:
        content = f"<system-out>{text}</system-out>"
    return f"    <testcase{_xml_attributes(attributes)}>\n      {content}\n    </testcase>\n"


def _xml_attributes(values: dict[str, str]) -> str:
    from xml.sax.saxutils import quoteattr

    return "".join(f" {name}={quoteattr(_xml_characters(value))}" for name, value in values.items())


def _xml(text: str) -> str:
    r"""Return a text as the content of an element; a reader would take a bare CR for a line feed (section 2.11)."""
    from xml.sax.saxutils import escape

    return escape(_xml_characters(text), {"\r": "&#13;"})


def _xml_characters(text: str) -> str:
    r"""Return a text with each character that no XML 1.0 document can hold written as ``\u{1b}``."""
    return NOT_XML.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)
