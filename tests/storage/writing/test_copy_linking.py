"""What comparing gave, written: links, and the clusters that follow from them."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson.int64 import Int64

from newscrawler.model.copy_link import CopyLink, Judgement
from newscrawler.storage.connection import Database
from newscrawler.storage.upkeep import cluster_check
from newscrawler.storage.upkeep.cluster_check import doubtful_articles
from newscrawler.storage.upkeep.cluster_sweep import sweep_clusters
from newscrawler.storage.writing import copy_linking, story_reading
from newscrawler.storage.writing.sameness_jobs import ArrangeClusters, LinkCopies, Linked

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def key_of(number: int) -> str:
    """Ids whose order is not that of their age."""
    return f"{(number * 7919) % 0xFFFF:024x}"


def stored(number: int, *, minute: int | None = None, outlet: str = "de_elbkurier", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """As much of an article as the links need, with a cursor that was given long ago."""
    seen = NOON + timedelta(minutes=number if minute is None else minute)
    return {
        "_id": key_of(number),
        "url_key": f"elbkurier.example/{number}",
        "outlet": outlet,
        "first_seen_at": seen,
        "fetched_at": seen,
        "content_hash": f"hash {number}",
        "cursor": Int64(number + 1),
    } | fields


async def insert(database: Database, documents: Sequence[dict[str, Any]]) -> None:
    collection = database.documents["articles"]
    await database.documents.command("collMod", "articles", validationLevel="off")
    await collection.insert_many(documents)
    await database.documents["meta"].update_one({"_id": "cursor"}, {"$max": {"value": Int64(10_000)}}, upsert=True)


async def link(database: Database, number: int, original: int | None, related: Sequence[int] = ()) -> Linked:
    """What linking gave, asked for until it is done."""
    copy = None if original is None else CopyLink(key_of(original), "same", 0.99)
    judgement = Judgement(copy, tuple(map(key_of, related)))
    for _ in range(100):
        document = await database.documents["articles"].find_one({"_id": key_of(number)})
        assert document
        compared = tuple(document.get("to_compare", ()))
        linked = await database._writer.submit(LinkCopies(key_of(number), f"hash {number}", compared, judgement))
        assert isinstance(linked, Linked)
        if linked.is_done:
            return linked
    pytest.fail("it is never done")


async def clusters(database: Database) -> dict[str, list[int]]:
    """Number of the first article -> numbers of its cluster, as they are marked; each with a right ``duplicate_of``."""
    numbers = {key_of(number): number for number in range(2000)}
    found: dict[str, list[int]] = {}
    async for document in database.documents["articles"].find().sort("first_seen_at"):
        cluster = document.get("cluster")
        own = numbers[document["_id"]]
        assert document.get("duplicate_of") == (None if cluster in (None, document["_id"]) else cluster), own
        if cluster:
            found.setdefault(str(numbers[cluster]), []).append(own)
    return found


def waiting(*originals: int) -> dict[str, Any]:
    return {"to_compare": list(map(key_of, originals))}


async def test_a_copy_and_its_original_are_one_cluster(database: Database) -> None:
    await insert(database, [stored(1), stored(2, **waiting(1)), stored(3)])
    assert (await link(database, 2, 1)).judgement.copy == CopyLink(key_of(1), "same", 0.99)
    assert await clusters(database) == {"1": [1, 2]}
    document = await database.documents["articles"].find_one({"_id": key_of(2)}) or {}
    assert "to_compare" not in document
    assert document["copy_of"] == {
        "article": key_of(1),
        "kind": "same",
        "likeness": 0.99,
        "first_seen_at": document["first_seen_at"],
    }


async def test_each_that_changes_moves_its_cursor_and_no_other(database: Database) -> None:
    await insert(database, [stored(1), stored(2, **waiting(1)), stored(3, **waiting(1, 2))])
    await link(database, 2, 1)
    first, second, third = await database.documents["articles"].find().sort("first_seen_at").to_list()
    assert len({first["cursor"], second["cursor"]}) == 2
    assert min(first["cursor"], second["cursor"]) > 10_000
    assert third["cursor"] == 4
    await link(database, 3, None)
    assert await database.documents["articles"].find_one({"_id": key_of(3)}) == {
        name: value for name, value in third.items() if name != "to_compare"
    }, "nothing that a reader sees has changed"


async def test_what_is_only_related_is_no_cluster(database: Database) -> None:
    await insert(database, [stored(1), stored(2, **waiting(1))])
    await link(database, 2, None, related=[1])
    document = await database.documents["articles"].find_one({"_id": key_of(2)}) or {}
    assert (document["related"], await clusters(database)) == ([key_of(1)], {})
    assert document["cursor"] > 10_000


async def test_a_link_of_another_text_is_not_written(database: Database) -> None:
    await insert(database, [stored(1), stored(2, content_hash="changed meanwhile", **waiting(1))])
    assert await link(database, 2, 1) == Linked()
    document = await database.documents["articles"].find_one({"_id": key_of(2)}) or {}
    assert document["to_compare"] == [key_of(1)], "it is compared by whoever changed it, or the next one"
    assert await clusters(database) == {}


async def test_what_was_compared_already_says_what_it_is_a_copy_of(database: Database) -> None:
    """The acknowledgement was lost, or another process took it for left behind."""
    await insert(database, [stored(1), stored(2, **waiting(1))])
    await link(database, 2, 1)
    before = await database.documents["articles"].find().to_list()
    job = LinkCopies(key_of(2), "hash 2", (key_of(1),), Judgement())
    assert await database._writer.submit(job) == Linked(Judgement(CopyLink(key_of(1), "same", 0.99)))
    assert await database.documents["articles"].find().to_list() == before


async def test_an_original_that_was_deleted_is_to_be_compared_again(database: Database) -> None:
    await insert(database, [stored(2, **waiting(1))])
    job = LinkCopies(key_of(2), "hash 2", (key_of(1),), Judgement(CopyLink(key_of(1), "same", 0.99)))
    assert await database._writer.submit(job) == Linked(is_done=False)


async def test_two_clusters_become_one(database: Database) -> None:
    await insert(database, [stored(1), stored(2, **waiting(1)), stored(3), stored(4, **waiting(3))])
    await link(database, 2, 1)
    await link(database, 4, 3)
    assert await clusters(database) == {"1": [1, 2], "3": [3, 4]}
    await database.documents["articles"].update_one({"_id": key_of(3)}, {"$set": waiting(2)})
    await link(database, 3, 2)
    assert await clusters(database) == {"1": [1, 2, 3, 4]}


async def test_a_whole_text_brings_two_excerpts_of_it_together(database: Database) -> None:
    await insert(database, [stored(1), stored(2), stored(3, **waiting(1, 2))])
    judgement = Judgement(CopyLink(key_of(2), "expansion", 0.99), also=(key_of(1), key_of(9)))
    job = LinkCopies(key_of(3), "hash 3", (key_of(1), key_of(2)), judgement)
    await database._writer.submit(job)
    assert await clusters(database) == {"1": [1, 2, 3]}
    document = await database.documents["articles"].find_one({"_id": key_of(3)}) or {}
    assert document["also_copy_of"] == [key_of(1)], "what is not there is no original"
    await database.documents["articles"].update_one({"_id": key_of(3)}, {"$set": waiting(1, 2)})
    await link(database, 3, 2)
    assert await clusters(database) == {"2": [2, 3]}


async def test_a_cluster_falls_apart_where_its_middle_has_another_text(database: Database) -> None:
    await insert(database, [stored(1), *(stored(number, **waiting(number - 1)) for number in range(2, 6))])
    for number in range(2, 6):
        await link(database, number, number - 1)
    assert await clusters(database) == {"1": [1, 2, 3, 4, 5]}
    await database.documents["articles"].update_one({"_id": key_of(3)}, {"$set": waiting(2)})
    await link(database, 3, None)
    assert await clusters(database) == {"1": [1, 2], "3": [3, 4, 5]}
    await database.documents["articles"].update_one({"_id": key_of(2)}, {"$set": waiting(1)})
    await link(database, 2, None)
    assert await clusters(database) == {"3": [3, 4, 5]}, "two that are alone are in no cluster"


async def test_all_members_move_to_a_first_article_that_comes_late(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was fetched first, and lay in the spool. The cluster is larger than one transaction."""
    monkeypatch.setattr(copy_linking, "MOST_WRITTEN", 10)
    await insert(database, [stored(1), *(stored(number, **waiting(1)) for number in range(2, 48))])
    await asyncio.gather(*(link(database, number, 1) for number in range(2, 48)))
    assert await clusters(database) == {"1": list(range(1, 48))}
    await insert(database, [stored(0, **waiting(1))])
    job = LinkCopies(key_of(0), "hash 0", (key_of(1),), Judgement(CopyLink(key_of(1), "same", 0.99)))
    assert await database._writer.submit(job) == Linked(job.judgement, 11, is_done=False)
    document = await database.documents["articles"].find_one({"_id": key_of(0)}) or {}
    assert document["to_compare"], "killed here, the next one goes on"
    await link(database, 0, 1)
    assert await clusters(database) == {"0": list(range(48))}


