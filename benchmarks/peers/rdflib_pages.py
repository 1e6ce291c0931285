"""Writes a page and four documents of each thing with rdflib and Jinja2: ``rdflib_pages.py DATA.nq FOLDER``."""

import sys
from pathlib import Path

import jinja2
import rdflib

PAGE = jinja2.Environment(autoescape=True).from_string(
    """<!doctype html><html lang="en"><head><title>{{ node }}</title></head><body><h1>{{ node }}</h1><table>
{% for predicate, value in said %}<tr><th>{{ predicate }}</th><td>{{ value }}</td></tr>
{% endfor %}</table></body></html>
"""
)
BASE = "https://w3id.org/csgraph/"

source, folder = map(Path, sys.argv[1:])
quads = rdflib.Dataset()
quads.parse(source)
merged = rdflib.Graph()
for subject, predicate, value, _ in quads.quads():
    merged.add((subject, predicate, value))
for node in sorted({subject for subject in merged.subjects() if str(subject).startswith(BASE)}):
    about = rdflib.Graph()
    for triple in merged.triples((node, None, None)):
        about.add(triple)
    path = folder / str(node).removeprefix(BASE).replace("#", "/")
    path.parent.mkdir(parents=True, exist_ok=True)
    said = sorted((str(predicate), str(value)) for _, predicate, value in about)
    path.with_name(f"{path.name}.html").write_text(PAGE.render(node=node, said=said))
    for ending, syntax in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")):
        about.serialize(path.with_name(f"{path.name}.{ending}"), format=syntax)
