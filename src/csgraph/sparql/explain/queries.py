"""Says why a query, or a query in a query, finds nothing: by its parameters, its group, or what follows that.

``site/assets/explanation-queries.js`` is the same in JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from csgraph.sparql.explain import patterns
from csgraph.sparql.explain.groups import Groups
from csgraph.sparql.explain.messages import CHOICES, EXAMPLES, WORDS, Reason
from csgraph.sparql.explain.probes import inside, shrunk
from csgraph.sparql.explain.rendering import Shown
from csgraph.sparql.explain.suggestions import Likeness
from csgraph.sparql.explain.triples import TriplePatterns
from csgraph.sparql.syntax import is_iri
from csgraph.sparql.tokens import unspaced

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term
    from csgraph.sparql.explain.probes import Graphs, Probes
    from csgraph.sparql.syntax import QuerySyntax, SelectSyntax
    from csgraph.sparql.tokens import Token


class Queries:
    """Finds the reasons, from the whole of a query to its parts."""

    def __init__(self, text: str, query: QuerySyntax, asked: Probes, terms: Mapping[str, Sequence[Term]]) -> None:
        self.query, self.asked, self.terms = query, asked, terms
        self.shown = Shown(text, query, asked)
        self.likeness = Likeness(asked, self.shown)
        self.triples = TriplePatterns(asked, self.shown, self.likeness)
        self.groups = Groups(asked, self.shown, self.likeness, self.triples, self._select)

    def reasons(self) -> Iterator[Reason]:
        """Yield the reasons, the surest first."""
        select = self.query.select
        if select.group is None:
            for token in select.template:
                if is_iri(token):
                    yield from self._described(token)
            return
        filters = {name: _filter(name, terms) for name, terms in self.terms.items()}
        if not filters or self.asked.is_empty(select.group.text):
            yield from self._select(select, select.group.text, ())
        elif self.asked.is_empty(" ".join([select.group.text, *filters.values()])):
            yield from self._parameters(select.group.text, filters)
        else:
            yield from self._select(select, " ".join([select.group.text, *filters.values()]), ())

    def _select(self, select: SelectSyntax, body: str, within: Graphs) -> Iterator[Reason]:
        if select.group is None:
            return
        limit = _number(unspaced(select.modifiers.get("LIMIT", ())))
        if limit == 0:
            yield Reason(WORDS["LIMIT"], select.modifiers["LIMIT"][0].start)
        elif self.asked.is_empty(inside(within, body)):
            yield from self.groups.group(select.group, within)
        else:
            yield from self._modified(select, body, within)

    def _modified(self, select: SelectSyntax, body: str, within: Graphs) -> Iterator[Reason]:
        """Yield what after the group of a query leaves none of its rows."""
        modifiers = select.modifiers
        clause = unspaced(select.clause) or ("SELECT (1 AS ?csgraph1)" if "GROUP" in modifiers else "SELECT *")
        rows = f"{clause} {{ {body}\n}} {unspaced(modifiers.get('GROUP', ()))}"
        if self.asked.is_empty(inside(within, f"{{ {rows} }}")):
            return
        for keyword in ("HAVING", "VALUES"):
            fewer = f"{rows} {unspaced(modifiers.get(keyword, ()))}"
            if self.asked.is_empty(inside(within, f"{{ {fewer} }}")):
                before, quoted = (
                    inside(within, f"{{ {rows} }}"),
                    self.shown.quoted(unspaced(modifiers[keyword])),
                )
                message = WORDS[keyword].format(
                    quoted=quoted, rows=self.shown.rows(before), none=self.shown.none(before)
                )
                yield Reason(message, modifiers[keyword][0].start)
                return
            rows = fewer
        if "OFFSET" in modifiers:
            number = _number(unspaced(modifiers["OFFSET"]))
            all_rows = inside(within, f"{{ {rows} }}")
            if number is not None and self.asked.count(all_rows) <= number:
                yield Reason(
                    WORDS["beyond"].format(number=number, rows=self.shown.rows(all_rows)), modifiers["OFFSET"][0].start
                )
                return
        yield from self._made(select, inside(within, body))

    def _made(self, select: SelectSyntax, body: str) -> Iterator[Reason]:
        """Yield the variables to construct from or to describe that have no value, or none that anything is said of."""
        names = patterns.given(select.group.parts) if select.group else frozenset()
        for token in select.template:
            name = "?" + token.text[1:]
            if token.kind != "VAR":
                continue
            if name not in names:
                kind = "template" if select.form == "CONSTRUCT" else "describe"
                yield Reason(WORDS[kind].format(variable=token.text, hint=self.likeness.near(name, names)), token.start)
            elif select.form == "DESCRIBE" and (values := self.asked.values(name, body, EXAMPLES + 1)):
                listed = self.shown.values(values, EXAMPLES)
                yield Reason(WORDS["described"].format(variable=token.text, values=listed), token.start)

    def _described(self, token: Token) -> Iterator[Reason]:
        if self.likeness.is_known(token):
            yield Reason(WORDS["object"].format(term=self.shown.name(token)), token.start)
        else:
            yield from self.triples.unknown(token)

    def _parameters(self, body: str, filters: Mapping[str, str]) -> Iterator[Reason]:
        """Yield the parameters whose values no row has, or has together."""
        alone = [name for name in filters if self.asked.is_empty(f"{body} {filters[name]}")]
        for name in alone:
            others = [filters[other] for other in filters if other not in alone]
            among = " ".join([body, *others])
            if self.asked.is_empty(among):
                among = body
            choices = self._choices(name, among)
            yield Reason(
                WORDS["parameter"].format(none=self.shown.none(body), choices=choices), about=self._given(name)
            )
        if not alone:
            least = shrunk(
                list(filters), lambda names: self.asked.is_empty(" ".join([body, *(filters[name] for name in names)]))
            )
            # With the first of them there are rows, so that there are values for the last.
            *others, last = least
            choices = self._choices(last, " ".join([body, *(filters[name] for name in others)]), "choices beside")
            yield Reason(WORDS["parameters"].format(choices=choices), about=" ".join(map(self._given, least)))

    def _choices(self, name: str, body: str, words: str = "choices") -> str:
        values = self.asked.values(f"?{name}", body, CHOICES + 1)
        return WORDS[words].format(name=name, values=self.shown.values(values, CHOICES)) if values else ""

    def _given(self, name: str) -> str:
        return f"{name}={', '.join(self.shown.term(term) for term in self.terms[name])}"


def _filter(name: str, terms: Sequence[Term]) -> str:
    return f"FILTER(?{name} IN ({', '.join(map(str, terms))}))"


def _number(text: str) -> int | None:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else None
