"""The articles of the corpus' news pages as a crawl has them before the rules: read, tidied, nothing taken yet."""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

from newscrawler.cleaning.article import clean_article
from newscrawler.errors import UnreadablePageError
from newscrawler.extraction.article import extract_article
from newscrawler.model.article import Article, Author
from newscrawler.model.block import CHROME_RULE, Block, RemovedBlock
from newscrawler.model.outlet import Outlet
from newscrawler.model.page import Page

SETS = "fundus,fundus-eval,scrapinghub"
OUTLET = Outlet(id="web_benchmark", name="")
_FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TruePage:
    """One page whose whole body is known.

    Attributes:
        truth: its line of ``truth.jsonl``, with what the benchmark's own program adds (``uid``, ``path``).
        article: what the reader makes of the page; without blocks where it cannot be read.
    """

    truth: Mapping[str, Any]
    article: Article

    @property
    def naive_article(self) -> Article:
        """The article of a reader that takes every text within the story's container for story."""
        blocks = (*self.article.blocks, *(gone.block for gone in self.article.removed if gone.rule != CHROME_RULE))
        return replace(self.article, blocks=tuple(_in_order(blocks)), removed=())

    @property
    def outlet(self) -> str:
        return self.truth.get("outlet") or self.truth["url"]

    @property
    def paragraphs(self) -> list[str]:
        """The true paragraphs, white space collapsed; those that may be there or not left out."""
        optional = set(self.truth.get("optional") or ())
        texts = self.truth.get("paragraphs") or self.truth["body"].split("\n\n")
        collapsed = (" ".join(text.split()) for index, text in enumerate(texts) if index not in optional)
        return [text for text in collapsed if text]

    @property
    def plain_article(self) -> Article:
        """The true paragraphs as plain blocks, without the class names and links that a page would add."""
        authors = tuple(Author(name=name) for name in self.truth.get("authors") or () if isinstance(name, str))
        blocks = tuple(Block(kind="paragraph", text=text) for text in self.paragraphs)
        title = self.truth.get("title")
        return Article(url=self.truth["url"], outlet=self.outlet, title=title, authors=authors, blocks=blocks)


def true_pages(
    bench: ModuleType, corpus: Path, sets: Sequence[str], half: int | None, bodies: Mapping[str, Any] | None
) -> Iterator[TruePage]:
    """The pages with a trusted body, of all outlets or of one half of them.

    ``bench`` is the benchmark's own program. With ``bodies``, predictions of its form by uid, the story is what they
    say: each of their lines is the block of the page that has this text.
    """
    for truth in bench.load_corpus(str(corpus), list(sets)):
        outlet = truth.get("outlet") or truth["url"]
        is_sound = truth.get("body") and not truth.get("body_suspect")
        if is_sound and (half is None or crc32(outlet.encode()) % 2 == half):
            article = article_on(truth, with_chrome=bodies is not None)
            if bodies is not None:
                body = (bodies.get(truth["uid"]) or {}).get("body") or ""
                article = clean_article(_with_body(article, body), OUTLET)
            yield TruePage(truth, article)


def article_on(truth: Mapping[str, Any], *, with_chrome: bool = False) -> Article:
    """The tidy article on a page, as a crawl reads a page of an unknown outlet."""
    html = gzip.decompress(Path(truth["path"]).read_bytes())
    page = Page(url=truth["url"], html=html, fetched_at=_FETCHED_AT)
    try:
        article = extract_article(page, OUTLET, with_chrome=with_chrome)
    except UnreadablePageError:
        return Article(url=truth["url"], outlet=OUTLET.id)
    return article if with_chrome else clean_article(article, OUTLET)


def _with_body(article: Article, body: str) -> Article:
    """The article with another reader's story: its captions, and the page's blocks with the texts of the body."""
    by_text = {gone.block.text: gone.block for gone in article.removed} | {
        block.text: block for block in article.blocks
    }
    story = [by_text.get(text) or Block(kind="paragraph", text=text) for text in body.split("\n\n") if text.strip()]
    captions = [block for block in article.blocks if block.kind == "caption"]
    blocks = tuple(_in_order([*story, *captions]))
    texts = {block.text for block in blocks}
    left_out = (block for block in article.blocks if block.text not in texts)
    removed = (*article.removed, *(RemovedBlock(block, "not_story") for block in left_out))
    return replace(article, blocks=blocks, removed=tuple(gone for gone in removed if gone.block.text not in texts))


def _in_order(blocks: Sequence[Block]) -> list[Block]:
    """In the page's order; a text without a place there stands behind the one before it."""
    places: list[tuple[int, int]] = []
    for number, block in enumerate(blocks):
        before = places[-1][0] if places else 0
        places.append((before if block.position is None else block.position, number))
    return [blocks[number] for _, number in sorted(places)]
