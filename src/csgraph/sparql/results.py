"""What queries give: ``Rows`` (SELECT), a ``Boolean`` (ASK) or ``Triples`` (CONSTRUCT, DESCRIBE).

Each knows its terms as pyoxigraph's, and writes itself in every format: ``answer.to("csv")``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph.errors import InputError, OutputError
from csgraph.rdf.terms import to_ntriples, to_python, words
from csgraph.sparql.formats import ROW_FORMATS, TRIPLE_FORMATS

if TYPE_CHECKING:
    from typing import TypeAlias

    from csgraph.rdf.terms import Term

    Answer: TypeAlias = "Rows | Boolean | Triples"

_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_XSD = "http://www.w3.org/2001/XMLSchema#"


class Row:
    """One row of an answer: its terms by variable (``row.label``, ``row["label"]``) or by place (``row[0]``).

    A term is pyoxigraph's, with its words in ``.value``; an unbound variable is None. ``dict(row)`` gives the terms
    by variable, ``row.to_dict()`` plain Python values.
    """

    __slots__ = ("_terms", "_variables")

    def __init__(self, variables: tuple[str, ...], terms: Sequence[Term | None]) -> None:
        self._variables, self._terms = variables, tuple(terms)

    def keys(self) -> tuple[str, ...]:
        """Return the variables."""
        return self._variables

    def to_dict(self) -> dict[str, Any]:
        """Return variables with Python values: numbers and truth values as such, all else as text."""
        return {name: to_python(term) for name, term in zip(self._variables, self._terms, strict=True)}

    def __getitem__(self, key: int | str) -> Any:
        if isinstance(key, int):
            return self._terms[key]
        try:
            return self._terms[self._variables.index(key)]
        except ValueError:
            raise KeyError(key) from None

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"no variable {name!r}; there are: {', '.join(self._variables)}") from None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self._variables, self._terms) == (other._variables, other._terms)

    def __hash__(self) -> int:
        return hash((self._variables, self._terms))

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={term}' for name, term in zip(self._variables, self._terms, strict=True))})"


class _Explained:
    """An answer that can explain why it is empty."""

    _reasons: Callable[[], list[str]] | None = None

    def explained_by(self, reasons: Callable[[], list[str]]) -> None:
        """Set the function that ``explain`` calls."""
        self._reasons = reasons

    def explain(self) -> list[str]:
        """Return why the answer is empty, one reason a line; an empty list if it is not, or comes from an endpoint.

        The reasons are looked up when this is called, by further queries of the same store.
        """
        return [] if self._reasons is None else self._reasons()


class Rows(_Explained, Sequence[Row]):
    """The answer to a SELECT query.

    Attributes:
        variables: The variables, in the order of the query.
    """

    def __init__(self, variables: Sequence[str], rows: Sequence[Sequence[Term | None]]) -> None:
        self.variables = tuple(variables)
        self._rows = [Row(self.variables, row) for row in rows]

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<Rows: {len(self)} of {', '.join(self.variables)}>"

    def to(self, format: str = "table") -> str:
        """Return the rows in one of ``ROW_FORMATS``; the same text for the same rows.

        Raises:
            InputError: The format is not one for rows.
            OutputError: The rows cannot be said in that format.

        Source:
            SPARQL 1.1 Query Results CSV and TSV, JSON and XML Formats, https://www.w3.org/TR/sparql11-overview/
        """
        if format in ("table", "md", "html"):
            from csgraph.sparql import tables

            return tables.WRITERS[format](self.variables, self._rows)
        if format == "csv":
            return _write_csv(self)
        # TSV holds each term without loss, so the other formats are made from it.
        tsv = "\t".join(f"?{name}" for name in self.variables) + "\n"
        tsv += "".join(
            "\t".join("" if term is None else to_ntriples(term) for term in row) + "\n" for row in self._rows
        )
        if format == "tsv":
            return tsv
        if format == "xml":
            _check_xml(self)
        solutions = ox.parse_query_results(tsv, ox.QueryResultsFormat.TSV)
        return _serialize(solutions, format, "rows")


class Boolean(_Explained):
    """The answer to an ASK query; true or false like any value."""

    def __init__(self, value: bool) -> None:
        self.value = value

    def __bool__(self) -> bool:
        return self.value

    def __eq__(self, other: object) -> bool:
        return bool(self) == other if isinstance(other, bool | Boolean) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"Boolean({self.value})"

    def to(self, format: str = "table") -> str:
        """Return ``true`` or ``false`` in one of ``ROW_FORMATS``.

        Raises:
            InputError: The format is not one for yes or no.
        """
        word = str(self.value).lower()
        if format in ("table", "csv", "tsv", "md"):
            return f"{word}\n"
        if format == "html":
            return f"<p>{word}</p>\n"
        result = ox.parse_query_results(f'{{"head":{{}},"boolean":{word}}}', ox.QueryResultsFormat.JSON)
        return _serialize(result, format, "yes or no")


class Triples(_Explained, Sequence[ox.Triple]):
    """The answer to a CONSTRUCT or DESCRIBE query: a set of triples, in the order of their N-Triples."""

    def __init__(self, triples: Sequence[ox.Triple]) -> None:
        self._triples = sorted(_with_stable_blank_nodes(set(triples)), key=str)

    def __getitem__(self, index: Any) -> Any:
        return self._triples[index]

    def __len__(self) -> int:
        return len(self._triples)

    def __repr__(self) -> str:
        return f"<Triples: {len(self)}>"

    def to(self, format: str = "turtle") -> str:
        """Return the triples in one of ``TRIPLE_FORMATS``; the same text for the same triples.

        Raises:
            InputError: The format is not one for triples.
            OutputError: The triples cannot be said in that format.
        """
        if format == "ntriples":
            return "".join(f"{triple} .\n" for triple in self._triples)
        if format == "turtle":
            from csgraph.rdf import turtle

            return turtle.write_turtle((t.subject, t.predicate, t.object) for t in self._triples)
        if format == "jsonld":
            if any(isinstance(triple.object, ox.Triple) for triple in self._triples):
                raise OutputError("JSON-LD cannot say triples of triples; take turtle or ntriples")
            content: bytes = ox.serialize(self._triples, format=ox.RdfFormat.JSON_LD) or b"[]"
            return content.decode() + "\n"
        raise _wrong_format(format, "triples", TRIPLE_FORMATS)


def _with_stable_blank_nodes(triples: set[ox.Triple]) -> set[ox.Triple]:
    """Return the triples with the blank node labels of RDF Dataset Canonicalization, which do not change by run."""
    if not any(isinstance(term, ox.BlankNode) for triple in triples for term in (triple.subject, triple.object)):
        return triples
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}


def _wrong_format(format: str, kind: str, formats: Sequence[str]) -> InputError:
    return InputError(f"this query gives {kind}, which have no format {format}; take one of: {', '.join(formats)}")


def _serialize(result: Any, format: str, kind: str) -> str:
    if format not in _RESULT_FORMATS:
        raise _wrong_format(format, kind, ROW_FORMATS)
    text: str = result.serialize(format=_RESULT_FORMATS[format]).decode()
    return text if text.endswith("\n") else f"{text}\n"


def _plain(term: Term | None) -> str:
    """Return a term as CSV has it: IRIs and words bare, blank nodes as in Turtle."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else to_ntriples(term)


def _write_csv(rows: Rows) -> str:
    """Return CSV (SPARQL 1.1 Query Results CSV, section 3): the engine's own leaves commas in IRIs unquoted."""
    import csv
    import io

    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(rows.variables)
    for row in rows:
        writer.writerow([_plain(term) for term in row])
    return written.getvalue()


def _check_xml(rows: Rows) -> None:
    """Refuse characters that no XML 1.0 document can hold (section 2.2), which the serialiser would let through."""
    for row in rows:
        for name, term in zip(rows.variables, row, strict=True):
            for character in "".join(words(term)):
                if (character < " " and character not in "\t\n\r") or character in "\ufffe\uffff":
                    raise OutputError(
                        f"XML cannot hold the character U+{ord(character):04X}, which is in ?{name}; take json or tsv"
                    )
