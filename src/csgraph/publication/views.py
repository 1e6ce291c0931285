"""Finds views, which are the queries of the publication, and reads their headers.

A view is ``queries/NAME.rq``. Its header is YAML in comment lines that begin with ``#+``, as grlc reads them
(https://github.com/CLARIAH/grlc). Running a view does not parse its header; listing and describing views does.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from csgraph import paths
from csgraph.errors import InputError
from csgraph.sparql import header
from csgraph.sparql.header import chart
from csgraph.sparql.header import read as read_header
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from csgraph.publication.parameters import Parameter
    from csgraph.sparql.header import Header

KEYS = {
    "summary": str, "description": str, "returns": dict, "graph": str, "tags": list, "parameters": dict, "picture": str,
}  # fmt: skip
"""Keys of a header with their types; all but ``returns``, ``parameters`` and ``picture`` are required."""

_OPTIONAL = ("returns", "parameters", "picture")
_SUFFIX = ".rq"


@dataclass(frozen=True)
class View:
    """A query of the publication that answers one question.

    Attributes:
        name: Its name, such as ``pillars``.
        path: Its file.
        summary: The question.
        description: What a row stands for, and what is excluded.
        graph: The names of the graphs it needs, separated by commas.
        tags: Its topics.
        returns: The meaning of each variable, in the order of the projection; empty for ASK and CONSTRUCT.
        parameters: Its parameters.
        picture: The chart that is drawn from its rows, a name of ``csgraph.publication.charts.CHARTS``; empty for none.

    Example:
        >>> view = csgraph.find_view("timeline")
        >>> view.picture, list(view.returns)[:3]
        ('timeline', ['when', 'date', 'fromYear'])
    """

    name: str
    path: Path
    summary: str
    description: str
    graph: str
    tags: tuple[str, ...]
    returns: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()
    picture: str = ""

    @property
    def graphs(self) -> tuple[str, ...]:
        """The names in ``graph``."""
        return tuple(name.strip() for name in self.graph.split(","))


def view_names() -> list[str]:
    """Return the names of all views, in order.

    Raises:
        InputError: There is no publication where it was named to be.
    """
    paths.check()
    return sorted(path.stem for path in paths.QUERIES.glob(f"*{_SUFFIX}"))


def find_query(name: str) -> Path:
    """Return the file of a view, or the file that a path names.

    Args:
        name: The name of a view with or without ``.rq``, or a path.

    Raises:
        InputError: There is neither such a view nor such a file.
    """
    stem = name.removesuffix(_SUFFIX)
    if stem in view_names():
        return paths.QUERIES / f"{stem}{_SUFFIX}"
    path = Path(name)
    # What has a folder or exists is a path; anything else is the name of a view.
    if os.path.exists(path) or path.name != name:
        return path
    kind, listed = ("view", "them") if name == stem else ("view or file", "the views")
    from csgraph.util.suggest import did_you_mean, similar

    hint = f"{did_you_mean(similar(stem, view_names()))} ".lstrip()
    raise InputError(f"no such {kind}; {hint}`csgraph queries` lists {listed}", place=name)


@dataclass(frozen=True)
class QueryText:
    """The text of a query, with what its header declares.

    Attributes:
        text: The query, with its header if it has one.
        place: Its name in messages: its file, ``standard input`` or ``query``.
    """

    text: str
    place: str

    @property
    def has_header(self) -> bool:
        """Whether it has a header."""
        return header.exists(self.text)

    @property
    def graphs(self) -> list[str]:
        """The names of the graphs that its header lists; none without a header."""
        return header.named_graphs(self.text)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that its header declares; InputError if a declaration is wrong."""
        return read_parameters(self.text, self.place) if header.declares_parameters(self.text) else ()

    def chart(self) -> str:
        """Return the name of the chart that its header declares.

        Raises:
            InputError: It declares none.
        """
        return picture_of(self.text, self.place)


def read_query(name: str) -> QueryText:
    """Return a query.

    Args:
        name: The name of a view with or without ``.rq``, a path, ``-`` for standard input, or the query itself.

    Raises:
        InputError: There is no such view or file, or it is not usable.
    """
    if _is_query(name):
        return QueryText(name, "query")
    from csgraph.rdf import turtle

    if name == "-":
        import sys

        text = turtle.checked(sys.stdin.buffer.read(), place="standard input").decode()
        return QueryText(text, "standard input")
    path = find_query(name)
    return QueryText(turtle.read(path).decode(), paths.shown(path))


def _is_query(name: str) -> bool:
    """Whether a text is a query, not the name of a view or file.

    A query has a brace and a name does not, except for DESCRIBE: there the tokens up to the described resource are read.
    """
    if "{" in name:
        return True
    if "describe" not in name.lower():
        return False
    from csgraph.sparql.tokens import tokenize

    tokens = iter(tokenize(name))
    for token in tokens:
        if token.text.upper() not in ("PREFIX", "BASE") and token.kind not in ("PNAME", "IRIREF"):
            break
    described = next(tokens, token)
    return token.text.upper() == "DESCRIBE" and (described.kind in ("VAR", "IRIREF", "PNAME") or described.text == "*")


