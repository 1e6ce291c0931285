"""The check of a site: a small one that is in order, and what is found when one thing in it is not."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csgraph.cli import cli
from csgraph.errors import InputError
from csgraph.rdf.namespaces import BASE, CSG
from csgraph.release.manifest import SUMS
from csgraph.site.lint import check as checking
from csgraph.site.lint.check import check
from csgraph.site.templating import CSP
from csgraph.validation import reports
from tests.support.folders import NPM

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def page(body: str, *, up: str = "") -> str:
    policy = CSP.replace("'", "&#39;")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Title</title>
<link rel="stylesheet" href="{up}assets/site.css">
</head>
<body>
<h1>Heading</h1>
<p><a href="{up}index.html">first page</a></p>
{body}
<script src="{up}assets/site.js"></script>
</body>
</html>
"""


def data(*triples: tuple[str, str, str]) -> dict[str, str]:
    """The files of data of a thing, by their endings, of subjects, properties and literals."""
    lines = "".join(f'<{subject}> <{predicate}> "{text}" .\n' for subject, predicate, text in triples)
    names = [
        (*re.fullmatch(r"(.*[/#])(.*)", predicate).groups(), subject, text) for subject, predicate, text in triples
    ]
    xml = "".join(
        f'<rdf:Description rdf:about="{subject}"><n:{name} xmlns:n="{space}">{text}</n:{name}></rdf:Description>'
        for space, name, subject, text in names
    )
    objects = ",".join(f'{{"@id": "{subject}", "{predicate}": "{text}"}}' for subject, predicate, text in triples)
    return {
        "ttl": lines,
        "nt": lines,
        "jsonld": f"[{objects}]",
        "rdf": f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{xml}</rdf:RDF>',
    }


PERSON, GRAPH, ONTOLOGY, TERM = f"{BASE}id/person/a", f"{BASE}graph/report", f"{BASE}ontology", f"{CSG}Person"
TRIPLES = [(PERSON, LABEL, "A"), (GRAPH, LABEL, "report"), (ONTOLOGY, LABEL, "ontology"), (TERM, LABEL, "person")]
BODY = """\
<p id="here"><a href="graph/report.html">graph</a> <a href="#here">here</a> <a href="id/person/a.html#it">a</a></p>
<p><a href="ontology/Person.html">person</a> <a href="ontology.html#Person">term</a> <a href="https://example.org/">out</a></p>
<img src="assets/icon.svg" alt="">
<label for="words">Words</label> <input id="words" type="search">
"""


def files() -> dict[str, str]:
    """A site that is in order."""
    graph = "".join(f'<{subject}> <{predicate}> "{text}" <{GRAPH}> .\n' for subject, predicate, text in TRIPLES)
    found = {
        "README.txt": "A site.\n",
        ".nojekyll": "",
        "index.html": page(BODY),
        "404.html": page("<p>Not here.</p>"),
        "assets/site.css": "/* url(https://example.org/a.png) */ h1 { background: url('icon.svg'); }\n",
        "assets/site.js": "'use strict';\n",
        "assets/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>i</title></svg>\n',
        "id/person/a.html": page('<p id="it">A</p>', up="../../"),
        "graph/report.html": page("<p>Graph</p>", up="../"),
        "ontology.html": page('<p id="Person">Person</p>'),
        "ontology/Person.html": page("<p>Person</p>", up="../"),
        "release/0.1.0/csgraph.nq": graph,
    }
    for name, triples in [
        ("id/person/a", TRIPLES[:1]), ("graph/report", TRIPLES[1:2]), ("ontology", TRIPLES[2:]), ("ontology/Person", TRIPLES[3:])
    ]:  # fmt: skip
        found |= {f"{name}.{ending}": text for ending, text in data(*triples).items()}
    found[f"release/0.1.0/{SUMS}"] = sums({"csgraph.nq": graph})
    return found


def sums(of: dict[str, str]) -> str:
    return "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in sorted(of.items()))


def write(folder: Path, of: dict[str, str]) -> Path:
    for name, text in ({SUMS: sums(of)} | of).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def found(folder: Path) -> list[tuple[str, str]]:
    """The rules that are not met, each with the file."""
    return sorted(
        {
            (finding.rule.removeprefix("site-"), finding.place.file.removeprefix(f"{folder}/"))
            for finding in check(folder).findings
        }
    )


def test_site_that_is_in_order_has_no_findings(tmp_path):
    checked = check(write(tmp_path / "site", files()))

    assert checked.findings == ()
    assert (checked.pages, checked.outward, checked.iris) == (6, 1, 4)
    assert checked.summary() == f"6 pages, {checked.links} links inside and 1 outward, 4 IRIs; nothing is wrong"


