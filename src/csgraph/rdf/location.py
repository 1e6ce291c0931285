"""The location of text in a file: file, line and column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Location:
    """A part of a line of a text file.

    Attributes:
        file: The file, as messages show it (see ``csgraph.paths.shown``).
        line: Its line, counted from 1.
        column: Its column, counted from 1, in Unicode code points.
        width: Its width in characters, at least 1.
        text: The whole line, without its end.
    """

    file: str
    line: int
    column: int
    width: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
