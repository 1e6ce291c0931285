"""The finding: one rule that one node does not meet, with its location in a file.

Shapes, checks, the checks of the ontology and the reasoner all give findings; the reports (``csgraph.validation.reports``)
need nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csgraph.rdf.location import Location
from csgraph.rdf.namespaces import shorten
from csgraph.rdf.turtle import natural_key, to_turtle
from csgraph.util.markup import preformatted

if TYPE_CHECKING:
    from csgraph.rdf.turtle import Term

SEVERITIES = ("Violation", "Warning", "Info")
"""The severities of SHACL (section 2.1.4), the most severe first. Data with a Violation must not be published."""


@dataclass(frozen=True)
class Finding:
    """One rule that one node does not meet.

    Attributes:
        severity: One of ``SEVERITIES``, or the IRI of another severity.
        node: The focus node: a CURIE, or an IRI where no prefix of ours fits.
        label: Its label; the same as ``node`` where it has none.
        shape: The rule: the shape, the SPARQL constraint or the check, as a CURIE.
        component: The constraint component, such as ``sh:MinCountConstraintComponent``; ``csgraph:check`` for a check.
        path: The property path, in SPARQL's notation; None if the rule is about the node itself.
        value: The value node, in Turtle; None if a value is missing or there are too many.
        message: The rule in words.
        expected: The requirement of the constraint, such as ``at least 1 value``; None if the message is complete.
        hint: What to do, such as ``did you mean csg:anchor?``; None if nothing is known.
        documentation: The documentation of the rule: an IRI, or a page of ours with its anchor; None if there is none.
        place: The location of the value; if one is missing, of the node; None if the file is not known.

    Example:
        >>> import rdflib
        >>> text = "@prefix sh: <http://www.w3.org/ns/shacl#> . <e:S> sh:targetNode <e:a> ; sh:nodeKind sh:Literal ."
        >>> shapes = rdflib.Graph().parse(data=text, format="turtle")
        >>> finding = csgraph.validate(rdflib.Graph(), shapes)[0]
        >>> finding.severity, finding.node, finding.component
        ('Violation', 'e:a', 'sh:NodeKindConstraintComponent')
    """

    severity: str
    node: str
    label: str
    shape: str
    component: str
    path: str | None
    value: str | None
    message: str
    expected: str | None = None
    hint: str | None = None
    documentation: str | None = None
    place: Location | None = None

    @property
    def is_violation(self) -> bool:
        """Whether the data must not be published as they are; an unknown severity counts as a violation."""
        return self.severity not in SEVERITIES[1:]

    @property
    def rule(self) -> str:
        """The rule without its prefix, as it stands between brackets: ``Participation-participant``."""
        return self.shape.partition(":")[2] if ":" in self.shape and "//" not in self.shape else self.shape

    def line(self) -> str:
        """Return the finding as one line: location, severity, rule, node, message and value."""
        where = f"{self.place}: " if self.place else ""
        found = f" (found {self.value})" if self.value else ""
        return f"{where}{self.severity.lower()} [{self.rule}] {self.label}: {self.message}{found}"

    def __str__(self) -> str:
        return self.line()


class FindingList(list[Finding]):
    """Findings, sorted as ``order`` sorts them: a list that ``str`` and a notebook show one finding a line.

    >>> import rdflib
    >>> print(csgraph.validate(rdflib.Graph(), rdflib.Graph()), end="")
    no findings
    """

    def __str__(self) -> str:
        return "".join(f"{finding.line()}\n" for finding in self) or "no findings\n"

    def _repr_html_(self) -> str:
        return preformatted(str(self))


def order(finding: Finding) -> tuple[object, ...]:
    """Return a key that sorts findings: by severity, then by place, node, rule and value."""
    rank = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else 0
    place = (finding.place.file, finding.place.line, finding.place.column) if finding.place else ("", 0, 0)
    rest = (finding.shape, finding.value or "", finding.component, finding.path or "", finding.message)
    return (rank, place, natural_key(finding.node), *rest)


def show(term: Term) -> str:
    """Return a term as findings show it: a node by its CURIE or its plain IRI, all else in Turtle."""
    return shorten(term.value) if isinstance(term, ox.NamedNode) else to_turtle(term)
