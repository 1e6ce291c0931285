"""Says why a group finds nothing: by which of its parts, or by which of them together.

``site/assets/explanation-groups.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from csgraph.rdf.namespaces import GRAPH
from csgraph.sparql.explain import patterns
from csgraph.sparql.explain.filters import Conditions
from csgraph.sparql.explain.messages import WORDS, Reason, listed
from csgraph.sparql.explain.probes import Joined, body_of, inside
from csgraph.sparql.syntax import is_iri

if TYPE_CHECKING:
    from csgraph.sparql.explain.probes import Graphs, Probes
    from csgraph.sparql.explain.rendering import Shown
    from csgraph.sparql.explain.suggestions import Likeness
    from csgraph.sparql.explain.triples import TriplePatterns
    from csgraph.sparql.syntax import GroupElement, GroupPattern, SelectSyntax


class Groups:
    """The reasons that lie in a group, or in groups in it.

    Args:
        select: Says why a sub-select finds nothing.
    """

    def __init__(
        self,
        asked: Probes,
        shown: Shown,
        likeness: Likeness,
        triples: TriplePatterns,
        select: Callable[[SelectSyntax, str, Graphs], Iterator[Reason]],
    ) -> None:
        self.asked, self.shown, self.likeness, self.triples = asked, shown, likeness, triples
        self.conditions, self._select = Conditions(asked, shown, likeness, self.group), select

    def group(self, group: GroupPattern, within: Graphs) -> Iterator[Reason]:
        """Yield why a group finds nothing."""
        parts = patterns.joined(group)
        joined = Joined(parts, lambda chosen: self.asked.is_empty(inside(within, body_of(chosen))))
        if joined.is_empty(frozenset(range(len(parts)))):
            for least in joined.least():
                chosen = [parts[number] for number in sorted(least)]
                yield from self._part(chosen[0], within) if len(chosen) == 1 else self._together(chosen, within)
        else:
            yield from self.conditions.removed(group, within)

    def _part(self, part: GroupElement, within: Graphs) -> Iterator[Reason]:
        """Yield why a part of a group finds nothing."""
        if part.within:
            graphs = (*within, part.within)
            part = replace(part, within=())
            absent = self._absent_graph(graphs)
            yield from [absent] if absent else self._part(part, graphs)
        elif part.kind == "TRIPLE":
            yield from self.triples.triple(part, within)
        elif part.kind == "VALUES":
            yield Reason(WORDS["none given"], part.start)
        elif part.kind == "SELECT" and part.select and part.select.group:
            yield from self._select(part.select, part.select.group.text, within)
        elif part.kind == "GRAPH":
            yield from self._in_graph(part, within)
        else:
            for group in part.groups:
                yield from self.group(group, within)

    def _in_graph(self, part: GroupElement, within: Graphs) -> Iterator[Reason]:
        graphs = (*within, part.tokens[:2])
        absent = self._absent_graph(graphs)
        if absent:
            yield absent
        else:
            yield from self.group(part.groups[0], graphs)

    def _absent_graph(self, graphs: Graphs) -> Reason | None:
        """Return that there is no such graph as the innermost of some."""
        token = graphs[-1][1]
        if is_iri(token) and self.asked.is_empty(inside(graphs[-1:], "?s ?p ?o .")):
            full = self.shown.iri(token) or ""
            name = full.removeprefix(GRAPH)
            is_ours = full.startswith(GRAPH) and name in self.asked.graphs("?s ?p ?o .")
            message = WORDS["graph to add" if is_ours else "graph"].format(term=self.shown.name(token), graph=name)
            return Reason(message, token.start, graph=name if is_ours else "")
        return None

    def _together(self, parts: Sequence[GroupElement], within: Graphs) -> Iterator[Reason]:
        """Yield that parts match, each by itself, but not together."""
        first = parts[0]
        hint = ""
        for part in parts:
            if part.kind == "VALUES":
                others = [other for other in parts if other is not part]
                hint = hint or self.likeness.near_literal(
                    part, body_of(others), patterns.variables(part.tokens), within
                )
        if not hint and all(part.within for part in parts):
            bare = "\n".join(part.query for part in parts)
            if not self.asked.is_empty(inside(within, bare)):
                hint = WORDS["not in one graph"]
        hint = hint or self.triples.other_values(parts, within) or WORDS["change"]
        quoted = [self.shown.quoted(part.shown) + self.shown.line_number(part, first) for part in parts]
        yield Reason(WORDS["together"].format(patterns=listed(quoted), hint=hint), first.start)
