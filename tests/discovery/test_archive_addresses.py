"""Addresses of dated archive pages, made from an outlet's pattern."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery.archive_addresses import archive_matcher, archive_pages, pattern_mistake
from newscrawler.discovery.date_window import DateWindow
from newscrawler.discovery.listing_dates import span_of_listing

HOST = "https://www.elbkurier.example"
TURN = DateWindow(date(2023, 12, 30), date(2024, 1, 2))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("/archiv/{year}/{month:02}/{day:02}", ["2024/01/02", "2024/01/01", "2023/12/31", "2023/12/30"]),
        ("/archiv/{year}/{month}/{day}", ["2024/1/2", "2024/1/1", "2023/12/31", "2023/12/30"]),
        ("/archiv/{year}/{month:02}", ["2024/01", "2023/12"]),
        ("/archiv/{year}", ["2024", "2023"]),
    ],
)
def test_the_newest_page_comes_first_and_each_once(pattern: str, expected: list[str]) -> None:
    pages = [page.url for page in archive_pages(HOST + pattern, TURN)]
    assert pages == [f"{HOST}/archiv/{place}" for place in expected]


def test_a_pattern_may_hold_a_query() -> None:
    pattern = f"{HOST}/archiv?tag={{day:02}}.{{month:02}}.{{year}}"
    assert next(archive_pages(pattern, TURN)).url == f"{HOST}/archiv?tag=02.01.2024"


@pytest.mark.parametrize(
    ("place", "is_one"),
    [
        ("/archiv/2024/03/05", True),
        ("/archiv/2023/12/31/", True),
        ("/archiv/2024/03/05?page=2", True),
        ("/archiv/2024/03/05/page/2", True),
        ("/archiv/2024/03", True),
        ("/archiv/2024", True),
        ("/archiv/2024/03/05/the-ferry-is-late", False),
        ("/2024/03/05/the-ferry-is-late", False),
        ("/archiv", False),
        ("/archiv/2024/march-of-the-ferries", False),
    ],
)
def test_links_to_archive_pages_are_told_from_articles(place: str, *, is_one: bool) -> None:
    matcher = archive_matcher(f"{HOST}/archiv/{{year}}/{{month:02}}/{{day:02}}")
    assert bool(matcher.fullmatch(place)) is is_one


def test_articles_in_the_folders_of_archive_pages_are_told_from_these() -> None:
    matcher = archive_matcher(f"{HOST}/{{year}}/{{month:02}}/")
    articles = ("/2024/7123", "/2024/7124/", "/77/3/", "/2024/03/?p=4711", "/2024/03/?id=4711")
    pages = ("/2024/03/", "/2024/3", "/2024/", "/2024/03/?p=2", "/2024/03/?page=12&sort=new", "/2024/03/strona/2")
    assert [place for place in articles + pages if matcher.fullmatch(place)] == list(pages)


def test_archive_pages_of_a_query_are_told_from_articles() -> None:
    matcher = archive_matcher(f"{HOST}/archiv?y={{year}}&m={{month}}")
    places = ("/archiv?y=2024&m=3", "/archiv?y=2024&m=3&page=2", "/archiv?y=2024", "/archiv/2024", "/archiv-of-ferries")
    assert [bool(matcher.fullmatch(place)) for place in places] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("/archiv/{year}/{mnth}", "{mnth} is no part of a date"),
        ("/archiv/{year:04}", "{year:04} is no part of a date"),
        ("/archiv/{}", "{} is no part of a date"),
        ("/archiv/2024", "must hold {year}"),
        ("/archiv/{month:02}", "must hold {year}"),
        ("/archiv/{year}/{day}", "a day and no month"),
        ("/archiv/{year", "not closed"),
        ("/archiv/{year}}", "not closed"),
    ],
)
def test_a_wrong_pattern_is_told_in_words(pattern: str, told: str) -> None:
    assert told in (pattern_mistake(HOST + pattern) or "")


def test_a_date_is_no_part_of_a_host() -> None:
    assert "host" in (pattern_mistake("https://{year}.elbkurier.example/{month}") or "")


@given(st.dates(date(1995, 1, 1), date(2040, 1, 1)), st.integers(0, 400), st.sampled_from(["/{day:02}", ""]))
def test_every_day_of_the_window_has_its_page(first: date, days: int, day: str) -> None:
    window = DateWindow(first, date.fromordinal(first.toordinal() + days))
    pages = [page.url for page in archive_pages(f"{HOST}/{{year}}/{{month:02}}{day}", window)]
    spans = [span for span in map(span_of_listing, pages) if span]
    assert len(spans) == len(pages) == len(set(pages))
    assert spans[0].last >= window.last
    assert spans[-1].first <= window.first
    assert all(later.first.toordinal() == earlier.last.toordinal() + 1 for later, earlier in pairwise(spans))
