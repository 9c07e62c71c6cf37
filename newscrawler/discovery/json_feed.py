"""JSON Feed (jsonfeed.org, 1.0 and 1.1): bytes come in, the feed's entries go out."""

import html
import json
import re
from typing import Any

from newscrawler.discovery.entry import Entry, Feed, unique
from newscrawler.discovery.plain_text import TITLE_CHARACTERS, plain_text, tidy_text
from newscrawler.errors import UnreadableListingError
from newscrawler.urls import join_url

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_NEXT_ITEM = re.compile(r"[\s,]*\{")
_HEAD_TEXT = re.compile(
    r'"(title|language|home_page_url|feed_url)"\s*:\s*("(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")'
)
_HEAD_CHARACTERS = 20_000
_BEGIN_BYTES = 400  # a multiple of four
_LONGEST_NUMBER = 4000  # digits; Python makes no number of more than 4,300


def _number_or_text(digits: str) -> int | str:
    return int(digits) if len(digits) < _LONGEST_NUMBER else digits


_DECODER = json.JSONDecoder(strict=False, parse_int=_number_or_text)


def is_json_feed(body: bytes) -> bool:
    """Do the bytes begin as a JSON object does?"""
    return _decoded(body[:_BEGIN_BYTES]).lstrip()[:1] == "{"


def _decoded(body: bytes) -> str:
    """The text, by its first bytes UTF-8, 16 or 32: JSON has no other encodings (RFC 4627, section 3)."""
    return body.decode(json.detect_encoding(body), "replace").removeprefix("\ufeff")


def read_json_feed(body: bytes, url: str) -> Feed:
    """Every item that is an object, of a feed that is cut off those before the cut; the rest is told in ``damage``.

    Raises:
        UnreadableListingError: it is no JSON, or JSON without ``items``.
    """
    text, damage = _decoded(body), None
    try:
        feed = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        feed, damage = _rescued(text), f"not well-formed: {error}"
        if not feed["items"]:
            raise UnreadableListingError(f"This is no JSON Feed: {error}.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise UnreadableListingError("This is JSON, but no JSON Feed: it has no list 'items'.")
    authors = _authors(feed)
    entries = tuple(_read_item(item, url, authors) for item in items if isinstance(item, dict))
    broken = len(items) - len(entries)
    return Feed(
        title=_title(feed),
        language=_text(feed.get("language")),
        entries=entries,
        damage="; ".join(filter(None, (damage, f"{broken} items are no objects" if broken else None))) or None,
        link=_text(feed.get("home_page_url")),
        base=url,
        guid=_text(feed.get("feed_url")),
        next_page=_text(feed.get("next_url")),
        authors=authors,
        summary=plain_text(_text(feed.get("description"))),
    )


def _rescued(text: str) -> dict[str, Any]:
    """The items of broken JSON up to the first that cannot be read, and the feed's texts before them."""
    begin = _ITEMS.search(text)
    position, items = begin.end() if begin else len(text), []
    head = text[: begin.start()] if begin else ""
    while found := _NEXT_ITEM.match(text, position):
        try:
            item, position = _DECODER.raw_decode(text, found.end() - 1)
        except (ValueError, RecursionError):
            break
        items.append(item)
    texts = {name: json.loads(value, strict=False) for name, value in _HEAD_TEXT.findall(head[:_HEAD_CHARACTERS])}
    return texts | {"items": items}


def _read_item(item: dict[str, Any], url: str, feed_authors: tuple[str, ...]) -> Entry:
    guid = _text(item.get("id"))
    tags = item.get("tags")
    content_text, content_html = _text(item.get("content_text")), _text(item.get("content_html"))
    summary = plain_text(_text(item.get("summary"))) or tidy_text(content_text)
    return Entry(
        links=unique(
            [_text(item.get("url")), _text(item.get("external_url")), guid if join_url(None, guid or "") else None]
        ),
        base=url,
        title=_title(item),
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        guid=guid,
        authors=_authors(item) or feed_authors,
        summary=summary or plain_text(content_html),
        content=content_html or (html.escape(content_text, quote=False) if content_text else None),
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
