"""Knows the files of others that the site carries: where they come from, under which licence, and that they are unaltered.

Each package has a folder in ``vendored/`` with its files, its licences and ``vendored.json``. To fetch all of them from npm
anew, in the versions that they have, run ``python -m csgraph.site.vendored``, and to take another version
``python -m csgraph.site.vendored NAME@VERSION``; ``--check`` only tells whether the files are those of the manifests. The
tests compare with the same version of a package: change it in ``tests/npm/package.json`` too.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from csgraph.errors import CsgraphError, InputError
from csgraph.paths import shown

FOLDER = Path(__file__).resolve().parent / "vendored"
_MANIFEST = "vendored.json"


@dataclass(frozen=True)
class Package:
    """A package of others.

    Attributes:
        name: Its name in npm.
        version: Its version.
        integrity: The checksum of its archive in npm, as Subresource Integrity writes it.
        licence: Its licence, as an SPDX expression.
        homepage: Where it is made.
        licences: Its licence texts, by name of file, and where each was taken from: npm packages may lack them.
        files: Its files and licence texts, by name, with their SHA-256.
    """

    name: str
    version: str
    integrity: str
    licence: str
    homepage: str
    licences: dict[str, str]
    files: dict[str, str]

    @property
    def folder(self) -> Path:
        """Its folder."""
        return FOLDER / self.name

    def read(self, name: str) -> bytes:
        """Return one of its files.

        Raises:
            InputError: The file is not what it was.
        """
        path = self.folder / name
        content = path.read_bytes() if path.is_file() else b""
        if _checksum(content) != self.files[name]:
            raise InputError("this file is not the one of its manifest; refresh it from npm", place=shown(path))
        return content


def packages() -> list[Package]:
    """Return all packages, in the order of their names."""
    return [Package(**json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob(f"*/{_MANIFEST}"))]


def package(name: str) -> Package:
    """Return the package of a name, which must be there."""
    return next(one for one in packages() if one.name == name)


def check() -> None:
    """Make sure that all files are those of their manifests, and that there are no others.

    Raises:
        InputError: A file is missing, altered, or in no manifest.
    """
    for one in packages():
        for name in one.files:
            one.read(name)
        for path in sorted(one.folder.iterdir()):
            if path.name not in (_MANIFEST, *one.files):
                raise InputError("this file is in no manifest; take it away", place=shown(path))


def refresh(one: Package, version: str | None = None) -> Package:
    """Fetch a package by ``npm pack``, and write its files and its manifest, or nothing.

    The licence texts stay; look whether they are still those of the project when the version changes.

    Args:
        one: The package.
        version: The version to fetch; None for the one that it has.

    Raises:
        InputError: npm is not there, or does not give the package or its files, or what it gives is not what it was.
    """
    import subprocess
    import tarfile
    import tempfile

    asked = f"{one.name}@{version or one.version}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            packed = subprocess.run(
                ["npm", "pack", "--json", asked], cwd=folder, check=True, capture_output=True, text=True
            )
        except FileNotFoundError:
            raise InputError("npm is not installed", place=asked) from None
        except subprocess.CalledProcessError as error:
            raise InputError(f"npm pack failed: {error.stderr.strip()}", place=asked) from None
        told = json.loads(packed.stdout)[0]
        archived = (Path(folder) / told["filename"]).read_bytes()
        integrity = f"sha512-{base64.b64encode(hashlib.sha512(archived).digest()).decode()}"
        if integrity != told["integrity"] or (told["version"] == one.version and integrity != one.integrity):
            raise InputError(f"the archive is not the one that it was: its checksum is {integrity}", place=asked)
        contents: dict[str, bytes] = {}
        with tarfile.open(Path(folder) / told["filename"]) as archive:
            for name in one.files.keys() - one.licences.keys():
                try:
                    member = archive.extractfile(f"package/{name}")
                except KeyError:
                    member = None
                if member is None:
                    raise InputError(f"the package has no file {name}", place=asked)
                contents[name] = member.read()
    for name, content in contents.items():
        (one.folder / name).write_bytes(content)
    files = {name: _checksum(contents[name]) if name in contents else known for name, known in one.files.items()}
    fresh = replace(one, version=told["version"], integrity=integrity, files=files)
    text = json.dumps(asdict(fresh), ensure_ascii=False, indent=2) + "\n"
    (one.folder / _MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return fresh


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Refresh all packages, or one in another version, or only check them; return the status to exit with."""
    import sys

    known = {one.name: one for one in packages()}
    wish = arguments[0] if arguments else ""
    name, _, version = wish.partition("@")
    if len(arguments) > 1 or (wish not in ("", "--check") and not (name in known and version)):
        print("usage: python -m csgraph.site.vendored [--check | NAME@VERSION]", file=sys.stderr)
        return 2
    try:
        for one in known.values():
            fresh = refresh(one, version or None) if wish in ("", f"{one.name}@{version}") else one
            print(f"{fresh.name} {fresh.version} ({fresh.licence})")
        check()
    except CsgraphError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
