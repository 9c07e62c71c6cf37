"""RSS of every version, RDF and Atom: a tree comes in, the feed's entries go out."""

import base64
import re
from collections.abc import Iterator

from newscrawler.discovery.entry import Entry, Feed, unique
from newscrawler.discovery.plain_text import TITLE_CHARACTERS, plain_text, tidy_text
from newscrawler.discovery.xml_document import Element, XmlDocument, local_name
from newscrawler.urls import join_url

# What a namespace is called here. Prefixes without a declaration stand for themselves.
NAMESPACES = {
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/net/rss1.1#": "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/2005/atom": "",
    "https://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
}
# Prefixes that stand for the feed's own vocabulary, where nothing declares them.
OWN_PREFIXES = frozenset({"a", "a10", "atom", "atom03", "atom10", "rss"})

FEED_ROOTS = frozenset({"channel", "entry", "feed", "item", "items", "rdf", "rss"})
PUBLISHED = ("pubdate", "published", "issued", "dc:date", "dcterms:issued", "created", "dcterms:created", "date")
UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate")
SUMMARIES = ("description", "summary", "abstract", "dc:description", "itunes:summary", "media:description")
CONTENTS = ("content:encoded", "content", "xhtml:body", "fullitem", "body")
LANGUAGES = ("dc:language", "language")

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_IMAGE = re.compile(r"""<img\b[^<>]{0,2000}?\bsrc\s*=\s*["']([^"'<>]+)""", re.IGNORECASE)
_MAIL_AND_NAME = re.compile(r"^\s*[^\s@()]+@[^\s@()]+\s*\(([^)]+)\)\s*$")
_NAME_AND_MAIL = re.compile(r"^\s*([^<>()@]+?)\s*[(<][^\s@]+@[^\s@()<>]+[)>]\s*$")

Fields = dict[str, list[Element]]


def is_xml_feed(root: Element) -> bool:
    """Does the root element belong to a feed?"""
    return local_name(root) in FEED_ROOTS


def read_xml_feed(document: XmlDocument, url: str) -> Feed:
    """Every entry of the feed; one that cannot be read costs no other."""
    root = document.root
    head = next((child for child in root if local_name(child) == "channel"), root)
    fields = _fields(head)
    language = _first_text(fields, LANGUAGES) or head.get(_XML_LANG) or root.get(_XML_LANG)
    entries = tuple(_read_entry(element, url, fields) for element in _entry_elements(root))
    return Feed(_title(fields), _language(language), entries, document.damage)


def _entry_elements(root: Element) -> Iterator[Element]:
    for element in root.iter():
        if local_name(element) in {"item", "entry"} and len(element) and _name(element) in {"item", "entry"}:
            yield element


def _read_entry(element: Element, url: str, head: Fields) -> Entry:
    fields = _fields(element)
    guid = _first_text(fields, ("guid", "id", "dc:identifier")) or element.get(_RDF_ABOUT)
    published, updated = _first_text(fields, PUBLISHED), _first_text(fields, UPDATED)
    return Entry(
        links=_links(element, fields, guid),
        base=_base(element, url),
        title=_title(fields),
        published=published,
        updated=updated,
        guid=tidy_text(guid),
        authors=_authors(fields) or _authors(head),
        summary=_summary(fields),
        keywords=_keywords(fields),
        images=_images(fields),
        language=_language(_first_text(fields, LANGUAGES) or element.get(_XML_LANG)),
    )


def _name(element: Element) -> str:
    """``pubdate``, ``dc:date``: lower case, the namespace by its short name."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith("{"):
        namespace, _, local = tag[1:].partition("}")
        prefix = NAMESPACES.get(namespace.lower())
        prefix = element.prefix or "" if prefix is None else prefix
    else:
        prefix, _, local = tag.rpartition(":")
    prefix = prefix.lower()
    return local.lower() if not prefix or prefix in OWN_PREFIXES else f"{prefix}:{local.lower()}"


def _fields(element: Element) -> Fields:
    """The children by name; those inside ``media:group`` and ``media:content`` count as the entry's own."""
    fields: Fields = {}
    for child in element:
        name = _name(child)
        fields.setdefault(name, []).append(child)
        if name in {"media:group", "media:content"}:
            for inner in child.iterdescendants():
                fields.setdefault(_name(inner), []).append(inner)
    return fields


def _inner_text(element: Element) -> str:
    """The text of an element; that of markup that was not escaped, too."""
    return element.text or "" if len(element) == 0 else "".join(str(text) for text in element.itertext())


def _first_text(fields: Fields, names: tuple[str, ...]) -> str | None:
    for name in names:
        for element in fields.get(name, ()):
            text = tidy_text(_inner_text(element))
            if text:
                return text
    return None


def _markup_or_text(element: Element, limit: int) -> str | None:
    """Plain text of a field that may hold escaped markup; Atom says so in ``type``."""
    text, kind = _inner_text(element), element.get("type", "").lower()
    if element.get("mode") == "base64" or (kind.startswith("application/") and "xml" not in kind):
        text = _decoded(text)
    elif kind in {"text", "text/plain", "xhtml"}:
        return tidy_text(text, limit)
    return plain_text(text, limit)


def _decoded(text: str) -> str:
    """Base64, of which Atom makes use for whatever is no text; as it stands if it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:
        return text


def _language(text: str | None) -> str | None:
    return (tidy_text(text, 35) or "").replace("_", "-") or None


def _title(fields: Fields) -> str | None:
    for name in ("title", "dc:title", "media:title", "itunes:title"):
        for element in fields.get(name, ()):
            text = _markup_or_text(element, TITLE_CHARACTERS)
            if text:
                return text
    return None


def _summary(fields: Fields) -> str | None:
    for name in (*SUMMARIES, *CONTENTS):
        for element in fields.get(name, ()):
            text = _markup_or_text(element, 5000)
            if text:
                return text
    return None


def _links(element: Element, fields: Fields, guid: str | None) -> tuple[str, ...]:
    """Addresses that may be the article's: the original one, ``link``, an alternate, a permanent id."""
    best: list[str | None] = [_first_text(fields, ("feedburner:origlink",))]
    worse: list[str | None] = []
    for link in fields.get("link", ()):
        href, text = link.get("href"), tidy_text(_inner_text(link))
        if not href:
            best.append(text)
        elif link.get("rel", "alternate").lower().rpartition("/")[2] == "alternate":
            (best if "html" in link.get("type", "html") else worse).append(href)
    ids = fields.get("guid", ())
    if not ids or ids[0].get("isPermaLink", "true").lower() != "false" or str(guid).startswith(("http:", "https:")):
        worse.append(guid if join_url(None, str(guid)) else None)
    worse.append(element.get(_RDF_ABOUT))
    return unique([*best, *worse])


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
            texts = [_inner_text(child) for child in inner] or ([] if len(element) else [_inner_text(element)])
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
            words += [tidy_text(label, 200) or plain_text(_inner_text(element), 200)]
    for name in ("media:keywords", "itunes:keywords"):
        for element in fields.get(name, ()):
            words += [tidy_text(word, 200) for word in _inner_text(element).split(",")]
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
            found += [match[1] for match in _IMAGE.finditer((element.text or "")[:200_000])][:1]
    return unique(found)


def _is_picture(element: Element) -> bool:
    kind = element.get("medium") or element.get("type") or ""
    if kind:
        return kind.lower().startswith("image")
    return bool(re.search(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)", element.get("url") or "", re.IGNORECASE))


def _width(element: Element) -> int:
    width = element.get("width") or ""
    return int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0
