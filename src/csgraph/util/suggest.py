"""Knows which known name is meant by one that is not known: ``csg:anchr`` means ``csg:anchor``."""

from __future__ import annotations

import re
from collections.abc import Iterable

NEAR = 0.8
"""How alike the last parts of two names must be, from 0 to 1 (``difflib.SequenceMatcher.ratio``): a letter in five."""

NEAR_PREFIX = 0.6
"""How alike two prefixes must be where all else is the same; they are short, so that one letter counts for more."""


def nearest(term: str, known: Iterable[str]) -> str | None:
    """Return the known name that a name is most like, if it is really like it.

    That is, the first of these that there is: the same name but for case; the name with the same prefix and nearly the
    same last part; the name with nearly the same prefix and the same last part. Names that differ in nothing but
    numbers, such as ``passage:3.1-p3`` and ``passage:3.1-p4``, are not alike: any of them could be meant.

    Args:
        term: A CURIE, an IRI or a plain name.
        known: The names that there are, in any order.

    Returns:
        The name; None if the term is known itself, or no name is like it.
    """
    names = set(known)
    if term in names:
        return None
    folded = {name: name.casefold() for name in names}
    wanted = term.casefold()
    if same := [name for name in names if folded[name] == wanted]:
        return min(same)
    prefix, local = _split(wanted)
    siblings, namesakes = [], []
    for name, other in folded.items():
        if not (other.startswith(prefix) or other.endswith(local)) or _numberless(other) == _numberless(wanted):
            continue
        its_prefix, its_local = _split(other)
        if its_prefix == prefix:
            siblings.append((name, its_local))
        elif its_local == local:
            namesakes.append((name, its_prefix))
    return _most_alike(local, siblings, NEAR) or _most_alike(prefix, namesakes, NEAR_PREFIX)


def _split(name: str) -> tuple[str, str]:
    """Return the prefix or namespace of a name, and the rest; a plain name has an empty prefix."""
    start = max(name.rfind(sign) for sign in ":/#") + 1
    return name[:start], name[start:]


def _numberless(name: str) -> str:
    return re.sub(r"\d+", "0", name)


def _most_alike(wanted: str, candidates: Iterable[tuple[str, str]], least: float) -> str | None:
    """Return the name whose part is most like what is wanted; of several that are equally so, the first by name."""
    from difflib import get_close_matches

    by_part: dict[str, str] = {}
    for name, part in sorted(candidates, reverse=True):
        by_part[part] = name
    near = get_close_matches(wanted, sorted(by_part), n=1, cutoff=least)
    return by_part[near[0]] if near else None
