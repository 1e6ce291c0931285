"""Finds why a query, or a sub-select, has no results: in its parameters, its group, or the clauses after the group.

``site/assets/explanation-queries.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from csgraph.sparql.explain.groups import GroupReasons
from csgraph.sparql.explain.messages import CHOICES, WORDS, Reason
from csgraph.sparql.explain.probes import inside, shrunk
from csgraph.sparql.explain.rendering import Renderer
from csgraph.sparql.explain.suggestions import Suggestions
from csgraph.sparql.explain.triples import TripleReasons
from csgraph.sparql.syntax import is_iri
from csgraph.sparql.tokens import unspaced

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term
    from csgraph.sparql.explain.probes import Graphs, Probes
    from csgraph.sparql.syntax import QuerySyntax, SelectSyntax

_REMOVERS = ("HAVING", "VALUES", "OFFSET", "LIMIT")
"""The clauses after a group that can remove all rows, in the order of evaluation (SPARQL 1.1, section 18.2.4)."""


class QueryReasons:
    """The reasons in a query, from the whole to its parts."""

    def __init__(self, text: str, query: QuerySyntax, probes: Probes, terms: Mapping[str, Sequence[Term]]) -> None:
        self.query, self.probes, self.terms = query, probes, terms
        self.render = Renderer(text, query, probes)
        self.suggest = Suggestions(probes, self.render)
        self.triples = TripleReasons(probes, self.render, self.suggest)
        self.groups = GroupReasons(probes, self.render, self.suggest, self.triples, self._select)

    def reasons(self) -> Iterator[Reason]:
        """Yield the reasons, the surest first."""
        select = self.query.select
        if select.group is None:
            for token in filter(is_iri, select.template):
                if self.suggest.is_known(token):
                    yield Reason(WORDS["object"].format(term=self.render.name(token)), token.start)
                else:
                    yield from self.triples.unknown(token)
            return
        filters = {name: f"FILTER(?{name} IN ({', '.join(map(str, terms))}))" for name, terms in self.terms.items()}
        body = " ".join([select.group.text, *filters.values()])
        if filters and not self.probes.is_empty(select.group.text) and self.probes.is_empty(body):
            yield from self._parameters(select.group.text, filters)
        else:
            yield from self._select(select, body, ())

    def _select(self, select: SelectSyntax, body: str, within: Graphs) -> Iterator[Reason]:
        if select.group and self.probes.is_empty(inside(within, body)):
            yield from self.groups.group(select.group, within)
            return
        default = "SELECT (1 AS ?csgraph1)" if "GROUP" in select.modifiers else "SELECT *"

        def rows(chosen: Sequence[str]) -> str:
            after = " ".join(unspaced(tokens) for keyword, tokens in select.modifiers.items() if keyword in chosen)
            return inside(within, f"{{ {unspaced(select.clause) or default} {{ {body}\n}} {after} }}")

        kept = ["GROUP"]
        for keyword in _REMOVERS:
            if keyword in select.modifiers and self.probes.is_empty(rows([*kept, keyword])):
                tokens = select.modifiers[keyword]
                quoted, count = self.render.quoted(unspaced(tokens)), self.render.count(rows(kept))
                message = WORDS["no row"].format(filter=quoted, count=count, hint=WORDS["leave out"])
                yield Reason(message, tokens[0].start)
                return
            kept.append(keyword)

    def _parameters(self, body: str, filters: Mapping[str, str]) -> Iterator[Reason]:
        """Yield the parameters whose values no row has; if each has rows, those that no row has together."""

        def bound(names: Sequence[str]) -> str:
            return " ".join([body, *(filters[name] for name in names)])

        alone = [name for name in filters if self.probes.is_empty(bound([name]))]
        for name in alone:
            among = bound([other for other in filters if other not in alone])
            choices = self._choices(name, body if self.probes.is_empty(among) else among)
            message = WORDS["parameter"].format(count=self.render.count(body), choices=choices)
            yield Reason(message, about=self._given(name))
        if not alone:
            least = shrunk(list(filters), lambda names: self.probes.is_empty(bound(names)))
            # The others have rows together, so the last has values among them.
            choices = self._choices(least[-1], bound(least[:-1]))
            yield Reason(WORDS["parameters"].format(choices=choices), about=" ".join(map(self._given, least)))

    def _choices(self, name: str, body: str) -> str:
        values = self.probes.values(f"?{name}", body, CHOICES + 1)
        return WORDS["choices"].format(name=name, values=self.render.values(values, CHOICES)) if values else ""

    def _given(self, name: str) -> str:
        return f"{name}={', '.join(self.render.term(term) for term in self.terms[name])}"
