"""The stored articles that one run does not find at their address, and what becomes of them at its end."""

from collections.abc import Callable, Sequence

from newscrawler.incremental.missing import Answers, Missing, gone_of, held_back
from newscrawler.model.visit import Visit, missing_wait
from newscrawler.storage.connection import Database


class MissingArticles:
    """Gathers them, and decides when all others have answered.

    Args:
        outlet: its id.
        steps: seconds after which an article of the outlet is looked at again.
        count: one more of a statistic.
        warn: tells the operator.
    """

    def __init__(
        self, outlet: str, steps: Sequence[float], count: Callable[[str], None], warn: Callable[[str], None]
    ) -> None:
        self._outlet = outlet
        self._steps = steps
        self._count = count
        self._warn = warn
        self._missing: dict[str, Missing] = {}  # by article
        self._articles = 0  # pages of articles, and answers that one is as it was
        self._there = 0  # those of them that are stored before

    def note(self, missing: Missing) -> None:
        """Note one; such as is called gone already is no news."""
        if not missing.visit.is_gone:
            self._missing[missing.visit.article] = missing

    def note_answer(self, visit: Visit | None) -> None:
        """Note an article that is there; ``visit``: of one that was stored before."""
        self._articles += 1
        self._there += visit is not None

    async def settle(self, database: Database, run: str | None) -> None:
        """Give the status ``gone`` to those that are, or tell why none gets it; once.

        Raises:
            StorageError: the database does not tell or take it: the next run looks at them again.
        """
        missing = tuple(self._missing.values())
        self._missing.clear()
        if not missing:
            return
        known = await database.visits.looked_at(self._outlet, min(one.since for one in missing))
        answers = Answers(max(known.missing, len(missing)), max(known.there, self._there), self._articles)
        gone = gone_of(missing, answers, missing_wait(self._steps), run)
        if answers.is_suspicious:
            self._warn(held_back(self._outlet, missing, answers))
            for _ in range(answers.missing - len(gone)):
                self._count("revisit/held_back")
        for one in gone:
            await database.articles.mark_gone(one.visit.article, one.at, one.reason(run))
            await database.visits.end(one.visit, "gone", one.at, self._steps)
            self._count("revisit/gone")
