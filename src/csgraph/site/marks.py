"""The marks of statements in the text of the report: hues by type, lines by modality, and where each begins and ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyoxigraph as ox

from csgraph.publication.report import Erratum, Statement, code
from csgraph.util.markup import Span

FAMILIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "hard": ("what is hard or missing", "Difficulty and lack: what stands in the way.", ("gap", "challenge")),
    "open": (
        "what is asked or left open",
        "Nothing is held to be so: asked, or expected.",
        ("question", "expectation"),
    ),
    "asked": (
        "what should be, or must be first",
        "A measure to be met: by whoever acts, as a rule, or before something else can come about.",
        ("recommendation", "proposal", "principle", "condition"),
    ),
    "use": (
        "what dialogue is for, gives or teaches",
        "Good that is done or could be had: of dialogue, of the moment, of experience.",
        ("lesson", "opportunity", "function"),
    ),
    "told": (
        "what is, or is said to be, the case",
        "Facts, judgements and words of others, and what explains them.",
        ("quotation", "definition", "assessment", "example", "observation"),
    ),
    "frame": (
        "the report about itself",
        "No claim about dialogue: the report speaks of itself, its makers, or of what comes next.",
        ("disclaimer", "acknowledgement", "document-note", "lead-in"),
    ),
}
"""The hues of statement types: the name of each, why its types belong together, and these types.

Twenty colours cannot be distinguished, six can. A statement of several types has the hue of the first of them here: as in
the annotation guide, what is missing comes before what is hard, and the least informative types come last.
"""

LINES: dict[str, tuple[str, tuple[str, ...]]] = {
    "solid": ("held to be so", ("asserted",)),
    "double": ("asked for", ("necessary", "recommended")),
    "dashed": ("held to be so if, or only perhaps", ("conditional", "possible")),
    "dotted": ("meant, hoped or proposed, or not known", ("hoped", "intended", "proposed", "uncertain")),
    "wavy": ("asked", ("interrogative",)),
}
"""The lines under statements, so that meaning does not depend on colour alone: the name of each, and its modalities.
A small word after the statement distinguishes those that share a line."""

_FAMILY = {kind: family for family, (_, _, kinds) in FAMILIES.items() for kind in kinds}
_RANK = {kind: rank for rank, kind in enumerate(_FAMILY)}
_LINE = {modality: line for line, (_, modalities) in LINES.items() for modality in modalities}


@dataclass(frozen=True)
class Segment:
    """A stretch of a text that belongs to the same statements throughout.

    Attributes:
        start: Where it begins, in code points from 0.
        end: Where it ends, exclusive.
        keys: The keys of these statements, the longest first.
    """

    start: int
    end: int
    keys: tuple[str, ...]


def segments(length: int, spans: Mapping[str, Span]) -> list[Segment]:
    """Cut a text into segments, none of them empty, which together are the text.

    Args:
        length: The number of code points of the text.
        spans: The span of each statement by its key; spans may be nested or overlap. What is outside the text is left
            out.
    """
    inside = {key: (max(0, start), min(length, end)) for key, (start, end) in spans.items()}
    inside = {key: span for key, span in inside.items() if span[0] < span[1]}
    cuts = sorted({0, length, *(place for span in inside.values() for place in span)})
    order = sorted(inside, key=lambda key: (inside[key][0] - inside[key][1], inside[key][0], key))
    return [
        Segment(start, end, tuple(key for key in order if inside[key][0] <= start and end <= inside[key][1]))
        for start, end in pairwise(cuts)
    ]


def family(types: tuple[str, ...]) -> str:
    """Return the hue for the codes of some types; ``frame`` if none is known."""
    known = sorted((kind for kind in types if kind in _RANK), key=_RANK.__getitem__)
    return _FAMILY[known[0]] if known else "frame"


def line_of(modality: str) -> str:
    """Return the line for the code of a modality; ``dotted`` if it is not known."""
    return _LINE.get(modality, "dotted")


def codes_by_rank(types: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes of types in the order of ``FAMILIES``, unknown ones last."""
    return tuple(sorted(types, key=lambda kind: (_RANK.get(kind, len(_RANK)), kind)))


def by_rank(types: Iterable[ox.NamedNode]) -> tuple[ox.NamedNode, ...]:
    """Return types in the order of ``FAMILIES``, unknown ones last."""
    nodes = {code(kind): kind for kind in types}
    return tuple(nodes[kind] for kind in codes_by_rank(tuple(nodes)))


def hue(statement: Statement) -> str:
    """Return the hue of a statement, a key of ``FAMILIES``."""
    return family(tuple(map(code, statement.types)))


def line(statement: Statement) -> str:
    """Return the line under a statement, a key of ``LINES``."""
    return line_of(code(statement.modality))


def in_place_of(kind: Any, confidence: Any) -> str:
    """Return the words that introduce the correction of an erratum.

    They are “probably meant” only if the text or a source settles the doubt. Nothing else was meant where a form only
    differs from that in other places, or from that of the bearer of a name; words with more than one reading settle
    nothing.

    Args:
        kind: The kind of the erratum.
        confidence: Its confidence.
    """
    if code(kind) in ("variant", "name", "list"):
        return "elsewhere written"
    if code(confidence) == "certain" and code(kind) != "ambiguity":
        return "probably meant"
    return "perhaps meant"


def in_place(erratum: Erratum) -> str:
    """Return the words that introduce the correction of an erratum."""
    return in_place_of(erratum.kind, erratum.confidence)
