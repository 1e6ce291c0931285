"""Writes the data files beside the page of an IRI, and collects the links to them for the template ``data.html``.

A module that writes pages of IRIs passes the result of ``write_data`` to its template as ``data``; the template includes
``alternates`` of ``data.html`` in its block ``head`` and ``as_data`` at the end of its block ``main``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.release.serialize import SYNTAXES
from csgraph.site.templating import script_json
from csgraph.site.urls import DATA

if TYPE_CHECKING:
    from markupsafe import Markup

    from csgraph.site.serializations import Documents
    from csgraph.site.writer import Site

MEDIA = {ending: (SYNTAXES[ending].media_type, SYNTAXES[ending].name) for ending in DATA}
"""Extensions of data files to media types and names of syntaxes."""

_ANSWERS = {"csv": ox.QueryResultsFormat.CSV, "json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
ANSWERS = {ending: (form.media_type.partition(";")[0], ending.upper()) for ending, form in _ANSWERS.items()}
"""Extensions of files with query results to media types and names of formats."""

MAX_SHOWN = 30_000
"""The maximum number of characters of Turtle on a page; the file beside it is complete."""


@dataclass(frozen=True)
class Alternate:
    """A data file beside a page: link, media type, and name of the syntax."""

    href: str
    media: str
    name: str


@dataclass(frozen=True)
class DataLinks:
    """The data of a page.

    Attributes:
        iri: The IRI that the page describes.
        alternates: The files beside the page.
        turtle: The data as Turtle; empty if they are too long for a page.
        island: The description of the page in schema.org, as JSON.
    """

    iri: str
    alternates: tuple[Alternate, ...]
    turtle: str
    island: Markup


def write_data(
    site: Site,
    documents: Documents,
    iri: str,
    island: Mapping[str, Any],
    *,
    label: str = "",
    triples: list[ox.Triple] | None = None,
) -> DataLinks:
    """Write the data files of an IRI, and return the links to them.

    Args:
        site: The site.
        documents: The serializer.
        iri: The IRI.
        island: The description of the page in schema.org, without ``@context`` and ``@id``.
        label: The name in the first line of the Turtle; empty for the label of the IRI.
        triples: The content of the files; None for the description of the IRI in the publication.
    """
    label = label or site.publication.label(ox.NamedNode(iri))
    texts = documents.serialize(documents.triples(iri) if triples is None else triples, f"{label}: {iri}")
    return write_texts(site, site.publication.addresses.file(iri), iri, island, texts)


def write_texts(site: Site, file: str, iri: str, island: Mapping[str, Any], texts: Mapping[str, str]) -> DataLinks:
    """Write given texts as the data files of an IRI, and return the links to them.

    Args:
        site: The site.
        file: The path of the page, without extension.
        iri: The IRI.
        island: As in ``write_data``.
        texts: The content of the files, by extension.
    """
    for ending, text in texts.items():
        site.file(f"{file}.{ending}", text)
    name = file.rpartition("/")[2]
    turtle = texts["ttl"]
    return DataLinks(
        iri=iri,
        alternates=tuple(Alternate(f"{name}.{ending}", *MEDIA[ending]) for ending in texts),
        turtle=turtle if len(turtle) <= MAX_SHOWN else "",
        island=script_json({"@context": "https://schema.org/", "@id": iri, **island}),
    )
