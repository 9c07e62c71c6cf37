"""The rescue: entries that feedparser's lenient reader finds where no XML reader follows."""

import io
from typing import Any

import feedparser

from newscrawler.discovery.entry import Entry, unique
from newscrawler.discovery.plain_text import TITLE_CHARACTERS, plain_text, tidy_text


def read_lenient_feed(text: str, url: str) -> tuple[Entry, ...]:
    """The entries of a badly damaged feed; nothing is fetched."""
    parsed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),  # a stream: feedparser would take bytes for a file's name
        response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return tuple(_read_entry(entry, url) for entry in parsed.entries)


def _read_entry(entry: Any, url: str) -> Entry:  # noqa: ANN401 - feedparser is untyped
    media = [*entry.get("media_content", ()), *entry.get("media_thumbnail", ())]
    pictures = [medium.get("url") for medium in media]
    pictures += [file.get("href") for file in entry.get("enclosures", ()) if "image" in str(file.get("type"))]
    return Entry(
        links=unique([entry.get("link"), entry.get("id") if entry.get("guidislink") else None]),
        base=url,
        title=plain_text(entry.get("title"), TITLE_CHARACTERS),
        published=tidy_text(entry.get("published")),
        updated=tidy_text(entry.get("updated")) if "updated" in entry else None,
        guid=tidy_text(entry.get("id")),
        authors=unique([tidy_text(author.get("name")) for author in entry.get("authors", ())]),
        summary=plain_text(entry.get("summary")),
        keywords=unique([tidy_text(tag.get("term"), 200) for tag in entry.get("tags", ())]),
        images=unique(pictures),
    )