@pytest.mark.parametrize("stays", [True, False])
async def test_all_that_a_bridge_held_move_when_it_goes(
    database: Database, monkeypatch: pytest.MonkeyPatch, *, stays: bool
) -> None:
    """They are more than one transaction moves, and only the links of the bridge lead from one side to the other."""
    monkeypatch.setattr(copy_linking, "MOST_WRITTEN", 10)
    sides = {1: [3, 4], 2: list(range(10, 48))}
    copies = {number: original for original, numbers in sides.items() for number in numbers}
    await insert(database, [stored(1), stored(2), *(stored(one, **waiting(at)) for one, at in copies.items())])
    for number, original in copies.items():
        await link(database, number, original)
    await insert(database, [stored(60, **waiting(1, 2))])
    bridge = Judgement(CopyLink(key_of(1), "same", 0.99), also=(key_of(2),))
    job = LinkCopies(key_of(60), "hash 60", (key_of(1), key_of(2)), bridge)
    for _ in range(9):
        await database._writer.submit(job)
    assert await clusters(database) == {"1": [1, 2, 3, 4, *sides[2], 60]}
    await database.documents["articles"].update_one({"_id": key_of(60)}, {"$set": waiting(1, 2)})
    await link(database, 60, 1 if stays else None)
    assert await clusters(database) == {"1": [1, 3, 4, *([60] if stays else [])], "2": [2, *sides[2]]}


