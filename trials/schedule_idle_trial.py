"""What a schedule costs that has little to do: 1,000 outlets of which none is due, or none has anything new; memory.

    python trials/schedule_idle_trial.py [--outlets 1000] [--seconds 120] [--every 900] [--runs 10000] [--warm 1000]

Three parts (``--parts idle,unchanged,memory``), each with one ``newscrawler schedule`` on a loopback news web:

- ``idle``: outlets whose cron comes once a year;
- ``unchanged``: outlets with ``every`` so many seconds, crawled before, whose listings say 304;
- ``memory``: few outlets with ``every = "1s"``, until there were ``--runs`` runs in the one process.

Prints one JSON line: the processor time of the program, and beside it that of the database server, in percent of a
core; how many runs there were, and milliseconds of the program for each; private memory in MB after ``--warm`` runs
and at the end (medians of a tenth), and their ratio. Exit 1 where the program takes 5 % of a core in one of the first
two parts, memory grew by more than a tenth, or a run did not end as it should.
"""

import argparse
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from crawler import environment, run
from news_web import SITE, NewsWeb, news_web
from pymongo import MongoClient
from schedule_trial import TAG, cpu_seconds, private_mb, wait_until_ready
from scratch import scratch_folder

from newscrawler.storage.server.embedded import join_embedded

MOST_PERCENT = 5.0
MOST_GROWTH = 1.1
ONCE_A_YEAR = 'cron = "0 0 1 1 *"'
_CRAWLED_AT_ONCE = 100  # outlets of one command line
_MEMORY_OUTLETS = 200  # the program looks every few seconds what is due: few outlets give few runs
_EVERY_SECONDS = 1.0


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "schedule_idle", "skipped": "the crawl bench is not beside the project"}))
        return 0
    result: dict[str, Any] = {"trial": "schedule_idle", "bad": []}
    for part in options.parts.split(","):
        result[part] = PARTS[part](options, result["bad"])
        print(json.dumps({part: result[part]}), file=sys.stderr, flush=True)  # a part takes minutes
    print(json.dumps(result))
    return int(bool(result["bad"]))


