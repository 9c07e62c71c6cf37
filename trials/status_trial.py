"""Outlets in prepared conditions: does ``newscrawler status`` name each with the right reason?

    python trials/status_trial.py [--days 12] [--bad-days 5] [--step 1] [--articles 6] [--show]

Crawls invented outlets of this machine by our own command, once in so many days: after each crawl everything that the
database knows of the past is made so much older. Then each outlet gets its condition: eleven there are (healthy,
paused and never crawled among them), and one that only looks as if something were wrong. Prints one JSON line with
word, colour and reason of each; exit 1 where one is another than it should be.
"""

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler import environment, joined, run
from scratch import scratch_folder
from status_web import Condition, OutletSite, served

from newscrawler.storage.connection import open_database

DAY = timedelta(days=1)
RED, YELLOW, GREY, GREEN = "red", "yellow", "grey", "green"
# Of the outlet's schedule and runs: moments that are made older; the rest of a document stays.
RUN_TIMES = ("started_at", "finished_at")
SCHEDULE_TIMES = ("due_at", "planned_at", "slot", "began_at", "ended_at", "wait_until", "newest_at")


@dataclass(frozen=True, slots=True)
class Case:
    """An outlet: its condition in the second half, and what ``status`` has to say of it then.

    Attributes:
        reason: a regular expression that is found in it.
    """

    condition: Condition
    colour: str
    word: str
    reason: str


CASES: Mapping[str, Case] = {
    "healthy": Case("healthy", GREEN, "healthy", r"ran \d+ (s|min) ago, \d+ new"),
    "silent": Case(
        "silent", RED, "silent", r"no new article for \d+ (days|h), though its listings answer; \d+ were to be"
    ),
    "layout": Case("layout", RED, "layout changed", r"of \d+ pages in \d+ runs none gave an article, before \d+ % did"),
    "blocked": Case("blocked", RED, "blocked", r"no listing could be read: HTTP 403.* \(\d runs in a row since"),
    "robots": Case(
        "robots",
        RED,
        "robots closed",
        r"no listing could be read: \S+ asks crawlers not to fetch / \(robots\.txt line 2\) \(\d runs in a row",
    ),
    "fields": Case(
        "fields", RED, "fields gone", r"a publication time in 0 of .*before in 100 %; authors in 0 of the last"
    ),
    "empty": Case(
        "empty", RED, "feed empty", r"no listing has anything: .*feed\.xml: It is empty, though it had \d+ articles"
    ),
    "slow": Case(
        "slow", YELLOW, "slow", r"2\.\d s an answer over the last \d+ answers in 3 runs, before (under )?0\.\d s"
    ),
    "paused": Case("healthy", GREY, "paused", r"paused in its file"),
    "never": Case("healthy", GREY, "never run", r"no run yet"),
    "failing": Case("failing", RED, "failing", r"no listing could be read: .*HTTP 502"),
    "dead_page": Case("dead_page", GREEN, "healthy", r"ran \d+ (s|min) ago, \d+ new"),
}


# Times as many articles as others have. The fewer there usually are, the longer nothing may come.
USUALLY = {"silent": 4}


