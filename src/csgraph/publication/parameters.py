"""Reads the typed parameters that views declare, and resolves their values to RDF terms.

A query with a parameter is the query whose WHERE gives just the solutions in which the variable is one of the terms:
``{ …WHERE… FILTER(?name IN (…)) }``. A trailing VALUES clause would not do: it is joined after grouping (SPARQL 1.1,
section 18.2.4.3), so that counts stay as they are, and it fills in what OPTIONAL left unbound (section 18.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.publication.resources import (
    LABELS,
    NAMES,
    TYPE,
    ResourceReader,
    ambiguous,
    curie,
    find_node,
    folded,
    named_node,
)
from csgraph.rdf.namespaces import PREFIXES, SCHEMES
from csgraph.rdf.turtle import iri
from csgraph.sparql import outline
from csgraph.sparql.tokens import tokenize
from csgraph.util.suggest import did_you_mean, similar

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term

_TAKES = {
    "concept": "a concept of the scheme {scheme}, by its code, label or CURIE",
    "section": "a section, by its number such as 3.2, its title or CURIE",
    "node": "a resource of the graph, by its label, CURIE or IRI",
    "integer": "a whole number",
    "year": "a year of four digits, such as 2020",
    "text": "a text, compared letter by letter",
}
TYPES = ("concept SCHEME", *(name for name in _TAKES if name != "concept"))
"""The types that a parameter may declare."""

KEYS = ("type", "description", "default")
"""The keys of the declaration of a parameter; all but ``default`` are required."""

# Keyword arguments of ``csgraph.query``.
_RESERVED = ("graphs", "data", "store", "endpoint", "timeout")
_IN_SCHEME, _SECTION, _IDENTIFIER = iri("skos:inScheme"), iri("csg:Section"), iri("dcterms:identifier")
_SHOWN = 12
# The engine holds an xsd:integer in 64 bits.
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Parameter:
    """A variable of a view that can be set to values.

    Attributes:
        name: The variable.
        type: Which values it takes, one of ``TYPES``.
        description: What it means.
        default: Its value if none is given; None if it is then not restricted.

    Example:
        >>> section = csgraph.find_view("statements").parameters[0]
        >>> section.name, section.type, section.takes
        ('section', 'section', 'a section, by its number such as 3.2, its title or CURIE')
    """

    name: str
    type: str
    description: str
    default: str | None = None

    @property
    def scheme(self) -> str:
        """The scheme whose concepts it takes; empty if it takes none."""
        return self.type.partition(" ")[2]

    @property
    def is_looked_up(self) -> bool:
        """Whether its values are names of nodes, which are looked up in the graph."""
        return self.type.partition(" ")[0] in ("concept", "section", "node")

    @property
    def takes(self) -> str:
        """A description of the values it takes."""
        return _TAKES[self.type.partition(" ")[0]].format(scheme=self.scheme)


def declared(header: Mapping[Any, Any], text: str, wrong: Callable[..., InputError]) -> tuple[Parameter, ...]:
    """Return the parameters that a header declares.

    Args:
        header: The value of its key ``parameters``.
        text: The query.
        wrong: Returns the error for a problem and the path of keys below ``parameters``.

    Raises:
        InputError: A declaration lacks a key, has an unknown one, a wrong type, or its variable is not in WHERE.
    """
    group = outline.where(text)
    if group is None:
        raise wrong("a query with parameters needs a WHERE with braces; CONSTRUCT needs a template before it")
    variables = {token.text[1:] for token in tokenize(text[slice(*group)]) if token.kind == "VAR"}
    return tuple(_declared(name, content, variables, wrong) for name, content in header.items())


def _declared(name: Any, content: Any, variables: set[str], wrong: Callable[..., InputError]) -> Parameter:
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or name in _RESERVED:
        raise wrong(f"{name!r} cannot be the name of a parameter", name)
    if name not in variables:
        raise wrong(f"WHERE has no variable ?{name}", name)
    if not isinstance(content, dict):
        raise wrong(f"{name} must be a mapping with the keys {', '.join(KEYS)}", name)
    for key in content:
        if key not in KEYS:
            raise wrong(f"a parameter has no key {key!r}; its keys are {', '.join(KEYS)}", name, key)
    for key in KEYS[:2]:
        if not isinstance(content.get(key), str) or not content[key].strip():
            raise wrong(f"{name} needs a {key}, which is text", name, key)
    kind, _, scheme = content["type"].partition(" ")
    if kind not in _TAKES or (kind == "concept") != bool(scheme):
        raise wrong(f"there is no type {content['type']!r}; the types are {', '.join(TYPES)}", name, "type")
    if scheme and scheme not in SCHEMES:
        hint = f"; {did_you_mean(similar(scheme, SCHEMES))}".removesuffix("; ")
        raise wrong(f"there is no scheme {scheme!r}{hint}", name, "type")
    default = content.get("default")
    if "default" in content and (isinstance(default, bool) or not isinstance(default, str | int)):
        raise wrong(f"the default of {name} must be text, in quotation marks, or a whole number", name, "default")
    return Parameter(name, content["type"], " ".join(content["description"].split()), default and str(default))


def assigned(arguments: Iterable[str]) -> dict[str, list[str | None]]:
    """Parse ``NAME=VALUE`` arguments into lists of values by name; the value is None if there is no ``=``."""
    given: dict[str, list[str | None]] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        given.setdefault(name.strip(), []).append(value if equals else None)
    return given


def resolve(
    known: Sequence[Parameter], given: Mapping[str, Iterable[object]], store: ox.Store, *, place: str
) -> dict[str, list[Term]]:
    """Return the terms to bind each parameter to: those of its values, or else of its default.

    Args:
        known: The parameters of the query.
        given: Values by name, of which any may match; a value is text, a number or a term.
        store: The store in which values are looked up.
        place: The name of the query in messages.

    Raises:
        InputError: There is no such parameter, or it takes no such value.
    """
    names = [parameter.name for parameter in known]
    for name in given:
        if name not in names:
            raise _unknown_name(name, names, place)
    found: dict[str, list[Term]] = {}
    for parameter in known:
        values = given.get(parameter.name, () if parameter.default is None else (parameter.default,))
        # Two values may resolve to the same term.
        if terms := dict.fromkeys(_term(parameter, value, store) for value in values):
            found[parameter.name] = list(terms)
    return found


def _unknown_name(name: str, names: Sequence[str], place: str) -> InputError:
    if not names:
        return InputError(f"no such parameter; {place} takes none", place=name or "--param")
    hint = f"{did_you_mean(similar(name, names))} ".lstrip()
    return InputError(f"no such parameter; {hint}{place} takes {', '.join(names)}", place=name or "--param")


def _term(parameter: Parameter, value: object, store: ox.Store) -> Term:
    """Return the term that a value resolves to."""
    if value is None:
        hint = _hint(parameter, "", store)
        raise InputError(f"write {parameter.name}=VALUE; {parameter.name} takes {parameter.takes}{hint}",
                         place=parameter.name)  # fmt: skip
    text = str(getattr(value, "value", value))
    place = f"{parameter.name}={text}"
    try:
        text.encode()
        if parameter.type == "text":
            return ox.Literal(text)
        if parameter.type in ("integer", "year"):
            return _number(text, parameter.type)
        if parameter.type == "node":
            return find_node(text, store)
        return _among(text, choices(parameter, store), store)
    except InputError as error:
        raise InputError(error.problem, place=place) from None
    except (ValueError, LookupError):
        hint = _hint(parameter, text, store)
        raise InputError(f"no such value; {parameter.name} takes {parameter.takes}{hint}", place=place) from None


def _number(text: str, kind: str) -> ox.Literal:
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{4}" if kind == "year" else r"[+-]?[0-9]{1,19}", digits) or abs(int(digits)) > _LARGEST:
        raise ValueError
    return ox.Literal(int(digits))


def choices(parameter: Parameter, store: ox.Store) -> dict[str, ox.NamedNode]:
    """Return the nodes that a parameter takes, by code and in order; empty if it takes any node, or none."""
    graph = ResourceReader(store)
    if parameter.type == "section":
        sections = graph.having(TYPE, _SECTION)
        return {getattr(graph.value(node, _IDENTIFIER), "value", curie(node)): node for node in sections}
    if not parameter.scheme:
        return {}
    concepts = graph.having(_IN_SCHEME, iri(f"scheme:{parameter.scheme}"))
    return {node.value.removeprefix(PREFIXES[parameter.scheme]): node for node in concepts}


def _among(text: str, nodes: Mapping[str, ox.NamedNode], store: ox.Store) -> ox.NamedNode:
    """Return the node, of some nodes, that a code, CURIE, IRI or name identifies."""
    node = named_node(text, store)
    if node in nodes.values() and node is not None:
        return node
    if text.strip() in nodes:
        return nodes[text.strip()]
    named = [node for code, node in nodes.items() if folded(text) in _names(code, node, store)]
    if len(named) > 1:
        raise ambiguous(text, named, store)
    if not named:
        raise LookupError
    return named[0]


def _names(code: str, node: ox.NamedNode, store: ox.Store) -> set[str]:
    graph = ResourceReader(store)
    names = {folded(value.value) for predicate in NAMES for value in graph.values(node, predicate)}
    # "Introduction" as well as "1 Introduction".
    bare = {folded(label.value.removeprefix(code)) for label in graph.values(node, *LABELS)}
    return {folded(code), *names, *bare} - {""}


def _hint(parameter: Parameter, text: str, store: ox.Store) -> str:
    """Return the similar values that a parameter takes, or the first ones if none is similar, in words."""
    nodes = choices(parameter, store)
    codes = {name: code for code, node in nodes.items() for name in sorted(_names(code, node, store))}
    if near := list(dict.fromkeys(codes[name] for name in similar(folded(text), codes))):
        return f"; {did_you_mean(near)}"
    some = list(nodes)
    return f", one of: {', '.join(some[:_SHOWN])}{' …' if len(some) > _SHOWN else ''}" if some else ""
