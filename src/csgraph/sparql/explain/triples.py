"""Finds why a triple pattern matches nothing.

``site/assets/explanation-triples.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from csgraph.rdf.turtle import iri
from csgraph.sparql.explain import patterns
from csgraph.sparql.explain.messages import CHOICES, EXAMPLES, WORDS, Reason, hinted, listed
from csgraph.sparql.explain.probes import MANY_ROWS, body_of, inside
from csgraph.sparql.explain.suggestions import NEAR
from csgraph.sparql.syntax import is_iri
from csgraph.sparql.tokens import unspaced

if TYPE_CHECKING:
    from csgraph.sparql.explain.probes import Graphs, Probes
    from csgraph.sparql.explain.rendering import Renderer
    from csgraph.sparql.explain.suggestions import Suggestions
    from csgraph.sparql.syntax import GroupElement
    from csgraph.sparql.tokens import Token

TYPE, SUB_CLASS, SUB_PROPERTY = (str(iri(name)) for name in ("rdf:type", "rdfs:subClassOf", "rdfs:subPropertyOf"))


class TripleReasons:
    """The reasons in a triple pattern."""

    def __init__(self, probes: Probes, render: Renderer, suggest: Suggestions) -> None:
        self.probes, self.render, self.suggest = probes, render, suggest

    def reasons(self, part: GroupElement, within: Graphs) -> Iterator[Reason]:
        """Yield why a triple pattern matches nothing."""
        if within and not self.probes.is_empty(part.query):
            hint = WORDS["outside"].format(graph=self.render.quoted(unspaced(within[-1])))
            message = WORDS["triple"].format(pattern=self.render.quoted(part.shown), hint=hint)
            yield Reason(message, part.start)
            return
        if not part.terms:
            yield Reason(WORDS["triple"].format(pattern=self.render.quoted(part.shown), hint=""), part.start)
            return
        subject, verb, value = part.terms
        properties, is_class = self._missing_properties(verb), self._is_type(verb)
        names = [term[0] for term in (subject, value) if len(term) == 1 and is_iri(term[0])]
        classes = (
            [value[0]]
            if is_class and value[0] in names and self.probes.is_empty(f"?s {TYPE} {value[0].text} .")
            else []
        )
        unknown = [
            token for token in names if not (is_class and token == value[0]) and not self.suggest.is_known(token)
        ]
        for token in properties:
            yield from hinted(
                "property", token.start, partial(self._hint_at_property, token), term=self.render.name(token)
            )
        for token in classes:
            yield from hinted("class", token.start, partial(self._hint_at_class, token), term=self.render.name(token))
        for token in unknown:
            yield from self.unknown(token)
        if properties or classes or unknown:
            return
        pattern = self.render.quoted(part.shown)
        if broken := self._broken_path(part):
            yield Reason(WORDS["path"].format(pattern=pattern, part=self.render.quoted(broken)), part.start)
            return
        yield from hinted("triple", part.start, partial(self._graph_or_hint_at_triple, part), pattern=pattern)

    def unknown(self, token: Token) -> Iterator[Reason]:
        """Yield that a term is not in the graph, with what may be meant."""
        yield from hinted("term", token.start, partial(self._hint_at_term, token), term=self.render.name(token))

    def _graph_or_hint_at_triple(self, part: GroupElement) -> tuple[str, str]:
        graph = self._graph(part.query)
        return (WORDS["elsewhere"].format(graph=graph), graph) if graph else (self._hint_at_triple(part), "")

    def _hint_at_triple(self, part: GroupElement) -> str:
        _, verb, value = part.terms
        left, _, right = map(unspaced, part.terms)
        if patterns.is_constant(value):
            if near := self.suggest.alike("?csgraph", right, patterns.free(part)):
                return WORDS["near"].format(near=self.render.term(near[0]))
            others = self.probes.values("?csgraph", f"{left} ?csgraph {right} .", NEAR)
            if others and len(verb) == 1:
                return WORDS["other property"].format(property=listed([self.render.term(each) for each in others]))
        swapped = self.swapped(part)
        if swapped and not self.probes.is_empty(f"{swapped} ."):
            return WORDS["reversed"].format(pattern=self.render.quoted(swapped))
        if len(patterns.steps(verb)) > 1:
            return WORDS["parts of path"]
        return self.other_values([part], ())

    def swapped(self, part: GroupElement) -> str:
        """Return a triple pattern with subject and object swapped; empty unless both are IRIs or variables."""
        if not part.terms or self._is_type(part.terms[1]):
            return ""
        ends = [token for term in (part.terms[0], part.terms[2]) for token in term]
        is_swappable = len(ends) == 2 and all(is_iri(token) or token.kind == "VAR" for token in ends)
        return " ".join(unspaced(term) for term in reversed(part.terms)) if is_swappable else ""

    def other_values(self, parts: Sequence[GroupElement], within: Graphs) -> str:
        """Return the values that a pattern has, with the others, instead of its object."""
        for part in reversed(parts):
            if part.terms and part.terms[1][0].kind != "VAR" and patterns.is_constant(part.terms[2]):
                body = body_of(replace(part, query=patterns.free(part)) if each is part else each for each in parts)
                if values := self.probes.values("?csgraph", inside(within, body), EXAMPLES + 1):
                    left, path = (unspaced(term) for term in part.terms[:2])
                    words = WORDS["instead beside" if len(parts) > 1 else "instead"]
                    return words.format(
                        pattern=self.render.quoted(f"{left} {path} …"), values=self.render.values(values, EXAMPLES)
                    )
        return ""

    def _broken_path(self, part: GroupElement) -> str:
        """Return the shortest part of a path that matches nothing; empty if that is the whole path."""
        steps = [unspaced(step) for step in patterns.steps(part.terms[1])]
        subject, value = unspaced(part.terms[0]), unspaced(part.terms[2])
        for size in range(1, len(steps)):
            runs = ["/".join(steps[first : first + size]) for first in range(len(steps) - size + 1)]
            for run in runs:
                if self.probes.is_empty(f"?csgraph {run} ?csgraph0 ."):
                    return run
            if self.probes.is_empty(f"{subject} {runs[0]} ?csgraph ."):
                return f"{subject} {runs[0]}"
            if self.probes.is_empty(f"?csgraph {runs[-1]} {value} ."):
                return f"{runs[-1]} {value}"
        return ""

    def _missing_properties(self, verb: Sequence[Token]) -> list[Token]:
        """Return the properties of a path that no triple has, if these are why it matches nothing."""
        if verb[0].kind == "VAR":
            return []
        properties = [token for token in patterns.needed(verb) if token.text != "a"]
        missing = [token for token in properties if self.probes.is_empty(f"?s {token.text} ?o .")]
        # Of alternatives, a known property may be the one that is meant.
        return [] if any(token.text == "|" for token in verb) and missing != properties else missing

    def _hint_at_property(self, token: Token) -> tuple[str, str]:
        if graph := self._graph(f"?s {token.text} ?o ."):
            return WORDS["elsewhere"].format(graph=graph), graph
        below = f"?csgraph {SUB_PROPERTY}+ {token.text} . ?s ?csgraph ?o ."
        if names := [self.render.term(each) for each in self.probes.values("?csgraph", below, CHOICES)]:
            return WORDS["properties below"].format(names=", ".join(names)), ""
        if self.suggest.is_known(token):
            return WORDS["unused"], ""
        return self.suggest.spelling(token, self.probes.values("?p", "?s ?p ?o .", MANY_ROWS)), ""

    def _hint_at_class(self, token: Token) -> tuple[str, str]:
        if graph := self._graph(f"?s {TYPE} {token.text} ."):
            return WORDS["elsewhere"].format(graph=graph), graph
        if not self.probes.is_empty(f"?s {TYPE}/{SUB_CLASS}+ {token.text} ."):
            return WORDS["class below"], ""
        near = self.suggest.spelling(token, self.probes.values("?c", f"?s {TYPE} ?c .", MANY_ROWS))
        return WORDS["unused"] if near == WORDS["spelling"] and self.suggest.is_known(token) else near, ""

    def _hint_at_term(self, token: Token) -> tuple[str, str]:
        graph = self._graph(f"{token.text} ?p ?o .") or self._graph(f"?s ?p {token.text} .")
        if graph:
            return WORDS["elsewhere"].format(graph=graph), graph
        return self.suggest.spelling(token, self.suggest.like(token)), ""

    def _is_type(self, verb: Sequence[Token]) -> bool:
        return len(verb) == 1 and (verb[0].text == "a" or f"<{self.render.iri(verb[0])}>" == TYPE)

    def _graph(self, body: str) -> str:
        """Return the first graph not queried in which a group has solutions; empty if there is none."""
        return next(iter(self.probes.graphs(body)), "")
