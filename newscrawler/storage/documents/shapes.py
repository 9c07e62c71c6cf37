"""The shapes of the documents: every field, its type, and whether it is always there.

The one source of the collection validators (validator.py), of the published JSON Schema and of ``--json``.
"""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from newscrawler.duplicates.syndication import FirstKnownBy
from newscrawler.model.article import ArticleType, Precision
from newscrawler.model.block import BlockKind
from newscrawler.model.copy_link import CopyKind
from newscrawler.model.link import LinkKind
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.run import RunKind

Int = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Status = Literal["active", "gone", "blocked"]
RefusedKind = Literal["article", "cleaning", "copies", "item", "outcome", "run"]


class Part(BaseModel):
    """A value inside a document; an unknown field or a value of another type is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class BlockPart(Part):
    """One block of the story."""

    kind: BlockKind = Field(description="what it is")
    text: str = Field(description="its text")


class RemovedPart(Part):
    """One block that is not the story, and which rule took it."""

    text: str = Field(description="its text, up to 500 characters")
    rule: str = Field(description="rule that took it (`newscrawler rules`)")
    place: str | None = Field(None, description="where on the page it stood")
    evidence: str | None = Field(None, description="what the rule saw")


class AuthorPart(Part):
    """One person."""

    name: str = Field(description="as printed")
    role: str | None = Field(None, description="as printed; `newsroom`: an account or organisation, no person")
    email: str | None = Field(None, description="address")
    url: str | None = Field(None, description="their own page")


class ImagePart(Part):
    """One picture."""

    url: str | None = Field(None, description="where it is")
    caption: str | None = Field(None, description="caption")
    credit: str | None = Field(None, description="who made it")
    alt: str | None = Field(None, description="text for those who cannot see it")


class LiveUpdatePart(Part):
    """One entry of a live blog."""

    text: str = Field(description="its text")
    title: str | None = Field(None, description="its headline")
    published_at: AwareDatetime | None = Field(None, description="when it was added")


class SyndicationPart(Part):
    """Who had a story first that several outlets have."""

    agency: str | None = Field(None, description="wire agency that most of them credit")
    first_outlet: str = Field(description="outlet that had it first")
    first_article: str = Field(description="`_id` of its article there")
    first_at: AwareDatetime = Field(description="when that was surely out")
    first_by: FirstKnownBy = Field(description="how that is known: as the outlet says, or when it was fetched")


class CopyPart(Part):
    """The link of a copy to the article whose text it has."""

    article: str = Field(description="`_id` of that article")
    kind: CopyKind = Field(description="what it is beside that article: the same text, less, more, or in other words")
    likeness: float = Field(description="how probable it is that both are one story in one text, 0 to 1")
    first_seen_at: AwareDatetime = Field(description="the copy's own, once more: by it the newest copies are found")


class DiscoveryPart(Part):
    """The place that listed the article."""

    kind: LinkKind = Field(description="what kind of place listed it")
    source_url: str | None = Field(None, description="address of that place")
    guid: str | None = Field(None, description="id of its entry there")
    feed_title: str | None = Field(None, description="title of its entry there")
    lastmod: AwareDatetime | None = Field(None, description="when it changed, as said there")
    position: Int | None = Field(None, description="of its entry there, from 0")
    publication: str | None = Field(None, description="name of the publication, as said there")
    genres: list[str] = Field([], description="as said there, in lower case, as `pressrelease`")
    access: str | None = Field(None, description="`subscription` or `registration`, as said there")
    stock_tickers: list[str] = Field([], description="as said there, as `NASDAQ:AMAT`")
    translations: dict[str, str] = Field({}, description="language -> address of the same article in it, as said there")
    seen_at: AwareDatetime | None = Field(None, description="when it was met there")


class HttpPart(Part):
    """How the page came."""

    status: Int | None = Field(None, description="status of the answer")
    etag: str | None = Field(None, description="header ETag")
    last_modified: str | None = Field(None, description="header Last-Modified")
    encoding: str | None = Field(None, description="with which the page was read")


class ArticleDocument(Part):
    """One article: one document, whatever addresses it has."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{24}$", description="hash of `url_key`")
    url: str = Field(description="canonical address")
    url_key: str = Field(
        description="the address under which it was first stored, without scheme, `www.`, AMP or mobile dress"
    )
    requested_url: str | None = Field(None, description="address that was asked for")
    alternate_urls: list[str] = Field([], description="its other addresses (AMP, mobile, feed, redirects), at most 50")
    alternate_keys: list[str] = Field([], description="their keys")
    outlet: str = Field(description="outlet id")
    outlet_name: str | None = Field(None, description="name of the outlet")
    domain: str | None = Field(None, description="host of `url`")
    country: str | None = Field(None, description="of the outlet, two letters")

    title: str = Field(description="headline")
    titles: dict[str, str] = Field({}, description="where stated (`feed`, `page`, `og`, `json_ld`) -> headline there")
    standfirst: str | None = Field(None, description="summary under the headline")
    body: str = Field(description="paragraphs, joined by an empty line")
    blocks: list[BlockPart] = Field(description="all blocks of the story, in order")
    word_count: Int = Field(description="words of `body`")
    removed: list[RemovedPart] = Field(
        description="what was taken out of the story, at most 300; what never counted as story is left out"
    )

    authors: list[AuthorPart] = Field([], description="people, in printed order; never an agency")
    byline: str | None = Field(None, description="as printed, or the names as stated where an agency is among them")
    agency: str | None = Field(None, description="wire agency that it credits, under its usual name")

    published_at: AwareDatetime | None = Field(None, description="as the outlet says; absent: not known, or impossible")
    published_raw: str | None = Field(None, description="as it stood on the page")
    published_offset_minutes: Int | None = Field(None, description="offset from UTC that was stated")
    published_precision: Precision | None = Field(None, description="how exactly it is known")
    published_source: str | None = Field(None, description="where it stood")
    modified_at: AwareDatetime | None = Field(None, description="as the outlet says")
    modified_raw: str | None = Field(None, description="as it stood on the page")
    modified_source: str | None = Field(None, description="where it stood")
    first_seen_at: AwareDatetime = Field(description="when it was fetched first; never changes")
    fetched_at: AwareDatetime = Field(description="when the page of this text was fetched")
    cursor: Int = Field(description="number of its last change: poll by it")

    language: str | None = Field(None, description="two letters")
    language_source: str | None = Field(None, description="where it was read from")
    section: str | None = Field(None, description="desk or section")
    breadcrumbs: list[str] = Field([], description="the way to it on the site")
    keywords: list[str] = Field([], description="as the outlet tagged it")
    article_type: ArticleType | None = Field(None, description="kind of article")
    free_access: bool | None = Field(None, description="whether all of it can be read without paying; absent: not said")
    paywall_signal: str | None = Field(None, description="what said that it cannot")
    live_updates: list[LiveUpdatePart] = Field([], description="entries of a live blog")
    pages: list[str] = Field([], description="addresses of its further pages")

    main_image: ImagePart | None = Field(None, description="the picture that stands for it")
    images: list[ImagePart] = Field([], description="pictures in the story")
    videos: list[str] = Field([], description="addresses of videos in the story")
    links: list[str] = Field([], description="where links in the story lead: absolute, each once, of the first 1,000")

    content_hash: str = Field(description="of the cleaned text: equal for exact copies")
    fingerprint: list[Int] = Field(
        [], description="anchors of its texts that at most one article had before it: by them near-duplicates find it"
    )
    to_compare: list[str] = Field([], description="`_id`s of articles that it is still to be compared with")
    copy_of: CopyPart | None = Field(None, description="the article whose text it has, whole or in part; absent: none")
    also_copy_of: list[str] = Field(
        [], description="`_id`s of further articles whose text it surely has: one story that came in parts"
    )
    related: list[str] = Field([], description="`_id`s of articles that share text with it without being copies")
    cluster: str | None = Field(
        None, description="`_id` of the first article of its cluster, on all that are in it; absent: it has no copies"
    )
    duplicate_of: str | None = Field(None, description="the same `_id`, on all but the first: without it, one a story")
    syndication: SyndicationPart | None = Field(None, description="of a story at several outlets: who had it first")

    version: Int = Field(description="of the text: 1, then one more for each changed `content_hash`")
    status: Status = Field(description="whether it is still there")
    gone_at: AwareDatetime | None = Field(None, description="when it was found to be gone")

    discovery: DiscoveryPart | None = Field(None, description="the place that listed it")
    http: HttpPart | None = Field(None, description="how its page came")
    raw: str | None = Field(None, description="its page: `_id` in `pages`")

    provenance: dict[str, str] = Field(description="field -> where its value came from")
    warnings: list[str] = Field([], description="what is doubtful, as `date_without_zone`, `date_zone_unknown`")
    rules_version: Int = Field(description="of the boilerplate rules; 0: it went through none")
    ai_opt_out: bool | None = Field(None, description="whether the page asks not to be used for training")
    license: str | None = Field(None, description="licence that the page names")

    schema_version: Int = Field(description="of the program that wrote it")
    run: str | None = Field(None, description="run that stored this text")
    enrichment: dict[str, Any] | None = Field(None, description="yours: the crawler never writes it")


