"""The report as Python objects: sections, passages, statements and quotes, each read from the graph when it is first used.

    >>> import csgraph
    >>> report = csgraph.report()
    >>> passage = report.passage("2-kt4")
    >>> passage.section.label
    '2 Key Takeaways'
    >>> [sentence.key for sentence in passage.sentences]
    ['2-kt4-s1', '2-kt4-s2']
    >>> [report.label(kind) for kind in report.statement("2-kt4-s2").types]
    ['condition']

A `Report` reads no more of its store than is looked at: `csgraph.evidence` and `csgraph.show` use it for the quotes of
one resource, the site for all pages.
Values that are resources of other kinds, such as a modality or a topic, are pyoxigraph nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from csgraph.publication.resources import TYPE, ResourceReader, find_node
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.util.markup import Span

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term

ABOUT = tuple(iri(f"csg:{name}") for name in ("about", "aboutForm", "aboutFunction"))
"""The properties that lead from a statement to its subjects."""

ANCHOR, SOURCE = iri("csg:anchor"), iri("dcterms:source")
"""The properties that lead from a resource to its evidence: anchors of words, and passages as a whole."""

SECTION = iri("csg:Section")

_KEY, _ORDER, _POSITION = iri("dcterms:identifier"), iri("csg:readingOrder"), iri("csg:position")
_TEXT, _PART_OF, _PAGE = iri("schema:text"), iri("dcterms:isPartOf"), iri("schema:pageStart")
_KIND, _NUMBER, _NOTE_TO = iri("csg:passageKind"), iri("csg:noteNumber"), iri("csg:noteTo")
_SUMMED_UP_IN = iri("csg:summedUpIn")
_HAS_SOURCE, _HAS_SELECTOR, _START = iri("oa:hasSource"), iri("oa:hasSelector"), iri("oa:start")
_PREFIX, _EXACT, _SUFFIX = iri("oa:prefix"), iri("oa:exact"), iri("oa:suffix")
_STATED_IN, _READABLE, _NEGATED = iri("csg:statedIn"), iri("csg:readableText"), iri("csg:negated")
_STATEMENT_TYPE, _MODALITY, _VOICE = iri("csg:statementType"), iri("csg:modality"), iri("csg:voice")
_ATTRIBUTED, _ADDRESSEE, _ADDRESSED = iri("prov:wasAttributedTo"), iri("csg:addressee"), iri("csg:addresseeNamed")
_QUESTION, _CHALLENGE = iri("csg:addressesQuestion"), iri("csg:answersChallenge")
_EARLIER, _LATER, _CHANGE = iri("csg:earlierStatement"), iri("csg:laterStatement"), iri("csg:wordingChange")
_ERRATUM_KIND, _CONFIDENCE, _REASON = iri("csg:erratumKind"), iri("csg:erratumConfidence"), iri("csg:erratumReason")
_TARGET, _LIKELY = iri("oa:hasTarget"), iri("oa:bodyValue")


class _Element:
    """A resource of the report. There is one object for each in a report; those of two reports are equal by their nodes.

    Attributes:
        node: The resource.
        report: The report.
    """

    def __init__(self, node: Any, report: Report) -> None:
        self.node, self.report, self._graph = node, report, report.graph

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, _Element) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.key}>"

    @property
    def iri(self) -> str:
        """Its IRI."""
        return str(self.node.value)

    @cached_property
    def key(self) -> str:
        """Its identifier in the report, such as ``3.1-p3``; the last part of its IRI if it has none."""
        return self._text(_KEY) or code(self.node)

    def _text(self, predicate: ox.NamedNode) -> str:
        return to_text(self._graph.value(self.node, predicate))

    def _nodes(self, predicate: ox.NamedNode) -> tuple[ox.NamedNode, ...]:
        return tuple(each for each in self._graph.values(self.node, predicate) if isinstance(each, ox.NamedNode))

    def _node(self, predicate: ox.NamedNode) -> ox.NamedNode | None:
        return next(iter(self._nodes(predicate)), None)


class Section(_Element):
    """A section of the report: what stands under a heading.

    >>> section = csgraph.report().section("3.1")
    >>> section.label, len(section.passages)
    ('3.1 The Purposes and Goals of Dialogue', 8)
    """

    @cached_property
    def label(self) -> str:
        """Its number and title."""
        return self.report.label(self.node)

    @cached_property
    def page(self) -> str | None:
        """The page on which it begins, by the table of contents; None if that does not list it."""
        return self._text(_PAGE) or None

    @cached_property
    def whole(self) -> Section | None:
        """The section that it is part of."""
        return self.report.section(self._node(_PART_OF))

    @cached_property
    def inside(self) -> tuple[Section, ...]:
        """The sections that are part of it, in order."""
        return tuple(each for each in self.report.sections if each.whole is self)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its own passages, in order, without those of sections inside it."""
        return tuple(each for each in self.report.passages if each.section is self)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of its passages, in order."""
        return tuple(each for passage in self.passages for each in passage.statements)

    @cached_property
    def sessions(self) -> tuple[ox.NamedNode, ...]:
        """The sessions of the conference that it sums up; from the graph ``editorial``."""
        return tuple(self._graph.having(_SUMMED_UP_IN, self.node))


class Passage(_Element):
    """A passage: a paragraph, heading, bullet, caption, footnote or row of the report.

    >>> passage = csgraph.report().passage("3.1-p3")
    >>> passage.kind, passage.text[:18]
    ('paragraph', 'To date, six GGEs ')
    """

    @cached_property
    def text(self) -> str:
        """Its text as printed; empty where the graph does not have it."""
        return getattr(self._graph.value(self.node, _TEXT), "value", "")

    @cached_property
    def order(self) -> int:
        """Its place in the reading order, from 1; 0 if it has none."""
        return _integer(self._graph.value(self.node, _ORDER)) or 0

    @cached_property
    def place(self) -> tuple[int, Any]:
        """Sort key of the order of the report."""
        return self.order, natural_key(self.iri)

    @cached_property
    def kind(self) -> str:
        """The code of its kind, such as ``paragraph``."""
        return code(self._graph.value(self.node, _KIND))

    @cached_property
    def number(self) -> str:
        """The printed number of a footnote; empty for other passages."""
        return self._text(_NUMBER)

    @cached_property
    def section(self) -> Section | None:
        """The section that it stands in."""
        node = self._node(_PART_OF)
        return self.report.element(Section, node) if node else None

    @cached_property
    def sentences(self) -> tuple[Statement, ...]:
        """Its annotated sentences, in order."""
        return tuple(each for each in self._stated if each.whole is None)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Its sentences, each followed by its parts."""
        return tuple(each for sentence in self.sentences for each in (sentence, *sentence.parts))

    @cached_property
    def _stated(self) -> list[Statement]:
        return self.report.ordered(self._graph.having(_STATED_IN, self.node))

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes of all anchors in it, in order."""
        anchors = self._graph.having(_HAS_SOURCE, self.node)
        found = (quote for anchor in anchors for quote in self.report.anchored(anchor) if quote.source is self)
        return tuple(sorted(found, key=lambda quote: (quote.place, str(quote.anchor))))

    @cached_property
    def footnotes(self) -> tuple[tuple[int, Passage], ...]:
        """The footnotes to words of it, each with where in the text these end."""
        found = []
        for anchor in self._graph.having(_HAS_SOURCE, self.node):
            quote = next((each for each in self.report.anchored(anchor) if each.source is self), None)
            end = len(self.text) if quote is None or quote.end is None else quote.end
            notes = map(self.report.passage, self._graph.having(_NOTE_TO, anchor))
            found += [(end, note) for note in notes if note]
        return tuple(sorted(found, key=lambda each: (each[0], each[1].order)))

    @cached_property
    def errata(self) -> tuple[Erratum, ...]:
        """What is doubtful in its words, in their order; from the graph ``editorial``."""
        nodes = (each for each in self._graph.having(SOURCE, self.node) if self._graph.values(each, _ERRATUM_KIND))
        found = [
            (each.quote.start, each.quote.end, each.iri, each)
            for each in (Erratum(node, self.report) for node in nodes)
            if each.quote and each.quote.start is not None and each.quote.source is self
        ]
        return tuple(each for *_, each in sorted(found, key=lambda each: each[:3]))


class Statement(_Element):
    """A statement: a sentence of the report, or a part of one, with how it is annotated.

    >>> statement = csgraph.report().statement("4-p3-s1-b")
    >>> statement.words, statement.negated, statement.whole
    ('streamlined', False, <Statement 4-p3-s1>)
    """

    @cached_property
    def passage(self) -> Passage | None:
        """The passage that it stands in."""
        return self.report.passage(self._node(_STATED_IN))

    @property
    def section(self) -> Section | None:
        """The section that it stands in."""
        return self.passage.section if self.passage else None

    @cached_property
    def quote(self) -> Quote | None:
        """Its words in their sentence; the whole passage where it has no anchor, None where it has no passage either."""
        found = (quote for anchor in self._graph.values(self.node, ANCHOR) for quote in self.report.anchored(anchor))
        anchored = next((each for each in found if self.passage in (None, each.source)), None)
        return anchored or (Quote(self.passage) if self.passage else None)

    @property
    def words(self) -> str:
        """Its words as printed; empty where it has no anchor."""
        return self.quote.quote if self.quote else ""

    @property
    def span(self) -> Span | None:
        """Where its words begin and end in the text of its passage, in code points; None where they do not stand in it."""
        return self.quote.span if self.quote else None

    @cached_property
    def text(self) -> str:
        """Its words as they can be read alone, completed in square brackets where they have to be."""
        return self._text(_READABLE) or self.words

    @property
    def is_completed(self) -> bool:
        """Whether its words have to be completed to be read alone."""
        return self.quote is not None and self.text != self.words

    @property
    def place(self) -> tuple[int, Any]:
        """Sort key of the order of the report."""
        return (self.passage.order if self.passage else 0, natural_key(self.key))

    @cached_property
    def types(self) -> tuple[ox.NamedNode, ...]:
        """What it does: concepts of the scheme ``statement-type``."""
        return self._nodes(_STATEMENT_TYPE)

    @cached_property
    def modality(self) -> ox.NamedNode | None:
        """How strongly it is put."""
        return self._node(_MODALITY)

    @cached_property
    def voice(self) -> ox.NamedNode | None:
        """Who speaks in it."""
        return self._node(_VOICE)

    @cached_property
    def negated(self) -> bool:
        """Whether its main claim is a denial."""
        return self._text(_NEGATED) == "true"

    @cached_property
    def whole(self) -> Statement | None:
        """The sentence that it is a part of; None for a sentence."""
        found = self.report.statement(self._node(_PART_OF))
        return None if found is self else found

    @cached_property
    def parts(self) -> tuple[Statement, ...]:
        """Its parts, in order."""
        return tuple(each for each in self.report.ordered(self._graph.having(_PART_OF, self.node)) if each is not self)

    @cached_property
    def functions(self) -> tuple[ox.NamedNode, ...]:
        """The functions of dialogue that it is about."""
        return self._nodes(ABOUT[2])

    @cached_property
    def forms(self) -> tuple[ox.NamedNode, ...]:
        """The forms of dialogue that it is about."""
        return self._nodes(ABOUT[1])

    @cached_property
    def about(self) -> tuple[ox.NamedNode, ...]:
        """What else it is about."""
        return tuple(each for each in self._nodes(ABOUT[0]) if each not in (*self.forms, *self.functions))

    @property
    def subjects(self) -> tuple[ox.NamedNode, ...]:
        """All that it is about: functions and forms of dialogue first."""
        return (*self.functions, *self.forms, *self.about)

    @cached_property
    def attributed_to(self) -> tuple[ox.NamedNode, ...]:
        """The sources that the report names for it."""
        return self._nodes(_ATTRIBUTED)

    @cached_property
    def addressees(self) -> tuple[ox.NamedNode, ...]:
        """Those who are to act on it, by its own words; for a recommendation."""
        return self._nodes(_ADDRESSEE)

    @cached_property
    def is_unaddressed(self) -> bool:
        """Whether it is a recommendation whose words name nobody to act."""
        return self._text(_ADDRESSED) == "false"

    @cached_property
    def questions(self) -> tuple[Statement, ...]:
        """The questions of the report that it addresses; from the graph ``editorial``, as the next three."""
        return self._statements(self._nodes(_QUESTION))

    @cached_property
    def answers(self) -> tuple[Statement, ...]:
        """The statements that address it, if it is such a question."""
        return self._statements(self._graph.having(_QUESTION, self.node))

    @cached_property
    def challenges(self) -> tuple[Statement, ...]:
        """The challenges and gaps that it would meet."""
        return self._statements(self._nodes(_CHALLENGE))

    @cached_property
    def remedies(self) -> tuple[Statement, ...]:
        """The statements that would meet it, if it is a challenge or a gap."""
        return self._statements(self._graph.having(_CHALLENGE, self.node))

    def _statements(self, nodes: Iterable[ox.NamedNode]) -> tuple[Statement, ...]:
        return tuple(filter(None, map(self.report.statement, nodes)))

    @cached_property
    def earlier(self) -> tuple[Restatement, ...]:
        """The restatements in which it is the later statement; from the graph ``editorial``, as the next two."""
        return tuple(self._restatements(_LATER))

    @cached_property
    def later(self) -> tuple[Restatement, ...]:
        """The restatements in which it is the earlier statement."""
        return tuple(self._restatements(_EARLIER))

    def _restatements(self, predicate: ox.NamedNode) -> Iterator[Restatement]:
        for node in self._graph.having(predicate, self.node):
            earlier, later = (self.report.statement(self._graph.value(node, each)) for each in (_EARLIER, _LATER))
            if earlier and later:
                yield Restatement(node, earlier, later, to_text(self._graph.value(node, _CHANGE)))

    @cached_property
    def errata(self) -> tuple[Erratum, ...]:
        """What is doubtful in its words."""
        if self.quote is None or self.passage is None:
            return ()
        return tuple(each for each in self.passage.errata if each.quote and each.quote.overlaps(self.quote))


@dataclass(frozen=True, eq=False)
class Restatement:
    """A pair of statements of which the later says the same as the earlier, in our reading.

    Attributes:
        node: The restatement.
        earlier: The statement that comes first in the report.
        later: The statement that repeats it.
        change: How the words of the later differ.
    """

    node: ox.NamedNode
    earlier: Statement
    later: Statement
    change: str


class Erratum(_Element):
    """An erratum: what is doubtful in some words of a passage, in our reading."""

    @cached_property
    def quote(self) -> Quote | None:
        """The words, in their sentence; None where they have no anchor in the passage that it names."""
        passage = self.report.passage(self._node(SOURCE))
        anchors = self._graph.values(self.node, _TARGET, ANCHOR)
        found = (quote for anchor in anchors for quote in self.report.anchored(anchor))
        return next((each for each in found if each.source is passage), None)

    @property
    def words(self) -> str:
        """The words as printed."""
        return self.quote.quote if self.quote else ""

    @cached_property
    def kind(self) -> ox.NamedNode | None:
        """What is wrong or doubtful: a concept of the scheme ``erratum-kind``."""
        return self._node(_ERRATUM_KIND)

    @cached_property
    def confidence(self) -> ox.NamedNode | None:
        """How sure that is: a concept of the scheme ``confidence``."""
        return self._node(_CONFIDENCE)

    @cached_property
    def reason(self) -> str:
        """Why the words are doubtful."""
        return self._text(_REASON)

    @cached_property
    def likely(self) -> str:
        """What stands elsewhere or was meant; empty if it is not known."""
        return self._text(_LIKELY)


@dataclass(frozen=True)
class Quote:
    """Words of the report that a resource rests on, with the sentence they stand in.

    Attributes:
        source: The passage.
        before: The sentence up to the words.
        quote: The words; empty where the whole passage is meant.
        after: The rest of the sentence.
        start: Where in the passage the words begin, in code points from 0; None where the whole passage is meant, or
            the words do not stand in it.
        anchor: The anchor of the words; None where the whole passage is meant.

    Example:
        >>> quote = csgraph.evidence("pillar:norms").quotes[0]
        >>> quote.quote, quote.start
        ('norms', 351)
    """

    source: Passage
    before: str = ""
    quote: str = ""
    after: str = ""
    start: int | None = None
    anchor: Any = field(default=None, compare=False)

    @property
    def passage(self) -> str:
        """CURIE of the passage."""
        return to_text(self.source.node)

    @property
    def section(self) -> str:
        """Label of the passage's section; of the passage, if it is in none."""
        section = self.source.section
        return section.label if section else self.source.report.label(self.source.node)

    @property
    def page(self) -> str | None:
        """Page that the section begins on; None where the table of contents does not list it."""
        return self.source.section.page if self.source.section else None

    @property
    def end(self) -> int | None:
        """Where in the passage the words end, exclusive."""
        return None if self.start is None else self.start + len(self.quote)

    @property
    def span(self) -> Span | None:
        """Where in the passage the words begin and end; None where ``start`` is."""
        return None if self.start is None else (self.start, self.start + len(self.quote))

    @property
    def where(self) -> str:
        """Section, page and passage, as people read them."""
        return f"{self.section}{f', from page {self.page}' if self.page else ''}, {self.passage}"

    @property
    def place(self) -> tuple[Any, int, int]:
        """Sort key of the order of the report, longer quotes before those inside them."""
        return (self.source.place, self.start or 0, -len(self.quote))

    def overlaps(self, other: Quote) -> bool:
        """Whether the two quotes share words of the same passage; not where it is unknown where either begins."""
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        return self.source is other.source and self.start < other.end and other.start < self.end

    def to_dict(self) -> dict[str, Any]:
        """Return passage, section, page, words and offsets as JSON has them."""
        names = ("passage", "section", "page", "before", "quote", "after", "start", "end")
        return {name: getattr(self, name) for name in names}


