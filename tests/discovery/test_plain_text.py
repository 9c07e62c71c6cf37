import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery.plain_text import plain_text, tidy_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("One<br>two", "One two"),
        ("<b>W</b>ind and <a href='/x'>rain</a>, <em>sun</em>.", "Wind and rain, sun."),
        ("H<sub>2</sub>O", "H2O"),
        ("caf&amp;eacute;", "café"),  # escaped twice
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One. Two."),
        ("<p>How to use &lt;br&gt; and &lt;p&gt;</p>", "How to use <br> and <p>"),  # beside tags it is text about tags
        ("AT&amp;T", "AT&T"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("You <3 it", "You <3 it"),
        ("x<script>alert(1)</script>y<style>p {}</style>", "x y"),
        ("&#8217;s &quot;x&quot;", '\u2019s "x"'),
        ("It\x92s a\x07 bell\ud800", "It\u2019s a bell"),
        ("<p> </p>", None),
        ("", None),
        (None, None),
    ],
)
def test_markup_becomes_text(markup: str | None, text: str | None) -> None:
    assert plain_text(markup) == text


def test_a_long_field_is_cut_and_never_within_a_tag() -> None:
    long = "word <i class='a-long-name'>by</i> " * 5000
    assert plain_text(long, 100) == " ".join(["word by"] * 100)[:100].rstrip()
    mostly_tags = "<div class='x'></div>" * 100 + "<p>End</p>"
    assert plain_text(mostly_tags, 110) == "End"


@given(st.text(), st.integers(1, 50))
def test_text_has_no_line_and_no_more_than_its_limit(text: str, limit: int) -> None:
    for found in (plain_text(text, limit), tidy_text(text, limit)):
        assert found is None or (found == found.strip() and "\n" not in found and 0 < len(found) <= limit)


@pytest.mark.parametrize("piece", ["<", "<script>", "<a ", "&lt;", "<!", "</"])
def test_no_text_takes_more_than_its_length(piece: str) -> None:
    begin = time.process_time()
    plain_text(piece * 100_000)
    assert time.process_time() - begin < 5
