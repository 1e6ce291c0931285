"""Says why a triple pattern matches nothing.

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
    from csgraph.sparql.explain.rendering import Shown
    from csgraph.sparql.explain.suggestions import Likeness
    from csgraph.sparql.syntax import GroupElement
    from csgraph.sparql.tokens import Token

TYPE, SUB_CLASS, SUB_PROPERTY = (str(iri(name)) for name in ("rdf:type", "rdfs:subClassOf", "rdfs:subPropertyOf"))


class TriplePatterns:
    """The reasons that lie in a triple pattern."""

    def __init__(self, asked: Probes, shown: Shown, likeness: Likeness) -> None:
        self.asked, self.shown, self.likeness = asked, shown, likeness

    def triple(self, part: GroupElement, within: Graphs) -> Iterator[Reason]:
        """Yield why a triple pattern matches nothing."""
        if within and not self.asked.is_empty(part.query):
            is_free = within[-1][1].kind == "VAR"
            graph = self.shown.quoted(unspaced(within[-1]))
            message = WORDS["in no graph" if is_free else "outside"].format(
                pattern=self.shown.quoted(part.shown), graph=graph
            )
            yield Reason(message, part.start)
            return
        if not part.terms:
            yield Reason(WORDS["triple"].format(pattern=self.shown.quoted(part.shown), hint=""), part.start)
            return
        subject, verb, value = part.terms
        properties, is_class = self._missing_properties(verb), self._is_type(verb)
        names = [term[0] for term in (subject, value) if len(term) == 1 and is_iri(term[0])]
        classes = (
            [value[0]] if is_class and value[0] in names and self.asked.is_empty(f"?s {TYPE} {value[0].text} .") else []
        )
        unknown = [
            token for token in names if not (is_class and token == value[0]) and not self.likeness.is_known(token)
        ]
        for token in properties:
            yield from hinted(
                "property", token.start, partial(self._hint_at_property, token), term=self.shown.name(token)
            )
        for token in classes:
            yield from hinted("class", token.start, partial(self._hint_at_class, token), term=self.shown.name(token))
        for token in unknown:
            yield from self.unknown(token)
        if properties or classes or unknown:
            return
        pattern = self.shown.quoted(part.shown)
        if broken := self._broken_path(part):
            yield Reason(WORDS["path"].format(pattern=pattern, part=self.shown.quoted(broken)), part.start)
            return
        yield from hinted("triple", part.start, partial(self._graph_or_hint_at_triple, part), pattern=pattern)

    def unknown(self, token: Token) -> Iterator[Reason]:
        """Yield that a term is not known, with what may be meant."""
        yield from hinted("term", token.start, partial(self._hint_at_term, token), term=self.shown.name(token))

    def _graph_or_hint_at_triple(self, part: GroupElement) -> tuple[str, str]:
        graph = self._graph(part.query)
        return (WORDS["elsewhere"].format(graph=graph), graph) if graph else (self._hint_at_triple(part), "")

    def _hint_at_triple(self, part: GroupElement) -> str:
        subject, verb, value = part.terms
        left, path, right = (unspaced(term) for term in part.terms)
        if patterns.is_constant(value):
            if near := self.likeness.alike("?csgraph", right, patterns.free(part)):
                return WORDS["near"].format(near=self.shown.term(near[0]))
            others = self.asked.values("?csgraph", f"{left} ?csgraph {right} .", NEAR)
            if others and len(verb) == 1:
                return WORDS["other property"].format(property=listed([self.shown.term(each) for each in others]))
        kinds = sorted(is_iri(term[0]) - patterns.is_variable(term) for term in (subject, value))
        # One of them at least is an IRI, and the other may be a variable.
        is_turnable = kinds in ([-1, 1], [1, 1]) and not self._is_type(verb)
        if is_turnable and not self.asked.is_empty(f"{right} {path} {left} ."):
            return WORDS["reversed"].format(pattern=self.shown.quoted(f"{right} {path} {left}"))
        if len(patterns.steps(verb)) > 1:
            return WORDS["parts of path"]
        return self.other_values([part], ())

    def other_values(self, parts: Sequence[GroupElement], within: Graphs) -> str:
        """Return what the patterns have, beside the others, where one of them says what it must be."""
        for part in reversed(parts):
            if part.terms and part.terms[1][0].kind != "VAR" and patterns.is_constant(part.terms[2]):
                body = body_of(replace(part, query=patterns.free(part)) if each is part else each for each in parts)
                if values := self.asked.values("?csgraph", inside(within, body), EXAMPLES + 1):
                    left, path = (unspaced(term) for term in part.terms[:2])
                    words = WORDS["instead beside" if len(parts) > 1 else "instead"]
                    return words.format(
                        pattern=self.shown.quoted(f"{left} {path} …"), values=self.shown.values(values, EXAMPLES)
                    )
        return ""

    def _broken_path(self, part: GroupElement) -> str:
        """Return the shortest run of steps of a path that leads nowhere; empty where it is all of them."""
        steps = [unspaced(step) for step in patterns.steps(part.terms[1])]
        subject, value = unspaced(part.terms[0]), unspaced(part.terms[2])
        for size in range(1, len(steps)):
            runs = ["/".join(steps[first : first + size]) for first in range(len(steps) - size + 1)]
            for run in runs:
                if self.asked.is_empty(f"?csgraph {run} ?csgraph0 ."):
                    return run
            if self.asked.is_empty(f"{subject} {runs[0]} ?csgraph ."):
                return f"{subject} {runs[0]}"
            if self.asked.is_empty(f"?csgraph {runs[-1]} {value} ."):
                return f"{runs[-1]} {value}"
        return ""

    def _missing_properties(self, verb: Sequence[Token]) -> list[Token]:
        """Return the properties of a path that nothing has, and that are the reason that it leads nowhere."""
        if verb[0].kind == "VAR":
            return []
        properties = [token for token in patterns.needed(verb) if token.text != "a"]
        missing = [token for token in properties if self.asked.is_empty(f"?s {token.text} ?o .")]
        # Of two ways, one that is known could be the one that is meant.
        return [] if any(token.text == "|" for token in verb) and missing != properties else missing

    def _hint_at_property(self, token: Token) -> tuple[str, str]:
        if graph := self._graph(f"?s {token.text} ?o ."):
            return WORDS["elsewhere"].format(graph=graph), graph
        below = f"?csgraph {SUB_PROPERTY}+ {token.text} . ?s ?csgraph ?o ."
        if names := [self.shown.term(each) for each in self.asked.values("?csgraph", below, CHOICES)]:
            return WORDS["properties below"].format(names=", ".join(names)), ""
        if self.likeness.is_known(token):
            return WORDS["unused"], ""
        return self.likeness.spelling(token, self.asked.values("?p", "?s ?p ?o .", MANY_ROWS)), ""

    def _hint_at_class(self, token: Token) -> tuple[str, str]:
        if graph := self._graph(f"?s {TYPE} {token.text} ."):
            return WORDS["elsewhere"].format(graph=graph), graph
        if not self.asked.is_empty(f"?s {TYPE}/{SUB_CLASS}+ {token.text} ."):
            return WORDS["class below"], ""
        near = self.likeness.spelling(token, self.asked.values("?c", f"?s {TYPE} ?c .", MANY_ROWS))
        return WORDS["unused"] if near == WORDS["spelling"] and self.likeness.is_known(token) else near, ""

    def _hint_at_term(self, token: Token) -> tuple[str, str]:
        graph = self._graph(f"{token.text} ?p ?o .") or self._graph(f"?s ?p {token.text} .")
        if graph:
            return WORDS["elsewhere"].format(graph=graph), graph
        return self.likeness.spelling(token, self.likeness.like(token)), ""

    def _is_type(self, verb: Sequence[Token]) -> bool:
        return len(verb) == 1 and (verb[0].text == "a" or f"<{self.shown.iri(verb[0])}>" == TYPE)

    def _graph(self, body: str) -> str:
        """Return the first graph that was not asked in which a group finds something; empty where there is none."""
        return next(iter(self.asked.graphs(body)), "")
