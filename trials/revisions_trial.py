"""Outlets that edit their articles, fetched again and again: one revision for each edit between two visits, no others.

    python trials/revisions_trial.py [--minutes 4] [--every 15] [--outlets 4] [--articles 60] [--live 5] [--hour 20]

The sites edit every tenth article one and six of their hours after it was published. They write down every page that
they serve (``recorded_site.py``): what one visit was given and the next one was not is an edit that lay between two
visits. Then their clock is stopped, and all is crawled once more for what changed before; after that two crawls that
fetch everything (``--refetch``) and one that asks what changed. Prints one JSON line:

- ``edits``: those in the pages as served; ``revisions``: those stored;
- ``missed``: an edit without its revision, with the text as it was served before; ``others``: revisions of no edit;
- ``still``: what the crawls without edits changed: documents of ``articles``, cursors, the number given last.

Exit 1 where nothing was edited, an edit is missed, a revision is of none, or a crawl without edits wrote something.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from crawler import environment, run
from news_web import SITE, NewsWeb, news_web
from pymongo import MongoClient
from pymongo.database import Database
from scratch import scratch_folder

from newscrawler.storage.server.embedded import join_embedded
from newscrawler.urls import url_key

SHOWN = 5  # articles of which the revisions are printed

Document = dict[str, Any]
Text = tuple[str, ...]  # title and paragraphs


@dataclass(slots=True)
class Crawler:
    """Crawls all outlets with a database of its own, and counts what that costs."""

    outlets: list[str]
    variables: dict[str, str]
    runs: int = 0
    cpu_seconds: float = 0.0

    def crawl(self, *options: str) -> None:
        ended = run(["crawl", *self.outlets, *options], self.variables)
        self.runs += 1
        self.cpu_seconds += ended.cpu_seconds
        if ended.code:
            sys.exit(f"a crawl ended with {ended.code}:\n{ended.stdout}{ended.stderr}")

    def show_revisions(self, article: str) -> None:
        """Print to stderr what its command tells of an article: to be read."""
        print(run(["article", article, "--revisions"], self.variables).stdout, file=sys.stderr)


def main() -> int:
    options = read_options()
    if not SITE.exists():
        print(json.dumps({"trial": "revisions", "skipped": "the crawl bench is not beside the project"}))
        return 0
    with scratch_folder("revisions") as folder:
        numbers = {"--live": options.live, "--hour": options.hour, "--interval": 1, "--min": 5000, "--max": 9000}
        words = [word for name, value in numbers.items() for word in (name, str(value))]
        site = Path(__file__).with_name("recorded_site.py")
        place = join_embedded(folder)
        try:
            with news_web(
                options.outlets, options.articles, "--edits", "--record", str(folder), *words, site=site
            ) as web:
                result = try_out(options, folder, web, place.uri)
        finally:
            place.release()
    print(json.dumps(result, ensure_ascii=False))
    return int(bool(not result["edits"] or result["missed"] or result["others"] or any(result["still"].values())))


def try_out(options: argparse.Namespace, folder: Path, web: NewsWeb, uri: str) -> Document:
    outlets = web.write_outlets(folder / "outlets")
    crawler = Crawler(outlets, environment(folder, folder / "outlets"))
    end = time.monotonic() + options.minutes * 60
    while time.monotonic() < end:
        began = time.monotonic()
        crawler.crawl("--refetch")
        time.sleep(max(0.0, options.every - (time.monotonic() - began)))
    (folder / "still").touch()
    crawler.crawl("--refetch")
    with MongoClient[Document](uri) as client:
        database = client.get_default_database("newscrawler")
        before = state_of(database)
        crawler.crawl("--refetch")
        crawler.crawl("--refetch")
        crawler.crawl()
        after = state_of(database)
        articles = {article["url_key"]: article for article in before["articles"].values()}
        revisions = defaultdict(list)
        for revision in database["revisions"].find().sort("cursor"):
            revisions[revision["article"]].append(revision)
        for article in [*revisions][:: max(1, len(revisions) // SHOWN)]:
            crawler.show_revisions(article)
        found = judge(served_texts(folder / "served.jsonl"), articles, revisions)
    fetches = sum(1 for _ in (folder / "served.jsonl").open())
    return {
        "trial": "revisions",
        "crawls": crawler.runs,
        "articles": len(articles),
        "pages_served": fetches,
        **found,
        "still": changes(before, after),
        "cpu_seconds": round(crawler.cpu_seconds, 1),
    }


def served_texts(path: Path) -> dict[str, list[Text]]:
    """url_key -> the texts that its visits were given, in order; one that did not change stands once."""
    given: dict[str, list[Text]] = defaultdict(list)
    for line in path.open():
        page = json.loads(line)
        given[url_key(page["url"])].append((page["title"], *page["paragraphs"]))
    return {key: [text for text, _ in groupby(texts)] for key, texts in given.items()}


def judge(
    served: dict[str, list[Text]], articles: dict[str, Document], revisions: dict[str, list[Document]]
) -> Document:
    """Edits beside revisions, article by article: the texts that were served against those that are kept."""
    missed, others, edits, stored = [], [], 0, 0
    for key, texts in served.items():
        article = articles.get(key)
        if article is None:
            missed.append(f"{key}: not stored")
            continue
        lines = frozenset(line for text in texts for line in text)
        own = revisions.pop(article["_id"], [])
        edits, stored = edits + len(texts) - 1, stored + len(own)
        kept = [text_of(revision["old"], lines) for revision in own if "body" in revision["old"]]
        missed += [f"{key}: {text[2][:60]}" for text in texts[:-1] if text not in kept]
        others += [f"{one['_id']}: {one['changed']} {one.get('reason', '')}" for one in own[len(texts) - 1 :]]
        if text_of(article, lines) != texts[-1] or article["version"] != len(texts):
            others.append(f"{key}: version {article['version']} of {len(texts)} texts, or another text")
    others += [revision["_id"] for left in revisions.values() for revision in left]
    return {"edits": edits, "revisions": stored, "missed": missed[:20], "others": others[:20]}


def text_of(document: Document, lines: frozenset[str]) -> Text:
    """Title and paragraphs, those of the story: what else the reader took for it is another trial's matter."""
    return tuple(line for line in (document["title"], *document["body"].split("\n\n")) if line in lines)


def state_of(database: Database[Document]) -> Document:
    """All articles, whole, and the number that was given last."""
    return {
        "articles": {article["_id"]: article for article in database["articles"].find()},
        "revisions": database["revisions"].count_documents({}),
        "number": next(database["meta"].find({"_id": "cursor"}))["value"],
    }


def changes(before: Document, after: Document) -> dict[str, int]:
    old, new = before["articles"], after["articles"]
    return {
        "articles_written": sum(old.get(key) != article for key, article in new.items()) + len(old.keys() - new.keys()),
        "cursors_moved": sum(key not in old or old[key]["cursor"] != one["cursor"] for key, one in new.items()),
        "revisions_more": after["revisions"] - before["revisions"],
        "numbers_given": after["number"] - before["number"],
    }


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--every", type=float, default=15, help="seconds from one crawl's beginning to the next one's")
    parser.add_argument("--outlets", type=int, default=4)
    parser.add_argument("--articles", type=int, default=60, help="of each outlet when it begins")
    parser.add_argument("--live", type=float, default=5, help="seconds from one article to the next, of each outlet")
    parser.add_argument("--hour", type=float, default=20, help="seconds of an hour of the sites")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
