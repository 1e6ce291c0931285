"""Runs parts of a query as queries: whether they have solutions, how many, and which parts have none together.

``site/assets/explanation-probes.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.rdf.namespaces import GRAPH
from csgraph.sparql import engine
from csgraph.sparql.tokens import unspaced

if TYPE_CHECKING:
    from csgraph.sparql.syntax import GroupElement, QuerySyntax
    from csgraph.sparql.tokens import Token

MAX_QUERIES = 400
"""The highest number of queries run. Twenty patterns that match separately but not together take about two hundred."""

MANY_ROWS = 10_000
"""The highest number of rows counted."""

MANY_PARTS = 16
"""The highest number of parts of which all pairs are tried; of more parts, one after another is left out."""

# The tokens of each ``GRAPH ?g`` around a part, from the outermost.
Graphs = tuple[tuple["Token", ...], ...]


class EnoughError(Exception):
    """A limit on queries or time is reached."""


class Probes:
    """Runs queries about parts of a query: each once, within limits."""

    def __init__(
        self,
        query: QuerySyntax,
        store: ox.Store,
        prefixes: Mapping[str, str],
        elsewhere: Callable[[], ox.Store] | None,
        seconds: float,
    ) -> None:
        from time import monotonic

        self.query, self.store, self.prefixes = query, store, prefixes
        self._elsewhere = elsewhere
        self._other: ox.Store | None = None
        self._now, self._end, self._left = monotonic, monotonic() + seconds, MAX_QUERIES
        self._known: dict[str, bool] = {}

    def _ask(self, head: str, body: str, tail: str = "", store: ox.Store | None = None) -> Any:
        self._left -= 1
        if self._left < 0 or self._now() > self._end:
            raise EnoughError
        text = f"{self.query.prologue} {head} {'' if store else self.query.dataset} {{ {body}\n}} {tail}"
        engine.check(text, "query")
        target = self.store if store is None else store
        return target.query(text, prefixes=dict(self.prefixes), use_default_graph_as_union=True)

    def is_empty(self, body: str) -> bool:
        """Whether a group with this content has no solution."""
        if body not in self._known:
            self._known[body] = not bool(self._ask("ASK", body))
        return self._known[body]

    def count(self, body: str) -> int:
        """Return the number of solutions of a group, at most ``MANY_ROWS`` + 1."""
        rows = self._ask("SELECT (COUNT(*) AS ?csgraph)", f"{{ SELECT * {{ {body}\n}} LIMIT {MANY_ROWS + 1} }}")
        return int(next(iter(rows))[0].value)

    def values(self, variable: str, body: str, most: int) -> list[Any]:
        """Return the first values of a variable in order, without blank nodes."""
        named = f"{body}\nFILTER(!ISBLANK({variable}))"
        rows = self._ask(f"SELECT DISTINCT {variable}", named, f"ORDER BY {variable} LIMIT {most}")
        return [row[0] for row in rows if row[0] is not None]

    def graphs(self, body: str) -> list[str]:
        """Return the names of the graphs not queried in which a group has solutions."""
        # A query with FROM reads no other graphs.
        if self._elsewhere is None or self.query.dataset:
            return []
        if self._other is None:
            self._other = self._elsewhere()
        rows = self._ask("SELECT DISTINCT ?csgraph", f"GRAPH ?csgraph {{ {body}\n}}", "", self._other)
        found = sorted(row[0].value for row in rows if row[0] is not None)
        return [graph.removeprefix(GRAPH) for graph in found if graph.startswith(GRAPH)]


class Joined:
    """Parts whose solutions are joined.

    Parts without a common variable run separately, because their cross product may be very large. BIND runs only
    together with all parts that its expression may depend on.
    """

    def __init__(self, parts: Sequence[GroupElement], is_empty: Callable[[list[GroupElement]], bool]) -> None:
        self.parts, self._ask = parts, is_empty
        self._known: dict[frozenset[int], bool] = {}
        self._needs = {
            number: {other for other in range(number) if parts[other].names & part.names}
            for number, part in enumerate(parts)
            if part.kind == "BIND"
        }

    def is_empty(self, chosen: frozenset[int]) -> bool:
        """Whether some parts, by their numbers, have no solution together."""
        kept = set(chosen)
        for number in sorted(self._needs):
            if not self._needs[number] <= kept:
                kept.discard(number)
        return any(self._component_is_empty(component) for component in self._components(kept))

    def _component_is_empty(self, component: frozenset[int]) -> bool:
        if component not in self._known:
            self._known[component] = self._ask([self.parts[number] for number in sorted(component)])
        return self._known[component]

    def _components(self, chosen: set[int]) -> list[frozenset[int]]:
        found: list[tuple[set[int], frozenset[str]]] = []
        for number in sorted(chosen):
            names = self.parts[number].names
            near = [each for each in found if each[1] & names]
            found = [each for each in found if each not in near]
            found.append(({number}.union(*(each[0] for each in near)), names.union(*(each[1] for each in near))))
        return [frozenset(numbers) for numbers, _ in found]

    def least(self) -> list[frozenset[int]]:
        """Return each part without solutions; if there is none, the fewest parts without solutions together."""
        numbers = range(len(self.parts))
        if alone := [frozenset({number}) for number in numbers if self.is_empty(frozenset({number}))]:
            return alone
        if len(self.parts) <= MANY_PARTS:
            pairs = (frozenset(pair) for pair in combinations(numbers, 2))
            if pair := next((pair for pair in pairs if self.is_empty(pair)), None):
                return [pair]
        return [frozenset(shrunk(list(numbers), lambda chosen: self.is_empty(frozenset(chosen))))]


def shrunk(items: list[Any], is_empty: Callable[[list[Any]], bool]) -> list[Any]:
    """Return a minimal selection of items that is empty: without any one of them it would not be."""
    kept = items
    for item in reversed(items):
        fewer = [each for each in kept if each is not item]
        if is_empty(fewer):
            kept = fewer
    return kept


def body_of(parts: Iterable[GroupElement]) -> str:
    """Return the content of a group with some parts."""
    return "\n".join(part.query for part in parts)


def inside(graphs: Graphs, body: str) -> str:
    """Return the content of a group, within GRAPH clauses."""
    for head in reversed(graphs):
        body = f"{unspaced(head)} {{ {body}\n}}"
    return body
