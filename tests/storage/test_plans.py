"""No question of the product reads a whole collection: what is recorded is what is sent, so new questions count too."""

import asyncio
import inspect
import itertools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pymongo import monitoring
from recorded_commands import RecordedCommands, fault_of_plan, questions_in

from newscrawler.model.article import Article
from newscrawler.model.furniture import Sighting, StoredSighting
from newscrawler.model.lease import Claim, HostClaim, LastRequest, Taken
from newscrawler.model.listing_state import ListingState
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet_schedule import OutletSchedule
from newscrawler.model.page import Page
from newscrawler.model.run import Run
from newscrawler.model.visit import VisitNote
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.documents.quarantine_document import quarantine_document
from newscrawler.storage.documents.run_documents import outcome_document
from newscrawler.storage.furniture import Judgement
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.server.process_identity import this_process
from newscrawler.storage.writing.jobs import Job, RecordOutcome
from newscrawler.storage.writing.revision_writing import MOST_IN_AN_HOUR
from newscrawler.storage.writing.sameness_jobs import SetSameness

Make = Callable[..., Article]
Call = Callable[[Database, Make], "Awaitable[Any] | AsyncIterator[Any]"]

NUMBER = 240
NOW = datetime.now(UTC).replace(microsecond=0)
OUTLETS = ("de_elbkurier", "de_other", "fr_other")
HERE = this_process()
STORES = (
    "articles",
    "claims",
    "clusters",
    "furniture",
    "listings",
    "outcomes",
    "pages",
    "quarantine",
    "runs",
    "sameness",
    "schedule",
    "visits",
    "window",
)
# They hold a document for each outlet, or a handful: to read all of one is a millisecond.
SMALL = frozenset({"block_counts", "meta"})
# They want every outlet, and are asked by people, or once an hour.
READ_ALL = frozenset({"schedule.all", "schedule.held", "schedule.set_patience"})
# They hand a job to the writer, are called by those above, or ask no collection.
ASK_NOTHING = frozenset(
    {
        "pages.pack",
        "quarantine.keep_article",
        "quarantine.keep_item",
        "quarantine.store_again",
        "quarantine.write",
        "schedule.now",
    }
)


def instant(number: int) -> datetime:
    return NOW - timedelta(hours=11 * number)


def invented(make: Make, number: int) -> Article:
    blocks = Sighting(bytes([number % 256]) * 18, (number + 1, 2, 3, 0), "article")
    page = Page(url=f"https://www.elbkurier.example/artikel/{number}", html=b"<p>%d" % number, fetched_at=NOW)
    return make(
        number,
        outlet=OUTLETS[number % len(OUTLETS)],
        published_at=instant(number) if number % 9 else None,
        fetched_at=instant(number),
        alternate_urls=(f"https://amp.elbkurier.example/{number}",),
        sighting=blocks,
        page=page,
    )


def later(make: Make, number: int, **fields: Any) -> Article:  # noqa: ANN401 - any field of an article
    return make(number, outlet=OUTLETS[number % len(OUTLETS)], fetched_at=NOW, **fields)


def run(number: int) -> Run:
    began = instant(number)
    return Run(f"{number:012x}", OUTLETS[number % 3], began, finished_at=began, removed={"ad_label": 2})


