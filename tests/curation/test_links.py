"""Links to other datasets: what is wrong with one is told with its line, and what is published has nothing wrong."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from csgraph.curation import authorities, links, sssom
from csgraph.curation.links import Link
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import PREFIXES, compress, expand

KNOWN = authorities.known()
PUBLISHED = links.read(links.SOURCE)

HEAD = """\
#curie_map:
#  wd: http://www.wikidata.org/entity/
#  wiki: https://www.wikidata.org/wiki/
#  ev: http://eurovoc.europa.eu/
#  my: https://example.org/
#license: https://creativecommons.org/publicdomain/zero/1.0/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tmapping_date\tconfidence\tsee_also
"""
LAST = "semapv:LexicalMatching\t2026-11-28\t0.9\thttps://example.com/page"


def read(*rows: str) -> list[Link]:
    """Return the links of rows of subject, predicate and object, split by blanks."""
    text = HEAD + "".join(f"{chr(9).join(row.split())}\t{LAST}\n" for row in rows)
    return links.of_table(sssom.read(text, place="mine.sssom.tsv"))


def told(*rows: str) -> list[tuple[str, int, str | None]]:
    """Return rule, line and advice of each finding; the first row is in line 8."""
    return [
        (finding.rule, finding.place.line if finding.place else 0, finding.hint)
        for finding in links.check(read(*rows), KNOWN)
    ]


def iri(curie: str) -> str:
    found = expand(curie)
    assert found
    return found


# -- Reading -----------------------------------------------------------------------------------------------------------


def test_a_row_is_a_link_with_evidence_day_and_confidence():
    (link,) = read("state:DEU schema:sameAs wd:Q183")

    assert link == Link(
        iri("state:DEU"),
        "https://schema.org/sameAs",
        "http://www.wikidata.org/entity/Q183",
        link.place,
        "2026-11-28",
        Decimal("0.9"),
        ("https://example.com/page",),
    )
    assert str(link.place) == "mine.sssom.tsv:8:25"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("my:1\trdfs:seeAlso\tgn:1\tx\t\t\t", "object_id: the prefix of gn:1 is not declared; add it to curie_map"),
        ("my:1\trdfs:seeAlso\tev:1\tx\t2026-13-01\t\t", "mapping_date: 2026-13-01 is not a date; write YYYY-MM-DD"),
        ("my:1\trdfs:seeAlso\tev:1\tx\t20261128\t\t", "mapping_date: 20261128 is not a date; write YYYY-MM-DD"),
        ("my:1\trdfs:seeAlso\tev:1\tx\t\t1.1\t", "confidence: 1.1 is not a number from 0 to 1"),
        ("my:1\trdfs:seeAlso\tev:1\tx\t\tNaN\t", "confidence: NaN is not a number from 0 to 1"),
        ("my:1\trdfs:seeAlso\tev:1\tx\t\t\tpage 3", "see_also: page 3 is not the address of a page or file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(row: str, problem: str):
    with pytest.raises(InputError) as caught:
        links.of_table(sssom.read(f"{HEAD}{row}\n", place="mine.sssom.tsv"))

    assert (caught.value.place, caught.value.line, caught.value.problem) == ("mine.sssom.tsv", 8, problem)


def test_of_rdf_the_properties_that_link_are_read(tmp_path: Path):
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix schema: <http://schema.org/> .\n<https://example.org/1>\n"
        "  schema:sameAs <https://www.wikidata.org/wiki/Q183> ;\n  schema:url <https://www.wikidata.org/wiki/Q1> ."
    )

    (link,) = links.read(path)

    assert (link.predicate, link.object) == ("https://schema.org/sameAs", "https://www.wikidata.org/wiki/Q183")
    assert link.place
    assert (link.place.line, link.place.column) == (3, 17)


# -- What is wrong -----------------------------------------------------------------------------------------------------


def test_right_links_have_no_findings():
    assert (
        told("state:DEU schema:sameAs wd:Q183", "state:DEU rdfs:seeAlso ev:1318", "topic:gender skos:exactMatch ev:1")
        == []
    )


@pytest.mark.parametrize(
    ("record", "advice"),
    [
        ("wiki:Q183", "write http://www.wikidata.org/entity/Q183; this is another spelling"),
        ("https://www.wikidata.org/entity/Q183", "write http://www.wikidata.org/entity/Q183; they begin with http:"),
        (
            "wd:P31",
            "the IRIs of Wikidata are http://www.wikidata.org/entity/…; this has no such identifier",
        ),
    ],
)
def test_a_misspelt_iri_is_told_with_the_right_one(record: str, advice: str):
    assert told(f"state:DEU schema:sameAs {record}") == [("link-spelling", 8, advice)]


def test_a_missing_slash_is_told():
    ((rule, _, advice),) = told("state:DEU rdfs:seeAlso https://sws.geonames.org/2921044")

    assert (rule, advice) == (
        "link-spelling",
        "write https://sws.geonames.org/2921044/; the slash at the end belongs to it",
    )


def test_a_second_link_of_a_node_to_an_authority_is_told_also_where_it_is_the_same():
    assert told(
        "state:DEU rdfs:seeAlso ev:1318", "state:FRA rdfs:seeAlso ev:1085", "state:DEU rdfs:seeAlso ev:1319"
    ) == [("link-once", 10, "in line 8 it has http://eurovoc.europa.eu/1318")]
    assert [rule for rule, *_ in told("state:DEU rdfs:seeAlso ev:1", "state:DEU rdfs:seeAlso ev:1")] == ["link-once"]


def test_a_node_may_have_a_second_record_to_see_beside_the_one_of_the_same_thing():
    assert told("state:NLD schema:sameAs wd:Q29999", "state:NLD rdfs:seeAlso wd:Q55") == []


def test_a_document_may_have_several_subjects():
    assert told("document:paris-call dcterms:subject ev:1", "document:paris-call dcterms:subject ev:2") == []


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("state:DEU skos:exactMatch ev:1318", "link-concept"),
        ("topic:gender schema:sameAs wd:Q48277", "link-concept"),
    ],
)
def test_a_mapping_starts_from_a_concept_and_sameness_does_not(row: str, rule: str):
    assert [(found, line) for found, line, _ in told(row)] == [(rule, 8)]


def test_of_nodes_of_others_nothing_is_said_of_their_kind():
    assert told("my:germany skos:exactMatch ev:1318") == []


def test_two_concepts_are_not_the_exact_match_of_one_record():
    assert told("pillar:norms skos:exactMatch ev:1", "topic:gender skos:exactMatch ev:1") == [
        ("link-exact", 9, "in line 8 it is the match of pillar:norms; take skos:closeMatch")
    ]


def test_a_property_that_does_not_suit_is_a_warning():
    (finding,) = links.check(read("state:DEU owl:sameAs ev:1318"), KNOWN)

    assert (finding.rule, finding.severity, finding.is_violation) == ("link-property", "Warning", False)
    assert finding.expected is not None
    assert "rdfs:seeAlso" in finding.expected


def test_links_to_others_are_counted_and_not_judged():
    found = read("state:DEU schema:sameAs http://dbpedia.org/resource/Germany", "state:DEU rdfs:seeAlso ev:1318")

    assert [link.object for link in links.strangers(found, KNOWN)] == ["http://dbpedia.org/resource/Germany"]
    assert links.summary(found, KNOWN, links.check(found, KNOWN)) == (
        "no problems in 1 link; 1 more to none of our authorities"
    )


# -- What is published -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (f"state:DEU\tschema:sameAs\twiki:Q183\t{LAST}", "write http://www.wikidata.org/entity/Q183; this is another"),
        (f"my:1\tschema:sameAs\twd:Q183\t{LAST}", "https://example.org/1 is not a resource of the publication"),
        (
            f"state:DEU\tschema:sameAs\thttp://dbpedia.org/resource/Germany\t{LAST}",
            "is not an IRI of any authority of the scheme",
        ),
        (f"state:DEU\tschema:sameAs\thttps://sws.geonames.org/1/\t{LAST}", "take one of: rdfs:seeAlso"),
        ("state:DEU\tschema:sameAs\twd:Q183\tx\t2026-11-28\t0.9\t", "see_also is empty"),
        ("state:DEU\tschema:sameAs\twd:Q183\tx\t\t0.9\thttps://example.com/", "mapping_date is empty"),
        ("state:DEU\tschema:sameAs\twd:Q183\tx\t2026-11-28\t\thttps://example.com/", "confidence is empty"),
    ],
)
def test_a_link_that_must_not_be_published_is_refused_in_one_line(row: str, problem: str):
    found = links.of_table(sssom.read(f"{HEAD}{row}\n", place="mine.sssom.tsv"))

    with pytest.raises(InputError) as caught:
        links.refuse_wrong(found, KNOWN)

    assert (caught.value.place, caught.value.line) == ("mine.sssom.tsv", 8)
    assert problem in caught.value.problem
    assert "\n" not in str(caught.value)


def test_the_links_of_the_publication_have_nothing_wrong():
    links.refuse_wrong(PUBLISHED, KNOWN)

    assert len(PUBLISHED) > 200


def test_the_table_is_written_in_the_canonical_form():
    text = links.SOURCE.read_text(encoding="utf-8")

    assert sssom.write(sssom.read(text, place="links.sssom.tsv")) == text


def test_no_person_is_linked():
    assert [link for link in PUBLISHED if link.subject.startswith(PREFIXES["person"])] == []


# What is easily taken for the same thing: State responsibility, which is another law; trust, which is a trust in law or
# a cartel there; a document with a misprint in its symbol; and Russia as a region.
NOT_TO_LINK = """
    http://metadata.un.org/thesaurus/1006181 http://metadata.un.org/thesaurus/1006725 http://eurovoc.europa.eu/4574
    https://undocs.org/A/RES/72/237 http://metadata.un.org/thesaurus/1005647
