"""Finds the publication and names its folders and files.

A folder with ``ontology/``, ``data/``, ``shapes/`` and ``queries/`` is a publication. The first of these is used
(``docs/decisions/0039-find-the-publication-upwards-from-the-working-directory.md``):

1. the folder given to ``use``, which ``csgraph --root DIR`` calls;
2. the folder that the environment variable ``CSGRAPH_ROOT`` names;
3. the working directory, or the nearest folder above it that is a publication;
4. the checkout, if the package is an editable installation of one;
5. the copy in the wheel.

2 to 5 are looked up once, when this module is imported.
"""

from __future__ import annotations

import os
from pathlib import Path

from csgraph.errors import InputError

FOLDERS = ("ontology", "data", "shapes", "queries")
"""The folders that make a publication."""

VARIABLE = "CSGRAPH_ROOT"
"""The environment variable that names the publication."""

_PACKAGE = Path(__file__).resolve().parent
BUNDLED = _PACKAGE / "bundled"
"""The copy of the publication in the wheel, which no command writes to."""

ROOT: Path
ONTOLOGY: Path
DATA: Path
SHAPES: Path
QUERIES: Path
LICENCE: Path
CITATION: Path
SOURCE: Path
SOURCE_TEXT: Path
SOURCE_LAYOUT: Path
ANNOTATION: Path

# The option or variable and the folder it names; None if the publication was looked up.
_given: tuple[str, str] | None = None


def use(root: Path, option: str = "--root") -> None:
    """Use the publication in a folder. Call this before importing modules with constants made from those of this one.

    Args:
        root: The folder.
        option: The option or variable that names it, for messages.

    Raises:
        InputError: The folder is no publication.
    """
    global _given
    _given = option, str(root)
    _set(root.resolve())
    check()


def check() -> None:
    """Check that the folder that ``--root`` or the environment names is a publication.

    Raises:
        InputError: It does not exist, or lacks one of ``FOLDERS``.
    """
    if _given is not None and (missing := _missing(ROOT)):
        problem = "not a publication" if os.path.isdir(ROOT) else "no such folder"
        lacking = "" if len(missing) == len(FOLDERS) else f"; missing: {', '.join(f'{name}/' for name in missing)}"
        raise InputError(f"{problem}; a publication has {_listed()}{lacking}", place="=".join(_given))


def check_writable(path: Path) -> None:
    """Check that a path does not lie in the copy in the wheel.

    Raises:
        InputError: It does.
    """
    if path.resolve().is_relative_to(BUNDLED):
        problem = (
            "the copy of the publication in the installed package is not written to; "
            "run this in a checkout, or name one: csgraph --root DIR …"
        )
        raise InputError(problem, place=shown(path))


def notice() -> str:
    """Return a line that names a publication near the working directory that is not the one in use; empty if none is.

    A folder that lacks one of the four counts: it is a checkout in which a folder was renamed or removed.
    """
    if _given is not None and _given[0] != VARIABLE:
        return ""
    for folder in _above():
        missing = _missing(folder)
        if folder == ROOT or not missing:
            return f"using {ROOT} ({VARIABLE}), not {folder}" if folder != ROOT and _given else ""
        if len(missing) == 1:
            return f"using {ROOT}, not {folder}, which lacks {missing[0]}/"
    return ""


def shown(path: Path) -> str:
    """Return ``path`` as messages show it: relative to the working directory or to the publication, if inside."""
    for base in (Path.cwd(), ROOT):
        if path.is_absolute() and path.is_relative_to(base) and path != base:
            return path.relative_to(base).as_posix()
    return str(path)


def _set(root: Path) -> None:
    global ROOT, ONTOLOGY, DATA, SHAPES, QUERIES, LICENCE, CITATION, SOURCE, SOURCE_TEXT, SOURCE_LAYOUT, ANNOTATION
    ROOT = root
    ONTOLOGY, DATA, SHAPES, QUERIES = (root / name for name in FOLDERS)
    LICENCE, CITATION = root / "LICENSE-DATA", root / "CITATION.cff"
    SOURCE = DATA / "source"
    SOURCE_TEXT, SOURCE_LAYOUT, ANNOTATION = (
        SOURCE / name for name in ("cs2020-report.txt", "layout.tsv", "annotation")
    )


def _missing(folder: Path) -> list[str]:
    # os.path, because Path.is_dir raises PermissionError for a folder above that may not be read.
    return [name for name in FOLDERS if not os.path.isdir(folder / name)]


def _listed() -> str:
    *most, last = (f"{name}/" for name in FOLDERS)
    return f"{', '.join(most)} and {last}"


def _above() -> list[Path]:
    """Return the working directory and the folders above it; none if it was removed."""
    try:
        here = Path.cwd()
    except FileNotFoundError:
        return []
    return [here, *here.parents]


def _find() -> Path:
    global _given
    if named := os.environ.get(VARIABLE):
        _given = VARIABLE, named
        return Path(named).resolve()
    checkout = _PACKAGE.parent.parent
    return next((folder for folder in (*_above(), checkout) if not _missing(folder)), BUNDLED)


_set(_find())
