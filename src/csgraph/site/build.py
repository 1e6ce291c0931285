"""Builds the site, completely or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from csgraph.release import manifest
from csgraph.release.build import build as build_release
from csgraph.site import pages, redirects
from csgraph.site.graph import SiteGraph
from csgraph.site.urls import RELEASE
from csgraph.site.writer import Site
from csgraph.util import atomic

README = "README.txt"
"""The file by which a folder is recognised as a site; it describes the folder."""

ASSETS = Path(__file__).parent / "assets"
"""The style sheets and scripts that are copied into a site."""


def site(folder: Path, *, host: str | None = None, tell: Callable[[str], None] = lambda text: None) -> int:
    """Build the site of the publication.

    The output is deterministic. The publication is not validated: see ``validation.validate.check``.

    Args:
        folder: The site; an existing one is replaced when the new one is complete.
        host: The address of the site on the web, for the redirects of w3id.org and for the page ``404.html``; None if it is
            not known.
        tell: Called with the name of each step.

    Returns:
        The number of files.

    Raises:
        InputError: A file of the publication is not usable, or ``host`` is not an address.
        OutputError: The folder contains other files, cannot be written, or is in use by another process.
    """
    base = None if host is None else f"{urlsplit(redirects.normalized(host)).path}/"
    with atomic.replaced(folder, is_ours=is_site, kind="a site") as new:
        tell("release")
        (new / RELEASE).parent.mkdir()
        build_release(new / RELEASE, tell=lambda text: tell(f"release: {text}"))
        tell("reading")
        made = Site(new, SiteGraph.load(), tell, base)
        for path in sorted(ASSETS.iterdir()):
            made.file(f"assets/{path.name}", path.read_bytes())
        for write in pages.ALL:
            tell(write.__module__.rpartition(".")[2])
            write(made)
        redirects.write(made, host)
        return manifest.write_sums(new) + 1


def is_site(folder: Path) -> bool:
    """Whether a folder is a site that may be replaced: built by csgraph, and without files of somebody else."""
    is_ours = (folder / README).is_file() and (folder / manifest.SUMS).is_file()
    return is_ours and manifest.holds_nothing_else(folder)
