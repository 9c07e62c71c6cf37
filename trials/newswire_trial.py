"""A real newswire as one outlet: what its memory would take of text that is all true. No crawl.

    python trials/newswire_trial.py [--articles 7907]

7,907 articles of a newswire of 1987 in the order in which they were sent, from the corpus that stands beside the
project. All of it is story, with what a wire repeats: tables from one template, stories sent again, set sentences.
Learned is from the newest articles, again and again. Prints one JSON line; exit 1 where more than one paragraph in
10,000 goes.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

from furniture_curve import learn
from news_web import SITE

from newscrawler.boilerplate.furniture import strip_furniture
from newscrawler.boilerplate.furniture_counting import WINDOW
from newscrawler.boilerplate.furniture_learning import furniture_of
from newscrawler.boilerplate.sighting import note_sighting
from newscrawler.model.article import Article
from newscrawler.model.block import Block
from newscrawler.model.furniture import Furniture, RepeatedBlock, StoredSighting
from newscrawler.model.outlet import Outlet

WIRE = SITE.parents[2] / "corpus" / "dedup" / "reuters.jsonl.gz"
OUTLET = Outlet(id="xx_wire", name="Wire", language="en", timezone="UTC", home="")
LEARNED_EVERY = 100  # articles
MOST_TAKEN = 1 / 10_000
_BEGIN = datetime(1987, 2, 26, tzinfo=UTC)


def main() -> int:
    options = read_options()
    if not WIRE.exists():
        print(json.dumps({"trial": "newswire", "skipped": "the corpus is not beside the project"}))
        return 0
    with gzip.open(WIRE, "rt", encoding="utf-8") as lines:
        articles = [read_article(json.loads(line)) for _, line in zip(range(options.articles), lines, strict=False)]
    sightings: list[StoredSighting] = []
    known: list[RepeatedBlock] = []
    furniture = Furniture(OUTLET.id)
    taken: Counter[str] = Counter()
    for number, article in enumerate(articles, 1):
        stripped = strip_furniture(article, OUTLET, furniture)
        taken.update(gone.block.text for gone in stripped.removed)
        seen_at = _BEGIN + timedelta(minutes=10 * number)
        sightings.append(StoredSighting(article.url, seen_at, stripped.sighting or note_sighting(stripped)))
        if number % LEARNED_EVERY == 0:
            known = learn(sightings[-WINDOW:], articles, known)
            furniture = furniture_of(OUTLET.id, WINDOW, known)
    paragraphs = sum(len(article.blocks) for article in articles)
    result = {
        "trial": "newswire",
        "articles": len(articles),
        "paragraphs": paragraphs,
        "taken": sum(taken.values()),
        "such_as": [text[:80] for text, _ in taken.most_common(5)],
        "most_repeated": [f"{block.articles}: {block.text[:60]}" for block in known[:5]],
    }
    print(json.dumps(result))
    return int(sum(taken.values()) > MOST_TAKEN * paragraphs)


def read_article(row: dict[str, str]) -> Article:
    texts = [text for text in row["text"].split("\n\n") if text.strip()]
    blocks = tuple(Block("paragraph", text, position=place) for place, text in enumerate(texts))
    return Article(url=f"https://wire.example/{row['id']}", outlet=OUTLET.id, title=row["title"], blocks=blocks)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
