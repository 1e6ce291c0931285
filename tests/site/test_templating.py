"""Whatever a template shows is text, and what scripts read cannot end the element it stands in."""

from __future__ import annotations

import json

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from csgraph.site.templating import CSP, environment, is_web, script_json, seen


def render(template: str, **context: object) -> str:
    return environment().from_string(template).render(**context)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "' x='", "&lt;"])
def test_text_stays_text(text):
    shown = render('<p title="{{ text }}">{{ text }}</p>', text=text)

    assert not {"<script", '" on', "' x"} & {shown[at : at + len(part)] for part in ("<script", '" on', "' x")
                                              for at in range(len(shown))}  # fmt: skip
    assert text == Markup(shown.removeprefix('<p title="').partition('"')[0]).unescape()


def test_markup_of_ours_stays_markup():
    assert "<b>&lt;</b>" == render("{{ text }}", text=Markup("<b>{}</b>").format("<"))


def test_what_is_not_there_is_an_error_and_no_blank():
    with pytest.raises(UndefinedError):
        render("{{ missing }}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202egnp.exe", r"a\u{202e}gnp.exe"),
        ("\x1b[31m", r"\u{1b}[31m"),
        ("a\u2066b", r"a\u{2066}b"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("é 中 — “x”", "é 中 — “x”"),
    ],
)
def test_what_reorders_or_hides_text_is_shown(text, shown):
    assert shown == seen(text) == render("{{ text }}", text=text)


@pytest.mark.parametrize("text", ["</script><script>alert(1)", "<!--", "]]>", "\u2028", "a & b", '"'])
def test_json_in_a_page_cannot_end_its_element_and_says_the_same(text):
    written = str(script_json({"name": text}))

    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(written)
    assert {"name": text} == json.loads(written)


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://example.org", "mailto:a@example.org"])
def test_the_web_is_linked_to(address):
    assert is_web(address)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "urn:x:y", "//x",
     "https://a b", 'https://a"b', "https://a<b", " https://a", "https://a\nb", ""],
)  # fmt: skip
def test_nothing_else_is(address):
    assert not is_web(address)


def test_a_page_may_connect_to_nothing_and_run_only_what_is_ours():
    rules = dict(rule.strip().split(" ", 1) for rule in CSP.split(";"))

    assert "'none'" == rules["default-src"]
    assert "connect-src" not in rules
    assert "'self' 'wasm-unsafe-eval'" == rules["script-src"]
    assert "unsafe-inline" not in CSP
