"""What the parser takes, and what it refuses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from newscrawler.errors import UnreadablePageError
from newscrawler.extraction import parse
from newscrawler.extraction.parse import parse_page


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_page(text: str) -> None:
    assert isinstance(parse_page(text), HtmlElement)


@pytest.mark.parametrize(
    "text", ["", "  ", "<!-- only -->", '<?xml version="1.0" encoding="utf-16"?><p>x</p>', "\x00<p>"]
)
def test_odd_text_is_a_page_too(text: str) -> None:
    assert parse_page(text).tag == "html"


def test_a_lone_surrogate_does_not_break_the_page() -> None:
    assert "before" in (parse_page("<p>before \ud800 after</p>").text_content())


def test_a_page_over_the_limit_is_refused_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "MAX_CHARACTERS", 100)
    with pytest.raises(UnreadablePageError, match="101 characters") as caught:
        parse_page("x" * 101)
    assert caught.value.reason == "too_large"
