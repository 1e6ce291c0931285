"""Reads RDF strictly and writes Turtle that people can read and diff.

All files are parsed by pyoxigraph, which accepts only what the standards allow; rdflib's parsers never see them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.errors import InputError, reason
from csgraph.paths import shown
from csgraph.rdf.namespaces import PREFIXES, RDF, XSD, compress, expand

if TYPE_CHECKING:
    from typing import TypeAlias

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
"""RDF syntaxes by the ending of a file's name."""

MAX_DEPTH = 256
"""Maximum nesting of JSON-LD. The parser recurses; beyond some thousands of levels it would end the process."""

# Comments, IRIs and strings of Turtle (sections 2.2, 2.4 and 2.5), in which no character is punctuation.
_SKIPPED = re.compile(
    rb"""#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>|\"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}"""
    rb"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'""",
    re.DOTALL,
)
_BOM = b"\xef\xbb\xbf"


def read(path: Path) -> bytes:
    """Return the bytes of a text file, without a byte order mark.

    Raises:
        InputError: The file is missing, a folder, unreadable, empty, or not UTF-8.
    """
    place = shown(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", place=place) from None
    except IsADirectoryError:
        raise InputError("this is a folder; name a file", place=place) from None
    except OSError as error:
        raise InputError(f"cannot be read: {reason(error)}", place=place) from error
    return checked(content, place=place)


def checked(content: bytes, *, place: str) -> bytes:
    """Return the bytes of a text, without a byte order mark.

    Raises:
        InputError: The text is empty, or not UTF-8.
    """
    content = content.removeprefix(_BOM)
    if not content.strip():
        raise InputError("the file is empty", place=place)
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        raise InputError(
            "this byte is not UTF-8; save the file as UTF-8", place=place, line=line, column=column
        ) from None
    return content


def syntax_of(path: Path) -> ox.RdfFormat:
    """Return the RDF syntax of a file, by the ending of its name.

    Raises:
        InputError: The ending is none of ``FORMATS``.
    """
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        endings = " ".join(FORMATS)
        raise InputError(f"unknown syntax; use one of the endings {endings}", place=shown(path)) from None


def parse(path: Path, *, rename_blank_nodes: bool = False) -> list[ox.Quad]:
    """Return the quads of a file, in its order and with lexical forms as written.

    Args:
        path: The file; the ending of its name gives the syntax.
        rename_blank_nodes: Give blank nodes new labels, so that those of two files never meet.

    Raises:
        InputError: The file is not usable; place, line and column are given where they are known.
    """
    return parse_bytes(read(path), syntax_of(path), place=shown(path), rename_blank_nodes=rename_blank_nodes)


def stream(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of a file, in its order and with lexical forms as written.

    Raises:
        InputError: The file is not usable; it may have yielded quads before.
    """
    return stream_bytes(read(path), syntax_of(path), place=shown(path))


def parse_bytes(content: bytes, syntax: ox.RdfFormat, *, place: str, rename_blank_nodes: bool = False) -> list[ox.Quad]:
    """Return the quads of a text, in its order and with lexical forms as written.

    Args:
        content: The text, in UTF-8.
        syntax: Its syntax.
        place: Its name in messages.
        rename_blank_nodes: Give blank nodes new labels, so that those of two texts never meet.

    Raises:
        InputError: The text is not RDF of that syntax.
    """
    return list(stream_bytes(content, syntax, place=place, rename_blank_nodes=rename_blank_nodes))


def stream_bytes(
    content: bytes, syntax: ox.RdfFormat, *, place: str, rename_blank_nodes: bool = False
) -> Iterator[ox.Quad]:
    """Yield the quads of a text; the arguments and errors are those of ``parse_bytes``."""
    _refuse_bombs(content, syntax, place)
    try:
        yield from ox.parse(content, format=syntax, base_iri=None, rename_blank_nodes=rename_blank_nodes)
    except SyntaxError as error:
        raise _syntax_error(error, content, syntax, place) from None
    except ValueError as error:
        raise InputError(str(error), place=place) from None


def may_have_blank_nodes(content: bytes, syntax: ox.RdfFormat) -> bool:
    """Whether a text may have blank nodes: a quick search with false positives, but no false negatives."""
    is_lines = syntax in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
    if not is_lines and syntax not in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        return True
    signs = (b"_:",) if is_lines else (b"_:", b"[", b"(", b"<<")
    if b'"""' in content or b"'''" in content:
        return any(sign in _SKIPPED.sub(b" ", content) for sign in signs)
    # No string spans several lines, so only the lines with such a character are searched.
    return any(sign in _SKIPPED.sub(b" ", line) for sign in signs for line in _lines_with(sign, content))


def _lines_with(sign: bytes, content: bytes) -> Iterator[bytes]:
    place = content.find(sign)
    while place >= 0:
        end = content.find(b"\n", place)
        end = len(content) if end < 0 else end
        yield content[content.rfind(b"\n", 0, place) + 1 : end]
        place = content.find(sign, end)


def _refuse_bombs(content: bytes, syntax: ox.RdfFormat, place: str) -> None:
    """Refuse input that would exhaust the parser: XML entities, and nesting beyond ``MAX_DEPTH``."""
    if syntax == ox.RdfFormat.RDF_XML and b"<!DOCTYPE" in content:
        raise InputError("RDF/XML with a document type declaration is not read; remove the <!DOCTYPE …>", place=place)
    if syntax == ox.RdfFormat.JSON_LD:
        depth = 0
        for bracket in re.findall(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', content, re.DOTALL):
            depth += (bracket in b"[{") - (bracket in b"]}")
            if depth > MAX_DEPTH:
                raise InputError(f"JSON-LD nested deeper than {MAX_DEPTH} levels is not read", place=place)


def _syntax_error(error: SyntaxError, content: bytes, syntax: ox.RdfFormat, place: str) -> InputError:
    """Turn the parser's error into one line: location, problem, and what to do where that is known."""
    problem = re.sub(r"\s+", " ", (error.msg or str(error))).strip().rstrip(".")
    problem = re.sub(r"^Parser error(?: between [^:]*| at line [^:]*)?: ", "", problem)
    if unknown := re.search(r"[Tt]he prefix (\S*?):? has not been declared", problem):
        prefix = unknown[1]
        remedy = f"@prefix {prefix}: <{PREFIXES.get(prefix, '…')}> ."
        problem = f"the prefix {prefix}: is not declared; add {remedy}"
    elif syntax == ox.RdfFormat.JSON_LD and "LoadDocumentCallback" in problem:
        problem = "a remote @context is not fetched; write the context into the file"
    elif "No scheme found in an absolute IRI" in problem:
        problem = "a relative IRI has no base here; write the IRI in full"
    return InputError(problem[:1].lower() + problem[1:], place=place, line=error.lineno, column=error.offset)


# -- Writing -----------------------------------------------------------------------------------------------------------

# Types, axioms and names first; for a shape targets, then constraints in the order of SHACL's components, then severity
# and message.
_PREDICATE_ORDER = {
    name: rank
    for rank, name in enumerate(
        "rdf:type rdfs:subClassOf rdfs:subPropertyOf owl:inverseOf owl:equivalentClass owl:equivalentProperty owl:disjointWith "
        "owl:propertyChainAxiom owl:members owl:onProperty rdfs:domain rdfs:range schema:domainIncludes schema:rangeIncludes "
        "rdfs:label skos:prefLabel skos:altLabel skos:notation skos:definition csg:definedInReport skos:scopeNote skos:example "
        "foaf:name dcterms:title dcterms:identifier skos:hasTopConcept skos:inScheme skos:topConceptOf skos:broader "
        "skos:related csg:position csg:readingOrder sh:declare sh:prefix sh:namespace sh:targetClass sh:targetNode "
        "sh:targetSubjectsOf sh:targetObjectsOf sh:path sh:nodeKind sh:class sh:datatype sh:in sh:hasValue sh:languageIn "
        "sh:uniqueLang sh:node sh:not sh:and sh:or sh:xone sh:minInclusive sh:minExclusive sh:maxInclusive sh:maxExclusive "
        "sh:minLength sh:maxLength sh:pattern sh:flags sh:equals sh:disjoint sh:lessThan sh:lessThanOrEquals sh:closed "
        "sh:ignoredProperties sh:qualifiedValueShape sh:qualifiedMinCount sh:qualifiedMaxCount sh:minCount sh:maxCount "
        "sh:prefixes sh:select sh:sparql sh:severity sh:message sh:property".split()
    )
}
_LAST = {"rdfs:comment": 0, "rdfs:seeAlso": 1, "csg:asPrinted": 2, "dcterms:source": 3}
_DIGITS = re.compile("([0-9]+)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = re.compile(r'[\\"\x00-\x1f\x7f]')
_PREFIX = re.compile(
    r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""|"(?:[^"\\\n]|\\.)*"|<[^>]*>|(?<![\w-])([A-Za-z][\w-]*):', re.DOTALL
)
_BARE = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}


