"""Formats terms, values and parts as they would be written in the query.

``site/assets/explanation-rendering.js`` is the same in JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.rdf.namespaces import LOCAL_NAME, PREFIXES, compress
from csgraph.rdf.turtle import iri
from csgraph.sparql.explain.messages import LENGTH, WORDS
from csgraph.sparql.explain.probes import MANY_ROWS
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from csgraph.sparql.explain.probes import Probes
    from csgraph.sparql.syntax import GroupElement, QuerySyntax
    from csgraph.sparql.tokens import Token

BARE = {
    PREFIXES["xsd"] + name: re.compile(form)
    for name, form in {"integer": r"[+-]?\d+", "decimal": r"[+-]?\d*\.\d+", "boolean": "true|false"}.items()
}
"""Literals that need neither quotation marks nor datatype (SPARQL 1.1, NumericLiteral and BooleanLiteral)."""


class Renderer:
    """Formats terms with the prefixes of a query."""

    def __init__(self, text: str, query: QuerySyntax, probes: Probes) -> None:
        self.text, self.query, self.probes = text, query, probes

    def iri(self, token: Token) -> str | None:
        """Return the full IRI of a token; None if it is relative."""
        if token.kind == "IRIREF":
            return token.text[1:-1] if re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text) else None
        prefix, _, local = token.text.partition(":")
        namespace = self.query.prefixes.get(prefix, self.probes.prefixes.get(prefix))
        return None if namespace is None else namespace + re.sub(r"\\(.)", r"\1", local)

    def name(self, token: Token) -> str:
        """Return an IRI of the query, with a prefix if one fits."""
        full = self.iri(token)
        return terminal_safe(token.text if full is None else self.short(full))

    def short(self, full: str) -> str:
        """Return an IRI with a prefix of the query, or else of this project; in angle brackets if none fits."""
        for prefix, namespace in self.query.prefixes.items():
            local = full.removeprefix(namespace)
            if namespace and local != full and LOCAL_NAME.fullmatch(local):
                return f"{prefix}:{local}"
        ours = compress(full)
        return ours if ours and ours.partition(":")[0] not in self.query.prefixes else f"<{full}>"

    def term(self, term: Any) -> str:
        """Return a term as it would be written in the query."""
        if isinstance(term, ox.NamedNode):
            return terminal_safe(self.short(term.value))
        if isinstance(term, ox.Literal) and (form := BARE.get(term.datatype.value)) and form.fullmatch(term.value):
            return term.value
        if isinstance(term, ox.Literal) and not term.language and term.datatype != iri("xsd:string"):
            written = str(term)
            return terminal_safe(written[: written.rindex('"') + 1] + f"^^{self.short(term.datatype.value)}")
        return terminal_safe(str(term))

    def values(self, terms: Sequence[Any], most: int) -> str:
        """Return the first of some terms as a list."""
        listed = ", ".join(self.term(term) for term in terms[:most])
        return listed + (", …" if len(terms) > most else "")

    def quoted(self, line: str) -> str:
        """Return a part of the query, or its beginning, in backticks."""
        line = terminal_safe(re.sub(r"[\t\r\n]+", " ", line))
        return f"`{line if len(line) <= LENGTH else line[:LENGTH] + '…'}`"

    def count(self, body: str) -> str:
        """Return the number of solutions of a group as text."""
        count = self.probes.count(body)
        return WORDS["many"].format(count=MANY_ROWS) if count > MANY_ROWS else str(count)

    def parts(self, parts: Sequence[GroupElement]) -> list[str]:
        """Return parts of the query, quoted, with the line of each that is not in the line of the first."""
        lines = [self.text.count("\n", 0, part.start) + 1 for part in parts]
        return [
            self.quoted(part.shown) + (WORDS["line"].format(line=line) if line != lines[0] else "")
            for part, line in zip(parts, lines, strict=True)
        ]
