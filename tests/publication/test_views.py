import pytest

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import views
from tests.conftest import VIEW


def parse(text):
    return views.parse_view(text, paths.QUERIES / "pillars.rq", place="pillars.rq")


def test_header_is_read(publication):
    view = views.find_view("pillars")

    assert (view.name, view.summary, view.graph) == ("pillars", "What are the pillars?", "report")
    assert view.description == "One row per pillar. None is left out."
    assert view.returns == {"position": "its number", "label": "its name"}
    assert view.tags == ("framework",)


@pytest.mark.parametrize("name", ["pillars", "pillars.rq"])
def test_view_is_found_by_its_name(publication, name):
    assert views.find_query(name) == publication / "queries" / "pillars.rq"


def test_query_is_found_by_its_path(publication, tmp_path):
    path = tmp_path / "mine.rq"
    path.write_text("ASK {}")

    assert views.read_query(str(path)).text == "ASK {}"


def test_missing_file_in_a_folder_is_missing_and_no_unknown_view(publication, tmp_path):
    with pytest.raises(InputError, match="no such file"):
        views.read_query(str(tmp_path / "pilars.rq"))


@pytest.mark.parametrize("name", ["pilars", "pilars.rq", "Pillar"])
def test_unknown_view_names_the_nearest(publication, name):
    with pytest.raises(InputError, match=r"no such view(?: or file)?; did you mean pillars") as caught:
        views.find_query(name)

    assert "csgraph queries" in str(caught.value)


def test_a_name_with_the_ending_of_a_file_may_be_meant_as_one(publication):
    with pytest.raises(InputError, match=r"^mine\.rq: no such view or file; `csgraph queries` lists the views$"):
        views.find_query("mine.rq")


def test_all_views_are_listed_with_their_questions(publication):
    assert views.write_list(views.list_views()) == "pillars  What are the pillars?\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("#+ summary: What are the pillars?\n", "", 1, "needs a line '#+ summary: …'"),
        ("#+ graph: report\n", "", 1, "needs a line '#+ graph: …'"),
        ("#+ tags: [framework]", "#+ tags: [framework]\n#+ colour: red", 9, "no key 'colour'"),
        (
            "#+ tags: [framework]",
            "#+ tags: [framework]\n#+ picture: pie",
            9,
            "no chart 'pie'; the charts are balance, ",
        ),
        ("#+ tags: [framework]", "#+ tags: [framework]\n#+ picture: [timeline]", 9, "picture must be text"),
        (
            "#+ tags: [framework]",
            "#+ tags: [framework]\n#+ picture: timeline",
            9,
            "needs the columns when, what, passage, date",
        ),
        ("#+ tags: [framework]", "#+ tags: framework", 8, "tags must be a list"),
        ("#+ tags: [framework]", "#+ tags: [framework", 8, "not YAML"),
        ("What are the pillars?", "The pillars", 1, "question mark"),
        ("#+   label: its name\n", "", 4, "the query returns position, label"),
        ("?position ?label WHERE", "?label ?position WHERE", 4, "the query returns label, position"),
        ("#+ summary: What", "#+ - What", 2, "not YAML"),
    ],
)
def test_wrong_header_is_named_with_its_line(publication, old, new, line, problem):
    assert old in VIEW

    with pytest.raises(InputError) as caught:
        parse(VIEW.replace(old, new))

    assert problem in caught.value.problem
    assert caught.value.place == "pillars.rq"
    assert caught.value.line in (line, line + 1)


def test_picture_of_a_view_is_declared_in_its_header():
    view = views.find_view("timeline")

    assert view.picture == "timeline"
    assert views.find_view("pillars").picture == ""
    assert "  (chart)\n" in views.write_list([view])


def test_missing_header_is_said(publication):
    with pytest.raises(InputError, match="header is missing"):
        parse("ASK {}")


def test_view_that_returns_triples_needs_no_returns(publication):
    head = "".join(line for line in VIEW.splitlines(True) if line.startswith("#+") and "its n" not in line)
    view = parse(head.replace("#+ returns:\n", "") + "CONSTRUCT WHERE { ?s ?p ?o }")

    assert view.returns == {}


def test_listing_as_json_has_the_whole_header(publication):
    import json

    (content,) = json.loads(views.write_list(views.list_views(), "json"))

    assert content["returns"] == {"position": "its number", "label": "its name"}
    assert content["path"] == "queries/pillars.rq"
