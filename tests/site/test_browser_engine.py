"""The scripts by which the site answers queries: complete, of one form, and what the Python side knows."""

from __future__ import annotations

import base64
import json
import re

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.publication import dataset, parameters, resources, views
from csgraph.rdf.namespaces import expand
from csgraph.site import browser_engine, urls, vendored
from csgraph.site.graph import SiteGraph
from csgraph.sparql import header, outline
from tests.support.folders import ASSETS


@pytest.fixture(scope="module")
def publication() -> SiteGraph:
    return SiteGraph.load()


@pytest.fixture(scope="module")
def scripts(publication) -> dict[str, str]:
    texts = {name: f"# {name}\u2028</script>\n" for name in (*publication.graphs, "derived")}
    return dict(browser_engine.scripts(publication, texts))


def content(script: str) -> object:
    """What a script assigns."""
    start = r"(?://[^\n]*\n)?globalThis\.csgraph = globalThis\.csgraph \|\| \{\};\n"
    place = r"(?:csgraph\.\w+|\(csgraph\.graphTexts = csgraph\.graphTexts \|\| \{\}\)\[\"[\w-]+\"\])"
    found = re.fullmatch(rf"{start}{place} = (.*);\n", script)
    assert found
    return json.loads(found[1])


def test_each_graph_has_a_script(scripts, publication):
    names = [path.removeprefix("assets/graph-")[:-3] for path in scripts if path.startswith("assets/graph-")]

    assert names == sorted([*publication.graphs, "derived"])
    assert content(scripts["assets/graph-report.js"]) == "# report\u2028</script>\n"
    assert "\u2028" not in scripts["assets/graph-report.js"]


def test_the_graphs_are_told_with_those_that_are_asked_by_default(scripts):
    told = content(scripts["assets/publication.js"])

    assert [graph["name"] for graph in told["graphs"] if graph["isDefault"]] == list(dataset.DEFAULT_GRAPHS)
    assert all(graph["label"] for graph in told["graphs"])


def test_the_engine_is_the_vendored_one_as_a_classic_script(scripts):
    code = content(scripts["assets/engine-code.js"])

    assert base64.b64decode(code["wasm"]) == vendored.package("oxigraph").read("web_bg.wasm")
    assert not re.search(r"^\s*(?:export|import)\b|import\.meta", code["worker"], re.MULTILINE)
    assert "self.onmessage" in code["worker"]
    assert "MIT OR Apache-2.0" in scripts["assets/engine-code.js"][:200]
    licences = scripts["assets/engine-licence.txt"]
    assert "Apache License" in licences
    assert "Copyright (c) 2018 Oxigraph developers" in licences


def test_every_view_is_there_as_it_is(scripts):
    found = content(scripts["assets/views.js"])

    assert [view["name"] for view in found] == views.view_names()
    for view in found:
        assert view["query"] == (paths.QUERIES / f"{view['name']}.rq").read_text(encoding="utf-8")
        assert view["graphs"] == header.named_graphs(view["query"])


def test_the_offsets_of_where_count_as_javascript_does(tmp_path, publication):
    view = views.find_view("statements")
    text = "# 𝒳\n" + view.path.read_text(encoding="utf-8")
    path = tmp_path / "statements.rq"
    path.write_text(text, encoding="utf-8")
    found = browser_engine.view_data(views.parse_view(text, path, place="statements"), publication.store)
    start, end = outline.where(text) or (0, 0)

    assert found["where"] == [start + 1, end + 1]
    assert found["query"].encode("utf-16-le")[2 * found["where"][0] :].decode("utf-16-le").startswith("{")


def test_a_default_is_told_as_the_terms_it_means(tmp_path, publication):
    text = (paths.QUERIES / "statements.rq").read_text(encoding="utf-8")
    text = text.replace("description: a modality}", "description: a modality, default: necessary}")
    path = tmp_path / "statements.rq"
    path.write_text(text, encoding="utf-8")
    view = views.parse_view(text, path, place="statements")
    found = browser_engine.view_data(view, publication.store)
    expected = parameters.resolve(view.parameters, {}, publication.store, place="statements")

    assert expected
    assert {each["name"]: each["default"] for each in found["parameters"] if each["default"]} == {
        name: [str(term) for term in terms] for name, terms in expected.items()
    }


def test_terms_are_offered_by_curie_and_label_the_words_to_ask_by_first(scripts):
    found = content(scripts["assets/terms.js"])
    curies = [curie for curie, _, _ in found]

    assert len(curies) == len(set(curies)) > 1000
    assert {
        ("csg:Pillar", "pillar", "class"),
        ("csg:asPrinted", "as printed", "property"),
        ("dcterms:source", "source", "property"),
    } <= {tuple(term) for term in found}
    kinds = [kind for _, _, kind in found]
    assert kinds.index("property") > 0
    assert [kind for kind in kinds[kinds.index("property") :] if kind == "class"] == []
    assert next(tuple(term) for term in found if term[0] == "pillar:norms")[1] == "norms"
    assert max(len(label) for _, label, _ in found) <= 80
    assert len(scripts["assets/terms.js"]) < 200_000


def test_iris_whose_page_is_elsewhere_are_told(publication, scripts):
    """A term whose name differs from another's in nothing but case."""
    told = content(scripts["assets/publication.js"])["addresses"]

    assert all(address.endswith(".html") for address in told.values())
    for iri in publication.addresses:
        expected = told.get(iri) or browser_engine._expected(iri)
        assert publication.addresses.href(iri, "index.html") == expected


def test_the_scripts_are_told_what_they_would_else_write_again(scripts):
    told = content(scripts["assets/publication.js"])

    assert urls.PARTS == told["parts"]
    assert list(resources.NAMES) == [ox.NamedNode(expand(name)) for name in told["naming"]]
    assert {"ttl", "nt", "csv", "json", "tsv"} <= set(told["formats"])
    assert ["application/n-triples", "N-Triples"] == told["formats"]["nt"]
    assert ["text/csv", "CSV"] == told["formats"]["csv"]


def test_our_scripts_are_small():
    sizes = {path.stem: path.stat().st_size for path in ASSETS.glob("*.js")}

    assert sizes["site"] <= 5_000
    assert sum(sizes[name] for name in ("engine", "editor", "workbench", "results")) <= 45_000


def test_what_is_shared_is_made_in_one_script():
    """Files to save, the sorting of tables, and CSV."""
    assets = ASSETS
    texts = {path.stem: path.read_text(encoding="utf-8") for path in assets.glob("*.js")}

    for what, home in (
        ("createObjectURL(new Blob([text]", "site"),
        ('"aria-sort"', "site"),
        ('replace(/"/g', "formats"),
    ):
        assert [home] == [name for name, text in sorted(texts.items()) if what in text], what


def test_what_is_written_does_not_depend_on_order():
    store = ox.Store()
    store.extend(reversed(list(SiteGraph.load().store)))

    assert browser_engine.terms(SiteGraph(store)) == browser_engine.terms(SiteGraph.load())