_E = TypeVar("_E", bound=_Element)


class Report:
    """The report in a graph.

    Args:
        store: The graph, with or without named graphs.

    Example:
        >>> report = csgraph.Report(csgraph.load_store())
        >>> [section.label for section in report.sections][:2]
        ['Cover', 'Acknowledgements']
    """

    def __init__(self, store: ox.Store) -> None:
        self.graph = ResourceReader(store)
        self._elements: dict[tuple[type[_Element], Any], Any] = {}
        self._known_elements: dict[tuple[type[_Element], Any], Any] = {}
        self._quotes: dict[Any, tuple[Quote, ...]] = {}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Its sections, in order."""
        nodes = self.graph.having(TYPE, SECTION)
        order = sorted(nodes, key=lambda node: _integer(self.graph.value(node, _POSITION)) or 0)
        return tuple(self.element(Section, node) for node in order)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages, in the reading order."""
        found = [self.element(Passage, node) for node in self._subjects(_ORDER, _TEXT)]
        return tuple(sorted(found, key=lambda each: each.place))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its statements, in order, each sentence before its parts."""
        return tuple(self.ordered(self._subjects(_STATED_IN, _MODALITY)))

    def _subjects(self, *predicates: ox.NamedNode) -> Iterator[ox.NamedNode]:
        quads = (quad for each in predicates for quad in self.graph.store.quads_for_pattern(None, each, None))
        yield from {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}

    def section(self, which: Term | str | None) -> Section | None:
        """Return a section by its node or key, such as ``3.1``; None if there is none."""
        return next((each for each in self.sections if which in (each.node, each.key)), None)

    def passage(self, which: Term | str | None) -> Passage | None:
        """Return a passage by its node or key, such as ``3.1-p3``; None if there is none."""
        if isinstance(which, str):
            return next((each for each in self.passages if each.key == which), None)
        return self._known(Passage, which, _ORDER, _TEXT)

    def statement(self, which: Term | str | None) -> Statement | None:
        """Return a statement by its node or key, such as ``2-kt4-s2``; None if there is none."""
        if isinstance(which, str):
            return next((each for each in self.statements if each.key == which), None)
        return self._known(Statement, which, _STATED_IN, _MODALITY)

    def _known(self, kind: type[_E], node: Any, *predicates: ox.NamedNode) -> _E | None:
        """Return an element if the node has a value for any of the properties."""
        if (kind, node) not in self._known_elements:
            is_known = isinstance(node, ox.NamedNode) and self.graph.values(node, *predicates)
            self._known_elements[kind, node] = self.element(kind, node) if is_known else None
        found: _E | None = self._known_elements[kind, node]
        return found

    def element(self, kind: type[_E], node: Any) -> _E:
        """Return the section, passage or statement that a node is, whatever the graph has of it."""
        if (kind, node) not in self._elements:
            self._elements[kind, node] = kind(node, self)
        found: _E = self._elements[kind, node]
        return found

    def label(self, node: Term) -> str:
        """Return the label of a node, such as that of a modality; its CURIE if it has none."""
        return self.graph.label(node)

    def ordered(self, nodes: Iterable[ox.NamedNode]) -> list[Statement]:
        """Return those nodes that are statements, as such and in the order of the report."""
        found = {each for node in nodes if (each := self.statement(node))}
        return sorted(found, key=lambda each: each.place)

    def about(self, resource: ox.NamedNode | str) -> list[Statement]:
        """Return the statements that are about a resource, given by its node, IRI, CURIE or label.

        Raises:
            InputError: The graph has no such resource, or the label is that of several.
        """
        node = self._resource(resource)
        return self.ordered(each for predicate in ABOUT for each in self.graph.having(predicate, node))

    def annotated(self, concept: ox.NamedNode | str) -> list[Statement]:
        """Return the statements whose type, modality or voice is a concept, given as for `about`.

        Raises:
            InputError: The graph has no such concept, or the label is that of several.
        """
        node = self._resource(concept)
        predicates = (_STATEMENT_TYPE, _MODALITY, _VOICE)
        return self.ordered(each for predicate in predicates for each in self.graph.having(predicate, node))

    def quotes(self, resource: ox.NamedNode | str) -> tuple[Quote, ...]:
        """Return the evidence for a resource, in order: the quotes of its anchors, and its sources without any.

        A passage is its own evidence, and so is an anchor.

        Raises:
            InputError: The graph has no such resource, or the label is that of several.
        """
        node, graph = self._resource(resource), self.graph
        anchors = [node] if graph.values(node, _HAS_SOURCE) else graph.values(node, ANCHOR)
        found = [quote for anchor in anchors for quote in self.anchored(anchor)]
        quoted = {quote.source for quote in found}
        sources = [node] if graph.values(node, _TEXT) else graph.values(node, SOURCE)
        passages = (self.element(Passage, source) for source in sources if not isinstance(source, ox.Literal))
        found += [Quote(passage) for passage in passages if passage not in quoted]
        return tuple(sorted(found, key=lambda quote: quote.place[:2]))

    def anchored(self, anchor: Any) -> tuple[Quote, ...]:
        """Return the quotes that an anchor selects: one, unless its graph is not valid."""
        if anchor not in self._quotes:
            self._quotes[anchor] = tuple(self._anchored(anchor))
        return self._quotes[anchor]

    def _anchored(self, anchor: Any) -> Iterator[Quote]:
        """Yield the quotes of an anchor, from its TextQuoteSelector and TextPositionSelector.

        Source:
            Web Annotation Data Model, sections 4.2.4 and 4.2.5.
        """
        graph = self.graph
        selectors = graph.values(anchor, _HAS_SELECTOR)
        starts = (_integer(value) for selector in selectors for value in graph.values(selector, _START))
        start = next((each for each in starts if each is not None), None)
        for source in graph.values(anchor, _HAS_SOURCE):
            for selector in selectors:
                before, exact, after = (
                    getattr(graph.value(selector, each), "value", "") for each in (_PREFIX, _EXACT, _SUFFIX)
                )
                if exact:
                    passage = self.element(Passage, source)
                    at = _start(passage.text, before, exact, after, start)
                    yield Quote(passage, before, exact, after, at, anchor)

    def quote(self, anchor: Any) -> Quote | None:
        """Return the quote that an anchor selects; None if it selects none."""
        return next(iter(self.anchored(anchor)), None)

    def based_on(self, node: ox.NamedNode) -> list[ox.NamedNode]:
        """Return the resources whose evidence is an anchor, or a passage as a whole, in the order of their IRIs."""
        found = {*self.graph.having(ANCHOR, node), *self.graph.having(SOURCE, node)}
        return sorted(found, key=lambda each: natural_key(each.value))

    def _resource(self, name: ox.NamedNode | str) -> ox.NamedNode:
        return find_node(name, self.graph.store) if isinstance(name, str) else name


def _start(text: str, before: str, exact: str, after: str, start: int | None) -> int | None:
    """Return where words begin in a text: at ``start`` if they stand there, else where their sentence stands."""
    if start is not None and text.startswith(exact, start):
        return start
    found = text.find(before + exact + after)
    return None if found < 0 else found + len(before)


def code(node: Any) -> str:
    """Return the code of a concept, which is the last part of its IRI; empty if it is no IRI."""
    return node.value.rpartition("/")[2] if isinstance(node, ox.NamedNode) else ""


def _integer(term: Term | None) -> int | None:
    text = to_text(term)
    return int(text) if text.isdecimal() else None


def report(*, graphs: Iterable[str] = (), data: Iterable[str | Path] = ()) -> Report:
    """Return the report of the publication.

    Args:
        graphs: Names of graphs to read besides the default ones; ``editorial`` has restatements, errata and the sessions
            that sections sum up.
        data: RDF files to read as well.

    Raises:
        InputError: A graph or file is not usable.

    Example:
        >>> report = csgraph.report()
        >>> len(report.passages), len(report.statements)
        (199, 355)
    """
    from csgraph.publication.dataset import load_store

    return Report(load_store(graphs, data))
