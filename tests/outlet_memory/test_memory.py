import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from harbour_pages import NOON, OUTLET, SLOGAN, TAIL, crawled, story, texts_of

from newscrawler.model.furniture import Furniture
from newscrawler.outlet_memory.healing import heal
from newscrawler.outlet_memory.learning import Learned, learn_furniture, load_furniture
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.reading.queries import ArticleQuery

NOTHING = Furniture(OUTLET.id)


async def store(database: Database, numbers: Iterable[int], furniture: Furniture = NOTHING) -> list[str]:
    """What became of each."""
    saved = [await database.articles.save(crawled(number, furniture)) for number in numbers]
    return [one.kind for one in saved]


async def heal_all(database: Database, learned: Learned, most: int = 200) -> tuple[int, int]:
    """Articles, and those left."""
    healed = await heal(database, OUTLET, learned, most=most, seconds=60)
    return healed.articles, healed.left


async def bodies(database: Database) -> dict[str, str]:
    return {document["url"]: document["body"] async for document in database.articles.find(ArticleQuery())}


async def test_what_all_articles_have_is_learned_and_counted_once_for_each(database: Database) -> None:
    await store(database, range(20))
    await store(database, range(20))
    learned = await learn_furniture(database, OUTLET.id)
    blocks = {block.text: block for block in learned.furniture.exact.values()}
    assert {text: (block.articles, block.of_articles) for text, block in blocks.items()} == {
        SLOGAN: (20, 20),
        TAIL: (20, 20),
    }
    assert len(learned.to_clean) == 20
    assert await load_furniture(database, OUTLET.id) == learned.furniture
    assert await load_furniture(database, "de_other") == Furniture("de_other")


async def test_a_healed_article_is_what_the_next_crawl_makes_of_its_page(database: Database) -> None:
    await store(database, range(20))
    learned = await learn_furniture(database, OUTLET.id)
    assert await heal_all(database, learned) == (20, 0)
    assert await store(database, range(20), learned.furniture) == ["unchanged"] * 20
    stored = crawled(3, NOTHING)
    document = await database.articles.get(stored.url)
    assert document
    assert document["body"] == "\n\n".join(story(3))
    assert [gone["text"] for gone in document["removed"]] == [SLOGAN, TAIL]
    assert document["word_count"] == len(document["body"].split())


async def test_a_healed_article_is_a_new_version_with_the_reason_and_moves_the_cursor(database: Database) -> None:
    await store(database, range(20))
    before = await database.articles.get(crawled(3, NOTHING).url)
    await heal_all(database, await learn_furniture(database, OUTLET.id))
    after = await database.articles.get(crawled(3, NOTHING).url)
    assert before
    assert after
    assert (before["version"], after["version"]) == (1, 2)
    assert after["cursor"] > before["cursor"]
    assert [after[name] == before[name] for name in ("first_seen_at", "fetched_at", "title")] == [True] * 3
    (revision,) = await database.articles.revisions(after["_id"])
    assert revision["reason"].startswith("furniture became known: in 20 of 20 articles of this outlet")
    assert (revision["old"]["body"], revision["changed"]) == (before["body"], ["body"])


async def test_healing_goes_on_where_it_stopped_and_does_nothing_twice(database: Database) -> None:
    await store(database, range(20))
    assert await heal_all(database, await learn_furniture(database, OUTLET.id), most=7) == (7, 13)
    assert (await database.furniture.known(OUTLET.id)).left == 13
    assert await database.furniture.is_behind(OUTLET.id)
    learned = await learn_furniture(database, OUTLET.id)
    assert await heal_all(database, learned) == (13, 0)
    assert await heal_all(database, learned) == (0, 0)
    assert (await learn_furniture(database, OUTLET.id)).to_clean == ()
    assert not await database.furniture.is_behind(OUTLET.id)
    assert await database.documents.revisions.count_documents({}) == 20


async def test_two_who_heal_at_once_write_each_article_once(database: Database) -> None:
    await store(database, range(20))
    learned = await learn_furniture(database, OUTLET.id)
    first, second = await asyncio.gather(heal_all(database, learned), heal_all(database, learned))
    assert first[0] + second[0] == 20
    assert await database.documents.articles.count_documents({"version": 2}) == 20
    assert await database.documents.revisions.count_documents({}) == 20


async def test_what_was_changed_or_deleted_meanwhile_is_left_alone(database: Database) -> None:
    await store(database, range(20))
    learned = await learn_furniture(database, OUTLET.id)
    changed, gone = crawled(3, NOTHING, ["The ferry sank.", *texts_of(3)]), crawled(4, NOTHING)
    old = await database.articles.get(changed.url)
    assert old
    await database.articles.save(changed)
    await database.documents.articles.delete_one({"_id": article_id(gone.url)})
    assert await database.articles.clean(old, crawled(3, learned.furniture), "too late") is None
    assert await heal_all(database, learned) == (19, 0)
    document = await database.articles.get(changed.url)
    assert document
    assert (document["version"], document["body"]) == (3, "\n\n".join(["The ferry sank.", *story(3)]))


