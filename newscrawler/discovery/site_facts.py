"""What a site says about its outlet: on its home page, in robots.txt, in the head of a feed."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from newscrawler.discovery.json_feed import is_json_feed
from newscrawler.discovery.listing_kind import feeds_of_page
from newscrawler.discovery.plain_text import plain_text
from newscrawler.discovery.section import OTHER_FILES, OTHER_SEGMENTS, read_section_page
from newscrawler.discovery.site_name import NAME_CHARACTERS, meta_contents, names_of_outlet
from newscrawler.discovery.xml_document import Element, local_name, read_xml
from newscrawler.errors import UnreadableListingError
from newscrawler.urls import join_url, looks_like_article, registered_domain, url_key

MAX_ROBOTS_SITEMAPS = 50  # a site of many years names one per month

# Path segments of feeds that list no articles of the outlet.
OTHER_FEEDS = frozenset({"author", "comments", "comment", "kommentare", "oembed", "podcast", "podcasts", "wp-json"})

# What a link to a feed says on a page, in lower case.
FEED_WORDS = frozenset({"atom", "atom feed", "feed", "feeds", "rss", "rss feed", "rss-feed", "rss 2.0", "xml"})

_FEED_PATH = re.compile(r"(?:\.(?:atom|rdf|rss)|/(?:atom|feed|rss)(?:\.(?:xml|php|aspx?))?/?)$")
_LOCALE = re.compile(r"([A-Za-z]{2})(?:[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2}))?(?:$|[-_.@])")
_MENU = re.compile(r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|topbar)(?:$|[\s_-])")
_SITEMAP_LINE = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What a home page says.

    Attributes:
        name: of the outlet; ``name_from`` says where that stood.
        language: ISO 639-1; ``language_from`` likewise.
        country: ISO 3166-1, by the region of the page's locale.
        system: what the page was made with, in its own words.
        feeds: absolute addresses of the feeds that it announces, or where it announces none links to; without those
            of comments and podcasts.
        menu: absolute addresses of pages of the same site that its menu names and that may be sections.
    """

    name: str | None = None
    name_from: str = ""
    language: str | None = None
    language_from: str = ""
    country: str | None = None
    system: str | None = None
    feeds: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()


def read_home_page(body: bytes, url: str, content_type: str | None) -> HomeFacts:
    """What a home page says; empty where it is no web page."""
    try:
        root = read_section_page(body, content_type)
    except UnreadableListingError:
        return HomeFacts()
    name, name_from = next(names_of_outlet(root, url), (None, ""))
    locales = [(where, found) for where, text in _locales(root) if (found := _LOCALE.match(text))]
    return HomeFacts(
        name=name,
        name_from=name_from,
        language=next((found[1].lower() for _, found in locales), None),
        language_from=next((where for where, _ in locales), ""),
        country=next((found[2].upper() for _, found in locales if found[2]), None),
        system=plain_text(next(meta_contents(root, "generator"), None), NAME_CHARACTERS),
        feeds=tuple(_own_feeds(feeds_of_page(body, url)) or _own_feeds(_linked_feeds(root, url))),
        menu=tuple(_menu_pages(root, url)),
    )


def sitemaps_of_robots(body: bytes, url: str) -> tuple[str, ...]:
    """The absolute addresses of the sitemaps that a robots.txt names, each once."""
    lines = (line.decode("utf-8", "replace") for line in _SITEMAP_LINE.findall(body))
    found = dict.fromkeys(address for address in (join_url(url, line) for line in lines) if address)
    return tuple(found)[:MAX_ROBOTS_SITEMAPS]


def home_of_feed(body: bytes, url: str) -> str | None:
    """The address of the web site that a feed says it belongs to; None where it names none."""
    href: str | None
    try:
        if is_json_feed(body):
            page = json.loads(body).get("home_page_url")
            href = page if isinstance(page, str) else None
        else:
            root = read_xml(body).root
            head = next((child for child in root if local_name(child) == "channel"), root)
            href = next(_own_links(head), None)
    except (ValueError, AttributeError, RecursionError, UnreadableListingError):
        return None
    return join_url(url, href) if href else None


def site_of(url: str) -> str:
    """The root page of an address's host, as ``https://www.elbkurier.example/``."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _own_links(head: Element) -> Iterator[str]:
    for child in head:
        if local_name(child) == "link" and (child.get("rel") or "alternate") == "alternate":
            href = (child.text or "").strip() or child.get("href")
            if href:
                yield href


def _locales(root: Element) -> Iterator[tuple[str, str]]:
    html = root if root.tag == "html" else next(root.iter("html"), root)
    yield "<html lang>", (html.get("lang") or "").strip()
    yield from (("og:locale", text.strip()) for text in meta_contents(root, "og:locale"))


def _own_feeds(feeds: Iterable[str]) -> list[str]:
    return [feed for feed in dict.fromkeys(feeds) if OTHER_FEEDS.isdisjoint(_segments(feed))]


def _linked_feeds(root: Element, url: str) -> Iterator[str]:
    """What a page that announces no feed links to as one: by the link's words, or by how its address ends."""
    for link in root.iter("a"):
        address = join_url(url, link.get("href") or "")
        words = " ".join("".join(map(str, link.itertext())).lower().split())
        if address and (words in FEED_WORDS or _FEED_PATH.search(urlsplit(address).path.lower())):
            yield address


def _menu_pages(root: Element, url: str) -> Iterator[str]:
    met = {url_key(url)}
    for link in root.iter("a"):
        address = join_url(url, link.get("href") or "") if _is_in_menu(link) else None
        address = address.partition("#")[0] if address else None
        if address and _may_be_section(address, url) and url_key(address) not in met:
            met.add(url_key(address))
            yield address


def _is_in_menu(link: Element) -> bool:
    return any(
        node.tag == "nav" or _MENU.search(f"{node.get('class') or ''} {node.get('id') or ''}".lower())
        for node in link.iterancestors()
        if node.tag not in {"body", "html"}
    )


def _may_be_section(address: str, url: str) -> bool:
    parts, segments = urlsplit(address), _segments(address)
    if registered_domain(address) != registered_domain(url) or not 0 < len(segments) <= 3:
        return False
    if parts.path.lower().endswith(OTHER_FILES) or looks_like_article(address):
        return False
    return OTHER_SEGMENTS.isdisjoint({segments[0], segments[-1]})


def _segments(url: str) -> list[str]:
    return [segment for segment in urlsplit(url).path.lower().split("/") if segment]
