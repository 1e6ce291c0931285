"""Dialogues, processes and procedures; the engagements of processes; the framework and the accounts of its origin."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import natural_key
from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Hyperlink, Piece, lines, tabled
from csgraph.site.entities.entity import SAYERS, Entity, about, dates, outside, says, t


def dialogue(entity: Entity) -> EntityDescription:
    """Describe a dialogue or a process."""
    blocks = [
        *_engagements(entity),
        *_iterations(entity),
        *_documents(entity),
        *_held(entity),
        *dates(entity),
        *about(entity),
    ]
    shown_inverse = "engagementBy iterationOf heldBy dates about".split()
    return EntityDescription(
        (*outside(entity), *_first(entity)),
        tuple(blocks),
        {"@type": "Thing", "name": entity.name},
        shown_inverse=frozenset(t(f"csg:{name}") for name in shown_inverse),
    )


def _first(entity: Entity) -> tuple[Cell, ...]:
    """Return the year, number, place and holder of a dialogue or a process, each with its source."""
    found: list[Cell] = []
    for graph, (who, say) in SAYERS.items():
        year, count, past, ongoing = (
            to_text(next(iter(entity.said_in(graph, f"csg:{name}")), None))
            for name in ("establishedYear", "iterationCount", "pastIterationCount", "ongoingIterationCount")
        )
        if year:
            found.append((f"Established, {who} {say}, in {year}.",))
        if count:
            inner = f": {past} past and {ongoing} on-going" if past and ongoing else ""
            found.append((f"There are {count}, {who} {say}{inner}.",))
        for curie, words in (
            ("csg:workingUnder", "It works under "),
            ("csg:takesPlaceWithin", "It takes place within "),
            ("csg:heldBy", "It is held by "),
        ):
            if values := entity.said_in(graph, curie):
                found.append((words, *lines([(each,) for each in values]), f", {who} {say}."))
    return tuple(found)


def _engagements(entity: Entity) -> list[Block]:
    columns = ("Whom", "How", "Status", "Words of the report")
    blocks = []
    for graph in SAYERS:
        rows = tuple(
            (
                entity.cells("csg:engagesCategory", each),
                entity.cells("csg:engagementMode", each),
                entity.cells("csg:engagementStatus", each),
                (Hyperlink(to_text(entity.value("csg:asPrinted", each)) or "the words", each.value),),
            )
            for each in entity.pointing_in(graph, "csg:engagementBy")
        )
        blocks += [Block("Whom it engages", graph, table=tabled(columns, rows))] if rows else []
    return blocks


def _iterations(entity: Entity) -> list[Block]:
    order = sorted(entity.pointing("csg:iterationOf"), key=lambda each: natural_key(entity.words("csg:position", each)))
    rows = tuple(
        (
            (each,),
            (says(entity, each, "csg:iterationOf"),),
            _sourced(entity, each, "csg:startYear"),
            _sourced(entity, each, "csg:endYear"),
            _sourced(entity, each, "csg:mandatedBy"),
            _sourced(entity, each, "csg:processOutcome", "csg:producedDocument"),
        )
        for each in order
    )
    columns = ("Which", "Named by", "From", "To", "Mandate", "Outcome")
    note = (
        "Years, mandates and outcomes are from outside the report, but where it is said that the report has them; "
        "each page names their sources.",
    )
    return [Block("Its iterations", table=tabled(columns, rows), note=note)] if rows else []


def _sourced(entity: Entity, node: ox.NamedNode, *curies: str) -> Cell:
    """Return the values of another entity; those from the report are marked so."""
    found: list[Cell] = []
    for curie in curies:
        printed = entity.said_in("report", curie, node)
        found += [(each, " (the report)") if each in printed else (each,) for each in entity.values(curie, node)]
    return lines(found)


def _documents(entity: Entity) -> list[Block]:
    blocks = []
    for graph in SAYERS:
        if prepared := entity.pointing_in(graph, "csg:preparedFor"):
            table = tabled(("Document",), [((each,),) for each in prepared])
            blocks.append(Block("Documents prepared for it", graph, table=table))
    return blocks


def _held(entity: Entity) -> list[Block]:
    blocks = []
    for graph in SAYERS:
        if held := entity.pointing_in(graph, "csg:heldBy"):
            table = tabled(("Dialogue", "Form"), [((each,), entity.cells("csg:hasForm", each)) for each in held])
            blocks.append(Block("Dialogues that it holds", graph, table=table))
    return blocks


def engagement(entity: Entity) -> EntityDescription:
    """Describe how a process engages a category of actors."""
    process, mode = entity.value("csg:engagementBy"), entity.value("csg:engagementMode")
    category, status = entity.value("csg:engagesCategory"), entity.value("csg:engagementStatus")
    lead: list[Cell] = []
    if process and mode and category and status:
        definition = entity.words("skos:definition", status)
        lead.append(("Engagement of ", category, " by ", process, ", by way of ", mode, ": ", status, "."))
        if definition:
            lead.append((definition,))
    return EntityDescription(tuple(lead), schema={"@type": "Thing", "name": entity.name})


def procedure(entity: Entity) -> EntityDescription:
    """Describe a procedure."""
    bodies = entity.cells("csg:concernsBody")
    lead: tuple[Cell, ...] = ((("A procedure that concerns ", *bodies, ".")),) if bodies else ()
    return EntityDescription(
        lead, about(entity), {"@type": "Thing", "name": entity.name}, shown_inverse=frozenset({t("csg:about")})
    )


def framework(entity: Entity) -> EntityDescription:
    """Describe the framework: its pillars in their order, and the accounts of its origin."""
    pillars = sorted(entity.values("csg:hasPillar"), key=lambda each: natural_key(entity.words("csg:position", each)))
    rows = tuple(
        (
            entity.cells("csg:position", each),
            (each,),
            entity.cells("csg:correspondsTo", each),
            (str(len(entity.report.about(each))),),
        )
        for each in pillars
    )
    accounts = tuple(
        ((each,), entity.cells("csg:asPrinted", each), entity.cells("csg:namesProcess", each))
        for each in entity.pointing("csg:accountOf")
    )
    blocks = []
    if rows:
        columns = (
            "Place",
            "Pillar",
            "Core issue that, as we read it, it corresponds to",
            "Statements about it, as we annotate them",
        )
        note = ("The list and its order are the report’s; what stands beside it is ours.",)
        blocks.append(Block("Its pillars", table=tabled(columns, rows), note=note))
    if accounts:
        note = ("The accounts differ in their words and in the processes that they name; each is kept as it is.",)
        table = tabled(("Account", "Words of the report", "Processes named"), accounts)
        blocks.append(Block("Where the report says it came from", "report", table=table, note=note))
    lead: list[Cell] = []
    for graph, words in (
        ("report", "The report says that it “has resulted from” "),
        ("facts", "Other sources say that it results from "),
    ):
        if sources := entity.said_in(graph, "csg:resultsFrom"):
            lead.append((words, *lines([(each,) for each in sources]), "."))
    shown_inverse = frozenset(map(t, ("csg:accountOf", "csg:about")))
    schema = {"@type": "Thing", "name": entity.name}
    return EntityDescription(
        tuple(lead), (*blocks, *about(entity)), schema, frozenset({t("csg:hasPillar")}), shown_inverse
    )


def account(entity: Entity) -> EntityDescription:
    """Describe an account of the origin of the framework."""
    of, processes = entity.cells("csg:accountOf"), entity.cells("csg:namesProcess")
    lead: list[Piece] = ["One of the places where the report says where ", *of, " came from"] if of else []
    if lead:
        lead += ["; it names ", *processes, "."] if processes else ["."]
    return EntityDescription((tuple(lead),) if lead else (), schema={"@type": "Thing", "name": entity.name})


def summarize(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of dialogues."""
    years = "–".join(filter(None, (entity.words("csg:startYear"), entity.words("csg:endYear"))))
    is_printed = entity.said_in("report", "csg:startYear")
    said = len(entity.report.about(entity.node))
    parts = [
        f"{years}{'' if is_printed else ' (other sources)'}" if years else "",
        f"subject of {said} statements" if said > 1 else "subject of 1 statement" if said else "",
    ]
    return ("; ".join(filter(None, parts)),)
