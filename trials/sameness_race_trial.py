"""Crawling processes that store the same stories at the same moment: is every story one cluster in the end?

    python trials/sameness_race_trial.py [--processes 4] [--stories 400] [--kill]

Each process is an outlet. It hands every story to the pipelines of `newscrawler/settings.py`, as its spider would: in
its own wording or length, under an address of its own, and once more under an address that all of them have, as where
outlets share a site. With `--kill` the first process is killed with SIGKILL in the middle, and started again at the
end. Then `newscrawler db verify --clusters` runs twice.

Prints one JSON line; exit 1 where an address has not one article, where a story is split after the sweeper, where two
stories are one, where a sweep leaves or finds anything the second time, or where `--kill` killed nothing.
"""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from crawler import environment, run
from pymongo import MongoClient
from scratch import scratch_folder

from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.storage.connection import DEFAULT_NAME
from newscrawler.storage.server.embedded import join_embedded

# Words of no language, some thousands: sentences made of a few tables are too much alike to be told apart.
SYLLABLES = ("ba", "den", "for", "ga", "hol", "in", "ker", "lam", "mo", "nes", "or", "pel", "qui", "ras", "sta", "tor")
PARAGRAPHS, SENTENCES = 7, 3
KILLED_AT = 0.4  # of the articles are stored when the first process is killed
FETCHED_AGO = timedelta(minutes=5)  # so that what a killed process left counts as left

Document = dict[str, Any]


def main() -> int:
    options = read_options()
    if options.outlet is not None:
        return store_stories(options)
    with scratch_folder("sameness-race") as folder:
        place = join_embedded(folder)
        try:
            result = race(options, folder, place.uri)
        finally:
            place.release()
    print(json.dumps(result))
    return 1 if result["bad"] else 0


def race(options: argparse.Namespace, folder: Path, uri: str) -> dict[str, Any]:
    codes, left = run_all(options, folder, uri)
    seconds = time.time() - max(file.stat().st_mtime for file in folder.glob("*.ready"))
    with MongoClient(uri) as client:
        articles = client[DEFAULT_NAME]["articles"]
        stored = list(articles.find())
        before = judged(stored, options)
        sweeps = [run(["db", "verify", "--clusters", "--json"], environment(folder)) for _ in range(2)]
        after = judged(list(articles.find()), options)
    rows = [sweep.rows[0] if sweep.rows else {} for sweep in sweeps]
    verified = run(["db", "verify", "--json"], environment(folder))
    result = {
        "trial": "sameness race",
        "processes": options.processes,
        "stories": options.stories,
        "killed": options.kill,
        "to_be_compared_when_killed": left,
        "exit_codes": codes,
        "articles": len(stored),
        "seconds": round(seconds, 1),
        "articles_per_second": round(len(stored) / seconds),
        "before_the_sweeper": before,
        "after_the_sweeper": after,
        "sweeps": [{name: row.get(name) for name in ("compared", "doubtful", "mended")} for row in rows],
        "sweep_exit_codes": [sweep.code for sweep in sweeps],
        "verify_exit_code": verified.code,
        "copies_by_kind": dict(Counter(one["copy_of"]["kind"] for one in stored if "copy_of" in one)),
    }
    return result | {"bad": what_is_bad(result)}


def run_all(options: argparse.Namespace, folder: Path, uri: str) -> tuple[list[int], int]:
    """Start all processes, which begin once all of them are there, and wait.

    Gives their exit codes, and how many articles were still to be compared when one was killed.
    """
    begins = time.time()
    processes = [start(options, folder, outlet, begins) for outlet in range(options.processes)]
    if not options.kill:
        return [process.wait() for process in processes], 0
    wanted = KILLED_AT * options.stories * (options.processes + 1)
    with MongoClient(uri) as client:
        articles = client[DEFAULT_NAME]["articles"]
        while processes[0].poll() is None and articles.count_documents({"cursor": {"$gt": 0}}) < wanted:
            time.sleep(0.02)
        processes[0].send_signal(signal.SIGKILL)
        left = sum(1 for _ in articles.find({"to_compare": {"$gt": ""}}))
    codes = [process.wait() for process in processes]
    return [*codes, start(options, folder, 0, begins).wait()], left


def start(options: argparse.Namespace, folder: Path, outlet: int, begins: float) -> "subprocess.Popen[bytes]":
    command = [sys.executable, __file__, "--processes", str(options.processes), "--stories", str(options.stories)]
    log = (folder / f"outlet{outlet}.log").open("ab")
    return subprocess.Popen(
        [*command, "--outlet", str(outlet), "--begins", str(begins)], env=environment(folder), stdout=log, stderr=log
    )


