"""Dates in the addresses of articles: many forms that outlets use, and as many numbers that are no dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.discovery.address_dates import DaySpan, span_of_article, spans_of_articles

HOST = "https://www.elbkurier.example"
DAYS = st.dates(date(1995, 1, 1), date(2040, 12, 31))
NUMBERS = st.integers(1000, 99_999_999)


def day(text: str) -> DaySpan:
    return DaySpan(date.fromisoformat(text), date.fromisoformat(text))


def days(first: str, last: str) -> DaySpan:
    return DaySpan(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "path",
    [
        "/2024/03/05/the-ferry-is-late",
        "/2024/3/5/the-ferry-is-late",
        "/news/2024/mar/05/the-ferry-is-late",
        "/blog/2024/march/05/the-ferry-is-late",
        "/2024/m%C3%A4rz/05/die-faehre",
        "/2024/03/05.html",
        "/2024-03-05/faehre.html",
        "/2024-03/05/faehre",
        "/n1/2024/0305/c1001-40190001.html",
        "/a/202403/05/WS65e6.html",
        "/2024.03.05/ferry",
        "/world/ferry-sinks-2024-03-05/",
        "/blog/2024-03-05-the-ferry",
        "/20240305/the-ferry",
        "/politics/20240305-216478/",
        "/economy/20240305-OYT1T50240/",
        "/ferry-is-late-20240305",
        "/cnt/dmf20240305_96887132",
        "/article/20240305103001",
        "/article/20240305103001123",
        "/arab_world/202403051044893040-ferry",
        "/20240305T1030/ferry",
        "/2024/03/20240305-ferry",
        "/2024/03/05/2022-world-athletics-championships/1854874",
        "/2024/03/05",
    ],
)
def test_the_day_is_read(path: str) -> None:
    assert span_of_article(HOST + path) == day("2024-03-05")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2024/03/the-ferry-is-late", days("2024-03-01", "2024-03-31")),
        ("/2024/feb/the-ferry", days("2024-02-01", "2024-02-29")),
        ("/2014/12/10-things-to-do/", days("2014-12-01", "2014-12-31")),
        ("/202403/the-ferry", days("2024-03-01", "2024-03-31")),
        ("/2024-03/the-ferry", days("2024-03-01", "2024-03-31")),
        ("/2024/43/the-ferry", days("2024-10-14", "2024-11-03")),  # calendars differ by a week
        ("/2024/w09/the-ferry", days("2024-02-19", "2024-03-10")),
        ("/2024/the-ferry", days("2024-01-01", "2025-06-30")),
        ("/1998/12/31/2024/03/05/the-ferry", days("1998-12-31", "2024-03-05")),  # all that it names
        ("/23-01-2022-the-ferry/17.html", day("2022-01-23")),
        ("/ferry-02-11-2023-XVZ4H2.php", days("2023-02-11", "2023-11-02")),  # alone it may be either
    ],
)
def test_longer_spans(path: str, expected: DaySpan) -> None:
    assert span_of_article(HOST + path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "/ferry/1202403051",  # within a longer number
        "/ferry/2024030512",
        "/a20240305bc",
        "/article/f20240305a9",
        "/top-10-ferries-of-2024",
        "/2024-12-things-to-do",
        "/2022-world-championships",
        "/release/v2024.03.05-notes",
        "/release/2024.3.1-notes",
        "/news/20241345-ferry",  # no such month
        "/news/20240230-ferry",  # no such day
        "/season-2023-24/ferry",
        "/news/1854874",
        "/story/69242193/ferry",
        "/",
        "",
    ],
)
def test_what_only_looks_like_a_date_is_none(path: str) -> None:
    assert span_of_article(HOST + path) is None


def test_query_and_session_are_not_read() -> None:
    assert span_of_article(f"{HOST}/ferry?utm_campaign=2024-03-05") is None
    assert span_of_article(f"{HOST}/ferry;jsessionid=20240305") is None


def test_a_single_day_in_a_headline_is_not_that_of_the_article() -> None:
    plain = [f"{HOST}/ferry-{number}/" for number in range(20)]
    spoken_of = f"{HOST}/wm-2006-06-09-rueckblick/12345"
    assert spans_of_articles([*plain, spoken_of]) == {}
    written = [f"{HOST}/ferry-is-late-2024-03-{number:02}/" for number in range(1, 21)]
    assert spans_of_articles([*plain, *written])[written[4]] == day("2024-03-05")


def test_a_single_day_in_a_headline_tells_the_day_of_a_month() -> None:
    url = f"{HOST}/2024/03/20240305-ferry"
    assert spans_of_articles([url]) == {url: day("2024-03-05")}


def test_no_date_is_looked_for_in_an_endless_address() -> None:
    assert span_of_article(f"{HOST}/2024/03/05/{'2024-03-' * 100}") is None
    assert span_of_article(f"{HOST}/2024/03/05/{'%E0%A4%AB' * 100}") == day("2024-03-05")  # 100 letters


def test_a_day_in_a_headline_does_not_contradict_its_folder() -> None:
    assert span_of_article(f"{HOST}/2024/03/what-happened-on-2020-05-01-and-why") == days("2024-03-01", "2024-03-31")


def test_weeks_that_look_like_months_are_found_out_by_their_siblings() -> None:
    weekly = [f"{HOST}/2024/{week:02}/ferry-{number}" for week in range(1, 53) for number in range(3)]
    spans = spans_of_articles(weekly)
    assert spans[f"{HOST}/2024/05/ferry-0"].holds(days("2024-01-29", "2024-02-04"))
    assert spans[f"{HOST}/2024/30/ferry-0"].holds(days("2024-07-22", "2024-07-28"))


def test_numbers_of_eight_digits_that_count_are_found_out_by_their_siblings() -> None:
    counted = [f"{HOST}/news/{number}-ferry" for number in range(20_240_200, 20_240_420)]
    assert span_of_article(f"{HOST}/news/20240305-ferry") == day("2024-03-05")
    assert spans_of_articles(counted) == {}


def test_whether_day_or_month_comes_first_is_found_out_by_siblings() -> None:
    written = [f"{HOST}/ferry-{number:02}-03-2024" for number in range(1, 32)]
    assert spans_of_articles(written)[f"{HOST}/ferry-05-03-2024"] == day("2024-03-05")


def test_one_slip_of_many_costs_the_others_nothing() -> None:
    right = [f"{HOST}/2024/03/{number % 28 + 1:02}/ferry-{number}" for number in range(200)]
    spans = spans_of_articles([*right, f"{HOST}/2024/03/99/ferry"])
    assert spans[f"{HOST}/2024/03/05/ferry-4"] == day("2024-03-05")


@given(
    DAYS, st.sampled_from(["/{0:%Y/%m/%d}/a", "/{0:%Y-%m-%d}/a", "/{0:%Y%m%d}/a", "/a-{0:%Y-%m-%d}", "/{0:%Y/%b/%d}/a"])
)
def test_every_day_is_read_in_every_form(published_on: date, form: str) -> None:
    assert span_of_article(HOST + form.format(published_on)) == DaySpan(published_on, published_on)


@given(NUMBERS, DAYS, NUMBERS)
def test_a_date_inside_a_longer_number_is_none(before: int, published_on: date, after: int) -> None:
    assert span_of_article(f"{HOST}/ferry-{before}{published_on:%Y%m%d}{after}") is None


@given(st.text(max_size=60))
def test_no_address_is_too_odd(path: str) -> None:
    span = span_of_article(f"{HOST}/{path}")
    assert span is None or span.first <= span.last <= span.first + timedelta(days=600)
