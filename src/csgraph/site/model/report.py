"""The report as its pages read it: sections, the passages in them, and what is said and doubted of their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from csgraph.publication.resources import TYPE, ResourceReader, in_order
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri
from csgraph.site.model import marks
from csgraph.site.model.text import Text, code
from csgraph.util.markup import Span

SECTION = iri("csg:Section")

_PASSAGE, _STATEMENT = iri("csg:Passage"), iri("csg:Statement")
_PART_OF, _SOURCE, _POSITION, _PAGE = (
    iri("dcterms:isPartOf"), iri("dcterms:source"), iri("csg:position"), iri("schema:pageStart")
)  # fmt: skip
_KIND, _NUMBER, _NOTE_TO = iri("csg:passageKind"), iri("csg:noteNumber"), iri("csg:noteTo")
_STATED_IN, _ATTRIBUTED, _QUESTION = iri("csg:statedIn"), iri("prov:wasAttributedTo"), iri("csg:addressesQuestion")
_ADDRESSEE, _IS_ADDRESSED, _CHALLENGE = iri("csg:addressee"), iri("csg:addresseeNamed"), iri("csg:answersChallenge")
_ABOUT, _ABOUT_FORM, _ABOUT_FUNCTION = iri("csg:about"), iri("csg:aboutForm"), iri("csg:aboutFunction")
_RESTATEMENT, _LATER, _EARLIER, _DRIFT = (
    iri("csg:Restatement"), iri("csg:laterStatement"), iri("csg:earlierStatement"), iri("csg:wordingChange")
)  # fmt: skip
_ANCHOR, _HAS_SOURCE = iri("csg:anchor"), iri("oa:hasSource")
_ERRATUM_KIND, _CONFIDENCE, _EVIDENCE = iri("csg:erratumKind"), iri("csg:erratumConfidence"), iri("csg:erratumReason")
_TARGET, _LIKELY, _SUMMED_UP = iri("oa:hasTarget"), iri("oa:bodyValue"), iri("csg:summedUpIn")

# What a line of the programme can be the line of, by the kind of passage.
_LINES = {
    "programme-item": ("csg:Session", "csg:ProgrammeItem"),
    "speaker-name": ("foaf:Person",),
    "affiliation": ("csg:State", "org:Organization"),
}


def in_place(kind: Any, confidence: Any) -> str:
    """Return the words before what an erratum has in the place of what is printed.

    Only where the text or a source settles what is doubtful is something said to be probably meant. Nothing else was
    meant where a form differs from that of other places, or from that of whoever bears a name; and words that allow more
    than one reading settle none.

    Args:
        kind: The kind of the erratum.
        confidence: How sure it is.
    """
    if code(kind) in ("variant", "name", "list"):
        return "elsewhere written"
    if code(confidence) == "certain" and code(kind) != "ambiguity":
        return "probably meant"
    return "perhaps meant"


@dataclass(frozen=True)
class Doubt:
    """An erratum: what is doubtful in some words of a passage.

    Attributes:
        node: The erratum.
        words: The words.
        span: Where they stand in the passage.
        kind: What is wrong or doubtful.
        confidence: How sure that is.
        evidence: Why.
        likely: What stands elsewhere or was meant, as far as that is known; empty if it is not.
    """

    node: ox.NamedNode
    words: str
    span: Span
    kind: ox.NamedNode
    confidence: ox.NamedNode
    evidence: str
    likely: str

    @property
    def in_place(self) -> str:
        """The words before ``likely``."""
        return in_place(self.kind, self.confidence)


@dataclass(frozen=True)
class Repetition:
    """Another statement that says the same as one, earlier or later in the report.

    Attributes:
        node: The record of the pair.
        other: The other statement.
        drift: How the words differ.
    """

    node: ox.NamedNode
    other: ox.NamedNode
    drift: str


@dataclass(eq=False)
class Statement:
    """What some words of a passage say.

    Attributes:
        node: The statement.
        key: Its identifier.
        words: Its words.
        span: Where they stand in the passage; None if that is not known.
        types: What it does, the type that gives the hue first.
        modality: How strongly it is put.
        voice: In whose voice.
        negated: Whether its main claim is a denial.
        source: Whom the report names for it, if anybody.
        forms: The forms of dialogue it is about.
        functions: The functions of dialogue it is about.
        about: What else it is about.
        whole: The sentence it is part of; None if it is a sentence.
        parts: Its parts, in the order of their words.
        earlier: What it repeats.
        later: What repeats it.
        questions: The questions of the report that it speaks to.
        answers: What speaks to it, if it is such a question.
        doubts: What is doubtful in its words.
        readable: Its words as they can be read alone, if these are not its words alone; empty else.
        acting: Who is to act on it, if it is a recommendation and its words name anybody.
        is_unaddressed: Whether it is a recommendation whose words name nobody to act.
        challenges: The challenges and gaps that it would meet.
        remedies: What would meet it, if it is a challenge or a gap.
    """

    node: ox.NamedNode
    key: str
    words: str
    span: Span | None
    types: tuple[ox.NamedNode, ...]
    modality: ox.NamedNode | None
    voice: ox.NamedNode | None
    negated: bool
    source: list[Any]
    forms: list[Any]
    functions: list[Any]
    about: list[Any]
    whole: ox.NamedNode | None
    parts: list[Statement] = field(default_factory=list)
    earlier: list[Repetition] = field(default_factory=list)
    later: list[Repetition] = field(default_factory=list)
    questions: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    readable: str = ""
    acting: list[Any] = field(default_factory=list)
    is_unaddressed: bool = False
    challenges: list[Any] = field(default_factory=list)
    remedies: list[Any] = field(default_factory=list)

    @property
    def hue(self) -> str:
        """The hue it is marked in, one of ``marking.FAMILIES``."""
        return marks.family(tuple(map(code, self.types)))

    @property
    def subjects(self) -> list[Any]:
        """All that it is about: functions and forms of dialogue first."""
        return [*self.functions, *self.forms, *self.about]

    @property
    def line(self) -> str:
        """The line under it, one of ``marking.LINES``."""
        return marks.line(code(self.modality))


@dataclass(eq=False)
class Passage:
    """A passage as printed.

    Attributes:
        node: The passage.
        key: Its identifier.
        kind: The code of its kind, such as ``paragraph``.
        text: Its words.
        order: Its place in the report.
        number: The number of a footnote; empty for any other.
        sentences: What is said in it, in order; the parts are in these.
        doubts: What is doubtful in it.
        notes: The footnotes to words of it, each with where these end.
        things: The item of the programme, person or bodies whose line it is.
    """

    node: ox.NamedNode
    key: str
    kind: str
    text: str
    order: int
    number: str = ""
    sentences: list[Statement] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[tuple[int, Passage]] = field(default_factory=list)
    things: list[ox.NamedNode] = field(default_factory=list)

    @property
    def statements(self) -> list[Statement]:
        """What is said in it: each sentence, and after it its parts."""
        return [each for sentence in self.sentences for each in (sentence, *sentence.parts)]

    @property
    def loose_doubts(self) -> list[Doubt]:
        """What is doubtful in words that no sentence has."""
        told = {id(doubt) for sentence in self.sentences for doubt in sentence.doubts}
        return [doubt for doubt in self.doubts if id(doubt) not in told]


@dataclass(eq=False)
class Section:
    """A section of the report.

    Attributes:
        node: The section.
        key: Its identifier.
        label: Its name.
        page: The page on which it begins, by the table of contents; empty if that does not tell.
        whole: The section it is part of.
        sessions: The sessions that it sums up, by our reading.
        passages: What is printed in it, in order.
    """

    node: ox.NamedNode
    key: str
    label: str
    page: str
    whole: ox.NamedNode | None
    sessions: list[ox.NamedNode] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    @property
    def statements(self) -> list[Statement]:
        """What is said in it, in order."""
        return [each for passage in self.passages for each in passage.statements]


class Report:
    """The report with what is said and doubted of it.

    Args:
        graph: All named graphs.
        text: The text of the report in them, if it has been read.

    Attributes:
        graph: The named graphs.
        sections: Its sections, in the order of the report.
        statements: What it says, by node.
        passages: Its passages, by node.
    """

    def __init__(self, graph: ResourceReader, text: Text | None = None) -> None:
        self.graph, self._text = graph, text or Text(graph)
        self.passages: dict[Any, Passage] = {node: self._passage(node) for node in graph.having(TYPE, _PASSAGE)}
        self.sections = self._sections()
        # What is in no section is on no page.
        self.passages = {passage.node: passage for section in self.sections for passage in section.passages}
        self.statements: dict[Any, Statement] = {}
        for node in graph.having(TYPE, _STATEMENT):
            if (passage := graph.value(node, _STATED_IN)) in self.passages:
                self.statements[node] = self._statement(node, self.passages[passage])
        self._add_parts()
        self._add_repetitions()
        self._add_doubts()
        self._add_links()

    @cached_property
    def homes(self) -> dict[Any, Section]:
        """The section that each passage and each statement is in."""
        found: dict[Any, Section] = {passage.node: section for section in self.sections for passage in section.passages}
        return found | {each.node: section for section in self.sections for each in section.statements}

    def _passage(self, node: ox.NamedNode) -> Passage:
        graph, read = self.graph, self._text.passage(node)
        return Passage(
            node=node,
            key=read.key,
            kind=code(graph.value(node, _KIND)),
            text=read.text,
            order=read.order,
            number=_string(graph.value(node, _NUMBER)),
        )

    def _sections(self) -> list[Section]:
        graph, found = self.graph, []
        nodes = graph.having(TYPE, SECTION)
        for node in sorted(nodes, key=lambda each: number(graph.value(each, _POSITION))):
            whole = graph.value(node, _PART_OF)
            inside = (self.passages[each] for each in graph.having(_PART_OF, node) if each in self.passages)
            page = _string(graph.value(node, _PAGE))
            section = Section(node, self.key(node), graph.label(node), page, whole if whole in nodes else None)
            section.sessions.extend(graph.having(_SUMMED_UP, node))
            section.passages.extend(sorted(inside, key=lambda passage: passage.order))
            found.append(section)
        return found

    def _statement(self, node: ox.NamedNode, passage: Passage) -> Statement:
        graph, said = self.graph, self._text.statements[node]
        types = {code(kind): kind for kind in said.types}
        forms, functions = graph.values(node, _ABOUT_FORM), graph.values(node, _ABOUT_FUNCTION)
        words, span = self._words(graph.values(node, _ANCHOR), passage)
        return Statement(
            node=node,
            key=said.key,
            words=words,
            span=span,
            types=tuple(types[kind] for kind in marks.by_rank(tuple(types))),
            modality=said.modality,
            voice=said.voice,
            negated=said.negated,
            source=graph.values(node, _ATTRIBUTED),
            forms=forms,
            functions=functions,
            about=[each for each in graph.values(node, _ABOUT) if each not in forms and each not in functions],
            whole=said.whole,
            questions=graph.values(node, _QUESTION),
            answers=graph.having(_QUESTION, node),
            readable=said.readable if said.is_completed else "",
            acting=graph.values(node, _ADDRESSEE),
            is_unaddressed=_string(graph.value(node, _IS_ADDRESSED)) == "false",
            challenges=graph.values(node, _CHALLENGE),
            remedies=graph.having(_CHALLENGE, node),
        )

    def _words(self, anchors: Iterable[Any], passage: Passage) -> tuple[str, Span | None]:
        """Return the words that an anchor has in a passage, and where they stand there."""
        for anchor in anchors:
            words = self._text.words.get(anchor)
            if words is None or words.passage.node != passage.node:
                continue
            span = None if words.start is None or words.end is None else (words.start, words.end)
            if span is None or passage.text[slice(*span)] == words.exact:
                return words.exact, span
        return "", None

    def _add_parts(self) -> None:
        def place(statement: Statement) -> tuple[int, int, str]:
            start, end = statement.span or (0, 0)
            return start, -end, statement.key

        for statement in sorted(self.statements.values(), key=place):
            if (whole := self.statements.get(statement.whole)) and whole is not statement:
                whole.parts.append(statement)
            else:
                passage = self.passages[self.graph.value(statement.node, _STATED_IN)]
                passage.sentences.append(statement)

    def _add_repetitions(self) -> None:
        graph = self.graph
        for node in graph.having(TYPE, _RESTATEMENT):
            later, earlier = graph.value(node, _LATER), graph.value(node, _EARLIER)
            drift = _string(graph.value(node, _DRIFT))
            if later in self.statements and earlier in self.statements:
                self.statements[later].earlier.append(Repetition(node, earlier, drift))
                self.statements[earlier].later.append(Repetition(node, later, drift))

    def _add_doubts(self) -> None:
        graph = self.graph
        subjects = {quad.subject for quad in graph.store.quads_for_pattern(None, _ERRATUM_KIND, None)}
        nodes = in_order(node for node in subjects if isinstance(node, ox.NamedNode))
        for node in nodes:
            passage = self.passages.get(graph.value(node, _SOURCE))
            words, span = self._words(graph.values(node, _TARGET, _ANCHOR), passage) if passage else ("", None)
            if passage is None or span is None:
                continue
            kind, confidence = graph.value(node, _ERRATUM_KIND), graph.value(node, _CONFIDENCE)
            evidence, likely = _string(graph.value(node, _EVIDENCE)), _string(graph.value(node, _LIKELY))
            doubt = Doubt(node, words, span, kind, confidence, evidence, likely)
            passage.doubts.append(doubt)
            for sentence in passage.sentences:
                if sentence.span and sentence.span[0] < span[1] and span[0] < sentence.span[1]:
                    sentence.doubts.append(doubt)
        for passage in self.passages.values():
            for doubts in (passage.doubts, *(sentence.doubts for sentence in passage.sentences)):
                doubts.sort(key=lambda doubt: (doubt.span, doubt.node.value))

    def _add_links(self) -> None:
        for quad in self.graph.store.quads_for_pattern(None, _NOTE_TO, None):
            note, anchor = self.passages.get(quad.subject), quad.object
            if note and (passage := self.passages.get(self.graph.value(anchor, _HAS_SOURCE))):
                _, span = self._words([anchor], passage)
                passage.notes.append((span[1] if span else len(passage.text), note))
        for passage in self.passages.values():
            passage.notes.sort(key=lambda each: (each[0], each[1].order))
        for passage in self.passages.values():
            wanted = set(map(iri, _LINES.get(passage.kind, ())))
            if wanted:
                resting = self.graph.having(_SOURCE, passage.node)
                passage.things = [each for each in resting if wanted & set(self.graph.values(each, TYPE))]

    def key(self, node: Any) -> str:
        """Return the identifier of a node, or the last part of its IRI if it has none."""
        return self._text.key(node)


def _string(term: Any) -> str:
    return "" if term is None else to_text(term)


def number(term: Any) -> int:
    """Return the number that a literal is; 0 if it is none."""
    text = _string(term)
    return int(text) if text.isdecimal() else 0
