"""What a preview knows: listings, articles, outcomes, and what each rule took, ready to be shown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from newscrawler.model.article import Article
from newscrawler.model.block import CHROME_RULE
from newscrawler.model.copy_link import CopyKind
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import Outlet
from newscrawler.model.run import Run
from newscrawler.operations.previewed_copies import copies_among
from newscrawler.spiders.watched import ReadListing
from newscrawler.storage.documents.conversion import article_json
from newscrawler.urls import host_of
from newscrawler.words import count_words

LISTING_KEYS = (("feeds", "feed"), ("sitemaps", "sitemap"), ("sections", "section"))


@dataclass(frozen=True, slots=True)
class ListingView:
    """One listing: what it gave, or why it gave nothing.

    Attributes:
        key: the key of the outlet file that names it, as in ``feeds``; "" where another listing points to it.
        failure: why nothing could be read, in words; None where it was.
    """

    url: str
    kind: str
    key: str = ""
    read: ReadListing | None = None
    failure: str | None = None

    def values(self) -> dict[str, Any]:
        """The listing as ``preview --json`` prints it."""
        read = self.read
        return {
            "kind": "listing",
            "url": self.url,
            "listing": self.kind,
            "named_in": self.key or None,
            "links": read.links if read else None,
            "wanted": read.wanted if read else None,
            "refused": list(read.refused) if read else [],
            "damage": read.damage if read else None,
            "failure": self.failure,
        }


@dataclass(frozen=True, slots=True)
class RuleView:
    """What one rule took: how many blocks, on how many pages, the first of them."""

    rule: str
    blocks: int
    pages: int
    example: str

    def values(self) -> dict[str, Any]:
        """The rule as ``preview --json`` prints it."""
        return {
            "kind": "rule",
            "rule": self.rule,
            "blocks": self.blocks,
            "pages": self.pages,
            "example": self.example,
        }


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a preview shows.

    Attributes:
        articles: those that would be stored, the newest first; answers come in another order every time.
        outcomes: why the other pages would not be; failed listings are not among them.
        copies: number of an article (from 0) -> that of an earlier one whose text it has, and what it is beside that.
        unlisted_sitemaps: those that robots.txt names and the outlet's file does not.
    """

    outlet: Outlet
    listings: tuple[ListingView, ...]
    articles: tuple[Article, ...]
    outcomes: tuple[Outcome, ...]
    run: Run
    copies: dict[int, tuple[int, CopyKind]]
    unlisted_sitemaps: tuple[str, ...] = ()

    @property
    def most_telling(self) -> Article | None:
        """The article from whose page the most different rules took something; of several the newest."""
        return max(self.articles, key=lambda one: len({gone.rule for gone in one.removed}), default=None)


def preview_of(outlet: Outlet, listings: Sequence[ReadListing], came: Iterable[Article | Outcome], run: Run) -> Preview:
    """The preview of what a crawl read and what came through its pipelines."""
    articles, outcomes = [], []
    for one in came:
        if isinstance(one, Article):
            articles.append(one)
        else:
            outcomes.append(one)
    articles.sort(key=lambda article: (_newest_first(article), article.url))
    outcomes.sort(key=lambda outcome: outcome.url)
    failed = {one.url: one.message for one in outcomes if one.kind == OutcomeKind.LISTING_FAILED}
    return Preview(
        outlet,
        tuple(_views(outlet, listings, failed)),
        tuple(articles),
        tuple(one for one in outcomes if one.kind != OutcomeKind.LISTING_FAILED),
        run,
        copies_among(articles),
    )


@dataclass(frozen=True, slots=True)
class BodyWords:
    """How many words the bodies of some articles have."""

    median: int
    shortest: int
    longest: int


def body_words(articles: Sequence[Article]) -> BodyWords:
    """The words of the bodies of ``articles``, of which there is one at least."""
    lengths = sorted(count_body_words(article) for article in articles)
    return BodyWords(round(median(lengths)), lengths[0], lengths[-1])


def _newest_first(article: Article) -> float:
    return -article.published_at.timestamp() if article.published_at else float("inf")


def rule_views(articles: Iterable[Article]) -> list[RuleView]:
    """What each rule took, the busiest first; what surrounds every article of an outlet is left out."""
    taken: dict[str, list[tuple[str, str]]] = {}
    for article in articles:
        for gone in article.removed:
            if gone.rule != CHROME_RULE:
                taken.setdefault(gone.rule, []).append((article.url, gone.block.text))
    views = [
        RuleView(rule, len(blocks), len({url for url, _ in blocks}), " ".join(blocks[0][1].split()))
        for rule, blocks in taken.items()
    ]
    return sorted(views, key=lambda view: (-view.blocks, view.rule))


def article_values(preview: Preview, number: int) -> dict[str, Any]:
    """An article as ``preview --json`` prints it: its document, and the address of the one whose text it has."""
    values = {"kind": "article", **article_json(preview.articles[number])}
    if number in preview.copies:
        original, kind = preview.copies[number]
        values["copy_of"] = {"url": preview.articles[original].url, "kind": kind}
    return values


def why_refused(url: str, outlet: Outlet) -> str:
    """Why a link is not wanted, by the outlet's file."""
    pattern = next((pattern for pattern in outlet.exclude if re.search(pattern, url)), None)
    if pattern is not None:
        return f"exclude: '{pattern}'"
    if outlet.include and not any(re.search(pattern, url) for pattern in outlet.include):
        return "no pattern of include fits"
    return f"not on {host_of(outlet.home)}"


def count_body_words(article: Article) -> int:
    """Number of words of the story."""
    return count_words(article.body)


def _views(outlet: Outlet, listings: Sequence[ReadListing], failed: dict[str, str]) -> Iterable[ListingView]:
    named = {url: (key, kind) for key, kind in LISTING_KEYS for url in getattr(outlet, key)}
    for read in listings:
        yield ListingView(read.url, read.kind, named.get(read.url, ("", ""))[0], read)
    for url, message in failed.items():
        key, kind = named.get(url, ("", ""))
        yield ListingView(url, kind, key, failure=message)
