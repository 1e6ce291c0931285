import json
import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner

from csgraph import __version__, cli, paths
from csgraph.sparql import formats
from csgraph.util import terminal
from csgraph.validation import validate
from csgraph.validation.findings import Finding
from csgraph.validation.validate import ValidationResult
from tests.support.folders import SOURCES

ROW = b"SELECT ?a { VALUES ?a { 1 } }"


def invoke(*arguments, **options):
    return CliRunner().invoke(cli.cli, list(map(str, arguments)), prog_name="csgraph", **options)


# -- What it answers ---------------------------------------------------------------------------------------------------


def test_query_runs_a_view(publication):
    done = invoke("query", "pillars.rq")

    expected = "position  label\n--------  -----\n       1  norms\n       2  law\n"
    assert (0, expected, "") == (done.exit_code, done.stdout, done.stderr)


def test_query_runs_standard_input_with_our_prefixes(run):
    done = run("query", "-", "--format", "csv", stdin=b"SELECT ?a { VALUES ?a { pillar:norms } }")

    assert (0, b"a\r\nhttps://w3id.org/csgraph/scheme/pillar/norms\r\n", b"") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )


NOTHING = {
    "rows": ("SELECT ?s { ?s a csg:Piller }", ("--format", "csv"), "s\n"),
    "yes or no": ("ASK { ?s a csg:Piller }", (), "false\n"),
    "triples": ("CONSTRUCT { ?s a ?c } { ?s a csg:Piller ; a ?c }", ("--format", "ntriples"), ""),
}


@pytest.mark.parametrize(("query", "options", "expected"), NOTHING.values(), ids=NOTHING)
def test_query_that_finds_nothing_says_why_beside_its_answer(publication, query, options, expected):
    done = invoke("query", "-", *options, input=query)

    place = query.index("csg:Piller") + 1
    why = f"standard input:1:{place}: csg:Piller has no instances; did you mean csg:Pillar?\n"
    assert (0, expected, why) == (done.exit_code, done.stdout, done.stderr)


def test_query_that_finds_nothing_but_in_another_graph_says_in_which(publication):
    query = "SELECT ?s { ?s rdfs:comment ?c }"

    done, other = (invoke("query", "-", *more, input=query) for more in ((), ("--graph", "editorial")))

    assert "found in the graph editorial, which is not queried: add it (--graph editorial)" in done.stderr
    assert other.stderr == ""


def test_parameter_that_no_row_has_is_told_by_its_name(publication):
    header = "#+ parameters: {pillar: {type: node, description: which}, n: {type: integer, description: its number}}\n"
    (publication / "queries" / "mine.rq").write_text(header + "SELECT ?n { ?pillar a csg:Pillar ; csg:position ?n }")

    done = invoke("query", "mine", "--param", "n=3", "--format", "csv")
    both = invoke("query", "mine", "--param", "n=1", "--param", "pillar=pillar:law", "--format", "csv")

    assert done.exit_code == 0
    assert done.stderr == "n=3: no row has this value (rows without it: 2); leave it out, or change it; n can be 1, 2\n"
    told = "each value has rows, but no row has all of them; leave one out, or change it; n can be 2"
    assert both.stderr == f"pillar=pillar:law n=1: {told}\n"


def test_answer_stands_where_standard_error_is_closed_or_full():
    query = b"SELECT ?s { ?s a csg:Piller }"
    code = "import os, sys; os.close(2); sys.argv = ['csgraph', 'query', '-', '--format', 'csv']\n"
    main = "from csgraph.__main__ import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}

    for errors in (code, "import sys; sys.argv = ['csgraph', 'query', '-', '--format', 'csv']\n"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-c", errors + main], input=query, stdout=subprocess.PIPE, stderr=full, env=environment
            )
        assert (0, b"s\r\n") == (done.returncode, done.stdout)


@pytest.mark.parametrize("format", formats.ROW_FORMATS)
def test_rows_are_the_same_bytes_each_time_in_every_format(run, format):
    query = b"SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"

    first, second = (run("query", "-", "--format", format, stdin=query) for _ in range(2))

    assert (0, b"") == (first.returncode, first.stderr)
    assert first.stdout == second.stdout != b""


@pytest.mark.parametrize("format", formats.TRIPLE_FORMATS)
def test_triples_are_the_same_bytes_each_time_in_every_format(run, format):
    query = b"CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"

    first, second = (run("query", "-", "--format", format, stdin=query) for _ in range(2))

    assert (0, b"") == (first.returncode, first.stderr)
    assert first.stdout == second.stdout != b""


