"""The formats of answers, and the endings of files that stand for them."""

from __future__ import annotations

from pathlib import Path

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "html")
"""Formats for rows and for yes or no; the first is the default."""


TRIPLE_FORMATS = ("turtle", "ntriples", "jsonld")
"""Formats for triples; the first is the default."""


CHART_FORMATS = ("svg",)
"""Formats for the rows of a view that declares a picture."""


FORMATS = (*ROW_FORMATS, *TRIPLE_FORMATS, *CHART_FORMATS)


ENDINGS = {
    **{".jsonld": "jsonld", ".nt": "ntriples", ".ttl": "turtle"},
    **{f".{name}": name for name in (*ROW_FORMATS[1:], *CHART_FORMATS)},
}
"""Formats by the ending of the file that is written, where no format is asked for."""


def format_of(path: Path | None) -> str | None:
    """Return the format that the ending of a file tells, or None where it tells none."""
    return ENDINGS.get(path.suffix.lower()) if path else None
