"""Suggests the closest known names for an unknown one: ``csg:anchor`` for ``csg:anchr``.

All "did you mean" of the Python code comes from here; ``site/assets/hints.js`` has ``nearest`` in JavaScript.

Similarity is ``difflib.SequenceMatcher.ratio``, twice the number of matching characters over the length of both names: it
needs no dependency, and forgives a letter that is missing, doubled, wrong or swapped with its neighbour. Case is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

CUTOFF = 0.8
"""Least similarity of two names, from 0 to 1: one wrong letter in five. Below it, short names match unrelated ones."""

PREFIX_CUTOFF = 0.6
"""Least similarity of two prefixes where the rest is equal; prefixes are short, so that a letter weighs more."""

LIMIT = 3
"""Number of names to suggest at most."""

LONGEST = 80
"""Number of characters beyond which a name is not suggested for containing the unknown one."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most similar to an unknown one, or None if none is similar or the name is known itself.

    The first that applies: the same name in another case; the most similar last part after the same prefix; the same
    last part after the most similar prefix. Names that differ only in numbers, such as ``passage:3.1-p3`` and
    ``passage:3.1-p4``, are not similar, since any of them could be meant. The order of ``known`` makes no difference.

    Args:
        name: A CURIE, an IRI or a plain name.
        known: The names that exist, in any order.
    """
    return next(_similar(name, known), None)


def similar(name: str, known: Iterable[str], limit: int = LIMIT) -> list[str]:
    """Return the known names similar to an unknown one, as for ``nearest``, then the shortest ones that contain it.

    Args:
        name: A CURIE, an IRI or a plain name; nothing is similar to an empty one.
        known: The names that exist, in any order.
        limit: How many names to return at most.
    """
    names, wanted = set(known), name.casefold().strip()
    if name in names or not wanted:
        return []
    within = [other for other in names if len(other) < LONGEST and wanted in other.casefold()]
    return list(dict.fromkeys((*_similar(name, names), *sorted(within, key=lambda other: (len(other), other)))))[:limit]


def did_you_mean(names: Sequence[str]) -> str:
    """Return ``did you mean A, B or C?``; the empty string where there is no name to suggest."""
    *others, last = names or [""]
    return f"did you mean {', '.join(others)}{' or ' if others else ''}{last}?" if names else ""


def _similar(name: str, known: Iterable[str]) -> Iterator[str]:
    """Yield the known names similar to a name, the most similar first."""
    names = set(known)
    if name in names:
        return
    wanted = name.casefold()
    folded = {other: other.casefold() for other in names}
    yield from sorted(other for other in names if folded[other] == wanted)
    prefix, local = _split(wanted)
    siblings, namesakes = [], []
    for other, text in folded.items():
        if not (text.startswith(prefix) or text.endswith(local)) or _numberless(text) == _numberless(wanted):
            continue
        its_prefix, its_local = _split(text)
        if its_prefix == prefix:
            siblings.append((other, its_local))
        elif its_local == local:
            namesakes.append((other, its_prefix))
    yield from _most_similar(local, siblings, CUTOFF)
    yield from _most_similar(prefix, namesakes, PREFIX_CUTOFF)


def _split(name: str) -> tuple[str, str]:
    """Return the prefix or namespace of a name, and the rest; a plain name, such as a label, has an empty prefix."""
    start = 0 if " " in name else max(name.rfind(sign) for sign in ":/#") + 1
    return name[:start], name[start:]


def _numberless(name: str) -> str:
    return re.sub(r"\d+", "0", name)


def _most_similar(wanted: str, candidates: Iterable[tuple[str, str]], cutoff: float) -> Iterator[str]:
    """Yield the names whose part is similar to the wanted one, the most similar first."""
    from difflib import get_close_matches

    by_part: dict[str, list[str]] = {}
    for name, part in sorted(candidates):
        by_part.setdefault(part, []).append(name)
    # It is given all in one order, so that ties are broken the same way on each run.
    for part in get_close_matches(wanted, sorted(by_part), n=LIMIT, cutoff=cutoff):
        yield from by_part[part]
