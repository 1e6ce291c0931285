"""Errors that csgraph raises on purpose.

* CsgraphError      anything a caller may want to catch
  * InputError      a file, a query or an argument is not usable
  * OutputError     an answer could not be written where it was asked for

Each message is one line: where, what, and what to do.
Content that is merely wrong is not an error; it is a finding (see ``csgraph.validation.validate``).
"""

from __future__ import annotations


class CsgraphError(Exception):
    """Anything that csgraph could not do and can say why.

    >>> try:
    ...     csgraph.query("pilars")
    ... except csgraph.CsgraphError as error:
    ...     print(f"{type(error).__name__}: {str(error)[:20]}")
    InputError: pilars: no such view
    """


class InputError(CsgraphError):
    """A file, a query or an argument is not usable.

    Attributes:
        problem: What is wrong, and what to do about it.
        place: The file, view or argument that is meant; None when it is plain from the problem.
        line: Line of the problem, counted from 1; None when unknown.
        column: Column of the problem, counted from 1; None when unknown.

    Example:
        >>> try:
        ...     csgraph.query("SELECT ?s { ?s ?p }")
        ... except csgraph.InputError as error:
        ...     error.place, error.line, error.column
        ('query', 1, 19)
    """

    def __init__(
        self, problem: str, *, place: str | None = None, line: int | None = None, column: int | None = None
    ) -> None:
        self.problem, self.place, self.line, self.column = problem, place, line, column
        where = ":".join(str(part) for part in (place, line, column) if part is not None)
        super().__init__(f"{where}: {problem}" if where else problem)


class OutputError(CsgraphError):
    """An answer could not be written where it was asked for, or its format cannot represent it.

    >>> try:
    ...     csgraph.query("CONSTRUCT { ?s csg:x <<( ?s ?p ?o )>> } { ?s ?p ?o } LIMIT 1").to("jsonld")
    ... except csgraph.OutputError as error:
    ...     print(error)
    JSON-LD has no triple terms; take turtle or ntriples
    """


def reason(error: OSError) -> str:
    """Return what the system says of an error, in small letters."""
    return (error.strerror or str(error)).lower()
