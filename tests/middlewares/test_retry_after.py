import asyncio
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response

from newscrawler.middlewares.refusals import AskedToWaitError
from newscrawler.middlewares.retry_after import RetryAfterMiddleware, seconds_asked
from newscrawler.model.outcome import OutcomeKind

URL = "https://a.example/news/1"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def answer(crawler: SimpleNamespace, status: int, header: str | None, **meta: object) -> Request | Response:
    middleware = RetryAfterMiddleware.from_crawler(crawler)
    headers = {} if header is None else {"Retry-After": header}
    request, response = Request(URL, meta=dict(meta)), Response(URL, status=status, headers=headers)
    middleware.on_downloaded(response, request)
    return asyncio.run(middleware.process_response(request, response))


def pause(crawler: SimpleNamespace) -> float:
    slot = crawler.slots["a.example"]
    return slot.lastseen + slot.delay - time.monotonic()


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [(429, "7", 7), (503, "7", 7), (429, "99999999", 900), (429, "junk", 30), (503, "-3", 30), (429, None, 30)],
)
def test_the_whole_host_pauses_as_long_as_it_asks_but_not_for_ever(
    crawler: SimpleNamespace, status: int, header: str | None, seconds: int
) -> None:
    again = answer(crawler, status, header)
    assert isinstance(again, Request)
    assert again.dont_filter
    assert pause(crawler) == pytest.approx(seconds, abs=0.5)
    (warning,) = crawler.stats.get_value("run/warnings")
    assert f"a.example answered {status}" in warning
    assert f"rests for {seconds} s" in warning


@pytest.mark.parametrize(("status", "header"), [(200, "7"), (503, None), (500, "7"), (404, None)])
def test_other_answers_pass(crawler: SimpleNamespace, status: int, header: str | None) -> None:
    assert isinstance(answer(crawler, status, header), Response)
    assert pause(crawler) < 0


def test_later_runs_are_told_the_whole_of_what_a_host_asks(crawler: SimpleNamespace) -> None:
    told: list[tuple[str, float]] = []
    lease = SimpleNamespace(claim=SimpleNamespace(note_rest=lambda *told_of: told.append(told_of)))
    crawler.get_spider_middleware = lambda _: lease
    answer(crawler, 429, "7200")
    lease.claim = None
    answer(crawler, 429, "1")
    assert told == [("a.example", 7200)]


def test_a_host_that_never_stops_asking_is_given_up(crawler: SimpleNamespace) -> None:
    request = answer(crawler, 429, "1")
    assert isinstance(request, Request)
    with pytest.raises(AskedToWaitError, match="asked to wait 1 s: given up after 3 tries"):
        answer(crawler, 429, "1", retry_after_times=2)
    assert AskedToWaitError.outcome is OutcomeKind.HTTP_STATUS


def test_a_slot_without_delay_pauses_too_and_a_longer_pause_stays(crawler: SimpleNamespace) -> None:
    crawler.slots["a.example"].delay = 0
    answer(crawler, 429, "100")
    answer(crawler, 429, "5")
    assert crawler.slots["a.example"].delay > 0
    assert pause(crawler) == pytest.approx(100, abs=0.5)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b" 120 ", 120),
        (b"Tue, 24 Nov 2026 12:01:00 GMT", 60),
        (b"Tue, 24 Nov 2026 11:00:00 GMT", 0),
        (b"Tue, 24 Nov 2026 12:01:00", 60),
        (b"1.5", None),
        (b"\xff\xfe", None),
        (b"", None),
        (None, None),
    ],
)
def test_seconds_and_dates_are_understood(header: bytes | None, seconds: float | None) -> None:
    assert seconds_asked(header, None, NOW) == seconds


@pytest.mark.parametrize(
    ("date", "seconds"),
    [(b"Tue, 24 Nov 2026 14:00:30 GMT", 30), (b"Tue, 24 Nov 2026 14:02:00 GMT", 0), (b"yesterday", 7260)],
)
def test_a_date_is_by_the_clock_of_the_one_who_answers(date: bytes, seconds: float) -> None:
    assert seconds_asked(b"Tue, 24 Nov 2026 14:01:00 GMT", date, NOW) == seconds


def test_the_date_of_an_answer_is_its_own(crawler: SimpleNamespace) -> None:
    middleware = RetryAfterMiddleware.from_crawler(crawler)
    headers = {"Retry-After": "Tue, 24 Nov 2020 12:01:00 GMT", "Date": "Tue, 24 Nov 2020 12:00:00 GMT"}
    middleware.on_downloaded(Response(URL, status=429, headers=headers), Request(URL))
    assert pause(crawler) == pytest.approx(60, abs=0.5)
