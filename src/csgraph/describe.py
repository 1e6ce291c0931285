"""Says in words what the graph holds: of one thing (``show``), and altogether (``stats``)."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.answers import run
from csgraph.errors import InputError
from csgraph.namespaces import PREFIXES, compress, expand
from csgraph.output import terminal_safe
from csgraph.results import Rows, Triples, to_text
from csgraph.turtle import natural_key

if TYPE_CHECKING:
    from csgraph.results import Term

SHOWN_LINKS = 12
"""How many things that point to a node are shown in words; the other formats have them all."""

_INDENT = "    "


def _iri(curie: str) -> ox.NamedNode:
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


_TYPE, _DEFINITION, _SOURCE, _ANCHOR = map(_iri, ("rdf:type", "skos:definition", "dcterms:source", "csg:anchor"))
_LABELS = tuple(map(_iri, ("rdfs:label", "skos:prefLabel")))
_NAMES = (*_LABELS, *map(_iri, ("skos:altLabel", "foaf:name", "skos:notation", "dcterms:identifier", "dcterms:title")))
_HAS_SOURCE, _HAS_SELECTOR = _iri("oa:hasSource"), _iri("oa:hasSelector")
_PREFIX, _EXACT, _SUFFIX = map(_iri, ("oa:prefix", "oa:exact", "oa:suffix"))
_PART_OF, _PAGE = _iri("dcterms:isPartOf"), _iri("schema:pageStart")
# Shown elsewhere in the text: at the head, or as the passages it rests on.
_APART = frozenset({_TYPE, _DEFINITION, _SOURCE, _ANCHOR, *_LABELS})


@dataclass(frozen=True)
class Evidence:
    """A sentence of the report that a thing rests on.

    Attributes:
        passage: CURIE of the passage it stands in.
        section: Label of the passage's section.
        page: Page that the section begins on; None where the report does not tell.
        before: The sentence up to the quoted words.
        quote: The quoted words; empty where the whole passage is meant.
        after: The rest of the sentence.
    """

    passage: str
    section: str
    page: str | None
    before: str = ""
    quote: str = ""
    after: str = ""


@dataclass(frozen=True)
class Description:
    """What the graph says of one thing.

    Attributes:
        iri: Its IRI.
        label: Its label, or its CURIE if it has none.
        types: Its classes in words.
        definition: Its definition; empty if it has none.
        properties: Each property in words with its values, as people read them.
        links: Each property in words by which other things point to it, with those things.
        evidence: The sentences it rests on.
        triples: The triples it is the subject of.
    """

    iri: str
    label: str
    types: tuple[str, ...]
    definition: str
    properties: dict[str, list[str]]
    links: dict[str, list[str]]
    evidence: tuple[Evidence, ...]
    triples: Triples

    def to(self, format: str = "text", *, width: int | None = None) -> str:
        """Return the description as ``text``, ``json`` or ``turtle``; text wraps at ``width`` columns."""
        if format == "turtle":
            return self.triples.to("turtle")
        return self._to_json() if format == "json" else _write_text(self, width)

    def _to_json(self) -> str:
        import json
        from dataclasses import asdict

        content = {name: value for name, value in asdict(self).items() if name != "triples"}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


class _Graph:
    """The questions that a description asks of a store."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def values(self, node: Any, *predicates: ox.NamedNode) -> list[Any]:
        """Return what a node has for the first of the properties that it has, in order and each once."""
        for predicate in predicates:
            if found := {quad.object for quad in self.store.quads_for_pattern(node, predicate, None)}:
                return sorted(found, key=lambda term: natural_key(to_text(term)))
        return []

    def label(self, node: Term) -> str:
        """Return a node's label, in English if there is one, or else its CURIE."""
        labels = self.values(node, *_LABELS) if isinstance(node, ox.NamedNode | ox.BlankNode) else []
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

    def evidence(self, node: ox.NamedNode) -> tuple[Evidence, ...]:
        """Return the sentences a node rests on: those of its anchors, then its other sources."""
        found, anchored = [], set()
        for anchor in self.values(node, _ANCHOR):
            for passage in self.values(anchor, _HAS_SOURCE):
                anchored.add(passage)
                for selector in self.values(anchor, _HAS_SELECTOR):
                    if quote := self.values(selector, _EXACT):
                        around = [self.values(selector, predicate) for predicate in (_PREFIX, _SUFFIX)]
                        before, after = (parts[0].value if parts else "" for parts in around)
                        found.append(self._evidence(passage, before, quote[0].value, after))
        others = [source for source in self.values(node, _SOURCE) if source not in anchored]
        return (*found, *(self._evidence(source) for source in others))

    def _evidence(self, passage: Term, before: str = "", quote: str = "", after: str = "") -> Evidence:
        section = next(iter(self.values(passage, _PART_OF)), None)
        page = next(iter(self.values(section, _PAGE)), None) if section else None
        where = self.label(section) if section else self.label(passage)
        return Evidence(to_text(passage), where, to_text(page) or None, *map(terminal_safe, (before, quote, after)))


