"""Writes the scripts that run SPARQL in the browser: the engine, the named graphs, the views and the terms.

Under ``file://`` nothing can be fetched, and modules and workers do not load. So each script is a classic script that assigns
to ``csgraph``: the source of the worker and the WebAssembly of the engine as text, and each named graph as text.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.publication import dataset, parameters
from csgraph.publication.resources import LABELS, NAMES, TYPE
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import BASE, CSG, CSGS, GRAPH, ONTOLOGY, PREFIXES, compress
from csgraph.site import vendored
from csgraph.site.data_files import ANSWERS, MEDIA
from csgraph.site.templating import units
from csgraph.site.urls import PARTS
from csgraph.sparql import outline
from csgraph.sparql.explain.browser import tables

if TYPE_CHECKING:
    from csgraph.publication.views import View
    from csgraph.site.graph import SiteGraph

_ASSETS = Path(__file__).parent / "assets"
_PARTS = (
    "patterns",
    "parser",
    "messages",
    "probes",
    "rendering",
    "suggestions",
    "triples",
    "filters",
    "groups",
    "queries",
)
EXPLAINING = ("sparql.js", "hints.js", *(f"explanation-{part}.js" for part in _PARTS), "explanation.js")
"""The scripts that parse and explain queries, each after its dependencies."""
_LICENCE = "engine-licence.txt"
_LONGEST_LABEL = 80
# The order of suggestions: classes, properties, then individuals.
_CLASSES = tuple(map(turtle.iri, ("owl:Class", "rdfs:Class", "rdfs:Datatype")))
_PROPERTIES = tuple(map(turtle.iri, ("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property")))
# Kinds that are not suggested: each quoted phrase has one, and other resources lead to them.
_UNNAMED = tuple(PREFIXES[kind] for kind in ("anchor", *PARTS))


def scripts(publication: SiteGraph, graphs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the paths of the scripts and their content.

    Args:
        publication: The publication that is queried.
        graphs: The named graphs by name, each in Turtle.
    """
    yield "assets/grammar.js", _assigned("grammar", tables())
    yield "assets/publication.js", _assigned("publication", _names(publication, sorted(graphs)))
    yield "assets/views.js", _assigned("views", [view_data(view, publication.store) for view in publication.views])
    yield "assets/terms.js", _assigned("terms", terms(publication))
    package = vendored.package("oxigraph")
    yield "assets/engine-code.js", _notice(package) + _assigned("engineCode", _code(package))
    yield f"assets/{_LICENCE}", "\n\n".join(package.read(name).decode() for name in package.licences)
    for name, text in sorted(graphs.items()):
        yield f"assets/graph-{name}.js", _assigned("graphTexts", text, name)


def view_data(view: View, store: ox.Store) -> dict[str, Any]:
    """Return a view for the scripts: its query, and its parameters with their defaults.

    ``where`` holds the offsets of its WHERE clause in UTF-16 code units; a default is a list of terms in N-Triples.

    Args:
        view: The view.
        store: The store in which the defaults of parameters are looked up.
    """
    text = turtle.read(view.path).decode()
    found = parameters.resolve(view.parameters, {}, store, place=view.name)
    return {
        "name": view.name,
        "summary": view.summary,
        "graphs": list(view.graphs),
        "query": text,
        "where": [units(text[:offset]) for offset in outline.where(text) or ()],
        "parameters": [
            {"name": each.name, "type": each.type, "default": [str(term) for term in found.get(each.name, ())]}
            for each in view.parameters
        ],
    }


