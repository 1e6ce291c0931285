"""The workbench: SPARQL over the whole graph in the reader's own browser."""

from __future__ import annotations

from csgraph.site import browser_engine
from csgraph.site.urls import RELEASE
from csgraph.site.writer import Site


def write(site: Site) -> None:
    """Write the page, and the scripts by which it and the forms of views query the graph."""
    files = sorted((site.folder / RELEASE / "graphs").glob("*.ttl"))
    graphs = {path.stem: path.read_text(encoding="utf-8") for path in files}
    for path, content in browser_engine.scripts(site.publication, graphs):
        site.file(path, content)
    site.page("workbench.html", "workbench.html", title="Query workbench")
