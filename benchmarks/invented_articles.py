"""Invented articles as a crawl hands them to the store: some 5 kB of text, read from a page of some 100 kB."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from newscrawler.boilerplate.sighting import note_sighting
from newscrawler.duplicates.fingerprint import fingerprint_article
from newscrawler.model.article import Article, Author, Image
from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.link import ArticleLink
from newscrawler.model.page import Page

sys.path.insert(0, str(Path(__file__).parents[1] / "trials"))
from invented_sentences import LANGUAGES

TEXT_BYTES = 5_000
PAGE_BYTES = 100_000  # Zstandard makes 20 kB of it, as of real pages
BEGAN = datetime(2026, 3, 2, 6, tzinfo=UTC)
TRAIL = ("html", "body.page", "main#content", "article.story", "div.story-text")


@dataclass
class InventedArticles:
    """Makes articles of some outlets, no two alike; the same ones for the same seed."""

    seed: str
    outlets: int = 20
    _chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)  # noqa: S311 - invented texts, not secrets
        self._menus = [self._menu() for _ in range(self.outlets)]

    def make(self, count: int) -> Iterator[Article]:
        for number in range(count):
            yield self._article(number)

    def _article(self, number: int) -> Article:
        chance, place = self._chance, number % self.outlets
        outlet, language = f"xx_outlet{place:02d}", LANGUAGES[place % len(LANGUAGES)]
        url = f"https://{outlet.removeprefix('xx_')}.example/news/{self.seed}/{number}"
        blocks: list[Block] = []
        while sum(len(block.text.encode()) for block in blocks) < TEXT_BYTES:
            evidence = "38 words, no links, in the story's container"
            address = f"article > div.story-text > p:{len(blocks)}"
            blocks.append(Block("paragraph", language.paragraph(chance), TRAIL, address, 0.0, evidence, len(blocks)))
        published = BEGAN + timedelta(minutes=chance.randint(0, 400_000))
        title, name = language.title(chance), language.name(chance)
        page = self._page(url, title, blocks, place)
        article = Article(
            url=url,
            outlet=outlet,
            requested_url=f"{url}?ref=rss",
            alternate_urls=(f"{url}/amp",),
            outlet_name=f"The Outlet {place}",
            domain=f"{outlet}.example",
            title=title,
            titles={"feed": title, "page": title, "og": title, "json_ld": title},
            standfirst=language.paragraph(chance),
            blocks=tuple(blocks),
            removed=tuple(self._removed(language.sentence(chance), line) for line in range(12)),
            authors=(Author(name, url=f"https://{outlet}.example/by/{chance.randint(1, 40)}"),),
            byline=name,
            published_at=published,
            published_raw=published.isoformat(),
            published_precision="second",
            published_source="json_ld",
            fetched_at=published + timedelta(minutes=20),
            language=language.code,
            language_source="html",
            section="Local",
            breadcrumbs=("News", "Local"),
            keywords=tuple(language.sentence(chance).split()[:6]),
            article_type="news",
            main_image=Image(f"{url}/main.jpg", language.sentence(chance), language.name(chance)),
            links=tuple(f"{url}/see/{link}" for link in range(10)),
            http_status=200,
            etag=f'"{chance.getrandbits(64):x}"',
            encoding="utf-8",
            discovery=ArticleLink(f"{url}?ref=rss", "feed", f"https://{outlet}.example/feed.xml", title, guid=url),
            provenance=dict.fromkeys(("title", "authors", "published_at", "language", "image"), "json_ld")
            | {"body": "story"},
            rules_version=1,
            run="0123456789ab",
            container=TRAIL,
            page=page,
        )
        article = replace(article, fingerprint=fingerprint_article(article))
        return replace(article, sighting=note_sighting(article))

    def _removed(self, text: str, line: int) -> RemovedBlock:
        return RemovedBlock(
            Block("paragraph", text, TRAIL, f"article > aside.more:{line}"), "teaser_list", "5 of 6 words are links"
        )

    def _page(self, url: str, title: str, blocks: list[Block], place: int) -> Page:
        story = "".join(f'<p class="story-text__paragraph">{block.text}</p>\n' for block in blocks)
        html = f"<!doctype html><html><head><title>{title}</title></head><body>{self._menus[place]}<main>{story}</main>"
        while len(html) < PAGE_BYTES:  # teasers of other stories, and what scripts carry about
            number, line = self._chance.getrandbits(256), LANGUAGES[place % len(LANGUAGES)].sentence(self._chance)
            html += f'<div class="teaser" data-id="{number:x}"><a href="{url}/{len(html)}">{line}</a></div>\n'
        return Page(url, html.encode(), BEGAN, content_type="text/html; charset=utf-8")

    def _menu(self) -> str:
        return "".join(
            f'<li class="menu__entry menu__entry--{self._chance.randint(1, 9)}"><a href="/section/{entry}">'
            f"{self._chance.choice(LANGUAGES).sentence(self._chance)}</a></li>\n"
            for entry in range(150)
        )
