"""Crawls of an invented outlet in processes of their own, each killed before another of its commands to the database.

    python killed_crawl.py URI ARTICLES STEP

The first crawl is killed before its first command, the next ones each STEP commands later, until one comes to its end.
Prints how many were killed.
"""

import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path

from harbour_pages import OUTLET, crawled
from pymongo import MongoClient, monitoring

from newscrawler.model.furniture import Furniture
from newscrawler.outlet_memory.healing import heal
from newscrawler.outlet_memory.learning import learn_furniture, load_furniture
from newscrawler.storage.connection import Database, open_database
from newscrawler.storage.writing.writer import WriteLimits

SECONDS = 20.0


class Killer(monitoring.CommandListener):
    """Kills this process before a command to the database."""

    def __init__(self) -> None:
        self.left = sys.maxsize

    def started(self, event: monitoring.CommandStartedEvent) -> None:  # noqa: ARG002 - PyMongo's signature
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing."""


def end_what_was_left_open(uri: str) -> None:
    """A transaction of a process that was killed would hold its documents for a minute."""
    with MongoClient(uri) as client:
        client.admin.command({"killAllSessions": []})


async def crawl(uri: str, articles: int, killer: Killer, kill_before: int) -> None:
    """Store what is not there yet, in two batches, then learn and heal: as a crawl does."""
    database = await open_database(uri, Path(tempfile.gettempdir()), limits=WriteLimits(store=SECONDS))
    killer.left = kill_before
    furniture = await load_furniture(database, OUTLET.id)
    for batch in (range(articles // 2), range(articles // 2, articles)):
        pages = {crawled(number, furniture).url: number for number in batch}
        known = await database.articles.known(list(pages))
        new = [number for url, number in pages.items() if url not in known]
        await asyncio.gather(*(database.articles.save(crawled(number, furniture)) for number in new))
        furniture = await learn_and_heal(database)
    await database.close()


async def learn_and_heal(database: Database) -> Furniture:
    if await database.furniture.is_behind(OUTLET.id):
        learned = await learn_furniture(database, OUTLET.id)
        await heal(database, OUTLET, learned, most=200, seconds=SECONDS)
    return await load_furniture(database, OUTLET.id)


def main() -> int:
    uri, articles, step = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    kills = 0
    while True:
        child = os.fork()
        if child == 0:
            end_what_was_left_open(uri)
            killer = Killer()
            monitoring.register(killer)
            asyncio.run(crawl(uri, articles, killer, kills * step))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status == 0:
            break
        if not os.WIFSIGNALED(status):
            return 1
        kills += 1
    print(kills)
    return 0


if __name__ == "__main__":
    sys.exit(main())