def main() -> int:
    options = read_options()
    sites = {f"127.0.3.{number}": OutletSite(name) for number, name in enumerate(CASES, 1)}
    began = time.monotonic()
    with scratch_folder("status") as folder, served(sites) as port, joined(folder / "data"):
        variables = environment(folder / "data", folder / "outlets")
        names = write_outlets(folder / "outlets", sites, port)
        crawled = [name for name in names if name != "gb_never"]
        for _ in range(options.days // options.step):
            crawl_a_day(sites, crawled, options, variables)
        for site in sites.values():
            site.condition = CASES[site.name].condition
        run(["outlets", "pause", "gb_paused"], variables)
        for _ in range(options.bad_days // options.step):
            crawl_a_day(sites, [name for name in crawled if name != "gb_paused"], options, variables, last=True)
        ended = run(["status", *names, "--json"], variables)
        if options.show:
            print(run(["status"], variables).stdout, file=sys.stderr)
    told = {str(row["outlet"]).removeprefix("gb_"): row for row in ended.rows}
    wrong = {name: told.get(name) for name, case in CASES.items() if not is_right(case, told.get(name))}
    result = {
        "trial": "status",
        "seconds": round(time.monotonic() - began),
        "exit": ended.code,
        "wrong": wrong,
        "told": {name: [row["colour"], row["word"], row["reason"]] for name, row in told.items()},
    }
    print(json.dumps(result))
    return int(bool(wrong) or ended.code != 1)


def is_right(case: Case, row: Mapping[str, Any] | None) -> bool:
    if row is None:
        return False
    return (row["colour"], row["word"]) == (case.colour, case.word) and bool(re.search(case.reason, row["reason"]))


def crawl_a_day(
    sites: Mapping[str, OutletSite],
    names: list[str],
    options: argparse.Namespace,
    variables: Mapping[str, str],
    *,
    last: bool = False,
) -> None:
    """Make what was older, publish, and crawl."""
    days = options.step
    asyncio.run(make_older(Path(variables["NEWSCRAWLER_DATA_DIR"]), days))
    for site in sites.values():
        count = options.articles * USUALLY.get(site.name, 1) if site.condition != "slow" else options.articles // 3
        site.publish(count, days)
    ended = run(["crawl", *names], variables)
    if not last and ended.code:
        raise SystemExit(ended.stdout + ended.stderr)


async def make_older(data: Path, days: int) -> None:
    """Move all that is known of past runs into the past."""
    database = await open_database(None, data)
    try:
        for name, fields in (("runs", RUN_TIMES), ("schedule", SCHEDULE_TIMES)):
            collection = database.documents[name]
            for document in await collection.find().to_list():
                changed = {field: document[field] - days * DAY for field in fields if field in document}
                changed |= older_days(document, days) if name == "schedule" else {}
                await collection.update_one({"_id": document["_id"]}, {"$set": changed})
        for name in ("listings", "outcomes"):
            collection = database.documents[name]
            for document in await collection.find().to_list():
                changed = {field: at - days * DAY for field, at in document.items() if isinstance(at, datetime)}
                await collection.update_one({"_id": document["_id"]}, {"$set": changed})
    finally:
        await database.close()


def older_days(document: Mapping[str, Any], days: int) -> dict[str, Any]:
    """Counts of days, and of hours of the week, so many days earlier."""
    counted = document.get("days", {})
    earlier = {f"{datetime.fromisoformat(day) - days * DAY:%Y-%m-%d}": number for day, number in counted.items()}
    changed: dict[str, Any] = {"days": earlier}
    if profile := document.get("profile"):
        hourly = {name: [*profile[name][days:], *profile[name][:days]] for name in ("counts", "hours")}  # a text a day
        changed["profile"] = profile | hourly | ({"at": profile["at"] - days * DAY} if "at" in profile else {})
    return changed


def write_outlets(folder: Path, sites: Mapping[str, OutletSite], port: int) -> list[str]:
    folder.mkdir()
    names = []
    for host, site in sites.items():
        home = f"http://{host}:{port}/"
        names.append(f"gb_{site.name}")
        (folder / f"{names[-1]}.toml").write_text(
            f'name = "{site.name}"\ncountry = "GB"\nlanguage = "en"\ntimezone = "UTC"\n'
            f'home = "{home}"\nfeeds = ["{home}feed.xml"]\ndelay_seconds = 0\n'
        )
    return names


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=12, help="that all are well")
    parser.add_argument("--bad-days", type=int, default=5, help="after that")
    parser.add_argument("--step", type=int, default=1, help="days from one crawl to the next")
    parser.add_argument("--articles", type=int, default=6, help="of each outlet, a crawl")
    parser.add_argument("--show", action="store_true", help="also the screen, on stderr")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