async def test_a_cluster_too_large_to_be_arranged_still_takes_copies(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_reading, "MOST_MEMBERS", 8)
    await insert(database, [stored(1), *(stored(number, **waiting(1)) for number in range(2, 20))])
    for number in range(2, 20):
        await link(database, number, 1)
    assert await clusters(database) == {"1": list(range(1, 20))}


async def test_one_cluster_that_is_too_large_holds_up_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_reading, "MOST_MEMBERS", 8)
    many = [stored(1), *(stored(number, **waiting(1)) for number in range(2, 20))]
    pairs = [
        one for number in range(20, 30, 2) for one in (stored(number, minute=99), stored(number + 1, **waiting(number)))
    ]
    await insert(database, [*many, *pairs])
    wanted = [(number, 1) for number in range(2, 20)] + [(number + 1, number) for number in range(20, 30, 2)]
    await asyncio.gather(*(link(database, *one) for one in wanted))
    found = await clusters(database)
    assert found.pop("1") == list(range(1, 20))
    assert found == {str(number + 1): [number + 1, number] for number in range(20, 30, 2)}


async def test_clusters_that_were_marked_wrongly_are_put_right(database: Database) -> None:
    await insert(database, [stored(1), *(stored(number, **waiting(1)) for number in range(2, 6))])
    for number in range(2, 6):
        await link(database, number, 1)
    right = await database.documents["articles"].find({}, {"cursor": False}).sort("_id").to_list()
    articles = database.documents["articles"]
    await articles.update_one({"_id": key_of(3)}, {"$set": {"cluster": key_of(9), "duplicate_of": key_of(9)}})
    await articles.update_one({"_id": key_of(4)}, {"$unset": {"cluster": "", "duplicate_of": ""}})
    await articles.update_one({"_id": key_of(1)}, {"$set": {"duplicate_of": key_of(5)}})
    assert await database._writer.submit(ArrangeClusters((key_of(1),))) == Linked(written=3)
    assert await database._writer.submit(ArrangeClusters((key_of(1), key_of(5)))) == Linked()
    assert await articles.find({}, {"cursor": False}).sort("_id").to_list() == right


async def test_a_story_of_two_outlets_tells_who_had_it_first(database: Database) -> None:
    await insert(database, [stored(1, outlet="de_elbkurier"), stored(2, outlet="de_hafenblatt", **waiting(1))])
    await link(database, 2, 1)
    told = [document["syndication"] async for document in database.documents["articles"].find()]
    assert told[0] == told[1]
    assert (told[0]["first_outlet"], told[0]["first_article"]) == ("de_elbkurier", key_of(1))


