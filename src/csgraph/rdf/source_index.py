"""Finds the line and column of a triple in a file of Turtle, TriG, N-Triples or N-Quads.

pyoxigraph gives no positions. So a text that it has parsed is cut into tokens once more, without resolving or unescaping,
and the triples that the tokens make are aligned with pyoxigraph's, in its order. Where their numbers differ, or a token
cannot be the term at its place, there is no location: a location may be missing, but never wrong. Decision 42
(``docs/decisions``) has the reasons for not using the formatter's tree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.paths import shown
from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import numbered_quads
from csgraph.rdf.location import Location
from csgraph.rdf.turtle_tokens import COMMENT, IRI, NAME, NO_NAME, NODE, NUMBER, STRING
from csgraph.rdf.vocab import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE

if TYPE_CHECKING:
    from typing import TypeAlias

    from csgraph.rdf.turtle import Term

    Position: TypeAlias = tuple[int, int, int]


class SourceIndex:
    """The source locations of triples in valid files.

    A file is read when it is first needed, and parsed if it may have the node in question. A missing file, another
    syntax, or features of RDF 1.2 give no locations.

    Args:
        files: The files; blank nodes are those that ``numbered_quads`` gives the file of that number.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = [_File(path, number) for number, path in enumerate(files)]

    def value(self, subject: Term, predicate: ox.NamedNode, value: Term) -> Location | None:
        """Return the location of the object of a triple, in the first file that has the triple.

        For ``[ … ]`` and ``( … )`` that is the opening bracket, for a string of several lines the first line.
        """
        return self._first(_OBJECT, subject, predicate, value)

    def predicate(self, subject: Term, predicate: ox.NamedNode, value: Term) -> Location | None:
        """Return the location of the predicate of a triple, in the first file that has the triple.

        The predicates of a collection ``( … )`` are not written; their location is that of their objects.
        """
        return self._first(_VERB, subject, predicate, value)

    def nth_value(self, subject: Term, predicate: ox.NamedNode, n: int) -> Location | None:
        """Return the location of the n-th distinct object of a subject and predicate, counted from 0 over all files."""
        found: dict[object, tuple[_File, int]] = {}
        for file in self._files:
            for index in file.with_subject(subject):
                value = file.quads[index].object
                if file.quads[index].predicate == predicate:
                    # Blank nodes of two files differ, though their labels may be the same.
                    found.setdefault((file, value) if isinstance(value, ox.BlankNode) else value, (file, index))
        return next((file.place(index, _OBJECT) for file, index in list(found.values())[n : n + 1]), None)

    def subject(self, node: Term) -> Location | None:
        """Return the location of the description of a node: the subject of its type, or else of its first triple.

        For a node that is never a subject, return its first location as an object.
        """
        described = [(file, index) for file in self._files for index in file.with_subject(node)]
        typed = [(file, index) for file, index in described if file.quads[index].predicate == RDF_TYPE]
        for file, index in typed + described:
            if place := file.place(index, _SUBJECT):
                return place
        for file in self._files:
            for index in file.with_object(node):
                if place := file.place(index, _OBJECT):
                    return place
        return None

    def _first(self, part: int, subject: Term, predicate: ox.NamedNode, value: Term) -> Location | None:
        for file in self._files:
            index = file.index_of(subject, predicate, value)
            if index is not None and (place := file.place(index, part)):
                return place
        return None


# -- One file ----------------------------------------------------------------------------------------------------------

_SYNTAXES = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)

_SEARCHES = 64
"""Number of nodes that a text is searched for; for one more it is parsed, which is slower but finds all nodes."""

_ESCAPE = re.compile(r"\\[uU_~.\-!$&'()*+,;=/?#@%]")
"""An escape in an IRI or a name (Turtle 1.1, section 6.4)."""

