"""The report, the documents that it cites or names, and its dates."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import natural_key
from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Piece, lines, listed, tabled
from csgraph.site.entities.entity import SAYERS, Entity, about, date, dates, given, outside, says, t


def document(entity: Entity) -> EntityDescription:
    """Describe a document."""
    lead: list[Cell] = [*outside(entity), *_described(entity)]
    lead += [
        ("It prints no author’s name; the views in it, it says, are those of “", words, "”.")
        for words in _unnamed(entity)
    ]
    lead += [("Cited in ", note, ".") for note in entity.pointing("cito:cites")]
    lead += [("Quoted in: ", quotation, ".") for quotation in entity.pointing("prov:wasQuotedFrom")]
    blocks = [*_sections(entity), *_processes(entity), *given(entity), *dates(entity), *about(entity)]
    shown_inverse = (
        "cito:cites prov:wasQuotedFrom csg:producedDocument csg:mandatedBy csg:takenUpBy csg:resultsEndorsedBy "
        "csg:dateOf csg:about csg:contributedTo dcterms:isPartOf"
    )
    is_report = t("csg:Report") in entity.types
    schema: dict[str, Any] = {"@type": "Report" if is_report else "CreativeWork", "name": entity.name}
    if names := [entity.corpus.label(each) for each in _named(entity)]:
        schema["author"] = [{"@type": "Thing", "name": each} for each in names]
    if houses := [entity.corpus.label(each) for each in entity.values("schema:publisher")]:
        schema["publisher"] = [{"@type": "Organization", "name": each} for each in houses]
    for curie, name in (
        ("schema:url", "url"),
        ("dcterms:issued", "datePublished"),
        ("dcterms:identifier", "identifier"),
    ):
        if value := entity.value(curie):
            schema[name] = value.value
    return EntityDescription(tuple(lead), tuple(blocks), schema, shown_inverse=frozenset(map(t, shown_inverse.split())))


def _described(entity: Entity) -> list[Cell]:
    """Return the type, authors and date of a document: as printed, by other sources, and by our reading."""
    found: list[Cell] = []
    for graph, (who, _) in SAYERS.items():
        kind, publishers = entity.said_in(graph, "csg:instrumentType"), entity.said_in(graph, "schema:publisher")
        authors = [each for each in entity.said_in(graph, "schema:author") if each in _named(entity)]
        issued = [date(each) for each in entity.said_in(graph, "dcterms:issued")]
        is_printed = graph == "report"
        first: list[Piece] = ["A document" if is_printed else f"As {who} have it, a document"]
        first += [" of the type “", *_together(kind), "”"] if kind else []
        first += [", printed under the name of " if is_printed else ", by ", *_together(authors)] if authors else []
        first += [", published by ", *_together(publishers)] if publishers else []
        first += [f", dated {'; '.join(issued)}"] if issued else []
        if len(first) > 1:
            found.append((*first, "."))
    if kind := entity.said_in("editorial", "csg:instrumentType"):
        found.append(("As we read it, a document of the type “", *_together(kind), "”."))
    return found


def _together(values: list[Any]) -> Cell:
    return lines([(each,) for each in values])


def _named(entity: Entity) -> list[ox.NamedNode]:
    """Return the authors of a document whose names are printed: all but groups without names."""
    group = t("foaf:Group")
    return [each for each in entity.values("schema:author") if group not in entity.values("rdf:type", each)]


def _unnamed(entity: Entity) -> list[Any]:
    """Return the words that the report has for authors whom it does not name."""
    named = _named(entity)
    authors = [each for each in entity.values("schema:author") if each not in named]
    return [words for each in authors for words in entity.values("csg:asPrinted", each)]


def _sections(entity: Entity) -> list[Block]:
    """Return the sections of a document in their order."""
    sections = [each for each in entity.pointing("dcterms:isPartOf") if entity.values("csg:position", each)]
    ordered = sorted(sections, key=lambda each: natural_key(entity.words("csg:position", each)))
    rows = tuple(((each,), entity.cells("schema:pageStart", each)) for each in ordered)
    return [Block("Its sections", "report", table=tabled(("Section", "Page"), rows))] if rows else []


def _processes(entity: Entity) -> list[Block]:
    rows = tuple(
        ((each,), (word,), (says(entity, each, curie),))
        for curie, word in (
            ("csg:producedDocument", "brought it forth"),
            ("csg:mandatedBy", "has its mandate from it"),
            ("csg:takenUpBy", "had its report taken up by it"),
            ("csg:resultsEndorsedBy", "had its results endorsed by it"),
        )
        for each in entity.pointing(curie)
    )
    columns = ("Process", "What the process has to do with it", "Who says so")
    return [Block("Processes", table=tabled(columns, rows))] if rows else []


def mention(entity: Entity) -> EntityDescription:
    """Describe a date: words of the report for when something was."""
    words, precisely = entity.words("csg:temporalText"), date(entity.value("csg:preciseDate"))
    lead: list[Piece] = [f"The report says when by the words “{words}”"] if words else []
    if lead and precisely:
        lead.append(f", that is {precisely}")
    if dated := entity.values("csg:dateOf"):
        lead += [". They date ", *listed([(each,) for each in dated])]
    first, last = entity.words("csg:readEarliestYear"), entity.words("csg:readLatestYear")
    found: list[Cell] = [(*lead, ".")] if lead else []
    if first or last:
        years = f"from {first} to {last}" if first and last else f"up to {last}" if last else f"from {first}"
        found.append((f"As we read them, they can mean years {years}.",))
    return EntityDescription(tuple(found), schema={"@type": "Thing", "name": entity.name})


def summarize(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of documents."""
    kind, issued = entity.cells("csg:instrumentType"), date(entity.value("dcterms:issued"))
    identifier = to_text(entity.value("dcterms:identifier"))
    return (*kind, *(f", {each}" for each in (identifier, issued) if each))


def summarize_mention(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of dates."""
    return (f"“{entity.words('csg:temporalText')}”",)
