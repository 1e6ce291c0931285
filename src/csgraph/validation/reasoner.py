"""Checks ontology and data with an OWL 2 DL reasoner: consistency, and satisfiability of classes and properties.

The reasoner is HermiT, a Java program that comes with the package owlready2 (extra ``owl``) and is run as a process.
Consistency is checked for ontology and data together, which takes about two seconds; satisfiability for the ontology alone,
since classifying all of the data would take minutes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.publication.resources import LABEL_PROPERTIES, choose_label
from csgraph.rdf import turtle
from csgraph.rdf.namespaces import ONTOLOGY, PREFIXES, shorten
from csgraph.validation.findings import Finding, order

TIME_LIMIT = 300
"""Seconds that HermiT may take for one task; for the publication it takes about two."""

OUTSIDE_OWL = frozenset(
    PREFIXES["xsd"] + name
    for name in "date time duration gYear gYearMonth gMonth gMonthDay gDay dayTimeDuration yearMonthDuration QName".split()
)
"""Datatypes that are not in the datatype map of OWL 2 (Structural Specification, section 4), at which HermiT stops."""

RULES = frozenset({"reasoner:consistency", "reasoner:satisfiability"})
"""The names of what the reasoner checks."""

COMPONENT = "csgraph:reasoner"
"""The constraint component of findings of the reasoner."""

_PLACE = "reasoner"
_ARCHIVE = "HermiT.jar"
_MAIN = "org.semanticweb.HermiT.cli.CommandLine"
_DOCUMENTATION = "https://www.w3.org/TR/owl2-direct-semantics/#Inference_Problems"
_IMPORTS = turtle.iri("owl:imports")
_CLASSIFY = ("--classify", "--classifyOPs", "--classifyDPs")
_CONSISTENCY = ("--consistency",)


def missing() -> str | None:
    """Return what is missing for the reasoner to run, and what to do about it; None where it can run."""
    if _hermit() is None:
        return "the reasoner HermiT is not installed; install csgraph with its extra 'owl', which brings owlready2"
    if shutil.which("java") is None:
        return "the reasoner HermiT runs on Java, and there is no java on the PATH; install a Java runtime"
    return None


def _hermit() -> Path | None:
    """Return the folder of HermiT; None where owlready2 is not installed."""
    spec = find_spec("owlready2")
    folders = [Path(folder) / "hermit" for folder in (spec and spec.submodule_search_locations) or ()]
    return next((folder for folder in folders if (folder / _ARCHIVE).is_file()), None)


def _classpath() -> str:
    # The folder has classes that owlready2 corrected, which must be found before those of the archive.
    folder = _hermit() or Path()
    return os.pathsep.join((str(folder), str(folder / _ARCHIVE)))


def check(ontology: Iterable[ox.Quad] | None = None, data: Iterable[ox.Quad] | None = None) -> list[Finding]:
    """Check consistency and satisfiability. All graphs are one, and nothing is imported.

    Args:
        ontology: The axioms; ours when not given, less the links to other vocabularies.
        data: The facts; all published data when not given.

    Returns:
        One finding if ontology and data are inconsistent, at the first node of the data that makes them so, or at the
        ontology if it is inconsistent alone; one for each unsatisfiable class or property. Finding that node takes one
        more run for each halving of the data.

    Raises:
        InputError: The reasoner cannot run (see ``missing``), fails, or takes longer than ``TIME_LIMIT``; or
            a file of the publication is not usable.
    """
    axioms = [quad.triple for quad in (_published(of_ontology=True) if ontology is None else ontology)]
    facts = [quad.triple for quad in (_published(of_ontology=False) if data is None else data)]
    labels = _labels([*axioms, *facts])
    unsatisfiable = _unsatisfiable(axioms)
    if unsatisfiable is None:
        return [_contradiction(ONTOLOGY, labels)]
    found = [_nothing(iri, labels) for iri in unsatisfiable]
    if facts and not _consistent([*axioms, *facts]):
        found.append(_contradiction(_first_contradicting(axioms, facts), labels))
    return sorted(found, key=order)


def _labels(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the labels of the nodes that have one, by their names."""
    found: dict[str, dict[ox.NamedNode, list[object]]] = {}
    for triple in triples:
        if triple.predicate in LABEL_PROPERTIES:
            found.setdefault(_name(triple.subject), {}).setdefault(triple.predicate, []).append(triple.object)

    def label(name: str) -> str:
        return choose_label(lambda each: found[name].get(each, ()))

    return {name: label(name) for name in found if label(name)}


