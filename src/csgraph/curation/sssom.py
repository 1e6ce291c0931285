"""Reads and writes tables of mappings: SSSOM/TSV, the format of the Simple Standard for Sharing Ontological Mappings.

Source of each rule: the specification, version 1.1, "The SSSOM/TSV serialisation format",
https://mapping-commons.github.io/sssom/spec-formats-tsv/. Slots that are not in the standard are ignored.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from csgraph.errors import InputError
from csgraph.rdf.location import Location

BUILT_IN = {
    "linkml": "https://w3id.org/linkml/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that need no declaration ("IRI prefixes")."""

REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
"""The columns that a mapping needs; a subject or object without identifier, a literal, is not read."""

_METADATA = ("mapping_set_id", "mapping_set_title", "mapping_set_description", "license", "mapping_date")
_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "mapping_date",
    "confidence",
    "see_also",
    "comment",
)
# The slots of a set that its rows inherit if they have none of their own ("Propagatable slots"), of those we know.
_PROPAGATED = ("mapping_date",)
# What YAML 1.2 allows and SSSOM does not ("Forbidden YAML features"), or what our reader would turn into an object.
_FORBIDDEN = re.compile(r"^\s*(?:[^\s'\"#]+:\s+|-\s+)?[&*!]|^%", re.MULTILINE)


@dataclass(frozen=True)
class SssomMapping:
    """One mapping.

    Attributes:
        slots: Its slots that are not empty, by name, with those it shares with its set.
        place: Where its object stands in the file.
    """

    slots: Mapping[str, str]
    place: Location


@dataclass(frozen=True)
class MappingSet:
    """A set of mappings.

    Attributes:
        metadata: The slots of the set, without its prefixes.
        prefixes: Its prefixes with those that are built in, by name.
        rows: Its mappings, in their order.
    """

    metadata: Mapping[str, Any] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[SssomMapping, ...] = ()


def read(text: str, *, place: str) -> MappingSet:
    """Return the set of mappings that a table holds.

    Args:
        text: The table, with its metadata block.
        place: Its name in messages.

    Raises:
        InputError: The metadata block is not usable, a column is missing, or a row has too few or too many.
    """
    # Only these end a line; other line ends of Python may occur in a cell.
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    size = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    metadata = _metadata(lines[:size], place)
    prefixes = metadata.pop("curie_map", None) or {}
    if not isinstance(prefixes, dict) or not all(isinstance(part, str) for pair in prefixes.items() for part in pair):
        raise InputError("curie_map must give each prefix an IRI", place=place, line=1)
    shared = {name: metadata[name] for name in _PROPAGATED if metadata.get(name)}
    if wrong := [name for name, value in shared.items() if not isinstance(value, str)]:
        raise InputError(f"{wrong[0]} must be one value", place=place, line=1)
    return MappingSet(metadata, {**BUILT_IN, **prefixes}, tuple(_rows(lines, size, shared, place)))


def _metadata(lines: list[str], place: str) -> dict[str, Any]:
    """Return the metadata block."""
    import yaml

    block = "\n".join(line[1:] for line in lines)
    if _FORBIDDEN.search(block):
        raise InputError(
            "the metadata block has tags, anchors, aliases or directives, which SSSOM forbids", place=place
        )
    try:
        # All scalars stay text, dates and version numbers too.
        found = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = " ".join(str(getattr(error, "problem", error)).split())
        line = mark.line + 1 if mark else 1
        raise InputError(f"the metadata block is not YAML: {problem}", place=place, line=line) from None
    except RecursionError:
        raise InputError("the metadata block is nested too deeply", place=place, line=1) from None
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        raise InputError("the metadata block must be a mapping of slots to values", place=place, line=1)
    return found


def _rows(lines: list[str], size: int, shared: Mapping[str, str], place: str) -> Iterator[SssomMapping]:
    reader = csv.reader((f"{line}\n" for line in lines[size:]), delimiter="\t", strict=True)
    columns: list[str] = []
    try:
        for cells in reader:
            number = size + reader.line_num
            if not columns:
                columns = cells
                if missing := [name for name in REQUIRED if name not in columns]:
                    problem = f"the heading has no column {missing[0]}; is this a table in SSSOM/TSV?"
                    raise InputError(problem, place=place, line=number)
            elif cells:
                if len(cells) != len(columns):
                    problem = f"a row needs {len(columns)} columns separated by tabs, not {len(cells)}"
                    raise InputError(problem, place=place, line=number)
                own = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()}
                if empty := [name for name in REQUIRED if name not in own]:
                    raise InputError(f"{empty[0]} is empty", place=place, line=number)
                kept = {name: value for name, value in shared.items() if name not in columns}
                yield SssomMapping({**kept, **own}, _place(place, number, lines[number - 1], own["object_id"]))
    except csv.Error as error:
        raise InputError(f"not a table in SSSOM/TSV: {error}", place=place, line=size + reader.line_num) from None
    if not columns:
        raise InputError("the table has no heading", place=place, line=size or 1)


def _place(file: str, number: int, line: str, value: str) -> Location:
    """Return the location of the object of a row; of its line, where that is not known."""
    column = line.find(f"\t{value}\t") + 2
    return Location(file, number, max(column, 1), len(value) if column > 1 else max(len(line), 1), line)


def write(table: MappingSet) -> str:
    """Return a set of mappings as a table in the canonical form ("Canonical SSSOM/TSV format").

    What all rows share is written once, in the metadata block; columns without a value are left out, and so are prefixes
    that nothing uses.
    """
    rows = [dict(row.slots) for row in table.rows]
    metadata: dict[str, Any] = dict(table.metadata)
    for name in _PROPAGATED:
        metadata.pop(name, None)
        values = {row.get(name) for row in rows}
        if len(values) == 1 and None not in values:
            metadata[name] = values.pop()
            rows = [{slot: value for slot, value in row.items() if slot != name} for row in rows]
    columns = [name for name in _COLUMNS if any(row.get(name) for row in rows)]
    used = {value.partition(":")[0] for row in rows for name, value in row.items() if name.endswith(("_id", "cation"))}
    prefixes = {name: iri for name, iri in table.prefixes.items() if name in used and name not in BUILT_IN}
    head = ["curie_map:", *(f"  {name}: {_scalar(iri)}" for name, iri in sorted(prefixes.items()))]
    head += [f"{name}: {_scalar(str(metadata[name]))}" for name in _METADATA if metadata.get(name)]
    body = sorted(tuple(row.get(name, "") for name in columns) for row in rows)
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerows([columns, *body])
    return "".join(f"#{line}\n" for line in head) + written.getvalue()


def _scalar(text: str) -> str:
    """Return a YAML scalar: plain where that is read as the same value, else in double quotes."""
    import json

    is_plain = re.fullmatch(r"[A-Za-z0-9](?:[^:#\n]|:(?=\S)|(?<=\S)#)*", text) and not text.endswith((" ", ":"))
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def expand(curie: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI of a CURIE, or None where its prefix is not declared; an IRI stays what it is.

    The standard forbids IRIs here ("Identifiers"); they are read, so that their errors can be reported.
    """
    if curie.startswith(("http://", "https://", "urn:")):
        return curie
    prefix, colon, local = curie.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else None
