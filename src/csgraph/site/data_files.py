"""The files of data beside the page of an IRI, and what the page says of them; see ``data.html`` among the templates.

A module that writes pages of IRIs calls ``write_data`` for each and passes what it returns to its template as ``data``;
the template takes ``alternates`` of ``data.html`` into its block ``head`` and ``as_data`` to the end of its block ``main``.
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
"""Ending of a file of data to its media type and the name of its syntax."""

_ANSWERS = {"csv": ox.QueryResultsFormat.CSV, "json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}
ANSWERS = {ending: (form.media_type.partition(";")[0], ending.upper()) for ending, form in _ANSWERS.items()}
"""Ending of a file with rows to its media type and what it is called."""

MAX_SHOWN = 30_000
"""How many characters of Turtle a page shows at most; the file beside it has all."""


@dataclass(frozen=True)
class Alternate:
    """A file of data beside a page: the link to it, its media type, and the name of its syntax."""

    href: str
    media: str
    name: str


@dataclass(frozen=True)
class DataLinks:
    """What a page says of its data.

    Attributes:
        iri: The IRI that the page is of.
        alternates: The files beside it.
        turtle: What they say, as Turtle; empty where that is too much for a page.
        island: The page in the words of schema.org, as JSON.
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
    """Write the files of data of an IRI, and return what its page says of them.

    Args:
        site: The site.
        documents: What makes the documents.
        iri: The IRI.
        island: What the page is in the words of schema.org, less ``@context`` and ``@id``.
        label: What the first line of the Turtle calls it; its label if this is empty.
        triples: What the files say; what the publication says of the IRI if this is None.
    """
    label = label or site.publication.label(ox.NamedNode(iri))
    texts = documents.of(documents.triples(iri) if triples is None else triples, f"{label}: {iri}")
    return write_texts(site, site.publication.addresses.file(iri), iri, island, texts)


def write_texts(site: Site, file: str, iri: str, island: Mapping[str, Any], texts: Mapping[str, str]) -> DataLinks:
    """Write the files of data of an IRI as they are given, and return what its page says of them.

    Args:
        site: The site.
        file: The path of the page, less its ending.
        iri: The IRI.
        island: As in ``write_data``.
        texts: What the files hold, by the endings of their names.
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
