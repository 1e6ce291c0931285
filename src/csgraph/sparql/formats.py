"""Lists the formats of answers, and the file extensions that select them."""

from __future__ import annotations

from pathlib import Path

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "html")
"""Formats of rows and of ASK; the first is the default."""


TRIPLE_FORMATS = ("turtle", "ntriples", "jsonld")
"""Formats of triples; the first is the default."""


CHART_FORMATS = ("svg",)
"""Formats of charts, for views that have one."""


FORMATS = (*ROW_FORMATS, *TRIPLE_FORMATS, *CHART_FORMATS)


ENDINGS = {
    **{".jsonld": "jsonld", ".nt": "ntriples", ".ttl": "turtle"},
    **{f".{name}": name for name in (*ROW_FORMATS[1:], *CHART_FORMATS)},
}
"""Formats by the extension of the output file, used if no format is given."""


def format_of(path: Path | None) -> str | None:
    """Return the format that the extension of a file selects; None if it selects none."""
    return ENDINGS.get(path.suffix.lower()) if path else None
