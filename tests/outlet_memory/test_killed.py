"""What an outlet's memory holds after kill -9, the same crawl twice, and two crawls at once."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from harbour_pages import OUTLET
from killed_crawl import Killer, crawl
from pymongo import MongoClient

from newscrawler.boilerplate.sighting import RECORD
from newscrawler.storage.connection import Database, open_database

HERE = Path(__file__).parent
ARTICLES = 14


async def memory_of(database: Database) -> dict[str, Any]:
    """What must be the same however often, by whom and with which troubles the outlet was crawled."""
    known = await database.furniture.known(OUTLET.id)
    articles = [document async for document in database.documents.articles.find({}).sort("_id", 1)]
    sightings = [document async for document in database.documents.sightings.find({}).sort("_id", 1)]
    return {
        "counts": sorted(
            (block.number, block.articles, block.of_articles, bool(block.reason)) for block in known.blocks
        ),
        "articles": known.articles,
        "left": known.left,
        "bodies": [document["body"] for document in articles],
        "sightings": [
            (document["_id"], document["seen_at"], np.frombuffer(document["blocks"], dtype=RECORD).tolist())
            for document in sightings
        ],
    }


async def quiet_run(uri: str, folder: Path) -> dict[str, Any]:
    await crawl(uri, ARTICLES, Killer(), sys.maxsize)
    database = await open_database(uri, folder)
    try:
        return await memory_of(database)
    finally:
        await database.close()


@pytest.fixture
def quiet_uri(mongo_uri: str) -> Iterator[str]:
    """A second database beside that of the test."""
    uri = mongo_uri.replace("newscrawler_test_", "newscrawler_test_quiet_")
    yield uri
    with MongoClient[dict[str, Any]](uri) as client:
        client.drop_database(client.get_default_database().name)


async def test_a_crawl_that_is_killed_again_and_again_comes_to_what_a_quiet_one_comes_to(
    database: Database, mongo_uri: str, quiet_uri: str, tmp_path: Path
) -> None:
    command = [sys.executable, str(HERE / "killed_crawl.py"), mongo_uri, str(ARTICLES), "3"]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=100, check=False, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5
    expected = await quiet_run(quiet_uri, tmp_path)
    assert len(expected["counts"]) == 2
    assert await memory_of(database) == expected


async def test_two_crawls_at_once_and_the_same_crawl_again_come_to_what_a_quiet_one_comes_to(
    database: Database, mongo_uri: str, quiet_uri: str, tmp_path: Path
) -> None:
    await asyncio.gather(*(crawl(mongo_uri, ARTICLES, Killer(), sys.maxsize) for _ in range(2)))
    await crawl(mongo_uri, ARTICLES, Killer(), sys.maxsize)
    assert await memory_of(database) == await quiet_run(quiet_uri, tmp_path)
