"""Compiles SPARQL-based constraints (SHACL, section 5), with pre-bound variables (appendix A).

SHACL evaluates such a query once for each focus node. Here one query does it for all of them: the pattern of the focus
nodes goes first into the WHERE group, as a join. That is equivalent if each part of the query that needs a pre-bound
variable gets it from there: at the top, in a filter on the top, or in a group with a triple pattern of its own about it.
Otherwise Oxigraph's LATERAL evaluates the query node by node; other stores have no LATERAL, so there the shape is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.namespaces import OWL
from csgraph.rdf.vocab import RDF_LANG_STRING, XSD_STRING
from csgraph.sparql import parser
from csgraph.sparql.syntax import GroupPattern, SelectSyntax, names_of
from csgraph.sparql.tokens import Token, replaced, tokenize
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError, name
from csgraph.validation.shacl.model import Compiler, Constraint, FailurePattern, Scope, Shape, Values
from csgraph.validation.shacl.terms import nothing, sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

SHAPES_GRAPH = ox.NamedNode("urn:csgraph:shapes")
"""The named graph in which queries that have $shapesGraph find the shapes."""

# SHACL, appendix A.
_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}
# It selects other graphs; a constraint is about the data graph.
_ELSEWHERE = {"FROM"}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_ESCAPED, _UNESCAPED = re.compile(r"\\(.)"), r"\1"  # in a local name (SPARQL 1.1, section 19.8, PN_LOCAL_ESC)
_PRE_BOUND = {"this", "value", "path", "PATH", "shapesGraph", "currentShape"}
_MESSAGE_VARIABLE = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class ConstraintQuery:
    """A SELECT or ASK query of a shapes graph: prefixes expanded, $PATH replaced, all variables with a question mark.

    Attributes:
        text: Its text.
        syntax: Its syntax tree.
        group: Its WHERE group.
    """

    text: str
    syntax: SelectSyntax
    group: GroupPattern

    @property
    def names(self) -> frozenset[str]:
        """All variables in it, each with a question mark."""
        return names_of(tokenize(self.text))

    @property
    def head(self) -> str:
        """The text before the WHERE group."""
        return self.text[: self.group.start]

    @property
    def body(self) -> str:
        """The text in the WHERE group, without its braces."""
        return self.group.text[1:-1]

    @property
    def tail(self) -> str:
        """The text after the WHERE group."""
        return self.text[self.group.end :]


def read_query(graph: ShapesGraph, node: Term, predicate: ox.NamedNode, *, path: str | None = None) -> ConstraintQuery:
    """Parse the query of a constraint or validator, with its prefixes (sections 5.2.1 and 5.3.1).

    Args:
        graph: The shapes graph.
        node: The constraint or validator.
        predicate: ``sh:select`` or ``sh:ask``.
        path: The path that replaces ``$PATH``; None in a node shape.

    Raises:
        IllFormedError: It is not a query, or one that SHACL does not allow.
        UnsupportedError: It has BASE or ``SELECT *``, or is not SPARQL 1.1.
    """
    text = graph.value(node, predicate)
    if not isinstance(text, ox.Literal) or text.datatype != XSD_STRING:
        raise IllFormedError(f"{name(predicate)} takes a string with a query", node, predicate, text)
    prefixes = _prefixes(graph, node)
    lines = text.value.count

    def refuse(problem: str, at: Token | None = None, row: int | None = None) -> IllFormedError:
        return IllFormedError(problem, node, predicate, text, lines("\n", 0, at.start) + 1 if at else row)

    tokens = tokenize(text.value)
    first = _read_prologue(tokens, prefixes)
    begin = tokens[first].start
    tokens = tokens[first:]
    if tokens[0].word == "BASE":
        raise UnsupportedError("a query with BASE", node)
    for token in tokens:
        if token.word in _FORBIDDEN:
            raise refuse(f"SHACL allows no {token.word} in the query of a constraint; see its appendix A", token)
        if token.word in _ELSEWHERE:
            raise refuse(f"a constraint must not read other graphs; remove {token.word} from its query", token)
    for before, token in pairwise(tokens):
        if before.word == "AS" and token.kind == "VAR" and token.text[1:] in _PRE_BOUND:
            if token.text[1:] == "path" or (token.text[1:] == "value" and predicate == sh("select")):
                continue
            raise refuse(f"{token.text} is pre-bound and cannot be bound again", token)
    texts = {}
    for token in tokens:
        if token.kind == "PNAME":
            prefix, _, local = token.text.partition(":")
            if prefix not in prefixes:
                raise refuse(f"the prefix {prefix}: of the query is not declared; declare it with sh:declare", token)
            texts[token] = f"<{prefixes[prefix]}{_ESCAPED.sub(_UNESCAPED, local)}>"
        elif token.kind == "VAR":
            texts[token] = path if token.text[1:] == "PATH" and path is not None else f"?{token.text[1:]}"
    expanded = replaced(text.value[begin:], begin, tokens, texts)
    # The lines of the prologue stay, so that the engine counts as in the text.
    _check_syntax("\n" * lines("\n", 0, begin) + expanded, refuse)
    form = name(predicate).removeprefix("sh:").upper()
    if tokens[0].word != form:
        raise refuse(f"{name(predicate)} takes {'an' if form == 'ASK' else 'a'} {form} query", tokens[0])
    try:
        select = parser.parse(expanded).select
    except parser.UnreadableError:
        raise UnsupportedError("a query beyond SPARQL 1.1", node) from None
    assert select.group is not None
    if form == "SELECT":
        if select.clause[-1].text == "*":
            raise UnsupportedError("SELECT *", node)
        # Appendix A: the query and each query in it select $this.
        for each in (select, *_inner_selects(select.group)):
            if "this" not in each.columns:
                where = "" if each is select else "each sub-select in "
                at = lines("\n", 0, begin) + expanded.count("\n", 0, each.clause[0].start) + 1
                raise refuse(f"{where}the query of a constraint must select $this, by name", row=at)
    return ConstraintQuery(expanded, select, select.group)


def _inner_selects(group: GroupPattern) -> Iterator[SelectSyntax]:
    for part in group.parts:
        if part.select and part.select.group:
            yield part.select
            yield from _inner_selects(part.select.group)
        for inner in part.groups:
            yield from _inner_selects(inner)


def _prefixes(graph: ShapesGraph, node: Term) -> dict[str, str]:
    """Return the prefixes of a query (section 5.2.1): those of its sh:prefixes, and of the ontologies that these import."""
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


def _read_prologue(tokens: list[Token], prefixes: dict[str, str]) -> int:
    """Add the PREFIX declarations of the query itself; return the number of the token after them."""
    at = 0
    while tokens[at].word == "PREFIX" and len(tokens) > at + 3:
        prefixes[tokens[at + 1].text.removesuffix(":")] = tokens[at + 2].text[1:-1]
        at += 3
    return at


def _check_syntax(text: str, refuse: Callable[..., IllFormedError]) -> None:
    """Let Oxigraph parse the query."""
    try:
        nothing().query(text)
    except SyntaxError as error:
        problem = re.sub(r"\s+", " ", str(error))
        found = re.search(r"error at (\d+):\d+: (.*)", problem)
        row = int(found[1]) if found else None
        problem = (found[2] if found else problem)[:160]
        raise refuse(f"the query is not SPARQL: {problem}", row=row) from None
    except (RuntimeError, ValueError, OSError):
        # It was parsed; failing without data does not matter here.
        pass


# -- One query for all focus nodes -------------------------------------------------------------------------------------


def is_joinable(query: ConstraintQuery, bound: Iterable[str]) -> bool:
    """Whether joining the focus nodes is equivalent to pre-binding variables, as the module's text explains.

    Args:
        query: The query.
        bound: The names of the pre-bound variables.
    """
    variables = frozenset(f"?{variable}" for variable in bound)
    return _is_sliceable(query.syntax) and _is_joinable(query.group, variables, is_bound=True)


def _is_sliceable(select: SelectSyntax) -> bool:
    """Whether the rows of a query for some focus nodes are those of each of them: not with LIMIT, nor with one group."""
    if "LIMIT" in select.modifiers or "OFFSET" in select.modifiers:
        return False
    return not ("HAVING" in select.modifiers or _has_aggregate(select)) or _groups_by_focus(select)


def _has_aggregate(select: SelectSyntax) -> bool:
    return any(token.word in _AGGREGATES for token in select.clause)


def _groups_by_focus(select: SelectSyntax) -> bool:
    return "?this" in names_of(select.modifiers.get("GROUP", ()))


def _is_joinable(group: GroupPattern, bound: frozenset[str], *, is_bound: bool) -> bool:
    """The same for one group; ``is_bound``: whether the variables are bound in it from outside."""
    in_triples: frozenset[str] = frozenset()
    in_filters: frozenset[str] = frozenset()
    for part in group.parts:
        if part.select:
            # A sub-select must bind the variables that it uses itself, and keep the rows of each $this separate.
            if _used(part.select) & bound:
                select = part.select
                assert select.group is not None
                if not _is_sliceable(select) or not _is_joinable(select.group, bound, is_bound=False):
                    return False
        elif part.kind == "TRIPLE":
            in_triples |= part.names
        elif part.kind in ("FILTER", "BIND"):
            in_filters |= part.names
        else:
            in_triples |= names_of(part.tokens[:2]) if part.kind == "GRAPH" else frozenset()
            has = is_bound and part.kind == "OPTIONAL"
            if not all(_is_joinable(inner, bound, is_bound=has) for inner in part.groups):
                return False
    return is_bound or not in_filters & bound - in_triples


def _used(select: SelectSyntax) -> frozenset[str]:
    """Return the variables that the patterns and expressions of a sub-select use, other than to select or group by."""
    found = frozenset().union(*map(names_of, select.columns.values()), _in_brackets(select.tail))
    return found | _used_in(select.group) if select.group else found


def _used_in(group: GroupPattern) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for part in group.parts:
        if part.select:
            found |= _used(part.select)
        elif part.groups:
            found |= (names_of(part.tokens[:2]) if part.kind == "GRAPH" else frozenset()).union(
                *map(_used_in, part.groups)
            )
        else:
            found |= part.names
    return found


def _in_brackets(tokens: Iterable[Token]) -> frozenset[str]:
    found, depth = [], 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth:
            found.append(token)
    return names_of(found)


def join(query: ConstraintQuery, scope: Scope, bound: Mapping[str, Term], to: Compiler, shape: Term) -> str:
    """Return one query for all focus nodes of a scope, as ``?this``, with other variables bound to one term each.

    Args:
        query: The query; one that selects ``?this``.
        scope: The focus nodes.
        bound: Variables and their terms, besides ``$this``.
        to: The target of the compilation.
        shape: The shape, for error messages.

    Raises:
        UnsupportedError: One query cannot do it.
    """
    if "shapesGraph" in bound and not to.is_local:
        raise UnsupportedError("$shapesGraph, which is not at an endpoint", shape)
    given = _given(bound, shape)
    focus = f"{{ SELECT DISTINCT ({scope.node} AS ?this) WHERE {{ {scope.pattern} }} }} {given}"
    if is_joinable(query, ("this", *bound)):
        body = query.group.text if query.group.parts and query.group.parts[0].select else f"{query.body}\n"
        return f"{query.head} {{ {focus} {body} }} {query.tail}\n"
    if not to.is_local or (_has_aggregate(query.syntax) and "GROUP" not in query.syntax.modifiers):
        raise UnsupportedError("a query whose parts need $this node by node", shape)
    names = " ".join(f"?{variable}" for variable in query.syntax.columns)
    return f"SELECT {names} WHERE {{ {focus} LATERAL {{ {query.text}\n }} }}"


def _given(bound: Mapping[str, Term], shape: Term) -> str:
    parts = []
    for variable, term in bound.items():
        if isinstance(term, ox.BlankNode):
            raise UnsupportedError(f"${variable} with a blank node", shape)
        parts.append(f"VALUES ?{variable} {{ {term} }}")
    return " ".join(parts)


@dataclass(eq=False)
class Sparql(Constraint):
    """A SELECT query has no solution for the focus node (section 5.3)."""

    node: Term
    query: ConstraintQuery
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
        """The expectation in messages."""
        return "no answer to the query of the rule"

    def text(self, scope: Scope, to: Compiler) -> str:
        """Return the query for the focus nodes of a scope; each solution is a validation result."""
        return join(self.query, scope, self.bound, to, self.shape.node)

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield the focus nodes of solutions."""
        # In a group of its own, so that no variable of the query is mixed up with one outside.
        inner = f"{{ {self.text(values.scope, to)} }}"
        found = f"{{ SELECT DISTINCT (?this AS {values.focus}) WHERE {{ {inner} }} }}"
        yield FailurePattern(found)


