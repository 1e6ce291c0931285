"""The files of ``data/``: well formed in every parser, formatted, complete, and counted against the report itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from csgraph import paths
from csgraph.curation.extract import ANCHORS, EDITORIAL_ANCHORS, LINKS, PASSAGES, STATEMENTS, STATES, STRUCTURE
from csgraph.curation.geo_areas import LANGUAGES
from csgraph.publication import dataset
from csgraph.rdf import turtle
from csgraph.rdf.fmt.files import format_files
from csgraph.rdf.namespaces import BASE, PREFIXES, REPORT_KINDS, SCHEMES, SHARED_KINDS, compress
from tests.conftest import sampled

DATA = sorted(paths.DATA.rglob("*.ttl"))
PUBLISHED = [path for path in DATA if path.parent.name not in ("editorial", "facts", "links")]
ALL = [*DATA, *sorted(paths.ONTOLOGY.glob("*.ttl")), *sorted(paths.SHAPES.rglob("*.ttl"))]

SOURCE = paths.SOURCE_TEXT.read_text(encoding="utf-8")
LINES = SOURCE.split("\n")

each_file = pytest.mark.parametrize("path", DATA, ids=lambda path: path.relative_to(paths.DATA).as_posix())


def shown(path: Path) -> str:
    return path.relative_to(paths.ROOT).as_posix()


every_file = pytest.mark.parametrize("path", ALL, ids=shown)


def name(term: object) -> str:
    """Return an IRI as a CURIE where one fits, a literal's text, or a term in N-Triples."""
    if isinstance(term, ox.Literal):
        return term.value
    return (isinstance(term, ox.NamedNode) and compress(term.value)) or str(term)


