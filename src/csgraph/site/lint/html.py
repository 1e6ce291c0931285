"""Reads links, ids and active content of a page or an SVG image, each with its location in the file.

The parser is Python's ``html.parser``, which is laxer than a browser. So whatever the two might read differently (comments,
marked sections, a bare ``<`` in text or in a script) is itself a fault: pages of the site have none of it, as templates escape
text. Whether a page is valid and accessible is left to the Nu HTML Checker and to axe, which the tests run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

ACTIVE = "active"
"""The rule that nothing runs except scripts in files of their own."""

# Attributes with an address that the browser loads, and those with one that the reader may follow; href depends on its element.
_LOADED = {"src", "poster", "data", "background", "manifest", "href"}
_FOLLOWED = {"cite", "action", "formaction"}
# Types of <link> that load nothing (HTML, section 4.6.7).
_FOLLOWED_LINKS = {
    "alternate", "author", "bookmark", "canonical", "cite-as", "describedby", "help", "license", "next", "prev",
}  # fmt: skip
# Elements that run code, embed another document, or style or rebase the page.
_ACTIVE = {
    "animate", "animatemotion", "animatetransform", "applet", "base", "embed", "frame", "frameset", "iframe", "object", "portal",
    "set", "style",
}  # fmt: skip
_DATA_SCRIPT = re.compile(r"(?:application/(?:[\w.-]+\+)?json|application/[\w.-]*(?:rdf|sparql)[\w.+-]*|text/turtle)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# What browsers remove from an address before they parse it (URL Standard, section 4.4).
_IGNORED = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\n\r]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What a style sheet loads: url(…) with or without quotes, and @import with a string (CSS Syntax, section 4).
_IN_STYLE = re.compile(
    r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\s]*))\s*\)|@import\s+(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)


@dataclass(frozen=True)
class Fault:
    """A mistake in a file.

    Attributes:
        rule: The rule that is not met.
        message: What is wrong.
        line: Its line, counted from 1.
        column: Its column, counted from 1.
        width: Its width in characters.
        value: The offending value; None if something is missing.
    """

    rule: str
    message: str
    line: int = 1
    column: int = 1
    width: int = 1
    value: str | None = None


@dataclass(frozen=True)
class Reference:
    """An address in a file.

    Attributes:
        address: The address as a browser parses it.
        is_loaded: Whether the browser loads it, as opposed to a link that a reader may follow.
        line: Its line, counted from 1.
        column: Its column, counted from 1.
        width: Its width in characters.
    """

    address: str
    is_loaded: bool
    line: int
    column: int
    width: int

    @property
    def scheme(self) -> str:
        """Its scheme in lower case; ``//`` if it has a host but no scheme; empty for a path."""
        if self.address.replace("\\", "/").startswith("//"):
            return "//"
        found = _SCHEME.match(self.address)
        return found[0][:-1].lower() if found else ""

    def fault(self, rule: str, message: str) -> Fault:
        """Return a fault with its location."""
        return Fault(rule, message, self.line, self.column, self.width, self.address)


@dataclass
class Page:
    """The content of a page, an image or a style sheet.

    Attributes:
        ids: The fragments that links may name.
        references: The addresses in it.
        faults: Active content, and markup that browsers might read differently.
        policies: Its Content Security Policies (CSP Level 3, section 3.3).
        root: The relative path from the page to the root of the site, from its ``data-root``.
    """

    ids: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    root: str = ""


def read(text: str, *, is_page: bool = True) -> Page:
    """Read a page, or with ``is_page=False`` an SVG image."""
    parser = _PageParser(is_page)
    try:
        parser.feed(text)
        parser.close()
        if parser.is_in_script:
            parser.reject("<script> without an end")
    except AssertionError as error:
        # HTMLParser raises this for an unknown marked section.
        parser.reject(str(error))
    return parser.page


def read_style(text: str) -> Page:
    """Read a style sheet."""
    plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    page = Page()
    for address, start, end in _in_style(plain):
        column = start - plain.rfind("\n", 0, start)
        page.references.append(Reference(address, True, plain.count("\n", 0, start) + 1, column, end - start))
    return page