@dataclass(frozen=True, slots=True)
class Room:
    """One part's folder, web, outlets and database."""

    folder: Path
    names: list[str]
    variables: dict[str, str]
    client: MongoClient[dict[str, Any]]

    @property
    def runs(self) -> int:
        return self.database["runs"].estimated_document_count()

    @property
    def database(self) -> Any:  # noqa: ANN401 - PyMongo's own
        return self.client.get_default_database("newscrawler")

    def ends_otherwise(self) -> int:
        """Runs that came to another end than they should."""
        return self.database["runs"].count_documents({"finish_reason": {"$nin": ["finished", "shutdown", None]}})

    def server(self) -> int:
        """Process id of the database server."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                command = (entry / "cmdline").read_bytes() if (entry / "cmdline").exists() else b""
                if b"secantusd" in command.split(b"\0")[0] and str(self.folder).encode() in command:
                    return int(entry.name)
        raise ProcessLookupError("there is no database server")


@contextmanager
def room(number: int, schedule: str) -> Iterator[Room]:
    """So many outlets with these lines in their files under ``[schedule]``."""
    pages = ("--min", "3000", "--max", "4000", "--feed", "5")
    with scratch_folder("schedule-idle") as folder, news_web(number, 2, *pages) as web:
        names = write_outlets(folder / "outlets", web, schedule)
        place = join_embedded(folder / "data")
        try:
            with MongoClient[dict[str, Any]](place.uri) as client:
                variables = environment(folder / "data", folder / "outlets", NEWSCRAWLER_WORKERS="0")
                yield Room(folder, names, variables, client)
        finally:
            place.release()


def write_outlets(folder: Path, web: NewsWeb, schedule: str) -> list[str]:
    names = web.write_outlets(folder, delay_seconds=0, sitemaps=False)
    for name in names:
        with (folder / f"{name}.toml").open("a") as file:
            # No article is looked at again: what is asked here is the price of a listing.
            file.write(f'tags = ["{TAG}"]\n[schedule]\nrevisits = []\n{schedule}\n')
    return names


@contextmanager
def program(where: Room) -> Iterator[int]:
    """The process id of a schedule program, which is ended in the end."""
    command = [sys.executable, "-m", "newscrawler", "schedule", "--tag", TAG]
    with (where.folder / "schedule.log").open("ab") as log:
        process = subprocess.Popen(command, env=where.variables, stdout=log, stderr=log)
    try:
        wait_until_ready(where.folder / "schedule.log")
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        if process.returncode != 128 + signal.SIGINT:
            print((where.folder / "schedule.log").read_text()[-2000:], file=sys.stderr)


def idle(options: argparse.Namespace, bad: list[str]) -> dict[str, Any]:
    with room(options.outlets, ONCE_A_YEAR) as where, program(where) as number:
        wait_until(lambda: where.database["schedule"].count_documents({}) >= options.outlets)
        return measured(where, number, options, bad, "idle")


def unchanged(options: argparse.Namespace, bad: list[str]) -> dict[str, Any]:
    with room(options.outlets, f'every = "{options.every}s"') as where:
        for begin in range(0, len(where.names), _CRAWLED_AT_ONCE):
            run(["crawl", *where.names[begin : begin + _CRAWLED_AT_ONCE]], where.variables)
        before = where.database["articles"].estimated_document_count()
        spread(where, options.every)
        with program(where) as number:
            told = measured(where, number, options, bad, "unchanged")
        if where.database["articles"].estimated_document_count() != before:
            bad.append("unchanged: articles were stored")
        return told


def spread(where: Room, seconds: int) -> None:
    """Let the next runs come evenly: after a crawl by hand none comes for half an interval."""
    now = where.client.admin.command("hello")["localTime"]
    for place, name in enumerate(where.names):
        due_at = now + timedelta(seconds=seconds * place / len(where.names))
        where.database["schedule"].update_one({"_id": name}, {"$set": {"due_at": due_at}})


def measured(where: Room, number: int, options: argparse.Namespace, bad: list[str], part: str) -> dict[str, Any]:
    """Processor time over so many seconds."""
    time.sleep(options.settle)
    server = where.server()
    runs, own, its, began = where.runs, cpu_seconds(number), cpu_seconds(server), time.monotonic()
    time.sleep(options.seconds)
    if part == "unchanged":
        wait_until(lambda: where.runs > runs)  # in miniature the first may not have ended yet
    seconds = time.monotonic() - began
    own, its, runs = cpu_seconds(number) - own, cpu_seconds(server) - its, where.runs - runs
    percent = 100 * own / seconds
    if percent >= MOST_PERCENT and not options.any_cost:
        bad.append(f"{part}: {percent:.1f} % of a core")
    if wrong := where.ends_otherwise():
        bad.append(f"{part}: {wrong} runs came to another end")
    return {
        "outlets": len(where.names),
        "percent_of_a_core": round(percent, 2),
        "percent_of_the_database_server": round(100 * its / seconds, 2),
        "runs": runs,
        "ms_per_run": round(1000 * own / runs, 1) if runs else None,
        "mb": round(private_mb(number)),
    }


def memory(options: argparse.Namespace, bad: list[str]) -> dict[str, Any]:
    samples = []
    with room(min(_MEMORY_OUTLETS, options.outlets), 'every = "1s"') as where, program(where) as number:
        began, own = time.monotonic(), cpu_seconds(number)
        runs = 0
        while runs < options.runs:
            time.sleep(_EVERY_SECONDS)
            runs = where.runs
            samples.append((runs, private_mb(number)))
        seconds, own = time.monotonic() - began, cpu_seconds(number) - own
        window = options.runs // 10
        first = median([mb for runs, mb in samples if runs >= options.warm][: max(1, len(samples) // 10)])
        last = median(mb for runs, mb in samples if runs >= options.runs - window)
        if last > MOST_GROWTH * first and not options.any_cost:
            bad.append(f"memory: {last / first:.2f} times as much")
        if wrong := where.ends_otherwise():
            bad.append(f"memory: {wrong} runs came to another end")
        tenths = [[mb for runs, mb in samples if runs // window == number] for number in range(10)]
        return {
            "runs": where.runs,
            "mb_warm": round(first, 1),
            "mb_end": round(last, 1),
            "ratio": round(last / first, 3),
            "mb_by_tenth": [round(median(tenth)) for tenth in tenths if tenth],
            "runs_per_second": round(options.runs / seconds, 1),
            "ms_per_run": round(1000 * own / options.runs, 1),
        }


PARTS: dict[str, Callable[[argparse.Namespace, list[str]], dict[str, Any]]] = {
    "idle": idle,
    "unchanged": unchanged,
    "memory": memory,
}


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 600
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit("the program does not come on")
        time.sleep(0.2)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--outlets", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=120, help="for which the processor time is measured")
    parser.add_argument("--settle", type=float, default=10, help="seconds before that")
    parser.add_argument(
        "--every", type=int, default=900, help="seconds from one run of an unchanged outlet to the next"
    )
    parser.add_argument("--runs", type=int, default=10_000, help="in one process, for the memory")
    parser.add_argument("--warm", type=int, default=1000, help="runs after which memory must stay")
    parser.add_argument("--parts", default="idle,unchanged,memory")
    parser.add_argument("--any-cost", action="store_true", help="so few runs say nothing of processor and memory")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
