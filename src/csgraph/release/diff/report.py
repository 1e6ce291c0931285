"""Renders changes as text, as Markdown for the changelog, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby

from csgraph.release.diff.change import HEADINGS, LEVELS, MAJOR, MINOR, PARTS, PATCH, Change
from csgraph.release.diff.compare import Comparison
from csgraph.release.diff.data import READINGS, STRONGER
from csgraph.util.markup import escape_markdown

FORMATS = ("text", "md", "json")
"""The formats; the first is the default."""

SHOWN = 10
"""Number of changes of one kind that are listed one by one by default; of more, the first ``SAMPLES`` are named."""
SAMPLES = 3

_TITLES = {MAJOR: "Breaking", MINOR: "Additions and corrections", PATCH: "Editorial changes"}
_NOUNS = {MAJOR: "breaking", MINOR: "added or corrected", PATCH: "editorial"}


def render(comparison: Comparison, format: str = "text", *, is_whole: bool = False) -> str:
    """Return the changes between two editions.

    Args:
        comparison: The changes.
        format: One of ``FORMATS``.
        is_whole: Whether to list all changes one by one; in JSON they always are.
    """
    if format == "json":
        return _json(comparison)
    limit = None if is_whole else SHOWN
    return _markdown(comparison, limit) if format == "md" else _text(comparison, limit)


def _text(comparison: Comparison, limit: int | None) -> str:
    old, new = comparison.old, comparison.new
    if not comparison.changes:
        return "".join(f"{line}\n" for line in (f"nothing changed from {old.place} to {new.place}", *comparison.notes))
    lines = [f"{_counted(comparison.changes)} from {old.place} to {new.place}", ""]
    for level, changes in groupby(comparison.changes, key=lambda change: change.level):
        lines.append(_TITLES[level])
        for part, own in groupby(changes, key=lambda change: change.part):
            lines.append(f"  {part}")
            lines += [f"    {line}" for line in _lines(own, limit)]
        lines.append("")
    return "".join(f"{line}\n" for line in [*lines, *comparison.notes, *_conclusion(comparison)])


def _counted(changes: Iterable[Change]) -> str:
    levels = [change.level for change in changes]
    counts = [f"{levels.count(level):,} {_NOUNS[level]}" for level in LEVELS if level in levels]
    return f"{len(levels):,} {'change' if len(levels) == 1 else 'changes'}: {', '.join(counts)},"


def _lines(changes: Iterable[Change], limit: int | None, *, is_markdown: bool = False) -> Iterator[str]:
    """Yield the changes one by one, and those that are too many of a kind in one line."""

    def safe(text: str) -> str:
        return escape_markdown(text) if is_markdown else text

    def name(change: Change) -> str:
        node = f"`{change.node}`" if is_markdown else change.node
        return f"“{safe(change.label)}” ({node})" if change.label else node

    groups: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.heading, change.action, change.kind), []).append(change)
    for (_, action, kind), members in groups.items():
        names = list(dict.fromkeys(map(name, members)))
        is_one_thing = len(names) > 1 and len({change.text for change in members}) == 1
        if limit is None or (len(members) <= limit and not is_one_thing):
            yield from (f"{change.kind} {name(change)} {safe(change.text)}" for change in members)
        elif len(names) <= limit:
            yield f"{len(names)} {_plural(kind)} {action}: {', '.join(names)}"
        else:
            yield f"{len(names):,} {_plural(kind)} {action}, such as {', '.join(names[:SAMPLES])}"


def _plural(word: str) -> str:
    if word.endswith("erratum"):
        return f"{word.removesuffix('um')}a"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def _conclusion(comparison: Comparison) -> Iterator[str]:
    """Yield the conclusion: what to review, and the next version."""
    reread = {change.node for change in comparison.changes if change.action in READINGS}
    if reread:
        stronger = sum(change.action == STRONGER for change in comparison.changes)
        count = f"{len(reread):,} {'statement' if len(reread) == 1 else 'statements'}"
        ending = f", {stronger:,} of them put more strongly" if stronger else ""
        yield f"Review how {count} changed{ending}: their reading is attributed to the report."
    if any(change.action in ("redefined", "relabelled") and change.part == "Ontology" for change in comparison.changes):
        yield "A redefined or relabelled term is assumed to keep its meaning; if one does not, the change is breaking."
    yield _version(comparison)


def _version(comparison: Comparison) -> str:
    level, version, following = comparison.level, comparison.old.version, comparison.next_version
    text = f"The next version is {level}"
    if following:
        early = " (before 1.0.0 a breaking change raises the second number, all else the third)"
        text += f": {following} after {version}{early if following.startswith('0.') else ''}"
    if comparison.is_enough is not None:
        enough = "which is enough" if comparison.is_enough else "which is not enough"
        text += f"; {comparison.new.place} is {comparison.new.version}, {enough}"
    return f"{text}."


def _markdown(comparison: Comparison, limit: int | None) -> str:
    """Return the changes under the headings of a changelog, each with its part and whether it is breaking."""
    sections: list[str] = []
    for heading in HEADINGS:
        changes = [change for change in comparison.changes if change.heading == heading]
        items: list[str] = []
        for part in PARTS:
            for level in LEVELS:
                own = [change for change in changes if (change.part, change.level) == (part, level)]
                lead = f"- **{part}**{' **Breaking:**' if level == MAJOR else ''}"
                items += [
                    f"{lead} {line}{'' if line.endswith('.') else '.'}" for line in _lines(own, limit, is_markdown=True)
                ]
        if items:
            sections.append("\n".join([f"### {heading}", "", *items]))
    notes = [*comparison.notes, *(_conclusion(comparison) if comparison.changes else ["Nothing changed."])]
    return "\n\n".join([*sections, *notes]) + "\n"


def _json(comparison: Comparison) -> str:
    old, new = ({"place": each.place, "kind": each.kind, "version": each.version}
                for each in (comparison.old, comparison.new))  # fmt: skip
    content = {
        "old": old,
        "new": new,
        "level": comparison.level,
        "next": comparison.next_version,
        "enough": comparison.is_enough,
        "notes": list(comparison.notes),
        "changes": [asdict(change) for change in comparison.changes],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
