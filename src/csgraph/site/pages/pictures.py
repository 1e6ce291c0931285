"""The page of charts: those of the views, and the diagram of the model."""

from __future__ import annotations

from markupsafe import Markup

from csgraph.publication.charts.model import model_diagram
from csgraph.release.query_catalog import QUERY
from csgraph.site.pages.views import image
from csgraph.site.writer import Site

MODEL = "ontology/model~diagram.svg"
"""The file of the diagram of the model; no term has a tilde in its name."""


def write(site: Site) -> None:
    """Write the page, and the diagram of the model as a file of its own."""
    publication = site.publication
    model = model_diagram(publication.store, alone=True)
    site.file(MODEL, model)
    shown: list[tuple[str, str, str, Markup]] = []
    for view in publication.views:
        if view.picture:
            file = publication.addresses.file(QUERY + view.name)
            picture = (site.folder / f"{file}.svg").read_text(encoding="utf-8")
            shown.append((view.summary, view.description, f"{file}.html", image(f"{file}.svg", picture)))
    text = "The main classes of the vocabulary, and the properties between them."
    shown.append(("How does the model hang together?", text, "ontology.html#model", image(MODEL, model)))
    site.page("pictures.html", "pictures.html", title="Pictures", pictures=shown)