@cache
def said() -> dict[str, dict[str, list[str]]]:
    """Return what the graphs that are loaded by default say, as subject to predicate to values."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in PUBLISHED:
        for quad in turtle.parse(path):
            found.setdefault(name(quad.subject), {}).setdefault(name(quad.predicate), []).append(name(quad.object))
    return found


@cache
def corresponding() -> set[tuple[str, str, str]]:
    """Return what we read as one under two names, or as one matter, which no graph that is loaded by default says."""
    quads = turtle.parse(paths.DATA / "editorial" / "correspondences.ttl")
    return {(name(quad.subject), name(quad.predicate), name(quad.object)) for quad in quads}


def values(node: str, predicate: str) -> list[str]:
    return sorted(said()[node].get(predicate, []))


def value(node: str, predicate: str) -> str:
    (only,) = values(node, predicate)
    return only


def members(kind: str) -> list[str]:
    """Return the nodes of a class, those with a position in its order."""
    found = [node for node, facts in said().items() if kind in facts.get("rdf:type", ())]
    return sorted(found, key=lambda node: (int(said()[node].get("csg:position", ["0"])[0]), node))


def concepts(scheme: str) -> list[str]:
    return [node for node in members("skos:Concept") if f"scheme:{scheme}" in values(node, "skos:inScheme")]


# -- Every parser ------------------------------------------------------------------------------------------------------


def to_rdflib(term: object) -> rdflib.term.Identifier:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    # rdflib keeps plain literals and xsd:string apart, which are one in RDF 1.1.
    plain = term.language or term.datatype.value == PREFIXES["xsd"] + "string"
    return rdflib.Literal(
        term.value, lang=term.language, datatype=None if plain else rdflib.URIRef(term.datatype.value)
    )


# Raptor reads every file every day.
@pytest.mark.parametrize("path", sampled(ALL, 3), ids=shown)
def test_rdflib_and_pyoxigraph_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    expected, actual = rdflib.Graph(), rdflib.Graph()
    for quad in turtle.parse(path):
        expected.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))

    actual.parse(path, format="turtle")

    has_blank_nodes = any(isinstance(term, rdflib.BNode) for triple in expected for term in triple)
    assert isomorphic(expected, actual) if has_blank_nodes else set(expected) == set(actual)


@every_file
def test_raptor_reads_the_same(path: Path):
    if not shutil.which("rapper"):
        pytest.skip("rapper, of Debian's raptor2-utils, is not installed")

    done = subprocess.run(["rapper", "-q", "-i", "turtle", path], capture_output=True, check=False)

    read = {quad.triple for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)}
    expected = {quad.triple for quad in turtle.parse(path)}
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(read) == len(expected)
    assert without_blank_nodes(read) == without_blank_nodes(expected)


def without_blank_nodes(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    return {t for t in triples if not isinstance(t.subject, ox.BlankNode) and not isinstance(t.object, ox.BlankNode)}


@every_file
def test_a_store_keeps_every_literal_as_written(path: Path):
    """Oxigraph rewrites derived integer types and forms that are not canonical; so none is written."""
    store = ox.Store()
    store.load(path=path, format=ox.RdfFormat.TURTLE)

    literals = {quad.object for quad in store if isinstance(quad.object, ox.Literal)}

    assert literals == {quad.object for quad in turtle.parse(path) if isinstance(quad.object, ox.Literal)}


# -- Form --------------------------------------------------------------------------------------------------------------


@every_file
def test_a_file_is_formatted(path: Path):
    [file] = format_files([path])

    assert file.is_formatted, f"{paths.shown(path)}:{file.line}: run `csgraph fmt`"


@each_file
def test_a_file_begins_with_what_is_in_it(path: Path):
    first, second, *_ = path.read_text(encoding="utf-8").split("\n")
    generated = path in (ANCHORS, EDITORIAL_ANCHORS, LINKS, PASSAGES, STATEMENTS, STATES, STRUCTURE)
    made = "Generated by `csgraph extract`; do not edit." if generated else "Hand-written."

    assert re.fullmatch(r"# [A-Z].*\.", first)
    assert second.startswith(f"# {made}")


@each_file
def test_each_subject_has_one_block(path: Path):
    subjects = re.findall(r"^(?![@#\s.])(\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert [subject for subject, count in Counter(subjects).items() if count > 1] == []


@each_file
def test_prefixes_are_those_used_and_those_of_the_table(path: Path):
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE)
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", re.sub(r"^(?:#|@prefix).*$", "", text, flags=re.MULTILINE))
    used = sorted(set(re.findall(r"(?<![\w-])([A-Za-z][\w-]*):", body)))

    assert declared == [(prefix, PREFIXES[prefix]) for prefix in used]


@each_file
def test_there_are_no_blank_nodes_and_no_lists(path: Path):
    quads = turtle.parse(path)

    assert [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)] == []
    assert [q for q in quads if name(q.predicate) in ("rdf:first", "rdf:rest") or name(q.object) == "rdf:nil"] == []


@each_file
def test_literals_are_of_the_types_that_survive(path: Path):
    kept = {f"xsd:{kind}" for kind in "string boolean integer decimal date dateTime gYear gYearMonth anyURI".split()}
    literals = [quad.object for quad in turtle.parse(path) if isinstance(quad.object, ox.Literal)]

    assert {name(literal.datatype) for literal in literals} - {*kept, "rdf:langString"} == set()
    assert {literal.language for literal in literals} <= ({None, *LANGUAGES} if path == STATES else {None, "en"})
    assert [
        literal.value
        for literal in literals
        if literal.value != literal.value.strip() and path not in (ANCHORS, EDITORIAL_ANCHORS)
    ] == []


# -- Names -------------------------------------------------------------------------------------------------------------

WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PASSAGE = r"(?:[0-9a-z]+(?:\.[0-9])?(?:-[a-z0-9]+)+)"
SPAN = rf"{PASSAGE}_\d+-\d+"

# The local names of the kinds that are not plain words with hyphens.
LOCAL_NAMES = {
    "account": WORD,
    "anchor": SPAN,
    "engagement": rf"{WORD}--{WORD}",
    "link": rf"{WORD}--{WORD}",
    "membership": rf"{WORD}--{WORD}(?:--{WORD})?",
    "participation": rf"{WORD}-[1-9]",
    "restatement": rf"{PASSAGE}--{PASSAGE}",
    "statement": rf"{PASSAGE}-s[0-9]+(?:-[a-z])?",
    "passage": PASSAGE,
    "quote": SPAN,
    "section": rf"[1-5](?:\.[1-3])?|{WORD}",
    "span": SPAN,
    "state": r"[A-Z]{3}",
}

PATTERN = re.compile(
    "|".join(
        [
            "dataset",
            f"graph/{WORD}",
            r"ontology#[A-Za-z][A-Za-z0-9]*",
            *(rf"scheme/{scheme}(?:/{WORD}(?:\.\d)?(?:-{WORD})?)?" for scheme in SCHEMES),
            *(rf"id/cs2020/{kind}/(?:{LOCAL_NAMES.get(kind, WORD)})" for kind in REPORT_KINDS),
            *(rf"id/{kind}/(?:{LOCAL_NAMES.get(kind, WORD)})" for kind in SHARED_KINDS),
        ]
    )
)


def own_iris() -> set[str]:
    return {
        term.value
        for path in DATA
        for quad in turtle.parse(path)
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)
    }


def test_iris_follow_the_pattern_of_their_kind():
    assert sorted(iri for iri in own_iris() if not PATTERN.fullmatch(iri.removeprefix(BASE))) == []


def test_every_iri_of_ours_is_described():
    terms = {quad.subject.value for path in paths.ONTOLOGY.glob("*.ttl") for quad in turtle.parse(path)}
    nodes = {quad.subject.value for path in DATA for quad in turtle.parse(path)}

    assert sorted(own_iris() - nodes - terms) == []


def test_every_prefix_of_ours_is_needed():
    used = {name(ox.NamedNode(iri)).partition(":")[0] for iri in own_iris()}

    assert {*SCHEMES, *REPORT_KINDS, *SHARED_KINDS} - used == set()


def test_every_node_has_one_label_in_english():
    machinery = ("anchor:", "quote:", "span:")
    labels: dict[str, list[ox.Literal]] = {node: [] for node in said() if not node.startswith(machinery)}
    for path in PUBLISHED:
        for quad in turtle.parse(path):
            if name(quad.predicate) == "rdfs:label":
                labels[name(quad.subject)].append(quad.object)

    assert {node: found for node, found in labels.items() if len(found) != 1 or found[0].language != "en"} == {}


def test_a_concept_is_labelled_as_it_is_preferred():
    wrong = [node for node in members("skos:Concept") if values(node, "skos:prefLabel") != values(node, "rdfs:label")]

    assert wrong == []


def test_a_concept_is_in_the_scheme_that_its_iri_names():
    schemes = {node: values(node, "skos:inScheme") for node in members("skos:Concept")}

    assert schemes == {node: [f"scheme:{node.partition(':')[0]}"] for node in schemes}


def test_a_concept_is_at_the_top_or_below_another():
    loose = [
        node
        for node in members("skos:Concept")
        if not values(node, "skos:topConceptOf") and not values(node, "skos:broader")
    ]

    assert loose == []


def test_no_two_concepts_of_a_scheme_share_a_label():
    for scheme in SCHEMES:
        labels = Counter(value(node, "rdfs:label").lower() for node in concepts(scheme))

        assert [label for label, count in labels.items() if count > 1] == [], scheme


def test_each_file_of_the_vocabulary_is_a_scheme():
    assert [path.stem for path in sorted((paths.DATA / "vocabulary").glob("*.ttl"))] == sorted(SCHEMES)


# -- What the report graph must not say --------------------------------------------------------------------------------


def test_nothing_is_said_of_a_person_but_the_name_and_where_it_stands():
    predicates = {predicate for person in members("foaf:Person") for predicate in said()[person]}

    assert predicates == {"rdf:type", "rdfs:label", "foaf:name", "csg:asPrinted", "csg:anchor", "dcterms:source"}


def test_no_statement_is_attributed_to_a_speaker():
    speakers = {value(slot, "csg:participant") for slot in members("csg:Participation")}
    attributed = {agent for facts in said().values() for agent in facts.get("prov:wasAttributedTo", ())}

    assert attributed & speakers == set()


def test_nothing_is_the_same_as_something_elsewhere():
    assert [node for node, facts in said().items() if "owl:sameAs" in facts] == []


def test_no_triple_is_in_two_graphs():
    """The engine's union of graphs would give it twice."""
    graphs: dict[ox.Triple, set[str]] = {}
    for graph, files in dataset.graph_files().items():
        for path in files:
            for quad in turtle.parse(path):
                if not isinstance(quad.subject, ox.BlankNode):
                    graphs.setdefault(quad.triple, set()).add(graph)

    assert [(str(triple), sorted(found)) for triple, found in graphs.items() if len(found) > 1] == []


