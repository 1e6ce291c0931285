"""The least that answers a view with pyoxigraph: parse the Turtle, run the query, print the rows."""

from pathlib import Path

import pyoxigraph

ROOT = Path(__file__).resolve().parent.parent

store = pyoxigraph.Store()
for path in [*ROOT.glob("ontology/*.ttl"), *ROOT.glob("data/*.ttl"), *ROOT.glob("data/*/*.ttl")]:
    if path.name != "alignments.ttl":
        store.load(path=path, format=pyoxigraph.RdfFormat.TURTLE)
for row in store.query((ROOT / "queries" / "pillars.rq").read_text(encoding="utf-8")):
    print(*("" if term is None else term.value for term in row), sep="\t")
