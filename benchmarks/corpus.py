"""Writes a corpus of made-up reports with seeded faults, and what a SHACL processor has to find in it.

``python benchmarks/corpus.py --reports 10 FOLDER`` writes ``corpus.ttl``, some 5,500 triples for each report and
some 200 that all share, and ``expected.json``, the faults and their results. The same options give the same bytes.

The words are drawn from a list, persons and organizations have numbers for names, and all that is described is under
``https://example.org/corpus#``. The properties and classes are ours and those that we reuse, and a few more of the same
vocabularies, such as ``schema:endDate``. The rules are in ``shapes.ttl``; without the faults, the corpus meets them all.

Every fault is in the first report, or in what all share. What it must lead to is said where it is seeded, worked out
from the SHACL recommendation (https://www.w3.org/TR/shacl/): one result for each value, or pair, or count that offends
(section 4), none for a rule that it does not touch.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PREFIXES = {
    "corpus": "https://example.org/corpus#",
    "csg": "https://w3id.org/csgraph/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": "https://example.org/corpus/shapes#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

SECTIONS, TOPICS, OWN_TOPICS, PILLARS, PERSONS, ORGANIZATIONS, SESSIONS, PARTICIPANTS = 12, 12, 8, 6, 40, 30, 6, 6
"""How many there are in a report, but for topics and pillars, which are shared, and participants, who are in a session."""

PASSAGES, FEWEST_PASSAGES = 150, 60
"""How many passages a report has, and how many it needs so that no two faults meet in one."""

WORDS = """
    access actors agreement approach capacity challenge common concern conduct conference confidence consensus cooperation
    dialogue digital engagement exchange experts format forum framework functions government group implementation
    incident inclusive information institutional international law lessons measures national networks norms open outcome
    participation peace platform policy practice principles process progress public purposes regional regular resolution
    responsible risks security shared stability states technical technology threats transparency trust understanding views
    voluntary working
""".split()

Node = dict[str, list[str]]
"""What is said of one subject: objects by predicate, all as in Turtle."""


@dataclass(frozen=True)
class Result:
    """One result that a processor has to report (SHACL, section 3.6.2), terms as in Turtle and paths as in SPARQL.

    Attributes:
        focus: The node that is at fault.
        component: The constraint component, less ``sh:`` and ``ConstraintComponent``.
        shape: The source shape, less ``shape:``.
        path: The path of a property shape, or the one that a query names; None for a node shape.
        value: The value that offends; None when one is missing or there are too many.
        severity: The severity of the shape, less ``sh:``.
    """

    focus: str
    component: str
    shape: str
    path: str | None = None
    value: str | None = None
    severity: str = "Violation"

    def as_json(self) -> dict[str, str | None]:
        """Return the result with full IRIs, terms as in N-Triples."""
        return {
            "focusNode": full(self.focus),
            "path": None if self.path is None else re.sub(r"[a-z]+:[A-Za-z]+", lambda name: full(name[0]), self.path),
            "value": None if self.value is None else full(self.value),
            "component": full(f"sh:{self.component}ConstraintComponent"),
            "shape": full(self.shape if ":" in self.shape else f"shape:{self.shape}"),
            "severity": full(f"sh:{self.severity}"),
        }


@dataclass(frozen=True)
class Fault:
    """One change to the data, and its results.

    Attributes:
        kind: What it tries: a parameter of a constraint, a kind of target, or a kind of path.
        what: The change in words.
        results: All results that it leads to.
    """

    kind: str
    what: str
    results: tuple[Result, ...]


def full(term: str) -> str:
    """Return a term as it stands in N-Triples."""
    if term.startswith("<"):
        return term
    if term.startswith('"'):
        words, typed, datatype = term.rpartition('"^^')
        return f'{words}"^^{full(datatype)}' if typed else term
    prefix, _, local = term.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def string(words: str) -> str:
    """Return an ``xsd:string``; the words have nothing to escape."""
    return f'"{words}"'


def text(words: str, language: str = "en") -> str:
    """Return an ``rdf:langString``; the words have nothing to escape."""
    return f'"{words}"@{language}'


def typed(value: object, datatype: str) -> str:
    """Return a literal of a datatype of XML Schema, whether or not the value is one of its own."""
    return f'"{value}"^^xsd:{datatype}'


def integer(value: int) -> str:
    """Return an ``xsd:integer``."""
    return typed(value, "integer")


def clock(minutes: int, day: int = 28) -> str:
    """Return an ``xsd:dateTime`` without time zone, some minutes after midnight of a day in September 2020."""
    return typed(f"2020-09-{day:02}T{minutes // 60:02}:{minutes % 60:02}:00", "dateTime")


def node(*classes: str, **properties: str | list[str]) -> Node:
    """Return what is said of a subject; ``csg_readingOrder`` stands for ``csg:readingOrder``."""
    said = {name.replace("_", ":", 1): objects for name, objects in properties.items()}
    return {
        "rdf:type": list(classes),
        **{name: [objects] if isinstance(objects, str) else objects for name, objects in said.items()},
    }


class Graph:
    """What is described in one part of the corpus, subjects in the order of their description."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}

    def describe(self, subject: str, *classes: str, **properties: str | list[str]) -> str:
        """Describe a subject and return it."""
        self.nodes[subject] = node(*classes, **properties)
        return subject

    def concept(self, name: str, scheme: str, *classes: str, **properties: str | list[str]) -> str:
        """Describe a concept of a scheme, labelled by its name."""
        label = text(name.replace("-", " "))
        described = {"rdfs_label": label, "skos_prefLabel": label, "skos_inScheme": f"corpus:scheme-{scheme}"}
        return self.describe(f"corpus:{name}", *(classes or ["skos:Concept"]), **described, **properties)

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """Say something more of a subject."""
        self.nodes[subject].setdefault(predicate, []).extend(objects)

    def replace(self, subject: str, predicate: str, *objects: str) -> None:
        """Say something else of a subject; without objects, nothing."""
        if objects:
            self.nodes[subject][predicate] = list(objects)
        else:
            del self.nodes[subject][predicate]

    def turtle(self) -> Iterator[str]:
        """Yield the graph, one subject at a time."""
        for subject, said in self.nodes.items():
            lines = [f"    {'a' if name == 'rdf:type' else name} {', '.join(of)} ;\n" for name, of in said.items()]
            yield f"{subject}\n{''.join(lines)}.\n\n"

    def __len__(self) -> int:
        return sum(len(objects) for said in self.nodes.values() for objects in said.values())


