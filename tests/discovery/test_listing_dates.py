"""Dates in the addresses of sitemaps and archive pages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery.address_dates import DaySpan
from newscrawler.discovery.listing_dates import span_of_listing, spans_of_listings

HOST = "https://www.elbkurier.example"
MARCH = DaySpan(date(2024, 3, 1), date(2024, 3, 31))
FIFTH = DaySpan(date(2024, 3, 5), date(2024, 3, 5))
YEAR = DaySpan(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-2024-03.xml.gz",
        "/sitemap_202403.xml",
        "/sitemap202403.xml",
        "/sitemap-posts-2024-03-1.xml",
        "/sitemap-pt-post-p2-2024-03.xml",
        "/sitemap.xml?yyyy=2024&mm=03",
        "/sitemap.xml?year=2024&month=3",
        "/sitemap.xml?ano=2024&mes=3",
        "/sitemap/2024/03/",
        "/sitemap/2024/3",
        "/sitemap/2024/03.xml",
        "/sitemap/2024/03-2.xml",
        "/archive/2024/march/",
        "/archive/2024/mars/",
        "/sitemap-march-2024.xml",
        "/sitemap-2024-march.xml",
        "/sitemap-03-2024.xml",
        "/sitemap.xml?from=2024-03-01&to=2024-03-31",
        "/sitemap-20240301-20240331.xml",
        "/sitemap/article_2024_03_01-31.xml",
    ],
)
def test_the_month_is_read(path: str) -> None:
    assert span_of_listing(HOST + path) == MARCH


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-2024-03-05.xml",
        "/sitemap/20240305/index.xml",
        "/sitemaps/2024/03/05.xml",
        "/sitemaps/2024/3/5/",
        "/sitemap.xml?yyyy=2024&mm=03&dd=05",
        "/archive?date=20240305",
        "/archive?date=2024-03-05",
        "/outboundfeeds/sitemap/2024-03-05/?outputType=xml",
        "/2024/3/5/archivelist/year-2024,month-3,starttime-45356.cms",
        "/archive/2024-3-5.html",
        "/sitemap/2024-03/05/1/",
        "/start/archive/day_20240305.html",
        "/world/2024/mar/05/all",
        "/sitemap-2024-03-05-1.xml",
    ],
)
def test_the_day_is_read(path: str) -> None:
    assert span_of_listing(HOST + path) == FIFTH


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/sitemap-2024.xml", YEAR),
        ("/sitemap2024.xml.gz", YEAR),
        ("/sitemap/daily-articles/2024", YEAR),
        ("/sitemap-2024-1.xml", YEAR),  # January, or the first part of the year
        ("/nachrichtenarchiv/artikel-05.03.2024.html", DaySpan(date(2024, 3, 5), date(2024, 5, 3))),  # either
        ("/nachrichten-vom-25-3-2024.html", DaySpan(date(2024, 3, 25), date(2024, 3, 25))),
        ("/sitemap_en_2024_Q1.xml.gz", DaySpan(date(2024, 1, 1), date(2024, 3, 31))),
        ("/sitemap-2024-q1.xml", DaySpan(date(2024, 1, 1), date(2024, 3, 31))),
        ("/archive/2024/week-9", DaySpan(date(2024, 2, 19), date(2024, 3, 10))),
    ],
)
def test_longer_spans(path: str, expected: DaySpan) -> None:
    assert span_of_listing(HOST + path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-12.xml",
        "/sitemap.xml?page=20",
        "/v2.2024.1/sitemap.xml",
        "/sitemap-a1b2024f.xml",
        "/sitemap-1202403.xml",
        "/sitemap-20240399.xml",
        "/sitemap_index_25b87.xml",
        "/sitemap-last-100/economy.xml",
    ],
)
def test_numbers_are_no_dates(path: str) -> None:
    assert span_of_listing(HOST + path) is None


def test_numbered_children_have_no_years() -> None:
    assert spans_of_listings(f"{HOST}/sitemap-{number}.xml" for number in range(1, 3000)) == {}


def test_parts_of_a_year_are_no_months() -> None:
    spans = spans_of_listings(f"{HOST}/sitemap-2024-{part:02}.xml" for part in range(1, 41))
    assert spans[f"{HOST}/sitemap-2024-03.xml"] == YEAR


def test_parts_of_a_month_are_no_days() -> None:
    spans = spans_of_listings(f"{HOST}/sitemap-2024-03-{part}.xml" for part in range(1, 21))
    assert len(spans) == 20
    assert all(span.holds(MARCH) for span in spans.values())


def test_whether_the_day_comes_first_is_found_out_by_siblings() -> None:
    spans = spans_of_listings(f"{HOST}/archiv/{day:02}.03.2024.html" for day in range(1, 32))
    assert spans[f"{HOST}/archiv/05.03.2024.html"] == FIFTH


@given(st.dates(date(1995, 1, 1), date(2040, 12, 31)))
def test_every_day_is_in_the_span_of_its_month_and_year(day: date) -> None:
    for form in ("/sitemap-{0:%Y-%m}.xml", "/{0:%Y/%m}/", "/sitemap_{0:%Y%m}.xml.gz", "/sitemap-{0:%Y}.xml"):
        span = span_of_listing(HOST + form.format(day))
        assert span is not None
        assert span.first <= day <= span.last


@given(st.text(max_size=60))
def test_no_address_is_too_odd(path: str) -> None:
    span = span_of_listing(f"{HOST}/{path}")
    assert span is None or span.first <= span.last


def test_no_date_is_looked_for_in_an_endless_address() -> None:
    assert span_of_listing(f"{HOST}/{'2024-03-' * 100}.xml") is None
    assert span_of_listing(f"{HOST}/map.xml?{'x=2024-03&' * 100}") is None