INDEX, ICON = "index.html", "assets/icon.svg"
PERSON_DATA = data(TRIPLES[0])
# What is changed: a file, a text in it and another in its place; and which rules are then not met, and where.
CHANGES: list[tuple[str, str, str, str, list[tuple[str, str]]]] = [
    # Links
    ("dead link", INDEX, "graph/report.html", "graph/raport.html", [("link", INDEX), ("unreached", "graph/report.html")]),
    ("link to a folder", INDEX, '<p id="here">', '<p id="here"><a href="graph/">x</a>', [("link", INDEX)]),
    ("link out of the folder", INDEX, '<p id="here">', '<p id="here"><a href="../index.html">x</a>', [("link", INDEX)]),
    ("link from the root", INDEX, '<p id="here">', '<p id="here"><a href="/index.html">x</a>', [("link", INDEX)]),
    ("dead fragment", INDEX, "a.html#it", "a.html#that", [("fragment", INDEX)]),
    ("dead fragment of the page", INDEX, "#here", "#there", [("fragment", INDEX)]),
    ("state for a script", INDEX, "a.html#it", "a.html?a=b#c=d", []),
    ("top of the page", INDEX, "#here", "#top", []),
    ("escaped link", INDEX, "id/person/a.html#it", "id/person/%61.html#i%74", []),
    ("dead picture", INDEX, "assets/icon.svg", "assets/none.svg", [("link", INDEX)]),
    ("dead script", INDEX, "assets/site.js", "assets/none.js", [("link", INDEX)]),
    ("dead form", INDEX, "<label", '<form action="none.html"></form><label', [("link", INDEX)]),
    ("dead picture of a style", "assets/site.css", "'icon.svg'", "none.svg", [("link", "assets/site.css")]),
    ("page that nothing leads to", INDEX, '<a href="graph/report.html">graph</a>', "", [("unreached", "graph/report.html")]),
    # From elsewhere
    ("script from elsewhere", INDEX, 'src="assets/site.js"', 'src="https://example.org/a.js"', [("external", INDEX)]),
    ("script of no scheme", INDEX, 'src="assets/site.js"', 'src="//example.org/a.js"', [("external", INDEX)]),
    ("backslashes", INDEX, 'src="assets/site.js"', 'src="\\\\example.org/a.js"', [("external", INDEX)]),
    ("style sheet from elsewhere", INDEX, 'href="assets/site.css"', 'href="http://example.org/a.css"', [("external", INDEX)]),
    ("icon from elsewhere", INDEX, "</head>", '<link rel="icon" href="https://example.org/i"></head>', [("external", INDEX)]),
    ("canonical address", INDEX, "</head>", '<link rel="canonical" href="https://example.org/i"></head>', []),
    ("picture from elsewhere", INDEX, 'src="assets/icon.svg"', 'src="https://example.org/i.png"', [("external", INDEX)]),
    ("pictures by width", INDEX, "<img ", '<img srcset="https://example.org/i.png 2x" ', [("external", INDEX)]),
    ("picture in itself", INDEX, 'src="assets/icon.svg"', 'src="data:image/png;base64,AAAA"', []),
    ("page in itself", INDEX, 'src="assets/site.js"', 'src="data:text/javascript,1"', [("external", INDEX)]),
    ("style that imports", "assets/site.css", "h1", "@import 'https://example.org/a.css'; h1", [("external", "assets/site.css")]),
    ("style that loads", "assets/site.css", "'icon.svg'", "https://example.org/i.png", [("external", "assets/site.css")]),
    ("picture that loads", ICON, "<title>", '<image href="https://example.org/i"/><title>', [("external", ICON)]),
    ("entities", INDEX, 'src="assets/site.js"', 'src="&#104;ttps://example.org/a.js"', [("external", INDEX)]),
    # Schemes
    ("javascript", INDEX, "https://example.org/", "javascript:alert(1)", [("scheme", INDEX)]),
    ("javascript in disguise", INDEX, "https://example.org/", " java&#9;script:alert(1)", [("scheme", INDEX)]),
    ("data", INDEX, "https://example.org/", "data:text/html,x", [("scheme", INDEX)]),
    ("mailbox", INDEX, "https://example.org/", "mailto:a@example.org", []),
    ("file", INDEX, "https://example.org/", "file:///etc/passwd", [("scheme", INDEX)]),
    # What runs
    ("script in the page", INDEX, "<script ", "<script>1</script><script ", [("active", INDEX)]),
    ("module in the page", INDEX, "<script ", '<script type="module">1</script><script ', [("active", INDEX)]),
    ("data in the page", INDEX, "<script ", '<script type="application/ld+json">{"a": "<b>"}</script><script ', []),
    ("handler", INDEX, '<p id="here"', '<p id="here" onclick="x()"', [("active", INDEX)]),
    ("handler in capitals", INDEX, '<p id="here"', '<p id="here" ONCLICK="x()"', [("active", INDEX)]),
    ("style attribute", INDEX, '<p id="here"', '<p id="here" style="color: red"', [("active", INDEX)]),
    ("style element", INDEX, "</head>", "<style>h1 { color: red }</style></head>", [("active", INDEX)]),
    ("frame", INDEX, "<label", '<iframe src="404.html" title="x"></iframe><label', [("active", INDEX)]),
    ("base", INDEX, "<title>", '<base href="."><title>', [("active", INDEX)]),
    ("refresh", INDEX, "<title>", '<meta http-equiv="refresh" content="1"><title>', [("active", INDEX)]),
    ("picture that runs", ICON, "<title>", "<script>1</script><title>", [("active", ICON)]),
    ("picture that handles", ICON, "<title>", '<g onload="1"/><title>', [("active", ICON)]),
    ("other policy", INDEX, "default-src &#39;none&#39;", "default-src *", [("policy", INDEX)]),
    ("no policy", INDEX, '<meta http-equiv="Content-Security-Policy"', "<meta name=a", [("policy", INDEX)]),
    # Valid pages
    ("no doctype", INDEX, "<!doctype html>\n", "", [("html", INDEX)]),
    ("element that is not closed", INDEX, "</body>", "<div></body>", [("html", INDEX)]),
    ("element that is closed twice", INDEX, "</body>", "</div></body>", [("html", INDEX)]),
    ("elements that cross", INDEX, "<h1>Heading", "<b><i>x</b></i><h1>Heading", [("html", INDEX)]),
    ("block in a paragraph", INDEX, '<p id="here">', '<p id="here"><div>x</div>', [("html", INDEX)]),
    ("attribute that is there twice", INDEX, '<p id="here"', '<p id="here" class="a" class="b"', [("html", INDEX)]),
    ("ampersand", INDEX, ">graph<", ">a &foo; b<", [("html", INDEX)]),
    ("id that is there twice", INDEX, "<h1>", '<h1 id="here">', [("id", INDEX)]),
    ("empty id", INDEX, "<h1>", '<h1 id="">', [("id", INDEX)]),
    ("no language", INDEX, ' lang="en"', "", [("lang", INDEX)]),
    ("no title", INDEX, "<title>Title</title>", "", [("title", INDEX)]),
    ("empty title", INDEX, "<title>Title</title>", "<title> </title>", [("words", INDEX)]),
    ("no heading", INDEX, "<h1>Heading</h1>", "", [("heading", INDEX)]),
    ("two headings", INDEX, "<h1>", "<h1>x</h1><h1>", [("heading", INDEX)]),
    ("picture without words", INDEX, ' alt=""', "", [("alt", INDEX)]),
    ("drawing without words", INDEX, "<label", '<svg viewBox="0 0 1 1"></svg><label', [("alt", INDEX)]),
    ("drawing that says nothing", INDEX, "<label", '<svg aria-hidden="true"></svg><label', []),
    ("control without label", INDEX, '<label for="words">Words</label>', "", [("label", INDEX)]),
    ("control in its label", INDEX, '<label for="words">Words</label> <input', "<label>Words <input", [("html", INDEX)]),
    ("control with a name", INDEX, '<label for="words">Words</label> <input', '<input aria-label="Words"', []),
    ("label of nothing", INDEX, 'for="words"', 'for="word"', [("label", INDEX), ("reference", INDEX)]),
    ("described by nothing", INDEX, "<input ", '<input aria-describedby="a here" ', [("reference", INDEX)]),
    ("link without words", INDEX, ">graph<", "><", [("words", INDEX)]),
    ("link with a picture", INDEX, ">graph<", '><img src="assets/icon.svg" alt="graph"><', []),
    ("button without words", INDEX, "<label", '<button type="button"><span></span></button><label', [("words", INDEX)]),
    ("large page", INDEX, "<label", "<p>" + "x" * 102_400 + "</p><label", [("size", INDEX)]),
    # Data
    ("data that cannot be read", "id/person/a.ttl", "<", "<<", [("data", "id/person/a.ttl")]),
    ("data that say other things", "id/person/a.jsonld", '"A"', '"B"', [("data", "id/person/a.jsonld")]),
    ("data that say nothing of it", "id/person/a.rdf", "person/a", "person/b", [("data", "id/person/a.rdf")]),
    ("term without its element", "ontology.html", 'id="Person"', 'id="Persons"', [("fragment", INDEX), ("iri", "ontology.html")]),
    ("term that the ontology has not", "ontology.ttl", f"<{TERM}>", f"<{CSG}Persons>", [("data", "ontology.ttl")]),
    ("IRI of no file", "release/0.1.0/csgraph.nq", f"<{PERSON}>", f"<{BASE}id/person/b>", [
        *(("data", f"id/person/b.{ending}") for ending in ("jsonld", "nt", "rdf", "ttl")), ("iri", "id/person/b.html")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        pytest.param(*change[1:], id=change[0], marks=[pytest.mark.slow] if number % 3 else [])
        for number, change in enumerate(CHANGES)
    ],
)
def test_one_thing_that_is_wrong_is_found(tmp_path, path, old, new, expected):
    site = files()
    assert site[path].count(old) >= 1
    site[path] = site[path].replace(old, new, 1)
    # A release is as it was built, whatever it says.
    site[f"release/0.1.0/{SUMS}"] = sums({"csgraph.nq": site["release/0.1.0/csgraph.nq"]})

    assert found(write(tmp_path / "site", site)) == expected


@pytest.mark.parametrize("ending", ["ttl", "nt", "jsonld", "rdf"])
def test_data_that_are_missing_are_found(tmp_path, ending):
    site = files()
    del site[f"id/person/a.{ending}"]

    assert found(write(tmp_path / "site", site)) == [("data", f"id/person/a.{ending}")]


def test_what_no_xml_can_hold_needs_no_rdf_xml(tmp_path):
    site = files()
    for ending in ("ttl", "nt", "jsonld"):
        site[f"id/person/a.{ending}"] = site[f"id/person/a.{ending}"].replace('"A"', '"\\u0001"')
    del site["id/person/a.rdf"]

    assert found(write(tmp_path / "site", site)) == []


def test_page_that_is_missing_is_found(tmp_path):
    site = files()
    del site["id/person/a.html"]

    assert found(write(tmp_path / "site", site)) == [("iri", "id/person/a.html"), ("link", "index.html")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ID/person/A.txt", []),
        ("ASSETS/site.css", [("case", "assets/site.css")]),
        ("a b.txt", [("name", "a b.txt")]),
        ("é.txt", [("name", "é.txt")]),
        (".hidden", [("name", ".hidden")]),
        ("id/.git/config", [("name", "id/.git/config")]),
        (f"{'x' * 121}.txt", [("name", f"{'x' * 121}.txt")]),
    ],
)
def test_names_suit_every_system(tmp_path, name, expected):
    assert found(write(tmp_path / "site", files() | {name: ""})) == expected


