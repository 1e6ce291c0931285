"""Reports changes of shapes: which are stricter, and which less strict.

A new or stricter rule is major if existing data may fail it: if it is a violation, and its targets are in the older edition.
The effect of a changed list, pattern or query is not computed: it counts as stricter.
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
"""Properties of a shape that are documentation and do not constrain."""
_PARTS = frozenset({"sh:property", "sh:sparql", "sh:node"})
_VIOLATION = iri("sh:Violation")
_IGNORED = "sh:ignoredProperties"
"""Properties that a closed shape allows besides its own: none is the strictest."""
_LISTS = frozenset({"sh:in", "sh:languageIn", _IGNORED})
"""Lists of allowed values, of which a longer one is less strict."""
_MANNER = frozenset({"sh:flags", "sh:path", "sh:select"})
"""Properties that constrain nothing by themselves but determine how, or where, other constraints apply."""

_TRUE = ox.Literal(True)
_STYLE = ("http://www.w3.org/ns/shacl#", "http://www.w3.org/2002/07/owl#")
"""Namespaces of the targets of style rules: terms of SHACL and OWL, which do not occur in data of others."""


def rule_changes(
    old: Edition, new: Edition, naming: Labels, terms: Mapping[ox.NamedNode, ox.NamedNode]
) -> Iterator[Change]:
    """Yield the changes of shapes.

    Args:
        old: The older edition.
        new: The newer edition.
        naming: The labels of both editions.
        terms: The renamed terms, by their old IRIs; uses of them in shapes are not reported again.
    """
    known = old.terms.keys() | old.things.keys() | set(terms.values())
    for node in nodes_in_order(old.rules.keys() - new.rules.keys()):
        yield naming.change(MINOR, SHAPES, REMOVED, "removed", node, f"no longer applies{_message(old.rules[node])}")
    for node in nodes_in_order(new.rules.keys() - old.rules.keys()):
        facts = new.rules[node]
        constrains = bool(facts.keys() - _WORDS - _TARGETS - _PARTS - {"rdf:type", "sh:path", "sh:severity"})
        is_major = constrains and _is_violation(facts) and _concerns(node, new, known)
        text = f"is {'a new requirement' if constrains else 'new'}{_message(facts)}"
        yield naming.change(MAJOR if is_major else MINOR, SHAPES, ADDED, "added", node, text)
    for node in nodes_in_order(old.rules.keys() & new.rules.keys()):
        facts = new.rules[node]
        found = differences(with_new_names(old.rules[node], terms), facts)
        is_breaking = bool(found) and _is_violation(facts) and _concerns(node, new, known)
        for name, gone, came in found:
            forbids = name == "sh:property" and bool(gone) and _TRUE in facts.get("sh:closed", ())
            if name in _PARTS and not (gone & new.rules.keys() or came & old.rules.keys() or forbids):
                # Reported for the parts themselves, which are new or gone.
                continue
            yield _difference(node, name, gone, came, is_breaking=is_breaking, forbids=forbids, naming=naming)


def _message(facts: Facts) -> str:
    messages = sorted(value.value for value in facts.get("sh:message", ()) if isinstance(value, ox.Literal))
    return f": {messages[0]}" if messages else ""


def _is_violation(facts: Facts) -> bool:
    """Whether a shape reports violations, which is the default (SHACL, sections 2.1.4 and 2.1.5)."""
    return _TRUE not in facts.get("sh:deactivated", ()) and facts.get("sh:severity", {_VIOLATION}) == {_VIOLATION}


def _concerns(node: ox.NamedNode, edition: Edition, known: set[ox.NamedNode]) -> bool:
    """Whether a known node may be a target of a shape, or of one that it is part of; true if that is not clear."""
    found: set[Value] = set()
    todo, seen = [node], {node}
    while todo:
        current = todo.pop()
        facts = edition.rules.get(current, {})
        found |= {value for name in _TARGETS for value in facts.get(name, ())}
        above = [
            other
            for other, its_facts in edition.rules.items()
            if any(current in its_facts.get(name, ()) for name in _PARTS)
        ]
        todo += [other for other in above if other not in seen]
        seen |= set(above)
    targets = [value for value in found if isinstance(value, ox.NamedNode) and not value.value.startswith(_STYLE)]
    if found and not targets:
        return False
    ours = [value for value in targets if value in edition.terms or value in edition.things]
    return not ours or len(ours) < len(targets) or any(value in known for value in ours)


def _difference(
    node: ox.NamedNode,
    name: str,
    gone: set[Value],
    came: set[Value],
    *,
    is_breaking: bool,
    forbids: bool,
    naming: Labels,
) -> Change:
    """Return the change of the values of one predicate.

    Args:
        node: The shape.
        name: The predicate.
        gone: The values that are gone.
        came: The values that came.
        is_breaking: Whether existing data may fail a stricter rule.
        forbids: Whether the removed property shape allowed its property in a closed shape.
        naming: The labels of both editions.
    """
    # A query is too long to be shown, and a part of it says little.
    text = "its query" if name == "sh:select" else naming.said(name.removeprefix("sh:"), gone, came)
    if name in _WORDS or (name == "sh:select" and _words(gone) == _words(came)):
        return naming.change(PATCH, SHAPES, CHANGED, "documented differently", node, text)
    if not forbids and _is_looser(name, gone, came):
        return naming.change(MINOR, SHAPES, CHANGED, "made less strict", node, f"is less strict: {text}")
    level = MAJOR if is_breaking else MINOR
    is_set = name in {*_LEAST, *_MOST, *_TARGETS, "sh:severity", "sh:deactivated"} or not gone
    if (is_set and name not in _MANNER) or (not came and (forbids or name == _IGNORED)):
        return naming.change(level, SHAPES, CHANGED, "made stricter", node, f"is stricter: {text}")
    text = f"is different, perhaps stricter: {text}"
    return naming.change(level, SHAPES, CHANGED, "changed, perhaps made stricter", node, text)


def _words(queries: set[Value]) -> list[list[str]]:
    """Return the tokens of queries: white space and comments make no difference."""
    texts = sorted(query.value for query in queries if isinstance(query, ox.Literal))
    return [[token.text for token in tokenize(text)] for text in texts]


def _is_looser(name: str, gone: set[Value], came: set[Value]) -> bool:
    """Whether other values of a property certainly make a shape no stricter."""
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
