"""Requests for feeds, sitemaps and section pages, and what their answers say of themselves."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from newscrawler.incremental.freshness import CacheHeaders, cache_seconds
from newscrawler.incremental.listing_answers import NOT_MODIFIED, ListingAnswer
from newscrawler.model.link import LinkKind
from newscrawler.model.outlet import Outlet
from newscrawler.spiders.pages import header

LISTING_KEYS: Mapping[LinkKind, str] = {"feed": "feeds", "sitemap": "sitemaps", "section": "sections"}  # of a file
SITEMAP_MAXSIZE = 50 * 1024 * 1024  # the sitemap protocol's own limit
PRIORITY = 10  # listings first: they say what there is
BROKEN_OFF = "incomplete"  # the flag of an answer that ended too soon: see ``middlewares.whole_bodies``


def listing_request(
    url: str,
    kind: LinkKind,
    depth: int,
    section: frozenset[str] | None,
    headers: Mapping[str, str],
    callback: Callable[..., Any],
    errback: Callable[..., Any],
) -> Request:
    """A request for one listing.

    Args:
        url: its address.
        kind: what it is.
        depth: how many listings lead to it.
        section: of a further page of a section or feed, the keys of the links that the pages before it had.
        headers: conditions; then 304 is an answer, too.
        callback: for an answer.
        errback: where there is none.
    """
    meta: dict[str, Any] = {"section": section or frozenset(), "read_as_far_as_it_goes": True}
    if kind == "sitemap":
        meta["download_maxsize"] = SITEMAP_MAXSIZE
    if headers:
        meta["handle_httpstatus_list"] = [NOT_MODIFIED]
    return Request(
        url,
        callback=callback,
        errback=errback,
        cb_kwargs={"kind": kind, "depth": depth},
        headers=dict(headers),
        meta=meta,
        priority=PRIORITY,
        dont_filter=True,
    )


def listing_answer(response: Response) -> ListingAnswer:
    """What the server said of a listing."""
    return ListingAnswer(
        response.status,
        response.body,
        header(response, "ETag"),
        header(response, "Last-Modified"),
        is_whole=BROKEN_OFF not in response.flags,
        cache_seconds=cache_seconds(_cache_headers(response), datetime.now(UTC)),
    )


def _cache_headers(response: Response) -> CacheHeaders:
    def joined(name: str) -> str | None:
        values = response.headers.getlist(name)
        return b",".join(values).decode("latin-1") if values else None

    return CacheHeaders(
        joined("Cache-Control"), header(response, "Age"), header(response, "Expires"), header(response, "Date")
    )


def section_of(response: Response) -> frozenset[str]:
    """The keys of the links that earlier pages of a section or feed had."""
    return frozenset(response.meta.get("section", ()) if response.request else ())


def listing_place(outlet: Outlet, url: str) -> str:
    """A listing's address behind the key and the file that name it: what to change. Others by their address."""
    key = next((key for key in LISTING_KEYS.values() if url in getattr(outlet, key)), None)
    return f"{key} in {outlet.id}.toml: {url}" if key else url
