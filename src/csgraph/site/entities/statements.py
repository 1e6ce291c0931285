"""Statements: their words in their passage, type, modality and voice, subjects, restatements and errata."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox

from csgraph.publication import resources
from csgraph.publication.report import Quote, Statement
from csgraph.site.entities.blocks import ANNOTATION, Block, Cell, EntityDescription, Hyperlink, Piece, tabled
from csgraph.site.entities.entity import Entity, doubts, t
from csgraph.site.entities.passages import session_of


def statement(entity: Entity) -> EntityDescription:
    """Describe a statement."""
    known = entity.report.statement(entity.node)
    if known is None or known.quote is None:
        return EntityDescription(schema={"@type": "Quotation", "name": entity.name})
    passage = known.quote.source
    lead: list[Piece] = ["Stated in passage ", Hyperlink(passage.key, passage.iri)]
    if passage.section:
        lead += [" of section “", passage.section.node, "”"]
    if path := entity.corpus.read(known.quote, known.key):
        lead += [". ", Hyperlink("Read it in its place", path=path)]
    blocks = [
        Block("Its words, in their passage", "report", quotes=(_in_passage(known.quote),)),
        _put(entity, known),
        *_parts(entity, known),
        *_repeats(entity),
        *_questions(entity),
        *_challenges(entity),
        *_facts(entity),
        *doubts(entity, [known.quote]),
        *session_of(entity, passage),
    ]
    shown = (
        "statementType modality voice negated about aboutForm aboutFunction statedIn restates addressesQuestion "
        "addressee addresseeNamed answersChallenge readableText"
    )
    shown_inverse = "restates addressesQuestion answersChallenge earlierStatement laterStatement statedBy"
    return EntityDescription(
        ((*lead, "."),),
        tuple(blocks),
        {"@type": "Quotation", "name": entity.name, "text": known.words},
        shown=frozenset(t(f"csg:{name}") for name in shown.split())
        | {t("dcterms:isPartOf"), t("prov:wasAttributedTo"), t("dcterms:identifier")},
        shown_inverse=frozenset(t(f"csg:{name}") for name in shown_inverse.split()) | {t("dcterms:isPartOf")},
    )


def _in_passage(words: Quote) -> Quote:
    """Return a quote with the whole passage as its context."""
    text = words.source.text
    return words if words.start is None else replace(words, before=text[: words.start], after=text[words.end :])


def _put(entity: Entity, known: Statement) -> Block:
    """Return how the report puts a statement, in the terms of the schemes."""
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    if known.types:
        facts.append((_word(entity, "csg:statementType"), tuple(_defined(entity, each) for each in known.types)))
    if known.modality:
        facts.append((_word(entity, "csg:modality"), (_defined(entity, known.modality),)))
    if known.voice:
        facts.append((_word(entity, "csg:voice"), (_defined(entity, known.voice),)))
    if known.is_completed:
        facts.append((_word(entity, "csg:readableText"), ((known.text,),)))
    if acting := entity.cells("csg:addressee"):
        facts.append((_word(entity, "csg:addressee"), (acting,)))
    for value in entity.values("csg:addresseeNamed"):
        facts.append((_word(entity, "csg:addresseeNamed"), ((value, ": the words name nobody to act"),)))
    if speaker := entity.cells("prov:wasAttributedTo"):
        facts.append(("source that the report names", (speaker,)))
    for value in entity.values("csg:negated"):
        facts.append((_word(entity, "csg:negated"), ((value, ": its main claim denies" if known.negated else ""),)))
    facts += _subjects(entity)
    return Block("How it is put, and what it is about", ANNOTATION, facts=tuple(facts))


def _word(entity: Entity, curie: str) -> Hyperlink:
    return Hyperlink(entity.corpus.publication.word(t(curie)), t(curie).value)


def _defined(entity: Entity, concept: ox.NamedNode) -> Cell:
    definition = entity.words("skos:definition", concept)
    return (concept, f": {definition}" if definition else "")


def _subjects(entity: Entity) -> list[tuple[Piece, tuple[Cell, ...]]]:
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    for curie in ("csg:about", "csg:aboutForm", "csg:aboutFunction"):
        if found := entity.values(curie):
            facts.append((_word(entity, curie), tuple((each, *_kind(entity, each)) for each in found)))
    return facts


def _kind(entity: Entity, node: ox.NamedNode) -> Cell:
    """Return the kind of a resource that a statement is about, for a label that may not show it."""
    scheme = entity.value("skos:inScheme", node)
    if scheme:
        return (
            " (",
            Hyperlink(resources.curie(scheme).partition(":")[2].replace("-", " "), scheme.value),
            ")",
        )
    types = entity.values("rdf:type", node)
    return (f" ({entity.corpus.publication.word(types[0])})",) if types else ()


def _parts(entity: Entity, known: Statement) -> list[Block]:
    found = []
    if (whole := known.whole) and whole.quote:
        found.append(
            Block(
                "The sentence that it is a part of",
                "report",
                text=((Hyperlink(whole.key, whole.iri), f": “{whole.words}”"),),
            )
        )
    if known.parts:
        rows = tuple(
            (
                (Hyperlink(each.key, each.node.value),),
                (each.text,),
                entity.corpus.item(each).how,
            )
            for each in known.parts
        )
        found.append(Block("Its parts", ANNOTATION, table=tabled(("Part", "Words", "Type and modality"), rows)))
    return found


def _repeats(entity: Entity) -> list[Block]:
    """Return the restatements of a statement, and what it restates, with the changes in wording."""
    rows = []
    for curie, other, word in (
        ("csg:laterStatement", "csg:earlierStatement", "it repeats"),
        ("csg:earlierStatement", "csg:laterStatement", "repeated by"),
    ):
        for pair in entity.pointing(curie):
            known = entity.report.statement(entity.value(other, pair))
            if known:
                rows.append(
                    (
                        (Hyperlink(word, pair.value),),
                        (Hyperlink(known.key, known.node.value), f": “{known.text}”" if known.text else ""),
                        entity.cells("csg:wordingChange", pair),
                    )
                )
    table = tabled(("How", "Statement", "How the later differs from the earlier"), tuple(rows))
    return [Block("Said more than once", "editorial", table=table)] if rows else []


def _questions(entity: Entity) -> list[Block]:
    words = ("It speaks to the question ", "It is spoken to by ")
    return _related(entity, "Questions of the report", "csg:addressesQuestion", *words)


def _challenges(entity: Entity) -> list[Block]:
    words = ("It would meet ", "It would be met by ")
    return _related(entity, "Challenges and what would meet them", "csg:answersChallenge", *words)


def _facts(entity: Entity) -> list[Block]:
    """Return the facts that are recorded because of a statement."""
    rows = [
        ((each,), (entity.corpus.publication.word(entity.values("rdf:type", each)[0]),))
        for each in entity.pointing("csg:statedBy")
    ]
    note = ("Each is as strong as the statement, and no stronger.",)
    return (
        [Block("What is recorded from it", ANNOTATION, table=tabled(("Record", "Kind"), rows), note=note)]
        if rows
        else []
    )


def _related(entity: Entity, title: str, curie: str, to: str, by: str) -> list[Block]:
    """Return the statements that a reading of ours relates to one, in either direction."""
    text = tuple(
        (word, Hyperlink(known.key, known.node.value), f": “{known.text}”" if known.text else "")
        for word, nodes in ((to, entity.values(curie)), (by, entity.pointing(curie)))
        for known in filter(None, map(entity.report.statement, nodes))
    )
    return [Block(title, "editorial", text=text)] if text else []


def summarize(entity: Entity) -> Cell:
    """Return the summary of a resource in the list of statements: how it is put."""
    known = entity.report.statement(entity.node)
    return entity.corpus.item(known).how if known else ()
