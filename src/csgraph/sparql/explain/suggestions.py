"""Finds what is in the graph that is like a term of the query that is explained, and is likely meant.

``site/assets/explanation-likeness.js`` is the same in JavaScript.
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
    from csgraph.sparql.explain.rendering import Shown
    from csgraph.sparql.syntax import GroupElement
    from csgraph.sparql.tokens import Token

NEAR = 3
"""How many terms that are like another are looked at."""

SPACES = 10
"""How much space a literal may have too much."""


class Likeness:
    """What in the graph is like a term."""

    def __init__(self, asked: Probes, shown: Shown) -> None:
        self.asked, self.shown = asked, shown

    def is_known(self, token: Token) -> bool:
        """Tell whether a term is in the graph."""
        term = token.text
        triples = (f"{term} ?p ?o .", f"?s ?p {term} .", f"?s {term} ?o .")
        return any(not self.asked.is_empty(triple) for triple in triples)

    def spelling(self, token: Token, terms: Iterable[Any]) -> str:
        """Return what to say of a term that is not known: which of some is meant."""
        near = self.nearest(token, terms)
        return WORDS["near"].format(near=near) if near else WORDS["spelling"]

    def like(self, token: Token) -> list[Any]:
        """Return the terms, of all that there are, of the namespace of another, or with the same name in another one."""
        full = self.shown.iri(token)
        if full is None:
            return []
        cut = max(map(full.rfind, "/#")) + 1
        found = []
        for name, triple in (("?s", "?s ?p ?o ."), ("?o", "?s ?p ?o . FILTER(ISIRI(?o))")):
            text = f"LCASE(STR({name}))"
            namespace, local = (str(ox.Literal(part.lower())) for part in (full[:cut], full[cut:]))
            filter_ = f"FILTER(STRSTARTS({text}, {namespace}) || STRENDS({text}, {local}))"
            body = f"{{ SELECT DISTINCT {name} {{ {triple} }} }} {filter_}"
            found += self.asked.values(name, body, MANY_ROWS)
        return found

    def nearest(self, token: Token, terms: Iterable[Any]) -> str:
        """Return the term that is most like another, as it would be written; empty where none is like it."""
        full = self.shown.iri(token)
        if full is None:
            return ""
        by_name = {self.shown.short(term.value): term.value for term in terms if isinstance(term, ox.NamedNode)}
        near = suggest.nearest(self.shown.short(full), by_name)
        if near is None and (other := suggest.nearest(full, by_name.values())):
            near = self.shown.short(other)
        return terminal_safe(near or "")

    def near(self, variable: str, names: Iterable[str]) -> str:
        """Return what to say of a variable that has no value: which of some is meant, if any."""
        near = suggest.nearest(variable[1:], [name[1:] for name in names if name.startswith("?")])
        return WORDS["near"].format(near=f"?{near}") if near else ""

    def near_literal(
        self,
        part: GroupElement,
        body: str,
        variables: Iterable[str],
        within: Graphs,
        finds: Callable[[str], bool] | None = None,
    ) -> str:
        """Return the literal that a variable has in place of one of a part, from which it hardly differs."""
        for literal in patterns.literals(part.tokens):
            written = "".join(token.text for token in literal)
            # A number in quotation marks is none, and no number is more than it.
            number = re.fullmatch(r"""(["'])(\d+)\1""", written)
            if number and finds and finds(part.replaced({literal[0]: number[2]})):
                return WORDS["near"].format(near=number[2])
            for variable in variables:
                for value in self.alike(variable, written, inside(within, body)):
                    changed = part.replaced({literal[0]: str(value), **dict.fromkeys(literal[1:], "")})
                    if finds is None or finds(changed):
                        return WORDS["near"].format(near=self.shown.term(value))
        return ""

    def alike(self, variable: str, written: str, body: str) -> list[Any]:
        """Return the values of a variable that are a term but for language, datatype, case or space."""
        # Most are of another length, which is soon seen.
        length = f"ABS(STRLEN(STR({variable})) - STRLEN(STR({written}))) < {SPACES}"
        same = f"({length} && {folded(variable)} = {folded(written)}) || {variable} = {written}"
        return self.asked.values(variable, f"{body} FILTER({same}) FILTER(!SAMETERM({variable}, {written}))", NEAR)


def folded(term: str) -> str:
    """Return an expression for the text of a term without regard to case and to what space there is too much."""
    return rf'REPLACE(REPLACE(LCASE(STR({term})), "^\\s+|\\s+$", ""), "\\s+", " ")'
