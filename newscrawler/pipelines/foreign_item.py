"""Reads the items of a developer's own spider: dicts, Items, dataclasses, attrs and pydantic classes."""

import difflib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from newscrawler.errors import InvalidItemError
from newscrawler.model.article import Article, Author, Image
from newscrawler.model.block import Block
from newscrawler.model.outlet import Outlet
from newscrawler.urls import canonical_url, registered_domain, web_outlet_id

TEXT_FIELDS = (
    "agency",
    "byline",
    "language",
    "license",
    "outlet",
    "outlet_name",
    "published_raw",
    "requested_url",
    "section",
    "standfirst",
    "title",
    "url",
)
TIME_FIELDS = ("fetched_at", "modified_at", "published_at")
LIST_FIELDS = ("alternate_urls", "breadcrumbs", "keywords", "links", "videos")
OTHER_FIELDS = ("authors", "body", "free_access", "images", "main_image")
KNOWN_FIELDS = sorted({*TEXT_FIELDS, *TIME_FIELDS, *LIST_FIELDS, *OTHER_FIELDS})


def article_of_item(item: Mapping[str, Any], outlet: Outlet | None, now: datetime) -> Article:
    """The article that an item's fields describe; fields that are None count as absent.

    ``body`` is text with an empty line between paragraphs; ``authors`` are names or ``{name, role, email, url}``;
    ``images`` are URLs or ``{url, caption, credit, alt}``; times are aware datetimes or ISO 8601 with an offset.

    Raises:
        InvalidItemError: names the first wrong field, what it holds and what it should hold.
    """
    fields = {name: value for name, value in item.items() if value is not None}
    for name in fields:
        if name not in KNOWN_FIELDS:
            near = difflib.get_close_matches(name, KNOWN_FIELDS, n=1)
            hint = f", did you mean '{near[0]}'?" if near else f" (known here: {', '.join(KNOWN_FIELDS)})"
            raise InvalidItemError(f"unknown field '{name}'{hint}")
    texts = {name: _text(name, fields[name]) for name in TEXT_FIELDS if name in fields}
    url = canonical_url(texts.pop("url", ""))
    if url is None:
        raise InvalidItemError(f"field 'url' must be an http(s) URL, not {fields.get('url')!r}")
    free_access = fields.get("free_access")
    if free_access is not None and not isinstance(free_access, bool):
        raise _wrong("free_access", free_access, "true or false")
    values: dict[str, Any] = {
        "outlet": outlet.id if outlet else web_outlet_id(url),
        "outlet_name": outlet.name if outlet else None,
        "country": outlet.country if outlet else None,
        "domain": registered_domain(url),
        "requested_url": fields.get("url"),
        "fetched_at": now,
        "free_access": free_access,
        **texts,
        **{name: _instant(name, fields[name]) for name in TIME_FIELDS if name in fields},
        **{name: _texts(name, fields[name]) for name in LIST_FIELDS if name in fields},
    }
    if "main_image" in fields:
        values["main_image"] = _image("main_image", fields["main_image"])
    return Article(
        url=url,
        blocks=_blocks(fields.get("body", "")),
        authors=tuple(_author(value) for value in _listed("authors", fields.get("authors", ()))),
        images=tuple(_image("images", value) for value in _listed("images", fields.get("images", ()))),
        provenance=dict.fromkeys(sorted(fields), "item"),
        **values,
    )


def _blocks(body: object) -> tuple[Block, ...]:
    paragraphs = _text("body", body).split("\n\n")
    return tuple(
        Block("paragraph", paragraph.strip(), evidence="given by the spider")
        for paragraph in paragraphs
        if paragraph.strip()
    )


def _author(value: object) -> Author:
    if isinstance(value, str):
        return Author(value)
    if (
        isinstance(value, Mapping)
        and isinstance(value.get("name"), str)
        and set(value) <= {"name", "role", "email", "url"}
    ):
        return Author(**value)
    raise _wrong("authors", value, "a name or {name, role, email, url}")


def _image(field: str, value: object) -> Image:
    if isinstance(value, str):
        return Image(url=value)
    if isinstance(value, Mapping) and set(value) <= {"url", "caption", "credit", "alt"}:
        return Image(**value)
    raise _wrong(field, value, "a URL or {url, caption, credit, alt}")


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(field, value, "text")
    return value


def _texts(field: str, value: object) -> tuple[str, ...]:
    return tuple(_text(field, part) for part in _listed(field, value))


def _listed(field: str, value: object) -> tuple[object, ...]:
    if isinstance(value, list | tuple):
        return tuple(value)
    raise _wrong(field, value, "a list")


def _instant(field: str, value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        instant = None
    if not isinstance(instant, datetime) or instant.tzinfo is None:
        raise _wrong(field, value, "a time with its zone, such as 2026-03-05T10:00:00+01:00")
    return instant.astimezone(UTC)


def _wrong(field: str, value: object, right: str) -> InvalidItemError:
    shown = repr(value)
    return InvalidItemError(f"field '{field}' must be {right}, not {shown[:80]}{'...' if len(shown) > 80 else ''}")
