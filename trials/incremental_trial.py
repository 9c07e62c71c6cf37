"""Live outlets, some of them faulty, crawled every few seconds: every article stored once, every edit seen when due.

    python trials/incremental_trial.py SITE.py [--minutes 4] [--crawls 1] [--every 15] [--hour 20] [--live 2]

Starts the loopback sites of SITE.py (the bench beside the project), which publish an article every ``--live`` seconds
and edit every tenth one after one and six of their hours, and crawls them with revisits at these hours. Prints one JSON
line:

- ``missing``: to be found before the last crawl began, or (where listings are cut) named in what they said before a
  crawl and after it, and not stored; of pages that are no articles: that have no outcome which says so;
- ``twice``: stored twice; ``not_articles``: stored though its page was cut, or said that there is none;
- ``garbled``: stored with another text than the page has, of outlets that lie about their charset, or say nothing;
- ``edits_missed``: an edit that was there when its article was looked at last, and is not stored;
- ``accounts_wrong``: runs whose account does not add up, by their record or as the log says;
- requests per new article, the share of answers 304, and a row for each outlet.

Exit 1 where one of the lists is not empty, or an account is wrong.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import IncompleteRead
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from crawler import environment, run
from pymongo import MongoClient
from scratch import scratch_folder

from newscrawler.model.account import ARTICLE_COUNTS, MET_COUNTS, NOT_OF_A_LINK, UNASKED_COUNTS
from newscrawler.storage.server.embedded import join_embedded
from newscrawler.urls import url_key

FAULTS = ("dup", "bad-feed", "no-validators", "soft404", "charset", "charset-none", "truncate")
NO_ARTICLES = {"soft404": "soft_404", "truncate": "incomplete"}  # fault of all pages -> the outcome that each has
CUT_LISTINGS = ("bad-feed", "truncate")
CYRILLIC = ("charset", "charset-none")
# Eight times on every page; what a page repeats is stored once.
CYRILLIC_PARAGRAPH = "Совет города одобрил новый бюджет порта после долгого заседания. " * 6
WITHOUT_EDITS = (*NO_ARTICLES, *CYRILLIC)  # their pages have one text for ever
CLEAN = 2  # outlets without a fault
FAULTY = ("missing", "twice", "not_articles", "garbled", "edits_missed", "accounts_wrong")


def main() -> int:
    options = read_options()
    with scratch_folder("incremental") as folder:
        site = start_site(options)
        place = join_embedded(folder)
        try:
            crawls = crawl_for(options, folder, write_outlets(folder / "outlets", options))
            result = judge(place.uri, options, crawls)
            result["accounts_wrong"] += logs_of(folder).count("does not add up")
            result["tracebacks"] = logs_of(folder).count("Traceback")
        finally:
            place.release()
            site.kill()
            site.wait()
    print(json.dumps({"trial": "incremental", **result, "cpu_seconds": round(crawls.cpu_seconds, 1)}))
    return int(any(result[name] for name in FAULTY))


@dataclass(slots=True)
class Crawls:
    """What there is to tell of the crawls.

    Attributes:
        began: when the last one began.
        named: addresses that cut listings named before a crawl and after it.
        asked: how often we asked them ourselves.
    """

    began: float = 0.0
    cpu_seconds: float = 0.0
    named: set[str] = field(default_factory=set)
    asked: int = 0


def hosts() -> dict[str, str]:
    """Host -> its fault, or ""."""
    faults = (*FAULTS, *[""] * CLEAN)
    return {f"127.0.0.{number}": fault for number, fault in enumerate(faults, 2)}


def start_site(options: argparse.Namespace) -> "subprocess.Popen[bytes]":
    faults = [word for host, fault in hosts().items() if fault for word in ("--fault", f"{host}={fault}")]
    numbers = {
        "outlets": len(hosts()),
        "port": options.port,
        "articles": options.articles,
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


def crawl_for(options: argparse.Namespace, folder: Path, outlets: list[str]) -> Crawls:
    """Crawl again and again; note what the cut listings named before a crawl, and still after it."""
    variables = environment(folder, folder / "outlets")
    crawls, end, done = Crawls(), time.time() + options.minutes * 60, 0
    while done < options.crawls or time.time() < end:
        done += 1
        before = named_now(crawls, options.port)
        crawls.began = time.time()
        ended = run(["crawl", *outlets], variables)
        crawls.named |= before & named_now(crawls, options.port)
        crawls.cpu_seconds += ended.cpu_seconds
        print(ended.stdout, ended.stderr, file=sys.stderr)
        time.sleep(max(0.0, options.every - (time.time() - crawls.began)))
    return crawls


def named_now(crawls: Crawls, port: int) -> set[str]:
    """Every whole address in the bytes of the cut listings, and of their children, as far as they come."""
    named = set[str]()
    for base in (f"http://{host}:{port}" for host, fault in hosts().items() if fault in CUT_LISTINGS):
        waiting, seen = [f"{base}/feed.xml", f"{base}/sitemap.xml"], set[str]()
        while waiting:
            url = waiting.pop()
            seen.add(url)
            crawls.asked += 1
            addresses = re.findall("<(?:link|loc)>([^<]+)</(?:link|loc)>", answer(url).decode(errors="replace"))
            named |= {address for address in addresses if address.endswith(".html")}
            waiting += [address for address in addresses if address.endswith(".xml") and address not in seen]
    return named


def logs_of(folder: Path) -> str:
    return "".join(path.read_text(errors="replace") for path in folder.rglob("*.log*"))


def judge(uri: str, options: argparse.Namespace, crawls: Crawls) -> dict[str, Any]:
    first = f"http://{next(iter(hosts()))}:{options.port}"
    told = json.loads(answer(f"{first}/__stats"))
    number = max(one["published"] for one in told.values()) * len(told)
    truth = [json.loads(line) for line in answer(f"{first}/__truth?n={number}").splitlines()]
    client: MongoClient[dict[str, Any]] = MongoClient(uri)
    database = client.get_default_database("newscrawler")
    articles = {one["url_key"]: one for one in database["articles"].find({}, {"url_key": 1, "body": 1, "url": 1})}
    outcomes = {url_key(one["url"]): one["kind"] for one in database["outcomes"].find({}, {"url": 1, "kind": 1})}
    visits = {one["_id"]: one for one in database["visits"].find()}
    runs = list(database["runs"].find())
    client.close()
    published = [one for one in truth if found_from(one, options) < crawls.began]
    wanted = [one for one in published if fault_of(one["url"]) not in CUT_LISTINGS or one["url"] in crawls.named]
    edits = [edit_of(one, articles, visits, options.hour) for one in wanted]
    statuses: Counter[str] = Counter()
    for one in told.values():
        statuses.update({name: count for name, count in one.items() if name.startswith("status:")})
    requests = sum(statuses.values()) - crawls.asked
    counts: Counter[str] = Counter()
    for one in runs:
        counts.update(one["counts"])
    paths = Counter(re.sub(r"\?.*", "", one["url"]) for one in articles.values())
    return {
        "published": len(published),
        "wanted": len(wanted),
        "stored": len(articles),
        "missing": [one["url"] for one in wanted if not is_there(one["url"], articles, outcomes)][:20],
        "twice": [path for path, times in paths.items() if times > 1][:20],
        "not_articles": [one["url"] for one in articles.values() if fault_of(one["url"]) in NO_ARTICLES][:20],
        "garbled": [one["url"] for one in articles.values() if is_garbled(one)][:20],
        "edits": sum(edit is not None for edit in edits),
        "edits_missed": [edit for edit in edits if edit][:20],
        "runs": len(runs),
        "accounts_wrong": sum(not adds_up(one) for one in runs),
        "requests": requests,
        "requests_per_new": round(requests / max(1, counts["new"]), 2),
        "share_304": round(statuses["status:304"] / max(1, requests), 3),
        "counts": {name: counts[name] for name in sorted(counts) if counts[name]},
        "outlets": rows(published, wanted, articles, outcomes),
    }


def rows(
    published: list[dict[str, Any]], wanted: list[dict[str, Any]], articles: dict[str, Any], outcomes: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Fault and host -> what was published there, what had to be there, what is."""
    table = {}
    for host, fault in hosts().items():
        ends = Counter(kind for key, kind in outcomes.items() if key.startswith(f"{host}:"))
        table[f"{fault} {host}".strip()] = {
            "published": sum(one["host"] == host for one in published),
            "wanted": sum(one["host"] == host for one in wanted),
            "stored": sum(key.startswith(f"{host}:") for key in articles),
            **ends,
        }
    return table


