"""A page that declares the address of another story takes nobody's place, whoever writes meanwhile."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from wire import Wire

from newscrawler.model.article import Article
from newscrawler.storage.connection import Database, mask_uri, open_database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.writing.writer import WriteLimits

BRIDGE = (
    "The council voted on Tuesday to rebuild the old harbour bridge after nine years of quarrel, the mayor said, and "
    "the work begins in March with a budget of four millions that the county pays."
)
FERRY = (
    "A ferry captain who has passed the chapel every morning for thirty years retires on Friday, and the whole village "
    "has been invited to a feast at the quay, with music by the choir of the school."
)
DECLARED = "https://www.elbkurier.example/nachricht"
Make = Callable[..., Article]


def declaring(make_article: Make, own: str, text: str, declared: str = DECLARED, hours: int = 0) -> Article:
    """An article whose page stands at ``own`` and says that it stands at ``declared``."""
    url = f"https://www.elbkurier.example{own}"
    fetched_at = make_article().fetched_at
    assert fetched_at is not None
    at = fetched_at + timedelta(hours=hours)
    return make_article(text=text, title=text[:30], url=declared, requested_url=url, own_url=url, fetched_at=at)


async def bodies(database: Database) -> dict[str, str]:
    """Path -> beginning of the text, of what is stored."""
    return {
        one["url"].partition("example")[2]: one["body"][:9]
        async for one in database.documents.articles.find({"status": "active"})
    }


async def test_two_stories_that_declare_one_address_are_two_articles(database: Database, make_article: Make) -> None:
    bridge, ferry = declaring(make_article, "/bruecke", BRIDGE), declaring(make_article, "/faehre", FERRY, hours=1)
    saved = await asyncio.gather(database.articles.save(bridge), database.articles.save(ferry))
    assert [one.kind for one in saved] == ["new", "new"]
    assert saved[1].id == article_id("https://www.elbkurier.example/faehre")
    assert await bodies(database) == {"/nachricht": "The counc", "/faehre": "A ferry c"}
    again = [await database.articles.save(one) for one in (bridge, ferry)]
    assert [one.kind for one in again] == ["unchanged", "unchanged"]
    repeat = await database.articles.save(ferry, is_repeat=True)
    assert (repeat.kind, repeat.id) == ("unchanged", saved[1].id)


async def test_one_that_was_believed_is_believed_when_its_text_changes(database: Database, make_article: Make) -> None:
    await database.articles.save(declaring(make_article, "/bruecke", BRIDGE))
    saved = await database.articles.save(declaring(make_article, "/bruecke", FERRY, hours=1))
    assert (saved.kind, await bodies(database)) == ("revised", {"/nachricht": "A ferry c"})


async def test_the_same_text_at_another_address_is_one_article(database: Database, make_article: Make) -> None:
    await database.articles.save(declaring(make_article, "/nachricht", BRIDGE))
    saved = await database.articles.save(declaring(make_article, "/druck/1", f"{BRIDGE} {FERRY[:60]}", hours=1))
    assert (saved.kind, len(await bodies(database))) == ("revised", 1)


async def test_the_second_page_of_an_article_takes_nobodys_place(database: Database, make_article: Make) -> None:
    declared = "https://www.elbkurier.example/artikel/47110"
    await database.articles.save(make_article(text=BRIDGE, url=declared))
    for number, own in enumerate(("/artikel/47110/2", "/artikel/47110?page=3", "/artikel/47110/seite/4")):
        saved = await database.articles.save(declaring(make_article, own, FERRY, declared, hours=number))
        assert saved.kind == "unchanged"
    assert await bodies(database) == {"/artikel/47110": "The counc"}
    saved = await database.articles.save(declaring(make_article, "/artikel/471102", FERRY, declared, hours=5))
    assert (saved.kind, len(await bodies(database))) == ("new", 2)


async def test_what_two_processes_and_the_spool_hold_takes_nobodys_place(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    with Wire(mask_uri(mongo_uri).split(",")[0]) as wire:
        limits = WriteLimits(store=0.4, away=60, pause=0.1)
        database = await open_database(wire.uri(mongo_uri), tmp_path, limits=limits, spool="background")
        try:
            await database.articles.save(declaring(make_article, "/bruecke", BRIDGE, hours=9))
            wire.refuse()
            saved = await database.articles.save(declaring(make_article, "/faehre", FERRY))
            assert saved.kind == "spooled"
            wire.heal()
            async with asyncio.timeout(30):
                while database.is_away or database.spooled:  # noqa: ASYNC110 - the replay tells nobody
                    await asyncio.sleep(0.02)
            assert await bodies(database) == {"/nachricht": "The counc", "/faehre": "A ferry c"}
        finally:
            wire.heal()
            await database.close()
