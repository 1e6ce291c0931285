"""Links to other datasets: reads them, finds what is wrong with them, and writes the graph ``links``.

The links of the publication are in ``data/source/links.sssom.tsv``, one row each, with evidence, date and confidence.
Their properties:

* ``skos:exactMatch``, ``closeMatch``, ``broadMatch``, ``relatedMatch``: between concepts, and only there, since SKOS makes
  a concept of each node that has them (SKOS Reference, S19, S20 and S39)
* ``schema:sameAs``: another record of the same resource; not ``owl:sameAs``, so that statements there do not hold here
* ``rdfs:seeAlso``: a record about it, or about a related resource, such as the area of a State
* ``dcterms:subject``: what a document is about
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

from csgraph import paths
from csgraph.curation import authorities, sssom
from csgraph.curation.authorities import Authority
from csgraph.errors import InputError
from csgraph.rdf import turtle
from csgraph.rdf.location import Location
from csgraph.rdf.namespaces import BASE, PREFIXES, shorten
from csgraph.rdf.vocab import RDF_TYPE, RDFS_LABEL
from csgraph.validation.findings import Finding, order

SOURCE = paths.SOURCE / "links.sssom.tsv"

_Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]

_SUBJECT = PREFIXES["dcterms"] + "subject"
_SAME_AS = PREFIXES["schema"] + "sameAs"
_OWL_SAME_AS = PREFIXES["owl"] + "sameAs"
_EXACT = PREFIXES["skos"] + "exactMatch"
_MATCHES = frozenset(PREFIXES["skos"] + name for name in ("exactMatch", "closeMatch", "broadMatch", "relatedMatch"))
_NARROW = PREFIXES["skos"] + "narrowMatch"
_LINKING = _MATCHES | {_NARROW, _SAME_AS, _OWL_SAME_AS, _SUBJECT, PREFIXES["rdfs"] + "seeAlso"}
_CONCEPTS = f"{BASE}scheme/"
_WIKIDATA = "wikidata"
_DOCUMENTATION = "docs/integrating.md#check-links-of-your-own"


@dataclass(frozen=True)
class Link:
    """A link from a node to a record of another dataset.

    Attributes:
        subject: IRI of the node.
        predicate: IRI of the property between the two.
        object: IRI of the record.
        place: Where the record is named; None where that is not known.
        date: The day on which the link was taken from its evidence, as YYYY-MM-DD.
        confidence: The confidence in it, from 0 to 1.
        evidence: IRIs of the files or pages that show that the record is the right one.
        comment: A comment.
    """

    subject: str
    predicate: str
    object: str
    place: Location | None = None
    date: str | None = None
    confidence: Decimal | None = None
    evidence: tuple[str, ...] = ()
    comment: str | None = None


# -- Reading -----------------------------------------------------------------------------------------------------------


def read(path: Path) -> list[Link]:
    """Return the links of a file: a table in SSSOM/TSV, or RDF, of which only the linking properties are read.

    Raises:
        InputError: The file is not usable.
    """
    if path.suffix.lower() in turtle.FORMATS:
        return _read_rdf(path)
    return of_table(sssom.read(turtle.read(path).decode(), place=paths.shown(path)))


def of_table(table: sssom.MappingSet) -> list[Link]:
    """Return the links of a table of mappings.

    Raises:
        InputError: A prefix is not declared, or a date, a confidence or an address of evidence is not valid.
    """
    return [_of_row(row, {**PREFIXES, **table.prefixes}) for row in table.rows]


def _of_row(row: sssom.SssomMapping, prefixes: Mapping[str, str]) -> Link:
    file, line = row.place.file, row.place.line

    def iri(slot: str) -> str:
        curie = row.slots[slot]
        found = sssom.expand(curie, prefixes)
        if found is None:
            problem = f"{slot}: the prefix of {curie} is not declared; add it to curie_map"
            raise InputError(problem, place=file, line=line)
        return found

    evidence = tuple(part.strip() for part in row.slots.get("see_also", "").split("|") if part.strip())
    if wrong := [part for part in evidence if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", part)]:
        raise InputError(f"see_also: {wrong[0]} is not the address of a page or file", place=file, line=line)
    day = row.slots.get("mapping_date")
    if day is not None and not _is_day(day):
        raise InputError(f"mapping_date: {day} is not a date; write YYYY-MM-DD", place=file, line=line)
    return Link(
        iri("subject_id"),
        iri("predicate_id"),
        iri("object_id"),
        row.place,
        day,
        _confidence(row),
        evidence,
        row.slots.get("comment"),
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _confidence(row: sssom.SssomMapping) -> Decimal | None:
    text = row.slots.get("confidence")
    if text is None:
        return None
    try:
        value = Decimal(text) if re.fullmatch(r"[0-9]*\.?[0-9]+", text) else Decimal(-1)
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value <= 1:
        raise InputError(f"confidence: {text} is not a number from 0 to 1", place=row.place.file, line=row.place.line)
    return value


def _read_rdf(path: Path) -> list[Link]:
    from csgraph.rdf.source_index import SourceIndex

    places = SourceIndex([path])
    found = []
    for quad in turtle.parse(path):
        # Schema.org is written with either scheme, and means the same.
        predicate = quad.predicate.value.replace("http://schema.org/", PREFIXES["schema"])
        if predicate in _LINKING and isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            place = places.value(quad.subject, quad.predicate, quad.object)
            found.append(Link(quad.subject.value, predicate, quad.object.value, place))
    return found


# -- Findings about links ---------------------------------------------------------------------------------------------


def check(links: Sequence[Link], known: Collection[Authority]) -> list[Finding]:
    """Return the findings about links, by their place.

    Links to none of the authorities are skipped (see ``strangers``).
    """
    found: list[Finding] = []
    first: dict[tuple[str, str, str], Link] = {}
    exact: dict[str, Link] = {}
    for link in links:
        if (authority := _claimed(link.object, known)) is None:
            continue
        right = authority.canonical(link.object)
        if right != link.object:
            found.append(_misspelt(link, authority, right))
        if link.predicate not in authority.properties:
            names = ", ".join(sorted(map(_curie, authority.properties)))
            message = f"A link to a record of {authority.label} must have one of the properties for that authority."
            found.append(finding(link, "link-property", message, expected=names, severity="Warning"))
        found += _of_kind(link)
        if link.predicate != _SUBJECT and right is not None:
            other = first.setdefault((link.subject, authority.code, link.predicate), link)
            if other is not link:
                message = (
                    "A node has at most one link to an authority by each property, save for what a document is about."
                )
                found.append(finding(link, "link-once", message, hint=f"{_there(other)} it has {_curie(other.object)}"))
        if link.predicate == _EXACT and right is not None:
            other = exact.setdefault(right, link)
            if other.subject != link.subject:
                message = "A record is the exact match of at most one concept; with two, it would make them the same."
                hint = f"{_there(other)} it is the match of {_curie(other.subject)}; take skos:closeMatch"
                found.append(finding(link, "link-exact", message, hint=hint))
    return sorted(found, key=order)


def strangers(links: Iterable[Link], known: Collection[Authority]) -> list[Link]:
    """Return the links to datasets that are not a known authority."""
    return [link for link in links if _claimed(link.object, known) is None]


def _claimed(iri: str, known: Collection[Authority]) -> Authority | None:
    """Return the authority of an IRI, or of a misspelt one by its host and path; None if there is none."""
    for authority in known:
        if authority.identifier(iri) is not None:
            return authority
    plain = re.sub(r"^https?://(www\.)?", "", iri)
    for authority in known:
        if plain.startswith(re.sub(r"^https?://(www\.)?", "", authority.namespace)):
            return authority
    return None


def _misspelt(link: Link, authority: Authority, right: str | None) -> Finding:
    message = f"An IRI of {authority.label} must be in the spelling of {authority.label}."
    if right is None:
        hint = f"the IRIs of {authority.label} are {authority.template.replace('$1', '…')}; this has no such identifier"
        return finding(link, "link-spelling", message, hint=hint)
    if re.sub("^https?:", "", link.object) == re.sub("^https?:", "", right):
        reason = f"they begin with {right.partition(':')[0]}:"
    elif f"{link.object}/" == right:
        reason = "the slash at the end belongs to it"
    else:
        reason = "this is another spelling"
    return finding(link, "link-spelling", message, hint=f"write {right}; {reason}")


def _of_kind(link: Link) -> Iterator[Finding]:
    """Yield a finding if a resource of ours that is not a concept has a property for concepts, or the reverse."""
    is_concept = link.subject.startswith(_CONCEPTS)
    if link.predicate in _MATCHES | {_NARROW} and link.subject.startswith(BASE) and not is_concept:
        message = "Only a concept may have a SKOS mapping property; SKOS makes a concept of any resource that has one."
        yield finding(link, "link-concept", message, hint="take schema:sameAs or rdfs:seeAlso")
    if link.predicate in (_SAME_AS, _OWL_SAME_AS) and is_concept:
        message = "A concept is linked by a SKOS mapping property, not by schema:sameAs."
        yield finding(link, "link-concept", message, hint="take skos:exactMatch or skos:closeMatch")


def finding(
    link: Link,
    rule: str,
    message: str,
    *,
    hint: str | None = None,
    expected: str | None = None,
    severity: str = "Violation",
) -> Finding:
    """Return a finding about a link.

    Args:
        link: The link.
        rule: The name of the rule.
        message: The rule in words.
        hint: What to do.
        expected: The requirement of the rule.
        severity: One of ``csgraph.validation.findings.SEVERITIES``.
    """
    node = _curie(link.subject)
    value = f"<{link.object}>"
    return Finding(
        severity=severity,
        node=node,
        label=node,
        shape=f"csgraph:{rule}",
        component="csgraph:check",
        path=_curie(link.predicate),
        value=value,
        message=message,
        expected=expected,
        hint=hint,
        documentation=_DOCUMENTATION,
        place=link.place,
    )


def _curie(iri: str) -> str:
    return shorten(iri)


def summary(links: Collection[Link], known: Collection[Authority], findings: Collection[Finding]) -> str:
    """Return the counts as one line: ``no problems in 211 links; 2 more to none of our authorities``."""
    unknown = len(strangers(links, known))
    looked_at = len(links) - unknown
    problems = f"{len(findings) or 'no'} problem{'s' if len(findings) != 1 else ''}"
    text = f"{problems} in {looked_at} link{'s' if looked_at != 1 else ''}"
    return text if not unknown else f"{text}; {unknown} more to none of our authorities"


def _there(link: Link) -> str:
    return f"in line {link.place.line}" if link.place else "before"


def refuse_wrong(links: Sequence[Link], known: Collection[Authority]) -> None:
    """Refuse links that must not be published: misspelt, of the wrong kind, or without required columns.

    Raises:
        InputError: There is such a link; the first one, with its line.
    """
    for link in links:
        missing = [
            name
            for name, value in (
                ("see_also", link.evidence),
                ("mapping_date", link.date),
                ("confidence", link.confidence),
            )
            if value in ((), None)
        ]
        if missing:
            raise _refusal(link, f"{missing[0]} is empty; a link is published with evidence, date and confidence")
        if not link.subject.startswith(BASE):
            raise _refusal(link, f"{link.subject} is not a resource of the publication")
    if unknown := strangers(links, known):
        raise _refusal(unknown[0], f"{unknown[0].object} is not an IRI of any authority of the scheme")
    for wrong in check(links, known):
        advice = wrong.hint or (f"take one of: {wrong.expected}" if wrong.expected else wrong.message)
        file, line = (wrong.place.file, wrong.place.line) if wrong.place else (None, None)
        raise InputError(f"{wrong.value}: {advice}", place=file, line=line)


def _refusal(link: Link, problem: str) -> InputError:
    if link.place is None:
        return InputError(problem)
    return InputError(problem, place=link.place.file, line=link.place.line)


# -- Writing -----------------------------------------------------------------------------------------------------------


def triples(links: Iterable[Link], known: Collection[Authority]) -> Iterator[_Triple]:
    """Yield the graph ``links``: each link as one triple, and a node with its evidence.

    The links are those that ``refuse_wrong`` lets pass.
    """
    for link in links:
        authority = next(one for one in known if one.identifier(link.object) is not None)
        identifier = authority.identifier(link.object) or ""
        start, end = ox.NamedNode(link.subject), ox.NamedNode(link.object)
        yield start, ox.NamedNode(link.predicate), end
        name = _curie(link.subject)
        node = turtle.iri(f"link:{_slug(name)}--{authority.code}-{_slug(identifier)}")
        yield node, RDF_TYPE, turtle.iri("csg:Link")
        yield node, RDFS_LABEL, ox.Literal(f"{name} in {authority.label}: {identifier}", language="en")
        yield node, turtle.iri("csg:linkFrom"), start
        yield node, turtle.iri("csg:linkTo"), end
        yield node, turtle.iri("csg:linkAuthority"), turtle.iri(f"authority:{authority.code}")
        yield node, turtle.iri("csg:linkConfidence"), _decimal(link.confidence or Decimal(0))
        yield node, turtle.iri("csg:retrievedOn"), ox.Literal(link.date or "", datatype=turtle.iri("xsd:date"))
        for page in link.evidence:
            yield node, turtle.iri("dcterms:source"), ox.NamedNode(page)
        if link.comment:
            yield node, turtle.iri("skos:editorialNote"), ox.Literal(link.comment, language="en")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _decimal(value: Decimal) -> ox.Literal:
    """Return a decimal in its canonical form (XML Schema 1.1 Part 2, section 3.3.3.2), which every store keeps."""
    text = format(value.normalize(), "f")
    return ox.Literal(text if "." in text else f"{text}.0", datatype=turtle.iri("xsd:decimal"))


def same_as(links: Iterable[Link], known: Collection[Authority]) -> list[_Triple]:
    """Return ``owl:sameAs`` statements for reasoners that merge resources: to Wikidata only, one per node.

    They are made of the links by ``schema:sameAs``; a resource with a SKOS mapping is a concept here and something else
    there. They are not part of any graph of ours.
    """
    (wikidata,) = (authority for authority in known if authority.code == _WIKIDATA)
    found: dict[str, str] = {}
    for link in links:
        if link.predicate == _SAME_AS and wikidata.identifier(link.object) is not None:
            found.setdefault(link.subject, link.object)
    same = ox.NamedNode(_OWL_SAME_AS)
    return [(ox.NamedNode(subject), same, ox.NamedNode(record)) for subject, record in sorted(found.items())]


def linksets(links: Iterable[Link], known: Collection[Authority]) -> Counter[tuple[str, ox.NamedNode]]:
    """Count the links by namespace and by property: the linksets of VoID (section 5)."""
    return Counter(
        (authority.namespace, ox.NamedNode(link.predicate))
        for link in links
        for authority in known
        if authority.identifier(link.object) is not None
    )


def with_labels(table: sssom.MappingSet, labels: Mapping[str, str]) -> sssom.MappingSet:
    """Return a set of mappings with the labels of their subjects.

    Args:
        table: The set.
        labels: Labels by IRI.
    """

    def labelled(row: sssom.SssomMapping) -> sssom.SssomMapping:
        label = labels.get(sssom.expand(row.slots["subject_id"], {**PREFIXES, **table.prefixes}) or "")
        return row if label is None else sssom.SssomMapping({**row.slots, "subject_label": label}, row.place)

    return sssom.MappingSet(table.metadata, table.prefixes, tuple(map(labelled, table.rows)))


def published(format: str) -> str:
    """Return the links of the publication.

    Args:
        format: ``sssom`` for the table with the labels of our nodes, ``turtle`` for the links of the graph ``links``.

    Raises:
        InputError: A file of the publication is not usable.
    """
    table = sssom.read(turtle.read(SOURCE).decode(), place=paths.shown(SOURCE))
    if format == "sssom":
        from csgraph.publication import dataset

        # Resolutions are described in the facts, and all else in the graphs that are loaded by default.
        store = dataset.load_store(["facts"])
        labels = {
            quad.subject.value: quad.object.value
            for quad in store.quads_for_pattern(None, RDFS_LABEL, None)
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
        }
        return sssom.write(with_labels(table, labels))
    heading = [str(table.metadata.get("mapping_set_title", "Links")) + ".", "Made by `csgraph links`."]
    return turtle.write_turtle(triples(of_table(table), authorities.known()), heading=heading)
