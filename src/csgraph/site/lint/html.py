"""Reads a page as a browser does, and tells what is wrong in it and what it leads to.

The parser is html5rdf, which follows the standard's algorithm, errors included. Elements are taken as its tokenizer gives them,
before any of them is put elsewhere or left out, so that nothing that a browser would see is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from html5rdf import HTMLParser, treebuilders
from html5rdf._tokenizer import HTMLTokenizer
from html5rdf.constants import E as EXPLANATIONS
from html5rdf.constants import tokenTypes

LOADED, LED_TO = "loaded", "led to"
"""What becomes of an address: it is loaded with the page, or the reader is led to it."""

ACTIVE = "active"
"""The rule that nothing runs but scripts in files of their own."""

# What takes an address, by element and attribute; of link it depends on what the link is for.
_ADDRESSES = {
    LOADED: {
        ("audio", "src"), ("embed", "src"), ("feimage", "href"), ("iframe", "src"), ("image", "href"), ("image", "xlink:href"),
        ("img", "src"), ("input", "src"), ("object", "data"), ("script", "src"), ("script", "href"), ("source", "src"),
        ("track", "src"), ("use", "href"), ("use", "xlink:href"), ("video", "poster"), ("video", "src"),
    },
    LED_TO: {
        ("a", "href"), ("a", "xlink:href"), ("area", "href"), ("blockquote", "cite"), ("button", "formaction"), ("del", "cite"),
        ("form", "action"), ("input", "formaction"), ("ins", "cite"), ("q", "cite"),
    },
}  # fmt: skip
_LED_TO_BY_LINK = {
    "alternate",
    "author",
    "bookmark",
    "canonical",
    "cite-as",
    "describedby",
    "help",
    "license",
    "next",
    "prev",
}

# What runs something, or brings another page into this one.
_ACTIVE = {
    "animate", "animatemotion", "animatetransform", "applet", "base", "embed", "frame", "frameset", "iframe", "object", "portal",
    "set", "style",
}  # fmt: skip
_DATA_SCRIPT = re.compile(
    r"(?:application/(?:[\w.-]+\+)?json|text/(?!.*script)[\w.-]+|application/[\w.-]*(?:rdf|sparql)[\w.+-]*)"
)
_NAMING = ("aria-label", "aria-labelledby", "title")
_REFERENCES = ("aria-controls", "aria-describedby", "aria-labelledby", "aria-owns", "for", "form", "headers", "list")
_CONTROLS = {"input", "select", "textarea"}
_NAMELESS = {"hidden", "submit", "reset", "button", "image"}
# Elements that are no control, but say nothing unless there are words in them.
_NAMED = {"a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "label", "summary", "title"}
_START, _END, _CHARACTERS = (tokenTypes[name] for name in ("StartTag", "EndTag", "Characters"))
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# What browsers take out of an address before they read it (URL Standard, section 4.4).
_IGNORED = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\n\r]")


@dataclass(frozen=True)
class Fault:
    """Something that is wrong in a page.

    Attributes:
        rule: The rule that is not met.
        message: The rule in words.
        line: Where, counted from 1.
        column: Where in the line, counted from 1.
        width: How many characters of the line are meant.
        value: What was found; None where something is missing.
    """

    rule: str
    message: str
    line: int = 1
    column: int = 1
    width: int = 1
    value: str | None = None


@dataclass(frozen=True)
class Reference:
    """An address in a page.

    Attributes:
        address: The address, as a browser reads it.
        use: ``LOADED`` or ``LED_TO``.
        line: Where it stands, counted from 1.
        column: Where in the line, counted from 1.
        width: How many characters of the line it takes.
    """

    address: str
    use: str
    line: int
    column: int
    width: int

    @property
    def scheme(self) -> str:
        """Its scheme in small letters, with ``//`` for one that names a host alone; empty for a path."""
        if self.address.replace("\\", "/").startswith("//"):
            return "//"
        found = _SCHEME.match(self.address)
        return found[0][:-1].lower() if found else ""


@dataclass
class Page:
    """What there is to know of a page.

    Attributes:
        ids: What can be led to in it, by name.
        references: The addresses in it.
        faults: What is wrong in it.
        policies: The policies that it sets for itself (Content Security Policy, section 3.3).
        root: The way from it to the root of the site, as it says itself.
    """

    ids: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    root: str = ""


