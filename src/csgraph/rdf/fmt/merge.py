"""Merges the blocks of one subject from several places of a text."""

from __future__ import annotations

from collections.abc import Iterable

from csgraph.rdf.fmt import literals
from csgraph.rdf.fmt.tree import (
    Bare,
    Brackets,
    CommentSection,
    Iri,
    Items,
    Literal,
    Node,
    Object,
    PredicateBlock,
    SubjectBlock,
)


def merge(sections: Iterable[CommentSection]) -> None:
    """Merge all blocks of one subject, and all objects of one predicate."""
    blocks: dict[object, SubjectBlock] = {}
    for section in sections:
        kept: list[SubjectBlock] = []
        for block in section.blocks:
            _merge_properties(block.properties)
            key = identity(block.subject)
            if key is None or key not in blocks:
                kept.append(block)
                if key is not None:
                    blocks[key] = block
                continue
            first, rest = blocks[key], [comment for comment in (block.behind, *block.below, block.end) if comment]
            first.above += block.above
            first.below += rest
            first.properties += block.properties
            _merge_properties(first.properties)
        section.blocks = kept


def _merge_properties(properties: list[PredicateBlock]) -> None:
    found: dict[str, PredicateBlock] = {}
    for each in properties:
        if each.verb.value not in found:
            found[each.verb.value] = each
        else:
            first = found[each.verb.value]
            first.above += each.above
            first.objects += each.objects
    properties[:] = found.values()
    for each in properties:
        _merge_objects(each.objects)


def _merge_objects(objects: list[Object]) -> None:
    """Leave out repeated objects; nodes in brackets are different each time."""
    found: dict[object, Object] = {}
    for thing in objects:
        _merge_nested(thing.node)
        first = found.setdefault(identity(thing.node) or id(thing), thing)
        if first is not thing:
            first.above += [*thing.above, *([thing.behind] if thing.behind else [])]
    objects[:] = found.values()


def _merge_nested(node: Node) -> None:
    if isinstance(node, Brackets):
        _merge_properties(node.properties)
    elif isinstance(node, Items):
        for member in node.members:
            _merge_nested(member.node)


def identity(node: Node) -> object:
    """Return a key that equal nodes share; None for a node that equals no other."""
    if isinstance(node, Iri):
        return Iri, node.value
    if isinstance(node, Literal):
        if number := literals.bare(node):
            return Bare, number
        return Literal, literals.value(node), literals.language(node), literals.datatype(node)
    return None if isinstance(node, Brackets | Items) else (Bare, node.text)