class Closed:
    """A cluster of twelve, where eight are the most that is arranged; and one that is alone."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.articles = database.documents["articles"]

    async def fill(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (story_reading, cluster_check):
            monkeypatch.setattr(module, "MOST_MEMBERS", 8)
        await insert(self.database, [stored(1), *(stored(number, **waiting(1)) for number in range(2, 13)), stored(90)])
        for number in range(2, 13):
            await link(self.database, number, 1)
        assert await clusters(self.database) == {"1": list(range(1, 13))}

    async def judge_again(self, number: int, original: int | None) -> None:
        await self.articles.update_one({"_id": key_of(number)}, {"$set": waiting(1 if original is None else original)})
        await link(self.database, number, original)

    async def is_sound(self) -> bool:
        ids = [document["_id"] async for document in self.articles.find()]
        swept = await sweep_clusters(self.database.documents, self.database.sameness)
        return await doubtful_articles(self.database.documents, ids) == {} and swept.mended == 0


async def closed_cluster(database: Database, monkeypatch: pytest.MonkeyPatch) -> Closed:
    closed = Closed(database)
    await closed.fill(monkeypatch)
    return closed


async def test_who_is_no_copy_any_more_leaves_a_closed_cluster(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = await closed_cluster(database, monkeypatch)
    await closed.judge_again(5, None)
    assert await clusters(closed.database) == {"1": [1, 2, 3, 4, *range(6, 13)]}
    assert await closed.is_sound()


async def test_who_becomes_a_copy_of_another_leaves_a_closed_cluster_for_one_with_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = await closed_cluster(database, monkeypatch)
    await closed.judge_again(5, 90)
    assert await clusters(closed.database) == {"1": [1, 2, 3, 4, *range(6, 13)], "5": [5, 90]}
    assert await closed.is_sound()


async def test_the_first_of_a_closed_cluster_stays_for_the_others_name_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = await closed_cluster(database, monkeypatch)
    await closed.judge_again(1, 90)
    assert await clusters(closed.database) == {"1": list(range(1, 13))}
    assert ((await closed.articles.find_one({"_id": key_of(1)})) or {})["copy_of"]["article"] == key_of(90)
    assert await closed.is_sound()


async def test_who_comes_late_and_was_first_joins_a_closed_cluster(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = await closed_cluster(database, monkeypatch)
    await insert(closed.database, [stored(0, outlet="de_hafenblatt", **waiting(1))])
    await link(closed.database, 0, 1)
    assert sorted((await clusters(closed.database))["1"]) == list(range(13))
    assert await closed.is_sound()


async def test_marks_of_one_in_a_closed_cluster_are_put_right(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = await closed_cluster(database, monkeypatch)
    gone = {"$unset": {"cluster": "", "duplicate_of": ""}}
    await closed.articles.update_one({"_id": key_of(7)}, gone)
    await closed.articles.update_one({"_id": key_of(8)}, {"$set": {"duplicate_of": key_of(3)}})
    swept = await sweep_clusters(closed.database.documents, closed.database.sameness)
    assert (swept.doubtful, swept.mended, swept.closed) == (2, 2, 1)
    assert await clusters(closed.database) == {"1": list(range(1, 13))}
    assert await closed.is_sound()


async def test_clusters_that_are_too_much_together_are_put_right_one_by_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story_reading, "MOST_MEMBERS", 8)
    monkeypatch.setattr(copy_linking, "MOST_READ", 12)
    stories = [range(first, first + 5) for first in range(0, 100, 5)]
    await insert(
        database,
        [stored(number, **({} if number == story[0] else waiting(story[0]))) for story in stories for number in story],
    )
    for story in stories:
        for number in story[1:]:
            await link(database, number, story[0])
    right = await clusters(database)
    assert len(right) == len(stories)
    await database.documents["articles"].update_many(
        {"_id": {"$in": [key_of(story[3]) for story in stories]}}, {"$unset": {"cluster": "", "duplicate_of": ""}}
    )
    swept = await sweep_clusters(database.documents, database.sameness)
    assert (swept.doubtful, swept.mended, swept.closed) == (len(stories), len(stories), 0)
    assert await clusters(database) == right


async def test_a_cluster_whose_bridge_was_deleted_falls_apart(database: Database) -> None:
    await insert(
        database, [stored(1), stored(2, **waiting(1)), stored(3), stored(4, **waiting(3)), stored(5, **waiting(1))]
    )
    await link(database, 2, 1)
    await link(database, 4, 3)
    bridge = Judgement(CopyLink(key_of(1), "same", 0.99), also=(key_of(3),))
    await database._writer.submit(LinkCopies(key_of(5), "hash 5", (key_of(1),), bridge))
    assert await clusters(database) == {"1": [1, 2, 3, 4, 5]}
    await database.documents["articles"].delete_one({"_id": key_of(5)})
    swept = await sweep_clusters(database.documents, database.sameness)
    assert (swept.doubtful, swept.mended) == (1, 2)
    assert await clusters(database) == {"1": [1, 2], "3": [3, 4]}


async def test_a_link_to_a_deleted_relative_goes(database: Database) -> None:
    await insert(database, [stored(1), stored(2), stored(3, **waiting(1)), stored(4)])
    await link(database, 3, None, related=[1, 2])
    articles = database.documents["articles"]
    await articles.update_one({"_id": key_of(4)}, {"$set": {"related": [key_of(2)]}})
    await articles.delete_one({"_id": key_of(2)})
    doubts = await doubtful_articles(database.documents, [key_of(3), key_of(1)])
    assert doubts == {key_of(3): f"related to {key_of(2)}, which is not there"}
    swept = await sweep_clusters(database.documents, database.sameness)
    assert (swept.doubtful, swept.mended, swept.unmended) == (2, 2, 0)
    assert [document.get("related") async for document in articles.find().sort("first_seen_at")] == [
        None,
        [key_of(1)],
        None,
    ]
