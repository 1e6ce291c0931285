"""Says why a query finds nothing, and what to do.

Parts of the query, as they stand in it, are asked by themselves: what already finds nothing is the reason. Nothing is said
that has not been asked. ``site/assets/explanation.js`` says the same in a browser; both have their words from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from csgraph import answers, hints, patterns, sparql
from csgraph.namespaces import GRAPH, LOCAL_NAME, PREFIXES, compress
from csgraph.output import terminal_safe
from csgraph.probes import (
    MANY_PARTS,
    MANY_ROWS,
    MAX_QUERIES,
    EnoughError,
    Graphs,
    Joined,
    Probes,
    body_of,
    inside,
    shrunk,
)
from csgraph.turtle import iri

if TYPE_CHECKING:
    from csgraph.grammar import Token
    from csgraph.patterns import Group, Part, Select
    from csgraph.results import Term

SECONDS = 2.0
"""How long it may take to find out: as long as people wait who have an answer already."""

MAX_REASONS = 4
"""How many reasons are given at most."""

# How much space may be too much.
_SPACES = 10
_NEAR, _EXAMPLES, _CHOICES = 3, 3, 6
_LENGTH = 100

WORDS = {
    "a row": "the only row",
    "rows": "all {count} rows",
    "many rows": "all of more than {count} rows",
    "beyond": "OFFSET {number} skips {rows}; take a lower one",
    "class": "nothing has the class {term}{hint}",
    "class below": "; things of classes below it are there: write a/rdfs:subClassOf* for a",
    "describe": "no row has a value for {variable}, so that nothing is described{hint}",
    "described": "nothing is said of what {variable} is: {values}",
    "each": "{filter} removes {rows}{hint}",
    "elsewhere": "; the graph {graph} has it, and is not asked: add it (--graph {graph})",
    "examples": "; {variable} is {values}",
    "folded": "; without regard to case it does not: write {filter}",
    "graph": "there is nothing in a graph {term}; check how it is spelled",
    "graph to add": "the graph {term} is not asked; add it (--graph {graph})",
    "HAVING": "{quoted} removes {rows} that grouping gives; ask for less",
    "LIMIT": "LIMIT 0 asks for no rows; raise it or leave it out",
    "leave out": "; leave it out, or make it narrower",
    "line": " (line {line})",
    "in no graph": "nothing matches {pattern} in a single graph, but in all together something does; ask without GRAPH",
    "instead": "; {pattern} has {values}",
    "instead beside": "; beside the rest, {pattern} has {values}",
    "near": "; did you mean {near}?",
    "none of": "none of {count} rows has",
    "none of many": "none of more than {count} rows has",
    "not the only": "the only row does not have",
    "parts of path": "; each part of the path matches, but not all of it",
    "none given": "VALUES has no values; give it some",
    "not in one graph": ", in no single graph; ask without GRAPH what may stand in several",
    "object": "nothing is said of {term}, it is only pointed to; ask for `?s ?p {term}`",
    "other property": "; {property} has it: is that meant?",
    "outside": "nothing matches {pattern} in {graph}, but in other graphs something does; name another, or none",
    "parameter": "{none} it; leave it out{choices}",
    "parameters": "each has rows, but they have none in common; leave one out{choices}",
    "change": "; change one, or make it OPTIONAL",
    "choices beside": ", or take for {name} one of: {values}",
    "choices": ", or take one of: {values}",
    "path": "{pattern} finds nothing, because {part} in it already does not",
    "properties below": "; properties below it are used: {names}",
    "property": "nothing has the property {term}{hint}",
    "reversed": "; the other way round there is something: {pattern}",
    "spelling": "; check how it is spelled",
    "template": "no row has a value for {variable}, so that the template makes no triple with it{hint}",
    "term": "the graph does not know {term}{hint}",
    "together": "{patterns} match, each by itself, but not together{hint}",
    "together removed": "{patterns} remove {rows} together, though none does by itself; leave one out",
    "triple": "nothing matches {pattern}{hint}",
    "unbound": "; no pattern beside it gives {variable} a value{hint}",
    "unused": "; leave it out, or put it into OPTIONAL",
    "VALUES": "{none} a value of {quoted} at the end; give others",
}
"""What is said, with places for what it is said of."""


def tables() -> dict[str, Any]:
    """Return what the site's scripts read and explain queries by, as JSON can hold it: their ``csgraph.grammar``."""
    limits = {
        "choices": _CHOICES,
        "examples": _EXAMPLES,
        "letters": _LENGTH,
        "likeness": hints.NEAR,
        "likeness of prefixes": hints.NEAR_PREFIX,
        "near": _NEAR,
        "queries": MAX_QUERIES,
        "reasons": MAX_REASONS,
        "rows": MANY_ROWS,
        "seconds": SECONDS,
        "spaces": _SPACES,
        "parts in pairs": MANY_PARTS,
    }
    return {
        **sparql.tables(),
        "bare": {datatype: form.pattern for datatype, form in _BARE.items()},
        "ends": patterns.ENDS,
        "explanations": WORDS,
        "graph": GRAPH,
        "joined": patterns.JOINED,
        "limits": limits,
        "local name": LOCAL_NAME.pattern,
        "modifiers": patterns.MODIFIERS,
        "removers": patterns.REMOVERS,
    }


