"""An outlet's memory is the same whatever happened: killed crawls, the same crawl twice, two crawlers at once.

    python trials/furniture_kill_trial.py [--kills 10] [--outlets 4] [--articles 90]

One quiet crawl of a loopback news web gives the counts that all others must come to: a crawl that is killed (-9) at
random moments and then run to its end; the quiet one once more, and once more with --refetch; two crawls of the same
outlets at the same time; two readings of the same archive (WARC) at the same time, against one quiet reading of it.
Compared are `block_counts` (numbers, articles, places, verdicts; not instants) and what the articles say. Of the
archive the counts alone decide: what is left of a page that is nearly all furniture hangs on when it was looked at;
`archive_texts` tells. Prints one JSON line; exit 1 where anything else differs.
"""

import argparse
import asyncio
import json
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from crawler import environment, joined, run
from furniture_trial import JUNK_SITE, TEMPLATES
from news_web import SITE, NewsWeb, left_behind, news_web
from scratch import scratch_folder

from newscrawler.storage.connection import open_database

_SINCE = " since "  # in a verdict, a day stands behind it
_COMPARED = ("number", "is_template", "articles", "of_articles", "place", "reason", "doubt", "text")


@dataclass(frozen=True)
class Memory:
    """What a database holds at the end: counts by outlet, and every article's text."""

    counts: Mapping[str, list[tuple[object, ...]]]
    articles: Mapping[str, str]

    def differences(self, other: "Memory") -> list[str]:
        """What is not as in the other one, in words."""
        return self.other_counts(other) + self.other_texts(other)

    def other_counts(self, other: "Memory") -> list[str]:
        """The outlets whose counts are not as in the other one."""
        told = []
        for outlet in sorted(self.counts.keys() | other.counts.keys()):
            one, two = set(self.counts.get(outlet, [])), set(other.counts.get(outlet, []))
            if one != two:
                told.append(f"{outlet}: {len(one ^ two)} blocks differ, such as {min(one ^ two, key=str)}"[:400])
        return told

    def other_texts(self, other: "Memory") -> list[str]:
        """The articles that are not as in the other one, with an example."""
        urls = self.articles.keys() | other.articles.keys()
        changed = sorted(url for url in urls if self.articles.get(url) != other.articles.get(url))
        return [f"{len(changed)} articles differ, such as {url}: {self._lines(other, url)}" for url in changed[:1]]

    def _lines(self, other: "Memory", url: str) -> list[str]:
        """The first lines that only one of the two articles has."""
        pair = (self.articles.get(url, "").splitlines(), other.articles.get(url, "").splitlines())
        heads = ("---", "+++", "@@ ")
        return [line[:120] for line in unified_diff(*pair, lineterm="", n=0) if not line.startswith(heads)][:6]


@dataclass(frozen=True)
class Trial:
    """Where the crawls run, and what they crawl."""

    folder: Path
    outlets: Path
    web: NewsWeb
    ids: list[str]

    def variables(self, name: str) -> dict[str, str]:
        return environment(self.folder / name, self.outlets)

    def crawl(self, name: str, *arguments: str) -> int:
        return run(["crawl", *(arguments or self.ids)], self.variables(name)).code

    def crawl_twice(self, name: str, *arguments: Sequence[str]) -> list[int]:
        """Crawls at the same time, one with each of these arguments; their exit codes."""
        with ThreadPoolExecutor(len(arguments)) as threads:
            return list(threads.map(lambda each: self.crawl(name, *each), arguments))

    def start(self, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "newscrawler", "crawl", *(arguments or self.ids)]
        variables = self.variables(name)
        return subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def memory(self, name: str) -> Memory:
        return asyncio.run(read_memory(self.folder / name))


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "furniture_kill", "skipped": "the crawl bench is not beside the project"}))
        return 0
    listed = ["--kind", "columns", "--feed", "5", "--templates", str(TEMPLATES)]
    with (
        scratch_folder("furniture-kill") as folder,
        news_web(options.outlets, options.articles, *listed, site=JUNK_SITE) as web,
    ):
        trial = Trial(folder, folder / "outlets", web, web.write_outlets(folder / "outlets", delay_seconds=0.02))
        with joined(folder / "quiet", folder / "at_once"):  # not "killed": its server ends with every killed crawl
            exits = [trial.crawl("quiet")]
            quiet = trial.memory("quiet")
            result: dict[str, Any] = {
                "trial": "furniture_kill",
                "outlets": len(quiet.counts),
                "articles": len(quiet.articles),
                "furniture": sum(bool(block[5]) for blocks in quiet.counts.values() for block in blocks),
                "repeated_blocks": sum(map(len, quiet.counts.values())),
            }
            differences, result["kills_of_a_running_crawl"] = killed(trial, quiet, options, exits)
            result |= {
                "killed": differences,
                "twice": twice(trial, quiet, exits),
                "at_once": at_once(trial, quiet, exits),
            }
        if options.archive:
            one, other = archive_at_once(trial, options, exits)
            result |= {"archive_at_once": one.other_counts(other), "archive_texts": one.other_texts(other)}
        result |= {"left_running": left_behind(str(folder), within=2.5), "exits": exits}
    print(json.dumps(result, ensure_ascii=False))
    names = ("killed", "twice", "at_once", "archive_at_once", "left_running")
    is_complete = result["articles"] == options.outlets * options.articles and result["furniture"] > 0
    return int(not is_complete or any(exits) or any(result.get(one) for one in names))


