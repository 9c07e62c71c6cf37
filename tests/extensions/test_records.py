"""What is recorded about a run: one Run, and one Outcome for every URL without an article."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DropItem
from scrapy.statscollectors import MemoryStatsCollector
from twisted.python.failure import Failure

from newscrawler.errors import StorageError
from newscrawler.extensions.outcome_record import OutcomeRecord
from newscrawler.extensions.run_record import RunRecord
from newscrawler.extensions.url_account import UrlAccountKeeper
from newscrawler.incremental.saved_item import note_item_saved
from newscrawler.model.article import Article
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.run import MAX_WARNINGS, Run, add_warning
from newscrawler.pipelines.intake import IntakePipeline
from newscrawler.pipelines.refused import Refused
from newscrawler.settings import LOG_LEVEL

ARTICLE = Article(url="https://a.example/1", outlet="xx_a", requested_url="https://a.example/1?from=rss")


class FakeDatabase:
    def __init__(self, fault: Exception | None = None) -> None:
        self.fault, self.is_open, self.released = fault, True, 0
        self.is_away, self.stop_reason = False, ""
        self.outcomes = self.runs = self.quarantine = self
        self.recorded: list[Outcome] = []
        self.kept: list[tuple[Article, str]] = []
        self.items: list[tuple[dict[str, object], str, str]] = []
        self.finished: list[Run] = []

    async def get(self) -> "FakeDatabase":
        if self.fault:
            raise self.fault
        return self

    async def keep_article(self, article: Article, reason: str) -> None:
        self.kept.append((article, reason))

    async def keep_item(self, item: dict[str, object], outlet: str, reason: str) -> None:
        self.items.append((item, outlet, reason))

    async def record(self, outcome: Outcome) -> None:
        self.recorded.append(outcome)

    async def finish(self, run: Run) -> None:
        self.finished.append(run)

    async def release(self) -> None:
        self.released += 1


@pytest.fixture
def crawler() -> SimpleNamespace:
    stats = MemoryStatsCollector(SimpleNamespace(settings=SimpleNamespace(getbool=lambda _: False)))
    stats.set_value("run/id", "0123456789ab")
    return SimpleNamespace(stats=stats)


async def test_a_refused_item_is_recorded_under_its_own_reason(crawler: SimpleNamespace) -> None:
    database = FakeDatabase()
    refused = Refused(OutcomeKind.TOO_SHORT, "4 words", outlet="xx_a", url="https://a.example/1?from=rss")
    await OutcomeRecord(database, crawler).item_dropped(ARTICLE, refused)
    outcome = database.recorded[0]
    assert (outcome.kind, outcome.message, outcome.url) == (
        OutcomeKind.TOO_SHORT,
        "4 words",
        "https://a.example/1?from=rss",
    )
    assert (outcome.outlet, outcome.run) == ("xx_a", "0123456789ab")
    assert crawler.stats.get_value("dropped/too_short") == 1


async def test_a_drop_by_somebody_elses_pipeline_keeps_its_address_and_words(crawler: SimpleNamespace) -> None:
    database = FakeDatabase()
    await OutcomeRecord(database, crawler).item_dropped(ARTICLE, DropItem("x" * 900))
    assert (database.recorded[0].kind, database.recorded[0].url) == (OutcomeKind.INVALID_ITEM, ARTICLE.requested_url)
    assert len(database.recorded[0].message) == 500


async def test_an_item_that_is_no_article_is_kept_for_another_try(crawler: SimpleNamespace) -> None:
    database, item = FakeDatabase(), {"url": "https://a.example/2", "titel": "x"}
    refused = Refused(OutcomeKind.INVALID_ITEM, "unknown field 'titel'", outlet="xx_a", url=item["url"])
    await OutcomeRecord(database, crawler).item_dropped(item, refused)
    await OutcomeRecord(database, crawler).item_dropped(item, DropItem("on purpose"))
    assert database.items == [(item, "xx_a", "unknown field 'titel'")]


async def test_a_bug_in_a_pipeline_does_not_lose_the_address(crawler: SimpleNamespace) -> None:
    database = FakeDatabase()
    await OutcomeRecord(database, crawler).item_error(ARTICLE, Failure(KeyError("title")))
    outcome = database.recorded[0]
    assert (outcome.kind, outcome.message) == (OutcomeKind.EXTRACTION_FAILED, "KeyError: 'title'")
    assert (outcome.url, outcome.outlet) == (ARTICLE.requested_url, "xx_a")
    assert database.kept == [(ARTICLE, "KeyError: 'title'")]


async def test_what_a_pipeline_breaks_behind_the_storage_is_stored_and_ends_in_no_second_way(
    crawler: SimpleNamespace,
) -> None:
    database = FakeDatabase()
    record = OutcomeRecord(database, crawler)
    for end in (
        lambda: record.item_error(ARTICLE, Failure(KeyError("title"))),
        lambda: record.item_dropped(ARTICLE, DropItem("on purpose")),
        lambda: record.item_dropped({"url": ARTICLE.url}, DropItem("of which a pipeline before ours made an article")),
    ):
        await IntakePipeline(None).process_item(ARTICLE)
        note_item_saved()
        await asyncio.create_task(end())  # Scrapy's handlers are tasks
    assert (database.recorded, database.kept) == ([], [])


async def test_the_next_item_of_the_same_task_is_another_one(crawler: SimpleNamespace) -> None:
    database, item = FakeDatabase(), {"url": "https://a.example/2"}
    record = OutcomeRecord(database, crawler)
    await IntakePipeline(None).process_item(ARTICLE)
    note_item_saved()
    await asyncio.create_task(UrlAccountKeeper(database, crawler).item_scraped(None))
    await record.item_dropped(item, DropItem("before our first step"))
    await IntakePipeline(None).process_item(replace(ARTICLE))
    await record.item_dropped(ARTICLE, DropItem("before the storage"))
    assert [outcome.kind for outcome in database.recorded] == [OutcomeKind.INVALID_ITEM] * 2


async def test_an_outcome_that_cannot_be_recorded_is_in_the_log(
    crawler: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    refused = Refused(OutcomeKind.TIMEOUT, "after 30 s", outlet="xx_a", url="https://a.example/1")
    await OutcomeRecord(FakeDatabase(StorageError("gone")), crawler).item_dropped(ARTICLE, refused)
    assert "not recorded: https://a.example/1 ended as timeout (after 30 s): gone" in caplog.text


def record_run(crawler: SimpleNamespace, database: FakeDatabase) -> None:
    record = RunRecord(database, crawler)
    record.spider_opened(SimpleNamespace(name="xx_a"))
    crawler.stats.set_value("storage/new", 3)
    crawler.stats.set_value("dropped/timeout", 1)
    crawler.stats.set_value("boilerplate/related", 2)
    asyncio.run(record.spider_closed("finished"))


def test_a_run_adds_up_what_the_rooms_counted(crawler: SimpleNamespace) -> None:
    database = FakeDatabase()
    record_run(crawler, database)
    run = database.finished[0]
    assert (run.outlet, run.kind, run.finish_reason, run.counts["new"]) == ("xx_a", "crawl", "finished", 3)
    assert (run.outcomes, run.removed) == ({"timeout": 1}, {"related": 2})
    assert run.started_at <= run.finished_at <= datetime.now(UTC)
    assert database.released == 1


@pytest.mark.parametrize("why", ["never opened", "skipped", "fault"])
def test_a_run_without_a_database_is_no_error_and_gives_its_share_back(crawler: SimpleNamespace, why: str) -> None:
    database = FakeDatabase(StorageError("gone") if why == "fault" else None)
    database.is_open = why != "never opened"
    if why == "skipped":
        crawler.stats.set_value("run/skipped", "xx_a is already being crawled.")
    record_run(crawler, database)
    assert database.finished == []
    assert database.released == 1


def test_a_run_that_loses_its_database_is_recorded_all_the_same_and_asks_for_nothing(crawler: SimpleNamespace) -> None:
    database = FakeDatabase()
    database.is_away = True
    crawler.stats.set_value("run/database_lost", "gone")
    crawler.stats.set_value("fetch/pages", 20)  # none gave an article: it would ask what was stored before
    record_run(crawler, database)
    assert [run.counts["fetched"] for run in database.finished] == [20]


def test_a_bug_in_the_findings_costs_a_run_nothing(
    crawler: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def stumble(*_: object) -> tuple[str, ...]:
        raise KeyError("word_count")

    monkeypatch.setattr("newscrawler.extensions.run_record.findings_of_crawl", stumble)
    database = FakeDatabase()
    record_run(crawler, database)
    assert [run.finish_reason for run in database.finished] == ["finished"]
    assert "KeyError: 'word_count'" in caplog.text


def test_warnings_of_one_run_are_bounded(crawler: SimpleNamespace) -> None:
    for number in range(MAX_WARNINGS + 50):
        add_warning(crawler.stats, f"warning {number}")
    told = crawler.stats.get_value("run/warnings")
    assert len(told) == MAX_WARNINGS + 1
    assert told[0] == "warning 0"
    assert told[-1] == f"more than {MAX_WARNINGS} warnings; all are in the log"
    assert LOG_LEVEL == "INFO"  # so they are


async def test_a_url_whose_end_could_not_be_written_down_is_left_to_the_next_run(crawler: SimpleNamespace) -> None:
    ends: list[bool] = []

    async def ended(*_: object, is_kept: bool, **_run: object) -> None:
        ends.append(is_kept)

    crawler.spider = SimpleNamespace(incremental=SimpleNamespace(ended=ended))
    response = SimpleNamespace(request=SimpleNamespace(meta={"article_link": "a link"}))
    refused = Refused(OutcomeKind.NOT_STORED, "no room", outlet="xx_a", url="https://a.example/1")
    for database in (FakeDatabase(), FakeDatabase(StorageError("no room"))):
        await OutcomeRecord(database, crawler).item_dropped(ARTICLE, refused, response)
    assert ends == [True, False]
