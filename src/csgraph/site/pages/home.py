"""The first page, and the page for what is not found."""

from __future__ import annotations

from csgraph.site.writer import Site


def write(site: Site) -> None:
    """Write the pages."""
    site.page("index.html", "home.html", title="What the report says, as linked data")
    site.page("404.html", "404.html", title="Not found")
    site.file(".nojekyll", "")
    site.file("README.txt", "This folder is a site that csgraph has made: open index.html in a browser.\n")
