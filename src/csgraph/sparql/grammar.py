"""Knows the grammar of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar): its words and its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple


class Token(NamedTuple):
    """A word of a query: its kind, itself, and its offset."""

    kind: str
    text: str
    start: int


_LONG_STRING = r"""'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\""""
_STRING = rf"""{_LONG_STRING}|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*\""""
_IRIREF = r"""<[^<>"{}|^`\\\x00-\x20]*>"""
_NAME = r"[^\W\d_][\w.-]*"
_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^\w\s]|\.(?=[\w:.%\\-]))*"
_KINDS_OF_TOKEN = {
    "SPACE": r"\s+|#[^\n\r]*",
    "STRING": _STRING,
    "IRIREF": _IRIREF,
    "VAR": r"[?$]\w+",
    "BLANK": r"_:\w(?:[\w.-]*[\w-])?",
    "PNAME": f"(?:{_NAME})?:(?:{_LOCAL})?",
    "LANGTAG": "@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    "NUMBER": r"(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+",
    "INTEGER": r"\d+",
    "WORD": r"[^\W\d]\w*",
    "NIL": r"\(\s*\)",
    "ANON": r"\[\s*\]",
    "MARK": r"\^\^|\|\||&&|!=|<=|>=|[{}()\[\].,;=<>!+*/|^?-]",
    "OTHER": ".",
}
_TOKEN = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS_OF_TOKEN.items())


def tokenize(text: str) -> list[Token]:
    """Return the words of a query, without white space and comments; the last is empty and of kind END."""
    tokens = [Token(found.lastgroup or "", found[0], found.start()) for found in re.finditer(_TOKEN, text, re.DOTALL)]
    return [*(token for token in tokens if token.kind != "SPACE"), Token("END", "", len(text.rstrip()))]


QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")


def form(text: str) -> str | None:
    """Return the word that says what a query or an update does, such as SELECT or INSERT; None where there is none."""
    words = (token.text.upper() for token in tokenize(text) if token.kind == "WORD")
    return next((word for word in words if word in QUERY_FORMS or word in UPDATES), None)


def projection(text: str) -> list[str]:
    """Return the variables that a query returns, in their order; none unless it is a SELECT that names them."""
    names: list[str] = []
    tokens = iter(tokenize(text))
    depth, last = 0, ""
    for token in tokens:
        if token.text.upper() == "SELECT":
            break
    for token in tokens:
        if token.kind == "VAR":
            last = token.text[1:]
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text.upper() in ("{", "*", "WHERE", "FROM"):
            break
        if depth == 0 and (token.kind == "VAR" or token.text == ")"):
            names.append(last)
    return names


def where(text: str) -> tuple[int, int] | None:
    """Return where the group of a query's WHERE begins and ends, braces and all; None if it has none of its own.

    That of ``CONSTRUCT WHERE { … }`` is a template as well (SPARQL 1.1, section 16.2.4), so it does not count.
    """
    tokens = tokenize(text)
    forms = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
    form = next((at for at, token in enumerate(tokens) if token.text.upper() in forms), None)
    if form is None:
        return None
    braces = iter(_braces(tokens[form + 1 :]))
    if tokens[form].text.upper() == "CONSTRUCT" and (tokens[form + 1].text != "{" or next(braces, None) is None):
        return None
    return next(braces, None)


