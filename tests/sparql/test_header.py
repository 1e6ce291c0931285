"""The header of a query file: its keys, its lines, and what is wrong with it."""

from __future__ import annotations

import pytest

from csgraph.errors import InputError
from csgraph.sparql import header

KEYS = {"summary": str, "tags": list, "returns": dict, "picture": str}
TEXT = """\
# Not a line of the header.
#+ summary: Which
#+   pillars?
#+ tags: [framework]
#+ graph: report, editorial
PREFIX csg: <https://w3id.org/csgraph/ontology#>
#+ returns:
#+   label: its name
#+ picture: pillars
SELECT ?label { ?pillar a csg:Pillar ; csg:position ?label }
"""


def test_keys_have_their_values_and_lines():
    found = header.read(TEXT, "q.rq")

    assert {
        "summary": "Which pillars?",
        "tags": ["framework"],
        "graph": "report, editorial",
        "returns": {"label": "its name"},
        "picture": "pillars",
    } == found.content
    assert {
        ("summary",): 2,
        ("tags",): 4,
        ("graph",): 5,
        ("returns",): 7,
        ("returns", "label"): 8,
        ("picture",): 9,
    } == found.lines


def test_what_running_a_query_needs_is_found_without_yaml():
    assert header.exists(TEXT)
    assert ["report", "editorial"] == header.named_graphs(TEXT)
    assert "pillars" == header.chart(TEXT)
    assert not header.declares_parameters(TEXT)
    assert header.declares_parameters("#+  parameters :\n")


def test_a_query_without_header_has_none():
    text = "# graph: report\nSELECT * { ?s ?p ?o }"

    assert not header.exists(text)
    assert (header.named_graphs(text), header.chart(text)) == ([], "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ASK {}", "q.rq:1: the header is missing: YAML in lines that begin with '#+ '"),
        ("ASK {}\n#+ a: b: c", "q.rq:2: the header is not YAML: mapping values are not allowed here"),
        ("#+ a: \x07", "q.rq:1: the header is not YAML: "),
        ("ASK {}\n#+ words", "q.rq:2: the header must have a 'key: value' in each line"),
        ("#+ 1: a", "q.rq:1: the header must have a 'key: value' in each line"),
        ("#+ tags: [a]", "q.rq:1: the header needs a line '#+ summary: …'"),
        (
            "ASK {}\n#+ summary: a\n#+ tag: [a]\n#+ tags: [b]",
            "q.rq:3: the header has no key 'tag'; its keys are summary",
        ),
        ("#+ summary:\n#+ tags: [a]", "q.rq:1: summary must be text"),
        ("#+ summary: a\n#+ tags: a", "q.rq:2: tags must be a list of texts"),
        ("#+ summary: a\n#+ tags: [1]", "q.rq:2: tags must be a list of texts"),
        ("#+ summary: a\n#+ tags: [b]\n#+ returns: c", "q.rq:3: returns must be a mapping of variables"),
    ],
)
def test_a_wrong_header_is_named_with_its_line(text, problem):
    with pytest.raises(InputError) as caught:
        header.read(text, "q.rq").check(KEYS, optional=("returns", "picture"))

    assert str(caught.value).startswith(problem)


def test_an_error_stands_at_the_innermost_key_that_exists():
    found = header.read(TEXT, "q.rq")

    assert "q.rq:8: x" == str(found.error("x", "returns", "label", "type"))
    assert "q.rq:7: x" == str(found.error("x", "returns", "name"))
    assert "q.rq:1: x" == str(found.error("x"))
