"""Links that gave no article in earlier runs, and that are tried again whether a listing still names them or not."""

from collections.abc import Callable, Iterator

from newscrawler.incremental.allowance import Allowance
from newscrawler.model.link import ArticleLink
from newscrawler.storage.connection import Database
from newscrawler.urls import url_key


class FailedLinks:
    """The links of one outlet that are due again, as ``model/patience`` has it.

    A listing that did not change is not read, and one that changed may have dropped them: so they are asked for of
    themselves. ``allowance`` bounds these tries.
    """

    def __init__(self, allowance: Allowance) -> None:
        self._account = allowance.account
        self._steps = allowance.steps
        self._budget = allowance.budget
        self._count = allowance.count
        self._warn = allowance.warn
        self._now = allowance.now
        self._due: tuple[ArticleLink, ...] = ()

    async def load_due(self, database: Database, outlet: str) -> None:
        """Read which links are due, as listings had them; of an article that is stored its visits take care."""
        outcomes = await database.outcomes.due(outlet, self._steps, self._now(), self._budget + 1)
        known = await database.articles.look_up([outcome.url for outcome in outcomes]) if outcomes else {}
        self._due = tuple(outcome.link_or_bare for outcome in outcomes if outcome.url not in known)

    def left(self, is_wanted: Callable[[ArticleLink], bool]) -> Iterator[ArticleLink]:
        """The links that are left to be tried, as many as the budget allows; once.

        Args:
            is_wanted: not one that a listing of this run named, nor one that the outlet's file now leaves out.
        """
        links = list(filter(is_wanted, self._due))
        self._due = ()
        if len(links) > self._budget:
            self._warn(
                f"the budget of {self._budget} links that failed before is used up; the others wait for the next run"
            )
        for link in links[: self._budget]:
            key = url_key(link.url)
            if not self._account.is_open(key):
                self._account.begin(key)
                self._count("retry/due")
                yield link