def test_what_the_report_graph_describes_rests_on_a_passage():
    generated = ("anchor:", "passage:", "quote:", "span:")
    curated = [
        name(quad.subject) for path in sorted((paths.DATA / "report").glob("*.ttl")) for quad in turtle.parse(path)
    ]
    without = {node for node in curated if not node.startswith(generated) and not said()[node].get("dcterms:source")}

    assert without == set()


def test_what_is_quoted_has_an_anchor_in_each_of_its_sources():
    wrong = []
    for node, facts in said().items():
        sources = [found for found in facts.get("dcterms:source", ()) if found.startswith("passage:")]
        anchored = {value(anchor, "oa:hasSource") for anchor in facts.get("csg:anchor", ())}
        if anchored and anchored != set(sources) and not node.startswith("event:"):
            wrong.append((node, sorted(set(sources) ^ anchored)))

    assert wrong == []


def test_prefix_quote_and_suffix_stand_in_the_passage_where_the_anchor_says():
    for anchor in members("oa:ResourceSelection"):
        text = value(value(anchor, "oa:hasSource"), "schema:text")
        quote, span = values(anchor, "oa:hasSelector")
        start, end = int(value(span, "oa:start")), int(value(span, "oa:end"))
        before, exact, after = (value(quote, f"oa:{part}") for part in ("prefix", "exact", "suffix"))

        assert text[start:end] == exact
        assert text[start - len(before) : start] == before
        assert text[end : end + len(after)] == after


