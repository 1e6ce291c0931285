"""The pages of the site, one module for each kind of page; ``write(site)`` of each writes all of its kind."""

from __future__ import annotations

from csgraph.site.pages import (
    about,
    downloads,
    home,
    ontology,
    pictures,
    reading,
    search,
    shapes,
    things,
    views,
    workbench,
)

ALL = (
    home.write,
    reading.write,
    search.write,
    things.write,
    ontology.write,
    shapes.write,
    views.write,
    pictures.write,
    downloads.write,
    about.write,
    workbench.write,
)
"""What writes the pages, in order."""
