import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csgraph.util import markup, terminal

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (min(pair), max(pair))), max_size=4)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("norms matter", [], "norms matter"),
        ("norms matter", [(0, 5)], "«norms» matter"),
        ("norms matter", [(6, 12), (0, 5)], "«norms» «matter»"),
        ("norms matter", [(0, 5), (3, 8)], "«norms ma»tter"),
        ("norms matter", [(5, 12)], "norms «matter»"),
        ("norms matter", [(5, 6), (3, 3)], "norms matter"),
        ("a\n \tb\x1b", [(4, 5)], r"a «b»\u{1b}"),
        ("日é", [(0, 1)], "«日»é"),
    ],
)
def test_words_are_marked(text, marks, expected):
    assert expected == markup.plain(text, marks)


def test_lines_wrap_between_words_and_not_at_hyphens():
    expected = ["  norms matter, as do confidence-building", "  «measures», and so does law"]

    assert expected == markup.lines(
        "norms matter, as do confidence-building measures, and so does law", [(40, 48)], width=42, indent="  "
    )


@given(words, spans, st.integers(1, 80))
def test_bold_changes_nothing_but_the_weight(text, marks, width):
    plain = markup.lines(text, marks, width=width, indent="  ")
    bold = markup.lines(text, marks, width=width, indent="  ", bold=True)

    assert plain == [re.sub("\x1b\\[(?:1|22)m", "", line) for line in bold]
    assert all(line.count("\x1b[1m") == line.count("\x1b[22m") for line in bold)
    assert all(terminal.terminal_safe(line) == line for line in plain)


def test_bold_goes_on_in_the_next_line_and_leaves_the_guillemets_of_the_text_alone():
    text = "«own» words of the report that go on for more than a line"

    drawn = markup.lines(text, [(6, len(text))], width=40, indent="  ", bold=True)

    b, p = "\x1b[1m", "\x1b[22m"
    assert [f"  «own» «{b}words of the report that go on{p}", f"  {b}for more than a line{p}»"] == drawn


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("a *b* <c> [d](e) `f` & _g_", [(2, 5)], r"a **\*b\*** &lt;c&gt; \[d\](e) \`f\` &amp; \_g\_"),
        ("1. INTRODUCTION", [], r"1\. INTRODUCTION"),
        ("3.1-p3 and 2020", [], "3.1-p3 and 2020"),
        ("- item", [], r"\- item"),
        ("# head\nline", [], r"\# head line"),
        (" the words ", [(0, 11)], "**the words**"),
    ],
)
def test_markdown_has_nothing_of_the_text_as_markup(text, marks, expected):
    assert expected == markup.markdown(text, marks)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, attributes))

    def handle_data(self, data):
        self.text += data


@given(words, spans)
def test_html_has_nothing_of_the_text_as_markup_and_all_of_it_as_text(text, marks):
    reader = _Reader()
    reader.feed(markup.html(text, marks))
    reader.close()

    assert terminal.terminal_safe(text) == reader.text
    assert {("mark", ())} >= {(tag, tuple(attributes)) for tag, attributes in reader.tags}
