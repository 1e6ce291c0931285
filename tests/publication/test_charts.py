"""Pictures: SVG that says what its rows say, where they say it, and nothing that its texts could do."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest

from csgraph.errors import InputError
from csgraph.publication import chart_columns, charts, dataset, query, views
from csgraph.publication.charts import functions, model, svg
from csgraph.publication.source import Source
from csgraph.rdf import namespaces
from csgraph.sparql import engine
from csgraph.sparql.results import Rows
from tests.support.folders import GOLDEN

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {
    "balance": "balance",
    "functions": "functions",
    "pillar-sections": "pillars",
    "speakers": "sessions",
    "timeline": "timeline",
}
ONES = {name: dict.fromkeys(picture.needs, 1) for name, picture in chart_columns.CHARTS.items()}
HOSTILE = [
    "</text></svg><script>alert(1)</script>",
    '" onload="alert(1)',
    "'><a href='javascript:alert(1)'>x</a>",
    "&lt;b&gt; &amp; &#x41; ]]>",
    "abc\u202edef\u2066ghi\u200f",
    "nul\x00 esc\x1b[31m del\x7f",
    "no character \ufffe\uffff",
    "<!-- comment --> <?xml version='1.0'?> <![CDATA[ x ]]>",
    "url(#x) {color: red} </style>",
    "x" * 400,
    "שלום עולם 日本語の長い名前がここにある",
    "e\u0301" * 30,
    "${x} {{x}} %s \\u202e",
]


def golden(view: str) -> Rows:
    """Return the rows of a view as they are promised, which need no store."""
    solutions = ox.parse_query_results((GOLDEN / f"{view}.tsv").read_text(encoding="utf-8"), ox.QueryResultsFormat.TSV)
    return Rows([variable.value for variable in solutions.variables], [list(solution) for solution in solutions])


def made(picture: str, *rows: dict[str, object]) -> Rows:
    """Return rows with what a picture needs, from values by variable."""
    names = chart_columns.CHARTS[picture].needs
    return Rows(names, [[None if row.get(name) is None else ox.Literal(row[name]) for name in names] for row in rows])


def root(picture: str, rows: Rows, **options) -> ET.Element:
    return ET.fromstring(charts.draw(picture, rows, **options))


def words(element: ET.Element) -> list[str]:
    """Return each text of a picture, its lines put together."""
    return [" ".join("".join(text.itertext()).split()) for text in element.iter(f"{SVG}text")]


def of_class(element: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in element.iter() if name in each.get("class", "").split()]


def date(when: str, **values: object) -> dict[str, object]:
    return {"when": when, "what": f"what was {when}", "passage": "1-p1", **values}


# -- Every picture -----------------------------------------------------------------------------------------------------


def test_the_views_that_declare_a_picture_are_these():
    assert {view.name: view.picture for view in views.list_views() if view.picture} == DRAWN
    assert set(chart_columns.CHARTS) == set(DRAWN.values())


@pytest.mark.parametrize("view", DRAWN)
@pytest.mark.parametrize("alone", [False, True])
def test_picture_is_well_formed_and_the_same_each_time(view, alone):
    first, second = (charts.draw(DRAWN[view], golden(view), alone=alone) for _ in range(2))

    assert first == second
    assert ET.fromstring(first).tag == f"{SVG}svg"
    assert "style" not in {
        name for each in ET.fromstring(first).iter() for name in (each.tag.removeprefix(SVG), *each.attrib)
    }


@pytest.mark.parametrize("view", DRAWN)
def test_picture_says_in_words_what_it_is(view):
    drawn = root(DRAWN[view], golden(view))
    title, description = drawn[0], drawn[1]

    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert drawn.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert len(title.text) > 20
    assert len(description.text) > 60
    assert drawn.get("role") == "img"


def test_ids_differ_between_pictures_and_those_referred_to_are_there(diagram):
    drawn = [root(DRAWN[view], golden(view)) for view in DRAWN] + [diagram]
    ids = [each.get("id") for picture in drawn for each in picture.iter() if each.get("id")]
    used = {
        found
        for picture in drawn
        for each in picture.iter()
        for value in each.attrib.values()
        for found in re.findall(r"url\(#([^)]*)\)", value)
    }

    assert len(ids) == len(set(ids))
    assert used <= set(ids)
    assert all(found.startswith("picture-") for found in ids)


@pytest.mark.parametrize("view", DRAWN)
def test_all_stands_within_the_picture(view):
    drawn = root(DRAWN[view], golden(view))
    left, top, width, height = map(float, drawn.get("viewBox").split())

    for each in drawn.iter():
        for names, least, most in (
            (("x", "x1", "x2", "cx"), left, left + width),
            (("y", "y1", "y2", "cy"), top, top + height),
        ):
            assert all(
                least <= float(each.get(name)) <= most for name in names if each.get(name) and "%" not in each.get(name)
            )


@pytest.mark.parametrize("view", DRAWN)
def test_no_line_of_text_is_wider_than_the_picture(view):
    drawn = root(DRAWN[view], golden(view))
    right = float(drawn.get("width")) - 16

    for text in drawn.iter(f"{SVG}text"):
        if text.get("text-anchor") or text.get("transform"):
            continue
        for line in [text, *text] if text.text and text.text.strip() else list(text):
            size = float(text.get("font-size", svg.TEXT))
            assert (
                float(line.get("x")) + svg.width(line.text.strip(), size, bold=text.get("font-weight") == "bold")
                <= right + 16
            )


@pytest.mark.parametrize("picture", chart_columns.CHARTS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(picture, text):
    numbers = {
        "order",
        "place",
        "aboutPillar",
        "aboutCoreIssue",
        "slot",
        "slots",
        "state",
        "unidir",
        "other",
        "fromYear",
        "toYear",
    }
    row = {name: 1 if name in numbers else text for name in chart_columns.CHARTS[picture].needs}

    for href in (None, lambda variable, value: value):
        source = charts.draw(picture, made(picture, row), href=href, alone=True)
        drawn = ET.fromstring(source)

        known = "svg title desc g text tspan rect line circle path polyline defs linearGradient stop".split()
        assert {each.tag.removeprefix(SVG) for each in drawn.iter()} <= {*known, *(["a"] if href else [])}
        assert not [name for each in drawn.iter() for name in each.attrib if name.startswith("on")]
        assert not [
            each for each in drawn.iter(f"{SVG}a") if re.match(r"(?i)\s*(javascript|data|vbscript)", each.get("href"))
        ]
        assert None is re.search("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", source)
        content = re.sub(r"\s", "", "".join("".join(each.itertext()) for each in drawn.iter(f"{SVG}text")))
        assert re.sub(r"\s", "", svg.shown(text)) in content


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:x", "java\nscript:x", " javascript:x", "data:text/html,x", "vbscript:x"),
        *("\\\\host\\x", "file:///etc/passwd", "a b", ""),
    ],
)
def test_no_link_leads_to_what_is_no_page(address):
    assert svg.ChartLinks(lambda variable, value: address)("pillar", "norms", "<text/>") == "<text/>"


def test_links_lead_where_they_are_told_and_make_a_group_of_the_image():
    asked = []

    def href(variable, value):
        asked.append((variable, value))
        return f"{variable}.html#{value}&<" if variable == "passage" else None

    drawn = root("timeline", golden("timeline"), href=href)
    links = list(drawn.iter(f"{SVG}a"))

    assert drawn.get("role") == "group"
    assert len(links) == len(golden("timeline"))
    assert links[0].get("href") == "passage.html#1-p6&<"
    assert ("passage", "bc-p1") in asked


@pytest.mark.parametrize("picture", chart_columns.CHARTS)
def test_no_rows_are_a_picture_that_says_so(picture):
    drawn = root(picture, made(picture), alone=True)

    assert "There is nothing to show: the query gave no rows." in words(drawn)


@pytest.mark.parametrize("picture", chart_columns.CHARTS)
def test_what_rows_lack_is_named(picture):
    with pytest.raises(
        InputError, match=rf"^{picture}: the chart needs the columns \?.*, which the rows lack; they have \?x$"
    ):
        charts.draw(picture, Rows(["x"], []))


@pytest.mark.parametrize(
    ("picture", "row", "problem"),
    [
        ("timeline", {"when": "now", "what": "x"}, "row 1 has no value for ?passage"),
        ("timeline", date("now", fromYear="soon"), "?fromYear must be a whole number, not 'soon'"),
        ("timeline", date("now", fromYear=10**12), "?fromYear must be a whole number"),
        ("timeline", date("now", fromYear=2010, toYear=2009), "in the wrong order: 2010, 2009"),
        ("pillars", {**ONES["pillars"], "aboutPillar": "two"}, "?aboutPillar must be a whole number, not 'two'"),
        ("sessions", {**ONES["sessions"], "slot": "1st"}, "?slot must be a whole number, not '1st'"),
        ("balance", {**ONES["balance"], "state": 10**8}, "not from 0 to 100"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_in_one_line(picture, row, problem):
    with pytest.raises(InputError) as caught:
        charts.draw(picture, made(picture, row))

    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_picture_names_those_that_are_there():
    with pytest.raises(InputError, match=r"^pie: no such chart; the charts are balance, functions, "):
        charts.draw("pie", golden("pillars"))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ground", "text"), [("#ffffff", "#1a1a1a"), ("#121212", "#e8e8e8")])
@pytest.mark.parametrize("colour", [svg.FIRM, svg.OTHER])
def test_colours_tell_from_light_and_dark_ground(ground, text, colour):
    mixed = "#" + "".join(
        f"{round(int(colour[place : place + 2], 16) * svg.FAINT + int(ground[place : place + 2], 16) * (1 - svg.FAINT)):02x}"
        for place in (1, 3, 5)
    )

    assert contrast(colour, ground) >= 3
    assert contrast(text, mixed) >= 4.5


# -- Words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["one two three four five", "x" * 100, "confidence-building measures", "a", "日本語の長い名前"]
)
@pytest.mark.parametrize("available", [20, 60, 200])
def test_wrapped_words_are_all_there_and_fit(text, available):
    lines = svg.wrap(text, available)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(svg.width(line) <= available or len(line) == 1 for line in lines)


def test_a_word_is_broken_only_where_it_must_be():
    assert svg.wrap("very Bi-lateral", svg.width("Bi-lateral")) == ["very", "Bi-lateral"]
    assert svg.wrap("very Bi-lateral", svg.width("lateral")) == ["very", "Bi-", "lateral"]


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (-0.001, "0"), (1, "1"), (100, "100"), (1.005, "1"), (-2.5, "-2.5"), (0.05, "0.05"), (12.345, "12.3")],
)
def test_numbers_are_short(value, written):
    assert svg.number(value) == written


# -- Timeline ----------------------------------------------------------------------------------------------------------


def spans(drawn: ET.Element) -> dict[str, tuple[float, float]]:
    """Return from where to where the mark of each date reaches, by its words."""
    found = {}
    for entry in of_class(drawn, "entry"):
        edges = []
        for mark in of_class(entry, "mark"):
            for each in mark.iter():
                if each.tag == f"{SVG}rect":
                    edges += [float(each.get("x")), float(each.get("x")) + float(each.get("width"))]
                elif each.tag == f"{SVG}circle":
                    edges.append(float(each.get("cx")))
                elif each.tag == f"{SVG}path" and "l7 7" in each.get("d"):
                    edges.append(float(re.match(r"M([\d.]+)", each.get("d"))[1]))
        if edges:
            found[words(entry)[0]] = (min(edges), max(edges))
    return found


def test_each_date_of_the_report_is_drawn_once_with_its_words():
    rows = golden("timeline")
    drawn = root("timeline", rows)

    assert rows
    assert len(of_class(drawn, "entry")) == len(rows)
    assert [words(entry) for entry in of_class(drawn, "entry")] == [
        [row.when.value, row.what.value, row.passage.value] for row in rows
    ]


def test_dates_are_as_exact_as_the_words():
    entries = of_class(root("timeline", golden("timeline")), "entry")
    kinds = {words(entry)[0]: entry.get("class").split()[1] for entry in entries}

    assert kinds["28 September 2020"] == "day"
    assert kinds["December 2019"] == "month"
    assert kinds["(2010)"] == kinds["in 2020"] == "year"
    assert kinds["ongoing since 1998"] == "from"
    assert [when for when, kind in kinds.items() if kind == "vague"] == [
        "for the past two decades", "The past decade", "since the late 2000s", "more than ever in recent years", "To date",
        "in recent years", "Over the past decade",
    ]  # fmt: skip


def test_earlier_is_further_left_and_a_year_is_as_long_as_a_year():
    found = spans(root("timeline", golden("timeline")))
    order = [
        *("ongoing since 1998", "(2010)", "(2013)", "(2015)", "established in 2018", "December 2019", "In April 2020"),
        *("30 April 2020", "11 August 2020", "28 September 2020"),
    ]
    year = found["(2010)"][1] - found["(2010)"][0]

    assert [found[when][0] for when in order] == sorted(found[when][0] for when in order)
    assert len({found[when][0] for when in order}) == len(order)
    assert found["(2013)"][0] - found["(2010)"][0] == pytest.approx(3 * year, abs=0.1)
    assert found["since 2010"][0] == found["(2010)"][0]
    assert found["in 2020"][0] < found["30 April 2020"][0] < found["28 September 2020"][1] < found["in 2020"][1]


def test_printed_years_stand_where_they_begin():
    drawn = root("timeline", golden("timeline"))
    (years,) = of_class(drawn, "years")
    at = {text.text: float(text.get("x")) for text in years.iter(f"{SVG}text")}

    assert list(at) == ["1995", "2000", "2005", "2010", "2015", "2020"]
    assert at["2010"] == spans(drawn)["(2010)"][0]


def test_vague_words_have_no_place_on_the_line():
    rows = golden("timeline")
    drawn = root("timeline", rows)
    (years,) = of_class(drawn, "years")
    bottom = max(float(each.get("y2")) for each in years.iter(f"{SVG}line"))
    vague = of_class(drawn, "vague")

    assert len(vague) == sum(row.date is None and row.fromYear is None and row.toYear is None for row in rows) > 0
    assert all(not of_class(entry, "mark") for entry in vague)
    assert all(float(each.get("y")) > bottom + 20 for entry in vague for each in entry.iter(f"{SVG}text"))


def test_two_years_are_a_range_with_faded_edges_and_a_last_year_fades_before_it():
    rows = made(
        "timeline",
        date("late 2000s", fromYear=2006, toYear=2009),
        date("until 2012", toYear=2012),
        date("2015", date="2015"),
    )
    drawn = root("timeline", rows)
    found = spans(drawn)
    fills = {
        words(entry)[0]: [each.get("fill") for each in entry.iter(f"{SVG}rect")] for entry in of_class(drawn, "entry")
    }
    year = found["2015"][1] - found["2015"][0]

    assert fills["late 2000s"] == ["url(#picture-timeline-range)"]
    assert found["late 2000s"][1] - found["late 2000s"][0] == pytest.approx(4 * year, abs=0.1)
    assert fills["until 2012"] == ["url(#picture-timeline-until)", svg.FIRM]
    assert found["until 2012"][0] <= found["late 2000s"][0] < found["until 2012"][1] < found["2015"][0]


@pytest.mark.parametrize("years", [(2020,), (1, 9999), (-500, 300), (1990, 1990, 2040), (0, 999999999)])
def test_any_years_make_a_line(years):
    drawn = root("timeline", made("timeline", *(date(f"in {year}", fromYear=year, toYear=year) for year in years)))
    (axis,) = of_class(drawn, "years")
    found = spans(drawn)

    assert 1 <= len(list(axis.iter(f"{SVG}text"))) <= 24
    assert [found[f"in {year}"][0] for year in sorted(set(years))] == sorted(
        found[f"in {year}"][0] for year in set(years)
    )


@pytest.mark.parametrize("written", ["", "not a date", "2020-13", "20", "2020-1-1"])
def test_what_is_no_date_is_vague(written):
    (entry,) = of_class(root("timeline", made("timeline", date("then", date=written))), "entry")

    assert entry.get("class") == "entry vague"


# -- Matrices ----------------------------------------------------------------------------------------------------------


def test_pillars_have_the_numbers_of_the_rows_in_their_cells():
    rows = golden("pillar-sections")
    drawn = root("pillars", rows)
    heads = [words(column)[0] for column in of_class(drawn, "column")]
    places = {
        round(float(of_class(drawn, "column")[place].find(f"{SVG}text").get("x"))): head
        for place, head in enumerate(heads)
    }
    found = {}
    for line in of_class(drawn, "row"):
        pillar = words(line)[0]
        for cell in of_class(line, "cell"):
            direct, *further = words(cell)
            section = places[round(float(cell.find(f".//{SVG}text").get("x")))]
            found[pillar, section] = (int(direct), int(further[0].split()[0]) if further else 0)

    assert heads == list(dict.fromkeys(row.section.value for row in sorted(rows, key=lambda row: int(row.place.value))))
    assert found == {
        (row.pillar.value, row.section.value): (int(row.aboutPillar.value), int(row.aboutCoreIssue.value))
        for row in rows
    }


def test_each_mention_of_a_function_has_a_letter_under_each_of_its_forms():
    rows = golden("functions")
    drawn = root("functions", rows)
    marks = of_class(drawn, "mention")
    titles = [mark.find(f"{SVG}title").text for mark in marks]

    for row in rows:
        said = [title for title in titles if title.endswith(f"; {row.statement.value})")]
        assert len(said) == len([each for each in rows if each.statement == row.statement])
        assert all(
            title.startswith(row.text.value) and f"({row.modality.value}; {row.voice.value};" in title for title in said
        )
    assert len(marks) == len(rows)


def test_letters_stand_in_the_row_of_their_function_and_the_column_of_their_form():
    said = {**ONES["functions"], "modality": "possible"}
    rows = made(
        "functions",
        *(
            {**said, "function": f"f{a}", "form": b and f"form {b}", "text": f"{a}{b}"}
            for a in "12"
            for b in ("x", "y", "")
        ),
    )
    drawn = root("functions", rows)
    columns = [words(column)[0] for column in of_class(drawn, "column")]
    found = [
        (words(line)[0], [mark.find(f"{SVG}title").text.split()[0] for mark in of_class(line, "mention")])
        for line in of_class(drawn, "row")
    ]

    assert columns == ["of no one form", "form x", "form y"]
    assert found == [("f1", ["1", "1x", "1y"]), ("f2", ["2", "2x", "2y"])]


def test_how_strongly_is_said_is_not_strengthened():
    rows = golden("functions")
    letters = functions.signs(row.modality.value for row in rows)

    assert letters == {
        "asserted": "A",
        "intended": "I",
        "interrogative": "?",
        "necessary": "N",
        "possible": "P",
        "recommended": "R",
    }
    for mark in of_class(root("functions", rows), "mention"):
        title = mark.find(f"{SVG}title").text
        modality, voice, _ = re.search(r"\(([^;()]*); ([^;]*); ([^;]*)\)$", title).groups()
        letter, *raised = words(mark)
        assert letter == letters[modality]
        assert bool(raised) == (voice != "the report")


def test_modalities_with_the_same_first_letter_have_different_signs():
    assert functions.signs(["possible", "probable", "p", "possible"]) == {"p": "P", "possible": "Po", "probable": "Pr"}


# -- Sessions ----------------------------------------------------------------------------------------------------------


def test_each_slot_is_a_card_with_name_and_affiliation_as_printed():
    rows = golden("speakers")
    drawn = root("sessions", rows)
    found = [
        (words(session)[0], words(slot)) for session in of_class(drawn, "session") for slot in of_class(session, "slot")
    ]

    assert found == [
        (f"{row.session.value}: {row.title.value}", [row.slot.value, row.name.value, row.affiliation.value])
        for row in rows
    ]
    assert "is a reading of two parallel lists" in words(drawn)[-1]


def test_balance_has_as_many_squares_as_slots():
    rows = golden("balance")
    drawn = root("balance", rows)

    for session, row in zip(of_class(drawn, "session"), rows, strict=True):
        counts = [
            len([slot for slot in of_class(session, "slot") if kind in slot.get("class").split()])
            for kind in ("state", "unidir", "other")
        ]
        assert counts == [int(row[kind].value) for kind in ("state", "unidir", "other")]
        assert f"{row.slots.value} slots" in words(session)
        assert f"{counts[0]} S, {counts[1]} U, {counts[2]} O" in words(session)


# -- The model ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return dataset.load_store()


@pytest.fixture(scope="module")
def diagram(store) -> ET.Element:
    return ET.fromstring(model.model_diagram(store, href=lambda kind, name: f"{kind}.html#{name}"))


def test_each_class_of_the_diagram_is_one_of_the_ontology_with_a_place_of_its_own(store, diagram):
    classes = {
        quad.subject
        for quad in store.quads_for_pattern(None, namespaces_node("rdf:type"), namespaces_node("owl:Class"))
    }

    assert {namespaces_node(name) for name in model.PLACES} <= classes
    assert len(set(model.PLACES.values())) == len(model.PLACES)
    assert [box.get("data-class") for box in of_class(diagram, "class")] == list(model.PLACES)


def namespaces_node(name: str) -> ox.NamedNode:
    return ox.NamedNode(namespaces.expand(name))


def test_each_arrow_is_a_property_of_the_ontology_between_its_classes(store):
    for arrow in model.arrows(store):
        if arrow.name == "rdfs:subClassOf":
            question = f"ASK {{ {arrow.start} rdfs:subClassOf+ {arrow.end} }}"
        else:
            question = f"""ASK {{ {arrow.name} a owl:ObjectProperty ; rdfs:domain|schema:domainIncludes {arrow.start} ;
                rdfs:range|schema:rangeIncludes {arrow.end} }}"""
        assert engine.run(question, store), arrow


def test_no_property_between_the_classes_is_left_out_but_inverses(store):
    rows = engine.run(
        """SELECT DISTINCT ?p ?d ?r {
            ?p a owl:ObjectProperty ; rdfs:domain|schema:domainIncludes ?d ; rdfs:range|schema:rangeIncludes ?r
            FILTER NOT EXISTS { ?p owl:inverseOf ?q } }""",
        store,
    )
    said = {tuple(namespaces.compress(term.value) for term in row) for row in rows}
    drawn = {(arrow.name, arrow.start, arrow.end) for arrow in model.arrows(store) if arrow.name != "rdfs:subClassOf"}

    assert drawn == {each for each in said if each[1] in model.PLACES and each[2] in model.PLACES}
    assert len(drawn) > 25


def test_each_property_of_the_diagram_is_drawn_once(store, diagram):
    told = [
        link.get("href").partition("#")[2]
        for link in diagram.iter(f"{SVG}a")
        if link.get("href").startswith("property")
    ]
    named = [arrow.name for arrow in model.arrows(store) if arrow.name != "rdfs:subClassOf"]

    assert sorted(told) == sorted(named)


def test_no_line_of_the_diagram_crosses_a_class(diagram):
    boxes = [
        tuple(float(box.find(f"{SVG}rect").get(name)) for name in ("x", "y", "width", "height"))
        for box in of_class(diagram, "class")
    ]
    lines = [tuple(float(line.get(name)) for name in ("x1", "y1", "x2", "y2")) for line in diagram.iter(f"{SVG}line")]

    assert len(lines) > 25
    for x1, y1, x2, y2 in lines:
        for step in range(1, 20):
            x, y = x1 + (x2 - x1) * step / 20, y1 + (y2 - y1) * step / 20
            assert not any(left < x < left + width and top < y < top + height for left, top, width, height in boxes)


def test_no_words_of_the_diagram_overlap_a_class_or_each_other(diagram):
    areas = []
    for arrow in of_class(diagram, "arrow"):
        for text in arrow.iter(f"{SVG}text"):
            lines = list(text) or [text]
            size = float(text.get("font-size", svg.TEXT))
            wide = max(svg.width(line.text.strip(), size) for line in lines) * 0.88
            x = float(text.get("x"))
            areas.append(
                (
                    x - wide / 2,
                    float(lines[0].get("y")) - size * 0.8,
                    x + wide / 2,
                    float(lines[-1].get("y")),
                    "".join(text.itertext()),
                )
            )
    for box in of_class(diagram, "class"):
        left, top, width, height = (float(box.find(f"{SVG}rect").get(name)) for name in ("x", "y", "width", "height"))
        areas.append((left, top, left + width, top + height, box.get("data-class")))

    clashes = [
        (one[4], other[4])
        for place, one in enumerate(areas)
        for other in areas[:place]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert clashes == []


# -- Asking ------------------------------------------------------------------------------------------------------------


def test_a_view_is_asked_and_drawn(store):
    assert query.draw("timeline", {}, Source(store=store)) == charts.draw("timeline", golden("timeline"))


def test_a_query_of_ones_own_that_declares_a_picture_is_drawn(store):
    needs = " ".join(f'("x" AS ?{name})' for name in chart_columns.CHARTS["timeline"].columns)
    text = f"#+ picture: timeline\nSELECT {needs} ?date ?fromYear ?toYear {{}}"

    assert "There is nothing to show" not in query.draw(text, {}, Source(store=store))


@pytest.mark.parametrize("question", ["pillars", "SELECT ?s { ?s ?p ?o }"])
def test_what_has_no_picture_names_the_views_that_have_one(question, store):
    with pytest.raises(InputError) as caught:
        query.draw(question, {}, Source(store=store))

    assert "this query has no chart; the views that have one are " + ", ".join(sorted(DRAWN)) in str(caught.value)


def test_yes_or_no_is_no_picture(store):
    with pytest.raises(InputError, match="a chart is drawn from rows"):
        query.draw("#+ picture: timeline\nASK {}", {}, Source(store=store))
