import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csgraph.validation.shacl import terms

NAMES = sorted(iri.removeprefix(terms.XSD) for iri in terms._VALUED)

TIME = r"[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{1,8})?"
digits = st.text("0123456789", min_size=1, max_size=22)
forms = st.one_of(
    st.from_regex(r"[+-]?[0-9]{0,20}(\.[0-9]{0,20})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.from_regex(rf"-?[0-9]{{4,5}}-[0-9]{{2}}(-[0-9]{{2}}(T{TIME})?)?(Z|[+-]0[0-9]:[0-9]0)?", fullmatch=True),
    st.from_regex(rf"[1-9][0-9]{{3}}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])T{TIME}Z?", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{3}(-(0[0-9]|1[0-3])(-([0-2][0-9]|3[01]))?)?Z?", fullmatch=True),
    st.from_regex(r"-?P([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}D)?(T[0-9]{1,3}S)?", fullmatch=True),
    st.sampled_from(["true", "false", "1", "0", "INF", "-INF", "NaN", "-0", "", " 1", "24:00:00", "--02-29", "---31"]),
    digits,
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)  # fmt: skip
literals = st.builds(
    lambda form, name: ox.Literal(form, datatype=ox.NamedNode(terms.XSD + name)),
    forms,
    st.sampled_from([*NAMES, *terms._KEPT, *terms._KEPT, "string", "anyURI", "hexBinary", "token"]),
)


def stored(term):
    """Return a term as the store gives it back."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), term))
    (row,) = store.query("SELECT ?value { ?s ?p ?value }")
    return row["value"]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(literals)
def test_literal_that_is_kept_comes_back_as_it_is_written(literal):
    if terms.is_kept(literal):
        assert literal == stored(literal)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(literals)
def test_literal_as_written_comes_back_and_means_what_it_did(literal):
    written = terms.as_written(literal)

    assert written == stored(written)
    assert literal == terms.as_meant(written)
    assert literal == terms.as_meant(literal)


@pytest.mark.parametrize(
    ("form", "datatype"),
    [
        ("true", "boolean"),
        ("0", "integer"),
        ("-12", "integer"),
        ("999999999999999999", "integer"),
        ("1.5", "decimal"),
        ("-0.25", "decimal"),
        ("2020-01-31", "date"),
        ("2020-01-31Z", "date"),
        ("2020-01-31T23:59:59", "dateTime"),
        ("2020-01-31T23:59:59.5Z", "dateTime"),
        ("2020", "gYear"),
        ("2020-12", "gYearMonth"),
        (" any 01 ", "string"),
        ("00", "hexBinary"),
    ],
)
def test_usual_forms_are_kept(form, datatype):
    """Or all would be kept twice, which costs time."""
    literal = ox.Literal(form, datatype=ox.NamedNode(terms.XSD + datatype))

    assert terms.is_kept(literal)
    assert literal is terms.as_written(literal)


@pytest.mark.parametrize(
    ("form", "datatype", "as_stored"),
    [
        ("1.50", "decimal", ("1.5", "decimal")),
        ("01", "integer", ("1", "integer")),
        ("1", "byte", ("1", "integer")),
        ("1", "boolean", ("true", "boolean")),
        ("1e0", "double", ("1", "double")),
        ("2020-01-01T00:00:00.000Z", "dateTime", ("2020-01-01T00:00:00Z", "dateTime")),
    ],
)
def test_store_rewrites_what_is_not_kept(form, datatype, as_stored):
    """Should Oxigraph leave these as they are one day, most of ``terms`` can go."""
    literal = ox.Literal(form, datatype=ox.NamedNode(terms.XSD + datatype))
    value, name = as_stored

    assert not terms.is_kept(literal)
    assert ox.Literal(value, datatype=ox.NamedNode(terms.XSD + name)) == stored(literal)


def test_language_tags_are_in_small_letters_once_they_are_parsed():
    """RDF 1.1 Concepts, section 3.3: two tags that differ in case alone are one."""
    (quad,) = ox.parse(b'<urn:s> <urn:p> "x"@en-GB .', format=ox.RdfFormat.TURTLE)

    assert quad.object == ox.Literal("x", language="en-gb")
    assert terms.is_kept(quad.object)


@pytest.mark.parametrize(
    "term", [ox.NamedNode("urn:x"), ox.BlankNode("b"), ox.Literal("x"), ox.Literal("x", language="en"), ox.Literal(1)]
)
def test_other_terms_stay_as_they_are(term):
    assert terms.as_written(term) is term
    assert terms.as_meant(term) is term


def test_term_is_named_in_a_query_as_it_is_kept():
    literal = ox.Literal("01", datatype=ox.NamedNode(f"{terms.XSD}integer"))

    assert terms.to_sparql(literal) == f'"01"^^<{terms.WRITTEN}{terms.XSD}integer>'
    assert terms.to_sparql(literal, written=False) == f'"01"^^<{terms.XSD}integer>'
    assert terms.to_sparql(ox.NamedNode("urn:x")) == "<urn:x>"
