"""Writes JSON-LD 1.1 that is easy to use as plain JSON: short names, and resources grouped by kind.

The names are those of ``ontology/context.jsonld``, which stands in each file, so that nothing need be fetched. Resources are
grouped by class under names such as ``pillars``, which all stand for ``@included`` (JSON-LD 1.1, section 4.13).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph import paths
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.blank_nodes import Nesting
from csgraph.rdf.namespaces import PREFIXES, XSD
from csgraph.rdf.vocab import RDF_TYPE

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

CONTEXT = "context.jsonld"
"""The file of ``ontology/`` with the JSON-LD context."""

GROUPS = {
    "reports": "csg:Report",
    "sections": "csg:Section",
    "passages": "csg:Passage csg:KeyTakeaway",
    "statements": "csg:Statement",
    "quotations": "csg:Quotation",
    "restatements": "csg:Restatement",
    "errata": "oa:Annotation",
    "pillars": "csg:Pillar",
    "frameworks": "csg:Framework",
    "accounts": "csg:OriginAccount",
    "processes": "csg:Process",
    "dialogues": "csg:Dialogue csg:Forum",
    "engagements": "csg:Engagement",
    "procedures": "csg:Procedure",
    "events": "csg:Session csg:ProgrammeItem schema:Event",
    "participations": "csg:Participation",
    "memberships": "org:Membership",
    "persons": "foaf:Person",
    "states": "csg:State",
    "organizations": "org:Organization",
    "groups": "foaf:Group",
    "contributions": "csg:Contribution",
    "instruments": "csg:Instrument",
    "dateMentions": "csg:DateMention",
    "places": "schema:Place",
    "anchors": "oa:ResourceSelection",
    "selectors": "oa:TextQuoteSelector oa:TextPositionSelector",
    "concepts": "skos:Concept org:Role",
    "schemes": "skos:ConceptScheme",
    "collections": "skos:Collection",
    "links": "csg:Link",
    "datasets": "dcat:Dataset",
    "classes": "owl:Class",
    "properties": "owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty",
    "others": "",
}
"""The names of groups in order, with their classes; a resource goes into the first group that fits."""

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_OPENING = re.compile(r'  "\w+": \[\n')
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w./-]*[\w-])?", re.ASCII)


class Context:
    """The names that a JSON-LD context defines.

    Args:
        content: The context: a JSON object.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self._prefixes = {
            name: iri
            for name, iri in content.items()
            if isinstance(iri, str) and iri.startswith("http") and iri[-1] in "/#"
        }
        # The longest namespace first: "thing" holds what "report" holds too.
        self._namespaces = sorted(self._prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._names: dict[str, tuple[str, Mapping[str, str]]] = {}
        for name, said in content.items():
            definition = {"@id": said} if isinstance(said, str) else said
            if not name.startswith("@") and name not in self._prefixes and isinstance(definition, dict):
                self._names[self._full(definition.get("@id", ""))] = (name, definition)
        self._known: dict[str, str] = {}

    def _full(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local if prefix in self._prefixes else name

    def name(self, iri: str) -> tuple[str, Mapping[str, str]]:
        """Return the name of a property or class and its definition in the context; its IRI if it has none."""
        return self._names.get(iri) or (self.iri(iri), {})

    def iri(self, iri: str) -> str:
        """Return an IRI with a prefix, where one fits."""
        if (found := self._known.get(iri)) is None:
            found = self._known[iri] = next(
                (
                    f"{prefix}:{iri[len(namespace) :]}"
                    for prefix, namespace in self._namespaces
                    if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace))
                ),
                iri,
            )
        return found


def read_context(path: Path) -> Context:
    """Return the context of a file.

    Raises:
        InputError: The file is not usable.
    """
    try:
        return Context(json.loads(turtle.read(path))["@context"])
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", place=paths.shown(path), line=error.lineno) from None
    except (KeyError, TypeError, AttributeError):
        raise InputError('not a context: it needs an object "@context"', place=paths.shown(path)) from None


def write(
    subjects: Iterable[tuple[Term, list[ox.Triple]]], file: IO[str], context: Context, nesting: Nesting | None = None
) -> None:
    """Write a document.

    Args:
        subjects: Each subject with its triples, in order.
        file: Where to; groups are kept in files beside it while they are written.
        context: The names to use.
        nesting: What is said of blank nodes.
    """
    writer = _JsonLdWriter(context, nesting or Nesting())
    with ExitStack() as stack:
        parts: dict[str, IO[str]] = {}
        for subject, triples in subjects:
            if subject in writer.nesting:
                continue
            group = _group(triples)
            if group not in parts:
                from tempfile import TemporaryFile

                folder = Path(file.name).parent
                parts[group] = stack.enter_context(TemporaryFile("w+", dir=folder, encoding="utf-8", newline="\n"))
            node = json.dumps(writer.node(subject, triples), ensure_ascii=False, indent=2)
            separator = ",\n" if parts[group].tell() else ""
            parts[group].write(separator + "".join(f"    {line}\n" for line in node.split("\n")).rstrip("\n"))
        shown = json.dumps({"@context": context.content}, ensure_ascii=False, indent=2)
        file.write(shown.removesuffix("\n}"))
        for group in GROUPS:
            if group in parts:
                file.write(f',\n  "{group}": [\n')
                parts[group].seek(0)
                while piece := parts[group].read(1 << 20):
                    file.write(piece)
                file.write("\n  ]")
        file.write("\n}\n")


