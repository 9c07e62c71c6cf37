"""What one crawl of an outlet knows from earlier ones, and what it leaves to the next."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newscrawler.errors import StorageError
from newscrawler.incremental.account import UrlAccount
from newscrawler.incremental.allowance import Allowance
from newscrawler.incremental.articles import Choice, KnownArticles, Revisit
from newscrawler.incremental.by_hand import choose_by_hand
from newscrawler.incremental.failed_links import FailedLinks
from newscrawler.incremental.listings import KnownListings
from newscrawler.incremental.missing import Missing
from newscrawler.incremental.missing_articles import MissingArticles
from newscrawler.incremental.new_articles import NewArticles
from newscrawler.model.link import ArticleLink
from newscrawler.model.listing_state import ListingState
from newscrawler.model.outcome import OutcomeKind
from newscrawler.model.patience import is_told_by_a_page
from newscrawler.model.visit import Visit, VisitEnd
from newscrawler.storage.connection import Database
from newscrawler.urls import url_key

if TYPE_CHECKING:
    from newscrawler.storage.shared import SharedDatabase

logger = logging.getLogger(__name__)

LINKS_AT_ONCE = 1000  # a sitemap of 50,000 long addresses would be too large for one question


@dataclass(frozen=True, slots=True)
class Limits:
    """How a crawl looks again.

    Attributes:
        steps: seconds after its first fetch, and after every change, at which an article is looked at again.
        revisits: at most so many in one run.
        retries: at most so many links that failed before, and that no listing of the run names.
        full_fetch_seconds: after which a listing is fetched in full, whatever its validators say.
        reading: how the outlet's listings are read; one that was read otherwise is read again.
        refetch: everything is fetched, known or not.
        uses_listing_states: False: all listings are read whole, and nothing of them is kept.
        rest_seconds: for so long at most a listing is not asked that says that it stays as it is; 0: all are asked.
    """

    steps: tuple[float, ...] = ()
    revisits: int = 0
    retries: int = 0
    full_fetch_seconds: float = 0.0
    reading: str = ""
    refetch: bool = False
    uses_listing_states: bool = True
    rest_seconds: float = 0.0


class IncrementalCrawl:
    """The listings, articles and account of one crawl.

    Attributes:
        database: None: nothing is known, and nothing kept; set by the extension that keeps the account.
    """

    def __init__(self, outlet: str, limits: Limits, count: Callable[[str], None], warn: Callable[[str], None]) -> None:
        """Know nothing yet; ``count`` is one more of a statistic, ``warn`` tells the operator."""
        self.database: SharedDatabase | None = None
        self.account = UrlAccount()
        self.listings = KnownListings(
            outlet,
            self.account,
            self._record,
            limits.full_fetch_seconds,
            reading=limits.reading,
            rest_seconds=limits.rest_seconds,
        )
        allowance = Allowance(self.account, limits.steps, limits.revisits, count, warn)
        self.articles = KnownArticles(allowance)
        self.failed = FailedLinks(replace(allowance, budget=limits.retries))
        self.new = NewArticles()
        self._outlet = outlet
        self._limits = limits
        self._count = count
        self._missing = MissingArticles(outlet, limits.steps, count, warn)
        self._writing: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """Read what is known of the outlet's listings, and which articles and failed links are due: three questions.

        Raises:
            StorageError: the database does not tell.
        """
        database = self._opened()
        if database is None or self._limits.refetch or not self._limits.uses_listing_states:
            return
        self.listings.states, *_ = await asyncio.gather(
            database.listings.of_outlet(self._outlet),
            self.articles.load_due(database, self._outlet),
            self.failed.load_due(database, self._outlet),
        )

    async def choose(self, links: Sequence[ArticleLink], met: Sequence[ArticleLink] = ()) -> AsyncIterator[Choice]:
        """What of a listing's links is to be fetched, a thousand at a time; the others end here.

        Args:
            links: those that were found first in this listing.
            met: those that another listing of this run named before; this one may give a newer date.

        Raises:
            StorageUnavailableError: the database does not tell.
        """
        database = self._opened()
        if database is None:
            yield Choice(tuple(links))
            return
        if self._limits.refetch:
            for first in range(0, len(links), LINKS_AT_ONCE):
                yield _whole(await self.chosen_by_hand(links[first : first + LINKS_AT_ONCE]))
            return
        for link in links:
            self.articles.note_listed(link)
        newer = [link for link in met if self.articles.note_listed(link)]
        for first in range(0, len(links), LINKS_AT_ONCE):
            yield await self.articles.choose(links[first : first + LINKS_AT_ONCE], database)
        for first in range(0, len(newer), LINKS_AT_ONCE):
            yield await self.articles.choose_again(newer[first : first + LINKS_AT_ONCE], database)

    async def chosen_by_hand(self, links: Sequence[ArticleLink]) -> Choice:
        """All of these links: stored articles as second looks, whatever is due; a thousand at most.

        Raises:
            StorageUnavailableError: the database does not tell.
        """
        database = self._opened()
        choice = await choose_by_hand(links, database) if database is not None else Choice(tuple(links))
        for revisit in choice.again:
            self.articles.note_asked_for(revisit.visit)
        return choice

    def left_failed(self, is_wanted: Callable[[ArticleLink], bool]) -> Iterator[ArticleLink]:
        """Links that failed before, as ``FailedLinks.left`` has it; none where not one listing answered.

        Then the site is down, and each of them would take its time to fail again.
        """
        return iter(()) if self.listings.run.is_none_answered else self.failed.left(is_wanted)

    async def not_modified(self, revisit: Revisit, etag: str | None, last_modified: str | None) -> None:
        """End a visit whose page is as it was."""
        self._count("revisit/not_modified")
        self._missing.note_answer(revisit.visit)
        listed_at = self.articles.listed_at(revisit.link)
        await self._end_visit(revisit.visit, "not_modified", listed_at, etag, last_modified)
        self.account.end(url_key(revisit.named.url))

    async def missing(self, revisit: Revisit, answer: str, run: str | None, *, is_sure: bool) -> None:
        """End a visit whose page is not there, as its outcome says; whether it is gone, ``settle`` decides.

        Args:
            revisit: the look at it.
            answer: what came, in words.
            run: its id.
            is_sure: the server says that there is none.
        """
        is_listed, listed_at = revisit.link is not None, self.articles.listed_at(revisit.link)
        self._missing.note(Missing(revisit.visit, answer, datetime.now(UTC), is_listed=is_listed, is_sure=is_sure))
        await self._end_visit(revisit.visit, "missing", listed_at, run=run)

    async def settle(self, run: str | None) -> None:
        """At the end of the run: give the status ``gone`` to the articles that are, or tell why none gets it.

        Raises:
            StorageError: the database does not tell or take it: the next run looks at them again.
        """
        database = self._opened()
        if database is not None and not database.is_away:
            await self._missing.settle(database, run)

    async def ended(
        self,
        link: ArticleLink,
        visit: Visit | None,
        refused: OutcomeKind | None = None,
        *,
        is_kept: bool = True,
        run: str | None = None,
    ) -> None:
        """Note that the URL of a request has ended, as what it gave is written; whatever it was counted as.

        Args:
            link: under which it was counted.
            visit: of a second look; it is put off where it gave no article.
            refused: why it gave none; None: it gave one.
            is_kept: whether that is written down; else the next run must find the link in its listing.
            run: its id.
        """
        end = self.account.end if is_kept else self.account.leave_over
        if not end(url_key(link.url)):
            self._count("discovery/found")  # a page of an outlet's own code may give more than one article
        if refused is None:
            self._missing.note_answer(visit)
        if visit is None or refused is OutcomeKind.GONE:
            return
        if refused is OutcomeKind.SOFT_404:
            is_listed, now = link.source_url is not None, datetime.now(UTC)
            self._missing.note(Missing(visit, "a page that says so", now, is_listed=is_listed, is_sure=False))
            await self._end_visit(visit, "missing", run=run)
        elif refused is not None:
            await self._end_visit(visit, "no_article" if is_told_by_a_page(refused) else "failed")
        elif not self.articles.was_saved(visit.article):  # it is at another address by now, where it is stored as new
            await self._end_visit(visit, "not_modified")

    async def finish(self) -> None:
        """Wait until all states of listings are written; those of listings that are asked for no more are removed."""
        await asyncio.gather(*self._writing)
        database, outdated = self._opened(), self.listings.outdated()
        if database is not None and outdated and not database.is_away:
            with contextlib.suppress(StorageError):  # the next run finds them again
                await database.listings.forget(self._outlet, outdated)

    def _opened(self) -> Database | None:
        return self.database.opened if self.database is not None else None

    async def _end_visit(
        self,
        visit: Visit,
        end: VisitEnd,
        listed_at: datetime | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        run: str | None = None,
    ) -> None:
        database = self._opened()
        if database is None:
            return
        now, steps = datetime.now(UTC), self._limits.steps
        try:
            await database.visits.end(
                visit, end, now, steps, etag=etag, last_modified=last_modified, listed_at=listed_at, run=run
            )
        except StorageError as error:
            logger.warning("not noted, so it is looked at again: %s: %s", visit.url, error)

    def _record(self, state: ListingState) -> None:
        database = self._opened()
        if database is None or not self._limits.uses_listing_states:
            return
        writing = asyncio.get_running_loop().create_task(_told(database.listings.record(state), state))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)


def _whole(choice: Choice) -> Choice:
    """The same without conditions: every page is wanted, whatever its validators say."""
    again = (replace(one, visit=replace(one.visit, etag=None, last_modified=None)) for one in choice.again)
    return replace(choice, again=tuple(again))


async def _told(recording: Coroutine[Any, Any, None], state: ListingState) -> None:
    try:
        await recording
    except StorageError as error:
        logger.warning("not remembered, so it is read again: %s: %s", state.url, error)
