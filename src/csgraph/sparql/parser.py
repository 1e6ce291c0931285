"""Parses a query into its syntax tree (SPARQL 1.1, section 19.8).

It expects a query that the engine has accepted, so it reports no errors: ``diagnostics`` does.
``site/assets/explanation-parser.js`` builds the same tree, from the spans of the rules of ``grammar``: that is shorter, but here
ten times slower, and ``validate`` parses each SPARQL constraint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csgraph.sparql import outline
from csgraph.sparql.syntax import MODIFIERS, GroupElement, GroupPattern, QuerySyntax, SelectSyntax, names_of
from csgraph.sparql.tokens import QUERY_FORMS, Token, tokenize, unspaced

ENDS = (".", "{", "}", "OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "SERVICE", "LATERAL")
"""The tokens that end a sequence of triple patterns."""

# The signs of a number (SPARQL 1.1, NumericLiteralPositive and NumericLiteralNegative).
_SIGNS = ("+", "-")
_STEPS = ("/", "|")
_MARKS = ("?", "*", "+")


class UnreadableError(Exception):
    """The query is not SPARQL 1.1, or has SERVICE."""


def parse(text: str) -> QuerySyntax:
    """Return the syntax tree of a query.

    Args:
        text: A query that the engine accepts.

    Raises:
        UnreadableError: It is not SPARQL 1.1, or has SERVICE.
    """
    try:
        return _QueryParser(text).query()
    except (IndexError, KeyError):
        raise UnreadableError from None


def _text(text: str, tokens: Sequence[Token]) -> str:
    return text[tokens[0].start : tokens[-1].start + len(tokens[-1].text)]


class _QueryParser:
    """A recursive descent over the tokens of a query; ``at`` is the number of the next one."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at = text, tokenize(text), 0
        self.closing = self._closing()

    def _closing(self) -> dict[int, int]:
        """Return the number of the closing bracket of each opening one."""
        closing, stack = {}, []
        for at, token in enumerate(self.tokens):
            if token.text in ("{", "(", "["):
                stack.append(at)
            elif token.text in ("}", ")", "]"):
                closing[stack.pop()] = at
        return closing

    def is_word(self, *words: str) -> bool:
        """Whether the next token is one of some keywords or marks."""
        token = self.tokens[self.at]
        return token.text.upper() in words and token.kind in ("WORD", "MARK")

    def slice(self, first: int, last: int) -> str:
        """Return the text from one token up to another, which is left out."""
        if first >= last:
            return ""
        end = self.tokens[last - 1]
        return self.text[self.tokens[first].start : end.start + len(end.text)]

    def skip_brackets(self) -> None:
        """Skip the brackets that open here, or else one token."""
        self.at = self.closing.get(self.at, self.at) + 1

    # -- Queries -------------------------------------------------------------------------------------------------------

    def query(self) -> QuerySyntax:
        prefixes: dict[str, str] = {}
        while not self.is_word(*QUERY_FORMS):
            if self.is_word("PREFIX"):
                prefixes[self.tokens[self.at + 1].text[:-1]] = self.tokens[self.at + 2].text[1:-1]
            if not self.is_word("PREFIX", "BASE") or self.is_word("END"):
                raise UnreadableError
            self.at += 3 if self.is_word("PREFIX") else 2
        prologue = self.slice(0, self.at)
        form = self.tokens[self.at].text.upper()
        start = self.at
        self.at += 1
        template: tuple[Token, ...] = ()
        if form == "CONSTRUCT" and self.is_word("{"):
            end = self.closing[self.at]
            template = tuple(self.tokens[self.at + 1 : end])
            self.at = end + 1
        while not self.is_word("FROM", "WHERE", "{") and self.tokens[self.at].kind != "END":
            if form == "DESCRIBE" and self.is_word(*MODIFIERS):
                break
            self.skip_brackets()
        if form == "DESCRIBE":
            template = tuple(self.tokens[start + 1 : self.at])
        clause = tuple(self.tokens[start : self.at]) if form == "SELECT" else ()
        begin = self.at
        while self.is_word("FROM"):
            self.at += 1 + 1
            if self.tokens[self.at - 1].text.upper() == "NAMED":
                self.at += 1
        dataset = self.slice(begin, self.at)
        is_bare = form == "CONSTRUCT" and self.tokens[start + 1].text != "{"
        select = self.rest(form, clause, template)
        if is_bare and select.group:
            parts = select.group.parts
            select = replace(select, template=tuple(token for part in parts for token in part.tokens))
        if self.tokens[self.at].kind != "END":
            raise UnreadableError
        return QuerySyntax(prologue, dataset, select, prefixes)

    def rest(self, form: str, clause: tuple[Token, ...], template: tuple[Token, ...] = ()) -> SelectSyntax:
        """Read the group of a query, and the clauses after it."""
        if self.is_word("WHERE"):
            self.at += 1
        group = self.group() if self.is_word("{") else None
        modifiers: dict[str, tuple[Token, ...]] = {}
        while self.is_word(*MODIFIERS):
            keyword, start = self.tokens[self.at].text.upper(), self.at
            self.at += 1
            if keyword == "VALUES":
                self.at = start
                self.values()
            else:
                while not self.is_word(*MODIFIERS, "}") and self.tokens[self.at].kind != "END":
                    self.skip_brackets()
            modifiers[keyword] = tuple(self.tokens[start : self.at])
        return SelectSyntax(form, clause, group, modifiers, template)

    # -- Groups --------------------------------------------------------------------------------------------------------

    def group(self) -> GroupPattern:
        if not self.is_word("{"):
            raise UnreadableError
        start, end = self.at, self.closing[self.at]
        self.at += 1
        parts = [self.select()] if self.is_word("SELECT") else []
        while self.at < end:
            if self.is_word("."):
                self.at += 1
            else:
                parts += self.parts()
        self.at = end + 1
        return GroupPattern(self.slice(start, end + 1), tuple(parts), self.tokens[start].start)

    def part(
        self, kind: str, start: int, *, groups: tuple[GroupPattern, ...] = (), select: SelectSyntax | None = None
    ) -> GroupElement:
        """Return the element from a token up to the next one."""
        tokens = tuple(self.tokens[start : self.at])
        line = unspaced(tokens)
        text = self.slice(start, self.at)
        return GroupElement(kind, tokens[0].start, text, line, names_of(tokens), tokens, groups, select)

    def select(self) -> GroupElement:
        """Read a sub-select; its braces are those of the group around it."""
        start = self.at
        while not self.is_word("WHERE", "{"):
            self.skip_brackets()
        select = self.rest("SELECT", tuple(self.tokens[start : self.at]))
        part = self.part("SELECT", start, select=select)
        return replace(part, query=f"{{ {part.query} }}", names=self.selected(select))

    def selected(self, select: SelectSyntax) -> frozenset[str]:
        """Return the variables that a sub-select gives values."""
        if select.clause[-1].text == "*" and select.group:
            return frozenset().union(*(part.names for part in select.group.parts))
        return frozenset(f"?{name}" for name in outline.columns(select.clause[1:]))

    def parts(self) -> list[GroupElement]:
        """Read the next elements of a group."""
        start = self.at
        word = self.tokens[self.at].text.upper()
        if self.is_word("{"):
            groups = [self.group()]
            while self.is_word("UNION"):
                self.at += 1
                groups.append(self.group())
            return [self.part("UNION", start, groups=tuple(groups))]
        if self.is_word("OPTIONAL", "MINUS"):
            self.at += 1
            return [self.part(word, start, groups=(self.group(),))]
        if self.is_word("GRAPH"):
            self.at += 2
            return [self.part(word, start, groups=(self.group(),))]
        if self.is_word("FILTER"):
            self.at += 1
            return [self.part(word, start, groups=self.constraint())]
        if self.is_word("BIND"):
            self.at += 1
            self.skip_brackets()
            return [self.part(word, start)]
        if self.is_word("VALUES"):
            self.values()
            return [self.part(word, start)]
        if self.is_word("SERVICE", "LATERAL", "UNION"):
            raise UnreadableError
        return self.triples()

    def constraint(self) -> tuple[GroupPattern, ...]:
        """Read a condition; return the group of EXISTS if it is nothing else."""
        if self.is_word("EXISTS"):
            self.at += 1
            return (self.group(),)
        if self.is_word("NOT"):
            self.at += 1
        if not self.is_word("("):
            self.at += 1
        self.skip_brackets()
        return ()

    def values(self) -> None:
        self.at += 1
        self.skip_brackets()
        self.skip_brackets()

    # -- Triples -------------------------------------------------------------------------------------------------------

    def triples(self) -> list[GroupElement]:
        """Read the triple patterns of one subject."""
        start = self.at
        subject = self.node()
        if subject[0].text in ("[", "("):
            # The properties of a blank node in brackets belong together, so they are one pattern.
            while not self.is_word(*ENDS):
                self.skip_brackets()
            whole = self.part("TRIPLE", start)
            return [replace(whole, query=f"{whole.query} .")]
        parts = self.objects(subject)
        while self.is_word(";"):
            self.at += 1
            if not self.is_word(";", *ENDS):
                parts += self.objects(subject, is_first=False)
        return parts

    def objects(self, subject: tuple[Token, ...], *, is_first: bool = True) -> list[GroupElement]:
        """Read the triple patterns of one predicate."""
        # An anonymous node gets a label, since several patterns may have it.
        label = f"_:csgraph{subject[0].start}" if subject[0].kind == "ANON" else ""
        names = {label} if label else set()
        head, start = label or _text(self.text, subject), self.at
        verb = self.verb()
        parts: list[GroupElement] = []
        while True:
            # The first object is taken with its predicate as written: apart, a sign could become that of a path.
            first, begin = not parts, self.at
            value = self.node()
            tail = self.slice(start if first else begin, self.at)
            query = f"{head} {tail} ." if first else f"{head} {_text(self.text, verb)} {tail} ."
            place = subject[0] if first and is_first else verb[0] if first else value[0]
            tokens = (*subject, *verb, *value)
            line = f"{unspaced(subject)} {unspaced(verb)} {unspaced(value)}"
            terms = (subject, verb, value)
            parts.append(
                GroupElement("TRIPLE", place.start, query, line, names_of(tokens) | names, tokens, terms=terms)
            )
            if not self.is_word(","):
                return parts
            self.at += 1

    def node(self) -> tuple[Token, ...]:
        """Read a term, a collection, or a blank node in brackets."""
        start = self.at
        if self.is_word(*_SIGNS):
            self.at += 1
        token = self.tokens[self.at]
        if token.kind == "OTHER" or (token.kind == "MARK" and token.text not in ("(", "[")) or token.kind == "END":
            raise UnreadableError
        self.skip_brackets()
        if token.kind == "STRING":
            if self.tokens[self.at].kind == "LANGTAG":
                self.at += 1
            elif self.is_word("^^"):
                self.at += 2
        return tuple(self.tokens[start : self.at])

    def verb(self) -> tuple[Token, ...]:
        """Read a variable or a path."""
        start = self.at
        if self.tokens[self.at].kind == "VAR":
            self.at += 1
            return tuple(self.tokens[start : self.at])
        while True:
            while self.is_word("^", "!"):
                self.at += 1
            token = self.tokens[self.at]
            if token.kind not in ("IRIREF", "PNAME", "NIL") and token.text not in ("a", "("):
                raise UnreadableError
            self.skip_brackets()
            if self.is_word(*_MARKS) and not self.is_sign():
                self.at += 1
            if not self.is_word(*_STEPS):
                return tuple(self.tokens[start : self.at])
            self.at += 1

    def is_sign(self) -> bool:
        """Whether a plus is the sign of the number directly after it, rather than that of a path."""
        token, following = self.tokens[self.at : self.at + 2]
        return token.text == "+" and following.kind in ("INTEGER", "NUMBER") and following.start == token.start + 1
