"""What kind of listing a body is, told from its first bytes: headers lie too often."""

import re
from typing import Literal

from lxml import etree
from lxml import html as lxml_html

from newscrawler.urls import join_url

ListingKind = Literal["feed", "sitemap", "page"]

# Media types under which a page may announce a feed.
FEED_TYPES = frozenset(
    {
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/rss+xml",
        "application/x.atom+xml",
        "text/rss+xml",
    }
)

_FIRST_ELEMENT = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?([A-Za-z][\w.-]*)[\s/>]")
_SKIPPED = re.compile(
    rb"<!--(?:.*?-->|.*)|<\?(?:.*?\?>|.*)|<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?[^>]*>", re.DOTALL | re.IGNORECASE
)
_HEAD_BYTES = 20_000
_FEED_ELEMENTS = frozenset({b"rss", b"feed", b"rdf", b"channel", b"item", b"entry"})
_SITEMAP_ELEMENTS = frozenset({b"urlset", b"sitemapindex", b"url", b"sitemap"})


def listing_kind(body: bytes, content_type: str | None) -> ListingKind:
    """Feed, sitemap, or (everything else) page."""
    if body.startswith(b"\x1f\x8b"):
        return "sitemap"  # Scrapy has unpacked the transfer already; only sitemaps are packed files
    head = _head(body)
    element = _first_element(head)
    if element in _SITEMAP_ELEMENTS:
        return "sitemap"
    if element in _FEED_ELEMENTS:
        return "feed"
    if head[:1] == b"{" and b'"items"' in body and b"jsonfeed.org" in body:
        return "feed"
    if element is None and head and (content_type or "").partition(";")[0].strip().lower() in FEED_TYPES:
        return "feed"
    return "page"


def is_web_page(body: bytes) -> bool:
    """Is this HTML rather than XML?"""
    head = _head(body)
    element = _first_element(head)
    if element in {b"html", b"head", b"body"}:
        return True
    is_listing = element in _FEED_ELEMENTS or element in _SITEMAP_ELEMENTS
    return not is_listing and bool(re.search(rb"<(?:!doctype\s+)?html[\s>]", head, re.IGNORECASE))


def web_page_message(body: bytes, url: str, wanted: str = "a feed") -> str:
    """``That is a web page, not a feed. It links to 2 feeds: ...``."""
    feeds = feeds_of_page(body, url)
    if not feeds:
        return f"That is a web page, not {wanted}. It links to no feed."
    noun = "feed" if len(feeds) == 1 else "feeds"
    shown = ", ".join(feeds[:10]) + (", ..." if len(feeds) > 10 else "")
    return f"That is a web page, not {wanted}. It links to {len(feeds)} {noun}: {shown}"


def feeds_of_page(body: bytes, url: str) -> tuple[str, ...]:
    """Absolute addresses of the feeds that a page's head announces, in order."""
    try:
        root = lxml_html.document_fromstring(body)
    except (etree.ParserError, ValueError):
        return ()
    found = []
    for link in root.iter("link"):
        kinds = (link.get("rel") or "").lower().split()
        is_feed = (link.get("type") or "").partition(";")[0].strip().lower() in FEED_TYPES
        if is_feed and ("alternate" in kinds or "feed" in kinds):
            found.append(join_url(url, link.get("href") or ""))
    return tuple(dict.fromkeys(address for address in found if address))


def _head(body: bytes) -> bytes:
    """The first bytes, without byte order mark and NUL bytes, so that UTF-16 reads like ASCII."""
    return body[:_HEAD_BYTES].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")


def _first_element(head: bytes) -> bytes | None:
    found = _FIRST_ELEMENT.search(_SKIPPED.sub(b"", head))
    return found[1].lower() if found else None
