"""Runs validation: selects data and shapes, runs the engine and the checks, turns their results into findings.

The published data are validated as they are: all graphs as one, with the ontology, without inference. Other files are
validated together with them, or alone; then only findings about these files are reported.

The shapes are compiled to SPARQL queries (``csgraph.validation.shacl``); shapes with a feature that is not compiled go to
pySHACL, and a note names it. ``inputs`` loads data and shapes, ``results`` makes findings of results, ``locate`` finds their
lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication.resources import LABEL_PROPERTIES
from csgraph.publication.source import Source
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import SH
from csgraph.rdf.source_index import SourceIndex
from csgraph.util.suggest import did_you_mean, similar
from csgraph.validation import checks, locate
from csgraph.validation.findings import SEVERITIES, Finding, FindingList, order, show
from csgraph.validation.inputs import (
    STYLE,
    check_files,
    load_data,
    load_shapes,
    ontology_files,
    published_files,
    published_graphs,
    read,
    shape_files,
)
from csgraph.validation.results import FindingBuilder, result_key, rule_of
from csgraph.validation.shacl import engine as compiled
from csgraph.validation.shacl import report
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError
from csgraph.validation.shacl.report import Result
from csgraph.validation.shacl.terms import sh

if TYPE_CHECKING:
    import rdflib

    from csgraph.sparql.endpoint import Endpoint
    from csgraph.validation.shacl.terms import Term

__all__ = ["ENGINES", "SEVERITIES", "Finding", "ValidationResult", "check", "check_ontology", "validate"]

ENGINES = ("auto", "sparql", "pyshacl")
"""The engines for shapes: ``sparql`` runs compiled queries, ``pyshacl`` the reference, ``auto`` the first where it can."""

IDLE = "csgraph:idle"
"""The component of a finding that the targets of a shape match no node."""

_NODES_PER_QUERY = 200


@dataclass(frozen=True)
class ValidationResult:
    """The result of a validation.

    Attributes:
        findings: The findings, by severity, then by place, node, rule and value.
        results: Those of shapes as results of SHACL, for a validation report.
        size: The number of triples that were validated, with the ontology, each once; None for an endpoint.
        notes: Further messages, one line each.
        place: What was validated, as messages show it.
        rules: Returns the names of all rules that were applied, as ``Finding.shape`` has them.
    """

    findings: tuple[Finding, ...]
    results: tuple[Result, ...]
    size: int | None
    notes: tuple[str, ...] = ()
    place: str = "data"
    rules: Callable[[], Iterable[str]] = tuple

    def only(self, *, severity: str | None = None, rules: Sequence[str] = ()) -> ValidationResult:
        """Return it with only some of the findings.

        Args:
            severity: The minimum severity, in small letters; None keeps all.
            rules: The names of rules, with or without prefix; the name of a shape includes its constraints, which are
                named after it. Without any, all are kept.

        Raises:
            InputError: No rule has such a name.
        """
        grave = SEVERITIES[: 1 + [name.lower() for name in SEVERITIES].index(severity)] if severity else None
        wanted = tuple(rule.rpartition(":")[2] for rule in rules)
        known = sorted({_local(name) for name in self.rules()}) if wanted else []
        for name, one in zip(rules, wanted, strict=True):
            if not any(_is_of(local, one) for local in known):
                hint = did_you_mean(similar(one, known))
                raise InputError(f"no such rule{f'; {hint}' if hint else ''}", place=name)

        def is_kept(name: str, gravity: str) -> bool:
            is_grave = grave is None or gravity in grave or gravity not in SEVERITIES
            return is_grave and (not wanted or any(_is_of(_local(name), one) for one in wanted))

        return replace(
            self,
            findings=tuple(found for found in self.findings if is_kept(found.shape, found.severity)),
            results=tuple(
                result
                for result in self.results
                if is_kept(show(rule_of(result)), result.severity.value.removeprefix(SH))
            ),
        )

    def to_turtle(self) -> str:
        """Return the results of shapes as a ``sh:ValidationReport`` (SHACL, section 3.6); rows of checks are not included."""
        return report.write(sorted(self.results, key=result_key))

    def summary(self) -> str:
        """Return the counts as one line: ``2 violations, 1 warning in 25,361 triples``."""
        counted = []
        for name in SEVERITIES:
            count = sum(finding.severity == name for finding in self.findings)
            if count or name == SEVERITIES[0]:
                counted.append(f"{count or 'no'} {name.lower()}{'s' if count != 1 and name != 'Info' else ''}")
        others = sum(finding.severity not in SEVERITIES for finding in self.findings)
        if others:
            counted.append(f"{others} of other severities")
        return f"{', '.join(counted)} in {f'{self.size:,} triples' if self.size is not None else self.place}"


def _local(name: str) -> str:
    """Return the name of a rule without prefix or namespace."""
    return name.rpartition(":")[2].rpartition("#")[2].rpartition("/")[2]


def _is_of(rule: str, shape: str) -> bool:
    """Whether a rule is a shape or one of its constraints, by their names."""
    return rule == shape or rule.startswith(f"{shape}-")


def check(
    files: Sequence[Path] = (),
    *,
    shapes: Sequence[Path] = (),
    alone: bool = False,
    engine: str = "auto",
    is_located: bool = True,
) -> ValidationResult:
    """Validate the published data, or files together with them: other files, or some of ours.

    Args:
        files: RDF files; only findings about them are reported. Without any, all findings.
        shapes: Files of shapes to add to ours.
        alone: Leave our data and our shapes out: only ``files`` against only ``shapes``.
        engine: One of ``ENGINES``.
        is_located: Look up the lines of findings, which takes a while in large files.

    Raises:
        InputError: A file is not usable, or there are no files or no shapes.
        UnsupportedError: The engine is ``sparql``, and a shape cannot be compiled.
    """
    if alone and not (files and shapes):
        raise InputError("checking alone needs files, and --shapes with the rules for them", place="--alone")
    ours = [] if alone else published_files()
    named = {path.resolve() for path in files}
    others = [path for path in files if path.resolve() not in {own.resolve() for own in ours}]
    is_added = bool(others) and not alone
    sources = [*ours, *others]
    subjects: set[Term] = set()
    objects: set[Term] = set()

    def quads_of(number: int, path: Path) -> Iterator[ox.Quad]:
        quads = read(path, number)
        return _noted(quads, subjects, objects) if path.resolve() in named and not alone else quads

    data = compiled.DataGraph(chain.from_iterable(starmap(quads_of, enumerate(sources))))
    graph, shape_places = load_shapes([*([] if alone else shape_files(of_others=is_added)), *shapes])
    try:
        found, rows, notes = run(data, graph, engine, () if alone else check_files())
        warnings = _idle(data, graph, shape_places) if shapes else []
    except IllFormedError as error:
        raise locate.ill_formed(error, shape_places) from None
    builder = FindingBuilder(data.store, graph, SourceIndex(sources if is_located else ()))

    def is_theirs(node: Term) -> bool:
        # A node that they refer to and no file describes is a misspelling of theirs.
        return not files or alone or node in subjects or (node in objects and not builder.is_described(node))

    found = [
        result
        for result in found
        if is_theirs(builder.about(result)[0]) and not (is_added and builder.is_policy(result))
    ]
    findings = [builder.of_result(result) for result in found]
    findings += [builder.of_check(row) for row in rows if is_theirs(row.node)]
    if shapes:
        theirs = {paths.shown(path) for path in shapes}
        findings += [warning for warning in warnings if warning.place and warning.place.file in theirs]
    place = paths.shown(files[0]) if files else "data"
    return _checked(findings, found, data.size, notes, place, lambda: _names(graph, () if alone else check_files()))


def check_endpoint(
    url: str, *, shapes: Sequence[Path] = (), alone: bool = False, graphs: Sequence[str] = (), timeout: float = 60
) -> ValidationResult:
    """Validate the data of a SPARQL endpoint by queries that run there.

    Subclasses are known only if the endpoint has the ontology as well. Literals are compared as its store keeps them.

    Args:
        url: The address of the endpoint.
        shapes: Files of shapes to add to ours.
        alone: Leave our shapes out.
        graphs: IRIs of the named graphs to validate, as one; without any, the graphs of the publication, or the default
            graph of the endpoint if it has none of these.
        timeout: Seconds to wait for each response.

    Raises:
        InputError: A file or the URL is not usable, or the endpoint lacks some of the graphs.
        StoreError: The endpoint fails, or gives no answer.
        UnsupportedError: A shape cannot be compiled to SPARQL 1.1 without extensions.
    """
    if alone and not shapes:
        raise InputError("checking without our shapes needs --shapes", place="--alone")
    graph, shape_places = load_shapes([*([] if alone else shape_files()), *shapes])
    store = Source(graphs=graphs, endpoint=url, timeout=timeout).connect(welcome=published_graphs(), is_free=alone)
    try:
        found = compiled.validate(store, graph)
    except IllFormedError as error:
        raise locate.ill_formed(error, shape_places) from None
    builder = FindingBuilder(_labels(store, found), graph, SourceIndex([]), is_whole=False)
    return _checked([builder.of_result(result) for result in found], found, None, [], url, lambda: _names(graph, ()))


def _labels(store: Endpoint, results: Sequence[Result]) -> ox.Store:
    """Return a local store with the labels of the focus and value nodes of results."""
    nodes = {node for result in results for node in (result.focus, result.value) if isinstance(node, ox.NamedNode)}
    known = ox.Store()
    ordered = sorted(nodes, key=str)
    for start in range(0, len(ordered), _NODES_PER_QUERY):
        some = " ".join(map(str, ordered[start : start + _NODES_PER_QUERY]))
        properties = ", ".join(map(str, LABEL_PROPERTIES))
        pattern = f"VALUES ?node {{ {some} }} ?node ?property ?label FILTER(?property IN ({properties}))"
        rows: Iterable[Any] = store.rows(f"SELECT ?node ?property ?label WHERE {{ {pattern} }}")
        known.extend(ox.Quad(row["node"], row["property"], row["label"]) for row in rows)
    return known


def check_ontology(*, engine: str = "auto") -> ValidationResult:
    """Validate the ontology and the shapes: their style, the pitfalls that other checkers look for, and their consequences.

    Args:
        engine: One of ``ENGINES``.

    Raises:
        InputError: A file is not usable.
    """
    from csgraph.validation import reasoner

    sources = [*ontology_files(), *sorted(paths.SHAPES.glob("*.ttl"))]
    data = load_data(sources)
    graph, _ = load_shapes([paths.SHAPES / f"{STYLE}.ttl"])
    found, _, notes = run(data, graph, engine)
    builder = FindingBuilder(data.store, graph, SourceIndex(sources))
    findings = [builder.of_result(result) for result in found]
    published = load_data(published_files())
    builder = FindingBuilder(published.store, graph, SourceIndex(published_files()))
    findings += [
        builder.of_check(row)
        for row in checks.hits(checks.load(paths.QUERIES / "checks" / "ontology"), published.store)
    ]
    if missing := reasoner.missing():
        notes.append(f"the reasoner was not run: {missing}")
    else:
        findings += reasoner.check()
    ours = [*(paths.QUERIES / "checks" / "ontology").glob("*.rq")]
    return _checked(findings, found, data.size, notes, "ontology", lambda: _names(graph, ours) | reasoner.RULES)


def _checked(
    findings: list[Finding],
    results: list[Result],
    size: int | None,
    notes: list[str],
    place: str,
    rules: Callable[[], Iterable[str]],
) -> ValidationResult:
    unique = tuple(sorted(dict.fromkeys(findings), key=order))
    return ValidationResult(unique, tuple(results), size, tuple(notes), place, rules)


def _names(graph: ShapesGraph, checks: Iterable[Path]) -> frozenset[str]:
    """Return the names of all rules in a shapes graph and of checks."""
    shapes = {triple.subject for triple in graph.triples() if isinstance(triple.subject, ox.NamedNode)}
    return frozenset([*map(show, shapes), *(f"check:{path.stem}" for path in checks)])


def validate(
    data: rdflib.Graph | None = None, shapes: rdflib.Graph | None = None, *, engine: str = "auto"
) -> FindingList:
    """Validate data against shapes.

    Named graphs are validated as one. Neither argument is changed.

    Args:
        data: An rdflib graph or dataset, with literals as written (see ``csgraph.load``); it is validated together with
            the ontology. By default the published graphs.
        shapes: An rdflib graph of shapes; by default those of ``shapes/``.
        engine: One of ``ENGINES``.

    Returns:
        The findings, by severity, then by place, node, rule and value; none if the data conform.

    Raises:
        InputError: The shapes are not usable, or a file of the publication is not.
        UnsupportedError: The engine is ``sparql``, and a shape cannot be compiled.

    Example:
        >>> csgraph.validate()
        []
    """
    if data is None and shapes is None:
        return FindingList(check(engine=engine).findings)
    from csgraph.validation.shacl.reference import from_rdflib

    sources = published_files() if data is None else ontology_files()
    checked = load_data(sources)
    if data is not None:
        checked.add(ox.Quad(*triple) for triple in from_rdflib(data))
    graph = load_shapes(shape_files())[0] if shapes is None else ShapesGraph(from_rdflib(shapes))
    found, _, _ = run(checked, graph, engine)
    builder = FindingBuilder(checked.store, graph, SourceIndex(sources))
    return FindingList(sorted(dict.fromkeys(map(builder.of_result, found)), key=order))


def _noted(quads: Iterable[ox.Quad], subjects: set[Term], objects: set[Term]) -> Iterator[ox.Quad]:
    """Yield quads, and collect their subjects and the IRIs among their objects."""
    for quad in quads:
        subjects.add(quad.subject)
        if isinstance(quad.object, ox.NamedNode):
            objects.add(quad.object)
        yield quad


def run(
    data: compiled.DataGraph, graph: ShapesGraph, name: str, beside: Sequence[Path] = ()
) -> tuple[list[Result], list[checks.CheckResult], list[str]]:
    """Run an engine, and beside it the checks in some files.

    Returns:
        The results of the shapes, the rows of the checks, and notes for the user.

    Raises:
        InputError: There is no such engine.
        UnsupportedError: The engine is ``sparql``, and a shape cannot be compiled.
    """
    if name not in ENGINES:
        raise InputError(f"there is no such engine; take one of: {', '.join(ENGINES)}", place=name)
    notes: list[str] = []
    rows = [partial(checks.ask, path, data.store) for path in beside]
    if name != "pyshacl":
        try:
            works = [partial(query.run, data) for query in compiled.compiled(data, graph)]
        except UnsupportedError as refusal:
            if name == "sparql":
                raise
            notes = [f"all shapes are run by pySHACL, because one cannot be compiled: {refusal}"]
        else:
            both: list[Callable[[], list[Any]]] = [*works, *rows]
            answers = compiled.side_by_side(both)
            results = [one for answer in answers[: len(works)] for one in answer]
            return results, [one for answer in answers[len(works) :] for one in answer], notes
    else:
        from csgraph.validation.shacl import reader

        # An ill-formed shape is an error with either engine.
        with suppress(UnsupportedError):
            reader.read(graph)
    from csgraph.validation.shacl import reference

    results = reference.validate(reference.to_rdflib(data.triples()), reference.to_rdflib(graph.triples()))
    return results, [row for ask in rows for row in ask()], notes


def _idle(data: compiled.DataGraph, graph: ShapesGraph, places: SourceIndex) -> list[Finding]:
    """Return a warning for each shape whose targets match no node: most often, one of them is misspelt."""
    try:
        shapes = compiled.idle(data, graph)
    except UnsupportedError:
        return []
    found = []
    for shape in shapes:
        kind, value = shape.targets[0]
        name = show(shape.node)
        warning = Finding(
            severity="Warning",
            node=name,
            label=name,
            shape=name,
            component=IDLE,
            path=f"sh:{kind}",
            value=turtle.to_turtle(value),
            message="This shape's target matches no node, so the shape is never applied.",
            hint="look for a misspelling in the target, or remove the shape",
            place=places.value(shape.node, sh(kind), value) or places.subject(shape.node),
        )
        found.append(warning)
    return found
