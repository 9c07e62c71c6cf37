from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.incremental.freshness import MAX_SECONDS, CacheHeaders, cache_seconds

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        ("max-age=300", 300),
        ("public, max-age=300, must-revalidate", 300),
        ("Public; Max-Age = 300", 300),
        ('max-age="300"', 300),
        ("max-age=300, max-age=60", 300),
        ("private, max-age=300", 300),  # private to one that asks, as we do
        ("max-age=300, s-maxage=86400", 300),
        ("s-maxage=86400", None),  # told to caches that many share
        ("x-max-age=300", None),
        ('ext="a, max-age=300"', None),
        ("max-age=soon", 0),
        ("max-age=-1", 0),
        ("max-age=1e9", 0),
        ("max-age", 0),
        ("max-age=31536000, immutable", MAX_SECONDS),
        (f"max-age={'9' * 5000}", MAX_SECONDS),
        ("no-cache, max-age=300", 0),
        ("max-age=300, no-store", 0),
        ('no-cache="Set-Cookie", max-age=300', 300),
        ("public", None),
        ("", None),
        (None, None),
    ],
)
def test_how_long_an_answer_may_be_kept(cache_control: str | None, seconds: int | None) -> None:
    assert cache_seconds(CacheHeaders(cache_control), NOW) == seconds


@pytest.mark.parametrize(
    ("age", "seconds"), [("100", 200), ("300", 0), ("9999", 0), ("-5", 300), ("old", 300), (" 60 ", 240), ("", 300)]
)
def test_what_a_cache_on_the_way_kept_it_for_is_over(age: str, seconds: int) -> None:
    assert cache_seconds(CacheHeaders("max-age=300", age=age), NOW) == seconds


@pytest.mark.parametrize(
    ("expires", "date", "seconds"),
    [
        ("Mon, 02 Nov 2026 12:10:00 GMT", None, 600),
        ("Mon, 02 Nov 2026 12:10:00 GMT", "Mon, 02 Nov 2026 12:05:00 GMT", 300),  # its clock is ahead of ours
        ("Mon, 02 Nov 2026 12:10:00 GMT", "yesterday", 600),
        ("Mon, 02 Nov 2026 11:00:00 GMT", None, 0),
        ("0", None, 0),
        ("-1", None, 0),
        ("Thu, 31 Dec 2037 23:55:55 GMT", None, MAX_SECONDS),  # as nginx has it with "expires max"
    ],
)
def test_a_date_of_expiry_counts_where_no_age_is_given(expires: str, date: str | None, seconds: int) -> None:
    assert cache_seconds(CacheHeaders(None, expires=expires, date=date), NOW) == seconds
    assert cache_seconds(CacheHeaders("max-age=60", expires=expires, date=date), NOW) == 60


HEADER = st.none() | st.text(max_size=60) | st.sampled_from(["max-age=", "no-cache", "Mon, 02 Nov 2026 12:10:00 GMT"])


@given(HEADER, HEADER, HEADER, HEADER)
def test_no_header_breaks_it(cache_control: str | None, age: str | None, expires: str | None, date: str | None) -> None:
    seconds = cache_seconds(CacheHeaders(cache_control, age, expires, date), NOW)
    assert seconds is None or 0 <= seconds <= MAX_SECONDS
