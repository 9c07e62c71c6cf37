"""What an outlet's memory does to a crawl: junk lines left, and true paragraphs lost, as its articles become more.

    python trials/furniture_trial.py [--kind columns|invented] [--outlets 20] [--articles 300] [--keep FOLDER]

Crawls a loopback news web whose pages are real pages with other text: among the true paragraphs stand junk lines in
plain paragraphs, most of which no phrase list can know. Every article is compared with what the site says is true, in
the order in which the articles of its outlet were stored: as it was stored first, and as it is after the crawl's own
healing. A lost paragraph is put down to what took it: a rule or furniture, or the reader, which is counted apart.

`columns` is the bench's site with a daily column at every second outlet; `invented` has every shape of
`invented_news.py`. Prints the curve (stderr) and one JSON line. Exit 1 where less than 99.5 % of the junk lines are
gone, or more than 0.1 % of the true paragraphs were taken, from the 50th article on or after healing among the first.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from crawler import environment, run
from invented_sentences import LANGUAGES
from news_web import SITE, NewsWeb, news_web
from scratch import scratch_folder

from newscrawler.model.block import CHROME_RULE, READER_RULES
from newscrawler.storage.connection import open_database

JUNK_SITE = Path(__file__).with_name("junk_news_web.py")
TEMPLATES = SITE.parents[2] / "corpus" / "scrapinghub" / "html"
RANGES = ((1, 9), (10, 19), (20, 34), (35, 49), (50, 99), (100, 199), (200, 10_000))
FROM_THEN_ON = 50  # articles of an outlet
MOST_CRAWLS = 6
LEAST_GONE, MOST_TAKEN = 0.995, 0.001
_LONGEST_REMOVED = 480  # characters of a removed text that are stored, nearly
_LEAST_PART = 30  # characters of a line that counts as left where it is a part of a paragraph


@dataclass
class Tally:
    """Lines and paragraphs of some articles, and what became of them."""

    junk: int = 0
    junk_left: int = 0
    paragraphs: int = 0
    taken: int = 0
    missed_by_reader: int = 0
    articles: int = 0
    by_fate: Counter[str] = field(default_factory=Counter)

    def shares(self) -> dict[str, float | int]:
        """Shares in percent, as they are printed."""
        return {
            "articles": self.articles,
            "junk_left": round(100 * self.junk_left / max(1, self.junk), 3),
            "truth_taken": round(100 * self.taken / max(1, self.paragraphs), 4),
            "missed_by_reader": round(100 * self.missed_by_reader / max(1, self.paragraphs), 3),
        }

    @property
    def is_clean(self) -> bool:
        gone = 1 - self.junk_left / max(1, self.junk)
        return gone >= LEAST_GONE and self.taken <= MOST_TAKEN * self.paragraphs


@dataclass(frozen=True)
class Stored:
    """One article as it was stored first and as it is now, with its place among those of its outlet, from 1."""

    place: int
    first: str
    now: str
    removed: tuple[tuple[str, str], ...]


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "furniture", "skipped": "the crawl bench is not beside the project"}))
        return 0
    site = ["--kind", options.kind, "--feed", "20", "--templates", str(TEMPLATES)]
    with (
        scratch_folder("furniture") as folder,
        news_web(options.outlets, options.articles, *site, site=JUNK_SITE) as web,
    ):
        data = Path(options.keep or folder)
        ids = write_outlets(web, data / "outlets", options)
        variables = environment(data / "data", data / "outlets")
        truth = {str(row["url"]): row for row in web.lines(f"/__truth?n={options.outlets * options.articles}")}
        begun = time.monotonic()
        crawls, left = [run(["crawl", *ids], variables, timeout=3000)], []
        while True:
            stored, unclean = asyncio.run(read_stored(data / "data"))
            left.append(unclean + len(truth.keys() - stored.keys()))
            if not left[-1] or len(crawls) == MOST_CRAWLS:
                break
            crawls.append(run(["crawl", *ids], variables, timeout=3000))
    result = measure(truth, stored) | {
        "trial": "furniture",
        "kind": options.kind,
        "missing": len(truth.keys() - stored.keys()),
        "exits": [crawl.code for crawl in crawls],
        "left_after_each_crawl": left,
        "seconds": round(time.monotonic() - begun),
        "cpu_ms_per_article": round(1000 * crawls[0].cpu_seconds / max(1, len(stored)), 1),
    }
    print_curve(result)
    print(crawls[0].stderr[-2000:], file=sys.stderr)
    print(json.dumps({name: value for name, value in result.items() if name != "examples"}, ensure_ascii=False))
    return int(not result["is_clean"] or bool(result["missing"]) or any(result["exits"][-1:]))


def write_outlets(web: NewsWeb, folder: Path, options: argparse.Namespace) -> list[str]:
    """Outlet files, each in its language."""
    ids = web.write_outlets(folder, delay_seconds=options.delay)
    for number, name in enumerate(ids if options.kind == "invented" else ()):
        path = folder / f"{name}.toml"
        path.write_text(path.read_text().replace('"en"', f'"{LANGUAGES[number % len(LANGUAGES)].code}"'))
    return ids


async def read_stored(data: Path) -> tuple[dict[str, Stored], int]:
    """URL -> article, and how many articles are known to need cleaning, from the crawl's own database."""
    database = await open_database(None, data)
    try:
        counts = await database.documents["block_counts"].find({}).to_list()
        documents = await database.documents["articles"].find({}).to_list()
        first_bodies = {
            revision["article"]: revision["old"]["body"]
            async for revision in database.documents["revisions"].find({"version": 1})
            if "body" in revision["old"]
        }
    finally:
        await database.close()
    places: Counter[str] = Counter()
    stored = {}
    for document in sorted(documents, key=lambda one: (one["first_seen_at"], one["_id"])):
        places[document["outlet"]] += 1
        removed = tuple((entry["text"], entry["rule"]) for entry in document["removed"])
        first = first_bodies.get(document["_id"], document["body"])
        stored[document["url"]] = Stored(places[document["outlet"]], first, document["body"], removed)
    return stored, sum(outlet["left"] for outlet in counts)


