"""Searches names, definitions and passages for words.

A word matches itself, its singular or plural, and words that begin with it; case and accents are ignored. Words in
quotation marks match as a phrase. A resource is ranked by the best of its texts, by these criteria in order:

1. the number of words that the text lacks;
2. whether the words are exactly a label or another name;
3. the kind of text: label; other name; words as printed; definition; passage;
4. whether the words are adjacent in it, common words such as "of" aside;
5. how they match: exactly; in singular or plural; as beginnings of words;
6. their position: the whole text; its beginning; elsewhere;
7. the natural order of the CURIEs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from csgraph.errors import InputError
from csgraph.publication.resources import LABELS, NAMES, ResourceReader, curie
from csgraph.publication.source import Source
from csgraph.rdf.terms import to_text
from csgraph.rdf.turtle import iri, natural_key
from csgraph.sparql.results import Rows
from csgraph.util import markup

FORMATS = ("table", "json")
"""Output formats of hits; the first is the default."""

KINDS = ("label", "name", "words", "definition", "text")
"""The kinds of text that are searched, the best first."""

_PRINTED, _TEXT, _BELOW = iri("csg:wordsOfReport"), iri("schema:text"), iri("rdfs:subPropertyOf")
_OTHER_NAMES = (*(name for name in NAMES if name not in LABELS), iri("csg:shortName"), iri("csg:sessionForm"))
_DEFINITION, _IDENTIFIER = iri("skos:definition"), iri("dcterms:identifier")

COMMON = frozenset("a an and as at by for from in is it of on or the to with".split())
"""Stop words, ignored unless there are no others or they are in quotation marks."""

LEAST_PREFIX = 3
"""Minimum number of letters for a match with the beginning of a word."""

PLURALS = (("ies", "y", 5), ("sses", "ss", 5), ("xes", "x", 4), ("s", "", 4))
"""Endings of English plurals, with those of the singular and the minimum length of the plural."""

SINGULARS = ("ss", "us", "is")
"""Endings of words that are not plurals although they end in ``s``."""

_NAME = KINDS.index("name")
_AS_IT_IS, _SAME_WORD, _BEGINNING = range(3)
# Words of context around the longest match, in a text longer than what is shown.
_AROUND = 12
_SHOWN = 140


class _Word(NamedTuple):
    """A word of a text, folded for comparison, and where it stands."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """A resource that was found.

    Attributes:
        iri: Its IRI.
        curie: Its CURIE, or its IRI if no prefix fits.
        label: Its label.
        types: Labels of its classes.
        kind: The kind of text that matched: ``label``, ``name``, ``words`` (as printed), ``definition`` or ``text``.
        text: The text that matched.
        marks: Where in it the words are, adjacent ones as one, in code points from 0, end exclusive.
        missing: The number of words that it lacks.

    Example:
        >>> hit = csgraph.search("capacity building")[0]
        >>> hit.curie, hit.kind, hit.excerpt
        ('core-issue:capacity-building', 'label', '«capacity building»')
    """

    iri: str
    curie: str
    label: str
    types: tuple[str, ...]
    kind: str
    text: str
    marks: tuple[markup.Span, ...]
    missing: int = 0

    @property
    def excerpt(self) -> str:
        """The words «marked» in their context, cut at word boundaries if the text is long."""
        text, marks = self.text, list(self.marks)
        if len(text) <= _SHOWN or not marks:
            return markup.plain(text, marks)
        words = [found.span() for found in re.finditer(r"\S+", text)]
        begin, _ = max(marks, key=lambda mark: mark[1] - mark[0])
        at = next(place for place, (_, end) in enumerate(words) if end > begin)
        first, last = max(0, at - _AROUND // 2), min(len(words) - 1, at + _AROUND)
        start, end = words[first][0], words[last][1]
        inside = [(max(s, start) - start, min(e, end) - start) for s, e in marks if s < end and e > start]
        excerpt = markup.plain(text[start:end], inside)
        return f"{'… ' if first else ''}{excerpt}{' …' if last < len(words) - 1 else ''}"


class Hits(list[Hit]):
    """The results of a search, the best first; a list.

    Attributes:
        nearest: If there are none, the words of the graph that are closest to those searched for.

    Example:
        >>> print(csgraph.search("track 2").first(1).to("table"), end="")
        resource               type                    words
        ---------------------  ----------------------  ------------------
        dialogue-form:track-2  dialogue form, concept  «track 2» dialogue
        >>> csgraph.search("normz").nearest[0]
        'norm'
    """

    def __init__(self, hits: Iterable[Hit], nearest: Iterable[str] = ()) -> None:
        super().__init__(hits)
        self.nearest = tuple(nearest)

    @property
    def rows(self) -> Rows:
        """The hits as rows, for a table."""
        texts = ((hit.curie, ", ".join(hit.types), hit.excerpt) for hit in self)
        return Rows(("resource", "type", "words"), [[ox.Literal(text) for text in row] for row in texts])

    def __str__(self) -> str:
        return str(self.rows)

    def _repr_html_(self) -> str:
        return self.rows._repr_html_()

    def first(self, limit: int) -> Hits:
        """Return the best of the hits."""
        return Hits(self[:limit], self.nearest)

    def notice(self, text: str, limit: int) -> str:
        """Return a message if nothing was found or there is more than the limit; empty otherwise."""
        if len(self) > limit:
            return f"the best {limit} of {len(self)}; --limit {len(self)} shows all"
        near = f"; the nearest words are: {', '.join(self.nearest)}" if self.nearest else ""
        return "" if self else f"{text}: nothing found{near}"

    def to(self, format: str = FORMATS[0], *, for_terminal: bool = False) -> str:
        """Serialize the hits in one of ``FORMATS``; a table is as wide as the terminal, and empty without hits."""
        if format == "table":
            from csgraph.publication.query import render

            return render(self.rows, for_terminal=for_terminal) if self else ""
        import json

        return json.dumps([asdict(hit) for hit in self], ensure_ascii=False, indent=2) + "\n"


def _fold(text: str) -> str:
    """Return a text without case and accents, letter by letter, so that it keeps its length."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].casefold()
    return base if len(base) == 1 else letter


