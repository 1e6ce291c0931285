"""The pages of the ontology, the rules, the downloads and about say what the files say, and are small."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import html5rdf
import pyoxigraph as ox
import pytest
import yaml

from csgraph import paths
from csgraph.publication import themes
from csgraph.release.manifest import sums
from csgraph.site.pages import about, downloads
from csgraph.site.urls import RELEASE
from csgraph.validation import rules
from tests.support.folders import NPM

PAGES = ("ontology.html", "shapes.html", "downloads.html", "about.html", "pictures.html", "views.html")


def ids(page: Path) -> list[str]:
    tree = html5rdf.parse(page.read_text(encoding="utf-8"), treebuilder="etree", namespaceHTMLElements=False)
    return [each.get("id") for each in tree.iter() if each.get("id")]


# -- Pure --------------------------------------------------------------------------------------------------------------


def test_how_to_load_is_as_the_documents_say_it():
    written = "".join(
        path.read_text(encoding="utf-8") for path in (paths.ROOT / "README.md", *(paths.ROOT / "docs").glob("*.md"))
    )
    told = [each for each in downloads.LOADING if "Node.js" not in each.tool]

    assert len(told) == 5
    assert [] == [each.tool for each in told if each.text.strip() not in written]


def test_the_report_is_cited_as_the_citation_file_says():
    content = yaml.safe_load((paths.ROOT / "CITATION.cff").read_text(encoding="utf-8"))["references"][0]
    cited = about.citation()

    assert cited is not None
    assert (content["title"], content["notes"]) == (cited.title, cited.notes)
    assert content["authors"][0]["name"] == cited.authors
    assert cited.conference == "2020 Cyber Stability Conference, Geneva, 2020-09-28"


def test_agreement_is_that_of_the_reference_page():
    sentences, parts = about.agreed()
    page = (paths.ROOT / "docs/agreement.md").read_text(encoding="utf-8")

    assert [("sentences", 178), ("parts", 177)] == [(each.what, each.count) for each in (sentences, parts)]
    for each in (sentences, parts):
        here = page.partition(f"## {each.what.capitalize()}\n")[2].partition("\n## ")[0]
        assert f"The two read {each.alike} of {each.count} alike in types, modality, voice and negation" in here
        assert [] == [item.name for item in each.items if f"| {item.name} | {item.first} | {item.second} |" not in here]
        assert [] == [row for row in each.differing if f"| `{row[0]}` | {row[1]} | {row[2]} | {row[3]} |" not in here]


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "2 kB"), (213_000, "213 kB"), (1_177_425, "1.2 MB")]
)
def test_sizes_are_shown_as_people_read_them(size, shown):
    assert shown == downloads.Download("a", "", "", size, "").shown


# -- On a whole site ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_term_has_its_place_and_its_page(site):
    terms = {
        term
        for path in paths.ONTOLOGY.glob("*.ttl")
        for term in re.findall(r"^csg:(\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    found = ids(site / "ontology.html")

    assert len(found) == len(set(found))
    assert [] == [term for term in terms if found.count(term) != 1]
    linked = re.findall(r'href="(ontology/[^"#]+\.html)"', (site / "ontology.html").read_text(encoding="utf-8"))
    assert len({*linked}) >= len(terms)
    assert [] == [name for name in linked if not (site / name).is_file()]


@pytest.mark.slow
def test_every_rule_has_its_place_and_is_told_in_full(site):
    told = rules.read(themes.of_rules())
    found = ids(site / "shapes.html")

    assert len(found) == len(set(found))
    assert [] == [rule.name for rule in told if found.count(rule.name) != 1]
    named = set(re.findall(r"^csgs:([\w-]+)$", (site / "shapes.ttl").read_text(encoding="utf-8"), re.MULTILINE))
    assert len(named) > len(told)
    assert named <= set(found)
    for theme in {rule.theme for rule in told}:
        found = ids(site / f"shapes/{theme}.html")
        assert len(found) == len(set(found))
        assert {rule.name for rule in told if rule.theme == theme} <= set(found)


@pytest.mark.slow
def test_pages_are_small(site):
    pages = [site / name for name in PAGES] + [*site.glob("ontology/*.html"), *site.glob("shapes/*.html")]

    assert len(pages) > 160
    assert [] == [path.name for path in pages if path.stat().st_size > 100_000]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_the_files_are_those_of_the_release_and_say_the_same(site, name):
    assert (site / RELEASE / f"{name}.ttl").read_bytes() == (site / f"{name}.ttl").read_bytes()
    found = []
    for ending, syntax in (
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdf", ox.RdfFormat.RDF_XML),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        read = ox.Dataset(ox.parse(path=str(site / f"{name}.{ending}"), format=syntax))
        read.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        found.append({str(quad) for quad in read})
    assert len(found[0]) > 1000
    assert [found[0]] * 3 == found[1:]


@pytest.mark.slow
def test_every_file_of_the_release_is_listed_with_its_sum(site):
    text = (site / "downloads.html").read_text(encoding="utf-8")
    known = sums(site / RELEASE)

    assert len(known) > 60
    for name, checksum in known.items():
        assert f'href="{RELEASE}/{name}"' in text
        assert checksum in text, name
        assert checksum == hashlib.sha256((site / RELEASE / name).read_bytes()).hexdigest()
    listed = set(re.findall(rf'href="{RELEASE}/([^"]+)"', text))
    assert {*known, "SHA256SUMS"} == listed


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_islands_are_json_in_the_words_of_schema_org(site, name):
    text = (site / name).read_text(encoding="utf-8")

    for island in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
        content = json.loads(island)
        assert "https://schema.org/" == content["@context"]
        assert content["name"]


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("node") is None or not (NPM / "node_modules").exists(),
    reason="Node.js, or what `npm ci` in tests/npm installs, is missing",
)
@pytest.mark.parametrize("tool", ["N3.js, in Node.js", "jsonld.js, in Node.js"])
def test_how_to_load_in_javascript_works_as_pasted(release, tool):
    (text,) = (each.text for each in downloads.LOADING if each.tool == tool)
    code = text.replace('"release/', f'"{release}/')
    command = ["node", "--input-type=module", "--eval", code]
    done = subprocess.run(command, cwd=NPM, capture_output=True, text=True)

    assert 0 == done.returncode, done.stderr
    nt = (release / "csgraph.nt").read_text(encoding="utf-8")
    assert nt.count("\n") == int(done.stdout)
