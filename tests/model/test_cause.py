"""What messages of one cause have in common."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.model import cause
from newscrawler.model.cause import OTHERS, CauseTable, cause_of
from newscrawler.model.outcome import Outcome, OutcomeKind

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("HTTP 404", "HTTP 404"),
        ("HTTP 503 (at https://m.elbkurier.example/a/1?b=2)", "HTTP 503 (at m.elbkurier.example)"),
        ("extraction gave up after 30 s", "extraction gave up after N s"),
        ("larger than 10.5 MB after decompression", "larger than N MB after decompression"),
        (
            "12 of 14 blocks are links: a list of articles, not one",
            "N of N blocks are links: a list of articles, not one",
        ),
        ("a check for robots: “Just a moment...”", "a check for robots: “…”"),
        ("leads away to https://other.example/artikel/1.", "leads away to other.example."),
        ("leads away to http://[broken/1", "leads away to …"),
        ("connection refused: 127.0.0.1:8080", "connection refused: N"),
        ("an address of 4,711 characters, the limit is 2083", "an address of N characters, the limit is N"),
        (
            "elbkurier.example asks crawlers not to fetch /news/ (robots.txt line 12).",
            "elbkurier.example asks crawlers not to fetch /news/ (robots.txt line 12).",
        ),
        (
            "b.example is in use by the crawl of xx_b (run 8f31, 3 min, on host a).",
            "b.example is in use by the crawl of xx_b (…).",
        ),
        ("not well-formed at line 12, column 3", "not well-formed at line N, column N"),
        ("<lxml object at 0x7f3a11>", "<lxml object at N>"),
        (
            "UnicodeDecodeError: utf-8, iso-8859-1, h1 and b2b stay",
            "UnicodeDecodeError: utf-8, iso-8859-1, h1 and b2b stay",
        ),
        ("", ""),
    ],
)
def test_numbers_addresses_and_quotes_go_and_what_names_the_cause_stays(message: str, words: str) -> None:
    assert cause_of(message) == words


@given(st.text(max_size=200), st.integers(0, 10**9), st.integers(0, 10**9))
def test_any_message_has_one_cause_whatever_its_number(text: str, one: int, other: int) -> None:
    assert cause_of(f"{text} after {one} s") == cause_of(f"{text} after {other} s")


def outcome(message: str) -> Outcome:
    return Outcome("de_elbkurier", "https://www.elbkurier.example/1", OutcomeKind.NO_BODY, message, NOON)


def test_messages_without_end_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cause, "MAX_CAUSES", 3)
    table = CauseTable()
    for letter in "abcdefgh":
        table.add(outcome(letter))
    table.add(outcome("a"))
    assert [(one.words, one.count) for one in table.causes()] == [(OTHERS, 5), ("a", 2), ("b", 1), ("c", 1)]


def test_what_all_messages_of_a_cause_agree_in_stays() -> None:
    table = CauseTable()
    for size in (100, 200):
        table.add(outcome(f"“page not found” at https://a.example/{size} after {size} bytes of 300"))
    assert [one.words for one in table.causes()] == ["“page not found” at a.example after N bytes of 300"]
    table.add(outcome("“Oops” at https://a.example/1 after 100 bytes of 300"))
    assert [one.words for one in table.causes()] == ["“…” at a.example after N bytes of 300"]
