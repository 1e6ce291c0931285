"""The grammar of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar), and a recognizer that finds errors."""

from __future__ import annotations

import re
from typing import Any

from csgraph.sparql.tokens import PATTERNS, QUERY_FORMS, UPDATES, Token

# SPARQL 1.1, section 19.8, without the precedence of operators, which does not make a query right or wrong.
# Functions are listed with the number of arguments they take. Words in quotation marks name a rule in messages.
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
    """The rules of a grammar as trees.

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


class Recognizer:
    """Matches the tokens of a query against the grammar, and records the first token that does not fit.

    Attributes:
        far: The number of that token, once a match has failed.
        expected: What is allowed in its place, in the words of messages.
        words: The keywords that are allowed in its place.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self.grammar, self.tokens = Grammar(_GRAMMAR), tokens
        self.far = 0
        self.expected: dict[str, None] = {}
        self.words: set[str] = set()
        self._open: list[tuple[str, int]] = []

    def read(self, node: _Node, at: int) -> int | None:
        """Return the number of the token after a match of ``node`` that begins at ``at``; None if it does not match."""
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


# The character classes of Python's patterns in ECMAScript, where they are limited to ASCII.
_CLASSES = {
    "w": r"\p{L}\p{N}_",
    "d": r"\p{Nd}",
    "s": r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}
_NO_LETTER = {r"[^\W\d_]": r"[\p{L}\p{Nl}\p{No}]", r"[^\W\d]": r"[\p{L}\p{Nl}\p{No}_]"}


def tables() -> dict[str, Any]:
    """Return tokens and grammar for ``site/assets/sparql.js``, as JSON values; the patterns need the flags s and u."""
    read = Grammar(_GRAMMAR)
    return {
        "forms": list(QUERY_FORMS),
        "kinds": _KINDS,
        "labels": read.labels,
        "rules": read.rules,
        "tokens": {kind: _ecmascript(pattern) for kind, pattern in PATTERNS.items()},
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