def test_view_with_a_picture_is_drawn(tmp_path):
    path = tmp_path / "timeline.svg"

    done, written = invoke("query", "timeline", "--format", "svg"), invoke("query", "timeline", "-o", path)

    assert (0, "", 0, "") == (done.exit_code, done.stderr, written.exit_code, written.stdout)
    assert done.stdout == path.read_text(encoding="utf-8")
    assert done.stdout.startswith("<svg ")
    assert done.stdout.endswith("</svg>\n")


@pytest.mark.parametrize(("query", "name"), [("pillars", "queries/pillars.rq"), ("-", "standard input")])
def test_what_has_no_picture_is_told_in_one_line(query, name):
    done = invoke("query", query, "--format", "svg", input="SELECT ?s { ?s ?p ?o }")

    told = (
        "this query has no chart; the views that have one are balance, functions, pillar-sections, speakers, timeline"
    )
    assert (2, "") == (done.exit_code, done.stdout)
    assert done.stderr.endswith(f"{name}: {told}\n")
    assert done.stderr.count("\n") == 1


def test_data_that_a_picture_cannot_show_is_told_in_one_line(tmp_path):
    mine = tmp_path / "mine.ttl"
    mine.write_text("""@prefix csg: <https://w3id.org/csgraph/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix passage: <https://w3id.org/csgraph/id/cs2020/passage/> .
        <http://e.org/a> a csg:DateMention ; csg:temporalText "once" ; rdfs:label "x" ; dcterms:source passage:1-p1 ;
            csg:earliestYear "soon" .""")

    done = invoke("query", "timeline", "--format", "svg", "--data", mine)

    assert (2, "") == (done.exit_code, done.stdout)
    assert done.stderr.endswith("timeline: ?fromYear must be a whole number, not 'soon'\n")


def test_queries_without_a_picture_do_not_import_pictures():
    code = "import sys; import csgraph; csgraph.query('pillars'); print('csgraph.publication.charts' in sys.modules)"

    assert b"False\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout


def test_graph_and_data_are_added(publication, tmp_path):
    mine = tmp_path / "mine.ttl"
    mine.write_text("<http://e.org/a> <http://www.w3.org/2000/01/rdf-schema#comment> 'mine' .")
    query = "SELECT ?c { ?s rdfs:comment ?c } ORDER BY ?c"

    done = invoke("query", "-", "--format", "csv", "--graph", "editorial", "--data", mine, input=query)

    assert done.stdout.split() == ["c", "mine", "ours"]


def test_output_goes_to_the_file(run, tmp_path):
    done = run("query", "-", "--format", "tsv", "-o", "answer.tsv", stdin=ROW)

    assert (0, b"", b"") == (done.returncode, done.stdout, done.stderr)
    assert (tmp_path / "answer.tsv").read_text() == '?a\n"1"^^<http://www.w3.org/2001/XMLSchema#integer>\n'


def test_queries_lists_the_views(publication):
    assert invoke("queries").stdout == "pillars  What are the pillars?\n"
    assert json.loads(invoke("queries", "--format", "json").stdout)[0]["name"] == "pillars"


def test_show_shows_one_thing(publication):
    assert invoke("show", "NORMS").stdout.startswith("norms (pillar:norms)\npillar\nWhat States expect.\n")


def test_evidence_shows_the_words_or_says_there_are_none_and_exits_1(publication):
    shown, none, empty = (
        invoke("evidence", *words) for words in (["NORMS"], ["csg:Pillar"], ["csg:Pillar", "--format", "json"])
    )

    assert (0, "    «Norms matter», and so does law.") == (shown.exit_code, shown.stdout.splitlines()[-1])
    problem = "no evidence: pillar (csg:Pillar) is editorial, not from the report\n"
    assert (cli.FOUND_PROBLEMS, "", problem) == (none.exit_code, none.stdout, none.stderr)
    assert (cli.FOUND_PROBLEMS, []) == (empty.exit_code, json.loads(empty.stdout)["quotes"])


@pytest.mark.parametrize("format", ["text", "md", "json", "html"])
def test_evidence_is_the_same_bytes_each_time_in_every_format(run, format):
    first, second = (run("evidence", "pillar:norms", "--format", format, "--context", "passage") for _ in range(2))

    assert (0, b"") == (first.returncode, first.stderr)
    assert first.stdout == second.stdout != b""


