"""A sitemap's links: plain, news and image sitemaps, indexes, text files, packed or not."""

import zlib
from datetime import datetime

from newscrawler.dates import read_date
from newscrawler.discovery.listing_kind import is_web_page, web_page_message
from newscrawler.discovery.plain_text import TITLE_CHARACTERS, plain_text, tidy_text
from newscrawler.discovery.xml_document import Element, decode_xml, local_name, read_xml
from newscrawler.errors import UnreadableListingError
from newscrawler.model.link import ArticleLink, FurtherListing, Listing
from newscrawler.urls import join_url

MAX_BYTES = 50 * 1024 * 1024  # sitemaps.org, protocol: the largest sitemap allowed, unpacked
MAX_PACKINGS = 2  # a .gz that is sent with Content-Encoding: gzip once more
MAX_MEMBERS = 200  # of one gzip file: each copies the rest, and millions of empty ones fit into 50 MiB
MAX_LINKS = 50_000  # sitemaps.org, protocol

_GZIP = b"\x1f\x8b"
_INDEXES = frozenset({"sitemapindex", "sitemap"})
_ENTRIES = frozenset({"url", "sitemap"})

Fields = dict[str, list[str]]


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
    root = local_name(document.root)
    if root not in _INDEXES | {"urlset", "url"}:
        raise UnreadableListingError(f"That is no sitemap: its first element is <{root[:40]}>.")
    links: dict[str, ArticleLink] = {}
    further: dict[str, FurtherListing] = {}
    for element in document.root.iter():
        if local_name(element) not in _ENTRIES:
            continue
        fields = _fields(element)
        address = _address(fields, url)
        if address and local_name(element) == "sitemap":
            further.setdefault(address, _further(fields, address, timezone=timezone, now=now))
        elif address and address not in links:
            links[address] = _link(fields, address, url, position=len(links), timezone=timezone, now=now)
        if len(links) >= MAX_LINKS or len(further) >= MAX_LINKS:
            damage = _joined(damage, f"more than {MAX_LINKS} addresses: the rest was left out")
            break
    return Listing(tuple(links.values()), tuple(further.values()), _joined(document.damage, damage))


def unpack(body: bytes) -> tuple[bytes, str | None]:
    """``body`` unpacked if it is gzip, and what was wrong with the packing (None: nothing).

    Raises:
        UnreadableListingError: it is larger than 50 MiB when unpacked, or its first bytes are broken already.
    """
    damage = None
    for _ in range(MAX_PACKINGS):
        if body.startswith(_GZIP):
            body, damage = _gunzip(body)
    if body.startswith(_GZIP):
        raise UnreadableListingError(f"That is gzip inside of gzip, more than {MAX_PACKINGS} times.")
    return body, damage


def _gunzip(body: bytes) -> tuple[bytes, str | None]:
    """All members of a gzip file, as far as they can be read."""
    pieces: list[bytes] = []
    size = 0
    for _ in range(MAX_MEMBERS):
        if not body.startswith(_GZIP):
            return b"".join(pieces), None
        reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            piece = reader.decompress(body, MAX_BYTES + 1 - size)
        except zlib.error as error:
            if not pieces:
                raise UnreadableListingError(f"The gzip file is broken: {error}.") from error
            return b"".join(pieces), f"the gzip file is broken: {error}"
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise UnreadableListingError(f"Too large after decompression: over {MAX_BYTES // 1024**2} MiB.")
        if not reader.eof:
            return b"".join(pieces), "the gzip file is cut off"
        body = reader.unused_data
    more = f"the gzip file has more than {MAX_MEMBERS} members: the rest was left out"
    return b"".join(pieces), more if body.startswith(_GZIP) else None


def _fields(element: Element) -> Fields:
    """The texts of an entry by name, those of ``news:news`` and ``image:image`` with their own prefix."""
    fields: Fields = {}
    for child in element:
        name = local_name(child)
        if name in {"news", "image", "video"}:
            for inner in child.iterdescendants():
                fields.setdefault(f"{name}:{local_name(inner)}", []).append(inner.text or "")
        else:
            fields.setdefault(name, []).append(child.text or child.get("href") or "")
    return fields


def _first(fields: Fields, name: str) -> str | None:
    return next((text for text in map(tidy_text, fields.get(name, ())) if text), None)


def _address(fields: Fields, url: str) -> str | None:
    loc = _first(fields, "loc")
    joined = join_url(url, loc) if loc else None
    return joined.partition("#")[0] if joined else None


def _further(fields: Fields, address: str, *, timezone: str, now: datetime) -> FurtherListing:
    return FurtherListing(address, _moment(_first(fields, "lastmod"), None, timezone=timezone, now=now))


def _link(fields: Fields, address: str, url: str, *, position: int, timezone: str, now: datetime) -> ArticleLink:
    language = _first(fields, "news:language")
    published, modified = _first(fields, "news:publication_date"), _first(fields, "lastmod")
    image = _first(fields, "image:loc")
    return ArticleLink(
        url=address,
        kind="sitemap",
        source_url=url,
        title=plain_text(_first(fields, "news:title"), TITLE_CHARACTERS),
        published_at=_moment(published, language, timezone=timezone, now=now),
        published_raw=published,
        modified_at=_moment(modified, language, timezone=timezone, now=now),
        language=language,
        keywords=_keywords(fields),
        image_url=join_url(url, image) if image else None,
        position=position,
    )


def _moment(written: str | None, language: str | None, *, timezone: str, now: datetime) -> datetime | None:
    found = read_date(written, timezone=timezone, language=language, now=now) if written else None
    return found.instant if found else None


def _keywords(fields: Fields) -> tuple[str, ...]:
    words = ",".join(fields.get("news:keywords", ())).split(",")
    return tuple(dict.fromkeys(word for word in (plain_text(word, 200) for word in words) if word))


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
