"""Draws the main classes of the ontology and the properties between them.

The places of the classes are declared here; all else is read from the ontology: a property is drawn from the classes of its
``rdfs:domain`` or ``schema:domainIncludes`` to those of its ``rdfs:range`` or ``schema:rangeIncludes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from csgraph.publication.charts import svg

if TYPE_CHECKING:
    import pyoxigraph as ox

    from csgraph.publication.resources import ResourceReader

TITLE = "The model: the main classes and the properties between them"

PLACES = {
    "csg:StatementType": (0, 0), "csg:Modality": (1, 0), "csg:Voice": (2, 0), "csg:ActorCategory": (3, 0),
    "csg:Passage": (0, 1), "csg:Statement": (1, 1), "csg:DialogueFunction": (2, 1), "csg:Engagement": (3, 1),
    "csg:Instrument": (4, 1), "csg:CoreIssue": (5, 1),
    "oa:ResourceSelection": (0, 2), "csg:Section": (1, 2), "csg:DialogueForm": (2, 2), "csg:Dialogue": (3, 2),
    "csg:Process": (4, 2), "csg:Pillar": (5, 2),
    "csg:Session": (1, 3), "schema:Event": (2, 3), "org:Organization": (3, 3), "csg:OriginAccount": (4, 3),
    "csg:Framework": (5, 3),
    "foaf:Person": (1, 4), "csg:Participation": (2, 4), "org:Membership": (3, 4), "csg:State": (4, 4),
}  # fmt: skip
"""Column and row of each class: where possible, classes with a property between them are neighbours."""

_BOX, _GAP, _ROW_GAP, _PAD = 128, 116, 108, 8
_IS_A = "is a"


@dataclass(frozen=True, order=True)
class Arrow:
    """A property from a class to a class, or the relation of a class to its superclass.

    Attributes:
        start: The class that it leads from, as a CURIE.
        end: The class that it leads to.
        name: The CURIE of the property; ``rdfs:subClassOf`` for a superclass.
        words: Its label.
    """

    start: str
    end: str
    name: str
    words: str


def arrows(store: ox.Store) -> list[Arrow]:
    """Return the relations between the classes of ``PLACES``, in order; only one of two inverse properties."""
    from csgraph.publication.resources import ResourceReader, in_order
    from csgraph.rdf.namespaces import compress, shorten
    from csgraph.rdf.turtle import iri

    graph = ResourceReader(store)
    found = set()
    for node in in_order(graph.having(iri("rdf:type"), iri("owl:ObjectProperty"))):
        # Of two inverse properties, the one with owl:inverseOf is left out.
        if graph.values(node, iri("owl:inverseOf")):
            continue
        ends = [
            [
                compress(each.value)
                for axiom in axioms
                for each in graph.values(node, iri(axiom))
                if hasattr(each, "value")
            ]
            for axioms in (("rdfs:domain", "schema:domainIncludes"), ("rdfs:range", "schema:rangeIncludes"))
        ]
        name = shorten(node.value)
        found |= {
            Arrow(start, end, name, graph.word(node))
            for start in ends[0] for end in ends[1] if start in PLACES and end in PLACES
        }  # fmt: skip
    for child in PLACES:
        found |= {Arrow(child, parent, "rdfs:subClassOf", _IS_A) for parent in _above(child, graph)}
    return sorted(found)


def _above(child: str, graph: ResourceReader) -> Iterator[str]:
    """Yield the nearest superclasses in ``PLACES``, through classes that have no place."""
    from csgraph.rdf.namespaces import compress
    from csgraph.rdf.turtle import iri

    seen, waiting = set(), [iri(child)]
    while waiting:
        for parent in graph.values(waiting.pop(), iri("rdfs:subClassOf")):
            name = compress(getattr(parent, "value", ""))
            if parent in seen:
                continue
            seen.add(parent)
            if name in PLACES:
                yield name
            else:
                waiting.append(parent)


def model_diagram(store: ox.Store | None = None, *, href: svg.Href | None = None, alone: bool = False) -> str:
    """Return the diagram as one ``svg`` element, as ``csgraph.publication.charts.draw`` returns a chart.

    Args:
        store: The graph with the ontology; the publication if none is given.
        href: Returns the link target of a ``class`` or ``property`` by its CURIE, or None; without it there are no links.
        alone: Draw a standalone file, with the title and a white background.
    """
    from csgraph.publication.dataset import load_store
    from csgraph.publication.resources import ResourceReader
    from csgraph.rdf.turtle import iri

    known = load_store() if store is None else store
    graph = ResourceReader(known)
    names = {name: graph.word(iri(name)) for name in PLACES}
    return svg.document(
        "model", _draw(names, arrows(known), svg.ChartLinks(href)), linked=href is not None, alone=alone
    )


class _Box:
    """A class at its place: its name, and below it the properties that are not drawn as arrows."""

    def __init__(self, name: str, words: str, within: list[tuple[Arrow, str]]) -> None:
        self.name, self.within = name, within
        self.head = svg.wrap(words, _BOX - 2 * _PAD, bold=True)
        self.lines = [svg.wrap(f"{arrow.words} → {target}", _BOX - 2 * _PAD, svg.SMALL) for arrow, target in within]
        self.tall = self.least = (
            svg.height(self.head) + sum(svg.height(lines, svg.SMALL) for lines in self.lines) + 2 * _PAD
        )
        self.left = PLACES[name][0] * (_BOX + _GAP)
        self.top = 0.0

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + _BOX / 2, self.top + self.tall / 2

    def draw(self, link: svg.ChartLinks) -> str:
        box = svg.element("rect", x=self.left, y=self.top, width=_BOX, height=self.tall, rx=5, fill=svg.FIRM,
                          fill_opacity=svg.FAINT, stroke=svg.FIRM, stroke_width=1.5)  # fmt: skip
        y = self.top + _PAD + (self.tall - self.least) / 2
        x = self.middle[0]
        content = [link("class", self.name, svg.text(x, y, self.head, bold=True, anchor="middle"))]
        y += svg.height(self.head)
        for (arrow, _), lines in zip(self.within, self.lines, strict=True):
            content.append(link("property", arrow.name, svg.text(x, y, lines, size=svg.SMALL, anchor="middle")))
            y += svg.height(lines, svg.SMALL)
        return svg.group(box, *content, class_="class", data_class=self.name)


def _near(start: str, end: str) -> bool:
    (a, b), (c, d) = PLACES[start], PLACES[end]
    return max(abs(a - c), abs(b - d)) == 1


def _is_crossed(start: str, end: str, others: Iterable[tuple[str, str]]) -> bool:
    """Whether another arrow crosses the diagonal arrow from a class to its neighbour."""
    (a, b), (c, d) = PLACES[start], PLACES[end]
    return a != c and b != d and any({PLACES[one], PLACES[other]} == {(a, d), (c, b)} for one, other in others)


def _draw(names: dict[str, str], found: list[Arrow], link: svg.ChartLinks) -> svg.Drawing:
    within: dict[str, list[tuple[Arrow, str]]] = {name: [] for name in PLACES}
    between: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in found:
        if _near(arrow.start, arrow.end):
            between.setdefault((arrow.start, arrow.end), []).append(arrow)
        else:
            target = "itself" if arrow.start == arrow.end else names[arrow.end]
            within[arrow.start].append((arrow, target))
    boxes = {name: _Box(name, words, within[name]) for name, words in names.items()}
    y = 0.0
    for row in sorted({row for _, row in PLACES.values()}):
        members = [box for name, box in boxes.items() if PLACES[name][1] == row]
        tall = max(box.tall for box in members)
        for box in members:
            box.top, box.tall = y, tall
        y += tall + _ROW_GAP
    y -= _ROW_GAP
    content = [
        _connect(boxes[start], boxes[end], each, (end, start) in between, _is_crossed(start, end, between), link)
        for (start, end), each in between.items()
    ]
    content += [box.draw(link) for box in boxes.values()]
    width = max(box.left for box in boxes.values()) + _BOX
    note = svg.wrap(
        "An arrow is a property from a class to a class; dashed: is a kind of. Properties to a class that is not beside it, "
        "or to the class itself, stand in the box of the class that has them. Of two inverse properties one is drawn. "
        "Left out are properties that say nothing of their classes, and classes that are not main ones.",
        width, svg.SMALL,
    )  # fmt: skip
    content.append(svg.text(0, y + 16, note, size=svg.SMALL, quiet=True))
    told = f"A diagram of {len(boxes)} classes and {len(found)} properties between them: " + "; ".join(
        f"{names[arrow.start]} {arrow.words} {names[arrow.end]}" for arrow in found
    )
    return svg.Drawing(TITLE, f"{told}.", width, y + 16 + svg.height(note, svg.SMALL), "\n".join(content))


def _edge(box: _Box, x: float, y: float, dx: float, dy: float) -> tuple[float, float]:
    """Return the point where a line from inside a box crosses its border."""
    across = ((box.left + _BOX if dx > 0 else box.left) - x) / dx if dx else float("inf")
    down = ((box.top + box.tall if dy > 0 else box.top) - y) / dy if dy else float("inf")
    reach = min(across, down)
    return x + dx * reach, y + dy * reach


def _connect(start: _Box, end: _Box, found: list[Arrow], both: bool, crossed: bool, link: svg.ChartLinks) -> str:
    """Return the arrow from a class to its neighbour, with the properties that it stands for.

    Args:
        start: The class.
        end: The neighbour.
        found: The properties.
        both: Whether there is an arrow in the other direction too.
        crossed: Whether another arrow crosses it; its label is then nearer to the class.
        link: Makes links.
    """
    (x1, y1), (x2, y2) = start.middle, end.middle
    column, row = x1 == x2, PLACES[start.name][1] == PLACES[end.name][1]
    first = start.name < end.name
    if both:
        # Two arrows are drawn side by side.
        x1, x2 = (each + (-40 if first else 54) * column for each in (x1, x2))
        y1, y2 = (each + (-9 if first else 9) * row for each in (y1, y2))
    dx, dy = x2 - x1, y2 - y1
    near, far = _edge(start, x1, y1, dx, dy), _edge(end, x2, y2, -dx, -dy)
    length = hypot(far[0] - near[0], far[1] - near[1])
    ux, uy = (far[0] - near[0]) / length, (far[1] - near[1]) / length
    room = _GAP - 14 if row else _GAP - 26 if not column else 64 if both and first else _BOX + 6
    lines = [(arrow, svg.wrap(arrow.words, room, svg.SMALL)) for arrow in found]
    tall = sum(svg.height(each, svg.SMALL) for _, each in lines)
    part = 0.28 if crossed else 0.5
    middle = (near[0] + (far[0] - near[0]) * part, near[1] + (far[1] - near[1]) * part)
    dash = "5 4" if all(arrow.words == _IS_A for arrow in found) else None
    pieces = []
    if row:
        # The label is above the line; of two arrows, the lower one has it below.
        top = middle[1] - tall - 5 if not both or first else middle[1] + 2
        pieces.append(svg.line(*near, *far, stroke_dasharray=dash))
    else:
        # The line has a gap at its label.
        top = middle[1] - tall / 2
        half = (tall / 2 + 3) / abs(uy)
        for sign, point in ((-1, near), (1, far)):
            pieces.append(
                svg.line(middle[0] + sign * ux * half, middle[1] + sign * uy * half, *point, stroke_dasharray=dash)
            )
    tip = [
        (far[0] - 9 * ux + side * 4.5 * uy, far[1] - 9 * uy - side * 4.5 * ux)
        for side in (1, -1)
    ]  # fmt: skip
    points = " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in (tip[0], far, tip[1]))
    pieces.append(svg.element("polyline", points=points, fill="none", stroke="currentColor", stroke_width=1.5))
    for arrow, words in lines:
        word = svg.text(middle[0], top, words, size=svg.SMALL, anchor="middle")
        pieces.append(word if arrow.name == "rdfs:subClassOf" else link("property", arrow.name, word))
        top += svg.height(words, svg.SMALL)
    return svg.group(*pieces, class_="arrow", data_start=start.name, data_end=end.name)
