"""Knows what a finding is: what one rule says of one node, and where that stands in a file.

Whatever finds something wrong (the shapes, the checks, the ontology's checks, the reasoner) says it as a ``Finding``;
whatever shows findings (``csgraph.validation.reports``) needs nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from csgraph.rdf.location import Location
from csgraph.rdf.turtle import natural_key
from csgraph.util.markup import preformatted

SEVERITIES = ("Violation", "Warning", "Info")
"""The severities of SHACL (section 2.1.4), the gravest first. What has a Violation must not be published."""


@dataclass(frozen=True)
class Finding:
    """What one rule says of one node.

    Attributes:
        severity: One of ``SEVERITIES``, or the IRI of a severity of somebody's own.
        node: The node that was checked: a CURIE, or an IRI where no prefix of ours fits.
        label: Its label, or ``node`` again where it has none.
        shape: The rule: the shape, the SPARQL constraint or the check that the node does not meet, as a CURIE.
        component: The kind of rule, such as ``sh:MinCountConstraintComponent``; ``csgraph:check`` for a check.
        path: The property that was looked at, in SPARQL's notation of paths; None when it was the node itself.
        value: The value that offends, as it would stand in Turtle; None when one is missing or there are too many.
        message: The rule in words.
        expected: What the rule asks for, such as ``at least 1 value``; None where the message is all there is to say.
        hint: What to do, such as ``did you mean csg:anchor?``; None where there is no more to say.
        documentation: Where the rule is documented: an IRI, or a page of ours with its anchor; None where it is not.
        place: Where the value stands; where one is missing, the node; None where the text is not known.

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
        """Whether what was checked must not be published as it is; so is what has a severity of somebody's own."""
        return self.severity not in SEVERITIES[1:]

    @property
    def rule(self) -> str:
        """The rule without its prefix, as it stands between brackets: ``Participation-participant``."""
        return self.shape.partition(":")[2] if ":" in self.shape and "//" not in self.shape else self.shape

    def line(self) -> str:
        """Return the finding as one line: where, how grave, which rule, what it says of which node, and what was found."""
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
    """Return a key that sorts findings: the gravest first, then by place, node, rule and value."""
    rank = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else 0
    place = (finding.place.file, finding.place.line, finding.place.column) if finding.place else ("", 0, 0)
    rest = (finding.shape, finding.value or "", finding.component, finding.path or "", finding.message)
    return (rank, place, natural_key(finding.node), *rest)
