"""Finds terms of the graph that are similar to a term of the query, and so may be meant.

``site/assets/explanation-suggestions.js`` is the same in JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.sparql.explain import patterns
from csgraph.sparql.explain.messages import WORDS
from csgraph.sparql.explain.probes import MANY_ROWS, inside
from csgraph.util import suggest
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from csgraph.sparql.explain.probes import Graphs, Probes
    from csgraph.sparql.explain.rendering import Renderer
    from csgraph.sparql.syntax import GroupElement
    from csgraph.sparql.tokens import Token

NEAR = 3
"""The highest number of similar terms looked at."""

SPACES = 10
"""The highest difference in length, in characters, of literals that differ in white space."""


class Suggestions:
    """Terms of the graph that are similar to others."""

    def __init__(self, probes: Probes, render: Renderer) -> None:
        self.probes, self.render = probes, render

    def is_known(self, token: Token) -> bool:
        """Whether a term is in the graph."""
        term = token.text
        triples = (f"{term} ?p ?o .", f"?s ?p {term} .", f"?s {term} ?o .")
        return any(not self.probes.is_empty(triple) for triple in triples)

    def spelling(self, token: Token, terms: Iterable[Any]) -> str:
        """Return the hint for an unknown term: the nearest of some terms, or to check its spelling."""
        near = self.nearest(token, terms)
        return WORDS["near"].format(near=near) if near else WORDS["spelling"]

    def like(self, token: Token) -> list[Any]:
        """Return the terms of the graph with the namespace or the local name of a term."""
        full = self.render.iri(token)
        if full is None:
            return []
        cut = max(map(full.rfind, "/#")) + 1
        found = []
        for name, triple in (("?s", "?s ?p ?o ."), ("?o", "?s ?p ?o . FILTER(ISIRI(?o))")):
            text = f"LCASE(STR({name}))"
            namespace, local = (str(ox.Literal(part.lower())) for part in (full[:cut], full[cut:]))
            filter_ = f"FILTER(STRSTARTS({text}, {namespace}) || STRENDS({text}, {local}))"
            body = f"{{ SELECT DISTINCT {name} {{ {triple} }} }} {filter_}"
            found += self.probes.values(name, body, MANY_ROWS)
        return found

    def nearest(self, token: Token, terms: Iterable[Any]) -> str:
        """Return the most similar of some terms, as it would be written; empty if none is similar."""
        full = self.render.iri(token)
        if full is None:
            return ""
        by_name = {self.render.short(term.value): term.value for term in terms if isinstance(term, ox.NamedNode)}
        near = suggest.nearest(self.render.short(full), by_name)
        if near is None and (other := suggest.nearest(full, by_name.values())):
            near = self.render.short(other)
        return terminal_safe(near or "")

    def variable(self, variable: str, names: Iterable[str]) -> str:
        """Return the hint for an unbound variable: the nearest of some names, if any."""
        near = suggest.nearest(variable[1:], [name[1:] for name in names if name.startswith("?")])
        return WORDS["near"].format(near=f"?{near}") if near else ""

    def literal(
        self,
        part: GroupElement,
        body: str,
        variables: Iterable[str],
        within: Graphs,
        finds: Callable[[str], bool] | None = None,
    ) -> str:
        """Return the hint for a literal of a part: a value of a variable that hardly differs from it."""
        for literal in patterns.literals(part.tokens):
            written = "".join(token.text for token in literal)
            # A number in quotation marks is a string, and cannot be compared with numbers.
            number = re.fullmatch(r"""(["'])(\d+)\1""", written)
            if number and finds and finds(part.replaced({literal[0]: number[2]})):
                return WORDS["near"].format(near=number[2])
            for variable in variables:
                for value in self.alike(variable, written, inside(within, body)):
                    changed = part.replaced({literal[0]: str(value), **dict.fromkeys(literal[1:], "")})
                    if finds is None or finds(changed):
                        return WORDS["near"].format(near=self.render.term(value))
        return ""

    def alike(self, variable: str, written: str, body: str) -> list[Any]:
        """Return the values of a variable that differ from a term only in language, datatype, case or white space."""
        # The length is compared first because that is fast.
        length = f"ABS(STRLEN(STR({variable})) - STRLEN(STR({written}))) < {SPACES}"
        same = f"({length} && {folded(variable)} = {folded(written)}) || {variable} = {written}"
        return self.probes.values(variable, f"{body} FILTER({same}) FILTER(!SAMETERM({variable}, {written}))", NEAR)


def folded(term: str) -> str:
    """Return an expression for the text of a term in lower case and with single spaces."""
    return rf'REPLACE(REPLACE(LCASE(STR({term})), "^\\s+|\\s+$", ""), "\\s+", " ")'
