"""What axe-core cannot see is readable: text that lies below a field, or in an interface of two layers."""

from __future__ import annotations

import re

import pytest

from csgraph.site import build

ASSETS = build.ASSETS
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
LEAST = 4.5
"""WCAG 2.2, success criterion 1.4.3."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, definition of that name)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted(map(luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(scheme: str) -> dict[str, str]:
    """Return the colours that have names, in the light or in the dark."""
    found: dict[str, str] = {}
    for name in ("site.css", "workbench.css"):
        light, _, dark = (ASSETS / name).read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
        found |= dict(COLOUR.findall(light.partition("}")[0]))
        if scheme == "dark":
            found |= dict(COLOUR.findall(dark.partition("}")[0]))
    return found


def test_contrast_is_what_it_is_known_to_be():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, "code") for text in ("ink", "soft", "warn", "word", "name", "text")),
        *((text, ground) for text in ("ink", "soft", "accent", "warn", "ok") for ground in ("paper", "raised")),
        ("accent-ink", "accent"),
        ("mark-ink", "mark"),
    ],
)
def test_each_pair_that_holds_text_can_be_read(text, ground, scheme):
    known = colours(scheme)

    assert contrast(known[text], known[ground]) >= LEAST
