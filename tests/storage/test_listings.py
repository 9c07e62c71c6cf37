"""States of listings are there again for the next run, and nothing else is changed by them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newscrawler.errors import InvalidItemError
from newscrawler.model.link import FurtherListing
from newscrawler.model.listing_state import MAX_CHILDREN, ListingState
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.storage.connection import Database

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
URL = "https://www.elbkurier.example/rss.xml"
FULL = ListingState(
    "de_elbkurier",
    "https://www.elbkurier.example/sitemap.xml",
    "sitemap",
    etag='W/"7"',
    last_modified="Thu, 05 Mar 2026 11:58:00 GMT",
    body_hash="0" * 32,
    checked_at=NOON,
    read_at=NOON,
    changed_at=NOON,
    entries=12,
    further=(
        FurtherListing("https://www.elbkurier.example/s1.xml", NOON - timedelta(days=1)),
        FurtherListing("https://www.elbkurier.example/s2.xml"),
    ),
    failures=2,
    ttl_seconds=900,
)


async def test_the_states_of_an_outlet_come_back_as_they_were(database: Database) -> None:
    bare = ListingState("de_elbkurier", URL, "feed")
    other = replace(bare, outlet="fr_other")
    for state in (FULL, bare, other, replace(bare, entries=3)):
        await database.listings.record(state)
    assert await database.listings.of_outlet("de_elbkurier") == {FULL.url: FULL, URL: replace(bare, entries=3)}
    assert await database.listings.of_outlet("fr_other") == {URL: other}
    assert await database.listings.of_outlet("xx_none") == {}


async def test_listings_that_are_asked_for_no_more_are_forgotten(database: Database) -> None:
    bare = ListingState("de_elbkurier", URL, "feed")
    for state in (FULL, bare, replace(bare, outlet="fr_other")):
        await database.listings.record(state)
    await database.listings.forget("de_elbkurier", [URL, "https://www.elbkurier.example/none.xml"])
    assert set(await database.listings.of_outlet("de_elbkurier")) == {FULL.url}
    assert set(await database.listings.of_outlet("fr_other")) == {URL}


async def test_an_index_of_many_children_remembers_the_first(database: Database) -> None:
    children = tuple(FurtherListing(f"https://www.elbkurier.example/{number}.xml") for number in range(700))
    await database.listings.record(replace(FULL, further=children))
    state = (await database.listings.of_outlet("de_elbkurier"))[FULL.url]
    assert state.further == children[:MAX_CHILDREN]


async def test_a_state_of_a_wrong_type_is_refused(database: Database) -> None:
    with pytest.raises(InvalidItemError, match="entries"):
        await database.listings.record(replace(FULL, entries="many"))  # type: ignore[arg-type]


async def test_a_listing_that_is_read_again_voids_that_it_could_not_be_read(database: Database) -> None:
    failed = Outcome("de_elbkurier", URL, OutcomeKind.LISTING_FAILED, "timeout", NOON)
    page = Outcome("de_elbkurier", "https://www.elbkurier.example/7", OutcomeKind.TIMEOUT, "late", NOON)
    await database.outcomes.record(failed)
    await database.outcomes.record(page)
    await database.listings.record(ListingState("de_elbkurier", URL, "feed", failures=1))
    assert await database.outcomes.look_up([URL, page.url]) == {URL: failed, page.url: page}
    await database.listings.record(ListingState("de_elbkurier", URL, "feed"))
    await database.listings.record(ListingState("de_elbkurier", page.url, "section"))
    assert await database.outcomes.look_up([URL, page.url, "https://www.elbkurier.example/8"]) == {page.url: page}
    assert await database.outcomes.look_up([]) == {}
