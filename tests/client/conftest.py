"""A database with articles in it, for those who read."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawler.model.article import Article, Author
from newscrawler.model.block import Block
from newscrawler.model.page import Page
from newscrawler.storage.connection import Database, open_database

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)

Work = Callable[[Database], Awaitable[Any]]
Write = Callable[[Work], Any]


def article(number: int, **fields: Any) -> Article:  # noqa: ANN401 - any field of an article
    text = fields.pop("text", f"Ferry number {number} left the harbour at dawn.")
    url = f"https://www.elbkurier.example/artikel/{number}"
    values: dict[str, Any] = {
        "url": url,
        "outlet": "de_elbkurier" if number % 2 else "us_ledger",
        "title": f"Ferry {number}",
        "blocks": (Block("paragraph", text),),
        "authors": (Author("Marta Petersen"),),
        "published_at": NOON - timedelta(days=number),
        "fetched_at": NOON,
        "language": "de" if number % 2 else "en",
        "page": Page(url=url, html=f"<p>{text}</p>".encode(), fetched_at=NOON),
    }
    return Article(**values | fields)


@pytest.fixture
def write(mongo_uri: str, tmp_path: Path) -> Write:
    """Does something within the database, as the crawler has it."""

    def work_within(work: Work) -> Any:  # noqa: ANN401 - what the work gives
        async def opened() -> Any:  # noqa: ANN401 - the same
            database = await open_database(mongo_uri, tmp_path)
            try:
                return await work(database)
            finally:
                await database.close()

        return asyncio.run(opened())

    return work_within


@pytest.fixture
def save(write: Write) -> Callable[..., list[str]]:
    """Saves the articles of these numbers one after the other, with these fields; their ids."""

    def save_all(*numbers: int, **fields: Any) -> list[str]:  # noqa: ANN401 - any field of an article
        async def work(database: Database) -> list[str]:
            return [(await database.articles.save(article(number, **fields))).id for number in numbers]

        ids: list[str] = write(work)
        return ids

    return save_all
