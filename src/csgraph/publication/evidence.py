"""Finds the words of the report that a thing rests on, and shows them in their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from csgraph.publication.resources import TYPE, ResourceReader, curie, find_node
from csgraph.publication.source import Source
from csgraph.rdf.namespaces import expand
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.util import markup

FORMATS = ("text", "md", "json", "html")
"""Formats for evidence; the first is the default."""

CONTEXTS = ("sentence", "passage")
"""How much is shown around the words; the first is the default."""

_SOURCE, _ANCHOR = iri("dcterms:source"), iri("csg:anchor")
RESTING = (_SOURCE, _ANCHOR)
"""The properties that say on which passages, and on which words of them, a node rests."""

_STATEMENT, _TEXT, _ORDER = iri("csg:Statement"), iri("schema:text"), iri("csg:readingOrder")
_HAS_SOURCE, _HAS_SELECTOR, _START = iri("oa:hasSource"), iri("oa:hasSelector"), iri("oa:start")
_PREFIX, _EXACT, _SUFFIX = iri("oa:prefix"), iri("oa:exact"), iri("oa:suffix")
_PART_OF, _PAGE = iri("dcterms:isPartOf"), iri("schema:pageStart")


@dataclass(frozen=True)
class Quote:
    """Words of the report that a thing rests on, with the sentence they stand in.

    Attributes:
        passage: CURIE of the passage.
        section: Label of the passage's section.
        page: Page that the section begins on; None where the report does not tell.
        before: The sentence up to the words.
        quote: The words; empty where the whole passage is meant.
        after: The rest of the sentence.
        start: Where in the passage the words begin, in code points from 0; None where the whole passage is meant, or
            the words do not stand in it.
        end: Where they end, exclusive.

    Example:
        >>> quote = csgraph.evidence("pillar:norms").quotes[0]
        >>> quote.quote, quote.passage, quote.where
        ('norms', 'passage:3.1-p3', '3.1 The Purposes and Goals of Dialogue, from page 5, passage:3.1-p3')
    """

    passage: str
    section: str
    page: str | None
    before: str = ""
    quote: str = ""
    after: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def where(self) -> str:
        """Section, page and passage, as people read them."""
        return f"{self.section}{f', from page {self.page}' if self.page else ''}, {self.passage}"


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a passage: one sentence, several that one quote spans, or the whole.

    Attributes:
        text: The stretch.
        marks: Where in it the quoted words stand.
    """

    text: str
    marks: tuple[markup.Span, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What a thing rests on in the report; false if that is nothing.

    Attributes:
        iri: IRI of the thing.
        curie: Its CURIE, or its IRI where it has none.
        label: Its label, or its CURIE if it has none.
        quotes: The words it rests on, in the order of the report.
        parts: CURIEs of the statements that are parts of it, with words of their own.
        texts: The text of each passage, by its CURIE.

    Example:
        >>> print(csgraph.evidence("pillar:norms").to("text", width=60))
        norms (pillar:norms)
        <BLANKLINE>
          3.1 The Purposes and Goals of Dialogue, from page 5,
          passage:3.1-p3
            They have led to the structuring of international
            discourse around the six pillars that represent a
            framework for responsible behaviour of States:
            information sharing on threats, international law,
            «norms», confidence-building measures (CBMs),
            international cooperation and capacity building.
        <BLANKLINE>
    """

    iri: str
    curie: str
    label: str
    quotes: tuple[Quote, ...]
    parts: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.quotes)

    def __str__(self) -> str:
        return self.to() if self else self.problem

    def _repr_html_(self) -> str:
        return self.to("html") if self else f"<p>{markup.html(self.problem)}</p>\n"

    @property
    def name(self) -> str:
        """Label and CURIE."""
        return self.label if self.label == self.curie else f"{self.label} ({self.curie})"

    @property
    def problem(self) -> str:
        """What to say where there is no evidence."""
        return f"no evidence: {self.name} is ours, not the report's{f'; {self._parts}' if self.parts else ''}"

    @property
    def _parts(self) -> str:
        return f"{len(self.parts)} {'statement is part' if len(self.parts) == 1 else 'statements are parts'} of it"

    def extracts(self, context: str = CONTEXTS[0]) -> Iterator[tuple[Quote, list[Excerpt]]]:
        """Yield for each passage a quote, which tells where it stands, and what to show of the passage.

        Args:
            context: ``sentence`` for the sentences of the quoted words, ``passage`` for the whole passage.
        """
        for passage, group in groupby(self.quotes, lambda quote: quote.passage):
            quotes, text = list(group), self.texts.get(passage, "")
            placed = [(q.start, q.end, q) for q in quotes if q.start is not None and q.end is not None]
            whole = context == "passage" or any(not quote.quote for quote in quotes)
            windows = [(start - len(q.before), end + len(q.after)) for start, end, q in placed]
            found = []
            # Sentences that merely touch stay apart; those that one quote joins are one.
            for first, last in [(0, len(text))] if whole and text else _united(windows):
                inside = [(start - first, end - first) for start, end, _ in placed if first <= start and end <= last]
                found.append(Excerpt(text[first:last], tuple(markup.merged(inside))))
            for q in quotes:
                if q.start is None and q.quote:
                    mark = (len(q.before), len(q.before) + len(q.quote))
                    found.append(Excerpt(q.before + q.quote + q.after, (mark,)))
            yield quotes[0], found

    def to(
        self, format: str = FORMATS[0], *, context: str = CONTEXTS[0], width: int | None = None, bold: bool = False
    ) -> str:
        """Return the evidence in one of ``FORMATS``; JSON has all of it, whatever the context.

        Args:
            format: The format.
            context: How much to show around the words, one of ``CONTEXTS``.
            width: Columns to wrap ``text`` at; None for one line per sentence.
            bold: Draw the words bold in ``text`` as well, for a terminal.
        """
        if format == "json":
            return self._to_json()
        writer = {"md": self._to_markdown, "html": self._to_html}.get(format)
        return writer(context) if writer else self._to_text(context, width, bold)

    def _to_json(self) -> str:
        import json

        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"

    def _to_text(self, context: str, width: int | None, bold: bool) -> str:
        parts = [*markup.lines(self.name, width=width), *([self._parts] if self.parts else [])]
        for quote, extracts in self.extracts(context):
            parts += ["", *markup.lines(quote.where, width=width, indent="  ")]
            for extract in extracts:
                parts += markup.lines(extract.text, extract.marks, width=width, indent="    ", bold=bold)
        return "\n".join(parts) + "\n"

    def _to_markdown(self, context: str) -> str:
        parts = [f"## {markup.markdown(self.name)}", *([f"{self._parts}."] if self.parts else [])]
        for quote, extracts in self.extracts(context):
            parts.append("\n>\n".join(f"> {markup.markdown(extract.text, extract.marks)}" for extract in extracts))
            parts.append(f"— {markup.markdown(quote.where)}")
        return "\n\n".join(filter(None, parts)) + "\n"

    def _to_html(self, context: str) -> str:
        parts = [f"<h2>{markup.html(self.name)}</h2>", *([f"<p>{self._parts}.</p>"] if self.parts else [])]
        for quote, extracts in self.extracts(context):
            paragraphs = "".join(f"<p>{markup.html(extract.text, extract.marks)}</p>" for extract in extracts)
            caption = f"<figcaption>{markup.html(quote.where)}</figcaption>"
            parts.append(f"<figure>\n<blockquote>{paragraphs}</blockquote>\n{caption}\n</figure>")
        return "<section>\n" + "\n".join(parts) + "\n</section>\n"


def _united(windows: Iterable[markup.Span]) -> list[markup.Span]:
    found: list[markup.Span] = []
    for start, end in sorted(windows):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def quotes_of(node: ox.NamedNode, graph: ResourceReader) -> tuple[Quote, ...]:
    """Return what a node rests on, in the order of the report: the words of its anchors, and its sources without any.

    A passage rests on itself, and an anchor on its own words.
    """
    anchors = [node] if graph.values(node, _HAS_SOURCE) else graph.values(node, _ANCHOR)
    found: list[tuple[int, Quote]] = []
    for anchor in anchors:
        selectors = graph.values(anchor, _HAS_SELECTOR)
        start = next((int(value.value) for s in selectors for value in graph.values(s, _START)), None)
        for passage in graph.values(anchor, _HAS_SOURCE):
            for selector in selectors:
                if graph.values(selector, _EXACT):
                    words = [getattr(graph.value(selector, each), "value", "") for each in (_PREFIX, _EXACT, _SUFFIX)]
                    found.append(_quote(passage, graph, words, start))
    anchored = {quote.passage for _, quote in found}
    sources = [node] if graph.values(node, _TEXT) else graph.values(node, _SOURCE)
    found += [_quote(source, graph) for source in sources if to_text(source) not in anchored]
    ordered = sorted(found, key=lambda item: (item[0], natural_key(item[1].passage), item[1].start or 0))
    return tuple(quote for _, quote in ordered)


def _quote(
    passage: ox.NamedNode, graph: ResourceReader, words: Iterable[str] = ("", "", ""), start: int | None = None
) -> tuple[int, Quote]:
    """Return the place of a passage in the report, and a quote from it."""
    section = graph.value(passage, _PART_OF)
    page = graph.value(section, _PAGE) if section else None
    before, exact, after = words
    where = (to_text(passage), graph.label(section or passage), to_text(page) or None)
    start = _start(_text(passage, graph), before, exact, after, start)
    end = None if start is None else start + len(exact)
    order = graph.value(passage, _ORDER)
    return int(order.value) if order else 0, Quote(*where, before, exact, after, start, end)


def _start(text: str, before: str, exact: str, after: str, start: int | None) -> int | None:
    """Return where words begin in a text: where they are said to, or else where their sentence stands."""
    if not exact or (start is not None and text.startswith(exact, start)):
        return start if exact else None
    found = text.find(before + exact + after)
    return None if found < 0 else found + len(before)


def _text(passage: ox.NamedNode, graph: ResourceReader) -> str:
    return getattr(graph.value(passage, _TEXT), "value", "")


def find_evidence(thing: str, store: ox.Store) -> Evidence:
    """Return what a thing rests on in the report.

    Args:
        thing: Its IRI, CURIE or label.
        store: The graph.

    Raises:
        InputError: The graph has no such thing, or the label is that of several.
    """
    return _evidence(find_node(thing, store), store)


def _evidence(node: ox.NamedNode, store: ox.Store) -> Evidence:
    graph = ResourceReader(store)
    quotes = quotes_of(node, graph)
    parts = [part for part in graph.having(_PART_OF, node) if _STATEMENT in graph.values(part, TYPE)]
    passages = dict.fromkeys(quote.passage for quote in quotes)
    return Evidence(
        iri=node.value,
        curie=curie(node),
        label=graph.label(node),
        quotes=quotes,
        parts=tuple(curie(part) for part in parts),
        texts={
            passage: text for passage in passages if (text := _text(ox.NamedNode(expand(passage) or passage), graph))
        },
    )


def evidence(
    thing: str,
    *,
    graphs: Iterable[str] = (),
    data: Iterable[Path] = (),
    store: ox.Store | None = None,
    endpoint: str | None = None,
    timeout: float = 60,
) -> Evidence:
    """Return what a thing rests on in the report: the words, their sentences, passages, sections and pages.

    Args:
        thing: Its IRI, CURIE or label.
        graphs: Names of graphs to read besides the default ones; of an endpoint, also IRIs of graphs to read instead.
        data: RDF files to read as well.
        store: A store to read instead of the publication, as ``load_store`` returns it.
        endpoint: The address of a SPARQL endpoint to ask instead of the publication that is here.
        timeout: Seconds to wait for each of its answers.

    Raises:
        InputError: There is no such thing, or the label is that of several; or a graph, file or endpoint is not usable.

    Example:
        >>> [quote.passage for quote in csgraph.evidence("pillar:norms").quotes]
        ['passage:3.1-p3']
        >>> bool(csgraph.evidence("csg:Pillar"))
        False
    """
    source = Source(graphs=graphs, data=data, store=store, endpoint=endpoint, timeout=timeout)
    return _evidence(*source.about(thing))
