"""Writes the README of a release: its files, their use, and how to verify them."""

from __future__ import annotations

from collections.abc import Collection

from csgraph.rdf.namespaces import BASE
from csgraph.release.description import File
from csgraph.version import RELEASED, __version__

NAME = "README.md"

_TEXT = """\
# csgraph {version}, {day}

The report of UNIDIR's 2020 Cyber Stability Conference, "Exploring the Future of Institutional Dialogue", as linked data.
What there is has an IRI below `{base}`.

## Use it

Load `csgraph.ttl`, or one of its other forms, into any store and ask it a query of `queries/`.
Each is a question, which stands in its first line.
`csgraph.nq` and `csgraph.trig` have more: every named graph, also those with what we and other sources add.{more}
The IRIs name things; they do not resolve yet.

## Check it

`sha256sum -c SHA256SUMS` tells whether all files are as they were made.
`description.ttl` says the same in RDF (DCAT, VoID, PROV), with counts of classes and properties.

## Rights

Ontology, shapes, queries and statements are under CC BY 4.0.
The text of the report and every quotation from it are UNIDIR's: they are here so that each can be checked.
No licence is given for them.
`description.ttl` says it of each graph{also}.

## Files

| file | holds | triples |
|---|---|---|
"""


def readme(files: Collection[File], needy: Collection[str] = ()) -> str:
    """Return the text.

    Args:
        files: The files of the release; its queries are one line.
        needy: The names of the queries that ask for these further graphs.
    """
    names = ", ".join(f"`{name}`" for name in sorted(needy))
    more = f"\nOn `csgraph.ttl` alone, these have no answer, or only a part of it: {names}." if needy else ""
    rows = [
        f"| `{file.name}` | {file.title} | {'' if file.triples is None else f'{file.triples:,}'} |\n"
        for file in sorted(files, key=lambda file: file.name)
        if not file.name.startswith("queries/")
    ]
    also = ", and `LICENSE-DATA` in words" if any(file.name == "LICENSE-DATA" for file in files) else ""
    text = _TEXT.format(version=__version__, day=RELEASED, base=BASE, also=also, more=more)
    return "".join([text, *rows, "| `queries/` | Queries in SPARQL, each with its question | |\n"])
