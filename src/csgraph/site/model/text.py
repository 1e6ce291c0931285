"""The report as pages need it: its passages and statements in their order, the words that things rest on, and who sat where.

All of it is read once, since hundreds of pages ask for the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key

if TYPE_CHECKING:
    from csgraph.publication.resources import ResourceReader
    from csgraph.rdf.terms import Term

ABOUT = tuple(iri(f"csg:{name}") for name in ("about", "aboutForm", "aboutFunction"))
"""The properties that lead from a statement to what it is about."""

_KEY, _ORDER, _TEXT = iri("dcterms:identifier"), iri("csg:readingOrder"), iri("schema:text")
_PART_OF = iri("dcterms:isPartOf")
_HAS_SOURCE, _HAS_SELECTOR, _START = iri("oa:hasSource"), iri("oa:hasSelector"), iri("oa:start")
_PREFIX, _EXACT, _SUFFIX = iri("oa:prefix"), iri("oa:exact"), iri("oa:suffix")
_ANCHOR, _SOURCE, _STATED_IN = iri("csg:anchor"), iri("dcterms:source"), iri("csg:statedIn")
_TYPE, _MODALITY, _VOICE = iri("csg:statementType"), iri("csg:modality"), iri("csg:voice")
_NEGATED, _SUMMED_UP_IN, _READABLE = iri("csg:negated"), iri("csg:summedUpIn"), iri("csg:readableText")
_LAST = 1 << 30


@dataclass(frozen=True)
class Passage:
    """A passage.

    Attributes:
        node: The passage.
        key: Its identifier, by which the report's pages know it.
        text: Its text; empty where that is not published.
        order: Its place in the reading order.
        section: The section that it stands in.
    """

    node: ox.NamedNode
    key: str
    text: str
    order: int
    section: ox.NamedNode | None


@dataclass(frozen=True)
class Words:
    """Words of the report that something rests on, in their sentence.

    Attributes:
        anchor: The anchor of the words; None where a whole passage is meant.
        passage: The passage they stand in.
        before: The sentence up to the words.
        exact: The words.
        after: The rest of the sentence.
        start: Where in the passage they begin, in code points; None where nothing says it.
    """

    anchor: ox.NamedNode | None
    passage: Passage
    before: str = ""
    exact: str = ""
    after: str = ""
    start: int | None = None

    @property
    def end(self) -> int | None:
        """Where they end, exclusive."""
        return None if self.start is None else self.start + len(self.exact)

    def overlaps(self, other: Words) -> bool:
        """Tell whether some of these words are words of others; where either's place is not known, they are not."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        return self.passage == other.passage and self.start < other.end and other.start < self.end

    @property
    def order(self) -> tuple[int, int, int]:
        """Their place in the report, longer words before those in them."""
        return (self.passage.order, self.start or 0, -len(self.exact))


@dataclass(frozen=True)
class Statement:
    """A statement.

    Attributes:
        node: The statement.
        key: Its identifier.
        words: Its words in their sentence; None where it has no anchor.
        types: Its types.
        modality: How strongly it is put.
        voice: In whose voice.
        negated: Whether it denies.
        whole: The statement that it is a part of.
        subjects: What it is about.
        readable: Its words as they can be read alone, completed in square brackets; empty where nothing says it.
    """

    node: ox.NamedNode
    key: str
    words: Words | None
    types: tuple[ox.NamedNode, ...] = ()
    modality: ox.NamedNode | None = None
    voice: ox.NamedNode | None = None
    negated: bool = False
    whole: ox.NamedNode | None = None
    subjects: tuple[ox.NamedNode, ...] = ()
    readable: str = ""

    @property
    def alone(self) -> str:
        """Its words as they can be read alone, or as printed where nothing completes them; empty if it has none."""
        return self.readable or (self.words.exact if self.words else "")

    @property
    def is_completed(self) -> bool:
        """Whether its words have to be completed to be read alone."""
        return self.words is not None and self.readable not in ("", self.words.exact)


@dataclass(frozen=True)
class _Index:
    statements: dict[ox.NamedNode, Statement] = field(default_factory=dict)
    about: dict[Term, list[Statement]] = field(default_factory=dict)
    having: dict[Term, list[Statement]] = field(default_factory=dict)
    parts: dict[Term, list[Statement]] = field(default_factory=dict)
    inside: dict[Term, list[Statement]] = field(default_factory=dict)


