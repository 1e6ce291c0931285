"""The syntax tree of a text of Turtle: its terms in their order, with the comments that belong to each.

A comment belongs to the term on its line, or else to what comes next. Lines of comment with an empty line below them are
a heading, which belongs to all that follows up to the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Iri:
    """An IRI.

    Attributes:
        value: The IRI, in full.
        prefix: The prefix it is written with; None where it is written in full.
        namespace: The namespace of the prefix.
        local: The local name as written, with escapes.
    """

    value: str
    prefix: str | None = None
    namespace: str = ""
    local: str = ""


@dataclass(frozen=True)
class Label:
    """A blank node with a label, which is local to the file."""

    text: str


@dataclass(frozen=True)
class Literal:
    """A literal in quotation marks.

    Attributes:
        written: The string as it is written, with its quotation marks.
        language: Its language tag, without the ``@``; None where it has none.
        datatype: Its datatype; None where it has none.
    """

    written: str
    language: str | None = None
    datatype: Iri | None = None


@dataclass(frozen=True)
class Bare:
    """A number, ``true`` or ``false``."""

    text: str


@dataclass
class Object:
    """An object, or a member of a list, with the comments above it and the one behind it."""

    node: Node
    above: list[str] = field(default_factory=list)
    behind: str | None = None


@dataclass
class PredicateBlock:
    """A predicate with its objects, and the comments above it."""

    verb: Iri
    above: list[str]
    objects: list[Object] = field(default_factory=list)


@dataclass
class Brackets:
    """A blank node that is written ``[ … ]``.

    Attributes:
        properties: Its properties.
        below: The comments before the closing bracket.
        is_open: Whether it is written over several lines.
    """

    properties: list[PredicateBlock] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    is_open: bool = False


@dataclass
class Items:
    """A list that is written ``( … )``; the attributes are like those of ``Brackets``."""

    members: list[Object] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    is_open: bool = False


Node: TypeAlias = Iri | Label | Literal | Bare | Brackets | Items
"""A node that can be a subject or an object."""


@dataclass
class SubjectBlock:
    """The properties of one subject.

    Attributes:
        subject: The subject.
        above: The comments directly above it.
        behind: The comment on its line.
        properties: Its properties.
        below: The comments before the closing full stop.
        end: The comment behind the full stop.
        is_open: Whether it is written over several lines.
    """

    subject: Node
    above: list[str]
    behind: str | None = None
    properties: list[PredicateBlock] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    end: str | None = None
    is_open: bool = True


@dataclass
class CommentSection:
    """A heading, in paragraphs of comment, with the blocks below it."""

    heading: list[list[str]] = field(default_factory=list)
    blocks: list[SubjectBlock] = field(default_factory=list)


@dataclass
class Declaration:
    """The declaration of a prefix, with the comments above it and the one behind it."""

    prefix: str
    namespace: str
    above: list[str]
    behind: str | None = None


@dataclass
class Document:
    """A text of Turtle.

    Attributes:
        head: The comments that the text begins with, in paragraphs.
        declarations: The prefixes that it declares, in its order.
        sections: Its sections; the first may have no heading.
    """

    head: list[list[str]] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    sections: list[CommentSection] = field(default_factory=lambda: [CommentSection()])