def test_search_lists_what_it_finds_or_names_the_nearest_and_exits_1(publication):
    found, first, none = (invoke("search", *words) for words in (["norms"], ["norms", "--limit", "1"], ["normz"]))

    assert (0, ["pillar:norms", "passage:1-p1"]) == (
        found.exit_code,
        [line.split()[0] for line in found.stdout.splitlines()[2:]],
    )
    assert (3, "the best 1 of 2; --limit 2 shows all\n") == (len(first.stdout.splitlines()), first.stderr)
    assert (cli.FOUND_PROBLEMS, "") == (none.exit_code, none.stdout)
    assert none.stderr == "normz: nothing found; the nearest words are: norms\n"
    assert json.loads(invoke("search", "normz", "--format", "json").stdout) == []


def test_param_gives_a_value_and_twice_either_of_two(publication):
    header = "#+ parameters: {pillar: {type: concept pillar, description: which}}\n"
    (publication / "queries" / "mine.rq").write_text(
        header + "SELECT ?l { ?pillar a csg:Pillar ; csg:position ?n ; rdfs:label ?l } ORDER BY ?n"
    )
    (publication / "data" / "vocabulary" / "scheme.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix s: <https://w3id.org/csgraph/scheme/> ."
        " @prefix pillar: <https://w3id.org/csgraph/scheme/pillar/> . pillar:norms skos:inScheme s:pillar ."
        " pillar:law skos:inScheme s:pillar ."
    )

    def told(*values):
        done = invoke("query", "mine", *(word for value in values for word in ("--param", value)), "--format", "csv")
        return done.stdout.split()[1:] or done.stderr

    assert ["norms", "law"] == told()
    assert ["law"] == told("pillar=law") == told("pillar=pillar:law", "pillar=LAW")
    assert ["norms", "law"] == told("pillar=law", "pillar=norms")
    missing = (
        "Error: pillar: write pillar=VALUE; pillar takes a concept of the scheme pillar, by its code, label or CURIE"
    )
    assert f"{missing}, one of: law, norms\n" == told("pillar")
    assert "Error: pillar=lax: no such value; pillar takes" in told("pillar=lax")
    assert told("graphs=x").startswith("Error: graphs: no such parameter; ")


def test_stats_are_rows(publication):
    assert "triples in graph" in invoke("stats").stdout
    assert invoke("stats").stderr == f"publication: {publication}\n"
    assert json.loads(invoke("stats", "--format", "json").stdout)["head"]["vars"] == ["part", "name", "count"]


def test_extract_writes_what_is_stale_and_checks_it(tmp_path, monkeypatch):
    from csgraph.curation import extract

    path = tmp_path / "made.ttl"
    monkeypatch.setattr(extract, "build", lambda: {path: "new\n"})

    assert invoke("extract", "--check").exit_code == cli.FOUND_PROBLEMS
    assert not path.exists()
    assert invoke("extract").exit_code == 0
    assert path.read_text() == "new\n"
    assert invoke("extract", "--check").exit_code == 0


def checked(*severities: str) -> ValidationResult:
    findings = tuple(
        Finding(severity, "pillar:norms", "norms", "csgs:Pillar-x", "sh:X", None, '"a"', "Must be.")
        for severity in severities
    )
    return ValidationResult(findings, (), 25_361, ("A note.",), rules=lambda: ("csgs:Pillar-x", "csgs:Section"))


@pytest.mark.parametrize(
    ("severities", "options", "status", "last"),
    [
        ((), (), 0, "no violations in 25,361 triples"),
        (("Violation",), (), cli.FOUND_PROBLEMS, "1 violation in 25,361 triples"),
        (("Violation", "Violation", "Warning"), (), cli.FOUND_PROBLEMS, "2 violations, 1 warning in 25,361 triples"),
        (("Warning", "Warning", "Info"), (), 0, "no violations, 2 warnings, 1 info in 25,361 triples"),
        (
            ("Warning", "Info"),
            ("--severity", "warning"),
            cli.FOUND_PROBLEMS,
            "no violations, 1 warning in 25,361 triples",
        ),
        (("Warning",), ("--severity", "violation"), 0, "no violations in 25,361 triples"),
        (("https://e.org/Grave",), (), cli.FOUND_PROBLEMS, "no violations, 1 of other severities in 25,361 triples"),
        (("Violation",), ("--shape", "Pillar"), cli.FOUND_PROBLEMS, "1 violation in 25,361 triples"),
        (("Violation",), ("--shape", "csgs:Pillar-x"), cli.FOUND_PROBLEMS, "1 violation in 25,361 triples"),
        (("Violation",), ("--shape", "Section"), 0, "no violations in 25,361 triples"),
    ],
)
def test_validate_counts_findings_and_exits_by_the_gravest(monkeypatch, severities, options, status, last):
    monkeypatch.setattr(validate, "check", lambda *_, **__: checked(*severities))

    done = invoke("validate", *options)

    assert (status, ["A note.", last]) == (done.exit_code, done.stderr.splitlines())


