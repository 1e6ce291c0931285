"""Reads the header of a query file: YAML in comment lines that begin with ``#+``.

Views, checks and inference rules have such a header, each with keys of its own. It is the notation of grlc
(https://github.com/CLARIAH/grlc). YAML is loaded only by ``read``; ``exists``, ``named_graphs``, ``chart`` and
``declares_parameters`` look for one line each, so that running a query need not read its whole header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from csgraph.errors import InputError

_KINDS: dict[type, str] = {str: "text", dict: "a mapping of variables", list: "a list of texts"}
_HEADER = re.compile(r"^#\+", re.MULTILINE)
_GRAPHS = re.compile(r"^#\+ *graph: *([\w, -]+)$", re.MULTILINE)
_CHART = re.compile(r"^#\+ *picture: *([\w-]+) *$", re.MULTILINE)
_PARAMETERS = re.compile(r"^#\+ *[\"']?parameters\b", re.MULTILINE)


def exists(text: str) -> bool:
    """Whether a query has a header."""
    return _HEADER.search(text) is not None


def named_graphs(text: str) -> list[str]:
    """Return the names of the graphs that a query's header requires; none without a header."""
    found = _GRAPHS.search(text)
    return [name.strip() for name in found[1].split(",")] if found else []


def chart(text: str) -> str:
    """Return the name of the chart that a query's header declares (``picture``); the empty string if it declares none."""
    found = _CHART.search(text)
    return found[1] if found else ""


def declares_parameters(text: str) -> bool:
    """Whether a query's header declares parameters."""
    return _PARAMETERS.search(text) is not None


@dataclass(frozen=True)
class Header:
    """The header of a query.

    Attributes:
        content: The values by key.
        place: The file of the query, as messages show it.
        lines: The line of each key, counted from 1; of nested keys, by their path such as ``("parameters", "type")``.
    """

    content: Mapping[str, Any]
    place: str
    lines: Mapping[tuple[str, ...], int]

    def error(self, problem: str, *keys: str) -> InputError:
        """Return the error of a problem, at the line of the last of some nested keys that is in the header."""
        found = (self.lines[keys[:size]] for size in range(len(keys), 0, -1) if keys[:size] in self.lines)
        return InputError(problem, place=self.place, line=next(found, 1))

    def check(self, keys: Mapping[str, type], optional: tuple[str, ...] = ()) -> None:
        """Check the keys of the header, and the types of their values.

        Args:
            keys: The known keys with the type of each: str, list (of str), or dict.
            optional: Those that may be missing.

        Raises:
            InputError: A key is missing or unknown, or its value is empty or of another type.
        """
        for key in keys:
            if key not in self.content and key not in optional:
                raise self.error(f"the header needs a line '#+ {key}: …'")
        for key, value in self.content.items():
            if key not in keys:
                raise self.error(f"the header has no key {key!r}; its keys are {', '.join(keys)}", key)
            if (
                not isinstance(value, keys[key])
                or not value
                or (isinstance(value, list) and not all(isinstance(item, str) for item in value))
            ):
                raise self.error(f"{key} must be {_KINDS[keys[key]]}", key)

    def line(self, key: str) -> str:
        """Return the text of a key as one line."""
        return " ".join(self.content[key].split())


def read(text: str, place: str) -> Header:
    """Read the header of a query.

    Args:
        text: The query with its header.
        place: The file of the query, as messages show it.

    Raises:
        InputError: The header is missing, is not YAML, or is not a mapping with keys that are text.
    """
    import yaml
    from yaml.constructor import SafeConstructor

    lines = text.splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if line.startswith("#+")]
    if not numbers:
        raise InputError("the header is missing: YAML in lines that begin with '#+ '", place=place, line=1)
    content = "\n".join(lines[number - 1].removeprefix("#+").removeprefix(" ") for number in numbers)
    header: object = None
    try:
        if node := yaml.compose(content, yaml.SafeLoader):
            header = SafeConstructor().construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or " ".join(str(error).split())
        line = numbers[min(mark.line, len(numbers) - 1)] if mark else numbers[0]
        raise InputError(f"the header is not YAML: {problem}", place=place, line=line) from None
    if not isinstance(header, dict) or not all(isinstance(key, str) for key in header):
        raise InputError("the header must have a 'key: value' in each line", place=place, line=numbers[0])
    return Header(header, place, {path: numbers[line] for path, line in _key_lines(node)})


def _key_lines(node: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path to each key of a YAML mapping, and its line, counted from 0."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            path = (*above, str(key.value))
            yield path, key.start_mark.line
            yield from _key_lines(value, path)
