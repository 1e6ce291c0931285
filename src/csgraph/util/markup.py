"""Formats running text with marked spans as wrapped plain text, Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from csgraph.util.terminal import terminal_safe

Span = tuple[int, int]
"""Start and end of words in a text, in code points from 0, end exclusive."""

_LEAST_WIDTH = 40
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|&~]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
# Starts of headings and list items (CommonMark 0.31, sections 4.2 and 5.2).
_BLOCK = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=(?:#{1,6}|[+-])(?:\s|$)))")


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, with overlapping and adjacent ones merged."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, each with whether it is marked; marks exclude white space at their ends."""
    at = 0
    for start, end in merged(spans):
        marked = text[start:end]
        start += len(marked) - len(marked.lstrip())
        end -= len(marked) - len(marked.rstrip())
        if start < end:
            yield text[at:start], False
            yield text[start:end], True
            at = end
    yield text[at:], False


def plain(text: str, spans: Iterable[Span] = ()) -> str:
    """Return a text with «marks» around the spans, safe for a terminal, each run of white space as one space."""
    marked = "".join(
        f"«{terminal_safe(piece)}»" if mark else terminal_safe(piece) for piece, mark in _pieces(text, spans)
    )
    return " ".join(marked.split())


def lines(
    text: str, spans: Iterable[Span] = (), *, width: int | None = None, indent: str = "", bold: bool = False
) -> list[str]:
    """Return a text as indented lines, with «marks» around the spans; none if it is empty.

    Args:
        text: The text.
        spans: The spans to mark.
        width: The maximum width of a line in columns; None for one long line.
        indent: The beginning of each line.
        bold: Also make the marked words bold, for a terminal that supports it (ECMA-48, section 8.3.117).
    """
    spans = list(spans)
    content = plain(text, spans)
    found = [indent + content] if content else []
    if content and width is not None:
        from textwrap import TextWrapper

        wrapper = TextWrapper(width=max(width, _LEAST_WIDTH), break_on_hyphens=False)
        wrapper.initial_indent = wrapper.subsequent_indent = indent
        found = wrapper.wrap(content)
    return list(_bold(found, indent, "".join(_outline(text, spans)))) if bold else found


def _outline(text: str, spans: Iterable[Span]) -> Iterator[str]:
    """Yield the origin of each guillemet of the marked text: a mark (``m``) or the text itself (``t``)."""
    for piece, mark in _pieces(text, spans):
        own = "t" * sum(map(piece.count, "«»"))
        yield f"m{own}m" if mark else own


def _bold(wrapped: Iterable[str], indent: str, outline: str) -> Iterator[str]:
    """Yield lines with the words between marks bold; a mark may continue on the next line."""
    kinds, inside = iter(outline), False

    def switch(found: re.Match[str]) -> str:
        nonlocal inside
        if next(kinds) == "t":
            return found[0]
        inside = not inside
        return f"«{_BOLD}" if inside else f"{_PLAIN}»"

    for line in wrapped:
        before = _BOLD if inside else ""
        drawn = re.sub("[«»]", switch, line[len(indent) :])
        yield f"{indent}{before}{drawn}{_PLAIN if inside else ''}"


def escape_markdown(text: str) -> str:
    """Escape a text for Markdown."""
    return _MARKDOWN.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), terminal_safe(text))


def markdown(text: str, spans: Iterable[Span] = ()) -> str:
    """Return a text as one line of Markdown, the spans **strong** and the text escaped."""
    pieces = ((escape_markdown(piece), mark) for piece, mark in _pieces(text, spans))
    marked = "".join(f"**{piece}**" if mark else piece for piece, mark in pieces)
    return _BLOCK.sub(r"\1\\", " ".join(marked.split()))


def preformatted(text: str) -> str:
    """Return lines of text as a ``pre`` element of HTML, escaped."""
    from html import escape

    return f"<pre>{escape(terminal_safe(text))}</pre>\n"


def html(text: str, spans: Iterable[Span] = ()) -> str:
    """Return a text as HTML, the spans in ``mark`` elements and the text escaped."""
    from html import escape

    def escaped(piece: str) -> str:
        return escape(terminal_safe(piece))

    return "".join(f"<mark>{escaped(piece)}</mark>" if mark else escaped(piece) for piece, mark in _pieces(text, spans))
