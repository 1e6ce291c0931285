"""Parts of a query are asked, and as few of them told as find nothing together."""

import itertools

import pyoxigraph as ox
import pytest
from hypothesis import strategies as st

from csgraph.errors import InputError
from csgraph.sparql import engine
from csgraph.sparql.explain import probes
from csgraph.sparql.parser import parse
from tests.conftest import some_examples, tried


def found(body, store):
    """Whether a group finds anything."""
    return bool(engine.run(f"ASK {{ {body}\n}}", store))


TRIPLES = [(f"<a:{s}>", f"<a:{p}>", f"<a:{o}>") for s, p, o in itertools.product("xyz", "pq", "xyz")]
TERMS = st.sampled_from(["?a", "?b", "?c", "<a:x>", "<a:y>", "_:d"])
TRIPLE_PATTERNS = st.tuples(TERMS, st.sampled_from(["<a:p>", "<a:q>", "?v"]), TERMS).map(" ".join)
BINDINGS = st.sampled_from(["BIND(?a AS ?w)", "BIND(COALESCE(?b, <a:x>) AS ?w)", "?w <a:p> ?c", "<a:x> <a:q> ?w"])


@some_examples
def test_part_that_is_told_finds_nothing_and_less_of_it_does(examples):
    tried(
        told_part_finds_nothing_and_less_of_it_does,
        examples,
        st.lists(st.sampled_from(TRIPLES), max_size=6, unique=True),
        st.lists(TRIPLE_PATTERNS, min_size=1, max_size=4),
        st.lists(BINDINGS, max_size=2, unique=True),
    )


def told_part_finds_nothing_and_less_of_it_does(triples, written, bindings):
    store = ox.Store()
    store.update(f"INSERT DATA {{ {' . '.join(map(' '.join, triples))} }}")
    body = " . ".join([*written, *bindings])
    try:
        if found(body, store):
            return
    except InputError:
        return  # BIND of what has a value already
    parts = parse(f"ASK {{ {body} }}").select.group.parts

    def is_empty(chosen):
        return not found(probes.body_of(chosen), store)

    def is_whole(part, chosen, asked):
        """Tell whether what is calculated is asked with all that it is calculated from."""
        earlier = [other for other in chosen if other.start < part.start and other.names & part.names]
        return part.kind != "BIND" or all(other in asked for other in earlier)

    for least in probes.Joined(parts, is_empty).least():
        chosen = [parts[number] for number in sorted(least)]
        assert is_empty(chosen)
        for fewer in itertools.combinations(chosen, len(chosen) - 1):
            assert not is_empty([part for part in fewer if is_whole(part, parts, fewer)])


def parts_of(body):
    return parse(f"ASK {{ {body} }}").select.group.parts


def least(body, *empty):
    """The parts that are told of a group, where some sets of its parts find nothing."""
    parts = parts_of(body)
    asked = []

    def is_empty(chosen):
        asked.append("".join(part.shown for part in chosen))
        return any({*names} <= {part.shown for part in chosen} for names in empty)

    joined = probes.Joined(parts, is_empty)
    return [[parts[number].shown for number in sorted(each)] for each in joined.least()], asked


def test_parts_that_find_nothing_alone_are_all_told():
    told, _ = least("?a <b:> 1 . ?a <b:> 2 . ?a <b:> 3", ["?a <b:> 1"], ["?a <b:> 3"])

    assert told == [["?a <b:> 1"], ["?a <b:> 3"]]


def test_without_them_a_pair_is_told_before_more():
    told, _ = least("?a <b:> 1 . ?a <b:> 2 . ?a <b:> 3", ["?a <b:> 1", "?a <b:> 3"])

    assert told == [["?a <b:> 1", "?a <b:> 3"]]


def test_of_many_parts_those_are_told_none_of_which_could_be_left_out():
    body = " . ".join(f"?a <b:> {number}" for number in range(30))
    names = ["?a <b:> 4", "?a <b:> 17", "?a <b:> 29"]

    told, asked = least(body, names)

    assert told == [names]
    assert len(asked) < 100


def test_parts_without_a_common_variable_are_never_asked_together():
    _, asked = least("?a <b:> 1 . ?c <b:> 2 . ?a <b:> 3", ["?a <b:> 1", "?a <b:> 3"])

    assert not [text for text in asked if "?a" in text and "?c" in text]


def test_a_question_is_asked_once():
    _, asked = least("?a <b:> 1 . ?a <b:> 2 . ?a <b:> 3 . ?a <b:> ?c", ["?a <b:> 1", "?a <b:> 2", "?a <b:> 3"])

    assert len(asked) == len({*asked})


@pytest.fixture
def asked():
    store = ox.Store()
    store.update("INSERT DATA { GRAPH <g:> { <a:a> <b:b> 1, 2, [] } }")
    return probes.Probes(parse("ASK { ?a ?b ?c }"), store, {}, None, 60)


def test_rows_are_counted_and_values_are_in_order_without_blank_nodes(asked):
    assert asked.count("?a ?b ?c") == 3
    assert ["1", "2"] == [value.value for value in asked.values("?c", "?a ?b ?c", 9)]
    assert len(asked.values("?c", "?a ?b ?c", 1)) == 1


def test_not_more_rows_are_counted_than_are_many(asked, monkeypatch):
    monkeypatch.setattr(probes, "MANY_ROWS", 1)

    assert asked.count("?a ?b ?c") == 2


def test_no_other_graph_is_asked_of_a_query_that_names_its_own():
    store = ox.Store()
    store.update("INSERT DATA { GRAPH <https://w3id.org/csgraph/graph/links> { <a:a> <b:b> 1 } }")
    queries = ("ASK { ?a ?b ?c }", "ASK FROM <g:> { ?a ?b ?c }")

    free, bound = (probes.Probes(parse(text), ox.Store(), {}, lambda: store, 60) for text in queries)

    assert (["links"], []) == (free.graphs("?a ?b 1"), bound.graphs("?a ?b 1"))
