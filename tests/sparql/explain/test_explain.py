"""A query without results is explained, within limits of time and of queries."""

import threading

import pyoxigraph as ox
import pytest

from csgraph import paths
from csgraph.errors import InputError
from csgraph.publication import dataset
from csgraph.sparql import binding, engine, explain, outline
from csgraph.sparql.explain import probes
from csgraph.sparql.results import Boolean
from csgraph.sparql.tokens import tokenize
from tests.conftest import sampled
from tests.support import explained

NAMES = [case["name"] for case in explained.CASES]


def found(query, store=explained.ASKED):
    """How much a query finds."""
    answer = engine.run(query, store)
    return int(bool(answer)) if isinstance(answer, Boolean) else len(answer)


def messages(query, **options):
    return explain.explain(query, explained.ASKED, place="q", **options)


# -- Messages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", explained.CASES, ids=NAMES)
def test_query_without_results_is_explained(case):
    assert found(binding.bind(case["query"], explained.terms(case))) == 0
    assert case["lines"] == explained.lines(case)


def test_place_is_counted_in_characters_and_lines():
    query = "# 𝒳\nSELECT ?s {\n ?s ?p '𝒳é' ; a csg:Piller }"

    assert messages(query)[-1].startswith("q:3:17: csg:Piller has no instances")


# -- Limits ------------------------------------------------------------------------------------------------------------


def test_number_of_queries_is_limited(monkeypatch):
    asked = []
    monkeypatch.setattr(probes, "MAX_QUERIES", 20)
    monkeypatch.setattr(engine, "check", lambda text, place: asked.append(text))
    many = " . ".join(f"?s{n} csg:position ?s{n + 1}" for n in range(40))

    assert messages(f"ASK {{ {many} }}") == []
    assert len(asked) == 20


def test_reasons_found_in_time_are_returned():
    is_over, ended = threading.Event(), []

    def elsewhere():
        is_over.wait(30)
        ended.append(True)
        return ox.Store()

    query = "SELECT ?s { ?s a csg:Pillar FILTER EXISTS { ?s csg:positon ?n } }"

    said = messages(query, elsewhere=elsewhere, seconds=0.5)

    assert not ended
    is_over.set()
    assert said == [
        "q:1:29: no row passes `FILTER EXISTS { ?s csg:positon ?n }` (rows before: 3); loosen it, or leave it out",
        "q:1:48: no triple has the property csg:positon",
    ]


def test_no_query_runs_after_the_time_limit():
    assert list(explain.reasons("ASK { ?s a csg:Piller }", explained.ASKED, seconds=-1)) == []


def test_error_while_explaining_gives_no_reason(monkeypatch):
    monkeypatch.setattr(probes.Probes, "is_empty", lambda *_: 1 / 0)

    assert messages("ASK { ?s a csg:Piller }") == []


def test_store_is_not_changed():
    before = len(explained.ASKED)

    messages("ASK { ?s csg:erratumKind ?k }", elsewhere=lambda: explained.ELSEWHERE)

    assert before == len(explained.ASKED)


# -- The views ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store():
    return dataset.load_store()


VIEWS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(paths.QUERIES.glob("*.rq"))}


@pytest.mark.parametrize("name", sampled(sorted(VIEWS)[::9], 5))
def test_unknown_property_in_a_view_is_a_reason(name, store):
    text = VIEWS[name]
    start = outline.where(text)[0]
    asked = f"{text[: start + 1]} ?nothing csg:positon ?number . {text[start + 1 :]}"

    said = [reason.message for reason in explain.reasons(asked, store, seconds=60)]

    # What begins with a sub-select has no room for a pattern beside it.
    if not text[start + 1 :].strip().startswith("SELECT"):
        assert "no triple has the property csg:positon; did you mean csg:position?" in said


def broken(text):
    """Variants of a query, each with one property, class or literal that nothing has, or with a filter on all."""
    begin, end = outline.where(text)
    for token in tokenize(text):
        if begin < token.start < end and token.kind in ("PNAME", "STRING", "INTEGER"):
            other = {"PNAME": f"{token.text}X", "STRING": '"nothing"', "INTEGER": "987654"}[token.kind]
            yield text[: token.start] + other + text[token.start + len(token.text) :]
    yield f"{text[: end - 1]} FILTER(false) {text[end - 1 :]}"
    yield f"{text} OFFSET 999999"


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(VIEWS)[::3])
def test_variants_of_a_view_without_results_are_explained(name, store):
    for text in broken(VIEWS[name]):
        try:
            is_empty = not found(text, store)
        except InputError:
            continue
        if is_empty:
            reasons = list(explain.reasons(text, store, elsewhere=lambda: dataset.load_others([]), seconds=60))
            assert reasons, text
