import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.errors import StorageError, StorageUnavailableError, UsageError
from newscrawler.model.article import Article, Author
from newscrawler.model.link import ArticleLink
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.page import Page
from newscrawler.storage import articles as articles_module
from newscrawler.storage import schema
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.documents.conversion import article_id
from newscrawler.storage.reading.queries import ArticleQuery
from newscrawler.storage.writing.jobs import Job

Make = Callable[..., Article]
LATER = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)


async def test_an_article_is_new_once_and_then_unchanged(database: Database, make_article: Make) -> None:
    first = await database.articles.save(make_article())
    again = await database.articles.save(make_article())
    assert (first.kind, first.version) == ("new", 1)
    assert (again.kind, again.id, again.version) == ("unchanged", first.id, 1)


async def test_an_unchanged_article_moves_no_cursor(database: Database, make_article: Make) -> None:
    saved = await database.articles.save(make_article())
    before = await database.articles.get(saved.id)
    await database.articles.save(make_article(fetched_at=LATER, section="Harbour"))
    assert await database.articles.get(saved.id) == before


async def test_a_changed_text_is_a_new_version_and_keeps_the_old_one(database: Database, make_article: Make) -> None:
    old = make_article(text="The bridge is closed.")
    await database.articles.save(old)
    saved = await database.articles.save(replace(make_article(text="The bridge is open."), fetched_at=LATER))
    document = await database.articles.get(saved.id)
    revisions = await database.articles.revisions(saved.id)
    assert document
    assert (saved.kind, saved.version, document["version"]) == ("revised", 2, 2)
    assert document["body"].startswith("The bridge is open.")
    assert (document["first_seen_at"], document["fetched_at"]) == (old.fetched_at, LATER)
    assert [revision["old"]["body"] for revision in revisions] == [old.body]
    assert revisions[0]["changed"] == ["body"]
    assert document["cursor"] == revisions[0]["cursor"] > 1


@pytest.mark.parametrize(
    ("html", "reason"),
    [(b"<p>Ferry.</p>", "its page is the same; it was read differently than before"), (b"<p>Ferry!</p>", None)],
    ids=["the same page", "another page"],
)
async def test_a_revision_tells_when_the_page_is_the_same(
    database: Database, make_article: Make, html: bytes, reason: str | None
) -> None:
    url = "https://www.elbkurier.example/artikel/1"
    await database.articles.save(make_article(text="The bridge. Also read.", page=Page(url, b"<p>Ferry.</p>", LATER)))
    saved = await database.articles.save(make_article(text="The bridge.", page=Page(url, html, LATER)))
    [revision] = await database.articles.revisions(saved.id)
    assert (saved.kind, revision.get("reason")) == ("revised", reason)


