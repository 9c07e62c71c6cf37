"""RSS of every version, RDF and Atom: a tree comes in, the feed's entries go out."""

import re
from collections.abc import Iterator

from newscrawler.discovery.entry import Entry, Feed, unique
from newscrawler.discovery.plain_text import TITLE_CHARACTERS, plain_text, tidy_text
from newscrawler.discovery.xml_document import Element, XmlDocument, local_name
from newscrawler.discovery.xml_fields import (
    Fields,
    field_name,
    fields_of,
    first_text,
    inner_text,
    last_text,
    markup_of,
    plain_of,
)
from newscrawler.urls import join_url

FEED_ROOTS = frozenset({"channel", "entry", "feed", "item", "items", "rdf", "rss"})
PUBLISHED = ("pubdate", "published", "issued", "dc:date", "dcterms:issued", "created", "dcterms:created", "date")
UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate", "dc:date")
TITLES = ("title", "dc:title", "media:title", "itunes:title")
SUMMARIES = ("description", "summary", "abstract", "dc:description", "itunes:summary", "media:description")
TAGLINES = ("description", "subtitle", "tagline", "dc:description", "itunes:summary", "itunes:subtitle", "abstract")
CONTENTS = ("content:encoded", "content", "xhtml:body", "fullitem", "body")
LANGUAGES = ("dc:language", "language")

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_IMAGE = re.compile(r"""<img\b[^<>]{0,2000}?\bsrc\s*=\s*["']([^"'<>]+)""", re.IGNORECASE)
_MAIL_AND_NAME = re.compile(r"^\s*[^\s@()]+@[^\s@()]+\s*\(([^)]+)\)\s*$")
_NAME_AND_MAIL = re.compile(r"^\s*([^<>()@]+?)\s*[(<][^\s@]+@[^\s@()<>]+[)>]\s*$")


def is_xml_feed(root: Element) -> bool:
    """Does the root element belong to a feed, or hold a channel, by whatever name?"""
    return local_name(root) in FEED_ROOTS or any(local_name(child) == "channel" for child in root)


def read_xml_feed(document: XmlDocument, url: str) -> Feed:
    """Every entry of the feed; one that cannot be read costs no other."""
    root = document.root
    head = next((child for child in root if local_name(child) == "channel"), root)
    fields = fields_of(head)
    language = first_text(fields, LANGUAGES) or head.get(_XML_LANG) or root.get(_XML_LANG)
    authors, base = _authors(fields), _base(head, url)
    return Feed(
        title=plain_of(fields, TITLES, TITLE_CHARACTERS),
        language=_language(language),
        entries=tuple(_read_entry(element, url, authors) for element in _entry_elements(root)),
        damage=document.damage,
        link=next(iter(_links(head, fields, None)), None),
        base=base,
        guid=_identity(first_text(fields, ("id", "dc:identifier")), base),
        authors=authors,
        published=last_text(fields, PUBLISHED),
        updated=last_text(fields, UPDATED),
        summary=plain_of(fields, TAGLINES),
        ttl_seconds=_ttl_seconds(fields),
        next_page=_next_page(fields),
    )


def _entry_elements(root: Element) -> Iterator[Element]:
    """The entries; those of the Channel Definition Format may be empty but for their address."""
    for element in root.iter():
        is_entry = local_name(element) in {"item", "entry"} and field_name(element) in {"item", "entry"}
        if is_entry and (len(element) or element.get("HREF")):
            yield element


def _read_entry(element: Element, url: str, feed_authors: tuple[str, ...]) -> Entry:
    fields, base = fields_of(element), _base(element, url)
    guid = first_text(fields, ("guid", "id", "dc:identifier")) or element.get(_RDF_ABOUT)
    return Entry(
        links=_links(element, fields, guid),
        base=base,
        title=plain_of(fields, TITLES, TITLE_CHARACTERS),
        published=last_text(fields, PUBLISHED),
        updated=last_text(fields, UPDATED) or element.get("LASTMOD"),
        guid=_identity(guid, base),
        authors=_authors(fields) or feed_authors,
        summary=plain_of(fields, (*SUMMARIES, *CONTENTS)),
        content=_content(fields),
        keywords=_keywords(fields),
        images=_images(fields),
        language=_language(first_text(fields, LANGUAGES) or element.get(_XML_LANG)),
    )


def _identity(guid: str | None, base: str) -> str | None:
    """The id; one that is a path is told from the same one of another site by the whole address."""
    guid = tidy_text(guid)
    return join_url(base, guid) or guid if guid and guid.startswith("/") else guid


def _language(text: str | None) -> str | None:
    return (tidy_text(text, 35) or "").replace("_", "-") or None


def _content(fields: Fields) -> str | None:
    """The whole text as HTML; a ``summary`` beside a ``description`` is the longer one of the two."""
    names = (*CONTENTS, "summary") if "description" in fields else CONTENTS
    markups = (markup_of(element) for name in names for element in fields.get(name, ()))
    return next((markup for markup in markups if markup.strip()), None)