class Shared(Graph):
    """What all reports share: which class is below which, and the concept schemes."""

    def __init__(self) -> None:
        super().__init__()
        below = {
            "csg:KeyTakeaway": "csg:Passage",
            "csg:Modality": "skos:Concept",
            "csg:Pillar": "skos:Concept",
            "csg:Session": "schema:Event",
            "csg:State": "org:Organization",
            "csg:StatementType": "skos:Concept",
            "csg:Voice": "skos:Concept",
        }
        for name, above in below.items():
            self.nodes[name] = {"rdfs:subClassOf": [above]}
        for name in ("kind", "modality", "pillar", "role", "topic", "type", "voice"):
            self.describe(f"corpus:scheme-{name}", "skos:ConceptScheme", dcterms_title=text(f"Scheme: {name}"))
        for name in ("heading", "key-takeaway", "paragraph"):
            self.concept(f"kind-{name}", "kind")
        for name in ("asserted", "possible", "recommended"):
            self.concept(f"modality-{name}", "modality", "csg:Modality")
        for name in ("adviser", "director", "moderator", "speaker"):
            self.concept(f"role-{name}", "role", "skos:Concept", "org:Role")
        for name in ("challenge", "observation", "question", "recommendation"):
            self.concept(f"type-{name}", "type", "csg:StatementType")
        for name in ("report", "speaker"):
            self.concept(f"voice-{name}", "voice", "csg:Voice")
        for number in range(1, PILLARS + 1):
            self.concept(f"pillar-{number}", "pillar", "csg:Pillar", csg_position=integer(number))
        for number in range(1, TOPICS + 1):
            self.concept(f"topic-{number}", "topic", skos_broader=f"corpus:pillar-{(number - 1) % PILLARS + 1}")


