"""Defines ``Source``: what a command queries, be it the publication with files beside it, a store, or an endpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.sparql import engine
from csgraph.sparql.results import set_reasons

if TYPE_CHECKING:
    from csgraph.publication.views import QueryText
    from csgraph.rdf.terms import Term
    from csgraph.sparql.endpoint import Endpoint
    from csgraph.sparql.results import Answer


class Source:
    """What is queried, searched or described.

    Args:
        graphs: Names of graphs to read besides the default ones; of an endpoint, also IRIs of graphs to read instead.
        data: RDF files to read as well; none can be added to an endpoint.
        store: A store to query instead of the publication, as ``load_store`` returns it.
        endpoint: The URL of a SPARQL endpoint to query instead of the publication here.
        timeout: Seconds to wait for each response of the endpoint.

    Raises:
        InputError: A store is given together with graphs, data or an endpoint.
    """

    def __init__(
        self,
        *,
        graphs: Iterable[str] | str = (),
        data: Iterable[str | Path] | str | Path = (),
        store: ox.Store | None = None,
        endpoint: str | None = None,
        timeout: float = 60,
    ) -> None:
        # One name or path alone means itself, not its characters.
        self._graphs = (graphs,) if isinstance(graphs, str) else tuple(graphs)
        self._data = (Path(data),) if isinstance(data, str | Path) else tuple(map(Path, data))
        self._store = store
        if store is not None and (self._graphs or self._data or endpoint is not None):
            raise InputError("a store is queried as it is: leave graphs, data and endpoint out", place="store")
        self._endpoint, self._timeout = endpoint, timeout

    def store(self, needed: Sequence[str] = ()) -> ox.Store:
        """Return the store given, or else the publication with the graphs and files of this source.

        Args:
            needed: Names of graphs to load besides.

        Raises:
            InputError: A graph does not exist, or a file is not usable.
        """
        from csgraph.publication.dataset import load_store

        return load_store([*self._graphs, *needed], self._data) if self._store is None else self._store

    def query(self, query: QueryText, given: Mapping[str, Iterable[object]] | None = None) -> Answer:
        """Run a query. An empty answer from a local store can explain itself.

        An endpoint is not queried for explanations, because each takes many queries.

        Args:
            query: The query.
            given: Values of its parameters by name, of which any may match.

        Raises:
            InputError: The query is not SPARQL or cannot be run, has no such parameter, or a parameter takes no such
                value; or a graph, file or URL is not usable.
            StoreError: An endpoint fails, or gives no answer.
        """
        given = given or {}
        if self._endpoint is not None:
            from csgraph.publication import remote
            from csgraph.rdf.namespaces import PREFIXES
            from csgraph.sparql import binding

            endpoint = remote.connect_for(
                query.text, self._endpoint, graphs=self._graphs, data=self._data, timeout=self._timeout
            )
            terms = _terms(query, given, lambda: remote.names(endpoint, *_texts(given)))
            return endpoint.answer(binding.bind(query.text, terms), prefixes=PREFIXES)
        store = self.store(query.graphs)
        terms = _terms(query, given, lambda: store)
        answer = engine.run(query.text, store, place=query.place, terms=terms)
        if not answer:
            set_reasons(answer, lambda: self._explain(query, store, terms))
        return answer

    def _explain(self, query: QueryText, store: ox.Store, terms: Mapping[str, Sequence[Term]]) -> list[str]:
        from csgraph.publication import dataset
        from csgraph.sparql import explain

        names = [*self._graphs, *query.graphs]
        others = (lambda: dataset.load_others(names)) if self._store is None else None
        return explain.explain(query.text, store, terms=terms, place=query.place, elsewhere=others)

    def about(self, name: str) -> tuple[ox.NamedNode, ox.Store]:
        """Return the resource that an IRI, a CURIE or a label names, and a store with at least its description.

        Raises:
            InputError: There is no such resource, or several have the label; or a graph, file or URL is not usable.
            StoreError: An endpoint fails, or gives no answer.
        """
        if self._endpoint is not None:
            from csgraph.publication import remote

            return remote.about(self.connect(), name)
        from csgraph.publication.resources import find_node

        store = self.store()
        return find_node(name, store), store

    def texts(self, predicates: Sequence[ox.NamedNode], printed: ox.NamedNode) -> ox.Store:
        """Return a store with at least the texts to search, and the labels and classes of the nodes that have them.

        Args:
            predicates: The properties whose values are searched.
            printed: A property whose values are searched with those of all its subproperties.

        Raises:
            InputError: A graph, file or URL is not usable.
            StoreError: An endpoint fails, or gives no answer.
        """
        if self._endpoint is not None:
            from csgraph.publication import remote

            return remote.texts(self.connect(), predicates, printed)
        return self.store()

    def connect(self, **options: Any) -> Endpoint:
        """Return the endpoint, restricted to the graphs of this source; ``options`` are those of ``remote.connect``.

        Raises:
            InputError: The URL is not usable, a graph given by IRI does not exist, or files are given.
            StoreError: The endpoint fails, gives no answer, or lacks graphs of the publication.
        """
        from csgraph.publication import remote

        assert self._endpoint is not None
        return remote.connect(self._endpoint, graphs=self._graphs, data=self._data, timeout=self._timeout, **options)


def _terms(
    query: QueryText, given: Mapping[str, Iterable[object]], names: Callable[[], ox.Store]
) -> dict[str, list[Term]]:
    """Return the terms that the parameters of a query are bound to; ``names`` returns the store to look values up in."""
    declared = query.parameters
    if not given and not declared:
        return {}
    from csgraph.publication import parameters

    if not query.has_header:
        problem = f"{query.place} declares no parameters; they need a header with '#+ parameters:'"
        raise InputError(problem, place=next(iter(given)))
    is_looked_up = any(each.is_looked_up and (each.name in given or each.default is not None) for each in declared)
    return parameters.resolve(declared, given, names() if is_looked_up else ox.Store(), place=query.place)


def _texts(given: Mapping[str, Iterable[object]]) -> list[str]:
    return [str(getattr(value, "value", value)) for values in given.values() for value in values]
