"""The check of a site: a small site without mistakes, and the findings when one detail of it is changed."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csgraph.cli import cli
from csgraph.errors import InputError
from csgraph.rdf.namespaces import BASE, CSG
from csgraph.release.manifest import SUMS
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
    assert (checked.pages, checked.external, checked.iris) == (6, 1, 4)
    assert checked.summary() == f"6 pages, {checked.links} internal and 1 external links, 4 IRIs; no findings"


INDEX, ICON, STYLE = "index.html", "assets/icon.svg", "assets/site.css"
START, OUT = '<p id="here">', "https://example.org/"
SCRIPT, PICTURE = 'src="assets/site.js"', 'src="assets/icon.svg"'
# What is changed: a file, a text in it and the text that replaces it; and which rules are then not met, and where.
CHANGES: list[tuple[str, str, str, str, list[tuple[str, str]]]] = [
    # Links
    ("dead link", INDEX, "graph/report.html", "graph/raport.html", [("link", INDEX), ("unreached", "graph/report.html")]),
    ("link to a folder", INDEX, START, f'{START}<a href="graph/">x</a>', [("link", INDEX)]),
    ("link out of the folder", INDEX, START, f'{START}<a href="../index.html">x</a>', [("link", INDEX)]),
    ("link from the root", INDEX, START, f'{START}<a href="/index.html">x</a>', [("link", INDEX)]),
    ("dead fragment", INDEX, "a.html#it", "a.html#that", [("fragment", INDEX)]),
    ("dead fragment of the page", INDEX, "#here", "#there", [("fragment", INDEX)]),
    ("state for a script", INDEX, "a.html#it", "a.html?a=b#c=d", []),
    ("top of the page", INDEX, "#here", "#top", []),
    ("escaped link", INDEX, "id/person/a.html#it", "id/person/%61.html#i%74", []),
    ("dead picture", INDEX, "assets/icon.svg", "assets/none.svg", [("link", INDEX)]),
    ("dead script", INDEX, "assets/site.js", "assets/none.js", [("link", INDEX)]),
    ("dead form", INDEX, START, f'<form action="none.html"></form>{START}', [("link", INDEX)]),
    ("dead picture of a style", STYLE, "'icon.svg'", "none.svg", [("link", STYLE)]),
    ("page that nothing leads to", INDEX, '<a href="graph/report.html">graph</a>', "", [("unreached", "graph/report.html")]),
    # From elsewhere
    ("script from elsewhere", INDEX, SCRIPT, 'src="https://example.org/a.js"', [("external", INDEX)]),
    ("script of no scheme", INDEX, SCRIPT, 'src="//example.org/a.js"', [("external", INDEX)]),
    ("backslashes", INDEX, SCRIPT, 'src="\\\\example.org/a.js"', [("external", INDEX)]),
    ("style sheet from elsewhere", INDEX, 'href="assets/site.css"', 'href="http://example.org/a.css"', [("external", INDEX)]),
    ("icon from elsewhere", INDEX, "</head>", '<link rel="icon" href="https://example.org/i"></head>', [("external", INDEX)]),
    ("canonical address", INDEX, "</head>", '<link rel="canonical" href="https://example.org/i"></head>', []),
    ("picture from elsewhere", INDEX, PICTURE, 'src="https://example.org/i.png"', [("external", INDEX)]),
    ("pictures by width", INDEX, "<img ", '<img srcset="https://example.org/i.png 2x" ', [("external", INDEX)]),
    ("picture in itself", INDEX, PICTURE, 'src="data:image/png;base64,AAAA"', []),
    ("script in its address", INDEX, SCRIPT, 'src="data:text/javascript,1"', [("external", INDEX)]),
    ("style that imports", STYLE, "h1", "@import 'https://example.org/a.css'; h1", [("external", STYLE)]),
    ("style that loads", STYLE, "'icon.svg'", "https://example.org/i.png", [("external", STYLE)]),
    ("picture that loads", ICON, "<title>", '<image href="https://example.org/i"/><title>', [("external", ICON)]),
    ("picture that fills", ICON, "<title>", '<g fill="url(https://example.org/i)"/><title>', [("external", ICON)]),
    ("picture that fills with itself", ICON, "<title>", '<g id="i" fill="url(#i)"/><title>', []),
    ("entities", INDEX, SCRIPT, 'src="&#104;ttps://example.org/a.js"', [("external", INDEX)]),
    # Schemes
    ("javascript", INDEX, OUT, "javascript:alert(1)", [("scheme", INDEX)]),
    ("javascript in disguise", INDEX, OUT, " java&#9;script:alert(1)", [("scheme", INDEX)]),
    ("data", INDEX, OUT, "data:text/html,x", [("scheme", INDEX)]),
    ("mailbox", INDEX, OUT, "mailto:a@example.org", []),
    ("file", INDEX, OUT, "file:///etc/passwd", [("scheme", INDEX)]),
    # Active content
    ("script in the page", INDEX, "<script ", "<script>1</script><script ", [("active", INDEX)]),
    ("module in the page", INDEX, "<script ", '<script type="module">1</script><script ', [("active", INDEX)]),
    ("data in the page", INDEX, "<script ", '<script type="application/ld+json">{"a": "b"}</script><script ', []),
    ("data that could end", INDEX, "<script ", '<script type="application/json">"</b>"</script><script ', [("markup", INDEX)]),
    ("handler", INDEX, START, '<p id="here" onclick="x()">', [("active", INDEX)]),
    ("handler in capitals", INDEX, START, '<p id="here" ONCLICK="x()">', [("active", INDEX)]),
    ("handler without spaces", INDEX, START, f"<img/src='assets/icon.svg'/onerror=x()>{START}", [("active", INDEX)]),
    ("style attribute", INDEX, START, '<p id="here" style="color: red">', [("active", INDEX)]),
    ("style element", INDEX, "</head>", "<style>h1 { color: red }</style></head>", [("active", INDEX)]),
    ("frame", INDEX, START, f'<iframe src="404.html" title="x"></iframe>{START}', [("active", INDEX)]),
    ("base", INDEX, "<title>", '<base href="."><title>', [("active", INDEX), ("link", INDEX)]),
    ("refresh", INDEX, "<title>", '<meta http-equiv="refresh" content="1"><title>', [("active", INDEX)]),
    ("picture that runs", ICON, "<title>", "<script>1</script><title>", [("active", ICON)]),
    ("picture that runs by a prefix", ICON, "<title>", "<s:script>1</s:script><title>", [("active", ICON)]),
    ("picture that handles", ICON, "<title>", '<g onload="1"/><title>', [("active", ICON)]),
    ("picture with entities", ICON, "<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', [("markup", ICON)]),
    ("picture with a style sheet", ICON, "<svg", '<?xml-stylesheet href="a.xsl"?><svg', [("markup", ICON)]),
    ("picture with a declaration", ICON, "<svg", '<?xml version="1.0"?><svg', []),
    ("other policy", INDEX, "default-src &#39;none&#39;", "default-src *", [("policy", INDEX)]),
    ("no policy", INDEX, '<meta http-equiv="Content-Security-Policy"', "<meta name=a", [("policy", INDEX)]),
    ("comment", INDEX, START, f"<!-- x -->{START}", [("markup", INDEX)]),
    ("comment that browsers end", INDEX, START, f"<!--><script>1</script>-->{START}", [("markup", INDEX)]),
    ("large page", INDEX, START, "<p>" + "x" * 102_400 + f"</p>{START}", [("size", INDEX)]),
    # Data
    ("data that cannot be read", "id/person/a.ttl", "<", "<<", [("data", "id/person/a.ttl")]),
    ("data that differ", "id/person/a.jsonld", '"A"', '"B"', [("data", "id/person/a.jsonld")]),
    ("data about something else", "id/person/a.rdf", "person/a", "person/b", [("data", "id/person/a.rdf")]),
    ("term without its element", "ontology.html", 'id="Person"', 'id="Persons"', [("fragment", INDEX), ("iri", "ontology.html")]),
    ("term that the ontology lacks", "ontology.ttl", f"<{TERM}>", f"<{CSG}Persons>", [("data", "ontology.ttl")]),
    ("IRI without files", "release/0.1.0/csgraph.nq", f"<{PERSON}>", f"<{BASE}id/person/b>", [
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


def test_missing_file_is_one_finding_however_many_links_lead_to_it(tmp_path):
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


def test_page_that_is_no_utf_8_is_found(tmp_path):
    site = files()
    folder = write(tmp_path / "site", site)
    text = site["404.html"].replace("Not here", "Caf\xe9").encode("latin-1")
    (folder / "404.html").write_bytes(text)
    (folder / SUMS).write_text(
        sums(site).replace(hashlib.sha256(site["404.html"].encode()).hexdigest(), hashlib.sha256(text).hexdigest())
    )

    assert found(folder) == [("markup", "404.html"), ("policy", "404.html")]


def test_finding_says_where_and_what(tmp_path):
    site = files()
    site["index.html"] = site["index.html"].replace("graph/report.html", "graph/raport.html")
    folder = write(tmp_path / "site", site)

    _, finding = check(folder).findings

    line = site["index.html"].split("\n").index(finding.place.text) + 1
    column = finding.place.text.index("graph/raport.html") + 1
    assert finding.line() == (
        f"{folder}/index.html:{line}:{column}: violation [site-link] index.html: the link leads to no file of the site "
        "(found graph/raport.html)"
    )
    assert finding.place.width == len("graph/raport.html")
    assert "^^^^^^^^^^^^^^^^^" in reports.render([finding])


@pytest.mark.parametrize("missing", ["README.txt", SUMS, "release/0.1.0/csgraph.nq"])
def test_folder_that_is_no_site_is_refused(tmp_path, missing):
    folder = write(tmp_path / "site", files())
    (folder / missing).unlink()

    with pytest.raises(InputError, match=r"not a site; build one with `csgraph site`|build the site again"):
        check(folder)


def test_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="not a site; build one with `csgraph site`"):
        check(tmp_path / "none")


def test_graph_that_cannot_be_read_is_refused(tmp_path):
    site = files()
    site["release/0.1.0/csgraph.nq"] += "nonsense\n"

    with pytest.raises(InputError, match=r"csgraph\.nq:5: .*; build the site again"):
        check(write(tmp_path / "site", site))


# -- The command -------------------------------------------------------------------------------------------------------


def run_in_process(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


def test_command_tells_what_is_wrong(tmp_path):
    folder = write(tmp_path / "site", files())
    good = run_in_process("site", "--check", folder)
    (folder / "note.txt").write_text("mine")
    bad = run_in_process("site", "--check", folder)

    assert (good.exit_code, good.stdout) == (0, "")
    assert good.stderr.endswith("4 IRIs; no findings\n")
    assert bad.exit_code == 1
    assert bad.stdout.startswith(f"{folder}/note.txt:1:1: violation [site-stray] not listed in {SUMS}")
    assert bad.stderr.endswith("; 1 finding\n")


def test_command_refuses_what_it_cannot_check(tmp_path):
    none = run_in_process("site", "--check", tmp_path)

    assert none.exit_code == 2
    assert none.stderr.endswith("not a site; build one with `csgraph site`\n")
    assert run_in_process("site", "--check", "--force", tmp_path).exit_code == 2
    assert run_in_process("site", tmp_path / "new", "--host", "example.org").exit_code == 2


# -- The whole site ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_our_own_site_has_no_findings(site):
    start = time.process_time()
    checked = check(site)
    assert time.process_time() - start < 60

    assert [str(finding) for finding in checked.findings] == []
    assert checked.iris > 4_000


@pytest.mark.slow
def test_pages_are_valid_to_the_nu_checker(site):
    """Validity, which ``csgraph site --check`` leaves to it."""
    jar = NPM / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    if not jar.is_file():
        pytest.skip("vnu-jar, of npm, is not installed; run `npm ci --prefix tests/npm`")
    command = ["java", "-jar", jar, "--skip-non-html", "--errors-only", "--format", "gnu", "--stdout", site]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.replace(f"file:{site}/", "")) == (0, ""), done.stderr
