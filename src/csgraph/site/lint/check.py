"""Checks a site that is there: whether it is whole, active only in its own scripts, and has all IRIs of its graph.

What is checked is the folder as it stands. Only the path of an IRI's file is reckoned anew, by ``csgraph.site.urls``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from csgraph.errors import InputError, reason
from csgraph.paths import shown
from csgraph.rdf import turtle
from csgraph.rdf.location import Location
from csgraph.rdf.namespaces import BASE, CSG, CSGS, ONTOLOGY, compress
from csgraph.release import manifest
from csgraph.release.description import checksum
from csgraph.release.query_catalog import QUERY
from csgraph.release.serialize import SYNTAXES, is_xml
from csgraph.site.build import README
from csgraph.site.lint import html
from csgraph.site.lint.html import ACTIVE, LOADED, Fault, Page, Reference
from csgraph.site.templating import CSP
from csgraph.site.urls import DATA, SHAPES, PageUrls
from csgraph.validation.findings import Finding, order

FIRST, MISSING = "index.html", "404.html"
"""The page that all others are reached from, and the one that none leads to."""

MAX_PAGE = 100 * 1024
"""How many bytes a page may have."""

_ONTOLOGY = ONTOLOGY.removeprefix(BASE)
_MAX_NAME, _MAX_PATH = 120, 240
_KEPT = re.compile(r"[A-Za-z0-9_.~-]+")
_HIDDEN = frozenset({".htaccess", ".nojekyll"})
_PAGES_AT_ONCE, _FILES_AT_ONCE = 60, 60
# What a style sheet loads: url(…) with or without quotes, and @import with a string.
_IN_STYLE = re.compile(
    r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\s]*))\s*\)|@import\s+(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_GRAVE = tuple(f"site-{rule}" for rule in (ACTIVE, "external", "scheme"))
_MESSAGE = turtle.iri("sh:message")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class SiteCheckResult:
    """What checking a site came to.

    Attributes:
        findings: What is wrong, by place.
        pages: How many pages it has.
        links: How many links lead from page to page.
        outward: How many links lead out of it.
        iris: How many IRIs of its graph were looked for.
    """

    findings: tuple[Finding, ...]
    pages: int
    links: int
    outward: int
    iris: int

    def summary(self) -> str:
        """Return in one line what was checked."""
        counts = f"{self.pages:,} pages, {self.links:,} links inside and {self.outward:,} outward, {self.iris:,} IRIs"
        number = len(self.findings)
        found = f"{number:,} finding{'' if number == 1 else 's'}" if number else "nothing is wrong"
        return f"{counts}; {found}"


def check(folder: Path, *, processes: int = 1, tell: Callable[[str], None] = lambda text: None) -> SiteCheckResult:
    """Check a site.

    Args:
        folder: The site.
        processes: How many processes read pages. More than one import the main module again, so that one that is a script
            must begin its work below ``if __name__ == "__main__"`` (documentation of multiprocessing).
        tell: Is told what is being done.

    Raises:
        InputError: The folder is no site of ours, or cannot be read.
    """
    if not (folder / README).is_file() or not (folder / manifest.SUMS).is_file():
        raise InputError("this is no site; csgraph site makes one", place=shown(folder))
    graphs = sorted(folder.glob(f"release/*/{manifest.QUADS}"))
    if not graphs:
        raise InputError(f"the site has no release/*/{manifest.QUADS}; make it anew", place=shown(folder))
    try:
        return _Checker(folder, processes, tell).check(graphs)
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", place=shown(folder)) from None


@dataclass(frozen=True)
class _Flaw:
    """A fault in a file of the site."""

    file: str
    fault: Fault
    node: str = ""
    hint: str | None = None


@dataclass
class _Work:
    """A page, or data without one, that a process reads for another.

    Attributes:
        stem: The path of its files, less their ending.
        iris: The IRIs that are described there.
    """

    stem: str
    iris: tuple[str, ...] = ()
    is_page: bool = True


@dataclass
class _Done:
    """What was read: the page, and the flaws of it and of the data beside it."""

    stem: str
    page: Page | None = None
    flaws: list[_Flaw] = field(default_factory=list)


class _Checker:
    """Checks one site."""

    def __init__(self, folder: Path, processes: int, tell: Callable[[str], None]) -> None:
        self._folder, self._processes, self._tell = folder, processes, tell
        self._files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
        self._known = frozenset(self._files)
        self._flaws: list[_Flaw] = []
        self._pages: dict[str, Page] = {}
        self._links: dict[str, set[str]] = {}
        self._dead: dict[str, list[_Flaw]] = {}
        self._inside = self._outward = 0
        self._lines = lru_cache(_FILES_AT_ONCE)(self._read_lines)

    def check(self, graphs: list[Path]) -> SiteCheckResult:
        self._tell("files")
        self._check_names()
        self._check_sums()
        self._tell("graph")
        iris = sorted({iri for path in graphs for iri in _iris(path)} | self._queries() | self._rules())
        addresses = PageUrls(iris)
        self._read(iris, addresses)
        self._tell("links")
        self._check_links()
        self._check_ways()
        self._check_iris(iris, addresses)
        findings = sorted(map(self._finding, self._flaws), key=_gravest_first)
        return SiteCheckResult(tuple(findings), len(self._pages), self._inside, self._outward, len(iris))

    # -- Files ---------------------------------------------------------------------------------------------------------

    def _check_names(self) -> None:
        by_case: dict[str, str] = {}
        for name in self._files:
            twin = by_case.setdefault(name.lower(), name)
            if twin != name:
                self._add(name, "case", "no two files differ in nothing but case", value=twin)
            parts = name.split("/")
            is_hidden = any(part.startswith(".") for part in parts) and name not in _HIDDEN
            if is_hidden or not all(map(_KEPT.fullmatch, parts)):
                self._add(
                    name, "name", "names have letters of ASCII, digits and any of _ . ~ - in them", value=ascii(name)
                )
            if len(name) > _MAX_PATH or max(map(len, parts)) > _MAX_NAME:
                self._add(
                    name,
                    "name",
                    f"names have up to {_MAX_NAME} letters, and paths up to {_MAX_PATH}",
                    value=str(len(name)),
                )
            if (self._folder / name).is_symlink():
                self._add(name, "name", "a site is made of files, not of symbolic links")

    def _check_sums(self) -> None:
        """Hold each file against its checksum, and the checksums of a release against those of the site."""
        known = manifest.sums(self._folder)
        for name in sorted(self._known - known.keys() - {manifest.SUMS}):
            self._add(
                name, "stray", f"each file of a site is in {manifest.SUMS}", hint="take it out, or make the site anew"
            )
        for number, (name, expected) in enumerate(known.items(), 1):
            if name not in self._known:
                self._add(
                    manifest.SUMS, "sum", f"a file that {manifest.SUMS} lists is missing", line=number, value=name
                )
            elif checksum(self._folder / name) != expected:
                self._add(name, "sum", f"each file is as {manifest.SUMS} has it", hint="make the site anew")
        for path in sorted(self._folder.glob(f"release/*/{manifest.SUMS}")):
            start = path.parent.relative_to(self._folder).as_posix()
            for name, expected in manifest.sums(path.parent).items():
                if known.get(f"{start}/{name}") != expected:
                    self._add(f"{start}/{manifest.SUMS}", "sum", "a release in a site is as it was built", value=name)

    # -- Pages and data ------------------------------------------------------------------------------------------------

    def _queries(self) -> set[str]:
        """Return the IRIs of the views, which no graph speaks of."""
        found = (re.fullmatch(r"release/[^/]+/queries/([^/]+)\.rq", name) for name in self._files)
        return {QUERY + match[1] for match in found if match}

    def _rules(self) -> set[str]:
        """Return the IRIs of the rules, of which no graph speaks either: of what has a message of its own."""
        paths = [self._folder / name for name in self._files if re.fullmatch(r"release/[^/]+/shapes\.ttl", name)]
        rules = (quad.subject for path in paths for quad in _parsed(path) if quad.predicate == _MESSAGE)
        return {rule.value for rule in rules if isinstance(rule, ox.NamedNode) and rule.value.startswith(CSGS)}

    def _read(self, iris: Iterable[str], addresses: PageUrls) -> None:
        """Read all pages, and the data of all IRIs; in several processes where there is much to read."""
        described: dict[str, list[str]] = {}
        for iri in iris:
            if iri in addresses:
                described.setdefault(addresses.file(iri), []).append(iri)
            if iri.startswith(CSG):
                described.setdefault(_ONTOLOGY, []).append(iri)
        stems = {name.removesuffix(".html") for name in self._files if name.endswith(".html")}
        work = [_Work(stem, tuple(described.get(stem, ())), stem in stems) for stem in sorted(stems | described.keys())]
        work += [_Work(name, is_page=False) for name in self._files if name.endswith((".svg", ".css"))]
        parts = [(self._folder, work[start : start + _PAGES_AT_ONCE]) for start in range(0, len(work), _PAGES_AT_ONCE)]
        count = min(self._processes, len(parts))
        if count > 1:
            # Begun anew and not forked, since a process with threads must not be (documentation of os.fork).
            with ProcessPoolExecutor(count, get_context("spawn")) as pool:
                self._gather(pool.map(_read_part, parts), len(work))
        else:
            self._gather(map(_read_part, parts), len(work))

    def _gather(self, parts: Iterable[list[_Done]], count: int) -> None:
        number = 0
        for part in parts:
            for done in part:
                number += 1
                self._flaws += done.flaws
                if done.page is not None:
                    self._pages[done.stem] = done.page
            self._tell(f"pages: {number} of {count}")

    # -- Links ---------------------------------------------------------------------------------------------------------

    def _check_links(self) -> None:
        for name, page in self._pages.items():
            leading = self._links[name] = set()
            for reference in page.references:
                target = self._follow(name, reference)
                if target is not None and reference.use != LOADED:
                    leading.add(target)
        for target, flaws in self._dead.items():
            # One file that is missing is one thing to mend, from however many pages links lead to it.
            more = len(flaws) - 1
            first, others = flaws[0], f"{more:,} more link{'s lead' if more > 1 else ' leads'} to {target}"
            hint = "; ".join(filter(None, (first.hint, others if more else "")))
            self._flaws.append(replace(first, hint=hint or None))
        self._pages = {name: page for name, page in self._pages.items() if name.endswith(".html")}

    def _follow(self, name: str, reference: Reference) -> str | None:
        """Return the file that an address leads to, if it is one of the site."""
        scheme, is_loaded = reference.scheme, reference.use == LOADED
        if scheme == "data" and is_loaded and reference.address.lower().startswith("data:image/"):
            return None
        if is_loaded and scheme:
            self._refer(name, reference, "external", "a page loads nothing from elsewhere")
            return None
        if scheme in ("http", "https", "mailto"):
            self._outward += 1
            return None
        if scheme:
            self._refer(name, reference, "scheme", "links are to http, https or mailto, or to files of the site")
            return None
        parts = urlsplit(reference.address)
        path = unquote(parts.path)
        if name == MISSING:
            # A host shows this page wherever something is missing, so that its links begin at the host's root.
            path = path.removeprefix(self._pages[name].root) or FIRST
        if path.startswith(("/", "\\")):
            self._refer(name, reference, "link", "links are relative, so that the site may stand anywhere")
            return None
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        self._inside += not is_loaded
        if target not in self._known or path.endswith("/"):
            is_folder = any(file.startswith(f"{target}/") for file in self._known) if path.endswith("/") else False
            hint = f"name the page: {path}{FIRST}" if is_folder else None
            flaw = _Flaw(name, _fault("link", "each link leads to a file of the site", reference), hint=hint)
            self._dead.setdefault(target, []).append(flaw)
            return None
        self._check_fragment(name, reference, target, unquote(parts.fragment))
        return target

    def _check_fragment(self, name: str, reference: Reference, target: str, fragment: str) -> None:
        # ``top`` is the top of any page (HTML, section 7.4.6.4); with an equals sign it is something for a script.
        if fragment and target in self._pages and fragment.lower() != "top" and "=" not in fragment:
            if fragment not in self._pages[target].ids:
                self._refer(name, reference, "fragment", f"there is an element with this id in {target}")

    def _check_ways(self) -> None:
        """Go from page to page, beginning with the first."""
        reached, todo = {FIRST}, [FIRST]
        while todo:
            found = self._links.get(todo.pop(), set()) - reached
            reached |= found
            todo += found
        if FIRST not in self._pages:
            self._add(FIRST, "link", "a site has a first page")
            return
        for name in sorted(self._pages.keys() - reached - {MISSING}):
            self._add(name, "unreached", f"each page is reached by links from {FIRST}")

    # -- IRIs ----------------------------------------------------------------------------------------------------------

    def _check_iris(self, iris: Iterable[str], addresses: PageUrls) -> None:
        for iri in iris:
            if iri == BASE:
                continue
            if iri not in addresses:
                self._add(FIRST, "iri", "each IRI of the graph has a page", node=iri, value=f"<{iri}>")
                continue
            self._need_file(f"{addresses.file(iri)}.html", iri)
            for namespace, page in ((CSG, f"{_ONTOLOGY}.html"), (CSGS, f"{SHAPES.removeprefix(BASE)}.html")):
                name = iri.removeprefix(namespace)
                if name and name != iri and page in self._pages and name not in self._pages[page].ids:
                    self._add(page, "iri", "there is an element for each name after #", node=iri, value=f"#{name}")

    def _need_file(self, name: str, iri: str) -> None:
        if name not in self._known:
            self._add(name, "iri", "each IRI of the graph has a page", node=iri, value=f"<{iri}>")

    # -- Findings ------------------------------------------------------------------------------------------------------

    def _refer(self, name: str, reference: Reference, rule: str, message: str, *, hint: str | None = None) -> None:
        self._flaws.append(_Flaw(name, _fault(rule, message, reference), hint=hint))

    def _add(
        self,
        name: str,
        rule: str,
        message: str,
        *,
        line: int = 1,
        value: str | None = None,
        node: str = "",
        hint: str | None = None,
    ) -> None:
        self._flaws.append(_Flaw(name, Fault(rule, message, line, value=value), node, hint))

    def _finding(self, flaw: _Flaw) -> Finding:
        fault = flaw.fault
        node = (compress(flaw.node) or flaw.node) if flaw.node else flaw.file
        return Finding(
            severity="Violation",
            node=node,
            label=node,
            shape=f"csgraph:site-{fault.rule}",
            component="csgraph:check",
            path=None,
            value=fault.value,
            message=fault.message,
            hint=flaw.hint,
            place=Location(shown(self._folder / flaw.file), fault.line, fault.column, fault.width, self._line(flaw)),
        )

    def _line(self, flaw: _Flaw) -> str:
        lines = self._lines(flaw.file)
        return lines[flaw.fault.line - 1] if flaw.fault.line <= len(lines) else ""

    def _read_lines(self, name: str) -> list[str]:
        path = self._folder / name
        is_text = path.suffix in (".html", ".css", ".svg") and path.is_file()
        return path.read_text(encoding="utf-8", errors="replace").split("\n") if is_text else []


# -- What a process of its own does ------------------------------------------------------------------------------------


def _fault(rule: str, message: str, reference: Reference) -> Fault:
    return Fault(rule, message, reference.line, reference.column, reference.width, reference.address)


def _gravest_first(finding: Finding) -> tuple[object, ...]:
    """Return a key that puts what could act, or be loaded from elsewhere, before all else, and then goes by place."""
    return (finding.rule not in _GRAVE, *order(finding))


def _iris(path: Path) -> Iterator[str]:
    """Yield the IRIs of ours that a file of quads has, some of them often."""
    for quad in _parsed(path):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                yield term.value


def _parsed(path: Path) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=str(path))
    except SyntaxError as error:
        raise InputError(
            f"cannot be read: {error.msg}; make the site anew", place=shown(path), line=error.lineno
        ) from None


def _read_part(part: tuple[Path, list[_Work]]) -> list[_Done]:
    folder, work = part
    return [_read_one(folder, each) for each in work]


def _read_one(folder: Path, work: _Work) -> _Done:
    if work.stem.endswith(".css"):
        return _Done(work.stem, Page(references=list(_in_style((folder / work.stem).read_text(encoding="utf-8")))))
    name = work.stem if work.stem.endswith(".svg") else f"{work.stem}.html"
    done = _Done(name)
    if work.is_page or work.stem.endswith(".svg"):
        done.page = _read_page(folder, name, done)
    if work.iris:
        _check_data(folder, work, done)
    return done


def _read_page(folder: Path, name: str, done: _Done) -> Page:
    content = (folder / name).read_bytes()
    is_page = name.endswith(".html")
    try:
        page = html.read(content.decode(), is_page=is_page)
    except UnicodeDecodeError as error:
        done.flaws.append(_Flaw(name, Fault("html", f"a page is UTF-8: {error.reason} at byte {error.start}")))
        page = Page()
    done.flaws += [_Flaw(name, fault) for fault in page.faults]
    page.faults = []
    if is_page and len(content) > MAX_PAGE:
        message = f"a page has at most {MAX_PAGE // 1024} KiB"
        done.flaws.append(_Flaw(name, Fault("size", message, value=f"{len(content):,} bytes")))
    if is_page and page.policies != [CSP]:
        found = "; ".join(page.policies) or None
        done.flaws.append(
            _Flaw(name, Fault("policy", "a page says in a <meta> what it may do, as csgraph site does", value=found))
        )
    return page


def _check_data(folder: Path, work: _Work, done: _Done) -> None:
    """Read the data beside a page: each file says the same, and speaks of each IRI that is described there."""
    read: dict[str, set[ox.Triple]] = {}
    for ending in ("nt", *(each for each in DATA if each != "nt")):
        name = f"{work.stem}.{ending}"
        path = folder / name
        if not path.is_file():
            said = read.get("nt", set())
            if ending != "rdf" or all(is_xml(str(getattr(triple.object, "value", ""))) for triple in said):
                done.flaws.append(_Flaw(name, Fault("data", "there is data beside the page of an IRI"), work.iris[0]))
            continue
        try:
            read[ending] = {quad.triple for quad in ox.parse(path=str(path), format=SYNTAXES[ending])}
        except SyntaxError as error:
            message = f"data can be read: {error.msg}"
            done.flaws.append(
                _Flaw(name, Fault("data", message, error.lineno or 1, max(error.offset or 1, 1)), work.iris[0])
            )
            continue
        subjects = {triple.subject.value for triple in read[ending] if isinstance(triple.subject, ox.NamedNode)}
        for iri in work.iris:
            if iri not in subjects:
                message = "the data of an IRI say something of it"
                done.flaws.append(_Flaw(name, Fault("data", message, value=f"<{iri}>"), iri))
        if "nt" in read and _named(read[ending]) != _named(read["nt"]):
            message = "the files of data of an IRI say the same"
            done.flaws.append(_Flaw(name, Fault("data", message, value=f"not as {work.stem}.nt"), work.iris[0]))


def _named(triples: set[ox.Triple]) -> tuple[int, set[ox.Triple]]:
    """Return how many triples there are, and those without blank nodes, whose names are each file's own."""
    blank = ox.BlankNode
    return len(triples), {
        each for each in triples if not isinstance(each.subject, blank) and not isinstance(each.object, blank)
    }


def _in_style(text: str) -> Iterator[Reference]:
    """Yield what a style sheet loads."""
    plain = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for found in _IN_STYLE.finditer(plain):
        address = next((each for each in found.groups() if each is not None), "")
        line = plain.count("\n", 0, found.start()) + 1
        column = found.start() - plain.rfind("\n", 0, found.start())
        yield Reference(address, LOADED, line, column, len(found[0]))
