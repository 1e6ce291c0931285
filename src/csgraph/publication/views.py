"""Finds views, the queries that come with the publication, and reads what their headers say.

A view is ``queries/NAME.rq``. Its header is YAML in comment lines that begin with ``#+``, as grlc reads them
(https://github.com/CLARIAH/grlc). Running a view needs no header; only listing and describing views reads it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from csgraph import paths
from csgraph.errors import InputError
from csgraph.sparql.header import chart
from csgraph.sparql.header import read as read_header
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from csgraph.publication.parameters import Parameter
    from csgraph.sparql.header import Header

KEYS = {
    "summary": str, "description": str, "returns": dict, "graph": str, "tags": list, "parameters": dict, "picture": str,
}  # fmt: skip
"""Keys of a header, and what each holds; all but ``returns``, ``parameters`` and ``picture`` are required."""

_OPTIONAL = ("returns", "parameters", "picture")
_SUFFIX = ".rq"


@dataclass(frozen=True)
class View:
    """A query that answers one question.

    Attributes:
        name: Its name, such as ``pillars``.
        path: Its file.
        summary: The question.
        description: What a row is, and what is left out.
        graph: The graph or graphs it needs.
        tags: Its themes.
        returns: What each variable means, in the order of the projection; empty unless it gives rows.
        parameters: The variables that may be given values.
        picture: The picture that its rows make, one of ``csgraph.publication.charts.CHARTS``; empty if there is none.
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
    """Return the names of all views, in order."""
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
    # A path is told by its folder or by being there; all else is meant as the name of a view.
    if os.path.exists(path) or path.name != name:
        return path
    kind, listed = ("view", "them") if name == stem else ("view or file", "the views")
    from csgraph.util.suggest import did_you_mean, similar

    hint = f"{did_you_mean(similar(stem, view_names()))} ".lstrip()
    raise InputError(f"no such {kind}; {hint}`csgraph queries` lists {listed}", place=name)


def read_query(name: str) -> tuple[str, str]:
    """Return the text of a query, and what messages call it.

    Args:
        name: The name of a view with or without ``.rq``, a path, ``-`` for standard input, or the query itself.

    Raises:
        InputError: There is no such view or file, or it is not usable.
    """
    if _is_query(name):
        return name, "query"
    from csgraph.rdf import turtle

    if name == "-":
        import sys

        return turtle.checked(sys.stdin.buffer.read(), place="standard input").decode(), "standard input"
    path = find_query(name)
    return turtle.read(path).decode(), paths.shown(path)


def _is_query(name: str) -> bool:
    """Tell a query from the name of a view or file.

    No such name holds a brace, and no query lacks one but a DESCRIBE: of that, the words up to what it describes are read.
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
    """Return a view with what its header says.

    Raises:
        InputError: There is no such view, or its header is not right.
    """
    from csgraph.rdf import turtle

    path = find_query(name)
    return parse_view(turtle.read(path).decode(), path, place=paths.shown(path))


def list_views() -> list[View]:
    """Return all views, in the order of their names.

    Raises:
        InputError: The header of one is not right.
    """
    return [find_view(name) for name in view_names()]


def write_list(views: Iterable[View], format: str = "table") -> str:
    """Return a list of views for people (``table``), or all that their headers say (``json``)."""
    if format == "json":
        import json
        from dataclasses import asdict

        content = [{**asdict(view), "path": paths.shown(view.path)} for view in views]
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    listed = list(views)
    longest = max((len(view.name) for view in listed), default=0)
    return "".join(f"{view.name:{longest}}  {terminal_safe(view.summary + _shortly(view))}\n" for view in listed)


def _shortly(view: View) -> str:
    """Return the names of a view's parameters, with their defaults, in brackets, and whether it has a picture."""
    names = [p.name if p.default is None else f"{p.name}={p.default}" for p in view.parameters]
    return (f"  [{', '.join(names)}]" if names else "") + ("  (picture)" if view.picture else "")


def parse_view(text: str, path: Path, *, place: str) -> View:
    """Return the view that a text with a header is.

    Args:
        text: The query with its header.
        path: Its file, which tells its name.
        place: What messages call it.

    Raises:
        InputError: The header is not YAML, lacks a key, has an unknown one, or does not tell what the query returns.
    """
    from csgraph.sparql.outline import projection

    header = read_header(text, place)
    header.check(KEYS, _OPTIONAL)
    content = header.content
    if not content["summary"].strip().endswith("?"):
        problem = "summary must be the question that the view answers, with its question mark"
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
    """Return what is wrong with the picture that a header names; empty if nothing is."""
    from csgraph.publication.chart_columns import CHARTS

    if name not in CHARTS:
        return f"there is no picture {name!r}; the pictures are {', '.join(CHARTS)}"
    lacking = [column for column in CHARTS[name].needs if column not in variables]
    return (
        f"the picture {name} needs the columns {', '.join(lacking)}, which the query does not return" if lacking else ""
    )


def picture_of(text: str, place: str) -> str:
    """Return the picture that a query's header declares, without reading the whole header.

    Args:
        text: The query, with its header if it has one.
        place: What messages call it.

    Raises:
        InputError: It declares none.
    """
    if declared := chart(text):
        return declared
    drawn = [name for name in view_names() if chart((paths.QUERIES / f"{name}{_SUFFIX}").read_text("utf-8"))]
    raise InputError(f"this has no picture; the views that have one are {', '.join(drawn)}", place=place)


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
