"""One entry of a sitemap: an article, with what news, image and video sitemaps say of it, or a child of an index."""

import re
from dataclasses import replace
from datetime import datetime

from newscrawler.dates import read_possible_date
from newscrawler.discovery.plain_text import TITLE_CHARACTERS, plain_text, tidy_text
from newscrawler.discovery.xml_document import Element, local_name
from newscrawler.model.link import ArticleLink, FurtherListing
from newscrawler.urls import join_url

MAX_PICTURES = 20  # of one entry: a gallery's sitemap lists a thousand

_OWN_PARTS = frozenset({"news", "image", "video"})  # elements with fields of their own
_ACCESS = frozenset({"registration", "subscription"})  # Google News sitemaps
_SCHEMA = re.compile(r"^\{[^}]*sitemap-(news|image|video)/|^(news|image|video):(?=[^:/]*$)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")

Fields = dict[str, list[str]]


def entry_fields(element: Element) -> Fields:
    """The texts of an entry by name, those of ``news:news`` and ``image:image`` with their own prefix.

    Links to the same page in other languages are ``hreflang``: language and address with a space between.
    """
    fields: Fields = {}
    for child in element:
        name, prefix = local_name(child), _prefix_of(child)
        if name in _OWN_PARTS:
            for inner in child.iterdescendants():
                fields.setdefault(f"{name}:{local_name(inner)}", []).append(inner.text or "")
        elif name == "link" and child.get("hreflang"):
            fields.setdefault("hreflang", []).append(f"{child.get('hreflang')} {child.get('href') or ''}")
        elif prefix in _OWN_PARTS:  # <image:loc> without <image:image>
            fields.setdefault(f"{prefix}:{name}", []).append(child.text or "")
        else:
            fields.setdefault(name, []).append(child.text or child.get("href") or "")
    return fields


def _prefix_of(child: Element) -> str | None:
    """The prefix that Google's schema of this name commonly has, or that is written where none is declared."""
    tag = child.tag if isinstance(child.tag, str) else ""
    schema = _SCHEMA.search(tag) if ":" in tag else None
    return (schema[1] or schema[2]).lower() if schema else None


def _first(fields: Fields, name: str) -> str | None:
    return next((text for text in map(tidy_text, fields.get(name, ())) if text), None)


def entry_address(fields: Fields, url: str) -> str | None:
    """The entry's absolute address without fragment, relative to the sitemap's; None where it has none of http(s)."""
    loc = _first(fields, "loc")
    joined = join_url(url, loc) if loc else None
    return joined.partition("#")[0] if joined else None


def further_listing(fields: Fields, address: str, *, timezone: str, now: datetime) -> FurtherListing:
    """A child of an index, with the index's word on when it changed last."""
    return FurtherListing(
        address, read_possible_date(_first(fields, "lastmod"), language=None, timezone=timezone, now=now)
    )


def article_link(fields: Fields, address: str, url: str, *, position: int, timezone: str, now: datetime) -> ArticleLink:
    """The article of an entry, with all that the sitemap says of it."""
    language = _first(fields, "news:language")
    published, modified = _first(fields, "news:publication_date"), _first(fields, "lastmod")
    link = ArticleLink(
        url=address,
        kind="sitemap",
        source_url=url,
        title=plain_text(_first(fields, "news:title") or _first(fields, "video:title"), TITLE_CHARACTERS),
        published_at=read_possible_date(published, language=language, timezone=timezone, now=now),
        published_raw=published,
        modified_at=read_possible_date(modified, language=language, timezone=timezone, now=now),
        language=language,
        position=position,
    )
    if len(fields) <= len({"loc", "lastmod", "changefreq", "priority"} & fields.keys()):
        return link  # the bare entries of a sitemap of 50,000
    pictures = _addresses(fields, ("image:loc", "video:thumbnail_loc"), url)
    access = (_first(fields, "news:access") or "").lower()
    return replace(
        link,
        keywords=_words(fields, "news:keywords"),
        image_url=pictures[0] if pictures else None,
        more_images=pictures[1:],
        videos=_addresses(fields, ("video:content_loc",), url) or _addresses(fields, ("video:player_loc",), url),
        publication=plain_text(_first(fields, "news:name"), 200),
        genres=tuple(genre.lower() for genre in _words(fields, "news:genres")),
        access=access if access in _ACCESS else None,
        stock_tickers=_words(fields, "news:stock_tickers"),
        translations=_translations(fields, url),
    )


def _addresses(fields: Fields, names: tuple[str, ...], url: str) -> tuple[str, ...]:
    written = [text for name in names for text in fields.get(name, ())][:MAX_PICTURES]
    joined = (join_url(url, text) for text in map(tidy_text, written) if text)
    return tuple(dict.fromkeys(address for address in joined if address))


def _translations(fields: Fields, url: str) -> tuple[tuple[str, str], ...]:
    pairs = (text.partition(" ") for text in fields.get("hreflang", ())[:MAX_PICTURES])
    joined = ((language, join_url(url, address)) for language, _, address in pairs if _LANGUAGE.fullmatch(language))
    return tuple((language, address) for language, address in joined if address)


def _words(fields: Fields, name: str) -> tuple[str, ...]:
    words = ",".join(fields.get(name, ())).split(",")
    return tuple(dict.fromkeys(word for word in (plain_text(word, 200) for word in words) if word))
