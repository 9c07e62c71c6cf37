"""The sitemaps that a site's robots.txt names: one request, which the middleware that obeys it answers from memory."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from newscrawler.discovery.site_facts import sitemaps_of_robots
from newscrawler.model.outlet import Outlet
from newscrawler.urls import url_key

ASKS_ROBOTS = "asks_robots"  # in the meta of a request for robots.txt itself; the middleware knows it, too
_PRIORITY = 20  # before the listings: it tells which of these on other hosts are the outlet's own


def robots_request(home: str, callback: Callable[..., Any], errback: Callable[..., Any]) -> Request:
    """A request for the robots.txt of the site at ``home``; any status is an answer."""
    return Request(
        urljoin(home, "/robots.txt"),
        callback=callback,
        errback=errback,
        meta={ASKS_ROBOTS: True, "handle_httpstatus_all": True},
        priority=_PRIORITY,
        dont_filter=True,
    )


def sitemaps_named(response: Response) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names; none where there is no robots.txt."""
    return sitemaps_of_robots(response.body, response.url) if response.status == 200 else ()


def unlisted_sitemaps(named: tuple[str, ...], outlet: Outlet) -> tuple[str, ...]:
    """Those of the sitemaps that robots.txt names which the outlet's file does not."""
    listed = {url_key(url) for url in (*outlet.sitemaps, *outlet.feeds)}
    return tuple(url for url in named if url_key(url) not in listed)
