"""What a listing said of a link that failed comes back as it was, within bounds."""

from dataclasses import replace
from datetime import UTC, datetime

from newscrawler.model.link import ArticleLink
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.listed_link import MAX_TEXT, MAX_VALUES, listed_values, read_listed
from newscrawler.storage.documents.stored_link import stored_link

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
URL = "https://www.elbkurier.example/artikel/1"
LINK = ArticleLink(
    URL,
    "feed",
    "https://www.elbkurier.example/rss",
    "Ferry is back",
    NOON,
    "5 Mar",
    authors=("Jan Voss",),
    summary="It runs again.",
    keywords=("harbour",),
    image_url="https://www.elbkurier.example/ferry.jpg",
    position=0,
    translations=(("en", "https://www.elbkurier.example/en/1"),),
)
OUTCOME = Outcome("de_elbkurier", URL, OutcomeKind.TIMEOUT, "after 30 s", NOON, run="run 1", link=LINK)


async def test_it_comes_back_and_stays_where_a_later_try_knows_nothing(database: Database) -> None:
    await database.outcomes.record(OUTCOME)
    later = replace(OUTCOME, run="run 2", at=NOON.replace(hour=13))
    await database.outcomes.record(replace(later, link=ArticleLink(URL)))
    found = await database.outcomes.look_up([URL])
    assert found[URL] == replace(later, attempts=2)


async def test_what_bson_refuses_and_what_is_too_long_does_not_lose_the_outcome(database: Database) -> None:
    wild = replace(
        LINK, title="\0\ud800" + "x" * 9000, keywords=("k" * 9000,) * 99, image_url="https://x.example/" * 999
    )
    await database.outcomes.record(replace(OUTCOME, link=wild))
    link = (await database.outcomes.look_up([URL]))[URL].link
    assert link
    assert link.title
    assert (len(link.title) <= MAX_TEXT, len(link.keywords), link.image_url) == (True, MAX_VALUES, None)
    assert (link.published_at, link.position) == (NOON, 0)


def test_of_a_bare_link_nothing_is_kept() -> None:
    assert listed_values(ArticleLink(URL)) is None
    assert read_listed(None, URL) is None
    assert Outcome("a", URL, OutcomeKind.TIMEOUT, "", NOON).link_or_bare == ArticleLink(URL)


def test_a_secret_of_a_feed_is_not_kept() -> None:
    values = listed_values(replace(LINK, source_url="https://user:word@www.elbkurier.example/rss"))
    assert values
    assert "word" not in values["source_url"]


def test_the_link_of_a_stored_article_has_what_came_from_the_listing_alone() -> None:
    stored = {
        "url": URL,
        "discovery": {"kind": "feed"},
        "keywords": ["page's own"],
        "main_image": {"url": "https://www.elbkurier.example/ferry.jpg"},
        "videos": ["https://www.elbkurier.example/own.mp4"],
        "provenance": {"keywords": "page", "main_image": "feed", "videos": "page"},
    }
    link = stored_link(stored)
    assert link
    assert (link.keywords, link.image_url, link.videos) == ((), "https://www.elbkurier.example/ferry.jpg", ())
    listed = stored_link(stored | {"provenance": {"keywords": "page, feed", "main_image": "head"}})
    assert listed
    assert (listed.keywords, listed.image_url) == (("page's own",), None)
