"""Compiles the constraints on the type of value nodes (SHACL, section 4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pyoxigraph as ox

from csgraph.rdf.namespaces import XSD
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, name
from csgraph.validation.shacl.model import Compiler, Constraint, Shape
from csgraph.validation.shacl.terms import WRITTEN, sh

if TYPE_CHECKING:
    from csgraph.validation.shacl.terms import Term

# Lexical forms (XML Schema Definition Language 1.1, part 2, sections 3.3 and 3.4), without whitespace around them.
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_LEAP_YEAR = r"-?(?:[1-9][0-9]*)?(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY_OF_31, _DAY_OF_30, _DAY_OF_28 = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|[12][0-9]|30)", "(?:0[1-9]|1[0-9]|2[0-8])"
_MONTH_DAY = f"(?:(?:0[13578]|1[02])-{_DAY_OF_31}|(?:0[469]|11)-{_DAY_OF_30}|02-{_DAY_OF_28})"
_DATE = rf"(?:{_YEAR}-{_MONTH_DAY}|{_LEAP_YEAR}-02-29)"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_INTEGER = r"[+-]?[0-9]+"
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"(?:{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_DAYS = r"(?:[0-9]+D)"
_CLOCK = r"T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+M(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+(?:\.[0-9]+)?S)"
_MONTHS = r"(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"

FORMS = {
    "boolean": "(?:true|false|1|0)",
    "decimal": _DECIMAL,
    "float": _FLOAT,
    "double": _FLOAT,
    "date": f"{_DATE}{_ZONE}",
    "time": f"{_TIME}{_ZONE}",
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE.removesuffix('?')}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
    "gMonth": f"--(?:0[1-9]|1[0-2]){_ZONE}",
    "gMonthDay": f"--(?:{_MONTH_DAY}|02-29){_ZONE}",
    "gDay": f"---(?:0[1-9]|[12][0-9]|3[01]){_ZONE}",
    "duration": f"-?P(?:{_MONTHS}{_DAYS}?(?:{_CLOCK})?|{_DAYS}(?:{_CLOCK})?|{_CLOCK})",
    "yearMonthDuration": f"-?P{_MONTHS}",
    "dayTimeDuration": f"-?P(?:{_DAYS}(?:{_CLOCK})?|{_CLOCK})",
    "integer": _INTEGER,
    "hexBinary": "(?:[0-9a-fA-F]{2})*",
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
}
"""The lexical forms of the datatypes of XML Schema, by local name, as regular expressions of the whole form."""

RANGES = {
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
"""The least and the greatest value of the integer types that have both (XSD 1.1, part 2, section 3.4)."""

_HALF_LINES = {
    "nonNegativeInteger": r"\+?[0-9]+|-0+",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|\+?0+",
    "negativeInteger": r"-0*[1-9][0-9]*",
}


def _well_formed(node: str, datatype: str) -> str | None:
    """Return the expression that a literal of a datatype has one of its lexical forms; None if any form is valid."""
    local = datatype.removeprefix(XSD)
    if local in _HALF_LINES:
        return f'REGEX(STR({node}), "^(?:{_escaped(_HALF_LINES[local])})$")'
    if local in RANGES:
        low, high = RANGES[local]
        # Compared as decimals: Oxigraph's integers end where xsd:long does, and its decimals beyond xsd:unsignedLong.
        number = f"<{XSD}decimal>(STR({node}))"
        bounds = (f"{number} >= {low}.0", f"{number} <= {high}.0")
        return f'REGEX(STR({node}), "^{_escaped(_INTEGER)}$") && {" && ".join(bounds)}'
    form = FORMS.get(local)
    return None if form is None else f'REGEX(STR({node}), "^(?:{_escaped(form)})$")'


def _escaped(pattern: str) -> str:
    return pattern.replace("\\", "\\\\")


@dataclass(eq=False)
class Class(Constraint):
    """Value nodes are SHACL instances of a class (section 4.1.1)."""

    kind: ox.NamedNode
    parameter, name = "class", "Class"

    @property
    def expected(self) -> str:
        """The class."""
        return f"an instance of {name(self.kind)}"

    def condition(self, node: str, to: Compiler) -> str:
        """Return the condition that a type of the node is the class or a subclass of it."""
        return to.is_instance(node, self.kind)


@dataclass(eq=False)
class Datatype(Constraint):
    """Value nodes are literals of a datatype, in one of its lexical forms (section 4.1.2)."""

    datatype: ox.NamedNode
    parameter, name = "datatype", "Datatype"

    @property
    def expected(self) -> str:
        """The datatype."""
        return f"a literal of {name(self.datatype)}"

    def condition(self, node: str, to: Compiler) -> str:
        """Return the condition that the literal has the datatype and one of its lexical forms."""
        iris = [self.datatype]
        if to.has_written:
            iris.append(ox.NamedNode(WRITTEN + self.datatype.value))
        is_of = " || ".join(f"DATATYPE({node}) = {iri}" for iri in iris)
        form = _well_formed(node, self.datatype.value)
        return f"COALESCE(({is_of}){f' && {form}' if form else ''}, false)"


@dataclass(eq=False)
class NodeKind(Constraint):
    """Value nodes are IRIs, blank nodes or literals (section 4.1.3)."""

    kind: str
    parameter, name = "nodeKind", "NodeKind"

    TESTS: ClassVar[dict[str, tuple[str, ...]]] = {
        "IRI": ("isIRI",),
        "BlankNode": ("isBlank",),
        "Literal": ("isLiteral",),
        "BlankNodeOrIRI": ("isBlank", "isIRI"),
        "BlankNodeOrLiteral": ("isBlank", "isLiteral"),
        "IRIOrLiteral": ("isIRI", "isLiteral"),
    }

    @property
    def expected(self) -> str:
        """The kinds of node."""
        words = {"isIRI": "an IRI", "isBlank": "a blank node", "isLiteral": "a literal"}
        return " or ".join(words[test] for test in self.TESTS[self.kind])

    def condition(self, node: str, to: Compiler) -> str:
        """Return the condition that the node is of one of the kinds."""
        return " || ".join(f"{test}({node})" for test in self.TESTS[self.kind])


def _class(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    for value in values:
        if not isinstance(value, ox.NamedNode):
            raise IllFormedError("sh:class takes the IRI of a class", shape.node, sh("class"), value)
        yield Class(shape, value)


def _datatype(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    value = graph.value(shape.node, sh("datatype"))
    if not isinstance(value, ox.NamedNode):
        raise IllFormedError("sh:datatype takes the IRI of a datatype", shape.node, sh("datatype"), value)
    yield Datatype(shape, value)


def _node_kind(graph: ShapesGraph, shape: Shape, values: list[Term]) -> Iterator[Constraint]:
    value = graph.value(shape.node, sh("nodeKind"))
    kind = name(value).removeprefix("sh:") if value is not None else ""
    if kind not in NodeKind.TESTS:
        kinds = ", ".join(f"sh:{one}" for one in NodeKind.TESTS)
        raise IllFormedError(f"sh:nodeKind takes one of {kinds}", shape.node, sh("nodeKind"), value)
    yield NodeKind(shape, kind)


READERS = {"class": _class, "datatype": _datatype, "nodeKind": _node_kind}
"""The readers of the parameters of these components."""
