"""What a query is made of: its groups, patterns and conditions, each with the place where it stands.

``reading`` makes them. ``site/assets/explanation-patterns.js`` is the same in JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from csgraph.sparql.grammar import Token, tokenize

JOINED = ("TRIPLE", "GRAPH", "UNION", "SELECT", "VALUES", "BIND")
"""Kinds of part whose solutions are joined, so that what one lacks the whole lacks."""

REMOVERS = ("FILTER", "MINUS")
"""Kinds of part that take solutions away."""

ENDS = (".", "{", "}", "OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES", "SERVICE", "LATERAL")
"""What ends triple patterns."""

MODIFIERS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
"""What may follow the group of a query."""


@dataclass(frozen=True)
class Part:
    """A part of a group.

    Attributes:
        kind: One of ``JOINED`` and ``REMOVERS``, or OPTIONAL.
        start: Where it stands.
        query: Its text, which stands for itself in a group.
        shown: Its words as they stand, less comments and what space there is too much.
        names: Its variables and blank nodes, with those of all groups in it.
        tokens: Its words.
        groups: The groups in it: the branches of a UNION, one of GRAPH, OPTIONAL, MINUS or FILTER EXISTS.
        select: The sub-select that it is.
        terms: Subject, verb and object of a triple pattern, each as its words.
        within: The words of the ``GRAPH ?g`` that it has been taken out of, which its text lacks.
    """

    kind: str
    start: int
    query: str
    shown: str
    names: frozenset[str]
    tokens: tuple[Token, ...]
    groups: tuple[Group, ...] = ()
    select: Select | None = None
    terms: tuple[tuple[Token, ...], ...] = ()
    within: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Group:
    """What stands between two braces.

    Attributes:
        text: It, with its braces.
        parts: Its parts, in their order.
        start: Where it stands.
    """

    text: str
    parts: tuple[Part, ...]
    start: int = 0


@dataclass(frozen=True)
class Select:
    """A query, or a query in a query.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        clause: What it selects, with SELECT in front; empty in the other forms.
        group: What it asks for; None of a DESCRIBE that has none.
        modifiers: The text after the group by the keyword that it begins with, such as LIMIT, in order.
        places: Where each of these stands.
        template: The words of what it constructs or describes.
    """

    form: str
    clause: str
    group: Group | None
    modifiers: dict[str, str]
    places: dict[str, int]
    template: tuple[Token, ...] = ()


@dataclass(frozen=True)
class Query:
    """A query.

    Attributes:
        prologue: Its prefixes.
        dataset: The graphs that it names by FROM.
        select: What it asks.
        prefixes: The namespaces that it declares, by prefix.
    """

    prologue: str
    dataset: str
    select: Select
    prefixes: dict[str, str] = field(default_factory=dict)


def shown(tokens: Sequence[Token]) -> str:
    """Return words, with a space where there is any space or comment between them."""
    words = []
    end = tokens[0].start if tokens else 0
    for token in tokens:
        words.append((" " if token.start > end else "") + token.text)
        end = token.start + len(token.text)
    return "".join(words)


def inlined(parts: Sequence[Part]) -> list[Part]:
    """Return parts with those of groups in them that are only joined: what is in ``{ … }`` or ``GRAPH ?g { … }``."""
    return [each for part in parts for each in _inlined(part)]


def _inlined(part: Part) -> Iterator[Part]:
    if part.kind not in ("GRAPH", "UNION") or len(part.groups) != 1:
        yield part
        return
    inner = inlined(part.groups[0].parts)
    # A value that BIND calculates is seen in its own group only, and an empty group asks whether there is a graph.
    if not inner or any(each.kind not in ("TRIPLE", "GRAPH", "UNION", "SELECT", "VALUES") for each in inner):
        yield part
        return
    head = part.tokens[:2] if part.kind == "GRAPH" else ()
    for each in inner:
        if not head or each.within:
            yield each
        else:
            yield replace(each, names=each.names | names_of(head), within=head)


def steps(verb: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Return the steps of a path that follow each other (``a/b``); one where it is no such path."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in verb:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text == "|":
            return [tuple(verb)]
        if depth == 0 and token.text == "/":
            found.append([])
        else:
            found[-1].append(token)
    return [tuple(step) for step in found]


def needed(verb: Sequence[Token]) -> list[Token]:
    """Return the properties of a path without which it could match less: none that may be left out or is negated."""
    found: list[Token] = []
    starts: list[int] = []
    at = 0
    while at < len(verb):
        token = verb[at]
        following = verb[at + 1].text if at + 1 < len(verb) else ""
        if token.text == "!":
            at = _after(verb, at + 1)
            continue
        if token.text == "(":
            starts.append(len(found))
        elif token.text == ")":
            start = starts.pop()
            if following in ("*", "?"):
                del found[start:]
        elif (is_iri(token) or token.text == "a") and following not in ("*", "?"):
            found.append(token)
        at += 1
    return found


def _after(verb: Sequence[Token], at: int) -> int:
    """Return the place after the set of properties that begins here."""
    if verb[at].text == "^":
        at += 1
    depth = 0
    while True:
        depth += (verb[at].text == "(") - (verb[at].text == ")")
        at += 1
        if depth == 0:
            return at


def joined(group: Group) -> list[Part]:
    """Return the parts of a group whose solutions are joined, less what is calculated from what is optional."""
    parts = [part for part in inlined(group.parts) if part.kind in JOINED]
    sure = frozenset().union(*(part.names for part in parts if part.kind != "BIND"))
    optional = frozenset().union(*(part.names for part in group.parts if part.kind == "OPTIONAL")) - sure
    return [part for part in parts if part.kind != "BIND" or not part.names & optional]


def given(parts: Iterable[Part]) -> frozenset[str]:
    """Return the variables that parts may give values."""
    return frozenset().union(*(part.names for part in parts if part.kind not in REMOVERS))


def free(part: Part) -> str:
    """Return the text of a triple pattern with the variable ``?csgraph`` for its object."""
    value = part.terms[2]
    size = value[-1].start + len(value[-1].text) - value[0].start
    return f"{part.query[: -size - len(' .')]}?csgraph ."


def changed(part: Part, texts: Mapping[Token, str]) -> str:
    """Return the text of a part that is as it stands in the query, such as a FILTER, with some of its words changed."""
    text, end = "", 0
    for token in part.tokens:
        start = token.start - part.start
        text += part.query[end:start] + texts.get(token, token.text)
        end = start + len(token.text)
    return text + part.query[end:]


def line_of(text: str) -> str:
    """Return a text on one line, less comments and what space there is too much."""
    return shown(tokenize(text)[:-1])


# -- Words -------------------------------------------------------------------------------------------------------------


def names_of(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the variables and blank nodes among words."""
    return frozenset(
        "?" + token.text[1:] if token.kind == "VAR" else token.text
        for token in tokens
        if token.kind in ("VAR", "BLANK")
    )


