"""Names nodes and values in a diff by the labels that either edition has for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from csgraph.publication.resources import choose_label
from csgraph.rdf.namespaces import REPORT_KINDS, SCHEMES, SHARED_KINDS, compress
from csgraph.rdf.turtle import iri, natural_key, to_turtle
from csgraph.release.diff.change import PARTS, Change
from csgraph.release.diff.edition import TERM_TYPES, Edition, Facts, Value

ONTOLOGY, DATA, SHAPES, QUERIES = PARTS

_KINDS = frozenset((*SCHEMES, *REPORT_KINDS, *SHARED_KINDS, "graph", "scheme"))
_LENGTH = 160
"""Maximum number of characters of a text that are quoted: its beginning, or where it differs from another."""

_CONTEXT = 40
"""Number of characters quoted before the first in which two texts differ."""


def label_of(facts: Facts) -> str:
    """Return the label of a node by `choose_label`, on one line; empty if it has none."""
    return " ".join(choose_label(lambda predicate: facts.get(to_turtle(predicate), ())).split())


class Labels:
    """The labels in two editions; those of the newer take precedence.

    Args:
        old: The older edition.
        new: The newer edition.
    """

    def __init__(self, old: Edition, new: Edition) -> None:
        self._parts = [part for edition in (new, old) for part in (edition.terms, edition.things, edition.rules)]

    def label(self, node: Value) -> str:
        """Return the label of a node; empty if it has none."""
        if not isinstance(node, ox.NamedNode):
            return ""
        return next((found for part in self._parts if node in part and (found := label_of(part[node]))), "")

    def kind(self, node: ox.NamedNode) -> str:
        """Return the kind of a node in words: from its prefix, or else from its class."""
        prefix = (compress(node.value) or "").partition(":")[0]
        if prefix in _KINDS:
            return prefix.replace("-", " ")
        facts = next((part[node] for part in self._parts if node in part), {})
        types = sorted(facts.get("rdf:type", ()), key=str)
        kinds = [kind for each, kind in TERM_TYPES.items() if each in types]
        if kinds:
            return kinds[0]
        if iri("skos:Concept") in types and len(types) > 1:
            types.remove(iri("skos:Concept"))
        return self.word(types[0]) if types else "node"

    def word(self, term: Value) -> str:
        """Return the label of a class or property; its local name split into words if it has none."""
        if label := self.label(term):
            return label
        local = re.split("[:/#]", _text(term))[-1].rstrip(">")
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", local).split()
        return " ".join(word if word.isupper() else word.lower() for word in words) or _text(term)

    def property(self, curie: str) -> str:
        """Return the label of a predicate by its CURIE."""
        try:
            return self.word(iri(curie))
        except ValueError:
            return curie

    def value(self, value: Value) -> str:
        """Return a value as text: literals in quotation marks, nodes as label and CURIE."""
        return self._quoted(value, _shortened(_plain(value)))

    def _quoted(self, value: Value, text: str) -> str:
        if isinstance(value, ox.NamedNode):
            return self.name(value)
        return f"“{text}”" if isinstance(value, ox.Literal) and _text(value).startswith('"') else text

    def name(self, node: Value) -> str:
        """Return the label and CURIE of a node, or the CURIE alone."""
        label = self.label(node)
        return f"“{label}” ({_text(node)})" if label else _text(node)

    def values(self, values: Iterable[Value]) -> str:
        """Return several values as text, in order."""
        return ", ".join(self.value(value) for value in in_order(values))

    def contrast(self, gone: Iterable[Value], came: Iterable[Value]) -> str:
        """Return new and old values as text; only where they differ for long texts."""
        before, after = list(gone), list(came)
        if len(before) == len(after) == 1:
            texts = _plain(before[0]), _plain(after[0])
            if max(map(len, texts)) > _LENGTH:
                start = texts[0].rfind(" ", 0, max(0, _agreement(*texts) - _CONTEXT)) + 1
                one, other = (f"{'… ' if start else ''}{_shortened(text[start:])}" for text in texts)
                return f"{self._quoted(after[0], other)}, was {self._quoted(before[0], one)}"
        return f"{self.values(after)}, was {self.values(before)}"

    def said(self, word: str, gone: Iterable[Value], came: Iterable[Value]) -> str:
        """Return the change of a property: new and old values, or the values added or removed."""
        if gone and came:
            return f"{word}: {self.contrast(gone, came)}"
        return f"{word}: {self.values(came)} came" if came else f"{word}: {self.values(gone)} is gone"

    def change(self, level: str, part: str, heading: str, action: str, node: ox.NamedNode, text: str) -> Change:
        """Return a change of a node."""
        return Change(level, part, heading, action, self.kind(node), to_turtle(node), self.label(node), text)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else to_turtle(value)


def _plain(value: Value) -> str:
    return " ".join(value.value.split()) if isinstance(value, ox.Literal) else _text(value)


def _agreement(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (here, there) in pairs if here != there), min(len(one), len(other)))


def _shortened(text: str) -> str:
    return text if len(text) <= _LENGTH else f"{text[: text.rfind(' ', 0, _LENGTH)]} …"


def in_order(values: Iterable[Value]) -> list[Value]:
    """Return values in natural order."""
    return sorted(values, key=lambda value: natural_key(_text(value)))


def nodes_in_order(nodes: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return nodes in natural order."""
    return sorted(nodes, key=lambda node: natural_key(to_turtle(node)))


def differences(old: Facts, new: Facts) -> list[tuple[str, set[Value], set[Value]]]:
    """Return the predicates whose values differ, with the values removed and added."""
    found = [(name, old.get(name, set()) - new.get(name, set()), new.get(name, set()) - old.get(name, set()))
             for name in sorted({*old, *new})]  # fmt: skip
    return [(name, gone, came) for name, gone, came in found if gone or came]


def with_new_names(facts: Facts, renamed: Mapping[ox.NamedNode, ox.NamedNode]) -> Facts:
    """Return the facts of a node with renamed IRIs replaced."""
    predicates = {to_turtle(old): to_turtle(new) for old, new in renamed.items()}
    return {
        predicates.get(name, name): {
            renamed.get(value, value) if isinstance(value, ox.NamedNode) else value for value in values
        }
        for name, values in facts.items()
    }