def test_validate_shows_findings_as_a_compiler_does(monkeypatch):
    monkeypatch.setattr(validate, "check", lambda *_, **__: checked("Violation"))

    assert 'violation [Pillar-x] Must be. (found "a")' == invoke("validate").stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("format", "begin"),
    [
        ("json", "{"),
        ("sarif", "{"),
        ("github", "::error title=Pillar-x::Must be."),
        ("junit", "<?xml"),
        ("turtle", "@prefix"),
        ("text", "violation"),
    ],
)
def test_validate_writes_each_format_also_to_a_file(monkeypatch, tmp_path, format, begin):
    monkeypatch.setattr(validate, "check", lambda *_, **__: checked("Violation"))

    shown = invoke("validate", "--format", format)
    invoke("validate", "--format", format, "-o", str(tmp_path / "out"))

    assert shown.stdout.startswith(begin)
    assert shown.stdout == (tmp_path / "out").read_text()


def test_validate_summary_counts_by_rule(monkeypatch):
    monkeypatch.setattr(validate, "check", lambda *_, **__: checked("Violation", "Violation"))

    header, _, row = invoke("validate", "--summary").stdout.splitlines()

    assert header.split() == ["count", "severity", "rule", "message", "first"]
    assert row.split()[:3] == ["2", "violation", "Pillar-x"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.ttl", "--ontology"),
        ("a.ttl", "--endpoint", "http://127.0.0.1:9/"),
        ("--ontology", "--endpoint", "http://127.0.0.1:9/"),
        ("--alone",),
        ("--alone", "a.ttl"),
        ("no-such-file.ttl",),
        ("--engine", "magic"),
        ("--severity", "grave"),
        ("--max", "-1"),
        ("--endpoint", "file:///etc/passwd"),
        ("--endpoint", "http://127.0.0.1:9/"),
    ],
)
def test_validate_of_what_cannot_be_checked_exits_2(arguments):
    done = invoke("validate", *arguments)

    assert cli.COULD_NOT_RUN == done.exit_code
    assert "" == done.stdout
    assert "Traceback" not in done.stderr


def test_module_and_version_run(run):
    first, second = run("--version").stdout.decode().splitlines()

    assert (first, second) == (f"csgraph, version {__version__}", f"publication: {paths.ROOT}")


# -- What it says when it cannot ---------------------------------------------------------------------------------------