def _published(*, of_ontology: bool) -> Iterator[ox.Quad]:
    for graph, files in dataset.graph_files().items():
        for path in files:
            if graph != dataset.ALIGNMENTS and (path.parent == paths.ONTOLOGY) == of_ontology:
                yield from turtle.parse(path, rename_blank_nodes=True)


def _unsatisfiable(axioms: Sequence[ox.Triple]) -> list[str] | None:
    """Return the unsatisfiable classes and properties, or None if the axioms are inconsistent."""
    answer = _run(_CLASSIFY, axioms)
    if answer is None:
        return None
    # All are listed as equivalent to Nothing or a bottom property; for data properties HermiT garbles one bracket.
    empty = re.findall(r"^Equivalent\w+\( <\S+#(?:Nothing|bottom\w+)> (.*) \)$", answer, re.MULTILINE)
    return sorted({iri for names in empty for iri in re.findall(r"[<>]([^<>\s]+)>", names)})


def _consistent(triples: Sequence[ox.Triple]) -> bool:
    return _run(_CONSISTENCY, triples) is not None


def _first_contradicting(axioms: Sequence[ox.Triple], facts: Sequence[ox.Triple]) -> str:
    """Return the first node, in the order of the facts, with which they become inconsistent: found by bisection."""
    nodes = list(dict.fromkeys(triple.subject for triple in facts))
    rank = {node: place for place, node in enumerate(nodes)}
    fine, wrong = 0, len(nodes)
    while wrong - fine > 1:
        middle = (fine + wrong) // 2
        upto = [triple for triple in facts if rank[triple.subject] < middle]
        fine, wrong = (middle, wrong) if _consistent([*axioms, *upto]) else (fine, middle)
    return _name(nodes[fine])


def _run(question: Sequence[str], triples: Sequence[ox.Triple]) -> str | None:
    """Run HermiT; return its output, or None if the triples are inconsistent."""
    if problem := missing():
        raise InputError(problem, place=_PLACE)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "content.nt"
        kept = [triple for triple in triples if _is_in_owl(triple)]
        ox.serialize(kept, output=file, format=ox.RdfFormat.N_TRIPLES)
        command = ["java", "-Xmx2000M", "-classpath", _classpath(), _MAIN, *question, file.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            problem = f"HermiT had no answer after {TIME_LIMIT} seconds; reason over less data"
            raise InputError(problem, place=_PLACE) from None
        except OSError as error:
            raise InputError(f"java cannot be run: {error.strerror or error}", place=_PLACE) from error
    if "InconsistentOntologyException" in done.stderr:
        return None
    if done.returncode or "Exception" in done.stderr:
        raise InputError(f"HermiT stopped: {_first_words(done.stderr)}", place=_PLACE)
    return done.stdout


def _is_in_owl(triple: ox.Triple) -> bool:
    """Whether HermiT can read a triple: it fails on some datatypes, and would fetch imports."""
    value = triple.object
    return triple.predicate != _IMPORTS and not (isinstance(value, ox.Literal) and value.datatype.value in OUTSIDE_OWL)


def _first_words(output: str) -> str:
    """Return Java's message without its trace, as one line."""
    words = " ".join(output.partition("\n\tat ")[0].split())
    return re.sub(r'^Exception in thread "\w+" (?:[\w.]+\.)?(\w+:)', r"\1", words) or "no output"


def _name(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _contradiction(iri: str, labels: Mapping[str, str]) -> Finding:
    return _finding(
        iri,
        labels,
        rule="consistency",
        message="Ontology and data are consistent.",
        hint="look for two classes that are disjoint, two values of a functional property, or a literal out of range",
    )


def _nothing(iri: str, labels: Mapping[str, str]) -> Finding:
    return _finding(
        iri,
        labels,
        rule="satisfiability",
        message="Every class and property is satisfiable.",
        hint="look for disjoint classes among those that it is below, or that are its domain or range",
    )


def _finding(iri: str, labels: Mapping[str, str], *, rule: str, message: str, hint: str) -> Finding:
    node = shorten(iri)
    return Finding(
        severity="Violation",
        node=node,
        label=labels.get(iri, node),
        shape=f"reasoner:{rule}",
        component=COMPONENT,
        path=None,
        value=None,
        message=message,
        hint=hint,
        documentation=_DOCUMENTATION,
    )
