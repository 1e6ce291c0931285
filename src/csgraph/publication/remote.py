"""Finds the publication in the store behind an endpoint, and reads from there what a command needs of it.

A store holds the publication as a release has it: as named graphs (``csgraph.nq``), of which those are asked that are
asked here; or as one graph (``csgraph.ttl``), which the endpoint asks by default. What is searched, shown or looked up is
read by one query into a store of ours, so that the same code answers as for the publication that is here. The queries
keep to what every store does alike: no zero-length paths, and lists of terms in filters, not in VALUES.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.publication.dataset import DEFAULT_GRAPHS
from csgraph.publication.resources import LABEL_PROPERTIES, NAMES, TYPE, find_node, term_of
from csgraph.rdf.namespaces import GRAPH, PREFIXES
from csgraph.rdf.turtle import iri
from csgraph.sparql.endpoint import Endpoint
from csgraph.sparql.http import RefusedError

_REMEDY = "load csgraph.nq of a release there, or name the graphs that hold it by --graph IRI"

# Classes of which there is something wherever the publication is, or another like it.
_OURS = tuple(iri(f"csg:{name}") for name in ("Passage", "Pillar", "Section", "Statement"))

# What stands for the graph that an endpoint asks by default, where others have their names.
_DEFAULT = ""


def connect(
    url: str,
    *,
    graphs: Iterable[str] = (),
    needed: Iterable[str] = (),
    welcome: Iterable[str] = (),
    data: Iterable[Path] = (),
    timeout: float = 60,
    is_free: bool = False,
) -> Endpoint:
    """Return an endpoint that asks of a store what is asked here of the publication.

    If the store has named graphs of the publication, those are asked that are asked here; else what the endpoint asks by
    default. IRIs among ``graphs`` are those of the graphs to ask instead.

    Args:
        url: Its address.
        graphs: Names of graphs to ask besides the default ones, and IRIs of graphs to ask instead.
        needed: Names of graphs that a query needs besides.
        welcome: Names of graphs that are asked besides where the store has them.
        data: RDF files, which cannot be added to what a store holds.
        timeout: Seconds to wait for each answer.
        is_free: Whether the question need not be about the publication.

    Raises:
        InputError: There is no answer, or the store lacks a graph, or has nothing of the publication.
    """
    for path in data:
        raise InputError("a file cannot be added to what an endpoint asks; load it into the store", place=str(path))
    given = list(dict.fromkeys(graphs))
    # No name of ours has a colon, and no IRI lacks one.
    if any(":" in graph for graph in given):
        asked = [_checked(graph) if ":" in graph else GRAPH + graph for graph in given]
        endpoint = Endpoint(url, timeout=timeout)
        present = _present(endpoint, asked)
        if missing := [graph for graph in asked if graph not in present]:
            raise InputError(f"the store has no graph {' or '.join(missing)}", place=endpoint.url)
        return Endpoint(url, graphs=asked, named_graphs=asked, timeout=timeout)
    endpoint = Endpoint(url, timeout=timeout)
    added = sorted({*given, *needed} - {*DEFAULT_GRAPHS})
    wanted = sorted({*DEFAULT_GRAPHS, *added})
    held = _held(endpoint, sorted({*wanted, *welcome}), is_free=is_free)
    missing = [name for name in (wanted if held - {_DEFAULT} else added) if name not in held]
    if missing:
        problem = f"the store has no graph {' or '.join(GRAPH + name for name in missing)}; {_REMEDY}"
        raise InputError(problem, place=endpoint.url)
    if asked := [GRAPH + name for name in sorted(held - {_DEFAULT})]:
        return Endpoint(url, graphs=asked, named_graphs=asked, timeout=timeout)
    if _DEFAULT not in held and not is_free:
        problem = f"what the endpoint asks by default holds nothing of the publication; {_REMEDY}"
        raise InputError(problem, place=endpoint.url)
    return endpoint


def connect_for(
    text: str, url: str, *, graphs: Iterable[str] = (), data: Iterable[Path] = (), timeout: float = 60
) -> Endpoint:
    """Return an endpoint that asks of a store what a query asks here.

    A query that names its graphs itself, by FROM, is asked of these; one without a header need not be about the
    publication. The other arguments and the errors are those of ``connect``.
    """
    from csgraph.publication import views
    from csgraph.sparql.grammar import tokenize

    if any(token.kind == "WORD" and token.text.upper() == "FROM" for token in tokenize(text)) and not [*graphs, *data]:
        return Endpoint(url, timeout=timeout)
    return connect(
        url,
        graphs=graphs,
        needed=views.named_graphs(text),
        data=data,
        timeout=timeout,
        is_free=not views.has_header(text),
    )


def _present(endpoint: Endpoint, graphs: Sequence[str]) -> set[str]:
    """Return which of some named graphs a store has; all of them where it refuses to be asked."""
    try:
        return _found(endpoint, [(f"GRAPH <{graph}> {{ ?s ?p ?o }}", graph) for graph in graphs])
    except RefusedError:
        return {*graphs}


def _found(endpoint: Endpoint, patterns: Iterable[tuple[str, str]]) -> set[str]:
    """Return the IRIs that stand with those patterns of which there is anything."""
    # One triple of each is enough to know, and an index finds it, however large the store.
    each = (f"{{ SELECT ?found WHERE {{ {pattern} BIND(<{iri_}> AS ?found) }} LIMIT 1 }}" for pattern, iri_ in patterns)
    return {_value(row["found"]) for row in endpoint.rows(f"SELECT ?found WHERE {{ {' UNION '.join(each)} }}")}


def _held(endpoint: Endpoint, names: Iterable[str], *, is_free: bool) -> set[str]:
    """Return which named graphs a store has, and unless that is of no matter, whether the default one has any of ours."""
    patterns = [(f"GRAPH <{_checked(GRAPH + name)}> {{ ?s ?p ?o }}", GRAPH + name) for name in names]
    if not is_free:
        patterns.append((" UNION ".join(f"{{ ?s {TYPE} {each} }}" for each in _OURS), GRAPH + _DEFAULT))
    try:
        return {graph.removeprefix(GRAPH) for graph in _found(endpoint, patterns)}
    except RefusedError:
        # A store that has no named graphs may refuse to be asked for them.
        if is_free:
            return set()
        raise


def _checked(graph: str) -> str:
    """Return the IRI of a graph, which becomes part of a request."""
    try:
        return ox.NamedNode(graph.strip("<>")).value
    except ValueError as error:
        raise InputError(f"this is no IRI: {error}", place=graph.removeprefix(GRAPH)) from None


def _value(term: Any) -> str:
    value: str = term.value
    return value


# -- Reading a part of the graph ---------------------------------------------------------------------------------------

_ANCHOR, _HAS_SELECTOR, _HAS_SOURCE = iri("csg:anchor"), iri("oa:hasSelector"), iri("oa:hasSource")
_SOURCE, _PART_OF = iri("dcterms:source"), iri("dcterms:isPartOf")
_IN_SCHEME = iri("skos:inScheme")
_HEAD = (*LABEL_PROPERTIES, TYPE)
_OF_PASSAGE = (*LABEL_PROPERTIES, _PART_OF, iri("csg:readingOrder"), iri("schema:text"))
_OF_SECTION = (*LABEL_PROPERTIES, iri("schema:pageStart"))


def _read(endpoint: Endpoint, *patterns: str) -> ox.Store:
    """Return the triples ``?s ?p ?o`` that any of some patterns has, in a store of ours."""
    query = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {' UNION '.join(f'{{ {pattern} }}' for pattern in patterns)} }}"
    store = ox.Store()
    rows: Iterable[Any] = endpoint.rows(query)
    store.extend(ox.Quad(row["s"], row["p"], row["o"]) for row in rows)
    return store


def _having(*predicates: ox.NamedNode) -> str:
    """Return a pattern of what ``?s`` has for some properties."""
    return f"?s ?p ?o FILTER(?p IN ({', '.join(map(str, predicates))}))"


def names(endpoint: Endpoint, *things: str) -> ox.Store:
    """Return what nodes are found by: their names and classes, and the schemes of concepts.

    Args:
        endpoint: What is asked.
        things: What is looked for: of an IRI the class is read as well, and of a CURIE all nodes of its namespace, since
            not all have names.

    Raises:
        InputError: There is no answer.
    """
    patterns = [_having(*NAMES, _IN_SCHEME), _typed(NAMES)]
    for thing in things:
        namespace = PREFIXES.get(thing.partition(":")[0]) if "://" not in thing else None
        if namespace:
            patterns.append(f"?s {TYPE} ?o FILTER(STRSTARTS(STR(?s), {ox.Literal(namespace)})) BIND({TYPE} AS ?p)")
        elif node := term_of(thing):
            patterns.append(f"?s {TYPE} ?o FILTER(?s = {node}) BIND({TYPE} AS ?p)")
    return _read(endpoint, *patterns)


def _typed(predicates: Sequence[ox.NamedNode]) -> str:
    """Return a pattern of the classes of what has one of some properties."""
    listed = ", ".join(map(str, predicates))
    return f"?s ?any ?value . ?s {TYPE} ?o FILTER(?any IN ({listed})) BIND({TYPE} AS ?p)"


def texts(endpoint: Endpoint, predicates: Sequence[ox.NamedNode], printed: ox.NamedNode) -> ox.Store:
    """Return what is searched: all texts of some properties, and the labels and classes of the nodes that have them.

    Args:
        endpoint: What is asked.
        predicates: The properties.
        printed: A property that is searched with all below it.

    Raises:
        InputError: There is no answer.
    """
    below = iri("rdfs:subPropertyOf")
    return _read(
        endpoint,
        _having(*predicates, printed),
        f"?s {below} {printed} BIND({below} AS ?p) BIND({printed} AS ?o)",
        f"?p {below} {printed} . ?s ?p ?o",
        _typed((*predicates, printed)),
        f"?any {below} {printed} . ?s ?any ?value . ?s {TYPE} ?o BIND({TYPE} AS ?p)",
    )


def about(endpoint: Endpoint, thing: str) -> tuple[ox.NamedNode, ox.Store]:
    """Return the node that an IRI, a CURIE or a label names, and what is told of it.

    That is: what it has; what points to it; the labels and classes of these; and the words that it rests on.

    Raises:
        InputError: There is no answer, or no such node, or the label is that of several.
    """
    node = term_of(thing)
    if node is None or not len(store := _about(endpoint, node)):
        node = find_node(thing, names(endpoint, thing))
        store = _about(endpoint, node)
    return node, store


def _about(endpoint: Endpoint, node: ox.NamedNode) -> ox.Store:
    passages = (f"{node} {_ANCHOR}/{_HAS_SOURCE}", f"{node} {_HAS_SOURCE}", f"{node} {_SOURCE}")
    reached = (f"{node} ?any ?s . ", f"?s ?any {node} . ", f"{node} ?s ?any . ", f"?any ?s {node} . ")
    return _read(
        endpoint,
        f"{node} ?p ?o BIND({node} AS ?s)",
        f"?s ?p {node} BIND({node} AS ?o)",
        *(each + _having(*_HEAD) for each in reached),
        f"{node} {_ANCHOR} ?s . ?s ?p ?o",
        f"{node} {_ANCHOR}/{_HAS_SELECTOR} ?s . ?s ?p ?o",
        f"{node} {_HAS_SELECTOR} ?s . ?s ?p ?o",
        *(f"{each} ?s . {_having(*_OF_PASSAGE)}" for each in passages),
        *(f"{each}/{_PART_OF} ?s . {_having(*_OF_SECTION)}" for each in passages),
        f"{node} {_PART_OF} ?s . {_having(*_OF_SECTION)}",
    )
