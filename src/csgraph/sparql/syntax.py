"""The syntax tree of a query: its clauses, groups and patterns, each with its tokens and so its position.

``parser.parse`` builds it. It goes as deep as single triple patterns and whole conditions; expressions stay tokens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from csgraph.sparql import outline
from csgraph.sparql.tokens import Token, replaced

MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
"""The keywords of the clauses that can follow the WHERE group of a query."""


@dataclass(frozen=True)
class GroupElement:
    """An element of a group: a triple pattern, a condition, or a group within it.

    Attributes:
        kind: TRIPLE, GRAPH, UNION (also for a plain ``{ … }``), SELECT, VALUES, BIND, OPTIONAL, FILTER or MINUS.
        start: Its offset in the query.
        query: Text that means the same on its own in a group.
        shown: The element on one line, as written.
        names: Its variables, each with a question mark, and its blank nodes, including those of groups in it.
        tokens: Its tokens.
        groups: The groups in it: the branches of a UNION, the group of GRAPH, OPTIONAL, MINUS or FILTER EXISTS.
        select: The sub-select that it is.
        terms: The tokens of subject, predicate (or path) and object of a triple pattern.
    """

    kind: str
    start: int
    query: str
    shown: str
    names: frozenset[str]
    tokens: tuple[Token, ...]
    groups: tuple[GroupPattern, ...] = ()
    select: SelectSyntax | None = None
    terms: tuple[tuple[Token, ...], ...] = ()

    def replaced(self, texts: Mapping[Token, str]) -> str:
        """Return its text with some tokens replaced, for an element whose ``query`` is its text, such as a FILTER."""
        return replaced(self.query, self.start, self.tokens, texts)


@dataclass(frozen=True)
class GroupPattern:
    """A group graph pattern.

    Attributes:
        text: Its text, braces included.
        parts: Its elements, in order.
        start: Its offset in the query.
    """

    text: str
    parts: tuple[GroupElement, ...]
    start: int = 0

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class SelectSyntax:
    """A query without prologue and dataset, or a sub-select.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        clause: The tokens of the SELECT clause, from SELECT on; none for other forms.
        group: The WHERE group; None for a DESCRIBE without one.
        modifiers: The tokens of each clause after the group, by the keyword that begins it, such as LIMIT, in order.
        template: The tokens of the template of CONSTRUCT, or of what DESCRIBE describes.
    """

    form: str
    clause: tuple[Token, ...]
    group: GroupPattern | None
    modifiers: dict[str, tuple[Token, ...]]
    template: tuple[Token, ...] = ()

    @property
    def columns(self) -> dict[str, tuple[Token, ...]]:
        """The variables that the SELECT clause names, with their expressions, as ``outline.columns`` returns them."""
        return outline.columns(self.clause[1:])

    @property
    def tail(self) -> tuple[Token, ...]:
        """The tokens after the group."""
        return tuple(token for tokens in self.modifiers.values() for token in tokens)


@dataclass(frozen=True)
class QuerySyntax:
    """A query.

    Attributes:
        prologue: The text of its BASE and PREFIX declarations.
        dataset: The text of its FROM clauses.
        select: The query itself.
        prefixes: The namespaces that it declares, by prefix.
    """

    prologue: str
    dataset: str
    select: SelectSyntax
    prefixes: Mapping[str, str] = field(default_factory=dict)


def names_of(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the variables, each with a question mark, and the blank nodes among tokens."""
    return frozenset(
        "?" + token.text[1:] if token.kind == "VAR" else token.text
        for token in tokens
        if token.kind in ("VAR", "BLANK")
    )


def is_iri(token: Token) -> bool:
    """Whether a token is an IRI, in full or with a prefix."""
    return token.kind in ("IRIREF", "PNAME")
