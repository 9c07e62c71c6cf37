"""The fields of an element of a feed: by which name they are found, as text, as markup, as plain text."""

import base64
import html

from lxml import etree

from newscrawler.discovery.plain_text import SUMMARY_CHARACTERS, plain_text, tidy_text
from newscrawler.discovery.xml_document import Element

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
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
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

Fields = dict[str, list[Element]]


def field_name(element: Element) -> str:
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


def fields_of(element: Element) -> Fields:
    """The children by name; those inside ``media:group`` and ``media:content`` count as the entry's own."""
    fields: Fields = {}
    for child in element:
        name = field_name(child)
        fields.setdefault(name, []).append(child)
        if name in {"media:group", "media:content"}:
            for inner in child.iterdescendants():
                fields.setdefault(field_name(inner), []).append(inner)
    return fields


def inner_text(element: Element) -> str:
    """The text of an element; that of markup that was not escaped, too."""
    return element.text or "" if len(element) == 0 else "".join(str(text) for text in element.itertext())


def first_text(fields: Fields, names: tuple[str, ...]) -> str | None:
    """The text of the first field that has one, by the order of ``names``."""
    for name in names:
        for element in fields.get(name, ()):
            text = tidy_text(inner_text(element))
            if text:
                return text
    return None


def last_text(fields: Fields, names: tuple[str, ...]) -> str | None:
    """The text of the last of several elements of one name: the one that was added later."""
    for name in names:
        texts = [tidy_text(inner_text(element)) for element in fields.get(name, ())]
        if any(texts):
            return next(text for text in reversed(texts) if text)
    return None


def markup_of(element: Element) -> str:
    """What a field holds, as HTML: escaped markup, markup that was not escaped, or text; Atom says so in ``type``."""
    kind = element.get("type", "").lower()
    if len(element):
        inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
        return html.escape(element.text or "", quote=False) + inner
    text = element.text or ""
    if element.get("mode") == "base64" or (kind.startswith("application/") and "xml" not in kind):
        return _decoded(text)
    return html.escape(text, quote=False) if kind in {"text", "text/plain", "xhtml"} else text


def plain_of(fields: Fields, names: tuple[str, ...], limit: int = SUMMARY_CHARACTERS) -> str | None:
    """The plain text of the first field that has one, by the order of ``names``; what they hold may be markup."""
    for name in names:
        for element in fields.get(name, ()):
            text = _plain_text_of(element, limit)
            if text:
                return text
    return None


def _plain_text_of(element: Element, limit: int) -> str | None:
    if len(element) == 0 and element.get("type", "").lower() in {"text", "text/plain", "xhtml"}:
        return tidy_text(element.text, limit)
    return plain_text(markup_of(element), limit)


def _decoded(text: str) -> str:
    """Base64, of which Atom makes use for whatever is no text; as it stands if it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:
        return text
