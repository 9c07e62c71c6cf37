from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.errors import UnreadableListingError
from newscrawler.incremental.account import UrlAccount, listing_key
from newscrawler.incremental.listing_answers import ListingAnswer, way_of_reading
from newscrawler.incremental.listings import KnownListings
from newscrawler.incremental.unread_listing import UnreadListing
from newscrawler.model.link import ArticleLink, FurtherListing, Listing
from newscrawler.model.listing_state import ListingState
from newscrawler.model.outlet import Outlet

HOME = "https://a.example/"
URL = f"{HOME}rss"
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
LISTING = Listing((ArticleLink("https://a.example/1"),))
ANSWER = ListingAnswer(200, b"<rss/>", '"1"', "Mon, 02 Nov 2026 11:00:00 GMT")


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


def known(
    account: UrlAccount, kept: list[ListingState], clock: Clock, reading: str = "", rest_seconds: float = 0.0
) -> KnownListings:
    return KnownListings("de_elbkurier", account, kept.append, 86_400, clock, reading, rest_seconds)


def fresh(seconds: int | None, status: int = 200) -> ListingAnswer:
    return ListingAnswer(status, b"<rss/>", '"1"', cache_seconds=seconds)


def read_before(
    answer: ListingAnswer, clock: Clock, ttl: int | None = None
) -> tuple[KnownListings, list[ListingState]]:
    """The next run, begun by the schedule, of an outlet whose listing was read with this answer."""
    kept: list[ListingState] = []
    known(UrlAccount(), kept, clock).read(URL, "feed", answer, Listing(ttl_seconds=ttl), [], [])
    listings, later = known(UrlAccount(), [], clock, rest_seconds=6 * 3600), kept[-1]
    listings.states[URL] = later
    return listings, kept


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
    listings.failed(URL, "feed", UnreadListing("HTTP 500"))
    assert (kept[-1].failures, kept[-1].etag, kept[-1].entries) == (1, '"1"', 1)


def test_a_listing_that_nobody_asked_for_in_half_a_year_is_outdated() -> None:
    clock = Clock()
    listings = known(UrlAccount(), [], clock)
    for url in (URL, f"{URL}-of-old"):
        listings.read(url, "feed", ANSWER, LISTING, [], [])
    clock.now += timedelta(days=181)
    listings.failed(URL, "feed", UnreadListing("HTTP 500"))
    assert listings.outdated() == (f"{URL}-of-old",)


def test_a_feed_of_which_nothing_was_met_before_is_told() -> None:
    told: list[str] = []
    listings = known(UrlAccount(), [], Clock())
    assert not listings.has_gap(URL, 9)
    listings.read(URL, "feed", ANSWER, LISTING, [], [])
    assert [listings.has_gap(URL, entries) for entries in (4, 9)] == [False, True]
    listings.tell_gap(URL, 9, told.append)
    assert "none of its 9 entries was met before" in told[0]
    assert "since 2026-11-02 12:00 UTC" in told[0]


def test_the_same_body_is_read_again_after_a_day_and_keeps_the_time_of_its_change() -> None:
    kept, clock = list[ListingState](), Clock()
    listings = known(UrlAccount(), kept, clock)
    listings.read(URL, "feed", ANSWER, LISTING, [], [])
    for _ in range(3):  # answers without validators do not put it off
        assert listings.unchanged(URL, "feed", ListingAnswer(200, b"<rss/>")) is not None
        clock.now += timedelta(hours=8)
    assert listings.unchanged(URL, "feed", ListingAnswer(200, b"<rss/>")) is None
    listings.read(URL, "feed", ListingAnswer(200, b"<rss/>"), LISTING, [], [])
    assert (kept[-1].read_at, kept[-1].changed_at) == (clock.now, NOW)


@pytest.mark.parametrize(
    "change", [{"include": ("/news/",)}, {"exclude": ("/live/",)}, {"sections": ("https://b.example/",)}]
)
def test_a_listing_is_read_again_once_its_outlets_file_wants_other_links(change: dict[str, tuple[str, ...]]) -> None:
    before, after = (way_of_reading(Outlet("xx_a", "A", home=HOME, **facts)) for facts in ({}, change))
    kept: list[ListingState] = []
    known(UrlAccount(), kept, Clock(), before).read(URL, "feed", ANSWER, LISTING, [], [])
    for reading, is_as_it_was in ((before, True), (after, False)):
        listings = known(UrlAccount(), [], Clock(), reading)
        listings.states[URL] = kept[0]
        assert bool(listings.conditions(URL)) is is_as_it_was
        assert (listings.unchanged(URL, "feed", ListingAnswer(200, b"<rss/>")) is not None) is is_as_it_was