def is_there(url: str, articles: dict[str, Any], outcomes: dict[str, str]) -> bool:
    """Is it stored, or (where no page is an article) is it said why not?"""
    fault = fault_of(url)
    return outcomes.get(url_key(url)) == NO_ARTICLES[fault] if fault in NO_ARTICLES else url_key(url) in articles


def is_garbled(article: dict[str, Any]) -> bool:
    if fault_of(article["url"]) not in CYRILLIC:
        return False
    return bool(article["body"].split() != CYRILLIC_PARAGRAPH.split())


def adds_up(run: dict[str, Any]) -> bool:
    counts, outcomes = run["counts"], run.get("outcomes", {})
    links = sum(count for kind, count in outcomes.items() if kind != NOT_OF_A_LINK)
    ends = sum(counts[name] for name in (*UNASKED_COUNTS, *ARTICLE_COUNTS, "not_modified", "unfinished")) + links
    is_whole = run["finish_reason"] != "finished" or not counts["unfinished"]
    return is_whole and ends == sum(counts[name] for name in MET_COUNTS)


def answer(url: str) -> bytes:
    """The body at an address of the site that was started, as far as it comes."""
    with urlopen(url) as response:  # noqa: S310 - of the site that was started
        try:
            whole: bytes = response.read()
        except IncompleteRead as error:
            return error.partial
        return whole


def fault_of(url: str) -> str:
    return hosts()[str(urlsplit(url).hostname)]


def number_of(told: dict[str, Any]) -> int:
    return int(re.sub(r"\D", "", told["url"].rpartition("-")[2]))


def moment(told: dict[str, Any]) -> float:
    return datetime.fromisoformat(told["date"]).timestamp()


def found_from(told: dict[str, Any], options: argparse.Namespace) -> float:
    """When the listings begin to name an article: the site publishes each when the next one's date has come."""
    return moment(told) + options.live


def edit_of(told: dict[str, Any], articles: dict[str, Any], visits: dict[str, Any], hour: float) -> str | None:
    """None: no edit that a visit could see; "": it was seen; else what was not."""
    article = articles.get(url_key(told["url"]))
    visit = visits.get(article["_id"]) if article else None
    is_edited = number_of(told) % 10 == 0
    if article is None or visit is None or not is_edited or fault_of(told["url"]) in WITHOUT_EDITS:
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
    parser.add_argument("--crawls", type=int, default=1, help="at least so many, however long they take")
    parser.add_argument("--every", type=float, default=15, help="seconds from one crawl's beginning to the next one's")
    parser.add_argument("--hour", type=float, default=20, help="seconds of an hour of the sites")
    parser.add_argument("--live", type=float, default=2, help="seconds from one article to the next, of each outlet")
    parser.add_argument("--articles", type=int, default=30, help="of each outlet when it begins")
    parser.add_argument("--port", type=int, default=8477)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
