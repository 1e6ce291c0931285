"""Statements: their words in their passage, how the report puts them, what they are about, and what repeats or doubts them."""

from __future__ import annotations

import pyoxigraph as ox

from csgraph.publication import resources
from csgraph.site.entities.blocks import ANNOTATION, Block, Cell, EntityDescription, Hyperlink, Piece, tabled
from csgraph.site.entities.entity import Thing, doubts, t
from csgraph.site.entities.passages import session_of
from csgraph.site.model.text import Statement, Words


def statement(thing: Thing) -> EntityDescription:
    """Portray a statement."""
    known = thing.text.statements.get(thing.node)
    if known is None or known.words is None:
        return EntityDescription(schema={"@type": "Quotation", "name": thing.name})
    passage = known.words.passage
    lead: list[Piece] = ["Stated in passage ", Hyperlink(passage.key, passage.node.value)]
    if passage.section:
        lead += [" of section “", passage.section, "”"]
    if path := thing.corpus.read(known.words, known.key):
        lead += [". ", Hyperlink("Read it in its place", path=path)]
    blocks = [
        Block("Its words, in their passage", "report", quotes=(_in_passage(known.words),)),
        _put(thing, known),
        *_parts(thing, known),
        *_repeats(thing),
        *_questions(thing),
        *_challenges(thing),
        *_facts(thing),
        *doubts(thing, [known.words]),
        *session_of(thing, passage),
    ]
    shown = (
        "statementType modality voice negated about aboutForm aboutFunction statedIn restates addressesQuestion "
        "addressee addresseeNamed answersChallenge readableText"
    )
    told = "restates addressesQuestion answersChallenge earlierStatement laterStatement statedBy"
    return EntityDescription(
        ((*lead, "."),),
        tuple(blocks),
        {"@type": "Quotation", "name": thing.name, "text": known.words.exact},
        shown=frozenset(t(f"csg:{name}") for name in shown.split())
        | {t("dcterms:isPartOf"), t("prov:wasAttributedTo"), t("dcterms:identifier")},
        told=frozenset(t(f"csg:{name}") for name in told.split()) | {t("dcterms:isPartOf")},
    )


def _in_passage(words: Words) -> Words:
    """Return words with all of their passage around them, where its text is known and has them at their place."""
    text, start, end = words.passage.text, words.start, words.end
    if start is None or end is None or text[start:end] != words.exact:
        return words
    return Words(words.anchor, words.passage, text[:start], words.exact, text[end:], start)


def _put(thing: Thing, known: Statement) -> Block:
    """Return how the report puts a statement, in the words of the schemes."""
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    if known.types:
        facts.append((_word(thing, "csg:statementType"), tuple(_defined(thing, each) for each in known.types)))
    if known.modality:
        facts.append((_word(thing, "csg:modality"), (_defined(thing, known.modality),)))
    if known.voice:
        facts.append((_word(thing, "csg:voice"), (_defined(thing, known.voice),)))
    if known.is_completed:
        facts.append((_word(thing, "csg:readableText"), ((known.readable,),)))
    if acting := thing.cells("csg:addressee"):
        facts.append((_word(thing, "csg:addressee"), (acting,)))
    for value in thing.values("csg:addresseeNamed"):
        facts.append((_word(thing, "csg:addresseeNamed"), ((value, ": the words name nobody to act"),)))
    if speaker := thing.cells("prov:wasAttributedTo"):
        facts.append(("source that the report names", (speaker,)))
    for value in thing.values("csg:negated"):
        facts.append((_word(thing, "csg:negated"), ((value, ": its main claim denies" if known.negated else ""),)))
    facts += _subjects(thing)
    return Block("How it is put, and what it is about", ANNOTATION, facts=tuple(facts))


def _word(thing: Thing, curie: str) -> Hyperlink:
    return Hyperlink(thing.corpus.publication.word(t(curie)), t(curie).value)


def _defined(thing: Thing, concept: ox.NamedNode) -> Cell:
    definition = thing.words("skos:definition", concept)
    return (concept, f": {definition}" if definition else "")


