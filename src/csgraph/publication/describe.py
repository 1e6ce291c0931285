"""Describes one resource in words (``show``) and counts what the publication holds (``stats``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import pyoxigraph as ox

from csgraph.publication.report import ANCHOR, SOURCE, Quote, Report
from csgraph.publication.resources import LABELS, TYPE
from csgraph.publication.source import Source
from csgraph.rdf.namespaces import shorten
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.sparql.engine import run
from csgraph.sparql.results import Rows, Triples
from csgraph.util import markup

SHOWN_REFERENCES = 12
"""Maximum number of references to a resource that the text format lists by property; other formats list all."""

_INDENT = "    "

_DEFINITION = iri("skos:definition")
# Shown elsewhere in the text: in the heading, or as evidence.
_APART = frozenset({TYPE, _DEFINITION, ANCHOR, SOURCE, *LABELS})


@dataclass(frozen=True)
class Description:
    """The description of a resource.

    Attributes:
        iri: Its IRI.
        label: Its label, or its CURIE if it has none.
        types: Labels of its classes.
        definition: Its definition; empty if it has none.
        properties: Its values by the labels of the properties; resources as label and CURIE.
        links: The resources that refer to it, by the labels of the properties.
        evidence: The quotes that it rests on.
        triples: The triples with it as the subject.

    Example:
        >>> csgraph.show("pillar:norms").properties["position"]
        ['3']
    """

    iri: str
    label: str
    types: tuple[str, ...]
    definition: str
    properties: dict[str, list[str]]
    links: dict[str, list[str]]
    evidence: tuple[Quote, ...]
    triples: Triples

    def to(self, format: str = "text", *, width: int | None = None) -> str:
        """Serialize the description as ``text``, ``json`` or ``turtle``; text wraps at ``width`` columns."""
        if format == "turtle":
            return self.triples.to("turtle")
        return self._to_json() if format == "json" else _write_text(self, width)

    def __str__(self) -> str:
        return self.to()

    def _repr_html_(self) -> str:
        return markup.preformatted(str(self))

    def _to_json(self) -> str:
        import json

        content = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "triples"}
        content["evidence"] = [quote.to_dict() for quote in self.evidence]
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _describe(node: ox.NamedNode, store: ox.Store) -> Description:
    report = Report(store)
    graph = report.graph
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
        types=graph.types(node),
        definition=to_text(definition[0]) if definition else "",
        properties=_ordered(properties),
        links=_ordered(links),
        evidence=report.quotes(node),
        triples=triples,
    )


def _ordered(values: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: sorted(set(values[name]), key=natural_key) for name in sorted(values)}


def show(
    resource: str,
    *,
    graphs: Iterable[str] = (),
    data: Iterable[str | Path] = (),
    store: ox.Store | None = None,
    endpoint: str | None = None,
    timeout: float = 60,
) -> Description:
    """Return the description of a resource: its values, what refers to it, and its evidence.

    Args:
        resource: Its IRI, CURIE or label.
        graphs: Names of named graphs to read besides the default ones; with an endpoint, also IRIs of the graphs to read
            instead.
        data: RDF files to read as well.
        store: A store to read instead of the publication, as ``load_store`` returns it.
        endpoint: URL of a SPARQL endpoint to read instead of the local publication.
        timeout: Seconds to wait for each of its answers.

    Raises:
        InputError: There is no such resource, or several have the label; or a graph, file or URL is not usable.
        StoreError: An endpoint fails, or gives no answer.

    Example:
        >>> norms = csgraph.show("pillar:norms")
        >>> norms.label, norms.types
        ('norms', ('pillar', 'concept'))
        >>> norms.definition
        'Norms, as a pillar of the framework for responsible behaviour of States.'
    """
    source = Source(graphs=graphs, data=data, store=store, endpoint=endpoint, timeout=timeout)
    return _describe(*source.about(resource))


def _write_text(description: Description, width: int | None) -> str:
    curie = shorten(description.iri)
    head = description.label if description.label == curie else f"{description.label} ({curie})"
    parts = [head, *filter(None, [", ".join(description.types)]), *markup.lines(description.definition, width=width)]
    parts += _listed("", description.properties, width, limit=None)
    parts += _listed("Referenced by", description.links, width, limit=SHOWN_REFERENCES)
    if description.evidence:
        parts += ["", "Evidence"]
    for item in description.evidence:
        mark = (len(item.before), len(item.before) + len(item.quote))
        parts += ["", *markup.lines(item.where, width=width, indent="  ")]
        parts += markup.lines(item.before + item.quote + item.after, [mark], width=width, indent=_INDENT)
    return "\n".join(parts) + "\n"


def _listed(heading: str, values: dict[str, list[str]], width: int | None, *, limit: int | None) -> list[str]:
    lines = ["", *([heading] if heading and values else [])] if values else []
    for name, texts in values.items():
        lines.append(f"  {name}")
        for text in texts[:limit]:
            lines += markup.lines(text, width=width, indent=_INDENT)
        if limit and len(texts) > limit:
            lines.append(f"{_INDENT}… and {len(texts) - limit} more")
    return lines


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


def stats(*, graphs: Iterable[str] = (), data: Iterable[str | Path] = ()) -> Rows:
    """Return the size of the publication: triples by graph, resources by class, concepts by scheme, passages by kind.

    Args:
        graphs: Names of named graphs to read besides the default ones.
        data: RDF files to read as well.

    Raises:
        InputError: A graph or file cannot be read.

    Example:
        >>> {row.name.value: int(row[2].value) for row in csgraph.stats()}["pillar"]
        6
    """
    from csgraph.publication.dataset import load_store

    rows = run(_STATS, load_store(graphs, data), place="stats")
    assert isinstance(rows, Rows)
    return rows
