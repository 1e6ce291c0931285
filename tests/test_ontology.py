"""How the ontology's files are written, and that they keep within OWL 2 DL.

What queries and shapes can check of it is tested with them, in ``test_checks`` and ``test_style``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import ONTOLOGY, PREFIXES, compress

Triple: TypeAlias = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]


BUILT_IN = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))

# What only a property without chains may be (OWL 2 Structural Specification, section 11.2).
SIMPLE_ONLY = {
    "owl:FunctionalProperty",
    "owl:InverseFunctionalProperty",
    "owl:AsymmetricProperty",
    "owl:IrreflexiveProperty",
}


def name(term: object) -> str:
    """Return a term as a CURIE where one fits, else in N-Triples."""
    return (isinstance(term, ox.NamedNode) and compress(term.value)) or str(term)


@cache
def triples(*files: Path) -> tuple[Triple, ...]:
    return tuple(
        (quad.subject, quad.predicate, quad.object)
        for path in files
        for quad in turtle.parse(path, rename_blank_nodes=True)
    )


def ontology() -> tuple[Triple, ...]:
    return triples(*(path for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem != "alignments"))


def data() -> tuple[Triple, ...]:
    return triples(*sorted(paths.DATA.rglob("*.ttl")))


class Facts(dict[str, list[str]]):
    """Predicate to objects; what is not said has none."""

    def __missing__(self, predicate: str) -> list[str]:
        return []


def objects(of: Iterable[Triple]) -> dict[str, Facts]:
    """Return subject to predicate to objects, all as CURIEs, literals without language or datatype."""
    found: dict[str, Facts] = {}
    for subject, predicate, value in of:
        shown = value.value if isinstance(value, ox.Literal) else name(value)
        found.setdefault(name(subject), Facts()).setdefault(name(predicate), []).append(shown)
    return found


SAID = objects(ontology())
TERMS = sorted(term for term in SAID if term.startswith("csg:"))
FOREIGN = objects(triples(paths.ONTOLOGY / "foreign.ttl"))


# -- Terms -------------------------------------------------------------------------------------------------------------


def test_names_used_in_examples_and_notes_are_in_the_graph():
    known = {name(term) for triple in (*ontology(), *data()) for term in triple if not isinstance(term, ox.Literal)}
    curie = re.compile(r"(?<![\w/])([a-z][a-z-]*:[\w.-]*\w)")
    prefixes = {prefix for prefix, namespace in PREFIXES.items() if not namespace.startswith(BUILT_IN)}

    unknown = {
        (term, found)
        for term in TERMS
        for annotation in ("skos:definition", "skos:scopeNote", "skos:example")
        for text in SAID[term][annotation]
        for found in curie.findall(text)
        if found.partition(":")[0] in prefixes and found not in known
    }

    # Named only to say why it is not used.
    assert unknown - {("csg:resultsFrom", "prov:wasDerivedFrom")} == set()


def test_examples_that_are_triples_are_triples_of_the_graph():
    graph = set(data())
    heading = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    inferred = {term for term in TERMS if any(note.startswith("Inferred") for note in SAID[term]["skos:scopeNote"])}

    read, wrong = set(), []
    for term in TERMS:
        for example in SAID[term]["skos:example"]:
            try:
                quads = list(ox.parse(heading + example, format=ox.RdfFormat.TURTLE))
            except SyntaxError:
                continue
            read.add(term)
            missing = [q for q in quads if (q.subject, q.predicate, q.object) not in graph]
            wrong += [(term, str(quad)) for quad in missing if term not in inferred]

    assert len(read) > len(TERMS) / 3
    assert wrong == []


# -- The ontology as a whole -------------------------------------------------------------------------------------------


def test_there_is_one_header():
    headers = [
        (path.name, name(quad.subject))
        for path in sorted(paths.ONTOLOGY.glob("*.ttl"))
        for quad in turtle.parse(path)
        if name(quad.object) == "owl:Ontology"
    ]

    assert headers == [("csgraph.ttl", f"<{ONTOLOGY}>")]


def test_terms_are_described_in_one_file_each():
    homes = defaultdict(set)
    for path in sorted(paths.ONTOLOGY.glob("*.ttl")):
        for quad in turtle.parse(path):
            if path.stem != "alignments" and name(quad.subject).startswith("csg:"):
                homes[name(quad.subject)].add(path.name)

    assert {term: files for term, files in homes.items() if len(files) > 1} == {}


@pytest.mark.parametrize("path", sorted(paths.ONTOLOGY.glob("*.ttl")), ids=lambda path: path.stem)
def test_blocks_of_a_file_are_in_order_and_never_reopened(path: Path):
    text = path.read_text(encoding="utf-8")
    sections = re.split(r"^# -- .*$", text, flags=re.MULTILINE)
    subjects = [re.findall(r"^([\w-]+:[\w-]+)(?:$| a )", section, re.MULTILINE) for section in sections]

    assert subjects == [sorted(section) for section in subjects]
    assert [term for term, count in Counter(chain(*subjects)).items() if count > 1] == []


@pytest.mark.parametrize("path", sorted(paths.ONTOLOGY.glob("*.ttl")), ids=lambda path: path.stem)
def test_prefixes_of_a_file_are_those_it_uses(path: Path):
    text = path.read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE)
    body = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|#.*', "", re.sub(r"^(?:#|@prefix).*$", "", text, flags=re.MULTILINE))
    used = sorted(set(re.findall(r"(?<![\w-])([A-Za-z][\w-]*):", body)))

    assert declared == [(prefix, PREFIXES[prefix]) for prefix in used]


@pytest.mark.parametrize("path", sorted(paths.ONTOLOGY.glob("*.ttl")), ids=lambda path: path.stem)
def test_a_file_begins_with_what_is_in_it(path: Path):
    first, second, *rest = path.read_text(encoding="utf-8").split("\n")

    assert re.match(r"# [A-Z].*\.$", first)
    assert second.startswith("# Hand-written.")
    assert rest[-1] == ""


# -- OWL 2 DL ----------------------------------------------------------------------------------------------------------


def chains() -> Iterator[tuple[str, list[str]]]:
    """Yield each property with the members of each of its chains."""
    for term in TERMS:
        for node in SAID[term]["owl:propertyChainAxiom"]:
            members = []
            while node != "rdf:nil":
                members += SAID[node]["rdf:first"]
                (node,) = SAID[node]["rdf:rest"]
            yield term, members


def inverse_of() -> dict[str, str]:
    pairs = {term: SAID[term]["owl:inverseOf"][0] for term in TERMS if SAID[term]["owl:inverseOf"]}
    return {**pairs, **{other: term for term, other in pairs.items()}}


def test_properties_that_must_be_simple_are_simple():
    composite = {term for term, _ in chains()}
    while True:
        more = {inverse_of()[term] for term in composite if term in inverse_of()}
        more |= {above for term in composite & SAID.keys() for above in SAID[term]["rdfs:subPropertyOf"]}
        if more <= composite:
            break
        composite |= more

    restricted = {
        SAID[node]["owl:onProperty"][0]
        for node in SAID
        if any(predicate.endswith(("ardinality", "hasSelf")) for predicate in SAID[node])
    }
    assert composite & restricted == set()
    assert [term for term in composite if SIMPLE_ONLY.intersection(SAID[term]["rdf:type"])] == []


def test_chains_are_regular():
    """No property is, by way of others, part of a chain for itself, save at the beginning or end of its own."""
    same = {term: min(term, inverse_of().get(term, term)) for term in SAID}
    below: dict[str, set[str]] = defaultdict(set)
    for term, members in chains():
        inner = members[1:] if members[0] == term else members[:-1] if members[-1] == term else members
        below[same[term]] |= {same[member] for member in inner}
    for term in TERMS:
        for above in SAID[term]["rdfs:subPropertyOf"]:
            below[same[above]].add(same[term])

    def reached(start: str) -> set[str]:
        found, todo = set(), list(below[start])
        while todo:
            if (term := todo.pop()) not in found:
                found.add(term)
                todo += below[term]
        return found

    assert [term for term in list(below) if term in reached(term)] == []


def test_no_name_is_both_a_property_and_a_class_or_of_two_kinds_of_property():
    kinds = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdfs:Datatype")

    assert [term for term, facts in SAID.items() if sum(kind in facts["rdf:type"] for kind in kinds) > 1] == []


def test_no_term_is_also_an_individual_of_the_data():
    terms = set(TERMS) | FOREIGN.keys()

    assert {name(subject) for subject, *_ in data()} & terms == set()
