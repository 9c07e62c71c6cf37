"""An article as a person reads it."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.operations.article_text import facts, print_article, wrap
from newscrawler.operations.output import Output
from newscrawler.operations.terminal_text import cell_width

VALUES = {
    "url": "https://www.example.com/news/1.html",
    "outlet": "gb_example",
    "title": "A ferry",
    "authors": [{"name": "Ann Lee"}],
    "agency": "AP",
    "published_at": "2026-03-05T09:00:00Z",
    "modified_at": "2026-03-05T10:30:00Z",
    "language": "en",
    "word_count": 1200,
    "blocks": [
        {"kind": "heading", "text": "At sea"},
        {"kind": "paragraph", "text": "The first ferry left the harbour."},
        {"kind": "list", "text": "Tolls\nTimes"},
        {"kind": "quote", "text": "We waited."},
        {"kind": "caption", "text": "The harbour"},
    ],
    "removed": [{"text": "a", "rule": "weather_widget"}, {"text": "b", "rule": "weather_widget"}],
    "warnings": ["date_in_future"],
}


def test_the_facts_are_told_in_a_line_and_what_is_unknown_is_left_out() -> None:
    assert facts(VALUES) == [
        "gb_example",
        "by Ann Lee, AP",
        "2026-03-05 09:00 UTC",
        "changed 2026-03-05 10:30",
        "en",
        "1,200 words",
    ]
    assert facts({"outlet": "gb_example"}) == ["gb_example", "no date"]


def test_live_updates_are_counted() -> None:
    entries = [{"title": "Doors open", "text": "The doors are open."}] * 15
    assert facts({"outlet": "gb_example", "live_updates": entries})[-1] == "15 live updates"
    assert facts({"outlet": "gb_example", "live_updates": []}) == ["gb_example", "no date"]


def test_the_story_is_printed_block_by_block_with_what_was_removed() -> None:
    output = Output(stdout=io.StringIO(), stderr=io.StringIO())
    print_article(VALUES, output)
    told = output.stdout.getvalue()
    story = "## At sea\n\nThe first ferry left the harbour.\n\n- Tolls\n- Times\n\n> We waited.\n\n[The harbour]\n"
    assert story in told
    assert "removed: weather_widget 2\nwarnings: date_in_future\n" in told


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abc배東", min_size=1, max_size=12), min_size=1), st.integers(12, 40))
def test_lines_fit_and_no_letter_is_lost(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_width(line) <= width for line in lines)
