"""Looks up resources by IRI, CURIE or label, and reads their labels, types and values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES, expand, shorten
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.rdf.vocab import RDF_TYPE
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term


TYPE = RDF_TYPE
LABELS = (iri("rdfs:label"), iri("skos:prefLabel"))
"""The properties that are made for labels."""
LABEL_PROPERTIES = (*LABELS, *map(iri, ("dcterms:title", "foaf:name", "schema:name")))
"""The properties that a label is taken from, in this order; see `choose_label`."""
NAMES = (*LABELS, *map(iri, ("skos:altLabel", "foaf:name", "skos:notation", "dcterms:identifier", "dcterms:title")))
"""The properties by whose values `find_node` looks up a node."""


def choose_label(values_of: Callable[[ox.NamedNode], Iterable[object]]) -> str:
    """Return the label of a resource as it is written; empty if it has none.

    It is a value of the first property of `LABEL_PROPERTIES` that the resource has: in English if there is one, and the
    first in natural order among several. Findings, diffs, descriptions and pages all name resources by it.

    Args:
        values_of: Returns the values that the resource has for a property.
    """
    for predicate in LABEL_PROPERTIES:
        labels = [value for value in values_of(predicate) if isinstance(value, ox.Literal)]
        if labels:
            best = min(labels, key=lambda label: (_language(label) != "en", natural_key(label.value)))
            return best.value
    return ""


def _language(label: ox.Literal) -> str:
    """Return the primary language of a label (BCP 47, section 2.2.1); empty if it has none."""
    return (label.language or "").partition("-")[0].lower()


class ResourceReader:
    """Read-only lookups of values, labels and types in a store.

    Args:
        store: The graph, with or without named graphs; their union is read.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def values(self, node: Any, *predicates: ox.NamedNode) -> list[Any]:
        """Return the values of a node for the first of the properties that it has, in natural order, each once."""
        for predicate in predicates:
            if found := {quad.object for quad in self.store.quads_for_pattern(node, predicate, None)}:
                return sorted(found, key=lambda term: natural_key(to_text(term)))
        return []

    def value(self, node: Any, *predicates: ox.NamedNode) -> Any:
        """Return the first of these values; None if there is none."""
        return next(iter(self.values(node, *predicates)), None)

    def having(self, predicate: ox.NamedNode, value: Term) -> list[ox.NamedNode]:
        """Return the nodes that have a value for a property, in the order of their CURIEs."""
        found = {quad.subject for quad in self.store.quads_for_pattern(None, predicate, value)}
        return in_order(node for node in found if isinstance(node, ox.NamedNode))

    def label(self, node: Term) -> str:
        """Return the label of a node by `choose_label`; its CURIE if it has none."""
        if not isinstance(node, ox.NamedNode | ox.BlankNode):
            return to_text(node)
        label = choose_label(lambda each: (quad.object for quad in self.store.quads_for_pattern(node, each, None)))
        return terminal_safe(label) or to_text(node)

    def word(self, term: Term) -> str:
        """Return the label of a property or class; its local name split into words if it has none."""
        label, curie = self.label(term), to_text(term)
        local = curie.partition(":")[2]
        if label != curie or not re.fullmatch(r"[A-Za-z]+", local):
            return label
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()

    def name(self, term: Term) -> str:
        """Return the label of a term, followed by its CURIE in brackets if it is a node with a label."""
        label, text = self.label(term), to_text(term)
        return label if label == text else f"{label} ({text})"

    def types(self, node: Term) -> tuple[str, ...]:
        """Return the labels of the classes of a node."""
        return tuple(self.word(kind) for kind in self.values(node, TYPE))


def in_order(nodes: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return nodes in the natural order of their CURIEs."""
    return sorted(nodes, key=lambda node: natural_key(to_text(node)))


def find_node(name: str, store: ox.Store) -> ox.NamedNode:
    """Return the node with an IRI, a CURIE or a label; labels are compared without regard to case and white space.

    Raises:
        InputError: The graph has no such node, or several have the label.
    """
    known = named_node(name, store)
    if known is not None:
        return known
    named: dict[str, set[ox.NamedNode]] = {}
    for predicate in NAMES:
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, ox.NamedNode):
                named.setdefault(folded(to_text(quad.object)), set()).add(quad.subject)
    nodes = in_order(named.get(folded(name), ()))
    if not nodes:
        below = PREFIXES.get(name.partition(":")[0]) if "://" not in name else None
        raise _unknown(name, _curies(below, store) if below else sorted(named))
    if len(nodes) > 1:
        raise ambiguous(name, nodes, store)
    return nodes[0]


def named_node(name: str, store: ox.Store) -> ox.NamedNode | None:
    """Return the node with an IRI or a CURIE; None if it is neither, or is no subject or object in the graph."""
    if (node := term_of(name)) is None:
        return None
    patterns = ((node, None, None), (None, None, node))
    return node if any(True for pattern in patterns for _ in store.quads_for_pattern(*pattern)) else None


def term_of(name: str) -> ox.NamedNode | None:
    """Return an IRI or a CURIE as a node; None if it is neither."""
    full = name.strip("<>") if "://" in name else expand(name)
    try:
        return ox.NamedNode(full or "")
    except ValueError:
        return None


def ambiguous(name: str, nodes: Iterable[ox.NamedNode], store: ox.Store) -> InputError:
    """Return the error for a name that several nodes have; it lists them with their types."""
    graph = ResourceReader(store)
    candidates = ", ".join(f"{to_text(node)} ({', '.join(graph.types(node)) or 'untyped'})" for node in nodes)
    return InputError(f"several resources have this name; give the CURIE of one: {candidates}", place=name)


def folded(text: str) -> str:
    """Return a name in the form in which names are compared: case folded, white space collapsed."""
    return " ".join(text.casefold().split())


def _curies(namespace: str, store: ox.Store) -> list[str]:
    nodes = {quad.subject for quad in store if isinstance(quad.subject, ox.NamedNode)}
    return sorted(to_text(node) for node in nodes if node.value.startswith(namespace))


def _unknown(name: str, known: list[str]) -> InputError:
    from csgraph.util.suggest import did_you_mean, similar

    hint = did_you_mean(similar(folded(name), known)) or "give an IRI, a CURIE such as pillar:norms, or a label"
    return InputError(f"no such resource in the graph; {hint}", place=name)


def curie(node: ox.NamedNode) -> str:
    """Return the CURIE of a node, or its IRI where no prefix of the table fits."""
    return shorten(node.value)
