"""Knows what a change is, and how much it asks of those who use the publication.

The levels are those of Semantic Versioning (https://semver.org/), read for a publication as ``CONTRIBUTING.md`` says.
"""

from __future__ import annotations

from dataclasses import dataclass

MAJOR, MINOR, PATCH = "major", "minor", "patch"
LEVELS = (MAJOR, MINOR, PATCH)
"""The levels, the gravest first."""

PARTS = ("Ontology", "Data", "Shapes", "Queries")
"""What a publication consists of."""

ADDED, REMOVED, DEPRECATED, CHANGED = "Added", "Removed", "Deprecated", "Changed"
HEADINGS = (ADDED, CHANGED, DEPRECATED, REMOVED)
"""What the changelog calls changes (https://keepachangelog.com/en/1.1.0/), in its order."""


@dataclass(frozen=True)
class Change:
    """One change of one node.

    Attributes:
        level: How much it asks for: one of ``LEVELS``.
        part: Where it is: one of ``PARTS``.
        heading: Under which heading of the changelog it stands: one of ``HEADINGS``.
        action: What was done, in words that many changes share: ``added``, ``relabelled``, ``put otherwise``.
        kind: What kind of node it is: ``class``, ``passage``, ``view``.
        node: The node, as a CURIE where one fits, or the name of a view.
        label: Its label; empty where it has none.
        text: What changed, in words that follow the node's name.
    """

    level: str
    part: str
    heading: str
    action: str
    kind: str
    node: str
    label: str
    text: str
