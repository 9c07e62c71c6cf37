"""An article: what we extract, clean and store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from newscrawler.model.block import Block, RemovedBlock
from newscrawler.model.fingerprint import Fingerprint
from newscrawler.model.furniture import Sighting
from newscrawler.model.light_pickle import light_pickle
from newscrawler.model.light_replace import light_replace
from newscrawler.model.link import ArticleLink
from newscrawler.model.page import Page
from newscrawler.model.page_signs import PageSigns

ArticleType = Literal["news", "opinion", "live_blog", "gallery", "video", "obituary", "press_release", "other"]
Precision = Literal["second", "minute", "day"]


@light_pickle
@dataclass(frozen=True, slots=True)
class Author:
    """One person who wrote the article; agencies are not people.

    Attributes:
        role: the job as the outlet states it; ``newsroom`` marks an account of the newsroom or an organisation. It
            stands here where the outlet names no person, and beside people where JSON-LD states it as an author of
            its own.
    """

    name: str
    role: str | None = None
    email: str | None = None
    url: str | None = None


@light_pickle
@dataclass(frozen=True, slots=True)
class Image:
    """One picture of the article; ``caption`` is without its credit."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None


@light_pickle
@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """One entry of a live blog, kept apart from the body."""

    title: str | None
    text: str
    published_at: datetime | None = None


@light_pickle
@dataclass(frozen=True, slots=True)
class Article:
    """One article as one outlet published it at one address.

    Field names are those of the stored document (docs/database.md says what each holds). Instants are aware and UTC.
    Not known is None or empty, never a guess.

    Attributes:
        url: canonical URL.
        outlet: outlet id.
        requested_url: the address that was asked for.
        own_url: canonical address of its page, where that declares another one, which is ``url``; "" where it does not.
        blocks: what is story, in the page's order. Captions are blocks, but not part of ``body``.
        removed: what was taken out, in the page's order, and by which rule.
        titles: the title as each source has it: ``feed``, ``page`` (h1), ``og``, ``json_ld``.
        published_source: ``json_ld``, ``meta``, ``time``, ``text``, ``feed``, ``selector``; or a weak sign: ``url``,
            ``script``, ``modified`` (the page tells only of its last change), ``image_path``.
        free_access: False where the outlet says that the text is not free; ``paywall_signal`` says how it shows.
        provenance: field name -> where it came from.
        rules_version: of the boilerplate rules that it went through; None before.
        taken: how many of its blocks each rule took, where it went through them as soon as it was read; for statistics.
        warnings: short names, for example ``date_in_future``.
        container: the element that holds the whole story and those around it, outermost first, spelled as in a block's
            trail; for ``explain``, not stored.
        signs: what tells its page from pages that are no articles; for the completeness check, not stored.
        page: the page it was read from; stored apart from the article, never part of its document.
        sighting: its blocks as the outlet's memory keeps them; stored apart from the article, too.
    """

    url: str
    outlet: str
    requested_url: str = ""
    own_url: str = ""
    alternate_urls: tuple[str, ...] = ()
    outlet_name: str | None = None
    domain: str | None = None
    country: str | None = None

    title: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    standfirst: str | None = None
    blocks: tuple[Block, ...] = ()
    removed: tuple[RemovedBlock, ...] = ()

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
    links: tuple[str, ...] = ()

    fingerprint: Fingerprint | None = None

    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    encoding: str | None = None
    discovery: ArticleLink | None = None

    provenance: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    rules_version: int | None = None
    taken: Mapping[str, int] | None = field(default=None, repr=False, compare=False)
    ai_opt_out: bool | None = None
    license: str | None = None
    run: str | None = None
    container: tuple[str, ...] = field(default=(), repr=False, compare=False)
    signs: PageSigns | None = field(default=None, repr=False, compare=False)
    page: Page | None = field(default=None, repr=False, compare=False)
    sighting: Sighting | None = field(default=None, repr=False, compare=False)

    @property
    def body(self) -> str:
        """The story as text: every block but captions, joined by an empty line."""
        return "\n\n".join(block.text for block in self.blocks if block.kind != "caption")


# As ``dataclasses.replace``, faster: every step gives a changed article.
change_article = light_replace(Article)