# -- Counts, by hand ---------------------------------------------------------------------------------------------------

# Counted by hand in the report, most of them also from its text further down.
CLASSES = {
    "csg:ActorCategory": 35,  # those that the report names; the four groupings that are ours are no csg:ActorCategory
    "csg:Contribution": 1 + 5 + 1 + 3,  # core funders, core donors, one supporter, three persons thanked
    "csg:CoreIssue": 5,
    "csg:DateMention": 15 + 5,  # in the text, and in the footnotes: a date in each, and "since 2010"
    "csg:DialogueKind": 7,
    "csg:EffectivenessCriterion": 6,
    "csg:Engagement": 5,
    "csg:Framework": 1,
    "csg:InclusivityFactor": 5,
    "csg:KeyTakeaway": 7,
    "csg:OriginAccount": 2,
    "csg:Participation": 31,
    "csg:Pillar": 6,
    "csg:Precondition": 1,
    "csg:Quotation": 11,
    "csg:Section": 16,
    "csg:Session": 6,
    "csg:State": 14,
    "foaf:Group": 4,  # core funders, the Russian delegation, the individual authors, the Member States that declared
    "foaf:Person": 30 + 5,  # speakers, and five who are quoted, cited or thanked
    "org:Membership": 31 + 5,  # printed in the programme; in the text and in captions
    "schema:Place": 1,
}


@pytest.mark.parametrize("kind", CLASSES)
def test_there_are_as_many_as_counted_by_hand(kind: str):
    assert len(members(kind)) == CLASSES[kind]


@pytest.mark.parametrize(
    ("scheme", "count"),
    [("acronym", 6 + 11), ("barrier", 2), ("divide", 6), ("representation-dimension", 3)],
)
def test_a_scheme_has_as_many_concepts_as_counted_by_hand(scheme: str, count: int):
    assert len(concepts(scheme)) == count


