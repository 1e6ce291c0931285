"""Knows what follows from the graph: the rules of ``queries/derive/``, asked until nothing new appears.

A rule is a file ``NAME.rq`` with a CONSTRUCT query; its name says what it adds. Its header is YAML in lines that begin
with ``#+``, as that of a view (``csgraph.publication.views``). Together the rules are those of OWL 2 RL that say something of the
things of the graph with the axioms that the ontology has; what a reasoner adds beyond them is of no use to a reader, such
as that each thing is the same as itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from csgraph import paths
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.turtle import iri
from csgraph.rdf.vocab import RDF_FIRST, RDF_REST, RDF_TYPE, RDFS_SUB_CLASS_OF
from csgraph.sparql import header

KEYS = {"summary": str, "rule": str, "source": str, "tags": list}
"""Keys of a header, and what each holds; all are required."""

_AXIOMS = tuple(
    map(
        iri,
        (
            "owl:inverseOf",
            "owl:onProperty",
            "owl:propertyChainAxiom",
            "rdfs:domain",
            "rdfs:range",
            "rdfs:subPropertyOf",
        ),
    )
)
_SYMMETRIC = iri("owl:SymmetricProperty")
# What is derived is kept in a graph of its own as well, so that nothing need be remembered of what was there before.
_DERIVED = iri("graph:derived")
_BATCH = 10_000


@dataclass(frozen=True)
class InferenceRule:
    """A query that says what follows.

    Attributes:
        name: What it adds: the name of the file without its ending, such as ``types-from-domains``.
        path: The file.
        summary: The rule, as a sentence.
        rule: The rules of OWL 2 RL that it is, by their names.
        source: Where these are defined, an IRI.
        tags: Themes.
        query: The query, with its header.
    """

    name: str
    path: Path
    summary: str
    rule: str
    source: str
    tags: tuple[str, ...]
    query: str


def load_rules() -> list[InferenceRule]:
    """Return the rules, in the order of their names.

    Raises:
        InputError: A file is not usable, or its header is not right.
    """
    return [
        parse(turtle.read(path).decode(), path, place=paths.shown(path))
        for path in sorted((paths.QUERIES / "derive").glob("*.rq"))
    ]


def parse(text: str, path: Path, *, place: str) -> InferenceRule:
    """Return the rule that a text with a header is.

    Args:
        text: The query with its header.
        path: Its file; its name is that of the file.
        place: Its name in messages.

    Raises:
        InputError: The header is not YAML, lacks a key, or has an unknown one.
    """
    found = header.read(text, place)
    found.check(KEYS)
    return InferenceRule(
        name=path.stem,
        path=path,
        summary=found.line("summary"),
        rule=found.content["rule"],
        source=found.content["source"],
        tags=tuple(found.content["tags"]),
        query=text,
    )


def derive(quads: Iterable[ox.Quad], rules: Iterable[InferenceRule] | None = None) -> Iterator[ox.Triple]:
    """Yield what follows from some quads and is not among them; in no order, each once.

    Named graphs are one here. Literals are as the engine keeps them, by value (see ``docs/decisions``, number 8).

    Args:
        quads: The graph, with the axioms of its ontology.
        rules: The rules; those of ``queries/derive/`` when not given.

    Raises:
        InputError: A rule cannot be asked.
    """
    known = load_rules() if rules is None else list(rules)
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in quads)
    is_new = True
    while is_new:
        is_new = False
        for rule in known:
            found = _ask(rule, store)
            # An answer does not see what is added while it is read.
            while batch := list(islice(found, _BATCH)):
                is_new = True
                store.extend(ox.Quad(*triple) for triple in batch)
                store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, _DERIVED) for triple in batch)
    for quad in store.quads_for_pattern(None, None, None, _DERIVED):
        yield quad.triple


def _ask(rule: InferenceRule, store: ox.Store) -> Iterator[ox.Triple]:
    """Yield what a rule adds to a store."""
    try:
        found: Any = store.query(rule.query)
    except SyntaxError as error:
        raise InputError(f"the rule is no query: {error}", place=paths.shown(rule.path)) from None
    for triple in found:
        if ox.Quad(*triple) not in store:
            yield triple


def premises(quads: Iterable[ox.Quad]) -> set[str]:
    """Return the IRIs of the properties from which the axioms of an ontology let something follow.

    A triple with another property, such as the text of a passage, has no consequence but that of the domain of its
    property; a property that has one is among those returned.

    Args:
        quads: The ontology.
    """
    found = {iri.value for iri in (*_AXIOMS, RDF_TYPE, RDF_FIRST, RDF_REST)}
    found.add(RDFS_SUB_CLASS_OF.value)
    for quad in quads:
        if quad.predicate in _AXIOMS and isinstance(quad.subject, ox.NamedNode):
            found.add(quad.subject.value)
        if quad.predicate in (*_AXIOMS, RDF_FIRST) and isinstance(quad.object, ox.NamedNode):
            found.add(quad.object.value)
        if quad.predicate == RDF_TYPE and quad.object == _SYMMETRIC and isinstance(quad.subject, ox.NamedNode):
            found.add(quad.subject.value)
    return found