_STEM = re.compile(r"<([^<>]*[^<>/#:?])?>")
"""An IRI that, as a namespace, would have names begin within a word; a relative one may."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
"""How an absolute IRI begins (RFC 3986, section 3.1)."""


class _File:
    """A file, evaluated lazily.

    A triple is identified by its index in the parser's order. For the triples with one subject, or one object, that is
    the order of the text too; only triples nested in one another change places.
    """

    def __init__(self, path: Path, number: int) -> None:
        self._path, self._number = path, number
        self._searched: dict[ox.NamedNode, bool] = {}
        self._indices: dict[Term, dict[tuple[ox.NamedNode, Term], int]] = {}

    @cached_property
    def _syntax(self) -> ox.RdfFormat | None:
        try:
            syntax = turtle.syntax_of(self._path)
        except InputError:
            return None
        return syntax if syntax in _SYNTAXES else None

    @cached_property
    def _text(self) -> str:
        # A pipe has been read to its end; opening it again would block.
        if self._syntax is None or not self._path.is_file():
            return ""
        try:
            return turtle.read(self._path).decode()
        except InputError:
            return ""

    @cached_property
    def quads(self) -> list[ox.Quad]:
        """The quads of the file, with the parser's own blank nodes; none if it cannot be parsed."""
        try:
            return turtle.parse_bytes(self._text.encode(), self._syntax or _SYNTAXES[0], place=self._shown)
        except InputError:
            return []

    @cached_property
    def _shown(self) -> str:
        return shown(self._path)

    @cached_property
    def _by_subject(self) -> dict[Term, list[int]]:
        found: dict[Term, list[int]] = {}
        for index, quad in enumerate(self.quads):
            found.setdefault(quad.subject, []).append(index)
        return found

    @cached_property
    def _by_object(self) -> dict[Term, list[int]]:
        found: dict[Term, list[int]] = {}
        for index, quad in enumerate(self.quads):
            found.setdefault(quad.object, []).append(index)
        return found

    @cached_property
    def _blank_nodes(self) -> dict[Term, Term]:
        """The parser's blank nodes by the labels that ``numbered_quads`` gives them."""
        pairs = zip(self.quads, numbered_quads(self.quads, self._number), strict=True)
        return {
            new: old
            for quad, renamed in pairs
            if renamed is not quad
            for old, new in ((quad.subject, renamed.subject), (quad.object, renamed.object))
        }

    def with_subject(self, node: Term) -> Sequence[int]:
        """Return the triples with this subject."""
        own = self._own(node)
        return () if own is None else self._by_subject.get(own, ())

    def with_object(self, node: Term) -> Sequence[int]:
        """Return the triples with this object."""
        own = self._own(node)
        return () if own is None else self._by_object.get(own, ())

    def index_of(self, subject: Term, predicate: ox.NamedNode, value: Term) -> int | None:
        """Return the first triple with these terms."""
        indices = self.with_subject(subject)
        if not indices or (own := self._own(value)) is None:
            return None
        if subject not in self._indices:
            # In reverse, so that of equal triples the first is kept.
            triples = [(index, self.quads[index]) for index in reversed(indices)]
            self._indices[subject] = {(quad.predicate, quad.object): index for index, quad in triples}
        return self._indices[subject].get((predicate, own))

    def _own(self, term: Term) -> Term | None:
        """Return a term with the parser's own blank nodes; None if a quick look shows that the file lacks the term."""
        if isinstance(term, ox.NamedNode):
            return term if self._may_have(term) else None
        if isinstance(term, ox.BlankNode) and not term.value.startswith(f"f{self._number}b"):
            return None
        return term if isinstance(term, ox.Literal) else self._blank_nodes.get(term)

    def _may_have(self, node: ox.NamedNode) -> bool:
        """Whether a node may be in the file, so that it must be parsed."""
        if "quads" in self.__dict__:
            return True
        if node not in self._searched:
            if len(self._searched) == _SEARCHES:
                return True
            word = re.split("[/#:?]", node.value.rstrip("/#:?"))[-1]
            self._searched[node] = (
                word in self._text or _ESCAPE.search(self._text) is not None or node.value.startswith(self._stems)
            )
        return self._searched[node]

    @cached_property
    def _stems(self) -> tuple[str, ...]:
        """The starts of IRIs whose last word may not be written as a whole; the empty string if that may be any IRI."""
        return tuple({iri if _ABSOLUTE.match(iri) else "" for iri in _STEM.findall(self._text)})

    @cached_property
    def _positions(self) -> list[Position]:
        positions = _positions(self._text)
        return positions if len(positions) == len(self.quads) else []

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        return list(accumulate((len(line) + 1 for line in self._text.split("\n")), initial=0))

    def place(self, index: int, part: int) -> Location | None:
        """Return the location of the subject, verb or object of a triple; None if it is not known."""
        if not self._positions or not self._is_right(index):
            return None
        position = self._positions[index]
        start = position[part] if position[part] >= 0 else position[_OBJECT]
        line = bisect_right(self._lines, start)
        begin = self._lines[line - 1]
        text = self._text[begin : self._lines[line] - 1].removesuffix("\r")
        width = min(len(self._token(start)), begin + len(text) - start)
        return Location(self._shown, line, start - begin + 1, width, text)

    def _token(self, start: int) -> str:
        found = _tokens().match(self._text, start)
        return found[1] if found else ""

    def _is_right(self, index: int) -> bool:
        """Whether the tokens at the positions of a triple can be its terms."""
        (subject, verb, value), quad = self._positions[index], self.quads[index]
        if verb in _UNWRITTEN:
            if quad.predicate != _UNWRITTEN[verb] or not isinstance(quad.subject, ox.BlankNode):
                return False
            if verb == _REST:
                return isinstance(quad.object, ox.BlankNode) or quad.object == RDF_NIL
        elif not _can_be(self._token(subject), quad.subject) or not _can_be(self._token(verb), quad.predicate):
            return False
        return _can_be(self._token(value), quad.object)