def test_there_are_25_forms_of_dialogue():
    assert len(members("csg:DialogueForm")) == 25


def test_there_are_nine_programme_items_and_six_of_them_have_speakers():
    assert (len(members("csg:ProgrammeItem")), len(members("csg:Session"))) == (3, 6)


def test_there_are_13_documents_of_which_one_is_the_report():
    assert (len(members("csg:Instrument")), members("csg:Report")) == (12, ["document:cs2020-report"])


def test_there_are_23_bodies_that_are_no_states():
    assert len(members("org:Organization")) == 23


def test_the_states_are_those_that_the_report_names():
    codes = "CHE CHN DEU EGY FRA GBR HUN IRL KEN KOR NLD NOR RUS USA".split()

    assert members("csg:State") == [f"state:{code}" for code in codes]


def test_there_are_twelve_dialogues_of_which_one_is_a_conference_and_one_a_procedure():
    kinds = ("csg:Dialogue", "csg:Forum", "csg:Process", "csg:Procedure")
    dialogues = ["event:cs2020", *(node for kind in kinds for node in members(kind))]

    # The report's own conference, eleven that it names, and dialogue within the United Nations as a whole.
    assert len(dialogues) == 12 + 1


# -- Counts, from the text of the report -------------------------------------------------------------------------------


def lines_between(start: str, end: str, keep: Callable[[str], bool] = str.strip) -> list[str]:
    """Return the lines of the source from the one that holds ``start`` to the one that holds ``end``, both left out."""
    first = next(number for number, line in enumerate(LINES) if start in line) + 1
    last = next(number for number, line in enumerate(LINES[first:], first) if end in line)
    return [line.strip() for line in LINES[first:last] if keep(line)]


def bullets_between(start: str, end: str) -> list[str]:
    return [line.removeprefix("- ") for line in lines_between(start, end) if line.startswith("- ")]


def listed(before: str, after: str) -> list[str]:
    """Return the entries of a list in running text: between two words, split by commas and ``and``."""
    (found,) = re.findall(rf"{re.escape(before)}(.*?){re.escape(after)}", SOURCE)
    return re.split(r", and |, | and ", found)


def test_the_pillars_are_those_listed_in_section_3_1():
    printed = listed("a framework for responsible behaviour of States: ", ". These outcomes")

    assert len(printed) == 6
    assert [value(pillar, "rdfs:label") for pillar in members("csg:Pillar")] == printed
    assert [value(pillar, "csg:position") for pillar in members("csg:Pillar")] == list("123456")


def test_the_core_issues_are_those_listed_in_section_1():
    (found,) = re.findall(r"United Nations processes to date: (.*?)\.<sup>3</sup>", SOURCE)
    threats, norms, law, both = found.split(", ")

    assert both == "and confidence and capacity building"
    printed = [threats, norms, law, "confidence building", "capacity building"]
    assert [value(issue, "rdfs:label") for issue in members("csg:CoreIssue")] == printed


def test_every_pillar_but_one_corresponds_to_a_core_issue():
    found = {(pillar, issue) for pillar, predicate, issue in corresponding() if predicate == "csg:correspondsTo"}

    assert {*members("csg:Pillar")} - {pillar for pillar, _ in found} == {"pillar:international-cooperation"}
    assert sorted(issue for _, issue in found) == sorted(members("csg:CoreIssue"))


def test_the_takeaways_are_the_bullets_of_section_2():
    printed = bullets_between("Some of the key highlights include:", "In short, while there is")

    texts = [value(takeaway, "schema:text") for takeaway in members("csg:KeyTakeaway")]
    assert len(printed) == 7
    assert [text.startswith(bullet) for text, bullet in zip(texts, printed, strict=True)] == [True] * 7


def test_the_criteria_are_the_bullets_after_the_precondition_and_are_stated_twice():
    printed = bullets_between("In short, while there is", "3. SUMMARY OF DISCUSSIONS")
    criteria = members("csg:EffectivenessCriterion")

    assert len(printed) == 6
    for criterion, bullet in zip(criteria, printed, strict=True):
        assert any(quote in bullet for quote in values(criterion, "csg:asPrinted")), criterion
    places = {node: values(node, "dcterms:source") for node in (*members("csg:Precondition"), *criteria)}
    assert {node: found for node, found in places.items() if "passage:4-p4" not in found or len(found) != 2} == {}


