"""Says which FILTER or MINUS leaves nothing of what the patterns of a group match.

``site/assets/explanation-conditions.js`` is the same in JavaScript.
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
    from csgraph.sparql.explain.rendering import Shown
    from csgraph.sparql.explain.suggestions import Likeness
    from csgraph.sparql.syntax import GroupElement, GroupPattern


class Conditions:
    """The reasons that lie in conditions.

    Args:
        group: Says why the group of a FILTER EXISTS finds nothing.
    """

    def __init__(
        self, asked: Probes, shown: Shown, likeness: Likeness, group: Callable[[GroupPattern, Graphs], Iterator[Reason]]
    ) -> None:
        self.asked, self.shown, self.likeness, self._group = asked, shown, likeness, group

    def removed(self, group: GroupPattern, within: Graphs) -> Iterator[Reason]:
        """Yield which FILTER or MINUS leaves nothing of what the patterns of a group match."""
        removers = [part for part in group.parts if part.kind in patterns.REMOVERS]

        def body(chosen: Sequence[GroupElement], changed: str = "") -> str:
            kept = [
                part
                for part in group.parts
                if part.kind not in patterns.REMOVERS or any(part is each for each in chosen)
            ]
            return inside(within, f"{body_of(kept)}\n{changed}")

        if not removers or self.asked.is_empty(body([])):
            return
        alone = [part for part in removers if self.asked.is_empty(body([part]))]
        for part in alone:
            yield from hinted(
                "each",
                part.start,
                lambda part=part: (self._hint_at_remover(part, group, body), ""),  # type: ignore[misc]
                filter=self.shown.quoted(part.shown),
                rows=self.shown.rows(body([])),
            )
            if part.kind == "FILTER" and part.groups and self.asked.is_empty(inside(within, part.groups[0].text)):
                yield from self._group(part.groups[0], within)
        if not alone and self.asked.is_empty(body(removers)):
            least = shrunk(removers, lambda chosen: self.asked.is_empty(body(chosen)))
            quoted = [self.shown.quoted(part.shown) + self.shown.line_number(part, least[0]) for part in least]
            message = WORDS["together removed"].format(patterns=listed(quoted), rows=self.shown.rows(body([])))
            yield Reason(message, least[0].start)

    def _hint_at_remover(self, part: GroupElement, group: GroupPattern, body: Callable[..., str]) -> str:
        is_read = part.kind == "FILTER" and not part.groups
        return (self._hint_at_filter(part, group, body) if is_read else "") or WORDS["leave out"]

    def _hint_at_filter(self, part: GroupElement, group: GroupPattern, body: Callable[..., str]) -> str:
        """Return what of a FILTER is wrong."""
        names = patterns.given(group.parts)
        variables = patterns.variables(part.tokens)
        for variable in variables:
            if variable not in names:
                near = self.likeness.near(variable, names)
                return WORDS["unbound"].format(variable=variable, hint=near)
        before = body([])

        def finds(changed: str) -> bool:
            return not self.asked.is_empty(body([], changed))

        for token in part.tokens:
            if is_iri(token) and not self.likeness.is_known(token):
                near = self.likeness.nearest(token, self.likeness.like(token))
                if near and finds(part.replaced({token: near})):
                    return WORDS["near"].format(near=near)
        if hint := self.likeness.near_literal(part, before, variables, (), finds):
            return hint
        strings = [token for token in part.tokens if token.kind == "STRING"]
        if any(token.text.lower() != token.text.upper() for token in strings) and "EXISTS" not in part.shown.upper():
            small = {token: f"LCASE(STR({token.text}))" for token in part.tokens if token.kind == "VAR"}
            small |= {token: token.text.lower() for token in strings}
            changed = part.replaced(small)
            with suppress(SyntaxError):
                if finds(changed):
                    return WORDS["folded"].format(filter=self.shown.quoted(unspaced(tokenize(changed)[:-1])))
        if len(variables) == 1:
            values = self.asked.values(variables[0], before, EXAMPLES + 1)
            return WORDS["examples"].format(variable=variables[0], values=self.shown.values(values, EXAMPLES))
        return ""
