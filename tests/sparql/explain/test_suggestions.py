"""What is offered in place of a term is there."""

import re

import pytest

from csgraph.sparql import engine
from tests.support import explained

NAMES = [case["name"] for case in explained.CASES]


def found(query):
    return bool(engine.run(query, explained.ASKED))


@pytest.mark.parametrize("case", explained.CASES, ids=NAMES)
def test_what_is_meant_finds_something_in_its_place(case):
    """A term or literal that is offered matches: the pattern with it in place of the other is not empty."""
    for line in case["lines"]:
        near = re.search(
            r"(?:nothing matches |the property |\d: )(\S+|`.*`)(?: has no instances)?; did you mean (.*)\?$", line
        )
        if near is None or near[1].startswith("`FILTER"):
            continue
        asked, meant = near[1].strip("`"), near[2]
        prologue = case["query"].partition("ASK")[0].partition("SELECT")[0].partition("CONSTRUCT")[0]
        pattern = asked if " " in asked else f"?s {asked} ?o" if "property" in line else f"?s a {asked}"
        wrong = next(word for word in re.findall(r'"[^"]*"\S*|\S+', pattern)[::-1] if word not in ("?o", "?s"))
        wrong = asked if " " not in asked else wrong
        assert not found(f"{prologue} ASK {{ {pattern} }}")
        assert found(f"{prologue} ASK {{ {pattern.replace(wrong, meant)} }}")
