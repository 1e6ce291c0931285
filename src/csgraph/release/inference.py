"""Infers triples by the rules of ``queries/derive/``, which run until nothing new appears.

A rule is a file ``NAME.rq`` with a CONSTRUCT query and a header (``csgraph.sparql.header``); its name is what it adds.
Together they are the rules of OWL 2 RL that infer triples about resources from the axioms that the ontology has. Trivial
inferences of a reasoner, such as that each resource is the same as itself, are left out.
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
"""The keys of a header and their types; all are required."""

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
# Inferred triples are kept in a graph of their own as well, so that they can be told from the given ones.
_DERIVED = iri("graph:derived")
_BATCH = 10_000


@dataclass(frozen=True)
class InferenceRule:
    """A CONSTRUCT query that infers triples.

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
    """Read a rule from the text of its file.

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
    """Yield the triples that follow from some quads and are not among them; in no order, each once.

    Named graphs are one here. Literals are as the engine keeps them, by value (see ``docs/decisions``, number 8).

    Args:
        quads: The graph, with the axioms of its ontology.
        rules: The rules; those of ``queries/derive/`` when not given.

    Raises:
        InputError: A rule cannot be run.
    """
    known = load_rules() if rules is None else list(rules)
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in quads)
    is_new = True
    while is_new:
        is_new = False
        for rule in known:
            found = _run(rule, store)
            # Solutions do not include triples that are added while they are read.
            while batch := list(islice(found, _BATCH)):
                is_new = True
                store.extend(ox.Quad(*triple) for triple in batch)
                store.extend(ox.Quad(triple.subject, triple.predicate, triple.object, _DERIVED) for triple in batch)
    for quad in store.quads_for_pattern(None, None, None, _DERIVED):
        yield quad.triple


def _run(rule: InferenceRule, store: ox.Store) -> Iterator[ox.Triple]:
    """Yield the triples that a rule adds to a store."""
    try:
        found: Any = store.query(rule.query)
    except SyntaxError as error:
        raise InputError(f"the rule is not SPARQL: {error}", place=paths.shown(rule.path)) from None
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