def outcome(number: int) -> Outcome:
    url = f"https://www.elbkurier.example/gone/{number}"
    return Outcome(OUTLETS[number % 3], url, OutcomeKind.TIMEOUT, "too late", instant(number), run=run(number // 9).id)


def note_of(article: Article) -> VisitNote:
    return VisitNote(article.url, '"v1"', None, None, (3600.0, 86400.0))


def listing(number: int) -> ListingState:
    return ListingState(OUTLETS[number % 3], f"https://www.elbkurier.example/{number}.xml", "sitemap", checked_at=NOW)


def refused(number: int) -> Job:
    return RecordOutcome(clean_for_bson(outcome_document(outcome(number))), 100)


@pytest.fixture
def recorded() -> Iterator[RecordedCommands]:
    """What is sent by clients that are made after this."""
    recorder = RecordedCommands()
    monitoring.register(recorder)
    yield recorder
    monitoring._LISTENERS.command_listeners.remove(recorder)


@pytest.fixture
def filled(
    recorded: RecordedCommands, mongo_uri: str, runner: asyncio.Runner, tmp_path: Path, make_article: Make
) -> Iterator[Database]:
    """A database with some hundred of everything; what is sent from here on is recorded."""

    async def fill() -> Database:
        database = await open_database(mongo_uri, tmp_path)
        saves: list[Coroutine[Any, Any, Any]] = [
            database.articles.save(article, visit=note_of(article))
            for article in (invented(make_article, number) for number in range(NUMBER))
        ]
        saves += [database.listings.record(listing(number)) for number in range(NUMBER)]
        saves += [database.outcomes.record(outcome(number)) for number in range(NUMBER)]
        saves += [database.runs.finish(run(number)) for number in range(NUMBER)]
        saves += [database.schedule.plan(None, plan(number)) for number in range(NUMBER)]
        await asyncio.gather(*saves)
        for number in range(60):
            await database.quarantine.keep(refused(number), "why")
        for outlet in OUTLETS:
            await database.claims.take(outlet, [f"{outlet}.example"], f"run of {outlet}", HERE)
        return database

    database = runner.run(fill())
    recorded.is_on = True
    yield database
    recorded.is_on = False
    runner.run(database.close())


async def judge(sightings: Any, known: Any, read_articles: Any) -> Judgement:  # noqa: ANN401, ARG001 - a Judge
    await read_articles([sightings[0].article])
    return Judgement(len(sightings))


async def read(database: Database, make: Make, number: int = 7) -> dict[str, Any]:
    document = await database.articles.get(invented(make, number).url)
    assert document
    return document


async def revise_often(database: Database, make: Make) -> None:
    for number in range(MOST_IN_AN_HOUR + 2):
        await database.articles.save(make(9, text=f"The ferry is {number} miles off."))


async def clean(database: Database, make: Make) -> None:
    changed = make(7, text="Cleaned.", sighting=Sighting(bytes(18), (1, 2, 3, 0), "article"))
    await database.articles.clean(await read(database, make), changed, "furniture")


async def change(database: Database, make: Make) -> None:
    article = make(8, sighting=Sighting(bytes(18), (1, 2, 3, 0), "article"))
    await database.articles.change(await read(database, make, 8), {"section": "Harbour"}, article, "why")


async def end_visit(database: Database, make: Make) -> None:  # noqa: ARG001 - a Call
    for visit in await database.visits.due(OUTLETS[0], NOW, 2):
        await database.visits.end(visit, "not_modified", NOW, (3600.0,))


STORIES = itertools.count(1001, 3)


def wire_story(make: Make, number: int) -> Article:
    return make(
        number, title="Lock closed", text="Eleven freighters wait at anchor off the estuary since Monday night."
    )


async def compare(database: Database, make: Make) -> None:
    number = next(STORIES)
    first = await database.articles.save(wire_story(make, number))
    saved = await database.articles.save(wire_story(make, number + 1))
    assert (await database.sameness.judge(saved)).copy
    await database.articles.save(wire_story(make, number + 2))
    assert (await database.sameness.judge_left(older_than=timedelta(0))).compared
    await database.sameness.catch_up()
    await database.sameness.arrange([first.id])
    copy = await read(database, make, number + 1)
    assert copy["cluster"]
    links = {"cluster": copy["cluster"]}
    assert not await database.sameness.set(SetSameness(saved.id, copy["content_hash"], links, links))


async def clusters_of_a_story(database: Database, make: Make) -> None:
    first, copy = [(await database.articles.save(make(number, text="One story."))).id for number in (1011, 1012)]
    edge = {"article": first, "kind": "same", "likeness": 1.0, "first_seen_at": NOW}
    articles = database.documents["articles"]
    await articles.update_one({"_id": first}, {"$set": {"cluster": first}})
    await articles.update_one({"_id": copy}, {"$set": {"cluster": first, "copy_of": edge}})
    found = [members async for members in database.clusters.newest(NOW - timedelta(days=400))]
    assert [member["_id"] for member in found[0]] == sorted([first, copy])
    assert len(await database.clusters.members({"_id": copy, "cluster": first})) == 2
    assert len(await database.clusters.members({"_id": copy})) == 1


def plan(number: int) -> OutletSchedule:
    return OutletSchedule(f"{OUTLETS[number % 3]}_{number}", instant(number), "every 15m", instant(number))


async def a_claim(database: Database) -> Claim:
    claim = await database.claims.take("de_further", ["a.example", "b.example"], secrets.token_hex(6), HERE)
    assert isinstance(claim, Claim)
    return claim


async def claim_and_end(database: Database, make: Make) -> None:  # noqa: ARG001 - a Call
    claim = await a_claim(database)
    further = await database.claims.take_host(claim, "c.example")
    assert isinstance(further, HostClaim)
    claim = replace(claim, hosts={**claim.hosts, "c.example": further})
    await database.claims.note_wait(claim, "a.example", 60)
    assert (await database.claims.renew(claim, {"a.example": LastRequest(3.0, 8.0)})).held
    told = {"a.example": LastRequest(3.0, 8.0)}
    assert await database.claims.end(claim, replace(claim.schedule, reason="every 15m"), told)
    assert not await database.claims.end(claim, None)
    assert not (await database.claims.renew(claim)).held


async def claim_in_vain(database: Database, make: Make) -> None:  # noqa: ARG001 - a Call
    claim = await a_claim(database)
    for outlet in ("de_further", "de_another"):
        domains = ["0.example", "b.example"]
        assert isinstance(await database.claims.take(outlet, domains, "another run", HERE, is_next=True), Taken)
        await database.claims.leave_queue(outlet, domains, "another run")
    await database.claims.end(claim, replace(claim.schedule, due_at=NOW + timedelta(hours=3)))
    assert await database.claims.take("de_further", ["a.example"], "another run", HERE, only_if_due=True) is None


async def kept(database: Database) -> list[Any]:
    return await database.quarantine.read([one.id async for one in database.quarantine.find(OUTLETS[0], limit=3)])


async def remove_kept(database: Database, make: Make) -> None:  # noqa: ARG001 - a Call
    for one in await kept(database):
        await database.quarantine.remove(one)


async def replace_sighting(database: Database, make: Make) -> None:
    key = article_id(invented(make, 3).url)
    stored = (await database.furniture.sightings([key]))[key]
    await database.furniture.replace_sighting(stored, Sighting(bytes(18), stored.sighting.kind))
    assert (await database.furniture.sightings([key]))[key].sighting.blocks == bytes(18)


def further(number: int) -> StoredSighting:
    return StoredSighting(article_id(f"https://www.elbkurier.example/{number}"), NOW, Sighting(bytes(18), (1, 2, 3, 0)))


# Every public method of a store, by its name, as often as it asks in another way.
CALLS: dict[str, list[Call]] = {
    "articles.save": [
        lambda db, make: db.articles.save(make(5000, sighting=Sighting(bytes(18), (1, 2, 3, 0)))),
        lambda db, make: db.articles.save(make(5, outlet="de_other", text="Changed.")),
        lambda db, make: db.articles.save(invented(make, 6)),
        lambda db, make: db.articles.save(later(make, 6), visit=note_of(later(make, 6))),
        lambda db, make: db.articles.save(later(make, 7, text="Other."), visit=note_of(later(make, 7))),
    ],
    "articles.clean": [clean, revise_often],
    "articles.change": [change],
    "articles.read_by_id": [lambda db, _: db.articles.read_by_id(["0" * 24, "1" * 24])],
    "articles.look_up": [
        lambda db, make: db.articles.look_up([invented(make, 3).url, "https://amp.elbkurier.example/4"]),
    ],
    "articles.listed_links": [lambda db, make: db.articles.listed_links([article_id(invented(make, 3).url)])],
    "articles.mark_gone": [lambda db, make: db.articles.mark_gone(article_id(invented(make, 11).url), NOW)],
    "articles.known": [lambda db, make: db.articles.known([invented(make, 3).url, "https://www.else.example/1"])],
    "articles.get": [
        lambda db, make: db.articles.get(invented(make, 3).url),
        lambda db, _: db.articles.get("https://www.nowhere.example/amp/1"),
        lambda db, make: db.articles.get(article_id(invented(make, 3).url)[:8]),
    ],
    "articles.find": [
        lambda db, _: db.articles.find(ArticleQuery(limit=20)),
        lambda db, _: db.articles.find(ArticleQuery(outlet=OUTLETS[0], limit=20)),
        lambda db, _: db.articles.find(ArticleQuery(language="de", since=NOW - timedelta(days=3))),
        lambda db, _: db.articles.find(ArticleQuery(text="ferry pilot", outlet=OUTLETS[1], limit=5)),
        lambda db, _: db.articles.find(ArticleQuery(until=NOW - timedelta(days=30), limit=5)),
        lambda db, _: db.articles.find(ArticleQuery(cursor=20, limit=5)),
        lambda db, _: db.articles.find(
            ArticleQuery(cursor=20, outlet=OUTLETS[1], language="de", text="ferry", since=NOW - timedelta(days=50))
        ),
    ],
    "claims.take": [claim_and_end, claim_in_vain],
    "claims.take_host": [claim_and_end],
    "claims.leave_queue": [claim_in_vain],
    "claims.renew": [claim_and_end],
    "claims.note_wait": [claim_and_end],
    "claims.end": [claim_and_end],
    "claims.want": [lambda db, _: db.claims.want(OUTLETS[0])],
    "clusters.members": [clusters_of_a_story],
    "clusters.newest": [clusters_of_a_story],
    "clusters.related": [lambda db, _: db.clusters.related({"_id": "0" * 24, "related": ["1" * 24, "2" * 24]})],
    "articles.raw_page": [lambda db, _: db.articles.raw_page({"raw": "0" * 32})],
    "articles.revisions": [lambda db, make: db.articles.revisions(article_id(invented(make, 5).url))],
    "furniture.known": [lambda db, _: db.furniture.known(OUTLETS[0])],
    "furniture.is_behind": [lambda db, _: db.furniture.is_behind(OUTLETS[0])],
    "furniture.judge": [lambda db, _: db.furniture.judge(OUTLETS[0], judge, newest=40)],
    "furniture.learn": [
        lambda db, _: db.furniture.learn(OUTLETS[0], judge, newest=40),
        lambda db, _: db.furniture.is_behind(OUTLETS[0]),
    ],
    "furniture.note": [lambda db, _: db.furniture.note(OUTLETS[0], [further(9001)])],
    "furniture.note_left": [lambda db, _: db.furniture.note_left(OUTLETS[0], 3)],
    "furniture.replace_sighting": [replace_sighting],
    "furniture.sightings": [lambda db, make: db.furniture.sightings([article_id(invented(make, 3).url)])],
    "listings.forget": [lambda db, _: db.listings.forget(OUTLETS[0], [listing(3).url])],
    "listings.of_outlet": [lambda db, _: db.listings.of_outlet(OUTLETS[0])],
    "listings.record": [lambda db, _: db.listings.record(listing(3))],
    "outcomes.due": [lambda db, _: db.outcomes.due(OUTLETS[0], (3600.0,), NOW, 5)],
    "outcomes.look_up": [lambda db, _: db.outcomes.look_up([outcome(3).url, "https://www.else.example/1"])],
    "outcomes.record": [lambda db, _: db.outcomes.record(outcome(3)), lambda db, _: db.outcomes.record(outcome(9999))],
    "outcomes.find": [
        lambda db, _: db.outcomes.find(limit=20),
        lambda db, _: db.outcomes.find(OUTLETS[0], OutcomeKind.TIMEOUT, limit=20),
        lambda db, _: db.outcomes.find(OUTLETS[0], OutcomeKind.TIMEOUT, run(2).id),
    ],
    "outcomes.causes": [
        lambda db, _: db.outcomes.causes(OUTLETS[0]),
        lambda db, _: db.outcomes.causes(),
        lambda db, _: db.outcomes.causes(OUTLETS[0], None, run(2).id),
    ],
    "pages.read": [lambda db, _: db.pages.read("0" * 32)],
    "quarantine.find": [
        lambda db, _: db.quarantine.find(limit=20),
        lambda db, _: db.quarantine.find(OUTLETS[0], run(1).id, limit=20),
    ],
    "quarantine.counts": [lambda db, _: db.quarantine.counts(OUTLETS[0])],
    "quarantine.keep": [lambda db, _: db.quarantine.keep(refused(3), "why")],
    "quarantine.write_late": [lambda db, _: db.quarantine.write_late(quarantine_document(refused(3), "why", NOW))],
    "quarantine.read": [lambda db, _: kept(db)],
    "quarantine.remove": [remove_kept],
    "sameness.judge": [compare],
    "sameness.judge_left": [compare],
    "sameness.catch_up": [compare],
    "sameness.arrange": [compare],
    "sameness.set": [compare],
    "schedule.all": [lambda db, _: db.schedule.all()],
    "schedule.due": [lambda db, _: db.schedule.due(NOW, 5)],
    "schedule.held_due": [lambda db, _: db.schedule.held_due(NOW, HERE)],
    "schedule.held": [lambda db, _: db.schedule.held(HERE)],
    "schedule.of": [lambda db, _: db.schedule.of([plan(3).outlet, "de_nowhere"])],
    "schedule.plan": [
        lambda db, _: db.schedule.plan(None, plan(9001)),
        lambda db, _: db.schedule.plan(plan(3), replace(plan(3), planned_at=NOW)),
        lambda db, _: db.schedule.plan(plan(4), plan(5)),
    ],
    "schedule.set_patience": [lambda db, _: db.schedule.set_patience(5400.0)],
    "schedule.plan_all": [
        lambda db, _: db.schedule.plan_all([(plan(6), plan(6)), (None, plan(9002)), (None, plan(7))])
    ],
    "visits.due": [lambda db, _: db.visits.due(OUTLETS[0], NOW, 5)],
    "visits.looked_at": [lambda db, _: db.visits.looked_at(OUTLETS[0], NOW)],
    "visits.end": [end_visit],
    "runs.start": [lambda db, _: db.runs.start(run(900))],
    "runs.finish": [lambda db, _: db.runs.finish(run(900))],
    "runs.recent": [lambda db, _: db.runs.recent(limit=5), lambda db, _: db.runs.recent(OUTLETS[0], 200)],
    "runs.last_scheduled": [lambda db, _: db.runs.last_scheduled(NOW)],
    "runs.past_of": [lambda db, _: db.runs.past_of(OUTLETS[0], NOW)],
    "runs.get": [lambda db, _: db.runs.get(run(1).id)],
    "runs.whole_id": [lambda db, _: db.runs.whole_id("00000000002"), lambda db, _: db.runs.whole_id(run(3).id)],
    "window.begin_anew": [lambda db, _: db.window.begin_anew()],
    "window.age": [lambda db, _: db.window.age(1e-6)],
    "runs.removed_by_rule": [
        lambda db, _: db.runs.removed_by_rule(),
        lambda db, _: db.runs.removed_by_rule(OUTLETS[0], NOW - timedelta(days=9)),
    ],
}


async def made(call: Call, database: Database, make: Make) -> None:
    answer = call(database, make)
    if inspect.isawaitable(answer):
        await answer
    else:
        async for _ in answer:
            pass


async def test_an_index_answers_every_question(
    filled: Database, recorded: RecordedCommands, make_article: Make
) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []
    for name, calls in CALLS.items():
        recorded.commands.clear()
        for call in calls:
            await made(call, filled, make_article)
        assert recorded.commands, f"{name} asked nothing"
        asked += [(name, command) for command in recorded.commands]
    recorded.is_on = False
    hints = [(name, command) for name, command in asked if "hint" in command]
    assert hints == [], "told an index, the embedded server reads everything"
    faults = []
    for name, command in asked:
        for collection, where in questions_in(command):
            if collection in SMALL or name in READ_ALL:
                continue
            if fault := await fault_of_plan(filled.documents, collection, where):
                faults.append(f"{name} {fault}: {collection} {where}")
    assert faults == []


async def test_every_question_of_a_store_is_asked_here(database: Database) -> None:
    methods = {
        f"{store}.{name}"
        for store in STORES
        for name, method in inspect.getmembers(getattr(database, store))
        if not name.startswith("_") and (inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method))
    }
    assert methods - CALLS.keys() - ASK_NOTHING == set(), "say in CALLS how they are called"


async def test_a_question_without_an_index_is_found_out(filled: Database, recorded: RecordedCommands) -> None:
    articles = filled.documents["articles"]
    await articles.find_one({"section": "nowhere"})
    await articles.update_one({"section": "nowhere"}, {"$set": {"section": "Harbour"}})
    await articles.delete_many({"section": "nowhere"})
    await (await articles.aggregate([{"$match": {"section": "nowhere"}}])).to_list()
    await articles.distinct("outlet")
    recorded.is_on = False
    questions = [one for command in recorded.commands for one in questions_in(command)]
    assert len(questions) == 5
    assert [await fault_of_plan(filled.documents, *one) for one in questions] == ["reads the whole collection"] * 5