def terms(publication: SiteGraph) -> list[tuple[str, str, str]]:
    """Return the terms to suggest, each as CURIE, label and kind: classes, properties, then individuals."""
    found: dict[ox.NamedNode, int] = {}
    store = publication.store
    for rank, kinds in enumerate((_CLASSES, _PROPERTIES)):
        for kind in kinds:
            found |= dict.fromkeys((node for node in publication.having(TYPE, kind) if node not in found), rank)
    # Terms of other vocabularies may be used without being declared.
    for quad in store:
        if quad.predicate == TYPE and isinstance(quad.object, ox.NamedNode):
            found.setdefault(quad.object, 0)
        found.setdefault(quad.predicate, 1)
    for naming in LABELS:
        for quad in store.quads_for_pattern(None, naming, None):
            if isinstance(quad.subject, ox.NamedNode) and not quad.subject.value.startswith(_UNNAMED):
                found.setdefault(quad.subject, 2)
    rows = []
    for node, rank in found.items():
        curie, words = compress(node.value), publication.word(node)
        if curie:
            label = words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1]}…"
            sort = ("class", "property")[rank] if rank < 2 else (publication.types(node) or ("thing",))[0]
            rows.append((rank, turtle.natural_key(curie), (curie, "" if label == curie else label, sort)))
    return [term for _, _, term in sorted(rows)]


def _names(publication: SiteGraph, graphs: list[str]) -> dict[str, Any]:
    return {
        "base": BASE,
        "graph": GRAPH,
        "graphs": [
            {
                "name": name,
                "label": publication.label(ox.NamedNode(GRAPH + name)),
                "isDefault": name in dataset.DEFAULT_GRAPHS,
            }
            for name in graphs
        ],
        "addresses": dict(_exceptions(publication)),
        "parts": PARTS,
        "naming": [compress(each.value) for each in NAMES],
        "formats": {**MEDIA, **ANSWERS},
    }


def _exceptions(publication: SiteGraph) -> Iterator[tuple[str, str]]:
    """Yield the IRIs whose page is not where the scripts expect it, with the path of the page from the root."""
    for iri in publication.addresses:
        address = publication.addresses.href(iri, "index.html")
        if address != _expected(iri):
            yield iri, address


def _expected(iri: str) -> str:
    """Return where the scripts expect the page of an IRI: ``csgraph.href`` in ``assets/engine.js``."""
    path = iri.removeprefix(BASE)
    if iri.startswith(CSG):
        return f"{ONTOLOGY.removeprefix(BASE)}/{iri.removeprefix(CSG)}.html"
    if iri.startswith(CSGS):
        return f"shapes.html#{iri.removeprefix(CSGS)}"
    return f"{path}.html"


def _notice(package: vendored.Package) -> str:
    """Return a comment with the origin and licence of the code that follows."""
    return f"// {package.name} {package.version}, {package.homepage}, {package.licence}: see {_LICENCE} beside this file.\n"


def _code(package: vendored.Package) -> dict[str, str]:
    """Return the source of the worker, Oxigraph's code followed by ours, and the WebAssembly in base64."""
    code = package.read("web.js").decode()
    # Turns the module into a classic script: without exports, and with its WebAssembly passed in instead of fetched.
    code = re.sub(r"^export \{.*?\};?$", "", code, flags=re.MULTILINE)
    code = re.sub(r"^export (?=class|function)", "", code, flags=re.MULTILINE).replace("import.meta.url", '""')
    wasm = base64.b64encode(package.read("web_bg.wasm")).decode()
    worker = [code, *((_ASSETS / name).read_text(encoding="utf-8") for name in (*EXPLAINING, "worker.js"))]
    return {"worker": "\n".join(worker), "wasm": wasm}


def _assigned(name: str, value: object, key: str | None = None) -> str:
    """Return a script that assigns a value to a property of ``csgraph``, or to a key in one."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Line terminators in JavaScript before ECMAScript 2019, but not in JSON.
    content = content.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    start = "globalThis.csgraph = globalThis.csgraph || {};\n"
    if key is None:
        return f"{start}csgraph.{name} = {content};\n"
    return f"{start}(csgraph.{name} = csgraph.{name} || {{}})[{json.dumps(key)}] = {content};\n"
