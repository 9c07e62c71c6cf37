"""The article in the database."""

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Self
from weakref import WeakValueDictionary

from scrapy.crawler import Crawler

from newscrawler.errors import StorageError, StorageUnavailableError
from newscrawler.incremental.crawl import IncrementalCrawl
from newscrawler.incremental.new_articles import described
from newscrawler.incremental.other_address import known_as, known_at
from newscrawler.incremental.saved_item import note_item_saved
from newscrawler.model.article import Article
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.run import DATABASE_UNAVAILABLE, note_database_lost
from newscrawler.model.visit import VisitNote
from newscrawler.pipelines.refused import Refused
from newscrawler.storage.documents.conversion import article_id, key_id
from newscrawler.storage.shared import SharedDatabase
from newscrawler.storage.writing.changes import Saved
from newscrawler.urls import url_key

logger = logging.getLogger(__name__)

_NEW = frozenset({"new", "spooled"})


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article whose write was acknowledged, or that is in the spool for certain.

    Attributes:
        article: as stored.
        saved: what became of it; ``spooled``: the database is away, and gets it later.
    """

    article: Article
    saved: Saved


class StoragePipeline:
    """Saves every article and waits until it is on disk, in the database or in the spool: seen means stored."""

    def __init__(self, database: SharedDatabase, crawler: Crawler, *, keep_pages: bool) -> None:
        """Save into ``database``, which is opened by the first article, or before the first request."""
        self.database = database
        self.crawler = crawler
        self.keep_pages = keep_pages
        self._closing: asyncio.Task[None] | None = None
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # by article; of those under way

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for this crawl's database."""
        database = SharedDatabase.named_in(crawler.settings)
        return cls(database, crawler, keep_pages=crawler.settings.getbool("NEWSCRAWLER_KEEP_PAGES"))

    async def process_item(self, article: Article) -> StoredArticle:
        """The article with the id that it is stored under.

        Raises:
            Refused: it could not be stored; where the spool takes nothing either the crawl ends: nothing would be kept.
        """
        incremental = getattr(self.crawler.spider, "incremental", None) if _is_crawled(article) else None
        stored_key = await self._known_as(article, incremental)
        key = article_id(article.url) if stored_key is None else key_id(stored_key)
        async with self._locks.setdefault(key, asyncio.Lock()):  # two addresses of one article, one after the other
            is_repeat = incremental is not None and incremental.articles.was_saved(key)
            is_second = is_repeat and _is_at_second_address(article)
            saved = await self._save(article, is_repeat=is_second, stored_key=stored_key)
            if saved.id != key:  # as another story is stored there
                article, is_repeat = _at_own_address(article), False
            if incremental is not None:
                incremental.articles.note_saved(saved.id)
        note_item_saved()
        repeated = is_repeat and saved.kind == "unchanged"
        if saved.kind in _NEW and not is_repeat:
            self._note_new(article, incremental, saved.id)
        self.crawler.stats.inc_value("storage/repeated" if repeated else f"storage/{saved.kind}")
        return StoredArticle(article, saved)

    def _note_new(self, article: Article, incremental: IncrementalCrawl | None, key: str) -> None:
        """Note what a new article says; one in the spool is new unless it was stored when the run began."""
        if incremental is not None:
            if incremental.articles.was_visited(key):
                return
            incremental.new.note(article)
        for name, number in described(article):
            self.crawler.stats.inc_value(name, number)

    async def close_spider(self) -> None:
        """Leave the database; what was acknowledged is there."""
        await self.database.release()

    async def _known_as(self, article: Article, incremental: IncrementalCrawl | None) -> str | None:
        """The key of the stored article that this is, where its page is at another address by now.

        That is the one that a second look was for; of a page from an archive the one that is known by its address.
        """
        page = article.page
        asked_for = incremental.articles.article_asked_for(page.requested_url) if incremental and page else None
        try:
            if not _is_crawled(article):
                return await known_at(article, (await self.database.get()).articles)
            if asked_for is None or asked_for == article_id(article.url):
                return None
            return await known_as(article, asked_for, (await self.database.get()).articles)
        except StorageError as error:
            logger.warning("stored as an article of its own, if at all: %s: %s", article.url, error)
            return None

    async def _save(self, article: Article, *, is_repeat: bool, stored_key: str | None) -> Saved:
        run = self.crawler.stats.get_value("run/id")
        try:
            database = await self.database.get()
            return await database.articles.save(
                replace(article, run=run),
                keep_page=self.keep_pages and not is_repeat,
                visit=None if is_repeat else self._visit_of(article),
                is_repeat=is_repeat,
                known_as=stored_key,
            )
        except StorageError as error:
            if isinstance(error, StorageUnavailableError):
                self._end_crawl(error)
            url = article.requested_url or article.url
            raise Refused(OutcomeKind.NOT_STORED, str(error), outlet=article.outlet, url=url) from error

    def _visit_of(self, article: Article) -> VisitNote | None:
        """What the fetch of the article tells of the next look at it; nothing of stored pages, or without a page."""
        incremental = getattr(self.crawler.spider, "incremental", None)
        page = article.page
        if incremental is None or page is None or not _is_crawled(article):
            return None
        note: VisitNote = incremental.articles.note(page.url, page.etag, page.last_modified, page.link)
        return note

    def _end_crawl(self, error: StorageError) -> None:
        if not note_database_lost(self.crawler.stats, str(error)):
            return
        logger.error("%s The crawl ends: nothing more that it fetched could be kept.", error)
        self._closing = asyncio.create_task(self.crawler.engine.close_spider_async(reason=DATABASE_UNAVAILABLE))


def _is_crawled(article: Article) -> bool:
    """Did its page come from the network, not from an archive?"""
    link = article.page.link if article.page else None
    return link is None or link.kind != "archive"


def _is_at_second_address(article: Article) -> bool:
    """Does its page stand elsewhere than where it says that the article is?"""
    return article.page is not None and url_key(article.page.url) != url_key(article.url)


def _at_own_address(article: Article) -> Article:
    """The article as it is stored: at the address of its page, as the one that this declares has another story."""
    own = article.own_url
    logger.warning("%s declares the address of another story, %s: stored under its own", own, article.url)
    return replace(article, url=own, own_url="", alternate_urls=())
