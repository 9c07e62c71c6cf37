"""What a crawl stores while the whole archive is looked at."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawler.duplicates.first_owners import OWNERS_PER_ANCHOR
from newscrawler.model.article import Article
from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage.connection import Database
from newscrawler.storage.rededupe.differing import Difference, differences
from newscrawler.storage.rededupe.grouping import Grouping
from newscrawler.storage.rededupe.rededupe import Rededupe
from newscrawler.storage.rededupe.rows import ArchiveStanding
from tests.storage.test_sameness import story

pytest.importorskip("duckdb")

Make = Callable[..., Article]


async def owners(database: Database) -> Counter[int]:
    """How many articles each anchor leads to."""
    found = database.documents["articles"].find({"fingerprint": {"$exists": True}}, {"fingerprint": True})
    return Counter([anchor async for document in found for anchor in document["fingerprint"]])


async def crawl(database: Database, make: Make, *numbers: int) -> None:
    for number in numbers:
        await database.sameness.judge(await database.articles.save(story(make, number)))


async def test_no_anchor_leads_to_more_than_may_own_it(database: Database, make_article: Make, tmp_path: Path) -> None:
    await crawl(database, make_article, 1, 2)
    articles = database.documents["articles"]
    await articles.update_many({}, {"$unset": {"fingerprint": ""}})  # as migrated from an older version
    grouping = Grouping(tmp_path, 200)
    grouping.open()
    looking = Rededupe(database.documents, grouping, None, lambda *_: None)
    await looking.find()
    await crawl(database, make_article, 3, 4)
    async for found in looking.differences():
        for difference in found:
            assert await database.sameness.set(difference.job)
    grouping.close()
    assert set((await owners(database)).values()) == {OWNERS_PER_ANCHOR}
    firsts = [await database.articles.get(story(make_article, number).url) or {} for number in (1, 2, 3, 4)]
    assert ["fingerprint" in document for document in firsts] == [True, True, False, False]
    await crawl(database, make_article, 5, 6)
    assert set((await owners(database)).values()) == {OWNERS_PER_ANCHOR}


def test_a_copy_of_a_text_that_changed_meanwhile_is_left_as_it_is() -> None:
    shared = {"outlet": "de_elbkurier", "first_seen_at": datetime(2026, 11, 27, tzinfo=UTC), "title": "t", "url": "u"}
    original = {"_id": "original", "content_hash": "new", "cluster": "original", **shared}
    link = {"article": "original", "kind": "edited", "likeness": 0.8, "first_seen_at": shared["first_seen_at"]}
    copy = {"_id": "copy", "content_hash": "h", "cluster": "original", "duplicate_of": "original", "copy_of": link}
    former = Judgement(CopyLink("original", "same", 1.0))
    standings = [
        ArchiveStanding("original", "old", "original", Judgement(), None),
        ArchiveStanding("copy", "h", "original", former, None),
    ]
    documents = {"original": original, "copy": copy | shared}
    assert differences(standings, documents) == []
    documents["original"] = original | {"content_hash": "old"}
    assert "copy" in [one.document["_id"] for one in differences(standings, documents)]


async def test_what_is_to_be_compared_since_it_was_read_stays_so(database: Database, make_article: Make) -> None:
    await crawl(database, make_article, 1, 2)
    articles = database.documents["articles"]
    document = await articles.find_one({"copy_of": {"$exists": True}})
    assert document
    await articles.update_one({"_id": document["_id"]}, {"$set": {"to_compare": ["one that came"]}})
    assert not await database.sameness.set(Difference(document, {}, None).job)
    assert await articles.find_one({"_id": document["_id"]}) == document | {"to_compare": ["one that came"]}
    read = document | {"to_compare": ["one that came"]}
    assert await database.sameness.set(Difference(read, {}, None).job)
    stored = await articles.find_one({"_id": document["_id"]})
    assert stored
    assert stored.keys() & {"to_compare", "copy_of"} == set()