def document(subjects: Iterable[tuple[Term, list[ox.Triple]]], context: Context, nesting: Nesting | None = None) -> str:
    """Return a small document, with no more of the context than it uses.

    Args:
        subjects: Each subject with its triples, in order.
        context: The names to use.
        nesting: What is said of blank nodes.
    """
    writer = _JsonLdWriter(context, nesting or Nesting())
    nodes = [writer.node(subject, triples) for subject, triples in subjects if subject not in writer.nesting]
    body = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    return json.dumps({"@context": _used(body, context), **body}, ensure_ascii=False, indent=2) + "\n"


def _used(body: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Return the part of a context that a document uses, in its order."""
    words: set[str] = set()
    _collect(body, words)
    known = context.content
    terms = {name: known[name] for name in known if name in words or name in ("id", "type")}
    words |= {text for said in terms.values() for text in ([said] if isinstance(said, str) else said.values())}
    prefixes = {word.partition(":")[0] for word in words}
    return {name: said for name, said in known.items() if name in terms or name in prefixes or name == "@version"}


def _collect(value: Any, words: set[str]) -> None:
    if isinstance(value, str):
        words.add(value)
    elif isinstance(value, dict):
        words.update(value)
        for each in value.values():
            _collect(each, words)
    elif isinstance(value, list):
        for each in value:
            _collect(each, words)


_CLASSES = {
    turtle.iri(curie).value: name
    for name, curies in GROUPS.items()
    for curie in curies.split()
    if curie.partition(":")[0] in PREFIXES
}
_RANK = {name: rank for rank, name in enumerate(GROUPS)}


def _group(triples: Iterable[ox.Triple]) -> str:
    types = [
        triple.object.value for triple in triples if triple.predicate == RDF_TYPE and hasattr(triple.object, "value")
    ]
    return min((_CLASSES.get(str(kind), "others") for kind in types), key=_RANK.__getitem__, default="others")


class _JsonLdWriter:
    """Makes JSON of terms."""

    def __init__(self, context: Context, nesting: Nesting) -> None:
        self._context, self.nesting = context, nesting

    def node(self, subject: Term, triples: Iterable[ox.Triple]) -> dict[str, Any]:
        """Return the object of a subject."""
        name = self._context.iri(subject.value) if isinstance(subject, ox.NamedNode) else str(subject)
        properties = self._properties((triple.predicate, triple.object) for triple in triples)
        kind = {"type": properties.pop("type")} if "type" in properties else {}
        # In this order, a reader need not hold a document to understand it (Streaming JSON-LD, section 3).
        return {**kind, "id": name, **properties}

    def _properties(self, pairs: Iterable[tuple[ox.NamedNode, Term]]) -> dict[str, Any]:
        found: dict[str, tuple[Mapping[str, str], list[Any]]] = {}
        for predicate, value in pairs:
            if predicate == RDF_TYPE and isinstance(value, ox.NamedNode):
                found.setdefault("type", ({}, []))[1].append(self._context.name(value.value)[0])
                continue
            name, definition = self._context.name(predicate.value)
            found.setdefault(name, (definition, []))[1].append(self._value(value, definition))
        return {
            name: values[0]
            if len(values) == 1 and name != "type" and definition.get("@container") != "@set"
            else values
            for name, (definition, values) in found.items()
        }

    def _value(self, term: Term, definition: Mapping[str, str]) -> Any:
        if isinstance(term, ox.NamedNode):
            name = self._context.iri(term.value)
            return name if definition.get("@type") == "@id" else {"id": name}
        if isinstance(term, ox.Literal):
            return self._literal(term, definition)
        if term not in self.nesting:
            return {"id": str(term)}
        if (items := self.nesting.items(term)) is not None:
            return {"@list": [self._value(item, definition) for item in items]}
        return self._properties(self.nesting.of(term))

    def _literal(self, literal: ox.Literal, definition: Mapping[str, str]) -> Any:
        if literal.language:
            is_known = definition.get("@language") == literal.language
            return literal.value if is_known else {"@value": literal.value, "@language": literal.language}
        datatype, is_plain = literal.datatype.value, not {"@type", "@language"} & definition.keys()
        if datatype == f"{XSD}string" and is_plain:
            return literal.value
        # A number of JSON is an xsd:integer, written in one way only, and no more exact than a double.
        if datatype == f"{XSD}integer" and is_plain and _INTEGER.fullmatch(literal.value):
            return int(literal.value)
        if datatype == f"{XSD}boolean" and is_plain and literal.value in ("true", "false"):
            return literal.value == "true"
        name = self._context.iri(datatype)
        if definition.get("@type") == name:
            return literal.value
        return {"@value": literal.value} if datatype == f"{XSD}string" else {"@type": name, "@value": literal.value}


def ungrouped(file: IO[str]) -> Iterator[bytes]:
    """Yield a document of ours as an equivalent one with all resources in one ``@graph``.

    A parser can take that as it comes, while it holds all of an ``@included`` in memory.

    Args:
        file: The document, open for reading.
    """
    lines = _in_one_graph(file)
    while piece := "".join(islice(lines, 1_000)):
        yield piece.encode()


def _in_one_graph(file: IO[str]) -> Iterator[str]:
    opening = '  "@graph": [\n'
    for line in file:
        # Between two groups stand a line that ends the one and a line that begins the other, and nothing else is
        # indented as little but the context before them.
        if line == "  ],\n":
            opening = "  ,\n"
        elif _OPENING.fullmatch(line):
            yield opening
        else:
            yield line