def find_node(thing: str, store: ox.Store) -> ox.NamedNode:
    """Return the node that an IRI, a CURIE or a label names; case does not matter in labels.

    Raises:
        InputError: The graph has no such node, or the label is that of several.
    """
    iri = thing.strip("<>") if "://" in thing else expand(thing)
    if iri and _is_known(iri, store):
        return ox.NamedNode(iri)
    named: dict[str, set[ox.NamedNode]] = {}
    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, predicate, None):
            if isinstance(quad.subject, ox.NamedNode):
                named.setdefault(_folded(to_text(quad.object)), set()).add(quad.subject)
    nodes = sorted(named.get(_folded(thing), ()), key=lambda node: natural_key(to_text(node)))
    if not nodes:
        prefix = thing.partition(":")[0]
        below = PREFIXES.get(prefix) if iri else None
        raise _unknown(thing, _curies(below, store) if below else sorted(named))
    if len(nodes) > 1:
        graph = _Graph(store)
        candidates = ", ".join(f"{to_text(node)} ({_types(graph, node) or 'untyped'})" for node in nodes)
        raise InputError(f"several things have this name; say which by its CURIE: {candidates}", place=thing)
    return nodes[0]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_known(iri: str, store: ox.Store) -> bool:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return any(True for pattern in ((node, None, None), (None, None, node)) for _ in store.quads_for_pattern(*pattern))


def _curies(namespace: str, store: ox.Store) -> list[str]:
    nodes = {quad.subject for quad in store if isinstance(quad.subject, ox.NamedNode)}
    return sorted(to_text(node) for node in nodes if node.value.startswith(namespace))


def _unknown(thing: str, known: list[str]) -> InputError:
    from difflib import get_close_matches

    near = get_close_matches(_folded(thing), known, n=3, cutoff=0.6)
    near += [label for label in known if _folded(thing) in label and label not in near and len(label) < 80]
    hint = (
        f"the nearest names are: {'; '.join(near[:5])}"
        if near
        else "give an IRI, a CURIE such as pillar:norms, or a label"
    )
    return InputError(f"no such thing in the graph; {hint}", place=thing)


def _types(graph: _Graph, node: ox.NamedNode) -> str:
    return ", ".join(graph.word(kind) for kind in graph.values(node, _TYPE))


def describe(thing: str, store: ox.Store) -> Description:
    """Return what a graph says of one thing.

    Args:
        thing: Its IRI, CURIE or label.
        store: The graph.

    Raises:
        InputError: The graph has no such thing, or the label is that of several.
    """
    graph, node = _Graph(store), find_node(thing, store)
    triples = Triples([quad.triple for quad in store.quads_for_pattern(node, None, None)])
    properties: dict[str, list[str]] = {}
    for triple in triples:
        if triple.predicate not in _APART:
            properties.setdefault(graph.word(triple.predicate), []).append(graph.name(triple.object))
    links: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, None, node):
        links.setdefault(graph.word(quad.predicate), []).append(graph.name(quad.subject))
    definition = graph.values(node, _DEFINITION)
    return Description(
        iri=node.value,
        label=graph.label(node),
        types=tuple(graph.word(kind) for kind in graph.values(node, _TYPE)),
        definition=to_text(definition[0]) if definition else "",
        properties=_ordered(properties),
        links=_ordered(links),
        evidence=graph.evidence(node),
        triples=triples,
    )


