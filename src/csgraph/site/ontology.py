"""Collects the definition, hierarchy, axioms, rules and usage of each term of the ontology."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.publication import themes
from csgraph.publication.resources import TYPE, in_order
from csgraph.publication.themes import Theme
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSG, GRAPH, ONTOLOGY, expand
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri
from csgraph.rdf.vocab import RDF_FIRST, RDF_NIL, RDF_REST
from csgraph.site.graph import SiteGraph
from csgraph.sparql import engine
from csgraph.sparql.results import Rows
from csgraph.validation.rules import ShapeRule

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term

_DEFINITION, _NOTE, _EXAMPLE = iri("skos:definition"), iri("skos:scopeNote"), iri("skos:example")
_BELOW = {True: iri("rdfs:subClassOf"), False: iri("rdfs:subPropertyOf")}
_EQUIVALENT, _INVERSE, _CHAIN = iri("owl:equivalentClass"), iri("owl:inverseOf"), iri("owl:propertyChainAxiom")
_ON, _VALUE = iri("owl:onProperty"), iri("owl:hasValue")
_DOMAIN, _DOMAIN_INCLUDES = iri("rdfs:domain"), iri("schema:domainIncludes")
_RANGE, _RANGE_INCLUDES = iri("rdfs:range"), iri("schema:rangeIncludes")
_APART, _MEMBERS = iri("owl:AllDisjointClasses"), iri("owl:members")
_CLASS = iri("owl:Class")
_KINDS = {iri(kind): words for kind, words in themes.KINDS.items()}

_USES = """
SELECT ?class ?property (COUNT(DISTINCT ?node) AS ?things) (COUNT(*) AS ?times) WHERE {
  { SELECT DISTINCT ?node ?property ?value ?class WHERE { ?node a ?class . ?node ?property ?value } }
}
GROUP BY ?class ?property
"""
"""For each class and property, the number of instances with the property and of its triples, over all graphs, each once."""


@dataclass(frozen=True)
class Use:
    """The use of a property on instances of a class.

    Attributes:
        property: The property.
        things: The number of instances that have it.
        times: The number of triples.
    """

    property: ox.NamedNode
    things: int
    times: int


@dataclass(frozen=True)
class Definition:
    """A term of the ontology.

    Attributes:
        node: The term.
        name: Its local name, which is its id on the page of the ontology.
        label: Its label.
        kinds: Its types in words: ``object property``, ``functional``.
        is_class: Whether it is a class; otherwise it is a property.
        theme: The name of its theme; empty if it is in no theme file.
        definition: Its ``skos:definition``.
        notes: Its scope notes.
        examples: Its examples.
        above: Its direct superclasses or superproperties.
        below: Its direct subclasses or subproperties.
        same: The ``owl:hasValue`` restrictions that it is equivalent to, as pairs of property and value.
        inverse: Its inverse properties.
        chains: Its property chains (``owl:propertyChainAxiom``).
        apart: The classes that it is disjoint with.
        domain: Its ``rdfs:domain``.
        used_of: Its ``schema:domainIncludes``.
        range: Its ``rdfs:range``.
        values: Its ``schema:rangeIncludes``.
        elsewhere: Terms of other vocabularies, by the property that links to them.
    """

    node: ox.NamedNode
    name: str
    label: str
    kinds: tuple[str, ...]
    is_class: bool
    theme: str
    definition: str
    notes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    above: tuple[ox.NamedNode, ...] = ()
    below: tuple[ox.NamedNode, ...] = ()
    same: tuple[tuple[Term, Term], ...] = ()
    inverse: tuple[ox.NamedNode, ...] = ()
    chains: tuple[tuple[ox.NamedNode, ...], ...] = ()
    apart: tuple[ox.NamedNode, ...] = ()
    domain: tuple[ox.NamedNode, ...] = ()
    used_of: tuple[ox.NamedNode, ...] = ()
    range: tuple[ox.NamedNode, ...] = ()
    values: tuple[ox.NamedNode, ...] = ()
    elsewhere: dict[ox.NamedNode, list[ox.NamedNode]] = field(default_factory=dict)


@dataclass(frozen=True)
class Branch:
    """A term in a hierarchy, with those below it."""

    node: ox.NamedNode
    branches: tuple[Branch, ...] = ()


class Vocabulary:
    """The terms of the ontology.

    Args:
        publication: The publication of the site.
    """

    def __init__(self, publication: SiteGraph) -> None:
        self._publication = publication
        self.themes = themes.of_terms()

    @cached_property
    def terms(self) -> dict[ox.NamedNode, Definition]:
        """The terms, sorted by name: all IRIs in the namespace of the ontology, declared or not."""
        found = {ox.NamedNode(each) for each in self._publication.addresses if each.startswith(CSG)}
        return {node: self._definition(node) for node in in_order(found)}

    def of_theme(self, theme: Theme) -> list[Definition]:
        """Return the terms of a theme: classes, then properties."""
        return sorted((term for term in self.terms.values() if term.theme == theme.name), key=lambda t: not t.is_class)

    @cached_property
    def _theme_of(self) -> dict[Term, str]:
        return {quad.subject: theme.name for theme in self.themes for quad in turtle.parse(theme.path)}

    def _definition(self, node: ox.NamedNode) -> Definition:
        get, values = self._publication, self._publication.values
        types = values(node, TYPE)
        is_class = _CLASS in types
        return Definition(
            node=node,
            name=node.value.removeprefix(CSG),
            label=get.label(node),
            kinds=tuple(words for kind, words in _KINDS.items() if kind in types),
            is_class=is_class,
            theme=self._theme_of.get(node, ""),
            definition=" ".join(to_text(text) for text in values(node, _DEFINITION)),
            notes=tuple(to_text(text) for text in values(node, _NOTE)),
            examples=tuple(to_text(text) for text in values(node, _EXAMPLE)),
            above=_named(values(node, _BELOW[is_class])),
            below=tuple(get.having(_BELOW[is_class], node)),
            same=tuple(self._same(node)),
            inverse=tuple(in_order({*_named(values(node, _INVERSE)), *get.having(_INVERSE, node)})),
            chains=tuple(_named(self._items(chain)) for chain in values(node, _CHAIN)),
            apart=self._disjoint.get(node, ()),
            domain=_named(values(node, _DOMAIN)),
            used_of=_named(values(node, _DOMAIN_INCLUDES)),
            range=_named(values(node, _RANGE)),
            values=_named(values(node, _RANGE_INCLUDES)),
            elsewhere=self._elsewhere(node),
        )

    def _same(self, node: ox.NamedNode) -> Iterator[tuple[Term, Term]]:
        for other in self._publication.values(node, _EQUIVALENT):
            value, on = self._publication.value(other, _VALUE), self._publication.value(other, _ON)
            if value is not None and on is not None:
                yield on, value

    def _items(self, node: Term) -> Iterator[Term]:
        while node != RDF_NIL and (first := self._publication.value(node, RDF_FIRST)) is not None:
            yield first
            node = self._publication.value(node, RDF_REST)

    @cached_property
    def _disjoint(self) -> dict[ox.NamedNode, tuple[ox.NamedNode, ...]]:
        """The classes that each class is disjoint with."""
        found: dict[ox.NamedNode, set[ox.NamedNode]] = {}
        for quad in self._publication.store.quads_for_pattern(None, TYPE, _APART):
            members = set(_named(self._items(self._publication.value(quad.subject, _MEMBERS))))
            for member in members:
                found.setdefault(member, set()).update(members - {member})
        return {node: tuple(in_order(others)) for node, others in found.items()}

    def _elsewhere(self, node: ox.NamedNode) -> dict[ox.NamedNode, list[ox.NamedNode]]:
        found: dict[ox.NamedNode, list[ox.NamedNode]] = {}
        for quad in self._publication.store.quads_for_pattern(node, None, None, ox.NamedNode(f"{GRAPH}alignments")):
            if isinstance(quad.object, ox.NamedNode):
                found.setdefault(quad.predicate, []).append(quad.object)
        return {predicate: in_order(found[predicate]) for predicate in in_order(found)}

    # -- Trees ---------------------------------------------------------------------------------------------------------

    def tree(self, *, of_classes: bool) -> list[Branch]:
        """Return the hierarchy of classes or properties, including superclasses and superproperties of other vocabularies."""
        terms = [term for term in self.terms.values() if term.is_class == of_classes]
        below: dict[ox.NamedNode, set[ox.NamedNode]] = {}
        for term in terms:
            for above in term.above:
                below.setdefault(above, set()).add(term.node)
        roots = {term.node for term in terms if not term.above} | (below.keys() - {term.node for term in terms})

        def grow(node: ox.NamedNode, path: tuple[ox.NamedNode, ...]) -> Branch:
            inner = [each for each in in_order(below.get(node, ())) if each not in path]
            return Branch(node, tuple(grow(each, (*path, node)) for each in inner))

        return [grow(node, ()) for node in in_order(roots)]

    # -- Use -----------------------------------------------------------------------------------------------------------

    def _rows(self, query: str) -> Rows:
        rows = engine.run(query, self._publication.store)
        assert isinstance(rows, Rows)
        return rows

    @cached_property
    def _uses(self) -> dict[Term, list[Use]]:
        found: dict[Term, list[Use]] = {}
        for row in self._rows(_USES):
            use = Use(row["property"], int(row["things"].value), int(row["times"].value))
            found.setdefault(row["class"], []).append(use)
        return found

    def uses(self, term: Definition) -> list[Use]:
        """Return the use of properties on instances of a class, most frequent first, without ``rdf:type``."""
        order = (use for use in self._uses.get(term.node, ()) if use.property != TYPE)
        return sorted(order, key=lambda use: (-use.things, -use.times, to_text(use.property)))

    def instances(self, term: Definition) -> list[ox.NamedNode]:
        """Return the instances of a class and its subclasses, including those by an ``owl:hasValue`` restriction."""
        found: set[ox.NamedNode] = set()
        todo, done = [term.node], set[ox.NamedNode]()
        while todo:
            node = todo.pop()
            if node in done:
                continue
            done.add(node)
            found.update(self._publication.having(TYPE, node))
            if (inner := self.terms.get(node)) is not None:
                todo += inner.below
                for on, value in inner.same:
                    if isinstance(on, ox.NamedNode):
                        found.update(self._publication.having(on, value))
        return in_order(found)

    @cached_property
    def _times(self) -> dict[ox.NamedNode, tuple[int, int]]:
        query = (
            "SELECT ?property (COUNT(DISTINCT ?node) AS ?things) (COUNT(*) AS ?times) WHERE { "
            "SELECT DISTINCT ?node ?property ?value WHERE { ?node ?property ?value } } GROUP BY ?property"
        )
        rows = self._rows(query)
        return {row["property"]: (int(row["things"].value), int(row["times"].value)) for row in rows}

    def times(self, term: Definition) -> tuple[int, int]:
        """Return the number of subjects with a property, and of its triples."""
        return self._times.get(term.node, (0, 0))

    # -- Rules ---------------------------------------------------------------------------------------------------------

    @cached_property
    def _rules_of(self) -> dict[Term, list[ShapeRule]]:
        found: dict[Term, list[ShapeRule]] = {}
        for rule in self._publication.rules:
            classes = {value for kind, value in rule.targets if kind == "targetClass"}
            for node in sorted({*classes, *rule.predicates()}, key=str):
                found.setdefault(node, []).append(rule)
        return found

    def rules_of(self, term: Definition) -> list[ShapeRule]:
        """Return the shapes that target a class or constrain a property."""
        return self._rules_of.get(term.node, [])


@dataclass(frozen=True)
class Piece:
    """A piece of a text, with the IRI that it names; empty if it names none."""

    text: str
    iri: str = ""


_CURIE = re.compile(r"\b[a-z][a-z0-9-]*:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def pieces(text: str, publication: SiteGraph) -> list[Piece]:
    """Split a text at the CURIEs of resources that have a page."""
    found: list[Piece] = []
    end = 0
    for match in _CURIE.finditer(text):
        name = match[0]
        known = expand(name) or ""
        if known in publication.addresses:
            found += [Piece(text[end : match.start()]), Piece(name, known)]
            end = match.end()
    found.append(Piece(text[end:]))
    return [piece for piece in found if piece.text]


def _named(nodes: Iterable[Term]) -> tuple[ox.NamedNode, ...]:
    return tuple(node for node in nodes if isinstance(node, ox.NamedNode))


HEADER = ox.NamedNode(ONTOLOGY)
"""The ontology itself."""
