"""Knows what is checked against what, and makes findings of what comes out.

Published data are checked as they are: all graphs as one, with the ontology, without inference. Somebody's own files are
checked together with them, or alone; then only what is wrong in these files is told.

The shapes are compiled to queries (``csgraph.validation.shacl``); what cannot be compiled goes to pySHACL, and a note says so.
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
from csgraph.publication import dataset
from csgraph.publication.source import Source
from csgraph.rdf import turtle
from csgraph.rdf.location import Location
from csgraph.rdf.namespaces import BASE, CSGS, compress
from csgraph.rdf.source_index import SourceIndex, rename_blank_nodes
from csgraph.validation import checks
from csgraph.validation.findings import SEVERITIES, Finding, FindingList, order
from csgraph.validation.shacl import engine as compiled
from csgraph.validation.shacl import report
from csgraph.validation.shacl.graph import IllFormedError, ShapesGraph, UnsupportedError
from csgraph.validation.shacl.report import Result
from csgraph.validation.shacl.terms import SH, sh

if TYPE_CHECKING:
    import rdflib

    from csgraph.sparql.endpoint import Endpoint
    from csgraph.validation.shacl.terms import Term

__all__ = ["ENGINES", "SEVERITIES", "Finding", "ValidationResult", "check", "check_ontology", "validate"]

ENGINES = ("auto", "sparql", "pyshacl")
"""What may check shapes: ``sparql`` compiled queries, ``pyshacl`` the reference, ``auto`` the first where it can."""

STYLE = "style"
"""The file of ``shapes/`` with rules about the ontology and the shapes themselves."""

PUBLICATION = "publication"
"""The file of ``shapes/`` with rules that only our own files must meet."""

RELEASE = "release"
"""The file of ``shapes/`` with rules for the description of a release, which is none of the data."""

IDLE = "csgraph:idle"
"""The kind of finding that a shape is asked of no node."""

_LABELS = tuple(map(turtle.iri, ("rdfs:label", "skos:prefLabel", "dcterms:title", "foaf:name", "schema:name")))
_OF_THE_REPORT = f"{CSGS}Sourced-"
"""What the names of rules begin with that ask for the words of the report."""

_NODES_AT_ONCE = 200
_TYPE = turtle.iri("rdf:type")
_COMMENT, _SEE_ALSO = turtle.iri("rdfs:comment"), turtle.iri("rdfs:seeAlso")
_MESSAGE_LANGUAGE = "en"
_SPARQL = sh("SPARQLConstraintComponent")
_MOST = {
    sh("MaxCountConstraintComponent"): sh("maxCount"),
    sh("QualifiedMaxCountConstraintComponent"): sh("qualifiedMaxCount"),
}


@dataclass(frozen=True)
class ValidationResult:
    """What checking came to.

    Attributes:
        findings: What is wrong: the gravest first, then by place, node, rule and value.
        results: The same as SHACL has it, less what is no shape's finding.
        size: How many triples were checked, with the ontology and without repeats.
        notes: What else there is to say, one line each.
        place: What was checked, as messages show it.
    """

    findings: tuple[Finding, ...]
    results: tuple[Result, ...]
    size: int | None
    notes: tuple[str, ...] = ()
    place: str = "data"

    def only(self, *, severity: str | None = None, rules: Sequence[str] = ()) -> ValidationResult:
        """Return it with fewer findings.

        Args:
            severity: The least severity to keep, in small letters; None keeps all.
            rules: Rules to keep, by name, with or without prefix; a shape stands for its rules too, which are named
                after it. None keeps all.

        Raises:
            InputError: There is no rule of such a name among ours, nor among the findings.
        """
        grave = SEVERITIES[: 1 + [name.lower() for name in SEVERITIES].index(severity)] if severity else None
        wanted = tuple(rule.rpartition(":")[2] for rule in rules)

        def is_kept(name: str, gravity: str) -> bool:
            local = name.rpartition(":")[2].rpartition("#")[2].rpartition("/")[2]
            is_grave = grave is None or gravity in grave or gravity not in SEVERITIES
            return is_grave and (not wanted or any(local == one or local.startswith(f"{one}-") for one in wanted))

        return replace(
            self,
            findings=tuple(found for found in self.findings if is_kept(found.shape, found.severity)),
            results=tuple(
                result
                for result in self.results
                if is_kept(_curie(_rule(result)), result.severity.value.removeprefix(SH))
            ),
        )

    def to_turtle(self) -> str:
        """Return the results as a ``sh:ValidationReport`` (SHACL, section 3.6); a row of a check is no such result."""
        return report.write(sorted(self.results, key=_result_key))

    def summary(self) -> str:
        """Return one line that counts: ``2 violations, 1 warning in 25,361 triples``."""
        counted = []
        for name in SEVERITIES:
            count = sum(finding.severity == name for finding in self.findings)
            if count or name == SEVERITIES[0]:
                counted.append(f"{count or 'no'} {name.lower()}{'s' if count != 1 and name != 'Info' else ''}")
        others = sum(finding.severity not in SEVERITIES for finding in self.findings)
        if others:
            counted.append(f"{others} of other severities")
        return f"{', '.join(counted)} in {f'{self.size:,} triples' if self.size is not None else self.place}"


def published_graphs() -> list[str]:
    """Return the names of the graphs that are checked: all, also those that are not loaded by default.

    But for the alignments, which say of our terms what other vocabularies have to answer for. The shapes tell what the
    report says from what others say of the same things by the properties that only the latter have.
    """
    return [name for name in dataset.graph_files() if name != dataset.ALIGNMENTS]


def published_files() -> list[Path]:
    """Return the files of the graphs that are checked, in the order of graphs and names."""
    files = dataset.graph_files()
    return [path for name in published_graphs() for path in files[name]]


def shape_files(*, of_others: bool = False) -> list[Path]:
    """Return the files of our shapes, less the rules about ontology and shapes themselves, and about releases.

    Args:
        of_others: Leave out as well what only our own files must meet.
    """
    left_out = {STYLE, RELEASE, *([PUBLICATION] if of_others else [])}
    return [path for path in sorted(paths.SHAPES.glob("*.ttl")) if path.stem not in left_out]


def check(
    files: Sequence[Path] = (),
    *,
    shapes: Sequence[Path] = (),
    alone: bool = False,
    engine: str = "auto",
    is_located: bool = True,
) -> ValidationResult:
    """Check the published data, or files together with them: somebody's own, or some of ours.

    Args:
        files: Files of RDF; only what is wrong in them is told. When there are none, all that is wrong.
        shapes: Files of shapes to add to ours.
        alone: Leave our data and our shapes out: only ``files`` against only ``shapes``.
        engine: One of ``ENGINES``.
        is_located: Look up where findings stand in their files, which takes a while if these are large.

    Raises:
        InputError: A file is not usable, or there is nothing to check or to check it against.
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

    def read(number: int, path: Path) -> Iterator[ox.Quad]:
        quads = _read(path, number)
        return _noted(quads, subjects, objects) if path.resolve() in named and not alone else quads

    data = compiled.DataGraph(chain.from_iterable(starmap(read, enumerate(sources))))
    rule_files = [] if alone else shape_files(of_others=is_added)
    rules = [*rule_files, *shapes]
    graph, shape_places = _load_shapes(rules)
    try:
        found, hits, notes = _run(data, graph, engine, () if alone else _data_checks())
        warnings = _idle(data, graph, shape_places) if shapes else []
    except IllFormedError as error:
        raise _placed(error, shape_places) from None
    told = _Findings(data.store, graph, SourceIndex(sources if is_located else ()))

    def is_theirs(node: Term) -> bool:
        # What they refer to and nobody describes is misspelt by them.
        return not files or alone or node in subjects or (node in objects and not told.is_described(node))

    found = [
        result for result in found if is_theirs(told.about(result)[0]) and not (is_added and told.is_policy(result))
    ]
    findings = [told.of_result(result) for result in found]
    findings += [told.of_hit(hit) for hit in hits if is_theirs(hit.node)]
    if shapes:
        theirs = {paths.shown(path) for path in shapes}
        findings += [warning for warning in warnings if warning.place and warning.place.file in theirs]
    place = paths.shown(files[0]) if files else "data"
    return _checked(findings, found, data.size, notes, place)


