"""Exceptions that csgraph raises on purpose.

* CsgraphError      base class of all of them
  * InputError      a file, query, name or argument is not usable
  * StoreError      a remote store, or the network to it, failed
    * RefusedError  the store answered with an HTTP error status
      * AccessError the store refused access: HTTP 401 or 403
  * OutputError     a result could not be written

Each message is one line: where, what, and what to do.
Wrong content is not an error; it is a finding (see ``csgraph.validation.validate``).
"""

from __future__ import annotations

from typing import Self


class CsgraphError(Exception):
    """Base class of all exceptions that csgraph raises on purpose.

    >>> try:
    ...     csgraph.query("pilars")
    ... except csgraph.CsgraphError as error:
    ...     print(f"{type(error).__name__}: {str(error)[:20]}")
    InputError: pilars: no such view
    """


class LocatedError(CsgraphError):
    """A problem at a place.

    Attributes:
        problem: What is wrong, and what to do about it.
        place: The file, view, argument or URL concerned; None when the problem makes it plain.
    """

    def __init__(self, problem: str, *, place: str | None = None) -> None:
        self.problem, self.place = problem, place
        super().__init__(problem)

    def __str__(self) -> str:
        """Return the message: the place, if there is one, and the problem."""
        return f"{self.place}: {self.problem}" if self.place is not None else self.problem

    def reworded(self, problem: str) -> Self:
        """Return a copy of this error, of the same class and with the same attributes, with another problem."""
        copy = type(self).__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.problem, copy.args = problem, (problem,)
        return copy


class InputError(LocatedError):
    """A file, a query, a name or an argument is not usable.

    Attributes:
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
        super().__init__(problem, place=place)
        self.line, self.column = line, column

    def __str__(self) -> str:
        """Return the message: place, line and column as far as they are known, and the problem."""
        where = ":".join(str(part) for part in (self.place, self.line, self.column) if part is not None)
        return f"{where}: {self.problem}" if where else self.problem


class StoreError(LocatedError):
    """A remote store failed: it cannot be reached, does not respond in time, or sends no usable response.

    >>> try:
    ...     csgraph.query("pillars", endpoint="http://127.0.0.1:1/query")
    ... except csgraph.StoreError as error:
    ...     print(error)
    http://127.0.0.1:1/query: cannot connect: connection refused
    """


class RefusedError(StoreError):
    """A store answered with an HTTP status other than 2xx.

    Attributes:
        status: The status code.
    """

    def __init__(self, problem: str, *, place: str | None, status: int) -> None:
        super().__init__(problem, place=place)
        self.status = status


class AccessError(RefusedError):
    """A store refused access (HTTP 401 or 403): credentials are missing, wrong, or not sufficient.

    >>> issubclass(csgraph.AccessError, csgraph.StoreError)
    True
    """


class OutputError(CsgraphError):
    """A result could not be written to its destination, or its format cannot represent it.

    >>> try:
    ...     csgraph.query("CONSTRUCT { ?s csg:x <<( ?s ?p ?o )>> } { ?s ?p ?o } LIMIT 1").to("jsonld")
    ... except csgraph.OutputError as error:
    ...     print(error)
    JSON-LD has no triple terms; take turtle or ntriples
    """


def reason(error: OSError) -> str:
    """Return the operating system's message for an error, in lower case."""
    return (error.strerror or str(error)).lower()
