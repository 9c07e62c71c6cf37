"""What cannot be stored is kept with its reason, costs no other article anything, and can be stored later."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import encode

from newscrawler.errors import InvalidItemError, StorageError
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.page import Page
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.bson_cleaning import clean_for_bson
from newscrawler.storage.documents.conversion import article_document, article_id
from newscrawler.storage.documents.document_size import CUT_WARNING, MAX_BYTES
from newscrawler.storage.documents.quarantine_document import Quarantined, quarantine_document, refused_document
from newscrawler.storage.documents.shapes import QuarantineDocument
from newscrawler.storage.writing.jobs import CleanArticle, Job, KeepRefused, SaveArticle

Make = Callable[..., Article]
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
PAGE = b"<title>Ferry 50 is back</title><p>The harbour pilot number 50 brought the ferry in."


async def kept_in(database: Database) -> list[Quarantined]:
    """Everything that is in quarantine, whole."""
    return await database.quarantine.read([kept.id async for kept in database.quarantine.find()])


async def numbers_in(database: Database) -> set[int]:
    """The numbers of the articles that are stored."""
    return {int(document["url"].rsplit("/", 1)[1]) async for document in database.documents.articles.find()}


async def save_hundred(database: Database, make_article: Make, **odd: Any) -> list[StorageError]:  # noqa: ANN401 - fields
    """Save a hundred articles at once, of which the fiftieth has other fields; the errors that they gave."""
    articles = [make_article(number, **(odd if number == 50 else {})) for number in range(100)]
    answers = await asyncio.gather(*map(database.articles.save, articles), return_exceptions=True)
    assert all(not isinstance(answer, BaseException) or isinstance(answer, StorageError) for answer in answers)
    return [answer for answer in answers if isinstance(answer, StorageError)]


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        ({"title": "Ferry \ud800 50"}, {"title": "Ferry \ufffd 50"}),
        ({"title": "Ferry \ud83d\ude00\0"}, {"title": "Ferry \N{GRINNING FACE}"}),
        ({"titles": {"$set": "x", "a.b": "y"}}, {"titles": {"\uff04set": "x", "a\uff0eb": "y"}}),
        ({"published_raw": "10000-01-01T00:00:00Z"}, {"published_raw": "10000-01-01T00:00:00Z"}),
    ],
)
async def test_what_cleaning_mends_is_stored_with_the_other_ninety_nine(
    database: Database, make_article: Make, odd: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert await save_hundred(database, make_article, **odd) == []
    assert await numbers_in(database) == set(range(100))
    stored = await database.articles.get("https://www.elbkurier.example/artikel/50")
    assert stored
    assert {name: stored[name] for name in expected} == expected
    assert await kept_in(database) == []


async def test_a_text_of_17_megabytes_is_cut_and_flagged(database: Database, make_article: Make) -> None:
    assert await save_hundred(database, make_article, blocks=(Block("paragraph", "Hafen " * 2_900_000),)) == []
    assert await numbers_in(database) == set(range(100))
    stored = await database.articles.get("https://www.elbkurier.example/artikel/50")
    assert stored
    assert stored["warnings"] == [CUT_WARNING]
    assert len(encode(stored)) <= MAX_BYTES + 1000
    assert stored["body"] == stored["blocks"][0]["text"]
    assert len(stored["body"]) > 3_900_000


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ({"title": None}, "title: Field required"),
        ({"title": 5}, "title: Input should be a valid string"),
        ({"published_at": datetime(2026, 3, 5, 12, 0)}, "published_at: Input should have timezone info"),  # noqa: DTZ001
        ({"provenance": {"title": {"$gt": ""}}}, "provenance.title"),
        ({"blocks": (Block("paragraph", None),)}, "TypeError"),  # type: ignore[arg-type]
        ({"published_offset_minutes": 2**64}, "published_offset_minutes"),
        ({"keywords": [["deep"]]}, "keywords.0"),
    ],
)
async def test_an_article_that_is_wrong_is_kept_with_its_page_and_the_others_are_stored(
    database: Database, make_article: Make, odd: dict[str, Any], reason: str
) -> None:
    url = "https://www.elbkurier.example/artikel/50"
    page = Page(url, PAGE, NOON)
    (refused,) = await save_hundred(database, make_article, page=page, **odd)
    assert reason in str(refused)
    assert str(refused).endswith("it is kept in quarantine")
    assert await numbers_in(database) == set(range(100)) - {50}
    (kept,) = await kept_in(database)
    assert (kept.id, kept.kind, kept.outlet, kept.url) == (article_id(url), "article", "de_elbkurier", url)
    assert reason in kept.reason
    assert kept.raw
    assert await database.pages.read(kept.raw) == PAGE
    assert kept.document


def uncleaned(make_article: Make, number: int, **values: Any) -> SaveArticle:  # noqa: ANN401 - fields of a document
    """The job of an article whose document was never cleaned nor checked: what a bug of ours would hand over."""
    document = clean_for_bson(article_document(make_article(number), seen_at=NOON))
    return SaveArticle(document | (values if number == 50 else {}), None, 1000)


def deep(levels: int) -> dict[str, Any]:
    """Mappings in mappings."""
    return {} if levels == 0 else {"a": deep(levels - 1)}


@pytest.mark.parametrize(
    ("odd", "kept_values"),
    [
        ({"title": "Ferry \ud800 50"}, {"title": "Ferry \ufffd 50"}),  # BSON refuses it
        ({"enrichment": {"a": 2**64}}, {"enrichment": {"a": "18446744073709551616"}}),
        ({"enrichment": {"a": object()}}, {"enrichment": {"a": "<object object>"}}),
        ({"enrichment": {"a\0b": 1}}, {"enrichment": {"ab": 1}}),
        ({"enrichment": {"published": NOON.timetuple()}}, None),  # BSON takes it for a list of numbers
        ({"word_count": "many"}, {"word_count": "many"}),  # the validator refuses it
        ({"body": "x" * 17 * 1024 * 1024}, {}),  # larger than any document may be
    ],
)
async def test_what_reaches_the_writer_uncleaned_costs_its_batch_nothing(
    database: Database, make_article: Make, odd: dict[str, Any], kept_values: dict[str, Any] | None
) -> None:
    jobs: list[Job] = [uncleaned(make_article, number, **odd) for number in range(100)]
    answers = await asyncio.gather(*map(database._writer.submit, jobs), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    if kept_values is None:
        assert refused == []
        assert await numbers_in(database) == set(range(100))
        return
    (error,) = refused
    assert isinstance(error, StorageError)
    assert "artikel/50" in str(error)
    assert await numbers_in(database) == set(range(100)) - {50}
    (kept,) = await kept_in(database)
    assert kept.attempts == 1
    if kept_values:
        assert {name: (kept.document or {})[name] for name in kept_values} == kept_values
    else:
        assert kept.document is None
        assert kept.text
        assert "artikel/50" in kept.text


async def test_another_article_that_holds_the_address_is_told(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(1))
    other = uncleaned(make_article, 50, _id="f" * 24, url_key=(await one_article(database))["url_key"])
    with pytest.raises(StorageError, match="url_key"):
        await database._writer.submit(other)
    assert [kept.id for kept in await kept_in(database)] == ["f" * 24]


async def one_article(database: Database) -> dict[str, Any]:
    """Any article that is stored."""
    found = await database.documents.articles.find_one({})
    assert found
    return found


async def test_a_refusal_again_counts_and_a_later_success_ends_it(database: Database, make_article: Make) -> None:
    for title in (None, 5):
        with pytest.raises(StorageError):
            await database.articles.save(make_article(1, title=title))
    (kept,) = await kept_in(database)
    assert kept.attempts == 2
    assert kept.first_at < kept.at
    assert kept.reason == "title: Input should be a valid string"
    await database.articles.save(make_article(1))
    assert await kept_in(database) == []


async def test_an_article_that_is_stored_as_it_is_ends_a_refusal_too(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(1))
    with pytest.raises(StorageError):
        await database.articles.save(make_article(1, text="Another text.", title=None))
    assert len(await kept_in(database)) == 1
    assert (await database.articles.save(make_article(1))).kind == "unchanged"
    assert await kept_in(database) == []


async def test_what_is_kept_is_stored_again_as_it_is(database: Database, make_article: Make) -> None:
    job = uncleaned(make_article, 50, title="Ferry \ud800 50")
    with pytest.raises(StorageError):
        await database._writer.submit(job)
    (kept,) = await kept_in(database)
    answer = await database.quarantine.store_again(kept)
    assert answer
    assert (await one_article(database))["title"] == "Ferry \ufffd 50"
    assert await kept_in(database) == []


async def test_what_is_still_wrong_stays(database: Database, make_article: Make) -> None:
    with pytest.raises(StorageError):
        await database.articles.save(make_article(1, title=None))
    (kept,) = await kept_in(database)
    with pytest.raises(InvalidItemError, match="title"):
        await database.quarantine.store_again(kept)
    assert await kept_in(database) == [kept]


async def test_removing_spares_what_was_refused_once_more(database: Database, make_article: Make) -> None:
    with pytest.raises(StorageError):
        await database.articles.save(make_article(1, title=None))
    (kept,) = await kept_in(database)
    assert not await database.quarantine.remove(replace(kept, at=kept.at - timedelta(seconds=1)))
    assert await database.quarantine.remove(kept)
    assert await database.quarantine.remove(kept)  # gone already
    assert await kept_in(database) == []


async def test_an_outcome_that_is_refused_is_kept_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = Outcome("de_elbkurier", "https://www.elbkurier.example/artikel/9", OutcomeKind.TIMEOUT, "slow", NOON)
    with monkeypatch.context() as patch:
        patch.setattr("newscrawler.storage.outcomes.clean_for_bson", lambda document: document | {"attempts": "x"})
        with pytest.raises(StorageError):
            await database.outcomes.record(outcome)
    (kept,) = await kept_in(database)
    assert (kept.kind, kept.url) == ("outcome", outcome.url)
    await database.outcomes.record(outcome)
    assert await kept_in(database) == [] or (await kept_in(database))[0].id == kept.id


async def test_an_old_refusal_from_the_spool_replaces_no_later_one(database: Database) -> None:
    for hour, reason in ((9, "later"), (6, "earlier")):
        late = refused_document("a1", "article", {"title": reason}, reason, NOON.replace(hour=hour))
        await database._writer.submit(KeepRefused(late, None, 100))
    (kept,) = await kept_in(database)
    assert (kept.reason, kept.at.hour, kept.attempts) == ("later", 9, 1)


async def test_a_refusal_from_the_spool_does_not_come_back_after_the_article_was_stored(
    database: Database, make_article: Make
) -> None:
    article = make_article(1)
    await database.articles.save(article)
    stored = await one_article(database)
    before, after = (article.fetched_at + timedelta(hours=hours) for hours in (-1, 1))
    for name in (stored["_id"], f"outcome {stored['_id']}"):
        refused = refused_document(name, "article", {"url": article.url}, "why", before)
        await database._writer.submit(KeepRefused(refused, None, 100))
    assert await kept_in(database) == []
    refused = refused_document(stored["_id"], "article", {"url": article.url}, "why", after)
    await database._writer.submit(KeepRefused(refused, None, 100))
    assert len(await kept_in(database)) == 1


async def test_counts_show_the_latest_of_each_kind(database: Database, make_article: Make) -> None:
    for number in (1, 2, 3):
        with pytest.raises(StorageError):
            await database.articles.save(make_article(number, title=None))
    (group,) = await database.quarantine.counts()
    assert (group.outlet, group.kind, group.count) == ("de_elbkurier", "article", 3)
    assert group.sample.url
    assert group.sample.url.endswith("/3")
    assert await database.quarantine.counts("other") == []


def jobs_of_all_kinds(make_article: Make) -> list[Job]:
    """One job of each kind that can be refused."""
    save = uncleaned(make_article, 50, title="\ud800", enrichment={"$x": {1, 2}, "self": deep(150)})
    clean = CleanArticle("a" * 24, {"body": "\ud800"}, {}, "hash", NOON, "why", NOON, 10)
    return [save, clean]


def test_whatever_a_job_holds_what_is_kept_of_it_has_its_shape(make_article: Make) -> None:
    for job in jobs_of_all_kinds(make_article):
        document = quarantine_document(job, "x" * 10_000, NOON)
        QuarantineDocument.model_validate(document)
        encode(document)
        assert len(document["reason"]) == 2_000


def test_secrets_in_a_reason_are_masked(make_article: Make) -> None:
    job = uncleaned(make_article, 1)
    document = quarantine_document(job, "no answer from mongodb://me:hunter2@db:27017/news", NOON)
    assert "hunter2" not in str(document)
    assert "me" not in document["reason"].split("//")[1]
