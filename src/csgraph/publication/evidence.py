"""Finds the evidence for a resource: the quotes of the report that it rests on, as text, Markdown, HTML or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from csgraph.publication.report import Quote, Report
from csgraph.publication.resources import TYPE, curie
from csgraph.publication.source import Source
from csgraph.rdf.turtle import iri
from csgraph.util import markup

FORMATS = ("text", "md", "json", "html")
"""Output formats of evidence; the first is the default."""

CONTEXTS = ("sentence", "passage")
"""How much of a passage is shown around a quote; the first is the default."""

_STATEMENT, _PART_OF = iri("csg:Statement"), iri("dcterms:isPartOf")


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a passage: one sentence, several that one quote spans, or the whole passage.

    Attributes:
        text: The stretch.
        marks: Where in it the quotes are.
    """

    text: str
    marks: tuple[markup.Span, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """The evidence for a resource; false if there is none.

    Attributes:
        iri: IRI of the resource.
        curie: Its CURIE, or its IRI if no prefix fits.
        label: Its label, or its CURIE if it has none.
        quotes: Its quotes, in the order of the report.
        parts: CURIEs of the statements that are parts of it, which have quotes of their own.
        texts: The text of each quoted passage, by CURIE.

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
        """The message for a resource without evidence."""
        return f"no evidence: {self.name} is editorial, not from the report{f'; {self._parts}' if self.parts else ''}"

    @property
    def _parts(self) -> str:
        return f"{len(self.parts)} {'statement is part' if len(self.parts) == 1 else 'statements are parts'} of it"

    def excerpts(self, context: str = CONTEXTS[0]) -> Iterator[tuple[Quote, list[Excerpt]]]:
        """Yield the first quote of each passage, for its location, and the excerpts to show of the passage.

        Args:
            context: ``sentence`` for the sentences of the quotes, ``passage`` for the whole passage.
        """
        for passage, group in groupby(self.quotes, lambda quote: quote.passage):
            quotes, text = list(group), self.texts.get(passage, "")
            placed = [(q.start, q.end, q) for q in quotes if q.start is not None and q.end is not None]
            whole = context == "passage" or any(not quote.quote for quote in quotes)
            windows = [(start - len(q.before), end + len(q.after)) for start, end, q in placed]
            found = []
            # Sentences that merely touch stay apart; those that one quote spans are joined.
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
        """Serialize the evidence; JSON is complete whatever the context.

        Args:
            format: One of ``FORMATS``.
            context: How much to show around a quote, one of ``CONTEXTS``.
            width: Columns to wrap ``text`` at; None for one line per sentence.
            bold: Also print quotes in bold in ``text``, for a terminal.
        """
        if format == "json":
            return self._to_json()
        writer = {"md": self._to_markdown, "html": self._to_html}.get(format)
        return writer(context) if writer else self._to_text(context, width, bold)

    def _to_json(self) -> str:
        import json

        content = {each.name: getattr(self, each.name) for each in fields(self)}
        content["quotes"] = [quote.to_dict() for quote in self.quotes]
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def _to_text(self, context: str, width: int | None, bold: bool) -> str:
        parts = [*markup.lines(self.name, width=width), *([self._parts] if self.parts else [])]
        for quote, excerpts in self.excerpts(context):
            parts += ["", *markup.lines(quote.where, width=width, indent="  ")]
            for excerpt in excerpts:
                parts += markup.lines(excerpt.text, excerpt.marks, width=width, indent="    ", bold=bold)
        return "\n".join(parts) + "\n"

    def _to_markdown(self, context: str) -> str:
        parts = [f"## {markup.markdown(self.name)}", *([f"{self._parts}."] if self.parts else [])]
        for quote, excerpts in self.excerpts(context):
            parts.append("\n>\n".join(f"> {markup.markdown(excerpt.text, excerpt.marks)}" for excerpt in excerpts))
            parts.append(f"— {markup.markdown(quote.where)}")
        return "\n\n".join(filter(None, parts)) + "\n"

    def _to_html(self, context: str) -> str:
        parts = [f"<h2>{markup.html(self.name)}</h2>", *([f"<p>{self._parts}.</p>"] if self.parts else [])]
        for quote, excerpts in self.excerpts(context):
            paragraphs = "".join(f"<p>{markup.html(excerpt.text, excerpt.marks)}</p>" for excerpt in excerpts)
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


def _evidence(node: ox.NamedNode, store: ox.Store) -> Evidence:
    report = Report(store)
    quotes = report.quotes(node)
    parts = [part for part in report.graph.having(_PART_OF, node) if _STATEMENT in report.graph.values(part, TYPE)]
    return Evidence(
        iri=node.value,
        curie=curie(node),
        label=report.label(node),
        quotes=quotes,
        parts=tuple(curie(part) for part in parts),
        texts={quote.passage: quote.source.text for quote in quotes if quote.source.text},
    )


def evidence(
    resource: str,
    *,
    graphs: Iterable[str] = (),
    data: Iterable[str | Path] = (),
    store: ox.Store | None = None,
    endpoint: str | None = None,
    timeout: float = 60,
) -> Evidence:
    """Return the evidence for a resource: quotes of the report with their sentences, passages, sections and pages.

    Args:
        resource: Its IRI, CURIE or label.
        graphs: Names of named graphs to read besides the default ones; with an endpoint, also IRIs of the graphs to read
            instead.
        data: RDF files to read as well.
        store: A store to read instead of the publication, as ``load_store`` returns it.
        endpoint: URL of a SPARQL endpoint to read instead of the local publication.
        timeout: Seconds to wait for each of its answers.

    Raises:
        InputError: There is no such resource, or several have the label; or a graph, file or URL is not usable.
        StoreError: An endpoint fails, or gives no answer.

    Example:
        >>> [quote.passage for quote in csgraph.evidence("pillar:norms").quotes]
        ['passage:3.1-p3']
        >>> bool(csgraph.evidence("csg:Pillar"))
        False
    """
    source = Source(graphs=graphs, data=data, store=store, endpoint=endpoint, timeout=timeout)
    return _evidence(*source.about(resource))
