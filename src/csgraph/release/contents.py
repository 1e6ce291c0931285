"""Reads a release, of which the checksums hold: which named graphs it has, and each as N-Triples, in pieces."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csgraph.errors import InputError
from csgraph.namespaces import GRAPH
from csgraph.paths import shown
from csgraph.release.build import SUMS, is_release

QUADS = "csgraph.nq"
"""The file of a release that has all named graphs, one after the other."""

_END = b" .\n"
_LINE = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<name>[^/\n][^\n]*)")
_PIECE = 1 << 18


@dataclass
class Part:
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
        """
        left = self.size
        with self.path.open("rb") as file:
            file.seek(self.start)
            while left > 0:
                piece = file.read(min(size, left))
                if len(piece) < left and not piece.endswith(b"\n"):
                    piece += file.readline()
                left -= len(piece)
                # A line feed in a text is written \n, so that this ending is nowhere but at the end of a line.
                yield piece.replace(self._ending, _END)


def read(folder: Path) -> list[Part]:
    """Return the named graphs of a release, in the order of their names.

    Args:
        folder: The release.

    Raises:
        InputError: The folder is no release, or a file of it is missing or not as it was written.
    """
    if not is_release(folder):
        raise InputError("this is no release; csgraph build makes one", place=shown(folder))
    sums = _sums(folder / SUMS)
    if QUADS not in sums:
        raise InputError(f"there is no checksum of {QUADS}; build the release anew", place=shown(folder / SUMS))
    for name, expected in sums.items():
        if name != QUADS:
            _check(folder / name, expected)
    return _parts(folder / QUADS, sums[QUADS])


def _sums(path: Path) -> dict[str, str]:
    found = dict[str, str]()
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or ".." in Path(match["name"]).parts:
            raise InputError("this is no line of checksums; build the release anew", place=shown(path), line=number)
        found[match["name"]] = match["sum"]
    return found


def _check(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        problem = f"cannot be read: {(error.strerror or str(error)).lower()}; build the release anew"
        raise InputError(problem, place=shown(path)) from None
    if found != expected:
        raise _changed(path)


def _changed(path: Path) -> InputError:
    return InputError(f"it is not as {SUMS} has it; build the release anew", place=shown(path))


def _parts(path: Path, expected: str) -> list[Part]:
    """Return the graphs of a file of N-Quads, in which each stands in one place, and compare its checksum."""
    parts = dict[bytes, Part]()
    whole, last, at = hashlib.sha256(), b"", 0
    part = Part(path, "", 0)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            whole.update(line)
            begin = line.rfind(b" <")
            name = line[begin + 2 : -4]
            if name != last or not parts:
                if not line.endswith(b"> .\n") or name in parts:
                    problem = "each line is in a named graph, and those of one follow one another"
                    raise InputError(f"{problem}; build the release anew", place=shown(path), line=number)
                part = parts[name] = Part(path, name.decode(errors="replace"), at)
                last = name
            at += len(line)
            part.size += len(line)
            part.count += 1
            if line.startswith(b"_:") or (b" _:" in line and line.split(b" ", 2)[2].startswith(b"_:")):
                part.has_blank_nodes = True
    if whole.hexdigest() != expected:
        raise _changed(path)
    return sorted(parts.values(), key=lambda part: part.iri)


def choose(parts: list[Part], names: tuple[str, ...]) -> list[Part]:
    """Return those graphs of a release that are named; all where none is.

    Raises:
        InputError: There is none of a name.
    """
    known = {part.name: part for part in parts}
    for name in names:
        if name not in known:
            raise InputError(f"the release has no graph {name}; it has {', '.join(known)}", place="--graph")
    return [part for part in parts if not names or part.name in names]