def _words(text: str) -> list[_Word]:
    """Return the words of a text; an accent that is a character of its own belongs to the letter before it."""
    pattern = r"\w[\w\u0300-\u036f]*(?:['’]\w+)?"
    return [_Word(_bare(_fold(found[0])), *found.span()) for found in re.finditer(pattern, text)]


def _bare(word: str) -> str:
    return re.sub(r"['’\u0300-\u036f]", "", word)


def _singular(word: str) -> str:
    """Return the singular of a word, by the most common rules of English."""
    if word.endswith(SINGULARS):
        return word
    for ending, instead, least in PLURALS:
        if word.endswith(ending) and len(word) >= least:
            return word.removesuffix(ending) + instead
    return word


def _grade(wanted: str, word: str) -> int | None:
    """Return how a word matches the one wanted; None if it does not."""
    if word == wanted:
        return _AS_IT_IS
    if _singular(word) == _singular(wanted):
        return _SAME_WORD
    return _BEGINNING if len(wanted) >= LEAST_PREFIX and word.startswith(wanted) else None


def _terms(text: str) -> list[tuple[str, ...]]:
    """Return the terms of a query: words, and phrases that are in quotation marks."""
    terms: list[tuple[str, ...]] = []
    for phrase, rest in re.findall(r'["“”«]([^"“”«»]*)["“”»]|([^"“”«»]+)', text):
        words = tuple(word.folded for word in _words(phrase or rest))
        terms += [words] if phrase and words else [(word,) for word in words]
    telling = [term for term in terms if len(term) > 1 or term[0] not in COMMON]
    return list(dict.fromkeys(telling or terms))


class _Match(NamedTuple):
    """How a text matches a query; lower is better."""

    missing: int
    apart: bool
    grade: int
    position: int
    marks: tuple[markup.Span, ...]


def _match(terms: Sequence[tuple[str, ...]], words: Sequence[_Word]) -> _Match | None:
    """Return how a text matches the terms; None if it has none of them."""
    found: dict[int, set[int]] = {}
    best: dict[int, int] = {}
    for number, term in enumerate(terms):
        for at in range(len(words) - len(term) + 1):
            grades = [_grade(wanted, words[at + place].folded) for place, wanted in enumerate(term)]
            if None in grades or (len(term) > 1 and _BEGINNING in grades):
                continue
            best[number] = min(best.get(number, _BEGINNING), max(grade for grade in grades if grade is not None))
            for place in range(at, at + len(term)):
                found.setdefault(place, set()).add(number)
    if not found:
        return None
    runs = _runs(sorted(found), words)
    apart = not any(set().union(*(found.get(at, set()) for at in run)) == best.keys() for run in runs)
    telling = {at for at, word in enumerate(words) if word.folded not in COMMON}
    position = 0 if telling <= found.keys() else 1 if 0 in found else 2
    marks = tuple((words[run[0]].start, words[run[-1]].end) for run in runs)
    return _Match(len(terms) - len(best), apart, max(best.values()), position, marks)


