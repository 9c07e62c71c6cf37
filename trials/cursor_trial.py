"""A consumer that polls the cursor while eight processes write: it sees the last version of every article.

    python trials/cursor_trial.py [--writers 8] [--documents 5000] [--kills 10] [--runs 1]

Every process stores documents through the product's writer, a third of them changed versions of articles that others
may be writing too. Two consumers run meanwhile, one that polls and one that follows; each is killed (-9) every now and
then and goes on from the cursor in its file. Then one run with the order broken on purpose: numbers are taken before
the transaction, not in it. Prints one JSON line; exit 1 where an intact run missed something or the broken one did not.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scratch import scratch_folder

from newscrawler.client import connect
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.storage.connection import open_database
from newscrawler.storage.writing import batch
from newscrawler.storage.writing.writer import WriteLimits

CHANGED = 1 / 3  # of the documents
AT_ONCE = 50  # saves that a writing process has under way
LAST_SECONDS = 600  # for a consumer to come on: with the order broken eight writers are in each other's way


def main() -> int:
    options = read_options()
    if options.consume:
        consume(options.consume, Path(options.folder))
        return 0
    runs = [one_run(options, broken=False, seed=options.seed + number) for number in range(options.runs)]
    broken = one_run(options, broken=True, seed=options.seed)
    missed = sum(run["missed_polling"] + run["missed_following"] for run in runs)
    result = {
        "trial": "cursor",
        "writers": options.writers,
        "documents": options.writers * options.documents,
        "runs": runs,
        "missed": missed,
        "broken_run_missed": broken["missed_polling"] + broken["missed_following"],
        "broken_run": broken,
    }
    print(json.dumps(result))
    return int(missed > 0 or result["broken_run_missed"] == 0)


def one_run(options: argparse.Namespace, *, broken: bool, seed: int) -> dict[str, Any]:
    """What two consumers missed of what was written."""
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    with scratch_folder("cursor") as folder:
        asyncio.run(make_database(folder))
        with connect(data_dir=folder) as news:
            began = time.monotonic()
            writers = start_writers(options, folder, seed, broken=broken)
            with consumers(folder) as running:
                kills = kill_now_and_then(running, options.kills, writers, moments)
                wait_for(writers)
                seconds = time.monotonic() - began
                top = news.cursor()
                wait_until(lambda: all(stored_cursor(folder, kind) >= top for kind in running.processes))
                final = {(one["_id"], one["cursor"]) for one in news.articles(fields=["_id"])}
            versions = sum(one["version"] for one in news.articles(fields=["version"]))
        missed = {kind: len(final - seen_by(folder, kind)) for kind in ("poll", "follow")}
    told = {
        "articles": len(final),
        "versions": versions,
        "seconds_writing": round(seconds, 1),
        "kills": kills,
        "missed_polling": missed["poll"],
        "missed_following": missed["follow"],
    }
    print(json.dumps(told), file=sys.stderr, flush=True)  # a run takes minutes
    return told


async def make_database(folder: Path) -> None:
    database = await open_database(None, folder)
    await database.close()


# --- writing ---------------------------------------------------------------------------------------------------------


def start_writers(options: argparse.Namespace, folder: Path, seed: int, *, broken: bool) -> list[Any]:
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=write, args=(folder, number, options.writers, options.documents, seed, broken))
        for number in range(options.writers)
    ]
    for writer in writers:
        writer.start()
    return writers


def write(folder: Path, number: int, writers: int, documents: int, seed: int, broken: bool) -> None:  # noqa: FBT001 - a process's arguments
    """One writing process."""
    if broken:
        break_the_order()
    asyncio.run(write_all(folder, number, writers, documents, random.Random(f"{seed} {number}")))  # noqa: S311


async def write_all(folder: Path, number: int, writers: int, documents: int, choose: random.Random) -> None:
    patient = WriteLimits(store=600.0)  # eight writers on a busy machine: the order is tried here, not the limits
    database = await open_database(None, folder, limits=patient)
    gate = asyncio.Semaphore(AT_ONCE)

    async def save(article: Article) -> None:
        async with gate:
            await database.articles.save(article, keep_page=False)

    try:
        async with asyncio.TaskGroup() as tasks:
            for step in range(documents):
                is_change = step > 0 and choose.random() < CHANGED
                owner, which = (choose.randrange(writers), choose.randrange(step)) if is_change else (number, step)
                text = f"Version {number} {step}." if is_change else f"Article {number} {step}."
                await gate.acquire()
                gate.release()  # no more tasks than can be under way: memory stays small
                tasks.create_task(save(article_of(f"{owner}/{which}", text)))
    finally:
        await database.close()


def article_of(path: str, text: str) -> Article:
    return Article(
        url=f"https://www.elbkurier.example/{path}",
        outlet="de_elbkurier",
        title=path,
        blocks=(Block("paragraph", f"{text} {path}"),),
    )


def break_the_order() -> None:
    """Numbers are taken before the transaction, as one would who knows no better: commits overtake each other."""
    taken = batch._Transaction._take_numbers

    async def take_outside(self: Any, count: int) -> int:  # noqa: ANN401 - a private class of the storage
        session, self._session = self._session, None
        try:
            return await taken(self, count)
        finally:
            self._session = session
            # A moment; now and then so long that consumers of a busy machine, too, look in between.
            await asyncio.sleep(0.3 if random.random() < 0.1 else random.uniform(0, 0.01))  # noqa: S311

    batch._Transaction._take_numbers = take_outside  # type: ignore[method-assign]


# --- consuming -------------------------------------------------------------------------------------------------------


def consume(kind: str, folder: Path) -> None:
    """Write down what was seen, then keep the cursor; a kill comes whenever it comes."""
    seen, place = folder / f"{kind}.seen", folder / f"{kind}.cursor"
    with connect(data_dir=folder) as news, seen.open("a") as lines:
        lines.write("\n")  # after a line that a kill cut
        reading = news.follow(since=stored_cursor(folder, kind), fields=["_id"], poll_seconds=0.2)
        while True:
            if kind == "poll":
                reading = news.articles(since=stored_cursor(folder, kind), fields=["_id"])
            for article in reading:
                lines.write(f"{article['_id']} {article['cursor']}\n")
                lines.flush()
                if kind == "follow":
                    keep(place, reading.cursor)
            keep(place, reading.cursor)
            time.sleep(0.05)


def keep(place: Path, cursor: int) -> None:
    draft = place.with_suffix(".draft")
    draft.write_text(str(cursor))
    draft.replace(place)


def stored_cursor(folder: Path, kind: str) -> int:
    place = folder / f"{kind}.cursor"
    return int(place.read_text()) if place.exists() else 0


def seen_by(folder: Path, kind: str) -> set[tuple[str, int]]:
    lines = [line.split() for line in (folder / f"{kind}.seen").read_text().splitlines()]
    return {(line[0], int(line[1])) for line in lines if len(line) == 2}


class Consumers:
    """Two consumers that are started again when they were killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes = {kind: self.start(kind) for kind in ("poll", "follow")}

    def start(self, kind: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, __file__, "--consume", kind, "--folder", str(self.folder)])

    def kill(self, kind: str) -> None:
        self.processes[kind].send_signal(signal.SIGKILL)
        self.processes[kind].wait()
        self.processes[kind] = self.start(kind)


