"""Writes named graphs with rdflib: ``rdflib_serialize.py DATA.nq FOLDER`` writes six files into the folder."""

import sys
from pathlib import Path

import rdflib

source, folder = map(Path, sys.argv[1:])
quads = rdflib.Dataset()
quads.parse(source)
merged = rdflib.Graph()
for subject, predicate, value, _ in quads.quads():
    merged.add((subject, predicate, value))
for ending, syntax in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")):
    merged.serialize(folder / f"rdflib.{ending}", format=syntax)
for ending, syntax in (("nq", "nquads"), ("trig", "trig")):
    quads.serialize(folder / f"rdflib.{ending}", format=syntax)
