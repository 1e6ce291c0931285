"""Makes the whole site, or none of it."""

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
"""The file that says what a folder is, and by which a site is known."""

ASSETS = Path(__file__).parent / "assets"
"""Our style sheets and scripts, which a site has as they are."""


def site(folder: Path, *, host: str | None = None, tell: Callable[[str], None] = lambda text: None) -> int:
    """Make the site of the publication.

    The same publication gives the same bytes. Whether it meets our rules is not asked here: see ``validation.check``.

    Args:
        folder: The site; one that is there is replaced once the new one is whole.
        host: Where it will be on the web, for the rules of w3id.org and for the page that a host shows in place of what is
            missing; None where that is not known.
        tell: Is told what is being done.

    Returns:
        How many files it has.

    Raises:
        InputError: A file of the publication is not usable, or ``host`` is no address.
        OutputError: The folder has other content, or cannot be written, or another process is at work there.
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
    """Tell whether a folder is a site that may be replaced: one of ours, in which nobody has put anything else."""
    is_ours = (folder / README).is_file() and (folder / manifest.SUMS).is_file()
    return is_ours and manifest.holds_nothing_else(folder)
