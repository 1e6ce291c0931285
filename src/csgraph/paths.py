"""Where ontology, data, shapes and queries lie; nothing else knows.

In a checkout (or an editable installation of one) they are the checkout's own folders;
in an installed wheel they are the copy it carries. The environment variable CSGRAPH_ROOT names another folder with the
same four in it, such as a copy with changes or a corpus; all commands then work on that.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent

# A checkout is known by its pyproject.toml beside its ontology; a wheel has neither above it.
ROOT = (
    Path(os.environ["CSGRAPH_ROOT"]).resolve()
    if os.environ.get("CSGRAPH_ROOT")
    else _CHECKOUT
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / "ontology").is_dir()
    else _PACKAGE / "bundled"
)

ONTOLOGY = ROOT / "ontology"
DATA = ROOT / "data"
SHAPES = ROOT / "shapes"
QUERIES = ROOT / "queries"
LICENCE = ROOT / "LICENSE-DATA"
CITATION = ROOT / "CITATION.cff"
SOURCE = DATA / "source"

SOURCE_TEXT = SOURCE / "cs2020-report.txt"
SOURCE_LAYOUT = SOURCE / "layout.tsv"
ANNOTATION = SOURCE / "annotation"


def check() -> None:
    """Make sure that there is a publication where the environment says so.

    Raises:
        InputError: The folder that CSGRAPH_ROOT names is none, or has no data.
    """
    if os.environ.get("CSGRAPH_ROOT") and not DATA.is_dir():
        from csgraph.errors import InputError

        problem = "there is no folder data/ in it" if ROOT.is_dir() else "no such folder"
        raise InputError(problem, place=f"CSGRAPH_ROOT={os.environ['CSGRAPH_ROOT']}")


def shown(path: Path) -> str:
    """Return ``path`` as messages show it: relative to the working directory or to our root, if inside."""
    for base in (Path.cwd(), ROOT):
        if path.is_absolute() and path.is_relative_to(base) and path != base:
            return path.relative_to(base).as_posix()
    return str(path)