def iri(curie: str) -> ox.NamedNode:
    """Return the node of a CURIE of our prefix table.

    Raises:
        ValueError: The prefix is not in the table.
    """
    found = expand(curie)
    if found is None:
        raise ValueError(f"{curie} has no prefix of the table")
    return ox.NamedNode(found)


def natural_key(text: str) -> tuple[list[tuple[int, int, str]], int, str]:
    """Return a sort key that orders digits by their value: ``p2`` before ``p10``, and ``p2`` before ``p02``."""
    parts = [(1, 0, part) if place % 2 == 0 else (0, int(part), "") for place, part in enumerate(_DIGITS.split(text))]
    return parts, len(text), text


def to_turtle(term: Term) -> str:
    """Return a term in Turtle, as a CURIE of our prefix table where one fits (Turtle 1.1, section 2)."""
    if isinstance(term, ox.NamedNode):
        return compress(term.value) or str(term)
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(term.value):
            return term.value
        quoted = '"' + _UNSAFE.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}"), term.value) + '"'
        if term.language:
            return f"{quoted}@{term.language}"
        return quoted if datatype == f"{XSD}string" else f"{quoted}^^{to_turtle(term.datatype)}"
    if isinstance(term, ox.Triple):
        # Turtle 1.2, section 2.11; ``str`` leaves out the marks.
        return f"<<( {to_turtle(term.subject)} {to_turtle(term.predicate)} {to_turtle(term.object)} )>>"
    return str(term)


