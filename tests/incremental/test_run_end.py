from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from newscrawler.incremental.new_articles import MAX_TIMES, NewArticles
from newscrawler.incremental.run_end import failure_of, in_words, run_end
from newscrawler.incremental.run_listings import RunListings
from newscrawler.incremental.unread_listing import UnreadListing
from newscrawler.model.article import Article

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
FORBIDDEN, GONE = UnreadListing("HTTP 403"), UnreadListing("HTTP 404")
CLOSED = UnreadListing("the connection was closed before an answer")
LOOPBACK = UnreadListing("refused: N", told="refused: 127.0.0.5")
ROBOTS = UnreadListing("robots.txt answers 503", is_of_host=True)
BUSY = UnreadListing("its host is in use", is_put_off=True)


def crawl(*unread: UnreadListing, **facts: object) -> SimpleNamespace:
    """As much of an IncrementalCrawl as is asked."""
    run = RunListings(**{"asked": len(unread)} | facts)
    for place, why in enumerate(unread):
        run.note_unread(f"https://a.example/{place}", why)
    listings = SimpleNamespace(run=run, fresh_seconds=lambda: run.fresh_seconds(NOW))
    return SimpleNamespace(listings=listings, new=NewArticles())


def article(at: datetime | None, precision: str | None = "second") -> Article:
    return Article(url="https://a.example/1", outlet="de_elbkurier", published_at=at, published_precision=precision)


@pytest.mark.parametrize(
    ("unread", "words"),
    [
        ([FORBIDDEN], "HTTP 403 on its only listing"),
        ([FORBIDDEN] * 4, "HTTP 403 on every listing"),
        ([ROBOTS] * 4, "robots.txt answers 503"),
        ([CLOSED] * 4, "every listing: the connection was closed before an answer"),
        ([LOOPBACK], "refused: 127.0.0.5 on its only listing"),
        ([LOOPBACK, UnreadListing("refused: N", told="refused: 127.0.0.6")], "refused: N on every listing"),
        ([FORBIDDEN, GONE, GONE], "HTTP 404 on 2 listings, HTTP 403 on 1 listing"),
        (
            [UnreadListing(f"HTTP {500 + n}") for n in range(9)],
            "HTTP 500 on 1 listing, HTTP 501 on 1 listing, HTTP 502 on 1 listing, and others",
        ),
    ],
)
def test_why_no_listing_could_be_read_is_told_in_words(unread: Sequence[UnreadListing], words: str) -> None:
    assert in_words(unread) == words


@pytest.mark.parametrize(
    ("reason", "incremental", "failure"),
    [
        ("finished", crawl(ROBOTS), "robots.txt answers 503"),
        ("closespider_timeout", crawl(ROBOTS), "robots.txt answers 503"),
        ("closespider_timeout", crawl(BUSY), "no listing answered before the run's time was over"),
        ("start_error", crawl(), "the outlet's own code failed before the first request: see the log"),
        ("start_error", None, "the outlet's own code failed before the first request: see the log"),
        # One was read, or was read so shortly before that it rests.
        ("finished", crawl(FORBIDDEN, is_any_read=True), None),
        ("finished", crawl(FORBIDDEN, resting=1), None),
        # Nothing had to be asked, or another crawl has the host.
        ("finished", crawl(), None),
        ("finished", crawl(BUSY), None),
        ("finished", None, None),
        # We stopped it: that says nothing of the outlet.
        *((reason, crawl(ROBOTS), None) for reason in ("shutdown", "lease_lost", "database_unavailable", None)),
    ],
)
def test_a_run_failed_where_no_listing_could_be_read(
    reason: str | None, incremental: SimpleNamespace | None, failure: str | None
) -> None:
    assert failure_of(reason, incremental) == failure


def test_the_end_tells_what_was_published_and_how_long_the_listings_stay() -> None:
    incremental = crawl(own={"a", "b", "dead"}, asked=3, is_any_read=True)
    incremental.listings.run.fresh_until |= {
        "a": NOW + timedelta(minutes=30),
        "b": NOW + timedelta(minutes=5),
        "of an index": NOW,
    }
    for at in (NOW, NOW - timedelta(days=9), NOW + timedelta(minutes=1), NOW + timedelta(days=1), None):
        incremental.new.note(article(at))
    incremental.new.note(article(NOW, "day"))
    end = run_end("8f31", "finished", incremental, NOW - timedelta(minutes=1), NOW)
    assert (end.run, end.failure, end.new, end.untimed, end.fresh_seconds) == ("8f31", None, 6, 2, 300)
    assert end.published == (NOW - timedelta(days=9), NOW, NOW)  # what the outlet's clock has too late is now


@pytest.mark.parametrize(("days", "untimed"), [(0, 1), (1, 1), (9, 0)])
def test_an_article_of_a_day_long_past_was_only_found_late(days: int, untimed: int) -> None:
    new = NewArticles()
    one = article(NOW.replace(hour=0) - timedelta(days=days), "day")
    new.note(replace(one, fetched_at=NOW))
    assert (new.number, new.untimed) == (1, untimed)


def test_listings_that_ask_for_nothing_or_do_not_answer_are_fresh_for_no_time() -> None:
    assert crawl().listings.fresh_seconds() == 0
    assert crawl(own={"a"}, fresh_until={"a": NOW - timedelta(hours=1)}).listings.fresh_seconds() == 0


def test_publication_times_are_kept_up_to_a_bound() -> None:
    new = NewArticles()
    for _ in range(MAX_TIMES + 5):
        new.note(article(NOW))
    assert (new.number, len(new.published(NOW))) == (MAX_TIMES + 5, MAX_TIMES)