def read(text: str, *, is_page: bool = True) -> Page:
    """Read a page.

    Args:
        text: Its text.
        is_page: Whether it must be valid, have a language, a title, a heading and so on; not so a picture in SVG.
    """
    reader = _Reader(text)
    reader.parse(text)
    page = reader.page
    if is_page:
        for (line, column), code, values in reader.errors:
            message = f"a page is valid HTML: {_explained(code, values)}"
            page.faults.append(Fault("html", message, line, max(column, 1)))
        page.faults += reader.of_a_page()
    else:
        page.faults = [fault for fault in page.faults if fault.rule == ACTIVE]
    return page


def _explained(code: str, values: dict[str, Any]) -> str:
    said: str = EXPLANATIONS.get(code, code)
    with suppress(KeyError, TypeError):
        said %= values
    return said.strip().rstrip(".")


class _Tokenizer(HTMLTokenizer):  # type: ignore[misc]  # html5rdf has no types
    """The tokenizer of the parser, which shows the parser each token."""

    def __iter__(self) -> Iterator[Any]:
        for token in super().__iter__():
            self.parser.see(token)
            yield token


class _Reader(HTMLParser):  # type: ignore[misc]  # html5rdf has no types
    """The parser, with an eye on each token."""

    def __init__(self, text: str) -> None:
        super().__init__(tree=treebuilders.getTreeBuilder("etree"), strict=False)
        self.page = Page()
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._labels = 0
        # What needs words in it and has none yet: name, attributes, and where it is.
        self._wordless: list[tuple[str, dict[str, str], tuple[int, int, int]]] = []
        self._controls: list[tuple[dict[str, str], tuple[int, int, int]]] = []
        self._needed: list[tuple[str, str, tuple[int, int, int]]] = []
        self._labelled: set[str] = set()
        self._headings = self._titles = 0
        self._has_language = False

    def mainLoop(self) -> None:  # noqa: N802 - the name is the parser's
        # The parser makes its tokenizer itself, and lets nobody say which.
        self.tokenizer.__class__ = _Tokenizer
        super().mainLoop()

    def see(self, token: Any) -> None:
        """Look at a token, before anything is made of it."""
        kind = token["type"]
        if kind == _START:
            self._start(token)
        elif kind == _END:
            self._end(token["name"].lower())
        elif kind == _CHARACTERS and self._wordless and token["data"].strip():
            self._wordless.clear()

    # -- Elements ------------------------------------------------------------------------------------------------------

    def _start(self, token: Any) -> None:
        name = token["name"].lower()
        attributes = {str(key).lower(): value or "" for key, value in dict(token["data"]).items()}
        at = self._place(name)
        self._identify(name, attributes, at)
        self._name(name, attributes, at)
        self._look_for_action(name, attributes, at)
        self._refer(name, attributes, at)
        if name == "html":
            self._has_language |= bool(attributes.get("lang", "").strip())
            self.page.root = attributes.get("data-root", "")
        if name == "meta" and attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.page.policies.append(attributes.get("content", ""))

    def _end(self, name: str) -> None:
        if name == "label":
            self._labels = max(0, self._labels - 1)
        if name not in _NAMED:
            return
        for number in range(len(self._wordless) - 1, -1, -1):
            if self._wordless[number][0] == name:
                _, _, at = self._wordless.pop(number)
                self._fault("words", f"<{name}> has words in it, or aria-label", at)
                break

    def _identify(self, name: str, attributes: dict[str, str], at: tuple[int, int, int]) -> None:
        if "id" in attributes:
            found = attributes["id"]
            if found in self.page.ids:
                self._fault("id", "each id is there once in a page", at, found)
            if not found or re.search(r"\s", found):
                self._fault("id", "an id is a name without white space", at, found)
            self.page.ids.add(found)
        if name == "a" and attributes.get("name"):
            self.page.ids.add(attributes["name"])
        for key in _REFERENCES:
            if key in attributes and not (key == "form" and name == "form"):
                self._needed += [(key, each, at) for each in attributes[key].split()]

    def _name(self, name: str, attributes: dict[str, str], at: tuple[int, int, int]) -> None:
        """See to it that what is used or seen has words for who does not see it."""
        is_named = any(attributes.get(key, "").strip() for key in _NAMING)
        if name == "img":
            if "alt" not in attributes:
                self._fault("alt", "<img> has an alt, which is empty for one that says nothing", at)
            elif attributes["alt"].strip():
                self._wordless.clear()
        if (
            name == "svg"
            and attributes.get("aria-hidden") != "true"
            and not is_named
            and attributes.get("role") != "img"
        ):
            self._fault("alt", '<svg> has a role="img" and a name, or aria-hidden="true"', at)
        if name == "label":
            self._labels += 1
            self._labelled.add(attributes.get("for", ""))
        if (
            name in _CONTROLS
            and attributes.get("type", "").lower() not in _NAMELESS
            and not is_named
            and not self._labels
        ):
            self._controls.append((attributes, at))
        self._headings += name == "h1"
        self._titles += name == "title" and "svg" not in [each.name for each in self.tree.openElements]
        if is_named:
            self._wordless.clear()
        if (
            name in _NAMED
            and not is_named
            and not (name == "a" and "href" not in attributes)
            and not attributes.get("label")
        ):
            self._wordless.append((name, attributes, at))

    def _look_for_action(self, name: str, attributes: dict[str, str], at: tuple[int, int, int]) -> None:
        if name in _ACTIVE:
            self._fault(
                "active",
                "a page has nothing in it that runs, and no styles but those of its style sheets",
                at,
                f"<{name}>",
            )
        if (
            name == "script"
            and "src" not in attributes
            and not _DATA_SCRIPT.fullmatch(attributes.get("type", "").strip().lower())
        ):
            self._fault(ACTIVE, "a script has a file of its own", at, "<script>")
        if name == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
            self._fault(ACTIVE, "a page stays where it is", at, 'http-equiv="refresh"')
        for key in attributes:
            if key.startswith("on") or key in ("style", "srcdoc", "ping"):
                self._fault(ACTIVE, "no attribute runs, styles or sends anything", at, key)

    def _refer(self, name: str, attributes: dict[str, str], at: tuple[int, int, int]) -> None:
        for use, known in _ADDRESSES.items():
            for key, value in attributes.items():
                if (name, key) in known:
                    self._add(value, use, at)
        if name == "link" and "href" in attributes:
            relations = set(attributes.get("rel", "").lower().split())
            is_loaded = "stylesheet" in relations or not relations & _LED_TO_BY_LINK
            self._add(attributes["href"], LOADED if is_loaded else LED_TO, at)
        if name in ("img", "source"):
            for each in attributes.get("srcset", "").split(","):
                if each.strip():
                    self._add(each.split()[0], LOADED, at)

    def _add(self, value: str, use: str, at: tuple[int, int, int]) -> None:
        line, column, width = at
        text, start = self._text, self._starts[line - 1] + column - 1
        found = text.find(value.replace("&", "&amp;"), start, start + width) if value else -1
        if found >= 0:
            line, column, width = *self._line_of(found), len(value.replace("&", "&amp;"))
        self.page.references.append(Reference(_IGNORED.sub("", value), use, line, column, width))

    # -- Places --------------------------------------------------------------------------------------------------------

    def _place(self, name: str) -> tuple[int, int, int]:
        """Return line and column of the tag that was just read, counted from 1, and how long it is."""
        line, column = self.tokenizer.stream.position()
        end = self._starts[min(line, len(self._starts)) - 1] + column
        start = _rfind(self._text, name, end)
        if start < 0:
            return line, max(column, 1), 1
        return *self._line_of(start), max(end - start, 1)

    def _line_of(self, offset: int) -> tuple[int, int]:
        from bisect import bisect_right

        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def _fault(self, rule: str, message: str, at: tuple[int, int, int], value: str | None = None) -> None:
        self.page.faults.append(Fault(rule, message, *at, value))

    def of_a_page(self) -> Iterator[Fault]:
        """Yield what only the whole page tells."""
        if not self._has_language:
            yield Fault("lang", "<html> has a lang")
        if self._titles != 1:
            yield Fault("title", "a page has one title", value=str(self._titles))
        if self._headings != 1:
            yield Fault("heading", "a page has one <h1>", value=str(self._headings))
        for attributes, at in self._controls:
            if attributes.get("id") not in self._labelled or not attributes.get("id"):
                yield Fault("label", "what is filled in has a <label>, or aria-label", *at)
        for key, name, at in self._needed:
            if name not in self.page.ids:
                yield Fault("reference", f"{key} names an id of the page", *at, name)


def _rfind(text: str, name: str, end: int) -> int:
    """Return where the last tag of a name before a place begins."""
    for size in (200, end):
        part = text[max(0, end - size) : end].lower()
        if (found := part.rfind(f"<{name}")) >= 0:
            return max(0, end - size) + found
    return -1