def killed(trial: Trial, quiet: Memory, options: argparse.Namespace, exits: list[int]) -> tuple[list[str], int]:
    """Kills at moments between the start and twice the time that a crawl needs for its share of the articles."""
    moments = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    in_the_middle = 0
    for _ in range(options.kills):
        trial.web.ask("/__reset")
        crawl = trial.start("killed")
        wait_for_pages(trial.web, crawl, moments.randint(1, options.outlets * options.articles // options.kills))
        time.sleep(moments.uniform(0, 1))
        in_the_middle += crawl.poll() is None
        crawl.send_signal(signal.SIGKILL)
        crawl.wait()
    exits.append(trial.crawl("killed"))
    return quiet.differences(trial.memory("killed")), in_the_middle


def twice(trial: Trial, quiet: Memory, exits: list[int]) -> list[str]:
    exits.append(trial.crawl("quiet"))
    again = quiet.differences(trial.memory("quiet"))
    exits.append(trial.crawl("quiet", *trial.ids, "--refetch"))
    return again + quiet.differences(trial.memory("quiet"))


def at_once(trial: Trial, quiet: Memory, exits: list[int]) -> list[str]:
    """Two crawls of the same outlets; each leaves to the other what that one has begun."""
    exits += trial.crawl_twice("at_once", trial.ids, trial.ids[::-1])
    exits.append(trial.crawl("at_once"))
    return quiet.differences(trial.memory("at_once"))


def archive_at_once(trial: Trial, options: argparse.Namespace, exits: list[int]) -> tuple[Memory, Memory]:
    """Two readings of one archive: no outlet is anybody's own there, so both store and count the same articles."""
    archive = trial.folder / "pages.warc"
    urls = trial.web.urls(options.outlets * min(options.articles, 60))
    archive.write_bytes(b"".join(map(warc_record, urls)))
    exits.append(trial.crawl("archive_quiet", "--from-warc", str(archive)))
    exits += trial.crawl_twice("archive", *[["--from-warc", str(archive)]] * 2)
    return trial.memory("archive_quiet"), trial.memory("archive")


async def read_memory(data: Path) -> Memory:
    database = await open_database(None, data)
    try:
        counts = await database.documents["block_counts"].find({}).to_list()
        articles = await database.documents["articles"].find({}, {"url": True, "body": True, "removed": True}).to_list()
    finally:
        await database.close()
    texts = {
        article["url"]: article["body"] + "".join(f"\n- {gone['rule']}: {gone['text']}" for gone in article["removed"])
        for article in articles
    }
    return Memory({one["_id"]: [as_compared(block) for block in one["blocks"]] for one in counts}, texts)


def as_compared(block: Mapping[str, Any]) -> tuple[object, ...]:
    """A block without instants; of a template the text is that of any article."""
    values = {name: block.get(name, "") for name in _COMPARED}
    values["text"] = "" if block["is_template"] else values["text"]
    for name in ("reason", "doubt"):
        before, since, behind = values[name].partition(_SINCE)
        values[name] = before + (":" + behind.partition(":")[2] if since else "")
    return tuple(values.values())


def wait_for_pages(web: NewsWeb, crawl: "subprocess.Popen[bytes]", count: int) -> None:
    """Return when so many article pages were fetched, or the crawl has ended."""
    while crawl.poll() is None:
        if sum(host.get("article", 0) for host in dict(web.ask("/__stats")).values()) >= count:
            return
        time.sleep(0.02)


def warc_record(url: str) -> bytes:
    """A WARC response record of the page at a loopback address."""
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - loopback
        body = answer.read()
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--outlets", type=int, default=4)
    parser.add_argument("--articles", type=int, default=90, help="of each outlet")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-archive", dest="archive", action="store_false")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
