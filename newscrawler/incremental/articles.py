"""The links of a run beside what is stored: which are new, known, to be looked at again, or left alone for a while."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newscrawler.incremental.allowance import Allowance
from newscrawler.model.link import ArticleLink
from newscrawler.model.patience import is_waiting
from newscrawler.model.relisted_link import relisted_link
from newscrawler.model.visit import Known, Visit, VisitNote, is_to_be_visited
from newscrawler.storage.connection import Database
from newscrawler.urls import url_key


@dataclass(frozen=True, slots=True)
class Revisit:
    """A stored article that is to be looked at again.

    Attributes:
        link: as a listing names it; None where none does any more.
        told: what listings said of it, when it was stored and now: its page is read with it.
    """

    visit: Visit
    link: ArticleLink | None = None
    told: ArticleLink | None = None

    @property
    def named(self) -> ArticleLink:
        """The link under which it is counted."""
        return self.link or ArticleLink(self.visit.url)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be fetched of some links.

    Attributes:
        fetch: links whose article is not stored.
        again: links whose article is, and may have changed.
        first_met: how many of all the links nobody has ever met before.
    """

    fetch: tuple[ArticleLink, ...]
    again: tuple[Revisit, ...] = ()
    first_met: int = 0


class KnownArticles:
    """What is stored of the articles that one run meets.

    ``allowance`` bounds the looks at stored articles.
    """

    def __init__(self, allowance: Allowance) -> None:
        self.steps = allowance.steps
        self._account = allowance.account
        self._budget = self._left = allowance.budget
        self._count = allowance.count
        self._warn = allowance.warn
        self._now = allowance.now
        self._due: dict[str, Revisit] = {}  # by article
        self._visited: set[str] = set()  # articles
        self._asked: dict[str, str] = {}  # address that is asked for by a second look -> article
        self._saved: set[str] = set()
        self._listed_at: dict[str, datetime] = {}  # url_key -> the newest date that a listing gave

    async def load_due(self, database: Database, outlet: str) -> None:
        """Read which articles are due, the longest due first."""
        due = await database.visits.due(outlet, self._now(), self._budget + 1)
        self._due = {revisit.visit.article: revisit for revisit in await _told(map(Revisit, due), database)}

    async def choose(self, links: Sequence[ArticleLink], database: Database) -> Choice:
        """What of the links is to be fetched; the others end here. At most a thousand at once.

        Raises:
            StorageUnavailableError: the database does not tell.
        """
        known = await database.articles.look_up([link.url for link in links])
        others = [link for link in links if link.url not in known]
        failed = await database.outcomes.look_up([link.url for link in others]) if others else {}
        fetch = []
        for link in others:
            outcome = failed.get(link.url)
            if outcome is not None and is_waiting(outcome, self.steps, self._now(), link.modified_at):
                self._end(link, "discovery/waiting")
            else:
                fetch.append(relisted_link(outcome.link, link) or link if outcome is not None else link)
        again = filter(None, [self._again(link, known[link.url]) for link in links if link.url in known])
        return Choice(tuple(fetch), await _told(again, database), len(others) - len(failed))

    async def choose_again(self, links: Sequence[ArticleLink], database: Database) -> Choice:
        """Second looks at articles whose links have ended, as one more listing gives a newer date for them.

        Raises:
            StorageUnavailableError: the database does not tell.
        """
        known = await database.articles.look_up([link.url for link in links])
        revisits = []
        for link in links:
            stored = known.get(link.url)
            if stored and self._is_due(stored, link) and not self._account.is_open(url_key(link.url)) and self._spend():
                revisits.append(self._begin(Revisit(stored.visit_or_first, link)))
        return Choice((), await _told(revisits, database))

    def left_due(self) -> Iterable[Revisit]:
        """The articles that are due and that no listing named, as many as the budget has left; each once."""
        due, self._due = self._due, {}
        for revisit in due.values():
            visit = revisit.visit
            if visit.article in self._visited or visit.article in self._saved:
                continue
            if self._account.is_open(url_key(visit.url)):
                continue
            if not self._spend():
                break
            yield self._begin(revisit)

    def note_listed(self, link: ArticleLink) -> bool:
        """Note the date that a listing gives for an article; whether it is newer than what was known in this run."""
        if link.modified_at is None:
            return False
        key = url_key(link.url)
        before = self._listed_at.get(key)
        if before is not None and before >= link.modified_at:
            return False
        self._listed_at[key] = link.modified_at
        return True

    def listed_at(self, link: ArticleLink | None) -> datetime | None:
        """The newest date that a listing of this run gave for an article."""
        return self._listed_at.get(url_key(link.url)) if link is not None else None

    def note(self, url: str, etag: str | None, last_modified: str | None, link: ArticleLink | None) -> VisitNote:
        """What the fetch of a page tells of the next look at its article."""
        return VisitNote(url, etag, last_modified, self.listed_at(link), self.steps)

    def was_visited(self, article: str) -> bool:
        """Whether the article was stored before this run, which looks at it again."""
        return article in self._visited

    def note_asked_for(self, visit: Visit) -> None:
        """Note for which stored article an address is asked."""
        self._asked[visit.url] = visit.article

    def article_asked_for(self, url: str) -> str | None:
        """The stored article that a second look asks for at this address; None: there is none."""
        return self._asked.get(url)

    def was_saved(self, article: str) -> bool:
        """Whether this run has saved the article."""
        return article in self._saved

    def note_saved(self, article: str) -> None:
        """Note that this run has saved the article."""
        self._saved.add(article)

    def _again(self, link: ArticleLink, known: Known) -> Revisit | None:
        """A second look at a known article; None where its link ends here."""
        if not self._is_due(known, link):
            self._end(link, "discovery/known")
            return None
        if not self._spend():
            self._count("discovery/over_budget")
            self._account.leave_over(url_key(link.url))
            return None
        self._note_visited(known.visit_or_first)
        return Revisit(known.visit_or_first, link)

    def _note_visited(self, visit: Visit) -> None:
        self._visited.add(visit.article)
        self.note_asked_for(visit)

    def _is_due(self, known: Known, link: ArticleLink) -> bool:
        if not self._budget or known.id in self._visited or known.id in self._saved:
            return False
        return is_to_be_visited(known, link.modified_at, self._now(), self.steps)

    def _begin(self, revisit: Revisit) -> Revisit:
        """Count a second look that is none at a link which was counted as found."""
        self._note_visited(revisit.visit)
        self._account.begin(url_key(revisit.named.url))
        self._count("revisit/due")
        return revisit

    def _end(self, link: ArticleLink, way: str) -> None:
        self._count(way)
        self._account.end(url_key(link.url))

    def _spend(self) -> bool:
        if self._left <= 0:
            if self._left == 0:
                self._warn(
                    f"the budget of {self._budget} second looks at articles for one run is used up; "
                    "the others wait for the next run"
                )
            self._left = -1
            return False
        self._left -= 1
        return True


async def _told(revisits: Iterable[Revisit], database: Database) -> tuple[Revisit, ...]:
    """The second looks with what listings said of their articles: without it the same page would give another one."""
    chosen = tuple(revisits)
    if not chosen:
        return ()
    said = await database.articles.listed_links([revisit.visit.article for revisit in chosen])
    return tuple(
        replace(revisit, told=relisted_link(said.get(revisit.visit.article), revisit.link)) for revisit in chosen
    )
