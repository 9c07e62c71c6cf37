"""A link to an article, with what the place that listed it said about the article."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newscrawler.model.light_pickle import light_pickle

LinkKind = Literal["feed", "sitemap", "section", "archive", "manual"]


@light_pickle
@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article URL met in a feed, sitemap or section page.

    Attributes:
        url: absolute http(s) URL as listed, white space and fragment removed.
        kind: what kind of place listed it.
        source_url: address of that feed, sitemap or section page.
        title: the entry's own title, plain text.
        published_at: the entry's publication instant, aware, UTC; None where it gives none or none that is possible.
        published_raw: that date as written.
        modified_at: ``updated`` of a feed entry or ``lastmod`` of a sitemap entry, aware, UTC.
        authors: names as listed, in order.
        summary: plain text.
        guid: the entry's own id.
        language: as the listing says, for example ``en``.
        keywords: categories and keywords of the entry.
        image_url: absolute URL of the entry's picture.
        more_images: absolute URLs of its other pictures, in order.
        videos: absolute URLs of its videos or their players.
        publication: name of the publication, as a news sitemap gives it.
        genres: of a news sitemap, in lower case: ``pressrelease``, ``satire``, ``blog``, ``oped``, ``opinion``,
            ``usergenerated``.
        access: of a news sitemap, in lower case: ``subscription``, ``registration``; None where it gives none.
        stock_tickers: of a news sitemap, for example ``NASDAQ:AMAT``.
        translations: language as written and absolute URL of the same article in other languages (``hreflang``).
        position: 0 for the first entry of the listing.
    """

    url: str
    kind: LinkKind = "manual"
    source_url: str | None = None
    title: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    modified_at: datetime | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None
    guid: str | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    image_url: str | None = None
    position: int | None = None
    more_images: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    publication: str | None = None
    genres: tuple[str, ...] = ()
    access: str | None = None
    stock_tickers: tuple[str, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FurtherListing:
    """A listing that another one points to: a child of a sitemap index, the next page of a section.

    Attributes:
        url: absolute http(s) URL.
        modified_at: ``lastmod`` of the child in its index, aware, UTC; None where it gives none that is possible.
    """

    url: str
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one feed, sitemap or section page gave.

    Attributes:
        links: the articles, in the listing's order, each URL once.
        further: the listings that this one points to, each URL once: a sitemap index's children, the next page of
            a section or a feed.
        damage: what was wrong with it (``"not well-formed at line 12: ..."``) while links were still read, else None.
        ttl_seconds: how long a feed says that it stays as it is; None where it says nothing.
    """

    links: tuple[ArticleLink, ...] = ()
    further: tuple[FurtherListing, ...] = ()
    damage: str | None = None
    ttl_seconds: int | None = None