""".split()


def test_what_only_seems_the_same_is_not_linked():
    assert [link.object for link in PUBLISHED if link.object in NOT_TO_LINK] == []


def test_the_treaty_is_no_match_of_its_subject():
    assert {(link.predicate, link.object) for link in PUBLISHED if "non-proliferation" in link.subject} == {
        (iri("dcterms:subject"), "http://metadata.un.org/thesaurus/1004500"),
        (iri("dcterms:subject"), "http://eurovoc.europa.eu/3454"),
    }


def test_each_state_has_its_seven_records():
    # Read off the United Nations list and the table of country codes by hand.
    expected = {
        "CHE": ("756", "Q39", "2658434"), "CHN": ("156", "Q148", "1814991"), "DEU": ("276", "Q183", "2921044"),
        "EGY": ("818", "Q79", "357994"), "FRA": ("250", "Q142", "3017382"), "GBR": ("826", "Q145", "2635167"),
        "HUN": ("348", "Q28", "719819"), "IRL": ("372", "Q27", "2963597"), "KEN": ("404", "Q114", "192950"),
        "KOR": ("410", "Q884", "1835841"), "NLD": ("528", "Q29999", "2750405"), "NOR": ("578", "Q20", "3144096"),
        "RUS": ("643", "Q159", "2017370"), "USA": ("840", "Q30", "6252001"),
    }  # fmt: skip
    for code, (m49, item, place) in expected.items():
        records = [link.object for link in PUBLISHED if link.subject == iri(f"state:{code}")]

        assert len(records) == 7 + (code == "NLD"), code
        assert {
            f"http://metadata.un.org/UNMS/{m49}",
            f"http://metadata.un.org/sdg/codes/geoArea/{m49}",
            f"http://www.wikidata.org/entity/{item}",
            f"https://sws.geonames.org/{place}/",
        } <= set(records), code


def test_the_country_in_europe_is_not_said_to_be_the_state():
    leading = {link.predicate for link in PUBLISHED if link.object == "http://www.wikidata.org/entity/Q55"}

    assert leading == {PREFIXES["rdfs"] + "seeAlso"}


def test_the_isni_of_the_institute_has_the_right_check_digit():
    """ISO 7064, MOD 11-2, as ISO 27729 asks for."""
    (digits,) = [link.object[-16:] for link in PUBLISHED if link.object.startswith("https://isni.org/")]
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2

    assert "0123456789X"[(12 - total % 11) % 11] == digits[-1]


# -- Writing -----------------------------------------------------------------------------------------------------------


def test_a_link_is_one_triple_and_a_node_that_says_why():
    (link,) = read("state:DEU schema:sameAs wd:Q183")

    said = sorted(
        f"{turtle.to_turtle(subject)} {turtle.to_turtle(predicate)} {turtle.to_turtle(value)}"
        for subject, predicate, value in links.triples([link], KNOWN)
    )

    assert said == [
        "link:state-deu--wikidata-q183 csg:linkAuthority authority:wikidata",
        "link:state-deu--wikidata-q183 csg:linkConfidence 0.9",
        "link:state-deu--wikidata-q183 csg:linkFrom state:DEU",
        "link:state-deu--wikidata-q183 csg:linkTo <http://www.wikidata.org/entity/Q183>",
        'link:state-deu--wikidata-q183 csg:retrievedOn "2026-11-28"^^xsd:date',
        "link:state-deu--wikidata-q183 dcterms:source <https://example.com/page>",
        "link:state-deu--wikidata-q183 rdf:type csg:Link",
        'link:state-deu--wikidata-q183 rdfs:label "state:DEU in Wikidata: Q183"@en',
        "state:DEU schema:sameAs <http://www.wikidata.org/entity/Q183>",
    ]


def test_every_link_has_a_node_of_its_own():
    nodes = {
        subject
        for subject, predicate, _ in links.triples(PUBLISHED, KNOWN)
        if compress(predicate.value) == "csg:linkFrom"
    }

    assert len(nodes) == len(PUBLISHED)


def test_same_as_leads_to_wikidata_only_and_once_from_each_node():
    same = links.same_as(PUBLISHED, KNOWN)

    assert {predicate.value for _, predicate, _ in same} == {iri("owl:sameAs")}
    assert len(same) == len({subject for subject, *_ in same}) == 14 + 10 + 1  # States, bodies, and the place
    assert all(record.value.startswith("http://www.wikidata.org/entity/Q") for *_, record in same)
    assert not [subject for subject, *_ in same if "/scheme/" in subject.value]


def test_linksets_count_every_link_once():
    counted = links.linksets(PUBLISHED, KNOWN)

    assert sum(counted.values()) == len(PUBLISHED)
    assert counted["http://metadata.un.org/UNMS/", ox.NamedNode(iri("schema:sameAs"))] == 14


def test_the_table_that_is_written_has_the_labels_of_our_nodes():
    rows = list(csv.DictReader(links.published("sssom").split("\n#")[-1].split("\n")[1:], delimiter="\t"))

    labels = {row["subject_id"]: row["subject_label"] for row in rows}
    assert len(rows) == len(PUBLISHED)
    assert labels["state:EGY"] == "The Arab Republic of Egypt"
    assert labels["document:a-res-73-27"] == "General Assembly resolution 73/27"
    assert [name for name, label in labels.items() if not label] == []


def test_the_table_that_is_written_has_the_names_beside_which_records_were_seen_but_none_of_unbis():
    rows = list(csv.DictReader(links.published("sssom").split("\n#")[-1].split("\n")[1:], delimiter="\t"))

    labels = {row["object_id"]: row["object_label"] for row in rows}
    assert labels["eurovoc:2179"] == "UNO"
    assert labels["unesco:concept925"] == "UK"
    assert labels["undocs:A/RES/73/27"] == ""
    assert [label for record, label in labels.items() if label and record.startswith("unbis:")] == []
    assert sum(1 for row in rows if row["object_label"]) > 100


def test_the_turtle_that_is_written_is_what_the_graph_says():
    written = {quad.triple for quad in ox.parse(links.published("turtle"), format=ox.RdfFormat.TURTLE)}

    assert written == {ox.Triple(*triple) for triple in links.triples(PUBLISHED, KNOWN)}
