"""Tables of mappings: read as the specification of SSSOM/TSV says, and written in its canonical form."""

from __future__ import annotations

import pytest

from csgraph.curation import sssom
from csgraph.errors import InputError

HEAD = """\
#curie_map:
#  a: http://example.com/a/
#  b: http://example.com/b/
#license: https://creativecommons.org/publicdomain/zero/1.0/
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
ROW = "a:1\tskos:exactMatch\tb:1\tsemapv:LexicalMatching"


def table(*lines: str, head: str = HEAD) -> sssom.MappingSet:
    return sssom.read(head + "".join(f"{line}\n" for line in lines), place="mine.sssom.tsv")


def test_a_row_has_its_slots_and_its_place():
    (row,) = table(COLUMNS, ROW).rows

    assert row.slots == {
        "subject_id": "a:1",
        "predicate_id": "skos:exactMatch",
        "object_id": "b:1",
        "mapping_justification": "semapv:LexicalMatching",
    }
    assert str(row.place) == "mine.sssom.tsv:6:21"
    assert row.place.text[row.place.column - 1 :].startswith("b:1\t")


def test_prefixes_of_the_standard_need_no_declaration():
    read = table(COLUMNS, ROW)

    assert sssom.expand("skos:exactMatch", read.prefixes) == "http://www.w3.org/2004/02/skos/core#exactMatch"
    assert sssom.expand("b:1", read.prefixes) == "http://example.com/b/1"
    assert sssom.expand("c:1", read.prefixes) is None


def test_a_day_of_the_set_is_that_of_its_rows():
    (row,) = table(COLUMNS, ROW, head=f"{HEAD}#mapping_date: 2026-11-28\n").rows

    assert row.slots["mapping_date"] == "2026-11-28"


def test_a_day_of_the_set_is_nobodys_where_rows_have_a_column_for_it():
    first, second = table(
        f"{COLUMNS}\tmapping_date",
        f"{ROW}\t2020-01-01",
        f"{ROW}\t",
        head=f"{HEAD}#mapping_date: 2026-11-28\n",
    ).rows

    assert (first.slots["mapping_date"], "mapping_date" in second.slots) == ("2020-01-01", False)


def test_a_quoted_cell_may_hold_quotes_and_tabs():
    (row,) = table(f"{COLUMNS}\tcomment", f'{ROW}\t"a ""broad""\tone"').rows

    assert row.slots["comment"] == 'a "broad"\tone'


def test_a_cell_may_hold_what_only_python_takes_for_the_end_of_a_line():
    first, second = table(f"{COLUMNS}\tcomment", f"{ROW}\tone\u2028two", f"{ROW}\tthree").rows

    assert (first.slots["comment"], second.place.line) == ("one\u2028two", 7)


def test_lines_may_end_as_on_windows():
    text = f"{HEAD}{COLUMNS}\n{ROW}\n"

    assert sssom.read(text.replace("\n", "\r\n"), place="x") == sssom.read(text, place="x")


def test_columns_that_are_not_of_the_standard_are_kept_out_of_what_is_written():
    read = table(f"{COLUMNS}\tmood", f"{ROW}\tgood")

    assert "mood" not in sssom.write(read)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("subject_id\tobject_id\na:1\tb:1\n", 1, "the heading has no column predicate_id"),
        (f"{HEAD}{COLUMNS}\na:1\tskos:exactMatch\tb:1\n", 6, "a row needs 4 columns separated by tabs, not 3"),
        (f"{HEAD}{COLUMNS}\na:1\t\tb:1\tsemapv:LexicalMatching\n", 6, "predicate_id is empty"),
        (f'{HEAD}{COLUMNS}\na:1\t"x"y\tb:1\tz\n', 6, "not a table in SSSOM/TSV"),
        ("#a: [\n" + COLUMNS, 1, "the metadata block is not YAML"),
        ("#just words\n" + COLUMNS, 1, "the metadata block must be a mapping of slots to values"),
        ("#curie_map: [a]\n" + COLUMNS, 1, "curie_map must give each prefix an IRI"),
        (HEAD, 4, "the table has no heading"),
        (f"#mapping_date: [a]\n{COLUMNS}\n", 1, "mapping_date must be one value"),
        (f"#a: {'[' * 5000}\n{COLUMNS}\n", 1, "the metadata block is nested too deeply"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(text: str, line: int, problem: str):
    with pytest.raises(InputError) as caught:
        sssom.read(text, place="mine.sssom.tsv")

    assert (caught.value.place, caught.value.line) == ("mine.sssom.tsv", line)
    assert problem in caught.value.problem


@pytest.mark.parametrize("line", ["#a: &x b", "#a: *x", "#a: !!python/object:os.system b", "#%YAML 1.2", "#- !x b"])
def test_yaml_that_the_standard_forbids_is_refused(line: str):
    with pytest.raises(InputError, match="which SSSOM forbids"):
        sssom.read(f"{line}\n{COLUMNS}\n", place="mine.sssom.tsv")


def test_what_is_written_is_canonical():
    written = sssom.write(
        table(
            f"{COLUMNS}\tmapping_date\tcomment\tobject_label\tsee_also",
            "b:2\tskos:closeMatch\ta:2\tsemapv:LexicalMatching\t2026-11-28\t\tA two\thttps://example.com/",
            'a:1\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\t2026-11-28\t"a ""b"""\t\t',
        )
    )

    # Read off the section "Canonical SSSOM/TSV format": prefixes first and in order, none that is built in; what all
    # rows share in the block; columns in the order of the model; rows in lexicographical order; quotes where needed.
    assert written == (
        f"{HEAD}#mapping_date: 2026-11-28\n"
        "subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tsee_also\tcomment\n"
        'a:1\tskos:exactMatch\tb:1\t\tsemapv:LexicalMatching\t\t"a ""b"""\n'
        "b:2\tskos:closeMatch\ta:2\tA two\tsemapv:LexicalMatching\thttps://example.com/\t\n"
    )


def test_what_is_written_reads_the_same():
    first = table(f"{COLUMNS}\tcomment", f'{ROW}\t"with ""quotes"""', head=f"{HEAD}#mapping_set_title: 'One: two #3'\n")

    again = sssom.read(sssom.write(first), place="mine.sssom.tsv")

    assert [row.slots for row in again.rows] == [row.slots for row in first.rows]
    assert again.metadata == first.metadata
