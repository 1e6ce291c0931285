"""Reports changes of the ontology.

A change of what can be inferred from data is major: an axiom that was added, removed or changed; so is a use that is no
longer documented. A term may be removed only after it was deprecated, and even then that is major; deprecating a term
and naming its replacement is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from csgraph.rdf.namespaces import BASE
from csgraph.rdf.turtle import iri
from csgraph.release.diff.change import ADDED, CHANGED, DEPRECATED, MAJOR, MINOR, PATCH, REMOVED, Change
from csgraph.release.diff.edition import TERM_TYPES, Edition, Facts, Value
from csgraph.release.diff.labels import ONTOLOGY, Labels, differences, in_order, nodes_in_order, with_new_names

_AXIOMS = frozenset({"rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range"})
_INCLUDES = {"schema:domainIncludes": "of", "schema:rangeIncludes": "with values of"}
_DEPRECATED, _REPLACED_BY, _NOTE = "owl:deprecated", "dcterms:isReplacedBy", "skos:changeNote"
_TEXTS = {"rdfs:label", "skos:definition"}


def term_changes(old: Edition, new: Edition, naming: Labels) -> Iterator[Change]:
    """Yield the changes of terms of the ontology, and of their links to other vocabularies."""
    gone, came = old.terms.keys() - new.terms.keys(), new.terms.keys() - old.terms.keys()
    renamed = renamed_terms(old, new)
    for node in nodes_in_order(gone):
        yield _gone(node, old.terms[node], renamed.get(node), naming)
        if node in renamed:
            before = with_new_names(old.terms[node], renamed)
            yield from _changed(renamed[node], before, new.terms[renamed[node]], naming)
    for node in nodes_in_order(came - set(renamed.values())):
        is_declared = _is_declaration(node, new.terms[node])
        action, says = ("declared", "is declared") if is_declared else ("added", "is new")
        yield naming.change(MINOR, ONTOLOGY, ADDED, action, node, says)
    for node in nodes_in_order(old.terms.keys() & new.terms.keys()):
        yield from _changed(node, with_new_names(old.terms[node], renamed), new.terms[node], naming)
    yield from _axioms(old, new, naming)
    yield from _links(old, new, naming)


def _is_declaration(node: ox.NamedNode, facts: Facts) -> bool:
    """Whether a node is a term of another vocabulary that is only declared."""
    return not node.value.startswith(BASE) and facts.keys() <= {"rdf:type"}


def renamed_terms(old: Edition, new: Edition) -> dict[ox.NamedNode, ox.NamedNode]:
    """Return the terms that have another IRI now: of those of one type and one definition, where there is one of each."""
    gone = {node: facts for node, facts in old.terms.items() if node not in new.terms}
    came = {node: facts for node, facts in new.terms.items() if node not in old.terms}
    before, after = _alike(gone), _alike(came)
    return {
        nodes[0]: after[known][0]
        for known, nodes in before.items()
        if len(nodes) == 1 and len(after.get(known, ())) == 1
    }


def _alike(terms: Mapping[ox.NamedNode, Facts]) -> dict[tuple[object, ...], list[ox.NamedNode]]:
    found: dict[tuple[object, ...], list[ox.NamedNode]] = {}
    for node, facts in terms.items():
        if definition := facts.get("skos:definition"):
            found.setdefault((frozenset(facts.get("rdf:type", ())), frozenset(definition)), []).append(node)
    return found


def _gone(node: ox.NamedNode, facts: Facts, successor: ox.NamedNode | None, naming: Labels) -> Change:
    if _is_declaration(node, facts):
        return naming.change(MINOR, ONTOLOGY, REMOVED, "no longer declared", node, "is no longer declared")
    if successor:
        text = f"has another IRI: it is {naming.name(successor)} now, and the old one was not kept as deprecated"
        return naming.change(MAJOR, ONTOLOGY, CHANGED, "renamed", node, text)
    if _DEPRECATED not in facts:
        return naming.change(MAJOR, ONTOLOGY, REMOVED, "removed", node, "is gone, and was not deprecated before")
    replaced = facts.get(_REPLACED_BY, ())
    instead = f"; {naming.values(replaced)} has replaced it" if replaced else ""
    return naming.change(MAJOR, ONTOLOGY, REMOVED, "removed", node, f"is gone, after it was deprecated{instead}")


def _changed(node: ox.NamedNode, old: Facts, new: Facts, naming: Labels) -> Iterator[Change]:
    is_deprecated_now = _is_deprecated(new) and not _is_deprecated(old)
    if is_deprecated_now:
        replaced = new.get(_REPLACED_BY, ())
        instead = f"; use {naming.values(replaced)}" if replaced else ", without a replacement"
        yield naming.change(MINOR, ONTOLOGY, DEPRECATED, "deprecated", node, f"is deprecated{instead}")
    elif _is_deprecated(old) and not _is_deprecated(new):
        yield naming.change(MINOR, ONTOLOGY, CHANGED, "restored", node, "is no longer deprecated")
    for name, gone, came in differences(old, new):
        if name == _DEPRECATED or (is_deprecated_now and name in (_REPLACED_BY, _NOTE)):
            continue
        yield from _difference(node, name, gone, came, naming)


def _is_deprecated(facts: Facts) -> bool:
    return any(isinstance(value, ox.Literal) and value.value in ("true", "1") for value in facts.get(_DEPRECATED, ()))


def _difference(node: ox.NamedNode, name: str, gone: set[Value], came: set[Value], naming: Labels) -> Iterator[Change]:
    """Yield the changes of the values of one predicate."""
    if name == "rdf:type" and ((gone | came) & TERM_TYPES.keys()):
        text = f"is of another type: {naming.values(came) or 'none'}, was {naming.values(gone) or 'none'}"
        yield naming.change(MAJOR, ONTOLOGY, CHANGED, "made something else", node, text)
    elif name == "rdf:type" or name in _AXIOMS or name.startswith("owl:"):
        yield naming.change(MAJOR, ONTOLOGY, CHANGED, "given other axioms", node, _said(name, gone, came, naming))
    elif name in _INCLUDES:
        for value in in_order(gone):
            text = f"is no longer documented for use {_INCLUDES[name]} {naming.value(value)}"
            yield naming.change(MAJOR, ONTOLOGY, CHANGED, "narrowed", node, text)
        for value in in_order(came):
            text = f"may be used {_INCLUDES[name]} {naming.value(value)} too"
            yield naming.change(MINOR, ONTOLOGY, CHANGED, "widened", node, text)
    elif name in _TEXTS and gone and came:
        action, says = ("relabelled", "is labelled") if name == "rdfs:label" else ("redefined", "is defined as")
        text = f"{says} {naming.contrast(gone, came)}"
        yield naming.change(PATCH, ONTOLOGY, CHANGED, action, node, text)
    else:
        yield naming.change(PATCH, ONTOLOGY, CHANGED, "documented differently", node, _said(name, gone, came, naming))


def _said(name: str, gone: set[Value], came: set[Value], naming: Labels) -> str:
    """Return the values of one predicate now, and before."""
    words = {"rdf:type": "type", "rdfs:subClassOf": "superclass", "rdfs:subPropertyOf": "superproperty"}
    word = words.get(name) or naming.property(name)
    return naming.said(word, gone, came)


def _axioms(old: Edition, new: Edition, naming: Labels) -> Iterator[Change]:
    """Yield the changes of axioms that belong to no one term, between terms that both editions have."""
    for edition, other, says in (
        (new, old, "may have no member in common now"),
        (old, new, "may have members in common"),
    ):
        for pair in sorted(edition.disjoint - other.disjoint, key=lambda pair: sorted(map(str, pair))):
            nodes = nodes_in_order(node for node in pair if isinstance(node, ox.NamedNode))
            if len(nodes) == 2 and all(node in other.terms for node in nodes):
                text = f"and {naming.name(nodes[1])} {says}"
                yield naming.change(MAJOR, ONTOLOGY, CHANGED, "given other disjointness axioms", nodes[0], text)
    header = iri("owl:Ontology")
    for axioms, says in ((new.axioms - old.axioms, "also states"), (old.axioms - new.axioms, "no longer states")):
        for axiom in sorted(axioms):
            text = f"{says}: {axiom}"
            yield Change(MAJOR, ONTOLOGY, CHANGED, "given other axioms", "ontology", naming.name(header), "", text)


def _links(old: Edition, new: Edition, naming: Labels) -> Iterator[Change]:
    """Yield the links to other vocabularies that came or went; they are loaded only on request."""
    if old.kind != new.kind and not (old.links and new.links):
        # A file may have no graph of alignments.
        return
    for links, heading, says in (
        (new.links - old.links, ADDED, "links to"),
        (old.links - new.links, REMOVED, "no longer links to"),
    ):
        for node, name, value in sorted(links, key=str):
            text = f"{says} {naming.value(value)} as {naming.property(name)}"
            yield naming.change(MINOR, ONTOLOGY, heading, "linked", node, text)