def test_a_section_that_was_not_read_to_its_end_is_begun_anew_and_still_refused_when_empty() -> None:
    kept, account = list[ListingState](), UrlAccount()
    listings = known(account, kept, Clock())
    listings.read(URL, "section", ANSWER, LISTING, ["a.example/1"], [])
    account.begin("a.example/2")
    listings.begin_reading(URL, "section")
    listings.read(URL, "section", ListingAnswer(200, b"new"), LISTING, ["a.example/2"], [])
    assert listings.was_read(URL)  # by an earlier run: this one may stop where all is known
    later = known(UrlAccount(), [], Clock())
    later.states[URL] = kept[-1]
    assert not later.was_read(URL)
    assert later.unchanged(URL, "section", ListingAnswer(200, b"new")) is None
    with pytest.raises(UnreadableListingError, match="though it had 1 articles"):
        later.refuse_empty(URL, "section", Listing(), 0)
    account.end("a.example/2")
    assert kept[-1].read_at == NOW


@pytest.mark.parametrize("broke_off", [True, False])
def test_a_page_whose_next_one_broke_off_was_not_read_to_its_end(*, broke_off: bool) -> None:
    kept, account = list[ListingState](), UrlAccount()
    listings = known(account, kept, Clock())
    following = f"{URL}?page=2"
    listings.begin(following)
    first = Listing(LISTING.links, (FurtherListing(following),))
    listings.read(URL, "section", ANSWER, first, [], [following])
    listings.read(following, "section", ListingAnswer(200, b"2", is_whole=not broke_off), LISTING, [], [])
    assert [state.url for state in kept] == ([] if broke_off else [following, URL])
    assert not account.is_open(listing_key(following))


def test_answers_without_news_do_not_put_off_the_daily_reading() -> None:
    clock = Clock()
    listings = known(UrlAccount(), [], clock)
    listings.read(URL, "feed", ANSWER, LISTING, [], [])
    for _ in range(23):
        clock.now += timedelta(hours=1)
        assert listings.conditions(URL)
        assert listings.unchanged(URL, "feed", ListingAnswer(304, b"")) is not None
    clock.now += timedelta(hours=1)
    assert listings.conditions(URL) == {}
    assert listings.unchanged(URL, "feed", ANSWER) is None


@pytest.mark.parametrize(
    ("cache", "ttl", "rests_for"),
    [
        (300, None, 300),
        (None, 1800, 1800),
        (300, 1800, 1800),
        (31_536_000, None, 6 * 3600),
        (0, None, 0),
        (None, None, 0),
    ],
)
def test_a_listing_rests_for_as_long_as_it_says_but_no_longer_than_the_outlet_may_wait(
    cache: int | None, ttl: int | None, rests_for: int
) -> None:
    clock = Clock()
    listings, _ = read_before(fresh(cache), clock, ttl)
    clock.now += timedelta(seconds=rests_for - 10)
    assert listings.let_rest(URL) is False
    if rests_for:
        clock.now -= timedelta(seconds=1)
        assert listings.let_rest(URL) is True
        assert listings.fresh_seconds() == 11


def test_no_listing_rests_that_was_asked_by_a_clock_which_was_set_back_since() -> None:
    clock = Clock()
    listings, _ = read_before(fresh(300), clock)
    clock.now -= timedelta(days=1)
    assert listings.let_rest(URL) is False


def test_no_listing_rests_in_a_run_by_hand() -> None:
    clock = Clock()
    _, kept = read_before(fresh(300), clock)
    by_hand = known(UrlAccount(), [], clock)
    by_hand.states[URL] = kept[-1]
    assert by_hand.let_rest(URL) is False


def test_a_listing_that_failed_or_is_read_otherwise_or_not_at_its_end_does_not_rest() -> None:
    clock = Clock()
    listings, kept = read_before(fresh(300), clock)
    listings.failed(URL, "feed", UnreadListing("HTTP 500"))
    assert listings.let_rest(URL) is False
    listings.states[URL] = replace(kept[0], read_at=None)
    assert listings.let_rest(URL) is False
    otherwise = known(UrlAccount(), [], clock, "another file", 3600)
    otherwise.states[URL] = kept[0]
    assert otherwise.let_rest(URL) is False


def test_an_unchanged_listing_is_written_down_each_time_only_where_the_next_run_may_leave_it_alone() -> None:
    clock = Clock()
    listings, kept = read_before(fresh(600), clock)
    listings._record, state = kept.append, listings.states[URL]
    clock.now += timedelta(minutes=11)
    assert listings.let_rest(URL) is False
    listings.unchanged(URL, "feed", fresh(None, 304))  # what it does not say is as it was
    assert (kept[-1].checked_at, kept[-1].cache_seconds) == (clock.now, 600)
    listings.states[URL], kept[:] = state, []
    listings.unchanged(URL, "feed", fresh(60))
    assert kept == []
    assert listings.fresh_seconds() == 60


def test_where_none_may_rest_an_unchanged_listing_is_written_down_once_an_hour() -> None:
    clock = Clock()
    _, states = read_before(fresh(600), clock)
    kept: list[ListingState] = []
    by_hand = known(UrlAccount(), kept, clock)
    by_hand.states[URL] = states[-1]
    clock.now += timedelta(minutes=11)
    assert by_hand.let_rest(URL) is False
    by_hand.unchanged(URL, "feed", fresh(600))
    assert kept == []