def check_endpoint(
    url: str, *, shapes: Sequence[Path] = (), alone: bool = False, graphs: Sequence[str] = (), timeout: float = 60
) -> ValidationResult:
    """Check what a SPARQL endpoint holds, by queries that are asked there.

    The ontology must be there as well for classes below those of shapes to be known. Literals are compared as the
    store there keeps them.

    Args:
        url: Its address.
        shapes: Files of shapes to add to ours.
        alone: Leave our shapes out.
        graphs: IRIs of the named graphs to check, as one; none for those of the publication that are checked here, or
            what the endpoint asks by default if it has no such graphs.
        timeout: Seconds to wait for each answer.

    Raises:
        InputError: A file is not usable, or the endpoint gives no answer, or lacks some of the graphs.
        UnsupportedError: A shape cannot be compiled to queries that any SPARQL 1.1 store knows.
    """
    if alone and not shapes:
        raise InputError("checking without our shapes needs --shapes", place="--alone")
    graph, shape_places = _load_shapes([*([] if alone else shape_files()), *shapes])
    store = Source(graphs=graphs, endpoint=url, timeout=timeout).connect(welcome=published_graphs(), is_free=alone)
    try:
        found = compiled.validate(store, graph)
    except IllFormedError as error:
        raise _placed(error, shape_places) from None
    told = _Findings(_labels(store, found), graph, SourceIndex([]), is_whole=False)
    return _checked([told.of_result(result) for result in found], found, None, [], url)