class Reason(NamedTuple):
    """Why a query finds nothing.

    Attributes:
        message: The reason, and what to do.
        start: Where in the query it stands; None where it is no part of it.
        about: The parameter that it is; empty where it is a part of the query.
        graph: The graph to add; empty where that does not help.
        is_first_word: Whether the next reason says the same and more, unless finding that out takes too long.
    """

    message: str
    start: int | None = None
    about: str = ""
    graph: str = ""
    is_first_word: bool = False


def explain(
    text: str,
    store: ox.Store,
    *,
    terms: Mapping[str, Sequence[Term]] | None = None,
    place: str = "query",
    prefixes: Mapping[str, str] = PREFIXES,
    elsewhere: Callable[[], ox.Store] | None = None,
    seconds: float = SECONDS,
) -> list[str]:
    """Return why a query finds nothing: lines that say where, what, and what to do.

    It takes no longer than some seconds, and says then what it has found until then. A query of the engine that takes
    longer goes on in a thread that ends with the process, because it cannot be stopped.

    Args:
        text: The query, which finds nothing.
        store: What was asked.
        terms: What its parameters are bound to, by variable.
        place: What messages call the query.
        prefixes: The prefixes that it need not declare.
        elsewhere: Loads the named graphs that were not asked.
        seconds: How long it may take.

    Returns:
        The reasons; none where none is found.
    """
    found: list[Reason] = []

    def work() -> None:
        # Whatever is wrong in here, the answer is right, and that no more is said of it does no harm.
        with suppress(Exception):
            for so_far in _so_far(text, store, terms or {}, prefixes, elsewhere, seconds):
                found[:] = so_far

    answers.in_thread(work, seconds)
    return [line(reason, text, place) for reason in list(found)]


def line(reason: Reason, text: str, place: str) -> str:
    """Return a reason as a line that begins with its place, counted in letters."""
    if reason.start is None:
        return f"{reason.about or place}: {reason.message}"
    line = text.count("\n", 0, reason.start) + 1
    return f"{place}:{line}:{reason.start - text.rfind(chr(10), 0, reason.start)}: {reason.message}"


def reasons(
    text: str,
    store: ox.Store,
    *,
    terms: Mapping[str, Sequence[Term]] | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
    elsewhere: Callable[[], ox.Store] | None = None,
    seconds: float = SECONDS,
) -> list[Reason]:
    """Return why a query finds nothing, as ``explain`` does.

    Raises:
        UnreadableError: The query has something that is not understood.
        InputError: A part of it cannot be asked.
    """
    found: list[Reason] = []
    for found in _so_far(text, store, terms or {}, prefixes, elsewhere, seconds):  # noqa: B007 - the last is it
        pass
    return found


def _so_far(
    text: str,
    store: ox.Store,
    terms: Mapping[str, Sequence[Term]],
    prefixes: Mapping[str, str],
    elsewhere: Callable[[], ox.Store] | None,
    seconds: float,
) -> Iterator[list[Reason]]:
    """Yield the reasons that are found so far, each once, as often as there are more."""
    query = patterns.read(text)
    asked = Probes(query, store, prefixes, elsewhere, seconds)
    found: list[Reason] = []
    with suppress(EnoughError):
        for reason in _Explanation(text, query, asked, terms).reasons():
            if reason.is_first_word:
                yield [*found, reason]
                continue
            # That a graph is to be added need be said once.
            if reason not in found and not (reason.graph and reason.graph in {other.graph for other in found}):
                found.append(reason)
            yield [*found]
            if len(found) == MAX_REASONS:
                return


# With the words true and false.
_LITERALS = ("INTEGER", "NUMBER", "STRING", "WORD")
_TYPE, _SUB_CLASS, _SUB_PROPERTY = (str(iri(name)) for name in ("rdf:type", "rdfs:subClassOf", "rdfs:subPropertyOf"))


# Literals that need neither quotation marks nor datatype (SPARQL 1.1, NumericLiteral and BooleanLiteral).
_BARE = {
    PREFIXES["xsd"] + name: re.compile(form)
    for name, form in {"integer": r"[+-]?\d+", "decimal": r"[+-]?\d*\.\d+", "boolean": "true|false"}.items()
}


