"""Compares two editions, and computes the version that the newer one must have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from csgraph.release.diff.change import LEVELS, MAJOR, MINOR, PARTS, Change
from csgraph.release.diff.edition import FILE, Edition, read_edition
from csgraph.release.diff.labels import Labels


@dataclass(frozen=True)
class Comparison:
    """The changes between two editions.

    Attributes:
        old: The older edition.
        new: The newer edition.
        changes: The changes, by level, the most severe first, then by part.
        notes: Parts that were not compared, and why.
    """

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    @property
    def level(self) -> str | None:
        """The most severe level; None without changes."""
        return self.changes[0].level if self.changes else None

    @property
    def is_breaking(self) -> bool:
        """Whether users must adapt to a change."""
        return self.level == MAJOR

    @property
    def next_version(self) -> str | None:
        """The version that must follow the older one; None without changes, or if the older edition has no version."""
        return next_version(self.old.version, self.level) if self.old.version and self.level else None

    @property
    def is_enough(self) -> bool | None:
        """Whether the version of the newer edition is at least ``next_version``; None where a version is not known."""
        if not self.next_version or not self.new.version or self.new.version == self.old.version:
            return None
        return _numbers(self.new.version) >= _numbers(self.next_version)


def next_version(version: str, level: str) -> str | None:
    """Return the version that follows another.

    Before 1.0.0 anything may change (Semantic Versioning 2.0.0, item 4); by our convention a breaking change raises the
    second number there, and any other the third.

    Args:
        version: A version of three numbers; for another, None is returned.
        level: The most severe level of the changes.
    """
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return None
    first, second, third = _numbers(version)
    if first == 0:
        return f"0.{second + 1}.0" if level == MAJOR else f"0.{second}.{third + 1}"
    if level == MAJOR:
        return f"{first + 1}.0.0"
    return f"{first}.{second + 1}.0" if level == MINOR else f"{first}.{second}.{third + 1}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def compare(old: Path, new: Path) -> Comparison:
    """Compare two editions, each a release, a checkout or an RDF file.

    Raises:
        InputError: One of them is none of these, or not usable.
    """
    return compare_editions(read_edition(old), read_edition(new))


def compare_editions(old: Edition, new: Edition) -> Comparison:
    """Compare two editions.

    Of a file, only those parts are compared with a whole edition that it has.

    Raises:
        InputError: The header of a view is not right.
    """
    notes: list[str] = []
    found = [*_changes(old, new, notes)]
    # An order that keeps that of the parts' own.
    ordered = sorted(found, key=lambda change: (LEVELS.index(change.level), PARTS.index(change.part)))
    return Comparison(old, new, tuple(ordered), tuple(notes))


def _changes(old: Edition, new: Edition, notes: list[str]) -> Iterator[Change]:
    from csgraph.release.diff.data import thing_changes
    from csgraph.release.diff.ontology import renamed_terms, term_changes
    from csgraph.release.diff.shapes import rule_changes
    from csgraph.release.diff.views import view_changes

    naming, renamed = Labels(old, new), renamed_terms(old, new)
    parts: dict[str, tuple[bool, bool, Callable[[], Iterator[Change]]]] = {
        "the ontology": (bool(old.terms), bool(new.terms), lambda: term_changes(old, new, naming)),
        "the data": (bool(old.things), bool(new.things), lambda: thing_changes(old, new, naming, renamed)),
        "the shapes": (bool(old.rules), bool(new.rules), lambda: rule_changes(old, new, naming, renamed)),
        "the views": (bool(old.views), bool(new.views), lambda: view_changes(old, new)),
    }
    is_mixed = (old.kind == FILE) != (new.kind == FILE)
    file = old if old.kind == FILE else new
    for name, (has_old, has_new, changes) in parts.items():
        if is_mixed and has_old != has_new and not (has_old if file is old else has_new):
            notes.append(f"{name} {'is' if name == 'the ontology' else 'are'} not compared: {file.place} has none")
        else:
            yield from changes()
