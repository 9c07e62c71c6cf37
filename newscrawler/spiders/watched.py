"""An outlet's spider that also notes what every listing gave: which links, and which of them are wanted."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response

from newscrawler.discovery.section import links_in_section
from newscrawler.errors import UnreadableListingError
from newscrawler.model.article import Article
from newscrawler.model.link import ArticleLink, LinkKind, Listing
from newscrawler.model.outcome import Outcome
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.spiders.pages import content_type, requested_url
from newscrawler.spiders.robots_sitemaps import sitemaps_named, unlisted_sitemaps

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class ReadListing:
    """What one feed, sitemap or section page gave.

    Attributes:
        links: how many articles it lists.
        wanted: how many of them the outlet's patterns and hosts let through.
        refused: the first few of the others.
        further: how many listings it points to: a sitemap index's children, a section's next page.
        damage: what was wrong with it while links were still read, or None.
    """

    url: str
    kind: LinkKind
    links: int
    wanted: int
    refused: tuple[str, ...] = ()
    further: int = 0
    damage: str | None = None


class WatchedSpider(OutletSpider):
    """Stands before an outlet's spider: see ``watched_spider``.

    Attributes:
        listings_read: every listing that was read, in that order.
        previewed: what ``extensions.preview_record`` keeps.
        unlisted_sitemaps: those that robots.txt names and the outlet's file does not.
    """

    asks_robots = True

    listings_read: ClassVar[list[ReadListing]]
    previewed: ClassVar[list[Article | Outcome]]
    unlisted_sitemaps: ClassVar[list[str]]

    async def parse_named_sitemaps(self, response: Response) -> AsyncIterator[Request]:
        """Requests for the sitemaps that robots.txt names, where they are wanted; the unlisted ones are noted."""
        self.unlisted_sitemaps.extend(unlisted_sitemaps(sitemaps_named(response), self.outlet))
        async for request in super().parse_named_sitemaps(response):
            yield request

    def links_in(self, response: Response, kind: LinkKind) -> Listing:
        """The links of one listing, noted.

        Raises:
            UnreadableListingError: it is not what it was announced as.
        """
        listing = super().links_in(response, kind)
        refused = [link.url for link in listing.links if not self.wants(link)]
        wanted = len(listing.links) - len(refused)
        if kind == "section" and self.outlet.include:
            refused += self._refused_by_pattern(response, listing.links)
        read = ReadListing(
            url=requested_url(response),
            kind=kind,
            links=wanted + len(refused),
            wanted=wanted,
            refused=tuple(refused[:EXAMPLES]),
            further=len(listing.further),
            damage=listing.damage,
        )
        self.listings_read.append(read)
        return listing

    def _refused_by_pattern(self, response: Response, links: Iterable[ArticleLink]) -> list[str]:
        """What looks like an article on a section page but does not match ``include``: the reader leaves it out."""
        free = replace(self.outlet, include=())
        try:
            listing = links_in_section(response.body, response.url, content_type=content_type(response), outlet=free)
        except UnreadableListingError:  # an outlet's own code read what we cannot
            return []
        known = {link.url for link in links}
        return [link.url for link in listing.links if link.url not in known]


def watched_spider(spider: type[OutletSpider]) -> type[WatchedSpider]:
    """The spider, a class of its own with empty ``listings_read`` and ``previewed``; nothing that it does changes."""
    facts: dict[str, list[Any]] = {"listings_read": [], "previewed": [], "unlisted_sitemaps": []}
    return type(f"Watched_{spider.__name__}", (WatchedSpider, spider), facts)