def test_the_conditions_of_section_4_are_those_of_the_criteria():
    (printed,) = re.findall(r"will only be truly effective (if there is political will to drive it;.*)", SOURCE)
    conditions = printed.split("; ")
    criteria = [*members("csg:Precondition"), *members("csg:EffectivenessCriterion")]

    quoted = [
        [quote for quote in values(criterion, "csg:asPrinted") if quote in condition]
        for criterion, condition in zip(criteria, conditions, strict=True)
    ]
    assert [len(quotes) >= 1 for quotes in quoted] == [True] * 7


def test_the_inclusivity_factors_are_the_bullets_of_the_test():
    printed = bullets_between("a five-factor test", "Less progress has been made")

    factors = members("csg:InclusivityFactor")
    assert len(printed) == 5
    assert [bullet in values(node, "csg:asPrinted") for node, bullet in zip(factors, printed, strict=True)] == [
        True
    ] * 5


PROGRAMME = LINES[LINES.index("FORMAL OPENING OF CS20") :]


def programme_items() -> list[str]:
    items = [*members("csg:ProgrammeItem"), *members("csg:Session")]
    return sorted(items, key=lambda item: int(value(item, "csg:position")))


def programme_lists(heading: str) -> list[list[str]]:
    """Return for each session the printed list below a heading: ``Featuring`` or ``Affiliation``."""
    lists: list[list[str]] = []
    reading = False
    for line in PROGRAMME:
        words = line.strip().strip("#* ")
        if words.rstrip(":") in ("Featuring", "Affiliation"):
            reading = words.startswith(heading)
            lists += [[]] if reading else []
        elif reading and line.strip().startswith("*"):
            lists[-1].append(words)
        elif reading and words and not line.strip().startswith("*"):
            reading = False
    return lists


@pytest.mark.parametrize(
    ("heading", "property"), [("Featuring", "csg:nameAsPrinted"), ("Affiliation", "csg:affiliationAsPrinted")]
)
def test_the_slots_of_each_session_are_as_printed(heading: str, property: str):
    printed = programme_lists(heading)

    slots = [
        [value(slot, property) for slot in members("csg:Participation") if value(slot, "csg:inEvent") == session]
        for session in members("csg:Session")
    ]
    assert [len(names) for names in printed] == [5, 5, 6, 5, 5, 5]
    assert slots == printed


def test_thirty_persons_hold_the_31_slots():
    holders = Counter(value(slot, "csg:participant") for slot in members("csg:Participation"))

    assert len(holders) == 30
    assert [person for person, count in holders.items() if count > 1] == ["person:renata-dwan"]


def test_seven_names_are_printed_with_amb():
    honorifics = [values(slot, "csg:honorificAsPrinted") for slot in members("csg:Participation")]

    assert list(chain(*honorifics)) == ["Amb."] * 7
    assert sum(line.startswith("**Amb. ") for line in PROGRAMME) == 7


def test_the_affiliations_are_25_and_name_26_agents():
    slots = members("csg:Participation")
    agents = {value(m, "org:organization") for slot in slots for m in values(slot, "csg:asAffiliatedWith")}

    assert len({value(slot, "csg:affiliationAsPrinted") for slot in slots}) == 25
    assert (len(agents), sum(agent.startswith("state:") for agent in agents)) == (26, 12)


def test_the_person_of_a_slot_is_the_one_of_its_name_and_memberships():
    for slot in members("csg:Participation"):
        person = value(slot, "csg:participant")
        printed = value(slot, "csg:nameAsPrinted").removeprefix("Amb. ")

        assert value(person, "foaf:name") == printed
        assert {value(m, "org:member") for m in values(slot, "csg:asAffiliatedWith")} == {person}


