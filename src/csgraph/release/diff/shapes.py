"""Tells what changed in the shapes: what is asked more strictly, and what less.

A rule that data in the wild may fail is major, whether new or changed, if it is a violation and asks something of what the
older edition has. What a changed list, pattern or query comes to is not worked out: it counts as stricter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from csgraph.rdf.turtle import iri
from csgraph.release.diff.change import ADDED, CHANGED, MAJOR, MINOR, PATCH, REMOVED, Change
from csgraph.release.diff.edition import Edition, Facts, Value
from csgraph.release.diff.labels import SHAPES, Labels, differences, nodes_in_order, with_new_names
from csgraph.sparql.tokens import tokenize

_LEAST = frozenset({"sh:minCount", "sh:minInclusive", "sh:minExclusive", "sh:minLength", "sh:qualifiedMinCount"})
_MOST = frozenset({"sh:maxCount", "sh:maxInclusive", "sh:maxExclusive", "sh:maxLength", "sh:qualifiedMaxCount"})
_TARGETS = frozenset({"sh:targetClass", "sh:targetNode", "sh:targetSubjectsOf", "sh:targetObjectsOf"})
_WORDS = frozenset(
    "sh:message sh:name sh:description sh:order sh:group sh:declare sh:prefix sh:namespace sh:prefixes "
    "rdfs:label rdfs:comment rdfs:seeAlso".split()
)
"""What a shape says and does not ask."""
_PARTS = frozenset({"sh:property", "sh:sparql", "sh:node"})
_VIOLATION = iri("sh:Violation")
_IGNORED = "sh:ignoredProperties"
"""What is allowed besides: none asks the most."""
_LISTS = frozenset({"sh:in", "sh:languageIn", _IGNORED})
"""Lists of what is allowed, of which a longer one asks less."""
_MANNER = frozenset({"sh:flags", "sh:path", "sh:select"})
"""What asks nothing by itself: it tells how, or of what, something is asked, and so does its absence."""

_TRUE = ox.Literal(True)
_STYLE = ("http://www.w3.org/ns/shacl#", "http://www.w3.org/2002/07/owl#")
"""What the rules of style are asked of: ontology and shapes themselves, which nobody else's data are."""


def rule_changes(
    old: Edition, new: Edition, naming: Labels, terms: Mapping[ox.NamedNode, ox.NamedNode]
) -> Iterator[Change]:
    """Yield what changed in the shapes.

    Args:
        old: The older edition.
        new: The newer edition.
        naming: Names what they speak of.
        terms: The terms that have another IRI now; that is told of them, and not of each shape that speaks of them.
    """
    known = old.terms.keys() | old.things.keys() | set(terms.values())
    for node in nodes_in_order(old.rules.keys() - new.rules.keys()):
        yield naming.change(MINOR, SHAPES, REMOVED, "removed", node, f"is asked no more{_message(old.rules[node])}")
    for node in nodes_in_order(new.rules.keys() - old.rules.keys()):
        facts = new.rules[node]
        asks = bool(facts.keys() - _WORDS - _TARGETS - _PARTS - {"rdf:type", "sh:path", "sh:severity"})
        is_major = asks and _is_violation(facts) and _concerns(node, new, known)
        text = f"is {'asked' if asks else 'there'} now{_message(facts)}"
        yield naming.change(MAJOR if is_major else MINOR, SHAPES, ADDED, "added", node, text)
    for node in nodes_in_order(old.rules.keys() & new.rules.keys()):
        facts = new.rules[node]
        found = differences(with_new_names(old.rules[node], terms), facts)
        is_grave = bool(found) and _is_violation(facts) and _concerns(node, new, known)
        for name, gone, came in found:
            forbids = name == "sh:property" and bool(gone) and _TRUE in facts.get("sh:closed", ())
            if name in _PARTS and not (gone & new.rules.keys() or came & old.rules.keys() or forbids):
                # Told already of the parts themselves, which are new or gone.
                continue
            yield _difference(node, name, gone, came, is_grave=is_grave, forbids=forbids, naming=naming)


