"""What a crawl stores while the whole archive is looked at."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawler.duplicates.first_owners import OWNERS_PER_ANCHOR
from newscrawler.model.article import Article
from newscrawler.storage.connection import Database
from newscrawler.storage.rededupe.grouping import Grouping
from newscrawler.storage.rededupe.rededupe import Rededupe
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
