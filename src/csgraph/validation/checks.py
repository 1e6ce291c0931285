"""Reads and runs checks: SPARQL queries whose every row is a mistake.

A check is a file ``NAME.rq`` of ``queries/checks/``, for the data, or of ``queries/checks/ontology/``, for the ontology; its
name is the mistake, its header (``csgraph.sparql.header``) has the rule. The query returns ``?node``, the node at fault, and
optionally ``?path``, the property at fault, and ``?value``, the value at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication.resources import choose_label
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import shorten
from csgraph.sparql import header
from csgraph.validation.findings import SEVERITIES, Finding, order

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

KEYS = {
    "summary": str,
    "description": str,
    "severity": str,
    "solution": str,
    "id": list,
    "source": str,
    "tags": list,
}
"""The keys of a header and their types; all but ``id`` and ``source`` are required."""

VARIABLES = ("node", "path", "value")
"""The variables that a check may return; only the first is required, in the check and in each row."""

COMPONENT = "csgraph:check"
"""The constraint component of findings of checks."""

_OPTIONAL = ("id", "source")


@dataclass(frozen=True)
class Check:
    """A query of which every row is a mistake.

    Attributes:
        name: The mistake: the name of the file without its ending, such as ``property-with-two-domains``.
        path: The file.
        summary: The rule, as a sentence that holds for correct data.
        description: What a row is.
        severity: One of ``csgraph.validation.findings.SEVERITIES``.
        solution: What to do about a row.
        tags: Themes.
        ids: The rules of other checkers that it covers, such as ``OOPS! P19``.
        source: The documentation of the rule, an IRI; None for a rule of ours.
        query: The query, with its header.
    """

    name: str
    path: Path
    summary: str
    description: str
    severity: str
    solution: str
    tags: tuple[str, ...]
    ids: tuple[str, ...]
    source: str | None
    query: str


@dataclass(frozen=True)
class CheckResult:
    """One row of a check: the terms of the graph, of which a finding has the text.

    Attributes:
        check: The check.
        node: The node at fault.
        path: The property at fault; None where the check returns none.
        value: The value at fault; None where the check returns none.
    """

    check: Check
    node: Term
    path: ox.NamedNode | None
    value: Term | None


def load(folder: Path) -> list[Check]:
    """Return the checks of a folder, in the order of their names; subfolders are ignored.

    Raises:
        InputError: The folder has no checks, or one is not usable.
    """
    files = sorted(folder.glob("*.rq"))
    if not files:
        raise InputError("no checks here; they are files NAME.rq", place=paths.shown(folder))
    return [parse(turtle.read(path).decode(), path, place=paths.shown(path)) for path in files]


def parse(text: str, path: Path, *, place: str) -> Check:
    """Read a check from the text of its file.

    Args:
        text: The query with its header.
        path: Its file; its name is that of the file.
        place: Its name in messages.

    Raises:
        InputError: The header is not YAML, lacks a key, has an unknown one or a wrong value, or the query returns no
            ``?node`` or more than ``VARIABLES``.
    """
    from csgraph.sparql.outline import projection

    found = header.read(text, place)
    found.check(KEYS, _OPTIONAL)
    content = found.content
    if not re.fullmatch(r"[^.?!].*\.", found.line("summary")):
        raise found.error("summary must be the rule as a sentence, with its full stop", "summary")
    if content["severity"] not in SEVERITIES:
        raise found.error(f"severity must be one of {', '.join(SEVERITIES)}", "severity")
    if "source" in content and not re.fullmatch(r"https?://\S+", content["source"]):
        raise found.error("source must be an IRI that begins with http", "source")
    returned = projection(text)
    if "node" not in returned or not set(returned) <= set(VARIABLES):
        names = ", ".join(f"?{name}" for name in returned) or "no variables"
        raise found.error(f"a check returns ?node and, where they help, ?path and ?value; this query returns {names}")
    return Check(
        name=path.stem,
        path=path,
        summary=found.line("summary"),
        description=found.line("description"),
        severity=content["severity"],
        solution=found.line("solution"),
        tags=tuple(content["tags"]),
        ids=tuple(content.get("id", ())),
        source=content.get("source"),
        query=text,
    )


def run(checks: Iterable[Check], store: ox.Store) -> list[Finding]:
    """Run checks, and return their rows as findings.

    Args:
        checks: The checks.
        store: The data: all of it in the default graph, and once more by named graph where a check has ``GRAPH``.

    Raises:
        InputError: A query cannot be run, or a row has no node, or a path that is no IRI.
    """
    return sorted(findings(hits(checks, store), store), key=order)


def hits(checks: Iterable[Check], store: ox.Store) -> Iterator[CheckResult]:
    """Run checks, and yield the rows of each as terms, for looking up their locations.

    The arguments and errors are those of ``run``.
    """
    for check in checks:
        for row in _rows(check, store):
            node, path, value = (row.get(name) for name in VARIABLES)
            if node is None:
                raise _unusable(check, "a row has no ?node")
            if not isinstance(path, ox.NamedNode | None):
                raise _unusable(check, f"?path must be the IRI of a property, and not {path}")
            yield CheckResult(check, node, path, value)


def ask(path: Path, store: ox.Store) -> list[CheckResult]:
    """Return the rows of the check in a file; its header is read only if there are any, since YAML is slow.

    Errors: as for ``parse`` and ``hits``.
    """
    text = turtle.read(path).decode()
    solutions: Any = None
    with suppress(SyntaxError, RuntimeError, ValueError, OSError):
        solutions = store.query(text)
    if solutions is not None and next(iter(solutions), None) is None:
        return []
    return list(hits([parse(text, path, place=paths.shown(path))], store))


def _rows(check: Check, store: ox.Store) -> list[dict[str, Term]]:
    try:
        solutions: Any = store.query(check.query)
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in solutions]
    except SyntaxError as error:
        from csgraph.sparql import diagnostics

        raise diagnostics.explain(error, check.query, place=paths.shown(check.path), prefixes={}) from None
    except (RuntimeError, ValueError, OSError) as error:
        raise _unusable(check, f"the query cannot be run: {str(error).rstrip('.')}") from error


def _unusable(check: Check, problem: str) -> InputError:
    return InputError(problem, place=paths.shown(check.path))


def findings(hits: Iterable[CheckResult], store: ox.Store) -> Iterator[Finding]:
    """Yield each row as a finding without location, with labels from the default graph of the store."""
    for hit in hits:
        yield Finding(
            severity=hit.check.severity,
            node=_name(hit.node),
            label=_label(hit.node, store),
            shape=f"check:{hit.check.name}",
            component=COMPONENT,
            path=None if hit.path is None else _name(hit.path),
            value=None if hit.value is None else _shown(hit.value),
            message=hit.check.summary,
            hint=hit.check.solution,
            documentation=hit.check.source,
        )


def _label(node: Term, store: ox.Store) -> str:
    """Return the label of a node, or its CURIE if it has none."""
    if not isinstance(node, ox.NamedNode | ox.BlankNode):
        return _name(node)
    find = store.quads_for_pattern
    label = choose_label(lambda each: (quad.object for quad in find(node, each, None, ox.DefaultGraph())))
    return label or _name(node)


def _name(term: Term) -> str:
    """Return a node as its CURIE, or as its IRI where no prefix fits."""
    return shorten(term.value) if isinstance(term, ox.NamedNode) else _shown(term)


def _shown(term: Term) -> str:
    # Labels of blank nodes differ from run to run, so they are not shown.
    return "[]" if isinstance(term, ox.BlankNode) else turtle.to_turtle(term)