# -- From tokens to triples --------------------------------------------------------------------------------------------

_BLANK = rf"(?:[ \t\r\n]+|{COMMENT})*+"
_SUFFIX = rf"{_BLANK}(?:@[A-Za-z0-9-]+|\^\^{_BLANK}(?:{IRI}|{NAME}))"
_TOKEN = rf"{NAME}|({STRING})({_SUFFIX})?|{IRI}|{NODE}|{NUMBER}|@?[A-Za-z]+|[.;,\[\](){{}}]"

_WORD = re.compile(rf"@[A-Za-z]+|[A-Za-z]+(?=[{NO_NAME}])")
_DIRECTIVES = {"@prefix": 3, "prefix": 2, "@base": 2, "base": 1, "@version": 2, "version": 1}
"""The keywords that can take the place of a subject, with the number of tokens after each; GRAPH has none."""

_SUBJECT, _VERB, _OBJECT, _END, _ITEM, _NEXT_ITEM = range(6)
"""What may come next. The first three are also the parts of a position."""

_PUNCTUATION: tuple[dict[str, int], ...] = (
    {"{": _SUBJECT, "}": _SUBJECT},
    {";": _VERB, ".": _SUBJECT, "{": _SUBJECT, "}": _SUBJECT},
    {},
    {";": _VERB, ",": _OBJECT, ".": _SUBJECT, "}": _SUBJECT},
    {},
    {},
)
"""What may come after punctuation, by what was expected in its place."""

_AFTER = {_SUBJECT: _VERB, _OBJECT: _END, _NEXT_ITEM: _NEXT_ITEM}
"""What may come after brackets, by what they stand for."""

_FIRST, _REST = -1, -2
"""In place of a position, the predicates of collections, which are not written."""
_UNWRITTEN = {_FIRST: RDF_FIRST, _REST: RDF_REST}


@cache
def _tokens() -> re.Pattern[str]:
    """Return the pattern of a token and the blank text after it. Groups: the token, its string, the suffix of the string."""
    return re.compile(rf"({_TOKEN}){_BLANK}")


