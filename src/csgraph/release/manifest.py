"""Reads a release: recognizes it by its files and checksums, and returns each named graph as N-Triples."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from csgraph.errors import InputError, reason
from csgraph.paths import shown
from csgraph.rdf.namespaces import GRAPH
from csgraph.rdf.turtle import read as read_text
from csgraph.release.description import checksum

QUADS = "csgraph.nq"
"""The file of a release that has all named graphs, one after the other."""
DESCRIPTION = "description.ttl"
SUMS = "SHA256SUMS"
REQUIRED = (QUADS, SUMS, DESCRIPTION)
"""The files by which a release is recognized."""

_END = b" .\n"
_LINE = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<name>[^/\n][^\n]*)")
_IRI = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_PIECE = 1 << 18


@dataclass
class ReleaseGraph:
    """A named graph of a release.

    Attributes:
        path: The file of N-Quads it stands in.
        iri: The name of the graph.
        start: Where its lines begin in the file, in bytes.
        size: How many bytes they have.
        count: How many triples it has, which is how many lines.
        has_blank_nodes: Whether any of them has a blank node.
    """

    path: Path
    iri: str
    start: int
    size: int = 0
    count: int = 0
    has_blank_nodes: bool = False

    @property
    def name(self) -> str:
        """The name in short: ``report`` of ``https://w3id.org/csgraph/graph/report``."""
        return self.iri.removeprefix(GRAPH)

    @property
    def length(self) -> int:
        """How many bytes it has as N-Triples."""
        return self.size - self.count * (len(self._ending) - len(_END))

    @property
    def _ending(self) -> bytes:
        return f" <{self.iri}> .\n".encode()

    def pieces(self, size: int = _PIECE) -> Iterator[bytes]:
        """Yield its N-Triples in pieces that end where a line does.

        Args:
            size: How long a piece is, before the name of the graph is taken out of each line; none has less than a line.

        Raises:
            InputError: The file has become shorter since the manifest was read.
        """
        left = self.size
        with self.path.open("rb") as file:
            file.seek(self.start)
            while left > 0:
                piece = file.read(min(size, left))
                if len(piece) < left and not piece.endswith(b"\n"):
                    piece += file.readline()
                if not piece:
                    raise InputError("the file became shorter while it was read", place=shown(self.path))
                left -= len(piece)
                # A line feed in a text is written \n, so that this ending is nowhere but at the end of a line.
                yield piece.replace(self._ending, _END)


def read(folder: Path) -> list[ReleaseGraph]:
    """Return the named graphs of a release, in the order of their names.

    Args:
        folder: The release.

    Raises:
        InputError: The folder is no release, or a file of it is missing or not as it was written.
    """
    if not is_release(folder):
        raise InputError("this is no release; csgraph build makes one", place=shown(folder))
    known = sums(folder)
    expected = checksum_of(QUADS, known, folder)
    verify(folder, known.keys() - {QUADS}, known)
    return _parts(folder / QUADS, expected)


def is_release(folder: Path) -> bool:
    """Whether a folder is a release, by the files that each has."""
    return all((folder / name).is_file() for name in REQUIRED)


def sums(folder: Path) -> dict[str, str]:
    """Return the checksum of each file of a release, by its name.

    Raises:
        InputError: The file of checksums cannot be read, or has something else in it.
    """
    found, path = dict[str, str](), folder / SUMS
    for number, line in enumerate(read_text(path).decode().splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or ".." in Path(match["name"]).parts:
            raise InputError("this is no line of checksums; build the release anew", place=shown(path), line=number)
        found[match["name"]] = match["sum"]
    return found


def holds_nothing_else(folder: Path) -> bool:
    """Whether a folder has no files but those that its checksums list."""
    try:
        own = {SUMS, *sums(folder)}
    except InputError:
        return False
    return all(path.relative_to(folder).as_posix() in own for path in folder.rglob("*") if not path.is_dir())


def write_sums(folder: Path) -> int:
    """Write the checksums of all files of a folder, in the order of their names; return how many there are."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{checksum(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(names)


def checksum_of(name: str, known: Mapping[str, str], folder: Path) -> str:
    """Return the checksum that a file of a release must have.

    Raises:
        InputError: It has none.
    """
    if name not in known:
        raise InputError(f"there is no checksum of {name}; build the release anew", place=shown(folder / SUMS))
    return known[name]


def verify(folder: Path, names: Iterable[str], known: Mapping[str, str]) -> None:
    """Hold files of a release against its checksums.

    Args:
        folder: The release.
        names: The files.
        known: The checksums.

    Raises:
        InputError: A file is missing, has no checksum, or is not as it was written.
    """
    for name in sorted(names):
        _check(folder / name, checksum_of(name, known, folder))


def _check(path: Path, expected: str) -> None:
    try:
        found = checksum(path)
    except OSError as error:
        problem = f"cannot be read: {reason(error)}; build the release anew"
        raise InputError(problem, place=shown(path)) from None
    if found != expected:
        raise _changed(path)


def _changed(path: Path) -> InputError:
    return InputError(f"it is not as {SUMS} has it; build the release anew", place=shown(path))


def _parts(path: Path, expected: str) -> list[ReleaseGraph]:
    """Return the graphs of a file of N-Quads, in which each stands in one place, and compare its checksum."""
    parts = dict[bytes, ReleaseGraph]()
    whole, last, at = hashlib.sha256(), b"", 0
    part = ReleaseGraph(path, "", 0)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            whole.update(line)
            begin = line.rfind(b" <")
            name = line[begin + 2 : -4]
            if name != last or not parts:
                if not line.endswith(b"> .\n") or name in parts or not _IRI.fullmatch(name):
                    problem = "each line is in a named graph, and those of one follow one another"
                    raise InputError(f"{problem}; build the release anew", place=shown(path), line=number)
                part = parts[name] = ReleaseGraph(path, name.decode(errors="replace"), at)
                last = name
            at += len(line)
            part.size += len(line)
            part.count += 1
            if line.startswith(b"_:") or (b" _:" in line and line.split(b" ", 2)[2].startswith(b"_:")):
                part.has_blank_nodes = True
    if whole.hexdigest() != expected:
        raise _changed(path)
    return sorted(parts.values(), key=lambda part: part.iri)


def choose(parts: list[ReleaseGraph], names: tuple[str, ...]) -> list[ReleaseGraph]:
    """Return those graphs of a release that are named; all where none is.

    Raises:
        InputError: There is none of a name.
    """
    known = {part.name: part for part in parts}
    for name in names:
        if name not in known:
            raise InputError(f"the release has no graph {name}; it has {', '.join(known)}", place="--graph")
    return [part for part in parts if not names or part.name in names]
