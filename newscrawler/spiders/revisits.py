"""Second looks at stored articles: how many and when, and their requests."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawler.incremental.articles import Revisit
from newscrawler.incremental.crawl import Limits
from newscrawler.incremental.listing_answers import NOT_MODIFIED, way_of_reading
from newscrawler.model.outlet import Outlet
from newscrawler.model.visit import Visit
from newscrawler.scheduling.rules import rules_of
from newscrawler.urls import url_key

GONE = frozenset({404, 410, 451})  # the last: taken away by law. Not 403: crawlers hear it who were too fast
PRIORITY = -10  # what is new goes first


def limits_of(
    settings: BaseSettings, outlet: Outlet, *, uses_listing_states: bool, is_scheduled: bool = False
) -> Limits:
    """How a crawl of the outlet looks again, by its file and the settings; a budget of articles holds here, too.

    Args:
        settings: of the crawl.
        outlet: that is crawled.
        uses_listing_states: False: what is remembered of listings does not matter.
        is_scheduled: nobody asked for this crawl but the schedule: listings that are fresh may rest, unless the
            outlet's file says when to crawl.
    """
    rules = rules_of(outlet)
    own = outlet.schedule.revisits
    steps = own if own is not None else tuple(map(float, settings.getlist("NEWSCRAWLER_REVISIT_SECONDS")))
    articles = settings.getint("NEWSCRAWLER_MAX_ARTICLES")
    budget = min(settings.getint("NEWSCRAWLER_MAX_REVISITS"), articles)
    retries = min(settings.getint("NEWSCRAWLER_MAX_RETRIED_LINKS"), articles)
    return Limits(
        steps=steps,
        revisits=budget if uses_listing_states and steps else 0,
        retries=retries if uses_listing_states else 0,
        full_fetch_seconds=settings.getfloat("NEWSCRAWLER_FULL_FETCH_SECONDS"),
        reading=way_of_reading(outlet),
        refetch=settings.getbool("NEWSCRAWLER_REFETCH"),
        uses_listing_states=uses_listing_states,
        rest_seconds=rules.longest_pause_seconds if is_scheduled and rules.is_adaptive else 0.0,
    )


def revisit_request(revisit: Revisit, callback: Callable[..., Any], errback: Callable[..., Any]) -> Request:
    """A request for a stored article, at the address that answered last; 304 and "gone" are answers, too."""
    visit = revisit.visit
    conditions = {"If-None-Match": visit.etag, "If-Modified-Since": visit.last_modified}
    headers = {name: value for name, value in conditions.items() if value}
    return Request(
        visit.url,
        callback=callback,
        errback=errback,
        cb_kwargs={"revisit": revisit},
        headers=headers,
        meta={
            "article_link": revisit.named,
            "visit": visit,
            "handle_httpstatus_list": [*GONE, *([NOT_MODIFIED] if headers else [])],
        },
        priority=PRIORITY,
        dont_filter=True,
    )


def missing_words(visit: Visit) -> str:
    """What is said of a stored article that is not at its address."""
    if visit.is_gone:
        return "it is gone, as before; its text is kept"
    if visit.missing_since is None:
        return "it was there before; its text is kept. It is looked at again before it is called gone"
    return f"it is missing since {visit.missing_since:%Y-%m-%d %H:%M} UTC; its text is kept"


def answer_of_missing(response: Response, visit: Visit, home: str) -> str | None:
    """What came in the place of a stored article that is not at its address, in words; None: it may be there.

    Addresses of deleted articles often lead to the home page; also those of others, on a bad day.
    """
    if response.status in GONE:
        return f"HTTP {response.status}"
    key = url_key(response.url)
    leads_home = key != url_key(visit.url) and key in {url_key(home), url_key(urljoin(response.url, "/"))}
    return "leads to the home page" if leads_home else None