def test_a_file_that_is_missing_is_told_once_however_many_links_lead_to_it(tmp_path):
    folder = write(tmp_path / "site", files())
    (folder / "assets" / "site.js").unlink()

    (dead,) = [finding for finding in check(folder).findings if finding.rule == "site-link"]
    assert "5 more links lead to assets/site.js" == dead.hint


def test_what_could_act_or_is_loaded_from_elsewhere_comes_first(tmp_path):
    made = files()
    made["ontology.html"] = made["ontology.html"].replace("</body>", "<script>x</script></body>")
    folder = write(tmp_path / "site", made)
    (folder / "404.html").unlink()

    assert "site-active" == check(folder).findings[0].rule


def test_files_are_as_they_were_written(tmp_path):
    folder = write(tmp_path / "site", files())
    (folder / "README.txt").write_text("Another.\n")
    (folder / "note.txt").write_text("Mine.\n")
    (folder / "assets" / "site.js").unlink()

    assert found(folder) == [
        ("link", "404.html"), ("stray", "note.txt"), ("sum", "README.txt"), ("sum", SUMS),
    ]  # fmt: skip


def test_release_is_as_it_was_built(tmp_path):
    site = files()
    site["release/0.1.0/csgraph.nq"] += f'<{PERSON}> <{LABEL}> "A"@en <{GRAPH}> .\n'

    assert found(write(tmp_path / "site", site)) == [("sum", f"release/0.1.0/{SUMS}")]