class _Explanation:
    """Finds the reasons, from the whole of a query to its parts."""

    def __init__(self, text: str, query: patterns.Query, asked: Probes, terms: Mapping[str, Sequence[Term]]) -> None:
        self.text, self.query, self.asked, self.terms = text, query, asked, terms
        self._is_empty = asked.is_empty

    def reasons(self) -> Iterator[Reason]:
        """Yield the reasons, the surest first."""
        select = self.query.select
        if select.group is None:
            for token in select.template:
                if _is_iri(token):
                    yield from self._described(token)
            return
        filters = {name: _filter(name, terms) for name, terms in self.terms.items()}
        if not filters or self._is_empty(select.group.text):
            yield from self._select(select, select.group.text, ())
        elif self._is_empty(" ".join([select.group.text, *filters.values()])):
            yield from self._parameters(select.group.text, filters)
        else:
            yield from self._select(select, " ".join([select.group.text, *filters.values()]), ())

    # -- Queries, and queries in queries -------------------------------------------------------------------------------

    def _select(self, select: Select, body: str, within: Graphs) -> Iterator[Reason]:
        if select.group is None:
            return
        limit = _number(select.modifiers.get("LIMIT", ""))
        if limit == 0:
            yield Reason(WORDS["LIMIT"], select.places["LIMIT"])
        elif self._is_empty(inside(within, body)):
            yield from self._group(select.group, within)
        else:
            yield from self._modified(select, body, within)

    def _modified(self, select: Select, body: str, within: Graphs) -> Iterator[Reason]:
        """Yield what after the group of a query leaves none of its rows."""
        modifiers, places = select.modifiers, select.places
        clause = select.clause or ("SELECT (1 AS ?csgraph1)" if "GROUP" in modifiers else "SELECT *")
        rows = f"{clause} {{ {body}\n}} {modifiers.get('GROUP', '')}"
        if self._is_empty(inside(within, f"{{ {rows} }}")):
            return
        for keyword in ("HAVING", "VALUES"):
            fewer = f"{rows} {modifiers.get(keyword, '')}"
            if self._is_empty(inside(within, f"{{ {fewer} }}")):
                before, shown = inside(within, f"{{ {rows} }}"), self._quoted(_line_of(modifiers[keyword]))
                message = WORDS[keyword].format(quoted=shown, rows=self._rows(before), none=self._none(before))
                yield Reason(message, places[keyword])
                return
            rows = fewer
        if "OFFSET" in modifiers:
            number = _number(modifiers["OFFSET"])
            all_rows = inside(within, f"{{ {rows} }}")
            if number is not None and self.asked.count(all_rows) <= number:
                yield Reason(WORDS["beyond"].format(number=number, rows=self._rows(all_rows)), places["OFFSET"])
                return
        yield from self._made(select, inside(within, body))

    def _made(self, select: Select, body: str) -> Iterator[Reason]:
        """Yield the variables to construct from or to describe that have no value, or none that anything is said of."""
        names = _given(select.group.parts) if select.group else frozenset()
        for token in select.template:
            name = "?" + token.text[1:]
            if token.kind != "VAR":
                continue
            if name not in names:
                kind = "template" if select.form == "CONSTRUCT" else "describe"
                yield Reason(WORDS[kind].format(variable=token.text, hint=self._near(name, names)), token.start)
            elif select.form == "DESCRIBE" and (values := self.asked.values(name, body, _EXAMPLES + 1)):
                listed = self._values(values, _EXAMPLES)
                yield Reason(WORDS["described"].format(variable=token.text, values=listed), token.start)

    def _described(self, token: Token) -> Iterator[Reason]:
        if self._is_known(token):
            yield Reason(WORDS["object"].format(term=self._shown(token)), token.start)
        else:
            yield from self._unknown(token)

    def _parameters(self, body: str, filters: Mapping[str, str]) -> Iterator[Reason]:
        """Yield the parameters whose values no row has, or has together."""
        alone = [name for name in filters if self._is_empty(f"{body} {filters[name]}")]
        for name in alone:
            others = [filters[other] for other in filters if other not in alone]
            among = " ".join([body, *others])
            if self._is_empty(among):
                among = body
            choices = self._choices(name, among)
            yield Reason(WORDS["parameter"].format(none=self._none(body), choices=choices), about=self._given(name))
        if not alone:
            least = shrunk(
                list(filters), lambda names: self._is_empty(" ".join([body, *(filters[name] for name in names)]))
            )
            # With the first of them there are rows, so that there are values for the last.
            *others, last = least
            choices = self._choices(last, " ".join([body, *(filters[name] for name in others)]), "choices beside")
            yield Reason(WORDS["parameters"].format(choices=choices), about=" ".join(map(self._given, least)))

    def _choices(self, name: str, body: str, words: str = "choices") -> str:
        values = self.asked.values(f"?{name}", body, _CHOICES + 1)
        return WORDS[words].format(name=name, values=self._values(values, _CHOICES)) if values else ""

    def _given(self, name: str) -> str:
        return f"{name}={', '.join(self._term(term) for term in self.terms[name])}"

    # -- Groups --------------------------------------------------------------------------------------------------------

    def _group(self, group: Group, within: Graphs) -> Iterator[Reason]:
        """Yield why a group finds nothing."""
        parts = _joined(group)
        joined = Joined(parts, lambda chosen: self._is_empty(inside(within, body_of(chosen))))
        if joined.is_empty(frozenset(range(len(parts)))):
            for least in joined.least():
                chosen = [parts[number] for number in sorted(least)]
                yield from self._part(chosen[0], within) if len(chosen) == 1 else self._together(chosen, within)
        else:
            yield from self._removed(group, within)

    def _part(self, part: Part, within: Graphs) -> Iterator[Reason]:
        """Yield why a part of a group finds nothing."""
        if part.within:
            graphs = (*within, part.within)
            part = replace(part, within=())
            absent = self._absent_graph(graphs)
            yield from [absent] if absent else self._part(part, graphs)
        elif part.kind == "TRIPLE":
            yield from self._triple(part, within)
        elif part.kind == "VALUES":
            yield Reason(WORDS["none given"], part.start)
        elif part.kind == "SELECT" and part.select and part.select.group:
            yield from self._select(part.select, part.select.group.text, within)
        elif part.kind == "GRAPH":
            yield from self._in_graph(part, within)
        else:
            for group in part.groups:
                yield from self._group(group, within)

    def _in_graph(self, part: Part, within: Graphs) -> Iterator[Reason]:
        graphs = (*within, part.tokens[:2])
        absent = self._absent_graph(graphs)
        if absent:
            yield absent
        else:
            yield from self._group(part.groups[0], graphs)

    def _absent_graph(self, graphs: Graphs) -> Reason | None:
        """Return that there is no such graph as the innermost of some."""
        token = graphs[-1][1]
        if _is_iri(token) and self._is_empty(inside(graphs[-1:], "?s ?p ?o .")):
            full = self._iri(token) or ""
            name = full.removeprefix(GRAPH)
            is_ours = full.startswith(GRAPH) and name in self.asked.graphs("?s ?p ?o .")
            message = WORDS["graph to add" if is_ours else "graph"].format(term=self._shown(token), graph=name)
            return Reason(message, token.start, graph=name if is_ours else "")
        return None

    def _other_values(self, parts: Sequence[Part], within: Graphs) -> str:
        """Return what the patterns have, beside the others, where one of them says what it must be."""
        for part in reversed(parts):
            if part.terms and part.terms[1][0].kind != "VAR" and _is_constant(part.terms[2]):
                body = body_of(replace(part, query=self._free(part)) if each is part else each for each in parts)
                if values := self.asked.values("?csgraph", inside(within, body), _EXAMPLES + 1):
                    left, path = (patterns.shown(term) for term in part.terms[:2])
                    words = WORDS["instead beside" if len(parts) > 1 else "instead"]
                    return words.format(
                        pattern=self._quoted(f"{left} {path} …"), values=self._values(values, _EXAMPLES)
                    )
        return ""

    def _free(self, part: Part) -> str:
        """Return the text of a triple pattern with a variable for its object."""
        value = part.terms[2]
        size = value[-1].start + len(value[-1].text) - value[0].start
        return f"{part.query[: -size - len(' .')]}?csgraph ."

    def _together(self, parts: Sequence[Part], within: Graphs) -> Iterator[Reason]:
        """Yield that parts match, each by itself, but not together."""
        first = parts[0]
        hint = ""
        for part in parts:
            if part.kind == "VALUES":
                others = [other for other in parts if other is not part]
                hint = hint or self._near_literal(part, body_of(others), _variables(part.tokens), within)
        if not hint and all(part.within for part in parts):
            bare = "\n".join(part.query for part in parts)
            if not self._is_empty(inside(within, bare)):
                hint = WORDS["not in one graph"]
        hint = hint or self._other_values(parts, within) or WORDS["change"]
        listed = [self._quoted(part.shown) + self._line_number(part, first) for part in parts]
        yield Reason(WORDS["together"].format(patterns=_listed(listed), hint=hint), first.start)

    def _line_number(self, part: Part, first: Part) -> str:
        line, other = (self.text.count("\n", 0, each.start) + 1 for each in (part, first))
        return WORDS["line"].format(line=line) if line != other else ""

    # -- Conditions ----------------------------------------------------------------------------------------------------

    def _removed(self, group: Group, within: Graphs) -> Iterator[Reason]:
        """Yield which FILTER or MINUS leaves nothing of what the patterns of a group match."""
        removers = [part for part in group.parts if part.kind in patterns.REMOVERS]

        def body(chosen: Sequence[Part], changed: str = "") -> str:
            kept = [part for part in group.parts if part.kind not in patterns.REMOVERS or _is_among(part, chosen)]
            return inside(within, f"{body_of(kept)}\n{changed}")

        if not removers or self._is_empty(body([])):
            return
        alone = [part for part in removers if self._is_empty(body([part]))]
        for part in alone:
            yield from self._hinted(
                "each",
                part.start,
                lambda part=part: (self._hint_at_remover(part, group, body), ""),  # type: ignore[misc]
                filter=self._quoted(part.shown),
                rows=self._rows(body([])),
            )
            if part.kind == "FILTER" and part.groups and self._is_empty(inside(within, part.groups[0].text)):
                yield from self._group(part.groups[0], within)
        if not alone and self._is_empty(body(removers)):
            least = shrunk(removers, lambda chosen: self._is_empty(body(chosen)))
            listed = [self._quoted(part.shown) + self._line_number(part, least[0]) for part in least]
            message = WORDS["together removed"].format(patterns=_listed(listed), rows=self._rows(body([])))
            yield Reason(message, least[0].start)

    def _hint_at_remover(self, part: Part, group: Group, body: Callable[..., str]) -> str:
        is_read = part.kind == "FILTER" and not part.groups
        return (self._hint_at_filter(part, group, body) if is_read else "") or WORDS["leave out"]

    def _hint_at_filter(self, part: Part, group: Group, body: Callable[..., str]) -> str:
        """Return what of a FILTER is wrong."""
        names = _given(group.parts)
        variables = _variables(part.tokens)
        for variable in variables:
            if variable not in names:
                near = self._near(variable, names)
                return WORDS["unbound"].format(variable=variable, hint=near)
        before = body([])

        def finds(changed: str) -> bool:
            return not self._is_empty(body([], changed))

        for token in part.tokens:
            if _is_iri(token) and not self._is_known(token):
                near = self._nearest(token, self._like(token))
                if near and finds(_changed(part, {token: near})):
                    return WORDS["near"].format(near=near)
        if hint := self._near_literal(part, before, variables, (), finds):
            return hint
        strings = [token for token in part.tokens if token.kind == "STRING"]
        if any(token.text.lower() != token.text.upper() for token in strings) and "EXISTS" not in part.shown.upper():
            small = {token: f"LCASE(STR({token.text}))" for token in part.tokens if token.kind == "VAR"}
            small |= {token: token.text.lower() for token in strings}
            changed = _changed(part, small)
            with suppress(SyntaxError):
                if finds(changed):
                    return WORDS["folded"].format(filter=self._quoted(_line_of(changed)))
        if len(variables) == 1:
            values = self.asked.values(variables[0], before, _EXAMPLES + 1)
            return WORDS["examples"].format(variable=variables[0], values=self._values(values, _EXAMPLES))
        return ""

    def _near_literal(
        self,
        part: Part,
        body: str,
        variables: Iterable[str],
        within: Graphs,
        finds: Callable[[str], bool] | None = None,
    ) -> str:
        """Return the literal that a variable has in place of one of a part, from which it hardly differs."""
        for literal in _literals(part.tokens):
            written = _text_of(literal)
            # A number in quotation marks is none, and no number is more than it.
            number = re.fullmatch(r"""(["'])(\d+)\1""", written)
            if number and finds and finds(_changed(part, {literal[0]: number[2]})):
                return WORDS["near"].format(near=number[2])
            for variable in variables:
                for value in self._alike(variable, written, inside(within, body)):
                    changed = _changed(part, {literal[0]: str(value), **dict.fromkeys(literal[1:], "")})
                    if finds is None or finds(changed):
                        return WORDS["near"].format(near=self._term(value))
        return ""

    def _alike(self, variable: str, written: str, body: str) -> list[Any]:
        """Return the values of a variable that are a term but for language, datatype, case or space."""
        # Most are of another length, which is soon seen.
        length = f"ABS(STRLEN(STR({variable})) - STRLEN(STR({written}))) < {_SPACES}"
        same = f"({length} && {_folded(variable)} = {_folded(written)}) || {variable} = {written}"
        return self.asked.values(variable, f"{body} FILTER({same}) FILTER(!SAMETERM({variable}, {written}))", _NEAR)

    # -- Triple patterns -----------------------------------------------------------------------------------------------

    def _triple(self, part: Part, within: Graphs) -> Iterator[Reason]:
        """Yield why a triple pattern matches nothing."""
        if within and not self._is_empty(part.query):
            is_free = within[-1][1].kind == "VAR"
            graph = self._quoted(patterns.shown(within[-1]))
            message = WORDS["in no graph" if is_free else "outside"].format(
                pattern=self._quoted(part.shown), graph=graph
            )
            yield Reason(message, part.start)
            return
        if not part.terms:
            yield Reason(WORDS["triple"].format(pattern=self._quoted(part.shown), hint=""), part.start)
            return
        subject, verb, value = part.terms
        properties, is_class = self._missing_properties(verb), self._is_type(verb)
        names = [term[0] for term in (subject, value) if len(term) == 1 and _is_iri(term[0])]
        classes = (
            [value[0]] if is_class and value[0] in names and self._is_empty(f"?s {_TYPE} {value[0].text} .") else []
        )
        unknown = [token for token in names if not (is_class and token == value[0]) and not self._is_known(token)]
        for token in properties:
            yield from self._hinted(
                "property", token.start, partial(self._hint_at_property, token), term=self._shown(token)
            )
        for token in classes:
            yield from self._hinted("class", token.start, partial(self._hint_at_class, token), term=self._shown(token))
        for token in unknown:
            yield from self._unknown(token)
        if properties or classes or unknown:
            return
        pattern = self._quoted(part.shown)
        if broken := self._broken_path(part):
            yield Reason(WORDS["path"].format(pattern=pattern, part=self._quoted(broken)), part.start)
            return
        yield from self._hinted("triple", part.start, partial(self._graph_or_hint_at_triple, part), pattern=pattern)

    def _graph_or_hint_at_triple(self, part: Part) -> tuple[str, str]:
        graph = self._graph(part.query)
        return (WORDS["elsewhere"].format(graph=graph), graph) if graph else (self._hint_at_triple(part), "")

    def _hint_at_triple(self, part: Part) -> str:
        subject, verb, value = part.terms
        left, path, right = (patterns.shown(term) for term in part.terms)
        if _is_constant(value):
            if near := self._alike("?csgraph", right, self._free(part)):
                return WORDS["near"].format(near=self._term(near[0]))
            others = self.asked.values("?csgraph", f"{left} ?csgraph {right} .", _NEAR)
            if others and len(verb) == 1:
                return WORDS["other property"].format(property=_listed([self._term(each) for each in others]))
        kinds = sorted(_is_iri(term[0]) - _is_variable(term) for term in (subject, value))
        # One of them at least is an IRI, and the other may be a variable.
        if kinds in ([-1, 1], [1, 1]) and not self._is_type(verb) and not self._is_empty(f"{right} {path} {left} ."):
            return WORDS["reversed"].format(pattern=self._quoted(f"{right} {path} {left}"))
        if len(patterns.steps(verb)) > 1:
            return WORDS["parts of path"]
        return self._other_values([part], ())

    def _broken_path(self, part: Part) -> str:
        """Return the shortest run of steps of a path that leads nowhere; empty where it is all of them."""
        steps = [patterns.shown(step) for step in patterns.steps(part.terms[1])]
        subject, value = patterns.shown(part.terms[0]), patterns.shown(part.terms[2])
        for size in range(1, len(steps)):
            runs = ["/".join(steps[first : first + size]) for first in range(len(steps) - size + 1)]
            for run in runs:
                if self._is_empty(f"?csgraph {run} ?csgraph0 ."):
                    return run
            if self._is_empty(f"{subject} {runs[0]} ?csgraph ."):
                return f"{subject} {runs[0]}"
            if self._is_empty(f"?csgraph {runs[-1]} {value} ."):
                return f"{runs[-1]} {value}"
        return ""

    def _missing_properties(self, verb: Sequence[Token]) -> list[Token]:
        """Return the properties of a path that nothing has, and that are the reason that it leads nowhere."""
        if verb[0].kind == "VAR":
            return []
        properties = [token for token in patterns.needed(verb) if token.text != "a"]
        missing = [token for token in properties if self._is_empty(f"?s {token.text} ?o .")]
        # Of two ways, one that is known could be the one that is meant.
        return [] if any(token.text == "|" for token in verb) and missing != properties else missing

    def _hint_at_property(self, token: Token) -> tuple[str, str]:
        if graph := self._graph(f"?s {token.text} ?o ."):
            return WORDS["elsewhere"].format(graph=graph), graph
        below = f"?csgraph {_SUB_PROPERTY}+ {token.text} . ?s ?csgraph ?o ."
        if names := [self._term(each) for each in self.asked.values("?csgraph", below, _CHOICES)]:
            return WORDS["properties below"].format(names=", ".join(names)), ""
        if self._is_known(token):
            return WORDS["unused"], ""
        return self._spelling(token, self.asked.values("?p", "?s ?p ?o .", MANY_ROWS)), ""

    def _hint_at_class(self, token: Token) -> tuple[str, str]:
        if graph := self._graph(f"?s {_TYPE} {token.text} ."):
            return WORDS["elsewhere"].format(graph=graph), graph
        if not self._is_empty(f"?s {_TYPE}/{_SUB_CLASS}+ {token.text} ."):
            return WORDS["class below"], ""
        near = self._spelling(token, self.asked.values("?c", f"?s {_TYPE} ?c .", MANY_ROWS))
        return WORDS["unused"] if near == WORDS["spelling"] and self._is_known(token) else near, ""

    def _hinted(self, name: str, start: int, hint: Callable[[], tuple[str, str]], **words: str) -> Iterator[Reason]:
        """Yield a reason, and once more with what to do, and the graph to add, which may take long to find out."""
        yield Reason(WORDS[name].format(**words, hint=""), start, is_first_word=True)
        told, graph = hint()
        yield Reason(WORDS[name].format(**words, hint=told), start, graph=graph)

    # -- Terms ---------------------------------------------------------------------------------------------------------

    def _is_type(self, verb: Sequence[Token]) -> bool:
        return len(verb) == 1 and (verb[0].text == "a" or f"<{self._iri(verb[0])}>" == _TYPE)

    def _is_known(self, token: Token) -> bool:
        term = token.text
        return any(not self._is_empty(pattern) for pattern in (f"{term} ?p ?o .", f"?s ?p {term} .", f"?s {term} ?o ."))

    def _unknown(self, token: Token) -> Iterator[Reason]:
        """Yield that a term is not known, with what may be meant."""
        yield from self._hinted("term", token.start, partial(self._hint_at_term, token), term=self._shown(token))

    def _hint_at_term(self, token: Token) -> tuple[str, str]:
        graph = self._graph(f"{token.text} ?p ?o .") or self._graph(f"?s ?p {token.text} .")
        return (
            (WORDS["elsewhere"].format(graph=graph), graph) if graph else (self._spelling(token, self._like(token)), "")
        )

    def _spelling(self, token: Token, terms: Iterable[Any]) -> str:
        near = self._nearest(token, terms)
        return WORDS["near"].format(near=near) if near else WORDS["spelling"]

    def _like(self, token: Token) -> list[Any]:
        """Return the terms, of all that there are, of the namespace of another, or with the same name in another one."""
        full = self._iri(token)
        if full is None:
            return []
        cut = max(map(full.rfind, "/#")) + 1
        found = []
        for name, triple in (("?s", "?s ?p ?o ."), ("?o", "?s ?p ?o . FILTER(ISIRI(?o))")):
            text = f"LCASE(STR({name}))"
            namespace, local = (str(ox.Literal(part.lower())) for part in (full[:cut], full[cut:]))
            filter_ = f"FILTER(STRSTARTS({text}, {namespace}) || STRENDS({text}, {local}))"
            body = f"{{ SELECT DISTINCT {name} {{ {triple} }} }} {filter_}"
            found += self.asked.values(name, body, MANY_ROWS)
        return found

    def _nearest(self, token: Token, terms: Iterable[Any]) -> str:
        """Return the term that is most like another, as it would be written; empty where none is like it."""
        full = self._iri(token)
        if full is None:
            return ""
        by_name = {self._short(term.value): term.value for term in terms if isinstance(term, ox.NamedNode)}
        near = hints.nearest(self._short(full), by_name)
        if near is None and (other := hints.nearest(full, by_name.values())):
            near = self._short(other)
        return terminal_safe(near or "")

    def _near(self, variable: str, names: Iterable[str]) -> str:
        near = hints.nearest(variable[1:], [name[1:] for name in names if name.startswith("?")])
        return WORDS["near"].format(near=f"?{near}") if near else ""

    def _graph(self, body: str) -> str:
        """Return the first graph that was not asked in which a group finds something; empty where there is none."""
        return next(iter(self.asked.graphs(body)), "")

    def _iri(self, token: Token) -> str | None:
        """Return the IRI that a word is, in full; None if it is relative."""
        if token.kind == "IRIREF":
            return token.text[1:-1] if re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text) else None
        prefix, _, local = token.text.partition(":")
        namespace = self.query.prefixes.get(prefix, self.asked.prefixes.get(prefix))
        return None if namespace is None else namespace + re.sub(r"\\(.)", r"\1", local)

    def _shown(self, token: Token) -> str:
        full = self._iri(token)
        return terminal_safe(token.text if full is None else self._short(full))

    def _short(self, full: str) -> str:
        """Return an IRI by a prefix of the query, or else by one of ours."""
        for prefix, namespace in self.query.prefixes.items():
            local = full.removeprefix(namespace)
            if namespace and local != full and LOCAL_NAME.fullmatch(local):
                return f"{prefix}:{local}"
        ours = compress(full)
        return ours if ours and ours.partition(":")[0] not in self.query.prefixes else f"<{full}>"

    def _term(self, term: Any) -> str:
        """Return a term as it would be written in the query."""
        if isinstance(term, ox.NamedNode):
            return terminal_safe(self._short(term.value))
        if isinstance(term, ox.Literal) and (form := _BARE.get(term.datatype.value)) and form.fullmatch(term.value):
            return term.value
        if isinstance(term, ox.Literal) and not term.language and term.datatype != iri("xsd:string"):
            written = str(term)
            return terminal_safe(written[: written.rindex('"') + 1] + f"^^{self._short(term.datatype.value)}")
        return terminal_safe(str(term))

    def _values(self, terms: Sequence[Any], most: int) -> str:
        listed = ", ".join(self._term(term) for term in terms[:most])
        return listed + (", …" if len(terms) > most else "")

    def _quoted(self, line: str) -> str:
        line = terminal_safe(re.sub(r"[\t\r\n]+", " ", line))
        return f"`{line if len(line) <= _LENGTH else line[:_LENGTH] + '…'}`"

    def _none(self, body: str) -> str:
        count = self.asked.count(body)
        kind = "none of many" if count > MANY_ROWS else "not the only" if count == 1 else "none of"
        return WORDS[kind].format(count=min(count, MANY_ROWS))

    def _rows(self, body: str) -> str:
        count = self.asked.count(body)
        if count > MANY_ROWS:
            return WORDS["many rows"].format(count=MANY_ROWS)
        return WORDS["a row"] if count == 1 else WORDS["rows"].format(count=count)