def test_programme_items_start_when_the_programme_says():
    printed = [found[0] for line in PROGRAMME if (found := re.search(r"\b\d{1,2}:\d\d$", line.strip()))]
    items = programme_items()

    starts = [start for item in items for start in values(item, "schema:startDate")]
    assert len(printed) == 8
    assert list(chain(*(values(item, "csg:temporalText") for item in items))) == printed
    assert starts == [f"2020-09-28T{time:0>5}:00" for time in printed]
    assert [item for item in items if not values(item, "schema:startDate")] == ["event:lunch-break"]


def test_programme_items_are_named_as_printed():
    items = programme_items()

    places = [
        next(n for n, line in enumerate(PROGRAMME) if value(item, "rdfs:label").upper() in line.upper())
        for item in items
    ]
    assert places == sorted(places)
    assert len(set(places)) == 9


def test_pages_are_those_of_the_table_of_contents():
    printed = dict(re.findall(r"^(\d(?:\.\d)?)\.? .* \.{5}\t(\d+)$", SOURCE, re.MULTILINE))

    pages = {value(s, "dcterms:identifier"): values(s, "schema:pageStart") for s in members("csg:Section")}
    assert len(printed) == 8
    assert {key: page for key, (page,) in ((key, found) for key, found in pages.items() if found)} == printed


def test_captions_are_the_lines_with_a_triangle():
    printed = [line.removeprefix("▲ ") for line in LINES if line.startswith("▲")]
    captions = [node for node in members("csg:Passage") if "passage-kind:caption" in values(node, "csg:passageKind")]

    assert len(printed) == 7
    assert [value(node, "schema:text") for node in sorted(captions)] == printed


def test_footnotes_cite_what_is_printed_in_them():
    urls = re.findall(r"<(https://[^>]+)>", SOURCE)
    notes = [node for node in members("csg:Passage") if values(node, "csg:noteNumber")]

    cited = [value(node, "cito:cites") for node in sorted(notes)]
    assert len(urls) == 4
    assert [value(document, "schema:url").strip("<>") for document in cited] == urls


def test_listed_acronyms_are_the_rows_of_the_list():
    printed = [line.removeprefix("<b>").split("</b>\t") for line in LINES if line.startswith("<b>")]
    found = [node for node in concepts("acronym") if value(node, "csg:inAcronymList") == "true"]

    assert len(printed) == 6
    assert [[value(node, "skos:notation"), value(node, "rdfs:label")] for node in found] == printed


def test_unlisted_acronyms_are_used_and_not_in_the_list():
    unlisted = [
        value(node, "skos:notation") for node in concepts("acronym") if value(node, "csg:inAcronymList") == "false"
    ]

    assert len(unlisted) == 11
    assert [form for form in unlisted if form.rstrip("…") not in SOURCE or f"<b>{form}</b>" in SOURCE] == []


def test_every_word_in_capitals_is_an_acronym_or_known_to_be_none():
    body = " ".join(line for line in LINES if not re.fullmatch(r"[^a-z]*", line) and not line.startswith("#"))
    forms = {form.rstrip("s") for form in re.findall(r"\b[A-Z][A-Z0-9]+(?:-\d+)?s?\b", body)}
    known = {value(node, "skos:notation") for node in concepts("acronym")}

    # A document symbol, of which the acronym is a part; and an abbreviation within the name of a company's site.
    assert forms - known - {"RES"} == set()


def test_the_donors_are_those_listed():
    printed = [donor.removeprefix("the ") for donor in listed("core donors: ", ". In addition")]
    donors = [c for c in members("csg:Contribution") if value(c, "csg:inCapacity") == "capacity:core-donor"]

    assert printed == ["Germany", "Netherlands", "Norway", "Switzerland", "Microsoft"]
    assert sorted(value(value(c, "csg:contributor"), "rdfs:label") for c in donors) == sorted(printed)


def test_the_groups_of_experts_are_six_five_past_and_one_on_going():
    assert "six GGEs (five past and one on-going)" in SOURCE
    counts = [value("process:gge", f"csg:{kind}terationCount") for kind in ("i", "pastI", "ongoingI")]
    assert counts == ["6", "5", "1"]