def test_links_to_elsewhere_are_files_no_longer(tmp_path):
    folder = write(tmp_path / "site", files())
    (folder / "README.txt").rename(tmp_path / "README.txt")
    (folder / "README.txt").symlink_to(tmp_path / "README.txt")

    assert found(folder) == [("name", "README.txt")]


def test_page_that_is_no_utf_8_is_found(tmp_path):
    site = files()
    folder = write(tmp_path / "site", site)
    text = site["404.html"].replace("Not here", "Caf\xe9").encode("latin-1")
    (folder / "404.html").write_bytes(text)
    (folder / SUMS).write_text(
        sums(site).replace(hashlib.sha256(site["404.html"].encode()).hexdigest(), hashlib.sha256(text).hexdigest())
    )

    assert found(folder) == [("html", "404.html"), ("policy", "404.html")]


def test_finding_says_where_and_what(tmp_path):
    site = files()
    site["index.html"] = site["index.html"].replace("graph/report.html", "graph/raport.html")
    folder = write(tmp_path / "site", site)

    _, finding = check(folder).findings

    line = site["index.html"].split("\n").index(finding.place.text) + 1
    column = finding.place.text.index("graph/raport.html") + 1
    assert finding.line() == (
        f"{folder}/index.html:{line}:{column}: violation [site-link] index.html: each link leads to a file of the site "
        "(found graph/raport.html)"
    )
    assert finding.place.width == len("graph/raport.html")
    assert "^^^^^^^^^^^^^^^^^" in reports.render([finding])


