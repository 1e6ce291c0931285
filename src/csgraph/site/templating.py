"""Renders templates: all values are escaped, and pages may not connect to any server."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from csgraph.publication.resources import curie
from csgraph.site import marks
from csgraph.util.terminal import page_safe

CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; style-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""The Content Security Policy (Level 3) of every page: only own scripts, styles and images, and no connections."""

_TEMPLATES = Path(__file__).parent / "templates"
_IN_SCRIPT = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})
_WEB = re.compile(r"(?:https?://|mailto:)[^\s\"<>]+")


@cache
def environment() -> Environment:
    """Return the Jinja environment."""
    found = Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        finalize=_seen,
    )
    found.filters["json"] = script_json
    found.filters["hue"] = marks.hue
    found.filters["line"] = marks.line
    found.filters["by_rank"] = marks.by_rank
    found.filters["in_place"] = marks.in_place
    found.globals["csp"] = CSP
    found.globals["curie"] = curie
    return found


def _seen(value: object) -> object:
    return seen(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def seen(text: str) -> str:
    r"""Return text with invisible characters, and those that reorder text, written as ``\u{202e}``."""
    return page_safe(text)


def script_json(value: object) -> Markup:
    """Return a value as JSON for a script element, which no text in it can end.

    Source:
        HTML, section 4.12.1.3, restrictions for contents of script elements.
    """
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT))


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, as JavaScript counts (ECMAScript, section 6.1.4)."""
    return len(text.encode("utf-16-le")) // 2


def is_web(address: str) -> bool:
    """Whether an address may be linked to: ``http``, ``https`` or ``mailto``."""
    return _WEB.fullmatch(address) is not None
