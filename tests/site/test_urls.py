"""Each IRI of ours has one file, inside the folder, whatever its name; links lead from each to each."""

from __future__ import annotations

import hashlib
import posixpath
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.rdf.namespaces import BASE, CSG, CSGS
from csgraph.site.urls import DATA, FOLDERS, PAGES, PageUrls, default_path, relative_link

# What an IRI may hold (RFC 3987), and some that parsers let through; and names that file systems have troubles with.
NAMES = st.one_of(
    st.text(string.ascii_letters + string.digits + "._-~/#?%:@!$&'()*+,;=\u202e\u00e9\u4e2d", min_size=1, max_size=40),
    st.builds("/".join, st.lists(st.sampled_from([*FOLDERS, "ASSETS", "people", "index", ""]), min_size=1, max_size=4)),
    st.sampled_from(["..", ".", "../../etc/passwd", "con", "NUL.txt", "a.html", "a", "A", "é", "e\u0301", "x" * 400]),
)
HOSTILE = [
    ("id/a/../../etc/passwd", "id/a/~2E~2E/~2E~2E/etc/passwd"),
    ("id/./x", "id/~2E/x"),
    ("id//x", "id/~/x"),
    ("id/person/", "id/person/~"),
    ("id/con", "id/~63on"),
    ("id/NUL.txt", "id/~4EUL.txt"),
    ("id/.htaccess", "id/~2Ehtaccess"),
    ("id/x.html", "id/x~2Ehtml"),
    ("id/x.TTL", "id/x~2ETTL"),
    ("id/end.", "id/end~2E"),
    ("id/a b", "id/a~20b"),
    ("id/%2e%2e/x", "id/~252e~252e/x"),
    ("id/a~b", "id/a~7Eb"),
    ("id/é", "id/~C3~A9"),
    ("id/\u202egnp", "id/~E2~80~AEgnp"),
    ('id/"><script>', "id/~22~3E~3Cscript~3E"),
    ("id/a#b", "id/a~23b"),
    ("id/a?b=c&d", "id/a~3Fb~3Dc~26d"),
    ("id/javascript:alert(1)", "id/javascript~3Aalert~281~29"),
    ("id/a\\b", "id/a~5Cb"),
    ("things/people", "~74hings/people"),
    ("Things/People", "~54hings/People"),
    ("shapes/statements", "~73hapes/statements"),
    ("release/0.1.0/ontology", "~72elease/0.1.0/ontology"),
    ("assets/site.css", "~61ssets/site.css"),
    ("redirects/w3id.htaccess", "~72edirects/w3id.htaccess"),
    ("assets/" + "x" * 300, "~61ssets/" + "x" * 60 + "~" + hashlib.sha256(b"x" * 300).hexdigest()[:32]),
    ("releases/1", "releases/1"),
    (
        "x" * 100 + "/" + "y" * 90,
        "x" * 100 + "/" + hashlib.sha256((BASE + "x" * 100 + "/" + "y" * 90).encode()).hexdigest()[:32],
    ),
]


@pytest.mark.parametrize(("rest", "file"), HOSTILE)
def test_what_no_file_system_should_have_to_carry_is_escaped(rest, file):
    assert file == PageUrls([BASE + rest]).file(BASE + rest)


@pytest.mark.parametrize(
    ("iri", "file"),
    [
        (f"{BASE}id/cs2020/statement/2-kt4-s2-a", "id/cs2020/statement/2-kt4-s2-a"),
        (f"{BASE}id/cs2020/passage/3.1-p3", "id/cs2020/passage/3.1-p3"),
        (f"{BASE}scheme/pillar", "scheme/pillar"),
        (f"{CSG}Process", "ontology/Process"),
        (f"{BASE}ontology", "ontology"),
        (f"{BASE}query/pillars", "query/pillars"),
    ],
)
def test_the_path_of_a_name_is_that_of_its_file(iri, file):
    assert file == PageUrls([iri]).file(iri)


def test_names_that_differ_only_in_case_have_files_that_do_not():
    found = PageUrls([f"{CSG}Modality", f"{CSG}modality"])

    assert "ontology/Modality" == found.file(f"{CSG}Modality")
    assert re.fullmatch(r"ontology/modality~[0-9a-f]{8}", found.file(f"{CSG}modality"))