def test_the_consensus_reports_have_the_years_and_topics_printed():
    (printed,) = re.findall(r"ranging from (.*)\.$", SOURCE, re.MULTILINE)

    for year, issues in {
        "2010": ["core-issue:norms-of-responsible-state-behaviour"],
        "2013": ["core-issue:capacity-building", "core-issue:confidence-building"],
        "2015": ["core-issue:international-law"],
    }.items():
        node = f"document:gge-report-{year}"
        assert f"({year})" in printed
        assert value(node, "dcterms:issued") == year
        assert sorted(issue for *to, issue in corresponding() if to == [node, "csg:purposeConcerns"]) == issues


def test_no_engagement_is_left_out_and_one_is_not_provided():
    engagements = {
        (value(e, "csg:engagementBy"), value(e, "csg:engagesCategory")): value(e, "csg:engagementStatus")
        for e in members("csg:Engagement")
    }

    assert len(engagements) == 5
    assert [pair for pair, status in engagements.items() if status == "engagement-status:not-provided"] == [
        ("process:gge-6", "actor-category:non-state-actors")
    ]


def test_what_the_gge_now_includes_is_said_of_the_sixth():
    """Section 3.2: "It now includes a provision for consultations …", and goes on: "It has not, however, provided …"."""
    by = {
        value(e, "csg:engagementBy")
        for e in members("csg:Engagement")
        if "passage:3.2-p3" in values(e, "dcterms:source")
    }

    assert by == {"process:gge-6"}
    assert values("dialogue:gge-6-consultations", "csg:heldBy") == ["process:gge-6"]
    assert values("dialogue:gge-consultations", "csg:heldBy") == []


def test_the_graphs_of_the_report_have_no_readings_of_ours():
    """That two things are one, or one matter, and a type that the report does not name, is said in editorial alone."""
    ours = {"csg:correspondsTo", "csg:purposeConcerns", "csg:readAsSame"}
    assert [node for node, facts in said().items() if ours & {*facts}] == []

    named = {kind for document in members("csg:Instrument") for kind in values(document, "csg:instrumentType")}
    assert named & {"instrument-type:press-release", "instrument-type:web-article"} == set()


def test_the_framework_results_from_the_groups_of_experts_alone():
    """Only 2-kt3 says that it resulted from something; 3.1-p3 is kept in its own words as an account."""
    assert values("framework:responsible-state-behaviour", "csg:resultsFrom") == ["process:gge"]
    assert {account: values(account, "csg:namesProcess") for account in members("csg:OriginAccount")} == {
        "account:gges": ["process:gge"],
        "account:gges-and-oewg": ["process:gge", "process:oewg"],
    }


def test_quotations_are_in_the_order_of_the_report():
    quotations = members("csg:Quotation")
    places = [
        (int(value(value(anchor, "oa:hasSource"), "csg:readingOrder")), int(value(span, "oa:start")))
        for quotation in quotations
        for anchor in values(quotation, "csg:anchor")
        for span in values(anchor, "oa:hasSelector")
        if span.startswith("span:")
    ]

    assert [value(quotation, "csg:position") for quotation in quotations] == [str(n) for n in range(1, 12)]
    assert places == sorted(places)


def test_every_pair_of_quotation_marks_outside_the_footnotes_is_a_quotation():
    body = "\n".join(line for line in LINES if "<https:" not in line)
    printed = re.findall(r"“[^”]*”", body)

    quoted = [quote for quotation in members("csg:Quotation") for quote in values(quotation, "csg:asPrinted")]
    assert [mark for mark in printed if not any(mark in quote for quote in quoted)] == []


def test_vague_dates_have_no_year():
    exact = re.compile(r"\b(?:19|20)\d\d\b(?!s)")

    for mention in members("csg:DateMention"):
        years = exact.findall(value(mention, "csg:temporalText"))
        if bounds := values(mention, "csg:earliestYear"):
            assert bounds == years[-1:], mention
        else:
            assert not years, mention
