"""What a database, the news web and a watcher say of how well a schedule was kept."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from news_web import NewsWeb
from pymongo.database import Database

from newscrawler.storage.claims import LEASE_SECONDS
from newscrawler.urls import url_key

Documents = Database[dict[str, Any]]
_CLOCK_SECONDS = 0.002  # moments are stored in whole milliseconds


@dataclass(frozen=True, slots=True)
class Held:
    """A run that could do nothing more from ``ended`` on: the seconds (UNIX) in which it crawled its outlet."""

    outlet: str
    run: str
    began: float
    ended: float


@dataclass(slots=True)
class Watch:
    """Looks at the schedule again and again.

    Attributes:
        late: seconds between an outlet's due time and its run's beginning, or now, the longest that was seen.
        late_outlet: whose that was.
        cut: runs whose process was killed or stopped.
    """

    database: Documents
    late: float = 0.0
    late_outlet: str = ""
    cut: list[Held] = field(default_factory=list)

    def look(self) -> None:
        fields = {"due_at": 1, "since": 1, "until": 1}
        for plan in self.database["schedule"].find({"due_at": {"$exists": True}}, fields):
            now = datetime.now(UTC).timestamp()
            begun = seconds_of(plan["since"]) if "until" in plan else now
            if (late := begun - seconds_of(plan["due_at"])) > self.late:
                self.late, self.late_outlet = late, plan["_id"]


def seconds_of(moment: datetime) -> float:
    return moment.replace(tzinfo=UTC).timestamp()


def held_by(number: int, database: Documents) -> list[Held]:
    """What a process, which was stopped just now, holds."""
    now = datetime.now(UTC).timestamp()
    status = Path(f"/proc/{number}/status").read_text().splitlines()
    own = int(next(line for line in status if line.startswith("NSpid:")).split()[-1])
    room = str(Path(f"/proc/{number}/ns/pid").readlink())
    leases = database["schedule"].find({"until": {"$exists": True}, "process.number": own})
    return [
        Held(one["_id"], one["run"], seconds_of(one["since"]), now)
        for one in leases
        if one["process"]["machine"].endswith(room)
    ]


def judge(
    database: Documents, web: NewsWeb, watch: Watch, published_by: float, options: argparse.Namespace
) -> dict[str, Any]:
    """The figures, and in ``bad`` what is wrong; articles count that listings named before ``published_by``."""
    stats = dict(web.ask("/__stats"))
    cut = {held.run: held for held in watch.cut}
    runs = list(database["runs"].find({}, {"outlet": 1, "started_at": 1, "finished_at": 1, "finish_reason": 1}))
    ended = [
        Held(one["outlet"], one["_id"], seconds_of(one["started_at"]), seconds_of(one["finished_at"]))
        for one in runs
        if one.get("finished_at") and one["_id"] not in cut
    ]
    at_once = list(overlaps([*ended, *cut.values()]))
    first_run = min((seconds_of(one["started_at"]) for one in runs), default=0.0)
    articles = judged_articles(database, web, stats, (first_run, published_by), options)
    held = [one["_id"] for name in ("schedule", "hosts") for one in database[name].find({"until": {"$exists": True}})]
    most = LEASE_SECONDS + options.every
    together = {host: row["max_active"] for host, row in stats.items() if row["max_active"] > 1}
    bad = [f"crawled twice at once: {one}" for one in at_once[:5]]
    bad += [f"{times} requests at once at {host}" for host, times in together.items()][:5]
    bad += [f"missing: {url}" for url in articles["missing"][:5]]
    bad += [f"stored twice: {url}" for url in articles["twice"][:5]]
    bad += list(too_few_fences(database, [*ended, *cut.values()]))
    late = {"article": articles["latest"], "run": round(watch.late, 1)}
    bad += [f"the latest {what} came after {seconds} s" for what, seconds in late.items() if seconds >= most]
    gaps = [row["gap_min"] for row in stats.values() if row["gap_min"] is not None]
    return {
        "runs": len(ended),
        "runs_cut": len(cut),
        "ends": Counter(str(one.get("finish_reason")) for one in runs),
        "crawled_twice_at_once": len(at_once),
        "most_requests_at_once": max(row["max_active"] for row in stats.values()),
        "least_seconds_between_requests": min(gaps, default=None),
        "published": articles["published"],
        "stored": articles["stored"],
        "missing": len(articles["missing"]),
        "twice": len(articles["twice"]),
        "seconds_late": late | {"run_of": watch.late_outlet, "median": articles["median"], "p95": articles["p95"]},
        "still_claimed": held,
        "claims": sum(one["fence"] for one in database["schedule"].find({}, {"fence": 1})),
        "bad": bad,
    }


def judged_articles(
    database: Documents, web: NewsWeb, stats: Mapping[str, Any], span: tuple[float, float], options: argparse.Namespace
) -> dict[str, Any]:
    """What was published before the end of ``span``, how often it is stored, and how late from its beginning on."""
    named = named_at(web, stats, options)
    stored = list(database["articles"].find({}, {"url_key": 1, "fetched_at": 1}))
    times = Counter(one["url_key"] for one in stored)
    wanted = [key for key, moment in named.items() if moment < span[1]]
    late = sorted(
        seconds_of(one["fetched_at"]) - max(span[0], named[one["url_key"]])
        for one in stored
        if named.get(one["url_key"], 0.0)
    )
    return {
        "published": len(wanted),
        "stored": len(stored),
        "missing": [key for key in wanted if key not in times],
        "twice": [key for key, count in times.items() if count > 1],
        "latest": round(late[-1], 1) if late else 0.0,
        "median": round(late[len(late) // 2], 1) if late else None,
        "p95": round(late[len(late) * 95 // 100], 1) if late else None,
    }


def named_at(web: NewsWeb, stats: Mapping[str, Any], options: argparse.Namespace) -> dict[str, float]:
    """Every article's URL key and from when (UNIX) listings name it; 0: they always did."""
    number = max(row["published"] for row in stats.values()) * len(stats)
    named = {}
    for row in web.lines(f"/__truth?n={number}"):
        url, date = str(row["url"]), datetime.fromisoformat(str(row["date"])).timestamp()
        # A site names each article when the next one's date has come.
        named[url_key(url)] = date + options.live if number_in(url) >= options.articles else 0.0
    return named


def number_in(url: str) -> int:
    """Which article of its outlet this is, from 0 on."""
    return int(url.rpartition("-")[2].removesuffix(".html"))


def overlaps(runs: Iterable[Held]) -> Iterator[str]:
    """Pairs of runs of one outlet of which the later began before the earlier had ended."""
    of_outlet = defaultdict[str, list[Held]](list)
    for run in runs:
        of_outlet[run.outlet].append(run)
    for outlet, found in of_outlet.items():
        found.sort(key=lambda run: run.began)
        last = found[0]
        for run in found[1:]:
            if run.began < last.ended - _CLOCK_SECONDS:
                yield f"{outlet}: {run.run} began {last.ended - run.began:.3f} s before {last.run} ended"
            last = max(last, run, key=lambda one: one.ended)


def too_few_fences(database: Documents, runs: Iterable[Held]) -> Iterator[str]:
    """Outlets with more runs than changes of the holder: two runs would have had the same fence."""
    counts = Counter(run.outlet for run in runs)
    for one in database["schedule"].find({}, {"fence": 1}):
        if counts[one["_id"]] > one["fence"]:
            yield f"{one['_id']}: {counts[one['_id']]} runs, but fence {one['fence']}"
