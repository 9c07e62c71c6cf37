"""A feed's links: RSS, RDF, Atom and JSON Feed, damaged or not."""

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from newscrawler.dates import read_possible_date
from newscrawler.discovery.entry import Entry, Feed
from newscrawler.discovery.json_feed import is_json_feed, read_json_feed
from newscrawler.discovery.lenient_feed import read_lenient_feed
from newscrawler.discovery.listing_kind import is_web_page, web_page_message
from newscrawler.discovery.xml_document import Element, local_name, read_xml
from newscrawler.discovery.xml_feed import is_xml_feed, read_xml_feed
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import ArticleLink, FurtherListing, Listing
from newscrawler.names import split_byline
from newscrawler.urls import join_url, url_key

RESCUE_CHARACTERS = 500_000  # feedparser takes a second for each 100 kB of such markup; honest feeds are shorter

# https://a.example/#!/news/1 and /#/news/1: pages that only a browser can get; what is before the sign is another page.
_ROUTE = re.compile(r"#!|^https?://[^/?#]+/?#/")
_ENTRY_START = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)


def links_in_feed(
    body: bytes, url: str, *, content_type: str | None, timezone: str, language: str | None, now: datetime
) -> Listing:
    """The articles of a feed, each address once, with what the feed says about them.

    Args:
        body: the bytes as sent, decompressed.
        url: the address that answered, after redirects; relative links are relative to it.
        content_type: the header as sent, or None.
        timezone: IANA name; the zone of dates that give none.
        language: the outlet's, for dates in words.
        now: aware.

    Raises:
        UnreadableListingError: it is no feed; the message says what it is.
    """
    feed = read_feed(body, url, content_type)
    links: dict[str, ArticleLink] = {}
    lost = 0
    for position, entry in enumerate(feed.entries):
        link = _link_of(entry, url, position)
        if link is None:
            lost += 1
            continue
        link = replace(link, language=entry.language or feed.language)
        links.setdefault(link.url, _dated(link, entry, timezone=timezone, language=link.language or language, now=now))
    without = f"{lost} of {len(feed.entries)} entries have no address of an article" if lost else None
    damage = "; ".join(filter(None, (feed.damage, without))) or None
    return Listing(tuple(links.values()), _next_page(feed, url), damage, feed.ttl_seconds)


def read_feed(body: bytes, url: str, content_type: str | None = None) -> Feed:
    """The entries of a feed as they were written.

    Raises:
        UnreadableListingError: it is no feed; the message says what it is.
    """
    if not body.strip():
        raise UnreadableListingError("The answer is empty: no feed.")
    if is_json_feed(body):
        return read_json_feed(body, url)
    if is_web_page(body):
        raise UnreadableListingError(web_page_message(body, url))
    document = read_xml(body, content_type)
    feed = read_xml_feed(document, url) if is_xml_feed(document.root) else Feed(damage=document.damage)
    begun = len(_ENTRY_START.findall(document.text)) if document.damage else 0
    if begun > len(feed.entries):
        rescued = () if len(document.text) > RESCUE_CHARACTERS else read_lenient_feed(document.text, url)
        if len(rescued) > len(feed.entries):
            feed = replace(feed, entries=rescued, damage=document.damage)
        if begun > len(feed.entries):
            lost = f"{len(feed.entries)} of {begun} entries could be read"
            feed = replace(feed, damage=f"{feed.damage}; {lost}")
    if not feed.entries and not is_xml_feed(document.root):
        raise UnreadableListingError(_no_feed_message(document.root))
    return feed


def _next_page(feed: Feed, url: str) -> tuple[FurtherListing, ...]:
    """The feed's next page, on its own host; a page that names itself has none."""
    address = join_url(feed.base or url, feed.next_page) if feed.next_page else None
    if address is None or urlsplit(address).hostname != urlsplit(url).hostname or url_key(address) == url_key(url):
        return ()
    return (FurtherListing(address.partition("#")[0]),)


def _link_of(entry: Entry, url: str, position: int) -> ArticleLink | None:
    joined = (join_url(entry.base or url, link) for link in entry.links)
    address = next((found.partition("#")[0] for found in joined if found and not _ROUTE.search(found)), None)
    if address is None:
        return None
    return ArticleLink(
        url=address,
        kind="feed",
        source_url=url,
        title=entry.title,
        authors=tuple(dict.fromkeys(name for author in entry.authors for name in _names_in(author))),
        summary=entry.summary,
        guid=entry.guid,
        keywords=entry.keywords,
        image_url=next(filter(None, (join_url(entry.base or url, image) for image in entry.images)), None),
        position=position,
    )


def _names_in(author: str) -> tuple[str, ...]:
    """The names in one author field; what names nobody stays as listed, unless it is an e-mail address."""
    return split_byline(author) or (() if "@" in author else (author,))


def _dated(link: ArticleLink, entry: Entry, *, timezone: str, language: str | None, now: datetime) -> ArticleLink:
    published = read_possible_date(entry.published, timezone=timezone, language=language, now=now)
    modified = read_possible_date(entry.updated, timezone=timezone, language=language, now=now)
    return replace(
        link,
        published_at=published,
        published_raw=entry.published,
        modified_at=modified,
    )


def _no_feed_message(root: Element) -> str:
    name = local_name(root)
    if name in {"urlset", "sitemapindex"}:
        return "That is a sitemap, not a feed: list it under 'sitemaps'."
    return f"That is no feed: its first element is <{name[:40]}>."
