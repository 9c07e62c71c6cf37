"""The links of a feed, a sitemap or a section page, as Scrapy hands it over."""

from dataclasses import replace
from datetime import UTC, datetime

from scrapy.http import Response

from newscrawler.discovery.feed import links_in_feed
from newscrawler.discovery.section import links_in_section
from newscrawler.discovery.sitemap import links_in_sitemap
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import LinkKind, Listing
from newscrawler.model.outlet import Outlet
from newscrawler.spiders.pages import content_type
from newscrawler.url_parameters import without_parameters


def links_of(response: Response, kind: LinkKind, outlet: Outlet) -> Listing:
    """All links of one listing, read now, without the parameters that the outlet's file says to ignore.

    Raises:
        UnreadableListingError: it is not what it was announced as, or so damaged that nothing is left of it.
    """
    listing = _read(response, kind, outlet)
    if listing.damage and not (listing.links or listing.further):
        raise UnreadableListingError(f"{kind} damaged, nothing of it could be read: {listing.damage}")
    if not outlet.ignored_parameters:
        return listing
    links = (replace(link, url=without_parameters(link.url, outlet.ignored_parameters)) for link in listing.links)
    return replace(listing, links=tuple({link.url: link for link in links}.values()))


def _read(response: Response, kind: LinkKind, outlet: Outlet) -> Listing:
    body, url, now = response.body, response.url, datetime.now(UTC)
    if kind == "sitemap":
        return links_in_sitemap(body, url, timezone=outlet.timezone, now=now)
    if kind == "section":
        return links_in_section(body, url, content_type=content_type(response), outlet=outlet)
    return links_in_feed(
        body, url, content_type=content_type(response), timezone=outlet.timezone, language=outlet.language, now=now
    )