class Report(Graph):
    """One report: its sections, passages and statements, its topics, the agents that it names, and its sessions.

    Attributes:
        name: The report; all that belongs to it has an IRI that begins alike.
        paragraphs: The passages that are no headings, in the order of the text.
        takeaways: Those of them that are key takeaways: all of section 2.
        statements: The statements, each with its anchor and its quote; one in each paragraph, then again from the first.
    """

    def __init__(self, number: int, passages: int) -> None:
        super().__init__()
        self.name = f"corpus:r{number}"
        # random() gives the same numbers in all versions of Python; its other methods need not.
        self._random = random.Random(f"report {number}").random
        self.paragraphs: list[str] = []
        self.takeaways: list[str] = []
        self.statements: list[str] = []
        self._sentences: dict[str, list[str]] = {}
        self._describe_document()
        self._describe_agents()
        self._describe_passages(passages)
        self._describe_statements(passages * 4 // 3)
        self._describe_sessions()

    def one(self, kind: str, key: object) -> str:
        """Return the IRI of a thing that belongs to this report."""
        return f"{self.name}-{kind}-{key}"

    def of(self, subject: str, kind: str) -> str:
        """Return the IRI of what has the key of a statement, such as its anchor."""
        return subject.replace("-statement-", f"-{kind}-")

    def _number(self, first: int, last: int) -> int:
        return first + int(self._random() * (last - first + 1))

    def _pick(self, items: list[str]) -> str:
        return items[self._number(0, len(items) - 1)]

    def _sentence(self) -> str:
        return " ".join(self._pick(WORDS) for _ in range(self._number(8, 14))).capitalize() + "."

    def _describe_document(self) -> None:
        self.describe(
            self.name,
            "csg:Report",
            rdfs_label=text(f"Report {self.name.removeprefix('corpus:r')}"),
            dcterms_title=[text("Report of the conference"), text("Rapport de la conférence", "fr")],
            dcterms_issued=typed(f"2020-{self._number(1, 12):02}-{self._number(1, 28):02}", "date"),
            schema_numberOfPages=integer(40),
        )
        self.describe(
            self.one("activity", 1), "prov:Activity", prov_used=self.name, prov_startedAtTime=clock(0, day=29)
        )
        self.describe(self.one("event", 1), "schema:Event", rdfs_label=text("Conference"))
        for number in range(1, SECTIONS + 1):
            self.describe(
                self.one("section", number),
                "csg:Section",
                rdfs_label=text(f"Section {number}"),
                dcterms_identifier=string(str(number)),
                csg_position=integer(number),
                dcterms_isPartOf=self.name,
                schema_pageStart=integer(3 * number),
            )
        for number in range(1, OWN_TOPICS + 1):
            broader = f"corpus:topic-{self._number(1, TOPICS)}"
            related = [] if number == 1 else [self.one("topic", number - 1)]
            name = self.one("topic", number).removeprefix("corpus:")
            self.concept(name, "topic", skos_broader=broader, **({"skos_related": related} if related else {}))

    def _describe_agents(self) -> None:
        for number in range(1, ORGANIZATIONS + 1):
            name, place = f"Organization {number}", self.one("place", number)
            latitude = f"{self._number(-80, 80)}.5"
            self.describe(place, "schema:Place", schema_latitude=typed(latitude, "decimal"))
            organization = self.describe(
                self.one("organization", number),
                "csg:State" if number % 5 == 0 else "org:Organization",
                skos_prefLabel=[text(name), text(f"Organisation {number}", "fr")],
                schema_location=place,
            )
            if number > 1:
                self.add(organization, "org:subOrganizationOf", self.one("organization", max(1, number // 6)))
        for number in range(1, PERSONS + 1):
            person = self.describe(
                self.one("person", number),
                "foaf:Person",
                rdfs_label=text(f"Person {number}"),
                foaf_mbox=f"<mailto:person-{number}@example.org>",
            )
            if number % 4 == 1:
                self.add(person, "foaf:givenName", string("Person"))
                self.add(person, "foaf:familyName", string(str(number)))
            else:
                self.add(person, "foaf:name", string(f"Person {number}"))
            self.describe(
                self.one("membership", number),
                "org:Membership",
                org_member=person,
                org_organization=self.one("organization", (number - 1) % ORGANIZATIONS + 1),
                org_role=f"corpus:role-{self._pick(['adviser', 'director'])}",
                csg_attestedOn=typed("2020-09-28", "date"),
            )

    def _describe_passages(self, passages: int) -> None:
        last_section = in_section = 0
        for number in range(passages):
            section = number * SECTIONS // passages + 1
            in_section = 0 if section != last_section else in_section + 1
            last_section = section
            kind = "heading" if not in_section else "key-takeaway" if section == 2 else "paragraph"
            key = f"{section}-{ {'heading': 'h', 'key-takeaway': 'kt', 'paragraph': 'p'}[kind] }{in_section or ''}"
            passage = self.one("passage", key)
            sentences = [self._sentence() for _ in range(self._number(2, 4) if in_section else 1)]
            self.describe(
                passage,
                "csg:KeyTakeaway" if kind == "key-takeaway" else "csg:Passage",
                rdfs_label=text(f"Passage {key}"),
                dcterms_identifier=string(key),
                csg_readingOrder=integer(number + 1),
                csg_passageKind=f"corpus:kind-{kind}",
                dcterms_isPartOf=self.one("section", section),
                schema_text=text(" ".join(sentences)),
            )
            if in_section:
                self.paragraphs.append(passage)
                self._sentences[passage] = sentences
            if kind == "key-takeaway":
                self.takeaways.append(passage)
                self.add(passage, "csg:shortName", text(f"Takeaway {in_section}"))

    def _describe_statements(self, statements: int) -> None:
        concepts = [
            *(f"corpus:pillar-{number}" for number in range(1, PILLARS + 1)),
            *(f"corpus:topic-{number}" for number in range(1, TOPICS + 1)),
            *(self.one("topic", number) for number in range(1, OWN_TOPICS + 1)),
        ]
        for number in range(statements):
            round_, place = divmod(number, len(self.paragraphs))
            passage = self.paragraphs[place]
            key = f"{passage.partition('-passage-')[2]}-s{round_ + 1}"
            statement = self.one("statement", key)
            words = self._sentences[passage][round_].split()
            start = self._number(0, 3)
            end = self._number(start + 3, len(words))
            quote = self.describe(
                self.of(statement, "quote"),
                "oa:TextQuoteSelector",
                oa_exact=string(" ".join(words[start:end])),
                oa_prefix=string(" ".join(words[:start])),
                oa_suffix=string(" ".join(words[end:])),
            )
            anchor = self.describe(
                self.of(statement, "anchor"), "oa:ResourceSelection", oa_hasSource=passage, oa_hasSelector=quote
            )
            self.describe(
                statement,
                "csg:Statement",
                rdfs_label=text(f"Statement {key}"),
                csg_about=list(dict.fromkeys(self._pick(concepts) for _ in range(self._number(1, 2)))),
                csg_anchor=anchor,
                csg_asPrinted=text(" ".join(words)),
                csg_modality=f"corpus:modality-{self._pick(['asserted', 'possible', 'recommended'])}",
                csg_statedIn=passage,
                csg_statementType=f"corpus:type-{self._pick(['challenge', 'observation', 'recommendation'])}",
                csg_voice="corpus:voice-speaker" if number % 5 == 0 else "corpus:voice-report",
                dcterms_source=passage,
            )
            self.statements.append(statement)
            if number % 5 == 0:
                self.add(statement, "prov:wasAttributedTo", self.one("person", self._number(1, PERSONS)))

    def _describe_sessions(self) -> None:
        for number in range(1, SESSIONS + 1):
            start = 9 * 60 + 90 * (number - 1)
            participations = [self.one("participation", f"{number}-{place}") for place in range(1, PARTICIPANTS + 1)]
            self.describe(
                self.one("session", number),
                "csg:Session",
                rdfs_label=text(f"Session {number}"),
                csg_position=integer(number),
                csg_sessionForm=text("Panel"),
                csg_hasParticipation=participations,
                schema_superEvent=self.one("event", 1),
                schema_doorTime=clock(start - 15),
                schema_startDate=clock(start),
                schema_endDate=clock(start + 75),
            )
            for place, participation in enumerate(participations, start=1):
                person = (number - 1) * PARTICIPANTS + place
                self.describe(
                    participation,
                    "csg:Participation",
                    csg_participant=self.one("person", person),
                    csg_asAffiliatedWith=self.one("membership", person),
                    org_role="corpus:role-moderator" if place == 1 else "corpus:role-speaker",
                )


def seed(report: Report, shared: Shared) -> Iterator[Fault]:
    """Seed the faults, each as it is yielded; no two touch the same value.

    Args:
        report: The report to change.
        shared: What all share, to change.
    """
    for seeded in (_in_document, _in_passages, _in_statements, _in_anchors, _in_agents, _in_sessions):
        yield from seeded(report)
    yield from _in_concepts(report, shared)


def _in_document(report: Report) -> Iterator[Fault]:
    date, page, position, part = "dcterms:issued", "schema:pageStart", "csg:position", "dcterms:isPartOf"
    sections = {number: report.one("section", number) for number in range(1, SECTIONS + 3)}

    ill_formed = typed("2020-13-45", "date")
    report.replace(report.name, date, ill_formed)
    result = Result(report.name, "Datatype", "Report-issued", date, ill_formed)
    yield Fault("datatype", "The date of issue is no date.", (result,))

    report.add(report.name, "dcterms:title", text("Another title"))
    result = Result(report.name, "UniqueLang", "Report-title", "dcterms:title")
    yield Fault("uniqueLang", "The report has two English titles.", (result,))

    report.describe(
        sections[13],
        "csg:Section",
        dcterms_identifier=string("13"),
        csg_position=integer(13),
        dcterms_isPartOf=report.name,
    )
    results = (
        Result(report.name, "QualifiedMaxCount", "Report-sections", f"^{part}"),
        Result(sections[13], "MinCount", "Section-passages", f"^{part}"),
    )
    yield Fault("inversePath", "There is a thirteenth section, which has no passages.", results)

    moved = report.paragraphs[43]
    report.describe(sections[14], "csg:Section", dcterms_identifier=string("14"), csg_position=integer(14))
    report.replace(moved, part, sections[14])
    results = (
        Result(sections[14], "MinCount", "Section-isPartOf", part),
        Result(moved, "MinCount", "Passage-report", f"{part}/{part}", severity="Warning"),
    )
    yield Fault("sequencePath", "A passage is in a section that is part of no report.", results)

    for number, value, component in ((2, 0, "MinExclusive"), (3, 1000, "MaxExclusive")):
        report.replace(sections[number], page, integer(value))
        bound = Result(sections[number], component, "Section-pageStart", page, integer(value))
        beyond = Result(report.name, "SPARQL", "Report", None, sections[number])
        kind = f"{component[0].lower()}{component[1:]}"
        yield Fault(kind, f"A section begins on page {value}.", (bound, beyond) if value else (bound,))

    report.replace(sections[4], page, integer(41))
    result = Result(report.name, "SPARQL", "Report", None, sections[4])
    yield Fault("sparql", "A section begins on page 41 of 40.", (result,))

    for number, value, component in ((5, 0, "MinInclusive"), (6, 100, "MaxInclusive")):
        report.replace(sections[number], position, integer(value))
        kind = f"{component[0].lower()}{component[1:]}"
        result = Result(sections[number], component, "Section-position", position, integer(value))
        yield Fault(kind, f"The position of a section is {value}.", (result,))

    report.replace(sections[8], position, integer(7))
    both = tuple(Result(sections[n], "SPARQL", "Section-position", position, integer(7)) for n in (7, 8))
    yield Fault("sparql", "Two sections have the same position.", both)

    report.replace(sections[9], "dcterms:identifier", string("nine"))
    result = Result(sections[9], "Pattern", "Section-identifier", "dcterms:identifier", string("nine"))
    yield Fault("pattern", "The identifier of a section is a word.", (result,))


def _in_passages(report: Report) -> Iterator[Fault]:
    headings = {number: report.one("passage", f"{number}-h") for number in range(1, SECTIONS + 1)}
    first, second, third, fourth = report.takeaways[:4]

    short = text("Too short")
    report.replace(headings[3], "schema:text", short)
    result = Result(headings[3], "MinLength", "Passage-text", "schema:text", short)
    yield Fault("minLength", "A heading is too short.", (result,))

    german = text("Überschrift des vierten Abschnitts", "de")
    report.replace(headings[4], "schema:text", german)
    result = Result(headings[4], "LanguageIn", "Passage-text", "schema:text", german)
    yield Fault("languageIn", "A heading is in German.", (result,))

    plain = string("Heading of the fifth section")
    report.replace(headings[5], "schema:text", plain)
    results = tuple(
        Result(headings[5], kind, "Passage-text", "schema:text", plain) for kind in ("Datatype", "LanguageIn")
    )
    yield Fault("datatype", "A heading is in no language.", results)

    report.add(report.paragraphs[40], "dcterms:identifier", string("99-p99"))
    result = Result(report.paragraphs[40], "MaxCount", "Passage-identifier", "dcterms:identifier")
    yield Fault("maxCount", "A passage has two identifiers.", (result,))

    # What cannot be compared with a bound is not within it (SHACL, section 4.3).
    report.replace(report.paragraphs[41], "csg:readingOrder", string("seven"))
    results = tuple(
        Result(report.paragraphs[41], kind, "Passage-order", "csg:readingOrder", string("seven"))
        for kind in ("Datatype", "MinInclusive")
    )
    yield Fault("datatype", "The order of a passage is a word.", results)

    report.replace(report.paragraphs[42], "csg:passageKind", "corpus:kind-footnote")
    result = Result(report.paragraphs[42], "In", "Passage-kind", "csg:passageKind", "corpus:kind-footnote")
    yield Fault("in", "A passage is of a kind that is not listed.", (result,))

    report.replace(first, "csg:passageKind", "corpus:kind-paragraph")
    result = Result(first, "HasValue", "KeyTakeaway-kind", "csg:passageKind")
    yield Fault("implicitClassTarget", "A key takeaway is of the kind paragraph.", (result,))

    for takeaway, component, name in ((second, "MaxLength", " ".join(["name"] * 9)), (third, "MinLength", "ab")):
        report.replace(takeaway, "csg:shortName", text(name))
        kind = f"{component[0].lower()}{component[1:]}"
        result = Result(takeaway, component, "KeyTakeaway-shortName", "csg:shortName", text(name), "Info")
        yield Fault(kind, f"The short name of a key takeaway has {len(name)} characters.", (result,))

    report.replace(fourth, "csg:readingOrder", integer(0))
    result = Result(fourth, "MinInclusive", "Passage-order", "csg:readingOrder", integer(0))
    yield Fault("subclass", "A key takeaway, which is a passage, has the order 0.", (result,))


def _in_statements(report: Report) -> Iterator[Fault]:
    about, source, section = "csg:about", "dcterms:source", report.one("section", 1)
    statements = iter(report.statements[10:])

    at_fault = next(statements)
    report.add(at_fault, about, section)
    result = Result(at_fault, "Class", "Statement-about", about, section, "Warning")
    yield Fault("class", "A statement is about a section.", (result,))

    at_fault = next(statements)
    report.add(at_fault, about, string("peace"))
    results = tuple(
        Result(at_fault, kind, "Statement-about", about, string("peace"), "Warning") for kind in ("NodeKind", "Class")
    )
    yield Fault("nodeKind", "A statement is about a word.", results)

    at_fault = next(statements)
    report.replace(at_fault, "csg:anchor")
    result = Result(at_fault, "MinCount", "Statement-anchor", "csg:anchor")
    yield Fault("minCount", "A statement has no anchor.", (result,))

    at_fault = next(statements)
    report.replace(at_fault, about, "corpus:pillar-1", *(f"corpus:topic-{number}" for number in (1, 2, 7, 8)))
    result = Result(at_fault, "MaxCount", "Statement-about", about, severity="Warning")
    yield Fault("maxCount", "A statement is about five concepts, of two pillars.", (result,))

    at_fault, other = next(statements), report.paragraphs[0]
    stated_in = report.nodes[at_fault]["csg:statedIn"][0]
    report.replace(at_fault, source, other)
    results = tuple(Result(at_fault, "Equals", "Statement-source", source, value) for value in (other, stated_in))
    yield Fault("equals", "The source of a statement is another passage.", results)

    at_fault = next(statements)
    report.replace(at_fault, "prov:wasAttributedTo", section)
    report.replace(at_fault, "csg:voice", "corpus:voice-speaker")
    result = Result(at_fault, "Or", "AttributedStatement-agent", "prov:wasAttributedTo", section)
    yield Fault("or", "A statement is attributed to a section.", (result,))

    at_fault = next(statements)
    report.replace(at_fault, "prov:wasAttributedTo", report.one("person", 1))
    report.replace(at_fault, "csg:voice", "corpus:voice-report")
    result = Result(at_fault, "HasValue", "AttributedStatement-voice", "csg:voice")
    yield Fault("targetSubjectsOf", "A statement of a person is in the voice of the report.", (result,))

    pillar = "csg:about/(skos:broader)*"
    at_fault = next(statements)
    report.replace(at_fault, about, "corpus:role-speaker")
    result = Result(at_fault, "QualifiedMinCount", "Statement-pillar", pillar)
    yield Fault("qualifiedMinCount", "A statement is about a concept of no pillar.", (result,))

    at_fault = next(statements)
    report.replace(at_fault, about, *(f"corpus:pillar-{number}" for number in (1, 2, 3, 4)))
    result = Result(at_fault, "QualifiedMaxCount", "Statement-pillar", pillar)
    yield Fault("qualifiedMaxCount", "A statement is about four pillars.", (result,))


def _in_anchors(report: Report) -> Iterator[Fault]:
    selector, exact = "oa:hasSelector", "oa:exact"
    statements = iter(report.statements[20:])

    at_fault = next(statements)
    anchor, quote = report.of(at_fault, "anchor"), report.of(at_fault, "quote")
    report.nodes[f"{quote}-copy"] = {name: list(objects) for name, objects in report.nodes[quote].items()}
    report.add(anchor, selector, f"{quote}-copy")
    results = (
        Result(anchor, "MaxCount", "Anchor-selector", selector),
        Result(at_fault, "Node", "Statement-anchor", "csg:anchor", anchor),
    )
    yield Fault("node", "The anchor of a statement has two selectors.", results)

    at_fault = next(statements)
    anchor, quote = report.of(at_fault, "anchor"), report.of(at_fault, "quote")
    report.replace(quote, exact)
    results = (
        Result(quote, "MinCount", "Quote-exact", exact),
        Result(at_fault, "Node", "Statement-anchor", "csg:anchor", anchor),
    )
    yield Fault("property", "The selector of an anchor has no quote.", results)

    at_fault = next(statements)
    anchor, quote = report.of(at_fault, "anchor"), report.of(at_fault, "quote")
    # The first two letters of what is quoted: they stand in the passage all the same.
    letters = f'{report.nodes[quote][exact][0][:3]}"'
    report.replace(quote, exact, letters)
    results = (
        Result(quote, "MinLength", "Quote-exact", exact, letters),
        Result(at_fault, "Node", "Statement-anchor", "csg:anchor", anchor),
    )
    yield Fault("minLength", "Of the words that are quoted two letters are left.", results)

    quote = report.of(next(statements), "quote")
    report.replace(quote, "rdf:type", "oa:TextPositionSelector")
    yield Fault("targetObjectsOf", "A selector is of another class.", (Result(quote, "And", "Quote", None, quote),))

    quote = report.of(next(statements), "quote")
    report.replace(quote, "oa:suffix", integer(5))
    result = Result(quote, "Datatype", "Quote-context", "(oa:prefix|oa:suffix)", integer(5))
    yield Fault("alternativePath", "What follows a quote is a number.", (result,))

    at_fault, words = next(statements), string("words that stand nowhere")
    report.replace(report.of(at_fault, "quote"), exact, words)
    result = Result(at_fault, "SPARQL", "Statement", None, words)
    yield Fault("sparql", "What a statement rests on does not stand in its passage.", (result,))

    at_fault, other = next(statements), report.paragraphs[0]
    report.replace(report.of(at_fault, "anchor"), "oa:hasSource", other)
    result = Result(at_fault, "SPARQL", "Statement", None, other)
    yield Fault("sparql", "A statement is anchored in another passage.", (result,))


def _in_agents(report: Report) -> Iterator[Fault]:
    mailbox, attested, latitude = "foaf:mbox", "csg:attestedOn", "schema:location/schema:latitude"
    persons = {number: report.one("person", number) for number in range(1, PERSONS + 2)}
    memberships = {number: report.one("membership", number) for number in range(1, PERSONS + 1)}
    organizations = {number: report.one("organization", number) for number in range(1, ORGANIZATIONS + 1)}

    report.add(persons[39], "foaf:givenName", string("Person"))
    report.add(persons[39], "foaf:familyName", string("39"))
    result = Result(persons[39], "Xone", "Person", None, persons[39])
    yield Fault("xone", "A person has a name, and a given name and a family name.", (result,))

    page = "<https://example.org/person-38>"
    report.replace(persons[38], mailbox, page)
    result = Result(persons[38], "Pattern", "Person-mailbox", mailbox, page, "Info")
    yield Fault("pattern", "The mailbox of a person is a page.", (result,))

    words = string("mailto:person-40@example.org")
    report.replace(persons[40], mailbox, words)
    result = Result(persons[40], "NodeKind", "Person-mailbox", mailbox, words, "Info")
    yield Fault("nodeKind", "The mailbox of a person is a string.", (result,))

    report.describe(persons[41], "foaf:Person", rdfs_label=text("Person 41"), foaf_name=string("Person 41"))
    result = Result(persons[41], "MinCount", "Person-membership", "^org:member", severity="Warning")
    yield Fault("minCount", "A person has no membership.", (result,))

    report.add(memberships[37], "schema:jobTitle", string("clerk"))
    result = Result(memberships[37], "Closed", "Membership", "schema:jobTitle", string("clerk"))
    yield Fault("closed", "A membership has a property that is not listed.", (result,))

    for number, day, component in ((38, "1989-12-31", "MinInclusive"), (39, "2030-01-01", "MaxExclusive")):
        report.replace(memberships[number], attested, typed(day, "date"))
        kind = f"{component[0].lower()}{component[1:]}"
        result = Result(memberships[number], component, "Membership-attestedOn", attested, typed(day, "date"))
        yield Fault(kind, f"A membership is attested on {day}.", (result,))

    report.replace(memberships[40], "org:role", "corpus:topic-1")
    result = Result(memberships[40], "Class", "Membership-role", "org:role", "corpus:topic-1")
    yield Fault("class", "The role of a membership is a topic.", (result,))

    # As with the order of a passage: what is no number is within no bounds.
    for number, value in ((30, typed("high", "decimal")), (29, string("north"))):
        report.replace(report.one("place", number), "schema:latitude", value)
        results = tuple(
            Result(organizations[number], component, "Organization-latitude", latitude, value)
            for component in ("MinInclusive", "MaxInclusive")
        )
        yield Fault("maxInclusive", f"The latitude of an organization is {value}.", results)

    report.replace(report.one("place", 28), "schema:latitude", typed("90.5", "decimal"))
    result = Result(organizations[28], "MaxInclusive", "Organization-latitude", latitude, typed("90.5", "decimal"))
    yield Fault("maxInclusive", "The latitude of an organization is 90.5.", (result,))

    report.add(organizations[27], "org:subOrganizationOf", persons[1])
    result = Result(organizations[27], "Class", "Organization-parents", "(org:subOrganizationOf)+", persons[1])
    yield Fault("oneOrMorePath", "An organization belongs to a person.", (result,))

    report.add(organizations[26], "skos:prefLabel", text("Autre nom", "fr"))
    result = Result(organizations[26], "UniqueLang", "Organization-name", "skos:prefLabel")
    yield Fault("uniqueLang", "An organization has two French names.", (result,))

    german = text("Ein Staat", "de")
    report.add(organizations[25], "skos:prefLabel", german)
    result = Result(organizations[25], "LanguageIn", "Organization-name", "skos:prefLabel", german)
    yield Fault("subclass", "A State, which is an organization, has a German name.", (result,))


def _in_sessions(report: Report) -> Iterator[Fault]:
    start, end, doors, takes_part = "schema:startDate", "schema:endDate", "schema:doorTime", "csg:hasParticipation"
    sessions = {number: report.one("session", number) for number in range(1, SESSIONS + 1)}

    late = clock(10 * 60 + 45)
    report.replace(sessions[1], end, late)
    yield Fault(
        "sparql", "A session ends after the next starts.", (Result(sessions[1], "SPARQL", "Session", end, late),)
    )

    late = clock(10 * 60 + 31)
    report.replace(sessions[2], doors, late)
    result = Result(sessions[2], "LessThanOrEquals", "Session-doors", doors, late)
    yield Fault("lessThanOrEquals", "The doors open a minute after a session starts.", (result,))

    noon = clock(12 * 60)
    report.replace(sessions[3], end, noon)
    result = Result(sessions[3], "LessThan", "Session-start", start, noon)
    yield Fault("lessThan", "A session ends when it starts.", (result,))

    # What cannot be compared is not less (SHACL, section 4.5.3); the query has no row, since its filter is an error.
    report.replace(sessions[5], end, string("in the evening"))
    result = Result(sessions[5], "LessThan", "Session-start", start, clock(15 * 60))
    yield Fault("lessThan", "A session ends at no time that can be compared.", (result,))

    pause = text("Coffee break")
    report.replace(sessions[4], "csg:sessionForm", pause)
    result = Result(sessions[4], "Not", "Session-form", "csg:sessionForm", pause)
    yield Fault("not", "A session is a break.", (result,))

    report.replace(report.one("participation", "4-2"), "org:role", "corpus:role-moderator")
    result = Result(sessions[4], "QualifiedMaxCount", "Session-moderator", takes_part)
    yield Fault("qualifiedMaxCount", "A session has two moderators.", (result,))

    report.add(report.one("participation", "6-1"), "org:role", "corpus:role-speaker")
    result = Result(sessions[6], "QualifiedMinCount", "Session-moderator", takes_part)
    yield Fault("qualifiedValueShapesDisjoint", "The only moderator of a session speaks as well.", (result,))

    participation, another = report.one("participation", "3-4"), report.one("membership", 1)
    report.replace(participation, "csg:asAffiliatedWith", another)
    result = Result(participation, "SPARQL", "Participation", None, another)
    yield Fault("sparql", "Somebody takes part under the membership of another.", (result,))


def _in_concepts(report: Report, shared: Shared) -> Iterator[Fault]:
    topic, broader = report.one("topic", 7), report.nodes[report.one("topic", 7)]["skos:broader"][0]
    report.add(topic, "skos:related", broader)
    result = Result(topic, "Disjoint", "Concept-related", "skos:related", broader)
    yield Fault("disjoint", "A topic is related to what is broader than it.", (result,))

    topic, section = report.one("topic", 8), report.one("section", 1)
    report.add(topic, "skos:broader", section)
    result = Result(topic, "Class", "Concept-broader", "(skos:broader)*", section)
    yield Fault("zeroOrMorePath", "A section is broader than a topic.", (result,))

    shared.replace("corpus:scheme-topic", "dcterms:title")
    result = Result("corpus:scheme-topic", "MinCount", "Scheme-title", "dcterms:title")
    yield Fault("targetNode", "A scheme has no title.", (result,))


def _document(prefixes: Iterable[tuple[str, str]], graphs: Iterable[Graph]) -> Iterator[str]:
    yield "# Made up by benchmarks/corpus.py: nothing here is said of anybody or anything that there is.\n\n"
    yield "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes)
    yield "\n"
    for graph in graphs:
        yield from graph.turtle()


def write(folder: Path, reports: int, passages: int = PASSAGES, *, faults: bool = True) -> None:
    """Write ``corpus.ttl`` and ``expected.json``.

    Args:
        folder: Where to; made if it does not exist.
        reports: How many reports, at least one.
        passages: How many passages each has, at least ``FEWEST_PASSAGES``; there are four statements for three passages.
        faults: Whether to seed the faults.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shared, first = Shared(), Report(0, passages)
    seeded = list(seed(first, shared)) if faults else []
    triples = 0

    def graphs() -> Iterator[Graph]:
        nonlocal triples
        others = (Report(number, passages) for number in range(1, reports))
        for graph in itertools.chain((shared, first), others):
            triples += len(graph)
            yield graph

    with (folder / "corpus.ttl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_document(PREFIXES.items(), graphs()))
    expected = {
        "reports": reports,
        "triples": triples,
        "faults": [
            {"kind": fault.kind, "what": fault.what, "results": [result.as_json() for result in fault.results]}
            for fault in seeded
        ],
    }
    content = json.dumps(expected, ensure_ascii=False, indent=2) + "\n"
    (folder / "expected.json").write_text(content, encoding="utf-8", newline="\n")


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--reports", type=int, default=10, help="how many reports (10)")
    parser.add_argument("--passages", type=int, default=PASSAGES, help=f"how many passages in each ({PASSAGES})")
    parser.add_argument("--faults", action=argparse.BooleanOptionalAction, default=True, help="whether to seed faults")
    parser.add_argument("folder", type=Path, help="where to write corpus.ttl and expected.json")
    asked = parser.parse_args()
    if asked.reports < 1:
        parser.error("--reports must be at least 1")
    if asked.passages < FEWEST_PASSAGES:
        parser.error(f"--passages must be at least {FEWEST_PASSAGES}")
    write(asked.folder, asked.reports, asked.passages, faults=asked.faults)


if __name__ == "__main__":
    main()
