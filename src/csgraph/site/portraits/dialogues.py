"""Dialogues, processes and procedures; whom processes engage; the framework and the accounts of its origin."""

from __future__ import annotations

from csgraph.results import to_text
from csgraph.site.portraits.blocks import Block, Cell, Link, Piece, Portrait, lines, tabled
from csgraph.site.portraits.thing import Thing, about, dates, outside, says, t
from csgraph.turtle import natural_key


def dialogue(thing: Thing) -> Portrait:
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
    return Portrait(
        (*outside(thing), *_first(thing)),
        tuple(blocks),
        {"@type": "Thing", "name": thing.name},
        told=frozenset(t(f"csg:{name}") for name in told),
    )


def _first(thing: Thing) -> tuple[Cell, ...]:
    """Return what the report states flatly of a process, each thing with the word it is said with."""
    found: list[Cell] = []
    if year := thing.words("csg:establishedYear"):
        found.append((f"Established, the report says, in {year}.",))
    if count := thing.words("csg:iterationCount"):
        past, ongoing = thing.words("csg:pastIterationCount"), thing.words("csg:ongoingIterationCount")
        inner = f": {past} past and {ongoing} on-going" if past and ongoing else ""
        found.append((f"The report counts {count}{inner}.",))
    for curie, word in (("csg:workingUnder", "Works under "), ("csg:takesPlaceWithin", "Takes place within ")):
        if thing.values(curie):
            found.append((word, *thing.cells(curie), "."))
    if holder := thing.values("csg:heldBy"):
        found.append(("Held by ", *lines([(each,) for each in holder]), "."))
    return tuple(found)


def _engagements(thing: Thing) -> list[Block]:
    rows = tuple(
        (
            thing.cells("csg:engagesCategory", each),
            thing.cells("csg:engagementMode", each),
            thing.cells("csg:engagementStatus", each),
            (Link(to_text(thing.value("csg:asPrinted", each)) or "the words", each.value),),
        )
        for each in thing.pointing("csg:engagementBy")
    )
    columns = ("Whom", "How", "Provided for, as the report tells it", "Words of the report")
    return [Block("Whom it engages", "report", table=tabled(columns, rows))] if rows else []


def _iterations(thing: Thing) -> list[Block]:
    order = sorted(thing.pointing("csg:iterationOf"), key=lambda each: natural_key(thing.words("csg:position", each)))
    rows = tuple(
        (
            (each,),
            (says(thing, each, "csg:iterationOf"),),
            thing.cells("csg:startYear", each),
            thing.cells("csg:endYear", each),
            thing.cells("csg:mandatedBy", each),
            lines([(value,) for curie in ("csg:outcome", "csg:produced") for value in thing.values(curie, each)]),
        )
        for each in order
    )
    columns = ("Which", "Named by", "From", "To", "Mandate", "Outcome")
    note = ("Years, mandates and outcomes are from outside the report; each page names their sources.",)
    return [Block("Its iterations", table=tabled(columns, rows), note=note)] if rows else []


def _documents(thing: Thing) -> list[Block]:
    prepared = thing.pointing("csg:preparedFor")
    table = tabled(("Document",), [((each,),) for each in prepared])
    return [Block("Documents prepared for it", "report", table=table)] if prepared else []


def _held(thing: Thing) -> list[Block]:
    held = thing.pointing("csg:heldBy")
    table = tabled(("Dialogue", "Form"), tuple(((each,), thing.cells("csg:form", each)) for each in held))
    return [Block("Dialogues that it holds", "report", table=table)] if held else []


def engagement(thing: Thing) -> Portrait:
    """Portray how a process engages a category of actors."""
    process, mode = thing.value("csg:engagementBy"), thing.value("csg:engagementMode")
    category, status = thing.value("csg:engagesCategory"), thing.value("csg:engagementStatus")
    lead: list[Cell] = []
    if process and mode and category and status:
        definition = thing.words("skos:definition", status)
        lead.append(("Engagement of ", category, " by ", process, ", by way of ", mode, ": ", status, "."))
        if definition:
            lead.append((definition,))
    return Portrait(tuple(lead), schema={"@type": "Thing", "name": thing.name})


def procedure(thing: Thing) -> Portrait:
    """Portray a procedure."""
    bodies = thing.cells("csg:concernsBody")
    lead: tuple[Cell, ...] = ((("A procedure that concerns ", *bodies, ".")),) if bodies else ()
    return Portrait(lead, about(thing), {"@type": "Thing", "name": thing.name}, told=frozenset({t("csg:about")}))


def framework(thing: Thing) -> Portrait:
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
    if results := thing.cells("csg:resultsFrom"):
        lead.append(("The report says that it “has resulted from” ", *results, "."))
    told = frozenset(map(t, ("csg:accountOf", "csg:about")))
    schema = {"@type": "Thing", "name": thing.name}
    return Portrait(tuple(lead), (*blocks, *about(thing)), schema, frozenset({t("csg:hasPillar")}), told)


def account(thing: Thing) -> Portrait:
    """Portray an account of where the framework came from."""
    of, processes = thing.cells("csg:accountOf"), thing.cells("csg:namesProcess")
    lead: list[Piece] = ["One of the places where the report says where ", *of, " came from"] if of else []
    if lead:
        lead += ["; it names ", *processes, "."] if processes else ["."]
    return Portrait((tuple(lead),) if lead else (), schema={"@type": "Thing", "name": thing.name})


def described(thing: Thing) -> Cell:
    """Return what a list of dialogues says of one."""
    years = [thing.words("csg:startYear"), thing.words("csg:endYear")]
    said = len(thing.text.about(thing.node))
    parts = [
        "–".join(filter(None, years)),
        f"subject of {said} statements" if said > 1 else "subject of 1 statement" if said else "",
    ]
    return ("; ".join(filter(None, parts)),)