def _in_style(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the addresses that a style loads, with their spans."""
    for found in _IN_STYLE.finditer(text):
        yield next((each for each in found.groups() if each is not None), ""), *found.span()


class _PageParser(HTMLParser):
    """Collects a ``Page``."""

    def __init__(self, is_page: bool) -> None:
        # Character references are kept apart, so that text with a bare "<" is distinguished from one with "&lt;".
        super().__init__(convert_charrefs=False)
        self.page = Page()
        self._is_page = is_page
        self.is_in_script = False

    def reject(self, markup: str) -> None:
        """Report markup that browsers might read differently."""
        message = "markup that browsers may read differently; escape < in text, and use no comments"
        line, column = self.getpos()
        self.page.faults.append(Fault("markup", message, line, column + 1, value=markup.strip()[:60]))

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self.reject(data)

    def handle_comment(self, data: str) -> None:
        self.reject(f"<!--{data}-->")

    def unknown_decl(self, data: str) -> None:
        self.reject(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        if self._is_page or not data.startswith("xml ") or self.getpos() != (1, 0):
            self.reject(f"<?{data}>")

    def handle_decl(self, decl: str) -> None:
        if not self._is_page or decl.lower() != "doctype html":
            self.reject(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "<" in (self.get_starttag_text() or "")[1:]:
            # The end of an element in an attribute, which <noscript> heeds (HTML, section 13.2.5.2).
            self.reject(self.get_starttag_text() or "")
        self.is_in_script = tag == "script"
        # In SVG, elements and attributes may have any prefix.
        name = tag.rpartition(":")[2]
        # Of an attribute that is there twice, browsers take the first.
        attributes = {key: value or "" for key, value in reversed(attrs)}
        self._check_active(name, attributes)
        for key, value in attributes.items():
            self._read_attribute(name, key.rpartition(":")[2], value, attributes)
        if name == "html":
            self.page.root = attributes.get("data-root", "")
        if name == "meta" and attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.page.policies.append(attributes.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        self.is_in_script = False

    def _check_active(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ACTIVE:
            self._fault(
                "element that runs code, embeds a document, or changes the style or base of the page", f"<{name}>"
            )
        kind = attributes.get("type", "").strip().lower()
        if (
            name == "script"
            and not {"src", "href", "xlink:href"} & attributes.keys()
            and not _DATA_SCRIPT.fullmatch(kind)
        ):
            self._fault("inline script; scripts must be in files of their own", "<script>")
        if name == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
            self._fault("the page reloads or redirects itself", 'http-equiv="refresh"')
        for key in attributes:
            if key.startswith("on") or key in ("style", "srcdoc", "ping"):
                self._fault("attribute that runs, styles or sends something", key)

    def _read_attribute(self, name: str, key: str, value: str, attributes: dict[str, str]) -> None:
        if key == "id" or (key == "name" and name == "a"):
            self.page.ids.add(value)
        elif key in _FOLLOWED or (key == "href" and name in ("a", "area")):
            self._refer(value, is_loaded=False)
        elif key == "href" and name == "link":
            kinds = set(attributes.get("rel", "").lower().split())
            self._refer(value, is_loaded="stylesheet" in kinds or not kinds & _FOLLOWED_LINKS)
        elif key in _LOADED:
            self._refer(value, is_loaded=True)
        elif key in ("srcset", "imagesrcset"):
            for each in filter(str.strip, value.split(",")):
                self._refer(each.split()[0], is_loaded=True)
        elif "url(" in value:
            for address, _, _ in _in_style(value):
                self._refer(address, is_loaded=True)

    def _refer(self, value: str, *, is_loaded: bool) -> None:
        line, column, width = self._place(value)
        self.page.references.append(Reference(_IGNORED.sub("", value), is_loaded, line, column, width))

    def _place(self, value: str = "") -> tuple[int, int, int]:
        """Return line, column and width of a value in the tag, or of the tag if it is not there as it is."""
        line, column = self.getpos()
        tag, escaped = self.get_starttag_text() or "", value.replace("&", "&amp;")
        start = tag.find(escaped) if value else -1
        if start < 0:
            return line, column + 1, len(tag.partition("\n")[0])
        before = tag[:start].rpartition("\n")
        return line + tag.count("\n", 0, start), len(before[2]) + 1 + (0 if before[1] else column), len(escaped)

    def _fault(self, message: str, value: str) -> None:
        line, column, width = self._place()
        self.page.faults.append(Fault(ACTIVE, message, line, column, width, value))
