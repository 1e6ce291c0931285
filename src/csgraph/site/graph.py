"""What the pages ask of the graph: every named graph of the publication, kept apart, with labels and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.publication import dataset, themes, views
from csgraph.publication.report import Report
from csgraph.publication.resources import ResourceReader, in_order
from csgraph.publication.views import View
from csgraph.rdf.blank_nodes import canonical, has_blank_node
from csgraph.rdf.namespaces import BASE, GRAPH, ONTOLOGY
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.release.query_catalog import QUERY
from csgraph.site.urls import PageUrls
from csgraph.validation import rules
from csgraph.validation.rules import ShapeRule

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term

_ERRATUM_KIND, _IN_EVENT, _POSITION = iri("csg:erratumKind"), iri("csg:inEvent"), iri("csg:position")
_PARTICIPANT, _AS_PRINTED = iri("csg:participant"), iri("csg:nameAsPrinted")

LINKS = "links"
"""The graph of what our resources are called elsewhere."""

WITH_DATA = (*dataset.DEFAULT_GRAPHS, LINKS)
"""The graphs whose triples stand in the file of data of a resource; all of them for a resource that these say nothing of."""


class SiteGraph(ResourceReader):
    """The publication as its pages need it.

    Args:
        store: All named graphs.
    """

    def __init__(self, store: ox.Store) -> None:
        super().__init__(store)
        self._labels: dict[object, str] = {}

    @classmethod
    def load(cls) -> SiteGraph:
        """Return the publication with all its named graphs.

        Raises:
            InputError: A file of it is not usable.
        """
        store = dataset.load_store(dataset.graph_files())
        # A store names blank nodes anew each time, and what is in the order of names would not be the same twice.
        anonymous = [quad for quad in store if has_blank_node(quad)]
        for quad in anonymous:
            store.remove(quad)
        store.extend(canonical(anonymous))
        return cls(store)

    @cached_property
    def views(self) -> list[View]:
        """The views, in the order of their names."""
        return views.list_views()

    @cached_property
    def queries(self) -> dict[str, View]:
        """The views by their IRIs."""
        return {QUERY + view.name: view for view in self.views}

    @cached_property
    def report(self) -> Report:
        """The report: its sections, passages, statements and quotes."""
        return Report(self.store)

    @cached_property
    def rules(self) -> list[ShapeRule]:
        """The rules of the shapes, by theme and name."""
        return rules.read(themes.of_rules())

    @cached_property
    def errata(self) -> int:
        """How many errata there are."""
        return len({quad.subject for quad in self.store.quads_for_pattern(None, _ERRATUM_KIND, None)})

    def slots(self, session: ox.NamedNode) -> list[ox.NamedNode]:
        """Return the slots of a session in the order in which the programme lists them."""
        return sorted(
            self.having(_IN_EVENT, session), key=lambda slot: natural_key(to_text(self.value(slot, _POSITION)))
        )

    def name_in(self, slot: ox.NamedNode) -> tuple[str, ox.NamedNode]:
        """Return the name that is printed in a slot, and whose it is; the slot itself where nobody is said to be in it."""
        who = self.value(slot, _PARTICIPANT) or slot
        return to_text(self.value(slot, _AS_PRINTED)) or self.label(who), who

    @cached_property
    def graphs(self) -> list[str]:
        """The names of the graphs, in order."""
        names = (graph.value for graph in self.store.named_graphs() if isinstance(graph, ox.NamedNode))
        return sorted(name.removeprefix(GRAPH) for name in names)

    @cached_property
    def addresses(self) -> PageUrls:
        """Where each of our IRIs is: whatever a graph says something of, or names, and the views."""
        found = {ONTOLOGY, *self.queries}
        for quad in self.store:
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                    found.add(term.value)
        return PageUrls(found)

    def label(self, node: Term) -> str:
        """Return a node's label, in English if there is one, or else its CURIE."""
        if (known := self._labels.get(node)) is None:
            known = self._labels[node] = super().label(node)
        return known

    def said(self, node: ox.NamedNode) -> dict[str, list[ox.Triple]]:
        """Return what is said of a node, by the names of the graphs that say it, in order."""
        found: dict[str, list[ox.Triple]] = {}
        for quad in self.store.quads_for_pattern(node, None, None):
            if isinstance(quad.graph_name, ox.NamedNode):
                found.setdefault(quad.graph_name.value.removeprefix(GRAPH), []).append(quad.triple)
        return {name: sorted(found[name], key=str) for name in sorted(found)}

    def pointing(self, node: ox.NamedNode) -> dict[ox.NamedNode, list[ox.NamedNode]]:
        """Return what points to a node, by the properties with which it does, both in the order of their CURIEs."""
        found: dict[ox.NamedNode, set[ox.NamedNode]] = {}
        for quad in self.store.quads_for_pattern(None, None, node):
            if isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.predicate, set()).add(quad.subject)
        return {predicate: in_order(found[predicate]) for predicate in in_order(found)}

    def with_blank_nodes(self, triples: list[ox.Triple]) -> Iterator[ox.Triple]:
        """Yield triples, and whatever is said of the blank nodes in them, and of those in that."""
        seen: set[ox.BlankNode] = set()
        waiting = list(triples)
        while waiting:
            triple = waiting.pop()
            yield triple
            if isinstance(triple.object, ox.BlankNode) and triple.object not in seen:
                seen.add(triple.object)
                waiting += [quad.triple for quad in self.store.quads_for_pattern(triple.object, None, None)]