def predicate_key(curie: str) -> tuple[int, int, str]:
    """Return a sort key for predicates: types and names first, evidence last."""
    if curie in _LAST:
        return (2, _LAST[curie], curie)
    return (0, _PREDICATE_ORDER[curie], curie) if curie in _PREDICATE_ORDER else (1, 0, curie)


def write_turtle(triples: Iterable[tuple[Term, Term, Term]], *, heading: Iterable[str] = ()) -> str:
    """Return triples as Turtle that people can read and diff: the same bytes for the same triples.

    One block per subject, subjects in natural order, one predicate per line, only the prefixes that are used.

    Args:
        triples: The triples, in any order.
        heading: Lines of comment to begin with, without the ``#``.
    """
    blocks: dict[str, dict[str, set[str]]] = {}
    for subject, predicate, value in triples:
        name = "rdf:type" if str(predicate) == f"<{RDF}type>" else to_turtle(predicate)
        blocks.setdefault(to_turtle(subject), {}).setdefault(name, set()).add(to_turtle(value))
    body = "".join(block(subject, blocks[subject]) for subject in sorted(blocks, key=natural_key))
    prefixes = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(prefixes_in(body)))
    comment = "".join(f"# {line}\n" for line in heading)
    return f"{comment}\n{prefixes}{body}" if comment else f"{prefixes}{body}"


def prefixes_in(text: str) -> set[str]:
    """Return the prefixes that Turtle uses; not those that only seem to be in a string or an IRI."""
    return {found for found in _PREFIX.findall(text) if found}


def block(subject: str, properties: Mapping[str, Collection[str]]) -> str:
    """Return the block of one subject, with an empty line before it.

    Args:
        subject: The subject, in Turtle.
        properties: Its objects by predicate, in Turtle.
    """
    ordered = sorted(properties, key=predicate_key)
    return f"\n{subject}\n{''.join(_lines(name, properties[name]) for name in ordered)}.\n"


def _lines(name: str, values: Collection[str]) -> str:
    verb = "a" if name == "rdf:type" else name
    ordered = sorted(values, key=natural_key)
    if len(ordered) == 1:
        return f"    {verb} {ordered[0]} ;\n"
    return f"    {verb}\n" + ",\n".join(f"        {value}" for value in ordered) + " ;\n"
