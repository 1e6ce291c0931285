"""Files of a site are written once, and inside it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csgraph.errors import OutputError
from csgraph.rdf.namespaces import BASE
from csgraph.site.graph import SiteGraph
from csgraph.site.writer import Here, Site


@pytest.fixture
def known(publication):
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(f"{BASE}id/person/a"), ox.NamedNode("https://schema.org/x"), ox.Literal("x")))
    return SiteGraph(store)


@pytest.fixture
def made(tmp_path, known):
    return Site(tmp_path / "site", known, lambda text: None)


@pytest.mark.parametrize("path", ["a.html", "a/b/c.txt"])
def test_a_file_is_written_with_the_folders_above_it(made, path):
    made.file(path, "é\n")

    assert "é\n".encode() == (made.folder / path).read_bytes()


@pytest.mark.parametrize("path", ["../out", "a/../../out", "/tmp/out"])
def test_nothing_is_written_outside(made, path):
    with pytest.raises(OutputError, match="/out: outside the site"):
        made.file(path, "")


def test_no_file_is_written_twice(made):
    made.file("a.html", "one")
    with pytest.raises(OutputError, match=r"a\.html: the site already has this file"):
        made.file("a.html", "two")

    assert "one" == (made.folder / "a.html").read_text()


@pytest.mark.parametrize(
    ("path", "root", "about"),
    [("index.html", "./", "about.html"), ("id/person/a.html", "../../", "../../about.html")],
)
def test_a_page_knows_the_way_to_others(known, path, root, about):
    here = Here(path, known)

    assert root == here.root
    assert about == here.to("about.html")
    assert f"{about}#x" == here.to("about.html#x")


def test_a_page_links_to_our_things_to_the_web_and_to_nothing_else(known):
    here = Here("id/state/b.html", known)

    assert "../person/a.html" == here.href(f"{BASE}id/person/a")
    assert "https://example.org/x" == here.href("https://example.org/x")
    assert here.href("javascript:alert(1)") is None


def test_a_page_that_is_shown_anywhere_links_from_the_root_of_its_host(known):
    here = Here("404.html", known, "/csgraph/")

    assert "/csgraph/" == here.root
    assert "/csgraph/assets/site.css" == here.to("assets/site.css")