class StateBetweenPart(Part):
    """One of many states of an article within an hour: its text stands in its page."""

    version: Int = Field(description="the article's then")
    title: str = Field(description="headline then")
    content_hash: str = Field(description="of its text then")
    raw: str | None = Field(None, description="its page: `_id` in `pages`")
    seen_at: AwareDatetime = Field(description="when it was replaced")
    cursor: Int = Field(description="the article's after that")


class RevisionDocument(Part):
    """What an article said before it was changed: the old values of the fields that changed, and nothing else."""

    id: str = Field(alias="_id", description="article id, `:`, its cursor before the change")
    article: str = Field(description="`_id` of the article")
    version: Int = Field(description="the article's before the change")
    changed: list[str] = Field(description="names of the fields that changed")
    old: dict[str, Any] = Field(description="their old values, and the old `title`, `content_hash` and `raw`")
    seen_at: AwareDatetime = Field(description="when the change was made")
    cursor: Int = Field(description="the article's after the change")
    reason: str | None = Field(None, description="why, where its page did not change, or is gone")
    between: list[StateBetweenPart] = Field(
        [], description="what it said between this change and the next revision: beyond 12 an hour, no text is kept"
    )


class PageDocument(Part):
    """The bytes of a page, Zstandard, once for each content."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{32}$", description="hash of the content")
    url: str = Field(description="address of the first page with this content")
    content: bytes = Field(description="its bytes, Zstandard")
    size: Int = Field(description="bytes before")
    content_type: str | None = Field(None, description="header Content-Type")
    fetched_at: AwareDatetime = Field(description="when")
    schema_version: Int = Field(description="of the program that stored it")


class RunDocument(Part):
    """One crawl of one outlet."""

    id: str = Field(alias="_id", description="12 hexadecimal digits")
    outlet: str = Field(description="outlet id")
    kind: RunKind = Field(description="what was crawled")
    window_from: str | None = Field(None, description="of a back-fill: the first day, in the outlet's time zone")
    window_to: str | None = Field(None, description="of a back-fill: the last day")
    started_at: AwareDatetime = Field(description="when it began")
    finished_at: AwareDatetime | None = Field(None, description="when it ended; absent: it runs, or was killed")
    finish_reason: str | None = Field(None, description="how it ended")
    counts: dict[str, Int] = Field(
        {}, description="what -> how many: found, known, fetched, new, revised, unchanged ..."
    )
    outcomes: dict[str, Int] = Field({}, description="kind of outcome -> how many URLs")
    removed: dict[str, Int] = Field({}, description="boilerplate rule -> how many blocks it took")
    warnings: list[str] = Field([], description="for the operator, in words")
    files: list[str] = Field([], description="of stored pages: the files that were read")
    schema_version: Int = Field(description="of the program that wrote it")


class ListedPart(Part):
    """What the listing that named a link said of it; cut to 5,000 characters a text and 50 values a list."""

    kind: LinkKind = Field(description="what kind of place listed it")
    source_url: str | None = Field(None, description="address of that place")
    title: str | None = Field(None, description="title of its entry there")
    published_at: AwareDatetime | None = Field(None, description="when it was published, as said there")
    published_raw: str | None = Field(None, description="the same as it stood there")
    modified_at: AwareDatetime | None = Field(None, description="when it changed, as said there")
    authors: list[str] = Field([], description="names, as said there")
    summary: str | None = Field(None, description="summary of its entry there")
    guid: str | None = Field(None, description="id of its entry there")
    language: str | None = Field(None, description="as said there")
    keywords: list[str] = Field([], description="categories and keywords of its entry there")
    image_url: str | None = Field(None, description="address of its picture")
    position: Int | None = Field(None, description="of its entry there, from 0")
    more_images: list[str] = Field([], description="addresses of its other pictures")
    videos: list[str] = Field([], description="addresses of its videos")
    publication: str | None = Field(None, description="name of the publication, as said there")
    genres: list[str] = Field([], description="as said there, in lower case, as `pressrelease`")
    access: str | None = Field(None, description="`subscription` or `registration`, as said there")
    stock_tickers: list[str] = Field([], description="as said there, as `NASDAQ:AMAT`")
    translations: dict[str, str] = Field({}, description="language -> address of the same article in it, as said there")


class OutcomeDocument(Part):
    """One URL that did not become an article."""

    id: str = Field(alias="_id", pattern="^[0-9a-f]{24}$", description="hash of the `url_key`")
    outlet: str = Field(description="outlet id")
    url: str = Field(description="address")
    kind: OutcomeKind = Field(strict=False, description="why it did not become an article")  # stored as its word
    message: str = Field(description="the same in words, up to 500 characters")
    at: AwareDatetime = Field(description="when it happened last")
    first_at: AwareDatetime = Field(description="when it happened first")
    attempts: Int = Field(description="runs in which it happened")
    run: str | None = Field(None, description="the last of them")
    listed: ListedPart | None = Field(None, description="what a listing said of it; it is tried again with that")
    schema_version: Int = Field(description="of the program that wrote it")


class QuarantineDocument(Part):
    """What could not be written: one for each article, outcome ..., however often it was refused."""

    id: str = Field(alias="_id", description="article id, or `outcome`, `cleaning` ... and the id of that")
    kind: RefusedKind = Field(description="what was to be written")
    outlet: str | None = Field(None, description="outlet id")
    url: str | None = Field(None, description="address")
    title: str | None = Field(None, description="headline")
    run: str | None = Field(None, description="run that met it")
    reason: str = Field(description="why it was refused the last time")
    at: AwareDatetime = Field(description="when that was")
    first_at: AwareDatetime = Field(description="when it was refused first")
    attempts: Int = Field(description="how often it was refused")
    document: dict[str, Any] | None = Field(None, description="what was to be written, cleaned; absent: too large")
    text: str | None = Field(None, description="what it looked like, where `document` is not all of it")
    raw: str | None = Field(None, description="its page: `_id` in `pages`")
    schema_version: Int = Field(description="of the program that wrote it")