def _subjects(thing: Thing) -> list[tuple[Piece, tuple[Cell, ...]]]:
    facts: list[tuple[Piece, tuple[Cell, ...]]] = []
    for curie in ("csg:about", "csg:aboutForm", "csg:aboutFunction"):
        if found := thing.values(curie):
            facts.append((_word(thing, curie), tuple((each, *_kind(thing, each)) for each in found)))
    return facts


def _kind(thing: Thing, node: ox.NamedNode) -> Cell:
    """Return what kind of thing a statement is about, where its name may not tell."""
    scheme = thing.value("skos:inScheme", node)
    if scheme:
        return (
            " (",
            Hyperlink(resources.curie(scheme).partition(":")[2].replace("-", " "), scheme.value),
            ")",
        )
    types = thing.values("rdf:type", node)
    return (f" ({thing.corpus.publication.word(types[0])})",) if types else ()


def _parts(thing: Thing, known: Statement) -> list[Block]:
    found = []
    if (whole := thing.text.statements.get(known.whole) if known.whole else None) and whole.words:
        found.append(
            Block(
                "The sentence that it is a part of",
                "report",
                text=((Hyperlink(whole.key, whole.node.value), f": “{whole.words.exact}”"),),
            )
        )
    parts = thing.text.parts(thing.node)
    if parts:
        rows = tuple(
            (
                (Hyperlink(each.key, each.node.value),),
                (each.alone,),
                thing.corpus.item(each).how,
            )
            for each in parts
        )
        found.append(Block("Its parts", ANNOTATION, table=tabled(("Part", "Words", "Type and modality"), rows)))
    return found


def _repeats(thing: Thing) -> list[Block]:
    """Return what repeats a statement, and what it repeats, with how the words changed."""
    rows = []
    for curie, other, word in (
        ("csg:laterStatement", "csg:earlierStatement", "it repeats"),
        ("csg:earlierStatement", "csg:laterStatement", "repeated by"),
    ):
        for pair in thing.pointing(curie):
            known = thing.text.statements.get(thing.value(other, pair) or pair)
            if known:
                rows.append(
                    (
                        (Hyperlink(word, pair.value),),
                        (Hyperlink(known.key, known.node.value), f": “{known.alone}”" if known.alone else ""),
                        thing.cells("csg:wordingChange", pair),
                    )
                )
    table = tabled(("How", "Statement", "How the later differs from the earlier"), tuple(rows))
    return [Block("Said more than once", "editorial", table=table)] if rows else []


def _questions(thing: Thing) -> list[Block]:
    words = ("It speaks to the question ", "It is spoken to by ")
    return _related(thing, "Questions of the report", "csg:addressesQuestion", *words)


def _challenges(thing: Thing) -> list[Block]:
    words = ("It would meet ", "It would be met by ")
    return _related(thing, "Challenges and what would meet them", "csg:answersChallenge", *words)


def _facts(thing: Thing) -> list[Block]:
    """Return what is recorded as a fact because a statement says it."""
    rows = [
        ((each,), (thing.corpus.publication.word(thing.values("rdf:type", each)[0]),))
        for each in thing.pointing("csg:statedBy")
    ]
    note = ("Each is as strong as the statement, and no stronger.",)
    return (
        [Block("What is recorded from it", ANNOTATION, table=tabled(("Record", "Kind"), rows), note=note)]
        if rows
        else []
    )


def _related(thing: Thing, title: str, curie: str, to: str, by: str) -> list[Block]:
    """Return the statements that a reading of ours relates to one, in either direction."""
    text = tuple(
        (word, Hyperlink(known.key, known.node.value), f": “{known.alone}”" if known.alone else "")
        for word, nodes in ((to, thing.values(curie)), (by, thing.pointing(curie)))
        for known in filter(None, map(thing.text.statements.get, nodes))
    )
    return [Block(title, "editorial", text=text)] if text else []


def described(thing: Thing) -> Cell:
    """Return what a list of statements says of one: how it is put."""
    known = thing.text.statements.get(thing.node)
    return thing.corpus.item(known).how if known else ()