@pytest.fixture
def inputs(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.rq").write_bytes(b"# caf\xe9\nASK {}")
    (tmp_path / "empty.rq").write_bytes(b"")
    (tmp_path / "broken.rq").write_text("SELECT ?s\nWHERE { ?s ?p }")
    (tmp_path / "update.rq").write_text("DELETE WHERE { ?s ?p ?o }")
    (tmp_path / "good.rq").write_text("ASK {}")
    (tmp_path / "broken.ttl").write_text("<http://e.org/a>\n  e:b 1 .")
    (tmp_path / "escape\x1b.ttl").write_text("<")
    return tmp_path


CANNOT = {
    "unknown view": (["query", "pilars"], "pilars: no such view"),
    "missing file": (["query", "folder/none.rq"], "folder/none.rq: no such file"),
    "folder": (["query", "folder"], "folder: this is a folder; name a file"),
    "not UTF-8": (["query", "latin.rq"], "latin.rq:1:6: this byte is not UTF-8; save the file as UTF-8"),
    "empty file": (["query", "empty.rq"], "empty.rq: the file is empty"),
    "broken query": (
        ["query", "broken.rq"],
        "broken.rq:2:15: unexpected '}': expected a value (a variable, an IRI, a literal)",
    ),
    "update": (["query", "update.rq"], "broken"),
    "empty stdin": (["query", "-"], "standard input: the file is empty"),
    "long name": (["query", "x" * 5000], "no such"),
    "broken data": (["query", "good.rq", "--data", "broken.ttl"], "broken.ttl:2:3: the prefix e: is not declared; add"),
    "missing data": (["query", "good.rq", "--data", "none.ttl"], "none.ttl: no such file"),
    "folder as data": (["query", "good.rq", "--data", "folder"], "folder: "),
    "control characters": (["query", "good.rq", "--data", "escape\x1b.ttl"], r"escape\u{1b}.ttl:1"),
    "unknown graph": (["query", "good.rq", "--graph", "reports"], "reports: no such graph; did you mean report?"),
    "wrong format": (["query", "good.rq", "--format", "turtle"], "yes or no, which have no format turtle"),
    "unknown format": (["query", "good.rq", "--format", "yaml"], "'yaml' is not one of"),
    "no query": (["query"], "Missing argument 'QUERY'"),
    "unknown command": (["quary"], "No such command 'quary'"),
    "output in no folder": (["query", "good.rq", "-o", "none/a.csv"], "none/a.csv: cannot be written: no such file"),
    "output is a folder": (["query", "good.rq", "-o", "folder"], "folder: this is a folder; name a file"),
    "output in a file": (["query", "good.rq", "-o", "good.rq/a"], "good.rq/a: cannot be written: not a directory"),
    "parameter of a view without": (["query", "pillars", "--param", "a=b"], "a: no such parameter; "),
    "parameter without name": (["query", "pillars", "--param", "=b"], "--param: no such parameter; "),
    "parameter without header": (["query", "good.rq", "--param", "a=b"], "good.rq declares no parameters; they need a"),
    "control characters in a parameter": (["query", "pillars", "--param", "\x1b=b"], r"\u{1b}: no such parameter"),
    "evidence of an unknown thing": (["evidence", "xyzzy"], "xyzzy: no such resource in the graph"),
    "evidence in an unknown context": (["evidence", "norms", "--context", "page"], "'page' is not one of"),
    "search for no word": (["search", "?"], "?: there is no word to search for"),
    "search with no limit": (["search", "norms", "--limit", "0"], "0 is not in the range"),
    "unknown rule": (["validate", "--shape", "csgs:Pilar"], "csgs:Pilar: no such rule; did you mean Pillar?"),
    "graph to validate, without endpoint": (["validate", "--graph", "http://e.org/g"], "--graph needs --endpoint"),
    "ontology without the publication": (["validate", "--ontology", "--alone"], "takes neither --shapes nor --alone"),
    "pySHACL at an endpoint": (
        ["validate", "--endpoint", "http://localhost:9/", "--engine", "pyshacl"],
        "--endpoint takes no --engine pyshacl",
    ),
    "unknown thing": (["show", "xyzzy"], "xyzzy: no such resource in the graph"),
}
CANNOT["update"] = (["query", "update.rq"], "update.rq:1:1: this is an update, but csgraph only reads")


@pytest.mark.parametrize("case", CANNOT)
def test_what_cannot_be_done_is_said_in_one_line_and_exits_2(run, inputs, case):
    arguments, problem = CANNOT[case]

    done = run(*arguments)

    error = done.stderr.decode()
    last = error.rstrip("\n").splitlines()[-1]
    assert (cli.COULD_NOT_RUN, b"") == (done.returncode, done.stdout)
    assert problem in last
    assert last.startswith("Error: ")
    assert "Traceback" not in error
    assert error.startswith("Usage: ") or error.count("\n") == 1


def test_debug_prints_the_traceback(run):
    done = run("--debug", "query", "pilars")

    assert done.returncode == cli.COULD_NOT_RUN
    assert b"Traceback" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_right_to_write_is_said(run, inputs):
    (inputs / "folder").chmod(0o500)

    done = run("query", "good.rq", "-o", "folder/a")

    assert (cli.COULD_NOT_RUN, "permission denied" in done.stderr.decode()) == (done.returncode, True)


def test_failing_query_keeps_the_old_output(run, inputs):
    (inputs / "answer").write_text("old")

    run("query", "broken.rq", "-o", "answer")

    assert (inputs / "answer").read_text() == "old"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
def test_full_disk_is_said(tmp_path):
    with open("/dev/full", "wb") as full:
        done = start("query", "-", stdin=ROW, stdout=full)

    assert (2, "Error: standard output: cannot be written: no space left on device\n") == done


def start(*arguments, stdin, stdout):
    process = subprocess.Popen(
        [sys.executable, "-m", "csgraph", *arguments],
        stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(SOURCES)},
    )  # fmt: skip
    if stdout == subprocess.PIPE:
        process.stdout.close()
    _, error = process.communicate(stdin) if stdout != subprocess.PIPE else (None, _feed(process, stdin))
    return process.returncode, error.decode()


