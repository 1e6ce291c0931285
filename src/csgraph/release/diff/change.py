"""One change between two editions, and its level: how much users of the publication must adapt.

The levels are those of Semantic Versioning (https://semver.org/); ``CONTRIBUTING.md`` defines them for a publication.
"""

from __future__ import annotations

from dataclasses import dataclass

MAJOR, MINOR, PATCH = "major", "minor", "patch"
LEVELS = (MAJOR, MINOR, PATCH)
"""The levels, the most severe first."""

PARTS = ("Ontology", "Data", "Shapes", "Queries")
"""The parts of a publication."""

ADDED, REMOVED, DEPRECATED, CHANGED = "Added", "Removed", "Deprecated", "Changed"
HEADINGS = (ADDED, CHANGED, DEPRECATED, REMOVED)
"""The headings of the changelog (https://keepachangelog.com/en/1.1.0/), in its order."""


@dataclass(frozen=True)
class Change:
    """One change of one node.

    Attributes:
        level: One of ``LEVELS``.
        part: One of ``PARTS``.
        heading: The heading in the changelog, one of ``HEADINGS``.
        action: What was done, the same words for many changes: ``added``, ``relabelled``, ``given another modality``.
        kind: The kind of node: ``class``, ``passage``, ``view``.
        node: The node, as a CURIE where one fits, or the name of a view.
        label: Its label; empty where it has none.
        text: The change, in words that follow the name of the node.
    """

    level: str
    part: str
    heading: str
    action: str
    kind: str
    node: str
    label: str
    text: str
