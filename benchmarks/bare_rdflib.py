"""The least that answers a view with rdflib: parse the Turtle, run the query, print the rows."""

from pathlib import Path

import rdflib

ROOT = Path(__file__).resolve().parent.parent

graph = rdflib.Graph()
for path in [*ROOT.glob("ontology/*.ttl"), *ROOT.glob("data/*.ttl"), *ROOT.glob("data/*/*.ttl")]:
    if path.name != "alignments.ttl":
        graph.parse(path, format="turtle")
for row in graph.query((ROOT / "queries" / "pillars.rq").read_text(encoding="utf-8")):
    print(*("" if term is None else term for term in row), sep="\t")
