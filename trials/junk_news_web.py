"""The crawl bench's news web, with what outlets really repeat: started by `news_web(..., site=JUNK_SITE)`.

    python trials/junk_news_web.py --kind columns|invented --port N --outlets N --articles N [--templates FOLDER]

It loads the bench's `site.py` and gives it other articles; addresses, listings, faults and `/__truth` are the bench's.
`columns`: its own articles and junk, and for every second outlet a daily column with a fixed opening.
`invented`: the outlets of `invented_news.py`, all shapes of text that must stay and junk that must go.
`/__truth` has one thing more: `shapes`, the shape of each paragraph and junk line.
"""

import argparse
import asyncio
import importlib.util
import json
import re
import sys
import time
from functools import lru_cache
from itertools import chain
from random import Random
from types import ModuleType
from typing import Any

from invented_news import InventedOutlet, Story
from news_web import SITE

OPENING = "Every morning our reporters walk the harbour and write down what they see."
_COLUMN_EVERY = (10, 7, 5, 3)
# The junk lines of the bench, in its order.
_BENCH_JUNK = ("temperature", "city", "date", "caption", "ad", "slogan", "also read", "byline", "bio", "tail", "ad")
_NOT_IN_PATH = re.compile(r"^/[a-z]+(?=/\d{4}/)")


def load_site() -> ModuleType:
    """The bench's own module, under a name of its own."""
    found = importlib.util.spec_from_file_location("bench_site", SITE)
    if found is None or found.loader is None:
        raise FileNotFoundError(SITE)
    module = importlib.util.module_from_spec(found)
    sys.modules["bench_site"] = module
    found.loader.exec_module(module)
    return module


def use_columns(site: ModuleType) -> None:
    """Every second outlet gets a column: fixed first paragraph, then text of its own; outlets differ in its look."""
    plain = site.Article

    class Article(plain):  # type: ignore[misc]
        """An article of the bench that may be of its outlet's column."""

        __slots__ = ("is_column",)

        def __init__(self, outlet: Any, number: int) -> None:  # noqa: ANN401 - the bench's
            super().__init__(outlet, number)
            place = int(outlet.host.rsplit(".", 1)[1])
            every = _COLUMN_EVERY[place // 2 % len(_COLUMN_EVERY)]
            self.is_column = place % 2 == 1 and number % every == 1
            if self.is_column:
                look = place // 2 % 3  # its signs: title and author, section, author
                self.title = f"Harbour walk: {self.title}" if look == 0 else self.title
                self.section = "local" if look == 1 else self.section
                self.author = self.author if look == 1 else "Edith Sorley"
                self.slug = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:70]

        def paragraphs(self, now: float) -> list[str]:
            own = super().paragraphs(now)
            opening = f"{OPENING} {site.sentence(Random(self.o.seed))}"  # noqa: S311 - text, not secrets
            return [opening, *own] if self.is_column else own

    site.Article = Article
    site.shapes_of = lambda article: [
        *("column" if text.startswith(OPENING) else "story" for text in article.paragraphs(0)),
        *_BENCH_JUNK,
    ]


def use_invented(site: ModuleType) -> None:
    """All articles are of invented outlets; the n-th host is outlet n."""
    outlets: dict[str, InventedOutlet] = {}

    @lru_cache(20_000)
    def told(host: str, number: int) -> Story:
        last = host.split(".")
        outlet = outlets.setdefault(host, InventedOutlet(int(last[2]) * 250 + int(last[3]) - 2))
        return outlet.story(number)

    class Article:
        """What the bench asks of an article."""

        def __init__(self, outlet: Any, number: int) -> None:  # noqa: ANN401 - the bench's
            self.o, self.n = outlet, number
            self.story = told(outlet.host, number)
            self.title, self.author = self.story.title, self.story.author
            self.section = self.story.section or ""
            self.date = outlet.date_of(number)

        @property
        def path(self) -> str:
            named = self.story.path.rsplit("/", 1)[1]
            return f"{self.story.folder}/{self.date:%Y/%m/%d}/{named}"

        def revision(self, _now: float) -> int:
            return 0

        def paragraphs(self, _now: float) -> list[str]:
            return [piece.text for piece in self.story.pieces if piece.stays]

    def body(article: Article, _now: float) -> str:
        pieces = article.story.pieces
        return "".join(
            f"<h2>{site.esc(piece.text)}</h2>" if piece.is_heading else f"<p>{site.esc(piece.text)}</p>"
            for piece in pieces
        )

    site.Article, site.junk_body = Article, body
    site.junk_lines = lambda article: {"all": [piece.text for piece in article.story.pieces if not piece.stays]}
    site.shapes_of = lambda article: [
        *(piece.shape for piece in article.story.pieces if piece.stays),
        *(piece.shape for piece in article.story.pieces if not piece.stays),
    ]
    answer = site.Site.answer
    # The bench knows addresses without a folder.
    site.Site.answer = lambda self, outlet, path, *rest: answer(self, outlet, _NOT_IN_PATH.sub("", path), *rest)


def tell_shapes(site: ModuleType) -> None:
    """``/__truth`` with the shapes."""
    control = site.Proto.control

    def with_shapes(self: Any, path: str, query: str) -> None:  # noqa: ANN401 - the bench's
        if path != "/__truth":
            control(self, path, query)
            return
        outlets = list(self.site.outlets.values())
        rows = []
        for place in range(int(query.partition("n=")[2] or 1000)):
            article = site.Article(outlets[place % len(outlets)], place // len(outlets))
            paragraphs = article.paragraphs(time.time())
            junk = list(chain(*site.junk_lines(article).values()))
            row = {"url": article.o.base + article.path, "host": article.o.host, "title": article.title}
            row |= {"author": article.author, "paragraphs": paragraphs, "junk": junk}
            rows.append(json.dumps(row | {"shapes": site.shapes_of(article)}))
        answer = "\n".join(rows).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n\r\n"
        self.t.write(head.encode() + answer)
        self.next()

    site.Proto.control = with_shapes


def main() -> None:
    options = read_options()
    site = load_site()
    if options.kind == "columns":
        use_columns(site)
    else:
        use_invented(site)
    tell_shapes(site)
    asyncio.run(site.main(options))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=["columns", "invented"], default="columns")
    parser.add_argument("--outlets", type=int, default=20)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--feed", type=int, default=50)
    parser.add_argument("--templates", help="folder of real pages")
    bench = {"ntemplates": 40, "per_outlet_templates": 3, "min": 60_000, "max": 200_000, "interval": 300.0, "live": 0.0}
    bench |= {"edits": False, "hour": 3600.0, "latency": 0.0, "crawl_delay": 0.0, "junk": True, "identity": False}
    parser.set_defaults(fault=[], **bench)
    return parser.parse_args()


if __name__ == "__main__":
    main()