def test_what_is_no_page_of_ours_has_no_address():
    found = PageUrls([f"{BASE}id/person/a", BASE, "https://example.org/x"])

    assert [f"{BASE}id/person/a"] == list(found)
    assert "https://example.org/x" not in found
    with pytest.raises(KeyError):
        found.file("https://example.org/x")


@pytest.mark.parametrize("name", [*PAGES, "Index", "ASSETS"])
def test_no_thing_takes_the_place_of_a_page_or_folder(name):
    assert PageUrls([BASE + name]).file(BASE + name).startswith(f"{name}~")


def test_a_quote_and_a_span_are_described_with_their_anchor():
    kinds = {kind: f"{BASE}id/cs2020/{kind}/3.1-p3_0-4" for kind in ("anchor", "quote", "span")}
    found = PageUrls(kinds.values())

    assert [kinds["anchor"]] == list(found)
    assert {"id/cs2020/anchor/3.1-p3_0-4"} == {found.file(iri) for iri in kinds.values()}
    assert [kinds["quote"], kinds["span"]] == found.parts(kinds["anchor"])
    assert "../anchor/3.1-p3_0-4.html" == found.href(kinds["span"], "id/cs2020/passage/x.html")


def test_a_quote_without_an_anchor_has_a_file_of_its_own():
    assert "id/cs2020/quote/x" == PageUrls([f"{BASE}id/cs2020/quote/x"]).file(f"{BASE}id/cs2020/quote/x")


def test_a_rule_is_at_its_place_on_the_page_of_the_rules():
    assert "../shapes.html#Pillar" == PageUrls([]).href(f"{CSGS}Pillar", "ontology/Pillar.html")


def test_exceptions_are_what_a_rule_by_pattern_would_miss():
    iris = [f"{BASE}id/person/a", f"{BASE}id/person/A", f"{BASE}id/x.html", f"{CSG}Modality", f"{CSG}modality"]
    iris.append(f"{BASE}things/people")
    found = PageUrls(iris)

    assert [
        (f"{BASE}id/person/a", found.file(iris[0])),
        (iris[2], "id/x~2Ehtml"),
        (iris[5], "~74hings/people"),
    ] == found.exceptions()


@pytest.mark.parametrize(
    ("start", "end", "link"),
    [
        ("index.html", "about.html", "about.html"),
        ("id/person/a.html", "id/person/b.html", "b.html"),
        ("id/person/a.html", "id/state/b.html", "../state/b.html"),
        ("id/person/a.html", "index.html", "../../index.html"),
        ("index.html", "id/person/a.html", "id/person/a.html"),
        ("scheme/pillar.html", "scheme/pillar/norms.html", "pillar/norms.html"),
        ("scheme/pillar/norms.html", "scheme/pillar.html", "../pillar.html"),
    ],
)
def test_links_are_relative(start, end, link):
    assert link == relative_link(start, end)


@given(st.lists(NAMES, min_size=1, max_size=12))
def test_whatever_the_names_files_are_inside_and_apart_and_links_reach_them(names):
    iris = {BASE + name for name in names}
    found = PageUrls(iris)
    files = [found.file(iri) for iri in found]

    assert len(files) == len({file.lower() for file in files})
    assert not {file.lower() for file in files} & {*PAGES, *FOLDERS}
    assert not {file.lower().partition("/")[0] for file in files if "/" in file} & {*FOLDERS}
    for iri, file in zip(found, files, strict=True):
        assert re.fullmatch(r"[A-Za-z0-9_.~-]+(/[A-Za-z0-9_.~-]+)*", file), file
        assert len(file) <= 300
        assert all(not part.startswith(".") and not part.endswith(".") and len(part) <= 120 for part in file.split("/"))
        for start in ("index.html", f"{files[0]}.html"):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(start), found.href(iri, start)))
            assert f"{file}.html" == target
    # No file of one is a folder of another: x.html is no page of x and the folder of x.html/y at once.
    everything = {f"{file}.{ending}".lower() for file in files for ending in (*DATA, "html")}
    folders = {"/".join(file.lower().split("/")[:depth]) for file in files for depth in range(1, file.count("/") + 1)}
    assert not everything & folders


@given(NAMES)
def test_the_file_of_a_name_does_not_depend_on_others_unless_they_meet(name):
    iri = BASE + name
    found = PageUrls([iri, f"{BASE}id/another"])

    assert iri == BASE or found.file(iri) in (default_path(iri), f"{default_path(iri)}~{found.file(iri)[-8:]}")
