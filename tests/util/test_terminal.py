import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.errors import OutputError
from csgraph.sparql import formats
from csgraph.util import files, terminal

CONTROL = [chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if chr(code) not in "\t\n"]
BIDI = list("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029\ufeff")


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(CONTROL + BIDI)))
def test_safe_text_has_no_character_that_drives_a_terminal(text):
    assert not set(terminal.terminal_safe(text)) & {*CONTROL, *BIDI}


@given(st.text())
def test_making_safe_twice_changes_nothing_more(text):
    safe = terminal.terminal_safe(text)

    assert safe == terminal.terminal_safe(safe)


@given(st.text(st.characters() | st.sampled_from([*CONTROL, *BIDI, "\ufffe", "\uffff"])))
def test_what_is_safe_on_a_page_is_safe_on_a_terminal_and_in_xml(text):
    safe = terminal.page_safe(text)

    assert not terminal.NOT_XML.search(safe)
    assert safe == terminal.terminal_safe(safe)


def test_control_characters_are_told_by_their_number():
    assert r"\u{1b}[31mred\u{7}, tab	stays" == terminal.terminal_safe("\x1b[31mred\x07, tab\tstays")


def test_plain_words_are_left_alone():
    assert "“Käse” – ça, 日本 𝒳\n" == terminal.terminal_safe("“Käse” – ça, 日本 𝒳\n")


def test_file_is_written_with_the_usual_rights(tmp_path):
    path = tmp_path / "answer.csv"

    terminal.write("a\r\né\n", path)

    mask = os.umask(0)
    os.umask(mask)
    assert path.read_bytes() == "a\r\né\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    assert os.listdir(tmp_path) == ["answer.csv"]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_failure_keeps_the_old_file_and_leaves_nothing_behind(tmp_path, monkeypatch, failing):
    path = tmp_path / "answer.csv"
    path.write_text("old")

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(OutputError, match=r"answer\.csv: cannot be written: no space left on device"):
        terminal.write("new", path)

    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["answer.csv"]


def test_link_is_replaced_and_not_followed(tmp_path):
    victim, link = tmp_path / "victim", tmp_path / "link"
    victim.write_text("mine")
    link.symlink_to(victim)

    terminal.write("new", link)

    assert (victim.read_text(), link.read_text(), link.is_symlink()) == ("mine", "new", False)


def test_folder_is_refused(tmp_path):
    with pytest.raises(OutputError, match="this is a folder; name a file"):
        terminal.write("new", tmp_path)


@pytest.mark.parametrize("name", ["missing/answer.csv", "file/answer.csv", "x" * 300])
def test_unwritable_path_is_one_clear_line(tmp_path, name):
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match="cannot be written") as caught:
        terminal.write("new", tmp_path / name)

    assert "\n" not in str(caught.value)


def test_device_is_written_to_and_not_replaced():
    terminal.write("new", terminal.Path("/dev/null"))

    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.csv", "csv"), ("a.TTL", "turtle"), ("a.nt", "ntriples"), ("a.svg", "svg"), ("a.txt", None), ("a", None)],
)
def test_ending_tells_the_format(name, format):
    assert format == formats.format_of(Path(name))


def test_line_ends_of_csv_are_no_control_characters_on_a_terminal(capfdbinary, monkeypatch):
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)

    terminal.write("a,b\r\n1,\r2\r\n")

    assert b"a,b\n1,\\u{d}2\n" == capfdbinary.readouterr().out


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o604)

    files.write_file("new", path)

    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o604
