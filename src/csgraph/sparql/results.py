"""The results of queries: ``Rows`` (SELECT), ``Boolean`` (ASK) and ``Triples`` (CONSTRUCT, DESCRIBE).

Their terms are pyoxigraph's; ``to_rdflib`` returns rdflib's. Each serializes itself: ``answer.to("csv")``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

import pyoxigraph as ox

from csgraph.errors import InputError, OutputError
from csgraph.rdf.blank_nodes import canonical, has_blank_node
from csgraph.rdf.terms import to_ntriples, to_python, words
from csgraph.sparql.formats import ROW_FORMATS, TRIPLE_FORMATS

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas
    import polars
    import rdflib

    from csgraph.rdf.terms import Term

    Answer: TypeAlias = "Rows | Boolean | Triples"

_RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}

SHOWN = 60
"""How many rows or triples ``str`` and a notebook show; ``to`` returns all."""


class Row:
    """A solution of a SELECT query: its terms by variable or by position.

    A term is pyoxigraph's: an IRI, a literal or a blank node with its text in ``.value``. An unbound variable is None.
    ``dict(row)`` returns the terms by variable, ``row.to_dict()`` plain Python values.

        >>> row = csgraph.query("SELECT ?p ?n { ?p rdfs:label 'norms'@en ; csg:position ?n }")[0]
        >>> row.n
        <Literal value=3 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
        >>> row["p"] == row[0] == row.p
        True
        >>> row.to_dict()
        {'p': 'https://w3id.org/csgraph/scheme/pillar/norms', 'n': 3}
    """

    __slots__ = ("_terms", "_variables")

    def __init__(self, variables: tuple[str, ...], terms: Sequence[Term | None]) -> None:
        self._variables, self._terms = variables, tuple(terms)

    def keys(self) -> tuple[str, ...]:
        """Return the variables."""
        return self._variables

    def to_dict(self) -> dict[str, Any]:
        """Return variables with Python values: numbers and booleans as such, other terms as text."""
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

    def explain(self) -> list[str]:
        """Return why the answer is empty, one reason a line; an empty list if it is not, or comes from an endpoint.

        The reasons are looked up when this is called, by further queries of the same store.
        """
        return [] if self._reasons is None else self._reasons()


def set_reasons(answer: Answer, reasons: Callable[[], list[str]]) -> None:
    """Set the function that ``answer.explain()`` calls."""
    answer._reasons = reasons


class Rows(_Explained, Sequence[Row]):
    """The answer to a SELECT query: a sequence of ``Row``.

    ``str`` and a notebook show the first 60 rows as a table; ``to`` returns all of them in a format.

        >>> rows = csgraph.query("pillars")
        >>> rows[2].pillar.value
        'norms'
        >>> rows.variables
        ('order', 'pillar', 'wording', 'passage', 'section', 'sentence')
        >>> rows[:2].to("csv").split()[0]
        'order,pillar,wording,passage,section,sentence'

    Attributes:
        variables: The variables, in the order of the query.
    """

    def __init__(self, variables: Sequence[str], rows: Iterable[Iterable[Term | None]]) -> None:
        self.variables = tuple(variables)
        self._rows = [row if isinstance(row, Row) else Row(self.variables, tuple(row)) for row in rows]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> Row | Rows:
        return Rows(self.variables, self._rows[index]) if isinstance(index, slice) else self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<Rows: {len(self)} of {', '.join(self.variables)}>"

    def __str__(self) -> str:
        return self[:SHOWN].to("table") + "".join(f"{line}\n" for line in _rest(self, "rows"))

    def _repr_html_(self) -> str:
        return self[:SHOWN].to("html") + "".join(f"<p>{line}</p>\n" for line in _rest(self, "rows"))

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame.

        A column of integers has the type ``Int64``, of other numbers ``Float64``, of truth values ``boolean``; every
        other column has the type ``string``, with IRIs in full. An unbound variable is missing (``pandas.NA``).

        Raises:
            ImportError: pandas is not installed.
        """
        pandas = _import("pandas")
        types = {int: "Int64", float: "Float64", bool: "boolean", str: "string"}
        columns = self._columns()
        return pandas.DataFrame({name: pandas.array(values, dtype=types[kind]) for name, kind, values in columns})

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars data frame.

        A column of integers has the type ``Int64``, of other numbers ``Float64``, of truth values ``Boolean``; every
        other column has the type ``String``, with IRIs in full. An unbound variable is null.

        Raises:
            ImportError: polars is not installed.
        """
        polars: Any = _import("polars")
        types = {int: polars.Int64, float: polars.Float64, bool: polars.Boolean, str: polars.String}
        return polars.DataFrame([polars.Series(name, values, types[kind]) for name, kind, values in self._columns()])  # type: ignore[no-any-return, unused-ignore]

    def to_rdflib(self) -> rdflib.query.Result:
        """Return the rows as the result of an rdflib query, with rdflib's terms.

            >>> for row in csgraph.query("SELECT ?label { pillar:norms rdfs:label ?label }").to_rdflib():
            ...     row.label
            rdflib.term.Literal('norms', lang='en')

        Raises:
            InputError: A term is a triple term, which rdflib does not have.
        """
        import rdflib

        from csgraph.rdf.rdflib_terms import Converter

        to_rdflib = Converter()
        result = rdflib.query.Result("SELECT")
        result.vars = [rdflib.Variable(name) for name in self.variables]
        result.bindings = [
            {variable: to_rdflib(term) for variable, term in zip(result.vars, row, strict=True) if term is not None}
            for row in self
        ]
        return result

    def _columns(self) -> Iterator[tuple[str, type, list[Any]]]:
        """Yield each variable with the Python type of its values and the values, None where it is unbound."""
        from decimal import Decimal

        for place, name in enumerate(self.variables):
            terms = [row[place] for row in self]
            values = [to_python(term) for term in terms]
            found = {type(value) for value in values if value is not None}
            if found <= {bool} and found:
                yield name, bool, values
            elif found == {int} and all(value is None or -(2**63) <= value < 2**63 for value in values):
                yield name, int, values
            elif found <= {int, float, Decimal} and found - {int}:
                yield name, float, [value if value is None else float(value) for value in values]
            else:
                # Numbers beside other values, and integers of more than 64 bits, are text, as they are written.
                yield name, str, [term if term is None else _text(term) for term in terms]

    def to(self, format: str = "table") -> str:
        """Return the rows as ``table``, ``csv``, ``tsv``, ``json``, ``xml``, ``md`` or ``html``; the same text for the same rows.

        Raises:
            InputError: The format is not one for rows.
            OutputError: The format cannot represent the rows.

        Source:
            SPARQL 1.1 Query Results CSV and TSV, JSON and XML Formats, https://www.w3.org/TR/sparql11-overview/
        """
        if format in ("table", "md", "html"):
            from csgraph.sparql import tables

            return tables.WRITERS[format](self.variables, self._rows)
        if format == "csv":
            return _write_csv(self)
        # TSV represents each term without loss; the other formats are made from it.
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
    """The answer to an ASK query, which is true or false like any Python value.

    >>> bool(csgraph.query("ASK { pillar:norms a csg:Pillar }"))
    True
    """

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

    def __str__(self) -> str:
        return str(self.value).lower()

    def _repr_html_(self) -> str:
        return self.to("html")

    def to(self, format: str = "table") -> str:
        """Return ``true`` or ``false`` in one of the formats of rows.

        Raises:
            InputError: The format is not one for yes or no.
        """
        word = str(self)
        if format in ("table", "csv", "tsv", "md"):
            return f"{word}\n"
        if format == "html":
            return f"<p>{word}</p>\n"
        result = ox.parse_query_results(f'{{"head":{{}},"boolean":{word}}}', ox.QueryResultsFormat.JSON)
        return _serialize(result, format, "yes or no")


class Triples(_Explained, Sequence[ox.Triple]):
    """The answer to a CONSTRUCT or DESCRIBE query: a set of triples, in the order of their N-Triples.

    ``str`` and a notebook show the first 60 as Turtle; ``to`` returns all of them in a format.

        >>> triples = csgraph.query("CONSTRUCT { ?p a csg:Pillar } WHERE { ?p csg:position 3 ; a csg:Pillar }")
        >>> triples[0].subject
        <NamedNode value=https://w3id.org/csgraph/scheme/pillar/norms>
        >>> print(triples)
        @prefix csg: <https://w3id.org/csgraph/ontology#> .
        @prefix pillar: <https://w3id.org/csgraph/scheme/pillar/> .
        <BLANKLINE>
        pillar:norms
            a csg:Pillar ;
        .
        <BLANKLINE>
        >>> len(triples.to_rdflib())
        1
    """

    def __init__(self, triples: Sequence[ox.Triple]) -> None:
        found = set(triples)
        if any(map(has_blank_node, found)):
            found = {quad.triple for quad in canonical(ox.Quad(*triple) for triple in found)}
        self._triples = sorted(found, key=str)

    @overload
    def __getitem__(self, index: int) -> ox.Triple: ...
    @overload
    def __getitem__(self, index: slice) -> list[ox.Triple]: ...
    def __getitem__(self, index: int | slice) -> ox.Triple | list[ox.Triple]:
        return self._triples[index]

    def __len__(self) -> int:
        return len(self._triples)

    def __repr__(self) -> str:
        return f"<Triples: {len(self)}>"

    def __str__(self) -> str:
        from csgraph.rdf import turtle

        shown = turtle.write_turtle((t.subject, t.predicate, t.object) for t in self._triples[:SHOWN])
        return shown + "".join(f"# {line}\n" for line in _rest(self, "triples"))

    def _repr_html_(self) -> str:
        from csgraph.util.markup import preformatted

        return preformatted(str(self))

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples as an rdflib graph, with the prefixes of the publication.

        Raises:
            InputError: A term is a triple term, which rdflib does not have.
        """
        from csgraph.rdf.rdflib_terms import Converter, new_graph

        to_rdflib, graph = Converter(), new_graph()
        for triple in self:
            graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
        return graph

    def to(self, format: str = "turtle") -> str:
        """Return the triples as ``turtle``, ``ntriples`` or ``jsonld``; the same text for the same triples.

        Raises:
            InputError: The format is not one for triples.
            OutputError: The format cannot represent the triples.
        """
        if format == "ntriples":
            return "".join(f"{triple} .\n" for triple in self._triples)
        if format == "turtle":
            from csgraph.rdf import turtle

            return turtle.write_turtle((t.subject, t.predicate, t.object) for t in self._triples)
        if format == "jsonld":
            if any(isinstance(triple.object, ox.Triple) for triple in self._triples):
                raise OutputError("JSON-LD has no triple terms; take turtle or ntriples")
            content: bytes = ox.serialize(self._triples, format=ox.RdfFormat.JSON_LD) or b"[]"
            return content.decode() + "\n"
        raise _wrong_format(format, "triples", TRIPLE_FORMATS)


