"""The shapes of the documents: every field, its type, and whether it is always there.

The one source of the collection validators (validator.py), of the published JSON Schema and of ``--json``.
"""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from newscrawler.model.article import ArticleType, Precision
from newscrawler.model.block import BlockKind
from newscrawler.model.link import LinkKind
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.run import RunKind

Int = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Status = Literal["active", "gone", "blocked"]
RefusedKind = Literal["article", "cleaning", "copies", "outcome", "run"]


class Part(BaseModel):
    """A value inside a document; an unknown field or a value of another type is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class BlockPart(Part):
    """One block of the story."""

    kind: BlockKind
    text: str


class RemovedPart(Part):
    """One block that is not the story, and which rule took it."""

    text: str
    rule: str
    place: str | None = None
    evidence: str | None = None


class AuthorPart(Part):
    """One person."""

    name: str
    role: str | None = None
    email: str | None = None
    url: str | None = None


class ImagePart(Part):
    """One picture."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None


class LiveUpdatePart(Part):
    """One entry of a live blog."""

    text: str
    title: str | None = None
    published_at: AwareDatetime | None = None


class SyndicationPart(Part):
    """Where a wire story was first seen."""

    agency: str | None = None
    first_outlet: str | None = None
    first_seen_at: AwareDatetime | None = None


class DiscoveryPart(Part):
    """The place that listed the article."""

    kind: LinkKind
    source_url: str | None = None
    guid: str | None = None
    feed_title: str | None = None
    lastmod: AwareDatetime | None = None
    position: Int | None = None
    seen_at: AwareDatetime | None = None


class HttpPart(Part):
    """How the page came."""

    status: Int | None = None
    etag: str | None = None
    last_modified: str | None = None
    encoding: str | None = None


class ArticleDocument(Part):
    """One article. Fields without a default are always there; the others are absent where nothing is known."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{24}$")
    url: str
    url_key: str
    requested_url: str | None = None
    alternate_urls: list[str] = []
    alternate_keys: list[str] = []
    outlet: str
    outlet_name: str | None = None
    domain: str | None = None
    country: str | None = None

    title: str
    titles: dict[str, str] = {}
    standfirst: str | None = None
    body: str
    blocks: list[BlockPart]
    word_count: Int
    removed: list[RemovedPart]

    authors: list[AuthorPart] = []
    byline: str | None = None
    agency: str | None = None

    published_at: AwareDatetime | None = None
    published_raw: str | None = None
    published_offset_minutes: Int | None = None
    published_precision: Precision | None = None
    published_source: str | None = None
    modified_at: AwareDatetime | None = None
    modified_raw: str | None = None
    modified_source: str | None = None
    first_seen_at: AwareDatetime
    fetched_at: AwareDatetime
    cursor: Int

    language: str | None = None
    language_source: str | None = None
    section: str | None = None
    breadcrumbs: list[str] = []
    keywords: list[str] = []
    article_type: ArticleType | None = None
    free_access: bool | None = None
    paywall_signal: str | None = None
    live_updates: list[LiveUpdatePart] = []
    pages: list[str] = []

    main_image: ImagePart | None = None
    images: list[ImagePart] = []
    videos: list[str] = []
    links: list[str] = []

    content_hash: str
    fingerprint: list[Int] = []
    cluster: str | None = None
    duplicate_of: str | None = None
    syndication: SyndicationPart | None = None

    version: Int
    status: Status
    gone_at: AwareDatetime | None = None

    discovery: DiscoveryPart | None = None
    http: HttpPart | None = None
    raw: str | None = None

    provenance: dict[str, str]
    warnings: list[str] = []
    rules_version: Int
    ai_opt_out: bool | None = None
    license: str | None = None

    schema_version: Int
    run: str | None = None
    enrichment: dict[str, Any] | None = None


class RevisionDocument(Part):
    """What an article said before it was changed: the old values of the fields that changed, and nothing else."""

    id: str = Field(alias="_id")
    article: str
    version: Int
    changed: list[str]
    old: dict[str, Any]
    seen_at: AwareDatetime
    cursor: Int
    reason: str | None = None


class PageDocument(Part):
    """The bytes of a page, Zstandard, once for each content."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{32}$")
    url: str
    content: bytes
    size: Int
    content_type: str | None = None
    fetched_at: AwareDatetime
    schema_version: Int


class RunDocument(Part):
    """One crawl of one outlet."""

    id: str = Field(alias="_id")
    outlet: str
    kind: RunKind
    started_at: AwareDatetime
    finished_at: AwareDatetime | None = None
    finish_reason: str | None = None
    counts: dict[str, Int] = {}
    outcomes: dict[str, Int] = {}
    removed: dict[str, Int] = {}
    warnings: list[str] = []
    schema_version: Int


class OutcomeDocument(Part):
    """One URL that did not become an article."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{24}$")
    outlet: str
    url: str
    kind: OutcomeKind = Field(strict=False)  # stored as its word
    message: str
    at: AwareDatetime
    first_at: AwareDatetime
    attempts: Int
    run: str | None = None
    schema_version: Int


class QuarantineDocument(Part):
    """What could not be written: one for each article, outcome ..., however often it was refused."""

    id: str = Field(alias="_id")
    kind: RefusedKind
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    reason: str
    at: AwareDatetime
    first_at: AwareDatetime
    attempts: Int
    document: dict[str, Any] | None = None
    text: str | None = None
    raw: str | None = None
    schema_version: Int
