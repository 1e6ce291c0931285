"""Parses valid Turtle into a tree that keeps its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.rdf.fmt.tree import (
    Bare,
    Brackets,
    CommentSection,
    Declaration,
    Document,
    Iri,
    Items,
    Label,
    Literal,
    Node,
    Object,
    PredicateBlock,
    SubjectBlock,
)
from csgraph.rdf.namespaces import RDF
from csgraph.rdf.turtle import MAX_DEPTH
from csgraph.rdf.turtle_tokens import COMMENT, IRI, NAME, NODE, NUMBER, STRING

TYPE = f"{RDF}type"
"""The IRI that ``a`` stands for (Turtle 1.1, section 2.4)."""

_KINDS = {
    "BLANK": r"[ \t\r\n]+",
    "COMMENT": COMMENT,
    "NAME": NAME,
    "STRING": STRING,
    "IRI": IRI,
    "NODE": NODE,
    "NUMBER": NUMBER,
    "WORD": r"@?[A-Za-z][A-Za-z0-9-]*",
    "MARK": r"\^\^|[.;,\[\]()]",
}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\\]*")
"""An IRI that is absolute (RFC 3986, section 3.1) and has no escapes."""

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_END_OF_LINE = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class _Token:
    """A token of a text.

    Attributes:
        kind: One of ``_KINDS``, or END.
        text: Its text.
        line: The line it begins in, from 1.
        last: The line it ends in.
        is_apart: Whether there is an empty line before it.
    """

    kind: str
    text: str
    line: int
    last: int
    is_apart: bool


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.DOTALL)


def _tokens(text: str, place: str) -> Iterator[_Token]:
    line, at, breaks = 1, 0, 0
    for found in _pattern().finditer(text):
        if found.start() != at:
            break
        at, kind, word = found.end(), found.lastgroup or "", found[0]
        lines = len(_END_OF_LINE.findall(word))
        if kind == "BLANK":
            breaks = lines
        else:
            yield _Token(kind, word, line, line + lines, breaks > 1)
            breaks = 0
        line += lines
    if at != len(text):
        raise InputError("syntax of RDF 1.2 is not formatted", place=place, line=line)
    yield _Token("END", "", line, line, breaks > 1)


def read_document(text: str, *, place: str) -> Document:
    """Return the tree of a text.

    Args:
        text: The text, which a parser has accepted.
        place: Its name in messages.

    Raises:
        InputError: It has syntax of RDF 1.2, or is nested deeper than ``MAX_DEPTH`` levels.
    """
    return _Parser(text, place).document()


class _Parser:
    """Reads the tokens of a text in order, and collects the comments before each."""

    def __init__(self, text: str, place: str) -> None:
        self._tokens, self._place = _tokens(text, place), place
        self._prefixes: dict[str, str] = {}
        self._base: str | None = None
        self._comments: list[_Token] = []
        self._last, self._object_end = 0, 0
        self._depth = 0
        self._ahead = self._advance()

    # -- Tokens and comments -------------------------------------------------------------------------------------------

    def _advance(self) -> _Token:
        for token in self._tokens:
            if token.kind != "COMMENT":
                return token
            self._comments.append(token)
        return _Token("END", "", self._last, self._last, False)

    def _next(self) -> _Token:
        """Return the next token, and advance."""
        token = self._ahead
        self._last = token.last
        self._ahead = self._advance()
        return token

    def _skip(self, mark: str) -> bool:
        """Skip a mark if it is the next token; return whether it was."""
        is_ahead = self._ahead.kind == "MARK" and self._ahead.text == mark
        if is_ahead:
            self._next()
        return is_ahead

    def _behind(self) -> str | None:
        """Return the comment on the line of the last token, and skip it."""
        if self._comments and self._comments[0].line == self._last:
            return self._comments.pop(0).text.rstrip()
        return None

    def _above(self) -> list[str]:
        """Take all comments before the next token."""
        found = [comment.text.rstrip() for comment in self._comments]
        self._comments.clear()
        return found

    def _paragraphs(self) -> tuple[list[list[str]], list[str]]:
        """Take all comments before the next token: those set apart by empty lines, and those directly above it."""
        found: list[list[str]] = []
        for comment in self._comments:
            if comment.is_apart or not found:
                found.append([])
            found[-1].append(comment.text.rstrip())
        self._comments.clear()
        is_joined = bool(found) and not self._ahead.is_apart and self._ahead.kind != "END"
        return (found[:-1], found[-1]) if is_joined else (found, [])

    # -- Declarations and blocks ---------------------------------------------------------------------------------------

    def document(self) -> Document:
        document = Document()
        # A comment at the start of a text is about all of it, even if no empty line follows.
        heading, above = self._paragraphs()
        document.head, above = (heading, above) if heading else ([above] if above else [], [])
        while True:
            if self._ahead.kind == "WORD":
                self._declaration(document, above)
            elif self._ahead.kind != "END":
                document.sections[-1].blocks.append(self._block(above))
            else:
                return document
            if self._ahead.kind == "WORD":
                above = self._above()
                continue
            heading, above = self._paragraphs()
            if heading:
                document.sections.append(CommentSection(heading))

    def _declaration(self, document: Document, above: list[str]) -> None:
        word = self._next().text.removeprefix("@").lower()
        if word == "prefix":
            prefix = self._next().text.removesuffix(":")
            self._prefixes[prefix] = self._resolve(self._next().text)
            above += self._above() if self._ahead.text == "." else []
            declaration = Declaration(prefix, self._prefixes[prefix], above)
            self._skip(".")
            declaration.behind = self._behind()
            document.declarations.append(declaration)
        elif word == "base":
            self._base = self._resolve(self._next().text)
            self._skip(".")
            if rest := [*above, *filter(None, [self._behind()])]:
                document.head.append(rest)
        else:
            raise InputError("syntax of RDF 1.2 is not formatted", place=self._place, line=self._last)

    def _block(self, above: list[str]) -> SubjectBlock:
        line, subject = self._ahead.line, self._node()
        block = SubjectBlock(subject, above)
        spare: list[str] = []
        if isinstance(subject, Brackets):
            # The properties in the brackets are those of the subject; `[]` adds none.
            block.subject, block.properties, spare = Brackets(), subject.properties, subject.below
        if not block.properties:
            block.behind = self._behind()
        self._properties(block.properties, spare)
        block.below = [*spare, *self._above()]
        dot = self._ahead
        self._skip(".")
        block.is_open = dot.line > line
        behind = self._behind()
        last = block.properties[-1].objects[-1] if block.properties and not block.below else None
        if behind and last and not last.behind and dot.line == self._object_end:
            last.behind = behind
        else:
            block.end = behind
        return block

    def _properties(self, properties: list[PredicateBlock], spare: list[str]) -> None:
        """Read predicates and objects up to the closing mark.

        Args:
            properties: The list that they are added to.
            spare: Comments for the first of them; the rest are for the closing mark.
        """
        while self._ahead.kind in ("NAME", "IRI", "WORD"):
            above = [*spare, *self._above()]
            spare.clear()
            verb = self._verb()
            properties.append(PredicateBlock(verb, above, objects := [self._object()]))
            while self._skip(","):
                self._trail(objects[-1])
                objects.append(self._object())
            while self._skip(";"):
                self._trail(objects[-1])

    def _trail(self, thing: Object) -> None:
        """Give an object the comment behind the mark that follows it, unless others come before."""
        if thing.behind is None:
            thing.behind = self._behind()

    def _verb(self) -> Iri:
        token = self._next()
        return Iri(TYPE) if token.kind == "WORD" else self._iri(token)

    def _object(self) -> Object:
        above = self._above()
        node = self._node()
        self._object_end = self._last
        return Object(node, above, self._behind())

    # -- Terms ---------------------------------------------------------------------------------------------------------

    def _node(self) -> Node:
        token = self._next()
        if token.text in ("[", "("):
            self._depth += 1
            if self._depth > MAX_DEPTH:
                problem = f"Turtle nested deeper than {MAX_DEPTH} levels is not formatted"
                raise InputError(problem, place=self._place, line=token.line)
            node = self._brackets(token) if token.text == "[" else self._items(token)
            self._depth -= 1
            return node
        if token.kind == "STRING":
            return self._literal(token)
        if token.kind == "NODE":
            return Label(token.text)
        return Bare(token.text) if token.kind in ("NUMBER", "WORD") else self._iri(token)

    def _brackets(self, opening: _Token) -> Brackets:
        node = Brackets()
        self._properties(node.properties, node.below)
        node.below += self._above()
        node.is_open = self._next().line > opening.line
        return node

    def _items(self, opening: _Token) -> Items:
        node = Items()
        while self._ahead.text != ")":
            node.members.append(self._object())
        node.below = self._above()
        node.is_open = self._next().line > opening.line
        return node

    def _literal(self, token: _Token) -> Literal:
        if self._ahead.kind == "WORD" and self._ahead.text.startswith("@"):
            return Literal(token.text, language=self._next().text[1:])
        return Literal(token.text, datatype=self._iri(self._next()) if self._skip("^^") else None)

    def _iri(self, token: _Token) -> Iri:
        if token.kind == "IRI":
            return Iri(self._resolve(token.text))
        prefix, _, local = token.text.partition(":")
        namespace = self._prefixes[prefix]
        return Iri(namespace + _ESCAPED.sub(r"\1", local), prefix, namespace, local)

    def _resolve(self, written: str) -> str:
        """Return an IRI, resolved against the base if it is relative (Turtle 1.1, section 6.3)."""
        if _ABSOLUTE.fullmatch(written[1:-1]):
            return written[1:-1]
        [quad] = ox.parse(f"<x:> <x:> {written} .", format=ox.RdfFormat.TURTLE, base_iri=self._base)
        assert isinstance(quad.object, ox.NamedNode)
        return quad.object.value
