"""Live outlets, some of them faulty, crawled every few seconds: every article stored once, every edit seen when due.

    python trials/incremental_trial.py SITE.py [--minutes 4] [--every 15] [--hour 20] [--live 2]

Starts the loopback sites of SITE.py (the bench beside the project), which publish an article every ``--live`` seconds
and edit every tenth one after one and six of their hours, and crawls them with revisits at these hours. Prints one JSON
line: what was published and is not stored, what is stored twice, which edit a visit did not see, requests per new
article, the share of answers 304, and runs whose account does not add up. Exit 1 where there is any of the first three
or the last.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from crawler import environment, run
from pymongo import MongoClient
from scratch import scratch_folder

from newscrawler.storage.server.embedded import join_embedded
from newscrawler.urls import url_key

FAULTS = ("dup", "bad-feed", "no-validators", "soft404", "charset", "charset-none", "truncate")
WITHOUT_ARTICLES = ("soft404", "truncate")
WITHOUT_EDITS = (*WITHOUT_ARTICLES, "charset", "charset-none")  # their pages have one text for ever
CLEAN = 2  # outlets without a fault
OLD_ARTICLES = 30
SETTLING_SECONDS = 20  # an article that was published so shortly before the end of the last crawl may be missing


def main() -> int:
    options = read_options()
    with scratch_folder("incremental") as folder:
        site = start_site(options)
        place = join_embedded(folder)
        try:
            outlets = write_outlets(folder / "outlets", options)
            ended_at, cpu = crawl_for(options, folder, outlets)
            result = judge(place.uri, options, ended_at)
        finally:
            place.release()
            site.kill()
            site.wait()
    print(json.dumps({"trial": "incremental", **result, "cpu_seconds": round(cpu, 1)}))
    return int(any(result[name] for name in ("missing", "twice", "edits_missed", "accounts_wrong")))


def hosts() -> dict[str, str]:
    """Host -> its fault, or ""."""
    faults = (*FAULTS, *[""] * CLEAN)
    return {f"127.0.0.{number}": fault for number, fault in enumerate(faults, 2)}


def start_site(options: argparse.Namespace) -> "subprocess.Popen[bytes]":
    faults = [word for host, fault in hosts().items() if fault for word in ("--fault", f"{host}={fault}")]
    numbers = {
        "outlets": len(hosts()),
        "port": options.port,
        "articles": OLD_ARTICLES,
        "interval": 1,
        "live": options.live,
    }
    numbers |= {"hour": options.hour, "min": 5000, "max": 9000}
    words = [word for name, value in numbers.items() for word in (f"--{name}", str(value))]
    site = subprocess.Popen([sys.executable, options.site, "--edits", *words, *faults], stdout=subprocess.PIPE)
    assert site.stdout is not None
    site.stdout.readline()
    return site


def write_outlets(folder: Path, options: argparse.Namespace) -> list[str]:
    folder.mkdir()
    steps = json.dumps([f"{options.hour * hours:g}s" for hours in (1, 6, 24, 72)])
    names = []
    for host in hosts():
        base = f"http://{host}:{options.port}/"
        names.append(f"zz_site{host.rpartition('.')[2]}")
        (folder / f"{names[-1]}.toml").write_text(
            f'name = "{host}"\ncountry = "GB"\nlanguage = "en"\ntimezone = "UTC"\nhome = "{base}"\n'
            f'feeds = ["{base}feed.xml"]\nsitemaps = ["{base}sitemap.xml"]\n'
            "include = ['\\.html']\ndelay_seconds = 0\n"
            f"[schedule]\nrevisits = {steps}\n"
        )
    return names


def crawl_for(options: argparse.Namespace, folder: Path, outlets: list[str]) -> tuple[float, float]:
    """When the last crawl began, and CPU seconds of all."""
    variables = environment(folder, folder / "outlets")
    began, end, cpu = 0.0, time.time() + options.minutes * 60, 0.0
    while time.time() < end:
        began = time.time()
        cpu += run(["crawl", *outlets], variables).cpu_seconds
        time.sleep(max(0.0, options.every - (time.time() - began)))
    return began, cpu


def judge(uri: str, options: argparse.Namespace, ended_at: float) -> dict[str, Any]:
    first = f"http://{next(iter(hosts()))}:{options.port}"
    told = json.loads(answer(f"{first}/__stats"))
    number = max(one["published"] for one in told.values()) * len(told)
    truth = [json.loads(line) for line in answer(f"{first}/__truth?n={number}").splitlines()]
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    database = client.get_default_database("newscrawler")
    articles = {one["url_key"]: one for one in database["articles"].find({}, {"url_key": 1, "body": 1, "url": 1})}
    paths = Counter(re.sub(r"\?.*", "", one["url"]) for one in articles.values())
    visits = {one["_id"]: one for one in database["visits"].find()}
    runs = list(database["runs"].find())
    client.close()
    published = [one for one in truth if moment(one) < ended_at - SETTLING_SECONDS]
    wanted = [one for one in published if hosts()[one["host"]] not in WITHOUT_ARTICLES and is_listed(one)]
    missing = [one["url"] for one in wanted if url_key(one["url"]) not in articles]
    edits = [edit_of(one, articles, visits, options.hour) for one in wanted]
    statuses: Counter[str] = Counter()
    for one in told.values():
        statuses.update({name: count for name, count in one.items() if name.startswith("status:")})
    requests = sum(statuses.values())
    counts: Counter[str] = Counter()
    for one in runs:
        counts.update(one["counts"])
    return {
        "published": len(published),
        "wanted": len(wanted),
        "stored": len(articles),
        "missing": missing[:20],
        "twice": [path for path, times in paths.items() if times > 1][:20],
        "edits": sum(edit is not None for edit in edits),
        "edits_missed": [edit for edit in edits if edit][:20],
        "runs": len(runs),
        "accounts_wrong": sum(
            bool(one["counts"].get("unfinished")) for one in runs if one["finish_reason"] == "finished"
        ),
        "requests": requests,
        "requests_per_new": round(requests / max(1, counts["new"]), 2),
        "share_304": round(statuses["status:304"] / max(1, requests), 3),
        "counts": {name: counts[name] for name in sorted(counts) if counts[name]},
    }


def answer(url: str) -> bytes:
    with urlopen(url) as response:  # noqa: S310 - of the site that was started
        whole: bytes = response.read()
        return whole


def is_listed(told: dict[str, Any]) -> bool:
    """Could it be read in a listing? Of the one whose feed is cut the oldest are always behind the cut."""
    return hosts()[told["host"]] != "bad-feed" or number_of(told) >= OLD_ARTICLES


def number_of(told: dict[str, Any]) -> int:
    return int(re.sub(r"\D", "", told["url"].rpartition("-")[2]))


def moment(told: dict[str, Any]) -> float:
    return datetime.fromisoformat(told["date"]).timestamp()


def edit_of(told: dict[str, Any], articles: dict[str, Any], visits: dict[str, Any], hour: float) -> str | None:
    """None: no edit that a visit could see; "": it was seen; else what was not."""
    article = articles.get(url_key(told["url"]))
    visit = visits.get(article["_id"]) if article else None
    is_edited = number_of(told) % 10 == 0
    if article is None or visit is None or not is_edited or hosts()[told["host"]] in WITHOUT_EDITS:
        return None
    age = visit["checked_at"].replace(tzinfo=UTC).timestamp() - moment(told)
    number = sum(age > hours * hour + 1 for hours in (1, 6))  # a second, for the answer was made before it was read
    if not number:
        return None
    seen = any(f"UPDATE {later}: " in article["body"] for later in range(number, 3))
    return "" if seen else f"{told['url']}: UPDATE {number}"


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="the bench's site.py")
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--every", type=float, default=15, help="seconds from one crawl's beginning to the next one's")
    parser.add_argument("--hour", type=float, default=20, help="seconds of an hour of the sites")
    parser.add_argument("--live", type=float, default=2, help="seconds from one article to the next, of each outlet")
    parser.add_argument("--port", type=int, default=8477)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
