"""Reads, verifies and updates the third-party packages that the site contains.

Each package has a folder in ``vendored/`` with its files, its licences and the manifest ``vendored.json``. To fetch all
packages from npm again in their current versions, run ``python -m csgraph.site.vendored``; to take another version,
``python -m csgraph.site.vendored NAME@VERSION``. ``--check`` only compares the files with the manifests. The tests use the
same version of a package: change it in ``tests/npm/package.json`` too.
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
    """A third-party package.

    Attributes:
        name: Its name in npm.
        version: Its version.
        integrity: The checksum of its archive in npm, in the syntax of Subresource Integrity.
        licence: Its licence, as an SPDX expression.
        homepage: Its web page.
        licences: Its licence texts by file name, each with its source, as npm packages may lack them.
        files: The SHA-256 of its files and licence texts, by file name.
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
            InputError: The file is missing, or does not match its checksum.
        """
        path = self.folder / name
        content = path.read_bytes() if path.is_file() else b""
        if _checksum(content) != self.files[name]:
            raise InputError(
                f"the file does not match its checksum in {_MANIFEST}; fetch it from npm again", place=shown(path)
            )
        return content


def packages() -> list[Package]:
    """Return all packages, sorted by name."""
    return [Package(**json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob(f"*/{_MANIFEST}"))]


def package(name: str) -> Package:
    """Return the package with a name."""
    return next(one for one in packages() if one.name == name)


def check() -> None:
    """Compare all files with their manifests.

    Raises:
        InputError: A file is missing, altered, or not listed in its manifest.
    """
    for one in packages():
        for name in one.files:
            one.read(name)
        for path in sorted(one.folder.iterdir()):
            if path.name not in (_MANIFEST, *one.files):
                raise InputError(f"the file is not listed in {_MANIFEST}; remove it", place=shown(path))


def refresh(one: Package, version: str | None = None) -> Package:
    """Fetch a package with ``npm pack``, and write its files and manifest, or nothing.

    The licence texts are kept; compare them with those of the project when the version changes.

    Args:
        one: The package.
        version: The version to fetch; None for the current one.

    Raises:
        InputError: npm is not installed, the package or one of its files does not exist, or its checksum has changed.
    """
    import subprocess
    import tarfile
    import tempfile

    specifier = f"{one.name}@{version or one.version}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                ["npm", "pack", "--json", specifier], cwd=folder, check=True, capture_output=True, text=True
            )
        except FileNotFoundError:
            raise InputError("npm is not installed", place=specifier) from None
        except subprocess.CalledProcessError as error:
            raise InputError(f"npm pack failed: {error.stderr.strip()}", place=specifier) from None
        packed = json.loads(done.stdout)[0]
        archived = (Path(folder) / packed["filename"]).read_bytes()
        integrity = f"sha512-{base64.b64encode(hashlib.sha512(archived).digest()).decode()}"
        if integrity != packed["integrity"] or (packed["version"] == one.version and integrity != one.integrity):
            raise InputError(f"the checksum of the archive has changed to {integrity}", place=specifier)
        contents: dict[str, bytes] = {}
        with tarfile.open(Path(folder) / packed["filename"]) as archive:
            for name in one.files.keys() - one.licences.keys():
                try:
                    member = archive.extractfile(f"package/{name}")
                except KeyError:
                    member = None
                if member is None:
                    raise InputError(f"the package has no file {name}", place=specifier)
                contents[name] = member.read()
    for name, content in contents.items():
        (one.folder / name).write_bytes(content)
    files = {name: _checksum(contents[name]) if name in contents else known for name, known in one.files.items()}
    fresh = replace(one, version=packed["version"], integrity=integrity, files=files)
    text = json.dumps(asdict(fresh), ensure_ascii=False, indent=2) + "\n"
    (one.folder / _MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return fresh


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Refresh all packages, or one in another version, or only check them; return the exit status."""
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
