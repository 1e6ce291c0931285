"""Finds the FILTER or MINUS that removes all solutions of a group.

``site/assets/explanation-filters.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from csgraph.sparql.explain import patterns
from csgraph.sparql.explain.messages import EXAMPLES, WORDS, Reason, hinted, listed
from csgraph.sparql.explain.probes import body_of, inside, shrunk
from csgraph.sparql.syntax import is_iri
from csgraph.sparql.tokens import tokenize, unspaced

if TYPE_CHECKING:
    from csgraph.sparql.explain.probes import Graphs, Probes
    from csgraph.sparql.explain.rendering import Renderer
    from csgraph.sparql.explain.suggestions import Suggestions
    from csgraph.sparql.syntax import GroupElement, GroupPattern


class FilterReasons:
    """The reasons in FILTER and MINUS.

    Args:
        probes: Runs parts of the query.
        render: Formats terms and parts.
        suggest: Finds what may be meant.
        group: Explains the group of a FILTER EXISTS.
    """

    def __init__(
        self,
        probes: Probes,
        render: Renderer,
        suggest: Suggestions,
        group: Callable[[GroupPattern, Graphs], Iterator[Reason]],
    ) -> None:
        self.probes, self.render, self.suggest, self._group = probes, render, suggest, group

    def reasons(self, group: GroupPattern, within: Graphs) -> Iterator[Reason]:
        """Yield each FILTER or MINUS that removes all solutions; if none does alone, those that do together."""
        removers = [part for part in group.parts if part.kind in patterns.REMOVERS]

        def body(chosen: Sequence[GroupElement], changed: str = "") -> str:
            kept = [part for part in group.parts if part.kind not in patterns.REMOVERS or part in chosen]
            return inside(within, f"{body_of(kept)}\n{changed}")

        if not removers or self.probes.is_empty(body([])):
            return
        alone = [part for part in removers if self.probes.is_empty(body([part]))]
        for part in alone:
            yield from hinted(
                "no row",
                part.start,
                lambda part=part: (self._hint(part, group, body), ""),  # type: ignore[misc]
                filter=self.render.quoted(part.shown),
                count=self.render.count(body([])),
            )
            if part.kind == "FILTER" and part.groups and self.probes.is_empty(inside(within, part.groups[0].text)):
                yield from self._group(part.groups[0], within)
        if not alone and self.probes.is_empty(body(removers)):
            least = shrunk(removers, lambda chosen: self.probes.is_empty(body(chosen)))
            filters, count = listed(self.render.parts(least)), self.render.count(body([]))
            yield Reason(WORDS["no row"].format(filter=filters, count=count, hint=WORDS["leave out"]), least[0].start)

    def _hint(self, part: GroupElement, group: GroupPattern, body: Callable[..., str]) -> str:
        """Return what is wrong in a condition."""
        if part.kind == "MINUS" or part.groups:
            return WORDS["leave out"]
        names = patterns.given(group.parts)
        variables = patterns.variables(part.tokens)
        for variable in variables:
            if variable not in names:
                return WORDS["unbound"].format(variable=variable, hint=self.suggest.variable(variable, names))
        before = body([])

        def finds(changed: str) -> bool:
            return not self.probes.is_empty(body([], changed))

        for token in part.tokens:
            if is_iri(token) and not self.suggest.is_known(token):
                near = self.suggest.nearest(token, self.suggest.like(token))
                if near and finds(part.replaced({token: near})):
                    return WORDS["near"].format(near=near)
        if hint := self.suggest.literal(part, before, variables, (), finds):
            return hint
        strings = [token for token in part.tokens if token.kind == "STRING"]
        if any(token.text.lower() != token.text.upper() for token in strings) and "EXISTS" not in part.shown.upper():
            folded = {token: f"LCASE(STR({token.text}))" for token in part.tokens if token.kind == "VAR"}
            folded |= {token: token.text.lower() for token in strings}
            changed = part.replaced(folded)
            # An expression is not allowed in every place of a variable, such as in BOUND.
            with suppress(SyntaxError):
                if finds(changed):
                    return WORDS["folded"].format(filter=self.render.quoted(unspaced(tokenize(changed)[:-1])))
        if len(variables) == 1:
            values = self.probes.values(variables[0], before, EXAMPLES + 1)
            return WORDS["examples"].format(variable=variables[0], values=self.render.values(values, EXAMPLES))
        return WORDS["leave out"]