@contextmanager
def consumers(folder: Path) -> Iterator[Consumers]:
    running = Consumers(folder)
    try:
        yield running
    finally:
        for process in running.processes.values():
            process.kill()
            process.wait()


def kill_now_and_then(running: Consumers, kills: int, writers: list[Any], moments: random.Random) -> dict[str, int]:
    """How often each was killed: as often as asked, once more soon after it began to give something."""
    done = dict.fromkeys(running.processes, 0)
    for _ in range(kills):
        for kind in done:
            before = stored_cursor(running.folder, kind)
            wait_until(lambda: stored_cursor(running.folder, kind) > before or not any(w.is_alive() for w in writers))  # noqa: B023 - asked here and now
            time.sleep(moments.uniform(0, 0.5))
            running.kill(kind)
            done[kind] += 1
    return done


def wait_for(writers: list[Any]) -> None:
    for writer in writers:
        writer.join()
        if writer.exitcode:
            raise SystemExit(f"a writing process ended with {writer.exitcode}")


def wait_until(is_so: Any) -> None:  # noqa: ANN401 - a question
    deadline = time.monotonic() + LAST_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit("a consumer does not come to the end")
        time.sleep(0.05)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--documents", type=int, default=5000, help="of each writer")
    parser.add_argument("--kills", type=int, default=10, help="of each consumer, in each run")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--consume", choices=("poll", "follow"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