def _labels(store: Endpoint, results: Sequence[Result]) -> ox.Store:
    """Return the labels of what results are about, in a store of ours."""
    nodes = {node for result in results for node in (result.focus, result.value) if isinstance(node, ox.NamedNode)}
    known = ox.Store()
    ordered = sorted(nodes, key=str)
    for start in range(0, len(ordered), _NODES_AT_ONCE):
        some = " ".join(map(str, ordered[start : start + _NODES_AT_ONCE]))
        query = f"SELECT ?node ?label WHERE {{ VALUES ?node {{ {some} }} ?node {_LABELS[0]} ?label }}"
        known.extend(ox.Quad(row["node"], _LABELS[0], row["label"]) for row in store.rows(query))  # type: ignore[arg-type]
    return known


def check_ontology(*, engine: str = "auto") -> ValidationResult:
    """Check the ontology and the shapes: how they are written, what other checkers look for, and what follows from them.

    Args:
        engine: One of ``ENGINES``.

    Raises:
        InputError: A file is not usable.
    """
    from csgraph.validation import reasoner

    sources = [*_ontology_files(), *sorted(paths.SHAPES.glob("*.ttl"))]
    data = _load(sources)
    graph, _ = _load_shapes([paths.SHAPES / f"{STYLE}.ttl"])
    found, _, notes = _run(data, graph, engine)
    told = _Findings(data.store, graph, SourceIndex(sources))
    findings = [told.of_result(result) for result in found]
    published = _load(published_files())
    told = _Findings(published.store, graph, SourceIndex(published_files()))
    findings += [
        told.of_hit(hit) for hit in checks.hits(checks.load(paths.QUERIES / "checks" / "ontology"), published.store)
    ]
    if missing := reasoner.missing():
        notes.append(f"the reasoner was not asked: {missing}")
    else:
        findings += reasoner.check()
    return _checked(findings, found, data.size, notes, "ontology")


def _checked(
    findings: list[Finding], results: list[Result], size: int | None, notes: list[str], place: str
) -> ValidationResult:
    unique = tuple(sorted(dict.fromkeys(findings), key=order))
    return ValidationResult(unique, tuple(results), size, tuple(notes), place)


