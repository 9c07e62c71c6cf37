"""What the contract promises, broken piece by piece: each break is found, and nothing else is."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawler.model.article import Article
from newscrawler.model.furniture import Sighting
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.page import Page
from newscrawler.model.visit import VisitNote
from newscrawler.operations.db_verify import hashes_of
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.schema import Documents
from newscrawler.storage.upkeep.verifying import ADVICE, Verification, Verified

Make = Callable[..., Article]
Break = Callable[[Documents], Awaitable[Any]]
GONE = "f" * 24


async def verify(database: Database) -> Verified:
    return await Verification(database.documents, hashes_of, lambda _name, _count: None).run()


async def fill(database: Database, make_article: Make) -> None:
    for number in range(4):
        article = make_article(number, sighting=Sighting(bytes(18), (1, 2, 3, 0)), fingerprint=None)
        page = Page(url=article.url, html=b"<p>%d" % number, fetched_at=article.fetched_at)
        await database.articles.save(article, visit=VisitNote(article.url, None, None, None, (3600.0,)))
        await database.articles.save(make_article(number, text=f"Changed {number}.", page=page, fingerprint=None))
    url = "https://www.elbkurier.example/gone"
    at = make_article(1).fetched_at
    await database.outcomes.record(Outcome("de_elbkurier", url, OutcomeKind.TIMEOUT, "too late", at))
    await database.documents["articles"].update_one({"url_key": {"$exists": True}}, {"$set": {"of_a_tool": 1}})
    saved = await database.articles.get(make_article(1).url)
    assert saved
    await database.articles.save(make_article(7, sighting=Sighting(bytes(18), (1, 2, 3, 0)), fingerprint=None))


def one(number: int = 1) -> dict[str, Any]:
    return {"_id": article_id(f"https://www.elbkurier.example/artikel/{number}")}


async def insert_orphan(db: Documents, name: str) -> None:
    found = await db[name].find_one()
    assert found
    orphan = {"revisions": {"_id": f"{GONE}:1", "article": GONE}, "sightings": {"_id": GONE}, "visits": {"_id": GONE}}[
        name
    ]
    await db[name].insert_one(found | orphan)


async def outdated_outcome(db: Documents) -> None:
    outcome = await db["outcomes"].find_one()
    article = await db["articles"].find_one(one())
    assert outcome
    assert article
    await db["articles"].update_one(one(), {"$currentDate": {"fetched_at": True}})
    await db["outcomes"].insert_one(outcome | one())


def set_of(name: str, value: object) -> Break:
    return lambda db: db["articles"].update_one(one(), {"$set": {name: value}})


BREAKS: dict[str, Break] = {
    "schema": lambda db: db["articles"].drop_index("alternate_keys_1"),
    "shape": set_of("word_count", "many"),
    "id": set_of("url_key", "elbkurier.example/another"),
    "cursor": set_of("cursor", 10**9),
    "content_hash": set_of("content_hash", "0" * 32),
    "raw": set_of("raw", "0" * 32),
    "page": lambda db: db["pages"].update_one({}, {"$set": {"content": b"no Zstandard"}}),
    "revision": lambda db: insert_orphan(db, "revisions"),
    "versions": set_of("version", 4),
    "cluster": set_of("cluster", GONE),
    "to_compare": set_of("to_compare", [GONE]),
    "fingerprint": lambda db: db["articles"].update_many({}, {"$set": {"fingerprint": [8]}}),
    "version": lambda db: db["meta"].update_one({"_id": "schema"}, {"$set": {"version": 4}}),
    "outcome": outdated_outcome,
    "sighting": lambda db: insert_orphan(db, "sightings"),
    "visit": lambda db: insert_orphan(db, "visits"),
}


async def test_a_database_of_ours_is_well(database: Database, make_article: Make) -> None:
    await fill(database, make_article)
    found = await verify(database)
    assert found.faults == []
    assert found.documents["articles"] == 5
    assert found.documents["revisions"] == 4
    assert found.documents["visits"] == 4


async def test_an_empty_database_is_well(database: Database) -> None:
    found = await verify(database)
    assert found.faults == []
    assert found.documents["articles"] == 0


@pytest.mark.parametrize("kind", sorted(BREAKS))
async def test_a_fault_is_found(kind: str, database: Database, make_article: Make) -> None:
    await fill(database, make_article)
    for name in ("articles", "pages", "revisions", "sightings", "outcomes", "visits"):
        await database.documents.command("collMod", name, validator={})
    unguarded = {fault.kind for fault in (await verify(database)).faults}
    assert unguarded == {"schema"}
    await BREAKS[kind](database.documents)
    found = await verify(database)
    faults = {fault.kind: fault for fault in found.faults}
    assert faults.keys() - {"schema"} == {kind} - {"schema"}
    assert faults[kind].samples[-1]


async def test_what_a_wrong_clock_dated_ahead_is_told_too(database: Database, make_article: Make) -> None:
    await fill(database, make_article)
    await BREAKS["to_compare"](database.documents)
    for days, is_told in ((400, True), (0, False)):
        fetched_at = datetime.now(UTC) + timedelta(days=days)
        await database.documents["articles"].update_one(one(), {"$set": {"fetched_at": fetched_at}})
        assert any(fault.kind == "to_compare" for fault in (await verify(database)).faults) == is_told


async def test_of_an_older_database_the_migration_comes_first(database: Database, make_article: Make) -> None:
    await fill(database, make_article)
    for kind in ("version", "cluster", "to_compare", "schema", "outcome"):
        await BREAKS[kind](database.documents)
    found = await verify(database)
    assert [fault.kind for fault in found.faults] == ["version", "outcome"]
    assert "newscrawler db migrate" in ADVICE["version"]


def test_every_kind_of_fault_has_advice_and_a_case() -> None:
    assert ADVICE.keys() == BREAKS.keys()
