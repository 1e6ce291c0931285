"""Explains syntax errors of queries: where, what, and what to do.

The messages of pyoxigraph are technical and often name the wrong place, so a query that it refuses is matched against
the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from csgraph.errors import InputError
from csgraph.rdf.namespaces import PREFIXES
from csgraph.sparql import grammar
from csgraph.sparql.grammar import Recognizer
from csgraph.sparql.tokens import UPDATES, Token, tokenize
from csgraph.util.terminal import UNSAFE, terminal_safe

_Problem = tuple[int, str]
_AGGREGATES = frozenset("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())
_SHOWN = 6
_LENGTH = 40

PROBLEMS = {
    "blank node": "the blank node {token} is used in two groups; use a variable",
    "bound": "{token} is already bound; choose another name after AS",
    "closing": "unexpected {token}: no bracket is open here",
    "column": "a calculated column needs brackets and a name, such as ({word}(…) AS ?n)",
    "early": "the query ends too early: expected {expected}{unclosed}",
    "empty": "the query is empty",
    "function": "unknown function {token}",
    "invalid": "invalid IRI {token}",
    "IRI": "the IRI that begins here has no closing '>', or has a space or another character that IRIs cannot have",
    "line": " near line {line}",
    "meant": "unexpected {token}: did you mean {near}?",
    "more": "{expected} or similar",
    "near prefix": ", or did you mean {near}:?",
    "overridden": "a variable after AS in SELECT is already used in WHERE; choose another name",
    "prefix": "the prefix {prefix}: is not declared; add PREFIX {prefix}: <{namespace}>{near}",
    "quotation": "unexpected {token}: strings need straight quotation marks, \" or '",
    "refused": "the engine refuses this query{line}",
    "relative": "the IRI {token} is relative, and there is no BASE; write the full IRI",
    "row": "this row of VALUES must have {count} values, one for each variable",
    "string": "the string that begins here is not closed",
    "Turtle": "'{token}' is Turtle; in SPARQL write {word} without the @, and without a full stop at the end",
    "unclosed": "; '{bracket}' in line {line} is not closed",
    "unexpected": "unexpected {token}: expected {expected}",
    "ungrouped": "with an aggregate or GROUP BY, SELECT can name only the variables of GROUP BY; add the others there",
    "update": "this is an update, but csgraph only reads; use SELECT, ASK, CONSTRUCT or DESCRIBE",
}
"""All messages, with placeholders; the site's scripts have the same."""


def tables() -> dict[str, Any]:
    """Return the tables of ``site/assets/sparql.js`` as JSON values."""
    return {
        **grammar.tables(),
        "aggregates": sorted(_AGGREGATES),
        "length": _LENGTH,
        "prefixes": PREFIXES,
        "problems": PROBLEMS,
        "shown": _SHOWN,
        "unsafe": UNSAFE.pattern.encode("unicode_escape").decode(),
    }


def explain(error: SyntaxError, text: str, *, place: str, prefixes: Mapping[str, str]) -> InputError:
    """Return the first error of a query that the engine refused.

    Args:
        error: The error of the engine.
        text: The query.
        place: The name of the query in messages.
        prefixes: The prefixes that need not be declared.
    """
    tokens = tokenize(text)
    problems = [*_ungrammatical(tokens, text), *_undeclared(tokens, prefixes), *_relative(tokens)]
    offset, problem = min(problems or [_meaningless(str(error), tokens)], key=lambda found: found[0])
    return _error(problem, text, offset, place)


def _ungrammatical(tokens: list[Token], text: str) -> Iterator[_Problem]:
    """Yield the first token that does not match the grammar, if any."""
    reader = Recognizer(tokens)
    try:
        if reader.read(("rule", "Query"), 0) is not None:
            return
    except RecursionError:
        # Brackets nested some thirty levels deep; the message of the engine is used.
        return
    token, wanted = tokens[reader.far], _listed(list(reader.expected))
    if len(tokens) == 1:
        problem = PROBLEMS["empty"]
    elif token.text.upper() in UPDATES and "SELECT" in reader.words:
        problem = PROBLEMS["update"]
    elif known := _known_mistake(tokens, reader, text):
        problem = known
    elif token.kind == "END":
        problem = PROBLEMS["early"].format(expected=wanted, unclosed=_unclosed(tokens, text))
    else:
        problem = PROBLEMS["unexpected"].format(token=_quoted(token), expected=wanted)
    yield token.start, problem


