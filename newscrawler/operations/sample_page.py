"""What a sample keeps of its page beside the bytes: all that reading it again exactly needs."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, get_args

from newscrawler.model.link import ArticleLink, LinkKind
from newscrawler.model.page import Page
from newscrawler.operations.sample_checks import (
    INSTANT_WANTED,
    Check,
    instant_or_none,
    one_of,
    read_instant,
    table_mistakes,
    text_or_none,
    texts,
)
from newscrawler.operations.sample_values import instant_text
from newscrawler.urls import canonical_url


def page_values(page: Page) -> dict[str, Any]:
    """What ``article.json`` holds of a page; ``listing`` is null where no feed or sitemap said anything about it."""
    return {
        "url": page.url,
        "fetched_at": instant_text(page.fetched_at),
        "content_type": page.content_type,
        "listing": _listing(page.link),
    }


def read_page_values(values: Mapping[str, Any], html: bytes) -> Page:
    """The page of values in which ``page_mistakes`` finds none."""
    listing = values["listing"]
    return Page(
        url=values["url"],
        html=html,
        fetched_at=read_instant(values["fetched_at"]),
        requested_url=values["url"],
        content_type=values["content_type"],
        link=None if listing is None else _link(listing, values["url"]),
    )


def as_read_again(page: Page) -> Page:
    """The page as its sample will give it: what a sample does not keep must not have a say in its article."""
    return read_page_values(page_values(page), page.html)


def page_mistakes(values: object) -> list[str]:
    """What is wrong with the page of an ``article.json``, a sentence each."""
    if not isinstance(values, dict):
        return ["'page' must be an object"]
    mistakes = table_mistakes(values, PAGE_FIELDS, "page")
    listing = values.get("listing")
    if listing is None:
        return mistakes
    if not isinstance(listing, dict):
        return [*mistakes, "page: listing must be an object or null"]
    known = {name: check for name, check in LISTING_FIELDS.items() if name in listing}
    unknown = [name for name in listing if name not in known]
    mistakes += [f"listing: unknown key '{name}' (known here: {', '.join(LISTING_FIELDS)})" for name in unknown]
    return mistakes + table_mistakes({name: listing[name] for name in known}, known, "listing")


def _address(value: object) -> str | None:
    return None if isinstance(value, str) and canonical_url(value) else " must be a web address"


def _instant(value: object) -> str | None:
    return f" must be {INSTANT_WANTED}" if value is None or instant_or_none(value) else None


def _anything(_: object) -> None:
    return None


PAGE_FIELDS: dict[str, Check] = {
    "url": _address,
    "fetched_at": _instant,
    "content_type": text_or_none,
    "listing": _anything,  # checked on its own: of its keys only those are there that say something
}
# What may stand in `listing`: the fields of ArticleLink that the reader may take something from.
LISTING_FIELDS: dict[str, Check] = {
    "kind": one_of(get_args(LinkKind)),
    "source_url": text_or_none,
    "title": text_or_none,
    "published_at": instant_or_none,
    "modified_at": instant_or_none,
    "authors": texts,
    "summary": text_or_none,
    "language": text_or_none,
    "keywords": texts,
    "image_url": text_or_none,
    "more_images": texts,
    "videos": texts,
    "genres": texts,
    "access": text_or_none,
}
_SILENT = ArticleLink(url="")


def _listing(link: ArticleLink | None) -> dict[str, Any] | None:
    """What a listing said, or None where that is nothing but the address."""
    if link is None or replace(link, url="", position=None, guid=None, published_raw=None) == _SILENT:
        return None
    told = {field.name: getattr(link, field.name) for field in fields(link) if field.name in LISTING_FIELDS}
    return {name: _json(value) for name, value in told.items() if value}


def _json(value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value)
    return list(value) if isinstance(value, tuple) else value


def _link(values: Mapping[str, Any], url: str) -> ArticleLink:
    read = dict(values)
    for name in ("published_at", "modified_at"):
        if read.get(name):
            read[name] = read_instant(read[name])
    for name in ("authors", "keywords", "more_images", "videos", "genres"):
        read[name] = tuple(read.get(name, ()))
    return ArticleLink(url=url, **read)