def _feed(process, stdin):
    process.stdin.write(stdin)
    process.stdin.close()
    error = process.stderr.read()
    process.stderr.close()
    process.wait()
    return error


def test_closed_pipe_is_silent():
    assert (0, "") == start("query", "-", stdin=b"SELECT * { ?s ?p ?o }", stdout=subprocess.PIPE)


# -- On a terminal -----------------------------------------------------------------------------------------------------


def on_terminal(*arguments, cwd, **variables):
    """Run with a terminal for standard output and return what it was sent."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "COLUMNS": "60", **variables}
    process = subprocess.Popen([sys.executable, "-m", "csgraph", *arguments], stdout=follower, cwd=cwd, env=environment)
    os.close(follower)
    sent = b""
    while chunk := _read(leader):
        sent += chunk
    os.close(leader)
    assert process.wait() == 0
    return sent.decode().replace("\r\n", "\n")


def _read(leader):
    try:
        return os.read(leader, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("format", formats.ROW_FORMATS)
def test_control_characters_never_reach_a_terminal(tmp_path, format):
    (tmp_path / "hostile.rq").write_text('SELECT ?a { VALUES ?a { "x\\u009b31m\\u202e\\u0085[bold]y" } }')

    sent = on_terminal("query", "hostile.rq", "--format", format, cwd=tmp_path)

    assert terminal.terminal_safe(sent) == sent
    assert r"\u{202e}" in sent


def test_long_cells_are_wrapped_on_a_terminal_and_markup_is_text(tmp_path):
    (tmp_path / "long.rq").write_text(f'SELECT ?a ?b {{ VALUES (?a ?b) {{ ("[bold]x" "{"word " * 40}") }} }}')

    sent = on_terminal("query", "long.rq", cwd=tmp_path)

    assert "[bold]x" in sent
    assert max(map(len, sent.splitlines())) <= 60
    assert len(sent.splitlines()) > 4


def test_evidence_is_bold_on_a_terminal_that_can_and_data_never_drives_it(tmp_path):
    (tmp_path / "mine.ttl").write_text(
        "@prefix oa: <http://www.w3.org/ns/oa#> . @prefix schema: <https://schema.org/> .\n"
        "@prefix csg: <https://w3id.org/csgraph/ontology#> . csg:x csg:anchor csg:a . csg:a oa:hasSource csg:p ;\n"
        'oa:hasSelector csg:q . csg:q oa:exact "norms\\u001b[31m" . csg:p schema:text "the norms\\u001b[31m." .'
    )

    sent = on_terminal("evidence", "csg:x", "--data", "mine.ttl", cwd=tmp_path, TERM="xterm")
    dumb = on_terminal("evidence", "csg:x", "--data", "mine.ttl", cwd=tmp_path, TERM="dumb")

    assert "    «\x1b[1mnorms\\u{1b}[31m\x1b[22m»\n" in sent
    assert dumb == terminal.terminal_safe(dumb) == sent.replace("\x1b[1m", "").replace("\x1b[22m", "")


# -- Help --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_has_help_with_an_example(name):
    done = invoke(name, "--help")

    assert done.exit_code == 0
    assert f"\n  csgraph {name}" in done.stdout


def test_help_of_the_group_tells_statuses_and_completion():
    text = invoke("--help").stdout

    assert "0 success, 1 problems found, 2 error, 130 interrupted" in " ".join(text.split())
    assert "_CSGRAPH_COMPLETE=bash_source csgraph" in text


@pytest.mark.parametrize("question", ["q.rq", "pillars"])
def test_piped_query_imports_nothing_heavy(tmp_path, question):
    (tmp_path / "q.rq").write_text("SELECT ?s { ?s a csg:Pillar }")
    code = (
        f"import sys; sys.argv = ['csgraph', 'query', '{question}']\n"
        "from csgraph.__main__ import main\n"
        "heavy = ('rdflib', 'pyshacl', 'rich', 'yaml', 'csv', 'csgraph.publication.parameters', 'csgraph.sparql.explain')\n"
        "try: main()\n"
        "finally: print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )

    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)

    assert (0, "[]\n") == (done.returncode, done.stderr)


def test_the_ending_of_the_output_tells_the_format(publication, tmp_path):
    done = invoke("query", "pillars", "-o", str(tmp_path / "pillars.csv"))

    assert 0 == done.exit_code
    assert (tmp_path / "pillars.csv").read_text().startswith("position,label\n")
