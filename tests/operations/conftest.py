"""An outlet with a database of its own, for the commands over its memory."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from harbour_post import FILE, OUTLET, Within, Work, outlet_of, page
from slow_crawl import SlowServer

from newscrawler.reading import read_page
from newscrawler.storage.connection import Database, open_database


@pytest.fixture
def outlet_file(mongo_uri: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The outlet's file; the commands of this test find it, and the test's database."""
    monkeypatch.setenv("NEWSCRAWLER_MONGO_URI", mongo_uri)
    monkeypatch.setenv("NEWSCRAWLER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("NEWSCRAWLER_WORKERS", "0")
    monkeypatch.setenv("NEWSCRAWLER_OUTLETS", str(tmp_path))
    file = tmp_path / f"{OUTLET}.toml"
    file.write_text(FILE)
    return file


@pytest.fixture
def within(outlet_file: Path, mongo_uri: str, tmp_path: Path) -> Within:
    """Does something within the database."""
    assert outlet_file

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
def stored(outlet_file: Path, within: Within) -> list[str]:
    """Twelve articles as a crawl stores them that knows nothing of the outlet yet; their ids."""
    outlet = outlet_of(outlet_file)

    async def store(database: Database) -> list[str]:
        readings = [read_page(page(number), outlet) for number in range(12)]
        return [(await database.articles.save(replace(one.article, run="0123456789ab"))).id for one in readings]

    ids: list[str] = within(store)
    return ids


@pytest.fixture
def server() -> Iterator[SlowServer]:
    """A feed with one article that hangs until it is let go."""
    with SlowServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.may_answer.set()
        server.shutdown()
