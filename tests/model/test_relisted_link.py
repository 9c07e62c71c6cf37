"""What listings said of an article is not lost when it is looked at again."""

from datetime import UTC, datetime

from newscrawler.model.link import ArticleLink
from newscrawler.model.relisted_link import relisted_link

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
URL = "https://www.elbkurier.example/artikel/1"
FEED = ArticleLink(
    URL, "feed", "https://www.elbkurier.example/rss", "Ferry is back", NOON, "5 Mar", authors=("Jan Voss",), guid="7"
)


def test_without_a_listing_it_is_what_was_said_before() -> None:
    assert relisted_link(FEED, None) is FEED
    assert relisted_link(None, FEED) is FEED
    assert relisted_link(None, None) is None


def test_another_listing_adds_to_what_was_said_and_the_place_stays_the_first() -> None:
    bare = ArticleLink(URL + "?x=1", "sitemap", "https://www.elbkurier.example/s.xml", modified_at=NOON, position=3)
    link = relisted_link(FEED, bare)
    assert link
    assert (link.url, link.modified_at) == (bare.url, NOON)
    assert (link.kind, link.guid, link.position, link.source_url) == ("feed", "7", None, FEED.source_url)
    assert (link.title, link.authors, link.published_raw) == ("Ferry is back", ("Jan Voss",), "5 Mar")


def test_what_a_listing_says_now_holds() -> None:
    edited = ArticleLink(URL, "feed", FEED.source_url, "Ferry is gone", NOON.replace(hour=13))
    link = relisted_link(FEED, edited)
    assert link
    assert (link.title, link.published_at, link.published_raw) == ("Ferry is gone", edited.published_at, None)
