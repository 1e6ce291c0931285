"""Knows the files of others that the site carries: where they come from, under which licence, and that they are unaltered.

Each package has a folder in ``vendored/`` with its files, its licences and ``vendored.json``. To refresh all of them from
npm, run ``python -m csgraph.site.vendored``; ``--check`` only tells whether the files are those of the manifests.
"""

from __future__ import annotations

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
        licence: Its licence, as an SPDX expression.
        homepage: Where it is made.
        licences: Its licence texts, by name of file, and where each was taken from: npm packages may lack them.
        files: Its files, by name, with their SHA-256.
    """

    name: str
    version: str
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
            if path.name not in (_MANIFEST, *one.files, *one.licences):
                raise InputError("this file is in no manifest; take it away", place=shown(path))
        for name in one.licences:
            if not (one.folder / name).is_file():
                raise InputError("this licence text is missing", place=shown(one.folder / name))


def refresh(one: Package) -> Package:
    """Fetch the newest version of a package by ``npm pack``, and write its files and its manifest.

    The licence texts stay; look whether they are still those of the project when the version changes.

    Raises:
        InputError: npm is not there, or does not give the package or its files.
    """
    import subprocess
    import tarfile
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            packed = subprocess.run(
                ["npm", "pack", "--json", one.name], cwd=folder, check=True, capture_output=True, text=True
            )
        except FileNotFoundError:
            raise InputError("npm is not installed", place=one.name) from None
        except subprocess.CalledProcessError as error:
            raise InputError(f"npm pack failed: {error.stderr.strip()}", place=one.name) from None
        told = json.loads(packed.stdout)[0]
        files: dict[str, str] = {}
        with tarfile.open(Path(folder) / told["filename"]) as archive:
            for name in one.files:
                try:
                    member = archive.extractfile(f"package/{name}")
                except KeyError:
                    member = None
                if member is None:
                    raise InputError(f"the package has no file {name}", place=one.name)
                content = member.read()
                (one.folder / name).write_bytes(content)
                files[name] = _checksum(content)
    fresh = replace(one, version=told["version"], files=files)
    text = json.dumps(asdict(fresh), ensure_ascii=False, indent=2) + "\n"
    (one.folder / _MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return fresh


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Refresh all packages, or only check them; return the status to exit with."""
    import sys

    if list(arguments) not in ([], ["--check"]):
        print("usage: python -m csgraph.site.vendored [--check]", file=sys.stderr)
        return 2
    try:
        for one in packages():
            fresh = one if arguments else refresh(one)
            print(f"{fresh.name} {fresh.version} ({fresh.licence})")
        check()
    except CsgraphError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
