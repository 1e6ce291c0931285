"""Makes the generated files of ``data/``: passages, statements, anchors and links.

Passages are made from the source text, statements from the annotation, links from their table, anchors from quotes:
curated Turtle gives for a node the words (``csg:asPrinted``) and passages (``dcterms:source``) of the report that
name or state it. The anchors give the position and the sentence of each quote. A quote that is not in the report, to the
letter, is an error; so is a link that does not match the form of its authority.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path

import pyoxigraph as ox

from csgraph import paths
from csgraph.curation import annotation, authorities, geo_areas, links
from csgraph.curation.passages import PROSE_KINDS, SourcePassage, cut
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import CSG, PREFIXES
from csgraph.rdf.vocab import RDF_TYPE, RDFS_LABEL, RDFS_SUB_PROPERTY_OF

PASSAGES = paths.DATA / "passages.ttl"
STRUCTURE = paths.DATA / "report" / "passages.ttl"
STATEMENTS = paths.DATA / "report" / "statements.ttl"
ANCHORS = paths.DATA / "report" / "anchors.ttl"
EDITORIAL_ANCHORS = paths.DATA / "editorial" / "anchors.ttl"
LINKS = paths.DATA / "links" / "links.ttl"
STATES = paths.DATA / "links" / "states.ttl"

_DOCO = {"paragraph": "Paragraph", "footnote": "Footnote"}
_LABEL_LENGTH = 60

# The classes of the report graph that are claims, and those of resources about which one place claims something while
# others only name them; an instrument is one of these where its purpose of dialogue is given.
_CLAIMS = ("Contribution", "DateMention", "Engagement", "OriginAccount")
_THINGS = ("Dialogue", "Forum", "Framework", "Process")
_PURPOSE = "purposeAsPrinted"

_Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def _node(prefix: str, local: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES[prefix] + local)


def _csg(name: str) -> ox.NamedNode:
    return ox.NamedNode(CSG + name)


_SOURCE = _node("dcterms", "source")
_AS_PRINTED, _WORDS_OF_REPORT = _csg("asPrinted"), _csg("wordsOfReport")


def _label(key: str, text: str) -> str:
    """Return key and first words of a text, cut at a word."""
    if len(text) > _LABEL_LENGTH:
        text = text[: text.rindex(" ", 0, _LABEL_LENGTH)] + " …"
    return f"{key}: {text}"


def passage_triples(passage: SourcePassage) -> Iterator[_Triple]:
    """Yield the triples of a passage in the report graph: all but its text."""
    node = _node("passage", passage.key)
    yield node, RDF_TYPE, _csg("Passage")
    if passage.kind in _DOCO:
        yield node, RDF_TYPE, _node("doco", _DOCO[passage.kind])
    yield node, RDFS_LABEL, ox.Literal(_label(passage.key, passage.text), language="en")
    yield node, _node("dcterms", "identifier"), ox.Literal(passage.key)
    yield node, _csg("readingOrder"), ox.Literal(passage.order)
    yield node, _csg("passageKind"), _node("passage-kind", passage.kind)
    yield node, _node("dcterms", "isPartOf"), _node("section", passage.section)
    yield node, _csg("sha256"), ox.Literal(passage.sha256)
    for line in passage.lines:
        yield node, _csg("sourceLine"), ox.Literal(line)
    for offset in passage.resumes:
        yield node, _csg("resumesAt"), ox.Literal(offset)
    if passage.number:
        yield node, _csg("noteNumber"), ox.Literal(int(passage.number))
    if passage.kind in PROSE_KINDS:
        yield node, _csg("sentenceCount"), ox.Literal(len(passage.sentences()))


def text_triples(passage: SourcePassage) -> Iterator[_Triple]:
    """Yield the triples of a passage in the passages graph: its text."""
    yield _node("passage", passage.key), _node("schema", "text"), ox.Literal(passage.text, language="en")


def anchor_triples(passage: SourcePassage, start: int, end: int) -> Iterator[_Triple]:
    """Yield the anchor of a span: its quote within the sentence it stands in, and its position.

    The selectors are those of the Web Annotation Data Model (sections 4.2.4 and 4.2.5): positions count code points,
    from 0, end exclusive; prefix and suffix are the rest of the sentence, so that prefix, quote and suffix make it whole.
    """
    key = f"{passage.key}_{start}-{end}"
    anchor, quote, span = _node("anchor", key), _node("quote", key), _node("span", key)
    before, after = passage.sentence_at(start, end)
    yield anchor, RDF_TYPE, _node("oa", "ResourceSelection")
    yield anchor, _node("oa", "hasSource"), _node("passage", passage.key)
    yield anchor, _node("oa", "hasSelector"), quote
    yield anchor, _node("oa", "hasSelector"), span
    yield quote, RDF_TYPE, _node("oa", "TextQuoteSelector")
    yield quote, _node("oa", "prefix"), ox.Literal(passage.text[before:start])
    yield quote, _node("oa", "exact"), ox.Literal(passage.text[start:end])
    yield quote, _node("oa", "suffix"), ox.Literal(passage.text[end:after])
    yield span, RDF_TYPE, _node("oa", "TextPositionSelector")
    yield span, _node("oa", "start"), ox.Literal(start)
    yield span, _node("oa", "end"), ox.Literal(end)


def node_anchors(
    node: ox.NamedNode, quotes: Iterable[str], passages: Iterable[SourcePassage]
) -> Iterator[tuple[SourcePassage, int, int]]:
    """Yield the position of each quote of one node: the passage, start and end (code points, end exclusive).

    Args:
        node: The node, for messages.
        quotes: The words it rests on.
        passages: The passages of its dcterms:source.

    Raises:
        InputError: A quote occurs in none of the passages, or more than once in one, and no other quote of the node
            settles which occurrence is meant.
    """
    units, settled, repeated, unplaced = list(passages), set(), {}, []
    for quote in quotes:
        counts = {passage.key: passage.text.count(quote) for passage in units}
        for passage in units:
            if counts[passage.key] == 1:
                start = passage.text.index(quote)
                settled.add(passage.key)
                yield passage, start, start + len(quote)
            elif counts[passage.key]:
                repeated[passage.key] = quote
        if not any(counts.values()):
            unplaced.append(quote)
    name = turtle.to_turtle(node)
    if unplaced:
        raise InputError(f"the words {unplaced[0]!r} occur in none of its dcterms:source passages", place=name)
    if unsettled := sorted(repeated.keys() - settled):
        problem = (
            f"the words {repeated[unsettled[0]]!r} occur more than once in {unsettled[0]}; quote more of the sentence"
        )
        raise InputError(problem, place=name)


def note_anchors(passages: Iterable[SourcePassage]) -> Iterator[_Triple]:
    """Yield for each footnote the anchor of the sentence that has its mark."""
    units = list(passages)
    notes = {passage.number: _node("passage", passage.key) for passage in units if passage.number}
    for passage in units:
        for number, offset in passage.notes:
            start, end = passage.sentence_at(offset - 1, offset)
            yield notes[number], _csg("noteTo"), _node("anchor", f"{passage.key}_{start}-{end}")
            yield from anchor_triples(passage, start, end)


def quoting_properties() -> set[ox.NamedNode]:
    """Return the properties whose values are words of the report: those the ontology puts below ``csg:wordsOfReport``."""
    return {
        quad.subject
        for path in paths.ONTOLOGY.glob("*.ttl")
        for quad in turtle.parse(path)
        if quad.predicate == RDFS_SUB_PROPERTY_OF
        and quad.object == _WORDS_OF_REPORT
        and isinstance(quad.subject, ox.NamedNode)
    }


def statement_triples(statement: annotation.AnnotatedStatement, order: int) -> Iterator[_Triple]:
    """Yield the triples of a statement in the report graph: all but its anchor.

    Args:
        statement: The statement.
        order: Its place among the statements in the order of the report, from 1.
    """
    node = _node("statement", statement.key)
    yield node, RDF_TYPE, _csg("Statement")
    yield node, RDFS_LABEL, ox.Literal(_label(statement.key, statement.quote), language="en")
    yield node, _node("dcterms", "identifier"), ox.Literal(statement.key)
    yield node, _csg("position"), ox.Literal(order)
    yield node, _csg("statedIn"), _node("passage", statement.passage)
    yield node, _SOURCE, _node("passage", statement.passage)
    yield node, _AS_PRINTED, ox.Literal(statement.quote, language="en")
    yield node, _csg("readableText"), ox.Literal(statement.text, language="en")
    if statement.whole:
        yield node, _node("dcterms", "isPartOf"), _node("statement", statement.whole)
    if statement.own:
        yield node, _csg("ownStrength"), ox.Literal(True)
    for code in statement.types:
        yield node, _csg("statementType"), _node("statement-type", code)
    yield node, _csg("modality"), _node("modality", statement.modality)
    yield node, _csg("voice"), _node("voice", statement.voice)
    if statement.negated:
        yield node, _csg("negated"), ox.Literal(True)
    if statement.question:
        yield node, _csg("questionKind"), _node("question-kind", statement.question)
    for code in statement.forms:
        yield node, _csg("aboutForm"), _node("dialogue-form", code)
    for code in statement.functions:
        yield node, _csg("aboutFunction"), _node("dialogue-function", code)
    for curie in statement.about:
        yield node, _csg("about"), turtle.iri(curie)
    if "recommendation" in statement.types and not statement.addressees:
        yield node, _csg("addresseeNamed"), ox.Literal(False)
    for curie in statement.addressees:
        yield node, _csg("addressee"), turtle.iri(curie)
    for curie in statement.attributed:
        yield node, _node("prov", "wasAttributedTo"), turtle.iri(curie)
    for words in statement.figures:
        yield node, _csg("figureAsPrinted"), ox.Literal(words, language="en")


def curated_files(*graphs: str) -> list[Path]:
    """Return the curated files of some named graphs, in the order of their names."""
    generated = {PASSAGES, STRUCTURE, STATEMENTS, ANCHORS, EDITORIAL_ANCHORS}
    return [path for name in graphs for path in sorted((paths.DATA / name).glob("*.ttl")) if path not in generated]


def _quoted(
    triples: Iterable[tuple[object, object, object]],
    passages: Mapping[ox.NamedNode, SourcePassage],
    quoting: Set[ox.NamedNode],
) -> Iterator[tuple[ox.NamedNode, list[str], list[SourcePassage]]]:
    """Yield each node that quotes the report, with its quotes and the passages of its dcterms:source."""
    quotes: dict[ox.NamedNode, list[str]] = {}
    sources: dict[ox.NamedNode, list[SourcePassage]] = {}
    for node, predicate, value in triples:
        if not isinstance(node, ox.NamedNode):
            continue
        if predicate in quoting and isinstance(value, ox.Literal):
            quotes.setdefault(node, []).append(value.value)
        elif predicate == _SOURCE and isinstance(value, ox.NamedNode) and value in passages:
            sources.setdefault(node, []).append(passages[value])
    for node, words in quotes.items():
        yield node, words, sources.get(node, [])


def anchors(
    triples: Iterable[tuple[object, object, object]],
    passages: Mapping[ox.NamedNode, SourcePassage],
    quoting: Set[ox.NamedNode],
) -> Iterator[_Triple]:
    """Yield the anchors of all nodes that quote the report; an erratum has its anchor as target as well.

    Args:
        triples: The triples of the nodes.
        passages: The passages of the report by IRI.
        quoting: The properties whose values are words of the report.

    Raises:
        InputError: A quote is not in the passages of its node, or its place is not clear.
    """
    for node, words, units in _quoted(triples, passages, quoting):
        for passage, start, end in node_anchors(node, words, units):
            anchor = _node("anchor", f"{passage.key}_{start}-{end}")
            yield node, _csg("anchor"), anchor
            if node.value.startswith(PREFIXES["erratum"]):
                yield node, _node("oa", "hasTarget"), anchor
            yield from anchor_triples(passage, start, end)


def fact_triples(
    triples: Iterable[tuple[object, object, object]],
    passages: Mapping[ox.NamedNode, SourcePassage],
    quoting: Set[ox.NamedNode],
    stated: Iterable[annotation.AnnotatedStatement],
) -> Iterator[_Triple]:
    """Yield the links from facts of the report graph to the statements that make them.

    The statement is the smallest one with the words of the fact; a fact whose words span several sentences has a link to
    each. A statement that does not assert makes no fact about a resource that it names.

    Args:
        triples: The triples of the nodes.
        passages: The passages of the report by IRI.
        quoting: The properties whose values are words of the report.
        stated: The statements.

    Raises:
        InputError: A quote is not in the passages of its node, or its place is not clear.
    """
    known = list(triples)
    types = {(node, value) for node, name, value in known if name == RDF_TYPE}
    claims = {node for node, value in types if value in {*map(_csg, _CLAIMS), _node("org", "Membership")}}
    things = {node for node, value in types if value in set(map(_csg, _THINGS))}
    things |= {node for node, name, _ in known if name == _csg(_PURPOSE)}
    by_passage: dict[str, list[annotation.AnnotatedStatement]] = {}
    for statement in stated:
        by_passage.setdefault(statement.passage, []).append(statement)
    for node, words, units in _quoted(known, passages, quoting):
        for passage, start, end in node_anchors(node, words, units) if node in claims | things else ():
            here = by_passage.get(passage.key, [])
            around = [each for each in here if each.start <= start and end <= each.end]
            touched = [each for each in here if each.start < end and start < each.end and not each.whole]
            for each in [min(around, key=lambda each: len(each.quote))] if around else touched:
                if node in claims or each.modality == "asserted":
                    yield node, _csg("statedBy"), _node("statement", each.key)


def read_passages() -> list[SourcePassage]:
    """Return the passages of the report, cut from its source text.

    Raises:
        InputError: The source text or its layout is not usable.
    """
    text = turtle.read(paths.SOURCE_TEXT).decode()
    layout = turtle.read(paths.SOURCE_LAYOUT).decode()
    return cut(text, layout, place=paths.shown(paths.SOURCE_LAYOUT))


def read_annotation(passages: Iterable[SourcePassage]) -> list[annotation.AnnotatedStatement]:
    """Return the statements of the report by the adjudicated annotation.

    Raises:
        InputError: A table is not usable.
    """
    tables = [paths.ANNOTATION / f"{name}.tsv" for name in ("segments", "adjudicated", "details")]
    read = ((turtle.read(path).decode(), paths.shown(path)) for path in tables)
    return annotation.read_statements(annotation.Tables(*read), passages)


def read_links() -> tuple[list[links.Link], list[authorities.Authority]]:
    """Return the links to other datasets, and the authorities that they lead to.

    Raises:
        InputError: The table is not usable, or a link must not be published.
    """
    found, known_authorities = links.read(links.SOURCE), authorities.known()
    links.refuse_wrong(found, known_authorities)
    return found, known_authorities


def build() -> dict[Path, str]:
    """Return the generated files of ``data/`` with the content each must have.

    Raises:
        InputError: The source text, its layout, an annotation table or a curated file is not usable, a quote is not in
            the report, or a link is not in the spelling of its authority.
    """
    passages = read_passages()
    by_iri = {_node("passage", passage.key): passage for passage in passages}
    annotated = read_annotation(passages)
    stated = [triple for order, each in enumerate(annotated, 1) for triple in statement_triples(each, order)]
    curated, editorial = (
        [(quad.subject, quad.predicate, quad.object) for path in curated_files(*graphs) for quad in turtle.parse(path)]
        for graphs in (("report", "vocabulary"), ("editorial",))
    )
    quoting = quoting_properties()
    placed = [
        *note_anchors(passages),
        *anchors([*curated, *stated], by_iri, quoting),
        *fact_triples(curated, by_iri, quoting, annotated),
    ]
    linked, known_authorities = read_links()
    # A triple is in one graph only: the engine's union of graphs gives it twice if it is in two.
    known = set(placed)
    generated = "Generated by `csgraph extract`; do not edit."
    from_text = f"{generated} From data/source/cs2020-report.txt and data/source/layout.tsv."
    files: dict[Path, tuple[Iterable[_Triple], str, str]] = {
        PASSAGES: (
            (triple for passage in passages for triple in text_triples(passage)),
            "The text of the report's passages. The text is UNIDIR's; no licence is claimed for it (see LICENSE-DATA).",
            from_text,
        ),
        STRUCTURE: (
            (triple for passage in passages for triple in passage_triples(passage)),
            "The report's passages: their kind, section, order and checksum.",
            from_text,
        ),
        STATEMENTS: (
            stated,
            "What each sentence of the report says, and the claims within it: types, modality, voice, subjects.",
            f"{generated} From the tables of data/source/annotation; docs/annotation.md says what decides.",
        ),
        ANCHORS: (
            placed,
            "Anchors: where in the report the words stand on which each node rests, and which statements make what is a fact.",
            f"{generated} From csg:asPrinted and dcterms:source in data/report and data/vocabulary.",
        ),
        EDITORIAL_ANCHORS: (
            (triple for triple in anchors(editorial, by_iri, quoting) if triple not in known),
            "Anchors of the errata: where in the report the doubtful words stand, within their sentence.",
            f"{generated} From csg:asPrinted and dcterms:source in data/editorial.",
        ),
        LINKS: (
            links.triples(linked, known_authorities),
            "Links to other datasets: one triple each, and a node with evidence, day and confidence.",
            f"{generated} From data/source/links.sssom.tsv and data/vocabulary/authority.ttl.",
        ),
        STATES: (
            geo_areas.state_triples(geo_areas.known(), linked),
            "Codes, names in the six languages of the United Nations, and regions of the States, from its list of SDG areas.",
            f"{generated} From data/source/sdg-geoarea.nt, which says how to cite the list, and the links.",
        ),
    }
    return {path: turtle.write_turtle(triples, heading=heading) for path, (triples, *heading) in files.items()}