def _joined(group: Group) -> list[Part]:
    """Return the parts of a group whose solutions are joined, less what is calculated from what is optional."""
    parts = [part for part in patterns.inlined(group.parts) if part.kind in patterns.JOINED]
    sure = frozenset().union(*(part.names for part in parts if part.kind != "BIND"))
    optional = frozenset().union(*(part.names for part in group.parts if part.kind == "OPTIONAL")) - sure
    return [part for part in parts if part.kind != "BIND" or not part.names & optional]


def _is_constant(term: Sequence[Token]) -> bool:
    return term[0].kind in ("IRIREF", "PNAME", *_LITERALS) or term[0].text in ("+", "-")


def _is_variable(term: Sequence[Token]) -> bool:
    return term[0].kind in ("VAR", "BLANK", "ANON")


def _is_among(part: Part, parts: Iterable[Part]) -> bool:
    return any(part is each for each in parts)


def _filter(name: str, terms: Sequence[Term]) -> str:
    return f"FILTER(?{name} IN ({', '.join(map(str, terms))}))"


def _given(parts: Iterable[Part]) -> frozenset[str]:
    """Return the variables that parts may give values."""
    return frozenset().union(*(part.names for part in parts if part.kind not in patterns.REMOVERS))


def _variables(tokens: Sequence[Token]) -> list[str]:
    """Return the variables outside of braces, each once."""
    found: dict[str, None] = {}
    depth = 0
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if token.kind == "VAR" and depth == 0:
            found["?" + token.text[1:]] = None
    return list(found)


def _literals(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield the literals among words, each as the words that make it."""
    for at, token in enumerate(tokens):
        if token.kind in ("INTEGER", "NUMBER"):
            yield (token,)
        elif token.kind == "STRING":
            following = tokens[at + 1] if at + 1 < len(tokens) else token
            size = {"LANGTAG": 2, "MARK": 3 if following.text == "^^" else 1}.get(following.kind, 1)
            yield tuple(tokens[at : at + size])


def _text_of(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _changed(part: Part, texts: Mapping[Token, str]) -> str:
    """Return the text of a part with some of its words changed."""
    text, end = "", 0
    for token in part.tokens:
        start = token.start - part.start
        text += part.query[end:start] + texts.get(token, token.text)
        end = start + len(token.text)
    return text + part.query[end:]


def _line_of(text: str) -> str:
    from csgraph.grammar import tokenize

    return patterns.shown(tokenize(text)[:-1])


def _folded(term: str) -> str:
    return rf'REPLACE(REPLACE(LCASE(STR({term})), "^\\s+|\\s+$", ""), "\\s+", " ")'


def _is_iri(token: Token) -> bool:
    return token.kind in ("IRIREF", "PNAME")


def _number(text: str) -> int | None:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else None


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
