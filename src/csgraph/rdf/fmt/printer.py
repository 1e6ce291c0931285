"""Writes a syntax tree as Turtle in our format: order, prefixed names and line breaks.

Subjects stand in natural order below their heading, each in one block; predicates in the order of
``turtle.predicate_key``; objects in natural order, except for lists and brackets, which keep theirs. Brackets on one line
stay there if they fit; those over several lines stay so. A block that has only an rdf:type stays on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from csgraph.rdf.fmt import literals
from csgraph.rdf.fmt.merge import identity, merge
from csgraph.rdf.fmt.parser import TYPE
from csgraph.rdf.fmt.prefixes import PrefixTable
from csgraph.rdf.fmt.tree import (
    Brackets,
    CommentSection,
    Declaration,
    Document,
    Iri,
    Items,
    Literal,
    Node,
    Object,
    PredicateBlock,
    SubjectBlock,
)
from csgraph.rdf.turtle import natural_key, predicate_key

WIDTH = 100
"""Maximum width of a line; one with a literal may be wider."""

_INDENT = "    "


def write_document(document: Document) -> str:
    """Return the text of a tree; the tree may be altered. It is empty where there are neither triples nor comments."""
    own: dict[str, str] = {}
    for declaration in document.declarations:
        own.setdefault(declaration.prefix, declaration.namespace)
    merge(document.sections)
    if not any(section.blocks for section in document.sections):
        return _write(document, ["\n".join(each) for section in document.sections for each in section.heading], own)
    # An unused prefix must not block its name for another namespace.
    while True:
        names = PrefixTable(own)
        chunks = [chunk for section in document.sections for chunk in _section(section, names)]
        kept = {prefix: namespace for prefix, namespace in own.items() if names.used.get(prefix) == namespace}
        if kept == own:
            return _write(document, chunks, names.used)
        own = kept


# -- Text --------------------------------------------------------------------------------------------------------------


def _write(document: Document, chunks: list[str], used: Mapping[str, str]) -> str:
    """Return head, declarations and the rest, with an empty line between them."""
    spare: list[str] = []
    declared = {prefix: Declaration(prefix, used[prefix], []) for prefix in sorted(used)}
    renamed = {namespace: prefix for prefix, namespace in used.items()}
    for each in document.declarations:
        prefix = each.prefix if used.get(each.prefix) == each.namespace else renamed.get(each.namespace)
        if prefix is None:
            spare += [*each.above, *([each.behind] if each.behind else [])]
            continue
        kept = declared[prefix]
        kept.above += each.above
        if each.behind and kept.behind:
            kept.above.append(each.behind)
        else:
            kept.behind = kept.behind or each.behind
    lines: list[str] = []
    for prefix, declaration in declared.items():
        lines += declaration.above
        lines.append(_with(f"@prefix {prefix}: <{declaration.namespace}> .", declaration.behind))
    head = ["\n".join(paragraph) for paragraph in [*document.head, spare] if paragraph]
    written = "\n\n".join([*head, *(["\n".join(lines)] if lines else []), *chunks])
    if not head:
        # A comment at the start of a text is about all of it.
        comments = re.match(r"(?:#.*\n)*", written)
        end = comments.end() if comments else 0
        written = f"{written[:end]}\n{written[end:]}" if end and written[end : end + 1] != "\n" else written
    return f"{written}\n" if written else ""


def _section(section: CommentSection, names: PrefixTable) -> Iterator[str]:
    """Yield the heading of a section, paragraph by paragraph, and its blocks in their order."""
    for paragraph in section.heading:
        yield "\n".join(paragraph)
    named = [block for block in section.blocks if identity(block.subject) is not None]
    ordered = sorted(named, key=lambda block: natural_key(_flat(block.subject, names)))
    ordered += [block for block in section.blocks if identity(block.subject) is None]
    lines: list[str] = []
    for block in ordered:
        is_line = _is_line(block)
        if lines and (not is_line or block.above):
            yield "\n".join(lines)
            lines.clear()
        if is_line:
            [thing] = block.properties[0].objects
            lines += block.above
            lines.append(_with(f"{_flat(block.subject, names)} a {_flat(thing.node, names)} .", thing.behind))
        else:
            yield _block(block, names)
    if lines:
        yield "\n".join(lines)


def _is_line(block: SubjectBlock) -> bool:
    """Whether a block has only an rdf:type, and fits on one line."""
    if block.is_open or len(block.properties) != 1 or len(block.properties[0].objects) != 1:
        return False
    [each] = block.properties
    [thing] = each.objects
    is_plain = not isinstance(block.subject, Brackets | Items) and isinstance(thing.node, Iri)
    return (
        is_plain
        and each.verb.value == TYPE
        and not (each.above or thing.above or block.behind or block.below or block.end)
    )


def _block(block: SubjectBlock, names: PrefixTable) -> str:
    subject = _with(_node(block.subject, 0, 0, names), block.behind)
    below = [f"{_INDENT}{comment}" for comment in block.below]
    lines = [*block.above, subject, *_properties(block.properties, 1, names), *below, _with(".", block.end)]
    return "\n".join(lines)


def _with(text: str, comment: str | None) -> str:
    return f"{text}  {comment}" if comment else text


def _properties(properties: Iterable[PredicateBlock], depth: int, names: PrefixTable) -> Iterator[str]:
    """Yield the lines of predicates and objects."""
    indent = _INDENT * depth
    for verb, each in _ordered(properties, names):
        for comment in each.above:
            yield f"{indent}{comment}"
        objects = _sorted(each.objects, names)
        if len(objects) == 1 and not objects[0].above:
            text = f"{indent}{verb} {_node(objects[0].node, depth, len(verb) + 1, names)} ;"
            yield _with(text, objects[0].behind)
            continue
        yield f"{indent}{verb}"
        for number, thing in enumerate(objects, 1):
            yield from (f"{indent}{_INDENT}{comment}" for comment in thing.above)
            text = f"{indent}{_INDENT}{_node(thing.node, depth + 1, 0, names)}"
            yield _with(f"{text}," if number < len(objects) else f"{text} ;", thing.behind)


def _ordered(properties: Iterable[PredicateBlock], names: PrefixTable) -> list[tuple[str, PredicateBlock]]:
    """Return properties in their order, each with its predicate in Turtle."""
    named = [("rdf:type" if each.verb.value == TYPE else names(each.verb), each) for each in properties]
    ordered = sorted(named, key=lambda pair: predicate_key(pair[0]))
    return [("a" if each.verb.value == TYPE else name, each) for name, each in ordered]


def _sorted(objects: Iterable[Object], names: PrefixTable) -> list[Object]:
    """Return objects in natural order; those in brackets as they are, after the others."""
    things = list(objects)
    plain = [thing for thing in things if not isinstance(thing.node, Brackets | Items)]
    nested = [thing for thing in things if isinstance(thing.node, Brackets | Items)]
    return [*sorted(plain, key=lambda thing: natural_key(_flat(thing.node, names))), *nested]


def _node(node: Node, depth: int, lead: int, names: PrefixTable) -> str:
    """Return a node, with the lines of brackets that are broken indented.

    Args:
        node: The node.
        depth: The depth of indentation of the line it begins in.
        lead: The number of characters before it in that line, without the indentation.
        names: Shortens IRIs.
    """
    if not isinstance(node, Brackets | Items) or not _is_broken(node, len(_INDENT) * depth + lead, names):
        return _flat(node, names)
    indent, inner = _INDENT * depth, _INDENT * (depth + 1)
    below = [f"{inner}{comment}" for comment in node.below]
    if isinstance(node, Brackets):
        if only := _only_object(node):
            verb = "a" if node.properties[0].verb.value == TYPE else names(node.properties[0].verb)
            return f"[ {verb} {_node(only.node, depth, lead + len(verb) + 3, names)} ]"
        return "\n".join(["[", *_properties(node.properties, depth + 1, names), *below, f"{indent}]"])
    lines: list[str] = []
    for member in node.members:
        lines += [f"{inner}{comment}" for comment in member.above]
        lines.append(_with(f"{inner}{_node(member.node, depth + 1, 0, names)}", member.behind))
    return "\n".join(["(", *lines, *below, f"{indent})"])


def _is_broken(node: Brackets | Items, start: int, names: PrefixTable) -> bool:
    if _has_comments(node):
        return True
    if not (node.properties if isinstance(node, Brackets) else node.members):
        return False
    only = _only_object(node) if isinstance(node, Brackets) else None
    if only and not isinstance(only.node, Brackets | Items):
        return False
    flat = _flat(node, names)
    return "\n" in flat or _is_open(node) or start + len(flat) + len(" ;") > WIDTH


def _is_open(node: Brackets | Items) -> bool:
    """Whether brackets are written over several lines that are not only those of brackets within a pair."""
    only = _only_object(node) if isinstance(node, Brackets) else None
    if only and isinstance(only.node, Brackets | Items):
        return bool(only.node.properties if isinstance(only.node, Brackets) else only.node.members) and _is_open(
            only.node
        )
    return node.is_open and only is None


def _only_object(node: Brackets) -> Object | None:
    """Return the object of brackets that hold one triple and no comment."""
    if len(node.properties) == 1 and len(node.properties[0].objects) == 1 and not node.below:
        [each] = node.properties
        if not each.above and not each.objects[0].above and not each.objects[0].behind:
            return each.objects[0]
    return None


def _has_comments(node: Node) -> bool:
    if isinstance(node, Items):
        return bool(node.below) or any(_is_commented(member) for member in node.members)
    if not isinstance(node, Brackets):
        return False
    things = (thing for each in node.properties for thing in each.objects)
    return bool(node.below) or any(each.above for each in node.properties) or any(map(_is_commented, things))


def _is_commented(thing: Object) -> bool:
    return bool(thing.above or thing.behind) or _has_comments(thing.node)


def _flat(node: Node, names: PrefixTable) -> str:
    """Return a node on one line, except for line breaks in its literals; comments are left out."""
    if isinstance(node, Iri):
        return names(node)
    if isinstance(node, Literal):
        return _literal(node, names)
    if isinstance(node, Items):
        return f"( {' '.join(_flat(member.node, names) for member in node.members)} )" if node.members else "()"
    if isinstance(node, Brackets):
        said = [
            f"{verb} {', '.join(_flat(thing.node, names) for thing in _sorted(each.objects, names))}"
            for verb, each in _ordered(node.properties, names)
        ]
        return f"[ {' ; '.join(said)} ]" if said else "[]"
    return node.text


def _literal(node: Literal, names: PrefixTable) -> str:
    if number := literals.bare(node):
        return number
    if tag := literals.language(node):
        return f"{literals.string(node)}@{tag}"
    has_datatype = node.datatype and literals.datatype(node)
    return (
        f"{literals.string(node)}^^{names(node.datatype)}" if node.datatype and has_datatype else literals.string(node)
    )
