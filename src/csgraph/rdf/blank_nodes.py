"""Knows which blank nodes can be written where they stand, as ``[ … ]`` or ``( … )``, and names the others for good.

Only the ontology and the shapes have blank nodes, so those are held in memory while all else streams by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.turtle import iri

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

_FIRST, _REST, _NIL = iri("rdf:first"), iri("rdf:rest"), iri("rdf:nil")


def named(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return quads with blank nodes whose labels are the same whenever and wherever they are read.

    Args:
        quads: Quads, each with a blank node, and all those with any of their blank nodes.

    Source:
        RDF Dataset Canonicalization, https://www.w3.org/TR/rdf-canon/
    """
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def has_blank_node(quad: ox.Quad | ox.Triple) -> bool:
    """Tell whether the subject or the object is a blank node."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


class Nesting:
    """What is said of the blank nodes that can be written in the place of their one mention.

    Args:
        triples: The triples that have blank nodes.
    """

    def __init__(self, triples: Iterable[ox.Triple] = ()) -> None:
        self._properties: dict[ox.BlankNode, list[tuple[ox.NamedNode, Term]]] = {}
        mentions: dict[ox.BlankNode, list[Term]] = {}
        for subject, predicate, value in sorted(triples, key=str):
            if isinstance(subject, ox.BlankNode):
                self._properties.setdefault(subject, []).append((predicate, value))
            if isinstance(value, ox.BlankNode):
                mentions.setdefault(value, []).append(subject)
        self._owners = {node: found[0] for node, found in mentions.items() if len(found) == 1}
        # A ring of blank nodes has no beginning to be written from.
        self._nested = {node for node in {*self._properties, *mentions} if self._leads_out(node)}

    def _leads_out(self, node: ox.BlankNode) -> bool:
        seen, owner = {node}, self._owners.get(node)
        while isinstance(owner, ox.BlankNode) and owner not in seen:
            seen.add(owner)
            owner = self._owners.get(owner)
        # Beyond a node with several mentions, or none, it is that node which is labelled.
        return node in self._owners and owner not in seen

    def __contains__(self, term: object) -> bool:
        """Tell whether a term is a blank node that is written in the place of its mention."""
        return term in self._nested

    def of(self, node: Term) -> Iterator[tuple[ox.NamedNode, Term]]:
        """Yield the predicates and objects of such a blank node."""
        if isinstance(node, ox.BlankNode):
            yield from self._properties.get(node, ())

    def items(self, node: Term) -> Sequence[Term] | None:
        """Return the members of the list that such a blank node begins; None where it begins none."""
        found: list[Term] = []
        while node != _NIL:
            properties = dict(self.of(node)) if node in self else {}
            if properties.keys() != {_FIRST, _REST} or len(list(self.of(node))) != 2:
                return None
            found.append(properties[_FIRST])
            node = properties[_REST]
        return found