def find_view(name: str) -> View:
    """Return a view with its header.

    Raises:
        InputError: There is no such view, or its header is invalid.

    Example:
        >>> csgraph.find_view("pillars").summary
        'Which are the six pillars of the framework for responsible State behaviour?'
    """
    from csgraph.rdf import turtle

    path = find_query(name)
    return parse_view(turtle.read(path).decode(), path, place=paths.shown(path))


def list_views() -> list[View]:
    """Return all views, in the order of their names.

    Raises:
        InputError: The header of one is invalid.

    Example:
        >>> [view.name for view in csgraph.list_views() if view.picture]
        ['balance', 'functions', 'pillar-sections', 'speakers', 'timeline']
    """
    return [find_view(name) for name in view_names()]


def write_list(views: Iterable[View], format: str = "table") -> str:
    """Return a list of views as text (``table``) or with their full headers (``json``)."""
    if format == "json":
        import json
        from dataclasses import asdict

        content = [{**asdict(view), "path": paths.shown(view.path)} for view in views]
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    listed = list(views)
    longest = max((len(view.name) for view in listed), default=0)
    return "".join(f"{view.name:{longest}}  {terminal_safe(view.summary + _shortly(view))}\n" for view in listed)


def _shortly(view: View) -> str:
    """Return the parameters of a view with their defaults, in brackets, and whether it has a chart."""
    names = [p.name if p.default is None else f"{p.name}={p.default}" for p in view.parameters]
    return (f"  [{', '.join(names)}]" if names else "") + ("  (chart)" if view.picture else "")


def parse_view(text: str, path: Path, *, place: str) -> View:
    """Parse the text of a view.

    Args:
        text: The query with its header.
        path: Its file, which gives its name.
        place: What messages call it.

    Raises:
        InputError: The header is not YAML, lacks a key, has an unknown one, or does not describe the columns.
    """
    from csgraph.sparql.outline import projection

    header = read_header(text, place)
    header.check(KEYS, _OPTIONAL)
    content = header.content
    if not content["summary"].strip().endswith("?"):
        problem = "summary must be the question that the view answers, ending with a question mark"
        raise header.error(problem, "summary")
    returned = projection(text)
    returns = {str(name): str(meaning) for name, meaning in content.get("returns", {}).items()}
    if list(returns) != returned:
        problem = f"the query returns {', '.join(returned) or 'no variables'}"
        raise header.error(f"returns must name the variables in their order: {problem}", "returns")
    if "picture" in content and (problem := _wrong_picture(content["picture"], returned)):
        raise header.error(problem, "picture")
    return View(
        name=path.stem,
        path=path,
        summary=header.line("summary"),
        description=header.line("description"),
        graph=content["graph"],
        tags=tuple(content["tags"]),
        returns=returns,
        parameters=_parameters(header, text),
        picture=content.get("picture", ""),
    )


def _wrong_picture(name: str, variables: Sequence[str]) -> str:
    """Return the problem with the chart that a header names; empty if there is none."""
    from csgraph.publication.chart_columns import CHARTS

    if name not in CHARTS:
        return f"there is no chart {name!r}; the charts are {', '.join(CHARTS)}"
    lacking = [column for column in CHARTS[name].needs if column not in variables]
    return (
        f"the chart {name} needs the columns {', '.join(lacking)}, which the query does not return" if lacking else ""
    )


def picture_of(text: str, place: str) -> str:
    """Return the chart that the header of a query declares, without parsing the header as YAML.

    Args:
        text: The query, with its header if it has one.
        place: What messages call it.

    Raises:
        InputError: It declares none.
    """
    if declared := chart(text):
        return declared
    drawn = [name for name in view_names() if chart((paths.QUERIES / f"{name}{_SUFFIX}").read_text("utf-8"))]
    raise InputError(f"this query has no chart; the views that have one are {', '.join(drawn)}", place=place)


def read_parameters(text: str, place: str) -> tuple[Parameter, ...]:
    """Return the parameters that a query declares; the rest of its header may be missing.

    Args:
        text: The query, with its header if it has one.
        place: What messages call it.

    Raises:
        InputError: The header is not right.
    """
    return _parameters(read_header(text, place), text)


def _parameters(header: Header, text: str) -> tuple[Parameter, ...]:
    if "parameters" not in header.content:
        return ()
    from csgraph.publication import parameters

    def wrong(problem: str, *keys: str) -> InputError:
        return header.error(problem, "parameters", *keys)

    if not isinstance(header.content["parameters"], dict):
        raise wrong("parameters must be a mapping of variables")
    return parameters.declared(header.content["parameters"], text, wrong)
