"""Finds the parts of a group that have no solutions, alone or together.

``site/assets/explanation-groups.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from csgraph.rdf.namespaces import GRAPH
from csgraph.sparql.explain import patterns
from csgraph.sparql.explain.filters import FilterReasons
from csgraph.sparql.explain.messages import WORDS, Reason, listed
from csgraph.sparql.explain.probes import Joined, body_of, inside
from csgraph.sparql.syntax import is_iri
from csgraph.sparql.tokens import unspaced

if TYPE_CHECKING:
    from csgraph.sparql.explain.probes import Graphs, Probes
    from csgraph.sparql.explain.rendering import Renderer
    from csgraph.sparql.explain.suggestions import Suggestions
    from csgraph.sparql.explain.triples import TripleReasons
    from csgraph.sparql.syntax import GroupElement, GroupPattern, SelectSyntax


class GroupReasons:
    """The reasons in a group, and in groups in it.

    Args:
        probes: Runs parts of the query.
        render: Formats terms and parts.
        suggest: Finds what may be meant.
        triples: Explains triple patterns.
        select: Explains a sub-select.
    """

    def __init__(
        self,
        probes: Probes,
        render: Renderer,
        suggest: Suggestions,
        triples: TripleReasons,
        select: Callable[[SelectSyntax, str, Graphs], Iterator[Reason]],
    ) -> None:
        self.probes, self.render, self.suggest, self.triples = probes, render, suggest, triples
        self.filters, self._select = FilterReasons(probes, render, suggest, self.group), select

    def group(self, group: GroupPattern, within: Graphs) -> Iterator[Reason]:
        """Yield why a group has no solutions."""
        parts = patterns.joined(group)
        joined = Joined(parts, lambda chosen: self.probes.is_empty(inside(within, body_of(chosen))))
        if joined.is_empty(frozenset(range(len(parts)))):
            for least in joined.least():
                chosen = [parts[number] for number in sorted(least)]
                yield from self._part(chosen[0], within) if len(chosen) == 1 else self._together(chosen, within)
        else:
            yield from self.filters.reasons(group, within)

    def _part(self, part: GroupElement, within: Graphs) -> Iterator[Reason]:
        """Yield why a part of a group has no solutions."""
        if part.kind == "TRIPLE":
            yield from self.triples.reasons(part, within)
        elif part.select and part.select.group:
            yield from self._select(part.select, part.select.group.text, within)
        elif part.kind == "GRAPH":
            graphs = (*within, part.tokens[:2])
            absent = self._absent_graph(graphs)
            yield from [absent] if absent else self.group(part.groups[0], graphs)
        elif part.groups:
            for group in part.groups:
                yield from self.group(group, within)
        else:
            yield Reason(WORDS["triple"].format(pattern=self.render.quoted(part.shown), hint=""), part.start)

    def _absent_graph(self, graphs: Graphs) -> Reason | None:
        """Return that the innermost of some named graphs does not exist."""
        token = graphs[-1][1]
        if is_iri(token) and self.probes.is_empty(inside(graphs[-1:], "?s ?p ?o .")):
            full = self.render.iri(token) or ""
            name = full.removeprefix(GRAPH)
            is_ours = full.startswith(GRAPH) and name in self.probes.graphs("?s ?p ?o .")
            message = WORDS["graph to add" if is_ours else "graph"].format(term=self.render.name(token), graph=name)
            return Reason(message, token.start, graph=name if is_ours else "")
        return None

    def _together(self, parts: Sequence[GroupElement], within: Graphs) -> Iterator[Reason]:
        """Yield that parts have solutions alone, but not together."""
        hint = ""
        if within and not self.probes.is_empty(body_of(parts)):
            hint = WORDS["outside"].format(graph=self.render.quoted(unspaced(within[-1])))
        for part in parts:
            others = [other for other in parts if other is not part]
            if not hint and part.kind == "VALUES":
                hint = self.suggest.literal(part, body_of(others), patterns.variables(part.tokens), within)
            swapped = self.triples.swapped(part) if all(other.terms for other in others) else ""
            if not hint and swapped and not self.probes.is_empty(inside(within, f"{body_of(others)}\n{swapped} .")):
                hint = WORDS["reversed"].format(pattern=self.render.quoted(swapped))
        hint = hint or self.triples.other_values(parts, within) or WORDS["change"]
        yield Reason(WORDS["together"].format(patterns=listed(self.render.parts(parts)), hint=hint), parts[0].start)
