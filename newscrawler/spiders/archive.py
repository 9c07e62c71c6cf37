"""The spider of stored pages: archives go down the same road as pages that are fetched, without network."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawler.catalogue import OutletsByHost, load_catalogue
from newscrawler.discovery.archive import ArchivedPage, ArchiveNote, pages_in_archive
from newscrawler.errors import ArchiveError
from newscrawler.model.article import Article
from newscrawler.model.link import ArticleLink
from newscrawler.model.outcome import Outcome, OutcomeKind
from newscrawler.model.outlet import OF_NO_OUTLET, Outlet
from newscrawler.spiders.reading import ReadingSpider

PAGES_UNDER_WAY = 32  # enough to keep all workers busy; more would only fill the memory
MOST_NAMED = 1000  # files in the record of a run
LONGEST_ADDRESS = 2000  # characters of one that is none

SWITCHED_OFF = (
    "CLOSESPIDER_PAGECOUNT",
    "CLOSESPIDER_TIMEOUT",
    "DOWNLOAD_DELAY",
    "REDIRECT_ENABLED",
    "RETRY_ENABLED",
    "ROBOTSTXT_OBEY",
    "URLLENGTH_LIMIT",  # a request that it drops would never free its place
)


class ArchiveSpider(ReadingSpider):
    """Reads WARC files; every page belongs to the outlet of its host, or to ``web_<registered domain>``.

    Args:
        files: the WARC files, in order.
        limit: end after so many pages; None reads all.
    """

    name = "archive"
    run_kind = "archive"
    outlet = Outlet(id=OF_NO_OUTLET, name="stored pages")

    def __init__(self, name: str | None = None, files: Sequence[Path] = (), limit: int | None = None) -> None:
        """Read ``files``; nothing is opened yet."""
        super().__init__(name)
        self.files = files
        self.limit = limit
        self._outlets = OutletsByHost(())
        self._places = asyncio.Semaphore(PAGES_UNDER_WAY)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """No network: no robots, no delay, no budget, and no handler that could reach one."""
        super().update_settings(settings)
        for setting in SWITCHED_OFF:
            settings.set(setting, 0, "spider")
        settings.set("DOWNLOAD_HANDLERS", dict.fromkeys(("data", "file", "ftp", "http", "https", "s3")), "spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's signature
        """The spider, knowing the hosts of all outlets."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        catalogue = load_catalogue(Path(folder) for folder in crawler.settings.getlist("NEWSCRAWLER_OUTLETS"))
        spider._outlets = OutletsByHost(catalogue.outlets.values())  # noqa: SLF001 - its own
        crawler.signals.connect(spider.note_files, signals.spider_opened)
        return spider

    def note_files(self) -> None:
        """Name the files in the run's record."""
        self.crawler.stats.set_value("run/files", tuple(map(str, self.files[:MOST_NAMED])))

    async def start(self) -> AsyncIterator[Any]:
        """A request for every page, no more of them at once than there are places."""
        pages = 0
        for file in self.files:
            for found in self._pages_in(file):
                if isinstance(found, ArchiveNote):
                    if outcome := self._note(file, found):
                        yield outcome
                    await asyncio.sleep(0)  # a signal is heard among a million records that are no pages
                    continue
                if self.limit is not None and pages >= self.limit:
                    self.count("archive/limit_reached")
                    return
                pages += 1
                self.count("discovery/found")
                if found.is_too_large:
                    yield self.outcome(found.url, OutcomeKind.TOO_LARGE, "over 10 MiB after decompression")
                    continue
                await self._places.acquire()
                yield self._request(found, file)

    def _pages_in(self, file: Path) -> Iterator[ArchivedPage | ArchiveNote]:
        try:
            with file.open("rb") as stream:
                yield from pages_in_archive(stream)
        except (ArchiveError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            yield ArchiveNote("unreadable", reason)

    def _note(self, file: Path, note: ArchiveNote) -> Outcome | None:
        """Tell of what is no page; of a page that cannot be read the outcome."""
        if note.url is not None:
            self.count("discovery/found")
            kind, url = OutcomeKind(note.kind), note.url[:LONGEST_ADDRESS]
            if kind == OutcomeKind.REFUSED_ADDRESS:  # that of no outlet
                return Outcome(self.outlet.id, url, kind, note.message, datetime.now(UTC))
            return self.outcome(url, kind, note.message)
        self.count(f"archive/{note.kind}")
        if note.kind != "skipped":
            self.warn(f"{file}: {note.message}")
        return None

    def _request(self, page: ArchivedPage, file: Path) -> Request:
        return Request(
            page.url,
            callback=self.parse_article,
            errback=self.on_failure,
            cb_kwargs={"link": ArticleLink(page.url, kind="archive", source_url=file.name)},
            meta={"archived_page": page, "archived_at": page.fetched_at},
            dont_filter=True,
        )

    async def parse_article(
        self, response: Response, link: ArticleLink | None = None
    ) -> AsyncIterator[Article | Outcome]:
        """As for a fetched page; then the page's place is free for the next."""
        try:
            async for result in super().parse_article(response, link):
                yield result
        finally:
            self._places.release()

    async def on_failure(self, failure: Any) -> AsyncIterator[Outcome]:  # noqa: ANN401 - Twisted's failure
        """As for a fetched page; then the page's place is free for the next."""
        self._places.release()
        async for outcome in super().on_failure(failure):
            yield outcome

    def outlet_of(self, url: str) -> Outlet:
        """The outlet of the URL's host, or one of which only the host is known."""
        return self._outlets.outlet_of(url)

    def publishes_on(self, url: str) -> bool:  # noqa: ARG002 - an archive holds pages of all outlets
        """Everywhere."""
        return True
