"""Each message is in a case of the fixture."""

import re

from csgraph.sparql.explain import messages
from tests.support import explained


def test_names_of_the_cases_are_their_own():
    assert len({case["name"] for case in explained.CASES}) == len(explained.CASES)


def test_every_message_is_in_a_case():
    said = "\n".join(line for case in explained.CASES for line in case["lines"])

    def is_said(template):
        return all(part in said for part in re.split(r"\{\w+\}", template.replace("{{", "{").replace("}}", "}")))

    # Counting ten thousand rows takes longer than a test may.
    assert [name for name, template in messages.WORDS.items() if not is_said(template)] == ["many"]


def test_names_are_listed_as_in_a_sentence():
    assert [messages.listed(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_hint_is_looked_for_once_its_reason_is_told():
    found = messages.hinted("triple", 3, lambda: ("; x", "links"), pattern="`p`")

    assert next(found) == messages.Reason("nothing matches `p`", 3, is_first_word=True)
    assert list(found) == [messages.Reason("nothing matches `p`; x", 3, graph="links")]