def _ttl_seconds(fields: Fields) -> int | None:
    """How long the feed says that it stays as it is: ``ttl``, in minutes.

    ``sy:updatePeriod`` is none: it tells how often there is news, and WordPress writes "hourly" into every feed.
    """
    return _whole_number(first_text(fields, ("ttl",))) * 60 or None


def _next_page(fields: Fields) -> str | None:
    """Where older entries are (RFC 5005): the next page of a paged feed, the document before an archived one."""
    found = {link.get("rel", "").lower(): link.get("href") for link in fields.get("link", ())}
    return found.get("next") or found.get("prev-archive")


def _links(element: Element, fields: Fields, guid: str | None) -> tuple[str, ...]:
    """Addresses that may be the article's: the original one, ``link``, an alternate, a permanent id."""
    best: list[str | None] = [first_text(fields, ("feedburner:origlink",)), element.get("HREF")]
    worse: list[str | None] = []
    for link in fields.get("link", ()):
        href, text = link.get("href"), tidy_text(inner_text(link))
        if not href:
            best.append(text or _address_behind(link))
        elif link.get("rel", "alternate").lower().rpartition("/")[2] == "alternate":
            (best if "html" in link.get("type", "html") else worse).append(href)
    ids = fields.get("guid", ())
    if not ids or ids[0].get("isPermaLink", "true").lower() != "false" or str(guid).startswith(("http:", "https:")):
        worse.append(guid if join_url(None, str(guid)) else None)
    worse.append(element.get(_RDF_ABOUT))
    return unique([*best, *worse])


def _address_behind(link: Element) -> str | None:
    """``<link/>https://...``: what becomes of a link that was written as HTML."""
    text = tidy_text(link.tail) or ""
    return text if text.startswith(("http://", "https://")) else None


def _base(element: Element, url: str) -> str:
    """What the entry's relative addresses are relative to: ``xml:base`` of its ancestors, the feed's address."""
    bases = [step.get(_XML_BASE) for step in (element, *element.iterancestors())]
    base = url
    for wish in reversed(bases):
        base = (join_url(base, wish) or base) if wish else base
    return base


def _authors(fields: Fields) -> tuple[str, ...]:
    names: list[str | None] = []
    for name in ("author", "dc:creator", "dc:author", "creator", "dc:contributor", "managingeditor", "itunes:author"):
        for element in fields.get(name, ()):
            inner = [child for child in element if local_name(child) == "name"]
            texts = [inner_text(child) for child in inner] or ([] if len(element) else [inner_text(element)])
            names += [_person(plain_text(text, TITLE_CHARACTERS)) for text in texts]
        if any(names):
            break
    return unique(names)


def _person(text: str | None) -> str | None:
    """The name in ``mail@a.example (Ann Lee)`` or ``Ann Lee <mail@a.example>``."""
    for pattern in (_MAIL_AND_NAME, _NAME_AND_MAIL):
        found = pattern.match(text or "")
        if found:
            return found[1].strip()
    return text


def _keywords(fields: Fields) -> tuple[str, ...]:
    words: list[str | None] = []
    for name in ("category", "dc:subject", "subject"):
        for element in fields.get(name, ()):
            label = element.get("label") or element.get("term")
            words += [tidy_text(label, 200) or plain_text(inner_text(element), 200)]
    for name in ("media:keywords", "itunes:keywords"):
        for element in fields.get(name, ()):
            words += [tidy_text(word, 200) for word in inner_text(element).split(",")]
    return unique(words)


def _images(fields: Fields) -> tuple[str, ...]:
    """Addresses of the entry's pictures, the widest first, those in its text last."""
    media = [element for element in fields.get("media:content", ()) if _is_picture(element)]
    media.sort(key=lambda element: -_width(element))
    found: list[str | None] = [element.get("url") for element in media]
    found += [element.get("url") for element in fields.get("media:thumbnail", ())]
    found += [element.get("url") for element in fields.get("enclosure", ()) if _is_picture(element)]
    for link in fields.get("link", ()):
        found += [link.get("href")] if link.get("rel") == "enclosure" and _is_picture(link) else []
    for element in (*fields.get("image", ()), *fields.get("itunes:image", ())):
        inner = next((child for child in element if local_name(child) == "url"), element)
        found.append(element.get("href") or element.get("url") or tidy_text(inner.text))
    for name in (*CONTENTS, "description", "summary"):
        for element in fields.get(name, ()):
            first = _IMAGE.search((element.text or "")[:200_000])
            found += [first[1]] if first else []
    return unique(found)


def _is_picture(element: Element) -> bool:
    kind = element.get("medium") or element.get("type") or ""
    if kind:
        return kind.lower().startswith("image")
    return bool(re.search(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)", element.get("url") or "", re.IGNORECASE))


def _width(element: Element) -> int:
    return _whole_number(element.get("width"))


def _whole_number(text: str | None) -> int:
    """The number of at most five digits; 0 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0
