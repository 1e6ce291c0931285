"""Editorial resources: errata, restatements, links to other datasets, and the dataset itself."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from csgraph.publication import resources
from csgraph.site.entities.blocks import ANNOTATION, Block, Cell, EntityDescription, Hyperlink, Piece, counted, tabled
from csgraph.site.entities.entity import Entity, date, t
from csgraph.site.marks import in_place_of

_WITH_ARTICLE = frozenset({"File", "Library", "Ontology", "Thesaurus"})
"""Last words of the names of authorities that have an article in a sentence."""


def erratum(entity: Entity) -> EntityDescription:
    """Describe an erratum: what is printed, what is doubtful in it, why, and with what confidence."""
    kind, sure = entity.value("csg:erratumKind"), entity.value("csg:erratumConfidence")
    lead: list[Cell] = []
    printed, meant = entity.words("csg:asPrinted"), entity.words("oa:bodyValue")
    if printed and meant:
        lead.append((f"The report prints “{printed}”; {in_place_of(kind, sure)}: “{meant}”.",))
    elif printed:
        lead.append((f"The report prints “{printed}”, and that is doubtful.",))
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    for word, concept in (("What is doubtful", kind), ("How sure we are", sure)):
        if concept:
            definition = entity.words("skos:definition", concept)
            facts.append((word, ((concept, f": {definition}" if definition else ""),)))
    if weight := entity.cells("csg:erratumWeight"):
        facts.append(("How much it matters, from 1, the most, to 3", (weight,)))
    if evidence := entity.cells("csg:erratumReason"):
        facts.append(("Why", (evidence,)))
    if things := entity.cells("csg:probablyMeant"):
        facts.append((in_place_of(kind, sure).capitalize(), (things,)))
    blocks = [Block("What is doubtful, and why", "editorial", facts=tuple(facts), is_doubt=True)] if facts else []
    blocks += _statements(entity)
    shown = "csg:erratumKind csg:erratumConfidence csg:erratumWeight csg:erratumReason csg:probablyMeant oa:bodyValue"
    schema = {"@type": "Comment", "name": entity.name}
    return EntityDescription(tuple(lead), tuple(blocks), schema, shown=frozenset(map(t, shown.split())))


def _statements(entity: Entity) -> list[Block]:
    """Return the statements with the words of an erratum."""
    found: list[Cell] = []
    for words in entity.evidence:
        for each in words.source.sentences:
            if each.quote and words.overlaps(each.quote):
                found.append((Hyperlink(each.key, each.iri), f": “{each.words}”"))
    return [Block("The statement that it stands in", "report", text=tuple(found))] if found else []


def restatement(entity: Entity) -> EntityDescription:
    """Describe a restatement: both statements, and how the later differs."""
    rows = []
    for word, curie in (("Earlier", "csg:earlierStatement"), ("Later", "csg:laterStatement")):
        known = entity.report.statement(entity.value(curie))
        if known and known.quote:
            rows.append(((word,), (Hyperlink(known.key, known.iri),), (known.text,), entity.corpus.item(known).how))
    lead: Cell = ("How the later differs from the earlier, as we read them: ", *entity.cells("csg:wordingChange"))
    columns = ("Which", "Statement", "Words", "Type and modality")
    return EntityDescription(
        (lead,) if entity.values("csg:wordingChange") else (),
        (Block("Both statements", ANNOTATION, table=tabled(columns, tuple(rows))),) if rows else (),
        {"@type": "Comment", "name": entity.name},
        shown=frozenset(map(t, ("csg:wordingChange", "csg:earlierStatement", "csg:laterStatement"))),
    )


def link(entity: Entity) -> EntityDescription:
    """Describe a link to a record of another dataset: subject, object and evidence."""
    start, record, authority = (
        entity.value("csg:linkFrom"),
        entity.value("csg:linkTo"),
        entity.value("csg:linkAuthority"),
    )
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    if start and record:
        quads = entity.corpus.publication.store.quads_for_pattern(start, None, record)
        by = sorted({quad.predicate for quad in quads}, key=str)
        words = tuple((Hyperlink(entity.corpus.publication.word(each), each.value),) for each in by)
        facts.append(("From", ((start,),)))
        facts.append(("How it is related", words or (("not said",),)))
        facts.append(("To", ((Hyperlink(record.value, record.value),),)))
    if authority:
        definition = entity.words("skos:definition", authority)
        facts.append(("Whose record that is", ((authority, f": {definition}" if definition else ""),)))
    sources = tuple(
        (Hyperlink(each.value, each.value),)
        for each in entity.values("dcterms:source")
        if isinstance(each, ox.NamedNode)
    )
    facts.append(("Seen in", sources or (("not said",),)))
    facts += [("Confidence, from 0 to 1", (entity.cells("csg:linkConfidence"),))]
    facts += [("Seen on", tuple((date(each), f" ({each.value})") for each in entity.values("csg:retrievedOn")))]
    shown = "csg:linkFrom csg:linkTo csg:linkAuthority csg:linkConfidence csg:retrievedOn dcterms:source"
    lead: Cell = (
        (start, " has a record that ", authority, " keeps, on the same matter or one close to it.")
        if start and authority
        else ()
    )
    return EntityDescription(
        (lead,) if lead else (),
        (Block("The link, and what speaks for it", "links", facts=tuple(facts)),),
        {"@type": "Thing", "name": entity.name},
        shown=frozenset(map(t, shown.split())),
        heading=_heading(entity, start, authority),
    )


def _heading(entity: Entity, start: ox.NamedNode | None, authority: ox.NamedNode | None) -> str:
    """Return the label of a link in words: with the label of its subject in place of the CURIE."""
    if start is None or authority is None:
        return ""
    keeper = entity.corpus.label(authority)
    before = f"{resources.curie(start)} in {keeper}"
    if not entity.name.startswith(before):
        return ""
    article = "the " if keeper.rpartition(" ")[2] in _WITH_ARTICLE else ""
    return f"{entity.corpus.label(start)} in {article}{keeper}{entity.name.removeprefix(before)}"


def dataset(entity: Entity) -> EntityDescription:
    """Describe the dataset, or one of its named graphs, with the number of triples of each."""
    lead = tuple((each,) for each in entity.values("dcterms:description"))
    parts = entity.pointing("dcterms:isPartOf")
    sizes = {each: _size(entity, each) for each in parts}
    rows = tuple(
        ((each,), (entity.words("dcterms:description", each),), (f"{sizes[each]:,}" if sizes[each] else "",))
        for each in parts
    )
    note: Cell = (
        "The graph “derived” is made when a release is built; how many triples it has, ",
        Hyperlink("the list of the files", path="downloads.html"),
        " tells.",
    )
    blocks = (
        [Block("Its graphs", "dataset", table=tabled(("Graph", "What it holds", "Triples"), rows), note=note)]
        if rows
        else []
    )
    schema: dict[str, Any] = {"@type": "Dataset", "name": entity.words("dcterms:title") or entity.name}
    for curie, name in (("dcterms:description", "description"), ("dcterms:license", "license")):
        if value := entity.value(curie):
            schema[name] = value.value
    if creator := entity.value("dcterms:creator"):
        schema["creator"] = {"@type": "Organization", "name": creator.value}
    if whole := entity.value("dcterms:isPartOf"):
        schema["isPartOf"] = {"@type": "Dataset", "@id": whole.value, "name": entity.corpus.label(whole)}
    shown, shown_inverse = frozenset({t("dcterms:description")}), frozenset({t("dcterms:isPartOf")})
    if not rows and (size := _size(entity, entity.node)):
        lead += ((f"It holds {counted(size, 'triple')}.",),)
    return EntityDescription(lead, tuple(blocks), schema, shown=shown, shown_inverse=shown_inverse)


def _size(entity: Entity, graph: ox.NamedNode) -> int:
    return sum(1 for _ in entity.corpus.publication.store.quads_for_pattern(None, None, None, graph))


def summarize_erratum(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of errata."""
    kind, sure = entity.cells("csg:erratumKind"), entity.cells("csg:erratumConfidence")
    return (*kind, *((", ",) if kind and sure else ()), *sure)
