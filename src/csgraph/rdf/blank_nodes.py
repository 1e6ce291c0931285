"""Labels blank nodes so that labels do not change from run to run, and finds those that need no label.

The parser's own labels differ on each run. There are three ways to replace them: ``canonical`` by the triples alone, for
graphs that are published or compared; ``numbered_rows`` by the order of the rows of an answer; ``numbered_quads`` by the
order of the triples in a file, for finding them there again (``csgraph.rdf.source_index``). In Turtle and JSON-LD most blank
nodes need no label, since they can be written in the place of their only mention: ``Nesting``.

Only the ontology and the shapes have blank nodes, so these are held in memory while the rest is streamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.vocab import RDF_FIRST, RDF_NIL, RDF_REST

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term


def canonical(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return quads with canonical labels for blank nodes: the same for isomorphic graphs.

    Args:
        quads: All quads that have any of the blank nodes; others may be left out.

    Source:
        RDF Dataset Canonicalization, https://www.w3.org/TR/rdf-canon/
    """
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def numbered_rows(rows: Iterable[Iterable[Term | None]]) -> list[list[Term | None]]:
    """Return rows with blank nodes labelled by their first appearance, from ``b0``."""
    labels: dict[ox.BlankNode, ox.BlankNode] = {}

    def labelled(term: Term | None) -> Term | None:
        return labels.setdefault(term, ox.BlankNode(f"b{len(labels)}")) if isinstance(term, ox.BlankNode) else term

    return [[labelled(term) for term in row] for row in rows]


def numbered_quads(quads: Iterable[ox.Quad], number: int) -> Iterator[ox.Quad]:
    """Yield the quads of a file with blank nodes labelled by their first appearance, as ``SourceIndex`` looks them up.

    Within a quad that is the order of subject, object and graph. Blank nodes of files with different numbers never meet.

    Args:
        quads: The quads, in the parser's order.
        number: The number of the file, from 0. Blank node 12 of file 3 becomes ``f3b12``.
    """
    labels: dict[ox.BlankNode, ox.BlankNode] = {}

    def label(node: ox.BlankNode) -> ox.BlankNode:
        if node not in labels:
            labels[node] = ox.BlankNode(f"f{number}b{len(labels)}")
        return labels[node]

    def labelled(term: Term) -> Term:
        if isinstance(term, ox.Triple):
            subject = label(term.subject) if isinstance(term.subject, ox.BlankNode) else term.subject
            return ox.Triple(subject, term.predicate, labelled(term.object))
        return label(term) if isinstance(term, ox.BlankNode) else term

    for quad in quads:
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        if isinstance(subject, ox.BlankNode):
            subject = label(subject)
        elif not isinstance(value, ox.BlankNode | ox.Triple) and not isinstance(graph, ox.BlankNode):
            yield quad
            continue
        value = labelled(value)
        yield ox.Quad(subject, quad.predicate, value, label(graph) if isinstance(graph, ox.BlankNode) else graph)


def has_blank_node(quad: ox.Quad | ox.Triple) -> bool:
    """Whether the subject or the object is a blank node."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


class Nesting:
    """The blank nodes that can be written in the place of their only mention, ``[ … ]`` or ``( … )``, with their properties.

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
        # A cycle of blank nodes has no first node to begin with.
        self._nested = {node for node in {*self._properties, *mentions} if self._leads_out(node)}

    def _leads_out(self, node: ox.BlankNode) -> bool:
        seen, owner = {node}, self._owners.get(node)
        while isinstance(owner, ox.BlankNode) and owner not in seen:
            seen.add(owner)
            owner = self._owners.get(owner)
        # Beyond a node with several mentions, or none, that node is labelled.
        return node in self._owners and owner not in seen

    def __contains__(self, term: object) -> bool:
        """Whether a term is a blank node that is written in the place of its mention."""
        return term in self._nested

    def of(self, node: Term) -> Iterator[tuple[ox.NamedNode, Term]]:
        """Yield the predicates and objects of such a blank node."""
        if isinstance(node, ox.BlankNode):
            yield from self._properties.get(node, ())

    def items(self, node: Term) -> Sequence[Term] | None:
        """Return the members of the list that such a blank node begins; None if it begins none."""
        found: list[Term] = []
        while node != RDF_NIL:
            properties = dict(self.of(node)) if node in self else {}
            if properties.keys() != {RDF_FIRST, RDF_REST} or len(list(self.of(node))) != 2:
                return None
            found.append(properties[RDF_FIRST])
            node = properties[RDF_REST]
        return found
