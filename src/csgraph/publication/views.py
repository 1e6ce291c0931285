"""Finds views, which are the queries of the publication, and reads their headers.

A view is ``queries/NAME.rq``. Its header is YAML in comment lines that begin with ``#+``, as grlc reads them
(https://github.com/CLARIAH/grlc). Running a view does not parse its header; listing and describing views does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csgraph import paths
from csgraph.errors import InputError
from csgraph.util.terminal import terminal_safe

if TYPE_CHECKING:
    from typing import TypeAlias

    from csgraph.publication.parameters import Parameter

    _Lines: TypeAlias = dict[tuple[str, ...], int]

KEYS = {
    "summary": str, "description": str, "returns": dict, "graph": str, "tags": list, "parameters": dict, "picture": str,
}  # fmt: skip
"""Keys of a header with their types; all but ``returns``, ``parameters`` and ``picture`` are required."""

_OPTIONAL = ("returns", "parameters", "picture")
_SUFFIX = ".rq"
_PICTURE = re.compile(r"^#\+ *picture: *([\w-]+) *$", re.MULTILINE)


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
    raise InputError(f"no such {kind}; {_nearest(stem)}`csgraph queries` lists {listed}", place=name)


def _nearest(name: str) -> str:
    """Return a question after the views that a name may mean; empty where none is near."""
    from difflib import get_close_matches

    known = view_names()
    near = get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    near += [view for view in known if name.lower() in view and view not in near]
    return f"did you mean {' or '.join(near[:3])}? " if near else ""


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
        return has_header(self.text)

    @property
    def graphs(self) -> list[str]:
        """The names of the graphs that its header lists; none without a header."""
        return named_graphs(self.text)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that its header declares; InputError if a declaration is wrong."""
        return read_parameters(self.text, self.place) if declares_parameters(self.text) else ()

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
    from csgraph.sparql.grammar import tokenize

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
    from csgraph.sparql.grammar import projection

    header, lines = read_header(text, place)

    def wrong(problem: str, key: str = "") -> InputError:
        return InputError(problem, place=place, line=lines.get((key,), 1))

    for key in KEYS:
        if key not in header and key not in _OPTIONAL:
            raise wrong(f"the header needs a line '#+ {key}: …'")
    for key, value in header.items():
        if key not in KEYS:
            raise wrong(f"the header has no key {key!r}; its keys are {', '.join(KEYS)}", key)
        if not isinstance(value, KEYS[key]) or not value:
            kind = {str: "text", dict: "a mapping of variables", list: "a list"}[KEYS[key]]
            raise wrong(f"{key} must be {kind}", key)
    if not header["summary"].strip().endswith("?"):
        raise wrong("summary must be the question that the view answers, ending with a question mark", "summary")
    returned = projection(text)
    returns = {str(name): str(meaning) for name, meaning in header.get("returns", {}).items()}
    if list(returns) != returned:
        variables = f"the query returns {', '.join(returned) or 'no variables'}"
        raise wrong(f"returns must name the variables in their order: {variables}", "returns")
    if "picture" in header and (problem := _wrong_picture(header["picture"], returned)):
        raise wrong(problem, "picture")
    return View(
        name=path.stem,
        path=path,
        summary=" ".join(header["summary"].split()),
        description=" ".join(header["description"].split()),
        graph=header["graph"],
        tags=tuple(str(tag) for tag in header["tags"]),
        returns=returns,
        parameters=_parameters(header, lines, text, place),
        picture=header.get("picture", ""),
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
    if found := _PICTURE.search(text):
        return found[1]
    drawn = [name for name in view_names() if _PICTURE.search((paths.QUERIES / f"{name}{_SUFFIX}").read_text("utf-8"))]
    raise InputError(f"this query has no chart; the views that have one are {', '.join(drawn)}", place=place)


def read_parameters(text: str, place: str) -> tuple[Parameter, ...]:
    """Return the parameters that a query declares; the rest of its header may be missing.

    Args:
        text: The query, with its header if it has one.
        place: What messages call it.

    Raises:
        InputError: The header is not right.
    """
    return _parameters(*read_header(text, place), text, place)


def has_header(text: str) -> bool:
    """Tell whether a query has a header."""
    return re.search(r"^#\+", text, re.MULTILINE) is not None


def named_graphs(text: str) -> list[str]:
    """Return the graphs that a query's header says it needs, without reading the whole header; none without a header."""
    found = re.search(r"^#\+ *graph: *([\w, -]+)$", text, re.MULTILINE)
    return [name.strip() for name in found[1].split(",")] if found else []


def declares_parameters(text: str) -> bool:
    """Tell whether a query declares parameters, without reading its header."""
    return re.search(r"^#\+ *[\"']?parameters\b", text, re.MULTILINE) is not None


def _parameters(header: dict[str, Any], lines: _Lines, text: str, place: str) -> tuple[Parameter, ...]:
    if "parameters" not in header:
        return ()
    from csgraph.publication import parameters

    def wrong(problem: str, *keys: str) -> InputError:
        path = ("parameters", *keys)
        line = next(lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in lines)
        return InputError(problem, place=place, line=line)

    if not isinstance(header["parameters"], dict):
        raise wrong("parameters must be a mapping of variables")
    return parameters.declared(header["parameters"], text, wrong)


def read_header(text: str, place: str) -> tuple[dict[str, Any], _Lines]:
    """Return what a header says, and the line in which each of its keys stands."""
    import yaml

    lines = text.splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if line.startswith("#+")]
    if not numbers:
        raise InputError("the header is missing: YAML in lines that begin with '#+ '", place=place, line=1)
    content = "\n".join(lines[number - 1].removeprefix("#+").removeprefix(" ") for number in numbers)
    loader = yaml.SafeLoader(content)
    try:
        node = loader.get_single_node()
        header = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = numbers[min(mark.line, len(numbers) - 1)] if mark else numbers[0]
        raise InputError(f"the header is not YAML: {error.problem}", place=place, line=line) from None
    except yaml.YAMLError as error:
        raise InputError(
            f"the header is not YAML: {' '.join(str(error).split())}", place=place, line=numbers[0]
        ) from None
    finally:
        loader.dispose()
    if not isinstance(header, dict) or not all(isinstance(key, str) for key in header):
        raise InputError("the header must have a 'key: value' in each line", place=place, line=numbers[0])
    return header, {path: numbers[line] for path, line in _key_lines(node)}


def _key_lines(node: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path to each key of a YAML mapping, and the line it stands in, from 0."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            path = (*above, str(key.value))
            yield path, key.start_mark.line
            yield from _key_lines(value, path)
