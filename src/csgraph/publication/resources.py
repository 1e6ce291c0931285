"""Finds the nodes of a graph by their names, and tells nodes and terms in the words people read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES, compress, expand
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.rdf.vocab import RDF_TYPE

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term


TYPE = RDF_TYPE
LABELS = (iri("rdfs:label"), iri("skos:prefLabel"))
"""The properties that hold a node's label, the first that it has being the one shown."""
NAMES = (*LABELS, *map(iri, ("skos:altLabel", "foaf:name", "skos:notation", "dcterms:identifier", "dcterms:title")))
"""The properties by whose values a node is found."""


class ResourceReader:
    """The questions that words about a node ask of a store."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def values(self, node: Any, *predicates: ox.NamedNode) -> list[Any]:
        """Return what a node has for the first of the properties that it has, in order and each once."""
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
        """Return a node's label, in English if there is one, or else its CURIE."""
        labels = self.values(node, *LABELS) if isinstance(node, ox.NamedNode | ox.BlankNode) else []
        english = [label for label in labels if getattr(label, "language", None) == "en"]
        return to_text((english or labels or [node])[0])

    def word(self, term: Term) -> str:
        """Return the label of a property or class; of one that has none the local name, in words."""
        label, curie = self.label(term), to_text(term)
        local = curie.partition(":")[2]
        if label != curie or not re.fullmatch(r"[A-Za-z]+", local):
            return label
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()

    def name(self, term: Term) -> str:
        """Return a term as people read it, and a node's CURIE after its label."""
        label, text = self.label(term), to_text(term)
        return label if label == text else f"{label} ({text})"

    def types(self, node: Term) -> tuple[str, ...]:
        """Return the classes of a node in words."""
        return tuple(self.word(kind) for kind in self.values(node, TYPE))


def in_order(nodes: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Return nodes in the natural order of their CURIEs."""
    return sorted(nodes, key=lambda node: natural_key(to_text(node)))


def find_node(thing: str, store: ox.Store) -> ox.NamedNode:
    """Return the node that an IRI, a CURIE or a label names; case does not matter in labels.

    Raises:
        InputError: The graph has no such node, or the label is that of several.
    """
    known = named_node(thing, store)
    if known is not None:
        return known
    named: dict[str, set[ox.NamedNode]] = {}
    for predicate in NAMES:
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, ox.NamedNode):
                named.setdefault(folded(to_text(quad.object)), set()).add(quad.subject)
    nodes = in_order(named.get(folded(thing), ()))
    if not nodes:
        below = PREFIXES.get(thing.partition(":")[0]) if "://" not in thing else None
        raise _unknown(thing, _curies(below, store) if below else sorted(named))
    if len(nodes) > 1:
        raise ambiguous(thing, nodes, store)
    return nodes[0]


def named_node(thing: str, store: ox.Store) -> ox.NamedNode | None:
    """Return the node that an IRI or a CURIE names; None if it is neither, or the graph does not know it."""
    if (node := term_of(thing)) is None:
        return None
    patterns = ((node, None, None), (None, None, node))
    return node if any(True for pattern in patterns for _ in store.quads_for_pattern(*pattern)) else None


def term_of(thing: str) -> ox.NamedNode | None:
    """Return the IRI that an IRI or a CURIE is; None if it is neither."""
    full = thing.strip("<>") if "://" in thing else expand(thing)
    try:
        return ox.NamedNode(full or "")
    except ValueError:
        return None


def ambiguous(thing: str, nodes: Iterable[ox.NamedNode], store: ox.Store) -> InputError:
    """Return the error that a name is that of several nodes, with those."""
    graph = ResourceReader(store)
    candidates = ", ".join(f"{to_text(node)} ({', '.join(graph.types(node)) or 'untyped'})" for node in nodes)
    return InputError(f"several things have this name; say which by its CURIE: {candidates}", place=thing)


def folded(text: str) -> str:
    """Return a name as names are compared: without regard to case and to how much white space there is."""
    return " ".join(text.casefold().split())


def _curies(namespace: str, store: ox.Store) -> list[str]:
    nodes = {quad.subject for quad in store if isinstance(quad.subject, ox.NamedNode)}
    return sorted(to_text(node) for node in nodes if node.value.startswith(namespace))


def _unknown(thing: str, known: list[str]) -> InputError:
    from csgraph.util.suggest import did_you_mean, similar

    hint = did_you_mean(similar(folded(thing), known)) or "give an IRI, a CURIE such as pillar:norms, or a label"
    return InputError(f"no such thing in the graph; {hint}", place=thing)


def curie(node: ox.NamedNode) -> str:
    """Return the CURIE of a node, or its IRI where no prefix of the table fits."""
    return compress(node.value) or node.value
