"""Finds the publication in a store behind an endpoint, and reads the parts of it that commands need.

A store holds the publication as a release has it: as named graphs (``csgraph.nq``), of which the same are queried as
locally; or as one graph (``csgraph.ttl``), the default graph of the endpoint. What is searched, shown or looked up is read
by one query into a local store, so that the same code gives the same results. The queries use only what all stores do
alike: no zero-length paths, and lists of terms in filters, not in VALUES.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from csgraph.errors import AccessError, InputError, RefusedError, StoreError
from csgraph.publication.dataset import DEFAULT_GRAPHS
from csgraph.publication.resources import LABEL_PROPERTIES, NAMES, TYPE, find_node, term_of
from csgraph.rdf.namespaces import GRAPH, PREFIXES
from csgraph.rdf.turtle import iri
from csgraph.sparql.endpoint import Endpoint

_REMEDY = "load csgraph.nq of a release there, or name the graphs that hold it with --graph IRI"

# Classes that have instances wherever there is a publication.
_OURS = tuple(iri(f"csg:{name}") for name in ("Passage", "Pillar", "Section", "Statement"))

# Stands for the default graph of an endpoint among the names of named graphs.
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
    """Return an endpoint whose queries see the same graphs as locally.

    If the store has named graphs of the publication, those are queried that are queried locally; else the default graph of
    the endpoint. If ``graphs`` has IRIs, exactly the graphs given are queried instead.

    Args:
        url: Its URL.
        graphs: Names of graphs to query besides the default ones, and IRIs of graphs to query instead.
        needed: Names of graphs that a query needs besides.
        welcome: Names of graphs that are queried as well if the store has them.
        data: RDF files, which cannot be queried together with a store.
        timeout: Seconds to wait for each response.
        is_free: Whether the query need not be about the publication.

    Raises:
        InputError: A graph given by IRI does not exist, or files are given.
        StoreError: There is no response, or the store lacks a graph of the publication, or all of it.
    """
    for path in data:
        raise InputError(
            "files cannot be queried together with an endpoint; load this one into the store", place=str(path)
        )
    given = list(dict.fromkeys(graphs))
    # No name of ours has a colon, and no IRI lacks one.
    if any(":" in graph for graph in given):
        exact = [_checked(graph) if ":" in graph else GRAPH + graph for graph in given]
        endpoint = Endpoint(url, timeout=timeout)
        known = _present(endpoint, exact)
        if missing := [graph for graph in exact if graph not in known]:
            raise InputError(f"the store has no graph {' or '.join(missing)}", place=endpoint.url)
        return Endpoint(url, graphs=exact, named_graphs=exact, timeout=timeout)
    endpoint = Endpoint(url, timeout=timeout)
    added = sorted({*given, *needed} - {*DEFAULT_GRAPHS})
    wanted = sorted({*DEFAULT_GRAPHS, *added})
    held = _held(endpoint, sorted({*wanted, *welcome}), is_free=is_free)
    missing = [name for name in (wanted if held - {_DEFAULT} else added) if name not in held]
    if missing:
        problem = f"the store has no graph {' or '.join(GRAPH + name for name in missing)}; {_REMEDY}"
        raise StoreError(problem, place=endpoint.url)
    if present := [GRAPH + name for name in sorted(held - {_DEFAULT})]:
        return Endpoint(url, graphs=present, named_graphs=present, timeout=timeout)
    if _DEFAULT not in held and not is_free:
        problem = f"the default graph has nothing of the publication, and there are no named graphs of it; {_REMEDY}"
        raise StoreError(problem, place=endpoint.url)
    return endpoint


def connect_for(
    text: str, url: str, *, graphs: Iterable[str] = (), data: Iterable[Path] = (), timeout: float = 60
) -> Endpoint:
    """Return an endpoint on which a query sees the same graphs as locally.

    A query with FROM names its graphs itself; one without a header need not be about the publication. The other arguments
    and the errors are those of ``connect``.
    """
    from csgraph.sparql import header
    from csgraph.sparql.tokens import tokenize

    if any(token.kind == "WORD" and token.text.upper() == "FROM" for token in tokenize(text)) and not [*graphs, *data]:
        return Endpoint(url, timeout=timeout)
    return connect(
        url,
        graphs=graphs,
        needed=header.named_graphs(text),
        data=data,
        timeout=timeout,
        is_free=not header.exists(text),
    )


def _present(endpoint: Endpoint, graphs: Sequence[str]) -> set[str]:
    """Return those named graphs that a store has; all of them if it refuses the query."""
    try:
        return _found(endpoint, [(f"GRAPH <{graph}> {{ ?s ?p ?o }}", graph) for graph in graphs])
    except AccessError:
        raise
    except RefusedError:
        return {*graphs}


def _found(endpoint: Endpoint, patterns: Iterable[tuple[str, str]]) -> set[str]:
    """Return the IRIs of the patterns that match anything; ``patterns`` are pairs of a pattern and its IRI."""
    # One triple of each is enough, and an index finds it, however large the store.
    each = (f"{{ SELECT ?found WHERE {{ {pattern} BIND(<{iri_}> AS ?found) }} LIMIT 1 }}" for pattern, iri_ in patterns)
    return {_value(row["found"]) for row in endpoint.rows(f"SELECT ?found WHERE {{ {' UNION '.join(each)} }}")}


def _held(endpoint: Endpoint, names: Iterable[str], *, is_free: bool) -> set[str]:
    """Return the names of the graphs that a store has, and unless ``is_free`` whether the publication is the default one."""
    patterns = [(f"GRAPH <{_checked(GRAPH + name)}> {{ ?s ?p ?o }}", GRAPH + name) for name in names]
    if not is_free:
        patterns.append((" UNION ".join(f"{{ ?s {TYPE} {each} }}" for each in _OURS), GRAPH + _DEFAULT))
    try:
        return {graph.removeprefix(GRAPH) for graph in _found(endpoint, patterns)}
    except RefusedError as error:
        # A store without named graphs may refuse a query for them.
        if is_free and not isinstance(error, AccessError):
            return set()
        raise


def _checked(graph: str) -> str:
    """Return the IRI of a graph, which becomes part of a query.

    Raises:
        InputError: It is not an IRI.
    """
    try:
        return ox.NamedNode(graph.strip("<>")).value
    except ValueError as error:
        raise InputError(f"this is not an IRI: {error}", place=graph.removeprefix(GRAPH)) from None


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
    """Return the triples ``?s ?p ?o`` that any of the patterns matches, in a local store."""
    query = f"SELECT DISTINCT ?s ?p ?o WHERE {{ {' UNION '.join(f'{{ {pattern} }}' for pattern in patterns)} }}"
    store = ox.Store()
    rows: Iterable[Any] = endpoint.rows(query)
    store.extend(ox.Quad(row["s"], row["p"], row["o"]) for row in rows)
    return store


def _having(*predicates: ox.NamedNode) -> str:
    """Return a pattern of the triples with some properties."""
    return f"?s ?p ?o FILTER(?p IN ({', '.join(map(str, predicates))}))"


def names(endpoint: Endpoint, *resources: str) -> ox.Store:
    """Return what resources are looked up by: their names and classes, and the schemes of concepts.

    Args:
        endpoint: The endpoint.
        resources: IRIs, CURIEs or labels to look up. For an IRI its class is read as well, for a CURIE the classes of all
            resources of its namespace, since not all have names.

    Raises:
        StoreError: There is no response.
    """
    patterns = [_having(*NAMES, _IN_SCHEME), _typed(NAMES)]
    for resource in resources:
        namespace = PREFIXES.get(resource.partition(":")[0]) if "://" not in resource else None
        if namespace:
            patterns.append(f"?s {TYPE} ?o FILTER(STRSTARTS(STR(?s), {ox.Literal(namespace)})) BIND({TYPE} AS ?p)")
        elif node := term_of(resource):
            patterns.append(f"?s {TYPE} ?o FILTER(?s = {node}) BIND({TYPE} AS ?p)")
    return _read(endpoint, *patterns)


def _typed(predicates: Sequence[ox.NamedNode]) -> str:
    """Return a pattern of the classes of resources that have one of some properties."""
    listed = ", ".join(map(str, predicates))
    return f"?s ?any ?value . ?s {TYPE} ?o FILTER(?any IN ({listed})) BIND({TYPE} AS ?p)"


def texts(endpoint: Endpoint, predicates: Sequence[ox.NamedNode], printed: ox.NamedNode) -> ox.Store:
    """Return what is searched: the values of some properties, and the labels and classes of the resources that have them.

    Args:
        endpoint: The endpoint.
        predicates: The properties.
        printed: A property that is searched together with its subproperties.

    Raises:
        StoreError: There is no response.
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


def about(endpoint: Endpoint, resource: str) -> tuple[ox.NamedNode, ox.Store]:
    """Return the resource that an IRI, a CURIE or a label names, and the triples that describe it.

    These are: its own; those that it is the object of; the labels and classes of both ends; and its evidence.

    Raises:
        InputError: There is no such resource, or the label is that of several.
        StoreError: There is no response.
    """
    node = term_of(resource)
    if node is None or not len(store := _about(endpoint, node)):
        node = find_node(resource, names(endpoint, resource))
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