def _braces(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Yield where each outermost pair of braces, outside of brackets, begins and ends."""
    brackets, braces, start = 0, 0, 0
    for token in tokens:
        if not braces:
            brackets += (token.text == "(") - (token.text == ")")
        if not brackets and token.text in ("{", "}"):
            start = start if braces else token.start
            braces += 1 if token.text == "{" else -1
            if braces == 0:
                yield start, token.start + 1


# -- Grammar -----------------------------------------------------------------------------------------------------------

# SPARQL 1.1, section 19.8, less what only orders operators: which binds stronger is no matter of right or wrong.
# Functions stand with the number of arguments they take. Words in quotation marks name a rule in messages.
_GRAMMAR = """
Query = Prologue ( Select | Construct | Describe | Ask ) Values? END
Prologue = ( BASE IRIREF | PREFIX PREFIXNAME IRIREF )*
Select = SelectClause Dataset* Where Modifiers
SubSelect = SelectClause Where Modifiers Values?
SelectClause = SELECT ( DISTINCT | REDUCED )? ( '*' | ( VAR | '(' Expression AS VAR ')' )+ )
Construct = CONSTRUCT ( '{' Triples? '}' Dataset* Where Modifiers | Dataset* WHERE '{' Triples? '}' Modifiers )
Describe = DESCRIBE ( '*' | ( VAR | Iri )+ ) Dataset* Where? Modifiers
Ask = ASK Dataset* Where Modifiers
Dataset = FROM NAMED? Iri
Where = WHERE? Group
Modifiers = GroupBy? Having? OrderBy? ( LIMIT INTEGER ( OFFSET INTEGER )? | OFFSET INTEGER ( LIMIT INTEGER )? )?
GroupBy = GROUP BY ( Call | '(' Expression ( AS VAR )? ')' | VAR )+
Having = HAVING Constraint+
OrderBy = ORDER BY ( ( ASC | DESC ) Brackets | Constraint | VAR )+
Constraint "a condition in brackets" = Brackets | Call
Brackets = '(' Expression ')'
Group = '{' ( SubSelect | Triples? ( Pattern '.'? Triples? )* ) '}'
Pattern "a keyword such as OPTIONAL or FILTER" = OPTIONAL Group | MINUS Group | LATERAL Group | FILTER Constraint
  | GRAPH ( VAR | Iri ) Group | SERVICE SILENT? ( VAR | Iri ) Group | BIND '(' Expression AS VAR ')' | Values
  | Group ( UNION Group )*
Values = VALUES ( VAR '{' Value* '}' | ( NIL | '(' VAR* ')' ) '{' ( NIL | '(' Value+ ')' )* '}' )
Value "a value (an IRI, a string, a number, UNDEF)" = Iri | Literal | UNDEF
Triples = Triple ( '.' Triple )* '.'?
Triple "a triple" = Term Properties | Collection Properties? | '[' Properties ']' Properties?
Properties = Property Objects ( ';' ( Property Objects )? )*
Property "a property (an IRI, a variable or a path)" = VAR | Path
Objects = Object ( ',' Object )*
Object "a value (a variable, an IRI, a literal)" = Term | Collection | '[' Properties ']'
Collection = '(' Object+ ')'
Term = VAR | Iri | Literal | BLANK | ANON | NIL
Path = Step ( ( '/' | '|' ) Step )*
Step = '^'? ( Iri | 'a' | '(' Path ')' | '!' ( Negated | NIL | '(' Negated ( '|' Negated )* ')' ) ) ( '?' | '*' | '+' )?
Negated = '^'? ( Iri | 'a' )
Iri "an IRI" = IRIREF | PNAME
Literal "a literal" = STRING ( LANGTAG | '^^' Iri )? | ( '+' | '-' )? ( INTEGER | NUMBER ) | TRUE | FALSE
Expression "an expression" = Operand Operation*
Operation "an operator" = Operator Operand | NOT? IN List
Operator = '||' | '&&' | '=' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | '/'
Operand "an expression" = ( '!' | '+' | '-' ) Operand | Brackets | Call | Iri | Literal | VAR
List = NIL | '(' Expression ( ',' Expression )* ')'
Call "a function" = ( NOW | UUID | STRUUID | RAND ) NIL | BNODE ( NIL | Brackets ) | BOUND '(' VAR ')'
  | ( STR | LANG | DATATYPE | IRI | URI | ABS | CEIL | FLOOR | ROUND | STRLEN | UCASE | LCASE | ENCODE_FOR_URI | YEAR
    | MONTH | DAY | HOURS | MINUTES | SECONDS | TIMEZONE | TZ | MD5 | SHA1 | SHA256 | SHA384 | SHA512 | ISIRI | ISURI
    | ISBLANK | ISLITERAL | ISNUMERIC ) Brackets
  | ( LANGMATCHES | CONTAINS | STRSTARTS | STRENDS | STRBEFORE | STRAFTER | STRLANG | STRDT | SAMETERM )
    '(' Expression ',' Expression ')'
  | ( REGEX | SUBSTR ) '(' Expression ',' Expression ( ',' Expression )? ')'
  | REPLACE '(' Expression ',' Expression ',' Expression ( ',' Expression )? ')'
  | IF '(' Expression ',' Expression ',' Expression ')' | ( COALESCE | CONCAT ) List
  | EXISTS Group | NOT EXISTS Group | COUNT '(' DISTINCT? ( '*' | Expression ) ')'
  | ( SUM | MIN | MAX | AVG | SAMPLE ) '(' DISTINCT? Expression ')'
  | GROUP_CONCAT '(' DISTINCT? Expression ( ';' SEPARATOR '=' STRING )? ')'
  | Iri ( NIL | '(' DISTINCT? Expression ( ',' Expression )* ')' )
"""

_KINDS = {
    "VAR": "a variable",
    "IRIREF": "an IRI in angle brackets",
    "PNAME": "an IRI",
    "PREFIXNAME": "a prefix with its colon",
    "BLANK": "a blank node",
    "LANGTAG": "a language tag",
    "INTEGER": "a whole number",
    "NUMBER": "a number",
    "STRING": "a string",
    "NIL": "'()'",
    "ANON": "'[]'",
    "END": "the end of the query",
}

_Node = tuple[str, object]


class Grammar:
    """The rules above as trees.

    A node is ("all", nodes), ("any", nodes), ("repeat", (node, least, most)), ("rule", name) or ("token", name).
    """

    def __init__(self, text: str) -> None:
        self.rules: dict[str, _Node] = {}
        self.labels: dict[str, str] = {}
        for rule in re.split(r"\n(?=\w)", text.strip()):
            head, _, body = rule.partition(" = ")
            name, _, label = head.partition(" ")
            self._words = re.findall(r"'[^']+'|\w+|[()|?*+]", body)
            self.rules[name] = self._any()
            if label:
                self.labels[name] = label.strip('"')

    def _any(self) -> _Node:
        branches = [self._all()]
        while self._words and self._words[0] == "|":
            self._words.pop(0)
            branches.append(self._all())
        return branches[0] if len(branches) == 1 else ("any", branches)

    def _all(self) -> _Node:
        nodes = []
        while self._words and self._words[0] not in "|)":
            nodes.append(self._one())
        return nodes[0] if len(nodes) == 1 else ("all", nodes)

    def _one(self) -> _Node:
        word = self._words.pop(0)
        node: _Node = ("rule", word) if re.match(r"[A-Z][a-z]", word) else ("token", word)
        if word == "(":
            node = self._any()
            self._words.pop(0)
        if self._words and self._words[0] in "?*+":
            mark = self._words.pop(0)
            node = ("repeat", (node, int(mark == "+"), 1 if mark == "?" else None))
        return node


class Reader:
    """Reads a query by the grammar and remembers how far it came and what it expected there.

    Attributes:
        far: The place of the first word that does not fit, once a reading has failed.
        expected: What could stand there, in words people use.
        words: The keywords that could stand there.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.grammar, self.tokens = Grammar(_GRAMMAR), tokens
        self.far = 0
        self.expected: dict[str, None] = {}
        self.words: set[str] = set()
        self._open: list[tuple[str, int]] = []

    def read(self, node: _Node, at: int) -> int | None:
        """Return where the reading of ``node`` from ``at`` ends, or None where it fails."""
        kind, content = node
        return getattr(self, f"_{kind}")(content, at)  # type: ignore[no-any-return]

    def _all(self, nodes: list[_Node], at: int) -> int | None:
        for node in nodes:
            end = self.read(node, at)
            if end is None:
                return None
            at = end
        return at

    def _any(self, nodes: list[_Node], at: int) -> int | None:
        ends = (self.read(node, at) for node in nodes)
        return next((end for end in ends if end is not None), None)

    def _repeat(self, content: tuple[_Node, int, int | None], at: int) -> int | None:
        node, least, most = content
        times = 0
        while most is None or times < most:
            end = self.read(node, at)
            if end is None or end == at:
                break
            at, times = end, times + 1
        return at if times >= least else None

    def _rule(self, name: str, at: int) -> int | None:
        label = self.grammar.labels.get(name)
        if label:
            self._open.append((label, at))
        end = self.read(self.grammar.rules[name], at)
        if label:
            self._open.pop()
        return end

    def _token(self, name: str, at: int) -> int | None:
        kind, text, _ = self.tokens[at]
        mark = name.strip("'")
        if name in _KINDS:
            matches = re.fullmatch(r"[^:]*:", text) if name == "PREFIXNAME" else kind == name
        else:
            matches = text == mark if name[0] == "'" else kind == "WORD" and text.upper() == name
        if matches:
            return at + 1
        self._fail(name, at)
        return None

    def _fail(self, name: str, at: int) -> None:
        if at < self.far:
            return
        if at > self.far:
            self.far, self.expected, self.words = at, {}, set()
        label = next((label for label, start in self._open if start == at), None)
        self.expected[label or _KINDS.get(name, name)] = None
        if name.isupper() and name not in _KINDS:
            self.words.add(name)


# -- The same for JavaScript -------------------------------------------------------------------------------------------

# What the classes of Python's patterns are in those of ECMAScript, which knows but ASCII by them.
_CLASSES = {
    "w": r"\p{L}\p{N}_",
    "d": r"\p{Nd}",
    "s": r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}
_NO_LETTER = {r"[^\W\d_]": r"[\p{L}\p{Nl}\p{No}]", r"[^\W\d]": r"[\p{L}\p{Nl}\p{No}_]"}


def tables() -> dict[str, Any]:
    """Return the grammar as JSON can hold it: patterns of words, for ECMAScript with the flags s and u, and rules."""
    read = Grammar(_GRAMMAR)
    return {
        "forms": list(QUERY_FORMS),
        "kinds": _KINDS,
        "labels": read.labels,
        "rules": read.rules,
        "tokens": {kind: _ecmascript(pattern) for kind, pattern in _KINDS_OF_TOKEN.items()},
        "updates": list(UPDATES),
    }


def _ecmascript(pattern: str) -> str:
    for ours, theirs in _NO_LETTER.items():
        pattern = pattern.replace(ours, theirs)
    pattern = pattern.replace(r"\"", '"')
    words, is_class = [], False
    for word in re.findall(r"\\.|.", pattern, re.DOTALL):
        if word in ("[", "]"):
            is_class = word == "["
        known = _CLASSES.get(word[1:]) if word[0] == "\\" else None
        words.append(word if known is None else known if is_class else f"[{known}]")
    return "".join(words)