def _ordered(values: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: sorted(set(values[name]), key=natural_key) for name in sorted(values)}


def show(thing: str, *, graphs: Iterable[str] = (), data: Iterable[Path] = ()) -> Description:
    """Return what the publication says of one thing.

    Args:
        thing: Its IRI, CURIE or label.
        graphs: Names of graphs to read besides the default ones.
        data: RDF files to read as well.

    Raises:
        InputError: There is no such thing, or the label is that of several; or a graph or file is not usable.
    """
    from csgraph.dataset import load_store

    return describe(thing, load_store(graphs, data))


def _write_text(description: Description, width: int | None) -> str:
    curie = compress(description.iri) or description.iri
    head = description.label if description.label == curie else f"{description.label} ({curie})"
    parts = [head, *filter(None, [", ".join(description.types)]), *_wrapped(description.definition, width)]
    parts += _listed("", description.properties, width, limit=None)
    parts += _listed("What points to it", description.links, width, limit=SHOWN_LINKS)
    if description.evidence:
        parts += ["", "What it rests on"]
    for item in description.evidence:
        page = f", from page {item.page}" if item.page else ""
        parts += ["", *_wrapped(f"{item.section}{page}, {item.passage}", width, indent="  ")]
        if item.quote:
            parts += _wrapped(f"{item.before}«{item.quote}»{item.after}", width, indent=_INDENT)
    return "\n".join(parts) + "\n"


def _listed(heading: str, values: dict[str, list[str]], width: int | None, *, limit: int | None) -> list[str]:
    lines = ["", *([heading] if heading and values else [])] if values else []
    for name, texts in values.items():
        lines.append(f"  {name}")
        for text in texts[:limit]:
            lines += _wrapped(text, width, indent=_INDENT)
        if limit and len(texts) > limit:
            lines.append(f"{_INDENT}… and {len(texts) - limit} more")
    return lines


def _wrapped(text: str, width: int | None, *, indent: str = "") -> Sequence[str]:
    text = " ".join(text.split())
    if not text:
        return []
    if width is None:
        return [indent + text]
    return textwrap.wrap(text, max(width, 40), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


_STATS = """
PREFIX csg: <https://w3id.org/csgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?part ?name ?count WHERE {
  {
    SELECT (1 AS ?order) ("triples in graph" AS ?part) ?node (COUNT(*) AS ?count)
    WHERE { GRAPH ?node { ?subject ?property ?value } } GROUP BY ?node
  } UNION {
    SELECT (2 AS ?order) ("nodes of class" AS ?part) ?node (COUNT(DISTINCT ?thing) AS ?count)
    WHERE { ?thing a ?node } GROUP BY ?node
  } UNION {
    SELECT (3 AS ?order) ("concepts in scheme" AS ?part) ?node (COUNT(DISTINCT ?thing) AS ?count)
    WHERE { ?thing skos:inScheme ?node } GROUP BY ?node
  } UNION {
    SELECT (4 AS ?order) ("passages of kind" AS ?part) ?node (COUNT(DISTINCT ?thing) AS ?count)
    WHERE { ?thing csg:passageKind ?node } GROUP BY ?node
  }
  OPTIONAL { SELECT ?node (MIN(STR(?any)) AS ?label) WHERE { ?node rdfs:label ?any } GROUP BY ?node }
  BIND (COALESCE(?label, ?node) AS ?name)
}
ORDER BY ?order DESC(?count) STR(?name) STR(?node)
"""


def stats(*, graphs: Iterable[str] = (), data: Iterable[Path] = ()) -> Rows:
    """Return how much the publication holds: triples by graph, nodes by class, concepts by scheme, passages by kind.

    The arguments and errors are those of ``show``.
    """
    from csgraph.dataset import load_store

    rows = run(_STATS, load_store(graphs, data), place="stats")
    assert isinstance(rows, Rows)
    return rows
