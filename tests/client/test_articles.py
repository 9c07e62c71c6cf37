"""What readers are given: articles, one article, its revisions and page."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymongo import MongoClient

from newscrawler.client import News, connect, connect_async
from newscrawler.errors import CursorAheadError, StorageError, UsageError
from newscrawler.storage.connection import Database
from newscrawler.storage.documents.document_types import StoredArticle
from newscrawler.storage.reading import cursor_order
from newscrawler.storage.reading.field_names import outermost
from newscrawler.storage.reading.reader_question import reader_question

Save = Callable[..., list[str]]
Write = Callable[..., object]


@pytest.fixture
def news(mongo_uri: str) -> Iterator[News]:
    with connect(mongo_uri) as news:
        yield news


def titles(articles: Iterator[StoredArticle]) -> list[str]:
    return [article["title"] for article in articles]


def test_without_a_cursor_the_newest_come_first(news: News, save: Save) -> None:
    save(3, 1, 2)
    reading = news.articles()
    assert titles(reading) == ["Ferry 1", "Ferry 2", "Ferry 3"]
    assert reading.cursor == news.cursor()
    assert titles(news.articles(limit=1)) == ["Ferry 1"]


def test_with_a_cursor_every_change_comes_in_its_order(news: News, save: Save) -> None:
    save(3, 1, 2)
    reading = news.articles(since=0)
    assert titles(reading) == ["Ferry 3", "Ferry 1", "Ferry 2"]
    assert titles(news.articles(since=reading.cursor)) == []
    save(1, text="It came back at noon.")
    [changed] = news.articles(since=reading.cursor)
    assert (changed["title"], changed["version"], changed["body"]) == ("Ferry 1", 2, "It came back at noon.")
    assert changed["published_at"] == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert changed["published_at"].tzinfo is UTC


def test_the_cursor_moves_with_every_article_and_at_the_end_over_what_did_not_fit(news: News, save: Save) -> None:
    save(1, 2, 3, 4)
    reading = news.articles(since=0, outlet="de_elbkurier")
    assert reading.cursor == 0
    first = next(reading)
    assert reading.cursor == first["cursor"] < news.cursor()
    assert titles(reading) == ["Ferry 3"]
    assert reading.cursor == news.cursor()


@pytest.mark.parametrize("size", [1, 2, 7])
def test_pages_and_limits_cut_nothing_in_two(
    news: News, save: Save, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(cursor_order, "PAGE", size)
    save(*range(1, 8))
    cursor, seen = 0, []
    while True:
        reading = news.articles(since=cursor, limit=3)
        more = titles(reading)
        if not more:
            break
        seen += more
        cursor = reading.cursor
    assert seen == [f"Ferry {number}" for number in range(1, 8)]


def test_numbers_that_were_left_out_are_passed_over(news: News, save: Save, mongo_uri: str) -> None:
    save(1)
    with MongoClient(mongo_uri) as client:
        client.get_default_database().meta.update_one({"_id": "cursor"}, {"$inc": {"value": 60_000}})
    save(2)
    assert titles(news.articles(since=0)) == ["Ferry 1", "Ferry 2"]


def test_filters_of_outlet_language_and_date_agree_in_both_orders(news: News, save: Save) -> None:
    save(1, 2, 3, 4)
    save(5, published_at=None)
    for since in (None, 0):
        assert sorted(titles(news.articles(since=since, language="en"))) == ["Ferry 2", "Ferry 4"]
        assert sorted(titles(news.articles(since=since, outlet="us_ledger"))) == ["Ferry 2", "Ferry 4"]
        days = (date(2026, 3, 2), date(2026, 3, 4))
        assert sorted(titles(news.articles(since=since, published=days))) == ["Ferry 2", "Ferry 3"]
        assert sorted(titles(news.articles(since=since, published=(date(2026, 3, 4), None)))) == ["Ferry 1", "Ferry 5"]


def test_only_the_fields_that_were_asked_for_come(news: News, save: Save) -> None:
    save(1)
    [row] = news.articles(since=0, fields=["title", "provenance.title"])
    assert row.keys() <= {"_id", "cursor", "title", "provenance"}
    assert {"_id", "cursor", "title"} <= row.keys()


@pytest.mark.parametrize("since", [None, 0])
@pytest.mark.parametrize(
    "fields", [["cursor.x"], ["_id.x"], ["title", "title.x"], ["http.status", "http"], ["published_at.x", "title"]]
)
def test_a_field_inside_another_that_comes_anyway_is_no_fault(
    news: News, save: Save, fields: list[str], since: int | None
) -> None:
    save(1)
    [row] = news.articles(since=since, fields=fields)
    assert {"_id", "cursor"} <= row.keys()
    assert ("title" in row) == ("title" in fields)


@given(st.lists(st.lists(st.sampled_from("ab"), min_size=1, max_size=3).map(".".join), max_size=6))
def test_no_chosen_field_stands_inside_another(names: list[str]) -> None:
    chosen = outermost(names)
    assert not [name for name in chosen if any(name.startswith(f"{other}.") for other in chosen)]
    for name in names:
        assert any(f"{name}.".startswith(f"{other}.") for other in chosen)


def test_an_article_its_page_and_what_it_said_before(news: News, save: Save) -> None:
    [article_id] = save(1)
    save(1, text="It came back at noon.")
    by_address = news.article("http://elbkurier.example/artikel/1?utm_source=x")
    assert by_address
    assert by_address == news.article(article_id) == news.article(article_id[:8])
    for asked in (by_address, article_id, by_address["url"]):
        assert news.page(asked) == b"<p>It came back at noon.</p>"
        [revision] = news.revisions(asked)
        assert revision["old"]["body"] == "Ferry number 1 left the harbour at dawn."
    assert news.article("https://www.elbkurier.example/artikel/99") is None
    assert news.revisions("https://www.elbkurier.example/artikel/99") == []
    assert news.page("https://www.elbkurier.example/artikel/99") is None
    [bare] = news.articles(since=0, fields=["title"])
    assert news.page(bare) == b"<p>It came back at noon.</p>"


def test_all_copies_of_a_story_whichever_of_them_is_named(news: News, save: Save, write: Write) -> None:
    first, copy, _alone = save(2, 1, 3)

    async def link(database: Database) -> None:
        articles = database.documents["articles"]
        await articles.update_one({"_id": copy}, {"$set": {"cluster": first, "duplicate_of": first}})
        await articles.update_one({"_id": first}, {"$set": {"cluster": first}})

    write(link)
    for asked in (copy, {"_id": first}, "https://www.elbkurier.example/artikel/2"):
        members = news.cluster(asked)
        assert titles(iter(members)) == ["Ferry 2", "Ferry 1"]  # by when they were published
        assert members[1]["body"]
    [member, _] = news.cluster(first, fields="title")
    assert member["title"] == "Ferry 2"
    assert "body" not in member
    assert titles(iter(news.cluster("https://www.elbkurier.example/artikel/3"))) == ["Ferry 3"]
    assert news.cluster("https://www.elbkurier.example/artikel/99") == []
    assert titles(news.articles(without_copies=True)) == ["Ferry 2", "Ferry 3"]
    assert sorted(titles(news.articles(since=0, without_copies=True))) == ["Ferry 2", "Ferry 3"]


@pytest.mark.parametrize("wanted", [None, 7, "", " ", {}, {"_id": None}, b"x"])
def test_what_stands_for_no_article_is_refused_in_words(news: News, wanted: Any) -> None:  # noqa: ANN401
    for ask in (news.article, news.revisions, news.page, news.cluster):
        with pytest.raises(UsageError, match="An article is an id, one of its addresses"):
            ask(wanted)


def test_a_cursor_that_was_never_given_is_no_silence(news: News, save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cursor_order, "AHEAD_SECONDS", 0.0)
    save(1)
    with pytest.raises(CursorAheadError, match=r"Cursor 5000 was never given .* its last number is \d+\."):
        next(news.articles(since=5000))


def test_both_clients_say_the_same(mongo_uri: str, save: Save) -> None:
    [article_id, *_] = save(1, 2, 3)
    save(1, text="It came back at noon.")

    async def ask() -> list[object]:
        async with connect_async(mongo_uri) as news:
            reading = news.articles(since=0)
            return [
                [article async for article in reading],
                reading.cursor,
                [article async for article in news.articles(limit=2)],
                await news.cursor(),
                await news.article(article_id),
                await news.revisions(article_id),
                await news.cluster(article_id),
                await news.page(article_id),
            ]

    with connect(mongo_uri) as news:
        reading = news.articles(since=0)
        assert asyncio.run(ask()) == [
            list(reading),
            reading.cursor,
            list(news.articles(limit=2)),
            news.cursor(),
            news.article(article_id),
            news.revisions(article_id),
            news.cluster(article_id),
            news.page(article_id),
        ]


async def test_it_works_where_a_loop_is_running_already(mongo_uri: str) -> None:
    with connect(mongo_uri) as news:
        assert list(news.articles(since=0)) == []
        assert list(news.articles()) == []


def test_after_closing_it_says_so(mongo_uri: str) -> None:
    news = connect(mongo_uri)
    news.close()
    news.close()
    with pytest.raises(StorageError, match="was closed"):
        news.articles()


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ({"since": datetime(2026, 3, 5, tzinfo=UTC)}, "since is a cursor"),
        ({"since": "7"}, "since is a cursor"),
        ({"since": True}, "since is a cursor"),
        ({"since": -1}, "since is a cursor"),
        ({"limit": 0}, "limit is a whole number from 1"),
        ({"published": date(2026, 3, 5)}, "published is (from, until)"),
        ({"published": (datetime(2026, 3, 5), None)}, "has no time zone"),  # noqa: DTZ001 - that is the point
        ({"published": ("2026-03-05", None)}, "published holds dates and datetimes"),
        ({"fields": ["$where"]}, "no name of a field"),
        ({"fields": [1]}, "no name of a field"),
        ({"fields": ["a..b"]}, "no name of a field"),
        ({"fields": ["title."]}, "no name of a field"),
        ({"fields": "$where"}, "no name of a field"),
        ({"fields": ["x" + ".x" * 200]}, "no name of a field"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(news: News, argument: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        news.articles(**argument)  # type: ignore[arg-type]
    assert told in str(caught.value)


@given(st.dates(), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_every_date_is_an_instant_in_utc(begin: date, end: datetime | None) -> None:
    question = reader_question(since=None, outlet=None, language=None, published=(begin, end), fields=None, limit=None)
    assert question.since == datetime(begin.year, begin.month, begin.day, tzinfo=UTC)
    assert question.until == end


@pytest.mark.parametrize("wanted", [{"outlet": {"$ne": ""}}, {"language": {"$gt": ""}}])
def test_a_value_is_never_an_operator(news: News, save: Save, wanted: dict[str, object]) -> None:
    save(1)
    assert list(news.articles(since=0, **wanted)) == []  # type: ignore[arg-type]