def _message(facts: Facts) -> str:
    messages = sorted(value.value for value in facts.get("sh:message", ()) if isinstance(value, ox.Literal))
    return f": {messages[0]}" if messages else ""


def _is_violation(facts: Facts) -> bool:
    """Tell whether a shape finds violations, as it does unless said otherwise (SHACL, sections 2.1.4 and 2.1.5)."""
    return _TRUE not in facts.get("sh:deactivated", ()) and facts.get("sh:severity", {_VIOLATION}) == {_VIOLATION}


def _concerns(node: ox.NamedNode, edition: Edition, known: set[ox.NamedNode]) -> bool:
    """Tell whether a shape, or one that it is part of, is asked of something that is known; or of what is not clear."""
    found: set[Value] = set()
    todo, seen = [node], {node}
    while todo:
        current = todo.pop()
        facts = edition.rules.get(current, {})
        found |= {value for name in _TARGETS for value in facts.get(name, ())}
        above = [
            other for other, said in edition.rules.items() if any(current in said.get(name, ()) for name in _PARTS)
        ]
        todo += [other for other in above if other not in seen]
        seen |= set(above)
    told = [value for value in found if isinstance(value, ox.NamedNode) and not value.value.startswith(_STYLE)]
    if found and not told:
        return False
    ours = [value for value in told if value in edition.terms or value in edition.things]
    return not ours or len(ours) < len(told) or any(value in known for value in ours)


def _difference(
    node: ox.NamedNode,
    name: str,
    gone: set[Value],
    came: set[Value],
    *,
    is_grave: bool,
    forbids: bool,
    naming: Labels,
) -> Change:
    """Return the change that other values of one predicate make.

    Args:
        node: The shape.
        name: The predicate.
        gone: The values that are gone.
        came: The values that came.
        is_grave: Whether data in the wild may fail if more is asked.
        forbids: Whether what is gone was allowed by being asked for, in a closed shape.
        naming: Names what is spoken of.
    """
    # A query is too long to be told, and where it differs says little.
    text = "its query" if name == "sh:select" else naming.said(name.removeprefix("sh:"), gone, came)
    if name in _WORDS or (name == "sh:select" and _words(gone) == _words(came)):
        return naming.change(PATCH, SHAPES, CHANGED, "explained otherwise", node, text)
    if not forbids and _is_looser(name, gone, came):
        return naming.change(MINOR, SHAPES, CHANGED, "made less strict", node, f"asks less: {text}")
    level = MAJOR if is_grave else MINOR
    is_set = name in {*_LEAST, *_MOST, *_TARGETS, "sh:severity", "sh:deactivated"} or not gone
    if (is_set and name not in _MANNER) or (not came and (forbids or name == _IGNORED)):
        return naming.change(level, SHAPES, CHANGED, "made stricter", node, f"asks more: {text}")
    says = f"asks something else, perhaps more: {text}"
    return naming.change(level, SHAPES, CHANGED, "asked otherwise, perhaps more strictly", node, says)


def _words(queries: set[Value]) -> list[list[str]]:
    """Return the words of queries, whose white space and comments ask nothing."""
    texts = sorted(query.value for query in queries if isinstance(query, ox.Literal))
    return [[token.text for token in tokenize(text)] for text in texts]


def _is_looser(name: str, gone: set[Value], came: set[Value]) -> bool:
    """Tell whether a shape that says something else asks surely no more than before."""
    if name == "sh:severity":
        return (came or {_VIOLATION}) != {_VIOLATION} or (gone or {_VIOLATION}) == {_VIOLATION}
    if name == "sh:deactivated":
        return _TRUE in came
    if name in _MANNER:
        return False
    if not came or not gone:
        return not (gone if name == _IGNORED else came)
    if name in _LEAST | _MOST and len(gone) == len(came) == 1:
        try:
            [one], [other] = (
                [Decimal(value.value) for value in values if isinstance(value, ox.Literal)] for values in (gone, came)
            )
        except (InvalidOperation, ValueError):
            return False
        return other < one if name in _LEAST else other > one
    if name in _LISTS and len(gone) == len(came) == 1:
        before, after = (set(str(next(iter(values))).strip("( )").split()) for values in (gone, came))
        return before < after
    return False