def measure(truth: dict[str, dict[str, Any]], stored: dict[str, Stored]) -> dict[str, Any]:
    """The curve, what was lost and left by shape, and whether it is good enough."""
    curves: dict[str, dict[tuple[int, int], Tally]] = {"first": defaultdict(Tally), "healed": defaultdict(Tally)}
    whole = {name: Tally() for name in ("first, from the 50th on", "healed, the first 49", "healed, from the 50th on")}
    examples: dict[str, str] = {}
    for url, article in stored.items():
        row = truth.get(url)
        if row is None:
            continue
        span = next(span for span in RANGES if span[0] <= article.place <= span[1])
        is_late = article.place >= FROM_THEN_ON
        for state, body in (("first", article.first), ("healed", article.now)):
            tallies = [curves[state][span]]
            if is_late or state == "healed":
                tallies.append(whole[f"{state}, from the 50th on" if is_late else "healed, the first 49"])
            fates = list(fates_of(row, body, article.removed))
            for tally in tallies:
                count(tally, fates)
            for shape, fate, text in fates:
                examples.setdefault(f"{shape}: {fate}", f"{url}: {text[:120]}")
    curve = [
        {"seen": f"{low}-{min(high, len(stored))}"} | {state: curves[state][low, high].shares() for state in curves}
        for low, high in RANGES
        if curves["first"][low, high].articles
    ]
    return {
        "articles": sum(curves["first"][span].articles for span in RANGES),
        "is_clean": all(tally.articles and tally.is_clean for tally in whole.values()),
        "whole": {name: tally.shares() for name, tally in whole.items()},
        "curve": curve,
        "fates": {name: dict(sorted(tally.by_fate.items())) for name, tally in whole.items()},
        "examples": examples,
    }


def fates_of(row: dict[str, Any], body: str, removed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Shape, fate and text of each junk line that is left and of each true paragraph that is lost; "" for the rest."""
    there = {plain(text) for text in body.split("\n\n")}
    whole_text = plain(body)
    took = {plain(text)[:_LONGEST_REMOVED]: rule for text, rule in removed}
    shapes = iter(row["shapes"])
    for text in map(plain, row["paragraphs"]):
        shape = next(shapes)
        is_there = text in there or text in whole_text
        yield shape, "" if is_there else f"lost to {loss(took.get(text[:_LONGEST_REMOVED]))}", text
    for text in map(plain, row["junk"]):
        shape = next(shapes)
        is_left = text in there or (len(text) >= _LEAST_PART and text in whole_text)
        yield shape, "left" if is_left else "gone", text


def loss(rule: str | None) -> str:
    return "the reader" if rule is None or rule in READER_RULES or rule == CHROME_RULE else rule


def count(tally: Tally, fates: list[tuple[str, str, str]]) -> None:
    tally.articles += 1
    for shape, fate, _text in fates:
        if fate in {"left", "gone"}:
            tally.junk += 1
            tally.junk_left += fate == "left"
        else:
            tally.paragraphs += 1
            tally.missed_by_reader += fate == "lost to the reader"
            tally.taken += bool(fate) and fate != "lost to the reader"
        if fate not in {"", "gone"}:
            tally.by_fate[f"{shape}: {fate}"] += 1


def plain(text: str) -> str:
    return " ".join(text.split())


def print_curve(result: dict[str, Any]) -> None:
    """The figures as a table, with an example of each kind of mistake, to stderr."""
    say = partial(print, file=sys.stderr)
    say(f"{result['articles']} articles, {result['seconds']} s, {result['cpu_ms_per_article']} ms CPU each; %")
    say(f"{'':26s}{'articles':>9s}{'junk left':>11s}{'truth taken':>13s}{'reader missed':>15s}")
    rows = [(f"{row['seen']:>9s} {state}", row[state]) for row in result["curve"] for state in ("first", "healed")]
    for name, shares in (*rows, *result["whole"].items()):
        figures = f"{shares['junk_left']:11.3f}{shares['truth_taken']:13.4f}{shares['missed_by_reader']:15.3f}"
        say(f"{name:26s}{shares['articles']:9d}{figures}")
    for name, fates in result["fates"].items():
        say(name, *(f"    {times:6d}  {fate}" for fate, times in fates.items()), sep="\n")
    for fate, example in sorted(result["examples"].items()):
        if fate.endswith("left") or "lost" in fate:
            say(f"{fate}\n    {example}")
    say("clean" if result["is_clean"] else "NOT CLEAN")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=["columns", "invented"], default="columns")
    parser.add_argument("--outlets", type=int, default=20)
    parser.add_argument("--articles", type=int, default=300, help="of each outlet")
    parser.add_argument("--delay", type=float, default=1, help="seconds between two pages of a host")
    parser.add_argument("--keep", help="a folder for data and outlet files that is not removed")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
