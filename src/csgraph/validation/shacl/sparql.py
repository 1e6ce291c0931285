"""Compiles constraints in SPARQL (SHACL, section 5), with the variables that are bound beforehand (appendix A).

SHACL asks such a query once for each focus node. Here it is asked once for all of them: the pattern of the focus nodes
goes first into the WHERE clause of the query, as a join. That is the same where each part of the query that needs a
bound variable has it from there: at the top, in a filter on the top, or in a group with a triple of its own about it.
Where it is not the same, Oxigraph's LATERAL asks node by node; other stores have none, so there the shape is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.namespaces import OWL
from csgraph.rdf.vocab import RDF_LANG_STRING, XSD_STRING
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError, name
from csgraph.validation.shacl.model import Compiler, Constraint, FailurePattern, Scope, Shape, Values
from csgraph.validation.shacl.terms import nothing, sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

# The tokens of SPARQL 1.1 (section 19.8) as far as they must be told apart here. A "<" that begins no IRI is an operator.
_LONG = [rf"{quote * 3}(?:{quote}{{0,2}}(?:[^{quote}\\]|\\.))*{quote * 3}" for quote in ('"', "'")]
_SHORT = [rf"{quote}(?:[^{quote}\\\n]|\\.)*{quote}" for quote in ('"', "'")]
_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?"
_TOKENS = {
    "space": r"\s+|#[^\n]*",
    "string": "|".join(_LONG + _SHORT),
    "iri": r'<[^<>"{}|^`\\\x00-\x20]*>',
    "variable": r"[?$]\w+",
    "blank": r"_:[\w.-]*\w",
    "name": rf"(?:[^\W\d_][\w.-]*)?:(?:{_LOCAL})?",
    "tag": r"@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*",
    "number": r"(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+",
    "word": r"\w+",
    "sign": r"[!<>]=|&&|\|\||\^\^|.",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TOKENS.items()), re.DOTALL)

SHAPES_GRAPH = ox.NamedNode("urn:csgraph:shapes")
"""The named graph in which queries that have $shapesGraph find the shapes."""

# SHACL, appendix A.
_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}
# What asks other graphs; a rule is about the data it is given.
_ELSEWHERE = {"FROM"}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_ESCAPED, _UNESCAPED = re.compile(r"\\(.)"), r"\1"  # in a local name (SPARQL 1.1, section 19.8, PN_LOCAL_ESC)
_MESSAGE_VARIABLE = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class Token:
    """A token of a query.

    Attributes:
        kind: Its kind: a group of the pattern above, or ``path`` for what ``$PATH`` stands for.
        text: Its text.
        row: Its line, counted from 1.
        is_apart: Whether there is space before it. Oxigraph 0.5 reads no ``COALESCE (``.
    """

    kind: str
    text: str
    row: int
    is_apart: bool = True

    @property
    def word(self) -> str:
        """The text of a keyword in capitals; nothing where it is no word."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def variable(self) -> str | None:
        """The name of a variable; None where it is none."""
        return self.text[1:] if self.kind == "variable" else None


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a query, less blanks and comments."""
    found, row, is_apart = [], 1, True
    for match in _TOKEN.finditer(text):
        assert match.lastgroup is not None
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, match[0], row, is_apart))
        is_apart = match.lastgroup == "space"
        row += match[0].count("\n")
    return found


@dataclass(frozen=True)
class Query:
    """A SELECT or ASK query of a shapes graph, without prefixes.

    Attributes:
        head: Its tokens before the group of its WHERE clause.
        body: The tokens within that group, without its braces.
        tail: The tokens after it.
    """

    head: tuple[Token, ...]
    body: tuple[Token, ...]
    tail: tuple[Token, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens, without the braces around the body."""
        return (*self.head, *self.body, *self.tail)

    @property
    def selected(self) -> tuple[str, ...]:
        """The variables that it selects, in order."""
        found, depth = [], 0
        for place, token in enumerate(self.head):
            depth += (token.text == "(") - (token.text == ")")
            is_named = depth == 1 and place > 0 and self.head[place - 1].word == "AS"
            if token.variable and (depth == 0 or is_named):
                found.append(token.variable)
        return tuple(found)


def to_text(tokens: Iterable[Token]) -> str:
    """Return tokens as text, variables all with a question mark."""
    return "".join(
        f"{' ' if token.is_apart else ''}{f'?{token.text[1:]}' if token.kind == 'variable' else token.text}"
        for token in tokens
    )


def read_query(graph: ShapesGraph, node: Term, predicate: ox.NamedNode, *, path: str | None = None) -> Query:
    """Read the query of a constraint or validator, with its prefixes (sections 5.2.1 and 5.3.1).

    Args:
        graph: The shapes graph.
        node: The constraint or validator.
        predicate: ``sh:select`` or ``sh:ask``.
        path: What ``$PATH`` stands for; None in a node shape.

    Raises:
        IllFormedError: It is no query, or one that SHACL does not allow.
    """
    text = graph.value(node, predicate)
    if not isinstance(text, ox.Literal) or text.datatype != XSD_STRING:
        raise IllFormedError(f"{name(predicate)} takes a string with a query", node, predicate, text)
    prefixes = _prefixes(graph, node)
    tokens = tokenize(text.value)

    def refuse(problem: str, row: int | None = None) -> IllFormedError:
        return IllFormedError(problem, node, predicate, text, row)

    tokens = _read_prologue(tokens, prefixes)
    if tokens and tokens[0].word == "BASE":
        raise UnsupportedError("a query with BASE", node)
    if [token.text.upper() for token in tokens if token.word not in ("DISTINCT", "REDUCED")][:2] == ["SELECT", "*"]:
        raise UnsupportedError("SELECT *", node)
    for token in tokens:
        if token.word in _FORBIDDEN:
            raise refuse(f"SHACL allows no {token.word} in the query of a rule; see its appendix A", token.row)
        if token.word in _ELSEWHERE:
            raise refuse(f"a rule must not read other graphs; take {token.word} out of its query", token.row)
    for first, second in pairwise(tokens):
        if first.word == "AS" and second.variable in ("this", "value", "path", "PATH", "shapesGraph", "currentShape"):
            if second.variable == "path" or (second.variable == "value" and predicate == sh("select")):
                continue
            raise refuse(f"{second.text} is bound beforehand and cannot be bound again", second.row)
    expanded = []
    for token in tokens:
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix not in prefixes:
                problem = f"the prefix {prefix}: of the query is not declared; declare it with sh:declare"
                raise refuse(problem, token.row)
            token = replace(token, kind="iri", text=f"<{prefixes[prefix]}{_ESCAPED.sub(_UNESCAPED, local)}>")
        elif token.variable == "PATH" and path is not None:
            token = replace(token, kind="path", text=path)
        expanded.append(token)
    _check_syntax(expanded, text.value, refuse)
    form = name(predicate).removeprefix("sh:").upper()
    if expanded[0].word != form:
        raise refuse(f"{name(predicate)} takes {'an' if form == 'ASK' else 'a'} {form} query", expanded[0].row)
    query = _split(expanded)
    if form == "SELECT":
        _check_projections(query, refuse)
    return query


def _prefixes(graph: ShapesGraph, node: Term) -> dict[str, str]:
    """Return the prefixes that a query may use (section 5.2.1): those of sh:prefixes, and of what these import."""
    found: dict[str, str] = {}
    todo, done = list(graph.values(node, sh("prefixes"))), set()
    while todo:
        ontology = todo.pop()
        if ontology in done:
            continue
        done.add(ontology)
        todo += graph.values(ontology, ox.NamedNode(f"{OWL}imports"))
        for declaration in graph.values(ontology, sh("declare")):
            prefix, namespace = graph.value(declaration, sh("prefix")), graph.value(declaration, sh("namespace"))
            if not isinstance(prefix, ox.Literal) or not isinstance(namespace, ox.Literal | ox.NamedNode):
                problem = "sh:declare takes a node with one sh:prefix and one sh:namespace"
                raise IllFormedError(problem, ontology, sh("declare"), declaration)
            if found.setdefault(prefix.value, namespace.value) != namespace.value:
                problem = (
                    f"the prefix {prefix.value}: is declared twice, for {found[prefix.value]} and {namespace.value}"
                )
                raise IllFormedError(problem, node, sh("prefixes"), ontology)
    return found


def _read_prologue(tokens: list[Token], prefixes: dict[str, str]) -> list[Token]:
    """Take PREFIX lines of the query itself out of its tokens."""
    while tokens and tokens[0].word == "PREFIX" and len(tokens) > 2:
        prefixes[tokens[1].text.removesuffix(":")] = tokens[2].text[1:-1]
        tokens = tokens[3:]
    return tokens


def _check_syntax(tokens: list[Token], text: str, refuse: Callable[[str, int | None], IllFormedError]) -> None:
    """Let Oxigraph read the query, in its lines, as it stands."""
    lines: dict[int, list[Token]] = {}
    for token in tokens:
        lines.setdefault(token.row, []).append(token)
    written = "\n".join(to_text(lines.get(row, ())) for row in range(1, text.count("\n") + 2))
    try:
        nothing().query(written)
    except SyntaxError as error:
        problem = re.sub(r"\s+", " ", str(error))
        found = re.search(r"error at (\d+):\d+: (.*)", problem)
        row = int(found[1]) if found else None
        problem = (found[2] if found else problem)[:160]
        raise refuse(f"the query is not SPARQL: {problem}", row) from None
    except (RuntimeError, ValueError, OSError):
        # It was read; what it does with no data is another matter.
        pass


def _split(tokens: list[Token]) -> Query:
    """Split a query at the group of its WHERE clause: the first brace outside of round brackets."""
    start = depth = 0
    while tokens[start].text != "{" or depth:
        depth += (tokens[start].text == "(") - (tokens[start].text == ")")
        start += 1
    end = _end(tokens, start)
    return Query(tuple(tokens[:start]), tuple(tokens[start + 1 : end]), tuple(tokens[end + 1 :]))


def _end(tokens: list[Token] | tuple[Token, ...], start: int) -> int:
    """Return the place of the brace or bracket that closes the one at ``start``."""
    opening = tokens[start].text
    closing = {"{": "}", "(": ")"}[opening]
    depth = 0
    for place in range(start, len(tokens)):
        depth += (tokens[place].text == opening) - (tokens[place].text == closing)
        if depth == 0:
            return place
    raise AssertionError("Oxigraph has read it, so its brackets match")


def _check_projections(query: Query, refuse: Callable[[str, int | None], IllFormedError]) -> None:
    """Refuse what appendix A of SHACL does: a query, or a query within, that does not select $this."""
    for tokens in (query.head, *_inner_heads(query.body)):
        selected = Query(tuple(tokens), (), ()).selected
        if "this" not in selected:
            where = "" if tokens is query.head else "each query within "
            raise refuse(f"{where}the query of a rule selects $this, by name", tokens[0].row)


def _inner_heads(body: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    for place, token in enumerate(body):
        if token.word == "SELECT" and (place == 0 or body[place - 1].text == "{"):
            depth, end = 0, place
            while not (body[end].text == "{" and depth == 0):
                depth += (body[end].text == "(") - (body[end].text == ")")
                end += 1
            yield body[place:end]


# -- Asking for all focus nodes at once --------------------------------------------------------------------------------


def is_joinable(query: Query, bound: frozenset[str]) -> bool:
    """Tell whether joining the focus nodes is the same as binding variables beforehand (see the module's text)."""
    head, tail = query.head, query.tail
    if any(token.word in ("LIMIT", "OFFSET") for token in tail):
        return False
    if (any(token.word in _AGGREGATES for token in head) or any(token.word == "HAVING" for token in tail)) and not (
        any(token.word == "GROUP" for token in tail) and any(token.variable == "this" for token in tail)
    ):
        return False
    return _is_joinable(query.body, bound, is_bound=True)


def _is_joinable(tokens: tuple[Token, ...], bound: frozenset[str], *, is_bound: bool) -> bool:
    """Tell it of the tokens of one group, which has the variables bound from outside or not."""
    in_triples: set[str] = set()
    in_filters: set[str] = set()
    groups: list[tuple[tuple[Token, ...], bool]] = []
    place, word = 0, ""
    while place < len(tokens):
        token = tokens[place]
        if token.word in ("EXISTS", "OPTIONAL", "UNION", "GRAPH", "FILTER", "BIND", "SELECT"):
            word = token.word
        if token.word == "SELECT":
            return _is_inner_joinable(tokens[place:], bound)
        if token.text == "(":
            # An expression, or a list; a list of bound variables is rare enough to be taken for one.
            end = _end(tokens, place)
            in_filters |= {each.variable for each in tokens[place:end] if each.variable in bound}
            place = end
        elif token.text == "{":
            end = _end(tokens, place)
            inner = tokens[place + 1 : end]
            if word == "EXISTS":
                in_filters |= {each.variable for each in inner if each.variable in bound}
            else:
                groups.append((inner, is_bound and word == "OPTIONAL"))
            place, word = end, ""
        elif token.variable in bound:
            assert token.variable is not None
            (in_filters if word in ("BIND", "FILTER") else in_triples).add(token.variable)
        elif token.text in (".", ";"):
            word = ""
        place += 1
    if not is_bound and in_filters - in_triples:
        return False
    return all(_is_joinable(inner, bound, is_bound=has) for inner, has in groups)


def _is_inner_joinable(tokens: tuple[Token, ...], bound: frozenset[str]) -> bool:
    """Tell it of a query within a query: what it needs it must find itself, for each $this apart."""
    if not _used(tokens) & bound:
        # The same rows whatever is bound outside.
        return True
    query = _split(list(tokens))
    words = {token.word for token in (*query.head, *query.tail)}
    if words & {"LIMIT", "OFFSET"}:
        return False
    grouped = any(token.variable == "this" for token in query.tail)
    if words & (_AGGREGATES | {"HAVING"}) and not grouped:
        return False
    return _is_joinable(query.body, bound, is_bound=False)


def _used(tokens: tuple[Token, ...]) -> set[str | None]:
    """Return the variables that the patterns and expressions of a group look at, and not only select or group by."""
    if tokens and tokens[0].word == "SELECT":
        query = _split(list(tokens))
        parts = _in_brackets(query.head) + _in_brackets(query.tail)
        return {token.variable for token in parts} | _used(query.body)
    found: set[str | None] = set()
    place = 0
    while place < len(tokens):
        if tokens[place].text == "{":
            end = _end(tokens, place)
            found |= _used(tokens[place + 1 : end])
            place = end
        else:
            found.add(tokens[place].variable)
        place += 1
    return found - {None}


def _in_brackets(tokens: tuple[Token, ...]) -> list[Token]:
    found, depth = [], 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth:
            found.append(token)
    return found


def join(query: Query, scope: Scope, bound: Mapping[str, Term], to: Compiler, shape: Term) -> str:
    """Return the query asked of all nodes of a scope, as ``?this``, with other variables bound to one term each.

    Args:
        query: The query; one that selects ``?this``.
        scope: The focus nodes.
        bound: Variables and their terms, besides ``$this``.
        to: What the query is written for.
        shape: The shape, which a refusal names.

    Raises:
        UnsupportedError: It cannot be asked of all at once.
    """
    if "shapesGraph" in bound and not to.is_local:
        raise UnsupportedError("$shapesGraph, which is not at an endpoint", shape)
    given = _given(bound, shape)
    focus = f"{{ SELECT DISTINCT ({scope.node} AS ?this) WHERE {{ {scope.pattern} }} }} {given}"
    head, tail = to_text(query.head), to_text(query.tail)
    body = to_text(query.body)
    if is_joinable(query, frozenset({"this", *bound})):
        is_query = query.body and query.body[0].word == "SELECT"
        return f"{head} {{ {focus} {f'{{ {body} }}' if is_query else body} }} {tail}"
    has_aggregate = any(token.word in _AGGREGATES for token in query.head)
    is_grouped = any(token.word == "GROUP" for token in query.tail)
    if not to.is_local or (has_aggregate and not is_grouped):
        raise UnsupportedError("a query whose parts need $this node by node", shape)
    names = " ".join(f"?{variable}" for variable in query.selected)
    return f"SELECT {names} WHERE {{ {focus} LATERAL {{ {head} {{ {body} }} {tail} }} }}"


def _given(bound: Mapping[str, Term], shape: Term) -> str:
    parts = []
    for variable, term in bound.items():
        if isinstance(term, ox.BlankNode):
            raise UnsupportedError(f"${variable} with a blank node", shape)
        parts.append(f"VALUES ?{variable} {{ {term} }}")
    return " ".join(parts)


@dataclass(eq=False)
class Sparql(Constraint):
    """No solution of a SELECT query is about the focus node (section 5.3)."""

    node: Term
    query: Query
    own_messages: tuple[ox.Literal, ...]
    bound: Mapping[str, Term] = field(default_factory=dict)
    parameter, name, is_by_hand = "sparql", "SPARQL", True

    @property
    def constraint(self) -> Term | None:
        """The node with the query."""
        return self.node

    @property
    def messages(self) -> tuple[ox.Literal, ...]:
        """The messages of the constraint, or else of its shape (section 5.3.2)."""
        return self.own_messages or self.shape.messages

    @property
    def expected(self) -> str:
        """What may not be."""
        return "no answer to the query of the rule"

    def text(self, scope: Scope, to: Compiler) -> str:
        """Return the whole query for the nodes of a scope; its solutions are the results."""
        return join(self.query, scope, self.bound, to, self.shape.node)

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the focus nodes of solutions."""
        # As for those that a query bound by name elsewhere would be mixed up with: each has a group of its own.
        inner = f"{{ {self.text(values.scope, to)} }}"
        found = f"{{ SELECT DISTINCT (?this AS {values.focus}) WHERE {{ {inner} }} }}"
        yield FailurePattern(found)


def fill(message: ox.Literal, solution: Mapping[str, str]) -> ox.Literal:
    """Return a message with the values of its variables in their places (section 5.3.2)."""
    text = _MESSAGE_VARIABLE.sub(lambda found: solution.get(found[1], found[0]), message.value)
    return ox.Literal(text, language=message.language) if message.language else ox.Literal(text)


def read_constraints(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    """Read the SPARQL-based constraints of a shape.

    Raises:
        IllFormedError: One is not usable.
        UnsupportedError: One has something that cannot be asked of all focus nodes at once.
    """
    for node in values:
        if isinstance(node, ox.Literal):
            raise IllFormedError("sh:sparql takes a node with sh:select", shape.node, sh("sparql"), node)
        if graph.flag(node, sh("deactivated")):
            continue
        query = read_query(graph, node, sh("select"), path=str(shape.path) if shape.path else None)
        bound = given_to(query, shape)
        yield Sparql(shape, node, query, read_messages(graph, node), bound)


def given_to(query: Query, shape: Shape) -> dict[str, Term]:
    """Return what $shapesGraph and $currentShape are bound to, where a query has them (section 5.3.1)."""
    used = {token.variable for token in query.tokens}
    given: dict[str, Term] = {"currentShape": shape.node} if "currentShape" in used else {}
    return {**given, "shapesGraph": SHAPES_GRAPH} if "shapesGraph" in used else given


def read_messages(graph: ShapesGraph, node: Term) -> tuple[ox.Literal, ...]:
    """Return the messages of a node.

    Raises:
        IllFormedError: One is no text.
    """
    messages = graph.values(node, sh("message"))
    for message in messages:
        if not isinstance(message, ox.Literal) or message.datatype not in (XSD_STRING, RDF_LANG_STRING):
            raise IllFormedError("sh:message takes text", node, sh("message"), message)
    return tuple(message for message in messages if isinstance(message, ox.Literal))
