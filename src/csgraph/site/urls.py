"""Maps IRIs to files of the site, and makes links between files.

The path of a file is that of the IRI after ``https://w3id.org/csgraph/``, with an extension. Characters that file systems,
URLs or redirect rules treat specially are escaped, and no two paths differ only in case.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from csgraph.rdf.namespaces import BASE, CSG, CSGS, ONTOLOGY
from csgraph.version import __version__

DATA = ("ttl", "jsonld", "nt", "rdf")
"""The extensions of the data files beside a page."""

PAGES = (
    "404",
    "about",
    "downloads",
    "index",
    "pictures",
    "report",
    "search",
    "shapes",
    "things",
    "views",
    "workbench",
)
"""Pages that do not describe an IRI, without extension; these names are not available to IRIs, except for ``shapes``."""

FOLDERS = ("assets", "redirects", "release", "shapes", "things")
"""Folders that do not hold pages of IRIs; the first segment of an IRI with such a name is escaped."""

RELEASE = f"release/{__version__}"
"""The folder of the release that the site shows."""

SHAPES = CSGS.removesuffix("#")
PARTS = {"quote": "anchor", "span": "anchor"}
"""Kinds of resources that share the page of the resource of another kind with the same key."""

_MAX_SEGMENT, _MAX_PATH = 100, 180
# PN_LOCAL of Turtle without characters that need escapes there; a tilde, which is not among them, begins our escapes.
_KEPT = re.compile(r"[A-Za-z0-9_.-]")
# Device names, which no file on Windows can have, with any extension
# (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
_ENDING = re.compile(rf"\.(?={'|'.join((*DATA, 'html', 'rq', 'csv', 'json', 'nq', 'trig'))}$)", re.IGNORECASE)


class PageUrls:
    """The files of a set of IRIs, and links between them.

    Args:
        iris: All IRIs of ours that have a page.
    """

    def __init__(self, iris: Iterable[str]) -> None:
        self._files: dict[str, str] = {}
        self._wholes: dict[str, str] = {}
        self._parts: dict[str, list[str]] = {}
        taken = {name.lower() for name in (*PAGES, *FOLDERS)}
        known = set(iris)
        for iri in sorted(known):
            if (whole := _whole(iri)) in known and whole != iri:
                self._wholes[iri] = whole
                self._parts.setdefault(whole, []).append(iri)
            elif iri.startswith(BASE) and iri != BASE and not iri.startswith(CSGS):
                self._files[iri] = _free(default_path(iri), iri, taken)

    def __iter__(self) -> Iterator[str]:
        """Yield the IRIs that have a file of their own, sorted."""
        return iter(self._files)

    def __contains__(self, iri: object) -> bool:
        return iri in self._files or iri in self._wholes or (isinstance(iri, str) and iri.startswith(CSGS))

    def file(self, iri: str) -> str:
        """Return the path of the file that describes an IRI, without extension.

        Raises:
            KeyError: The IRI has no page.
        """
        if iri.startswith(CSGS):
            return "shapes"
        return self._files[self._wholes.get(iri, iri)]

    def parts(self, iri: str) -> list[str]:
        """Return the other IRIs that the file of an IRI describes."""
        return self._parts.get(iri, [])

    def href(self, iri: str, start: str) -> str:
        """Return the relative link from a page to the page of an IRI.

        Args:
            iri: The IRI.
            start: The path of the page that contains the link, such as ``id/person/a.html``.

        Raises:
            KeyError: The IRI has no page.
        """
        fragment = f"#{iri.removeprefix(CSGS)}" if iri.startswith(CSGS) else ""
        return relative_link(start, f"{self.file(iri)}.html") + fragment

    def exceptions(self) -> list[tuple[str, str]]:
        """Return the IRIs whose file does not have their path, each with the path of the file: patterns would miss them."""
        return [(iri, file) for iri, file in self._files.items() if "#" not in iri and iri != BASE + file]


def relative_link(start: str, end: str) -> str:
    """Return the relative link from one file to another, both given as paths from the root."""
    folders, target = start.split("/")[:-1], end.split("/")
    shared = 0
    while shared < len(folders) and shared < len(target) - 1 and folders[shared] == target[shared]:
        shared += 1
    return "../" * (len(folders) - shared) + "/".join(target[shared:])


def default_path(iri: str) -> str:
    """Return the path of an IRI of ours, without regard to other IRIs."""
    rest = iri.removeprefix(BASE)
    if iri.startswith(CSG):
        rest = f"{ONTOLOGY.removeprefix(BASE)}/{iri.removeprefix(CSG)}"
    path = "/".join(_segment(part) for part in rest.split("/"))
    first, slash, _ = path.partition("/")
    if slash and first.lower() in FOLDERS:
        path = _escaped_first(path)
    return path if len(path) <= _MAX_PATH else f"{path[: _MAX_SEGMENT + 1].rpartition('/')[0]}/{_digest(iri, 32)}"


def _whole(iri: str) -> str:
    """Return the IRI of the resource whose page an IRI would share; the IRI itself if it is not of such a kind."""
    above, _, key = iri.rpartition("/")
    namespace, _, kind = above.rpartition("/")
    return f"{namespace}/{PARTS[kind]}/{key}" if kind in PARTS else iri


def _segment(text: str) -> str:
    escaped = "".join(each if _KEPT.match(each) else "".join(f"~{byte:02X}" for byte in each.encode()) for each in text)
    if not escaped:
        escaped = "~"
    elif escaped.startswith(".") or _DEVICE.match(escaped):
        escaped = _escaped_first(escaped)
    escaped = re.sub(r"\.$", "~2E", escaped)
    escaped = _ENDING.sub("~2E", escaped)
    return escaped if len(escaped) <= _MAX_SEGMENT else f"{escaped[:60]}~{_digest(text, 32)}"


def _escaped_first(text: str) -> str:
    return f"~{ord(text[0]):02X}{text[1:]}"


def _digest(text: str, size: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:size]


def _free(path: str, iri: str, taken: set[str]) -> str:
    """Return a path, with a suffix if it is taken, also if only in different case."""
    if path.lower() in taken:
        path = f"{path}~{_digest(iri, 8)}"
    taken.add(path.lower())
    return path