def is_iri(token: Token) -> bool:
    """Tell whether a word is an IRI, in full or with a prefix."""
    return token.kind in ("IRIREF", "PNAME")


def is_constant(term: Sequence[Token]) -> bool:
    """Tell whether a term is an IRI or a literal; true and false are words, and a number may have a sign."""
    return is_iri(term[0]) or term[0].kind in ("INTEGER", "NUMBER", "STRING", "WORD") or term[0].text in ("+", "-")


def is_variable(term: Sequence[Token]) -> bool:
    """Tell whether a term stands for any: a blank node does too."""
    return term[0].kind in ("VAR", "BLANK", "ANON")


def variables(tokens: Sequence[Token]) -> list[str]:
    """Return the variables outside of braces, each once."""
    found: dict[str, None] = {}
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if token.kind == "VAR" and depth == 0:
            found["?" + token.text[1:]] = None
    return list(found)


def literals(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield the literals among words, each as the words that make it."""
    for at, token in enumerate(tokens):
        if token.kind in ("INTEGER", "NUMBER"):
            yield (token,)
        elif token.kind == "STRING":
            following = tokens[at + 1] if at + 1 < len(tokens) else token
            size = {"LANGTAG": 2, "MARK": 3 if following.text == "^^" else 1}.get(following.kind, 1)
            yield tuple(tokens[at : at + size])