def validate(
    data: rdflib.Graph | None = None, shapes: rdflib.Graph | None = None, *, engine: str = "auto"
) -> FindingList:
    """Check data against shapes.

    Named graphs are checked as one. Neither argument is changed.

    Args:
        data: What to check, an rdflib graph or dataset, with literals as written (see ``load_dataset``); the ontology
            is added to it. When not given, the published graphs (see ``published_graphs``).
        shapes: The rules; those of ``shapes/`` when not given.
        engine: One of ``ENGINES``.

    Returns:
        What is wrong, the gravest first, then by place, node, rule and value; nothing when all is well.

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

    sources = published_files() if data is None else _ontology_files()
    checked = _load(sources)
    if data is not None:
        checked.add(ox.Quad(*triple) for triple in from_rdflib(data))
    graph = _load_shapes(shape_files())[0] if shapes is None else ShapesGraph(from_rdflib(shapes))
    found, _, _ = _run(checked, graph, engine)
    told = _Findings(checked.store, graph, SourceIndex(sources))
    return FindingList(sorted(dict.fromkeys(map(told.of_result, found)), key=order))


def _data_checks() -> list[Path]:
    """Return the files of what SHACL cannot say well: queries of which each row is a mistake."""
    return sorted((paths.QUERIES / "checks").glob("*.rq"))


def _ontology_files() -> list[Path]:
    return [path for path in sorted(paths.ONTOLOGY.glob("*.ttl")) if path.stem != dataset.ALIGNMENTS]


def _load(sources: Sequence[Path]) -> compiled.DataGraph:
    """Return files as one graph."""
    return compiled.DataGraph(quad for number, path in enumerate(sources) for quad in _read(path, number))


def _read(path: Path, number: int) -> Iterator[ox.Quad]:
    """Yield what the file of a number says, with the blank nodes that ``Places`` knows."""
    content, syntax = turtle.read(path), turtle.syntax_of(path)
    quads = turtle.stream_bytes(content, syntax, place=paths.shown(path))
    return rename_blank_nodes(quads, number) if turtle.may_have_blank_nodes(content, syntax) else quads


def _noted(quads: Iterable[ox.Quad], subjects: set[Term], objects: set[Term]) -> Iterator[ox.Quad]:
    for quad in quads:
        subjects.add(quad.subject)
        if isinstance(quad.object, ox.NamedNode):
            objects.add(quad.object)
        yield quad


def _load_shapes(files: Sequence[Path]) -> tuple[ShapesGraph, SourceIndex]:
    quads = [quad for number, path in enumerate(files) for quad in rename_blank_nodes(turtle.parse(path), number)]
    return ShapesGraph(quads), SourceIndex(files)


def _run(
    data: compiled.DataGraph, graph: ShapesGraph, name: str, beside: Sequence[Path] = ()
) -> tuple[list[Result], list[checks.CheckResult], list[str]]:
    """Return the results of an engine, the hits of the checks in some files, and what there is to say of it."""
    if name not in ENGINES:
        raise InputError(f"there is no such engine; take one of: {', '.join(ENGINES)}", place=name)
    notes: list[str] = []
    asked = [partial(checks.ask, path, data.store) for path in beside]
    if name != "pyshacl":
        try:
            works = [partial(query.answered, data) for query in compiled.compiled(data, graph)]
        except UnsupportedError as refusal:
            if name == "sparql":
                raise
            notes = [f"pySHACL checks the shapes, since {refusal.feature} is not compiled ({refusal})"]
        else:
            both: list[Callable[[], list[Any]]] = [*works, *asked]
            answers = compiled.side_by_side(both)
            results = [one for answer in answers[: len(works)] for one in answer]
            return results, [one for answer in answers[len(works) :] for one in answer], notes
    else:
        from csgraph.validation.shacl import reader

        # What no engine runs is refused, whichever is asked.
        with suppress(UnsupportedError):
            reader.read(graph)
    from csgraph.validation.shacl import reference

    results = reference.validate(reference.to_rdflib(data.triples()), reference.to_rdflib(graph.triples()))
    return results, [hit for ask in asked for hit in ask()], notes


def _placed(error: IllFormedError, places: SourceIndex) -> InputError:
    """Return an error of a shapes graph with its place in the file."""
    place = None
    if error.predicate is not None and error.value is not None:
        place = places.value(error.shape, error.predicate, error.value)
    place = place or places.subject(error.shape)
    if place is None:
        return error
    row = error.row - 1 if error.row else 0
    column = place.column if not row else 1
    named = f"{compress(error.shape.value) or error.shape.value}: " if isinstance(error.shape, ox.NamedNode) else ""
    return InputError(f"{named}{error.problem}", place=place.file, line=place.line + row, column=column)


def _idle(data: compiled.DataGraph, graph: ShapesGraph, places: SourceIndex) -> list[Finding]:
    """Return a warning for each shape whose targets select nothing: most often, one of them is misspelt."""
    try:
        shapes = compiled.idle(data, graph)
    except UnsupportedError:
        return []
    found = []
    for shape in shapes:
        kind, value = shape.targets[0]
        name = _curie(shape.node)
        warning = Finding(
            severity="Warning",
            node=name,
            label=name,
            shape=name,
            component=IDLE,
            path=f"sh:{kind}",
            value=turtle.to_turtle(value),
            message="The target of a shape selects some node, or the shape checks nothing.",
            hint="look for a letter that is wrong in the target, or take the shape out",
            place=places.value(shape.node, sh(kind), value) or places.subject(shape.node),
        )
        found.append(warning)
    return found


# -- From results to findings ------------------------------------------------------------------------------------------


class _Findings:
    """Makes findings of results: with labels, places, hints and where the rule is documented."""

    def __init__(self, store: ox.Store, graph: ShapesGraph, places: SourceIndex, *, is_whole: bool = True) -> None:
        # Of a store that has only labels it cannot be said that a node is not described.
        self._is_whole = is_whole
        self._store, self._graph, self._places = store, graph, places
        self._known: dict[str, list[str]] = {}
        self._owners: dict[Term, Term] | None = None

    def of_result(self, result: Result) -> Finding:
        """Return a result of a shape as a finding."""
        rule = _rule(result)
        node, value = self.about(result)
        return Finding(
            severity=result.severity.value.removeprefix(SH),
            node=_curie(node),
            label=self._label(node),
            shape=self._name(rule),
            component=_curie(result.component),
            path=None if result.path is None else result.path.text(_curie),
            value=None if value is None else turtle.to_turtle(value),
            message=_message(result),
            expected=result.expected if result.component != _SPARQL else None,
            hint=self._hint(result, node, value, rule),
            documentation=self._documentation(rule),
            place=self._place(result, node, value),
        )

    def of_hit(self, hit: checks.CheckResult) -> Finding:
        """Return a row of a check as a finding."""
        [finding] = checks.findings([hit], self._store)
        place = None
        if hit.path is not None and hit.value is not None:
            is_known = hit.path == _TYPE or self.is_described(hit.path)
            find = self._places.value if is_known else self._places.predicate
            place = find(hit.node, hit.path, hit.value)
        elif hit.path is not None:
            values = sorted((quad.object for quad in self._about_pattern(hit.node, hit.path)), key=str)
            place = self._places.predicate(hit.node, hit.path, values[0]) if values else None
        near = self._nearest(hit.path, hit.value, hit.node)
        return replace(finding, place=place or self._places.subject(hit.node), hint=near or finding.hint)

    def about(self, result: Result) -> tuple[Term, Term | None]:
        """Return the node that a result is about, and the value that offends.

        A query that is asked once, of one node named by the shape, names the offender as its value, and perhaps the
        property of it that is wrong as its path.
        """
        focus, value = result.focus, result.value
        if isinstance(focus, ox.NamedNode) and value == focus:
            return focus, None
        is_asked_once = result.component == _SPARQL and focus in self._graph.values(result.shape, sh("targetNode"))
        if is_asked_once and isinstance(value, ox.NamedNode | ox.BlankNode):
            return value, None
        return focus, value

    def is_policy(self, result: Result) -> bool:
        """Tell whether a result is about how we name our nodes, or quote the report, and the node is none of ours."""
        rule, node = _rule(result), self.about(result)[0]
        if not isinstance(rule, ox.NamedNode) or not rule.value.startswith(CSGS) or str(node).startswith(f"<{BASE}"):
            return False
        is_name = result.path is None and result.component == sh("PatternConstraintComponent")
        return is_name or rule.value.startswith(_OF_THE_REPORT)

    def _name(self, rule: Term) -> str:
        """Return the name of a rule; of a shape without IRI, that of the shape it is part of."""
        if isinstance(rule, ox.BlankNode):
            if self._owners is None:
                self._owners = {one.object: one.subject for one in self._graph.triples()}
            above, done = self._owners.get(rule), {rule}
            while isinstance(above, ox.BlankNode) and above not in done:
                done.add(above)
                above = self._owners.get(above)
            rule = above if isinstance(above, ox.NamedNode) else rule
        return _curie(rule)

    def _label(self, node: Term) -> str:
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            for predicate in _LABELS:
                quads = self._store.quads_for_pattern(node, predicate, None, ox.DefaultGraph())
                labels = [quad.object for quad in quads if isinstance(quad.object, ox.Literal)]
                if labels:
                    return min(labels, key=lambda text: (text.language != _MESSAGE_LANGUAGE, text.value)).value
        return _curie(node)

    def _place(self, result: Result, node: Term, value: Term | None) -> Location | None:
        places, path = self._places, result.path
        step = path.iri if path is not None else None
        place = None
        if value is not None and step is not None:
            is_other = result.component == sh("ClosedConstraintComponent")
            place = (places.predicate if is_other else places.value)(node, step, value)
        elif value is not None and path is not None and path.kind == "inversePath":
            place = places.subject(value)
        elif value is None and step is not None and result.component == _SPARQL:
            place = places.nth_value(node, step, 0)
        elif value is None and step is not None and result.component in _MOST:
            for most in self._graph.values(result.shape, _MOST[result.component]):
                place = places.nth_value(node, step, int(getattr(most, "value", "0")))
        return place or places.subject(node)

    def _hint(self, result: Result, node: Term, value: Term | None, rule: Term) -> str | None:
        """Return the nearest known term of one that is not known, or else what the rule says is to be done."""
        is_closed = result.component == sh("ClosedConstraintComponent") and result.path is not None
        texts = [text.value for text in self._graph.values(rule, _COMMENT) if isinstance(text, ox.Literal)]
        return self._nearest(result.path.iri if is_closed and result.path else None, value, node) or min(
            texts, default=None
        )

    def _nearest(self, *suspects: Term | None) -> str | None:
        """Return what is said of the first of some terms that nothing describes, and that is nearly one that is."""
        for suspect in suspects:
            if self._is_whole and isinstance(suspect, ox.NamedNode) and not self.is_described(suspect):
                from csgraph.util.suggest import nearest

                if near := nearest(_curie(suspect), self._siblings(suspect)):
                    return f"did you mean {near}?"
        return None

    def is_described(self, node: Term) -> bool:
        """Tell whether a node is the subject of some triple."""
        return any(True for _ in self._about_pattern(node, None))

    def _about_pattern(self, node: Term, predicate: ox.NamedNode | None) -> Iterator[ox.Quad]:
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            yield from self._store.quads_for_pattern(node, predicate, None, ox.DefaultGraph())

    def _siblings(self, node: ox.NamedNode) -> list[str]:
        """Return the described nodes with the prefix of a node."""
        prefix = _curie(node).partition(":")[0]
        if prefix not in self._known:
            query = "SELECT DISTINCT ?node WHERE { ?node ?p ?o FILTER (isIRI(?node)) }"
            solutions = self._store.query(query)
            assert isinstance(solutions, ox.QuerySolutions)
            for solution in solutions:
                curie = _curie(solution["node"])
                self._known.setdefault(curie.partition(":")[0], []).append(curie)
            self._known.setdefault(prefix, [])
        return self._known[prefix]

    def _documentation(self, rule: Term) -> str | None:
        for page in self._graph.values(rule, _SEE_ALSO):
            if isinstance(page, ox.NamedNode):
                return page.value
        if isinstance(rule, ox.NamedNode) and rule.value.startswith(CSGS):
            return f"docs/shapes.md#{rule.value.removeprefix(CSGS).lower()}"
        return None


def _curie(term: Term) -> str:
    return (compress(term.value) or term.value) if isinstance(term, ox.NamedNode) else turtle.to_turtle(term)


def _rule(result: Result) -> Term:
    """Return the node of what was not met: the constraint, where it has one, or the shape."""
    return result.constraint if result.constraint is not None else result.shape


def _result_key(result: Result) -> tuple[str, ...]:
    path = str(result.path) if result.path is not None else ""
    rule, value = str(_rule(result)), str(result.value)
    return (str(result.focus), rule, result.component.value, path, value, *map(str, result.messages))


def _message(result: Result) -> str:
    """Return the English message of the rule, or what was asked for, as one line."""
    texts = sorted(result.messages, key=lambda text: (text.language != _MESSAGE_LANGUAGE, text.value))
    if texts:
        return " ".join(texts[0].value.split())
    return (
        f"{_curie(result.component).removeprefix('sh:').removesuffix('ConstraintComponent')}: {result.expected or ''}"
    )
