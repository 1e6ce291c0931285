"""Reads an edition of the publication: a release, a checkout, or a single file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSGS, GRAPH, ONTOLOGY
from csgraph.rdf.turtle import iri, to_turtle
from csgraph.rdf.vocab import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE
from csgraph.release import manifest

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

Value: TypeAlias = ox.NamedNode | ox.Literal | str
"""An IRI, a literal, or a blank node as its properties in Turtle."""

Facts: TypeAlias = dict[str, set[Value]]
"""The properties of a node: values by predicate, as CURIEs."""

RELEASE, CHECKOUT, FILE = "release", "checkout", "file"

_MEMBERS, _DISJOINT = iri("owl:members"), iri("owl:disjointWith")
_ALL_DISJOINT = iri("owl:AllDisjointClasses")
_VERSION = iri("owl:versionInfo")
TERM_TYPES = {
    iri("owl:Class"): "class",
    iri("rdfs:Class"): "class",
    iri("owl:ObjectProperty"): "property",
    iri("owl:DatatypeProperty"): "property",
    iri("owl:AnnotationProperty"): "property",
    iri("rdf:Property"): "property",
    iri("owl:Ontology"): "ontology",
}
"""The types of terms of an ontology, with the kind of term."""

_RULE_TYPES = frozenset(map(iri, ("sh:NodeShape", "sh:PropertyShape", "sh:SPARQLConstraint")))
# What a build adds to each term, and to the ontology: it identifies the edition.
_ADDED = frozenset({"rdfs:isDefinedBy", "owl:versionIRI", "owl:versionInfo", "dcterms:issued", "dcterms:modified"})
_DERIVED = "derived"

_READ = re.compile(r"(shapes|ontology)\.ttl|queries/[^/]+\.rq")
"""The files that are read of a release beside its named graphs, where it has them."""

_MOST = 10_000
"""Number of blank nodes that are visited to write one; a file could be made to need exponentially many."""


@dataclass
class Edition:
    """The content of an edition.

    Attributes:
        place: Its name in messages.
        kind: ``RELEASE``, ``CHECKOUT`` or ``FILE``.
        version: Its version; None where it has none.
        terms: The properties of the terms of the ontology.
        things: The properties of all other resources.
        rules: The properties of shapes.
        links: Triples of the graph of alignments, as (term, predicate, value).
        disjoint: The pairs of disjoint classes.
        axioms: The other axioms with blank nodes, in Turtle.
        graphs: The names of the graphs that have each triple; empty without named graphs.
        views: The text of each view by its name.
    """

    place: str
    kind: str
    version: str | None = None
    terms: dict[ox.NamedNode, Facts] = field(default_factory=dict)
    things: dict[ox.NamedNode, Facts] = field(default_factory=dict)
    rules: dict[ox.NamedNode, Facts] = field(default_factory=dict)
    links: set[tuple[ox.NamedNode, str, Value]] = field(default_factory=set)
    disjoint: set[frozenset[Term]] = field(default_factory=set)
    axioms: set[str] = field(default_factory=set)
    graphs: dict[tuple[ox.NamedNode, str, Value], set[str]] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)


def read_edition(path: Path) -> Edition:
    """Read an edition.

    Args:
        path: A release, as ``csgraph build`` makes it; a checkout, a folder with ``ontology`` and ``data`` in it; or an
            RDF file.

    Raises:
        InputError: There is nothing, or it is none of these, or a file of it is not usable.
    """
    place = paths.shown(path) if path.resolve() != Path.cwd() else "this folder"
    if not path.is_dir():
        return _described(Edition(place, FILE), turtle.parse(path))
    if manifest.is_release(path):
        return _release(path, place)
    if (path / "ontology").is_dir() and (path / "data").is_dir():
        return _checkout(path, place)
    files = ", ".join(manifest.REQUIRED)
    raise InputError(f"this folder is neither a release ({files}) nor a checkout (ontology/, data/)", place=place)


def _release(folder: Path, place: str) -> Edition:
    edition = Edition(place, RELEASE, views=_views(folder / "queries"))
    known = manifest.sums(folder)
    names = {path.relative_to(folder).as_posix() for path in (*folder.glob("*"), *folder.glob("queries/*"))}
    read = {name for name in names | known.keys() if _READ.fullmatch(name)}
    manifest.verify(folder, {manifest.QUADS, *read}, known)
    quads = list(turtle.parse(folder / manifest.QUADS, rename_blank_nodes=True))
    if "shapes.ttl" in read:
        quads += turtle.parse(folder / "shapes.ttl", rename_blank_nodes=True)
    header = ox.NamedNode(ONTOLOGY)
    for quad in turtle.parse(folder / "ontology.ttl") if "ontology.ttl" in read else ():
        if quad.subject == header and quad.predicate == _VERSION and isinstance(quad.object, ox.Literal):
            edition.version = quad.object.value
    return _described(edition, quads)


def _checkout(folder: Path, place: str) -> Edition:
    edition = Edition(place, CHECKOUT, views=_views(folder / "queries"))
    version = folder / "src" / "csgraph" / "version.py"
    if version.is_file() and (found := re.search(r'^__version__ = "([^"]+)"', turtle.read(version).decode(), re.M)):
        edition.version = found[1]
    files = dataset.graph_files(data=folder / "data", ontology=folder / "ontology")
    if not files:
        raise InputError("there are no files of data or ontology in this checkout", place=place)

    def quads() -> Iterator[ox.Quad]:
        for name, members in files.items():
            for path in members:
                for quad in turtle.parse(path, rename_blank_nodes=True):
                    yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(GRAPH + name))
        for path in sorted((folder / "shapes").glob("*.ttl")):
            yield from turtle.parse(path, rename_blank_nodes=True)

    return _described(edition, quads())


def _views(folder: Path) -> dict[str, str]:
    return {path.stem: turtle.read(path).decode() for path in sorted(folder.glob("*.rq"))}


# -- What quads say ----------------------------------------------------------------------------------------------------


def _described(edition: Edition, quads: Iterable[ox.Quad]) -> Edition:
    """Put what quads say where it belongs in an edition."""
    nameless: dict[ox.BlankNode, list[tuple[ox.NamedNode, Term]]] = {}
    named: list[tuple[ox.NamedNode, ox.NamedNode, Term, str]] = []
    types: dict[ox.NamedNode, set[Term]] = {}
    mentioned: set[Term] = set()
    for subject, predicate, value, graph in quads:
        name = graph.value.removeprefix(GRAPH) if isinstance(graph, ox.NamedNode) else ""
        if name == _DERIVED:
            continue
        if isinstance(subject, ox.BlankNode):
            nameless.setdefault(subject, []).append((predicate, value))
        else:
            named.append((subject, predicate, value, name))
            if predicate == RDF_TYPE:
                types.setdefault(subject, set()).add(value)
        if isinstance(value, ox.BlankNode):
            mentioned.add(value)
    written = _Nameless(nameless, edition.place)
    curies: dict[ox.NamedNode, str] = {}
    for subject, predicate, value, name in named:
        if (curie := curies.get(predicate)) is None:
            curie = curies[predicate] = to_turtle(predicate)
        if curie in _ADDED:
            continue
        said = written(value)
        if name == dataset.ALIGNMENTS:
            edition.links.add((subject, curie, said))
            continue
        if predicate == _DISJOINT:
            edition.disjoint.add(frozenset((subject, value)))
            continue
        part = _part(edition, subject, types.get(subject, set()))
        part.setdefault(subject, {}).setdefault(curie, set()).add(said)
        if name:
            edition.graphs.setdefault((subject, curie, said), set()).add(name)
    for node in nameless.keys() - mentioned:
        if (RDF_TYPE, _ALL_DISJOINT) in nameless[node]:
            members = next((written.items(value) for predicate, value in nameless[node] if predicate == _MEMBERS), [])
            edition.disjoint |= {frozenset((one, other)) for one in members for other in members if one != other}
        else:
            edition.axioms.add(str(written(node)))
    return edition


def _part(edition: Edition, node: ox.NamedNode, types: set[Term]) -> dict[ox.NamedNode, Facts]:
    if node.value.startswith(CSGS) or types & _RULE_TYPES:
        return edition.rules
    return edition.terms if types & TERM_TYPES.keys() else edition.things


def _verb(predicate: ox.NamedNode) -> str:
    return "a" if predicate == RDF_TYPE else to_turtle(predicate)


class _Nameless:
    """Writes blank nodes as their properties, which do not depend on labels."""

    def __init__(self, said: dict[ox.BlankNode, list[tuple[ox.NamedNode, Term]]], place: str) -> None:
        self._said, self._place, self._left = said, place, _MOST

    def __call__(self, term: Term) -> Value:
        """Return a term, and for a blank node its properties, in Turtle.

        Raises:
            InputError: Blank nodes are nested too deeply, or lead to each other in too many ways.
        """
        self._left = _MOST
        return self._value(term, ())

    def _value(self, term: Term, above: tuple[Term, ...]) -> Value:
        if isinstance(term, ox.NamedNode | ox.Literal):
            return term
        if not isinstance(term, ox.BlankNode) or term in above:
            return to_turtle(term) if isinstance(term, ox.Triple) else "_:again"
        self._left -= 1
        if len(above) > turtle.MAX_DEPTH or self._left < 0:
            problem = f"blank nodes nested deeper than {turtle.MAX_DEPTH} levels, or in too many ways, are not compared"
            raise InputError(problem, place=self._place)
        if any(predicate == RDF_FIRST for predicate, _ in self._said.get(term, ())):
            members = [self._text(item, (*above, term)) for item in self.items(term)]
            return f"( {' '.join(members)} )"
        pairs = sorted((_verb(verb), self._text(value, (*above, term))) for verb, value in self._said.get(term, ()))
        said = [f"{verb} {value}" for verb, value in pairs]
        return f"[ {' ; '.join(said)} ]" if said else "[]"

    def _text(self, term: Term, above: tuple[Term, ...]) -> str:
        said = self._value(term, above)
        return said if isinstance(said, str) else to_turtle(said)

    def items(self, node: Term) -> list[Term]:
        """Return the members of a list."""
        found: list[Term] = []
        seen: set[Term] = set()
        while isinstance(node, ox.BlankNode) and node not in seen:
            seen.add(node)
            said = dict(self._said.get(node, ()))
            if RDF_FIRST in said:
                found.append(said[RDF_FIRST])
            node = said.get(RDF_REST, RDF_NIL)
        return found