async def test_an_article_that_the_database_refuses_keeps_no_other_from_being_healed(database: Database) -> None:
    await store(database, range(20))
    learned = await learn_furniture(database, OUTLET.id)
    await database.documents.command({"collMod": "articles", "validator": {"url": {"$ne": crawled(3, NOTHING).url}}})
    healed = await heal(database, OUTLET, learned, most=200, seconds=60)
    assert (healed.articles, healed.left, healed.refused) == (19, 0, 1)
    assert (await bodies(database))[crawled(3, NOTHING).url] == "\n\n".join(texts_of(3))


async def test_an_article_that_cannot_be_read_keeps_no_other_from_being_healed(database: Database) -> None:
    await store(database, range(20))
    learned = await learn_furniture(database, OUTLET.id)
    await database.documents.command({"collMod": "articles", "validator": {}})
    broken = {"_id": article_id(crawled(3, NOTHING).url)}
    await database.documents.articles.update_one(broken, {"$unset": {"provenance": "", "blocks": ""}})
    healed = await heal(database, OUTLET, learned, most=200, seconds=60)
    assert (healed.articles, healed.left, healed.refused) == (19, 0, 1)


async def test_a_block_that_was_taken_by_mistake_goes_back_to_its_place(database: Database) -> None:
    await store(database, range(20))
    learned = await learn_furniture(database, OUTLET.id)
    await heal_all(database, learned)
    mended = Learned(Furniture(OUTLET.id), learned.to_clean)
    assert await heal_all(database, mended) == (20, 0)
    assert (await bodies(database))[crawled(3, NOTHING).url] == "\n\n".join(texts_of(3))
    assert await store(database, range(20)) == ["unchanged"] * 20
    reasons = [
        revision["reason"] for revision in await database.articles.revisions(article_id(crawled(3, NOTHING).url))
    ]
    assert reasons[1] == "what was taken as furniture is story"


async def test_an_article_that_was_stored_before_there_was_a_memory_is_noted_when_it_is_met_again(
    database: Database,
) -> None:
    await store(database, range(20))
    await database.documents.sightings.delete_many({})
    await learn_furniture(database, OUTLET.id)
    assert await store(database, range(20)) == ["unchanged"] * 20
    assert await database.furniture.is_behind(OUTLET.id)
    noted = await database.furniture.sightings([article_id(crawled(3, NOTHING).url)])
    assert [one.seen_at for one in noted.values()] == [crawled(3, NOTHING).fetched_at]
    assert (await learn_furniture(database, OUTLET.id)).furniture.articles == 20


async def test_what_has_aged_out_is_not_noted_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawler.outlet_memory.learning.WINDOW", 12)
    await store(database, range(20))
    assert (await learn_furniture(database, OUTLET.id)).furniture.articles == 12
    assert await database.documents.sightings.count_documents({}) == 12
    await store(database, range(20))
    assert await database.documents.sightings.count_documents({}) == 12


async def test_a_changed_page_counts_with_what_it_has_now(database: Database) -> None:
    await store(database, range(20))
    await learn_furniture(database, OUTLET.id)
    await database.articles.save(crawled(3, NOTHING, story(3)))
    assert await database.furniture.is_behind(OUTLET.id)
    learned = await learn_furniture(database, OUTLET.id)
    assert {block.articles for block in learned.furniture.exact.values()} == {19}
    seen = await database.furniture.sightings([article_id(crawled(3, NOTHING).url)])
    assert [one.seen_at - NOON for one in seen.values()] == [crawled(3, NOTHING).fetched_at - NOON]


async def test_texts_of_an_article_without_a_sighting_do_not_count_any_more(database: Database) -> None:
    await store(database, [1])
    article = crawled(1, NOTHING, ["Another text."])
    await database.articles.save(replace(article, sighting=None))
    assert await database.furniture.sightings([article_id(article.url)]) == {}


async def test_copies_are_looked_up_again_after_healing(database: Database) -> None:
    await store(database, range(20))
    learned = await learn_furniture(database, OUTLET.id)
    twin = crawled(3, learned.furniture)
    later = {
        "url": "https://www.other.example/1",
        "outlet": "de_other",
        "fetched_at": twin.fetched_at + timedelta(days=1),
    }
    saved = await database.articles.save(replace(twin, **later))
    await heal_all(database, learned)
    document = await database.articles.get(saved.id)
    assert document
    assert document["duplicate_of"] == article_id(twin.url)
