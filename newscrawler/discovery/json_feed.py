"""JSON Feed (jsonfeed.org, 1.0 and 1.1): bytes come in, the feed's entries go out."""

import json
from typing import Any

from newscrawler.discovery.entry import Entry, Feed, unique
from newscrawler.discovery.plain_text import TITLE_CHARACTERS, plain_text, tidy_text
from newscrawler.errors import UnreadableListingError


def is_json_feed(body: bytes) -> bool:
    """Do the bytes begin as a JSON object does?"""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_json_feed(body: bytes, url: str) -> Feed:
    """Every item that is an object; the rest is counted in ``damage``.

    Raises:
        UnreadableListingError: it is no JSON, or JSON without ``items``.
    """
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableListingError(f"This is no JSON Feed: {error}.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise UnreadableListingError("This is JSON, but no JSON Feed: it has no list 'items'.")
    authors = _authors(feed)
    language = _text(feed.get("language"))
    entries = tuple(_read_item(item, url, authors) for item in items if isinstance(item, dict))
    broken = len(items) - len(entries)
    return Feed(_title(feed), language, entries, f"{broken} items are no objects" if broken else None)


def _read_item(item: dict[str, Any], url: str, feed_authors: tuple[str, ...]) -> Entry:
    guid = _text(item.get("id"))
    tags = item.get("tags")
    summary = plain_text(_text(item.get("summary"))) or tidy_text(_text(item.get("content_text")))
    return Entry(
        links=unique([_text(item.get("url")), _text(item.get("external_url")), guid]),
        base=url,
        title=_title(item),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        guid=guid,
        authors=_authors(item) or feed_authors,
        summary=summary or plain_text(_text(item.get("content_html"))),
        keywords=unique([tidy_text(_text(tag), 200) for tag in tags] if isinstance(tags, list) else []),
        images=unique([_text(item.get("image")), _text(item.get("banner_image"))]),
        language=_text(item.get("language")),
    )


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _title(holder: dict[str, Any]) -> str | None:
    return tidy_text(_text(holder.get("title")), TITLE_CHARACTERS)


def _authors(holder: dict[str, Any]) -> tuple[str, ...]:
    people = holder.get("authors")
    people = people if isinstance(people, list) else [holder.get("author")]
    return unique([tidy_text(_text(person.get("name"))) for person in people if isinstance(person, dict)])