def _known_mistake(tokens: list[Token], reader: Recognizer, text: str) -> str | None:
    """Return the message for a common mistake; None if there is none."""
    from difflib import get_close_matches

    token, following = tokens[reader.far], tokens[reader.far + 1 : reader.far + 2]
    word = token.text.upper()
    if token.text in tuple("“”„‘’«»"):
        return PROBLEMS["quotation"].format(token=_quoted(token))
    if token.text in ('"', "'"):
        return PROBLEMS["string"]
    if token.text == "<" and re.match(r"<(?:\w+:|/|#|\w+>)", text[token.start :]):
        return PROBLEMS["IRI"]
    if word in ("@PREFIX", "@BASE"):
        return PROBLEMS["Turtle"].format(token=token.text, word=word[1:])
    if word in _AGGREGATES and "DISTINCT" in reader.words:
        return PROBLEMS["column"].format(word=word)
    if word in ("}", ")", "]") and "the end of the query" in reader.expected:
        return PROBLEMS["closing"].format(token=_quoted(token))
    if token.kind != "WORD":
        return None
    is_call = bool(following) and following[0].text.startswith("(") and "STR" in reader.words
    if near := get_close_matches(word, sorted(reader.words), n=1, cutoff=0.75 if is_call else 0.7):
        return PROBLEMS["meant"].format(token=_quoted(token), near=near[0])
    return PROBLEMS["function"].format(token=_quoted(token)) if is_call else None


def _undeclared(tokens: list[Token], prefixes: Mapping[str, str]) -> Iterator[_Problem]:
    """Yield the first use of a prefix that is not declared."""
    declared = set(prefixes)
    for before, token in zip((None, *tokens), tokens, strict=False):
        prefix = token.text.partition(":")[0]
        if token.kind != "PNAME":
            continue
        if before and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif prefix not in declared:
            namespace = PREFIXES.get(prefix)
            near = _near(prefix) if not namespace else ""
            yield token.start, PROBLEMS["prefix"].format(prefix=prefix, namespace=namespace or "…", near=near)
            return


def _near(prefix: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(prefix, list(PREFIXES), n=1, cutoff=0.7)
    return PROBLEMS["near prefix"].format(near=near[0]) if near else ""


def _relative(tokens: list[Token]) -> Iterator[_Problem]:
    """Yield the first relative IRI of a query without BASE."""
    if any(token.kind == "WORD" and token.text.upper() == "BASE" for token in tokens):
        return
    for token in tokens:
        if token.kind == "IRIREF" and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text):
            yield token.start, PROBLEMS["relative"].format(token=token.text)
            return


def _meaningless(said: str, tokens: list[Token]) -> _Problem:
    """Return the error of a query that matches the grammar."""
    select = next((token.start for token in tokens if token.text.upper() == "SELECT"), 0)
    if "variable that is unbound" in said:
        return select, PROBLEMS["ungrouped"]
    if "overrides an existing variable" in said:
        return select, PROBLEMS["overridden"]
    seen: set[str] = set()
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.kind == "VAR":
            if before and before.text.upper() == "AS" and token.text in seen:
                return token.start, PROBLEMS["bound"].format(token=token.text)
            seen.add(token.text)
    for token in tokens:
        if token.kind == "BLANK" and token.text in seen:
            return token.start, PROBLEMS["blank node"].format(token=token.text)
        seen.add(token.text)
    if found := next(_wrong_rows(tokens), None):
        return found
    for token in tokens:
        if token.kind == "IRIREF" and "IRI parsing failed" in said:
            return token.start, PROBLEMS["invalid"].format(token=token.text)
    place = re.search(r"error at (\d+):(\d+)", said)
    return 0, PROBLEMS["refused"].format(line=PROBLEMS["line"].format(line=place[1]) if place else "")


def _wrong_rows(tokens: list[Token]) -> Iterator[_Problem]:
    """Yield the rows of VALUES whose number of values is not that of the variables."""
    for at, token in enumerate(tokens):
        if token.text.upper() == "VALUES" and tokens[at + 1].text == "(":
            end = next((n for n in range(at, len(tokens)) if tokens[n].text == ")"), at)
            variables, row = end - at - 2, end + 2
            while row < len(tokens) and tokens[row].text == "(":
                close = next((n for n in range(row, len(tokens)) if tokens[n].text == ")"), len(tokens))
                marks = sum(
                    2 * (t.text == "^^") + (t.kind == "LANGTAG" or t.text in "+-") for t in tokens[row + 1 : close]
                )
                if close - row - 1 - marks != variables:
                    yield tokens[row].start, PROBLEMS["row"].format(count=variables)
                row = close + 1


def _unclosed(tokens: list[Token], text: str) -> str:
    """Return the hint to the last bracket that is not closed; empty if there is none."""
    stack: list[Token] = []
    for token in tokens:
        if token.text in ("{", "(", "["):
            stack.append(token)
        elif token.text in ("}", ")", "]") and stack:
            stack.pop()
    if not stack:
        return ""
    line = text.count("\n", 0, stack[-1].start) + 1
    return PROBLEMS["unclosed"].format(bracket=stack[-1].text, line=line)


def _quoted(token: Token) -> str:
    text = terminal_safe(" ".join(token.text.split()))
    return f"'{text if len(text) <= _LENGTH else text[:_LENGTH] + '…'}'"


def _listed(expected: list[str]) -> str:
    if len(expected) > _SHOWN:
        return PROBLEMS["more"].format(expected=", ".join(expected[:_SHOWN]))
    return " or ".join(filter(None, (", ".join(expected[:-1]), expected[-1])))


def _error(problem: str, text: str, offset: int, place: str) -> InputError:
    line = text.count("\n", 0, offset) + 1
    return InputError(problem, place=place, line=line, column=offset - text.rfind("\n", 0, offset))