def store_stories(options: argparse.Namespace) -> int:
    """One process: a spider that yields the stories of its outlet, with all pipelines of the project."""
    from scrapy import Spider  # noqa: PLC0415 - the trial itself needs no Scrapy
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415

    from newscrawler.operations.settings_of_crawl import crawl_settings  # noqa: PLC0415
    from newscrawler.settings import read_environment  # noqa: PLC0415

    begins, own = datetime.fromtimestamp(options.begins, UTC), read_environment(os.environ)
    folder = own.data_dir

    class Stories(Spider):
        name = f"gb_race{options.outlet}"

        async def start(self) -> AsyncIterator[Article]:
            ready = folder / f"{options.outlet}.ready"
            if not ready.exists():  # else it was killed, and the others are long under way
                ready.touch()
            while len(list(folder.glob("*.ready"))) < options.processes:  # noqa: ASYNC110 - other processes
                await asyncio.sleep(0.005)
            for story in range(options.stories):
                yield article(story, options.outlet, f"https://race{options.outlet}.example/story/{story}", begins)
                yield article(story, 0, f"https://shared.example/story/{story}", begins)

    settings = crawl_settings(own, LOG_LEVEL="WARNING", DOWNLOAD_DELAY=0)
    process = AsyncCrawlerProcess(settings)
    process.crawl(Stories)
    process.start()
    return 0


def article(story: int, outlet: int, url: str, begins: datetime) -> Article:
    """A story as an outlet has it: whole, without its end, with an end of its own, or with another title."""
    chance = Random(story)  # noqa: S311 - invented texts, not secrets
    title = sentence(chance)
    paragraphs = [paragraph(chance) for _ in range(PARAGRAPHS)]
    own = Random(f"{story} {outlet}")  # noqa: S311 - invented texts, not secrets
    if outlet % 4 == 1:
        paragraphs = paragraphs[:-2]
    elif outlet % 4 == 2:
        paragraphs.append(paragraph(own))
    elif outlet % 4 == 3:
        title = sentence(own)
    at = begins - FETCHED_AGO + timedelta(seconds=own.randint(0, 60))
    return Article(
        url=url,
        outlet=f"gb_race{outlet}",
        title=title,
        blocks=tuple(Block("paragraph", text) for text in paragraphs),
        published_at=at.replace(microsecond=0) - timedelta(minutes=own.randint(0, 90)),
        fetched_at=at,
        language="en",
    )


def paragraph(chance: Random) -> str:
    return " ".join(f"{sentence(chance)}." for _ in range(SENTENCES))


def sentence(chance: Random) -> str:
    words = ("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(chance.randint(8, 16)))
    return " ".join(words).capitalize()


def judged(stored: Sequence[Mapping[str, Any]], options: argparse.Namespace) -> Document:
    """How the stories lie in clusters, by the number at the end of their addresses."""
    stories: dict[str, list[Mapping[str, Any]]] = {}
    for one in stored:
        stories.setdefault(one["url"].rpartition("/")[2], []).append(one)
    clusters: dict[str, set[str]] = {}
    for story, members in stories.items():
        for one in members:
            clusters.setdefault(one.get("cluster", one["_id"]), set()).add(story)
    firsts = {
        story: min(members, key=lambda one: (one["first_seen_at"], one["_id"]))["_id"]
        for story, members in stories.items()
    }
    return {
        "addresses_without_one_article": options.stories * (options.processes + 1)
        - len({one["url"] for one in stored}),
        "addresses_with_two": len(stored) - len({one["url_key"] for one in stored}),
        "split_stories": sum(len({one.get("cluster", one["_id"]) for one in group}) > 1 for group in stories.values()),
        "mixed_clusters": sum(len(names) > 1 for names in clusters.values()),
        "wrong_firsts": sum(
            one.get("duplicate_of") != (None if one["_id"] == firsts[story] else firsts[story])
            for story, members in stories.items()
            for one in members
        ),
        "still_to_be_compared": sum("to_compare" in one for one in stored),
    }


def what_is_bad(result: Mapping[str, Any]) -> list[str]:
    bad = [f"{name}: {value}" for name, value in result["after_the_sweeper"].items() if value]
    if any(result["sweeps"][1].values()):
        bad.append("the second sweep found something")
    if any(result["sweep_exit_codes"]):
        bad.append("a sweep failed")
    if result["killed"] and -signal.SIGKILL not in result["exit_codes"]:
        bad.append("nothing was killed")
    if result["verify_exit_code"]:
        bad.append("db verify finds faults")
    if any(code not in (0, -signal.SIGKILL if result["killed"] else 0) for code in result["exit_codes"]):
        bad.append("a process failed")
    return bad


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--kill", action="store_true", help="kill the first process in the middle")
    parser.add_argument("--outlet", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--begins", type=float, default=0.0, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
