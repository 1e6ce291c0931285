"""Checks a built site: complete, no dead links, no inline or third-party scripts, a page and data for every IRI.

The folder is checked as it stands: nothing is taken from the publication, and only the paths of pages are computed again, by
``csgraph.site.urls``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from csgraph.errors import InputError, reason
from csgraph.paths import shown
from csgraph.rdf import turtle
from csgraph.rdf.location import Location
from csgraph.rdf.namespaces import BASE, CSG, CSGS, ONTOLOGY, shorten
from csgraph.release import manifest
from csgraph.release.description import checksum
from csgraph.release.query_catalog import QUERY
from csgraph.release.serialize import SYNTAXES, is_xml
from csgraph.site.build import README
from csgraph.site.lint import html
from csgraph.site.lint.html import ACTIVE, Fault, Page, Reference
from csgraph.site.templating import CSP
from csgraph.site.urls import DATA, SHAPES, PageUrls
from csgraph.validation.findings import Finding, order

FIRST, MISSING = "index.html", "404.html"
"""The page from which all others must be reachable, and the one to which no link leads."""

MAX_PAGE = 100 * 1024
"""The maximum size of a page in bytes."""

_ONTOLOGY_PAGE, _SHAPES_PAGE = (f"{iri.removeprefix(BASE)}.html" for iri in (ONTOLOGY, SHAPES))
_FIRST_RULES = tuple(f"site-{rule}" for rule in (ACTIVE, "external", "scheme"))
_MESSAGE = turtle.iri("sh:message")
_REBUILD = "build the site again"


@dataclass(frozen=True)
class SiteCheckResult:
    """The result of checking a site.

    Attributes:
        findings: What is wrong, active and external content first, then by place.
        pages: The number of pages.
        links: The number of links to files of the site.
        external: The number of links to elsewhere.
        iris: The number of IRIs that were looked up.
    """

    findings: tuple[Finding, ...]
    pages: int
    links: int
    external: int
    iris: int

    def summary(self) -> str:
        """Return one line on what was checked."""
        number = len(self.findings)
        findings = f"{number:,} finding{'' if number == 1 else 's'}" if number else "no findings"
        links = f"{self.links:,} internal and {self.external:,} external links"
        return f"{self.pages:,} pages, {links}, {self.iris:,} IRIs; {findings}"


def check(folder: Path, *, tell: Callable[[str], None] = lambda text: None) -> SiteCheckResult:
    """Check a site.

    Args:
        folder: The site.
        tell: Called with the name of each step.

    Raises:
        InputError: The folder is not a site, or cannot be read.
    """
    if not (folder / README).is_file() or not (folder / manifest.SUMS).is_file():
        raise InputError("not a site; build one with `csgraph site`", place=shown(folder))
    graphs = sorted(folder.glob(f"release/*/{manifest.QUADS}"))
    if not graphs:
        raise InputError(f"the site has no release/*/{manifest.QUADS}; {_REBUILD}", place=shown(folder))
    try:
        return _Checker(folder, tell).check(graphs)
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", place=shown(folder)) from None


class _Checker:
    """Checks one site."""

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self._folder, self._tell = folder, tell
        self._files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
        self._known = frozenset(self._files)
        self._findings: list[Finding] = []
        self._pages: dict[str, Page] = {}
        self._links = self._external = 0
        self._text = lru_cache(maxsize=60)(self._read_text)

    def check(self, graphs: list[Path]) -> SiteCheckResult:
        self._tell("files")
        self._check_sums()
        self._tell("pages")
        self._read_pages()
        self._tell("links")
        self._check_links()
        self._tell("data")
        iris = sorted({iri for path in graphs for iri in _iris(path)} | self._views() | self._rules())
        self._check_iris(iris)
        findings = tuple(sorted(self._findings, key=lambda each: (each.rule not in _FIRST_RULES, *order(each))))
        pages = sum(name.endswith(".html") for name in self._pages)
        return SiteCheckResult(findings, pages, self._links, self._external, len(iris))

    # -- Files ---------------------------------------------------------------------------------------------------------

    def _check_sums(self) -> None:
        """Compare each file with its checksum, and the checksums of a release with those of the site."""
        sums = manifest.sums(self._folder)
        for name in sorted(self._known - sums.keys() - {manifest.SUMS}):
            self._report(name, "stray", f"not listed in {manifest.SUMS}", hint=f"remove it, or {_REBUILD}")
        for number, (name, expected) in enumerate(sums.items(), 1):
            if name not in self._known:
                self._report(manifest.SUMS, "sum", "a listed file is missing", line=number, value=name)
            elif checksum(self._folder / name) != expected:
                self._report(name, "sum", f"the file does not match its checksum in {manifest.SUMS}", hint=_REBUILD)
        for path in sorted(self._folder.glob(f"release/*/{manifest.SUMS}")):
            start = path.parent.relative_to(self._folder).as_posix()
            for name, expected in manifest.sums(path.parent).items():
                if sums.get(f"{start}/{name}") != expected:
                    message = "a file of the release does not match its checksum"
                    self._report(f"{start}/{manifest.SUMS}", "sum", message, value=name)

    # -- Pages and links -----------------------------------------------------------------------------------------------

    def _read_pages(self) -> None:
        for name in self._files:
            if name.endswith((".html", ".svg", ".css")):
                content = (self._folder / name).read_bytes()
                try:
                    text = content.decode()
                except UnicodeDecodeError as error:
                    self._report(name, "markup", f"not UTF-8: {error.reason} at byte {error.start}")
                    text = ""
                is_page = name.endswith(".html")
                page = html.read_style(text) if name.endswith(".css") else html.read(text, is_page=is_page)
                self._pages[name] = page
                for fault in page.faults:
                    self._add(name, fault)
                if is_page and len(content) > MAX_PAGE:
                    message = f"the page is larger than {MAX_PAGE // 1024} KiB"
                    self._report(name, "size", message, value=f"{len(content):,} bytes")
                if is_page and page.policies != [CSP]:
                    message = "the page has no Content Security Policy, or not the one of the site"
                    self._report(name, "policy", message, value="; ".join(page.policies) or None)

    def _check_links(self) -> None:
        """Follow all links, and report dead ones and pages that cannot be reached from the first."""
        dead: dict[str, list[tuple[str, Reference]]] = {}
        leading: dict[str, set[str]] = {}
        for name, page in self._pages.items():
            leading[name] = set()
            for reference in page.references:
                target = self._resolve(name, reference)
                if target is None:
                    continue
                if target not in self._known:
                    dead.setdefault(target, []).append((name, reference))
                    continue
                self._check_fragment(name, reference, target)
                if not reference.is_loaded:
                    leading[name].add(target)
        for target, found in dead.items():
            # A missing file is one finding, however many links lead to it.
            name, reference = found[0]
            more = len(found) - 1
            hint = f"{more:,} more link{'s lead' if more > 1 else ' leads'} to {target}" if more else None
            self._add(name, reference.fault("link", "the link leads to no file of the site"), hint=hint)
        self._check_reachable(leading)

    def _resolve(self, name: str, reference: Reference) -> str | None:
        """Return the file that an address refers to, or None if it is not one of the site; a folder ends with a slash."""
        scheme, is_loaded = reference.scheme, reference.is_loaded
        if is_loaded and scheme:
            if not reference.address.lower().startswith("data:image/"):
                self._add(name, reference.fault("external", "the page loads something from elsewhere"))
            return None
        if scheme in ("http", "https", "mailto"):
            self._external += 1
            return None
        if scheme:
            message = "links may lead only to http, https and mailto addresses, and to files of the site"
            self._add(name, reference.fault("scheme", message))
            return None
        path = unquote(urlsplit(reference.address).path)
        if name == MISSING:
            # A host shows this page for any missing path, so its links begin at the root of the host.
            path = path.removeprefix(self._pages[name].root) or FIRST
        if path.startswith(("/", "\\")):
            self._add(name, reference.fault("link", "links must be relative, so that the site works under any address"))
            return None
        self._links += not is_loaded
        if not path:
            return name
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        return f"{target}/" if path.endswith("/") else target

    def _check_fragment(self, name: str, reference: Reference, target: str) -> None:
        # ``top`` is the top of any page (HTML, section 7.4.6.4); a fragment with an equals sign is read by a script.
        fragment = unquote(urlsplit(reference.address).fragment)
        is_id = fragment and fragment.lower() != "top" and "=" not in fragment
        if is_id and target in self._pages and fragment not in self._pages[target].ids:
            self._add(name, reference.fault("fragment", f"no element of {target} has this id"))

    def _check_reachable(self, leading: dict[str, set[str]]) -> None:
        if FIRST not in self._pages:
            self._report(FIRST, "link", "the first page is missing")
            return
        reached, todo = {FIRST}, [FIRST]
        while todo:
            found = leading.get(todo.pop(), set()) - reached
            reached |= found
            todo += found
        for name in self._pages:
            if name.endswith(".html") and name not in reached and name != MISSING:
                self._report(name, "unreached", f"the page cannot be reached by links from {FIRST}")

    # -- IRIs and their data -------------------------------------------------------------------------------------------

    def _views(self) -> set[str]:
        """Return the IRIs of the views, which are in no graph."""
        found = (re.fullmatch(r"release/[^/]+/queries/([^/]+)\.rq", name) for name in self._files)
        return {QUERY + match[1] for match in found if match}

    def _rules(self) -> set[str]:
        """Return the IRIs of the rules, which are in no graph either: the shapes with a message of their own."""
        paths = [self._folder / name for name in self._files if re.fullmatch(r"release/[^/]+/shapes\.ttl", name)]
        rules = (quad.subject for path in paths for quad in _parse(path) if quad.predicate == _MESSAGE)
        return {rule.value for rule in rules if isinstance(rule, ox.NamedNode) and rule.value.startswith(CSGS)}

    def _check_iris(self, iris: Iterable[str]) -> None:
        urls = PageUrls(iris)
        described: dict[str, list[str]] = {}
        for iri in iris:
            if iri == BASE:
                continue
            if iri not in urls:
                self._report(FIRST, "iri", "this IRI of the graph can have no page", node=iri, value=f"<{iri}>")
                continue
            file = urls.file(iri)
            described.setdefault(file, []).append(iri)
            if f"{file}.html" not in self._known:
                self._report(f"{file}.html", "iri", "this IRI of the graph has no page", node=iri, value=f"<{iri}>")
            for namespace, page in ((CSG, _ONTOLOGY_PAGE), (CSGS, _SHAPES_PAGE)):
                name = iri.removeprefix(namespace)
                if name and name != iri and page in self._pages and name not in self._pages[page].ids:
                    self._report(page, "iri", "no element has the id of this IRI", node=iri, value=f"#{name}")
            if iri.startswith(CSG):
                described.setdefault(_ONTOLOGY_PAGE.removesuffix(".html"), []).append(iri)
        for file, found in described.items():
            self._check_data(file, found)

    def _check_data(self, stem: str, iris: list[str]) -> None:
        """Check the data beside a page: all files contain the same triples, and each IRI is a subject."""
        expected: set[ox.Triple] = set()
        for ending in ("nt", *(each for each in DATA if each != "nt")):
            name = f"{stem}.{ending}"
            if name not in self._known:
                if ending != "rdf" or all(is_xml(str(getattr(triple.object, "value", ""))) for triple in expected):
                    self._report(name, "data", "the data beside the page are missing", node=iris[0])
                continue
            try:
                triples = {quad.triple for quad in ox.parse(path=str(self._folder / name), format=SYNTAXES[ending])}
            except SyntaxError as error:
                fault = Fault("data", error.msg, error.lineno or 1, max(error.offset or 1, 1))
                self._add(name, fault, node=iris[0])
                continue
            subjects = {triple.subject.value for triple in triples if isinstance(triple.subject, ox.NamedNode)}
            for iri in iris:
                if iri not in subjects:
                    self._report(name, "data", "the data do not describe this IRI", node=iri, value=f"<{iri}>")
            expected = expected or triples
            if triples != expected and _comparable(triples) != _comparable(expected):
                message = f"the file does not contain the triples of {stem}.nt"
                self._report(name, "data", message, node=iris[0])

    # -- Findings ------------------------------------------------------------------------------------------------------

    def _report(
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
        self._add(name, Fault(rule, message, line, value=value), node=node, hint=hint)

    def _add(self, name: str, fault: Fault, *, node: str = "", hint: str | None = None) -> None:
        lines = self._text(name)
        text = lines[fault.line - 1] if fault.line <= len(lines) else ""
        label = shorten(node) if node else name
        self._findings.append(
            Finding(
                severity="Violation",
                node=label,
                label=label,
                shape=f"csgraph:site-{fault.rule}",
                component="csgraph:check",
                path=None,
                value=fault.value,
                message=fault.message,
                hint=hint,
                place=Location(shown(self._folder / name), fault.line, fault.column, fault.width, text),
            )
        )

    def _read_text(self, name: str) -> list[str]:
        path = self._folder / name
        is_text = path.suffix in (".html", ".css", ".svg") and path.is_file()
        return path.read_text(encoding="utf-8", errors="replace").split("\n") if is_text else []


def _iris(path: Path) -> Iterator[str]:
    """Yield the IRIs of ours in a file of quads; some repeatedly."""
    for quad in _parse(path):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                yield term.value


def _parse(path: Path) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=str(path))
    except SyntaxError as error:
        raise InputError(f"{error.msg}; {_REBUILD}", place=shown(path), line=error.lineno) from None


def _comparable(triples: set[ox.Triple]) -> tuple[int, set[ox.Triple]]:
    """Return the number of triples, and those without blank nodes, whose labels differ between files."""
    blank = ox.BlankNode
    return len(triples), {
        each for each in triples if not isinstance(each.subject, blank) and not isinstance(each.object, blank)
    }
