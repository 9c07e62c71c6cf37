from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.errors import UnreadableListingError
from newscrawler.incremental.account import UrlAccount
from newscrawler.incremental.listing_answers import ListingAnswer
from newscrawler.incremental.listings import KnownListings
from newscrawler.model.link import ArticleLink, Listing
from newscrawler.model.listing_state import ListingState

URL = "https://a.example/rss"
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
LISTING = Listing((ArticleLink("https://a.example/1"),))
ANSWER = ListingAnswer(200, b"<rss/>", '"1"', "Mon, 02 Nov 2026 11:00:00 GMT")


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


def known(account: UrlAccount, kept: list[ListingState], clock: Clock) -> KnownListings:
    return KnownListings("de_elbkurier", account, kept.append, 86_400, clock)


def test_a_state_is_kept_when_all_links_have_ended_and_makes_the_next_request_conditional_for_a_day() -> None:
    account, kept, clock = UrlAccount(), [], Clock()
    listings = known(account, kept, clock)
    account.begin("a.example/1")
    listings.read(URL, "feed", ANSWER, LISTING, ["a.example/1"], [])
    assert (kept, listings.conditions(URL)) == ([], {})
    account.end("a.example/1")
    assert (kept[0].entries, kept[0].read_at) == (1, NOW)
    assert listings.conditions(URL) == {"If-None-Match": '"1"', "If-Modified-Since": ANSWER.last_modified}
    clock.now += timedelta(days=1)
    assert listings.conditions(URL) == {}


@pytest.mark.parametrize("answer", [ListingAnswer(304, b""), ListingAnswer(200, b"<rss/>")])
def test_nothing_new_is_known_by_status_or_by_the_body(answer: ListingAnswer) -> None:
    listings = known(UrlAccount(), [], Clock())
    listings.read(URL, "feed", ANSWER, LISTING, [], [])
    assert listings.unchanged(URL, "feed", answer) is not None
    assert listings.unchanged(URL, "feed", ListingAnswer(200, b"<rss>new</rss>")) is None


def test_an_answer_that_broke_off_is_not_remembered() -> None:
    kept: list[ListingState] = []
    listings = known(UrlAccount(), kept, Clock())
    listings.read(URL, "feed", ListingAnswer(200, b"<rss", '"1"', is_whole=False), LISTING, [], [])
    assert kept == []


def test_an_address_with_a_key_is_not_remembered() -> None:
    kept: list[ListingState] = []
    known(UrlAccount(), kept, Clock()).read(f"{URL}?api_key=secretpw", "feed", ANSWER, LISTING, [], [])
    assert kept == []


def test_a_listing_that_was_full_is_refused_when_it_is_empty_and_keeps_its_state() -> None:
    kept: list[ListingState] = []
    listings = known(UrlAccount(), kept, Clock())
    listings.refuse_empty(URL, "feed", Listing(), 0)
    listings.read(URL, "feed", ANSWER, LISTING, ["a.example/1"], [])
    with pytest.raises(
        UnreadableListingError, match=r"It is empty, though it had 1 articles on 2026-11-02 12:00 UTC\."
    ):
        listings.refuse_empty(URL, "feed", Listing(), 0)
    listings.failed(URL, "feed")
    assert (kept[-1].failures, kept[-1].etag, kept[-1].entries) == (1, '"1"', 1)


def test_a_feed_of_which_nothing_was_met_before_is_told() -> None:
    told: list[str] = []
    listings = known(UrlAccount(), [], Clock())
    listings.tell_gap(URL, 9, told.append)
    listings.read(URL, "feed", ANSWER, LISTING, [], [])
    listings.tell_gap(URL, 4, told.append)
    assert told == []
    listings.tell_gap(URL, 9, told.append)
    assert "none of its 9 entries was met before" in told[0]
