"""What is read of a page: what it leads to, what is wrong in it, and where."""

from __future__ import annotations

import pytest

from csgraph.site.lint.html import LED_TO, LOADED, Reference, read


def whole(body: str) -> str:
    return f'<!doctype html>\n<html lang="en">\n<title>t</title>\n<h1>h</h1>\n{body}\n</html>\n'


def faults(body: str) -> list[tuple[str, int, int, int]]:
    return [(fault.rule, fault.line, fault.column, fault.width) for fault in read(whole(body)).faults]


def test_page_that_is_in_order_has_no_faults():
    assert read(whole("<p>é <b>x</b></p>")).faults == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="b.html">x</a>', Reference("b.html", LED_TO, 5, 10, 6)),
        ('<p>é</p><a\n  class="c"\n  href="b.html">x</a>', Reference("b.html", LED_TO, 7, 9, 6)),
        ('<a href="b.html?c&amp;d">x</a>', Reference("b.html?c&d", LED_TO, 5, 10, 14)),
        ("<a href=b.html>x</a>", Reference("b.html", LED_TO, 5, 9, 6)),
        ('<a href=" b\n.html ">x</a>', Reference("b.html", LED_TO, 5, 10, 9)),
        ('<a href="&#x62;.html">x</a>', Reference("b.html", LED_TO, 5, 1, 22)),
        ('<img alt="" src="b.png">', Reference("b.png", LOADED, 5, 18, 5)),
        ('<A HREF="b.html">x</A>', Reference("b.html", LED_TO, 5, 10, 6)),
        ('<svg aria-hidden="true"><use xlink:href="b.svg#c"/></svg>', Reference("b.svg#c", LOADED, 5, 42, 7)),
        ('<form action="b.html"></form>', Reference("b.html", LED_TO, 5, 15, 6)),
        ('<a href="">x</a>', Reference("", LED_TO, 5, 1, 11)),
    ],
)
def test_address_is_read_as_a_browser_does_and_stands_somewhere(body, expected):
    assert read(whole(body)).references == [expected]


@pytest.mark.parametrize(
    "body",
    [
        "<!-- <a href=b.html>x</a> -->",
        '<script src="a.js"><a href=b.html></script>'.replace('src="a.js"', 'type="application/json"'),
        "<p>&lt;a href=b.html&gt;</p>",
        '<textarea aria-label="x"><a href=b.html></textarea>',
    ],
)
def test_what_only_looks_like_a_link_is_none(body):
    assert read(whole(body)).references == []


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("a.html", ""), ("HTTPS://a", "https"), ("java\nscript:a", "javascript"), (" \x01javascript:a", "javascript"),
        ("//a", "//"), ("\\\\a", "//"), ("/\\a", "//"), ("a:b", "a"), ("./a:b", ""), ("#a:b", ""), ("?a:b", ""),
    ],
)  # fmt: skip
def test_scheme_is_what_a_browser_takes_for_one(address, scheme):
    (reference,) = read(whole(f'<a href="{address}">x</a>')).references

    assert reference.scheme == scheme


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>\n<img src=a.png></p>", [("alt", 6, 1, 15)]),
        ('<p>x</p>\n  <p onclick="x">y</p>', [("active", 6, 3, 15)]),
        ("<p id=a>x</p><p id=a>y</p>", [("id", 5, 14, 8)]),
        ("<button type=button> </button>", [("words", 5, 1, 20)]),
        ("<a href=b.html><span> </span></a>", [("words", 5, 1, 15)]),
        # The parser tells of an error where it has noticed it.
        ("<p></div></p>", [("html", 5, 9, 1)]),
    ],
)
def test_fault_stands_where_its_element_begins(body, expected):
    assert faults(body) == expected


def test_picture_need_not_be_a_page():
    picture = '<svg xmlns="http://www.w3.org/2000/svg"><a href="b.html"/><script>1</script></svg>'

    page = read(picture, is_page=False)

    assert [fault.rule for fault in page.faults] == ["active"]
    assert [reference.address for reference in page.references] == ["b.html"]


def test_policies_and_ids_are_read():
    page = read(whole('<meta http-equiv="content-security-policy" content="a"><a name="n" id="i">x</a>'))

    assert (page.policies, page.ids) == (["a"], {"n", "i"})
