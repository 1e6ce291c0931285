"""Every term of the ontology is explained, every foreign one declared, and the whole is consistent OWL 2 DL."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from csgraph import paths, turtle
from csgraph.namespaces import CSG, ONTOLOGY, PREFIXES, compress

Triple: TypeAlias = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]

# Labels are the words of the local name in lower case, but where that reads wrong.
LABELS = {
    "State": "State",  # the report, like the United Nations, writes States with a capital
    "establishedYear": "established in year",  # "established year" is no English
    "modality": "has modality",  # the class is the modality, and no two terms share a label
    "sha256": "SHA-256",  # the name of the algorithm
    "voice": "has voice",  # as for modality
}

# A class and the property whose values it has, whose names differ only in their first letter.
SHARED_LABELS = {"statement type"}

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


@pytest.mark.parametrize("annotation", ["rdfs:label", "skos:definition"])
def test_every_term_has_exactly_one(annotation: str):
    assert {term: SAID[term][annotation] for term in TERMS if len(SAID[term][annotation]) != 1} == {}


def test_every_term_has_an_example():
    assert [term for term in TERMS if not SAID[term]["skos:example"]] == []


def test_labels_are_the_words_of_the_name():
    def words(term: str) -> str:
        local = term.removeprefix("csg:")
        return LABELS.get(local, re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", local).lower())

    assert {term: SAID[term]["rdfs:label"] for term in TERMS} == {term: [words(term)] for term in TERMS}


def test_no_exception_to_the_rule_of_labels_is_stale():
    assert sorted(LABELS) == [local for local in sorted(LABELS) if f"csg:{local}" in TERMS]


def test_no_two_terms_share_a_label():
    labels = Counter(SAID[term]["rdfs:label"][0] for term in TERMS)

    assert [label for label, count in labels.items() if count > 1 and label not in SHARED_LABELS] == []


@pytest.mark.parametrize("annotation", ["skos:definition", "skos:scopeNote", "skos:example"])
def test_prose_begins_and_ends_like_a_sentence(annotation: str):
    texts = {term: text for term in TERMS for text in SAID[term][annotation]}

    assert {term: text for term, text in texts.items() if not re.search(r"[.…]\"?$", text)} == {}
    assert {term: text for term, text in texts.items() if re.match(r"This (class|property)", text)} == {}
    assert {term: text for term, text in texts.items() if text != text.strip() or "  " in text} == {}


def test_definitions_are_not_labels_again():
    same = [term for term in TERMS if SAID[term]["skos:definition"][0].lower().rstrip(".") in SAID[term]["rdfs:label"]]

    assert same == []


def test_annotations_are_in_english():
    annotations = {"rdfs:label", "skos:definition", "skos:scopeNote", "skos:example"}

    others = [
        (name(subject), name(predicate))
        for subject, predicate, value in ontology()
        if name(predicate) in annotations and name(subject) in TERMS and value.language != "en"
    ]

    assert others == []


def test_names_of_classes_begin_with_a_capital_and_those_of_properties_do_not():
    wrong = [term for term in TERMS if term[4].isupper() != ("owl:Class" in SAID[term]["rdf:type"])]

    assert wrong == []


def test_every_term_is_a_class_or_a_property_of_one_kind():
    kinds = {"owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"}

    assert [term for term in TERMS if len(kinds.intersection(SAID[term]["rdf:type"])) != 1] == []


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


def test_nothing_is_imported():
    assert [str(triple) for triple in ontology() if name(triple[1]) == "owl:imports"] == []


@pytest.mark.parametrize("axiom", ["rdfs:domain", "rdfs:range"])
def test_no_property_has_two(axiom: str):
    assert {term: SAID[term][axiom] for term in SAID if len(SAID[term][axiom]) > 1} == {}


@pytest.mark.parametrize("side", ["domain", "range"])
def test_a_property_with_an_axiom_needs_no_hint(side: str):
    assert [term for term in TERMS if SAID[term][f"rdfs:{side}"] and SAID[term][f"schema:{side}Includes"]] == []


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


# -- Terms of other vocabularies ---------------------------------------------------------------------------------------


def used_terms() -> set[str]:
    """Return the classes and properties that ontology or data use."""
    terms: set[str] = set()
    own = [triple for triple in ontology() if not (name(triple[0]) in FOREIGN and name(triple[1]) == "rdf:type")]
    for _, predicate, value in (*own, *data()):
        terms.add(name(predicate))
        if name(predicate) == "rdf:type":
            terms.add(name(value))
    for subject, _, value in own:
        # In the ontology, terms stand on both sides of axioms; a list of them has blank nodes as subjects.
        if not isinstance(subject, ox.NamedNode) or name(subject).startswith("csg:"):
            terms.update([name(value)] if isinstance(value, ox.NamedNode) else [])
    return terms


def is_foreign(term: str) -> bool:
    prefix = term.partition(":")[0]
    namespace = PREFIXES.get(prefix, "")
    return bool(namespace) and not namespace.startswith(BUILT_IN) and "w3id.org/csgraph" not in namespace


def test_every_foreign_term_that_is_used_is_declared():
    assert {term for term in used_terms() if is_foreign(term)} - FOREIGN.keys() == set()


def test_every_foreign_term_that_is_declared_is_used():
    assert FOREIGN.keys() - used_terms() == set()


def test_every_own_term_that_is_used_is_declared():
    assert {term for term in used_terms() if term.startswith("csg:")} - set(TERMS) == set()


def test_nothing_is_said_of_a_foreign_term_but_what_kind_it_is():
    said = {(term, predicate) for term, facts in SAID.items() if is_foreign(term) for predicate in facts}

    assert {predicate for _, predicate in said} == {"rdf:type"}
    assert {term: SAID[term]["rdf:type"] for term in FOREIGN if len(SAID[term]["rdf:type"]) > 1} == {}


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


def test_there_are_chains_of_two_or_more():
    assert list(chains())
    assert [term for term, members in chains() if len(members) < 2] == []


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


def test_values_are_of_the_kind_that_the_property_says():
    wrong = {
        (name(predicate), "literal" if isinstance(value, ox.Literal) else "node")
        for _, predicate, value in data()
        for kinds in [SAID.get(name(predicate), Facts())["rdf:type"]]
        if ("owl:ObjectProperty" in kinds and isinstance(value, ox.Literal))
        or ("owl:DatatypeProperty" in kinds and not isinstance(value, ox.Literal))
    }

    assert wrong == set()


# -- Reasoning ---------------------------------------------------------------------------------------------------------

# Not in the datatype map of OWL 2 (Structural Specification, section 4), so the reasoner stops at a literal of these.
OUTSIDE_OWL = tuple(PREFIXES["xsd"] + datatype for datatype in ("date", "gYear", "gYearMonth"))

EACH = 2
"""How many individuals of each class the sample has: with all of them, the reasoner takes some minutes."""

CONTRADICTIONS = {
    "a passage that is a statement": "passage:x a csg:Passage, csg:Statement .",
    "a State that is an instrument": "state:x a csg:State, csg:Instrument .",
    "a pillar that is a core issue": "pillar:x a csg:Pillar, csg:CoreIssue .",
    "a process that is the framework": "process:x a csg:Process, csg:Framework .",
    "a slot with two persons": (
        "participation:x csg:participant person:x, person:y . person:x owl:differentFrom person:y ."
    ),
    "a slot in two sessions": "participation:x csg:inEvent event:x, event:y . event:x owl:differentFrom event:y .",
    "an engagement by two processes": (
        "engagement:x csg:engagementBy process:x, process:y . process:x owl:differentFrom process:y ."
    ),
    "a contribution by two": "contribution:x csg:contributor state:x, state:y . state:x owl:differentFrom state:y .",
    "a position in words": 'pillar:x csg:position "first" .',
    "a checksum with a language": 'passage:x csg:sha256 "0"@en .',
    "a core issue for a pillar": "framework:x csg:hasPillar core-issue:x . core-issue:x a csg:CoreIssue .",
    "a statement made by a State": "person:x csg:statedIn state:x . state:x a csg:State .",
    "a passage as somebody's slot": "event:x csg:hasParticipation passage:x . passage:x a csg:Passage .",
}
"""What contradicts the ontology, each alone."""

HARMLESS = """
    participation:x csg:participant person:x, person:y ; csg:inEvent event:x ; csg:position 1 .
    passage:x a csg:Passage, csg:KeyTakeaway . process:x a csg:Process, foaf:Agent .
    """


@pytest.fixture(scope="module")
def reasoner():
    owlready2 = pytest.importorskip("owlready2", reason="owlready2, of the extra 'owl', is not installed")
    if not shutil.which("java"):
        pytest.skip("HermiT needs Java, and there is none")
    return owlready2


def unsatisfiable(reasoner, content: Iterable[Triple], file: Path) -> list[str] | None:
    """Return the classes that can have no member, or None where the content is inconsistent."""
    kept = [t for t in content if not (isinstance(t[2], ox.Literal) and t[2].datatype.value in OUTSIDE_OWL)]
    file.write_bytes(ox.serialize([ox.Triple(*triple) for triple in kept], format=ox.RdfFormat.N_TRIPLES))
    world = reasoner.World()
    world.get_ontology(file.as_uri()).load()
    try:
        reasoner.sync_reasoner_hermit(world, debug=0)
    except reasoner.OwlReadyInconsistentOntologyError:
        return None
    finally:
        # The class that has no member by definition is always among them.
        found = [each.iri for each in world.inconsistent_classes() if each is not reasoner.Nothing]
        world.close()
    return found


def sample() -> list[Triple]:
    """Return what the report graph says of ``EACH`` individuals of each class."""
    members: dict[str, list[ox.NamedNode]] = defaultdict(list)
    report = triples(*sorted((paths.DATA / "report").glob("*.ttl")))
    for subject, predicate, value in report:
        if name(predicate) == "rdf:type" and len(members[name(value)]) < EACH:
            members[name(value)].append(subject)
    chosen = {subject for subjects in members.values() for subject in subjects}
    return [triple for triple in report if triple[0] in chosen]


def seeded(statements: str) -> list[Triple]:
    heading = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    quads = ox.parse(heading + statements, format=ox.RdfFormat.TURTLE)
    return [*ontology(), *((quad.subject, quad.predicate, quad.object) for quad in quads)]


@pytest.mark.slow
def test_ontology_and_data_are_consistent_and_every_class_can_have_members(reasoner, tmp_path: Path):
    vocabulary = triples(*sorted((paths.DATA / "vocabulary").glob("*.ttl")))

    assert unsatisfiable(reasoner, [*ontology(), *vocabulary, *sample()], tmp_path / "all.nt") == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", CONTRADICTIONS)
def test_the_reasoner_finds(seed: str, reasoner, tmp_path: Path):
    assert unsatisfiable(reasoner, seeded(CONTRADICTIONS[seed]), tmp_path / "seeded.nt") is None


@pytest.mark.slow
def test_the_reasoner_lets_be_what_is_no_contradiction(reasoner, tmp_path: Path):
    assert unsatisfiable(reasoner, seeded(HARMLESS), tmp_path / "seeded.nt") == []


@pytest.mark.slow
def test_the_reasoner_finds_a_class_that_can_have_no_member(reasoner, tmp_path: Path):
    content = seeded("csg:Mixed a owl:Class ; rdfs:subClassOf csg:Passage, csg:Statement .")

    assert unsatisfiable(reasoner, content, tmp_path / "seeded.nt") == [f"{CSG}Mixed"]