def _positions(text: str) -> list[Position]:
    """Return the offsets of subject, predicate and object of each triple of a text; none if it cannot be parsed.

    The order is that of pyoxigraph's parser, found by experiment. A triple is made when its object is complete; a
    string is only at its language or datatype, or at whatever comes in place of these. What refers to a collection is
    made at the first item. Of several triples that are made at one token, the last one comes first.

    The first cell of a collection stands at its bracket, the others at their items, and the end at the other bracket.
    """
    pattern = _tokens()
    found: list[Position] = []
    enclosing: list[tuple[int, int, int, int]] = []
    state, subject, verb = _SUBJECT, 0, 0
    blank = re.match(_BLANK, text)
    end = blank.end() if blank else 0

    def plain_string(start: int) -> int | None:
        """Return where the token after a plain string begins; None if none starts here."""
        token = pattern.match(text, start)
        return token.end() if token and token[2] and not token[3] else None

    tokens = map(itemgetter(0), pattern.finditer(text, end))
    for token in tokens:
        start, end = end, end + len(token)
        first = token[0]
        if (then := _PUNCTUATION[state].get(first)) is not None:
            state = then
        elif state >= _ITEM or first in "[(]":
            made = [found.pop()] if found and plain_string(found[-1][_OBJECT]) == start else []
            if state == _NEXT_ITEM:
                made.append((subject, _REST, start))
                subject = start
            elif state == _ITEM and first != ")":
                outer, outer_subject, outer_verb, _ = enclosing[-1]
                if outer != _SUBJECT:
                    made.append((outer_subject, outer_verb, subject))
            if first == "]" or first == ")":
                is_made = state == _NEXT_ITEM
                state, subject, verb, opening = enclosing.pop()
                if state == _SUBJECT:
                    subject = opening
                elif not is_made:
                    made.append((subject, verb, opening))
                state = _AFTER[state]
            else:
                if state >= _ITEM:
                    state, verb = _NEXT_ITEM, _FIRST
                if first == "[" or first == "(":
                    if state not in _AFTER:
                        return []
                    enclosing.append((state, subject, verb, start))
                    state, subject = (_VERB if first == "[" else _ITEM), start
                else:
                    made.insert(0 if first in "\"'" else len(made), (subject, verb, start))
            found += reversed(made)
        elif state == _OBJECT:
            found.append((subject, verb, start))
            state = _END
        elif state == _VERB:
            verb, state = start, _OBJECT
        elif state == _SUBJECT:
            if word := _WORD.match(text, start):
                end += sum(len(next(tokens, "")) for _ in range(_DIRECTIVES.get(word[0].lower(), 0)))
            else:
                subject, state = start, _VERB
        # The rest is the graph of N-Quads, after the object.
    return found if end == len(text) else []


def _can_be(token: str, term: Term) -> bool:
    """Whether a token can be a term, judged without prefixes, base and escapes."""
    found = _tokens().match(token)
    if token[0] in "[(_":
        return isinstance(term, ox.BlankNode) or (token[0] == "(" and term == RDF_NIL)
    if found and found[2]:
        quotes = 3 if found[2][:3] in ('"""', "'''") else 1
        written, escape, _ = found[2][quotes:-quotes].partition("\\")
        return isinstance(term, ox.Literal) and term.value.startswith(written) and bool(escape or term.value == written)
    if token[0] == "<":
        last = re.split("[/?#]", token[1:-1])[-1]
        return isinstance(term, ox.NamedNode) and (last in (".", "..") or "\\" in last or term.value.endswith(last))
    if ":" in token:
        local = re.sub(r"\\(.)", r"\1", token.partition(":")[2])
        return isinstance(term, ox.NamedNode) and term.value.endswith(local)
    return term == RDF_TYPE if token == "a" else isinstance(term, ox.Literal) and term.value == token
