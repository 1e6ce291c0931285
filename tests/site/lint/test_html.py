"""What is read of a page: addresses, ids and active content, and where they stand."""

from __future__ import annotations

import pytest

from csgraph.site.lint.html import Reference, read
from tests.support.hostile import LITERALS


def whole(body: str) -> str:
    return f'<!doctype html>\n<html lang="en">\n<title>t</title>\n<h1>h</h1>\n{body}\n</html>\n'


def test_page_that_is_in_order_has_no_faults():
    assert read(whole("<p>é <b>x &lt; y &amp; z > 1</b></p>")).faults == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="b.html">x</a>', Reference("b.html", False, 5, 10, 6)),
        ('<p>é</p><a\n  class="c"\n  href="b.html">x</a>', Reference("b.html", False, 7, 9, 6)),
        ('<a href="b.html?c&amp;d">x</a>', Reference("b.html?c&d", False, 5, 10, 14)),
        ("<a href=b.html>x</a>", Reference("b.html", False, 5, 9, 6)),
        ('<a href=" b\n.html ">x</a>', Reference("b.html", False, 5, 10, 9)),
        ('<a href="&#x62;.html">x</a>', Reference("b.html", False, 5, 1, 22)),
        ('<img alt="" src="b.png">', Reference("b.png", True, 5, 18, 5)),
        ('<A HREF="b.html">x</A>', Reference("b.html", False, 5, 10, 6)),
        ('<svg aria-hidden="true"><use xlink:href="b.svg#c"/></svg>', Reference("b.svg#c", True, 5, 42, 7)),
        ('<form action="b.html"></form>', Reference("b.html", False, 5, 15, 6)),
        ('<a href="">x</a>', Reference("", False, 5, 1, 11)),
    ],
)
def test_address_is_read_as_a_browser_does_with_its_place(body, expected):
    assert read(whole(body)).references == [expected]


@pytest.mark.parametrize(
    "body", ["<p>&lt;a href=b.html&gt;</p>", '<script type="application/json">"a href=b.html"</script>']
)
def test_text_is_not_a_link(body):
    page = read(whole(body))

    assert (page.references, page.faults) == ([], [])


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("a.html", ""), ("HTTPS://a", "https"), ("java\nscript:a", "javascript"), (" \x01javascript:a", "javascript"),
        ("//a", "//"), ("\\\\a", "//"), ("/\\a", "//"), ("a:b", "a"), ("./a:b", ""), ("#a:b", ""), ("?a:b", ""),
    ],
)  # fmt: skip
def test_scheme_is_the_one_that_a_browser_finds(address, scheme):
    (reference,) = read(whole(f'<a href="{address}">x</a>')).references

    assert reference.scheme == scheme


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p>x</p>\n  <p onclick="x">y</p>', ("active", 6, 3, 15, "onclick")),
        ("<p>a < b</p>", ("markup", 5, 6, 1, "<")),
        ("<p>x</p><!-- <a href=b.html>x</a> -->", ("markup", 5, 9, 1, "<!-- <a href=b.html>x</a> -->")),
        ('<script type="application/json">"<b>"</script>', ("markup", 5, 33, 1, '"<b>"')),
        ("<p>x</p><![if IE]>y", ("markup", 5, 9, 1, None)),
    ],
)
def test_fault_stands_where_its_element_begins(body, expected):
    (fault,) = read(whole(body)).faults

    assert (fault.rule, fault.line, fault.column, fault.width) == expected[:4]
    assert fault.value == expected[4] or expected[4] is None


@pytest.mark.parametrize("text", [text for text in LITERALS if "<" in text and "&lt;" not in text])
def test_text_that_is_not_escaped_is_found(text):
    page = read(whole(f"<p>{text}</p>"))

    assert page.faults or any(each.scheme in ("javascript", "https") for each in page.references)


@pytest.mark.parametrize(
    "body",
    [
        "<!--><script>alert(1)</script>-->", "<!--->x", "<!-- a --!><img src=x onerror=alert(1)>-->", "<!-- never ended",
        "<![CDATA[<script>alert(1)</script>]]>", "<![x[<script>alert(1)</script>", "<?x <script>alert(1)</script>", "<!x",
        '<script type="application/json"></script/x><img src=x onerror=alert(1)>', "<p <script>", "<x y='</noscript><script>'>",
        '<script type="application/json"><!--<script></script>', "<img src=x onerror=alert(1) ",
        "<textarea></textarea ><a onclick=x>", '<script type="application/json"></script/x><img src=x onerror=alert(1)></script>',
    ],
)  # fmt: skip
def test_markup_that_browsers_read_differently_is_found(body):
    assert read(whole(body)).faults


def test_picture_is_read_as_a_page():
    picture = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><a href="b.html"/><script>1</script></svg>'

    page = read(picture, is_page=False)

    assert [fault.rule for fault in page.faults] == ["active"]
    assert [reference.address for reference in page.references] == ["b.html"]


def test_policies_and_ids_are_read():
    page = read(whole('<meta http-equiv="content-security-policy" content="a"><a name="n" id="i">x</a>'))

    assert (page.policies, page.ids) == (["a"], {"n", "i"})