@pytest.mark.parametrize(
    "change",
    [
        {"authors": (Author("Jan Ole Voss"),)},
        {"published_at": LATER},
        {"agency": "dpa"},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_people_and_dates_move_the_cursor_but_are_no_new_text(
    database: Database, make_article: Make, change: dict[str, object]
) -> None:
    first = await database.articles.save(make_article())
    before = await database.articles.get(first.id)
    saved = await database.articles.save(make_article(**change))
    document = await database.articles.get(first.id)
    assert before
    assert document
    assert (saved.kind, saved.version) == ("revised", 1)
    assert document["cursor"] > before["cursor"]
    assert [revision["changed"] for revision in await database.articles.revisions(first.id)] == [list(change)]


async def test_when_an_outlet_says_that_it_touched_an_article_is_no_change_of_its_own(
    database: Database, make_article: Make
) -> None:
    first = await database.articles.save(make_article())
    before = await database.articles.get(first.id)
    assert (await database.articles.save(make_article(modified_at=LATER))).kind == "unchanged"
    assert await database.articles.get(first.id) == before
    await database.articles.save(make_article(text="Another text.", modified_at=LATER))
    [revision] = await database.articles.revisions(first.id)
    assert revision["changed"] == ["modified_at", "body"]


async def test_a_correction_that_the_hash_folds_is_a_new_version(database: Database, make_article: Make) -> None:
    def costing(text: str) -> Article:
        article = make_article(text=text)
        return replace(article, fingerprint=fingerprint_article(article))

    first = await database.articles.save(costing("The ferry costs $5 million."))
    assert (await database.articles.save(costing("“The ferry costs $5 million.”"))).kind == "unchanged"
    saved = await database.articles.save(costing("The ferry costs €5 million."))
    assert (saved.kind, saved.version) == ("revised", 2)
    [revision] = await database.articles.revisions(first.id)
    assert revision["changed"] == ["body"]
    assert revision["old"]["body"].startswith("The ferry costs $5 million.")


async def test_a_field_that_is_gone_from_the_page_is_gone_from_the_document(
    database: Database, make_article: Make
) -> None:
    saved = await database.articles.save(make_article(agency="dpa", standfirst="Short."))
    await database.articles.save(make_article())
    document = await database.articles.get(saved.id)
    assert document
    assert not {"agency", "standfirst"} & document.keys()


async def test_what_downstream_tools_add_survives_a_revision(database: Database, make_article: Make) -> None:
    saved = await database.articles.save(make_article())
    added = {"enrichment": {"topic": "harbour"}, "theirs": 1}
    await database.documents.articles.update_one({"_id": saved.id}, {"$set": added})
    await database.articles.save(make_article(text="Another text."))
    document = await database.articles.get(saved.id)
    assert document
    assert {name: document[name] for name in added} == added


async def test_an_article_is_found_by_every_spelling_and_by_its_other_addresses(
    database: Database, make_article: Make
) -> None:
    link = ArticleLink("https://feeds.elbkurier.example/r/77", "feed")
    saved = await database.articles.save(
        make_article(requested_url="https://elbkurier.example/short/1?utm_source=feed", discovery=link)
    )
    urls = [
        "http://elbkurier.example/artikel/1/",
        "https://www.elbkurier.example/artikel/1?utm_medium=rss",
        "https://elbkurier.example/short/1",
        "https://feeds.elbkurier.example/r/77",
    ]
    for url in urls:
        document = await database.articles.get(url)
        assert document is not None, url
        assert document["_id"] == saved.id
    assert await database.articles.known([*urls, "https://elbkurier.example/artikel/2"]) == set(urls)
    assert await database.articles.known([]) == set()


async def test_an_address_that_is_met_later_is_known_from_then_on(database: Database, make_article: Make) -> None:
    saved = await database.articles.save(make_article())
    before = await database.articles.get(saved.id)
    again = await database.articles.save(make_article(requested_url="https://elbkurier.example/s/9"))
    after = await database.articles.get(saved.id)
    assert before
    assert after
    assert again.kind == "unchanged"
    assert await database.articles.known(["https://elbkurier.example/s/9"])
    assert before["cursor"] == after["cursor"]


async def test_the_beginning_of_an_id_is_enough_unless_two_begin_so(database: Database, make_article: Make) -> None:
    saved = await database.articles.save(make_article())
    document = await database.articles.get(saved.id)
    assert document
    assert await database.articles.get(saved.id[:6]) == document
    assert await database.articles.get(saved.id[:5]) is None
    twin = document | {"_id": saved.id[:8] + "0" * 16, "url_key": "twin", "cursor": 99}
    await database.documents.articles.insert_one(twin)
    with pytest.raises(UsageError, match="begins with"):
        await database.articles.get(saved.id[:6])
    assert await database.articles.get("ffffffffffff") is None


async def test_the_page_comes_back_byte_by_byte_and_is_stored_once(database: Database, make_article: Make) -> None:
    html = "<p>Hafen, Fähre, \udcff</p>".encode("utf-8", "surrogateescape") * 500
    for number in (1, 2):
        page = Page(f"https://www.elbkurier.example/artikel/{number}", html, LATER)
        saved = await database.articles.save(make_article(number, page=page))
    document = await database.articles.get(saved.id)
    assert document
    assert await database.articles.raw_page(document) == html
    assert await database.documents.pages.count_documents({}) == 1
    await database.articles.save(make_article(3, page=page), keep_page=False)
    other = await database.articles.get(article_id(make_article(3).url))
    assert other
    assert await database.articles.raw_page(other) is None


async def test_an_article_clears_the_outcome_of_each_of_its_addresses(database: Database, make_article: Make) -> None:
    asked = "https://elbkurier.example/s/1"
    for url in (asked, make_article().url, "https://elbkurier.example/other"):
        await database.outcomes.record(Outcome("de_elbkurier", url, OutcomeKind.TIMEOUT, "30 s", LATER))
    await database.articles.save(make_article(requested_url=asked))
    assert [outcome.url async for outcome in database.outcomes.find()] == ["https://elbkurier.example/other"]
    await database.outcomes.record(Outcome("de_elbkurier", asked, OutcomeKind.TIMEOUT, "30 s", LATER))
    await database.articles.save(make_article(requested_url=asked))
    assert [outcome.url async for outcome in database.outcomes.find()] == ["https://elbkurier.example/other"]


async def test_an_article_without_a_title_is_refused_by_name_of_the_field(
    database: Database, make_article: Make
) -> None:
    with pytest.raises(StorageError, match="title: Field required; it is kept in quarantine"):
        await database.articles.save(make_article(title=None))


async def test_two_writers_of_the_same_articles_leave_one_document_each(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    databases = [await open_database(mongo_uri, tmp_path) for _ in range(3)]
    jobs = [database.articles.save(make_article(number)) for number in range(40) for database in databases]
    kinds = [saved.kind for saved in await asyncio.gather(*jobs)]
    documents = [document async for document in databases[0].documents.articles.find()]
    assert (kinds.count("new"), kinds.count("unchanged")) == (40, 80)
    assert len(documents) == 40
    assert len({document["cursor"] for document in documents}) == 40
    for database in databases:
        await database.close()


async def test_who_polls_by_cursor_while_many_write_misses_nothing(
    mongo_uri: str, tmp_path: Path, make_article: Make
) -> None:
    databases = [await open_database(mongo_uri, tmp_path) for _ in range(5)]
    reader, writers = databases[0], databases[1:]

    async def write(start: int, database: Database) -> None:
        for number in range(start, start + 40, 2):
            await asyncio.gather(*(database.articles.save(make_article(one)) for one in (number, number + 1)))

    writing = asyncio.gather(*(write(1000 * place, database) for place, database in enumerate(writers)))
    seen: list[str] = []
    last, is_over = 0, False
    while not is_over:
        is_over = writing.done()
        async for document in reader.articles.find(ArticleQuery(cursor=last, fields=("cursor",))):
            last = document["cursor"]
            seen.append(document["_id"])
    await writing
    assert len(seen) == len(set(seen)) == 160
    for database in databases:
        await database.close()


async def test_of_articles_that_come_at_once_a_few_are_made_in_a_turn_of_the_event_loop(
    database: Database, make_article: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, seen = articles_module.job_of_article, ["turn"]

    async def note_turns() -> None:
        while True:
            seen.append("turn")
            await asyncio.sleep(0)

    async def note(article: Article, **options: Any) -> Job:  # noqa: ANN401 - of job_of_article
        seen.append("made")
        return await make(article, **options)

    monkeypatch.setattr(articles_module, "job_of_article", note)
    turns = asyncio.ensure_future(note_turns())
    await asyncio.gather(*(database.articles.save(make_article(number)) for number in range(100)))
    turns.cancel()
    assert seen.count("made") == 100
    in_a_turn = [len(list(run)) for kind, run in groupby(seen) if kind == "made"]
    assert max(in_a_turn) <= articles_module.MADE_TOGETHER


async def test_a_counter_that_is_behind_costs_no_article_its_place(database: Database, make_article: Make) -> None:
    await database.articles.save(make_article(1))
    await database.documents.meta.update_one({"_id": schema.CURSOR_ID}, {"$set": {"value": 0}})
    with pytest.raises(StorageUnavailableError, match="meta/cursor is behind"):
        await database.articles.save(make_article(2))
    assert await database.documents.quarantine.find().to_list() == []
    await database.documents.meta.update_one({"_id": schema.CURSOR_ID}, {"$set": {"value": 1}})
