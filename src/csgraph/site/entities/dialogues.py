"""Dialogues, processes and procedures; whom processes engage; the framework and the accounts of its origin."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import natural_key
from csgraph.site.entities.blocks import Block, Cell, EntityDescription, Hyperlink, Piece, lines, tabled
from csgraph.site.entities.entity import SAYERS, Thing, about, dates, outside, says, t


def dialogue(thing: Thing) -> EntityDescription:
    """Portray a dialogue or a process."""
    blocks = [
        *_engagements(thing),
        *_iterations(thing),
        *_documents(thing),
        *_held(thing),
        *dates(thing),
        *about(thing),
    ]
    told = "engagementBy iterationOf heldBy dates about".split()
    return EntityDescription(
        (*outside(thing), *_first(thing)),
        tuple(blocks),
        {"@type": "Thing", "name": thing.name},
        told=frozenset(t(f"csg:{name}") for name in told),
    )


def _first(thing: Thing) -> tuple[Cell, ...]:
    """Return what is said flatly of a dialogue or a process, with who says it: when established, how many, where, by whom."""
    found: list[Cell] = []
    for graph, (who, say) in SAYERS.items():
        year, count, past, ongoing = (
            to_text(next(iter(thing.said_in(graph, f"csg:{name}")), None))
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
            if values := thing.said_in(graph, curie):
                found.append((words, *lines([(each,) for each in values]), f", {who} {say}."))
    return tuple(found)


def _engagements(thing: Thing) -> list[Block]:
    columns = ("Whom", "How", "Provided for, as it is told", "Words of the report")
    blocks = []
    for graph in SAYERS:
        rows = tuple(
            (
                thing.cells("csg:engagesCategory", each),
                thing.cells("csg:engagementMode", each),
                thing.cells("csg:engagementStatus", each),
                (Hyperlink(to_text(thing.value("csg:asPrinted", each)) or "the words", each.value),),
            )
            for each in thing.pointing_in(graph, "csg:engagementBy")
        )
        blocks += [Block("Whom it engages", graph, table=tabled(columns, rows))] if rows else []
    return blocks


def _iterations(thing: Thing) -> list[Block]:
    order = sorted(thing.pointing("csg:iterationOf"), key=lambda each: natural_key(thing.words("csg:position", each)))
    rows = tuple(
        (
            (each,),
            (says(thing, each, "csg:iterationOf"),),
            _sourced(thing, each, "csg:startYear"),
            _sourced(thing, each, "csg:endYear"),
            _sourced(thing, each, "csg:mandatedBy"),
            _sourced(thing, each, "csg:processOutcome", "csg:producedDocument"),
        )
        for each in order
    )
    columns = ("Which", "Named by", "From", "To", "Mandate", "Outcome")
    note = (
        "Years, mandates and outcomes are from outside the report, but where it is said that the report has them; "
        "each page names their sources.",
    )
    return [Block("Its iterations", table=tabled(columns, rows), note=note)] if rows else []


def _sourced(thing: Thing, node: ox.NamedNode, *curies: str) -> Cell:
    """Return values of another thing, those that the report says with the word for it."""
    found: list[Cell] = []
    for curie in curies:
        printed = thing.said_in("report", curie, node)
        found += [(each, " (the report)") if each in printed else (each,) for each in thing.values(curie, node)]
    return lines(found)


def _documents(thing: Thing) -> list[Block]:
    blocks = []
    for graph in SAYERS:
        if prepared := thing.pointing_in(graph, "csg:preparedFor"):
            table = tabled(("Document",), [((each,),) for each in prepared])
            blocks.append(Block("Documents prepared for it", graph, table=table))
    return blocks


def _held(thing: Thing) -> list[Block]:
    blocks = []
    for graph in SAYERS:
        if held := thing.pointing_in(graph, "csg:heldBy"):
            table = tabled(("Dialogue", "Form"), [((each,), thing.cells("csg:hasForm", each)) for each in held])
            blocks.append(Block("Dialogues that it holds", graph, table=table))
    return blocks


def engagement(thing: Thing) -> EntityDescription:
    """Portray how a process engages a category of actors."""
    process, mode = thing.value("csg:engagementBy"), thing.value("csg:engagementMode")
    category, status = thing.value("csg:engagesCategory"), thing.value("csg:engagementStatus")
    lead: list[Cell] = []
    if process and mode and category and status:
        definition = thing.words("skos:definition", status)
        lead.append(("Engagement of ", category, " by ", process, ", by way of ", mode, ": ", status, "."))
        if definition:
            lead.append((definition,))
    return EntityDescription(tuple(lead), schema={"@type": "Thing", "name": thing.name})


def procedure(thing: Thing) -> EntityDescription:
    """Portray a procedure."""
    bodies = thing.cells("csg:concernsBody")
    lead: tuple[Cell, ...] = ((("A procedure that concerns ", *bodies, ".")),) if bodies else ()
    return EntityDescription(
        lead, about(thing), {"@type": "Thing", "name": thing.name}, told=frozenset({t("csg:about")})
    )


def framework(thing: Thing) -> EntityDescription:
    """Portray the framework: its pillars in their order, and the accounts of where it came from."""
    pillars = sorted(thing.values("csg:hasPillar"), key=lambda each: natural_key(thing.words("csg:position", each)))
    rows = tuple(
        (
            thing.cells("csg:position", each),
            (each,),
            thing.cells("csg:correspondsTo", each),
            (str(len(thing.text.about(each))),),
        )
        for each in pillars
    )
    accounts = tuple(
        ((each,), thing.cells("csg:asPrinted", each), thing.cells("csg:namesProcess", each))
        for each in thing.pointing("csg:accountOf")
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
        if sources := thing.said_in(graph, "csg:resultsFrom"):
            lead.append((words, *lines([(each,) for each in sources]), "."))
    told = frozenset(map(t, ("csg:accountOf", "csg:about")))
    schema = {"@type": "Thing", "name": thing.name}
    return EntityDescription(tuple(lead), (*blocks, *about(thing)), schema, frozenset({t("csg:hasPillar")}), told)


def account(thing: Thing) -> EntityDescription:
    """Portray an account of where the framework came from."""
    of, processes = thing.cells("csg:accountOf"), thing.cells("csg:namesProcess")
    lead: list[Piece] = ["One of the places where the report says where ", *of, " came from"] if of else []
    if lead:
        lead += ["; it names ", *processes, "."] if processes else ["."]
    return EntityDescription((tuple(lead),) if lead else (), schema={"@type": "Thing", "name": thing.name})


def described(thing: Thing) -> Cell:
    """Return what a list of dialogues says of one."""
    years = "–".join(filter(None, (thing.words("csg:startYear"), thing.words("csg:endYear"))))
    is_printed = thing.said_in("report", "csg:startYear")
    said = len(thing.text.about(thing.node))
    parts = [
        f"{years}{'' if is_printed else ' (other sources)'}" if years else "",
        f"subject of {said} statements" if said > 1 else "subject of 1 statement" if said else "",
    ]
    return ("; ".join(filter(None, parts)),)