def _runs(found: Iterable[int], words: Sequence[_Word]) -> list[range]:
    """Group the positions of words that match into runs, interrupted by nothing but common words."""
    runs: list[range] = []
    for at in found:
        if runs and all(words[place].folded in COMMON for place in range(runs[-1].stop, at)):
            runs[-1] = range(runs[-1].start, at + 1)
        else:
            runs.append(range(at, at + 1))
    return runs


def texts(store: ox.Store) -> Iterator[tuple[ox.NamedNode, int, str]]:
    """Yield the node, the index of its kind in ``KINDS`` and the text for each text that is searched."""
    printed = (_PRINTED, *ResourceReader(store).having(_BELOW, _PRINTED))
    # The label of a passage or statement is its identifier and its first words.
    identified = {(quad.subject, to_text(quad.object)) for quad in store.quads_for_pattern(None, _IDENTIFIER, None)}
    kinds = (LABELS, _OTHER_NAMES, printed, (_DEFINITION,), (_TEXT,))
    for kind, predicates in enumerate(kinds):
        for predicate in predicates:
            for quad in store.quads_for_pattern(None, predicate, None):
                node, value = quad.subject, quad.object
                if isinstance(node, ox.NamedNode) and isinstance(value, ox.Literal):
                    head, colon, _ = value.value.partition(": ")
                    if not (kind == 0 and colon and (node, head) in identified):
                        yield node, kind, value.value


def find_hits(text: str, store: ox.Store) -> Hits:
    """Return the resources whose names, words, definitions or texts match, the best first.

    Args:
        text: The words; those in quotation marks match as a phrase.
        store: The graph.

    Raises:
        InputError: There is no word to search for.
    """
    terms = _terms(text)
    if not terms:
        raise InputError("there is no word to search for", place=text or "search")
    best: dict[ox.NamedNode, tuple[tuple[int, ...], str, _Match]] = {}
    known: set[str] = set()
    for node, kind, content in texts(store):
        words = _words(content)
        known.update(word.folded for word in words)
        if match := _match(terms, words):
            is_name = kind <= _NAME and not (match.apart or match.grade or match.position)
            rank = (match.missing, not is_name, kind, match.apart, match.grade, match.position, len(content))
            if node not in best or rank < best[node][0]:
                best[node] = (rank, content, match)
    ordered = sorted(best, key=lambda node: (best[node][0][:6], natural_key(curie(node))))
    graph = ResourceReader(store)
    return Hits((_hit(node, graph, *best[node]) for node in ordered), () if best else _nearest(terms, known))


def _hit(node: ox.NamedNode, graph: ResourceReader, rank: tuple[int, ...], text: str, match: _Match) -> Hit:
    kind = KINDS[rank[2]]
    return Hit(node.value, curie(node), graph.label(node), graph.types(node), kind, text, match.marks, match.missing)


def _nearest(terms: Iterable[tuple[str, ...]], known: Iterable[str]) -> Iterator[str]:
    from csgraph.util.suggest import similar

    words = set(known)
    yield from dict.fromkeys(each for term in terms for word in term for each in similar(word, words))


def search(
    text: str,
    *,
    graphs: Iterable[str] = (),
    data: Iterable[str | Path] = (),
    store: ox.Store | None = None,
    endpoint: str | None = None,
    timeout: float = 60,
) -> Hits:
    """Return the resources and passages of the publication that match, the best first.

    Args:
        text: The words; those in quotation marks match as a phrase.
        graphs: Names of named graphs to search besides the default ones; with an endpoint, also IRIs of the graphs to
            search instead.
        data: RDF files to search as well.
        store: A store to read instead of the publication, as ``load_store`` returns it.
        endpoint: URL of a SPARQL endpoint to search instead of the local publication.
        timeout: Seconds to wait for each of its answers.

    Raises:
        InputError: There is no word to search for; or a graph, file or URL is not usable.
        StoreError: An endpoint fails, or gives no answer.

    Example:
        >>> [hit.curie for hit in csgraph.search('"international law"')][:2]
        ['core-issue:international-law', 'pillar:international-law']
    """
    source = Source(graphs=graphs, data=data, store=store, endpoint=endpoint, timeout=timeout)
    return find_hits(text, source.texts((*LABELS, *_OTHER_NAMES, _DEFINITION, _TEXT), _PRINTED))
