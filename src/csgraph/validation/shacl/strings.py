"""Compiles the constraints on the text of value nodes (SHACL, section 4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.vocab import XSD_STRING
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError, name
from csgraph.validation.shacl.model import Compiler, Constraint, FailurePattern, Shape, Values
from csgraph.validation.shacl.terms import nothing, sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

# XPath and XQuery Functions and Operators 3.1, section 5.6.2 (flags), to which SPARQL's REGEX leads.
_FLAGS = frozenset("imqsx")


@dataclass(eq=False)
class MinLength(Constraint):
    """Value nodes have at least ``length`` characters (section 4.4.1); blank nodes have none to count."""

    length: int
    parameter, name = "minLength", "MinLength"

    @property
    def expected(self) -> str:
        """The minimum, in words."""
        return f"at least {self.length} characters"

    def condition(self, node: str, to: Compiler) -> str:
        """Return the condition that the text is long enough."""
        return f"COALESCE(!isBlank({node}) && STRLEN(STR({node})) >= {self.length}, false)"


@dataclass(eq=False)
class MaxLength(Constraint):
    """Value nodes have at most ``length`` characters (section 4.4.2)."""

    length: int
    parameter, name = "maxLength", "MaxLength"

    @property
    def expected(self) -> str:
        """The maximum, in words."""
        return f"at most {self.length} characters"

    def condition(self, node: str, to: Compiler) -> str:
        """Return the condition that the text is short enough."""
        return f"COALESCE(!isBlank({node}) && STRLEN(STR({node})) <= {self.length}, false)"


@dataclass(eq=False)
class Pattern(Constraint):
    """Value nodes match a regular expression, as SPARQL's REGEX does (section 4.4.3)."""

    pattern: ox.Literal
    flags: ox.Literal | None
    parameter, name = "pattern", "Pattern"

    @property
    def expected(self) -> str:
        """The expression."""
        return f"text that matches {self.pattern.value}"

    def condition(self, node: str, to: Compiler) -> str:
        """Return the condition that the text matches."""
        flags = f", {self.flags}" if self.flags else ""
        return f"COALESCE(!isBlank({node}) && REGEX(STR({node}), {self.pattern}{flags}), false)"


@dataclass(eq=False)
class LanguageIn(Constraint):
    """Value nodes are literals of some languages (section 4.4.4)."""

    languages: tuple[str, ...]
    parameter, name = "languageIn", "LanguageIn"

    @property
    def expected(self) -> str:
        """The languages."""
        return f"text tagged {' or '.join(f'@{language}' for language in self.languages)}"

    def condition(self, node: str, to: Compiler) -> str:
        """Return the condition that the language matches one of them (``LANGMATCHES``)."""
        tests = [f"LANGMATCHES(LANG({node}), {ox.Literal(language)})" for language in self.languages]
        return f"COALESCE({' || '.join(tests) or 'false'}, false)"


@dataclass(eq=False)
class UniqueLang(Constraint):
    """No two value nodes have the same language (section 4.4.5): one result for each language that two have."""

    parameter, name = "uniqueLang", "UniqueLang"

    @property
    def expected(self) -> str:
        """The requirement in words."""
        return "at most 1 value in each language"

    def failures(self, values: Values, to: Compiler) -> Iterator[FailurePattern]:
        """Yield focus nodes with a language that two values have."""
        language = to.fresh()
        values_by = f'{values.pattern} BIND (LCASE(LANG({values.node})) AS {language}) FILTER ({language} != "")'
        key = f"{values.scope.key} {language}"
        group = f"SELECT {key} WHERE {{ {values_by} }} GROUP BY {key}"
        yield FailurePattern(f"{{ {group} HAVING (COUNT(DISTINCT {values.node}) > 1) }}", apart=(language,))


def _length(graph: ShapesGraph, shape: Shape, values: list[Term], parameter: str) -> int:
    return graph.number(shape.node, sh(parameter))


def _min_length(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    yield MinLength(shape, _length(graph, shape, values, "minLength"))


def _max_length(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    yield MaxLength(shape, _length(graph, shape, values, "maxLength"))


def _pattern(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    flags = graph.value(shape.node, sh("flags"))
    if flags is not None and not (isinstance(flags, ox.Literal) and is_string(flags) and set(flags.value) <= _FLAGS):
        raise IllFormedError("sh:flags takes a string of the flags i, m, q, s and x", shape.node, sh("flags"), flags)
    # With sh:flags it makes one component, so a shape has one of each (section 2.1.1).
    value = graph.value(shape.node, sh("pattern"))
    if not is_string(value):
        raise IllFormedError("sh:pattern takes a string", shape.node, sh("pattern"), value)
    assert isinstance(value, ox.Literal)
    assert flags is None or isinstance(flags, ox.Literal)
    _check(shape, value, flags)
    yield Pattern(shape, value, flags)


def _check(shape: Shape, pattern: ox.Literal, flags: ox.Literal | None) -> None:
    """Refuse a pattern that is not a regular expression, or is one in Python but not in Oxigraph."""
    test = f'SELECT (REGEX("", {pattern}{f", {flags}" if flags else ""}) AS ?ok) {{}}'
    solutions = nothing().query(test)
    assert isinstance(solutions, ox.QuerySolutions)
    if next(solutions)["ok"] is not None:
        return
    import re

    try:
        re.compile(pattern.value)
    except re.error as error:
        problem = f"sh:pattern is not a regular expression: {error}"
        raise IllFormedError(problem, shape.node, sh("pattern"), pattern) from None
    raise UnsupportedError(
        "sh:pattern with what SPARQL's regular expressions do not have, such as look-around", shape.node
    )


def _language_in(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    head = graph.value(shape.node, sh("languageIn"))
    assert head is not None
    tags = graph.items(head, shape.node, sh("languageIn"))
    for tag in tags:
        if not is_string(tag):
            raise IllFormedError("sh:languageIn takes a list of language tags", shape.node, sh("languageIn"), tag)
    yield LanguageIn(shape, tuple(tag.value for tag in tags if isinstance(tag, ox.Literal)))


def _unique_lang(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    if shape.path is None:
        problem = f"sh:uniqueLang compares the values of a path, and {name(shape.node)} has none"
        raise IllFormedError(problem, shape.node, sh("uniqueLang"))
    if graph.flag(shape.node, sh("uniqueLang")):
        yield UniqueLang(shape)


def is_string(term: Term | None) -> bool:
    """Whether a term is an xsd:string."""
    return isinstance(term, ox.Literal) and term.datatype == XSD_STRING


READERS = {
    "minLength": _min_length,
    "maxLength": _max_length,
    "pattern": _pattern,
    "languageIn": _language_in,
    "uniqueLang": _unique_lang,
}
"""The readers of the parameters of these components."""
