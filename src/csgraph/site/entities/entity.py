"""Access to a resource for the functions that describe it, and blocks that several of them share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox

from csgraph.publication.report import Quote, Report, Section, Statement
from csgraph.publication.resources import TYPE
from csgraph.rdf.namespaces import GRAPH, PREFIXES
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.site.entities.blocks import (
    ANNOTATION,
    Block,
    Cell,
    Hyperlink,
    Item,
    Piece,
    StatementGroup,
    counted,
    lines,
    listed,
    tabled,
)
from csgraph.site.marks import in_place_of

if TYPE_CHECKING:
    from csgraph.rdf.terms import Term
    from csgraph.site.graph import SiteGraph

SHOWN = 30
"""Maximum number of statements, or of resources of one kind, that a page lists; the workbench lists all."""

_MAX_WORDS = 12_000
"""Maximum number of characters of quoted statements on a page."""

_MONTHS = "January February March April May June July August September October November December".split()


SAYERS = {"report": ("the report", "says"), "facts": ("other sources", "say")}
"""The subject and verb of sentences on facts, by the name of the graph that they are from."""


@cache
def t(curie: str) -> ox.NamedNode:
    """Return the node of a CURIE."""
    return iri(curie)


class Corpus:
    """The publication, with caches for what many pages show.

    Args:
        publication: The publication.
    """

    def __init__(self, publication: SiteGraph) -> None:
        self.publication = publication
        self._items: dict[ox.NamedNode, Item] = {}
        self._listed: dict[ox.NamedNode, Cell] = {}

    @property
    def report(self) -> Report:
        """The report."""
        return self.publication.report

    def label(self, node: Term) -> str:
        """Return the label of a node."""
        return self.publication.label(node)

    def read(self, words: Quote | None, key: str = "") -> str:
        """Return the path to a quote in the pages of the report, or to an element there; empty if there is none."""
        section = words.source.section if words else None
        if words is None or section is None or section.iri not in self.publication.addresses:
            return ""
        return f"{self.publication.addresses.file(section.iri)}.html#{quote(key or words.source.key)}"

    def item(self, statement: Statement) -> Item:
        """Return a statement as a list item, without its parts."""
        found = self._items.get(statement.node)
        if found is None:
            path = self.read(statement.quote, statement.key)
            found = Item(statement.key, statement.iri, statement.quote, how(statement), path, readable=statement.text)
            self._items[statement.node] = found
        return found

    def listed(self, session: ox.NamedNode) -> Cell:
        """Return the names and affiliations that the programme prints for a session."""
        if session not in self._listed:
            self._listed[session] = lines([self._in_list(slot) for slot in self.publication.slots(session)])
        return self._listed[session]

    def _in_list(self, slot: ox.NamedNode) -> Cell:
        affiliation = self.publication.value(slot, t("csg:affiliationAsPrinted"))
        return (self.name_in(slot), *((" (", affiliation, ")") if affiliation else ()))

    def name_in(self, slot: ox.NamedNode) -> Hyperlink:
        """Return the name printed in a slot, linked to the person."""
        name, who = self.publication.name_in(slot)
        return Hyperlink(name, who.value)

    def session_name(self, session: ox.NamedNode) -> Cell:
        """Return the name of a session: its form as printed, and its title."""
        form = self.publication.value(session, t("csg:sessionForm"))
        return (f"{to_text(form)}, “", session, "”") if form else ("“", session, "”")

    def start(self, session: ox.NamedNode) -> str:
        """Return the time that is printed for a session."""
        return to_text(self.publication.value(session, t("csg:temporalText")))


class Entity:
    """A resource that has a page.

    Args:
        node: The resource.
        corpus: The publication.
    """

    def __init__(self, node: ox.NamedNode, corpus: Corpus) -> None:
        self.node, self.corpus = node, corpus

    @property
    def report(self) -> Report:
        """The report."""
        return self.corpus.report

    @cached_property
    def name(self) -> str:
        """Its label."""
        return self.corpus.label(self.node)

    @cached_property
    def types(self) -> list[ox.NamedNode]:
        """Its classes."""
        return self.corpus.publication.values(self.node, TYPE)

    @cached_property
    def evidence(self) -> list[Quote]:
        """The quotes that it rests on, in order, longer ones before those inside them."""
        return self.evidence_of(self.node)

    def evidence_of(self, node: ox.NamedNode) -> list[Quote]:
        """Return the quotes that a node rests on; none for an anchor or a passage, which are quoted as themselves."""
        found = (each for each in self.report.quotes(node) if node not in (each.anchor, each.source.node))
        return sorted((each for each in found if self.report.passage(each.source.node)), key=lambda each: each.place)

    def values(self, curie: str, node: ox.NamedNode | None = None) -> list[Any]:
        """Return the values of a property of it, or of another node."""
        return self.corpus.publication.values(node or self.node, t(curie))

    def value(self, curie: str, node: ox.NamedNode | None = None) -> Any:
        """Return the first of these values; None if there is none."""
        return next(iter(self.values(curie, node)), None)

    def said_in(self, graph: str, curie: str, node: ox.NamedNode | None = None) -> list[Any]:
        """Return the values of a property in one named graph."""
        name, predicate = ox.NamedNode(GRAPH + graph), t(curie)
        quads = self.corpus.publication.store.quads_for_pattern(node or self.node, predicate, None, name)
        return sorted({quad.object for quad in quads}, key=lambda term: natural_key(to_text(term)))

    def pointing_in(self, graph: str, curie: str) -> list[ox.NamedNode]:
        """Return the resources that refer to it by a property in one named graph."""
        return [each for each in self.pointing(curie) if self.node in self.said_in(graph, curie, each)]

    def words(self, curie: str, node: ox.NamedNode | None = None) -> str:
        """Return the first of these values as text; empty if there is none."""
        return to_text(self.value(curie, node))

    def pointing(self, curie: str, node: ox.NamedNode | None = None) -> list[ox.NamedNode]:
        """Return the resources that refer to it, or to another node, by a property."""
        return self.corpus.publication.having(t(curie), node or self.node)

    def printed_in(self, node: ox.NamedNode) -> Cell:
        """Return the passages that a node rests on."""
        passages = dict.fromkeys(words.source for words in self.evidence_of(node))
        return lines([(Hyperlink(each.key, each.iri),) for each in passages])

    def cells(self, curie: str, node: ox.NamedNode | None = None) -> Cell:
        """Return the values of a property as one cell."""
        return lines([(each,) for each in self.values(curie, node)])


def whole_first(statements: Iterable[Statement]) -> list[tuple[Statement, list[Statement]]]:
    """Return statements with those of them that are their parts, each part with its whole if that is among them."""
    found: dict[Statement, tuple[Statement, list[Statement]]] = {}
    for each in statements:
        if each.whole in found:
            found[each.whole][1].append(each)
        else:
            found[each] = (each, [])
    return list(found.values())


def how(statement: Statement) -> Cell:
    """Return the types and the modality of a statement, and whether it denies."""
    found: list[Piece] = list(listed([(each,) for each in statement.types], ", "))
    if statement.modality:
        found += [" · ", statement.modality] if found else [statement.modality]
    if statement.negated:
        found.append(" · denies")
    return tuple(found)


def date(term: Term | None) -> str:
    """Return a date, time or year formatted for readers; empty if there is none."""
    text = to_text(term)
    day, _, time = text.partition("T")
    parts = day.split("-")
    if (
        not all(part.isdecimal() for part in parts)
        or len(parts) > 3
        or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12)
    ):
        return text
    month = f"{_MONTHS[int(parts[1]) - 1]} " if len(parts) > 1 else ""
    written = f"{int(parts[2])} {month}{parts[0]}" if len(parts) == 3 else f"{month}{parts[0]}"
    return f"{written}, {time[:5]}" if time else written


def workbench(query: str, graphs: str = "") -> str:
    """Return the path of the workbench that runs a query.

    Args:
        query: The query, which may use all of our prefixes.
        graphs: Names of graphs to query besides the default ones, separated by commas.
    """
    used = sorted(prefix for prefix in PREFIXES if f" {prefix}:" in query.replace("|", " ").replace("(", " "))
    heading = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)
    return f"workbench.html#query={quote(heading + query, safe='')}" + (f"&graphs={graphs}" if graphs else "") + "&run"


def about_query(node: ox.NamedNode) -> str:
    """Return the query for all statements that are about a resource, one row for each."""
    return _one_row_each(f"csg:about|csg:aboutForm|csg:aboutFunction <{node.value}>")


def having_query(curie: str, node: ox.NamedNode) -> str:
    """Return the query for all statements that have a value for a property, one row for each."""
    return _one_row_each(f"{curie} <{node.value}>")


def _one_row_each(condition: str) -> str:
    return (
        'SELECT ?statement (GROUP_CONCAT(DISTINCT REPLACE(STR(?type), "^.*/", ""); SEPARATOR = ", ") AS ?types)\n'
        "  (SAMPLE(?put) AS ?modality) (SAMPLE(?readable) AS ?text) WHERE {\n"
        f"  ?statement {condition} .\n"
        "  OPTIONAL { ?statement csg:statementType ?type }\n"
        "  OPTIONAL { ?statement csg:modality ?put }\n"
        "  OPTIONAL { ?statement csg:readableText ?readable }\n"
        "} GROUP BY ?statement ORDER BY ?statement\n"
    )


def statements(
    entity: Entity, found: Sequence[Statement], heading: str, query: str, lead: str = "", is_tallied: bool = False
) -> Block:
    """Return a block of statements by section: the first of them quoted, all counted, with a query for all.

    Args:
        entity: The resource.
        found: The statements.
        heading: The heading.
        query: The query for all of them.
        lead: The sentence on their number, which replaces ``{}``.
        is_tallied: Whether to count types and modalities.
    """
    groups, shown = _groups(entity.corpus, found)
    more = len(found) - shown
    everything = Hyperlink("all of them in the workbench", path=workbench(query))
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    if is_tallied and len(found) > 1:
        facts = [
            ("By type", (_tally(each for one in found for each in one.types),)),
            ("By modality", (_tally(one.modality for one in found if one.modality),)),
        ]
    return Block(
        heading,
        text=((lead.format(counted(len(found), "statement")),),) if lead else (),
        facts=tuple(facts),
        groups=groups,
        note=(f"And {more:,} more: ", everything, ".") if more else ("Ask for ", everything, "."),
    )


def _groups(corpus: Corpus, found: Iterable[Statement]) -> tuple[tuple[StatementGroup, ...], int]:
    groups: dict[ox.NamedNode | None, list[Item]] = {}
    shown = size = 0
    for whole, parts in whole_first(found):
        size += len(whole.quote.before + whole.quote.quote + whole.quote.after) if whole.quote else 0
        size += sum(len(part.text) for part in parts)
        if shown and (shown + 1 + len(parts) > SHOWN or size > _MAX_WORDS):
            break
        item = corpus.item(whole)
        inner = tuple(map(corpus.item, parts))
        groups.setdefault(whole.section.node if whole.section else None, []).append(
            replace(item, parts=inner) if inner else item
        )
        shown += 1 + len(parts)
    return tuple(
        StatementGroup((section,) if section else (), tuple(items)) for section, items in groups.items()
    ), shown


def _tally(nodes: Iterable[ox.NamedNode]) -> Cell:
    counts = Counter(nodes)
    order = sorted(counts, key=lambda each: (-counts[each], each.value))
    return lines([(each, f" {counts[each]}") for each in order])


def about(entity: Entity, it: str = "it") -> tuple[Block, ...]:
    """Return the statements that are about a resource; nothing if there are none.

    Args:
        entity: The resource.
        it: The pronoun or noun for the resource in the sentences.
    """
    found = entity.report.about(entity.node)
    if not found:
        return ()
    lead = f"{{}} of the report are about {it}, as we annotate them; the words are the report’s."
    if len(found) == 1:
        lead = f"{{}} of the report is about {it}, as we annotate it; the words are the report’s."
    return (
        statements(entity, found, f"What the report says about {it}", about_query(entity.node), lead, is_tallied=True),
    )


def dates(entity: Entity) -> tuple[Block, ...]:
    """Return the dates of a resource in the report; nothing if there are none."""
    rows = tuple(
        ((each,), entity.cells("csg:temporalText", each), (date(entity.value("csg:preciseDate", each)),))
        for each in entity.pointing("csg:dateOf")
    )
    columns = ("What is dated", "Words that say when", "Date, as far as they state it")
    return (Block("When", "report", table=tabled(columns, rows)),) if rows else ()


def given(entity: Entity) -> tuple[Block, ...]:
    """Return the persons and bodies that the front matter thanks or credits for a resource; nothing if there are none."""
    rows = tuple(
        (
            entity.cells("csg:contributor", each),
            entity.cells("csg:inCapacity", each),
            (Hyperlink("the words", each.value),),
        )
        for each in entity.pointing("csg:contributedTo")
    )
    table = tabled(("Who", "In which capacity", "Rests on"), rows)
    return (Block("Who contributed to it", "report", table=table),) if rows else ()


NOBODY = "The report attributes nothing that it says to a speaker of the conference."
"""The caution on each page that shows both statements and persons listed in the programme."""

NONE_OF_THEM = "The programme lists persons for each session. The report attributes no statement to any of them."
"""The same caution, before their names."""

FEATURING = "“Featuring:”"
"""The words under which the programme lists persons for each session. Who of them spoke, or moderated, it does not print."""


def sessions(entity: Entity, sections: Iterable[Section]) -> tuple[Block, ...]:
    """Return the persons listed for the sessions that sections sum up, by our reading."""
    rows = [
        (
            (section.node,),
            (*entity.corpus.session_name(session),),
            (entity.corpus.start(session),),
            entity.corpus.listed(session),
        )
        for section in dict.fromkeys(sections)
        for session in section.sessions
    ]
    if not rows:
        return ()
    table = tabled(
        ("Section", "Session that it sums up", "Time printed", "Names listed, with their affiliations"), tuple(rows)
    )
    heading = "Who is listed for the sessions behind these sections"
    note = ("Which section sums up which session is our reading. ", NOBODY)
    return (Block(heading, table=table, note=note),)


def sections_of(found: Iterable[Statement]) -> list[Section]:
    """Return the sections that statements stand in, in order."""
    return list(dict.fromkeys(each.section for each in found if each.section))


def makers(entity: Entity) -> tuple[Block, ...]:
    """Return the statements that a recorded fact is made from, with type and modality; nothing if there are none."""
    known = entity.report.ordered(entity.values("csg:statedBy"))
    rows = [((Hyperlink(each.key, each.iri),), (each.text,), how(each)) for each in known]
    table = tabled(("Statement", "Words", "Type and modality"), rows)
    heading = f"The statement{'s' if len(rows) > 1 else ''} that make{'' if len(rows) > 1 else 's'} it"
    return (Block(heading, ANNOTATION, table=table),) if rows else ()


def says(entity: Entity, subject: ox.NamedNode, curie: str) -> str:
    """Return the source of a reference to a resource: the report or others."""
    quads = entity.corpus.publication.store.quads_for_pattern(subject, t(curie), entity.node)
    graphs = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    return "the report" if f"{GRAPH}report" in graphs else "other sources"


def doubts(entity: Entity, found: Iterable[Quote]) -> tuple[Block, ...]:
    """Return the errata whose words overlap some quotes; nothing if there are none."""
    rows = {}
    for words in found:
        for each in words.source.quotes:
            if not each.overlaps(words):
                continue
            for erratum in entity.report.based_on(each.anchor):
                if entity.values("csg:erratumKind", erratum) and erratum != entity.node:
                    kind, sure = (
                        entity.value("csg:erratumKind", erratum),
                        entity.value("csg:erratumConfidence", erratum),
                    )
                    other = entity.cells("oa:bodyValue", erratum)
                    rows[erratum] = (
                        (Hyperlink(each.quote if each.quote.startswith("“") else f"“{each.quote}”", erratum.value),),
                        (f"{in_place_of(kind, sure)}: ", *other) if other else (),
                        (kind,),
                        entity.cells("csg:erratumConfidence", erratum),
                    )
    columns = ("Words printed", "In their place", "What is doubtful", "How sure we are")
    heading = "What is doubtful in the words of the report"
    return (Block(heading, "editorial", table=tabled(columns, list(rows.values())), is_doubt=True),) if rows else ()


def outside(entity: Entity) -> tuple[Cell, ...]:
    """Return the note for a resource that only other sources name; nothing for one that the report names."""
    graphs = entity.corpus.publication.said(entity.node)
    if "facts" in graphs and "report" not in graphs:
        return (("The report does not name it; other sources do.",),)
    return ()


def links(entity: Entity) -> tuple[Block, frozenset[Term]]:
    """Return the links of a resource to records of other datasets, with their confidence; and the records."""
    rows, records = [], set()
    for link in entity.pointing("csg:linkFrom"):
        for record in entity.values("csg:linkTo", link):
            records.add(record)
            by = {
                quad.predicate for quad in entity.corpus.publication.store.quads_for_pattern(entity.node, None, record)
            }
            rows.append(
                (
                    entity.cells("csg:linkAuthority", link),
                    listed(
                        [(Hyperlink(entity.corpus.publication.word(each), each.value),) for each in sorted(by, key=str)]
                    ),
                    (Hyperlink(record.value, record.value),),
                    (Hyperlink(entity.words("csg:linkConfidence", link) or "not said", link.value),),
                    (date(entity.value("csg:retrievedOn", link)),),
                )
            )
    columns = ("Kept by", "How it is related", "Record", "Confidence, from 0 to 1", "Seen on")
    return Block("Links elsewhere", "links", table=tabled(columns, rows)), frozenset(records)
