"""An entry: one item of a feed as it was written, before dates are read and addresses are joined."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed.

    Attributes:
        links: addresses that may be the article's, best first, as written.
        base: what relative addresses are relative to.
        title: plain text.
        published: the date as written; ``updated`` likewise.
        authors: names, in order.
        summary: plain text.
        content: the whole text, as far as the feed has it, as HTML.
        images: addresses of pictures, best first, as written.
    """

    links: tuple[str, ...] = ()
    base: str = ""
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    guid: str | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    content: str | None = None
    keywords: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself, its entries, and what was wrong with it.

    Attributes:
        link: address of the web site that it belongs to, as written.
        base: what relative addresses are relative to.
        published: the date as written; ``updated`` likewise.
        authors: names, in order; they stand for those of an entry without any.
        ttl_seconds: how long it says that it stays as it is.
        next_page: address of the page with the entries before these, as written (RFC 5005, ``next_url``).
        damage: what was wrong with it, in words; None: nothing.
    """

    title: str | None = None
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    damage: str | None = None
    link: str | None = None
    base: str = ""
    guid: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    ttl_seconds: int | None = None
    next_page: str | None = None


def unique(texts: tuple[str | None, ...] | list[str | None]) -> tuple[str, ...]:
    """The texts in their order, each once, without None and empty ones."""
    return tuple(dict.fromkeys(text for text in texts if text))