def _text(term: Term) -> str:
    return to_ntriples(term) if isinstance(term, ox.Triple) else term.value


def _rest(answer: Sequence[object], kind: str) -> list[str]:
    return [f"… and {len(answer) - SHOWN} more {kind}"] if len(answer) > SHOWN else []


def _import(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise ImportError(f"{name} is not installed: pip install {name}", name=name) from error


def _wrong_format(format: str, kind: str, formats: Sequence[str]) -> InputError:
    return InputError(f"this query returns {kind}, which have no format {format}; take one of: {', '.join(formats)}")


def _serialize(result: Any, format: str, kind: str) -> str:
    if format not in _RESULT_FORMATS:
        raise _wrong_format(format, kind, ROW_FORMATS)
    text: str = result.serialize(format=_RESULT_FORMATS[format]).decode()
    return text if text.endswith("\n") else f"{text}\n"


def _plain(term: Term | None) -> str:
    """Return a term as in CSV results: IRIs and literals plain, blank nodes as in Turtle."""
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else to_ntriples(term)


def _write_csv(rows: Rows) -> str:
    """Return CSV (SPARQL 1.1 Query Results CSV, section 3): the engine's own serializer leaves commas in IRIs unquoted."""
    import csv
    import io

    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(rows.variables)
    for row in rows:
        writer.writerow([_plain(term) for term in row])
    return written.getvalue()


def _check_xml(rows: Rows) -> None:
    """Refuse characters that XML 1.0 does not allow (section 2.2), which the serializer does not check."""
    for row in rows:
        for name, term in zip(rows.variables, row, strict=True):
            for character in "".join(words(term)):
                if (character < " " and character not in "\t\n\r") or character in "\ufffe\uffff":
                    raise OutputError(
                        f"XML does not allow the character U+{ord(character):04X}, which is in ?{name}; take json or tsv"
                    )
