"""A release is described by what was counted in it, and each rule about the description is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from csgraph import paths
from csgraph.publication import dataset
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import BASE, CSGS, GRAPH, PREFIXES, SH
from csgraph.rdf.turtle import iri
from csgraph.release import description
from csgraph.release.description import Content, Counts, File
from csgraph.validation import inputs, validate
from csgraph.validation.shacl import reader
from csgraph.validation.shacl.model import Shape
from csgraph.validation.shacl.shape_based import PropertyConstraint
from csgraph.version import RELEASED, __version__
from tests.conftest import sampled
from tests.support.folders import FIXTURES

CHANGES = yaml.safe_load((FIXTURES / "release-mutations.yaml").read_text())
RULES = paths.SHAPES / "release.ttl"
PROLOGUE = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
LINKSET = f"<{description.VERSION}#links-{hashlib.sha256(b'http://www.wikidata.org/entity/ <https://schema.org/sameAs>').hexdigest()[:12]}>"

SUBJECT = ox.NamedNode("urn:a")
PILLAR, STATE, TYPE = iri("csg:Pillar"), iri("csg:State"), iri("rdf:type")
TRIPLES = [
    (SUBJECT, [ox.Triple(SUBJECT, TYPE, PILLAR), ox.Triple(SUBJECT, TYPE, STATE)]),
    (PILLAR, [ox.Triple(PILLAR, TYPE, PILLAR), ox.Triple(PILLAR, iri("rdfs:label"), ox.Literal("x"))]),
]


@cache
def described(folder: Path) -> tuple[ox.Triple, ...]:
    """Return the description of a small release with two files and a linkset."""
    (folder / "csgraph.nt").write_bytes(b"triples")
    (folder / "context.jsonld").write_bytes(b"{}")
    said = tuple(quad.triple for quad in dataset.load_quads(["dataset"]) if quad.graph_name == iri("graph:dataset"))
    files = (
        File("csgraph.nt", "The graph, as N-Triples", "application/n-triples", ("report", "passages"), 4),
        File("context.jsonld", "The names of the JSON-LD files", "application/ld+json"),
    )
    counts = Counts.of(TRIPLES)
    links = {("http://www.wikidata.org/entity/", iri("schema:sameAs")): 12}
    graphs = dict.fromkeys((*dataset.graph_files(), "derived"), counts)
    content = Content(folder, files, counts, graphs, said, links)
    return tuple(dict.fromkeys(description.describe(content)))


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[ox.Triple, ...]:
    return described(tmp_path_factory.mktemp("release"))


def values(triples, subject: str, predicate: str) -> set[str]:
    node = ox.NamedNode(subject)
    return {one.object.value for one in triples if one.subject == node and one.predicate == iri(predicate)}


def test_counts_are_those_of_what_was_written():
    counts = Counts.of(TRIPLES)

    assert (4, 2) == (counts.triples, counts.subjects)
    assert {PILLAR: 2, STATE: 1} == counts.classes
    assert {TYPE: 3, iri("rdfs:label"): 1} == counts.properties


def test_each_count_is_told(whole):
    version = f"{BASE}dataset/{__version__}"

    for node, name in ((f"{BASE}dataset", "all"), (f"{GRAPH}report", "report")):
        assert ["4", "2", "2", "2"] == [
            *values(whole, node, "void:triples"),
            *values(whole, node, "void:distinctSubjects"),
            *values(whole, node, "void:classes"),
            *values(whole, node, "void:properties"),
        ]
        assert {"2"} == values(whole, f"{version}#{name}-class-csg-Pillar", "void:entities")
        assert {"3"} == values(whole, f"{version}#{name}-property-rdf-type", "void:triples")
    assert {"4"} == values(whole, f"{version}/csgraph.nt", "void:triples")
    assert {"7"} == values(whole, f"{version}/csgraph.nt", "dcat:byteSize")
    assert set() == values(whole, f"{version}/context.jsonld", "void:triples")


def test_checksums_are_those_that_sha256sum_tells(whole):
    """Those of `printf triples | sha256sum`, and of the text of the report."""
    version = f"{BASE}dataset/{__version__}"

    assert {"41973fcb023852631bb93a485b1066212f7b1f29a0e331b1637bc22b71d0c5fc"} == values(
        whole, f"{version}/csgraph.nt#checksum", "spdx:checksumValue"
    )
    [text] = values(whole, f"{version}/cs2020-report.txt#checksum", "spdx:checksumValue")
    assert description.checksum(paths.SOURCE_TEXT) == text


def test_versions_and_days_are_those_of_the_program(whole):
    assert {__version__} == values(whole, f"{BASE}dataset", "dcat:version")
    assert {RELEASED} == values(whole, f"{BASE}dataset", "dcterms:issued")


def test_a_file_has_the_rights_of_its_graphs_and_one_of_none_those_of_the_dataset(whole):
    version = f"{BASE}dataset/{__version__}"
    rights = {name: values(whole, GRAPH + name, "dcterms:rights") for name in ("report", "passages")}

    assert rights["passages"]
    assert rights["report"] | rights["passages"] == values(whole, f"{version}/csgraph.nt", "dcterms:rights")
    assert values(whole, f"{BASE}dataset", "dcterms:license") == values(
        whole, f"{version}/context.jsonld", "dcterms:license"
    )


def test_links_are_told_by_authority(whole):
    [linkset] = [one.subject for one in whole if one.object == iri("void:Linkset")]

    assert {"12"} == values(whole, linkset.value, "void:triples")
    assert {"http://www.wikidata.org/entity/"} == values(whole, linkset.value, "void:objectsTarget")


# -- The rules ---------------------------------------------------------------------------------------------------------


def told(triples, folder: Path) -> set[str]:
    """Return the rules that a description does not meet, each with its kind."""
    path = folder / "description.nt"
    path.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
    found = validate.check([path], shapes=[RULES], alone=True, is_located=False).findings
    ending = "ConstraintComponent"
    return {
        f"{finding.shape.removeprefix('csgs:')} {finding.component.removeprefix('sh:').removesuffix(ending)}"
        for finding in found
    }


def parse(statement: str) -> list[ox.Triple]:
    """Return what some Turtle says; the names in capitals are those of the list of changes."""
    places = {"VERSION": description.VERSION, "DATASET": f"<{BASE}dataset>", "LINKSET": LINKSET}
    for name, place in places.items():
        statement = statement.replace(name, place)
    return [quad.triple for quad in turtle.parse_bytes((PROLOGUE + statement).encode(), ox.RdfFormat.TURTLE, place="x")]


def test_what_is_described_meets_the_rules(whole, tmp_path):
    assert set() == told(whole, tmp_path)


@dataclass(frozen=True)
class Change:
    """A change to the description, and what must be told of it.

    Attributes:
        rule: The rule that it breaks.
        kind: What kind of constraint it breaks.
        told: The rule and the kind that is told.
        node: Of which a property is changed.
        property: The property.
        keeps: Whether the values that are there stay.
        added: What is added, in Turtle.
    """

    rule: str
    kind: str
    told: str
    node: str
    property: str
    keeps: bool
    added: str

    def of(self, triples) -> set[ox.Triple]:
        """Return triples after this change."""
        [one] = parse(f"{self.node} {self.property} <urn:x> .")
        is_changed = {
            triple for triple in triples if (triple.subject, triple.predicate) == (one.subject, one.predicate)
        }
        return {*triples} - (set() if self.keeps else is_changed) | {*parse(self.added)}


def changes() -> Iterator[Change]:
    for change in CHANGES:
        rule, node, path = change["rule"], change["node"], change["property"]
        added = [(kind, False, f"{node} {path} {value} .") for kind, value in change.get("wrong", {}).items()]
        if "another" in change:
            added.append(("MaxCount", True, f"{node} {path} {change['another']} . {change.get('with', '')}"))
        if change.get("needed"):
            added.append(("MinCount", False, change.get("instead", "")))
        for kind, keeps, text in added:
            yield Change(rule, kind, change.get("told", f"{rule} {kind}"), node, path, keeps, text)


@pytest.mark.parametrize("change", sampled(changes(), 3), ids=lambda change: f"{change.rule}-{change.kind}")
def test_one_change_breaks_one_rule(whole, tmp_path, change):
    changed = change.of(whole)

    assert set(whole) != changed
    assert {change.told} == told(changed, tmp_path)


def test_each_rule_is_broken_by_a_change():
    found = set()

    def walk(shape: Shape) -> None:
        for constraint in shape.constraints:
            if isinstance(constraint, PropertyConstraint):
                walk(constraint.inner)
            else:
                node = constraint.constraint if constraint.constraint is not None else constraint.shape.node
                kind = constraint.component.value.removeprefix(SH).removesuffix("ConstraintComponent")
                found.add((node.value.removeprefix(CSGS), kind))

    graph, _ = inputs.load_shapes([RULES])
    # The shape of a source text has no targets of its own.
    for shape in reader.read(graph):
        walk(shape)
    found |= {("SourceText-checksum", kind) for kind in ("Class", "MaxCount", "MinCount")}
    assert found == {(change.rule, change.kind) for change in changes()}