class Text:
    """The text of the report in a graph, and what is said with it.

    Args:
        graph: The graph.
    """

    def __init__(self, graph: ResourceReader) -> None:
        self._graph = graph

    def _objects(self, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        return [each for each in self._graph.values(node, predicate) if isinstance(each, ox.NamedNode)]

    def _object(self, node: ox.NamedNode, predicate: ox.NamedNode) -> ox.NamedNode | None:
        return next(iter(self._objects(node, predicate)), None)

    def _subjects(self, predicate: ox.NamedNode) -> Iterator[ox.NamedNode]:
        found = {quad.subject for quad in self._graph.store.quads_for_pattern(None, predicate, None)}
        yield from (each for each in found if isinstance(each, ox.NamedNode))

    @cached_property
    def passages(self) -> dict[ox.NamedNode, Passage]:
        """The passages in the order of the report."""
        found = [self._passage(node) for node in {*self._subjects(_ORDER), *self._subjects(_TEXT)}]
        return {each.node: each for each in sorted(found, key=lambda each: (each.order, natural_key(each.node.value)))}

    def passage(self, node: ox.NamedNode) -> Passage:
        """Return a passage, whether anything is said of its text or not."""
        return self.passages.get(node) or self._passage(node)

    def key(self, node: Term) -> str:
        """Return the identifier of a node, or the last part of its IRI if it has none."""
        return to_text(self._graph.value(node, _KEY)) or code(node)

    def _passage(self, node: ox.NamedNode) -> Passage:
        value = self._graph.value
        order = _integer(value(node, _ORDER))
        key = self.key(node)
        text = getattr(value(node, _TEXT), "value", "")
        return Passage(node, key, text, _LAST if order is None else order, self._object(node, _PART_OF))

    @cached_property
    def words(self) -> dict[ox.NamedNode, Words]:
        """The words of each anchor, in the order of the report."""
        found = []
        for anchor in self._subjects(_HAS_SELECTOR):
            passage = self.passages.get(self._object(anchor, _HAS_SOURCE) or anchor)
            before = exact = after = ""
            start = None
            for selector in self._objects(anchor, _HAS_SELECTOR):
                if words := self._graph.value(selector, _EXACT):
                    exact = words.value
                    before = getattr(self._graph.value(selector, _PREFIX), "value", "")
                    after = getattr(self._graph.value(selector, _SUFFIX), "value", "")
                elif (place := _integer(self._graph.value(selector, _START))) is not None:
                    start = place
            if passage and exact:
                found.append(Words(anchor, passage, before, exact, after, start))
        ordered = sorted(found, key=lambda each: (*each.order, str(each.anchor)))
        return {each.anchor: each for each in ordered if each.anchor}

    @cached_property
    def resting(self) -> dict[ox.NamedNode, list[ox.NamedNode]]:
        """The things that rest on an anchor, by it."""
        found: dict[ox.NamedNode, set[ox.NamedNode]] = {}
        for quad in self._graph.store.quads_for_pattern(None, _ANCHOR, None):
            if isinstance(quad.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.object, set()).add(quad.subject)
        return {anchor: sorted(things, key=lambda each: natural_key(each.value)) for anchor, things in found.items()}

    @cached_property
    def words_in(self) -> dict[ox.NamedNode, list[Words]]:
        """The words that things rest on, by their passage and in its order."""
        found: dict[ox.NamedNode, list[Words]] = {}
        for each in self.words.values():
            found.setdefault(each.passage.node, []).append(each)
        return found

    @cached_property
    def sources(self) -> dict[Term, list[ox.NamedNode]]:
        """The things that rest on a passage, by it."""
        found: dict[Term, set[ox.NamedNode]] = {}
        for quad in self._graph.store.quads_for_pattern(None, _SOURCE, None):
            if quad.object in self.passages and isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.object, set()).add(quad.subject)
        return {passage: sorted(things, key=lambda each: natural_key(each.value)) for passage, things in found.items()}

    def evidence(self, node: ox.NamedNode) -> list[Words]:
        """Return what a thing rests on, in the order of the report: the words of its anchors, and passages as a whole."""
        found = [self.words[anchor] for anchor in self._objects(node, _ANCHOR) if anchor in self.words]
        quoted = {each.passage.node for each in found}
        for source in self._objects(node, _SOURCE):
            if source in self.passages and source not in quoted:
                found.append(Words(None, self.passages[source]))
        return sorted(found, key=lambda each: each.order)

    @cached_property
    def _index(self) -> _Index:
        nodes = {*self._subjects(_STATED_IN), *self._subjects(_MODALITY)}
        found = sorted(map(self._statement, nodes), key=place)
        index = _Index({each.node: each for each in found})
        for each in found:
            for subject in each.subjects:
                index.about.setdefault(subject, []).append(each)
            for value in (*each.types, each.modality, each.voice):
                if value:
                    index.having.setdefault(value, []).append(each)
            if each.whole:
                index.parts.setdefault(each.whole, []).append(each)
            if each.words:
                index.inside.setdefault(each.words.passage.node, []).append(each)
        return index

    def _statement(self, node: ox.NamedNode) -> Statement:
        anchors = (self.words[anchor] for anchor in self._objects(node, _ANCHOR) if anchor in self.words)
        words = next(anchors, None)
        if words is None and (passage := self.passages.get(self._object(node, _STATED_IN) or node)):
            words = Words(None, passage)
        return Statement(
            node=node,
            key=self.key(node),
            words=words,
            types=tuple(self._objects(node, _TYPE)),
            modality=self._object(node, _MODALITY),
            voice=self._object(node, _VOICE),
            negated=to_text(self._graph.value(node, _NEGATED)) == "true",
            whole=self._object(node, _PART_OF),
            subjects=tuple(dict.fromkeys(each for about in ABOUT for each in self._objects(node, about))),
            readable=to_text(self._graph.value(node, _READABLE)),
        )

    @property
    def statements(self) -> dict[ox.NamedNode, Statement]:
        """The statements in the order of the report, each before its parts."""
        return self._index.statements

    def about(self, node: Term) -> list[Statement]:
        """Return the statements that are about a thing."""
        return self._index.about.get(node, [])

    def having(self, node: Term) -> list[Statement]:
        """Return the statements whose type, modality or voice is a concept."""
        return self._index.having.get(node, [])

    def parts(self, node: Term) -> list[Statement]:
        """Return the statements that are parts of another."""
        return self._index.parts.get(node, [])

    def inside(self, passage: Term) -> list[Statement]:
        """Return the statements of a passage."""
        return self._index.inside.get(passage, [])

    @cached_property
    def sessions(self) -> dict[ox.NamedNode, list[ox.NamedNode]]:
        """The sessions that, as we read it, a section sums up, by it."""
        found: dict[ox.NamedNode, list[ox.NamedNode]] = {}
        pairs = {(quad.subject, quad.object) for quad in self._graph.store.quads_for_pattern(None, _SUMMED_UP_IN, None)}
        for session, section in sorted(pairs, key=str):
            if isinstance(session, ox.NamedNode) and isinstance(section, ox.NamedNode):
                found.setdefault(section, []).append(session)
        return found


def whole_first(statements: Iterable[Statement]) -> list[tuple[Statement, list[Statement]]]:
    """Return statements with those of them that are their parts, each part with its whole if that is among them."""
    found: dict[ox.NamedNode, tuple[Statement, list[Statement]]] = {}
    for each in statements:
        if each.whole in found:
            found[each.whole][1].append(each)
        else:
            found[each.node] = (each, [])
    return list(found.values())


def place(statement: Statement) -> tuple[int, tuple[list[tuple[int, int, str]], int, str]]:
    """Return a key that puts statements in the order of the report."""
    return (statement.words.passage.order if statement.words else _LAST, natural_key(statement.key))


def code(node: Any) -> str:
    """Return the last part of the IRI of a concept; empty if it is none."""
    return node.value.rpartition("/")[2] if isinstance(node, ox.NamedNode) else ""


def _integer(term: Term | None) -> int | None:
    text = to_text(term)
    return int(text) if text.isdecimal() else None