def fill(message: ox.Literal, solution: Mapping[str, str]) -> ox.Literal:
    """Return a message with its placeholders replaced by the values of a solution (section 5.3.2)."""
    text = _MESSAGE_VARIABLE.sub(lambda found: solution.get(found[1], found[0]), message.value)
    return ox.Literal(text, language=message.language) if message.language else ox.Literal(text)


def read_constraints(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    """Parse the SPARQL-based constraints of a shape.

    Raises:
        IllFormedError: One is not valid.
        UnsupportedError: One is not supported.
    """
    for node in values:
        if isinstance(node, ox.Literal):
            raise IllFormedError("sh:sparql takes a node with sh:select", shape.node, sh("sparql"), node)
        if graph.flag(node, sh("deactivated")):
            continue
        query = read_query(graph, node, sh("select"), path=str(shape.path) if shape.path else None)
        bound = given_to(query, shape)
        yield Sparql(shape, node, query, read_messages(graph, node), bound)


def given_to(query: ConstraintQuery, shape: Shape) -> dict[str, Term]:
    """Return the terms of $shapesGraph and $currentShape, if a query uses them (section 5.3.1)."""
    given: dict[str, Term] = {"currentShape": shape.node} if "?currentShape" in query.names else {}
    return {**given, "shapesGraph": SHAPES_GRAPH} if "?shapesGraph" in query.names else given


def read_messages(graph: ShapesGraph, node: Term) -> tuple[ox.Literal, ...]:
    """Return the messages of a node.

    Raises:
        IllFormedError: One is not text.
    """
    messages = graph.values(node, sh("message"))
    for message in messages:
        if not isinstance(message, ox.Literal) or message.datatype not in (XSD_STRING, RDF_LANG_STRING):
            raise IllFormedError("sh:message takes text", node, sh("message"), message)
    return tuple(message for message in messages if isinstance(message, ox.Literal))
