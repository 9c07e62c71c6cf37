"""A sitemap's links: plain, news, image and video sitemaps, indexes, feeds, text files, packed or not."""

from dataclasses import replace
from datetime import datetime

from newscrawler.discovery.feed import links_in_feed
from newscrawler.discovery.listing_kind import is_web_page, web_page_message
from newscrawler.discovery.sitemap_entry import article_link, entry_address, entry_fields, further_listing
from newscrawler.discovery.sitemap_packing import unpack
from newscrawler.discovery.xml_document import XmlDocument, decode_xml, local_name, read_xml
from newscrawler.discovery.xml_feed import is_xml_feed
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import ArticleLink, FurtherListing, Listing
from newscrawler.urls import join_url

MAX_LINKS = 50_000  # sitemaps.org, protocol

_ROOTS = frozenset({"sitemap", "sitemapindex", "url", "urlset"})
_ENTRIES = frozenset({"url", "sitemap"})


def links_in_sitemap(body: bytes, url: str, *, timezone: str, now: datetime) -> Listing:
    """The pages of a sitemap, each address once; an index's children are in ``further``.

    Args:
        body: the bytes as sent; gzip is unpacked here, up to 50 MiB.
        url: the address that answered, after redirects.
        timezone: IANA name; the zone of dates that give none.
        now: aware.

    Raises:
        UnreadableListingError: it is no sitemap, or too large when unpacked.
    """
    body, damage = unpack(body)
    if not body.strip():
        raise UnreadableListingError("The answer is empty: no sitemap.")
    if is_web_page(body):
        raise UnreadableListingError(web_page_message(body, url, "a sitemap"))
    if not body.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return _links_in_text(body, url, damage)
    document = read_xml(body)
    if is_xml_feed(document.root):  # the protocol allows feeds, and robots.txt names them often
        listing = links_in_feed(body, url, content_type=None, timezone=timezone, language=None, now=now)
        if listing.links:
            links = tuple(replace(link, kind="sitemap") for link in listing.links)
            return replace(listing, links=links, further=())  # these would be taken for children of an index
    root = local_name(document.root)
    if root not in _ROOTS:
        raise UnreadableListingError(f"That is no sitemap: its first element is <{root[:40]}>.")
    listing = _listed(document, url, timezone=timezone, now=now)
    return replace(listing, damage=_joined(document.damage, damage, listing.damage))


def _listed(document: XmlDocument, url: str, *, timezone: str, now: datetime) -> Listing:
    """The pages and the children that the document lists."""
    damage = None
    links: dict[str, ArticleLink] = {}
    further: dict[str, FurtherListing] = {}
    for element in document.root.iter():
        if local_name(element) not in _ENTRIES:
            continue
        fields = entry_fields(element)
        address = entry_address(fields, url)
        if address and local_name(element) == "sitemap":
            further.setdefault(address, further_listing(fields, address, timezone=timezone, now=now))
        elif address and address not in links:
            links[address] = article_link(fields, address, url, position=len(links), timezone=timezone, now=now)
        if len(links) >= MAX_LINKS or len(further) >= MAX_LINKS:
            damage = f"more than {MAX_LINKS} addresses: the rest was left out"
            break
    return Listing(tuple(links.values()), tuple(further.values()), damage)


def _links_in_text(body: bytes, url: str, damage: str | None) -> Listing:
    """A text file with one address a line (sitemaps.org, protocol).

    Raises:
        UnreadableListingError: no line is an address.
    """
    lines = (join_url(None, line) for line in decode_xml(body).splitlines()[:MAX_LINKS])
    addresses = dict.fromkeys(line.partition("#")[0] for line in lines if line)
    if not addresses:
        raise UnreadableListingError("That is no sitemap: neither XML nor a list of addresses.")
    links = (ArticleLink(address, "sitemap", url, position=place) for place, address in enumerate(addresses))
    return Listing(tuple(links), (), damage)


def _joined(*messages: str | None) -> str | None:
    return "; ".join(message for message in messages if message) or None
