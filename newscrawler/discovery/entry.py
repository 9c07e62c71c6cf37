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
    keywords: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own title and language, its entries, and what was wrong with it (None: nothing)."""

    title: str | None = None
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    damage: str | None = None


def unique(texts: tuple[str | None, ...] | list[str | None]) -> tuple[str, ...]:
    """The texts in their order, each once, without None and empty ones."""
    return tuple(dict.fromkeys(text for text in texts if text))
