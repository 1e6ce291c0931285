"""Reports changes of the data: resources by their IRIs, statements by their readings.

The type, modality, voice and negation of a statement are attributed to the report; so a change of a reading is major, and
reported as stronger or weaker. Corrected words, links and values are minor; labels and other texts of ours are patches.
Anchors change with the words they stand for, and are not reported one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from csgraph.rdf.namespaces import PREFIXES
from csgraph.rdf.turtle import iri, to_turtle
from csgraph.release.diff.change import ADDED, CHANGED, DEPRECATED, MAJOR, MINOR, PATCH, REMOVED, Change
from csgraph.release.diff.edition import Edition, Facts, Value
from csgraph.release.diff.labels import DATA, Labels, differences, label_of, nodes_in_order, with_new_names

ANCHORS = tuple(PREFIXES[name] for name in ("anchor", "quote", "span"))
"""Namespaces of anchors and their selectors, which are generated from the words of other resources."""

_READINGS = {
    "csg:statementType": "re-typed",
    "csg:modality": "given another modality",
    "csg:voice": "put in another voice",
    "csg:negated": "denied or affirmed",
    "prov:wasAttributedTo": "attributed differently",
}
STRONGER, WEAKER = "put more strongly", "put less strongly"
READINGS = frozenset({*_READINGS.values(), STRONGER, WEAKER})
"""The actions that change the reading of a statement."""

_WORDS, _TEXT, _ANCHORED = "csg:asPrinted", "schema:text", frozenset({"csg:anchor", "oa:hasTarget"})
_MADE = frozenset({"csg:sha256", "csg:sourceLine", "csg:resumesAt", "csg:sentenceCount"})
"""Properties that are computed from the text of a passage, and change with it."""
_REPORT = "report"
"""The graph of the content of the report."""
_LABELS = ("rdfs:label", "skos:prefLabel", "foaf:name")
_NAMES = (*_LABELS, "dcterms:identifier")
"""Properties that may change with the IRI of a resource."""
_DEPRECATED, _REPLACED_BY = "owl:deprecated", "dcterms:isReplacedBy"
_STRONGER = "csg:strongerThan"


@dataclass(frozen=True)
class _Vocabulary:
    """How the data of two editions are to be read, by their own ontologies.

    Attributes:
        quoting: The properties whose values are words of the report.
        stronger: Pairs of a modality and one that leaves more open; others cannot be compared.
    """

    quoting: frozenset[str]
    stronger: frozenset[tuple[Value, Value]]


def thing_changes(
    old: Edition, new: Edition, naming: Labels, terms: Mapping[ox.NamedNode, ox.NamedNode]
) -> Iterator[Change]:
    """Yield the changes of resources.

    Args:
        old: The older edition.
        new: The newer edition.
        naming: The labels of both editions.
        terms: The renamed terms, by their old IRIs; uses of them in the data are not reported again.
    """
    before, after = _reported(old, terms), _reported(new, {})
    gone, came = _without(after, before), _without(before, after)
    renamed = _renamed({node: before[node] for node in gone}, {node: after[node] for node in came})
    words = _Vocabulary(_quoting(old, new), _stronger(new) or _stronger(old))
    for node in nodes_in_order(gone):
        if node in renamed:
            text = f"has another IRI: it is {naming.name(renamed[node])} now"
            yield naming.change(MAJOR, DATA, CHANGED, "renamed", node, text)
            now = after[renamed[node]]
            same = {**with_new_names(before[node], renamed), **{name: now[name] for name in _NAMES if name in now}}
            yield from _changed(renamed[node], same, now, words, naming)
        else:
            yield naming.change(MAJOR, DATA, REMOVED, "removed", node, f"is gone{_instead(before[node], naming)}")
    for node in nodes_in_order(came - set(renamed.values())):
        yield naming.change(MINOR, DATA, ADDED, "added", node, "is new")
    for node in nodes_in_order((before.keys() & after.keys()) - gone - came):
        yield from _changed(node, with_new_names(before[node], renamed), after[node], words, naming)
    yield from _moved(old, new, naming)


def _quoting(*editions: Edition) -> frozenset[str]:
    """Return the properties whose values are words of the report, by the ontology of any of some editions."""
    printed = iri(_WORDS)
    below = (
        to_turtle(node)
        for edition in editions
        for node, facts in edition.terms.items()
        if printed in facts.get("rdfs:subPropertyOf", ())
    )
    return frozenset({_WORDS, _TEXT, *below})


def _stronger(edition: Edition) -> frozenset[tuple[Value, Value]]:
    """Return which modality is stronger than which, as an edition has it."""
    return frozenset((node, weaker) for node, facts in edition.things.items() for weaker in facts.get(_STRONGER, ()))


def _reported(edition: Edition, terms: Mapping[ox.NamedNode, ox.NamedNode]) -> dict[ox.NamedNode, Facts]:
    """Return the resources whose changes are reported one by one."""
    things = {node: facts for node, facts in edition.things.items() if not node.value.startswith(ANCHORS)}
    return {node: with_new_names(facts, terms) for node, facts in things.items()} if terms else things


def _without(things: Mapping[ox.NamedNode, Facts], others: Mapping[ox.NamedNode, Facts]) -> set[ox.NamedNode]:
    """Return those of the others that are not among some resources, or have no type there."""
    return {
        node
        for node, facts in others.items()
        if node not in things or ("rdf:type" in facts and "rdf:type" not in things[node])
    }


def _instead(facts: Facts, naming: Labels) -> str:
    replaced = facts.get(_REPLACED_BY, ())
    return f"; {naming.values(replaced)} has replaced it" if replaced else ""


def _renamed(
    gone: Mapping[ox.NamedNode, Facts], came: Mapping[ox.NamedNode, Facts]
) -> dict[ox.NamedNode, ox.NamedNode]:
    """Return the resources that have another IRI now: of those alike in name, type and words, where there is one of each."""
    before, after = _alike(gone), _alike(came)
    return {
        nodes[0]: after[known][0]
        for known, nodes in before.items()
        if len(nodes) == 1 and len(after.get(known, ())) == 1 and any(known[1:])
    }


def _alike(things: Mapping[ox.NamedNode, Facts]) -> dict[tuple[object, ...], list[ox.NamedNode]]:
    found: dict[tuple[object, ...], list[ox.NamedNode]] = {}
    for node, facts in things.items():
        # The label of a passage or statement begins with its key, which a new IRI changes.
        label = re.sub(r"^\S+: ", "", label_of(facts))
        texts = (frozenset(facts.get(name, ())) for name in (_WORDS, _TEXT, "skos:definition"))
        found.setdefault((frozenset(facts.get("rdf:type", ())), label, *texts), []).append(node)
    return found


def _changed(node: ox.NamedNode, old: Facts, new: Facts, words: _Vocabulary, naming: Labels) -> Iterator[Change]:
    found = {name: (gone, came) for name, gone, came in differences(old, new)}
    label = found.get("rdfs:label")
    if label:
        text = f"is labelled {naming.values(label[1]) or 'nothing'}, was {naming.values(label[0]) or 'nothing'}"
        yield naming.change(PATCH, DATA, CHANGED, "relabelled", node, text)
    if _DEPRECATED in found:
        text = f"is deprecated{_instead(new, naming).replace(' has replaced it', ' replaces it')}"
        heading, says = (DEPRECATED, text) if found[_DEPRECATED][1] else (CHANGED, "is no longer deprecated")
        yield naming.change(MINOR, DATA, heading, "deprecated", node, says)
    for name, (gone, came) in found.items():
        if (
            name == _DEPRECATED
            or (name == _REPLACED_BY and _DEPRECATED in found)
            or (name in _LABELS and (name == "rdfs:label" or label == (gone, came)))
        ):
            continue
        if name in _READINGS:
            yield _reread(node, name, gone, came, words, naming)
        elif name not in _ANCHORED and name not in _MADE:
            yield _said(node, name, gone, came, words.quoting, naming)
    if not words.quoting & found.keys() and _ANCHORED & found.keys():
        yield naming.change(MINOR, DATA, CHANGED, "quoted from elsewhere", node, "has the same words at another place")
    elif found.keys() and found.keys() <= _MADE:
        yield naming.change(PATCH, DATA, CHANGED, "kept elsewhere", node, "is made from other lines of the source")


def _reread(
    node: ox.NamedNode, name: str, gone: set[Value], came: set[Value], words: _Vocabulary, naming: Labels
) -> Change:
    """Return the change of how a statement is read."""
    before, after = naming.values(gone), naming.values(came)
    action = _compared(gone, came, words) if name == "csg:modality" else _READINGS[name]
    if name == "csg:negated":
        says = "is a denial now" if came else "is no denial any more"
    elif name == "csg:modality":
        says = f"is {action}: its modality is {after or 'gone'}, was {before or 'none'}"
    else:
        says = {"csg:statementType": "typed", "csg:voice": "in the voice"}.get(name, "attributed to")
        says = (
            f"is {says} {after}{f', was {before}' if gone else ' as well'}" if came else f"is no longer {says} {before}"
        )
    return naming.change(MAJOR, DATA, CHANGED, action, node, says)


def _compared(gone: set[Value], came: set[Value], words: _Vocabulary) -> str:
    """Return whether a statement is put more or less strongly; otherwise, where its modalities cannot be compared."""
    if len(gone) == len(came) == 1:
        [before], [after] = gone, came
        if (after, before) in words.stronger:
            return STRONGER
        if (before, after) in words.stronger:
            return WEAKER
    return _READINGS["csg:modality"]


def _said(
    node: ox.NamedNode, name: str, gone: set[Value], came: set[Value], quoting: frozenset[str], naming: Labels
) -> Change:
    """Return the change of the values of one predicate."""
    word = "type" if name == "rdf:type" else naming.property(name)
    text = naming.said(word, gone, came)
    values = gone | came
    if name == "rdf:type":
        return naming.change(MAJOR if gone else MINOR, DATA, CHANGED, "made something else", node, text)
    if name in quoting:
        return naming.change(MINOR, DATA, CHANGED, "reworded", node, text)
    if all(isinstance(value, ox.Literal) and value.language for value in values):
        return naming.change(PATCH, DATA, CHANGED, "described differently", node, text)
    action = "linked differently" if any(isinstance(value, ox.NamedNode) for value in values) else "given other values"
    return naming.change(MINOR, DATA, CHANGED, action, node, text)


def _moved(old: Edition, new: Edition, naming: Labels) -> Iterator[Change]:
    """Yield the resources whose triples moved to other named graphs: of the report, of ours, or of another source."""
    found: Counter[tuple[ox.NamedNode, tuple[str, ...], tuple[str, ...]]] = Counter()
    for triple, names in old.graphs.items():
        others = new.graphs.get(triple, names)
        if names != others and not triple[0].value.startswith(ANCHORS):
            found[triple[0], tuple(sorted(names - others)), tuple(sorted(others - names))] += 1
    for node, gone, came in sorted(found, key=str):
        count = found[node, gone, came]
        triples = f"{count} {'triple is' if count == 1 else 'triples are'}"
        if came:
            ending = f"now, and not in {', '.join(gone)}" if gone else "too"
            text = f"{triples} in {_graphs(came)} {ending}"
        else:
            text = f"{triples} no longer in {_graphs(gone)}, but still elsewhere"
        level = MAJOR if _REPORT in (*gone, *came) else MINOR
        yield naming.change(level, DATA, CHANGED, "moved between graphs", node, text)


def _graphs(names: tuple[str, ...]) -> str:
    return f"the {'graph' if len(names) == 1 else 'graphs'} {', '.join(names)}"
