"""The documents that readers are given, as types: the same fields as shapes.py, for type checkers. Imports nothing."""

from datetime import datetime
from typing import Any, Required, TypedDict


class StoredBlock(TypedDict):
    """One block of the story; kind: paragraph, heading, quote, list, table, caption ..."""

    kind: str
    text: str


class StoredRemoved(TypedDict, total=False):
    """One block that is not the story, and which rule took it."""

    text: Required[str]
    rule: Required[str]
    place: str
    evidence: str


class StoredAuthor(TypedDict, total=False):
    """One person."""

    name: Required[str]
    role: str
    email: str
    url: str


class StoredImage(TypedDict, total=False):
    """One picture."""

    url: str
    caption: str
    credit: str
    alt: str


class StoredLiveUpdate(TypedDict, total=False):
    """One entry of a live blog."""

    text: Required[str]
    title: str
    published_at: datetime


class StoredSyndication(TypedDict, total=False):
    """Who had a story first that several outlets have; first_by: published or seen."""

    agency: str
    first_outlet: Required[str]
    first_article: Required[str]
    first_at: Required[datetime]
    first_by: Required[str]


class StoredCopy(TypedDict):
    """The link of a copy to the article whose text it has; kind: same, excerpt, expansion, edited."""

    article: str
    kind: str
    likeness: float
    first_seen_at: datetime


class StoredDiscovery(TypedDict, total=False):
    """The place that listed the article."""

    kind: Required[str]
    source_url: str
    guid: str
    feed_title: str
    lastmod: datetime
    position: int
    publication: str
    genres: list[str]
    access: str
    stock_tickers: list[str]
    translations: dict[str, str]
    seen_at: datetime


class StoredHttp(TypedDict, total=False):
    """How the page came."""

    status: int
    etag: str
    last_modified: str
    encoding: str


class StoredArticle(TypedDict, total=False):
    """One article; docs/database.md says what each field holds. Those that are Required are always there.

    With ``fields=`` only those that were asked for come.
    """

    _id: Required[str]
    url: Required[str]
    url_key: Required[str]
    requested_url: str
    alternate_urls: list[str]
    alternate_keys: list[str]
    outlet: Required[str]
    outlet_name: str
    domain: str
    country: str
    title: Required[str]
    titles: dict[str, str]
    standfirst: str
    body: Required[str]
    blocks: Required[list[StoredBlock]]
    word_count: Required[int]
    removed: Required[list[StoredRemoved]]
    authors: list[StoredAuthor]
    byline: str
    agency: str
    published_at: datetime
    published_raw: str
    published_offset_minutes: int
    published_precision: str
    published_source: str
    modified_at: datetime
    modified_raw: str
    modified_source: str
    first_seen_at: Required[datetime]
    fetched_at: Required[datetime]
    cursor: Required[int]
    language: str
    language_source: str
    section: str
    breadcrumbs: list[str]
    keywords: list[str]
    article_type: str
    free_access: bool
    paywall_signal: str
    live_updates: list[StoredLiveUpdate]
    pages: list[str]
    main_image: StoredImage
    images: list[StoredImage]
    videos: list[str]
    links: list[str]
    content_hash: Required[str]
    fingerprint: list[int]
    to_compare: list[str]
    copy_of: StoredCopy
    also_copy_of: list[str]
    related: list[str]
    cluster: str
    duplicate_of: str
    syndication: StoredSyndication
    version: Required[int]
    status: Required[str]
    gone_at: datetime
    discovery: StoredDiscovery
    http: StoredHttp
    raw: str
    provenance: Required[dict[str, str]]
    warnings: list[str]
    rules_version: Required[int]
    ai_opt_out: bool
    license: str
    schema_version: Required[int]
    run: str
    enrichment: dict[str, Any]


class StoredStateBetween(TypedDict, total=False):
    """One of many states of an article within an hour: its text stands in its page."""

    version: Required[int]
    title: Required[str]
    content_hash: Required[str]
    raw: str
    seen_at: Required[datetime]
    cursor: Required[int]


class StoredRevision(TypedDict, total=False):
    """What an article said before it was changed: the old values of the fields that changed."""

    _id: Required[str]
    article: Required[str]
    version: Required[int]
    changed: Required[list[str]]
    old: Required[dict[str, Any]]
    seen_at: Required[datetime]
    cursor: Required[int]
    reason: str
    between: list[StoredStateBetween]