@pytest.mark.parametrize("missing", ["README.txt", SUMS, "release/0.1.0/csgraph.nq"])
def test_folder_that_is_no_site_is_refused(tmp_path, missing):
    folder = write(tmp_path / "site", files())
    (folder / missing).unlink()

    with pytest.raises(InputError, match=r"csgraph site makes one|make it anew"):
        check(folder)


def test_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="this is no site; csgraph site makes one"):
        check(tmp_path / "none")


def test_graph_that_cannot_be_read_is_refused(tmp_path):
    site = files()
    site["release/0.1.0/csgraph.nq"] += "nonsense\n"

    with pytest.raises(InputError, match=r"csgraph\.nq:5: cannot be read: .*; make the site anew"):
        check(write(tmp_path / "site", site))


@pytest.mark.slow
def test_several_processes_find_the_same(tmp_path, monkeypatch):
    site = files()
    site["index.html"] = site["index.html"].replace("graph/report.html", "graph/raport.html")
    folder = write(tmp_path / "site", site)
    alone = check(folder)
    monkeypatch.setattr(checking, "_PAGES_AT_ONCE", 2)

    assert check(folder, processes=2) == alone


# -- The command -------------------------------------------------------------------------------------------------------


def run_in_process(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


def test_command_tells_what_is_wrong(tmp_path):
    folder = write(tmp_path / "site", files())
    good = run_in_process("site", "--check", folder)
    (folder / "note.txt").write_text("mine")
    bad = run_in_process("site", "--check", folder)

    assert (good.exit_code, good.stdout) == (0, "")
    assert good.stderr.endswith("4 IRIs; nothing is wrong\n")
    assert bad.exit_code == 1
    assert bad.stdout.startswith(f"{folder}/note.txt:1:1: violation [site-stray] each file of a site is in {SUMS}\n")
    assert bad.stderr.endswith("; 1 finding\n")


def test_command_refuses_what_it_cannot_check(tmp_path):
    none = run_in_process("site", "--check", tmp_path)

    assert none.exit_code == 2
    assert none.stderr.endswith("this is no site; csgraph site makes one\n")
    assert run_in_process("site", "--check", "--force", tmp_path).exit_code == 2
    assert run_in_process("site", tmp_path / "new", "--host", "example.org").exit_code == 2


# -- The whole site ----------------------------------------------------------------------------------------------------


def used() -> float:
    """How many seconds of a processor this process and those that it has begun have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@pytest.mark.slow
def test_our_own_site_is_in_order_and_checked_within_a_minute(site):
    start = used()
    checked = check(site, processes=2)
    # Of two processors, so in half of it where they have nothing else to do.
    assert used() - start < 60

    assert [str(finding) for finding in checked.findings] == []
    assert checked.iris > 4_000


@pytest.mark.slow
def test_pages_are_valid_to_the_nu_checker_too(site):
    """What a parser cannot tell: which elements may be in which, and with which attributes."""
    jar = NPM / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    if not jar.is_file():
        pytest.skip("vnu-jar, of npm, is not installed; run `npm ci --prefix tests/npm`")
    command = ["java", "-jar", jar, "--skip-non-html", "--errors-only", "--format", "gnu", "--stdout", site]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.replace(f"file:{site}/", "")) == (0, ""), done.stderr
