"""The publication as the site reads it: all named graphs, kept apart, with labels, addresses, views and rules."""

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
"""The named graph of links to records of other datasets."""

WITH_DATA = (*dataset.DEFAULT_GRAPHS, LINKS)
"""The named graphs in the data files of a resource; all of them for a resource that has no triples in these."""


class SiteGraph(ResourceReader):
    """The publication as its pages read it.

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
            InputError: A file of it cannot be read.
        """
        store = dataset.load_store(dataset.graph_files())
        # The store labels blank nodes differently each time, so that what is sorted by label would differ.
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
        """The number of errata."""
        return len({quad.subject for quad in self.store.quads_for_pattern(None, _ERRATUM_KIND, None)})

    def slots(self, session: ox.NamedNode) -> list[ox.NamedNode]:
        """Return the slots of a session in the order in which the programme lists them."""
        return sorted(
            self.having(_IN_EVENT, session), key=lambda slot: natural_key(to_text(self.value(slot, _POSITION)))
        )

    def name_in(self, slot: ox.NamedNode) -> tuple[str, ox.NamedNode]:
        """Return the name that is printed in a slot, and the person; the slot itself if it has no person."""
        who = self.value(slot, _PARTICIPANT) or slot
        return to_text(self.value(slot, _AS_PRINTED)) or self.label(who), who

    @cached_property
    def graphs(self) -> list[str]:
        """The names of the graphs, in order."""
        names = (graph.value for graph in self.store.named_graphs() if isinstance(graph, ox.NamedNode))
        return sorted(name.removeprefix(GRAPH) for name in names)

    @cached_property
    def addresses(self) -> PageUrls:
        """The path of each of our IRIs in the site: all in the graphs, the ontology and the views."""
        found = {ONTOLOGY, *self.queries}
        for quad in self.store:
            for term in (quad.subject, quad.predicate, quad.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                    found.add(term.value)
        return PageUrls(found)

    def label(self, node: Term) -> str:
        """Return the label of a node, as `ResourceReader.label`; each is looked up once."""
        if (known := self._labels.get(node)) is None:
            known = self._labels[node] = super().label(node)
        return known

    def said(self, node: ox.NamedNode) -> dict[str, list[ox.Triple]]:
        """Return the triples with a node as the subject, by named graph, in order."""
        found: dict[str, list[ox.Triple]] = {}
        for quad in self.store.quads_for_pattern(node, None, None):
            if isinstance(quad.graph_name, ox.NamedNode):
                found.setdefault(quad.graph_name.value.removeprefix(GRAPH), []).append(quad.triple)
        return {name: sorted(found[name], key=str) for name in sorted(found)}

    def pointing(self, node: ox.NamedNode) -> dict[ox.NamedNode, list[ox.NamedNode]]:
        """Return the resources that refer to a node, by property, both in the order of their CURIEs."""
        found: dict[ox.NamedNode, set[ox.NamedNode]] = {}
        for quad in self.store.quads_for_pattern(None, None, node):
            if isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.predicate, set()).add(quad.subject)
        return {predicate: in_order(found[predicate]) for predicate in in_order(found)}

    def with_blank_nodes(self, triples: list[ox.Triple]) -> Iterator[ox.Triple]:
        """Yield triples and, recursively, those of the blank nodes that are their objects."""
        seen: set[ox.BlankNode] = set()
        waiting = list(triples)
        while waiting:
            triple = waiting.pop()
            yield triple
            if isinstance(triple.object, ox.BlankNode) and triple.object not in seen:
                seen.add(triple.object)
                waiting += [quad.triple for quad in self.store.quads_for_pattern(triple.object, None, None)]
