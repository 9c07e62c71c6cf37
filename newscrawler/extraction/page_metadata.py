"""The value that the metadata reader gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newscrawler.model.article import ArticleType, Author, Image, LiveUpdate, Precision
from newscrawler.model.link import ArticleLink
from newscrawler.model.page import Page
from newscrawler.model.page_signs import Declared


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The fields of an `Article` that a page's metadata gives, and what the body reader wants to know beside them.

    Attributes:
        own_url: as in an `Article`.
        declared_urls: addresses that the page claims for itself, as written: canonical link, ``og:url``.
        description: the summary for machines; ``standfirst`` is set where it is also meant for readers.
        json_ld_body: ``articleBody`` of the JSON-LD, plain text with its paragraphs, or None.
        stated_words: ``wordCount`` of the JSON-LD, or None.
        headings, declared: as in the page's signs (``model.page_signs``).
    """

    url: str
    outlet: str
    requested_url: str
    own_url: str = ""
    alternate_urls: tuple[str, ...] = ()
    declared_urls: tuple[str, ...] = ()
    outlet_name: str | None = None
    domain: str | None = None
    country: str | None = None

    title: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    standfirst: str | None = None
    description: str | None = None

    authors: tuple[Author, ...] = ()
    byline: str | None = None
    agency: str | None = None

    published_at: datetime | None = None
    published_raw: str | None = None
    published_offset_minutes: int | None = None
    published_precision: Precision | None = None
    published_source: str | None = None
    modified_at: datetime | None = None
    modified_raw: str | None = None
    modified_source: str | None = None
    fetched_at: datetime | None = None

    language: str | None = None
    language_source: str | None = None
    section: str | None = None
    breadcrumbs: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    article_type: ArticleType | None = None
    free_access: bool | None = None
    paywall_signal: str | None = None
    live_updates: tuple[LiveUpdate, ...] = ()

    main_image: Image | None = None
    images: tuple[Image, ...] = ()
    videos: tuple[str, ...] = ()

    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    discovery: ArticleLink | None = None

    provenance: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    ai_opt_out: bool | None = None
    license: str | None = None
    page: Page | None = field(default=None, repr=False, compare=False)

    json_ld_body: str | None = None
    stated_words: int | None = None
    headings: tuple[str, ...] = ()
    declared: Declared | None = None
